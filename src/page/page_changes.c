/* page_changes.c: the latest commits that changed notes, by day */
#include <stdlib.h>

#include "page/page_int.h"

/* Notes of one commit; more of them are counted. */
#define CHANGES_PAGES 8

struct change_row {
	const struct graph_change *change;
	struct date day;
};

/*
 * By the day that its author's clock showed, the newest first. Clocks of two
 * zones may not agree on the order of days, so the moments alone will not do.
 */
static int
change_cmp(const void *a, const void *b)
{
	const struct change_row *x = a, *y = b;
	int c = -date_cmp(x->day, y->day);

	if (c != 0)
		return c;
	if (x->change->when.t != y->change->when.t)
		return x->change->when.t < y->change->when.t ? 1 : -1;
	/* Of one second, they are in order. */
	return x->change < y->change ? -1 : 1;
}

static void
change_item(
    struct page_ctx *c, struct tmpl_val *list, const struct graph_change *x)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);
	struct tmpl_val *pages = tmpl_list(c->a);
	int minute = moment_minute(x->when);
	size_t i;

	tmpl_text(c->a, item, "time",
	    arena_printf(c->a, "%02d:%02d", minute / 60, minute % 60));
	tmpl_text(c->a, item, "iso", page_moment(c, x->when));
	tmpl_text(c->a, item, "subject", x->subject);
	for (i = 0; i < x->n_pages && i < CHANGES_PAGES; i++) {
		const struct graph_page *p = x->pages[i];
		struct tmpl_val *page = tmpl_push_object(c->a, pages);

		tmpl_text(c->a, page, "url", page_href(c, p->url, NULL));
		tmpl_text(c->a, page, "label",
		    p->day != NULL ? page_date(c, p->day->date) : p->title);
		tmpl_text(c->a, page, "note_lang",
		    p->day != NULL ? NULL : page_note_lang(c, p->note));
	}
	tmpl_set(c->a, item, "pages", pages);
	tmpl_text(c->a, item, "more",
	    x->n_pages > i ? page_count(c, "n_links", (long)(x->n_pages - i))
			   : NULL);
}

bool
page_has_marked(const struct graph *g)
{
	size_t i;

	for (i = 0; i < g->n_days; i++)
		if (g->days[i]->day->n_marked > 0)
			return true;
	return false;
}

/* The days in which sync has kept what was edited on two sides. */
static void
changes_marked(struct page_ctx *c, struct tmpl_val *m)
{
	struct tmpl_val *list = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < c->g->n_days; i++) {
		const struct graph_page *p = c->g->days[i];
		struct tmpl_val *page;

		if (p->day->n_marked == 0)
			continue;
		page = tmpl_push_object(c->a, list);
		tmpl_text(c->a, page, "url", page_href(c, p->url, NULL));
		tmpl_text(c->a, page, "label", page_date(c, p->day->date));
	}
	tmpl_set(c->a, m, "marked", list);
	tmpl_bool(c->a, m, "has_marked", page_has_marked(c->g));
}

int
page_changes_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	size_t i, n = c->g->n_changes;
	struct change_row *v = arena_alloc(c->a, n * sizeof(*v));
	struct tmpl_val *days = tmpl_list(c->a), *list = NULL;

	(void)e;
	page_head(c, m, page_word(c, "changes"), NULL);
	page_crumbs(c, m, "");
	changes_marked(c, m);
	for (i = 0; i < n; i++)
		v[i] = (struct change_row){ &c->g->changes[i],
			moment_date(c->g->changes[i].when) };
	qsort(v, n, sizeof(*v), change_cmp);
	for (i = 0; i < n; i++) {
		if (i == 0 || date_cmp(v[i].day, v[i - 1].day) != 0) {
			struct tmpl_val *day = tmpl_push_object(c->a, days);

			tmpl_text(
			    c->a, day, "label", page_date_long(c, v[i].day));
			tmpl_text(c->a, day, "iso", page_iso(c, v[i].day));
			list = tmpl_list(c->a);
			tmpl_set(c->a, day, "changes", list);
		}
		change_item(c, list, v[i].change);
	}
	tmpl_set(c->a, m, "days", days);
	return 0;
}
