/* engine_call.c: the engine's command from its start to its end */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/xalloc.h"
#include "engine/engine.h"

#define CALL_OUTPUT ((size_t)1 << 20)
#define CALL_GRACE_MS 2000 /* from the word to end to the kill */
#define CALL_LOOK_MS 20    /* between two looks whether it has ended */

/* ---- the child ---------------------------------------------------------------- */

static void
call_signals(void)
{
	struct sigaction sa;
	sigset_t none;
	int i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_DFL;
	for (i = 1; i < NSIG; i++)
		sigaction(i, &sa, NULL); /* two of them cannot be set */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child, where only calls are allowed that may stand in a signal
 * handler. The three are first moved out of the way of each other. */
static _Noreturn void
call_become(const char *path, char **argv, char **env, const int fds[3],
    bool terminal, pid_t parent)
{
	int moved[3], i;

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	for (i = 0; i < 3; i++)
		moved[i] = fcntl(fds[i], F_DUPFD, 3);
	for (i = 0; i < 3; i++)
		if (moved[i] == -1 || dup2(moved[i], i) == -1)
			_exit(127);
	if (terminal)
		ioctl(0, TIOCSCTTY, 0);
	if (syscall(SYS_close_range, 3u, ~0u, 0) == -1)
		for (i = 3; i < 65536; i++)
			close(i);
	call_signals();
	execve(path, argv, env);
	_exit(127);
}

extern char **environ;

/* Our environment and `more`, the later one counts; free() only the list. */
static char **
call_env(const char *const *more)
{
	size_t n = 0, m = 0, kept = 0, i, k;
	char **v;

	while (environ[n] != NULL)
		n++;
	while (more != NULL && more[m] != NULL)
		m++;
	v = xcalloc(n + m + 1, sizeof(*v));
	for (i = 0; i < n; i++) {
		size_t name = strcspn(environ[i], "=") + 1;

		for (k = 0; k < m; k++)
			if (strncmp(environ[i], more[k], name) == 0)
				break;
		if (k == m)
			v[kept++] = environ[i];
	}
	for (k = 0; k < m; k++)
		v[kept++] = (char *)more[k];
	return v;
}

pid_t
engine_start(const struct engine *g, const char *const *argv,
    const char *const *env, const int fds[3], bool terminal, struct err *e)
{
	pid_t parent = getpid(), pid;
	int ready[2] = { -1, -1 };
	size_t n = 0;
	char **words, **vars, byte;

	/* A process that is a group's leader can begin no session, so its
	 * group is not ours to make: it is waited for until it has closed all
	 * but the three, and so this pipe. */
	if (pipe2(ready, O_CLOEXEC) == -1)
		return err_errno(e, "cannot make a pipe");

	while (argv[n] != NULL)
		n++;
	words = xcalloc(n + 2, sizeof(*words));
	words[0] = g->path;
	memcpy(words + 1, argv, n * sizeof(*words));
	vars = call_env(env);
	pid = fork();
	if (pid == 0)
		call_become(g->path, words, vars, fds, terminal, parent);
	if (pid == -1)
		err_errno(e, "cannot start %s", g->path);
	close(ready[1]);
	while (pid != -1 && read(ready[0], &byte, 1) == -1 && errno == EINTR)
		continue;
	close(ready[0]);
	free(words);
	free(vars);
	return pid;
}

/* ---- its end -------------------------------------------------------------------- */

/* A call under way. */
struct call {
	const struct engine_call *c;
	struct engine_said *said;
	pid_t pid;
	int out, err; /* ours; -1 when they are at their end */
	int64_t started;
	int64_t told; /* when it was told to end; 0: it was not */
};

static void
call_close(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

static void
call_read(struct call *k, int *fd, bool err)
{
	struct strbuf *to = err ? &k->said->err : &k->said->out;
	size_t *cut = err ? &k->said->err_cut : &k->said->out_cut;
	size_t before = to->len;
	char buf[16384];
	ssize_t n = read(*fd, buf, sizeof(buf));

	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		call_close(fd);
		return;
	}
	strbuf_add(to, buf, (size_t)n);
	*cut += (size_t)n - (to->len - before);
	if (k->c->heard != NULL)
		k->c->heard(k->c->payload, err, buf, (size_t)n,
		    date_ticks() - k->started);
}

static void
call_tell(struct call *k, bool *why)
{
	if (k->told != 0)
		return;
	*why = true;
	k->told = date_ticks();
	kill(-k->pid, SIGTERM);
}

/* Read what comes until both ends are closed and it has ended. Whoever it has
 * left behind may hold them open: after its end there is a moment for what is
 * on the way. */
static int
call_wait(struct call *k)
{
	int status = 0;
	int64_t ended = 0;

	while (ended == 0 || k->out != -1 || k->err != -1) {
		struct pollfd v[] = { { k->out, POLLIN, 0 },
			{ k->err, POLLIN, 0 },
			{ k->c->stop > 0 ? k->c->stop : -1, POLLIN, 0 } };
		int64_t now = date_ticks();

		if (k->told != 0)
			v[2].fd = -1;
		poll(v, 3, CALL_LOOK_MS);
		if (v[0].revents)
			call_read(k, &k->out, false);
		if (v[1].revents)
			call_read(k, &k->err, true);
		if (ended == 0 && v[2].revents)
			call_tell(k, &k->said->stopped);
		if (ended == 0 && now >= k->started + k->c->timeout_ms)
			call_tell(k, &k->said->late);
		if (k->told != 0 && now >= k->told + CALL_GRACE_MS)
			kill(-k->pid, SIGKILL);
		if (ended == 0 && waitpid(k->pid, &status, WNOHANG) != 0)
			ended = now;
		if (ended != 0 && now >= ended + CALL_GRACE_MS)
			break;
	}
	return status;
}

static int
call_pipe(int *ours, int *theirs, struct err *e)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) == -1)
		return err_errno(e, "cannot make a pipe");
	*ours = fd[0];
	*theirs = fd[1];
	return 0;
}

int
engine_call(struct engine_said *out, const struct engine *g,
    const struct engine_call *c, struct err *e)
{
	struct call k = { .c = c, .said = out, .out = -1, .err = -1 };
	int theirs[3] = { -1, -1, -1 }, status, rc = -1;
	size_t max = c->output > 0 ? c->output : CALL_OUTPUT;

	engine_said_release(out);
	*out = (struct engine_said){ .status = 0 };
	strbuf_init(&out->out, max);
	strbuf_init(&out->err, max);
	theirs[0] = c->in > 0 ? fcntl(c->in, F_DUPFD_CLOEXEC, 3)
			      : open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (theirs[0] == -1) {
		err_errno(e, "cannot start %s", g->path);
		goto out;
	}
	if (call_pipe(&k.out, &theirs[1], e) == -1 ||
	    call_pipe(&k.err, &theirs[2], e) == -1)
		goto out;
	k.started = date_ticks();
	k.pid = engine_start(g, c->argv, c->env, theirs, false, e);
	if (k.pid == -1)
		goto out;
	call_close(&theirs[0]);
	call_close(&theirs[1]);
	call_close(&theirs[2]);
	status = call_wait(&k);
	out->ms = date_ticks() - k.started;
	out->status =
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	rc = 0;
out:
	call_close(&theirs[0]);
	call_close(&theirs[1]);
	call_close(&theirs[2]);
	call_close(&k.out);
	call_close(&k.err);
	return rc;
}
