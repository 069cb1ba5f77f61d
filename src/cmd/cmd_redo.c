/* cmd_redo.c: `halfhour redo`, bring back what undo took back last */
#include "cmd/cmd.h"

static int cmd_redo_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_redo_entry = {
	.name = "redo",
	.usage = "redo [N]",
	.summary = "bring back what undo took back last",
	.help =
	    "It brings back what 'halfhour undo' took back last, by a new commit,\n"
	    "as long as halfhour has committed nothing else since. With N, so\n"
	    "many steps, one after the other.\n",
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_redo_exec,
};

static int
cmd_redo_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	int n = cmd_opts(&cmd_redo_entry, NULL, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_redo_entry, n, 1, e) == -1)
		return -1;
	return cmd_undo_steps(ctx, true, n == 1 ? argv[1] : NULL, e);
}
