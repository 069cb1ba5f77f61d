/* page.h: the pages of the site: which there are, and each one's HTML */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "graph/graph.h"
#include "tmpl/tmpl.h"

struct page_kind;
struct page_group;
struct page_index;

struct page {
	const char *path; /* in the site: "ipc/pipe.html" */
	const struct page_kind *kind;
	const struct graph_page *subject; /* NULL for lists and the like */
	const struct page_group *group; /* a tag, a folder, a topic; or NULL */
	const struct page_index *index; /* of all pages: what all may ask */
	const char *anchor; /* of a fragment: the place it shows; or NULL */
};

/* What all pages share, beside the graph. */
struct page_theme {
	const struct tmpl_set *templates;
	const char *style;      /* path of the stylesheet in the site */
	const char *script;     /* path of the script in the site, or NULL */
	const char *preview;    /* the same, of that of the previews, */
	const char *graph;      /* and of that of the graph */
	struct tmpl_val *words; /* of page_theme_words() */
};

/* The words of the interface in the language of this wiki: one value for all
 * pages, in the arena. */
struct tmpl_val *page_theme_words(const struct graph *g, struct arena *a);

/* All pages of this graph, by path; a note takes the place of a page of ours
 * with that path. */
void page_plan(
    struct page **out, size_t *n, const struct graph *g, struct arena *a);

/* Say which pages of ours a note takes the place of; the home page is for
 * that. */
void page_taken(const struct graph *g, struct diag_list *d);

/* One page, whole. Pure: the same graph and theme give the same bytes. The
 * view model lives in `a`. */
int page_render(struct strbuf *out, const struct page *p, const struct graph *g,
    const struct page_theme *theme, struct arena *a, struct err *e);

#endif
