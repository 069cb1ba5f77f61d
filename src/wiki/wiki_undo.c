/* wiki_undo.c: our own commits taken back, and brought back, by new ones */
/*
 * Our commits are known by their trailers. One that takes back the commit C
 * says `Halfhour-Undo: C`, one that brings it back says `Halfhour-Redo: C`.
 * Read from the newest on, the first of the two that names C tells how C is
 * now, unless its user has reverted that one: what C made is looked for, too.
 * Commits of the user in between are none of ours and stay; so are those
 * of another wiki in the same repository.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "study/study_past.h"
#include "wiki/wiki.h"

#define TRAILER "Halfhour-"
#define UNDO "Halfhour-Undo:"
#define REDO "Halfhour-Redo:"
#define INIT "Halfhour-Init:"

/* The commit that a trailer names, in the arena; NULL: it has none. */
static char *
undo_names(struct wiki *w, const char *message, const char *key)
{
	size_t len;
	const char *s = repo_trailer(message, key, &len);

	return s != NULL ? arena_strndup(w->arena, s, len) : NULL;
}

/* What has become of the entry that `c` takes back, in this version of its
 * day; -1. */
static int
undo_past(struct wiki *w, const struct wiki_change *c, enum repo_where where,
    struct err *e)
{
	struct repo_text now;

	if (repo_text_read(w->repo, where, c->path, w->arena, &now, e) == -1)
		return -1;
	return (int)study_past(
	    (const char *const[]){ c->mine.p, c->base.p, now.p },
	    (const size_t[]){ c->mine.len, c->base.len, now.len });
}

/*
 * As wiki_change_fit(). An entry that a merge of the user left out is nothing
 * to take back, although what the other branch had stands in its place; nor is
 * one that is not there, unless it may have become another.
 */
static enum wiki_fit
undo_fit(struct wiki *w, const struct wiki_undo *u, bool redo,
    const struct wiki_change *c, enum repo_where where, struct err *e)
{
	enum wiki_fit fit = wiki_change_fit(w, c, where, e);

	/* `log` and `stop` do nothing but add. */
	if (fit == WIKI_FIT_FAILED || fit == WIKI_FIT_CLEAN || redo ||
	    !text_starts(u->subject, "log: "))
		return fit;
	switch (undo_past(w, c, where, e)) {
	case -1:
		return WIKI_FIT_FAILED;
	case STUDY_PAST_GONE:
		return WIKI_FIT_NOTHING;
	case STUDY_PAST_BECAME:
		return WIKI_FIT_CONFLICT;
	}
	return fit;
}

/* What a path of the repository is below the root of this wiki, or NULL. */
static const char *
undo_below(const struct wiki *w, const char *path)
{
	size_t len = strlen(w->prefix);

	if (len == 0)
		return path;
	return strncmp(path, w->prefix, len) == 0 && path[len] == '/'
		   ? path + len + 1
		   : NULL;
}

/* Whether a file of a commit is one that halfhour put there. Its user may have
 * amended the commit with files of their own: those stay as they are. */
static bool
undo_takes(const struct wiki *w, const char *subject, const char *path)
{
	size_t len = strlen(w->prefix);

	if (len > 0 && (strncmp(path, w->prefix, len) != 0 || path[len] != '/'))
		return false;
	path += len > 0 ? len + 1 : 0;
	/* `log` and `stop` write the file of a day. */
	return text_starts(path, text_starts(subject, "log: ")
				     ? WIKI_NOTES "/" WIKI_DAILY "/"
				     : WIKI_NOTES "/");
}

/* The one note that goes, or that comes; NULL: there are none, or more. */
static struct wiki_change *
undo_note(const struct wiki_undo *u, bool goes)
{
	struct wiki_change *found = NULL;
	size_t i;

	for (i = 0; i < u->n; i++) {
		struct wiki_change *c = &u->changes[i];
		const struct repo_text *there = goes ? &c->base : &c->mine;
		const struct repo_text *gone = goes ? &c->mine : &c->base;
		size_t len = strlen(c->path);

		if (there->p == NULL || gone->p != NULL || len < 3 ||
		    strcmp(c->path + len - 3, ".md") != 0)
			continue;
		if (found != NULL)
			return NULL;
		found = c;
	}
	return found;
}

/*
 * A note that `mv` has moved, and that says more by now, goes back with that.
 * What is not committed cannot be told from what is, for where it goes there is
 * no version of it yet: then all stays as it is, and is another one.
 */
static int
undo_moved(struct wiki *w, const struct wiki_undo *u, struct err *e)
{
	struct wiki_change *from = undo_note(u, true),
			   *to = undo_note(u, false);
	struct strbuf sb = STRBUF_INIT;
	struct repo_text now[3];
	int where, rc = 0;

	if (!text_starts(u->subject, "mv: ") || from == NULL || to == NULL)
		return 0;
	for (where = REPO_HEAD; where <= REPO_WORK; where++)
		if (repo_text_read(w->repo, (enum repo_where)where, from->path,
			w->arena, &now[where], e) == -1)
			return -1;
	for (where = REPO_HEAD; where <= REPO_WORK; where++)
		if (now[where].p == NULL || now[where].len != now[0].len ||
		    memcmp(now[where].p, now[0].p, now[0].len) != 0)
			return 0;
	strbuf_init(&sb, STRBUF_MAX);
	rc = repo_merge3(&sb, &from->base, &to->mine, &now[0], e);
	if (rc == 1) {
		from->base = now[0];
		to->mine.p = arena_strndup(w->arena, sb.buf, sb.len);
		to->mine.len = sb.len;
	}
	strbuf_release(&sb);
	return rc == -1 ? -1 : 0;
}

/* Whether a change fits, in each place: 1, and it does something to the last
 * commit; 0: it does nothing to that; -1. */
static int
undo_fits(struct wiki *w, bool redo, const struct wiki_undo *u,
    const struct wiki_change *c, struct err *e)
{
	static const char *const places[] = { "the last commit",
		"what is staged", "the file" };
	bool any = false;
	int where;

	for (where = REPO_HEAD; where <= REPO_WORK; where++) {
		enum wiki_fit fit =
		    undo_fit(w, u, redo, c, (enum repo_where)where, e);

		if (fit == WIKI_FIT_FAILED)
			return -1;
		if (fit == WIKI_FIT_CONFLICT)
			return err_code(e, ERR_CONFLICT,
			    "%s: the place that '%s' [%.7s] changed is another "
			    "one now in %s; nothing is changed; see 'git show "
			    "%.7s', and edit the file by hand",
			    c->path, u->subject, u->oid, places[where], u->oid);
		any |= fit == WIKI_FIT_CLEAN && where == REPO_HEAD;
	}
	return any;
}

/*
 * The changes that a step back (or forth) consists of. 1: they fit; 0: there
 * is nothing to do, for somebody did it by hand.
 */
static int
undo_changes(struct wiki *w, bool redo, struct wiki_undo *out, struct err *e)
{
	struct repo_step *steps;
	bool any = false;
	size_t i, n;
	int rc;

	if (repo_past_files(w->repo, out->oid, w->arena, &steps, &n, e) == -1)
		return -1;
	out->n = 0;
	out->changes = arena_alloc(w->arena, n * sizeof(*out->changes));
	for (i = 0; i < n; i++) {
		struct wiki_change *c = &out->changes[out->n];

		if (!undo_takes(w, out->subject, steps[i].path))
			continue;
		out->n++;
		*c = (struct wiki_change){
			.path = steps[i].path,
			.base = redo ? steps[i].from : steps[i].to,
			.mine = redo ? steps[i].to : steps[i].from,
		};
	}
	if (undo_moved(w, out, e) == -1)
		return -1;
	for (i = 0; i < out->n; i++) {
		if ((rc = undo_fits(w, redo, out, &out->changes[i], e)) == -1)
			return -1;
		any |= rc == 1;
	}
	return any;
}

static int
undo_nothing(bool redo, struct err *e)
{
	return err_code(e, ERR_NOTHING,
	    redo ? "nothing to redo: no undo came last"
		 : "nothing to undo: no commit of halfhour is left that is not "
		   "taken back");
}

/*
 * Whether a commit is of this wiki: one of its files lies in notes/, or is the
 * settings that a wiki begins with. Those of a wiki that lies in this one are
 * elsewhere, whatever its user has amended them with.
 * What a shallow clone cannot tell counts as ours, and is told as such.
 */
static int
undo_ours(struct wiki *w, const struct repo_past *past, struct err *e)
{
	struct repo_step *steps;
	bool any = false;
	size_t i, n;

	if (past->cut || past->parents > 1)
		return 1;
	if (repo_past_files(w->repo, past->oid, w->arena, &steps, &n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		const char *at = undo_below(w, steps[i].path);

		if (at == NULL)
			continue;
		any |= text_starts(at, WIKI_NOTES "/") ||
		       strcmp(at, CONF_FILE) == 0;
	}
	return any;
}

/*
 * Whether what a commit made is there again, although it was taken back: its
 * user has reverted that, or has written it anew. What `log` and `stop` add may
 * have other text around it; of anything else it takes the very bytes, for a
 * line that is missing may be missing for another reason. All that is read goes
 * at once: there may be many such commits.
 */
static int
undo_again(struct wiki *w, const struct repo_past *past, struct err *e)
{
	bool adds = text_starts(past->subject, "log: "), again = true;
	struct arena *a = arena_new();
	struct repo_step *steps;
	struct repo_text now;
	size_t i, n, taken = 0;
	/* In a shallow clone all would be there, and was none of its doing. */
	int rc = past->cut ? 1 : 0;

	if (rc == 0)
		rc = repo_past_files(w->repo, past->oid, a, &steps, &n, e);
	for (i = 0; rc == 0 && again && i < n; i++) {
		const struct repo_text *to = &steps[i].to;

		if (!undo_takes(w, past->subject, steps[i].path))
			continue;
		taken++;
		rc = repo_text_read(
		    w->repo, REPO_HEAD, steps[i].path, a, &now, e);
		if (rc == -1)
			break;
		if (now.p == NULL || to->p == NULL)
			again = now.p == to->p;
		else if (adds)
			again = repo_step_shown(&steps[i].from, to, &now);
		else
			again = now.len == to->len &&
				memcmp(now.p, to->p, to->len) == 0;
	}
	arena_free(a);
	return rc == -1 ? -1 : again && taken > 0;
}

/* The newest commit that is to be taken back: 1, 0, -1. */
static int
undo_search(struct wiki *w, struct repo_walk *walk, struct map *state,
    struct wiki_undo *out, struct err *e)
{
	struct repo_past past;
	char *oid;
	int rc;

	while ((rc = repo_own_next(walk, TRAILER, &past, e)) == 1) {
		char *undone = undo_names(w, past.message, UNDO);
		char *redone = undo_names(w, past.message, REDO);
		char *named = undone != NULL ? undone : redone;

		if (named != NULL) {
			if (map_get(state, named) == NULL)
				map_put(state, named, undone ? UNDO : REDO);
			continue;
		}
		if (past.parents > 1)
			continue;
		oid = map_get(state, past.oid);
		rc = oid != NULL && strcmp(oid, UNDO) == 0
			 ? undo_again(w, &past, e)
			 : undo_ours(w, &past, e);
		if (rc == -1)
			return -1;
		if (rc == 0)
			continue;
		if (undo_names(w, past.message, INIT) != NULL)
			return err_code(e, ERR_NOTHING,
			    "nothing to undo but '%s', which made this a wiki "
			    "and is not taken back; remove the folder if you "
			    "want no wiki",
			    past.subject);
		if (past.cut)
			return err_code(e, ERR_NOTHING,
			    "nothing to undo but '%s', and what was before it "
			    "is not in this shallow clone; 'git fetch "
			    "--unshallow' brings it",
			    past.subject);
		memcpy(out->oid, past.oid, sizeof(out->oid));
		out->subject = arena_strdup(w->arena, past.subject);
		if ((rc = undo_changes(w, false, out, e)) != 0)
			return rc;
	}
	return rc;
}

/*
 * The newest undo that nothing came after, but what was undone and redone.
 * `state` has what was redone: all undos of it are made good by that, for two
 * clones may have undone the same.
 */
static int
undo_search_redo(struct wiki *w, struct repo_walk *walk, struct map *state,
    struct wiki_undo *out, struct err *e)
{
	struct repo_past past;
	char *named;
	int rc;

	while ((rc = repo_own_next(walk, TRAILER, &past, e)) == 1) {
		if ((rc = undo_ours(w, &past, e)) == -1)
			return -1;
		if (rc == 0)
			continue;
		if ((named = undo_names(w, past.message, REDO)) != NULL) {
			map_put(state, named, REDO);
			continue;
		}
		if ((named = undo_names(w, past.message, UNDO)) == NULL)
			return 0;
		if (map_get(state, named) != NULL)
			continue;
		if (strlen(named) != sizeof(out->oid) - 1)
			return 0;
		memcpy(out->oid, named, sizeof(out->oid));
		out->subject = arena_strdup(w->arena, past.subject);
		if (text_starts(out->subject, "undo: "))
			out->subject += strlen("undo: ");
		if ((rc = undo_changes(w, true, out, e)) != 0)
			return rc;
	}
	return rc;
}

/* What is owed is newer than all that the history tells of: none of that is
 * the last one then. */
static int
undo_paid(struct wiki *w, struct err *e)
{
	if (repo_paid(w->repo, e) == 0)
		return 0;
	return err_wrap(e, "nothing is changed");
}

/* The next step, of what the history tells of. */
static int
undo_next(struct wiki *w, bool redo, struct wiki_undo *out, struct err *e)
{
	struct map *state = map_new();
	struct repo_walk *walk = NULL;
	int rc;

	*out = (struct wiki_undo){ .subject = "" };
	/* Put off, it would be a change that the history does not tell of, and
	 * the next undo would take the same commit. */
	rc = repo_ready(w->repo, e);
	if (rc == 0 && (rc = repo_walk_new(&walk, w->repo, e)) == 0)
		rc = redo ? undo_search_redo(w, walk, state, out, e)
			  : undo_search(w, walk, state, out, e);
	repo_walk_free(walk);
	map_free(state);
	if (rc == 0)
		undo_nothing(redo, e);
	if (rc == 1)
		return 0;
	/* That may be the reason; otherwise undo_ask() asks for it, when what
	 * is owed cannot be a commit that another process is about to make. */
	undo_paid(w, e);
	return -1;
}

int
wiki_undo_find(struct wiki *w, bool redo, struct wiki_undo *out, struct err *e)
{
	*out = (struct wiki_undo){ .subject = "" };
	/* What waits is newer, and is to be a commit first; who opens a wiki
	 * does not call git for that, whose hooks are for those that write. */
	if (repo_pay(w->repo, e) == -1)
		return err_wrap(e, "nothing is changed");
	return undo_next(w, redo, out, e);
}

/* A step that was found, until nobody else can take it. */
struct undo_wish {
	struct wiki *w;
	bool redo;
	const struct wiki_undo *u;
};

/* Whether it still is the next one, and fits. */
static int
undo_ask(void *payload, struct err *e)
{
	const struct undo_wish *wish = payload;
	struct wiki_undo now;

	if (undo_paid(wish->w, e) == -1 ||
	    undo_next(wish->w, wish->redo, &now, e) == -1)
		return -1;
	if (strcmp(now.oid, wish->u->oid) == 0)
		return 0;
	return err_code(e, ERR_CONFLICT,
	    "another command came in between, and the next one would be '%s' "
	    "[%.7s] now; nothing is changed",
	    now.subject, now.oid);
}

/* A file that goes and one that comes are one renamed: it keeps its mode. */
static void
undo_mode(struct repo_commit *how, const struct wiki_undo *u)
{
	size_t i;

	for (i = 0; i < u->n; i++) {
		if (u->changes[i].base.p == NULL)
			how->mode_to = u->changes[i].path;
		if (u->changes[i].mine.p == NULL)
			how->mode_from = u->changes[i].path;
	}
	if (how->mode_from == NULL)
		how->mode_to = NULL;
}

int
wiki_undo(struct wiki *w, bool redo, const struct wiki_undo *u,
    struct repo_done *done, struct err *e)
{
	struct undo_wish wish = { w, redo, u };
	struct repo_commit how = { .ask = undo_ask, .payload = &wish };
	size_t i;
	int rc;

	how.message = arena_printf(w->arena, "%s: %s\n\n%s %s\n",
	    redo ? "redo" : "undo", u->subject, redo ? REDO : UNDO, u->oid);
	undo_mode(&how, u);
	rc = wiki_change(w, u->changes, u->n, &how, done, e);
	/* As `mv` does; the folder of days stays. */
	for (i = 0; i < u->n && (rc == 0 || done->saved); i++)
		if (u->changes[i].mine.p == NULL &&
		    text_starts(u->subject, "mv: "))
			wiki_page_prune(w, undo_below(w, u->changes[i].path));
	return rc;
}
