/* page_stats.c: what the days add up to, in numbers and in plots
 *
 * The numbers are those of `halfhour stats` (study_stats.h), of the days that
 * are shown. Each plot has its numbers in a table below it, for those who
 * cannot see it and for those who want to copy them.
 */
#include <stdlib.h>
#include <string.h>

#include "page/page_plot_int.h"
#include "study/study_stats.h"

#define STATS_WEEKS 53
#define STATS_MONTHS 12
#define STATS_TOPICS 15

/* The days of the graph in order, as study_stats() wants them. */
static struct study_day *
stats_days(struct page_ctx *c)
{
	const struct graph *g = c->g;
	struct study_day *v = arena_alloc(c->a, g->n_days * sizeof(*v));
	size_t i;

	for (i = 0; i < g->n_days; i++)
		v[i] = *g->days[g->n_days - 1 - i]->day;
	return v;
}

static void
stats_figure(struct page_ctx *c, struct tmpl_val *list, const char *key,
    const char *value)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);

	tmpl_text(c->a, item, "label", page_word(c, key));
	tmpl_text(c->a, item, "value", value);
}

/* The score in words: of how many days in a hundred there was study. */
static const char *
stats_score_word(struct page_ctx *c, int score)
{
	return page_word(c, score >= 80   ? "score_most"
			    : score >= 50 ? "score_many"
			    : score >= 20 ? "score_some"
					  : "score_few");
}

void
page_figures(struct page_ctx *c, struct tmpl_val *m)
{
	struct tmpl_val *list = tmpl_list(c->a);
	struct study_stats_opts o = { c->g->today, { 1, 1, 1 },
		c->g->conf->week_starts };
	struct study_stats s;
	const char *text;
	int score;

	study_stats(&s, stats_days(c), c->g->n_days, &o, c->a);
	score = (int)(s.streak.score + 0.5);
	stats_figure(c, list, "streak", page_count(c, "n_days", s.streak.days));
	stats_figure(
	    c, list, "longest", page_count(c, "n_days", s.streak.longest));
	stats_figure(c, list, "score", arena_printf(c->a, "%d", score));
	stats_figure(c, list, "studied_days", page_count(c, "n_days", s.days));
	stats_figure(c, list, "time", page_minutes(c, s.minutes));
	tmpl_set(c->a, m, "figures", list);
	text = s.streak.days == 0 ? page_word(c, "streak_none")
	       : s.streak.free_left == 0
		   ? page_word(c, "streak_tight")
		   : page_count(c, "streak_free", s.streak.free_left);
	/* Japanese has no space between sentences. */
	tmpl_text(c->a, m, "streak_text",
	    strcmp(c->g->conf->lang, "ja") == 0
		? text
		: arena_printf(c->a, "%s ", text));
	tmpl_text(c->a, m, "score_text", stats_score_word(c, score));
}

static struct tmpl_val *
stats_plot(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const struct page_plot *p)
{
	struct tmpl_val *o = tmpl_object(c->a);
	struct strbuf svg = STRBUF_INIT;

	tmpl_text(c->a, o, "anchor", arena_printf(c->a, "_%s", key));
	tmpl_text(c->a, o, "label", page_word(c, key));
	page_plot(&svg, c, p);
	tmpl_html(c->a, o, "svg", svg.buf, svg.len);
	strbuf_release(&svg);
	tmpl_bool(c->a, o, "two", p->series > 1);
	tmpl_set(c->a, m, key, o);
	return o;
}

static void
stats_row(struct page_ctx *c, struct tmpl_val *rows, const char *label,
    const char *value, const char *second)
{
	struct tmpl_val *row = tmpl_push_object(c->a, rows);

	tmpl_text(c->a, row, "label", label);
	tmpl_text(c->a, row, "value", value);
	tmpl_text(c->a, row, "second", second);
}

static void
stats_table(struct page_ctx *c, struct tmpl_val *o, const char *what,
    const char *value, const char *second, struct tmpl_val *rows)
{
	tmpl_text(c->a, o, "column", page_word(c, what));
	tmpl_text(c->a, o, "value_column", page_word(c, value));
	tmpl_text(
	    c->a, o, "second_column", second ? page_word(c, second) : NULL);
	page_list(c, o, "rows", rows);
}

/* Minutes of the last 53 weeks; a bar leads to its month in the list of
 * days. */
static void
stats_weeks(struct page_ctx *c, struct tmpl_val *m)
{
	struct page_plot_bar bars[STATS_WEEKS];
	const char *labels[STATS_WEEKS] = { NULL };
	struct page_plot plot = { page_word(c, "per_week"), STATS_WEEKS, 1,
		bars, labels };
	struct date first =
	    date_add(page_week(c, c->g->today), -7 * (STATS_WEEKS - 1));
	struct tmpl_val *rows = tmpl_list(c->a), *o;
	int64_t start = date_days(first);
	size_t i;
	int k, month = 0;

	memset(bars, 0, sizeof(bars));
	for (i = 0; i < c->g->n_days; i++) {
		const struct study_day *day = c->g->days[i]->day;
		int64_t at = date_days(day->date) - start;

		if (at < 0 || at >= 7 * STATS_WEEKS)
			continue;
		bars[at / 7].value += day->minutes;
		bars[at / 7].anchor = page_month_anchor(c, day->date);
	}
	for (k = 0; k < STATS_WEEKS; k++) {
		struct date d = date_add(first, 7 * k);
		const char *total = page_minutes(c, bars[k].value);

		bars[k].class = "minutes";
		bars[k].to = "days.html";
		bars[k].name =
		    arena_printf(c->a, "%s: %s", page_week_name(c, d), total);
		/* A month that begins at the edge would touch the next. */
		if (d.m != month && k < STATS_WEEKS - 2 &&
		    date_add(d, 14).m == d.m)
			labels[k] = page_month_short(c, d.m);
		month = d.m;
		if (bars[k].value > 0)
			stats_row(c, rows, page_week_name(c, d), total, NULL);
	}
	o = stats_plot(c, m, "per_week", &plot);
	stats_table(c, o, "week", "time", NULL, rows);
}

/* Topics have names, so they are a list with bars and no plot. */
static void
stats_topics(struct page_ctx *c, struct tmpl_val *m)
{
	struct tmpl_val *topics = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < c->g->n_topics && i < STATS_TOPICS; i++)
		page_topic_item(c, topics, &c->g->topics[i], 0);
	page_list(c, m, "topics", topics);
	tmpl_text(c->a, m, "topics_url", page_href(c, "topics.html", NULL));
	tmpl_bool(c->a, m, "more_topics", c->g->n_topics > STATS_TOPICS);
}

/* Months since year 0. */
static int
stats_month(struct date d)
{
	return 12 * d.y + d.m - 1;
}

/* Tries born and done in each of the last twelve months. */
static void
stats_tries(struct page_ctx *c, struct tmpl_val *m)
{
	const struct page_index *x = c->page->index;
	struct page_plot_bar bars[2 * STATS_MONTHS];
	const char *labels[STATS_MONTHS];
	struct page_plot plot = { page_word(c, "tries_plot"), STATS_MONTHS, 2,
		bars, labels };
	int first = stats_month(c->g->today) - STATS_MONTHS + 1, k;
	struct tmpl_val *rows = tmpl_list(c->a), *o;
	size_t i;

	memset(bars, 0, sizeof(bars));
	for (i = 0; i < x->n_tries; i++) {
		const struct page_try *t = &x->tries[i];
		int born = stats_month(t->day->day->date) - first;
		int done = stats_month(t->closed) - first;

		if (t->refers)
			continue;
		if (born >= 0 && born < STATS_MONTHS)
			bars[2 * born].value++;
		if (t->item->state == STUDY_DONE && done >= 0 &&
		    done < STATS_MONTHS)
			bars[2 * done + 1].value++;
	}
	for (k = 0; k < STATS_MONTHS; k++) {
		struct date d = { (first + k) / 12, (first + k) % 12 + 1, 1 };
		struct page_plot_bar *born = &bars[2 * k], *done = born + 1;

		born->class = "born";
		done->class = "done";
		born->to = done->to = "tries.html";
		done->anchor = "_done";
		born->name = arena_printf(c->a, "%s%s%s: %ld", page_month(c, d),
		    page_word(c, "comma"), page_word(c, "born"), born->value);
		done->name = arena_printf(c->a, "%s%s%s: %ld", page_month(c, d),
		    page_word(c, "comma"), page_word(c, "done"), done->value);
		labels[k] = page_month_short(c, d.m);
		if (born->value + done->value > 0)
			stats_row(c, rows, page_month(c, d),
			    arena_printf(c->a, "%ld", born->value),
			    arena_printf(c->a, "%ld", done->value));
	}
	o = stats_plot(c, m, "tries_plot", &plot);
	stats_table(c, o, "month", "born", "done", rows);
}

int
page_stats_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	(void)e;
	page_head(c, m, page_word(c, "stats"), NULL);
	page_crumbs(c, m, "");
	page_figures(c, m);
	stats_weeks(c, m);
	stats_topics(c, m);
	stats_tries(c, m);
	return 0;
}
