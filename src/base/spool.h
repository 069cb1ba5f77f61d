/* spool.h: a file that is read while it grows, and gets its name at the end */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What is too much for memory, and is to be on the disk in the end. What was
 * added stands where spool_add() has said until the spool is freed, or as long
 * as what spool_take() has handed over, and is no memory of this process that
 * the kernel could not have again.
 */
struct spool;

/* In the folder `dirfd`, which is borrowed; nothing is there before the first
 * byte, nor after spool_free(). */
struct spool *spool_new(int dirfd);
void spool_free(struct spool *s); /* NULL is fine */

/* Before the first byte: hash_sum() of all bytes so far is asked for. */
void spool_sums(struct spool *s);
uint64_t spool_sum(const struct spool *s);

/* How many bytes there are: where the next ones go in the file. */
size_t spool_len(const struct spool *s);
/* Append these bytes; where they are. NULL when the disk does not take them:
 * then it takes no more, and what was added before is there as it was. */
const char *spool_add(struct spool *s, const void *p, size_t len);
/* Replace the file at this path below the folder; it is for its owner's eyes
 * only. -1, and the old one is as it was, also when bytes are missing. Nothing
 * is added then. */
int spool_put(struct spool *s, const char *path, struct err *e);
/* Hand over what was added, to be unmapped; NULL when there is nothing. */
const char *spool_take(struct spool *s, size_t *len);

/* Mapped bytes of a file are not needed for now: they count as none of the
 * memory of this process until they are read again. Any thread may say so. */
void spool_ease(const void *p, size_t len);

#endif
