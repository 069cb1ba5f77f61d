/* page_axis.c: when: the entries of a day, and the days of a note, on a line
 *
 * Two small SVGs. Each mark is a link with a name; the same stands in a list
 * beside it, in words.
 */
#include <string.h>

#include "base/html.h"
#include "page/page_int.h"

#define AXIS_WIDTH 360 /* in the units of the picture */
#define AXIS_EDGE 12   /* room for half a label at either end */
#define AXIS_FOOT 14   /* room for the labels */
#define AXIS_DAY 16    /* height of the line of a day */
#define AXIS_NOTE 30   /* and of that of a note */
#define AXIS_STUDIES 24

static void
axis_begin(struct strbuf *out, const char *label, int height)
{
	strbuf_addf(out,
	    "<svg class=\"axis\" viewBox=\"0 0 %d %d\" role=\"group\" "
	    "aria-label=\"",
	    AXIS_WIDTH, height + AXIS_FOOT);
	html_attr(out, label, strlen(label));
	strbuf_addf(out,
	    "\">\n<g aria-hidden=\"true\">\n<path class=\"line\" "
	    "d=\"M%d %dH%d\"/>\n",
	    AXIS_EDGE, height, AXIS_WIDTH - AXIS_EDGE);
}

static void
axis_label(struct strbuf *out, double x, int height, const char *anchor,
    const char *text)
{
	strbuf_addf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">", x,
	    height + AXIS_FOOT - 3, anchor);
	html_text(out, text, strlen(text));
	strbuf_adds(out, "</text>\n");
}

/* One mark that stands on the line. */
struct axis_mark {
	double x, width, high;
	const char *href, *name;
};

static void
axis_mark(struct strbuf *out, int height, const struct axis_mark *k)
{
	strbuf_adds(out, "<a href=\"");
	html_attr(out, k->href, strlen(k->href));
	strbuf_addf(out,
	    "\"><rect class=\"minutes\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%.1f\"><title>",
	    k->x, height - k->high, k->width, k->high);
	html_text(out, k->name, strlen(k->name));
	strbuf_adds(out, "</title></rect></a>\n");
}

/* Where a part of the line is. */
static double
axis_at(double part)
{
	return AXIS_EDGE + part * (AXIS_WIDTH - 2 * AXIS_EDGE);
}

/* ---- the entries of a day ---------------------------------------------- */

static bool
axis_is_timed(const struct study_entry *x)
{
	return x->start >= 0 && x->end > x->start;
}

/* "21:00–21:28 도커: 레이어 캐시" */
static const char *
axis_entry_name(struct page_ctx *c, const struct study_entry *x)
{
	return arena_printf(c->a, "%s %s%s%s", study_times(x, c->a), x->topic,
	    *x->title ? ": " : "", x->title);
}

/*
 * The line is the study day, so that a glance says which part of it was used;
 * what begins before it does is of the night behind it.
 */
bool
page_axis_day(
    struct strbuf *out, struct page_ctx *c, const struct graph_page *p)
{
	int from = c->g->conf->day_ends, hour;
	size_t i, n = 0;

	for (i = 0; i < p->n_studies; i++)
		n += axis_is_timed(p->studies[i].entry);
	if (n == 0)
		return false;
	axis_begin(out, page_word(c, "entries"), AXIS_DAY);
	for (hour = (from + 239) / 240 * 4; hour * 60 <= from + 1440; hour += 4)
		axis_label(out, axis_at((hour * 60 - from) / 1440.0), AXIS_DAY,
		    "middle", arena_printf(c->a, "%d", hour % 24));
	strbuf_adds(out, "</g>\n");
	for (i = 0; i < p->n_studies; i++) {
		const struct study_entry *x = p->studies[i].entry;
		const char *slug = page_slug_at(p->note, x->line);
		int start = x->start - from + (x->start < from ? 1440 : 0);
		int end = start + x->end - x->start;
		struct axis_mark k = { .high = AXIS_DAY };

		if (!axis_is_timed(x))
			continue;
		k.x = axis_at(start / 1440.0);
		k.width = axis_at((end < 1440 ? end : 1440) / 1440.0) - k.x;
		/* A minute is to be seen, and hit. */
		if (k.width < 3)
			k.width = 3;
		k.href = page_href(c, p->url, slug);
		k.name = axis_entry_name(c, x);
		axis_mark(out, AXIS_DAY, &k);
	}
	strbuf_adds(out, "</svg>\n");
	return true;
}

/* ---- the days of a note ------------------------------------------------ */

/* The last of them, from the oldest to the newest, so that the page is the same
 * tomorrow; as high as the timebox was full. */
bool
page_axis_studies(
    struct strbuf *out, struct page_ctx *c, const struct graph_page *p)
{
	int full = c->g->conf->timebox > 0 ? c->g->conf->timebox : 30;
	size_t i, n = p->n_studies < AXIS_STUDIES ? p->n_studies : AXIS_STUDIES;
	struct date first;
	int64_t from, span;

	if (n < 2)
		return false;
	first = p->studies[n - 1].day->day->date;
	from = date_days(first);
	span = date_days(p->studies[0].day->day->date) - from;
	if (span < 7)
		span = 7;
	axis_begin(out, page_word(c, "studied"), AXIS_NOTE);
	axis_label(out, AXIS_EDGE, AXIS_NOTE, "start", page_date(c, first));
	axis_label(out, AXIS_WIDTH - AXIS_EDGE, AXIS_NOTE, "end",
	    page_date(c, date_add(first, (int)span)));
	strbuf_adds(out, "</g>\n");
	for (i = n; i-- > 0;) {
		const struct graph_study *s = &p->studies[i];
		struct date d = s->day->day->date;
		double part = (double)(date_days(d) - from) / (double)span;
		int minutes = s->entry->minutes;
		struct axis_mark k = { axis_at(part) - 2, 4, AXIS_NOTE, NULL,
			page_date(c, d) };

		/* On a day of one entry there is nothing to look for. */
		k.href = page_href(c, s->day->url,
		    s->day->n_studies > 1
			? page_slug_at(s->day->note, s->entry->line)
			: NULL);
		/* Marks of one day would hide each other. */
		for (; i > 0 && p->studies[i - 1].day == s->day; i--)
			minutes += p->studies[i - 1].entry->minutes;
		if (minutes > 0)
			k.name = arena_printf(c->a, "%s%s%s", k.name,
			    page_word(c, "comma"), page_minutes(c, minutes));
		/* Without times it was a study all the same. */
		if (minutes < full)
			k.high *= 0.2 + 0.8 * minutes / full;
		axis_mark(out, AXIS_NOTE, &k);
	}
	strbuf_adds(out, "</svg>\n");
	return true;
}
