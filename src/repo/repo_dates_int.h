/* repo_dates_int.h: commits in order, and what they did, inside this room */
#ifndef REPO_REPO_DATES_INT_H
#define REPO_REPO_DATES_INT_H

#include "base/map.h"
#include "repo/repo_dates.h"
#include "repo/repo_plan_int.h"

/* ---- repo_order.c: commits --------------------------------------------- */

struct repo_node {
	char hex[41];
	git_oid oid, tree;
	struct moment when; /* author's */
	int64_t order;      /* committer's */
	git_oid *ids;       /* of the parents */
	struct repo_node **parents;
	size_t n_parents;
	bool known;  /* where the walk stops: only its tree is of use */
	bool cut;    /* what was before it is not in this shallow clone */
	size_t next; /* of the walk: the parent to go to */
	/* Of repo_versions(): */
	const char *name; /* of the file, or NULL */
	bool named;       /* and it is there by that name */
	size_t children;  /* that were not looked at yet */
};

struct repo_order {
	struct repo_node **v; /* each behind its parents, HEAD is the last */
	size_t n;
	bool rooted; /* some commit is no descendant of where it stops */
};

/* The commits that led to `head`, in the arena; those up to the commit `stop`
 * ("" for none) are left out. */
int repo_order(struct repo *r, const git_oid *head, const char *stop,
    struct arena *mem, struct repo_order *out, struct err *e);
/* Let libgit2 remember no more than a walk is in need of, or as much as before:
 * it would keep all the trees that it reads, which nobody asks for again. */
void repo_order_frugal(size_t *before);
void repo_order_lavish(size_t before);
/* Append what the file says that names the ends of a shallow clone. */
int repo_shallow(struct repo *r, struct strbuf *out, struct err *e);
/* Put these ends into a map, as hex; they are in the arena. */
int repo_shallow_ends(
    struct repo *r, struct map *ends, struct arena *mem, struct err *e);

/* ---- repo_delta.c: trees ----------------------------------------------- */

/* A file that is not the same in two trees; a zero id: it is not there. */
struct repo_delta {
	const char *path;
	git_oid from, to;
	const char *was; /* of a file that is added: what it was called */
	bool gone;       /* of one that is removed: another file goes on */
};

struct repo_deltas {
	struct repo_delta *v; /* owned */
	size_t n, cap;
};

/* Append the files that differ; NULL is a tree without any. Paths are in the
 * arena. The trees are read as they are stored: libgit2 would make an object
 * of each entry first, of a thousand days as many for each commit. */
int repo_deltas(struct repo *r, const struct repo_which *which,
    const git_oid *from, const git_oid *to, struct arena *mem,
    struct repo_deltas *out, struct err *e);
/* Put in the place of two trees the file of this path in each, the zero id for
 * none: 1 when they differ, and else 0, and they may be anything; -1. */
int repo_delta_file(struct repo *r, const char *path, git_oid *from,
    git_oid *to, struct err *e);
/* Find out which files only have another name. */
int repo_renames(struct repo *r, const struct repo_node *by,
    struct repo_deltas *d, struct err *e);

/* ---- repo_dates_file.c: what is kept ----------------------------------- */

/* What the answer was at a commit. */
struct repo_kept {
	char oid[41];
	struct repo_dates dates;
};

/* Read what was kept for these files; false when there is nothing of use. */
bool repo_kept_read(struct repo *r, const struct repo_which *which,
    struct arena *mem, struct repo_kept *out);
void repo_kept_write(
    struct repo *r, const struct repo_which *which, const struct repo_kept *k);

#endif
