/* run_docker.c: a container from its start to its end */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "run/run_docker.h"
#include "run/run_several.h"

/*
 * A session with needs=docker gets a container of its own. Its first process
 * sleeps, for a little longer than the session may take, and then the
 * container ends: so does one whose halfhour was killed. In it the shell is
 * started as a person would, with `exec -it`, and everything that happens is
 * typed there. At the end the engine is asked what files have changed, and
 * all that has the label of this run is removed, whatever the end was.
 *
 * The container runs as its image and the note's options say: with a network,
 * and with all that who may use the engine can do to the machine, which is
 * everything. So nothing here runs unless its user has let it (see the
 * manual's page on `run`).
 */
#define DOCKER_PULL_MS 600000 /* to have the image, and a container of it */
#define DOCKER_ASK_MS 60000
#define DOCKER_SESSION_MS 300000 /* unless timeout= says otherwise */
#define DOCKER_OPTIONS 64
#define DOCKER_LAST_WORDS 60
#define DOCKER_END_MS 5000 /* from the end of a container to its being told */
#define DOCKER_LOOK_MS 50
#define DOCKER_REACH_PORT "443"
#define DOCKER_REACH_S "10"

struct docker {
	struct engine engine;
	const char *version; /* "docker 20.10.24"; in the arena of r */
	char label[ENGINE_LABEL_MAX];
	char *id;             /* owned: of the container; NULL: there is none */
	struct run_host host; /* where the shell is, when it is in none */
	const char *image;
	const char *gone; /* why the engine is asked no more; or NULL */
	int timeout_ms;
	struct run_result *r;
	const struct run_job *job;
	const struct run_limits *limits;
};

/* What dead runs have left is no reason not to run: the engine says so when it
 * is asked the next time, and there is nobody to be told now. */
char *
run_docker_missing(void)
{
	struct engine g;
	struct err e = ERR_INIT;
	char *version = NULL, *why = NULL;

	if (engine_find(&g, NULL, &e) == -1 ||
	    (version = engine_version(&g, 0, &e)) == NULL)
		why = xasprintf(
		    "examples with needs=docker cannot run: %s", e.msg);
	else
		run_docker_sweep(&g, &e);
	free(version);
	engine_release(&g);
	return why;
}

/*
 * What the shell says of it, in short. Of a name that nobody knows it says that
 * in its first line, and in the last that its own path is an "Invalid
 * argument"; of a host that is there, "bash: line 1: /dev/tcp/…: " and why.
 */
static char *
docker_reach_why(const struct engine *g, const struct engine_call *c,
    const struct engine_said *s)
{
	static const char *const before[] = {
		"bash: ", "line 1: ", "connect: "
	};
	const char *line = text_starts(s->err.buf, "bash: ")
			       ? s->err.buf
			       : strstr(s->err.buf, "\nbash: ");
	struct err e = ERR_INIT;
	const char *at;
	size_t len, i;

	if (s->status == 124 && !s->late)
		return xasprintf("no answer within " DOCKER_REACH_S " s");
	if (s->status != 1 || s->late || s->stopped || line == NULL) {
		engine_problem(g, c, s, &e);
		return xstrdup(e.msg);
	}
	line += *line == '\n';
	len = strcspn(line, "\r\n");
	for (i = 0; i < sizeof(before) / sizeof(*before); i++)
		if ((at = memmem(line, len, before[i], strlen(before[i]))) !=
		    NULL) {
			at += strlen(before[i]);
			len -= (size_t)(at - line);
			line = at;
		}
	if (text_starts(line, "/dev/tcp/") &&
	    (at = memmem(line, len, ": ", 2)) != NULL) {
		len -= (size_t)(at + 2 - line);
		line = at + 2;
	}
	return xstrndup(line, len);
}

/* It is the engine's machine that has to reach it, so a container asks there;
 * a Dockerfile has no image yet, and the usual one asks. */
char *
run_docker_unreached(const struct run_job *job)
{
	size_t host = strcspn(job->reach, ":");
	const char *port =
	    job->reach[host] == ':' ? job->reach + host + 1 : DOCKER_REACH_PORT;
	char *address =
		 xasprintf("/dev/tcp/%.*s/%s", (int)host, job->reach, port),
	     label[ENGINE_LABEL_MAX], *said = NULL, *why = NULL;
	const char *argv[] = { "run", "--rm", "--network=host", "--label",
		label, "--entrypoint=timeout",
		job->image ? job->image : RUN_IMAGE, DOCKER_REACH_S, "bash",
		"-c", "exec 3<>\"$1\"", "bash", address, NULL };
	struct engine_call c = { .argv = argv, .timeout_ms = DOCKER_PULL_MS };
	struct engine_said s = ENGINE_SAID_INIT;
	struct err e = ERR_INIT, left = ERR_INIT;
	struct engine g;

	engine_label(label);
	if (engine_find(&g, NULL, &e) == -1 ||
	    engine_call(&s, &g, &c, &e) == -1)
		said = xstrdup(e.msg);
	else if (s.status != 0 || s.late)
		said = docker_reach_why(&g, &c, &s);
	if (said != NULL)
		why = xasprintf("%s cannot be reached: %s", job->reach, said);
	if (why != NULL && g.path != NULL)
		engine_sweep(&g, label, &left);
	engine_said_release(&s);
	engine_release(&g);
	free(said);
	free(address);
	return why;
}

/* ---- the container ---------------------------------------------------------------- */

static char *
docker_ask(struct docker *d, const char *const *argv, int timeout_ms, int stop,
    struct err *e)
{
	struct engine_call c = {
		.argv = argv, .timeout_ms = timeout_ms, .stop = stop
	};

	return engine_ask(&d->engine, &c, e);
}

/* Start it; the words of the note's options stand where they would stand in
 * the user's own command, before the image. */
static int
docker_start(struct docker *d, struct err *e)
{
	char *words = xstrdup(d->job->options ? d->job->options : "");
	char *rest = words, *word, sleep[32];
	const char *argv[DOCKER_OPTIONS + 16] = { "run", "--detach", "--label",
		d->label, "--hostname", "halfhour", "--entrypoint", "sleep" };
	size_t n = 8, most = n + DOCKER_OPTIONS;

	while (n < most && (word = strsep(&rest, " \t\n")) != NULL)
		if (*word != '\0')
			argv[n++] = word;
	if (run_docker_volumes(&d->engine, argv + 8, n - 8, d->label, e) ==
	    -1) {
		free(words);
		return -1;
	}
	snprintf(
	    sleep, sizeof(sleep), "%d", (d->timeout_ms + DOCKER_ASK_MS) / 1000);
	argv[n++] = d->image;
	argv[n++] = sleep;
	argv[n] = NULL;
	d->id = docker_ask(d, argv, DOCKER_PULL_MS, d->limits->stop, e);
	free(words);
	return d->id != NULL ? 0 : -1;
}

/* One line of what the engine knows of the container; "" when it does not. */
static const char *
docker_inspect(struct docker *d, const char *format)
{
	const char *argv[] = { "inspect", "--format", format, d->id, NULL };
	struct err ignored = ERR_INIT;
	char *said = docker_ask(d, argv, DOCKER_ASK_MS, 0, &ignored);
	const char *out = arena_strdup(d->r->arena, said != NULL ? said : "");

	free(said);
	return out;
}

static int
docker_line_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What has changed of its files: "A /opt/x", sorted by strcmp(); the engine
 * has no order of its own. */
static void
docker_diff(struct docker *d, struct run_container *c)
{
	const char *argv[] = { "diff", d->id, NULL };
	struct err ignored = ERR_INIT;
	char *said = docker_ask(d, argv, DOCKER_ASK_MS, 0, &ignored);
	char *rest = said, *line;
	const char **v = NULL;
	size_t n = 0, cap = 0;

	while (said != NULL && (line = strsep(&rest, "\n")) != NULL)
		if (strlen(line) > 2)
			*VEC_PUSH(v, n, cap) = arena_strdup(d->r->arena, line);
	if (n > 0)
		qsort(v, n, sizeof(*v), docker_line_cmp);
	c->diff = arena_copy(d->r->arena, v, n, sizeof(*v));
	c->n_diff = n;
	free(v);
	free(said);
}

/* What it holds beside its image. */
static long long
docker_size(struct docker *d)
{
	const char *argv[] = { "inspect", "--size", "--format", "{{.SizeRw}}",
		d->id, NULL };
	struct err ignored = ERR_INIT;
	char *said = docker_ask(d, argv, DOCKER_ASK_MS, 0, &ignored), *end;
	long long size = -1;

	if (said != NULL) {
		size = strtoll(said, &end, 10);
		if (end == said || *end != '\0' || size < 0)
			size = -1;
	}
	free(said);
	return size;
}

/* Who its shell is, UID:GID; NULL: root, or nobody knows. */
static const char *
docker_user(struct docker *d)
{
	const char *argv[] = { "exec", d->id, "sh", "-c",
		"echo \"$(id -u):$(id -g)\"", NULL };
	const char *is = docker_inspect(d, "{{.Config.User}}"), *user;
	struct err ignored = ERR_INIT;
	char *said;

	if (*is == '\0' || strcmp(is, "root") == 0 || strcmp(is, "0") == 0)
		return NULL;
	said = docker_ask(d, argv, DOCKER_ASK_MS, 0, &ignored);
	user = said != NULL ? arena_strdup(d->r->arena, text_trim(said)) : NULL;
	free(said);
	return user != NULL && *user != '\0' ? user : NULL;
}

/* ---- what came of it -------------------------------------------------------------- */

/* The line in which the output stands still, if it was not ended: a question
 * as a rule. *len is 0 when there is none. */
static const char *
docker_last_words(const struct run_result *r, size_t *len)
{
	size_t end = r->out.len, at = end;

	while (at > 0 && strchr("\r\n", r->out.buf[at - 1]) == NULL)
		at--;
	while (end > at && r->out.buf[end - 1] == ' ')
		end--;
	*len = r->out_cut > 0 || end - at > DOCKER_LAST_WORDS ? 0 : end - at;
	return r->out.buf + at;
}

static void
docker_late(struct docker *d, const struct run_shell *s)
{
	struct run_result *r = d->r;
	const char *name = s->at < s->n && s->typed
			       ? run_console_name(r, &s->asks[s->at])
			       : "the shell";
	size_t len;
	const char *words = docker_last_words(r, &len);

	r->outcome = d->gone != NULL ? RUN_LIMIT : RUN_TIMEOUT;
	if (d->gone != NULL)
		run_why(r, "engine: it did not answer any more during '%s': %s",
		    name, d->gone);
	else if (len > 0 && r->commands[s->at].len > 0)
		run_why(r,
		    "'%s' was still running after %g s; it may wait for an "
		    "answer to \"%.*s\"",
		    name, s->timeout_ms / 1000.0, (int)len, words);
	else
		run_why(r, "'%s' was still running after %g s", name,
		    s->timeout_ms / 1000.0);
}

/* The last line of what was said before there was a shell. */
static const char *
docker_why_none(struct docker *d, struct run_shell *s)
{
	char *rest = s->before.buf, *line;
	const char *last = "it said nothing";

	while ((line = strsep(&rest, "\r\n")) != NULL)
		if (*text_trim(line) != '\0')
			last = text_trim(line);
	return arena_strdup(d->r->arena, last);
}

/* The first process of the container has ended, and with it all others. What
 * the engine says of that comes a moment after the end of the shell, which was
 * killed then. */
static bool
docker_ended(struct docker *d, const struct run_shell *s)
{
	int64_t until = date_ticks() + DOCKER_END_MS;

	if (d->id == NULL)
		return false;
	while (strcmp(docker_inspect(d, "{{.State.Running}}"), "true") == 0) {
		if (s->status != 128 + SIGKILL || date_ticks() >= until)
			return false;
		poll(NULL, 0, DOCKER_LOOK_MS);
	}
	return true;
}

static void
docker_why_ended(struct docker *d, const char *last)
{
	const char *killed = docker_inspect(d, "{{.State.OOMKilled}}");

	if (strcmp(killed, "true") == 0)
		run_why(d->r,
		    "memory: process 1 of the container was killed during "
		    "'%s': the container was over its limit (OOMKilled)",
		    last);
	else
		run_why(d->r, "container: it ended during '%s'", last);
}

/* The shell has ended and was not told to: because a command did that, or the
 * container or the engine is gone. */
static void
docker_gone(struct docker *d, struct run_shell *s)
{
	struct run_result *r = d->r;
	const char *last =
	    s->at > 0 ? run_console_name(r, &s->asks[s->at - 1]) : "";

	r->outcome = RUN_LIMIT;
	if (d->gone != NULL)
		run_why(
		    r, "engine: it was gone during '%s': %s", last, d->gone);
	else if (docker_ended(d, s))
		docker_why_ended(d, last);
	else if (!s->started) {
		r->outcome = RUN_UNSTARTED;
		run_why(r,
		    "a session needs bash and stty, and %s gives no shell: %s",
		    d->id != NULL ? d->image : "this machine",
		    docker_why_none(d, s));
	} else if (s->at < s->n) {
		r->outcome = RUN_OUTPUT;
		run_why(r, "the shell ended with '%s', and %zu more command%s",
		    last, s->n - s->at,
		    s->n - s->at == 1 ? " was to come" : "s were to come");
	} else
		run_ended(r, s->status << 8);
}

static void
docker_judge(struct docker *d, struct run_shell *s)
{
	struct run_result *r = d->r;

	switch (s->end) {
	case RUN_SHELL_DONE:
		run_ended(r, s->n > 0 ? r->commands[s->n - 1].exit << 8 : 0);
		break;
	case RUN_SHELL_LATE:
		docker_late(d, s);
		break;
	case RUN_SHELL_FLOOD:
		r->outcome = RUN_LIMIT;
		run_why(r, "output: it printed more than %zu MiB",
		    RUN_OUTPUT_MAX >> 20);
		break;
	case RUN_SHELL_GONE:
	case RUN_SHELL_STOPPED:
		docker_gone(d, s);
		break;
	}
	if (r->outcome != RUN_UNSTARTED &&
	    (r->outcome != RUN_LIMIT || run_as_expected(r, d->job->expect)))
		run_console_noted(r, s->asks, d->job);
}

/* ---- the session ------------------------------------------------------------------- */

/* What was typed of it, and where that left the shell. */
static void
docker_commands(struct docker *d, const struct run_shell *s)
{
	struct run_result *r = d->r;
	size_t i;

	r->n_commands = s->at < s->n && s->typed ? s->at + 1 : s->at;
	for (i = 0; i < r->n_commands; i++) {
		struct run_command *c = &r->commands[i];

		c->shown = s->asks[i].shown;
		if (d->host.folder != NULL)
			c->cwd = run_host_cwd(&d->host, r->arena, c->cwd);
	}
}

/* NULL, or why the engine does not answer: whatever it is asked then is waited
 * for in vain. */
static const char *
docker_silent(struct docker *d)
{
	struct err e = ERR_INIT;
	char *version = engine_version(&d->engine, 0, &e);
	const char *why =
	    version == NULL ? arena_strdup(d->r->arena, e.msg) : NULL;

	free(version);
	return why;
}

/* Type it; `c` is the container that the shell is in, or NULL. */
static int
docker_session(struct docker *d, struct run_container *c, struct err *e)
{
	struct run_result *r = d->r;
	/* The engine gives the terminal its size when the shell has started,
	 * and by then that may have been asked for it. */
	const char *argv[] = { "exec", "--interactive", "--tty", d->id, "sh",
		"-c",
		arena_printf(r->arena,
		    "stty rows %d cols %d raw -echo && exec bash --norc "
		    "--noprofile --noediting -i",
		    RUN_ROWS, RUN_COLUMNS),
		NULL };
	struct run_ask *asks;
	size_t n;
	const char *problem = run_console_parse(
	    &asks, &n, r->arena, d->job->code, d->job->code_len);
	struct run_shell s = { .engine = c ? &d->engine : &d->host.shell,
		.argv = c ? argv : d->host.argv,
		.asks = asks,
		.n = n,
		.r = r,
		.timeout_ms = d->timeout_ms,
		.stop = d->limits->stop };
	int rc = -1;

	if (problem != NULL)
		return err_set(e, "%s", problem);
	r->commands = arena_alloc(r->arena, (n + 1) * sizeof(*r->commands));
	memset(r->commands, 0, (n + 1) * sizeof(*r->commands));
	if (run_shell(&s, e) == -1)
		goto out;
	if (s.end == RUN_SHELL_STOPPED) {
		err_set(e, "it was stopped");
		goto out;
	}
	if (s.end == RUN_SHELL_LATE || s.end == RUN_SHELL_GONE)
		d->gone = docker_silent(d);
	docker_commands(d, &s);
	if (c != NULL) {
		c->env = s.env.v;
		c->n_env = s.env.n;
	}
	if (c != NULL && d->gone == NULL) {
		docker_diff(d, c);
		c->user = docker_user(d);
		c->size = docker_size(d);
	}
	docker_judge(d, &s);
	rc = 0;
out:
	run_shell_release(&s);
	return rc;
}

/* Nothing of it has run: what the engine says of its start is the outcome. */
static int
docker_unstarted(struct docker *d, struct err *e)
{
	if (strstr(e->msg, "it was stopped") != NULL)
		return -1;
	d->r->outcome = RUN_UNSTARTED;
	run_why(d->r, "%s", e->msg);
	e->msg[0] = '\0';
	return 0;
}

static int
docker_live(struct docker *d, struct err *e)
{
	struct arena *a = d->r->arena;
	struct run_container *c;

	if (d->job->shell != NULL)
		return run_host_open(&d->host, &d->engine, d->label, a, e) == -1
			   ? -1
			   : docker_session(d, NULL, e);
	c = arena_alloc(a, sizeof(*c));
	*c = (struct run_container){ .engine = d->version,
		.image = d->image,
		.image_id = "",
		.size = -1,
		.options = d->job->options != NULL
			       ? arena_strdup(a, d->job->options)
			       : NULL };
	d->r->container = c;
	if (docker_start(d, e) == -1)
		return docker_unstarted(d, e);
	c->image_id = docker_inspect(d, "{{.Image}}");
	return docker_session(d, c, e);
}

int
run_docker(struct run_result *r, const struct run_job *job,
    const struct run_limits *limits, struct err *e)
{
	struct docker d = { .image = job->image ? job->image : RUN_IMAGE,
		.r = r,
		.job = job,
		.limits = limits };
	struct err left = ERR_INIT;
	char *version = NULL;
	int rc = -1;

	d.timeout_ms = job->timeout_ms > 0 ? job->timeout_ms
		       : limits->timeout_ms > DOCKER_SESSION_MS
			   ? limits->timeout_ms
			   : DOCKER_SESSION_MS;
	r->arena = arena_new();
	engine_label(d.label);
	if (engine_find(&d.engine, NULL, e) == -1 ||
	    (version = engine_version(&d.engine, limits->stop, e)) == NULL)
		goto out;
	r->rung = d.version = arena_strdup(r->arena, version);
	rc = docker_live(&d, e);
	run_host_close(&d.host, d.gone == NULL ? &d.engine : NULL);
	/* With the engine gone nothing can be removed; the next run does. */
	if (d.gone == NULL && engine_sweep(&d.engine, d.label, &left) == -1 &&
	    rc == 0 && r->outcome != RUN_LIMIT)
		run_why(r, "%s; and of it something is left: %s",
		    arena_strdup(r->arena, r->why), left.msg);
out:
	free(version);
	free(d.id);
	engine_release(&d.engine);
	return rc;
}
