/* hang_ends.c: who has the other end of a descriptor that a task waits on */
#include <string.h>

#include "hang/hang_decode.h"

static bool
starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
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
	for (i = 0; i < s->n_processes; i++)
		if (!s->processes[i].fds && s->processes[i].pid != d->t->pid)
			decode_edge(d, c, s->processes[i].pid, 0,
			    "its descriptors could not be read");
}

static void
end_of_pipe(struct decode *d, struct hang_clause *c, const struct hang_fd *fd)
{
	const char *role = fd->write ? "the reading end" : "the writing end";

	if (fd->read && fd->write)
		role = "an end of it";
	add_holders(d, c, fd->is, fd->write, fd->read, role);
	if (starts(fd->is, "fifo:"))
		decode_open(c, HANG_NEWCOMER,
		    arena_printf(d->a, "another process opens %s", fd->path));
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
	if (k->listens)
		decode_open(c, HANG_OUTSIDE, "somebody connects");
	else if (k->peer[0] == '\0')
		decode_open(c, HANG_OUTSIDE, "the network, or another socket");
	else if (strcmp(k->peer, "none") == 0)
		decode_open(c, HANG_MOVES, NULL);
	else if (ms > 0)
		decode_open(c, HANG_TIME, NULL);
	else
		add_holders(d, c, k->peer, true, true, "the other end");
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
	decode_open(c, HANG_NEWCOMER,
	    arena_printf(d->a, "another process opens the queue %s", fd->path));
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
		add_holders(d, c, is, true, true, "the same eventfd");
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

/* "pipe 77326", for people. */
static const char *
object_of(struct decode *d, const struct hang_end *end)
{
	const struct hang_fd *fd = hang_fd_of(d->s, d->t->pid, end->fd);
	size_t n;

	if (fd == NULL)
		return arena_printf(d->a, "fd %d", end->fd);
	if (fd->path[0] != '\0')
		return fd->path;
	n = strcspn(fd->is, ":");
	if (starts(fd->is + n, ":["))
		return arena_printf(d->a, "%.*s %.*s", (int)n, fd->is,
		    (int)strcspn(fd->is + n + 2, "]"), fd->is + n + 2);
	if (fd->is[n] == ':')
		return arena_printf(
		    d->a, "%.*s %s", (int)n, fd->is, fd->is + n + 1);
	return fd->is;
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
	if (d->call.id == CALL_ACCEPT || d->call.id == CALL_CONNECT)
		decode_open(c, HANG_OUTSIDE, "the other side answers");
}
