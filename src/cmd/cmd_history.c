/* cmd_history.c: `halfhour history`, the versions of a note */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/cmd_history.h"
#include "wiki/wiki_dates.h"

#define LIMIT 20

struct history_opts {
	int limit;
	bool diff;
};

static const struct opt history_table[] = {
	{ "limit", 0, OPT_COUNT, offsetof(struct history_opts, limit), "N",
	    "show N versions; default 20" },
	{ "diff", 0, OPT_FLAG, offsetof(struct history_opts, diff), NULL,
	    "and what changed, word by word" },
	{ .name = NULL },
};

static int cmd_history_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_history_entry = {
	.name = "history",
	.usage = "history PAGE [--limit N] [--diff]",
	.summary = "list the versions of a note, newest first",
	.help = "Each line has the time, the commit, how many words came and\n"
		"went, and the subject. A note is followed through its\n"
		"renames. A day is a page, too: history 2026-11-23.\n",
	.opts = history_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_history_exec,
};

/* What is printed of one call. */
struct history_out {
	bool color, json, diff;
	struct strbuf sb;
	struct jsonw j;
};

/* ---- as text ----------------------------------------------------------- */

/* Text of others; where it is not known to be fit for the terminal when all is
 * printed, for there are colours in it, it is made so here. */
static void
out_text(struct history_out *o, const char *s, size_t len)
{
	char *safe;

	if (!o->color) {
		strbuf_add(&o->sb, s, len);
		return;
	}
	safe = utf8_for_terminal(s, len);
	strbuf_adds(&o->sb, safe);
	free(safe);
}

static void
out_part(struct history_out *o, const struct history_part *p)
{
	static const char *const plain[][2] = { { "", "" }, { "[-", "-]" },
		{ "{+", "+}" } };
	static const char *const color[][2] = { { "", "" },
		{ "\033[31;9m", "\033[m" }, { "\033[32;1m", "\033[m" } };
	const char *const *mark = o->color ? color[p->op] : plain[p->op];

	strbuf_adds(&o->sb, mark[0]);
	out_text(o, p->p, p->len);
	strbuf_adds(&o->sb, mark[1]);
}

static void
out_lines(struct history_out *o, const struct history_diff *d)
{
	size_t i, k;

	for (i = 0; i < d->n; i++) {
		const struct history_line *l = &d->lines[i];

		if (l->line > 0)
			strbuf_addf(&o->sb, "%8zu  ", l->line);
		else
			strbuf_addf(&o->sb, "%8s  ", "");
		for (k = 0; k < l->n; k++)
			out_part(o, &l->parts[k]);
		strbuf_addc(&o->sb, '\n');
	}
}

static void
out_version(struct history_out *o, const struct repo_version *v,
    const struct history_diff *d)
{
	char added[24], removed[24], day[DATE_MAX];
	int minute = moment_minute(v->when);

	date_format(day, moment_date(v->when));
	snprintf(added, sizeof(added), "+%zu", d->added);
	snprintf(removed, sizeof(removed), "-%zu", d->removed);
	strbuf_addf(&o->sb, "%s %02d:%02d  %.7s  %6s %-6s  ", day, minute / 60,
	    minute % 60, v->oid, added, removed);
	out_text(o, v->subject, strlen(v->subject));
	if (v->was != NULL) {
		strbuf_adds(&o->sb, " (");
		out_text(o, v->was, strlen(v->was));
		strbuf_adds(&o->sb, " → ");
		out_text(o, v->path, strlen(v->path));
		strbuf_addc(&o->sb, ')');
	}
	strbuf_addc(&o->sb, '\n');
	if (o->diff)
		out_lines(o, d);
}

/* ---- as JSON ----------------------------------------------------------- */

static void
json_text(struct jsonw *j, const char *key, const char *s)
{
	jsonw_key(j, key);
	if (s == NULL)
		jsonw_null(j);
	else
		jsonw_strn(j, s, strlen(s));
}

static void
json_line(struct jsonw *j, const struct history_line *l)
{
	static const char *const ops[] = { "keep", "remove", "add" };
	size_t i;

	jsonw_open(j, '{');
	jsonw_key(j, "line");
	if (l->line > 0)
		jsonw_int(j, (long long)l->line);
	else
		jsonw_null(j);
	jsonw_key(j, "parts");
	jsonw_open(j, '[');
	for (i = 0; i < l->n; i++) {
		jsonw_open(j, '{');
		json_text(j, "op", ops[l->parts[i].op]);
		jsonw_key(j, "text");
		jsonw_strn(j, l->parts[i].p, l->parts[i].len);
		jsonw_close(j, '}');
	}
	jsonw_close(j, ']');
	jsonw_close(j, '}');
}

static void
json_version(struct history_out *o, const struct repo_version *v,
    const struct history_diff *d)
{
	char when[MOMENT_MAX];
	size_t i;

	moment_format(when, v->when);
	jsonw_open(&o->j, '{');
	jsonw_key(&o->j, "schema");
	jsonw_int(&o->j, 1);
	json_text(&o->j, "commit", v->oid);
	json_text(&o->j, "when", when);
	json_text(&o->j, "subject", v->subject);
	json_text(&o->j, "path", v->to.p != NULL ? v->path : NULL);
	json_text(&o->j, "was",
	    v->from.p == NULL ? NULL
	    : v->was != NULL  ? v->was
			      : v->path);
	jsonw_key(&o->j, "added");
	jsonw_int(&o->j, (long long)d->added);
	jsonw_key(&o->j, "removed");
	jsonw_int(&o->j, (long long)d->removed);
	if (o->diff) {
		jsonw_key(&o->j, "diff");
		jsonw_open(&o->j, '[');
		for (i = 0; i < d->n; i++)
			json_line(&o->j, &d->lines[i]);
		jsonw_close(&o->j, ']');
	}
	jsonw_close(&o->j, '}');
}

/* ---- all --------------------------------------------------------------- */

static int
history_versions(
    struct history_out *o, const struct repo_versions *all, struct err *e)
{
	struct arena *mem = arena_new();
	struct history_diff d;
	size_t i;
	int rc = 0;

	if (o->json)
		jsonw_open(&o->j, '[');
	for (i = 0; i < all->n && rc == 0; i++) {
		if ((rc = cmd_history_diff(&d, &all->v[i], mem, e)) == -1)
			break;
		if (o->json)
			json_version(o, &all->v[i], &d);
		else
			out_version(o, &all->v[i], &d);
		cmd_history_release(&d);
		arena_clear(mem);
	}
	if (o->json) {
		jsonw_close(&o->j, ']');
		strbuf_addc(&o->sb, '\n');
	}
	arena_free(mem);
	return rc;
}

static int
history_print(struct cmd_ctx *ctx, bool diff, const struct repo_versions *all,
    struct err *e)
{
	struct history_out o = { .color = ctx->color && !ctx->json,
		.json = ctx->json,
		.diff = diff,
		.sb = STRBUF_INIT };
	int rc;

	jsonw_begin(&o.j, &o.sb, true);
	rc = history_versions(&o, all, e);
	/* With colours it is fit for a terminal already, and they are to be
	 * seen. */
	if (rc == 0 && o.color)
		fwrite(o.sb.buf, 1, o.sb.len, stdout);
	else if (rc == 0 && diff)
		cmd_print(o.sb.buf, o.sb.len);
	else if (rc == 0)
		cmd_print_lines(o.sb.buf, o.sb.len);
	strbuf_release(&o.sb);
	return rc;
}

static int
cmd_history_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct history_opts o = { .limit = 0 };
	struct repo_versions all;
	int n = cmd_opts(&cmd_history_entry, &o, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_history_entry, n, 1, e) == -1)
		return -1;
	if (n == 0)
		return err_code(e, ERR_USAGE, "which page? usage: halfhour %s",
		    cmd_history_entry.usage);
	if (wiki_versions(ctx->wiki, argv[1],
		o.limit > 0 ? (size_t)o.limit : LIMIT, &all, e) == -1 ||
	    history_print(ctx, o.diff, &all, e) == -1)
		return -1;
	fflush(stdout);
	if (all.total > all.n && !ctx->quiet)
		cmd_note("there are %zu versions, %zu are shown; --limit N "
			 "shows more",
		    all.total, all.n);
	if (all.cut && !ctx->quiet)
		cmd_note("older versions are not in this shallow clone; 'git "
			 "fetch --unshallow' brings them");
	return 0;
}
