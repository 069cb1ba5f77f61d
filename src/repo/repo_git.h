/* repo_git.h: the user's own git, run; inside this room */
#ifndef REPO_REPO_GIT_H
#define REPO_REPO_GIT_H

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

#endif
