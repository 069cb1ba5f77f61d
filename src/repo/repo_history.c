/* repo_history.c: what was committed before, and what a commit did */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_dates_int.h"
#include "repo/repo_git.h"
#include "repo/repo_left_out.h"

/* ---- commits ----------------------------------------------------------- */

/*
 * The newest commit first, and none before one that came of it: two clones may
 * have two clocks. While each has one parent that is plain; from the first
 * merge on libgit2 has to look at all that is behind it. Its walk fails at the
 * commits of a shallow clone whose parents are not there: there it is the time
 * alone.
 */
struct repo_walk {
	struct repo *r;     /* borrowed */
	struct arena *mem;  /* owned */
	struct map *seen;   /* hex → anything */
	struct map *ends;   /* of a shallow clone: hex → anything */
	git_commit **queue; /* owned; in the order they were met */
	size_t n, cap;
	git_revwalk *rest; /* owned; NULL: no merge was met yet */
	git_commit *at;    /* owned */
};

/* A commit that was not met yet is to come. */
static int
walk_push(struct repo_walk *w, const git_oid *oid, struct err *e)
{
	git_commit *commit = NULL;
	char hex[REPO_OID];

	git_oid_tostr(hex, sizeof(hex), oid);
	if (map_get(w->seen, hex) != NULL)
		return 0;
	if (git_commit_lookup(&commit, w->r->git, oid) < 0)
		return repo_err_git(e, "cannot read the history");
	map_put(w->seen, arena_strdup(w->mem, hex), w);
	*VEC_PUSH(w->queue, w->n, w->cap) = commit;
	return 0;
}

static bool
walk_is_end(const struct repo_walk *w, const git_oid *oid)
{
	char hex[REPO_OID];

	git_oid_tostr(hex, sizeof(hex), oid);
	return map_get(w->ends, hex) != NULL;
}

/* All that is behind w->at, which is the first merge that was met. */
static int
walk_rest(struct repo_walk *w, struct err *e)
{
	unsigned i, n = git_commit_parentcount(w->at);

	if (git_revwalk_new(&w->rest, w->r->git) < 0 ||
	    git_revwalk_sorting(w->rest, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME) <
		0)
		return repo_err_git(e, "cannot read the history");
	for (i = 0; i < n; i++)
		if (git_revwalk_push(w->rest, git_commit_parent_id(w->at, i)) <
		    0)
			return repo_err_git(e, "cannot read the history");
	return 0;
}

static int
walk_rest_pop(struct repo_walk *w, struct err *e)
{
	git_oid oid;
	int rc = git_revwalk_next(&oid, w->rest);

	if (rc == GIT_ITEROVER)
		return 0;
	if (rc < 0 || git_commit_lookup(&w->at, w->r->git, &oid) < 0)
		return repo_err_git(e, "cannot read the history");
	return 1;
}

/* The next one is w->at: 1; 0 when there is none. */
static int
walk_pop(struct repo_walk *w, struct err *e)
{
	size_t i, newest = 0;

	git_commit_free(w->at);
	w->at = NULL;
	if (w->rest != NULL)
		return walk_rest_pop(w, e);
	if (w->n == 0)
		return 0;
	for (i = 1; i < w->n; i++)
		if (git_commit_time(w->queue[i]) >
		    git_commit_time(w->queue[newest]))
			newest = i;
	w->at = w->queue[newest];
	w->n--;
	memmove(w->queue + newest, w->queue + newest + 1,
	    (w->n - newest) * sizeof(*w->queue));
	if (walk_is_end(w, git_commit_id(w->at)))
		return 1;
	if (git_commit_parentcount(w->at) > 1 && !repo_is_shallow(w->r))
		return walk_rest(w, e) == -1 ? -1 : 1;
	for (i = 0; i < git_commit_parentcount(w->at); i++)
		if (walk_push(w, git_commit_parent_id(w->at, (unsigned)i), e) ==
		    -1)
			return -1;
	return 1;
}

int
repo_walk_new(struct repo_walk **out, struct repo *r, struct err *e)
{
	struct repo_walk *w;
	char *branch = NULL;
	git_oid oid;
	int born;

	if (r->git == NULL)
		return err_set(e,
		    "%s; do it with git: git log, then git revert COMMIT",
		    r->cannot);
	if ((born = repo_head(r, &branch, &oid, e)) == -1)
		return -1;
	free(branch);
	w = xcalloc(1, sizeof(*w));
	w->r = r;
	w->mem = arena_new();
	w->seen = map_new();
	w->ends = map_new();
	if (repo_shallow_ends(r, w->ends, w->mem, e) == -1 ||
	    (born && walk_push(w, &oid, e) == -1)) {
		repo_walk_free(w);
		return -1;
	}
	*out = w;
	return 0;
}

void
repo_walk_free(struct repo_walk *w)
{
	if (w == NULL)
		return;
	while (w->n > 0)
		git_commit_free(w->queue[--w->n]);
	git_commit_free(w->at);
	git_revwalk_free(w->rest);
	free(w->queue);
	map_free(w->ends);
	map_free(w->seen);
	arena_free(w->mem);
	free(w);
}

/* The line of a paragraph that begins with `key`; NULL. `all` says whether each
 * of its lines is a trailer, "Token: value", or goes on with one. */
static const char *
find_trailer(const char *s, const char *end, const char *key, bool *all)
{
	static const char token[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	const char *found = NULL, *line;
	size_t n;

	*all = s < end;
	for (line = s; line < end; line += strcspn(line, "\n") + 1) {
		n = strspn(line, token);
		*all = *all && ((n > 0 && line[n] == ':') ||
				   (*line == ' ' && line > s));
		if (found == NULL && strncmp(line, key, strlen(key)) == 0)
			found = line;
	}
	return found;
}

const char *
repo_trailer(const char *message, const char *key, size_t *len)
{
	const char *end = message + strlen(message), *s, *found = NULL;
	bool all = true, last;

	for (last = true; found == NULL && all; last = false, end = s) {
		while (end > message && end[-1] == '\n')
			end--;
		for (s = end; s > message + 1; s--)
			if (s[-1] == '\n' && s[-2] == '\n')
				break;
		/* The first paragraph is the subject. */
		if (s <= message + 1)
			return NULL;
		found = find_trailer(s, end, key, &all);
		/* A hook may have put more behind ours: git-commit(1) takes
		 * only the last paragraph for trailers, mixed or not. */
		if (!last && !all)
			found = NULL;
	}
	if (found == NULL)
		return NULL;
	found += strlen(key);
	for (*len = strcspn(found, "\n"); *len > 0 && *found == ' '; (*len)--)
		found++;
	return found;
}

int
repo_own_next(struct repo_walk *w, const char *trailer, struct repo_past *out,
    struct err *e)
{
	const char *message;
	size_t len;
	int rc;

	while ((rc = walk_pop(w, e)) == 1) {
		message = git_commit_message(w->at);
		if (repo_trailer(message, trailer, &len) == NULL)
			continue;
		git_oid_tostr(out->oid, sizeof(out->oid), git_commit_id(w->at));
		out->parents = git_commit_parentcount(w->at);
		out->cut = walk_is_end(w, git_commit_id(w->at));
		out->message = message;
		out->subject = git_commit_summary(w->at);
		if (out->subject == NULL)
			out->subject = "";
		break;
	}
	return rc;
}

/* ---- files ------------------------------------------------------------- */

int
repo_blob_find(
    struct repo *r, const git_oid *oid, git_blob **out, struct err *e)
{
	char hex[GIT_OID_HEXSZ + 1];
	const char *const argv[] = { REPO_GIT, "cat-file", "blob", hex, NULL };
	struct strbuf ignored = STRBUF_INIT;
	git_odb *odb = NULL;
	int rc = git_blob_lookup(out, r->git, oid);

	if (rc != GIT_ENOTFOUND)
		return rc < 0 ? repo_err_git(e, "git cannot read a blob") : 0;
	git_oid_tostr(hex, sizeof(hex), oid);
	/* A partial clone has those that were needed; git gets one more. */
	rc = repo_git_run(r, argv, NULL, NULL, &ignored, e);
	strbuf_release(&ignored);
	if (rc != 0)
		return err_set(e,
		    "the blob %.7s is not in this repository: %s; get it from "
		    "where it was cloned: git fetch, or see git fsck",
		    hex, e->msg);
	if (git_repository_odb(&odb, r->git) == 0)
		git_odb_refresh(odb);
	git_odb_free(odb);
	return git_blob_lookup(out, r->git, oid) < 0
		   ? repo_err_git(e, "git cannot read a blob")
		   : 0;
}

int
repo_blob_text(struct repo *r, const git_oid *oid, struct arena *mem,
    struct repo_text *out, struct err *e)
{
	git_blob *blob = NULL;
	char *copy;

	*out = (struct repo_text){ NULL, 0 };
	if (git_oid_is_zero(oid))
		return 0;
	if (repo_blob_find(r, oid, &blob, e) == -1)
		return -1;
	out->len = (size_t)git_blob_rawsize(blob);
	copy = arena_alloc(mem, out->len + 1);
	if (out->len > 0)
		memcpy(copy, git_blob_rawcontent(blob), out->len);
	out->p = copy;
	git_blob_free(blob);
	return 0;
}

static bool
is_file(unsigned mode)
{
	return mode == 0 || mode == GIT_FILEMODE_BLOB ||
	       mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

/* The trees of a commit and of its first parent (NULL for a first commit). */
static int
trees(struct repo *r, const char *hex, git_tree **from, git_tree **to,
    struct err *e)
{
	git_commit *commit = NULL, *parent = NULL;
	git_oid oid;
	int rc = -1;

	if (git_oid_fromstr(&oid, hex) < 0 ||
	    git_commit_lookup(&commit, r->git, &oid) < 0 ||
	    git_commit_tree(to, commit) < 0 ||
	    (git_commit_parentcount(commit) > 0 &&
		(git_commit_parent(&parent, commit, 0) < 0 ||
		    git_commit_tree(from, parent) < 0)))
		repo_err_git(e, "cannot read the commit %.7s", hex);
	else
		rc = 0;
	git_commit_free(parent);
	git_commit_free(commit);
	return rc;
}

int
repo_past_files(struct repo *r, const char *oid, struct arena *mem,
    struct repo_step **out, size_t *n, struct err *e)
{
	git_tree *from = NULL, *to = NULL;
	git_diff *diff = NULL;
	int rc = -1;
	size_t i;

	if (trees(r, oid, &from, &to, e) == -1)
		goto out;
	if (git_diff_tree_to_tree(&diff, r->git, from, to, NULL) < 0) {
		repo_err_git(e, "cannot tell what the commit %.7s did", oid);
		goto out;
	}
	*n = git_diff_num_deltas(diff);
	*out = arena_alloc(mem, *n * sizeof(**out));
	for (i = 0; i < *n; i++) {
		const git_diff_delta *d = git_diff_get_delta(diff, i);
		struct repo_step *step = &(*out)[i];

		step->path = arena_strdup(mem, d->new_file.path);
		if (!is_file(d->old_file.mode) || !is_file(d->new_file.mode)) {
			err_set(e, "%s is no regular file in the commit %.7s",
			    step->path, oid);
			goto out;
		}
		if (repo_path_text(r, &d->old_file.id, step->path, mem,
			&step->from, e) == -1 ||
		    repo_path_text(r, &d->new_file.id, step->path, mem,
			&step->to, e) == -1)
			goto out;
	}
	rc = 0;
out:
	git_diff_free(diff);
	git_tree_free(from);
	git_tree_free(to);
	return rc;
}

/* What is committed, or staged, where only git can read it. */
static int
text_by_git(struct repo *r, bool head, const char *path, struct arena *mem,
    struct repo_text *out, struct err *e)
{
	struct repo_git_version v = { .text = STRBUF_INIT };
	char hex[REPO_GIT_HEX];
	int rc = head ? repo_git_name(r, "HEAD", hex, e) : 1;

	if (rc == 1)
		rc = repo_git_version(r, head, path, &v, e);
	if (rc == 0 && v.there)
		*out = (struct repo_text){ arena_copy(mem, v.text.buf,
					       v.text.len + 1, 1),
			v.text.len };
	strbuf_release(&v.text);
	return rc;
}

int
repo_text_read(struct repo *r, enum repo_where where, const char *path,
    struct arena *mem, struct repo_text *out, struct err *e)
{
	struct repo_file f = { .text = STRBUF_INIT };
	char hex[REPO_OID] = "";
	const struct repo_index *index;
	git_oid oid;
	int rc;

	*out = (struct repo_text){ NULL, 0 };
	if (where == REPO_WORK) {
		rc = repo_work_read(r, path, &f, e);
		if (rc == 0 && !f.there &&
		    (rc = repo_left_text(r, path, &f.text, e)) == 1)
			f.there = true;
		if (rc != -1 && f.there)
			*out = (struct repo_text){ arena_copy(mem, f.text.buf,
						       f.text.len + 1, 1),
				f.text.len };
		strbuf_release(&f.text);
		return rc == -1 ? -1 : 0;
	}
	if (r->git == NULL)
		return text_by_git(r, where == REPO_HEAD, path, mem, out, e);
	if (where == REPO_HEAD)
		repo_head_oid(r, path, hex);
	else if ((index = repo_index_now(r, e)) == NULL)
		return r->index.foreign
			   ? text_by_git(r, false, path, mem, out, e)
			   : -1;
	else
		repo_index_oid(index, path, hex);
	if (*hex == '?')
		return err_set(e, "%s: cannot look for it in HEAD", path);
	if (*hex == '\0')
		return 0;
	if (git_oid_fromstr(&oid, hex) < 0)
		return repo_err_git(e, "%s", path);
	return repo_path_text(r, &oid, path, mem, out, e);
}
