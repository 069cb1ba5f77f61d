/* build_search.c: the pages of the graph into the index of the search */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
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
search_add(struct search_index *x, const struct page *page,
    const struct graph *g, struct arena *a, struct err *e)
{
	const struct graph_page *p = page->subject;
	const struct note_meta *meta = &p->note->meta;
	struct page_name name = page_name_of(p, g, a);
	struct search_page s = { .path = p->url,
		.id = p->id,
		.title = name.title,
		.title_lang = name.lang,
		.text_lang = name.text_lang };
	const char **tags = arena_alloc(a, (meta->n_tags + 1) * sizeof(*tags));
	const char **names =
	    arena_alloc(a, (meta->n_aliases + 1) * sizeof(*names));
	struct search_section *sections;
	struct page_section *v;
	size_t i, n = page_sections(&v, page, g, a);

	/* A day is called by its date; a title of its own is one more name. */
	for (; s.n_names < meta->n_aliases; s.n_names++)
		names[s.n_names] = meta->aliases[s.n_names];
	if (p->day != NULL && strcmp(p->title, path_base(p->id)) != 0)
		names[s.n_names++] = p->title;
	for (; s.n_tags < meta->n_tags; s.n_tags++)
		tags[s.n_tags] = meta->tags[s.n_tags];
	if (meta->description != NULL)
		tags[s.n_tags++] = meta->description;
	sections = arena_alloc(a, n * sizeof(*sections));
	for (i = 0; i < n; i++)
		sections[i] = (struct search_section){ v[i].anchor,
			v[i].heading, v[i].text };
	s.names = names;
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
	struct arena *a = arena_new(), *all = arena_new();
	struct page page = { .index = page_index_new(g, all) };
	size_t i;
	int rc = 0;

	for (i = 0; i < g->n_pages && rc == 0; i++) {
		page.subject = rows[i].page;
		rc = search_add(x, &page, g, a, e);
		arena_clear(a);
	}
	arena_free(all);
	if (rc == 0)
		rc = search_index_finish(x, e);
	arena_free(a);
	free(rows);
	search_index_free(x);
	return rc;
}
