/* run_wanted.c: whether an output is the one that is written in a note */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "run/run_int.h"

/*
 * The lines of the text are patterns (run_pattern.c). Those that are none, and
 * globs, are compared in canonical form. A "..." goes back as a star of a glob
 * does: to the last one only. In any order, lines and patterns are paired, so
 * that it does not matter which of two patterns is tried first.
 */
#define WANTED_PARTS 200 /* with patterns, in any order */

struct wanted {
	struct run_lines lines, out;
	struct run_pattern *v; /* as lines.v */
	bool named; /* the lines are compared by their names, see run_canon() */
	struct run_patience left;
};

/* ---- a line and a line ------------------------------------------------------------ */

static bool
wanted_same(const struct run_lines *a, size_t i, const struct run_lines *b,
    size_t j, void *payload)
{
	struct wanted *w = payload;
	const struct run_pattern *p = &w->v[i];
	const struct run_line *x = &a->v[i], *y = &b->v[j];

	if (p->kind == RUN_PATTERN_ANY || !run_patience(&w->left, p, y))
		return false;
	if (p->kind != RUN_PATTERN_NONE)
		return run_span_same(x->raw, y->raw) ||
		       run_pattern_match(p, y, &w->left);
	return w->named ? run_span_same(x->name, y->name)
			: run_span_same(x->shape, y->shape);
}

static bool
wanted_any(const struct run_lines *a, size_t i, void *payload)
{
	const struct wanted *w = payload;

	(void)a;
	return w->v[i].kind == RUN_PATTERN_ANY;
}

/* ---- some lines and some lines ------------------------------------------------------ */

/*
 * Whether these lines of the output are what those want. *met is how many of
 * the wanted ones fit before something did not.
 */
static bool
wanted_part(struct wanted *w, const struct run_part *a,
    const struct run_part *b, size_t *met)
{
	size_t i = 0, j = 0, star = SIZE_MAX, from = 0;

	*met = 0;
	while (j < b->n) {
		if (i < a->n && wanted_any(&w->lines, a->v[i], w)) {
			star = ++i;
			from = j;
		} else if (i < a->n && wanted_same(&w->lines, a->v[i], &w->out,
					   b->v[j], w)) {
			i++;
			j++;
		} else if (star != SIZE_MAX) {
			i = star;
			j = ++from;
		} else
			return false;
		*met = i > *met ? i : *met;
	}
	while (i < a->n && wanted_any(&w->lines, a->v[i], w))
		i++;
	*met = i > *met ? i : *met;
	return i == a->n;
}

/* With a pattern among the lines nobody knows which pid is the first. */
static bool
wanted_kept(struct wanted *w, int *line, struct strbuf *diff)
{
	struct run_parts a, b;
	size_t met, i;
	bool same;

	w->named = true;
	for (i = 0; i < w->lines.n; i++)
		w->named &= w->v[i].kind == RUN_PATTERN_NONE;
	run_parts_init(&a, &w->lines, RUN_ORDER_KEPT);
	run_parts_init(&b, &w->out, RUN_ORDER_KEPT);
	same = wanted_part(w, &a.v[0], &b.v[0], &met);
	*line = met < w->lines.n ? (int)met + 1 : 0;
	if (!same && diff != NULL) {
		struct run_diff d = { &w->lines, &w->out, wanted_same,
			wanted_any, w, diff, 0, 0 };

		run_diff_lines(&d);
	}
	run_parts_release(&a);
	run_parts_release(&b);
	return same;
}

/* ---- in any order ---------------------------------------------------------------- */

/* Which part of the output each wanted one has, and the other way round. */
struct wanted_pairs {
	struct wanted *w;
	struct run_parts a, b;
	size_t *of_a, *of_b; /* SIZE_MAX: none */
	bool *seen;          /* of b, in this search */
	bool more;           /* lines of others may be there as well */
};

/* "..." belongs to the process of the line before it. As the first line, and
 * where each line stands for itself, it lets others be. */
static void
pairs_init(struct wanted_pairs *p, struct wanted *w, enum run_order order)
{
	size_t i, n = 0;

	*p = (struct wanted_pairs){ .w = w };
	for (i = 0; i < w->lines.n; i++)
		w->lines.v[i].joins = w->v[i].kind == RUN_PATTERN_ANY;
	run_parts_init(&p->a, &w->lines, order);
	run_parts_init(&p->b, &w->out, order);
	for (i = 0; i < p->a.n; i++) {
		struct run_part *g = &p->a.v[i];

		if (wanted_any(&w->lines, g->v[0], w) &&
		    (order == RUN_ORDER_ANY || g->v[0] == 0)) {
			p->more = true;
			memmove(g->v, g->v + 1, --g->n * sizeof(*g->v));
		}
		if (g->n == 0)
			free(g->v);
		else
			p->a.v[n++] = *g;
	}
	p->a.n = n;
	p->of_a = xcalloc(p->a.n + 1, sizeof(*p->of_a));
	p->of_b = xcalloc(p->b.n + 1, sizeof(*p->of_b));
	p->seen = xcalloc(p->b.n + 1, sizeof(*p->seen));
	memset(p->of_a, 0xff, p->a.n * sizeof(*p->of_a));
	memset(p->of_b, 0xff, p->b.n * sizeof(*p->of_b));
}

static void
pairs_release(struct wanted_pairs *p)
{
	run_parts_release(&p->a);
	run_parts_release(&p->b);
	free(p->of_a);
	free(p->of_b);
	free(p->seen);
}

static bool
pairs_fit(struct wanted_pairs *p, size_t a, size_t b)
{
	size_t met;

	return wanted_part(p->w, &p->a.v[a], &p->b.v[b], &met);
}

/* Whether a part is lines that fit nothing but themselves. Any one of those
 * that are the same is as good as another, so they need no search. */
static bool
pairs_plain(const struct wanted_pairs *p, size_t a)
{
	const struct run_part *g = &p->a.v[a];
	size_t i;

	for (i = 0; i < g->n; i++)
		if (p->w->v[g->v[i]].kind != RUN_PATTERN_NONE)
			return false;
	return true;
}

/* Find one for a, and if need be another for whoever has it (an augmenting
 * path, as in Kuhn, "The Hungarian Method", 1955). */
static bool
pairs_search(struct wanted_pairs *p, size_t a)
{
	size_t b;

	for (b = 0; b < p->b.n; b++) {
		size_t other = p->of_b[b];

		if (p->seen[b] ||
		    (other != SIZE_MAX && pairs_plain(p, other)) ||
		    !pairs_fit(p, a, b))
			continue;
		p->seen[b] = true;
		if (other == SIZE_MAX || pairs_search(p, other)) {
			p->of_a[a] = b;
			p->of_b[b] = a;
			return true;
		}
	}
	return false;
}

static void
pairs_make(struct wanted_pairs *p)
{
	size_t a, b, searched = 0;

	for (a = 0; a < p->a.n; a++)
		for (b = 0; b < p->b.n && pairs_plain(p, a); b++)
			if (p->of_b[b] == SIZE_MAX && pairs_fit(p, a, b)) {
				p->of_a[a] = b;
				p->of_b[b] = a;
				break;
			}
	for (a = 0; a < p->a.n; a++)
		if (!pairs_plain(p, a) && searched++ < WANTED_PARTS) {
			memset(p->seen, 0, p->b.n * sizeof(*p->seen));
			pairs_search(p, a);
		}
}

/* The lines of parts that have none on the other side. */
static bool
pairs_left(const struct run_lines *t, const struct run_parts *g,
    const size_t *of, char sign, struct run_diff *d, int *first)
{
	bool any = false;
	size_t i, k;

	for (i = 0; i < g->n; i++) {
		if (of[i] != SIZE_MAX)
			continue;
		if (!any)
			*first = (int)g->v[i].v[0] + 1;
		any = true;
		for (k = 0; k < g->v[i].n && d->out != NULL; k++)
			run_diff_show(d, sign, &t->v[g->v[i].v[k]]);
	}
	return any;
}

static bool
wanted_any_order(
    struct wanted *w, enum run_order order, int *line, struct strbuf *diff)
{
	struct run_diff d = { .out = diff };
	struct wanted_pairs p;
	bool missing, more;
	int ignored;

	pairs_init(&p, w, order);
	pairs_make(&p);
	*line = 0;
	missing = pairs_left(&w->lines, &p.a, p.of_a, '-', &d, line);
	more = !p.more && pairs_left(&w->out, &p.b, p.of_b, '+', &d, &ignored);
	if (diff != NULL)
		run_diff_more(&d);
	pairs_release(&p);
	return !missing && !more;
}

/* ---- what the others call ---------------------------------------------------------- */

/* A text with its patterns made; what is wrong with the first that is none, the
 * caller's to free, and in *line which that is. */
static char *
wanted_init(
    struct wanted *w, const struct run_wanted *want, bool exact, int *line)
{
	char *problem = NULL, *why;
	size_t i;

	memset(w, 0, sizeof(*w));
	w->left = RUN_PATIENCE;
	run_lines_init(&w->lines, want->text, want->len, exact);
	w->v = xcalloc(w->lines.n + 1, sizeof(*w->v));
	for (i = 0; i < w->lines.n; i++) {
		w->lines.v[i].whole = true;
		why = run_pattern_make(&w->v[i], &w->lines.v[i]);
		if (problem != NULL || why == NULL) {
			free(why);
			continue;
		}
		problem = why;
		*line = (int)i + 1;
	}
	return problem;
}

static void
wanted_release(struct wanted *w)
{
	size_t i;

	for (i = 0; i < w->lines.n; i++)
		run_pattern_release(&w->v[i]);
	free(w->v);
	run_lines_release(&w->lines);
	run_lines_release(&w->out);
}

/* Into the locale in which "." is a character of UTF-8, if any pattern needs
 * it; what to go back to. */
static locale_t
wanted_enter(locale_t *utf8, const struct run_wanted *want)
{
	*utf8 = (locale_t)0;
	if (memmem(want->text, want->len, "(regex)", 7) != NULL)
		*utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return *utf8 != (locale_t)0 ? uselocale(*utf8) : (locale_t)0;
}

static void
wanted_leave(locale_t utf8, locale_t before)
{
	if (utf8 == (locale_t)0)
		return;
	uselocale(before);
	freelocale(utf8);
}

char *
run_wanted_problem(const struct run_wanted *want, int *line)
{
	locale_t utf8, before;
	struct wanted w;
	char *problem;

	if (want->text == NULL)
		return NULL;
	before = wanted_enter(&utf8, want);
	problem = wanted_init(&w, want, false, line);
	wanted_release(&w);
	wanted_leave(utf8, before);
	return problem;
}

bool
run_wanted_match(const struct run_wanted *want, const char *out, size_t len,
    struct run_compare how, int *line, struct strbuf *diff)
{
	locale_t utf8, before;
	struct wanted w;
	bool same;
	size_t i;

	*line = 0;
	if (want->text == NULL)
		return true;
	before = wanted_enter(&utf8, want);
	free(wanted_init(&w, want, how.exact, line));
	run_lines_init(&w.out, out, len, how.exact);
	for (i = 0; i < w.out.n; i++)
		w.out.v[i].whole = true; /* a block always ends its lines */
	if (how.order == RUN_ORDER_KEPT)
		same = wanted_kept(&w, line, diff);
	else
		same = wanted_any_order(&w, how.order, line, diff);
	wanted_release(&w);
	wanted_leave(utf8, before);
	return same;
}
