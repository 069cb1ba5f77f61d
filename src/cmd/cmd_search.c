/* cmd_search.c: `halfhour search`, words in all notes, best note first */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "wiki/wiki_search.h"

#define LIMIT 20

struct search_opts {
	int limit;
	bool private;
};

static const struct opt search_table[] = {
	{ "limit", 0, OPT_COUNT, offsetof(struct search_opts, limit), "N",
	    "show N notes; default 20" },
	{ "private", 0, OPT_FLAG, offsetof(struct search_opts, private), NULL,
	    "private notes, too" },
	{ .name = NULL },
};

static int cmd_search_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_search_entry = {
	.name = "search",
	.usage = "search WORDS… [--limit N] [--private]",
	.summary = "find the notes that have all of these words, best first",
	.help = "도커 finds 도커를, too. What stands in double quotes is one "
		"word, spaces\nand all. WORDS - reads standard input.\nA "
		"folder that is no wiki is searched as well: all Markdown "
		"below it.\n",
	.opts = search_table,
	.flags = CMD_WIKI | CMD_FOLDER | CMD_NOTES,
	.exec = cmd_search_exec,
};

/* What is printed of one call. */
struct search_out {
	struct cmd_ctx *ctx;
	const struct search_query *q;
	struct strbuf sb;
	struct jsonw j;
};

/* The line as it is shown; only here may a terminal be told of colours. */
static void
out_text(struct search_out *o, const char *text, size_t len)
{
	char *safe;

	if (!o->ctx->color) {
		search_mark(&o->sb, o->q, text, len, "", "");
		return;
	}
	safe = utf8_for_terminal(text, len);
	search_mark(&o->sb, o->q, safe, strlen(safe), "\033[1;32m", "\033[m");
	free(safe);
}

static void
out_line(struct search_out *o, const char *path, int line, const char *text,
    size_t len)
{
	bool color = o->ctx->color;
	char *safe = color ? utf8_for_terminal(path, strlen(path)) : NULL;

	if (color)
		strbuf_addf(
		    &o->sb, "\033[35m%s\033[m:\033[36m%d\033[m: ", safe, line);
	else
		strbuf_addf(&o->sb, "%s:%d: ", path, line);
	free(safe);
	out_text(o, text, len);
	strbuf_addc(&o->sb, '\n');
}

static void
out_hit(struct search_out *o, const struct search_hit *h)
{
	size_t i;

	for (i = 0; i < h->n_lines; i++)
		out_line(o, h->path, h->lines[i].line, h->lines[i].text,
		    h->lines[i].len);
	if (h->n_lines == 0) {
		const char *title = wiki_hit_title(o->ctx->wiki, h);

		out_line(o, h->path, 1, title, strlen(title));
	}
}

static void
out_json_line(struct search_out *o, int line, const char *text, size_t len)
{
	struct strbuf shown = STRBUF_INIT;

	search_mark(&shown, o->q, text, len, "", "");
	jsonw_open(&o->j, '{');
	jsonw_key(&o->j, "line");
	jsonw_int(&o->j, line);
	jsonw_key(&o->j, "text");
	jsonw_strn(&o->j, shown.buf, shown.len);
	jsonw_close(&o->j, '}');
	strbuf_release(&shown);
}

static void
out_json_hit(struct search_out *o, const struct search_hit *h)
{
	char *page = utf8_nfc(h->path + wiki_notes_skip(o->ctx->wiki));
	size_t i;

	page[path_note_len(page, strlen(page))] = '\0';
	jsonw_open(&o->j, '{');
	jsonw_key(&o->j, "schema");
	jsonw_int(&o->j, 1);
	jsonw_key(&o->j, "page");
	jsonw_str(&o->j, page);
	jsonw_key(&o->j, "title");
	jsonw_str(&o->j, wiki_hit_title(o->ctx->wiki, h));
	jsonw_key(&o->j, "path");
	jsonw_str(&o->j, h->path);
	jsonw_key(&o->j, "score");
	jsonw_int(&o->j, h->score);
	jsonw_key(&o->j, "lines");
	jsonw_open(&o->j, '[');
	for (i = 0; i < h->n_lines; i++)
		out_json_line(
		    o, h->lines[i].line, h->lines[i].text, h->lines[i].len);
	jsonw_close(&o->j, ']');
	jsonw_close(&o->j, '}');
	free(page);
}

static void
out_hits(struct search_out *o, const struct wiki_hits *hits, size_t n)
{
	size_t i;

	jsonw_begin(&o->j, &o->sb, true);
	if (o->ctx->json)
		jsonw_open(&o->j, '[');
	for (i = 0; i < n; i++) {
		if (o->ctx->json)
			out_json_hit(o, &hits->v[i]);
		else
			out_hit(o, &hits->v[i]);
	}
	if (o->ctx->json) {
		jsonw_close(&o->j, ']');
		strbuf_addc(&o->sb, '\n');
	}
	/* With colours it is fit for a terminal already, and they are to be
	 * seen. */
	if (o->ctx->color && !o->ctx->json)
		fwrite(o->sb.buf, 1, o->sb.len, stdout);
	else
		cmd_print(o->sb.buf, o->sb.len);
}

static int
search_print(struct cmd_ctx *ctx, const struct search_opts *opts,
    const struct search_query *q, const struct wiki_hits *hits, struct err *e)
{
	struct search_out o = { .ctx = ctx, .q = q, .sb = STRBUF_INIT };
	size_t limit = opts->limit > 0 ? (size_t)opts->limit : LIMIT;
	size_t n = hits->n < limit ? hits->n : limit;

	out_hits(&o, hits, n);
	strbuf_release(&o.sb);
	fflush(stdout);
	if (hits->n > n && !ctx->quiet)
		cmd_note("%zu notes have it, %zu are shown; --limit N shows "
			 "more",
		    hits->n, n);
	if (hits->hidden > 0 && !ctx->quiet)
		cmd_note("%zu private note%s it, too; --private shows %s",
		    hits->hidden, hits->hidden == 1 ? " has" : "s have",
		    hits->hidden == 1 ? "it" : "them");
	if (hits->n > 0)
		return 0;
	return err_code(e, ERR_NOTHING, "no note has all of these words");
}

static int
cmd_search_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct search_opts o = { .limit = 0 };
	struct search_query *q = NULL;
	struct wiki_hits hits;
	char *piped = NULL;
	int rc = -1, n = cmd_opts(&cmd_search_entry, &o, argc, argv, e);

	if (n == -1)
		return -1;
	if (n == 1 && strcmp(argv[1], "-") == 0) {
		if ((piped = cmd_stdin(NULL, e)) == NULL)
			return -1;
		argv[1] = piped;
	}
	q = search_query_new((const char *const *)argv + 1, (size_t)n, e);
	if (q != NULL &&
	    wiki_search(ctx->wiki, q, o.private, cmd_jobs(0), &hits, e) == 0) {
		rc = search_print(ctx, &o, q, &hits, e);
		cmd_diags(&ctx->wiki->diags, ctx->quiet);
	}
	search_query_free(q);
	free(piped);
	return rc;
}
