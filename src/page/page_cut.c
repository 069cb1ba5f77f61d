/* page_cut.c: the start of some HTML: few elements, all of them whole
 *
 * Theory of operation. The HTML is read once, token by token. Elements that
 * are begun stand on a stack, and their start tags are only written when
 * there is text in them, so none is empty. Before a word is written, the
 * start tags it needs, itself, and the end tags of all that would then be
 * open must fit; so at any time everything can be ended. The parent of an
 * element is looked at as HTML's parser would: a block ends the paragraph
 * before it, an item the item before it. What cannot stand where it is, is
 * left out, its text is not.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "page/page_int.h"

#define CUT_DEPTH 24
/* "<p>…</p>", which says that there is more. */
#define CUT_MORE "…"
#define CUT_MORE_P "<p>" CUT_MORE "</p>"
/* Cells that a new block, and a new line of code, take from the text. */
#define CUT_BLOCK 24
#define CUT_LINE 40
/* A longer word is cut: in Chinese and Japanese there is no space. */
#define CUT_WORD 30

enum cut_kind {
	CUT_INLINE,
	CUT_PARA, /* holds text and what is inline */
	CUT_FLOW, /* holds blocks, and text */
	CUT_BOX,  /* holds only what says so: a list, a table, its parts */
	CUT_EDGE, /* is left out, and ends a paragraph */
	CUT_RAW,  /* is left out with its text, which is none of HTML */
	CUT_DROP, /* is left out with all that is in it */
	CUT_VOID  /* has nothing in it */
};

struct cut_tag {
	enum cut_kind kind;
	const char *names;
	const char *as; /* written so; NULL: as it is called */
	const char *in; /* what it must stand in; NULL: anything for blocks */
};

/* What is met most often comes first. */
static const struct cut_tag cut_tags[] = {
	{ CUT_INLINE, "span code strong em b i del s u mark kbd samp sub sup",
	    NULL, NULL },
	{ CUT_PARA, "p pre", NULL, NULL },
	{ CUT_PARA, "h1 h2 h3 h4 h5 h6", "p class=\"h\"", NULL },
	{ CUT_PARA, "summary dt dd figcaption", "p", NULL },
	{ CUT_FLOW, "blockquote", NULL, NULL },
	{ CUT_BOX, "ul ol table", NULL, NULL },
	{ CUT_FLOW, "li", NULL, "ul ol" },
	{ CUT_BOX, "thead tbody", NULL, "table" },
	{ CUT_BOX, "tr", NULL, "thead tbody" },
	{ CUT_FLOW, "th td", NULL, "tr" },
	{ CUT_VOID, "br input", NULL, NULL },
	{ CUT_EDGE,
	    "hr div section article aside header footer nav center address "
	    "details figure dl form fieldset",
	    NULL, NULL },
	{ CUT_RAW, "script style textarea title iframe noscript xmp", NULL,
	    NULL },
	{ CUT_DROP,
	    "svg math object audio video template select button caption rt rp",
	    NULL, NULL },
};

#define CUT_NAME 12

struct cut_open {
	const struct cut_tag *tag;
	char name[CUT_NAME];
	char class; /* of a colour, or '\0' */
	bool written;
	bool pre, quote; /* it is <pre>, or <blockquote> */
};

struct cut {
	struct strbuf *out;
	size_t max;  /* of out->len */
	int cells;   /* still to be had */
	size_t ends; /* bytes of the end tags that are due */
	bool space;  /* white space stands before what comes next */
	bool text;   /* there is text in this block already */
	bool full;
	size_t n, pre; /* open elements; how many of them are <pre>, */
	size_t due;    /* and are not written yet */
	struct page_names names; /* rows of cut_tags, from 1 on; none: 0 */
	struct strbuf word, one; /* room for these */
	struct cut_open open[CUT_DEPTH];
};

static const struct page_token cut_p = { .name = "p", .len = 1 };

#define CUT_TAGS (sizeof(cut_tags) / sizeof(*cut_tags))

static const struct cut_tag *
cut_find(struct cut *c, const struct page_token *t)
{
	unsigned char *row;
	size_t i;

	if (!page_names_know(&c->names, t->name, t->len, &row)) {
		for (i = 0; i < CUT_TAGS; i++)
			if (page_token_is(t, cut_tags[i].names))
				break;
		*row = i < CUT_TAGS ? (unsigned char)(i + 1) : 0;
	}
	return *row > 0 ? &cut_tags[*row - 1] : NULL;
}

static bool
cut_is(const struct cut_open *x, const char *names)
{
	const struct page_token t = { .name = x->name, .len = strlen(x->name) };

	return page_token_is(&t, names);
}

/* ---- what is open ------------------------------------------------------ */

/* How it is written, with its attributes. */
static const char *
cut_as(const struct cut_open *x)
{
	return x->tag->as ? x->tag->as : x->name;
}

/* The bytes of its end tag. */
static size_t
cut_end_len(const struct cut_open *x)
{
	return strcspn(cut_as(x), " ") + strlen("</>");
}

/* End all elements but the first n. */
static void
cut_close(struct cut *c, size_t n)
{
	while (c->n > n) {
		const struct cut_open *x = &c->open[--c->n];
		size_t len = strcspn(cut_as(x), " ");

		if (x->tag->kind != CUT_INLINE)
			c->space = c->text = false;
		c->pre -= x->pre;
		if (!x->written) {
			c->due--;
			continue;
		}
		strbuf_adds(c->out, "</");
		strbuf_add(c->out, cut_as(x), len);
		strbuf_addc(c->out, '>');
		c->ends -= cut_end_len(x);
	}
}

/* The number of elements down to the innermost that holds blocks. */
static size_t
cut_block(const struct cut *c)
{
	size_t n = c->n;

	while (n > 0 && c->open[n - 1].tag->kind != CUT_FLOW &&
	       c->open[n - 1].tag->kind != CUT_BOX)
		n--;
	return n;
}

/* Open elements down to one that this may stand in; 0 when there is none. */
static size_t
cut_parent(const struct cut *c, const struct cut_tag *tag)
{
	size_t n = c->n;

	while (n > 0 && !cut_is(&c->open[n - 1], tag->in))
		n--;
	return n;
}

static void
cut_push(struct cut *c, const struct page_token *t, char class)
{
	struct cut_open *x = &c->open[c->n++];
	size_t i;

	*x = (struct cut_open){ .tag = cut_find(c, t), .class = class };
	for (i = 0; i < t->len && i < CUT_NAME - 1; i++)
		x->name[i] = (char)tolower((unsigned char)t->name[i]);
	x->pre = strcmp(x->name, "pre") == 0;
	x->quote = strcmp(x->name, "blockquote") == 0;
	c->pre += x->pre;
	c->due++;
}

/*
 * Make a place for text: outside of all blocks, and in a quote, that is a
 * paragraph; between the items of a list there is none.
 */
static bool
cut_place(struct cut *c)
{
	const struct cut_open *top = c->n > 0 ? &c->open[c->n - 1] : NULL;

	if (top != NULL && top->tag->kind == CUT_BOX)
		return false;
	if (top != NULL && !top->quote)
		return true;
	if (c->n == CUT_DEPTH)
		return false;
	cut_push(c, &cut_p, '\0');
	return true;
}

/* ---- text -------------------------------------------------------------- */

static void
cut_stop(struct cut *c)
{
	const struct cut_open *x;
	size_t n = c->n;

	/* What has no text yet will have none. */
	while (n > 0 && !c->open[n - 1].written)
		n--;
	cut_close(c, n);
	x = n > 0 ? &c->open[n - 1] : NULL;
	if (x != NULL && x->tag->kind != CUT_BOX && c->text)
		strbuf_adds(c->out, CUT_MORE);
	else {
		cut_close(c, 0);
		strbuf_adds(c->out, CUT_MORE_P);
	}
	c->full = true;
}

/* Bytes that the start tags still to be written, and the end tags of the same,
 * take. */
static size_t
cut_due(const struct cut *c, int *cells)
{
	size_t i, n = 0;

	for (i = 0; i < c->n && c->due > 0; i++) {
		const struct cut_open *x = &c->open[i];

		if (x->written)
			continue;
		n += strlen(cut_as(x)) + strlen("<>") + cut_end_len(x) +
		     (x->class != '\0' ? strlen(" class=\"x\"") : 0);
		if (x->tag->kind == CUT_PARA || x->tag->kind == CUT_FLOW)
			*cells += CUT_BLOCK;
	}
	return n;
}

static void
cut_begin(struct cut *c)
{
	size_t i;

	for (i = 0; i < c->n && c->due > 0; i++) {
		struct cut_open *x = &c->open[i];

		if (x->written)
			continue;
		strbuf_addc(c->out, '<');
		strbuf_adds(c->out, cut_as(x));
		if (x->class != '\0')
			strbuf_addf(c->out, " class=\"%c\"", x->class);
		strbuf_addc(c->out, '>');
		c->ends += cut_end_len(x);
		x->written = true;
		c->due--;
	}
}

/* Whether so many bytes and cells fit, and the start tags before them. */
static bool
cut_fits(const struct cut *c, size_t bytes, int cells)
{
	size_t due = cut_due(c, &cells);

	return cells <= c->cells && c->out->len + due + bytes + c->space +
					    c->ends + strlen(CUT_MORE_P) <=
					c->max;
}

/* Write this, which fits. */
static void
cut_put(struct cut *c, const char *s, size_t len, int cells)
{
	cut_due(c, &cells);
	if (c->space)
		strbuf_addc(c->out, ' ');
	cut_begin(c);
	strbuf_add(c->out, s, len);
	c->cells -= cells;
	c->space = false;
	c->text = true;
}

/*
 * The next character, as it is to be written, in *as; what it takes of s. Marks
 * that stand on it go with it.
 */
static size_t
cut_char(struct strbuf *as, const char *s, size_t len, int *cells)
{
	size_t n = 1, k;
	int32_t code;

	strbuf_clear(as);
	*cells = 1;
	/* Most characters, and nothing stands on them. */
	if (isalnum((unsigned char)*s) &&
	    (len == 1 || (unsigned char)s[1] < 0x80)) {
		strbuf_addc(as, *s);
		return 1;
	}
	if (*s == '&') {
		while (n < len && (isalnum((unsigned char)s[n]) || s[n] == '#'))
			n++;
		if (n > 1 && n < len && s[n] == ';')
			strbuf_add(as, s, ++n);
		else {
			n = 1;
			strbuf_adds(as, "&amp;");
		}
		return n;
	}
	if (*s == '<' || *s == '>') {
		strbuf_adds(as, *s == '<' ? "&lt;" : "&gt;");
		return 1;
	}
	for (n = 0; n < len; n += k) {
		int width;

		k = utf8_next(s + n, len - n, &code);
		width = utf8_cells(code);
		if (n > 0 && (width > 0 || (unsigned char)s[n] < 0x80))
			break;
		if (n == 0)
			*cells = width;
	}
	utf8_repair(as, s, n);
	return n;
}

/* A word that does not fit as a whole: as much of it as does. */
static void
cut_long(struct cut *c, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && !c->full;) {
		int cells;

		i += cut_char(&c->one, s + i, len - i, &cells);
		if (cut_fits(c, c->one.len, cells))
			cut_put(c, c->one.buf, c->one.len, cells);
		else
			cut_stop(c);
	}
}

/* Whether a word is written as it is, and nothing stands on anything in it:
 * ASCII, and syllables of Hangul; and then its cells. */
static bool
cut_is_plain(const char *s, size_t len, int *cells)
{
	size_t i, n;
	int32_t code;

	*cells = 0;
	for (i = 0; i < len; i += n) {
		n = utf8_next(s + i, len - i, &code);
		if (n == 1 ? code <= ' ' || code >= 0x7f || code == '&' ||
				 code == '<' || code == '>'
			   : code < 0xac00 || code > 0xd7a3)
			return false;
		*cells += n == 1 ? 1 : 2;
	}
	return true;
}

static void
cut_word(struct cut *c, const char *s, size_t len)
{
	int all = 0, cells;
	size_t i;

	if (cut_is_plain(s, len, &all) && cut_fits(c, len, all)) {
		cut_put(c, s, len, all);
		return;
	}
	all = 0;
	strbuf_clear(&c->word);
	for (i = 0; i < len; all += cells) {
		i += cut_char(&c->one, s + i, len - i, &cells);
		strbuf_add(&c->word, c->one.buf, c->one.len);
	}
	if (cut_fits(c, c->word.len, all))
		cut_put(c, c->word.buf, c->word.len, all);
	else if (len > CUT_WORD)
		cut_long(c, s, len);
	else
		cut_stop(c);
}

/* White space of code stands as it is. */
static void
cut_blank(struct cut *c, char s)
{
	int cells = s == '\n' ? CUT_LINE : 1;

	if (c->pre == 0)
		c->space = c->text;
	else if (s == '\n' && !c->text)
		return; /* the first line end of <pre> is none */
	else if (cut_fits(c, 1, cells))
		cut_put(c, &s, 1, cells);
	else
		cut_stop(c);
}

static void
cut_text(struct cut *c, const char *s, size_t len)
{
	size_t i, n;

	for (i = 0; i < len && !c->full; i += n) {
		for (n = 0; i + n < len && !isspace((unsigned char)s[i + n]);)
			n++;
		if (n > 0) {
			if (cut_place(c))
				cut_word(c, s + i, n);
			continue;
		}
		n = 1;
		if (s[i] != '\r')
			cut_blank(c, s[i]);
	}
}

/* ---- tags -------------------------------------------------------------- */

/* A letter of src/code/: the class of a colour. */
static char
cut_class(const struct cut *c, const struct page_token *t)
{
	static const char class[] = "class=\"";
	const char *s = memmem(t->attrs, t->attrs_len, class, strlen(class));

	if (c->pre == 0 || s == NULL)
		return '\0';
	s += strlen(class);
	return islower((unsigned char)s[0]) && s[1] == '"' ? s[0] : '\0';
}

static void
cut_void(struct cut *c, const struct page_token *t)
{
	static const char *const boxes[] = { "☐", "☑" };
	const char *box = boxes[page_token_has(t, "checked")];

	if (t->end || !cut_place(c))
		return;
	if (page_token_is(t, "br") && c->text) {
		c->space = false;
		if (!cut_fits(c, strlen("<br>"), CUT_BLOCK)) {
			cut_stop(c);
			return;
		}
		cut_put(c, "<br>", strlen("<br>"), CUT_BLOCK);
		c->text = false;
	} else if (page_token_is(t, "input") && page_token_has(t, "checkbox")) {
		cut_word(c, box, strlen(box));
		c->space = true;
	}
}

static void
cut_inline(struct cut *c, const struct page_token *t)
{
	char class = cut_class(c, t);

	/* What became of a try has no colour here to set it apart. */
	if (c->text && page_token_has(t, "class=\"became\"")) {
		cut_word(c, "·", strlen("·"));
		c->space = true;
	}
	/* One without a colour says nothing. */
	if ((class != '\0' || !page_token_is(t, "span")) && cut_place(c) &&
	    c->n < CUT_DEPTH)
		cut_push(c, t, class);
}

static void
cut_start(struct cut *c, const struct cut_tag *tag, const struct page_token *t)
{
	size_t n = tag->in != NULL ? cut_parent(c, tag) : cut_block(c);

	if (c->n == CUT_DEPTH ||
	    (tag->in != NULL ? n == 0
			     : n > 0 && c->open[n - 1].tag->kind == CUT_BOX))
		return;
	cut_close(c, n);
	c->space = c->text = false;
	cut_push(c, t, '\0');
}

static void
cut_end(struct cut *c, const struct cut_tag *tag, const struct page_token *t)
{
	size_t n = c->n;

	while (n > 0 && (strncasecmp(c->open[n - 1].name, t->name, t->len) ||
			    c->open[n - 1].name[t->len] != '\0'))
		n--;
	/* What is inline does not end the block that it is in. */
	if (n == 0 || (tag->kind == CUT_INLINE && n <= cut_block(c)))
		return;
	cut_close(c, n - 1);
}

/* The tag that has been read, behind which s is; what it takes of that. */
static size_t
cut_token(struct cut *c, const struct page_token *t, const char *s, size_t len)
{
	const struct cut_tag *tag = cut_find(c, t);
	int kind = tag != NULL ? (int)tag->kind : -1;

	if (!t->end && (kind == CUT_RAW || kind == CUT_DROP ||
			   page_token_has(t, " hidden") ||
			   page_token_has(t, " class=\"footnote")))
		return page_token_skip(t, s, len, kind == CUT_RAW);
	if (kind == CUT_EDGE)
		cut_close(c, cut_block(c));
	else if (kind == CUT_VOID)
		cut_void(c, t);
	else if (t->end && tag != NULL)
		cut_end(c, tag, t);
	else if (kind == CUT_INLINE)
		cut_inline(c, t);
	else if (tag != NULL && !t->end)
		cut_start(c, tag, t);
	return 0;
}

void
page_cut(struct strbuf *out, const char *html, size_t len,
    const struct page_cut *most)
{
	struct cut c = { .out = out,
		.max = out->len + most->bytes,
		.cells = most->cells,
		.word = STRBUF_INIT,
		.one = STRBUF_INIT };
	size_t i = 0, n;

	if (most->bytes < strlen(CUT_MORE_P))
		return;
	while (i < len && !c.full) {
		struct page_token t;
		const char *next = memchr(html + i, '<', len - i);

		n = next ? (size_t)(next - html) - i : len - i;
		cut_text(&c, html + i, n);
		i += n;
		if (i == len || c.full)
			break;
		n = page_token_read(&t, html + i, len - i);
		if (n > 0)
			n += cut_token(&c, &t, html + i + n, len - i - n);
		else if ((n = page_token_comment(html + i, len - i)) == 0)
			cut_text(&c, html + i, n = 1);
		i += n;
	}
	cut_close(&c, 0);
	strbuf_release(&c.word);
	strbuf_release(&c.one);
}
