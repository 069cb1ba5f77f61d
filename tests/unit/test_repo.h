/* test_repo.h: repositories to try commits in, and what must be true of them */
#ifndef UNIT_TEST_REPO_H
#define UNIT_TEST_REPO_H

#include <sys/stat.h>
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "repo/repo.h"
#include "tap.h"

#define DAY "notes/daily/2026-11-23.md"
#define ENTRY "the entry\n"
#define NEW_FILE "# day\n"
#define UNUSED __attribute__((unused))

static char test_root[256];

/* ---- the shell --------------------------------------------------------- */

/* What a command prints, both outputs; valid for the next seven calls. */
__attribute__((format(printf, 1, 2))) UNUSED static const char *
sh(const char *fmt, ...)
{
	static char texts[8][16384];
	static unsigned next;
	char cmd[4096], *out = texts[next++ % 8];
	size_t n = 0, got;
	va_list ap;
	FILE *p;
	int len;

	va_start(ap, fmt);
	len = snprintf(cmd, sizeof(cmd), "exec 2>&1; ");
	vsnprintf(cmd + len, sizeof(cmd) - (size_t)len, fmt, ap);
	va_end(ap);
	if ((p = popen(cmd, "r")) == NULL)
		return "no shell";
	while ((got = fread(out + n, 1, 16383 - n, p)) > 0)
		n += got;
	out[n] = '\0';
	pclose(p);
	return out;
}

UNUSED static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) == EOF) {
		perror(path);
		exit(99);
	}
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

UNUSED static void
remove_root(void)
{
	if (chdir("/") == 0 && tap_failed == 0)
		nftw(test_root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	else
		printf("# the files are kept in %s\n", test_root);
}

/* A home of its own, so that nobody's git config is in the way. */
UNUSED static void
make_root(void)
{
	static const char *const gone[] = { "GIT_DIR", "GIT_INDEX_FILE",
		"GIT_WORK_TREE", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL",
		"GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
		"GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME", "EMAIL" };
	const char *tmp = getenv("TMPDIR");
	size_t i;

	for (i = 0; i < sizeof(gone) / sizeof(*gone); i++)
		unsetenv(gone[i]);
	snprintf(test_root, sizeof(test_root), "%s/halfhour-repo.XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(test_root) == NULL || chdir(test_root) == -1) {
		perror(test_root);
		exit(99);
	}
	setenv("HOME", test_root, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CEILING_DIRECTORIES", test_root, 1);
	setenv("HALFHOUR_NOW", "2026-11-23T21:28:00+09:00", 1);
	setenv("LC_ALL", "C", 1);
	put(".gitconfig",
	    "[user]\n\tname = Ada Test\n\temail = ada@example.org\n"
	    "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n"
	    "[core]\n\tquotePath = false\n");
	setvbuf(stdout, NULL, _IOLBF, 0);
}

/* A fresh repository without hooks, and the process goes there. */
UNUSED static void
fresh(const char *name)
{
	if (chdir(test_root) == -1 || mkdir(name, 0777) == -1 ||
	    chdir(name) == -1) {
		perror(name);
		exit(99);
	}
	sh("git init -q . && rm -f .git/hooks/* && mkdir -p notes/daily");
}

/* The same, with a first commit of the day file and another one. */
UNUSED static void
fresh_with_commit(const char *name)
{
	fresh(name);
	put(DAY, NEW_FILE "base\n");
	put("other.md", "other\n");
	sh("git add . && git commit -qm base");
}

/* ---- commits ----------------------------------------------------------- */

static int
append(struct strbuf *out, const char *old, size_t old_len, const void *bytes,
    size_t len, struct err *e)
{
	(void)e;
	if (old != NULL)
		strbuf_add(out, old, old_len);
	else
		strbuf_adds(out, NEW_FILE);
	strbuf_add(out, bytes, len);
	return 0;
}

static int
set(struct strbuf *out, const char *old, size_t old_len, const void *bytes,
    size_t len, struct err *e)
{
	(void)e;
	(void)old;
	(void)old_len;
	strbuf_add(out, bytes, len);
	return 0;
}

static int
gone(struct strbuf *out, const char *old, size_t old_len, const void *bytes,
    size_t len, struct err *e)
{
	(void)e;
	if (old == NULL || (old_len == len && memcmp(old, bytes, len) == 0))
		return REPO_GONE;
	strbuf_add(out, old, old_len);
	return 0;
}

static const struct repo_kind kinds[] = {
	{ "append", append, false },
	{ "gone", gone, false },
	{ "set", set, false },
	{ NULL, NULL, false },
};

static struct repo_done done;
static struct err failure;

/* Commit one change of a file in the repository of the current folder. */
UNUSED static int
commit_as(const char *kind, const char *path, const char *text)
{
	struct repo_change change = { path, kind, text, strlen(text) };
	struct repo_commit c = {
		.message = "log: entry\n\nHalfhour-Day: 2026-11-23\n",
		.changes = &change,
		.n = 1,
	};
	struct repo *r = NULL;
	int rc;

	memset(&failure, 0, sizeof(failure));
	memset(&done, 0, sizeof(done));
	moment_parse(&c.when, "2026-11-23T21:00:00+09:00");
	if (repo_open(&r, ".", &failure) == -1)
		return -1;
	repo_set_kinds(r, kinds);
	rc = repo_commit(r, &c, &done, &failure);
	repo_free(r);
	return rc;
}

UNUSED static int
commit(void)
{
	return commit_as("append", DAY, ENTRY);
}

UNUSED static int
finish(void)
{
	struct repo *r = NULL;
	int rc;

	memset(&failure, 0, sizeof(failure));
	if (repo_open(&r, ".", &failure) == -1)
		return -1;
	repo_set_kinds(r, kinds);
	rc = repo_finish_pending(r, &failure);
	repo_free(r);
	return rc;
}

/* ---- what must be true ------------------------------------------------- */

UNUSED static bool
is_done(int rc, int want, const char *what)
{
	if (ok(rc == want, "%s", what))
		return true;
	printf("# it is %d, not %d: %s\n", rc, want, failure.msg);
	return false;
}

/* It is saved, not committed, for this reason. */
UNUSED static void
is_put_off(int rc, enum err_code code, const char *why, const char *what)
{
	ok(rc == -1 && done.saved && done.oid[0] == '\0' &&
		failure.code == code && strstr(failure.msg, why) != NULL,
	    "%s: saved, not committed, with the reason", what);
	if (strstr(failure.msg, why) == NULL || failure.code != code)
		printf("# %d: %s\n", failure.code, failure.msg);
	is_str(sh("grep -cx 'the entry' " DAY), "1\n",
	    "%s: the work file has it already", what);
}

/* How often HEAD, the index and the work file have the entry. */
UNUSED static void
is_there(const char *want, const char *what)
{
	is_str(sh("for v in HEAD: :; do git cat-file blob ${v}" DAY
		  " 2>/dev/null | grep -cx 'the entry'; done; "
		  "grep -cx 'the entry' " DAY),
	    want, "%s: in HEAD, index and work file %.1s, %.1s, %.1s times",
	    what, want, want + 2, want + 4);
}

/* Nothing is left that a human has to see to. */
UNUSED static void
is_sound(const char *what)
{
	is_str(sh("git fsck --strict --no-dangling --no-progress; "
		  "d=$(git rev-parse --git-common-dir); "
		  "find \"$d\" -name '*.lock'; "
		  "find \"$d/halfhour/pending\" -mindepth 1 2>/dev/null; "
		  "find . -name '.halfhour*' ! -path './.git/*'"),
	    "", "%s: sound, and nothing is left behind", what);
}

UNUSED static void
is_whole(const char *what)
{
	is_there("1\n1\n1\n", what);
	is_sound(what);
}

#endif
