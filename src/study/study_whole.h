/* study_whole.h: an item with all that is nested below it, as one text */
#ifndef STUDY_STUDY_WHOLE_H
#define STUDY_STUDY_WHOLE_H

#include "study/study.h"

/*
 * The item as `study_add` takes it, so that a patch writes it as it is in the
 * day: its text, and below that its body as far to the left as the text is. In
 * the arena. `day` has the text that it was parsed from.
 */
const char *study_item_whole(const struct study_day *day,
    const struct study_item *item, struct arena *a);

/* Whether it is a try that is not open, or an item of any list whose box is
 * ticked: none that can be added. */
bool study_item_ticked(
    const struct study_day *day, const struct study_item *item);

#endif
