/* note_spot.c: where in the source what looks like a link stands, and is none */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "note/note_entity.h"
#include "note/note_md.h"

/*
 * The tree says which links there are, the source says where. A note may have
 * tens of thousands of them, and some are not in the source as the tree has
 * them, so that a search would look through everything that is left, for
 * each. So there is an index: from what stands between the brackets to the
 * places where that is so. It is made when first asked for. What says "[[a]]"
 * by escapes is in it, too: the tree has the same text of it, and without its
 * place the next real link would be taken for it.
 */

/* "[[" at `at`; the length through "]]", on one line; 0 when it has none. */
static size_t
spot_len(const struct note_build *b, size_t at)
{
	size_t i = at + 2;

	while (i < b->body_len && b->body[i] != ']' && b->body[i] != '[' &&
	       b->body[i] != '\n' && b->body[i] != '\r')
		i++;
	if (i + 1 >= b->body_len || b->body[i] != ']' || b->body[i + 1] != ']')
		return 0;
	return i + 2 - at;
}

/* A bar that is escaped, for the table it stands in, is a bar in the tree. */
static char *
spot_key(const char *s, size_t len)
{
	char *key = xmalloc(len + 1);
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		if (s[i] != '\\' || i + 1 == len || s[i + 1] != '|')
			key[n++] = s[i];
	key[n] = '\0';
	return key;
}

/* The places in `map` of the key, made if there are none. */
static struct note_spots *
spot_put(struct map *map, const char *key, struct arena *a)
{
	struct note_spots *spots = map_get(map, key);

	if (spots == NULL) {
		spots = arena_alloc(a, sizeof(*spots));
		map_put(map, arena_strdup(a, key), spots);
	}
	return spots;
}

/* ---- what says a link by escapes ----------------------------------------- */

/* How many bytes at s are the bracket c: itself, behind a backslash, or as an
 * entity; 0 when it is something else. */
static size_t
spot_bracket(const char *s, const char *end, char c)
{
	struct strbuf text = STRBUF_INIT;
	size_t n = 0;

	if (s < end && *s == c)
		return 1;
	if (end - s > 1 && *s == '\\')
		return s[1] == c ? 2 : 0;
	if (s < end && *s == '&')
		n = note_entity_text(&text, s, (size_t)(end - s));
	if (text.len != 1 || *text.buf != c)
		n = 0;
	strbuf_release(&text);
	return n;
}

/* Append what one character at s says in the tree; how many bytes it has. */
static size_t
spot_char(struct strbuf *out, const char *s, const char *end)
{
	size_t n = 0;

	if (*s == '&')
		n = note_entity_text(out, s, (size_t)(end - s));
	if (n > 0)
		return n;
	n = *s == '\\' && end - s > 1 && ispunct((unsigned char)s[1]) ? 2 : 1;
	strbuf_addc(out, s[n - 1]);
	return n;
}

/* Whether the body has something at `at` that the tree says "[[a]]" of; where
 * it ends in *to, and what the tree says in `key`. */
static bool
spot_escaped(
    const struct note_build *b, size_t at, size_t *to, struct strbuf *key)
{
	const char *s = b->body + at, *end = b->body + b->body_len;
	size_t n = spot_bracket(s, end, '['), k;

	if (n == 0 || (k = spot_bracket(s + n, end, '[')) == 0)
		return false;
	s += n + k;
	strbuf_clear(key);
	strbuf_adds(key, "[[");
	while ((n = spot_bracket(s, end, ']')) == 0) {
		if (s >= end || *s == '\n' || *s == '\r' ||
		    spot_bracket(s, end, '[') > 0)
			return false;
		s += spot_char(key, s, end);
	}
	if ((k = spot_bracket(s + n, end, ']')) == 0)
		return false;
	strbuf_adds(key, "]]");
	*to = (size_t)(s - b->body) + n + k;
	return true;
}

/* ---- where no link is -------------------------------------------------- */

/* What is searched for such stretches is at most so many times the body. */
#define PASS_MOST 16

struct spot_pass {
	struct note_build *b;
	size_t at;   /* what is before it has been seen */
	size_t cost; /* bytes that were searched */
};

/* Move behind these bytes, which follow one of those in `lead` unless that is
 * ""; `out` is where they stand. False when they are not there. */
static bool
spot_step(struct spot_pass *p, cmark_node *node, const char *s, size_t len,
    const char *lead, struct note_stretch *out)
{
	const struct note_build *b = p->b;
	size_t from, end;
	const char *at;

	if (!note_link_range(b, node, &from, &end))
		return false;
	if (p->at > from && p->at <= end)
		from = p->at;
	while (p->cost <= PASS_MOST * b->body_len && from < end &&
	       (at = memmem(b->body + from, end - from, s, len)) != NULL) {
		size_t where = (size_t)(at - b->body);

		p->cost += where - from + len;
		if (*lead == '\0' ||
		    (where > 0 && strchr(lead, b->body[where - 1]) != NULL)) {
			*out = (struct note_stretch){ where, where + len };
			p->at = out->to;
			return true;
		}
		from = where + 1;
	}
	p->cost += end > from ? end - from : 0;
	return false;
}

static void
spot_keep(struct spot_pass *p, cmark_node *node, const char *s, size_t len,
    const char *lead)
{
	struct note_build *b = p->b;
	struct note_stretch found;

	if (spot_step(p, node, s, len, lead, &found))
		*VEC_PUSH(b->passed, b->n_passed, b->cap_passed) = found;
}

/* What looks like a link in a text: it is one, or code and the like, whose
 * lines were joined or had a quote's mark before them. */
static void
spot_pass_text(struct spot_pass *p, cmark_node *node, const char *s, bool keep)
{
	struct note_stretch found;
	size_t k;

	for (; (s = strstr(s, "[[")) != NULL; s += k ? k : 1) {
		if ((k = note_link_wiki_len(s)) == 0)
			continue;
		if (keep)
			spot_keep(p, node, s, k, "");
		else
			spot_step(p, node, s, k, "", &found);
	}
}

/* Code or raw HTML, as a whole if it is there as written; or line by line, for
 * in a quote its mark is before each of them. */
static void
spot_pass_raw(struct spot_pass *p, cmark_node *node)
{
	const char *s = cmark_node_get_literal(node), *line;
	size_t n = p->b->n_passed, k;

	spot_keep(p, node, s, strlen(s), "");
	if (p->b->n_passed == n && strchr(s, '\n') != NULL)
		for (line = s; *line != '\0'; line += k + (line[k] == '\n')) {
			k = strcspn(line, "\n");
			if (k > 0)
				spot_keep(p, node, line, k, "");
		}
	if (p->b->n_passed == n)
		spot_pass_text(p, node, s, true);
}

/* Code without a wiki link is only moved behind: who looks for links by path
 * knows it by its backticks. */
static void
spot_pass_code(struct spot_pass *p, cmark_node *node)
{
	const char *s = cmark_node_get_literal(node);
	struct note_stretch found;

	if (strstr(s, "[[") != NULL || strstr(s, "\\[") != NULL ||
	    strchr(s, '&') != NULL)
		spot_pass_raw(p, node);
	else if (strchr(s, '[') != NULL)
		spot_step(p, node, s, strlen(s), "", &found);
}

/* An address or a title, if it is there as written. */
static void
spot_pass_by(
    struct spot_pass *p, cmark_node *node, const char *s, const char *lead)
{
	if (s != NULL && strpbrk(s, "[`") != NULL)
		spot_keep(p, node, s, strlen(s), lead);
}

static void
spot_pass_target(struct spot_pass *p, cmark_node *node)
{
	spot_pass_by(p, node, cmark_node_get_url(node), "(<");
	spot_pass_by(p, node, cmark_node_get_title(node), "\"'(");
}

static int
stretch_cmp(const void *a, const void *b)
{
	const struct note_stretch *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

void
note_spot_pass(struct note_build *b, cmark_node *root)
{
	struct spot_pass p = { .b = b };
	struct strbuf text = STRBUF_INIT;
	cmark_iter *it;
	cmark_event_type ev;

	if (memchr(b->body, '[', b->body_len) == NULL)
		return;
	it = cmark_iter_new(root);
	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);

		switch (cmark_node_get_type(n)) {
		case CMARK_NODE_HTML_INLINE:
			if (strpbrk(cmark_node_get_literal(n), "[`&") != NULL)
				spot_pass_raw(&p, n);
			break;
		case CMARK_NODE_CODE:
			spot_pass_code(&p, n);
			break;
		case CMARK_NODE_TEXT:
			spot_pass_text(&p, n, cmark_node_get_literal(n), false);
			break;
		case CMARK_NODE_IMAGE:
			/* What is in its text is looked for as a whole. */
			cmark_iter_reset(it, n, CMARK_EVENT_EXIT);
			note_md_text(&text, n);
			spot_pass_text(&p, n, text.buf, false);
			strbuf_clear(&text);
			spot_pass_target(&p, n);
			break;
		case CMARK_NODE_LINK:
			if (ev == CMARK_EVENT_EXIT)
				spot_pass_target(&p, n);
			break;
		default:
			break;
		}
	}
	cmark_iter_free(it);
	strbuf_release(&text);
	if (b->n_passed > 1)
		qsort(b->passed, b->n_passed, sizeof(*b->passed), stretch_cmp);
}

size_t
note_spot_passed(const struct note_build *b, size_t at)
{
	size_t low = 0, high = b->n_passed;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (b->passed[mid].to <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- the index --------------------------------------------------------- */

/* What stands at `at`, a "[" or a "&", and what the tree says of it; false when
 * that is no "[[a]]". */
static bool
spot_read(const struct note_build *b, size_t at, struct note_spot *out,
    struct strbuf *key)
{
	const char *s = b->body;
	size_t i = at, k;
	char *plain;

	while (i > 0 && s[i - 1] == '\\')
		i--;
	*out = (struct note_spot){ .at = at, .escaped = true };
	if ((at - i) % 2 != 0 && s[at] == '&')
		return false;
	if ((at - i) % 2 != 0 || s[at] == '&' || s[at + 1] != '[' ||
	    (k = spot_len(b, at)) == 0)
		return spot_escaped(b, at, &out->to, key);
	out->escaped = false;
	out->to = at + k;
	plain = spot_key(s + at, k);
	strbuf_clear(key);
	strbuf_adds(key, plain);
	free(plain);
	return true;
}

/* One that was found, and where it belongs. */
struct spot_found {
	struct note_spots *spots;
	struct note_spot spot;
};

static void
spot_fill(const struct spot_found *v, size_t n, struct arena *a)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct note_spots *spots = v[i].spots;

		if (spots->v == NULL)
			spots->v =
			    arena_alloc(a, spots->cap * sizeof(*spots->v));
		spots->v[spots->n++] = v[i].spot;
	}
}

static void
spot_index(struct note_build *b)
{
	struct spot_found *v = NULL, found;
	struct strbuf key = STRBUF_INIT;
	size_t at, n = 0, cap = 0, passed = 0;

	b->spots = map_new();
	for (at = strcspn(b->body, "[&"); at < b->body_len;
	     at += 1 + strcspn(b->body + at + 1, "[&")) {
		while (passed < b->n_passed && b->passed[passed].to <= at)
			passed++;
		if ((passed < b->n_passed && b->passed[passed].from <= at) ||
		    !spot_read(b, at, &found.spot, &key))
			continue;
		found.spots = spot_put(b->spots, key.buf, b->a);
		found.spots->cap++;
		*VEC_PUSH(v, n, cap) = found;
	}
	spot_fill(v, n, b->a);
	strbuf_release(&key);
	free(v);
}

const struct note_spots *
note_spot_find(struct note_build *b, const char *raw, size_t len, size_t from,
    size_t *first)
{
	char *key = spot_key(raw, len);
	const struct note_spots *spots;
	size_t low = 0, high;

	if (b->spots == NULL)
		spot_index(b);
	spots = map_get(b->spots, key);
	free(key);
	if (spots == NULL)
		return NULL;
	for (high = spots->n; low < high;) {
		size_t mid = (low + high) / 2;

		if (spots->v[mid].at < from)
			low = mid + 1;
		else
			high = mid;
	}
	*first = low;
	return spots;
}
