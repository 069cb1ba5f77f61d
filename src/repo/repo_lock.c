/* repo_lock.c: git's lock files, taken so that one can tell whose they are */
/*
 * git guards its index and each branch by a file NAME.lock. Who is killed
 * while holding one leaves it behind, and from then on every git command
 * fails until someone removes it by hand; and who removes one that is not
 * theirs takes the lock of a living process. So ours must be known as ours.
 *
 * For each lock there is a mark, .git/halfhour/held/HASH, that stays forever.
 * The lock is taken by link(2) of the mark onto NAME.lock: the mark and the
 * lock are then one file, from the moment there is a lock. Whoever holds the
 * flock of .git/halfhour/lock and finds a lock that is the same file as its
 * mark knows that the holder is dead, since the holder had that flock too.
 *
 * Where there are no hard links the lock is a copy of the mark, which holds a
 * random word, and is renamed to its place.
 */
#include <sys/random.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_int.h"

#define HELD "held"
#define WAIT_MS 2000
#define STEP_MS 20
#define MARK_MAX 8192

/* ---- the mark ---------------------------------------------------------- */

/* The second line of a mark: the lock it belongs to. To be freed, or NULL. */
static char *
mark_lock(const struct strbuf *mark)
{
	const char *path = strchr(mark->buf, '\n'), *end;
	char *out;

	if (path == NULL || (end = strchr(++path, '\n')) == NULL)
		return NULL;
	out = xstrndup(path, (size_t)(end - path));
	if (path_is_inside(out) && path_has_suffix(out, ".lock"))
		return out;
	free(out);
	return NULL;
}

/* See that the lock's mark is there, and whole. */
static int
mark_make(struct repo *r, const struct repo_lock *l, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	uint64_t word = 0;
	char *owner = NULL;
	int rc = 0;

	if (fs_read(&sb, r->state_fd, l->mark, MARK_MAX, &ignored) == 0)
		owner = mark_lock(&sb);
	if (owner == NULL || strcmp(owner, l->path) != 0) {
		if (getrandom(&word, sizeof(word), 0) == -1)
			word = (uint64_t)getpid();
		strbuf_clear(&sb);
		strbuf_addf(&sb, "a lock of halfhour\n%s\n%016" PRIx64 "\n",
		    l->path, word);
		rc = fs_write(
		    r->state_fd, l->mark, sb.buf, sb.len, FS_DURABLE, e);
	}
	free(owner);
	strbuf_release(&sb);
	return rc == -1 ? -1 : 0;
}

/* Whether a lock file is the mark itself, or a copy of it. */
static bool
is_ours(struct repo *r, const char *path, const char *mark)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	struct stat ls, ms;
	bool ours;

	if (fs_stat(r->common_fd, path, &ls) == -1 ||
	    fs_stat(r->state_fd, mark, &ms) == -1 || !S_ISREG(ls.st_mode))
		return false;
	if (ls.st_dev == ms.st_dev && ls.st_ino == ms.st_ino)
		return true;
	ours = ls.st_size == ms.st_size && ls.st_size > 0 &&
	       fs_read(&a, r->common_fd, path, MARK_MAX, &ignored) == 0 &&
	       fs_read(&b, r->state_fd, mark, MARK_MAX, &ignored) == 0 &&
	       a.len == b.len && memcmp(a.buf, b.buf, a.len) == 0;
	strbuf_release(&a);
	strbuf_release(&b);
	return ours;
}

/* ---- who has it -------------------------------------------------------- */

/* Whether the process has this file open. */
static bool
has_open(const char *pid, const char *path)
{
	char dir[300], name[600], target[4096];
	struct dirent *ent;
	bool found = false;
	ssize_t n;
	DIR *d;

	snprintf(dir, sizeof(dir), "/proc/%s/fd", pid);
	if ((d = opendir(dir)) == NULL)
		return false;
	while (!found && (ent = readdir(d)) != NULL) {
		snprintf(name, sizeof(name), "%s/%s", dir, ent->d_name);
		n = readlink(name, target, sizeof(target));
		found = n == (ssize_t)strlen(path) &&
			memcmp(target, path, (size_t)n) == 0;
	}
	closedir(d);
	return found;
}

/* "git (process 123)" for who has the file open; to be freed, or NULL. */
static char *
holder(const char *path)
{
	struct strbuf name = STRBUF_INIT;
	struct dirent *ent;
	char comm[300], *out = NULL;
	DIR *d = opendir("/proc");
	int fd;

	while (d != NULL && out == NULL && (ent = readdir(d)) != NULL) {
		if (*ent->d_name < '1' || *ent->d_name > '9' ||
		    !has_open(ent->d_name, path))
			continue;
		snprintf(comm, sizeof(comm), "/proc/%s/comm", ent->d_name);
		fd = open(comm, O_RDONLY | O_CLOEXEC);
		if (fd != -1) {
			fs_read_all(&name, fd);
			close(fd);
		}
		name.buf[strcspn(name.buf, "\n")] = '\0';
		out = xasprintf("%s (process %s)",
		    *name.buf ? name.buf : "a program", ent->d_name);
	}
	if (d != NULL)
		closedir(d);
	strbuf_release(&name);
	return out;
}

static void
add_age(struct strbuf *sb, struct repo *r, const char *path)
{
	struct err ignored = ERR_INIT;
	struct moment now;
	struct stat st;
	int64_t age;

	if (fs_stat(r->common_fd, path, &st) == -1 ||
	    moment_now(&now, &ignored) == -1 ||
	    (age = now.t - (int64_t)st.st_mtime) < 0)
		return;
	if (age < 120)
		strbuf_addf(sb, ", %d s old,", (int)age);
	else if (age < 7200)
		strbuf_addf(sb, ", %d min old,", (int)(age / 60));
	else
		strbuf_addf(sb, ", %" PRId64 " h old,", age / 3600);
}

int
repo_lock_held(struct repo *r, const char *path, struct err *e)
{
	char *whole = path_join(r->common, path), *who = holder(whole);
	struct strbuf age = STRBUF_INIT;

	add_age(&age, r, path);
	if (who != NULL)
		err_code(e, ERR_LOCKED,
		    "%s%s is held by %s; wait until it is done, or end it",
		    whole, age.buf, who);
	else
		err_code(e, ERR_LOCKED,
		    "%s%s is in the way, and no process has it open; if no "
		    "git is at work, remove it: rm '%s'",
		    whole, age.buf, whole);
	strbuf_release(&age);
	free(who);
	free(whole);
	return -1;
}

/* ---- taking ------------------------------------------------------------ */

/* For file systems without hard links; 0, or -1 with errno. */
static int
take_by_copy(struct repo *r, const struct repo_lock *l)
{
	char *copy = xasprintf("%s.copy", l->mark);
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	int fd, rc = -1, saved;

	fd = fs_open(r->state_fd, copy, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd != -1 &&
	    fs_read(&sb, r->state_fd, l->mark, MARK_MAX, &ignored) == 0 &&
	    fs_write_all(fd, sb.buf, sb.len) == 0)
		rc = renameat2(
		    r->state_fd, copy, r->common_fd, l->path, RENAME_NOREPLACE);
	saved = errno;
	if (fd != -1)
		close(fd);
	strbuf_release(&sb);
	free(copy);
	errno = saved;
	return rc;
}

static int
take(struct repo *r, const struct repo_lock *l)
{
	/* The age that others see is that of the lock, not of the mark. */
	utimensat(r->state_fd, l->mark, NULL, 0);
	if (linkat(r->state_fd, l->mark, r->common_fd, l->path, 0) == 0)
		return 0;
	if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS ||
	    errno == EXDEV || errno == EMLINK)
		return take_by_copy(r, l);
	return -1;
}

int
repo_lock_take(
    struct repo *r, struct repo_lock *l, const char *path, struct err *e)
{
	struct timespec step = { 0, STEP_MS * 1000000L };
	char hash[HASH_HEX];
	int waited;

	hash_hex(hash, path, strlen(path));
	l->path = xstrdup(path);
	l->mark = xasprintf(HELD "/%.16s", hash);
	if (mark_make(r, l, e) == -1)
		goto fail;
	for (waited = 0; take(r, l) == -1; waited += STEP_MS) {
		if (errno != EEXIST) {
			err_errno(e, "cannot make %s/%s", r->common, path);
			goto fail;
		}
		if (r->waited || waited >= WAIT_MS) {
			r->waited = true;
			repo_lock_held(r, path, e);
			goto fail;
		}
		nanosleep(&step, NULL);
	}
	return 0;
fail:
	free(l->path);
	free(l->mark);
	l->path = l->mark = NULL;
	return -1;
}

int
repo_lock_wait(struct repo *r, const char *path, struct err *e)
{
	struct timespec step = { 0, STEP_MS * 1000000L };
	int waited, there;

	for (waited = 0; (there = repo_there(r->common_fd, path, e)) == 1;
	     waited += STEP_MS) {
		if (r->waited || waited >= WAIT_MS) {
			r->waited = true;
			return repo_lock_held(r, path, e);
		}
		nanosleep(&step, NULL);
	}
	return there;
}

void
repo_lock_drop(struct repo *r, struct repo_lock *l)
{
	if (l->path == NULL)
		return;
	/* Someone may have removed it by hand, and a third taken it. */
	if (is_ours(r, l->path, l->mark))
		unlinkat(r->common_fd, l->path, 0);
	free(l->path);
	free(l->mark);
	l->path = l->mark = NULL;
}

/* The lock that belongs to the mark HELD/name, if it is there and ours. To be
 * freed, or NULL. */
static char *
mark_left(struct repo *r, const char *name, char **mark)
{
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char *lock = NULL;

	*mark = path_join(HELD, name);
	if (fs_read(&sb, r->state_fd, *mark, MARK_MAX, &ignored) == 0)
		lock = mark_lock(&sb);
	strbuf_release(&sb);
	if (lock != NULL && is_ours(r, lock, *mark))
		return lock;
	free(lock);
	return NULL;
}

static int
sweep_one(const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct repo *r = payload;
	char *mark, *lock = mark_left(r, path, &mark);
	int rc = 0;

	(void)st;
	if (lock != NULL)
		rc = fs_unlink(r->common_fd, lock, FS_DURABLE, e);
	free(lock);
	free(mark);
	return rc;
}

static int
left_one(const char *path, const struct stat *st, void *payload, struct err *e)
{
	char *mark, *lock = mark_left(payload, path_base(path), &mark);
	int left = lock != NULL;

	(void)st;
	(void)e;
	free(lock);
	free(mark);
	return left;
}

int
repo_lock_left(struct repo *r, struct err *e)
{
	struct stat st;

	if (fs_stat(r->state_fd, HELD, &st) == -1 && errno == ENOENT)
		return 0;
	return fs_walk(r->state_fd, HELD, left_one, r, e);
}

int
repo_lock_sweep(struct repo *r, struct err *e)
{
	int fd = fs_open(r->state_fd, HELD, O_RDONLY | O_DIRECTORY, 0), rc;

	if (fd == -1)
		return errno == ENOENT
			   ? 0
			   : err_errno(
				 e, "cannot read %s/halfhour/" HELD, r->common);
	rc = fs_walk(fd, "", sweep_one, r, e);
	close(fd);
	return rc;
}
