/* strbuf.c: one growing string, with a ceiling */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/xalloc.h"

char strbuf_empty[1];

void
strbuf_init(struct strbuf *sb, size_t max)
{
	*sb = (struct strbuf)STRBUF_INIT;
	sb->max = max;
}

void
strbuf_release(struct strbuf *sb)
{
	size_t max = sb->max;

	if (sb->cap != 0)
		free(sb->buf);
	strbuf_init(sb, max);
}

void
strbuf_clear(struct strbuf *sb)
{
	strbuf_trunc(sb, 0);
	sb->full = false;
}

/* Room for len more bytes and a NUL; returns how many of them fit. */
static size_t
strbuf_room(struct strbuf *sb, size_t len)
{
	size_t cap;

	if (len > sb->max - sb->len) {
		len = sb->max - sb->len;
		sb->full = true;
	}
	if (sb->len + len + 1 <= sb->cap)
		return len;
	cap = sb->cap ? sb->cap * 2 : 64;
	if (cap < sb->len + len + 1)
		cap = sb->len + len + 1;
	sb->buf = xreallocarray(sb->cap ? sb->buf : NULL, cap, 1);
	sb->cap = cap;
	sb->buf[sb->len] = '\0';
	return len;
}

void
strbuf_add(struct strbuf *sb, const void *p, size_t len)
{
	if (len == 0)
		return;
	/* Mostly there is room, and nothing to be said of it. */
	if (len > sb->max - sb->len || len >= sb->cap - sb->len)
		len = strbuf_room(sb, len);
	memcpy(sb->buf + sb->len, p, len);
	sb->len += len;
	sb->buf[sb->len] = '\0';
}

void
strbuf_adds(struct strbuf *sb, const char *s)
{
	strbuf_add(sb, s, strlen(s));
}

void
strbuf_addc(struct strbuf *sb, char c)
{
	if (sb->max == sb->len || sb->cap < sb->len + 2) {
		strbuf_add(sb, &c, 1);
		return;
	}
	sb->buf[sb->len++] = c;
	sb->buf[sb->len] = '\0';
}

void
strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
{
	char small[256], *p;
	va_list again;
	int n;

	/* Mostly it is short, and then there is nothing to be freed. */
	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, again);
	va_end(again);
	if (n >= 0 && (size_t)n < sizeof(small)) {
		strbuf_add(sb, small, (size_t)n);
		return;
	}
	n = vasprintf(&p, fmt, ap);
	if (n == -1)
		xalloc_die();
	strbuf_add(sb, p, (size_t)n);
	free(p);
}

void
strbuf_addf(struct strbuf *sb, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(sb, fmt, ap);
	va_end(ap);
}

void
strbuf_insert(struct strbuf *sb, size_t pos, const void *p, size_t len)
{
	if (len == 0)
		return;
	len = strbuf_room(sb, len);
	memmove(sb->buf + pos + len, sb->buf + pos, sb->len - pos + 1);
	memcpy(sb->buf + pos, p, len);
	sb->len += len;
}

void
strbuf_trunc(struct strbuf *sb, size_t pos)
{
	if (pos >= sb->len)
		return;
	sb->len = pos;
	sb->buf[pos] = '\0';
}

char *
strbuf_take(struct strbuf *sb)
{
	char *s = sb->cap ? sb->buf : xstrdup("");
	size_t max = sb->max;

	strbuf_init(sb, max);
	return s;
}
