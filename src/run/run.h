/* run.h: examples that run: jobs (run_job.h), results, keys and records */
#ifndef RUN_RUN_H
#define RUN_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "run/run_job.h"

/* The libseccomp and the jansson that are linked: "2.5.4". */
void run_seccomp_version(char out[32]);
const char *run_jansson_version(void);

/*
 * The key of a record: what decides whether it is still valid. SHA-256 over
 * the code, its files, args, input, flags, versions of compiler, libc and
 * interpreter, the sandbox profile and the machine type, some of which are
 * kept as text, so that staleness can say why. All text is borrowed.
 */
struct run_key {
	char hash[65];   /* over everything below */
	char source[65]; /* over code, files, args, input, expect, timeout */
	/* "gcc (Debian …) 12.2.0, glibc 2.36"; "" if it is not installed, and
	 * then nothing is stale because of it. */
	const char *tool;
	const char *machine; /* "x86_64" */
	const char *profile; /* "plain/1" */
};
/*
 * The versions of compilers and interpreters, each asked for once. Any number
 * of threads may share one; its keys borrow their text from it.
 */
struct run_tools;
struct run_tools *run_tools_new(void);
void run_tools_free(struct run_tools *t); /* NULL is fine */
/* The hash of what the example itself says, without asking any tool. */
void run_source(char out[65], const struct run_job *job);
/* Fails for a language that cannot run. */
int run_key(struct run_key *out, const struct run_job *job,
    struct run_tools *tools, struct err *e);

/* A stored outcome. Strings live in the arena it was parsed into. */
struct run_record {
	struct run_key key;
	const char *example, *lang, *expect;
	enum run_outcome outcome;
	int exit;
	const char *signal, *why, *rung;
	const char *out, *err, *build;
	size_t out_len, err_len, build_len, out_cut, err_cut;
	const struct run_leak *leaks; /* what it left behind */
	size_t n_leaks;
	const struct hang *hang; /* of a deadlock, see hang/hang.h; or NULL */
	const struct run_piece *parts; /* of several programs, or of many runs:
					 then out and err are empty */
	size_t n_parts, runs;          /* as in the result */
	const struct run_command *commands; /* of a session */
	size_t n_commands;
	const struct run_container *container; /* NULL: it was in none */
	const struct run_builds *builds;       /* NULL: it is no Dockerfile */
	int64_t wall_ms, cpu_ms;
	size_t peak_memory;
	struct moment when;
};

/*
 * JSON, deterministic but for the object "timings" (when, wall_ms, cpu_ms,
 * peak_memory): keys in a fixed order, one per line. Bytes of the output
 * that are not UTF-8 are kept apart, as base64.
 */
void run_record_render(struct strbuf *out, const struct run_record *rec);
int run_record_parse(struct run_record *out, struct arena *a, const char *json,
    size_t len, struct err *e);
/* The record of a result; borrows from r, job and key. */
struct run_record run_record_of(const struct run_result *r,
    const struct run_job *job, const struct run_key *key, struct moment when);

/*
 * Append the run as a recording of a terminal, asciicast version 3 (see
 * run_cast.c): what came when, and in a session what was typed. It has all of
 * the output that the result has, and is always valid JSON.
 */
void run_cast_render(struct strbuf *out, const struct run_result *r,
    const struct run_job *job, struct moment when);

/* NULL when the record is of this key; else why it is stale, in the arena:
 * "the code has changed", "gcc 12.2.0 → 14.1.0". */
const char *run_record_stale(
    const struct run_record *rec, const struct run_key *key, struct arena *a);
/* Whether two outcomes are the same but for their timings, their texts by
 * run_same(); if not, a short difference is appended to `diff` (may be NULL). */
bool run_record_same(const struct run_record *a, const struct run_record *b,
    struct run_compare how, struct strbuf *diff);

struct engine;
/* What runs that were killed have left in this engine and beside it, and that
 * the next run removes it; NULL: nothing. The caller frees it. */
char *run_docker_left(const struct engine *g);

#endif
