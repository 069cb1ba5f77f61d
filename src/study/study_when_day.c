/* study_when_day.c: a day as it is said: `어제`, `지난주 금요일`, `3 days ago`
 *
 *	DAY = YYYY-MM-DD | "2026/11/25" | "2026.11.25" | "11/25" | "11월 25일"
 *	    | "today" | "어제" | "一昨日" | …
 *	    | "어젯밤" | "昨夜" | "last night" | …: a day and a part of it
 *	    | ["지난" | "last" | "지난주" | …] "금요일" | "friday" | "金曜" | …
 *	    | "3일 전" | "사흘 전" | "3 days ago" | "三日前"
 *
 * A month and a day are of this year, or of the last one if they would be half
 * a year ahead.
 */
#include <ctype.h>
#include <string.h>

#include "study/study_when_int.h"

#define HALF_YEAR 183 /* days */

static const struct {
	const char *word;
	int days;
	enum study_period period; /* of that day, if the word says it */
} day_words[] = {
	{ "today", 0, STUDY_ANY_TIME },
	{ "yesterday", -1, STUDY_ANY_TIME },
	{ "this morning", 0, STUDY_MORNING },
	{ "this evening", 0, STUDY_EVENING },
	{ "tonight", 0, STUDY_NIGHT },
	{ "last night", -1, STUDY_NIGHT },
	{ "오늘", 0, STUDY_ANY_TIME },
	{ "어제", -1, STUDY_ANY_TIME },
	{ "어저께", -1, STUDY_ANY_TIME },
	{ "어젯밤", -1, STUDY_NIGHT },
	{ "지난밤", -1, STUDY_NIGHT },
	{ "간밤", -1, STUDY_NIGHT },
	{ "엊저녁", -1, STUDY_EVENING },
	{ "그저께", -2, STUDY_ANY_TIME },
	{ "그제", -2, STUDY_ANY_TIME },
	{ "그끄저께", -3, STUDY_ANY_TIME },
	{ "今日", 0, STUDY_ANY_TIME },
	{ "きょう", 0, STUDY_ANY_TIME },
	{ "今朝", 0, STUDY_MORNING },
	{ "けさ", 0, STUDY_MORNING },
	{ "今夜", 0, STUDY_NIGHT },
	{ "今晩", 0, STUDY_NIGHT },
	{ "昨日", -1, STUDY_ANY_TIME },
	{ "きのう", -1, STUDY_ANY_TIME },
	{ "昨夜", -1, STUDY_NIGHT },
	{ "昨晩", -1, STUDY_NIGHT },
	{ "一昨日", -2, STUDY_ANY_TIME },
	{ "おととい", -2, STUDY_ANY_TIME },
};

/* The longest of one beginning first. */
static const struct {
	const char *word;
	int weekday; /* Monday is 0 */
} week_words[] = {
	{ "월요일", 0 },
	{ "화요일", 1 },
	{ "수요일", 2 },
	{ "목요일", 3 },
	{ "금요일", 4 },
	{ "토요일", 5 },
	{ "일요일", 6 },
	{ "monday", 0 },
	{ "tuesday", 1 },
	{ "wednesday", 2 },
	{ "thursday", 3 },
	{ "friday", 4 },
	{ "saturday", 5 },
	{ "sunday", 6 },
	{ "月曜日", 0 },
	{ "火曜日", 1 },
	{ "水曜日", 2 },
	{ "木曜日", 3 },
	{ "金曜日", 4 },
	{ "土曜日", 5 },
	{ "日曜日", 6 },
	{ "月曜", 0 },
	{ "火曜", 1 },
	{ "水曜", 2 },
	{ "木曜", 3 },
	{ "金曜", 4 },
	{ "土曜", 5 },
	{ "日曜", 6 },
};

/* Days are counted with these in Korean. */
static const struct {
	const char *word;
	int n;
} day_counts[] = { { "하루", 1 }, { "이틀", 2 }, { "사흘", 3 }, { "나흘", 4 },
	{ "닷새", 5 }, { "엿새", 6 }, { "이레", 7 }, { "여드레", 8 },
	{ "아흐레", 9 }, { "열흘", 10 } };

#define N(array) (sizeof(array) / sizeof(*(array)))

/* "이틀", "사흘": days, else -1. */
static int
count_days(const char **p)
{
	size_t i;

	for (i = 0; i < N(day_counts); i++)
		if (study_when_word(p, day_counts[i].word))
			return day_counts[i].n;
	return -1;
}

/* "3일 전", "사흘 전", "三日前", "3 days ago": 3, else -1. */
static int
days_ago(const char **p)
{
	static const char *const unit[] = { "일", "日", "days", "day", NULL };
	static const char *const marks[] = { "전", "前", "ago", NULL };
	const char *s = *p;
	int n = count_days(&s);
	bool whole = n != -1;

	if (n == -1)
		n = study_when_number(&s, NULL);
	if (n == -1)
		n = study_when_count(&s);
	if (n == -1)
		return -1;
	study_when_space(&s);
	if ((!whole && !study_when_any(&s, unit)) || !study_when_any(&s, marks))
		return -1;
	*p = s;
	return n;
}

/*
 * "금요일", "friday", "金曜": the last one that has been, today among them.
 * "지난 금요일", "last friday": the last one before today. "지난주 금요일",
 * "先週の金曜": that of the week before, "이번 주 월요일", "今週の月曜" that of
 * this one; weeks begin on Monday.
 */
static bool
week_day(const char **p, struct date *out, struct date today)
{
	static const char *const week[] = { "지난주", "지난 주", "저번주",
		"저번 주", "先週", NULL };
	static const char *const this[] = { "이번주", "이번 주", "금주", "今週",
		NULL };
	static const char *const last[] = { "지난", "저번", "last", "この前",
		NULL };
	const char *s = *p;
	bool by_week = study_when_any(&s, week);
	bool of_this = !by_week && study_when_any(&s, this);
	bool before = !by_week && !of_this && study_when_any(&s, last);
	int is = date_weekday(today), back;
	size_t i;

	if (by_week || of_this || before)
		study_when_word(&s, "の");
	for (i = 0; i < N(week_words); i++)
		if (study_when_word(&s, week_words[i].word))
			break;
	if (i == N(week_words))
		return false;
	back = is - week_words[i].weekday;
	if (by_week)
		back += 7;
	else if (!of_this && back < before)
		back += 7;
	*out = date_add(today, -back);
	*p = s;
	return true;
}

/* A number and one of these words behind it; else -1. */
static int
number_of(const char **p, const char *const *words)
{
	int n = study_when_number(p, NULL);

	if (n == -1)
		return -1;
	study_when_space(p);
	return study_when_any(p, words) ? n : -1;
}

/* "11월 25일", "11月25日", with a year in front or without. */
static bool
month_day(const char **p, struct date *out, struct date calendar)
{
	static const char *const year[] = { "년", "年", NULL };
	static const char *const month[] = { "월", "月", NULL };
	static const char *const day[] = { "일", "日", NULL };
	const char *s = *p;
	int y = number_of(&s, year);

	if (y == -1)
		s = *p;
	out->y = y == -1 ? calendar.y : y;
	out->m = number_of(&s, month);
	out->d = out->m == -1 ? -1 : number_of(&s, day);
	if (out->d == -1)
		return false;
	if (y == -1 && date_valid(*out) &&
	    date_days(*out) - date_days(calendar) > HALF_YEAR)
		out->y--;
	if (!date_valid(*out))
		return false;
	*p = s;
	return true;
}

/* "2026/11/25", "2026.11.25" and, of this year as above, "11/25". */
static bool
slash_day(const char **p, struct date *out, struct date calendar)
{
	const char *s = *p;
	int digits, first = study_when_number(&s, &digits);
	char mark = *s;
	bool year = first != -1 && digits == 4;

	if (first == -1 || (mark != '/' && (mark != '.' || !year)))
		return false;
	out->y = year ? first : calendar.y;
	if (year)
		s++;
	out->m = year ? study_when_number(&s, NULL) : first;
	if (*s != mark)
		return false;
	s++;
	out->d = study_when_number(&s, NULL);
	if (!date_valid(*out) || *s == mark)
		return false;
	if (!year && date_days(*out) - date_days(calendar) > HALF_YEAR)
		out->y--;
	if (!date_valid(*out))
		return false;
	*p = s;
	study_when_space(p);
	return true;
}

/* "2026-11-25", "2026-11-25t" before a time. */
static bool
iso_day(const char **p, struct date *out)
{
	char iso[11];

	if (strlen(*p) < 10 || isdigit((unsigned char)(*p)[10]))
		return false;
	memcpy(iso, *p, 10);
	iso[10] = '\0';
	if (date_parse(out, iso) == -1)
		return false;
	*p += 10;
	if (**p == 't' && isdigit((unsigned char)(*p)[1]))
		(*p)++;
	study_when_space(p);
	return true;
}

bool
study_when_day_take(const char **p, struct study_when_day *out,
    struct date today, struct date calendar)
{
	size_t i;
	int n;

	out->period = STUDY_ANY_TIME;
	if (iso_day(p, &out->date) || month_day(p, &out->date, calendar) ||
	    slash_day(p, &out->date, calendar) ||
	    week_day(p, &out->date, today))
		return true;
	for (i = 0; i < N(day_words); i++) {
		if (!study_when_word(p, day_words[i].word))
			continue;
		out->date = date_add(today, day_words[i].days);
		out->period = day_words[i].period;
		return true;
	}
	n = days_ago(p);
	if (n == -1)
		return false;
	out->date = date_add(today, -n);
	return date_valid(out->date);
}
