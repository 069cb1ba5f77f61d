/* wiki_editor.c: who has a copy open, whether or not its halfhour lives */
/*
 * An editor gets the copy as an argument, by its whole path, and so do the
 * shell that starts it and a program that waits for a window. A file of ours
 * with a process id in it could lie: it outlives a reboot, and who is killed
 * at the wrong moment has not written it. /proc tells what is.
 */
#include <sys/syscall.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "wiki/wiki.h"

#define CMDLINE_MAX ((size_t)4 << 20)
#define LOOK_MS 100 /* where the kernel cannot tell the end of a process */

/* A file of the process, "123/comm". It may have gone: nothing, then. */
static void
proc_read(struct strbuf *out, int proc, const char *pid, const char *name)
{
	char path[64];
	int fd;

	strbuf_init(out, CMDLINE_MAX);
	snprintf(path, sizeof(path), "%.20s/%.20s", pid, name);
	if ((fd = openat(proc, path, O_RDONLY | O_CLOEXEC)) == -1)
		return;
	if (fs_read_all(out, fd) == -1)
		strbuf_clear(out);
	close(fd);
}

/* Whether one of its arguments is that path. */
static bool
proc_has(int proc, const char *pid, const char *path)
{
	struct strbuf args;
	bool has = false;
	size_t at;

	proc_read(&args, proc, pid, "cmdline");
	for (at = 0; at < args.len && !has; at += strlen(args.buf + at) + 1)
		has = strcmp(args.buf + at, path) == 0;
	strbuf_release(&args);
	return has;
}

/* Behind the name, which may have parentheses in it: a letter, then this. */
static pid_t
proc_parent(int proc, const char *pid)
{
	struct strbuf stat;
	const char *end;
	int parent = 0;

	proc_read(&stat, proc, pid, "stat");
	if ((end = strrchr(stat.buf, ')')) == NULL ||
	    sscanf(end + 1, " %*c %d", &parent) != 1)
		parent = 0;
	strbuf_release(&stat);
	return parent;
}

static void
proc_name(struct wiki_editor *out, int proc, const char *pid)
{
	struct strbuf name;

	proc_read(&name, proc, pid, "comm");
	snprintf(out->name, sizeof(out->name), "%.*s",
	    (int)text_chomp(name.buf, name.len), name.buf);
	strbuf_release(&name);
}

/* Of a shell and the editor that it has started, the latter. */
bool
wiki_editor_find(struct wiki_editor *out, const char *path)
{
	DIR *dir = opendir("/proc");
	struct dirent *d;

	*out = (struct wiki_editor){ .pid = 0 };
	while (dir != NULL && (d = readdir(dir)) != NULL) {
		long pid;

		if (text_number(&pid, d->d_name, 1, 1L << 30) == -1 ||
		    pid == getpid() || !proc_has(dirfd(dir), d->d_name, path))
			continue;
		if (out->pid != 0 &&
		    proc_parent(dirfd(dir), d->d_name) != out->pid)
			continue;
		out->pid = (pid_t)pid;
		proc_name(out, dirfd(dir), d->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	return out->pid != 0;
}

void
wiki_editor_wait(const struct wiki_editor *ed)
{
	int fd = (int)syscall(SYS_pidfd_open, ed->pid, 0);
	struct pollfd end = { .fd = fd, .events = POLLIN };

	/* poll(2) looks at no descriptor below 0: that is a pause. */
	if (fd != -1 || errno != ESRCH)
		poll(&end, 1, fd == -1 ? LOOK_MS : -1);
	if (fd != -1)
		close(fd);
}
