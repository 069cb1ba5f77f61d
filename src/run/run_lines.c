/* run_lines.c: two outputs line by line, in the order that counts */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/xalloc.h"
#include "run/run_int.h"

#define LINES_PREFIX 80 /* bytes of a line in which its process is named */

/* ---- a text as lines --------------------------------------------------------- */

/* The line at *at, without its end; *at is then the next. */
static size_t
lines_next(const char *s, size_t len, size_t *at)
{
	const char *nl = memchr(s + *at, '\n', len - *at);
	size_t n = nl ? (size_t)(nl - s) - *at : len - *at;

	*at += n + (nl != NULL);
	return n;
}

/* No canonical form has a line more or less than the text. */
void
run_lines_init(struct run_lines *t, const char *s, size_t len, bool exact)
{
	size_t raw = 0, shape = 0, name = 0, n;

	memset(t, 0, sizeof(*t));
	strbuf_init(&t->shapes, STRBUF_MAX);
	strbuf_init(&t->names, STRBUF_MAX);
	if (exact) {
		strbuf_add(&t->shapes, s, len);
		strbuf_add(&t->names, s, len);
	} else {
		run_canon(&t->shapes, s, len, false);
		run_canon(&t->names, s, len, true);
	}
	while (raw < len) {
		struct run_line *l = VEC_PUSH(t->v, t->n, t->cap);

		n = raw;
		*l = (struct run_line){ .raw = { s + raw, 0 } };
		l->raw.len = lines_next(s, len, &raw);
		l->whole = raw - n > l->raw.len;
		l->shape.s = t->shapes.buf + shape;
		l->shape.len = lines_next(t->shapes.buf, t->shapes.len, &shape);
		l->name.s = t->names.buf + name;
		l->name.len = lines_next(t->names.buf, t->names.len, &name);
	}
}

void
run_lines_release(struct run_lines *t)
{
	free(t->v);
	strbuf_release(&t->shapes);
	strbuf_release(&t->names);
	memset(t, 0, sizeof(*t));
}

bool
run_span_same(struct run_span a, struct run_span b)
{
	return a.len == b.len && memcmp(a.s, b.s, a.len) == 0;
}

static int
span_order(struct run_span a, struct run_span b)
{
	int rc = memcmp(a.s, b.s, a.len < b.len ? a.len : b.len);

	return rc != 0 ? rc : (a.len > b.len) - (a.len < b.len);
}

/* ---- whose line it is ----------------------------------------------------------- */

/*
 * What tells the process of a line from others: what stands in brackets at
 * its beginning, or in front of the first colon that has a blank behind it;
 * else the first pid in it. Whoever has none of these is one process.
 */
static struct run_span
lines_process(struct run_span line)
{
	static const char pid[] = "‹pid";
	size_t i, most = line.len < LINES_PREFIX ? line.len : LINES_PREFIX;
	const char *at;

	if (line.len > 0 && *line.s == '[' &&
	    (at = memchr(line.s, ']', most)) != NULL)
		return (struct run_span){ line.s, (size_t)(at - line.s) + 1 };
	for (i = 1; i < most; i++)
		if (line.s[i] == ':' &&
		    (i + 1 == line.len || line.s[i + 1] == ' '))
			return (struct run_span){ line.s, i };
	at = memmem(line.s, line.len, pid, sizeof(pid) - 1);
	if (at != NULL) {
		size_t left = line.len - (size_t)(at - line.s);
		const char *end = memmem(at, left, "›", strlen("›"));

		if (end != NULL)
			return (struct run_span){ at, (size_t)(end - at) };
	}
	return (struct run_span){ "", 0 };
}

/* The processes of a text: their names, and which part is whose, from 1. */
struct processes {
	struct map *known;
	char **keys;
	size_t n, cap;
};

/* The part of the process of this line; `next` when it is a new one. */
static size_t
parts_find(struct processes *p, struct run_span line, size_t next)
{
	struct run_span name = lines_process(line);
	char *key = xstrndup(name.s, name.len);
	size_t found = (size_t)map_get(p->known, key);

	*VEC_PUSH(p->keys, p->n, p->cap) = key;
	if (found != 0)
		return found - 1;
	map_put(p->known, key, (void *)(next + 1));
	return next;
}

static void
parts_add(struct run_parts *g)
{
	*VEC_PUSH(g->v, g->n, g->cap) = (struct run_part){ .n = 0 };
}

void
run_parts_init(
    struct run_parts *g, const struct run_lines *t, enum run_order order)
{
	struct processes p = { .known = map_new() };
	size_t i, last = 0;

	memset(g, 0, sizeof(*g));
	if (order == RUN_ORDER_KEPT)
		parts_add(g);
	for (i = 0; i < t->n; i++) {
		size_t at = g->n;

		if (order == RUN_ORDER_KEPT)
			at = 0;
		else if (order == RUN_ORDER_PROCESS && i > 0 && t->v[i].joins)
			at = last;
		else if (order == RUN_ORDER_PROCESS)
			at = parts_find(&p, t->v[i].name, g->n);
		if (at == g->n)
			parts_add(g);
		last = at;
		*VEC_PUSH(g->v[at].v, g->v[at].n, g->v[at].cap) = i;
	}
	map_free(p.known);
	while (p.n > 0)
		free(p.keys[--p.n]);
	free(p.keys);
}

void
run_parts_release(struct run_parts *g)
{
	while (g->n > 0)
		free(g->v[--g->n].v);
	free(g->v);
}

/* ---- in an order of their own ------------------------------------------------------ */

static int
parts_by_text(const void *a, const void *b, void *lines)
{
	const struct run_lines *t = lines;
	const struct run_part *x = a, *y = b;
	size_t i;
	int rc = 0;

	for (i = 0; i < x->n && i < y->n && rc == 0; i++)
		rc = span_order(t->v[x->v[i]].shape, t->v[y->v[i]].shape);
	return rc != 0 ? rc : (x->n > y->n) - (x->n < y->n);
}

/*
 * Put the lines into an order that does not depend on that of the processes.
 * The names in a text are given in its order, so they tell nothing here.
 */
static void
lines_sort(struct run_lines *t, enum run_order order)
{
	struct run_line *v = xcalloc(t->n + 1, sizeof(*v));
	struct run_parts g;
	size_t i, k, n = 0;

	run_parts_init(&g, t, order);
	if (g.n > 0) /* else there is no array */
		qsort_r(g.v, g.n, sizeof(*g.v), parts_by_text, t);
	for (i = 0; i < g.n; i++)
		for (k = 0; k < g.v[i].n; k++) {
			v[n] = t->v[g.v[i].v[k]];
			v[n].first = k == 0;
			v[n].name = v[n].shape;
			v[n++].whole = true;
		}
	run_parts_release(&g);
	free(t->v);
	t->v = v;
}

static bool
lines_same(const struct run_lines *a, const struct run_lines *b)
{
	size_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (!run_span_same(a->v[i].name, b->v[i].name) ||
		    a->v[i].whole != b->v[i].whole ||
		    a->v[i].first != b->v[i].first)
			return false;
	return true;
}

/* Whether the texts differ only in which pid is which, and the like. */
static bool
lines_alike(const struct run_lines *a, const struct run_lines *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (!run_diff_shape(a, i, b, i, NULL))
			return false;
	return a->n == b->n;
}

bool
run_same(const char *a, size_t a_len, const char *b, size_t b_len,
    struct run_compare how, struct strbuf *diff)
{
	struct run_lines x, y;
	bool same;

	if (a_len == b_len && memcmp(a, b, a_len) == 0)
		return true;
	run_lines_init(&x, a, a_len, how.exact);
	run_lines_init(&y, b, b_len, how.exact);
	if (how.order != RUN_ORDER_KEPT) {
		lines_sort(&x, how.order);
		lines_sort(&y, how.order);
	}
	same = lines_same(&x, &y);
	if (!same && diff != NULL) {
		struct run_diff d = { .a = &x, .b = &y, .out = diff };

		d.same = lines_alike(&x, &y) ? run_diff_name : run_diff_shape;
		run_diff_lines(&d);
	}
	run_lines_release(&x);
	run_lines_release(&y);
	return same;
}

int
run_order_find(const char *name)
{
	if (strcmp(name, "any") == 0)
		return RUN_ORDER_ANY;
	return strcmp(name, "per-process") == 0 ? RUN_ORDER_PROCESS : -1;
}
