/* wiki_kept.h: bytes in the state folder, from one build to the next */
#ifndef WIKI_WIKI_KEPT_H
#define WIKI_WIKI_KEPT_H

#include "base/spool.h"
#include "wiki/wiki.h"

/* What was kept; begins where any type may. */
struct wiki_kept {
	const void *p; /* NULL: there is nothing */
	size_t len;
	void *map; /* for wiki_kept_release() */
	size_t map_len;
};
/*
 * Load what was kept under this name. There is nothing when another program,
 * user or place has kept it, and when it is damaged; then *damaged is set. What
 * is stored later does not change it.
 */
void wiki_kept_load(struct wiki_kept *out, const struct wiki *w,
    const char *name, bool *damaged);
/* The same of a large file of which little is needed: whether it is whole is not
 * looked at, so who takes something out of it has to see that it makes sense. */
void wiki_kept_map(
    struct wiki_kept *out, const struct wiki *w, const char *name);
void wiki_kept_release(struct wiki_kept *k);
/* Keep these bytes; where nothing can be kept, nothing happens. */
void wiki_kept_store(
    const struct wiki *w, const char *name, const void *p, size_t len);

/* Remove what was never kept, for who was to keep it was killed. */
void wiki_kept_sweep(const struct wiki *w);

/* The same as wiki_kept_store() of more bytes than memory should hold: they are
 * added to a file, and kept when all are there. NULL where nothing can be kept. */
struct wiki_keeping;
struct wiki_keeping *wiki_keeping_new(const struct wiki *w, const char *name);
struct spool *wiki_keeping_to(struct wiki_keeping *k);
/* Keep what was added; if that is nothing, what was kept stays. */
void wiki_keeping_end(struct wiki_keeping *k);
void wiki_keeping_free(struct wiki_keeping *k); /* NULL is fine */

/* The notes are not asked for now: parts of them that are on the disk need not
 * be in memory. Any thread may say so, at any time. */
void wiki_ease(const struct wiki *w);

#endif
