/* note_pool.c: notes parsed in child processes that may die */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "note/note_int.h"

/*
 * Theory of operation. The parser of Debian 12 can take minutes, gigabytes
 * or the process with it on a small hostile text. So `jobs` children each
 * parse every jobs-th note, in order, and send what they read as frames
 * through a pipe; this process, which holds the log, only unpacks frames
 * that it does not trust. A child that uses more processor time on one note
 * than POOL_CPU_MS is killed; one that dies, for whatever reason, is
 * followed by another that begins behind the note it died of. Children
 * inherit the texts by fork(2), so nothing is sent to them.
 */
#define POOL_CPU_MS 2000
#define POOL_WALL_MS 60000
#define POOL_MEMORY ((rlim_t)2 << 30)
#define POOL_FRAME_MAX ((size_t)64 << 20)

/* AddressSanitizer reserves terabytes of address space. gcc and clang have
 * their own way of telling that it is there. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define POOL_SANITIZED
#endif

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
	int64_t cpu_ms; /* of the child when that note began */
	int64_t began;  /* ticks at that time */
	struct strbuf in;
};

/* A frame is its length, then diagnostics, then the packed note. */
struct pool_frame {
	uint64_t len, diags;
};

static void
pool_pack_diags(struct strbuf *out, const struct diag_list *d)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		int head[4] = { (int)d->v[i].id, d->v[i].line, d->v[i].col,
			(int)strlen(d->v[i].msg) };

		strbuf_add(out, head, sizeof(head));
		strbuf_adds(out, d->v[i].msg);
	}
}

/* In the child: parse every jobs-th note from `from` on, and exit. */
static _Noreturn void
pool_work(const struct pool *p, size_t from, int fd)
{
	struct strbuf body = STRBUF_INIT;
	size_t i;

	for (i = from; i < p->n; i += p->jobs) {
		struct diag_list diags = DIAG_LIST_INIT;
		struct arena *a = arena_new();
		struct pool_frame head = { 0, 0 };
		struct note n;

		strbuf_clear(&body);
		note_parse(&n, &p->srcs[i], p->opts, a, &diags);
		pool_pack_diags(&body, &diags);
		head.diags = diags.n;
		note_pack(&body, &n);
		head.len = body.len;
		if (body.len > POOL_FRAME_MAX ||
		    fs_write_all(fd, &head, sizeof(head)) == -1 ||
		    fs_write_all(fd, body.buf, body.len) == -1)
			_exit(1);
		diag_release(&diags);
		arena_free(a);
	}
	_exit(0);
}

static void
pool_limits(void)
{
	struct rlimit memory = { POOL_MEMORY, POOL_MEMORY };
	struct rlimit core = { 0, 0 };

	setrlimit(RLIMIT_CORE, &core);
#ifndef POOL_SANITIZED
	setrlimit(RLIMIT_AS, &memory);
#else
	(void)memory;
#endif
}

static int
pool_start(const struct pool *p, struct pool_child *c, struct err *e)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) == -1)
		return err_errno(e, "cannot make a pipe");
	c->pid = fork();
	if (c->pid == -1) {
		close(fds[0]);
		close(fds[1]);
		c->pid = 0;
		return err_errno(e, "cannot start a process");
	}
	if (c->pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		/* Nobody is left to wait for a child whose parent was killed:
		 * it must not sit on a full pipe that it reads itself. */
		close(fds[0]);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* What the library prints when it aborts is of no use. */
		if (null != -1)
			dup2(null, STDERR_FILENO);
		pool_limits();
		pool_work(p, c->next, fds[1]);
	}
	close(fds[1]);
	c->fd = fds[0];
	c->cpu_ms = 0;
	c->began = date_ticks();
	strbuf_clear(&c->in);
	return 0;
}

static void
pool_reap(struct pool_child *c, bool kill_it)
{
	if (c->pid == 0)
		return;
	if (kill_it)
		kill(c->pid, SIGKILL);
	while (waitpid(c->pid, NULL, 0) == -1 && errno == EINTR)
		;
	close(c->fd);
	c->pid = 0;
	c->fd = -1;
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
	diag(p->d, DIAG_BUDGET, p->srcs[i].path, 0, 0,
	    "the Markdown parser %s on this note; its source is shown "
	    "instead: look for very long tables or very deep nesting",
	    why);
}

/* The diagnostics at the start of a frame; the bytes they take, or -1. */
static ptrdiff_t
pool_diags(struct pool *p, size_t i, const char *s, size_t len, uint64_t n)
{
	size_t at = 0;

	for (; n > 0; n--) {
		int head[4];

		if (len - at < sizeof(head))
			return -1;
		memcpy(head, s + at, sizeof(head));
		at += sizeof(head);
		if (head[0] < 0 || head[0] >= DIAG_N || head[3] < 0 ||
		    (size_t)head[3] > len - at)
			return -1;
		diag(p->d, (enum diag_id)head[0], p->srcs[i].path, head[1],
		    head[2], "%.*s", head[3], s + at);
		at += (size_t)head[3];
	}
	return (ptrdiff_t)at;
}

/* A whole frame into its note; -1 when it makes no sense. */
static int
pool_take(
    struct pool *p, size_t i, const struct pool_frame *head, const char *body)
{
	ptrdiff_t at = pool_diags(p, i, body, (size_t)head->len, head->diags);
	struct note *n = &p->out[i];

	if (at < 0)
		return -1;
	*n = (struct note){ .path = arena_strdup(p->a, p->srcs[i].path) };
	n->id = note_id(p->srcs[i].path + p->srcs[i].skip, p->a);
	return note_unpack(n, body + at, (size_t)head->len - (size_t)at, p->a);
}

/* Take the frames that have come whole; -1 when one makes no sense. */
static int
pool_frames(struct pool *p, struct pool_child *c)
{
	struct pool_frame head;
	size_t at = 0;
	int rc = 0;

	while (rc == 0 && c->in.len - at >= sizeof(head)) {
		memcpy(&head, c->in.buf + at, sizeof(head));
		if (c->next >= p->n || head.len > POOL_FRAME_MAX)
			return -1;
		if (c->in.len - at - sizeof(head) < head.len)
			break;
		rc =
		    pool_take(p, c->next, &head, c->in.buf + at + sizeof(head));
		at += sizeof(head) + (size_t)head.len;
		if (rc == 0) {
			c->next += p->jobs;
			c->cpu_ms = pool_cpu_ms(c->pid);
			c->began = date_ticks();
		}
	}
	if (at > 0) {
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
	return pool_frames(p, c) == -1 ? -1 : 1;
}

/* The child is done, dead or killed: the next one, or none. */
static int
pool_next(struct pool *p, struct pool_child *c, const char *why, struct err *e)
{
	pool_reap(c, why != NULL);
	if (c->next >= p->n)
		return 0;
	pool_give_up(p, c->next, why ? why : "crashed");
	c->next += p->jobs;
	return c->next < p->n ? pool_start(p, c, e) : 0;
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
		else if (pool_cpu_ms(v[i].pid) - v[i].cpu_ms > POOL_CPU_MS ||
			 date_ticks() - v[i].began > POOL_WALL_MS)
			rc = pool_next(p, &v[i], "took too long", e);
		if (got <= 0)
			rc = pool_next(p, &v[i],
			    got == -1 ? "answered nonsense" : NULL, e);
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
	while (rc == 0 && pool_busy(&p, v))
		rc = pool_round(&p, v, e);
	for (i = 0; i < p.jobs; i++) {
		pool_reap(&v[i], true);
		strbuf_release(&v[i].in);
	}
	free(v);
	return rc;
}
