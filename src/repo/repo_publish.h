/* repo_publish.h: the site as a branch, here and in another repository */
#ifndef REPO_REPO_PUBLISH_H
#define REPO_REPO_PUBLISH_H

#include "repo/repo.h"

/*
 * The branch holds the site and nothing else. Each commit of it says by
 * trailers that it is of this program, and which tree it has, so that a branch
 * on which anybody else has committed is told from one that is ours. Only such
 * a branch is moved, and only forward. HEAD, the index, the work tree and all
 * other branches stay as they are.
 */
struct repo_publish; /* opaque */

struct repo_publish_opts {
	const char *remote, *branch; /* "origin", "gh-pages" */
	const char *cname; /* the host for CNAME; "" for what the branch has */
	bool push;         /* else the branch of this repository is moved */
	bool dry;          /* nothing is written, but what has to be fetched */
	struct moment when;
};

/*
 * Begin: look where the branch is, on the other side if it is to be pushed,
 * and get its commit. ERR_CONFLICT: it is not ours; ERR_LOCKED: another
 * process publishes.
 */
int repo_publish_open(struct repo_publish **out, struct repo *r,
    const struct repo_publish_opts *o, struct err *e);
void repo_publish_free(struct repo_publish *p); /* NULL is fine */
/* What lies in the place of a file where git-crypt or git-lfs is not at work,
 * and in *out the way out; NULL for a file as it is to be. */
const char *repo_raw(const void *bytes, size_t len, const char **out);
/* One file of the site, in any order. -1 also for one that repo_raw() knows. */
int repo_publish_add(struct repo_publish *p, const char *path,
    const void *bytes, size_t len, struct err *e);

struct repo_publish_step {
	char what; /* 'A' added, 'M' changed, 'D' removed */
	const char *path;
};

struct repo_published {
	char oid[41];    /* the commit; "" for none: nothing to do, or dry */
	char old[41];    /* where the branch was; "" for nowhere */
	char source[41]; /* the commit of HEAD; "" for none */
	bool same;       /* the branch has this site already */
	const struct repo_publish_step *steps; /* by path */
	size_t n, files;                       /* steps; files of the site */
};
/*
 * All files are there: make the commit, and move the branch. The texts in
 * *done live as long as `p`. -1: the branch is where it was, on both sides;
 * ERR_CONFLICT when somebody else has moved it meanwhile.
 */
int repo_publish_end(
    struct repo_publish *p, struct repo_published *done, struct err *e);
/* The remote as it is shown: a URL without its password; to be freed. */
char *repo_publish_where(const char *remote);

#endif
