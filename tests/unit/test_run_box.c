/* test_run_box.c: programs in the sandbox: what they can, and what they leave */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"
#include "base/date.h"
#include "base/xalloc.h"
#include "run/run_int.h"

static struct run_limits limits;
static struct run_result res; /* of the last run() */

static void
run_job(struct run_job job, int timeout_ms)
{
	struct err e = ERR_INIT;

	job.example = "test#box";
	if (job.code_len == 0)
		job.code_len = strlen(job.code);
	job.timeout_ms = timeout_ms;
	if (run_exec(&res, &job, &limits, &e) == -1) {
		printf("# %s\n", e.msg);
		run_result_release(&res);
		res.outcome = RUN_BUILD;
		res.why = "it could not run";
	}
}

static void
run(const char *lang, const char *code)
{
	run_job((struct run_job){ .lang = lang, .code = code }, 8000);
}

static bool
ended(enum run_outcome outcome, const char *name)
{
	if (ok(res.outcome == outcome, "%s", name))
		return true;
	printf("# %s: %s\n", run_outcome_name(res.outcome), res.why);
	tap_show("out:   ", res.out.buf);
	tap_show("err:   ", res.err.buf);
	tap_show("build: ", res.build.buf);
	return false;
}

/* It ended well and printed this. */
static void
prints(const char *lang, const char *code, const char *want, const char *name)
{
	run(lang, code);
	if (ended(RUN_OK, name))
		is_str(res.out.buf, want, "its output");
}

/* Whether a process of this machine has the word in its command line. */
static bool
process_there(const char *word)
{
	char path[300], buf[4096];
	struct dirent *ent;
	bool found = false;
	DIR *dir = opendir("/proc");
	ssize_t i, n;
	int fd;

	while (dir != NULL && !found && (ent = readdir(dir)) != NULL) {
		snprintf(path, sizeof(path), "/proc/%s/cmdline", ent->d_name);
		if (strtol(ent->d_name, NULL, 10) == getpid() ||
		    (fd = open(path, O_RDONLY)) == -1)
			continue;
		n = read(fd, buf, sizeof(buf) - 1);
		close(fd);
		for (i = 0; i < n; i++)
			if (buf[i] == '\0')
				buf[i] = ' ';
		buf[n > 0 ? n : 0] = '\0';
		found = strstr(buf, word) != NULL;
	}
	if (dir != NULL)
		closedir(dir);
	return found;
}

/* Wait up to a second for it to be there, or to be gone. */
static bool
process_becomes(const char *word, bool there)
{
	int i;

	for (i = 0; i < 100 && process_there(word) != there; i++)
		usleep(10000);
	return process_there(word) == there;
}

/* ---- what programs do ---------------------------------------------------------- */

static void
test_languages(void)
{
	static const struct run_file util = { "util.h", "#define WORD \"hi\"\n",
		17 };
	struct run_job job = { .lang = "c", .files = &util, .n_files = 1 };

	prints("c",
	    "#include <stdio.h>\nint main(void) { puts(\"안녕\"); return 0; }\n",
	    "안녕\n", "hello in c");
	ok(res.build.len == 0, "the compiler has nothing to say");
	prints("python", "print('안녕')\n", "안녕\n", "hello in python");
	prints("sh", "echo 안녕\n", "안녕\n", "hello in sh");
	ok(res.wall_ms >= 0, "it is measured");
	ok(strncmp(res.rung, "bubblewrap", 10) == 0, "the sandbox has a name");

	job.code = "#include <stdio.h>\n#include \"util.h\"\n"
		   "int main(void) { puts(WORD); return 0; }\n";
	run_job(job, 5000);
	ended(RUN_OK, "an example of two files");
	is_str(res.out.buf, "hi\n", "its output");

	job = (struct run_job){ .lang = "sh",
		.code = "echo \"$#:$1:$2\"; cat",
		.args = " one\ttwo;$(id)  ",
		.input = "a\nb\n" };
	run_job(job, 5000);
	is_str(res.out.buf, "2:one:two;$(id)\na\nb\n", "arguments and input");
	prints("sh", "cat; echo end", "end\n", "no input is empty input");
}

static void
test_ends(void)
{
	run("c", "int main(void) { return x; }\n");
	ended(RUN_BUILD, "a mistake in the code");
	ok(strstr(res.build.buf, "main.c:1:25: error: ") != NULL,
	    "the compiler says where");
	is_str(res.why, "the compiler refused it", "why");
	run("c", "int f(void);\nint main(void) { return f(); }\n");
	ended(RUN_BUILD, "a mistake of the linker's");
	ok(strstr(res.build.buf, "main.c:2: undefined reference") != NULL &&
		strstr(res.build.buf, "/tmp/") == NULL,
	    "without names of temporary files");
	run("c", "int main(void) { int x; return 0; }\n");
	ended(RUN_OK, "a warning");
	ok(strstr(res.build.buf, "unused variable") != NULL, "is kept");

	run("c", "int main(void) { return 3; }\n");
	ended(RUN_EXIT, "an exit status");
	ok(res.exit == 3, "it is 3");
	is_str(res.why, "it ended with exit status 3", "why");
	run("c", "int main(void) { return 139; }\n");
	ended(RUN_EXIT, "an exit status that looks like a signal");
	ok(res.exit == 139, "it is 139");
	run("c", "int main(void) { *(volatile int *)0 = 1; }\n");
	ended(RUN_SIGNAL, "a signal");
	is_str(res.signal, "SEGV", "its name");
	is_str(res.why, "SIGSEGV ended it (Segmentation fault)", "why");
	ok(res.err.len == 0, "the shell's word for it is nowhere to be seen");
	run("c", "#include <stdlib.h>\nint main(void) { abort(); }\n");
	is_str(res.signal, "ABRT", "another signal");
	run("sh", "kill -TERM 0; sleep 5");
	is_str(res.signal, "TERM", "a signal to the whole group");
	run("sh", "trap '' TERM; kill -TERM 0; exit 7");
	ok(res.outcome == RUN_EXIT && res.exit == 7, "and one who ignores it");
	run("c", "#include <signal.h>\n#include <unistd.h>\n"
		 "int main(void) { int p[2]; pipe(p); close(p[0]);"
		 " write(p[1], \"x\", 1); return 0; }\n");
	is_str(res.signal, "PIPE", "SIGPIPE is not ignored");
}

static void
test_output(void)
{
	run("sh", "echo out; echo err >&2; printf '\\377\\000x' >/dev/stdout;"
		  " echo e2 >/dev/stderr");
	ended(RUN_OK, "two streams");
	ok(res.out.len == 7 && memcmp(res.out.buf, "out\n\377\0x", 7) == 0,
	    "each byte as it was");
	is_str(res.err.buf, "err\ne2\n", "errors apart");
	run("sh", "head -c 1000000 /dev/zero");
	ended(RUN_OK, "more output than there is room for");
	ok(res.out.len == limits.output, "is cut");
	ok(res.out.len + res.out_cut == 1000000, "and counted");
	run("sh", "head -c 100000 /dev/zero >&2; echo end");
	ok(res.err.len + res.err_cut == 100000, "errors as well");
	is_str(res.out.buf, "end\n", "and the rest arrives");
	run("sh", "yes");
	ended(RUN_LIMIT, "output without an end");
	is_str(res.why, "output: it printed more than 16 MiB", "why");
}

static void
test_time(void)
{
	int64_t start = date_ticks();

	run_job((struct run_job){ .lang = "c",
		    .code = "#include <stdio.h>\n#include <unistd.h>\n"
			    "int main(void) { puts(\"before\"); fputs(\"e\", "
			    "stderr); pause(); puts(\"after\"); }\n" },
	    500);
	ended(RUN_TIMEOUT, "a program that hangs");
	is_str(res.out.buf, "before\n", "what it printed is there");
	is_str(res.err.buf, "e", "its errors too");
	is_str(res.why, "it was still running after 0.5 s", "why");
	ok(res.wall_ms >= 500 && res.wall_ms < 30000, "in time (%d ms)",
	    (int)res.wall_ms);
	run_job((struct run_job){ .lang = "python",
		    .code = "print('before')\nwhile True: pass\n" },
	    2000);
	ended(RUN_TIMEOUT, "a program that is busy");
	is_str(res.out.buf, "before\n", "what it printed is there");
	ok(res.cpu_ms > 100, "its time is counted (%d ms)", (int)res.cpu_ms);
	run_job((struct run_job){ .lang = "sh",
		    .code = "trap '' TERM INT HUP; kill -STOP $$" },
	    500);
	ended(RUN_TIMEOUT, "a program that is stopped");
	ok(date_ticks() - start < 60000, "and all that in no time");
}

static void
test_limits(void)
{
	struct run_limits before = limits;

	run("c",
	    "#include <stdlib.h>\n#include <string.h>\n"
	    "int main(void) { for (;;) memset(malloc(1 << 20), 1, 1 << 20);"
	    " }\n");
	ended(RUN_LIMIT, "a program that takes all memory");
	is_str(res.why, "memory: it used more than the 256 MiB it may", "why");
	ok(res.peak_memory > limits.memory / 10 * 9, "the peak is measured");
	limits.memory = (size_t)64 << 20;
	run("python", "import os, time\nx = bytearray(40 << 20)\n"
		      "for i in range(0, len(x), 4096): x[i] = 1\n"
		      "for i in range(4):\n"
		      "    if os.fork() == 0: time.sleep(0.3); os._exit(0)\n"
		      "time.sleep(0.4)\n");
	ended(RUN_OK, "memory that processes share counts once");
	limits = before;

	run("python", "import os, time\nn = 0\ntry:\n    while True:\n"
		      "        if os.fork() == 0:\n            time.sleep(3)\n"
		      "            os._exit(0)\n        n += 1\n"
		      "except OSError as e: print(n, e.strerror)\n");
	ended(RUN_OK, "more processes than there may be");
	is_str(res.out.buf, "63 Resource temporarily unavailable\n",
	    "its fork fails");
	run_job((struct run_job){ .lang = "c",
		    .code = "#include <unistd.h>\nint main(void) { for (;;) "
			    "fork(); }\n" },
	    3000);
	ended(RUN_TIMEOUT, "a fork bomb");
	is_str(res.why,
	    "it was still running after 3 s, with all the processes it may "
	    "have",
	    "why");
	ok(res.wall_ms < 30000, "in time (%d ms)", (int)res.wall_ms);
	run("sh", "head -c 100000000 /dev/zero >/tmp/x || echo full;"
		  " head -c 100000000 /dev/zero >x || echo full");
	is_str(res.out.buf, "full\nfull\n", "disks are small");
}

/* ---- what programs cannot do ------------------------------------------------------ */

static void
test_host(void)
{
	char *code, *home = getenv("HOME");

	code = xasprintf("for f in /etc/passwd /etc/hostname /root /home /var "
			 "/boot /srv '%s/.'; do test -e $f && echo $f; done\n"
			 "hostname\n",
	    home && strncmp(home, "/usr", 4) != 0 ? home : "/home");
	prints("sh", code, "halfhour\n", "no files of the host");
	free(code);
	prints("sh",
	    "for d in / /usr /usr/bin /etc /dev /proc /etc/alternatives;"
	    " do touch $d/x 2>/dev/null && echo $d; done\n"
	    "for f in /proc/sys/kernel/core_pattern "
	    "/proc/sys/vm/drop_caches /proc/sysrq-trigger; do"
	    " (: >>$f) 2>/dev/null && echo $f; done\n"
	    "for d in . /tmp /dev/shm; do touch $d/x || echo $d; done\n"
	    "ls -1\n",
	    "main.sh\nx\n", "only its own folders can be written");
	prints("sh", "ls\nid -u", "main.sh\n1000\n", "and are new each time");
	prints(
	    "sh", "ps -e -o comm=", "init\nsh\nps\n", "no processes of others");
}

static void
test_inherited(void)
{
	int a = fcntl(0, F_DUPFD, 50), b = fcntl(1, F_DUPFD, 230);

	setenv("SECRET", "x", 1);
	prints("python",
	    "import os\nprint(sorted(os.environ))\n"
	    "print(os.listdir('/proc/self/fd'))\n"
	    "print(os.isatty(0), os.isatty(1), os.isatty(2))\n",
	    "['HOME', 'LANG', 'PATH', 'PWD', 'TERM']\n['0', '1', '2', '3']\n"
	    "False True False\n",
	    "no variables and no descriptors of ours");
	prints("python",
	    "import signal\n"
	    "print([s for s in signal.valid_signals() if "
	    "signal.getsignal(s) == signal.SIG_IGN])\n"
	    "print(signal.pthread_sigmask(signal.SIG_BLOCK, []))\n",
	    "[<Signals.SIGPIPE: 13>, <Signals.SIGXFSZ: 25>]\nset()\n",
	    "signals as they are at the start");
	prints("sh",
	    "grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' "
	    "/proc/self/status; ulimit -c; ulimit -n",
	    "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\n"
	    "NoNewPrivs:\t1\nSeccomp:\t2\n0\n256\n",
	    "no capabilities, and limits");
	close(a);
	close(b);
	unsetenv("SECRET");
}

static void
test_network(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int tcp = socket(AF_INET, SOCK_STREAM, 0);
	int unix_ = socket(AF_UNIX, SOCK_STREAM, 0);
	socklen_t len = sizeof(sin);
	char *code;

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	snprintf(sun.sun_path + 1, 40, "halfhour-test-%d", (int)getpid());
	if (bind(tcp, (struct sockaddr *)&sin, len) == -1 ||
	    listen(tcp, 5) == -1 ||
	    getsockname(tcp, (struct sockaddr *)&sin, &len) == -1 ||
	    bind(unix_, (struct sockaddr *)&sun, sizeof(sun)) == -1 ||
	    listen(unix_, 5) == -1)
		printf("# no listeners: %s\n", strerror(errno));
	code = xasprintf(
	    "import socket\n"
	    "def go(family, to):\n"
	    "    try: socket.socket(family).connect(to); print('there')\n"
	    "    except OSError as e: print(e.strerror)\n"
	    "go(socket.AF_INET, ('127.0.0.1', %d))\n"
	    "go(socket.AF_INET, ('192.0.2.1', 80))\n"
	    "go(socket.AF_UNIX, '\\0halfhour-test-%d' + '\\0' * %d)\n"
	    "print([n for _, n in socket.if_nameindex()])\n",
	    ntohs(sin.sin_port), (int)getpid(),
	    (int)(sizeof(sun.sun_path) - 1 - strlen(sun.sun_path + 1)));
	prints("python", code,
	    "Connection refused\nNetwork is unreachable\nConnection refused\n"
	    "['lo']\n",
	    "no network");
	free(code);
	close(tcp);
	close(unix_);
}

static void
test_filter(void)
{
	prints("c",
	    "#define _GNU_SOURCE\n#include <errno.h>\n#include <sched.h>\n"
	    "#include <stdio.h>\n#include <string.h>\n"
	    "#include <sys/ioctl.h>\n#include <sys/mount.h>\n"
	    "#include <sys/ptrace.h>\n#include <sys/socket.h>\n"
	    "#include <sys/syscall.h>\n#include <unistd.h>\n"
	    "#define T(x) printf(\"%s\\n\", (errno = 0, (x) == -1 ? "
	    "strerrorname_np(errno) : \"ok\"))\n"
	    "int main(void) {\n"
	    "T(syscall(SYS_keyctl, 0, -3, 0, 0, 0));\n"
	    "T(syscall(SYS_io_uring_setup, 1, 0));\n"
	    "T(syscall(SYS_bpf, 0, 0, 0));\n"
	    "T(syscall(SYS_perf_event_open, 0, 0, 0, 0, 0));\n"
	    "T(socket(40, SOCK_STREAM, 0));\n"
	    "T(socket(38, SOCK_SEQPACKET, 0));\n"
	    "T(ioctl(1, TIOCSTI, \"x\"));\n"
	    "T(syscall(SYS_ioctl, 1L, TIOCSTI | 1UL << 40, \"x\"));\n"
	    "T(mount(0, \"/tmp\", 0, MS_REMOUNT, 0));\n"
	    "T(unshare(CLONE_NEWUSER));\n"
	    "T(unshare(CLONE_NEWNS));\n"
	    "T(ptrace(PTRACE_TRACEME, 0, 0, 0));\n"
	    "}\n",
	    "ENOSYS\nENOSYS\nEPERM\nEPERM\nEAFNOSUPPORT\nEAFNOSUPPORT\nEPERM\n"
	    "EPERM\nEPERM\nENOSPC\nEPERM\nok\n",
	    "system calls that are not for examples");
	prints("c",
	    "#include <fcntl.h>\n#include <mqueue.h>\n#include <semaphore.h>\n"
	    "#include <stdio.h>\n#include <sys/mman.h>\n#include <sys/msg.h>\n"
	    "#include <sys/shm.h>\n#include <sys/socket.h>\n"
	    "int main(void) { int p[2];\n"
	    "printf(\"%d\", mq_open(\"/q\", O_CREAT | O_RDWR, 0600, 0) != -1);\n"
	    "printf(\"%d\", sem_open(\"/s\", O_CREAT, 0600, 1) != SEM_FAILED);\n"
	    "printf(\"%d\", shm_open(\"/m\", O_CREAT | O_RDWR, 0600) != -1);\n"
	    "printf(\"%d\", shmget(1, 4096, IPC_CREAT | 0600) != -1);\n"
	    "printf(\"%d\", msgget(1, IPC_CREAT | 0600) != -1);\n"
	    "printf(\"%d\", mkfifo(\"f\", 0600) != -1);\n"
	    "printf(\"%d\\n\", socketpair(AF_UNIX, SOCK_STREAM, 0, p) != -1);\n"
	    "}\n",
	    "1111111\n", "and those of IPC, which are");
	prints("python",
	    "import multiprocessing as m\nq = m.Queue()\n"
	    "p = m.Process(target=q.put, args=('hi',))\np.start()\n"
	    "print(q.get())\np.join()\n",
	    "hi\n", "multiprocessing");
}

/* ---- what programs leave ------------------------------------------------------------- */

static void
test_leftovers(void)
{
	char *word = xasprintf("3600.%d", (int)getpid());
	char *code = xasprintf("setsid sh -c 'sleep %s & sleep %s' "
			       ">/dev/null 2>&1 & sleep 0.1; echo end",
	    word, word);
	char sleeps[64];
	pid_t pid;

	prints("sh", code, "end\n", "a program that leaves a daemon");
	ok(!process_there(word), "it is gone");
	run_job((struct run_job){ .lang = "sh", .code = code }, 50);
	ended(RUN_TIMEOUT, "one that is killed");
	ok(!process_there(word), "its daemon is gone");

	pid = fork();
	if (pid == 0) {
		run_job(
		    (struct run_job){
			.lang = "sh", .code = "exec sleep $1", .args = word },
		    60000);
		_exit(0);
	}
	snprintf(sleeps, sizeof(sleeps), "sleep %s", word);
	ok(process_becomes(sleeps, true), "a keeper that is killed");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ok(process_becomes(word, false), "takes its program along");
	free(code);
	free(word);
}

static int
open_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (dir != NULL && readdir(dir) != NULL)
		n++;
	if (dir != NULL)
		closedir(dir);
	return n;
}

static void *
one_of_many(void *number)
{
	struct run_result r;
	struct err e = ERR_INIT;
	struct run_job job = { .example = "test#many",
		.lang = "sh",
		.code = "echo $1; cat",
		.code_len = 12,
		.args = number,
		.input = number,
		.timeout_ms = 20000 };
	char *want = xasprintf("%s\n%s", (char *)number, (char *)number);
	bool good;

	run_result_init(&r);
	good = run_exec(&r, &job, &limits, &e) == 0 && r.outcome == RUN_OK &&
	       strcmp(r.out.buf, want) == 0;
	if (!good)
		printf("# %s %s %s\n", e.msg, r.why, r.out.buf);
	run_result_release(&r);
	free(want);
	return good ? number : NULL;
}

static void
test_many(void)
{
	static char numbers[][2] = { "1", "2", "3", "4", "5", "6", "7", "8" };
	pthread_t threads[8];
	int before = open_fds(), good = 0, i;
	void *r;

	for (i = 0; i < 8; i++)
		pthread_create(&threads[i], NULL, one_of_many, numbers[i]);
	for (i = 0; i < 8; i++) {
		pthread_join(threads[i], &r);
		good += r != NULL;
	}
	ok(good == 8, "eight at once (%d)", good);
	ok(open_fds() == before, "no descriptor is left");
}

static void
test_jobs(void)
{
	static const struct run_file bad[] = { { "../x", "", 0 },
		{ "a/b", "", 0 }, { "", "", 0 }, { "..", "", 0 },
		{ "main.c", "", 0 }, { "prog", "", 0 } };
	struct run_job job = {
		.example = "page#id", .lang = "c", .code = "", .n_files = 1
	};
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		job.files = &bad[i];
		ok(run_exec(&res, &job, &limits, &e) == -1 &&
			strncmp(e.msg, "page#id: ", 9) == 0,
		    "a file cannot be called \"%s\"", bad[i].name);
	}
	job.lang = "cobol";
	ok(run_exec(&res, &job, &limits, &e) == -1, "%s", e.msg);
}

/* ---- who runs it ------------------------------------------------------------------------ */

/* Again as an ordinary user, in short; what goes wrong is said in comments. */
static bool
user_can_run(void)
{
	char *word = xasprintf("3601.%d", (int)getpid());
	char *code = xasprintf("setsid sleep %s & sleep 60", word);
	bool good = true;

	tap_tests = tap_failed = 0;
	prints("c", "#include <stdio.h>\nint main(void) { puts(\"hi\"); }\n",
	    "hi\n", "c");
	prints("sh", "id -u; ls; echo x >/dev/stdout; echo y >/dev/stderr",
	    "1000\nmain.sh\nx\n", "sh");
	run_job((struct run_job){ .lang = "sh", .code = code }, 1000);
	ended(RUN_TIMEOUT, "timeout");
	ok(!process_there(word), "nothing is left");
	test_limits();
	good = tap_failed == 0;
	free(code);
	free(word);
	return good;
}

static void
test_user(void)
{
	int status = -1;
	pid_t pid;

	if (geteuid() != 0) {
		tap_tests++;
		printf("ok %d - as an ordinary user # SKIP this is one\n",
		    tap_tests);
		return;
	}
	fflush(stdout);
	if ((pid = fork()) == 0) {
		/* The limit on processes counts by user: no two runs of this
		 * test at one time may be the same one. */
		unsigned id = 60000 + (unsigned)getpid() % 5000;
		bool good;

		/* Lines of a subtest are indented in TAP; these are hidden
		 * unless one goes wrong. */
		stdout = tmpfile();
		if (setgroups(0, NULL) == -1 || setresgid(id, id, id) ||
		    setresuid(id, id, id))
			_exit(2);
		good = user_can_run();
		if (!good) {
			char line[512];

			rewind(stdout);
			while (fgets(line, sizeof(line), stdout) != NULL)
				fprintf(stderr, "# %s", line);
		}
		_exit(good ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	ok(status == 0, "as an ordinary user");
}

int
main(void)
{
	struct run_job job = { .example = "test#box", .lang = "c" };
	char *missing = run_missing(&job, NULL);

	if (missing != NULL && getenv("CI") == NULL) {
		printf("1..0 # SKIP %s\n", missing);
		free(missing);
		return 0;
	}
	if (missing != NULL)
		ok(false, "%s", missing);
	free(missing);
	/* A line at a time, so that no child has a copy of it to print. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	limits = run_limits_default();
	run_result_init(&res);
	test_languages();
	test_ends();
	test_output();
	test_time();
	test_limits();
	test_host();
	test_inherited();
	test_network();
	test_filter();
	test_leftovers();
	test_many();
	test_jobs();
	test_user();
	run_result_release(&res);
	return done_testing();
}
