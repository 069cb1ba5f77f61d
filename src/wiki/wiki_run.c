/* wiki_run.c: examples as jobs, and their records as facts of the graph */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "run/run_console.h"
#include "wiki/wiki_dates.h"
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

/* The blocks with of=ID that are no programs, as files beside these. */
static int
job_files(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job)
{
	struct run_file *files =
	    arena_alloc(w->arena, n->n_examples * sizeof(*files));
	size_t i;

	for (i = 0; i < n->n_examples; i++) {
		const struct note_example *f = &n->examples[i];

		if (f->of == NULL || strcmp(f->of, x->id) != 0 ||
		    note_attr(f, "proc") != NULL ||
		    note_attr(f, "output-of") != NULL)
			continue;
		if (f->file == NULL || !job_file_good(f->file)) {
			diag(&w->diags, DIAG_EXAMPLE, n->path, f->line, 1,
			    "a block with of=%s needs file=NAME, a plain file "
			    "name, or proc=NAME, if it is a program",
			    x->id);
			return -1;
		}
		files[job->n_files++] =
		    (struct run_file){ f->file, f->code, f->code_len };
	}
	job->files = files;
	return 0;
}

/* The block of the note that says what the example prints, or NULL. */
static const struct note_example *
job_wanted_block(const struct note *n, const struct note_example *x)
{
	size_t i;

	for (i = 0; i < n->n_examples; i++) {
		const char *of = note_attr(&n->examples[i], "output-of");

		if (of != NULL && strcmp(of, x->id) == 0)
			return &n->examples[i];
	}
	return NULL;
}

/* The block with output-of=ID: its text may have patterns. */
static int
job_wanted(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job)
{
	const struct note_example *block = job_wanted_block(n, x), *other;
	char *problem;
	int line = 0;

	if (block == NULL)
		return 0;
	if (job->n_actors > 0 || job->runs > 0) {
		diag(&w->diags, DIAG_EXAMPLE, n->path, block->line, 1,
		    "#%s is several programs, or is run many times: it has no "
		    "one output that a block could be",
		    x->id);
		return -1;
	}
	for (other = block + 1; other < n->examples + n->n_examples; other++) {
		const char *of = note_attr(other, "output-of");

		if (of == NULL || strcmp(of, x->id) != 0)
			continue;
		diag(&w->diags, DIAG_EXAMPLE, n->path, other->line, 1,
		    "the output of #%s stands above already, on line %d", x->id,
		    block->line);
		return -1;
	}
	job->wanted =
	    (struct run_wanted){ block->code, block->code_len, block->line };
	problem = run_wanted_problem(&job->wanted, &line);
	if (problem == NULL)
		return 0;
	diag(&w->diags, DIAG_EXAMPLE, n->path, block->line + line, 1,
	    "this line cannot be a regular expression: %s", problem);
	free(problem);
	return -1;
}

/* The attribute of that name, for one that is misspelt; in the heap. */
static char *
job_attr_unknown(const char *key)
{
	static const char *const names[] = { "timeout", "expect", "args",
		"stdin", "env", "stdio", "file", "of", "profile", "proc",
		"after", "runs", "count", "order", "compare", "output-of",
		"needs", "image", "options", "shell", "reach", "edit",
		"against" };
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

/* The same of how its output is compared. */
static char *
job_compare(struct run_job *job, const struct note_attr *at)
{
	int order;

	if (strcmp(at->key, "compare") == 0) {
		job->compare.exact = true;
		return strcmp(at->value, "exact") == 0
			   ? NULL
			   : xasprintf(
				 "compare=%s is not compare=exact", at->value);
	}
	if ((order = run_order_find(at->value)) == -1)
		return xasprintf(
		    "order=%s is none of any and per-process", at->value);
	job->compare.order = (enum run_order)order;
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

/* One more text by which runs are counted. */
static char *
job_count(struct wiki *w, struct run_job *job, const char *value)
{
	const char **v;
	size_t n = 0;

	if (*value == '\0')
		return xstrdup(
		    "count= is no text: write count=\"queue.Empty\"");
	while (job->counts != NULL && job->counts[n] != NULL)
		n++;
	if (n == JOB_ENV_MAX)
		return xasprintf("more than %d texts to count", JOB_ENV_MAX);
	v = arena_alloc(w->arena, (n + 2) * sizeof(*v));
	if (n > 0)
		memcpy(v, job->counts, n * sizeof(*v));
	v[n] = value;
	v[n + 1] = NULL;
	job->counts = v;
	return NULL;
}

static char *
job_runs(struct run_job *job, const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (end == value || *end != '\0' || n < 1 || n > RUN_RUNS_MAX)
		return xasprintf(
		    "runs=%s is no number from 1 to %d", value, RUN_RUNS_MAX);
	job->runs = (int)n;
	return NULL;
}

/* Whether what is said of many runs fits the rest. */
static int
job_repeat(struct wiki *w, const struct note *n, const struct note_example *x,
    const struct run_job *job)
{
	const char *why = NULL;

	if (job->runs > 0 && strcmp(job->lang, "console") == 0)
		why = "runs= is for programs: a session is run once";
	else if (job->runs == 0 && job->counts != NULL)
		why = "count= is for an example that is run many times, with "
		      "runs=N";
	if (why != NULL)
		diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1, "%s", why);
	return why == NULL ? 0 : -1;
}

/* stdin=@NAME is what stands in that file of the example. */
static int
job_stdin(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job)
{
	const char *id = x->of != NULL ? x->of : x->id, *name;
	size_t i;

	if (job->input == NULL || *job->input != '@')
		return 0;
	name = job->input + 1;
	for (i = 0; i < n->n_examples; i++) {
		const struct note_example *f = &n->examples[i];

		if (f->of == NULL || strcmp(f->of, id) != 0 ||
		    f->file == NULL || strcmp(f->file, name) != 0)
			continue;
		job->input = f->code;
		return 0;
	}
	diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1,
	    "stdin=%s: no block has file=%s of=%s", job->input, name, id);
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
	else if (strcmp(at->key, "runs") == 0)
		*problem = job_runs(job, at->value);
	else if (strcmp(at->key, "count") == 0)
		*problem = job_count(w, job, at->value);
	else if (strcmp(at->key, "order") == 0 ||
		 strcmp(at->key, "compare") == 0)
		*problem = job_compare(job, at);
	else if (strcmp(at->key, "of") != 0 && strcmp(at->key, "proc") != 0 &&
		 strcmp(at->key, "after") != 0 &&
		 !wiki_job_is_docker_attr(at->key))
		*problem = job_attr_unknown(at->key);
	return *problem == NULL ? 0 : -1;
}

/* The first pattern that is none, below a command; a diagnostic, and -1. */
static int
job_session_patterns(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_ask *asks, size_t n_asks)
{
	size_t i;

	for (i = 0; i < n_asks; i++) {
		struct run_wanted want = { asks[i].want, asks[i].want_len, 0 };
		const char *s = asks[i].shown;
		char *why;
		int line;

		if (want.text == NULL ||
		    (why = run_wanted_problem(&want, &line)) == NULL)
			continue;
		for (line += x->line + asks[i].line; *s != '\0'; s++)
			line += *s == '\n';
		diag(&w->diags, DIAG_EXAMPLE, n->path, line, 1,
		    "this line cannot be a regular expression: %s", why);
		free(why);
		return -1;
	}
	return 0;
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
		return job_session_patterns(w, n, x, asks, n_asks);
	diag(&w->diags, DIAG_EXAMPLE, n->path, x->line, 1, "%s", problem);
	return -1;
}

int
wiki_job_attrs(struct wiki *w, const struct note *n,
    const struct note_example *x, struct run_job *job)
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
	if (wiki_job_docker(w, n, x, job) == -1)
		return -1;
	return job_stdin(w, n, x, job);
}

int
wiki_job(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job)
{
	if (wiki_job_attrs(w, n, x, job) == -1 ||
	    wiki_job_actors(w, n, x, job) == -1 ||
	    job_repeat(w, n, x, job) == -1 || job_session(w, n, x, job) == -1 ||
	    job_files(w, n, x, job) == -1 ||
	    wiki_job_docker_whole(w, n, x, job) == -1)
		return -1;
	return job_wanted(w, n, x, job);
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

const char *
wiki_record_text(struct arena *a, const char *s, size_t len)
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
	struct run_result result = { .outcome = r->outcome,
		.exit = r->exit,
		.signal = r->signal,
		.parts = r->parts,
		.n_parts = r->n_parts,
		.runs = r->runs };

	return run_as_expected(&result, r->expect);
}

static const char *
record_detail(
    struct arena *a, enum run_outcome outcome, int status, const char *signal)
{
	if (outcome == RUN_EXIT)
		return arena_printf(a, "%d", status);
	if (outcome == RUN_SIGNAL)
		return arena_printf(a, "SIG%s", signal);
	return "";
}

static const struct graph_part *
record_parts(struct arena *a, const struct run_record *r)
{
	struct graph_part *v = arena_alloc(a, (r->n_parts + 1) * sizeof(*v));
	size_t i;

	for (i = 0; i < r->n_parts; i++) {
		const struct run_piece *p = &r->parts[i];
		struct run_result one = { .outcome = p->outcome,
			.exit = p->exit,
			.signal = p->signal };
		char kind[RUN_KIND_MAX];

		run_kind(kind, p->outcome, p->exit, p->signal);
		v[i] = (struct graph_part){
			.name = wiki_record_text(a, p->name, strlen(p->name)),
			.n = p->n,
			.named = strcmp(kind, p->name) != 0,
			.lang = wiki_record_text(a, p->lang, strlen(p->lang)),
			.outcome = run_outcome_name(p->outcome),
			.detail =
			    record_detail(a, p->outcome, p->exit, p->signal),
			.as_expected = run_as_expected(&one, p->expect),
			.expect = p->expect,
			.out = wiki_record_text(a, p->out, p->out_len),
			.err = wiki_record_text(a, p->err, p->err_len),
			.build = wiki_record_text(a, p->build, p->build_len),
			.out_cut = p->out_cut,
			.err_cut = p->err_cut,
			.wall_ms = p->wall_ms,
		};
	}
	return v;
}

/*
 * Whether the record is of this code. `build` runs nothing, so it cannot ask
 * the compiler for its version: only `run` knows whether that has changed.
 */
static const char *
record_stale(struct wiki *w, const struct note *n, const struct note_example *x,
    const struct run_job *job, const struct run_record *r)
{
	char source[sizeof(r->key.source)];

	run_source(source, job);
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
			wiki_record_text(a, what, strlen(what)),
			r->leaks[i].n };
	}
	return v;
}

/*
 * The commands of a session. What the note says of one that printed something
 * else is told only while the record is of this note; else there is no job.
 */
static const struct graph_command *
record_commands(struct wiki *w, const struct note_example *x,
    const struct run_record *r, const struct run_job *job)
{
	struct graph_command *v =
	    arena_alloc(w->arena, (r->n_commands + 1) * sizeof(*v));
	struct run_ask *asks = NULL;
	const char *out = r->out;
	size_t i, n = 0, differs = r->n_commands;

	if (job != NULL && r->n_commands > 0 &&
	    run_console_parse(&asks, &n, w->arena, x->code, x->code_len) ==
		NULL &&
	    n >= r->n_commands)
		differs = run_console_differs(NULL, r, asks, 0, job->compare);
	for (i = 0; i < r->n_commands; i++) {
		const struct run_command *c = &r->commands[i];

		v[i] = (struct graph_command){ .shown = c->shown,
			.out = wiki_record_text(w->arena, out, c->len),
			.exit = c->exit,
			.wall_ms = c->ms };
		wiki_command_moved(w, r, i, &v[i]);
		out += c->len;
		if (i != differs)
			continue;
		v[i].wanted = asks[i].want;
		differs =
		    run_console_differs(NULL, r, asks, i + 1, job->compare);
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
	size_t i, some = r->out_len + r->err_len + r->n_commands;

	for (i = 0; i < r->n_parts && r->runs == 0; i++)
		some += r->parts[i].out_len + r->parts[i].err_len;
	if (some == 0 ||
	    fs_readable(w->root_fd, path, FS_READ_MAX, &none) == -1)
		return NULL;
	return path;
}

/* Whether it has printed what its note says, as far as the record tells. */
static bool
record_wanted(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_job *job,
    const struct run_record *r)
{
	int line;

	if (run_wanted_match(
		&job->wanted, r->out, r->out_len, job->compare, &line, NULL))
		return true;
	diag(&w->diags, DIAG_OUTPUT, n->path, job->wanted.line + line, 1,
	    "%s of #%s; 'halfhour run %s#%s --check' shows the difference",
	    line > 0 ? "this line is not in the recorded output"
		     : "there is more in the recorded output",
	    x->id, n->id, x->id);
	return false;
}

static const struct graph_record *
wiki_graph_record(
    const struct note *n, const struct note_example *x, void *payload)
{
	struct wiki *w = payload;
	struct graph_record *g = arena_alloc(w->arena, sizeof(*g));
	struct run_record r;
	struct run_job job;
	struct err e = ERR_INIT;
	int rc = wiki_record(w, n, x, &r, &e);
	bool usable;

	if (rc == -1)
		diag(&w->diags, DIAG_RECORD_STALE, n->path, x->line, 1,
		    "%s; 'halfhour run %s#%s' makes a new one", e.msg, n->id,
		    x->id);
	if (rc != 1)
		return NULL;
	usable = wiki_job(w, n, x, &job) == 0;
	*g = (struct graph_record){
		.outcome = run_outcome_name(r.outcome),
		.detail = record_detail(w->arena, r.outcome, r.exit, r.signal),
		.as_expected = record_expected(&r),
		.expect = r.expect != NULL ? r.expect : "ok",
		.out = wiki_record_text(w->arena, r.out, r.out_len),
		.err = wiki_record_text(w->arena, r.err, r.err_len),
		.build = wiki_record_text(w->arena, r.build, r.build_len),
		.out_cut = r.out_cut,
		.err_cut = r.err_cut,
		.leaks = record_leaks(w->arena, &r),
		.n_leaks = r.n_leaks,
		.hang = r.hang,
		.parts = record_parts(w->arena, &r),
		.n_parts = r.n_parts,
		.runs = r.runs,
		.wall_ms = r.wall_ms,
		.tool = r.key.tool,
		.machine = r.key.machine,
		.sandbox = r.rung,
		.when = r.when,
		.stale = usable
			     ? record_stale(w, n, x, &job, &r)
			     : "the attributes of the example cannot be used",
	};
	g->commands = record_commands(w, x, &r, g->stale == NULL ? &job : NULL);
	g->n_commands = r.n_commands;
	wiki_record_builds(w, n, x, &r, g);
	wiki_record_draft(w, n, x, &r, g);
	g->cast = record_cast(w, n, x, &r);
	/* Of older code it may print something else. */
	if (usable && g->as_expected && g->stale == NULL) {
		g->other_output = !record_wanted(w, n, x, &job, &r);
		g->as_expected = !g->other_output;
	}
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

	src.commits = wiki_commits(w, drafts, &src.n_commits);
	return graph_build(&src, w->arena, &w->diags);
}
