/* graph_kept_int.h: the format of what joining has found */
#ifndef GRAPH_GRAPH_KEPT_INT_H
#define GRAPH_GRAPH_KEPT_INT_H

#include "graph/graph_int.h"
#include "graph/graph_kept.h"

struct kept_head {
	uint64_t pages, links, tos, topics, texts;
	uint64_t notes_dir; /* a text */
	uint64_t fixed;     /* 1: one more day may lead links elsewhere */
};

enum kept_flags {
	KEPT_DAY = 1,
	KEPT_HOME = 2,
	KEPT_DRAFT = 4,
	KEPT_STUDIED = 8,
};

/* Texts are where they begin; 0 is NULL. */
struct kept_page {
	uint32_t path, id, title, url, lang, description;
	uint32_t tags, n_tags;   /* one text behind the other */
	uint32_t date;           /* meta.date */
	uint32_t links, n_links; /* the first of them; how many */
	uint32_t tos_end; /* behind the links to it; those to the page before
			     end where they begin */
	uint32_t flags;
};

#define KEPT_NONE UINT32_MAX
/* Part of the HTML of what a link leads to. */
#define KEPT_NO_SPAN 0
#define KEPT_WHOLE 1
#define KEPT_SPANS 2 /* sections, blocks, items from here on */

struct kept_link {
	uint32_t to; /* a page, or KEPT_NONE */
	uint32_t file, folder, topic, anchor, problem, query, url;
	uint32_t part, item;
	uint32_t own;      /* whether it is that of the note */
	uint32_t fragment; /* whether it asks for a place */
	uint32_t raw;      /* whether it is an attribute of HTML */
};

struct kept_to {
	uint32_t from, link; /* a page, and which of its links */
};

struct kept_topic {
	uint32_t name, page;
};

struct graph_kept {
	struct kept_head n;
	const struct kept_page *pages; /* borrowed, as all of these */
	const struct kept_link *links;
	const struct kept_to *tos;
	const struct kept_topic *topics;
	const char *texts;
};

/* The text there, or NULL. */
const char *kept_text(const struct graph_kept *k, uint32_t at);
/* The links to page i; how many. */
size_t kept_tos(const struct graph_kept *k, size_t i, const struct kept_to **v);
/* That link; NULL: there is none. */
const struct kept_link *kept_link(
    const struct graph_kept *k, const struct kept_to *to);

#endif
