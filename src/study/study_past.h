/* study_past.h: what became of a day since it was written */
#ifndef STUDY_STUDY_PAST_H
#define STUDY_STUDY_PAST_H

#include "study/study.h"

/*
 * Whether what a change added to a day, text[0] before it and text[1] after
 * it, is no more in text[2]: no entry and no item of it, nor anything that it
 * may have become. False of a change that did anything else. NULL: no file.
 */
bool study_gone(const char *const text[3], const size_t len[3]);

/* The minute at which days ended when this one was written, as far as the
 * order of its entries tells; day_ends where it tells nothing else. */
int study_day_end(const struct study_day *day, int day_ends);

#endif
