/* run_box.h: the sandbox, as the keeper sees it; for this room only */
#ifndef RUN_RUN_BOX_H
#define RUN_RUN_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "run/run_init.h"
#include "run/run_job.h"

/* ---- run_box.c: the sandbox --------------------------------------------- */

/* A file that is copied into the work folder. */
struct run_put {
	const char *name;
	int fd; /* read from its start; borrowed */
	bool exec;
};

/* All descriptors are borrowed, and -1 stands for none; as a program's input,
 * for /dev/null. */
struct run_box {
	const char *const *argv; /* of process 1, as it is seen inside */
	const struct run_put *puts;
	size_t n_puts;
	int in, out, err; /* its 0, 1 and 2 */
	int talk;         /* its 3 */
	int extra;        /* its 4 */
	int init;         /* its 5; the leash is this file, too */
	int more[RUN_FD_EACH * (RUN_PROGRAMS_MAX - 1)]; /* its 6 and on */
	int n_more;
	int status; /* bwrap tells here what it does */
	int warm;   /* the leash writes here, see run_cgroup_make() */
	int cpu_s;
	enum run_profile profile;
};

/*
 * Start bwrap. Returns the pid of the leash, a child of ours that ends when
 * bwrap and all processes of the sandbox have ended, and with the status of
 * bwrap; SIGTERM makes it end them. Or -1. A descriptor is handed to the
 * sandbox only if it is named in `box`.
 */
pid_t run_box_start(const struct run_box *box, struct err *e);
/* The limit on tasks that process 1 is told, for `n` of them: 0, which is none,
 * where the kernel cannot keep it. */
int run_box_tasks(int n);
#define RUN_TASKS_OURS 1 /* of them: process 1 */
/* Whose files a descriptor must be so that a program inside can reopen it. */
void run_box_own(int fd);

/* ---- run_filter.c: system calls ------------------------------------------- */

/* The filter as a file in memory, the way bwrap reads it; -1 on failure. */
int run_filter_make(enum run_profile profile, struct err *e);

/* ---- run_bwrap.c: bubblewrap ---------------------------------------------- */

/* What it makes, in the key of each record: "plain/1". */
const char *run_profile_version(enum run_profile profile);
#define RUN_UNSHARE "/usr/bin/unshare"
/* What the program is started through, and ends with NULL. */
const char *const *run_bwrap_launcher(enum run_profile profile);

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

/* ---- run_cgroup.c: control groups ----------------------------------------- */

struct run_group {
	int parent, dir; /* -1: there is none */
	char name[40];
};

/* The group of one sandbox, or none. */
struct run_cgroup {
	const struct cgroup_names *names;
	struct run_group memory, pids; /* no pids: both are in one */
	int warm;
};

#define RUN_CGROUP_INIT                                                        \
	{                                                                      \
		NULL, { -1, -1, "" }, { -1, -1, "" }, -1                       \
	}

/*
 * Make one with these limits, in bytes and threads; none where we may not.
 * To move a process the kernel waits, for 10 ms or more, until all processors
 * know of it, unless it has just done so. `warm` is a file of our own group:
 * who writes "0" there moves itself to where it is, and so the wait can go on
 * while the sandbox is being built.
 */
void run_cgroup_make(struct run_cgroup *c, size_t memory, int tasks);
/* Put a process into it. When that fails there is none any more. */
void run_cgroup_enter(struct run_cgroup *c, pid_t pid);
/* Remove it; its processes must have ended. */
void run_cgroup_release(struct run_cgroup *c);
/* What a record calls it: "bubblewrap, cgroup v1", "bubblewrap" for none. */
const char *run_cgroup_rung(const struct run_cgroup *c);
/* Whether the kernel has ended a process because of its memory, and whether
 * it has refused a task; false where there is no group. */
bool run_cgroup_full(const struct run_cgroup *c);
bool run_cgroup_crowded(const struct run_cgroup *c);
/* The most memory it had at one time, in bytes; 0 when nobody knows. */
size_t run_cgroup_peak(const struct run_cgroup *c);
/* Where groups are made. */
struct run_cgroup_place {
	int version;  /* 1 or 2; 0: nowhere */
	char *memory; /* the folder in which the group of the memory is made */
	char *pids;   /* that of the tasks; NULL: both are in one group */
	char *own;    /* where we are ourselves in the memory's hierarchy */
};
/*
 * From the texts of /proc/self/cgroup and mountinfo: in version 1 where the
 * memory has a hierarchy of its own, else beside us in version 2. Always to be
 * released.
 */
void run_cgroup_place(
    struct run_cgroup_place *at, const char *groups, const char *mounts);
void run_cgroup_place_release(struct run_cgroup_place *at);

/* ---- run_watch.c: how much a sandbox uses ------------------------------- */

struct run_usage {
	size_t memory;  /* bytes */
	int tasks;      /* threads of all processes */
	int64_t cpu_ms; /* of those that are there, and of their children */
};

struct run_watch {
	pid_t init;    /* process 1 of the sandbox, as we see it */
	int proc;      /* its own /proc; -1 until it has one */
	size_t seen;   /* the largest sum that the peak was counted at */
	dev_t unnamed; /* the file system of files that have no name */
	struct run_usage peak;
};

#define RUN_WATCH_INIT                                                         \
	{                                                                      \
		0, -1, 0, 0,                                                   \
		{                                                              \
			0, 0, 0                                                \
		}                                                              \
	}
void run_watch_release(struct run_watch *w);
/*
 * Look at what the program and its children use now, and keep the peaks.
 * Pages that processes share count once for each, unless the sum reaches new
 * heights or is above `limit`: then it is counted exactly. With no limit (0)
 * the memory is somebody else's to count.
 */
struct run_usage run_watch_look(struct run_watch *w, size_t limit);

#endif
