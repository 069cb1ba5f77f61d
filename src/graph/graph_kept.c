/* graph_kept.c: what joining the notes has found, as bytes and back
 *
 * Theory of operation. Where links lead is work for all notes at once, and an
 * edit of one seldom changes it. So it is kept: of each page what others show
 * of it, of each link where it leads, of each page which links lead to it.
 * Numbers are of 32 or 64 bits in the order of this machine:
 *
 *	the head: how many there are of each
 *	the pages; the links, page by page; the links to each, page by page
 *	the topics of all entries, and the note of each
 *	the texts, each with a NUL; the first is no text
 *
 * The bytes are ours (wiki_kept.c), but need not make sense: what is read out
 * of them stays inside of them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "graph/graph_kept_int.h"

/* ---- out ------------------------------------------------------------------ */

struct packer {
	const struct graph *g;
	struct kept_head n;
	struct strbuf texts, links, tos, topics;
	struct map *named; /* topic → its page, or the packer for none */
	size_t *first;     /* of each page: its first link to it, in tos */
	bool odd;          /* something cannot be told later */
};

static uint32_t
pack_text(struct packer *p, const char *s)
{
	size_t at = p->texts.len;

	if (s == NULL)
		return 0;
	strbuf_add(&p->texts, s, strlen(s) + 1);
	p->odd |= p->texts.len > UINT32_MAX;
	return (uint32_t)at;
}

static uint32_t
pack_page(const struct packer *p, const struct graph_page *to)
{
	return to != NULL ? (uint32_t)(to - p->g->pages) : KEPT_NONE;
}

/* A part of a note, as a number: its headings, blocks and items in order. */
static uint32_t
pack_span(struct packer *p, const struct note *n, const struct note_span *span)
{
	if (span == NULL)
		return KEPT_NO_SPAN;
	if (n->sections != NULL && span >= n->sections &&
	    span < n->sections + n->n_headings)
		return KEPT_SPANS + (uint32_t)(span - n->sections);
	if (n->blocks != NULL && span >= n->blocks &&
	    span < n->blocks + n->n_ids)
		return KEPT_SPANS + (uint32_t)n->n_headings +
		       (uint32_t)(span - n->blocks);
	if (n->items != NULL && span >= n->items && span < n->items + n->n_ids)
		return KEPT_SPANS + (uint32_t)(n->n_headings + n->n_ids) +
		       (uint32_t)(span - n->items);
	p->odd |= span->from != 0 || span->to != n->html_len;
	return KEPT_WHOLE;
}

/* Whether there is something like "2026-11-23" in it. */
static bool
has_date(const char *s)
{
	size_t len = strlen(s);
	struct date d;
	char day[11] = "";

	for (; len >= 10; s++, len--) {
		memcpy(day, s, 10);
		if (date_parse(&d, day) == 0)
			return true;
	}
	return false;
}

static void
pack_link(struct packer *p, const struct graph_page *from, size_t i)
{
	const struct graph_link *l = &from->links[i];
	struct kept_link row = { .to = pack_page(p, l->to) };

	/* It could lead to a new day; and what it may mean is told of it. */
	if (l->problem != NULL || ((l->to == NULL || l->to->day == NULL) &&
				      has_date(l->link->target)))
		p->n.fixed = 1;

	row.file = pack_text(p, l->file);
	row.folder = pack_text(p, l->folder);
	row.topic = pack_text(p, l->topic != NULL ? l->topic->name : NULL);
	row.anchor = pack_text(p, l->anchor);
	row.problem = pack_text(p, l->problem);
	row.query =
	    pack_text(p, l->query != NULL && *l->query ? l->query : NULL);
	row.url = pack_text(p, l->url);
	/* One that was made of it, as of [[C#]]. */
	row.own = l->link == &from->note->links[i];
	row.fragment = l->link->fragment != NULL;
	row.raw = l->link->attr != NOTE_ATTR_NONE;
	row.part = row.item = KEPT_NO_SPAN;
	if (l->to != NULL) {
		row.part = pack_span(p, l->to->note, l->part);
		row.item = pack_span(p, l->to->note, l->item);
	}
	strbuf_add(&p->links, &row, sizeof(row));
}

/* The links to each page, in the order of what they come from. */
static void
pack_tos(struct packer *p)
{
	const struct graph *g = p->g;
	struct kept_to *v;
	size_t i, k, *at;

	p->first = xcalloc(g->n_pages + 2, sizeof(*p->first));
	at = p->first + 1;
	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++)
			if (g->pages[i].links[k].to != NULL)
				at[g->pages[i].links[k].to - g->pages]++;
	for (i = 0; i < g->n_pages; i++)
		at[i] += p->first[i];
	p->n.tos = p->first[g->n_pages];
	v = xcalloc(p->n.tos + 1, sizeof(*v));
	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++) {
			const struct graph_page *to = g->pages[i].links[k].to;

			if (to != NULL)
				v[p->first[to - g->pages]++] =
				    (struct kept_to){ (uint32_t)i,
					    (uint32_t)k };
		}
	strbuf_add(&p->tos, v, p->n.tos * sizeof(*v));
	free(v);
}

/* What a topic is called, and its note; a name that is two notes, by the day
 * that has it, cannot be kept. */
static void
pack_topics(struct packer *p)
{
	size_t i, k;

	for (i = 0; i < p->g->n_days; i++)
		for (k = 0; k < p->g->days[i]->n_studies; k++) {
			const struct graph_study *s =
			    &p->g->days[i]->studies[k];
			const void *to =
			    s->topic != NULL ? (void *)s->topic : (void *)p;
			const void *known = map_get(p->named, s->entry->topic);
			struct kept_topic row;

			p->odd |= known != NULL && known != to;
			if (known != NULL)
				continue;
			map_put(p->named, s->entry->topic, (void *)to);
			if (has_date(s->entry->topic))
				p->n.fixed = 1;
			row.name = pack_text(p, s->entry->topic);
			row.page = pack_page(p, s->topic);
			strbuf_add(&p->topics, &row, sizeof(row));
			p->n.topics++;
		}
}

static void
pack_pages(struct packer *p, struct strbuf *out)
{
	size_t i, k, links = 0;

	for (i = 0; i < p->g->n_pages; i++) {
		const struct graph_page *x = &p->g->pages[i];
		const struct note_meta *meta = &x->note->meta;
		struct kept_page row = { .links = (uint32_t)links,
			.n_links = (uint32_t)x->note->n_links,
			.flags = x->day != NULL ? KEPT_DAY : 0 };

		/* What stands before is where the links to this one end. */
		row.tos_end = (uint32_t)p->first[i];
		row.path = pack_text(p, x->note->path);
		row.id = pack_text(p, x->id);
		row.title = pack_text(p, x->title);
		row.url = pack_text(p, x->url);
		row.lang = pack_text(p, meta->lang);
		row.description = pack_text(p, meta->description);
		row.date = (uint32_t)(meta->date.y * 512 + meta->date.m * 32 +
				      meta->date.d);
		row.n_tags = (uint32_t)meta->n_tags;
		for (k = 0; k < meta->n_tags; k++) {
			uint32_t at = pack_text(p, meta->tags[k]);

			row.tags = k == 0 ? at : row.tags;
		}
		row.flags |= x == p->g->home ? KEPT_HOME : 0;
		row.flags |= meta->draft ? KEPT_DRAFT : 0;
		row.flags |= x->n_studies > 0 ? KEPT_STUDIED : 0;
		links += x->note->n_links;
		strbuf_add(out, &row, sizeof(row));
	}
}

bool
graph_kept_pack(struct strbuf *out, const struct graph *g)
{
	struct packer p = { .g = g,
		.texts = STRBUF_INIT,
		.links = STRBUF_INIT,
		.tos = STRBUF_INIT,
		.topics = STRBUF_INIT,
		.named = map_new() };
	struct strbuf pages = STRBUF_INIT;
	size_t i, k;

	strbuf_addc(&p.texts, '\0');
	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++, p.n.links++)
			pack_link(&p, &g->pages[i], k);
	pack_tos(&p);
	pack_topics(&p);
	pack_pages(&p, &pages);
	p.n.pages = g->n_pages;
	p.n.texts = p.texts.len;
	p.n.notes_dir = pack_text(&p, g->notes_dir);
	p.n.texts = p.texts.len;
	p.odd |= g->plain || p.n.links > UINT32_MAX || p.texts.full;
	if (!p.odd) {
		strbuf_add(out, &p.n, sizeof(p.n));
		strbuf_add(out, pages.buf, pages.len);
		strbuf_add(out, p.links.buf, p.links.len);
		strbuf_add(out, p.tos.buf, p.tos.len);
		strbuf_add(out, p.topics.buf, p.topics.len);
		strbuf_add(out, p.texts.buf, p.texts.len);
	}
	strbuf_release(&pages);
	strbuf_release(&p.texts);
	strbuf_release(&p.links);
	strbuf_release(&p.tos);
	strbuf_release(&p.topics);
	map_free(p.named);
	free(p.first);
	return !p.odd;
}

/* ---- in ------------------------------------------------------------------- */

/* The next n elements of this size; NULL when there are not so many. */
static const void *
kept_next(const char **p, size_t *left, uint64_t n, size_t size)
{
	const char *at = *p;

	if (n > *left / size)
		return NULL;
	*p += n * size;
	*left -= n * size;
	return at;
}

/* Whether each page has its links and the links to it, one behind the other. */
static bool
kept_holds(const struct graph_kept *k)
{
	uint64_t links = 0, tos = 0;
	size_t i;

	for (i = 0; i < k->n.pages; i++) {
		const struct kept_page *p = &k->pages[i];

		if (p->links != links || p->tos_end < tos ||
		    p->n_tags > k->n.texts || kept_text(k, p->path) == NULL ||
		    kept_text(k, p->id) == NULL ||
		    kept_text(k, p->title) == NULL ||
		    kept_text(k, p->url) == NULL)
			return false;
		links += p->n_links;
		tos = p->tos_end;
	}
	return links == k->n.links && tos == k->n.tos && k->n.texts > 0 &&
	       k->n.notes_dir < k->n.texts && k->texts[k->n.texts - 1] == '\0';
}

struct graph_kept *
graph_kept_new(const void *bytes, size_t len)
{
	struct graph_kept *k = xcalloc(1, sizeof(*k));
	const char *p = bytes;
	bool good = len >= sizeof(k->n);

	if (good) {
		memcpy(&k->n, p, sizeof(k->n));
		p += sizeof(k->n);
		len -= sizeof(k->n);
		k->pages = kept_next(&p, &len, k->n.pages, sizeof(*k->pages));
		k->links = kept_next(&p, &len, k->n.links, sizeof(*k->links));
		k->tos = kept_next(&p, &len, k->n.tos, sizeof(*k->tos));
		k->topics =
		    kept_next(&p, &len, k->n.topics, sizeof(*k->topics));
		k->texts = kept_next(&p, &len, k->n.texts, 1);
	}
	good = good && k->pages != NULL && k->links != NULL && k->tos != NULL &&
	       k->topics != NULL && k->texts != NULL && len == 0 &&
	       kept_holds(k);
	if (!good) {
		free(k);
		return NULL;
	}
	return k;
}

/* ---- one day more --------------------------------------------------------- */

/* Pages from `at` on have moved by one. */
static uint32_t
more_page(uint32_t page, size_t at)
{
	return page != KEPT_NONE && page >= at ? page + 1 : page;
}

static uint32_t
more_text(struct strbuf *texts, size_t len, const char *s)
{
	size_t at = len + texts->len;

	strbuf_add(texts, s, strlen(s) + 1);
	return (uint32_t)at;
}

static void
more_pages(struct strbuf *out, const struct graph_kept *k,
    const struct kept_page *row, size_t at)
{
	strbuf_add(out, k->pages, at * sizeof(*row));
	strbuf_add(out, row, sizeof(*row));
	strbuf_add(out, k->pages + at, (k->n.pages - at) * sizeof(*row));
}

static void
more_places(struct strbuf *out, const struct graph_kept *k, size_t at)
{
	uint64_t i;

	for (i = 0; i < k->n.links; i++) {
		struct kept_link l = k->links[i];

		l.to = more_page(l.to, at);
		strbuf_add(out, &l, sizeof(l));
	}
	for (i = 0; i < k->n.tos; i++) {
		struct kept_to t = k->tos[i];

		t.from = more_page(t.from, at);
		strbuf_add(out, &t, sizeof(t));
	}
	for (i = 0; i < k->n.topics; i++) {
		struct kept_topic t = k->topics[i];

		t.page = more_page(t.page, at);
		strbuf_add(out, &t, sizeof(t));
	}
}

bool
graph_kept_more(struct strbuf *out, const struct graph_kept *k,
    const struct note *day, const char *url, size_t *at)
{
	struct kept_head n = k->n;
	struct kept_page row = { .flags = KEPT_DAY };
	struct strbuf texts = STRBUF_INIT;
	size_t i = 0;

	while (i < n.pages && strcmp(kept_text(k, k->pages[i].id), day->id) < 0)
		i++;
	*at = i;
	if (n.fixed != 0 || n.texts > UINT32_MAX / 2 || n.pages >= KEPT_NONE ||
	    (i < n.pages && strcmp(kept_text(k, k->pages[i].id), day->id) == 0))
		return false;
	row.path = more_text(&texts, n.texts, day->path);
	row.id = more_text(&texts, n.texts, day->id);
	row.title = more_text(&texts, n.texts, day->title);
	row.url = more_text(&texts, n.texts, url);
	row.links = (uint32_t)(i < n.pages ? k->pages[i].links : n.links);
	row.tos_end = i > 0 ? k->pages[i - 1].tos_end : 0;
	n.pages++;
	n.texts += texts.len;
	strbuf_add(out, &n, sizeof(n));
	more_pages(out, k, &row, i);
	more_places(out, k, i);
	strbuf_add(out, k->texts, k->n.texts);
	strbuf_add(out, texts.buf, texts.len);
	strbuf_release(&texts);
	return true;
}

void
graph_kept_free(struct graph_kept *k)
{
	free(k);
}

size_t
graph_kept_len(const struct graph_kept *k)
{
	return (size_t)k->n.pages;
}

const char *
kept_text(const struct graph_kept *k, uint32_t at)
{
	return at == 0 || at >= k->n.texts ? NULL : k->texts + at;
}

const char *
graph_kept_path(const struct graph_kept *k, size_t i)
{
	const char *path = kept_text(k, k->pages[i].path);

	return path != NULL ? path : "";
}

size_t
kept_tos(const struct graph_kept *k, size_t i, const struct kept_to **v)
{
	size_t from = i == 0 ? 0 : k->pages[i - 1].tos_end;

	*v = k->tos + from;
	return k->pages[i].tos_end - from;
}

const struct kept_link *
kept_link(const struct graph_kept *k, const struct kept_to *to)
{
	if (to->from >= k->n.pages || to->link >= k->pages[to->from].n_links)
		return NULL;
	return &k->links[k->pages[to->from].links + to->link];
}

struct graph_kept_now *
graph_kept_of(const struct graph *g)
{
	struct graph_kept_now *v = xcalloc(g->n_pages + 1, sizeof(*v));
	size_t i;

	for (i = 0; i < g->n_pages; i++) {
		const struct graph_dates *d = g->pages[i].dates;

		memcpy(v[i].print, g->pages[i].note->print, sizeof(v[i].print));
		v[i].dated = d != NULL;
		if (d == NULL)
			continue;
		/* One by one: what is between them stays zero. */
		v[i].dates.first.t = d->first.t;
		v[i].dates.first.offset = d->first.offset;
		v[i].dates.last.t = d->last.t;
		v[i].dates.last.offset = d->last.offset;
		v[i].dates.has_first = d->has_first;
		v[i].dates.has_last = d->has_last;
	}
	return v;
}

/* The tags of a page: one text behind the other. */
static void
kept_tags(const struct graph_kept *k, const struct kept_page *row,
    struct note *n, struct arena *a)
{
	size_t i, at = row->tags;

	n->meta.tags = arena_alloc(a, row->n_tags * sizeof(*n->meta.tags));
	for (i = 0; i < row->n_tags && at > 0 && at < k->n.texts; i++) {
		n->meta.tags[i] = k->texts + at;
		at += strlen(k->texts + at) + 1;
	}
	n->meta.n_tags = i;
}

struct note *
graph_kept_notes(const struct graph_kept *k, const struct graph_kept_now *now,
    struct arena *a)
{
	struct note *v = arena_alloc(a, (size_t)k->n.pages * sizeof(*v));
	size_t i;

	for (i = 0; i < k->n.pages; i++) {
		const struct kept_page *row = &k->pages[i];
		struct note *n = &v[i];

		n->path = kept_text(k, row->path);
		n->id = kept_text(k, row->id);
		n->title = kept_text(k, row->title);
		n->meta.lang = kept_text(k, row->lang);
		n->meta.description = kept_text(k, row->description);
		n->meta.date = (struct date){ (int)(row->date / 512),
			(int)(row->date / 32 % 16), (int)(row->date % 32) };
		n->meta.draft = row->flags & KEPT_DRAFT;
		memcpy(n->print, now[i].print, sizeof(n->print));
		if (row->n_tags > 0)
			kept_tags(k, row, n, a);
	}
	return v;
}

bool
graph_kept_listed(const struct graph_kept *k, size_t i)
{
	return k->pages[i].flags & (KEPT_DAY | KEPT_HOME);
}

bool
graph_kept_day(const struct graph_kept *k, size_t i)
{
	return k->pages[i].flags & KEPT_DAY;
}

size_t
graph_kept_home(const struct graph_kept *k)
{
	size_t i;

	for (i = 0; i < k->n.pages; i++)
		if (k->pages[i].flags & KEPT_HOME)
			return i;
	return GRAPH_KEPT_NONE;
}

bool
graph_kept_topic(const struct graph_kept *k, const char *name, size_t *page)
{
	size_t i;

	for (i = 0; i < k->n.topics; i++) {
		const char *known = kept_text(k, k->topics[i].name);

		if (known == NULL || strcmp(known, name) != 0)
			continue;
		*page = k->topics[i].page < k->n.pages ? k->topics[i].page
						       : GRAPH_KEPT_NONE;
		return true;
	}
	return false;
}

/* A page with a date. */
struct kept_dated {
	struct date d;
	const char *id;
	size_t page;
};

static int
dated_cmp(const void *pa, const void *pb)
{
	const struct kept_dated *a = pa, *b = pb;
	int d = -date_cmp(a->d, b->d);

	return d ? d : strcmp(a->id, b->id);
}

size_t
graph_kept_latest(
    const struct graph_kept *k, struct date today, size_t *out, size_t max)
{
	struct kept_dated *v = NULL;
	size_t i, n = 0, cap = 0;

	for (i = 0; i < k->n.pages; i++) {
		const struct kept_page *row = &k->pages[i];
		const char *id = kept_text(k, row->id);
		struct date d = { (int)(row->date / 512),
			(int)(row->date / 32 % 16), (int)(row->date % 32) };

		if (row->flags & KEPT_DAY &&
		    date_parse(&d, path_base(id)) == -1)
			continue;
		if (d.y != 0 && date_cmp(d, today) <= 0 &&
		    !(row->flags & (KEPT_DRAFT | KEPT_HOME)))
			*VEC_PUSH(v, n, cap) = (struct kept_dated){ d, id, i };
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), dated_cmp);
	for (i = 0; i < n && i < max; i++)
		out[i] = v[i].page;
	free(v);
	return i;
}

int
graph_kept_asked(const struct graph_kept *k, size_t i)
{
	const struct kept_page *p = &k->pages[i];
	const struct kept_to *to;
	size_t n = kept_tos(k, i, &to), j;
	int asked = p->flags & KEPT_STUDIED ? GRAPH_ASKED_BY_DAY : 0;

	for (j = 0; j < n; j++) {
		const struct kept_link *l = kept_link(k, &to[j]);

		if (l == NULL)
			continue;
		asked |= l->fragment ? GRAPH_ASKED_PLACE : 0;
		asked |= l->part != KEPT_NO_SPAN ? GRAPH_ASKED_EMBED : 0;
		asked |= k->pages[to[j].from].flags & KEPT_DAY
			     ? GRAPH_ASKED_BY_DAY
			     : 0;
	}
	for (j = 0; j < p->n_links; j++)
		asked |= k->links[p->links + j].topic != 0
			     ? GRAPH_ASKED_IN_TOPIC
			     : 0;
	return asked;
}

static int
place_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t
graph_kept_places(const struct graph_kept *k, size_t i, struct arena *a,
    const char *const **out)
{
	const struct kept_to *to;
	size_t n = kept_tos(k, i, &to), j, m = 0, kept = 0;
	const char **v = arena_alloc(a, n * sizeof(*v));

	for (j = 0; j < n; j++) {
		const struct kept_link *l = kept_link(k, &to[j]);
		const char *anchor = l ? kept_text(k, l->anchor) : NULL;

		if (to[j].from != i && anchor != NULL && !l->raw)
			v[m++] = anchor;
	}
	if (m > 1)
		qsort(v, m, sizeof(*v), place_cmp);
	for (j = 0; j < m; j++)
		if (kept == 0 || strcmp(v[kept - 1], v[j]) != 0)
			v[kept++] = v[j];
	*out = v;
	return kept;
}

void
graph_kept_targets(
    const struct graph_kept *k, size_t i, size_t **v, size_t *n, size_t *cap)
{
	const struct kept_page *p = &k->pages[i];
	size_t j, m;

	for (j = 0; j < p->n_links; j++) {
		uint32_t to = k->links[p->links + j].to;

		for (m = 0; m < *n && (*v)[m] != to;)
			m++;
		if (to < k->n.pages && to != i && m == *n)
			*VEC_PUSH(*v, *n, *cap) = to;
	}
}
