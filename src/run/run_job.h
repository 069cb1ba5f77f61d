/* run_job.h: an example to run, and what came out */
#ifndef RUN_RUN_JOB_H
#define RUN_RUN_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "run/run_actor.h"
#include "run/run_match.h"

struct run_file {
	const char *name; /* one path part, as written into the work folder */
	const char *text;
	size_t len;
};

/* `len` bytes that a program has written, `ms` after the start. */
struct run_chunk {
	int64_t ms;
	int prog; /* 0: the first */
	bool err; /* to its standard error */
	size_t len;
};

/*
 * What a program has left behind. Kinds: "process" and "zombie" (`what` is the
 * name, `n` how many), "pipe" (`n` bytes that nobody has read), "shm" and
 * "mqueue" (`what` is the name, `n` its bytes), "sysv-shm" (`what` is the key,
 * `n` bytes), "sysv-sem" (`n` semaphores), "sysv-msg" (`n` bytes that wait);
 * `what` is any text. */
struct run_leak {
	const char *kind; /* static */
	char *what;       /* owned */
	size_t n;
};
/* The kind as it is stored, NULL when there is none of that name. */
const char *run_leak_kind(const char *name);

/* How the output of a run came, and what was when it ended. */
struct run_trace {
	struct run_chunk *chunks;
	size_t n_chunks, cap_chunks;
	struct run_leak *leaks;
	size_t n_leaks, cap_leaks;
	const struct hang *hang; /* who waited for whom; may be NULL */
	struct arena *hang_in;   /* owned: all of that */
};
void run_trace_release(struct run_trace *t);

/* One command of a session, and how it went. Its text is in an arena. */
struct run_command {
	const char *shown; /* its lines, as the note has them: "$ cd /tmp" */
	size_t len;        /* of the output that is its own */
	int exit;          /* its status; -1: it has not ended */
	int64_t ms;        /* of the timings: how long it took, and only */
	int64_t start_ms;  /* in a result: after the start */
	/* In a container: what it changed of the environment, NAME=VALUE for
	 * what was set and NAME for what is not set any more, ending in NULL;
	 * and the folder that it left the shell in. NULL: nobody knows. */
	const char *const *env;
	const char *cwd;
};

/* The container that a session was in. Its text is in an arena. */
struct run_container {
	const char *engine;     /* "docker 20.10.24" */
	const char *image;      /* as the note calls it */
	const char *image_id;   /* "sha256:…"; "" when there was none */
	const char *const *env; /* sorted NAME=VALUE, at its start */
	size_t n_env;
	const char *const *diff; /* sorted: "A /opt/x", "C …", "D …" */
	size_t n_diff;
	long long size; /* bytes that it holds beside its image; -1: unknown */
};

/* What a program can do inside; see run_bwrap.c. */
enum run_profile {
	RUN_PLAIN,
	RUN_CONTAINER, /* it may make namespaces, and is root in them */
	RUN_DOCKER,    /* needs=docker: no sandbox, but a container engine */
	RUN_PROFILES
};

/* What one example asks for. All strings are borrowed. */
struct run_job {
	const char *example; /* PAGE#ID, for messages and the record */
	const char *lang;    /* c, python, sh, console */
	const char *code;
	size_t code_len;
	const struct run_file *files; /* more files of the example */
	size_t n_files;
	const char *args;       /* split at white space; NULL for none */
	const char *const *env; /* NAME=VALUE, ends with NULL; may be NULL */
	const char *input;      /* standard input; NULL for empty */
	bool pipe;              /* standard output is a pipe, not a terminal */
	const char *expect; /* ok, exit:N, signal:NAME, timeout; NULL is ok */
	int timeout_ms;     /* 0: the default of the limits */
	enum run_profile profile;
	/* With RUN_DOCKER: NULL for RUN_IMAGE, and for no more options. */
	const char *image, *options;
	const char *edit; /* of a Dockerfile: a change between two builds */
	/* With several programs: these, in the order in which they are told,
	 * and the index of that whose code, args, … are above. */
	const struct run_actor *actors;
	size_t n_actors, main;
	/* It is run so many times, and what came of it is counted; 0: once. */
	int runs;
	/* Runs that print one of these are of that kind; ends with NULL; may
	 * be NULL. */
	const char *const *counts;
	/* What follows is about the output alone, and no part of a key. */
	struct run_compare compare;
	struct run_wanted wanted;
};
#define RUN_RUNS_MAX 1000
#define RUN_IMAGE "debian:bookworm" /* where no image is named */

struct run_tools; /* see run.h */

/* From halfhour.yaml; run_limits_default() has what it says by default. */
struct run_limits {
	int timeout_ms;
	size_t memory; /* bytes */
	int processes;
	size_t output; /* bytes of each stream */
	int stop;      /* when this can be read, all is to end; 0: never */
	/* A folder in which finished programs are kept from run to run, below
	 * "built"; -1: none. It needs the tools. Both are borrowed. */
	int built;
	struct run_tools *tools;
};
struct run_limits run_limits_default(void);

struct run_result {
	enum run_outcome outcome;
	int exit;                      /* with RUN_EXIT */
	const char *signal;            /* "SEGV", with RUN_SIGNAL */
	const char *why;               /* one sentence for people; never NULL */
	struct strbuf out, err, build; /* build: what the compiler said */
	size_t out_cut, err_cut;       /* bytes that did not fit */
	int64_t wall_ms, cpu_ms;
	size_t peak_memory;  /* bytes; 0 when it could not be measured */
	const char *rung;    /* the sandbox: "bubblewrap, cgroup v1"; static */
	struct strbuf words; /* what `why` says */
	struct run_trace trace;
	/*
	 * Of several programs, in the order of the job: then out, err and
	 * build are empty, and the outcome is the first unexpected one of
	 * theirs, else that of the main program. Or of many runs, the most
	 * frequent kind first, and the outcome is the first unexpected one,
	 * else the first.
	 */
	const struct run_piece *parts;
	size_t n_parts;
	size_t runs; /* how many there were; 0: once */
	/* Those that were typed; `out` is all that they have printed. */
	struct run_command *commands;
	size_t n_commands;
	const struct run_container *container; /* of a session in one; NULL */
	const struct run_builds *builds;       /* of a Dockerfile; NULL */
	struct arena *arena;                   /* owned: of all that; or NULL */
};
void run_result_init(struct run_result *r);
void run_result_release(struct run_result *r);

/*
 * Why this job cannot run on this machine (a missing compiler, no sandbox):
 * NULL when it can, else one sentence with the way out, the caller's to free.
 * With `tools` (may be NULL) the sandbox of a profile is tried once.
 */
char *run_missing(const struct run_job *job, struct run_tools *tools);

/*
 * Run it in the sandbox and wait for its end. 0: `out` is filled, whatever
 * the program did. -1: it could not be run at all, or was stopped.
 */
int run_exec(struct run_result *out, const struct run_job *job,
    const struct run_limits *limits, struct err *e);

/* Whether the outcome is the expected one; `expect` as in the job. Parts say
 * themselves what is expected of them. */
bool run_as_expected(const struct run_result *r, const char *expect);
/* The profile of that name: "plain", "container"; -1 when there is none. */
int run_profile_find(const char *name);
/* NULL, or why `expect` is not one of the words. "stop" is, for a program
 * among several: it runs until the others have ended. */
const char *run_expect_problem(const char *expect);
bool run_expect_stop(const char *expect);         /* may be NULL */
const char *run_outcome_name(enum run_outcome o); /* "ok", "exit", … */
/* "ok", "exit 3", "SIGSEGV", "timeout": of what kind a run is that has no name
 * of its own; `signal` as in the result. */
#define RUN_KIND_MAX 64
void run_kind(
    char out[RUN_KIND_MAX], enum run_outcome o, int status, const char *signal);

#endif
