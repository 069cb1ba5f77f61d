/* test_study_stats.c: streak, score and what the days add up to */
#include <stdlib.h>

#include "tap.h"

#include "base/strbuf.h"
#include "study/study_stats.h"

/*
 * Days as letters, one a day: x counts, . does not, and the last one is
 * today. The first is Monday 2026-11-02.
 */
static struct study_streak
streak_of(const char *days, int week_starts)
{
	const struct date first = { 2026, 11, 2 };
	struct study_streak s;
	struct date v[100];
	size_t i, n = 0;

	for (i = 0; days[i] != '\0'; i++)
		if (days[i] == 'x')
			v[n++] = date_add(first, (int)i);
	study_streak(
	    &s, v, n, date_add(first, (int)strlen(days) - 1), week_starts);
	return s;
}

static const struct {
	const char *name, *days;
	int week_starts, streak, longest, free_left;
} streaks[] = {
	{ "nothing", ".", 0, 0, 0, 0 },
	{ "today alone", "x", 0, 1, 1, 2 },
	{ "an empty today does not break", "xx.", 0, 2, 2, 2 },
	{ "a missed day neither adds nor breaks", "xx.x", 0, 3, 3, 1 },
	{ "nor does a second one", "x.x.x", 0, 3, 3, 0 },
	{ "the third of a week breaks", "x.x.x.x", 0, 1, 3, 2 },
	{ "an empty today is no third", "x.x.x..", 0, 0, 3, 0 },
	{ "but not before it is over", "x.x.x.", 0, 3, 3, 0 },
	{ "a free weekend", "xxxxx..xxxxx..x", 0, 11, 11, 2 },
	{ "a new week has its own", "x.x.xxxx.x.xxx", 0, 10, 10, 0 },
	{ "never three in a row, though the week is new", "xxxxx...x", 0, 1, 5,
	    2 },
	{ "two in a row over the end of a week", "xxxxxx..x", 0, 7, 7, 1 },
	{ "a week from Monday", "xxx.xx..x.x", 0, 7, 7, 0 },
	{ "the same from Sunday", "xxx.xx..x.x", 6, 1, 6, 2 },
	{ "what was missed before it began is forgotten", "x...xx.x", 0, 3, 3,
	    2 },
	{ "free days are left only as many as may follow", "xxxx..", 0, 4, 4,
	    1 },
	{ "a long time ago", "xxxx...............................x", 0, 1, 4,
	    2 },
};

static void
test_streak(void)
{
	size_t i;

	for (i = 0; i < sizeof(streaks) / sizeof(*streaks); i++) {
		struct study_streak s =
		    streak_of(streaks[i].days, streaks[i].week_starts);

		if (!ok(s.days == streaks[i].streak &&
			    s.longest == streaks[i].longest &&
			    s.free_left == streaks[i].free_left,
			"%s", streaks[i].name))
			printf("# %s: %d, longest %d, free %d\n",
			    streaks[i].days, s.days, s.longest, s.free_left);
	}
}

static bool
near(double a, double b)
{
	return a - b < 0.001 && b - a < 0.001;
}

static void
test_score(void)
{
	const double a = 2.0 / 31;
	char days[91];
	double s;

	ok(near(streak_of("x", 0).score, 100 * a), "one day");
	ok(near(streak_of("x.", 0).score, 100 * a), "an empty today");
	ok(near(streak_of("x.x", 0).score, 100 * (1 - (1 - a) * (1 - a))),
	    "a free day leaves it");
	s = 100 * a;
	ok(near(streak_of("x....", 0).score, s * (1 - a)),
	    "the third day missed in a row does not");
	memset(days, 'x', 90);
	days[90] = '\0';
	s = streak_of(days, 0).score;
	ok(s > 99 && s <= 100, "ninety days are nearly all");
	days[30] = '\0';
	s = streak_of(days, 0).score;
	ok(s > 86 && s < 87, "thirty are six sevenths");
}

static void
test_future(void)
{
	const struct date days[] = { { 2026, 11, 22 }, { 2026, 11, 23 },
		{ 2026, 11, 25 } };
	struct study_streak s;

	study_streak(&s, days, 3, days[1], 0);
	ok(s.days == 2 && s.longest == 2, "a day logged ahead is not yet");
	study_streak(&s, days + 2, 1, days[1], 0);
	ok(s.days == 0 && s.longest == 0, "nor when it is the only one");
}

static const struct {
	struct date date;
	const char *text;
} texts[] = {
	{ { 2026, 11, 1 }, "### 21:00–21:20 docker\n\n### 파이프\n\n글\n" },
	{ { 2026, 11, 2 },
	    "### 도커\n\n### 21:00–21:00 파이프\n\n \xe3\x80\x80\n" },
	{ { 2026, 11, 20 },
	    "### 21:00–21:30 Docker\n### 22:00–22:05 파이프\n" },
	{ { 2026, 11, 21 }, "### KEEP\n\n- 하나\n" },
};

/* A body without times, and whether it earns. */
static const struct {
	const char *body;
	bool earns;
} bodies[] = {
	{ "<!-- 무엇을 배웠나? -->\n", false },
	{ "<!-- 두\n줄 -->\n- \n", false },
	{ "- \n", false },
	{ "- [ ] \n* [x]\n1. \n2)\n", false },
	{ "> \n> - \n", false },
	{ "#### \n", false },
	{ "\xe2\x80\x8b\n", false }, /* U+200B */
	{ "\xe3\x85\xa4\n", false }, /* U+3164 */
	{ "\xef\xbb\xbf \xe2\x81\xa0\xe2\xa0\x80\n", false },
	{ "&nbsp; &#8203;&#x3164;\n<br>\n", false },
	{ "```\n```\n", false },
	{ "```python\n\n  \n```\n---\n", false },
	{ "> ~~~\n> \n> ~~~\n", false },
	{ "---\n\n***\n", false },
	{ "| | |\n|---|:-:|\n", false },
	{ "- 글\n", true },
	{ "<!-- 물음 --> 답\n", true },
	{ "<!-- 물음\n-->답\n", true },
	{ "- [ ] 읽기\n", true },
	{ "```\n---\n```\n", true },
	{ "```\n<!-- x -->\n```\n", true },
	{ "```\n```\n뒤\n", true },
	{ "&amp;\n", true },
	{ "&nbsp\n", true },
	{ "&#49;\n", true },
	{ "1.5\n", true },
	{ "-3\n", true },
	{ "👍\n", true },
	{ "<b\n", true },
	{ "`\n", true },
	{ "[", true },
	{ "&", true },
};

static void
test_blank(void)
{
	struct arena *a = arena_new();
	struct study_day day;
	size_t i;

	for (i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		const char *text =
		    arena_printf(a, "### 도커\n\n%s", bodies[i].body);

		study_day_parse(&day, "x.md", (struct date){ 2026, 11, 1 },
		    text, strlen(text), a, NULL);
		ok((study_day_earns(&day) == 1) == bodies[i].earns,
		    "case %zu %s", i, bodies[i].earns ? "earns" : "does not");
	}
	arena_free(a);
}

static void
test_all(void)
{
	struct study_stats_opts o = { { 2026, 11, 22 }, { 1, 1, 1 }, 0 };
	struct arena *a = arena_new();
	struct study_day days[4];
	struct study_stats s;
	size_t i;

	for (i = 0; i < 4; i++)
		study_day_parse(&days[i], "x.md", texts[i].date, texts[i].text,
		    strlen(texts[i].text), a, NULL);
	study_stats(&s, days, 4, &o, a);
	ok(s.days == 2 && s.entries == 4 && s.minutes == 55,
	    "an empty entry earns nothing");
	ok(s.n_topics == 2 && s.topics[0].minutes == 50 &&
		s.topics[0].entries == 2,
	    "case does not make another topic");
	is_str(s.topics[0].topic, "Docker", "as it is spelt last");
	is_str(s.topics[1].topic, "파이프", "the other one");
	ok(date_cmp(s.topics[1].last, days[2].date) == 0, "its last day");
	ok(s.streak.days == 1 && s.streak.free_left == 1, "the streak");
	o.since = (struct date){ 2026, 11, 2 };
	study_stats(&s, days, 4, &o, a);
	ok(s.days == 1 && s.entries == 2 && s.minutes == 35, "since a day");
	study_stats(&s, days, 0, &o, a);
	ok(s.days == 0 && s.n_topics == 0 && s.streak.score <= 0, "no days");
	ok(study_day_level(&days[0], 30) == 3 &&
		study_day_level(&days[1], 30) == 0 &&
		study_day_level(&days[2], 0) == 4,
	    "levels of the heatmap");
	arena_free(a);
}

int
main(void)
{
	test_streak();
	test_score();
	test_future();
	test_blank();
	test_all();
	return done_testing();
}
