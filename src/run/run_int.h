/* run_int.h: what the files of this room know of each other */
#ifndef RUN_RUN_INT_H
#define RUN_RUN_INT_H

#include <sys/types.h>

#include "run/run.h"

/* ---- run_lang.c: how a language is built and run ------------------------ */

struct run_lang {
	const char *name;         /* "c" */
	const char *file;         /* what the code is written to: "main.c" */
	const char *tool;         /* the compiler or interpreter */
	const char *package;      /* what brings it: apt-get install … */
	const char *build;        /* a line for sh that makes `prog`, or NULL */
	const char *const *run;   /* the program's argv, before job->args */
	const char *const *probe; /* prints the version of the tool, or NULL */
};

const struct run_lang *run_lang_find(const char *name); /* NULL: unknown */
/* "c, python, sh", for messages. */
const char *run_lang_names(void);
/* NULL, or why the tool cannot be used; the caller frees it. */
char *run_lang_missing(const struct run_lang *lang);
/* What the tool says its version is; "" when it cannot be asked. */
char *run_lang_version(const struct run_lang *lang);

/* ---- run_box.c: the sandbox --------------------------------------------- */

#define RUN_FILES_MAX 64

/* The descriptors of bwrap; the first four get through to the program. */
enum run_fd {
	RUN_FD_EXTRA = 3,
	RUN_FD_STATUS,
	RUN_FD_GATE,
	RUN_FD_FILTER,
	RUN_FD_PUT, /* and those after it */
	RUN_FD_N = RUN_FD_PUT + RUN_FILES_MAX
};

/* A file that is copied into the work folder. */
struct run_put {
	const char *name;
	int fd; /* read from its start; borrowed */
	bool exec;
};

/* All descriptors are borrowed, and -1 stands for none. */
struct run_box {
	const char *const *argv; /* of the program, as it is seen inside */
	const struct run_put *puts;
	size_t n_puts;
	int in, out, err; /* the program's 0, 1 and 2; no in: /dev/null */
	int extra;        /* the program's 3 */
	int status;       /* bwrap tells here what it does */
	int gate;         /* the program starts when this reads anything */
	int cpu_s;
};

/*
 * Start bwrap. Returns its pid, and the program waits at the gate; or -1.
 * A descriptor is handed to the sandbox only if it is named in `box`.
 */
pid_t run_box_start(const struct run_box *box, struct err *e);
/*
 * Let the sandbox whose process 1 is `init` have that many tasks, all users
 * of it taken together; while it waits at the gate. 0, or -1 and it must not
 * be let go.
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

/* ---- run_keep.c: one program from its start to its end ------------------- */

enum run_end {
	RUN_END_EXIT, /* it ended; see `code` */
	RUN_END_TIME, /* killed, like all of these */
	RUN_END_MEMORY,
	RUN_END_PROCESSES,
	RUN_END_OUTPUT,
};

struct run_step {
	const char *const *argv;
	const struct run_put *puts;
	size_t n_puts;
	int in, extra; /* as in struct run_box */
	bool terminal; /* standard output is a terminal */
	int timeout_ms;
	size_t memory;
	int processes;

	struct strbuf *out, *err; /* their `max` caps them; may be the same */
	size_t out_cut, err_cut;
	enum run_end end;
	int code;     /* 128 + N for signal N */
	bool crowded; /* it had as many processes as it may have */
	int64_t wall_ms, cpu_ms;
	size_t peak;
};

/* 0: the step has ended and nothing of it is left. -1: it did not start. */
int run_keep(struct run_step *step, struct err *e);

/* A new file in memory that holds these bytes; -1 when that fails. */
int run_keep_file(const void *p, size_t len, struct err *e);

/* ---- run_match.c --------------------------------------------------------- */

/* "SEGV" for 11; NULL when there is no such signal. */
const char *run_signal_name(int number);
/* Append how the lines of `b` differ from those of `a`, at most 40 lines. */
void run_diff(struct strbuf *out, const char *a, size_t a_len, const char *b,
    size_t b_len);

#endif
