/* repo_work.c: the work files: read, patched, replaced without losing a byte */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_left_out.h"
#include "repo/repo_plan_int.h"

#define TRIES 5
#define BESIDE ".beside"

/* Whether a folder on the way is a link: git would not look behind it. */
static int
refuse_links(struct repo *r, const char *path, struct err *e)
{
	char *copy = xstrdup(path), *s;
	struct stat st;
	int rc = 0;

	for (s = copy; rc == 0 && (s = strchr(s, '/')) != NULL; s++) {
		*s = '\0';
		if (fs_stat(r->root_fd, copy, &st) == 0 && S_ISLNK(st.st_mode))
			rc = err_set(e,
			    "%s: %s is a symbolic link, and git "
			    "does not follow those; make it a folder",
			    path, copy);
		*s = '/';
	}
	free(copy);
	return rc;
}

int
repo_work_read(
    struct repo *r, const char *path, struct repo_file *out, struct err *e)
{
	int fd, rc = -1;

	strbuf_clear(&out->text);
	out->there = false;
	if (!path_is_inside(path))
		return err_set(e, "%s: not a path inside the wiki", path);
	if (refuse_links(r, path, e) == -1)
		return -1;
	fd = fs_open(r->root_fd, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
	if (fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (fd == -1 && errno == ELOOP)
		return err_set(e,
		    "%s is a symbolic link; halfhour writes to "
		    "regular files only: put the file itself there",
		    path);
	if (fd == -1)
		return err_errno(e, "cannot read %s", path);
	if (fstat(fd, &out->st) == -1 || fs_read_all(&out->text, fd) == -1)
		err_errno(e, "cannot read %s", path);
	else if (!S_ISREG(out->st.st_mode))
		err_set(e, "%s is not a regular file", path);
	else if (out->text.full)
		err_set(e, "%s is too long", path);
	else
		rc = 0;
	close(fd);
	out->there = rc == 0;
	return rc;
}

bool
repo_work_same(struct repo *r, const char *path, const struct repo_file *f)
{
	struct stat st;

	if (fs_stat(r->root_fd, path, &st) == -1)
		return errno == ENOENT && !f->there;
	return f->there && fs_same(&st, &f->st);
}

/* Whether a text, NULL for no file, is that of the work file before the part
 * was done to it. */
static bool
is_before(const struct repo_part *p, const char *text, size_t len)
{
	if (text == NULL || p->before == NULL)
		return text == NULL && p->before == NULL;
	return len == p->before_len && memcmp(text, p->before, len) == 0;
}

static const struct repo_kind *
kind_of(const struct repo *r, const struct repo_part *p)
{
	const struct repo_kind *k = r->kinds;

	while (k != NULL && k->name != NULL && strcmp(k->name, p->kind) != 0)
		k++;
	return k != NULL && k->name != NULL ? k : NULL;
}

bool
repo_part_whole(const struct repo *r, const struct repo_part *p)
{
	const struct repo_kind *k = kind_of(r, p);

	return k != NULL && k->whole;
}

int
repo_part_patch(struct repo *r, const struct repo_part *p, struct strbuf *out,
    const char *old, size_t len, struct err *e)
{
	const struct repo_kind *k = kind_of(r, p);
	int rc;

	/* Most often HEAD, index and work file are one and the same. */
	if (p->known && is_before(p, old, len)) {
		if (p->after == NULL)
			return REPO_GONE;
		strbuf_add(out, p->after, p->after_len);
		return 0;
	}
	if (k == NULL && strcmp(p->kind, REPO_SYNC_KIND) == 0)
		return repo_sync_patch(r, p, out, old, len, e);
	if (k == NULL)
		return err_set(e,
		    "%s: a newer halfhour has left a change of "
		    "kind '%s'; let it finish that",
		    p->path, p->kind);
	rc = k->patch(out, old, len, p->bytes, p->len, e);
	return rc == -1 ? err_wrap(e, "%s", p->path) : rc;
}

int
repo_part_seen(struct repo *r, const struct repo_part *p, const char *text,
    size_t len, enum repo_seen *out, struct err *e)
{
	struct strbuf after = STRBUF_INIT;
	int rc;

	rc = repo_part_patch(r, p, &after, p->before, p->before_len, e);
	if (rc != -1)
		*out = repo_seen(
		    p->before, p->before_len, after.buf, after.len, text, len);
	strbuf_release(&after);
	return rc == -1 ? -1 : 0;
}

/* ---- the other file system --------------------------------------------- */

/*
 * A rename cannot cross file systems. When the git folder is on another one
 * than the work file, the token is first copied beside the work file, then
 * renamed to TOKEN.beside, which says that the copy is the token from now on.
 */
static char *
beside_path(const struct repo_intent *in, const char *path, const char *token)
{
	char *dir = path_dir(path);
	char *name = xasprintf(".halfhour-%s-%s.tmp", in->id, token);
	char *out = path_join(dir, name);

	free(name);
	free(dir);
	return out;
}

/* Whether the copy beside the work file is the token, and still there. */
static int
beside_there(struct repo *r, const struct repo_intent *in, const char *path,
    const char *token, struct err *e)
{
	char *mark = xasprintf("%s" BESIDE, token);
	char *copy = beside_path(in, path, token);
	int there = repo_token_there(r, in, mark, e);

	if (there == 1)
		there = repo_there(r->root_fd, copy, e);
	free(copy);
	free(mark);
	return there;
}

static int
beside_make(struct repo *r, const struct repo_intent *in, const char *path,
    const char *token, struct err *e)
{
	char *copy = beside_path(in, path, token);
	char *from = repo_token_path(in, token);
	char *to = xasprintf("%s" BESIDE, from);
	struct strbuf text = STRBUF_INIT;
	struct stat st;
	int fd = -1, rc = -1;

	if (fs_read(&text, r->state_fd, from, STRBUF_MAX - 1, e) == -1)
		goto out;
	fd = fs_open(r->root_fd, copy, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd == -1 || fs_write_all(fd, text.buf, text.len) == -1 ||
	    fs_stat(r->state_fd, from, &st) == -1 ||
	    fchmod(fd, st.st_mode & 07777) == -1 || fsync(fd) == -1 ||
	    renameat(r->state_fd, from, r->state_fd, to) == -1) {
		err_errno(e, "cannot write %s", copy);
		goto out;
	}
	rc = 0;
out:
	if (fd != -1)
		close(fd);
	strbuf_release(&text);
	free(to);
	free(from);
	free(copy);
	return rc;
}

/* ---- what is owed ------------------------------------------------------ */

/* A rename; one that makes a `fresh` file replaces none, where the file system
 * can promise that. */
static int
move(int from_fd, const char *from, int to_fd, const char *to, bool fresh)
{
	int rc = -1;

	if (fresh)
		rc = renameat2(from_fd, from, to_fd, to, RENAME_NOREPLACE);
	if (!fresh || (rc == -1 && (errno == EINVAL || errno == ENOSYS)))
		rc = renameat(from_fd, from, to_fd, to);
	return rc;
}

/* Put the token in the place of the work file: TAKEN when that is a fresh one
 * and somebody else has made it in the meantime. */
#define TAKEN 1
static int
put(struct repo *r, const struct repo_intent *in, const char *path,
    const char *token, bool fresh, struct err *e)
{
	char *from = repo_token_path(in, token), *dir = path_dir(path);
	int fd = fs_open(r->root_fd, dir, O_RDONLY | O_DIRECTORY, 0), rc = -1;
	const char *name = path_base(path);

	if (fd != -1)
		rc = move(r->state_fd, from, fd, name, fresh);
	if (fd != -1 && rc == -1 && errno == EXDEV) {
		char *copy = beside_path(in, path, token);

		if (beside_make(r, in, path, token, e) == -1) {
			free(copy);
			goto out;
		}
		rc = move(fd, path_base(copy), fd, name, fresh);
		free(copy);
	}
	if (rc == -1 && fresh && errno == EEXIST)
		rc = TAKEN;
	else if (rc == -1)
		err_errno(e, "cannot write %s", path);
	else
		sync_add(&r->later, fd);
out:
	if (fd != -1 && rc != 0)
		close(fd);
	free(dir);
	free(from);
	return rc;
}

/* The file holds it all already. */
static int
drop(struct repo *r, const struct repo_intent *in, const char *path,
    const char *token, struct err *e)
{
	char *mark = xasprintf("%s" BESIDE, token);
	char *copy = beside_path(in, path, token);
	int rc;

	rc = repo_token_drop(r, in, token, e);
	if (rc == 0)
		rc = repo_token_drop(r, in, mark, e);
	if (rc == 0)
		rc = fs_unlink(r->root_fd, copy, 0, e);
	free(copy);
	free(mark);
	return rc;
}

/* The mode of the old file, or what a new one gets; 0 for any. */
static mode_t
mode_of(struct repo *r, const struct repo_intent *in, const char *token,
    const struct repo_file *f)
{
	struct stat st;
	char *path;
	mode_t mode = 0;

	if (f->there)
		return f->st.st_mode & 07777;
	/* One that is run has been given that by the intent's maker, of which
	 * only the token tells. */
	path = repo_token_path(in, token);
	if (fs_stat(r->state_fd, path, &st) == 0 && (st.st_mode & S_IXUSR))
		mode = st.st_mode & 07777;
	free(path);
	return mode;
}

/*
 * Take the work file away. No rename does that and takes the token too, so
 * the file goes first: who finds the token without the file has only to drop
 * it. The folder stays, though it may be empty: it is not ours.
 */
static int
take_away(struct repo *r, const struct repo_intent *in, const char *path,
    const char *token, struct err *e)
{
	if (fs_unlink(r->root_fd, path, FS_DURABLE, e) == -1)
		return -1;
	return drop(r, in, path, token, e);
}

/* What is to be done to a work file. */
enum owed {
	OWED_FAILED = -1,
	OWED_NOTHING,
	OWED_PUT,
	OWED_GONE
};

/*
 * What the file is to become, in `out`; nothing when it holds the part. That
 * a file with a token does so is the work of a power cut on a file system that
 * lost the one half of our rename, or of its owner after a crash.
 */
static enum owed
patched(struct repo *r, const struct repo_part *p, const struct repo_file *f,
    struct strbuf *out, struct err *e)
{
	const char *old = f->there ? f->text.buf : NULL;
	enum repo_seen seen = REPO_SEEN_NONE;
	int rc;

	strbuf_clear(out);
	if ((!is_before(p, old, f->text.len) &&
		repo_part_seen(r, p, old, f->text.len, &seen, e) == -1) ||
	    (rc = repo_part_patch(r, p, out, old, f->text.len, e)) == -1)
		return OWED_FAILED;
	if (rc == REPO_GONE)
		return f->there ? OWED_GONE : OWED_NOTHING;
	return seen != REPO_SEEN_ALL &&
		       (!f->there || out->len != f->text.len ||
			   memcmp(out->buf, f->text.buf, out->len) != 0)
		   ? OWED_PUT
		   : OWED_NOTHING;
}

/* Whether the token holds these bytes and this mode, as the intent's maker
 * has left it. */
static bool
is_ready(const struct repo_part *p, const struct strbuf *text, mode_t mode)
{
	return p->known && !p->filled && p->after != NULL &&
	       p->after_len == text->len && (mode == 0 || p->mode == mode) &&
	       memcmp(p->after, text->buf, text->len) == 0;
}

/* Make the token ready, if it is not. */
static int
fill(struct repo *r, struct repo_intent *in, size_t i, const char *token,
    const struct strbuf *text, const struct repo_file *f, struct err *e)
{
	struct repo_text whole = { text->buf, text->len };
	mode_t mode = mode_of(r, in, token, f);
	struct sync sync = SYNC_INIT;
	int rc;

	if (is_ready(&in->parts[i], text, mode))
		return 0;
	in->parts[i].filled = true;
	rc = repo_token_write(r, in, token, &whole, mode, &sync, e);
	if (rc == 0 && sync_wait(&sync) == -1)
		rc = err_errno(e, "cannot sync %s", in->parts[i].path);
	if (rc == 0)
		rc = repo_token_turn(r, in, token, e);
	sync_release(&sync);
	return rc;
}

/*
 * One work file. The file is read and patched anew, for the user may have
 * saved it since the intent was made; and read once more when it changes
 * between the reading and the rename.
 */
static int
apply_part(struct repo *r, struct repo_intent *in, size_t i, struct err *e)
{
	const struct repo_part *p = &in->parts[i];
	struct repo_file f = { .text = STRBUF_INIT };
	struct strbuf out = STRBUF_INIT;
	char token[REPO_TOKEN_MAX], *dir = path_dir(p->path);
	enum owed owed;
	int tries, rc = -1;

	repo_token_work(token, i);
	/* git may have taken it out of the work tree since. */
	if (in->target[0] == '\0' && repo_left_restore(r, p->path, e) == -1)
		goto out;
	for (tries = 0; tries < TRIES; tries++) {
		if (repo_work_read(r, p->path, &f, e) == -1 ||
		    (owed = patched(r, p, &f, &out, e)) == OWED_FAILED)
			goto out;
		if (owed == OWED_NOTHING) {
			rc = drop(r, in, p->path, token, e);
			goto out;
		}
		if (owed == OWED_PUT &&
		    (fs_mkdirs(r->root_fd, dir, e) == -1 ||
			fill(r, in, i, token, &out, &f, e) == -1))
			goto out;
		if (!repo_work_same(r, p->path, &f))
			continue;
		rc = owed == OWED_PUT ? put(r, in, p->path, token, !f.there, e)
				      : take_away(r, in, p->path, token, e);
		if (rc != TAKEN)
			goto out;
	}
	rc = -1;
	err_code(e, ERR_CONFLICT,
	    "%s changes all the time; let the program that writes it finish",
	    p->path);
out:
	free(dir);
	strbuf_release(&out);
	strbuf_release(&f.text);
	return rc;
}

/* Whether this part has been taken out of the file again, but not on purpose, as
 * `git checkout` of the file does; then its commit must not stand alone. */
static int
is_undone(struct repo *r, const struct repo_intent *in,
    const struct repo_part *p, struct err *e)
{
	struct repo_file f = { .text = STRBUF_INIT };
	int undone = -1;

	if (repo_work_read(r, p->path, &f, e) == 0)
		undone = is_before(p, f.there ? f.text.buf : NULL, f.text.len)
			     ? 1
			     : repo_part_lost(r, in, p, &f, e);
	strbuf_release(&f.text);
	return undone;
}

int
repo_work_owe(struct repo *r, struct repo_intent *in, struct err *e)
{
	static const struct repo_text none = { "", 0 };
	char token[REPO_TOKEN_MAX];
	struct sync sync = SYNC_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; i < in->n && rc == 0; i++) {
		struct repo_part *p = &in->parts[i];
		int owed;

		repo_token_work(token, i);
		owed = repo_token_there(r, in, token, e);
		if (owed == 0)
			owed = beside_there(r, in, p->path, token, e);
		if (owed == 0 && (rc = is_undone(r, in, p, e)) == 1) {
			rc = repo_token_write(r, in, token, &none, 0, &sync, e);
			if (rc == 0 && sync_wait(&sync) == -1)
				rc = err_errno(e, "cannot sync %s", p->path);
			if (rc == 0)
				rc = repo_token_turn(r, in, token, e);
		} else if (owed == -1)
			rc = -1;
	}
	sync_release(&sync);
	return rc;
}

int
repo_work_apply(struct repo *r, struct repo_intent *in, struct err *e)
{
	char token[REPO_TOKEN_MAX];
	size_t i;
	int owed;

	if (repo_work_owe(r, in, e) == -1)
		return -1;
	for (i = 0; i < in->n; i++) {
		repo_token_work(token, i);
		owed = repo_token_there(r, in, token, e);
		if (owed == 0)
			owed = beside_there(r, in, in->parts[i].path, token, e);
		if (owed == -1 || (owed == 1 && apply_part(r, in, i, e) == -1))
			return -1;
	}
	return 0;
}
