/* page_print.c: fingerprints: whether a page is made of what it was made of
 *
 * Theory of operation. What a page depends on is written down, one thing behind
 * the other, and hashed. Of the note itself that is the hash of its source; of
 * others only what the page shows of them: of a link its address, of what links
 * here the title and the quote, of an embed all. So an edit touches the pages
 * that show it, and no others.
 *
 * Who lets a page show more than before adds it here as well; else a build
 * leaves an old page where `build --verify` and tests/wiki/edits.sh find it.
 */
#include <string.h>

#include "base/hash.h"
#include "page/page_int.h"
#include "page/page_print.h"

/* Notes that one page embeds, directly or not; with more of them it has no
 * fingerprint. */
#define SHOWN_MAX 32

struct print {
	struct page_ctx c; /* what page_try_of() asks */
	struct strbuf *sb; /* borrowed */
	const struct page_prints *all;
	const struct graph_page *shown[SHOWN_MAX];
	size_t n;
	bool known;
};

static void
add_int(struct print *x, int64_t v)
{
	strbuf_add(x->sb, &v, sizeof(v));
}

/* With its length, so that no two texts together look like two others. */
static void
add_str(struct print *x, const char *s)
{
	size_t len = s != NULL ? strlen(s) : 0;

	add_int(x, s != NULL ? (int64_t)len : -1);
	strbuf_add(x->sb, s != NULL ? s : "", len);
}

static void
add_date(struct print *x, struct date d)
{
	add_int(x, d.y * 512 + d.m * 32 + d.d);
}

/* All of a note, as far as it comes from its source. */
static void
add_self(struct print *x, const struct note *n)
{
	x->known &= n->print[0] != 0 || n->print[1] != 0;
	strbuf_add(x->sb, n->print, sizeof(n->print));
	add_int(x, n->failed);
}

/* A try of another line, which this one leads to or comes from. */
static void
add_try_end(struct print *x, const struct page_try *t)
{
	if (t == NULL) {
		add_int(x, -1);
		return;
	}
	add_int(x, t->item->line);
	add_self(x, t->day->note);
	add_str(x, t->day->url);
}

/* A try, and what became of it. */
static void
add_try(struct print *x, const struct page_try *t)
{
	const struct graph_page *day;

	add_try_end(x, t);
	if (t == NULL)
		return;
	add_date(x, t->closed);
	day = t->closed.y != 0 ? page_try_day(&x->c, t) : NULL;
	add_str(x, day != NULL ? day->url : NULL);
	add_int(x, t->refers);
	add_try_end(x, t->next);
	add_try_end(x, t->was);
}

static void
add_tries(struct print *x, const struct study_day *day)
{
	const struct study_items *v = day ? &day->lists[STUDY_TRY] : NULL;
	size_t i;

	for (i = 0; v != NULL && i < v->n; i++)
		add_try(x, page_try_of(&x->c, &v->v[i]));
}

static void
add_span(struct print *x, const struct note_span *s)
{
	if (s == NULL) {
		add_int(x, -1);
		return;
	}
	add_int(x, (int64_t)s->from);
	add_int(x, (int64_t)s->to);
	add_int(x, (int64_t)s->hole);
	add_int(x, (int64_t)s->hole_end);
	add_int(x, s->block);
	add_int(x, s->list);
}

/* Where a link of a note leads; what it says is in the note. */
static void
add_link(struct print *x, const struct graph_link *l)
{
	add_str(x, l->to != NULL ? l->to->url : NULL);
	add_str(x, l->file);
	add_str(x, l->folder);
	add_str(x, l->topic != NULL ? l->topic->name : NULL);
	add_str(x, l->anchor);
	add_str(x, l->problem);
	add_str(x, l->query);
	add_str(x, l->url);
	add_span(x, l->part);
	add_span(x, l->item);
}

static void
add_name(struct print *x, const struct graph_page *p)
{
	add_str(x, p->id);
	add_str(x, p->url);
	add_str(x, p->title);
}

/* All of a note as it is shown, and what it embeds. */
static void
add_shown(struct print *x, const struct graph_page *p)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->shown[i] == p)
			return;
	if (x->n == SHOWN_MAX) {
		x->known = false;
		return;
	}
	x->shown[x->n++] = p;
	add_self(x, p->note);
	add_name(x, p);
	add_tries(x, p->day);
	/* A record is of many parts, and few notes have one. */
	for (i = 0; p->records != NULL && i < p->note->n_examples; i++)
		x->known &= p->records[i] == NULL;
	for (i = 0; i < p->note->n_links; i++)
		add_link(x, &p->links[i]);
	for (i = 0; i < p->note->n_links; i++)
		if (p->links[i].to != NULL && p->links[i].part != NULL)
			add_shown(x, p->links[i].to);
}

static void
add_dates(struct print *x, const struct graph_dates *d)
{
	add_int(x, d != NULL ? 2 * d->has_first + d->has_last : -1);
	if (d == NULL)
		return;
	add_int(x, d->first.t);
	add_int(x, d->first.offset);
	add_int(x, d->last.t);
	add_int(x, d->last.offset);
}

/* What links here, and the try that the line is. */
static void
add_backlink(struct print *x, const struct graph_backlink *b)
{
	const struct study_day *day = b->from->day;
	const struct study_items *v = day ? &day->lists[STUDY_TRY] : NULL;
	size_t i;

	add_name(x, b->from);
	add_int(x, day != NULL);
	if (day != NULL)
		add_date(x, day->date);
	add_str(x, b->from->note->meta.lang);
	add_str(x, b->link->context);
	add_str(x, b->link->text);
	add_int(x, b->link->hit);
	for (i = 0; v != NULL && i < v->n; i++)
		if (v->v[i].line == b->link->line)
			add_try(x, page_try_of(&x->c, &v->v[i]));
}

static void
print_note(struct print *x, const struct page *page)
{
	const struct graph_page *p = page->subject;
	size_t i;

	add_shown(x, p);
	add_dates(x, p->dates);
	for (i = 0; i < p->n_backlinks; i++)
		add_backlink(x, &p->backlinks[i]);
	for (i = 0; i < p->n_studies; i++) {
		const struct graph_study *s = &p->studies[i];

		add_self(x, s->day->note);
		add_str(x, s->day->url);
		add_int(x, (int64_t)s->day->n_studies);
		add_int(x, s->entry->line);
	}
}

/* The day before or behind. */
static void
add_neighbour(struct print *x, const struct graph_page *day)
{
	add_str(x, day != NULL ? day->url : NULL);
	if (day != NULL)
		add_date(x, day->day->date);
}

/* The notes of what was studied on a day. */
static void
add_studies(struct print *x, const struct graph_page *day)
{
	size_t i;

	for (i = 0; i < day->n_studies; i++) {
		const struct graph_study *s = &day->studies[i];

		add_str(x, s->topic != NULL ? s->topic->url : NULL);
	}
}

static void
print_day(struct print *x, const struct page *page)
{
	const struct graph_page *p = page->subject;
	const struct page_index *all = page->index;
	size_t i;

	add_shown(x, p);
	add_dates(x, p->dates);
	add_studies(x, p);
	add_neighbour(x, p->prev);
	add_neighbour(x, p->next);
	for (i = page_try_closed_from(all, p->day->date);
	     i < all->n_closed &&
	     date_cmp(all->by_closed[i]->closed, p->day->date) == 0;
	     i++)
		add_try(x, all->by_closed[i]);
}

static void
print_preview(struct print *x, const struct page *page)
{
	size_t i;

	add_self(x, page->subject->note);
	add_name(x, page->subject);
	add_str(x, page->anchor);
	for (i = 0; i < page->n_places; i++)
		add_str(x, page->places[i]);
	add_tries(x, page->subject->day);
}

static void
print_moved(struct print *x, const struct page *page)
{
	add_name(x, page->subject);
}

/* A note or a day in a list. */
static void
add_item(struct print *x, const struct graph_page *p)
{
	const struct note_meta *meta = &p->note->meta;
	size_t i;

	add_name(x, p);
	add_int(x, p->day != NULL);
	if (p->day != NULL) {
		add_self(x, p->note);
		add_studies(x, p);
	}
	add_str(x, meta->lang);
	add_str(x, meta->description);
	add_int(x, (int64_t)meta->n_tags);
	for (i = 0; i < meta->n_tags; i++)
		add_str(x, meta->tags[i]);
}

static void
print_folder(struct print *x, const struct page *page)
{
	const struct graph *g = x->c.g;
	const char *dir = page->group->name;
	size_t i, len = strlen(dir);

	add_str(x, dir);
	for (i = page_folder_first(g, dir); i < g->n_pages; i++) {
		if (strncmp(g->pages[i].id, dir, len) != 0 ||
		    g->pages[i].id[len] != '/')
			break;
		add_item(x, &g->pages[i]);
	}
}

static void
print_tag(struct print *x, const struct page *page)
{
	size_t i;

	add_str(x, page->group->name);
	for (i = 0; i < page->group->n; i++)
		add_item(x, page->group->pages[i]);
}

/* What lists of all pages show: each by its name, where its links lead, and
 * the topics. Few edits change that. */
static void
add_wiki(struct print *x)
{
	const struct graph *g = x->c.g;
	size_t i, k;

	for (i = 0; i < g->n_pages; i++) {
		const struct graph_page *p = &g->pages[i];
		const struct note_meta *meta = &p->note->meta;

		add_item(x, p);
		add_dates(x, p->dates);
		add_int(x, meta->draft);
		for (k = 0; k < meta->n_aliases; k++)
			add_str(x, meta->aliases[k]);
		for (k = 0; k < p->note->n_links; k++) {
			const struct graph_link *l = &p->links[k];

			add_str(x, l->to ? l->to->url : NULL);
			add_str(x, l->topic ? l->topic->name : NULL);
		}
	}
	for (i = 0; i < g->n_topics; i++) {
		add_str(x, g->topics[i].name);
		add_str(x, g->topics[i].page ? g->topics[i].page->url : NULL);
		add_int(x, g->topics[i].minutes);
		add_int(x, (int64_t)g->topics[i].n_studies);
	}
	add_int(x, g->n_changes > 0);
}

/* That is the same for all of them. */
static void
print_wiki(struct print *x, const struct page *page)
{
	(void)page;
	x->known &= x->all->knows_wiki;
	strbuf_add(x->sb, &x->all->wiki, sizeof(x->all->wiki));
}

static const struct {
	const char *kind;
	void (*fn)(struct print *x, const struct page *page);
} prints[] = {
	{ "note", print_note },
	{ "day", print_day },
	{ "preview", print_preview },
	{ "moved", print_moved },
	{ "folder", print_folder },
	{ "tag", print_tag },
	{ "notes", print_wiki },
	{ "graph", print_wiki },
	{ "sitemap", print_wiki },
};

static struct page_print
print_end(const struct strbuf *sb)
{
	struct page_print p;
	uint64_t v[2];

	hash_128(v, sb->buf, sb->len);
	p.a = v[0];
	p.b = v[1];
	return p;
}

bool
page_print(struct page_print *out, const struct page *p, const struct graph *g,
    const struct page_prints *all, struct strbuf *room)
{
	struct print x = { { .g = g, .page = p }, room, all, { NULL }, 0,
		true };
	size_t i, n = sizeof(prints) / sizeof(*prints);

	for (i = 0; i < n && strcmp(prints[i].kind, p->kind->name) != 0; i++)
		;
	if (i == n)
		return false;
	strbuf_clear(room);
	strbuf_add(room, &all->common, sizeof(all->common));
	add_str(&x, p->kind->name);
	add_str(&x, p->path);
	prints[i].fn(&x, p);
	*out = print_end(room);
	/* What was cut off could be anything. */
	return x.known && room->len < room->max;
}

bool
page_print_search(struct page_print *out, const struct page *p,
    const struct graph *g, const struct page_prints *all, struct strbuf *room)
{
	struct print x = { { .g = g, .page = p }, room, all, { NULL }, 0,
		true };

	strbuf_clear(room);
	strbuf_add(room, &all->common, sizeof(all->common));
	add_self(&x, p->subject->note);
	add_name(&x, p->subject);
	add_tries(&x, p->subject->day);
	*out = print_end(room);
	return x.known && room->len < room->max;
}

void
page_print_common(struct page_prints *out, const struct graph *g,
    const struct page_theme *theme, uint64_t templates, struct strbuf *room)
{
	struct print x = { { .g = g }, room, NULL, { NULL }, 0, true };
	const struct conf *conf = g->conf;

	*out = (struct page_prints){ .knows_wiki = false };

	strbuf_clear(room);
	add_int(&x, (int64_t)templates);
	add_str(&x, theme->style);
	add_str(&x, theme->script);
	add_str(&x, theme->search);
	add_str(&x, theme->preview);
	add_str(&x, theme->graph);
	add_str(&x, conf->title);
	add_str(&x, conf->author);
	add_str(&x, conf->base_url);
	add_str(&x, conf->lang);
	add_int(&x, conf->day_ends);
	add_int(&x, conf->timebox);
	add_int(&x, conf->week_starts);
	add_int(&x, conf->html_trusted);
	/* Dates of other years have theirs with them. */
	add_int(&x, g->today.y);
	add_int(&x, g->plain);
	add_str(&x, g->notes_dir);
	out->common = print_end(room);
}

void
page_print_all(struct page_prints *out, const struct graph *g,
    const struct page_theme *theme, uint64_t templates, struct strbuf *room)
{
	struct print x = { { .g = g }, room, NULL, { NULL }, 0, true };

	page_print_common(out, g, theme, templates, room);
	strbuf_clear(room);
	add_wiki(&x);
	out->wiki = print_end(room);
	out->knows_wiki = x.known && room->len < room->max;
}
