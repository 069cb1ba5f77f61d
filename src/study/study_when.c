/* study_when.c: `어제 밤 9시`, `yesterday 21:00`, `-40m`: a time; `-3`: a day
 *
 *	TIME = AGO | [DAY] CLOCK | RFC 3339
 *	AGO  = "-40m", "-1h30m", "40분 전", "한 시간 반 전", "1時間30分前",
 *	       "삼십 분 전", "40m ago", "an hour ago", "now", "방금"
 *	CLOCK = "21:00", "9:30pm", "밤 아홉 시 반", "午後9時30分", "noon", …
 *
 * DAY is told in study_when_day.c. Between the two の or "at" may stand.
 *
 * All of the text must fit; nothing is guessed. In a TIME a day is the day of
 * the calendar, as in speech: at half past midnight "어제 밤 9시" was three and
 * a half hours ago. A clock time alone is of the study day that is running.
 * A DAY alone is a study day, because it names a file. Midnight is the one
 * within the running study day, or the end of a night; with a day it may be
 * either end of it, so then it is refused.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "study/study_when_int.h"

#define HOUR 60
#define DAY 1440

/* Hours are counted with these in Korean; the longest first. Minutes are
 * counted as Chinese does, which is read by sino(). */
static const struct {
	const char *word;
	int n;
} counts[] = { { "열두", 12 }, { "열한", 11 }, { "한", 1 }, { "두", 2 },
	{ "세", 3 }, { "네", 4 }, { "다섯", 5 }, { "여섯", 6 }, { "일곱", 7 },
	{ "여덟", 8 }, { "아홉", 9 }, { "열", 10 }, { "one", 1 }, { "two", 2 },
	{ "three", 3 }, { "four", 4 }, { "five", 5 }, { "six", 6 },
	{ "seven", 7 }, { "eight", 8 }, { "nine", 9 }, { "ten", 10 } };

static const char *const minutes[] = { "minutes", "minute", "min", "m", "분",
	"分", NULL };

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

void
study_when_space(const char **p)
{
	while (**p == ' ')
		(*p)++;
}

bool
study_when_word(const char **p, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*p, word, n) != 0)
		return false;
	if (isalpha((unsigned char)word[n - 1]) &&
	    isalpha((unsigned char)(*p)[n]))
		return false;
	*p += n;
	study_when_space(p);
	return true;
}

int
study_when_number(const char **p, int *digits)
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

bool
study_when_any(const char **p, const char *const *words)
{
	for (; *words != NULL; words++)
		if (study_when_word(p, *words))
			return true;
	return false;
}

/* "삼십오", "三十五": up to 99; else -1. What stands behind a space is of the
 * next word: "십 일" is ten days. */
static int
sino(const char **p)
{
	/* A digit of either is three bytes long. */
	static const char *const sets[] = { "일이삼사오육칠팔구",
		"一二三四五六七八九" };
	static const char *const tens[] = { "십", "十" };
	size_t set, width = strlen("십");
	int n, d;

	for (set = 0; set < N(sets); set++) {
		const char *s = *p;
		bool ten = false;

		for (n = 0; *s != '\0'; s += width) {
			if (!ten && strncmp(s, tens[set], width) == 0) {
				n = n == 0 ? 10 : n * 10;
				ten = true;
				continue;
			}
			for (d = 9; d > 0; d--)
				if (strncmp(s,
					sets[set] + (size_t)(d - 1) * width,
					width) == 0)
					break;
			if (d == 0 || n % 10 != 0)
				break;
			n += d;
		}
		if (s != *p) {
			*p = s;
			study_when_space(p);
			return n;
		}
	}
	return -1;
}

/* A number of minutes, in digits or as it is said; else -1. */
static int
minutes_count(const char **p)
{
	int n = study_when_number(p, NULL);

	if (n == -1)
		return sino(p);
	study_when_space(p);
	return n;
}

int
study_when_count(const char **p)
{
	size_t i;

	for (i = 0; i < N(counts); i++)
		if (study_when_word(p, counts[i].word))
			return counts[i].n;
	return sino(p);
}

/* "반 시간", "half an hour". */
static bool
half_an_hour(const char **p)
{
	static const char *const halves[] = { "half an hour", "반 시간",
		"반시간", "半時間", NULL };

	return study_when_any(p, halves);
}

/* What is behind the hours: " 30분", " 반", "30m"; nothing is 0, and -1 is
 * for a number of something else. */
static int
behind_hours(const char **p)
{
	static const char *const half[] = { "반", "半", "and a half", NULL };
	int n;

	if (study_when_any(p, half))
		return HOUR / 2;
	n = minutes_count(p);
	if (n == -1)
		return 0;
	return study_when_any(p, minutes) ? n : -1;
}

/* "1h30m", "1시간 30분", "한 시간 반", "40 minutes": minutes, or -1. */
static int
duration(const char **p)
{
	static const char *const hour[] = { "hours", "hour", "h", "시간",
		"時間", NULL };
	static const char *const one[] = { "an", "a", NULL };
	const char *s = *p;
	int n, more;

	if (half_an_hour(p))
		return HOUR / 2;
	n = study_when_number(&s, NULL);
	if (n == -1 && study_when_any(&s, one))
		n = 1;
	if (n == -1)
		n = study_when_count(&s);
	study_when_space(&s);
	if (n != -1 && study_when_any(&s, minutes)) {
		*p = s;
		return n;
	}
	if (n == -1 || !study_when_any(&s, hour))
		return -1;
	more = behind_hours(&s);
	if (more == -1)
		return -1;
	*p = s;
	return n * HOUR + more;
}

/* How long ago, in minutes; -1 when it says no such thing. */
static int
ago(const char *p)
{
	static const char *const marks[] = { "ago", "전", "前", NULL };
	static const char *const now[] = { "now", "just now", "지금", "방금 전",
		"방금", "今", "たった今", "ただいま", NULL };
	bool minus = *p == '-';
	const char *s = p;
	int n;

	if (study_when_any(&s, now) && *s == '\0')
		return 0;
	p += minus;
	n = duration(&p);
	if (n == -1 || minus == study_when_any(&p, marks))
		return -1;
	return *p == '\0' ? n : -1;
}

/* Whether "am" or "pm" is next; it makes 24 hours of *hour, or -1 of one that
 * has no half of the day, or not in the night that was said before. */
static bool
half_of_day(const char **p, int *hour, enum study_period said)
{
	bool am = study_when_word(p, "am") || study_when_word(p, "a.m.");

	if (!am && !study_when_word(p, "pm") && !study_when_word(p, "p.m."))
		return false;
	if (*hour < 1 || *hour > 12)
		*hour = -1;
	else
		*hour = *hour % 12 + (am ? 0 : 12);
	if (said == STUDY_NIGHT && *hour > 4 && *hour < 18)
		*hour = -1;
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
		m = study_when_number(p, &digits);
		if (m != -1 && digits != 2) {
			*why = "the minutes have two digits, as in 9:05";
			return -1;
		}
		study_when_space(p);
		return m;
	}
	study_when_space(p);
	if (!study_when_word(p, "시") && !study_when_word(p, "時")) {
		*bare = true;
		return 0;
	}
	if (study_when_word(p, "반") || study_when_word(p, "半"))
		return 30;
	m = minutes_count(p);
	if (m == -1)
		return 0;
	return study_when_word(p, "분") || study_when_word(p, "分") ? m : -1;
}

/* Noon or midnight as minutes of the day; -1 for neither, or with *why. */
static int
noon_or_midnight(
    const char *p, bool has_day, enum study_period said, const char **why)
{
	static const char *const noon[] = { "noon", "정오", "正午", NULL };
	static const char *const midnight[] = { "midnight", "자정", "真夜中",
		NULL };
	const char *s = p;

	if (said == STUDY_ANY_TIME && study_when_any(&s, noon) && *s == '\0')
		return 12 * HOUR;
	s = p;
	if (!study_when_any(&s, midnight) || *s != '\0')
		return -1;
	if (said == STUDY_NIGHT)
		return DAY;
	if (!has_day)
		return 0;
	*why = "a day has two midnights, write 00:00 or 24:00";
	return -1;
}

/* All of p as minutes of the day, past 1440 in the night; -1 and why. `said`
 * is the part of the day that a word like 어젯밤 has told. */
static int
clock_of(const char *p, enum study_period said, const char **why)
{
	const char *end = p + strlen(p);
	enum study_period period = said;
	int digits = 0, h, m, n;
	bool bare, half;

	if (said == STUDY_ANY_TIME)
		period = study_period_take(&p, end);
	study_when_space(&p);
	if (period != STUDY_ANY_TIME && *p == '\0') {
		*why =
		    "it names a part of the day, add an hour, as in 저녁 7시";
		return -1;
	}
	h = study_when_number(&p, &digits);
	if (h == -1 && digits == 0) {
		h = study_when_count(&p);
		if (h != -1 && strncmp(p, "시", strlen("시")) != 0 &&
		    strncmp(p, "時", strlen("時")) != 0)
			return -1;
	}
	if (h == -1 || digits > 2)
		return -1;
	m = minutes_of(&p, &bare, why);
	if (m == -1)
		return -1;
	half = period == said && half_of_day(&p, &h, said);
	if (*p != '\0' || (bare && !half))
		return -1;
	n = h == -1 ? -1 : study_period_minutes(period, h, m);
	if (n == -1)
		*why = "there is no such time of day";
	return n;
}

/* The whole text as a day and the minutes of it, which may be past its end;
 * -1 and why. */
static int
day_and_clock(struct study_when_day *day, bool *has_day, const char *p,
    struct moment now, const char **why)
{
	struct date today = moment_date(now);
	int n;

	*has_day = study_when_day_take(&p, day, today, today);
	if (*has_day && *p == '\0') {
		*why = "it names a day, add a time, as in yesterday 21:00";
		return -1;
	}
	if (*has_day)
		study_when_word(&p, "の");
	study_when_word(&p, "at");
	n = noon_or_midnight(p, *has_day, day->period, why);
	return n != -1 || *why != NULL ? n : clock_of(p, day->period, why);
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

/* As moment_parse(), and the seconds may be left out. */
static int
stamp_of(struct moment *out, const char *text)
{
	char *whole;
	int rc = moment_parse(out, text);

	if (rc == 0 || strlen(text) < 17 || strchr("z+-", text[16]) == NULL)
		return rc;
	whole = xasprintf("%.16s:00%s", text, text + 16);
	rc = moment_parse(out, whole);
	free(whole);
	return rc;
}

int
study_when_parse(struct moment *out, const char *s, struct moment now,
    int day_ends, struct err *e)
{
	char *text = normalise(s);
	const char *why = NULL;
	struct study_when_day day;
	bool has_day;
	int n, rc = -1;

	if (stamp_of(out, text) == 0) {
		*out = moment_local(out->t);
		rc = 0;
		goto out;
	}
	n = ago(text);
	if (n != -1) {
		*out = moment_local(now.t - (int64_t)n * 60);
		rc = 0;
		goto out;
	}
	n = day_and_clock(&day, &has_day, text, now, &why);
	if (n == -1) {
		refuse(e, s, "time", why);
		goto out;
	}
	if (!has_day) {
		day.date = moment_study_day(now, day_ends);
		if (n < day_ends)
			n += DAY;
	}
	*out = moment_at(day.date, n);
	rc = 0;
out:
	free(text);
	return rc;
}

int
study_date_parse(struct date *out, const char *s, struct moment now,
    int day_ends, struct err *e)
{
	struct date today = moment_study_day(now, day_ends), calendar, day;
	struct study_when_day said;
	char *text = normalise(s);
	const char *p = text;
	int n, rc = -1;

	calendar = moment_date(now);
	if (*p == '-') {
		p++;
		n = study_when_number(&p, NULL);
		day = date_add(today, n == -1 ? 0 : -n);
		if (n != -1 && *p == '\0' && date_valid(day))
			rc = 0;
	} else if (study_when_day_take(&p, &said, today, calendar) &&
		   *p == '\0' && said.period == STUDY_ANY_TIME) {
		day = said.date;
		rc = 0;
	}
	if (rc == 0)
		*out = day;
	else
		refuse(e, s, "day", NULL);
	free(text);
	return rc;
}
