/* lock.c: one process at a time */
#include <sys/file.h>
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "base/lock.h"

#define LOCK_STEP_MS 10

int
lock_take(int dirfd, const char *name, int wait_ms, struct err *e)
{
	struct timespec step = { 0, LOCK_STEP_MS * 1000000L };
	int fd;

	fd = openat(
	    dirfd, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd == -1)
		return err_errno(e, "cannot open the lock %s", name);
	while (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK) {
			err_errno(e, "cannot lock %s", name);
			close(fd);
			return -1;
		}
		if (wait_ms <= 0) {
			close(fd);
			return err_code(e, ERR_LOCKED,
			    "another halfhour is at work on this wiki; try "
			    "again when it is done");
		}
		nanosleep(&step, NULL);
		wait_ms -= LOCK_STEP_MS;
	}
	return fd;
}

void
lock_drop(int fd)
{
	if (fd != -1)
		close(fd);
}
