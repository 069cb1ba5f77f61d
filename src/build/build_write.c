/* build_write.c: files of the site, written only when their bytes change */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "build/build_int.h"

/*
 * The list on disk: a first line that names the format, then one path a
 * line, sorted; control characters and "%" in it are percent-encoded, since a
 * file name may hold a newline. It is what makes a file ours: only such files
 * are replaced or removed, so that a CNAME or a page put there by hand stays.
 *
 * A path that is new is added to the end of the list before its file is
 * written, and the whole is put in order when the build is done. So files of
 * a build that failed or was killed are known to the next one. In a new site
 * that is done for nearly all of them at once, before the first is written; a
 * path in the list without a file does no harm.
 */
#define LIST_HEAD "halfhour site 1\n"

struct build_out {
	const struct build_sink *to; /* borrowed; NULL: a folder */
	int fd, list_fd;       /* the list, to add to; -1 until it is needed */
	bool listed;           /* there is a list, and it is one of ours */
	bool fresh;            /* there was none: the site is new */
	bool part;             /* files that are there change, and no others */
	bool may_add;          /* but for new ones, in `paths`: */
	struct still list_was; /* the list, before the first of them */
	size_t list_len;
	bool lost;                   /* and one of them was not there */
	struct build_folders *known; /* borrowed: then, kept up to date */
	struct arena *a;
	struct map *old; /* path → itself */
	struct map *now;
	struct map *ahead; /* of a new site: in the list before all else */
	const char **olds, **paths;
	size_t n_olds, cap_olds, n_paths, cap_paths;
	struct build_done done;
	struct build_folders *folders; /* as they are left */
	pthread_mutex_t claims;        /* of list_fd and listed */
};

static void
out_add_line(struct strbuf *list, const char *path)
{
	size_t n;

	for (;; path++) {
		for (n = 0; (unsigned char)path[n] >= 0x20 && path[n] != '%';)
			n++;
		strbuf_add(list, path, n);
		path += n;
		if (*path == '\0')
			break;
		strbuf_addf(list, "%%%02X", (unsigned char)*path);
	}
	strbuf_addc(list, '\n');
}

const char *
build_list_path(struct arena *a, const char *line, size_t len)
{
	char *path = arena_strndup(a, line, len);

	text_unpercent(path);
	return path;
}

static void
out_read_list(struct build_out *o)
{
	struct strbuf text = STRBUF_INIT;
	struct err none = ERR_INIT;
	size_t at, n;

	if (fs_read(&text, o->fd, BUILD_LIST, FS_READ_MAX, &none) == -1 ||
	    !text_starts(text.buf, LIST_HEAD))
		goto out; /* no list, or not one of ours: nothing is ours */
	o->listed = true;
	for (at = strlen(LIST_HEAD); at < text.len; at += n) {
		const char *path;

		n = text_line(text.buf + at, text.len - at);
		path = build_list_path(
		    o->a, text.buf + at, text_chomp(text.buf + at, n));
		if (!path_is_inside(path) || map_get(o->old, path) != NULL)
			continue;
		map_put(o->old, path, (void *)path);
		*VEC_PUSH(o->olds, o->n_olds, o->cap_olds) = path;
	}
out:
	strbuf_release(&text);
}

static struct build_out *
out_new(int fd, const struct build_sink *to)
{
	struct build_out *o = xcalloc(1, sizeof(*o));

	o->fd = fd;
	o->list_fd = -1;
	pthread_mutex_init(&o->claims, NULL);
	o->to = to;
	o->a = arena_new();
	o->old = map_new();
	o->now = map_new();
	o->folders = build_folders_new();
	o->ahead = map_new();
	return o;
}

struct build_out *
build_out_open(int out_fd)
{
	struct build_out *o = out_new(out_fd, NULL);

	out_read_list(o);
	o->fresh = !o->listed;
	return o;
}

struct build_out *
build_out_to(const struct build_sink *to)
{
	return out_new(-1, to);
}

struct build_out *
build_out_part(int out_fd, struct build_folders *folders)
{
	struct build_out *o = out_new(out_fd, NULL);

	o->part = true;
	o->listed = true;
	o->known = folders;
	return o;
}

void
build_out_may_add(struct build_out *o, bool may)
{
	o->may_add = may;
}

bool
build_out_lost(const struct build_out *o)
{
	return o->lost;
}

size_t
build_out_written(const struct build_out *o)
{
	return o->done.written;
}

/* Open the list, to add to it; 0 or -1. */
static int
out_open_list(struct build_out *o, struct err *e)
{
	if (o->list_fd != -1)
		return 0;
	if (!o->listed && fs_write(o->fd, BUILD_LIST, LIST_HEAD,
			      strlen(LIST_HEAD), 0, e) == -1)
		return -1;
	o->listed = true;
	o->list_fd =
	    fs_open(o->fd, BUILD_LIST, O_WRONLY | O_APPEND | O_NOFOLLOW, 0);
	return o->list_fd == -1 ? err_errno(e, "cannot write %s", BUILD_LIST)
				: 0;
}

/* Add these lines to the list. The kernel lets one thread at a time write to a
 * file, so the lock is waited for no longer than that. */
static int
out_add_lines(struct build_out *o, const struct strbuf *lines, struct err *e)
{
	int rc;

	pthread_mutex_lock(&o->claims);
	rc = out_open_list(o, e);
	if (rc == 0 && fs_write_all(o->list_fd, lines->buf, lines->len) == -1)
		rc = err_errno(e, "cannot write %s", BUILD_LIST);
	pthread_mutex_unlock(&o->claims);
	return rc;
}

/* Say in the list that this path is ours. */
static int
out_claim(struct build_out *o, const char *path, struct err *e)
{
	struct strbuf line = STRBUF_INIT;
	int rc;

	out_add_line(&line, path);
	rc = out_add_lines(o, &line, e);
	strbuf_release(&line);
	return rc;
}

/* The names in the folder of the site; false: they cannot be read. */
static bool
out_names(struct map *names, struct build_out *o)
{
	int fd = fs_open(o->fd, ".", O_RDONLY | O_DIRECTORY, 0);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	struct dirent *ent;

	if (dir == NULL) {
		if (fd != -1)
			close(fd);
		return false;
	}
	while ((ent = readdir(dir)) != NULL)
		map_put(names, arena_strdup(o->a, ent->d_name), o);
	closedir(dir);
	return true;
}

/* The same as out_claim(), unless something has the name of the path's first
 * part, which may be somebody's. */
static void
out_claim_ahead(struct build_out *o, const char *path, const struct map *names,
    struct strbuf *first, struct strbuf *lines)
{
	strbuf_clear(first);
	strbuf_add(first, path, strcspn(path, "/"));
	if (map_get(names, first->buf) != NULL)
		return;
	map_put(o->ahead, path, o);
	out_add_line(lines, path);
}

int
build_out_ahead(
    struct build_out *o, const char *const *more, size_t n, struct err *e)
{
	struct map *names;
	struct strbuf lines = STRBUF_INIT, first = STRBUF_INIT;
	size_t i;
	int rc = 0;

	if (!o->fresh)
		return 0;
	names = map_new();
	if (out_names(names, o)) {
		for (i = 0; i < o->n_paths; i++)
			out_claim_ahead(o, o->paths[i], names, &first, &lines);
		for (i = 0; i < n; i++)
			out_claim_ahead(o, arena_strdup(o->a, more[i]), names,
			    &first, &lines);
	}
	if (lines.len > 0)
		rc = out_add_lines(o, &lines, e);
	strbuf_release(&lines);
	strbuf_release(&first);
	map_free(names);
	return rc;
}

/* Take a path out of the list, where a file of somebody else's stands now. */
static void
out_give_back(struct build_out *o, const char *path)
{
	struct strbuf text = STRBUF_INIT, line = STRBUF_INIT;
	struct err none = ERR_INIT;
	char *at;

	strbuf_addc(&line, '\n');
	out_add_line(&line, path);
	pthread_mutex_lock(&o->claims);
	if (fs_read(&text, o->fd, BUILD_LIST, FS_READ_MAX, &none) == 0 &&
	    (at = strstr(text.buf, line.buf)) != NULL) {
		memmove(at, at + line.len - 1, strlen(at + line.len - 1) + 1);
		if (fs_write(o->fd, BUILD_LIST, text.buf, strlen(text.buf), 0,
			&none) != -1) {
			/* That is another file now. */
			close(o->list_fd);
			o->list_fd = -1;
		}
	}
	pthread_mutex_unlock(&o->claims);
	strbuf_release(&text);
	strbuf_release(&line);
}

/* What stands there already and no build wrote. */
static int
out_foreign(const char *path, struct err *e)
{
	return err_code(e, ERR_CONFLICT,
	    "%s is there and no build wrote it; "
	    "move it away or choose another --out",
	    path);
}

int
build_out_expect(struct build_out *o, const char *path, struct err *e)
{
	const char *copy;

	if (o->part)
		return 0;
	copy = arena_strdup(o->a, path);
	if (map_get(o->now, copy) != NULL)
		return err_set(e,
		    "two pages want to be %s; rename one of the "
		    "notes or files",
		    path);
	map_put(o->now, copy, (void *)copy);
	*VEC_PUSH(o->paths, o->n_paths, o->cap_paths) = copy;
	return 0;
}

/* Into a site that is not there yet. Nobody reads a page of it, and what a crash
 * leaves of one is in the list: the next build compares it. */
static int
out_put_fresh(struct build_out *o, const char *path, const void *bytes,
    size_t len, struct build_at *at, struct err *e)
{
	bool ahead = map_get(o->ahead, path) != NULL;
	struct stat st;

	if (fs_folder_enter(&at->folder, o->fd, path, e) == -1)
		return -1;
	if (!ahead && fs_exists(at->folder.fd, path_base(path)))
		return out_foreign(path, e);
	if (!ahead && out_claim(o, path, e) == -1)
		return -1;
	if (fs_folder_write(&at->folder, path, bytes, len, &st, e) == -1) {
		if (e->code != ERR_CONFLICT)
			return -1;
		out_give_back(o, path);
		return out_foreign(path, e);
	}
	still_add(&at->sum, path, &st);
	return 1;
}

/* A new file in a site of which few files change. */
static int
out_put_more(struct build_out *o, const char *path, const void *bytes,
    size_t len, struct build_at *at, struct err *e)
{
	const struct still none = { .n = 0 };
	struct still now = { .n = 0 };
	struct stat st;

	if (o->n_paths == 0) {
		o->lost =
		    fstatat(o->fd, BUILD_LIST, &st, AT_SYMLINK_NOFOLLOW) == -1;
		if (o->lost)
			return err_errno(e, "cannot look at %s", BUILD_LIST);
		still_add(&o->list_was, BUILD_LIST, &st);
		o->list_len = (size_t)st.st_size;
	}
	if (out_claim(o, path, e) == -1 ||
	    fs_write(o->fd, path, bytes, len, FS_NEW, e) == -1)
		return -1;
	if (fstatat(o->fd, path, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return err_errno(e, "cannot look at %s", path);
	still_add(&now, path, &st);
	build_folders_change(o->known, path, &none, &now);
	still_join(&at->sum, &now);
	*VEC_PUSH(o->paths, o->n_paths, o->cap_paths) =
	    arena_strdup(o->a, path);
	return 1;
}

/* Change a file that the last build has left; one thread at a time. */
static int
out_put_part(struct build_out *o, const char *path, const void *bytes,
    size_t len, struct build_at *at, struct err *e)
{
	struct still was = { .n = 0 }, now = { .n = 0 };
	struct stat st;
	int wrote;

	if (o->may_add && !fs_exists(o->fd, path))
		return out_put_more(o, path, bytes, len, at, e);
	if (fs_folder_stat(&at->folder, o->fd, path, &st) == -1 ||
	    !S_ISREG(st.st_mode) || o->may_add) {
		o->lost = true;
		return err_set(e, "%s is not there any more", path);
	}
	still_add(&was, path, &st);
	wrote = fs_write(o->fd, path, bytes, len, FS_IF_CHANGED, e);
	if (wrote == -1)
		return -1;
	if (fstatat(o->fd, path, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return err_errno(e, "cannot look at %s", path);
	still_add(&now, path, &st);
	if (wrote == 1)
		build_folders_change(o->known, path, &was, &now);
	still_join(&at->sum, &now);
	return wrote;
}

int
build_out_put(struct build_out *o, const char *path, const void *bytes,
    size_t len, struct build_at *at, struct err *e)
{
	bool ours = map_get(o->old, path) != NULL;
	struct stat st = { .st_size = 0 };
	int wrote;

	if (o->to != NULL)
		return o->to->file(o->to->payload, path, bytes, len, e) == -1
			   ? -1
			   : 1;
	if (o->part)
		return out_put_part(o, path, bytes, len, at, e);
	if (o->fresh)
		return out_put_fresh(o, path, bytes, len, at, e);
	if (!ours && fs_exists(o->fd, path))
		return out_foreign(path, e);
	if (!ours && out_claim(o, path, e) == -1)
		return -1;
	/* Of a file that stays: before it is looked at. */
	if (ours)
		fstatat(o->fd, path, &st, AT_SYMLINK_NOFOLLOW);
	wrote =
	    fs_write(o->fd, path, bytes, len, ours ? FS_IF_CHANGED : FS_NEW, e);
	if (wrote == -1 && e->code == ERR_CONFLICT)
		return out_foreign(path, e);
	if (wrote == -1)
		return -1;
	if (wrote == 1)
		fstatat(o->fd, path, &st, AT_SYMLINK_NOFOLLOW);
	still_add(&at->sum, path, &st);
	return wrote;
}

bool
build_out_look(const struct build_out *o, const char *path,
    struct fs_folder *in, struct still *sum)
{
	struct stat st;

	if (o->to != NULL || map_get(o->old, path) == NULL ||
	    fs_folder_stat(in, o->fd, path, &st) == -1 || S_ISLNK(st.st_mode))
		return false;
	still_add(sum, path, &st);
	return true;
}

bool
build_out_read(const struct build_out *o, const char *path, struct strbuf *out)
{
	struct err none = ERR_INIT;

	return o->to == NULL &&
	       fs_read(out, o->fd, path, FS_READ_MAX, &none) == 0;
}

void
build_out_wrote(struct build_out *o, size_t n)
{
	o->done.written += n;
}

void
build_out_left(struct build_out *o, const char *path, const struct still *files)
{
	if (o->to == NULL && !o->part)
		build_folders_add(o->folders, path, files);
}

bool
build_out_to_sink(const struct build_out *o)
{
	return o->to != NULL;
}

int
build_out_file(struct build_out *o, const char *path, const void *bytes,
    size_t len, struct err *e)
{
	struct build_at at = BUILD_AT_INIT;
	int wrote = build_out_expect(o, path, e);

	if (wrote == 0)
		wrote = build_out_put(o, path, bytes, len, &at, e);
	fs_folder_release(&at.folder);
	if (wrote == -1)
		return -1;
	build_out_wrote(o, (size_t)wrote);
	build_out_left(o, path, &at.sum);
	return 0;
}

size_t
build_out_listed(const struct build_out *o, const char *const **paths)
{
	*paths = o->olds;
	return o->n_olds;
}

bool
build_out_has(const struct build_out *o, const char *path)
{
	return map_get(o->now, path) != NULL;
}

static int
out_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool
build_list_each(int out_fd,
    void (*fn)(const char *line, size_t len, void *payload), void *payload)
{
	struct strbuf text = STRBUF_INIT;
	struct err none = ERR_INIT;
	size_t at, len;
	bool ours;

	strbuf_init(&text, FS_READ_MAX + 1);
	ours = fs_read(&text, out_fd, BUILD_LIST, FS_READ_MAX, &none) == 0 &&
	       text_starts(text.buf, LIST_HEAD);
	for (at = strlen(LIST_HEAD); ours && at < text.len; at += len) {
		len = text_line(text.buf + at, text.len - at);
		fn(text.buf + at, text_chomp(text.buf + at, len), payload);
	}
	strbuf_release(&text);
	return ours;
}

/* Whether a line of the list is of a path behind this one. */
static bool
out_line_behind(
    struct build_out *o, const char *line, size_t len, const char *path)
{
	int c;

	if (memchr(line, '%', len) != NULL)
		return strcmp(build_list_path(o->a, line, len), path) > 0;
	c = strncmp(line, path, len);
	return c > 0 || (c == 0 && strlen(path) < len);
}

int
build_out_part_end(struct build_out *o, struct err *e)
{
	struct strbuf text = STRBUF_INIT, list = STRBUF_INIT;
	size_t at = strlen(LIST_HEAD), n, k = 0;
	struct still now = { .n = 0 };
	struct stat st;
	int rc = -1;

	if (o->n_paths == 0)
		return 0;
	qsort(o->paths, o->n_paths, sizeof(*o->paths), out_cmp);
	strbuf_init(&text, FS_READ_MAX + 1);
	if (fs_read(&text, o->fd, BUILD_LIST, FS_READ_MAX, e) == -1)
		goto out;
	/* Behind it they stand in the order in which they were made. */
	strbuf_trunc(&text, o->list_len < text.len ? o->list_len : text.len);
	strbuf_adds(&list, LIST_HEAD);
	for (; at < text.len; at += n) {
		n = text_line(text.buf + at, text.len - at);
		for (; k < o->n_paths &&
		       out_line_behind(o, text.buf + at,
			   text_chomp(text.buf + at, n), o->paths[k]);
		     k++)
			out_add_line(&list, o->paths[k]);
		strbuf_add(&list, text.buf + at, n);
	}
	for (; k < o->n_paths; k++)
		out_add_line(&list, o->paths[k]);
	if (fs_write(o->fd, BUILD_LIST, list.buf, list.len, 0, e) == -1)
		goto out;
	if (fstatat(o->fd, BUILD_LIST, &st, AT_SYMLINK_NOFOLLOW) == 0)
		still_add(&now, BUILD_LIST, &st);
	build_folders_change(o->known, BUILD_LIST, &o->list_was, &now);
	rc = 0;
out:
	strbuf_release(&text);
	strbuf_release(&list);
	return rc;
}

/* The list is one of the files. */
static void
out_left_list(struct build_out *o)
{
	struct still as = { .n = 0 };
	struct stat st;

	if (fstatat(o->fd, BUILD_LIST, &st, AT_SYMLINK_NOFOLLOW) == 0)
		still_add(&as, BUILD_LIST, &st);
	build_out_left(o, BUILD_LIST, &as);
}

int
build_out_finish(struct build_out *o, struct build_done *done, struct err *e)
{
	struct strbuf list = STRBUF_INIT;
	size_t i;
	int rc = 0;

	if (o->to != NULL)
		goto out;
	for (i = 0; i < o->n_olds && rc == 0; i++) {
		if (map_get(o->now, o->olds[i]) != NULL)
			continue;
		rc = fs_unlink(o->fd, o->olds[i], 0, e);
		fs_prune(o->fd, o->olds[i]);
		o->done.removed++;
	}
	if (rc == 0) {
		if (o->n_paths > 1)
			qsort(o->paths, o->n_paths, sizeof(*o->paths), out_cmp);
		strbuf_adds(&list, LIST_HEAD);
		for (i = 0; i < o->n_paths; i++)
			out_add_line(&list, o->paths[i]);
		if (fs_write(o->fd, BUILD_LIST, list.buf, list.len,
			FS_IF_CHANGED, e) == -1)
			rc = -1;
		out_left_list(o);
	}
	if (rc == 0 && !o->fresh)
		build_folders_sweep(o->folders, o->fd);
out:
	strbuf_release(&list);
	*done = o->done;
	return rc;
}

void
build_out_folders(struct build_out *o, struct strbuf *out, int64_t began)
{
	build_folders_look(o->folders, o->fd, began);
	build_folders_pack(out, o->folders);
}

void
build_out_free(struct build_out *o)
{
	if (o == NULL)
		return;
	if (o->list_fd != -1)
		close(o->list_fd);
	pthread_mutex_destroy(&o->claims);
	map_free(o->old);
	map_free(o->now);
	map_free(o->ahead);
	build_folders_free(o->folders);
	free(o->olds);
	free(o->paths);
	arena_free(o->a);
	free(o);
}
