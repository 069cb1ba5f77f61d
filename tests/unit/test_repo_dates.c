/* test_repo_dates.c: when files were committed first and last, and versions */
#include <fcntl.h>

#include "base/fs.h"
#include "base/hash.h"
#include "test_repo_dates.h"

/* ---- one line of commits ----------------------------------------------- */

static void
test_simple(void)
{
	fresh("simple");
	is_str(all_dates(&notes), "", "simple: an unborn branch has no dates");
	write_note("notes/파이프.md", "파이프");
	put("notes/그림.txt", "x");
	put("other.md", "x");
	sh("mkdir -p notes/.runs && echo x >notes/.runs/a.md");
	at(1700000000, "git add -A; git commit -qm 하나");
	sh("echo 더 >>notes/파이프.md; echo 더 >>other.md");
	at(1700000100, "git commit -qam 둘");
	at(1700000200, "git rm -q other.md; git commit -qm 셋");
	write_note("notes/daily/2026-11-23.md", "하루");
	at(1700000300, "git add -A; git commit -qm 넷");
	is_str(dates("simple"),
	    "notes/daily/2026-11-23.md 1700000300-1700000300\n"
	    "notes/파이프.md 1700000000-1700000100\n"
	    "1700000300 notes/daily/2026-11-23.md\n"
	    "1700000100 notes/파이프.md\n"
	    "1700000000 notes/파이프.md\n",
	    "simple: first and last, of notes alone");
	sh("ln -sf 파이프.md notes/링크.md; git checkout -q --detach");
	at(1700000400, "git add -A; git commit -qm 링크");
	ok(strstr(dates("detached"), "링크") == NULL, "a link is no note");
	sh("git reset -q --hard HEAD~3");
	is_str(dates("back"),
	    "notes/파이프.md 1700000000-1700000100\n"
	    "1700000100 notes/파이프.md\n"
	    "1700000000 notes/파이프.md\n",
	    "back: what HEAD has left behind is not known any more");
}

/* The times are the author's, and come in any order. */
static void
test_order(void)
{
	fresh("order");
	put("notes/a.md", "1\n");
	at(1700000500, "git add -A; git commit -qm 하나");
	put("notes/a.md", "2\n");
	at(1700000100, "git commit -qam '어제 것'");
	is_str(dates("order"),
	    "notes/a.md 1700000100-1700000500\n"
	    "1700000500 notes/a.md\n"
	    "1700000100 notes/a.md\n",
	    "order: the least and the greatest");
	write_note("notes/b.md", "둘");
	at(1700000500, "git add -A; git commit -qm '같은 때'");
	write_note("notes/c.md", "셋");
	at(1700000500, "git add -A; git commit -qm '또 같은 때'");
	ok(strstr(dates("second"), "1700000500 notes/c.md\n"
				   "1700000500 notes/b.md\n"
				   "1700000500 notes/a.md\n") != NULL,
	    "order: of one second, the later commit comes first");
}

static void
test_rename(void)
{
	fresh("rename");
	write_note("notes/a.md", "하나");
	write_note("notes/b.md", "둘");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("mkdir notes/x && git mv notes/a.md notes/x/c.md && "
	   "git mv notes/b.md notes/x/b.md");
	at(1700000100, "git commit -qm 옮김");
	sh("echo 더 >>notes/x/c.md");
	at(1700000200, "git commit -qam 고침");
	sh("git mv notes/x/c.md notes/d.md; sed -i 1d notes/d.md");
	at(1700000300, "git commit -qam '옮기고 고침'");
	is_str(dates("rename"),
	    "notes/d.md 1700000000-1700000300\n"
	    "notes/x/b.md 1700000000-1700000100\n"
	    "1700000300 notes/d.md\n"
	    "1700000200 notes/d.md\n"
	    "1700000100 notes/d.md notes/x/b.md\n"
	    "1700000000 notes/d.md notes/x/b.md\n",
	    "rename: all that was done to it is its own");
	/* Another note under the old name. */
	write_note("notes/a.md", "셋");
	at(1700000400, "git add -A; git commit -qm 새것");
	ok(strstr(dates("anew"), "notes/a.md 1700000400-1700000400\n") != NULL,
	    "rename: another note of that name is new");
	/* One that is deleted and made again goes on. */
	at(1700000500, "git rm -q notes/a.md; git commit -qm 지움");
	ok(strstr(dates("gone"), "a.md 1700000400-1700000500 gone\n") != NULL,
	    "gone: it is known that it was");
	write_note("notes/a.md", "넷");
	at(1700000600, "git add -A; git commit -qm 다시");
	ok(strstr(dates("again"), "a.md 1700000400-1700000600\n") != NULL,
	    "again: it goes on");
}

/* Nearly nothing stays of a short note; but a commit of ours says it. */
static void
test_rename_ours(void)
{
	fresh("ours");
	put("notes/a.md", "# 파이프\n");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git mv notes/a.md notes/b.md");
	put("notes/b.md", "---\naliases: [a]\n---\n# 관\n");
	at(1700000100, "git commit -qam 'mv: a to b\n\nHalfhour-Page: b\n'");
	is_str(dates("ours"),
	    "notes/b.md 1700000000-1700000100\n"
	    "1700000100 notes/b.md\n"
	    "1700000000 notes/b.md\n",
	    "ours: the trailer is believed");
	sh("git mv notes/b.md notes/c.md");
	put("notes/c.md", "다른 글\n");
	at(1700000200, "git commit -qam '손으로'");
	ok(strstr(dates("not ours"), "c.md 1700000200-1700000200\n") != NULL,
	    "not ours: nothing alike is another note");
}

/* A merge of ours brings together what was done elsewhere: that it takes one
 * note away from a side, and gives it another, is no rename. */
static void
test_merge_ours(void)
{
	fresh("brought");
	put("notes/a.md", "# 파이프\n");
	put("notes/c.md", "# 셋\n");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git checkout -qb side; echo 더 >>notes/c.md");
	at(1700000100, "git commit -qam 곁");
	sh("git checkout -q main");
	at(1700000200, "git rm -q notes/a.md; git commit -qm 지움");
	put("notes/b.md", "도커\n레이어\n");
	at(1700000300, "git add -A; git commit -qm 새것");
	at(1700000400,
	    "git merge -q side -m 'sync: side\n\nHalfhour-Sync: 1\n'");
	ok(strstr(dates("brought"), "notes/b.md 1700000300-1700000300\n") !=
		NULL,
	    "brought: a new note is new");
}

/* Names as a Mac makes them: the same letters, other bytes. */
static void
test_nfd(void)
{
	fresh("nfd");
	write_note("notes/\xe1\x84\x80\xe1\x85\xa1.md", "가");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git mv notes/\xe1\x84\x80\xe1\x85\xa1.md notes/\xea\xb0\x80.md");
	at(1700000100, "git commit -qm NFC");
	is_str(dates("nfd"),
	    "notes/\xea\xb0\x80.md 1700000000-1700000100\n"
	    "1700000100 notes/\xea\xb0\x80.md\n"
	    "1700000000 notes/\xea\xb0\x80.md\n",
	    "nfd: composed and decomposed are two names of one note");
}

/* ---- merges ------------------------------------------------------------ */

static void
test_merge(void)
{
	fresh("merge");
	write_note("notes/a.md", "하나");
	write_note("notes/b.md", "둘");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git checkout -qb side; echo 끝 >>notes/a.md");
	at(1700000100, "git commit -qam 곁");
	sh("git checkout -q main; echo 더 >>notes/b.md");
	at(1700000200, "git commit -qam 본");
	at(1700000300, "git merge -q --no-edit side");
	is_str(dates("merge"),
	    "notes/a.md 1700000000-1700000100\n"
	    "notes/b.md 1700000000-1700000200\n"
	    "1700000200 notes/b.md\n"
	    "1700000100 notes/a.md\n"
	    "1700000000 notes/a.md notes/b.md\n",
	    "merge: what it only brings together it has not changed");
	/* Both sides change one note; the merge makes a third of them. */
	sh("git checkout -qb side2; sed -i 1s/^/가/ notes/a.md");
	at(1700000400, "git commit -qam 곁");
	sh("git checkout -q main; echo 나 >>notes/a.md");
	at(1700000500, "git commit -qam 본");
	at(1700000600, "git merge -q --no-edit side2");
	ok(strstr(dates("both"), "a.md 1700000000-1700000600\n") != NULL,
	    "both: a merge that makes another text has changed it");
}

/* One side renames, the other goes on under the old name. */
static void
test_merge_rename(void)
{
	fresh("sides");
	write_note("notes/a.md", "하나");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git checkout -qb side; echo 끝 >>notes/a.md");
	at(1700000200, "git commit -qam 곁");
	sh("git checkout -q main; git mv notes/a.md notes/b.md");
	at(1700000100, "git commit -qm 옮김");
	/* The merge itself is made at an early time, so that it does not
	 * hide what the side did. */
	at(1700000050, "git merge -q --no-edit side");
	is_str(sh("git ls-files"), "notes/b.md\n", "sides: git merged them");
	ok(strstr(dates("sides"), "notes/b.md 1700000000-1700000200\n") != NULL,
	    "sides: what was done under the old name counts");
}

/* ---- many commits, held to git ----------------------------------------- */

/* What `git log --follow` says of each note at HEAD. */
static const char *
oracle(void)
{
	return sh(
	    "export LC_ALL=C; git ls-files notes | sort | while read -r f;"
	    " do git log --follow --format=%%at -- \"$f\" | sort -n |"
	    " sed -n '1h;${H;x;s/\\n/-/p;}' | sed \"s,^,$f ,\"; done");
}

static void
test_random(void)
{
	char names[40][32];
	unsigned i, n = 0, made = 0;
	const char *got, *p;
	struct strbuf there = STRBUF_INIT;

	fresh("random");
	for (i = 0; i < 40; i++) {
		unsigned k = n > 0 ? dice(n) : 0, what = n < 2 ? 0 : dice(8);
		char name[32];

		snprintf(name, sizeof(name), "notes/n%02u.md", made);
		if (what < 2) {
			write_note(name, name);
			memcpy(names[n++], name, sizeof(name));
			made++;
		} else if (what < 5) {
			sh("echo 줄 %u >>%s", i, names[k]);
		} else if (what < 7) {
			sh("git mv %s %s; test %u = 0 || echo 끝 >>%s",
			    names[k], name, what - 5, name);
			memcpy(names[k], name, sizeof(name));
			made++;
		} else {
			sh("git rm -q %s", names[k]);
			memcpy(names[k], names[--n], sizeof(name));
		}
		at(1700000000 + 60 * (long)i, "git add -A; git commit -qm %u",
		    i);
	}
	got = dates("random");
	/* Those at HEAD alone, without the events. */
	for (p = got; strncmp(p, "notes/", 6) == 0; p = strchr(p, '\n') + 1) {
		size_t len = strcspn(p, "\n");

		if (memcmp(p + len - 4, "gone", 4) != 0)
			strbuf_add(&there, p, len + 1);
	}
	ok(n > 2, "random: there are notes");
	is_str(there.buf, oracle(), "random: git log --follow says the same");
	strbuf_release(&there);
}

/* Three branches that are merged now and then. What a merge changed is what git
 * shows of it combined: files that are as on no side. */
static void
test_random_merges(void)
{
	static const char *const branches[] = { "main", "one", "two" };
	const char *got;
	unsigned i;

	fresh("many");
	for (i = 0; i < 5; i++) {
		char name[32];

		snprintf(name, sizeof(name), "notes/n%u.md", i);
		write_note(name, name);
	}
	at(1700000000, "git add -A; git commit -qm 0");
	sh("git branch one; git branch two");
	for (i = 1; i < 36; i++) {
		if (dice(3) == 0)
			sh("git checkout -q %s", branches[dice(3)]);
		if (dice(4) == 0)
			at(1700000000 + 60 * (long)i,
			    "git merge -q --no-edit -X ours %s",
			    branches[dice(3)]);
		else
			at(1700000000 + 60 * (long)i,
			    "sed -i '%us/^/%u /' notes/n%u.md; "
			    "git commit -qam %u",
			    dice(12) + 1, i, dice(5), i);
	}
	ok(atoi(sh("git rev-list --merges --count HEAD")) > 1,
	    "many: there are merges");
	got = dates("many");
	is_str(
	    arena_strndup(mem, got, (size_t)(strstr(got, "\n1700") + 1 - got)),
	    sh("git log -c --name-only --format=@%%at | awk '/^@/ { t = "
	       "substr($0, 2) } /^notes/ { if (!($0 in a) || t < a[$0]) a[$0] "
	       "= t; if (t > b[$0]) b[$0] = t } END { for (f in a) print f, "
	       "a[f] \"-\" b[f] }' | sort"),
	    "many: git says the same");
}

/* ---- what is kept ------------------------------------------------------ */

static void
test_damage(void)
{
	static const char *const harm[] = { "printf x >>$f", ": >$f",
		"head -c 100 $f >$f.new; mv $f.new $f",
		"sed -i s/1700000000/1700000001/ $f", "echo 한글 >$f",
		"rm $f; mkdir $f" };
	const char *want;
	size_t i;

	fresh("damage");
	write_note("notes/a.md", "하나");
	at(1700000000, "git add -A; git commit -qm 처음");
	want = all_dates(&notes);
	for (i = 0; i < sizeof(harm) / sizeof(*harm); i++) {
		sh("f=.git/halfhour/history; %s", harm[i]);
		is_str(all_dates(&notes), want, "damage: %s", harm[i]);
		is_str(all_dates(&notes), want, "damage: %s, again", harm[i]);
	}
	sh("rm -rf .git/halfhour; : >.git/halfhour");
	is_str(all_dates(&notes), want, "damage: nothing can be kept");
}

/* Put one text for another of its length, and the hash that goes with it. */
static void
forge(const char *path, const char *from, const char *to)
{
	struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;
	size_t i, n = strlen(from);

	if (fs_read(&sb, AT_FDCWD, path, 1 << 20, &e) == -1 || sb.len < 16) {
		ok(false, "%s: there is something to forge", path);
		return;
	}
	strbuf_trunc(&sb, sb.len - 16);
	for (i = 0; i + n <= sb.len; i++)
		if (memcmp(sb.buf + i, from, n) == 0)
			memcpy(sb.buf + i, to, n);
	strbuf_addf(
	    &sb, "%016llx", (unsigned long long)hash_sum(sb.buf, sb.len));
	if (fs_write(AT_FDCWD, path, sb.buf, sb.len, 0, &e) == -1)
		ok(false, "%s: %s", path, e.msg);
	strbuf_release(&sb);
}

/* A file that is whole, and says something that is not so. */
static void
test_anew(void)
{
	struct repo_which anew = notes;
	const char *truth;

	anew.anew = true;
	fresh("anew");
	write_note("notes/a.md", "하나");
	at(1700000000, "git add -A; git commit -qm 처음");
	truth = all_dates(&notes);
	/* As if the commit had other dates: the reader believes the file. */
	forge(".git/halfhour/history", "1700000000", "1600000000");
	ok(strstr(all_dates(&notes), "1600000000") != NULL,
	    "anew: what is kept is used");
	is_str(all_dates(&anew), truth, "anew: but not when it is not to be");
	is_str(all_dates(&notes), truth, "anew: and is made anew then");
}

static void
test_shallow(void)
{
	const char *got;

	fresh("deep");
	write_note("notes/a.md", "하나");
	write_note("notes/b.md", "둘");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("echo 더 >>notes/a.md");
	at(1700000100, "git commit -qam 고침");
	sh("git mv notes/a.md notes/c.md; echo 더 >>notes/c.md");
	write_note("notes/d.md", "넷");
	at(1700000200, "git add -A; git commit -qm 옮김");
	sh("git clone -q --depth 2 file://$PWD ../shallow");
	if (chdir("../shallow") == -1)
		perror("../shallow");
	got = dates("shallow");
	is_str(got,
	    "notes/b.md ?-?\n"
	    "notes/c.md ?-1700000200\n"
	    "notes/d.md 1700000200-1700000200\n"
	    "1700000200 notes/c.md notes/d.md\n",
	    "shallow: what is not known is not invented");
	sh("git fetch -q --unshallow");
	is_str(dates("deeper"),
	    "notes/b.md 1700000000-1700000000\n"
	    "notes/c.md 1700000000-1700000200\n"
	    "notes/d.md 1700000200-1700000200\n"
	    "1700000200 notes/c.md notes/d.md\n"
	    "1700000100 notes/c.md\n"
	    "1700000000 notes/b.md notes/c.md\n",
	    "deeper: and when it comes to be known, it is told");
}

static void
test_worktree(void)
{
	const struct repo_which below = { .dir = "sub/notes", .suffix = ".md" };

	fresh("tree");
	write_note("notes/a.md", "하나");
	sh("mkdir -p sub/notes; echo x >sub/notes/x.md");
	at(1700000000, "git add -A; git commit -qm 처음");
	is_str(all_dates(&below),
	    "sub/notes/x.md 1700000000-1700000000\n1700000000 sub/notes/x.md\n",
	    "tree: notes that are deeper");
	sh("git worktree add -q ../linked -b other");
	if (chdir("../linked") == -1)
		perror("../linked");
	sh("echo 더 >>notes/a.md");
	at(1700000100, "git commit -qam 고침");
	ok(strstr(dates("linked"), "notes/a.md 1700000000-1700000100\n") !=
		NULL,
	    "linked: a work tree has its own");
	if (chdir("../tree") == -1)
		perror("../tree");
	ok(strstr(dates("tree"), "notes/a.md 1700000000-1700000000\n") != NULL,
	    "tree: and the other one too");
}

/* ---- versions ---------------------------------------------------------- */

static void
test_versions(void)
{
	fresh("versions");
	is_str(versions("notes/a.md", 9), "", "versions: none is there");
	put("notes/a.md", "1\n2\n3\n4\n");
	at(1700000000, "git add -A; git commit -qm 처음");
	put("notes/b.md", "b\n");
	at(1700000050, "git add -A; git commit -qm 다른");
	sh("git mv notes/a.md notes/c.md");
	at(1700000100, "git commit -qm 옮김");
	sh("git checkout -qb side; echo 5 >>notes/c.md");
	at(1700000200, "git commit -qam 곁");
	sh("git checkout -q main; echo b >>notes/b.md");
	at(1700000300, "git commit -qam 본");
	at(1700000400, "git merge -q --no-edit side -m 합침");
	sh("git mv notes/c.md notes/d.md; echo 6 >>notes/d.md");
	at(1700000500, "git commit -qam '또 옮김'");
	is_str(versions("notes/d.md", 9),
	    "또 옮김 notes/c.md>notes/d.md 10>12\n"
	    "곁 notes/c.md 8>10\n"
	    "옮김 notes/a.md>notes/c.md 8>8\n"
	    "처음 notes/a.md 0>8\n",
	    "versions: under all of its names");
	is_str(versions("notes/d.md", 2),
	    "또 옮김 notes/c.md>notes/d.md 10>12\n"
	    "곁 notes/c.md 8>10\n4\n",
	    "versions: not more than is asked for");
	is_str(versions("notes/b.md", 9),
	    "본 notes/b.md 2>4\n다른 notes/b.md 0>2\n", "versions: of another");
	is_str(versions("notes/c.md", 1), "또 옮김 notes/c.md 10>0\n4\n",
	    "versions: of a name that is gone");
	sh("git rm -q notes/b.md");
	at(1700000600, "git commit -qm 지움");
	put("notes/b.md", "다시\n");
	at(1700000700, "git add -A; git commit -qm 다시");
	is_str(versions("notes/b.md", 9),
	    "다시 notes/b.md 0>7\n지움 notes/b.md 4>0\n"
	    "본 notes/b.md 2>4\n다른 notes/b.md 0>2\n",
	    "versions: of one that was made again");
	sh("git clone -q --depth 1 file://$PWD ../cut");
	if (chdir("../cut") == -1)
		perror("../cut");
	is_str(versions("notes/d.md", 9), "0 cut\n",
	    "versions: those that a shallow clone has not");
}

/* ---- lines ------------------------------------------------------------- */

static const char *
hunks(const char *a, const char *b)
{
	struct repo_text x = { a, strlen(a) }, y = { b, strlen(b) };
	const char *text = "";
	struct err e = ERR_INIT;
	struct repo_hunk *v;
	size_t i, n;

	if (repo_diff_lines(&x, &y, mem, &v, &n, &e) == -1)
		return arena_strdup(mem, e.msg);
	for (i = 0; i < n; i++)
		text = arena_printf(mem, "%s%zu+%zu>%zu+%zu ", text, v[i].a,
		    v[i].n_a, v[i].b, v[i].n_b);
	return text;
}

static void
test_lines(void)
{
	is_str(hunks("", ""), "", "lines: nothing");
	is_str(hunks("", "1\n2\n"), "0+0>0+2 ", "lines: from nothing");
	is_str(hunks("1\n2\n", ""), "0+2>0+0 ", "lines: to nothing");
	is_str(hunks("1\n2\n3\n", "1\nx\n3\n"), "1+1>1+1 ", "lines: one");
	is_str(hunks("1\n2\n3\n", "1\n2\n2\n3\n4\n"), "2+0>2+1 3+0>4+1 ",
	    "lines: two that are new");
	is_str(hunks("1\n2\n3\n", "1\n3\n"), "1+1>1+0 ", "lines: one gone");
	is_str(hunks("1\n2", "1\n2\n"), "1+1>1+1 ", "lines: an end");
	is_str(hunks("\x01\x02\x7f\n", "\x01\x02\x7f\nx\n"), "1+0>1+1 ",
	    "lines: what looks like no text");
}

int
main(void)
{
	make_root();
	mem = arena_new();
	test_simple();
	test_order();
	test_rename();
	test_rename_ours();
	test_merge_ours();
	test_nfd();
	test_merge();
	test_merge_rename();
	test_random();
	test_random_merges();
	test_damage();
	test_anew();
	test_shallow();
	test_worktree();
	test_versions();
	test_lines();
	arena_free(mem);
	remove_root();
	return done_testing();
}
