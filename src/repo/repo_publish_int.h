/* repo_publish_int.h: what the files of publishing share, inside this room */
#ifndef REPO_REPO_PUBLISH_INT_H
#define REPO_REPO_PUBLISH_INT_H

#include "repo/repo_link.h"
#include "repo/repo_site.h"

struct repo_publish {
	struct repo *r; /* borrowed */
	struct repo_publish_opts o;
	char *branch;  /* owned: refs/heads/NAME */
	char *tracked; /* owned: our own note of where the other side is */
	int lock;      /* of the state folder */
	struct repo_link *link; /* owned; NULL without a push */
	const char *where;      /* borrowed: "origin", or "this repository" */
	git_oid there;          /* where the branch is; zero: nowhere */
	git_oid here;           /* where this repository's is; zero likewise */
	git_commit *base;       /* owned: what is built on, or NULL */
	struct repo_site site;
};

/* ---- repo_publish_ref.c ------------------------------------------------ */

/* Set a reference below refs/halfhour/, which is ours alone; durably. */
int repo_publish_note(
    struct repo *r, const char *name, const git_oid *oid, struct err *e);
/* Move a branch from `old` (zero: it is new) to `oid`, durably; ERR_CONFLICT
 * when it is elsewhere, ERR_LOCKED when another keeps its lock. */
int repo_publish_move(struct repo *r, const char *branch, const git_oid *old,
    const git_oid *oid, struct err *e);

/* ---- repo_publish_mark.c: which commits are ours ----------------------- */

/* The message of a commit of ours; to be freed. */
char *repo_publish_message(
    const struct repo_published *done, const git_oid *tree);
/*
 * Whether the branch that this commit ends is ours: 0; ERR_CONFLICT with the
 * commits that are not, and the way out. A CNAME may have been changed on top,
 * as GitHub does when a domain is set: that is kept.
 */
int repo_publish_ours(
    struct repo_publish *p, git_commit *tip, const char *where, struct err *e);

#endif
