/* repo_sync_queue.c: how many commits wait to be synced
 *
 * .git/halfhour/unsynced has one byte for each, so that its size is the count:
 * a prompt asks for it before every line that is typed, and `log` adds to it
 * in one write. The first sync makes it. It is a count and no list: what is
 * pushed is what the branch has, and after a power cut, or a commit by git,
 * the next sync counts anew.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "repo/repo_sync_int.h"

#define FILE_NAME "unsynced"
/* Nobody counts further. */
#define MOST 100000

long
repo_sync_waiting(int state_fd)
{
	struct stat st;

	if (fs_stat(state_fd, FILE_NAME, &st) == -1 || !S_ISREG(st.st_mode))
		return -1;
	return (long)st.st_size;
}

void
repo_sync_queue_add(struct repo *r)
{
	struct err ignored = ERR_INIT;
	int state = repo_state_fd(r, &ignored), fd;

	if (state == -1)
		return;
	fd = fs_open(state, FILE_NAME, O_WRONLY | O_APPEND, 0);
	if (fd == -1)
		return;
	fs_write_all(fd, "\n", 1);
	close(fd);
}

int
repo_sync_queue_set(struct repo *r, size_t n, struct err *e)
{
	int state = repo_state_fd(r, e);
	char *lines;
	int rc;

	if (state == -1)
		return -1;
	n = n < MOST ? n : MOST;
	lines = xcalloc(n + 1, 1);
	memset(lines, '\n', n);
	rc = fs_write(state, FILE_NAME, lines, n, 0, e);
	free(lines);
	return rc == -1 ? -1 : 0;
}
