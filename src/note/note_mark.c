/* note_mark.c: marks in the source that keep the library on our rules */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "note/note_mark.h"
#include "note/note_md.h"

/*
 * Theory of operation. Two rules of ours cannot be mended in the tree: which
 * runs of "*" make emphasis (note_cjk.c), and that [[__init__]] and [[a*b*]]
 * are links whatever is in them, code, entities and tags of HTML too. Both are decided by the source alone. So the
 * source is changed before it is parsed, and the tree after: a mark stands
 * beside some runs; between double brackets, the characters that mean
 * something to Markdown, and the inner brackets with them, are control
 * characters that mean nothing. None of it reaches the tree's later passes,
 * which find the source as it was written; but for what tells a #tag from
 * \\#text, and \\[!text] from a callout, which note_tag.c takes away.
 *
 * What stands in must not be in the text already. A text that has it, or an
 * entity that makes it, does without: then CommonMark's own rules hold.
 *
 * Which "^[" begins a footnote, and which brackets and "=" have a backslash
 * before them, only the source says, too. There another such mark is put in,
 * the sign: it is punctuation as they are, so that to the library nothing
 * changes. In the text of the tree a control character takes its place, until
 * the last pass that asks (note_high.c, note_aside.c).
 */

/* Punctuation that nobody writes, from old and rare scripts. */
static const struct {
	const char *bytes;
	long code;
} mark_chars[] = {
	{ "\xf0\x9b\xb2\x9f", 0x1bc9f }, /* Duployan full stop */
	{ "\xf0\x96\xab\xb5", 0x16af5 }, /* Bassa Vah full stop */
	{ "\xf0\x92\x91\xb0", 0x12470 }, /* cuneiform word divider */
};
#define MARK_CHARS (sizeof(mark_chars) / sizeof(*mark_chars))
#define MARK_LEN 4
#define MARK_FIRST '\xf0' /* the first byte of each */

/* The last two are for tags and callouts, not for what is in a link. */
static const char guard_chars[] = "*_~[]#!";
#define GUARD_LINK 5
#define GUARD_FIRST 1
#define GUARD_LAST ((int)sizeof(guard_chars) - 1)
/* Between double brackets alone: what begins code, entities and HTML, and the
 * addresses of mail that the library finds in text. */
static const char name_chars[] = "`&<@";
#define NAME_FIRST 15
#define NAME_LAST (NAME_FIRST + (int)sizeof(name_chars) - 2)
#define GUARDS "\1\2\3\4\5\6\7\16\17\20\21\22"

/* Around a bare address, as long as a mark each. The first one is a letter to
 * the library, so that it does not matter beside a run of "*". */
#define BARE_BEGIN "\v\v\v<"
#define BARE_END ">\v\v\v"

/* What the text holds itself, as bytes or as entities. */
static void
mark_choose(struct note_mark *m, const char *s, size_t len)
{
	const char *four = memchr(s, MARK_FIRST, len), *all = s;
	bool taken[MARK_CHARS] = { false };
	size_t i;

	bool urls = strstr(s, "://") != NULL && strchr(s, '\v') == NULL;

	m->may_guard = strpbrk(s, GUARDS) == NULL;
	for (i = 0; i < MARK_CHARS && four != NULL; i++)
		taken[i] = strstr(four, mark_chars[i].bytes) != NULL;
	for (s = strstr(s, "&#"); s != NULL; s = strstr(s + 2, "&#")) {
		bool hex = s[2] == 'x' || s[2] == 'X';
		long code = strtol(s + 2 + hex, NULL, hex ? 16 : 10);

		if ((code >= GUARD_FIRST && code <= GUARD_LAST) ||
		    code == NOTE_MARK_SIGN ||
		    (code >= NAME_FIRST && code <= NAME_LAST))
			m->may_guard = false;
		urls = urls && code != '\v';
		for (i = 0; i < MARK_CHARS; i++)
			taken[i] = taken[i] || mark_chars[i].code == code;
	}
	for (i = MARK_CHARS; i > 0; i--)
		if (!taken[i - 1]) {
			m->sign = m->may_guard ? m->mark : NULL;
			m->mark = mark_chars[i - 1].bytes;
		}
	if (urls)
		note_bare_find(m, all, len);
}

static void
mark_put(struct note_mark *m, size_t at)
{
	strbuf_add(&m->text, m->mark, MARK_LEN);
	*VEC_PUSH(m->at, m->n, m->cap) = at;
}

static void
mark_sign(struct note_mark *m, size_t at)
{
	m->signs++;
	strbuf_add(&m->text, m->sign, MARK_LEN);
	*VEC_PUSH(m->at, m->n, m->cap) = at;
}

/* The run of "*" or "~" at s[at]; where it ends. */
static size_t
mark_run(struct note_mark *m, const char *s, size_t len, size_t at)
{
	size_t to = at;
	int side;

	while (to < len && s[to] == s[at])
		to++;
	side = m->mark != NULL ? note_cjk_side(s, len, at, to) : 0;
	if (side < 0)
		mark_put(m, at);
	strbuf_add(&m->text, s + at, to - at);
	if (side > 0)
		mark_put(m, to);
	return to;
}

/* Whether "(" at s begins a URL, and no word such as the name in another
 * language: a URL of a note has an ending, a folder, a scheme or a place. */
static bool
mark_is_url(const char *s)
{
	size_t n = strcspn(s, "/.:#<)[\r\n");

	return s[n] != '\0' && strchr("/.:#<", s[n]) != NULL;
}

/* "[[…]]" at s[at] in one line, unless it is the text of [[[…]](url): its
 * length, or 0. With its brackets guarded, "[[…]]:" and "[[…]](word)" need a
 * mark too, so that they are no definition and no link; without one, they are
 * left to the library. */
static size_t
mark_link_len(const struct note_mark *m, const char *s, size_t at)
{
	size_t n = note_link_wiki_len(s + at);

	if (n == 0 || memchr(s + at, '\n', n) || memchr(s + at, '\r', n))
		return 0;
	/* Of code and a link the one that begins first counts. */
	if (at < m->code_end && memchr(s + at, '`', n))
		return 0;
	if (s[at + n] == '(' && (m->mark == NULL || mark_is_url(s + at + n)))
		return 0;
	if (s[at + n] == ':' && m->mark == NULL)
		return 0;
	return n;
}

static void
mark_guard(struct note_mark *m, const char *s, size_t n)
{
	size_t i;

	m->guards++;
	strbuf_addc(&m->text, '[');
	for (i = 1; i + 1 < n; i++) {
		const char *hit = memchr(guard_chars, s[i], GUARD_LINK);
		const char *name = strchr(name_chars, s[i]);
		char c = s[i];

		if (hit != NULL)
			c = (char)(GUARD_FIRST + (hit - guard_chars));
		else if (name != NULL)
			c = (char)(NAME_FIRST + (name - name_chars));
		strbuf_addc(&m->text, c);
	}
	strbuf_addc(&m->text, ']');
}

/* Whether what follows the backslash at s[at] has to be told from what has
 * none: a bracket, if there are footnotes, but not one of [[x]], which are a
 * pair anyway; and one of two "=". */
static bool
mark_escape_is_sign(const struct note_mark *m, const char *s, size_t at)
{
	char c = s[at + 1];

	if (m->sign == NULL)
		return false;
	if (c == '=')
		return s[at + 2] == '=' || (at > 0 && s[at - 1] == '=');
	return m->asides && (c == ']' || (c == '[' && s[at + 2] != '['));
}

/* What a backslash stands before means itself; how many bytes that are. */
static size_t
mark_escape(struct note_mark *m, const char *text, size_t at)
{
	const char *s = text + at;
	size_t n = ispunct((unsigned char)s[1]) ? 2 : 1;

	strbuf_add(&m->text, s, n);
	if (mark_escape_is_sign(m, text, at))
		mark_sign(m, at + 2);
	if (m->may_guard && s[1] == '[' && s[2] == '!' && s[3] != '[') {
		strbuf_addc(&m->text, NOTE_MARK_BANG);
		m->guards++;
		n++;
	}
	return n;
}

/* Whether what begins with "[" at s is closed in its line, and is no longer
 * than a label may be. */
#define LABEL_MAX 1000
static bool
mark_is_closed(const char *s)
{
	const char *end = s + LABEL_MAX;
	size_t depth = 0;

	for (; s < end && *s != '\0' && *s != '\n' && *s != '\r'; s++) {
		if (*s == '\\' && s[1] != '\0' && s[1] != '\n' && s[1] != '\r')
			s++;
		else if (*s == '[')
			depth++;
		else if (*s == ']' && --depth == 0)
			return true;
	}
	return false;
}

/*
 * "[^" at s[at]. The label of a footnote stays as it is, for the library makes
 * ids of it. One that goes over the end of its line is none; but the library
 * takes it for one first, and then cuts its text at a column of another line
 * (handle_close_bracket in its inlines.c): so it must not look like one.
 */
static size_t
mark_label(struct note_mark *m, const char *s, size_t at)
{
	size_t n = 2 + strcspn(s + at + 2, "[]\r\n\\");

	if (m->mark != NULL && !mark_is_closed(s + at)) {
		strbuf_addc(&m->text, '[');
		mark_put(m, at + 1);
		strbuf_add(&m->text, s + at + 1, n - 1);
	} else
		strbuf_add(&m->text, s + at, n);
	return n;
}

/* "^" at s[at], if a footnote begins there; its length, or 0. What is more like
 * a label or a link is none. */
static size_t
mark_aside(struct note_mark *m, const char *s, size_t at)
{
	if (!m->asides || s[at + 1] != '[' || s[at + 2] == '^' ||
	    s[at + 2] == ']' ||
	    (s[at + 2] == '[' && note_link_wiki_len(s + at + 1) > 0))
		return 0;
	strbuf_addc(&m->text, '^');
	mark_sign(m, at + 1);
	return 1;
}

/* "[[" or "#" at s[at], a link or a tag, or a footnote; its length, or 0. */
static size_t
mark_guarded(struct note_mark *m, const char *s, size_t at)
{
	size_t n = 0;

	if (s[at] == '[' && s[at + 1] == '^')
		return mark_label(m, s, at);
	if (s[at] == '^')
		return mark_aside(m, s, at);
	if (!m->may_guard)
		return 0;
	if (s[at] == '[' && s[at + 1] == '[' &&
	    (n = mark_link_len(m, s, at)) > 0) {
		mark_guard(m, s + at, n);
		/* "[page]: word" would define a reference, and be gone. */
		if (s[at + n] == ':' || s[at + n] == '(')
			mark_put(m, at + n);
	}
	if (s[at] == '#' && (at == 0 || isspace((unsigned char)s[at - 1])) &&
	    (n = note_tag_len(s + at)) > 0) {
		m->guards++;
		strbuf_addc(&m->text, NOTE_MARK_TAG);
		strbuf_add(&m->text, s + at + 1, n - 1);
	}
	return n;
}

/* Backticks begin at s[at]: know where the code ends that begins with them. */
static void
mark_code(struct note_mark *m, const char *s, size_t len, size_t at)
{
	if (at < m->code_end || at < m->ticks_end)
		return;
	m->ticks_end = at + strspn(s + at, "`");
	m->code_end = (size_t)(note_path_behind_code(s + at, s + len) - s);
}

/* How many of the n bytes from s[at] on are before the next end of a bare
 * address. One that is in a link or the like was passed over as a whole. */
static size_t
mark_bare_before(struct note_mark *m, size_t at, size_t n)
{
	const struct note_stretch *b;
	size_t next;

	for (; m->next_bare < 2 * m->n_bare;
	     m->next_bare += 2 - m->next_bare % 2) {
		b = &m->bare[m->next_bare / 2];
		next = m->next_bare % 2 == 0 ? b->from : b->to;
		if (next >= at)
			return next - at < n ? next - at : n;
	}
	return n;
}

/* Put in what belongs around a bare address, if one begins or ends at s[at]. */
static void
mark_bare(struct note_mark *m, size_t at)
{
	bool end = m->next_bare % 2 != 0;
	const struct note_stretch *b;

	if (m->next_bare >= 2 * m->n_bare)
		return;
	b = &m->bare[m->next_bare / 2];
	if ((end ? b->to : b->from) != at)
		return;
	strbuf_adds(&m->text, end ? BARE_END : BARE_BEGIN);
	*VEC_PUSH(m->at, m->n, m->cap) = at;
	m->next_bare++;
}

void
note_mark_text(struct note_mark *m, const char *s, size_t len)
{
	const char *stops = strstr(s, "[[") != NULL ? "\\[*~#^`" : "\\[*~#^";
	size_t i = 0, n;

	*m = (struct note_mark){ .text = STRBUF_INIT };
	mark_choose(m, s, len);
	m->asides = m->sign != NULL && strstr(s, "^[") != NULL;
	while (i < len) {
		n = strcspn(s + i, stops);
		n = mark_bare_before(m, i, n);
		strbuf_add(&m->text, s + i, n);
		i += n;
		mark_bare(m, i);
		if (i >= len)
			break;
		if (n > 0) /* an end of an address may be what stopped it */
			continue;
		if (s[i] == '*' || s[i] == '~')
			i = mark_run(m, s, len, i);
		else if (s[i] == '\\')
			i += mark_escape(m, s, i);
		else if (s[i] == '`') {
			mark_code(m, s, len, i);
			strbuf_addc(&m->text, s[i++]);
		} else if ((n = mark_guarded(m, s, i)) > 0)
			i += n;
		else
			strbuf_addc(&m->text, s[i++]);
	}
}

/* The length of a mark at s, 0 when there is none. */
static size_t
mark_is(const char *mark, const char *s)
{
	return mark != NULL && *s == MARK_FIRST &&
		       strncmp(s, mark, MARK_LEN) == 0
		   ? MARK_LEN
		   : 0;
}

/* The same of what was around a bare address. If it is one in the tree, its
 * brackets are gone. */
static size_t
mark_is_bare(const char *s)
{
	if (strncmp(s, BARE_BEGIN, MARK_LEN) == 0 ||
	    strncmp(s, BARE_END, MARK_LEN) == 0)
		return MARK_LEN;
	return strspn(s, "\v");
}

/* What is in each of them; and what one may begin with. */
#define MARKS GUARDS "\v\xf0"
#define MARKS_BEGIN MARKS ">"

/* A string without marks; NULL when there are none in it. Guards from `keep`
 * on stay, and then signs become what they are in text. */
static char *
mark_undo(const struct note_mark *m, const char *s, int keep)
{
	struct strbuf out = STRBUF_INIT;
	bool found = false;
	size_t n;

	if (s == NULL || s[strcspn(s, MARKS)] == '\0')
		return NULL;
	for (;; s++) {
		n = strcspn(s, MARKS_BEGIN);
		strbuf_add(&out, s, n);
		s += n;
		if (*s == '\0')
			break;
		if (m->n > 0 && mark_is(m->mark, s)) {
			s += MARK_LEN - 1;
			found = true;
		} else if (m->signs > 0 && mark_is(m->sign, s)) {
			s += MARK_LEN - 1;
			found = true;
			if (keep == NOTE_MARK_TAG)
				strbuf_addc(&out, NOTE_MARK_SIGN);
		} else if (m->n_bare > 0 && (n = mark_is_bare(s)) > 0) {
			s += n - 1;
			found = true;
		} else if (m->guards > 0 && *s >= GUARD_FIRST && *s < keep) {
			strbuf_addc(&out, guard_chars[*s - GUARD_FIRST]);
			found = true;
		} else if (m->guards > 0 && *s >= NAME_FIRST &&
			   *s <= NAME_LAST) {
			strbuf_addc(&out, name_chars[*s - NAME_FIRST]);
			found = true;
		} else
			strbuf_addc(&out, *s);
	}
	if (found)
		return strbuf_take(&out);
	strbuf_release(&out);
	return NULL;
}

static void
mark_clean_with(const struct note_mark *m, cmark_node *node,
    const char *(*get)(cmark_node *), int (*set)(cmark_node *, const char *))
{
	char *clean = mark_undo(m, get(node), GUARD_LAST + 1);

	if (clean != NULL)
		set(node, clean);
	free(clean);
}

/* Text; inside a link or an image there are no tags. */
static void
mark_clean_text(const struct note_mark *m, cmark_node *node, bool inside)
{
	char *clean = mark_undo(m, cmark_node_get_literal(node),
	    inside ? GUARD_LAST + 1 : NOTE_MARK_TAG);

	if (clean != NULL)
		cmark_node_set_literal(node, clean);
	free(clean);
}

static void
mark_clean_node(const struct note_mark *m, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
		mark_clean_with(
		    m, node, cmark_node_get_url, cmark_node_set_url);
		mark_clean_with(
		    m, node, cmark_node_get_title, cmark_node_set_title);
	} else if (type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE ||
		   type == CMARK_NODE_HTML_BLOCK ||
		   type == CMARK_NODE_CODE_BLOCK) {
		mark_clean_with(
		    m, node, cmark_node_get_literal, cmark_node_set_literal);
	}
	if (type == CMARK_NODE_CODE_BLOCK)
		mark_clean_with(m, node, cmark_node_get_fence_info,
		    cmark_node_set_fence_info);
}

void
note_mark_clean(const struct note_mark *m, cmark_node *root)
{
	cmark_node *node, *behind = NULL;
	bool inside = false;

	if (m->n == 0 && m->guards == 0)
		return;
	for (node = root; node != NULL;
	     node = note_md_after(root, node, true)) {
		cmark_node_type type = cmark_node_get_type(node);

		inside = inside && node != behind;
		if (!inside &&
		    (type == CMARK_NODE_IMAGE || type == CMARK_NODE_LINK)) {
			behind = note_md_after(root, node, false);
			inside = true;
		}
		if (type == CMARK_NODE_TEXT)
			mark_clean_text(m, node, inside);
		else
			mark_clean_node(m, node);
	}
}

/* The first mark at the offset `at` or behind it. */
static size_t
mark_from(const struct note_mark *m, size_t at)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (m->at[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int
note_mark_col(const struct note_mark *m, size_t line, int col)
{
	size_t first = mark_from(m, line), low = first, high = m->n;

	/* The marked column of each mark grows with it: how many are before? */
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (m->at[mid] - line + (mid - first) * MARK_LEN <
		    (size_t)(col - 1))
			low = mid + 1;
		else
			high = mid;
	}
	return col - (int)((low - first) * MARK_LEN);
}

void
note_mark_release(struct note_mark *m)
{
	strbuf_release(&m->text);
	free(m->at);
	free(m->bare);
}
