/* run_hang.c: whether what runs in a sandbox is a deadlock */
#include <stdio.h>
#include <string.h>

#include "hang/hang.h"
#include "run/run_int.h"

#define HANG_WAIT_MS 50 /* between the two looks */

bool
run_hang_expected(const struct run_job *job)
{
	size_t i;

	for (i = 0; i < job->n_actors; i++)
		if (job->actors[i].expect != NULL &&
		    strstr(job->actors[i].expect, "deadlock") != NULL)
			return true;
	return job->expect != NULL && strstr(job->expect, "deadlock") != NULL;
}

bool
run_hang_look(pid_t init, char *said, size_t size)
{
	const struct hang_read_opts opts = { .wait_ms = HANG_WAIT_MS };
	struct arena *a = arena_new();
	struct err e = ERR_INIT;
	struct hang_snap *s;
	struct hang h;
	bool hangs = false;

	if (hang_read(&s, a, init, &opts, &e) == 0) {
		hang_explain(&h, s, a);
		hangs = h.verdict == HANG_PROVEN;
		if (hangs)
			snprintf(said, size, "%s", h.sentence);
	}
	arena_free(a);
	return hangs;
}
