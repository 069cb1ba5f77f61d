/* run_docker_shell.c: a session typed into a shell in a container */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/xalloc.h"
#include "run/run_docker.h"

/*
 * Theory of operation
 *
 * The engine's command is on a terminal of ours and carries bytes between it
 * and a second one, in the container, where an interactive bash is. Neither
 * echoes or changes anything: what the programs write is what we read.
 *
 * Nothing of the container can be asked from outside, for the engine may be
 * another machine. So the shell itself says before each prompt, on its
 * terminal, how the last command has ended, where it is and what it exports,
 * between two marks that are random for each session. What is written to a
 * terminal stays in its order, so all that comes before the first mark is the
 * command's. The marks stand in the shell in two halves: neither `set` nor
 * `declare -f` prints one. A program that looks for them in the memory of the
 * shell can deceive; an example in a container is trusted by whoever lets it
 * run.
 *
 * As in the sandbox (run_type.c) the shell then gets an empty line: what it
 * tells of its jobs belongs to the command before. A program that reads the
 * terminal gets nothing and waits, and the limit of time ends the session.
 */
#define SHELL_MARK 32
#define SHELL_REPORT_MAX ((size_t)1 << 20)
#define SHELL_LOOK_MS 50
#define SHELL_LEAVE_MS 3000 /* for the shell to end, when it is asked to */

enum shell_at {
	SHELL_COMING, /* nothing was read yet */
	SHELL_SETUP,  /* it was told how to report */
	SHELL_TYPED,  /* a command runs */
	SHELL_ASKED,  /* it has ended, and an empty line was typed */
	SHELL_LEFT,   /* all have ended, and it was asked to end */
};

struct shell {
	struct run_shell *s;
	enum shell_at at;
	pid_t pid;     /* of the engine's command; -1: waited for */
	pid_t session; /* that pid, also afterwards */
	int master;
	struct strbuf tail, input; /* read and not judged; to be typed */
	size_t input_at, flood;
	char mark[SHELL_MARK + 1];
	int status;         /* of the command that has ended */
	struct run_env env; /* after it */
	int64_t started, typed, left;
};

/* ---- typing --------------------------------------------------------------------- */

static void
shell_type(struct shell *k, const char *text)
{
	strbuf_clear(&k->input);
	strbuf_adds(&k->input, text);
	k->input_at = 0;
}

static void
shell_write(struct shell *k)
{
	ssize_t n;

	if (k->master == -1 || k->input_at == k->input.len)
		return;
	n = write(
	    k->master, k->input.buf + k->input_at, k->input.len - k->input_at);
	if (n > 0)
		k->input_at += (size_t)n;
}

/* The first thing that is typed. Its reports go to the terminal wherever the
 * output of the shell goes by then; what `set -x` says of them goes nowhere. */
static void
shell_setup(struct shell *k)
{
	char *text = xasprintf(
	    "__prompt() { local s=$?; PS1= PS2=; "
	    "builtin printf '%%s%%ss%%d\\0%%s\\0' %.16s %s \"$s\" \"$PWD\"; "
	    "builtin declare -px; builtin printf '%%s%%se' %.16s %s; }; "
	    "readonly -f __prompt; "
	    "readonly PROMPT_COMMAND='{ __prompt; } >/dev/tty 2>/dev/null'; "
	    "set +H; unset HISTFILE; history -c\n",
	    k->mark, k->mark + 16, k->mark, k->mark + 16);

	shell_type(k, text);
	k->at = SHELL_SETUP;
	free(text);
}

static int
shell_mark(struct shell *k, struct err *e)
{
	unsigned char random[SHELL_MARK / 2];
	size_t i;

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return err_errno(e, "no random bytes");
	for (i = 0; i < sizeof(random); i++)
		snprintf(k->mark + 2 * i, 3, "%02x", random[i]);
	return 0;
}

static void
shell_next(struct shell *k)
{
	struct run_shell *s = k->s;

	if (s->at == s->n) {
		k->at = SHELL_LEFT;
		k->left = date_ticks();
		/* Bash does not go at once when jobs are stopped. */
		shell_type(k, "exit\nexit\n");
		return;
	}
	shell_type(k, s->asks[s->at].typed);
	k->at = SHELL_TYPED;
	k->typed = date_ticks();
	s->typed = true;
	s->r->commands[s->at].start_ms = k->typed - k->started;
}

/* ---- reading --------------------------------------------------------------------- */

static void
shell_drop(struct shell *k, size_t len)
{
	memmove(k->tail.buf, k->tail.buf + len, k->tail.len - len);
	strbuf_trunc(&k->tail, k->tail.len - len);
}

/* The first bytes of what was read are output of the command that runs. */
static void
shell_keep(struct shell *k, size_t len)
{
	struct run_result *r = k->s->r;
	size_t before = r->out.len, kept;

	if (k->at == SHELL_COMING || k->at == SHELL_SETUP)
		strbuf_add(&k->s->before, k->tail.buf, len);
	else if (k->at != SHELL_LEFT) {
		strbuf_add(&r->out, k->tail.buf, len);
		kept = r->out.len - before;
		r->out_cut += len - kept;
		r->commands[k->s->at].len += kept;
		run_trace_chunk(
		    &r->trace, date_ticks() - k->started, 0, false, kept);
	}
	shell_drop(k, len);
}

/* A command has ended, and all that it printed is there. */
static void
shell_ended(struct shell *k, const char *cwd)
{
	struct run_shell *s = k->s;
	struct run_command *c = &s->r->commands[s->at];

	c->exit = k->status;
	c->cwd = cwd;
	s->at++;
	s->typed = false;
}

/*
 * A whole report: "s", the status, NUL, the folder, NUL, the environment. The
 * first one that the shell makes is of the setup, and of each command there
 * are two; only the second is the end of its output.
 */
static void
shell_report(struct shell *k, const char *p, size_t len)
{
	struct run_shell *s = k->s;
	struct arena *a = s->r->arena;
	const char *cwd = memchr(p, '\0', len), *text;
	struct run_env env;

	cwd = cwd != NULL ? cwd + 1 : p + len;
	text = memchr(cwd, '\0', len - (size_t)(cwd - p));
	text = text != NULL ? text + 1 : p + len;
	env = run_env_parse(a, text, len - (size_t)(text - p));
	if (k->at == SHELL_SETUP) {
		s->env = k->env = env;
		s->started = true;
		k->started = date_ticks();
		shell_next(k);
	} else if (k->at == SHELL_TYPED) {
		struct run_command *c = &s->r->commands[s->at];

		k->status = (int)strtol(p, NULL, 10) & 255;
		c->ms = date_ticks() - k->typed;
		c->env = run_env_change(a, &k->env, &env);
		k->env = env;
		shell_type(k, "\n");
		k->at = SHELL_ASKED;
	} else if (k->at == SHELL_ASKED) {
		shell_ended(k, arena_strdup(a, cwd));
		shell_next(k);
	}
}

/* Where a mark with this letter behind it begins, or NULL. */
static char *
shell_find(const struct shell *k, size_t from, char letter)
{
	char want[SHELL_MARK + 2];

	snprintf(want, sizeof(want), "%s%c", k->mark, letter);
	return memmem(
	    k->tail.buf + from, k->tail.len - from, want, SHELL_MARK + 1);
}

/* What was read, as far as it can be told what it is. */
static void
shell_judge(struct shell *k)
{
	const size_t mark = SHELL_MARK + 1;
	char *from, *to;

	while ((from = shell_find(k, 0, 's')) != NULL) {
		shell_keep(k, (size_t)(from - k->tail.buf));
		to = shell_find(k, mark, 'e');
		if (to == NULL)
			return;
		*to = '\0';
		shell_report(
		    k, k->tail.buf + mark, (size_t)(to - k->tail.buf) - mark);
		shell_drop(k, (size_t)(to - k->tail.buf) + mark);
	}
	if (k->tail.len > SHELL_MARK) /* a mark may have begun */
		shell_keep(k, k->tail.len - SHELL_MARK);
}

static void
shell_read(struct shell *k)
{
	char buf[16384];
	ssize_t n = read(k->master, buf, sizeof(buf));

	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) { /* EIO: nobody has the other side any more */
		close(k->master);
		k->master = -1;
		return;
	}
	if (k->at == SHELL_COMING)
		shell_setup(k);
	k->flood += (size_t)n;
	strbuf_add(&k->tail, buf, (size_t)n);
	shell_judge(k);
}

/* ---- its life --------------------------------------------------------------------- */

/* The command that runs is shown what there is of its output. */
static void
shell_finish(struct shell *k, enum run_shell_end end)
{
	struct run_shell *s = k->s;
	struct run_command *c = &s->r->commands[s->at];

	if (k->tail.len > 0 && shell_find(k, 0, 's') == NULL)
		shell_keep(k, k->tail.len);
	s->end = end;
	if (!s->typed)
		return;
	/* `exit` is a command that ends with its shell. */
	if (end == RUN_SHELL_GONE) {
		k->status = s->status;
		if (k->at == SHELL_TYPED)
			c->ms = date_ticks() - k->typed;
		shell_ended(k, NULL);
	} else {
		c->exit = -1;
		c->ms = date_ticks() - k->typed;
	}
}

static bool
shell_waited(struct shell *k)
{
	int status;

	if (k->pid == -1)
		return true;
	if (waitpid(k->pid, &status, WNOHANG) == 0)
		return false;
	k->pid = -1;
	k->s->status =
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return true;
}

static void
shell_loop(struct shell *k)
{
	struct run_shell *s = k->s;
	int64_t begun = date_ticks();

	for (;;) {
		struct pollfd v[] = { { k->master, POLLIN, 0 },
			{ s->stop > 0 ? s->stop : -1, POLLIN, 0 } };
		int64_t now = date_ticks();

		shell_write(k);
		if (k->input_at < k->input.len)
			v[0].events |= POLLOUT;
		poll(v, 2, SHELL_LOOK_MS);
		if (v[0].revents & (POLLIN | POLLHUP | POLLERR))
			shell_read(k);
		if (k->at == SHELL_LEFT &&
		    (shell_waited(k) || now >= k->left + SHELL_LEAVE_MS))
			return shell_finish(k, RUN_SHELL_DONE);
		if (k->master == -1 && shell_waited(k))
			return shell_finish(
			    k, s->at == s->n ? RUN_SHELL_DONE : RUN_SHELL_GONE);
		if (v[1].revents)
			return shell_finish(k, RUN_SHELL_STOPPED);
		if (k->flood > RUN_OUTPUT_MAX || k->tail.len > SHELL_REPORT_MAX)
			return shell_finish(k, RUN_SHELL_FLOOD);
		if (now >= (k->started ? k->started : begun) + s->timeout_ms)
			return shell_finish(k, RUN_SHELL_LATE);
	}
}

static int
shell_start(struct shell *k, struct err *e)
{
	struct run_prog p = { .terminal = true };
	struct run_out o = RUN_OUT_INIT;
	int fds[3], rc = -1;

	if (run_out_open(&o, &p) == -1 ||
	    fcntl(o.out, F_SETFL, O_NONBLOCK) == -1) {
		err_errno(e, "cannot make a terminal");
		goto out;
	}
	fds[0] = fds[1] = fds[2] = o.their_out;
	k->pid = engine_start(k->s->engine, k->s->argv, NULL, fds, true, e);
	k->session = k->pid;
	if (k->pid == -1)
		goto out;
	k->master = o.out;
	o.out = -1;
	rc = 0;
out:
	run_out_release(&o);
	return rc;
}

int
run_shell(struct run_shell *s, struct err *e)
{
	struct shell k = { .s = s, .pid = -1, .session = -1, .master = -1 };
	int rc = -1;

	strbuf_init(&k.tail, STRBUF_MAX);
	strbuf_init(&k.input, STRBUF_MAX);
	strbuf_init(&s->before, SHELL_REPORT_MAX);
	if (shell_mark(&k, e) == -1 || shell_start(&k, e) == -1)
		goto out;
	shell_loop(&k);
	s->r->wall_ms = k.started ? date_ticks() - k.started : 0;
	rc = 0;
out:
	if (k.pid != -1) {
		kill(-k.pid, SIGKILL);
		while (waitpid(k.pid, NULL, 0) == -1 && errno == EINTR)
			continue;
	}
	if (k.session != -1)
		run_host_end(k.session);
	if (k.master != -1)
		close(k.master);
	strbuf_release(&k.tail);
	strbuf_release(&k.input);
	return rc;
}

void
run_shell_release(struct run_shell *s)
{
	strbuf_release(&s->before);
}
