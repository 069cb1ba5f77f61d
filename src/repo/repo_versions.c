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

/* The same of a merge that another side calls `was`: the parent has that, and
 * the merge has it no more. */
static int
seek_other(struct seek *s, const struct repo_node *by,
    const struct repo_node *parent, const char *was, struct repo_delta *out,
    struct err *e)
{
	git_oid from = parent->tree, to = by->tree;
	int differ = repo_delta_file(s->r, was, &from, &to, e);

	if (differ == 1 && git_oid_is_zero(&to)) {
		out->was = was;
		out->from = from;
	}
	return differ == -1 ? -1 : 0;
}

/* Tell a parent what the file is called there, on the way from one child. From
 * another it may be known by a name that was not given here: what the parent
 * has goes before what it has not. */
static void
seek_tell(struct repo_node *parent, const char *name, bool there)
{
	if (parent->name != NULL && (parent->named || !there))
		return;
	parent->name = name;
	parent->named = there;
}

/* How a commit differs from one of its parents. */
#define SEEK_TEXT 1
#define SEEK_NAME 2

/* Compare with one parent, and tell it the name there; -1. *f gets the blobs
 * of both when they differ. `was` is what the file was called on another side
 * of a merge, or NULL. */
static int
seek_side(struct seek *s, struct repo_node *by, struct repo_node *parent,
    const char *was, struct found *f, struct err *e)
{
	const char *name = by->name;
	struct repo_delta d;
	int differ;

	f->was = NULL;
	f->from = parent->tree;
	f->to = by->tree;
	differ = repo_delta_file(s->r, name, &f->from, &f->to, e);
	if (differ == -1)
		return -1;
	if (differ && git_oid_is_zero(&f->from)) {
		if (seek_name(s, by, parent, name, &d, e) == -1 ||
		    (d.was == NULL && was != NULL &&
			seek_other(s, by, parent, was, &d, e) == -1))
			return -1;
		if (d.was != NULL) {
			f->was = name = d.was;
			f->from = d.from;
		}
	}
	seek_tell(
	    parent, name, differ ? !git_oid_is_zero(&f->from) : by->named);
	if (!differ)
		return 0;
	return (git_oid_equal(&f->from, &f->to) ? 0 : SEEK_TEXT) |
	       (f->was != NULL || git_oid_is_zero(&f->from) ? SEEK_NAME : 0);
}

/* A merge has changed a file when it has another text than on each side, or
 * another name: what it took from one of them is none of its doing. */
static int
seek_merge(struct seek *s, struct repo_node *by, struct found *f, struct err *e)
{
	struct found other = *f;
	const char *was = NULL;
	int rc = SEEK_TEXT | SEEK_NAME, side;
	size_t i, turn;

	/* A side on which the text is another is not alike enough to tell what
	 * it was called; the one that is tells it to all. */
	for (turn = 0; turn < 2; turn++) {
		for (i = 0; i < by->n_parents; i++) {
			struct found *to = i == 0 ? f : &other;

			side = seek_side(s, by, by->parents[i], was, to, e);
			if (side == -1)
				return -1;
			rc &= side;
			if (was == NULL)
				was = to->was;
		}
		if (was == NULL)
			break;
	}
	return rc != 0;
}

static int
seek_commit(struct seek *s, struct repo_node *by, struct err *e)
{
	struct found f = { .by = by };
	int rc;

	if (by->n_parents == 0) {
		f.to = by->tree;
		rc = repo_delta_file(s->r, by->name, &f.from, &f.to, e);
	} else if (by->n_parents == 1) {
		rc = seek_side(s, by, by->parents[0], NULL, &f, e);
	} else {
		rc = seek_merge(s, by, &f, e);
	}
	if (rc > 0 && by->cut)
		s->cut = true;
	else if (rc > 0)
		*VEC_PUSH(s->v, s->n, s->cap) = f;
	return rc == -1 ? -1 : 0;
}

/* ---- in which order ------------------------------------------------------ */

/* Commits of which all children have been looked at, as a heap: the newest is
 * on top. So each comes before its parents, and of those that could be next the
 * latest is: as `git log --date-order`, also where a clock was wrong. */
struct ready {
	struct repo_node **v; /* owned */
	size_t n;
};

static bool
is_newer(const struct repo_node *a, const struct repo_node *b)
{
	if (a->order != b->order)
		return a->order > b->order;
	return a->next > b->next;
}

static void
ready_add(struct ready *q, struct repo_node *node)
{
	size_t at = q->n++;

	while (at > 0 && is_newer(node, q->v[(at - 1) / 2])) {
		q->v[at] = q->v[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	q->v[at] = node;
}

static struct repo_node *
ready_take(struct ready *q)
{
	struct repo_node *top = q->v[0], *last = q->v[--q->n];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < q->n) {
		if (child + 1 < q->n && is_newer(q->v[child + 1], q->v[child]))
			child++;
		if (!is_newer(q->v[child], last))
			break;
		q->v[at] = q->v[child];
		at = child;
	}
	q->v[at] = last;
	return top;
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
	    repo_path_text(s->r, &f->from,
		f->was != NULL ? f->was : f->by->name, s->mem, &out->from,
		e) == -1)
		return -1;
	return repo_path_text(s->r, &f->to, f->by->name, s->mem, &out->to, e);
}

static int
seek_all(struct seek *s, const git_oid *head, const char *path, struct err *e)
{
	struct repo_order order;
	struct ready ready = { NULL, 0 };
	struct repo_node *last;
	git_oid none = { { 0 } }, tree;
	size_t i, k;
	int rc;

	if (repo_order(s->r, head, "", s->mem, &order, e) == -1)
		return -1;
	last = order.v[order.n - 1];
	tree = last->tree;
	if ((rc = repo_delta_file(s->r, path, &none, &tree, e)) == -1)
		return -1;
	last->name = path;
	last->named = rc == 1;
	for (i = 0; i < order.n; i++) {
		struct repo_node *node = order.v[i];

		node->next = i; /* for commits of the same second */
		for (k = 0; k < node->n_parents; k++)
			node->parents[k]->children++;
	}
	ready.v = xcalloc(order.n, sizeof(*ready.v));
	ready_add(&ready, last);
	for (rc = 0; rc == 0 && ready.n > 0;) {
		struct repo_node *node = ready_take(&ready);

		rc = seek_commit(s, node, e);
		for (k = 0; k < node->n_parents; k++)
			if (--node->parents[k]->children == 0)
				ready_add(&ready, node->parents[k]);
	}
	free(ready.v);
	return rc;
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
