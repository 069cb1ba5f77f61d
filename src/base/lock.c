/* lock.c: one process at a time */
#include <sys/file.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/lock.h"

/* How often a wait looks at the clock. */
#define LOCK_STEP_MS 50

static void
lock_wake(int sig)
{
	(void)sig;
}

/*
 * flock(2) that gives up, 0 or -1 with errno: EINTR when the time is over. It
 * waits in the kernel, where all who wait have their turn; who only looks in
 * now and then may never come at the right moment. A timer wakes it up.
 */
static int
lock_wait(int fd, int wait_ms)
{
	struct sigaction wake = { .sa_handler = lock_wake }, old;
	struct itimerspec step = { { 0, LOCK_STEP_MS * 1000000L },
		{ 0, LOCK_STEP_MS * 1000000L } };
	struct sigevent to = { .sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = SIGALRM };
	int64_t end = date_ticks() + wait_ms;
	sigset_t alarm, mask;
	timer_t timer;
	int rc, saved;

	to._sigev_un._tid = gettid();
	if (timer_create(CLOCK_MONOTONIC, &to, &timer) == -1)
		return -1;
	sigemptyset(&wake.sa_mask);
	sigaction(SIGALRM, &wake, &old);
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	pthread_sigmask(SIG_UNBLOCK, &alarm, &mask);
	timer_settime(timer, 0, &step, NULL);
	do
		rc = flock(fd, LOCK_EX);
	while (rc == -1 && errno == EINTR && date_ticks() < end);
	saved = errno;
	timer_delete(timer);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGALRM, &old, NULL);
	errno = saved;
	return rc;
}

/* Name the file in full, and what its reader can do. */
static int
lock_closed(int dirfd, const char *name, struct err *e)
{
	const char *why = strerror(errno);
	char fd[64], dir[4096] = ".";
	ssize_t n;

	snprintf(fd, sizeof(fd), "/proc/self/fd/%d", dirfd);
	if ((n = readlink(fd, dir, sizeof(dir) - 1)) > 0)
		dir[n] = '\0';
	return err_set(e,
	    "cannot open the lock %s/%s: %s; make it and its folder yours to "
	    "write, as with chown or chmod u+w",
	    dir, name, why);
}

int
lock_take(int dirfd, const char *name, int wait_ms, struct err *e)
{
	int fd, rc;

	fd = openat(
	    dirfd, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd == -1)
		return lock_closed(dirfd, name, e);
	rc = flock(fd, LOCK_EX | LOCK_NB);
	if (rc == -1 && errno == EWOULDBLOCK && wait_ms > 0)
		rc = lock_wait(fd, wait_ms);
	if (rc == 0)
		return fd;
	if (errno == EWOULDBLOCK || errno == EINTR)
		err_code(e, ERR_LOCKED,
		    "another halfhour is at work on this wiki; try "
		    "again when it is done");
	else
		err_errno(e, "cannot lock %s", name);
	close(fd);
	return -1;
}

void
lock_drop(int fd)
{
	if (fd != -1)
		close(fd);
}
