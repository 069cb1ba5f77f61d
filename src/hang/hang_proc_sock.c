/* hang_proc_sock.c: sockets that are waited on, and their other ends
 *
 * /proc tells no peers. The kernel's sock_diag(7) does, of Unix sockets, to
 * whom is in their network namespace: a child of ours goes there. Of TCP the
 * tables in /proc/P/net do. Options are read on a copy of the descriptor, by
 * pidfd_getfd(2), which is closed at once.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "hang/hang_proc.h"

/* ---- options ---------------------------------------------------------------- */

static int
copy_fd(int pid, int fd)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0), copy;

	if (pidfd == -1)
		return -1;
	copy = (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);
	close(pidfd);
	return copy;
}

static int
option(int fd, int name)
{
	socklen_t len = sizeof(int);
	int v = -1;

	return getsockopt(fd, SOL_SOCKET, name, &v, &len) == -1 ? -1 : v;
}

static long
timeout_ms(int fd, int name)
{
	struct timeval t;
	socklen_t len = sizeof(t);
	long ms;

	if (getsockopt(fd, SOL_SOCKET, name, &t, &len) == -1)
		return -1;
	ms = (long)t.tv_sec * 1000 + t.tv_usec / 1000;
	return ms == 0 && t.tv_usec > 0 ? 1 : ms;
}

/* ---- TCP -------------------------------------------------------------------- */

/* An address as /proc/net/tcp has it: "0100007F:1F90". */
static void
address(char out[64], const struct sockaddr_storage *from)
{
	const struct sockaddr_in *v4 = (const void *)from;
	const struct sockaddr_in6 *v6 = (const void *)from;
	uint32_t part[4];

	if (from->ss_family == AF_INET) {
		snprintf(out, 64, "%08X:%04X", v4->sin_addr.s_addr,
		    ntohs(v4->sin_port));
		return;
	}
	memcpy(part, &v6->sin6_addr, sizeof(part));
	snprintf(out, 64, "%08X%08X%08X%08X:%04X", part[0], part[1], part[2],
	    part[3], ntohs(v6->sin6_port));
}

/* The socket whose own address is `theirs`, and whose peer is `ours`. */
static const char *
find_tcp(struct proc *r, int pid, const char *table, const char *ours,
    const char *theirs)
{
	struct strbuf all;
	const char *found = "", *s;
	char path[64], local[64], remote[64];
	unsigned long long inode;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/net/%s", pid, table);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return "";
	strbuf_init(&all, (size_t)16 << 20);
	if (fs_read_all(&all, fd) == -1)
		strbuf_clear(&all);
	close(fd);
	for (s = all.buf; (s = strchr(s, '\n')) != NULL; s++)
		if (sscanf(s + 1,
			" %*d: %63s %63s %*s %*s %*s %*s %*s %*s %llu", local,
			remote, &inode) == 3 &&
		    inode != 0 && strcmp(local, theirs) == 0 &&
		    strcmp(remote, ours) == 0)
			found = arena_printf(r->a, "socket:[%llu]", inode);
	strbuf_release(&all);
	return found;
}

static const char *
tcp_peer(struct proc *r, int pid, int copy)
{
	struct sockaddr_storage own = { .ss_family = 0 }, far = own;
	socklen_t own_len = sizeof(own), far_len = sizeof(far);
	char ours[64], theirs[64];

	if (getsockname(copy, (struct sockaddr *)&own, &own_len) == -1 ||
	    getpeername(copy, (struct sockaddr *)&far, &far_len) == -1)
		return "";
	address(ours, &own);
	address(theirs, &far);
	return find_tcp(
	    r, pid, own.ss_family == AF_INET ? "tcp" : "tcp6", ours, theirs);
}

/* ---- Unix ------------------------------------------------------------------- */

struct pair {
	uint32_t inode, peer;
};

static int
ask_unix(int netlink)
{
	struct {
		struct nlmsghdr head;
		struct unix_diag_req req;
	} ask = { .head = { .nlmsg_len = sizeof(ask),
		      .nlmsg_type = SOCK_DIAG_BY_FAMILY,
		      .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.req = { .sdiag_family = AF_UNIX,
		    .udiag_states = UINT32_MAX,
		    .udiag_show = UDIAG_SHOW_PEER } };

	return send(netlink, &ask, sizeof(ask), 0) == sizeof(ask) ? 0 : -1;
}

static void
put_pair(struct nlmsghdr *head, int out)
{
	struct unix_diag_msg *m = NLMSG_DATA(head);
	int len = (int)(head->nlmsg_len - NLMSG_LENGTH(sizeof(*m)));
	struct rtattr *at = (struct rtattr *)(m + 1);
	struct pair pair = { m->udiag_ino, 0 };

	for (; RTA_OK(at, len); at = RTA_NEXT(at, len))
		if (at->rta_type == UNIX_DIAG_PEER)
			memcpy(&pair.peer, RTA_DATA(at), sizeof(pair.peer));
	if (pair.peer != 0)
		fs_write_all(out, &pair, sizeof(pair));
}

/* All pairs of the namespace that the caller is in. */
static void
dump_unix(int out, const void *payload)
{
	int netlink =
	    socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	struct timeval most = { 1, 0 };
	_Alignas(struct nlmsghdr) char buf[32768];

	(void)payload;
	if (netlink == -1 || ask_unix(netlink) == -1)
		return;
	setsockopt(netlink, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
	for (;;) {
		ssize_t n = recv(netlink, buf, sizeof(buf), 0);
		struct nlmsghdr *head = (struct nlmsghdr *)buf;

		if (n <= 0)
			return;
		for (; NLMSG_OK(head, n); head = NLMSG_NEXT(head, n)) {
			if (head->nlmsg_type != SOCK_DIAG_BY_FAMILY)
				return;
			put_pair(head, out);
		}
	}
}

/* Each namespace is asked once; the pairs are kept as sockets. */
static const char *
unix_peer(struct proc *r, int pid, const char *is)
{
	const struct hang_process *p = hang_process_of(r->s, pid);
	struct strbuf all = STRBUF_INIT;
	const char *found = "";
	struct pair pair;
	char name[64];
	size_t i;

	if (p == NULL)
		return "";
	proc_inside(r, pid, "net", dump_unix, NULL, &all);
	for (i = 0; i + sizeof(pair) <= all.len; i += sizeof(pair)) {
		memcpy(&pair, all.buf + i, sizeof(pair));
		snprintf(name, sizeof(name), "socket:[%u]", pair.inode);
		if (strcmp(name, is) == 0)
			found = arena_printf(r->a, "socket:[%u]", pair.peer);
	}
	strbuf_release(&all);
	return found;
}

/* ---- one socket ------------------------------------------------------------- */

static const char *
kind_of(int domain, int type)
{
	bool stream = type == SOCK_STREAM;

	if (domain == AF_UNIX)
		return stream ? "unix stream" : "unix datagram";
	if (domain == AF_INET || domain == AF_INET6)
		return stream ? "tcp" : "udp";
	return "other";
}

void
proc_socket(struct proc *r, int pid, int fd)
{
	const struct hang_fd *own = hang_fd_of(r->s, pid, fd);
	int copy, domain, type;
	struct hang_socket *k;
	const char *peer = "";

	if (hang_socket_of(r->s, own->is) != NULL)
		return;
	copy = copy_fd(pid, fd);
	if (copy == -1)
		return;
	domain = option(copy, SO_DOMAIN);
	type = option(copy, SO_TYPE);
	if (option(copy, SO_ACCEPTCONN) == 1)
		;
	else if (domain == AF_UNIX)
		peer = unix_peer(r, pid, own->is);
	else if (type == SOCK_STREAM)
		peer = tcp_peer(r, pid, copy);
	k = HANG_ADD(r->s, sockets);
	k->is = own->is;
	k->kind = kind_of(domain, type);
	k->listens = option(copy, SO_ACCEPTCONN) == 1;
	k->receive_ms = timeout_ms(copy, SO_RCVTIMEO);
	k->send_ms = timeout_ms(copy, SO_SNDTIMEO);
	k->peer = peer;
	close(copy);
	if (peer[0] != '\0')
		proc_want(r, peer);
}
