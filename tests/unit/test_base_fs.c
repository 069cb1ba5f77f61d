/* test_base_fs.c: files beneath a folder, and the lock between processes */
#include "tap.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/sweep.h"
#include "base/xalloc.h"

/* The folder all of this happens in, and one beside it to escape to. */
static int at, outside;

static bool
holds(int dir, const char *path, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;
	bool same = fs_read(&sb, dir, path, FS_READ_MAX, &e) == 0 &&
		    strcmp(sb.buf, want) == 0;

	strbuf_release(&sb);
	return same;
}

static int
put(const char *path, const char *text, int flags)
{
	struct err e = ERR_INIT;
	int rc = fs_write(at, path, text, strlen(text), flags, &e);

	return rc == -1 ? -(int)e.code - 1 : rc;
}

/* A symbolic link and a mode; without them a test means nothing. */
static void
link_to(const char *to, int dir, const char *name)
{
	if (symlinkat(to, dir, name) == -1)
		abort();
}

static void
set_mode(const char *path, mode_t mode)
{
	if (fchmodat(at, path, mode, 0) == -1)
		abort();
}

static void
test_beneath(void)
{
	static const char *const out[] = { "..", "../outside/secret",
		"a/../../outside/secret", "/etc/passwd", "/secret", "/in",
		"link", "linkdir/secret", "abs", "up/outside/secret", "loop",
		"loop/x" };
	struct strbuf sb = STRBUF_INIT;
	struct stat st;
	struct err e;
	size_t i;

	put("in", "inside", 0);
	put("a/b", "inside", 0);
	link_to("../outside/secret", at, "link");
	link_to("../outside", at, "linkdir");
	link_to("/etc/passwd", at, "abs");
	link_to("..", at, "up");
	link_to("loop", at, "loop");
	link_to("a", at, "inner");
	link_to("in", at, "innerfile");
	for (i = 0; i < sizeof(out) / sizeof(*out); i++) {
		e = (struct err)ERR_INIT;
		ok(fs_open(at, out[i], O_RDONLY, 0) == -1, "cannot open %s",
		    out[i]);
		ok(fs_read(&sb, at, out[i], FS_READ_MAX, &e) == -1 &&
			sb.len == 0 && e.code == ERR_FAILED &&
			strstr(e.msg, out[i]) != NULL,
		    "nor read it");
		ok(put(out[i], "x", 0) == -2, "nor write it");
		ok(fs_mkdirs(at, out[i], &e) == -1, "nor make it a folder");
	}
	ok(fs_stat(at, "..", &st) == -1 && fs_stat(at, "/in", &st) == -1 &&
		fs_stat(at, "../outside", &st) == -1 &&
		fs_stat(at, "linkdir/secret", &st) == -1 &&
		!fs_exists(at, "/in"),
	    "stat stays beneath too");
	ok(fs_stat(at, "link", &st) == 0 && S_ISLNK(st.st_mode),
	    "stat sees a link and not what is behind it");
	ok(fs_unlink(at, "linkdir/secret", 0, &e) == -1 &&
		fs_unlink(at, "../outside/secret", 0, &e) == -1 &&
		fs_unlink(at, "/in", 0, &e) == -1 &&
		fs_remove_tree(at, "linkdir", &e) == 0 &&
		fs_remove_tree(at, "../outside", &e) == -1 &&
		fs_remove_tree(at, "up/outside", &e) == -1,
	    "nothing outside is removed");
	ok(holds(outside, "secret", "secret") && holds(at, "in", "inside"),
	    "outside is as it was");
	ok(holds(at, "inner/b", "inside") && holds(at, "innerfile", "inside") &&
		holds(at, "a/../in", "inside"),
	    "a link that stays inside is fine");
	strbuf_release(&sb);
}

static void
test_read(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;
	int proc = fs_open_dir("/proc/self", &e);

	strbuf_adds(&sb, "x");
	ok(fs_read(&sb, at, "nothere", 9, &e) == -1 && e.code == ERR_NOTHING,
	    "a file that is not there");
	ok(fs_read(&sb, at, "in/x", 9, &e) == -1 && e.code == ERR_NOTHING,
	    "a file in a file is not there");
	ok(fs_read(&sb, at, "a", 9, &e) == -1 && e.code == ERR_FAILED,
	    "a folder is no file");
	mkfifoat(at, "fifo", 0600);
	ok(fs_read(&sb, at, "fifo", 9, &e) == -1 && e.code == ERR_FAILED,
	    "a FIFO does not hold us up");
	ok(put("fifo", "x", 0) == -2, "and is not replaced");
	ok(fs_read(&sb, at, "in", 5, &e) == -1, "more than max bytes");
	ok(proc == -1 || fs_read(&sb, proc, "maps", 5, &e) == -1,
	    "also when the size was not known before");
	ok(strcmp(sb.buf, "x") == 0, "none of these changed the buffer");
	ok(fs_read(&sb, at, "in", 6, &e) == 0 && strcmp(sb.buf, "xinside") == 0,
	    "exactly max is fine, and is appended");
	ok(fs_open_dir("/nonexistent", &e) == -1 &&
		strstr(e.msg, "/nonexistent") != NULL,
	    "no such folder");
	close(proc);
	strbuf_release(&sb);
}

/* A name of 255 bytes, as long as names can be: 85 letters of Hangul. */
static char *
long_name(void)
{
	char *name = xcalloc(1, 256);
	int i;

	for (i = 0; i < 255; i += 3)
		memcpy(name + i, "한", 3);
	return name;
}

static void
test_write(void)
{
	struct stat st, again;
	char *name = long_name(), *deep;
	struct err e = ERR_INIT;

	ok(put("w/x/y.md", "one", 0) == 1 && holds(at, "w/x/y.md", "one"),
	    "folders are made");
	ok(put("w/x/y.md", "two", FS_DURABLE) == 1 &&
		holds(at, "w/x/y.md", "two"),
	    "replaced");
	fs_stat(at, "w/x/y.md", &st);
	ok(put("w/x/y.md", "two", FS_IF_CHANGED) == 0 &&
		fs_stat(at, "w/x/y.md", &again) == 0 &&
		again.st_ino == st.st_ino,
	    "the same bytes are left alone");
	ok(put("w/x/y.md", "twx", FS_IF_CHANGED) == 1 &&
		put("w/x/y.md", "", FS_IF_CHANGED) == 1 &&
		put("w/x/y.md", "", FS_IF_CHANGED) == 0 &&
		put("w/x/z.md", "", FS_IF_CHANGED) == 1,
	    "others are not");
	ok(put("w/x/y.md", "x", FS_NEW) == -(int)ERR_CONFLICT - 1 &&
		holds(at, "w/x/y.md", ""),
	    "FS_NEW does not replace");
	ok(put("w/new", "x", FS_NEW | FS_DURABLE) == 1, "FS_NEW writes");
	ok(put("a", "x", 0) == -2 && put("in/x", "x", 0) == -2 &&
		put("link", "x", 0) == -2,
	    "no folder or link is replaced, and "
	    "a file is no folder");
	ok(fs_mkdirs(at, "in", &e) == -1 && fs_mkdirs(at, "a/b/c", &e) == -1 &&
		fs_mkdirs(at, "w/x", &e) == 0 && fs_mkdirs(at, "", &e) == 0 &&
		fs_mkdirs(at, "inner", &e) == 0,
	    "mkdirs fails where there is a file");

	set_mode("w/new", 0640);
	put("w/new", "y", 0);
	ok(fs_stat(at, "w/new", &st) == 0 && (st.st_mode & 07777) == 0640,
	    "the mode is kept");
	umask(022);
	put("w/fresh", "y", 0);
	ok(fs_stat(at, "w/fresh", &st) == 0 && (st.st_mode & 07777) == 0644,
	    "a new file has that of the umask");

	ok(put(name, "long", FS_DURABLE) == 1 && holds(at, name, "long") &&
		put(name, "longer", 0) == 1 && holds(at, name, "longer"),
	    "a name of 255 bytes in Hangul");
	deep = xasprintf("%s/%s/%s", name + 3, name, name);
	ok(put(deep, "deep", FS_NEW) == 1 && holds(at, deep, "deep"),
	    "and folders of such names");
	free(deep);
	deep = xasprintf("%s한", name);
	ok(put(deep, "x", 0) == -2, "a longer one fails");
	free(deep);
	ok(fs_unlink(at, name, FS_DURABLE, &e) == 0 &&
		fs_unlink(at, name, 0, &e) == 0 &&
		fs_unlink(at, "no/such/file", 0, &e) == 0 &&
		fs_unlink(at, "in/file", 0, &e) == 0,
	    "absent is fine");
	ok(fs_unlink(at, "w/x", 0, &e) == -1, "a folder is no file");
	free(name);
}

struct seen {
	struct strbuf names;
	int stop;
};

static int
see(const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct seen *s = payload;

	(void)e;
	if (!S_ISREG(st->st_mode))
		return 99;
	strbuf_addf(&s->names, "%s\n", path);
	return --s->stop == 0 ? 7 : 0;
}

static void
see_lost(const char *path, void *payload, const struct err *why)
{
	struct seen *s = payload;

	strbuf_addf(&s->names, "%s%s\n", *why->msg ? "lost " : "", path);
}

/* Folders so deep that the innermost has a path longer than PATH_MAX, which
 * no one can open, root neither; and away with them. */
static void
deep(int dir, int levels, bool make)
{
	char name[251];
	int sub;

	memset(name, 'd', 250);
	name[250] = '\0';
	if (levels == 0)
		return;
	if (make && mkdirat(dir, name, 0777) == -1)
		abort();
	if ((sub = openat(dir, name, O_RDONLY | O_DIRECTORY)) == -1)
		abort();
	deep(sub, levels - 1, make);
	close(sub);
	if (!make && unlinkat(dir, name, AT_REMOVEDIR) == -1)
		abort();
}

static void
test_walk(void)
{
	struct seen s = { STRBUF_INIT, 0 };
	struct err e = ERR_INIT;
	int walk;

	put("walk/b.md", "", 0);
	put("walk/a/x.md", "", 0);
	put("walk/a.md", "", 0);
	put("walk/a-b/y.md", "", 0);
	put("walk/한글.md", "", 0);
	put("walk/Z.md", "", 0);
	put("walk/.hidden", "", 0);
	put("walk/.dir/x.md", "", 0);
	put("walk/a/.git/x.md", "", 0);
	fs_mkdirs(at, "walk/empty/er", &e);
	walk = fs_open(at, "walk", O_RDONLY | O_DIRECTORY, 0);
	mkfifoat(walk, "fifo", 0600);
	link_to("b.md", walk, "c.md");
	link_to("a", walk, "d");
	link_to("..", walk, "e");
	link_to("nowhere", walk, "f.md");
	ok(fs_walk(at, "walk", see, &s, &e) == 0, "a walk");
	is_str(s.names.buf,
	    "walk/Z.md\nwalk/a-b/y.md\nwalk/a.md\nwalk/a/x.md\nwalk/b.md\n"
	    "walk/한글.md\n",
	    "in order, without dot names and links");
	strbuf_clear(&s.names);
	ok(fs_walk(walk, "", see, &s, &e) == 0 &&
		strncmp(s.names.buf, "Z.md\na-b/y.md\n", 14) == 0,
	    "of the folder itself");
	strbuf_clear(&s.names);
	s.stop = 2;
	ok(fs_walk(at, "walk", see, &s, &e) == 7 &&
		strcmp(s.names.buf, "walk/Z.md\nwalk/a-b/y.md\n") == 0,
	    "ended by its function");
	ok(fs_walk(at, "nothere", see, &s, &e) == -1 &&
		fs_walk(at, "in", see, &s, &e) == -1 &&
		fs_walk(at, "..", see, &s, &e) == -1,
	    "where there is no folder");
	strbuf_clear(&s.names);
	s.stop = 0;
	deep(walk, 18, true);
	ok(fs_walk(walk, "", see, &s, &e) == -1 && s.names.len == 0,
	    "a folder that cannot be opened ends a walk");
	ok(fs_walk_past(walk, "", see, see_lost, &s, &e) == 0 &&
		strncmp(s.names.buf, "lost ddd", 8) == 0 &&
		strstr(s.names.buf, "\nZ.md\na-b/y.md\n") != NULL,
	    "or costs itself, where somebody is told");
	deep(walk, 18, false);
	close(walk);
	strbuf_release(&s.names);
}

/* What one thread has read: "path=bytes" of each file. */
struct swept {
	char **v;
	size_t n, cap, unread;
};

static bool
swept_want(const char *path, void *payload)
{
	(void)payload;
	return !path_has_suffix(path, ".png");
}

static void
swept_file(const char *path, const struct strbuf *text, const struct err *why,
    void *payload)
{
	struct swept *s = payload;

	if (why != NULL)
		s->unread++;
	else
		*VEC_PUSH(s->v, s->n, s->cap) =
		    xasprintf("%s=%s", path, text->buf);
}

static void
swept_lost(const char *path, void *payload, const struct err *why)
{
	struct swept *s = payload;

	s->unread += strstr(path, "/c/ddd") != NULL &&
		     strstr(why->msg, "the folder few/a/b/c/ddd") != NULL;
}

static int
swept_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All that so many threads read below a folder of `at`, in order, a line for
 * each, and how many could not be read; NULL: it failed. */
static char *
sweep_all(const char *path, size_t threads, size_t max, bool past)
{
	const struct sweep sweep = { .want = swept_want,
		.file = swept_file,
		.lost = past ? swept_lost : NULL,
		.max = max };
	struct swept each[4] = { { NULL, 0, 0, 0 } }, all = each[0];
	void *payloads[4] = { &each[0], &each[1], &each[2], &each[3] };
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;
	int rc = sweep_files(at, path, &sweep, payloads, threads, &e);
	size_t i, k;

	for (i = 0; i < 4; i++) {
		for (k = 0; k < each[i].n; k++)
			*VEC_PUSH(all.v, all.n, all.cap) = each[i].v[k];
		all.unread += each[i].unread;
		free(each[i].v);
	}
	if (all.n > 1)
		qsort(all.v, all.n, sizeof(*all.v), swept_cmp);
	for (i = 0; i < all.n; i++) {
		strbuf_addf(&out, "%s\n", all.v[i]);
		free(all.v[i]);
	}
	strbuf_addf(&out, "%zu unread", all.unread);
	free(all.v);
	if (rc == 0)
		return strbuf_take(&out);
	strbuf_release(&out);
	return NULL;
}

static void
is_swept(const char *path, size_t threads, size_t max, const char *want,
    const char *desc)
{
	char *got = sweep_all(path, threads, max, true);

	is_str(got, want, "%zu thread(s): %s", threads, desc);
	free(got);
}

static void
test_sweep(void)
{
	struct strbuf want = STRBUF_INIT, text_in = STRBUF_INIT;
	struct err e = ERR_INIT;
	char name[64], text[64];
	size_t threads;
	char *got;
	int dir, i;

	put("few/한글.md", "하나", 0);
	put("few/a/x.md", "two", 0);
	put("few/a/b/c/d.md", "", 0);
	put("few/p.png", "no", 0);
	put("few/.hidden", "no", 0);
	put("few/a/.git/x.md", "no", 0);
	put("few/long.md", "longer than that", 0);
	dir = fs_open(at, "few", O_RDONLY | O_DIRECTORY, 0);
	mkfifoat(dir, "fifo.md", 0600);
	link_to("한글.md", dir, "link.md");
	link_to("a", dir, "linked");
	link_to("..", dir, "up");
	ok(fs_read_in(&text_in, dir, "few/한글.md", 9, &e) == 0 &&
		strcmp(text_in.buf, "하나") == 0,
	    "a file in an open folder");
	ok(fs_read_in(&text_in, dir, "few/link.md", 9, &e) == -1 &&
		strstr(e.msg, "few/link.md") != NULL && text_in.len == 6,
	    "but no link");
	close(dir);
	strbuf_release(&text_in);
	/* More than a thread takes at a time, in the order of strcmp(). */
	for (i = 0; i < 300; i++) {
		snprintf(name, sizeof(name), "many/%d/n%03d.md", i / 150, i);
		snprintf(text, sizeof(text), "text %d", i);
		put(name, text, 0);
		strbuf_addf(&want, "%s=%s\n", name, text);
	}
	strbuf_adds(&want, "0 unread");
	for (threads = 1; threads <= 4; threads += 3) {
		is_swept("few", threads, 16,
		    "few/a/b/c/d.md=\nfew/a/x.md=two\n"
		    "few/long.md=longer than that\nfew/한글.md=하나\n0 unread",
		    "all files but links and dot names");
		is_swept("few", threads, 15,
		    "few/a/b/c/d.md=\nfew/a/x.md=two\nfew/한글.md=하나\n"
		    "1 unread",
		    "one that is too long is told");
		is_swept("few/a/b/c", threads, 15, "few/a/b/c/d.md=\n0 unread",
		    "one file");
		is_swept("many", threads, 15, want.buf, "hundreds of files");
		is_swept("nothere", threads, 15, NULL, "no such folder");
		is_swept("few/up/..", threads, 15, NULL, "none outside");
	}
	dir = fs_open(at, "few/a/b/c", O_RDONLY | O_DIRECTORY, 0);
	deep(dir, 18, true);
	is_swept("few/a/b", 2, 15, "few/a/b/c/d.md=\n1 unread",
	    "a folder that cannot be opened costs itself");
	got = sweep_all("few/a/b", 2, 15, false);
	ok(got == NULL, "or all, when nobody is told");
	free(got);
	deep(dir, 18, false);
	close(dir);
	strbuf_release(&want);
}

static void
test_remove_tree(void)
{
	struct err e = ERR_INIT;
	struct stat st;
	int tree;

	put("keep/me", "kept", 0);
	put("tree/a/b/c", "x", 0);
	put("tree/.dot", "x", 0);
	put("tree/.dir/x", "x", 0);
	tree = fs_open(at, "tree", O_RDONLY | O_DIRECTORY, 0);
	link_to("../keep", tree, "keep");
	link_to("../keep/me", tree, "me");
	link_to("../../outside", tree, "out");
	mkfifoat(tree, "fifo", 0600);
	close(tree);
	link_to("keep", at, "keeplink");
	ok(fs_remove_tree(at, "tree", &e) == 0 && !fs_exists(at, "tree"),
	    "a tree is gone");
	ok(holds(at, "keep/me", "kept") && holds(outside, "secret", "secret"),
	    "what its links led to is not");
	ok(fs_remove_tree(at, "keeplink", &e) == 0 &&
		fs_stat(at, "keeplink", &st) == -1 &&
		holds(at, "keep/me", "kept"),
	    "a link itself is removed, not followed");
	ok(fs_remove_tree(at, "tree", &e) == 0, "absent is fine");
}

/* What a user meets who may not write here. */
static void
test_read_only(void)
{
	int status = -1;
	pid_t pid;

	put("ro/old", "old", 0);
	put("ro/secret", "x", 0);
	put("ro/sub/x", "x", 0);
	set_mode("ro/secret", 0);
	set_mode("ro", 0555);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct strbuf sb = STRBUF_INIT;
		struct err e = ERR_INIT;
		int bad = 0;

		if (geteuid() == 0 &&
		    (fchmod(at, 0755) == -1 || setgid(65534) == -1 ||
			setuid(65534) == -1))
			_exit(99);
		bad |= (put("ro/new", "x", FS_NEW) != -2) << 0;
		bad |= (put("ro/old", "new", FS_DURABLE) != -2) << 1;
		bad |= (put("ro/d/new", "x", 0) != -2) << 2;
		bad |= (fs_unlink(at, "ro/old", 0, &e) != -1) << 3;
		bad |= (strstr(e.msg, "ro/old: Permission") == NULL) << 4;
		bad |= (fs_read(&sb, at, "ro/secret", 9, &e) != -1 ||
			   e.code != ERR_FAILED)
		       << 5;
		bad |= (!holds(at, "ro/old", "old")) << 6;
		_exit(bad);
	}
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 99)
		ok(true, "a read-only folder # SKIP cannot become nobody");
	else
		ok(WIFEXITED(status) && WEXITSTATUS(status) == 0,
		    "a read-only folder: all fails, nothing changes (%d)",
		    WEXITSTATUS(status));
	ok(holds(at, "ro/old", "old") && !fs_exists(at, "ro/new"),
	    "and is as it was");
	set_mode("ro", 0755);
}

static void
test_lock(void)
{
	struct err e = ERR_INIT;
	int fds[2], fd, status;
	char c = 0;
	pid_t pid;

	if (pipe(fds) == -1)
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct timespec half = { 0, 500000000 };

		fd = lock_take(at, "lock", 0, &e);
		if (write(fds[1], fd == -1 ? "-" : "+", 1) != 1)
			_exit(1);
		nanosleep(&half, NULL);
		_exit(0); /* without giving it back */
	}
	ok(read(fds[0], &c, 1) == 1 && c == '+', "another process has it");
	ok(lock_take(at, "lock", 0, &e) == -1 && e.code == ERR_LOCKED,
	    "so we have not");
	ok(lock_take(at, "lock", 30, &e) == -1 && e.code == ERR_LOCKED,
	    "nor within 30 ms");
	fd = lock_take(at, "lock", 5000, &e);
	ok(fd != -1 && (fcntl(fd, F_GETFD) & FD_CLOEXEC),
	    "it is ours when that process ends; no child inherits it");
	waitpid(pid, &status, 0);
	ok(lock_take(at, "lock", 0, &e) == -1, "once in a process too");
	lock_drop(fd);
	fd = lock_take(at, "lock", 0, &e);
	ok(fd != -1, "given back, it is free");
	lock_drop(fd);
	lock_drop(-1);
	ok(lock_take(at, "link", 0, &e) == -1 && e.code == ERR_FAILED,
	    "a link is no lock");
	ok(lock_take(at, "no/folder", 0, &e) == -1 && e.code == ERR_FAILED,
	    "without a folder there is no lock");
	close(fds[0]);
	close(fds[1]);
}

/* 0, or what went wrong. */
static int
into(struct fs_folder *in, const char *path, const char *text, struct stat *st)
{
	struct err why = ERR_INIT;

	if (fs_folder_enter(in, at, path, &why) == -1 ||
	    fs_folder_write(in, path, text, strlen(text), st, &why) == -1)
		return -(int)why.code - 1;
	return 0;
}

static void
test_folder(void)
{
	struct fs_folder in = FS_FOLDER_INIT;
	struct stat st, now;
	int fd;

	ok(into(&in, "m/n/one", "one", &st) == 0 &&
		holds(at, "m/n/one", "one") &&
		fs_stat(at, "m/n/one", &now) == 0 && fs_same(&st, &now),
	    "a new file in a new folder, as it is then");
	fd = in.fd;
	ok(into(&in, "m/n/two", "", &st) == 0 && holds(at, "m/n/two", "") &&
		in.fd == fd,
	    "the folder stays open for the next");
	ok(into(&in, "m/top", "top", &st) == 0 && holds(at, "m/top", "top") &&
		into(&in, "m/n/three", "3", &st) == 0 &&
		holds(at, "m/n/three", "3") &&
		into(&in, "root", "r", &st) == 0 && holds(at, "root", "r"),
	    "one above, below, and the root");
	ok(into(&in, "m/top", "x", &st) == -(int)ERR_CONFLICT - 1 &&
		holds(at, "m/top", "top") && into(&in, "link", "x", &st) != 0,
	    "neither a file nor a link is replaced");
	ok(into(&in, "m/top/x", "x", &st) != 0 &&
		into(&in, "m/last", "last", &st) == 0 &&
		holds(at, "m/last", "last"),
	    "a file is no folder; what follows goes into its own");
	fs_folder_release(&in);
	ok(in.fd == -1 && in.path == NULL, "and nothing is open");
}

int
main(void)
{
	char dir[] = "/tmp/halfhour-unit-XXXXXX";
	struct err e = ERR_INIT;
	int top;

	if (mkdtemp(dir) == NULL)
		return 1;
	top = fs_open_dir(dir, &e);
	chmod(dir, 0755);
	fs_mkdirs(top, "in/side", &e);
	fs_mkdirs(top, "in/outside", &e);
	fs_write(top, "in/outside/secret", "secret", 6, 0, &e);
	at = fs_open(top, "in/side", O_RDONLY | O_DIRECTORY, 0);
	outside = fs_open(top, "in/outside", O_RDONLY | O_DIRECTORY, 0);
	test_beneath();
	test_read();
	test_write();
	test_folder();
	test_walk();
	test_sweep();
	test_remove_tree();
	test_read_only();
	test_lock();
	ok(fs_remove_tree(top, "in", &e) == 0, "and all of it is removed");
	rmdir(dir);
	close(top);
	close(at);
	close(outside);
	return done_testing();
}
