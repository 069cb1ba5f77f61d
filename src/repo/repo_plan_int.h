/* repo_plan_int.h: what becomes of HEAD and the index, inside this room */
#ifndef REPO_REPO_PLAN_INT_H
#define REPO_REPO_PLAN_INT_H

#include "repo/repo_int.h"

/* ---- repo_tree.c: objects ---------------------------------------------- */

/* What HEAD is, and what it becomes. */
struct repo_plan {
	char *branch;        /* owned: the full name of the branch */
	git_commit *parent;  /* owned; NULL on an unborn branch */
	git_tree *base;      /* owned: its tree; empty without it */
	git_oid *old, *blob; /* owned: of each part; zero for no file */
	unsigned *mode;      /* owned: of each part */
	bool *skip;          /* owned: parts that git is told to ignore */
	size_t n;
	bool changed; /* and then there is a commit */
	git_oid commit;
	const char *word; /* what the reflog calls it; NULL: a commit */
};

void repo_plan_release(struct repo_plan *p);
/* Write the blobs; whether there is something to commit is known then. */
int repo_plan_make(struct repo *r, const struct repo_intent *in,
    struct repo_plan *p, struct err *e);
/* The plan of an intent with a target: what that commit has is what becomes
 * of HEAD; nothing is written. */
int repo_plan_target(struct repo *r, const struct repo_intent *in,
    struct repo_plan *p, struct err *e);
/* Write the trees and the commit, of a plan that changes something. */
int repo_plan_commit(struct repo *r, const struct repo_intent *in,
    struct repo_plan *p, struct err *e);
/* 1 with the tree of HEAD, which is the caller's then; 0 before the first
 * commit; -1 when it cannot be read. Not by git_revparse_single(), which leaks
 * where an object is not there (libgit2 1.5). */
int repo_head_tree(struct repo *r, git_tree **out);
/* What HEAD's tree holds at path: its blob, "" if nothing, "?" if unknown. */
void repo_head_oid(struct repo *r, const char *path, char out[REPO_OID]);

/*
 * What a blob becomes: `out` is its new id, the old one when it holds the
 * part already, zero when the file goes. `was` is its id at the intent's birth. Written and read back.
 */
int repo_blob_patch(struct repo *r, const struct repo_intent *in, size_t i,
    const git_oid *old, const char *was, git_oid *out, struct err *e);
/* The id of the blob that git would make of this work file. */
int repo_blob_of_file(struct repo *r, const char *path,
    const struct repo_file *f, bool write, git_oid *out, struct err *e);

/* ---- repo_held.c ------------------------------------------------------- */

/* Whether a version, HEAD's or the index's, has the part already; `was` is its
 * blob at the intent's birth: 1 or 0; -1. */
int repo_part_held(struct repo *r, const struct repo_part *p,
    const git_oid *oid, const char *was, const void *text, size_t len,
    struct err *e);
/* Whether HEAD and the index have all of it, whoever has committed it. */
bool repo_held(struct repo *r, const struct repo_intent *in);
/* Whether git has put back, in the place of the work file with the part, a
 * version from before it: 1 or 0; -1. */
int repo_part_lost(struct repo *r, const struct repo_intent *in,
    const struct repo_part *p, const struct repo_file *f, struct err *e);

/* ---- repo_by_hand.c ---------------------------------------------------- */

/* How long the log of HEAD's moves is now; -1 when there is none. */
int64_t repo_log_end(struct repo *r);
/* Whether the user has committed, since the intent was made, a version of the
 * part's file that is without it, and HEAD comes from that. */
bool repo_by_hand(
    struct repo *r, const struct repo_intent *in, const struct repo_part *p);
/* Nothing is owed to the branch: its token goes. What the intent adds and
 * neither HEAD nor the work files have all of is kept as a draft first. */
int repo_let_go(struct repo *r, const struct repo_intent *in, struct err *e);

/* ---- repo_index.c ------------------------------------------------------ */

/* The index as it is on disk now, until this is called again; NULL when it
 * cannot be read. */
const struct repo_index *repo_index_now(struct repo *r, struct err *e);
/* The id staged at path: as repo_head_oid. */
void repo_index_oid(
    const struct repo_index *ix, const char *path, char out[REPO_OID]);
/*
 * Do what is owed to the index, in two steps: with its lock in our hands
 * write the new one, to be synced with what comes meanwhile; then wait for
 * the disk and put it in its place. The folder is yet to be synced.
 */
struct repo_index_job {
	struct repo_lock lock;
	bool fresh; /* there is a new one */
};
int repo_index_begin(struct repo *r, const struct repo_intent *in,
    const struct repo_plan *p, struct repo_index_job *job, struct err *e);
int repo_index_end(struct repo *r, const struct repo_intent *in,
    struct repo_index_job *job, struct err *e);
/* Let the lock go, when begin or end has been called, and failed or not. */
void repo_index_drop(struct repo *r, struct repo_index_job *job);

/* ---- repo_attr.c ------------------------------------------------------- */

/*
 * Whether no attribute, gitattributes(5), and no core.autocrlf can touch this
 * file, so that its blob has its bytes. False means only: ask libgit2, which
 * parses the whole index first, to look for .gitattributes in it.
 */
bool repo_attr_none(struct repo *r, const char *path);
/* The filter that the file goes through, in *name, which libgit2 keeps; NULL
 * when there is none, or one of that name is not set up: 0; -1. */
int repo_attr_filter(struct repo *r, const char *path, const char **name);
/* Whether a program of the user's merges the file: gitattributes(5). */
bool repo_attr_merges(struct repo *r, const char *path);
/* Whether git keeps the work file in UTF-8, or it is that all the same, so that
 * lines of ours can be in it: 0; -1 with the way out. */
int repo_attr_encoding(
    struct repo *r, const char *path, const struct repo_file *f, struct err *e);

/* ---- repo_attr_missing.c ------------------------------------------------ */

/* Whether the work file is text, and not what a filter that is not at work here
 * has made of it: 0; -1 with the way out. */
int repo_attr_raw(const char *path, const struct repo_file *f, struct err *e);
/* Whether git could add the file as it is meant: 0; -1, when it is to be
 * encrypted, or kept by git-lfs, and this clone is not set up for that. */
int repo_attr_missing(struct repo *r, const char *path, struct err *e);
/* The text of a blob as the work file of this path would have it, where that
 * goes through a filter of the user's; else as repo_blob_text(). */
int repo_path_text(struct repo *r, const git_oid *oid, const char *path,
    struct arena *mem, struct repo_text *out, struct err *e);

/* ---- repo_ref.c -------------------------------------------------------- */

/*
 * The branch that HEAD names (HEAD itself when it is detached), to be freed,
 * and where it is: 1, or 0 while it is unborn; -1 when it cannot be read.
 */
int repo_head(struct repo *r, char **branch, git_oid *oid, struct err *e);
/* Whether there can be a branch of this full name beside the others; -1. */
int repo_ref_check_name(struct repo *r, const char *branch, struct err *e);
/* Write down where the branch goes, to be synced with the objects. Before the
 * index is changed for one that cannot move, its lock is waited for: ERR_LOCKED. */
int repo_ref_ready(struct repo *r, const struct repo_intent *in,
    const struct repo_plan *p, struct err *e);
/* Then move the branch to the plan's commit. Returns 1 when it has moved away
 * from the plan's parent, or HEAD to another branch, and nothing was done. */
int repo_ref_move(struct repo *r, struct repo_intent *in,
    const struct repo_plan *p, struct err *e);

#endif
