/* cmd_undo.c: `halfhour undo`, take back the last commit */
#include <stdio.h>

#include "base/text.h"
#include "cmd/cmd_done.h"

#define STEPS_MAX 1000

static int cmd_undo_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_undo_entry = {
	.name = "undo",
	.usage = "undo [N]",
	.summary = "take back what halfhour committed last",
	.help =
	    "It takes back the newest commit of halfhour that is not taken back\n"
	    "yet, by a new commit; called again, the one before it. What you\n"
	    "committed yourself stays. With N, so many of them, one after the\n"
	    "other. 'halfhour redo' brings it back.\n",
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_undo_exec,
};

static void
undo_report(
    const char *what, const struct wiki_undo *u, const struct repo_done *done)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s: %s", what, u->subject);
	if (done->oid[0] != '\0')
		strbuf_addf(&sb, " [%.7s]", done->oid);
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	/* Each line tells of a commit that is there: a later step may fail. */
	fflush(stdout);
	strbuf_release(&sb);
}

/* Into `j` with --json, else to standard output. */
static int
undo_step(struct cmd_ctx *ctx, bool redo, struct jsonw *j, struct err *e)
{
	struct repo_done done;
	struct wiki_undo u;
	int rc;

	if (wiki_undo_find(ctx->wiki, redo, &u, e) == -1)
		return -1;
	rc = wiki_undo(ctx->wiki, redo, &u, &done, e);
	if (ctx->json && (rc == 0 || done.saved))
		cmd_done_add(
		    j, &(struct cmd_done){ .did = redo ? "redone" : "undone",
			   .what = u.subject,
			   .repo = &done });
	else if (!ctx->quiet && (rc == 0 || done.saved))
		undo_report(redo ? "redone" : "undone", &u, &done);
	return rc;
}

int
cmd_undo_steps(struct cmd_ctx *ctx, bool redo, const char *steps, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j;
	sigset_t old;
	long n = 1, i;
	int rc = 0;

	if (steps != NULL && text_number(&n, steps, 1, STEPS_MAX) == -1)
		return err_code(e, ERR_USAGE,
		    "'%s' is no number of steps: write one from 1 to %d", steps,
		    STEPS_MAX);
	cmd_pipe_hold(&old);
	/* With a number one document holds all of the steps, however many. */
	jsonw_begin(&j, &sb, true);
	if (steps != NULL)
		jsonw_open(&j, '[');
	for (i = 0; i < n && rc == 0; i++)
		rc = undo_step(ctx, redo, &j, e);
	if (rc == -1 && i > 1)
		err_wrap(e, "after %ld of %ld steps", i - 1, n);
	if (steps != NULL)
		jsonw_close(&j, ']');
	/* Also when a step failed: those before it are done. */
	if (ctx->json && sb.len > 0) {
		strbuf_addc(&sb, '\n');
		cmd_print(sb.buf, sb.len);
	}
	strbuf_release(&sb);
	cmd_pipe_give(&old);
	return rc;
}

static int
cmd_undo_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	int n = cmd_opts(&cmd_undo_entry, NULL, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_undo_entry, n, 1, e) == -1)
		return -1;
	return cmd_undo_steps(ctx, false, n == 1 ? argv[1] : NULL, e);
}
