/* test_build_kept.c: what is kept of a build, and bytes that are none of it */
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/still.h"
#include "build/build.h"
#include "build/build_int.h"

static int top, out;

/* Later than any file is; and no clock. */
#define LATER INT64_MAX
#define NONE 0

/* A site of two files, and what its folders are known for. */
static void
make(struct strbuf *kept, int64_t began)
{
	struct build_out *o = build_out_open(out);
	struct build_done done;
	struct err e = ERR_INIT;

	build_out_file(o, "쪽.html", "하나", 6, &e);
	build_out_file(o, "ipc/둘.html", "둘", 3, &e);
	ok(build_out_finish(o, &done, &e) == 0, "a site");
	strbuf_clear(kept);
	build_out_folders(o, kept, began);
	build_out_free(o);
}

/* ---- what came of it ---------------------------------------------------- */

static const struct build_done numbers = {
	.notes = 2, .days = 1, .links = 4, .pages = 3
};

static void
test_same(void)
{
	struct build_done then;
	struct strbuf kept = STRBUF_INIT;
	struct diag_list d = DIAG_LIST_INIT, said = DIAG_LIST_INIT;

	diag(&d, DIAG_LINK_BROKEN, "notes/쪽.md", 3, 14, "없다: 100%%\n\"둘\"");
	diag(&d, DIAG_CONF, "halfhour.yaml", 0, 0, "%s", "");
	build_kept_pack(&kept, &numbers, &d);
	diag(&said, DIAG_CONF, "halfhour.yaml", 1, 1, "of before");
	ok(!build_kept_take(&then, &said, kept.buf, kept.len - 1) &&
		said.n == 1,
	    "a part of it leaves what was said");
	ok(build_kept_take(&then, &said, kept.buf, kept.len) &&
		then.notes == 2 && then.days == 1 && then.links == 4 &&
		then.pages == 3 && then.written == 0 && then.removed == 0,
	    "the numbers of a build");
	ok(said.n == 2 && said.v[0].id == DIAG_LINK_BROKEN &&
		strcmp(said.v[0].path, "notes/쪽.md") == 0 &&
		said.v[0].line == 3 && said.v[0].col == 14 &&
		strcmp(said.v[0].msg, "없다: 100%\n\"둘\"") == 0 &&
		said.v[1].id == DIAG_CONF && *said.v[1].msg == '\0',
	    "and what was said of the notes");
	diag_release(&d);
	diag_release(&said);
	strbuf_release(&kept);
}

/* Each byte of it another, and each beginning of it. */
static void
test_damage(void)
{
	struct build_done then;
	struct strbuf kept = STRBUF_INIT;
	struct diag_list d = DIAG_LIST_INIT, said = DIAG_LIST_INIT;
	size_t i, len, taken = 0, wrong = 0;
	unsigned char byte;

	diag(&d, DIAG_LINK_BROKEN, "notes/쪽.md", 3, 14, "없다");
	build_kept_pack(&kept, &numbers, &d);
	len = kept.len;
	for (i = 0; i < len; i++) {
		char was = kept.buf[i];

		for (byte = 1; byte != 0; byte = (unsigned char)(byte << 1)) {
			kept.buf[i] = (char)(was ^ byte);
			/* It may be another text of the same length. */
			if (build_kept_take(&then, &said, kept.buf, len))
				wrong += said.n != 1;
		}
		kept.buf[i] = was;
	}
	ok(wrong == 0, "no bit of it makes more or fewer mistakes of it");
	for (i = 0; i < len; i++)
		taken += build_kept_take(&then, &said, kept.buf, i);
	ok(taken == 0, "no part of it is taken for the whole");
	ok(build_kept_take(&then, &said, kept.buf, len), "the whole is");
	diag_release(&d);
	diag_release(&said);
	strbuf_release(&kept);
}

/* ---- folders ------------------------------------------------------------ */

/* What is told of a site: by its folders, by some files, or that it is not as it
 * was. */
enum by {
	BY_FOLDERS,
	BY_FILES,
	BY_FILES_ONCE,
	OTHER
};

/* Ask as a build does that has nothing to do. BY_FILES_ONCE: the next need not,
 * and what it has to know is in *kept then. */
static enum by
ask(struct strbuf *kept, int64_t began)
{
	const char *p = kept->buf;
	size_t len = kept->len;
	struct build_folders *f = build_folders_take(&p, &len);
	enum by how = OTHER;

	if (f == NULL || len != 0)
		ok(false, "folders are taken");
	else if (build_folders_stay(f, out))
		how = BY_FOLDERS;
	else if (build_folders_check(f, out, began, 2))
		how = build_folders_learned(f) ? BY_FILES_ONCE : BY_FILES;
	if (how == BY_FILES_ONCE) {
		strbuf_clear(kept);
		build_folders_pack(kept, f);
	}
	build_folders_free(f);
	return how;
}

/* Write into a file where it stands. */
static void
scribble(const char *path, const char *text)
{
	int fd = fs_open(out, path, O_WRONLY | O_TRUNC, 0);

	ok(fd != -1 && fs_write_all(fd, text, strlen(text)) == 0, "scribbled");
	close(fd);
}

static void
test_by_files(void)
{
	struct strbuf kept = STRBUF_INIT;
	struct err e = ERR_INIT;

	make(&kept, NONE);
	ok(ask(&kept, NONE) == BY_FILES, "a new site is known by its files");
	scribble("ipc/둘.html", "손으로");
	ok(ask(&kept, NONE) == OTHER,
	    "what is written where it stands is seen");
	make(&kept, NONE);
	fs_write(out, "ipc/둘.html", "셋", 3, 0, &e);
	ok(ask(&kept, NONE) == OTHER, "and what takes the place of another");
	make(&kept, NONE);
	fs_unlink(out, "쪽.html", 0, &e);
	ok(ask(&kept, NONE) == OTHER, "a file was removed");
	make(&kept, NONE);
	scribble(".halfhour", "halfhour site 1\n쪽.html\n");
	ok(ask(&kept, NONE) == OTHER, "one is no longer in the list");
	make(&kept, NONE);
	scribble(
	    ".halfhour", "halfhour site 1\nipc/둘.html\nx/y.html\n쪽.html\n");
	ok(ask(&kept, NONE) == OTHER, "or one in a folder that is none of it");
	make(&kept, NONE);
	fs_unlink(out, ".halfhour", 0, &e);
	ok(ask(&kept, NONE) == OTHER, "without the list nothing is known");
	fs_unlink(out, "쪽.html", 0, &e);
	fs_unlink(out, "ipc/둘.html", 0, &e);
	make(&kept, NONE);
	ok(ask(&kept, LATER) == BY_FILES_ONCE, "looked at once");
	ok(ask(&kept, NONE) == BY_FOLDERS, "it is known by its folders");
	strbuf_release(&kept);
}

static void
test_by_folders(void)
{
	struct strbuf kept = STRBUF_INIT;
	struct err e = ERR_INIT;

	make(&kept, LATER);
	ok(ask(&kept, NONE) == BY_FOLDERS, "folders that are as they were");
	scribble("ipc/둘.html", "손으로");
	ok(ask(&kept, NONE) == BY_FOLDERS, "no file of theirs is looked at");
	fs_write(out, "ipc/둘.html", "셋", 3, 0, &e);
	ok(ask(&kept, NONE) == OTHER, "one takes the place of another");
	make(&kept, LATER);
	fs_unlink(out, "ipc/둘.html", 0, &e);
	ok(ask(&kept, NONE) == OTHER, "one is removed");
	make(&kept, LATER);
	fs_write(out, "ipc/손.html", "손", 3, 0, &e);
	ok(ask(&kept, NONE) == BY_FILES,
	    "a foreign one makes files be looked at");
	ok(ask(&kept, LATER) == BY_FILES_ONCE,
	    "until the folder is old enough");
	ok(ask(&kept, NONE) == BY_FOLDERS, "and is no matter then");
	fs_unlink(out, "ipc/손.html", 0, &e);
	strbuf_release(&kept);
}

/* Wait until the clock of the file system is well past this site's folders; what
 * it says then. */
static int64_t
past(void)
{
	const int64_t tick = 20000000;
	struct still site = { .n = 0 }, now;
	const char *paths[] = { ".", "ipc" }, *other[] = { "clock" };
	struct err e = ERR_INIT;

	still_files(&site, out, paths, 2, 1);
	do {
		now = (struct still){ .n = 0 };
		fs_write(top, "clock", "", 0, 0, &e);
		still_files(&now, top, other, 1, 1);
		fs_unlink(top, "clock", 0, &e);
	} while (now.newest <= site.newest + 2 * tick);
	return now.newest;
}

/* After an edit: the folder that the build has written into is known by its
 * files, the other one by its look, so that nobody sees what is written into a
 * file of it. */
static const struct {
	const char *path;
	bool gone;
	enum by want;
} edits[] = {
	{ "ipc/둘.html", false, OTHER },
	{ "쪽.html", false, BY_FILES },
	{ "ipc/둘.html", true, OTHER },
	{ "쪽.html", true, OTHER },
};

static void
test_edit(void)
{
	struct strbuf kept = STRBUF_INIT;
	struct err e = ERR_INIT;
	int64_t began;
	size_t i;

	for (i = 0; i < sizeof(edits) / sizeof(*edits); i++) {
		make(&kept, NONE);
		began = past();
		fs_write(out, "ipc/둘.html", "옛", 3, 0, &e);
		make(&kept, began);
		ok(ask(&kept, began) == BY_FILES, "an edit of one folder");
		if (edits[i].gone)
			fs_unlink(out, edits[i].path, 0, &e);
		else
			scribble(edits[i].path, "손으로");
		ok(ask(&kept, began) == edits[i].want, "%s is %s",
		    edits[i].path, edits[i].gone ? "gone" : "another");
	}
	make(&kept, began);
	ok(ask(&kept, past()) == BY_FILES_ONCE, "once the clock has gone on");
	ok(ask(&kept, NONE) == BY_FOLDERS, "both are known by their look");
	strbuf_release(&kept);
}

static struct still
file_look(const char *path)
{
	struct still s = { .n = 0 };

	still_files(&s, out, &path, 1, 1);
	return s.odd ? (struct still){ .n = 0 } : s;
}

/* Change these files, by whoever knows of each how it was; "" removes one. */
static void
change(struct strbuf *kept, const char *const *paths, const char *text)
{
	const char *p = kept->buf;
	size_t len = kept->len;
	struct build_folders *f = build_folders_take(&p, &len);
	struct err e = ERR_INIT;

	ok(build_folders_stay(f, out), "a site that is as it was");
	for (; *paths != NULL; paths++) {
		struct still was = file_look(*paths), now;

		if (*text != '\0')
			fs_write(out, *paths, text, strlen(text), 0, &e);
		else
			fs_unlink(out, *paths, 0, &e);
		fs_prune(out, *paths);
		now = file_look(*paths);
		build_folders_change(f, *paths, &was, &now);
	}
	strbuf_clear(kept);
	build_folders_pack(kept, f);
	build_folders_free(f);
}

static void
test_change(void)
{
	static const char *const one[] = { "ipc/둘.html", NULL };
	static const char *const more[] = { ".halfhour", "a/b/셋.html", NULL };
	static const char *const fewer[] = { "a/b/셋.html", NULL };
	struct strbuf kept = STRBUF_INIT;

	make(&kept, LATER);
	change(&kept, one, "셋");
	ok(ask(&kept, NONE) == BY_FILES, "one file is changed");
	scribble("쪽.html", "손으로");
	ok(ask(&kept, NONE) == BY_FILES, "the other folder is not looked into");
	scribble("ipc/둘.html", "손으로");
	ok(ask(&kept, NONE) == OTHER, "that folder is");
	make(&kept, LATER);
	change(&kept, more,
	    "halfhour site 1\na/b/셋.html\nipc/둘.html\n쪽.html\n");
	ok(ask(&kept, LATER) == BY_FILES_ONCE, "one more, in a new folder");
	ok(ask(&kept, NONE) == BY_FOLDERS, "which is known from then on");
	change(&kept, fewer, "");
	ok(strstr(kept.buf, "a/b") == NULL, "it is gone, and so is its folder");
	make(&kept, NONE);
	strbuf_release(&kept);
}

/* The number behind the first one is that of the machine's start. */
static void
test_boot(void)
{
	struct strbuf kept = STRBUF_INIT;
	char *boot;

	make(&kept, LATER);
	boot = strchr(kept.buf, ' ') + 1;
	*boot = *boot == '1' ? '2' : '1';
	ok(ask(&kept, LATER) == BY_FILES_ONCE,
	    "behind a start of the machine files are looked at once");
	ok(ask(&kept, NONE) == BY_FOLDERS, "and then folders");
	strbuf_release(&kept);
}

static void
test_nonsense(void)
{
	struct strbuf kept = STRBUF_INIT;
	struct build_folders *f;
	size_t i, len, taken = 0, other = 0;
	const char *p;
	unsigned char byte;

	make(&kept, NONE);
	for (i = 0; i < kept.len; i++) {
		p = kept.buf;
		len = i;
		f = build_folders_take(&p, &len);
		taken += f != NULL;
		build_folders_free(f);
	}
	ok(taken == 0, "no part of folders is taken for the whole");
	/* But for the own looks and the start of the machine, which nobody
	 * asks, each bit counts. */
	for (i = 0; i < kept.len; i++)
		for (byte = 1; byte != 0; byte = (unsigned char)(byte << 1)) {
			kept.buf[i] = (char)(kept.buf[i] ^ byte);
			other += !build_kept_stays(kept.buf, kept.len, out, 1);
			kept.buf[i] = (char)(kept.buf[i] ^ byte);
		}
	ok(other > kept.len * 4 && build_kept_stays(kept.buf, kept.len, out, 2),
	    "nearly no bit can be another (%zu of %zu)", other, kept.len * 8);
	ok(!build_kept_stays("", 0, out, 2) &&
		!build_kept_stays("0 0\n", 4, out, 2),
	    "no folder is no site");
	strbuf_release(&kept);
}

/* ---- sums --------------------------------------------------------------- */

static void
test_sum(void)
{
	const char *paths[] = { "쪽.html", "ipc/둘.html", ".halfhour" };
	struct still a = { .n = 0 }, b = a, c = a;
	struct err e = ERR_INIT;
	struct still d = a, one = a;
	struct strbuf kept = STRBUF_INIT;

	make(&kept, NONE);
	strbuf_release(&kept);
	still_files(&a, out, paths, 3, 1);
	still_files(&b, out, paths, 3, 3);
	ok(still_same(&a, &b) && a.n == 3 && a.newest == b.newest,
	    "the same by one thread as by three");
	still_files(&c, out, paths, 2, 1);
	ok(!still_same(&a, &c), "a file less is another sum");
	still_tree(&d, NULL, out, "ipc", 1);
	ok(d.n == 2 && !d.odd, "a folder and the file in it");
	paths[0] = "ipc";
	still_files(&one, out, paths, 2, 1);
	ok(still_same(&d, &one), "the same as one by one");
	fs_mkdirs(out, "ipc/a", &e);
	fs_mkdirs(out, "ipc/b/c", &e);
	fs_write(out, "ipc/b/c/d.html", "d", 1, 0, &e);
	d = one = (struct still){ .n = 0 };
	still_tree(&d, NULL, out, "ipc", 1);
	still_tree(&one, NULL, out, "ipc", 3);
	ok(d.n == 6 && still_same(&d, &one), "folders by three threads");
	ok(symlinkat("둘.html", out, "ipc/셋.html") == 0, "a link");
	still_tree(&d, NULL, out, "ipc", 2);
	ok(d.odd, "is odd");
	paths[0] = "없다.html";
	still_files(&c, out, paths, 3, 2);
	ok(c.odd && !still_same(&c, &c), "and so is what is not there");
}

int
main(void)
{
	char dir[] = "/tmp/halfhour-unit-XXXXXX";
	struct err e = ERR_INIT;

	if (mkdtemp(dir) == NULL)
		return 1;
	top = fs_open_dir(dir, &e);
	fs_mkdirs(top, "site", &e);
	out = fs_open(top, "site", O_RDONLY | O_DIRECTORY, 0);
	test_same();
	test_damage();
	test_by_files();
	test_by_folders();
	test_edit();
	test_change();
	test_boot();
	test_nonsense();
	test_sum();
	ok(fs_remove_tree(top, "site", &e) == 0, "and all of it is removed");
	rmdir(dir);
	close(top);
	close(out);
	return done_testing();
}
