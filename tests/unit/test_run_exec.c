/* test_run_exec.c: what comes out of a run, when it came, and what is left */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"
#include "base/xalloc.h"
#include "run/run_init.h"
#include "run/run_int.h"

static struct run_limits limits;
static struct run_result res; /* of the last run() */

static void
run(struct run_job job)
{
	struct err e = ERR_INIT;

	job.example = "시험#실행";
	if (job.code_len == 0)
		job.code_len = strlen(job.code);
	if (job.timeout_ms == 0)
		job.timeout_ms = 20000;
	if (run_exec(&res, &job, &limits, &e) == -1) {
		printf("# %s\n", e.msg);
		run_result_release(&res);
		res.outcome = RUN_BUILD;
		res.why = "it could not run";
	}
}

static void
ended(enum run_outcome outcome, const char *name)
{
	if (ok(res.outcome == outcome, "%s", name))
		return;
	printf("# %s: %s\n", run_outcome_name(res.outcome), res.why);
	tap_show("out:   ", res.out.buf);
	tap_show("err:   ", res.err.buf);
	tap_show("build: ", res.build.buf);
}

/* ---- what is left ---------------------------------------------------------- */

/* "zombie true 2; shm x 5": all leaks, in the order they were told. */
static const char *
leaks(void)
{
	static struct strbuf sb = STRBUF_INIT;
	size_t i;

	strbuf_clear(&sb);
	for (i = 0; i < res.trace.n_leaks; i++)
		strbuf_addf(&sb, "%s%s %s %zu", i > 0 ? "; " : "",
		    res.trace.leaks[i].kind, res.trace.leaks[i].what,
		    res.trace.leaks[i].n);
	return sb.buf;
}

static void
test_leaks(void)
{
	run((struct run_job){ .lang = "sh", .code = "echo 끝" });
	is_str(leaks(), "", "a tidy program leaves nothing");
	run((struct run_job){
	    .lang = "sh", .code = "sleep 60 & sleep 60 & exit 3" });
	ended(RUN_EXIT, "a program that leaves processes");
	is_str(leaks(), "process sleep 2", "they are told, by name");
	run((struct run_job){ .lang = "sh", .code = "(sleep 0.03 &); exit 0" });
	is_str(leaks(), "", "but not one that is about to end");

	run((struct run_job){ .lang = "c",
	    .code = "#include <sys/wait.h>\n#include <unistd.h>\n"
		    "int main(void) { siginfo_t si;\n"
		    "for (int i = 0; i < 3; i++) if (fork() == 0) _exit(0);\n"
		    "for (int i = 0; i < 3; i++) waitid(P_ALL, 0, &si, "
		    "WEXITED | (i < 2 ? WNOWAIT : 0));\n"
		    "usleep(20000); return 0; }\n" });
	ended(RUN_OK, "a program that does not wait for its children");
	is_str(leaks(), "zombie prog 2", "its zombies are told");
	run((struct run_job){ .lang = "c",
	    .code = "#include <sys/wait.h>\n#include <unistd.h>\n"
		    "int main(void) { if (fork() == 0) { if (fork() == 0) "
		    "_exit(0); usleep(20000); _exit(0); } wait(0); "
		    "usleep(20000); return 0; }\n" });
	is_str(leaks(), "", "orphans have process 1 to wait for them");

	run((struct run_job){ .lang = "sh",
	    .code = "printf 12345 >/dev/shm/공유; ipcmk -Q >/dev/null;"
		    " ipcmk -S 3 >/dev/null; ipcmk -M 4096 >/dev/null" });
	ended(RUN_OK, "a program that leaves objects");
	ok(strstr(leaks(), "shm 공유 5") != NULL, "shared memory by name");
	ok(strstr(leaks(), "sysv-shm 0x") != NULL &&
		strstr(leaks(), " 4096") != NULL,
	    "System V memory, by key and size");
	ok(strstr(leaks(), "sysv-sem 0x") != NULL, "semaphores");
	ok(strstr(leaks(), "sysv-msg 0x") != NULL, "queues");
	run((struct run_job){ .lang = "c",
	    .code = "#include <fcntl.h>\n#include <mqueue.h>\n"
		    "int main(void) { mqd_t q = mq_open(\"/q\", O_CREAT|O_RDWR,"
		    " 0600, 0); return q == -1 || mq_send(q, \"abc\", 3, 0); "
		    "}\n" });
	is_str(leaks(), "mqueue q 3", "a message queue, and what is in it");
	run((struct run_job){ .lang = "sh",
	    .code =
		"touch \"/dev/shm/$(printf 'a\\nl zombie 9 x\\033]0;y')\"" });
	is_str(leaks(), "shm a?l zombie 9 x?]0;y 0",
	    "a name forges no line and steers nothing");
}

static void
test_leaks_at_the_limit(void)
{
	run((struct run_job){ .lang = "c",
	    .timeout_ms = 700,
	    .code =
		"#include <stdio.h>\n#include <unistd.h>\n"
		"int main(void) { int p[2]; static char b[5000]; pipe(p);\n"
		"write(p[1], b, sizeof(b)); puts(\"막힘\"); pause(); }\n" });
	ended(RUN_TIMEOUT, "a program that hangs");
	is_str(res.out.buf, "막힘\n", "has lost nothing that it printed");
	is_str(leaks(), "pipe  5000", "what nobody has read is told");
	ok(res.wall_ms >= 700 && res.wall_ms < 20000,
	    "the time to look is not its own (%d ms)", (int)res.wall_ms);
}

/* ---- capture ----------------------------------------------------------------- */

static void
test_pipe(void)
{
	static const char code[] =
	    "#include <stdio.h>\n#include <unistd.h>\n"
	    "int main(void) { printf(\"%d\\n\", isatty(1)); fork(); return 0; "
	    "}\n";

	run((struct run_job){ .lang = "c", .code = code });
	is_str(res.out.buf, "1\n", "a terminal: each line once");
	run((struct run_job){ .lang = "c", .code = code, .pipe = true });
	is_str(res.out.buf, "0\n0\n", "a pipe: the line of the buffer twice");
	run((struct run_job){ .lang = "c",
	    .pipe = true,
	    .timeout_ms = 400,
	    .code = "#include <stdio.h>\n#include <unistd.h>\n"
		    "int main(void) { puts(\"잃는 줄\"); pause(); }\n" });
	ended(RUN_TIMEOUT, "killed with a full buffer");
	is_str(res.out.buf, "", "a pipe loses it");
}

static void
test_env(void)
{
	static const char *const env[] = { "이름=홍 길동", "PATH=/nowhere",
		NULL };

	run((struct run_job){ .lang = "python",
	    .env = env,
	    .code = "import os\nprint(os.environ['이름'])\n"
		    "print(os.environ['PATH'], os.environ['HOME'])\n" });
	ended(RUN_OK, "variables");
	is_str(res.out.buf, "홍 길동\n/nowhere /work\n",
	    "are added, and stand before those that are there");
}

static void
test_chunks(void)
{
	const struct run_trace *t = &res.trace;
	size_t i, out = 0, err = 0;
	bool forward = true;

	run((struct run_job){ .lang = "sh",
	    .code = "echo 하나; sleep 0.1; echo 둘 >&2; sleep 0.1; echo 셋" });
	for (i = 0; i < t->n_chunks; i++) {
		if (t->chunks[i].err)
			err += t->chunks[i].len;
		else
			out += t->chunks[i].len;
		forward &= i == 0 || t->chunks[i].ms >= t->chunks[i - 1].ms;
	}
	ok(t->n_chunks == 3, "three times something came (%zu)", t->n_chunks);
	ok(out == res.out.len && err == res.err.len, "all of it is counted");
	ok(forward, "in order");
	ok(t->n_chunks == 3 && t->chunks[1].err &&
		t->chunks[2].ms - t->chunks[0].ms >= 190,
	    "with its time");
}

/* ---- the leash ---------------------------------------------------------------- */

/* The bytes that the child of a process has; 0: it has no child yet. */
static unsigned long
child_size(pid_t parent)
{
	char path[300], line[1024], *after;
	unsigned long size = 0;
	DIR *dir = opendir("/proc");
	struct dirent *ent;
	int ppid;

	while (dir != NULL && size == 0 && (ent = readdir(dir)) != NULL) {
		FILE *f;

		snprintf(path, sizeof(path), "/proc/%s/stat", ent->d_name);
		if (strspn(ent->d_name, "0123456789") == 0 ||
		    (f = fopen(path, "re")) == NULL)
			continue;
		if (fgets(line, sizeof(line), f) != NULL &&
		    (after = strrchr(line, ')')) != NULL &&
		    sscanf(after + 1, " %*c %d", &ppid) == 1 && ppid == parent)
			/* Fields 3 and 4 are read; 23 is the size in bytes. */
			sscanf(after + 1,
			    " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s"
			    " %*s %*s %*s %*s %*s %*s %*s %*s %lu",
			    &size);
		fclose(f);
	}
	if (dir != NULL)
		closedir(dir);
	return size;
}

static void
test_leash(void)
{
	size_t ballast = (size_t)64 << 20;
	unsigned long size = ballast;
	struct err e = ERR_INIT;
	pid_t pid;
	int i;

	fflush(stdout);
	if ((pid = fork()) == 0) {
		memset(xcalloc(1, ballast), 1, ballast);
		run((struct run_job){ .lang = "sh", .code = "sleep 20" });
		_exit(0);
	}
	/* Until it has begun it shares all of it. */
	for (i = 0; i < 500 && (size == 0 || size >= ballast / 2); i++) {
		usleep(10000);
		size = child_size(pid);
	}
	ok(size > 0 && size < ballast / 2,
	    "the leash has nothing of what its keeper has in memory (%lu)",
	    size);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	i = run_inside_file(&e);
	ok(i != -1 && (fcntl(i, F_GET_SEALS) & F_SEAL_WRITE) != 0 &&
		write(i, "x", 1) == -1,
	    "and nobody can change what it is");
	close(i);
}

/* As bwrap is for a moment: its other half has a session of its own, and does not
 * end with it. */
static void
test_leash_left(void)
{
	char *argv[] = { RUN_LEASH, NULL, "-1", "30", "3", "-1", "/bin/sh",
		"-c",
		"/usr/bin/setsid /bin/sh -c 'echo x; exec /bin/sleep 3671' & "
		"exec /bin/sleep 3671",
		NULL },
	     *env[] = { NULL };
	struct err e = ERR_INIT;
	int i, ends[2], fd = run_inside_file(&e), status;
	char keeper[16], x;
	pid_t leash;

	snprintf(keeper, sizeof(keeper), "%d", (int)getpid());
	argv[1] = keeper;
	fflush(stdout);
	if (fd == -1 || pipe(ends) == -1 || (leash = fork()) == -1) {
		ok(false, "a leash: %s", e.msg);
		return;
	}
	if (leash == 0) {
		dup2(ends[1], 1);
		fexecve(fd, argv, env);
		_exit(1);
	}
	close(fd);
	close(ends[1]);
	ok(read(ends[0], &x, 1) == 1, "something that bwrap leaves behind");
	kill(leash, SIGTERM);
	for (i = 0; i < 3000 && waitpid(leash, &status, WNOHANG) == 0; i++)
		usleep(10000);
	ok(i < 3000, "ends with the leash");
	ok(i < 3000 && read(ends[0], &x, 1) == 1 && read(ends[0], &x, 1) == 0,
	    "and nothing of it is left");
	if (i == 3000)
		kill(leash, SIGKILL);
	close(ends[0]);
}

int
main(void)
{
	struct run_job job = { .example = "test#exec", .lang = "c" };
	char *missing = run_missing(&job, NULL);

	if (missing != NULL && getenv("CI") == NULL) {
		printf("1..0 # SKIP %s\n", missing);
		free(missing);
		return 0;
	}
	if (missing != NULL)
		ok(false, "%s", missing);
	free(missing);
	limits = run_limits_default();
	run_result_init(&res);
	test_leaks();
	test_leaks_at_the_limit();
	test_pipe();
	test_env();
	test_chunks();
	test_leash();
	test_leash_left();
	run_result_release(&res);
	return done_testing();
}
