/* hang_frames.c: where in its Python code a task stands, as py-spy says
 *
 * py-spy(1) reads the memory of an interpreter, and with --nonblocking neither
 * stops nor attaches to it. It prints
 *
 *	Thread 8112 (idle): "MainThread"
 *	    wait (popen_fork.py:43)
 *	    <module> (queue.py:11)
 *
 * the innermost call first. Where it is missing, or fails, or takes its time,
 * there are no frames: no verdict stands on them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "hang/hang_int.h"

#define SPY_MS 3000 /* for one process */
#define SPY_MOST ((size_t)1 << 20)
#define SPY_MISSING 127
#define PROCESSES_MOST 16
#define FRAMES_MOST 12 /* of one task; those further out say less */

/* ---- py-spy ----------------------------------------------------------------- */

static void
spy_exec(int pid, int out)
{
	char number[16];
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	snprintf(number, sizeof(number), "%d", pid);
	if (null == -1 || dup2(null, 0) == -1 || dup2(out, 1) == -1 ||
	    dup2(null, 2) == -1)
		_exit(SPY_MISSING);
	execlp("py-spy", "py-spy", "dump", "--nonblocking", "--pid", number,
	    (char *)NULL);
	_exit(SPY_MISSING);
}

/* All that it prints in its time; whether it came to its end. */
static bool
spy_listen(struct strbuf *out, int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t until = date_ticks() + SPY_MS, left;
	char buf[4096];
	ssize_t n;

	while ((left = until - date_ticks()) > 0 && out->len < SPY_MOST) {
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, buf, sizeof(buf));
		if (n == 0)
			return true;
		if (n == -1 && errno != EINTR)
			return false;
		if (n > 0)
			strbuf_add(out, buf, (size_t)n);
	}
	return false;
}

/* What it says of a process; false when it is not there at all. */
static bool
spy(struct strbuf *out, int pid)
{
	int ends[2], status = 0;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return false;
	child = fork();
	if (child == 0)
		spy_exec(pid, ends[1]);
	close(ends[1]);
	if (child != -1) {
		if (!spy_listen(out, ends[0]))
			kill(child, SIGKILL);
		while (waitpid(child, &status, 0) == -1 && errno == EINTR)
			;
	}
	close(ends[0]);
	return child != -1 &&
	       !(WIFEXITED(status) && WEXITSTATUS(status) == SPY_MISSING);
}

/* ---- what it says ------------------------------------------------------------ */

static struct hang_task *
task_of(struct hang_snap *s, int pid, long tid)
{
	size_t i;

	for (i = 0; i < s->n_tasks; i++)
		if (s->tasks[i].pid == pid && s->tasks[i].tid == tid)
			return &s->tasks[i];
	return NULL;
}

void
hang_frames_parse(struct hang_snap *s, int pid, const char *text)
{
	struct hang_task *t = NULL;
	int n = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (text_starts(text, "Thread ")) {
			t = task_of(s, pid, strtol(text + 7, NULL, 10));
			n = 0;
		} else if (t != NULL && text_starts(text, "    ") &&
			   text[4] != ' ' && n++ < FRAMES_MOST)
			t->frames = arena_printf(s->a, "%s%s%.*s",
			    n > 1 ? t->frames : "", n > 1 ? "\n" : "",
			    (int)(len - 4), text + 4);
		text += len + (text[len] == '\n');
	}
}

void
hang_frames(struct hang_snap *s)
{
	struct strbuf said = STRBUF_INIT;
	size_t i, n = 0;
	bool there = true;

	for (i = 0; i < s->n_processes && there && n < PROCESSES_MOST; i++) {
		if (!text_starts(s->processes[i].name, "python"))
			continue;
		strbuf_clear(&said);
		there = spy(&said, s->processes[i].pid);
		hang_frames_parse(s, s->processes[i].pid, said.buf);
		n++;
	}
	strbuf_release(&said);
}
