/* wiki.h: a wiki on disk: its notes, days, records, and adding to them */
#ifndef WIKI_WIKI_H
#define WIKI_WIKI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/err.h"
#include "graph/graph.h"
#include "note/note.h"
#include "repo/repo.h"
#include "run/run.h"
#include "study/study.h"

#define WIKI_NOTES "notes"
#define WIKI_DAILY "daily"
#define WIKI_RUNS "notes/.runs"

/*
 * The rooms that know no wiki (repo, run) meet the notes here. Everything
 * that is read lives in `arena` and dies with wiki_close().
 */
struct wiki {
	char *root; /* absolute */
	int root_fd;
	struct repo *repo; /* NULL: the folder is in no git repository */
	char *prefix;      /* the root below the repository's work tree */
	struct moment now;
	struct conf conf;
	struct arena *arena;
	struct diag_list diags;

	/* wiki_read() */
	const struct note *notes;
	const struct study_day *days; /* by date, of the notes in daily/ */
	const char *const *files;     /* below notes/ that are no notes */
	size_t n_notes, n_days, n_files;
};

/*
 * Open the wiki that `dir` is in: the nearest folder, from there up, with
 * notes/ and either halfhour.yaml or .git in it. Not in a wiki: -1 and the
 * way out. What a dead process left owing to git is brought to an end; a
 * failure in that is told in *owed (may be empty), and is none of ours.
 */
int wiki_open(struct wiki *w, const char *dir, struct err *owed, struct err *e);
/* Open this folder itself as a wiki, whatever is in it yet. */
int wiki_open_root(
    struct wiki *w, const char *root, struct err *owed, struct err *e);
void wiki_close(struct wiki *w);

/* Read and parse everything below notes/. */
int wiki_read(struct wiki *w, int jobs, struct err *e);
/* Read only the day files, without the Markdown parser: w->days. */
int wiki_read_days(struct wiki *w, struct err *e);
/* notes/daily/2026-11-23.md, in the arena. */
const char *wiki_day_path(struct wiki *w, struct date d);

/* What was read, joined; the records of the examples with it. */
struct graph *wiki_graph(struct wiki *w, bool drafts);

/* Add to the log and commit it: repo_commit() tells what happens. */
int wiki_log(struct wiki *w, const struct study_add *add, const char *message,
    struct moment when, struct repo_done *done, struct err *e);

/*
 * Keep what could not be added to the log as Markdown in the wiki's
 * .git/halfhour/drafts/; its path, in the arena, or NULL when even that
 * fails.
 */
const char *wiki_draft(struct wiki *w, const struct study_add *add);

/* ---- examples ---------------------------------------------------------- */

/* An example as a job, its further files with it; in the arena. What is
 * wrong with its attributes is a diagnostic, and -1. */
int wiki_job(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job);
struct run_limits wiki_limits(const struct wiki *w);
/* notes/.runs/PAGE/ID.json, in the arena. */
const char *wiki_record_path(
    struct wiki *w, const struct note *n, const struct note_example *x);
/* 1 and the record; 0 when there is none; -1 when it is damaged. */
int wiki_record(struct wiki *w, const struct note *n,
    const struct note_example *x, struct run_record *rec, struct err *e);

struct wiki_file {
	const char *path; /* below the wiki's root */
	const char *bytes;
	size_t len;
};
/* Write these files and commit them (without a repository: write them). */
int wiki_store(struct wiki *w, const struct wiki_file *files, size_t n,
    const char *message, struct repo_done *done, struct err *e);

/* ---- editing, undoing -------------------------------------------------- */

/* A file that is made another text, from what it was, by three-way merge
 * into each version that has become something else meanwhile. */
struct wiki_change {
	const char *path; /* below the repository's root */
	struct repo_text base, mine;
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
/* Make the changes in one commit. A version that the change does not fit,
 * for it became another after the caller had asked, stays as it is. */
int wiki_change(struct wiki *w, const struct wiki_change *c, size_t n,
    const char *message, struct repo_done *done, struct err *e);
/* The patch function of the kind "edit", in whose bytes a change is packed. */
int wiki_patch_edit(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e);

/*
 * A day in the editor: a private copy, and what it was made from, are in
 * .git/halfhour/edit/ until wiki_edit_end(), so that what a dead editor
 * leaves is found by the next. Texts are in the arena.
 */
struct wiki_edit {
	struct date day;
	const char *path;       /* of the day, below the wiki's root */
	const char *copy;       /* of the copy, absolute */
	struct repo_text given; /* to the editor */
	struct repo_text text;  /* of the copy, when last read */
	bool absent;            /* there was no such day, then */
	bool left;              /* by a dead editor, and not what it got */
	int lock;               /* owned */
};
/* Find what is left of an earlier one. ERR_LOCKED while one is open. */
int wiki_edit_open(
    struct wiki *w, struct date d, struct wiki_edit *ed, struct err *e);
void wiki_edit_close(struct wiki_edit *ed); /* leaves the files */
/* Make the copy of the day as it is now, or of a day's headings. */
int wiki_edit_begin(struct wiki *w, struct wiki_edit *ed, struct err *e);
/* Read the copy: whether it is another text than was given, or -1. */
int wiki_edit_read(struct wiki *w, struct wiki_edit *ed, struct err *e);
/* Write what the copy says into the day, and commit it. ERR_CONFLICT when
 * the day has changed at the same places: then nothing is written. */
int wiki_edit_store(struct wiki *w, struct wiki_edit *ed,
    struct repo_done *done, struct err *e);
/* Remove the copy, or move it to the drafts (its path there, or NULL). */
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

/* The kinds of change that repo_set_kinds() needs. */
extern const struct repo_kind wiki_kinds[];

#endif
