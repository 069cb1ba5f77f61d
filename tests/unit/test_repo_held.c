/* test_repo_held.c: what git and the user do to an entry that waits */
#include "test_repo.h"

/* The day itself is in conflict in a merge or rebase of two branches. */
#define BRANCHES                                                               \
	"git switch -qc side && sed -i 's/^base/base side/' " DAY              \
	" && git commit -qam side && git switch -q main && "                   \
	"sed -i 's/^base/base main/' " DAY " && git commit -qam main; "

/* Two more commits of the day, then a rebase of `n` whose list goes through
 * sed; of 0 none. */
#define REBASE(n, sed)                                                         \
	"test " #n " = 0 || GIT_SEQUENCE_EDITOR=\"sed -i '" sed                \
	"'\" git rebase -i HEAD~" #n "; "
#define BEHIND(n, sed)                                                         \
	"echo line 1 >>" DAY "; git commit -qam one; "                         \
	"echo line 2 >>" DAY "; git commit -qam two; " REBASE(n, sed)
/* Two that change another file, the second the day, too; `more`; and a rebase
 * that takes the second first. It stops twice, never for the day. */
#define SWAPPED(n, more)                                                       \
	"echo 1 >other.md; git commit -qam first; echo 2 >other.md; "          \
	"echo line 1 >>" DAY "; git commit -qam second; " more                 \
	REBASE(n, "1{h;d};2{G}")
#define RESOLVE "echo mine >other.md; git add other.md; git rebase --continue; "
/* Another branch has a newer version, and git has lost the user's name. */
#define UP                                                                     \
	"git switch -qc up && echo up >>" DAY " && git commit -qam up && "     \
	"git switch -q main && git config user.name ''"
#define NAMED "git config --unset user.name; "

/* ---- git takes it out, and nobody meant it ----------------------------- */

static const struct {
	const char *name, *begin, *end;
} given_up[] = {
	{ "merge --abort", BRANCHES "git merge -q side", "git merge --abort" },
	{ "ours", BRANCHES "git merge -q side",
	    "git checkout -q --ours " DAY "; git add " DAY
	    "; git commit -qm ours" },
	{ "theirs", BRANCHES "git merge -q side",
	    "git checkout -q --theirs " DAY "; git add " DAY
	    "; git commit -qm theirs" },
	{ "rebase --abort", BRANCHES "git rebase -q side",
	    "git rebase --abort" },
	{ "rebase --abort, elsewhere",
	    "git switch -qc s; echo s >other.md; git commit -qam s; "
	    "git switch -q main; echo m >other.md; git commit -qam m; "
	    "echo more >>" DAY "; git commit -qam more; git rebase -q s",
	    "git rebase --abort" },
	{ "cherry-pick --abort", BRANCHES "git cherry-pick side",
	    "git cherry-pick --abort" },
	/* HEAD is behind the branch while the entry is made. */
	{ "rebase --abort, behind", BEHIND(2, "1s/^pick/edit/"),
	    "git rebase --abort" },
	{ "rebase --continue, behind", BEHIND(2, "1s/^pick/edit/"),
	    "git checkout -q .; git rebase --continue" },
	{ "rebase --continue, amended", BEHIND(2, "1s/^pick/edit/"),
	    "git checkout -q .; git commit -q --amend -m again; "
	    "git rebase --continue" },
	{ "rebase --continue, resolved",
	    SWAPPED(3, "echo line 2 >>" DAY "; git commit -qam third; "),
	    "git checkout -q " DAY "; " RESOLVE RESOLVE },
	{ "bisect reset",
	    BEHIND(
		0, "") "git bisect start main main~2; git checkout -q main~1",
	    "git checkout -qf .; git bisect reset" },
	{ "switch --force", BEHIND(0, "") "git switch -q --detach main~1",
	    "git switch -qf main" },
	{ "reset --hard, to another", UP, NAMED "git reset -q --hard up" },
	{ "merge --ff-only", UP,
	    NAMED "git checkout -q .; git merge -q --ff-only up" },
	{ "pull --ff-only", UP,
	    NAMED "git clone -q -b up . .git/up; (cd .git/up && "
		  "echo later >>" DAY " && git commit -qam later); "
		  "git checkout -q .; git pull -q --ff-only .git/up up" },
	{ "reset --hard", "echo hand >>" DAY "; touch .git/index.lock",
	    "rm .git/index.lock; git reset -q --hard" },
	{ "checkout", "echo hand >>" DAY "; touch .git/index.lock",
	    "rm .git/index.lock; git checkout -q " DAY },
	{ "stash", "echo hand >>" DAY "; touch .git/index.lock",
	    "rm .git/index.lock; git stash -q" },
};

static void
test_given_up(void)
{
	size_t i;

	for (i = 0; i < sizeof(given_up) / sizeof(*given_up); i++) {
		const char *name = given_up[i].name;

		fresh_with_commit(name);
		sh("%s", given_up[i].begin);
		ok(commit() == -1 && done.saved, "%s: it is saved", name);
		sh("%s", given_up[i].end);
		is_str(sh("grep -cx 'the entry' " DAY), "0\n",
		    "%s: git has taken it out", name);
		is_done(finish(), 1, name);
		is_whole(name);
		is_str(sh("git status --porcelain -uno"), "",
		    "%s: nothing is changed beside HEAD", name);
		is_str(sh("git commit -qam next >/dev/null; git show HEAD:" DAY
			  " | grep -cx 'the entry'"),
		    "1\n", "%s: the next commit of all leaves it there", name);
	}
}

/* Several that wait are lost at one stroke, and come back at one. */
static void
test_several(void)
{
	size_t i;

	for (i = 0; i < sizeof(given_up) / sizeof(*given_up); i++) {
		char name[64];

		snprintf(name, sizeof(name), "several: %s", given_up[i].name);
		fresh_with_commit(name);
		sh("%s", given_up[i].begin);
		ok(commit() == -1 && commit_as("append", DAY, "two\n") == -1 &&
			commit_as("append", DAY, "three\n") == -1 && done.saved,
		    "%s: three are saved", name);
		sh("%s", given_up[i].end);
		is_str(sh("grep -cx 'the entry\\|two\\|three' " DAY), "0\n",
		    "%s: git has taken them out", name);
		is_done(finish(), 3, name);
		is_str(sh("git show HEAD:" DAY " | tail -3; tail -3 " DAY
			  "; git status --porcelain -uno"),
		    "the entry\ntwo\nthree\nthe entry\ntwo\nthree\n",
		    "%s: all are there again, and committed", name);
		is_sound(name);
	}
}

/* ---- the user takes it out, or makes something else of it -------------- */

#define MERGE                                                                  \
	"git switch -qc side && echo s >other.md && git commit -qam side && "  \
	"git switch -q main && echo m >other.md && git commit -qam main; "     \
	"git merge -q side"
#define HOOK                                                                   \
	"printf '#!/bin/sh\\n%%s\\n' '%s' >.git/hooks/pre-commit; "            \
	"chmod +x .git/hooks/pre-commit"

static const struct {
	const char *name, *begin, *hook, *end, *want;
} meant[] = {
	{ "corrected in the merge", MERGE, NULL,
	    "sed -i 's/^the entry/the entry: more of it/' " DAY
	    "; echo r >other.md; git add -A; git commit -qm merged",
	    "# day\nbase\nthe entry: more of it\n" },
	{ "removed in the merge", MERGE, NULL,
	    "sed -i 's/^base/my base/; /^the entry/d' " DAY
	    "; echo r >other.md; git add -A; git commit -qm merged",
	    "# day\nmy base\n" },
	{ "a hook lays it out", "",
	    "test -n \"$HAND\" || exit 1; "
	    "sed -i \"s/^the/THE/\" " DAY "; git add -A",
	    "git add -A; HAND=1 git commit -qm mine",
	    "# day\nbase\nTHE entry\n" },
	{ "corrected, with a hook", "", "test -n \"$HAND\"",
	    "sed -i 's/^the entry/the entry: more of it/' " DAY
	    "; HAND=1 git commit -qam mine",
	    "# day\nbase\nthe entry: more of it\n" },
};

static void
test_meant(void)
{
	size_t i;

	for (i = 0; i < sizeof(meant) / sizeof(*meant); i++) {
		const char *name = meant[i].name;

		fresh_with_commit(name);
		sh("%s", meant[i].begin);
		if (meant[i].hook != NULL)
			sh(HOOK, meant[i].hook);
		ok(commit() == -1 && done.saved, "%s: it is saved", name);
		ok(finish() == -1, "%s: and cannot be committed", name);
		sh("%s", meant[i].end);
		is_done(finish(), 0, name);
		is_str(sh("git show HEAD:" DAY), meant[i].want,
		    "%s: the commit is as it was meant", name);
		is_str(sh("git status --porcelain; cat " DAY), meant[i].want,
		    "%s: and so is the file", name);
		is_str(sh("cat .git/halfhour/drafts/* | grep -x 'the entry' | "
			  "uniq"),
		    ENTRY, "%s: what was meant first is a draft", name);
		is_sound(name);
	}
}

/* A rebase goes on with an entry that has been corrected. */
static void
test_corrected(void)
{
	fresh_with_commit("corrected");
	sh(SWAPPED(2, ""));
	ok(commit_as("append", DAY, "### head\nbody\n") == -1 && done.saved,
	    "corrected: it is saved");
	sh("sed -i 's/^body/my body/' " DAY "; git add " DAY
	   "; " RESOLVE RESOLVE);
	is_str(sh("git status --porcelain; git rev-parse --abbrev-ref HEAD"),
	    "main\n", "corrected: the rebase is done");
	is_done(finish(), 0, "corrected: nothing is owed");
	is_str(sh("grep -x 'body\\|my body\\|### head' " DAY),
	    "### head\nmy body\n", "corrected: it stays as it is");
	is_sound("corrected");
}

/* To a branch on which there is no such day. */
static void
test_no_day(void)
{
	fresh_with_commit("no day");
	sh("git switch -q --orphan old; echo o >o.md; git add o.md; git commit -qm old; "
	   "git switch -q main; git config user.name ''");
	ok(commit() == -1 && done.saved, "no day: it is saved");
	sh(NAMED "git switch -qf old");
	ok(access(DAY, F_OK) == -1, "no day: git has taken the file away");
	is_done(finish(), 1, "no day: committed");
	is_whole("no day");
	is_str(sh("git status --porcelain; git show HEAD:" DAY), NEW_FILE ENTRY,
	    "no day: it is a day of its own");
}

/* In another work tree than that in which it waits. */
static void
test_elsewhere(void)
{
	fresh_with_commit("elsewhere");
	sh("git config user.name ''");
	ok(commit() == -1 && done.saved, "elsewhere: it is saved");
	sh(NAMED "git worktree add -q ../elsewhere-2 -b two");
	if (chdir("../elsewhere-2") == -1)
		exit(99);
	is_done(finish(), 0, "elsewhere: another tree has nothing to finish");
	is_str(failure.msg, "", "elsewhere: and nothing to say");
	is_done(commit_as("append", DAY, "two\n"), 0,
	    "elsewhere: it commits its own");
	is_str(sh("git show two:" DAY), NEW_FILE "base\ntwo\n",
	    "elsewhere: and nothing else");
	if (chdir("../elsewhere") == -1)
		exit(99);
	is_done(finish(), 1, "elsewhere: the first one finishes it");
	is_whole("elsewhere");
}

int
main(void)
{
	make_root();
	setenv("GIT_EDITOR", "true", 1);
	test_given_up();
	test_several();
	test_meant();
	test_corrected();
	test_no_day();
	test_elsewhere();
	remove_root();
	return done_testing();
}
