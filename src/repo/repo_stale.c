/* repo_stale.c: a rename that waited until it is no longer the right one */
/*
 * A file that goes in one place and comes in another is two parts of an
 * intent, and each is done to whatever is there when its turn comes. If the
 * old file has been written to since, it stays, as all that a part does not
 * know; but then the new one would be a copy of what it was, and both would
 * be committed. So a rename that has to be finished by somebody else is looked
 * at as a whole first. One that does not fit any more is taken out of what is
 * owed, and its intent, in which all of its texts are, is kept as a draft.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

#define DRAFTS "drafts"

/* The parts of a rename: indices, and whether their work files are owed. */
struct stale {
	struct repo *r;
	const struct repo_intent *in;
	size_t take, make;
	bool take_owed, make_owed;
};

/* Whether the part takes this text away; NULL, no file, is none to take. */
static bool
stale_takes(
    struct repo *r, const struct repo_part *p, const struct repo_text *t)
{
	struct strbuf out = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	bool takes = t->p != NULL && repo_part_patch(r, p, &out, t->p, t->len,
					 &ignored) == REPO_GONE;

	strbuf_release(&out);
	return takes;
}

/* Whether the part makes a file of none, and this is it. */
static bool
stale_makes(
    struct repo *r, const struct repo_part *p, const struct repo_text *t)
{
	struct strbuf out = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	bool makes = p->before == NULL && t->p != NULL &&
		     repo_part_patch(r, p, &out, NULL, 0, &ignored) == 0 &&
		     out.len == t->len && memcmp(out.buf, t->p, t->len) == 0;

	strbuf_release(&out);
	return makes;
}

/* Whether the work file of a part is yet to be changed: 1 or 0; -1. */
static int
stale_owed(
    struct repo *r, const struct repo_intent *in, size_t i, struct err *e)
{
	char token[REPO_TOKEN_MAX], *mark;
	int there;

	repo_token_work(token, i);
	if ((there = repo_token_there(r, in, token, e)) != 0)
		return there;
	mark = xasprintf("%s.beside", token);
	there = repo_token_there(r, in, mark, e);
	free(mark);
	return there;
}

/* The first part that takes a file away, and the first that makes one: 1, or 0
 * when it lacks one of them, and so is no rename; -1. */
static int
stale_find(struct stale *s, struct err *e)
{
	const struct repo_intent *in = s->in;
	int take, make;

	for (s->take = 0; s->take < in->n; s->take++) {
		const struct repo_part *p = &in->parts[s->take];
		struct repo_text before = { p->before, p->before_len };

		if (stale_takes(s->r, p, &before))
			break;
	}
	for (s->make = 0; s->make < in->n; s->make++) {
		const struct repo_part *p = &in->parts[s->make];
		struct repo_text after = { p->after, p->after_len };

		if (p->known && stale_makes(s->r, p, &after))
			break;
	}
	if (s->take == in->n || s->make == in->n)
		return 0;
	take = stale_owed(s->r, in, s->take, e);
	make = stale_owed(s->r, in, s->make, e);
	s->take_owed = take == 1;
	s->make_owed = make == 1;
	return take == -1 || make == -1 ? -1 : 1;
}

/* Whether a work file has become another before its turn came. */
static int
stale_work(const struct stale *s, struct arena *mem, struct err *e)
{
	const struct repo_part *take = &s->in->parts[s->take];
	const struct repo_part *make = &s->in->parts[s->make];
	struct repo_text old, new;

	if (!s->take_owed)
		return 0;
	if (repo_text_read(s->r, REPO_WORK, take->path, mem, &old, e) == -1 ||
	    repo_text_read(s->r, REPO_WORK, make->path, mem, &new, e) == -1)
		return -1;
	if (old.p != NULL && !stale_takes(s->r, take, &old))
		return 1;
	if (!s->make_owed)
		return 0;
	/* Who died between the two steps of taking it away had made the new
	 * one before, if that is the order of the two. */
	if (old.p == NULL && s->make < s->take)
		return 1;
	return new.p != NULL && !stale_makes(s->r, make, &new);
}

/* Whether the file that goes is another one in HEAD by now. */
static int
stale_head(const struct stale *s, struct arena *mem, struct err *e)
{
	const struct repo_part *take = &s->in->parts[s->take];
	struct err ignored = ERR_INIT;
	struct repo_text old;
	char hex[REPO_OID];

	/* In the middle of a bisect HEAD means nothing. */
	if (repo_guard(s->r, s->in, &ignored) == -1)
		return 0;
	repo_head_oid(s->r, take->path, hex);
	if (*hex == '\0' || *hex == '?' || strcmp(hex, take->head) == 0)
		return 0;
	if (repo_text_read(s->r, REPO_HEAD, take->path, mem, &old, e) == -1)
		return -1;
	return old.p != NULL && !stale_takes(s->r, take, &old);
}

/* The new file goes again, if the old one is there and it is what we made. */
static int
stale_clear(const struct stale *s, struct arena *mem, struct err *e)
{
	const struct repo_part *take = &s->in->parts[s->take];
	const struct repo_part *make = &s->in->parts[s->make];
	struct repo_text old, new;

	if (!s->take_owed || s->make_owed)
		return 0;
	if (repo_text_read(s->r, REPO_WORK, take->path, mem, &old, e) == -1 ||
	    repo_text_read(s->r, REPO_WORK, make->path, mem, &new, e) == -1)
		return -1;
	if (old.p == NULL || !stale_makes(s->r, make, &new))
		return 0;
	if (fs_unlink(s->r->root_fd, make->path, FS_DURABLE, e) == -1)
		return -1;
	fs_prune(s->r->root_fd, make->path);
	return 0;
}

int
repo_draft(struct repo *r, const struct repo_intent *in, struct err *e)
{
	char *from = repo_token_path(in, "intent");
	char *to = xasprintf(DRAFTS "/%s.txt", in->id);
	struct strbuf text = STRBUF_INIT;
	int rc = -1;

	if (fs_read(&text, r->state_fd, from, STRBUF_MAX - 1, e) == 0)
		rc = fs_write(
		    r->state_fd, to, text.buf, text.len, FS_DURABLE, e);
	strbuf_release(&text);
	free(to);
	free(from);
	return rc;
}

int
repo_stale(struct repo *r, const struct repo_intent *in, struct err *e)
{
	struct stale s = { .r = r, .in = in };
	struct arena *mem = arena_new();
	int rc = repo_token_there(r, in, REPO_TOKEN_REF, e);

	/* The files of a commit from elsewhere are none that were renamed. */
	if (in->target[0] != '\0')
		rc = rc == -1 ? -1 : 0;
	if (rc == 1 && (rc = stale_find(&s, e)) == 1 &&
	    (rc = stale_work(&s, mem, e)) == 0)
		rc = stale_head(&s, mem, e);
	arena_free(mem);
	return rc;
}

int
repo_stale_draft(struct repo *r, struct repo_intent *in, struct err *e)
{
	struct stale s = { .r = r, .in = in };
	struct arena *mem = arena_new();
	size_t subject = strcspn(in->message, "\n");
	int rc = -1;

	if (stale_find(&s, e) == -1 || stale_clear(&s, mem, e) == -1 ||
	    repo_draft(r, in, e) == -1 || repo_intent_remove(r, in, e) == -1)
		goto out;
	err_code(e, ERR_CONFLICT,
	    "'%.*s' is given up, for %s or %s has become another file since; "
	    "what it was is kept in .git/halfhour/" DRAFTS "/%s.txt",
	    (int)subject, in->message, in->parts[s.take].path,
	    in->parts[s.make].path, in->id);
	rc = 0;
out:
	arena_free(mem);
	return rc;
}
