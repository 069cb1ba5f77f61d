/* test_engine.c: calling a container engine, with commands that play one */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"
#include "base/date.h"
#include "base/xalloc.h"
#include "engine/engine.h"

static char dir[] = "/tmp/halfhour-engine.XXXXXX";

/* A command of that name, which is this script. */
static void
play(const char *name, const char *script)
{
	char *path = xasprintf("%s/%s", dir, name);
	FILE *f = fopen(path, "we");

	if (f == NULL || fprintf(f, "#!/bin/sh\n%s\n", script) < 0 ||
	    fclose(f) != 0 || chmod(path, 0755) == -1) {
		printf("Bail out! cannot write %s\n", path);
		exit(1);
	}
	free(path);
}

static void
unplay(const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);

	unlink(path);
	free(path);
}

static bool
find(struct engine *g, struct err *e)
{
	return engine_find(g, dir, e) == 0;
}

static void
test_find(void)
{
	struct err e = ERR_INIT;
	struct engine g;
	char *path;

	ok(!find(&g, &e) && e.code == ERR_NOTHING, "no engine is found");
	ok(strstr(e.msg, "apt-get install docker.io") != NULL,
	    "and it says how to get one");
	engine_release(&g);
	play("podman", "exit 0");
	ok(find(&g, &e), "podman is found");
	is_str(g.name, "podman", "by its name");
	engine_release(&g);
	play("docker", "exit 0");
	ok(find(&g, &e), "docker is found");
	is_str(g.name, "docker", "before podman");
	engine_release(&g);
	path = xasprintf("::.:bin:/없다:%s", dir);
	ok(engine_find(&g, path, &e) == 0 && strncmp(g.path, dir, 10) == 0,
	    "a folder that is not absolute is passed over");
	engine_release(&g);
	free(path);
	unplay("podman");
}

/* ---- one call ------------------------------------------------------------------- */

static struct engine_said said = ENGINE_SAID_INIT;

static void
call(struct engine_call c)
{
	static const char *const words[] = { "run", "--label", "하나 둘",
		NULL };
	struct err e = ERR_INIT;
	struct engine g;

	if (c.argv == NULL)
		c.argv = words;
	if (c.timeout_ms == 0)
		c.timeout_ms = 20000;
	if (!find(&g, &e) || engine_call(&said, &g, &c, &e) == -1)
		printf("# %s\n", e.msg);
	engine_release(&g);
}

static void
test_call(void)
{
	static const char *const env[] = { "TZ=Asia/Seoul", "NEW=새것", NULL };
	int fd = open("/", O_RDONLY); /* one that is not closed on exec */

	setenv("DOCKER_HOST", "unix:///없는/소켓", 1);
	play(
	    "docker", "printf '%s|' \"$@\"; echo \"$DOCKER_HOST\" >&2; exit 3");
	call((struct engine_call){ .timeout_ms = 0 });
	is_str(said.out.buf, "run|--label|하나 둘|", "words stay words");
	is_str(said.err.buf, "unix:///없는/소켓\n",
	    "the environment goes with it");
	ok(said.status == 3 && !said.late && !said.stopped,
	    "its exit status is told");
	unsetenv("DOCKER_HOST");

	play(
	    "docker", "ls /proc/self/fd | tr '\\n' ' '; read x; echo \"[$x]\"");
	call((struct engine_call){ .timeout_ms = 0 });
	is_str(said.out.buf, "0 1 2 3 []\n",
	    "it inherits nothing, and its input is empty");
	close(fd);

	play("docker", "echo \"$TZ $NEW\"; env | grep -c ^TZ=");
	setenv("TZ", "UTC", 1);
	call((struct engine_call){ .env = env });
	is_str(said.out.buf, "Asia/Seoul 새것\n1\n",
	    "variables take the place of ours");

	play("docker", "kill -SEGV $$");
	call((struct engine_call){ .timeout_ms = 0 });
	ok(said.status == 128 + SIGSEGV, "a signal is 128 and its number");
}

/* Also under load, when the child is slower than we are. */
static void
test_start(void)
{
	static const char *const argv[] = { "run", NULL };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), i, sessions = 0;
	int fds[3] = { null, null, null };
	struct engine g = { NULL, "" };
	struct err e = ERR_INIT;

	play("docker", "sleep 600");
	find(&g, &e);
	for (i = 0; i < 20; i++) {
		pid_t pid = engine_start(&g, argv, NULL, fds, false, &e);

		sessions += pid > 0 && getsid(pid) == pid;
		kill(-pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	ok(sessions == 20, "it is in a session of its own before it can do "
			   "anything");
	engine_release(&g);
	close(null);
}

struct heard {
	size_t out, err;
	bool late;
};

static void
hear(void *payload, bool err, const char *s, size_t len, int64_t ms)
{
	struct heard *h = payload;

	*(err ? &h->err : &h->out) += len;
	h->late |= ms < 0 || s == NULL;
}

/* Whether it runs no more; nobody may have waited for it yet. */
static bool
has_ended(pid_t pid)
{
	char path[64], state = 'Z';
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if ((f = fopen(path, "re")) == NULL)
		return pid > 0;
	if (fscanf(f, "%*d %*s %c", &state) != 1)
		state = 'Z';
	fclose(f);
	return state == 'Z' || state == 'X';
}

/* It has been killed, and that takes a moment. */
static bool
is_gone(pid_t pid)
{
	int64_t until = date_ticks() + 20000;

	while (!has_ended(pid) && date_ticks() < until)
		usleep(1000);
	return has_ended(pid);
}

static void
test_limits(void)
{
	struct heard h = { 0, 0, false };
	int stop = eventfd(1, 0);

	play("docker", "head -c 3000 /dev/zero | tr '\\0' x; echo err >&2");
	call((struct engine_call){
	    .output = 1000, .heard = hear, .payload = &h });
	ok(said.out.len == 1000 && said.out_cut == 2000,
	    "what does not fit is counted");
	ok(h.out == 3000 && h.err == 4 && !h.late, "and is heard all the same");

	/* It has children that hold its output open, and does not listen. */
	play("docker", "trap '' TERM; echo 시작; (trap '' TERM; sleep 600) & "
		       "echo $!; wait; sleep 600");
	call((struct engine_call){ .timeout_ms = 300 });
	ok(said.late && !said.stopped && said.status != 0,
	    "one that never ends is ended");
	ok(is_gone((pid_t)strtol(said.out.buf + strlen("시작\n"), NULL, 10)),
	    "with all that it has started");
	call((struct engine_call){ .stop = stop });
	ok(said.stopped && !said.late, "one is ended when all is to stop");
	close(stop);
}

/* ---- what it says ---------------------------------------------------------------- */

static void
test_problem(void)
{
	static const char *const words[] = { "run", NULL };
	struct engine_call c = { .argv = words, .timeout_ms = 20000 };
	struct err e = ERR_INIT;
	struct engine g;
	char *answer;

	find(&g, &e);
	play("docker", "echo; echo 하나; echo 둘; echo 경고 >&2");
	answer = engine_ask(&g, &c, &e);
	is_str(answer, "\n하나\n둘", "an answer has no end of line");
	free(answer);
	play("docker",
	    "echo 시작 >&2; echo 'docker: no space left on device.' >&2; "
	    "echo \"See 'docker run --help'.\" >&2; exit 125");
	answer = engine_ask(&g, &c, &e);
	ok(answer == NULL, "a call that fails has no answer");
	is_str(e.msg, "docker run: docker: no space left on device.",
	    "its reason is the last line that says one");
	play("docker", "exit 4");
	ok(engine_ask(&g, &c, &e) == NULL, "one without a word fails, too");
	is_str(e.msg, "docker run: it ended with exit status 4",
	    "and tells its status");
	play("docker", "echo 'Cannot connect to the Docker daemon at "
		       "unix:///x. Is the docker daemon running?' >&2; exit 1");
	ok(engine_version(&g, 0, &e) == NULL, "a dead daemon has no version");
	is_str(e.msg,
	    "the engine does not answer (docker version: Cannot connect to "
	    "the Docker daemon at unix:///x. Is the docker daemon running?): "
	    "systemctl start docker, or name another machine's in DOCKER_HOST",
	    "and the reason is its own");
	play("docker", "[ \"$1 $2\" = 'version --format' ] && echo 20.10.24");
	answer = engine_version(&g, 0, &e);
	is_str(answer, "docker 20.10.24", "a live one has");
	free(answer);
	engine_release(&g);
}

/* ---- what is left ------------------------------------------------------------------ */

/* An engine that has what stands in its files, and forgets what it is told to
 * remove; all calls that remove are kept in the file "calls". */
static const char *const keeper =
    "cd \"${0%/*}\"\n"
    "kind=$1; [ \"$1\" != rm ] || kind=ps; [ \"$1\" != rmi ] || kind=images\n"
    "case \"$1 $2\" in\n"
    "'ps '*|'images '*|'network ls'|'volume ls') cat \"$kind\" ;;\n"
    "*' inspect') kind=$1; [ $1 != container ] || kind=ps\n"
    "	[ $1 != image ] || kind=images; cat \"$kind.labels\" ;;\n"
    "*) echo \"$*\" >>calls; [ ! -e stuck ] || { echo 사용 중 >&2; exit 1; }\n"
    "	: >\"$kind\" ;;\n"
    "esac";

static void
put(const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", dir, name);
	FILE *f = fopen(path, "we");

	if (f != NULL) {
		fputs(text, f);
		fclose(f);
	}
	free(path);
}

static const char *
calls(void)
{
	static char buf[4096];
	char *path = xasprintf("%s/calls", dir);
	FILE *f = fopen(path, "re");
	size_t n = f != NULL ? fread(buf, 1, sizeof(buf) - 1, f) : 0;

	buf[n] = '\0';
	if (f != NULL)
		fclose(f);
	unlink(path);
	free(path);
	return buf;
}

static void
have(const char *containers, const char *networks, const char *labels)
{
	put("ps", containers);
	put("ps.labels", labels);
	put("network", networks);
	put("network.labels", "");
	put("volume", "");
	put("images", "sha256:a\nsha256:a\n");
	put("images.labels", "");
}

static void
test_sweep(void)
{
	char label[ENGINE_LABEL_MAX], other[ENGINE_LABEL_MAX], *mine, *at;
	struct err e = ERR_INIT;
	struct engine g;

	find(&g, &e);
	play("docker", keeper);
	engine_label(label);
	engine_label(other);
	ok(strncmp(label, ENGINE_LABEL "=", strlen(ENGINE_LABEL) + 1) == 0 &&
		strcmp(label, other) != 0,
	    "each run has a label of its own");
	have("c1\nc2\n", "n1\n", "");
	ok(engine_sweep(&g, label, &e) == 4, "all with a label are removed");
	is_str(calls(),
	    "rm --force --volumes c1 c2\nnetwork rm n1\n"
	    "rmi --force sha256:a\n",
	    "an image of two tags is one");
	ok(engine_sweep(&g, label, &e) == 0, "then there is nothing left");
	is_str(calls(), "", "and nothing is removed");
	have("c1\n", "", "");
	put("stuck", "");
	ok(engine_sweep(&g, label, &e) == -1, "what stays is told");
	is_str(e.msg, "docker rm: 사용 중", "with the engine's reason");
	unplay("stuck");
	calls();

	/* Of this process, of a machine that is not ours, of one that is not
	 * there any more: only the last is dead. */
	mine = label + strlen(ENGINE_LABEL) + 1;
	have("c1\n", "", mine);
	ok(engine_sweep_dead(&g, &e) == 0, "what runs is left alone");
	have("c1\n", "", "00000000-00000000-1-1-0\n<no value>\n\nx\n");
	ok(engine_sweep_dead(&g, &e) == 0, "and what others have made");
	is_str(calls(), "", "so nothing is removed");
	at = strrchr(mine, '-');
	at[-1] = at[-1] == '0' ? '1' : '0';
	have("c1\n", "", mine);
	ok(engine_sweep_dead(&g, &e) == 2, "what a dead process left is not");
	is_str(calls(), "rm --force --volumes c1\nrmi --force sha256:a\n",
	    "but it goes");
	engine_release(&g);
}

int
main(void)
{
	static const char *const names[] = { "docker", "ps", "ps.labels",
		"network", "network.labels", "volume", "images",
		"images.labels" };
	size_t i;

	if (mkdtemp(dir) == NULL) {
		printf("Bail out! no folder\n");
		return 1;
	}
	test_find();
	test_call();
	test_start();
	test_limits();
	test_problem();
	test_sweep();
	engine_said_release(&said);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		unplay(names[i]);
	rmdir(dir);
	return done_testing();
}
