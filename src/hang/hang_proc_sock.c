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
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "hang/hang_proc.h"

#define UNIX_MOST ((size_t)64 << 20) /* bytes of all Unix sockets */

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

/* How long what was sent may stay with us; to a window that is closed, too. */
static long
user_timeout_ms(int fd)
{
	unsigned ms = 0;
	socklen_t len = sizeof(ms);

	if (getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, &len) == -1)
		return 0;
	return (long)ms;
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

/* A socket as sock_diag tells it; all bytes of it are set, for it goes through
 * a pipe. */
struct hang_unix {
	uint32_t inode, peer;
	uint32_t listener; /* in whose queue it waits to be accepted; 0 */
	bool listens;
	uint32_t queue, backlog;
	uint32_t file, device; /* of the name, where that is a file's */
	uint32_t name_len;
	char name[108];
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
		    .udiag_show = UDIAG_SHOW_PEER | UDIAG_SHOW_NAME |
				  UDIAG_SHOW_VFS | UDIAG_SHOW_ICONS |
				  UDIAG_SHOW_RQLEN } };

	return send(netlink, &ask, sizeof(ask), 0) == sizeof(ask) ? 0 : -1;
}

static void
take_attribute(struct hang_unix *u, const struct rtattr *at)
{
	const void *data = RTA_DATA(at);
	size_t len = RTA_PAYLOAD(at);

	if (at->rta_type == UNIX_DIAG_PEER && len >= sizeof(u->peer))
		memcpy(&u->peer, data, sizeof(u->peer));
	else if (at->rta_type == UNIX_DIAG_NAME && len <= sizeof(u->name)) {
		memcpy(u->name, data, len);
		u->name_len = (uint32_t)len;
	} else if (at->rta_type == UNIX_DIAG_VFS &&
		   len >= sizeof(struct unix_diag_vfs)) {
		const struct unix_diag_vfs *v = data;

		u->file = v->udiag_vfs_ino;
		u->device = v->udiag_vfs_dev;
	} else if (at->rta_type == UNIX_DIAG_RQLEN &&
		   len >= sizeof(struct unix_diag_rqlen)) {
		const struct unix_diag_rqlen *q = data;

		u->queue = q->udiag_rqueue;
		u->backlog = q->udiag_wqueue;
	}
}

/* The sockets whose other ends wait in the queue of a listener. */
static void
put_waiting(uint32_t listener, const struct rtattr *at, int out)
{
	const uint32_t *inodes = RTA_DATA(at);
	size_t i, n = RTA_PAYLOAD(at) / sizeof(*inodes);
	struct hang_unix u;

	for (i = 0; i < n; i++) {
		memset(&u, 0, sizeof(u));
		u.inode = inodes[i];
		u.listener = listener;
		fs_write_all(out, &u, sizeof(u));
	}
}

static void
put_unix(struct nlmsghdr *head, int out)
{
	struct unix_diag_msg *m = NLMSG_DATA(head);
	int len = (int)(head->nlmsg_len - NLMSG_LENGTH(sizeof(*m)));
	struct rtattr *at = (struct rtattr *)(m + 1);
	struct hang_unix u;

	memset(&u, 0, sizeof(u));
	u.inode = m->udiag_ino;
	u.listens = m->udiag_state == TCP_LISTEN;
	for (; RTA_OK(at, len); at = RTA_NEXT(at, len))
		if (at->rta_type == UNIX_DIAG_ICONS)
			put_waiting(u.inode, at, out);
		else
			take_attribute(&u, at);
	if (u.peer != 0 || u.listens)
		fs_write_all(out, &u, sizeof(u));
}

/* All of the namespace that the caller is in. */
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
			put_unix(head, out);
		}
	}
}

/* Those of the namespace that the process is in, which is asked once as long
 * as it is the same: whoever sleeps opens no more of them. */
static void
load_unix(struct proc *r, int pid)
{
	const struct hang_process *p = hang_process_of(r->s, pid);
	const char *ns = p == NULL ? "" : p->netns;
	struct strbuf all;

	if (r->unix_ns != NULL && strcmp(r->unix_ns, ns) == 0)
		return;
	strbuf_init(&all, UNIX_MOST);
	proc_inside(r, pid, "net", dump_unix, NULL, &all);
	r->n_unixes = all.len / sizeof(*r->unixes);
	r->unixes = arena_alloc(r->a, all.len + 1);
	memcpy(r->unixes, all.buf, r->n_unixes * sizeof(*r->unixes));
	r->unix_ns = ns;
	strbuf_release(&all);
}

static const struct hang_unix *
find_unix(const struct proc *r, uint32_t inode)
{
	size_t i;

	for (i = 0; i < r->n_unixes; i++)
		if (r->unixes[i].inode == inode && r->unixes[i].listener == 0)
			return &r->unixes[i];
	return NULL;
}

/* A socket that listens gets into the snapshot, with its queue. */
static const char *
keep_listener(struct proc *r, const struct hang_unix *u)
{
	const char *is = arena_printf(r->a, "socket:[%u]", u->inode);
	struct hang_socket *k;

	if (hang_socket_of(r->s, is) == NULL) {
		k = HANG_ADD(r->s, sockets);
		k->is = is;
		k->peer = "";
		k->kind = "unix stream";
		k->listens = true;
		k->queue = u->queue;
		k->backlog = u->backlog;
	}
	return is;
}

/* The other end; or, of one that was not accepted yet, who listens. */
static const char *
unix_peer(struct proc *r, int pid, const char *is, bool *pending)
{
	uint32_t inode = (uint32_t)strtoul(is + strlen("socket:["), NULL, 10);
	const struct hang_unix *u;
	size_t i;

	load_unix(r, pid);
	if ((u = find_unix(r, inode)) != NULL)
		return arena_printf(r->a, "socket:[%u]", u->peer);
	for (i = 0; i < r->n_unixes; i++)
		if (r->unixes[i].inode == inode &&
		    (u = find_unix(r, r->unixes[i].listener)) != NULL) {
			*pending = true;
			return keep_listener(r, u);
		}
	return "";
}

/*
 * Whether it has the name that the process calls. One that begins with a NUL
 * is equal or not. Another is a file, which is found as the process finds it;
 * the kernel writes a device's numbers in its own way.
 */
static bool
has_name(const struct proc *r, int pid, const struct hang_unix *u,
    const char *name, size_t len)
{
	char path[256];
	struct stat st;

	if (name[0] == '\0')
		return u->name_len == len && memcmp(u->name, name, len) == 0;
	len = strnlen(name, len);
	snprintf(path, sizeof(path), "%d/%s/%.*s", pid,
	    name[0] == '/' ? "root" : "cwd", (int)len, name);
	return u->file != 0 && fstatat(r->dir, path, &st, 0) == 0 &&
	       u->file == (uint32_t)st.st_ino &&
	       u->device == (major(st.st_dev) << 20 | minor(st.st_dev));
}

/* Who listens on the address of the call; "" if that is not seen. */
static const char *
unix_listener(struct proc *r, int pid, const struct hang_call *c)
{
	size_t len = (size_t)c->arg[2],
	       at = offsetof(struct sockaddr_un, sun_path), i;
	const unsigned char *p;
	struct sockaddr_un addr;

	if (len <= at || len > sizeof(addr) ||
	    (p = hang_memory_of(r->s, pid, c->arg[1], len)) == NULL)
		return "";
	memset(&addr, 0, sizeof(addr));
	memcpy(&addr, p, len);
	load_unix(r, pid);
	for (i = 0; addr.sun_family == AF_UNIX && i < r->n_unixes; i++)
		if (r->unixes[i].listens &&
		    has_name(r, pid, &r->unixes[i], addr.sun_path, len - at))
			return keep_listener(r, &r->unixes[i]);
	return "";
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

/* The socket of a descriptor; `call` is NULL, or connects it. */
static void
add_socket(struct proc *r, int pid, const struct hang_fd *own,
    const struct hang_call *call)
{
	int copy, domain, type, fd = own->fd;
	struct hang_socket *k;
	const char *peer = "";
	bool pending = false;

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
		peer = call != NULL ? unix_listener(r, pid, call)
				    : unix_peer(r, pid, own->is, &pending);
	else if (type == SOCK_STREAM)
		peer = tcp_peer(r, pid, copy);
	k = HANG_ADD(r->s, sockets);
	k->is = own->is;
	k->kind = kind_of(domain, type);
	k->listens = option(copy, SO_ACCEPTCONN) == 1;
	k->receive_ms = timeout_ms(copy, SO_RCVTIMEO);
	k->send_ms = timeout_ms(copy, SO_SNDTIMEO);
	if (domain != AF_UNIX && type == SOCK_STREAM && k->send_ms == 0)
		k->send_ms = user_timeout_ms(copy);
	k->peer = peer;
	k->pending = pending;
	close(copy);
	if (peer[0] != '\0')
		proc_want(r, peer);
}

void
proc_socket(struct proc *r, int pid, int fd)
{
	add_socket(r, pid, hang_fd_of(r->s, pid, fd), NULL);
}

void
proc_connect(struct proc *r, int pid, const struct hang_call *c)
{
	const struct hang_fd *own = hang_fd_of(r->s, pid, (int)c->arg[0]);

	if (own != NULL && strncmp(own->is, "socket:[", 8) == 0)
		add_socket(r, pid, own, c);
}
