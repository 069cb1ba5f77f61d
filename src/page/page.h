/* page.h: the pages of the site: which there are, and each one's HTML */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
	/* Of that of a note: the places that its file has, too. */
	const char *const *places;
	size_t n_places;
};

/* What all pages share, beside the graph. */
struct page_theme {
	const struct tmpl_set *templates;
	const char *style;      /* path of the stylesheet in the site */
	const char *script;     /* path of the script in the site, or NULL */
	const char *search;     /* that of the page of the search, or NULL */
	const char *preview;    /* that of the previews, or NULL */
	const char *replay;     /* that of sessions, or NULL */
	const char *graph;      /* that of the graph, or NULL */
	struct tmpl_val *words; /* of page_theme_words() */
};

/* The words of the interface in the language of this wiki: one value for all
 * pages, in the arena. */
struct tmpl_val *page_theme_words(const struct graph *g, struct arena *a);

/* What all pages of this graph may ask, in the arena. */
struct page_index *page_index_new(const struct graph *g, struct arena *a);

/* All pages of this graph, by path; a note takes the place of a page of ours
 * with that path. */
void page_plan(
    struct page **out, size_t *n, const struct graph *g, struct arena *a);

/* Where the recording of an example is, beside its page of that address. */
const char *page_cast_path(struct arena *a, const char *url, const char *id);

/* A page of a graph that is not whole (graph_part.h): its own page, and what is
 * made of the note alone, where that has changed. */
struct page_some {
	size_t page;
	bool changed;
	/* Places in it that links of others lead to, in order, each once. */
	const char *const *places;
	size_t n_places;
};
/* The pages of these, as page_plan() has them, but for the home page. */
void page_plan_some(struct page **out, size_t *n, const struct graph *g,
    const struct page_some *v, size_t n_v, struct arena *a);

/* Which pages of ours that are none of one note there are, one bit for each. */
uint64_t page_kinds_of(const struct graph *g);
/* Whether the one of this path is among them. */
bool page_kinds_have(uint64_t kinds, const char *path);
/*
 * Of these the ones that show days: home, lists, topics, feeds; and those of the tags
 * that these pages have. Such as have no fingerprint are in `now` alone, the others
 * in both, in the same order. False when that is not all that there is, or when a page
 * would come or go.
 */
struct page_days {
	struct page *lists; /* in `now` */
	size_t n_lists;
	struct page *was, *now; /* of tags */
	size_t n_tags;
};
bool page_plan_days(struct page_days *out, const struct graph *was,
    const struct graph *now, uint64_t kinds, const size_t *changed, size_t n,
    struct arena *a);
/* Whether the page of the graph stays the same, where no others than these pages
 * have changed. */
bool page_graph_same(const struct graph *was, const struct graph *now,
    const size_t *pages, size_t n, struct arena *a);
/* That page, for a graph that has all links. */
struct page page_of_graph(const struct graph *g, struct arena *a);
#define PAGE_GRAPH "graph.html"
/* Append a sitemap with the dates that these pages have now, as `from` has it of
 * all pages; false when they do not stand there as they should. */
bool page_sitemap_dates(struct strbuf *out, const struct strbuf *from,
    const struct graph *g, const size_t *pages, size_t n, struct arena *a);
/* The same with one page more; false when its place cannot be told. */
bool page_sitemap_more(struct strbuf *out, const struct strbuf *from,
    const struct graph *g, const struct graph_page *p, struct arena *a);
#define PAGE_SITEMAP "sitemap.xml"
/* The most that a feed has. */
#define PAGE_FEED_MAX 20

/* Say which pages of ours a note takes the place of; the home page is for
 * that. */
void page_taken(const struct graph *g, struct diag_list *d);

/* What is below one heading of a page, up to the next. */
struct page_section {
	const char *anchor;  /* "" for what stands before all of them */
	const char *heading; /* "" there; all is plain text */
	const char *text;    /* lines: paragraphs, items, rows, lines of code */
};

/* The text of a note, the subject of `p`, as its page shows it, but for what it
 * embeds and what examples printed; what became of a try is said in words if
 * there is an index. All is in the arena or borrowed from the note. Returns how
 * many sections there are, at least 1. */
size_t page_sections(struct page_section **out, const struct page *p,
    const struct graph *g, struct arena *a);

/* What a list of pages calls one. */
struct page_name {
	const char *title; /* as its page shows it: of a day, its date */
	const char *lang, *text_lang; /* of the title, and of what it holds;
					 NULL: that of the wiki */
};
/* All is in the arena or borrowed from the note. */
struct page_name page_name_of(
    const struct graph_page *p, const struct graph *g, struct arena *a);

/* What its template is called, "note.html"; of what has none, its kind. */
const char *page_template_name(const struct page *p, struct arena *a);

/* One page, whole. Pure: the same graph and theme give the same bytes. The
 * view model lives in `a`. */
int page_render(struct strbuf *out, const struct page *p, const struct graph *g,
    const struct page_theme *theme, struct arena *a, struct err *e);

#endif
