/* study_past.h: what became of a day since it was written */
#ifndef STUDY_STUDY_PAST_H
#define STUDY_STUDY_PAST_H

#include "study/study.h"

/* The minute at which days ended when this one was written, as far as the
 * order of its entries tells; day_ends where it tells nothing else. */
int study_day_end(const struct study_day *day, int day_ends);

#endif
