/* run_leash.c: the leash of a sandbox: starts bwrap, and ends with it */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run/run_init.h"

/*
 * A part of the program that run_init.c begins, and so nothing but the C
 * library is in it. Its words are told in run_init.h. A fork of halfhour in
 * its place would cost more the larger the wiki is: the page tables of all
 * notes are copied, and each page that is written afterwards.
 */
#define LEASH_FILE_MAX ((rlim_t)64 << 20)
#define LEASH_NOFILE 256
#define LEASH_AGAIN_NS 20000000 /* between two looks at what is left */

struct leash {
	pid_t keeper;
	long user; /* who runs bwrap; -1: who we are */
	rlim_t cpu_s;
	int n_fds; /* bwrap gets these, from 0 on */
	int warm;  /* or -1 */
	char **bwrap;
};

/* ---- what becomes bwrap ----------------------------------------------------- */

static void
leash_signals(void)
{
	struct sigaction sa;
	int i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_DFL;
	for (i = 1; i < NSIG; i++)
		sigaction(i, &sa, NULL); /* two of them cannot be set */
}

static void
leash_close_from(int fd)
{
	if (syscall(SYS_close_range, (unsigned)fd, ~0u, 0) == -1)
		for (; fd < 65536; fd++)
			close(fd);
}

static void
leash_limit(int what, rlim_t value)
{
	struct rlimit lim;

	if (getrlimit((__rlimit_resource_t)what, &lim) == -1)
		_exit(RUN_LEASH_LIMITS);
	if (lim.rlim_max != RLIM_INFINITY && lim.rlim_max < value)
		value = lim.rlim_max;
	lim.rlim_cur = lim.rlim_max = value;
	if (setrlimit((__rlimit_resource_t)what, &lim) == -1)
		_exit(RUN_LEASH_LIMITS);
}

/*
 * No core dump is written with a limit of 0 or 1; but the host may have named
 * a program that gets them all (core_pattern), and only 1 keeps the kernel
 * from starting that. The message queue limit stays as it is: with a lower one
 * mq_open() fails. The number of processes is limited by process 1.
 */
static void
leash_limits(rlim_t cpu_s)
{
	leash_limit(RLIMIT_CORE, 1);
	leash_limit(RLIMIT_NOFILE, LEASH_NOFILE);
	leash_limit(RLIMIT_FSIZE, LEASH_FILE_MAX);
	leash_limit(RLIMIT_CPU, cpu_s);
}

/* When the machine runs out of memory, this is what the kernel should end. */
static void
leash_die_first(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return;
	n = write(fd, "1000", 4);
	(void)n; /* else it is as likely to be ended as others */
	close(fd);
}

/*
 * A process of root stays root to the kernel in whatever namespace: it owns
 * /proc/sys, where core_pattern names a program that the host's kernel starts,
 * and no limit on processes holds it. So root does not run examples.
 */
static void
leash_drop(long user)
{
	uid_t id = (uid_t)user;

	if (user != -1 &&
	    (setgroups(0, NULL) == -1 || setresgid(id, id, id) == -1 ||
		setresuid(id, id, id) == -1))
		_exit(RUN_LEASH_USER);
}

/*
 * Get this signal when the parent ends. After the change of user, which makes
 * the kernel forget it.
 */
static void
leash_bind_life(pid_t parent, int signal)
{
	if (prctl(PR_SET_PDEATHSIG, signal) == -1 || getppid() != parent)
		_exit(RUN_LEASH_PARENT);
}

static _Noreturn void
leash_become(const struct leash *l, pid_t parent)
{
	static char *const none[] = { NULL };
	sigset_t set;

	setpgid(0, 0);
	leash_close_from(l->n_fds);
	leash_die_first();
	leash_limits(l->cpu_s);
	leash_drop(l->user);
	/* Else /proc/keys tells what is in the user's. */
	syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
	leash_bind_life(parent, SIGKILL);
	umask(022);
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	execve(l->bwrap[0], l->bwrap, none);
	_exit(RUN_LEASH_EXEC);
}

/* ---- its life ----------------------------------------------------------------- */

/* Kill our children, one behind the other: proc(5). */
static void
leash_kill_left(void)
{
	char path[64], pids[4096], *s = pids, *end;
	ssize_t n;
	long pid;
	int fd;

	snprintf(
	    path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd != -1 ? read(fd, pids, sizeof(pids) - 1) : 0;
	if (fd != -1)
		close(fd);
	pids[n > 0 ? n : 0] = '\0';
	for (; (pid = strtol(s, &end, 10)) > 0; s = end)
		kill((pid_t)pid, SIGKILL);
}

/*
 * Wait for bwrap and for all that it leaves behind, and end as it did.
 * SIGTERM, which is also what the kernel sends when the keeper is gone, ends
 * them. There is a moment in which the half of bwrap that builds the sandbox
 * waits for the other half and does not notice its end (0.8); it is in the
 * process group of bwrap then, and so is killed with it. And there is another,
 * when it has a session of its own and has not yet asked to be killed with its
 * parent: then it comes to us, and is killed as whatever else is left.
 */
static int
leash_hold(pid_t bwrap)
{
	const struct timespec again = { .tv_nsec = LEASH_AGAIN_NS };
	int status, code = RUN_LEASH_EXEC, signal;
	bool ends = false;
	sigset_t set;
	pid_t pid;

	setpgid(bwrap, bwrap); /* who is first, we or bwrap, does not matter */
	leash_close_from(0);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	for (;;) {
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			if (pid == bwrap && WIFEXITED(status))
				code = WEXITSTATUS(status);
		if (pid == -1 && errno == ECHILD)
			return code;
		if (ends)
			leash_kill_left();
		signal = ends ? sigtimedwait(&set, NULL, &again)
			      : sigwaitinfo(&set, NULL);
		if (signal == SIGTERM && !ends) {
			kill(-bwrap, SIGKILL);
			ends = true;
		}
	}
}

/* Signals of the terminal pass it by, and orphans from inside come to it, so
 * that it knows when the last of them has ended. */
int
run_leash(int argc, char **argv)
{
	pid_t self = getpid(), bwrap;
	struct leash l;
	sigset_t all;

	if (argc < RUN_LEASH_BWRAP + 1)
		return RUN_LEASH_EXEC;
	l.keeper = (pid_t)strtol(argv[RUN_LEASH_KEEPER], NULL, 10);
	l.user = strtol(argv[RUN_LEASH_AS], NULL, 10);
	l.cpu_s = (rlim_t)strtol(argv[RUN_LEASH_CPU], NULL, 10);
	l.n_fds = (int)strtol(argv[RUN_LEASH_FDS], NULL, 10);
	l.warm = (int)strtol(argv[RUN_LEASH_WARM], NULL, 10);
	l.bwrap = argv + RUN_LEASH_BWRAP;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	leash_signals();
	leash_bind_life(l.keeper, SIGTERM);
	prctl(PR_SET_NAME, RUN_LEASH);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) == -1)
		return RUN_LEASH_PARENT;
	/* It has our memory until it execs, which we wait for, and changes
	 * nothing there that we look at again. */
	if ((bwrap = vfork()) == 0)
		leash_become(&l, self);
	if (bwrap == -1)
		return RUN_LEASH_EXEC;
	if (l.warm != -1) {
		ssize_t n = write(l.warm, "0", 1);

		(void)n; /* then it costs some time later */
	}
	return leash_hold(bwrap);
}
