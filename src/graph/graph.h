/* graph.h: notes, days and facts about them, joined into one graph */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/date.h"
#include "base/diag.h"
#include "graph/graph_record.h"
#include "note/note.h"
#include "study/study.h"

/* When a note was committed first and last, as far as that is known. */
struct graph_dates {
	struct moment first, last;
	bool has_first, has_last;
};

struct graph_page;

struct graph_link {
	const struct note_link
	    *link;                   /* that of the note; of [[C#]], if there is
					 a page C#, one that names it */
	const struct graph_page *to; /* NULL: to what follows, or broken */
	const char *file;   /* an image or attachment below notes/, or NULL */
	const char *folder; /* one without README or index, "" for the root */
	const struct graph_topic *topic; /* that is no note; or NULL */
	const char *anchor;              /* the slug in that page, or NULL */
	const struct note_span *part;    /* what an embed shows; NULL: nothing
					 but a link */
	const struct note_span *item;    /* where it stands alone; or NULL */
	const char *problem; /* one sentence, when it leads nowhere */
	const char *query; /* "?raw=true" at the end of the target, which is no
			      part of the name; "" for none */
	const char *url;   /* as written, an address of the host; or NULL */
};

struct graph_backlink {
	const struct graph_page *from;
	const struct note_link *link;
};

/* One entry of a day, about a topic. */
struct graph_study {
	const struct graph_page *day;
	const struct study_entry *entry;
	const struct graph_page *topic; /* the note of that name, or NULL */
};

struct graph_page {
	const struct note *note;
	const struct study_day *day; /* NULL when it is no day */
	const char *id, *title;
	const char *url; /* of the page in the site: "ipc/pipe.html" */
	const struct graph_link *links;            /* as note->links */
	const struct graph_record *const *records; /* as note->examples */
	const struct graph_backlink *backlinks;    /* by page id, one a page */
	size_t n_backlinks;
	const struct graph_study *studies; /* day: its entries, in order; */
	size_t n_studies; /* note: who studied it, newest first */
	const struct graph_page *prev, *next; /* days: by date */
	const struct graph_dates *dates;      /* NULL: not committed yet */
};

struct graph_topic {
	const char *name;
	const struct graph_page *page;     /* the note of that name, or NULL */
	const struct graph_study *studies; /* newest first */
	size_t n_studies;
	int minutes;
	const struct graph_backlink *backlinks; /* as those of a page; what */
	size_t n_backlinks;                     /* has a note has them there */
};

/* A commit that changed notes, as it may be shown. */
struct graph_change {
	struct moment when;
	const char *oid;
	const char *subject; /* NULL: it changed what is not shown, too */
	const struct graph_page **pages;
	size_t n_pages;
};
#define GRAPH_CHANGES 200

struct graph {
	const struct conf *conf;
	struct date today;              /* the study day it is */
	const struct graph_page *pages; /* by id; days and the home page too */
	size_t n_pages;
	const struct graph_page *home;  /* of index.md or README.md, or NULL */
	const struct graph_page **days; /* newest first */
	size_t n_days;
	const struct graph_topic *topics; /* most minutes first */
	size_t n_topics;
	const struct graph_change *changes; /* the newest first */
	size_t n_changes;                   /* GRAPH_CHANGES at most */
	const char *const *files; /* below notes/ that are no notes, sorted */
	size_t n_files;
	const char *notes_dir; /* where these are: "notes"; "" for the root */
	bool plain;            /* notes alone: of a folder that has no days */
};

/* A commit, whatever it changed. */
struct graph_commit {
	struct moment when;
	const char *oid, *subject;
	const struct note *const *notes; /* that it changed */
	size_t n;
	bool others; /* and such as are here no more */
};

/* A symbolic link, as paths below notes/; its end is no link itself, and "" is
 * notes/. */
struct graph_symlink {
	const char *from, *to;
};

/* What the graph is made of; private notes and drafts are left out first. */
struct graph_src {
	const struct conf *conf;
	struct date today;
	const struct note *notes;
	size_t n_notes;
	const struct study_day *days; /* their notes are among the notes */
	size_t n_days;
	const char *const *files; /* below notes/ that are no notes, sorted */
	size_t n_files;
	const struct graph_symlink *symlinks; /* more names for what there is */
	size_t n_symlinks;
	const char *notes_dir; /* of files below the root; NULL: "notes" */
	bool folder; /* not a wiki: without days there is nothing of study */
	bool drafts; /* show drafts too */
	const struct graph_record *(*record)(
	    const struct note *n, const struct note_example *x, void *payload);
	/* NULL, or a function that returns NULL for what is not committed */
	const struct graph_dates *(*dates)(const struct note *n, void *payload);
	void *payload;
	const struct graph_commit *commits; /* the newest first */
	size_t n_commits;
};

/* Pure: joins them, resolves every link, says in `d` what leads nowhere (NULL:
 * to nobody, and links have no `problem` then). All of it lives in the arena
 * and borrows from the sources. */
struct graph *graph_build(
    const struct graph_src *src, struct arena *a, struct diag_list *d);

/* The page of this id (NFC; case does not matter), or NULL. */
const struct graph_page *graph_find(const struct graph *g, const char *id);

#endif
