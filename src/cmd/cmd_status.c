/* cmd_status.c: `halfhour status`, the running timebox */
#include "cmd/cmd_box.h"
#include "repo/repo_sync.h"

static int cmd_status_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_status_entry = {
	.name = "status",
	.usage = "status",
	.summary = "show the running timebox",
	.help =
	    "Exit 3 when none runs. It only looks, and opens no repository,\n"
	    "so a prompt may call it. --json prints an object.\n",
	.flags = CMD_STATE,
	.exec = cmd_status_exec,
};

/* What makes the time another than the clock on the wall lets expect. */
static void
status_doubts(const struct study_box_time *t, struct arena *a)
{
	if (t->unknown)
		cmd_note("the clock shows a time before the start; set it "
			 "right, or tell 'halfhour stop' the minutes with "
			 "--cap N");
	if (t->suspended >= 60)
		cmd_note("the machine slept %s of it",
		    cmd_box_clock(t->suspended, false, a));
	if (t->moved != 0)
		cmd_note("the clock was set %s by %s meanwhile; the time "
			 "that passed is right all the same",
		    t->moved < 0 ? "back" : "forward",
		    cmd_box_clock(
			t->moved < 0 ? -t->moved : t->moved, false, a));
}

static void
status_print(const struct study_box *box, const struct study_box_time *t,
    struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	int minute = moment_minute(box->start.now);

	strbuf_addf(&sb, "%s: ", cmd_box_name(box, a));
	if (t->over > 0)
		strbuf_addf(&sb, "%s over", cmd_box_clock(t->over, true, a));
	else
		strbuf_addf(&sb, "%s left", cmd_box_clock(t->left, false, a));
	strbuf_addf(&sb, " (%d min since %02d:%02d", box->minutes, minute / 60,
	    minute % 60);
	if (box->n_lines > 0)
		strbuf_addf(&sb, ", %zu added", box->n_lines);
	strbuf_adds(&sb, ")\n");
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

/* What the next sync has to do; nothing where there never was one. */
static void
status_unsynced(long n)
{
	if (n > 0)
		cmd_note("%ld commit%s to be synced: 'halfhour sync'", n,
		    n == 1 ? " waits" : "s wait");
}

static void
status_idle(const struct cmd_ctx *ctx, const struct study_box *spent,
    long unsynced, struct arena *a)
{
	if (ctx->json)
		cmd_box_json(NULL, NULL, unsynced);
	else if (ctx->quiet)
		return;
	else if (spent != NULL)
		cmd_note("no timebox is running: %s has ended and is saved, "
			 "not committed; the next command commits it",
		    cmd_box_name(spent, a));
	else
		cmd_note("no timebox is running; 'halfhour start TOPIC' begins "
			 "one");
	if (!ctx->json)
		status_unsynced(unsynced);
}

static int
cmd_status_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct arena *a = arena_new();
	struct study_box_time t;
	struct date_clock now;
	struct study_box box;
	long unsynced = -1;
	int n = cmd_opts(&cmd_status_entry, NULL, argc, argv, e), rc = -1;

	if (n == -1 || cmd_operands(&cmd_status_entry, n, 0, e) == -1 ||
	    date_clock(&now, e) == -1)
		goto out;
	if (ctx->state->fd != -1)
		unsynced = repo_sync_waiting(ctx->state->fd);
	if ((rc = cmd_box_peek(&box, ctx->state->fd, &ctx->state->own, a, e)) <
	    0) {
		rc = -1;
		goto out;
	}
	if (rc != 1) {
		status_idle(
		    ctx, rc == CMD_BOX_SPENT ? &box : NULL, unsynced, a);
		rc = ERR_NOTHING;
		goto out;
	}
	study_box_time(&t, &box, &now);
	if (ctx->json)
		cmd_box_json(&box, &t, unsynced);
	else if (!ctx->quiet) {
		status_print(&box, &t, a);
		status_doubts(&t, a);
		status_unsynced(unsynced);
	}
	rc = 0;
out:
	arena_free(a);
	return rc;
}
