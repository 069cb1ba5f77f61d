/* run_box.h: the sandbox, as the keeper sees it; for this room only */
#ifndef RUN_RUN_BOX_H
#define RUN_RUN_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "run/run_init.h"

/* ---- run_box.c: the sandbox --------------------------------------------- */

/* A file that is copied into the work folder. */
struct run_put {
	const char *name;
	int fd; /* read from its start; borrowed */
	bool exec;
};

/* All descriptors are borrowed, and -1 stands for none. */
struct run_box {
	const char *const *argv; /* of process 1, as it is seen inside */
	const struct run_put *puts;
	size_t n_puts;
	int in, out, err; /* its 0, 1 and 2; no in: /dev/null */
	int talk;         /* its 3 */
	int extra;        /* its 4 */
	int init;         /* its 5 */
	int more[2 * (RUN_PROGRAMS_MAX - 1)]; /* its 6 and on */
	int n_more;
	int status; /* bwrap tells here what it does */
	int cpu_s;
};

/*
 * Start bwrap. Returns the pid of the leash, a child of ours that ends when
 * bwrap and all processes of the sandbox have ended, and with the status of
 * bwrap; SIGTERM makes it end them. Or -1. A descriptor is handed to the
 * sandbox only if it is named in `box`.
 */
pid_t run_box_start(const struct run_box *box, struct err *e);
/*
 * Let the sandbox whose process 1 is `init` have that many tasks, all users
 * of it taken together; before it starts any. 0, or -1 and it must not be let
 * go.
 */
int run_box_limit_tasks(pid_t init, int n, struct err *e);
/* Whose files a descriptor must be so that a program inside can reopen it. */
void run_box_own(int fd);

/* ---- run_bwrap.c: bubblewrap ---------------------------------------------- */

/* What it makes, in the key of each record. */
#define RUN_PROFILE "plain/1"

/*
 * The argv of bwrap. `still_root` when it is root who runs it. Free it with
 * run_bwrap_words_free().
 */
char **run_bwrap_words(const struct run_box *box, bool still_root);
void run_bwrap_words_free(char **words); /* NULL is fine */
/* The path of bwrap, or NULL; the caller frees it. */
char *run_bwrap_find(void);
/*
 * What bwrap complained of, as a sentence that names the reason and the way
 * out; the caller frees it.
 */
char *run_bwrap_problem(const char *said);

/* ---- run_watch.c: how much a sandbox uses ------------------------------- */

struct run_usage {
	size_t memory;  /* bytes */
	int tasks;      /* threads of all processes */
	int64_t cpu_ms; /* of those that are there, and of their children */
};

struct run_watch {
	pid_t init;  /* process 1 of the sandbox, as we see it */
	int proc;    /* its own /proc; -1 until it has one */
	size_t seen; /* the largest sum that the peak was counted at */
	struct run_usage peak;
};

#define RUN_WATCH_INIT                                                         \
	{                                                                      \
		0, -1, 0,                                                      \
		{                                                              \
			0, 0, 0                                                \
		}                                                              \
	}
void run_watch_release(struct run_watch *w);
/*
 * Look at what the program and its children use now, and keep the peaks.
 * Pages that processes share count once for each, unless the sum reaches new
 * heights or is above `limit`: then it is counted exactly.
 */
struct run_usage run_watch_look(struct run_watch *w, size_t limit);

#endif
