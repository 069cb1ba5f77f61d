/* run_watch.c: how much memory and how many tasks a sandbox has */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/run_int.h"

/*
 * The sandbox mounts a /proc in which only its own processes are, and that
 * can be read from outside through /proc/PID/root: no search for children is
 * needed, and none can hide by starting a session of its own. Reading it
 * takes the right to trace the process, which the owner of its user namespace
 * has.
 *
 * In there, 1 is the shell that starts the program, and is not counted.
 */
#define WATCH_OURS 1

/* The first bytes of a file below the sandbox's /proc; false if unreadable. */
static bool
watch_read(int proc, const char *pid, const char *name, char *buf, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%.20s/%s", pid, name);
	if ((fd = openat(proc, path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	n = read(fd, buf, size - 1);
	close(fd);
	if (n <= 0)
		return false;
	buf[n] = '\0';
	return true;
}

/*
 * Add what /proc/PID/stat says: in fields 14 to 17 the time of it and of its
 * children, in 20 threads, in 24 pages.
 */
static void
watch_add_stat(struct run_usage *u, const char *stat)
{
	/* The name, field 2, may hold spaces and parentheses. */
	const char *s = strrchr(stat, ')');
	int64_t ticks = 0;
	int field;

	for (field = 3; s != NULL && field <= 24; field++) {
		if ((s = strchr(s + 1, ' ')) == NULL)
			break;
		if (field >= 14 && field <= 17)
			ticks += strtol(s, NULL, 10);
		else if (field == 20)
			u->tasks += (int)strtol(s, NULL, 10);
		else if (field == 24)
			u->memory += strtoul(s, NULL, 10) *
				     (size_t)sysconf(_SC_PAGESIZE);
	}
	u->cpu_ms += ticks * 1000 / sysconf(_SC_CLK_TCK);
}

/* Add the process's share of its pages, the Pss of smaps_rollup. */
static void
watch_add_share(struct run_usage *u, const char *rollup)
{
	const char *s = strstr(rollup, "\nPss:");

	if (s != NULL)
		u->memory += strtoul(s + 5, NULL, 10) << 10;
}

/*
 * Open the sandbox's /proc. Until bwrap has changed the root, /proc there is
 * the host's, and must not be taken for it.
 */
static bool
watch_open(struct run_watch *w)
{
	struct stat ours, theirs;
	char path[64];
	int fd;

	if (w->proc != -1)
		return true;
	snprintf(path, sizeof(path), "/proc/%ld/root/proc", (long)w->init);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return false;
	if (fstat(fd, &theirs) == -1 || stat("/proc", &ours) == -1 ||
	    theirs.st_dev == ours.st_dev) {
		close(fd);
		return false;
	}
	w->proc = fd;
	return true;
}

static struct run_usage
watch_count(struct run_watch *w, bool exact)
{
	struct run_usage u = { 0, 0, 0 };
	struct dirent *ent;
	char buf[4096];
	DIR *dir;
	int fd;

	if ((fd = openat(w->proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
	    -1)
		return u;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return u;
	}
	while ((ent = readdir(dir)) != NULL) {
		if (!isdigit((unsigned char)ent->d_name[0]) ||
		    strtol(ent->d_name, NULL, 10) <= WATCH_OURS)
			continue;
		if (exact) {
			if (watch_read(w->proc, ent->d_name, "smaps_rollup",
				buf, sizeof(buf)))
				watch_add_share(&u, buf);
		} else if (watch_read(
			       w->proc, ent->d_name, "stat", buf, sizeof(buf)))
			watch_add_stat(&u, buf);
	}
	closedir(dir);
	return u;
}

struct run_usage
run_watch_look(struct run_watch *w, size_t limit)
{
	struct run_usage u = { 0, 0, 0 };

	if (!watch_open(w))
		return u;
	u = watch_count(w, false);
	/* An exact count takes its time, so not for a little more. */
	if (u.memory > w->seen + w->seen / 8 || u.memory > limit) {
		size_t exact = watch_count(w, true).memory;

		if (u.memory > w->seen)
			w->seen = u.memory;
		if (exact != 0) /* else it cannot be read */
			u.memory = exact;
		if (u.memory > w->peak.memory)
			w->peak.memory = u.memory;
	}
	if (u.tasks > w->peak.tasks)
		w->peak.tasks = u.tasks;
	if (u.cpu_ms > w->peak.cpu_ms)
		w->peak.cpu_ms = u.cpu_ms;
	return u;
}

void
run_watch_release(struct run_watch *w)
{
	if (w->proc != -1)
		close(w->proc);
	w->proc = -1;
}
