/* wiki_run.c: examples as jobs, and their records as facts of the graph */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "run/run_console.h"
#include "wiki/wiki_int.h"

#define JOB_ENV_MAX 32

struct run_limits
wiki_limits(const struct wiki *w)
{
	struct run_limits l = run_limits_default();

	l.timeout_ms = w->conf.run_timeout_ms;
	l.memory = w->conf.run_memory;
	l.processes = w->conf.run_processes;
	l.output = w->conf.run_output;
	return l;
}

/* Whether the name is one part of a path, for a file of an example. */
static bool
job_file_good(const char *name)
{
	return *name != '\0' && *name != '.' && strchr(name, '/') == NULL &&
	       strlen(name) <= 64;
}

/* The blocks with of=ID, as files beside the program. */
static int
job_files(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job)
{
	struct run_file *files =
	    arena_alloc(w->arena, n->n_examples * sizeof(*files));
	size_t i;

	for (i = 0; i < n->n_examples; i++) {
		const struct note_example *f = &n->examples[i];

		if (f->of == NULL || strcmp(f->of, x->id) != 0)
			continue;
		if (f->file == NULL || !job_file_good(f->file)) {
			diag(&w->diags, DIAG_EXAMPLE, n->path, f->line, 1,
			    "a block with of=%s needs file=NAME, a plain file "
			    "name",
			    x->id);
			return -1;
		}
		files[job->n_files++] =
		    (struct run_file){ f->file, f->code, f->code_len };
	}
	job->files = files;
	return 0;
}

/* The attribute of that name, for one that is misspelt; in the heap. */
static char *
job_attr_unknown(const char *key)
{
	static const char *const names[] = { "timeout", "expect", "args",
		"stdin", "env", "stdio", "file", "of", "profile" };
	const char *near = NULL;
	int least = TEXT_FAR;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		int far = text_slip(key, names[i]);

		if (far < least) {
			least = far;
			near = names[i];
		}
	}
	return near == NULL
		   ? xasprintf("there is no attribute %s=", key)
		   : xasprintf("there is no attribute %s=; did you mean %s=?",
			 key, near);
}

/* What is wrong with it, in the heap; NULL when nothing is. */
static char *
job_profile(struct run_job *job, const char *name)
{
	int profile = run_profile_find(name);

	if (profile == -1)
		return xasprintf(
		    "profile=%s is none of plain and container", name);
	job->profile = (enum run_profile)profile;
	return NULL;
}

/* One more variable; what is wrong with it, in the heap, or NULL. */
static char *
job_env(struct wiki *w, struct run_job *job, const char *value)
{
	const char *equals = strchr(value, '=');
	const char **v;
	size_t n = 0;

	if (equals == NULL || equals == value)
		return xasprintf(
		    "env=%s is no variable: write env=NAME=VALUE", value);
	while (job->env != NULL && job->env[n] != NULL)
		n++;
	if (n == JOB_ENV_MAX)
		return xasprintf("more than %d variables", JOB_ENV_MAX);
	v = arena_alloc(w->arena, (n + 2) * sizeof(*v));
	if (n > 0)
		memcpy(v, job->env, n * sizeof(*v));
	v[n] = value;
	v[n + 1] = NULL;
	job->env = v;
	return NULL;
}

/* stdin=@NAME is what stands in that file of the example. */
static int
job_stdin(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job)
{
	size_t i;

	if (job->input == NULL || *job->input != '@')
		return 0;
	for (i = 0; i < job->n_files; i++)
		if (strcmp(job->files[i].name, job->input + 1) == 0) {
			job->input = job->files[i].text;
			return 0;
		}
	diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1,
	    "stdin=%s: no block has file=%s of=%s", job->input, job->input + 1,
	    x->id);
	return -1;
}

static int
job_attr(struct wiki *w, struct run_job *job, const struct note_attr *at,
    char **problem)
{
	long ms;

	if (strcmp(at->key, "timeout") == 0) {
		ms = conf_parse_duration(at->value);
		if (ms < 0)
			*problem = xasprintf("timeout=%s is no time such as "
					     "5s or 500ms",
			    at->value);
		else
			job->timeout_ms = (int)ms;
	} else if (strcmp(at->key, "expect") == 0) {
		const char *why = run_expect_problem(at->value);

		if (why != NULL)
			*problem = xstrdup(why);
		job->expect = at->value;
	} else if (strcmp(at->key, "args") == 0)
		job->args = at->value;
	else if (strcmp(at->key, "stdin") == 0)
		job->input = at->value;
	else if (strcmp(at->key, "env") == 0)
		*problem = job_env(w, job, at->value);
	else if (strcmp(at->key, "stdio") == 0) {
		job->pipe = strcmp(at->value, "pipe") == 0;
		if (!job->pipe && strcmp(at->value, "pty") != 0)
			*problem = xasprintf(
			    "stdio=%s is none of pty and pipe", at->value);
	} else if (strcmp(at->key, "profile") == 0)
		*problem = job_profile(job, at->value);
	else
		*problem = job_attr_unknown(at->key);
	return *problem == NULL ? 0 : -1;
}

/* A session is typed, and by nobody else: what cannot be is a diagnostic. */
static int
job_session(struct wiki *w, const struct note *n, const struct note_example *x,
    const struct run_job *job)
{
	const char *problem = NULL;
	struct run_ask *asks;
	size_t n_asks;

	if (strcmp(x->lang, "console") != 0)
		return 0;
	if (job->input != NULL)
		problem = "stdin= is for programs: what a session reads is "
			  "typed by its commands, as in cat <<END";
	else if (job->args != NULL)
		problem = "args= is for programs: a session has commands";
	else if (job->pipe)
		problem = "stdio=pipe is for programs: a session is on a "
			  "terminal";
	else
		problem = run_console_parse(
		    &asks, &n_asks, w->arena, job->code, job->code_len);
	if (problem == NULL)
		return 0;
	diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1, "%s", problem);
	return -1;
}

int
wiki_job(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job)
{
	char *problem = NULL;
	size_t i;

	*job = (struct run_job){
		.example = arena_printf(w->arena, "%s#%s", n->id, x->id),
		.lang = x->lang,
		.code = x->code,
		.code_len = x->code_len,
	};
	for (i = 0; i < x->n_attrs; i++)
		if (job_attr(w, job, &x->attrs[i], &problem) == -1) {
			diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1, "%s",
			    problem);
			free(problem);
			return -1;
		}
	if (job_session(w, n, x, job) == -1 || job_files(w, n, x, job) == -1)
		return -1;
	return job_stdin(w, n, x, job);
}

const char *
wiki_record_path(
    struct wiki *w, const struct note *n, const struct note_example *x)
{
	return arena_printf(w->arena, "%s/%s/%s.json", WIKI_RUNS, n->id, x->id);
}

const char *
wiki_cast_path(
    struct wiki *w, const struct note *n, const struct note_example *x)
{
	return arena_printf(w->arena, "%s/%s/%s.cast", WIKI_RUNS, n->id, x->id);
}

int
wiki_record(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_record *rec, struct err *e)
{
	const char *path = wiki_record_path(w, n, x);
	struct strbuf json = STRBUF_INIT;
	int rc;

	if (fs_read(&json, w->root_fd, path, FS_READ_MAX, e) == -1) {
		strbuf_release(&json);
		return e->code == ERR_NOTHING ? 0 : -1;
	}
	rc = run_record_parse(rec, w->arena, json.buf, json.len, e);
	strbuf_release(&json);
	return rc == -1 ? err_wrap(e, "%s", path) : 1;
}

/* Output as UTF-8 text; bytes that are not become U+FFFD. */
static const char *
record_text(struct arena *a, const char *s, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	const char *copy;
	size_t i, n;

	for (i = 0; i < len; i += n) {
		int32_t c;

		n = utf8_next(s + i, len - i, &c);
		if (c == 0xfffd || c == 0)
			strbuf_adds(&sb, "\xef\xbf\xbd");
		else
			strbuf_add(&sb, s + i, n);
	}
	copy = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return copy;
}

static bool
record_expected(const struct run_record *r)
{
	struct run_result result = {
		.outcome = r->outcome, .exit = r->exit, .signal = r->signal
	};

	return run_as_expected(&result, r->expect);
}

static const char *
record_detail(struct arena *a, const struct run_record *r)
{
	if (r->outcome == RUN_EXIT)
		return arena_printf(a, "%d", r->exit);
	if (r->outcome == RUN_SIGNAL)
		return arena_printf(a, "SIG%s", r->signal);
	return "";
}

/*
 * Whether the record is of this code. `build` runs nothing, so it cannot ask
 * the compiler for its version: only `run` knows whether that has changed.
 */
static const char *
record_stale(struct wiki *w, const struct note *n, const struct note_example *x,
    const struct run_record *r)
{
	char source[sizeof(r->key.source)];
	struct run_job job;

	if (wiki_job(w, n, x, &job) == -1)
		return "the attributes of the example cannot be used";
	run_source(source, &job);
	if (strcmp(source, r->key.source) == 0)
		return NULL;
	diag(&w->diags, DIAG_RECORD_STALE, n->path, x->line, 1,
	    "the record of #%s is of older code; 'halfhour run %s#%s' makes "
	    "a new one",
	    x->id, n->id, x->id);
	return "the code has changed";
}

static const struct graph_leak *
record_leaks(struct arena *a, const struct run_record *r)
{
	struct graph_leak *v = arena_alloc(a, (r->n_leaks + 1) * sizeof(*v));
	size_t i;

	for (i = 0; i < r->n_leaks; i++) {
		const char *what = r->leaks[i].what;

		v[i] = (struct graph_leak){ r->leaks[i].kind,
			record_text(a, what, strlen(what)), r->leaks[i].n };
	}
	return v;
}

/*
 * The commands of a session. What the note says of one that printed something
 * else is told only while the record is of this note.
 */
static const struct graph_command *
record_commands(struct wiki *w, const struct note_example *x,
    const struct run_record *r, bool stale)
{
	struct graph_command *v =
	    arena_alloc(w->arena, (r->n_commands + 1) * sizeof(*v));
	struct run_ask *asks = NULL;
	const char *out = r->out;
	size_t i, n = 0, differs = r->n_commands;

	if (!stale && r->n_commands > 0 &&
	    run_console_parse(&asks, &n, w->arena, x->code, x->code_len) ==
		NULL &&
	    n >= r->n_commands)
		differs = run_console_differs(NULL, r, asks, 0);
	for (i = 0; i < r->n_commands; i++) {
		const struct run_command *c = &r->commands[i];

		v[i] = (struct graph_command){ .shown = c->shown,
			.out = record_text(w->arena, out, c->len),
			.exit = c->exit,
			.wall_ms = c->ms };
		out += c->len;
		if (i != differs)
			continue;
		v[i].wanted = asks[i].want;
		differs = run_console_differs(NULL, r, asks, i + 1);
	}
	return v;
}

/* Where the recording is, if there is one and something in it. */
static const char *
record_cast(struct wiki *w, const struct note *n, const struct note_example *x,
    const struct run_record *r)
{
	const char *path = wiki_cast_path(w, n, x);
	struct err none = ERR_INIT;

	if (r->out_len + r->err_len + r->n_commands == 0 ||
	    fs_readable(w->root_fd, path, FS_READ_MAX, &none) == -1)
		return NULL;
	return path;
}

static const struct graph_record *
wiki_graph_record(
    const struct note *n, const struct note_example *x, void *payload)
{
	struct wiki *w = payload;
	struct graph_record *g = arena_alloc(w->arena, sizeof(*g));
	struct run_record r;
	struct err e = ERR_INIT;
	int rc = wiki_record(w, n, x, &r, &e);

	if (rc == -1)
		diag(&w->diags, DIAG_RECORD_STALE, n->path, x->line, 1,
		    "%s; 'halfhour run %s#%s' makes a new one", e.msg, n->id,
		    x->id);
	if (rc != 1)
		return NULL;
	*g = (struct graph_record){
		.outcome = run_outcome_name(r.outcome),
		.detail = record_detail(w->arena, &r),
		.as_expected = record_expected(&r),
		.expect = r.expect != NULL ? r.expect : "ok",
		.out = record_text(w->arena, r.out, r.out_len),
		.err = record_text(w->arena, r.err, r.err_len),
		.build = record_text(w->arena, r.build, r.build_len),
		.out_cut = r.out_cut,
		.err_cut = r.err_cut,
		.leaks = record_leaks(w->arena, &r),
		.n_leaks = r.n_leaks,
		.wall_ms = r.wall_ms,
		.tool = r.key.tool,
		.machine = r.key.machine,
		.sandbox = r.rung,
		.when = r.when,
		.stale = record_stale(w, n, x, &r),
	};
	g->commands = record_commands(w, x, &r, g->stale != NULL);
	g->n_commands = r.n_commands;
	g->cast = record_cast(w, n, x, &r);
	return g;
}

struct graph *
wiki_graph(struct wiki *w, bool drafts)
{
	struct graph_src src = {
		.conf = &w->conf,
		.today = moment_study_day(w->now, w->conf.day_ends),
		.notes = w->notes,
		.n_notes = w->n_notes,
		.days = w->days,
		.n_days = w->n_days,
		.files = w->files,
		.n_files = w->n_files,
		.symlinks = w->symlinks,
		.n_symlinks = w->n_symlinks,
		.notes_dir = w->notes_dir,
		.folder = w->folder,
		.drafts = drafts,
		.record = wiki_graph_record,
		.dates = wiki_graph_dates,
		.payload = w,
	};

	wiki_graph_commits(w, drafts, &src);
	return graph_build(&src, w->arena, &w->diags);
}
