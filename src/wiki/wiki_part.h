/* wiki_part.h: a few notes of a wiki, as they were and as they are */
#ifndef WIKI_WIKI_PART_H
#define WIKI_WIKI_PART_H

#include "wiki/wiki.h"

/* For who knows which notes have changed, and reads no others. */
struct wiki_part;

/* NULL where nothing is kept. */
struct wiki_part *wiki_part_open(struct wiki *w);
void wiki_part_close(struct wiki_part *p); /* NULL is fine */
/* The note of this path as it was parsed when its print was this, in the arena
 * of the wiki; NULL when that is not known any more. Its mistakes are added to `d`,
 * unless that is NULL. */
const struct note *wiki_part_was(struct wiki_part *p, const char *path,
    const uint64_t print[2], struct diag_list *d);
/* The same note as it is; NULL when it cannot be read. The print is NULL where
 * there was none. wiki_part_keep() keeps it for wiki_part_was(). */
const struct note *wiki_part_now(struct wiki_part *p, const char *path,
    const uint64_t print[2], struct diag_list *d);
/*
 * All days: as they were, when the last build has kept them with this sum, and
 * as they are, where only those of these paths have changed, whose mistakes are
 * told of both. False when that is not known. They live in the arena of the wiki.
 */
struct wiki_part_days {
	const struct study_day *was, *now;
	size_t n, n_now;
	/* Given, or of nothing: one that was not there, by path and date; and
	 * where it is in `now`. */
	struct study_day more;
	size_t more_at;
};
bool wiki_part_days(struct wiki_part *p, uint64_t sum,
    const char *const *changed, size_t n_changed, struct wiki_part_days *out,
    struct diag_list *d_was, struct diag_list *d_now);
/* Keep the notes that were parsed. */
void wiki_part_keep(struct wiki_part *p);
/* Keep all days, their paths and texts; the sum of that. */
uint64_t wiki_days_keep(
    const struct wiki *w, const struct study_day *days, size_t n);

#endif
