/* cmd_start_wait.c: `halfhour start --wait`, the countdown */
#include <sys/poll.h>
#include <sys/signalfd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cmd/cmd_bell.h"

#define BAR_MIN 8
#define BAR_MAX 60

/* The width of the window; 0 when standard output is no terminal. */
static int
window(void)
{
	int cells = cmd_window();

	return cells == 0 && isatty(STDOUT_FILENO) ? 80 : cells;
}

void
cmd_start_line(struct strbuf *out, const struct study_box *box,
    const struct study_box_time *t, int width, struct arena *a)
{
	const char *clock =
	    cmd_box_clock(t->over > 0 ? t->over : t->left, t->over > 0, a);
	/* One cell stays free: in the last one, some terminals wrap. */
	int room = width - 1 - (int)strlen(clock), bar, full, i;
	int64_t planned = (int64_t)box->minutes * 60;
	size_t fits;
	char *name;

	if (room < 0)
		return;
	name = utf8_for_terminal(
	    cmd_box_name(box, a), strlen(cmd_box_name(box, a)));
	bar = room - 4 - utf8_width(name);
	if (bar < BAR_MIN)
		bar = room / 2 >= BAR_MIN + 4 ? room / 2 - 4 : 0;
	if (bar > BAR_MAX)
		bar = BAR_MAX;
	room -= bar > 0 ? bar + 4 : 1;
	fits = room > 0 ? utf8_fit(name, room) : 0;
	strbuf_add(out, name, fits);
	if (fits > 0)
		strbuf_addc(out, ' ');
	free(name);
	if (bar > 0) {
		full = (int)((planned - t->left) * bar / planned);
		strbuf_addc(out, '[');
		for (i = 0; i < bar; i++)
			strbuf_addc(out, i < full ? '#' : '.');
		strbuf_adds(out, "] ");
	}
	strbuf_adds(out, clock);
}

/* To draw over the line: a window made narrower may have wrapped it, so all
 * below is cleared, too. */
static void
draw(const struct cmd_box *b, int width)
{
	struct arena *a = arena_new();
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, "\r\033[J");
	cmd_start_line(&sb, &b->box, &b->time, width, a);
	fwrite(sb.buf, 1, sb.len, stdout);
	fflush(stdout);
	strbuf_release(&sb);
	arena_free(a);
}

/* Read the clocks. Where $HALFHOUR_NOW has stopped them, what passed since
 * `since` is added, or this would wait for ever. */
static int
tick(struct cmd_box *b, int64_t since, struct err *e)
{
	if (date_clock(&b->now, e) == -1)
		return -1;
	if (b->now.boot[0] == '\0')
		b->now.now.t += (date_ticks() - since) / 1000;
	study_box_time(&b->time, &b->box, &b->now);
	return 0;
}

/* Whether another command has ended it. */
static bool
ended(const struct cmd_box *b)
{
	struct arena *a = arena_new();
	struct err ignored = ERR_INIT;
	struct study_box now;
	int rc = cmd_box_peek(&now, b->fd, b->own, a, &ignored);
	bool gone = rc == 0 || rc == CMD_BOX_SPENT ||
		    (rc == 1 && strcmp(now.id, b->box.id) != 0);

	arena_free(a);
	return gone;
}

enum why {
	WHY_UP,    /* the time is up */
	WHY_ENDED, /* by another command */
	WHY_LEFT,  /* Ctrl-C */
	WHY_FAILED
};

static enum why
count_down(struct cmd_box *b, int sigfd, struct err *e)
{
	int64_t since = date_ticks();
	struct pollfd p = { sigfd, POLLIN, 0 };
	struct signalfd_siginfo got;

	for (;;) {
		int width = window();

		if (tick(b, since, e) == -1)
			return WHY_FAILED;
		if (ended(b))
			return WHY_ENDED;
		if (width > 0)
			draw(b, width);
		if (b->time.left == 0)
			return WHY_UP;
		if (poll(&p, 1, 1000 - (int)(date_ticks() % 1000)) == 1 &&
		    read(sigfd, &got, sizeof(got)) == sizeof(got) &&
		    got.ssi_signo != SIGWINCH)
			return WHY_LEFT;
	}
}

static void
say_why(enum why why, const struct cmd_box *b, struct arena *a)
{
	const char *name = cmd_box_name(&b->box, a);

	if (window() > 0)
		putchar('\n');
	fflush(stdout);
	if (why == WHY_UP)
		cmd_note("%s: the time is up; it runs on until 'halfhour "
			 "stop'",
		    name);
	else if (why == WHY_ENDED)
		cmd_note("%s: ended by another command", name);
	else if (why == WHY_LEFT)
		cmd_note("%s runs on until %s; 'halfhour status' shows it, "
			 "'halfhour stop' writes it",
		    name, cmd_box_end(&b->box, a));
}

int
cmd_start_wait(struct cmd_ctx *ctx, struct cmd_box *b, struct err *e)
{
	sigset_t set, old;
	enum why why;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGWINCH);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	if ((fd = signalfd(-1, &set, SFD_CLOEXEC)) == -1) {
		err_errno(e, "cannot count down; the timebox runs");
		why = WHY_FAILED;
	} else
		why = count_down(b, fd, e);
	if (why != WHY_FAILED && !ctx->quiet)
		say_why(why, b, ctx->wiki->arena);
	if (fd != -1)
		close(fd);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return why == WHY_FAILED ? -1 : 0;
}
