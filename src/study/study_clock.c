/* study_clock.c: a time of day as people write it: 9:05, 오후 2시 반, 10 PM
 *
 *	CLOCK = [PERIOD] NUMBER ":" TWO-DIGITS | NUMBER ":" TWO-DIGITS HALF
 *	      | [PERIOD] NUMBER "시" [NUMBER "분" | "반"] | NUMBER HALF
 *	      | [PERIOD] NUMBER
 *	HALF  = "am" | "pm" | "a.m." | "p.m.", in any case
 *
 * and the same with 時, 分 and 半. Digits and colons may be the wide ones. The
 * last form is a number like any other: it is for the caller to say whether
 * something beside it makes it a time.
 */
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "study/study_head_int.h"

#define HOUR 60

/* ---- parts of the day -------------------------------------------------- */

static const struct {
	const char *word;
	enum study_period period;
} periods[] = {
	{ "오전", STUDY_AM },
	{ "오후", STUDY_PM },
	{ "새벽", STUDY_DAWN },
	{ "아침", STUDY_MORNING },
	{ "낮", STUDY_NOON },
	{ "점심", STUDY_NOON },
	{ "저녁", STUDY_EVENING },
	{ "밤", STUDY_NIGHT },
	{ "午前", STUDY_JA_AM },
	{ "午後", STUDY_JA_PM },
	{ "朝", STUDY_MORNING },
	{ "昼", STUDY_NOON },
	{ "夕方", STUDY_EVENING },
	{ "夜", STUDY_NIGHT },
};

/* From this hour to that one, and what is added to make 24 hours of them. */
static const struct {
	enum study_period period;
	int from, to, plus;
} hours[] = {
	{ STUDY_ANY_TIME, 0, 24, 0 },
	{ STUDY_AM, 0, 11, 0 },
	{ STUDY_AM, 12, 12, -12 },
	{ STUDY_PM, 0, 11, 12 },
	{ STUDY_PM, 12, 23, 0 },
	{ STUDY_JA_AM, 0, 11, 0 },
	{ STUDY_JA_PM, 0, 11, 12 },
	{ STUDY_JA_PM, 13, 23, 0 },
	{ STUDY_DAWN, 0, 6, 0 },
	{ STUDY_DAWN, 12, 12, -12 },
	{ STUDY_MORNING, 5, 11, 0 },
	{ STUDY_NOON, 11, 16, 0 },
	{ STUDY_NOON, 1, 4, 12 },
	{ STUDY_EVENING, 4, 11, 12 },
	{ STUDY_EVENING, 16, 23, 0 },
	/* Past midnight it is still the night of the day that was. */
	{ STUDY_NIGHT, 6, 11, 12 },
	{ STUDY_NIGHT, 18, 24, 0 },
	{ STUDY_NIGHT, 12, 12, 12 },
	{ STUDY_NIGHT, 0, 4, 24 },
};

#define N(array) (sizeof(array) / sizeof(*(array)))

static bool
eat(const char **p, const char *end, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(end - *p) < n || memcmp(*p, word, n) != 0)
		return false;
	*p += n;
	return true;
}

enum study_period
study_period_take(const char **p, const char *end)
{
	size_t i;

	for (i = 0; i < N(periods); i++)
		if (eat(p, end, periods[i].word))
			return periods[i].period;
	return STUDY_ANY_TIME;
}

int
study_period_minutes(enum study_period period, int hour, int minute)
{
	size_t i;

	if (minute < 0 || minute > 59)
		return -1;
	for (i = 0; i < N(hours); i++)
		if (hours[i].period == period && hour >= hours[i].from &&
		    hour <= hours[i].to)
			break;
	if (i == N(hours) || (hour == 24 && minute > 0))
		return -1;
	return (hour + hours[i].plus) * HOUR + minute;
}

/* ---- one clock --------------------------------------------------------- */

static void
skip_blanks(const char **p, const char *end)
{
	while (*p < end && (**p == ' ' || **p == '\t'))
		(*p)++;
}

/* A digit, be it a wide one: 0 to 9, or -1. */
static int
digit(const char **p, const char *end)
{
	size_t n;
	int32_t c;

	if (*p == end)
		return -1;
	n = utf8_next(*p, (size_t)(end - *p), &c);
	if (c >= 0xff10 && c <= 0xff19)
		c -= 0xff10 - '0';
	if (c < '0' || c > '9')
		return -1;
	*p += n;
	return (int)c - '0';
}

/* One or two digits, as many as `digits` says then; else -1. */
static int
number(const char **p, const char *end, int *digits)
{
	int v = 0, d;

	for (*digits = 0; (d = digit(p, end)) != -1; ++*digits)
		v = *digits < 2 ? v * 10 + d : v;
	return *digits == 1 || *digits == 2 ? v : -1;
}

static bool
eat_colon(const char **p, const char *end)
{
	return eat(p, end, ":") || eat(p, end, "：");
}

static bool
word_ends(const char *p, const char *end)
{
	int32_t c;

	if (p == end)
		return true;
	utf8_next(p, (size_t)(end - p), &c);
	return !utf8_is_word(c);
}

/* ":05" behind the hour. */
static bool
take_colon(struct study_clock *out, const char **p, const char *end)
{
	const char *s = *p, *after;
	int digits;

	if (!eat_colon(&s, end))
		return false;
	out->minute = number(&s, end, &digits);
	if (out->minute == -1 || digits != 2)
		return false;
	/* A third part makes it something else: 21:00:15, 1:20:3. */
	after = s;
	if (eat_colon(&after, end) && digit(&after, end) != -1)
		return false;
	out->form = STUDY_CLOCK_COLON;
	*p = s;
	return true;
}

/* "시", "시 30분", "시 반" behind the hour; but not 시간, which is hours, nor
 * 시에, which is a part of a sentence. */
static void
take_word(struct study_clock *out, const char **p, const char *end)
{
	const char *s = *p, *more;
	int digits, m;

	skip_blanks(&s, end);
	if (!eat(&s, end, "시") && !eat(&s, end, "時"))
		return;
	more = s;
	skip_blanks(&more, end);
	if ((eat(&more, end, "반") || eat(&more, end, "半")) &&
	    word_ends(more, end)) {
		out->minute = 30;
		s = more;
	} else if ((m = number(&more, end, &digits)) != -1) {
		skip_blanks(&more, end);
		if ((eat(&more, end, "분") || eat(&more, end, "分")) &&
		    word_ends(more, end)) {
			out->minute = m;
			s = more;
		}
	}
	if (!word_ends(s, end))
		return;
	out->form = STUDY_CLOCK_WORD;
	*p = s;
}

/* "pm" behind the time: the half of the day. */
static void
take_half(struct study_clock *out, const char **p, const char *end)
{
	const char *s = *p;
	char half;

	skip_blanks(&s, end);
	if (s == end)
		return;
	half = (char)tolower((unsigned char)*s++);
	if (half != 'a' && half != 'p')
		return;
	if (!eat(&s, end, "m") && !eat(&s, end, "M") && !eat(&s, end, ".m.") &&
	    !eat(&s, end, ".M."))
		return;
	if (!word_ends(s, end))
		return;
	out->period = half == 'a' ? STUDY_AM : STUDY_PM;
	if (out->form == STUDY_CLOCK_NUMBER)
		out->form = STUDY_CLOCK_WORD;
	*p = s;
}

bool
study_clock_take(struct study_clock *out, const char **p, const char *end)
{
	const char *s = *p;
	int digits;

	*out = (struct study_clock){ .form = STUDY_CLOCK_NUMBER };
	out->period = study_period_take(&s, end);
	if (out->period != STUDY_ANY_TIME)
		skip_blanks(&s, end);
	out->hour = number(&s, end, &digits);
	if (out->hour == -1)
		return false;
	if (!take_colon(out, &s, end))
		take_word(out, &s, end);
	if (out->period == STUDY_ANY_TIME && out->form != STUDY_CLOCK_WORD)
		take_half(out, &s, end);
	/* "9x" and "9:5" are none. */
	if (out->form == STUDY_CLOCK_NUMBER &&
	    (!word_ends(s, end) || eat_colon(&s, end)))
		return false;
	*p = s;
	return true;
}
