/* run_out.c: the output of a program: its terminal or pipes, and reading them */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/date.h"
#include "run/run_int.h"

static int
out_pipe(int *ours, int *theirs)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) == -1)
		return -1;
	*ours = fd[0];
	*theirs = fd[1];
	return 0;
}

/*
 * A terminal of its own for standard output. A C library writes to a terminal
 * line by line and to a pipe block by block: a program that is killed, which
 * is how each example of a deadlock ends, loses its last block. It is raw, so
 * the bytes arrive as they were written. It is nobody's controlling terminal
 * but that of a session's shell, inside, so it can send no signals.
 */
static int
out_terminal(int *ours, int *theirs)
{
	struct winsize size = { .ws_row = RUN_ROWS, .ws_col = RUN_COLUMNS };
	struct termios t;
	char name[64];

	*ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*ours == -1 || grantpt(*ours) == -1 || unlockpt(*ours) == -1 ||
	    ptsname_r(*ours, name, sizeof(name)) != 0)
		return -1;
	*theirs = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*theirs == -1 || tcgetattr(*theirs, &t) == -1)
		return -1;
	cfmakeraw(&t);
	if (tcsetattr(*theirs, TCSANOW, &t) == -1)
		return -1;
	ioctl(*theirs, TIOCSWINSZ, &size);
	return 0;
}

int
run_out_open(struct run_out *o, const struct run_prog *p)
{
	*o = RUN_OUT_INIT;
	if ((p->terminal ? out_terminal(&o->out, &o->their_out)
			 : out_pipe(&o->out, &o->their_out)) == -1)
		return -1;
	if (p->err == NULL) /* its errors go the same way */
		o->their_err = fcntl(o->their_out, F_DUPFD_CLOEXEC, 0);
	else if (out_pipe(&o->err, &o->their_err) == -1)
		return -1;
	if (o->their_err == -1)
		return -1;
	run_box_own(o->their_out);
	run_box_own(o->their_err);
	return 0;
}

static void
out_close(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

void
run_out_close_theirs(struct run_out *o)
{
	out_close(&o->their_out);
	out_close(&o->their_err);
}

void
run_out_release(struct run_out *o)
{
	run_out_close_theirs(o);
	out_close(&o->out);
	out_close(&o->err);
}

/* The end of it is told by a terminal with EIO. */
size_t
run_out_read(int *fd, struct strbuf *to, size_t *cut, size_t *kept)
{
	char buf[16384];
	ssize_t n = read(*fd, buf, sizeof(buf));
	size_t before = to->len;

	*kept = 0;
	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n <= 0) {
		out_close(fd);
		return 0;
	}
	strbuf_add(to, buf, (size_t)n);
	*kept = to->len - before;
	if (cut != NULL)
		*cut += (size_t)n - *kept;
	return (size_t)n;
}
