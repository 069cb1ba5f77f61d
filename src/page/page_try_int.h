/* page_try_int.h: tries and the days that they lead to */
#ifndef PAGE_PAGE_TRY_INT_H
#define PAGE_PAGE_TRY_INT_H

#include "page/page_int.h"

/* page_try.c: a try, and what became of it. */
struct page_try {
	const struct graph_page *day; /* it was born on */
	const struct study_item *item;
	struct date closed; /* y == 0: it is open, or nobody knows */
	const char *why;    /* NULL or "" for none */
	const struct page_try *next, *was; /* it was retried as; it retries */
	bool refers; /* it only refers to a try of the same id */
};
/* What is made once for all pages. */
struct page_index {
	struct page_try *tries; /* the newest day first */
	struct page_try **by_id, **by_closed;
	size_t n_tries, n_ids, n_closed;
};
void page_tries_index(
    struct page_index *x, const struct graph *g, struct arena *a);
/* The tries of these states, at most `max`, as KEY.rows and KEY.total; false
 * when there are none. Returns how many there are. */
struct page_tries {
	int states; /* bits 1 << state */
	size_t max;
	/* NULL: whatever they are about */
	bool (*about)(
	    const struct study_item *x, const struct graph_topic *topic);
	const struct graph_topic *topic;
};
size_t page_try_rows(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const struct page_tries *want);
/* The tries of other days that were closed on this one, as KEY.rows. */
void page_try_closed(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const struct graph_page *day);

#endif
