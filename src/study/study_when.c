/* study_when.c: `어제 밤 9시`, `yesterday 21:00`, `-40m`: a time; `-3`: a day
 *
 *	TIME = AGO | [DAY] CLOCK | RFC 3339
 *	AGO  = "-40m", "-1h30m", "40분 전", "1時間30分前", "40m ago", "now"
 *	DAY  = YYYY-MM-DD, "today", "어제", "그저께", "一昨日", "3일 전", …
 *	CLOCK = "21:00", "9:30pm", "밤 9시 반", "午後9時30分", …
 *
 * All of the text must fit; nothing is guessed. In a TIME a day is the day of
 * the calendar, as in speech: at half past midnight "어제 밤 9시" was three and
 * a half hours ago. A clock time alone is of the study day that is running.
 * A DAY alone is a study day, because it names a file.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "study/study_head_int.h"

#define HOUR 60
#define DAY 1440

static const struct {
	const char *word;
	int days;
} day_words[] = {
	{ "today", 0 },
	{ "yesterday", -1 },
	{ "오늘", 0 },
	{ "어제", -1 },
	{ "어저께", -1 },
	{ "그저께", -2 },
	{ "그제", -2 },
	{ "그끄저께", -3 },
	{ "今日", 0 },
	{ "きょう", 0 },
	{ "昨日", -1 },
	{ "きのう", -1 },
	{ "一昨日", -2 },
	{ "おととい", -2 },
};

#define N(array) (sizeof(array) / sizeof(*(array)))

/* In NFC, lower case, wide forms narrow, one space at most: what the Korean
 * and Japanese input methods leave behind. */
static char *
normalise(const char *s)
{
	struct strbuf out = STRBUF_INIT;
	char *fold = utf8_fold(s);
	size_t len = strlen(fold), i, n;
	bool gap = false;

	for (i = 0; i < len; i += n) {
		int32_t c;

		n = utf8_next(fold + i, len - i, &c);
		if (utf8_is_space(c)) {
			gap = true;
			continue;
		}
		if (gap && out.len > 0)
			strbuf_addc(&out, ' ');
		gap = false;
		if (c >= 0xff01 && c <= 0xff5e)
			strbuf_addc(&out, (char)(c - 0xff01 + '!'));
		else
			strbuf_add(&out, fold + i, n);
	}
	free(fold);
	return strbuf_take(&out);
}

static void
skip_space(const char **p)
{
	while (**p == ' ')
		(*p)++;
}

/* A word, and the space behind it. An English one must end there. */
static bool
eat(const char **p, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*p, word, n) != 0)
		return false;
	if (isalpha((unsigned char)word[n - 1]) &&
	    isalpha((unsigned char)(*p)[n]))
		return false;
	*p += n;
	skip_space(p);
	return true;
}

/* Up to four digits, at least one; -1 when there are none or more. */
static int
number(const char **p, int *digits)
{
	const char *s = *p;
	int v = 0, n = 0;

	while (isdigit((unsigned char)s[n])) {
		if (n == 4)
			return -1;
		v = v * 10 + (s[n++] - '0');
	}
	if (digits != NULL)
		*digits = n;
	if (n == 0)
		return -1;
	*p = s + n;
	return v;
}

static bool
eat_any(const char **p, const char *const *words)
{
	for (; *words != NULL; words++)
		if (eat(p, *words))
			return true;
	return false;
}

/* "1h30m", "1시간 30분", "40 minutes": minutes, or -1. */
static int
duration(const char **p)
{
	static const char *const hour[] = { "hours", "hour", "h", "시간",
		"時間", NULL };
	static const char *const minute[] = { "minutes", "minute", "min", "m",
		"분", "分", NULL };
	const char *s = *p;
	int n = number(&s, NULL), total;

	if (n == -1)
		return -1;
	skip_space(&s);
	if (eat_any(&s, minute)) {
		*p = s;
		return n;
	}
	if (!eat_any(&s, hour))
		return -1;
	total = n * HOUR;
	*p = s;
	n = number(&s, NULL);
	if (n == -1)
		return total;
	skip_space(&s);
	if (!eat_any(&s, minute))
		return -1;
	*p = s;
	return total + n;
}

/* How long ago, in minutes; -1 when it says no such thing. */
static int
ago(const char *p)
{
	static const char *const marks[] = { "ago", "전", "前", NULL };
	bool minus = *p == '-';
	int n;

	if (strcmp(p, "now") == 0 || strcmp(p, "지금") == 0 ||
	    strcmp(p, "今") == 0)
		return 0;
	p += minus;
	n = duration(&p);
	if (n == -1 || minus == eat_any(&p, marks))
		return -1;
	return *p == '\0' ? n : -1;
}

/* "3일 전", "3日前", "3 days ago": 3, else -1. */
static int
days_ago(const char **p)
{
	static const char *const unit[] = { "일", "日", "days", "day", NULL };
	static const char *const marks[] = { "전", "前", "ago", NULL };
	const char *s = *p;
	int n = number(&s, NULL);

	if (n == -1)
		return -1;
	skip_space(&s);
	if (!eat_any(&s, unit) || !eat_any(&s, marks))
		return -1;
	*p = s;
	return n;
}

/* A day in front, if there is one: *out, with `today` for today. */
static bool
eat_day(const char **p, struct date *out, struct date today)
{
	char iso[11];
	size_t i;
	int n;

	if (strlen(*p) >= 10 && !isdigit((unsigned char)(*p)[10])) {
		memcpy(iso, *p, 10);
		iso[10] = '\0';
		if (date_parse(out, iso) == 0) {
			*p += 10;
			if (**p == 't' && isdigit((unsigned char)(*p)[1]))
				(*p)++;
			skip_space(p);
			return true;
		}
	}
	for (i = 0; i < N(day_words); i++) {
		if (!eat(p, day_words[i].word))
			continue;
		*out = date_add(today, day_words[i].days);
		return true;
	}
	n = days_ago(p);
	if (n == -1)
		return false;
	*out = date_add(today, -n);
	return date_valid(*out);
}

/* Whether "am" or "pm" is next; it makes 24 hours of *hour, or -1 of one that
 * has no half of the day. */
static bool
half_of_day(const char **p, int *hour)
{
	bool am = eat(p, "am") || eat(p, "a.m.");

	if (!am && !eat(p, "pm") && !eat(p, "p.m."))
		return false;
	if (*hour < 1 || *hour > 12)
		*hour = -1;
	else
		*hour = *hour % 12 + (am ? 0 : 12);
	return true;
}

/* What is behind the hour: ":30", "시 반", "時30分", "pm". */
static int
minutes_of(const char **p, bool *bare, const char **why)
{
	int digits, m;

	*bare = false;
	if (**p == ':') {
		(*p)++;
		m = number(p, &digits);
		if (m != -1 && digits != 2) {
			*why = "the minutes have two digits, as in 9:05";
			return -1;
		}
		skip_space(p);
		return m;
	}
	skip_space(p);
	if (!eat(p, "시") && !eat(p, "時")) {
		*bare = true;
		return 0;
	}
	if (eat(p, "반") || eat(p, "半"))
		return 30;
	m = number(p, NULL);
	if (m == -1)
		return 0;
	skip_space(p);
	return eat(p, "분") || eat(p, "分") ? m : -1;
}

/* All of p as minutes of the day, past 1440 in the night; -1 and why. */
static int
clock_of(const char *p, const char **why)
{
	const char *end = p + strlen(p);
	enum study_period period;
	int digits, h, m, n;
	bool bare, half;

	if (strcmp(p, "noon") == 0 || strcmp(p, "정오") == 0 ||
	    strcmp(p, "正午") == 0)
		return 12 * HOUR;
	period = study_period_take(&p, end);
	skip_space(&p);
	h = number(&p, &digits);
	if (h == -1 || digits > 2)
		return -1;
	m = minutes_of(&p, &bare, why);
	if (m == -1)
		return -1;
	half = period == STUDY_ANY_TIME && half_of_day(&p, &h);
	if (*p != '\0' || (bare && !half))
		return -1;
	n = study_period_minutes(period, h, m);
	if (n == -1)
		*why = "there is no such time of day";
	return n;
}

static int
refuse(struct err *e, const char *s, const char *what, const char *why)
{
	char *shown = utf8_for_terminal(s, strlen(s));

	if (why != NULL)
		err_code(
		    e, ERR_USAGE, "'%.100s' is not a %s: %s", shown, what, why);
	else if (strcmp(what, "time") == 0)
		err_code(e, ERR_USAGE,
		    "'%.100s' is not a time: write 21:00, 2026-11-23 21:00, "
		    "yesterday 9pm, 어제 밤 9시 or -40m",
		    shown);
	else
		err_code(e, ERR_USAGE,
		    "'%.100s' is not a day: write 2026-11-23, today, "
		    "yesterday, 어제, 그저께 or -3",
		    shown);
	free(shown);
	return -1;
}

int
study_when_parse(struct moment *out, const char *s, struct moment now,
    int day_ends, struct err *e)
{
	char *text = normalise(s);
	const char *p = text, *why = NULL;
	struct date day;
	bool has_day;
	int n, rc = -1;

	if (moment_parse(out, text) == 0) {
		*out = moment_local(out->t);
		rc = 0;
		goto out;
	}
	n = ago(p);
	if (n != -1) {
		*out = moment_local(now.t - (int64_t)n * 60);
		rc = 0;
		goto out;
	}
	has_day = eat_day(&p, &day, moment_date(now));
	if (has_day && *p == '\0') {
		refuse(e, s, "time",
		    "it names a day, add a time, as in "
		    "yesterday 21:00");
		goto out;
	}
	n = clock_of(p, &why);
	if (n == -1) {
		refuse(e, s, "time", why);
		goto out;
	}
	if (!has_day) {
		day = moment_study_day(now, day_ends);
		if (n < day_ends)
			n += DAY;
	}
	*out = moment_at(day, n);
	rc = 0;
out:
	free(text);
	return rc;
}

int
study_date_parse(struct date *out, const char *s, struct moment now,
    int day_ends, struct err *e)
{
	struct date today = moment_study_day(now, day_ends), day;
	char *text = normalise(s);
	const char *p = text;
	int n, rc = -1;

	if (*p == '-') {
		p++;
		n = number(&p, NULL);
		day = date_add(today, n == -1 ? 0 : -n);
		if (n != -1 && *p == '\0' && date_valid(day))
			rc = 0;
	} else if (eat_day(&p, &day, today) && *p == '\0') {
		rc = 0;
	}
	if (rc == 0)
		*out = day;
	else
		refuse(e, s, "day", NULL);
	free(text);
	return rc;
}
