/* sweep.h: the two halves of sweep.c */
#ifndef TESTS_REPO_SWEEP_H
#define TESTS_REPO_SWEEP_H

#include <stdbool.h>

#include "base/hash.h"

/* ---- sweep_trace.c: one run of a command -------------------------------- */

#define TRACE_CALLS 1024 /* numbers of system calls are below it */
#define TRACE_ALL (-1)
#define TRACE_NONE (-2)

struct trace_job {
	char **argv;     /* what is run */
	const char *dir; /* where */
	const char *out; /* the file for all that it prints */
	int call;        /* the number of a call; or TRACE_ALL, TRACE_NONE */
	unsigned long
	    at; /* it is killed at this one of them, from 1 on; or 0 */
};

struct trace_seen {
	bool killed;                      /* there was such a call */
	int code;                         /* as a shell has it in $? */
	unsigned long calls[TRACE_CALLS]; /* how many of each were seen */
};

/*
 * Run the command, with all its threads and all that it starts, until the
 * last of them has ended. Of those, the process that makes the call is killed
 * there, and no other. 0, or -1 when there can be no tracing here; what else
 * goes wrong ends the program.
 */
int trace_run(struct trace_seen *seen, const struct trace_job *job);

/* ---- sweep_tree.c: a wiki on the disk ----------------------------------- */

/* Copy a folder and all in it, with modes and times; only files and folders. */
void tree_copy(const char *from, const char *to);
void tree_remove(const char *path);
/*
 * A fingerprint of all that a later command can see of the folder. What
 * differs from run to run and tells nothing is left out: process ids and
 * random words in names, times and inodes. Of an entry in git's index there
 * is, in place of those, whether they are its file's.
 */
void tree_hash(char out[HASH_HEX], const char *path);

/* Say what failed, with errno, and end. */
void die(const char *what, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
