/* run_actor.h: one of the programs of an example, and what it did */
#ifndef RUN_RUN_ACTOR_H
#define RUN_RUN_ACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run/run_outcome.h"

/* One program of an example that has several. */
struct run_actor {
	const char *name; /* one path part: its file in the work folder */
	const char *lang, *code;
	size_t code_len;
	const char *args, *const *env, *expect; /* as in the job; */
	bool pipe;                              /* expect may be "stop" */
	const char *input; /* of those but the main one; NULL for empty */
	int after;         /* index of the one that it is started after; -1 */
	/* What that one must have printed before. NULL: a whole line, or it
	 * has ended. */
	const char *until;
};
#define RUN_ACTORS_MAX 8

/*
 * What one of several programs did; or how many of many runs went alike, and
 * how the first of them went. Its text is in the arena of the result or of the
 * record that it is a part of.
 */
struct run_piece {
	const char *name, *lang, *expect; /* the name of the kind: run_kind() */
	size_t n; /* runs of this kind; 0 for a program */
	enum run_outcome outcome;
	int exit;
	const char *signal, *why;
	const char *out, *err, *build;
	size_t out_len, err_len, build_len, out_cut, err_cut;
	int64_t wall_ms; /* of the timings: from its start to its end */
};

#endif
