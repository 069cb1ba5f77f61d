/* hang_proc_fd.c: descriptors: what each is of, and who else has that */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "hang/hang_proc.h"

/*
 * What it is of costs as much again as the link of the descriptor, where that
 * does not tell. So it is asked only of what somebody waits for, and of those
 * that may be of the same: until then it has one of these names.
 */
static const char unnamed_file[] = "path", unnamed_event[] = "eventfd";

/* A folder of descriptors that is being read. */
struct fds {
	struct proc *r;
	int pid, tid;
	int dir; /* -1: it is not open */
	bool keep;
};

static int
read_info(const struct fds *f, int fd, char *buf, size_t size)
{
	char path[64];

	snprintf(
	    path, sizeof(path), "%d/task/%d/fdinfo/%d", f->pid, f->tid, fd);
	return proc_read(f->r, path, buf, size);
}

/* "eventfd:4", from the line of its fdinfo that has the number. */
static const char *
with_number(const struct fds *f, int fd, const char *kind, const char *line)
{
	char buf[1024];
	const char *s;

	if (read_info(f, fd, buf, sizeof(buf)) <= 0 ||
	    (s = strstr(buf, line)) == NULL)
		return kind;
	return arena_printf(
	    f->r->a, "%s:%ld", kind, strtol(s + strlen(line), NULL, 10));
}

static void
add_watches(const struct fds *f, int epoll)
{
	static char buf[1 << 16];
	const char *s;

	if (!f->keep || read_info(f, epoll, buf, sizeof(buf)) <= 0)
		return;
	for (s = buf; (s = strstr(s, "tfd:")) != NULL; s++) {
		struct hang_watch *w;
		unsigned long long inode = 0;
		unsigned events;
		int fd;

		if (sscanf(s, "tfd: %d events: %x data: %*x pos:%*d ino:%llx",
			&fd, &events, &inode) < 2)
			continue;
		w = HANG_ADD(f->r->s, watches);
		w->pid = f->pid;
		w->epoll = epoll;
		w->fd = fd;
		w->events = events;
		w->inode = inode;
	}
}

/* An object without a name: "anon_inode:[eventfd]" and the like. */
static const char *
name_anonymous(const struct fds *f, int fd, const char *link)
{
	static const char *const known[] = { "timerfd", "signalfd", "inotify",
		"fanotify", "io_uring", "userfaultfd" };
	size_t i;

	if (strstr(link, "eventfd") != NULL)
		return unnamed_event;
	if (strstr(link, "pidfd") != NULL)
		return with_number(f, fd, "pidfd", "\nPid:");
	if (strstr(link, "eventpoll") != NULL) {
		add_watches(f, fd);
		return "epoll";
	}
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strstr(link, known[i]) != NULL)
			return known[i];
	return "other";
}

static const char *
name_file(const struct fds *f, int fd, const char *link)
{
	struct arena *a = f->r->a;
	const char *kind;
	struct stat st;
	char path[64];

	snprintf(path, sizeof(path), "%d/task/%d/fd/%d", f->pid, f->tid, fd);
	if (fstatat(f->r->dir, path, &st, 0) == -1)
		return "other";
	if (S_ISCHR(st.st_mode)) {
		unsigned m = major(st.st_rdev);

		return arena_printf(a, "%s:%s",
		    m == 4 || m == 5 || (m >= 136 && m < 144) ? "tty" : "char",
		    link);
	}
	kind = S_ISFIFO(st.st_mode)  ? "fifo"
	       : S_ISREG(st.st_mode) ? "file"
				     : "other";
	return arena_printf(a, "%s:%02x:%02x:%llu", kind, major(st.st_dev),
	    minor(st.st_dev), (unsigned long long)st.st_ino);
}

static void
add_fd(struct fds *f, const char *entry)
{
	struct proc *r = f->r;
	struct hang_fd fd = { .pid = f->pid, .path = "" };
	char link[1024];
	ssize_t n;

	fd.fd = (int)strtol(entry, NULL, 10);
	n = readlinkat(f->dir, entry, link, sizeof(link) - 1);
	if (n <= 0)
		return;
	link[n] = '\0';
	if (text_starts(link, "pipe:") || text_starts(link, "socket:"))
		fd.is = arena_strdup(r->a, link);
	else if (link[0] == '/') {
		fd.is = unnamed_file;
		fd.path = arena_strdup(r->a, link);
	} else
		fd.is = name_anonymous(f, fd.fd, link);
	if (f->keep)
		*HANG_ADD(r->s, fds) = fd;
	else {
		r->fds = hang_grow(
		    r->a, r->fds, r->n_fds, &r->cap_fds, sizeof(*r->fds));
		r->fds[r->n_fds++] = fd;
	}
}

/* A leader that has ended has no descriptors, its threads still do. */
static int
find_tid(const struct proc *r, int pid)
{
	size_t i;

	for (i = 0; i < r->s->n_tasks; i++)
		if (r->s->tasks[i].pid == pid &&
		    strchr("ZX", r->s->tasks[i].look[0].state) == NULL)
			return r->s->tasks[i].tid;
	return pid;
}

static void
name_now(struct proc *r, struct hang_fd *fd)
{
	struct fds f = { .r = r, .pid = fd->pid, .dir = -1 };

	f.tid = find_tid(r, fd->pid);
	if (fd->is == unnamed_file)
		fd->is = name_file(&f, fd->fd, fd->path);
	else if (fd->is == unnamed_event)
		fd->is = with_number(&f, fd->fd, "eventfd", "eventfd-id:");
}

void
proc_name(struct proc *r, int pid, int number)
{
	size_t i;

	for (i = 0; i < r->s->n_fds; i++)
		if (r->s->fds[i].pid == pid && r->s->fds[i].fd == number)
			name_now(r, &r->s->fds[i]);
}

/* All that may be what somebody waits for. */
static void
name_wanted(struct proc *r, struct hang_fd *v, size_t n)
{
	bool files = false, events = false;
	size_t i;

	for (i = 0; i < r->n_wants; i++) {
		files |= text_starts(r->wants[i], "file:") ||
			 text_starts(r->wants[i], "fifo:");
		events |= text_starts(r->wants[i], "eventfd:");
	}
	for (i = 0; i < n; i++)
		if ((files && v[i].is == unnamed_file) ||
		    (events && v[i].is == unnamed_event))
			name_now(r, &v[i]);
}

void
proc_fds(struct proc *r, const struct proc_seen *p, bool keep)
{
	struct fds f = { .r = r, .pid = p->pid, .keep = keep };
	struct hang_process *kept = keep ? hang_process_of(r->s, p->pid) : NULL;
	struct dirent *ent;
	char path[64];
	DIR *dir;

	f.tid = keep ? find_tid(r, p->pid) : p->pid;
	snprintf(path, sizeof(path), "%d/task/%d/fd", f.pid, f.tid);
	f.dir = openat(r->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* What has ended has none. */
	if (kept != NULL)
		kept->fds = f.dir != -1 || p->state == 'Z';
	if (f.dir == -1)
		return;
	if ((dir = fdopendir(f.dir)) == NULL) {
		close(f.dir);
		return;
	}
	while ((ent = readdir(dir)) != NULL)
		if (ent->d_name[0] != '.')
			add_fd(&f, ent->d_name);
	closedir(dir);
}

/* ---- who has what somebody waits for ---------------------------------------- */

void
proc_want(struct proc *r, const char *is)
{
	size_t i;

	for (i = 0; i < r->n_wants; i++)
		if (strcmp(r->wants[i], is) == 0)
			return;
	r->wants = hang_grow(
	    r->a, r->wants, r->n_wants, &r->cap_wants, sizeof(*r->wants));
	r->wants[r->n_wants++] = is;
}

/* What pid 1 of the machine has made runs by itself; that of a container may be
 * any program. */
static bool
is_first(const struct proc *r, int pid)
{
	char ns[64];
	ssize_t n = readlinkat(r->dir, "self/ns/pid", ns, sizeof(ns) - 1);

	ns[n > 0 ? n : 0] = '\0';
	return pid == 1 && strcmp(ns, "pid:[4026531836]") == 0;
}

/*
 * Whether the process may have what one in the snapshot has, by fork(2): it is
 * a child of that, its parent, or another child in the same process group. Of
 * one that lets nobody look we know already that it may have anything.
 */
bool
proc_is_related(const struct proc *r, const struct proc_seen *p)
{
	const struct proc_seen *q;
	size_t i;

	for (i = 0; i < r->s->n_processes; i++) {
		q = proc_seen_of(r, r->s->processes[i].pid);
		if (q == NULL || !r->s->processes[i].fds)
			continue;
		if (p->ppid == q->pid ||
		    (q->ppid == p->pid && !is_first(r, p->pid)) ||
		    (p->ppid == q->ppid && p->group == q->group))
			return true;
	}
	return false;
}

/* The descriptors of all who are not in the snapshot, each process once. A
 * relative of one who is there, that does not let us look, may have anything.
 */
static void
read_others(struct proc *r)
{
	size_t i, was;

	for (i = 0; i < r->n_seen; i++) {
		struct proc_seen *p = &r->seen[i];

		if (p->added || p->kernel || p->fds_read)
			continue;
		p->fds_read = true;
		was = r->n_fds;
		proc_fds(r, p, false);
		if (r->n_fds == was && p->state != 'Z' && proc_is_related(r, p))
			proc_add(r, p->pid, false);
	}
}

void
proc_holders(struct proc *r)
{
	size_t i, first = r->wants_done;

	if (first == r->n_wants)
		return;
	read_others(r);
	name_wanted(r, r->fds, r->n_fds);
	for (; r->wants_done < r->n_wants; r->wants_done++)
		for (i = 0; i < r->n_fds; i++)
			if (strcmp(r->fds[i].is, r->wants[r->wants_done]) == 0)
				proc_add(r, r->fds[i].pid, false);
}

/*
 * What each can do that is of an object which somebody waits for. Of all the
 * others nobody asks, and they are most: it would cost as much again as their
 * names do.
 */
void
proc_modes(struct proc *r)
{
	char path[64];
	struct stat st;
	size_t i, k;

	name_wanted(r, r->s->fds, r->s->n_fds);
	for (i = 0; i < r->s->n_fds; i++) {
		struct hang_fd *fd = &r->s->fds[i];

		for (k = 0; k < r->n_wants; k++)
			if (strcmp(r->wants[k], fd->is) == 0)
				break;
		if (k == r->n_wants || fd->read || fd->write)
			continue;
		snprintf(path, sizeof(path), "%d/task/%d/fd/%d", fd->pid,
		    find_tid(r, fd->pid), fd->fd);
		if (fstatat(r->dir, path, &st, AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		fd->read = st.st_mode & S_IRUSR;
		fd->write = st.st_mode & S_IWUSR;
	}
}
