/* note_comment.c: %% what Obsidian shows to nobody %% */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "note/note_mark.h"
#include "note/note_md.h"

/*
 * Theory of operation. A comment may hold anything, half a list too, so it has
 * to go before the text is parsed; and every byte behind it has to stay where
 * it is, for messages name it. So lines that are nothing but comment become
 * blank, and elsewhere a control character stands for each byte, which means
 * nothing to Markdown and is taken out of the tree again. White space would
 * not do: it makes code of what it stands before, and breaks the line behind.
 *
 * Two signs in two paragraphs are rather two signs ("100%% … 50%%") than the
 * ends of a comment, unless the first one begins its line.
 */
#define FILL NOTE_MARK_FILL

struct comment {
	char *s;
	size_t len;
	char fence; /* of the code block that is open, or '\0' */
	size_t fence_len;
	bool list, blank; /* in a list; behind a blank line */
	size_t none;      /* behind this there is no "%%" any more */
	size_t open;      /* the first that begins its line and has no end */
	size_t from, end; /* the line that was looked at last */
	size_t hidden;
};

/* How much of the first n bytes may stand before the text of a line: quotes,
 * and items of lists. */
static size_t
comment_before(const char *s, size_t n)
{
	size_t i = 0, k;

	for (;; i += k) {
		while (i < n && strchr(" \t>\b", s[i]) != NULL)
			i++;
		k = 0;
		while (i + k < n && isdigit((unsigned char)s[i + k]))
			k++;
		if (i + k + 1 >= n || !isspace((unsigned char)s[i + k + 1]) ||
		    strchr(k > 0 ? ".)" : "-*+", s[i + k]) == NULL)
			return i;
		k++;
	}
}

/* The end of the line that `at` is in. A line may hold many comments, so the end
 * of one is looked for once: to hide them moves no end of a line. */
static size_t
comment_line_end(struct comment *c, size_t at)
{
	if (at < c->from || at >= c->end) {
		size_t n = text_line_cr(c->s + at, c->len - at);

		c->from = at;
		c->end = at + text_chomp(c->s + at, n);
	}
	return c->end;
}

/* Whether "%%", and no more of them, stands at i. */
static bool
comment_sign(const struct comment *c, size_t i)
{
	const char *s = c->s;

	return s[i] == '%' && s[i + 1] == '%' && s[i + 2] != '%' &&
	       (i == 0 || (s[i - 1] != '%' && s[i - 1] != '\\'));
}

/* The sign that ends the comment which begins at i; 0 when none does. */
static size_t
comment_end(struct comment *c, size_t i, bool block)
{
	const char *s = c->s;
	size_t k;

	if (i >= c->none)
		return 0;
	for (k = i + 2; k + 1 < c->len; k++) {
		if (comment_sign(c, k))
			return k;
		if (!block && (s[k] == '\n' || s[k] == '\r') &&
		    note_path_ends_block(s + k, s + c->len))
			return 0;
	}
	c->none = i;
	return 0;
}

/* Hide the bytes from i up to `end`, line by line. What begins within a line
 * does not end its paragraph. */
static void
comment_hide(struct comment *c, size_t i, size_t end, bool block)
{
	size_t stop, k;
	bool alone;

	c->hidden++;
	for (; i < end; i = stop) {
		stop = comment_line_end(c, i);
		alone = block && (stop <= end ||
				     end + strspn(c->s + end, " \t\r") >= stop);
		if (stop > end)
			stop = end;
		for (k = i; k < stop; k++)
			c->s[k] = alone ? ' ' : FILL;
		while (stop < end && strchr("\r\n", c->s[stop]) != NULL)
			stop++;
	}
}

/* Whether the line at i opens or closes a code block, and which. */
static bool
comment_fence(struct comment *c, size_t i, size_t end)
{
	size_t n, at = i + comment_before(c->s + i, end - i);
	char sign = c->s[at];

	if (sign != '`' && sign != '~')
		return false;
	n = strspn(c->s + at, sign == '`' ? "`" : "~");
	if (n < 3)
		return false;
	if (c->fence == '\0') {
		if (sign == '`' &&
		    memchr(c->s + at + n, '`', end - at - n) != NULL)
			return false;
		c->fence = sign;
		c->fence_len = n;
	} else if (sign == c->fence && n >= c->fence_len &&
		   at + n + strspn(c->s + at + n, " \t\r") >= end)
		c->fence = '\0';
	return true;
}

/* Whether the line is code by its indent. Below an item it is rather text. */
static bool
comment_indented(struct comment *c, size_t i, size_t end)
{
	size_t dent = strspn(c->s + i, " "),
	       before = comment_before(c->s + i, end - i);
	bool tab = c->s[i + dent] == '\t', code;

	if (i + dent >= end) {
		c->blank = true;
		return false;
	}
	if (before > dent + tab)
		c->list = true;
	else if (dent == 0 && !tab && c->blank)
		c->list = false;
	code = c->blank && !c->list && (dent >= 4 || tab);
	c->blank = code; /* the next line of it is code, too */
	return code;
}

/* The line at i, and what goes on from it; where the next one begins. */
static size_t
comment_line(struct comment *c, size_t i)
{
	size_t end = comment_line_end(c, i), k;
	size_t text = i + comment_before(c->s + i, end - i);

	if (comment_fence(c, i, end) || c->fence != '\0' ||
	    comment_indented(c, i, end))
		i = end;
	while (i < end) {
		if (c->s[i] == '`')
			k = (size_t)(note_path_behind_code(
					 c->s + i, c->s + c->len) -
				     c->s);
		else if (!comment_sign(c, i))
			k = i + 1 + (c->s[i] == '\\' && i + 1 < end);
		else if ((k = comment_end(c, i, i == text)) > 0)
			comment_hide(c, i, k += 2, i == text);
		else {
			k = i + 2;
			if (i == text && c->open == c->len)
				c->open = i;
		}
		i = k;
		if (i > end) { /* it went on in another line */
			end = comment_line_end(c, i);
			text = c->len;
		}
	}
	return i < c->len ? i + text_line_cr(c->s + i, c->len - i) : i;
}

size_t
note_comment_hide(char *s, size_t len, size_t *open)
{
	struct comment c = {
		.s = s, .len = len, .blank = true, .none = len, .open = len
	};
	size_t i = 0;

	while (i < len)
		i = comment_line(&c, i);
	*open = c.open;
	return c.hidden;
}

void
note_comment_open(const struct note_build *b, size_t open)
{
	size_t at, k;
	int line = b->body_line + 1;

	for (at = 0; at < open; at += k, line++) {
		k = text_line_cr(b->body + at, b->body_len - at);
		if (at + k > open)
			break;
	}
	diag(b->d, DIAG_COMMENT, b->src->path, line, (int)(open - at) + 1,
	    "this comment has no end, so all of it is shown; write %%%% behind "
	    "it, or \\%%%% for the two signs");
}

static void
comment_clean(cmark_node *node, const char *(*get)(cmark_node *),
    int (*set)(cmark_node *, const char *))
{
	const char *s = get(node);
	char *copy, *to;

	if (s == NULL || strchr(s, FILL) == NULL)
		return;
	copy = to = xstrdup(s);
	for (; *s != '\0'; s++)
		if (*s != FILL)
			*to++ = *s;
	*to = '\0';
	set(node, copy);
	free(copy);
}

/* Whether nothing is in the paragraph any more. */
static bool
comment_was_all(cmark_node *para)
{
	cmark_node *n = cmark_node_first_child(para);

	for (; n != NULL; n = cmark_node_next(n))
		if (cmark_node_get_type(n) != CMARK_NODE_SOFTBREAK &&
		    (cmark_node_get_type(n) != CMARK_NODE_TEXT ||
			!text_blank(cmark_node_get_literal(n))))
			return false;
	return true;
}

void
note_comment_clean(cmark_node *root)
{
	cmark_iter *it = cmark_iter_new(root);
	cmark_event_type ev;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		cmark_node_type type = cmark_node_get_type(n);

		if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
			comment_clean(
			    n, cmark_node_get_url, cmark_node_set_url);
			comment_clean(
			    n, cmark_node_get_title, cmark_node_set_title);
		} else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE ||
			   type == CMARK_NODE_HTML_INLINE ||
			   type == CMARK_NODE_HTML_BLOCK ||
			   type == CMARK_NODE_CODE_BLOCK)
			comment_clean(
			    n, cmark_node_get_literal, cmark_node_set_literal);
		else if (type == CMARK_NODE_PARAGRAPH &&
			 ev == CMARK_EVENT_EXIT && comment_was_all(n))
			cmark_node_free(n);
	}
	cmark_iter_free(it);
}
