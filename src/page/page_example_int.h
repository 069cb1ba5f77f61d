/* page_example_int.h: examples on a page, and what is told of their runs */
#ifndef PAGE_PAGE_EXAMPLE_INT_H
#define PAGE_PAGE_EXAMPLE_INT_H

#include "page/page_int.h"

/* page_example.c: append the card of p's example i. */
int page_example(struct strbuf *out, struct page_ctx *c,
    const struct graph_page *p, size_t i, struct err *e);
/* The anchor of the card of the example with this id. */
const char *page_example_anchor(
    struct page_ctx *c, const struct note *n, const char *id);
/* "12 ms", "1.23 s", "12.3 s" */
const char *page_time(struct page_ctx *c, int64_t ms);

/*
 * What a program wrote, fit for a page: colours and cursor movements are
 * dropped, other control characters become their pictures (U+2400 and on),
 * and what could reorder the text around it becomes U+FFFD.
 */
const char *page_output(struct page_ctx *c, const char *s);

/* page_hang.c: who waited for whom, as "hang" of a record; NULL: none. */
struct hang;
void page_hang(struct page_ctx *c, struct tmpl_val *o, const struct hang *h);
/* A sentence of `halfhour explain` in the language of the page, fit for it;
 * as it is when it is not known. */
const char *page_hang_say(struct page_ctx *c, const char *s);

/* page_layers.c: the builds of a Dockerfile, as "layers" of a record, and as
 * "hand" what it is compared with; nothing where there are none. */
void page_layers(
    struct page_ctx *c, struct tmpl_val *o, const struct graph_record *r);

#endif
