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
#include "base/step.h"
#include "graph/graph.h"
#include "note/note.h"
#include "repo/repo.h"
#include "run/run.h"
#include "study/study.h"
#include "study/study_import.h"
#include "wiki/wiki_own.h"

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
	struct repo *repo;  /* NULL: there is none to be used, and then */
	struct err no_repo; /* this says why */
	char *prefix;       /* the root below the repository's work tree */
	struct wiki_own own;
	struct moment now;
	struct conf conf;
	uint64_t conf_sum[2]; /* of the file that this is from */
	struct arena *arena;
	struct diag_list diags;
	const char *notes_dir;  /* below the root: "notes", or "" */
	bool folder;            /* no wiki: Markdown to be read only */
	bool force, cache_lost; /* what was kept: is not used; was damaged */
	bool cold; /* nothing is kept, either: as if it were never read */
	/* When it began, by the clock of the file system, or 0. With it
	 * wiki_read() has no text in srcs of notes that are as they were; if it
	 * sheds, of no note that is no day. */
	int64_t began;
	bool sheds;
	const struct step *step; /* borrowed: of wiki_read(); or NULL */

	/* wiki_read() */
	const struct note *notes;
	const struct note_src *srcs;  /* what each was read from */
	const struct study_day *days; /* by date, of the notes in daily/ */
	const char *const *files;     /* below notes/ that are no notes */
	const struct graph_symlink *symlinks; /* those that are followed */
	size_t n_notes, n_days, n_files, n_symlinks;
	size_t n_lost; /* notes and folders that cannot be read; told */
	const struct repo_dates *dates; /* wiki_dates(); or NULL */

	struct wiki_map *maps; /* owned: files that the notes point into */
	size_t n_maps, cap_maps;
	const char *pipe; /* below .git/halfhour, of wiki_pipe_read(); NULL */
};

/*
 * Open the wiki that `dir` is in: the nearest folder, from there up, with
 * notes/ and either halfhour.yaml or .git in it. Not in a wiki: -1 and the
 * way out. What a dead process left owing to git is brought to an end; a
 * failure in that is told in *owed (may be empty), and is none of ours. For
 * who only looks, owed is NULL: then nothing is finished.
 */
int wiki_open(struct wiki *w, const char *dir, struct err *owed, struct err *e);
/* Open this folder itself as a wiki, whatever is in it yet. */
int wiki_open_root(
    struct wiki *w, const char *root, struct err *owed, struct err *e);
/*
 * As wiki_open(); but where there is no wiki, `dir` itself is opened to be
 * read, if it looks like a folder of notes: with notes/, .obsidian/ or a
 * Markdown file in it. Then it is w->folder, git is left alone, and all that
 * is below it are its notes; only where notes/ has all of them is it the root
 * of the notes.
 */
int wiki_open_folder(
    struct wiki *w, const char *dir, struct err *owed, struct err *e);
/*
 * The same, but the repository stays closed, for who reads the notes and
 * nothing else: libgit2 takes longer to load than many notes do to be read.
 * w->repo is NULL.
 */
int wiki_open_notes(struct wiki *w, const char *dir, struct err *e);
void wiki_close(struct wiki *w);

/* How many Markdown files of the folder are not in notes/, but for its README:
 * no command of a wiki reads them. */
size_t wiki_folder_beside(struct wiki *w);

/* The root of the wiki that `dir` is in, to be freed; NULL with `e` filled. */
char *wiki_find(const char *dir, struct err *e);

/* Read and parse everything below notes/. A note, or a folder in there, that
 * cannot be read is a diagnostic. */
int wiki_read(struct wiki *w, int jobs, struct err *e);
/* Read only the day files, without the Markdown parser: w->days. */
int wiki_read_days(struct wiki *w, struct err *e);
/* The same of those from `since` to `until`, and no others. */
int wiki_read_range(
    struct wiki *w, struct date since, struct date until, struct err *e);
/* Read one day only; one without a file is empty. Its mistakes are not told. */
int wiki_read_day(
    struct wiki *w, struct date d, struct study_day *out, struct err *e);
/* How many bytes of a note's path stand before what is below the notes: 6 of
 * notes/x.md, 0 in a folder without notes/. */
size_t wiki_notes_skip(const struct wiki *w);
/* notes/daily/2026-11-23.md, in the arena. */
const char *wiki_day_path(struct wiki *w, struct date d);

/* What was read, joined; the records of the examples with it. */
struct graph *wiki_graph(struct wiki *w, bool drafts);

/*
 * The mistakes that take more than a note to see, added to w->diags: examples
 * that cannot be run as they are written, and two tries of one id. With
 * WIKI_CHECK_ORPHANS also the hints: notes that nothing leads to, days that
 * were written by another end of the day; with WIKI_CHECK_FILES
 * files that pages link to and a build could not read; with WIKI_CHECK_TOOLS
 * the compilers are asked for their versions, so that every record is judged
 * as `run` would, and records of no example are found. -1 only when the
 * folder of the records cannot be read.
 */
enum wiki_check_flags {
	WIKI_CHECK_ORPHANS = 1,
	WIKI_CHECK_TOOLS = 2,
	WIKI_CHECK_FILES = 4,
};
int wiki_check(struct wiki *w, const struct graph *g, int flags, struct err *e);

/* Add to the log and commit it: repo_commit() tells what happens. */
int wiki_log(struct wiki *w, const struct study_add *add, const char *message,
    struct moment when, struct repo_done *done, struct err *e);
/* The same for several days, all in one commit; no two of the same day. The
 * changes in `c` are not looked at. */
int wiki_log_days(struct wiki *w, const struct study_add *adds, size_t n,
    const struct repo_commit *c, struct repo_done *done, struct err *e);

/*
 * Keep what could not be added to the log as Markdown in the wiki's
 * .git/halfhour/drafts/; its path, in the arena, or NULL when even that
 * fails.
 */
const char *wiki_draft(struct wiki *w, const struct study_add *add);
/* The same for bytes that are no text of ours, as they are. */
const char *wiki_draft_bytes(struct wiki *w, const void *bytes, size_t len);

/* ---- files -------------------------------------------------------------- */

struct wiki_file {
	const char *path; /* below the wiki's root */
	const char *bytes;
	size_t len;
};
/* Write these files and commit them (without a repository: write them). */
int wiki_store(struct wiki *w, const struct wiki_file *files, size_t n,
    const char *message, struct repo_done *done, struct err *e);
/* In a repository, by a commit like `how`, whose changes are these files. */
int wiki_store_how(struct wiki *w, const struct wiki_file *files, size_t n,
    const struct repo_commit *how, struct repo_done *done, struct err *e);

/*
 * New files, in one commit. One that is there with the same bytes is fine;
 * with others, ERR_CONFLICT with its path, and nothing is written. made[i]
 * says whether this call made the ith: nobody else did.
 */
struct wiki_new {
	const struct wiki_file *files; /* n of them */
	bool *made;                    /* likewise */
	size_t n;
};
int wiki_store_new(struct wiki *w, const struct wiki_new *new,
    const char *message, struct repo_done *done, struct err *e);

/*
 * Entries of other programs, sorted by day, in one commit; those that their
 * days have already are left out, and `there` is set in them, as it is when
 * nobody else can add any. None of them is new: done->unchanged, and nothing
 * is written.
 */
int wiki_import(struct wiki *w, struct study_import *im, struct repo_done *done,
    struct err *e);

/* The kinds of change that repo_set_kinds() needs. */
extern const struct repo_kind wiki_kinds[];

#include "wiki/wiki_edit.h"
#include "wiki/wiki_page.h"
#include "wiki/wiki_run.h"

#endif
