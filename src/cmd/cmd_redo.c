/* cmd_redo.c: `halfhour redo`, bring back what undo took back last */
#include <stdio.h>

#include "cmd/cmd.h"

static int cmd_redo_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_redo_entry = {
	.name = "redo",
	.usage = "redo",
	.summary = "bring back what undo took back last",
	.help =
	    "It brings back what 'halfhour undo' took back last, by a new commit,\n"
	    "as long as halfhour has committed nothing else since.\n",
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_redo_exec,
};

static int
cmd_redo_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct repo_done done;
	struct wiki_undo u;
	int rc, n = cmd_opts(&cmd_redo_entry, NULL, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_redo_entry, n, 0, e) == -1 ||
	    wiki_undo_find(ctx->wiki, true, &u, e) == -1)
		return -1;
	rc = wiki_undo(ctx->wiki, true, &u, &done, e);
	if (!ctx->quiet && (rc == 0 || done.saved))
		cmd_undo_report("redone", &u, &done);
	return rc;
}
