/* page_item.c: rows that several pages show */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/html.h"
#include "base/text.h"
#include "base/utf8.h"
#include "page/page_int.h"

static const char *const state_keys[] = {
	[STUDY_OPEN] = "open",
	[STUDY_DONE] = "done",
	[STUDY_DROPPED] = "dropped",
	[STUDY_RETRIED] = "retried",
};

const char *
page_slug_at(const struct note *n, int line)
{
	size_t i;

	for (i = 0; i < n->n_headings; i++)
		if (n->headings[i].line == line)
			return n->headings[i].slug;
	return NULL;
}

/*
 * The bar is as long as the timebox at most: more than that is no better, so
 * it is said in words and not drawn longer.
 */
void
page_bar(struct page_ctx *c, struct tmpl_val *obj, int minutes)
{
	int full = c->g->conf->timebox > 0 ? c->g->conf->timebox : 30;

	if (minutes <= 0) {
		tmpl_bool(c->a, obj, "minutes", false);
		return;
	}
	tmpl_text(c->a, obj, "minutes", page_count(c, "n_min", minutes));
	tmpl_int(c->a, obj, "bar", minutes < full ? 100 * minutes / full : 100);
	tmpl_text(c->a, obj, "over",
	    minutes > full ? page_count(c, "n_over", minutes - full) : NULL);
}

void
page_day_item(
    struct page_ctx *c, struct tmpl_val *list, const struct graph_page *day)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);
	struct tmpl_val *entries = tmpl_list(c->a);
	size_t i;

	tmpl_text(c->a, item, "url", page_href(c, day->url, NULL));
	tmpl_text(c->a, item, "label", page_date(c, day->day->date));
	tmpl_text(c->a, item, "iso", page_iso(c, day->day->date));
	tmpl_int(c->a, item, "level", page_level(c, day->day));
	tmpl_text(c->a, item, "total",
	    day->day->minutes > 0 ? page_count(c, "n_min", day->day->minutes)
				  : NULL);
	for (i = 0; i < day->n_studies; i++) {
		const struct graph_study *s = &day->studies[i];
		struct tmpl_val *entry = tmpl_push_object(c->a, entries);

		tmpl_text(c->a, entry, "topic", s->entry->topic);
		tmpl_text(c->a, entry, "name", s->entry->title);
		tmpl_text(c->a, entry, "topic_url",
		    s->topic ? page_href(c, s->topic->url, NULL) : NULL);
	}
	tmpl_set(c->a, item, "entries", entries);
}

const char *
page_topic_anchor(struct page_ctx *c, const char *name)
{
	char *slug = text_slug(name), *fold = utf8_fold(name);
	const char *anchor = arena_printf(c->a, "topic-%s", slug);

	/* Names that differ only in what a slug drops: "c" and "c++". */
	if (strlen(slug) != strlen(fold))
		anchor = arena_printf(c->a, "%s-%04x", anchor,
		    (unsigned)hash_fast(fold, strlen(fold)) & 0xffff);
	free(fold);
	free(slug);
	return anchor;
}

void
page_topic_item(struct page_ctx *c, struct tmpl_val *list,
    const struct graph_topic *t, size_t max_days)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);
	struct tmpl_val *days = tmpl_list(c->a);
	int most = c->g->n_topics > 0 ? c->g->topics[0].minutes : 0;
	size_t i;

	tmpl_text(c->a, item, "topic", t->name);
	tmpl_text(c->a, item, "anchor", page_topic_anchor(c, t->name));
	tmpl_text(c->a, item, "topic_url",
	    t->page ? page_href(c, t->page->url, NULL) : NULL);
	tmpl_text(c->a, item, "minutes",
	    t->minutes > 0 ? page_count(c, "n_min", t->minutes) : NULL);
	tmpl_int(c->a, item, "bar", most > 0 ? 100L * t->minutes / most : 0);
	for (i = 0; i < t->n_studies && i < max_days; i++) {
		const struct graph_study *s = &t->studies[i];
		struct tmpl_val *day = tmpl_push_object(c->a, days);

		tmpl_text(c->a, day, "url",
		    page_href(c, s->day->url,
			page_slug_at(s->day->note, s->entry->line)));
		tmpl_text(c->a, day, "label", page_date(c, s->day->day->date));
		tmpl_text(c->a, day, "iso", page_iso(c, s->day->day->date));
		tmpl_text(c->a, day, "name", s->entry->title);
		page_bar(c, day, s->entry->minutes);
	}
	tmpl_set(c->a, item, "days", days);
}

/*
 * A line of Markdown as it stands in a list of ours: code spans and strong
 * text are drawn, a wiki link is only its words, since the line is a link
 * already. Anything else stays as written.
 */
static void
item_inline(struct strbuf *out, const char *s)
{
	while (*s != '\0') {
		const char *mark = *s == '`'              ? "`"
				   : text_starts(s, "**") ? "**"
				   : text_starts(s, "[[") ? "]]"
							  : NULL;
		const char *from = mark ? s + strlen(mark) : s;
		const char *to = mark ? strstr(from, mark) : NULL;

		if (to == NULL || to == from) {
			html_text(out, s++, 1);
			continue;
		}
		if (*mark == ']') {
			const char *bar =
			    memchr(from, '|', (size_t)(to - from));

			from = bar ? bar + 1 : from;
			html_text(out, from, (size_t)(to - from));
		} else {
			const char *name = *mark == '`' ? "code" : "strong";

			strbuf_addf(out, "<%s>", name);
			html_text(out, from, (size_t)(to - from));
			strbuf_addf(out, "</%s>", name);
		}
		s = to + strlen(mark);
	}
}

static void
item_try(struct page_ctx *c, struct tmpl_val *list,
    const struct graph_page *day, const struct study_item *x)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);
	struct strbuf text = STRBUF_INIT;
	struct date born = day->day->date;
	long age = (long)(date_days(c->g->today) - date_days(born));

	item_inline(&text, x->text);
	tmpl_html(c->a, item, "text", text.buf, text.len);
	strbuf_release(&text);
	tmpl_text(c->a, item, "id", x->id);
	tmpl_text(c->a, item, "state", state_keys[x->state]);
	tmpl_text(
	    c->a, item, "state_label", page_word(c, state_keys[x->state]));
	tmpl_text(c->a, item, "state_note", x->state_note);
	tmpl_text(c->a, item, "url",
	    page_href(c, day->url,
		x->id != NULL ? arena_printf(c->a, "^%s", x->id)
			      : page_slug_at(day->note,
				    day->day->lists[STUDY_TRY].line)));
	tmpl_text(c->a, item, "label", page_date(c, born));
	tmpl_text(c->a, item, "iso", page_iso(c, born));
	/* Only of what still waits: the age of the others is history. */
	tmpl_text(c->a, item, "age",
	    x->state == STUDY_OPEN && age > 0 ? page_count(c, "n_ago", age)
					      : NULL);
}

size_t
page_try_rows(struct page_ctx *c, struct tmpl_val *m, const char *key,
    int states, size_t max)
{
	struct tmpl_val *list = tmpl_list(c->a), *o = tmpl_object(c->a);
	size_t i, k, n = 0;

	for (i = 0; i < c->g->n_days; i++) {
		const struct graph_page *day = c->g->days[i];
		const struct study_items *tries = &day->day->lists[STUDY_TRY];

		for (k = 0; k < tries->n; k++) {
			if ((states & 1 << tries->v[k].state) == 0)
				continue;
			if (n++ < max)
				item_try(c, list, day, &tries->v[k]);
		}
	}
	tmpl_set(c->a, o, "rows", list);
	if (n > 0)
		tmpl_set(c->a, m, key, o);
	else
		tmpl_bool(c->a, m, key, false);
	return n;
}
