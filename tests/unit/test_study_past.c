/* test_study_past.c: what became of a day since it was written */
#include "tap.h"

#include <string.h>

#include "study/study_past.h"

/* The starts of a day, the end that it is read by, and that it was written by;
 * both the same: nothing can be told. */
static const struct {
	int n, starts[5], by, want;
} ends[] = {
	{ 0, { 0 }, 240, 240 },
	{ 1, { -1 }, 240, 240 },
	{ 1, { 1260 }, 240, 240 },
	{ 1, { 180 }, 240, 240 },
	{ 1, { 180 }, 120, 120 },
	{ 2, { 150, 180 }, 240, 240 },
	{ 3, { 540, 1260, 180 }, 240, 240 },
	{ 3, { 540, 1260, 180 }, 120, 181 },
	{ 5, { 540, 1260, -1, 100, 180 }, 120, 181 },
	{ 5, { 540, 540, 1260, 180, 180 }, 240, 240 },
	{ 3, { 180, 540, 1260 }, 240, 180 },
	{ 3, { 180, 540, 1260 }, 180, 180 },
	{ 5, { 180, 200, 540, 1260, 100 }, 240, 180 },
	{ 2, { 1260, 540 }, 240, 240 },
	{ 2, { 1260, 540 }, 600, 600 },
	{ 2, { 1260, 540 }, 500, 500 },
	{ 2, { 1260, 350 }, 240, 351 },
	{ 2, { 1260, 360 }, 240, 240 },
	{ 2, { 1260, 440 }, 500, 500 },
	{ 3, { 1260, 1200, 180 }, 120, 120 },
	{ 3, { 540, 1260, 600 }, 240, 240 },
};

static void
test_ends(void)
{
	size_t i;
	int k, got;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct study_entry v[5] = { { .start = 0 } };
		struct study_day day = { .entries = v };

		for (k = 0; k < ends[i].n; k++)
			v[k].start = ends[i].starts[k];
		day.n_entries = (size_t)ends[i].n;
		got = study_day_end(&day, ends[i].by);
		ok(got == ends[i].want, "the end of day %zu", i);
		if (got != ends[i].want)
			printf("# got %d, want %d\n", got, ends[i].want);
	}
}

#define HEAD "# 2026-11-23\n\n## 리뷰\n"
#define ONE "\n### 20:00–20:10 도커: 레이어\n\n쌓인다\n"
#define TWO "\n### 21:00–21:28 파이프\n\n막힌다\n"
#define LISTS "\n## 회고\n\n### KEEP\n\n"

static const struct {
	const char *name, *before, *after, *now;
	enum study_past want;
} past[] = {
	{ "an entry that is there", HEAD, HEAD ONE, HEAD ONE,
	    STUDY_PAST_BECAME },
	{ "one that is not", HEAD, HEAD ONE, HEAD TWO, STUDY_PAST_GONE },
	{ "one in a day that is gone", HEAD, HEAD ONE, NULL, STUDY_PAST_GONE },
	{ "one that made its day", NULL, HEAD ONE, HEAD TWO, STUDY_PAST_GONE },
	{ "one that was there before", HEAD TWO, HEAD ONE TWO, HEAD TWO,
	    STUDY_PAST_GONE },
	{ "a title that was changed", HEAD, HEAD ONE,
	    HEAD "\n### 20:00–20:10 도커: 층\n", STUDY_PAST_BECAME },
	{ "times that were changed", HEAD, HEAD ONE,
	    HEAD "\n### 08:00–08:10 도커: 레이어\n\n쌓인다\n",
	    STUDY_PAST_BECAME },
	{ "some of the minutes", HEAD, HEAD ONE, HEAD "\n### 20:05–20:30 큐\n",
	    STUDY_PAST_BECAME },
	{ "another entry of the topic", HEAD,
	    HEAD "\n### 20:00–20:10 도커\n\n쌓인다\n",
	    HEAD "\n### 22:00–22:10 도커\n\n또 다른 글\n", STUDY_PAST_GONE },
	{ "a KEEP that is there", HEAD, HEAD LISTS "- 작게 했다\n",
	    HEAD LISTS "- 작게 했다\n", STUDY_PAST_BECAME },
	{ "one that is not", HEAD, HEAD LISTS "- 작게 했다\n",
	    HEAD LISTS "- 커피가 맛있다\n", STUDY_PAST_GONE },
	{ "one that is alike", HEAD, HEAD LISTS "- 작은 이미지로 확인했다\n",
	    HEAD LISTS "- 작은 이미지로 두 번 확인했다\n", STUDY_PAST_BECAME },
	{ "a try by its id", HEAD, HEAD LISTS "### TRY\n- [ ] 읽기 ^t7k2\n",
	    HEAD LISTS "### TRY\n- [x] 다 읽기 ^t7k2 (done 2026-11-24)\n",
	    STUDY_PAST_BECAME },
	{ "another try", HEAD, HEAD LISTS "### TRY\n- [ ] 읽기 ^t7k2\n",
	    HEAD LISTS "### TRY\n- [ ] 읽기 ^t9qa\n", STUDY_PAST_GONE },
	{ "an entry and a KEEP, one of them there", HEAD,
	    HEAD ONE LISTS "- 작게 했다\n", HEAD LISTS "- 작게 했다\n",
	    STUDY_PAST_BECAME },
	{ "an entry that was taken away", HEAD ONE, HEAD, HEAD TWO,
	    STUDY_PAST_OTHER },
	{ "one that was altered", HEAD ONE, HEAD TWO, HEAD, STUDY_PAST_OTHER },
	{ "a try that was done", HEAD LISTS "### TRY\n- [ ] 읽기 ^t7k2\n",
	    HEAD LISTS "### TRY\n- [x] 읽기 ^t7k2 (done 2026-11-24)\n", HEAD,
	    STUDY_PAST_OTHER },
	{ "other text alone", HEAD, HEAD "\n글\n", HEAD, STUDY_PAST_OTHER },
};

static void
test_past(void)
{
	static const char *const words[] = { "none that was only added", "gone",
		"there, or another" };
	size_t i;

	for (i = 0; i < sizeof(past) / sizeof(*past); i++) {
		const char *const text[3] = { past[i].before, past[i].after,
			past[i].now };
		size_t len[3], k;

		for (k = 0; k < 3; k++)
			len[k] = text[k] != NULL ? strlen(text[k]) : 0;
		ok(study_past(text, len) == past[i].want, "%s is %s",
		    past[i].name, words[past[i].want]);
	}
}

int
main(void)
{
	test_ends();
	test_past();
	return done_testing();
}
