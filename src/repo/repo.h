/* repo.h: the git side of a wiki: commits that disturb nothing */
#ifndef REPO_REPO_H
#define REPO_REPO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/err.h"
#include "base/strbuf.h"

/* An open repository with a work tree. Opaque; one thread at a time. */
struct repo;

/*
 * Open the repository whose work tree holds `dir`; its work tree becomes
 * repo_root(). Not in a repository: -1 with code ERR_FAILED and the way out.
 */
int repo_open(struct repo **out, const char *dir, struct err *e);
/* Make a repository in `dir` (there already: opens it). HEAD is `main`
 * unless init.defaultBranch says otherwise. */
int repo_init(struct repo **out, const char *dir, struct err *e);
void repo_free(struct repo *r); /* NULL is fine */

const char *repo_root(const struct repo *r); /* absolute, no final slash */
int repo_root_fd(const struct repo *r);      /* borrowed descriptor */
/* .git/halfhour of the common git dir, made when first asked for; borrowed. */
int repo_state_fd(struct repo *r, struct err *e);

/* Whether git knows who commits (user.name and user.email): 0, or -1 and the
 * way out. `author` of halfhour.yaml may give the name: see repo_set_author. */
int repo_check_identity(struct repo *r, struct err *e);
/* The author's name to use instead of user.name; NULL or "" for git's. */
void repo_set_author(struct repo *r, const char *name);

/*
 * One file that a commit changes. `patch` gets a version of that file (HEAD's,
 * the index's, the work file's: each in turn, so that what the user has half
 * staged stays half staged) and appends to `out` what it becomes; `old` is
 * NULL when the file is not in that version. It must be a pure function of
 * `old` and of `bytes`, because after a crash another process calls it again.
 */
struct repo_change {
	const char *path; /* below repo_root() */
	const char *kind; /* names the patch function: see repo_kind */
	const void *bytes;
	size_t len;
};

typedef int (*repo_patch_fn)(struct strbuf *out, const char *old,
    size_t old_len, const void *bytes, size_t len, struct err *e);

/* The kinds of change that there are, so that a pending one of a dead process
 * can be finished by the next: an array ended by { NULL, NULL }. */
struct repo_kind {
	const char *name;
	repo_patch_fn patch;
};
void repo_set_kinds(struct repo *r, const struct repo_kind *kinds);

struct repo_commit {
	const char *message; /* subject, blank line, trailers */
	struct moment when;  /* author time; the committer's is now */
	const struct repo_change *changes;
	size_t n;
	/*
	 * A file below repo_state_fd() that goes into this commit, or NULL. It
	 * is removed as soon as the commit is saved, by whoever finishes it, and
	 * only while it holds the bytes it has now.
	 */
	const char *spends;
};

struct repo_done {
	char oid[41];   /* "" when nothing was committed */
	bool unchanged; /* HEAD held all of it already: no commit was owed */
	bool saved; /* it is in the work tree, or in .git/halfhour/pending */
	size_t finished; /* commits of dead processes finished on the way */
};

/*
 * The protocol of a durable commit, in this order: the lock; what dead
 * processes left; the intent; the work files; objects, each read back; the
 * index; the branch by compare and set; the intent removed. When a step
 * fails after the intent is on disk, done->saved is true, -1 is returned
 * with the reason and the way out (ERR_LOCKED: index.lock is held;
 * ERR_CONFLICT: merge, rebase, bisect in progress), and the next
 * repo_commit() or repo_finish_pending() brings it to an end.
 */
int repo_commit(struct repo *r, const struct repo_commit *c,
    struct repo_done *done, struct err *e);

/* Finish what dead processes left; the number of commits made, or -1. */
int repo_finish_pending(struct repo *r, struct err *e);

#endif
