/* page_heat.c: the last 53 weeks as SVG, a column a week */
#include <stdio.h>
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

static void
heat_square(struct strbuf *out, struct page_ctx *c, struct date d, int x, int y,
    const struct graph_page *p)
{
	const char *label = page_date_long(c, d), *href;
	char rect[128];

	snprintf(rect, sizeof(rect),
	    "<rect class=\"lv%d\" x=\"%d\" y=\"%d\" width=\"%d\" "
	    "height=\"%d\" rx=\"2\"",
	    p ? page_level(c, p->day) : 0, x, y, HEAT_SIZE, HEAT_SIZE);
	if (p == NULL)
		label = arena_printf(
		    c->a, "%s, %s", label, page_word(c, "no_entry"));
	else if (p->day->minutes > 0)
		label = arena_printf(c->a, "%s, %s", label,
		    page_count(c, "n_min", p->day->minutes));
	if (p != NULL) {
		href = page_href(c, p->url, NULL);
		strbuf_adds(out, "<a href=\"");
		html_attr(out, href, strlen(href));
		strbuf_adds(out, "\">");
	}
	strbuf_addf(out, "%s><title>", rect);
	html_text(out, label, strlen(label));
	strbuf_addf(out, "</title></rect>%s\n", p != NULL ? "</a>" : "");
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

void
page_heat(struct strbuf *out, struct page_ctx *c)
{
	struct date today = c->g->today;
	struct date first =
	    date_add(page_week(c, today), -7 * (HEAT_WEEKS - 1));
	int64_t start = date_days(first);
	const struct graph_page *days[HEAT_WEEKS * 7] = { NULL };
	const char *name = page_word(c, "heat");
	size_t k;
	int i;

	for (k = 0; k < c->g->n_days; k++) {
		int64_t at = date_days(c->g->days[k]->day->date) - start;

		if (at >= 0 && at < HEAT_WEEKS * 7)
			days[at] = c->g->days[k];
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
		struct date d = date_add(first, i);

		/* A day that was logged ahead is there too. */
		if (date_cmp(d, today) > 0 && days[i] == NULL)
			continue;
		heat_square(out, c, d, HEAT_LEFT + i / 7 * HEAT_STEP,
		    HEAT_TOP + i % 7 * HEAT_STEP, days[i]);
	}
	strbuf_adds(out, "</svg>\n");
}
