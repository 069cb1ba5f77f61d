/* cmd_check.c: `halfhour check`, what is wrong in the notes */
#include <stddef.h>
#include <stdio.h>

#include "cmd/cmd.h"
#include "page/page.h"

struct check_opts {
	int jobs;
	bool drafts;
};

static const struct opt check_table[] = {
	{ "jobs", 0, OPT_COUNT, offsetof(struct check_opts, jobs), "N",
	    "parse with N processes; default one for each core" },
	{ "drafts", 0, OPT_FLAG, offsetof(struct check_opts, drafts), NULL,
	    "check drafts, too" },
	{ .name = NULL },
};

static int cmd_check_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_check_entry = {
	.name = "check",
	.usage = "check [--jobs N] [--drafts]",
	.summary = "find broken links, stale records, and other mistakes",
	.help = "Each is told with its place, as PATH:LINE:COL. With errors "
		"the exit code\nis 1. Nothing is written, and no example is "
		"run.\nA folder that is no wiki is checked as well: all "
		"Markdown below it.\n",
	.opts = check_table,
	.flags = CMD_WIKI | CMD_FOLDER | CMD_TELLS,
	.exec = cmd_check_exec,
};

static void
check_json_one(struct jsonw *j, const struct diag *d)
{
	jsonw_open(j, '{');
	jsonw_key(j, "schema");
	jsonw_int(j, 1);
	jsonw_key(j, "level");
	jsonw_str(j, diag_level_name(diag_level(d->id)));
	jsonw_key(j, "code");
	jsonw_str(j, diag_code(d->id));
	jsonw_key(j, "path");
	jsonw_str(j, d->path);
	/* What is about the whole file stands at its beginning. */
	jsonw_key(j, "line");
	jsonw_int(j, d->line > 0 ? d->line : 1);
	jsonw_key(j, "col");
	jsonw_int(j, d->line > 0 && d->col > 0 ? d->col : 1);
	jsonw_key(j, "message");
	jsonw_str(j, d->msg);
	jsonw_close(j, '}');
}

static void
check_json(struct strbuf *out, const struct diag_list *d, bool quiet)
{
	struct jsonw j;
	size_t i;

	jsonw_begin(&j, out, true);
	jsonw_open(&j, '[');
	for (i = 0; i < d->n; i++)
		if (!quiet || diag_level(d->v[i].id) == DIAG_ERROR)
			check_json_one(&j, &d->v[i]);
	jsonw_close(&j, ']');
	strbuf_addc(out, '\n');
}

/* "2 errors, 1 warning, 3 hints" */
static const char *
check_count(struct wiki *w)
{
	size_t errors = diag_count(&w->diags, DIAG_ERROR);
	size_t warnings = diag_count(&w->diags, DIAG_WARNING) - errors;
	size_t rest = w->diags.n - errors - warnings;

	return arena_printf(w->arena, "%zu error%s, %zu warning%s, %zu hint%s",
	    errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s",
	    rest, rest == 1 ? "" : "s");
}

static int
check_print(struct cmd_ctx *ctx, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct strbuf sb = STRBUF_INIT;
	const char *count;
	size_t i;

	diag_sort(&w->diags);
	count = check_count(w);
	if (ctx->json)
		check_json(&sb, &w->diags, ctx->quiet);
	for (i = 0; i < w->diags.n && !ctx->json; i++)
		if (!ctx->quiet || diag_level(w->diags.v[i].id) == DIAG_ERROR)
			cmd_diag_line(&sb, &w->diags.v[i]);
	if (diag_count(&w->diags, DIAG_ERROR) == 0 && !ctx->json && !ctx->quiet)
		strbuf_addf(&sb, "%zu note%s: %s\n", w->n_notes,
		    w->n_notes == 1 ? "" : "s", count);
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
	if (diag_count(&w->diags, DIAG_ERROR) == 0)
		return 0;
	return err_set(e, "%s in %zu note%s", count, w->n_notes,
	    w->n_notes == 1 ? "" : "s");
}

static int
cmd_check_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct check_opts o = { .jobs = 0 };
	struct wiki *w = ctx->wiki;
	const struct graph *g;
	int flags = WIKI_CHECK_ORPHANS | WIKI_CHECK_FILES;
	int n = cmd_opts(&cmd_check_entry, &o, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_check_entry, n, 0, e) == -1 ||
	    wiki_read(w, cmd_jobs(o.jobs), e) == -1)
		return -1;
	g = wiki_graph(w, o.drafts);
	page_taken(g, &w->diags);
	/* A folder has no records; nobody asked it to start compilers. */
	if (!w->folder)
		flags |= WIKI_CHECK_TOOLS;
	if (wiki_check(w, g, flags, e) == -1)
		return -1;
	return check_print(ctx, e);
}
