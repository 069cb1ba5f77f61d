/* hang_call.c: system calls that wait, what they read, and on what they wait */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "hang/hang_call.h"

/* The numbers of the kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl
 * and include/uapi/asm-generic/unistd.h, which aarch64 has. */
const struct hang_call_row hang_calls[] = {
	{ CALL_READ, "read", 0, 63 },
	{ CALL_WRITE, "write", 1, 64 },
	{ CALL_OPEN, "open", 2, -1 },
	{ CALL_POLL, "poll", 7, -1 },
	{ CALL_READ, "readv", 19, 65 },
	{ CALL_WRITE, "writev", 20, 66 },
	{ CALL_SELECT, "select", 23, -1 },
	{ CALL_SIGNAL, "pause", 34, -1 },
	{ CALL_SLEEP, "nanosleep", 35, 101 },
	{ CALL_SPLICE, "sendfile", 40, 71 },
	{ CALL_CONNECT, "connect", 42, 203 },
	{ CALL_ACCEPT, "accept", 43, 202 },
	{ CALL_SEND, "sendto", 44, 206 },
	{ CALL_RECEIVE, "recvfrom", 45, 207 },
	{ CALL_SEND, "sendmsg", 46, 211 },
	{ CALL_RECEIVE, "recvmsg", 47, 212 },
	{ CALL_WAIT4, "wait4", 61, 260 },
	{ CALL_SEMOP, "semop", 65, 193 },
	{ CALL_MSGSND, "msgsnd", 69, 189 },
	{ CALL_MSGRCV, "msgrcv", 70, 188 },
	{ CALL_FCNTL, "fcntl", 72, 25 },
	{ CALL_FLOCK, "flock", 73, 32 },
	{ CALL_SIGTIMEDWAIT, "rt_sigtimedwait", 128, 137 },
	{ CALL_SIGNAL, "rt_sigsuspend", 130, 133 },
	{ CALL_FUTEX, "futex", 202, 98 },
	{ CALL_SLEEP, "restart_syscall", 219, 128 },
	{ CALL_SEMTIMEDOP, "semtimedop", 220, 192 },
	{ CALL_SLEEP, "clock_nanosleep", 230, 115 },
	{ CALL_EPOLL, "epoll_wait", 232, -1 },
	{ CALL_MQ_SEND, "mq_timedsend", 242, 182 },
	{ CALL_MQ_RECEIVE, "mq_timedreceive", 243, 183 },
	{ CALL_WAITID, "waitid", 247, 95 },
	{ CALL_OPEN, "openat", 257, 56 },
	{ CALL_PSELECT, "pselect6", 270, 72 },
	{ CALL_PPOLL, "ppoll", 271, 73 },
	{ CALL_SPLICE, "splice", 275, 76 },
	{ CALL_SPLICE, "tee", 276, 77 },
	{ CALL_EPOLL, "epoll_pwait", 281, 22 },
	{ CALL_ACCEPT, "accept4", 288, 242 },
	{ CALL_RECEIVE, "recvmmsg", 299, 243 },
	{ CALL_SEND, "sendmmsg", 307, 269 },
	{ CALL_OPEN, "openat2", 437, 437 },
	{ CALL_EPOLL_PWAIT2, "epoll_pwait2", 441, 441 },
	{ CALL_OTHER, NULL, 0, 0 },
};

static const struct hang_call_row *
row_of(const char *machine, long nr)
{
	bool x86 = strcmp(machine, "x86_64") == 0;
	const struct hang_call_row *r;

	if (!x86 && strcmp(machine, "aarch64") != 0)
		return NULL;
	for (r = hang_calls; r->name != NULL; r++)
		if ((x86 ? r->x86_64 : r->aarch64) == nr)
			return r;
	return NULL;
}

void
hang_call_parse(struct hang_call *out, struct arena *a, const char *machine,
    const char *line)
{
	const struct hang_call_row *r;
	char *end;
	int i;

	*out = (struct hang_call){ .id = CALL_NONE, .name = "", .nr = -1 };
	out->nr = strtol(line, &end, 10);
	/* "running", or -1 when it waits, but not in a call. */
	if (end == line || out->nr < 0)
		return;
	for (i = 0; i < 6; i++)
		out->arg[i] = strtoull(end, &end, 16);
	r = row_of(machine, out->nr);
	out->id = r == NULL ? CALL_OTHER : r->id;
	out->name = r != NULL ? r->name : arena_printf(a, "call %ld", out->nr);
}

/* ---- what it reads -------------------------------------------------------- */

/* What glibc keeps of a mutex or rwlock is within so many bytes of a futex. */
#define FUTEX_BEFORE 16
#define FUTEX_BYTES 40
#define POLL_MOST 1024 /* descriptors in one call */
#define SET_BYTES (POLL_MOST / 8)
#define PATH_BYTES 256
#define ADDRESS_BYTES 128

static bool
piece(uint64_t *at, size_t *len, uint64_t where, size_t n)
{
	*at = where;
	*len = n;
	return where != 0;
}

static size_t
set_bytes(uint64_t n)
{
	return n > POLL_MOST ? SET_BYTES : (size_t)(n + 63) / 64 * 8;
}

bool
hang_call_memory(const struct hang_call *c, int i, uint64_t *at, size_t *len)
{
	uint64_t n;

	switch (c->id) {
	case CALL_FUTEX:
		/* A rwlock begins before its futexes. At the edge of what is
		 * mapped, less will do. */
		if (i == 0)
			return piece(at, len, c->arg[0] - FUTEX_BEFORE,
			    FUTEX_BEFORE + FUTEX_BYTES);
		return (i == 1 && piece(at, len, c->arg[0], FUTEX_BYTES)) ||
		       (i == 2 && piece(at, len, c->arg[0], 4));
	case CALL_POLL:
	case CALL_PPOLL:
		n = c->arg[1] > POLL_MOST ? POLL_MOST : c->arg[1];
		return i == 0 && n > 0 &&
		       piece(at, len, c->arg[0],
			   (size_t)n * sizeof(struct pollfd));
	case CALL_SELECT:
	case CALL_PSELECT:
		/* Those that are not given are at 0. */
		if (i > 2 || c->arg[0] == 0)
			return false;
		piece(at, len, c->arg[i + 1], set_bytes(c->arg[0]));
		return true;
	case CALL_CONNECT: /* the address */
		n = c->arg[2] > ADDRESS_BYTES ? ADDRESS_BYTES : c->arg[2];
		return i == 0 && n > 0 && piece(at, len, c->arg[1], (size_t)n);
	case CALL_OPEN:
		return i == 0 &&
		       piece(at, len, c->arg[c->nr == 2 ? 0 : 1], PATH_BYTES);
	default:
		return false;
	}
}

/* ---- on what it waits ----------------------------------------------------- */

struct ends {
	struct hang_end *v;
	int n, max;
};

static void
add_end(struct ends *out, int fd, bool write)
{
	if (out->n < out->max)
		out->v[out->n] = (struct hang_end){ fd, write };
	out->n++;
}

static int
poll_ends(const struct hang_snap *s, int pid, const struct hang_call *c,
    struct ends *out)
{
	uint64_t i, n = c->arg[1];
	const unsigned char *p;
	struct pollfd one;

	if (n == 0)
		return 0;
	p = n > POLL_MOST
		? NULL
		: hang_memory_of(s, pid, c->arg[0], (size_t)n * sizeof(one));
	if (p == NULL)
		return -1;
	for (i = 0; i < n; i++) {
		memcpy(&one, p + i * sizeof(one), sizeof(one));
		if (one.fd < 0)
			continue;
		/* Without an event it waits for the other end to be closed,
		 * which is up to whoever writes. */
		if (one.events & POLLOUT)
			add_end(out, one.fd, true);
		if (one.events & ~POLLOUT || one.events == 0)
			add_end(out, one.fd, false);
	}
	return 0;
}

static int
select_ends(const struct hang_snap *s, int pid, const struct hang_call *c,
    struct ends *out)
{
	uint64_t n = c->arg[0];
	int set, fd;

	if (n > POLL_MOST)
		return -1;
	for (set = 0; set < 3 && n > 0; set++) {
		const unsigned char *p;

		if (c->arg[set + 1] == 0)
			continue;
		p = hang_memory_of(s, pid, c->arg[set + 1], set_bytes(n));
		if (p == NULL)
			return -1;
		for (fd = 0; fd < (int)n; fd++)
			if (p[fd / 8] >> fd % 8 & 1)
				add_end(out, fd, set == 1);
	}
	return 0;
}

/* Whether the number is that of another object by now: the one that is watched
 * has another descriptor, or is a parent's. */
static bool
is_another(const struct hang_watch *w, const struct hang_fd *fd)
{
	const char *number = fd == NULL ? NULL : strstr(fd->is, ":[");

	return w->inode != 0 && number != NULL &&
	       strtoull(number + 2, NULL, 10) != w->inode;
}

static void
epoll_ends(
    const struct hang_snap *s, int pid, int epoll, int depth, struct ends *out)
{
	size_t i;

	for (i = 0; i < s->n_watches; i++) {
		const struct hang_watch *w = &s->watches[i];
		const struct hang_fd *fd;
		int number;

		if (w->pid != pid || w->epoll != epoll)
			continue;
		fd = hang_fd_of(s, pid, w->fd);
		if (fd != NULL && strncmp(fd->is, "epoll", 5) == 0 &&
		    depth < 4) {
			epoll_ends(s, pid, w->fd, depth + 1, out);
			continue;
		}
		number = is_another(w, fd) ? -1 : w->fd;
		if (w->events & EPOLLOUT)
			add_end(out, number, true);
		if (w->events & ~(uint32_t)EPOLLOUT & 0xffff)
			add_end(out, number, false);
	}
}

int
hang_call_ends(const struct hang_snap *s, int pid, const struct hang_call *c,
    struct hang_end *out, int max)
{
	struct ends ends = { out, 0, max };
	int rc = 0;

	switch (c->id) {
	case CALL_READ:
	case CALL_RECEIVE:
	case CALL_ACCEPT:
	case CALL_MQ_RECEIVE:
		add_end(&ends, (int)c->arg[0], false);
		break;
	case CALL_WRITE:
	case CALL_SEND:
	case CALL_CONNECT:
	case CALL_MQ_SEND:
		add_end(&ends, (int)c->arg[0], true);
		break;
	case CALL_SPLICE:
		/* sendfile(2) names the one it writes first. */
		rc = strcmp(c->name, "sendfile") == 0;
		add_end(&ends, (int)c->arg[0], rc);
		add_end(
		    &ends, (int)c->arg[strcmp(c->name, "splice") ? 1 : 2], !rc);
		rc = 0;
		break;
	case CALL_POLL:
	case CALL_PPOLL:
		rc = poll_ends(s, pid, c, &ends);
		break;
	case CALL_SELECT:
	case CALL_PSELECT:
		rc = select_ends(s, pid, c, &ends);
		break;
	case CALL_EPOLL:
	case CALL_EPOLL_PWAIT2:
		epoll_ends(s, pid, (int)c->arg[0], 0, &ends);
		break;
	default:
		break;
	}
	return rc == -1 ? -1 : ends.n;
}
