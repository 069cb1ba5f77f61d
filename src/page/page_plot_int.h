/* page_plot_int.h: bars to be drawn, shared inside this room */
#ifndef PAGE_PAGE_PLOT_INT_H
#define PAGE_PAGE_PLOT_INT_H

#include "page/page_int.h"

struct page_plot_bar {
	long value;              /* 0: no bar */
	const char *name;        /* what it says: "11월 23일부터: 42분" */
	const char *class;       /* of the stylesheet */
	const char *to, *anchor; /* where it leads: a page of the site */
};

struct page_plot {
	const char *name;                 /* of the picture */
	size_t n;                         /* places on the line, at least 1 */
	int series;                       /* bars in each place: 1 or 2 */
	const struct page_plot_bar *bars; /* n * series, place by place */
	const char *const *labels;        /* below each place, or NULL */
};

/* Append the plot as SVG. The same bars give the same bytes. */
void page_plot(
    struct strbuf *out, struct page_ctx *c, const struct page_plot *p);

#endif
