/* run_repeat.c: an example that is run many times, and what came of it */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "run/run_several.h"

/*
 * A race is not seen in one run. Each run is of a kind: that of a text which
 * the author counts and the run has printed, else the exception that has ended
 * a Python program, else how it ended. Of each kind there is the number, and
 * what the first of it printed.
 */
#define REPEAT_NAMES 32 /* kinds with which exceptions still get a name */
#define REPEAT_TEXTS 8  /* kinds whose output is kept */

struct repeat {
	const struct run_job *job;
	struct run_piece *v; /* owned; its text is in the arena */
	size_t n, cap;
	struct arena *a;
};

/* Whether one of the streams has the text. */
static bool
repeat_has(const struct run_result *one, const char *text)
{
	size_t len = strlen(text);

	return memmem(one->out.buf, one->out.len, text, len) != NULL ||
	       memmem(one->err.buf, one->err.len, text, len) != NULL;
}

/* The last line of a text that is not empty. */
static const char *
repeat_last_line(const struct strbuf *sb, size_t *len)
{
	size_t end = sb->len, from;

	while (end > 0 && isspace((unsigned char)sb->buf[end - 1]))
		end--;
	for (from = end; from > 0 && sb->buf[from - 1] != '\n'; from--)
		;
	*len = end - from;
	return sb->buf + from;
}

/*
 * "Empty" for a traceback that ends with "_queue.Empty" or with
 * "queue.Empty: why": the last name of the exception. NULL if it ends with
 * something else.
 */
static const char *
repeat_exception(struct repeat *r, const struct run_result *one)
{
	size_t len, i, from = 0;
	const char *line = repeat_last_line(&one->err, &len);

	if (strcmp(r->job->lang, "python") != 0 || one->outcome != RUN_EXIT ||
	    !repeat_has(one, "Traceback (most recent call last):"))
		return NULL;
	for (i = 0; i < len && line[i] != ':'; i++)
		if (line[i] == '.')
			from = i + 1;
		else if (!isalnum((unsigned char)line[i]) && line[i] != '_')
			return NULL;
	return i > from && i - from < RUN_KIND_MAX
		   ? arena_strndup(r->a, line + from, i - from)
		   : NULL;
}

static const char *
repeat_name(struct repeat *r, const struct run_result *one)
{
	const char *const *text = r->job->counts, *exception;
	char kind[RUN_KIND_MAX];

	for (; text != NULL && *text != NULL; text++)
		if (repeat_has(one, *text))
			return *text;
	exception = r->n < REPEAT_NAMES ? repeat_exception(r, one) : NULL;
	if (exception != NULL)
		return exception;
	run_kind(kind, one->outcome, one->exit, one->signal);
	return arena_strdup(r->a, kind);
}

/* Output may have any bytes in it, NUL too. */
static const char *
repeat_text(struct repeat *r, const struct strbuf *sb)
{
	return arena_copy(r->a, sb->buf, sb->len + 1, 1);
}

/* Runs of one kind by its name may have ended in two ways, and then they are
 * two kinds: one may be expected and the other not. */
static void
repeat_count(struct repeat *r, const struct run_result *one)
{
	const char *name = repeat_name(r, one);
	bool full = r->n >= REPEAT_TEXTS;
	size_t i;

	for (i = 0; i < r->n; i++) {
		struct run_piece *p = &r->v[i];

		if (strcmp(p->name, name) == 0 && p->outcome == one->outcome &&
		    p->exit == one->exit) {
			p->n++;
			return;
		}
	}
	*VEC_PUSH(r->v, r->n, r->cap) = (struct run_piece){
		.name = name,
		.lang = r->job->lang,
		.expect = r->job->expect != NULL ? r->job->expect : "ok",
		.n = 1,
		.outcome = one->outcome,
		.exit = one->exit,
		.signal = one->signal,
		.why = arena_strdup(r->a, one->why),
		.out = full ? "" : repeat_text(r, &one->out),
		.err = full ? "" : repeat_text(r, &one->err),
		.build = "",
		.out_len = full ? 0 : one->out.len,
		.err_len = full ? 0 : one->err.len,
		.out_cut = one->out_cut + (full ? one->out.len : 0),
		.err_cut = one->err_cut + (full ? one->err.len : 0),
	};
}

static int
repeat_order(const void *a, const void *b)
{
	const struct run_piece *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* "43 of 50 ok, 7 of 50 Empty", and the outcome of the whole. */
static void
repeat_sum(struct repeat *r, struct run_result *out)
{
	const struct run_piece *p = NULL;
	size_t i;

	qsort(r->v, r->n, sizeof(*r->v), repeat_order);
	out->parts = arena_copy(r->a, r->v, r->n, sizeof(*r->v));
	out->n_parts = r->n;
	out->runs = (size_t)r->job->runs;
	for (i = 0; i < r->n; i++) {
		struct run_result one = { .outcome = r->v[i].outcome,
			.exit = r->v[i].exit,
			.signal = r->v[i].signal };

		strbuf_addf(&out->words, "%s%zu of %d %s", i > 0 ? ", " : "",
		    r->v[i].n, r->job->runs, r->v[i].name);
		if (p == NULL && !run_as_expected(&one, r->job->expect))
			p = &r->v[i];
	}
	if (p == NULL)
		p = &r->v[0];
	out->outcome = p->outcome;
	out->exit = p->exit;
	out->signal = p->signal;
	out->why = out->words.buf;
}

/* What one run adds to the whole; what is left behind is told of the first
 * that left something. */
static void
repeat_add(struct run_result *out, struct run_result *one)
{
	out->wall_ms += one->wall_ms;
	out->cpu_ms += one->cpu_ms;
	if (one->peak_memory > out->peak_memory)
		out->peak_memory = one->peak_memory;
	out->rung = one->rung;
	if (out->trace.n_leaks == 0 && one->trace.n_leaks > 0) {
		struct run_trace t = out->trace;

		out->trace = one->trace;
		one->trace = t;
		out->trace.n_chunks = 0;
	}
}

int
run_repeat(struct run_result *r, const struct run_puts *puts,
    const char *const *argv, int in, const struct run_job *job,
    const struct run_limits *limits, struct err *e)
{
	struct repeat all = { .job = job };
	struct run_result one;
	int i, rc = -1;

	run_result_init(&one);
	all.a = r->arena = arena_new();
	for (i = 0; i < job->runs; i++) {
		run_result_release(&one);
		strbuf_init(&one.out, limits->output);
		strbuf_init(&one.err, limits->output);
		if (in != -1)
			lseek(in, 0, SEEK_SET);
		if (run_program(&one, puts, argv, in, job, limits, e) == -1)
			goto out;
		repeat_count(&all, &one);
		repeat_add(r, &one);
	}
	repeat_sum(&all, r);
	rc = 0;
out:
	run_result_release(&one);
	free(all.v);
	return rc;
}
