/* repo_git.h: the user's own git, run; inside this room */
#ifndef REPO_REPO_GIT_H
#define REPO_REPO_GIT_H

#include "base/strbuf.h"
#include "repo/repo_int.h"

/* Every call of git begins like this: what it writes is to be on the disk. */
#define REPO_GIT "git", "-c", "core.fsync=all", "-c", "core.fsyncMethod=fsync"

/*
 * Run git in the work tree, with REPO_GIT and these words, the last NULL, the
 * variables of `env` ("NAME=value", the last NULL; or NULL for none), and
 * `in`, or NULL, as its input: its exit code, and what it prints is appended to
 * `out`; -1 when it was not to be run. `e` has what it said whenever that is
 * not 0.
 */
int repo_git_run(struct repo *r, const char *const *argv,
    const char *const *env, const struct repo_text *in, struct strbuf *out,
    struct err *e);
/* The same, while it runs: repo_child.h says how to speak with it. */
struct repo_child;
int repo_git_start(struct repo *r, struct repo_child *c,
    const char *const *argv, const char *const *env, struct err *e);

/* ---- repo_git_version.c ------------------------------------------------ */

#define REPO_GIT_HEX 65 /* SHA-256, and a NUL */

/* What HEAD or the index has of a file. */
struct repo_git_version {
	bool there;
	char hex[REPO_GIT_HEX];
	unsigned mode;
	struct strbuf text; /* as git would check it out */
};

/* Read HEAD's version of a file, or the index's; its text is to be released.
 * What is no regular file there, or a conflict, is a failure. */
int repo_git_version(struct repo *r, bool head, const char *path,
    struct repo_git_version *v, struct err *e);

/* ---- repo_git_made.c: after a commit that git made --------------------- */

/* What git-rev-parse(1) makes of a name: 1 and the id in `hex`; 0 when there is
 * no such thing; -1. */
int repo_git_name(
    struct repo *r, const char *name, char hex[REPO_GIT_HEX], struct err *e);
/*
 * Let the index have what a hook has put into the commit `made`, whose parent
 * is `was`, "" for none: each file that is none of the intent's, and of which
 * the index has what `was` has. What the user has staged stays. 0 or -1.
 */
int repo_git_follow(struct repo *r, const struct repo_intent *in,
    const char *was, const char *made, struct err *e);
/* If a hook has left nothing in the commit `made`, whose parent is to be `was`,
 * and it is what HEAD is at, the branch goes back: 1 or 0; -1. */
int repo_git_take_back(
    struct repo *r, const char *was, const char *made, struct err *e);

#endif
