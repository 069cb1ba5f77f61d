/* test_repo.c: commits that disturb nothing */
#include <sys/wait.h>

#include "test_repo.h"

/* ---- opening ----------------------------------------------------------- */

static void
test_open(void)
{
	struct repo *r = NULL;
	struct err e = ERR_INIT;

	sh("mkdir %s/none && git init -q --bare %s/bare", test_root, test_root);
	ok(chdir(test_root) == 0 && repo_open(&r, "none", &e) == -1 &&
		e.code == ERR_FAILED &&
		strstr(e.msg, "halfhour init none") != NULL,
	    "no repository: the message says how to make one");
	ok(repo_open(&r, "bare", &e) == -1 &&
		strstr(e.msg, "bare repository") != NULL,
	    "a bare repository is refused");
	ok(repo_init(&r, "made/in/here", &e) == 0, "a repository is made");
	ok(strstr(repo_root(r), "/made/in/here") != NULL &&
		repo_state_fd(r, &e) != -1,
	    "it has a root and a state folder");
	repo_free(r);
	is_str(sh("cat made/in/here/.git/HEAD"), "ref: refs/heads/main\n",
	    "HEAD is main");
	ok(repo_init(&r, "made/in/here", &e) == 0, "and opened the next time");
	repo_free(r);
	sh("git config --global init.defaultBranch trunk");
	ok(repo_init(&r, "trunk", &e) == 0, "another one");
	repo_free(r);
	is_str(sh("cat trunk/.git/HEAD"), "ref: refs/heads/trunk\n",
	    "HEAD is what init.defaultBranch says");
	sh("git config --global init.defaultBranch main");
	ok(repo_open(&r, "made/in", &e) == -1,
	    "a folder above it is not in it");
	sh("mkdir made/in/here/sub");
	ok(repo_open(&r, "made/in/here/sub", &e) == 0 &&
		strstr(repo_root(r), "/here") != NULL &&
		strstr(repo_root(r), "/sub") == NULL,
	    "a folder below it is");
	repo_free(r);
}

/* ---- one commit -------------------------------------------------------- */

static void
test_unborn(void)
{
	fresh("unborn");
	put("staged.md", "staged\n");
	sh("git add staged.md");
	is_done(commit(), 0, "unborn: a commit");
	ok(strlen(done.oid) == 40 && done.saved && !done.unchanged,
	    "unborn: its id is told");
	is_whole("unborn");
	is_str(sh("git ls-tree -r --name-only HEAD"), DAY "\n",
	    "unborn: only our file is in the commit");
	is_str(sh("git status --porcelain"), "A  staged.md\n",
	    "unborn: what was staged still is");
	is_str(sh("git log -1 --format='%%an|%%ae|%%aI|%%s|%%(trailers)'"),
	    "Ada Test|ada@example.org|2026-11-23T21:00:00+09:00|log: entry|"
	    "Halfhour-Day: 2026-11-23\n\n",
	    "unborn: author, time, subject and trailers");
	is_str(sh("git reflog --format='%%gd %%gs'; "
		  "git reflog --format='%%gd %%gs' main"),
	    "HEAD@{0} commit (initial): log: entry\n"
	    "main@{0} commit (initial): log: entry\n",
	    "unborn: the reflogs know of it");
}

static void
test_staged(void)
{
	const char *cached, *diff, *status;

	fresh_with_commit("staged");
	put("new.md", "new\n");
	put("other.md", "other\nstaged\n");
	sh("git add new.md other.md; git rm -q --cached notes/x 2>/dev/null");
	put("other.md", "other\nstaged\nnot staged\n");
	put("untracked.md", "untracked\n");
	cached = strdup(sh("git diff --cached"));
	diff = strdup(sh("git diff"));
	status = strdup(sh("git status --porcelain=v2"));
	is_done(commit(), 0, "staged: a commit");
	is_whole("staged");
	is_str(sh("git diff --cached"), cached,
	    "staged: git diff --cached is the same, byte for byte");
	is_str(sh("git diff"), diff, "staged: and git diff");
	is_str(
	    sh("git status --porcelain=v2"), status, "staged: and git status");
	is_str(
	    sh("git show --stat=60 --format=%%s HEAD | sed -n '3s/ *|.*//p'"),
	    " " DAY "\n", "staged: only our file is in the commit");
	free((char *)cached);
	free((char *)diff);
	free((char *)status);
	is_done(commit_as("append", DAY, "second\n"), 0, "staged: once more");
	is_whole("staged, twice");
}

static void
test_by_hand(void)
{
	fresh_with_commit("by-hand");
	sh("git rm -q " DAY " && git commit -qm gone && mkdir -p notes/daily");
	put(DAY, NEW_FILE "written by hand\n");
	is_done(commit(), 0, "by hand: a commit");
	is_whole("by hand");
	is_str(sh("git show HEAD:" DAY), NEW_FILE "written by hand\n" ENTRY,
	    "by hand: what was written goes into the commit");
	is_str(sh("git status --porcelain"), "", "by hand: all is clean");
}

static void
test_unchanged(void)
{
	char first[41];

	fresh_with_commit("unchanged");
	is_done(commit_as("set", "halfhour.yaml", "lang: ko\n"), 0,
	    "unchanged: a commit");
	memcpy(first, done.oid, 41);
	ok(!done.unchanged && *first, "unchanged: the first time it is one");
	is_done(commit_as("set", "halfhour.yaml", "lang: ko\n"), 0,
	    "unchanged: the same again");
	ok(done.unchanged && done.oid[0] == '\0',
	    "unchanged: and there is none");
	is_str(sh("git rev-parse HEAD | tr -d '\\n'"), first,
	    "unchanged: HEAD is where it was");
	is_sound("unchanged");
	put(".gitignore", "notes/daily\n");
	is_done(commit_as("append", "notes/daily/new.md", ENTRY), 0,
	    "ignored: a file that git is told to ignore");
	ok(done.unchanged && done.ignored, "ignored: there is no commit");
	is_str(sh("cat notes/daily/new.md"), NEW_FILE ENTRY,
	    "ignored: the file is written");
	is_sound("ignored");
}

static void
test_several(void)
{
	const struct repo_change changes[] = {
		{ DAY, "append", ENTRY, strlen(ENTRY) },
		{ "notes/a/b.md", "append", "b\n", 2 },
		{ "other.md", "set", "", 0 },
	};
	struct repo_commit c = {
		.message = "log: several\n",
		.when = { 1795436880, 32400 },
		.changes = changes,
		.n = 3,
	};
	struct err e = ERR_INIT;
	struct repo *r = NULL;

	fresh_with_commit("several");
	sh("chmod 755 other.md; git add other.md; git commit -qm mode");
	ok(repo_open(&r, ".", &e) == 0, "several: opened");
	repo_set_kinds(r, kinds);
	repo_set_author(r, "Grace");
	ok(repo_commit(r, &c, &done, &e) == 0, "several: a commit");
	repo_free(r);
	is_whole("several");
	is_str(sh("git show --format=%%an --name-status HEAD"),
	    "Grace\n\nA\tnotes/a/b.md\nM\t" DAY "\nM\tother.md\n",
	    "several: all of them are in one commit, by the author of ours");
	is_str(sh("git status --porcelain; git ls-tree HEAD other.md"),
	    "100755 blob e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\tother.md\n",
	    "several: clean, and the mode is kept");
}

/* A commit that uses up the file .git/halfhour/box. */
static int
commit_spending(void)
{
	struct repo_change change = { DAY, "append", ENTRY, strlen(ENTRY) };
	struct repo_commit c = {
		.message = "log: entry\n",
		.when = { 1795436880, 32400 },
		.changes = &change,
		.n = 1,
		.spends = "box",
	};
	struct repo *r = NULL;
	int rc;

	memset(&failure, 0, sizeof(failure));
	if (repo_open(&r, ".", &failure) == -1)
		return -1;
	repo_set_kinds(r, kinds);
	rc = repo_commit(r, &c, &done, &failure);
	repo_free(r);
	return rc;
}

#define BOX(text)                                                              \
	sh("mkdir -p .git/halfhour; printf " text " >.git/halfhour/box")
#define HAS_BOX sh("cat .git/halfhour/box 2>/dev/null")

static void
test_spends(void)
{
	char head[64];

	fresh_with_commit("spends");
	BOX("one");
	is_done(commit_spending(), 0, "spends: a commit");
	is_str(HAS_BOX, "", "spends: the file is gone");
	is_sound("spends");
	snprintf(head, sizeof(head), "%s", sh("git rev-parse HEAD"));
	ok(commit_spending() == -1 && failure.code == ERR_CONFLICT &&
		!done.saved,
	    "spends: without the file there is no commit");
	is_str(sh("git rev-parse HEAD; ls .git/halfhour/pending"), head,
	    "spends: and nothing is owed");
	BOX("two");
	sh("git rev-parse HEAD >.git/MERGE_HEAD");
	ok(commit_spending() == -1 && done.saved, "spends: put off is saved");
	is_str(HAS_BOX, "", "spends: so the file is gone");
	BOX("two");
	finish();
	is_str(HAS_BOX, "", "spends: left by a dead process, it goes later");
	BOX("three");
	finish();
	sh("rm .git/MERGE_HEAD");
	ok(finish() == 1, "spends: what was put off is committed");
	is_str(HAS_BOX, "three", "spends: a later file of its name stays");
	is_sound("spends");
}

/* ---- half staged ------------------------------------------------------- */

/* What a version that is `text` becomes by the entry; NULL is no file. */
static const char *
with_entry(const char *text)
{
	static char bufs[3][256];
	static int next;
	char *out = bufs[next++ % 3];

	snprintf(out, 256, "%s" ENTRY, text != NULL ? text : NEW_FILE);
	return out;
}

static void
test_half_staged(int head, int index, int work)
{
	const char *h = head ? NEW_FILE "base\n" : NULL, *i, *w;
	char name[64];

	snprintf(name, sizeof(name), "half-%d%d%d", head, index, work);
	fresh(name);
	put("other.md", "other\n");
	if (h != NULL)
		put(DAY, h);
	sh("git add . && git commit -qm base");
	i = index == 0 ? NULL : index == 1 ? h : NEW_FILE "base\nindex\n";
	if (i != NULL) {
		put(DAY, i);
		sh("git add .");
	} else {
		sh("git rm -q --cached " DAY);
	}
	w = work == 0 ? NULL : work == 1 ? i : NEW_FILE "base\nindex\nwork\n";
	if (w != NULL)
		put(DAY, w);
	else
		sh("rm -f " DAY);
	is_done(commit(), 0, name);
	is_whole(name);
	/* A file that git knew nothing of is committed as it lies there. */
	if (h == NULL && i == NULL && w != NULL)
		h = i = w;
	is_str(
	    sh("git cat-file blob HEAD:" DAY), with_entry(h), "%s: HEAD", name);
	is_str(sh("git cat-file blob :" DAY), with_entry(i), "%s: index", name);
	is_str(sh("cat " DAY), with_entry(w), "%s: work file", name);
	is_str(sh("git show --format= --name-only HEAD"), DAY "\n",
	    "%s: nothing else in the commit", name);
}

/* HEAD has no file, or one; the index and the work file none, the same as the
 * one before, or one of their own. */
static void
test_matrix(void)
{
	int head, index, work;

	for (head = 0; head < 2; head++)
		for (index = 0; index < 3; index++)
			for (work = 0; work < 3; work++)
				test_half_staged(head, index, work);
}

/* ---- places and names -------------------------------------------------- */

static void
test_worktree(void)
{
	fresh_with_commit("main-tree");
	sh("git worktree add -q ../linked");
	put("other.md", "other\nstaged\n");
	sh("git add other.md");
	ok(chdir("../linked") == 0, "worktree: there is one");
	put("other.md", "other\nstaged there\n");
	sh("git add other.md");
	is_done(commit(), 0, "worktree: a commit");
	is_whole("worktree");
	is_str(sh("git status --porcelain; git log --format=%%s; "
		  "git symbolic-ref HEAD"),
	    "M  other.md\nlog: entry\nbase\nrefs/heads/linked\n",
	    "worktree: on its branch, and its index is as it was");
	is_str(sh("cd ../main-tree; git status --porcelain; "
		  "git log --format=%%s; cat " DAY),
	    "M  other.md\nbase\n" NEW_FILE "base\n",
	    "worktree: the main one knows nothing of it");
}

static void
test_hangul(void)
{
	static const struct {
		const char *form, *path;
	} rows[] = {
		{ "NFC", "notes/\xed\x95\x9c\xea\xb8\x80 \xeb\x85\xb8.md" },
		{ "NFD", "notes/\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"
			 "\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf "
			 "\xe1\x84\x82\xe1\x85\xa9.md" },
	};
	size_t i;

	fresh_with_commit("hangul");
	for (i = 0; i < 2; i++) {
		is_done(
		    commit_as("append", rows[i].path, ENTRY), 0, rows[i].form);
		is_str(sh("git show --format= --name-only -z HEAD | "
			  "tr -d '\\0'"),
		    rows[i].path, "Hangul, %s: the name keeps its bytes",
		    rows[i].form);
	}
	is_str(sh("git status --porcelain; ls notes | wc -l"), "3\n",
	    "Hangul: clean, and two files");
	is_sound("Hangul");
}

static void
test_links(void)
{
	fresh_with_commit("links");
	sh("echo far >../far.md; ln -sf ../../../far.md " DAY
	   "; mkdir real; ln -s ../real notes/linked; mkfifo notes/fifo.md");
	ok(commit() == -1 && !done.saved &&
		strstr(failure.msg, "symbolic link") != NULL,
	    "links: a day file that is one is refused");
	ok(commit_as("append", "notes/linked/x.md", ENTRY) == -1 &&
		!done.saved && strstr(failure.msg, "symbolic link") != NULL,
	    "links: a folder too");
	ok(commit_as("append", "../far.md", ENTRY) == -1 && !done.saved,
	    "links: and a path that leads out");
	ok(commit_as("append", "notes/fifo.md", ENTRY) == -1 && !done.saved &&
		strstr(failure.msg, "not a regular file") != NULL,
	    "links: and a fifo");
	is_str(sh("cat ../far.md; git log --format=%%s; ls real"),
	    "far\nbase\n", "links: nothing is written");
	is_sound("links");
}

/* The work tree on one file system, the git folder on another. */
static void
test_two_disks(void)
{
	struct stat a, b;

	fresh_with_commit("two-disks");
	if (stat("/dev/shm", &a) == -1 || stat(".", &b) == -1 ||
	    a.st_dev == b.st_dev || access("/dev/shm", W_OK) == -1) {
		ok(true, "two disks # SKIP there is only one here");
		return;
	}
	sh("d=$(mktemp -d /dev/shm/halfhour-repo.XXXXXX) && "
	   "mv .git $d/git && echo gitdir: $d/git >.git && "
	   "git config core.worktree $PWD && chmod 640 " DAY);
	is_done(commit(), 0, "two disks: a commit");
	is_whole("two disks");
	is_str(sh("git status --porcelain; stat -c %%a " DAY), "640\n",
	    "two disks: clean, and the mode is kept");
	sh("rm -r \"$(dirname \"$(git rev-parse --git-dir)\")\"");
}

/* ---- git's own doings -------------------------------------------------- */

static void
test_packed(void)
{
	fresh_with_commit("packed");
	sh("git switch -qc a/b && git pack-refs --all && git gc -q && "
	   "git update-index --index-version 4");
	is_done(commit(), 0, "packed: a commit");
	is_whole("packed");
	is_str(sh("git status --porcelain; git symbolic-ref HEAD; "
		  "git rev-list --count HEAD; git branch -l --format="
		  "'%%(refname:short) %%(subject)'"),
	    "refs/heads/a/b\n2\na/b log: entry\nmain base\n",
	    "packed: the branch has moved and no other");
}

/* What a power cut leaves: the object has its name and no bytes. */
static void
test_empty_object(void)
{
	fresh_with_commit("empty-object");
	sh("o=$( (cat " DAY "; echo the entry) | git hash-object --stdin) && "
	   "d=.git/objects/$(echo $o | cut -c-2) && mkdir -p $d && "
	   ": >$d/$(echo $o | cut -c3-)");
	is_done(commit(), 0, "empty object: a commit");
	is_whole("empty object");
}

static void
test_ends_of_line(void)
{
	fresh_with_commit("eol");
	sh("echo '*.md text eol=crlf' >.gitattributes && git add . && "
	   "git commit -qm eol && rm -r notes other.md && git checkout -q .");
	is_done(commit_as("append", DAY, "x\n"), 0, "ends of line: a commit");
	is_str(sh("git show HEAD:" DAY), NEW_FILE "base\nx\n",
	    "ends of line: the blob has none of CRLF");
	is_str(sh("git ls-files -o; tr '\\r' R <" DAY), "# dayR\nbaseR\nx\n",
	    "ends of line: the work file keeps its own");
	is_sound("ends of line");
}

#define WRITERS 8
#define EACH 10

static void
writer(int k)
{
	char text[64];
	int i;

	for (i = 0; i < EACH; i++) {
		snprintf(text, sizeof(text), "writer %d entry %d\n", k, i);
		if (commit_as("append", DAY, text) == -1) {
			printf("# writer %d: %s\n", k, failure.msg);
			_exit(1);
		}
	}
	_exit(0);
}

static void
test_writers(void)
{
	int k, status, failed = 0;

	fresh_with_commit("writers");
	put("other.md", "other\nstaged\n");
	sh("git add other.md");
	for (k = 0; k < WRITERS; k++)
		if (fork() == 0)
			writer(k);
	while (wait(&status) > 0)
		failed += status != 0;
	ok(failed == 0, "writers: %d of %d fail", failed, WRITERS);
	is_str(
	    sh("git log --format=%%s | grep -c entry; for v in HEAD: :; do "
	       "git cat-file blob ${v}" DAY " | grep writer | sort -u | wc -l; "
	       "git cat-file blob ${v}" DAY " | grep -c writer; done; "
	       "grep writer " DAY " | sort -u | wc -l; grep -c writer " DAY),
	    "80\n80\n80\n80\n80\n80\n80\n",
	    "writers: 80 commits, and each entry once in each version");
	is_str(sh("git status --porcelain"), "M  other.md\n",
	    "writers: what was staged still is");
	is_sound("writers");
}

/* A git that has read the index before our commit, and writes it after it. */
static void
test_stale_index(void)
{
	fresh_with_commit("stale-index");
	sh("cp .git/index old");
	is_done(commit(), 0, "stale: a commit");
	sh("mv old .git/index");
	is_done(finish(), 0, "stale: the index is made good");
	is_whole("stale");
	is_str(sh("git status --porcelain"), "", "stale: nothing is staged");

	sh("git cat-file blob HEAD~1:" DAY " >was; "
	   "git update-index --cacheinfo 100644,$(git hash-object -w was)," DAY
	   "; rm was; git commit -qm theirs");
	is_there("0\n0\n1\n", "stale: a commit of theirs has taken it out");
	is_done(finish(), 1, "stale: it is committed once more");
	is_whole("stale, committed");
	is_str(sh("git log --format=%%s"),
	    "log: entry\ntheirs\nlog: entry\n"
	    "base\n",
	    "stale: theirs is still there");
}

/* What its owner takes back stays away. */
static void
test_taken_back(void)
{
	static const struct {
		const char *how, *there;
	} rows[] = {
		{ "git revert --no-edit HEAD", "0\n0\n0\n" },
		{ "git reset -q --hard HEAD~1", "0\n0\n0\n" },
		{ "git reset -q HEAD~1", "0\n0\n1\n" },
		{ "sed -i /entry/d " DAY " && git commit -qam no",
		    "0\n0\n0\n" },
		{ "sed -i /entry/d " DAY " && git add .", "1\n0\n0\n" },
		{ "git switch -qc other HEAD~1", "0\n0\n0\n" },
		{ "git rm -q --cached " DAY, "1\n0\n1\n" },
		{ "git rm -q --cached " DAY " && git commit -qm no",
		    "0\n0\n1\n" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char name[32];

		snprintf(name, sizeof(name), "taken-back-%zu", i);
		fresh_with_commit(name);
		is_done(commit(), 0, name);
		sh("%s", rows[i].how);
		is_done(finish(), 0, rows[i].how);
		is_there(rows[i].there, rows[i].how);
		is_sound(rows[i].how);
	}
}

/*
 * The user's own git at the same time: it may have to try again, as ever. An
 * entry that its stale index has taken out is committed once more, which puts
 * it where the merge of this test does, at the end: only the order may differ
 * from the work file.
 */
static void
test_beside_git(void)
{
	int k, status, failed = 0;

	fresh_with_commit("beside-git");
	fflush(stdout);
	for (k = 0; k < 2; k++)
		if (fork() == 0)
			writer(k);
	if (fork() == 0) {
		sh("for i in $(seq 25); do echo $i >u$i.md; "
		   "until git add u$i.md; do sleep 0.01; done; "
		   "until git commit -qm u$i; do sleep 0.01; done; "
		   "git status -s; done; git gc -q");
		_exit(0);
	}
	while (wait(&status) > 0)
		failed += status != 0;
	ok(failed == 0, "beside git: %d of 2 fail", failed);
	ok(finish() >= 0, "beside git: the next command looks again");
	is_str(
	    sh("for v in HEAD: :; do git cat-file blob ${v}" DAY
	       " | grep writer | sort | uniq -c | grep -c ' 1 writer'; done; "
	       "grep writer " DAY " | sort | uniq -c | grep -c ' 1 writer'; "
	       "git log --format=%%s | grep -c '^u'; "
	       "git ls-tree --name-only HEAD | grep -c '^u'; "
	       "git status --porcelain | grep -v " DAY "; "
	       "git cat-file blob HEAD:" DAY " | sort >was; "
	       "sort " DAY " | diff was -; rm was"),
	    "20\n20\n20\n25\n25\n",
	    "beside git: each entry once, and each file of the user's");
	is_sound("beside git");
}

int
main(void)
{
	make_root();
	test_open();
	test_unborn();
	test_staged();
	test_by_hand();
	test_unchanged();
	test_several();
	test_spends();
	test_matrix();
	test_worktree();
	test_hangul();
	test_links();
	test_two_disks();
	test_packed();
	test_empty_object();
	test_ends_of_line();
	test_writers();
	test_stale_index();
	test_taken_back();
	test_beside_git();
	remove_root();
	return done_testing();
}
