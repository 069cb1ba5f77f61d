/* run_watch.c: how much memory and how many tasks a sandbox has */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
#define WATCH_FILES 256

struct watch_sum {
	struct run_usage u;
	size_t shared, in_files; /* bytes, in files in memory: mapped, all */
	dev_t unnamed;           /* where those without a name are */
	ino_t files[WATCH_FILES];
	size_t n_files;
};

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

/* The number behind a word of smaps_rollup, in bytes. */
static size_t
watch_rollup(const char *rollup, const char *word)
{
	const char *s = strstr(rollup, word);

	return s == NULL ? 0 : strtoul(s + strlen(word), NULL, 10) << 10;
}

/* Add the process's share of its pages, and which of it is in files. */
static void
watch_add_share(struct watch_sum *sum, const char *rollup)
{
	sum->u.memory += watch_rollup(rollup, "\nPss:");
	sum->shared += watch_rollup(rollup, "\nPss_Shmem:");
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
	if ((fd = memfd_create("halfhour", MFD_CLOEXEC)) != -1) {
		if (fstat(fd, &ours) == 0)
			w->unnamed = ours.st_dev;
		close(fd);
	}
	return true;
}

/*
 * Add the files in memory that have no name (memfd_create), which a process
 * need not map, each once. All are on one file system of the kernel's.
 */
static void
watch_add_files(struct watch_sum *sum, int proc, const char *pid)
{
	char path[64];
	struct dirent *ent;
	struct stat st;
	size_t i;
	DIR *dir;
	int fd;

	snprintf(path, sizeof(path), "%.20s/fd", pid);
	fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	while ((ent = readdir(dir)) != NULL) {
		if (ent->d_type != DT_LNK ||
		    fstatat(fd, ent->d_name, &st, 0) == -1 ||
		    st.st_dev != sum->unnamed || !S_ISREG(st.st_mode))
			continue;
		for (i = 0; i < sum->n_files; i++)
			if (sum->files[i] == st.st_ino)
				break;
		if (i < sum->n_files)
			continue;
		if (i < WATCH_FILES)
			sum->files[sum->n_files++] = st.st_ino;
		sum->in_files += (size_t)st.st_blocks * 512;
	}
	closedir(dir);
}

static void
watch_add(
    struct watch_sum *sum, int proc, const char *pid, bool exact, bool memory)
{
	char buf[4096];

	if (memory)
		watch_add_files(sum, proc, pid);
	if (exact) {
		if (watch_read(proc, pid, "smaps_rollup", buf, sizeof(buf)))
			watch_add_share(sum, buf);
	} else if (watch_read(proc, pid, "stat", buf, sizeof(buf)))
		watch_add_stat(&sum->u, buf);
}

static struct run_usage
watch_count(struct run_watch *w, bool exact, bool memory)
{
	struct watch_sum sum = { .unnamed = w->unnamed };
	struct dirent *ent;
	DIR *dir;
	int fd;

	if ((fd = openat(w->proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
	    -1)
		return sum.u;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return sum.u;
	}
	while ((ent = readdir(dir)) != NULL)
		if (isdigit((unsigned char)ent->d_name[0]) &&
		    strtol(ent->d_name, NULL, 10) > WATCH_OURS)
			watch_add(&sum, w->proc, ent->d_name, exact, memory);
	closedir(dir);
	/* Pages of such files that are mapped count already. */
	if (sum.in_files > sum.shared)
		sum.u.memory += sum.in_files - sum.shared;
	return sum.u;
}

struct run_usage
run_watch_look(struct run_watch *w, size_t limit)
{
	struct run_usage u = { 0, 0, 0 };

	if (!watch_open(w))
		return u;
	u = watch_count(w, false, limit != 0);
	if (limit == 0)
		u.memory = 0;
	/* An exact count takes its time, so not for a little more. */
	if (u.memory > w->seen + w->seen / 8 || u.memory > limit) {
		size_t exact = watch_count(w, true, true).memory;

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
