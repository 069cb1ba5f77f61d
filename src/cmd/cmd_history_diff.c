/* cmd_history_diff.c: what a version changed, word by word
 *
 * First the lines are compared, then the words in those that differ: by words
 * alone, the same 을 or a comma of two distant sentences would be taken for what
 * stayed. Each time the pieces are the lines of a text, so one function of the
 * git room compares both. White space is none of them. Of a Korean word whose
 * ending changed, the stem stays.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "base/xalloc.h"
#include "cmd/cmd_history.h"

/* Two syllables of Hangul. */
#define STEM_MIN 6

/* One place of change while it is written down. */
struct diff_hunk {
	struct history_diff *out;
	struct history_line line; /* that is being made */
	size_t number;            /* of the line in the new text */
};

/* ---- lines ------------------------------------------------------------- */

/* Where each line begins, and where the last ends; in the arena. */
static const size_t *
diff_lines(const struct repo_text *t, struct arena *mem)
{
	size_t i, n = 0, cap = 0, *v = NULL, *copy;

	for (i = 0; i < t->len; i += text_line(t->p + i, t->len - i))
		*VEC_PUSH(v, n, cap) = i;
	*VEC_PUSH(v, n, cap) = t->len;
	copy = arena_copy(mem, v, n, sizeof(*v));
	free(v);
	return copy;
}

static void
line_end(struct diff_hunk *h)
{
	struct history_line *l = &h->line;
	bool changed = false, all = true;
	size_t i;

	for (i = 0; i < l->n; i++) {
		changed |= l->parts[i].op != HISTORY_KEEP;
		all &= l->parts[i].op == HISTORY_REMOVE;
	}
	if (changed) {
		l->line = all ? 0 : h->number;
		*VEC_PUSH(h->out->lines, h->out->n, h->out->cap) = *l;
	} else {
		free(l->parts);
	}
	*l = (struct history_line){ .line = 0 };
}

static void
line_add(struct diff_hunk *h, enum history_op op, const char *p, size_t len)
{
	struct history_line *l = &h->line;
	struct history_part *last = l->n > 0 ? &l->parts[l->n - 1] : NULL;

	if (len == 0)
		return;
	if (last != NULL && last->op == op && last->p + last->len == p)
		last->len += len;
	else
		*VEC_PUSH(l->parts, l->n, l->cap) =
		    (struct history_part){ op, p, len };
}

/* These pieces, and the white space before each; before the first it begins at
 * `from`. */
static void
line_pieces(struct diff_hunk *h, enum history_op op, const char *from,
    const struct words_piece *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const char *end = v[i].p + v[i].len;

		if (v[i].kind == WORDS_LINE) {
			line_end(h);
			h->number += op != HISTORY_REMOVE;
		} else {
			line_add(h, op, from, (size_t)(end - from));
		}
		from = end;
	}
}

/* ---- words ------------------------------------------------------------- */

/* One of the two texts of such a place. */
struct diff_side {
	const char *begin;
	struct words_piece *v; /* without white space, which is no change */
	size_t n;
	struct repo_text lines; /* a piece each */
};

/* An end of line, "\r\n" as well, is an empty line, which no piece is. */
static void
diff_side(
    struct diff_side *out, const struct repo_text *text, struct arena *mem)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i, n;

	out->begin = text->p;
	n = words_split(&out->v, text->p, text->len, mem);
	for (i = 0, out->n = 0; i < n; i++) {
		const struct words_piece *piece = &out->v[i];

		if (piece->kind == WORDS_SPACE)
			continue;
		if (piece->kind != WORDS_LINE)
			strbuf_add(&sb, piece->p, piece->len);
		strbuf_addc(&sb, '\n');
		out->v[out->n++] = *piece;
	}
	out->lines.len = sb.len;
	out->lines.p = arena_copy(mem, sb.buf, sb.len + 1, 1);
	strbuf_release(&sb);
}

/* Where the white space before piece i begins. */
static const char *
diff_from(const struct diff_side *s, size_t i)
{
	return i > 0 ? s->v[i - 1].p + s->v[i - 1].len : s->begin;
}

/* Pieces that became others. */
static void
diff_changed(struct diff_hunk *h, const struct diff_side *a,
    const struct diff_side *b, const struct repo_hunk *x)
{
	const struct words_piece *old = a->v + x->a, *new = b->v + x->b;
	const char *from = diff_from(a, x->a), *to = diff_from(b, x->b);
	size_t stem = 0;

	h->out->removed += words_count(old, x->n_a);
	h->out->added += words_count(new, x->n_b);
	/* The space between what stays and what changed stays. */
	if (x->n_a > 0 && x->n_b > 0 && from < old->p && to < new->p) {
		line_add(h, HISTORY_KEEP, to, (size_t)(new->p - to));
		from = old->p;
		to = new->p;
	}
	if (x->n_a > 0 && x->n_b > 0 && from == old->p && to == new->p)
		stem = words_stem(old, new);
	/* That two words of several begin with one syllable may be chance. */
	if (stem < STEM_MIN && (x->n_a > 1 || x->n_b > 1))
		stem = 0;
	line_add(h, HISTORY_KEEP, to, stem);
	line_pieces(h, HISTORY_REMOVE, from + stem, old, x->n_a);
	line_pieces(h, HISTORY_ADD, to + stem, new, x->n_b);
}

static int
diff_words(struct diff_hunk *h, const struct repo_text *from,
    const struct repo_text *to, struct arena *mem, struct err *e)
{
	struct diff_side a, b;
	struct repo_hunk *v;
	size_t i, n, at = 0;

	diff_side(&a, from, mem);
	diff_side(&b, to, mem);
	if (repo_diff_lines(&a.lines, &b.lines, mem, &v, &n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		line_pieces(
		    h, HISTORY_KEEP, diff_from(&b, at), b.v + at, v[i].b - at);
		diff_changed(h, &a, &b, &v[i]);
		at = v[i].b + v[i].n_b;
	}
	line_pieces(h, HISTORY_KEEP, diff_from(&b, at), b.v + at, b.n - at);
	line_end(h);
	return 0;
}

/* ---- a version --------------------------------------------------------- */

static struct repo_text
diff_part(const struct repo_text *t, const size_t *lines, size_t from, size_t n)
{
	struct repo_text part = { t->p, 0 };

	if (n > 0) {
		part.p = t->p + lines[from];
		part.len = lines[from + n] - lines[from];
	}
	return part;
}

int
cmd_history_diff(struct history_diff *out, const struct repo_version *v,
    struct arena *mem, struct err *e)
{
	struct repo_text from = v->from, to = v->to;
	const size_t *old, *new;
	struct repo_hunk *hunks;
	size_t i, n;

	*out = (struct history_diff){ .n = 0 };
	if (from.p == NULL)
		from.p = "";
	if (to.p == NULL)
		to.p = "";
	old = diff_lines(&from, mem);
	new = diff_lines(&to, mem);
	if (repo_diff_lines(&from, &to, mem, &hunks, &n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		struct diff_hunk h = { out, { .line = 0 }, hunks[i].b + 1 };
		struct repo_text a =
		    diff_part(&from, old, hunks[i].a, hunks[i].n_a);
		struct repo_text b =
		    diff_part(&to, new, hunks[i].b, hunks[i].n_b);

		if (diff_words(&h, &a, &b, mem, e) == -1) {
			cmd_history_release(out);
			return -1;
		}
	}
	return 0;
}

void
cmd_history_release(struct history_diff *d)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		free(d->lines[i].parts);
	free(d->lines);
	*d = (struct history_diff){ .n = 0 };
}
