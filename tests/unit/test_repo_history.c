/* test_repo_history.c: files that go, merges, and what was committed before */
#include "test_repo.h"

#define BASE "# day\nbase\n"

/* ---- a file that goes -------------------------------------------------- */

static const char *
versions(void)
{
	return sh("git ls-tree -r --name-only HEAD notes; git ls-files notes; "
		  "find notes -type f");
}

static void
test_gone(void)
{
	fresh_with_commit("gone");
	put("other.md", "staged\n");
	sh("git add other.md");
	is_done(commit_as("gone", DAY, BASE), 0, "gone: a commit");
	ok(done.oid[0] != '\0' && done.saved, "gone: that is one");
	is_str(versions(), "", "gone: HEAD, index and folder have it no more");
	is_str(sh("git ls-tree --name-only HEAD"), "other.md\n",
	    "gone: an empty folder is none of git's");
	is_str(sh("git status --porcelain"), "M  other.md\n",
	    "gone: what is staged stays staged");
	is_sound("gone");
	is_done(commit_as("gone", DAY, BASE), 0, "gone already: no failure");
	ok(done.unchanged && done.oid[0] == '\0',
	    "gone already: and no commit");
}

static void
test_gone_beside(void)
{
	fresh("beside");
	put(DAY, BASE);
	put("notes/daily/other.md", "other\n");
	sh("git add . && git commit -qm base");
	is_done(commit_as("gone", DAY, BASE), 0, "beside: a commit");
	is_str(sh("git ls-tree -r --name-only HEAD"), "notes/daily/other.md\n",
	    "beside: the file next to it stays");
	is_sound("beside");
}

/* Only the version that is what it was goes. */
static void
test_gone_half(void)
{
	fresh_with_commit("half");
	put(DAY, BASE "by hand\n");
	is_done(commit_as("gone", DAY, BASE), 0, "half: a commit");
	is_str(sh("git status --porcelain"), "?? notes/\n",
	    "half: what was written by hand is still there");
	is_str(sh("cat " DAY), BASE "by hand\n", "half: to the byte");
	is_sound("half");
}

static void
test_gone_last(void)
{
	fresh("last");
	put(DAY, BASE);
	sh("git add . && git commit -qm base");
	is_done(commit_as("gone", DAY, BASE), 0, "last: a commit");
	is_str(sh("git ls-tree HEAD"), "", "last: nothing is left");
	is_sound("last");
	is_done(commit(), 0, "last: and the next commit");
	is_whole("last");
}

/* ---- merges ------------------------------------------------------------ */

static void
merge(const char *base, const char *mine, const char *theirs, const char *want,
    const char *what)
{
	struct repo_text b = { base, strlen(base) };
	struct repo_text m = { mine, strlen(mine) };
	struct repo_text t = { theirs, strlen(theirs) };
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;
	int rc = repo_merge3(&out, &b, &m, &t, &e);

	ok(rc == (want != NULL), "merge: %s", what);
	is_str(out.buf, want != NULL ? want : "", "merge: %s, the text", what);
	strbuf_release(&out);
}

static void
test_merge(void)
{
	merge("1\n2\n3\n4\n5\n", "0\n1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n",
	    "0\n1\n2\n3\n4\n5\n6\n", "both ends");
	merge("1\n2\n3\n", "1\nx\n3\n", "1\ny\n3\n", NULL, "the same line");
	merge("1\n2\n3\n", "1\nx\n3\n", "1\nx\n3\n", "1\nx\n3\n",
	    "the same change");
	merge("1\n2\n", "1\nx\n", "1\n2\n\n3\n", "1\nx\n\n3\n",
	    "an insertion behind a changed line");
	merge("1\n2\n", "0\n1\n2\n", "x\n2\n", "0\nx\n2\n",
	    "an insertion before one");
	merge("1\n2\n3\n", "1\n2\ny\n3\n", "1\nx\n3\n", "1\nx\ny\n3\n",
	    "an insertion of mine");
	merge("1\n2\n3\n4\n", "x\n4\n", "1\n2\ny\n3\n4\n", NULL,
	    "an insertion where lines are gone");
	merge("1\n2", "1\nx", "1\n2\n3\n", NULL, "a last line without an end");
	merge("1\n", "1\nx\n", "1\ny\n", "1\nx\ny\n", "two insertions: both");
	merge("", "하나\n", "", "하나\n", "from nothing");
	merge("하나\n둘", "둘", "하나\n둘", "둘", "without a final newline");
	merge("1\r\n2\r\n3\r\n4\r\n", "1\r\n2\r\n3\r\n",
	    "0\r\n1\r\n2\r\n3\r\n4\r\n", "0\r\n1\r\n2\r\n3\r\n", "with CRLF");
}

/* ---- history ----------------------------------------------------------- */

static void
test_trailer(void)
{
	size_t len = 0;
	const char *s;

	s = repo_trailer("log: x\n\nHalfhour-Day: 2026-11-23\nB: c\n",
	    "Halfhour-Day:", &len);
	ok(s != NULL && len == 10 && memcmp(s, "2026-11-23", 10) == 0,
	    "a trailer is found");
	ok(repo_trailer("log: x\n\nText\n\nHalfhour-Day: 1\n\n", "Halfhour-",
	       &len) != NULL,
	    "in the last paragraph");
	ok(repo_trailer("log: x\n\nHalfhour-Day: 1\n\nText\n", "Halfhour-",
	       &len) == NULL,
	    "and in none before a text");
	s = repo_trailer("log: x\n\nHalfhour-Day: 1\nB: c\n\nSigned-off-by: a "
			 "<a@b>\n\nX: y\n  more of it\n\n",
	    "Halfhour-Day:", &len);
	ok(s != NULL && len == 1 && *s == '1',
	    "but in one before others that are nothing but trailers");
	ok(repo_trailer("log: x\n\nHalfhour-Day: 1\nA text\n\nX: y\n",
	       "Halfhour-", &len) == NULL,
	    "if it is such a one, too");
	ok(repo_trailer("log: x\n\nA text\nHalfhour-Day: 1\n", "Halfhour-",
	       &len) != NULL,
	    "which the last need not be");
	ok(repo_trailer("Halfhour-Day: 1\n", "Halfhour-", &len) == NULL,
	    "the subject is no trailer");
	ok(repo_trailer("", "Halfhour-", &len) == NULL, "nor is nothing");
}

static void
test_walk(void)
{
	struct arena *mem = arena_new();
	struct repo_walk *walk = NULL;
	struct err e = ERR_INIT;
	struct repo_step *steps;
	struct repo_text text;
	struct repo_past past;
	struct repo *r = NULL;
	size_t n;

	fresh_with_commit("walk");
	is_done(commit(), 0, "walk: a commit");
	sh("echo more >>other.md; git commit -qam 'by hand'");
	ok(repo_open(&r, ".", &e) == 0 && repo_walk_new(&walk, r, &e) == 0,
	    "walk: opened");
	ok(repo_own_next(walk, "Halfhour-", &past, &e) == 1 &&
		strcmp(past.oid, done.oid) == 0 && past.parents == 1,
	    "walk: ours is found behind another");
	is_str(past.subject, "log: entry", "walk: its subject");
	ok(repo_past_files(r, past.oid, mem, &steps, &n, &e) == 0 && n == 1,
	    "walk: it changed one file");
	is_str(steps[0].path, DAY, "walk: this one");
	is_str(steps[0].from.p, BASE, "walk: from this");
	is_str(steps[0].to.p, BASE ENTRY, "walk: to this");
	ok(repo_own_next(walk, "Halfhour-", &past, &e) == 0,
	    "walk: there is no other");
	put(DAY, "work\n");
	ok(repo_text_read(r, REPO_WORK, DAY, mem, &text, &e) == 0 &&
		strcmp(text.p, "work\n") == 0,
	    "walk: the work file");
	ok(repo_text_read(r, REPO_INDEX, DAY, mem, &text, &e) == 0 &&
		strcmp(text.p, BASE ENTRY) == 0,
	    "walk: the staged one");
	ok(repo_text_read(r, REPO_HEAD, "none.md", mem, &text, &e) == 0 &&
		text.p == NULL,
	    "walk: one that is not there");
	ok(repo_ready(r, &e) == 0, "walk: a commit could be made");
	sh("git checkout -q --detach");
	ok(repo_ready(r, &e) == -1 && e.code == ERR_CONFLICT,
	    "walk: on no branch it could not");
	repo_walk_free(walk);
	repo_free(r);
	arena_free(mem);
}

static void
test_walk_unborn(void)
{
	struct repo_walk *walk = NULL;
	struct err e = ERR_INIT;
	struct repo_past past;
	struct repo *r = NULL;

	fresh("unborn");
	ok(repo_open(&r, ".", &e) == 0 && repo_walk_new(&walk, r, &e) == 0 &&
		repo_own_next(walk, "Halfhour-", &past, &e) == 0,
	    "unborn: there is no history");
	repo_walk_free(walk);
	repo_free(r);
}

int
main(void)
{
	make_root();
	test_gone();
	test_gone_beside();
	test_gone_half();
	test_gone_last();
	test_merge();
	test_trailer();
	test_walk();
	test_walk_unborn();
	remove_root();
	return done_testing();
}
