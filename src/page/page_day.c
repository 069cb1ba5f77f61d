/* page_day.c: the page of one study day */
#include <string.h>

#include "page/page_int.h"

static void
day_entry(struct page_ctx *c, struct tmpl_val *list,
    const struct graph_study *s, const struct note *n)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);
	const char *times = study_times(s->entry, c->a);
	const char *slug = page_slug_at(n, s->entry->line);

	tmpl_text(c->a, item, "times", *times ? times : NULL);
	tmpl_text(c->a, item, "topic", s->entry->topic);
	tmpl_text(c->a, item, "topic_url", page_topic_href(c, s));
	tmpl_text(c->a, item, "name", s->entry->title);
	tmpl_text(
	    c->a, item, "url", slug ? page_href(c, c->page->path, slug) : NULL);
	page_bar(c, item, s->entry->minutes);
}

static void
day_neighbour(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const struct graph_page *day)
{
	struct tmpl_val *o;

	if (day == NULL) {
		tmpl_bool(c->a, m, key, false);
		return;
	}
	o = tmpl_object(c->a);
	tmpl_text(c->a, o, "url", page_href(c, day->url, NULL));
	tmpl_text(c->a, o, "label", page_date(c, day->day->date));
	tmpl_set(c->a, m, key, o);
}

int
page_day_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct graph_page *p = c->page->subject;
	struct tmpl_val *entries = tmpl_list(c->a), *crumbs = tmpl_list(c->a);
	struct strbuf axis = STRBUF_INIT;
	struct tmpl_val *item;
	const char *iso = page_iso(c, p->day->date);
	size_t i;

	page_head(c, m, page_date_long(c, p->day->date), p->note->text);
	item = tmpl_push_object(c->a, crumbs);
	tmpl_text(c->a, item, "label", page_word(c, "home"));
	tmpl_text(c->a, item, "url", page_href(c, "index.html", NULL));
	item = tmpl_push_object(c->a, crumbs);
	tmpl_text(c->a, item, "label", page_word(c, "days"));
	tmpl_text(c->a, item, "url", page_href(c, "days.html", NULL));
	page_list(c, m, "crumbs", crumbs);
	tmpl_text(c->a, m, "iso", iso);
	tmpl_text(c->a, m, "note_lang", page_note_lang(c, p->note));
	/* A day may have a name besides its date. */
	tmpl_text(c->a, m, "lead",
	    strcmp(p->title, iso) != 0 && p->note->titled ? p->title : NULL);
	tmpl_text(c->a, m, "total",
	    p->day->minutes > 0 ? page_minutes(c, p->day->minutes) : NULL);
	tmpl_int(c->a, m, "level", page_level(c, p->day));
	for (i = 0; i < p->n_studies; i++)
		day_entry(c, entries, &p->studies[i], p->note);
	page_list(c, m, "entries", entries);
	if (page_axis_day(&axis, c, p))
		tmpl_html(c->a, m, "axis", axis.buf, axis.len);
	strbuf_release(&axis);
	page_dates(c, m, p);
	day_neighbour(c, m, "prev", p->prev);
	day_neighbour(c, m, "next", p->next);
	page_try_closed(c, m, "closed", p);
	page_toc_note(c, m, p->note);
	return page_html_set(c, m, p, e);
}
