/* page_home.c: the first page: where one stands and where to go on */
#include <string.h>

#include "page/page_int.h"
#include "study/study_stats.h"

#define HOME_DAYS 5
#define HOME_TRIES 6
#define HOME_TOPICS 8

/* The streak by the rule of study_stats.h; the graph has the newest first. */
static long
home_streak(struct page_ctx *c)
{
	const struct graph *g = c->g;
	struct date *days = arena_alloc(c->a, g->n_days * sizeof(*days));
	struct study_streak streak;
	size_t i, n = 0;

	for (i = g->n_days; i-- > 0;)
		if (study_day_earns(g->days[i]->day) > 0)
			days[n++] = g->days[i]->day->date;
	study_streak(&streak, days, n, g->today, g->conf->week_starts);
	return streak.days;
}

static void
home_figure(struct page_ctx *c, struct tmpl_val *list, const char *key,
    const char *value)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);

	tmpl_text(c->a, item, "label", page_word(c, key));
	tmpl_text(c->a, item, "value", value);
}

static void
home_set_figures(struct page_ctx *c, struct tmpl_val *m)
{
	struct tmpl_val *list = tmpl_list(c->a);
	long days = 0, minutes = 0;
	size_t i;

	for (i = 0; i < c->g->n_days; i++) {
		days += study_day_earns(c->g->days[i]->day) > 0;
		minutes += c->g->days[i]->day->minutes;
	}
	home_figure(c, list, "streak", page_count(c, "n_days", home_streak(c)));
	home_figure(c, list, "studied_days", page_count(c, "n_days", days));
	home_figure(c, list, "time", page_minutes(c, minutes));
	tmpl_set(c->a, m, "figures", list);
}

static void
home_set_heat(struct page_ctx *c, struct tmpl_val *m)
{
	struct strbuf svg = STRBUF_INIT;

	page_heat(&svg, c);
	tmpl_html(c->a, m, "heat", svg.buf, svg.len);
	strbuf_release(&svg);
}

static void
home_set_lists(struct page_ctx *c, struct tmpl_val *m)
{
	static const struct page_tries open = { 1 << STUDY_OPEN, HOME_TRIES,
		NULL, NULL };
	struct tmpl_val *days = tmpl_list(c->a), *topics = tmpl_list(c->a);
	size_t i, n;

	for (i = 0; i < c->g->n_days && i < HOME_DAYS; i++)
		page_day_item(c, days, c->g->days[i]);
	n = page_try_rows(c, m, "open_tries", &open);
	for (i = 0; i < c->g->n_topics && i < HOME_TOPICS; i++)
		page_topic_item(c, topics, &c->g->topics[i], 0);
	page_list(c, m, "days", days);
	page_list(c, m, "topics", topics);
	tmpl_text(c->a, m, "n_tries", arena_printf(c->a, "%zu", n));
	tmpl_text(c->a, m, "days_url", page_href(c, "days.html", NULL));
	tmpl_text(c->a, m, "tries_url", page_href(c, "tries.html", NULL));
	tmpl_text(c->a, m, "topics_url", page_href(c, "topics.html", NULL));
}

int
page_home_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct graph_page *p = c->page->subject;

	tmpl_bool(c->a, m, "study", !c->g->plain);
	if (!c->g->plain) {
		home_set_figures(c, m);
		home_set_heat(c, m);
		home_set_lists(c, m);
	}
	if (p == NULL) {
		page_folders(c, m, tmpl_list(c->a));
		page_head(c, m, c->g->conf->title, NULL);
		return 0;
	}
	page_head(c, m, p->title,
	    p->note->meta.description ? p->note->meta.description
				      : p->note->text);
	tmpl_text(c->a, m, "lead", p->note->meta.description);
	return page_html_set(c, m, p, e);
}
