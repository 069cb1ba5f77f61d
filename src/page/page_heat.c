/* page_heat.c: the last 53 weeks as SVG, a column a week */
#include <string.h>

#include "base/html.h"
#include "base/map.h"
#include "page/page_int.h"
#include "study/study_stats.h"

#define HEAT_WEEKS 53
#define HEAT_STEP 13 /* from square to square */
#define HEAT_SIZE 11 /* a side of one */
#define HEAT_LEFT 26 /* room for the names of days */
#define HEAT_TOP 18  /* and of months */

int
page_level(const struct page_ctx *c, const struct study_day *day)
{
	return study_day_level(day, c->g->conf->timebox);
}

static void
heat_text(struct strbuf *out, int x, int y, const char *text)
{
	strbuf_addf(out, "<text x=\"%d\" y=\"%d\">", x, y);
	html_text(out, text, strlen(text));
	strbuf_adds(out, "</text>\n");
}

struct heat_cell {
	struct date date;
	int at;                        /* in days from the first square */
	const struct graph_page *page; /* NULL: nothing was logged */
	bool tab; /* the one that Tab leads to: from there script.js leads on,
		     and without it the days are in the lists */
};

static void
heat_link(struct strbuf *out, struct page_ctx *c, const struct heat_cell *x)
{
	const char *href = page_href(c, x->page->url, NULL);

	strbuf_adds(out, "<a href=\"");
	html_attr(out, href, strlen(href));
	strbuf_adds(out, x->tab ? "\">" : "\" tabindex=\"-1\">");
}

static void
heat_square(struct strbuf *out, struct page_ctx *c, const struct heat_cell *x)
{
	const char *label = page_date_long(c, x->date);
	const char *comma = page_word(c, "comma");

	if (x->page == NULL)
		label = arena_printf(
		    c->a, "%s%s%s", label, comma, page_word(c, "no_entry"));
	else if (x->page->day->minutes > 0)
		label = arena_printf(c->a, "%s%s%s", label, comma,
		    page_count(c, "n_min", x->page->day->minutes));
	if (x->page != NULL)
		heat_link(out, c, x);
	strbuf_addf(out,
	    "<rect class=\"lv%d\" x=\"%d\" y=\"%d\" width=\"%d\" "
	    "height=\"%d\" rx=\"2\"><title>",
	    x->page != NULL ? page_level(c, x->page->day) : 0,
	    HEAT_LEFT + x->at / 7 * HEAT_STEP, HEAT_TOP + x->at % 7 * HEAT_STEP,
	    HEAT_SIZE, HEAT_SIZE);
	html_text(out, label, strlen(label));
	strbuf_addf(out, "</title></rect>%s\n", x->page != NULL ? "</a>" : "");
}

struct date
page_week(const struct page_ctx *c, struct date d)
{
	int back = (date_weekday(d) - c->g->conf->week_starts + 7) % 7;

	return date_add(d, -back);
}

static void
heat_labels(struct strbuf *out, struct page_ctx *c, struct date first)
{
	int i, month = 0;

	/* Monday, Wednesday and Friday: every row would be too dense. */
	for (i = 0; i < 7; i++) {
		int day = date_weekday(date_add(first, i));

		if (day == 0 || day == 2 || day == 4)
			heat_text(out, 0, HEAT_TOP + i * HEAT_STEP + 9,
			    page_weekday(c, day));
	}
	for (i = 0; i < HEAT_WEEKS - 2; i++) {
		struct date d = date_add(first, 7 * i);
		struct date soon = date_add(d, 14);

		/* A month that is nearly over would touch the next name. */
		if (d.m != month && soon.m == d.m)
			heat_text(out, HEAT_LEFT + i * HEAT_STEP, 10,
			    page_month_short(c, d.m));
		month = d.m;
	}
}

bool
page_heat(struct strbuf *out, struct page_ctx *c)
{
	struct date today = c->g->today;
	struct date first =
	    date_add(page_week(c, today), -7 * (HEAT_WEEKS - 1));
	int64_t start = date_days(first);
	const struct graph_page *days[HEAT_WEEKS * 7] = { NULL };
	const char *name = page_word(c, "heat");
	size_t k;
	int i, last = -1;

	for (k = 0; k < c->g->n_days; k++) {
		int64_t at = date_days(c->g->days[k]->day->date) - start;

		if (at < 0 || at >= HEAT_WEEKS * 7)
			continue;
		days[at] = c->g->days[k];
		last = at > last ? (int)at : last;
	}
	strbuf_addf(out,
	    "<svg class=\"heat\" viewBox=\"0 0 %d %d\" width=\"%d\" "
	    "height=\"%d\" role=\"group\" aria-label=\"",
	    HEAT_LEFT + HEAT_WEEKS * HEAT_STEP, HEAT_TOP + 7 * HEAT_STEP,
	    HEAT_LEFT + HEAT_WEEKS * HEAT_STEP, HEAT_TOP + 7 * HEAT_STEP);
	html_attr(out, name, strlen(name));
	strbuf_adds(out, "\">\n<g aria-hidden=\"true\">\n");
	heat_labels(out, c, first);
	strbuf_adds(out, "</g>\n");
	for (i = 0; i < HEAT_WEEKS * 7; i++) {
		struct heat_cell x = { date_add(first, i), i, days[i],
			i == last };

		/* A day that was logged ahead is there too. */
		if (date_cmp(x.date, today) <= 0 || x.page != NULL)
			heat_square(out, c, &x);
	}
	strbuf_adds(out, "</svg>\n");
	return last >= 0;
}
