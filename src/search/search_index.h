/* search_index.h: the index of a site: files of which a browser fetches a few
 */
#ifndef SEARCH_SEARCH_INDEX_H
#define SEARCH_SEARCH_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Where the words of folded text (search_fold.c) stand: fn is called with
 * each, a part of the text, in order; words may overlap. Hangul, Han and Kana
 * have no spaces that could be trusted, so each of them is a word, and each
 * two that stand side by side: `cjk` has their codes, 18 bits for each, and is
 * 0 for other words. Other letters and digits, and "_", are words as long as
 * they go on, at most SEARCH_WORD characters of them: shm_open, and what is
 * between its "_", too; and with "+" or "#" behind it, as c++. All else only
 * stands between words. templates/search.js takes what is looked for apart by
 * the same rules.
 */
#define SEARCH_WORD 24
#define SEARCH_CODE 18
typedef void (*search_word_fn)(
    const char *s, size_t len, uint64_t cjk, void *payload);
void search_words(
    const char *folded, size_t len, search_word_fn fn, void *payload);

/* A part of a page, from one heading to the next. All is UTF-8. */
struct search_section {
	const char *anchor;  /* the id of its heading; "" is the page itself */
	const char *heading; /* "" for none */
	const char *text;    /* lines, which are the blocks of the page */
};

struct search_page {
	const char *path; /* in the site: "ipc/pipe.html" */
	const char *id;   /* as its writer knows it: "ipc/pipe" */
	const char *title;
	const char *const *names; /* aliases; they count as the title does */
	size_t n_names;
	const char *const *tags; /* tags and the description: as headings */
	size_t n_tags;
	const struct search_section *sections;
	size_t n_sections;
	/* Languages; NULL: that of the wiki. */
	const char *title_lang, *text_lang;
};

/* What pages are sorted by, not unique; of days the newest comes first. */
uint32_t search_page_number(const char *path);

/*
 * The index while it is made; search_index.c tells what its files look like.
 * `fn` is called with each file: 0, or -1 with the error set, which ends it.
 * Pages are added in order of their numbers, those of one number in an order
 * that stays the same; nothing of them is kept. The same pages give the same
 * bytes.
 */
typedef int (*search_file_fn)(const char *path, const void *bytes, size_t len,
    void *payload, struct err *e);
struct search_index;

struct search_index *search_index_new(search_file_fn fn, void *payload);
/* An empty one whose files go where those of x go. */
struct search_index *search_index_like(const struct search_index *x);
int search_index_add(
    struct search_index *x, const struct search_page *p, struct err *e);
/* No more pages of this number come: its files are written. *files is how many
 * these are. */
int search_index_end(struct search_index *x, size_t *files, struct err *e);
/* The path of such a file, in `out`. */
#define SEARCH_PATH_MAX 64
void search_text_path(char out[SEARCH_PATH_MAX], uint32_t number, size_t piece);
/* All files that were not written yet. */
int search_index_finish(struct search_index *x, struct err *e);
void search_index_free(struct search_index *x); /* NULL is fine */

#endif
