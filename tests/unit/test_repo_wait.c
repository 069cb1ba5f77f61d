/* test_repo_wait.c: commits that have to wait, and are made up for */
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>

#include "test_repo.h"

/* ---- git is in the middle of something --------------------------------- */

/* A conflict in other.md that is being merged. */
static void
begin_merge(const char *name)
{
	fresh_with_commit(name);
	sh("git switch -qc side && echo side >other.md && git commit -qam side "
	   "&& git switch -q main && echo main >other.md && "
	   "git commit -qam main && git merge -q side");
}

static void
test_merge(void)
{
	const char *state =
	    "cat .git/MERGE_HEAD .git/MERGE_MSG; git ls-files -s"
	    " -- . ':!notes'; git rev-list --count HEAD";
	char before[16384];

	begin_merge("merge");
	snprintf(before, sizeof(before), "%s", sh("%s", state));
	is_put_off(commit(), ERR_CONFLICT, "a merge is in progress", "merge");
	is_str(sh("%s", state), before, "merge: it is as it was");
	is_done(commit_as("append", DAY, "second\n"), -1, "merge: another one");
	is_str(sh("ls .git/halfhour/pending | wc -l"), "2\n",
	    "merge: two of them wait");
	is_done(finish(), -1, "merge: it cannot be finished yet");
	sh("echo both >other.md; git add other.md; git commit -q --no-edit");
	is_done(finish(), 2, "merge: when it is over, they are");
	is_whole("merge");
	is_str(sh("git show :" DAY "; git status --porcelain; "
		  "git log --first-parent --format=%%s"),
	    NEW_FILE "base\n" ENTRY "second\nlog: entry\nlog: entry\n"
		     "Merge branch 'side'\nmain\nbase\n",
	    "merge: in order, and clean");
	is_done(finish(), 0, "merge: and there is no more to do");
}

/* The user may have committed the entry with the rest. */
static void
test_merge_by_user(void)
{
	begin_merge("merge-user");
	is_put_off(commit(), ERR_CONFLICT, "merge", "merge by the user");
	sh("echo both >other.md; git add -A; git commit -q --no-edit");
	is_done(finish(), 0, "merge by the user: there is nothing to commit");
	is_whole("merge by the user");
	is_str(sh("git rev-list --count HEAD; git status --porcelain"), "4\n",
	    "merge by the user: no commit more than theirs");
	begin_merge("merge-staged");
	is_put_off(commit(), ERR_CONFLICT, "merge", "merge, staged");
	sh("echo both >other.md; git add other.md; git commit -q --no-edit; "
	   "git add " DAY);
	is_done(finish(), 1, "merge, staged: it is committed");
	is_whole("merge, staged");
	begin_merge("merge-undone");
	is_put_off(commit(), ERR_CONFLICT, "merge", "merge, undone");
	sh("git merge --abort; git checkout -q .");
	is_done(finish(), 1, "merge, undone: it is committed");
	is_whole("merge, undone");
}

/* An intent that does not say what the change makes of the file. */
static void
test_older(void)
{
	begin_merge("older");
	is_put_off(commit(), ERR_CONFLICT, "merge", "older");
	is_str(
	    sh("cd .git/halfhour/pending/*-00 && perl -0pi -e "
	       "'s/^after \\d+\\n.*(?=^head )//ms; s/^sum .*\\n//m' intent "
	       "&& echo \"sum $(sha256sum <intent | cut -c-64)\" >>intent && "
	       "grep -c ^after intent"),
	    "0\n", "older: it is as an older version wrote it");
	sh("git merge --abort; git checkout -q .");
	is_done(finish(), 1, "older: it is committed");
	is_whole("older");
}

static void
test_states(void)
{
	static const struct {
		const char *name, *begin, *why, *end;
	} rows[] = {
		{ "detached", "git checkout -q --detach", "HEAD is detached",
		    "git switch -q main" },
		{ "rebase",
		    "git switch -qc s; echo s >other.md; git commit -qam s; "
		    "git switch -q main; echo m >other.md; git commit -qam m; "
		    "git rebase -q s",
		    "a rebase is in progress", "git rebase --abort" },
		{ "bisect", "git bisect start", "a bisect is in progress",
		    "git bisect reset" },
		{ "cherry-pick",
		    "git switch -qc s; echo s >other.md; git commit -qam s; "
		    "git switch -q main; echo m >other.md; git commit -qam m; "
		    "git cherry-pick s",
		    "a cherry-pick is in progress",
		    "git checkout -q HEAD other.md; git cherry-pick --quit" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		fresh_with_commit(rows[i].name);
		sh("%s", rows[i].begin);
		is_put_off(commit(), ERR_CONFLICT, rows[i].why, rows[i].name);
		/* An abort refuses to run over a changed file. */
		sh("git stash -q; %s; git stash pop -q", rows[i].end);
		is_done(finish(), 1, rows[i].name);
		is_whole(rows[i].name);
	}
}

/* A conflict that is no state of the repository. */
static void
test_unmerged(void)
{
	char before[16384];

	fresh_with_commit("unmerged");
	sh("echo a >other.md; git stash -q; echo b >other.md; "
	   "git commit -qam b; git stash pop");
	snprintf(before, sizeof(before), "%s", sh("git ls-files -u"));
	ok(before[0] != '\0', "unmerged: there is a conflict");
	is_done(commit(), 0, "unmerged: in another file, it is none of ours");
	is_str(sh("git ls-files -u"), before, "unmerged: it is as it was");
	is_whole("unmerged");
	sh("git checkout -q HEAD other.md; git stash drop -q; "
	   "echo a >>" DAY "; git stash -q; echo b >>" DAY
	   "; git commit -qam b; git stash pop");
	is_put_off(commit_as("append", DAY, ""), ERR_CONFLICT, "has a conflict",
	    "unmerged");
	sh("git checkout -q HEAD " DAY);
	is_done(finish(), 0, "unmerged: resolved");
	is_whole("unmerged, resolved");
}

/* ---- locks ------------------------------------------------------------- */

static pid_t
hold(const char *path)
{
	int ready[2];
	char c;
	pid_t pid;

	if (pipe(ready) == -1 || (pid = fork()) == -1)
		exit(99);
	if (pid == 0) {
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);

		if (fd == -1 || write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	if (read(ready[0], &c, 1) != 1)
		exit(99);
	close(ready[0]);
	return pid;
}

static void
test_index_lock(void)
{
	char who[64];
	int64_t begun;
	pid_t pid;

	fresh_with_commit("index-lock");
	pid = hold(".git/index.lock");
	snprintf(who, sizeof(who), "(process %d)", (int)pid);
	is_put_off(commit(), ERR_LOCKED, who, "index.lock of a living one");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ok(finish() == -1 && failure.code == ERR_LOCKED &&
		strstr(failure.msg, "no process has it open") != NULL &&
		strstr(failure.msg, "rm '") != NULL,
	    "index.lock of a dead one: the message says what to type");
	ok(access(".git/index.lock", F_OK) == 0,
	    "index.lock of a dead one: it is not ours, so it stays");
	is_there("0\n0\n1\n", "index.lock of a dead one");
	begun = date_ticks();
	ok(commit_as("append", "notes/a.md", "a\n") == -1 && done.saved &&
		commit_as("append", "notes/b.md", "b\n") == -1 && done.saved,
	    "index.lock: more are saved while it is there");
	/* One wait a command, not one for each that is owed: about 4 s. */
	printf("# they waited %lld ms\n", (long long)(date_ticks() - begun));
	unlink(".git/index.lock");
	is_done(finish(), 3, "index.lock removed: all are committed");
	is_whole("index.lock removed");
}

static void
test_branch_lock(void)
{
	fresh_with_commit("branch-lock");
	put(".git/refs/heads/main.lock", "");
	ok(commit() == -1 && failure.code == ERR_LOCKED && done.saved &&
		strstr(failure.msg, "main.lock") != NULL,
	    "branch lock: it is not ours, so it is waited for");
	is_there("0\n0\n1\n", "branch lock");
	unlink(".git/refs/heads/main.lock");
	is_done(finish(), 1, "branch lock removed: it is committed");
	is_whole("branch lock removed");
}

/* ---- what keeps us from it ------------------------------------------------ */

static void
test_refusals(void)
{
	static const struct {
		const char *name, *begin, *why, *end;
	} rows[] = {
		{ "identity", "git config --global --rename-section user was",
		    "git config --global user.name",
		    "git config --global --rename-section was user" },
		{ "damaged index",
		    "mv .git/index .git/was; echo garbage >.git/index",
		    "which loses what was staged: cp .git/index",
		    "mv .git/was .git/index" },
		/* In a time of an entry, where only the checksum tells. */
		{ "damaged entry",
		    "cp -p .git/index .git/was; printf '\\377' | dd bs=1 "
		    "seek=15 conv=notrunc of=.git/index 2>/dev/null; cp -p "
		    ".git/index .git/bad",
		    "its checksum is wrong",
		    "cmp .git/index .git/bad && mv .git/was .git/index" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		fresh_with_commit(rows[i].name);
		sh("%s", rows[i].begin);
		is_put_off(commit(), ERR_FAILED, rows[i].why, rows[i].name);
		sh("%s", rows[i].end);
		is_done(finish(), 1, rows[i].name);
		is_whole(rows[i].name);
	}
}

/* Where a hook does not let it pass, the user commits; then nothing is owed. */
static void
test_by_the_user(void)
{
	fresh_with_commit("by-the-user");
	sh("printf '#!/bin/sh\nexit 1\n' >.git/hooks/commit-msg; "
	   "chmod +x .git/hooks/commit-msg");
	is_put_off(commit(), ERR_FAILED, "git commit failed", "a hook");
	ok(finish() == -1, "by the user: it is not yet committed");
	sh("git add " DAY);
	ok(finish() == -1, "by the user: nor when it is only staged");
	sh("git commit -qnm theirs");
	is_done(finish(), 0, "by the user: now it is");
	is_whole("by the user");
	is_str(sh("git rev-list --count HEAD"), "2\n",
	    "by the user: in one commit, theirs");
}

/* The environment names somebody, as it does for git. */
static void
test_environment(void)
{
	struct err e = ERR_INIT;
	struct repo *r = NULL;

	fresh_with_commit("environment");
	sh("git config --global --rename-section user was");
	ok(repo_open(&r, ".", &e) == 0 && repo_check_identity(r, &e) == -1,
	    "environment: git does not know who it is");
	setenv("GIT_AUTHOR_NAME", "Grace", 1);
	setenv("GIT_AUTHOR_EMAIL", "grace@example.org", 1);
	setenv("GIT_COMMITTER_NAME", "Linus", 1);
	setenv("GIT_COMMITTER_EMAIL", "linus@example.org", 1);
	ok(repo_check_identity(r, &e) == 0, "environment: now it does");
	repo_free(r);
	is_done(commit(), 0, "environment: a commit");
	is_str(sh("git log -1 --format='%%an %%ae %%cn %%ce'"),
	    "Grace grace@example.org Linus linus@example.org\n",
	    "environment: by these");
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_AUTHOR_EMAIL");
	unsetenv("GIT_COMMITTER_NAME");
	unsetenv("GIT_COMMITTER_EMAIL");
	is_whole("environment");
	sh("git config --global author.name Ada; git config --global "
	   "author.email ada@example.org; git config --global committer.name "
	   "Alan");
	setenv("EMAIL", "alan@example.org", 1);
	is_done(commit_as("append", DAY, "more\n"), 0, "author.name: a commit");
	is_str(sh("git log -1 --format='%%an %%ae %%cn %%ce'"),
	    "Ada ada@example.org Alan alan@example.org\n",
	    "author.name, committer.name, EMAIL: by these");
	unsetenv("EMAIL");
	sh("git config --global --remove-section author; git config --global "
	   "--remove-section committer");
	sh("git config --global --rename-section was user");
}

/* ---- what the user does in the meantime -------------------------------- */

/* Without a name there is no commit. */
#define NAME_OFF "git config --global --rename-section user was"
#define NAME_ON "git config --global --rename-section was user"

/* A commit that waits, with the entry in the work file. */
static void
put_off(const char *name)
{
	fresh_with_commit(name);
	sh(NAME_OFF);
	is_put_off(commit(), ERR_FAILED, "user.name", name);
	sh(NAME_ON);
}

static void
test_meanwhile(void)
{
	static const struct {
		const char *name, *what;
		int made;
	} rows[] = {
		{ "committed", "git commit -qam mine", 0 },
		{ "staged by the user", "git add .", 1 },
		{ "edited", "echo more >>" DAY, 1 },
		{ "edited and staged", "git add . && echo more >>" DAY, 1 },
		{ "edited and committed",
		    "echo more >>" DAY "; git commit -qam mine", 0 },
		{ "taken out", "git checkout -q " DAY, 1 },
		{ "another commit",
		    "echo x >other.md; git commit -qm x other.md", 1 },
		{ "another branch", "git switch -qc next", 1 },
		{ "amended", "git commit -q --amend -m amended", 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		put_off(rows[i].name);
		sh("%s", rows[i].what);
		is_done(finish(), rows[i].made, rows[i].name);
		is_whole(rows[i].name);
	}
}

/* A file that its owner removes is not forced upon them again. */
static void
test_removed(void)
{
	put_off("removed");
	unlink(DAY);
	is_done(finish(), 1, "removed: it is committed all the same");
	is_str(sh("git show HEAD:" DAY "; git status --porcelain"),
	    NEW_FILE "base\n" ENTRY " D " DAY "\n",
	    "removed: and the file stays removed");
	is_sound("removed");
}

/* A commit of a work tree that is no more is the others' to make. */
static void
test_worktree_gone(void)
{
	fresh_with_commit("tree-left");
	sh("git worktree add -q ../tree-gone; " NAME_OFF);
	ok(chdir("../tree-gone") == 0, "worktree gone: there is one");
	is_put_off(commit(), ERR_FAILED, "user.name", "worktree gone");
	ok(chdir("../tree-left") == 0, "worktree gone: the main one");
	sh(NAME_ON);
	is_done(finish(), 0, "worktree gone: it is not, so it is its own");
	sh("git worktree remove --force ../tree-gone");
	is_done(finish(), 1, "worktree gone: now it is");
	is_whole("worktree gone");
}

/* The next commit finishes what waits, and what cannot be stays. */
static void
test_next(void)
{
	put_off("next");
	is_done(commit_as("append", "notes/next.md", "next\n"), 0,
	    "next: a commit");
	ok(done.finished == 1, "next: it finishes the one that waits");
	is_whole("next");
	put_off("next-stays");
	sh("echo '" DAY " filter=enc' >.git/info/attributes; "
	   "git config filter.enc.clean false; "
	   "git config filter.enc.required true");
	is_done(commit_as("append", "notes/next.md", "next\n"), 0,
	    "next: a commit beside one that cannot be finished");
	ok(done.finished == 0, "next: it is not");
	is_str(sh("git log --format=%%s; ls .git/halfhour/pending | wc -l"),
	    "log: entry\nbase\n1\n", "next: and still waits");
	sh("rm .git/info/attributes");
	is_done(finish(), 1, "next: and is, later");
	is_whole("next, later");
}

/* The tokens are there again, although all was done: a power cut on a file
 * system that lost the half of each rename that took them away. */
static void
test_tokens_back(void)
{
	put_off("tokens");
	sh("cd .git/halfhour && cp -r pending back");
	is_done(finish(), 1, "tokens: a commit");
	sh("cd .git/halfhour/back/* && touch work-0 index ref && cd ../.. && "
	   "rmdir pending && mv back pending");
	is_done(finish(), 0, "tokens: they are back, and there is none");
	is_whole("tokens");
	is_str(sh("git rev-list --count HEAD; git status --porcelain"), "2\n",
	    "tokens: all is as it was");
}

/* The branch has moved and the index has not: a power cut on a file system
 * that keeps renames in no order. */
static void
test_index_back(void)
{
	put_off("index");
	sh("cp .git/index old");
	is_done(finish(), 1, "index: a commit");
	sh("cd .git && mv ../old index && cd halfhour && rmdir pending && "
	   "mkdir pending && mv kept/* pending/$(ls kept | sed 's/-[^-]*$//')");
	is_str(sh("git diff --cached --name-only"), DAY "\n",
	    "index: it went back, so what is staged takes the entry out");
	is_done(finish(), 0, "index: the next command needs no commit");
	is_whole("index");
	is_str(sh("git rev-list --count HEAD; git status --porcelain"), "2\n",
	    "index: and nothing is staged");
	is_str(sh("ls .git/halfhour/pending"), "", "index: nothing is owed");
}

/* An intent that is damaged stays for its owner to read. */
static void
test_damaged(void)
{
	put_off("damaged");
	sh("for f in .git/halfhour/pending/*/intent; do echo x >>$f; done");
	ok(finish() == -1 && strstr(failure.msg, "is damaged") != NULL,
	    "damaged: it is told");
	is_done(commit_as("append", DAY, "second\n"), 0,
	    "damaged: others are committed");
	is_str(sh("ls .git/halfhour/pending | wc -l"), "1\n",
	    "damaged: it is still there");
}

/* libgit2 1.5 loses some memory in opening what it cannot open (SHA-256). */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libpcre2";
}

int
main(void)
{
	make_root();
	test_merge();
	test_merge_by_user();
	test_older();
	test_states();
	test_unmerged();
	test_index_lock();
	test_branch_lock();
	test_refusals();
	test_by_the_user();
	test_environment();
	test_meanwhile();
	test_removed();
	test_worktree_gone();
	test_next();
	test_tokens_back();
	test_index_back();
	test_damaged();
	remove_root();
	return done_testing();
}
