/* arena.c: a list of chunks, each filled from the front
 *
 * What needs many of them gets large ones. To touch new memory takes longer
 * than to fill it, a page of 4 kB at a time; the kernel is asked for pages of
 * 2 MB there (madvise(2), MADV_HUGEPAGE), and may say no.
 */
#include <sys/mman.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/xalloc.h"

#define ARENA_ALIGN 16

#ifdef ARENA_DEBUG
#define ARENA_CHUNK 0
#else
#define ARENA_CHUNK (64 * 1024)
#endif

#define ARENA_LARGE ((size_t)2 << 20)

/* Chunks that are kept when it is cleared. */
#define ARENA_SPARE 4

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	size_t mapped; /* bytes, with this; 0: of malloc() */
	_Alignas(ARENA_ALIGN) unsigned char mem[];
};

struct arena {
	struct arena_chunk *chunks;
	struct arena_chunk *spare; /* of ARENA_CHUNK bytes, all zero */
	size_t size;               /* of all chunks since it was cleared */
};

struct arena *
arena_new(void)
{
	return xcalloc(1, sizeof(struct arena));
}

static struct arena_chunk *
chunk_new(size_t room)
{
	struct arena_chunk *c = xcalloc(1, sizeof(*c) + room);

	c->size = room;
	return c;
}

/* One with room for so many bytes and more. */
static struct arena_chunk *
chunk_large(size_t room)
{
	size_t size = (sizeof(struct arena_chunk) + room + ARENA_LARGE - 1) &
		      ~(ARENA_LARGE - 1);
	struct arena_chunk *c = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (c == MAP_FAILED)
		xalloc_die();
	madvise(c, size, MADV_HUGEPAGE);
	c->size = size - sizeof(*c);
	c->mapped = size;
	return c;
}

static void
chunk_free(struct arena_chunk *c)
{
	if (c->mapped > 0)
		munmap(c, c->mapped);
	else
		free(c);
}

static void
arena_free_chunks(struct arena_chunk *c)
{
	struct arena_chunk *next;

	for (; c != NULL; c = next) {
		next = c->next;
		chunk_free(c);
	}
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_free_chunks(a->chunks);
	arena_free_chunks(a->spare);
	free(a);
}

void
arena_clear(struct arena *a)
{
	struct arena_chunk *c, *next;
	size_t n = 0;

	for (c = a->spare; c != NULL; c = c->next)
		n++;
	for (c = a->chunks; c != NULL; c = next) {
		next = c->next;
		/* A very large one would only be zeroed again and again. */
		if (c->size > ARENA_CHUNK || n == ARENA_SPARE) {
			chunk_free(c);
			continue;
		}
		memset(c->mem, 0, c->used);
		c->used = 0;
		c->next = a->spare;
		a->spare = c;
		n++;
	}
	a->chunks = NULL;
	a->size = 0;
}

void
arena_take(struct arena *a, struct arena **from)
{
	struct arena_chunk **end = &a->chunks;

	/* Behind the first chunk of `a`, which still has room. */
	if (*end != NULL)
		end = &(*end)->next;
	while ((*from)->chunks != NULL) {
		struct arena_chunk *c = (*from)->chunks;

		(*from)->chunks = c->next;
		c->next = *end;
		*end = c;
		end = &c->next;
	}
	a->size += (*from)->size;
	arena_free(*from);
	*from = NULL;
}

/* A chunk with room for this many bytes. */
static struct arena_chunk *
arena_chunk(struct arena *a, size_t want)
{
	struct arena_chunk *c = a->spare;

	if (ARENA_CHUNK > 0 && a->size + want >= ARENA_LARGE)
		c = chunk_large(want);
	else if (want <= ARENA_CHUNK && c != NULL)
		a->spare = c->next;
	else
		c = chunk_new(want > ARENA_CHUNK ? want : ARENA_CHUNK);
	c->next = a->chunks;
	a->chunks = c;
	a->size += c->size;
	return c;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct arena_chunk *c = a->chunks;
	size_t want;
	void *p;

	if (size > SIZE_MAX / 2)
		xalloc_die();
	want = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	if (c == NULL || c->size - c->used < want)
		c = arena_chunk(a, want);
	p = c->mem + c->used;
	c->used += want;
	return p;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *p = arena_alloc(a, len + 1);

	memcpy(p, s, len);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_join(struct arena *a, const char *first, const char *s, size_t len,
    const char *last)
{
	size_t before = strlen(first), behind = strlen(last);
	char *p = arena_alloc(a, before + len + behind + 1);

	memcpy(p, first, before);
	memcpy(p + before, s, len);
	memcpy(p + before + len, last, behind);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	char small[256], *p;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n < 0)
		xalloc_die();
	p = arena_alloc(a, (size_t)n + 1);
	if ((size_t)n < sizeof(small)) {
		memcpy(p, small, (size_t)n);
		return p;
	}
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void *
arena_copy(struct arena *a, const void *p, size_t n, size_t size)
{
	void *copy;

	if (n == 0)
		return NULL;
	if (n > SIZE_MAX / size)
		xalloc_die();
	copy = arena_alloc(a, n * size);
	memcpy(copy, p, n * size);
	return copy;
}
