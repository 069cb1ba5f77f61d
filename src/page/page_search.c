/* page_search.c: the page of the search; build_search.c makes its index */
#include "page/page_int.h"

int
page_search_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	(void)e;
	page_head(c, m, page_word(c, "search"), NULL);
	page_crumbs(c, m, "");
	tmpl_text(c->a, m, "search_script",
	    c->theme->search == NULL ? NULL
				     : page_href(c, c->theme->search, NULL));
	tmpl_text(c->a, m, "notes_url", page_href(c, "notes.html", NULL));
	return 0;
}
