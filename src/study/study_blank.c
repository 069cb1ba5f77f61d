/* study_blank.c: whether a Markdown text says anything
 *
 * Marks without words are nothing: empty bullets, boxes, quotes and headings,
 * a line across the page, a fence with no code in it. So are comments, <br>,
 * characters that nobody sees, and entities that stand for one of them. What
 * is left, a letter or any other sign, is a text.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/utf8.h"
#include "study/study_int.h"

struct blank {
	const char *p, *end; /* what is left of the line */
	bool comment;        /* inside of one */
	char fence;          /* inside of a code block, its mark; else 0 */
	size_t ticks;        /* so many of them */
};

/* White space, or of no width and no ink. */
static bool
is_unseen(int32_t c)
{
	return utf8_is_space(c) || c == 0xad || c == 0x34f || c == 0x61c ||
	       c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 ||
	       (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       c == 0x2800 || c == 0x3164 || (c >= 0xfe00 && c <= 0xfe0f) ||
	       c == 0xfeff || c == 0xffa0 || (c >= 0xe0000 && c <= 0xe0fff);
}

/* The length of an entity at p that nobody sees, or 0. */
static size_t
entity(const char *p, size_t len)
{
	static const char *const names[] = { "nbsp", "ensp", "emsp", "emsp13",
		"emsp14", "numsp", "puncsp", "thinsp", "hairsp", "MediumSpace",
		"ZeroWidthSpace", "NoBreak", "zwj", "zwnj", "lrm", "rlm", "shy",
		"Tab", "NewLine" };
	const char *semi = memchr(p, ';', len < 20 ? len : 20);
	char name[20], *end;
	size_t i, n;
	bool hex;

	if (semi == NULL || *p != '&')
		return 0;
	n = (size_t)(semi - p) - 1;
	memcpy(name, p + 1, n);
	name[n] = '\0';
	if (*name == '#') {
		hex = name[1] == 'x' || name[1] == 'X';
		if (!isxdigit((unsigned char)name[1 + hex]))
			return 0;
		i = strtoul(name + 1 + hex, &end, hex ? 16 : 10);
		return *end == '\0' && i > 0 && i <= 0x10ffff &&
			       is_unseen((int32_t)i)
			   ? n + 2
			   : 0;
	}
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], name) == 0)
			return n + 2;
	return 0;
}

/* The length of a "<br>" at p, or 0. */
static size_t
line_break(const char *p, size_t len)
{
	size_t n = 3;

	if (len < 4 || strncasecmp(p, "<br", 3) != 0)
		return 0;
	while (n < len && (p[n] == ' ' || p[n] == '/'))
		n++;
	return n < len && p[n] == '>' ? n + 1 : 0;
}

/* Skip the marks that a block begins with: each has a blank or the end behind
 * it, but for a quote's. */
static void
skip_marks(struct blank *b)
{
	for (;;) {
		const char *p = b->p;
		size_t left;

		while (p < b->end && (*p == ' ' || *p == '\t'))
			p++;
		b->p = p;
		left = (size_t)(b->end - p);
		if (left == 0)
			return;
		if (*p == '>') {
			b->p++;
			continue;
		}
		if (left >= 3 && p[0] == '[' && p[2] == ']' &&
		    (p[1] == ' ' || p[1] == 'x' || p[1] == 'X'))
			p += 3;
		else if (*p != '\0' && strchr("-*+", *p) != NULL)
			p++;
		else if (*p == '#')
			p += strspn(p, "#");
		else {
			while (p < b->end && isdigit((unsigned char)*p))
				p++;
			if (p == b->p || p == b->end ||
			    (*p != '.' && *p != ')'))
				return;
			p++;
		}
		if (p > b->end || (p < b->end && *p != ' ' && *p != '\t'))
			return;
		b->p = p;
	}
}

/* A fence that opens or closes a code block here; the line is eaten then. */
static bool
take_fence(struct blank *b)
{
	const char *p = b->p;
	size_t n = 0;

	if (p == b->end || (*p != '`' && *p != '~') ||
	    (b->fence != 0 && *p != b->fence))
		return false;
	while (p + n < b->end && p[n] == *p)
		n++;
	if (n < 3 || (b->fence != 0 && n < b->ticks))
		return false;
	if (b->fence == 0 && *p == '`' &&
	    memchr(p + n, '`', (size_t)(b->end - p) - n) != NULL)
		return false;
	for (p += n; b->fence != 0 && p < b->end; p++)
		if (!isspace((unsigned char)*p))
			return false;
	b->ticks = n;
	b->fence = b->fence != 0 ? 0 : *b->p;
	b->p = b->end;
	return true;
}

/* "---", "***", "| --- |": a line of such signs only. */
static bool
is_rule(const struct blank *b)
{
	const char *p;

	for (p = b->p; p < b->end; p++)
		if (strchr("-*_=|: \t", *p) == NULL || *p == '\0')
			return false;
	return true;
}

/* Whether there is nothing to see in the rest of the line. */
static bool
is_unseen_line(struct blank *b)
{
	while (b->p < b->end) {
		size_t left = (size_t)(b->end - b->p), n;
		int32_t c;

		if (b->comment) {
			const char *close = memmem(b->p, left, "-->", 3);

			b->comment = close == NULL;
			b->p = close != NULL ? close + 3 : b->end;
			continue;
		}
		n = utf8_next(b->p, left, &c);
		if (b->fence == 0 && left >= 4 &&
		    memcmp(b->p, "<!--", 4) == 0) {
			b->comment = true;
			n = 4;
		} else if (!is_unseen(c)) {
			n = b->fence != 0 ? 0 : entity(b->p, left);
			if (n == 0 && b->fence == 0)
				n = line_break(b->p, left);
			if (n == 0)
				return false;
		}
		b->p += n;
	}
	return true;
}

bool
study_blank(const char *s, size_t len)
{
	struct blank b = { .p = s };
	size_t n;

	for (; len > 0; s += n, len -= n) {
		n = text_line(s, len);
		b.p = s;
		b.end = s + text_chomp(s, n);
		if (!b.comment && b.fence == 0) {
			skip_marks(&b);
			if (is_rule(&b))
				continue;
		}
		if (!b.comment && b.fence != 0)
			while (b.p < b.end &&
			       (*b.p == ' ' || *b.p == '\t' || *b.p == '>'))
				b.p++;
		if (!b.comment && take_fence(&b))
			continue;
		if (!is_unseen_line(&b))
			return false;
	}
	return true;
}
