/* run_job.h: an example to run */
#ifndef RUN_RUN_JOB_H
#define RUN_RUN_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "run/run_actor.h"
#include "run/run_match.h"
#include "run/run_result.h"

struct run_file {
	const char *name; /* one path part, as written into the work folder */
	const char *text;
	size_t len;
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
	/* With RUN_DOCKER: NULL for RUN_IMAGE, for no more options, for a shell
	 * in the container ("host": on this machine), and for no HOST:PORT. */
	const char *image, *options, *shell, *reach;
	const char *edit; /* of a Dockerfile: a change between two builds */
	/* With several programs: these, in the order in which they are told,
	 * and the index of that whose code, args, … are above. */
	const struct run_actor *actors;
	size_t n_actors, main;
	/* It is run so many times, and what came of it is counted; 0: once. */
	int runs;
	/* Runs that print one of these are of that kind; as env. */
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

/* The profile of that name: "plain", "container"; -1 when there is none. */
int run_profile_find(const char *name);
/* NULL, or why `expect` is not one of the words. "stop" is, for a program
 * among several: it runs until the others have ended. */
const char *run_expect_problem(const char *expect);
bool run_expect_stop(const char *expect); /* may be NULL */

#endif
