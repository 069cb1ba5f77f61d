/* page_dates_int.h: what git knows of the pages, inside this room */
#ifndef PAGE_PAGE_DATES_INT_H
#define PAGE_PAGE_DATES_INT_H

#include "page/page_int.h"

/* page_dates.c: when a note was written, and changed last, as "made",
 * "changed" and, for other programs, "published_time", "modified_time"; whether
 * a reader sees any. */
bool page_dates(
    struct page_ctx *c, struct tmpl_val *m, const struct graph_page *p);
/* RFC 3339 */
const char *page_moment(const struct page_ctx *c, struct moment m);

/* page_changes.c: the latest commits. */
int page_changes_model(struct page_ctx *c, struct tmpl_val *m, struct err *e);

#endif
