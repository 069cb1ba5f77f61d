/* test_run_cgroup2.c: control groups of version 2, in a tree of our own
 *
 * A machine whose memory is counted by version 1 cannot show this. Here folders
 * are made and removed as the kernel does it: one is born with its files, and
 * goes with them, but not while it has processes or groups. The program is
 * linked with these functions in the place of those of libc (see Makefile). It
 * shows what is written where and read from where; not that a kernel obeys.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tap.h"
#include "base/xalloc.h"
#include "run/run_int.h"

static char root[] = "/tmp/halfhour-group-XXXXXX", *top;
static bool with_memory = true; /* whether our parent hands that on */

/* NULL: not every kernel has it. */
static const char *const files[][2] = { { "cgroup.procs", "" },
	{ "cgroup.threads", "" }, { "cgroup.subtree_control", "" },
	{ "cgroup.max.descendants", "max\n" }, { "pids.max", "max\n" },
	{ "pids.events", "max 0\n" }, { "pids.events.local", NULL },
	/* From here on they are of the memory. */
	{ "memory.max", "max\n" }, { "memory.swap.max", "max\n" },
	{ "memory.oom.group", "0\n" }, { "memory.peak", "0\n" },
	{ "memory.events.local", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n" },
	{ "memory.events", "low 0\nhigh 0\nmax 0\noom 7\noom_kill 7\n" } };
#define N_FILES (sizeof(files) / sizeof(files[0]))
#define FIRST_OF_MEMORY 7

/* ---- the kernel ----------------------------------------------------------------- */

int __real_open(const char *path, int flags, ...);
int __real_mkdirat(int dir, const char *path, mode_t mode);
int __real_unlinkat(int dir, const char *path, int flags);
int __wrap_open(const char *path, int flags, ...);
int __wrap_mkdirat(int dir, const char *path, mode_t mode);
int __wrap_unlinkat(int dir, const char *path, int flags);

static void
put(int dir, const char *name, const char *text)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd == -1 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		exit(1);
	close(fd);
}

/* Where we are, and what is mounted. */
int
__wrap_open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	if (top != NULL && strcmp(path, "/proc/self/cgroup") == 0)
		return openat(AT_FDCWD, "cgroup", flags);
	if (top != NULL && strcmp(path, "/proc/self/mountinfo") == 0)
		return openat(AT_FDCWD, "mountinfo", flags);
	return __real_open(path, flags, mode);
}

int
__wrap_mkdirat(int dir, const char *path, mode_t mode)
{
	int rc = __real_mkdirat(dir, path, mode), fd;
	size_t i;

	if (rc == -1 || (fd = openat(dir, path, O_RDONLY)) == -1)
		return rc;
	for (i = 0; i < (with_memory ? N_FILES : FIRST_OF_MEMORY); i++)
		if (files[i][1] != NULL)
			put(fd, files[i][0], files[i][1]);
	close(fd);
	return 0;
}

/* Groups below it, or a process in it. */
static bool
is_busy(int fd)
{
	DIR *d = fdopendir(dup(fd));
	struct dirent *ent;
	struct stat st;
	bool busy = false;

	rewinddir(d);
	while ((ent = readdir(d)) != NULL)
		busy |= ent->d_type == DT_DIR && ent->d_name[0] != '.';
	closedir(d);
	return busy ||
	       (fstatat(fd, "cgroup.procs", &st, 0) == 0 && st.st_size > 0);
}

int
__wrap_unlinkat(int dir, const char *path, int flags)
{
	int fd = flags & AT_REMOVEDIR ? openat(dir, path, O_RDONLY) : -1;
	size_t i;

	if (fd != -1 && is_busy(fd)) {
		close(fd);
		errno = EBUSY;
		return -1;
	}
	for (i = 0; fd != -1 && i < N_FILES; i++)
		__real_unlinkat(fd, files[i][0], 0);
	if (fd != -1)
		close(fd);
	return __real_unlinkat(dir, path, flags);
}

/* ---- the tests -------------------------------------------------------------------- */

/* What was written to it: a value of a group is replaced, a file's is not. */
static void
holds(int dir, const char *name, const char *want, const char *say)
{
	char buf[128] = "";
	int fd = openat(dir, name, O_RDONLY);

	if (fd == -1 || read(fd, buf, sizeof(buf) - 1) == -1)
		snprintf(buf, sizeof(buf), "no file");
	if (fd != -1)
		close(fd);
	ok(strncmp(buf, want, strlen(want)) == 0, "%s: %s", say, want);
}

/* The groups beside ours. */
static int
count_groups(void)
{
	DIR *d = opendir("user");
	struct dirent *ent;
	int n = 0;

	while ((ent = readdir(d)) != NULL)
		n += strncmp(ent->d_name, "halfhour-", 9) == 0;
	closedir(d);
	return n;
}

static void
test_limits(void)
{
	struct run_cgroup c = RUN_CGROUP_INIT;
	struct stat st;
	int box;

	run_cgroup_make(&c, (size_t)256 << 20, 64);
	is_str(run_cgroup_rung(&c), "bubblewrap, cgroup v2", "it is made");
	ok(count_groups() == 1 && c.pids.dir == -1, "beside ours, and alone");
	holds(c.memory.dir, "memory.max", "268435456", "the memory");
	holds(c.memory.dir, "memory.swap.max", "0", "no swap beside it");
	holds(c.memory.dir, "memory.oom.group", "1", "all end at once");
	holds(c.memory.dir, "pids.max", "64", "the tasks");
	holds(c.memory.dir, "cgroup.max.descendants", "64",
	    "the groups that a program may make");
	box = openat(c.memory.dir, "box", O_RDONLY);
	ok(box != -1, "the processes are in one below");
	holds(box, "memory.max", "max\n", "which has no limit to be lifted");
	ok(geteuid() != 0 || (fstat(box, &st) == 0 && st.st_uid == 65534),
	    "and belongs to whom the program is");
	run_cgroup_enter(&c, 4242);
	holds(box, "cgroup.procs", "4242", "a process is put there");
	ok(!run_cgroup_full(&c) && !run_cgroup_crowded(&c),
	    "what the groups below have met is not ours");
	put(c.memory.dir, "memory.events.local", "low 0\nmax 9\noom 1\n");
	ok(run_cgroup_full(&c), "the memory was full");
	put(box, "pids.events", "max 2\n");
	ok(run_cgroup_crowded(&c), "there were too many tasks");
	put(c.memory.dir, "pids.events.local", "max 0\n");
	put(c.memory.dir, "pids.events", "max 7\n");
	ok(!run_cgroup_crowded(&c), "not in a group that the program made");
	put(c.memory.dir, "pids.events.local", "max 1\n");
	ok(run_cgroup_crowded(&c), "since Linux 6.11 it is told at the limit");
	put(c.memory.dir, "memory.peak", "1589248\n");
	ok(run_cgroup_peak(&c) == 1589248, "the peak");
	mkdirat(box, "made", 0755);
	put(box, "cgroup.procs", "");
	close(box);
	run_cgroup_release(&c);
	ok(count_groups() == 0, "it goes, and what the program has made in it");
}

static void
test_left(void)
{
	struct run_cgroup c = RUN_CGROUP_INIT;
	int other, fd;

	mkdirat(AT_FDCWD, "user/halfhour-1-1", 0755);
	mkdirat(AT_FDCWD, "user/halfhour-1-1/box", 0755);
	mkdirat(AT_FDCWD, "user/halfhour-1-2", 0755);
	other = openat(AT_FDCWD, "user/halfhour-1-2", O_RDONLY);
	flock(other, LOCK_EX);
	run_cgroup_make(&c, 1 << 20, 8);
	ok(count_groups() == 2, "one that was left is removed, not one in use");
	fd = openat(c.memory.dir, "box", O_RDONLY);
	put(fd, "cgroup.procs", "7\n");
	run_cgroup_release(&c);
	ok(count_groups() == 2, "one with a process in it stays");
	put(fd, "cgroup.procs", "");
	close(fd);
	close(other);
	run_cgroup_make(&c, 1 << 20, 8);
	ok(count_groups() == 1, "until the next is made");
	run_cgroup_release(&c);
	ok(count_groups() == 0, "none is left");
}

static void
test_refused(void)
{
	struct run_cgroup c = RUN_CGROUP_INIT;

	with_memory = false;
	run_cgroup_make(&c, 1 << 20, 8);
	is_str(run_cgroup_rung(&c), "bubblewrap",
	    "without the controller of the memory there is none");
	ok(count_groups() == 0, "and nothing is left of it");
	ok(!run_cgroup_full(&c) && run_cgroup_peak(&c) == 0, "nor known");
	run_cgroup_enter(&c, 1);
	run_cgroup_release(&c);
	with_memory = true;
}

int
main(void)
{
	char mount[256];

	if ((top = mkdtemp(root)) == NULL || chdir(top) == -1)
		return 1;
	mkdirat(AT_FDCWD, "user", 0755);
	mkdirat(AT_FDCWD, "user/own.scope", 0755);
	put(AT_FDCWD, "cgroup", "0::/user/own.scope\n");
	snprintf(mount, sizeof(mount),
	    "25 20 0:22 / %s rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n", top);
	put(AT_FDCWD, "mountinfo", mount);
	test_limits();
	test_left();
	test_refused();
	unlinkat(AT_FDCWD, "user/own.scope", AT_REMOVEDIR);
	unlinkat(AT_FDCWD, "user", AT_REMOVEDIR);
	unlinkat(AT_FDCWD, "cgroup", 0);
	unlinkat(AT_FDCWD, "mountinfo", 0);
	unlinkat(AT_FDCWD, top, AT_REMOVEDIR);
	return done_testing();
}
