/* still.c: whether files are as they were, as far as stat(2) can tell */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/still.h"
#include "base/xalloc.h"

/* Two sums by two keys; any numbers will do. */
static const uint64_t keys[3][2] = {
	{ 0x243f6a8885a308d3, 0x13198a2e03707344 },
	{ 0xa4093822299f31d0, 0x082efa98ec4e6c89 },
	{ 0x452821e638d01377, 0xbe5466cf34e90c6c },
};

static int64_t
nanoseconds(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

int64_t
still_time(const struct stat *st)
{
	return nanoseconds(&st->st_mtim);
}

void
still_add(struct still *s, const char *path, const struct stat *st)
{
	int64_t made = nanoseconds(&st->st_mtim),
		touched = nanoseconds(&st->st_ctim);
	const uint64_t v[] = {
		hash_keyed(keys[0], path, strlen(path)),
		st->st_dev,
		st->st_ino,
		(uint64_t)st->st_mode << 32 | st->st_nlink,
		(uint64_t)st->st_uid << 32 | st->st_gid,
		(uint64_t)st->st_size,
		(uint64_t)made,
		(uint64_t)touched,
	};

	s->a += hash_keyed(keys[1], v, sizeof(v));
	s->b += hash_keyed(keys[2], v, sizeof(v));
	s->n++;
	if (s->newest < made)
		s->newest = made;
	if (s->newest < touched)
		s->newest = touched;
	s->coarse |= st->st_ctim.tv_nsec == 0;
	s->odd |= S_ISLNK(st->st_mode);
}

bool
still_same(const struct still *a, const struct still *b)
{
	return a->a == b->a && a->b == b->b && a->n == b->n && !a->odd &&
	       !b->odd;
}

static void
still_join(struct still *s, const struct still *more)
{
	s->a += more->a;
	s->b += more->b;
	s->n += more->n;
	if (s->newest < more->newest)
		s->newest = more->newest;
	s->coarse |= more->coarse;
	s->odd |= more->odd;
}

/* ---- which there are ---------------------------------------------------- */

static void
list_add(struct still_paths *p, const char *path)
{
	*VEC_PUSH(p->v, p->n, p->cap) = path;
}

/* One name in a folder; one that is a folder itself comes back, to be gone
 * into. */
static const char *
list_name(
    struct still_paths *p, int fd, const char *dir, const struct dirent *ent)
{
	const char *path = arena_printf(p->mem, "%s/%s", dir, ent->d_name);
	unsigned char kind = ent->d_type;
	struct stat st;

	if (kind == DT_UNKNOWN &&
	    fstatat(fd, ent->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		kind = S_ISDIR(st.st_mode) ? DT_DIR : DT_REG;
	if (kind == DT_DIR)
		return path;
	p->odd |= kind == DT_LNK;
	list_add(p, path);
	return NULL;
}

static void
list_folder(struct still_paths *p, int dirfd, const char *path)
{
	int fd = fs_open(dirfd, path, O_RDONLY | O_DIRECTORY, 0);
	DIR *d = fd != -1 ? fdopendir(fd) : NULL;
	struct dirent *ent;
	const char **deeper = NULL;
	size_t n = 0, cap = 0, i;

	list_add(p, path);
	if (d == NULL) {
		p->odd = true;
		if (fd != -1)
			close(fd);
		return;
	}
	while ((ent = readdir(d)) != NULL) {
		const char *dir =
		    *ent->d_name != '.' ? list_name(p, fd, path, ent) : NULL;

		if (dir != NULL)
			*VEC_PUSH(deeper, n, cap) = dir;
	}
	/* Closed first, so that few are open at a time. */
	closedir(d);
	for (i = 0; i < n; i++)
		list_folder(p, dirfd, deeper[i]);
	free(deeper);
}

void
still_list(struct still_paths *p, int dirfd, const char *path)
{
	list_folder(p, dirfd, path);
}

/* ---- as what ------------------------------------------------------------ */

struct files_part {
	struct still sum;
	int dirfd;
	const char *const *paths;
	size_t n;
};

static void *
files_part(void *arg)
{
	struct files_part *part = arg;
	struct stat st;
	size_t i;

	for (i = 0; i < part->n; i++)
		if (fstatat(part->dirfd, part->paths[i], &st,
			AT_SYMLINK_NOFOLLOW) == 0)
			still_add(&part->sum, part->paths[i], &st);
		else
			part->sum.odd = true;
	return NULL;
}

void
still_files(struct still *s, int dirfd, const char *const *paths, size_t n,
    size_t threads)
{
	struct files_part *v = xcalloc(threads, sizeof(*v));
	pthread_t *ids = xcalloc(threads, sizeof(*ids));
	bool *runs = xcalloc(threads, sizeof(*runs));
	size_t i;

	for (i = 0; i < threads; i++) {
		size_t from = n * i / threads, to = n * (i + 1) / threads;

		v[i] = (struct files_part){
			.dirfd = dirfd, .paths = paths + from, .n = to - from
		};
		/* A few files are no work for a thread. */
		runs[i] = i > 0 && n > 256 &&
			  pthread_create(&ids[i], NULL, files_part, &v[i]) == 0;
	}
	for (i = 0; i < threads; i++)
		if (!runs[i])
			files_part(&v[i]);
	for (i = 0; i < threads; i++) {
		if (runs[i])
			pthread_join(ids[i], NULL);
		still_join(s, &v[i].sum);
	}
	free(runs);
	free(ids);
	free(v);
}
