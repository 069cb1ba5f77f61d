/* note_pool.c: notes parsed in child processes that may die */
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/step.h"
#include "base/xalloc.h"
#include "note/note_work_int.h"

/*
 * Theory of operation. The parser of Debian 12 can take minutes, gigabytes
 * or the process with it on a small hostile text. So `jobs` children each
 * parse every jobs-th note, in order, and send what they read as frames
 * through a pipe (note_work.c); this process, which holds the log, only
 * unpacks frames that it does not trust. Children inherit the texts by
 * fork(2), so nothing is sent to them.
 *
 * A child that uses more processor time on one note than POOL_CPU_MS, or
 * answers more than a note may become, is killed; its memory is limited by
 * the kernel. One that dies is followed by another. If it died by itself,
 * that one begins with the same note, which may not have been the reason: a
 * machine that is short of memory kills whom it likes. A note that costs two
 * children, or has one killed, is given up, and the next child begins
 * behind it.
 */
#define POOL_CPU_MS 2000
#define POOL_WALL_MS 60000

/*
 * A note takes a child less time than it takes to wake this process, which
 * then finds one frame in the pipe, goes to sleep again, and has driven the
 * child from its processor or its cache twice. So once a child has shown that
 * it is quick, this process naps before it looks again, while the frames
 * gather in a pipe that has room for more than come in the meantime. Small
 * wikis never get so far.
 */
#define POOL_NAP_MS 4
#define POOL_NAP_FROM 65536 /* bytes that have come from a child */
#define POOL_PIPE (512 * 1024)

/* In the middle of a sentence: the parser … this note. */
#define POOL_SLOW "took more than 2 s for"
#define POOL_GREEDY "needed more than 600 MB for"
#define POOL_NONSENSE "gave a broken answer to"

struct pool {
	const struct note_src *srcs;
	const struct note_opts *opts;
	size_t n, jobs;
	struct note *out;
	struct arena *a;
	struct diag_list *d;
};

struct pool_child {
	pid_t pid; /* 0: none */
	int fd;
	size_t next;    /* the note whose frame comes next */
	bool again;     /* that note has cost a child already */
	int64_t cpu_ms; /* of the child when that note began */
	int64_t began;  /* ticks at that time */
	struct strbuf in;
	size_t came;  /* bytes, from this child */
	bool drained; /* the last look took all that there was */
};

static int
pool_start(const struct pool *p, struct pool_child *c, struct err *e)
{
	struct note_work work = { p->srcs, p->n, c->next, p->jobs, -1,
		p->opts };
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) == -1)
		return err_errno(e, "cannot make a pipe");
	/* Only a wish: a smaller one is full sooner. */
	fcntl(fds[1], F_SETPIPE_SZ, POOL_PIPE);
	work.fd = fds[1];
	c->pid = fork();
	if (c->pid == -1) {
		close(fds[0]);
		close(fds[1]);
		c->pid = 0;
		return err_errno(e, "cannot start a process");
	}
	if (c->pid == 0) {
		/* Nobody is left to wait for a child whose parent was killed:
		 * it must not sit on a full pipe that it reads itself. */
		close(fds[0]);
		note_work(&work);
	}
	close(fds[1]);
	c->fd = fds[0];
	c->cpu_ms = 0;
	c->began = date_ticks();
	c->came = 0;
	c->drained = false;
	strbuf_clear(&c->in);
	return 0;
}

/* Returns its status as of waitpid(2). */
static int
pool_reap(struct pool_child *c, bool kill_it)
{
	int status = 0;

	if (c->pid == 0)
		return 0;
	if (kill_it)
		kill(c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) == -1 && errno == EINTR)
		;
	close(c->fd);
	c->pid = 0;
	c->fd = -1;
	return status;
}

/* What a child died of. */
static const char *
pool_died(int status)
{
	if (WIFSIGNALED(status))
		switch (WTERMSIG(status)) {
		case SIGXCPU:
			return POOL_SLOW;
		case SIGKILL:
			return "was killed, twice, at";
		case SIGABRT: /* how the library says so */
			return POOL_GREEDY;
		default:
			return "crashed at";
		}
	return WEXITSTATUS(status) == NOTE_WORK_MEMORY ? POOL_GREEDY
						       : "stopped at";
}

static int64_t
pool_cpu_ms(pid_t pid)
{
	struct timespec ts;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 ||
	    clock_gettime(clock, &ts) == -1)
		return 0;
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* A note that cost its child: its source stands in for it. */
static void
pool_give_up(struct pool *p, size_t i, const char *why)
{
	note_parse_source(&p->out[i], &p->srcs[i], p->opts, p->a, p->d);
	diag(p->d, DIAG_BUDGET, p->srcs[i].path,
	    note_hazard_line(p->srcs[i].text, p->srcs[i].len), 1,
	    "the Markdown parser %s this note, so its source is shown "
	    "instead; most of the markup is on this line: look there for very "
	    "long tables or deep nesting",
	    why);
}

/* Where the body of a frame stays. */
static const char *
pool_stay(const struct pool *p, size_t i, const struct note_frame *head,
    const char *body)
{
	const struct note_stay *stay = p->opts->stay;

	if (stay != NULL)
		return stay->body(i, head, body, stay->payload);
	return arena_copy(p->a, body, (size_t)head->len, 1);
}

/* Take the frames that have come whole; -1 when one makes no sense. */
static int
pool_frames(struct pool *p, struct pool_child *c)
{
	struct note_frame head;
	size_t at = 0;
	int rc = 0;

	while (rc == 0 && c->in.len - at >= sizeof(head)) {
		memcpy(&head, c->in.buf + at, sizeof(head));
		if (c->next >= p->n ||
		    head.len > note_frame_max(p->srcs[c->next].len))
			return -1;
		if (c->in.len - at - sizeof(head) < head.len)
			break;
		rc = note_frame_take(&p->out[c->next], &p->srcs[c->next], &head,
		    pool_stay(p, c->next, &head, c->in.buf + at + sizeof(head)),
		    p->a, p->d);
		at += sizeof(head) + (size_t)head.len;
		if (rc == 0) {
			c->next += p->jobs;
			c->again = false;
		}
	}
	if (at > 0) {
		c->cpu_ms = pool_cpu_ms(c->pid);
		c->began = date_ticks();
		memmove(c->in.buf, c->in.buf + at, c->in.len - at);
		strbuf_trunc(&c->in, c->in.len - at);
	}
	return rc;
}

/* Read what is there: 1 goes on, 0 is the end, -1 is nonsense. */
static int
pool_read(struct pool *p, struct pool_child *c)
{
	char buf[65536];
	ssize_t n = read(c->fd, buf, sizeof(buf));

	if (n == -1)
		return errno == EINTR ? 1 : 0;
	if (n == 0)
		return 0;
	strbuf_add(&c->in, buf, (size_t)n);
	c->came += (size_t)n;
	c->drained = (size_t)n < sizeof(buf);
	return pool_frames(p, c) == -1 ? -1 : 1;
}

/* The child is done or dead, or is to be killed for this reason: the next
 * one, or none. */
static int
pool_next(struct pool *p, struct pool_child *c, const char *why, struct err *e)
{
	int status = pool_reap(c, why != NULL);

	if (c->next >= p->n)
		return 0;
	if (why == NULL && !c->again) {
		c->again = true;
		return pool_start(p, c, e);
	}
	pool_give_up(p, c->next, why ? why : pool_died(status));
	c->next += p->jobs;
	c->again = false;
	return c->next < p->n ? pool_start(p, c, e) : 0;
}

static bool
pool_late(const struct pool_child *c)
{
	return pool_cpu_ms(c->pid) - c->cpu_ms > POOL_CPU_MS ||
	       date_ticks() - c->began > POOL_WALL_MS;
}

/* Let frames gather, unless a child is new or has more to say already. */
static void
pool_nap(const struct pool *p, const struct pool_child *v)
{
	const struct timespec nap = { 0, POOL_NAP_MS * 1000000L };
	size_t i;

	for (i = 0; i < p->jobs; i++)
		if (v[i].pid != 0 &&
		    (v[i].came < POOL_NAP_FROM || !v[i].drained))
			return;
	nanosleep(&nap, NULL);
}

static int
pool_round(struct pool *p, struct pool_child *v, struct err *e)
{
	struct pollfd *fds = xcalloc(p->jobs, sizeof(*fds));
	int rc = 0;
	size_t i;

	for (i = 0; i < p->jobs; i++)
		fds[i] = (struct pollfd){ v[i].pid ? v[i].fd : -1, POLLIN, 0 };
	if (poll(fds, p->jobs, 100) == -1 && errno != EINTR)
		rc = err_errno(e, "cannot wait for the parsers");
	for (i = 0; i < p->jobs && rc == 0; i++) {
		int got = 1;

		if (v[i].pid == 0)
			continue;
		if (fds[i].revents != 0)
			got = pool_read(p, &v[i]);
		if (got <= 0)
			rc = pool_next(
			    p, &v[i], got == -1 ? POOL_NONSENSE : NULL, e);
		/* Also when it has something to say: it may never end. */
		else if (pool_late(&v[i]))
			rc = pool_next(p, &v[i], POOL_SLOW, e);
	}
	free(fds);
	return rc;
}

static bool
pool_busy(const struct pool *p, const struct pool_child *v)
{
	size_t i;

	for (i = 0; i < p->jobs; i++)
		if (v[i].pid != 0)
			return true;
	return false;
}

/* How many notes are done: those that a child took before its next. */
static size_t
pool_done(const struct pool *p, const struct pool_child *v)
{
	size_t i, n = 0;

	for (i = 0; i < p->jobs; i++)
		n += (v[i].next - i) / p->jobs;
	return n;
}

int
note_pool_parse(struct note *out, const struct note_src *srcs, size_t n,
    int jobs, const struct note_opts *opts, struct arena *a,
    struct diag_list *d, struct err *e)
{
	struct pool p = { srcs, opts, n, 0, out, a, d };
	struct pool_child *v;
	int rc = 0;
	size_t i;

	p.jobs = jobs < 1 ? 1 : (size_t)jobs < n ? (size_t)jobs : n;
	v = xcalloc(p.jobs, sizeof(*v));
	for (i = 0; i < p.jobs; i++) {
		v[i].next = i;
		v[i].fd = -1;
		strbuf_init(&v[i].in, STRBUF_MAX);
	}
	for (i = 0; i < p.jobs && rc == 0; i++)
		rc = pool_start(&p, &v[i], e);
	while (rc == 0 && pool_busy(&p, v)) {
		pool_nap(&p, v);
		rc = pool_round(&p, v, e);
		step_tell(opts->step, "reading", pool_done(&p, v), n);
	}
	for (i = 0; i < p.jobs; i++) {
		pool_reap(&v[i], true);
		strbuf_release(&v[i].in);
	}
	free(v);
	return rc;
}
