/* repo_int.h: what the files of this room share; nobody else includes it */
#ifndef REPO_REPO_INT_H
#define REPO_REPO_INT_H

#include <sys/stat.h>
#include <git2.h>

#include "base/arena.h"
#include "repo/repo.h"

struct repo {
	git_repository *git; /* owned; NULL when libgit2 cannot read it */
	char *cannot;        /* owned: then this says why */
	char *root, *gitdir, *common; /* owned, absolute, no final slash */
	char *place;  /* owned: gitdir seen from common; "." when the same */
	char *author; /* owned, or NULL */
	int root_fd, git_fd, common_fd, state_fd;
	const struct repo_kind *kinds; /* borrowed, or NULL */
};

/* Fill `e` with fmt, ": " and what libgit2 says of its last failure. */
int repo_err_git(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- repo_intent.c: what is owed, on disk ------------------------------ */

#define REPO_OID 41 /* 40 digits and a NUL */

/* One change of an intent, and what the three versions were at its birth. */
struct repo_part {
	const char *path, *kind;
	const char *bytes;
	size_t len;
	const char *before; /* the work file; NULL when there was none */
	size_t before_len;
	char head[REPO_OID], index[REPO_OID]; /* "" none, "?" not known */
};

struct repo_intent {
	struct arena *mem; /* owned: all of the text */
	char *id, *dir;    /* its folder, below the state folder */
	const char *place, *author, *message;
	struct moment when;
	struct repo_part *parts;
	size_t n;
};

/*
 * The things that an intent owes. Each has a token, a file in the intent's
 * folder, and is done by renaming the token onto its target: so a thing is
 * done, and known to be done, at one and the same moment.
 */
#define REPO_TOKEN_MAX 32
#define REPO_TOKEN_INDEX "index"
#define REPO_TOKEN_REF "ref"
void repo_token_work(char out[REPO_TOKEN_MAX], size_t i);

void repo_intent_release(struct repo_intent *in);
/*
 * Put the intent and its tokens on disk, all or nothing; `after` are the
 * bytes of each work file to be. From then on it survives everything.
 */
int repo_intent_save(struct repo *r, struct repo_intent *in,
    const struct strbuf *after, struct err *e);
int repo_intent_load(
    struct repo *r, struct repo_intent *in, const char *id, struct err *e);
/* The ids of all intents, oldest first; each and the array are to be freed. */
int repo_intent_list(struct repo *r, char ***ids, size_t *n, struct err *e);
/* Remove folders that were never finished or are done with. */
int repo_intent_sweep(struct repo *r, struct err *e);
int repo_intent_remove(struct repo *r, struct repo_intent *in, struct err *e);

bool repo_token_there(
    struct repo *r, const struct repo_intent *in, const char *token);
/* Where a token lies, below the state folder. To be freed. */
char *repo_token_path(const struct repo_intent *in, const char *token);
/* Give a token its content, whole and on disk; its mode too, if not 0. */
int repo_token_fill(struct repo *r, const struct repo_intent *in,
    const char *token, const void *p, size_t len, mode_t mode, struct err *e);
/* Nothing was owed after all. */
int repo_token_drop(struct repo *r, const struct repo_intent *in,
    const char *token, struct err *e);

/* ---- repo_seen.c: whether a version holds a change already ------------- */

enum repo_seen {
	REPO_SEEN_NONE,
	REPO_SEEN_SOME,
	REPO_SEEN_ALL
};

/* How much of the step from `before` to `after` the version shows. */
enum repo_seen repo_seen(const char *before, size_t before_len,
    const char *after, size_t after_len, const char *version, size_t len);

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
/* Do what is owed to the work files. */
int repo_work_apply(struct repo *r, struct repo_intent *in, struct err *e);

/* Append to `out` what this part makes of a version of its file. */
int repo_part_patch(struct repo *r, const struct repo_part *p,
    struct strbuf *out, const char *old, size_t len, struct err *e);

/* ---- repo_guard.c: what this room does not do, found out first --------- */

/* Whether a commit can be made here and now; -1 with the way out. */
int repo_guard(struct repo *r, const struct repo_intent *in, struct err *e);
/* A signature of the identity in force. */
int repo_signature(struct repo *r, git_signature **out, const char *author,
    struct moment when, bool committer, struct err *e);

/* ---- repo_tree.c: objects ---------------------------------------------- */

/* What HEAD is, and what it becomes. */
struct repo_plan {
	char *branch;        /* owned: the full name of the branch */
	git_commit *parent;  /* owned; NULL on an unborn branch */
	git_oid *old, *blob; /* owned: of each part; old may be zero */
	unsigned *mode;      /* owned: of each part */
	bool *skip;          /* owned: parts that git is told to ignore */
	size_t n;
	bool changed; /* and then there is a commit */
	git_oid commit;
};

void repo_plan_release(struct repo_plan *p);
int repo_plan_make(struct repo *r, const struct repo_intent *in,
    struct repo_plan *p, struct err *e);
/* What HEAD's tree holds at path: its blob, "" if nothing, "?" if unknown. */
void repo_head_oid(struct repo *r, const char *path, char out[REPO_OID]);

/*
 * What a blob becomes: `out` is its new id, the old one when it holds the
 * part already. `was` is its id at the intent's birth. Written and read back.
 */
int repo_blob_patch(struct repo *r, const struct repo_intent *in, size_t i,
    const git_oid *old, const char *was, git_oid *out, struct err *e);
/* The id of the blob that git would make of this work file. */
int repo_blob_of_file(struct repo *r, const char *path,
    const struct repo_file *f, bool write, git_oid *out, struct err *e);

/* ---- repo_index.c ------------------------------------------------------ */

/* The index, as a copy that nothing writes back; -1 when unreadable. */
int repo_index_read(struct repo *r, git_index **out, struct err *e);
/* The id staged at path: as repo_head_oid. */
void repo_index_oid(git_index *index, const char *path, char out[REPO_OID]);
/* Do what is owed to the index. */
int repo_index_apply(struct repo *r, struct repo_intent *in,
    const struct repo_plan *p, struct err *e);

/* ---- repo_ref.c -------------------------------------------------------- */

/*
 * The branch that HEAD names (HEAD itself when it is detached), to be freed,
 * and where it is: 1, or 0 while it is unborn; -1 when it cannot be read.
 */
int repo_head(struct repo *r, char **branch, git_oid *oid, struct err *e);
/* Move the branch to the plan's commit. Returns 1 when it has moved away
 * from the plan's parent, or HEAD to another branch, and nothing was done. */
int repo_ref_move(struct repo *r, struct repo_intent *in,
    const struct repo_plan *p, struct err *e);

/* ---- repo_lock.c: git's lock files ------------------------------------- */

struct repo_lock {
	char *path, *mark; /* owned: below common, and below the state folder */
};

/* Take the lock file `path`, below the common git folder. ERR_LOCKED when
 * another kept it for 2 s: what it is, who has it, the way out. */
int repo_lock_take(
    struct repo *r, struct repo_lock *l, const char *path, struct err *e);
void repo_lock_drop(struct repo *r, struct repo_lock *l);
/* Remove the lock files that dead processes of ours left behind. */
int repo_lock_sweep(struct repo *r, struct err *e);

/* The path of a file of this work tree's git folder, below common. */
char *repo_git_path(const struct repo *r, const char *name);

#endif
