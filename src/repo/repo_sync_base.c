/* repo_sync_base.c: how two commits descend from each other
 *
 * libgit2 1.5 does not know where a shallow clone ends: it looks for the
 * parents of its oldest commits, and does not find them. git knows, so there it
 * is asked; in a whole repository that would be a process for nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/text.h"
#include "repo/repo_git.h"
#include "repo/repo_sync_int.h"

bool
repo_is_shallow(const struct repo *r)
{
	struct stat st;

	/* Of the common folder: libgit2 looks in that of the work tree. */
	return fs_stat(r->common_fd, "shallow", &st) == 0 && st.st_size > 0;
}

static size_t
ahead_by_git(struct repo *r, const char *a, const char *b)
{
	const char *const both[] = { REPO_GIT, "rev-list", "--count", a,
		"--not", b, NULL };
	const char *const all[] = { REPO_GIT, "rev-list", "--count", a, NULL };
	struct strbuf out = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	size_t n = 0;

	if (repo_git_run(
		r, b != NULL ? both : all, NULL, NULL, &out, &ignored) == 0)
		n = strtoul(out.buf, NULL, 10);
	strbuf_release(&out);
	return n;
}

size_t
repo_sync_ahead(struct repo *r, const git_oid *a, const git_oid *b)
{
	char hex_a[REPO_OID], hex_b[REPO_OID];
	git_revwalk *walk = NULL;
	git_oid oid;
	size_t n = 0;

	if (git_oid_is_zero(a) || git_oid_equal(a, b))
		return 0;
	if (repo_is_shallow(r)) {
		git_oid_tostr(hex_a, sizeof(hex_a), a);
		git_oid_tostr(hex_b, sizeof(hex_b), b);
		return ahead_by_git(
		    r, hex_a, git_oid_is_zero(b) ? NULL : hex_b);
	}
	if (git_revwalk_new(&walk, r->git) < 0)
		return 0;
	if (git_revwalk_push(walk, a) == 0 &&
	    (git_oid_is_zero(b) || git_revwalk_hide(walk, b) == 0))
		while (git_revwalk_next(&oid, walk) == 0)
			n++;
	git_revwalk_free(walk);
	return n;
}

/* ---- what both came from ----------------------------------------------- */

/* As repo_sync_bases, by git. */
static int
bases_by_git(struct repo *r, const git_oid *a, const git_oid *b,
    struct repo_sync_bases *out, struct err *e)
{
	char hex_a[REPO_OID], hex_b[REPO_OID];
	const char *const argv[] = { REPO_GIT, "merge-base", "--all", hex_a,
		hex_b, NULL };
	struct strbuf text = STRBUF_INIT;
	size_t at, len;
	int rc;

	git_oid_tostr(hex_a, sizeof(hex_a), a);
	git_oid_tostr(hex_b, sizeof(hex_b), b);
	rc = repo_git_run(r, argv, NULL, NULL, &text, e);
	for (at = 0; rc == 0 && at < text.len && out->n < REPO_SYNC_BASES;
	     at += len) {
		len = text_line(text.buf + at, text.len - at);
		if (git_oid_fromstrn(&out->v[out->n++], text.buf + at,
			text_chomp(text.buf + at, len)) < 0)
			rc = err_set(e, "git merge-base names no commit");
	}
	strbuf_release(&text);
	/* 1 says that there is none. */
	return rc == 0 || rc == 1 ? 0 : -1;
}

int
repo_sync_bases(struct repo *r, const git_oid *a, const git_oid *b,
    struct repo_sync_bases *out, struct err *e)
{
	git_oidarray all = { NULL, 0 };
	int rc;

	out->n = 0;
	if (repo_is_shallow(r))
		return bases_by_git(r, a, b, out, e);
	rc = git_merge_bases(&all, r->git, a, b);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return repo_err_git(e, "cannot tell what both came from");
	for (; rc == 0 && out->n < all.count && out->n < REPO_SYNC_BASES;
	     out->n++)
		git_oid_cpy(&out->v[out->n], &all.ids[out->n]);
	git_oidarray_dispose(&all);
	return 0;
}

bool
repo_sync_descends(struct repo *r, const git_oid *a, const git_oid *b)
{
	struct err ignored = ERR_INIT;
	struct repo_sync_bases bases = { .n = 0 };

	if (git_oid_is_zero(b) || git_oid_equal(a, b))
		return true;
	if (git_oid_is_zero(a))
		return false;
	if (!repo_is_shallow(r))
		return git_graph_descendant_of(r->git, a, b) == 1;
	return bases_by_git(r, a, b, &bases, &ignored) == 0 && bases.n == 1 &&
	       git_oid_equal(&bases.v[0], b);
}
