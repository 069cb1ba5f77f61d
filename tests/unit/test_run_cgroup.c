/* test_run_cgroup.c: where our control group is, and what is left of others */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"
#include "base/strbuf.h"
#include "base/xalloc.h"
#include "run/run_int.h"

static struct run_limits limits;
static struct run_result res; /* of the last run() */

static void
run(const char *lang, const char *code)
{
	struct err e = ERR_INIT;
	struct run_job job = { .example = "test#group",
		.lang = lang,
		.code = code,
		.code_len = strlen(code),
		.timeout_ms = 20000 };

	if (run_exec(&res, &job, &limits, &e) == -1) {
		printf("# %s\n", e.msg);
		run_result_release(&res);
	}
}

/* ---- where it is ----------------------------------------------------------- */

#define V1_MOUNTS                                                              \
	"30 20 0:26 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n"           \
	"31 30 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"          \
	"32 30 0:28 / /sys/fs/cgroup/memory rw,nosuid shared:9 - cgroup "      \
	"cgroup rw,memory\n"                                                   \
	"33 30 0:29 /docker/ab /sys/fs/cgroup/pids rw - cgroup cgroup "        \
	"rw,pids\n"                                                            \
	"34 30 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"

/* "1 MEMORY PIDS OWN", with "-" for what there is not. */
static void
places(
    const char *groups, const char *mounts, const char *want, const char *name)
{
	struct run_cgroup_place at;
	char *got;

	run_cgroup_place(&at, groups, mounts);
	got = xasprintf("%d %s %s %s", at.version, at.memory ? at.memory : "-",
	    at.pids ? at.pids : "-", at.own ? at.own : "-");
	is_str(got, want, "%s", name);
	free(got);
	run_cgroup_place_release(&at);
}

static void
test_version_1(void)
{
	places("9:name=systemd:/\n8:pids:/docker/ab/c\n4:memory:/이름/b\n"
	       "1:cpu,cpuacct:/\n0::/x\n",
	    V1_MOUNTS,
	    "1 /sys/fs/cgroup/memory/이름/b /sys/fs/cgroup/pids/c "
	    "/sys/fs/cgroup/memory/이름/b",
	    "version 1: beneath us, the memory here and the tasks there");
	places("8:pids:/docker/abc\n4:memory:/\n0::/x\n", V1_MOUNTS,
	    "1 /sys/fs/cgroup/memory/ - /sys/fs/cgroup/memory/",
	    "a mount that does not show where we are");
	places("4:mem:/a\n", V1_MOUNTS, "0 - - -", "the whole word counts");
}

static void
test_version_2(void)
{
	static const char mounts[] =
	    "25 20 0:22 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 "
	    "rw,nsdelegate\n";

	places("0::/user.slice/user-1000.slice/한글.scope\n", mounts,
	    "2 /sys/fs/cgroup/user.slice/user-1000.slice - "
	    "/sys/fs/cgroup/user.slice/user-1000.slice/한글.scope",
	    "version 2: beside us");
	places("0::/\n", mounts, "2 /sys/fs/cgroup - /sys/fs/cgroup/",
	    "and beneath, where we are at the top");
	places("0::/../../x\n", mounts, "0 - - -",
	    "nowhere from outside of the namespace");
	places("0::/machine/c1/x\n",
	    "25 20 0:22 /machine/c1 /sys/fs/cgroup rw - cgroup2 none rw\n",
	    "2 /sys/fs/cgroup - /sys/fs/cgroup/x",
	    "a mount that shows a part of it");
	places("0::/machine/c12\n",
	    "25 20 0:22 /machine/c1 /sys/fs/cgroup rw - cgroup2 none rw\n",
	    "0 - - -", "but no name that only begins so");
}

static void
test_hybrid(void)
{
	static const char mixed[] =
	    "33 30 0:29 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n"
	    "34 30 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";

	places("4:memory:/a\n0::/u/x.scope\n", V1_MOUNTS,
	    "1 /sys/fs/cgroup/memory/a - /sys/fs/cgroup/memory/a",
	    "both, and the memory is in version 1");
	places("8:pids:/p\n0::/u/x.scope\n", mixed,
	    "2 /sys/fs/cgroup/unified/u /sys/fs/cgroup/pids/p "
	    "/sys/fs/cgroup/unified/u/x.scope",
	    "both, and only the tasks are in version 1");
	places("", "", "0 - - -", "neither");
	places("0\n0:\n:::\n", "x\n - \n1 2 3 4 5 - cgroup2\n", "0 - - -",
	    "what is no such file");
}

/* ---- what it counts ----------------------------------------------------------- */

static void
test_counts(void)
{
	static const char memory[] =
	    "memory: it used more than the 256 MiB it may";

	run("python", "import ctypes\nc = ctypes.CDLL(None)\n"
		      "c.shmat.restype = ctypes.c_void_p\n"
		      "for key in range(1, 6):\n"
		      "    i = c.shmget(key, 100 << 20, 0o1600)\n"
		      "    p = c.shmat(i, None, 0)\n"
		      "    ctypes.memset(p, 1, 100 << 20)\n"
		      "    c.shmdt(ctypes.c_void_p(p))\n"
		      "print('all of it')\n");
	is_str(res.why, memory, "segments that nobody has attached");
	run("python", "import os, time\n"
		      "if os.fork() == 0:\n"
		      "    x = bytearray(400 << 20)\n"
		      "    os._exit(0)\n"
		      "os.wait()\nprint('it goes on')\n");
	is_str(res.why, memory, "a child that is gone in a moment");
	ok(res.peak_memory > (size_t)250 << 20 && res.peak_memory <= (size_t)257
									 << 20,
	    "the peak is what it was let have (%zu)", res.peak_memory);
	run("sh", "head -c 30M /dev/zero >/tmp/x; rm /tmp/x");
	ok(res.outcome == RUN_OK && res.peak_memory > (size_t)30 << 20,
	    "files in memory are counted (%zu)", res.peak_memory);
	run("sh", "exit 0");
	ok(res.peak_memory > 0 && res.peak_memory < (size_t)30 << 20,
	    "each run for itself (%zu)", res.peak_memory);
}

/* A process of the group that may have one child, and wants two. */
static _Noreturn void
wants_two(int go)
{
	pid_t pids[2];
	char word;
	int i;

	if (read(go, &word, 1) != 1)
		_exit(1);
	for (i = 0; i < 2; i++)
		if ((pids[i] = fork()) == 0) {
			pause();
			_exit(0);
		}
	for (i = 0; i < 2; i++)
		if (pids[i] > 0) {
			kill(pids[i], SIGKILL);
			waitpid(pids[i], NULL, 0);
		}
	_exit(pids[0] > 0 && pids[1] == -1 ? 0 : 2);
}

/* Without the limit of a sandbox on processes, which the kernel asks first. */
static void
test_crowded(void)
{
	struct run_cgroup c = RUN_CGROUP_INIT;
	int go[2], status = -1;
	pid_t pid;

	run_cgroup_make(&c, (size_t)64 << 20, 2);
	if (pipe(go) == -1 || (pid = fork()) == -1)
		exit(1);
	if (pid == 0)
		wants_two(go[0]);
	run_cgroup_enter(&c, pid);
	ok(!run_cgroup_crowded(&c), "a process in a group for two");
	if (write(go[1], "", 1) != 1)
		exit(1);
	waitpid(pid, &status, 0);
	ok(status == 0, "a third is refused");
	ok(run_cgroup_crowded(&c), "and that is known");
	run_cgroup_release(&c);
	close(go[0]);
	close(go[1]);
}

/* ---- what is left ---------------------------------------------------------------- */

/* The folder that groups are made in; NULL when there is none. */
static char *
parent_of_groups(void)
{
	struct strbuf groups = STRBUF_INIT, mounts = STRBUF_INIT;
	struct run_cgroup_place place;
	int a = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
	int b = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	char buf[4096], *parent;
	ssize_t n;

	while ((n = read(a, buf, sizeof(buf))) > 0)
		strbuf_add(&groups, buf, (size_t)n);
	while ((n = read(b, buf, sizeof(buf))) > 0)
		strbuf_add(&mounts, buf, (size_t)n);
	close(a);
	close(b);
	run_cgroup_place(&place, groups.buf, mounts.buf);
	parent = place.memory != NULL ? xstrdup(place.memory) : NULL;
	run_cgroup_place_release(&place);
	strbuf_release(&groups);
	strbuf_release(&mounts);
	return parent;
}

/* How many groups of a keeper with this id there are. */
static int
groups_of(const char *parent, pid_t keeper)
{
	char *lead = xasprintf("halfhour-%d-", (int)keeper);
	DIR *dir = opendir(parent);
	struct dirent *ent;
	int n = 0;

	while (dir != NULL && (ent = readdir(dir)) != NULL)
		n += strncmp(ent->d_name, lead, strlen(lead)) == 0;
	if (dir != NULL)
		closedir(dir);
	free(lead);
	return n;
}

static void
test_left(void)
{
	char *parent = parent_of_groups();
	int i, status;
	pid_t pid;

	ok(groups_of(parent, getpid()) == 0, "no group is left by a run");
	fflush(stdout);
	if ((pid = fork()) == 0) {
		run("sh", "sleep 20");
		_exit(0);
	}
	for (i = 0; i < 500 && groups_of(parent, pid) == 0; i++)
		usleep(10000);
	ok(groups_of(parent, pid) == 1, "a keeper at work has one");
	run("sh", "exit 0");
	ok(res.outcome == RUN_OK && groups_of(parent, pid) == 1,
	    "which the run of another leaves alone");
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	ok(groups_of(parent, pid) == 1, "a keeper that is killed leaves it");
	for (i = 0; i < 100 && groups_of(parent, pid) > 0; i++) {
		run("sh", "exit 0"); /* its processes may take a moment */
		usleep(10000);
	}
	ok(groups_of(parent, pid) == 0, "and the next run removes it");
	free(parent);
}

int
main(void)
{
	struct run_job job = { .example = "test#group", .lang = "python" };
	char *missing = run_missing(&job, NULL);

	setvbuf(stdout, NULL, _IOLBF, 0);
	limits = run_limits_default();
	run_result_init(&res);
	test_version_1();
	test_version_2();
	test_hybrid();
	if (missing == NULL)
		run("sh", "exit 0");
	if (missing != NULL || strcmp(res.rung, "bubblewrap") == 0) {
		tap_tests++;
		printf("ok %d - control groups # SKIP %s\n", tap_tests,
		    missing != NULL ? missing : "none can be made from here");
	} else {
		printf("# %s\n", res.rung);
		test_counts();
		test_crowded();
		test_left();
	}
	free(missing);
	run_result_release(&res);
	return done_testing();
}
