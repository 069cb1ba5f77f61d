/* profile.c: what takes long, for who asked */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/map.h"
#include "base/profile.h"
#include "base/xalloc.h"

struct profile_list {
	struct map *at; /* name → 1 + its index */
	struct profile_row *v;
	size_t n, cap;
};

struct profile {
	struct arena *names;
	struct profile_list kinds[PROFILE_KINDS];
	const char *phase; /* borrowed; or NULL */
	int64_t began;     /* of the phase */
};

struct profile *
profile_new(void)
{
	struct profile *p = xcalloc(1, sizeof(*p));
	size_t i;

	p->names = arena_new();
	for (i = 0; i < PROFILE_KINDS; i++)
		p->kinds[i].at = map_new();
	return p;
}

void
profile_free(struct profile *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < PROFILE_KINDS; i++) {
		map_free(p->kinds[i].at);
		free(p->kinds[i].v);
	}
	arena_free(p->names);
	free(p);
}

static void
profile_add_n(struct profile *p, enum profile_kind kind, const char *name,
    int64_t ns, size_t n)
{
	struct profile_list *l = &p->kinds[kind];
	size_t at = (size_t)(uintptr_t)map_get(l->at, name);

	if (at == 0) {
		*VEC_PUSH(l->v, l->n, l->cap) =
		    (struct profile_row){ arena_strdup(p->names, name), 0, 0 };
		at = l->n;
		map_put(l->at, l->v[at - 1].name, (void *)(uintptr_t)at);
	}
	l->v[at - 1].ns += ns;
	l->v[at - 1].n += n;
}

void
profile_add(
    struct profile *p, enum profile_kind kind, const char *name, int64_t ns)
{
	if (p != NULL)
		profile_add_n(p, kind, name, ns, 1);
}

void
profile_phase(struct profile *p, const char *name)
{
	int64_t now;

	if (p == NULL)
		return;
	now = date_wall_ns();
	if (p->phase != NULL)
		profile_add(p, PROFILE_PHASE, p->phase, now - p->began);
	p->phase = name;
	p->began = now;
}

struct profile *
profile_more(const struct profile *p)
{
	return p != NULL ? profile_new() : NULL;
}

void
profile_join(struct profile *p, struct profile *more)
{
	size_t kind, i;

	if (p == NULL || more == NULL)
		return;
	for (kind = 0; kind < PROFILE_KINDS; kind++)
		for (i = 0; i < more->kinds[kind].n; i++) {
			const struct profile_row *r = &more->kinds[kind].v[i];

			profile_add_n(p, kind, r->name, r->ns, r->n);
		}
	profile_free(more);
}

int64_t
profile_clock(const struct profile *p)
{
	return p != NULL ? date_thread_ns() : 0;
}

static int
row_cmp(const void *pa, const void *pb)
{
	const struct profile_row *a = pa, *b = pb;

	if (a->ns != b->ns)
		return a->ns > b->ns ? -1 : 1;
	return strcmp(a->name, b->name);
}

size_t
profile_rows(
    struct profile *p, enum profile_kind kind, const struct profile_row **out)
{
	struct profile_list *l = &p->kinds[kind];
	size_t i;

	if (kind != PROFILE_PHASE && l->n > 1) {
		qsort(l->v, l->n, sizeof(*l->v), row_cmp);
		for (i = 0; i < l->n; i++)
			map_put(
			    l->at, l->v[i].name, (void *)(uintptr_t)(i + 1));
	}
	*out = l->v;
	return l->n;
}
