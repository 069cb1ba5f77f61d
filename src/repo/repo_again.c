/* repo_again.c: whether a commit is still there a moment later */
/*
 * `git commit` reads the index first and locks it afterwards (prepare_index in
 * git's builtin/commit.c). When an entry of ours comes between the two, git
 * writes an index that does not know of it; the entry is in HEAD all the same,
 * but its removal is staged, and the next commit of all that is staged takes
 * it out. Nothing that we could hold keeps git from that, for it asks for no
 * lock when it reads.
 *
 * So an intent that has become a commit is kept, and the next commands look at
 * it again until it is old enough that no git can still have an index in mind
 * that is older. An entry that the work file shows, and HEAD or the index do
 * not, though its commit is part of HEAD's history, has got lost on this way,
 * and is owed once more. Whoever takes an entry back on purpose takes it out
 * of the work file too, or out of the history, or takes out the whole file, or
 * by a commit that says so.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

/* How long a git may take between reading the index and writing it. */
#define OLD_MS 2000
/* A commit later than that is no accident, however busy the machine. */
#define MEANT_MS 15000

enum state {
	STATE_FINE,
	STATE_LOST,
	STATE_UNKNOWN /* not now, or not here */
};

static int64_t
age_of(const struct repo_intent *in)
{
	int64_t now = date_ticks(), then = repo_intent_ticks(in);

	/* Made before the machine was started. */
	return now >= then ? now - then : OLD_MS;
}

/* Whether a blob shows any of what the part has done to its file; -1. */
static int
shows(struct repo *r, const struct repo_part *p, const char *hex, struct err *e)
{
	enum repo_seen seen = REPO_SEEN_NONE;
	git_blob *blob = NULL;
	git_oid oid;
	const char *text;
	int rc;

	if (*hex == '\0')
		return 0;
	if (git_oid_fromstr(&oid, hex) < 0 ||
	    git_blob_lookup(&blob, r->git, &oid) < 0)
		return repo_err_git(e, "%s: cannot read its blob", p->path);
	text = git_blob_rawcontent(blob);
	rc = repo_part_seen(r, p, text != NULL ? text : "",
	    (size_t)git_blob_rawsize(blob), &seen, e);
	git_blob_free(blob);
	return rc == -1 ? -1 : seen != REPO_SEEN_NONE;
}

/* Whether the commit itself does: a file that git ignores is in none. */
static int
commit_shows(struct repo *r, const struct repo_part *p, const git_oid *oid,
    struct err *e)
{
	git_tree_entry *entry = NULL;
	git_commit *commit = NULL;
	git_tree *tree = NULL;
	char hex[REPO_OID] = "";
	int rc = git_commit_lookup(&commit, r->git, oid);

	if (rc == 0)
		rc = git_commit_tree(&tree, commit);
	if (rc == 0)
		rc = git_tree_entry_bypath(&entry, tree, p->path);
	if (rc == 0)
		git_oid_tostr(hex, REPO_OID, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	git_tree_free(tree);
	git_commit_free(commit);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return repo_err_git(e, "%s: cannot read its commit", p->path);
	return shows(r, p, hex, e);
}

static int
work_shows(struct repo *r, const struct repo_part *p, struct err *e)
{
	struct repo_file f = { .text = STRBUF_INIT };
	enum repo_seen seen = REPO_SEEN_NONE;
	int rc = repo_work_read(r, p->path, &f, e);

	if (rc == 0 && f.there)
		rc = repo_part_seen(r, p, f.text.buf, f.text.len, &seen, e);
	strbuf_release(&f.text);
	return rc == -1 ? -1 : seen == REPO_SEEN_ALL;
}

/* What all of them are compared with. */
struct scene {
	git_oid head;
	git_tree *tree; /* owned: HEAD's; NULL when nobody can judge now */
};

static void
scene_look(struct repo *r, struct scene *now)
{
	struct err ignored = ERR_INIT;
	git_commit *commit = NULL;
	char *branch = NULL;

	now->tree = NULL;
	if (r->git == NULL ||
	    git_repository_state(r->git) != GIT_REPOSITORY_STATE_NONE)
		return;
	if (repo_head(r, &branch, &now->head, &ignored) == 1 &&
	    git_commit_lookup(&commit, r->git, &now->head) == 0 &&
	    git_commit_tree(&now->tree, commit) < 0)
		now->tree = NULL;
	git_commit_free(commit);
	free(branch);
}

/* The blob at a path of HEAD; "" when it is not there, or cannot be told. */
static void
scene_oid(const struct scene *now, const char *path, char hex[REPO_OID])
{
	git_tree_entry *entry = NULL;

	*hex = '\0';
	if (git_tree_entry_bypath(&entry, now->tree, path) == 0)
		git_oid_tostr(hex, REPO_OID, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
}

/* When git wrote an object of its own file, in milliseconds; -1 when that
 * cannot be told. Times inside commits are those of other clocks. */
static int64_t
written(struct repo *r, const git_oid *oid)
{
	char hex[GIT_OID_HEXSZ + 1], *path;
	struct stat st;
	int rc;

	git_oid_tostr(hex, sizeof(hex), oid);
	path = xasprintf("objects/%.2s/%s", hex, hex + 2);
	rc = fstatat(r->common_fd, path, &st, AT_SYMLINK_NOFOLLOW);
	free(path);
	return rc == -1 ? -1
			: (int64_t)st.st_mtim.tv_sec * 1000 +
			      st.st_mtim.tv_nsec / 1000000;
}

/* Whether who made `c`, which takes `ours` out, meant to: it says so, or was
 * made too late for a git that had an older index in mind. */
static bool
is_meant(struct repo *r, git_commit *c, const git_oid *ours)
{
	const char *message = git_commit_message(c);
	int64_t then = written(r, ours), at = written(r, git_commit_id(c));

	return strstr(message, "\nHalfhour-") != NULL ||
	       strstr(message, "\nThis reverts commit ") != NULL ||
	       then == -1 || at == -1 || at - then > MEANT_MS;
}

/* Whether `c` has not what a parent of it has. */
static bool
takes_out(struct repo *r, const struct repo_part *p, git_commit *c)
{
	struct err ignored = ERR_INIT;
	unsigned int i;

	if (commit_shows(r, p, git_commit_id(c), &ignored) != 0)
		return false;
	for (i = 0; i < git_commit_parentcount(c); i++)
		if (commit_shows(r, p, git_commit_parent_id(c, i), &ignored) ==
		    1)
			return true;
	return false;
}

/*
 * Whether a commit since `ours` took it out on purpose. What the work file
 * shows does not tell: an entry that came back and was changed by hand looks
 * as if it were still taken back.
 */
static bool
is_taken_out(struct repo *r, const struct scene *now, const struct repo_part *p,
    const git_oid *ours)
{
	git_revwalk *walk = NULL;
	git_commit *c = NULL;
	bool meant = false;
	git_oid oid;

	if (git_revwalk_new(&walk, r->git) < 0 ||
	    git_revwalk_push(walk, &now->head) < 0 ||
	    git_revwalk_hide(walk, ours) < 0)
		meant = true;
	while (!meant && git_revwalk_next(&oid, walk) == 0 &&
	       git_commit_lookup(&c, r->git, &oid) == 0) {
		meant = takes_out(r, p, c) && is_meant(r, c, ours);
		git_commit_free(c);
	}
	git_revwalk_free(walk);
	return meant;
}

/* One part of a commit. */
static enum state
look_at(struct repo *r, const struct scene *now, const struct repo_part *p,
    const git_oid *commit, struct err *e)
{
	const struct repo_index *index = repo_index_now(r, e);
	char head[REPO_OID], staged[REPO_OID];
	int there;

	if (index == NULL)
		return STATE_UNKNOWN;
	scene_oid(now, p->path, head);
	repo_index_oid(index, p->path, staged);
	/* To take a whole file out is what `git rm --cached` does; and the
	 * next entry of that day is committed with all that is in it. */
	if (*head == '\0' || *staged == '\0' ||
	    (strcmp(head, staged) == 0 && git_oid_equal(commit, &now->head)))
		return STATE_FINE;
	there = shows(r, p, head, e);
	if (there == 1 && strcmp(head, staged) != 0)
		there = shows(r, p, staged, e);
	if (there != 0)
		return there == 1 ? STATE_FINE : STATE_UNKNOWN;
	if ((there = work_shows(r, p, e)) == 1)
		there = commit_shows(r, p, commit, e);
	/* Not when it was taken back, or made on another branch. */
	if (there == 1 && !git_oid_equal(commit, &now->head))
		there =
		    git_graph_descendant_of(r->git, &now->head, commit) == 1;
	if (there == 1 && is_taken_out(r, now, p, commit))
		there = 0;
	return there == 1   ? STATE_LOST
	       : there == 0 ? STATE_FINE
			    : STATE_UNKNOWN;
}

static enum state
look(struct repo *r, const struct scene *now, const struct repo_intent *in,
    struct err *e)
{
	enum state state = STATE_FINE;
	git_oid oid;
	size_t i;

	if (now->tree == NULL || strcmp(in->place, r->place) != 0 ||
	    git_oid_fromstr(&oid, in->commit) < 0)
		return STATE_UNKNOWN;
	for (i = 0; i < in->n && state == STATE_FINE; i++)
		state = look_at(r, now, &in->parts[i], &oid, e);
	return state;
}

static int
again(struct repo *r, const struct scene *now, const char *name, struct err *e)
{
	struct err why = ERR_INIT;
	struct repo_intent in;
	char *path = xasprintf("kept/%s", name);
	bool gone = true;
	int rc = 0;

	if (repo_intent_load_kept(r, &in, name, &why) == 0) {
		enum state state = look(r, now, &in, &why);

		gone = state == STATE_FINE && age_of(&in) >= OLD_MS;
		/* One that nobody can judge is not kept for ever. */
		if (state == STATE_UNKNOWN)
			gone = age_of(&in) >= 150 * OLD_MS;
		if (state == STATE_LOST)
			rc = repo_intent_reopen(r, &in, e);
		repo_intent_release(&in);
	}
	if (rc == 0 && gone)
		rc = fs_remove_tree(r->state_fd, path, e);
	free(path);
	return rc;
}

int
repo_again(struct repo *r, struct err *e)
{
	struct scene now = { .tree = NULL };
	char **names = NULL;
	size_t i, n = 0;
	int rc = repo_intent_list(r, true, &names, &n, e);

	if (n > 0)
		scene_look(r, &now);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = again(r, &now, names[i], e);
		free(names[i]);
	}
	free(names);
	git_tree_free(now.tree);
	return rc;
}
