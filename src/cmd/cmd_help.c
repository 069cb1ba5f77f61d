/* cmd_help.c: `halfhour help`, the words of the table */
#include "cmd/cmd_fold.h"

static int cmd_help_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_help_entry = {
	.name = "help",
	.usage = "help [COMMAND]",
	.summary = "list the commands, or tell more of one",
	.exec = cmd_help_exec,
};

static int
cmd_help_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	const struct cmd_entry *entry = NULL;
	struct strbuf out = STRBUF_INIT;
	int n;

	(void)ctx;
	n = cmd_opts(&cmd_help_entry, NULL, argc, argv, e);
	if (n == -1 || cmd_operands(&cmd_help_entry, n, 1, e) == -1)
		return -1;
	if (n == 1 && (entry = cmd_find(argv[1], e)) == NULL)
		return -1;
	if (entry != NULL)
		cmd_help_one(&out, entry);
	else
		cmd_help_all(&out);
	cmd_print_help(out.buf, out.len);
	strbuf_release(&out);
	return 0;
}
