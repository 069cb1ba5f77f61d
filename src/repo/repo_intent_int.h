/* repo_intent_int.h: what a commit owes, as shared inside this room */
#ifndef REPO_REPO_INTENT_INT_H
#define REPO_REPO_INTENT_INT_H

#include <sys/types.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/sync.h"
#include "repo/repo.h"

#define REPO_OID 41 /* 40 digits and a NUL */

/* One change of an intent, and what the three versions were at its birth. */
struct repo_part {
	const char *path, *kind;
	const char *bytes;
	size_t len;
	const char *before; /* the work file; NULL when there was none */
	size_t before_len;
	char head[REPO_OID], index[REPO_OID]; /* "" none, "?" not known */
	/* What the patch function makes of `before`, when it has been asked
	 * already: then that is what the token holds at first. */
	bool known;
	const char *after; /* NULL for REPO_GONE */
	size_t after_len;
	mode_t mode; /* of the token, 0 for any */
	bool filled; /* the token holds something else by now */
};

struct repo_intent {
	struct arena *mem; /* owned: all of the text */
	char *id, *dir;    /* its folder, below the state folder */
	const char *place, *author, *message;
	const char *spends, *spends_sum; /* NULL: none; its SHA-256 */
	char base[REPO_OID];   /* HEAD at its birth: "" unborn, "?" not known */
	int64_t log;           /* the length of logs/HEAD then; -1, not known */
	char target[REPO_OID]; /* where the branch is to go; "": a new commit */
	struct moment when;
	struct repo_part *parts;
	size_t n;
	char commit[REPO_OID]; /* that holds it all; "" while there is none */
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
/* Put the intent and its tokens on disk, all or nothing; each part says what
 * its token is to hold. It survives everything once r->later is synced, which
 * is owed before anybody is told that it is saved. */
int repo_intent_save(struct repo *r, struct repo_intent *in, struct err *e);
int repo_intent_load(
    struct repo *r, struct repo_intent *in, const char *id, struct err *e);
int repo_intent_load_kept(
    struct repo *r, struct repo_intent *in, const char *name, struct err *e);
/* The names of what is pending, or kept, oldest first; each and the array are
 * to be freed. */
int repo_intent_list(
    struct repo *r, bool kept, char ***names, size_t *n, struct err *e);
/* Remove folders that were never finished or are done with. */
int repo_intent_sweep(struct repo *r, struct err *e);
int repo_intent_remove(struct repo *r, struct repo_intent *in, struct err *e);
/* It is done; keep it and its commit, to be looked at again. */
int repo_intent_keep(struct repo *r, struct repo_intent *in, struct err *e);
/* When it was made, by date_ticks(); that clock begins anew at each boot. */
int64_t repo_intent_ticks(const struct repo_intent *in);
/* Make a kept one pending again, as if it were made now: index and branch are
 * owed anew. `in` is of no more use. */
int repo_intent_reopen(struct repo *r, struct repo_intent *in, struct err *e);

/* Whether the token is there, the thing yet to be done: 1 or 0; -1 when that
 * cannot be told, which must never be taken for done. */
int repo_token_there(struct repo *r, const struct repo_intent *in,
    const char *token, struct err *e);
/* Where a token lies, below the state folder. To be freed. */
char *repo_token_path(const struct repo_intent *in, const char *token);
/* Write what a token is to hold, and its mode if that is not 0, into a file
 * beside it; it is in `sync` then. */
int repo_token_write(struct repo *r, const struct repo_intent *in,
    const char *token, const struct repo_text *text, mode_t mode,
    struct sync *sync, struct err *e);
/* Let that be the token, once it is on the disk: over the old one, so that
 * there is a token at every moment. */
int repo_token_turn(struct repo *r, const struct repo_intent *in,
    const char *token, struct err *e);
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

#endif
