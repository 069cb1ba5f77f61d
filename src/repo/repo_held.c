/* repo_held.c: whether a version has a part already, or lost it by itself */
/*
 * Between the intent and its commit days may go by, in which the user does
 * with the file what they like, and git does, too: a merge is given up, the
 * file is checked out, a stash is made. A work file that has the part no more
 * has lost it in one of two ways. If git has put back a version that was there
 * before, nobody meant the entry, and it is written once more; the commit
 * would else stand alone, and its removal would be in the next one of the
 * user's. If the user has made a version of the file that is without it, or
 * with something else in its place, and has committed that, they meant it.
 */
#include <string.h>

#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

/* So many commits since an intent are looked at. */
#define WALK_MAX 10000

/* The blob that git would make of the work file as it is now: 1; 0 when there
 * is none, or it cannot be told. */
static int
work_blob(struct repo *r, const char *path, git_oid *oid)
{
	struct repo_file f = { .text = STRBUF_INIT };
	struct err ignored = ERR_INIT;
	int rc;

	rc = repo_work_read(r, path, &f, &ignored) == 0 && f.there &&
	     repo_blob_of_file(r, path, &f, false, oid, &ignored) == 0;
	strbuf_release(&f.text);
	return rc;
}

int
repo_part_held(struct repo *r, const struct repo_part *p, const git_oid *oid,
    const char *was, const void *text, size_t len, struct err *e)
{
	char hex[REPO_OID];
	enum repo_seen seen;
	git_oid work;

	/* As it was when the intent was made. */
	git_oid_tostr(hex, sizeof(hex), oid);
	if (strcmp(hex, was) == 0)
		return 0;
	if (repo_part_seen(r, p, text, len, &seen, e) == -1)
		return -1;
	/* The user's own `git add` or commit of the work file, which had the
	 * part by then, and has what they made of it now. */
	return seen == REPO_SEEN_ALL ||
	       (work_blob(r, p->path, &work) && git_oid_equal(&work, oid));
}

/* The same of a version by its id; "" is none. */
static bool
holds(
    struct repo *r, const struct repo_part *p, const char *hex, const char *was)
{
	struct err ignored = ERR_INIT;
	git_blob *blob = NULL;
	git_oid oid;
	const char *text;
	bool held;

	if (git_oid_fromstr(&oid, hex) < 0 ||
	    git_blob_lookup(&blob, r->git, &oid) < 0)
		return false;
	text = git_blob_rawcontent(blob);
	held = repo_part_held(r, p, &oid, was, text != NULL ? text : "",
		   (size_t)git_blob_rawsize(blob), &ignored) == 1;
	git_blob_free(blob);
	return held;
}

bool
repo_held(struct repo *r, const struct repo_intent *in)
{
	struct err ignored = ERR_INIT;
	const struct repo_index *index;
	char hex[REPO_OID];
	bool held;
	size_t i;

	if (r->git == NULL ||
	    git_repository_state(r->git) != GIT_REPOSITORY_STATE_NONE ||
	    (index = repo_index_now(r, &ignored)) == NULL)
		return false;
	held = in->n > 0;
	for (i = 0; i < in->n && held; i++) {
		const struct repo_part *p = &in->parts[i];

		repo_head_oid(r, p->path, hex);
		held = holds(r, p, hex, p->head);
		repo_index_oid(index, p->path, hex);
		held = held && holds(r, p, hex, p->index);
	}
	return held;
}

/* ---- the way a version came about -------------------------------------- */

/* Whether a commit has this blob at path. */
static bool
has_blob(const git_commit *commit, const char *path, const git_oid *oid)
{
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	bool same;

	same = git_commit_tree(&tree, commit) == 0 &&
	       git_tree_entry_bypath(&entry, tree, path) == 0 &&
	       git_oid_equal(git_tree_entry_id(entry), oid);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return same;
}

/* Whether a commit has it, and none that it was made from. */
static bool
brings(struct repo *r, const git_oid *id, const char *path, const git_oid *oid)
{
	git_commit *commit = NULL, *parent = NULL;
	bool new;
	unsigned i;

	if (git_commit_lookup(&commit, r->git, id) < 0)
		return false;
	new = has_blob(commit, path, oid);
	for (i = 0; new &&i < git_commit_parentcount(commit); i++) {
		new = git_commit_parent(&parent, commit, i) == 0 &&
		      !has_blob(parent, path, oid);
		git_commit_free(parent);
		parent = NULL;
	}
	git_commit_free(commit);
	return new;
}

/* Whether the version of HEAD was made by a commit on top of the one at which
 * the intent was made, and not only brought back or merged in. */
static bool
made_since(struct repo *r, const struct repo_intent *in, const char *path,
    const git_oid *oid)
{
	git_revwalk *walk = NULL;
	git_oid base, id;
	bool born = *in->base != '\0', made = false;
	int n = 0;

	if ((born && git_oid_fromstr(&base, in->base) < 0) ||
	    git_revwalk_new(&walk, r->git) < 0)
		return false;
	if (git_revwalk_push_head(walk) == 0 &&
	    (!born || git_revwalk_hide(walk, &base) == 0))
		while (
		    !made && n++ < WALK_MAX && git_revwalk_next(&id, walk) == 0)
			made = brings(r, &id, path, oid) &&
			       (!born || git_graph_descendant_of(
					     r->git, &id, &base) == 1);
	git_revwalk_free(walk);
	return made;
}

int
repo_part_lost(struct repo *r, const struct repo_intent *in,
    const struct repo_part *p, const struct repo_file *f, struct err *e)
{
	enum repo_seen seen;
	char hex[REPO_OID], head[REPO_OID];
	git_oid oid;

	if (!f->there || r->git == NULL)
		return 0;
	if (repo_part_seen(r, p, f->text.buf, f->text.len, &seen, e) == -1 ||
	    repo_blob_of_file(r, p->path, f, false, &oid, e) == -1)
		return -1;
	if (seen == REPO_SEEN_ALL)
		return 0;
	git_oid_tostr(hex, sizeof(hex), &oid);
	if (strcmp(hex, p->head) == 0 || strcmp(hex, p->index) == 0)
		return 1;
	repo_head_oid(r, p->path, head);
	return strcmp(hex, head) == 0 && !made_since(r, in, p->path, &oid);
}
