/* repo.h: the git side of a wiki: commits that disturb nothing */
#ifndef REPO_REPO_H
#define REPO_REPO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
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

/* Whether git knows who commits, name and address: 0, or -1 and the way out. */
int repo_check_identity(struct repo *r, struct err *e);
/* The author's name to use instead of user.name; NULL or "" for git's. */
void repo_set_author(struct repo *r, const char *name);

/*
 * One file that a commit changes. `patch` gets a version of that file (HEAD's,
 * the index's, the work file's: each in turn, so that what the user has half
 * staged stays half staged) and appends to `out` what it becomes; `old` is
 * NULL when the file is not in that version. It must be a pure function of
 * `old` and of `bytes`, because after a crash another process calls it again.
 * REPO_GONE instead of 0: this version has no such file any more.
 */
#define REPO_GONE 1

struct repo_change {
	const char *path; /* below repo_root() */
	const char *kind; /* names the patch function: see repo_kind */
	const void *bytes;
	size_t len;
};

typedef int (*repo_patch_fn)(struct strbuf *out, const char *old,
    size_t old_len, const void *bytes, size_t len, struct err *e);

/* The kinds of change, so that the next may finish a dead one's; a NULL ends it. */
struct repo_kind {
	const char *name;
	repo_patch_fn patch;
	bool whole; /* a work file: git adds it with its own ends of line */
};
void repo_set_kinds(struct repo *r, const struct repo_kind *kinds);

struct repo_commit {
	const char *message; /* subject, blank line, trailers */
	struct moment when;  /* author time; the committer's is now */
	const struct repo_change *changes;
	size_t n;
	/* Both, or NULL: a new file and the one whose mode it gets. And, or
	 * NULL, a commit to which HEAD moves instead: repo_sync_int.h. */
	const char *mode_to, *mode_from, *target;
	const bool *runs; /* NULL, or of each: a new file is executable */
	/*
	 * A file below repo_state_fd() that goes into this commit, or NULL. It
	 * is removed as soon as the commit is saved, by whoever finishes it, and
	 * only while it holds the bytes it has now.
	 */
	const char *spends;
	/* NULL, or asked when nobody else can commit any more and nothing is
	 * done yet: 0 to go on, with this as it is by then; -1 to fail. */
	int (*ask)(void *payload, struct err *e);
	void *payload;
};

struct repo_done {
	char oid[41];   /* "" when nothing was committed */
	bool unchanged; /* HEAD held all of it already: no commit was owed */
	bool ignored; /* git is told to ignore a file of it: see gitignore(5) */
	bool stripped; /* a hook has taken our trailers from the message */
	bool saved;    /* it is in the work tree, or in .git/halfhour/pending */
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
/*
 * Whether a saved commit, not finished yet, has used up these bytes of a file
 * of the state folder (repo_commit.spends), which is there although a process
 * died before it was removed. Needs no repository, and does nothing.
 */
bool repo_pending_spends(
    int state_fd, const char *name, const void *bytes, size_t len);
/*
 * Whether repo_finish_pending() would find nothing to do: no commit is owed,
 * none is to be looked at again, and no lock is left behind. `state_fd` is the
 * state folder, `common_fd` the common git folder that it is in. Needs no
 * repository, and does nothing.
 */
bool repo_rests(int state_fd, int common_fd);
/* Whether a commit could be made now: 0, or -1 with the reasons and codes
 * of repo_commit(), for who would rather do nothing than put it off. */
int repo_ready(struct repo *r, struct err *e);
/* Whether a commit could be saved, for who would rather leave a text where it
 * is: 0; -1 with the file of the state folder that cannot be written. */
int repo_may_save(struct repo *r, struct err *e);
/* Whether the history tells of all that this work tree has saved: 0; or -1 with
 * the newest commit that is owed still, and why. Finishes nothing. */
int repo_paid(struct repo *r, struct err *e);
/* The same, when all is done for that, by the user's git too where it is to. */
int repo_pay(struct repo *r, struct err *e);

/* ---- what was before --------------------------------------------------- */

/* One version of a file: its bytes, p NULL when there is no such file. */
struct repo_text {
	const char *p;
	size_t len;
};

/* Append to `out` the merge by lines of two texts that came from `base`: 1.
 * They change the same place: 0, and `out` is as it was. None is NULL. */
int repo_merge3(struct strbuf *out, const struct repo_text *base,
    const struct repo_text *mine, const struct repo_text *theirs,
    struct err *e);

/* Whether a text shows the step from `base` to `mine`: each line that it adds
 * is there, and each that it takes away is not. None is NULL. */
bool repo_step_shown(const struct repo_text *base, const struct repo_text *mine,
    const struct repo_text *text);

enum repo_where {
	REPO_HEAD,
	REPO_INDEX,
	REPO_WORK
};
/* The file as it is there now, or would be if a sparse checkout had it. */
int repo_text_read(struct repo *r, enum repo_where where, const char *path,
    struct arena *mem, struct repo_text *out, struct err *e);

/* A commit that led to HEAD; its texts are there until the next is read. */
struct repo_past {
	char oid[41];
	size_t parents;
	bool cut; /* what was before it is not in this shallow clone */
	const char *message, *subject;
};
struct repo_walk;
int repo_walk_new(struct repo_walk **out, struct repo *r, struct err *e);
void repo_walk_free(struct repo_walk *w); /* NULL is fine */
/* The next older commit with a trailer that begins so ("Halfhour-"): 1; 0
 * when there is none. */
int repo_own_next(struct repo_walk *w, const char *trailer,
    struct repo_past *out, struct err *e);
/* What stands behind the trailer `key`, "Halfhour-Day:"; borrowed, or NULL. */
const char *repo_trailer(const char *message, const char *key, size_t *len);

/* What a commit did to one file. */
struct repo_step {
	const char *path;
	struct repo_text from, to;
};
/* All that it did, compared with its first parent; in the arena. */
int repo_past_files(struct repo *r, const char *oid, struct arena *mem,
    struct repo_step **out, size_t *n, struct err *e);
/* ---- how it is --------------------------------------------------------- */

/* The libgit2 that is linked: "1.5.1". */
void repo_library_version(char out[32]);
/* Look without touching: what stands in the way of any commit now, a sentence
 * each with the way out, in the arena; and how many commits are owed. */
int repo_look(struct repo *r, struct arena *mem, const char ***out, size_t *n,
    size_t *owed, struct err *e);

/* The path of a file in .git/halfhour, to be freed. */
char *repo_state_path(const struct repo *r, const char *name);

#endif
