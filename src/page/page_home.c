/* page_home.c: the first page: where one stands and where to go on */
#include <string.h>

#include "page/page_int.h"

#define HOME_DAYS 5
#define HOME_TRIES 6
#define HOME_TOPICS 8

static void
home_set_heat(struct page_ctx *c, struct tmpl_val *m)
{
	struct strbuf svg = STRBUF_INIT;

	tmpl_bool(c->a, m, "heat_days", page_heat(&svg, c));
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
	tmpl_text(c->a, m, "changes_url",
	    c->g->n_changes > 0 ? page_href(c, "changes.html", NULL) : NULL);
	if (!c->g->plain) {
		page_figures(c, m);
		tmpl_text(
		    c->a, m, "stats_url", page_href(c, "stats.html", NULL));
		home_set_heat(c, m);
		home_set_lists(c, m);
	}
	if (p == NULL) {
		page_folders(c, m, tmpl_list(c->a));
		page_head(c, m, c->g->conf->title, NULL);
		return 0;
	}
	tmpl_text(c->a, m, "note_lang", page_note_lang(c, p->note));
	page_head(c, m, p->title,
	    p->note->meta.description ? p->note->meta.description
				      : p->note->text);
	tmpl_text(c->a, m, "lead", p->note->meta.description);
	return page_html_set(c, m, p, e);
}
