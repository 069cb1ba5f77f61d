/* page_print.h: fingerprints: whether a page is made of what it was made of */
#ifndef PAGE_PAGE_PRINT_H
#define PAGE_PAGE_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "page/page.h"

/*
 * Of all that the view model of a page is made from, so that a page with the
 * fingerprint that it had need not be made to know that it has the same bytes.
 * Two are the same by chance as often as two random numbers of 128 bits are.
 */
struct page_print {
	uint64_t a, b;
};

/* What is the same for many pages: of page_print_all(). */
struct page_prints {
	struct page_print common; /* to every page */
	struct page_print wiki;   /* to those that list all pages */
	bool knows_wiki;
};

/*
 * The fingerprint of `p`; `room` is used for work, and no other thread may have it.
 * False: nobody knows, so the page is to be made each time. So it is with
 * pages that show all of the wiki, with records of examples, and where a note
 * does not say what it was parsed from.
 */
bool page_print(struct page_print *out, const struct page *p,
    const struct graph *g, const struct page_prints *all, struct strbuf *room);
/* The same of what the search is told of a page: the note, not the page. */
bool page_print_search(struct page_print *out, const struct page *p,
    const struct graph *g, const struct page_prints *all, struct strbuf *room);
/* Settings, templates (`templates` is a hash of them) and paths of assets; and
 * what lists show of each page. */
void page_print_all(struct page_prints *out, const struct graph *g,
    const struct page_theme *theme, uint64_t templates, struct strbuf *room);

/* The former alone: lists of all pages have no fingerprint then. */
void page_print_common(struct page_prints *out, const struct graph *g,
    const struct page_theme *theme, uint64_t templates, struct strbuf *room);

#endif
