/* page_group_int.h: pages of tags, topics and folders */
#ifndef PAGE_PAGE_GROUP_INT_H
#define PAGE_PAGE_GROUP_INT_H

#include "page/page_int.h"

struct page_index;
/* page_group.c: what notes and entries have in common. All in the arena. */
struct page_group {
	const char *name, *path;
	const struct graph_topic *topic; /* NULL: a tag or a folder */
	const struct graph_page **pages; /* of a tag: notes, then days */
	size_t n, cap;
};
/* All tags, with their groups: into the index; how many groups. */
size_t page_tags(struct page_index *x, const struct graph *g, struct arena *a);
size_t page_topics(
    struct page_group **out, const struct graph *g, struct arena *a);
size_t page_dirs(
    struct page_group **out, const struct graph *g, struct arena *a);
/* The first page below this folder, if there is one; they are in order. */
size_t page_folder_first(const struct graph *g, const char *dir);
bool page_has_tags(const struct graph *g);
/* A tag as some note writes it, and the path of its page. */
struct page_tag {
	const char *tag, *path;
};
/* The path of the page of a tag, a topic, a folder ("ipc"). */
const char *page_tag_path(struct page_ctx *c, const char *tag);
const char *page_topic_path(struct arena *a, const char *topic);
const char *page_folder_path(struct arena *a, const char *dir);

#endif
