/* repo_by_git.c: a commit that only the user's own git can make */
/*
 * Hooks, signatures, filters, a split or sparse index, SHA-256: libgit2 knows
 * none of them, and a commit without them would be a wrong one. So git does it,
 * by the same rules as in repo_commit.c. HEAD's version and the index's get the
 * change each on its own: git shows them as it would check them out, and takes
 * what became of them as it would add it. The index first, by git-update-index(1);
 * then the commit, by git-commit(1) from an index of its own that holds HEAD and
 * our files, so that nothing that the user has staged is in it.
 *
 * A token goes when git is done with its thing, not at the same moment: so who
 * comes back to an intent asks the versions first whether they have the change.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"
#include "repo/repo_plan_int.h"

/* In the intent's folder, and gone with it. */
#define OWN_INDEX "git-index"

/* One part: both versions, what they become, and whether git ignores it. */
struct by_git_part {
	struct repo_git_version head, index;
	struct repo_git_version next_head,
	    next_index;               /* their text is not used */
	struct repo_git_version made; /* what the commit has, once it is made */
	bool skip;
};

/* Have git take a text as it would add that file. */
static int
by_git_blob(struct repo *r, const char *path, const struct strbuf *text,
    char hex[REPO_GIT_HEX], struct err *e)
{
	char *as = xasprintf("--path=%s", path);
	const char *const argv[] = { REPO_GIT, "hash-object", "-w", as,
		"--stdin", NULL };
	struct repo_text in = { text->buf, text->len };
	struct strbuf out = STRBUF_INIT;
	int rc = -1;

	if (repo_git_run(r, argv, NULL, &in, &out, e) == 0) {
		strbuf_trunc(&out, text_chomp(out.buf, out.len));
		if (out.len > 0 && out.len < REPO_GIT_HEX) {
			memcpy(hex, out.buf, out.len + 1);
			rc = 0;
		} else
			err_set(e, "%s: git gives its blob no name", path);
	}
	strbuf_release(&out);
	free(as);
	return rc;
}

/* ---- what becomes of the versions --------------------------------------- */

/* Whether a version has the part already: 1 or 0; -1. */
static int
by_git_held(struct repo *r, const struct repo_part *p,
    const struct repo_git_version *v, const char *was, struct err *e)
{
	struct repo_file f = { .text = STRBUF_INIT };
	struct err ignored = ERR_INIT;
	enum repo_seen seen;
	int rc;

	if (!v->there)
		return p->after == NULL && p->known;
	if (strcmp(v->hex, was) == 0)
		return 0;
	if (repo_part_seen(r, p, v->text.buf, v->text.len, &seen, e) == -1)
		return -1;
	/* The user's own commit of the work file, whatever they made of it. */
	rc = seen == REPO_SEEN_ALL ||
	     (repo_work_read(r, p->path, &f, &ignored) == 0 && f.there &&
		 f.text.len == v->text.len &&
		 memcmp(f.text.buf, v->text.buf, v->text.len) == 0);
	strbuf_release(&f.text);
	return rc;
}

/* What the part makes of a version; `v` NULL is none. */
static int
by_git_patch(struct repo *r, const struct repo_part *p,
    const struct repo_git_version *v, const char *was,
    struct repo_git_version *next, struct err *e)
{
	struct strbuf text = STRBUF_INIT;
	int rc = v != NULL ? by_git_held(r, p, v, was, e) : 0;

	next->mode = v != NULL && v->there ? v->mode : GIT_FILEMODE_BLOB;
	if (rc == 1) {
		next->there = v->there;
		memcpy(next->hex, v->hex, sizeof(next->hex));
		rc = 0;
	} else if (rc == 0) {
		bool there = v != NULL && v->there;

		rc = repo_part_patch(r, p, &text, there ? v->text.buf : NULL,
		    there ? v->text.len : 0, e);
		next->there = rc != REPO_GONE;
		if (rc == 0)
			rc = by_git_blob(r, p->path, &text, next->hex, e);
		else if (rc == REPO_GONE)
			rc = 0;
	}
	strbuf_release(&text);
	return rc;
}

/* A file that HEAD does not have: as new_blob() of repo_tree.c. */
static int
by_git_new(struct repo *r, const struct repo_part *p, struct by_git_part *b,
    struct err *e)
{
	const char *const ask[] = { REPO_GIT, "check-ignore", "-q", "--",
		p->path, NULL };
	struct repo_file f = { .text = STRBUF_INIT };
	struct strbuf out = STRBUF_INIT;
	int rc = -1;

	if (b->index.there) {
		rc = by_git_held(r, p, &b->index, p->index, e);
		if (rc == 1)
			rc = by_git_patch(
			    r, p, &b->index, p->index, &b->next_head, e);
		else if (rc == 0)
			rc = by_git_patch(r, p, NULL, "", &b->next_head, e);
		b->next_head.mode = b->index.mode;
		return rc;
	}
	switch (repo_git_run(r, ask, NULL, NULL, &out, e)) {
	case 0:
		b->skip = true;
		rc = 0;
		goto out;
	case 1:
		break;
	default:
		goto out;
	}
	if (repo_work_read(r, p->path, &f, e) == -1)
		goto out;
	/* What its owner wrote into it by hand is committed with it. */
	if (f.there && p->before != NULL && *p->head == '\0' &&
	    *p->index == '\0') {
		rc = by_git_blob(r, p->path, &f.text, b->next_head.hex, e);
		b->next_head.there = true;
	} else
		rc = by_git_patch(r, p, NULL, "", &b->next_head, e);
	b->next_head.mode = f.there && (f.st.st_mode & S_IXUSR)
				? GIT_FILEMODE_BLOB_EXECUTABLE
				: GIT_FILEMODE_BLOB;
out:
	strbuf_release(&f.text);
	strbuf_release(&out);
	return rc;
}

static bool
by_git_same(const struct repo_git_version *a, const struct repo_git_version *b)
{
	return a->there == b->there &&
	       (!a->there || strcmp(a->hex, b->hex) == 0);
}

/* Tell what becomes of both versions. An index that agrees with HEAD follows
 * it; one of its own gets the part on top of what it has. */
static int
by_git_plan(struct repo *r, bool born, const struct repo_part *p,
    struct by_git_part *b, struct err *e)
{
	int rc;

	b->head.text = (struct strbuf)STRBUF_INIT;
	if ((born && repo_git_version(r, true, p->path, &b->head, e) == -1) ||
	    repo_git_version(r, false, p->path, &b->index, e) == -1)
		return -1;
	rc = b->head.there
		 ? by_git_patch(r, p, &b->head, p->head, &b->next_head, e)
		 : by_git_new(r, p, b, e);
	if (rc == -1 || b->skip)
		return rc;
	if (!by_git_same(&b->head, &b->index) &&
	    !by_git_same(&b->next_head, &b->index))
		return by_git_patch(
		    r, p, &b->index, p->index, &b->next_index, e);
	b->next_index = b->next_head;
	return 0;
}

/* ---- doing it ------------------------------------------------------------ */

/* Put versions into an index; `own` is the file of one that is not the user's. */
static int
by_git_stage(struct repo *r, const struct repo_intent *in,
    const struct by_git_part *b, const char *own, struct err *e)
{
	const char *const argv[] = { REPO_GIT, "update-index", "-z", "--add",
		"--remove", "--index-info", NULL };
	const char *const env[] = { own, NULL };
	struct strbuf rows = STRBUF_INIT, out = STRBUF_INIT;
	struct repo_text text;
	size_t i;
	int rc = 0;

	for (i = 0; i < in->n; i++) {
		const struct repo_git_version *v =
		    own != NULL ? &b[i].next_head : &b[i].next_index;
		const struct repo_git_version *was =
		    own != NULL ? &b[i].head : &b[i].index;

		if (b[i].skip || by_git_same(v, was))
			continue;
		/* Mode 0 takes a row away; the name is that of any object. */
		strbuf_addf(&rows, "%o %s\t%s", v->there ? v->mode : 0,
		    v->there ? v->hex : was->hex, in->parts[i].path);
		strbuf_addc(&rows, '\0');
	}
	text = (struct repo_text){ rows.buf, rows.len };
	if (rows.len > 0)
		rc = repo_git_run(r, argv, own ? env : NULL, &text, &out, e);
	strbuf_release(&rows);
	strbuf_release(&out);
	return rc == 0 ? 0 : -1;
}

/* The commit itself, from an index that holds HEAD and our files. */
static int
by_git_commit(struct repo *r, const struct repo_intent *in, bool born,
    const struct by_git_part *b, struct err *e)
{
	const char *const empty[] = { REPO_GIT, "read-tree", "--empty", NULL };
	const char *const head[] = { REPO_GIT, "read-tree", "HEAD", NULL };
	const char *const commit[] = { REPO_GIT, "commit", "-q",
		"--cleanup=verbatim", "-F", "-", NULL };
	char *file = repo_token_path(in, OWN_INDEX);
	char *own = xasprintf("GIT_INDEX_FILE=%s/halfhour/%s", r->common, file);
	int offset = in->when.offset / 60;
	char *when =
	    xasprintf("GIT_AUTHOR_DATE=@%lld %c%02d%02d", (long long)in->when.t,
		offset < 0 ? '-' : '+', abs(offset) / 60, abs(offset) % 60);
	char *author = xasprintf("GIT_AUTHOR_NAME=%s", in->author);
	char *committer = xasprintf("GIT_COMMITTER_NAME=%s", in->author);
	const char *const env[] = { own, when, *in->author ? author : NULL,
		committer, NULL };
	struct repo_text message = { in->message, strlen(in->message) };
	struct strbuf out = STRBUF_INIT;
	int rc = -1;

	if (repo_git_run(r, born ? head : empty, env, NULL, &out, e) == 0 &&
	    by_git_stage(r, in, b, own, e) == 0 &&
	    repo_git_run(r, commit, env, &message, &out, e) == 0)
		rc = 0;
	strbuf_release(&out);
	free(committer);
	free(author);
	free(when);
	free(own);
	free(file);
	return rc;
}

/* The message of HEAD's commit, in `out`; NULL when it cannot be told. */
static const char *
by_git_message(struct repo *r, struct strbuf *out)
{
	const char *const argv[] = { REPO_GIT, "cat-file", "commit", "HEAD",
		NULL };
	struct err ignored = ERR_INIT;
	const char *end = NULL;

	if (repo_git_run(r, argv, NULL, NULL, out, &ignored) == 0)
		end = strstr(out->buf, "\n\n");
	return end != NULL ? end + 2 : NULL;
}

/* Whether a hook has rewritten the message, and what we know our commits by is
 * in it no more. */
static bool
by_git_stripped(struct repo *r, const struct repo_intent *in)
{
	struct strbuf out = STRBUF_INIT;
	const char *message = by_git_message(r, &out);
	bool stripped;
	size_t len;

	stripped = message != NULL &&
		   repo_trailer(in->message, "Halfhour-", &len) != NULL &&
		   repo_trailer(message, "Halfhour-", &len) == NULL;
	strbuf_release(&out);
	return stripped;
}

/* Whether what has been committed can be looked at again by libgit2. */
static bool
by_git_plain(struct repo *r, const struct repo_intent *in)
{
	struct err ignored = ERR_INIT;
	bool plain = r->git != NULL && repo_index_now(r, &ignored) != NULL;
	size_t i;

	for (i = 0; plain && i < in->n; i++)
		plain = repo_attr_none(r, in->parts[i].path);
	return plain;
}

/* A hook may have made something else of a file, as one that formats does:
 * the index that followed HEAD has to follow it there, too; and so with files
 * of its own. All is committed by now: where that fails, the user has it to
 * stage. */
static void
by_git_follow(struct repo *r, const struct repo_intent *in,
    struct by_git_part *b, const char *was, const char *made)
{
	struct err ignored = ERR_INIT;
	size_t i;

	for (i = 0; i < in->n; i++) {
		/* One that it has taken out is owed still. */
		b[i].skip |= by_git_same(&b[i].made, &b[i].head) ||
			     !by_git_same(&b[i].next_index, &b[i].next_head);
		if (b[i].skip)
			continue;
		strbuf_release(&b[i].index.text);
		b[i].index = b[i].next_index;
		b[i].index.text = (struct strbuf)STRBUF_INIT;
		b[i].next_index = b[i].made;
		b[i].next_index.text = (struct strbuf)STRBUF_INIT;
	}
	by_git_stage(r, in, b, NULL, &ignored);
	repo_git_follow(r, in, was, made, &ignored);
}

void
repo_by_git_resume(struct repo *r, const struct repo_intent *in)
{
	struct strbuf out = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	const char *message = by_git_message(r, &out);
	char was[REPO_GIT_HEX] = "", head[REPO_GIT_HEX];

	if (message != NULL && text_starts(message, in->message) &&
	    repo_git_name(r, "HEAD", head, &ignored) == 1 &&
	    repo_git_name(r, "HEAD^", was, &ignored) != -1)
		repo_git_follow(r, in, was, head, &ignored);
	strbuf_release(&out);
}

/*
 * What git has committed. A hook has its word there, and may have formatted a
 * file: then it is another one than was meant, and shows some of it all the
 * same. But one that is as it was is not committed at all, as when the hook
 * has called `git stash`: 1, and `e` says so. Of one that is a third thing, and
 * shows nothing, *odd says so.
 */
static int
by_git_look(struct repo *r, const struct repo_intent *in, struct by_git_part *b,
    bool *odd, struct err *e)
{
	enum repo_seen seen;
	size_t i;
	int rc = 0;

	*odd = false;
	for (i = 0; i < in->n && rc != -1; i++) {
		const char *path = in->parts[i].path;
		struct repo_git_version *v = &b[i].made;

		if (repo_git_version(r, true, path, v, e) == -1)
			return -1;
		if (b[i].skip || by_git_same(&b[i].head, &b[i].next_head) ||
		    by_git_same(v, &b[i].next_head))
			continue;
		if (by_git_same(v, &b[i].head)) {
			err_code(e, ERR_CONFLICT,
			    "a hook has taken %s out of what was to be "
			    "committed, as 'git stash' in it does; the next "
			    "entry tries it again, once the hook is mended, or "
			    "do it without: git add '%s' && git commit "
			    "--no-verify",
			    path, path);
			rc = 1;
		} else if (repo_part_seen(r, &in->parts[i], v->text.buf,
			       v->text.len, &seen, e) == -1)
			rc = -1;
		else
			*odd |= seen == REPO_SEEN_NONE;
	}
	return rc;
}

/* The commit, which is to have all of it: 0, or -1. */
static int
by_git_make(struct repo *r, struct repo_intent *in, const char *was,
    struct by_git_part *b, struct repo_done *done, struct err *e)
{
	struct err ignored = ERR_INIT;
	char hex[REPO_GIT_HEX] = "";
	bool odd;
	int rc;

	if (by_git_commit(r, in, *was != '\0', b, e) == -1 ||
	    repo_git_name(r, "HEAD", hex, e) != 1 ||
	    (rc = by_git_look(r, in, b, &odd, e)) == -1)
		return -1;
	if (rc == 0 || repo_git_take_back(r, was, hex, &ignored) != 1)
		by_git_follow(r, in, b, was, hex);
	if (rc == 1)
		return -1;
	memcpy(done->oid, hex, sizeof(done->oid) - 1);
	done->stripped = by_git_stripped(r, in);
	if (by_git_plain(r, in))
		memcpy(in->commit, hex, REPO_OID);
	return odd ? repo_let_go(r, in, e)
		   : repo_token_drop(r, in, REPO_TOKEN_REF, e);
}

/* Both things, of what has been planned. */
static int
by_git_do(struct repo *r, struct repo_intent *in, const char *was,
    struct by_git_part *b, struct repo_done *done, struct err *e)
{
	char *lock = repo_git_path(r, "index.lock");
	bool changed = false;
	int rc = -1;
	size_t i;

	for (i = 0; i < in->n; i++) {
		done->ignored |= b[i].skip;
		changed |=
		    !b[i].skip && !by_git_same(&b[i].head, &b[i].next_head);
	}
	if (repo_lock_wait(r, lock, e) == 0 &&
	    by_git_stage(r, in, b, NULL, e) == 0)
		rc = repo_token_drop(r, in, REPO_TOKEN_INDEX, e);
	free(lock);
	if (rc == -1)
		return -1;
	done->unchanged = !changed;
	if (changed)
		return by_git_make(r, in, was, b, done, e);
	repo_by_git_resume(r, in);
	return repo_let_go(r, in, e);
}

/* Whether nothing is left to do. */
static bool
by_git_done(const struct repo_intent *in, const struct by_git_part *b)
{
	size_t i;

	for (i = 0; i < in->n; i++)
		if (!b[i].skip &&
		    (!by_git_same(&b[i].head, &b[i].next_head) ||
			!by_git_same(&b[i].index, &b[i].next_index)))
			return false;
	return true;
}

int
repo_by_git(struct repo *r, struct repo_intent *in, bool may,
    struct repo_done *done, struct err *e)
{
	struct by_git_part *b = xcalloc(in->n + 1, sizeof(*b));
	struct err why = *e;
	char was[REPO_GIT_HEX] = "";
	int born, rc = -1;
	size_t i;

	if ((born = repo_git_name(r, "HEAD", was, e)) == -1)
		goto out;
	for (i = 0, rc = 0; i < in->n && rc == 0; i++)
		rc = by_git_plan(r, born, &in->parts[i], &b[i], e);
	if (rc == 0 && !may && !by_git_done(in, b)) {
		*e = why;
		rc = -1;
	} else if (rc == 0)
		rc = by_git_do(r, in, was, b, done, e);
	/* Who only reads runs no hooks, so it is not the next command. */
	if (rc == -1 && may && e->code == ERR_FAILED)
		err_set(e,
		    "%s; the next entry tries it again, or do it with git: git "
		    "add '%s' && git commit",
		    e->msg, in->n > 0 ? in->parts[0].path : ".");
out:
	for (i = 0; i < in->n; i++) {
		strbuf_release(&b[i].head.text);
		strbuf_release(&b[i].index.text);
		strbuf_release(&b[i].made.text);
	}
	free(b);
	return rc;
}
