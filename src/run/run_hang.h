/* run_hang.h: looking for a deadlock, for the inside of the room */
#ifndef RUN_RUN_HANG_H
#define RUN_RUN_HANG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "run/run_job.h"

struct run_step;

/* What of a step has to be in a proven deadlock to end it at once. */
enum run_hang_of {
	RUN_HANG_NONE,  /* it is never looked at */
	RUN_HANG_WHOLE, /* all its tasks */
	RUN_HANG_ANY,   /* some of them: that is what the example expects */
};

/* What the job asks for; see run_hang.c. */
enum run_hang_of run_hang_wanted(const struct run_job *job);

/* When to look: all zero at the start. */
struct run_hang {
	int64_t at; /* the next look, by date_ticks() */
	int pause_ms;
	size_t printed;
};
/* Whether it is time to look at a step that has printed so much. */
bool run_hang_due(struct run_hang *h, const struct run_step *s, size_t printed);
/* Whether what runs below process `init`, which is ours, is in such a deadlock;
 * then the step is told. Takes 50 ms and more, and less where nothing is. */
bool run_hang_look(struct run_step *s, pid_t init);

/* ---- run_hang_record.c ----------------------------------------------------- */

struct json_t;

/* The member "hang" of a record, and nothing if that is NULL. */
void run_hang_render(struct strbuf *out, const struct hang *h);
/* And back, into the arena; NULL when it is damaged. */
const struct hang *run_hang_parse(struct arena *a, const struct json_t *v);

#endif
