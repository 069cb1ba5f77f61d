/* run_box.c: the sandbox: bubblewrap, a system call filter, limits */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "run/run_int.h"

/*
 * The sandbox is bubblewrap's; run_bwrap.c has the words for it and says what
 * a program sees inside. bwrap does not close the descriptors that it inherits,
 * has no list of system calls that fail and sets no limits: these are made
 * here, and the verbs further down put everything in its place between fork
 * and exec.
 */
#define BOX_FILE_MAX ((rlim_t)64 << 20)
#define BOX_NOFILE 256
#define BOX_USER 65534 /* "nobody", who runs bwrap when root runs us */

/* ---- the verbs between fork and exec -------------------------------------- */

/*
 * The program may have threads, and then a fork of it may do nothing but make
 * system calls until it execs: what the child needs is made before the fork,
 * and the verbs below allocate nothing and report no more than that they
 * failed, by exiting with a code of their own.
 */
enum box_failure {
	BOX_BAD_FDS = 101,
	BOX_BAD_LIMITS,
	BOX_BAD_USER,
	BOX_BAD_PARENT,
	BOX_BAD_EXEC,
};

static void
box_signals(void)
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

static void
box_close_from(int fd)
{
	if (syscall(SYS_close_range, (unsigned)fd, ~0u, 0) == -1)
		for (; fd < 65536; fd++)
			close(fd);
}

/*
 * Put fds[i] at i and close all others. They are first moved out of the way,
 * above the places that they go to.
 */
static void
box_fds(int *fds, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (fds[i] != -1 &&
		    (fds[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, RUN_FD_N)) == -1)
			_exit(BOX_BAD_FDS);
	for (i = 0; i < n; i++) {
		if (fds[i] == -1)
			close(i);
		else if (dup2(fds[i], i) == -1)
			_exit(BOX_BAD_FDS);
	}
	box_close_from(n);
}

static void
box_limit(int what, rlim_t value)
{
	struct rlimit lim;

	if (getrlimit((__rlimit_resource_t)what, &lim) == -1)
		_exit(BOX_BAD_LIMITS);
	if (lim.rlim_max != RLIM_INFINITY && lim.rlim_max < value)
		value = lim.rlim_max;
	lim.rlim_cur = lim.rlim_max = value;
	if (setrlimit((__rlimit_resource_t)what, &lim) == -1)
		_exit(BOX_BAD_LIMITS);
}

/*
 * No core dump is written with a limit of 0 or 1; but the host may have named
 * a program that gets them all (core_pattern), and only 1 keeps the kernel
 * from starting that. The message queue limit stays as it is: with a lower one mq_open() fails.
 * The number of processes is set later, by the keeper.
 */
static void
box_limits(int cpu_s)
{
	box_limit(RLIMIT_CORE, 1);
	box_limit(RLIMIT_NOFILE, BOX_NOFILE);
	box_limit(RLIMIT_FSIZE, BOX_FILE_MAX);
	box_limit(RLIMIT_CPU, (rlim_t)cpu_s);
}

/* When the machine runs out of memory, this is what the kernel should end. */
static void
box_die_first(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	ssize_t n;

	if (fd == -1)
		return;
	n = write(fd, "1000", 4);
	(void)n; /* else it is as likely to be ended as others */
	close(fd);
}

/* Whether one of the ranges in a uid_map or gid_map has the id `nobody`. */
static bool
box_maps_nobody(const char *path)
{
	unsigned long first, outside, count;
	bool found = false;
	FILE *f = fopen(path, "re");

	if (f == NULL)
		return false;
	while (fscanf(f, "%lu %lu %lu", &first, &outside, &count) == 3)
		if (first <= BOX_USER && BOX_USER - first < count)
			found = true;
	fclose(f);
	return found;
}

/* Whether we are root and can become nobody. */
static bool
box_can_drop(void)
{
	return geteuid() == 0 && box_maps_nobody("/proc/self/uid_map") &&
	       box_maps_nobody("/proc/self/gid_map");
}

/*
 * A process of root stays root to the kernel in whatever namespace: it owns
 * /proc/sys, where core_pattern names a program that the host's kernel starts,
 * and no limit on processes holds it. So root does not run examples.
 */
static void
box_drop(bool drop)
{
	if (!drop)
		return;
	if (setgroups(0, NULL) == -1 ||
	    setresgid(BOX_USER, BOX_USER, BOX_USER) == -1 ||
	    setresuid(BOX_USER, BOX_USER, BOX_USER) == -1)
		_exit(BOX_BAD_USER);
}

/*
 * Get this signal when the parent ends. After the change of user, which makes
 * the kernel forget it.
 */
static void
box_bind_life(pid_t parent, int signal)
{
	if (prctl(PR_SET_PDEATHSIG, signal) == -1 || getppid() != parent)
		_exit(BOX_BAD_PARENT);
}

/* All that bwrap is started with, made before the fork. */
struct box_start {
	const char *bwrap;
	char **argv;
	int fds[RUN_FD_N], n_fds;
	int warm;
	int cpu_s;
	bool drop;
};

static _Noreturn void
box_become(struct box_start *s, pid_t parent)
{
	static char *const none[] = { NULL };

	setpgid(0, 0);
	box_signals();
	box_fds(s->fds, s->n_fds);
	box_die_first();
	box_limits(s->cpu_s);
	box_drop(s->drop);
	/* Else /proc/keys tells what is in the user's. */
	syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
	box_bind_life(parent, SIGKILL);
	umask(022);
	execve(s->bwrap, s->argv, none);
	_exit(BOX_BAD_EXEC);
}

/*
 * Wait for bwrap and for all that it leaves behind, and end as it did.
 * SIGTERM, which is also what the kernel sends when the keeper is gone, ends
 * bwrap. There is a moment in which the half of bwrap that builds the sandbox
 * waits for the other half and does not notice its end (0.8); it is in the
 * process group of bwrap then, and so is killed with it.
 */
static _Noreturn void
box_hold(pid_t bwrap)
{
	int status, code = BOX_BAD_EXEC;
	sigset_t set;
	pid_t pid;

	setpgid(bwrap, bwrap); /* who is first, we or bwrap, does not matter */
	box_close_from(0);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	for (;;) {
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			if (pid == bwrap && WIFEXITED(status))
				code = WEXITSTATUS(status);
		if (pid == -1 && errno == ECHILD)
			_exit(code);
		if (sigwaitinfo(&set, NULL) == SIGTERM)
			kill(-bwrap, SIGKILL);
	}
}

/*
 * The leash: a process between the keeper and bwrap, in which nothing of ours
 * goes on. Signals of the terminal pass it by, and orphans from inside come
 * to it, so that it knows when the last of them has ended.
 */
static _Noreturn void
box_leash(struct box_start *s, pid_t parent)
{
	pid_t self = getpid(), bwrap;
	sigset_t all;

	box_signals();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	box_bind_life(parent, SIGTERM);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) == -1)
		_exit(BOX_BAD_PARENT);
	/* It has our memory until it execs, which we wait for: no page is
	 * copied, and what it changes there we do not look at again. */
	if ((bwrap = vfork()) == 0)
		box_become(s, self);
	if (bwrap == -1)
		_exit(BOX_BAD_EXEC);
	if (s->warm != -1) {
		ssize_t n = write(s->warm, "0", 1);

		(void)n; /* then it costs some time later */
	}
	box_hold(bwrap);
}

/* ---- what the others call -------------------------------------------------- */

void
run_box_own(int fd)
{
	int rc = 0;

	/* It fails for a root that cannot become nobody, as it should. */
	if (geteuid() == 0)
		rc = fchown(fd, BOX_USER, BOX_USER);
	(void)rc; /* it can be used all the same, but not by /dev/stdout */
}

pid_t
run_box_start(const struct run_box *box, struct err *e)
{
	struct box_start s = {
		.cpu_s = box->cpu_s,
		.drop = box_can_drop(),
		.warm = box->warm,
	};
	char *bwrap = run_bwrap_find();
	int filter = -1, null = -1;
	pid_t parent = getpid(), pid = -1;
	size_t i;

	if (bwrap == NULL) {
		err_set(e, "%s",
		    "bwrap is not there, and examples run only in "
		    "its sandbox: apt-get install bubblewrap");
		goto out;
	}
	if (box->profile == RUN_CONTAINER && geteuid() == 0 && !s.drop) {
		err_set(e, "%s",
		    "examples of profile=container do not run as root, and "
		    "this root cannot become nobody: run halfhour as an "
		    "ordinary user");
		goto out;
	}
	if (box->n_puts > RUN_FILES_MAX) {
		err_set(e, "more than %d files", RUN_FILES_MAX);
		goto out;
	}
	if ((filter = run_filter_make(box->profile, e)) == -1)
		goto out;
	if ((null = open("/dev/null", O_RDONLY | O_CLOEXEC)) == -1) {
		err_errno(e, "cannot open /dev/null");
		goto out;
	}
	s.bwrap = bwrap;
	s.argv = run_bwrap_words(box, geteuid() == 0 && !s.drop);
	s.fds[0] = box->in != -1 ? box->in : null;
	s.fds[1] = box->out;
	s.fds[2] = box->err;
	s.fds[RUN_FD_TALK] = box->talk;
	s.fds[RUN_FD_EXTRA] = box->extra;
	s.fds[RUN_FD_INIT] = box->init;
	for (i = 0; i < RUN_FD_STATUS - RUN_FD_PROGRAM; i++)
		s.fds[RUN_FD_PROGRAM + i] =
		    i < (size_t)box->n_more ? box->more[i] : -1;
	s.fds[RUN_FD_STATUS] = box->status;
	s.fds[RUN_FD_FILTER] = filter;
	for (i = 0; i < box->n_puts; i++) {
		lseek(box->puts[i].fd, 0, SEEK_SET);
		s.fds[RUN_FD_PUT + i] = box->puts[i].fd;
	}
	s.n_fds = RUN_FD_PUT + (int)box->n_puts;

	if ((pid = fork()) == 0)
		box_leash(&s, parent);
	if (pid == -1)
		err_errno(e, "cannot start the sandbox");
out:
	if (filter != -1)
		close(filter);
	if (null != -1)
		close(null);
	run_bwrap_words_free(s.argv);
	free(bwrap);
	return pid;
}

/*
 * Since Linux 5.14 processes are counted for each user namespace. Before, all
 * processes of the user counted, also those outside, and a limit that is good
 * for an example would be reached at once; then only the keeper's looks
 * (run_watch.c) limit them.
 */
static bool
box_counts_apart(void)
{
	struct utsname u;
	char *end;
	long major, minor;

	if (uname(&u) == -1)
		return false;
	major = strtol(u.release, &end, 10);
	minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
	return major > 5 || (major == 5 && minor >= 14);
}

/* 0, or the reason why not. */
static int
box_set_tasks(pid_t init, rlim_t n)
{
	struct rlimit lim;

	if (prlimit(init, RLIMIT_NPROC, NULL, &lim) == -1)
		return errno;
	if (lim.rlim_max != RLIM_INFINITY && lim.rlim_max < n)
		n = lim.rlim_max;
	lim.rlim_cur = lim.rlim_max = n;
	return prlimit(init, RLIMIT_NPROC, &lim, NULL) == -1 ? errno : 0;
}

/* The same by a process of that user; a fork, so not for nothing. */
static int
box_set_tasks_as_nobody(pid_t init, rlim_t n)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		box_drop(true);
		_exit(box_set_tasks(init, n));
	}
	if (pid == -1)
		return errno;
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

/*
 * From outside and not before bwrap starts: the kernel keeps the limit of
 * whoever makes a user namespace as a ceiling for all processes of that user,
 * wherever they are. Even root may not do it to another's process where it
 * lacks CAP_SYS_RESOURCE, as in containers.
 */
int
run_box_limit_tasks(pid_t init, int n, struct err *e)
{
	int rc;

	if (!box_counts_apart())
		return 0;
	rc = box_set_tasks(init, (rlim_t)n);
	if (rc == EPERM && box_can_drop())
		rc = box_set_tasks_as_nobody(init, (rlim_t)n);
	errno = rc;
	return rc == 0
		   ? 0
		   : err_errno(e, "cannot limit the processes of the sandbox");
}
