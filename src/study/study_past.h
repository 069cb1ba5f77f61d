/* study_past.h: what became of a day since it was written */
#ifndef STUDY_STUDY_PAST_H
#define STUDY_STUDY_PAST_H

#include "study/study.h"

enum study_past {
	STUDY_PAST_OTHER, /* the change did anything else than add */
	STUDY_PAST_GONE,  /* nothing of it is there, nor what it may be now */
	STUDY_PAST_BECAME /* an entry or an item of it is, or may be */
};
/* What became of the entries and items that a change added to a day, text[0]
 * before it and text[1] after it, in text[2]. NULL: no file. */
enum study_past study_past(const char *const text[3], const size_t len[3]);

/* The minute at which days ended when this one was written, as far as the
 * order of its entries tells; day_ends where it tells nothing else. */
int study_day_end(const struct study_day *day, int day_ends);

#endif
