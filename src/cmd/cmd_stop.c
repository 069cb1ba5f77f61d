/* cmd_stop.c: `halfhour stop`, end the timebox and write its entry */
#include <stddef.h>
#include <stdio.h>

#include "base/fs.h"
#include "cmd/cmd_bell.h"
#include "cmd/cmd_entry.h"
#include "cmd/cmd_stop.h"

struct stop_opts {
	int cap;
	bool edit, keep_all, discard;
	struct opt_list body, keep, problem, try;
	struct cmd_entry_args args; /* of these */
};

static const struct opt stop_table[] = {
	{ "body", 'b', OPT_LIST, offsetof(struct stop_opts, body), "TEXT",
	    "what you learned, in Markdown; - reads standard input" },
	{ "keep", 'k', OPT_LIST, offsetof(struct stop_opts, keep), "TEXT",
	    "a KEEP of the day; may be given often" },
	{ "problem", 'p', OPT_LIST, offsetof(struct stop_opts, problem), "TEXT",
	    "a PROBLEM of the day" },
	{ "try", 't', OPT_LIST, offsetof(struct stop_opts, try), "TEXT",
	    "a TRY of the day; it gets an id" },
	{ "edit", 0, OPT_FLAG, offsetof(struct stop_opts, edit), NULL,
	    "edit the entry first, with $VISUAL or $EDITOR" },
	{ "cap", 0, OPT_COUNT, offsetof(struct stop_opts, cap), "N",
	    "write N minutes at the most" },
	{ "keep-all", 0, OPT_FLAG, offsetof(struct stop_opts, keep_all), NULL,
	    "write all minutes, the planned ones or not" },
	{ "discard", 0, OPT_FLAG, offsetof(struct stop_opts, discard), NULL,
	    "write nothing, keep a draft, as 'halfhour cancel'" },
	{ .name = NULL },
};

static int cmd_stop_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_stop_entry = {
	.name = "stop",
	.usage = "stop [-b TEXT]… [-k TEXT]… [-p TEXT]… [-t TEXT]… [--edit] "
		 "[--cap N | --keep-all | --discard]",
	.summary = "end the timebox, write its entry, and commit it",
	.help = "The entry has the lines of 'halfhour add', then those given "
		"here. What is\nover the planned time is asked about on a "
		"terminal, and else not written.\n",
	.opts = stop_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_stop_exec,
};

/*
 * The lines of the box, and those of the command line. No minutes: they are
 * for a draft, and that takes also lines which no day could take up.
 */
static int
stop_fill(struct study_add *add, const struct cmd_box *b,
    const struct stop_opts *o, struct wiki *w, int minutes, struct err *e)
{
	const char *more = cmd_entry_body(w, NULL, &o->body, e);
	struct err ignored = ERR_INIT;
	int rc = 0;

	*add = (struct study_add){ .entry = true };
	if (more == NULL)
		return -1;
	if (minutes == 0)
		cmd_box_entry(add, &b->box, study_box_minutes(b->time.elapsed),
		    w, &ignored);
	else
		rc = cmd_box_entry(add, &b->box, minutes, w, e);
	add->body = study_box_body(&b->box, more, w->arena);
	if (rc == -1 ||
	    cmd_entry_items(add, STUDY_KEEP, &o->keep, w, e) == -1 ||
	    cmd_entry_items(add, STUDY_PROBLEM, &o->problem, w, e) == -1 ||
	    cmd_entry_items(add, STUDY_TRY, &o->try, w, e) == -1)
		return -1;
	return 0;
}

/* Before standard input is read: nothing else has the text of it. */
static int
stop_check(const struct stop_opts *o, struct err *e)
{
	struct cmd_entry_args args = o->args;

	if (cmd_entry_check(&args, e) == 0)
		return 0;
	return err_code(e, e->code, "%s; the timebox runs on", e->msg);
}

/* When the entry ended. The box has the seconds of its start, and which of the
 * two hours it was if the clock showed one twice; an editor may have given the
 * entry a start of its own. */
static struct moment
stop_end(const struct study_add *add, const struct cmd_box *b)
{
	const struct study_day day = { .date = add->date };
	const struct study_entry entry = { .start = add->start };
	struct moment start = b->box.start.now;

	if (add->start != moment_minute(start))
		start = study_entry_start(&day, &entry, add->day_ends);
	return moment_local(start.t + (int64_t)(add->end - add->start) * 60);
}

/*
 * The commit uses the box up: once the entry is saved, here or by whoever
 * finds what a dead process left, the box is gone, and not before.
 */
static int
stop_write(struct cmd_ctx *ctx, struct cmd_box *b, const struct stop_opts *o,
    int minutes, struct err *e)
{
	struct cmd_stop_draft draft = { NULL, false };
	struct study_add add;
	struct moment end;
	int rc = stop_fill(&add, b, o, ctx->wiki, minutes, e);
	bool gone, spent, edited = false, filled = rc == 0;
	struct err ignored = ERR_INIT;
	struct study_box left;
	sigset_t old;

	if (filled && o->edit) {
		rc = cmd_stop_edit(&add, b, ctx->wiki, &draft, e);
		edited = rc == 0;
	}
	minutes = add.end - add.start;
	end = stop_end(&add, b);
	if (rc == 0 && (rc = cmd_entry_try_ids(&add, ctx->wiki, e)) == -1)
		filled = false;
	/* An editor's text is kept by who has let it be edited. */
	if (!filled)
		cmd_entry_refused(ctx->wiki, &add, &o->args, e);
	cmd_pipe_hold(&old);
	if (rc == 0)
		rc = cmd_entry_write(ctx, &add, end, b->file, e);
	gone = b->there && !fs_exists(b->fd, b->file);
	spent = cmd_box_peek(&left, b->fd, b->own, ctx->wiki->arena,
		    &ignored) == CMD_BOX_SPENT;
	if (gone)
		cmd_bell_end(b);
	cmd_box_close(b);
	fflush(stdout);
	if (edited)
		cmd_stop_edited(b, &draft, gone);
	if (gone)
		cmd_hook(ctx->wiki, "stop", &b->box, minutes);
	else if (rc == -1 && b->there && !spent)
		err_code(e, e->code, "%s; the timebox runs on", e->msg);
	cmd_pipe_give(&old);
	return rc;
}

/* Write nothing. Who answers so has given the texts before the question came,
 * so the draft has them, too. */
static int
stop_discard(struct cmd_ctx *ctx, struct cmd_box *b, const struct stop_opts *o,
    struct err *e)
{
	struct study_add add;

	if (stop_fill(&add, b, o, ctx->wiki, 0, e) == 0)
		return cmd_cancel_box(ctx, b, &add, e);
	cmd_entry_refused(ctx->wiki, &add, &o->args, e);
	cmd_box_close(b);
	return err_code(e, e->code, "%s; the timebox runs on", e->msg);
}

/* Nothing is stopped, but there are texts: they are kept. Where there is no
 * timebox, standard input is among them; somebody at a terminal is not asked
 * for one first. */
static int
stop_kept(struct wiki *w, const struct stop_opts *o, struct err *e)
{
	struct study_add draft = {
		.lang = w->conf.lang,
		.date = moment_study_day(w->now, w->conf.day_ends),
	};
	struct err ignored = ERR_INIT, why = *e;

	if (e->code == ERR_NOTHING && stop_check(o, &ignored) == 0) {
		draft.body = cmd_entry_body(w, NULL, &o->body, &ignored);
		cmd_entry_items(&draft, STUDY_KEEP, &o->keep, w, &ignored);
		cmd_entry_items(
		    &draft, STUDY_PROBLEM, &o->problem, w, &ignored);
		cmd_entry_items(&draft, STUDY_TRY, &o->try, w, &ignored);
		*e = why;
	}
	cmd_entry_refused(w, &draft, &o->args, e);
	return -1;
}

/* The options that say what becomes of the minutes are one at the most. */
static int
stop_ways(const struct stop_opts *o, struct err *e)
{
	if ((o->cap > 0) + o->keep_all + o->discard > 1)
		return err_code(e, ERR_USAGE,
		    "--cap, --keep-all and --discard exclude each other");
	if (o->discard &&
	    (o->edit || o->body.n + o->keep.n + o->problem.n + o->try.n > 0))
		return err_code(e, ERR_USAGE,
		    "--discard writes nothing; leave out the texts, or put "
		    "them into the draft with 'halfhour add' first");
	return 0;
}

static int
stop_run(struct cmd_ctx *ctx, const struct stop_opts *o, struct err *e)
{
	struct cmd_stop_wish wish = { o->cap, o->keep_all, o->discard };
	struct cmd_box b;
	int minutes;

	if (stop_ways(o, e) == -1 || cmd_box_need(&b, ctx->wiki, e) == -1)
		return stop_kept(ctx->wiki, o, e);
	minutes = stop_check(o, e) == -1 ? -1
					 : cmd_stop_minutes(&b, &wish,
					       ctx->quiet, ctx->wiki->arena, e);
	if (minutes > 0)
		return stop_write(ctx, &b, o, minutes, e);
	if (minutes == 0)
		return stop_discard(ctx, &b, o, e);
	cmd_box_close(&b);
	return stop_kept(ctx->wiki, o, e);
}

static int
cmd_stop_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct stop_opts o = { .cap = 0 };
	const struct opt_list *const lists[] = { &o.body, &o.keep, &o.problem,
		&o.try };
	int n = cmd_opts(&cmd_stop_entry, &o, argc, argv, e), rc;

	o.args = (struct cmd_entry_args){ .lists = lists, .n = 4, .bodies = 1 };
	o.args.first = cmd_words(ctx->wiki->arena, argv, 1, n);
	if (n != -1 && cmd_operands(&cmd_stop_entry, n, 0, e) == 0)
		rc = stop_run(ctx, &o, e);
	else
		rc = stop_kept(ctx->wiki, &o, e);
	opt_list_release(&o.body);
	opt_list_release(&o.keep);
	opt_list_release(&o.problem);
	opt_list_release(&o.try);
	return rc;
}
