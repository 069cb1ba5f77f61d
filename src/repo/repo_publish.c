/* repo_publish.c: the site as a branch, here and in another repository
 *
 * In this order, so that a crash anywhere leaves both repositories whole: look
 * where the branch is; objects, durably; our own reference to the new commit,
 * so that no gc takes it; the push, which the other side does only if its
 * branch is where we saw it; and then our note of where it is. After a crash
 * before the push nothing has happened, and after it the next publish finds
 * the branch there with this site.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/lock.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"
#include "repo/repo_publish_int.h"

#define LOCK "publish.lock"
#define LOCK_MS 2000
#define NEXT "refs/halfhour/publishing" /* the commit that is on its way */

/* ---- where the branch is ----------------------------------------------- */

/* The names of the references, and that the branch is not worked on. */
static int
name_refs(struct repo_publish *p, struct err *e)
{
	char *head = NULL, hex[HASH_HEX];
	git_oid oid;
	int ok = 0, born;

	p->branch = xasprintf("refs/heads/%s", p->o.branch);
	/* By a hash, since remotes may be URLs, and names may be folders. */
	hash_hex(hex, p->o.remote, strlen(p->o.remote));
	p->tracked =
	    xasprintf("refs/halfhour/published/%.12s/%s", hex, p->o.branch);
	/* git makes no branch of these either, or not the one that was meant. */
	if (git_reference_name_is_valid(&ok, p->branch) < 0 || !ok ||
	    *p->o.branch == '-' || strcmp(p->o.branch, "HEAD") == 0 ||
	    strncmp(p->o.branch, "refs/", 5) == 0)
		return err_code(
		    e, ERR_USAGE, "'%s' is no name for a branch", p->o.branch);
	if ((born = repo_head(p->r, &head, &oid, e)) == -1)
		return -1;
	ok = strcmp(head, p->branch) != 0;
	free(head);
	if (!ok)
		return err_code(e, ERR_CONFLICT,
		    "%s is the branch that you work on; publish to another: "
		    "--branch gh-pages",
		    p->o.branch);
	return 0;
}

/* Where a reference is here; zero for nowhere. */
static int
ref_at(struct repo_publish *p, const char *name, git_oid *oid, struct err *e)
{
	int rc = git_reference_name_to_id(oid, p->r->git, name);

	if (rc == 0)
		return 0;
	memset(oid, 0, sizeof(*oid));
	return rc == GIT_ENOTFOUND ? 0
				   : repo_err_git(e, "cannot read %s", name);
}

/* Whether `a` is a commit that descends from `b`, or there is no `b`. */
static bool
descends(struct repo_publish *p, const git_oid *a, const git_oid *b)
{
	return git_oid_is_zero(b) || git_oid_equal(a, b) ||
	       git_graph_descendant_of(p->r->git, a, b) == 1;
}

/* Build on this commit, which must be ours. */
static int
build_on(struct repo_publish *p, const git_oid *oid, const char *where,
    struct err *e)
{
	if (git_oid_is_zero(oid))
		return 0;
	if (git_commit_lookup(&p->base, p->r->git, oid) < 0)
		return repo_err_git(
		    e, "%s of %s cannot be read", p->o.branch, where);
	return repo_publish_ours(p, p->base, where, e);
}

/*
 * What was published here only, without a push, and is ahead of the other
 * side, is gone on with. Anything else of this repository is none of ours.
 */
static bool
here_is_ahead(struct repo_publish *p)
{
	struct err ignored = ERR_INIT;
	git_commit *c = NULL;
	bool yes = !git_oid_is_zero(&p->here) &&
		   descends(p, &p->here, &p->there) &&
		   git_commit_lookup(&c, p->r->git, &p->here) == 0 &&
		   repo_publish_ours(p, c, "this repository", &ignored) == 0;

	git_commit_free(c);
	return yes;
}

static int
look_there(struct repo_publish *p, struct err *e)
{
	size_t n = repo_link_addresses(p->r, p->o.remote);
	int found;

	if (n > 1)
		return err_set(e,
		    "%s has %zu addresses to push to, and publish pushes to "
		    "one; name each in turn: --remote URL (see git remote "
		    "get-url --push --all %s)",
		    p->o.remote, n, p->o.remote);
	if (repo_link_open(&p->link, p->r, p->o.remote, e) == -1)
		return -1;
	p->where = p->link->name;
	found = repo_link_look(p->link, p->branch, &p->there, e);
	if (found == -1 ||
	    (found && repo_link_fetch(p->link, p->branch, &p->there, e) == -1))
		return -1;
	if (build_on(p, &p->there, p->where, e) == -1)
		return -1;
	if (!here_is_ahead(p))
		return 0;
	git_commit_free(p->base);
	p->base = NULL;
	return build_on(p, &p->here, "this repository", e);
}

/* Without a push: on the branch here, or on what is known of the other side
 * if that goes further, so that the user can push it. */
static int
look_here(struct repo_publish *p, struct err *e)
{
	git_oid tracked;
	git_reference *ref = NULL;
	int out;

	p->where = "this repository";
	p->there = p->here;
	if (ref_at(p, p->tracked, &tracked, e) == -1)
		return -1;
	if (git_reference_lookup(&ref, p->r->git, p->branch) == 0) {
		out = git_branch_is_checked_out(ref);
		git_reference_free(ref);
		if (out == 1)
			return err_code(e, ERR_CONFLICT,
			    "%s is checked out in a work tree of this "
			    "repository; publish to another: --branch NAME",
			    p->o.branch);
	}
	if (!git_oid_is_zero(&tracked) && descends(p, &tracked, &p->here))
		return build_on(p, &tracked, p->where, e);
	return build_on(p, &p->here, p->where, e);
}

int
repo_publish_open(struct repo_publish **out, struct repo *r,
    const struct repo_publish_opts *o, struct err *e)
{
	struct repo_publish *p = xcalloc(1, sizeof(*p));
	git_tree *tree = NULL;
	int fd, rc = -1;

	*p = (struct repo_publish){ .r = r, .o = *o, .lock = -1 };
	if (r->git == NULL) {
		err_set(e,
		    "%s; do it with git: halfhour build, then commit and push "
		    "the site from a clone of its branch",
		    r->cannot);
		goto out;
	}
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	if (repo_check_identity(r, e) == -1 || name_refs(p, e) == -1 ||
	    (fd = repo_state_fd(r, e)) == -1 ||
	    (p->lock = lock_take(fd, LOCK, LOCK_MS, e)) == -1 ||
	    ref_at(p, p->branch, &p->here, e) == -1 ||
	    (o->push ? look_there(p, e) : look_here(p, e)) == -1)
		goto out;
	if (p->base != NULL && git_commit_tree(&tree, p->base) < 0)
		repo_err_git(e, "cannot read what the branch has");
	else
		rc = repo_site_init(&p->site, r, tree, o->dry, e);
	git_tree_free(tree);
out:
	if (rc == -1)
		repo_publish_free(p);
	else
		*out = p;
	return rc;
}

void
repo_publish_free(struct repo_publish *p)
{
	if (p == NULL)
		return;
	if (p->site.r != NULL)
		repo_site_release(&p->site);
	repo_link_free(p->link);
	git_commit_free(p->base);
	lock_drop(p->lock);
	free(p->tracked);
	free(p->branch);
	free(p);
}

char *
repo_publish_where(const char *remote)
{
	return repo_url_show(remote);
}

int
repo_publish_add(struct repo_publish *p, const char *path, const void *bytes,
    size_t len, struct err *e)
{
	return repo_site_add(&p->site, path, bytes, len, e);
}

/* ---- the commit -------------------------------------------------------- */

/* GitHub's own builder would take what begins with "_" away. */
static int
add_own(struct repo_publish *p, struct err *e)
{
	char *line;
	int rc;

	if (repo_site_add(&p->site, ".nojekyll", "", 0, e) == -1)
		return -1;
	if (*p->o.cname == '\0') {
		repo_site_keep(&p->site, "CNAME");
		return 0;
	}
	line = xasprintf("%s\n", p->o.cname);
	rc = repo_site_add(&p->site, "CNAME", line, strlen(line), e);
	free(line);
	return rc;
}

static int
make_commit(struct repo_publish *p, const struct repo_published *done,
    const git_oid *tree_id, git_oid *oid, struct err *e)
{
	const git_commit *parents[1] = { p->base };
	git_signature *author = NULL, *committer = NULL;
	char *message = repo_publish_message(done, tree_id);
	git_tree *tree = NULL;
	int rc = -1;

	if (repo_signature(p->r, &author, p->r->author, p->o.when, false, e) ==
		-1 ||
	    repo_signature(
		p->r, &committer, p->r->author, p->o.when, true, e) == -1)
		goto out;
	if (git_tree_lookup(&tree, p->r->git, tree_id) < 0 ||
	    git_commit_create(oid, p->r->git, NULL, author, committer, NULL,
		message, tree, p->base != NULL, parents) < 0)
		repo_err_git(e, "cannot write the commit");
	else
		rc = 0;
out:
	git_tree_free(tree);
	git_signature_free(author);
	git_signature_free(committer);
	free(message);
	return rc;
}

/* ---- the references ---------------------------------------------------- */

/* The push is done, and what is noted here may fail: then the next publish
 * looks for itself. */
static void
note_here(struct repo_publish *p, const git_oid *oid)
{
	struct err ignored = ERR_INIT;
	git_reference *ref = NULL;

	repo_publish_note(p->r, p->tracked, oid, &ignored);
	if (!git_oid_is_zero(&p->here) && !git_oid_equal(&p->here, oid) &&
	    descends(p, oid, &p->here) &&
	    git_reference_lookup(&ref, p->r->git, p->branch) == 0 &&
	    git_branch_is_checked_out(ref) == 0)
		repo_publish_move(p->r, p->branch, &p->here, oid, &ignored);
	git_reference_free(ref);
}

static int
deliver(struct repo_publish *p, const git_oid *oid, struct err *e)
{
	if (p->link == NULL)
		return repo_publish_move(p->r, p->branch, &p->here, oid, e);
	if (repo_publish_note(p->r, NEXT, oid, e) == -1 ||
	    repo_link_push(p->link, NEXT, p->branch, &p->there, e) == -1)
		return -1;
	note_here(p, oid);
	return 0;
}

/* ---- the end ----------------------------------------------------------- */

static void
oid_text(char out[41], const git_oid *oid)
{
	out[0] = '\0';
	if (!git_oid_is_zero(oid))
		git_oid_tostr(out, 41, oid);
}

static int
describe(struct repo_publish *p, struct repo_published *done, struct err *e)
{
	char *branch = NULL;
	git_oid head;
	int born = repo_head(p->r, &branch, &head, e);

	*done = (struct repo_published){ .files = p->site.n };
	if (born == -1)
		return -1;
	free(branch);
	if (born)
		oid_text(done->source, &head);
	oid_text(done->old, &p->there);
	repo_site_steps(&p->site, &done->steps, &done->n);
	return 0;
}

int
repo_publish_end(
    struct repo_publish *p, struct repo_published *done, struct err *e)
{
	git_oid tree, oid = { { 0 } };
	bool fresh;

	if (add_own(p, e) == -1 || repo_site_tree(&p->site, &tree, e) == -1 ||
	    describe(p, done, e) == -1)
		return -1;
	fresh = p->base == NULL ||
		!git_oid_equal(git_commit_tree_id(p->base), &tree);
	if (!fresh) {
		/* What is here may still have to go there. */
		oid = *git_commit_id(p->base);
		oid_text(done->oid, &oid);
		done->same = git_oid_equal(&oid, &p->there);
	}
	if (p->o.dry)
		return 0;
	if (fresh && (repo_site_store(&p->site, e) == -1 ||
			 make_commit(p, done, &tree, &oid, e) == -1))
		return -1;
	oid_text(done->oid, &oid);
	if (done->same) {
		if (p->link != NULL)
			note_here(p, &oid);
		return 0;
	}
	return deliver(p, &oid, e);
}
