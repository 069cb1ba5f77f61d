/* sweep_trace.c: a command is run, and killed as it enters a system call */
/*
 * A seccomp filter stops the command, and whatever it starts, at the calls of
 * one name only; all others cost nothing. At the stop the kernel has not done
 * the call yet, and after a SIGKILL it never does.
 */
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sweep.h"

#define OPTIONS                                                                \
	(PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEEXEC |      \
	    PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK)
/* Only so that a command that hangs is a failure and no endless test. */
#define RUN_SECONDS 120

struct trace {
	const struct trace_job *job;
	struct trace_seen *seen;
	pid_t first;
	bool begun; /* the command itself runs, no longer the child below */
};

static void
out_of_time(int sig)
{
	static const char says[] = "sweep: the command does not end\n";

	(void)sig;
	if (write(STDERR_FILENO, says, sizeof(says) - 1) == -1)
		_exit(1);
	_exit(1);
}

/* ---- the process that becomes the command ------------------------------ */

static int
filter(int call)
{
	scmp_filter_ctx f;

	if (call == TRACE_NONE)
		return 0;
	f = seccomp_init(
	    call == TRACE_ALL ? SCMP_ACT_TRACE(0) : SCMP_ACT_ALLOW);
	if (f == NULL ||
	    (call != TRACE_ALL &&
		seccomp_rule_add(f, SCMP_ACT_TRACE(0), call, 0) != 0))
		return -1;
	return seccomp_load(f);
}

static void __attribute__((noreturn))
child(const struct trace_job *job, const int go[2])
{
	char c;
	int fd;

	close(go[1]);
	if (read(go[0], &c, 1) != 1)
		_exit(127);
	close(go[0]);
	if (chdir(job->dir) == -1)
		die("%s", job->dir);
	fd = open(job->out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd == -1)
		die("%s", job->out);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (filter(job->call) != 0)
		_exit(127);
	execvp(job->argv[0], job->argv);
	_exit(127);
}

/* ---- the stops --------------------------------------------------------- */

/* A call is entered. Returns whether its process is killed. */
static bool
on_call(struct trace *t, pid_t pid)
{
	struct __ptrace_syscall_info info = { 0 };
	unsigned long *n;

	if (!t->begun)
		return false;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) == -1) {
		/* Killed by another of its threads, or by its parent. */
		if (errno == ESRCH)
			return true;
		die("PTRACE_GET_SYSCALL_INFO");
	}
	if (info.seccomp.nr >= TRACE_CALLS)
		return false;
	n = &t->seen->calls[info.seccomp.nr];
	if (++*n != t->job->at)
		return false;
	t->seen->killed = true;
	if (syscall(SYS_tkill, pid, SIGKILL) == -1)
		die("tkill");
	return true;
}

static void
on_stop(struct trace *t, pid_t pid, int status)
{
	int event = status >> 16, sig = WSTOPSIG(status), pass = 0;

	if (event == PTRACE_EVENT_SECCOMP && on_call(t, pid))
		return;
	if (event == PTRACE_EVENT_EXEC)
		t->begun = true;
	if (event == 0)
		pass = sig;
	/* What is stopped by a signal stays so until it is continued. */
	if (event == PTRACE_EVENT_STOP && sig != SIGTRAP)
		ptrace(PTRACE_LISTEN, pid, 0, 0);
	else
		ptrace(PTRACE_CONT, pid, 0, pass);
}

static void
follow(struct trace *t)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL)) != -1 || errno == EINTR) {
		if (pid == -1)
			continue;
		if (WIFSTOPPED(status))
			on_stop(t, pid, status);
		else if (pid == t->first)
			t->seen->code = WIFEXITED(status)
					    ? WEXITSTATUS(status)
					    : 128 + WTERMSIG(status);
	}
	if (errno != ECHILD)
		die("waitpid");
}

int
trace_run(struct trace_seen *seen, const struct trace_job *job)
{
	struct trace t = { .job = job, .seen = seen };
	int go[2];

	memset(seen, 0, sizeof(*seen));
	signal(SIGALRM, out_of_time);
	alarm(RUN_SECONDS);
	if (pipe2(go, O_CLOEXEC) == -1 || (t.first = fork()) == -1)
		die("fork");
	if (t.first == 0)
		child(job, go);
	close(go[0]);
	if (ptrace(PTRACE_SEIZE, t.first, 0, OPTIONS) == -1) {
		close(go[1]);
		waitpid(t.first, NULL, 0);
		return -1;
	}
	if (write(go[1], "", 1) != 1)
		die("write");
	close(go[1]);
	follow(&t);
	alarm(0);
	return t.begun ? 0 : -1;
}
