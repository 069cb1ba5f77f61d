/* note_work.c: notes parsed in a process that may die */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/fs.h"
#include "note/note_work_int.h"

/*
 * The limits. The processor time of each note is watched by the pool, to the
 * millisecond; the kernel's own limit, so many seconds for so many notes, is
 * there in case the pool itself is stopped. Memory is what the process may
 * have in addition to what it inherits.
 */
#define WORK_CPU_S 40
#define WORK_CPU_NOTES 16
#define WORK_MEMORY ((rlim_t)600 << 20)

#define WORK_FD (STDERR_FILENO + 1)

/* AddressSanitizer reserves terabytes of address space. gcc and clang have
 * their own way of telling that it is there. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WORK_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WORK_SANITIZED
#endif

size_t
note_frame_max(size_t len)
{
	/* The HTML, and as much for each of the parts of the note that are
	 * texts too: contexts, code, diagnostics. */
	return 4 * note_output_max(len);
}

/* The address space of this process, in bytes; 0 when it cannot be told. */
static rlim_t
work_size(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (f == NULL)
		return 0;
	if (fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void
work_limit(int what, rlim_t soft)
{
	struct rlimit limit;

	if (getrlimit(what, &limit) == -1)
		return;
	if (limit.rlim_max == RLIM_INFINITY || soft < limit.rlim_max)
		limit.rlim_cur = soft;
	setrlimit(what, &limit);
}

static void
work_limits(void)
{
	work_limit(RLIMIT_CORE, 0);
	work_limit(RLIMIT_FSIZE, 0);
#ifndef WORK_SANITIZED
	work_limit(RLIMIT_AS, work_size() + WORK_MEMORY);
#else
	(void)work_size;
#endif
}

/* Some notes begin: so many seconds from now on. */
static void
work_clock(void)
{
	struct rusage used;

	if (getrusage(RUSAGE_SELF, &used) == 0)
		work_limit(RLIMIT_CPU,
		    (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
			WORK_CPU_S);
}

/* The pipe is all that stays open, as WORK_FD: what the library prints when
 * it aborts is of no use, and what the parent has open is none of its. */
static void
work_shut(int fd)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (null != -1) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
	}
	if (fd != WORK_FD && dup2(fd, WORK_FD) == -1)
		_exit(2);
	close_range(WORK_FD + 1, ~0U, 0);
}

/* ---- frames ------------------------------------------------------------ */

static void
work_diags(struct strbuf *out, const struct diag_list *d)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		int head[4] = { (int)d->v[i].id, d->v[i].line, d->v[i].col,
			(int)strlen(d->v[i].msg) };

		strbuf_add(out, head, sizeof(head));
		strbuf_adds(out, d->v[i].msg);
	}
}

void
note_frame_pack(
    struct strbuf *out, const struct note *n, const struct diag_list *d)
{
	struct note_frame head = { 0, d->n, n->took };

	strbuf_clear(out);
	strbuf_add(out, &head, sizeof(head));
	work_diags(out, d);
	note_pack(out, n);
	head.len = out->len - sizeof(head);
	memcpy(out->buf, &head, sizeof(head));
}

/* The diagnostics at the start of a frame; the bytes they take, or -1. */
static ptrdiff_t
frame_diags(struct diag_list *d, const struct note_src *src, const char *s,
    size_t len, uint64_t n)
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
		diag(d, (enum diag_id)head[0], src->path, head[1], head[2],
		    "%.*s", head[3], s + at);
		at += (size_t)head[3];
	}
	return (ptrdiff_t)at;
}

int
note_frame_take(struct note *out, const struct note_src *src,
    const struct note_frame *head, const char *body, struct arena *a,
    struct diag_list *d)
{
	ptrdiff_t at = frame_diags(d, src, body, head->len, head->diags);

	if (at < 0)
		return -1;
	*out = (struct note){ .path = arena_strdup(a, src->path) };
	out->id = note_id(src->path + src->skip, a);
	out->took = head->took;
	return note_unpack(out, body + at, (size_t)head->len - (size_t)at, a);
}

/* ---- a child ------------------------------------------------------------- */

/* The frame of one note; `a` is free for it. What becomes too much is given as
 * its source. */
static void
work_one(
    struct strbuf *out, const struct note_work *w, size_t i, struct arena *a)
{
	struct diag_list diags = DIAG_LIST_INIT;
	const struct note_src *src = &w->srcs[i];
	struct note n;
	int64_t began = date_thread_ns();

	note_parse(&n, src, w->opts, a, &diags);
	n.took = date_thread_ns() - began;
	note_frame_pack(out, &n, &diags);
	if (!n.failed && (n.html_len > note_output_max(src->len) ||
			     out->len - sizeof(struct note_frame) >
				 note_frame_max(src->len))) {
		diag_release(&diags);
		note_parse_source(&n, src, w->opts, a, &diags);
		diag(&diags, DIAG_BUDGET, src->path,
		    note_hazard_line(src->text, src->len), 1,
		    "this note would become more than %d times its size, so "
		    "its source is shown instead; most of the markup is on "
		    "this line",
		    NOTE_OUTPUT_TIMES);
		note_frame_pack(out, &n, &diags);
	}
	diag_release(&diags);
	arena_clear(a);
}

void
note_work(const struct note_work *w)
{
	struct strbuf frame = STRBUF_INIT;
	struct arena *a = arena_new();
	size_t i, k = 0;

	work_shut(w->fd);
	work_limits();
	for (i = w->from; i < w->n; i += w->step) {
		if (k++ % WORK_CPU_NOTES == 0)
			work_clock();
		work_one(&frame, w, i, a);
		if (fs_write_all(WORK_FD, frame.buf, frame.len) == -1)
			_exit(2);
	}
	_exit(0);
}
