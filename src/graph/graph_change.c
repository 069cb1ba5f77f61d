/* graph_change.c: when pages were committed, and what commits changed
 *
 * What is not shown must not be told of either. A commit that changed such a
 * note, or one that is here no more and may have been one, is only said to have
 * changed the pages that are shown: its subject may be about the other.
 */
#include "graph/graph_int.h"

/* The page of each note, by the place of the note; NULL: it has none. */
static const struct graph_page **
change_pages(struct graph_build *b)
{
	const struct graph_page **v =
	    arena_alloc(b->a, b->src->n_notes * sizeof(*v));
	size_t i;

	for (i = 0; i < b->g->n_pages; i++)
		v[b->pages[i].note - b->src->notes] = &b->pages[i];
	return v;
}

static void
change_add(struct graph_build *b, struct graph_change *out,
    const struct graph_commit *commit, const struct graph_page **pages)
{
	size_t i;

	*out = (struct graph_change){ .when = commit->when,
		.oid = commit->oid,
		.pages = arena_alloc(b->a, commit->n * sizeof(*out->pages)) };
	for (i = 0; i < commit->n; i++) {
		const struct graph_page *p =
		    pages[commit->notes[i] - b->src->notes];

		if (p != NULL)
			out->pages[out->n_pages++] = p;
	}
	if (out->n_pages == commit->n && !commit->others)
		out->subject = commit->subject;
}

void
graph_changes(struct graph_build *b)
{
	const struct graph_page **pages = change_pages(b);
	struct graph_change *v = arena_alloc(b->a, GRAPH_CHANGES * sizeof(*v));
	size_t i, n = 0;

	for (i = 0; b->src->dates != NULL && i < b->g->n_pages; i++)
		b->pages[i].dates =
		    b->src->dates(b->pages[i].note, b->src->payload);
	for (i = 0; i < b->src->n_commits && n < GRAPH_CHANGES; i++) {
		change_add(b, &v[n], &b->src->commits[i], pages);
		n += v[n].n_pages > 0;
	}
	b->g->changes = v;
	b->g->n_changes = n;
}
