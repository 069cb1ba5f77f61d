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

static void
finds(const char *groups, const char *mounts, const char *controller,
    const char *want, const char *name)
{
	char *got = run_cgroup_find(groups, mounts, controller);

	is_str(got, want, "%s", name);
	free(got);
}

static void
test_find(void)
{
	static const char v1[] = "9:name=systemd:/\n8:pids:/docker/ab/c\n"
				 "4:memory:/이름/b\n1:cpu,cpuacct:/\n0::/x\n";
	static const char v2[] = "0::/user.slice/user-1000.slice/a.scope\n";
	static const char v2_mounts[] =
	    "25 20 0:22 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 "
	    "rw,nsdelegate\n";

	finds(v1, V1_MOUNTS, "memory", "/sys/fs/cgroup/memory/이름/b",
	    "version 1: a hierarchy for the memory");
	finds(v1, V1_MOUNTS, "pids", "/sys/fs/cgroup/pids/c",
	    "a mount that shows a part of the hierarchy");
	finds(v1, V1_MOUNTS, NULL, "/sys/fs/cgroup/unified/x",
	    "and version 2 beside them");
	finds(v1, V1_MOUNTS, "mem", NULL, "the whole word counts");
	finds(v2, v2_mounts, NULL,
	    "/sys/fs/cgroup/user.slice/user-1000.slice/a.scope", "version 2");
	finds(v2, v2_mounts, "memory", NULL, "which is no version 1");
	finds("0::/../../x\n", v2_mounts, NULL, NULL,
	    "one outside of the namespace");
	finds("8:pids:/docker/abc\n", V1_MOUNTS, "pids", NULL,
	    "one outside of the mount");
	finds("", "", "memory", NULL, "nothing at all");
	finds("0\n0:\n0::\n:::\n", "x\n - \n1 2 3 4 5 - cgroup2\n", NULL, NULL,
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

/* ---- what is left ---------------------------------------------------------------- */

/* The folder that groups are made in; NULL when there is none. */
static char *
parent_of_groups(void)
{
	struct strbuf groups = STRBUF_INIT, mounts = STRBUF_INIT;
	int a = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
	int b = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	char buf[4096], *at, *slash;
	ssize_t n;

	while ((n = read(a, buf, sizeof(buf))) > 0)
		strbuf_add(&groups, buf, (size_t)n);
	while ((n = read(b, buf, sizeof(buf))) > 0)
		strbuf_add(&mounts, buf, (size_t)n);
	close(a);
	close(b);
	at = run_cgroup_find(groups.buf, mounts.buf, "memory");
	if (at == NULL &&
	    (at = run_cgroup_find(groups.buf, mounts.buf, NULL)) != NULL &&
	    (slash = strrchr(at, '/')) != NULL)
		*slash = '\0';
	strbuf_release(&groups);
	strbuf_release(&mounts);
	return at;
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
	test_find();
	if (missing == NULL)
		run("sh", "exit 0");
	if (missing != NULL || strcmp(res.rung, "bubblewrap") == 0) {
		tap_tests++;
		printf("ok %d - control groups # SKIP %s\n", tap_tests,
		    missing != NULL ? missing : "none can be made from here");
	} else {
		printf("# %s\n", res.rung);
		test_counts();
		test_left();
	}
	free(missing);
	run_result_release(&res);
	return done_testing();
}
