/* study_import_int.h: what the readers of other logs share, in this room */
#ifndef STUDY_STUDY_IMPORT_INT_H
#define STUDY_STUDY_IMPORT_INT_H

#include "study/study_import.h"
#include "study/study_int.h"

/* A text that is read line by line; lines have no end of line. */
struct import_lines {
	const char *p, *end; /* what is left */
	const char *at;      /* the line */
	size_t len;
	int line; /* its number */
};

void study_import_begin(struct import_lines *l, const char *text, size_t len);
/* The next line; false at the end, or after too many errors. */
bool study_import_next(struct import_lines *l, const struct study_import *im);

void study_import_bad(struct study_import *im, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void study_import_warn(struct study_import *im, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* An entry as other programs have it. */
struct import_entry {
	int line;
	struct date day; /* of the calendar */
	int start; /* minute of that day, also of the days around; see timed */
	int minutes; /* 0: it has only a start */
	bool timed;
	const char *topic; /* NULL: the title may begin with one */
	bool apart; /* the topic stands neither in the title nor in the body */
	const char *group; /* the topic when neither has one; or NULL */
	const char *title; /* one line, or "" */
	const char *body;
	const char *span; /* how long it took, as it is written there */
};

/* Make it an entry of a study day. What cannot be its topic, its title or its
 * times goes into its text, and headings in the text are quoted. */
void study_import_add(struct study_import *im, const struct import_entry *x);

/* The first "@tag" (or whatever the mark is) in s, in the arena; or NULL. */
const char *study_import_tag(
    struct arena *a, const char *s, size_t len, char mark);
/* "2026-11-23" or "2026/11/23" at p; 10, or 0 when it is no day. */
size_t study_import_ymd(struct date *out, const char *p, size_t len);

#endif
