/* repo_sync_tree.c: the trees of two commits made one
 *
 * libgit2 merges them, renames included. What both sides have changed is then
 * asked for once more, so that a day is merged by entry where two lines may
 * seem to go together, or not to. A day is its date: two days may well look
 * alike, and one of them removed and another one written is no rename. So what
 * the caller names is put together here, whatever libgit2 has made of it. Where
 * the two have several newest commits in
 * common, as after merges that crossed, these are merged first, and the result
 * is what both came from.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_sync_int.h"

#define DEEPEST 4 /* bases of bases of bases */

/* Three versions of a tree, as ids; base is zero for the empty one. */
struct trees {
	struct repo *r;
	const struct repo_sync_opts *o;
	git_tree *base, *ours, *theirs; /* owned; base may be NULL */
};

static void
trees_release(struct trees *t)
{
	git_tree_free(t->base);
	git_tree_free(t->ours);
	git_tree_free(t->theirs);
}

/* Three versions of one file. */
struct three {
	struct repo_sync_file f;
	git_oid oid[3]; /* base, ours, theirs; zero for none */
	unsigned mode[3];
};

/* The entry of a file; zero for none, and for a folder. */
static void
entry_at(git_tree *tree, const char *path, git_oid *oid, unsigned *mode)
{
	git_tree_entry *entry = NULL;

	memset(oid, 0, sizeof(*oid));
	*mode = 0;
	if (tree == NULL || git_tree_entry_bypath(&entry, tree, path) < 0)
		return;
	if (git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
		git_oid_cpy(oid, git_tree_entry_id(entry));
		*mode = git_tree_entry_filemode(entry);
	}
	git_tree_entry_free(entry);
}

bool
repo_sync_is_file(unsigned mode)
{
	return mode == GIT_FILEMODE_BLOB ||
	       mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

/* Whether both sides have another text of a file than what they came from,
 * and than each other. Links and submodules have none. */
static bool
both_changed(const struct three *v)
{
	return repo_sync_is_file(v->mode[1]) && repo_sync_is_file(v->mode[2]) &&
	       (v->mode[0] == 0 || repo_sync_is_file(v->mode[0])) &&
	       !git_oid_equal(&v->oid[0], &v->oid[1]) &&
	       !git_oid_equal(&v->oid[0], &v->oid[2]) &&
	       !git_oid_equal(&v->oid[1], &v->oid[2]);
}

/* As git: that of the side that has changed it; of a file that both have
 * made, that it is run; one that is gone has none. */
static unsigned
merged_mode(const struct three *v)
{
	if (v->mode[0] == 0 || v->mode[1] == 0 || v->mode[2] == 0)
		return v->mode[1] > v->mode[2] ? v->mode[1] : v->mode[2];
	return v->mode[0] == v->mode[1] ? v->mode[2] : v->mode[1];
}

/* Put a blob in the place of what the index has there, a conflict too; none
 * for the mode 0. */
static int
put_blob(git_index *index, const char *path, const git_oid *oid, unsigned mode,
    struct err *e)
{
	git_index_entry entry;

	memset(&entry, 0, sizeof(entry));
	entry.path = path;
	entry.mode = mode;
	git_oid_cpy(&entry.id, oid);
	git_index_conflict_remove(index, path);
	if (mode == 0)
		git_index_remove(index, path, 0);
	else if (git_index_add(index, &entry) < 0)
		return repo_err_git(e, "cannot merge %s", path);
	return 0;
}

/* Likewise a text. */
static int
put_text(struct trees *t, git_index *index, const struct three *v,
    const struct strbuf *text, struct err *e)
{
	git_oid oid;

	if (repo_sync_text_write(t->r, &v->f, text, &oid, e) == -1)
		return -1;
	return put_blob(index, v->f.path, &oid, merged_mode(v), e);
}

/* Nobody merges it: it is a conflict. */
static int
put_conflict(git_index *index, const struct three *v, struct err *e)
{
	git_index_entry entry[3];
	const git_index_entry *all[3];
	size_t i;

	memset(entry, 0, sizeof(entry));
	for (i = 0; i < 3; i++) {
		entry[i].path = v->f.path;
		entry[i].mode = v->mode[i];
		git_oid_cpy(&entry[i].id, &v->oid[i]);
		all[i] = v->mode[i] == 0 ? NULL : &entry[i];
	}
	git_index_conflict_remove(index, v->f.path);
	git_index_remove(index, v->f.path, 0);
	if (git_index_conflict_add(index, all[0], all[1], all[2]) < 0)
		return repo_err_git(e, "cannot merge %s", v->f.path);
	return 0;
}

/*
 * Merge three texts: as repo_sync_fn. What libgit2 has made of the bytes that
 * git has of a filtered file is nothing; and where the user has a program for
 * merging, only that knows how.
 */
static int
merge_texts(struct trees *t, const struct three *v,
    const struct repo_text text[3], struct strbuf *out, struct err *e)
{
	int rc = t->o->merge(
	    t->o->payload, out, v->f.path, &text[0], &text[1], &text[2], e);

	if (rc != REPO_SYNC_LINES)
		return rc;
	if (repo_attr_merges(t->r, v->f.path))
		return 0;
	if (!v->f.filtered)
		return rc;
	return repo_sync_is_text(&text[0]) && repo_sync_is_text(&text[1]) &&
		       repo_sync_is_text(&text[2])
		   ? repo_merge3(out, &text[0], &text[1], &text[2], e)
		   : 0;
}

/* A file whose three texts are others. */
static int
merge_three(struct trees *t, git_index *index, struct three *v, struct err *e)
{
	struct repo_text text[3];
	struct strbuf out = STRBUF_INIT;
	const char *filter, *path = v->f.path;
	struct arena *mem;
	int rc;
	size_t i;

	if (repo_attr_filter(t->r, path, &filter) == -1)
		return repo_err_git(e, "%s: cannot tell its filters", path);
	v->f.filtered = filter != NULL;
	mem = arena_new();
	strbuf_init(&out, STRBUF_MAX);
	for (i = 0, rc = 0; i < 3 && rc == 0; i++)
		rc = repo_sync_text_read(
		    t->r, &v->f, &v->oid[i], mem, &text[i], e);
	if (rc == 0)
		rc = merge_texts(t, v, text, &out, e);
	if (rc == 1)
		rc = put_text(t, index, v, &out, e);
	else if (rc == REPO_SYNC_GONE)
		rc = put_blob(index, path, &v->oid[0], 0, e);
	else if (rc == 0)
		rc = put_conflict(index, v, e);
	strbuf_release(&out);
	arena_free(mem);
	return rc == -1 ? -1 : 0;
}

static void
three_at(struct trees *t, const char *path, struct three *v)
{
	*v = (struct three){ .f = { .path = path } };
	entry_at(t->base, path, &v->oid[0], &v->mode[0]);
	entry_at(t->ours, path, &v->oid[1], &v->mode[1]);
	entry_at(t->theirs, path, &v->oid[2], &v->mode[2]);
}

/* A file that both sides may have changed. */
static int
merge_file(struct trees *t, git_index *index, const char *path, struct err *e)
{
	struct three v;

	three_at(t, path, &v);
	return both_changed(&v) ? merge_three(t, index, &v, e) : 0;
}

/* ---- files that are what they are called ------------------------------- */

static bool
is_same(const struct three *v, size_t a, size_t b)
{
	return v->mode[a] == v->mode[b] &&
	       git_oid_equal(&v->oid[a], &v->oid[b]);
}

/* As if there were no renames. */
static int
merge_named(struct trees *t, git_index *index, const char *path, struct err *e)
{
	struct three v;
	size_t i, side;

	three_at(t, path, &v);
	for (i = 0; i < 3; i++)
		if (v.mode[i] != 0 && !repo_sync_is_file(v.mode[i]))
			return 0;
	if (!is_same(&v, 1, 2) && !is_same(&v, 0, 1) && !is_same(&v, 0, 2))
		return merge_three(t, index, &v, e);
	side = is_same(&v, 0, 1) ? 2 : 1;
	return put_blob(index, path, &v.oid[side], v.mode[side], e);
}

static bool
is_named(const struct trees *t, const char *path)
{
	return t->o->named != NULL && t->o->named(t->o->payload, path);
}

/* Those that have come to be in another folder, under both paths: with what is
 * around them they were moved, and are followed as any file. */
static void
find_moved(const struct trees *t, git_diff *diff, struct map *moved)
{
	struct map *gone = map_new();
	size_t i, n = git_diff_num_deltas(diff);
	const git_diff_delta *d;
	char *old;

	for (i = 0; i < n; i++) {
		d = git_diff_get_delta(diff, i);
		if (d->status == GIT_DELTA_DELETED &&
		    is_named(t, d->old_file.path))
			map_put(gone, path_base(d->old_file.path),
			    (char *)d->old_file.path);
	}
	for (i = 0; i < n; i++) {
		d = git_diff_get_delta(diff, i);
		if (d->status != GIT_DELTA_ADDED ||
		    !is_named(t, d->new_file.path) ||
		    (old = map_get(gone, path_base(d->new_file.path))) == NULL)
			continue;
		map_put(moved, old, moved);
		map_put(moved, d->new_file.path, moved);
	}
	map_free(gone);
}

/* ---- all of them ------------------------------------------------------- */

static int
diff_base(struct trees *t, git_tree *side, git_diff **out, struct err *e)
{
	git_diff_options o;

	git_diff_options_init(&o, GIT_DIFF_OPTIONS_VERSION);
	if (git_diff_tree_to_tree(out, t->r->git, t->base, side, &o) < 0)
		return repo_err_git(e, "cannot compare two commits");
	return 0;
}

/* All that either side has otherwise than base. */
static int
merge_files(struct trees *t, git_index *index, struct err *e)
{
	git_diff *diff[2] = { NULL, NULL };
	struct map *moved = map_new();
	size_t i, side;
	int rc = 0;

	if (diff_base(t, t->ours, &diff[0], e) == -1 ||
	    diff_base(t, t->theirs, &diff[1], e) == -1)
		rc = -1;
	for (side = 0; side < 2 && rc == 0; side++)
		find_moved(t, diff[side], moved);
	for (side = 0; side < 2 && rc == 0; side++)
		for (i = 0; i < git_diff_num_deltas(diff[side]) && rc == 0;
		     i++) {
			const char *path =
			    git_diff_get_delta(diff[side], i)->new_file.path;

			if (is_named(t, path) && map_get(moved, path) == NULL)
				rc = merge_named(t, index, path, e);
			else if (side == 1)
				rc = merge_file(t, index, path, e);
		}
	map_free(moved);
	git_diff_free(diff[0]);
	git_diff_free(diff[1]);
	return rc;
}

static int
list_conflicts(git_index *index, struct repo_synced *done, struct err *e)
{
	git_index_conflict_iterator *it = NULL;
	const git_index_entry *a, *o, *t;
	size_t cap = done->n_conflicts;

	if (git_index_conflict_iterator_new(&it, index) < 0)
		return repo_err_git(e, "cannot read the conflicts");
	while (git_index_conflict_next(&a, &o, &t, it) == 0)
		*VEC_PUSH(done->conflicts, done->n_conflicts, cap) =
		    xstrdup(o != NULL   ? o->path
			    : t != NULL ? t->path
					: a->path);
	git_index_conflict_iterator_free(it);
	return 0;
}

/* 1 and the tree of the three; 0 and the conflicts; -1. */
static int
merge_trees(
    struct trees *t, git_oid *tree, struct repo_synced *done, struct err *e)
{
	git_merge_options o;
	git_index *index = NULL;
	int rc = -1;

	git_merge_options_init(&o, GIT_MERGE_OPTIONS_VERSION);
	o.flags = GIT_MERGE_FIND_RENAMES;
	if (git_merge_trees(
		&index, t->r->git, t->base, t->ours, t->theirs, &o) < 0) {
		repo_err_git(e, "cannot merge");
		goto out;
	}
	if (merge_files(t, index, e) == -1)
		goto out;
	if (git_index_has_conflicts(index))
		rc = list_conflicts(index, done, e);
	else if (git_index_write_tree_to(tree, index, t->r->git) < 0)
		repo_err_git(e, "cannot write the merged tree");
	else
		rc = 1;
out:
	git_index_free(index);
	return rc;
}

/* ---- what they came from ----------------------------------------------- */

static int
commit_tree(struct repo *r, const git_oid *oid, git_tree **out, struct err *e)
{
	git_commit *commit = NULL;
	int rc = 0;

	if (git_commit_lookup(&commit, r->git, oid) < 0 ||
	    git_commit_tree(out, commit) < 0)
		rc = repo_err_git(e, "cannot read a commit to be merged");
	git_commit_free(commit);
	return rc;
}

static int merge_commits(struct repo *r, const struct repo_sync_opts *o,
    const git_oid *a, const git_oid *b, int depth, git_oid *tree,
    struct repo_synced *done, struct err *e);

static int
no_base(struct repo *r, const struct repo_synced *done, struct err *e)
{
	char *where = repo_url_show(done->remote);

	if (repo_is_shallow(r))
		err_code(e, ERR_CONFLICT,
		    "what both came from is not in this clone, which is "
		    "shallow; get the rest: git fetch --unshallow %s",
		    where);
	else
		err_code(e, ERR_CONFLICT,
		    "the two have no commit in common; if they do belong "
		    "together: git pull --no-rebase "
		    "--allow-unrelated-histories");
	free(where);
	return -1;
}

/*
 * The tree that two commits came from: 1; 0 when that has conflicts itself.
 * Of more than two bases the first two are taken: that takes crossed merges of
 * three sides.
 */
static int
base_tree(struct repo *r, const struct repo_sync_opts *o, const git_oid *a,
    const git_oid *b, int depth, git_tree **out, struct repo_synced *done,
    struct err *e)
{
	struct repo_sync_bases bases;
	git_oid tree;
	int rc;

	if (repo_sync_bases(r, a, b, &bases, e) == -1)
		return -1;
	if (bases.n == 0)
		return no_base(r, done, e);
	if (bases.n == 1)
		return commit_tree(r, &bases.v[0], out, e) == -1 ? -1 : 1;
	if (depth >= DEEPEST)
		return 0;
	rc = merge_commits(
	    r, o, &bases.v[0], &bases.v[1], depth + 1, &tree, done, e);
	if (rc == 1 && git_tree_lookup(out, r->git, &tree) < 0)
		rc = repo_err_git(e, "cannot read a merged tree");
	return rc;
}

static int
merge_commits(struct repo *r, const struct repo_sync_opts *o, const git_oid *a,
    const git_oid *b, int depth, git_oid *tree, struct repo_synced *done,
    struct err *e)
{
	struct trees t = { .r = r, .o = o };
	int rc = base_tree(r, o, a, b, depth, &t.base, done, e);

	if (rc == 1)
		rc = commit_tree(r, a, &t.ours, e) == -1 ||
			     commit_tree(r, b, &t.theirs, e) == -1
			 ? -1
			 : merge_trees(&t, tree, done, e);
	trees_release(&t);
	return rc;
}

int
repo_sync_merge(struct repo *r, const struct repo_sync_opts *o,
    const git_oid *ours, const git_oid *theirs, git_oid *tree,
    struct repo_synced *done, struct err *e)
{
	return merge_commits(r, o, ours, theirs, 0, tree, done, e);
}
