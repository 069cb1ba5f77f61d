/* test_repo_held.c: what git and the user do to an entry that waits */
#include "test_repo.h"

/* The day itself is in conflict in a merge or rebase of two branches. */
#define BRANCHES                                                               \
	"git switch -qc side && sed -i 's/^base/base side/' " DAY              \
	" && git commit -qam side && git switch -q main && "                   \
	"sed -i 's/^base/base main/' " DAY " && git commit -qam main; "

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
		is_sound(name);
	}
}

int
main(void)
{
	make_root();
	test_given_up();
	test_several();
	test_meant();
	remove_root();
	return done_testing();
}
