/* page_text.c: what a page says, as plain text by heading: for the search
 *
 * What a note embeds is no text of its own: it is found where it is written.
 * So nothing of a note that is not shown can come in by another.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/html.h"
#include "base/xalloc.h"
#include "page/page_int.h"

struct text_walk {
	struct page_ctx *c;
	const struct note *note;
	struct arena *a;
	struct page_section *v;
	const struct page_try *try; /* whose line this is; or NULL */
	size_t try_at;              /* where that begins */
	size_t n, cap;
	struct strbuf text; /* of the last section */
	const char *until;  /* what is passed over ends before this; or NULL */
	bool pre;
	bool gap;   /* a space is due before the next character */
	bool tag;   /* inside a tag, and, unless '\0', of a quoted value */
	char quote; /* of it: a hole may stand in a tag */
	struct page_names names; /* bits of enum text_name */
};

enum text_name {
	TEXT_INLINE = 1, /* it stands in a line of text; all others end it */
	TEXT_PRE = 2,
	TEXT_CELL = 4,
	TEXT_SCRIPT = 8,
	TEXT_STYLE = 16
};

/* What an element is of that name. */
static unsigned char
text_name(struct text_walk *walk, const char *name, size_t len)
{
	static const char *const names[] = {
		"a code span strong em abbr b bdi bdo cite data del dfn i img input "
		"ins kbd label mark q s samp small strike sub sup time tt u var "
		"wbr",
		"pre", "td th", "script", "style"
	};
	const struct page_token t = { .name = name, .len = len };
	unsigned char *is;
	size_t i;

	if (page_names_know(&walk->names, name, len, &is))
		return *is;
	for (i = *is = 0; i < sizeof(names) / sizeof(*names); i++)
		if (page_token_is(&t, names[i]))
			*is |= (unsigned char)(1 << i);
	return *is;
}

static void
text_end_line(struct text_walk *t)
{
	if (t->try != NULL)
		page_became_text(&t->text, t->try_at, t->c, t->try);
	t->try = NULL;
	t->gap = false;
	if (t->text.len > 0 && t->text.buf[t->text.len - 1] != '\n')
		strbuf_addc(&t->text, '\n');
}

static void
text_put(struct text_walk *t, const char *s, size_t len)
{
	if (t->gap && t->text.len > 0 && t->text.buf[t->text.len - 1] != '\n')
		strbuf_addc(&t->text, ' ');
	t->gap = false;
	strbuf_add(&t->text, s, len);
}

/* Text as it is, not HTML: the words of a picture, an example. */
static void
text_put_lines(struct text_walk *t, const char *s, size_t len)
{
	text_end_line(t);
	text_put(t, s, len);
	text_end_line(t);
}

static void
text_end_section(struct text_walk *t)
{
	size_t len = t->text.len;

	while (len > 0 && t->text.buf[len - 1] == '\n')
		len--;
	t->v[t->n - 1].text = arena_strndup(t->a, t->text.buf, len);
	strbuf_clear(&t->text);
	t->gap = false;
}

static void
text_begin_section(struct text_walk *t, const char *anchor, const char *heading)
{
	if (t->n > 0)
		text_end_section(t);
	*VEC_PUSH(t->v, t->n, t->cap) =
	    (struct page_section){ anchor, heading, "" };
}

/* The text of a heading is known; its HTML is passed over. What stands below
 * the title is the page itself. */
static void
text_heading(struct text_walk *t, size_t index)
{
	const struct note_heading *h = &t->note->headings[index];

	if ((index > 0 || !t->note->titled) &&
	    !page_bare(t->c->page->subject, index))
		text_begin_section(t, h->slug, h->text);
	t->tag = false;
	t->until = "</h";
}

static void
text_hole(struct text_walk *t, const struct note_hole *hole)
{
	const struct note_example *x;
	const struct note_link *l;

	if (t->until != NULL)
		return;
	switch (hole->kind) {
	case NOTE_HOLE_HEADING:
		text_heading(t, hole->index);
		break;
	case NOTE_HOLE_EXAMPLE:
		x = &t->note->examples[hole->index];
		if (x->file != NULL)
			text_put_lines(t, x->file, strlen(x->file));
		text_put_lines(t, x->code, x->code_len);
		break;
	case NOTE_HOLE_LINK:
		/* The text of other links follows. */
		l = &t->note->links[hole->index];
		if (l->kind == NOTE_LINK_IMAGE && l->attr == NOTE_ATTR_NONE)
			text_put(t, l->text, strlen(l->text));
		break;
	case NOTE_HOLE_EMBED:
		break;
	}
}

/* The rest of a tag, as far as s has it. */
static size_t
text_tag_rest(struct text_walk *t, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (t->quote == '\0' && s[i] == '>') {
			t->tag = false;
			return i + 1;
		}
		if (t->quote == '\0' && (s[i] == '"' || s[i] == '\''))
			t->quote = s[i];
		else if (s[i] == t->quote)
			t->quote = '\0';
	}
	return len;
}

/* The id of a try stands in front of its line. */
static void
text_try(struct text_walk *t, const char *s, size_t len)
{
	static const char begin[] = "<span id=\"^";
	const struct graph_page *p = t->c->page->subject;
	const char *end;

	if (p->day == NULL || len < strlen(begin) ||
	    memcmp(s, begin, strlen(begin)) != 0)
		return;
	s += strlen(begin);
	end = memchr(s, '"', len - strlen(begin));
	if (end == NULL)
		return;
	t->try =
	    page_try_named(t->c, p, arena_strndup(t->a, s, (size_t)(end - s)));
	t->try_at = t->text.len;
}

/* The tag that begins at s; how many bytes of it are in s. */
static size_t
text_tag(struct text_walk *t, const char *s, size_t len)
{
	bool end = s[1] == '/';
	const char *name = s + 1 + end, *to;
	unsigned char is;
	size_t n = 0;

	if (len > 3 && memcmp(s, "<!--", 4) == 0) {
		to = memmem(s, len, "-->", 3);
		return to != NULL ? (size_t)(to - s) + 3 : len;
	}
	while (1 + end + n < len && isalnum((unsigned char)name[n]))
		n++;
	t->tag = true;
	t->quote = '\0';
	text_try(t, s, len);
	is = text_name(t, name, n);
	if (is & TEXT_PRE)
		t->pre = !end;
	if (is & TEXT_CELL)
		t->gap = true;
	else if (!(is & TEXT_INLINE))
		text_end_line(t);
	if (!end && (is & TEXT_SCRIPT))
		t->until = "</script";
	else if (!end && (is & TEXT_STYLE))
		t->until = "</style";
	return 1 + end + n + text_tag_rest(t, name + n, len - 1 - end - n);
}

static bool
text_is_tag(const char *s, size_t len)
{
	return len > 1 && *s == '<' &&
	       (isalpha((unsigned char)s[1]) || s[1] == '/' || s[1] == '!');
}

static size_t
text_char(struct text_walk *t, const char *s, size_t len)
{
	struct strbuf entity = STRBUF_INIT;
	size_t n = 1;

	if (*s == '\n' && t->pre) {
		text_end_line(t);
	} else if (isspace((unsigned char)*s)) {
		t->gap = true;
	} else if (*s == '&' && (n = html_entity_read(&entity, s, len)) > 0) {
		text_put(t, entity.buf, entity.len);
	} else {
		n = 1 + strcspn(s + 1, "<& \t\r\n");
		n = n < len ? n : len;
		text_put(t, s, n);
	}
	strbuf_release(&entity);
	return n;
}

/* What comes next in s, which ends where a hole is or the note. */
static size_t
text_step(struct text_walk *t, const char *s, size_t len)
{
	const char *end;

	if (t->until != NULL) {
		end = memmem(s, len, t->until, strlen(t->until));
		if (end == NULL)
			return len;
		t->until = NULL;
		t->tag = false;
		return (size_t)(end - s);
	}
	if (t->tag)
		return text_tag_rest(t, s, len);
	return text_is_tag(s, len) ? text_tag(t, s, len) : text_char(t, s, len);
}

size_t
page_sections(struct page_section **out, const struct page *p,
    const struct graph *g, struct arena *a)
{
	struct page_ctx c = { .g = g,
		.page = p,
		.a = a,
		.lang = g != NULL ? page_lang(g->conf->lang) : 0 };
	const struct note *n = p->subject->note;
	struct text_walk t = {
		.c = &c, .note = n, .a = a, .text = STRBUF_INIT
	};
	size_t at = 0, hole = 0, to;

	text_begin_section(&t, "", "");
	while (at < n->html_len || hole < n->n_holes) {
		to = hole < n->n_holes ? n->holes[hole].at : n->html_len;
		if (at < to)
			at += text_step(&t, n->html + at, to - at);
		else if (hole == n->n_holes)
			break;
		else
			text_hole(&t, &n->holes[hole++]);
	}
	text_end_section(&t);
	*out = arena_copy(a, t.v, t.n, sizeof(*t.v));
	free(t.v);
	strbuf_release(&t.text);
	return t.n;
}
