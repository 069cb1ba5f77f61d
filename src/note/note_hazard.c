/* note_hazard.c: shapes of text that the linked parser runs away on */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/strbuf.h"
#include "base/xalloc.h"
#include "note/note_int.h"

/*
 * Theory of operation. The holes of the library that are known (note_flaw.c)
 * have known causes: two things are counted, and the time is their product.
 * So the text is read once, by bytes, and the products are estimated; one
 * that is worth about half a second of the parser's time is refused. This
 * saves the two seconds after which the child that parses would be killed;
 * it is no wall, and need not be one, because the child is. So it errs on
 * the side of the writer: it keeps out of code blocks, counts by paragraph,
 * and the limits are far beyond what people write.
 */

/* What each is the product of stands where it is counted. Half a second of
 * cmark-gfm 0.29.0.gfm.6 on a machine of 2023, give or take a factor of two. */
#define HAZARD_PARENS 1500000000.0
#define HAZARD_WWW 100000000.0
#define HAZARD_EMPHASIS 200000000.0
#define HAZARD_MARKUP 400000000.0
#define HAZARD_BRACKETS 80000000.0
#define HAZARD_NESTING 10000000.0
#define HAZARD_COLUMNS 8000
#define HAZARD_CELLS 100000
/* A link of this kind takes 15 kB of memory. */
#define HAZARD_MAILTO 30000
/* So deep nothing is nested that someone wrote, and the tree gets no deeper
 * than a browser can bear. */
#define HAZARD_DEPTH 1000
/* A text shorter than this has no room for any of them. */
#define HAZARD_LEAST 1000
/* The library knows no longer labels. */
#define HAZARD_LABEL 1000

struct hazard {
	struct note_hazard *out;
	bool found;
	int number; /* of the library */
	const char *text;
	size_t line_at; /* offset of this line */
	int line;

	char fence; /* "`" or "~" in a code block, else NUL */
	size_t fence_len;
	size_t depth; /* of the containers that the last text left open */
	double nesting;
	size_t columns, missing; /* of the table here */
	size_t mailto;
	struct map *refs; /* label to the length of what it stands for */
	struct arena *mem;

	/* this paragraph */
	size_t para_at;
	int para_line;
	size_t stars, unders, pi, decl, cdata;
	bool *open; /* the "[" that wait for "]": whether they are "![" */
	size_t n_open, cap_open, images;
	double brackets;

	/* this word */
	size_t word_at, parens, www;
	bool url;
};

static void
hazard_hit(
    struct hazard *h, enum note_flaw_id flaw, size_t at, const char *what)
{
	if (h->found || !note_flaw_in(flaw, h->number))
		return;
	h->found = true;
	h->out->flaw = flaw;
	h->out->what = what;
	h->out->line = at < h->line_at ? h->para_line : h->line;
	h->out->col = at < h->line_at ? 1 : (int)(at - h->line_at) + 1;
}

/* ---- inside a paragraph ------------------------------------------------ */

static void
hazard_word_end(struct hazard *h, size_t at)
{
	size_t len = at - h->word_at;

	/* Each "www." has the rest of the word looked through. */
	if ((double)h->www * (double)len > HAZARD_WWW)
		hazard_hit(h, NOTE_FLAW_AUTOLINK, h->word_at,
		    "a word with thousands of www. in it");
	/* For each ")" at the end of an address the whole of it is. */
	if (h->url && (double)h->parens * (double)len > HAZARD_PARENS)
		hazard_hit(h, NOTE_FLAW_AUTOLINK, h->word_at,
		    "an address with thousands of parentheses in it");
	h->word_at = at + 1;
	h->parens = h->www = 0;
	h->url = false;
}

static void
hazard_para_end(struct hazard *h, size_t at)
{
	double len = (double)(at - h->para_at);

	/* Each opener has the rest of the paragraph searched for its end. */
	if ((double)(h->pi + h->decl + h->cdata) * len > HAZARD_MARKUP)
		hazard_hit(h, NOTE_FLAW_MARKUP, h->para_at,
		    "a paragraph with thousands of <? or <! that are not "
		    "closed");
	/* A "_" that opens nothing looks through all "*", and back. */
	if ((double)h->stars * (double)h->unders > HAZARD_EMPHASIS)
		hazard_hit(h, NOTE_FLAW_AUTOLINK, h->para_at,
		    "a paragraph with many thousands of * and _");
	h->stars = h->unders = h->pi = h->decl = h->cdata = 0;
	h->n_open = h->images = 0;
	h->brackets = 0;
	h->para_line = 0;
}

static void
hazard_bracket(struct hazard *h, size_t at)
{
	bool image = at > 0 && h->text[at - 1] == '!';

	if (h->text[at] == '[') {
		*VEC_PUSH(h->open, h->n_open, h->cap_open) = image;
		h->images += image;
		return;
	}
	if (h->n_open == 0)
		return;
	h->images -= h->open[--h->n_open];
	/* A link that ends looks through all "![" that are open. */
	h->brackets += (double)h->images;
	if (h->brackets > HAZARD_BRACKETS)
		hazard_hit(h, NOTE_FLAW_BRACKETS, at,
		    "thousands of ![ that are not closed");
}

static void
hazard_less(struct hazard *h, const char *s)
{
	if (s[1] == '?')
		h->pi++;
	else if (strncmp(s, "<![CDATA[", 9) == 0)
		h->cdata++;
	else if (s[1] == '!' && isalpha((unsigned char)s[2]))
		h->decl++;
}

static void
hazard_greater(struct hazard *h, size_t at)
{
	const char *s = h->text;

	h->decl = 0;
	if (at > 0 && s[at - 1] == '?')
		h->pi = 0;
	if (at > 1 && s[at - 1] == ']' && s[at - 2] == ']')
		h->cdata = 0;
}

static void
hazard_colon(struct hazard *h, size_t at)
{
	const char *s = h->text + at;

	if (s[1] == '/' && s[2] == '/')
		h->url = true;
	if ((at >= 6 && memcmp(s - 6, "mailto", 6) == 0) ||
	    (at >= 4 && memcmp(s - 4, "xmpp", 4) == 0))
		if (++h->mailto > HAZARD_MAILTO)
			hazard_hit(h, NOTE_FLAW_AUTOLINK, at,
			    "tens of thousands of mailto addresses");
}

/* What hazard_inline() has to do something about. */
static const bool hazard_stops[256] = {
	[' '] = true,
	['\t'] = true,
	['*'] = true,
	['_'] = true,
	['['] = true,
	[']'] = true,
	['<'] = true,
	['>'] = true,
	[')'] = true,
	[':'] = true,
	['w'] = true,
};

static void
hazard_inline(struct hazard *h, size_t at, size_t end)
{
	const char *s = h->text;

	for (; at < end; at++) {
		while (at < end && !hazard_stops[(unsigned char)s[at]])
			at++;
		if (at == end)
			break;
		switch (s[at]) {
		case ' ':
		case '\t':
			hazard_word_end(h, at);
			break;
		case '*':
			h->stars++;
			break;
		case '_':
			h->unders++;
			break;
		case '[':
		case ']':
			hazard_bracket(h, at);
			break;
		case '<':
			hazard_less(h, s + at);
			break;
		case '>':
			hazard_greater(h, at);
			break;
		case ')':
			h->parens++;
			break;
		case ':':
			hazard_colon(h, at);
			break;
		case 'w':
			if (strncmp(s + at, "www.", 4) == 0) {
				h->www++;
				h->url = true;
			}
			break;
		default:
			break;
		}
	}
	hazard_word_end(h, end);
}

/* ---- references -------------------------------------------------------- */

/* The label between two brackets, in lower case; NULL when it is none. */
static const char *
hazard_label(struct hazard *h, size_t from, size_t to)
{
	char *copy;
	size_t i;

	if (from >= to || to - from > HAZARD_LABEL)
		return NULL;
	copy = arena_strndup(h->mem, h->text + from, to - from);
	for (i = 0; copy[i] != '\0'; i++)
		copy[i] = (char)tolower((unsigned char)copy[i]);
	return copy;
}

/* "[label]: what it stands for", if the line is that. */
static void
hazard_define(struct hazard *h, size_t at, size_t end)
{
	const char *s = h->text, *close = memchr(s + at, ']', end - at), *label;
	size_t *len;

	if (close == NULL || close[1] != ':')
		return;
	/* Short ones cannot become much. */
	if (end - at < 100)
		return;
	label = hazard_label(h, at + 1, (size_t)(close - s));
	if (label == NULL || map_get(h->refs, label) != NULL)
		return;
	len = arena_alloc(h->mem, sizeof(*len));
	*len = end - at;
	map_put(h->refs, label, len);
}

/* Each use of a label repeats what it stands for. */
static void
hazard_uses(struct hazard *h, size_t len)
{
	size_t i, start = 0, *each, most = note_output_max(len);
	double sum = 0;
	bool open = false;

	h->line = 1;
	h->line_at = 0;
	for (i = 0; i < len && !h->found; i++)
		if (h->text[i] == '\n') {
			h->line++;
			h->line_at = i + 1;
		} else if (h->text[i] == '[') {
			open = true;
			start = i + 1;
		} else if (h->text[i] == ']' && open) {
			const char *label = hazard_label(h, start, i);

			open = false;
			each = label ? map_get(h->refs, label) : NULL;
			sum += each ? (double)*each : 0;
			if (sum > (double)most)
				hazard_hit(h, NOTE_FLAW_AUTOLINK, start - 1,
				    "a long reference that is used again and "
				    "again");
		}
}

/* ---- lines ------------------------------------------------------------- */

static bool
hazard_space(char c)
{
	return c == ' ' || c == '\t';
}

/* The length of the container's marker at `at`; 0 when there is none. */
static size_t
hazard_marker(const char *s, size_t at, size_t end)
{
	size_t i = at;

	if (at == end)
		return 0;
	if (s[at] == '>')
		return 1;
	if (s[at] == '-' || s[at] == '+' || s[at] == '*')
		return at + 1 == end || hazard_space(s[at + 1]) ? 1 : 0;
	while (i < end && i < at + 9 && isdigit((unsigned char)s[i]))
		i++;
	if (i > at && i < end && (s[i] == '.' || s[i] == ')') &&
	    (i + 1 == end || hazard_space(s[i + 1])))
		return i + 1 - at;
	if (s[at] != '[' || at + 1 == end || s[at + 1] != '^')
		return 0;
	for (i = at + 2; i < end && s[i] != ']' && s[i] != '['; i++)
		;
	return i + 1 < end && s[i] == ']' && s[i + 1] == ':' ? i + 2 - at : 0;
}

/* Where the dashes of a thematic break begin, which look like lists. */
static size_t
hazard_rule(const char *s, size_t at, size_t end)
{
	char c = '\0';

	for (; end > at; end--) {
		if (hazard_space(s[end - 1]))
			continue;
		if (c == '\0' && strchr("-*_", s[end - 1]) != NULL)
			c = s[end - 1];
		if (c == '\0' || s[end - 1] != c)
			break;
	}
	return end;
}

/* Behind the containers' markers of the line, and how many there are. */
static size_t
hazard_prefix(const char *s, size_t at, size_t end, size_t *depth)
{
	size_t rule = hazard_rule(s, at, end), k;

	for (*depth = 0;; ++*depth) {
		while (at < end && hazard_space(s[at]))
			at++;
		if (at >= rule || (k = hazard_marker(s, at, end)) == 0)
			return at;
		at += k;
	}
}

/* Whether the line belongs to a code block, its fences included. */
static bool
hazard_fence(struct hazard *h, size_t at, size_t end)
{
	const char *s = h->text;
	char c = h->fence ? h->fence : s[at];
	size_t i = at;

	if (at == end || (c != '`' && c != '~'))
		return h->fence != '\0';
	while (i < end && s[i] == c)
		i++;
	if (h->fence != '\0') {
		size_t len = i - at;

		while (i < end && hazard_space(s[i]))
			i++;
		if (i == end && len >= h->fence_len)
			h->fence = '\0';
		return true;
	}
	if (i - at < 3 || (c == '`' && memchr(s + i, '`', end - i) != NULL))
		return false;
	h->fence = c;
	h->fence_len = i - at;
	return true;
}

/* The cells of a row. */
static size_t
hazard_cells(const char *s, size_t at, size_t end)
{
	size_t n = 1;

	while (end > at && hazard_space(s[end - 1]))
		end--;
	if (end > at && s[end - 1] == '|')
		end--;
	if (at < end && s[at] == '|')
		at++;
	for (; at < end; at++)
		n += s[at] == '|' && s[at - 1] != '\\';
	return n;
}

static void
hazard_table(struct hazard *h, size_t at, size_t end)
{
	const char *s = h->text;
	bool dash = false, bar = false;
	size_t i, cells;

	if (h->columns > 0) {
		cells = hazard_cells(s, at, end);
		if (cells < h->columns)
			h->missing += h->columns - cells;
		if (h->missing > HAZARD_CELLS)
			hazard_hit(h, NOTE_FLAW_TABLE, h->para_at,
			    "a table whose rows leave out a hundred thousand "
			    "cells");
		return;
	}
	for (i = at; i < end && strchr("|:- \t", s[i]) != NULL; i++) {
		dash = dash || s[i] == '-';
		bar = bar || s[i] == '|';
	}
	if (i < end || !dash || !bar)
		return;
	h->columns = hazard_cells(s, at, end);
	if (h->columns > HAZARD_COLUMNS)
		hazard_hit(
		    h, NOTE_FLAW_TABLE, at, "a table of thousands of columns");
}

static void
hazard_line(struct hazard *h, size_t at, size_t end)
{
	bool indented = end - at > 1 && hazard_space(h->text[at]);
	size_t depth, from = hazard_prefix(h->text, at, end, &depth);

	if (hazard_fence(h, from, end))
		return;
	if (from < end && (depth > 0 || !indented))
		h->depth = depth;
	/* An empty line looks at all that are open, and so does one that is
	 * indented into them. */
	h->nesting += (double)(depth > h->depth ? depth : h->depth);
	if (depth > HAZARD_DEPTH || h->nesting > HAZARD_NESTING)
		hazard_hit(h, NOTE_FLAW_NESTING, at,
		    "lists, quotes or footnotes in each other, a thousand "
		    "deep");
	if (from == end) {
		hazard_para_end(h, at);
		h->columns = h->missing = 0;
		return;
	}
	if (h->para_line == 0) {
		h->para_at = at;
		h->para_line = h->line;
	}
	hazard_table(h, from, end);
	if (h->text[from] == '[')
		hazard_define(h, from, end);
	h->word_at = from;
	hazard_inline(h, from, end);
}

static void
hazard_lines(struct hazard *h, size_t len)
{
	const char *nl = NULL, *cr;
	size_t at, end;

	for (at = 0; at < len && !h->found; at = end + 1) {
		/* Not again for each "\r" before it. */
		if (at == 0 || (nl != NULL && nl < h->text + at))
			nl = memchr(h->text + at, '\n', len - at);
		end = nl ? (size_t)(nl - h->text) : len;
		cr = memchr(h->text + at, '\r', end - at);
		/* "\r\n" is one end, a "\r" alone is one too. */
		h->line_at = at;
		if (cr != NULL && cr + 1 == nl)
			hazard_line(h, at, end - 1);
		else if (cr != NULL) {
			end = (size_t)(cr - h->text);
			hazard_line(h, at, end);
		} else
			hazard_line(h, at, end);
		h->line++;
	}
	h->line_at = len;
	hazard_para_end(h, len);
}

bool
note_hazard_find(
    struct note_hazard *out, const char *text, size_t len, int number)
{
	struct hazard h = {
		.out = out, .number = number, .text = text, .line = 1
	};

	if (len < HAZARD_LEAST || !note_flaw_in(NOTE_FLAW_TABLE, number))
		return false;
	h.mem = arena_new();
	h.refs = map_new();
	hazard_lines(&h, len);
	if (!h.found && map_len(h.refs) > 0)
		hazard_uses(&h, len);
	free(h.open);
	map_free(h.refs);
	arena_free(h.mem);
	return h.found;
}

int
note_hazard_line(const char *text, size_t len)
{
	size_t i, marks = 0, most = 0;
	int line = 1, found = 1;

	for (i = 0; i <= len; i++) {
		if (i < len && text[i] != '\n') {
			marks += ispunct((unsigned char)text[i]) != 0;
			continue;
		}
		if (marks > most) {
			most = marks;
			found = line;
		}
		marks = 0;
		line++;
	}
	return found;
}
