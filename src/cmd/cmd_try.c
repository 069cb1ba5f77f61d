/* cmd_try.c: `halfhour try`, the tries */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "cmd/cmd_entry.h"
#include "cmd/cmd_try.h"

struct try_opts {
	bool all;
	const char *keep, *why;
};

static const struct opt try_table[] = {
	{ "all", 0, OPT_FLAG, offsetof(struct try_opts, all), NULL,
	    "list the closed ones, too" },
	{ "keep", 0, OPT_ONCE, offsetof(struct try_opts, keep), "TEXT",
	    "the KEEP that it became; - reads standard input" },
	{ "why", 0, OPT_ONCE, offsetof(struct try_opts, why), "TEXT",
	    "why it is dropped" },
	{ .name = NULL },
};

static int cmd_try_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_try_entry = {
	.name = "try",
	.usage = "try [list [--all] | review | done ID [--keep TEXT] | "
		 "drop ID --why TEXT | retry ID TEXT]",
	.summary = "list the tries, and say what became of them",
	.help =
	    "ID is the id, t7k2; or the number that `try` shows; or the "
	    "beginning of\nthe text, if only one open try begins so. `review` "
	    "shows the three\noldest, and asks on a terminal.\n",
	.opts = try_table,
	.flags = CMD_WIKI,
	.exec = cmd_try_exec,
};

int
cmd_try_load(struct cmd_ctx *ctx, struct study_tries *out, struct err *e)
{
	struct wiki *w = ctx->wiki;

	if (wiki_read_days(w, e) == -1)
		return -1;
	study_tries(out, w->days, w->n_days,
	    moment_study_day(w->now, w->conf.day_ends), w->arena);
	cmd_try_seen(w, out);
	return 0;
}

/* ---- list -------------------------------------------------------------- */

/* Where a line has no room for the text beside the rest, the text comes first
 * and the rest stands below. */
#define TRY_NARROW 60

static bool
try_narrow(void)
{
	int window = cmd_window();

	return window > 0 && window < TRY_NARROW;
}

static void
try_line(struct strbuf *sb, const struct wiki *w, const struct study_try *t,
    bool all)
{
	char number[16] = "", born[DATE_MAX], *facts;
	bool narrow = try_narrow();

	if (t->number > 0)
		snprintf(number, sizeof(number), "%d", t->number);
	date_format(born, t->day->date);
	facts = xasprintf(narrow ? "%s  %d day%s  seen %d%s%-*s"
				 : "%s  %4d day%s  seen %d%s%-*s",
	    born, t->age,
	    t->age != 1 ? "s"
	    : narrow    ? ""
			: " ",
	    t->seen, all ? "  " : "", all ? 7 : 0,
	    all ? study_state_name(t->item->state) : "");
	strbuf_addf(sb, "%3s  %-5s  ", number, t->item->id ? t->item->id : "-");
	if (!narrow)
		strbuf_addf(sb, "%s  ", facts);
	strbuf_adds(sb, t->item->text);
	if (t->item->state == STUDY_RETRIED && t->item->state_note != NULL)
		strbuf_addf(sb, " (as %s)", t->item->state_note);
	else if (t->item->state != STUDY_OPEN && t->item->state_note != NULL)
		strbuf_addf(sb, " (%s)", t->item->state_note);
	strbuf_addc(sb, '\n');
	if (narrow)
		strbuf_addf(sb, "     %s\n", facts);
	free(facts);
	cmd_try_rule(sb, w, t);
}

static void
try_json(struct jsonw *j, const struct study_try *t)
{
	char born[DATE_MAX];

	date_format(born, t->day->date);
	jsonw_open(j, '{');
	jsonw_key(j, "schema");
	jsonw_int(j, 1);
	jsonw_key(j, "id");
	jsonw_str(j, t->item->id);
	jsonw_key(j, "text");
	jsonw_str(j, t->item->text);
	jsonw_key(j, "state");
	jsonw_str(j, study_state_name(t->item->state));
	jsonw_key(j, "born");
	jsonw_str(j, born);
	jsonw_key(j, "age_days");
	jsonw_int(j, t->age);
	jsonw_key(j, "seen");
	jsonw_int(j, t->seen);
	jsonw_key(j, "topic");
	jsonw_str(j, t->item->topic);
	jsonw_key(j, "path");
	jsonw_str(j, t->day->path);
	jsonw_key(j, "line");
	jsonw_int(j, t->item->line);
	jsonw_key(j, "body");
	jsonw_strn(j, t->item->body, t->item->body_len);
	jsonw_close(j, '}');
}

static int
try_list(
    struct cmd_ctx *ctx, const struct study_tries *t, bool all, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j;
	size_t i, found = 0;

	jsonw_begin(&j, &sb, true);
	if (ctx->json)
		jsonw_open(&j, '[');
	for (i = 0; i < t->n; i++) {
		if (!all && t->v[i].item->state != STUDY_OPEN)
			continue;
		found++;
		if (ctx->json)
			try_json(&j, &t->v[i]);
		else
			try_line(&sb, ctx->wiki, &t->v[i], all);
	}
	if (ctx->json) {
		jsonw_close(&j, ']');
		strbuf_addc(&sb, '\n');
	}
	if (ctx->json)
		cmd_print(sb.buf, sb.len);
	else
		cmd_print_lines(sb.buf, sb.len);
	strbuf_release(&sb);
	if (found > 0)
		return 0;
	return err_code(e, ERR_NOTHING,
	    "there is no %stry; 'halfhour log -t TEXT' makes one",
	    all ? "" : "open ");
}

/* ---- the others -------------------------------------------------------- */

static int
try_usage(const char *why, struct err *e)
{
	return err_code(
	    e, ERR_USAGE, "%s; usage: halfhour %s", why, cmd_try_entry.usage);
}

/* The operands, n of them, or -1 on a wrong command line; NULL: none. */
struct try_words {
	const char *verb, *id, *rest;
	int n;
	const char *text; /* of the command, once it has been read */
};

/* What `done`, `drop` and `retry` are about, and words->text. */
static int
try_which(const struct study_try **one, struct study_tries *t,
    struct cmd_ctx *ctx, const struct try_opts *o, struct try_words *words,
    struct err *e)
{
	struct wiki *w = ctx->wiki;
	bool retry = strcmp(words->verb, "retry") == 0;
	bool drop = strcmp(words->verb, "drop") == 0;
	const char *text = retry ? words->rest : drop ? o->why : o->keep;

	if (words->id == NULL)
		return try_usage("which one? give its ID", e);
	if (drop && text == NULL)
		return try_usage("drop needs --why", e);
	if (retry && text == NULL)
		return try_usage("retry needs the new text", e);
	if (!retry && cmd_operands(&cmd_try_entry, words->n, 2, e) == -1)
		return -1;
	if (cmd_try_may(w, e) == -1)
		return -1;
	if (text != NULL && (text = cmd_try_text(w,
				 retry  ? "the text"
				 : drop ? "--why"
					: "--keep",
				 text, e)) == NULL)
		return -1;
	words->text = text;
	if (cmd_try_load(ctx, t, e) == -1)
		return -1;
	*one = study_tries_find(t, words->id, e);
	return *one != NULL ? 0 : -1;
}
/* It is refused, and nobody has kept its texts yet. */
#define REFUSED 2

static int
try_change(struct cmd_ctx *ctx, const struct try_opts *o,
    struct try_words *words, struct err *e)
{
	const struct study_try *one = NULL;
	struct study_tries t;

	if (try_which(&one, &t, ctx, o, words, e) == -1)
		return REFUSED;
	if (strcmp(words->verb, "retry") == 0)
		return cmd_try_retry(ctx, &t, one, words->text, e);
	if (strcmp(words->verb, "drop") == 0)
		return cmd_try_drop(ctx, &t, one, words->text, e);
	return cmd_try_done(ctx, &t, one, words->text, e);
}

/* The texts of a command line that is refused: what one of them was to be is
 * told by its option, and what it was by standard input. */
static void
try_refused(struct wiki *w, const struct try_opts *o,
    const struct try_words *words, struct err *e)
{
	bool done = strcmp(words->verb, "done") == 0;
	const char *keep[] = { done ? words->text : NULL, o->keep };
	const char *tries[] = { done ? NULL : words->text, o->why,
		words->rest };
	const struct opt_list *lists[STUDY_LISTS];
	struct opt_list v[STUDY_LISTS] = { { NULL, 0, 0 } };
	const struct cmd_entry_args args = { .lists = lists, .n = STUDY_LISTS };
	size_t i;

	for (i = 0; i < STUDY_LISTS; i++)
		lists[i] = &v[i];
	v[STUDY_KEEP].v = keep;
	v[STUDY_TRY].v = tries;
	for (i = 0; i < 2; i++)
		if (keep[i] != NULL)
			keep[v[STUDY_KEEP].n++] = keep[i];
	for (i = 0; i < 3; i++)
		if (tries[i] != NULL)
			tries[v[STUDY_TRY].n++] = tries[i];
	cmd_entry_refused(w, NULL, &args, e);
}

static int
try_show(struct cmd_ctx *ctx, const struct try_opts *o,
    const struct try_words *words, struct err *e)
{
	struct study_tries t;
	int rc;

	if (cmd_operands(&cmd_try_entry, words->n, 1, e) == -1)
		return REFUSED;
	if (strcmp(words->verb, "review") == 0 && ctx->json)
		return try_usage("review asks and prints no JSON; 'halfhour "
				 "try --json' lists the tries",
		    e);
	if (strcmp(words->verb, "review") == 0)
		return cmd_try_review(ctx, e);
	if ((rc = cmd_try_load(ctx, &t, e)) == 0) {
		rc = try_list(ctx, &t, o->all, e);
		rc = cmd_diags_days(ctx->wiki, ctx->quiet, false, rc);
	}
	return rc;
}

static int
try_run(struct cmd_ctx *ctx, const struct try_opts *o, struct try_words *words,
    struct err *e)
{
	const char *verb = words->verb;
	const char *why = NULL;

	if (o->all && strcmp(verb, "list") != 0)
		why = "--all is of list";
	else if (o->keep != NULL && strcmp(verb, "done") != 0)
		why = "--keep is of done";
	else if (o->why != NULL && strcmp(verb, "drop") != 0)
		why = "--why is of drop";
	else if (strcmp(verb, "done") == 0 || strcmp(verb, "drop") == 0 ||
		 strcmp(verb, "retry") == 0)
		return try_change(ctx, o, words, e);
	else if (strcmp(verb, "list") == 0 || strcmp(verb, "review") == 0)
		return try_show(ctx, o, words, e);
	else
		why = arena_printf(ctx->wiki->arena,
		    "there is no 'try %s'; 'halfhour log -t TEXT' adds a try",
		    verb);
	try_usage(why, e);
	return REFUSED;
}

static int
cmd_try_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct try_opts o = { .all = false };
	struct arena *a = ctx->wiki->arena;
	int n = cmd_opts(&cmd_try_entry, &o, argc, argv, e), rc = REFUSED;
	struct try_words words = { .n = n };

	words.verb = cmd_words(a, argv, 1, n) != NULL ? argv[1] : "list";
	words.id = cmd_words(a, argv, 2, n) != NULL ? argv[2] : NULL;
	words.rest = cmd_words(a, argv, 3, n);
	if (n != -1)
		rc = try_run(ctx, &o, &words, e);
	if (rc != REFUSED)
		return rc;
	try_refused(ctx->wiki, &o, &words, e);
	return -1;
}
