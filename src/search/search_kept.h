/* search_kept.h: the words of pages, kept from one index to the next */
#ifndef SEARCH_SEARCH_KEPT_H
#define SEARCH_SEARCH_KEPT_H

#include <stdbool.h>

#include "base/spool.h"
#include "base/strbuf.h"
#include "search/search_index.h"

/* The pages of one number, as an index has them. */
struct search_group {
	uint64_t number, files;      /* of the text: how many */
	uint64_t print[2], still[2]; /* for the caller: of pages and files */
	/* Where they are in the arrays of the index. */
	uint64_t entries, n_entries, more, n_more, pieces, n_pieces;
};

/*
 * What search_kept_pack() has made. The bytes are borrowed, begin where any
 * type may, and need not make sense: then there is nothing in it. Serves one
 * index, and from search_kept_again() on another one.
 */
struct search_kept;
struct search_kept *search_kept_new(const void *p, size_t len);
void search_kept_free(struct search_kept *k); /* NULL is fine */
void search_kept_again(struct search_kept *k);
/* How many groups it has; the one at i; and the one of this number, or NULL. */
size_t search_kept_len(const struct search_kept *k);
const struct search_group *search_kept_at(
    const struct search_kept *k, size_t i);
const struct search_group *search_kept_find(
    const struct search_kept *k, uint64_t number);

/* A hash of the groups, which tells it from what another build has kept; and of
 * those that are to be packed. */
uint64_t search_kept_id(const struct search_kept *k);
uint64_t search_groups_id(const struct search_group *v, size_t n);

/* Begin a group: what is added up to search_group_end() is its. */
void search_group_begin(
    struct search_group *out, const struct search_index *x, uint64_t number);
void search_group_end(struct search_group *g, const struct search_index *x);
/* Instead of adding its pages, when they are the same; no file is written.
 * False, and nothing is added, when it makes no sense. Between two calls of
 * search_index_end(). */
bool search_kept_add(struct search_index *x, struct search_kept *k,
    const struct search_group *g);
/* Append the words of all pages, in `n` groups by number; before
 * search_index_finish(). */
void search_kept_pack(struct strbuf *out, const struct search_index *x,
    const struct search_group *v, size_t n);
/* The same into a file. */
void search_kept_spool(struct spool *out, const struct search_index *x,
    const struct search_group *v, size_t n);

#endif
