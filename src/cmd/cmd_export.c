/* cmd_export.c: `halfhour export`, all entries for other programs */
#include <stddef.h>

#include "cmd/cmd.h"
#include "study/study_export.h"

struct export_opts {
	const char *since, *until;
	bool csv, ical;
};

static const struct opt export_table[] = {
	{ "csv", 0, OPT_FLAG, offsetof(struct export_opts, csv), NULL,
	    "a table with a header line, for spreadsheets (RFC 4180)" },
	{ "ical", 0, OPT_FLAG, offsetof(struct export_opts, ical), NULL,
	    "a calendar (iCalendar, RFC 5545)" },
	{ "since", 0, OPT_TEXT, offsetof(struct export_opts, since), "DAY",
	    "no day before this one" },
	{ "until", 0, OPT_TEXT, offsetof(struct export_opts, until), "DAY",
	    "no day after this one" },
	{ .name = NULL },
};

static int cmd_export_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_export_entry = {
	.name = "export",
	.usage = "export --json|--csv|--ical [--since DAY] [--until DAY]",
	.summary = "print the log for other programs",
	.help = "--json gives everything: the days with entries, texts, KEEP,\n"
		"PROBLEM and TRY. --csv and --ical give the entries.\n"
		"DAY is 2026-11-23, today, yesterday, 어제 or -3.\n",
	.opts = export_table,
	.flags = CMD_WIKI,
	.exec = cmd_export_exec,
};

static int
cmd_export_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct export_opts o = { .since = NULL };
	struct wiki *w = ctx->wiki;
	struct strbuf sb = STRBUF_INIT;
	struct study_export x;
	int n = cmd_opts(&cmd_export_entry, &o, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_export_entry, n, 0, e) == -1)
		return -1;
	if (ctx->json + o.csv + o.ical != 1)
		return err_code(e, ERR_USAGE,
		    "export as what? give one of --json, --csv and --ical");
	if (cmd_read_days(w, o.since, o.until, e) == -1)
		return -1;
	x = (struct study_export){ w->days, w->n_days, w->conf.day_ends };
	if (ctx->json)
		study_export_json(&sb, &x);
	else if (o.csv)
		study_export_csv(&sb, &x);
	else
		study_export_ical(&sb, &x);
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
	n = x.n > 0 ? 0
		    : err_code(e, ERR_NOTHING, "there is no day in that time");
	return cmd_diags_days(w, ctx->quiet, true, n);
}
