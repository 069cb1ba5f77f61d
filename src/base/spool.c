/* spool.c: a file that is read while it grows, and gets its name at the end */
#include <sys/mman.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/spool.h"
#include "base/xalloc.h"

/*
 * Theory of operation. The file is mapped once, with room for all that it may
 * become, since what was added must not move; behind its end there are only
 * addresses. Where the system has no file without a name, open(2), it has one
 * from the start, which whoever kills this process finds.
 */
#define SPOOL_MAX ((size_t)1 << 34)
/* What is read again soon after it was written. */
#define SPOOL_HOT ((size_t)16 << 20)

struct spool {
	int dirfd;  /* borrowed */
	int fd;     /* -1: there is nothing yet */
	bool named; /* as tmp */
	char tmp[64];
	const char *p; /* SPOOL_MAX bytes of addresses */
	size_t len, eased;
	bool failed, sums;
	struct hash_summing sum;
};

struct spool *
spool_new(int dirfd)
{
	struct spool *s = xcalloc(1, sizeof(*s));

	s->dirfd = dirfd;
	s->fd = -1;
	/* Of this thread, as fs_write() has it, and of this file: there may be
	 * others in the same folder before it gets its name. */
	snprintf(s->tmp, sizeof(s->tmp), ".halfhour-%ld-%zx.tmp",
	    (long)gettid(), (size_t)s);
	return s;
}

void
spool_free(struct spool *s)
{
	if (s == NULL)
		return;
	if (s->p != NULL)
		munmap((void *)s->p, SPOOL_MAX);
	if (s->fd != -1)
		close(s->fd);
	if (s->named)
		unlinkat(s->dirfd, s->tmp, 0);
	free(s);
}

void
spool_sums(struct spool *s)
{
	s->sums = true;
	hash_sum_begin(&s->sum);
}

uint64_t
spool_sum(const struct spool *s)
{
	return hash_sum_end(&s->sum);
}

size_t
spool_len(const struct spool *s)
{
	return s->len;
}

static int
spool_open(struct spool *s)
{
	void *p;

	s->fd = openat(s->dirfd, ".", O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
	if (s->fd == -1) {
		unlinkat(s->dirfd, s->tmp, 0);
		s->fd = openat(s->dirfd, s->tmp,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		s->named = s->fd != -1;
	}
	if (s->fd == -1)
		return -1;
	p = mmap(NULL, SPOOL_MAX, PROT_READ, MAP_SHARED, s->fd, 0);
	if (p == MAP_FAILED)
		return -1;
	s->p = p;
	return 0;
}

const char *
spool_add(struct spool *s, const void *p, size_t len)
{
	const char *at;

	if (s->failed)
		return NULL;
	if ((s->fd == -1 && spool_open(s) == -1) || len > SPOOL_MAX - s->len ||
	    fs_write_all(s->fd, p, len) == -1) {
		s->failed = true;
		return NULL;
	}
	if (s->sums)
		hash_sum_add(&s->sum, p, len);
	at = s->p + s->len;
	s->len += len;
	if (s->len - s->eased > 2 * SPOOL_HOT) {
		spool_ease(s->p + s->eased, s->len - s->eased - SPOOL_HOT);
		s->eased = s->len - SPOOL_HOT;
	}
	return at;
}

/* Give the file the name of what is not whole yet. */
static int
spool_name(struct spool *s)
{
	char self[64];

	if (s->named)
		return 0;
	snprintf(self, sizeof(self), "/proc/self/fd/%d", s->fd);
	unlinkat(s->dirfd, s->tmp, 0);
	if (linkat(AT_FDCWD, self, s->dirfd, s->tmp, AT_SYMLINK_FOLLOW) == -1)
		return -1;
	s->named = true;
	return 0;
}

int
spool_put(struct spool *s, const char *path, struct err *e)
{
	char *dir = path_dir(path);
	int fd = -1, rc = -1;

	if (s->failed || s->fd == -1) {
		err_set(e, "cannot write %s: the disk does not take it", path);
	} else if (fs_mkdirs_as(s->dirfd, dir, 0, e) == 0) {
		fd = fs_open(
		    s->dirfd, *dir ? dir : ".", O_RDONLY | O_DIRECTORY, 0);
		if (fd != -1 && spool_name(s) == 0 &&
		    renameat(s->dirfd, s->tmp, fd, path_base(path)) == 0) {
			s->named = false;
			rc = 0;
		} else {
			err_errno(e, "cannot write %s", path);
		}
	}
	s->failed = true;
	if (fd != -1)
		close(fd);
	free(dir);
	return rc;
}

static size_t
page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

const char *
spool_take(struct spool *s, size_t *len)
{
	const char *p = s->p;
	size_t whole = (s->len + page_size() - 1) / page_size() * page_size();

	*len = s->len;
	if (p == NULL || s->len == 0)
		return NULL;
	if (whole < SPOOL_MAX)
		munmap((void *)(p + whole), SPOOL_MAX - whole);
	s->p = NULL;
	s->failed = true;
	return p;
}

void
spool_ease(const void *p, size_t len)
{
	size_t size = page_size(), lead = size - 1 - ((uintptr_t)p - 1) % size;

	if (len > lead + size)
		madvise((void *)((uintptr_t)p + lead),
		    (len - lead) / size * size, MADV_DONTNEED);
}
