/* page_note.c: the page of one note */
#include <string.h>

#include "page/page_int.h"

/* Days in the line below the title; the page of topics has all of them. */
#define STUDIED_MAX 4
/* Backlinks to be seen at once. */
#define BACKLINKS_MAX 8

static void
note_set_texts(struct page_ctx *c, struct tmpl_val *m, const char *key,
    const char **v, size_t n)
{
	struct tmpl_val *list = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < n; i++)
		tmpl_push(c->a, list, tmpl_text_val(c->a, v[i]));
	page_list(c, m, key, list);
}

/* A day on which it was studied: its latest entry, the minutes of all. */
static void
note_study(struct page_ctx *c, struct tmpl_val *item,
    const struct graph_study *s, long minutes)
{
	tmpl_text(c->a, item, "url",
	    page_href(
		c, s->day->url, page_slug_at(s->day->note, s->entry->line)));
	tmpl_text(c->a, item, "label", page_date(c, s->day->day->date));
	tmpl_text(c->a, item, "iso", page_iso(c, s->day->day->date));
	tmpl_text(c->a, item, "minutes",
	    minutes > 0 ? page_minutes(c, minutes) : NULL);
}

static void
note_set_studies(
    struct page_ctx *c, struct tmpl_val *m, const struct graph_page *p)
{
	struct tmpl_val *list = tmpl_list(c->a);
	struct strbuf axis = STRBUF_INIT;
	size_t i, days = 0;
	long minutes = 0;

	for (i = 0; i < p->n_studies; days++) {
		const struct graph_study *s = &p->studies[i];
		long of_day = 0;

		for (; i < p->n_studies && p->studies[i].day == s->day; i++)
			of_day += p->studies[i].entry->minutes;
		minutes += of_day;
		if (days < STUDIED_MAX)
			note_study(c, tmpl_push_object(c->a, list), s, of_day);
	}
	page_list(c, m, "studies", list);
	if (page_axis_studies(&axis, c, p))
		tmpl_html(c->a, m, "axis", axis.buf, axis.len);
	strbuf_release(&axis);
	tmpl_text(c->a, m, "studied_total",
	    minutes > 0 ? page_minutes(c, minutes) : NULL);
	tmpl_text(c->a, m, "studied_more",
	    days > STUDIED_MAX
		? page_count(c, "n_more", (long)(days - STUDIED_MAX))
		: NULL);
	/* Entries of one note may be of topics of several names. */
	if (p->n_studies > 0)
		tmpl_text(c->a, m, "topics_url",
		    page_href(c,
			page_topic_path(c->a, p->studies[0].entry->topic),
			NULL));
}

/* What became of a try is said in the quote of its line, too. Words of the link
 * that are in the reason move with it; the ")" behind that goes. */
static const char *
note_quote(struct page_ctx *c, const struct graph_backlink *b, long *hit)
{
	const char *old = b->link->context, *text = old;
	const struct study_items *tries;
	struct strbuf line = STRBUF_INIT;
	size_t i, same = 0;

	if (b->from->day == NULL)
		return old;
	tries = &b->from->day->lists[STUDY_TRY];
	for (i = 0; i < tries->n && tries->v[i].line != b->link->line;)
		i++;
	if (i == tries->n || page_try_of(c, &tries->v[i]) == NULL)
		return old;
	strbuf_adds(&line, old);
	if (page_became_text(&line, 0, c, page_try_of(c, &tries->v[i]))) {
		while (old[same] == line.buf[same])
			same++;
		if (*hit >= 0 && (size_t)*hit >= same)
			*hit += (long)line.len + 1 - (long)strlen(old);
		text = arena_strdup(c->a, line.buf);
	}
	strbuf_release(&line);
	return text;
}

/* The quote, split around the words that are the link. What is folded is only
 * named: hundreds of quotes would outweigh the page. */
static void
note_backlink(struct page_ctx *c, struct tmpl_val *list, struct tmpl_val *more,
    const struct graph_backlink *b)
{
	bool folded = tmpl_len(list) >= BACKLINKS_MAX;
	struct tmpl_val *item = tmpl_push_object(c->a, folded ? more : list);
	const struct note_link *l = b->link;
	long at = *l->text != '\0' ? l->hit : -1;
	const char *quote = note_quote(c, b, &at), *hit;

	tmpl_text(c->a, item, "url", page_href(c, b->from->url, NULL));
	tmpl_text(c->a, item, "title",
	    b->from->day != NULL ? page_date_long(c, b->from->day->date)
				 : b->from->title);
	tmpl_text(c->a, item, "id", folded ? NULL : b->from->id);
	/* The title of a day is a date, in words of the wiki. */
	tmpl_text(c->a, item, "note_lang",
	    b->from->day != NULL ? NULL : page_note_lang(c, b->from->note));
	/* A line of nothing but the link would only say the title again. */
	if (folded || at < 0 || strcmp(quote, l->text) == 0) {
		tmpl_text(c->a, item, "context",
		    !folded && at < 0 && *quote ? quote : NULL);
		return;
	}
	hit = quote + at;
	tmpl_bool(c->a, item, "context", true);
	tmpl_text(c->a, item, "before", arena_strndup(c->a, quote, (size_t)at));
	tmpl_text(c->a, item, "hit", l->text);
	tmpl_text(c->a, item, "after", hit + strlen(l->text));
}

void
page_backlinks(struct page_ctx *c, struct tmpl_val *m,
    const struct graph_backlink *v, size_t n)
{
	struct tmpl_val *list = tmpl_list(c->a), *more = tmpl_list(c->a);
	size_t i;

	for (i = 0; i < n; i++)
		if (v[i].from->day == NULL)
			note_backlink(c, list, more, &v[i]);
	for (i = n; i > 0; i--)
		if (v[i - 1].from->day != NULL)
			note_backlink(c, list, more, &v[i - 1]);
	page_list(c, m, "backlinks", list);
	page_list(c, m, "more_backlinks", more);
	tmpl_text(c->a, m, "more_label",
	    page_count(c, "n_links", (long)tmpl_len(more)));
}

int
page_note_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct graph_page *p = c->page->subject;
	const struct note_meta *meta = &p->note->meta;
	bool dated;

	page_head(c, m, p->title,
	    meta->description ? meta->description : p->note->text);
	page_crumbs(c, m, p->id);
	tmpl_text(c->a, m, "lead", meta->description);
	tmpl_text(c->a, m, "note_lang", page_note_lang(c, p->note));
	tmpl_text(c->a, m, "title_lang", page_note_lang(c, p->note));
	tmpl_bool(c->a, m, "draft", meta->draft);
	tmpl_bool(c->a, m, "failed", p->note->failed);
	page_tag_list(c, m, "tags", meta);
	note_set_texts(c, m, "aliases", meta->aliases, meta->n_aliases);
	note_set_studies(c, m, p);
	tmpl_text(c->a, m, "date",
	    meta->date.y != 0 ? page_date(c, meta->date) : NULL);
	tmpl_text(c->a, m, "date_iso",
	    meta->date.y != 0 ? page_iso(c, meta->date) : NULL);
	dated = page_dates(c, m, p);
	tmpl_bool(c->a, m, "has_meta",
	    meta->n_tags + meta->n_aliases + p->n_studies > 0 ||
		meta->date.y != 0 || dated);
	page_toc_note(c, m, p->note);
	page_backlinks(c, m, p->backlinks, p->n_backlinks);
	return page_html_set(c, m, p, e);
}
