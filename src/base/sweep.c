/* sweep.c: all files below a folder, read by several threads */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/sweep.h"
#include "base/xalloc.h"

/*
 * Theory of operation. With thousands of small files the time goes into
 * system calls, so there are few for each of them. A folder is opened once,
 * and its files by their name alone in it; that a name is a regular file is
 * known from readdir(3) where the file system says it; and the files are read
 * while other folders are still being listed.
 *
 * Threads take jobs off two stacks until both are empty and nobody is at
 * work who may add to them. A job is a folder to be listed, or some of the
 * names in an open folder. Those come first, so that few folders are open at
 * a time, however many there are.
 */
#define SWEEP_TAKE 64 /* names at a time */

/* A folder, and the files in it one behind the other, each with its NUL. */
struct sweep_dir {
	char *path;
	int fd;
	size_t jobs; /* that are left to do; of the pool's mutex */
	struct strbuf names;
};

struct sweep_job {
	struct sweep_job *next;
	struct sweep_dir *dir;
	size_t from, to; /* of its names; 0, 0: the folder is to be listed */
};

struct sweep_pool {
	int dirfd;
	const struct sweep *s;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct sweep_job *names, *folders;
	size_t busy; /* threads that have a job */
	struct err *e;
	bool failed;
};

struct sweep_thread {
	struct sweep_pool *pool;
	void *payload;
};

static void
sweep_push(
    struct sweep_job **stack, struct sweep_dir *dir, size_t from, size_t to)
{
	struct sweep_job *job = xmalloc(sizeof(*job));

	*job = (struct sweep_job){ *stack, dir, from, to };
	*stack = job;
}

static struct sweep_job *
sweep_pop(struct sweep_job **stack)
{
	struct sweep_job *job = *stack;

	*stack = job->next;
	return job;
}

static struct sweep_dir *
sweep_dir_new(char *path_take)
{
	struct sweep_dir *dir = xmalloc(sizeof(*dir));

	*dir = (struct sweep_dir){ path_take, -1, 0, STRBUF_INIT };
	return dir;
}

static void
sweep_dir_free(struct sweep_dir *dir)
{
	if (dir->fd != -1)
		close(dir->fd);
	strbuf_release(&dir->names);
	free(dir->path);
	free(dir);
}

/* What kind of thing it is; not every file system says so in the list. */
static unsigned char
sweep_kind(int fd, const struct dirent *ent)
{
	struct stat st;

	if (ent->d_type != DT_UNKNOWN)
		return ent->d_type;
	if (fstatat(fd, ent->d_name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return DT_UNKNOWN;
	return S_ISREG(st.st_mode)   ? DT_REG
	       : S_ISDIR(st.st_mode) ? DT_DIR
	       : S_ISLNK(st.st_mode) ? DT_LNK
				     : DT_UNKNOWN;
}

static void
sweep_symlink(const struct sweep_thread *me, const struct sweep_dir *dir,
    const char *name)
{
	char *path;

	if (me->pool->s->symlink == NULL)
		return;
	path = path_join(dir->path, name);
	me->pool->s->symlink(path, me->payload);
	free(path);
}

/* Its files as jobs, which are on *names, and the folders in it. */
static int
sweep_list(const struct sweep_thread *me, struct sweep_dir *dir,
    struct sweep_job **names, struct sweep_job **folders)
{
	size_t from = 0, n = 0;
	struct dirent *ent;
	int failed;
	DIR *d;

	dir->fd =
	    fs_open(me->pool->dirfd, dir->path, O_RDONLY | O_DIRECTORY, 0);
	if (dir->fd == -1 ||
	    (d = fdopendir(fcntl(dir->fd, F_DUPFD_CLOEXEC, 0))) == NULL)
		return -1;
	for (errno = 0; (ent = readdir(d)) != NULL; errno = 0) {
		unsigned char kind = DT_UNKNOWN;

		if (*ent->d_name != '.')
			kind = sweep_kind(dir->fd, ent);
		if (kind == DT_DIR)
			sweep_push(folders,
			    sweep_dir_new(path_join(dir->path, ent->d_name)), 0,
			    0);
		if (kind == DT_LNK)
			sweep_symlink(me, dir, ent->d_name);
		if (kind != DT_REG)
			continue;
		strbuf_add(&dir->names, ent->d_name, strlen(ent->d_name) + 1);
		if (++n % SWEEP_TAKE == 0) {
			sweep_push(names, dir, from, dir->names.len);
			dir->jobs++;
			from = dir->names.len;
		}
	}
	failed = errno;
	closedir(d);
	if (from < dir->names.len) {
		sweep_push(names, dir, from, dir->names.len);
		dir->jobs++;
	}
	errno = failed;
	return failed == 0 ? 0 : -1;
}

/* Put one stack on top of another. */
static void
sweep_add(struct sweep_job **stack, struct sweep_job *more)
{
	struct sweep_job **end = &more;

	while (*end != NULL)
		end = &(*end)->next;
	*end = *stack;
	*stack = more;
}

/* A folder: what is in it becomes jobs. */
static void
sweep_folder(const struct sweep_thread *me, struct sweep_dir *dir, bool first)
{
	struct sweep_pool *p = me->pool;
	struct sweep_job *names = NULL, *folders = NULL;
	struct err why = ERR_INIT;
	int rc = sweep_list(me, dir, &names, &folders);

	if (rc == -1)
		err_errno(&why, "cannot read the folder %s", dir->path);
	if (rc == -1 && !first && p->s->lost != NULL) {
		p->s->lost(dir->path, me->payload, &why);
		rc = 0;
	}
	pthread_mutex_lock(&p->mutex);
	if (rc == -1 && !p->failed) {
		*p->e = why;
		p->failed = true;
	}
	sweep_add(&p->names, names);
	sweep_add(&p->folders, folders);
	if (names != NULL)
		dir = NULL;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->mutex);
	if (dir != NULL)
		sweep_dir_free(dir);
}

/* Whether the file `name` of the open folder need not be read. */
static bool
sweep_knows(const struct sweep_thread *me, const struct sweep_dir *dir,
    const char *path, const char *name)
{
	const struct sweep *s = me->pool->s;
	struct stat st;

	return s->known != NULL &&
	       fstatat(dir->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(st.st_mode) && s->known(path, &st, me->payload);
}

/* The files of one job. */
static void
sweep_names(const struct sweep_thread *me, const struct sweep_job *job,
    struct strbuf *path, struct strbuf *text)
{
	const struct sweep *s = me->pool->s;
	const struct sweep_dir *dir = job->dir;
	size_t at, base;
	struct err e = ERR_INIT;

	strbuf_clear(path);
	if (*dir->path != '\0')
		strbuf_addf(path, "%s/", dir->path);
	base = path->len;
	for (at = job->from; at < job->to; at += path->len - base + 1) {
		strbuf_trunc(path, base);
		strbuf_adds(path, dir->names.buf + at);
		if (!s->want(path->buf, me->payload) ||
		    sweep_knows(me, dir, path->buf, path->buf + base))
			continue;
		strbuf_clear(text);
		if (fs_read_in(text, dir->fd, path->buf, s->max, &e) == 0)
			s->file(path->buf, text, NULL, me->payload);
		else
			s->file(path->buf, text, &e, me->payload);
	}
}

/* The next job; NULL when there will be none. */
static struct sweep_job *
sweep_take(struct sweep_pool *p)
{
	struct sweep_job *job = NULL;

	pthread_mutex_lock(&p->mutex);
	while (
	    !p->failed && p->names == NULL && p->folders == NULL && p->busy > 0)
		pthread_cond_wait(&p->changed, &p->mutex);
	if (!p->failed && (p->names != NULL || p->folders != NULL)) {
		job = sweep_pop(p->names != NULL ? &p->names : &p->folders);
		p->busy++;
	}
	pthread_mutex_unlock(&p->mutex);
	return job;
}

/* The job is done, and with the last one of a folder so is that. */
static void
sweep_done(struct sweep_pool *p, struct sweep_job *job)
{
	struct sweep_dir *dir = NULL;

	pthread_mutex_lock(&p->mutex);
	if (--p->busy == 0)
		pthread_cond_broadcast(&p->changed);
	if (job->to > 0 && --job->dir->jobs == 0)
		dir = job->dir;
	pthread_mutex_unlock(&p->mutex);
	if (dir != NULL)
		sweep_dir_free(dir);
	free(job);
}

static void *
sweep_thread(void *arg)
{
	struct sweep_thread *me = arg;
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	struct sweep_job *job;

	while ((job = sweep_take(me->pool)) != NULL) {
		if (job->to == 0)
			sweep_folder(me, job->dir, false);
		else
			sweep_names(me, job, &path, &text);
		sweep_done(me->pool, job);
	}
	strbuf_release(&text);
	strbuf_release(&path);
	return NULL;
}

/* What a failure has left undone. */
static void
sweep_drop(struct sweep_job *stack)
{
	while (stack != NULL) {
		struct sweep_job *job = sweep_pop(&stack);

		if (job->to == 0 || --job->dir->jobs == 0)
			sweep_dir_free(job->dir);
		free(job);
	}
}

int
sweep_files(int dirfd, const char *path, const struct sweep *s,
    void *const *payloads, size_t n, struct err *e)
{
	struct sweep_pool p = { .dirfd = dirfd,
		.s = s,
		.mutex = PTHREAD_MUTEX_INITIALIZER,
		.changed = PTHREAD_COND_INITIALIZER,
		.e = e };
	struct sweep_thread *v = xcalloc(n, sizeof(*v));
	pthread_t *threads = xcalloc(n, sizeof(*threads));
	size_t i, started = 0;
	bool more;

	for (i = 0; i < n; i++)
		v[i] = (struct sweep_thread){ &p, payloads[i] };
	sweep_folder(&v[0], sweep_dir_new(xstrdup(path)), true);
	more = p.folders != NULL || (p.names != NULL && p.names->next != NULL);
	/* This thread is one of them, so one at least there is. */
	for (i = 1; i < n && more; i++)
		if (pthread_create(
			&threads[started], NULL, sweep_thread, &v[i]) == 0)
			started++;
	sweep_thread(&v[0]);
	while (started > 0)
		pthread_join(threads[--started], NULL);
	sweep_drop(p.names);
	sweep_drop(p.folders);
	free(threads);
	free(v);
	return p.failed ? -1 : 0;
}
