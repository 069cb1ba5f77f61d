/* test_study.c: reading day files, as they are written in the wild */
#include <stdlib.h>

#include "tap.h"

#include "base/strbuf.h"
#include "base/xalloc.h"
#include "study/study.h"

static const struct date day23 = { 2026, 11, 23 };

static void
show_item(struct strbuf *out, const struct study_item *it, int kind)
{
	static const char *const lists[] = { "K", "P", "T" };
	static const char *const states[] = { "open", "done", "dropped",
		"retried" };

	strbuf_adds(out, lists[kind]);
	if (kind == STUDY_TRY)
		strbuf_addf(out, " %s", states[it->state]);
	if (it->state_note != NULL)
		strbuf_addf(out, " (%s)", it->state_note);
	if (it->id != NULL)
		strbuf_addf(out, " ^%s", it->id);
	if (it->topic != NULL)
		strbuf_addf(out, " #%s", it->topic);
	strbuf_addf(out, " %s\n", it->text);
}

/* A day in a few lines: "E 1260 1288 docker: title {body}", "K text", … */
static char *
show(const char *text, size_t len)
{
	struct diag_list d = DIAG_LIST_INIT;
	struct strbuf out = STRBUF_INIT;
	struct arena *a = arena_new();
	struct study_day day;
	size_t i;
	int kind;

	study_day_parse(&day, "d.md", day23, text, len, a, &d);
	for (i = 0; i < day.n_entries; i++) {
		const struct study_entry *en = &day.entries[i];

		strbuf_addc(&out, 'E');
		if (en->start >= 0)
			strbuf_addf(&out, " %d %d", en->start, en->end);
		strbuf_addf(&out, " %s", en->topic);
		if (*en->title != '\0')
			strbuf_addf(&out, ": %s", en->title);
		if (en->body_len > 0)
			strbuf_addf(&out, " {%s}", en->body);
		strbuf_addc(&out, '\n');
	}
	for (kind = 0; kind < STUDY_LISTS; kind++)
		for (i = 0; i < day.lists[kind].n; i++)
			show_item(&out, &day.lists[kind].v[i], kind);
	diag_sort(&d);
	for (i = 0; i < d.n; i++)
		strbuf_addf(&out, "%s %d:%d %s\n", diag_code(d.v[i].id),
		    d.v[i].line, d.v[i].col, d.v[i].msg);
	diag_release(&d);
	arena_free(a);
	return strbuf_take(&out);
}

static void
reads(const char *name, const char *text, const char *want)
{
	char *got = show(text, strlen(text));

	is_str(got, want, "%s", name);
	free(got);
}

static const struct {
	const char *name, *text, *want;
} days[] = {
	{ "the shape that is written",
	    "# 2026-11-23\n\n## 리뷰\n\n### 21:00–21:28 docker: layer cache\n\n"
	    "Free *Markdown*.\n\n## 회고\n\n### KEEP\n\n- 하나\n\n"
	    "### PROBLEM\n\n- 둘\n\n### TRY\n\n- [ ] 셋 #docker ^t7k2\n",
	    "E 1260 1288 docker: layer cache {Free *Markdown*.}\n"
	    "K 하나\nP 둘\nT open ^t7k2 #docker 셋 #docker\n" },
	{ "a log by hand, compact, with PROBELM and an empty bullet",
	    "## 리뷰\n### docker\n- 설치\n\t1. 첫째\n\t2. 둘째\n"
	    "### python multiprocessing\n문장이다.\n1. 예외\n그러다\n"
	    "## 회고\n### KEEP\n- 좋다\n### PROBELM\n- \n### TRY\n- 매일 30분",
	    "E docker {- 설치\n\t1. 첫째\n\t2. 둘째}\n"
	    "E python multiprocessing {문장이다.\n1. 예외\n그러다}\n"
	    "K 좋다\nT open 매일 30분\n"
	    "day 13:5 'PROBELM' is read as PROBLEM\n" },
	{ "CRLF, a BOM, no final newline",
	    "\xef\xbb\xbf# 2026-11-23\r\n\r\n## 리뷰\r\n\r\n"
	    "### 21:00-21:28 도커\r\n\r\n가\r\n나\r\n\r\n## 회고\r\n\r\n"
	    "### TRY\r\n\r\n- [ ] 다 ^t7k2",
	    "E 1260 1288 도커 {가\r\n나}\nT open ^t7k2 다\n" },
	{ "every dash, one digit, spaces around",
	    "## 리뷰\n### 9:00 - 9:20 a\n### 10:00~10:20 b\n"
	    "### 11:00～11:20 c\n### 12:00 — 12:20 d\n### 13:00〜13:20 e\n",
	    "E 540 560 a\nE 600 620 b\nE 660 680 c\nE 720 740 d\n"
	    "E 780 800 e\n" },
	{ "times in brackets, behind, and marks after them",
	    "## 리뷰\n### [21:00–21:10] a\n### b (21:10~21:20)\n"
	    "### 21:20-21:30: c: x\n### 21:30-21:40 - d\n### 21:50 e\n",
	    "E 1260 1270 a\nE 1270 1280 b\nE 1280 1290 c: x\n"
	    "E 1290 1300 d\nE 1310 1310 e\n" },
	{ "past midnight and after it",
	    "## 리뷰\n### 23:40–00:10 a\n### 00:40–01:05 b\n"
	    "### 23:00–24:00 c\n",
	    "E 1420 1450 a\nE 40 65 b\nE 1380 1440 c\n"
	    "day 4:0 this entry overlaps the one on line 2\n" },
	{ "overlaps across midnight are seen whatever the order",
	    "## 리뷰\n### 23:40–00:10 a\n### 00:05–00:20 b\n",
	    "E 1420 1450 a\nE 5 20 b\n"
	    "day 3:0 this entry overlaps the one on line 2\n" },
	{ "entries that touch do not overlap",
	    "## 리뷰\n### 21:00–21:30 a\n### 21:30–22:00 b\n",
	    "E 1260 1290 a\nE 1290 1320 b\n" },
	{ "times that cannot be",
	    "## 리뷰\n### 25:00–25:30 a\n### 21:75-22:00 b\n"
	    "### 21:00–20:00 c\n### 21:00:15 d\n",
	    "E a\nE b\nE c\nE 21:00:15 d\n"
	    "day 2:5 these times cannot be, there is no such time of day: the "
	    "entry counts no minutes\n"
	    "day 3:5 these times cannot be, there is no such time of day: the "
	    "entry counts no minutes\n"
	    "day 4:5 these times cannot be, that is more than twelve hours: "
	    "the entry counts no minutes\n" },
	{ "closing hashes, titles, topics with colons",
	    "## 리뷰 ##\n### 21:00–21:10 c++: templates ###\n"
	    "### 21:10–21:20 std::vector\n### 도커：레이어\n### C#\n"
	    "### [[ipc/pipe]]: 용량\n### `fork()`\n",
	    "E 1260 1270 c++: templates\nE 1270 1280 std::vector\n"
	    "E 도커: 레이어\nE C#\nE ipc/pipe: 용량\nE fork()\n" },
	{ "no groups at all",
	    "# 2026-11-23 (월)\n### docker\n배웠다\n#### 더 깊이\n뜻\n"
	    "### KEEP\n- 가\n### TRY\n- 나\n",
	    "E docker {배웠다\n#### 더 깊이\n뜻}\nK 가\nT open 나\n" },
	{ "a title that is no date, entries of level 2",
	    "# TIL\n\n## docker\n\nx\n\n## python\n\n### KEEP\n\n- 가\n",
	    "E docker {x}\nE python\nK 가\n" },
	{ "one heading only, and the lists", "# docker\nx\n## KEEP\n- 가\n",
	    "E docker {x}\nK 가\n" },
	{ "one heading, nothing else", "# docker\n", "E docker\n" },
	{ "topics that look like lists stay topics under 리뷰",
	    "## 리뷰\n### trie\n### tray\n### deep\n### try\n### keep\n"
	    "### 문제\n## 회고\n### KEEP\n- 가\n",
	    "E trie\nE tray\nE deep\nE try\nE keep\nE 문제\nK 가\n" },
	{ "and without groups",
	    "### trie\nx\n### tray\n### deep\n### 문제\n### try2\n"
	    "### try: 예외\n",
	    "E trie {x}\nE tray\nE deep\nE 문제\nE try2\nE try: 예외\n" },
	{ "misspelt without groups: only what is sure",
	    "### docker\n### KEPE\n- 가\n### PROLBEM\n- 나\n### TRYY\n- 다\n",
	    "E docker\nE KEPE {- 가}\nE TRYY {- 다}\nP 나\n"
	    "day 4:5 'PROLBEM' is read as PROBLEM\n" },
	{ "misspelt in company",
	    "### docker\n### KEEP\n- 가\n### PROLBEM\n- 나\n### TRYY\n- 다\n",
	    "E docker\nK 가\nP 나\nT open 다\n"
	    "day 4:5 'PROLBEM' is read as PROBLEM\n"
	    "day 6:5 'TRYY' is read as TRY\n" },
	{ "misspelt in the retrospective: one letter",
	    "## 회고\n### KEAP\n- 가\n### Probem\n- 나\n### TRI\n- 다\n",
	    "K 가\nP 나\nT open 다\n"
	    "day 2:5 'KEAP' is read as KEEP\n"
	    "day 4:5 'Probem' is read as PROBLEM\n"
	    "day 6:5 'TRI' is read as TRY\n" },
	{ "Korean names",
	    "## 오늘 한 일\n### 도커\n## 하루 회고\n### 좋았던 점\n- 가\n"
	    "### 아쉬운 점\n- 나\n### 시도할 점\n- 다\n",
	    "E 도커\nK 가\nP 나\nT open 다\n" },
	{ "more Korean names, two in one heading, emoji, numbers, colons",
	    "# 회고\n## 1. KEEP (잘한 점) 👍\n- 가\n"
	    "## 2️⃣ Problem / 문제:\n- 나\n## ✅ 해볼 것 :\n- 다\n",
	    "K 가\nP 나\nT open 다\n" },
	{ "Japanese names",
	    "## やったこと\n### docker\n## ふりかえり\n### 続けること\n- a\n"
	    "### 困りごと\n- b\n### 次に試すこと\n- c\n",
	    "E docker\nK a\nP b\nT open c\n" },
	{ "English names, any case, any level",
	    "# Review\n###### docker\n# retro\n#### keep\n* a\n"
	    "##### Problem\n+ b\n#### Try:\n1. c\n2. d\n",
	    "E docker\nK a\nP b\nT open c\nT open d\n" },
	{ "bold lines for headings",
	    "## 리뷰\n### docker\n본문\n**강조** 문장\n## 회고\n**KEEP**\n"
	    "- 가\n**PROBLEM:**\n- 나\n__Try__\n- 다\n",
	    "E docker {본문\n**강조** 문장}\nK 가\nP 나\nT open 다\n" },
	{ "bold lines alone",
	    "### docker\n본문\n**KEEP**\n- 가\n**TRY**\n- 다\n",
	    "E docker {본문}\nK 가\nT open 다\n" },
	{ "lists on the level of their group",
	    "## 리뷰\n## docker\nx\n## 회고\n## KEEP\n- 가\n## TRY\n- 다\n",
	    "E docker {x}\nK 가\nT open 다\n" },
	{ "a retrospective forgotten: two lists make one",
	    "## 리뷰\n### docker\n### KEEP\n- 가\n### TRY\n- 다\n",
	    "E docker\nK 가\nT open 다\n" },
	{ "setext headings that have a name",
	    "회고\n====\n\nKEEP\n----\n\n- 가\n\n문장\n----\n\nTRY\n---\n- 나\n",
	    "K 가\nK 문장\nT open 나\n" },
	{ "fences hide",
	    "## 리뷰\n### docker\n```sh\n## 회고\n### KEEP\n- 가\n```\n"
	    "~~~~\n### x\n~~~\n~~~~\n## 회고\n### KEEP\n- 나\n"
	    "  ```\n  - 다\n  ```\n- 라\n",
	    "E docker {```sh\n## 회고\n### KEEP\n- 가\n```\n~~~~\n### x\n~~~\n"
	    "~~~~}\nK 나\nK 라\n" },
	{ "a fence in an item ends with the item",
	    "## 리뷰\n### a\n- x\n  ```\n  y\n### b\n",
	    "E a {- x\n  ```\n  y}\nE b\n" },
	{ "comments and raw HTML hide",
	    "<!-- ## 회고\n### KEEP\n-->\n## 리뷰\n### a\n<pre>\n### no\n"
	    "</pre>\n### b\n",
	    "E a {<pre>\n### no\n</pre>}\nE b\n" },
	{ "a fence that is never closed",
	    "## 리뷰\n### a\n```\n## 회고\n### KEEP\n- x\n",
	    "E a {```\n## 회고\n### KEEP\n- x}\n"
	    "day 3:0 what is opened here is never closed, and hides all that "
	    "follows\n" },
	{ "headings in quotes and items are no headings",
	    "## 리뷰\n### a\n> ### b\n- x\n  ### c\n    ### d\n### e\n",
	    "E a {> ### b\n- x\n  ### c\n    ### d}\nE e\n" },
	{ "front matter",
	    "---\ntitle: x\ntags: [a]\n# no\n---\n## 리뷰\n### a\n", "E a\n" },
	{ "other sections are not entries",
	    "## 리뷰\n### a\n## 메모\n### b\n## 회고\n### KEEP\n- x\n"
	    "### 느낀 점\n- y\n## 링크\n- z\n",
	    "E a\nK x\n" },
	{ "an entry below the retrospective, by its times",
	    "## 리뷰\n### a\n## 회고\n### KEEP\n- x\n### 22:00–22:10 b\ny\n",
	    "E a\nE 1320 1330 b {y}\nK x\n" },
	{ "deeper headings are of the entry, even with times",
	    "## 리뷰\n### 21:00-21:30 a\n#### 21:10-21:20 b\n## 회고\n"
	    "### KEEP\n- x\n#### y\n- z\n",
	    "E 1260 1290 a {#### 21:10-21:20 b}\nK x\nK z\n" },
	{ "items: nesting, lines that go on, looseness, tabs",
	    "## 회고\n### KEEP\n- 하나\n  이어서\n그리고\n\t- 속\n\t\t- 더\n\n"
	    "  둘째 문단\n\n- \n-\n*   셋\n\t+ 속\n### TRY\n\t- 탭\n1) 넷\n",
	    "K 하나 이어서 그리고\nK 셋\nT open 탭\nT open 넷\n" },
	{ "a paragraph is an item, a lead to bullets is not",
	    "## 회고\n### KEEP\n그냥 썼다\n두 줄로\n\n> 인용\n\n| 표 |\n"
	    "### PROBLEM\n다음과 같다:\n\n- 가\n",
	    "K 그냥 썼다 두 줄로\nP 가\n" },
	{ "the states of tries",
	    "## 회고\n### TRY\n- [ ] a ^t222\n- [x] b ^t333 (done 2026-11-25)\n"
	    "- [x] ~~c #k~~ ^t444 (dropped 2026-11-25: 너무 (큼))\n"
	    "- [X] d ^t555 (retried as ^t666)\n- [x] e\n- ~~f~~\n"
	    "- [x] ~~g~~\n- h (done 2026-11-24)\n- [ ] i ^t777 (done x)\n"
	    "- j ^2 k\n- [ ] l (m)\n- [link](x) n\n- [ ]\n",
	    "T open ^t222 a\nT done (2026-11-25) ^t333 b\n"
	    "T dropped (2026-11-25: 너무 (큼)) ^t444 #k c #k\n"
	    "T retried (t666) ^t555 d\nT done e\nT dropped f\nT dropped g\n"
	    "T done (2026-11-24) h\nT open ^t777 i\nT open j ^2 k\n"
	    "T open l (m)\nT open [link](x) n\n" },
	{ "tags: Hangul, code, numbers, addresses",
	    "## 회고\n### KEEP\n- 가 #운영체제 나\n- `#include` 가\n- #12 가\n"
	    "- http://x/#y 가\n- (#a/b-c) 가\n- C# 가\n- ``x ` #z`` #w.\n",
	    "K #운영체제 가 #운영체제 나\nK `#include` 가\nK #12 가\n"
	    "K http://x/#y 가\nK #a/b-c (#a/b-c) 가\nK C# 가\n"
	    "K #w ``x ` #z`` #w.\n" },
	{ "one id twice", "## 회고\n### TRY\n- [ ] a ^t222\n- [ ] b ^t222\n",
	    "T open ^t222 a\nT open ^t222 b\n"
	    "day 4:0 the id ^t222 is on line 3 already\n" },
	{ "bytes that are not UTF-8", "## 리뷰\n### a\nx \xff y\n### b\n",
	    "E a {x \xff y}\nE b\n"
	    "encoding 3:3 this byte is not UTF-8: save the file as UTF-8\n" },
	{ "nothing", "", "" },
	{ "blank lines", "\n \n\t\n", "" },
	{ "a BOM alone", "\xef\xbb\xbf", "" },
	{ "headings without words", "#\n##\n## 리뷰\n###\n### a\n", "E a\n" },
	{ "no heading at all", "오늘은 쉬었다.\n- 정말\n", "" },
	{ "a number that opens no list", "## 회고\n### KEEP\n가\n2026. 좋다\n",
	    "K 가 2026. 좋다\n" },
	{ "rules are not items", "## 회고\n### KEEP\n- a\n\n---\n* * *\n- b\n",
	    "K a\nK b\n" },
};

static void
test_days(void)
{
	size_t i;

	for (i = 0; i < sizeof(days) / sizeof(*days); i++)
		reads(days[i].name, days[i].text, days[i].want);
}

static void
test_times(void)
{
	static const struct {
		int start, end;
		const char *want;
	} times[] = { { 1260, 1288, "21:00–21:28" },
		{ 1420, 1450, "23:40–00:10" }, { 40, 65, "00:40–01:05" },
		{ 1380, 1440, "23:00–00:00" }, { 540, 540, "09:00" },
		{ -1, -1, "" } };
	struct study_day day = { .date = day23 };
	struct study_entry en = { 0 };
	struct arena *a = arena_new();
	char out[MOMENT_MAX];
	size_t i;

	for (i = 0; i < sizeof(times) / sizeof(*times); i++) {
		en.start = times[i].start;
		en.end = times[i].end;
		is_str(study_times(&en, a), times[i].want, "study_times %d",
		    en.start);
	}
	en.start = 1260;
	moment_format(out, study_entry_start(&day, &en, 240));
	is_str(out, "2026-11-23T21:00:00+09:00", "an entry starts on its day");
	en.start = 40;
	moment_format(out, study_entry_start(&day, &en, 240));
	is_str(out, "2026-11-24T00:40:00+09:00", "or in the night after it");
	moment_format(out, study_entry_start(&day, &en, 0));
	is_str(out, "2026-11-23T00:40:00+09:00", "unless it ends at midnight");
	arena_free(a);
}

static void
test_topics(void)
{
	static const struct {
		const char *in, *topic, *title;
	} good[] = {
		{ "docker", "docker", "" },
		{ "docker: layer cache", "docker", "layer cache" },
		{ "  docker :  layer  ", "docker", "layer" },
		{ "docker:", "docker", "" },
		{ "docker:layer", "docker:layer", "" },
		{ "c++: x", "c++", "x" },
		{ "std::vector: grow", "std::vector", "grow" },
		{ "https://example.org/a: 읽기", "https:", NULL },
		{ "ipc/pipe: 용량", "ipc/pipe", "용량" },
		{ "도커：레이어", "도커", "레이어" },
		{ "C#", "C#", "" },
		{ "sharp: why C #", "sharp", "why C #" },
		{ "sharp: ##", "sharp", "##" },
		{ "a: b `code`", "a", "b `code`" },
		{ "[[docker]]: x", "docker", "x" },
		{ "`fork()`", "fork()", "" },
		{ "a|b ^c [d]", "a|b ^c [d]", "" },
		{ "it's \"quoted\": 'x'", "it's \"quoted\"", "'x'" },
		{ "docker:\tlayer\n", "docker", "layer" },
		{ "회고", "회고", "" },
		{ "9시 강의", "9시 강의", "" },
		/* What nobody sees makes no second topic; joiners spell. */
		{ "\xef\xbb\xbf도커: 층", "도커", "층" },
		{ "도\xe2\x80\x8b커\xe2\x81\xa0", "도커", "" },
		{ "도커 \xe2\x80\x8b: 층", "도커", "층" },
		{ "도커: 층\xe2\x80\x8b계", "도커", "층\xe2\x80\x8b계" },
		{ "می\xe2\x80\x8cشود", "می\xe2\x80\x8cشود", "" },
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한", "" },
	};
	static const char *const bad[] = { "", "   ", ": x", "a\nb", "a: b\nc",
		"a\x1b[31m", "#docker", "21:00 docker", "21:00–21:30 docker",
		"/etc", "a//b", "a/../b", "./a", "a/", "..", "\xff\xfe",
		"a\xe2\x80\xaez", "\xe2\x80\x8b", "\xef\xbb\xbf: x",
		"\xe2\x80\x8b../x" };
	struct arena *a = arena_new();
	struct err e = ERR_INIT;
	const char *topic, *title;
	char *longest = xcalloc(1, 1000);
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		int rc = study_topic_parse(&topic, &title, good[i].in, a, &e);

		if (good[i].title == NULL) {
			ok(rc == -1, "no topic: %s", good[i].in);
			continue;
		}
		ok(rc == 0, "topic %zu: %s", i, rc == 0 ? "" : e.msg);
		if (rc != 0)
			continue;
		is_str(topic, good[i].topic, "topic of %zu", i);
		is_str(title, good[i].title, "title of %zu", i);
	}
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		e = (struct err)ERR_INIT;
		ok(study_topic_parse(&topic, &title, bad[i], a, &e) == -1 &&
			e.code == ERR_USAGE && *e.msg != '\0',
		    "no topic %zu", i);
	}
	for (i = 0; i < 100; i++)
		memcpy(longest + i * 3, "가", 3);
	ok(study_topic_parse(&topic, &title, longest, a, &e) == 0,
	    "100 letters are a topic");
	memcpy(longest + 300, "가", 3);
	ok(study_topic_parse(&topic, &title, longest, a, &e) == -1,
	    "101 are not");
	free(longest);
	arena_free(a);
}

static void
test_ids(void)
{
	char a[6], b[6];
	int i, k, bad = 0, same = 0;

	study_try_id(a, day23, "읽는다", 0);
	study_try_id(b, day23, "읽는다", 0);
	is_str(a, b, "an id is made from its try");
	for (i = 0; i < 5000; i++) {
		study_try_id(b, day23, "읽는다", i);
		same += strcmp(a, b) == 0;
		bad += strlen(b) != 5 || b[0] != 't';
		for (k = 1; k < 5; k++)
			bad += strchr("23456789abcdefghjkmnpqrstuvwxyz",
				   b[k]) == NULL;
	}
	ok(bad == 0, "ids have letters that cannot be mixed up");
	ok(same < 3, "salt gives others");
	study_try_id(b, (struct date){ 2026, 11, 24 }, "읽는다", 0);
	ok(strcmp(a, b) != 0, "another day gives another");
}

/* One text that has a bit of everything, cut everywhere and spoilt. */
static void
test_damage(void)
{
	static const char text[] =
	    "---\nx: y\n---\n# 2026-11-23\n\n## 리뷰\n"
	    "### 21:00–21:28 docker: `a`\n- x\n  ```c\n  y\n  ```\n<!-- z\n-->"
	    "\n~~~\n### q\n~~~\n## 회고\nKEEP\n----\n* a #태그\n\t1. b\n"
	    "**PROBELM**\n> c\n### TRY\n- [x] ~~d~~ ^t7k2 (dropped 2026: e)\n";
	char copy[sizeof(text)];
	unsigned dice = 1;
	size_t i, k;

	for (i = 0; i < sizeof(text); i++)
		free(show(text, i));
	ok(true, "cut at every byte");
	for (i = 0; i < 3000; i++) {
		memcpy(copy, text, sizeof(text));
		for (k = 0; k < 3; k++) {
			dice = dice * 1103515245 + 12345;
			copy[(dice >> 8) % (sizeof(text) - 1)] =
			    "\n#-`~\t \0*:^"[(dice >> 3) % 11];
		}
		free(show(copy, sizeof(text) - 1));
	}
	ok(true, "with bytes changed");
}

/* Long inputs of the kinds that make careless parsers quadratic. */
static void
test_long(void)
{
	static const char *const pieces[] = { "- ", "`", "#", "[", "^a ", "> ",
		"- [ ] a ^b (\n", "\t- x\n", "### 21:00–21:30 a\n", "<!--",
		"**a", "### KEEP\n", "~~~\n", "1. " };
	struct strbuf sb = STRBUF_INIT;
	size_t i, k;

	for (i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		strbuf_clear(&sb);
		strbuf_adds(&sb, "## 회고\n### TRY\n- ");
		for (k = 0; k < 100000; k++)
			strbuf_adds(&sb, pieces[i]);
		strbuf_adds(&sb, "x");
		free(show(sb.buf, sb.len));
	}
	strbuf_release(&sb);
	ok(true, "long inputs end");
}

int
main(void)
{
	setenv("HALFHOUR_NOW", "2026-11-24T00:50:00+09:00", 1);
	test_days();
	test_times();
	test_topics();
	test_ids();
	test_damage();
	test_long();
	return done_testing();
}
