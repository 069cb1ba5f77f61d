/* test_wiki_looks.c: which files of a wiki are not as they were */
#include "base/fs.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_looks.h"

/* Behind those: it has a variable that is called as a parameter of theirs. */
#include "test_repo.h"

#define KEPT ".git/halfhour/looks.cache"
#define NEW "notes/daily/2026-11-24.md"

static struct wiki w;
static bool is_new; /* what is expected of NEW */

static void
reopen(void)
{
	struct err e = ERR_INIT;

	wiki_close(&w);
	if (wiki_open_root(&w, ".", NULL, &e) == -1) {
		ok(false, "the wiki is opened: %s", e.msg);
		exit(99);
	}
	repo_state_fd(w.repo, &e);
}

/* The files as they are, once all are old enough to be known. */
static struct wiki_still
look(void)
{
	struct wiki_still s;

	for (;;) {
		wiki_still_look(&s, &w, "opts", 2);
		wiki_still_begin(&s, &w);
		if (!s.known || wiki_still_older(&s, &s.files))
			return s;
		wiki_still_release(&s);
	}
}

/* A wiki of its own, whose looks are kept; the sum over its files. */
static struct still
fresh_looks(const char *name)
{
	struct wiki_still s;
	struct still files;

	fresh_with_commit(name);
	put("halfhour.yaml", "title: a\n");
	put("notes/파이프.md", "# 파이프\n");
	put("notes/도커.md", "# 도커\n");
	sh("mkdir -p notes/ipc");
	put("notes/ipc/큐.md", "# 큐\n");
	reopen();
	s = look();
	ok(s.known && s.files.n > 3, "%s: a wiki of %zu files", name,
	    s.files.n);
	wiki_looks_keep(&w, &s);
	files = s.files;
	wiki_still_release(&s);
	return files;
}

/* Of these paths, in any order, it is said that they have changed; with NULL
 * for none at all nothing is known. */
static void
changed(const struct still *then, size_t most, const char *const *want,
    const char *desc)
{
	struct wiki_still now = look();
	struct wiki_looks is = { .may_be_new = still_path(NEW) };
	size_t i, k, n_want = 0, found = 0;
	bool known = wiki_looks_changed(&is, &w, then, &now, most);

	for (; want != NULL && want[n_want] != NULL; n_want++)
		for (k = 0; k < is.n; k++)
			found += is.paths[k] == still_path(want[n_want]);
	ok(known == (want != NULL) && is.n == n_want && found == n_want,
	    "%s: %s, %zu paths", desc, known ? "known" : "not known", is.n);
	for (i = 0; i < is.n && !known; i++)
		ok(false, "%s: a path of what is not known", desc);
	if (!known)
		ok(is.paths == NULL, "%s: and nothing to be freed", desc);
	else
		ok(is.is_new == is_new, "%s: the day is %s", desc,
		    is_new ? "new" : "not new");
	free(is.paths);
	wiki_still_release(&now);
}

#define NONE ((const char *const[]){ NULL })
#define ONE(a) ((const char *const[]){ a, NULL })
#define TWO(a, b) ((const char *const[]){ a, b, NULL })

static void
test_changed(void)
{
	struct still then = fresh_looks("changed"), another = then;

	changed(&then, 8, NONE, "nothing");
	put("notes/도커.md", "# 도커\n\n층\n");
	changed(&then, 8, ONE("notes/도커.md"), "a note");
	changed(&then, 1, ONE("notes/도커.md"), "one, of one at most");
	changed(&then, 0, NULL, "one, of none at most");
	sh("touch -r notes/ipc/큐.md t; printf '# 쿠\\n' >notes/ipc/큐.md; "
	   "touch -r t notes/ipc/큐.md; rm t");
	changed(&then, 8, TWO("notes/도커.md", "notes/ipc/큐.md"),
	    "one more, of its size and time");
	changed(&then, 1, NULL, "two, of one at most");
	put("halfhour.yaml", "title: b\n");
	reopen();
	changed(&then, 8,
	    ((const char *const[]){
		"notes/도커.md", "notes/ipc/큐.md", "halfhour.yaml", NULL }),
	    "the settings are a file, too");
	another.a ^= 1;
	changed(&another, 8, NULL, "another sum");
	another = then;
	another.b ^= 1;
	changed(&another, 8, NULL, "another half of it");
	another = then;
	another.n++;
	changed(&another, 8, NULL, "over more files");
}

/* Names that come and go, though there may be as many as there were. */
static void
test_names(void)
{
	struct still then = fresh_looks("added");

	put("notes/새것.md", "# 새것\n");
	changed(&then, 8, NULL, "a note more");
	sh("rm notes/새것.md");
	changed(&then, 8, NONE, "that is gone again: its folder says nothing");
	sh("touch notes/ipc");
	changed(&then, 8, NONE, "a folder that is touched");
	sh("mv notes/도커.md notes/도카.md");
	changed(&then, 8, NULL, "a note of another name");
	sh("mv notes/도카.md notes/도커.md");
	changed(&then, 8, ONE("notes/도커.md"),
	    "which has its name again, and another time");
	sh("rm notes/도커.md");
	changed(&then, 8, NULL, "a note less");
	sh("mkdir notes/도커.md");
	changed(&then, 8, NULL, "a folder in its place");
	then = fresh_looks("swapped");
	sh("mv notes/도커.md t; mv notes/파이프.md notes/도커.md; "
	   "mv t notes/파이프.md");
	changed(&then, 8, TWO("notes/도커.md", "notes/파이프.md"),
	    "two that change places");
	then = fresh_looks("empty-folder");
	sh("mkdir notes/빈");
	changed(&then, 8, NULL, "a folder more");
}

/* One file may be new, and no other. */
static void
test_new(void)
{
	struct still then;

	fresh_looks("new");
	sh("mkdir notes/daily");
	put("notes/daily/2026-11-23.md", "# 2026-11-23\n");
	{
		struct wiki_still s = look();

		wiki_looks_keep(&w, &s);
		then = s.files;
		wiki_still_release(&s);
	}
	changed(&then, 8, NONE, "no day");
	put(NEW, "# 2026-11-24\n");
	is_new = true;
	changed(&then, 8, NONE, "one day more");
	put("notes/도커.md", "# 도커\n\n층\n");
	changed(&then, 8, ONE("notes/도커.md"), "and a note that changed");
	is_new = false;
	put("notes/daily/2026-11-25.md", "# 2026-11-25\n");
	changed(&then, 8, NULL, "two days more");
	sh("rm notes/daily/2026-11-23.md notes/daily/2026-11-25.md");
	changed(&then, 8, NULL, "one more and one less");
	sh("rm " NEW "; mkdir " NEW);
	changed(&then, 8, NULL, "a folder of that name");
}

/* What was as new as the clock is taken for changed. */
static void
test_racy(void)
{
	struct still then = fresh_looks("racy");
	struct wiki_still s;
	struct wiki_looks is = { .n = 0 };

	ok(then.n > 0, "files");
	sh("touch -d '+1 hour' notes/도커.md");
	wiki_still_look(&s, &w, "opts", 2);
	wiki_still_begin(&s, &w);
	ok(!wiki_still_older(&s, &s.files), "a time that is still to come");
	wiki_looks_keep(&w, &s);
	ok(wiki_looks_changed(&is, &w, &s.files, &s, 8) && is.n == 1 &&
		is.paths[0] == still_path("notes/도커.md"),
	    "may have been written once more, and no other was");
	free(is.paths);
	wiki_still_release(&s);
}

/* Whatever becomes of the file: it is not believed. */
static void
test_damage(void)
{
	struct still then = fresh_looks("damage");
	struct strbuf good = STRBUF_INIT, bad = STRBUF_INIT;
	struct wiki_still now = look();
	struct err e = ERR_INIT;
	struct wiki_looks is = { .n = 0 };
	size_t i, wrong = 0, tried = 0;

	ok(fs_read(&good, w.root_fd, KEPT, STRBUF_MAX, &e) == 0 &&
		good.len > 64,
	    "%zu bytes are kept", good.len);
	for (i = 0; i < 2 * good.len; i++, tried++) {
		size_t at = i % good.len;

		strbuf_clear(&bad);
		strbuf_add(&bad, good.buf, i < good.len ? good.len : at);
		if (i < good.len)
			bad.buf[at] ^= 1;
		if (fs_write(w.root_fd, KEPT, bad.buf, bad.len, FS_PRIVATE,
			&e) == -1)
			wrong++;
		wrong += wiki_looks_changed(&is, &w, &then, &now, 8) ||
			 is.paths != NULL || is.n != 0;
	}
	ok(wrong == 0, "each byte, and each length: %zu tried, %zu believed",
	    tried, wrong);
	wiki_kept_store(&w, "looks.cache", "", 0);
	ok(!wiki_looks_changed(&is, &w, &then, &now, 8), "no bytes");
	wiki_looks_keep(&w, &now);
	ok(wiki_looks_changed(&is, &w, &then, &now, 8) && is.n == 0,
	    "and it is kept again");
	free(is.paths);
	sh("rm %s", KEPT);
	ok(!wiki_looks_changed(&is, &w, &then, &now, 8), "no file");
	wiki_still_release(&now);
	strbuf_release(&good);
	strbuf_release(&bad);
}

int
main(void)
{
	make_root();
	w.root_fd = -1;
	test_changed();
	test_names();
	test_new();
	test_racy();
	test_damage();
	wiki_close(&w);
	remove_root();
	return done_testing();
}
