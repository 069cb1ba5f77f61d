/* still.h: whether files are as they were, as far as stat(2) can tell */
#ifndef BASE_STILL_H
#define BASE_STILL_H

#include <sys/stat.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A sum over files, in whatever order: of each its path, device, inode, mode,
 * owner, size and the times of content and inode. Whoever writes to a file
 * changes the last of these, and cannot set it. Two sums are the same when all
 * files are; that they are by chance is as likely as that two random numbers of
 * 128 bits are.
 */
struct still {
	uint64_t a, b;
	size_t n;
	int64_t newest; /* of all those times; nanoseconds since 1970 */
	bool coarse;    /* some file system counts only seconds */
	bool odd;       /* a link, or what is not there or cannot be listed */
};

void still_add(struct still *s, const char *path, const struct stat *st);
/* Add what another sum is of. */
void still_join(struct still *s, const struct still *more);
bool still_same(const struct still *a, const struct still *b);
/* The time of a file's content, as `newest`. */
int64_t still_time(const struct stat *st);
/* Whether these files are older than can be told apart by the clock that said
 * `now`, if that is not 0: then whoever writes to one of them from there on
 * leaves another sum. */
bool still_older(const struct still *s, int64_t now);

/* One of the files, or a folder. */
struct still_row {
	uint64_t path; /* still_path() */
	uint64_t a, b; /* of a sum of it alone */
	int64_t newest;
	bool folder;
};
struct still_rows {
	struct still_row *v; /* owned */
	size_t n, cap;
};
uint64_t still_path(const char *path);

/* Add the folder `path` below dirfd and all in it, in `threads` threads; names
 * that begin with a dot are passed over. Each is added to `rows`, too, in no
 * order, unless that is NULL. */
void still_tree(struct still *s, struct still_rows *rows, int dirfd,
    const char *path, size_t threads);
/* Add one file, as still_add() does, to both. */
void still_add_row(struct still *s, struct still_rows *rows, const char *path,
    const struct stat *st, bool folder);
/* Add the files of these paths, in `threads` threads. */
void still_files(struct still *s, int dirfd, const char *const *paths, size_t n,
    size_t threads);

#endif
