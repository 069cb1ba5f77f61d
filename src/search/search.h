/* search.h: words looked for in notes: which notes have them, best first */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

/*
 * What is looked for. Words are compared in NFC with case folded, and found
 * anywhere, so 도커 finds 도커를; a word that itself ends in a particle, as
 * 도커를, finds 도커, too, but counts less then. A single letter or digit of
 * ASCII is found as a word of its own only. Any number of threads may share
 * a query.
 */
struct search_query;

/* All of these words, split at white space but inside of double quotes. None
 * is left: NULL, and `e` with ERR_USAGE. */
struct search_query *search_query_new(
    const char *const *words, size_t n, struct err *e);
void search_query_free(struct search_query *q); /* NULL is fine */

#define SEARCH_LINES 3

struct search_line {
	int line; /* from 1 */
	int score;
	const char *text; /* as in the file, without its end */
	size_t len;
};

/* A note that has all the words. */
struct search_hit {
	const char *path; /* borrowed from the caller */
	int score;        /* more is better; comparable within a query */
	struct search_line lines[SEARCH_LINES]; /* the best, in their order */
	size_t n_lines;      /* 0: only the name has the words */
	const char *heading; /* the first one's text, or NULL */
	const char *head;    /* the front matter, whole lines; "" for none */
	size_t head_len;
};

/* Memory that one thread uses for note after note. */
struct search_scratch {
	struct strbuf folded;
};

/*
 * Whether a note has all the words, in its text or its name; `name` is the
 * path below notes/. A title counts most (title, aliases, the first heading
 * of level 1, the name), then headings and tags, then the rest. `out` lives
 * in `a` but for out->path, which is not set.
 */
bool search_note(struct search_hit *out, const struct search_query *q,
    const char *name, const char *text, size_t len, struct search_scratch *s,
    struct arena *a);

/* Best first, then by path. */
void search_sort(struct search_hit *hits, size_t n);

/*
 * Append a line with `on` and `off` around each word that was looked for,
 * cut to about 160 characters around the first one.
 */
void search_mark(struct strbuf *out, const struct search_query *q,
    const char *line, size_t len, const char *on, const char *off);

#endif
