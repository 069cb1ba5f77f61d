/* cmd_start.c: `halfhour start`, begin a timebox */
#include <sys/random.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cmd/cmd_bell.h"
#include "cmd/cmd_box.h"
#include "cmd/cmd_try.h"
#include "cmd/cmd_entry.h"

struct start_opts {
	const char *at;
	int minutes;
	bool again, wait;
};

static const struct opt start_table[] = {
	{ "minutes", 0, OPT_COUNT, offsetof(struct start_opts, minutes), "N",
	    "how long it shall be; default 30" },
	{ "at", 0, OPT_TEXT, offsetof(struct start_opts, at), "TIME",
	    "when it began: 21:00, -5m" },
	{ "again", 0, OPT_FLAG, offsetof(struct start_opts, again), NULL,
	    "go on with the last entry: its topic, and what is left" },
	{ "wait", 0, OPT_FLAG, offsetof(struct start_opts, wait), NULL,
	    "count down; Ctrl-C leaves it running" },
	{ .name = NULL },
};

static int cmd_start_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_start_entry = {
	.name = "start",
	.usage = "start [TOPIC[: TITLE] | --again] [--minutes N] [--at TIME] "
		 "[--wait]",
	.summary = "begin a timebox",
	.help =
	    "It is kept in .git/halfhour/, so it goes on when the terminal is\n"
	    "closed or the machine boots. A bell rings when the time is "
	    "up;\nonly 'halfhour stop' and 'halfhour cancel' end it.\n",
	.opts = start_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_start_exec,
};

/* What an entry is called whose topic nobody has told. */
static const char *
start_no_topic(const char *lang)
{
	if (strcmp(lang, "ko") == 0)
		return "공부";
	return strcmp(lang, "ja") == 0 ? "勉強" : "study";
}

/* When it began, as minutes of its study day; -1 without times. */
static int
start_order(const struct study_entry *entry, int day_ends)
{
	return entry->start < 0          ? -1
	       : entry->start < day_ends ? entry->start + 24 * 60
					 : entry->start;
}

/* The entry that came last, until today, and its day; NULL when there is none. */
static const struct study_entry *
start_last(const struct wiki *w, struct date today, const struct study_day **of)
{
	const struct study_entry *last = NULL;
	size_t i, k;

	for (i = w->n_days; i > 0 && last == NULL; i--) {
		const struct study_day *day = &w->days[i - 1];

		if (date_cmp(day->date, today) > 0)
			continue;
		for (k = 0; k < day->n_entries; k++) {
			const struct study_entry *one = &day->entries[k];

			if (*one->topic == '\0' ||
			    (last != NULL &&
				start_order(one, w->conf.day_ends) <
				    start_order(last, w->conf.day_ends)))
				continue;
			last = one;
			*of = day;
		}
	}
	return last;
}

/* How many minutes of today have this name already. */
static int
start_spent(
    const struct wiki *w, struct date today, const struct study_entry *like)
{
	size_t i, k;
	int spent = 0;

	for (i = 0; i < w->n_days; i++) {
		const struct study_day *day = &w->days[i];

		if (date_cmp(day->date, today) != 0)
			continue;
		for (k = 0; k < day->n_entries; k++)
			if (strcmp(day->entries[k].topic, like->topic) == 0 &&
			    strcmp(day->entries[k].title, like->title) == 0)
				spent += day->entries[k].minutes;
	}
	return spent;
}

/* What --again goes on with. */
struct start_again {
	const struct study_day *day;
	const struct study_entry *last;
};

/*
 * --again: the name of the last entry. What is planned is what a timebox has
 * left after its entries of today, so that a pause does not make it longer.
 */
static int
start_again(struct study_box *box, struct start_again *again, struct wiki *w,
    struct err *e)
{
	struct date today = moment_study_day(box->start.now, w->conf.day_ends);
	struct err ignored = ERR_INIT;
	const struct study_entry *last;
	int left;

	if (wiki_read_days(w, e) == -1)
		return -1;
	if ((last = start_last(w, today, &again->day)) == NULL)
		return err_code(e, ERR_NOTHING,
		    "--again: there is no entry yet; 'halfhour start TOPIC' "
		    "begins the first");
	again->last = last;
	left = w->conf.timebox - start_spent(w, today, last);
	if (box->minutes == 0 && left > 0)
		box->minutes = left;
	/* Nobody has typed it now, and a hand may have written what `log` does
	 * not take: then it goes on as it is. */
	if (study_topic_parse(&box->topic, &box->title,
		arena_printf(w->arena, "%s%s%s", last->topic,
		    *last->title ? ": " : "", last->title),
		w->arena, &ignored) == -1) {
		box->topic = last->topic;
		box->title = last->title;
	}
	return 0;
}

/* No day could have this heading once more, or no terminal show it. */
static int
start_again_refused(const struct start_again *again, struct err *e)
{
	return err_code(e, ERR_CONFLICT,
	    "--again: %s:%d: the last entry has a name that cannot be written "
	    "a second time; change it there, or begin with a topic of your "
	    "own: halfhour start TOPIC",
	    again->day->path, again->last->line);
}

static bool
start_shown(const char *s)
{
	char *safe = utf8_for_terminal(s, strlen(s));
	bool same = strcmp(safe, s) == 0;

	free(safe);
	return same;
}

static int
start_id(char out[STUDY_BOX_ID], struct err *e)
{
	unsigned char bytes[(STUDY_BOX_ID - 1) / 2];
	size_t i;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return err_errno(e, "cannot get a random number");
	for (i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

/* Put the start back to --at, on every clock. */
static int
start_at(struct date_clock *start, const char *at, int day_ends, struct err *e)
{
	char now[MOMENT_MAX], then[MOMENT_MAX];
	struct moment m;
	int64_t ago;

	if (study_when_parse(&m, at, start->now, day_ends, e) == -1)
		return -1;
	ago = start->now.t - m.t;
	moment_format(now, start->now);
	moment_format(then, m);
	if (ago < 0)
		return err_code(e, ERR_USAGE,
		    "--at: %.16s is in the future: it is %.16s; give a day, "
		    "as in --at '%s %.5s'",
		    then, now,
		    date_cmp(moment_date(moment_local(m.t - 24 * 3600)),
			moment_date(start->now)) == 0
			? "today"
			: "yesterday",
		    then + 11);
	if (ago > 24 * 3600)
		return err_code(e, ERR_USAGE,
		    "--at: %.16s is more than a day ago; 'halfhour log' "
		    "writes an entry after the fact",
		    then);
	start->now = m;
	start->boot_ms -= ago * 1000;
	start->mono_ms -= ago * 1000;
	/* Before this boot, or before its first suspend: only the clock of
	 * the day was there. */
	if (start->boot_ms < 0 || start->mono_ms < 0)
		start->boot[0] = '\0';
	return 0;
}

static int
start_topic(
    struct study_box *box, const char *topic, struct wiki *w, struct err *e)
{
	if (topic == NULL) {
		box->topic = start_no_topic(w->conf.lang);
		return 0;
	}
	if ((topic = cmd_entry_text(w, topic, e)) == NULL)
		return -1;
	return study_topic_parse(&box->topic, &box->title, topic, w->arena, e);
}

static int
start_box(struct study_box *box, const struct cmd_box *b,
    const struct start_opts *o, const char *topic, struct wiki *w,
    struct err *e)
{
	struct start_again again = { NULL, NULL };
	struct study_add trial;
	int rc;

	*box = (struct study_box){ .start = b->now, .title = "" };
	box->minutes = o->minutes;
	rc = o->again ? start_again(box, &again, w, e)
		      : start_topic(box, topic, w, e);
	if (box->minutes == 0)
		box->minutes = w->conf.timebox;
	if (rc == -1 || cmd_entry_minutes("--minutes", box->minutes, e) == -1 ||
	    start_id(box->id, e) == -1 ||
	    (o->at != NULL &&
		start_at(&box->start, o->at, w->conf.day_ends, e) == -1))
		return -1;
	rc = cmd_box_entry(&trial, box, box->minutes, w, e);
	if (o->again &&
	    (rc == -1 || !start_shown(box->topic) || !start_shown(box->title)))
		return start_again_refused(&again, e);
	return rc;
}

/* It is one at a time: say which, and the ways out. */
static int
start_refused(const struct cmd_box *b, struct arena *a, struct err *e)
{
	int minute = moment_minute(b->box.start.now);

	return err_code(e, ERR_CONFLICT,
	    "a timebox is running since %02d:%02d: %s; 'halfhour status' "
	    "shows it, 'halfhour stop' writes it, 'halfhour cancel' drops it",
	    minute / 60, minute % 60, cmd_box_name(&b->box, a));
}

static void
start_report(const struct study_box *box, struct wiki *w)
{
	struct strbuf sb = STRBUF_INIT;
	char day[DATE_MAX];
	int minute = moment_minute(box->start.now);

	date_format(day, moment_study_day(box->start.now, w->conf.day_ends));
	strbuf_addf(&sb, "%s %02d:%02d–%s %s (%d min)\n", day, minute / 60,
	    minute % 60, cmd_box_end(box, w->arena),
	    cmd_box_name(box, w->arena), box->minutes);
	cmd_print(sb.buf, sb.len);
	fflush(stdout);
	strbuf_release(&sb);
}

/*
 * A reminder has to come before the work. The timebox is safe by now and its
 * lock is given back, so whatever goes wrong here is told, and no more.
 */
static void
start_review(struct cmd_ctx *ctx)
{
	struct err e = ERR_INIT;

	if (!ctx->json && cmd_try_review(ctx, &e) == -1)
		cmd_note("the open tries: %s", e.msg);
}

static int
start_run(struct cmd_ctx *ctx, const struct start_opts *o, const char *topic,
    struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct cmd_box b;
	sigset_t old;
	int rc = -1;

	if (cmd_box_open(&b, w, e) == -1)
		return -1;
	if (b.there)
		start_refused(&b, w->arena, e);
	else if (start_box(&b.box, &b, o, topic, w, e) == 0)
		rc = cmd_box_save(&b, e);
	cmd_box_close(&b);
	if (rc == -1)
		return -1;
	study_box_time(&b.time, &b.box, &b.now);
	cmd_pipe_hold(&old);
	if (ctx->json)
		cmd_box_json(&b.box, &b.time, -1);
	else if (!ctx->quiet)
		start_report(&b.box, w);
	fflush(stdout);
	cmd_hook(w, "start", &b.box, b.box.minutes);
	cmd_bell_arm(w, &b);
	start_review(ctx);
	cmd_pipe_give(&old);
	return o->wait ? cmd_start_wait(ctx, &b, e) : 0;
}

static int
cmd_start_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct start_opts o = { .at = NULL };
	struct strbuf topic = STRBUF_INIT;
	int i, n, rc = -1;

	n = cmd_opts(&cmd_start_entry, &o, argc, argv, e);
	/* The topic may come as several words, without quotes. */
	for (i = 1; i <= n; i++)
		strbuf_addf(&topic, "%s%s", i > 1 ? " " : "", argv[i]);
	if (n > 0 && o.again)
		err_code(e, ERR_USAGE,
		    "--again takes the topic of the last entry: leave out '%s'",
		    topic.buf);
	else if (n != -1)
		rc = start_run(ctx, &o, n > 0 ? topic.buf : NULL, e);
	strbuf_release(&topic);
	return rc;
}
