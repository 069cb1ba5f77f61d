/* test_study_when.c: times and days as they are typed */
#include "tap.h"

#include <stdlib.h>

#include "study/study.h"

/* Now is Tuesday, 2026-11-24, 15:00 in Seoul, or ten to one that night. */
#define DAYTIME "2026-11-24T15:00:00+09:00"
#define NIGHT "2026-11-24T00:50:00+09:00"

static const struct {
	const char *in, *want; /* the day of November, the time; NULL: none */
} by_day[] = {
	{ "21:00", "24 21:00" }, { "9:05", "24 09:05" },
	{ "00:40", "25 00:40" }, { "03:59", "25 03:59" },
	{ "04:00", "24 04:00" }, { "24:00", "25 00:00" },
	{ "2026-11-23 21:00", "23 21:00" }, { "2026-11-23T21:00", "23 21:00" },
	{ "2026-11-23 00:40", "23 00:40" }, { "2026-11-23 24:00", "24 00:00" },
	{ "2026-11-23T21:00:30+09:00", "23 21:00" },
	{ "2026-11-23T12:00:00Z", "23 21:00" },
	{ "yesterday 21:00", "23 21:00" }, { "Yesterday 9pm", "23 21:00" },
	{ "yesterday 9:30 PM", "23 21:30" }, { "today 12am", "24 00:00" },
	{ "today 12pm", "24 12:00" }, { "today noon", "24 12:00" },
	{ "3 days ago 9am", "21 09:00" },
	{ "-40m", "24 14:20" }, { "-1h30m", "24 13:30" }, { "-2h", "24 13:00" },
	{ "-90m", "24 13:30" }, { "40m ago", "24 14:20" },
	{ "1 hour 5 minutes ago", "24 13:55" }, { "now", "24 15:00" },
	{ "  21:00  ", "24 21:00" }, { "２１：００", "24 21:00" },
	{ "어제 21:00", "23 21:00" }, { "어제 밤 9시", "23 21:00" },
	{ "어제밤9시반", "23 21:30" }, { "어제 밤 12시", "24 00:00" },
	{ "어제 밤 1시", "24 01:00" }, { "어제 밤 12시 30분", "24 00:30" },
	{ "어제 저녁 7시", "23 19:00" }, { "오늘 새벽 1시", "24 01:00" },
	{ "오늘 아침 7시 10분", "24 07:10" }, { "오늘 점심 12시", "24 12:00" },
	{ "오늘 낮 1시", "24 13:00" }, { "오늘 정오", "24 12:00" },
	{ "오전 9시", "24 09:00" }, { "오후 2시 5분", "24 14:05" },
	{ "오후 12시", "24 12:00" }, { "오늘 오전 12시", "24 00:00" },
	{ "오후 2:05", "24 14:05" }, { "9시", "24 09:00" },
	{ "21시 30분", "24 21:30" }, { "밤 21시", "24 21:00" },
	{ "그저께 21:00", "22 21:00" }, { "그제 9시", "22 09:00" },
	{ "3일 전 21:00", "21 21:00" }, { "3일전 밤 9시", "21 21:00" },
	{ "40분 전", "24 14:20" }, { "1시간 30분 전", "24 13:30" },
	{ "1시간전", "24 14:00" }, { "지금", "24 15:00" },
	{ "\xe1\x84\x8b\xe1\x85\xa5\xe1\x84\x8c\xe1\x85\xa6 21:00",
	    "23 21:00" },
	{ "昨日21時", "23 21:00" }, { "今日 9時半", "24 09:30" },
	{ "昨日午後9時30分", "23 21:30" }, { "昨日　夜9時", "23 21:00" },
	{ "一昨日 21:00", "22 21:00" }, { "おととい21時", "22 21:00" },
	{ "3日前 21時", "21 21:00" }, { "1時間前", "24 14:00" },
	{ "어젯밤 9시", "23 21:00" }, { "어젯밤 1시", "24 01:00" },
	{ "지난밤 12시 반", "24 00:30" }, { "간밤 23:10", "23 23:10" },
	{ "어젯밤 자정", "24 00:00" }, { "자정", "25 00:00" },
	{ "midnight", "25 00:00" }, { "정오", "24 12:00" },
	{ "한 시간 전", "24 14:00" }, { "한시간전", "24 14:00" },
	{ "두 시간 20분 전", "24 12:40" }, { "열두 시간 전", "24 03:00" },
	{ "1시간 반 전", "24 13:30" }, { "한 시간 반 전", "24 13:30" },
	{ "반 시간 전", "24 14:30" }, { "1時間半前", "24 13:30" },
	{ "半時間前", "24 14:30" }, { "an hour ago", "24 14:00" },
	{ "half an hour ago", "24 14:30" }, { "a minute ago", "24 14:59" },
	{ "an hour and a half ago", "24 13:30" },
	{ "어제 밤 아홉 시", "23 21:00" }, { "오후 두시 반", "24 14:30" },
	{ "열한 시 10분", "24 11:10" },
	{ "11월 23일 21:00", "23 21:00" }, { "11월23일 밤 9시", "23 21:00" },
	{ "2026년 11월 3일 9시", "03 09:00" }, { "11月23日の21時", "23 21:00" },
	{ "昨日の夜9時", "23 21:00" }, { "昨夜9時", "23 21:00" },
	{ "昨夜の9時半", "23 21:30" }, { "昨晩1時", "24 01:00" },
	{ "今朝7時", "24 07:00" }, { "今日の正午", "24 12:00" },
	{ "last night 9pm", "23 21:00" }, { "last night at 1 am", "24 01:00" },
	{ "last night at midnight", "24 00:00" },
	{ "this morning at 7:10", "24 07:10" },
	{ "yesterday at 9pm", "23 21:00" }, { "at 21:00", "24 21:00" },
	{ "yesterday at noon", "23 12:00" },
	{ "午後0時", "24 12:00" }, { "朝7時", "24 07:00" },
	/* The 24th is a Tuesday. */
	{ "이틀 전 밤 9시", "22 21:00" }, { "사흘 전 21:00", "21 21:00" },
	{ "하루 전 9시", "23 09:00" }, { "열흘전 9시", "14 09:00" },
	{ "三日前 21時", "21 21:00" }, { "3日前の九時", "21 09:00" },
	{ "two days ago 9pm", "22 21:00" }, { "two hours ago", "24 13:00" },
	{ "ten minutes ago", "24 14:50" }, { "二時間前", "24 13:00" },
	{ "금요일 9시", "20 09:00" }, { "화요일 9시", "24 09:00" },
	{ "수요일 21:00", "18 21:00" }, { "지난 화요일 9시", "17 09:00" },
	{ "지난주 금요일 9시", "20 09:00" },
	{ "지난주 월요일 9시", "16 09:00" },
	{ "지난 주 일요일 밤 9시", "22 21:00" },
	{ "friday 9pm", "20 21:00" }, { "Friday at 9:30pm", "20 21:30" },
	{ "last friday 9pm", "20 21:00" }, { "last tuesday 9pm", "17 21:00" },
	{ "last night 10pm", "23 22:00" }, { "金曜 9時", "20 09:00" },
	{ "金曜日の夜9時", "20 21:00" }, { "先週の火曜 9時", "17 09:00" },
	{ "방금", "24 15:00" }, { "방금 전", "24 15:00" },
	{ "just now", "24 15:00" }, { "たった今", "24 15:00" },
	{ "삼십 분 전", "24 14:30" }, { "삼십오분전", "24 14:25" },
	{ "오 분 전", "24 14:55" }, { "십 분 전", "24 14:50" },
	{ "한 시간 이십 분 전", "24 13:40" }, { "三十五分前", "24 14:25" },
	{ "二十分前", "24 14:40" }, { "밤 아홉 시 십오 분", "24 21:15" },
	{ "午後九時三十分", "24 21:30" }, { "이십일 시 오 분", "24 21:05" },
	{ "삼 일 전 9시", "21 09:00" }, { "십 일 전 9시", "14 09:00" },
	{ "저번 주 금요일 9시", "20 09:00" }, { "저번주 월요일 9시", "16 09:00" },
	{ "저번 화요일 9시", "17 09:00" }, { "이번 주 월요일 9시", "23 09:00" },
	{ "今週の月曜 9時", "23 09:00" }, { "tonight 9pm", "24 21:00" },
	{ "tonight at 1 am", "25 01:00" }, { "this evening at 7:10pm", "24 19:10" },
	{ "this evening at 7:10", "24 19:10" }, { "今夜9時", "24 21:00" },
	{ "엊저녁 7시", "23 19:00" },
	{ "방금 9시", NULL }, { "십십 분 전", NULL }, { "삼오 분 전", NULL },
	{ "십일 전 9시", NULL }, { "오 전 9시", NULL }, { "십 분", NULL },
	{ "아홉 시 칠십 분", NULL }, { "tonight 2pm", NULL },
	{ "2026/11/23 21:00", "23 21:00" }, { "2026.11.23 21:00", "23 21:00" },
	{ "2026/1/5 21:00", "05 21:00" }, { "11/23 21:00", "23 21:00" },
	{ "11/3 밤 9시", "03 21:00" }, { "2026-11-23T12:00Z", "23 21:00" },
	{ "2026-11-23T21:00+09:00", "23 21:00" },
	{ "11.23 21:00", NULL }, { "13/2 21:00", NULL }, { "2/30 21:00", NULL },
	{ "2026/11.23 21:00", NULL }, { "2026/11/23/1 21:00", NULL },
	{ "11/23", NULL }, { "금요일", NULL }, { "지난주 9시", NULL },
	{ "friday9x", NULL }, { "fridays 9pm", NULL }, { "사흘 9시", NULL },
	{ "지난주 어제 9시", NULL }, { "2026-11-23T21:00Zx", NULL },
	{ "2026-11-23T25:00Z", NULL },
	{ "", NULL }, { " ", NULL }, { "9:5", NULL }, { "25:00", NULL },
	{ "24:01", NULL }, { "21:60", NULL }, { "21", NULL }, { "2100", NULL },
	{ "9", NULL }, { "13pm", NULL }, { "0am", NULL }, { "21:00pm", NULL },
	{ "yesterday", NULL }, { "어제", NULL }, { "어제 밤", NULL },
	{ "엊그제 9시", NULL }, { "밤 5시", NULL }, { "새벽 9시", NULL },
	{ "오전 13시", NULL }, { "午後12時", NULL }, { "어제 자정", NULL },
	{ "today midnight", NULL }, { "어젯밤", NULL }, { "어젯밤 5시", NULL },
	{ "어젯밤 새벽 1시", NULL }, { "last night 9am", NULL },
	{ "last night 1pm", NULL }, { "last night 9", NULL },
	{ "last night noon", NULL }, { "this morning 2pm", NULL },
	{ "yesterday at", NULL }, { "at", NULL }, { "の9時", NULL },
	{ "昨日のの9時", NULL }, { "한 21:00", NULL }, { "한:30", NULL },
	{ "열세 시", NULL }, { "한 전", NULL }, { "한 시간", NULL },
	{ "한 시간 반", NULL }, { "a half ago", NULL }, { "an ago", NULL },
	{ "1시간 2시간 전", NULL }, { "13월 2일 9시", NULL },
	{ "2월 30일 9시", NULL }, { "11월 9시", NULL }, { "11월 25일", NULL },
	{ "어제 9", NULL }, { "tomorrow 9am", NULL }, { "-40", NULL },
	{ "-m", NULL }, { "-40m ago", NULL }, { "40m", NULL }, { "m ago", NULL },
	{ "2026-11-31 21:00", NULL }, { "2026-11-2321:00", NULL },
	{ "11-23 21:00", NULL }, { "21:00 docker", NULL }, { "9시 70분", NULL },
	{ "yesterday21:00x", NULL }, { "99999m ago", NULL }, { "\xff", NULL },
	{ "어제 21:00 전", NULL }, { "21:00:00", NULL }, { "오후 9pm", NULL },
}, by_night[] = {
	{ "23:30", "23 23:30" }, { "00:20", "24 00:20" },
	{ "밤 12시", "24 00:00" }, { "밤 11시", "23 23:00" },
	{ "새벽 1시", "24 01:00" }, { "어제 밤 9시", "23 21:00" },
	{ "yesterday 21:00", "23 21:00" }, { "today 00:20", "24 00:20" },
	{ "자정", "24 00:00" }, { "midnight", "24 00:00" },
	{ "어젯밤 9시", "23 21:00" }, { "-1h", "23 23:50" }, { "2026-11-24 00:20", "24 00:20" },
};

static struct moment
fixed(const char *now)
{
	struct err e = ERR_INIT;
	struct moment m = { 0, 0 };

	setenv("HALFHOUR_NOW", now, 1);
	moment_now(&m, &e);
	return m;
}

static void
try_time(const char *now, const char *in, const char *want)
{
	struct moment m;
	struct err e = ERR_INIT;
	int rc = study_when_parse(&m, in, fixed(now), 240, &e);
	char got[32] = "";

	if (want == NULL) {
		ok(rc == -1 && e.code == ERR_USAGE && *e.msg != '\0',
		    "no time: '%s'", in);
		return;
	}
	if (rc == 0)
		snprintf(got, sizeof(got), "%02d %02d:%02d", moment_date(m).d,
		    moment_minute(m) / 60, moment_minute(m) % 60);
	is_str(rc == 0 ? got : e.msg, want, "'%s'", in);
}

static void
test_messages(void)
{
	static const struct {
		const char *in, *says;
	} messages[] = {
		{ "9:5", "'9:5' is not a time: the minutes have two digits, "
			 "as in 9:05" },
		{ "25:00", "'25:00' is not a time: there is no such time of "
			   "day" },
		{ "어제",
		    "'어제' is not a time: it names a day, add a time, as "
		    "in yesterday 21:00" },
		{ "yesterday at midnight",
		    "'yesterday at midnight' is not a time: a day has two "
		    "midnights, write 00:00 or 24:00" },
		{ "soon\x1b",
		    "'soon^[' is not a time: write 21:00, "
		    "2026-11-23 21:00, yesterday 9pm, 어제 밤 9시 or -40m" },
	};
	struct moment m;
	size_t i;

	for (i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		struct err e = ERR_INIT;

		study_when_parse(&m, messages[i].in, fixed(DAYTIME), 240, &e);
		is_str(e.msg, messages[i].says, "it says why (%zu)", i);
	}
}

static void
test_dates(void)
{
	static const struct {
		const char *now, *in, *want;
	} dates[] = {
		{ DAYTIME, "2026-11-20", "2026-11-20" },
		{ DAYTIME, "today", "2026-11-24" },
		{ DAYTIME, "오늘", "2026-11-24" },
		{ DAYTIME, "Yesterday", "2026-11-23" },
		{ DAYTIME, "어제", "2026-11-23" },
		{ DAYTIME, "그저께", "2026-11-22" },
		{ DAYTIME, "昨日", "2026-11-23" },
		{ DAYTIME, "-3", "2026-11-21" },
		{ DAYTIME, "-0", "2026-11-24" },
		{ DAYTIME, "3일 전", "2026-11-21" },
		{ DAYTIME, "30 days ago", "2026-10-25" },
		{ DAYTIME, "11월 3일", "2026-11-03" },
		{ DAYTIME, "11월 25일", "2026-11-25" },
		{ DAYTIME, "1月5日", "2026-01-05" },
		{ DAYTIME, "2025년 12월 30일", "2025-12-30" },
		{ "2027-01-03T15:00:00+09:00", "12월 30일", "2026-12-30" },
		{ "2027-01-01T00:50:00+09:00", "1월 1일", "2027-01-01" },
		{ DAYTIME, "2월 29일", NULL },
		{ DAYTIME, "어젯밤", NULL },
		{ DAYTIME, "this morning", NULL },
		{ NIGHT, "today", "2026-11-23" },
		{ NIGHT, "어제", "2026-11-22" },
		{ NIGHT, "-1", "2026-11-22" },
		{ NIGHT, "2026-11-24", "2026-11-24" },
		{ DAYTIME, "2026-02-30", NULL },
		{ DAYTIME, "26-11-20", NULL },
		{ DAYTIME, "3", NULL },
		{ DAYTIME, "-", NULL },
		{ DAYTIME, "-3x", NULL },
		{ DAYTIME, "-99999", NULL },
		{ DAYTIME, "사흘 전", "2026-11-21" },
		{ DAYTIME, "금요일", "2026-11-20" },
		{ NIGHT, "화요일", "2026-11-17" },
		{ DAYTIME, "지난주 금요일", "2026-11-20" },
		{ DAYTIME, "2026/11/03", "2026-11-03" },
		{ DAYTIME, "12/30", "2026-12-30" },
		{ "2027-01-03T15:00:00+09:00", "12/30", "2026-12-30" },
		{ DAYTIME, "어제 21:00", NULL },
		{ DAYTIME, "todays", NULL },
		{ DAYTIME, "", NULL },
	};
	char got[DATE_MAX];
	struct date d;
	size_t i;

	for (i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		struct err e = ERR_INIT;
		int rc;

		rc = study_date_parse(
		    &d, dates[i].in, fixed(dates[i].now), 240, &e);
		if (dates[i].want == NULL) {
			ok(rc == -1 && e.code == ERR_USAGE, "no day: '%s'",
			    dates[i].in);
			continue;
		}
		date_format(got, rc == 0 ? d : (struct date){ 1, 1, 1 });
		is_str(got, dates[i].want, "'%s'", dates[i].in);
	}
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(by_day) / sizeof(*by_day); i++)
		try_time(DAYTIME, by_day[i].in, by_day[i].want);
	for (i = 0; i < sizeof(by_night) / sizeof(*by_night); i++)
		try_time(NIGHT, by_night[i].in, by_night[i].want);
	test_messages();
	test_dates();
	return done_testing();
}
