/* repo_sync_int.h: what the files of syncing share, inside this room */
#ifndef REPO_REPO_SYNC_INT_H
#define REPO_REPO_SYNC_INT_H

#include "repo/repo_link.h"
#include "repo/repo_plan_int.h"
#include "repo/repo_sync.h"

/* ---- repo_sync_tree.c: trees ------------------------------------------- */

/*
 * The tree of two commits merged: 1, and *tree; 0 when there are conflicts,
 * and their files are added to done; -1. ERR_CONFLICT when the two have
 * nothing in common.
 */
int repo_sync_merge(struct repo *r, const struct repo_sync_opts *o,
    const git_oid *ours, const git_oid *theirs, git_oid *tree,
    struct repo_synced *done, struct err *e);

/* ---- repo_sync_git.c: what git itself has to do ------------------------- */

/* Two commits that are merged, and what the merge is called. */
struct repo_sync_pair {
	const git_oid *here, *there, *tree;
	const char *message;
};
/* Whether a signature or a hook is wanted of the commit that merges. */
bool repo_sync_git_wanted(struct repo *r);
/* Have git make it: 0 and *out; -1, with what it said, and nothing names it. */
int repo_sync_git_commit(struct repo *r, const struct repo_sync_opts *o,
    const struct repo_sync_pair *pair, git_oid *out, struct err *e);
/* The branch and the files are there: run what is to be run then. */
void repo_sync_git_after(struct repo *r);

/* ---- repo_sync_part.c: files ------------------------------------------- */

/*
 * Bring HEAD, the index and the work files from the commit `from`, zero while
 * the branch is unborn, to `to`: one durable commit of repo_commit(), which
 * is the commit `to` itself. What is not committed, or staged, stays so.
 * That is its `target`: all of the changes are in it, and HEAD is below it. One
 * that finds HEAD elsewhere when it has to be finished owes nothing any more.
 * ERR_CONFLICT and the file, where it stands in the way; nothing is changed.
 * REPO_SYNC_MOVED when HEAD is not at `from` any more.
 */
#define REPO_SYNC_MOVED 1
int repo_sync_apply(struct repo *r, const git_oid *from, const git_oid *to,
    struct moment when, struct repo_synced *done, struct err *e);

/* ---- repo_sync_queue.c: what waits ------------------------------------- */

/* One more commit was made here; never fails, and nothing waits for it. */
void repo_sync_queue_add(struct repo *r);
/* So many wait now. */
int repo_sync_queue_set(struct repo *r, size_t n, struct err *e);

#endif
