/* page_plot.c: plots as SVG, made when the site is built
 *
 * Bars stand on a line of their own scale, one series or two side by side.
 * Colours are classes of the stylesheet, so that a plot is right in the dark
 * and on paper. A picture is nothing to a screen reader: each bar is a link with a
 * name, and the page has the same numbers as a table.
 */
#include <stdio.h>
#include <string.h>

#include "base/html.h"
#include "page/page_plot_int.h"

#define PLOT_WIDTH 640 /* in the units of the picture */
#define PLOT_HEIGHT 150
#define PLOT_LEFT 34 /* room for the numbers */
#define PLOT_TOP 8
#define PLOT_FOOT 18 /* and for what is below a bar */

/* A round number that is at least n, of which a quarter is a whole one. */
static long
plot_ceiling(long n)
{
	static const long steps[] = { 4, 8, 12, 16, 20, 24, 32, 40, 60 };
	long unit = 1;
	size_t i;

	for (;; unit *= 10)
		for (i = 0; i < sizeof(steps) / sizeof(*steps); i++)
			if (steps[i] * unit >= n)
				return steps[i] * unit;
}

static void
plot_text(
    struct strbuf *out, const char *class, double x, double y, const char *text)
{
	strbuf_addf(
	    out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
	html_text(out, text, strlen(text));
	strbuf_adds(out, "</text>\n");
}

static void
plot_lines(struct strbuf *out, struct page_ctx *c, long top)
{
	int i;

	for (i = 0; i <= 2; i++) {
		double y = PLOT_TOP + PLOT_HEIGHT * (1 - i / 2.0);

		strbuf_addf(out, "<path class=\"line\" d=\"M%d %.1fH%d\"/>\n",
		    PLOT_LEFT, y, PLOT_WIDTH);
		plot_text(out, "scale", PLOT_LEFT - 6, y + 4,
		    arena_printf(c->a, "%ld", top * i / 2));
	}
}

/* One bar, a link whose name a screen reader says and a mouse shows. */
static void
plot_bar(struct strbuf *out, struct page_ctx *c, const struct page_plot_bar *b,
    double x, double width, long top)
{
	double high = (double)PLOT_HEIGHT * (double)b->value / (double)top;
	const char *href;

	if (b->value <= 0)
		return;
	href = page_href(c, b->to, b->anchor);
	strbuf_adds(out, "<a href=\"");
	html_attr(out, href, strlen(href));
	strbuf_addf(out,
	    "\"><rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%.1f\"><title>",
	    b->class, x, PLOT_TOP + PLOT_HEIGHT - high, width, high);
	html_text(out, b->name, strlen(b->name));
	strbuf_adds(out, "</title></rect></a>\n");
}

void
page_plot(struct strbuf *out, struct page_ctx *c, const struct page_plot *p)
{
	double slot = (double)(PLOT_WIDTH - PLOT_LEFT) / (double)p->n;
	double width = slot * 0.76 / p->series;
	long most = 1;
	size_t i;
	int k;

	for (i = 0; i < p->n * (size_t)p->series; i++)
		if (p->bars[i].value > most)
			most = p->bars[i].value;
	most = plot_ceiling(most);
	strbuf_addf(out,
	    "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"group\" "
	    "aria-label=\"",
	    PLOT_WIDTH, PLOT_TOP + PLOT_HEIGHT + PLOT_FOOT);
	html_attr(out, p->name, strlen(p->name));
	strbuf_adds(out, "\">\n<g aria-hidden=\"true\">\n");
	plot_lines(out, c, most);
	for (i = 0; i < p->n; i++)
		if (p->labels[i] != NULL)
			plot_text(out, "below", PLOT_LEFT + (double)i * slot,
			    PLOT_TOP + PLOT_HEIGHT + 14, p->labels[i]);
	strbuf_adds(out, "</g>\n");
	for (i = 0; i < p->n; i++)
		for (k = 0; k < p->series; k++)
			plot_bar(out, c, &p->bars[i * (size_t)p->series + k],
			    PLOT_LEFT + ((double)i + 0.12) * slot + k * width,
			    width, most);
	strbuf_adds(out, "</svg>\n");
}
