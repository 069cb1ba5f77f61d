/* sweep.h: all files below a folder, read by several threads */
#ifndef BASE_SWEEP_H
#define BASE_SWEEP_H

#include <sys/stat.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

/*
 * What is done with the files. A payload belongs to one thread, and no
 * function is called for it by two at once. Paths are as fs_walk() gives
 * them, and are borrowed for the call.
 */
struct sweep {
	/* Whether the file is to be read at all. */
	bool (*want)(const char *path, void *payload);
	/* A file that was read, its bytes in `text`, which is used again; or,
	 * with `why`, one that cannot be read. */
	void (*file)(const char *path, const struct strbuf *text,
	    const struct err *why, void *payload);
	/* A folder below the first that cannot be read, and what is in it is
	 * passed over. NULL: then all fails. */
	void (*lost)(const char *path, void *payload, const struct err *why);
	size_t max; /* longer files cannot be read */
	/* A symbolic link, which is not followed. NULL: nobody asks. */
	void (*symlink)(const char *path, void *payload);
	/* Whether a file that is wanted, and looks like that before it is opened,
	 * need not be read; else it is the next that `file` gets. NULL: none. */
	bool (*known)(const char *path, const struct stat *st, void *payload);
};

/*
 * Read all regular files below the folder `path` in `n` threads, each with
 * the payload of its number. Which thread gets a file, and in which order
 * they come, is not said; those of one folder that one thread gets come
 * between no others. Names beginning with a dot are passed over. -1 when a
 * folder cannot be read, with some files read.
 */
int sweep_files(int dirfd, const char *path, const struct sweep *s,
    void *const *payloads, size_t n, struct err *e);

#endif
