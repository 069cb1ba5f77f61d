/* graph_record.h: the stored outcome of an example, as a page shows it */
#ifndef GRAPH_GRAPH_RECORD_H
#define GRAPH_GRAPH_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

struct note;
struct note_example;

/* Something that an example left behind: run_result.h has the kinds. */
struct graph_leak {
	const char *kind, *what; /* UTF-8 */
	size_t n;
};

/* One of several programs, or runs of one kind; the rest is as below. */
struct graph_part {
	const char *name, *lang;
	size_t n;   /* how many runs */
	bool named; /* the name of the kind says more than the outcome does */
	const char *outcome, *detail, *expect;
	bool as_expected;
	const char *out, *err, *build;
	size_t out_cut, err_cut;
	int64_t wall_ms;
};

/* A variable that a command has changed, of those that it exports. */
struct graph_set {
	const char *name, *before, *after; /* UTF-8; NULL: it was not set */
};

/* A command of a session. */
struct graph_command {
	const char *shown; /* its lines, with their prompts: "$ cd /tmp" */
	const char *out;   /* UTF-8; not NULL */
	int exit;          /* its status; -1: it has not ended */
	int64_t wall_ms;
	const char *wanted; /* what the note says, if it printed other things */
	/* In a container: what it did to the environment of its shell, and the
	 * folder to which it went, or NULL. */
	const struct graph_set *sets;
	size_t n_sets;
	const char *cwd;
};

/* A step of a build of a Dockerfile, as in run_build.h. */
struct graph_layer {
	const char *text; /* UTF-8 */
	bool hit, from;
	long long size; /* bytes; -1: nobody knows */
	int64_t wall_ms;
	const char *why; /* of the second build, when it is no hit; or NULL */
};

struct graph_built {
	const struct graph_layer *v;
	size_t n, broke; /* the step at which the cache is broken; 0: none */
	int64_t wall_ms;
};

/* The session that a Dockerfile is compared with. */
struct graph_hand {
	const struct note *note;
	const struct note_example *example;
	size_t n_commands;
	int64_t wall_ms; /* of all commands */
	long long size;  /* bytes beside the image; -1: nobody knows */
	/* The commands behind that which has set what the change of the
	 * Dockerfile replaces, to that which sets it right: 0 when there was
	 * no such thing in it. */
	size_t n_again;
	int64_t again_ms;
};

/* A line of the Dockerfile that a session is a draft of. */
struct graph_draft_line {
	const char *text;    /* UTF-8 */
	const size_t *steps; /* the commands that it is of, from 1 */
	size_t n_steps;
};

struct hang; /* see hang/hang.h */

struct graph_record {
	const char *outcome; /* "ok", "exit", "signal", "timeout", … */
	const char *detail;  /* "exit status 3", "SIGSEGV"; "" for none */
	bool as_expected;
	bool other_output;  /* than its note says; all else is as expected */
	const char *expect; /* what its block says: "ok", "exit:1", … */
	const char *out, *err, *build; /* UTF-8; not NULL */
	size_t out_cut, err_cut;
	const struct graph_leak *leaks;
	size_t n_leaks;
	const struct hang *hang; /* of a deadlock: who waited for whom; NULL */
	const struct graph_part *parts; /* of several programs or of runs */
	size_t n_parts, runs;           /* runs: 0 for once */
	const struct graph_command
	    *commands; /* of a session; theirs is `out` */
	size_t n_commands;
	const struct graph_built *builds; /* of a Dockerfile: one or two */
	size_t n_builds;
	const char *edit;              /* the change between them; "" */
	const struct graph_hand *hand; /* NULL: it is compared with none */
	const struct graph_draft_line *draft; /* of a session in a container */
	size_t n_draft;
	int64_t wall_ms;
	const char *tool, *machine, *sandbox;
	struct moment when;
	const char *stale; /* why the record is old; NULL: it is not */
	const char *cast;  /* the recording, below the root; NULL: none */
};

#endif
