/* repo_sync_int.h: what the files of syncing share, inside this room */
#ifndef REPO_REPO_SYNC_INT_H
#define REPO_REPO_SYNC_INT_H

#include "repo/repo_link.h"
#include "repo/repo_plan_int.h"
#include "repo/repo_sync.h"

/* ---- repo_sync_base.c: how commits descend ------------------------------ */

/* Commits of `a` that are not in `b`; each may be zero, for nowhere. */
size_t repo_sync_ahead(struct repo *r, const git_oid *a, const git_oid *b);
/* Whether `a` is `b`, or came from it. */
bool repo_sync_descends(struct repo *r, const git_oid *a, const git_oid *b);
/* The newest commits that two have in common, the first of them; none is no
 * failure. 0 or -1. */
#define REPO_SYNC_BASES 2
struct repo_sync_bases {
	git_oid v[REPO_SYNC_BASES];
	size_t n;
};
int repo_sync_bases(struct repo *r, const git_oid *a, const git_oid *b,
    struct repo_sync_bases *out, struct err *e);

/* ---- repo_sync_tree.c: trees ------------------------------------------- */

/* Whether an entry of a tree has a text, and is no link nor submodule. */
bool repo_sync_is_file(unsigned mode);
/*
 * The tree of two commits merged: 1, and *tree; 0 when there are conflicts,
 * and their files are added to done; -1. ERR_CONFLICT when the two have
 * nothing in common.
 */
int repo_sync_merge(struct repo *r, const struct repo_sync_opts *o,
    const git_oid *ours, const git_oid *theirs, git_oid *tree,
    struct repo_synced *done, struct err *e);

/* ---- repo_sync_text.c: texts of a file --------------------------------- */

struct repo_sync_file {
	const char *path; /* borrowed */
	bool filtered;    /* it goes through a filter: repo_attr_filter() */
};
/* A version by its blob, as in the work tree; none for the zero id. */
int repo_sync_text_read(struct repo *r, const struct repo_sync_file *f,
    const git_oid *oid, struct arena *mem, struct repo_text *out,
    struct err *e);
/* The blob of one. */
int repo_sync_text_write(struct repo *r, const struct repo_sync_file *f,
    const struct strbuf *text, git_oid *out, struct err *e);
/* Whether it can be merged by lines. None can. */
bool repo_sync_is_text(const struct repo_text *text);

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

/* ---- repo_sync_hook.c: the hook that looks at what is merged ------------- */

/* Run it, if there is one, for the merge that this index holds, which is
 * "GIT_INDEX_FILE=…": 0, and *tree is what it leaves; -1 when it refuses. */
int repo_sync_hook(
    struct repo *r, const char *index, int state, git_oid *tree, struct err *e);
/* What a crash left of that. */
void repo_sync_hook_drop(int state);

/* ---- repo_sync_part.c: files ------------------------------------------- */

/*
 * Bring HEAD, the index and the work files from the commit `from`, zero while
 * the branch is unborn, to `to`: by git, where only that can; else one durable
 * commit of repo_commit(), which is the commit `to` itself. What is not committed, or staged, stays so.
 * That is its `target`: all of the changes are in it, and HEAD is below it. One
 * that finds HEAD elsewhere when it has to be finished owes nothing any more.
 * ERR_CONFLICT and the file, where it stands in the way; nothing is changed.
 * REPO_SYNC_MOVED when HEAD is not at `from` any more.
 */
#define REPO_SYNC_MOVED 1
int repo_sync_apply(struct repo *r, const git_oid *from, const git_oid *to,
    struct moment when, struct repo_synced *done, struct err *e);

/* ---- repo_sync_checkout.c: files that only git brings in ---------------- */

struct repo_sync_way {
	git_oid from, to; /* commits; `from` is zero while HEAD is unborn */
	const char *why;  /* borrowed: "notes/x.md is a symbolic link" */
};
/*
 * As repo_sync_apply, by git, of whose trees `diff` is the difference: 0;
 * REPO_SYNC_MOVED; -1, and with ERR_CONFLICT nothing is changed.
 */
int repo_sync_checkout(struct repo *r, const struct repo_sync_way *way,
    git_diff *diff, struct err *e);

/* ---- repo_sync_back.c: what git did not bring to an end ----------------- */

/* What git takes for the tree of nothing. */
#define REPO_SYNC_EMPTY "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
/* Let the index know which files are as it has them; `env` is for one of our
 * own, or NULL. */
void repo_sync_refresh(struct repo *r, const char *const *env);
/* Have git bring index and work files from one tree to another; `dry` only
 * finds out whether that goes. */
int repo_sync_read_tree(
    struct repo *r, const char *from, const char *to, bool dry, struct err *e);
/* Write down what is about to be done, and that it is. */
int repo_sync_begin(
    struct repo *r, const char *from, const git_oid *to, struct err *e);
int repo_sync_end(struct repo *r, struct err *e);
/* Whether one was begun; and take it back, with the state folder's lock. */
bool repo_sync_begun(int state_fd);
void repo_sync_back(struct repo *r);

/* ---- repo_sync_queue.c: what waits ------------------------------------- */

/* One more commit was made here; never fails, and nothing waits for it. */
void repo_sync_queue_add(struct repo *r);
/* So many wait now. */
int repo_sync_queue_set(struct repo *r, size_t n, struct err *e);

#endif
