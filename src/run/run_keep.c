/* run_keep.c: the keeper of one sandboxed program */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/date.h"
#include "base/fs.h"
#include "base/xalloc.h"
#include "run/run_int.h"

#define KEEP_START_MS 10000 /* for bwrap to say who its child is */
#define KEEP_DRAIN_MS 500   /* for output to end after the last process */
#define KEEP_LOOK_MS 20     /* between two looks at the memory */
#define KEEP_FLOOD ((size_t)16 << 20)
#define KEEP_STATUS_MAX 4096
#define KEEP_WORDS_MAX 32
#define KEEP_EXEMPT 1 /* processes that are ours: the shell */

/*
 * Process 1 of each sandbox: it says that it is there and waits for an answer.
 * By then bwrap has bound its life to ours; before, a program could be started
 * that nobody ends should we be killed. No answer, and nothing is started.
 *
 * Then it starts the program, waits for it and for orphans, and ends as the
 * program did. Here bwrap would not do: it says 139 for a program that ended
 * with exit(139) and for one that a SEGV ended. The shell has a word for each
 * signal and says it at its standard error, which then is our socket, so that
 * there is something to read only after a signal. It has no word for PIPE and
 * INT; for their two numbers the signal is what is meant nearly always.
 */
static const char keep_first[] = "echo >&3; read -r go <&3 || exit; "
				 "exec 5>&2 2>&3 3>&-; "
				 "(exec \"$@\" 2>&5 5>&-); exit";

/* Both ends of everything; theirs are closed once bwrap has them. */
struct keeper {
	struct run_step *step;
	int out, err, status, talk; /* our ends */
	int their_out, their_err, their_status, their_talk;
	pid_t pid; /* the leash of bwrap, see run_box.h */
	int pidfd, initfd;
	struct run_watch watch;
	struct run_cgroup cgroup;
	struct strbuf said;  /* what bwrap says at its status descriptor */
	struct strbuf words; /* what process 1 says */
	size_t flood;        /* bytes read so far */
	int64_t started, look_at;
	int look_ms;
	bool killed;
};

static void
keep_close(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

int
run_keep_file(const void *p, size_t len, struct err *e)
{
	int fd = memfd_create("halfhour", MFD_CLOEXEC);

	if (fd == -1 || fs_write_all(fd, p, len) == -1 ||
	    lseek(fd, 0, SEEK_SET) == -1) {
		err_errno(e, "cannot make a file in memory");
		keep_close(&fd);
	}
	return fd;
}

/* ---- pipes and the terminal ------------------------------------------------ */

static int
keep_pipe(int *ours, int *theirs)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) == -1)
		return -1;
	*ours = fd[0];
	*theirs = fd[1];
	return 0;
}

static int
keep_socket(int *ours, int *theirs)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		return -1;
	*ours = fd[0];
	*theirs = fd[1];
	return 0;
}

/*
 * A terminal of its own for standard output. A C library writes to a terminal
 * line by line and to a pipe block by block: a program that is killed, which
 * is how each example of a deadlock ends, loses its last block. It is raw, so
 * the bytes arrive as they were written, and as it is nobody's controlling
 * terminal it can send no signals.
 */
static int
keep_terminal(struct keeper *k)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct termios t;
	char name[64];

	k->out = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (k->out == -1 || grantpt(k->out) == -1 || unlockpt(k->out) == -1 ||
	    ptsname_r(k->out, name, sizeof(name)) != 0)
		return -1;
	k->their_out = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (k->their_out == -1 || tcgetattr(k->their_out, &t) == -1)
		return -1;
	cfmakeraw(&t);
	if (tcsetattr(k->their_out, TCSANOW, &t) == -1)
		return -1;
	ioctl(k->their_out, TIOCSWINSZ, &size);
	return 0;
}

static int
keep_open(struct keeper *k, struct err *e)
{
	int out = k->step->terminal ? keep_terminal(k)
				    : keep_pipe(&k->out, &k->their_out);

	if (out == -1 || keep_pipe(&k->err, &k->their_err) == -1 ||
	    keep_pipe(&k->status, &k->their_status) == -1 ||
	    keep_socket(&k->talk, &k->their_talk) == -1)
		return err_errno(e, "cannot open the example's output");
	run_box_own(k->their_out);
	run_box_own(k->their_err);
	return 0;
}

/* Read what is there; false at its end, which a terminal tells by EIO. */
static bool
keep_read(struct keeper *k, int *fd, struct strbuf *to, size_t *cut)
{
	char buf[16384];
	ssize_t n = read(*fd, buf, sizeof(buf));
	size_t before = to->len;

	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n <= 0) {
		keep_close(fd);
		return false;
	}
	strbuf_add(to, buf, (size_t)n);
	if (cut != NULL) {
		*cut += (size_t)n - (to->len - before);
		k->flood += (size_t)n;
	}
	return true;
}

/* Wait for any of them, at most ms, and read those that have something. */
static void
keep_listen(struct keeper *k, int ms)
{
	struct pollfd p[5] = {
		{ .fd = k->out, .events = POLLIN },
		{ .fd = k->err, .events = POLLIN },
		{ .fd = k->status, .events = POLLIN },
		{ .fd = k->talk, .events = POLLIN },
		{ .fd = k->pidfd, .events = POLLIN },
	};

	if (poll(p, 5, ms) <= 0)
		return;
	if (p[0].revents)
		keep_read(k, &k->out, k->step->out, &k->step->out_cut);
	if (p[1].revents)
		keep_read(k, &k->err, k->step->err, &k->step->err_cut);
	if (p[2].revents)
		keep_read(k, &k->status, &k->said, NULL);
	if (p[3].revents)
		keep_read(k, &k->talk, &k->words, NULL);
}

/* ---- the start --------------------------------------------------------------- */

/* The number behind a key of bwrap's JSON lines; -1 while it is not there. */
static long
keep_said(const struct keeper *k, const char *key)
{
	const char *s = strstr(k->said.buf, key);

	if (s == NULL || strchr(s, '\n') == NULL)
		return -1;
	return strtol(s + strlen(key), NULL, 10);
}

static bool
keep_ended(const struct keeper *k)
{
	struct pollfd p = { .fd = k->pidfd, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

/* Kill everything: with its init the whole process namespace ends. */
static void
keep_kill(struct keeper *k)
{
	if (k->killed)
		return;
	k->killed = true;
	if (k->initfd == -1 ||
	    syscall(SYS_pidfd_send_signal, k->initfd, SIGKILL, NULL, 0) == -1)
		kill(k->pid, SIGTERM);
}

/*
 * Who can mount file systems can fill memory in ways that a look at processes
 * does not see.
 */
static const char keep_no_group[] =
    "examples of profile=container need a control group to hold their memory, "
    "and none can be made from here; as root it can, and with a service "
    "manager of your own: systemd-run --user --scope halfhour run";

/* Wait until the sandbox is built, then let the program go. */
static int
keep_let_go(struct keeper *k, struct err *e)
{
	int64_t until = date_ticks() + KEEP_START_MS;
	long init;

	while ((init = keep_said(k, "\"child-pid\": ")) <= 0 ||
	       k->words.len == 0) {
		if (keep_ended(k) && k->status == -1 && k->talk == -1)
			return 0; /* keep_failed() says why */
		if (date_ticks() > until)
			return err_set(e,
			    "the sandbox did not start within %d s",
			    KEEP_START_MS / 1000);
		keep_listen(k, KEEP_LOOK_MS);
	}
	strbuf_clear(&k->words);
	k->watch.init = (pid_t)init;
	if (run_box_limit_tasks(
		k->watch.init, k->step->processes + KEEP_EXEMPT, e) == -1)
		return -1;
	run_cgroup_enter(&k->cgroup, k->watch.init);
	k->step->rung = run_cgroup_rung(&k->cgroup);
	if (k->step->profile == RUN_CONTAINER && k->cgroup.memory.dir == -1)
		return err_set(e, "%s", keep_no_group);
	k->initfd = (int)syscall(SYS_pidfd_open, k->watch.init, 0);
	if (k->initfd == -1)
		return err_errno(e, "cannot watch the program (pidfd_open)");
	k->started = date_ticks();
	k->look_at = k->started;
	k->look_ms = 1;
	if (send(k->talk, "\n", 1, MSG_NOSIGNAL) == -1)
		return err_errno(e, "cannot start the program");
	return 0;
}

/* ---- the clock and the limits --------------------------------------------------- */

static void
keep_end(struct keeper *k, enum run_end why)
{
	if (!k->killed)
		k->step->end = why;
	keep_kill(k);
}

/* The first looks come early, so that short programs are seen as well. */
static void
keep_look(struct keeper *k)
{
	struct run_step *s = k->step;
	bool counted = k->cgroup.memory.dir != -1;
	struct run_usage u = run_watch_look(&k->watch, counted ? 0 : s->memory);

	if (u.memory > s->memory || run_cgroup_full(&k->cgroup))
		keep_end(k, RUN_END_MEMORY);
	else if (u.tasks > s->processes + KEEP_EXEMPT)
		keep_end(k, RUN_END_PROCESSES);
	k->look_at = date_ticks() + k->look_ms;
	k->look_ms =
	    k->look_ms * 2 > KEEP_LOOK_MS ? KEEP_LOOK_MS : k->look_ms * 2;
}

static void
keep_until_end(struct keeper *k)
{
	int64_t until = k->started + k->step->timeout_ms, now, next;

	while (!keep_ended(k)) {
		now = date_ticks();
		if (now >= until)
			keep_end(k, RUN_END_TIME);
		else if (k->flood > KEEP_FLOOD)
			keep_end(k, RUN_END_OUTPUT);
		else if (now >= k->look_at)
			keep_look(k);
		next = k->killed || until > k->look_at ? k->look_at : until;
		now = date_ticks();
		keep_listen(k, next > now ? (int)(next - now) : k->killed);
	}
}

/* ---- the end --------------------------------------------------------------------- */

static int64_t
keep_ms(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000 + t.tv_usec / 1000;
}

/* After the last process there is output in the pipes, and then their end. */
static void
keep_drain(struct keeper *k)
{
	int64_t until = date_ticks() + KEEP_DRAIN_MS;

	keep_close(&k->pidfd);
	while ((k->out != -1 || k->err != -1 || k->status != -1 ||
		   k->talk != -1) &&
	       date_ticks() < until)
		keep_listen(k, KEEP_LOOK_MS);
}

/*
 * What the kernel has counted is better than what was seen. It ends a process
 * that goes beyond the limit in between two looks, and that may be the whole
 * program.
 */
static void
keep_cgroup(struct keeper *k)
{
	size_t peak = run_cgroup_peak(&k->cgroup);

	if (peak != 0)
		k->step->peak = peak;
	if (!k->killed && run_cgroup_full(&k->cgroup))
		k->step->end = RUN_END_MEMORY;
}

/*
 * rusage has the time of processes that were waited for; those killed at a
 * limit are not among them, so the last look may know of more. It also has a
 * peak of memory, but of one process, and that may be the copy of ourselves
 * that was there before exec.
 */
static int
keep_reap(struct keeper *k)
{
	struct rusage usage;
	int status = 0;

	while (wait4(k->pid, &status, 0, &usage) == -1)
		if (errno != EINTR)
			return -1;
	k->pid = -1;
	k->step->cpu_ms = keep_ms(usage.ru_utime) + keep_ms(usage.ru_stime);
	if (k->step->cpu_ms < k->watch.peak.cpu_ms)
		k->step->cpu_ms = k->watch.peak.cpu_ms;
	k->step->wall_ms = date_ticks() - k->started;
	k->step->peak = k->watch.peak.memory;
	k->step->crowded = k->watch.peak.tasks >= k->step->processes ||
			   run_cgroup_crowded(&k->cgroup);
	keep_cgroup(k);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* bwrap ended before there was a program: it has told why at its stderr. */
static int
keep_failed(struct keeper *k, int code, struct err *e)
{
	char *why;

	if (k->step->err->len == 0)
		return err_set(e,
		    "the sandbox cannot start: bwrap ended with "
		    "status %d and without a word",
		    code);
	why = run_bwrap_problem(k->step->err->buf);
	err_set(e, "%s", why);
	free(why);
	return -1;
}

static void
keep_release(struct keeper *k)
{
	if (k->pid != -1) {
		keep_kill(k);
		keep_reap(k);
	}
	keep_close(&k->out);
	keep_close(&k->err);
	keep_close(&k->status);
	keep_close(&k->talk);
	keep_close(&k->their_out);
	keep_close(&k->their_err);
	keep_close(&k->their_status);
	keep_close(&k->their_talk);
	keep_close(&k->pidfd);
	keep_close(&k->initfd);
	run_watch_release(&k->watch);
	run_cgroup_release(&k->cgroup);
	strbuf_release(&k->said);
	strbuf_release(&k->words);
}

/* The words of process 1, and behind them those of the program. */
static const char **
keep_argv(const char *const *program, enum run_profile profile)
{
	const char *const *launcher = run_bwrap_launcher(profile);
	const char **v = NULL;
	size_t n = 0, cap = 0;

	*VEC_PUSH(v, n, cap) = "/bin/sh";
	*VEC_PUSH(v, n, cap) = "-c";
	*VEC_PUSH(v, n, cap) = keep_first;
	*VEC_PUSH(v, n, cap) = "sh";
	while (*launcher != NULL)
		*VEC_PUSH(v, n, cap) = *launcher++;
	while (*program != NULL)
		*VEC_PUSH(v, n, cap) = *program++;
	*VEC_PUSH(v, n, cap) = NULL;
	return v;
}

static int
keep_start(struct keeper *k, struct err *e)
{
	struct run_step *s = k->step;
	const char **argv;
	struct run_box box = {
		.puts = s->puts,
		.n_puts = s->n_puts,
		.in = s->in,
		.out = k->their_out,
		.err = k->their_err,
		.talk = k->their_talk,
		.extra = s->extra,
		.status = k->their_status,
		.warm = k->cgroup.warm,
		.profile = s->profile,
		/* Threads spend time on each processor at once. */
		.cpu_s = (s->timeout_ms / 1000 + 1) *
			 (int)sysconf(_SC_NPROCESSORS_ONLN),
	};

	argv = keep_argv(s->argv, s->profile);
	box.argv = argv;
	k->pid = run_box_start(&box, e);
	free(argv);
	if (k->pid == -1)
		return -1;
	keep_close(&k->their_out);
	keep_close(&k->their_err);
	keep_close(&k->their_status);
	keep_close(&k->their_talk);
	k->pidfd = (int)syscall(SYS_pidfd_open, k->pid, 0);
	if (k->pidfd == -1)
		return err_errno(e, "cannot watch the sandbox (pidfd_open)");
	return 0;
}

int
run_keep(struct run_step *step, struct err *e)
{
	struct keeper k = {
		.step = step,
		.out = -1,
		.err = -1,
		.status = -1,
		.talk = -1,
		.their_out = -1,
		.their_err = -1,
		.their_status = -1,
		.their_talk = -1,
		.pid = -1,
		.pidfd = -1,
		.initfd = -1,
		.watch = RUN_WATCH_INIT,
		.cgroup = RUN_CGROUP_INIT,
	};
	int code, rc = -1;

	strbuf_init(&k.said, KEEP_STATUS_MAX);
	strbuf_init(&k.words, KEEP_WORDS_MAX);
	run_cgroup_make(&k.cgroup, step->memory, step->processes + KEEP_EXEMPT);
	if (keep_open(&k, e) == -1 || keep_start(&k, e) == -1 ||
	    keep_let_go(&k, e) == -1)
		goto out;
	keep_until_end(&k);
	keep_drain(&k);
	code = keep_reap(&k);
	step->code = (int)keep_said(&k, "\"exit-code\": ");
	step->told = k.words.len > 0;
	if (k.initfd == -1 || (!k.killed && step->code == -1)) {
		keep_failed(&k, code, e);
		goto out;
	}
	rc = 0;
out:
	keep_release(&k);
	return rc;
}
