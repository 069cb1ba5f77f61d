/* build_search.c: the pages of the graph into the index of the search */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "build/build_int.h"
#include "page/page.h"
#include "search/search_index.h"

/* A page in the order that the index wants. */
struct search_row {
	uint32_t number;
	const struct graph_page *page;
};

static int
search_row_cmp(const void *pa, const void *pb)
{
	const struct search_row *a = pa, *b = pb;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->page->url, b->page->url);
}

static struct search_row *
search_rows(const struct graph *g)
{
	struct search_row *v = xcalloc(g->n_pages + 1, sizeof(*v));
	size_t i;

	for (i = 0; i < g->n_pages; i++) {
		v[i].page = &g->pages[i];
		v[i].number = search_page_number(g->pages[i].url);
	}
	qsort(v, g->n_pages, sizeof(*v), search_row_cmp);
	return v;
}

static int
search_file(const char *path, const void *bytes, size_t len, void *payload,
    struct err *e)
{
	return build_out_file(payload, path, bytes, len, e);
}

static int
search_add(struct search_index *x, const struct graph_page *p, struct arena *a,
    struct err *e)
{
	const struct note_meta *meta = &p->note->meta;
	struct search_page s = { .path = p->url,
		.id = p->id,
		.title = p->title,
		.names = meta->aliases,
		.n_names = meta->n_aliases };
	const char **tags = arena_alloc(a, (meta->n_tags + 1) * sizeof(*tags));
	struct search_section *sections;
	struct page_section *v;
	size_t i, n = page_sections(&v, p, a);

	for (; s.n_tags < meta->n_tags; s.n_tags++)
		tags[s.n_tags] = meta->tags[s.n_tags];
	if (meta->description != NULL)
		tags[s.n_tags++] = meta->description;
	sections = arena_alloc(a, n * sizeof(*sections));
	for (i = 0; i < n; i++)
		sections[i] = (struct search_section){ v[i].anchor,
			v[i].heading, v[i].text };
	s.tags = tags;
	s.sections = sections;
	s.n_sections = n;
	return search_index_add(x, &s, e);
}

int
build_search(struct build_out *o, const struct graph *g, struct err *e)
{
	struct search_index *x = search_index_new(search_file, o);
	struct search_row *rows = search_rows(g);
	struct arena *a = arena_new();
	size_t i;
	int rc = 0;

	for (i = 0; i < g->n_pages && rc == 0; i++) {
		rc = search_add(x, rows[i].page, a, e);
		arena_clear(a);
	}
	if (rc == 0)
		rc = search_index_finish(x, e);
	arena_free(a);
	free(rows);
	search_index_free(x);
	return rc;
}
