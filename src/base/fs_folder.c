/* fs_folder.c: many new files, one folder after the other */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"

void
fs_folder_release(struct fs_folder *in)
{
	if (in->fd != -1)
		close(in->fd);
	free(in->path);
	*in = (struct fs_folder)FS_FOLDER_INIT;
}

/* Whether it is open already. */
static bool
folder_is(const struct fs_folder *in, const char *path)
{
	size_t len = (size_t)(path_base(path) - path);

	/* "a/" of "a/b" is "a". */
	len -= len > 0;
	return in->path != NULL && strlen(in->path) == len &&
	       memcmp(in->path, path, len) == 0;
}

int
fs_folder_stat(
    struct fs_folder *in, int dirfd, const char *path, struct stat *st)
{
	char *dir;
	int fd;

	if (!folder_is(in, path)) {
		dir = path_dir(path);
		fd = fs_open(dirfd, dir, O_RDONLY | O_DIRECTORY, 0);
		if (fd == -1) {
			free(dir);
			return -1;
		}
		fs_folder_release(in);
		*in = (struct fs_folder){ dir, fd };
	}
	return fstatat(in->fd, path_base(path), st, AT_SYMLINK_NOFOLLOW);
}

int
fs_folder_enter(
    struct fs_folder *in, int dirfd, const char *path, struct err *e)
{
	char *dir;
	int fd;

	if (folder_is(in, path))
		return 0;
	dir = path_dir(path);
	/* Mostly it is there. */
	fd = fs_open(dirfd, dir, O_RDONLY | O_DIRECTORY, 0);
	if (fd == -1 && fs_mkdirs_as(dirfd, dir, 0, e) == 0 &&
	    (fd = fs_open(dirfd, dir, O_RDONLY | O_DIRECTORY, 0)) == -1)
		err_errno(e, "cannot write %s", path);
	if (fd == -1) {
		free(dir);
		return -1;
	}
	fs_folder_release(in);
	*in = (struct fs_folder){ dir, fd };
	return 0;
}

int
fs_folder_write(const struct fs_folder *in, const char *path, const void *p,
    size_t len, struct stat *st, struct err *e)
{
	const char *name = path_base(path);
	int fd = openat(
		in->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666),
	    rc = -1, saved;

	if (fd != -1) {
		rc = fs_write_all(fd, p, len) == -1 ? -1 : fstat(fd, st);
		saved = errno;
		if (close(fd) == -1 && rc == 0) {
			rc = -1;
			saved = errno;
		}
		if (rc == -1)
			unlinkat(in->fd, name, 0);
		errno = saved;
	}
	if (rc == -1) {
		err_errno(e, "cannot write %s", path);
		if (errno == EEXIST)
			e->code = ERR_CONFLICT;
	}
	return rc;
}
