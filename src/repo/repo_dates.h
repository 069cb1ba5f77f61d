/* repo_dates.h: when files were committed first and last, and their versions */
#ifndef REPO_REPO_DATES_H
#define REPO_REPO_DATES_H

#include "repo/repo.h"

/*
 * All of this is read from the commits that led to HEAD, whatever stands in
 * the work tree. Times are those of the author: of an entry of the log, the
 * time of the entry.
 */

/* Which files: those with this ending, in a folder and below; names that begin
 * with a dot are passed over, and so are links and submodules. */
struct repo_which {
	const char *dir;    /* below repo_root(), "" for all of it */
	const char *suffix; /* ".md", in letters of either case */
	bool anew;          /* what was kept of them is not used */
	bool aside;         /* nor is anything kept */
};

/*
 * A file, whatever it was called before. One that was deleted and made again
 * under its name goes on. What came before the end of a shallow clone is not
 * known, and then `born` or `dated` is false.
 */
struct repo_dated {
	const char *path; /* below repo_root(), as it is called last */
	struct moment first, last;
	bool born, dated;        /* whether first, and whether last, is known */
	bool there;              /* HEAD has it */
	size_t at;               /* of repo_dates.files */
	struct repo_dated *into; /* for this room: another that it became */
};

/* A commit that changed such files. */
struct repo_event {
	char oid[41];
	struct moment when;
	const struct repo_dated **files; /* by path, each once */
	size_t n;
	long place; /* for this room: behind all that it descends from */
};

struct repo_dates {
	struct repo_dated **files; /* by path */
	size_t n;
	struct repo_event *events; /* the newest first: REPO_EVENTS at most */
	size_t n_events;
	const char *mark; /* as repo_dates_mark() then would have had it */
};
#define REPO_EVENTS 1000

/*
 * Fill *out, all of it in the arena; empty on an unborn branch. A merge changes
 * a file when it has become another one than on each side. A file goes on under
 * another name where a commit removes it and adds one that is like it for the
 * most part, or where a commit of ours says so.
 *
 * What was found is kept in .git/halfhour/ for the next call, which then looks
 * at new commits only. That is a matter of time alone: without that file, or
 * where it cannot be written, the answer is the same.
 */
int repo_dates(struct repo *r, const struct repo_which *which,
    struct arena *mem, struct repo_dates *out, struct err *e);
/* Append what its answer depends on: as long as that is the same, so is the
 * answer. Reads two small files. */
int repo_dates_mark(struct repo *r, struct strbuf *out, struct err *e);
/* The file of this path; NULL when no commit ever had it. */
const struct repo_dated *repo_dates_find(
    const struct repo_dates *d, const char *path);
/* The first line of a commit's message, in the arena. */
int repo_subject(struct repo *r, const char *oid, struct arena *mem,
    const char **out, struct err *e);

/* What a commit made of one file. */
struct repo_version {
	char oid[41];
	struct moment when;
	const char *subject;
	const char *path; /* what it was called then */
	const char *was;  /* and before, where this commit gave it the name */
	struct repo_text from, to; /* of the first parent, and then */
};

struct repo_versions {
	struct repo_version *v; /* the newest first */
	size_t n;
	size_t total; /* so many there are */
	bool cut;     /* and older ones, which a shallow clone has not */
};

/* The versions of a file of HEAD, or of one that once was there, also from
 * under its earlier names; `limit` of them at most. In the arena. */
int repo_versions(struct repo *r, const char *path,
    const struct repo_which *which, size_t limit, struct arena *mem,
    struct repo_versions *out, struct err *e);

/* Lines of `a` that became lines of `b`: n_a from line a on, counted from 0. */
struct repo_hunk {
	size_t a, n_a, b, n_b;
};
/* Where two texts differ, line by line; in the arena. None is NULL. */
int repo_diff_lines(const struct repo_text *a, const struct repo_text *b,
    struct arena *mem, struct repo_hunk **out, size_t *n, struct err *e);

#endif
