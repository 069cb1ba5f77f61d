/* repo_publish_mark.c: which commits of a published branch are ours
 *
 *	publish: 3 added, 2 changed, 1 removed
 *
 *	Halfhour-Publish: 1
 *	Halfhour-Tree: 9a1f…	the commit's own tree
 *	Halfhour-Source: 1a2b…	HEAD, when the site was built
 *
 * A commit is ours when the second is true: one that was amended has kept the
 * message, but has another tree. And what is below a commit of ours was ours,
 * or no commit would have been made on it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "repo/repo_publish_int.h"

#define MARK "Halfhour-Publish:"
#define TREE "Halfhour-Tree:"
#define SOURCE "Halfhour-Source:"
#define LOOK_MAX 50 /* commits on top that are looked at */
#define TOLD 3      /* and told */
#define CNAME "CNAME"

char *
repo_publish_message(const struct repo_published *done, const git_oid *tree)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i, added = 0, removed = 0;
	char hex[41];

	for (i = 0; i < done->n; i++) {
		added += done->steps[i].what == 'A';
		removed += done->steps[i].what == 'D';
	}
	git_oid_tostr(hex, sizeof(hex), tree);
	strbuf_addf(&sb,
	    "publish: %zu added, %zu changed, %zu removed\n\n" MARK " 1\n" TREE
	    " %s\n",
	    added, done->n - added - removed, removed, hex);
	if (done->source[0] != '\0')
		strbuf_addf(&sb, SOURCE " %s\n", done->source);
	return strbuf_take(&sb);
}

static bool
trailer_is(const char *message, const char *key, const char *want)
{
	size_t len;
	const char *s = repo_trailer(message, key, &len);

	return s != NULL && len == strlen(want) && memcmp(s, want, len) == 0;
}

static bool
marked(const git_commit *c)
{
	const char *message = git_commit_message(c);
	char hex[41];

	git_oid_tostr(hex, sizeof(hex), git_commit_tree_id(c));
	return message != NULL && trailer_is(message, MARK, "1") &&
	       trailer_is(message, TREE, hex);
}

/* The name of a domain, as a host of pages writes it, and as publishing keeps
 * it; a folder or a link of that name is somebody's own. */
static bool
is_cname(const git_tree_entry *x)
{
	return x != NULL && strcmp(git_tree_entry_name(x), CNAME) == 0 &&
	       git_tree_entry_filemode(x) == GIT_FILEMODE_BLOB;
}

/* Whether two trees have the same entries but for CNAME. */
static bool
same_but_cname(const git_tree *a, const git_tree *b)
{
	size_t i = 0, k = 0, n = git_tree_entrycount(a);
	size_t m = git_tree_entrycount(b);

	for (;; i++, k++) {
		const git_tree_entry *x, *y;

		x = git_tree_entry_byindex(a, i);
		if (is_cname(x))
			x = git_tree_entry_byindex(a, ++i);
		y = git_tree_entry_byindex(b, k);
		if (is_cname(y))
			y = git_tree_entry_byindex(b, ++k);
		if (i >= n || k >= m)
			return i >= n && k >= m;
		if (git_tree_entry_cmp(x, y) != 0 ||
		    git_tree_entry_filemode(x) != git_tree_entry_filemode(y) ||
		    !git_oid_equal(git_tree_entry_id(x), git_tree_entry_id(y)))
			return false;
	}
}

/* Whether all that a commit does to its only parent is to its CNAME. */
static bool
only_cname(git_commit *c, git_commit *parent)
{
	git_tree *a = NULL, *b = NULL;
	bool yes = git_commit_parentcount(c) == 1 &&
		   git_commit_tree(&a, c) == 0 &&
		   git_commit_tree(&b, parent) == 0 && same_but_cname(a, b);

	git_tree_free(a);
	git_tree_free(b);
	return yes;
}

/* "1a2b3c4 Fix a typo (Bob)" */
static void
tell_one(struct strbuf *out, git_commit *c)
{
	const char *summary = git_commit_summary(c);
	const git_signature *by = git_commit_author(c);
	struct strbuf text = STRBUF_INIT;
	char hex[8];

	git_oid_tostr(hex, sizeof(hex), git_commit_id(c));
	strbuf_addf(&text, "%s%s %s (%s)", out->len > 0 ? ", " : "", hex,
	    summary != NULL ? summary : "", by != NULL ? by->name : "");
	utf8_repair(out, text.buf, text.len);
	strbuf_release(&text);
}

int
repo_publish_ours(
    struct repo_publish *p, git_commit *tip, const char *where, struct err *e)
{
	struct strbuf alien = STRBUF_INIT;
	git_commit *at = NULL, *parent = NULL;
	size_t n = 0, looked;
	bool found = false;
	int rc = 0;

	git_commit_dup(&at, tip);
	for (looked = 0; looked < LOOK_MAX && !found; looked++) {
		if ((found = marked(at)))
			break;
		if (git_commit_parent(&parent, at, 0) < 0)
			parent = NULL;
		if ((parent == NULL || !only_cname(at, parent)) && n++ < TOLD)
			tell_one(&alien, at);
		git_commit_free(at);
		at = parent;
		if (at == NULL)
			break;
	}
	if (!found || n > 0)
		rc = err_code(e, ERR_CONFLICT,
		    "the branch %s of %s %s no publish made: %s%s; nothing is "
		    "published. Publish to another (--branch NAME), or take "
		    "what you need of it and %s",
		    p->o.branch, where,
		    found ? "has on top commits that"
			  : "is not a site of halfhour, it holds commits that",
		    alien.buf, n > TOLD ? ", …" : "",
		    p->link != NULL ? "remove it there: git push REMOTE "
				      "--delete BRANCH"
				    : "remove it: git branch -D BRANCH");
	git_commit_free(at);
	strbuf_release(&alien);
	return rc;
}
