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
#include "repo/repo_left_out.h"
#include "repo/repo_plan_int.h"

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

int
repo_part_lost(struct repo *r, const struct repo_intent *in,
    const struct repo_part *p, const struct repo_file *f, struct err *e)
{
	char hex[REPO_OID] = "", head[REPO_OID], index[REPO_OID];
	const struct repo_index *now;
	enum repo_seen seen;
	git_oid oid;
	int rc;

	/* By a sparse checkout, to which the user has returned. */
	if (!f->there && in->target[0] == '\0' &&
	    (rc = repo_left_out(r, p->path, e)) != 0)
		return rc;
	if (r->git == NULL)
		return 0;
	if (repo_part_seen(r, p, f->text.buf, f->text.len, &seen, e) == -1 ||
	    (f->there &&
		repo_blob_of_file(r, p->path, f, false, &oid, e) == -1))
		return -1;
	if (seen == REPO_SEEN_ALL)
		return 0;
	if (f->there)
		git_oid_tostr(hex, sizeof(hex), &oid);
	if (f->there &&
	    (strcmp(hex, p->head) == 0 || strcmp(hex, p->index) == 0))
		return 1;
	repo_head_oid(r, p->path, head);
	if (strcmp(hex, head) != 0)
		return 0;
	if (f->there)
		return !repo_by_hand(r, in, p);
	/* A file that git has taken away it has taken out of the index too. */
	if ((now = repo_index_now(r, e)) == NULL)
		return -1;
	repo_index_oid(now, p->path, index);
	return *index == '\0';
}
