/* cmd_add.c: `halfhour add`, a line into the running timebox */
#include <stddef.h>
#include <stdio.h>

#include "base/text.h"
#include "cmd/cmd_box.h"
#include "cmd/cmd_done.h"
#include "cmd/cmd_entry.h"

#define LINES_MAX 10000

struct add_opts {
	struct opt_list keep, problem, try;
};

static const struct opt add_table[] = {
	{ "keep", 'k', OPT_LIST, offsetof(struct add_opts, keep), "TEXT",
	    "a KEEP of the day; may be given often" },
	{ "problem", 'p', OPT_LIST, offsetof(struct add_opts, problem), "TEXT",
	    "a PROBLEM of the day" },
	{ "try", 't', OPT_LIST, offsetof(struct add_opts, try), "TEXT",
	    "a TRY of the day" },
	{ .name = NULL },
};

static int cmd_add_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_add_entry = {
	.name = "add",
	.usage = "add [TEXT] [-k TEXT]… [-p TEXT]… [-t TEXT]…",
	.summary = "add a line to the running timebox",
	.help = "TEXT is Markdown for the body of the entry that 'halfhour "
		"stop'\nwrites. A TEXT that is - reads standard input.\n",
	.opts = add_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_add_exec,
};

/* One line more; `add->lines` has room for it. */
static int
add_line(struct study_box *add, struct study_box_line *v,
    enum study_box_kind kind, const char *text, struct err *e)
{
	if (text == NULL)
		return -1;
	if (text_blank(text))
		return err_code(e, ERR_USAGE, "there is nothing to add");
	v[add->n_lines++] = (struct study_box_line){ kind, text };
	return 0;
}

static int
add_list(struct study_box *add, struct study_box_line *v,
    enum study_box_kind kind, const struct opt_list *list, struct wiki *w,
    struct err *e)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (add_line(add, v, kind, cmd_entry_item(w, list->v[i], e),
			e) == -1)
			return -1;
	return 0;
}

/* The texts of the command line as lines of no timebox yet. When one cannot be
 * used, those before it are there. */
static int
add_read(struct study_box *add, const struct add_opts *o, const char *text,
    struct wiki *w, struct err *e)
{
	size_t n = o->keep.n + o->problem.n + o->try.n + 1;
	struct study_box_line *v = arena_alloc(w->arena, n * sizeof(*v));

	*add = (struct study_box){ .lines = v };
	if (text != NULL && add_line(add, v, STUDY_BOX_TEXT,
				cmd_entry_text(w, text, e), e) == -1)
		return -1;
	if (add_list(add, v, STUDY_BOX_KEEP, &o->keep, w, e) == -1 ||
	    add_list(add, v, STUDY_BOX_PROBLEM, &o->problem, w, e) == -1 ||
	    add_list(add, v, STUDY_BOX_TRY, &o->try, w, e) == -1)
		return -1;
	return 0;
}

/* The box with these lines too, if `stop` will be able to write that. */
static int
add_all(struct study_box *box, const struct study_box *add, struct wiki *w,
    struct err *e)
{
	struct study_box alone = *box;
	struct study_box_line *v;
	struct study_add trial;
	size_t i;

	if (box->n_lines + add->n_lines > LINES_MAX)
		return err_set(e,
		    "the timebox has %zu lines already; 'halfhour stop' "
		    "writes them",
		    box->n_lines);
	v = arena_alloc(w->arena, (box->n_lines + add->n_lines) * sizeof(*v));
	for (i = 0; i < box->n_lines; i++)
		v[i] = box->lines[i];
	for (i = 0; i < add->n_lines; i++)
		v[box->n_lines + i] = add->lines[i];
	box->lines = v;
	box->n_lines += add->n_lines;
	/* Alone first: then a message counts the lines of this text. */
	alone.lines = add->lines;
	alone.n_lines = add->n_lines;
	if (cmd_box_entry(&trial, &alone, box->minutes, w, e) == -1)
		return -1;
	return cmd_box_entry(&trial, box, box->minutes, w, e);
}

/*
 * What could not be added is kept, for a text from standard input stands
 * nowhere else. It becomes no entry: it has no time and no topic.
 */
static void
add_kept(struct wiki *w, const struct study_box *add,
    const struct cmd_entry_args *args, struct err *e)
{
	struct study_add draft = { .lang = w->conf.lang };
	int kind;

	draft.date = moment_study_day(w->now, w->conf.day_ends);
	draft.body = study_box_body(add, NULL, w->arena);
	for (kind = 0; kind < STUDY_LISTS; kind++)
		draft.items[kind] = study_box_lines(add,
		    (enum study_box_kind)kind, &draft.n_items[kind], w->arena);
	cmd_entry_refused(w, &draft, args, e);
}

static void
add_report(const struct cmd_box *b, struct arena *a)
{
	bool over = b->time.over > 0;
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s: %zu added, %s %s\n", cmd_box_name(&b->box, a),
	    b->box.n_lines,
	    cmd_box_clock(over ? b->time.over : b->time.left, over, a),
	    over ? "over" : "left");
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

/* The texts are read before the timebox is held: a pipe may take its time, and
 * nobody else has to wait for it. */
static int
add_run(struct cmd_ctx *ctx, const struct add_opts *o,
    struct cmd_entry_args *args, struct study_box *add, struct err *e)
{
	struct cmd_box b;
	int rc;

	if (args->first == NULL && o->keep.n + o->problem.n + o->try.n == 0)
		return err_code(e, ERR_USAGE,
		    "add what? as in: halfhour add \"layers are read-only\"");
	if (cmd_entry_check(args, e) == -1)
		return -1;
	rc = add_read(add, o, args->first, ctx->wiki, e);
	if (rc == 0 && (rc = cmd_box_need(&b, ctx->wiki, e)) == 0) {
		rc = add_all(&b.box, add, ctx->wiki, e);
		if (rc == 0)
			rc = cmd_box_save(&b, e);
		cmd_box_close(&b);
	}
	if (rc == 0 && ctx->json)
		cmd_done_json(&(struct cmd_done){ .did = "added",
		    .topic = b.box.topic,
		    .title = b.box.title });
	else if (rc == 0 && !ctx->quiet)
		add_report(&b, ctx->wiki->arena);
	return rc;
}

static int
cmd_add_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct add_opts o = { .keep = { NULL, 0, 0 } };
	const struct opt_list *const lists[] = { &o.keep, &o.problem, &o.try };
	struct cmd_entry_args args = { .lists = lists, .n = 3 };
	struct study_box add = { .n_lines = 0 };
	int rc = cmd_opts(&cmd_add_entry, &o, argc, argv, e);

	/* The text may come as several words, without quotes. */
	args.first = cmd_words(ctx->wiki->arena, argv, 1, rc);
	rc = rc == -1 ? -1 : add_run(ctx, &o, &args, &add, e);
	if (rc == -1)
		add_kept(ctx->wiki, &add, &args, e);
	opt_list_release(&o.keep);
	opt_list_release(&o.problem);
	opt_list_release(&o.try);
	return rc;
}
