/* build_folders.c: the folders of a site, and the files in each, as they were
 * left; build_kept.c tells what for */
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "build/build_int.h"

#define BOOT_DIR "/proc/sys/kernel/random"

struct folder {
	const char *path;   /* "." for the site itself; in the arena */
	struct still own;   /* the folder; of nothing: that is not known */
	struct still files; /* in it, not those of folders in it */
	bool stays;         /* it looks as it did */
	const char **names; /* paths of the files, where these are looked at */
	size_t n_names, cap_names;
};

struct build_folders {
	struct arena *mem;
	struct folder *v;
	size_t n, cap;
	struct map *places; /* path → its place in v, and one */
	uint64_t boot;
	bool learned;
	struct strbuf room;
};

struct build_folders *
build_folders_new(void)
{
	struct build_folders *f = xcalloc(1, sizeof(*f));

	f->mem = arena_new();
	f->places = map_new();
	strbuf_init(&f->room, STRBUF_MAX);
	return f;
}

void
build_folders_free(struct build_folders *f)
{
	size_t i;

	if (f == NULL)
		return;
	for (i = 0; i < f->n; i++)
		free(f->v[i].names);
	free(f->v);
	map_free(f->places);
	strbuf_release(&f->room);
	arena_free(f->mem);
	free(f);
}

/* The folder of these bytes; NULL if there is none. */
static struct folder *
folders_find(struct build_folders *f, const char *path, size_t len)
{
	uintptr_t place;

	strbuf_clear(&f->room);
	strbuf_add(&f->room, path, len);
	place = (uintptr_t)map_get(f->places, f->room.buf);
	return place != 0 ? &f->v[place - 1] : NULL;
}

static struct folder *
folders_new(struct build_folders *f, const char *path, size_t len)
{
	struct folder *new = VEC_PUSH(f->v, f->n, f->cap);

	*new = (struct folder){ .path = arena_strndup(f->mem, path, len) };
	map_put(f->places, new->path, (void *)(uintptr_t)f->n);
	return new;
}

/* How many bytes of a file's path are its folder: 0 for the site itself. */
static size_t
folder_len(const char *path, size_t len)
{
	const char *slash = memrchr(path, '/', len);

	return slash != NULL ? (size_t)(slash - path) : 0;
}

/* That of this file. */
static struct folder *
folders_of(struct build_folders *f, const char *path)
{
	size_t len = folder_len(path, strlen(path));
	const char *dir = len > 0 ? path : ".";
	struct folder *of;

	len += len == 0;
	of = folders_find(f, dir, len);
	return of != NULL ? of : folders_new(f, dir, len);
}

void
build_folders_add(
    struct build_folders *f, const char *path, const struct still *files)
{
	still_join(&folders_of(f, path)->files, files);
}

void
build_folders_change(struct build_folders *f, const char *path,
    const struct still *was, const struct still *now)
{
	struct folder *to = folders_of(f, path);

	to->files.a += now->a - was->a;
	to->files.b += now->b - was->b;
	to->files.n += now->n - was->n;
	to->own = (struct still){ .n = 0 };
}

void
build_folders_sweep(const struct build_folders *f, int out_fd)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		fs_sweep(out_fd, f->v[i].path);
}

/* ---- a folder's own look --------------------------------------------------- */

/* A hash of what the kernel calls this start of the machine; 0: it cannot be
 * told. */
static uint64_t
boot_hash(void)
{
	static const uint64_t key[2] = { 0x9216d5d98979fb1b,
		0xd1310ba698dfb5ac };
	struct strbuf id = STRBUF_INIT;
	struct err none = ERR_INIT;
	int fd = fs_open_dir(BOOT_DIR, &none);
	uint64_t h = 0;

	if (fd != -1 && fs_read(&id, fd, "boot_id", 256, &none) == 0 &&
	    id.len > 0)
		h = hash_keyed(key, id.buf, id.len);
	if (fd != -1)
		close(fd);
	strbuf_release(&id);
	return h;
}

/* Nothing, where it is not there, or a link to another. */
static struct still
folder_look(const struct folder *d, int out_fd)
{
	struct still now = { .n = 0 };
	struct stat st;

	if (fstatat(out_fd, d->path, &st, AT_SYMLINK_NOFOLLOW) == 0)
		still_add(&now, d->path, &st);
	return now.odd ? (struct still){ .n = 0 } : now;
}

/* Its look is known, if that is another one from here on when it changes. */
static bool
folder_know(struct folder *d, int out_fd, int64_t began)
{
	d->own = folder_look(d, out_fd);
	if (!still_older(&d->own, began))
		d->own = (struct still){ .n = 0 };
	return d->own.n > 0;
}

void
build_folders_look(struct build_folders *f, int out_fd, int64_t began)
{
	size_t i;

	f->boot = boot_hash();
	for (i = 0; i < f->n; i++)
		folder_know(&f->v[i], out_fd, began);
}

bool
build_folders_stay(struct build_folders *f, int out_fd)
{
	bool boot = f->boot != 0 && f->boot == boot_hash(), all = true;
	size_t i;

	for (i = 0; i < f->n; i++) {
		struct folder *d = &f->v[i];
		struct still now = { .n = 0 };

		if (boot && d->own.n > 0)
			now = folder_look(d, out_fd);
		d->stays = now.n > 0 && still_same(&now, &d->own);
		all &= d->stays;
	}
	return all;
}

/* ---- the files in it ------------------------------------------------------- */

/* The list, line by line: which folder the last one was in, as it is written
 * there, since many in turn are in one. */
struct list_walk {
	struct build_folders *f;
	const char *dir;
	size_t len;
	struct folder *in;
	bool foreign; /* a file in none of the folders */
};

static void
list_line(const char *line, size_t len, void *payload)
{
	struct list_walk *w = payload;
	size_t dir = folder_len(line, len);
	const char *path;

	if (w->dir == NULL || w->len != dir || memcmp(w->dir, line, dir) != 0) {
		path = build_list_path(w->f->mem, line, dir);
		w->in = *path == '\0' ? folders_find(w->f, ".", 1)
				      : folders_find(w->f, path, strlen(path));
		w->dir = line;
		w->len = dir;
	}
	if (w->in == NULL)
		w->foreign = true;
	else if (!w->in->stays)
		*VEC_PUSH(w->in->names, w->in->n_names, w->in->cap_names) =
		    build_list_path(w->f->mem, line, len);
}

/* Find the files of those folders that do not stay; false without a list, or
 * with one that is not of these folders. */
static bool
folders_list(struct build_folders *f, int out_fd)
{
	struct list_walk w = { .f = f };
	struct folder *top = folders_find(f, ".", 1);

	if (!build_list_each(out_fd, list_line, &w) || w.foreign || top == NULL)
		return false;
	if (!top->stays)
		*VEC_PUSH(top->names, top->n_names, top->cap_names) =
		    BUILD_LIST;
	return true;
}

/* Threads take folders in turn. A file is looked at by its name in the open
 * folder, as still_tree() does. */
struct folders_work {
	struct build_folders *f;
	int out_fd;
	atomic_size_t next;
	atomic_bool differs;
};

static bool
folder_same(const struct folder *d, int out_fd)
{
	struct still now = { .n = 0 };
	struct stat st;
	int fd = fs_open(out_fd, d->path, O_RDONLY | O_DIRECTORY, 0);
	size_t i;

	if (fd == -1)
		return false;
	for (i = 0; i < d->n_names; i++)
		if (fstatat(fd, path_base(d->names[i]), &st,
			AT_SYMLINK_NOFOLLOW) == 0)
			still_add(&now, d->names[i], &st);
	close(fd);
	return still_same(&now, &d->files);
}

static void *
folders_work(void *payload)
{
	struct folders_work *w = payload;
	size_t i;

	while ((i = atomic_fetch_add(&w->next, 1)) < w->f->n &&
	       !atomic_load(&w->differs))
		if (!w->f->v[i].stays && !folder_same(&w->f->v[i], w->out_fd))
			atomic_store(&w->differs, true);
	return NULL;
}

static bool
folders_same(struct build_folders *f, int out_fd, size_t files, size_t jobs)
{
	struct folders_work w = { .f = f, .out_fd = out_fd };
	pthread_t *ids = xcalloc(jobs + 1, sizeof(*ids));
	size_t started = 0;

	atomic_init(&w.next, 0);
	atomic_init(&w.differs, false);
	/* A few files are no work for a thread. */
	while (files > 256 && started + 1 < jobs &&
	       pthread_create(&ids[started], NULL, folders_work, &w) == 0)
		started++;
	folders_work(&w);
	while (started > 0)
		pthread_join(ids[--started], NULL);
	free(ids);
	return !atomic_load(&w.differs);
}

bool
build_folders_check(
    struct build_folders *f, int out_fd, int64_t began, int jobs)
{
	size_t i, files = 0;

	/* Before its files: what changes after that changes the look, too. */
	for (i = 0; i < f->n; i++)
		if (!f->v[i].stays)
			f->learned |= folder_know(&f->v[i], out_fd, began);
	if (!folders_list(f, out_fd))
		return false;
	for (i = 0; i < f->n; i++)
		files += f->v[i].n_names;
	if (!folders_same(f, out_fd, files, (size_t)jobs))
		return false;
	f->boot = boot_hash();
	return true;
}

bool
build_folders_learned(const struct build_folders *f)
{
	return f->learned;
}

/* ---- kept -------------------------------------------------------------------- */

static int
folder_cmp(const void *pa, const void *pb)
{
	const struct folder *const *a = pa, *const *b = pb;

	return strcmp((*a)->path, (*b)->path);
}

void
build_folders_pack(struct strbuf *out, const struct build_folders *f)
{
	const struct folder **v = xcalloc(f->n + 1, sizeof(*v));
	size_t i, n = 0;

	for (i = 0; i < f->n; i++)
		if (f->v[i].files.n > 0)
			v[n++] = &f->v[i];
	/* The same for the same site, in whatever order it was made. */
	if (n > 1)
		qsort(v, n, sizeof(*v), folder_cmp);
	strbuf_addf(out, "%zu %" PRIu64 "\n", n, f->boot);
	for (i = 0; i < n; i++) {
		const struct folder *d = v[i];

		strbuf_addf(out,
		    "%zu %" PRIu64 " %" PRIu64 " %zu %" PRIu64 " %" PRIu64
		    " %zu\n%s\n",
		    d->own.n, d->own.a, d->own.b, d->files.n, d->files.a,
		    d->files.b, strlen(d->path), d->path);
	}
	free(v);
}

static void
read_still(struct build_reader *in, struct still *s, uint64_t most)
{
	s->n = (size_t)build_read_number(in, most);
	s->a = build_read_number(in, UINT64_MAX);
	s->b = build_read_number(in, UINT64_MAX);
}

static void
read_folder(struct build_reader *in, struct build_folders *f)
{
	struct still own = { .n = 0 }, files = { .n = 0 };
	struct folder *d;
	size_t len;

	read_still(in, &own, 1);
	read_still(in, &files, SIZE_MAX);
	len = (size_t)build_read_number(in, SIZE_MAX);
	in->bad |= len == 0 || len >= (size_t)(in->end - in->p) ||
		   in->p[len] != '\n' || memchr(in->p, '\0', len) != NULL ||
		   folders_find(f, in->p, len) != NULL;
	if (in->bad)
		return;
	d = folders_new(f, in->p, len);
	d->own = own;
	d->files = files;
	in->p += len + 1;
}

struct build_folders *
build_folders_take(const char **p, size_t *len)
{
	struct build_reader in = { *p, *p + *len, false };
	struct build_folders *f = build_folders_new();
	uint64_t n = build_read_number(&in, SIZE_MAX);

	f->boot = build_read_number(&in, UINT64_MAX);
	while (n-- > 0 && !in.bad)
		read_folder(&in, f);
	if (in.bad || f->n == 0) {
		build_folders_free(f);
		return NULL;
	}
	*len -= (size_t)(in.p - *p);
	*p = in.p;
	return f;
}
