/* fs.h: the disk: read whole, write whole, walk in order, beneath a folder */
#ifndef BASE_FS_H
#define BASE_FS_H

#include <sys/stat.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

/*
 * Every path here is relative to the directory descriptor `dirfd` and is
 * resolved beneath it: "..", an absolute path or a symbolic link that leads
 * out of it fails (openat2(2), RESOLVE_BENEATH). Descriptors are not
 * inherited by children.
 */
#define FS_READ_MAX ((size_t)64 << 20)

/* open(2) beneath dirfd; -1 with errno set. A directory: O_DIRECTORY. */
int fs_open(int dirfd, const char *path, int flags, mode_t mode);
/* The folder `path` of the outside world, as a descriptor to work beneath. */
int fs_open_dir(const char *path, struct err *e);

bool fs_exists(int dirfd, const char *path);
/* 0, or -1 with errno set; does not follow a link in the last part. */
int fs_stat(int dirfd, const char *path, struct stat *st);

/* Whether both tell of one file that nobody has written in between: device,
 * inode, size and the times of content and inode. */
bool fs_same(const struct stat *a, const struct stat *b);

/*
 * Append the whole of a regular file to `out`. Longer than `max` bytes, not
 * a regular file, or not to be read: -1, and `out` is as it was. A file that
 * is not there is code ERR_NOTHING.
 */
int fs_read(
    struct strbuf *out, int dirfd, const char *path, size_t max, struct err *e);
/* Whether fs_read() would begin to read it: 0, or -1 and why not. */
int fs_readable(int dirfd, const char *path, size_t max, struct err *e);
/*
 * The same of a file that stands in the open folder `folder` itself, under
 * the last part of `path`; the rest of that is only told in messages. A
 * symbolic link is not followed.
 */
int fs_read_in(struct strbuf *out, int folder, const char *path, size_t max,
    struct err *e);

enum fs_write_flags {
	FS_DURABLE = 1,    /* fsync the file and all folders on the way */
	FS_IF_CHANGED = 2, /* leave a file alone that holds these bytes */
	FS_NEW = 4,        /* fail when there is one: code ERR_CONFLICT */
	FS_PRIVATE = 8,    /* a new file is for its owner's eyes only */
};
/*
 * Make the file hold exactly these bytes: a temporary file beside it, then
 * rename(2), so that there is the old or the new content at any moment; the
 * folders on the way are made, the mode of an old file is kept. Several
 * threads may do so at once, of different files. Returns 1
 * when the file was written, 0 when FS_IF_CHANGED left it alone, -1 when it
 * failed and the old file is as it was.
 */
int fs_write(int dirfd, const char *path, const void *p, size_t len, int flags,
    struct err *e);
/* Remove temporary files of this program from a folder, "" or "." for dirfd
 * itself, where they are older than an hour: who wrote them was killed. */
void fs_sweep(int dirfd, const char *dir);

/*
 * Many new files, one folder after the other: the one that the last of them
 * went into stays open.
 */
struct fs_folder {
	char *path; /* owned; NULL: none is open */
	int fd;
};
#define FS_FOLDER_INIT                                                         \
	{                                                                      \
		NULL, -1                                                       \
	}
/* Open the folder that `path` stands in, made if it is not there; 0 or -1. */
int fs_folder_enter(
    struct fs_folder *in, int dirfd, const char *path, struct err *e);
void fs_folder_release(struct fs_folder *in);
/* Look at a file, as lstat(2) does, from its folder, which is not made. */
int fs_folder_stat(
    struct fs_folder *in, int dirfd, const char *path, struct stat *st);
/*
 * A new file in that folder, under its own name from the start, so a crash may
 * leave a part of it: for where nobody reads yet. *st is the file as it is
 * then. 0, or -1; ERR_CONFLICT when there is one.
 */
int fs_folder_write(const struct fs_folder *in, const char *path, const void *p,
    size_t len, struct stat *st, struct err *e);

/* mkdir -p, synced; 0 or -1. */
int fs_mkdirs(int dirfd, const char *path, struct err *e);
/* The same with FS_DURABLE; without it in `flags`, not synced. */
int fs_mkdirs_as(int dirfd, const char *path, int flags, struct err *e);
/* Remove a file; with FS_DURABLE the folder is synced. Absent is fine. */
int fs_unlink(int dirfd, const char *path, int flags, struct err *e);
/* Remove the folders on the way to `path` that hold nothing any more. */
void fs_prune(int dirfd, const char *path);
/* Remove a folder and all in it; links are removed, not followed, and so is
 * the folder itself if it is one. Absent is fine. */
int fs_remove_tree(int dirfd, const char *path, struct err *e);

/*
 * Call fn for each regular file below the folder `path` ("" is dirfd
 * itself), in the order of strcmp() of the whole path. Links and names
 * beginning with a dot are passed over. fn returns 0 to go on, anything else
 * ends the walk with that value.
 */
typedef int (*fs_walk_fn)(
    const char *path, const struct stat *st, void *payload, struct err *e);
int fs_walk(
    int dirfd, const char *path, fs_walk_fn fn, void *payload, struct err *e);
/* The same, but a folder below `path` that cannot be read costs only what is
 * in it: `lost` is told, before fn is called for anything, and why. */
typedef void (*fs_lost_fn)(
    const char *path, void *payload, const struct err *why);
int fs_walk_past(int dirfd, const char *path, fs_walk_fn fn, fs_lost_fn lost,
    void *payload, struct err *e);

/* Write all of it to a descriptor; 0, or -1 with errno set. */
int fs_write_all(int fd, const void *p, size_t len);
/* Append what is left to read of a descriptor, and read no further once `out`
 * is full; 0, or -1 with errno set. */
int fs_read_all(struct strbuf *out, int fd);

#endif
