/* repo_tree.c: blobs, trees and the commit, each read back before it counts */
/*
 * The tree of a commit is HEAD's with our paths changed and nothing else: what
 * the user has staged is no part of it. Everything is written twice over in
 * spirit: an object that a power cut left empty on disk is taken for written
 * by git and libgit2 alike, so each object is read by a second, fresh object
 * database, which has no memory of what was meant; a file found broken is
 * removed and written again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2/sys/odb_backend.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

#define TRIES 8

/* ---- read back --------------------------------------------------------- */

/* Remove the loose file of an object if it is that which is broken. */
static bool
remove_broken(struct repo *r, const git_oid *oid, int why)
{
	const git_error *last = git_error_last();
	bool broken = why == GIT_EMISMATCH ||
		      (last != NULL && last->klass == GIT_ERROR_ZLIB);
	char hex[GIT_OID_HEXSZ + 1], *path;
	struct stat st;
	int fd;

	git_oid_tostr(hex, sizeof(hex), oid);
	path = xasprintf("objects/%.2s/%s", hex, hex + 2);
	/* Opened, because a file we may not read is not a broken one. */
	fd = fs_open(r->common_fd, path, O_RDONLY, 0);
	if (fd == -1 || fstat(fd, &st) == -1)
		broken = false;
	else if (st.st_size == 0)
		broken = true;
	if (fd != -1)
		close(fd);
	broken = broken && unlinkat(r->common_fd, path, 0) == 0;
	free(path);
	return broken;
}

/* Open a second database over the loose objects, or over all of them. */
static int
second_odb(git_odb **out, const char *path, bool all)
{
	git_odb_backend *loose = NULL;
	int rc;

	if (all)
		return git_odb_open(out, path);
	if ((rc = git_odb_new(out)) < 0)
		return rc;
	rc = git_odb_backend_loose(&loose, path, -1, 0, 0, 0);
	if (rc == 0 && (rc = git_odb_add_backend(*out, loose, 1)) < 0)
		loose->free(loose);
	if (rc < 0) {
		git_odb_free(*out);
		*out = NULL;
	}
	return rc;
}

/* The file of an object, if it has one of its own, and its folder are to be
 * on the disk before anything names it. */
static int
sync_object(struct repo *r, const git_oid *oid, struct err *e)
{
	char hex[GIT_OID_HEXSZ + 1], *path;
	int rc;

	git_oid_tostr(hex, sizeof(hex), oid);
	path = xasprintf("objects/%.2s/%s", hex, hex + 2);
	rc = sync_add_path(&r->later, r->common_fd, path);
	if (rc == -1 && errno == ENOENT) {
		rc = 0;
	} else if (rc == 0) {
		path[strlen("objects/xx")] = '\0';
		rc = sync_add_path(&r->later, r->common_fd, path);
	}
	if (rc == -1)
		err_errno(e, "cannot sync %s/%s", r->common, path);
	free(path);
	return rc;
}

/* Whether an object has the id that it is found by. */
static int
check_id(git_odb_object *obj, const git_oid *oid)
{
	git_oid again;
	int rc = git_odb_hash(&again, git_odb_object_data(obj),
	    git_odb_object_size(obj), git_odb_object_type(obj));

	return rc == 0 && !git_oid_equal(&again, oid) ? GIT_EMISMATCH : rc;
}

/* 0 when the object is there; 1 when it was broken and must be written once
 * more; -1 when it is neither. */
static int
read_back(struct repo *r, const git_oid *oid, struct err *e)
{
	char *path = path_join(r->common, "objects");
	char hex[GIT_OID_HEXSZ + 1];
	git_odb_object *obj = NULL;
	git_odb *odb = NULL;
	int rc = GIT_ENOTFOUND, all;

	/* What was packed before is not written again. */
	for (all = 0; all < 2 && rc == GIT_ENOTFOUND; all++) {
		git_odb_free(odb);
		odb = NULL;
		rc = second_odb(&odb, path, all);
		if (rc == 0)
			rc = git_odb_read(&obj, odb, oid);
	}
	if (rc == 0)
		rc = check_id(obj, oid);
	if (rc < 0) {
		git_oid_tostr(hex, sizeof(hex), oid);
		repo_err_git(e, "git object %s cannot be read back", hex);
		rc = remove_broken(r, oid, rc) ? 1 : -1;
	}
	git_odb_object_free(obj);
	git_odb_free(odb);
	free(path);
	return rc == 0 ? sync_object(r, oid, e) : rc;
}

/* An object could not be written: 1 to try again, for a `git gc` may have
 * removed the empty folder that it was to go to; -1 when that did not help. */
static int
write_failed(int tries, struct err *e, const char *what)
{
	repo_err_git(e, "%s", what);
	return tries < 2 ? 1 : -1;
}

static int
write_blob(
    struct repo *r, const void *p, size_t len, git_oid *out, struct err *e)
{
	int tries, rc = 1;

	for (tries = 0; tries < TRIES && rc == 1; tries++) {
		if (git_blob_create_from_buffer(out, r->git, p, len) < 0)
			rc = write_failed(tries, e, "cannot write a blob");
		else
			rc = read_back(r, out, e);
	}
	return rc == 0 ? 0 : -1;
}

/* Read back a tree and those below it on the way to path, as far as there
 * are any: what is removed may have been the last in its folder. */
static int
read_back_trees(
    struct repo *r, const git_oid *root, const char *path, struct err *e)
{
	char *part = xstrdup(path), *slash;
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	int rc = read_back(r, root, e);

	if (rc == 0 && git_tree_lookup(&tree, r->git, root) < 0)
		rc = repo_err_git(e, "cannot read the new tree");
	for (slash = strchr(part, '/'); rc == 0 && slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		int found;

		*slash = '\0';
		found = git_tree_entry_bypath(&entry, tree, part);
		if (found == 0)
			rc = read_back(r, git_tree_entry_id(entry), e);
		else if (found != GIT_ENOTFOUND)
			rc = repo_err_git(e, "cannot read the new tree");
		git_tree_entry_free(entry);
		entry = NULL;
		*slash = '/';
	}
	git_tree_free(tree);
	free(part);
	return rc;
}

/* ---- versions ---------------------------------------------------------- */

/* libgit2 looks for attributes in the index, too; of one that it cannot read
 * we know more to say. */
static void
lines_unknown(struct repo *r, const char *path, struct err *e)
{
	if (repo_index_now(r, e) != NULL)
		repo_err_git(e, "%s: cannot tell its ends of line", path);
}

int
repo_blob_of_file(struct repo *r, const char *path, const struct repo_file *f,
    bool write, git_oid *out, struct err *e)
{
	const char *p = f->text.buf;
	size_t len = f->text.len;
	git_filter_list *list = NULL;
	git_buf buf = GIT_BUF_INIT;
	int rc = -1;

	/* Ends of line, as `git add` makes them; guards saw to the rest. */
	if (!repo_attr_none(r, path) &&
	    (git_filter_list_load(&list, r->git, NULL, path, GIT_FILTER_TO_ODB,
		 GIT_FILTER_ALLOW_UNSAFE) < 0 ||
		(list != NULL &&
		    git_filter_list_apply_to_buffer(&buf, list, p, len) < 0))) {
		lines_unknown(r, path, e);
		goto out;
	}
	if (list != NULL) {
		p = buf.ptr;
		len = buf.size;
	}
	if (write)
		rc = write_blob(r, p, len, out, e);
	else if (git_odb_hash(out, p, len, GIT_OBJECT_BLOB) < 0)
		repo_err_git(e, "%s", path);
	else
		rc = 0;
out:
	git_buf_dispose(&buf);
	git_filter_list_free(list);
	return rc;
}

int
repo_blob_patch(struct repo *r, const struct repo_intent *in, size_t i,
    const git_oid *old, const char *was, git_oid *out, struct err *e)
{
	const struct repo_part *p = &in->parts[i];
	struct repo_file f = { .text = STRBUF_INIT };
	git_blob *blob = NULL;
	const char *text = NULL;
	size_t len = 0;
	int rc = -1, held = 0;

	if (old != NULL) {
		if (git_blob_lookup(&blob, r->git, old) < 0)
			return repo_err_git(
			    e, "%s: git cannot read its blob", p->path);
		text = git_blob_rawcontent(blob);
		len = (size_t)git_blob_rawsize(blob);
		text = text != NULL ? text : "";
		if ((held = repo_part_held(r, p, old, was, text, len, e)) == -1)
			goto out;
	}
	if (held) {
		git_oid_cpy(out, old);
		rc = 0;
	} else if ((rc = repo_part_patch(r, p, &f.text, text, len, e)) == 0) {
		rc = repo_part_whole(r, p)
			 ? repo_blob_of_file(r, p->path, &f, true, out, e)
			 : write_blob(r, f.text.buf, f.text.len, out, e);
	} else if (rc == REPO_GONE) {
		memset(out, 0, sizeof(*out));
		rc = 0;
	}
out:
	git_blob_free(blob);
	strbuf_release(&f.text);
	return rc;
}

/* ---- the plan ---------------------------------------------------------- */

void
repo_plan_release(struct repo_plan *p)
{
	git_commit_free(p->parent);
	git_tree_free(p->base);
	free(p->branch);
	free(p->old);
	free(p->blob);
	free(p->mode);
	free(p->skip);
	memset(p, 0, sizeof(*p));
}

/* HEAD's tree; on an unborn branch an empty one. */
static int
base_tree(struct repo *r, struct repo_plan *p, struct err *e)
{
	git_treebuilder *b = NULL;
	git_oid oid;
	int rc;

	if (p->parent != NULL)
		rc = git_commit_tree(&p->base, p->parent);
	else if ((rc = git_treebuilder_new(&b, r->git, NULL)) == 0 &&
		 (rc = git_treebuilder_write(&oid, b)) == 0)
		rc = git_tree_lookup(&p->base, r->git, &oid);
	git_treebuilder_free(b);
	return rc < 0 ? repo_err_git(e, "cannot read HEAD's tree") : 0;
}

/* What a tree holds at path: 1 and its blob, 0 for nothing, -1 for what is
 * not a regular file. */
static int
tree_blob(git_tree *tree, const char *path, git_oid *oid, unsigned *mode,
    struct err *e)
{
	git_tree_entry *entry = NULL;
	int rc = git_tree_entry_bypath(&entry, tree, path);

	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return repo_err_git(e, "%s: cannot look for it in HEAD", path);
	*mode = git_tree_entry_filemode(entry);
	git_oid_cpy(oid, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	if (*mode != GIT_FILEMODE_BLOB && *mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return err_set(e,
		    "%s is not a regular file in HEAD; commit "
		    "what you have made of it first",
		    path);
	return 1;
}

/*
 * A file that HEAD does not have. A file that git knows nothing of at all is
 * committed as it lies there, with what its owner wrote into it by hand: a
 * commit of our lines alone would tear a page apart that was written in one
 * piece, and show the hand-written half as a change of the committed one. If
 * it is staged, the user has a commit in mind, and gets our lines before it.
 */
static int
new_blob(struct repo *r, const struct repo_intent *in, size_t i,
    const struct repo_index *index, struct repo_plan *p, struct err *e)
{
	const struct repo_part *part = &in->parts[i];
	struct repo_file f = { .text = STRBUF_INIT };
	char staged[REPO_OID];
	git_oid oid;
	int ignored = 0, rc = -1;

	repo_index_oid(index, part->path, staged);
	p->mode[i] = GIT_FILEMODE_BLOB;
	if (repo_work_read(r, part->path, &f, e) == -1)
		goto out;
	if (*staged == '\0') {
		if (git_ignore_path_is_ignored(&ignored, r->git, part->path) ==
			0 &&
		    ignored) {
			p->skip[i] = true;
			rc = 0;
			goto out;
		}
		if (f.there && (f.st.st_mode & S_IXUSR))
			p->mode[i] = GIT_FILEMODE_BLOB_EXECUTABLE;
		if (f.there && part->before != NULL && *part->head == '\0' &&
		    *part->index == '\0') {
			rc = repo_blob_of_file(
			    r, part->path, &f, true, &p->blob[i], e);
			goto out;
		}
	} else if (strcmp(staged, part->index) != 0 && *part->index != '?') {
		/* We got as far as the index, or the user did `git add`. */
		git_oid_fromstr(&oid, staged);
		rc = repo_blob_patch(
		    r, in, i, &oid, part->index, &p->blob[i], e);
		if (rc == -1 || git_oid_equal(&oid, &p->blob[i]))
			goto out;
	}
	rc = repo_blob_patch(r, in, i, NULL, "", &p->blob[i], e);
out:
	strbuf_release(&f.text);
	return rc;
}

static int
plan_blobs(struct repo *r, const struct repo_intent *in, struct repo_plan *p,
    struct err *e)
{
	const struct repo_index *index = repo_index_now(r, e);
	int rc = -1, there;
	size_t i;

	if (index == NULL)
		return -1;
	for (i = 0; i < in->n; i++) {
		there = tree_blob(
		    p->base, in->parts[i].path, &p->old[i], &p->mode[i], e);
		if (there == -1)
			goto out;
		if (there ? repo_blob_patch(r, in, i, &p->old[i],
				in->parts[i].head, &p->blob[i], e) == -1
			  : new_blob(r, in, i, index, p, e) == -1)
			goto out;
		if (!p->skip[i] && !git_oid_equal(&p->old[i], &p->blob[i]))
			p->changed = true;
	}
	rc = 0;
out:
	return rc;
}

/* The tree `base` with these changes, each new tree read back. */
static int
write_tree(struct repo *r, git_tree *base, const git_tree_update *u, size_t n,
    git_oid *out, struct err *e)
{
	int rc = 1, tries;
	size_t i;

	for (tries = 0; tries < TRIES && rc == 1; tries++) {
		if (git_tree_create_updated(out, r->git, base, n, u) < 0) {
			rc = write_failed(tries, e, "cannot write the tree");
			continue;
		}
		for (i = 0, rc = 0; i < n && rc == 0; i++)
			rc = read_back_trees(r, out, u[i].path, e);
	}
	return rc == 0 ? 0 : -1;
}

/* The folder nearest to the top on the way to path with nothing in it; to
 * be freed, or NULL. */
static char *
empty_folder(struct repo *r, git_tree *tree, const char *path)
{
	char *part = xstrdup(path), *slash;
	git_tree_entry *entry = NULL;
	git_tree *below = NULL;
	bool empty = false;

	while (!empty && (slash = strrchr(part, '/')) != NULL) {
		*slash = '\0';
		if (git_tree_entry_bypath(&entry, tree, part) == 0 &&
		    git_tree_lookup(&below, r->git, git_tree_entry_id(entry)) ==
			0)
			empty = git_tree_entrycount(below) == 0;
		git_tree_entry_free(entry);
		git_tree_free(below);
		entry = NULL;
		below = NULL;
	}
	if (empty)
		return part;
	free(part);
	return NULL;
}

/* git has no empty folders: take those away that path was the last in. */
static int
drop_folders(struct repo *r, const char *path, git_oid *root, struct err *e)
{
	git_tree_update u = { .action = GIT_TREE_UPDATE_REMOVE };
	git_tree *tree = NULL;
	char *folder;
	int rc = 0;

	while (rc == 0) {
		if (git_tree_lookup(&tree, r->git, root) < 0) {
			rc = repo_err_git(e, "cannot read the new tree");
			break;
		}
		if ((folder = empty_folder(r, tree, path)) == NULL)
			break;
		u.path = folder;
		rc = write_tree(r, tree, &u, 1, root, e);
		free(folder);
		git_tree_free(tree);
		tree = NULL;
	}
	git_tree_free(tree);
	return rc;
}

static int
plan_tree(struct repo *r, const struct repo_intent *in,
    const struct repo_plan *p, git_oid *out, struct err *e)
{
	git_tree_update *u = xcalloc(in->n + 1, sizeof(*u));
	size_t i, n = 0;
	int rc;

	for (i = 0; i < in->n; i++) {
		bool gone = git_oid_is_zero(&p->blob[i]);

		if (p->skip[i] || (gone && git_oid_is_zero(&p->old[i])))
			continue;
		u[n].action =
		    gone ? GIT_TREE_UPDATE_REMOVE : GIT_TREE_UPDATE_UPSERT;
		u[n].id = p->blob[i];
		u[n].filemode = p->mode[i];
		u[n++].path = in->parts[i].path;
	}
	rc = write_tree(r, p->base, u, n, out, e);
	for (i = 0; i < n && rc == 0; i++)
		if (u[i].action == GIT_TREE_UPDATE_REMOVE)
			rc = drop_folders(r, u[i].path, out, e);
	free(u);
	return rc;
}

static int
plan_commit(struct repo *r, const struct repo_intent *in, struct repo_plan *p,
    const git_oid *tree_id, struct err *e)
{
	const git_commit *parents[1] = { p->parent };
	git_signature *author = NULL, *committer = NULL;
	git_tree *tree = NULL;
	struct moment now;
	int tries, rc = -1;

	if (moment_now(&now, e) == -1 ||
	    repo_signature(r, &author, in->author, in->when, false, e) == -1 ||
	    repo_signature(r, &committer, in->author, now, true, e) == -1)
		goto out;
	if (git_tree_lookup(&tree, r->git, tree_id) < 0) {
		repo_err_git(e, "cannot read the new tree");
		goto out;
	}
	for (tries = 0, rc = 1; tries < TRIES && rc == 1; tries++)
		if (git_commit_create(&p->commit, r->git, NULL, author,
			committer, NULL, in->message, tree, p->parent != NULL,
			parents) < 0)
			rc = write_failed(tries, e, "cannot write the commit");
		else
			rc = read_back(r, &p->commit, e);
out:
	git_tree_free(tree);
	git_signature_free(author);
	git_signature_free(committer);
	return rc == 0 ? 0 : -1;
}

/* HEAD's commit cannot be read: it may be in another repository that is shared
 * with this one (gitrepository-layout(5), objects/info/alternates). */
static void
no_head(struct repo *r, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	size_t len;

	repo_err_git(e, "cannot read the commit of HEAD");
	if (fs_read(&sb, r->common_fd, "objects/info/alternates", 4096,
		&ignored) == 0 &&
	    (len = strcspn(sb.buf, "\n")) > 0)
		err_set(e,
		    "%s; part of this repository is in %.*s: bring that back, "
		    "or say where it is in %s/objects/info/alternates",
		    e->msg, (int)len, sb.buf, r->common);
	else
		err_set(e, "%s; see: git fsck", e->msg);
	strbuf_release(&sb);
}

int
repo_plan_make(struct repo *r, const struct repo_intent *in,
    struct repo_plan *p, struct err *e)
{
	git_oid oid;
	int born, rc = -1;

	memset(p, 0, sizeof(*p));
	p->n = in->n;
	p->old = xcalloc(in->n + 1, sizeof(*p->old));
	p->blob = xcalloc(in->n + 1, sizeof(*p->blob));
	p->mode = xcalloc(in->n + 1, sizeof(*p->mode));
	p->skip = xcalloc(in->n + 1, sizeof(*p->skip));
	if ((born = repo_head(r, &p->branch, &oid, e)) == -1)
		goto out;
	if (born && git_commit_lookup(&p->parent, r->git, &oid) < 0) {
		no_head(r, e);
		goto out;
	}
	if (base_tree(r, p, e) == 0)
		rc = plan_blobs(r, in, p, e);
out:
	if (rc == -1)
		repo_plan_release(p);
	return rc;
}

int
repo_plan_commit(struct repo *r, const struct repo_intent *in,
    struct repo_plan *p, struct err *e)
{
	git_oid tree;

	if (plan_tree(r, in, p, &tree, e) == -1 ||
	    plan_commit(r, in, p, &tree, e) == -1)
		return -1;
	/* A folder of objects may be new. */
	if (sync_add_path(&r->later, r->common_fd, "objects") == -1)
		return err_errno(e, "cannot sync the objects in %s", r->common);
	return 0;
}

int
repo_head_tree(struct repo *r, git_tree **out)
{
	git_commit *commit = NULL;
	char *branch = NULL;
	struct err ignored = ERR_INIT;
	git_oid oid;
	int rc = repo_head(r, &branch, &oid, &ignored);

	*out = NULL;
	if (rc == 1 && (git_commit_lookup(&commit, r->git, &oid) < 0 ||
			   git_commit_tree(out, commit) < 0))
		rc = -1;
	git_commit_free(commit);
	free(branch);
	return rc;
}

void
repo_head_oid(struct repo *r, const char *path, char out[REPO_OID])
{
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	int rc;

	memcpy(out, "?", 2);
	if (r->git == NULL || (rc = repo_head_tree(r, &tree)) == -1)
		return;
	if (rc == 1)
		rc = git_tree_entry_bypath(&entry, tree, path);
	else
		rc = GIT_ENOTFOUND;
	if (rc == 0)
		git_oid_tostr(out, REPO_OID, git_tree_entry_id(entry));
	else if (rc == GIT_ENOTFOUND)
		*out = '\0';
	git_tree_entry_free(entry);
	git_tree_free(tree);
}
