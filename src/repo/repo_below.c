/* repo_below.c: a command that a hook has called, below one that commits */
/*
 * Where the user's own git makes a commit, its hooks run while we hold the lock
 * of .git/halfhour; and the hook that one writes first is `halfhour build`. It
 * would wait for a lock that nobody gives back before it has ended. So git is
 * told in its environment who holds which lock: a process by its number and the
 * time it was started, and the folder of the lock. Who finds that there, and
 * that process alive, does not wait. What outlives it waits as anyone does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "repo/repo_below.h"
#include "repo/repo_int.h"

#define NAME "HALFHOUR_BELOW"

/* When a process was started, in ticks since boot, field 22 of its `stat`
 * (proc(5)); 0 when there is none. Its name may hold spaces and parentheses. */
static unsigned long long
started(long pid)
{
	char path[64], text[1024];
	unsigned long long at = 0;
	const char *s;
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	if ((f = fopen(path, "re")) == NULL)
		return 0;
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	if ((s = strrchr(text, ')')) == NULL ||
	    sscanf(s + 1,
		" %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
		"%*s %*s %*s %*s %*s %llu",
		&at) != 1)
		return 0;
	return at;
}

char *
repo_below_env(struct repo *r)
{
	struct stat st;

	if (r->state_fd == -1 || fstat(r->state_fd, &st) == -1)
		return xstrdup(NAME "=");
	return xasprintf(NAME "=%ld %llu %llu %llu", (long)getpid(),
	    started(getpid()), (unsigned long long)st.st_dev,
	    (unsigned long long)st.st_ino);
}

bool
repo_below(struct repo *r)
{
	const char *value = getenv(NAME);
	unsigned long long at, dev, ino;
	struct stat st;
	long pid;

	return value != NULL && r->state_fd != -1 &&
	       sscanf(value, "%ld %llu %llu %llu", &pid, &at, &dev, &ino) ==
		   4 &&
	       fstat(r->state_fd, &st) == 0 &&
	       (unsigned long long)st.st_dev == dev &&
	       (unsigned long long)st.st_ino == ino && at != 0 &&
	       started(pid) == at;
}
