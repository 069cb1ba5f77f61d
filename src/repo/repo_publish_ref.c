/* repo_publish_ref.c: the references that publishing writes
 *
 * Not by libgit2, which would leave a lock behind when it is killed: see
 * repo_ref.c. Nor with a file in its place that is renamed, for that would be
 * left: what stands below refs/ is a reference for libgit2, and one of a name
 * that cannot be keeps it from reading any. So it is made in the state folder.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_below.h"
#include "repo/repo_plan_int.h"
#include "repo/repo_publish_int.h"

#define TURN_MS 10000

/* Whether a reference is a file with just this line. */
static bool
holds(struct repo *r, const char *name, const char *line)
{
	struct strbuf text = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	bool same = fs_read(&text, r->common_fd, name, 4096, &ignored) == 0 &&
		    text.len == strlen(line) &&
		    memcmp(text.buf, line, text.len) == 0;

	strbuf_release(&text);
	return same;
}

/* Rename what was made into the place of a reference, durably. */
static int
put(struct repo *r, int state, const char *tmp, const char *name, struct err *e)
{
	char *dir = path_dir(name);
	struct stat st;
	int fd = -1, rc = -1;

	if (fs_mkdirs(r->common_fd, dir, e) == -1)
		goto out;
	/* git leaves empty folders where references of longer names were. */
	if (fs_stat(r->common_fd, name, &st) == 0 && !S_ISREG(st.st_mode) &&
	    unlinkat(r->common_fd, name, AT_REMOVEDIR) == -1) {
		err_set(e,
		    "cannot write %s: what is there is not a regular file",
		    name);
		goto out;
	}
	fd = fs_open(r->common_fd, dir, O_RDONLY | O_DIRECTORY, 0);
	if (fd == -1 || renameat(state, tmp, r->common_fd, name) == -1 ||
	    fsync(fd) == -1)
		err_errno(e, "cannot write %s", name);
	else
		rc = 0;
out:
	if (fd != -1)
		close(fd);
	free(dir);
	return rc;
}

int
repo_publish_note(
    struct repo *r, const char *name, const git_oid *oid, struct err *e)
{
	char line[GIT_OID_HEXSZ + 2], hex[HASH_HEX], *tmp;
	int state, rc = -1;

	git_oid_tostr(line, GIT_OID_HEXSZ + 1, oid);
	memcpy(line + GIT_OID_HEXSZ, "\n", 2);
	if (holds(r, name, line))
		return 0;
	if ((state = repo_state_fd(r, e)) == -1)
		return -1;
	/* Whoever writes this one has its lock, and writes over what is left. */
	hash_hex(hex, name, strlen(name));
	tmp = xasprintf("ref-%.16s", hex);
	if (fs_write(state, tmp, line, strlen(line), FS_DURABLE, e) != -1)
		rc = put(r, state, tmp, name, e);
	free(tmp);
	return rc == -1 ? err_wrap(e, "%s", r->common) : 0;
}

/* The branch is locked: whether it is still at `old`; -1. */
static int
is_at(struct repo *r, const char *branch, const git_oid *old, struct err *e)
{
	git_oid now = { { 0 } };
	int rc = git_reference_name_to_id(&now, r->git, branch);

	if (rc < 0 && rc != GIT_ENOTFOUND)
		return repo_err_git(e, "cannot read %s", branch);
	return git_oid_equal(rc < 0 ? &(git_oid){ { 0 } } : &now, old);
}

static int
move(struct repo *r, const char *branch, const git_oid *old, const git_oid *oid,
    struct err *e)
{
	char *path = xasprintf("%s.lock", branch), *dir = path_dir(path);
	struct repo_lock lock = { NULL, NULL };
	int rc = -1, same;

	if (git_oid_is_zero(old) && repo_ref_check_name(r, branch, e) == -1) {
		err_code(e, ERR_CONFLICT,
		    "%s; take another name (--branch NAME), or rename that one",
		    e->msg);
		goto out;
	}
	if (fs_mkdirs(r->common_fd, dir, e) == -1 ||
	    repo_lock_take(r, &lock, path, e) == -1)
		goto out;
	same = is_at(r, branch, old, e);
	if (same == 1)
		rc = repo_publish_note(r, branch, oid, e);
	else if (same == 0)
		err_code(e, ERR_CONFLICT, "%s has moved meanwhile; try again",
		    branch);
out:
	repo_lock_drop(r, &lock);
	free(dir);
	free(path);
	return rc;
}

int
repo_publish_move(struct repo *r, const char *branch, const git_oid *old,
    const git_oid *oid, struct err *e)
{
	int state = repo_state_fd(r, e), turn, rc;

	/* Who has this turn may take what dead processes have locked. */
	if (state == -1 || (turn = lock_take(state, "lock",
				repo_below(r) ? 0 : TURN_MS, e)) == -1)
		return -1;
	rc = repo_lock_sweep(r, e);
	if (rc == 0)
		rc = move(r, branch, old, oid, e);
	lock_drop(turn);
	return rc;
}
