/* note_cache.h: what the parser made of notes, kept for the next time */
#ifndef NOTE_NOTE_CACHE_H
#define NOTE_NOTE_CACHE_H

#include "base/hash.h"
#include "base/spool.h"
#include "note/note.h"

/*
 * What was parsed before. A note whose text, path and options are the same
 * does not go through the parser again. `p` is what note_cache_write() has
 * made, borrowed as long as the cache and the notes that come from it live; with NULL there is nothing in it
 * yet. `stamp` is the hash of all that the outcome depends on beside that: what
 * has another stamp is not looked at. Nor are damaged bytes, and *damaged is set,
 * when no note can be found among them; note_cache_damaged() tells of those that
 * are found.
 */
struct note_cache;
struct note_cache *note_cache_new(
    const char *p, size_t len, const char stamp[HASH_HEX], bool *damaged);
void note_cache_free(struct note_cache *c); /* NULL is fine */
/*
 * What `c` does not have is looked for in `base`, which lives as long. Then only
 * what neither has is parsed, and it is kept in `c`: one note that changes does
 * not make all the others be written again.
 */
void note_cache_over(struct note_cache *c, struct note_cache *base);
/* Take all of the base into `c` if that has become worth it, because `c` has a
 * good part of the notes, or as much of the base is of no use any more. Then what
 * is written of `c` is to take the place of both. */
bool note_cache_join(struct note_cache *c);
/*
 * What is known of the notes for the next note_cache_parse(): the key of each,
 * under which it is kept, or "", which is filled in. One whose key is known, and
 * note_cache_has() it, needs no text. Borrowed.
 */
void note_cache_keys(struct note_cache *c, char (*keys)[HASH_HEX]);
bool note_cache_has(struct note_cache *c, const char *key);
/* One note by the half of its key that note->print is, from `c` or its base;
 * false when they have none that is whole. What is to be kept stays as it is. */
bool note_cache_get(struct note_cache *c, const uint64_t print[2],
    struct note *out, const struct note_src *src, struct arena *a,
    struct diag_list *d);
/* Where only a few notes were parsed: keep all that `c` had before, too, but for
 * these, by their print. */
void note_cache_stay(
    struct note_cache *c, const uint64_t (*without)[2], size_t n);
/* Whether a note that was asked for was damaged: it is as if there was none. */
bool note_cache_damaged(const struct note_cache *c);
/* note_pool_parse(), but for the notes that the cache has; c may be NULL. */
int note_cache_parse(struct note_cache *c, struct note *out,
    const struct note_src *srcs, size_t n, int jobs,
    const struct note_opts *opts, struct arena *a, struct diag_list *d,
    struct err *e);
/*
 * Write what is to be kept, the notes that were parsed and no others, into an
 * empty file, which lives as long as the notes: what is parsed from now on goes
 * there as soon as it comes, and the notes point into it.
 */
void note_cache_to(struct note_cache *c, struct spool *to);
/* The rest of it. False when that is what it began with, or the disk does not
 * take it: then the file is of no use. */
bool note_cache_write(struct note_cache *c);

#endif
