/* page_preview_int.h: the start of a note, for a card beside a link */
#ifndef PAGE_PAGE_PREVIEW_INT_H
#define PAGE_PAGE_PREVIEW_INT_H

#include "page/page_int.h"

/* No fragment has more bytes. */
#define PAGE_PREVIEW_MAX 2048

/* page_token.c: a tag of some HTML; all of it borrowed. */
struct page_token {
	const char *name, *attrs;
	size_t len, attrs_len;
	bool end;
};
/* Read the tag at s, "<"; the bytes it takes, or 0 when it is none. */
size_t page_token_read(struct page_token *t, const char *s, size_t len);
/* The same of a comment or a declaration. */
size_t page_token_comment(const char *s, size_t len);
/* Whether it is called by one of these names, in lower case and with one space
 * between them. */
bool page_token_is(const struct page_token *t, const char *names);
/*
 * What was found out of the names of elements: a text has many tags, but of few
 * names, and lists of names are long. All zero: nothing yet.
 */
#define PAGE_NAMES 32
struct page_names {
	struct page_named {
		unsigned char len, is;
		char name[14];
	} v[PAGE_NAMES];
};
/* Whether *is has what is known of this name; else that is to be put there. */
bool page_names_know(
    struct page_names *names, const char *name, size_t len, unsigned char **is);
/* Whether this stands in its attributes, anywhere. */
bool page_token_has(const struct page_token *t, const char *what);
/* How many bytes of s, behind the start tag t, there are up to the end of the
 * element. `raw`: what is in it is not HTML. */
size_t page_token_skip(
    const struct page_token *t, const char *s, size_t len, bool raw);

/* page_cut.c: how much of some HTML is kept. */
struct page_cut {
	size_t bytes; /* of what is appended, end tags and all */
	int cells;    /* of text: a letter is one, a syllable of Hangul two */
};
/*
 * Append the start of `html`: whole elements, of a few kinds that cannot do
 * anything, without attributes but the class of a heading ("h", for it becomes
 * a paragraph) and of a colour in code. Every element that begins also ends, none is empty, and no
 * character, entity or tag is cut in two. What is left out at the end is
 * "…". Pure.
 */
void page_cut(struct strbuf *out, const char *html, size_t len,
    const struct page_cut *most);

/* page_preview.c: the fragments of the site. */
/* How many files of them there are at the most. */
size_t page_preview_most(const struct graph *g);
/*
 * The fragment of a page, and those of its places that links lead to; the
 * plan adds their files by calling fn, which gives them a kind. A draft has
 * none.
 */
typedef void (*page_preview_fn)(const struct page *preview, void *payload);
void page_preview_plan(
    const struct graph *g, struct arena *a, page_preview_fn fn, void *payload);
/* The same of one page, with the places that links of others lead to, in order,
 * each once. */
void page_preview_of(const struct graph_page *p, const char *const *anchors,
    size_t n, struct arena *a, page_preview_fn fn, void *payload);
int page_preview_render(struct strbuf *out, struct page_ctx *c, struct err *e);

#endif
