/* test_base_spool.c: a file that is read while it grows */
#include "tap.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/spool.h"
#include "base/xalloc.h"

static int at;

/* How many things the folder has in it. */
static size_t
things(void)
{
	DIR *d = fdopendir(fcntl(at, F_DUPFD_CLOEXEC, 0));
	struct dirent *ent;
	size_t n = 0;

	if (d == NULL)
		return SIZE_MAX;
	rewinddir(d);
	while ((ent = readdir(d)) != NULL)
		n += strcmp(ent->d_name, ".") != 0 &&
		     strcmp(ent->d_name, "..") != 0;
	closedir(d);
	return n;
}

static bool
holds(const char *path, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;
	bool same = fs_read(&sb, at, path, FS_READ_MAX, &e) == 0 &&
		    strcmp(sb.buf, want) == 0;

	strbuf_release(&sb);
	return same;
}

/* A few bytes: they stay where they are, and become a file at once. */
static void
test_put(void)
{
	struct spool *s = spool_new(at);
	struct err e = ERR_INIT;
	const char *one, *two, *all;
	struct stat st;
	size_t len;

	ok(spool_put(s, "none", &e) == -1 && !fs_exists(at, "none"),
	    "no file of nothing");
	spool_free(s);
	s = spool_new(at);
	one = spool_add(s, "하나", 7);
	ok(one != NULL && strcmp(one, "하나") == 0, "bytes are there");
	ok(spool_len(s) == 7 && things() == 0, "and no file yet");
	two = spool_add(s, "둘", 4);
	ok(two == one + 7 && strcmp(one, "하나") == 0 && strcmp(two, "둘") == 0,
	    "the next ones behind them");
	ok(spool_put(s, "a/b/file", &e) == 0 && holds("a/b/file", "하나"),
	    "it gets its name, and the folders on the way%s", e.msg);
	ok(fs_stat(at, "a/b/file", &st) == 0 && st.st_size == 11 &&
		(st.st_mode & 0777) == 0600,
	    "whole, for its owner");
	ok(spool_add(s, "셋", 4) == NULL, "nothing is added then");
	all = spool_take(s, &len);
	spool_free(s);
	ok(all == one && len == 11 && strcmp(two, "둘") == 0,
	    "what was added outlives it");
	spool_ease(all, len);
	ok(strcmp(one, "하나") == 0, "also at ease");
	s = spool_new(at);
	spool_add(s, "넷", 4);
	ok(spool_put(s, "a/b/file", &e) == 0 && holds("a/b/file", "넷") &&
		strcmp(one, "하나") == 0,
	    "the next file takes its place, and the old bytes stay");
	spool_free(s);
	munmap((void *)all, len);
}

static void
test_free(void)
{
	struct spool *s = spool_new(at);
	struct err e = ERR_INIT;
	size_t before = things(), len;

	ok(spool_take(s, &len) == NULL && len == 0, "nothing is nothing");
	spool_free(s);
	s = spool_new(at);
	spool_add(s, "x", 1);
	mkdirat(at, "folder", 0777);
	ok(spool_put(s, "folder", &e) == -1, "no file instead of a folder");
	spool_free(s);
	unlinkat(at, "folder", AT_REMOVEDIR);
	s = spool_new(at);
	spool_add(s, "x", 1);
	spool_free(s);
	spool_free(NULL);
	ok(things() == before, "what gets no name leaves nothing");
}

/* How much of the bytes is in the memory of this process: kilobytes. */
static long
resident(const char *p)
{
	FILE *f = fopen("/proc/self/smaps", "re");
	uintptr_t from = 0, to = 0;
	char line[512];
	long kb = -1;
	bool in = false;

	if (f == NULL)
		return -1;
	while (fgets(line, sizeof(line), f) != NULL) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			in = (uintptr_t)p >= from && (uintptr_t)p < to;
		else if (in && sscanf(line, "Rss: %ld kB", &kb) == 1)
			break;
	}
	fclose(f);
	return kb;
}

/* Sixty megabytes are not in memory, and are as they were. */
static void
test_many(void)
{
	enum {
		SIZE = 100003,
		N = 600
	};
	struct spool *s = spool_new(at);
	const char *first = NULL, *p;
	char *bytes = xmalloc(SIZE);
	size_t i, wrong = 0;
	long kb;

	for (i = 0; i < N; i++) {
		memset(bytes, 'a' + (int)(i % 26), SIZE);
		p = spool_add(s, bytes, SIZE);
		wrong += p == NULL || memcmp(p, bytes, SIZE) != 0;
		first = i == 0 ? p : first;
	}
	kb = resident(first);
	ok(wrong == 0, "many bytes are where they are said to be");
	ok(kb >= 0 && kb < 40000, "%ld of 58597 kB are in memory", kb);
	for (i = 0; i < N; i++)
		wrong += first[i * SIZE] != 'a' + (int)(i % 26) ||
			 first[(i + 1) * SIZE - 1] != 'a' + (int)(i % 26);
	ok(wrong == 0, "and all are as they were");
	spool_ease(first, spool_len(s));
	kb = resident(first);
	ok(kb >= 0 && kb < 100, "at ease, none is in memory: %ld kB", kb);
	/* No byte before or behind those that are named. */
	ok(first[4096] == 'a', "one is read");
	spool_ease(first + 1, 4096 + 4095);
	ok(resident(first) > 0, "a part of a page stays");
	free(bytes);
	spool_free(s);
}

/* The disk takes no more from some byte on. */
static void
test_full(void)
{
	struct rlimit was, now;
	struct spool *s = spool_new(at);
	struct err e = ERR_INIT;
	const char *one, *two;

	getrlimit(RLIMIT_FSIZE, &was);
	now = was;
	now.rlim_cur = 8192;
	signal(SIGXFSZ, SIG_IGN);
	one = spool_add(s, "하나", 7);
	setrlimit(RLIMIT_FSIZE, &now);
	two = spool_add(s, one, 7);
	ok(two != NULL, "there is room");
	{
		char *large = xcalloc(1, 16384);

		ok(spool_add(s, large, 16384) == NULL, "there is none");
		free(large);
	}
	setrlimit(RLIMIT_FSIZE, &was);
	ok(spool_add(s, "x", 1) == NULL, "it takes no more");
	ok(strcmp(one, "하나") == 0 && strcmp(two, "하나") == 0,
	    "and has what it had");
	ok(spool_put(s, "file", &e) == -1 && !fs_exists(at, "file") &&
		strstr(e.msg, "file") != NULL,
	    "which is no file: %s", e.msg);
	spool_free(s);
}

int
main(void)
{
	char dir[] = "/tmp/halfhour-unit.XXXXXX";
	struct err e = ERR_INIT;

	if (mkdtemp(dir) == NULL || (at = fs_open_dir(dir, &e)) == -1)
		return 1;
	test_put();
	test_free();
	test_many();
	test_full();
	ok(fs_remove_tree(at, "a", &e) == 0 && rmdir(dir) == 0,
	    "nothing else is left");
	close(at);
	return done_testing();
}
