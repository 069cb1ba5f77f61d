/* wiki_edit.h: changing days that are there: `edit`, `undo`, `redo` */
#ifndef WIKI_WIKI_EDIT_H
#define WIKI_WIKI_EDIT_H

#include <sys/types.h>

#include "wiki/wiki.h"

/* A file that is made another text, from what it was, by three-way merge
 * into each version that has become something else meanwhile: a day by entries
 * and items (study_step()), any other file by lines. */
struct wiki_change {
	const char *path; /* below the repository's root */
	struct repo_text base, mine;
	bool blind; /* what it was is not known, so it merges into nothing */
};

enum wiki_fit {
	WIKI_FIT_FAILED = -1,
	WIKI_FIT_CONFLICT, /* it does not merge */
	WIKI_FIT_NOTHING,  /* this version is so already */
	WIKI_FIT_CLEAN
};
/* What the change would do to this version of its file; does nothing. */
enum wiki_fit wiki_change_fit(struct wiki *w, const struct wiki_change *c,
    enum repo_where where, struct err *e);
/*
 * Make the changes in one commit, whose message and question `how` has.
 * Whether they fit is to be asked there: for a version that a change does not
 * fit stays as it is, since a commit that is put off must not fail for it.
 */
int wiki_change(struct wiki *w, const struct wiki_change *c, size_t n,
    const struct repo_commit *how, struct repo_done *done, struct err *e);
/* The patch function of the kind "edit", in whose bytes a change is packed. */
int wiki_patch_edit(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e);

/* A process that has a file open, as its arguments say. */
struct wiki_editor {
	pid_t pid; /* 0: none */
	char name[64];
};
/* wiki_editor.c: find one, or false; wait until it has ended. Another one may
 * have the file then. */
bool wiki_editor_find(struct wiki_editor *out, const char *path);
void wiki_editor_wait(const struct wiki_editor *ed);

/*
 * A day in the editor: a private copy, and what it was made from, are in
 * .git/halfhour/edit/ (see wiki_own.h) until wiki_edit_end(), so that what a dead editor
 * leaves is found by the next. Texts are in the arena.
 */
struct wiki_edit {
	struct date day;
	const char *path;       /* of the day, below the wiki's root */
	int turn;               /* which of the day's copies it is */
	const char *copy;       /* of the copy, absolute */
	struct repo_text given; /* to the editor */
	struct repo_text text;  /* of the copy, when last read */
	bool absent;            /* there was no such day, then */
	bool blind;             /* or that is not known */
	bool left;              /* by a dead editor, and not in the day */
	bool stored;            /* in the day: the copy may go */
	bool committed;         /* and in HEAD */
	const char *aside; /* a copy that is no file was moved there, or NULL */
	/* It has outlived its halfhour, and may write the copy still. */
	struct wiki_editor editor;
	int lock; /* owned */
};
/* Find what is left of an earlier one. ERR_LOCKED while one is open. */
int wiki_edit_open(
    struct wiki *w, struct date d, struct wiki_edit *ed, struct err *e);
void wiki_edit_close(struct wiki_edit *ed); /* leaves the files */
/* Wait until ed->editor has ended, and find what it has left. */
int wiki_edit_wait(struct wiki *w, struct wiki_edit *ed, struct err *e);
/* Make the copy of the day as it is now, or of a day's headings. */
int wiki_edit_begin(struct wiki *w, struct wiki_edit *ed, struct err *e);
/* Read the copy: whether it is another text than was given, or -1. A copy that
 * is no file is moved to the drafts, and `e` says so. */
int wiki_edit_read(struct wiki *w, struct wiki_edit *ed, struct err *e);
/*
 * Write what the copy says into the day, and commit it. ERR_CONFLICT when
 * the day has changed at the same places: then nothing is written. A program
 * that asks nobody may change them even after that; ed->stored is whether the
 * day has the text in the end. HEAD may not have it, where it changes lines
 * that HEAD does not have: ed->committed.
 */
int wiki_edit_store(struct wiki *w, struct wiki_edit *ed,
    struct repo_done *done, struct err *e);
/* Remove the copy, or move it to the drafts (its path there, or NULL). What it
 * was made from stays for ed->editor, which may make it again. */
int wiki_edit_end(struct wiki *w, struct wiki_edit *ed, struct err *e);
const char *wiki_edit_put_away(
    struct wiki *w, struct wiki_edit *ed, struct err *e);

/* What `undo` and `redo` found to do, in the arena. */
struct wiki_undo {
	char oid[41]; /* of the commit that is taken back, or brought back */
	const char *subject;
	struct wiki_change *changes;
	size_t n;
};
/* The newest commit of ours that is not taken back yet, or (redo) the one that
 * was taken back last; ERR_NOTHING, or ERR_CONFLICT with the file that has
 * changed since. Does nothing yet. */
int wiki_undo_find(
    struct wiki *w, bool redo, struct wiki_undo *out, struct err *e);
int wiki_undo(struct wiki *w, bool redo, const struct wiki_undo *u,
    struct repo_done *done, struct err *e);

#endif
