/* run_several.c: an example of several programs, in one sandbox */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "run/run_several.h"

/*
 * Each program is built alone, with the further files of the example beside
 * it. Then all stand in one work folder, by their names: a Python program
 * "client" as client.py, a C program "server" as server. One keeper starts
 * them in their order and ends those that would run for ever (run_keep.c).
 *
 * Process 1 gives the input to its first program, so the main program is the
 * first of the step, whatever its place among the actors: `order` leads from
 * the one to the other.
 */
_Static_assert(RUN_ACTORS_MAX <= RUN_PROGRAMS_MAX, "process 1 has room");

struct several {
	const struct run_job *job;
	const struct run_limits *limits;
	int in;                       /* the main program's input, or -1 */
	size_t order[RUN_ACTORS_MAX]; /* of actors: which program of the step */
	struct run_argv argvs[RUN_ACTORS_MAX];
	char *names[RUN_ACTORS_MAX]; /* owned: of their files */
	int ins[RUN_ACTORS_MAX];     /* their inputs; -1: none; owned */
	struct run_puts puts;
	struct run_piece *built; /* what is known before they run */
	struct run_piece *parts; /* those of this run */
	struct arena *a;         /* the result's */
	struct run_prog progs[RUN_ACTORS_MAX];
	struct strbuf outs[RUN_ACTORS_MAX], errs[RUN_ACTORS_MAX];
};

/* The job that an actor were, if it ran alone. */
static struct run_job
several_alone(const struct run_job *job, const struct run_actor *x)
{
	struct run_job one = *job;

	one.lang = x->lang;
	one.code = x->code;
	one.code_len = x->code_len;
	one.n_actors = 0;
	return one;
}

/* "client.py" for main.py, "server" for a program that is built. */
static char *
several_file(const struct run_actor *x, const struct run_lang *lang)
{
	const char *dot = strrchr(lang->file, '.');

	return xasprintf(
	    "%s%s", x->name, lang->build != NULL || dot == NULL ? "" : dot);
}

/* The words of the language, with the actor's file in the place of its own. */
static int
several_argv(
    struct several *s, size_t i, const struct run_lang *lang, struct err *e)
{
	struct run_argv *v = &s->argvs[i];
	size_t k;

	if (run_argv_make(v, lang, s->job->actors[i].args, e) == -1)
		return -1;
	for (k = 0; k < v->own; k++) {
		const char *word = v->v[k];

		if (strcmp(word, lang->file) == 0)
			v->v[k] = arena_strdup(s->a, s->names[i]);
		else if (strcmp(word, "./prog") == 0)
			v->v[k] = arena_printf(s->a, "./%s", s->names[i]);
	}
	return 0;
}

/* Output may have any bytes in it, NUL too. */
static const char *
several_text(struct several *s, const struct strbuf *sb)
{
	return arena_copy(s->a, sb->buf, sb->len + 1, 1);
}

/* What the compiler made of one; as run_build(). */
static int
several_build(struct several *s, size_t i, const struct run_lang *lang,
    const struct run_limits *limits, struct err *e)
{
	struct run_job one = several_alone(s->job, &s->job->actors[i]);
	struct run_piece *part = &s->built[i];
	struct run_puts puts = { .n = 0 };
	struct run_result built;
	int rc = -1;

	run_result_init(&built);
	strbuf_init(&built.build, limits->output);
	if (run_put_job(&puts, &one, lang, e) == -1)
		goto out;
	rc = run_build(&built, &puts, &one, lang, limits, e);
	part->build = several_text(s, &built.build);
	part->build_len = built.build.len;
	if (rc == 0) {
		part->outcome = RUN_BUILD;
		part->why = arena_strdup(s->a, built.why);
	} else if (rc == 1) {
		struct run_put made = puts.v[--puts.n];

		made.name = s->names[i];
		s->puts.v[s->puts.n++] = made;
	}
out:
	run_puts_release(&puts);
	run_result_release(&built);
	return rc;
}

/* 1: it can be started. 0: its compiler refused it. */
static int
several_prepare(
    struct several *s, size_t i, const struct run_limits *limits, struct err *e)
{
	const struct run_actor *x = &s->job->actors[i];
	const struct run_lang *lang = run_lang_find(x->lang);
	size_t k;

	s->names[i] = several_file(x, lang);
	if (x->input != NULL && (s->ins[i] = run_keep_input(x->input, e)) == -1)
		return -1;
	if (s->puts.n == RUN_FILES_MAX)
		return err_set(e, "the example has more than %d files",
		    RUN_FILES_MAX - RUN_ACTORS_MAX);
	for (k = 0; k < s->puts.n; k++)
		if (strcmp(s->puts.v[k].name, s->names[i]) == 0)
			return err_set(e,
			    "the program \"%s\" and a file of the example have "
			    "one name",
			    s->names[i]);
	if (several_argv(s, i, lang, e) == -1)
		return -1;
	if (lang->build != NULL)
		return several_build(s, i, lang, limits, e);
	return run_put_add(&s->puts, s->names[i], x->code, x->code_len, e) == -1
		   ? -1
		   : 1;
}

static void
several_progs(struct several *s, const struct run_limits *limits)
{
	const struct run_job *job = s->job;
	size_t i;

	for (i = 0; i < job->n_actors; i++) {
		const struct run_actor *x = &job->actors[i];

		strbuf_init(&s->outs[i], limits->output);
		strbuf_init(&s->errs[i], limits->output);
		s->progs[s->order[i]] = (struct run_prog){
			.argv = s->argvs[i].v,
			.env = x->env,
			.terminal = !x->pipe,
			.in = s->ins[i],
			.after = x->after == -1 ? -1 : (int)s->order[x->after],
			.until = x->until,
			.stop = run_expect_stop(x->expect),
			.out = &s->outs[i],
			.err = &s->errs[i],
		};
	}
}

/* What one program did, when the step has ended. */
static void
several_part(struct several *s, size_t i, const struct run_step *step)
{
	const struct run_prog *p = &s->progs[s->order[i]];
	struct run_piece *part = &s->parts[i];
	struct run_result one;

	run_result_init(&one);
	if (!p->started) {
		one.outcome = RUN_UNSTARTED;
		run_why(&one,
		    "it was not started: what it waits for, of %s, "
		    "has not come",
		    s->job->actors[s->job->actors[i].after].name);
	} else if (p->stopped && p->ended) {
		one.outcome = RUN_STOPPED;
		run_why(&one, "it was ended when the others had ended");
	} else if (p->ended)
		run_ended(&one, p->status);
	else
		run_judge(&one, step);
	part->outcome = one.outcome;
	part->exit = one.exit;
	part->signal = one.signal;
	part->why = arena_strdup(s->a, one.why);
	part->out = several_text(s, p->out);
	part->out_len = p->out->len;
	part->out_cut = p->out_cut;
	part->err = several_text(s, p->err);
	part->err_len = p->err->len;
	part->err_cut = p->err_cut;
	if (p->started)
		part->wall_ms =
		    (p->ended ? p->end_ms : step->wall_ms) - p->start_ms;
	run_result_release(&one);
}

/* Chunks tell the place among the actors, not that of the step. */
static void
several_chunks(struct several *s, struct run_trace *t)
{
	size_t i, k;

	for (k = 0; k < t->n_chunks; k++)
		for (i = 0; i < s->job->n_actors; i++)
			if ((int)s->order[i] == t->chunks[k].prog) {
				t->chunks[k].prog = (int)i;
				break;
			}
}

/* The first that is not as it is expected. One that was not started is so
 * because of another, so that one is meant; NULL when all are. */
static const struct run_piece *
several_unexpected(const struct run_result *r)
{
	const struct run_piece *unstarted = NULL;
	size_t i;

	for (i = 0; i < r->n_parts; i++) {
		const struct run_piece *p = &r->parts[i];
		struct run_result one = { .outcome = p->outcome,
			.exit = p->exit,
			.signal = p->signal };

		if (run_as_expected(&one, p->expect))
			continue;
		if (p->outcome != RUN_UNSTARTED)
			return p;
		if (unstarted == NULL)
			unstarted = p;
	}
	return unstarted;
}

const struct run_piece *
run_several_judged(const struct run_result *r, size_t main)
{
	const struct run_piece *p = several_unexpected(r);
	size_t i;

	if (p == NULL)
		p = &r->parts[main];
	for (i = 0; p->outcome == RUN_STOPPED && i < r->n_parts; i++)
		p = &r->parts[i];
	return p;
}

/* What all of it is. */
static void
several_sum(struct several *s, struct run_result *r)
{
	const struct run_piece *p = run_several_judged(r, s->job->main);

	r->outcome = p->outcome;
	r->exit = p->exit;
	r->signal = p->signal;
	run_why(r, "%s: %s", p->name, p->why);
}

/* All start with an empty output, and inputs from their beginning. */
static void
several_begin(struct several *s, struct run_result *r)
{
	size_t i;

	if (r->arena == NULL)
		r->arena = arena_new();
	s->a = r->arena;
	s->parts =
	    arena_copy(s->a, s->built, s->job->n_actors, sizeof(*s->parts));
	r->parts = s->parts;
	r->n_parts = s->job->n_actors;
	for (i = 0; i < s->job->n_actors; i++) {
		strbuf_release(&s->outs[i]);
		strbuf_release(&s->errs[i]);
		if (s->ins[i] != -1)
			lseek(s->ins[i], 0, SEEK_SET);
	}
	if (s->in != -1)
		lseek(s->in, 0, SEEK_SET);
}

/* One run of all of them. */
static int
several_run(struct run_result *r, void *payload, struct err *e)
{
	struct several *s = payload;
	const struct run_limits *limits = s->limits;
	const struct run_job *job = s->job;
	struct run_step step = {
		.progs = s->progs,
		.n_progs = job->n_actors,
		.puts = s->puts.v,
		.n_puts = s->puts.n,
		.in = s->in,
		.extra = -1,
		.profile = job->profile,
		.timeout_ms =
		    job->timeout_ms > 0 ? job->timeout_ms : limits->timeout_ms,
		.memory = limits->memory,
		.processes = limits->processes,
		.stop = limits->stop,
		.trace = &r->trace,
		.hang = run_hang_wanted(job),
	};
	size_t i;

	several_begin(s, r);
	several_progs(s, limits);
	if (run_keep(&step, e) == -1)
		return -1;
	r->wall_ms = step.wall_ms;
	r->cpu_ms = step.cpu_ms;
	r->peak_memory = step.peak;
	r->rung = step.rung;
	for (i = 0; i < job->n_actors; i++)
		several_part(s, i, &step);
	several_chunks(s, &r->trace);
	several_sum(s, r);
	if (step.end != RUN_END_EXIT && step.end != RUN_END_TIME &&
	    step.end != RUN_END_DEADLOCK)
		run_judge(r, &step);
	return 0;
}

static void
several_init(struct several *s, struct run_result *r)
{
	const struct run_job *job = s->job;
	size_t i;

	r->arena = arena_new();
	s->a = r->arena;
	s->built = arena_alloc(s->a, job->n_actors * sizeof(*s->built));
	for (i = 0; i < job->n_actors; i++) {
		const struct run_actor *x = &job->actors[i];

		s->ins[i] = -1;
		s->order[i] = i == job->main ? 0 : i < job->main ? i + 1 : i;
		s->built[i] = (struct run_piece){ .name = x->name,
			.lang = x->lang,
			.expect = x->expect != NULL ? x->expect : "ok",
			.outcome = RUN_UNSTARTED,
			.why = "it was not started: another one was not built",
			.out = "",
			.err = "",
			.build = "" };
	}
	r->parts = s->built;
	r->n_parts = job->n_actors;
}

int
run_several(struct run_result *r, const struct run_job *job,
    const struct run_limits *limits, int in, struct err *e)
{
	struct several s = { .job = job, .limits = limits, .in = in };
	int rc = -1, built = 1;
	size_t i;

	several_init(&s, r);
	for (i = 0; i < job->n_files; i++)
		if (run_put_add(&s.puts, job->files[i].name, job->files[i].text,
			job->files[i].len, e) == -1)
			goto out;
	for (i = 0; i < job->n_actors; i++) {
		int one = several_prepare(&s, i, limits, e);

		if (one == -1)
			goto out;
		built &= one;
	}
	if (built == 0)
		several_sum(&s, r);
	else if ((job->runs > 0 ? run_repeat(r, job, limits, several_run, &s, e)
				: several_run(r, &s, e)) == -1)
		goto out;
	rc = 0;
out:
	for (i = 0; i < job->n_actors; i++) {
		run_argv_release(&s.argvs[i]);
		free(s.names[i]);
		if (s.ins[i] != -1)
			close(s.ins[i]);
		strbuf_release(&s.outs[i]);
		strbuf_release(&s.errs[i]);
	}
	run_puts_release(&s.puts);
	return rc;
}
