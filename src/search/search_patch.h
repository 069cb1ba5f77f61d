/* search_patch.h: files of words, changed where a few pages have other words */
#ifndef SEARCH_SEARCH_PATCH_H
#define SEARCH_SEARCH_PATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "search/search_index.h"

/* A word of one character: how many pages have it with each rank. */
struct search_syllable {
	uint64_t word;
	uint32_t ranks[4];
};

/* What an index must know of the files of words that it does not read. */
struct search_state {
	uint64_t bits;                   /* 2 to the power of it are they */
	uint64_t texts, pieces, entries; /* what that depends on */
	char *sizes;                     /* owned: of each file, a letter */
	struct search_syllable *v;       /* owned: by word */
	size_t n, cap;
};
#define SEARCH_NO_FILE 'A' /* the size of one that is not there */

void search_state_release(struct search_state *s);
/* As numbers in the order of this machine. */
void search_state_pack(struct strbuf *out, const struct search_state *s);
/* The other way round, up to which *p goes on; false, and nothing to be
 * released, when the bytes make no sense. */
bool search_state_take(struct search_state *s, const char **p, size_t *len);
/* The path of a file of words. */
void search_words_path(char out[SEARCH_PATH_MAX], size_t file);

/* Have search_index_finish() say what it has made, in *s. */
void search_index_tell(struct search_index *x, struct search_state *s);

/* Append such a file, as it was made; false: it is not what it was. */
typedef bool (*search_read_fn)(
    const char *path, struct strbuf *out, void *payload);
/*
 * Where some groups have other words: `was` has the words that they had, `now`
 * those that they have, both by search_kept_add() or search_index_add(). The
 * files of words in which there is a difference are read, changed and handed to
 * the function of `now`, and so is what leads to them; *s is what they are then.
 * 1; or 0 when all have to be made anew, with nothing written and *s as it was;
 * or -1.
 */
int search_patch(struct search_state *s, const struct search_index *was,
    const struct search_index *now, search_read_fn read, void *payload,
    struct err *e);

#endif
