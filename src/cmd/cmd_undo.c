/* cmd_undo.c: `halfhour undo`, take back the last commit */
#include <stdio.h>

#include "cmd/cmd.h"

static int cmd_undo_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_undo_entry = {
	.name = "undo",
	.usage = "undo",
	.summary = "take back what halfhour committed last",
	.help =
	    "It takes back the newest commit of halfhour that is not taken back\n"
	    "yet, by a new commit; called again, the one before it. What you\n"
	    "committed yourself stays. 'halfhour redo' brings it back.\n",
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_undo_exec,
};

static int
cmd_undo_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct repo_done done;
	struct wiki_undo u;
	int rc, n = cmd_opts(&cmd_undo_entry, NULL, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_undo_entry, n, 0, e) == -1 ||
	    wiki_undo_find(ctx->wiki, false, &u, e) == -1)
		return -1;
	rc = wiki_undo(ctx->wiki, false, &u, &done, e);
	if (!ctx->quiet && (rc == 0 || done.saved))
		cmd_undo_report("undone", &u, &done);
	return rc;
}
