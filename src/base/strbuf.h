/* strbuf.h: one growing string, with a ceiling */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * `buf` is always a C string (never NULL) of `len` bytes, and may hold NUL
 * bytes. What would make it longer than `max` bytes is cut off, and `full`
 * tells so from then on: who sets a ceiling of their own asks for it.
 */
struct strbuf {
	char *buf;
	size_t len, cap, max;
	bool full;
};

#define STRBUF_MAX ((size_t)1 << 30)
#define STRBUF_INIT                                                            \
	{                                                                      \
		strbuf_empty, 0, 0, STRBUF_MAX, false                          \
	}
extern char strbuf_empty[];

void strbuf_init(struct strbuf *sb, size_t max);
void strbuf_release(struct strbuf *sb); /* usable again afterwards */
void strbuf_clear(struct strbuf *sb);   /* keeps the memory */

void strbuf_add(struct strbuf *sb, const void *p, size_t len);
void strbuf_adds(struct strbuf *sb, const char *s);
void strbuf_addc(struct strbuf *sb, char c);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap);

/* Put len bytes at offset pos, which is at most sb->len. */
void strbuf_insert(struct strbuf *sb, size_t pos, const void *p, size_t len);
/* Drop everything from pos on. */
void strbuf_trunc(struct strbuf *sb, size_t pos);
/* Hand the string over; the caller frees it, and the buffer is empty. */
char *strbuf_take(struct strbuf *sb);

#endif
