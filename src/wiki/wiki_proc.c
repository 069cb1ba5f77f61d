/* wiki_proc.c: examples of several programs: proc=NAME of=ID after=NAME */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "wiki/wiki_int.h"

/*
 * The block with the id and each block with proc=NAME of=ID is a program. They
 * are told in the order of the note. What stands for all of them, such as the
 * time, is an attribute of the block with the id.
 */
struct proc {
	struct wiki *w;
	const struct note *n;
	const struct note_example *blocks[RUN_ACTORS_MAX];
	struct run_actor *v;
	size_t n_v;
};

static int proc_wrong(const struct proc *p, const struct note_example *x,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Always -1. */
static int
proc_wrong(
    const struct proc *p, const struct note_example *x, const char *fmt, ...)
{
	struct strbuf what = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&what, fmt, ap);
	va_end(ap);
	diag(
	    &p->w->diags, DIAG_EXAMPLE, p->n->path, x->line, 1, "%s", what.buf);
	strbuf_release(&what);
	return -1;
}

/* A name is a file name in the work folder, and stands before ":" in after=. */
static bool
proc_name_good(const char *name)
{
	const char *s;

	for (s = name; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f ||
		    strchr("/:,#", *s) != NULL)
			return false;
	return *name != '\0' && *name != '.' && *name != '-' &&
	       strlen(name) <= 64 && utf8_invalid_at(name, strlen(name)) == -1;
}

/* The index of the program of that name, of `len` bytes; -1. */
static int
proc_find(const struct proc *p, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < p->n_v; i++)
		if (strlen(p->v[i].name) == len &&
		    memcmp(p->v[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

/* Attributes that a further program cannot have, as they are of all of it. */
static int
proc_alone(const struct proc *p, const struct note_example *x)
{
	static const char *const keys[] = { "file", "timeout", "profile",
		"runs", "count" };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (note_attr(x, keys[i]) != NULL)
			return proc_wrong(p, x,
			    "%s= is for the block #%s, not for a further "
			    "program of it",
			    keys[i], x->of);
	return 0;
}

static int
proc_add(struct proc *p, const struct note_example *x)
{
	const char *name = note_attr(x, "proc");
	struct run_job job;

	if (name == NULL)
		name = x->id;
	if (!proc_name_good(name))
		return proc_wrong(p, x,
		    "proc=%s is no name for a program: it is one word, "
		    "without / : , #",
		    name);
	if (proc_find(p, name, strlen(name)) != -1)
		return proc_wrong(
		    p, x, "two programs of the example are called %s", name);
	if (p->n_v == RUN_ACTORS_MAX)
		return proc_wrong(p, x, "the example has more than %d programs",
		    RUN_ACTORS_MAX);
	if ((x->of != NULL && proc_alone(p, x) == -1) ||
	    wiki_job_attrs(p->w, p->n, x, &job) == -1)
		return -1;
	if (strcmp(job.lang, "console") == 0)
		return proc_wrong(p, x,
		    "a session is no program among several: proc= is for "
		    "programs");
	p->blocks[p->n_v] = x;
	p->v[p->n_v++] = (struct run_actor){
		.name = name,
		.lang = job.lang,
		.code = job.code,
		.code_len = job.code_len,
		.args = job.args,
		.env = job.env,
		.input = x->of != NULL ? job.input : NULL,
		.expect = job.expect,
		.pipe = job.pipe,
		.after = -1,
	};
	return 0;
}

/* The name that may be meant, as "; did you mean x?"; in the heap. */
static char *
proc_near(const struct proc *p, const char *name)
{
	const char *near = NULL;
	int least = TEXT_FAR;
	size_t i;

	for (i = 0; i < p->n_v; i++) {
		int far = text_slip(name, p->v[i].name);

		if (far < least) {
			least = far;
			near = p->v[i].name;
		}
	}
	return near != NULL ? xasprintf("; did you mean %s?", near)
			    : xstrdup("");
}

/* after=NAME or after=NAME:TEXT */
static int
proc_after(struct proc *p, size_t i)
{
	const char *after = note_attr(p->blocks[i], "after"), *colon;
	size_t len;
	char *near, *name;

	if (after == NULL)
		return 0;
	colon = strchr(after, ':');
	len = colon != NULL ? (size_t)(colon - after) : strlen(after);
	p->v[i].after = proc_find(p, after, len);
	if (colon != NULL && colon[1] != '\0')
		p->v[i].until = colon + 1;
	if (p->v[i].after != -1)
		return 0;
	name = xstrndup(after, len);
	near = proc_near(p, name);
	proc_wrong(p, p->blocks[i],
	    "after=%s: the example has no program of that name%s", name, near);
	free(near);
	free(name);
	return -1;
}

/* "a → b → a", in the heap, when it comes back to where it began. */
static char *
proc_circle(const struct proc *p, size_t i)
{
	struct strbuf sb = STRBUF_INIT;
	size_t steps = 0;
	int at = (int)i;

	do {
		strbuf_addf(&sb, "%s → ", p->v[at].name);
		at = p->v[at].after;
	} while (at != -1 && at != (int)i && ++steps < p->n_v);
	if (at == (int)i) {
		strbuf_adds(&sb, p->v[i].name);
		return strbuf_take(&sb);
	}
	strbuf_release(&sb);
	return NULL;
}

/* Whether some program ends of itself, and all are started some time. */
static int
proc_order(struct proc *p, const struct note_example *x)
{
	bool ends = false;
	size_t i;

	for (i = 0; i < p->n_v; i++)
		if (proc_after(p, i) == -1)
			return -1;
	for (i = 0; i < p->n_v; i++) {
		char *circle = proc_circle(p, i);

		ends |= !run_expect_stop(p->v[i].expect);
		if (circle == NULL)
			continue;
		proc_wrong(p, p->blocks[i],
		    "after= goes in a circle, and none would be started: %s",
		    circle);
		free(circle);
		return -1;
	}
	if (!ends)
		return proc_wrong(p, x,
		    "expect=stop ends a program when the others have ended, "
		    "and here are no others");
	return 0;
}

/* An example of one program, which need not know of this file. */
static int
proc_single(const struct proc *p, const struct note_example *x,
    const struct run_job *job)
{
	if (note_attr(x, "after") != NULL)
		return proc_wrong(p, x,
		    "after=%s: the example has no other program: no block has "
		    "proc=NAME of=%s",
		    note_attr(x, "after"), x->id);
	if (run_expect_stop(job->expect))
		return proc_wrong(p, x,
		    "expect=stop ends a program when the others have ended, "
		    "and here are no others");
	return 0;
}

int
wiki_job_actors(struct wiki *w, const struct note *n,
    const struct note_example *x, struct run_job *job)
{
	struct proc p = { .w = w, .n = n };
	size_t i, further = 0;

	for (i = 0; i < n->n_examples; i++)
		further += n->examples[i].of != NULL &&
			   strcmp(n->examples[i].of, x->id) == 0 &&
			   note_attr(&n->examples[i], "proc") != NULL;
	if (further == 0)
		return proc_single(&p, x, job);
	p.v = arena_alloc(w->arena, RUN_ACTORS_MAX * sizeof(*p.v));
	for (i = 0; i < n->n_examples; i++) {
		const struct note_example *b = &n->examples[i];

		if (b == x)
			job->main = p.n_v;
		else if (b->of == NULL || strcmp(b->of, x->id) != 0 ||
			 note_attr(b, "proc") == NULL)
			continue;
		if (proc_add(&p, b) == -1)
			return -1;
	}
	if (proc_order(&p, x) == -1)
		return -1;
	job->actors = p.v;
	job->n_actors = p.n_v;
	return 0;
}
