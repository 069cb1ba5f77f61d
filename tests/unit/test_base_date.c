/* test_base_date.c: days, weeks, moments, zones, the clock of tests */
#include "tap.h"

#include <stdlib.h>
#include <time.h>

#include "base/date.h"

static void
zone(const char *tz)
{
	unsetenv("HALFHOUR_NOW");
	setenv("TZ", tz, 1);
	tzset();
}

static void
test_calendar(void)
{
	static const char *const bad[] = { "", "2026-11-2", "2026-11-231",
		"2026-11-23 ", " 2026-11-23", "2026/11/23", "2026-13-01",
		"2026-00-10", "2026-01-00", "2026-01-32", "2026-02-29",
		"1900-02-29", "2026-04-31", "0000-01-01", "-001-01-01",
		"2026-1a-01", "2026-+1-01", "２０２６-11" };
	struct date d = { 1, 1, 1 }, e = d, p;
	char s[DATE_MAX];
	int64_t n, first = date_days(d);
	bool whole = true, week = true;
	size_t i;

	/* Every day of the calendar, once around. */
	for (n = first; date_valid(d); n++, d = date_add(d, 1)) {
		date_format(s, d);
		whole = whole && date_days(d) == n && strlen(s) == 10 &&
			date_parse(&p, s) == 0 && date_cmp(p, d) == 0;
		week = week && date_weekday(d) == (int)((n - first) % 7);
		if (!whole)
			break;
	}
	ok(whole && n - first == 3652059, "0001-01-01 to 9999-12-31 and back");
	ok(week, "their weekdays; 0001-01-01 is a Monday");
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(date_parse(&d, bad[i]) == -1, "no day: '%s'", bad[i]);
	ok(date_parse(&d, "2024-02-29") == 0 &&
		date_parse(&e, "2000-02-29") == 0,
	    "leap days");
	d = date_add(d, 366);
	e = date_add(e, -60);
	date_format(s, d);
	is_str(s, "2025-03-01", "a year from a leap day");
	date_format(s, e);
	is_str(s, "1999-12-31", "60 days before one");
	ok(date_days((struct date){ 1970, 1, 1 }) == 0 &&
		date_days((struct date){ 1969, 12, 31 }) == -1,
	    "the epoch");
	ok(date_cmp(d, e) == 1 && date_cmp(e, d) == -1, "order");
}

static void
test_weeks(void)
{
	static const struct {
		const char *day;
		int year, week;
	} cases[] = {
		{ "2026-11-23", 2026, 48 },
		{ "2020-12-31", 2020, 53 },
		{ "2021-01-03", 2020, 53 },
		{ "2021-01-04", 2021, 1 },
		{ "2026-12-31", 2026, 53 },
		{ "2027-01-01", 2026, 53 },
		{ "2027-01-04", 2027, 1 },
		{ "2024-12-30", 2025, 1 },
		{ "2019-12-29", 2019, 52 },
		{ "2019-12-30", 2020, 1 },
		{ "2005-01-01", 2004, 53 },
		{ "2008-12-29", 2009, 1 },
		{ "1970-01-01", 1970, 1 },
		{ "0001-01-01", 1, 1 },
		{ "9999-12-31", 9999, 52 },
	};
	struct date d;
	int year, week;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		date_parse(&d, cases[i].day);
		date_iso_week(d, &year, &week);
		ok(year == cases[i].year && week == cases[i].week,
		    "%s is in %d-W%02d", cases[i].day, year, week);
	}
}

static void
test_moments(void)
{
	static const char *const same[] = { "2026-11-23T21:28:00+09:00",
		"2026-11-23T00:00:00-12:00", "0001-01-01T00:00:00+14:00",
		"9999-12-31T23:59:59-11:30", "1969-12-31T23:59:59+00:00",
		"2011-12-31T00:00:00+14:00", "1987-05-10T12:00:00+10:00",
		"2026-02-28T23:59:59-00:30" };
	static const char *const bad[] = { "", "2026-11-23", "now",
		"2026-11-23T21:28", "2026-11-23T21:28:00", "2026-11-23T21:28Z",
		"2026-11-23T24:00:00Z", "2026-11-23T21:60:00Z",
		"2026-11-23T21:28:61Z", "2026-02-30T00:00:00Z",
		"2026-11-23T21:28:00+0900", "2026-11-23T21:28:00+9:00",
		"2026-11-23T21:28:00+09:60", "2026-11-23T21:28:00+24:00",
		"2026-11-23T21:28:00Zx", "2026-11-23T21:28:00 +09:00",
		"2026-11-23T21:28:00.Z", "2026-11-23x21:28:00Z",
		"2026-11-23T21-28-00Z", "2026-11-23T21:28:00KST",
		" 2026-11-23T21:28:00Z", "0000-01-01T00:00:00Z" };
	struct moment m, k;
	char s[MOMENT_MAX];
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(*same); i++) {
		if (!ok(moment_parse(&m, same[i]) == 0, "a time"))
			continue;
		moment_format(s, m);
		is_str(s, same[i], "%s there and back", same[i]);
	}
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(moment_parse(&m, bad[i]) == -1, "no time: '%s'", bad[i]);
	ok(moment_parse(&m, "2026-11-23T12:28:00z") == 0 &&
		moment_parse(&k, "2026-11-23 21:28:00.987+09:00") == 0 &&
		m.t == k.t && k.offset == 32400,
	    "z, a space and a fraction");
	ok(moment_parse(&m, "1970-01-01T00:00:00+00:00") == 0 && m.t == 0,
	    "the epoch");
}

static void
test_study_day(void)
{
	static const struct {
		const char *time;
		int ends;
		const char *day;
	} cases[] = {
		{ "2026-11-23T03:59:59+09:00", 240, "2026-11-22" },
		{ "2026-11-23T04:00:00+09:00", 240, "2026-11-23" },
		{ "2026-11-23T00:00:00+09:00", 240, "2026-11-22" },
		{ "2026-11-23T00:00:00+09:00", 0, "2026-11-23" },
		{ "2026-11-23T23:59:59+09:00", 240, "2026-11-23" },
		{ "2027-01-01T00:40:00-05:00", 240, "2026-12-31" },
		{ "2024-03-01T02:00:00+09:00", 240, "2024-02-29" },
		{ "1970-01-01T01:00:00+09:00", 240, "1969-12-31" },
	};
	static const struct {
		const char *s;
		int minute;
	} clocks[] = {
		{ "21:30", 1290 },
		{ "0:00", 0 },
		{ "00:00", 0 },
		{ "9:05", 545 },
		{ "24:00", 1440 },
		{ "24:01", -1 },
		{ "25:00", -1 },
		{ "21:60", -1 },
		{ "21:5", -1 },
		{ "21:305", -1 },
		{ ":30", -1 },
		{ "121:30", -1 },
		{ "-1:30", -1 },
		{ "+1:30", -1 },
		{ " 1:30", -1 },
		{ "1:30 ", -1 },
		{ "2130", -1 },
		{ "", -1 },
		{ "오후:30", -1 },
	};
	struct moment m;
	char s[DATE_MAX];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		moment_parse(&m, cases[i].time);
		date_format(s, moment_study_day(m, cases[i].ends));
		is_str(s, cases[i].day, "%s", cases[i].time);
	}
	for (i = 0; i < sizeof(clocks) / sizeof(*clocks); i++)
		ok(date_parse_clock(clocks[i].s) == clocks[i].minute,
		    "clock '%s'", clocks[i].s);
}

/* What clocks show when asked for this minute of this day. */
static void
shows(const char *day, const char *clock, const char *want)
{
	char s[MOMENT_MAX];
	struct date d;

	date_parse(&d, day);
	moment_format(s, moment_at(d, date_parse_clock(clock)));
	is_str(s, want, "%s: %s %s", getenv("TZ"), day, clock);
}

/*
 * What is shown twice is the first of the two, and what is skipped is read
 * with the offset before the jump (RFC 5545, 3.3.5), on both sides of
 * Greenwich.
 */
static void
test_zones(void)
{
	zone("America/New_York");
	shows("2026-03-08", "01:59", "2026-03-08T01:59:00-05:00");
	shows("2026-03-08", "02:30", "2026-03-08T03:30:00-04:00");
	shows("2026-03-08", "03:00", "2026-03-08T03:00:00-04:00");
	shows("2026-11-01", "00:59", "2026-11-01T00:59:00-04:00");
	shows("2026-11-01", "01:30", "2026-11-01T01:30:00-04:00");
	shows("2026-11-01", "02:00", "2026-11-01T02:00:00-05:00");
	shows("2026-11-01", "24:00", "2026-11-02T00:00:00-05:00");
	zone("Australia/Lord_Howe");
	shows("2026-04-05", "01:45", "2026-04-05T01:45:00+11:00");
	shows("2026-04-05", "02:00", "2026-04-05T02:00:00+10:30");
	shows("2026-10-04", "01:59", "2026-10-04T01:59:00+10:30");
	shows("2026-10-04", "02:15", "2026-10-04T02:45:00+11:00");
	shows("2026-10-04", "02:30", "2026-10-04T02:30:00+11:00");
	zone("Pacific/Apia");
	shows("2011-12-29", "23:59", "2011-12-29T23:59:00-10:00");
	shows("2011-12-31", "00:00", "2011-12-31T00:00:00+14:00");
	shows("2011-12-30", "12:00", "2011-12-31T12:00:00+14:00");
	zone("Asia/Seoul");
	shows("1988-05-08", "01:59", "1988-05-08T01:59:00+09:00");
	shows("1988-05-08", "02:30", "1988-05-08T03:30:00+10:00");
	shows("1988-10-09", "02:30", "1988-10-09T02:30:00+10:00");
	shows("1988-10-09", "03:00", "1988-10-09T03:00:00+09:00");
	shows("2026-11-23", "21:28", "2026-11-23T21:28:00+09:00");
	zone("Asia/Pyongyang");
	shows("2018-05-04", "23:29", "2018-05-04T23:29:00+08:30");
	shows("2018-05-05", "00:00", "2018-05-05T00:00:00+09:00");
	zone("Asia/Kathmandu");
	shows("2026-11-23", "21:28", "2026-11-23T21:28:00+05:45");
	zone("UTC");
	shows("2026-11-23", "21:28", "2026-11-23T21:28:00+00:00");
}

/* Each minute of two years of changes: what exists is shown as asked. */
static void
test_every_minute(void)
{
	static const char *const zones[] = { "America/New_York",
		"Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
		"Europe/London", "Asia/Seoul", "America/St_Johns",
		"Antarctica/Troll", "Pacific/Chatham" };
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		struct date d = { 2011, 1, 1 };
		bool good = true;
		int64_t t;

		zone(zones[i]);
		for (t = date_days(d) * 86400;
		     t < date_days((struct date){ 2013, 1, 1 }) * 86400;
		     t += 15 * 60) {
			struct moment m = moment_local(t);
			struct moment at =
			    moment_at(moment_date(m), moment_minute(m));

			good = good && at.t <= t &&
			       moment_minute(at) == moment_minute(m) &&
			       date_cmp(moment_date(at), moment_date(m)) == 0;
		}
		ok(good, "%s: every quarter of an hour is found again",
		    zones[i]);
	}
}

static void
test_now(void)
{
	static const char *const bad[] = { "x", "2026-11-23", "0",
		"2026-11-23T21:28:00", "2026-11-23T21:28:00+09:00 ",
		"2026-11-23T21:28:00+25:00", "10000-01-01T00:00:00Z" };
	struct moment m;
	struct err e = ERR_INIT;
	char s[MOMENT_MAX];
	size_t i;

	zone("America/New_York");
	setenv("HALFHOUR_NOW", "2026-03-08T02:30:00+09:00", 1);
	ok(moment_now(&m, &e) == 0, "HALFHOUR_NOW is now");
	moment_format(s, m);
	is_str(s, "2026-03-08T02:30:00+09:00", "to the second");
	moment_format(s, moment_local(0));
	is_str(s, "1970-01-01T09:00:00+09:00", "its offset is that of all");
	shows("2026-03-08", "02:30", "2026-03-08T02:30:00+09:00");
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		e = (struct err)ERR_INIT;
		setenv("HALFHOUR_NOW", bad[i], 1);
		ok(moment_now(&m, &e) == -1 && e.code == ERR_USAGE &&
			strstr(e.msg, bad[i]) != NULL &&
			strstr(e.msg, "HALFHOUR_NOW") != NULL,
		    "no now: %s", bad[i]);
	}
	setenv("HALFHOUR_NOW", "", 1);
	ok(moment_now(&m, &e) == 0 && m.t > 1700000000, "empty: the clock");
	zone(":/etc/passwd");
	ok(moment_now(&m, &e) == 0 && m.offset == 0, "a zone that is none");
	ok(date_ticks() <= date_ticks(), "ticks do not go back");
}

int
main(void)
{
	test_calendar();
	test_weeks();
	test_moments();
	test_study_day();
	test_zones();
	test_every_minute();
	test_now();
	return done_testing();
}
