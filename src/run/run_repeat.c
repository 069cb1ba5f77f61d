/* run_repeat.c: an example that is run many times, and what came of it */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "run/run_several.h"

/*
 * A race is not seen in one run. Each run is of a kind: that of a text which
 * the author counts and the run has printed, else the exception that has ended
 * a Python program, else how it ended. Of each kind there is the number, and
 * what the first of it printed.
 *
 * A run of several programs is of the kind of one of them: the first that is
 * not as it is expected, whose name the kind then has, or else the main one.
 */
#define REPEAT_NAMES 32 /* kinds with which exceptions still get a name */
#define REPEAT_TEXTS 8  /* kinds whose output is kept */

struct repeat {
	const struct run_job *job;
	struct run_piece *v; /* owned; its text is in the arena */
	size_t n, cap;
	struct arena *a;
	size_t most; /* bytes that are kept of a stream */
};

static bool
repeat_in(const char *s, size_t len, const char *text)
{
	return memmem(s, len, text, strlen(text)) != NULL;
}

/* Whether one of the streams has the text. */
static bool
repeat_has(const struct run_result *one, const char *text)
{
	bool has = repeat_in(one->out.buf, one->out.len, text) ||
		   repeat_in(one->err.buf, one->err.len, text);
	size_t i;

	for (i = 0; i < one->n_parts && !has; i++)
		has =
		    repeat_in(one->parts[i].out, one->parts[i].out_len, text) ||
		    repeat_in(one->parts[i].err, one->parts[i].err_len, text);
	return has;
}

/* The last line of a text that is not empty. */
static const char *
repeat_last_line(const char *s, size_t end, size_t *len)
{
	size_t from;

	while (end > 0 && isspace((unsigned char)s[end - 1]))
		end--;
	for (from = end; from > 0 && s[from - 1] != '\n'; from--)
		;
	*len = end - from;
	return s + from;
}

/*
 * "Empty" for a traceback that ends with "_queue.Empty" or with
 * "queue.Empty: why": the last name of the exception. NULL if it ends with
 * something else.
 */
static const char *
repeat_exception(struct repeat *r, const struct run_piece *p)
{
	size_t len, i, from = 0;
	const char *line = repeat_last_line(p->err, p->err_len, &len);

	if (strcmp(p->lang, "python") != 0 || p->outcome != RUN_EXIT ||
	    !repeat_in(
		p->err, p->err_len, "Traceback (most recent call last):"))
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

/* What a run is judged by, with no text of its own. */
static struct run_piece
repeat_judged(struct repeat *r, const struct run_result *one)
{
	const char *expect = r->job->expect != NULL ? r->job->expect : "ok";
	struct run_piece p = { .name = "",
		.lang = r->job->lang,
		.expect = expect,
		.outcome = one->outcome,
		.exit = one->exit,
		.signal = one->signal,
		.why = one->why,
		.err = one->err.buf,
		.err_len = one->err.len };
	const struct run_piece *main;

	if (one->n_parts == 0 || one->outcome == RUN_LIMIT)
		return p;
	main = &one->parts[r->job->main];
	p = *run_several_judged(one, r->job->main);
	p.why = one->why; /* says whose it is */
	if (strcmp(p.name, main->name) == 0)
		p.name = "";
	return p;
}

static const char *
repeat_name(struct repeat *r, const struct run_result *one,
    const struct run_piece *judged)
{
	const char *const *text = r->job->counts, *exception;
	const char *colon = *judged->name != '\0' ? ": " : "";
	char kind[RUN_KIND_MAX];

	for (; text != NULL && *text != NULL; text++)
		if (repeat_has(one, *text))
			return *text;
	run_kind(kind, judged->outcome, judged->exit, judged->signal);
	exception = r->n < REPEAT_NAMES ? repeat_exception(r, judged) : NULL;
	return arena_printf(r->a, "%s%s%s", judged->name, colon,
	    exception != NULL ? exception : kind);
}

/* ---- what it printed -------------------------------------------------------------- */

struct repeat_text {
	struct strbuf sb; /* with room for what is kept of a stream */
	size_t cut;
	bool err;
};

static void
repeat_line(int64_t ms, const struct run_piece *p, bool err, const char *s,
    size_t len, void *payload)
{
	struct repeat_text *t = payload;

	(void)ms;
	if (err != t->err)
		return;
	if (t->sb.len + strlen(p->name) + len + 3 > t->sb.max) {
		t->cut += len + 1;
		return;
	}
	strbuf_addf(&t->sb, "%s: ", p->name);
	strbuf_add(&t->sb, s, len);
	strbuf_addc(&t->sb, '\n');
}

/* Of several programs each line, with the name of the one that it is of.
 * Output may have any bytes in it, NUL too. */
static const char *
repeat_text(struct repeat *r, const struct run_result *one, bool err,
    size_t *len, size_t *cut)
{
	const struct strbuf *own = err ? &one->err : &one->out;
	struct repeat_text t = { .err = err };
	const char *copy;
	size_t i;

	*cut = err ? one->err_cut : one->out_cut;
	strbuf_init(&t.sb, r->most);
	if (one->n_parts == 0)
		strbuf_add(&t.sb, own->buf, own->len);
	run_lanes(one, repeat_line, &t);
	for (i = 0; i < one->n_parts; i++)
		*cut += err ? one->parts[i].err_cut : one->parts[i].out_cut;
	*cut += t.cut;
	*len = t.sb.len;
	copy = arena_copy(r->a, t.sb.buf, t.sb.len + 1, 1);
	strbuf_release(&t.sb);
	return copy;
}

/* Runs of one kind by its name may have ended in two ways, and then they are
 * two kinds: one may be expected and the other not. */
static void
repeat_count(struct repeat *r, const struct run_result *one)
{
	struct run_piece judged = repeat_judged(r, one), *new;
	const char *name = repeat_name(r, one, &judged);
	size_t i;

	for (i = 0; i < r->n; i++) {
		struct run_piece *p = &r->v[i];

		if (strcmp(p->name, name) == 0 &&
		    p->outcome == judged.outcome && p->exit == judged.exit &&
		    strcmp(p->expect, judged.expect) == 0) {
			p->n++;
			return;
		}
	}
	new = VEC_PUSH(r->v, r->n, r->cap);
	*new = (struct run_piece){
		.name = name,
		.lang = r->job->lang,
		.expect = judged.expect,
		.n = 1,
		.outcome = judged.outcome,
		.exit = judged.exit,
		.signal = judged.signal,
		.why = arena_strdup(r->a, judged.why),
		.build = "",
	};
	new->out = repeat_text(r, one, false, &new->out_len, &new->out_cut);
	new->err = repeat_text(r, one, true, &new->err_len, &new->err_cut);
	if (r->n <= REPEAT_TEXTS)
		return;
	new->out_cut += new->out_len;
	new->err_cut += new->err_len;
	new->out = new->err = "";
	new->out_len = new->err_len = 0;
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
		if (p == NULL && !run_as_expected(&one, r->v[i].expect))
			p = &r->v[i];
	}
	if (p == NULL)
		p = &r->v[0];
	out->outcome = p->outcome;
	out->exit = p->exit;
	out->signal = p->signal;
	out->why = out->words.buf;
}

static void
repeat_swap_hangs(struct run_trace *a, struct run_trace *b)
{
	struct run_trace t = *a;

	a->hang = b->hang;
	a->hang_in = b->hang_in;
	b->hang = t.hang;
	b->hang_in = t.hang_in;
}

/* What one run adds to the whole; what is left behind is told of the first
 * that left something, and who waited for whom of the first that hung. */
static void
repeat_add(struct run_result *out, struct run_result *one)
{
	out->wall_ms += one->wall_ms;
	out->cpu_ms += one->cpu_ms;
	if (one->peak_memory > out->peak_memory)
		out->peak_memory = one->peak_memory;
	out->rung = one->rung;
	if (out->trace.hang == NULL)
		repeat_swap_hangs(&out->trace, &one->trace);
	if (out->trace.n_leaks == 0 && one->trace.n_leaks > 0) {
		struct run_trace t = out->trace;

		out->trace = one->trace;
		one->trace = t;
		out->trace.n_chunks = 0;
		repeat_swap_hangs(&out->trace, &one->trace);
	}
}

int
run_repeat(struct run_result *r, const struct run_job *job,
    const struct run_limits *limits, run_once_fn once, void *payload,
    struct err *e)
{
	struct repeat all = { .job = job, .most = limits->output };
	struct run_result one;
	int i, rc = -1;

	run_result_init(&one);
	if (r->arena == NULL)
		r->arena = arena_new();
	all.a = r->arena;
	for (i = 0; i < job->runs; i++) {
		run_result_release(&one);
		if (once(&one, payload, e) == -1)
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
