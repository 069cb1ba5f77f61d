/* build_leak.c: whether a file of the site shows what is private
 *
 * Of each private note every piece of WINDOW bytes, STEP apart, is looked for
 * at every place of every file, so of a text that is copied WINDOW + STEP
 * bytes are found wherever they begin. To be fast a piece is known by its
 * first eight bytes, and most places are told apart from all pieces by one
 * look into a table of bits.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/html.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "base/xalloc.h"
#include "build/build_leak.h"
#include "page/page.h"

#define WINDOW 32
#define STEP 8
#define KEY 8 /* bytes by which a piece is found */
#define BITS 20

struct piece {
	const char *p; /* in the arena */
	size_t len;
	const struct note *of;
	bool raw;    /* an address, as it stands; else letters and digits */
	bool known;  /* a note that is shown has it, too */
	size_t next; /* the next with this key, from 1; 0: none */
};

struct build_leak {
	struct arena *a;
	struct piece *v;
	size_t n, cap;
	size_t *heads;     /* by key: the first piece, from 1 */
	struct map *pages; /* path of a page → its note */
};

/* ---- letters and digits ------------------------------------------------ */

/* How many bytes here are markup or an escape: 0 for none. */
static size_t
markup(const char *s, size_t len, bool tags)
{
	const char *end;
	size_t n;

	if (*s == '<' && tags && len > 1 &&
	    (isalpha((unsigned char)s[1]) || s[1] == '/' || s[1] == '!')) {
		end = memchr(s, '>', len);
		return end != NULL ? (size_t)(end - s) + 1 : 1;
	}
	if (*s == '&') {
		for (n = 1; n < len && n < 10; n++)
			if (!isalnum((unsigned char)s[n]) && s[n] != '#')
				break;
		return n < len && s[n] == ';' ? n + 1 : 1;
	}
	if (*s == '\\' && len > 5 && s[1] == 'u')
		return 6;
	if (*s == '\\' && len > 1 && (unsigned char)s[1] < 0x80)
		return 2;
	return 0;
}

static void
fold(struct strbuf *out, const char *s, size_t len, bool tags)
{
	size_t i = 0, n;

	strbuf_clear(out);
	while (i < len) {
		unsigned char c = (unsigned char)s[i];

		if ((n = markup(s + i, len - i, tags)) > 0) {
			i += n;
			continue;
		}
		if (isalnum(c) || c >= 0x80)
			strbuf_addc(out, (char)tolower(c));
		i++;
	}
}

/* ---- pieces ------------------------------------------------------------ */

static size_t
key_of(const char *s)
{
	uint64_t x;

	memcpy(&x, s, KEY);
	return (size_t)((x * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - BITS));
}

static void
add_piece(struct build_leak *l, const struct note *of, const char *p,
    size_t len, bool raw)
{
	size_t *head, i;

	if (len < KEY)
		return;
	head = &l->heads[key_of(p)];
	/* A line of dashes, or a song, has the same piece many times. */
	for (i = *head; i != 0; i = l->v[i - 1].next)
		if (l->v[i - 1].raw == raw && l->v[i - 1].len == len &&
		    memcmp(l->v[i - 1].p, p, len) == 0)
			return;
	*VEC_PUSH(l->v, l->n, l->cap) = (struct piece){
		.p = arena_strndup(l->a, p, len),
		.len = len,
		.of = of,
		.raw = raw,
		.next = *head,
	};
	*head = l->n;
}

static bool
hidden(const struct note *n)
{
	return n->meta.private || n->meta.draft;
}

/* Its page, and a link to it: "…/a/b.html". */
static void
add_page(struct build_leak *l, const struct note *n)
{
	static const char before[] = "/\"";
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	map_put(l->pages, arena_printf(l->a, "%s.html", n->id), (void *)n);
	for (i = 0; before[i] != '\0'; i++) {
		strbuf_clear(&sb);
		strbuf_addc(&sb, before[i]);
		html_url(&sb, n->id, strlen(n->id));
		strbuf_adds(&sb, ".html");
		add_piece(l, n, sb.buf, sb.len, true);
	}
	strbuf_release(&sb);
}

static void
add_text(struct build_leak *l, const struct note *n, const struct note_src *src)
{
	struct strbuf text = STRBUF_INIT;
	bool tags = false;
	size_t at;

	do {
		fold(&text, src->text, src->len, tags);
		for (at = 0; at + WINDOW <= text.len; at += STEP)
			add_piece(l, n, text.buf + at, WINDOW, false);
		tags = !tags;
	} while (tags);
	strbuf_release(&text);
}

/* The first piece that stands here and is not known; NULL: none does. */
static struct piece *
piece_at(const struct build_leak *l, const char *s, size_t len, bool raw)
{
	size_t i = l->heads[key_of(s)];

	for (; i != 0; i = l->v[i - 1].next) {
		struct piece *p = &l->v[i - 1];

		if (!p->known && p->raw == raw && p->len <= len &&
		    memcmp(p->p, s, p->len) == 0)
			return p;
	}
	return NULL;
}

static struct piece *
piece_in(const struct build_leak *l, const char *s, size_t len, bool raw)
{
	struct piece *p = NULL;
	size_t i;

	for (i = 0; i + KEY <= len && p == NULL; i++)
		p = piece_at(l, s + i, len - i, raw);
	return p;
}

/* What a note that is shown says may be shown. */
static void
allow_text(struct build_leak *l, const struct note_src *src)
{
	struct strbuf text = STRBUF_INIT;
	struct piece *p;
	size_t at;
	int tags;

	for (tags = 0; tags < 2; tags++) {
		fold(&text, src->text, src->len, tags == 1);
		for (at = 0; at + KEY <= text.len; at++)
			while ((p = piece_at(l, text.buf + at, text.len - at,
				    false)) != NULL)
				p->known = true;
	}
	strbuf_release(&text);
}

/* A list of the site, or a page that is shown, may have the address of a note
 * that is not, or end like it. */
static void
allow_pages(struct build_leak *l, const struct graph *g)
{
	struct strbuf link = STRBUF_INIT;
	struct page *pages;
	struct piece *p;
	size_t i, n;

	page_plan(&pages, &n, g, l->a);
	for (i = 0; i < n; i++) {
		if (pages[i].subject != NULL && hidden(pages[i].subject->note))
			continue;
		if (map_get(l->pages, pages[i].path) != NULL)
			map_put(l->pages, pages[i].path, NULL);
		strbuf_clear(&link);
		strbuf_addc(&link, '"');
		html_url(&link, pages[i].path, strlen(pages[i].path));
		while ((p = piece_in(l, link.buf, link.len, true)) != NULL)
			p->known = true;
		link.buf[0] = '/';
		while (link.len > 0 &&
		       (p = piece_in(l, link.buf, link.len, true)) != NULL)
			p->known = true;
	}
	strbuf_release(&link);
}

struct build_leak *
build_leak_new(const struct graph *g, const struct note *notes,
    const struct note_src *srcs, size_t n)
{
	struct build_leak *l = xcalloc(1, sizeof(*l));
	size_t i;

	l->a = arena_new();
	l->pages = map_new();
	l->heads = xcalloc((size_t)1 << BITS, sizeof(*l->heads));
	for (i = 0; i < n; i++)
		if (hidden(&notes[i])) {
			add_page(l, &notes[i]);
			add_text(l, &notes[i], &srcs[i]);
		}
	if (map_len(l->pages) == 0)
		return l;
	allow_pages(l, g);
	for (i = 0; i < n; i++)
		if (!hidden(&notes[i]))
			allow_text(l, &srcs[i]);
	return l;
}

void
build_leak_free(struct build_leak *l)
{
	if (l == NULL)
		return;
	free(l->heads);
	free(l->v);
	map_free(l->pages);
	arena_free(l->a);
	free(l);
}

int
build_leak_check(const struct build_leak *l, const char *path,
    const void *bytes, size_t len, struct err *e)
{
	const struct note *page = map_get(l->pages, path);
	struct strbuf text = STRBUF_INIT;
	const struct piece *p = NULL;
	int tags;

	if (map_len(l->pages) == 0)
		return 0;
	if (page != NULL)
		return err_set(e,
		    "%s would be published, and %s is private or a draft", path,
		    page->path);
	p = piece_in(l, bytes, len, true);
	for (tags = 0; tags < 2 && p == NULL; tags++) {
		fold(&text, bytes, len, tags == 1);
		p = piece_in(l, text.buf, text.len, false);
	}
	strbuf_release(&text);
	if (p == NULL)
		return 0;
	return err_set(e,
	    p->raw ? "%s would link to %s, which is private or a draft"
		   : "%s would show text of %s, which is private or a draft, "
		     "and no note that is shown has it",
	    path, p->of->path);
}
