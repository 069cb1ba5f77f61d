/* wiki_search.h: words looked for in all notes, for `search` */
#ifndef WIKI_WIKI_SEARCH_H
#define WIKI_WIKI_SEARCH_H

#include "search/search.h"
#include "wiki/wiki.h"

/* The notes that have all the words, best first; in the arena. */
struct wiki_hits {
	struct search_hit *v;
	size_t n;
	size_t hidden; /* private notes that have them, and are not in v */
};

/*
 * Read every note in `jobs` threads and look for the words. Private notes are
 * left out but with `private`. A note that cannot be read is a diagnostic.
 */
int wiki_search(struct wiki *w, const struct search_query *q, bool private,
    int jobs, struct wiki_hits *out, struct err *e);
/* The title of a note that was found, in the arena. */
const char *wiki_hit_title(struct wiki *w, const struct search_hit *h);

#endif
