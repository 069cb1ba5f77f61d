/* cmd_bell.c: the bell at the end of a timebox, and the hooks */
/*
 * Theory of operation
 *
 * The timebox is a file, so nobody is there when its time is up. `start`
 * leaves a process behind for that alone. It belongs to no terminal and no
 * session, holds no descriptor, no folder and no mapped file, so it is in
 * nobody's way, and ends with the timebox; it sleeps on a timer of
 * CLOCK_BOOTTIME, which also counts while the machine is suspended. When it wakes it looks whether the timebox of that id still
 * runs; if so, it rings in every way there is, for none can be relied on:
 * BEL, which every terminal knows; OSC 9 and OSC 777, which some turn into a
 * notification; notify-send; the hook. It never ends the timebox: whether the
 * person is still studying is for them to say.
 *
 * A boot of the machine takes the process with it, and not the timebox; so
 * does whoever ends what they do not know. So .git/halfhour/bell says for which
 * timebox a process waits, in which boot, and which process that is:
 *
 *	ID BOOT PID START   it waits; START is when it began, in ticks since
 *	                    the boot, for a number alone is given out again
 *	ID BOOT rung        it has done its work
 *
 * A command that finds another boot there, or a process that is no more,
 * leaves one behind again. Until the process has written its own line there
 * is that of the command: should one of the two be killed, the next command
 * finds a process that is no more. The process rings only if the file still
 * names it: there is one bell at the most.
 */
#include <sys/poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/html.h"
#include "base/lock.h"
#include "base/xalloc.h"
#include "cmd/cmd_bell.h"

#define HOOK_WAIT_MS 5000
#define BELL "bell"
#define BELL_LOCK "bell.lock"
#define BELL_MAX 4096
#define SELF_MAX 64
#define FILE_NAME 64

/* No descriptor of ours; the standard ones lead nowhere. */
static void
let_go(void)
{
	int fd;
	sigset_t none;

	if (syscall(SYS_close_range, 0U, ~0U, 0U) == -1)
		for (fd = 0; fd < 1024; fd++)
			close(fd);
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd < STDERR_FILENO);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* ---- programs of others ------------------------------------------------ */

/*
 * Only text, and only in the environment: a topic such as `$(rm -rf ~)` is
 * never part of a command line. The names are not those of the settings,
 * which a halfhour called by the hook would obey.
 */
static void
hook_env(const char *name, const struct study_box *box, int minutes)
{
	char start[MOMENT_MAX], number[16];

	moment_format(start, box->start.now);
	snprintf(number, sizeof(number), "%d", minutes);
	setenv("HALFHOUR_HOOK", name, 1);
	setenv("HALFHOUR_TOPIC", box->topic, 1);
	setenv("HALFHOUR_ENTRY", box->title, 1);
	setenv("HALFHOUR_START", start, 1);
	setenv("HALFHOUR_MINUTES", number, 1);
}

/* Wait for a child; -1 when it takes longer, else its status. */
static int
wait_for(pid_t pid, int ms)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0), status = -1;
	struct pollfd p = { fd, POLLIN, 0 };

	if (fd == -1)
		return -1;
	if (poll(&p, 1, ms) != 1 || waitpid(pid, &status, 0) != pid)
		status = -1;
	close(fd);
	return status;
}

static const char *
hook_of(const struct wiki *w, const char *name)
{
	if (strcmp(name, "start") == 0)
		return w->conf.hook_start;
	return strcmp(name, "bell") == 0 ? w->conf.hook_bell
					 : w->conf.hook_stop;
}

void
cmd_hook(const struct wiki *w, const char *name, const struct study_box *box,
    int minutes)
{
	const char *line = hook_of(w, name);
	int status;
	pid_t pid;

	if (*line == '\0')
		return;
	fflush(NULL);
	if ((pid = fork()) == 0) {
		let_go();
		setsid();
		hook_env(name, box, minutes);
		if (chdir(w->root) == 0)
			execl("/bin/sh", "sh", "-c", line, (char *)NULL);
		_exit(127);
	}
	status = pid == -1 ? -1 : wait_for(pid, HOOK_WAIT_MS);
	if (pid == -1)
		cmd_note("the hook '%s' could not be started", name);
	else if (status != -1 && WIFSIGNALED(status))
		cmd_note(
		    "the hook '%s' died of signal %d", name, WTERMSIG(status));
	else if (status != -1 && WEXITSTATUS(status) != 0)
		cmd_note("the hook '%s' ended with exit code %d", name,
		    WEXITSTATUS(status));
}

/*
 * The body of a notification is markup by its specification, so <vector> would
 * be a tag that nobody shows. Before that, notify-send itself takes \\ and \n
 * for what they are in C.
 */
static void
add_markup(struct strbuf *out, const char *s)
{
	size_t n;

	for (; *s != '\0'; s += n) {
		if ((n = strcspn(s, "\\")) > 0) {
			html_text(out, s, n);
		} else {
			strbuf_adds(out, "\\\\");
			n = 1;
		}
	}
}

static void
notify(const char *title, const char *text)
{
	struct strbuf body = STRBUF_INIT;
	pid_t pid;

	if (getenv("DBUS_SESSION_BUS_ADDRESS") == NULL &&
	    getenv("DISPLAY") == NULL && getenv("WAYLAND_DISPLAY") == NULL)
		return;
	add_markup(&body, text);
	if ((pid = fork()) == 0) {
		let_go();
		execlp("notify-send", "notify-send", "--app-name=halfhour",
		    "--", title, body.buf, (char *)NULL);
		_exit(127);
	}
	if (pid != -1)
		wait_for(pid, HOOK_WAIT_MS);
	strbuf_release(&body);
}

/* ---- the terminal ------------------------------------------------------ */

/* Text inside an escape sequence: no controls, and no ; which ends a field.
 * Topics have no controls, but a box mended by hand might. */
static void
add_plain(struct strbuf *out, const char *s)
{
	for (; *s != '\0'; s++)
		strbuf_addc(out, (unsigned char)*s < 0x20 || *s == 0x7f ? ' '
				 : *s == ';'                            ? ','
									: *s);
}

/* tmux hands on what is wrapped, with each ESC in it doubled. */
static void
add_osc(struct strbuf *out, const char *osc, bool tmux)
{
	if (!tmux) {
		strbuf_adds(out, osc);
		return;
	}
	strbuf_adds(out, "\033Ptmux;");
	for (; *osc != '\0'; osc++) {
		if (*osc == '\033')
			strbuf_addc(out, '\033');
		strbuf_addc(out, *osc);
	}
	strbuf_adds(out, "\033\\");
}

void
cmd_bell_bytes(struct strbuf *out, const char *title, const char *text)
{
	const char *term = getenv("TERM"), *tmux = getenv("TMUX");
	bool inside = tmux != NULL && *tmux != '\0';
	struct strbuf osc = STRBUF_INIT;

	strbuf_addc(out, '\007');
	/* These two show a sequence that they do not know as text. */
	if (term == NULL || strcmp(term, "dumb") == 0 ||
	    strcmp(term, "linux") == 0)
		return;
	strbuf_adds(&osc, "\033]9;");
	add_plain(&osc, title);
	strbuf_adds(&osc, ": ");
	add_plain(&osc, text);
	strbuf_addc(&osc, '\007');
	add_osc(out, osc.buf, inside);
	strbuf_clear(&osc);
	strbuf_adds(&osc, "\033]777;notify;");
	add_plain(&osc, title);
	strbuf_addc(&osc, ';');
	add_plain(&osc, text);
	strbuf_addc(&osc, '\007');
	add_osc(out, osc.buf, inside);
	strbuf_release(&osc);
}

/* Ring in the terminal where it began, if that is still a terminal of ours;
 * one that does not take it now, stopped with Ctrl-S say, is not waited for. */
static void
ring_terminal(const char *tty, const char *title, const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	struct stat st;
	int fd;

	if (tty == NULL)
		return;
	fd = open(tty, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd != -1 && isatty(fd) && fstat(fd, &st) == 0 &&
	    st.st_uid == getuid()) {
		cmd_bell_bytes(&sb, title, text);
		fs_write_all(fd, sb.buf, sb.len);
		strbuf_release(&sb);
	}
	if (fd != -1)
		close(fd);
}

/* ---- the process that is left behind ----------------------------------- */

static void
sleep_for(int64_t seconds)
{
	struct itimerspec at = { .it_value = { (time_t)seconds, 1 } };
	int fd = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC);
	uint64_t n;

	if (fd == -1 || timerfd_settime(fd, 0, &at, NULL) == -1)
		_exit(1);
	while (read(fd, &n, sizeof(n)) == -1 && errno == EINTR)
		;
	close(fd);
}

/*
 * When the process began, in clock ticks since the boot: field 22 of
 * /proc/PID/stat. 0: there is none, or nothing but its exit code is left.
 */
static long long
began(pid_t pid)
{
	char path[32], line[1024], *p;
	long long ticks = 0;
	size_t n;
	FILE *f;
	int i;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	if ((f = fopen(path, "re")) == NULL)
		return 0;
	n = fread(line, 1, sizeof(line) - 1, f);
	fclose(f);
	line[n] = '\0';
	/* The name in field 2 may hold anything, so count from its end. */
	if ((p = strrchr(line, ')')) == NULL || p[1] != ' ' || p[2] == 'Z' ||
	    p[2] == 'X')
		return 0;
	for (i = 2; i < 22 && p != NULL; i++)
		p = strchr(p + 1, ' ');
	if (p != NULL)
		ticks = strtoll(p, NULL, 10);
	return ticks;
}

/* "ID BOOT MORE", the line of BELL. */
static void
bell_mark(struct strbuf *out, const struct cmd_box *b, const char *more)
{
	strbuf_addf(out, "%s %s %s\n", b->box.id, b->now.boot, more);
}

/* Its file, or the lock of that, below the state folder. */
static const char *
bell_file(char out[FILE_NAME], const struct cmd_box *b, const char *name)
{
	snprintf(out, FILE_NAME, "%s%s", b->own->dir, name);
	return out;
}

static int
bell_write(int fd, const struct cmd_box *b, const char *more, struct err *e)
{
	struct strbuf mark = STRBUF_INIT;
	char file[FILE_NAME];
	int rc;

	bell_mark(&mark, b, more);
	rc = fs_write(fd, bell_file(file, b, BELL), mark.buf, mark.len, 0, e);
	strbuf_release(&mark);
	return rc == -1 ? -1 : 0;
}

/* Write this process into it; `self` becomes its "PID START". */
static int
bell_write_self(char self[SELF_MAX], const struct cmd_box *b, struct err *e)
{
	snprintf(self, SELF_MAX, "%ld %lld", (long)getpid(), began(getpid()));
	return bell_write(b->fd, b, self, e);
}

/* Whether BELL says just this of the timebox. */
static bool
bell_says(int fd, const struct cmd_box *b, const char *more)
{
	struct strbuf mark = STRBUF_INIT, is = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char file[FILE_NAME];
	bool same;

	bell_mark(&mark, b, more);
	same = fs_read(&is, fd, bell_file(file, b, BELL), BELL_MAX, &ignored) ==
		   0 &&
	       strcmp(is.buf, mark.buf) == 0;
	strbuf_release(&mark);
	strbuf_release(&is);
	return same;
}

/* The process that waits for this timebox; -1: it has rung, 0: there is none. */
static pid_t
bell_of(const struct cmd_box *b)
{
	struct strbuf mark = STRBUF_INIT, is = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char file[FILE_NAME];
	const char *more;
	pid_t found = 0;
	char *end;
	long pid;

	bell_mark(&mark, b, "");
	strbuf_trunc(&mark, mark.len - 1);
	if (fs_read(&is, b->fd, bell_file(file, b, BELL), BELL_MAX, &ignored) ==
		0 &&
	    is.len > mark.len && memcmp(is.buf, mark.buf, mark.len) == 0) {
		more = is.buf + mark.len;
		pid = strtol(more, &end, 10);
		if (strcmp(more, "rung\n") == 0)
			found = -1;
		else if (pid > 0 && pid <= INT_MAX && *end == ' ' &&
			 began((pid_t)pid) == strtoll(end, NULL, 10))
			found = (pid_t)pid;
	}
	strbuf_release(&mark);
	strbuf_release(&is);
	return found;
}

void
cmd_bell_end(const struct cmd_box *b)
{
	pid_t pid = b->fd != -1 ? bell_of(b) : 0;
	int fd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;

	/* Asked once more, now that the number cannot become another's. */
	if (fd != -1 && bell_of(b) == pid)
		syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0);
	if (fd != -1)
		close(fd);
}

static void
ring(const struct wiki *w, const struct cmd_box *b, const char *state,
    const char *self, const char *tty)
{
	const struct study_box *box = &b->box;
	struct arena *a = arena_new();
	struct err ignored = ERR_INIT;
	struct study_box now;
	int fd = fs_open_dir(state, &ignored);
	const char *text;

	if (cmd_box_peek(&now, fd, b->own, a, &ignored) != 1 ||
	    strcmp(now.id, box->id) != 0 || !bell_says(fd, b, self))
		_exit(0);
	/* First: rather no bell than one more with each command. */
	if (bell_write(fd, b, "rung", &ignored) == -1)
		_exit(1);
	close(fd);
	text =
	    arena_printf(a, "%d min of %s", box->minutes, cmd_box_name(box, a));
	ring_terminal(tty, "halfhour", text);
	notify("halfhour", text);
	cmd_hook(w, "bell", box, box->minutes);
}

/* The process itself. It has a name in BELL before it lets the folder go. */
static void __attribute__((noreturn)) bell_process(const struct wiki *w,
    const struct cmd_box *b, const char *state, const char *tty)
{
	struct err ignored = ERR_INIT;
	char self[SELF_MAX];

	if (bell_write_self(self, b, &ignored) == -1)
		_exit(1);
	prctl(PR_SET_NAME, "halfhour-bell", 0, 0, 0);
	/* What is mapped of it would keep its disk from being unmounted. */
	repo_free(w->repo);
	let_go();
	if (chdir("/") == -1)
		_exit(1);
	sleep_for(b->time.left);
	ring(w, b, state, self, tty);
	_exit(0);
}

/*
 * Leave it behind, of no session and no terminal. Returns when it has let go
 * of the pipe, and so of all: what it writes into BELL is there by then, and
 * no later timebox is taken for this one.
 */
static void
leave_behind(const struct wiki *w, const struct cmd_box *b)
{
	char fd_path[64], *state, *tty = NULL, c;
	const char *name = NULL;
	int fd, pipes[2];
	pid_t pid;

	for (fd = STDERR_FILENO; fd >= 0 && name == NULL; fd--)
		name = ttyname(fd);
	if (name != NULL)
		tty = xstrdup(name);
	snprintf(fd_path, sizeof(fd_path), "/proc/self/fd/%d", b->fd);
	state = realpath(fd_path, NULL);
	fflush(NULL);
	if (state != NULL && pipe2(pipes, O_CLOEXEC) == 0) {
		if ((pid = fork()) == 0) {
			setsid();
			if (fork() == 0)
				bell_process(w, b, state, tty);
			_exit(0);
		}
		close(pipes[1]);
		if (pid > 0)
			waitpid(pid, NULL, 0);
		while (read(pipes[0], &c, 1) == -1 && errno == EINTR)
			;
		close(pipes[0]);
	}
	free(state);
	free(tty);
}

/* The mark first: where none can be written, each command would leave one more
 * behind. */
static int
bell_arm(const struct wiki *w, const struct cmd_box *b, struct err *e)
{
	char self[SELF_MAX];

	if (bell_write_self(self, b, e) == -1)
		return -1;
	leave_behind(w, b);
	return 0;
}

void
cmd_bell_arm(const struct wiki *w, const struct cmd_box *b)
{
	struct err e = ERR_INIT;

	if (b->now.boot[0] != '\0' && bell_arm(w, b, &e) == -1)
		cmd_note("no bell will ring: %s", e.msg);
}

void
cmd_bell_again(struct wiki *w)
{
	char *path = w->repo ? repo_state_path(w->repo, "") : NULL;
	struct err ignored = ERR_INIT;
	struct cmd_box b = { .lock = -1, .own = &w->own };
	char file[FILE_NAME];

	b.fd = path ? fs_open_dir(path, &ignored) : -1;
	if (b.fd == -1 || date_clock(&b.now, &ignored) == -1 ||
	    b.now.boot[0] == '\0' ||
	    cmd_box_peek(&b.box, b.fd, b.own, w->arena, &ignored) != 1 ||
	    bell_of(&b) != 0)
		goto out;
	/* Who has the lock does it. */
	b.lock = lock_take(b.fd, bell_file(file, &b, BELL_LOCK), 0, &ignored);
	if (b.lock != -1 && bell_of(&b) == 0) {
		study_box_time(&b.time, &b.box, &b.now);
		bell_arm(w, &b, &ignored);
	}
out:
	lock_drop(b.lock);
	if (b.fd != -1)
		close(b.fd);
	free(path);
}
