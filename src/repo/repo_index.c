/* repo_index.c: the entry into the index, and nothing else changed there */
/*
 * libgit2 reads an index, and later writes what it has read: what another
 * process staged in between is gone. So the lock comes first, then a copy is
 * read, changed and written, and takes the place of the index by a rename,
 * which takes the intent's token as well.
 *
 * The new index keeps the time stamp of the old one. git compares it with the
 * times of the entries to know which of them may have changed unseen, in the
 * very tick in which they were staged, and a younger stamp would hide these.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

#define FRESH REPO_TOKEN_INDEX ".new"

int
repo_index_read(struct repo *r, git_index **out, struct err *e)
{
	git_index *index = NULL;

	/* The one that libgit2 looks for attributes in. To parse it is most of
	 * the work in a large repository, and it is parsed anew only when the
	 * checksum at the end of the file is another one. */
	*out = NULL;
	if (git_repository_index(&index, r->git) < 0 ||
	    git_index_read(index, 0) < 0) {
		git_index_free(index);
		return repo_err_git(e,
		    "halfhour cannot read the index of this repository (a "
		    "split or sparse one? end that with: git update-index "
		    "--no-split-index, git sparse-checkout disable)");
	}
	*out = index;
	return 0;
}

/* The entry of a path; one of `git add -N` only promises to come. */
static const git_index_entry *
entry_of(git_index *index, const char *path)
{
	const git_index_entry *ent = git_index_get_bypath(index, path, 0);

	if (ent != NULL &&
	    (ent->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD))
		return NULL;
	return ent;
}

void
repo_index_oid(git_index *index, const char *path, char out[REPO_OID])
{
	const git_index_entry *ent = entry_of(index, path);

	*out = '\0';
	if (ent != NULL)
		git_oid_tostr(out, REPO_OID, &ent->id);
}

/* ---- one entry --------------------------------------------------------- */

/*
 * What the index is to hold for part i: 1 and the id, which is zero if the
 * file is to go; 0 to leave it alone. An
 * index that agrees with HEAD follows HEAD, or our entry's removal would be
 * what is staged. An index of its own gets the part on top of what it has.
 */
static int
staged_blob(struct repo *r, const struct repo_intent *in,
    const struct repo_plan *p, size_t i, const git_index_entry *ent, bool owed,
    git_oid *out, struct err *e)
{
	const git_oid *old = ent != NULL ? &ent->id : NULL;

	if (p->skip[i])
		return 0;
	if (old != NULL ? git_oid_equal(old, &p->old[i])
			: git_oid_is_zero(&p->old[i]))
		git_oid_cpy(out, &p->blob[i]);
	else if (!owed || (old != NULL && git_oid_equal(old, &p->blob[i])))
		return 0;
	else if (repo_blob_patch(r, in, i, old, in->parts[i].index, out, e) ==
		 -1)
		return -1;
	if (git_oid_is_zero(out))
		return old != NULL;
	return old == NULL || !git_oid_equal(old, out);
}

/*
 * The times and numbers that let git see that the file is unchanged without
 * reading it; only if it is. Without them git reads it and sees.
 */
static void
add_stat(struct repo *r, git_index_entry *ent)
{
	struct repo_file f = { .text = STRBUF_INIT };
	struct err ignored = ERR_INIT;
	git_oid oid;

	ent->ctime.seconds = ent->mtime.seconds = 0;
	ent->ctime.nanoseconds = ent->mtime.nanoseconds = 0;
	ent->dev = ent->ino = ent->uid = ent->gid = ent->file_size = 0;
	if (repo_work_read(r, ent->path, &f, &ignored) == 0 && f.there &&
	    repo_blob_of_file(r, ent->path, &f, false, &oid, &ignored) == 0 &&
	    git_oid_equal(&oid, &ent->id) && repo_work_same(r, ent->path, &f)) {
		ent->ctime.seconds = (int32_t)f.st.st_ctim.tv_sec;
		ent->ctime.nanoseconds = (uint32_t)f.st.st_ctim.tv_nsec;
		ent->mtime.seconds = (int32_t)f.st.st_mtim.tv_sec;
		ent->mtime.nanoseconds = (uint32_t)f.st.st_mtim.tv_nsec;
		ent->dev = (uint32_t)f.st.st_dev;
		ent->ino = (uint32_t)f.st.st_ino;
		ent->uid = f.st.st_uid;
		ent->gid = f.st.st_gid;
		ent->file_size = (uint32_t)f.st.st_size;
	}
	strbuf_release(&f.text);
}

/* Change one entry; 1 when the index is another one then. */
static int
stage(struct repo *r, const struct repo_intent *in, const struct repo_plan *p,
    size_t i, git_index *index, bool owed, struct err *e)
{
	const char *path = in->parts[i].path;
	const git_index_entry *old = entry_of(index, path);
	git_index_entry ent = { 0 };
	git_oid oid;
	int rc, side;

	for (side = 1; side <= 3; side++)
		if (git_index_get_bypath(index, path, side) != NULL)
			return err_code(e, ERR_CONFLICT,
			    "%s has a conflict that is not resolved; resolve "
			    "it, then: git add '%s'",
			    path, path);
	rc = staged_blob(r, in, p, i, old, owed, &oid, e);
	if (rc != 1)
		return rc;
	if (git_oid_is_zero(&oid))
		return git_index_remove(index, path, 0) < 0
			   ? repo_err_git(e, "cannot unstage %s", path)
			   : 1;
	if (old != NULL)
		ent = *old;
	else
		ent.mode = p->mode[i];
	if (ent.mode != GIT_FILEMODE_BLOB &&
	    ent.mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return err_set(e,
		    "%s is not a regular file in the index; "
		    "commit what you have made of it first",
		    path);
	ent.path = path;
	ent.id = oid;
	add_stat(r, &ent);
	if (git_index_add(index, &ent) < 0)
		return repo_err_git(e, "cannot stage %s", path);
	return 1;
}

/* ---- the file ---------------------------------------------------------- */

/* Copy the index to `fresh`; its stat data, or size -1 if there is none. */
static int
copy_index(struct repo *r, const char *fresh, struct stat *st, struct err *e)
{
	struct strbuf text = STRBUF_INIT;
	char *lock = xasprintf("%s.lock", fresh);
	int fd = -1, rc = -1;

	st->st_size = -1;
	/* libgit2 locks this copy as it would any index, and who was killed
	 * while it wrote has left that lock, in a folder that is ours. */
	if (fs_unlink(r->state_fd, fresh, 0, e) == -1 ||
	    fs_unlink(r->state_fd, lock, 0, e) == -1)
		goto out;
	if (fs_stat(r->git_fd, "index", st) == -1) {
		st->st_size = -1;
		rc =
		    errno == ENOENT ? 0 : err_errno(e, "cannot read the index");
		goto out;
	}
	if (fs_read(&text, r->git_fd, "index", STRBUF_MAX - 1, e) == -1)
		goto out;
	fd = fs_open(r->state_fd, fresh, O_WRONLY | O_CREAT | O_EXCL, 0666);
	if (fd == -1 || fs_write_all(fd, text.buf, text.len) == -1)
		err_errno(e, "cannot copy the index");
	else
		rc = 0;
out:
	if (fd != -1)
		close(fd);
	strbuf_release(&text);
	free(lock);
	return rc;
}

/* Sync the new index, make it the token, and the token the index. */
static int
put_index(struct repo *r, const struct repo_intent *in, const char *fresh,
    const struct stat *old, struct err *e)
{
	char *token = repo_token_path(in, REPO_TOKEN_INDEX);
	struct timespec times[2];
	int fd, rc = -1;

	fd = fs_open(r->state_fd, fresh, O_RDONLY, 0);
	if (fd == -1)
		goto out;
	if (old->st_size != -1) {
		times[0].tv_sec = 0;
		times[0].tv_nsec = UTIME_OMIT;
		times[1] = old->st_mtim;
		if (fchmod(fd, old->st_mode & 07777) == -1 ||
		    futimens(fd, times) == -1)
			goto out;
	}
	if (fsync(fd) == -1 ||
	    renameat(r->state_fd, fresh, r->state_fd, token) == -1 ||
	    renameat(r->state_fd, token, r->git_fd, "index") == -1)
		goto out;
	rc = 0;
out:
	if (rc == -1)
		err_errno(e, "cannot write the index");
	if (fd != -1)
		close(fd);
	free(token);
	return rc;
}

/* The whole work on it, with the lock in our hands. */
static int
change_index(struct repo *r, const struct repo_intent *in,
    const struct repo_plan *p, struct err *e)
{
	int owed = repo_token_there(r, in, REPO_TOKEN_INDEX, e);
	char *fresh = repo_token_path(in, FRESH), *whole = NULL;
	git_index *index = NULL;
	struct stat old;
	bool changed = false;
	int rc = -1, one;
	size_t i;

	if (owed == -1 || copy_index(r, fresh, &old, e) == -1)
		goto out;
	whole = xasprintf("%s/halfhour/%s", r->common, fresh);
	if (git_index_open(&index, whole) < 0) {
		repo_err_git(e, "cannot read the index");
		goto out;
	}
	for (i = 0; i < in->n; i++) {
		if ((one = stage(r, in, p, i, index, owed, e)) == -1)
			goto out;
		changed |= one == 1;
	}
	if (!changed)
		rc = repo_token_drop(r, in, REPO_TOKEN_INDEX, e);
	else if (git_index_write(index) < 0)
		repo_err_git(e, "cannot write the index");
	else
		rc = put_index(r, in, fresh, &old, e);
out:
	git_index_free(index);
	free(whole);
	free(fresh);
	return rc;
}

int
repo_index_apply(struct repo *r, struct repo_intent *in,
    const struct repo_plan *p, struct err *e)
{
	char *path = repo_git_path(r, "index.lock");
	struct repo_lock lock = { NULL, NULL };
	int rc = repo_lock_take(r, &lock, path, e);

	if (rc == 0) {
		rc = change_index(r, in, p, e);
		repo_lock_drop(r, &lock);
	}
	/* Before the branch moves, and not under the lock: it takes time. */
	if (rc == 0 && fsync(r->git_fd) == -1)
		rc = err_errno(e, "cannot sync %s", r->gitdir);
	free(path);
	return rc;
}
