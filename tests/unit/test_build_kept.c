/* test_build_kept.c: what is kept of a build, and bytes that are none of it */
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/still.h"
#include "build/build.h"
#include "build/build_int.h"

static int out;

/* A site of two files, and what came of it. */
static void
make(struct build_done *done)
{
	struct build_out *o = build_out_open(out);
	struct err e = ERR_INIT;

	build_out_file(o, "쪽.html", "하나", 6, &e);
	build_out_file(o, "ipc/둘.html", "둘", 3, &e);
	ok(build_out_finish(o, done, &e) == 0, "a site");
	build_out_free(o);
	done->notes = 2;
	done->days = 1;
	done->links = 4;
	done->pages = 3;
}

static bool
take(const struct strbuf *kept, struct build_done *done, struct diag_list *d)
{
	return build_kept_take(done, d, kept->buf, kept->len, out, 2);
}

static void
test_same(void)
{
	struct build_done done, then;
	struct strbuf kept = STRBUF_INIT;
	struct diag_list d = DIAG_LIST_INIT, said = DIAG_LIST_INIT;
	struct err e = ERR_INIT;

	make(&done);
	diag(&d, DIAG_LINK_BROKEN, "notes/쪽.md", 3, 14, "없다: 100%%\n\"둘\"");
	diag(&d, DIAG_CONF, "halfhour.yaml", 0, 0, "%s", "");
	build_kept_pack(&kept, &done, &d);
	diag(&said, DIAG_CONF, "halfhour.yaml", 1, 1, "of before");
	ok(take(&kept, &then, &said), "the site is as it was");
	ok(then.notes == 2 && then.days == 1 && then.links == 4 &&
		then.pages == 3 && then.written == 0 && then.removed == 0,
	    "and so are its numbers");
	ok(said.n == 2 && said.v[0].id == DIAG_LINK_BROKEN &&
		strcmp(said.v[0].path, "notes/쪽.md") == 0 &&
		said.v[0].line == 3 && said.v[0].col == 14 &&
		strcmp(said.v[0].msg, "없다: 100%\n\"둘\"") == 0 &&
		said.v[1].id == DIAG_CONF && *said.v[1].msg == '\0',
	    "and what was said of the notes");
	fs_write(out, "ipc/둘.html", "셋", 3, 0, &e);
	ok(!take(&kept, &then, &said) && said.n == 2, "a file was written");
	make(&done);
	strbuf_clear(&kept);
	build_kept_pack(&kept, &done, &d);
	ok(take(&kept, &then, &said), "and is mended");
	fs_unlink(out, "쪽.html", 0, &e);
	ok(!take(&kept, &then, &said), "a file was removed");
	diag_release(&d);
	diag_release(&said);
	strbuf_release(&kept);
}

/* Each byte of it another, and each beginning of it. */
static void
test_damage(void)
{
	struct build_done done, then;
	struct strbuf kept = STRBUF_INIT;
	struct diag_list d = DIAG_LIST_INIT, said = DIAG_LIST_INIT;
	size_t i, len, taken = 0, wrong = 0;
	unsigned char byte;

	make(&done);
	diag(&d, DIAG_LINK_BROKEN, "notes/쪽.md", 3, 14, "없다");
	build_kept_pack(&kept, &done, &d);
	len = kept.len;
	for (i = 0; i < len; i++) {
		char was = kept.buf[i];

		for (byte = 1; byte != 0; byte = (unsigned char)(byte << 1)) {
			kept.buf[i] = (char)(was ^ byte);
			/* It may be another text of the same length. */
			if (take(&kept, &then, &said))
				wrong +=
				    said.n != 1 || then.files.n != done.files.n;
		}
		kept.buf[i] = was;
	}
	ok(wrong == 0, "no bit of it makes another site of it");
	for (kept.len = 0; kept.len < len; kept.len++)
		taken += take(&kept, &then, &said);
	ok(taken == 0, "no part of it is taken for the whole");
	kept.len = len;
	ok(take(&kept, &then, &said), "the whole is");
	diag_release(&d);
	diag_release(&said);
	strbuf_release(&kept);
}

static void
test_sum(void)
{
	const char *paths[] = { "쪽.html", "ipc/둘.html", ".halfhour" };
	struct still a = { .n = 0 }, b = a, c = a;
	struct err e = ERR_INIT;
	struct still d = a, one = a;

	still_files(&a, out, paths, 3, 1);
	still_files(&b, out, paths, 3, 3);
	ok(still_same(&a, &b) && a.n == 3 && a.newest == b.newest,
	    "the same by one thread as by three");
	still_files(&c, out, paths, 2, 1);
	ok(!still_same(&a, &c), "a file less is another sum");
	still_tree(&d, out, "ipc", 1);
	ok(d.n == 2 && !d.odd, "a folder and the file in it");
	paths[0] = "ipc";
	still_files(&one, out, paths, 2, 1);
	ok(still_same(&d, &one), "the same as one by one");
	fs_mkdirs(out, "ipc/a", &e);
	fs_mkdirs(out, "ipc/b/c", &e);
	fs_write(out, "ipc/b/c/d.html", "d", 1, 0, &e);
	d = one = (struct still){ .n = 0 };
	still_tree(&d, out, "ipc", 1);
	still_tree(&one, out, "ipc", 3);
	ok(d.n == 6 && still_same(&d, &one), "folders by three threads");
	ok(symlinkat("둘.html", out, "ipc/셋.html") == 0, "a link");
	still_tree(&d, out, "ipc", 2);
	ok(d.odd, "is odd");
	paths[0] = "없다.html";
	still_files(&c, out, paths, 3, 2);
	ok(c.odd && !still_same(&c, &c), "and so is what is not there");
}

static bool
folders(const struct strbuf *kept)
{
	const char *p = kept->buf;
	size_t len = kept->len;

	return build_folders_take(&p, &len, out, 2) && len == 4 &&
	       memcmp(p, "rest", 4) == 0;
}

/* What is kept of a build: folders, then what came of it. */
static void
test_stays(void)
{
	struct strbuf kept = STRBUF_INIT;
	struct diag_list d = DIAG_LIST_INIT;
	struct build_done done;
	struct still none = { .n = 0 };
	struct err e = ERR_INIT;
	int folders;

	for (folders = 0; folders < 2; folders++) {
		make(&done);
		strbuf_clear(&kept);
		build_folders_pack(&kept, &none, folders ? out : -1, 1);
		build_kept_pack(&kept, &done, &d);
		ok(build_kept_stays(kept.buf, kept.len, out, 2),
		    "a site is as it was left");
		fs_write(out, "ipc/둘.html", "셋", 3, 0, &e);
		ok(!build_kept_stays(kept.buf, kept.len, out, 2),
		    "and is not when a file is another");
	}
	ok(!build_kept_stays(kept.buf, 20, out, 2), "nor is a part of it");
	ok(!build_kept_stays("", 0, out, 2), "or nothing");
	strbuf_release(&kept);
	diag_release(&d);
}

static void
test_folders(void)
{
	struct strbuf kept = STRBUF_INIT;
	struct build_done done;
	struct still sum = { .n = 0 };
	struct err e = ERR_INIT;
	const char *p;
	size_t i, len, taken = 0;

	make(&done);
	build_folders_pack(&kept, &sum, out, 2);
	strbuf_add(&kept, "rest", 4);
	ok(sum.n == 2 && !sum.odd, "a site has two folders");
	ok(folders(&kept), "which are as they were");
	for (i = 0; i + 4 < kept.len; i++) {
		p = kept.buf;
		len = i;
		taken += build_folders_take(&p, &len, out, 2);
	}
	ok(taken == 0, "no part of that is taken for the whole");
	fs_write(out, "ipc/둘.html", "셋", 3, 0, &e);
	ok(!folders(&kept), "a file in one of them was replaced");
	strbuf_clear(&kept);
	build_folders_pack(&kept, &sum, -1, 2);
	strbuf_add(&kept, "rest", 4);
	ok(!folders(&kept), "none is known");
	strbuf_release(&kept);
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
	fs_mkdirs(top, "site", &e);
	out = fs_open(top, "site", O_RDONLY | O_DIRECTORY, 0);
	test_same();
	test_damage();
	test_sum();
	test_folders();
	test_stays();
	ok(fs_remove_tree(top, "site", &e) == 0, "and all of it is removed");
	rmdir(dir);
	close(top);
	close(out);
	return done_testing();
}
