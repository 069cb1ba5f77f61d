/* run_hang.c: whether what runs in a sandbox is a deadlock
 *
 * An example that hangs is ended when that is proven, and not when its time is
 * over. One that expects a deadlock is looked at from the start, several times
 * a second. Every other one is left alone for as long as most of them run, and
 * for as long as it prints; then it is looked at now and then, and only when
 * nothing of it can move any more is it ended. What could be ended wrongly is
 * not looked at: one that is to run until its time is over, and one that may
 * have set a timer which nobody sees from outside (see hang.h).
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "hang/hang.h"
#include "run/run_int.h"

#define HANG_WAIT_MS 50   /* between the two looks of one */
#define HANG_OFTEN_MS 150 /* from look to look, of what is to hang */
#define HANG_FIRST_MS 250 /* to the first, of all others; then it grows, but */
#define HANG_MOST_MS 500  /* so that a hang is found within the second */

/* Timers of alarm(2) and setitimer(2), by all names that libraries give them,
 * which a process without a handler is ended by. */
static bool
hang_has_timer(const char *code, size_t len)
{
	return memmem(code, len, "alarm", strlen("alarm")) != NULL ||
	       memmem(code, len, "itimer", strlen("itimer")) != NULL;
}

static bool
hang_is_timed(const struct run_job *job)
{
	bool timed = hang_has_timer(job->code, job->code_len);
	size_t i;

	for (i = 0; i < job->n_files; i++)
		timed |= hang_has_timer(job->files[i].text, job->files[i].len);
	for (i = 0; i < job->n_actors; i++)
		timed |= hang_has_timer(
		    job->actors[i].code, job->actors[i].code_len);
	return timed;
}

/* Whether the job, or one of its programs, expects that. */
static bool
hang_expects(const struct run_job *job, const char *outcome)
{
	size_t i;

	for (i = 0; i < job->n_actors; i++)
		if (job->actors[i].expect != NULL &&
		    strstr(job->actors[i].expect, outcome) != NULL)
			return true;
	return job->expect != NULL && strstr(job->expect, outcome) != NULL;
}

enum run_hang_of
run_hang_wanted(const struct run_job *job)
{
	if (hang_expects(job, "deadlock"))
		return RUN_HANG_ANY;
	return hang_expects(job, "timeout") || hang_is_timed(job)
		   ? RUN_HANG_NONE
		   : RUN_HANG_WHOLE;
}

bool
run_hang_due(struct run_hang *h, const struct run_step *s, size_t printed)
{
	int64_t now = date_ticks();
	bool first = h->at == 0, quiet = h->printed == printed;

	if (s->hang == RUN_HANG_NONE || now < h->at)
		return false;
	if (s->hang == RUN_HANG_ANY) {
		h->at = now + HANG_OFTEN_MS;
		return true;
	}
	if (first || !quiet)
		h->pause_ms = HANG_FIRST_MS;
	else if (h->pause_ms < HANG_MOST_MS)
		h->pause_ms += HANG_FIRST_MS / 2;
	h->printed = printed;
	h->at = now + h->pause_ms;
	return quiet && !first;
}

/* A shell with somebody at its terminal handles signals that nobody sends it
 * here, so its wait for a command is as good as any other. */
static bool
hang_is_shell(const struct hang *h, const struct hang_wait *t)
{
	size_t i, k, m;

	for (i = 0; i < t->n_clauses; i++) {
		const struct hang_clause *c = &h->clauses[t->clause + i];

		if (c->open > HANG_NEWCOMER)
			return false;
		for (m = 0; m < c->n_edges; m++)
			for (k = 0; k < h->n_tasks; k++)
				if (h->tasks[k].pid == c->edges[m].pid &&
				    !h->tasks[k].stuck)
					return false;
	}
	return t->n_clauses > 0 && (t->self == HANG_NOBODY || t->handles);
}

/* Whether all but process 1 of the sandbox are a part of it. */
static bool
hang_is_whole(const struct hang *h, const struct run_step *s, pid_t init)
{
	size_t i;

	for (i = 0; i < h->n_tasks; i++) {
		const struct hang_wait *t = &h->tasks[i];
		bool ended = t->self == HANG_NOBODY && t->n_clauses == 0;

		if (t->asked && t->pid != init && !ended && !t->stuck &&
		    !(s->typing != NULL && hang_is_shell(h, t)))
			return false;
	}
	return true;
}

/* Whether nothing comes into the sandbox any more: no program that is to be
 * started, and no signal for one that we end when the others have ended. */
static bool
hang_is_closed(const struct run_step *s)
{
	size_t i;

	for (i = 0; i < s->n_progs; i++)
		if (!s->progs[i].started || s->progs[i].stop)
			return false;
	return true;
}

bool
run_hang_look(struct run_step *s, pid_t init)
{
	const struct hang_read_opts opts = { .wait_ms = HANG_WAIT_MS,
		.glance = true,
		.no_alarms = true,
		.init = true,
		.closed = hang_is_closed(s) };
	struct arena *a = arena_new();
	struct err e = ERR_INIT;
	struct hang_snap *snap;
	struct hang h, *kept;
	bool hangs = false;

	if (hang_read(&snap, a, init, &opts, &e) == 0) {
		hang_explain(&h, snap, a);
		hangs = h.verdict == HANG_PROVEN &&
			(s->hang == RUN_HANG_ANY || hang_is_whole(&h, s, init));
	}
	if (!hangs) {
		arena_free(a);
		return false;
	}
	snprintf(s->hung, sizeof(s->hung), "%s", h.sentence);
	kept = arena_alloc(a, sizeof(*kept));
	hang_keep(kept, snap, a);
	s->trace->hang = kept;
	s->trace->hang_in = a;
	return true;
}
