/* date.h: moments, study days, weeks; the only file that asks for the time */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* A day of the proleptic Gregorian calendar, years 1 to 9999. */
struct date {
	int y, m, d;
};

/* An instant, and the offset from UTC that clocks showed there, in seconds. */
struct moment {
	int64_t t; /* seconds since 1970-01-01T00:00:00Z */
	int offset;
};

#define DATE_MAX 16   /* "2026-11-23" and a NUL, with room */
#define MOMENT_MAX 40 /* "2026-11-23T21:28:00+09:00" and a NUL, with room */

/*
 * Now: $HALFHOUR_NOW (RFC 3339) if it is set, else the clock and the local
 * time zone. With $HALFHOUR_NOW every local time has its offset, so that a
 * test depends on no zone. Fails when $HALFHOUR_NOW is not a time.
 */
int moment_now(struct moment *out, struct err *e);
/* Whether $HALFHOUR_NOW is set: then all that is done is the same each time. */
bool moment_fixed(void);
/*
 * The moment at which local clocks show this minute of this day: the first
 * of two when they are put back; when they skip it, as if they had not been
 * put forward yet (RFC 5545, 3.3.5).
 */
struct moment moment_at(struct date d, int minute_of_day);
/* This instant as local clocks show it. */
struct moment moment_local(int64_t t);

/* RFC 3339, as in 2026-11-23T21:28:00+09:00; 0 or -1. */
int moment_parse(struct moment *out, const char *s);
void moment_format(char out[MOMENT_MAX], struct moment m);

/* The calendar day and the minute of that day that the clocks show. */
struct date moment_date(struct moment m);
int moment_minute(struct moment m);
/*
 * The study day: the day before, while the clock shows less than day_ends
 * (in minutes of the day).
 */
struct date moment_study_day(struct moment m, int day_ends);

/* Exactly YYYY-MM-DD and a real day; 0 or -1. */
int date_parse(struct date *out, const char *s);
void date_format(char out[DATE_MAX], struct date d);
bool date_valid(struct date d);
int date_cmp(struct date a, struct date b);
struct date date_add(struct date d, int days);
int64_t date_days(struct date d); /* since 1970-01-01 */
int date_weekday(struct date d);  /* 0 is Monday */
/* ISO 8601 week and the year it belongs to. */
void date_iso_week(struct date d, int *year, int *week);
/* "21:30" in minutes of the day, 0 to 1440; -1 if it is not that. */
int date_parse_clock(const char *s);

#define DATE_BOOT_MAX 40 /* a UUID and a NUL, with room */

/* All clocks at one instant. With $HALFHOUR_NOW, or where the system does not
 * tell the id of its boot, `boot` is "" and only `now` counts. */
struct date_clock {
	struct moment now;
	char boot[DATE_BOOT_MAX];
	int64_t boot_ms; /* CLOCK_BOOTTIME, which goes on in suspend */
	int64_t mono_ms; /* CLOCK_MONOTONIC, which does not */
};
int date_clock(struct date_clock *out, struct err *e);

/* Seconds since 1970 as the files of this machine have them, whatever
 * $HALFHOUR_NOW says. */
int64_t date_of_files(void);
/* Milliseconds of a clock that never goes back (CLOCK_MONOTONIC). */
int64_t date_ticks(void);
/* The same in nanoseconds; and what this thread has used of the processor. */
int64_t date_wall_ns(void);
int64_t date_thread_ns(void);

#endif
