/* repo_int.h: what the files of this room share; nobody else includes it */
#ifndef REPO_REPO_INT_H
#define REPO_REPO_INT_H

#include <sys/stat.h>
#include <git2_lazy.h>

#include "repo/repo_index_int.h"
#include "repo/repo_intent_int.h"

struct repo {
	git_repository *git; /* owned; NULL when libgit2 cannot read it */
	char *cannot;        /* owned: then this says why */
	char *root, *gitdir, *common; /* owned, absolute, no final slash */
	char *place;  /* owned: gitdir seen from common; "." when the same */
	char *author; /* owned, or NULL */
	int root_fd, git_fd, common_fd, state_fd;
	int settings_fd;         /* of repo_settings(), or -1 */
	struct sync later;       /* files not known to be on the disk yet */
	struct repo_index index; /* as it was when it was read last */
	const struct repo_kind *kinds; /* borrowed, or NULL */
	bool waited; /* in vain, for a lock: no more of that in this turn */
};

/* ---- repo_settings.c --------------------------------------------------- */

/* Let libgit2 know all settings of git that are in force; the folders are open.
 * 0; -1 when they cannot be told. */
int repo_settings(struct repo *r, struct err *e);

/* ---- repo_lib.c -------------------------------------------------------- */

/* Load libgit2, if it is not there yet, and begin with it; who has opened it
 * ends with git_libgit2_shutdown(). */
int repo_lib_open(struct err *e);
/* Before a connection over https: whom to trust. `file` of certificates, or
 * NULL for those of the machine. */
int repo_lib_trust(const char *file, struct err *e);

/* Fill `e` with fmt, ": " and what libgit2 says of its last failure. */
int repo_err_git(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The path of a file of this work tree's git folder, below common. */
char *repo_git_path(const struct repo *r, const char *name);
/* Whether there is such a file: 1 or 0; -1 when it cannot be told. */
int repo_there(int dirfd, const char *path, struct err *e);

/* ---- repo_work.c: the work files --------------------------------------- */

/* A work file as it was at one moment. */
struct repo_file {
	struct strbuf text;
	struct stat st;
	bool there;
};

/* Read it; refuses what is not a regular file, or is behind a link. */
int repo_work_read(
    struct repo *r, const char *path, struct repo_file *out, struct err *e);
/* Whether the file on disk is still the one that was read. */
bool repo_work_same(
    struct repo *r, const char *path, const struct repo_file *f);
/* Owe a work file the part anew that has got lost from it: the token is there
 * again. To be asked of all that is pending before anything is done to a file,
 * which makes another version of it. */
int repo_work_owe(struct repo *r, struct repo_intent *in, struct err *e);
/* Do what is owed to the work files. */
int repo_work_apply(struct repo *r, struct repo_intent *in, struct err *e);

/* Append to `out` what this part makes of a version of its file: 0, or
 * REPO_GONE when it takes the file away; -1. */
int repo_part_patch(struct repo *r, const struct repo_part *p,
    struct strbuf *out, const char *old, size_t len, struct err *e);
/* Whether its kind makes a work file, and not something of git's bytes. */
bool repo_part_whole(const struct repo *r, const struct repo_part *p);
/* How much of what this part made of the work file `text` shows. */
int repo_part_seen(struct repo *r, const struct repo_part *p, const char *text,
    size_t len, enum repo_seen *out, struct err *e);

/* ---- repo_sync_part.c: a file that comes from elsewhere ---------------- */

/* The kind of a change whose bytes are the ids of two blobs, "FROM TO", 40
 * zeros for no file: what was FROM is TO, and any other version gets the step
 * from the one to the other, or stays as it is if that does not fit. */
#define REPO_SYNC_KIND "sync"
int repo_sync_patch(struct repo *r, const struct repo_part *p,
    struct strbuf *out, const char *old, size_t len, struct err *e);

/* ---- repo_sync_base.c: how far the history goes ------------------------- */

/* Whether some commits of the repository are here without their parents. */
bool repo_is_shallow(const struct repo *r);

/* ---- repo_again.c ------------------------------------------------------ */

/* Look again at what was committed of late; what has got lost is pending
 * again. Only what cannot be read or written is a failure. */
int repo_again(struct repo *r, struct err *e);

/* ---- repo_stale.c ------------------------------------------------------ */

/* Whether it is a rename, of which the file that goes has become another, so
 * that finishing it would commit a copy of what that was: 1 or 0; -1. */
int repo_stale(struct repo *r, const struct repo_intent *in, struct err *e);
/* Take such a one out of what is owed: it is kept as a draft, and `e` says so.
 * 0; -1 when it is still owed. */
int repo_stale_draft(struct repo *r, struct repo_intent *in, struct err *e);
/* Keep a copy of the file `intent`, with all of its texts, among the drafts. */
int repo_draft(struct repo *r, const struct repo_intent *in, struct err *e);

/* ---- repo_history.c ---------------------------------------------------- */

/* The text of a blob, in the arena; none for the zero id. */
int repo_blob_text(struct repo *r, const git_oid *oid, struct arena *mem,
    struct repo_text *out, struct err *e);

/* ---- repo_look.c -------------------------------------------------------- */

/* Whether a lock file stands in the way of git itself, and `e` says which. */
bool repo_look_held(struct repo *r, struct err *e);
/* As repo_paid(), with the reason, if that is known: it is not NULL then. */
int repo_owes(struct repo *r, const struct err *why, struct err *e);

/* ---- repo_guard.c: what this room does not do, found out first --------- */

/* Whether a commit can be made here and now: 0; REPO_BY_GIT, when only the
 * user's own git can make it, and `e` says why; -1 with the way out. */
#define REPO_BY_GIT 1
int repo_guard(struct repo *r, const struct repo_intent *in, struct err *e);
/* The path of a hook that git would run, to be freed; NULL: there is none. */
char *repo_hook(struct repo *r, const char *name);
/* A signature of the identity in force. */
int repo_signature(struct repo *r, git_signature **out, const char *author,
    struct moment when, bool committer, struct err *e);

/* ---- repo_by_git.c: what git itself has to do --------------------------- */

/*
 * Do what is owed to the index and the branch by running git, whose hooks and
 * signatures may take their time. Unless it `may` do so, this only finds out
 * whether nothing is owed any more; if something is, `e` stays, and -1.
 */
int repo_by_git(struct repo *r, struct repo_intent *in, bool may,
    struct repo_done *done, struct err *e);

/* Where HEAD is at the intent's commit already, its maker may have died before
 * the index had what a hook added to it: then it gets that now. */
void repo_by_git_resume(struct repo *r, const struct repo_intent *in);

/* ---- repo_below.c ------------------------------------------------------ */

/* "NAME=VALUE", by which a command that a hook calls knows that it runs below
 * this process, which holds the lock. To be freed. */
char *repo_below_env(struct repo *r);

/* ---- repo_lock.c: git's lock files ------------------------------------- */

struct repo_lock {
	char *path, *mark; /* owned: below common, and below the state folder */
};

/* Take the lock file `path`, below the common git folder. ERR_LOCKED when
 * another kept it for 2 s: what it is, who has it, the way out. */
int repo_lock_take(
    struct repo *r, struct repo_lock *l, const char *path, struct err *e);
/* Wait as long until it is not there, for what takes it by itself. */
int repo_lock_wait(struct repo *r, const char *path, struct err *e);
/* -1 with ERR_LOCKED: this lock file is there; who has it, and the way out. */
int repo_lock_held(struct repo *r, const char *path, struct err *e);
void repo_lock_drop(struct repo *r, struct repo_lock *l);
/* Remove the lock files that dead processes of ours left behind. */
int repo_lock_sweep(struct repo *r, struct err *e);
/* Whether there are any of ours, held or not: 1, 0 or -1. */
int repo_lock_left(struct repo *r, struct err *e);

#endif
