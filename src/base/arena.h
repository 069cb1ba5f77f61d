/* arena.h: memory that is given back all at once */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/*
 * All text of one load lives in one arena and dies with it. With
 * -DARENA_DEBUG each block is a malloc of its own, so that AddressSanitizer
 * sees an overrun inside the arena.
 */
struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is fine */
/* Give all of it back but one chunk, which is used again. */
void arena_clear(struct arena *a);
/* Hand over all that lives in *from, which is freed and becomes NULL: it then
 * lives as long as `a`. */
void arena_take(struct arena *a, struct arena **from);

/* Zeroed memory, aligned for any type, valid until arena_free(). */
void *arena_alloc(struct arena *a, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
/* These three in a row, of s so many bytes: arena_printf() takes longer. */
char *arena_join(struct arena *a, const char *first, const char *s, size_t len,
    const char *last);
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A copy of n elements of size bytes; NULL for n == 0. */
void *arena_copy(struct arena *a, const void *p, size_t n, size_t size);

#endif
