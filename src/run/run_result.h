/* run_result.h: what came out of an example */
#ifndef RUN_RUN_RESULT_H
#define RUN_RUN_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "run/run_actor.h"

struct hang; /* see hang.h */

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
	const char *options; /* as the note gave them; NULL: not known */
	const char *user;    /* UID:GID of its shell; NULL: root, or unknown */
};

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
	/* Of a session: those that were typed, in order; `out` is all that they
	 * have printed. */
	struct run_command *commands;
	size_t n_commands;
	/* Of a session in a container; else NULL. */
	const struct run_container *container;
	const struct run_builds *builds; /* of a Dockerfile; else NULL */
	struct arena *arena;             /* owned: of all that; or NULL */
};
void run_result_init(struct run_result *r);
void run_result_release(struct run_result *r);

/* Whether the outcome is the expected one; `expect` as in the job. Parts say
 * themselves what is expected of them. */
bool run_as_expected(const struct run_result *r, const char *expect);
const char *run_outcome_name(enum run_outcome o); /* "ok", "exit", … */
/* "ok", "exit 3", "SIGSEGV", "timeout": of what kind a run is that has no name
 * of its own; `signal` as in the result. */
#define RUN_KIND_MAX 64
void run_kind(
    char out[RUN_KIND_MAX], enum run_outcome o, int status, const char *signal);

#endif
