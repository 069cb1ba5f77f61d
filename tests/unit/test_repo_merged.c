/* test_repo_merged.c: dates and versions where branches came together */
#include "test_repo_dates.h"

/* What a merge takes from its sides, a name from one and a text from another, it
 * has not changed; and what it names itself it has. */
static void
test_merge_names(void)
{
	fresh("taken");
	write_note("notes/a.md", "하나");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git checkout -qb side; echo 끝 >>notes/a.md");
	at(1700000200, "git commit -qam 곁");
	sh("git checkout -q main; git mv notes/a.md notes/b.md");
	at(1700000100, "git commit -qm 옮김");
	at(1700000300, "git merge -q --no-edit side");
	is_str(dates("taken"),
	    "notes/b.md 1700000000-1700000200\n1700000200 notes/b.md\n"
	    "1700000100 notes/b.md\n1700000000 notes/b.md\n",
	    "taken: a name of one side and the text of the other");
	sh("git checkout -qb side2; echo x >notes/x.md");
	at(1700000400, "git add -A; git commit -qam 곁");
	sh("git checkout -q main; sed -i '1,5s/^/가/' notes/b.md");
	at(1700000500, "git commit -qam 본");
	sh("git merge -q --no-commit side2; git mv notes/b.md notes/c.md");
	sh("sed -i '6,8s/^/나/' notes/c.md");
	at(1700000600, "git add -A; git commit -qm 합침");
	ok(strstr(dates("itself"), "notes/c.md 1700000000-1700000600\n"
				   "notes/x.md 1700000400-1700000400\n"
				   "1700000600 notes/c.md\n") != NULL,
	    "itself: renamed and edited by the merge, and nothing else");
}

/* Two sides give one note two names, and the merge keeps both. */
static void
test_two_names(void)
{
	fresh("two");
	write_note("notes/a.md", "하나");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git checkout -qb side; git mv notes/a.md notes/b.md");
	at(1700000100, "git commit -qm 곁");
	sh("git checkout -q main; git mv notes/a.md notes/d.md");
	at(1700000200, "git commit -qm 본");
	sh("git merge -q side; git rm -q --cached notes/a.md; git add -A");
	at(1700000300, "git commit -qm 합침");
	ok(strstr(dates("two"), "notes/b.md 1700000000-1700000100\n"
				"notes/d.md 1700000000-1700000200\n") != NULL,
	    "two: both were born when the one was");
}

/* Their subjects alone. */
static const char *
subjects(const char *path)
{
	const char *text = "", *row = versions(path, 99), *end;

	for (; (end = strchr(row, '\n')) != NULL; row = end + 1)
		text = arena_printf(
		    mem, "%s%.*s ", text, (int)strcspn(row, " \n"), row);
	return text;
}

/* Where a clock was ahead once, and in a merge, the newest comes first and each
 * before what it was made of. */
static void
test_versions_order(void)
{
	fresh("ahead");
	write_note("notes/a.md", "가");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("sed -i 6s/^/x/ notes/a.md");
	at(1900000000, "git commit -qam 앞선");
	sh("git checkout -qb side; sed -i 1s/^/x/ notes/a.md");
	at(1700000100, "git commit -qam 곁1");
	sh("sed -i 2s/^/x/ notes/a.md");
	at(1700000300, "git commit -qam 곁2");
	sh("git checkout -q main; sed -i 11s/^/x/ notes/a.md");
	at(1700000200, "git commit -qam 본1");
	sh("sed -i 12s/^/x/ notes/a.md");
	at(1700000400, "git commit -qam 본2");
	at(1700000500, "git merge -q side -m 합침");
	is_str(sh("git log --date-order --format=%%s"),
	    "합침\n본2\n곁2\n본1\n곁1\n앞선\n처음\n", "ahead: git's order");
	is_str(subjects("notes/a.md"), "합침 본2 곁2 본1 곁1 앞선 처음 ",
	    "ahead: is that of the versions");
}

/* The merge renames a note and changes much of it: only to the side that it is
 * like it is known what it was, and the other has it by that name, too. */
static void
test_versions_merge(void)
{
	fresh("much");
	write_note("notes/a.md", "하나");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git checkout -qb side; sed -i '1,5s/^/가/' notes/a.md");
	at(1700000100, "git commit -qam 곁");
	sh("git checkout -q main; echo x >notes/x.md");
	at(1700000200, "git add -A; git commit -qm 본");
	sh("git merge -q --no-commit side; git mv notes/a.md notes/b.md");
	sh("sed -i '6,8s/^/나/' notes/b.md");
	at(1700000300, "git add -A; git commit -qm 합침");
	is_str(sh("git diff --name-status HEAD^ HEAD"),
	    "D\tnotes/a.md\nA\tnotes/b.md\n", "much: git sees two on one side");
	is_str(subjects("notes/b.md"), "합침 곁 처음 ",
	    "much: all versions are found");
	ok(strstr(versions("notes/b.md", 1), "합침 notes/a.md>notes/b.md") !=
		NULL,
	    "much: and what it was called");
	/* Of four at once. */
	fresh("four");
	write_note("notes/a.md", "하나");
	put("notes/o.md", "하나뿐인 줄\n");
	at(1700000000, "git add -A; git commit -qm 처음");
	sh("git checkout -qb b1; sed -i 1s/^/x/ notes/a.md");
	at(1700000100, "git commit -qam 하나");
	sh("git checkout -qb b2 main; sed -i 6s/^/x/ notes/a.md");
	at(1700000200, "git commit -qam 둘");
	sh("git checkout -qb b3 main; git mv notes/o.md notes/p.md");
	at(1700000300, "git commit -qam 셋");
	sh("git checkout -q main; sed -i 12s/^/x/ notes/a.md");
	at(1700000050, "git commit -qam 본");
	at(1700000400, "git merge -q b1 b2 b3 -m 넷");
	is_str(sh("git log -1 --format=%%P | wc -w"), "4\n", "four: parents");
	is_str(subjects("notes/a.md"), "넷 둘 하나 본 처음 ", "four: the text");
	is_str(subjects("notes/p.md"), "셋 처음 ", "four: the name");
	ok(strstr(dates("four"), "notes/a.md 1700000000-1700000400\n"
				 "notes/p.md 1700000000-1700000300\n") != NULL,
	    "four: and the dates");
}

int
main(void)
{
	make_root();
	mem = arena_new();
	test_merge_names();
	test_two_names();
	test_versions_order();
	test_versions_merge();
	arena_free(mem);
	remove_root();
	return done_testing();
}
