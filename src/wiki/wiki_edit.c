/* wiki_edit.c: a day in the editor, whose text nothing can lose */
/*
 * Below .git/halfhour/edit/, or wikis/HASH/edit/ there (wiki_own.h), for the
 * day D:
 *
 *	D.base	a line "present" or "absent", then the text the editor got
 *	D.md	the copy that it works on
 *	D.lock	held while a `halfhour edit D` lives
 *
 * The editor may outlive that, and nothing but itself tells (wiki_editor.c);
 * one that got the copy from another program, as a server does, tells nothing.
 * What it saves one day was made from its own base and no later one: a copy
 * whose halfhour was killed stays as it is, and the next is D-1.md, with
 * D-1.base.
 * The base is on the disk before the copy is, and the copy goes first, so a
 * copy always has its base. Both are for the eyes of their owner only.
 */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "wiki/wiki.h"

#define EDIT "edit"
#define DRAFTS "drafts"
#define PRESENT "present\n"
#define ABSENT "absent\n"
#define TURNS 10 /* copies of one day; then one of them is used anew */

/* edit/2026-11-23.md or edit/2026-11-23-1.md, in the arena. */
static const char *
edit_name(struct wiki *w, const struct wiki_edit *ed, const char *end)
{
	char day[DATE_MAX], turn[16] = "";

	date_format(day, ed->day);
	if (ed->turn > 0)
		snprintf(turn, sizeof(turn), "-%d", ed->turn);
	return arena_printf(
	    w->arena, "%s" EDIT "/%s%s%s", w->own.dir, day, turn, end);
}

/* The copies of a day take turns; each has a base, and all of them one lock. */
static void
edit_turn(struct wiki *w, struct wiki_edit *ed, int turn)
{
	struct wiki_edit to = { .day = ed->day,
		.path = ed->path,
		.aside = ed->aside,
		.lock = ed->lock,
		.turn = turn };
	char *copy = repo_state_path(w->repo, edit_name(w, &to, ".md"));

	to.copy = arena_strdup(w->arena, copy);
	free(copy);
	*ed = to;
}

/* A file of the state folder: 1 and its text, 0 when it is not there. */
static int
edit_file(
    struct wiki *w, const char *name, struct repo_text *out, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct err own = ERR_INIT;
	int rc;

	*out = (struct repo_text){ NULL, 0 };
	rc = fs_read(&sb, repo_state_fd(w->repo, e), name, FS_READ_MAX, &own);
	if (rc == 0)
		*out = (struct repo_text){
			arena_copy(w->arena, sb.buf, sb.len + 1, 1), sb.len
		};
	strbuf_release(&sb);
	if (rc == 0 || own.code == ERR_NOTHING)
		return rc == 0;
	*e = own;
	return err_wrap(e, ".git/halfhour");
}

static bool
edit_same(const struct repo_text *a, const struct repo_text *b)
{
	return a->p != NULL && b->p != NULL && a->len == b->len &&
	       memcmp(a->p, b->p, a->len) == 0;
}

/* The day below the repository's root, in the arena. */
static const char *
edit_repo_path(struct wiki *w, const struct wiki_edit *ed)
{
	char *path = path_join(w->prefix, ed->path);
	const char *copy = arena_strdup(w->arena, path);

	free(path);
	return copy;
}

static int
edit_work(struct wiki *w, const struct wiki_edit *ed, struct repo_text *out,
    struct err *e)
{
	return repo_text_read(
	    w->repo, REPO_WORK, edit_repo_path(w, ed), w->arena, out, e);
}

/* What the editor got that left this copy behind. */
static int
edit_base(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	struct repo_text base;
	size_t n = strlen(PRESENT), m = strlen(ABSENT);

	if (edit_file(w, edit_name(w, ed, ".base"), &base, e) == -1)
		return -1;
	if (base.p != NULL && base.len >= n && memcmp(base.p, PRESENT, n) == 0)
		ed->given = (struct repo_text){ base.p + n, base.len - n };
	else if (base.p != NULL && base.len >= m &&
		 memcmp(base.p, ABSENT, m) == 0) {
		ed->given = (struct repo_text){ base.p + m, base.len - m };
		ed->absent = true;
	} else {
		/* Made by an editor that nobody knew of, when all was over: of
		 * a day that says anything, it says another thing. */
		ed->given = (struct repo_text){ "", 0 };
		ed->absent = ed->blind = true;
	}
	return 0;
}

/* Whether this version of the day has what the copy says, be it with what came
 * since. */
static bool
edit_is_in(struct wiki *w, const struct wiki_edit *ed, enum repo_where where)
{
	struct wiki_change c = { edit_repo_path(w, ed), ed->given, ed->text,
		ed->blind };
	struct err ignored = ERR_INIT;
	struct repo_text now;

	if (ed->absent)
		c.base = (struct repo_text){ NULL, 0 };
	if (wiki_change_fit(w, &c, where, &ignored) == WIKI_FIT_NOTHING)
		return true;
	/* A merge of what is merged already: two that changed lines next to
	 * each other conflict then, though all of it is there. */
	return repo_text_read(
		   w->repo, where, c.path, w->arena, &now, &ignored) == 0 &&
	       repo_step_shown(&ed->given, &ed->text, &now);
}

/*
 * An editor may leave a link or a folder in place of the copy. It is nothing
 * that we read or remove, and in the way of the next edit: it goes to the
 * drafts as it is. 1 when it did.
 */
static int
edit_aside(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	int state = repo_state_fd(w->repo, e), n;
	const char *copy = edit_name(w, ed, ".md");
	char now[MOMENT_MAX], day[DATE_MAX];
	struct stat st;

	if (fstatat(state, copy, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    S_ISREG(st.st_mode))
		return 0;
	moment_format(now, w->now);
	date_format(day, ed->day);
	if (mkdirat(state, DRAFTS, 0700) == -1 && errno != EEXIST)
		return err_errno(e, "cannot make .git/halfhour/" DRAFTS);
	for (n = 0; n < 100; n++) {
		const char *to = arena_printf(
		    w->arena, DRAFTS "/%s-edit-%.19s-%02d.odd", day, now, n);

		if (renameat2(state, copy, state, to, RENAME_NOREPLACE) == 0) {
			ed->aside =
			    arena_printf(w->arena, ".git/halfhour/%s", to);
			return 1;
		}
		if (errno != EEXIST)
			break;
	}
	return err_errno(e, "cannot move %s away", ed->copy);
}

/* A copy that says something that the day does not is left behind. */
static int
edit_find(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	struct repo_text work;
	int rc = edit_aside(w, ed, e);

	if (rc == 0)
		rc = edit_file(w, edit_name(w, ed, ".md"), &ed->text, e);
	else if (rc == 1)
		return 0;
	if (rc < 1)
		return rc;
	if (edit_work(w, ed, &work, e) == -1)
		return -1;
	if (edit_same(&ed->text, &work))
		return 0;
	if (edit_base(w, ed, e) == -1)
		return -1;
	ed->left =
	    !edit_same(&ed->text, &ed->given) && !edit_is_in(w, ed, REPO_WORK);
	return 0;
}

/*
 * What an editor left with an earlier halfhour, which kept the copies of all
 * wikis in one place; not while that editor lives. The base first, so that a
 * copy always has its base.
 */
static int
edit_inherit(struct wiki *w, int state, struct date d, struct err *e)
{
	char day[DATE_MAX], *base, *copy, *held;
	struct err ignored = ERR_INIT;
	int lock = -1, rc = 0;

	date_format(day, d);
	base = xasprintf(EDIT "/%s.base", day);
	copy = xasprintf(EDIT "/%s.md", day);
	held = xasprintf(EDIT "/%s.lock", day);
	if (wiki_own_waits(&w->own, state, copy) &&
	    (lock = lock_take(state, held, 0, &ignored)) != -1 &&
	    ((rc = wiki_own_take(&w->own, state, base, e)) == -1 ||
		(rc = wiki_own_take(&w->own, state, copy, e)) == -1))
		rc = -1;
	lock_drop(lock);
	free(base);
	free(copy);
	free(held);
	return rc == -1 ? -1 : 0;
}

/* Whether anything is there of the copy. */
static bool
edit_used(struct wiki *w, const struct wiki_edit *ed, int state)
{
	struct stat st;

	return fstatat(state, edit_name(w, ed, ".md"), &st,
		   AT_SYMLINK_NOFOLLOW) == 0 ||
	       fstatat(state, edit_name(w, ed, ".base"), &st, 0) == 0;
}

/*
 * Whether an editor that cannot be found may have the copy, which edit_find()
 * has read: it is as it was given. No halfhour leaves it so unless it is
 * killed, and no editor outlives its machine.
 */
static bool
edit_may_be_open(struct wiki *w, struct wiki_edit *ed, int state)
{
	const char *base = edit_name(w, ed, ".base");
	struct err ignored = ERR_INIT;
	struct date_clock clock;
	struct stat st;

	if (fstatat(state, base, &st, 0) == -1 ||
	    edit_base(w, ed, &ignored) == -1 ||
	    !edit_same(&ed->text, &ed->given))
		return false;
	return date_clock(&clock, &ignored) == -1 || clock.boot[0] == '\0' ||
	       st.st_mtim.tv_sec >= clock.now.t - clock.boot_ms / 1000;
}

/* Go to the copy that is open, or has a text which was left; else to one that
 * no editor has. */
static int
edit_choose(struct wiki *w, struct wiki_edit *ed, int state, struct err *e)
{
	int turn, to = -1;

	for (turn = 0; turn < TURNS; turn++) {
		bool used;

		edit_turn(w, ed, turn);
		used = edit_used(w, ed, state);
		if ((turn == 0 || used) &&
		    wiki_editor_find(&ed->editor, ed->copy))
			return edit_find(w, ed, e);
		if (used && (edit_find(w, ed, e) == -1))
			return -1;
		if (ed->left)
			return 0;
		if (used && edit_may_be_open(w, ed, state))
			continue;
		if (used && wiki_edit_end(w, ed, e) == -1)
			return -1;
		to = to == -1 ? turn : to;
	}
	edit_turn(w, ed, to == -1 ? 0 : to);
	return 0;
}

/* Another halfhour edit has the lock. */
static int
edit_open_elsewhere(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	int turn;

	if (e->code != ERR_LOCKED)
		return -1;
	for (turn = 0; turn < TURNS && ed->editor.pid == 0; turn++) {
		edit_turn(w, ed, turn);
		wiki_editor_find(&ed->editor, ed->copy);
	}
	if (ed->editor.pid == 0)
		return err_code(e, ERR_LOCKED,
		    "%s is open in another halfhour edit; finish that one",
		    ed->path);
	return err_code(e, ERR_LOCKED,
	    "%s is open in another halfhour edit: in %s, process %ld; close "
	    "that one",
	    ed->path, ed->editor.name, (long)ed->editor.pid);
}

int
wiki_edit_open(
    struct wiki *w, struct date d, struct wiki_edit *ed, struct err *e)
{
	int state = repo_state_fd(w->repo, e);
	const char *dir;

	*ed = (struct wiki_edit){ .day = d, .lock = -1 };
	ed->path = wiki_day_path(w, d);
	if (state == -1)
		return -1;
	dir = arena_printf(w->arena, "%s" EDIT, w->own.dir);
	if (wiki_own_make(&w->own, state, e) == -1)
		return -1;
	if (mkdirat(state, dir, 0700) == -1 && errno != EEXIST)
		return err_errno(e, "cannot make .git/halfhour/%s", dir);
	ed->lock = lock_take(state, edit_name(w, ed, ".lock"), 0, e);
	if (ed->lock == -1)
		return edit_open_elsewhere(w, ed, e);
	if (edit_inherit(w, state, d, e) == -1 ||
	    edit_choose(w, ed, state, e) == -1) {
		wiki_edit_close(ed);
		return -1;
	}
	return 0;
}

void
wiki_edit_close(struct wiki_edit *ed)
{
	lock_drop(ed->lock);
	ed->lock = -1;
}

int
wiki_edit_wait(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	while (wiki_editor_find(&ed->editor, ed->copy))
		wiki_editor_wait(&ed->editor);
	return edit_find(w, ed, e);
}

int
wiki_edit_begin(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	int state = repo_state_fd(w->repo, e), rc = -1;
	int flags = FS_DURABLE | FS_PRIVATE;
	struct strbuf sb = STRBUF_INIT;
	size_t n;

	if (wiki_edit_end(w, ed, e) == -1 ||
	    edit_work(w, ed, &ed->given, e) == -1)
		return -1;
	ed->absent = ed->given.p == NULL;
	strbuf_adds(&sb, ed->absent ? ABSENT : PRESENT);
	n = sb.len;
	if (ed->absent)
		study_day_shape(&sb, ed->day, w->conf.lang);
	else
		strbuf_add(&sb, ed->given.p, ed->given.len);
	ed->given = (struct repo_text){
		arena_copy(w->arena, sb.buf + n, sb.len - n + 1, 1), sb.len - n
	};
	if (fs_write(state, edit_name(w, ed, ".base"), sb.buf, sb.len, flags,
		e) != -1 &&
	    fs_write(state, edit_name(w, ed, ".md"), ed->given.p, ed->given.len,
		flags, e) != -1)
		rc = 0;
	strbuf_release(&sb);
	return rc == 0 ? 0 : err_wrap(e, ".git/halfhour");
}

int
wiki_edit_read(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	int rc = edit_aside(w, ed, e);

	if (rc == 1)
		return err_set(e,
		    "the editor left no file, but a link or a folder in its "
		    "place; it is kept as %s, and %s is as it was",
		    ed->aside, ed->path);
	if (rc == -1)
		return -1;
	rc = edit_file(w, edit_name(w, ed, ".md"), &ed->text, e);
	if (rc == 0)
		return err_set(e,
		    "%s is not there any more; what the editor saved is not "
		    "known, and %s is as it was",
		    ed->copy, ed->path);
	return rc == -1 ? -1 : !edit_same(&ed->text, &ed->given);
}

/* What is to become of the day, until nobody else can change it. */
struct edit_wish {
	struct wiki *w;
	const struct wiki_edit *ed;
	struct wiki_change c;
};

/* Whether it still can be. */
static int
edit_ask(void *payload, struct err *e)
{
	const struct edit_wish *wish = payload;

	switch (wiki_change_fit(wish->w, &wish->c, REPO_WORK, e)) {
	case WIKI_FIT_CONFLICT:
		return err_code(e, ERR_CONFLICT,
		    "%s was changed at the same place while it was in the "
		    "editor, and is as it is now",
		    wish->ed->path);
	case WIKI_FIT_NOTHING:
	case WIKI_FIT_CLEAN:
		return 0;
	case WIKI_FIT_FAILED:
		break;
	}
	return -1;
}

int
wiki_edit_store(
    struct wiki *w, struct wiki_edit *ed, struct repo_done *done, struct err *e)
{
	struct edit_wish wish = { w, ed,
		{ edit_repo_path(w, ed), ed->given, ed->text, ed->blind } };
	struct repo_commit how = { .ask = edit_ask, .payload = &wish };
	char day[DATE_MAX];
	int rc;

	date_format(day, ed->day);
	how.message =
	    arena_printf(w->arena, "edit: %s\n\nHalfhour-Day: %s\n", day, day);
	if (ed->absent)
		wish.c.base = (struct repo_text){ NULL, 0 };
	rc = wiki_change(w, &wish.c, 1, &how, done, e);
	ed->stored = done->saved && edit_is_in(w, ed, REPO_WORK);
	ed->committed = *done->oid || edit_is_in(w, ed, REPO_HEAD);
	return rc;
}

int
wiki_edit_end(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	int state = repo_state_fd(w->repo, e);

	ed->left = false;
	if (fs_unlink(state, edit_name(w, ed, ".md"), FS_DURABLE, e) == -1 ||
	    (ed->editor.pid == 0 &&
		fs_unlink(state, edit_name(w, ed, ".base"), 0, e) == -1))
		return err_wrap(e, ".git/halfhour");
	return 0;
}

const char *
wiki_edit_put_away(struct wiki *w, struct wiki_edit *ed, struct err *e)
{
	int state = repo_state_fd(w->repo, e), n, wrote = -1;
	char now[MOMENT_MAX], day[DATE_MAX];
	const char *path = NULL;
	struct err ignored = ERR_INIT;

	moment_format(now, w->now);
	date_format(day, ed->day);
	for (n = 0; n < 100 && wrote != 1; n++) {
		path = arena_printf(
		    w->arena, DRAFTS "/%s-edit-%.19s-%02d.md", day, now, n);
		wrote = fs_write(state, path, ed->text.p, ed->text.len,
		    FS_NEW | FS_DURABLE | FS_PRIVATE, e);
		if (wrote == -1 && e->code != ERR_CONFLICT)
			break;
	}
	if (wrote != 1)
		return NULL;
	/* Whole in its new place: the copy may go. */
	wiki_edit_end(w, ed, &ignored);
	return arena_printf(w->arena, ".git/halfhour/%s", path);
}
