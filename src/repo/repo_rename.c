/* repo_rename.c: which of the files that a commit adds were called otherwise
 *
 * Git stores no renames. As its own commands do (gitdiffcore(7)), a file that
 * goes and one that comes are taken for one: first those with the same bytes,
 * and of these rather such with the same last part of the path; then those most
 * alike, of which half has to be the same. One of ours that renames a note says
 * so, and is believed even when nearly nothing stayed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_dates_int.h"

#define ALIKE 50 /* in a hundred, git's default */
/* So many pairs are compared at the most: 200 files with as many. */
#define PAIRS_MAX 40000
/* Larger files are renamed only with all of their bytes. */
#define ALIKE_SIZE_MAX ((git_object_size_t)1 << 20)

/* The files that go, or those that come. */
struct rename_side {
	struct repo_delta **v; /* owned */
	size_t n, cap;
};

static const git_oid *
side_oid(const struct repo_delta *d)
{
	return git_oid_is_zero(&d->to) ? &d->from : &d->to;
}

/* By bytes, then by the name of the file. */
static int
side_cmp_name(const struct repo_delta *x, const struct repo_delta *y)
{
	int c = git_oid_cmp(side_oid(x), side_oid(y));

	return c != 0 ? c : strcmp(path_base(x->path), path_base(y->path));
}

static int
side_cmp(const void *a, const void *b)
{
	const struct repo_delta *x = *(struct repo_delta *const *)a;
	const struct repo_delta *y = *(struct repo_delta *const *)b;
	int c = side_cmp_name(x, y);

	return c != 0 ? c : strcmp(x->path, y->path);
}

static int
side_cmp_oid(const struct repo_delta *x, const struct repo_delta *y)
{
	return git_oid_cmp(side_oid(x), side_oid(y));
}

static void
rename_pair(struct repo_delta *from, struct repo_delta *to)
{
	to->was = from->path;
	to->from = from->from;
	from->gone = true;
}

/* Leave only what has found nobody yet. */
static void
side_rest(struct rename_side *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		if (!s->v[i]->gone && s->v[i]->was == NULL)
			s->v[n++] = s->v[i];
	s->n = n;
}

/* Pair what is equal by `cmp`; both sides are in its order. */
static void
rename_equal(struct rename_side *from, struct rename_side *to,
    int (*cmp)(const struct repo_delta *, const struct repo_delta *))
{
	size_t i = 0, k = 0;

	while (i < from->n && k < to->n) {
		int c = cmp(from->v[i], to->v[k]);

		if (c == 0)
			rename_pair(from->v[i], to->v[k]);
		i += c <= 0;
		k += c >= 0;
	}
	side_rest(from);
	side_rest(to);
}

/* ---- what is alike ----------------------------------------------------- */

struct rename_like {
	size_t from, to;
	int score;
};

static int
like_cmp(const void *a, const void *b)
{
	const struct rename_like *x = a, *y = b;

	if (x->score != y->score)
		return y->score - x->score;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

/* What can be compared of each file, NULL of one that cannot: to be freed. */
static int
rename_sigs(struct repo *r, const struct rename_side *s, git_hashsig ***out,
    struct err *e)
{
	git_hashsig **v = xcalloc(s->n, sizeof(*v));
	size_t i;

	*out = v;
	for (i = 0; i < s->n; i++) {
		git_blob *blob = NULL;

		if (repo_blob_find(r, side_oid(s->v[i]), &blob, e) == -1)
			return err_wrap(e, "%s", s->v[i]->path);
		/* It fails of a text that has no lines to speak of. */
		if (git_blob_rawsize(blob) <= ALIKE_SIZE_MAX &&
		    git_hashsig_create(&v[i], git_blob_rawcontent(blob),
			(size_t)git_blob_rawsize(blob),
			GIT_HASHSIG_SMART_WHITESPACE |
			    GIT_HASHSIG_ALLOW_SMALL_FILES) < 0)
			v[i] = NULL;
		git_blob_free(blob);
	}
	return 0;
}

static void
rename_sigs_free(git_hashsig **v, size_t n)
{
	size_t i;

	for (i = 0; v != NULL && i < n; i++)
		if (v[i] != NULL)
			git_hashsig_free(v[i]);
	free(v);
}

static int
rename_alike(struct repo *r, struct rename_side *from, struct rename_side *to,
    struct err *e)
{
	git_hashsig **a = NULL, **b = NULL;
	struct rename_like *likes = NULL;
	size_t i, k, n = 0, cap = 0;
	int rc = -1;

	if (from->n == 0 || to->n == 0 || from->n > PAIRS_MAX / to->n)
		return 0;
	if (rename_sigs(r, from, &a, e) == -1 ||
	    rename_sigs(r, to, &b, e) == -1)
		goto out;
	for (i = 0; i < from->n; i++)
		for (k = 0; k < to->n; k++) {
			int score = a[i] == NULL || b[k] == NULL
					? 0
					: git_hashsig_compare(a[i], b[k]);

			if (score >= ALIKE)
				*VEC_PUSH(likes, n, cap) =
				    (struct rename_like){ i, k, score };
		}
	if (n > 1)
		qsort(likes, n, sizeof(*likes), like_cmp);
	for (i = 0; i < n; i++)
		if (!from->v[likes[i].from]->gone &&
		    to->v[likes[i].to]->was == NULL)
			rename_pair(from->v[likes[i].from], to->v[likes[i].to]);
	rc = 0;
out:
	rename_sigs_free(a, from->n);
	rename_sigs_free(b, to->n);
	free(likes);
	return rc;
}

/* ---- all of it --------------------------------------------------------- */

/* Whether it is a commit of ours that renames: 1 or 0; -1. A merge may take one
 * note away from a side and give it another, which are two. */
static int
rename_is_ours(struct repo *r, const struct repo_node *by, struct err *e)
{
	git_commit *commit = NULL;
	size_t len;
	int ours;

	if (by->n_parents != 1)
		return 0;
	if (git_commit_lookup(&commit, r->git, &by->oid) < 0)
		return repo_err_git(e, "cannot read the commit %.7s", by->hex);
	ours =
	    repo_trailer(git_commit_message(commit), "Halfhour-", &len) != NULL;
	git_commit_free(commit);
	return ours;
}

int
repo_renames(struct repo *r, const struct repo_node *by, struct repo_deltas *d,
    struct err *e)
{
	struct rename_side from = { NULL, 0, 0 }, to = { NULL, 0, 0 };
	int rc = -1, ours = 0;
	size_t i;

	for (i = 0; i < d->n; i++) {
		if (git_oid_is_zero(&d->v[i].to))
			*VEC_PUSH(from.v, from.n, from.cap) = &d->v[i];
		else if (git_oid_is_zero(&d->v[i].from))
			*VEC_PUSH(to.v, to.n, to.cap) = &d->v[i];
	}
	if (from.n > 0 && to.n > 0) {
		if (from.n == 1 && to.n == 1 &&
		    (ours = rename_is_ours(r, by, e)) == -1)
			goto out;
		if (ours)
			rename_pair(from.v[0], to.v[0]);
		side_rest(&from);
		side_rest(&to);
		qsort(from.v, from.n, sizeof(*from.v), side_cmp);
		qsort(to.v, to.n, sizeof(*to.v), side_cmp);
		rename_equal(&from, &to, side_cmp_name);
		rename_equal(&from, &to, side_cmp_oid);
		if (rename_alike(r, &from, &to, e) == -1)
			goto out;
	}
	rc = 0;
out:
	free(from.v);
	free(to.v);
	return rc;
}
