/* hang_proc_wait.c: what the call of a task needs, read while it sleeps */
#include <dirent.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "hang/hang_proc.h"

#define MAPS_MOST ((size_t)16 << 20)

/* ---- memory ----------------------------------------------------------------- */

static void
read_memory(struct proc *r, int pid, const struct hang_call *c)
{
	uint64_t at;
	size_t len;
	int i;

	for (i = 0; hang_call_memory(c, i, &at, &len); i++) {
		unsigned char *p;
		struct iovec to, from;
		struct hang_memory *m;
		ssize_t n;

		if (at == 0 || hang_memory_of(r->s, pid, at, len) != NULL)
			continue;
		p = arena_alloc(r->a, len);
		to = (struct iovec){ p, len };
		from = (struct iovec){ (void *)(uintptr_t)at, len };
		n = process_vm_readv(pid, &to, 1, &from, 1, 0);
		if (n <= 0)
			continue;
		m = HANG_ADD(r->s, memory);
		m->pid = pid;
		m->at = at;
		m->bytes.len = (size_t)n;
		m->bytes.v = p;
	}
}

/* ---- maps ------------------------------------------------------------------- */

struct map_line {
	uint64_t start, end, offset, inode;
	char perms[5];
	char file[64];
	const char *path;
};

/* "7f…-7f… rw-s 00000000 00:19 1234   /dev/shm/x": the file is written as in
 * /proc/locks. */
static bool
parse_map(struct map_line *out, char *line)
{
	unsigned long long start, end, offset, inode;
	unsigned major, minor;
	int n = 0;

	if (sscanf(line, "%llx-%llx %4s %llx %x:%x %llu %n", &start, &end,
		out->perms, &offset, &major, &minor, &inode, &n) != 7)
		return false;
	*out = (struct map_line){ start, end, offset, inode,
		{ out->perms[0], out->perms[1], out->perms[2], out->perms[3] },
		"", line + n };
	snprintf(out->file, sizeof(out->file), "%02x:%02x:%llu", major, minor,
	    inode);
	return true;
}

/*
 * sem_open(3) makes a file under one name and links it to another, so the
 * kernel says that what everybody can open was deleted. The name that the
 * inode has in that folder now; else the path as it is.
 */
static const char *
current_name(const struct proc *r, int pid, const struct map_line *line)
{
	static const char gone[] = " (deleted)";
	size_t len = strlen(line->path), folder;
	const char *path = line->path;
	struct dirent *ent;
	char root[1200];
	DIR *dir;
	int fd;

	if (len < sizeof(gone) || len > 1024 ||
	    strcmp(line->path + len - strlen(gone), gone) != 0 ||
	    !text_starts(line->path, "/dev/shm/"))
		return arena_strdup(r->a, path);
	folder = (size_t)(strrchr(line->path, '/') - line->path);
	snprintf(root, sizeof(root), "%d/root%.*s", pid, (int)folder, path);
	fd = openat(r->dir, root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	dir = fd == -1 ? NULL : fdopendir(fd);
	if (dir == NULL && fd != -1)
		close(fd);
	path = arena_strdup(r->a, path);
	while (dir != NULL && (ent = readdir(dir)) != NULL)
		if (ent->d_ino == line->inode)
			path = arena_printf(r->a, "%.*s/%s", (int)folder,
			    line->path, ent->d_name);
	if (dir != NULL)
		closedir(dir);
	return path;
}

static void
keep_map(struct proc *r, int pid, const struct map_line *line)
{
	struct hang_map *m;

	if (hang_map_of(r->s, pid, line->start) != NULL)
		return;
	m = HANG_ADD(r->s, maps);
	m->pid = pid;
	m->start = line->start;
	m->end = line->end;
	m->offset = line->offset;
	m->shared = line->perms[3] == 's';
	m->file = arena_strdup(r->a, line->file);
	m->path = current_name(r, pid, line);
}

static bool
is_libc(const char *path)
{
	return strstr(path, "/libc.so.6") != NULL ||
	       strstr(path, "/libc-2.") != NULL;
}

/*
 * Read the maps of a process. With `at`, keep the one that this address is
 * in; with `file`, the shared ones of that. The number that was kept.
 */
static int
read_maps(struct proc *r, int pid, uint64_t at, const char *file)
{
	struct hang_process *p = hang_process_of(r->s, pid);
	struct strbuf all;
	struct map_line line;
	char path[64], *s, *eol;
	int fd, n = 0;

	snprintf(path, sizeof(path), "%d/maps", pid);
	fd = openat(r->dir, path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return 0;
	strbuf_init(&all, MAPS_MOST);
	if (fs_read_all(&all, fd) == -1)
		strbuf_clear(&all);
	close(fd);
	for (s = all.buf; *s != '\0'; s = eol + 1) {
		eol = strchr(s, '\n');
		if (eol == NULL)
			break;
		*eol = '\0';
		if (!parse_map(&line, s))
			continue;
		if (p != NULL && is_libc(line.path))
			p->glibc = true;
		if ((at != 0 && line.start <= at && at < line.end) ||
		    (file != NULL && line.perms[3] == 's' &&
			strcmp(line.file, file) == 0)) {
			keep_map(r, pid, &line);
			n++;
		}
	}
	strbuf_release(&all);
	return n;
}

/* All who have mapped the file; those who are not in the snapshot get there. */
static void
read_mappers(struct proc *r, const char *file)
{
	size_t i;

	for (i = 0; i < r->n_seen; i++)
		if (!r->seen[i].kernel &&
		    read_maps(r, r->seen[i].pid, 0, file) > 0)
			proc_add(r, r->seen[i].pid, false);
}

static void
follow_futex(struct proc *r, int pid, const struct hang_call *c)
{
	const struct hang_map *m;

	if (c->arg[1] & FUTEX_PRIVATE_FLAG) {
		if (!proc_seen_of(r, pid)->maps_read)
			read_maps(r, pid, 0, NULL);
		proc_seen_of(r, pid)->maps_read = true;
		return;
	}
	if (hang_map_of(r->s, pid, c->arg[0]) != NULL)
		return;
	read_maps(r, pid, c->arg[0], NULL);
	m = hang_map_of(r->s, pid, c->arg[0]);
	if (m == NULL || !m->shared)
		return;
	read_mappers(r, m->file);
	/* Who has the file can still map it. */
	proc_want(r, arena_printf(r->a, "file:%s", m->file));
}

/* ---- the others ------------------------------------------------------------- */

static void
add_children(struct proc *r, int pid)
{
	size_t i;

	for (i = 0; i < r->n_seen; i++)
		if (r->seen[i].ppid == pid)
			proc_add(r, r->seen[i].pid, false);
}

/* Those of the same program, that could use the same System V objects. */
static void
add_alike(struct proc *r, int pid)
{
	const struct hang_process *me = hang_process_of(r->s, pid);
	size_t i;

	for (i = 0; me != NULL && i < r->n_seen; i++)
		if (!r->seen[i].kernel && proc_is_alike(r, me, &r->seen[i]))
			proc_add(r, r->seen[i].pid, false);
}

static void
follow_end(struct proc *r, int pid, const struct hang_end *end)
{
	const struct hang_fd *fd;

	proc_name(r, pid, end->fd);
	if ((fd = hang_fd_of(r->s, pid, end->fd)) == NULL)
		return;
	if (text_starts(fd->is, "socket:"))
		proc_socket(r, pid, end->fd);
	else if (text_starts(fd->is, "pidfd:"))
		proc_add(r, (int)strtol(fd->is + 6, NULL, 10), false);
	else if (strchr(fd->is, ':') != NULL && !text_starts(fd->is, "tty:") &&
		 !text_starts(fd->is, "char:"))
		proc_want(r, fd->is);
}

static void
follow_ends(struct proc *r, int pid, const struct hang_call *c)
{
	int n, i;

	if (r->ends == NULL)
		r->ends = arena_alloc(r->a, HANG_ENDS * sizeof(*r->ends));
	n = hang_call_ends(r->s, pid, c, r->ends, HANG_ENDS);
	for (i = 0; i < n && i < HANG_ENDS; i++)
		follow_end(r, pid, &r->ends[i]);
}

/* The name of the kernel's function tells it from a lease that is broken. */
static bool
opens_fifo(const struct proc *r, const struct hang_task *t)
{
	char path[64], name[128];

	snprintf(path, sizeof(path), "%d/task/%d/wchan", t->pid, t->tid);
	return proc_read(r, path, name, sizeof(name)) > 0 &&
	       (strcmp(name, "wait_for_partner") == 0 ||
		   strcmp(name, "fifo_open") == 0);
}

void
proc_follow(struct proc *r, size_t task)
{
	struct hang_task *t = &r->s->tasks[task];
	const struct hang_process *p = hang_process_of(r->s, t->pid);
	int pid = t->pid;
	struct hang_call c;

	hang_call_parse(&c, r->a, p != NULL && p->foreign ? "" : r->s->machine,
	    t->look[0].call);
	/* A handler of SIGCHLD is run when a child ends. */
	if (p != NULL && p->caught >> 16 & 1)
		add_children(r, pid);
	if (t->look[0].state != 'S')
		return;
	read_memory(r, pid, &c);
	switch (c.id) {
	case CALL_WAIT4:
	case CALL_WAITID:
		add_children(r, pid);
		break;
	case CALL_FUTEX:
		follow_futex(r, pid, &c);
		break;
	case CALL_SEMOP:
	case CALL_SEMTIMEDOP:
	case CALL_MSGSND:
	case CALL_MSGRCV:
		add_alike(r, pid);
		proc_sysv(r, pid, &c);
		break;
	case CALL_FLOCK:
	case CALL_FCNTL:
		follow_end(r, pid, &(struct hang_end){ .fd = (int)c.arg[0] });
		r->all_locks = true;
		break;
	case CALL_CONNECT:
		proc_connect(r, pid, &c);
		break;
	case CALL_OPEN:
		t->fifo = opens_fifo(r, t);
		break;
	default:
		follow_ends(r, pid, &c);
	}
}
