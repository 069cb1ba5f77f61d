/* repo_versions.c: what one file was, commit by commit
 *
 * The commits go from HEAD back, each before its parents, and the file's name
 * goes with them: where a commit gave it another one, its parents have the old
 * name. Of the trees only those on the way to the file are read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "repo/repo_dates_int.h"

/* A commit that changed the file, and its blobs; zero: it is not there. */
struct found {
	const struct repo_node *by;
	git_oid from, to;
	const char *was; /* its name in the first parent, if it is another */
};

struct seek {
	struct repo *r;
	const struct repo_which *which;
	struct arena *mem;
	struct found *v; /* owned */
	size_t n, cap;
	bool cut;
};

/* What the file was called in the parent, which does not know it by its name;
 * NULL: it was not there. */
static int
seek_name(struct seek *s, const struct repo_node *by,
    const struct repo_node *parent, const char *name, struct repo_delta *out,
    struct err *e)
{
	struct repo_deltas d = { NULL, 0, 0 };
	int rc = repo_deltas(
	    s->r, s->which, &parent->tree, &by->tree, s->mem, &d, e);
	size_t i;

	memset(out, 0, sizeof(*out));
	if (rc == 0)
		rc = repo_renames(s->r, by, &d, e);
	for (i = 0; rc == 0 && i < d.n; i++)
		if (d.v[i].was != NULL && strcmp(d.v[i].path, name) == 0)
			*out = d.v[i];
	free(d.v);
	return rc;
}

/* Compare with one parent, and tell it the name there. 1: not the same, 0 or
 * -1; *f gets the blobs of both when they differ. */
static int
seek_side(struct seek *s, struct repo_node *by, struct repo_node *parent,
    struct found *f, struct err *e)
{
	const char *name = by->name;
	struct repo_delta was;
	int differ;

	f->from = parent->tree;
	f->to = by->tree;
	differ = repo_delta_file(s->r, name, &f->from, &f->to, e);
	if (differ == -1)
		return -1;
	if (differ && git_oid_is_zero(&f->from)) {
		if (seek_name(s, by, parent, name, &was, e) == -1)
			return -1;
		if (was.was != NULL) {
			f->was = name = was.was;
			f->from = was.from;
		}
	}
	if (parent->name == NULL)
		parent->name = name;
	/* A new name alone is a change of who gave it, not of a merge. */
	return differ &&
	       (by->n_parents == 1 || !git_oid_equal(&f->from, &f->to));
}

static int
seek_commit(struct seek *s, struct repo_node *by, struct err *e)
{
	struct found f = { .by = by }, other = f;
	int rc, side;
	size_t i;

	if (by->n_parents == 0) {
		f.to = by->tree;
		rc = repo_delta_file(s->r, by->name, &f.from, &f.to, e);
	} else {
		rc = seek_side(s, by, by->parents[0], &f, e);
	}
	for (i = 1; i < by->n_parents && rc != -1; i++) {
		side = seek_side(s, by, by->parents[i], &other, e);
		rc = side == -1 ? -1 : rc & side;
	}
	if (rc == 1 && by->cut)
		s->cut = true;
	else if (rc == 1)
		*VEC_PUSH(s->v, s->n, s->cap) = f;
	return rc == -1 ? -1 : 0;
}

/* The newest first, and each before its parents. */
static int
node_cmp(const void *a, const void *b)
{
	const struct repo_node *x = *(struct repo_node *const *)a;
	const struct repo_node *y = *(struct repo_node *const *)b;

	if (x->order != y->order)
		return x->order < y->order ? 1 : -1;
	return x->next < y->next ? 1 : -1;
}

static int
seek_fill(struct seek *s, const struct found *f, struct repo_version *out,
    struct err *e)
{
	memcpy(out->oid, f->by->hex, sizeof(out->oid));
	out->when = f->by->when;
	out->path = f->by->name;
	out->was = f->was;
	if (repo_subject(s->r, out->oid, s->mem, &out->subject, e) == -1 ||
	    repo_blob_text(s->r, &f->from, s->mem, &out->from, e) == -1)
		return -1;
	return repo_blob_text(s->r, &f->to, s->mem, &out->to, e);
}

static int
seek_all(struct seek *s, const git_oid *head, const char *path, struct err *e)
{
	struct repo_order order;
	size_t i;

	if (repo_order(s->r, head, "", s->mem, &order, e) == -1)
		return -1;
	/* Its place in the order, for commits of the same second. */
	for (i = 0; i < order.n; i++)
		order.v[i]->next = i;
	order.v[order.n - 1]->name = path;
	qsort(order.v, order.n, sizeof(*order.v), node_cmp);
	for (i = 0; i < order.n; i++)
		if (seek_commit(s, order.v[i], e) == -1)
			return -1;
	return 0;
}

int
repo_versions(struct repo *r, const char *path, const struct repo_which *which,
    size_t limit, struct arena *mem, struct repo_versions *out, struct err *e)
{
	struct seek s = { .r = r, .which = which, .mem = mem };
	char *branch = NULL;
	git_oid head;
	size_t cache;
	int rc, born;

	*out = (struct repo_versions){ .n = 0 };
	if (r->git == NULL)
		return err_set(e,
		    "%s; see it with git: git log --follow -p -- '%s'",
		    r->cannot, path);
	if ((born = repo_head(r, &branch, &head, e)) == -1)
		return -1;
	free(branch);
	repo_order_frugal(&cache);
	rc = born ? seek_all(&s, &head, path, e) : 0;
	repo_order_lavish(cache);
	out->total = s.n;
	out->cut = s.cut;
	out->v =
	    arena_alloc(mem, (s.n < limit ? s.n : limit) * sizeof(*out->v));
	while (rc == 0 && out->n < s.n && out->n < limit) {
		rc = seek_fill(&s, &s.v[out->n], &out->v[out->n], e);
		out->n++;
	}
	free(s.v);
	return rc;
}
