/* still.c: whether files are as they were, as far as stat(2) can tell */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/still.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

/* Kernels count in ticks of 1 to 10 ms; some file systems in up to 2 s. */
#define TICK INT64_C(20000000)
#define TICK_COARSE INT64_C(2100000000)

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

uint64_t
still_path(const char *path)
{
	return hash_keyed(keys[0], path, strlen(path));
}

void
still_add(struct still *s, const char *path, const struct stat *st)
{
	int64_t made = nanoseconds(&st->st_mtim),
		touched = nanoseconds(&st->st_ctim);
	const uint64_t v[] = {
		still_path(path),
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

void
still_add_row(struct still *s, struct still_rows *rows, const char *path,
    const struct stat *st, bool folder)
{
	struct still one = { .n = 0 };

	still_add(&one, path, st);
	still_join(s, &one);
	if (rows != NULL)
		*VEC_PUSH(rows->v, rows->n, rows->cap) =
		    (struct still_row){ still_path(path), one.a, one.b,
			    one.newest, folder };
}

bool
still_same(const struct still *a, const struct still *b)
{
	return a->a == b->a && a->b == b->b && a->n == b->n && !a->odd &&
	       !b->odd;
}

bool
still_older(const struct still *s, int64_t now)
{
	return now != 0 && s->newest < now - (s->coarse ? TICK_COARSE : TICK);
}

void
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

/* ---- all in a folder ---------------------------------------------------- */

/*
 * Threads take folders off a stack until it is empty and nobody is at work who
 * may add to it. A file is looked at by its name in the open folder: to walk
 * down a path anew for each of them costs more than the look.
 */
struct tree {
	int dirfd;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	char **folders; /* owned, as each of them is */
	size_t n, cap;
	size_t busy;             /* threads that have one */
	struct still sum;        /* of those that are done */
	struct still_rows *rows; /* likewise; or NULL */
};

/* What a thread has looked at, and the folders in the last folder. */
struct tree_found {
	struct still sum;
	struct still_rows rows, *to; /* `to`: rows, or NULL */
	char **v;
	size_t n, cap;
};

static void
tree_name(
    struct tree_found *found, int fd, struct strbuf *path, const char *name)
{
	size_t base = path->len;
	struct stat st;

	strbuf_addf(path, "/%s", name);
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		found->sum.odd = true;
	else if (S_ISDIR(st.st_mode))
		*VEC_PUSH(found->v, found->n, found->cap) = xstrdup(path->buf);
	else
		still_add_row(&found->sum, found->to, path->buf, &st, false);
	strbuf_trunc(path, base);
}

/* Look at one folder. */
static void
tree_folder(struct tree_found *found, int dirfd, struct strbuf *path)
{
	int fd = fs_open(dirfd, path->buf, O_RDONLY | O_DIRECTORY, 0);
	DIR *d = fd != -1 ? fdopendir(fd) : NULL;
	struct dirent *ent;
	struct stat st;

	if (d == NULL) {
		found->sum.odd = true;
		if (fd != -1)
			close(fd);
		return;
	}
	/* Before it is read: what comes later changes it once more. */
	if (fstat(fd, &st) == 0)
		still_add_row(&found->sum, found->to, path->buf, &st, true);
	for (errno = 0; (ent = readdir(d)) != NULL; errno = 0)
		if (*ent->d_name != '.')
			tree_name(found, fd, path, ent->d_name);
	found->sum.odd |= errno != 0;
	closedir(d);
}

/* The next folder, to be freed; NULL when there will be none. */
static char *
tree_take(struct tree *t)
{
	char *path = NULL;

	pthread_mutex_lock(&t->mutex);
	while (t->n == 0 && t->busy > 0)
		pthread_cond_wait(&t->changed, &t->mutex);
	if (t->n > 0) {
		path = t->folders[--t->n];
		t->busy++;
	}
	pthread_mutex_unlock(&t->mutex);
	return path;
}

/* A folder is done; those in it come next. */
static void
tree_done(struct tree *t, struct tree_found *found)
{
	size_t i;

	pthread_mutex_lock(&t->mutex);
	for (i = 0; i < found->n; i++)
		*VEC_PUSH(t->folders, t->n, t->cap) = found->v[i];
	t->busy--;
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->mutex);
	found->n = 0;
}

/* Do one folder; false when there will be none. */
static bool
tree_step(struct tree *t, struct tree_found *found, struct strbuf *path)
{
	char *next = tree_take(t);

	if (next == NULL)
		return false;
	strbuf_clear(path);
	strbuf_adds(path, next);
	free(next);
	tree_folder(found, t->dirfd, path);
	tree_done(t, found);
	return true;
}

static void
tree_begin(struct tree_found *found, const struct tree *t)
{
	*found = (struct tree_found){ .n = 0 };
	found->to = t->rows != NULL ? &found->rows : NULL;
}

/* Add what a thread has found to that of all. */
static void
tree_end(struct tree *t, struct tree_found *found)
{
	size_t i;

	pthread_mutex_lock(&t->mutex);
	still_join(&t->sum, &found->sum);
	for (i = 0; i < found->rows.n; i++)
		*VEC_PUSH(t->rows->v, t->rows->n, t->rows->cap) =
		    found->rows.v[i];
	pthread_mutex_unlock(&t->mutex);
	free(found->rows.v);
	free(found->v);
}

static void *
tree_thread(void *arg)
{
	struct tree *t = arg;
	struct tree_found found;
	struct strbuf path = STRBUF_INIT;

	tree_begin(&found, t);
	while (tree_step(t, &found, &path))
		;
	strbuf_release(&path);
	tree_end(t, &found);
	return NULL;
}

void
still_tree(struct still *s, struct still_rows *rows, int dirfd,
    const char *path, size_t threads)
{
	struct tree t = { .dirfd = dirfd,
		.mutex = PTHREAD_MUTEX_INITIALIZER,
		.changed = PTHREAD_COND_INITIALIZER,
		.rows = rows };
	struct tree_found found;
	struct strbuf room = STRBUF_INIT;
	pthread_t *ids = xcalloc(threads, sizeof(*ids));
	size_t started = 0;

	*VEC_PUSH(t.folders, t.n, t.cap) = xstrdup(path);
	tree_begin(&found, &t);
	tree_step(&t, &found, &room);
	tree_end(&t, &found);
	/* One folder is no work for two. */
	while (t.n > 1 && started + 1 < threads &&
	       pthread_create(&ids[started], NULL, tree_thread, &t) == 0)
		started++;
	tree_thread(&t);
	while (started > 0)
		pthread_join(ids[--started], NULL);
	still_join(s, &t.sum);
	strbuf_release(&room);
	free(t.folders);
	free(ids);
}

/* ---- files of a list ---------------------------------------------------- */

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
