/* repo_publish_ref.c: the references that publishing writes
 *
 * Not by libgit2, which would leave a lock behind when it is killed: see
 * repo_ref.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_below.h"
#include "repo/repo_plan_int.h"
#include "repo/repo_publish_int.h"

#define TURN_MS 10000

int
repo_publish_note(
    struct repo *r, const char *name, const git_oid *oid, struct err *e)
{
	char line[GIT_OID_HEXSZ + 2];

	git_oid_tostr(line, GIT_OID_HEXSZ + 1, oid);
	line[GIT_OID_HEXSZ] = '\n';
	if (fs_write(r->common_fd, name, line, GIT_OID_HEXSZ + 1,
		FS_DURABLE | FS_IF_CHANGED, e) == -1)
		return err_wrap(e, "%s", r->common);
	return 0;
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
