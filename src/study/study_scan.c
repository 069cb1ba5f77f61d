/* study_scan.c: the lines of a day file, and which of them may mean something
 *
 * One pass, a line at a time, with the little of CommonMark that decides
 * whether a heading is a heading: fences and comments hide what is in them,
 * list items contain what is indented below them, and a paragraph goes on
 * until something interrupts it. Quotes are taken whole: their lines begin
 * with ">", so nothing in them looks like a heading or an item. The work per
 * line is linear in its length; nesting is a counter and a short array.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "study/study_int.h"

#define DEPTH_MAX 64

/* HTML blocks whose content is not Markdown, with what ends each. */
static const struct {
	const char *open, *close;
} html_blocks[] = {
	{ "<!--", "-->" },
	{ "<pre", "</pre>" },
	{ "<script", "</script>" },
	{ "<style", "</style>" },
	{ "<textarea", "</textarea>" },
};

struct scan {
	struct study_map *m;
	int offset[DEPTH_MAX]; /* column where each open item's text begins */
	int depth, old;        /* now, and before this line left some */
	bool para;             /* a paragraph is open */
	bool para_other;       /* it is one of a quote or a table */
	char fence;            /* '`' or '~' while in one, else 0 */
	int fence_len, hide_column;
	const char *close; /* what ends the HTML block we are in, or NULL */
};

/* The part of a line that is left to look at. */
struct rest {
	const char *p, *end;
	int column;
};

/* Move over spaces and tabs; tabs stop at every fourth column. */
static void
skip_space(struct rest *r)
{
	for (; r->p < r->end; r->p++) {
		if (*r->p == '\t')
			r->column += 4 - r->column % 4;
		else if (*r->p == ' ')
			r->column++;
		else
			break;
	}
}

static size_t
run_of(const struct rest *r, char c)
{
	const char *p = r->p;

	while (p < r->end && *p == c)
		p++;
	return (size_t)(p - r->p);
}

static bool
has_at(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - p) >= n && strncasecmp(p, word, n) == 0;
}

static bool
contains(const char *p, const char *end, const char *word)
{
	for (; p < end; p++)
		if (has_at(p, end, word))
			return true;
	return false;
}

/* The text of the line from p on, without white space at both ends. */
static void
set_text(struct scan *s, struct study_line *l, const char *p)
{
	const char *base = s->m->text, *end = base + l->at + l->len;

	while (p < end && isspace((unsigned char)*p))
		p++;
	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	l->text = (size_t)(p - base);
	l->n = (size_t)(end - p);
}

/* Three or more of one of -, *, _ and nothing else but spaces. */
static bool
is_rule(const struct rest *r)
{
	const char *p;
	int n = 0;

	if (r->p == r->end || memchr("-*_", *r->p, 3) == NULL)
		return false;
	for (p = r->p; p < r->end; p++) {
		if (*p == *r->p)
			n++;
		else if (*p != ' ' && *p != '\t')
			return false;
	}
	return n >= 3;
}

/* Only "=" or only "-": 1 or 2, the level of the heading above it; else 0. */
static int
is_underline(const struct rest *r)
{
	const char *p = r->p;
	size_t n;

	if (p == r->end || (*p != '=' && *p != '-'))
		return 0;
	n = run_of(r, *p);
	for (p += n; p < r->end; p++)
		if (*p != ' ' && *p != '\t')
			return 0;
	return *r->p == '=' ? 1 : 2;
}

static bool
open_fence(struct scan *s, const struct rest *r, int column)
{
	char c = r->p < r->end ? *r->p : '\0';
	size_t n;

	if (c != '`' && c != '~')
		return false;
	n = run_of(r, c);
	if (n < 3)
		return false;
	if (c == '`' && memchr(r->p + n, '`', (size_t)(r->end - r->p) - n))
		return false;
	s->fence = c;
	s->fence_len = (int)n;
	s->hide_column = column;
	return true;
}

static bool
open_html(struct scan *s, const struct rest *r, int column)
{
	size_t i;

	for (i = 0; i < sizeof(html_blocks) / sizeof(*html_blocks); i++) {
		const char *p = r->p + strlen(html_blocks[i].open);

		if (!has_at(r->p, r->end, html_blocks[i].open))
			continue;
		if (i > 0 && p < r->end && isalnum((unsigned char)*p))
			continue;
		s->close = NULL;
		if (!contains(p, r->end, html_blocks[i].close))
			s->close = html_blocks[i].close;
		s->hide_column = column;
		return true;
	}
	return false;
}

/*
 * Whether this line is inside a fence or an HTML block. One that was opened
 * in a list item ends with the item: at a line indented less.
 */
static bool
is_hidden(struct scan *s, const struct rest *r)
{
	if (!s->fence && !s->close)
		return false;
	if (r->p < r->end && r->column < s->hide_column) {
		s->fence = 0;
		s->close = NULL;
		return false;
	}
	if (s->close) {
		if (contains(r->p, r->end, s->close))
			s->close = NULL;
		return true;
	}
	if (r->column - s->hide_column < 4) {
		struct rest behind = *r;
		size_t n = run_of(r, s->fence);

		behind.p += n;
		skip_space(&behind);
		if (n >= (size_t)s->fence_len && behind.p == behind.end)
			s->fence = 0;
	}
	return true;
}

/* "### text ###": the level, and the text in the line; else 0. */
static int
atx(struct scan *s, struct study_line *l, const struct rest *r)
{
	size_t level = run_of(r, '#'), n;
	const char *base = s->m->text;

	if (level < 1 || level > 6)
		return 0;
	if (r->p + level < r->end && !isspace((unsigned char)r->p[level]))
		return 0;
	set_text(s, l, r->p + level);
	n = l->n;
	while (n > 0 && base[l->text + n - 1] == '#')
		n--;
	if (n == 0 || isspace((unsigned char)base[l->text + n - 1]))
		l->n = n;
	while (l->n > 0 && isspace((unsigned char)base[l->text + l->n - 1]))
		l->n--;
	return (int)level;
}

/*
 * "**KEEP**" on a line of its own, when it is the name of a list or a group:
 * what many write for a heading. Any other bold line is only text.
 */
static bool
bold(struct scan *s, struct study_line *l, const struct rest *r)
{
	size_t n;
	const char *p;

	if (!has_at(r->p, r->end, "**") && !has_at(r->p, r->end, "__"))
		return false;
	set_text(s, l, r->p);
	n = l->n;
	p = s->m->text + l->text;
	if (n > 0 && p[n - 1] == ':')
		n--;
	if (n < 5 || n > 120 || p[n - 1] != p[0] || p[n - 2] != p[0])
		return false;
	if (memchr(p + 2, p[0], n - 4) != NULL)
		return false;
	switch (study_name_of(p + 2, n - 4).kind) {
	case STUDY_NAME_NONE:
		return false;
	case STUDY_NAME_LIST:
		if (study_name_of(p + 2, n - 4).fit > STUDY_TYPO)
			return false;
		break;
	default:
		break;
	}
	l->text += 2;
	l->n = n - 4;
	return true;
}

/* The bytes of a list marker at r, its space not included; 0 for none. */
static size_t
marker(const struct scan *s, const struct rest *r)
{
	const char *p = r->p;
	size_t n = 0;

	if (p < r->end && memchr("-*+", *p, 3) != NULL) {
		n = 1;
	} else {
		while (p + n < r->end && n < 9 && isdigit((unsigned char)p[n]))
			n++;
		if (n == 0 || p + n == r->end || (p[n] != '.' && p[n] != ')'))
			return 0;
		/* "2026. 11. 23" in the middle of a paragraph. */
		if (s->para && s->old == 0 && !(n == 1 && *p == '1'))
			return 0;
		n++;
	}
	if (p + n < r->end && p[n] != ' ' && p[n] != '\t')
		return 0;
	return n;
}

/* Open an item whose marker of n bytes is at r; r moves to its text. */
static void
open_item(struct scan *s, struct rest *r, size_t n)
{
	int after;

	r->p += n;
	r->column += (int)n;
	after = r->column + 1;
	skip_space(r);
	/* Far behind the marker there is indented code, not text. */
	if (r->p < r->end && r->column - after < 4)
		after = r->column;
	if (s->depth < DEPTH_MAX)
		s->offset[s->depth++] = after;
}

static void
bullet(struct scan *s, struct study_line *l, struct rest *r, size_t n)
{
	l->kind = STUDY_BULLET;
	l->depth = s->depth;
	open_item(s, r, n);
	set_text(s, l, r->p);
	s->para = false;
	s->para_other = false;
	if (open_fence(s, r, s->offset[s->depth - 1]) ||
	    open_html(s, r, s->offset[s->depth - 1])) {
		l->n = 0;
		return;
	}
	/* "- - x": the outer item has no text of its own. */
	while (s->depth < DEPTH_MAX && !is_rule(r) && (n = marker(s, r)) > 0) {
		l->n = 0;
		open_item(s, r, n);
	}
	s->para = r->p < r->end;
}

/* A line that is no heading and no bullet, or one that we cannot tell. */
static void
plain_line(struct scan *s, struct study_line *l, const struct rest *r)
{
	l->kind = STUDY_TEXT;
	set_text(s, l, r->p);
	if (*r->p == '>' || (!s->para && (*r->p == '|' || *r->p == '<'))) {
		l->kind = STUDY_OTHER;
		s->para_other = true;
	} else if (s->para) {
		/* A lazy line belongs to the item it does not reach. */
		s->depth = s->old;
		l->goes_on = true;
		if (s->para_other)
			l->kind = STUDY_OTHER;
	} else {
		s->para_other = false;
	}
	l->depth = s->depth;
	s->para = true;
}

/* "KEEP" and "----" below it: the upper line is the heading then, and the
 * lower one goes on with it. Without a name above it, it is a rule. */
static bool
setext(struct scan *s, struct study_line *l, const struct rest *r)
{
	struct study_line *up = l - 1;
	int level = is_underline(r);

	if (level == 0 || !s->para || s->depth > 0)
		return false;
	if (up->kind != STUDY_TEXT || up->goes_on || up->depth > 0)
		return false;
	l->kind = STUDY_OTHER;
	s->para = false;
	if (study_name_of(s->m->text + up->text, up->n).kind !=
	    STUDY_NAME_NONE) {
		up->kind = STUDY_HEADING;
		up->level = level;
		l->goes_on = true;
	}
	return true;
}

static void
scan_line(struct scan *s, struct study_line *l)
{
	const char *p = s->m->text + l->at;
	struct rest r = { p, p + l->len, 0 };
	int base;
	size_t n;

	skip_space(&r);
	if (is_hidden(s, &r)) {
		l->kind = STUDY_HIDDEN;
		l->depth = s->depth;
		return;
	}
	if (r.p == r.end) {
		l->kind = STUDY_BLANK;
		l->depth = s->depth;
		s->para = false;
		return;
	}
	s->old = s->depth;
	while (s->depth > 0 && r.column < s->offset[s->depth - 1])
		s->depth--;
	base = s->depth > 0 ? s->offset[s->depth - 1] : 0;
	l->depth = s->depth;
	if (r.column - base < 4) {
		if (open_fence(s, &r, base) || open_html(s, &r, base)) {
			l->kind = STUDY_HIDDEN;
			s->para = false;
			return;
		}
		if ((l->level = atx(s, l, &r)) > 0) {
			/* One inside an item is the item's. */
			l->kind = s->depth == 0 ? STUDY_HEADING : STUDY_OTHER;
			s->para = false;
			return;
		}
		if (s->depth == 0 && bold(s, l, &r)) {
			l->kind = STUDY_HEADING;
			l->level = STUDY_BOLD;
			s->para = false;
			return;
		}
		if (setext(s, l, &r))
			return;
		if (is_rule(&r)) {
			l->kind = STUDY_OTHER;
			s->para = false;
			return;
		}
	}
	/* Too far in for CommonMark, but a bullet to who writes with tabs. */
	if ((n = marker(s, &r)) > 0)
		bullet(s, l, &r, n);
	else if (r.column - base >= 4 && !s->para)
		l->kind = STUDY_OTHER; /* indented code */
	else
		plain_line(s, l, &r);
}

/* Whether the line is "---" (or "..."), as around front matter. */
static bool
is_fence_of_meta(
    const struct study_map *m, const struct study_line *l, bool closing)
{
	size_t n = l->len;
	const char *p = m->text + l->at;

	while (n > 0 && isspace((unsigned char)p[n - 1]))
		n--;
	return n == 3 && (memcmp(p, "---", 3) == 0 ||
			     (closing && memcmp(p, "...", 3) == 0));
}

/* Hide the front matter, if there is one and it ends. */
static void
skip_meta(struct study_map *m)
{
	size_t i, k;

	if (m->n_lines == 0 || !is_fence_of_meta(m, &m->lines[0], false))
		return;
	for (i = 1; i < m->n_lines; i++)
		if (is_fence_of_meta(m, &m->lines[i], true))
			break;
	if (i == m->n_lines)
		return;
	for (k = 0; k <= i; k++)
		m->lines[k].kind = STUDY_HIDDEN;
	m->head = i + 1;
}

void
study_scan(struct study_map *m)
{
	struct scan s = { .m = m };
	size_t at = 0, i, opened = 0;

	if (m->len >= 3 && memcmp(m->text, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	while (at < m->len) {
		size_t n = text_line(m->text + at, m->len - at);
		struct study_line *l;

		l = VEC_PUSH(m->lines, m->n_lines, m->cap_lines);
		memset(l, 0, sizeof(*l));
		l->at = at;
		l->len = text_chomp(m->text + at, n);
		l->next = at + n;
		at = l->next;
	}
	skip_meta(m);
	for (i = m->head; i < m->n_lines; i++) {
		bool was = s.fence || s.close;

		scan_line(&s, &m->lines[i]);
		if ((s.fence || s.close) && !was)
			opened = i + 1;
	}
	/* One inside a list item ends with the item, so at any text below. */
	m->unclosed = (s.fence || s.close) && s.hide_column == 0 ? opened : 0;
}
