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
struct page_tag;
struct page_group;
/* What is made once for all pages. */
struct page_index {
	struct page_try *tries; /* the newest day first */
	struct page_try **by_id, **by_closed;
	size_t n_tries, n_ids, n_closed;
	/* Of page_plan(); without it, none. */
	const struct page *pages;
	size_t n_pages;
	const struct page_group *tags;
	size_t n_tags;
	const struct page_tag *tag_paths; /* sorted */
	size_t n_tag_paths;
};
/* The try that this line is; NULL when it has no id, or refers to one. */
const struct page_try *page_try_of(
    const struct page_ctx *c, const struct study_item *item);
/* The try of this id that was born on this day, or NULL. */
const struct page_try *page_try_named(
    const struct page_ctx *c, const struct graph_page *day, const char *id);
/* Where it stands on the page of its day. */
const char *page_try_href(struct page_ctx *c, const struct page_try *t);
/* The page of the day that it was closed on, or NULL; and after how long. */
const struct graph_page *page_try_day(
    const struct page_ctx *c, const struct page_try *t);
const char *page_try_took(const struct page_ctx *c, const struct page_try *t);
/* page_became.c: say what became of the tries of a day where their lines say
 * it, in the HTML of that day or of a part of it. */
void page_became(
    struct strbuf *html, struct page_ctx *c, const struct graph_page *day);
/* The same of plain text: when that, from `from` to its end, is the line of t
 * with its state, say it in words behind " · ". False, and as it was, if not. */
bool page_became_text(struct strbuf *line, size_t from, struct page_ctx *c,
    const struct page_try *t);
/* The first in by_closed that was closed on this day or later. */
size_t page_try_closed_from(const struct page_index *x, struct date day);
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
