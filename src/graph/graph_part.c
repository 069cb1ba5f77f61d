/* graph_part.c: a graph of which a few pages are whole
 *
 * Of pages that are to be whole, and of what they embed, the notes are had and
 * all links; of what links to them the notes, for what they say about it. All
 * others are what lists and links show of a page, and have no text and no links.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "graph/graph_kept_int.h"

/* Links to topics that are no notes; of more, all is joined. */
#define PART_TOPIC_LINKS 256

/* What is known of a page in here. */
enum part_state {
	PART_LISTED,
	PART_NOTED, /* its note is there */
	PART_WHOLE, /* and its links */
};

struct part {
	struct graph_build b; /* for what the whole graph does, too */
	const struct graph_part_src *src;
	const struct graph_kept *k;
	unsigned char *state;
	size_t *todo; /* whose links are to be found; pages, each once */
	size_t n_todo, cap_todo;
	bool lost;
};

/* ---- pages as lists have them ---------------------------------------------- */

static void
part_pages(struct part *p)
{
	size_t i, n = p->k->n.pages;
	struct graph *g = p->b.g;

	p->b.pages = arena_alloc(p->b.a, n * sizeof(*p->b.pages));
	for (i = 0; i < n; i++) {
		const struct note *note = &p->src->notes[i];

		p->b.pages[i] = (struct graph_page){ .note = note,
			.id = note->id,
			.title = note->title,
			.url = kept_text(p->k, p->k->pages[i].url),
			.dates = p->src->now[i].dated ? &p->src->now[i].dates
						      : NULL };
		if (p->k->pages[i].flags & KEPT_HOME)
			g->home = &p->b.pages[i];
	}
	g->pages = p->b.pages;
	g->n_pages = n;
	graph_changes(&p->b);
}

/* ---- notes ----------------------------------------------------------------- */

static void
part_note(struct part *p, size_t i)
{
	const struct note *n;

	if (p->lost || p->state[i] != PART_LISTED)
		return;
	n = p->src->note(i, p->src->payload);
	p->lost |= n == NULL || n->n_links != p->k->pages[i].n_links;
	if (p->lost)
		return;
	p->b.pages[i].note = n;
	p->state[i] = PART_NOTED;
}

/* A page that is to be whole. What a run has printed is not here. */
static void
part_want(struct part *p, size_t i)
{
	const struct note *n;
	size_t k;

	part_note(p, i);
	n = p->b.pages[i].note;
	for (k = 0; k < n->n_examples; k++)
		p->lost |= note_example_runs(&n->examples[k]);
	if (p->lost || p->state[i] == PART_WHOLE)
		return;
	p->state[i] = PART_WHOLE;
	*VEC_PUSH(p->todo, p->n_todo, p->cap_todo) = i;
}

static bool
part_is_day(const struct part *p, size_t i)
{
	return i != p->src->absent && p->k->pages[i].flags & KEPT_DAY;
}

/* ---- days ------------------------------------------------------------------ */

/* A link of page i to a topic that is no note; of one page the first counts. */
static void
part_topic_link(struct part *p, size_t i, size_t k, const char *name)
{
	struct graph_topic *t = map_get(p->b.topics, graph_fold(p->b.a, name));
	struct graph_backlink *v;
	size_t n;

	part_note(p, i);
	p->lost |= t == NULL;
	if (p->lost ||
	    (t->n_backlinks > 0 &&
		t->backlinks[t->n_backlinks - 1].from == &p->b.pages[i]))
		return;
	n = t->n_backlinks;
	v = arena_alloc(p->b.a, (n + 1) * sizeof(*v));
	if (n > 0)
		memcpy(v, t->backlinks, n * sizeof(*v));
	v[n] = (struct graph_backlink){ &p->b.pages[i],
		&p->b.pages[i].note->links[k] };
	t->backlinks = v;
	t->n_backlinks = n + 1;
}

/* Where the links of all pages lead, and nothing else about these. */
static void
part_all_links(struct part *p)
{
	struct note *notes =
	    arena_alloc(p->b.a, p->k->n.pages * sizeof(*notes));
	size_t i, k;

	for (i = 0; i < p->k->n.pages; i++) {
		const struct kept_page *row = &p->k->pages[i];
		struct graph_link *v =
		    arena_alloc(p->b.a, row->n_links * sizeof(*v));

		for (k = 0; k < row->n_links; k++) {
			const struct kept_link *l =
			    &p->k->links[row->links + k];
			const char *name = kept_text(p->k, l->topic);

			if (l->to < p->k->n.pages)
				v[k].to = &p->b.pages[l->to];
			if (name == NULL)
				continue;
			v[k].topic =
			    map_get(p->b.topics, graph_fold(p->b.a, name));
			p->lost |= v[k].topic == NULL;
		}
		notes[i] = *p->b.pages[i].note;
		notes[i].n_links = row->n_links;
		p->b.pages[i].note = &notes[i];
		p->b.pages[i].links = v;
	}
}

static void
part_topic_links(struct part *p)
{
	size_t i, k, found = 0;

	for (i = 0; i < p->k->n.pages; i++)
		for (k = 0; k < p->k->pages[i].n_links && !p->lost; k++) {
			const struct kept_link *l =
			    &p->k->links[p->k->pages[i].links + k];
			const char *name = kept_text(p->k, l->topic);

			if (name == NULL)
				continue;
			p->lost |= ++found > PART_TOPIC_LINKS;
			part_topic_link(p, i, k, name);
		}
}

/* All days, and the notes that their entries are about. */
static void
part_days(struct part *p)
{
	size_t i, n = 0;

	if (p->src->n_days == 0)
		return;
	p->b.ids = map_new();
	p->b.topics = map_new();
	p->b.named_topics = map_new();
	for (i = 0; i < p->k->n.pages; i++)
		if (part_is_day(p, i)) {
			map_put(p->b.ids, p->b.pages[i].id, &p->b.pages[i]);
			n++;
		}
	for (i = 0; i < p->k->n.topics; i++) {
		const struct kept_topic *t = &p->k->topics[i];
		const char *name = kept_text(p->k, t->name);

		if (name != NULL)
			map_put(p->b.named_topics, name,
			    t->page < p->k->n.pages
				? (void *)&p->b.pages[t->page]
				: (void *)p->b.g);
	}
	graph_days(&p->b);
	if (p->src->lists)
		part_topic_links(p);
	if (p->src->links)
		part_all_links(p);
	/* A day that was not shown, or is no more. */
	p->lost |= p->b.unnamed || p->b.g->n_days != n;
	map_free(p->b.ids);
	map_free(p->b.topics);
	map_free(p->b.named_topics);
}

/* ---- links ----------------------------------------------------------------- */

static const struct note_span *
part_span(struct part *p, const struct note *n, uint32_t span)
{
	struct note_span *all;
	size_t i = span - KEPT_SPANS;

	if (span == KEPT_NO_SPAN)
		return NULL;
	if (span == KEPT_WHOLE) {
		all = arena_alloc(p->b.a, sizeof(*all));
		*all = (struct note_span){ 0, n->html_len, 0, n->n_holes, true,
			0 };
		return all;
	}
	if (i < n->n_headings)
		return &n->sections[i];
	i -= n->n_headings;
	if (i < n->n_ids)
		return &n->blocks[i];
	i -= n->n_ids;
	p->lost |= i >= n->n_ids;
	return p->lost ? NULL : &n->items[i];
}

static const struct graph_topic *
part_topic(struct part *p, uint32_t name)
{
	struct graph_topic *t;

	if (name == 0)
		return NULL;
	t = arena_alloc(p->b.a, sizeof(*t));
	t->name = kept_text(p->k, name);
	p->lost |= t->name == NULL;
	return t;
}

static void
part_link(struct part *p, const struct note *n, size_t i, size_t k,
    struct graph_link *l)
{
	const struct kept_link *row = &p->k->links[p->k->pages[i].links + k];
	const char *query = kept_text(p->k, row->query);

	*l = (struct graph_link){ .link = &n->links[k],
		.file = kept_text(p->k, row->file),
		.folder = kept_text(p->k, row->folder),
		.topic = part_topic(p, row->topic),
		.anchor = kept_text(p->k, row->anchor),
		.problem = kept_text(p->k, row->problem),
		.query = query != NULL ? query : "",
		.url = kept_text(p->k, row->url) };
	/* One that was made of it is not here. */
	p->lost |= !row->own;
	if (row->to >= p->k->n.pages)
		return;
	l->to = &p->b.pages[row->to];
	if (row->part != KEPT_NO_SPAN)
		part_want(p, row->to);
	if (p->lost)
		return;
	l->part = part_span(p, l->to->note, row->part);
	l->item = part_span(p, l->to->note, row->item);
}

/* All links of pages that are to be whole; those of what they embed follow. */
static void
part_links(struct part *p)
{
	size_t at, k;

	for (at = 0; at < p->n_todo && !p->lost; at++) {
		size_t i = p->todo[at];
		const struct note *n = p->b.pages[i].note;
		struct graph_link *v =
		    arena_alloc(p->b.a, n->n_links * sizeof(*v));

		for (k = 0; k < n->n_links && !p->lost; k++)
			part_link(p, n, i, k, &v[k]);
		p->b.pages[i].links = v;
	}
}

/* What links to a page, each once. */
static void
part_backlinks(struct part *p, size_t i)
{
	const struct kept_to *to;
	size_t n = kept_tos(p->k, i, &to), j;
	struct graph_backlink *v = arena_alloc(p->b.a, n * sizeof(*v));
	size_t last = i, kept = 0;

	for (j = 0; j < n && !p->lost; j++) {
		if (kept_link(p->k, &to[j]) == NULL) {
			p->lost = true;
			break;
		}
		if (to[j].from == i || to[j].from == last)
			continue;
		last = to[j].from;
		part_note(p, last);
		if (p->lost)
			break;
		v[kept++] = (struct graph_backlink){ &p->b.pages[last],
			&p->b.pages[last].note->links[to[j].link] };
	}
	p->b.pages[i].backlinks = v;
	p->b.pages[i].n_backlinks = kept;
}

/* Entries about a page lead to their headings. */
static void
part_studies(struct part *p, size_t i)
{
	const struct graph_page *x = &p->b.pages[i];
	size_t j;

	for (j = 0; j < x->n_studies; j++)
		part_note(p, (size_t)(x->studies[j].day - p->b.pages));
}

const struct graph *
graph_part(const struct graph_part_src *src, struct arena *a)
{
	const struct graph_src all = { .conf = src->conf,
		.notes = src->notes,
		.n_notes = src->kept->n.pages,
		.days = src->days,
		.n_days = src->n_days,
		.commits = src->commits,
		.n_commits = src->n_commits };
	struct graph *g = arena_alloc(a, sizeof(*g));
	struct part p = {
		.b = { .src = &all, .g = g, .a = a }, .src = src, .k = src->kept
	};
	size_t i;

	g->conf = src->conf;
	g->today = src->today;
	g->notes_dir = kept_text(p.k, (uint32_t)p.k->n.notes_dir);
	p.lost = g->notes_dir == NULL;
	p.state = xcalloc(p.k->n.pages + 1, 1);
	part_pages(&p);
	if (!p.lost)
		part_days(&p);
	for (i = 0; i < src->n_pages && !p.lost; i++)
		if (src->pages[i] != src->absent)
			part_want(&p, src->pages[i]);
	for (i = 0; src->lists && i < p.k->n.pages; i++)
		if (part_is_day(&p, i))
			part_note(&p, i);
	part_links(&p);
	for (i = 0; i < src->n_pages && !p.lost; i++) {
		part_backlinks(&p, src->pages[i]);
		part_studies(&p, src->pages[i]);
	}
	free(p.todo);
	free(p.state);
	return p.lost ? NULL : g;
}
