/* study_export.h: days for other programs: JSON, CSV, iCalendar */
#ifndef STUDY_STUDY_EXPORT_H
#define STUDY_STUDY_EXPORT_H

#include "base/jsonw.h"
#include "study/study.h"

/* The days that go out, in order; borrowed. */
struct study_export {
	const struct study_day *days;
	size_t n;
	int day_ends;
};

/* The keys of an entry, from "schema" to "line", in an object that is open. */
void study_json_entry(struct jsonw *j, const struct study_day *day,
    const struct study_entry *entry, int day_ends);

/*
 * Each appends a whole document, the same bytes for the same days. Bytes that
 * are not UTF-8 become U+FFFD. Every entry is in each of the three; KEEP,
 * PROBLEM and TRY, which belong to a day, are in JSON only.
 */
void study_export_json(struct strbuf *out, const struct study_export *x);
/* RFC 4180 with a header line. A cell that a spreadsheet would run as a
 * formula gets an apostrophe in front. */
void study_export_csv(struct strbuf *out, const struct study_export *x);
/* RFC 5545: an event for each entry; without times it is of the whole day. */
void study_export_ical(struct strbuf *out, const struct study_export *x);

#endif
