/* repo_sync_back.c: what git was bringing in, taken back
 *
 * git can be killed, or run out of disk, between two files that it checks out,
 * or in one; then some are there, and the index and the branch are not. So
 * where from and where to is written down before it begins, in the state
 * folder. Whoever finds that, and HEAD where it was, takes it back: the files
 * that have come in are staged, so that they are no edits, git does the rest,
 * and then all of it the other way round. The next sync begins anew.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"
#include "repo/repo_sync_int.h"

/* Both in the state folder, whose lock we hold. */
#define STEP "sync-step"
#define INDEX "sync-index"

struct back {
	struct repo *r;
	git_diff *diff;                    /* owned */
	char from[REPO_OID], to[REPO_OID]; /* what git knows the trees by */
	char *index; /* owned: "GIT_INDEX_FILE=…", an index of our own */
};

/* ---- both ways --------------------------------------------------------- */

/* Let an index know which files are as it has them, though they may have been
 * touched; what else there is to say of it does not matter. */
void
repo_sync_refresh(struct repo *r, const char *const *env)
{
	const char *const argv[] = { REPO_GIT, "update-index", "-q",
		"--refresh", NULL };
	struct strbuf out = STRBUF_INIT;
	struct err ignored = ERR_INIT;

	repo_git_run(r, argv, env, NULL, &out, &ignored);
	strbuf_release(&out);
}

/* Bring index and work files from one commit to another; `dry` only finds out
 * whether that goes. */
int
repo_sync_read_tree(
    struct repo *r, const char *from, const char *to, bool dry, struct err *e)
{
	const char *const argv[] = { REPO_GIT, "read-tree", "-m", "-u",
		dry ? "--dry-run" : "--no-dry-run", from, to, NULL };
	struct strbuf out = STRBUF_INIT;
	int rc = repo_git_run(r, argv, NULL, NULL, &out, e);

	strbuf_release(&out);
	return rc == 0 ? 0 : -1;
}

/* ---- the note ---------------------------------------------------------- */

int
repo_sync_begin(
    struct repo *r, const char *from, const git_oid *to, struct err *e)
{
	char tree[REPO_OID], *text;
	git_commit *commit = NULL;
	int rc;

	if (git_commit_lookup(&commit, r->git, to) < 0)
		return repo_err_git(e, "cannot read a commit");
	/* The tree, and not the commit: that of a merge is the same when it is
	 * merged once more, the commit has another time. */
	git_oid_tostr(tree, sizeof(tree), git_commit_tree_id(commit));
	text = xasprintf("%s %s\n", from, tree);
	rc = fs_write(r->state_fd, STEP, text, strlen(text), FS_DURABLE, e);
	free(text);
	git_commit_free(commit);
	return rc == -1 ? -1 : 0;
}

int
repo_sync_end(struct repo *r, struct err *e)
{
	return fs_unlink(r->state_fd, STEP, 0, e);
}

bool
repo_sync_begun(int state_fd)
{
	return fs_exists(state_fd, STEP);
}

/* ---- back ---------------------------------------------------------------- */

/* Whether a name is one of those in `list`, each ended by a NUL. */
static bool
is_listed(const struct strbuf *list, const char *name)
{
	size_t at;

	for (at = 0; at < list->len; at += strlen(list->buf + at) + 1)
		if (strcmp(list->buf + at, name) == 0)
			return true;
	return false;
}

/* Whether the work file is the beginning of a version, or all of it. */
static bool
begins(struct back *c, const struct repo_file *now, const git_diff_file *f,
    bool all)
{
	struct repo_sync_file file = { f->path, true };
	struct arena *mem = arena_new();
	struct err ignored = ERR_INIT;
	struct repo_text text;
	bool does;

	does = repo_sync_is_file(f->mode) &&
	       repo_sync_text_read(c->r, &file, &f->id, mem, &text, &ignored) ==
		   0 &&
	       (all ? now->text.len == text.len : now->text.len < text.len) &&
	       memcmp(now->text.buf, text.p, now->text.len) == 0;
	arena_free(mem);
	return does;
}

/* One that git was writing when it ended is the beginning of what is to come,
 * and goes; but not one that it has not come to yet. */
static void
drop_half(struct back *c, const git_diff_delta *d)
{
	struct repo_file now = { .text = STRBUF_INIT };
	struct err ignored = ERR_INIT;

	if (repo_work_read(c->r, d->new_file.path, &now, &ignored) == 0 &&
	    now.there && begins(c, &now, &d->new_file, false) &&
	    (d->status == GIT_DELTA_ADDED ||
		!begins(c, &now, &d->old_file, true)))
		fs_unlink(c->r->root_fd, d->new_file.path, 0, &ignored);
	strbuf_release(&now.text);
}

/* As git update-index reads it: "MODE OID\tPATH". */
static void
add_row(struct strbuf *rows, const git_diff_delta *d)
{
	char hex[REPO_OID];

	git_oid_tostr(hex, sizeof(hex), &d->new_file.id);
	strbuf_addf(rows, "%o %s\t%s", d->new_file.mode, hex, d->new_file.path);
	strbuf_addc(rows, '\0');
}

/* Stage what is in the work tree as it is to become: with an index of the new
 * commit git tells which files are not. What the user has staged stays. */
static int
take_up(struct back *c, struct err *e)
{
	const char *const fresh[] = { REPO_GIT, "read-tree", c->to, NULL };
	const char *const differ[] = { REPO_GIT, "diff-files", "-z",
		"--name-only", "--ignore-submodules=all", NULL };
	const char *const staged[] = { REPO_GIT, "diff-index", "--cached", "-z",
		"--name-only", c->from, NULL };
	const char *const stage[] = { REPO_GIT, "update-index", "-z", "--add",
		"--replace", "--index-info", NULL };
	const char *const own[] = { c->index, NULL };
	struct strbuf out = STRBUF_INIT, rows = STRBUF_INIT;
	struct strbuf mine = STRBUF_INIT;
	struct repo_text text;
	size_t i;
	int rc = -1;

	if (repo_git_run(c->r, fresh, own, NULL, &out, e) != 0)
		goto out;
	repo_sync_refresh(c->r, own);
	if (repo_git_run(c->r, differ, own, NULL, &out, e) != 0 ||
	    repo_git_run(c->r, staged, NULL, NULL, &mine, e) != 0)
		goto out;
	for (i = 0; i < git_diff_num_deltas(c->diff); i++) {
		const git_diff_delta *d = git_diff_get_delta(c->diff, i);

		if (d->status == GIT_DELTA_DELETED ||
		    d->new_file.mode == GIT_FILEMODE_COMMIT ||
		    is_listed(&mine, d->new_file.path))
			continue;
		if (is_listed(&out, d->new_file.path))
			drop_half(c, d);
		else
			add_row(&rows, d);
	}
	strbuf_clear(&out);
	text = (struct repo_text){ rows.buf, rows.len };
	if (rows.len == 0 ||
	    repo_git_run(c->r, stage, NULL, &text, &out, e) == 0)
		rc = 0;
out:
	strbuf_release(&mine);
	strbuf_release(&rows);
	strbuf_release(&out);
	return rc;
}

/* Read the note: 1, and c->from and c->to; 0 when there is none. */
static int
read_step(struct back *c)
{
	struct strbuf text = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	int found;

	found = repo_there(c->r->state_fd, STEP, &ignored) == 1 &&
		fs_read(&text, c->r->state_fd, STEP, 4096, &ignored) == 0 &&
		text.len == 2 * REPO_OID;
	if (found) {
		memcpy(c->from, text.buf, REPO_OID - 1);
		memcpy(c->to, text.buf + REPO_OID, REPO_OID - 1);
		c->from[REPO_OID - 1] = c->to[REPO_OID - 1] = '\0';
	}
	strbuf_release(&text);
	return found;
}

/* What the step was about to change: c->diff; -1 when HEAD is not where it was,
 * so that it is none of ours any more. */
static int
diff_step(struct back *c)
{
	git_diff_options o;
	struct err ignored = ERR_INIT;
	git_commit *commit = NULL;
	git_tree *old = NULL, *new = NULL;
	char *branch = NULL, head[REPO_OID] = REPO_SYNC_EMPTY;
	git_oid oid, tree;
	int rc = -1, born = repo_head(c->r, &branch, &oid, &ignored);

	git_diff_options_init(&o, GIT_DIFF_OPTIONS_VERSION);
	o.flags = GIT_DIFF_INCLUDE_TYPECHANGE;
	if (born == 1)
		git_oid_tostr(head, sizeof(head), &oid);
	if (born != -1 && strcmp(head, c->from) == 0 &&
	    (born == 0 || (git_commit_lookup(&commit, c->r->git, &oid) == 0 &&
			      git_commit_tree(&old, commit) == 0)) &&
	    git_oid_fromstr(&tree, c->to) == 0 &&
	    git_tree_lookup(&new, c->r->git, &tree) == 0 &&
	    git_diff_tree_to_tree(&c->diff, c->r->git, old, new, &o) == 0)
		rc = 0;
	git_tree_free(old);
	git_tree_free(new);
	git_commit_free(commit);
	free(branch);
	return rc;
}

void
repo_sync_back(struct repo *r)
{
	struct back c = { .r = r };
	struct err ignored = ERR_INIT;
	char *lock = repo_git_path(r, "index.lock");

	/* Whose lock it is, is told by who wants it. */
	if (r->git != NULL && repo_there(r->common_fd, lock, &ignored) == 0 &&
	    read_step(&c)) {
		c.index =
		    xasprintf("GIT_INDEX_FILE=%s/halfhour/" INDEX, r->common);
		fs_unlink(r->state_fd, INDEX ".lock", 0, &ignored);
		/* Where that does not go, its owner has edited something since,
		 * and has to settle it; git status shows all of it. */
		if (diff_step(&c) == 0 && take_up(&c, &ignored) == 0 &&
		    repo_sync_read_tree(r, c.from, c.to, false, &ignored) ==
			0) {
			/* What was staged by its name is not known to be what
			 * is in the work tree. */
			repo_sync_refresh(r, NULL);
			repo_sync_read_tree(r, c.to, c.from, false, &ignored);
		}
		fs_unlink(r->state_fd, INDEX, 0, &ignored);
		fs_unlink(r->state_fd, STEP, 0, &ignored);
		git_diff_free(c.diff);
		free(c.index);
	}
	free(lock);
}
