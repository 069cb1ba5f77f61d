/* repo_child.h: another program, spoken to over a socket; inside this room */
#ifndef REPO_REPO_CHILD_H
#define REPO_REPO_CHILD_H

#include <sys/types.h>

#include "base/err.h"
#include "base/strbuf.h"

/* A program that runs, or none: pid 0. */
struct repo_child {
	pid_t pid;
	int fd;   /* its standard input and output; owned */
	int said; /* what it writes to standard error; owned */
};
#define REPO_CHILD_INIT                                                        \
	{                                                                      \
		0, -1, -1                                                      \
	}

/*
 * Start argv[0], found in PATH, in the folder `dir`, without a shell. It does
 * not see the variables by which git tells its own children of a repository,
 * but those of `env` ("NAME=value", the last NULL; or NULL for none). It may
 * still ask its user on /dev/tty.
 */
int repo_child_start(struct repo_child *c, const char *const *argv,
    const char *const *env, const char *dir, struct err *e);
/* All of these bytes to it: 0, or -1 with errno set. */
int repo_child_write(struct repo_child *c, const char *p, size_t len);
/* It gets no more; then what it prints to its end, as far as `out` has room. */
int repo_child_read_all(struct repo_child *c, struct strbuf *out);
/* Let it go, and wait for it; one that does not end in 5 s is killed. Its
 * wait status; -1 when none runs. */
int repo_child_end(struct repo_child *c);
/* What it wrote to standard error, the last of it, as one line; to be freed,
 * and NULL if that was nothing. For one that has ended. */
char *repo_child_said(const struct repo_child *c);
/* It is ended, and forgotten. */
void repo_child_release(struct repo_child *c);

#endif
