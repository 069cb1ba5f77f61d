/* study_box.h: the running timebox, as data */
#ifndef STUDY_STUDY_BOX_H
#define STUDY_STUDY_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/strbuf.h"

/* The most that an entry can be long, for a heading that says more is read as
 * a mistake; so no timebox is planned for more. */
#define STUDY_MINUTES_MAX (12 * 60)

#define STUDY_BOX_ID 17 /* 16 hexadecimal digits and a NUL */

/* What a line that was added will be. The first three are study_list_kind. */
enum study_box_kind {
	STUDY_BOX_KEEP,
	STUDY_BOX_PROBLEM,
	STUDY_BOX_TRY,
	STUDY_BOX_TEXT,
	STUDY_BOX_KINDS
};

struct study_box_line {
	enum study_box_kind kind;
	const char *text;
};

struct study_box {
	char id[STUDY_BOX_ID];
	struct date_clock start;   /* every clock there is, when it began */
	int minutes;               /* planned */
	const char *topic, *title; /* title "" for none */
	const struct study_box_line *lines;
	size_t n_lines;
};

/* As bytes and back; the format is told in study_box.c. Parsing takes nothing
 * but what rendering gives; strings go into the arena. */
void study_box_render(struct strbuf *out, const struct study_box *box);
int study_box_parse(struct study_box *out, const char *text, size_t len,
    struct arena *a, struct err *e);

/* Where a timebox stands, in seconds. */
struct study_box_time {
	int64_t elapsed;   /* sleep of the machine included */
	int64_t left;      /* never less than 0 */
	int64_t over;      /* never less than 0 */
	int64_t suspended; /* how much of elapsed the machine slept */
	/* By how much the clock of the day was set in the meantime, if that can
	 * be told; elapsed does not depend on it then. */
	int64_t moved;
	/* The clock of the day shows a time before the start, and no other
	 * clock remembers: elapsed is 0, and wrong. */
	bool unknown;
};
void study_box_time(struct study_box_time *out, const struct study_box *box,
    const struct date_clock *now);

/* Whole minutes of so many seconds: the nearest, and at least one. */
int study_box_minutes(int64_t seconds);
/* The lines of a kind, in the arena; of STUDY_BOX_TEXT use the body. */
const char **study_box_lines(const struct study_box *box,
    enum study_box_kind kind, size_t *n, struct arena *a);
/* The TEXT lines as one Markdown text: bullets stay together, all else is a
 * paragraph of its own. `more` (NULL for none) comes last. */
const char *study_box_body(
    const struct study_box *box, const char *more, struct arena *a);

#endif
