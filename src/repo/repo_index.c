/* repo_index.c: the entry into the index, and nothing else changed there */
/*
 * Who reads an index and later writes what was read undoes what another
 * process staged in between. So the lock comes first, then the index is read,
 * and its patched copy takes its place by a rename, which takes the intent's
 * token as well.
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

/* ---- reading ----------------------------------------------------------- */

/* Whether the index on disk is still the one that was read: each writer puts
 * a new file in its place. */
static bool
is_same(struct repo *r)
{
	const struct repo_index *ix = &r->index;
	struct stat st;

	if (ix->mem == NULL)
		return false;
	if (fs_stat(r->git_fd, "index", &st) == -1)
		return errno == ENOENT && !ix->there;
	return ix->there && fs_same(&st, &ix->st);
}

static int
read_file(struct repo *r, struct repo_index *ix, struct err *e)
{
	int fd = fs_open(r->git_fd, "index", O_RDONLY, 0), rc = -1;

	if (fd == -1 && errno == ENOENT)
		return 0;
	if (fd == -1 || repo_index_map(ix, fd) == -1)
		err_errno(e, "%s/index", r->gitdir);
	else if (ix->len == 0)
		err_set(e, REPO_INDEX_DAMAGED);
	else
		rc = 0;
	if (fd != -1)
		close(fd);
	ix->there = rc == 0;
	return rc;
}

const struct repo_index *
repo_index_now(struct repo *r, struct err *e)
{
	bool foreign;

	if (is_same(r))
		return &r->index;
	repo_index_release(&r->index);
	if (read_file(r, &r->index, e) == -1 ||
	    repo_index_parse(&r->index, e) == -1) {
		foreign = r->index.foreign;
		repo_index_release(&r->index);
		r->index.foreign = foreign;
		err_wrap(
		    e, "halfhour cannot read the index of this repository");
		return NULL;
	}
	return &r->index;
}

/* The id at path: false when there is none, or `git add -N` has only promised
 * that there will be. */
static bool
id_of(const struct repo_index *ix, const char *path, git_oid *out)
{
	const struct repo_index_row *row = repo_index_find(ix, path, 0, NULL);
	struct repo_index_entry ent;

	if (row == NULL)
		return false;
	repo_index_get(row, &ent);
	git_oid_fromraw(out, ent.fixed + REPO_INDEX_ID);
	return (ent.extended & REPO_INDEX_PROMISED) == 0;
}

void
repo_index_oid(
    const struct repo_index *ix, const char *path, char out[REPO_OID])
{
	git_oid oid;

	*out = '\0';
	if (id_of(ix, path, &oid))
		git_oid_tostr(out, REPO_OID, &oid);
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
    const struct repo_plan *p, size_t i, const git_oid *old, bool owed,
    git_oid *out, struct err *e)
{
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
add_stat(struct repo *r, const char *path, const git_oid *id,
    struct repo_index_entry *ent)
{
	struct repo_file f = { .text = STRBUF_INIT };
	struct err ignored = ERR_INIT;
	unsigned char *to = ent->fixed;
	const struct stat *st = &f.st;
	git_oid oid;

	memset(to, 0, REPO_INDEX_MODE);
	memset(to + REPO_INDEX_UID, 0, REPO_INDEX_ID - REPO_INDEX_UID);
	if (repo_work_read(r, path, &f, &ignored) == 0 && f.there &&
	    repo_blob_of_file(r, path, &f, false, &oid, &ignored) == 0 &&
	    git_oid_equal(&oid, id) && repo_work_same(r, path, &f)) {
		const struct {
			enum repo_index_field field;
			uint64_t value;
		} rows[] = {
			{ REPO_INDEX_CTIME, (uint64_t)st->st_ctim.tv_sec },
			{ REPO_INDEX_CTIME_NS, (uint64_t)st->st_ctim.tv_nsec },
			{ REPO_INDEX_MTIME, (uint64_t)st->st_mtim.tv_sec },
			{ REPO_INDEX_MTIME_NS, (uint64_t)st->st_mtim.tv_nsec },
			{ REPO_INDEX_DEV, st->st_dev },
			{ REPO_INDEX_INO, st->st_ino },
			{ REPO_INDEX_UID, st->st_uid },
			{ REPO_INDEX_GID, st->st_gid },
			{ REPO_INDEX_SIZE, (uint64_t)st->st_size },
		};
		size_t i;

		for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
			repo_index_set_u32(
			    to + rows[i].field, (uint32_t)rows[i].value);
	}
	strbuf_release(&f.text);
}

/* Whether the path can be an entry: no conflict is open there, and no entry
 * is a file where it needs a folder, or the other way round. */
static int
check_place(const struct repo_index *ix, const char *path, struct err *e)
{
	char *part = xstrdup(path), *slash;
	unsigned side;
	size_t at, len = strlen(path);
	int rc = 0;

	for (side = 1; side <= 3 && rc == 0; side++)
		if (repo_index_find(ix, path, side, NULL) != NULL)
			rc = err_code(e, ERR_CONFLICT,
			    "%s has a conflict that is not resolved; resolve "
			    "it, then: git add '%s'",
			    path, path);
	while (rc == 0 && (slash = strrchr(part, '/')) != NULL) {
		*slash = '\0';
		if (repo_index_find(ix, part, 0, NULL) != NULL)
			rc = err_set(e,
			    "%s is a file in the index, and no folder; "
			    "unstage it: git rm --cached '%s'",
			    part, part);
	}
	free(part);
	if (rc == -1)
		return -1;
	part = xasprintf("%s/", path);
	repo_index_find(ix, part, 0, &at);
	free(part);
	if (at < ix->n && ix->rows[at].name_len > len &&
	    memcmp(ix->rows[at].name, path, len) == 0 &&
	    ix->rows[at].name[len] == '/')
		return err_set(e,
		    "%s is a folder in the index, and no file; unstage it: "
		    "git rm -r --cached '%s'",
		    path, path);
	return 0;
}

/* What becomes of one entry: 1 and the edit, whose entry is `room` or NULL;
 * 0 for nothing. */
static int
stage(struct repo *r, const struct repo_intent *in, const struct repo_plan *p,
    size_t i, bool owed, struct repo_index_entry *room,
    struct repo_index_edit *edit, struct err *e)
{
	const char *path = in->parts[i].path;
	const struct repo_index_row *row =
	    repo_index_find(&r->index, path, 0, NULL);
	git_oid old, oid;
	bool had = id_of(&r->index, path, &old);
	uint32_t mode;
	int rc;

	/* Now, for the row is gone when the index is read once more. */
	memset(room, 0, sizeof(*room));
	if (row != NULL)
		repo_index_get(row, room);
	if (check_place(&r->index, path, e) == -1)
		return -1;
	rc = staged_blob(r, in, p, i, had ? &old : NULL, owed, &oid, e);
	if (rc != 1)
		return rc;
	*edit = (struct repo_index_edit){ path, NULL };
	if (git_oid_is_zero(&oid))
		return 1;
	if (!had)
		repo_index_set_u32(room->fixed + REPO_INDEX_MODE, p->mode[i]);
	room->extended &= ~REPO_INDEX_PROMISED;
	/* A file that is there is not left out, gitformat-index(5); but who has
	 * set that mark by hand, without a sparse checkout, wants it. */
	if (repo_there(r->root_fd, path, e) == 1 &&
	    repo_there(r->git_fd, "info/sparse-checkout", e) == 1)
		room->extended &= ~REPO_INDEX_SKIPPED;
	mode = repo_index_u32(room->fixed + REPO_INDEX_MODE);
	if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return err_set(e,
		    "%s is not a regular file in the index; "
		    "commit what you have made of it first",
		    path);
	memcpy(room->fixed + REPO_INDEX_ID, oid.id, GIT_OID_RAWSZ);
	add_stat(r, path, &oid, room);
	edit->entry = room;
	return 1;
}

/* ---- the file ---------------------------------------------------------- */

/* Write the new index, as what is to become the token. */
static int
write_index(struct repo *r, const struct repo_intent *in,
    const struct repo_index_out *out, struct err *e)
{
	char *fresh = repo_token_path(in, FRESH);
	const struct stat *old = &r->index.st;
	struct timespec times[2];
	int fd, rc = -1;

	fd = fs_open(r->state_fd, fresh, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd == -1 || repo_index_put(out, fd) == -1)
		goto out;
	/* It is the largest file of a commit: the disk may begin with it. */
	sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	if (r->index.there) {
		times[0].tv_sec = 0;
		times[0].tv_nsec = UTIME_OMIT;
		times[1] = old->st_mtim;
		if (fchmod(fd, old->st_mode & 07777) == -1 ||
		    futimens(fd, times) == -1)
			goto out;
	}
	sync_add(&r->later, fd);
	rc = 0;
out:
	if (rc == -1) {
		err_errno(e, "cannot write the index");
		if (fd != -1)
			close(fd);
	}
	free(fresh);
	return rc;
}

/* Make it the token, and the token the index. */
static int
put_index(struct repo *r, const struct repo_intent *in, struct err *e)
{
	char *token = repo_token_path(in, REPO_TOKEN_INDEX);
	char *fresh = repo_token_path(in, FRESH);
	int rc = 0;

	if (renameat(r->state_fd, fresh, r->state_fd, token) == -1 ||
	    renameat(r->state_fd, token, r->git_fd, "index") == -1)
		rc = err_errno(e, "cannot write the index");
	free(fresh);
	free(token);
	return rc;
}

static int
by_path(const void *a, const void *b)
{
	const struct repo_index_edit *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* Tell what is to be changed, and write it: 1; 0 when nothing is. */
static int
change_index(struct repo *r, const struct repo_intent *in,
    const struct repo_plan *p, struct err *e)
{
	struct repo_index_entry *room = xcalloc(in->n + 1, sizeof(*room));
	struct repo_index_edit *edits = xcalloc(in->n + 1, sizeof(*edits));
	struct repo_index_out text = { .n = 0 };
	int owed = repo_token_there(r, in, REPO_TOKEN_INDEX, e);
	int rc = -1, one;
	size_t i, n = 0;

	if (owed == -1 || repo_index_now(r, e) == NULL)
		goto out;
	for (i = 0; i < in->n; i++) {
		one = stage(r, in, p, i, owed, &room[i], &edits[n], e);
		if (one == -1)
			goto out;
		n += (size_t)one;
	}
	if (n == 0) {
		rc = 0;
		goto out;
	}
	qsort(edits, n, sizeof(*edits), by_path);
	repo_index_write(&r->index, edits, n, &text);
	rc = write_index(r, in, &text, e) == -1 ? -1 : 1;
out:
	repo_index_out_release(&text);
	free(edits);
	free(room);
	return rc;
}

int
repo_index_begin(struct repo *r, const struct repo_intent *in,
    const struct repo_plan *p, struct repo_index_job *job, struct err *e)
{
	char *path = repo_git_path(r, "index.lock");
	int rc;

	*job = (struct repo_index_job){ .fresh = false };
	rc = repo_lock_take(r, &job->lock, path, e);
	if (rc == 0 && (rc = change_index(r, in, p, e)) == 1) {
		job->fresh = true;
		rc = 0;
	}
	free(path);
	return rc;
}

int
repo_index_end(struct repo *r, const struct repo_intent *in,
    struct repo_index_job *job, struct err *e)
{
	bool sound;

	/* What is written gets a checksum that fits, so a fault that the old
	 * one tells must not go by. The disk leaves us time for that. */
	sync_begin(&r->later);
	sound = !job->fresh || repo_index_is_sound(&r->index);
	if (sync_wait(&r->later) == -1)
		return err_errno(
		    e, "cannot sync the index and objects in %s", r->common);
	if (!sound)
		return err_set(e,
		    "the index of this repository: its checksum is "
		    "wrong; " REPO_INDEX_DAMAGED);
	return job->fresh ? put_index(r, in, e)
			  : repo_token_drop(r, in, REPO_TOKEN_INDEX, e);
}

void
repo_index_drop(struct repo *r, struct repo_index_job *job)
{
	repo_lock_drop(r, &job->lock);
}
