/* cmd_try_review.c: the open tries, before a timebox begins
 *
 * Theory of operation. A TRY is forgotten, not refused, so the oldest three
 * are shown where the next study begins. On a terminal one key settles each,
 * and every answer is a commit of its own: whoever leaves in the middle loses
 * nothing. The terminal is raw only while a key is awaited. Ctrl-C is a key
 * then, because ISIG is off; the signals of others (a closed window) are held
 * back until the terminal is as it was, and then do what they always do.
 * Without a terminal the tries are shown, and nothing is asked.
 */
#include <sys/signalfd.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/cmd_try.h"

#define SHOWN_MAX 3
#define SEEN_ENOUGH 3 /* from then on it is no longer "not yet" */
#define LEAVE 'q'

/* ---- the terminal ------------------------------------------------------ */

/* A byte of the terminal; LEAVE when it is gone or a signal came. */
static int
read_key(int signals)
{
	struct pollfd fds[2] = { { STDIN_FILENO, POLLIN, 0 },
		{ signals, POLLIN, 0 } };
	unsigned char c;
	int rc;

	do
		rc = poll(fds, signals == -1 ? 1 : 2, -1);
	while (rc == -1 && errno == EINTR);
	if (rc == -1 || fds[1].revents != 0 || read(STDIN_FILENO, &c, 1) != 1)
		return LEAVE;
	/* Ctrl-C, Ctrl-D, Escape. What follows an Escape is flushed. */
	return c == 3 || c == 4 || c == 27 ? LEAVE : c;
}

/* One key, without Enter and unseen. */
static int
ask_key(void)
{
	struct termios was, raw;
	sigset_t held, old;
	int signals, key;

	if (tcgetattr(STDIN_FILENO, &was) == -1)
		return LEAVE;
	sigemptyset(&held);
	sigaddset(&held, SIGHUP);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGQUIT);
	sigaddset(&held, SIGTERM);
	sigprocmask(SIG_BLOCK, &held, &old);
	signals = signalfd(-1, &held, SFD_CLOEXEC);
	raw = was;
	raw.c_lflag &= (tcflag_t) ~(ICANON | ECHO | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	key = read_key(signals);
	/* TCSAFLUSH drops what was typed ahead: it was no answer to what is
	 * asked next. */
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
	if (signals != -1)
		close(signals);
	/* A signal that came is delivered here. */
	sigprocmask(SIG_SETMASK, &old, NULL);
	return key;
}

/*
 * A line, edited as the terminal does it: 1, and NULL when there is nothing in
 * it. 0 when no Enter came: Ctrl-D is no answer, nor is a terminal that has
 * gone; what was typed before it is kept, and nothing may be changed.
 */
static int
ask_line(struct wiki *w, enum study_list_kind kind, const char *prompt,
    const char **line)
{
	struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;
	char c = '\0';

	printf("   %s ", prompt);
	fflush(stdout);
	/* Ctrl-Space sends a NUL, where a space was meant. */
	while (sb.len < 65536 && read(STDIN_FILENO, &c, 1) == 1 && c != '\n')
		strbuf_addc(&sb, c != '\0' ? c : ' ');
	*line = text_blank(sb.buf) ? NULL : arena_strdup(w->arena, sb.buf);
	strbuf_release(&sb);
	if (c == '\n')
		return 1;
	putchar('\n');
	fflush(stdout);
	err_set(&e, "no Enter came, so nothing is changed");
	if (*line != NULL)
		cmd_try_kept(w, kind, *line, &e);
	cmd_note("%s", e.msg);
	return 0;
}

/* ---- one try ----------------------------------------------------------- */

static void
review_show(const struct wiki *w, const struct study_try *t)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "TRY %d  %s\n       %s, ", t->number, t->item->text,
	    t->item->id ? t->item->id : "no id yet");
	if (t->age <= 0)
		strbuf_adds(&sb, "of today");
	else
		strbuf_addf(
		    &sb, "%d day%s old", t->age, t->age == 1 ? "" : "s");
	strbuf_addf(
	    &sb, ", seen %d time%s\n", t->seen, t->seen == 1 ? "" : "s");
	cmd_try_rule(&sb, w, t);
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static int
review_done(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, struct err *e)
{
	struct wiki *w = ctx->wiki;
	const char *line, *keep;

	if (ask_line(
		w, STUDY_KEEP, "the KEEP it became (Enter: none):", &line) == 0)
		return 0;
	keep = line;
	if (line != NULL &&
	    (keep = cmd_try_text(w, "the KEEP", line, e)) == NULL)
		return cmd_try_kept(w, STUDY_KEEP, line, e);
	return cmd_try_done(ctx, t, one, keep, e);
}

static int
review_text(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, bool drop, struct err *e)
{
	struct wiki *w = ctx->wiki;
	const char *text, *line;

	/* A lone "-" is a text here, and standard input is the terminal. */
	if (ask_line(w, STUDY_TRY,
		drop ? "why (Enter: leave it open):"
		     : "smaller, or another way (Enter: leave it open):",
		&line) == 0 ||
	    line == NULL || strcmp(line, "-") == 0)
		return 0;
	if ((text = cmd_try_text(w, "the text", line, e)) == NULL)
		return cmd_try_kept(w, STUDY_TRY, line, e);
	/* No change is no mistake here: the next one is asked about. */
	if (!drop && strcmp(text, one->item->text) == 0) {
		printf("   that is the text it has; it stays open\n");
		return 0;
	}
	return drop ? cmd_try_drop(ctx, t, one, text, e)
		    : cmd_try_retry(ctx, t, one, text, e);
}

/* 1 to go on to the next, 0 to leave, -1 when it failed. */
static int
review_ask(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, struct err *e)
{
	/* This sighting counts: at the fourth, three were without effect. */
	bool enough = one->seen > SEEN_ENOUGH;
	int rc;

	printf(enough ? "       seen often enough: (d)one, (c)hange it to "
			"something smaller, dr(o)p? "
		      : "       (d)one, (n)ot yet, (c)hange, dr(o)p? ");
	for (;;) {
		fflush(stdout);
		switch (ask_key()) {
		case 'd':
			printf("done\n");
			rc = review_done(ctx, t, one, e);
			return rc == -1 ? -1 : 1;
		case 'c':
			printf("change\n");
			rc = review_text(ctx, t, one, false, e);
			return rc == -1 ? -1 : 1;
		case 'o':
			printf("drop\n");
			rc = review_text(ctx, t, one, true, e);
			return rc == -1 ? -1 : 1;
		case 'n':
		case '\n':
		case '\r':
		case ' ':
			if (!enough) {
				printf("not yet\n");
				return 1;
			}
			putchar('\a');
			break;
		case LEAVE:
			printf("later\n");
			return 0;
		default:
			putchar('\a');
		}
	}
}

int
cmd_try_review(struct cmd_ctx *ctx, struct err *e)
{
	struct study_try *shown[SHOWN_MAX];
	struct study_tries t;
	bool ask = ctx->wiki->repo != NULL && isatty(STDIN_FILENO) &&
		   isatty(STDOUT_FILENO);
	size_t i, n = 0;
	int rc = 1;

	if (ctx->quiet)
		return 0;
	if (cmd_try_load(ctx, &t, e) == -1)
		return -1;
	for (i = 0; i < t.n && n < SHOWN_MAX; i++)
		if (t.v[i].item->state == STUDY_OPEN)
			shown[n++] = &t.v[i];
	if (n > 0 && !ask)
		cmd_try_saw(ctx->wiki, &t, shown, n);
	for (i = 0; i < n && rc == 1; i++) {
		/* Who leaves at the first has not seen the others. */
		if (ask)
			cmd_try_saw(ctx->wiki, &t, &shown[i], 1);
		review_show(ctx->wiki, shown[i]);
		if (ask)
			rc = review_ask(ctx, &t, shown[i], e);
	}
	return rc == -1 ? -1 : 0;
}
