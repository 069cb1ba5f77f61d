/* study_merge.h: two versions of a day made one */
#ifndef STUDY_STUDY_MERGE_H
#define STUDY_STUDY_MERGE_H

#include "study/study.h"

/* A version of a day file, p NULL when there is none. */
struct study_version {
	const char *p;
	size_t len;
};

struct study_merge {
	struct study_version base, ours, theirs;
	int day_ends;     /* minutes: entries that start before come last */
	const char *lang; /* of the marks: ko, en, ja */
	const char *date; /* that the file is called by, or NULL */
};

/*
 * Append to `out` the day with what both versions have made of `base`: 1;
 * STUDY_MERGE_GONE where one of them has removed the file, and nothing is left
 * of it; 0 where it cannot be told, as when both have changed the front matter.
 * Unless it is 1, `out` is as it was. It merges by entry and by item, never by
 * line: what only one side has changed is taken from there; of what both have
 * changed both are kept, and the second begins with a mark; what one has
 * removed and the other changed is kept, and marked, and so are two entries
 * with one heading of which each side has kept another. Of a day that one has
 * removed, what the other has put in or changed is left. Entries come to stand
 * in the order of time, and the bytes of `ours` stay as they are but for what
 * is changed. *marks is how many marks were set. A pure function: same versions, same bytes.
 */
#define STUDY_MERGE_GONE 2
int study_merge(struct strbuf *out, size_t *marks, const struct study_merge *m);

enum study_step {
	STUDY_STEP_LINES, /* entries and items do not tell it, lines may */
	STUDY_STEP_CLASH, /* a piece that it makes or takes is another one */
	STUDY_STEP_DONE,
	STUDY_STEP_GONE /* nothing is left, so there is to be no file */
};
/*
 * Append to `out` what the step from `base` to `theirs` makes of `ours`, which
 * is there, as is one of the other two. An entry or an item that the step
 * takes away goes if it is what it was in `base`, whatever stands around it;
 * one that it adds is put in if it is not there. Nothing is marked or kept
 * twice: unless it is STUDY_STEP_DONE, `out` is as it was. A step that is not
 * one of entries and items alone, as when they change places, or that alters a
 * piece which ours has altered too, is left to a merge by lines; so is that of
 * a file that goes, when ours has nothing of it but headings. A pure function,
 * as above.
 */
enum study_step study_step(struct strbuf *out, const struct study_merge *m);

/* Whether a line, without its white space in front, is such a mark. */
bool study_merge_is_mark(const char *line, size_t len);

#endif
