/* fs.c: the disk: read whole, write whole, walk in order, beneath a folder */
#include <sys/syscall.h>
#include <linux/openat2.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

/* The name of a temporary file; no file is written for as many seconds. */
#define TMP_FIRST ".halfhour-"
#define TMP_LAST ".tmp"
#define TMP_AGE 3600

/*
 * For kernels and sandboxes without openat2(2): part by part, refusing
 * every symbolic link, which is stricter than RESOLVE_BENEATH.
 */
static int
fs_open_parts(int dirfd, const char *path, int flags, mode_t mode)
{
	int at = dirfd, fd = -1;
	char *copy, *part, *slash;

	if (strcmp(path, ".") != 0 && !path_is_inside(path)) {
		errno = EXDEV;
		return -1;
	}
	copy = xstrdup(path);
	for (part = copy; (slash = strchr(part, '/')) != NULL;
	     part = slash + 1) {
		*slash = '\0';
		fd = openat(
		    at, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (at != dirfd)
			close(at);
		if (fd == -1) {
			free(copy);
			return -1;
		}
		at = fd;
	}
	fd = openat(at, part, flags | O_NOFOLLOW | O_CLOEXEC, mode);
	if (at != dirfd)
		close(at);
	free(copy);
	return fd;
}

int
fs_open(int dirfd, const char *path, int flags, mode_t mode)
{
	struct open_how how = {
		.flags = (unsigned)flags | O_CLOEXEC,
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int fd, tries = 0;

	if (*path == '\0')
		path = ".";
	do
		fd = (int)syscall(SYS_openat2, dirfd, path, &how, sizeof(how));
	while (
	    fd == -1 && (errno == EINTR || (errno == EAGAIN && tries++ < 8)));
	if (fd == -1 && (errno == ENOSYS || errno == EPERM))
		return fs_open_parts(dirfd, path, flags, mode);
	return fd;
}

int
fs_open_dir(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		return err_errno(e, "cannot open the folder %s", path);
	return fd;
}

/*
 * The folder that `path` stands in, as a descriptor; errno on failure. The
 * last part is used in it without openat2(2), so ".." must not be that part,
 * and "/x" must not pass for "x".
 */
static int
fs_open_parent(int dirfd, const char *path)
{
	const char *base = path_base(path);
	char *dir;
	int fd;

	if (*path == '/' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0) {
		errno = EXDEV;
		return -1;
	}
	dir = path_dir(path);
	fd = fs_open(dirfd, dir, O_RDONLY | O_DIRECTORY, 0);
	free(dir);
	return fd;
}

int
fs_stat(int dirfd, const char *path, struct stat *st)
{
	int fd, rc, saved;

	/* Most often there is no folder on the way. */
	if (*path != '\0' && *path != '.' && strchr(path, '/') == NULL)
		return fstatat(dirfd, path, st, AT_SYMLINK_NOFOLLOW);
	if ((fd = fs_open_parent(dirfd, path)) == -1)
		return -1;
	rc = fstatat(fd, path_base(path), st, AT_SYMLINK_NOFOLLOW);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

bool
fs_exists(int dirfd, const char *path)
{
	struct stat st;

	return fs_stat(dirfd, path, &st) == 0;
}

/*
 * What is left to read; more than max bytes: EFBIG. A regular file of `size`
 * bytes gives fewer than are asked for only at its end, so that nothing more
 * is asked for; 0 is the size of files that do not tell it, as in /proc.
 */
static int
fs_read_max(struct strbuf *out, int fd, size_t max, size_t size)
{
	char buf[65536];
	size_t all = 0;
	ssize_t n;

	/* What is full takes no more, and /dev/zero has no end. */
	while (!out->full && (n = read(fd, buf, sizeof(buf))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		if ((size_t)n > max) {
			errno = EFBIG;
			return -1;
		}
		max -= (size_t)n;
		all += (size_t)n;
		strbuf_add(out, buf, (size_t)n);
		if (size > 0 && all == size && (size_t)n < sizeof(buf))
			break;
	}
	return 0;
}

int
fs_read_all(struct strbuf *out, int fd)
{
	return fs_read_max(out, fd, SIZE_MAX, 0);
}

int
fs_write_all(int fd, const void *p, size_t len)
{
	const char *s = p;

	while (len > 0) {
		ssize_t n = write(fd, s, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		s += n;
		len -= (size_t)n;
	}
	return 0;
}

bool
fs_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Whether fd, which has been opened, is a regular file of at most so many
 * bytes; if not, it is closed: -1 with `e` filled. */
static int
fs_check_read(
    int fd, const char *path, size_t max, struct stat *st, struct err *e)
{
	if (fd == -1) {
		err_errno(e, "cannot read %s", path);
		if (errno == ENOENT || errno == ENOTDIR)
			e->code = ERR_NOTHING;
		return -1;
	}
	if (fstat(fd, st) == -1)
		err_errno(e, "cannot read %s", path);
	else if (!S_ISREG(st->st_mode))
		err_set(e, "cannot read %s: it is not a regular file", path);
	else if ((size_t)st->st_size > max)
		err_set(e,
		    "cannot read %s: %lld bytes are more than the %zu "
		    "that are allowed",
		    path, (long long)st->st_size, max);
	else
		return 0;
	close(fd);
	return -1;
}

/* The whole of the file that was opened as fd, which is used up. */
static int
fs_read_open(
    struct strbuf *out, int fd, const char *path, size_t max, struct err *e)
{
	size_t before = out->len;
	struct stat st;
	int rc = 0;

	if (fs_check_read(fd, path, max, &st, e) == -1)
		return -1;
	if (fs_read_max(out, fd, max, (size_t)st.st_size) == -1) {
		rc = err_errno(e, "cannot read %s", path);
		strbuf_trunc(out, before);
	}
	close(fd);
	return rc;
}

/* O_NONBLOCK, so that a FIFO cannot hold us up before fstat(). */
#define FS_READ_FLAGS (O_RDONLY | O_NONBLOCK)

int
fs_read(
    struct strbuf *out, int dirfd, const char *path, size_t max, struct err *e)
{
	return fs_read_open(
	    out, fs_open(dirfd, path, FS_READ_FLAGS, 0), path, max, e);
}

int
fs_read_in(
    struct strbuf *out, int folder, const char *path, size_t max, struct err *e)
{
	return fs_read_open(out,
	    openat(folder, path_base(path),
		FS_READ_FLAGS | O_NOFOLLOW | O_CLOEXEC),
	    path, max, e);
}

int
fs_readable(int dirfd, const char *path, size_t max, struct err *e)
{
	int fd = fs_open(dirfd, path, FS_READ_FLAGS, 0);
	struct stat st;

	if (fs_check_read(fd, path, max, &st, e) == -1)
		return -1;
	close(fd);
	return 0;
}

/* Whether what is left to read of the descriptor are these bytes. */
static bool
fs_holds_at(int fd, const char *p, size_t len)
{
	char buf[65536];
	ssize_t n = 1;

	while (len > 0 && n > 0) {
		n = read(fd, buf, len < sizeof(buf) ? len : sizeof(buf));
		if (n == -1 && errno == EINTR) {
			n = 1;
			continue;
		}
		if (n <= 0 || memcmp(buf, p, (size_t)n) != 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

/* Whether it is a regular file, not a link, of just these bytes. */
static bool
fs_holds(int dirfd, const char *path, const void *p, size_t len)
{
	int fd = fs_open(dirfd, path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW, 0);
	struct stat st;
	bool same;

	if (fd == -1)
		return false;
	same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	       (size_t)st.st_size == len && fs_holds_at(fd, p, len);
	close(fd);
	return same;
}

/* One folder, with FS_DURABLE there for good once this returns 0; one already
 * there is fine. */
static int
fs_mkdir(int fd, const char *name, int flags)
{
	if (mkdirat(fd, name, 0777) == -1)
		return errno == EEXIST ? 0 : -1;
	return flags & FS_DURABLE ? fsync(fd) : 0;
}

int
fs_mkdirs_as(int dirfd, const char *path, int flags, struct err *e)
{
	char *copy, *s;
	int fd, rc = -1;

	if (*path == '\0')
		return 0;
	copy = xstrdup(path);
	for (s = copy;; s++) {
		char c = *s;

		if (c != '/' && c != '\0')
			continue;
		*s = '\0';
		fd = fs_open_parent(dirfd, copy);
		if (fd == -1 || fs_mkdir(fd, path_base(copy), flags) == -1) {
			err_errno(e, "cannot make the folder %s", copy);
			if (fd != -1)
				close(fd);
			goto out;
		}
		close(fd);
		*s = c;
		if (c == '\0')
			break;
	}
	/* What was there already may be a file, or a link out of here. */
	fd = fs_open(dirfd, path, O_PATH | O_DIRECTORY, 0);
	if (fd == -1) {
		err_errno(e, "cannot make the folder %s", path);
		goto out;
	}
	close(fd);
	rc = 0;
out:
	free(copy);
	return rc;
}

int
fs_mkdirs(int dirfd, const char *path, struct err *e)
{
	return fs_mkdirs_as(dirfd, path, FS_DURABLE, e);
}

/* The bytes into the open file, with the old's mode; 0, or -1 with errno. */
static int
fs_fill(int fd, const void *p, size_t len, mode_t mode, int flags)
{
	if (fs_write_all(fd, p, len) == -1 ||
	    (mode != 0 && fchmod(fd, mode) == -1))
		return -1;
	return flags & FS_DURABLE ? fsync(fd) : 0;
}

/*
 * A new file `name` in the folder fd that has no name before it is whole, so
 * that who is killed leaves nothing behind in a folder of the user's: open(2),
 * O_TMPFILE. 0, or -1 with errno; 1 where there are no such files.
 */
static int
fs_write_unnamed(int fd, const char *name, const void *p, size_t len, int flags)
{
	int tfd = openat(fd, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC,
	    flags & FS_PRIVATE ? 0600 : 0666);
	char self[64];
	int rc, saved;

	if (tfd == -1)
		return errno == EOPNOTSUPP || errno == EISDIR ||
			       errno == EINVAL || errno == ENOENT
			   ? 1
			   : -1;
	snprintf(self, sizeof(self), "/proc/self/fd/%d", tfd);
	rc = fs_fill(tfd, p, len, 0, flags);
	if (rc == 0) {
		rc = linkat(AT_FDCWD, self, fd, name, AT_SYMLINK_FOLLOW);
		if (rc == -1 && errno == ENOENT)
			rc = 1; /* there is no /proc */
	}
	if (rc == 0 && (flags & FS_DURABLE))
		rc = fsync(fd);
	saved = errno;
	close(tfd);
	errno = saved;
	return rc;
}

/* The bytes into a new file `tmp` in the folder fd, with the old's mode. */
static int
fs_write_tmp(
    int fd, const char *tmp, const void *p, size_t len, mode_t mode, int flags)
{
	int tfd = openat(fd, tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    flags & FS_PRIVATE ? 0600 : 0666);
	int rc, saved;

	if (tfd == -1)
		return -1;
	rc = fs_fill(tfd, p, len, mode, flags);
	saved = errno;
	if (close(tfd) == -1 && rc == 0) {
		rc = -1;
		saved = errno;
	}
	if (rc == -1)
		unlinkat(fd, tmp, 0);
	errno = saved;
	return rc;
}

/* Put the finished `tmp` in the place of `name`. */
static int
fs_put(int fd, const char *tmp, const char *name, int flags)
{
	int rc, saved;

	if (flags & FS_NEW)
		rc = linkat(fd, tmp, fd, name, 0);
	else
		rc = renameat(fd, tmp, fd, name);
	saved = errno;
	if (rc == -1 || (flags & FS_NEW))
		unlinkat(fd, tmp, 0);
	if (rc == 0 && (flags & FS_DURABLE) && fsync(fd) == -1) {
		saved = errno;
		rc = -1;
	}
	errno = saved;
	return rc;
}

int
fs_write(int dirfd, const char *path, const void *p, size_t len, int flags,
    struct err *e)
{
	char *dir, *tmp;
	struct stat st;
	mode_t mode = 0;
	int fd = -1, rc = -1;

	if ((flags & FS_IF_CHANGED) && fs_holds(dirfd, path, p, len))
		return 0;
	dir = path_dir(path);
	/* Short: the name itself may be as long as names can be. Of this
	 * thread: another may write into the same folder. */
	tmp = xasprintf(TMP_FIRST "%ld" TMP_LAST, (long)gettid());
	/* Mostly the folder is there. */
	if ((fd = fs_open_parent(dirfd, path)) == -1) {
		if (fs_mkdirs_as(dirfd, dir, flags, e) == -1)
			goto out;
		fd = fs_open_parent(dirfd, path);
	}
	if (fd == -1) {
		err_errno(e, "cannot write %s", path);
		goto out;
	}
	if (fstatat(fd, path_base(path), &st, AT_SYMLINK_NOFOLLOW) == 0) {
		if (!S_ISREG(st.st_mode)) {
			err_set(e,
			    "cannot write %s: what is there is not a "
			    "regular file",
			    path);
			goto out;
		}
		mode = st.st_mode & 07777;
	}
	if (flags & FS_NEW)
		rc = fs_write_unnamed(fd, path_base(path), p, len, flags);
	else
		rc = 1;
	if (rc == 1)
		unlinkat(fd, tmp, 0);
	if (rc == 1 && (fs_write_tmp(fd, tmp, p, len, mode, flags) == -1 ||
			   fs_put(fd, tmp, path_base(path), flags) == -1))
		rc = -1;
	if (rc == -1) {
		err_errno(e, "cannot write %s", path);
		if (errno == EEXIST)
			e->code = ERR_CONFLICT;
		goto out;
	}
	rc = 1;
out:
	if (fd != -1)
		close(fd);
	free(tmp);
	free(dir);
	return rc;
}

void
fs_sweep(int dirfd, const char *dir)
{
	int fd = fs_open(dirfd, *dir != '\0' ? dir : ".",
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
	DIR *in = fd == -1 ? NULL : fdopendir(fd);
	int64_t now = date_of_files();
	struct dirent *ent;
	struct stat st;

	if (in == NULL) {
		if (fd != -1)
			close(fd);
		return;
	}
	while ((ent = readdir(in)) != NULL)
		if (text_starts(ent->d_name, TMP_FIRST) &&
		    path_has_suffix(ent->d_name, TMP_LAST) &&
		    fstatat(fd, ent->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && now - st.st_mtime > TMP_AGE)
			unlinkat(fd, ent->d_name, 0);
	closedir(in);
}

int
fs_unlink(int dirfd, const char *path, int flags, struct err *e)
{
	int fd = fs_open_parent(dirfd, path), rc = -1;

	if (fd == -1)
		return errno == ENOENT || errno == ENOTDIR
			   ? 0
			   : err_errno(e, "cannot remove %s", path);
	if ((unlinkat(fd, path_base(path), 0) == -1 && errno != ENOENT) ||
	    ((flags & FS_DURABLE) && fsync(fd) == -1))
		err_errno(e, "cannot remove %s", path);
	else
		rc = 0;
	close(fd);
	return rc;
}

/* Names in an open folder, without dot names if `visible`; -1 with errno. The
 * descriptor is used up. */
static int
fs_names_of(int fd, bool visible, char ***names, size_t *n)
{
	struct dirent *ent;
	size_t cap = 0;
	DIR *dir;

	*names = NULL;
	*n = 0;
	if (fd == -1)
		return -1;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return -1;
	}
	while ((ent = readdir(dir)) != NULL) {
		if (strcmp(ent->d_name, ".") == 0 ||
		    strcmp(ent->d_name, "..") == 0 ||
		    (visible && ent->d_name[0] == '.'))
			continue;
		*VEC_PUSH(*names, *n, cap) = xstrdup(ent->d_name);
	}
	closedir(dir);
	return 0;
}

/* The same of a path, which itself must not be a link. */
static int
fs_names(int dirfd, const char *path, char ***names, size_t *n)
{
	return fs_names_of(
	    fs_open(dirfd, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0), false,
	    names, n);
}

static void
fs_names_free(char **names, size_t n)
{
	while (n > 0)
		free(names[--n]);
	free(names);
}

void
fs_prune(int dirfd, const char *path)
{
	char *at = path_dir(path), *up;

	while (*at != '\0') {
		int fd = fs_open_parent(dirfd, at), gone;

		if (fd == -1)
			break;
		gone = unlinkat(fd, path_base(at), AT_REMOVEDIR);
		close(fd);
		if (gone == -1) /* most often ENOTEMPTY: it is in use */
			break;
		up = path_dir(at);
		free(at);
		at = up;
	}
	free(at);
}

int
fs_remove_tree(int dirfd, const char *path, struct err *e)
{
	size_t i, n;
	char **names;
	struct stat link;
	int fd, rc = -1;

	if (fs_stat(dirfd, path, &link) == 0 && S_ISLNK(link.st_mode))
		return fs_unlink(dirfd, path, 0, e);
	if (fs_names(dirfd, path, &names, &n) == -1)
		return errno == ENOENT ? 0
				       : err_errno(e, "cannot remove %s", path);
	for (i = 0; i < n; i++) {
		char *sub = path_join(path, names[i]);
		struct stat st;
		int bad;

		bad = fs_stat(dirfd, sub, &st) == 0 && S_ISDIR(st.st_mode)
			  ? fs_remove_tree(dirfd, sub, e)
			  : fs_unlink(dirfd, sub, 0, e);
		free(sub);
		if (bad)
			goto out;
	}
	fd = fs_open_parent(dirfd, path);
	rc = fd == -1 ? -1 : unlinkat(fd, path_base(path), AT_REMOVEDIR);
	if (rc == -1)
		err_errno(e, "cannot remove %s", path);
	if (fd != -1)
		close(fd);
out:
	fs_names_free(names, n);
	return rc;
}

struct fs_found {
	char *path;
	struct stat st;
};

struct fs_list {
	struct fs_found *v;
	size_t n, cap;
};

/*
 * The regular files of one folder into the list, the folders in it to `subs`.
 * They are looked at in the open folder: one step instead of the whole way for
 * each. It is closed before the folders in it are opened, however deep.
 */
static int
fs_collect_one(int dirfd, const char *path, struct fs_list *list, char ***subs,
    size_t *n_subs)
{
	int fd = fs_open(dirfd, path, O_RDONLY | O_DIRECTORY, 0);
	size_t i, n = 0, cap = 0;
	char **names = NULL;

	if (fd == -1 || fs_names_of(fcntl(fd, F_DUPFD_CLOEXEC, 0), true, &names,
			    &n) == -1) {
		int saved = errno;

		if (fd != -1)
			close(fd);
		errno = saved;
		return -1;
	}
	for (i = 0; i < n; i++) {
		char *sub = path_join(path, names[i]);
		struct stat st = { 0 };

		if (fstatat(fd, names[i], &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode))
			*VEC_PUSH(list->v, list->n, list->cap) =
			    (struct fs_found){ sub, st };
		else if (S_ISDIR(st.st_mode))
			*VEC_PUSH(*subs, *n_subs, cap) = sub;
		else
			free(sub);
	}
	fs_names_free(names, n);
	close(fd);
	return 0;
}

/* Who is told of folders that cannot be read; fn NULL: they end the walk. */
struct fs_lost {
	fs_lost_fn fn;
	void *payload;
};

static int
fs_collect(int dirfd, const char *path, struct fs_list *list,
    const struct fs_lost *lost, struct err *e)
{
	size_t i, n = 0;
	char **subs = NULL;
	int rc = 0;

	if (fs_collect_one(dirfd, path, list, &subs, &n) == -1)
		return err_errno(e, "cannot read the folder %s", path);
	for (i = 0; i < n && rc == 0; i++) {
		struct err own = ERR_INIT;

		rc = fs_collect(dirfd, subs[i], list, lost, &own);
		if (rc == -1 && lost->fn != NULL) {
			lost->fn(subs[i], lost->payload, &own);
			rc = 0;
		} else if (rc == -1)
			*e = own;
	}
	fs_names_free(subs, n);
	return rc;
}

static int
fs_found_cmp(const void *a, const void *b)
{
	return strcmp(((const struct fs_found *)a)->path,
	    ((const struct fs_found *)b)->path);
}

int
fs_walk_past(int dirfd, const char *path, fs_walk_fn fn, fs_lost_fn lost,
    void *payload, struct err *e)
{
	struct fs_list list = { NULL, 0, 0 };
	struct fs_lost told = { lost, payload };
	size_t i;
	int rc = fs_collect(dirfd, path, &list, &told, e);

	if (rc == 0 && list.n > 1)
		qsort(list.v, list.n, sizeof(*list.v), fs_found_cmp);
	for (i = 0; i < list.n; i++) {
		if (rc == 0)
			rc = fn(list.v[i].path, &list.v[i].st, payload, e);
		free(list.v[i].path);
	}
	free(list.v);
	return rc;
}

int
fs_walk(
    int dirfd, const char *path, fs_walk_fn fn, void *payload, struct err *e)
{
	return fs_walk_past(dirfd, path, fn, NULL, payload, e);
}
