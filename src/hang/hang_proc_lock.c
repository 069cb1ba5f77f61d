/* hang_proc_lock.c: /proc/locks, and whose descriptions hold them */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "hang/hang_proc.h"

#define LOCKS_MOST ((size_t)4 << 20)

/* "1: -> POSIX  ADVISORY  WRITE 12 fe:00:15 0 EOF"; false if it is not that. */
static bool
parse_lock(struct hang_lock *out, struct arena *a, const char *line)
{
	char kind[16], mode[16], file[64], start[32], end[32];
	int number, pid, n = 0;

	if (sscanf(line, " %d: %n", &number, &n) != 1 || n == 0)
		return false;
	*out = (struct hang_lock){ .number = number };
	out->waits = text_starts(line + n, "->");
	if (out->waits)
		n += 2;
	if (sscanf(line + n, "%15s %*s %15s %d %63s %31s %31s", kind, mode,
		&pid, file, start, end) != 6)
		return false;
	out->pid = pid;
	out->kind = arena_strdup(a, kind);
	out->file = arena_strdup(a, file);
	out->write = strcmp(mode, "WRITE") == 0;
	out->start = strtoull(start, NULL, 10);
	out->end =
	    strcmp(end, "EOF") == 0 ? UINT64_MAX : strtoull(end, NULL, 10);
	return true;
}

/* The locks that a descriptor's description holds. */
static void
read_held(struct proc *r, const struct hang_fd *fd)
{
	struct hang_lock lock;
	char path[64], buf[8192];
	const char *s;

	snprintf(path, sizeof(path), "%d/fdinfo/%d", fd->pid, fd->fd);
	if (proc_read(r, path, buf, sizeof(buf)) <= 0)
		return;
	for (s = buf; (s = strstr(s, "\nlock:\t")) != NULL; s += 7) {
		if (!parse_lock(&lock, r->a, s + 7) ||
		    strcmp(lock.kind, "POSIX") == 0)
			continue;
		lock.by = fd->pid;
		lock.fd = fd->fd;
		*HANG_ADD(r->s, locks) = lock;
	}
}

static bool
is_waited_for(const struct proc *r, const char *file, size_t lines)
{
	size_t i;

	for (i = 0; i < lines; i++)
		if (r->s->locks[i].waits &&
		    strcmp(r->s->locks[i].file, file) == 0)
			return true;
	return false;
}

static void
read_lines(struct proc *r, char *s)
{
	struct hang_lock lock;
	char *eol;

	for (; (eol = strchr(s, '\n')) != NULL; s = eol + 1) {
		*eol = '\0';
		if (!parse_lock(&lock, r->a, s))
			continue;
		*HANG_ADD(r->s, locks) = lock;
	}
}

/* Only files that somebody waits for matter. Their holders by descriptor are
 * in the snapshot by now. */
static void
keep_waited(struct proc *r)
{
	struct hang_snap *s = r->s;
	size_t i, n = 0, lines = s->n_locks;
	struct hang_lock *all = xcalloc(lines + 1, sizeof(*all));

	for (i = 0; i < lines; i++)
		if (is_waited_for(r, s->locks[i].file, lines))
			all[n++] = s->locks[i];
	for (i = 0; i < n; i++)
		s->locks[i] = all[i];
	s->n_locks = n;
	free(all);
	for (i = 0; i < n; i++)
		if (strcmp(s->locks[i].kind, "POSIX") == 0 &&
		    s->locks[i].pid > 0)
			proc_add(r, s->locks[i].pid, false);
	proc_modes(r);
	for (i = 0; i < s->n_fds; i++)
		if (text_starts(s->fds[i].is, "file:") &&
		    is_waited_for(r, s->fds[i].is + 5, n))
			read_held(r, &s->fds[i]);
}

void
proc_locks(struct proc *r)
{
	struct strbuf all;
	int fd;

	if (!r->all_locks)
		return;
	fd = openat(r->dir, "locks", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	strbuf_init(&all, LOCKS_MOST);
	if (fs_read_all(&all, fd) == 0)
		read_lines(r, all.buf);
	close(fd);
	strbuf_release(&all);
	keep_waited(r);
}
