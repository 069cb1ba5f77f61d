/* sync.h: many files onto the disk at once */
#ifndef BASE_SYNC_H
#define BASE_SYNC_H

#include <stdbool.h>

#include "base/err.h"

/*
 * A set of files that are to be on the disk before what comes next. Each
 * fsync(2) waits for the disk; several at a time wait once, and a file system
 * with a journal writes one transaction for all of them.
 */
#define SYNC_MAX 32
struct sync {
	struct sync_one {
		int fd, error; /* owned; the errno, or 0 */
	} one[SYNC_MAX];
	int n, error;         /* the errno of the first that failed before */
	struct sync_run *run; /* owned: the threads that are at it */
};
#define SYNC_INIT                                                              \
	{                                                                      \
		.n = 0                                                         \
	}

/* Take a descriptor over. When the set is full it is synced at once. */
void sync_add(struct sync *s, int fd);
/* Add the file or folder `path`, beneath dirfd; 0, or -1 with errno set. */
int sync_add_path(struct sync *s, int dirfd, const char *path);
/* Have threads begin with it, for who can do something meanwhile; nothing can
 * be added until sync_wait(), which is owed now. */
void sync_begin(struct sync *s);
/* Wait until all of them are on the disk, and close them: 0, or -1 with errno
 * set when one is not. The set is empty then. */
int sync_wait(struct sync *s);
/* Close them, whatever becomes of them; sync_wait() has done so. */
void sync_release(struct sync *s);

#endif
