/* cmd_cancel.c: `halfhour cancel`, end the timebox and write nothing */
#include "cmd/cmd_bell.h"
#include "cmd/cmd_box.h"
#include "cmd/cmd_done.h"

static int cmd_cancel_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_cancel_entry = {
	.name = "cancel",
	.usage = "cancel",
	.summary = "end the timebox, write nothing, keep a draft",
	.help = "What was added to it is kept as Markdown in "
		".git/halfhour/drafts/.\n",
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_cancel_exec,
};

int
cmd_cancel_box(struct cmd_ctx *ctx, struct cmd_box *b,
    const struct study_add *add, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct strbuf sb = STRBUF_INIT;
	const char *draft = cmd_box_drop(b, add, w, e);

	if (draft != NULL)
		cmd_bell_end(b);
	cmd_box_close(b);
	if (draft == NULL)
		return -1;
	cmd_hook(w, "stop", &b->box, 0);
	if (ctx->json) {
		cmd_done_json(&(struct cmd_done){ .did = "cancelled",
		    .topic = b->box.topic,
		    .title = b->box.title,
		    .path = draft });
	} else if (!ctx->quiet) {
		strbuf_addf(&sb, "%s: not written; kept in %s\n",
		    cmd_box_name(&b->box, w->arena), draft);
		cmd_print(sb.buf, sb.len);
		strbuf_release(&sb);
	}
	return 0;
}

static int
cmd_cancel_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	int n = cmd_opts(&cmd_cancel_entry, NULL, argc, argv, e);
	struct cmd_box b;

	if (n == -1 || cmd_operands(&cmd_cancel_entry, n, 0, e) == -1 ||
	    cmd_box_need(&b, ctx->wiki, e) == -1)
		return -1;
	return cmd_cancel_box(ctx, &b, NULL, e);
}
