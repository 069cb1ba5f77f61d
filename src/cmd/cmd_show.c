/* cmd_show.c: `halfhour show`, one day as it is written */

#include "base/jsonw.h"
#include "cmd/cmd.h"
#include "wiki/wiki_sparse.h"

static int cmd_show_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_show_entry = {
	.name = "show",
	.usage = "show [DAY]",
	.summary = "print a day of the log",
	.help = "DAY is 2026-11-23, today, yesterday, 어제 or -3; default "
		"today.\n",
	.flags = CMD_WIKI,
	.exec = cmd_show_exec,
};

static void
show_items(struct jsonw *j, const char *key, const struct study_items *items)
{
	size_t i;

	jsonw_key(j, key);
	jsonw_open(j, '[');
	for (i = 0; i < items->n; i++)
		jsonw_str(j, items->v[i].text);
	jsonw_close(j, ']');
}

static void
show_json(const struct study_day *day, struct wiki *w)
{
	struct strbuf sb = STRBUF_INIT;
	char date[DATE_MAX];
	struct jsonw j;
	size_t i;

	date_format(date, day->date);
	jsonw_begin(&j, &sb, true);
	jsonw_open(&j, '{');
	jsonw_key(&j, "schema");
	jsonw_int(&j, 1);
	jsonw_key(&j, "day");
	jsonw_str(&j, date);
	jsonw_key(&j, "path");
	jsonw_str(&j, day->path);
	jsonw_key(&j, "minutes");
	jsonw_int(&j, day->minutes);
	jsonw_key(&j, "entries");
	jsonw_open(&j, '[');
	for (i = 0; i < day->n_entries; i++)
		cmd_json_entry(&j, day, &day->entries[i], w);
	jsonw_close(&j, ']');
	show_items(&j, "keep", &day->lists[STUDY_KEEP]);
	show_items(&j, "problem", &day->lists[STUDY_PROBLEM]);
	show_items(&j, "try", &day->lists[STUDY_TRY]);
	jsonw_key(&j, "markdown");
	jsonw_strn(&j, day->text, day->text_len);
	jsonw_close(&j, '}');
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static int
cmd_show_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct strbuf text = STRBUF_INIT;
	struct study_day day;
	struct date d = moment_study_day(w->now, w->conf.day_ends);
	int n, rc = -1;

	n = cmd_opts(&cmd_show_entry, NULL, argc, argv, e);
	if (n == -1 || cmd_operands(&cmd_show_entry, n, 1, e) == -1)
		return -1;
	if (n == 1 &&
	    study_date_parse(&d, argv[1], w->now, w->conf.day_ends, e) == -1)
		return -1;
	if (wiki_file_read(w, wiki_day_path(w, d), &text, e) == -1) {
		if (e->code == ERR_NOTHING)
			err_code(e, ERR_NOTHING,
			    "nothing is logged on that "
			    "day: there is no %s",
			    wiki_day_path(w, d));
		goto out;
	}
	study_day_parse(&day, wiki_day_path(w, d), d, text.buf, text.len,
	    w->arena, &w->diags);
	if (ctx->json)
		show_json(&day, w);
	else
		cmd_print(text.buf, text.len);
	cmd_diags(&w->diags, ctx->quiet);
	rc = 0;
out:
	strbuf_release(&text);
	return rc;
}
