/* page_dates.c: when a note was written, and when it was changed last */
#include "page/page_int.h"

const char *
page_moment(const struct page_ctx *c, struct moment m)
{
	char text[MOMENT_MAX];

	moment_format(text, m);
	return arena_strdup(c->a, text);
}

static void
dates_set(
    struct page_ctx *c, struct tmpl_val *m, const char *key, struct moment when)
{
	struct tmpl_val *o = tmpl_object(c->a);

	tmpl_text(c->a, o, "label", page_date(c, moment_date(when)));
	tmpl_text(c->a, o, "iso", page_moment(c, when));
	tmpl_set(c->a, m, key, o);
}

/* The day that readers are told it is of: its own, or what its writer says. */
static struct date
dates_own(const struct graph_page *p)
{
	return p->day != NULL ? p->day->date : p->note->meta.date;
}

/*
 * A day says when it is itself, and was changed when that was another day,
 * which as all days of study ends in the night. Of a note what its writer says
 * counts more than what git knows.
 */
bool
page_dates(struct page_ctx *c, struct tmpl_val *m, const struct graph_page *p)
{
	const struct graph_dates *d = p->dates;
	int ends = p->day != NULL ? c->g->conf->day_ends : 0;
	struct date own = dates_own(p);
	bool shown = false;

	if (own.y != 0)
		tmpl_text(c->a, m, "published_time", page_iso(c, own));
	if (d == NULL)
		return false;
	if (own.y == 0 && d->has_first) {
		shown = true;
		dates_set(c, m, "made", d->first);
		tmpl_text(c->a, m, "published_time", page_moment(c, d->first));
		own = moment_date(d->first);
	}
	if (!d->has_last)
		return shown;
	tmpl_text(c->a, m, "modified_time", page_moment(c, d->last));
	if (date_cmp(moment_study_day(d->last, ends), own) <= 0)
		return shown;
	dates_set(c, m, "changed", d->last);
	return true;
}
