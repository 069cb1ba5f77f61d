/* run_container.h: what the record of a session says of its container */
#ifndef RUN_RUN_CONTAINER_H
#define RUN_RUN_CONTAINER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct run_container_var {
	const char *name;
	const char *value; /* NULL: it was unset */
};

/* A command, and what it left in the shell. */
struct run_container_step {
	const char *shown; /* as in struct run_command */
	int exit;          /* -1: it has not ended */
	const char *cwd;   /* NULL: the record does not say it */
	const struct run_container_var *vars;
	size_t n_vars;
};

struct run_container {
	const char *engine, *image, *image_id; /* "" for what is not said */
	const struct run_container_var *env;   /* at its beginning */
	size_t n_env;
	const char *const *diff; /* of its files, at its end */
	size_t n_diff;
	const struct run_container_step *steps;
	size_t n_steps;
};

/*
 * Read it out of the JSON of a record (see run_record.c), into the arena. -1
 * and ERR_NOTHING when the record is of no container, ERR_FAILED when it is
 * damaged.
 */
int run_container_parse(struct run_container *out, struct arena *a,
    const char *json, size_t len, struct err *e);

#endif
