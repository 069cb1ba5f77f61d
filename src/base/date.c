/* date.c: moments, study days, weeks; the only file that asks for the time */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"

#define DAY_SECONDS 86400

/* Days since 1970-01-01: Howard Hinnant, "chrono-compatible low-level date
 * algorithms", days_from_civil and civil_from_days. */
int64_t
date_days(struct date d)
{
	int64_t y = d.m <= 2 ? d.y - 1 : d.y;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (d.m + (d.m > 2 ? -3 : 9)) + 2) / 5 + d.d - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

static struct date
date_from_days(int64_t z)
{
	int64_t era, doe, yoe, doy, mp;
	struct date d;

	z += 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	d.d = (int)(doy - (153 * mp + 2) / 5 + 1);
	d.m = (int)(mp < 10 ? mp + 3 : mp - 9);
	d.y = (int)(yoe + era * 400 + (d.m <= 2));
	return d;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The offset that $HALFHOUR_NOW fixes, if it is set and a time. */
static bool
fixed_now(struct moment *out)
{
	const char *s = getenv("HALFHOUR_NOW");

	return s != NULL && *s != '\0' && moment_parse(out, s) == 0;
}

bool
moment_fixed(void)
{
	const char *s = getenv("HALFHOUR_NOW");

	return s != NULL && *s != '\0';
}

struct moment
moment_local(int64_t t)
{
	struct moment m = { t, 0 }, fixed;
	time_t tt = (time_t)t;
	struct tm tm;

	if (fixed_now(&fixed))
		m.offset = fixed.offset;
	else if (localtime_r(&tt, &tm) != NULL)
		m.offset = (int)tm.tm_gmtoff;
	return m;
}

int
moment_now(struct moment *out, struct err *e)
{
	if (!moment_fixed()) {
		*out = moment_local((int64_t)time(NULL));
		return 0;
	}
	if (!fixed_now(out))
		return err_code(e, ERR_USAGE,
		    "HALFHOUR_NOW: '%s' is not a time such as "
		    "2026-11-23T21:28:00+09:00",
		    getenv("HALFHOUR_NOW"));
	return 0;
}

struct moment
moment_at(struct date d, int minute_of_day)
{
	int64_t wall = date_days(d) * DAY_SECONDS + (int64_t)minute_of_day * 60;
	struct moment before = moment_local(wall - DAY_SECONDS);
	struct moment after = moment_local(wall + DAY_SECONDS);
	struct moment first = moment_local(wall - before.offset);
	struct moment second = moment_local(wall - after.offset);

	/* No zone is a day from UTC, so these two offsets are those on either
	 * side of a change of clocks near by. In the gap that it skips neither
	 * fits, and then the one before counts. */
	if (first.offset != before.offset && second.offset == after.offset)
		return second;
	return first;
}

/* n digits at s as a number, or -1. */
static int
digits(const char *s, int n)
{
	int v = 0;

	for (; n > 0; n--, s++) {
		if (!isdigit((unsigned char)*s))
			return -1;
		v = v * 10 + (*s - '0');
	}
	return v;
}

int
date_parse(struct date *out, const char *s)
{
	struct date d;

	if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
		return -1;
	d.y = digits(s, 4);
	d.m = digits(s + 5, 2);
	d.d = digits(s + 8, 2);
	if (!date_valid(d))
		return -1;
	*out = d;
	return 0;
}

bool
date_valid(struct date d)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (d.y % 4 == 0 && d.y % 100 != 0) || d.y % 400 == 0;

	return d.y >= 1 && d.y <= 9999 && d.m >= 1 && d.m <= 12 && d.d >= 1 &&
	       d.d <= days[d.m - 1] + (leap && d.m == 2);
}

/* The last two of them; what is behind. */
static char *
two_digits(char *to, unsigned n)
{
	*to++ = (char)('0' + n / 10 % 10);
	*to++ = (char)('0' + n % 10);
	return to;
}

void
date_format(char out[DATE_MAX], struct date d)
{
	char *to = two_digits(out, (unsigned)d.y % 10000 / 100);

	/* Each page of a site has a few dates: printf() takes long for them. */
	to = two_digits(to, (unsigned)d.y % 100);
	*to++ = '-';
	to = two_digits(to, (unsigned)d.m % 100);
	*to++ = '-';
	to = two_digits(to, (unsigned)d.d % 100);
	*to = '\0';
}

int
date_cmp(struct date a, struct date b)
{
	int64_t x = date_days(a), y = date_days(b);

	return (x > y) - (x < y);
}

struct date
date_add(struct date d, int days)
{
	return date_from_days(date_days(d) + days);
}

int
date_weekday(struct date d)
{
	int64_t z = date_days(d) + 3; /* 1970-01-01 was a Thursday */

	return (int)(z - floor_div(z, 7) * 7);
}

void
date_iso_week(struct date d, int *year, int *week)
{
	struct date thursday = date_add(d, 3 - date_weekday(d));
	struct date first = { thursday.y, 1, 1 };

	*year = thursday.y;
	*week = (int)((date_days(thursday) - date_days(first)) / 7) + 1;
}

/* "+09:00", "Z"; seconds in *out, 0 or -1. */
static int
parse_offset(int *out, const char *s)
{
	int h, m;

	if (strcmp(s, "Z") == 0 || strcmp(s, "z") == 0) {
		*out = 0;
		return 0;
	}
	if ((*s != '+' && *s != '-') || strlen(s) != 6 || s[3] != ':')
		return -1;
	h = digits(s + 1, 2);
	m = digits(s + 4, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return -1;
	*out = (h * 60 + m) * 60 * (*s == '-' ? -1 : 1);
	return 0;
}

int
moment_parse(struct moment *out, const char *s)
{
	char day[11];
	struct date d;
	int h, m, sec, offset;

	if (strlen(s) < 20 || (s[10] != 'T' && s[10] != 't' && s[10] != ' '))
		return -1;
	memcpy(day, s, 10);
	day[10] = '\0';
	h = digits(s + 11, 2);
	m = digits(s + 14, 2);
	sec = digits(s + 17, 2);
	if (date_parse(&d, day) == -1 || s[13] != ':' || s[16] != ':' ||
	    h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 60)
		return -1;
	s += 19;
	if (*s == '.' && isdigit((unsigned char)s[1]))
		do
			s++;
		while (isdigit((unsigned char)*s));
	if (parse_offset(&offset, s) == -1)
		return -1;
	out->t = date_days(d) * DAY_SECONDS + h * 3600 + m * 60 + sec - offset;
	out->offset = offset;
	return 0;
}

void
moment_format(char out[MOMENT_MAX], struct moment m)
{
	int64_t wall = m.t + m.offset;
	int64_t s = wall - floor_div(wall, DAY_SECONDS) * DAY_SECONDS;
	int off = abs(m.offset) / 60;
	char *to = out + strlen("2026-11-23");

	date_format(out, moment_date(m));
	*to++ = 'T';
	to = two_digits(to, (unsigned)(s / 3600));
	*to++ = ':';
	to = two_digits(to, (unsigned)(s / 60 % 60));
	*to++ = ':';
	to = two_digits(to, (unsigned)(s % 60));
	*to++ = m.offset < 0 ? '-' : '+';
	to = two_digits(to, (unsigned)off / 60);
	*to++ = ':';
	to = two_digits(to, (unsigned)off % 60);
	*to = '\0';
}

struct date
moment_date(struct moment m)
{
	return date_from_days(floor_div(m.t + m.offset, DAY_SECONDS));
}

int
moment_minute(struct moment m)
{
	int64_t wall = m.t + m.offset;

	return (int)((wall - floor_div(wall, DAY_SECONDS) * DAY_SECONDS) / 60);
}

struct date
moment_study_day(struct moment m, int day_ends)
{
	struct date d = moment_date(m);

	return moment_minute(m) < day_ends ? date_add(d, -1) : d;
}

int
date_parse_clock(const char *s)
{
	const char *colon = strchr(s, ':');
	int h, m, width = colon ? (int)(colon - s) : 0;

	if (width < 1 || width > 2 || strlen(colon) != 3)
		return -1;
	h = digits(s, width);
	m = digits(colon + 1, 2);
	if (h < 0 || m < 0 || m > 59 || h * 60 + m > 1440)
		return -1;
	return h * 60 + m;
}

static int64_t
clock_ms(clockid_t id)
{
	struct timespec ts;

	if (clock_gettime(id, &ts) == -1)
		return 0;
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* The id of this boot; "" when there is none to be had. */
static void
clock_boot(char out[DATE_BOOT_MAX])
{
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "re");

	if (f == NULL || fgets(out, DATE_BOOT_MAX, f) == NULL)
		out[0] = '\0';
	out[strspn(out, "0123456789abcdef-")] = '\0';
	if (f != NULL)
		fclose(f);
}

int
date_clock(struct date_clock *out, struct err *e)
{
	const char *fixed = getenv("HALFHOUR_NOW");

	memset(out, 0, sizeof(*out));
	if (fixed == NULL || *fixed == '\0') {
		clock_boot(out->boot);
		out->boot_ms = clock_ms(CLOCK_BOOTTIME);
		out->mono_ms = clock_ms(CLOCK_MONOTONIC);
	}
	return moment_now(&out->now, e);
}

int64_t
date_of_files(void)
{
	return clock_ms(CLOCK_REALTIME) / 1000;
}

int64_t
date_ticks(void)
{
	return clock_ms(CLOCK_MONOTONIC);
}

static int64_t
clock_ns(clockid_t clock)
{
	struct timespec ts = { .tv_sec = 0 };

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

int64_t
date_wall_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

int64_t
date_thread_ns(void)
{
	return clock_ns(CLOCK_THREAD_CPUTIME_ID);
}
