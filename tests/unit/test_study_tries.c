/* test_study_tries.c: tries of all days, hints, rules, problems come back */
#include <stdlib.h>

#include "tap.h"

#include "study/study_tries.h"

static void
parse(struct study_day *day, int d, const char *text, struct arena *a)
{
	study_day_parse(day, "x.md", (struct date){ 2026, 11, d }, text,
	    strlen(text), a, NULL);
}

static void
test_tries(void)
{
	struct arena *a = arena_new();
	struct study_day days[2];
	struct study_tries t;
	struct err e = ERR_INIT;
	char id[6];

	parse(&days[0], 20,
	    "### TRY\n- [ ] 책 읽기 ^t7k2\n- Docker 읽기\n- [x] 끝 ^t222\n", a);
	parse(&days[1], 22,
	    "### TRY\n- [ ] 책 읽기 ^t7k2\n- [ ] 책상 치우기 #집\n", a);
	study_tries(&t, days, 2, (struct date){ 2026, 11, 23 }, a);
	ok(t.n == 4, "a line that refers is no second try");
	ok(t.v[0].age == 3 && t.v[3].age == 1, "ages");
	ok(t.v[0].number == 1 && t.v[2].number == 0 && t.v[3].number == 3,
	    "only open ones have numbers");
	is_str(t.v[0].key, "t7k2", "the key is the id");
	ok(t.v[1].key[0] == 't' && strlen(t.v[1].key) == 5,
	    "or the one it would get");
	ok(study_tries_find(&t, "t7k2", &e) == &t.v[0], "by id");
	ok(study_tries_find(&t, "^t222", &e) == &t.v[2],
	    "a closed one, with ^");
	ok(study_tries_find(&t, "3", &e) == &t.v[3], "by number");
	ok(study_tries_find(&t, "docker", &e) == &t.v[1], "by its beginning");
	ok(study_tries_find(&t, "책", &e) == NULL && e.code == ERR_USAGE,
	    "not when two begin so");
	ok(study_tries_find(&t, "끝", &e) == NULL && e.code == ERR_NOTHING,
	    "nor a closed one");
	ok(study_tries_find(&t, "4", &e) == NULL && e.code == ERR_NOTHING,
	    "nor a number too high");
	study_tries_id(id, &t, days[1].date, "책상 치우기 #집");
	is_str(id, t.v[3].key, "a new id is that key, when it is free");
	arena_free(a);
}

static void
test_vague(void)
{
	static const char *const vague[] = { "더 잘하자", "더 잘하자.",
		"한번 잘해", "열심히 공부", "십분 활용", "공유를 잘하자",
		"열심히 공부하자", "깊이 있는 공부", "꾸준히 하기", "do better",
		"Study harder", "focus more", "be better at it", "もっと頑張る",
		"ちゃんと勉強する" };
	static const char *const clear[] = { "오버레이 문서를 읽는다",
		"레이어 캐시 읽기 #docker", "하루에 30분씩 더 잘하자",
		"매일 잘하자", "내일 먼저 더 잘하자", "strace로 파이프 보기",
		"read how overlayfs merges layers", "draw pipes",
		"study every day", "`strace -f`", "文書を読む", "두 번 복습",
		"세 문제 풀이", "한 쪽 요약", "책 두 권", "두번씩 복습",
		"삼십 분 복습", "two pages", "三回復習", "明日もっと頑張る" };
	size_t i;

	for (i = 0; i < sizeof(vague) / sizeof(*vague); i++)
		ok(study_try_vague(vague[i]), "vague: %s", vague[i]);
	for (i = 0; i < sizeof(clear) / sizeof(*clear); i++)
		ok(!study_try_vague(clear[i]), "clear: %s", clear[i]);
}

static const struct {
	const char *text;
	int days, most, least;
	const char *topic;
} rules[] = {
	{ "every day, ≤30m, topic cs", 7, 30, 0, "cs" },
	{ "매일 30분 이내 #cs", 7, 30, 0, "cs" },
	{ "매일 최대 30분 위키에 쓴다", 7, 30, 0, NULL },
	{ "毎日 20分以上", 7, 0, 20, NULL },
	{ "주 3일 #도커 읽기", 3, 0, 0, "도커" },
	{ "at least 10 min, 5 days a week", 5, 0, 10, NULL },
	{ "Daily: topic Docker", 7, 0, 0, "docker" },
	{ "하루에 30분 이내로", 7, 30, 0, NULL },
	{ "하루 최소 10분, #cs", 7, 0, 10, "cs" },
	{ "一日に30分以内", 7, 30, 0, NULL },
	{ "매일 1시간 이내", 7, 60, 0, NULL },
	{ "매일 1시간 30분 이내로 쓴다", 7, 90, 0, NULL },
	{ "毎日 2時間以上", 7, 0, 120, NULL },
	{ "daily, ≤1h30m", 7, 90, 0, NULL },
	{ "every day at most 1 hour", 7, 60, 0, NULL },
	{ "주3회 #cs", 3, 0, 0, "cs" },
	{ "週3回 10分以上", 3, 0, 10, NULL },
	{ "3 times a week, topic cs", 3, 0, 0, "cs" },
	{ "매일 30분 이내, topic cs.", 7, 30, 0, "cs" },
	{ "매일 30분 이내 (#cs)", 7, 30, 0, "cs" },
	{ "#cs에서 매일 30분 이내", 7, 30, 0, "cs" },
	{ "#cs에서도: 매일", 7, 0, 0, "cs" },
	{ "매일 #cs까지!", 7, 0, 0, "cs" },
	{ "매일 #cs이론", 7, 0, 0, "cs이론" },
	{ "毎日 #csを、30分以内", 7, 30, 0, "cs" },
	{ "every day: topic \"Python multiprocessing\".", 7, 0, 0,
	    "python multiprocessing" },
	{ "매일 topic “운영 체제”를", 7, 0, 0, "운영 체제" },
	{ "every day ≤30m topic:math", 7, 30, 0, "math" },
	{ "daily, topic: math", 7, 0, 0, "math" },
	{ "daily #c++", 7, 0, 0, "c++" },
	{ "daily, topic node.js.", 7, 0, 0, "node.js" },
	{ "주 3번째 시간에 #cs", 0, 0, 0, NULL },
	{ "주 8회 #cs", 0, 0, 0, NULL },
	{ "하루 만에 30분 이내로 끝낸다", 0, 0, 0, NULL },
	{ "하루에 #cs 하나", 0, 0, 0, NULL },
	{ "매일 1시간씩 쓴다", 0, 0, 0, NULL },
	{ "매일 30시간 이내", 0, 0, 0, NULL },
	{ "하루에 30분씩 공부한다.", 0, 0, 0, NULL },
	{ "매일 30분씩 공부한다", 0, 0, 0, NULL },
	{ "read it every day", 0, 0, 0, NULL },
	{ "≤30m", 0, 0, 0, NULL },
	{ "every daylight, #x", 0, 0, 0, NULL },
};

/* The rules that front matter gives to the tries of a day: the rule of each,
 * "-" for none, and how many warnings there are. */
static void
test_front_matter(void)
{
	static const struct {
		const char *what, *text, *want;
	} days[] = {
		{ "by id", "---\nrules:\n  ta: daily, ≤5m\n---\n",
		    "[daily, ≤5m] - 0" },
		{ "with ^", "---\nrules: { ^tb: 'daily, #x' }\n---\n",
		    "- [daily, #x] 0" },
		{ "by its text, in any case",
		    "---\r\nrules:\r\n  b: daily, topic x\r\n---\r\n",
		    "- [daily, topic x] 0" },
		{ "by a text that two have",
		    "---\nrules:\n  '': daily, topic x\n---\n", "- - 1" },
		{ "of no try", "---\nrules:\n  c: daily, topic x\n---\n",
		    "- - 1" },
		{ "no rule", "---\nrules:\n  ta: better\n  tb: [1]\n---\n",
		    "- - 2" },
		{ "a list", "---\nrules: [daily]\n---\n", "- - 1" },
		{ "a text", "---\nrules: daily\n---\n", "- - 1" },
		{ "a text that is empty", "---\nrules:\n---\n", "- - 1" },
		{ "not YAML", "---\nrules: [\n---\n", "- - 0" },
		{ "no map", "---\n- rules:\n---\n", "- - 0" },
		{ "no end", "---\nrules:\n  ta: daily, ≤5m\n", "- - 0" },
		{ "no front matter", "", "- - 0" },
	};
	static const char tries[] = "### TRY\n- a ^ta\n- B ^tb\n";
	struct arena *a = arena_new();
	size_t i, k;

	for (i = 0; i < sizeof(days) / sizeof(*days); i++) {
		struct diag_list d = DIAG_LIST_INIT;
		struct strbuf sb = STRBUF_INIT;
		struct study_day day;
		const char *text = arena_printf(a, "%s%s", days[i].text, tries);

		study_day_parse(&day, "x.md", (struct date){ 2026, 11, 20 },
		    text, strlen(text), a, &d);
		for (k = 0; k < day.lists[STUDY_TRY].n; k++) {
			const struct study_item *it =
			    &day.lists[STUDY_TRY].v[k];

			if (it->rule != NULL)
				strbuf_addf(&sb, "[%s] ", it->rule);
			else
				strbuf_adds(&sb, "- ");
		}
		strbuf_addf(&sb, "%zu", d.n);
		is_str(sb.buf, days[i].want, "rules: %s", days[i].what);
		strbuf_release(&sb);
		diag_release(&d);
	}
	arena_free(a);
}

static void
test_rules(void)
{
	struct arena *a = arena_new();
	struct study_day days[4];
	struct study_rule r;
	int held, of;
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		bool is = study_rule_parse(&r, rules[i].text, a);

		if (rules[i].days == 0)
			ok(!is, "no rule: %s", rules[i].text);
		else if (!ok(is && r.days == rules[i].days &&
				 r.most == rules[i].most &&
				 r.least == rules[i].least,
			     "%s", rules[i].text))
			printf("# %d %d %d\n", r.days, r.most, r.least);
		if (rules[i].days != 0)
			is_str(r.topic, rules[i].topic, "its topic");
	}
	parse(&days[0], 21, "### 21:00–21:30 운영체제\n", a);
	parse(&days[1], 22, "### 21:00–21:30 운영\n", a);
	ok(study_rule_parse(&r, "매일 #운영체제를 30분 이내로", a),
	    "a topic with a particle on it");
	study_rule_judge(&held, &of, &r, days, 2, (struct date){ 2026, 11, 20 },
	    (struct date){ 2026, 11, 22 });
	ok(held == 1 && of == 2, "is that topic, and no other that begins so");
	ok(study_rule_parse(&r, "#운영체제에서도 매일", a),
	    "two particles, one on the other");
	study_rule_judge(&held, &of, &r, days, 2, (struct date){ 2026, 11, 20 },
	    (struct date){ 2026, 11, 22 });
	ok(held == 1 && of == 2, "are no part of the topic either");
	parse(&days[0], 17, "### 21:00–21:30 CS\n", a);
	parse(&days[1], 18, "### 21:00–21:20 cs\n### 22:00–22:20 cs\n", a);
	parse(&days[2], 20, "### 21:00–21:20 docker\n", a);
	parse(&days[3], 22, "### cs\n\n글\n", a);
	study_rule_parse(&r, "every day, ≤30m, topic cs", a);
	study_rule_judge(&held, &of, &r, days, 4, (struct date){ 2026, 11, 1 },
	    (struct date){ 2026, 11, 22 });
	ok(held == 2 && of == 7, "of the last seven days");
	study_rule_judge(&held, &of, &r, days, 4, (struct date){ 2026, 11, 20 },
	    (struct date){ 2026, 11, 23 });
	ok(held == 1 && of == 2, "from the day after its birth, without today");
	study_rule_judge(&held, &of, &r, days, 4, (struct date){ 2026, 11, 23 },
	    (struct date){ 2026, 11, 23 });
	ok(held == 0 && of == 0, "not on the day it was born");
	arena_free(a);
}

/* The topic of a try is the one that its rule is judged by. */
static void
test_topics(void)
{
	static const char *const topics[][2] = { { "(#cs) 매일", "cs" },
		{ "매일 #cs.", "cs" }, { "#cs에서 매일", "cs" },
		{ "매일 #cs까지", "cs" }, { "#cs부터는 매일", "cs" },
		{ "매일 #운영체제를", "운영체제를" }, { "毎日 #csから", "cs" },
		{ "매일 #cs이론", "cs이론" } };
	struct arena *a = arena_new();
	struct study_day day;
	struct study_rule r;
	size_t i;

	for (i = 0; i < sizeof(topics) / sizeof(*topics); i++) {
		parse(&day, 20,
		    arena_printf(a, "### TRY\n- [ ] %s\n", topics[i][0]), a);
		is_str(day.lists[STUDY_TRY].v[0].topic, topics[i][1],
		    "the topic of %s", topics[i][0]);
		ok(study_rule_parse(&r, topics[i][0], a), "it is a rule");
		is_str(r.topic, topics[i][1], "of the same topic");
	}
	arena_free(a);
}

static const char *const problems[] = {
	"- 레이어 캐시가 왜 무효화되는지 몰랐다\n",
	"- 시간이 부족했다\n- did not know why the cache was lost\n",
	"- パイプがなぜ止まるのか分からなかった\n",
	"- 빌드 캐시가 사라져서 느렸다\n",
	("- 메모리가 모자라서 컨테이너가 죽었는데 로그가 없어서 원인을 찾는 데 "
	 "두 시간이 걸렸고 결국 재부팅했다\n"),
};

static const struct {
	const char *text;
	int day; /* of problems, -1: none */
} likes[] = {
	{ "레이어 캐시를 무효화하는 이유를 모르겠다", 0 },
	{ "도커에서 레이어 캐시는 자주 무효화된다", 0 },
	{ "시간은 오늘도 부족했다", 1 },
	{ "The cache was lost again", 1 },
	{ "パイプが止まる理由", 2 },
	{ "파이프가 왜 막히는지 몰랐다", -1 },
	{ "빌드 캐시를 또 잃었다", 3 },
	{ "컨테이너가 또 죽었다", 4 },
	{ "메모리가 또 모자라다", 4 },
	{ "빌드가 실패했다", -1 },
	{ "테스트가 느렸다", -1 },
	{ "캐시가 무엇인지 설명을 못 했다", -1 },
	{ "시간이 오래 걸렸다", -1 },
	{ "메모리가 새는 곳을 못 찾았다", -1 },
	{ "오늘 너무 졸렸다", -1 },
	{ "왜 그런지 로그를 안 봤다", -1 },
	{ "The pipe was lost", -1 },
	{ "cache", -1 },
	{ "집중이 안 됐다", -1 },
	{ "시그널을 놓쳤다", -1 },
	{ "did not know why the pipe was full", -1 },
	{ "", -1 },
};

static void
test_like(void)
{
	struct arena *a = arena_new();
	struct study_day days[5];
	struct study_like l;
	size_t i;

	for (i = 0; i < 5; i++)
		parse(&days[i], 20 + (int)i,
		    arena_printf(a, "### PROBLEM\n%s", problems[i]), a);
	for (i = 0; i < sizeof(likes) / sizeof(*likes); i++) {
		bool is = study_like(&l, days, 5, likes[i].text);

		if (!ok(likes[i].day == -1 ? !is
					   : is && l.day == &days[likes[i].day],
			"%s", likes[i].text))
			printf("# %.2f %s\n", l.score,
			    l.problem ? l.problem->text : "none");
	}
	arena_free(a);
}

/* Two short texts, and whether the second is the first one come back. */
static const struct {
	const char *before, *now;
	bool alike;
} again[] = {
	{ "집중이 안 됐다", "집중이 안 됐다", true },
	{ "졸렸다", "졸렸다.", true },
	{ "늦잠", "늦잠", true },
	{ "tired", "Tired", true },
	{ "too slow", "too slow!", true },
	{ "寝坊した", "寝坊した", true },
	{ "😴", "😴", true },
	{ "집중이 안 됐다", "집중이 잘 안 됐다", true },
	{ "캐시를 잃었다", "캐시를 또 잃어버렸다", true },
	{ "복습을 못 했다", "복습을 또 못 했다", true },
	{ "집중이 안 됐다", "빌드가 안 됐다", false },
	{ "캐시를 잃었다", "캐시를 지웠다", false },
	{ "도커가 안 떴다", "도커를 안 썼다", false },
	{ "늦잠", "낮잠", false },
	{ "too slow", "too fast", false },
	{ "😴", "😀", false },
	{ "😴", "😴😴", false },
	{ "졸렸다", "걸렸다", false },
};

static void
test_again(void)
{
	size_t i;

	for (i = 0; i < sizeof(again) / sizeof(*again); i++) {
		ok(study_alike(again[i].before, again[i].now) == again[i].alike,
		    "%s, %s", again[i].before, again[i].now);
		ok(study_alike(again[i].now, again[i].before) == again[i].alike,
		    "the other way round");
	}
}

/* What was tried is worth more than a later day on which nothing was. */
static void
test_like_equal(void)
{
	static const char problem[] = "### PROBLEM\n- 캐시가 사라졌다\n";
	static const char tried[] = "### PROBLEM\n- 캐시가 사라졌다\n"
				    "### TRY\n- 이미지를 받아 둔다\n";
	static const char less[] =
	    "### PROBLEM\n- 캐시가 왜 사라졌는지 몰랐다\n"
	    "### TRY\n- 캐시 문서 2쪽 읽기\n";
	static const struct {
		const char *text[3];
		int day;
	} equals[] = {
		{ { problem, tried, problem }, 1 },
		{ { tried, tried, problem }, 1 },
		{ { tried, problem, problem }, 0 },
		{ { problem, problem, tried }, 2 },
		{ { problem, problem, problem }, 2 },
		{ { less, problem, problem }, 0 },
		{ { problem, problem, less }, 2 },
		{ { less, tried, problem }, 1 },
		{ { tried, less, problem }, 0 },
	};
	size_t i, k;

	for (i = 0; i < sizeof(equals) / sizeof(*equals); i++) {
		struct arena *a = arena_new();
		struct study_day days[3];
		struct study_like l;

		for (k = 0; k < 3; k++)
			parse(&days[k], 20 + (int)k, equals[i].text[k], a);
		ok(study_like(&l, days, 3, "캐시가 또 사라졌다") &&
			l.day == &days[equals[i].day],
		    "of several, day %d (%zu)", equals[i].day, i);
		arena_free(a);
	}
}

int
main(void)
{
	test_tries();
	test_vague();
	test_rules();
	test_topics();
	test_front_matter();
	test_like();
	test_like_equal();
	test_again();
	return done_testing();
}
