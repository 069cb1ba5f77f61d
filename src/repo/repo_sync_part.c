/* repo_sync_part.c: a commit that is there brought into index and work files
 *
 * Each file that two commits have different is one part of an intent, as an
 * entry of `log` is, and each of its versions gets the step on its own: HEAD's
 * is what the commit has; one that is staged, or edited, gets it by a merge of
 * lines. Where that does not go without a conflict, nothing is begun. After a
 * crash the next command goes on; what has become another text by then stays
 * as it is, for it is the user's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_sync_int.h"

#define NO_FILE "0000000000000000000000000000000000000000"
#define PAIR_LEN (2 * GIT_OID_HEXSZ + 1)

/* ---- one step ---------------------------------------------------------- */

enum fit {
	FIT_FAILED = -1,
	FIT_CONFLICT,
	FIT_SAME, /* nothing to do */
	FIT_PUT,
	FIT_GONE
};

/* A blob by its id in a pair; none for zeros. */
static int
pair_text(struct repo *r, const char *hex, struct arena *mem,
    struct repo_text *out, struct err *e)
{
	char one[REPO_OID];
	git_oid oid;

	memcpy(one, hex, GIT_OID_HEXSZ);
	one[GIT_OID_HEXSZ] = '\0';
	if (git_oid_fromstr(&oid, one) < 0)
		return err_set(e, "a change on disk is damaged");
	return repo_blob_text(r, &oid, mem, out, e);
}

static bool
same_text(const struct repo_text *a, const struct repo_text *b)
{
	if (a->p == NULL || b->p == NULL)
		return a->p == b->p;
	return a->len == b->len && memcmp(a->p, b->p, a->len) == 0;
}

/* What the step does to a version; `out` has that for FIT_PUT. */
static enum fit
step(struct repo *r, const char *pair, const struct repo_text *old,
    struct strbuf *out, struct err *e)
{
	struct repo_text from, to;
	struct arena *mem = arena_new();
	enum fit fit = FIT_FAILED;
	int rc;

	if (pair_text(r, pair, mem, &from, e) == -1 ||
	    pair_text(r, pair + GIT_OID_HEXSZ + 1, mem, &to, e) == -1)
		goto out;
	if (same_text(old, &to)) {
		fit = FIT_SAME;
	} else if (same_text(old, &from)) {
		fit = to.p == NULL ? FIT_GONE : FIT_PUT;
		if (to.p != NULL)
			strbuf_add(out, to.p, to.len);
	} else if (old->p == NULL || from.p == NULL || to.p == NULL) {
		fit = FIT_CONFLICT;
	} else if ((rc = repo_merge3(out, &from, old, &to, e)) != -1) {
		fit = rc == 1 ? FIT_PUT : FIT_CONFLICT;
	}
out:
	arena_free(mem);
	return fit;
}

int
repo_sync_patch(struct repo *r, const struct repo_part *p, struct strbuf *out,
    const char *old, size_t len, struct err *e)
{
	struct repo_text version = { old, len };

	if (p->len != PAIR_LEN || r->git == NULL)
		return err_set(e, "%s: a change on disk is damaged", p->path);
	switch (step(r, p->bytes, &version, out, e)) {
	case FIT_FAILED:
		return -1;
	case FIT_PUT:
		return 0;
	case FIT_GONE:
		return REPO_GONE;
	case FIT_SAME:
	case FIT_CONFLICT:
		break;
	}
	if (old == NULL)
		return REPO_GONE;
	strbuf_add(out, old, len);
	return 0;
}

/* ---- the plan of it ---------------------------------------------------- */

static int
target_entry(git_tree *tree, const char *path, git_oid *oid, unsigned *mode,
    struct err *e)
{
	git_tree_entry *entry = NULL;
	int rc = tree != NULL ? git_tree_entry_bypath(&entry, tree, path)
			      : GIT_ENOTFOUND;

	memset(oid, 0, sizeof(*oid));
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return repo_err_git(e, "%s: cannot look for it", path);
	git_oid_cpy(oid, git_tree_entry_id(entry));
	*mode = git_tree_entry_filemode(entry);
	git_tree_entry_free(entry);
	return 0;
}

int
repo_plan_target(struct repo *r, const struct repo_intent *in,
    struct repo_plan *p, struct err *e)
{
	git_commit *target = NULL;
	git_tree *tree = NULL;
	int born, rc = -1;
	unsigned mode;
	git_oid oid;
	size_t i;

	memset(p, 0, sizeof(*p));
	p->n = in->n;
	p->old = xcalloc(in->n + 1, sizeof(*p->old));
	p->blob = xcalloc(in->n + 1, sizeof(*p->blob));
	p->mode = xcalloc(in->n + 1, sizeof(*p->mode));
	p->skip = xcalloc(in->n + 1, sizeof(*p->skip));
	p->changed = true;
	p->word = "pull";
	if ((born = repo_head(r, &p->branch, &oid, e)) == -1)
		goto out;
	if (git_oid_fromstr(&p->commit, in->target) < 0 ||
	    git_commit_lookup(&target, r->git, &p->commit) < 0 ||
	    git_commit_tree(&tree, target) < 0 ||
	    (born && (git_commit_lookup(&p->parent, r->git, &oid) < 0 ||
			 git_commit_tree(&p->base, p->parent) < 0))) {
		repo_err_git(e, "cannot read the commit to be synced");
		goto out;
	}
	for (i = 0, rc = 0; i < in->n && rc == 0; i++) {
		p->mode[i] = GIT_FILEMODE_BLOB;
		rc = target_entry(
		    p->base, in->parts[i].path, &p->old[i], &mode, e);
		if (rc == 0)
			rc = target_entry(tree, in->parts[i].path, &p->blob[i],
			    &p->mode[i], e);
	}
out:
	git_tree_free(tree);
	git_commit_free(target);
	if (rc == -1)
		repo_plan_release(p);
	return rc;
}

/* ---- which files ------------------------------------------------------- */

struct apply {
	struct repo *r;
	git_oid from, to;
	git_tree *old, *new; /* owned; old is NULL while HEAD is unborn */
	struct repo_change *v;
	bool *runs; /* of each */
	size_t n, cap, runs_n, runs_cap;
	struct arena *mem;
	git_diff *diff;  /* owned */
	const char *why; /* in mem: what only git brings in; NULL: nothing */
	bool moved;
};

/* What only git itself brings in: the name of it, or NULL. */
static const char *
not_ours(const git_diff_delta *d)
{
	const git_diff_file *ends[] = { &d->old_file, &d->new_file };
	bool both = d->old_file.mode != 0 && d->new_file.mode != 0;
	size_t i;

	for (i = 0; i < 2; i++)
		if (ends[i]->mode == GIT_FILEMODE_LINK)
			return "is a symbolic link";
		else if (ends[i]->mode == GIT_FILEMODE_COMMIT)
			return "is a submodule";
	if (both && d->old_file.mode != d->new_file.mode)
		return "has become executable, or is not any more";
	/* By the new ones git tells how the others are checked out. */
	if (strcmp(path_base(ends[1]->path), ".gitattributes") == 0)
		return "says what becomes of other files";
	return NULL;
}

/* Whether a part of the path is git's own folder, whose hooks would be run. The
 * tree is of somebody else, and need not be one that git would have made. */
static bool
is_gits(const char *path)
{
	const char *s = path;

	while (s != NULL) {
		s += *s == '/';
		if (strncasecmp(s, ".git", 4) == 0 &&
		    (s[4] == '/' || s[4] == '\0'))
			return true;
		s = strchr(s, '/');
	}
	return false;
}

/* Whether a folder of one tree is a file of the other. */
static bool
is_swapped(const struct apply *a, const char *path)
{
	char *part = xstrdup(path), *slash;
	git_tree_entry *entry = NULL;
	bool swapped = false, whole = true;

	while (!swapped && a->old != NULL) {
		if (git_tree_entry_bypath(&entry, a->old, part) == 0)
			swapped = whole == (git_tree_entry_type(entry) ==
					       GIT_OBJECT_TREE);
		git_tree_entry_free(entry);
		entry = NULL;
		whole = false;
		if ((slash = strrchr(part, '/')) == NULL)
			break;
		*slash = '\0';
	}
	free(part);
	return swapped;
}

/* Whether the file has other bytes in the work tree than in its blob. */
static int
has_filter(struct apply *a, const char *path, const git_oid *oid)
{
	git_filter_list *list = NULL;
	git_blob *blob = NULL;
	git_buf buf = GIT_BUF_INIT;
	int other = 0;

	if (git_oid_is_zero(oid) || repo_attr_none(a->r, path))
		return 0;
	if (git_blob_lookup(&blob, a->r->git, oid) < 0 ||
	    git_filter_list_load(&list, a->r->git, blob, path,
		GIT_FILTER_TO_WORKTREE, GIT_FILTER_ALLOW_UNSAFE) < 0 ||
	    (list != NULL &&
		git_filter_list_apply_to_blob(&buf, list, blob) < 0))
		other = -1;
	else if (list != NULL)
		other =
		    buf.size != (size_t)git_blob_rawsize(blob) ||
		    memcmp(buf.ptr, git_blob_rawcontent(blob), buf.size) != 0;
	git_buf_dispose(&buf);
	git_filter_list_free(list);
	git_blob_free(blob);
	return other;
}

static int
add_delta(struct apply *a, const git_diff_delta *d, struct err *e)
{
	bool gone = d->status == GIT_DELTA_DELETED;
	const char *path = gone ? d->old_file.path : d->new_file.path;
	const char *why = not_ours(d);
	char from[GIT_OID_HEXSZ + 1] = NO_FILE, to[GIT_OID_HEXSZ + 1] = NO_FILE;
	int filter = 0;

	if (!path_is_inside(path) || is_gits(path))
		return err_set(e,
		    "%s is not a path that a wiki may have, so nothing is "
		    "taken from there",
		    path);
	if (why == NULL && d->status == GIT_DELTA_ADDED && is_swapped(a, path))
		why = "takes the place of a folder, or a folder its";
	if (why == NULL)
		filter = has_filter(
		    a, path, gone ? &d->old_file.id : &d->new_file.id);
	if (filter == -1)
		return repo_err_git(e, "%s: cannot tell its filters", path);
	if (filter == 1)
		why = "has other ends of line in the work tree than in git";
	if (why != NULL && a->why == NULL)
		a->why = arena_printf(a->mem, "%s %s", path, why);
	if (d->status != GIT_DELTA_ADDED)
		git_oid_tostr(from, sizeof(from), &d->old_file.id);
	if (!gone)
		git_oid_tostr(to, sizeof(to), &d->new_file.id);
	*VEC_PUSH(a->runs, a->runs_n, a->runs_cap) =
	    !gone && d->new_file.mode == GIT_FILEMODE_BLOB_EXECUTABLE;
	*VEC_PUSH(a->v, a->n, a->cap) = (struct repo_change){
		.path = arena_strdup(a->mem, path),
		.kind = REPO_SYNC_KIND,
		.bytes = arena_printf(a->mem, "%s %s", from, to),
		.len = PAIR_LEN,
	};
	return 0;
}

static int
tree_of(struct repo *r, const git_oid *oid, git_tree **out, struct err *e)
{
	git_commit *commit = NULL;
	int rc = 0;

	*out = NULL;
	if (git_oid_is_zero(oid))
		return 0;
	if (git_commit_lookup(&commit, r->git, oid) < 0 ||
	    git_commit_tree(out, commit) < 0)
		rc = repo_err_git(e, "cannot read a commit");
	git_commit_free(commit);
	return rc;
}

static int
find_changes(struct apply *a, struct err *e)
{
	git_diff_options o;
	size_t i, n;
	int rc = 0;

	git_diff_options_init(&o, GIT_DIFF_OPTIONS_VERSION);
	o.flags = GIT_DIFF_INCLUDE_TYPECHANGE;
	if (tree_of(a->r, &a->from, &a->old, e) == -1 ||
	    tree_of(a->r, &a->to, &a->new, e) == -1)
		return -1;
	if (git_diff_tree_to_tree(&a->diff, a->r->git, a->old, a->new, &o) < 0)
		return repo_err_git(e, "cannot compare two commits");
	n = git_diff_num_deltas(a->diff);
	for (i = 0; i < n && rc == 0; i++)
		rc = add_delta(a, git_diff_get_delta(a->diff, i), e);
	return rc;
}

/* ---- whether it goes --------------------------------------------------- */

/* A folder on the way is none, so that there can be no file in it. */
static int
check_folders(struct repo *r, const char *path, struct err *e)
{
	char *part = xstrdup(path), *slash = part;
	struct stat st;
	int rc = 0;

	while (rc == 0 && (slash = strchr(slash, '/')) != NULL) {
		*slash = '\0';
		if (fs_stat(r->root_fd, part, &st) == 0 && !S_ISDIR(st.st_mode))
			rc = err_code(e, ERR_CONFLICT,
			    "%s is no folder, and %s is to be in it; move it "
			    "away",
			    part, path);
		*slash++ = '/';
	}
	free(part);
	return rc;
}

static int
check_version(struct apply *a, const struct repo_change *c,
    enum repo_where where, struct err *e)
{
	struct strbuf out = STRBUF_INIT;
	struct repo_text old;
	enum fit fit = FIT_FAILED;

	strbuf_init(&out, STRBUF_MAX);
	if (repo_text_read(a->r, where, c->path, a->mem, &old, e) == 0)
		fit = step(a->r, c->bytes, &old, &out, e);
	strbuf_release(&out);
	if (fit == FIT_FAILED)
		return -1;
	if (fit != FIT_CONFLICT)
		return 0;
	return err_code(e, ERR_CONFLICT,
	    "%s is changed on both sides, and what you have %s is not "
	    "committed; commit it, or put it away: git stash -u",
	    c->path, where == REPO_WORK ? "in it" : "staged of it");
}

/* As repo_guard, of all the files. */
static int
check_guard(struct apply *a, struct err *e)
{
	struct repo_part *parts = xcalloc(a->n + 1, sizeof(*parts));
	struct repo_intent in = { .parts = parts,
		.n = a->n,
		.author = a->r->author != NULL ? a->r->author : "",
		.target = "?" };
	size_t i;
	int rc;

	for (i = 0; i < a->n; i++)
		parts[i].path = a->v[i].path;
	rc = repo_guard(a->r, &in, e);
	free(parts);
	return rc;
}

/* Asked when nobody else can commit any more, and nothing is done yet. */
static int
ask(void *payload, struct err *e)
{
	struct apply *a = payload;
	char *branch = NULL;
	git_oid head;
	int born = repo_head(a->r, &branch, &head, e);
	size_t i;

	free(branch);
	if (born == -1)
		return -1;
	a->moved =
	    born ? !git_oid_equal(&head, &a->from) : !git_oid_is_zero(&a->from);
	if (a->moved)
		return err_code(e, ERR_CONFLICT, "the branch has moved");
	if (check_guard(a, e) != 0)
		return -1;
	for (i = 0; i < a->n; i++)
		if (check_folders(a->r, a->v[i].path, e) == -1 ||
		    check_version(a, &a->v[i], REPO_INDEX, e) == -1 ||
		    check_version(a, &a->v[i], REPO_WORK, e) == -1)
			return err_wrap(e, "nothing is changed");
	return 0;
}

static void
tell_changed(const struct apply *a, struct repo_synced *done)
{
	size_t i, cap = done->n_changed;

	for (i = 0; i < a->n; i++)
		*VEC_PUSH(done->changed, done->n_changed, cap) =
		    xstrdup(a->v[i].path);
}

/* Whether only git can bring it in: 1, and a->why; 0; -1. */
static int
wants_git(struct apply *a, struct err *e)
{
	struct err why = ERR_INIT;
	int rc;

	if (find_changes(a, e) == -1)
		return -1;
	rc = check_guard(a, &why);
	if (rc == -1) {
		*e = why;
		return -1;
	}
	if (rc == REPO_BY_GIT && a->why == NULL)
		a->why = arena_strdup(a->mem, why.msg);
	return a->why != NULL;
}

static int
apply_by_git(struct apply *a, struct err *e)
{
	struct repo_sync_way way = { a->from, a->to, a->why };

	return repo_sync_checkout(a->r, &way, a->diff, e);
}

static int
apply_by_us(struct apply *a, struct moment when, struct err *e)
{
	struct repo_done commit = { .oid = "" };
	char target[REPO_OID];
	struct repo_commit c = {
		.message = "sync\n",
		.when = when,
		.changes = a->v,
		.runs = a->runs,
		.n = a->n,
		.target = target,
		.ask = ask,
		.payload = a,
	};
	int rc;

	git_oid_tostr(target, sizeof(target), &a->to);
	rc = repo_commit(a->r, &c, &commit, e);
	if ((rc == -1 && a->moved) || (rc == 0 && commit.oid[0] == '\0'))
		rc = REPO_SYNC_MOVED;
	return rc;
}

int
repo_sync_apply(struct repo *r, const git_oid *from, const git_oid *to,
    struct moment when, struct repo_synced *done, struct err *e)
{
	struct apply a = { .r = r, .from = *from, .to = *to };
	int rc;

	a.mem = arena_new();
	rc = wants_git(&a, e);
	if (rc != -1)
		rc = rc == 1 ? apply_by_git(&a, e) : apply_by_us(&a, when, e);
	if (rc == 0)
		tell_changed(&a, done);
	git_diff_free(a.diff);
	git_tree_free(a.old);
	git_tree_free(a.new);
	free(a.v);
	free(a.runs);
	arena_free(a.mem);
	return rc;
}
