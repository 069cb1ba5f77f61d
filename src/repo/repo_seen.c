/* repo_seen.c: whether a version of a file holds a change already */
/*
 * A commit may be put off for days, while a merge is going on for example.
 * When it is made up for, the user may have committed the entry with the rest
 * of the file, and adding it once more would double it. The patch function
 * cannot know; but the lines that it added to the work file, and those that
 * it took away, can be looked for. They are counted, not only looked up: two
 * entries may well have the same text.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "repo/repo_int.h"

struct line {
	const char *p;
	size_t len;
};

struct lines {
	struct line *v;
	size_t n, cap;
};

static int
line_cmp(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	size_t n = x->len < y->len ? x->len : y->len;
	int c = n > 0 ? memcmp(x->p, y->p, n) : 0;

	return c != 0 ? c : (x->len > y->len) - (x->len < y->len);
}

/* The lines that are not blank, sorted; the end of line does not count. */
static void
lines_init(struct lines *l, const char *s, size_t len)
{
	const char *end = s + len;

	memset(l, 0, sizeof(*l));
	while (len > 0 && s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));
		const char *stop = nl ? nl : end, *next = nl ? nl + 1 : end;

		while (stop > s && strchr(" \t\r", stop[-1]) != NULL)
			stop--;
		if (stop > s) {
			struct line *one = VEC_PUSH(l->v, l->n, l->cap);

			one->p = s;
			one->len = (size_t)(stop - s);
		}
		s = next;
	}
	if (l->n > 1)
		qsort(l->v, l->n, sizeof(*l->v), line_cmp);
}

/* How many lines from *i on are equal to `one`; *i ends up behind them. */
static size_t
count(const struct lines *l, size_t *i, const struct line *one)
{
	size_t n = 0;

	while (*i < l->n && line_cmp(&l->v[*i], one) < 0)
		(*i)++;
	while (*i < l->n && line_cmp(&l->v[*i], one) == 0) {
		(*i)++;
		n++;
	}
	return n;
}

/* The least of the next lines of the two; NULL at their end. */
static const struct line *
least(const struct lines *a, size_t i, const struct lines *b, size_t j)
{
	if (i == a->n)
		return j == b->n ? NULL : &b->v[j];
	if (j == b->n || line_cmp(&a->v[i], &b->v[j]) < 0)
		return &a->v[i];
	return &b->v[j];
}

enum repo_seen
repo_seen(const char *before, size_t before_len, const char *after,
    size_t after_len, const char *version, size_t len)
{
	size_t b = 0, a = 0, v = 0, steps = 0, seen = 0, added = 0;
	struct lines lb, la, lv;
	const struct line *next;

	lines_init(&lb, before, before_len);
	lines_init(&la, after, after_len);
	lines_init(&lv, version, len);
	while ((next = least(&lb, b, &la, a)) != NULL) {
		const struct line one = *next;
		size_t nb = count(&lb, &b, &one), na = count(&la, &a, &one);
		size_t nv = count(&lv, &v, &one);

		if (na == nb)
			continue;
		steps++;
		if (na > nb && nv >= na) {
			seen++;
			added++;
		} else if (na < nb && nv <= na) {
			seen++;
		}
	}
	free(lb.v);
	free(la.v);
	free(lv.v);
	if (steps == 0)
		return REPO_SEEN_NONE;
	if (seen == steps)
		return REPO_SEEN_ALL;
	return added > 0 ? REPO_SEEN_SOME : REPO_SEEN_NONE;
}

bool
repo_step_shown(const struct repo_text *base, const struct repo_text *mine,
    const struct repo_text *text)
{
	return repo_seen(base->p != NULL ? base->p : "", base->len,
		   mine->p != NULL ? mine->p : "", mine->len,
		   text->p != NULL ? text->p : "", text->len) == REPO_SEEN_ALL;
}
