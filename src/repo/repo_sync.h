/* repo_sync.h: the branch here and the one elsewhere made one */
#ifndef REPO_REPO_SYNC_H
#define REPO_REPO_SYNC_H

#include "repo/repo.h"

/*
 * Merge a file that both sides have changed, in `ours` and `theirs`, from
 * `base`: 1, and `out` has it; 0 when it cannot be done; REPO_SYNC_LINES to have
 * it done by lines; REPO_SYNC_GONE when it is to be removed. The text of base
 * is NULL when it was not there, and of one side when that has removed it,
 * which only happens to files of `named`. A pure function of the three: on
 * another machine it makes the same.
 */
#define REPO_SYNC_LINES 2
#define REPO_SYNC_GONE 3
typedef int (*repo_sync_fn)(void *payload, struct strbuf *out, const char *path,
    const struct repo_text *base, const struct repo_text *ours,
    const struct repo_text *theirs, struct err *e);

struct repo_sync_opts {
	const char *remote; /* a name or a URL; NULL: the branch's own */
	struct moment when;
	repo_sync_fn merge;
	/* NULL, or whether a file is what it is called: it is merged with what
	 * has its name, never with one that looks as if it were it renamed. */
	bool (*named)(void *payload, const char *path);
	void *payload; /* of both */
};

struct repo_synced {
	char *remote, *branch; /* owned: "origin", "main" */
	char oid[41], was[41]; /* HEAD now, and before; "" while unborn */
	size_t in, out;        /* commits that came, and that went */
	bool merged;           /* a commit was made of both */
	size_t waiting;        /* commits that have not gone: it failed */
	char **changed;        /* owned: files that changed here */
	size_t n_changed;
	char **conflicts; /* owned: files that do not merge */
	size_t n_conflicts;
};

/*
 * Fetch, merge and push the branch that HEAD is at. Nothing is ever forced,
 * and nothing that is not committed is lost: what would have to be, is refused
 * with the file and the way out before anything is changed. When somebody else
 * pushes in between, it is fetched and merged again, some times. -1, and
 * *done tells how far it got: with the code ERR_CONFLICT and n_conflicts, both
 * sides have changed these files; the branch is as it was, and nothing is
 * pushed. ERR_LOCKED: another process syncs, or holds what is needed.
 */
int repo_sync(struct repo *r, const struct repo_sync_opts *o,
    struct repo_synced *done, struct err *e);
void repo_synced_release(struct repo_synced *done);

/*
 * How many commits wait for the next sync, without opening a repository;
 * `state_fd` is the state folder. -1: this wiki was never synced. Commits of
 * the user's own are counted by the next sync.
 */
long repo_sync_waiting(int state_fd);

#endif
