/* test_study_head.c: the times in headings, as people write them */
#include "tap.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "study/study_head_int.h"

static const struct {
	const char *in, *want; /* "start-end topic", "bad topic", "- topic" */
} heads[] = {
	/* 24 hours, and what may stand between. */
	{ "21:00–21:28 docker", "1260-1288 docker" },
	{ "9:05-9:30 docker", "545-570 docker" },
	{ "21:00 ~ 21:30 docker", "1260-1290 docker" },
	{ "21:00～21:30 docker", "1260-1290 docker" },
	{ "21:00〜21:30 docker", "1260-1290 docker" },
	{ "２１：００～２１：３０ docker", "1260-1290 docker" },
	{ "23:40–00:10 docker", "1420-1450 docker" },
	{ "23:30–24:00 docker", "1410-1440 docker" },
	{ "24:00–00:30 docker", "0-30 docker" },
	{ "21:00 docker", "1260-1260 docker" },
	/* AM and PM. */
	{ "9:30 AM - 10 AM docker", "570-600 docker" },
	{ "9:30 AM – 10:15 AM: docker", "570-615 docker" },
	{ "9:30am-10:15am docker", "570-615 docker" },
	{ "11:30 a.m. - 12:15 p.m. docker", "690-735 docker" },
	{ "11 PM – 12 AM docker", "1380-1440 docker" },
	{ "12 PM - 1 PM docker", "720-780 docker" },
	{ "12:10 AM - 12:40 AM docker", "10-40 docker" },
	{ "[9 PM - 9:30 PM] docker", "1260-1290 docker" },
	{ "docker (9:00 pm ~ 9:30 pm)", "1260-1290 docker" },
	{ "9:30 PM docker", "1290-1290 docker" },
	{ "21:30 PM - 22:00 PM docker", "1290-1320 docker" },
	{ "9:30 PM", "1290-1290 " },
	/* Of one of them only: the half that is within twelve hours. */
	{ "9:30 - 10 PM docker", "1290-1320 docker" },
	{ "9-10 PM docker", "1260-1320 docker" },
	{ "9:30 - 1 PM docker", "570-780 docker" },
	{ "11 - 1 AM docker", "1380-1500 docker" },
	{ "9:30 PM - 10:15 docker", "1290-1335 docker" },
	{ "11:30 PM - 12:15 docker", "1410-1455 docker" },
	{ "9:00 AM - 13:00 docker", "540-780 docker" },
	{ "오후 2:05~3:10 도커", "845-910 도커" },
	{ "오전 11시 30분 ~ 1시 도커", "690-780 도커" },
	{ "9시~오후 1시 도커", "540-780 도커" },
	/* Korean and Japanese. */
	{ "오전 9:30–오후 1시 도커", "570-780 도커" },
	{ "오전 9:30 도커", "570-570 도커" },
	{ "9시~10시 도커", "540-600 도커" },
	{ "9~10시 도커", "540-600 도커" },
	{ "9시 30분~10시 도커", "570-600 도커" },
	{ "21시30분～22시 도커", "1290-1320 도커" },
	{ "９시～１０시 도커", "540-600 도커" },
	{ "9시 반 ~ 10시 5분: 도커", "570-605 도커" },
	{ "오후 2~4시 도커", "840-960 도커" },
	{ "밤 11시~새벽 1시 도커", "1380-1500 도커" },
	{ "밤 12시 - 밤 1시 도커", "0-60 도커" },
	{ "밤 11시 30분 ~ 12시 도커", "1410-1440 도커" },
	{ "도커 (9시~10시)", "540-600 도커" },
	{ "[저녁 7시–7시 반] 도커", "1140-1170 도커" },
	{ "午後2時〜4時 コンテナ", "840-960 コンテナ" },
	{ "9時半～10時 コンテナ", "570-600 コンテナ" },
	/* Not to be told, or not to be: never a wrong time. */
	{ "9 - 9 PM docker", "bad docker" },
	{ "9:30 AM - 10 PM docker", "bad docker" },
	{ "오전 9시~9시 도커", "bad 도커" },
	{ "25:00–26:00 docker", "bad docker" },
	{ "9시~25시 도커", "bad 도커" },
	{ "9시 70분~10시 도커", "bad 도커" },
	{ "21:00–21:75 docker", "bad docker" },
	{ "13:00 AM - 2 PM docker", "bad docker" },
	{ "새벽 9시~10시 도커", "bad 도커" },
	{ "午前11時〜午後12時 コンテナ", "bad コンテナ" },
	/* No times at all. */
	{ "9시 뉴스", "- 9시 뉴스" },
	{ "오후 2시 도커", "- 오후 2시 도커" },
	{ "1~2시간 공부", "- 1~2시간 공부" },
	{ "1〜2時間の勉強", "- 1〜2時間の勉強" },
	{ "9시에 시작", "- 9시에 시작" },
	{ "9시~10시까지", "- 9시~10시까지" },
	{ "3-4장", "- 3-4장" },
	{ "9-10 docker", "- 9-10 docker" },
	{ "9-10:30 docker", "- 9-10:30 docker" },
	{ "1.2-3 PM docker", "- 1.2-3 PM docker" },
	{ "2026-11-23 PM", "- 2026-11-23 PM" },
	{ "11-23 9시", "- 11-23 9시" },
	{ "9:5 docker", "- 9:5 docker" },
	{ "21:00:15 docker", "- 21:00:15 docker" },
	{ "9:30 AMD docker", "570-570 AMD docker" },
	{ "오전 반", "- 오전 반" },
	{ "밤", "- 밤" },
	{ "9 PMs - 10 PMs", "- 9 PMs - 10 PMs" },
	{ "123시~124시", "- 123시~124시" },
	{ "", "- " },
};

static const char *
read_head(const char *s, size_t len, struct arena *a)
{
	struct study_head h;

	study_head_parse(&h, s, len, a);
	if (h.bad != NULL)
		return arena_printf(a, "bad %s", h.topic);
	if (!h.timed)
		return arena_printf(a, "- %s", h.topic);
	return arena_printf(a, "%d-%d %s", h.start, h.end, h.topic);
}

/* What holds of any bytes: times are of a day, and words are a part of it. */
static bool
is_sane(const char *s, size_t len)
{
	struct study_head h;
	const char *words;
	size_t n;

	study_head_times(&h, s, len, &words, &n);
	if (words < s || words + n > s + len)
		return false;
	if (h.bad != NULL || !h.timed)
		return h.start == -1 && h.end == -1 && (h.timed || n == len);
	return h.start >= 0 && h.start < 1440 && h.end >= h.start &&
	       h.end - h.start <= 720;
}

/* Each beginning of each heading, in memory of its own, so that a sanitizer
 * sees a byte that is read behind it. */
static void
test_truncated(void)
{
	size_t i, n, wrong = 0;

	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		for (n = 0; n <= strlen(heads[i].in); n++) {
			char *part = malloc(n + 1);

			memcpy(part, heads[i].in, n);
			wrong += !is_sane(part, n);
			free(part);
		}
	ok(wrong == 0, "headings cut anywhere");
}

/* Pieces of times in any order, and now and then a byte of anything. */
static void
test_random(void)
{
	static const char *const pieces[] = { "9", "10", "23", "24", "99", ":",
		"：", "30", "시", "時", "분", "반", "間", "간", " ", "-", "–",
		"～", "AM", "pm", "p.m.", "오전", "오후", "밤", "새벽", "午後",
		"(", ")", "[", "]", ",", "|", "docker", "３", "\t" };
	unsigned seed = 1;
	size_t i, k, wrong = 0;

	for (i = 0; i < 200000; i++) {
		char s[96], *copy;
		size_t len = 0;

		for (k = 0; k < 9; k++) {
			const char *p;

			seed = seed * 1103515245 + 12345;
			p = pieces[(seed >> 16) %
				   (sizeof(pieces) / sizeof(*pieces))];
			memcpy(s + len, p, strlen(p));
			len += strlen(p);
			if ((seed >> 8 & 63) == 0)
				s[len - 1] = (char)(seed >> 24);
		}
		copy = malloc(len);
		memcpy(copy, s, len);
		if (!is_sane(copy, len) && wrong++ == 0)
			tap_show("first: ", s);
		free(copy);
	}
	ok(wrong == 0, "times of 200,000 random headings are of a day");
}

int
main(void)
{
	struct arena *a = arena_new();
	size_t i;

	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		is_str(read_head(heads[i].in, strlen(heads[i].in), a),
		    heads[i].want, "'%s'", heads[i].in);
	test_truncated();
	test_random();
	arena_free(a);
	return done_testing();
}
