/* run_record_int.h: the parts of a record that have a file of their own */
#ifndef RUN_RUN_RECORD_INT_H
#define RUN_RUN_RECORD_INT_H

#include <jansson.h>

#include "run/run_int.h"

#define RUN_RECORD_SCHEMA 1

/* ---- run_record_container.c: a session in a container -------------------------- */

/* Append what a command of it has more than others, and the container; both
 * append nothing where there was none. */
void run_record_step_write(struct strbuf *out, const struct run_command *c);
void run_record_container_write(
    struct strbuf *out, const struct run_container *c);

/*
 * Read them, into the arena: NULL, or the name of the member that is not as it
 * has to be. *seen is how many members of the step there were.
 */
const char *run_record_step_read(
    struct run_command *c, struct arena *a, json_t *step, size_t *seen);
const char *run_record_container_read(
    const struct run_container **out, struct arena *a, json_t *obj);

/* ---- run_record_build.c: the builds of a Dockerfile ------------------------------ */

/* Append them, and to the timings their times; nothing for NULL. */
void run_record_builds_write(struct strbuf *out, const struct run_builds *b);
void run_record_builds_ms_write(struct strbuf *out, const struct run_builds *b);
/* As the others; `ms` is that of the timings, NULL when there is none. */
const char *run_record_builds_read(
    const struct run_builds **out, struct arena *a, json_t *list, json_t *ms);

#endif
