/* study_order.c: the end of the day that a day file was written by
 *
 * A file has the times of the clock, and those before the day's end are of the
 * night that follows. If `day_ends` becomes another time later, the entries
 * between the two are read as 24 hours away from where they were, and nothing
 * that they say tells. Where they stand does: entries stand in the order of
 * time, those of the night last. So a day that is out of order by one end, and
 * in order by another, was written by that one. A day whose entries are in
 * order by both, or by none, tells nothing.
 */
#include "study/study_past.h"

/* No end later than this one is guessed: a day that is written backwards, the
 * newest entry first, must not look like a long night. */
#define LATEST (6 * 60)

int
study_day_end(const struct study_day *day, int day_ends)
{
	int latest = day_ends > LATEST ? day_ends : LATEST;
	int first = -1, last = -1, drops = 0;
	size_t i;

	for (i = 0; i < day->n_entries; i++) {
		int start = day->entries[i].start;

		if (start < 0)
			continue;
		if (first == -1)
			first = start;
		drops += start < last;
		last = start;
	}
	/* Sorted by the end b is what drops once, from the evening into the
	 * night, with every start before the drop at b or later, and every one
	 * behind it earlier; or what never drops, if all or none is before b. */
	if (first == -1 || drops > 1 || (drops == 1 && last >= first))
		return day_ends;
	if (drops == 0)
		return day_ends > first && day_ends <= last ? first : day_ends;
	if (day_ends > first)
		return first;
	return day_ends <= last && last < latest ? last + 1 : day_ends;
}
