/* page_item.c: rows that several pages show */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"
#include "page/page_int.h"

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
	tmpl_text(c->a, obj, "minutes", page_minutes(c, minutes));
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
	    day->day->minutes > 0 ? page_minutes(c, day->day->minutes) : NULL);
	for (i = 0; i < day->n_studies; i++) {
		const struct graph_study *s = &day->studies[i];
		struct tmpl_val *entry = tmpl_push_object(c->a, entries);

		tmpl_text(c->a, entry, "topic", s->entry->topic);
		tmpl_text(c->a, entry, "name", s->entry->title);
		tmpl_text(c->a, entry, "topic_url", page_topic_href(c, s));
	}
	tmpl_set(c->a, item, "entries", entries);
}

void
page_tag_list(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const struct note_meta *meta)
{
	struct tmpl_val *list = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < meta->n_tags; i++) {
		struct tmpl_val *item = tmpl_push_object(c->a, list);

		tmpl_kept(c->a, item, "name", meta->tags[i]);
		tmpl_kept(c->a, item, "url",
		    page_href(c, page_tag_path(c, meta->tags[i]), NULL));
	}
	page_list(c, m, key, list);
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

const char *
page_topic_href(struct page_ctx *c, const struct graph_study *s)
{
	return page_href(c,
	    s->topic ? s->topic->url : page_topic_path(c->a, s->entry->topic),
	    NULL);
}

struct tmpl_val *
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
	    page_href(c, page_topic_path(c->a, t->name), NULL));
	tmpl_text(c->a, item, "minutes",
	    t->minutes > 0 ? page_minutes(c, t->minutes) : NULL);
	tmpl_text(
	    c->a, item, "times", page_count(c, "n_times", (long)t->n_studies));
	/* The least is still to be seen. */
	tmpl_int(c->a, item, "bar",
	    t->minutes == 0                ? 0
	    : 100L * t->minutes / most > 0 ? 100L * t->minutes / most
					   : 1);
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
	tmpl_text(c->a, item, "more",
	    t->n_studies > max_days && max_days > 0
		? page_count(c, "n_more_times", (long)(t->n_studies - max_days))
		: NULL);
	return item;
}
