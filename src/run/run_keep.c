/* run_keep.c: the keeper of one sandboxed program */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/fs.h"
#include "base/xalloc.h"
#include "run/run_type.h"

#define KEEP_START_MS 10000 /* for bwrap to say who its child is */
#define KEEP_DRAIN_MS 500   /* for output to end after the last process */
#define KEEP_LOOK_MS 20     /* between two looks at the memory */
#define KEEP_COUNTED_MS 400 /* the same, where the kernel counts */
#define KEEP_FIRST_MS 100   /* and there the first one */
#define KEEP_FLOOD ((size_t)16 << 20)
#define KEEP_LAST_MS 1000  /* to tell what is left */
#define KEEP_STOP_MS 1000  /* for a program that is told to end */
#define KEEP_LEAVE_MS 5000 /* for the shell of a session, after its last */
#define KEEP_STATUS_MAX 4096
#define KEEP_WORDS_MAX ((size_t)64 << 10)
#define KEEP_POLLS 4 /* descriptors beside those of programs */

/*
 * Process 1 of each sandbox (run_init.c) says that it is there and waits to be
 * told what to start. By then bwrap has bound its life to ours; before, a
 * program could be started that nobody ends should we be killed.
 *
 * Here are our ends of everything; theirs are closed once bwrap has them.
 */
struct keeper {
	struct run_step *step;
	struct run_out outs[RUN_PROGRAMS_MAX];
	int status, talk; /* our ends */
	int their_status, their_talk, init;
	pid_t pid; /* the leash of bwrap, see run_box.h */
	int pidfd, initfd;
	struct run_watch watch;
	struct run_cgroup cgroup;
	struct strbuf said;  /* what bwrap says at its status descriptor */
	struct strbuf words; /* what process 1 says */
	size_t heard;        /* of them */
	size_t flood;        /* bytes read so far */
	int64_t started, look_at;
	struct run_hang hang;
	int look_ms;
	int64_t stuck; /* since when nothing runs and something is to come */
	int64_t stop;  /* when programs were told to end; 0: not yet */
	bool stop_all; /* and were killed */
	int64_t over;  /* when all had ended, or the time was over: `late` */
	int64_t asked, quit; /* process 1: what is left, to end; 0: not yet */
	bool there, told;    /* it is there; has told what is left */
	bool late, hung, killed, stopped;
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

int
run_keep_input(const char *text, struct err *e)
{
	int fd = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd == -1 || fs_write_all(fd, text, strlen(text)) == -1 ||
	    fcntl(fd, F_ADD_SEALS,
		F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK) == -1 ||
	    lseek(fd, 0, SEEK_SET) == -1) {
		err_errno(e, "cannot make a file in memory");
		keep_close(&fd);
	}
	return fd;
}

/* ---- what is said and printed ---------------------------------------------- */

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

static int
keep_open(struct keeper *k, struct err *e)
{
	size_t i;

	for (i = 0; i < k->step->n_progs; i++)
		if (run_out_open(&k->outs[i], &k->step->progs[i]) == -1)
			return err_errno(e, "cannot open the example's output");
	if (k->step->typing != NULL &&
	    run_type_open(k->step->typing, k->outs[0].out) == -1)
		return err_errno(e, "cannot open the example's terminal");
	if (keep_pipe(&k->status, &k->their_status) == -1 ||
	    keep_socket(&k->talk, &k->their_talk) == -1)
		return err_errno(e, "cannot open the example's output");
	return (k->init = run_inside_file(e)) == -1 ? -1 : 0;
}

static void
keep_say(struct keeper *k, char word)
{
	/* When it is gone there is nobody to tell, and keep_ended() knows. */
	(void)!send(k->talk, &word, 1, MSG_NOSIGNAL);
}

/* Process 1 has said something: hear each line of it once. */
static void
keep_hear(struct keeper *k)
{
	char *line, *end;

	for (;;) {
		line = k->words.buf + k->heard;
		if ((end = strchr(line, '\n')) == NULL)
			return;
		*end = '\0';
		k->heard = (size_t)(end + 1 - k->words.buf);
		switch (
		    run_inside_hear(line, k->step, date_ticks() - k->started)) {
		case RUN_HEARD_THERE:
			k->there = true;
			break;
		case RUN_HEARD_DONE:
			k->told = true;
			break;
		default:
			break;
		}
	}
}

/* What a program has printed; `err`: to its standard error. */
static void
keep_read(struct keeper *k, size_t i, bool err)
{
	struct run_prog *p = &k->step->progs[i];
	int64_t ms = date_ticks() - k->started;
	size_t kept, n;

	if (k->step->typing != NULL) {
		k->flood += run_type_read(
		    k->step->typing, &k->outs[i].out, p, k->step->trace, ms);
		return;
	}
	if (err)
		n = run_out_read(&k->outs[i].err, p->err, &p->err_cut, &kept);
	else
		n = run_out_read(&k->outs[i].out, p->out, &p->out_cut, &kept);
	k->flood += n;
	if (k->step->trace != NULL)
		run_trace_chunk(k->step->trace, ms, (int)i, err, kept);
}

/* Where a stop is told, until it is. */
static int
keep_stop(const struct keeper *k)
{
	return k->stopped || k->step->stop == 0 ? -1 : k->step->stop;
}

/* Wait for any of them, at most ms, and read those that have something. */
static void
keep_listen(struct keeper *k, int ms)
{
	struct pollfd p[KEEP_POLLS + 2 * RUN_PROGRAMS_MAX] = {
		{ .fd = k->status, .events = POLLIN },
		{ .fd = k->talk, .events = POLLIN },
		{ .fd = k->pidfd, .events = POLLIN },
		{ .fd = keep_stop(k), .events = POLLIN },
	};
	struct pollfd *outs = p + KEEP_POLLS;
	size_t i, kept, n = k->step->n_progs;

	for (i = 0; i < n; i++) {
		outs[2 * i] = (struct pollfd){ k->outs[i].out, POLLIN, 0 };
		outs[2 * i + 1] = (struct pollfd){ k->outs[i].err, POLLIN, 0 };
	}
	if (poll(p, KEEP_POLLS + 2 * n, ms) <= 0)
		return;
	for (i = 0; i < n; i++) {
		if (outs[2 * i].revents)
			keep_read(k, i, false);
		if (outs[2 * i + 1].revents)
			keep_read(k, i, true);
	}
	k->stopped |= p[3].revents != 0;
	if (p[0].revents)
		run_out_read(&k->status, &k->said, NULL, &kept);
	if (p[1].revents) {
		run_out_read(&k->talk, &k->words, NULL, &kept);
		keep_hear(k);
	}
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

/* Whether what a program is started after has come. */
static bool
keep_is_due(const struct run_step *s, const struct run_prog *p)
{
	const struct run_prog *after =
	    p->after == -1 ? NULL : &s->progs[p->after];

	if (after == NULL)
		return true;
	if (!after->started)
		return false;
	if (p->until != NULL)
		return memmem(after->out->buf, after->out->len, p->until,
			   strlen(p->until)) != NULL;
	return after->ended ||
	       memchr(after->out->buf, '\n', after->out->len) != NULL;
}

/* Start the programs whose turn it is. */
static void
keep_start_due(struct keeper *k)
{
	size_t i;

	for (i = 0; i < k->step->n_progs; i++) {
		struct run_prog *p = &k->step->progs[i];

		if (p->started || !keep_is_due(k->step, p))
			continue;
		p->started = true;
		p->start_ms = date_ticks() - k->started;
		keep_say(k, (char)(RUN_SAY_START + (int)i));
	}
}

/*
 * Who can mount file systems can fill memory in ways that a look at processes
 * does not see.
 */
static const char keep_no_group[] =
    "examples of profile=container need a control group to hold their memory, "
    "and none can be made from here; as root it can, and with a service "
    "manager of your own: systemd-run --user --scope halfhour run";

/* Whether the kernel counts the memory, and with it the processes. */
static bool
keep_counted(const struct keeper *k)
{
	return k->cgroup.memory.dir != -1;
}

/* Wait until the sandbox is built, then let the program go. */
static int
keep_let_go(struct keeper *k, struct err *e)
{
	int64_t until = date_ticks() + KEEP_START_MS;
	long init;

	while ((init = keep_said(k, "\"child-pid\": ")) <= 0 || !k->there) {
		if (keep_ended(k) && k->status == -1 && k->talk == -1)
			return 0; /* keep_failed() says why */
		if (k->stopped)
			return err_set(e, "it was stopped");
		if (date_ticks() > until)
			return err_set(e,
			    "the sandbox did not start within %d s",
			    KEEP_START_MS / 1000);
		keep_listen(k, KEEP_LOOK_MS);
	}
	k->watch.init = (pid_t)init;
	run_cgroup_enter(&k->cgroup, k->watch.init);
	k->step->rung = run_cgroup_rung(&k->cgroup);
	if (k->step->profile == RUN_CONTAINER && !keep_counted(k))
		return err_set(e, "%s", keep_no_group);
	k->initfd = (int)syscall(SYS_pidfd_open, k->watch.init, 0);
	if (k->initfd == -1)
		return err_errno(e, "cannot watch the program (pidfd_open)");
	k->started = date_ticks();
	/* The first looks come early, so that short programs are seen as well,
	 * unless the kernel sees everything. */
	k->look_ms = keep_counted(k) ? KEEP_FIRST_MS : 1;
	k->look_at = k->started + k->look_ms - 1;
	keep_start_due(k);
	return 0;
}

/* ---- the clock and the limits --------------------------------------------------- */

/* What it has used is known from the last look, for those who are killed tell
 * nobody. */
static void
keep_end(struct keeper *k, enum run_end why)
{
	if (!k->killed) {
		k->step->end = why;
		if (keep_counted(k))
			run_watch_look(&k->watch, 0);
	}
	keep_kill(k);
}

static void
keep_look(struct keeper *k)
{
	struct run_step *s = k->step;
	bool counted = keep_counted(k);
	int most = counted ? KEEP_COUNTED_MS : KEEP_LOOK_MS;
	struct run_usage u = run_watch_look(&k->watch, counted ? 0 : s->memory);

	if (u.memory > s->memory || run_cgroup_full(&k->cgroup))
		keep_end(k, RUN_END_MEMORY);
	else if (u.tasks > s->processes + RUN_TASKS_OURS)
		keep_end(k, RUN_END_PROCESSES);
	k->look_at = date_ticks() + k->look_ms;
	k->look_ms = k->look_ms * 2 > most ? most : k->look_ms * 2;
}

/*
 * The programs that matter have ended: tell those that would run for ever to
 * end, and after a while do not ask.
 */
static void
keep_stop_rest(struct keeper *k)
{
	int64_t now = date_ticks();
	bool again = k->stop != 0;
	size_t i;

	if (k->stop_all || (again && now < k->stop + KEEP_STOP_MS))
		return;
	k->stop = now;
	k->stop_all = again;
	for (i = 0; i < k->step->n_progs; i++) {
		struct run_prog *p = &k->step->progs[i];

		if (!p->started || p->ended)
			continue;
		p->stopped = true;
		keep_say(
		    k, (char)((again ? RUN_SAY_KILL : RUN_SAY_STOP) + (int)i));
	}
}

/*
 * Whether nothing runs and nothing will. A program that waits for a word of
 * another, which has ended, gets a moment: the word may be on its way.
 */
static bool
keep_all_ended(struct keeper *k)
{
	bool waits = false, stops = false;
	size_t i;

	if (k->step->typing != NULL)
		return run_type_over(
		    k->step->typing, k->step->progs[0].ended, KEEP_LEAVE_MS);
	for (i = 0; i < k->step->n_progs; i++) {
		const struct run_prog *p = &k->step->progs[i], *after;

		if (p->started && !p->ended && !p->stop)
			return false;
		stops |= p->started && !p->ended;
		if (p->started)
			continue;
		after = &k->step->progs[p->after]; /* else it were started */
		if (after->started && !after->ended)
			return false;
		waits = true;
	}
	if (waits && k->stuck == 0)
		k->stuck = date_ticks();
	if (waits && date_ticks() < k->stuck + KEEP_DRAIN_MS)
		return false;
	if (stops)
		keep_stop_rest(k);
	return !stops;
}

/* Ask what is left, once; whether it is told, or will not be. */
static bool
keep_last(struct keeper *k)
{
	if (k->step->trace == NULL || k->told)
		return true;
	if (k->asked == 0) {
		k->asked = date_ticks();
		keep_say(k, RUN_SAY_LOOK);
	}
	return date_ticks() >= k->asked + KEEP_LAST_MS;
}

/* It may be a deadlock from the first moment on; what ends it is the same as
 * at the end of its time. */
static void
keep_look_hang(struct keeper *k)
{
	if (k->over != 0 || k->killed || k->stopped ||
	    !run_hang_due(&k->hang, k->step, k->flood))
		return;
	k->hung = run_hang_look(k->step, k->watch.init);
	if (!k->hung)
		return;
	k->late = true;
	k->over = date_ticks();
}

/* One turn of the loop below; `until` is when the time is over. */
static void
keep_turn(struct keeper *k, int64_t until)
{
	int64_t now = date_ticks();

	keep_start_due(k);
	if (k->step->typing != NULL)
		run_type_turn(k->step->typing, k->outs[0].out, k->started);
	if (k->over == 0 && (now >= until || keep_all_ended(k))) {
		k->over = now;
		k->late = now >= until;
	}
	keep_look_hang(k);
	if (k->stopped)
		keep_kill(k);
	if (k->flood > KEEP_FLOOD)
		keep_end(k, RUN_END_OUTPUT);
	else if (k->over == 0 && now >= k->look_at)
		keep_look(k);
	if (k->over == 0 || k->killed || k->quit != 0 || !keep_last(k))
		return;
	if (k->late)
		keep_end(k, k->hung ? RUN_END_DEADLOCK : RUN_END_TIME);
	k->quit = now;
	keep_say(k, RUN_SAY_QUIT);
}

static void
keep_until_end(struct keeper *k)
{
	int64_t until = k->started + k->step->timeout_ms, now, next;

	while (!keep_ended(k)) {
		keep_turn(k, until);
		now = date_ticks();
		if (k->quit != 0 && now > k->quit + KEEP_LAST_MS)
			keep_kill(k); /* it does not obey */
		next = until < k->look_at ? until : k->look_at;
		if (k->step->hang != RUN_HANG_NONE && k->hang.at < next)
			next = k->hang.at;
		if (k->over != 0 || k->killed)
			next = now + KEEP_LOOK_MS;
		keep_listen(k, next > now ? (int)(next - now) : 0);
	}
}

/* ---- the end --------------------------------------------------------------------- */

static int64_t
keep_ms(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000 + t.tv_usec / 1000;
}

static bool
keep_is_open(const struct keeper *k)
{
	bool open = k->status != -1 || k->talk != -1;
	size_t i;

	for (i = 0; i < k->step->n_progs; i++)
		open |= k->outs[i].out != -1 || k->outs[i].err != -1;
	return open;
}

/* After the last process there is output in the pipes, and then their end. */
static void
keep_drain(struct keeper *k)
{
	int64_t until = date_ticks() + KEEP_DRAIN_MS;

	keep_close(&k->pidfd);
	while (keep_is_open(k) && date_ticks() < until)
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
 * peak of memory, but of one process only.
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
	k->step->wall_ms = (k->over ? k->over : date_ticks()) - k->started;
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
	const struct run_prog *p = &k->step->progs[0];
	const struct strbuf *said = p->err ? p->err : p->out;
	char *why;

	if (said->len == 0)
		return err_set(e,
		    "the sandbox cannot start: bwrap ended with "
		    "status %d and without a word",
		    code);
	why = run_bwrap_problem(said->buf);
	err_set(e, "%s", why);
	free(why);
	return -1;
}

static void
keep_release(struct keeper *k)
{
	size_t i;

	if (k->pid != -1) {
		keep_kill(k);
		keep_reap(k);
	}
	for (i = 0; i < RUN_PROGRAMS_MAX; i++)
		run_out_release(&k->outs[i]);
	keep_close(&k->init);
	keep_close(&k->status);
	keep_close(&k->talk);
	keep_close(&k->their_status);
	keep_close(&k->their_talk);
	keep_close(&k->pidfd);
	keep_close(&k->initfd);
	run_watch_release(&k->watch);
	run_cgroup_release(&k->cgroup);
	strbuf_release(&k->said);
	strbuf_release(&k->words);
}

static int
keep_start(struct keeper *k, struct err *e)
{
	struct run_step *s = k->step;
	struct run_box box = {
		.puts = s->puts,
		.n_puts = s->n_puts,
		.in = s->typing != NULL ? k->outs[0].their_out : s->in,
		.out = k->outs[0].their_out,
		.err = k->outs[0].their_err,
		.talk = k->their_talk,
		.extra = s->extra,
		.init = k->init,
		.status = k->their_status,
		.warm = k->cgroup.warm,
		.profile = s->profile,
		/* Threads spend time on each processor at once. */
		.cpu_s = (s->timeout_ms / 1000 + 1) *
			 (int)sysconf(_SC_NPROCESSORS_ONLN),
	};
	char **argv = run_inside_words(s);
	size_t i;

	for (i = 1; i < s->n_progs; i++) {
		box.more[box.n_more++] = s->progs[i].in;
		box.more[box.n_more++] = k->outs[i].their_out;
		box.more[box.n_more++] = k->outs[i].their_err;
	}
	box.argv = (const char *const *)argv;
	k->pid = run_box_start(&box, e);
	run_inside_words_free(argv);
	if (k->pid == -1)
		return -1;
	for (i = 0; i < s->n_progs; i++)
		run_out_close_theirs(&k->outs[i]);
	keep_close(&k->init);
	keep_close(&k->their_status);
	keep_close(&k->their_talk);
	k->pidfd = (int)syscall(SYS_pidfd_open, k->pid, 0);
	if (k->pidfd == -1)
		return err_errno(e, "cannot watch the sandbox (pidfd_open)");
	return 0;
}

/*
 * Process 1 has told how each program ended, unless it was itself ended: then
 * bwrap tells how, in the way of a shell.
 */
static void
keep_statuses(struct keeper *k, int code)
{
	size_t i;

	for (i = 0; i < k->step->n_progs; i++) {
		struct run_prog *p = &k->step->progs[i];

		if (p->ended || k->killed || k->over != 0 || !p->started)
			continue;
		p->ended = true;
		p->status = code > 128 ? code - 128 : code << 8;
	}
}

int
run_keep(struct run_step *step, struct err *e)
{
	struct keeper k = {
		.step = step,
		.status = -1,
		.talk = -1,
		.their_status = -1,
		.their_talk = -1,
		.init = -1,
		.pid = -1,
		.pidfd = -1,
		.initfd = -1,
		.watch = RUN_WATCH_INIT,
		.cgroup = RUN_CGROUP_INIT,
	};
	int code, said, rc = -1;
	size_t i;

	for (i = 0; i < RUN_PROGRAMS_MAX; i++)
		k.outs[i] = RUN_OUT_INIT;
	strbuf_init(&k.said, KEEP_STATUS_MAX);
	strbuf_init(&k.words, KEEP_WORDS_MAX);
	run_cgroup_make(
	    &k.cgroup, step->memory, step->processes + RUN_TASKS_OURS);
	if (keep_open(&k, e) == -1 || keep_start(&k, e) == -1 ||
	    keep_let_go(&k, e) == -1)
		goto out;
	keep_until_end(&k);
	keep_drain(&k);
	code = keep_reap(&k);
	said = (int)keep_said(&k, "\"exit-code\": ");
	if (k.stopped) {
		err_set(e, "it was stopped");
		goto out;
	}
	if (k.initfd == -1 || (!k.killed && said == -1)) {
		keep_failed(&k, code, e);
		goto out;
	}
	keep_statuses(&k, said);
	if (step->typing != NULL)
		run_type_finish(
		    step->typing, &step->progs[0], step->trace, step->wall_ms);
	rc = 0;
out:
	keep_release(&k);
	return rc;
}
