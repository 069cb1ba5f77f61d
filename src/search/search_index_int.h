/* search_index_int.h: what the files of the index share */
#ifndef SEARCH_SEARCH_INDEX_INT_H
#define SEARCH_SEARCH_INDEX_INT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/jsonw.h"
#include "search/search_index.h"
#include "search/search_int.h"

/* How much a place of a word says of its page. */
enum index_rank {
	RANK_TEXT,
	RANK_OFTEN, /* INDEX_OFTEN times in the text, or more often */
	RANK_HEADING,
	RANK_TITLE
};
#define INDEX_OFTEN 4

/*
 * A word as a number: one or two characters of CJK as search_words() has them,
 * or INDEX_TEXT and an index in `texts`. Where it is, as a number: the word,
 * then what the list of a file has for a page (search_index.c). Sorted, these
 * numbers are the lists.
 */
#define INDEX_TEXT ((uint64_t)1 << 2 * SEARCH_CODE)
#define INDEX_NUMBER 22 /* bits of the number of a page */
#define INDEX_PAGE (INDEX_NUMBER + 3)

/* Where the table of texts has one. */
struct index_text_slot {
	uint32_t hash;
	unsigned n; /* 1 + index in texts; 0: free */
};

/* A word that is no CJK. */
struct index_text {
	const char *s; /* in the arena of the index */
	size_t len;
};

/* A word of the page that is added now. */
struct index_seen {
	uint64_t word;
	size_t slot; /* where the table has it */
	unsigned times;
	unsigned piece;  /* the last one that has it */
	unsigned pieces; /* how many places it has */
	enum index_rank rank;
};

/* And each of its pieces that has it. */
struct index_place {
	unsigned seen, piece;
};

/* A page that has a word not in its first piece alone: where `pieces` has
 * them. */
struct index_more {
	uint64_t entry;
	size_t pieces;
};

struct search_index {
	search_file_fn fn;
	void *payload;
	struct arena *a;
	uint64_t key[2]; /* of the hashes in both tables */
	struct index_text *texts;
	size_t n_texts, cap_texts;
	struct index_text_slot *text_slots;
	size_t n_text_slots; /* a power of two */
	struct index_seen *seen;
	size_t n_seen, cap_seen;
	unsigned *seen_slots;
	size_t n_seen_slots;
	struct index_place *places, *sorted;
	size_t n_places, cap_places, cap_sorted;
	uint64_t *entries; /* where words are in the first piece alone */
	size_t n_entries, cap_entries;
	struct index_more *more;
	size_t n_more, cap_more;
	struct strbuf pieces;
	bool open;            /* pages were added that are not written yet, */
	bool mixed;           /* more than one, */
	uint32_t number;      /* of this number */
	struct strbuf *files; /* of each of their pieces, not yet closed */
	size_t n_files, cap_files, used_files;
	struct jsonw json; /* the piece that is written now */
	size_t piece;      /* and which it is */
	size_t room;       /* what of its size is left */
	struct strbuf folded;
};

/* Note all words of a text of the page that is added now. True: it is in NFC
 * for sure. */
bool index_note(
    struct search_index *x, const char *text, size_t len, enum index_rank rank);

/* search_index_text.c: the pieces of a page; their words are noted. */
void index_add_texts(struct search_index *x, const struct search_page *p);
/* Call fn with the pieces of the pages since the last time. */
int index_write_texts(struct search_index *x, struct err *e);

/* search_index_write.c: the lists of all words, and what leads to them. */
int index_write_words(struct search_index *x, struct err *e);

/* The number of a word that is no CJK, also one that is new. */
uint64_t index_text(struct search_index *x, const char *s, size_t len);
/* Append the bytes of a word. */
void index_spell(
    struct strbuf *out, const struct search_index *x, uint64_t word);
/* Append a number in as many bytes as it needs: seven bits in each, the lowest
 * first; the highest bit says that more follow. */
void index_varint(struct strbuf *out, uint32_t v);

/* Of words and of paths: FNV-1a of 32 bits over characters instead of bytes, its
 * upper half mixed into the lower one. templates/search.js has the same. */
uint32_t index_hash(const char *s, size_t len);
#endif
