/* xalloc.h: memory that is there or the program ends */
#ifndef BASE_XALLOC_H
#define BASE_XALLOC_H

#include <stddef.h>

/*
 * Each returns memory that the caller frees with free(). When there is none
 * left, or a size overflows, the program prints one line and exits with 1:
 * nobody else in this program tests for a failed allocation.
 */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xreallocarray(void *p, size_t n, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Make room for one more element in a growing array: the array `*v` of
 * elements of `size` bytes holds `n` and has room for `*cap`.
 */
void *xgrow(void *v, size_t n, size_t *cap, size_t size);

/* One more element at the end of the array v, of which n are used. */
#define VEC_PUSH(v, n, cap)                                                    \
	((v) = xgrow((v), (n), &(cap), sizeof(*(v))), &(v)[(n)++])

_Noreturn void xalloc_die(void);

#endif
