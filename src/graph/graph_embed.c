/* graph_embed.c: embeds that lead back into themselves */
#include <stdlib.h>

#include "base/xalloc.h"
#include "graph/graph_int.h"

/*
 * What an embed shows, all of a page or a part of it, is a node; the embeds
 * inside of it lead to others. A node that is met again while it is open is
 * a circle, and the embed that leads there is told; the page that shows it
 * has a link there (page_embed.c finds the same on its own, page by page).
 * Each node is gone through once. The stack is ours, so a long chain is no
 * deep recursion.
 */
enum embed_state {
	EMBED_NEW,
	EMBED_OPEN,
	EMBED_DONE
};

struct embed_step {
	const struct graph_page *page;
	const struct note_span *span;
	size_t node, hole; /* the next hole to look at */
};

struct embed_walk {
	struct graph_build *b;
	size_t *first; /* of each page: its node; its parts follow */
	unsigned char *state;
	struct embed_step *stack;
	size_t n, cap;
};

static size_t
embed_node(const struct embed_walk *w, const struct graph_page *page,
    const struct note_span *span)
{
	const struct note *n = page->note;
	size_t node = w->first[page - w->b->pages];

	if (n->sections != NULL && span >= n->sections &&
	    span < n->sections + n->n_headings)
		return node + 1 + (size_t)(span - n->sections);
	if (n->blocks != NULL && span >= n->blocks &&
	    span < n->blocks + n->n_ids)
		return node + 1 + n->n_headings + (size_t)(span - n->blocks);
	if (n->items != NULL && span >= n->items && span < n->items + n->n_ids)
		return node + 1 + n->n_headings + n->n_ids +
		       (size_t)(span - n->items);
	return node;
}

/* Whether the hole shows more than a link: in a line of text only what can
 * stand in one, as in page_embed.c. Who is not asked for the links of a note
 * (wiki_mv.c) leaves its holes without them. */
static bool
embed_shows(const struct note_hole *hole, const struct graph_page *page)
{
	const struct note_span *part;

	if ((hole->kind != NOTE_HOLE_LINK && hole->kind != NOTE_HOLE_EMBED) ||
	    hole->index >= page->note->n_links)
		return false;
	part = page->links[hole->index].part;
	return part != NULL && (hole->kind == NOTE_HOLE_EMBED || !part->block);
}

static void
embed_enter(struct embed_walk *w, const struct graph_page *page,
    const struct note_span *span)
{
	size_t node = embed_node(w, page, span);

	w->state[node] = EMBED_OPEN;
	*VEC_PUSH(w->stack, w->n, w->cap) =
	    (struct embed_step){ page, span, node, span->hole };
}

static void
embed_follow(struct embed_walk *w, const struct graph_page *from,
    const struct graph_link *l, bool alone)
{
	const struct note_span *part = alone && l->item ? l->item : l->part;
	int state = w->state[embed_node(w, l->to, part)];

	if (state == EMBED_NEW)
		embed_enter(w, l->to, part);
	else if (state == EMBED_OPEN)
		diag(w->b->d, DIAG_EMBED_CYCLE, from->note->path, l->link->line,
		    l->link->col,
		    "this embeds %s, which this is a part of; "
		    "a link is shown instead",
		    l->to->id);
}

static void
embed_run(struct embed_walk *w)
{
	while (w->n > 0) {
		struct embed_step *top = &w->stack[w->n - 1];
		const struct note_hole *hole;

		if (top->hole == top->span->hole_end) {
			w->state[top->node] = EMBED_DONE;
			w->n--;
			continue;
		}
		hole = &top->page->note->holes[top->hole++];
		if (embed_shows(hole, top->page))
			embed_follow(w, top->page,
			    &top->page->links[hole->index],
			    hole->kind == NOTE_HOLE_EMBED);
	}
}

void
graph_embeds(struct graph_build *b)
{
	struct embed_walk w = { .b = b };
	size_t i, nodes = 0, n = b->g->n_pages;

	w.first = xcalloc(n + 1, sizeof(*w.first));
	for (i = 0; i < n; i++) {
		w.first[i] = nodes;
		nodes += 1 + b->pages[i].note->n_headings +
			 2 * b->pages[i].note->n_ids;
	}
	w.state = xcalloc(nodes + 1, 1);
	for (i = 0; i < n; i++) {
		const struct note *note = b->pages[i].note;
		struct note_span all = { 0, note->html_len, 0, note->n_holes,
			true, 0 };

		if (w.state[w.first[i]] != EMBED_NEW)
			continue;
		embed_enter(&w, &b->pages[i], &all);
		embed_run(&w);
	}
	free(w.first);
	free(w.state);
	free(w.stack);
}
