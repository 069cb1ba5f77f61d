/* cmd_stats.c: `halfhour stats`, what the days add up to */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cmd/cmd.h"
#include "study/study_stats.h"

#define WEEKS 53
#define MARGIN 3 /* the names of days are two cells wide at the most */
#define FRINGE 3 /* and the name of a month, over the last week, is four */

struct stats_opts {
	const char *since;
};

static const struct opt stats_table[] = {
	{ "since", 0, OPT_TEXT, offsetof(struct stats_opts, since), "DAY",
	    "count no day before this one" },
	{ .name = NULL },
};

static int cmd_stats_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_stats_entry = {
	.name = "stats",
	.usage = "stats [--since DAY]",
	.summary = "show days, streak, score, minutes per topic, and a heatmap",
	.help = "DAY is 2026-11-23, today, yesterday, 어제 or -3. The streak "
		"and the\nscore are of all days.\n",
	.opts = stats_table,
	.flags = CMD_WIKI,
	.exec = cmd_stats_exec,
};

/* ---- the heatmap ------------------------------------------------------- */

/* Names in the language of the wiki, as on its site. */
static const char *
stats_month(const struct wiki *w, int month)
{
	static const char *const en[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	if (strcmp(w->conf.lang, "en") == 0)
		return en[month - 1];
	return arena_printf(w->arena, "%d%s", month,
	    strcmp(w->conf.lang, "ja") == 0 ? "月" : "월");
}

static const char *
stats_weekday(const struct wiki *w, int day)
{
	static const char *const en[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa",
		"Su" };
	static const char *const ja[] = { "月", "火", "水", "木", "金", "土",
		"日" };
	static const char *const ko[] = { "월", "화", "수", "목", "금", "토",
		"일" };

	if (strcmp(w->conf.lang, "en") == 0)
		return en[day];
	return strcmp(w->conf.lang, "ja") == 0 ? ja[day] : ko[day];
}

/*
 * A name stands over the first week that begins in its month. Four weeks are
 * as wide as "10월" is: a name that would touch the one before is left out.
 */
static void
stats_months(
    struct strbuf *sb, const struct wiki *w, struct date first, int weeks)
{
	int i, at = 0, month = date_add(first, -7).m;

	strbuf_addf(sb, "%*s", MARGIN, "");
	for (i = 0; i < weeks; i++) {
		struct date d = date_add(first, 7 * i);
		const char *name = stats_month(w, d.m);
		int width = utf8_width(name);

		if (d.m != month && (at == 0 || i > at)) {
			strbuf_addf(sb, "%*s%s", i - at, "", name);
			at = i + width;
		}
		month = d.m;
	}
	strbuf_addc(sb, '\n');
}

/*
 * Cells of the weeks of one day. U+2590 fills the right half and so keeps a
 * distance by itself; the full square U+25A0 is of ambiguous width (UAX #11),
 * and terminals set up for Korean draw that two cells wide.
 */
static void
stats_row(struct strbuf *sb, const int *levels, int weeks, bool color)
{
	/* Of the 256 colours: grey, then greens that grow stronger. */
	static const int colors[] = { 239, 22, 28, 34, 46 };
	int i, level = -1;

	for (i = 0; i < weeks; i++) {
		if (color && levels[7 * i] != level)
			strbuf_addf(sb, "\033[38;5;%dm", colors[levels[7 * i]]);
		level = levels[7 * i];
		if (color)
			strbuf_adds(sb, "▐");
		else
			strbuf_addc(sb, ".:+*#"[level]);
	}
	strbuf_adds(sb, color ? "\033[0m\n" : "\n");
}

/* As many weeks as the window has room for; in a pipe all of them. In the last
 * cell of a line some terminals wrap. */
static int
stats_weeks(void)
{
	int window = cmd_window(), room = window - 1 - MARGIN - FRINGE;

	if (window == 0 || room > WEEKS)
		return WEEKS;
	return room < 1 ? 1 : room;
}

static void
stats_heat(struct strbuf *sb, const struct cmd_ctx *ctx, struct date today)
{
	const struct wiki *w = ctx->wiki;
	int back = (date_weekday(today) - w->conf.week_starts + 7) % 7;
	int weeks = stats_weeks(), levels[WEEKS * 7] = { 0 }, day;
	struct date first = date_add(today, -back - 7 * (weeks - 1));
	size_t i;

	for (i = 0; i < w->n_days; i++) {
		int64_t at = date_days(w->days[i].date) - date_days(first);

		if (at >= 0 && at < weeks * 7)
			levels[at] =
			    study_day_level(&w->days[i], w->conf.timebox);
	}
	stats_months(sb, w, first, weeks);
	for (day = 0; day < 7; day++) {
		int weekday = (w->conf.week_starts + day) % 7;
		const char *name = stats_weekday(w, weekday);

		/* Every other row, or they would be a block of text. */
		if (weekday % 2 == 1 || weekday == 6)
			name = "";
		strbuf_addf(sb, "%s%*s", name, MARGIN - utf8_width(name), "");
		stats_row(sb, levels + day, weeks - (day > back), ctx->color);
	}
}

/* ---- the table --------------------------------------------------------- */

static void
stats_topics(
    struct strbuf *sb, const struct study_stats *s, const struct date *today)
{
	int width = utf8_width("topic");
	size_t i;

	for (i = 0; i < s->n_topics; i++)
		if (utf8_width(s->topics[i].topic) > width)
			width = utf8_width(s->topics[i].topic);
	strbuf_addf(sb, "%-*s      min  entries  last\n", width, "topic");
	for (i = 0; i < s->n_topics; i++) {
		const struct study_topic *t = &s->topics[i];
		int64_t ago = date_days(*today) - date_days(t->last);
		char last[DATE_MAX];

		date_format(last, t->last);
		strbuf_addf(sb, "%s%*s  %7d  %7zu  %s", t->topic,
		    width - utf8_width(t->topic), "", t->minutes, t->entries,
		    last);
		if (ago >= STUDY_UNTOUCHED)
			strbuf_addf(
			    sb, "  untouched for %lld days", (long long)ago);
		strbuf_addc(sb, '\n');
	}
}

static const char *
plural(long long n)
{
	return n == 1 ? "" : "s";
}

static void
stats_text(struct strbuf *sb, const struct study_stats *s)
{
	const struct study_streak *k = &s->streak;

	strbuf_addf(sb, "%zu day%s, %zu entr%s, %ld min\n", s->days,
	    plural((long long)s->days), s->entries,
	    s->entries == 1 ? "y" : "ies", s->minutes);
	strbuf_addf(sb, "streak %d day%s, the longest %d", k->days,
	    plural(k->days), k->longest);
	if (k->days > 0)
		strbuf_addf(sb, "; %d free day%s left this week", k->free_left,
		    plural(k->free_left));
	strbuf_addf(sb, "\nscore %.0f of 100\n\n", k->score);
}

/*
 * The colours of the heatmap are escape sequences, which cmd_print() makes
 * visible; it has nothing in it that others have written.
 */
static void
stats_print(const struct cmd_ctx *ctx, const struct study_stats *s,
    const struct date *today)
{
	struct strbuf sb = STRBUF_INIT;

	stats_text(&sb, s);
	stats_heat(&sb, ctx, *today);
	fwrite(sb.buf, 1, sb.len, stdout);
	strbuf_clear(&sb);
	strbuf_addc(&sb, '\n');
	stats_topics(&sb, s, today);
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static void
stats_json(const struct study_stats *s)
{
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j;
	size_t i;

	jsonw_begin(&j, &sb, true);
	jsonw_open(&j, '{');
	jsonw_key(&j, "schema");
	jsonw_int(&j, 1);
	jsonw_key(&j, "days");
	jsonw_int(&j, (long long)s->days);
	jsonw_key(&j, "entries");
	jsonw_int(&j, (long long)s->entries);
	jsonw_key(&j, "minutes");
	jsonw_int(&j, s->minutes);
	jsonw_key(&j, "streak");
	jsonw_int(&j, s->streak.days);
	jsonw_key(&j, "longest_streak");
	jsonw_int(&j, s->streak.longest);
	jsonw_key(&j, "score");
	jsonw_int(&j, (long long)(s->streak.score + 0.5));
	jsonw_key(&j, "topics");
	jsonw_open(&j, '[');
	for (i = 0; i < s->n_topics; i++) {
		char last[DATE_MAX];

		date_format(last, s->topics[i].last);
		jsonw_open(&j, '{');
		jsonw_key(&j, "topic");
		jsonw_str(&j, s->topics[i].topic);
		jsonw_key(&j, "minutes");
		jsonw_int(&j, s->topics[i].minutes);
		jsonw_key(&j, "entries");
		jsonw_int(&j, (long long)s->topics[i].entries);
		jsonw_key(&j, "last");
		jsonw_str(&j, last);
		jsonw_close(&j, '}');
	}
	jsonw_close(&j, ']');
	jsonw_close(&j, '}');
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static int
cmd_stats_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct study_stats_opts o = { .since = { 1, 1, 1 },
		.week_starts = w->conf.week_starts };
	struct stats_opts opts = { .since = NULL };
	struct study_stats s;
	int n = cmd_opts(&cmd_stats_entry, &opts, argc, argv, e);

	if (n == -1 || cmd_operands(&cmd_stats_entry, n, 0, e) == -1)
		return -1;
	if (opts.since != NULL && study_date_parse(&o.since, opts.since, w->now,
				      w->conf.day_ends, e) == -1)
		return err_wrap(e, "--since");
	if (wiki_read_days(w, e) == -1)
		return -1;
	o.today = moment_study_day(w->now, w->conf.day_ends);
	study_stats(&s, w->days, w->n_days, &o, w->arena);
	if (ctx->json)
		stats_json(&s);
	else if (s.days > 0)
		stats_print(ctx, &s, &o.today);
	n = s.days > 0 ? 0
		       : err_code(e, ERR_NOTHING,
			     "no day counts%s; 'halfhour log' makes one",
			     opts.since != NULL ? " since then" : " yet");
	return cmd_diags_days(w, ctx->quiet, false, n);
}
