/* cmd_stop_minutes.c: how long a timebox has been, as `stop` writes it */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/cmd_entry.h"
#include "cmd/cmd_stop.h"

#define SLEPT_MIN 60
#define ASKED_MAX 5

static bool
can_ask(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* A line that was typed, trimmed; NULL at the end of input. */
static char *
ask(char *buf, int size, const char *question)
{
	fputs(question, stderr);
	fflush(stderr);
	if (fgets(buf, size, stdin) == NULL)
		return NULL;
	return text_trim(buf);
}

/* What is refused later is not advised. */
static int
not_answered(int minutes, struct err *e)
{
	return err_set(e,
	    "not stopped, the timebox runs on; 'halfhour stop --cap N'%s or "
	    "'--discard' asks nothing",
	    minutes <= STUDY_MINUTES_MAX ? ", '--keep-all'" : "");
}

/* Seconds to take off for the sleep of the machine; -1: no answer. */
static int64_t
ask_suspended(const struct cmd_box *b, bool quiet, struct arena *a)
{
	int64_t slept = b->time.suspended;
	const char *clock = cmd_box_clock(slept, false, a);
	char buf[256], *s;

	if (slept < SLEPT_MIN)
		return 0;
	if (!can_ask()) {
		if (!quiet)
			cmd_note("the machine slept %s of it, which is not "
				 "subtracted",
			    clock);
		return 0;
	}
	s = ask(buf, sizeof(buf),
	    arena_printf(
		a, "The machine slept %s of it. Subtract that? [y/N] ", clock));
	if (s == NULL)
		return -1;
	return *s == 'y' || *s == 'Y' ? slept : 0;
}

/* One answer to what shall become of the time that is over: the minutes, 0
 * to discard; -1 for what is none. */
static int
answer(const char *s, int minutes, int planned)
{
	long n;

	if (*s == '\0' || text_ieq(s, "c"))
		return planned;
	if (text_ieq(s, "k"))
		return minutes <= STUDY_MINUTES_MAX ? minutes : -1;
	if (text_ieq(s, "d"))
		return 0;
	if (text_number(&n, s, 1, STUDY_MINUTES_MAX) == -1)
		return -1;
	return n < minutes ? (int)n : minutes;
}

static int
ask_over(
    int minutes, int planned, const char *over, struct arena *a, struct err *e)
{
	/* What is refused later is not offered here. */
	const char *keep =
	    minutes > STUDY_MINUTES_MAX
		? "an entry has twelve hours at most: "
		: arena_printf(a, "[k]eep all %d min, ", minutes);
	const char *question = arena_printf(a,
	    "%s over %d min. %s[c]ap at %d (Enter), a number to cap at that, "
	    "[d]iscard: ",
	    over, planned, keep, planned);
	char buf[256], *s;
	int i, n = -1;

	for (i = 0; i < ASKED_MAX && n == -1; i++) {
		if ((s = ask(buf, sizeof(buf), question)) == NULL)
			break;
		n = answer(s, minutes, planned);
	}
	return n == -1 ? not_answered(minutes, e) : n;
}

/* The clock is before the start, so only the person knows. */
static int
unknown_minutes(
    const struct cmd_box *b, const struct cmd_stop_wish *wish, struct err *e)
{
	char now[MOMENT_MAX], start[MOMENT_MAX];

	if (wish->cap > 0)
		return wish->cap;
	moment_format(now, b->now.now);
	moment_format(start, b->box.start.now);
	return err_code(e, ERR_CONFLICT,
	    "it is %.16s, but the timebox began at %.16s: the clock was set "
	    "back; set it right, or give the minutes with --cap N",
	    now, start);
}

int
cmd_stop_minutes(const struct cmd_box *b, const struct cmd_stop_wish *wish,
    bool quiet, struct arena *a, struct err *e)
{
	int64_t slept;
	int minutes;

	if (wish->discard)
		return 0;
	if (cmd_entry_minutes("--cap", wish->cap, e) == -1)
		return -1;
	if (b->time.unknown)
		return unknown_minutes(b, wish, e);
	if ((slept = ask_suspended(b, quiet, a)) == -1)
		return not_answered(study_box_minutes(b->time.elapsed), e);
	minutes = study_box_minutes(b->time.elapsed - slept);
	if (wish->cap > 0)
		return minutes < wish->cap ? minutes : wish->cap;
	if (wish->keep_all && cmd_entry_minutes("--keep-all", minutes, e) == -1)
		return err_code(e, ERR_USAGE, "%s; give --cap N", e->msg);
	if (wish->keep_all || minutes <= b->box.minutes)
		return minutes;
	if (can_ask())
		return ask_over(minutes, b->box.minutes,
		    cmd_box_clock(
			b->time.elapsed - slept - (int64_t)b->box.minutes * 60,
			true, a),
		    a, e);
	if (!quiet)
		cmd_note("%s over %d min is not written; %s",
		    cmd_box_clock(b->time.over, true, a), b->box.minutes,
		    minutes > STUDY_MINUTES_MAX
			? "an entry has twelve hours at most"
			: "--keep-all writes it");
	return b->box.minutes;
}
