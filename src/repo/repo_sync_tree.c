/* repo_sync_tree.c: the trees of two commits made one
 *
 * libgit2 merges them, renames included. What both sides have changed is then
 * asked for once more, so that a day is merged by entry where two lines may
 * seem to go together, or not to. Where the two have several newest commits in
 * common, as after merges that crossed, these are merged first, and the result
 * is what both came from.
 */
#include <stdlib.h>
#include <string.h>

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

/* The blob of a file; zero for none, and for what is no file. */
static void
blob_at(git_tree *tree, const char *path, git_oid *oid, unsigned *mode)
{
	git_tree_entry *entry = NULL;

	memset(oid, 0, sizeof(*oid));
	if (tree == NULL || git_tree_entry_bypath(&entry, tree, path) < 0)
		return;
	if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
		git_oid_cpy(oid, git_tree_entry_id(entry));
		*mode = git_tree_entry_filemode(entry);
	}
	git_tree_entry_free(entry);
}

/* Put a text in the place of what the index has there, a conflict too. */
static int
put_text(struct trees *t, git_index *index, const char *path, unsigned mode,
    const struct strbuf *text, struct err *e)
{
	git_index_entry entry;

	memset(&entry, 0, sizeof(entry));
	entry.path = path;
	entry.mode = mode;
	git_index_conflict_remove(index, path);
	if (git_blob_create_from_buffer(
		&entry.id, t->r->git, text->buf, text->len) < 0 ||
	    git_index_add(index, &entry) < 0)
		return repo_err_git(e, "cannot merge %s", path);
	return 0;
}

/* Neither merges it: it stays a conflict, or becomes one. */
static int
put_conflict(git_index *index, const char *path, const git_oid oid[3],
    unsigned mode, struct err *e)
{
	git_index_entry entry[3];
	size_t i;

	if (git_index_get_bypath(index, path, 0) == NULL)
		return 0;
	memset(entry, 0, sizeof(entry));
	for (i = 0; i < 3; i++) {
		entry[i].path = path;
		entry[i].mode = mode;
		git_oid_cpy(&entry[i].id, &oid[i]);
	}
	if (git_index_conflict_add(index,
		git_oid_is_zero(&oid[0]) ? NULL : &entry[0], &entry[1],
		&entry[2]) < 0)
		return repo_err_git(e, "cannot merge %s", path);
	return 0;
}

/* A file that both sides may have changed. */
static int
merge_file(struct trees *t, git_index *index, const char *path, struct err *e)
{
	struct repo_text text[3];
	git_oid oid[3];
	unsigned mode = GIT_FILEMODE_BLOB;
	struct strbuf out = STRBUF_INIT;
	struct arena *mem;
	int rc = 0;
	size_t i;

	blob_at(t->base, path, &oid[0], &mode);
	blob_at(t->theirs, path, &oid[2], &mode);
	blob_at(t->ours, path, &oid[1], &mode);
	if (git_oid_is_zero(&oid[1]) || git_oid_is_zero(&oid[2]) ||
	    git_oid_equal(&oid[0], &oid[1]) ||
	    git_oid_equal(&oid[0], &oid[2]) || git_oid_equal(&oid[1], &oid[2]))
		return 0;
	mem = arena_new();
	strbuf_init(&out, STRBUF_MAX);
	for (i = 0; i < 3 && rc == 0; i++)
		rc = repo_blob_text(t->r, &oid[i], mem, &text[i], e);
	if (rc == 0)
		rc = t->o->merge(
		    t->o->payload, &out, path, &text[0], &text[1], &text[2], e);
	if (rc == 1)
		rc = put_text(t, index, path, mode, &out, e);
	else if (rc == 0)
		rc = put_conflict(index, path, oid, mode, e);
	strbuf_release(&out);
	arena_free(mem);
	return rc == -1 ? -1 : 0;
}

/* All that theirs has otherwise than base. */
static int
merge_files(struct trees *t, git_index *index, struct err *e)
{
	git_diff_options o;
	git_diff *diff = NULL;
	size_t i, n;
	int rc = 0;

	git_diff_options_init(&o, GIT_DIFF_OPTIONS_VERSION);
	if (git_diff_tree_to_tree(&diff, t->r->git, t->base, t->theirs, &o) < 0)
		return repo_err_git(e, "cannot compare two commits");
	n = git_diff_num_deltas(diff);
	for (i = 0; i < n && rc == 0; i++)
		rc = merge_file(
		    t, index, git_diff_get_delta(diff, i)->new_file.path, e);
	git_diff_free(diff);
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
	git_oidarray bases = { NULL, 0 };
	git_oid tree;
	int rc = git_merge_bases(&bases, r->git, a, b);

	if (rc == GIT_ENOTFOUND)
		return err_code(e, ERR_CONFLICT,
		    "the two have no commit in common; if they do belong "
		    "together: git pull --no-rebase "
		    "--allow-unrelated-histories");
	if (rc < 0)
		return repo_err_git(e, "cannot tell what both came from");
	if (bases.count == 1) {
		rc = commit_tree(r, &bases.ids[0], out, e) == -1 ? -1 : 1;
	} else if (depth >= DEEPEST) {
		rc = 0;
	} else {
		rc = merge_commits(r, o, &bases.ids[0], &bases.ids[1],
		    depth + 1, &tree, done, e);
		if (rc == 1 && git_tree_lookup(out, r->git, &tree) < 0)
			rc = repo_err_git(e, "cannot read a merged tree");
	}
	git_oidarray_dispose(&bases);
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
