/* repo_history.c: what was committed before, and what a commit did */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

/* ---- commits ----------------------------------------------------------- */

struct repo_walk {
	struct repo *r;    /* borrowed */
	git_revwalk *walk; /* owned; NULL on an unborn branch */
	git_commit *at;    /* owned */
};

int
repo_walk_new(struct repo_walk **out, struct repo *r, struct err *e)
{
	struct repo_walk *w;
	char *branch = NULL;
	git_oid oid;
	int born;

	if (r->git == NULL)
		return err_set(e, "%s", r->cannot);
	if ((born = repo_head(r, &branch, &oid, e)) == -1)
		return -1;
	free(branch);
	w = xcalloc(1, sizeof(*w));
	w->r = r;
	if (born && (git_revwalk_new(&w->walk, r->git) < 0 ||
			git_revwalk_push(w->walk, &oid) < 0)) {
		repo_err_git(e, "cannot read the history");
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
	git_commit_free(w->at);
	git_revwalk_free(w->walk);
	free(w);
}

const char *
repo_trailer(const char *message, const char *key, size_t *len)
{
	size_t n = strlen(key), rest = strlen(message);
	const char *s, *line, *found = NULL;

	while (rest > 0 && message[rest - 1] == '\n')
		rest--;
	/* The last paragraph, unless that is the subject. */
	for (s = message + rest; s > message + 1; s--)
		if (s[-1] == '\n' && s[-2] == '\n')
			break;
	if (s <= message + 1)
		return NULL;
	for (line = s; line < message + rest; line += *len + 1) {
		*len = strcspn(line, "\n");
		if (strncmp(line, key, n) == 0) {
			found = line + n;
			*len -= n;
			break;
		}
	}
	while (found != NULL && *len > 0 && *found == ' ') {
		found++;
		(*len)--;
	}
	return found;
}

int
repo_own_next(struct repo_walk *w, const char *trailer, struct repo_past *out,
    struct err *e)
{
	const char *message;
	git_oid oid;
	size_t len;
	int rc;

	while (w->walk != NULL &&
	       (rc = git_revwalk_next(&oid, w->walk)) != GIT_ITEROVER) {
		git_commit_free(w->at);
		w->at = NULL;
		if (rc < 0 || git_commit_lookup(&w->at, w->r->git, &oid) < 0)
			return repo_err_git(e, "cannot read the history");
		message = git_commit_message(w->at);
		if (repo_trailer(message, trailer, &len) == NULL)
			continue;
		git_oid_tostr(out->oid, sizeof(out->oid), &oid);
		out->parents = git_commit_parentcount(w->at);
		out->message = message;
		out->subject = git_commit_summary(w->at);
		if (out->subject == NULL)
			out->subject = "";
		return 1;
	}
	return 0;
}

/* ---- files ------------------------------------------------------------- */

int
repo_blob_text(struct repo *r, const git_oid *oid, struct arena *mem,
    struct repo_text *out, struct err *e)
{
	git_blob *blob = NULL;
	char *copy;

	*out = (struct repo_text){ NULL, 0 };
	if (git_oid_is_zero(oid))
		return 0;
	if (git_blob_lookup(&blob, r->git, oid) < 0)
		return repo_err_git(e, "git cannot read a blob");
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
		if (repo_blob_text(r, &d->old_file.id, mem, &step->from, e) ==
			-1 ||
		    repo_blob_text(r, &d->new_file.id, mem, &step->to, e) == -1)
			goto out;
	}
	rc = 0;
out:
	git_diff_free(diff);
	git_tree_free(from);
	git_tree_free(to);
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
		if (rc == 0 && f.there)
			*out = (struct repo_text){ arena_copy(mem, f.text.buf,
						       f.text.len + 1, 1),
				f.text.len };
		strbuf_release(&f.text);
		return rc;
	}
	if (r->git == NULL)
		return err_set(e, "%s", r->cannot);
	if (where == REPO_HEAD)
		repo_head_oid(r, path, hex);
	else if ((index = repo_index_now(r, e)) == NULL)
		return -1;
	else
		repo_index_oid(index, path, hex);
	if (*hex == '?')
		return err_set(e, "%s: cannot look for it in HEAD", path);
	if (*hex == '\0')
		return 0;
	if (git_oid_fromstr(&oid, hex) < 0)
		return repo_err_git(e, "%s", path);
	return repo_blob_text(r, &oid, mem, out, e);
}
