/* hang_ends.c: who has the other end of a descriptor that a task waits on */
#include <string.h>

#include "hang/hang_decode.h"

static bool
starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

void
decode_carried(struct decode *d, struct hang_clause *c)
{
	const struct hang_snap *s = d->s;
	size_t i;

	for (i = 0; i < s->n_fds; i++)
		if (s->fds[i].carries)
			decode_edge(d, c, s->fds[i].pid, 0,
			    arena_printf(d->a,
				strcmp(s->fds[i].is, "io_uring") == 0
				    ? "its ring, fd %d, has files of its own"
				    : "its fd %d can receive a descriptor",
				s->fds[i].fd));
}

/* Process 1 of a sandbox lets only root look. It has what its maker gave it, and
 * nothing that was made inside. */
void
decode_hidden(struct decode *d, struct hang_clause *c)
{
	const struct hang_snap *s = d->s;
	size_t i;

	for (i = 0; i < s->n_processes; i++)
		if (!s->processes[i].fds && s->processes[i].pid != d->t->pid &&
		    s->processes[i].pid != s->init)
			decode_edge(d, c, s->processes[i].pid, 0,
			    "its descriptors could not be read");
}

static bool
has_kind(const struct hang_snap *s, int pid, const char *is)
{
	size_t i;

	for (i = 0; i < s->n_fds; i++)
		if (s->fds[i].pid == pid && strcmp(s->fds[i].is, is) == 0)
			return true;
	return false;
}

/* What the kernel has been told to do needs no task for it. */
void
decode_rings(struct decode *d, struct hang_clause *c)
{
	size_t i;

	for (i = 0; i < c->n_edges; i++)
		if (has_kind(d->s, c->edges[i].pid, "io_uring"))
			decode_open(c, HANG_OUTSIDE,
			    arena_printf(d->a,
				"what process %d has asked io_uring for is "
				"done",
				c->edges[i].pid));
}

/* All who have the object, with a descriptor that can do what is asked. */
static void
add_holders(struct decode *d, struct hang_clause *c, const char *is,
    bool readers, bool writers, const char *role)
{
	const struct hang_snap *s = d->s;
	bool found = false;
	size_t i;

	for (i = 0; i < s->n_fds; i++) {
		const struct hang_fd *fd = &s->fds[i];

		if (!((readers && fd->read) || (writers && fd->write)) ||
		    strcmp(fd->is, is) != 0)
			continue;
		found = true;
		decode_edge(d, c, fd->pid, 0,
		    arena_printf(d->a, "its fd %d is %s", fd->fd, role));
	}
	/* It sleeps all the same: somebody has it whom we do not see. */
	if (!found)
		decode_open(c, HANG_OUTSIDE, "somebody has it who is not seen");
	decode_hidden(d, c);
	decode_carried(d, c);
	decode_rings(d, c);
}

static void
end_of_pipe(struct decode *d, struct hang_clause *c, const struct hang_fd *fd)
{
	const char *role = fd->write ? "the reading end" : "the writing end";

	if (fd->read && fd->write)
		role = "an end of it";
	add_holders(d, c, fd->is, fd->write, fd->read, role);
	/* F_SETPIPE_SZ makes room without a reader. */
	c->by_threads |= fd->write;
	if (starts(fd->is, "fifo:"))
		decode_newcomer(d, c,
		    arena_printf(d->a, "another process opens %s", fd->path));
}

/* Whoever has our end can shut it down. Our threads have it. */
static void
add_own_end(struct decode *d, struct hang_clause *c, const char *is)
{
	const struct hang_snap *s = d->s;
	size_t i;

	c->by_threads = true;
	for (i = 0; i < s->n_fds; i++)
		if (s->fds[i].pid != d->t->pid && strcmp(s->fds[i].is, is) == 0)
			decode_edge(d, c, s->fds[i].pid, 0,
			    arena_printf(d->a, "its fd %d is the same end",
				s->fds[i].fd));
}

/* "pipe 77326", for people; of "pipe:[77326]". */
static const char *
name_of(struct decode *d, const char *is)
{
	size_t n = strcspn(is, ":");

	if (starts(is + n, ":["))
		return arena_printf(d->a, "%.*s %.*s", (int)n, is,
		    (int)strcspn(is + n + 2, "]"), is + n + 2);
	if (is[n] == ':')
		return arena_printf(d->a, "%.*s %s", (int)n, is, is + n + 1);
	return is;
}

/* The queue of a socket that is to be connected to. */
static void
end_of_connect(
    struct decode *d, struct hang_clause *c, const struct hang_socket *k)
{
	const struct hang_socket *far = hang_socket_of(d->s, k->peer);

	if (far == NULL || !far->listens) {
		decode_open(c, HANG_OUTSIDE, "the other side answers");
		return;
	}
	if (far->queue <= far->backlog)
		decode_open(c, HANG_MOVES, NULL);
	d->w->what = arena_printf(d->a,
	    "waits for room in the queue of %s, which is full",
	    name_of(d, far->is));
	c->evidence = arena_printf(d->a,
	    "%s; sock_diag: %ld wait in it, and "
	    "%ld may",
	    c->evidence, far->queue, far->backlog + 1);
	add_holders(d, c, far->is, true, true, "what could accept");
}

static void
end_of_socket(struct decode *d, struct hang_clause *c, const struct hang_fd *fd,
    bool write)
{
	const struct hang_socket *k = hang_socket_of(d->s, fd->is);
	long ms;

	if (k == NULL) {
		decode_open(c, HANG_OUTSIDE, "the other end is not known");
		return;
	}
	ms = write ? k->send_ms : k->receive_ms;
	add_own_end(d, c, fd->is);
	if (d->call.id == CALL_CONNECT && ms <= 0)
		end_of_connect(d, c, k);
	else if (k->listens)
		decode_open(c, HANG_OUTSIDE, "somebody connects");
	else if (k->peer[0] == '\0')
		decode_open(c, HANG_OUTSIDE, "the network, or another socket");
	else if (strcmp(k->peer, "none") == 0)
		decode_open(c, HANG_MOVES, NULL);
	else if (ms > 0)
		decode_open(c, HANG_TIME, NULL);
	else
		add_holders(d, c, k->peer, true, true,
		    k->pending ? "what could accept" : "the other end");
	if (ms < 0)
		decode_open(c, HANG_NEWCOMER, "the socket has a time-out");
}

static void
end_of_pidfd(struct decode *d, struct hang_clause *c, const char *number)
{
	int pid = 0;

	while (*number >= '0' && *number <= '9' && pid < 100000000)
		pid = 10 * pid + (*number++ - '0');
	decode_edge(d, c, pid, 0, "its end is waited for");
}

static void
end_of_mqueue(struct decode *d, struct hang_clause *c, const struct hang_fd *fd,
    bool write)
{
	add_holders(d, c, fd->is, write, !write,
	    write ? "open to receive" : "open to send");
	decode_newcomer(d, c,
	    arena_printf(d->a, "another process opens the queue %s", fd->path));
}

/* The kernel adds to it when it has done what it was asked for, with no
 * descriptor of it. */
static void
end_of_eventfd(struct decode *d, struct hang_clause *c, const char *is)
{
	const struct hang_snap *s = d->s;
	size_t i;

	add_holders(d, c, is, true, true, "the same eventfd");
	for (i = 0; i < s->n_processes; i++)
		if (s->processes[i].aio ||
		    has_kind(s, s->processes[i].pid, "io_uring"))
			decode_open(c, HANG_OUTSIDE,
			    arena_printf(d->a,
				"what process %d has asked the kernel for is "
				"done",
				s->processes[i].pid));
}

static void
add_end(struct decode *d, struct hang_clause *c, const struct hang_end *end)
{
	const struct hang_fd *fd = hang_fd_of(d->s, d->t->pid, end->fd);
	const char *is = fd == NULL ? "" : fd->is;

	if (starts(is, "pipe:") || starts(is, "fifo:"))
		end_of_pipe(d, c, fd);
	else if (starts(is, "socket:"))
		end_of_socket(d, c, fd, end->write);
	else if (starts(is, "eventfd:"))
		end_of_eventfd(d, c, is);
	else if (starts(is, "pidfd:"))
		end_of_pidfd(d, c, is + strlen("pidfd:"));
	else if (d->call.id == CALL_MQ_SEND || d->call.id == CALL_MQ_RECEIVE)
		end_of_mqueue(d, c, fd, end->write);
	else if (starts(is, "file:"))
		decode_open(c, HANG_MOVES, NULL);
	else if (strcmp(is, "timerfd") == 0)
		decode_open(c, HANG_TIME, NULL);
	else if (starts(is, "tty:"))
		decode_open(c, HANG_OUTSIDE, "somebody types");
	else
		decode_open(c, HANG_OUTSIDE, "something from outside comes");
}

static const char *
object_of(struct decode *d, const struct hang_end *end)
{
	const struct hang_fd *fd = hang_fd_of(d->s, d->t->pid, end->fd);

	if (fd == NULL)
		return arena_printf(d->a, "fd %d", end->fd);
	return fd->path[0] != '\0' ? fd->path : name_of(d, fd->is);
}

static const char *
what_of(struct decode *d, const struct hang_end *end, int n, const char *object)
{
	if (n > 1)
		return arena_printf(d->a, "waits for any of %d descriptors", n);
	switch (d->call.id) {
	case CALL_ACCEPT:
		return arena_printf(
		    d->a, "waits for a connection on %s", object);
	case CALL_CONNECT:
		return arena_printf(d->a, "waits to be connected, %s", object);
	default:
		return arena_printf(d->a,
		    end->write ? "writes into %s, which is full"
			       : "reads from %s, which is empty",
		    object);
	}
}

/* Whoever has it can add to what is watched. */
static void
add_epolls(struct decode *d, struct hang_clause *c)
{
	const struct hang_snap *s = d->s;
	size_t i, k;

	c->by_threads = true;
	for (i = 0; i < s->n_fds; i++)
		for (k = 0; k < s->n_fds && starts(s->fds[i].is, "epoll:"); k++)
			if (s->fds[i].pid == d->t->pid &&
			    s->fds[k].pid != d->t->pid &&
			    strcmp(s->fds[i].is, s->fds[k].is) == 0)
				decode_edge(d, c, s->fds[k].pid, 0,
				    arena_printf(d->a,
					"its fd %d is the same epoll",
					s->fds[k].fd));
}

void
decode_ends(struct decode *d)
{
	struct hang_end *ends = d->ends;
	int n = hang_call_ends(d->s, d->t->pid, &d->call, ends, HANG_ENDS), i;
	const char *object;
	struct hang_clause *c;

	if (n == -1 || n > HANG_ENDS) {
		decode_self(d, HANG_OUTSIDE,
		    "waits for descriptors that could not be read");
		return;
	}
	if (n == 0) {
		decode_self(d, HANG_OUTSIDE, "waits for a signal");
		d->w->unless = "a signal comes";
		return;
	}
	object = n == 1 ? object_of(d, &ends[0])
			: arena_printf(d->a, "descriptors of %d", d->t->tid);
	d->w->what = what_of(d, &ends[0], n, object);
	c = decode_clause(d, object,
	    arena_printf(d->a, "%s on fd %d%s", d->call.name, ends[0].fd,
		n > 1 ? " and others" : ""));
	for (i = 0; i < n; i++)
		add_end(d, c, &ends[i]);
	if (d->call.id == CALL_EPOLL || d->call.id == CALL_EPOLL_PWAIT2)
		add_epolls(d, c);
	if (d->call.id == CALL_ACCEPT)
		decode_open(c, HANG_OUTSIDE, "the other side answers");
}
