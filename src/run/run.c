/* run.c: an example from its code to its result */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "run/run_docker.h"
#include "run/run_several.h"

/*
 * Theory of operation
 *
 * A job is some text and the name of a language; its result is what happened.
 * In between there are one or two steps, for C the compiler and then the
 * program, and each step is one sandbox (run_box.c) that one keeper
 * (run_keep.c) starts, watches and ends:
 *
 *	halfhour, the keeper
 *	 └ the leash (run_leash.c); holds bwrap when nobody else does
 *	    └ bwrap, outside; ends when process 1 has ended
 *	       └ init, process 1 inside (run_init.c); tells how it ended
 *	          └ the program, process 2, and whatever it starts
 *
 * 1. The keeper puts the files of the step into memory, opens a terminal for
 *    the program's output and a pipe for its errors, and starts bwrap.
 * 2. bwrap builds the sandbox and starts process 1, which sets the limit on
 *    processes, says that it is there and waits. The keeper puts it into its
 *    control group and has it start the program; from here the clock runs.
 * 3. Every 20 ms the keeper looks at the memory of everything inside
 *    (run_watch.c), and in between it reads the output. What is more than
 *    the result has room for is counted and dropped, up to a point.
 *    A session (run_type.c) is typed meanwhile, command by command.
 * 4. The program ends, or a limit is reached. Process 1 tells what is left:
 *    processes, names in /dev/shm and the like. Then it ends or is killed. With
 *    process 1 its namespace ends: the kernel kills everything else in it
 *    before process 1 can be waited for. When the leash is gone nothing is
 *    left, whatever the program did; and should the keeper be killed, at
 *    whatever moment, the leash ends bwrap and with it process 1.
 */

#define RUN_BUILD_MS 30000
#define RUN_BUILD_MEMORY ((size_t)512 << 20)
#define RUN_BUILD_TASKS 64
#define RUN_ARGS_MAX 256

struct run_limits
run_limits_default(void)
{
	return (struct run_limits){
		.timeout_ms = 10000,
		.memory = (size_t)256 << 20,
		.processes = 64,
		.output = (size_t)64 << 10,
		.built = -1,
	};
}

void
run_result_init(struct run_result *r)
{
	memset(r, 0, sizeof(*r));
	r->why = "";
	r->rung = "bubblewrap";
	strbuf_init(&r->out, STRBUF_MAX);
	strbuf_init(&r->err, STRBUF_MAX);
	strbuf_init(&r->build, STRBUF_MAX);
	strbuf_init(&r->words, STRBUF_MAX);
}

void
run_result_release(struct run_result *r)
{
	strbuf_release(&r->out);
	strbuf_release(&r->err);
	strbuf_release(&r->build);
	strbuf_release(&r->words);
	run_trace_release(&r->trace);
	arena_free(r->arena);
	run_result_init(r);
}

const char *
run_outcome_name(enum run_outcome o)
{
	static const char *const names[] = {
		[RUN_OK] = "ok",
		[RUN_EXIT] = "exit",
		[RUN_SIGNAL] = "signal",
		[RUN_TIMEOUT] = "timeout",
		[RUN_DEADLOCK] = "deadlock",
		[RUN_LIMIT] = "limit",
		[RUN_BUILD] = "build",
		[RUN_OUTPUT] = "output",
		[RUN_STOPPED] = "stop",
		[RUN_UNSTARTED] = "unstarted",
	};

	return names[o];
}

void
run_kind(
    char out[RUN_KIND_MAX], enum run_outcome o, int status, const char *signal)
{
	if (o == RUN_EXIT)
		snprintf(out, RUN_KIND_MAX, "exit %d", status);
	else if (o == RUN_SIGNAL)
		snprintf(out, RUN_KIND_MAX, "SIG%s", signal);
	else
		snprintf(out, RUN_KIND_MAX, "%s", run_outcome_name(o));
}

/* ---- the parts of a job ------------------------------------------------------- */

void
run_puts_release(struct run_puts *p)
{
	while (p->n > 0)
		close(p->v[--p->n].fd);
}

static bool
run_name_usable(const char *name)
{
	return *name != '\0' && strlen(name) < 256 &&
	       strchr(name, '/') == NULL && strcmp(name, ".") != 0 &&
	       strcmp(name, "..") != 0;
}

int
run_put_add(struct run_puts *p, const char *name, const void *bytes, size_t len,
    struct err *e)
{
	size_t i;
	int fd;

	if (!run_name_usable(name))
		return err_set(e,
		    "a file of the example cannot be called "
		    "\"%s\": it is one name, without folders",
		    name);
	if (p->n == RUN_FILES_MAX - 1)
		return err_set(
		    e, "the example has more than %d files", RUN_FILES_MAX - 2);
	for (i = 0; i < p->n; i++)
		if (strcmp(p->v[i].name, name) == 0)
			return err_set(
			    e, "the example has two files \"%s\"", name);
	if ((fd = run_keep_file(bytes, len, e)) == -1)
		return -1;
	p->v[p->n++] = (struct run_put){ name, fd, false };
	return 0;
}

int
run_put_job(struct run_puts *p, const struct run_job *job,
    const struct run_lang *lang, struct err *e)
{
	size_t i;

	if (lang->file != NULL &&
	    run_put_add(p, lang->file, job->code, job->code_len, e) == -1)
		return -1;
	for (i = 0; i < job->n_files; i++) {
		const struct run_file *f = &job->files[i];

		if (lang->build != NULL && strcmp(f->name, "prog") == 0)
			return err_set(e,
			    "a file of the example cannot be "
			    "called \"prog\": that is the finished program");
		if (run_put_add(p, f->name, f->text, f->len, e) == -1)
			return -1;
	}
	return 0;
}

int
run_argv_make(struct run_argv *a, const struct run_lang *lang, const char *args,
    struct err *e)
{
	const char *const *word;

	for (word = lang->run; *word != NULL; word++)
		*VEC_PUSH(a->v, a->n, a->cap) = *word;
	a->own = a->n;
	while (args != NULL) {
		size_t len;

		args += strspn(args, " \t\r\n\v\f");
		if (*args == '\0')
			break;
		if (a->n == RUN_ARGS_MAX)
			return err_set(e,
			    "the example has more than %d "
			    "arguments",
			    RUN_ARGS_MAX);
		len = strcspn(args, " \t\r\n\v\f");
		*VEC_PUSH(a->v, a->n, a->cap) = xstrndup(args, len);
		args += len;
	}
	*VEC_PUSH(a->v, a->n, a->cap) = NULL;
	return 0;
}

void
run_argv_release(struct run_argv *a)
{
	size_t i;

	for (i = a->own; i < a->n; i++)
		free((char *)a->v[i]);
	free(a->v);
}

/* ---- the compiler ------------------------------------------------------------- */

static int
run_build_failed(struct run_result *r, const struct run_step *s)
{
	static const char *const why[] = {
		[RUN_END_EXIT] = "the compiler refused it",
		[RUN_END_TIME] = "the compiler was not done after 30 s",
		[RUN_END_MEMORY] = "the compiler needed more than 512 MiB",
		[RUN_END_PROCESSES] = "the compiler started too many processes",
		[RUN_END_OUTPUT] = "the compiler said more than 16 MiB",
		[RUN_END_DEADLOCK] = "the compiler hung",
	};

	r->outcome = RUN_BUILD;
	r->why = why[s->end];
	return 0;
}

static void
run_put_program(struct run_puts *puts, int fd)
{
	puts->v[puts->n++] = (struct run_put){ "prog", fd, true };
}

static int
run_build_new(struct run_result *r, struct run_puts *puts,
    const struct run_lang *lang, const struct run_limits *limits, struct err *e)
{
	const char *argv[] = { "/bin/sh", "-c", lang->build, NULL };
	struct run_prog p = {
		.argv = argv, .after = -1, .out = &r->build, .err = &r->build
	};
	struct run_step s = {
		.progs = &p,
		.n_progs = 1,
		.puts = puts->v,
		.n_puts = puts->n,
		.in = -1,
		.timeout_ms = RUN_BUILD_MS,
		.memory = limits->memory > RUN_BUILD_MEMORY ? limits->memory
							    : RUN_BUILD_MEMORY,
		.processes = RUN_BUILD_TASKS,
		.stop = limits->stop,
	};
	int fd = run_keep_file("", 0, e), rc = -1;

	if (fd == -1)
		return -1;
	s.extra = fd;
	if (run_keep(&s, e) == -1)
		goto out;
	if (s.end != RUN_END_EXIT || p.status != 0) {
		rc = run_build_failed(r, &s);
		goto out;
	}
	run_put_program(puts, fd);
	fd = -1;
	rc = 1;
out:
	if (fd != -1)
		close(fd);
	return rc;
}

/* What was built once is not built again. */
int
run_build(struct run_result *r, struct run_puts *puts,
    const struct run_job *job, const struct run_lang *lang,
    const struct run_limits *limits, struct err *e)
{
	char name[RUN_BUILT_NAME];
	bool keep = limits->built != -1 &&
		    run_built_name(name, job, lang, limits->tools);
	int fd = keep ? run_built_load(limits->built, name, &r->build) : -1;
	int rc = 1;

	if (fd != -1)
		run_put_program(puts, fd);
	else if ((rc = run_build_new(r, puts, lang, limits, e)) == 1 && keep &&
		 !r->build.full)
		run_built_store(
		    limits->built, name, &r->build, puts->v[puts->n - 1].fd);
	return rc;
}

/* ---- the program --------------------------------------------------------------- */

void
run_why(struct run_result *r, const char *fmt, ...)
{
	va_list ap;

	strbuf_clear(&r->words);
	va_start(ap, fmt);
	strbuf_vaddf(&r->words, fmt, ap);
	va_end(ap);
	r->why = r->words.buf;
}

void
run_ended(struct run_result *r, int status)
{
	const char *name =
	    WIFSIGNALED(status) ? run_signal_name(WTERMSIG(status)) : NULL;

	if (name != NULL) {
		r->outcome = RUN_SIGNAL;
		r->signal = name;
		run_why(r, "SIG%s ended it (%s)", name,
		    strsignal(WTERMSIG(status)));
		return;
	}
	r->exit =
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	r->outcome = r->exit != 0 ? RUN_EXIT : RUN_OK;
	run_why(r, "it ended with exit status %d", r->exit);
}

void
run_judge(struct run_result *r, const struct run_step *s)
{
	r->outcome = RUN_LIMIT;
	switch (s->end) {
	case RUN_END_EXIT:
		run_ended(r, s->progs[0].status);
		break;
	case RUN_END_TIME:
		r->outcome = RUN_TIMEOUT;
		run_why(r, "it was still running after %g s%s",
		    s->timeout_ms / 1000.0,
		    s->crowded ? ", with all the processes it may have" : "");
		break;
	case RUN_END_DEADLOCK:
		r->outcome = RUN_DEADLOCK;
		run_why(r, "%s", s->hung);
		break;
	case RUN_END_MEMORY:
		run_why(r, "memory: it used more than the %zu MiB it may",
		    s->memory >> 20);
		break;
	case RUN_END_PROCESSES:
		run_why(r, "processes: it had more than the %d it may",
		    s->processes);
		break;
	case RUN_END_OUTPUT:
		run_why(r, "output: it printed more than 16 MiB");
		break;
	}
}

int
run_program(struct run_result *r, const struct run_puts *puts,
    const char *const *argv, int in, const struct run_job *job,
    const struct run_limits *limits, struct err *e)
{
	struct run_prog p = {
		.argv = argv,
		.env = job->env,
		.terminal = !job->pipe,
		.after = -1,
		.out = &r->out,
		.err = &r->err,
	};
	struct run_step s = {
		.progs = &p,
		.n_progs = 1,
		.puts = puts->v,
		.n_puts = puts->n,
		.in = in,
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

	if (run_keep(&s, e) == -1)
		return -1;
	r->out_cut = p.out_cut;
	r->err_cut = p.err_cut;
	r->wall_ms = s.wall_ms;
	r->cpu_ms = s.cpu_ms;
	r->peak_memory = s.peak;
	r->rung = s.rung;
	run_judge(r, &s);
	return 0;
}

/* ---- the whole of it ------------------------------------------------------------- */

/* NULL, or why the sandbox does not work: it is built once, for nothing. */
static char *
run_box_try(enum run_profile profile)
{
	static const char *const argv[] = { "/bin/true", NULL };
	struct strbuf said = STRBUF_INIT;
	struct err e = ERR_INIT;
	struct run_prog p = { .argv = argv, .after = -1, .out = &said };
	struct run_step s = {
		.progs = &p,
		.n_progs = 1,
		.in = -1,
		.extra = -1,
		.profile = profile,
		.timeout_ms = RUN_BUILD_MS,
		.memory = RUN_BUILD_MEMORY,
		.processes = 1,
	};
	char *why = NULL;

	if (run_keep(&s, &e) == -1)
		why = xstrdup(e.msg);
	else if (p.status != 0)
		why = xasprintf("examples of profile=container cannot run: "
				"the kernel does not let a program in the "
				"sandbox make a namespace (%.*s)",
		    (int)strcspn(said.buf, "\n"), said.buf);
	strbuf_release(&said);
	return why;
}

static char *
run_docker_try(enum run_profile profile)
{
	(void)profile;
	return run_docker_missing();
}

static char *
run_tool_missing(const char *name)
{
	const struct run_lang *lang = run_lang_find(name);

	if (lang == NULL)
		return xasprintf("examples in \"%s\" cannot run; the languages "
				 "are %s",
		    name, run_lang_names());
	return run_lang_missing(lang);
}

/* The first tool that one of the job's programs lacks, and the way out. */
static char *
run_tools_missing(const struct run_job *job)
{
	char *why = run_tool_missing(job->lang);
	size_t i;

	for (i = 0; why == NULL && i < job->n_actors; i++)
		why = run_tool_missing(job->actors[i].lang);
	return why;
}

char *
run_missing(const struct run_job *job, struct run_tools *tools)
{
	char *bwrap, *why;

	if (job->profile == RUN_DOCKER) {
		why = run_tools_box(tools, RUN_DOCKER, run_docker_try);
		return why == NULL && job->reach != NULL
			   ? run_docker_unreached(job)
			   : why;
	}
	if ((why = run_tools_missing(job)) != NULL)
		return why;
	if ((bwrap = run_bwrap_find()) == NULL)
		return xstrdup("bwrap is not there, and examples run only in "
			       "its sandbox: apt-get install bubblewrap");
	free(bwrap);
	if (job->profile == RUN_CONTAINER && access(RUN_UNSHARE, X_OK) == -1)
		return xstrdup(RUN_UNSHARE " is not there, and examples of "
					   "profile=container are started by "
					   "it: apt-get install util-linux");
	return run_tools_box(tools, job->profile, run_box_try);
}

/* A program that is there, and what it is run with. */
struct run_single {
	const struct run_puts *puts;
	const char *const *argv;
	int in;
	const struct run_job *job;
	const struct run_limits *limits;
};

static int
run_once(struct run_result *one, void *payload, struct err *e)
{
	const struct run_single *s = payload;

	strbuf_init(&one->out, s->limits->output);
	strbuf_init(&one->err, s->limits->output);
	if (s->in != -1)
		lseek(s->in, 0, SEEK_SET);
	return run_program(one, s->puts, s->argv, s->in, s->job, s->limits, e);
}

static int
run_built(struct run_result *out, struct run_single *s, struct err *e)
{
	return s->job->runs > 0
		   ? run_repeat(out, s->job, s->limits, run_once, s, e)
		   : run_once(out, s, e);
}

/* A job of one program, from its code to its end. */
static int
run_single(struct run_result *out, const struct run_job *job,
    const struct run_limits *limits, int in, struct err *e)
{
	const struct run_lang *lang = run_lang_find(job->lang);
	struct run_argv argv = { NULL, 0, 0, 0 };
	struct run_puts puts = { .n = 0 };
	int built = 1, rc = -1;

	if (run_put_job(&puts, job, lang, e) == -1 ||
	    run_argv_make(&argv, lang, job->args, e) == -1)
		goto out;
	if (lang->build != NULL)
		built = run_build(out, &puts, job, lang, limits, e);
	if (lang->session)
		built = run_console(out, &puts, argv.v, job, limits, e);
	else if (built == 1)
		built = run_built(out,
		    &(struct run_single){ &puts, argv.v, in, job, limits }, e);
	rc = built == -1 ? -1 : 0;
out:
	run_puts_release(&puts);
	run_argv_release(&argv);
	return rc;
}

int
run_exec(struct run_result *out, const struct run_job *job,
    const struct run_limits *limits, struct err *e)
{
	bool docker = job->profile == RUN_DOCKER;
	char *missing = docker ? NULL : run_tools_missing(job);
	int in = -1, rc = -1;

	run_result_release(out);
	strbuf_init(&out->out, limits->output);
	strbuf_init(&out->err, limits->output);
	strbuf_init(&out->build, limits->output);
	if (missing != NULL) {
		err_set(e, "%s", missing);
		goto out;
	}
	if (job->input != NULL && (in = run_keep_input(job->input, e)) == -1)
		goto out;
	rc = docker && strcmp(job->lang, "dockerfile") == 0
		 ? run_docker_build(out, job, limits, e)
	     : docker            ? run_docker(out, job, limits, e)
	     : job->n_actors > 0 ? run_several(out, job, limits, in, e)
				 : run_single(out, job, limits, in, e);
out:
	if (rc == -1)
		err_wrap(e, "%s", job->example);
	if (in != -1)
		close(in);
	free(missing);
	return rc;
}
