/* search_mark.c: a line with the words that were looked for marked in it */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "search/search_int.h"

#define MARK_BEFORE 60 /* characters shown before the first word */
#define MARK_MAX 160   /* and in all */

/*
 * The line in NFC, folded character by character, so that each byte of the
 * folded text knows the character of the line that it comes from.
 */
struct mark {
	char *line; /* NFC */
	size_t len;
	struct strbuf folded;
	size_t *from; /* of each folded byte: the offset in `line` */
	size_t n_from, cap_from;
	bool *in; /* of each byte of `line`: whether it is in a word */
};

static void
mark_init(struct mark *m, const char *line, size_t len)
{
	char *copy = xstrndup(line, len);
	size_t i, n, k;

	*m = (struct mark){ .folded = STRBUF_INIT };
	m->line = utf8_nfc(copy);
	m->len = strlen(m->line);
	m->in = xcalloc(m->len + 1, sizeof(*m->in));
	free(copy);
	for (i = 0; i < m->len; i += n) {
		int32_t c;

		n = utf8_next(m->line + i, m->len - i, &c);
		k = m->folded.len;
		search_fold(&m->folded, m->line + i, n);
		for (; k < m->folded.len; k++)
			*VEC_PUSH(m->from, m->n_from, m->cap_from) = i;
	}
	*VEC_PUSH(m->from, m->n_from, m->cap_from) = m->len;
}

static void
mark_release(struct mark *m)
{
	free(m->line);
	free(m->from);
	free(m->in);
	strbuf_release(&m->folded);
}

/* All places of a term in the folded text s; where[i] is the offset in that of
 * the line of what s[i] is, NULL: i itself. */
static bool
mark_places(struct mark *m, const struct search_term *t, const char *s,
    size_t n, const size_t *where)
{
	const char *hit;
	size_t at = 0, len, i, first, last;

	while ((hit = search_find(t, s, n, at, &len)) != NULL) {
		first = (size_t)(hit - s);
		at = first + len;
		last = at - 1;
		if (where != NULL) {
			first = where[first];
			last = where[last];
			last += search_plain_unit(m->folded.buf + last,
				    m->folded.len - last) -
				1;
		}
		for (i = m->from[first]; i < m->from[last + 1]; i++)
			m->in[i] = true;
	}
	return at > 0;
}

/* A word that is not there as written may be so without markup. */
static void
mark_term(struct mark *m, const struct search_term *t)
{
	struct strbuf plain = STRBUF_INIT;
	size_t *where;

	if (mark_places(m, t, m->folded.buf, m->folded.len, NULL) || !t->plain)
		return;
	where = xcalloc(m->folded.len + 1, sizeof(*where));
	search_plain(&plain, where, m->folded.buf, m->folded.len);
	mark_places(m, t, plain.buf, plain.len, where);
	strbuf_release(&plain);
	free(where);
}

/* The offset `n` characters before or behind `at`. */
static size_t
mark_walk(const struct mark *m, size_t at, int n)
{
	for (; n < 0 && at > 0; n++)
		do
			at--;
		while (at > 0 && ((unsigned char)m->line[at] & 0xc0) == 0x80);
	for (; n > 0 && at < m->len; n--)
		do
			at++;
		while (
		    at < m->len && ((unsigned char)m->line[at] & 0xc0) == 0x80);
	return at;
}

/* The part of the line that is shown. */
static void
mark_cut(const struct mark *m, size_t *from, size_t *to)
{
	size_t first = 0;

	while (first < m->len && !m->in[first])
		first++;
	*from = 0;
	*to = m->len;
	if (mark_walk(m, 0, MARK_MAX) == m->len)
		return;
	if (first < m->len)
		*from = mark_walk(m, first, -MARK_BEFORE);
	*to = mark_walk(m, *from, MARK_MAX);
}

void
search_mark(struct strbuf *out, const struct search_query *q, const char *line,
    size_t len, const char *on, const char *off)
{
	struct mark m;
	size_t i, from, to;
	bool in = false;

	mark_init(&m, line, len);
	for (i = 0; i < q->n; i++)
		mark_term(&m, &q->v[i]);
	mark_cut(&m, &from, &to);
	while (from < to && m.line[from] == ' ')
		from++;
	if (from > 0 && m.line[from - 1] != ' ')
		strbuf_adds(out, "…");
	for (i = from; i < to; i++) {
		if (m.in[i] != in)
			strbuf_adds(out, m.in[i] ? on : off);
		in = m.in[i];
		strbuf_addc(out, m.line[i]);
	}
	if (in)
		strbuf_adds(out, off);
	if (to < m.len)
		strbuf_adds(out, "…");
	mark_release(&m);
}
