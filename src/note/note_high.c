/* note_high.c: ==what is marked== in the text */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_mark.h"
#include "note/note_md.h"

/*
 * As in Obsidian. Two "=", no more, begin and end what is marked where two "*"
 * would emphasis, with the rule for CJK text (note_cjk.c); but between letters
 * or digits of ASCII they are the operator of a program, a==b, and nobody marks
 * half a word of it. Both have to stand in the same node of the tree, so
 * **a ==b** c== marks nothing, and around the same elements of raw HTML.
 */

/* So many may stand in each other: browsers do not like them deep. */
#define HIGH_DEEP 16

/* Two "=" in a text. */
struct high_run {
	cmark_node *text;
	size_t at;
	int depth; /* in elements of raw HTML; the least since the run before */
	int least;
	bool begins, ends;
};

struct high {
	struct high_run *v;
	size_t *open; /* those of v that have no end yet */
	size_t n, cap, n_open, cap_open;
	int depth, least;
};

/* What stands where this node ends, as it is written; NULL: the beginning of
 * the parent. All that is no text has signs around it. */
static int32_t
high_last(cmark_node *n, cmark_node *parent)
{
	const char *s;
	size_t len, at;
	int32_t c;

	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_NONE:
		return note_md_is_block(parent) ? ' ' : '*';
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		return ' ';
	case CMARK_NODE_TEXT:
		break;
	default:
		return '*';
	}
	s = cmark_node_get_literal(n);
	len = at = strlen(s);
	while (at > 0 && ((unsigned char)s[--at] & 0xc0) == 0x80)
		;
	if (len == 0)
		return '*';
	utf8_next(s + at, len - at, &c);
	return c == NOTE_MARK_SIGN ? '*' : c;
}

static int32_t
high_first(cmark_node *n, cmark_node *parent)
{
	const char *s;
	int32_t c;

	if (cmark_node_get_type(n) != CMARK_NODE_TEXT)
		return high_last(n, parent);
	s = cmark_node_get_literal(n);
	if (*s == '\0')
		return '*';
	utf8_next(s, strlen(s), &c);
	return c;
}

static int32_t
high_before(cmark_node *text, const char *s, size_t at)
{
	size_t from = at;
	int32_t c;

	if (at == 0)
		return high_last(
		    cmark_node_previous(text), cmark_node_parent(text));
	while (from > 0 && ((unsigned char)s[--from] & 0xc0) == 0x80)
		;
	utf8_next(s + from, at - from, &c);
	return c == NOTE_MARK_SIGN ? '*' : c;
}

static int32_t
high_behind(cmark_node *text, const char *s, size_t at)
{
	int32_t c;

	if (s[at] == '\0')
		return high_first(
		    cmark_node_next(text), cmark_node_parent(text));
	utf8_next(s + at, strnlen(s + at, 4), &c);
	return c;
}

static bool
high_is_word(int32_t c)
{
	return c == '_' || (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The runs of a text, but for those in [[links]]. */
static void
high_text(struct high *h, cmark_node *text)
{
	const char *s = cmark_node_get_literal(text), *at;
	size_t n;

	for (at = s; (at = strpbrk(at, "=[")) != NULL; at += n) {
		struct high_run run = { text, (size_t)(at - s), h->depth,
			h->least, false, false };
		int32_t before, behind;

		n = at[0] == '[' && at[1] == '[' ? note_link_wiki_len(at)
						 : strspn(at, "=");
		if (n == 0)
			n = 1;
		if (*at != '=' || n != 2 || at[2] == NOTE_MARK_SIGN)
			continue;
		before = high_before(text, s, run.at);
		behind = high_behind(text, s, run.at + 2);
		if (high_is_word(before) && high_is_word(behind))
			continue;
		note_cjk_flank(before, behind, &run.begins, &run.ends);
		if (!run.begins && !run.ends)
			continue;
		*VEC_PUSH(h->v, h->n, h->cap) = run;
		h->least = h->depth;
	}
}

static void
high_html(struct high *h, cmark_node *html)
{
	int least, change = note_cut_depth(html, &least);

	if (h->depth + least < h->least)
		h->least = h->depth + least;
	h->depth += change;
}

/* Leave of the runs those that are a pair, each with one of the two set. */
static void
high_pair(struct high *h)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		struct high_run *run = &h->v[i];
		struct high_run *begin =
		    h->n_open > 0 ? &h->v[h->open[h->n_open - 1]] : NULL;

		/* Elements that were left cannot be gone back into. */
		if (begin != NULL && begin->depth > run->least) {
			begin->begins = begin->ends = false;
			h->n_open--;
			i--;
		} else if (begin != NULL && run->ends &&
			   begin->depth == run->depth) {
			begin->ends = run->begins = false;
			h->n_open--;
		} else if (run->begins && h->n_open < HIGH_DEEP)
			*VEC_PUSH(h->open, h->n_open, h->cap_open) = i;
		else
			run->begins = run->ends = false;
	}
	while (h->n_open > 0) {
		struct high_run *run = &h->v[h->open[--h->n_open]];

		run->begins = run->ends = false;
	}
}

static void
high_parent(cmark_node *parent, void *payload)
{
	struct high h = { .depth = 0 };
	struct note_cut cut = { NULL, NULL, 0 };
	cmark_node *n;
	size_t i;

	(void)payload;
	for (n = cmark_node_first_child(parent); n != NULL;
	     n = cmark_node_next(n))
		if (cmark_node_get_type(n) == CMARK_NODE_TEXT)
			high_text(&h, n);
		else if (cmark_node_get_type(n) == CMARK_NODE_HTML_INLINE)
			high_html(&h, n);
	high_pair(&h);
	for (i = 0; i < h.n; i++) {
		if (!h.v[i].begins && !h.v[i].ends)
			continue;
		note_cut_to(&cut, h.v[i].text, h.v[i].at, 2);
		note_md_before(
		    h.v[i].text, note_md_raw_node(CMARK_NODE_HTML_INLINE,
				     h.v[i].begins ? "<mark>" : "</mark>"));
	}
	note_cut_end(&cut);
	free(h.open);
	free(h.v);
}

void
note_high(cmark_node *root)
{
	note_md_parents(root, high_parent, NULL);
}
