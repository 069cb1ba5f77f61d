/* cmd_history_diff.c: what a version changed, word by word
 *
 * First the lines are compared, then the words in those that differ: by words
 * alone, the same 을 or a comma of two distant sentences would be taken for what
 * stayed. Each time the pieces are the lines of a text, so one function of the
 * git room compares both. Of a Korean word whose ending changed, the stem stays.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "base/xalloc.h"
#include "cmd/cmd_history.h"

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

static void
line_pieces(struct diff_hunk *h, enum history_op op,
    const struct words_piece *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (v[i].kind != WORDS_LINE) {
			line_add(h, op, v[i].p, v[i].len);
			continue;
		}
		line_end(h);
		h->number += op != HISTORY_REMOVE;
	}
}

/* ---- words ------------------------------------------------------------- */

/* The pieces as lines of a text, in the arena: an end of line, "\r\n" as well,
 * is an empty one, which no other piece is. */
static struct repo_text
diff_pieces(const struct words_piece *v, size_t n, struct arena *mem)
{
	struct strbuf sb = STRBUF_INIT;
	struct repo_text t;
	size_t i;

	for (i = 0; i < n; i++) {
		if (v[i].kind != WORDS_LINE)
			strbuf_add(&sb, v[i].p, v[i].len);
		strbuf_addc(&sb, '\n');
	}
	t.len = sb.len;
	t.p = arena_copy(mem, sb.buf, sb.len + 1, 1);
	strbuf_release(&sb);
	return t;
}

/* Pieces that became others. */
static void
diff_changed(struct diff_hunk *h, const struct words_piece *a, size_t n_a,
    const struct words_piece *b, size_t n_b)
{
	size_t stem = 0;

	h->out->removed += words_count(a, n_a);
	h->out->added += words_count(b, n_b);
	if (n_a == 1 && n_b == 1 && (stem = words_stem(a, b)) > 0) {
		line_add(h, HISTORY_KEEP, b->p, stem);
		line_add(h, HISTORY_REMOVE, a->p + stem, a->len - stem);
		line_add(h, HISTORY_ADD, b->p + stem, b->len - stem);
		return;
	}
	line_pieces(h, HISTORY_REMOVE, a, n_a);
	line_pieces(h, HISTORY_ADD, b, n_b);
}

static int
diff_words(struct diff_hunk *h, const struct repo_text *from,
    const struct repo_text *to, struct arena *mem, struct err *e)
{
	struct words_piece *a, *b;
	size_t n_a = words_split(&a, from->p, from->len, mem);
	size_t n_b = words_split(&b, to->p, to->len, mem);
	struct repo_text x = diff_pieces(a, n_a, mem);
	struct repo_text y = diff_pieces(b, n_b, mem);
	struct repo_hunk *v;
	size_t i, n, at = 0;

	if (repo_diff_lines(&x, &y, mem, &v, &n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		line_pieces(h, HISTORY_KEEP, b + at, v[i].b - at);
		diff_changed(h, a + v[i].a, v[i].n_a, b + v[i].b, v[i].n_b);
		at = v[i].b + v[i].n_b;
	}
	line_pieces(h, HISTORY_KEEP, b + at, n_b - at);
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
