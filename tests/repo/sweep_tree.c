/* sweep_tree.c: a wiki on the disk: copied, removed, told apart */
#include <sys/stat.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "sweep.h"

#define FILE_MAX ((size_t)16 << 20)

void
die(const char *what, ...)
{
	int error = errno;
	va_list ap;

	fprintf(stderr, "sweep: ");
	va_start(ap, what);
	vfprintf(stderr, what, ap);
	va_end(ap);
	fprintf(stderr, ": %s\n", strerror(error));
	exit(1);
}

static int
dir_open(int dirfd, const char *name)
{
	int fd = openat(
	    dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd == -1)
		die("%s", name);
	return fd;
}

/* The names in a folder, "." and ".." left out; ends with NULL. To be freed
 * by names_free(). */
static char **
names_of(int fd)
{
	DIR *d = fdopendir(dup(fd));
	struct dirent *ent;
	char **v = NULL;
	size_t n = 0;

	if (d == NULL)
		die("fdopendir");
	while ((ent = readdir(d)) != NULL) {
		if (strcmp(ent->d_name, ".") == 0 ||
		    strcmp(ent->d_name, "..") == 0)
			continue;
		v = xreallocarray(v, n + 2, sizeof(*v));
		v[n++] = xstrdup(ent->d_name);
	}
	closedir(d);
	if (v == NULL)
		v = xcalloc(1, sizeof(*v));
	v[n] = NULL;
	return v;
}

static void
names_free(char **v)
{
	size_t i;

	for (i = 0; v[i] != NULL; i++)
		free(v[i]);
	free(v);
}

static void
file_read(struct strbuf *out, int dirfd, const char *name)
{
	struct err e = ERR_INIT;

	strbuf_clear(out);
	if (fs_read(out, dirfd, name, FILE_MAX, &e) == -1) {
		fprintf(stderr, "sweep: %s\n", e.msg);
		exit(1);
	}
}

/* ---- copied ------------------------------------------------------------ */

static void
copy_file(int from, int to, const char *name, const struct stat *st,
    struct strbuf *buf)
{
	struct timespec times[2] = { st->st_atim, st->st_mtim };
	int fd;

	file_read(buf, from, name);
	fd = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1 || fs_write_all(fd, buf->buf, buf->len) == -1 ||
	    fchmod(fd, st->st_mode & 07777) == -1 ||
	    futimens(fd, times) == -1 || close(fd) == -1)
		die("%s", name);
}

static void
copy_dir(int from, int to, struct strbuf *buf)
{
	char **names = names_of(from);
	struct stat st;
	size_t i;

	for (i = 0; names[i] != NULL; i++) {
		const char *name = names[i];

		if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
			die("%s", name);
		if (S_ISDIR(st.st_mode)) {
			int a = dir_open(from, name), b;

			if (mkdirat(to, name, st.st_mode & 07777) == -1)
				die("%s", name);
			b = dir_open(to, name);
			copy_dir(a, b, buf);
			close(a);
			close(b);
		} else if (S_ISREG(st.st_mode) && st.st_nlink == 1) {
			copy_file(from, to, name, &st, buf);
		} else {
			errno = EINVAL;
			die("%s: a link, or no file", name);
		}
	}
	names_free(names);
}

void
tree_copy(const char *from, const char *to)
{
	struct strbuf buf = STRBUF_INIT;
	int a = dir_open(AT_FDCWD, from), b;

	if (mkdir(to, 0777) == -1)
		die("%s", to);
	b = dir_open(AT_FDCWD, to);
	copy_dir(a, b, &buf);
	close(a);
	close(b);
	strbuf_release(&buf);
}

void
tree_remove(const char *path)
{
	struct err e = ERR_INIT;
	char *up = xstrdup(path), *slash = strrchr(up, '/');
	int fd;

	if (slash == NULL)
		die("%s: not absolute", path);
	*slash = '\0';
	fd = dir_open(AT_FDCWD, up);
	if (fs_remove_tree(fd, slash + 1, &e) == -1) {
		fprintf(stderr, "sweep: %s\n", e.msg);
		exit(1);
	}
	close(fd);
	free(up);
}

/* ---- told apart -------------------------------------------------------- */

/* One line for each file and folder, to be sorted: two temporary files may
 * have the same name in them. */
struct tree {
	int root;
	char **lines;
	size_t n;
	/* The files that have several names, and the first line of each. */
	struct link {
		dev_t dev;
		ino_t ino;
		char *name;
	} * links;
	size_t n_links;
};

static size_t
skip_digits(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && isdigit((unsigned char)s[i]))
		i++;
	return i;
}

/*
 * A name without what is of one run only: the random end of a temporary file
 * of libgit2, our process id in .halfhour-PID.tmp, and the clock and the
 * process id in the id of an intent, DATE-CLOCK-PID-NN.
 */
static void
add_name(struct strbuf *out, const char *name)
{
	static const char git[] = "tmp_object_git2_", ours[] = ".halfhour-";
	const char *rest;

	if (strncmp(name, git, sizeof(git) - 1) == 0) {
		strbuf_adds(out, git);
	} else if (strncmp(name, ours, sizeof(ours) - 1) == 0) {
		rest = name + sizeof(ours) - 1;
		strbuf_adds(out, ours);
		strbuf_adds(out, rest + skip_digits(rest, strlen(rest)));
	} else if (skip_digits(name, 8) == 8 && name[8] == 'T' &&
		   (rest = strchr(name, '-')) != NULL &&
		   (rest = strchr(rest + 1, '-')) != NULL) {
		rest++;
		strbuf_add(out, name, 15);
		strbuf_adds(out, rest + skip_digits(rest, strlen(rest)));
	} else {
		strbuf_adds(out, name);
	}
}

static unsigned long
be32(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (unsigned long)p[0] << 24 | (unsigned long)p[1] << 16 |
	       (unsigned long)p[2] << 8 | p[3];
}

/* An entry of the index: whether its times and its inode are the file's takes
 * their place. */
static void
blank_entry(char *p, const char *name, int root)
{
	struct stat st;
	bool same = fstatat(root, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    be32(p + 8) == (st.st_mtim.tv_sec & 0xffffffff) &&
		    be32(p + 12) == (unsigned long)st.st_mtim.tv_nsec &&
		    be32(p + 20) == (st.st_ino & 0xffffffff);

	memset(p, 0, 24);
	p[0] = (char)same;
}

/* git's index, version 2: index-format(5). Its checksum is of the times, too,
 * so all of it but the checksum is what counts. */
static void
blank_index(struct strbuf *b, int root)
{
	unsigned long i, n;
	size_t at = 12, len;

	if (b->len < 32 || be32(b->buf + 4) != 2)
		return;
	n = be32(b->buf + 8);
	for (i = 0; i < n && at + 63 < b->len; i++) {
		len = strnlen(b->buf + at + 62, b->len - at - 62);
		blank_entry(b->buf + at, b->buf + at + 62, root);
		at += (62 + len + 8) / 8 * 8;
	}
	strbuf_trunc(b, b->len - 20);
}

/* The content of a file, without what is of one run only. */
static void
blank(struct strbuf *b, int root)
{
	static const char lock[] = "a lock of halfhour\n";
	char *nl;

	if (b->len > 4 && memcmp(b->buf, "DIRC", 4) == 0)
		blank_index(b, root);
	else if (strncmp(b->buf, lock, sizeof(lock) - 1) == 0 &&
		 (nl = strchr(b->buf + sizeof(lock) - 1, '\n')) != NULL)
		strbuf_trunc(b, (size_t)(nl - b->buf)); /* a random word */
}

/* A lock is known as ours by being a second name of another file. */
static const char *
link_of(struct tree *t, const struct stat *st, const char *name)
{
	struct link *l;
	size_t i;

	if (st->st_nlink < 2)
		return "";
	for (i = 0; i < t->n_links; i++)
		if (t->links[i].ino == st->st_ino &&
		    t->links[i].dev == st->st_dev)
			return t->links[i].name;
	t->links = xreallocarray(t->links, t->n_links + 1, sizeof(*t->links));
	l = &t->links[t->n_links++];
	*l = (struct link){ st->st_dev, st->st_ino, xstrdup(name) };
	return l->name;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
hash_file(struct tree *t, int fd, const char *name, const struct stat *st,
    struct strbuf *line)
{
	struct strbuf text = STRBUF_INIT;
	char sum[HASH_HEX], *as = xstrdup(line->buf);

	if (S_ISLNK(st->st_mode)) {
		char to[4096];
		ssize_t n = readlinkat(fd, name, to, sizeof(to));

		strbuf_add(&text, to, n > 0 ? (size_t)n : 0);
	} else {
		file_read(&text, fd, name);
		blank(&text, t->root);
	}
	hash_hex(sum, text.buf, text.len);
	strbuf_addf(line, " %s %s", sum, link_of(t, st, as));
	strbuf_release(&text);
	free(as);
}

static void
hash_dir(struct tree *t, int fd, const char *prefix)
{
	char **names = names_of(fd);
	struct stat st;
	size_t i, n = 0;

	while (names[n] != NULL)
		n++;
	qsort(names, n, sizeof(*names), by_name);
	for (i = 0; i < n; i++) {
		struct strbuf line = STRBUF_INIT;

		if (fstatat(fd, names[i], &st, AT_SYMLINK_NOFOLLOW) == -1)
			die("%s", names[i]);
		strbuf_addf(&line, "%s/", prefix);
		add_name(&line, names[i]);
		if (S_ISDIR(st.st_mode)) {
			int sub = dir_open(fd, names[i]);

			hash_dir(t, sub, line.buf);
			close(sub);
		} else {
			hash_file(t, fd, names[i], &st, &line);
		}
		strbuf_addf(&line, " %o", (unsigned)st.st_mode);
		t->lines = xreallocarray(t->lines, t->n + 1, sizeof(char *));
		t->lines[t->n++] = strbuf_take(&line);
	}
	names_free(names);
}

void
tree_hash(char out[HASH_HEX], const char *path)
{
	struct tree t = { .root = dir_open(AT_FDCWD, path) };
	struct strbuf all = STRBUF_INIT;
	size_t i;

	hash_dir(&t, t.root, "");
	qsort(t.lines, t.n, sizeof(*t.lines), by_name);
	for (i = 0; i < t.n; i++) {
		strbuf_addf(&all, "%s\n", t.lines[i]);
		free(t.lines[i]);
	}
	hash_hex(out, all.buf, all.len);
	if (getenv("SWEEP_SHOW") != NULL)
		fprintf(stderr, "%s\n%s", out, all.buf);
	strbuf_release(&all);
	for (i = 0; i < t.n_links; i++)
		free(t.links[i].name);
	free(t.links);
	free(t.lines);
	close(t.root);
}
