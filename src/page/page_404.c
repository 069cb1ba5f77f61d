/* page_404.c: pages that only lead on: the error page and "today" */
#include "page/page_int.h"

int
page_404_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	(void)e;
	page_head(c, m, page_word(c, "not_found"), NULL);
	tmpl_text(c->a, m, "notes_url", page_href(c, "notes.html", NULL));
	tmpl_text(c->a, m, "days_url",
	    c->g->plain ? NULL : page_href(c, "days.html", NULL));
	return 0;
}

/* The address of the newest day that stays the same. */
int
page_today_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct graph *g = c->g;

	(void)e;
	page_head(c, m, page_word(c, "today"), NULL);
	tmpl_text(c->a, m, "go",
	    g->n_days > 0 ? page_href(c, g->days[0]->url, NULL) : NULL);
	if (g->n_days > 0)
		tmpl_text(
		    c->a, m, "label", page_date_long(c, g->days[0]->day->date));
	return 0;
}
