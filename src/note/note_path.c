/* note_path.c: where in the source a [text](path) stands */
#include <ctype.h>
#include <string.h>

#include "note/note_md.h"

/*
 * The library's columns are of no use inside of a block (note_link.c), so the
 * source is searched, in the order of the tree: for a "](" with the link's URL
 * behind it and its text before it; without one the link is a reference, and
 * a "[" with its text is where it stands. Code is passed over, and what
 * note_spot.c knows to be no link: comments, other raw HTML, titles. Behind an
 * entity, such as &copy;, nothing is compared. What is not there as written for
 * other reasons is told where the library says.
 */
#define PATH_NEAR 4096 /* bytes that are searched for any link */
#define PATH_FAR 16    /* how often more than that is */
#define PATH_BACK 2000 /* bytes of text before a "](" */
#define PATH_TEXT 12   /* bytes of text that are compared */
#define PATH_ENTITY 40 /* bytes that an entity has at most */

/* Neither white space nor punctuation. */
static bool
path_is_letter(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* Whether an entity of HTML stands at s. That of "&" is no riddle. */
static bool
path_is_entity(const char *s, const char *end)
{
	const char *p = s + 1;

	if (end - s < 4 || *s != '&' || memcmp(s, "&amp", 4) == 0)
		return false;
	p += *p == '#';
	while (p < end && p - s < PATH_ENTITY && isalnum((unsigned char)*p))
		p++;
	return p < end && *p == ';' && isalnum((unsigned char)p[-1]);
}

/* Whether the source at s begins with the text, markup aside. */
static bool
path_has_text(const char *s, const char *end, const char *text)
{
	const char *stop = text + strlen(text);
	int n;

	for (n = 0; n < PATH_TEXT; n++) {
		while (text < stop && !path_is_letter(*text))
			text++;
		if (text == stop)
			return true;
		for (; s < end && !path_is_letter(*s); s++)
			if (path_is_entity(s, end))
				return true;
		if (s == end || *s++ != *text++)
			return false;
	}
	return true;
}

/* Whether the URL stands at s, as a target is written. */
static bool
path_has_url(const char *s, const char *end, const char *url)
{
	while (s < end && isspace((unsigned char)*s))
		s++;
	s += s < end && *s == '<';
	for (; *url != '\0'; url++, s++) {
		if (end - s >= 2 && *s == '\\' && ispunct((unsigned char)s[1]))
			s++;
		else if (s < end && path_is_entity(s, end))
			return true;
		if (s >= end || *s != *url)
			return false;
		if (*s == '&' && end - s >= 5 && memcmp(s, "&amp;", 5) == 0)
			s += 4;
	}
	return s < end && strchr(")> \t\r\n", *s) != NULL;
}

bool
note_path_ends_block(const char *s, const char *end)
{
	s += *s == '\r' && s + 1 < end && s[1] == '\n' ? 2 : 1;
	while (s < end && strchr(" \t>", *s) != NULL && *s != '\0')
		s++;
	return s >= end || *s == '\n' || *s == '\r';
}

const char *
note_path_behind_code(const char *s, const char *end)
{
	size_t n = strspn(s, "`"), k;
	const char *p = s + n, *stop = end;

	if (end - p > PATH_NEAR)
		stop = p + PATH_NEAR;
	while (p < stop)
		if (*p == '`') {
			k = strspn(p, "`");
			p += k;
			if (k == n)
				return p;
		} else if ((*p == '\n' || *p == '\r') &&
			   note_path_ends_block(p, end))
			break;
		else
			p++;
	return s + n;
}

static bool
path_escaped(const char *s, const char *from)
{
	const char *p = s;

	while (p > from && p[-1] == '\\')
		p--;
	return (s - p) % 2 != 0;
}

/* The "[" that the "]" at `close` ends; NULL when it is too far. */
static const char *
path_open(const char *from, const char *close)
{
	const char *p = close;
	size_t depth = 1;

	if (close - from > PATH_BACK)
		from = close - PATH_BACK;
	while (p > from) {
		p--;
		if ((*p != '[' && *p != ']') || path_escaped(p, from))
			continue;
		depth += *p == ']' ? 1 : (size_t)-1;
		if (depth == 0)
			return p;
	}
	return NULL;
}

/* What is searched for, and what was found. */
struct path_find {
	const struct note_build *b;
	const char *url, *text;
	const char *open, *close; /* its brackets; close is for "](" only */
};

/* A place that moves on through the source. */
struct path_at {
	const char *s, *end;
	size_t pass; /* of b->passed, none before this one is to come */
};

static struct path_at
path_at_init(const struct note_build *b, const char *s, const char *end)
{
	return (struct path_at){ s, end,
		note_spot_passed(b, (size_t)(s - b->body)) };
}

/* Move behind what begins here and holds no link: code, and what is in
 * b->passed. False when there is nothing of the kind. */
static bool
path_at_pass(struct path_at *p, const struct note_build *b)
{
	size_t at = (size_t)(p->s - b->body), n;

	while (p->pass < b->n_passed && b->passed[p->pass].to <= at)
		p->pass++;
	if (p->pass < b->n_passed && b->passed[p->pass].from <= at)
		p->s = b->body + b->passed[p->pass].to;
	else if (p->s[0] == '[' && p->s[1] == '[' &&
		 (n = note_link_wiki_len(p->s)) > 0 &&
		 memchr(p->s, '`', n) != NULL && memchr(p->s, '\n', n) == NULL)
		p->s += n; /* no code begins in it */
	else if (*p->s == '`')
		p->s = note_path_behind_code(p->s, p->end);
	else
		return false;
	return true;
}

/* From s up to `end`, in a text that begins at `from`. */
static bool
path_find_inline(
    struct path_find *f, const char *from, const char *s, const char *end)
{
	struct path_at at = path_at_init(f->b, s, end);

	while (at.s < end) {
		if (path_at_pass(&at, f->b))
			continue;
		s = at.s;
		if (*s == ']' && s[1] == '(' &&
		    path_has_url(s + 2, end, f->url) &&
		    (f->open = path_open(from, s)) != NULL &&
		    path_has_text(f->open + 1, s, f->text)) {
			f->close = s;
			return true;
		}
		at.s += *s == '\\' ? 2 : 1;
	}
	return false;
}

/* The "]" that ends the text of a reference at s, and its label; s itself when
 * it is too far. */
static const char *
path_label_end(const char *s, const char *end)
{
	const char *close;

	if (end - s > PATH_BACK)
		end = s + PATH_BACK;
	close = memchr(s, ']', (size_t)(end - s));
	if (close == NULL)
		return s;
	s = close;
	if (end - s > 1 && s[1] == '[')
		close = memchr(s + 1, ']', (size_t)(end - s - 1));
	return close != NULL ? close : s;
}

static bool
path_find_reference(struct path_find *f, const char *s, const char *end)
{
	struct path_at at = path_at_init(f->b, s, end);

	while (at.s < end) {
		if (path_at_pass(&at, f->b))
			continue;
		if (*at.s == '[' && path_has_text(at.s + 1, end, f->text)) {
			f->open = at.s;
			f->close = path_label_end(at.s, end);
			return true;
		}
		at.s += *at.s == '\\' ? 2 : 1;
	}
	return false;
}

/* Near what was found last, or in all of the block. */
static bool
path_find(struct path_find *f, struct note_build *b, size_t from, size_t end)
{
	const char *s = b->body + b->path_at, *stop = b->body + end;
	const char *start = b->body + from;

	if (b->path_far >= PATH_FAR && stop - s > PATH_NEAR)
		stop = s + PATH_NEAR;
	if (path_find_inline(
		f, start, s, stop - s > PATH_NEAR ? s + PATH_NEAR : stop))
		return true;
	if (stop - s > PATH_NEAR) {
		b->path_far++;
		if (path_find_inline(f, start, s, stop))
			return true;
	}
	return path_find_reference(f, s, stop);
}

long
note_path_find(struct note_build *b, cmark_node *node, const char *text)
{
	struct path_find f = {
		.b = b, .url = cmark_node_get_url(node), .text = text
	};
	bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
	const char *s = b->body;
	size_t from, end;

	if (!note_link_range(b, node, &from, &end))
		return -1;
	if (b->path_at < from || b->path_at > end)
		b->path_at = b->path_in = b->path_close = from;
	/* An image may stand in the text of the link that came last. */
	if (image &&
	    path_find_inline(&f, s + from, s + b->path_in, s + b->path_close)) {
		b->path_in = (size_t)(f.close - s) + 1;
		return f.open - s - 1;
	}
	if (!path_find(&f, b, from, end))
		return -1;
	b->path_in = (size_t)(f.open - s) + 1;
	b->path_close = (size_t)(f.close - s);
	b->path_at = b->path_close + 1;
	return f.open - s - (image && f.open > s + from);
}
