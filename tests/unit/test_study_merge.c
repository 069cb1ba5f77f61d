/* test_study_merge.c: two versions of a day made one */
#include <stdlib.h>

#include "tap.h"

#include "base/strbuf.h"
#include "base/xalloc.h"
#include "study/study_merge.h"
#include "study/study_tries.h"

#define TOP "# 2026-11-23\n\n## 리뷰\n"
#define E1 "\n### 21:00–21:28 도커: 레이어 캐시\n\n순서가 중요하다.\n"
#define H1 "\n### 21:00–21:28 도커: 레이어 캐시\n\n"
#define E2 "\n### 22:00–22:20 파이프\n\n64 KiB에서 막힌다.\n"
#define E3 "\n### 09:00–09:30 시그널\n\n핸들러는 짧게.\n"
#define NIGHT "\n### 00:40–01:00 소켓\n\n밤에.\n"
#define RETRO "\n## 회고\n"
#define KEEP "\n### KEEP\n\n- 작은 예제로 확인했다\n"
#define TRY "\n### TRY\n\n- [ ] overlayfs를 읽는다 #도커 ^t7k2\n"
#define DONE(d)                                                                \
	"\n### TRY\n\n- [x] overlayfs를 읽는다 #도커 ^t7k2 (done " d ")\n"
#define DROP                                                                    \
	"\n### TRY\n\n- [x] ~~overlayfs를 읽는다 #도커~~ ^t7k2 (dropped " \
	"2026-11-24: 시간이 없다)\n"
#define BOTH                                                                                           \
	"> [!sync] 두 곳에서 다르게 고쳐서 둘 다 남겼습니다. 하나로 정리하고 " \
	"이 줄을 지우세요."
#define GONE                                                                                          \
	"> [!sync] 한 곳에서는 지우고 다른 곳에서는 고쳐서 남겼습니다. 둘지 " \
	"정하고 이 줄을 지우세요."

static const struct {
	const char *name, *base, *ours, *theirs, *want; /* NULL: no merge */
	size_t marks;
} cases[] = {
	{ "an entry on each side", TOP E1, TOP E1 E2, TOP E3 E1, TOP E3 E1 E2,
	    0 },
	{ "the same entry on both", TOP, TOP E1, TOP E1, TOP E1, 0 },
	{ "a day that neither had", NULL, TOP E2 RETRO KEEP, TOP E1 RETRO KEEP,
	    TOP E1 E2 RETRO KEEP, 0 },
	{ "and one of them a list more", NULL,
	    "# 2026-11-23\n\n## 리뷰\n\n### 21:18–21:28 파이프\n" RETRO
	    "\n### KEEP\n\n- 둘\n",
	    "# 2026-11-23\n\n## 리뷰\n\n### 21:08–21:28 도커: 캐시\n" RETRO
	    "\n### KEEP\n\n- 하나\n" TRY,
	    "# 2026-11-23\n\n## 리뷰\n\n### 21:08–21:28 도커: 캐시\n\n"
	    "### 21:18–21:28 파이프\n" RETRO "\n### KEEP\n\n- 하나\n- 둘\n" TRY,
	    0 },
	{ "entries of the night come last", TOP E1, TOP E1 NIGHT, TOP E1 E2,
	    TOP E1 E2 NIGHT, 0 },
	{ "and are put last", TOP E1, TOP E1 E2, TOP E1 NIGHT, TOP E1 E2 NIGHT,
	    0 },
	{ "an item on each side", TOP RETRO KEEP, TOP RETRO KEEP "- 우리 것\n",
	    TOP RETRO KEEP "- 남의 것\n",
	    TOP RETRO KEEP "- 남의 것\n- 우리 것\n", 0 },
	{ "an entry here, an item there", TOP E1 RETRO KEEP TRY,
	    TOP E1 E2 RETRO KEEP TRY, TOP E1 RETRO KEEP "- 하나 더\n" TRY,
	    TOP E1 E2 RETRO KEEP "- 하나 더\n" TRY, 0 },
	{ "a list that only one has", TOP E1, TOP E1 RETRO KEEP,
	    TOP E1 RETRO TRY, TOP E1 RETRO TRY KEEP, 0 },
	{ "an item into a list that the other has removed",
	    TOP E1 RETRO KEEP TRY, TOP E1 RETRO KEEP,
	    TOP E1 RETRO KEEP TRY "- [ ] 새 것 ^t9qa\n",
	    TOP E1 RETRO KEEP "\n### TRY\n\n- [ ] 새 것 ^t9qa\n", 0 },
	{ "and the other way round", TOP E1 RETRO KEEP TRY,
	    TOP E1 RETRO KEEP TRY "- [ ] 새 것 ^t9qa\n", TOP E1 RETRO KEEP,
	    TOP E1 RETRO KEEP "\n### TRY\n\n- [ ] 새 것 ^t9qa\n", 0 },
	{ "an entry that one has edited", TOP E1 E2, TOP E1 E2 "\n덧붙인다.\n",
	    TOP E1 E2, TOP E1 E2 "\n덧붙인다.\n", 0 },
	{ "one that the other has edited", TOP E1 E2, TOP E1 E2 E3,
	    TOP E1 E2 "\n덧붙인다.\n", TOP E1 E2 "\n덧붙인다.\n" E3, 0 },
	{ "one that one has removed", TOP E1 E2, TOP E1, TOP E1 E2 E3,
	    TOP E3 E1, 0 },
	{ "one that the other has removed", TOP E1 E2, TOP E1 E2 NIGHT, TOP E2,
	    TOP E2 NIGHT, 0 },
	{ "the time of one here, its text there", TOP E1,
	    TOP "\n### 20:50–21:28 도커: 레이어 캐시\n\n순서가 중요하다.\n",
	    TOP E1 "\n덧붙인다.\n",
	    TOP "\n### 20:50–21:28 도커: 레이어 캐시\n\n순서가 중요하다.\n\n"
		"덧붙인다.\n",
	    0 },
	{ "one that gets another time comes to stand there", TOP E3 E1 E2,
	    TOP E3 E1 E2,
	    TOP "\n### 21:40–22:00 시그널\n\n핸들러는 짧게.\n" E1 E2,
	    TOP E1 "\n### 21:40–22:00 시그널\n\n핸들러는 짧게.\n" E2, 0 },
	{ "another time on each side", TOP E1 E2 NIGHT,
	    TOP "\n### 20:00–20:28 도커: 레이어 캐시\n\n순서가 중요하다.\n" E2
		NIGHT,
	    TOP E2
	    "\n### 23:00–23:28 도커: 레이어 캐시\n\n순서가 중요하다.\n" NIGHT,
	    TOP "\n### 20:00–20:28 도커: 레이어 캐시\n\n순서가 중요하다.\n" E2
		"\n### 23:00–23:28 도커: 레이어 캐시\n\n" BOTH
		"\n\n순서가 중요하다.\n" NIGHT,
	    1 },
	{ "the text of one on both sides", TOP E1,
	    TOP "\n### 21:00–21:28 도커: 레이어 캐시\n\n하나.\n",
	    TOP "\n### 21:00–21:28 도커: 레이어 캐시\n\n둘.\n",
	    TOP "\n### 21:00–21:28 도커: 레이어 캐시\n\n하나.\n\n"
		"### 21:00–21:28 도커: 레이어 캐시\n\n" BOTH "\n\n둘.\n",
	    1 },
	{ "two new ones of one heading", TOP,
	    TOP "\n### 21:00–21:28 도커\n\n하나.\n" RETRO,
	    TOP "\n### 21:00–21:28 도커\n\n둘.\n" RETRO,
	    TOP "\n### 21:00–21:28 도커\n\n하나.\n\n"
		"### 21:00–21:28 도커\n\n" BOTH "\n\n둘.\n" RETRO,
	    1 },
	{ "one removed here and edited there", TOP E1 E2, TOP E1,
	    TOP E1 "\n### 22:00–22:20 파이프\n\n다르다.\n",
	    TOP E1 "\n### 22:00–22:20 파이프\n\n" GONE "\n\n다르다.\n", 1 },
	{ "edited here and removed there", TOP E1 E2,
	    TOP E1 "\n### 22:00–22:20 파이프\n\n다르다.\n", TOP E1,
	    TOP E1 "\n### 22:00–22:20 파이프\n\n" GONE "\n\n다르다.\n", 1 },
	{ "an item that both have edited", TOP RETRO KEEP,
	    TOP RETRO "\n### KEEP\n\n- 작은 예제로 먼저 확인했다\n",
	    TOP RETRO "\n### KEEP\n\n- 작은 예제로 다시 확인했다\n",
	    TOP RETRO "\n### KEEP\n\n- 작은 예제로 먼저 확인했다\n"
		      "- 작은 예제로 다시 확인했다\n  " BOTH "\n",
	    1 },
	{ "the second of two that one has edited, the first gone",
	    TOP RETRO "\n### KEEP\n\n- 문서부터 읽었다\n- strace가 빨랐다\n",
	    TOP RETRO "\n### KEEP\n\n- 새로 쓴 줄이다\n- strace가 더 빨랐다\n",
	    TOP RETRO "\n### KEEP\n\n- 문서부터 읽었다\n- strace가 늘 빨랐다\n",
	    TOP RETRO "\n### KEEP\n\n- 새로 쓴 줄이다\n- strace가 더 빨랐다\n"
		      "- strace가 늘 빨랐다\n  " BOTH "\n",
	    1 },
	{ "what is nested in one, too", TOP RETRO KEEP,
	    TOP RETRO KEEP "  - 하나\n", TOP RETRO KEEP "  - 둘\n",
	    TOP RETRO KEEP "  - 하나\n- 작은 예제로 확인했다\n  - 둘\n  " BOTH
			   "\n",
	    1 },
	{ "done beats open", TOP RETRO TRY, TOP RETRO TRY,
	    TOP RETRO DONE("2026-11-25"), TOP RETRO DONE("2026-11-25"), 0 },
	{ "without a base, too", NULL, TOP RETRO TRY,
	    TOP RETRO DONE("2026-11-25"), TOP RETRO DONE("2026-11-25"), 0 },
	{ "the other way round", NULL, TOP RETRO DONE("2026-11-25"),
	    TOP RETRO TRY, TOP RETRO DONE("2026-11-25"), 0 },
	{ "one opened again is open", TOP RETRO DONE("2026-11-25"),
	    TOP RETRO TRY, TOP E1 RETRO DONE("2026-11-25"), TOP E1 RETRO TRY,
	    0 },
	{ "done twice: when it was done first", TOP RETRO TRY,
	    TOP RETRO DONE("2026-11-26"), TOP RETRO DONE("2026-11-25"),
	    TOP RETRO DONE("2026-11-25"), 0 },
	{ "done and dropped", TOP RETRO TRY, TOP RETRO DONE("2026-11-26"),
	    TOP RETRO DROP,
	    TOP RETRO DONE(
		"2026-11-26") "- [x] ~~overlayfs를 읽는다 #도커~~ ^t7k2 (dropped "
			      "2026-11-24: 시간이 없다)\n  " BOTH "\n",
	    1 },
	{ "the words here, the state there", TOP RETRO TRY,
	    TOP RETRO "\n### TRY\n\n- [ ] overlayfs를 두 번 읽는다 #도커 "
		      "^t7k2\n",
	    TOP RETRO DONE("2026-11-25"),
	    TOP RETRO "\n### TRY\n\n- [x] overlayfs를 두 번 읽는다 #도커 "
		      "^t7k2 (done 2026-11-25)\n",
	    0 },
	{ "a text below a heading that both have changed",
	    "# 2026-11-23\n\n맑음.\n\n## 리뷰\n" E1,
	    "# 2026-11-23\n\n흐림.\n\n## 리뷰\n" E1,
	    "# 2026-11-23\n\n비.\n\n## 리뷰\n" E1,
	    "# 2026-11-23\n\n흐림.\n\n" BOTH "\n\n비.\n\n## 리뷰\n" E1, 1 },
	{ "a mark that is settled stays away",
	    TOP "\n### 21:00–21:28 도커\n\n하나.\n\n"
		"### 21:00–21:28 도커\n\n" BOTH "\n\n둘.\n",
	    TOP "\n### 21:00–21:28 도커\n\n하나.\n\n"
		"### 21:00–21:28 도커\n\n" BOTH "\n\n둘.\n" E2,
	    TOP "\n### 21:00–21:28 도커\n\n하나와 둘.\n",
	    TOP "\n### 21:00–21:28 도커\n\n하나와 둘.\n" E2, 0 },
	{ "ends of line and blank lines stay as ours are",
	    "# 2026-11-23\r\n\r\n\r\n### 21:00 도커\r\n하나.\r\n",
	    "# 2026-11-23\r\n\r\n\r\n### 21:00 도커\r\n하나.\r\n",
	    "# 2026-11-23\n\n### 21:00 도커\n하나.\n\n### 22:00 파이프\n둘.\n",
	    "# 2026-11-23\r\n\r\n\r\n### 21:00 도커\r\n하나.\r\n\r\n"
	    "### 22:00 파이프\r\n둘.\r\n",
	    0 },
	{ "the last one goes, and with it its end", TOP E1 E2 "\n\n",
	    TOP "\n### 21:00–21:28 도커\n" E2 "\n\n", TOP E1 "\n",
	    TOP "\n### 21:00–21:28 도커\n\n", 0 },
	{ "no end of the last line", TOP "\n### 21:00 도커\n하나.",
	    TOP "\n### 21:00 도커\n하나.",
	    TOP "\n### 21:00 도커\n하나.\n\n### 22:00 파이프\n둘.",
	    TOP "\n### 21:00 도커\n하나.\n\n### 22:00 파이프\n둘.\n", 0 },
	{ "two equal items are two", TOP RETRO "\n### KEEP\n\n- 같다\n- 같다\n",
	    TOP RETRO "\n### KEEP\n\n- 같다\n- 같다\n",
	    TOP E1 RETRO "\n### KEEP\n\n- 같다\n- 같다\n- 또\n",
	    TOP E1 RETRO "\n### KEEP\n\n- 같다\n- 같다\n- 또\n", 0 },
	{ "text between items",
	    TOP RETRO "\n### KEEP\n\n- 하나\n\n사이.\n\n- 둘\n",
	    TOP RETRO "\n### KEEP\n\n- 하나\n\n사이.\n\n- 둘\n- 셋\n",
	    TOP RETRO "\n### KEEP\n\n- 하나\n\n사이에.\n\n- 둘\n",
	    TOP RETRO "\n### KEEP\n\n- 하나\n\n사이에.\n\n- 둘\n- 셋\n", 0 },
	{ "front matter of both", "---\na: 1\n---\n" TOP,
	    "---\na: 2\n---\n" TOP, "---\na: 3\n---\n" TOP, NULL, 0 },
	{ "of one", "---\na: 1\n---\n" TOP, "---\na: 1\n---\n" TOP E1,
	    "---\na: 3\n---\n" TOP, "---\na: 3\n---\n" TOP E1, 0 },
	{ "two titles", NULL, "# 2026-11-23 비 온 날\n\n## 리뷰\n" E1,
	    "# 2026-11-23 월요일\n\n## 리뷰\n" E2, NULL, 0 },
	{ "a title and a date", NULL, TOP E1,
	    "# 2026-11-23 월요일\n\n## 리뷰\n" E2,
	    "# 2026-11-23 월요일\n\n## 리뷰\n" E1 E2, 0 },
	{ "two dates", NULL, "# 2026-11-20\n\n## 리뷰\n" E1, TOP E2, TOP E1 E2,
	    0 },
	{ "and the other way round", NULL, TOP E1,
	    "# 2026-11-20\n\n## 리뷰\n" E2, TOP E1 E2, 0 },
	{ "two dates, neither of which is the file's", NULL,
	    "# 2026-11-21\n\n## 리뷰\n" E1, "# 2026-11-20\n\n## 리뷰\n" E2,
	    "# 2026-11-20\n\n## 리뷰\n" E1 E2, 0 },
	{ "each has settled on another one",
	    TOP H1 "다르다.\n" H1 BOTH "\n\n하나다.\n", TOP H1 "다르다.\n",
	    TOP H1 "하나다.\n",
	    TOP H1 GONE "\n\n다르다.\n" H1 GONE "\n\n하나다.\n", 2 },
	{ "and the other way round", TOP H1 "다르다.\n" H1 BOTH "\n\n하나다.\n",
	    TOP H1 "하나다.\n", TOP H1 "다르다.\n",
	    TOP H1 GONE "\n\n하나다.\n" H1 GONE "\n\n다르다.\n", 2 },
	{ "both have settled on the same",
	    TOP H1 "다르다.\n" H1 BOTH "\n\n하나다.\n", TOP H1 "하나다.\n",
	    TOP H1 "하나다.\n", TOP H1 "하나다.\n", 0 },
	{ "one has settled", TOP H1 "다르다.\n" H1 BOTH "\n\n하나다.\n" E2,
	    TOP H1 "하나다.\n" E2,
	    TOP H1 "다르다.\n" H1 BOTH "\n\n하나다.\n" E2 NIGHT,
	    TOP H1 "하나다.\n" E2 NIGHT, 0 },
	{ "other times on both sides, the second of which has a mark",
	    TOP "\n### 04:39–04:44 스레드\n\n가.\n",
	    TOP "\n### 18:05–18:10 스레드\n\n나.\n",
	    TOP "\n### 13:07–13:12 스레드\n\n" BOTH "\n\n다.\n",
	    TOP "\n### 13:07–13:12 스레드\n\n" BOTH
		"\n\n다.\n\n### 18:05–18:10 스레드\n\n나.\n",
	    0 },
	{ "an item, and a mark whose item was removed", TOP RETRO KEEP,
	    TOP RETRO "\n### KEEP\n\n  " GONE "\n", TOP RETRO KEEP "- 둘\n",
	    TOP RETRO "\n### KEEP\n\n  " GONE "\n\n- 둘\n", 0 },
	{ "a day removed here, an entry added there", TOP E1 RETRO KEEP, NULL,
	    TOP E1 E2 RETRO KEEP, TOP E2, 0 },
	{ "and the other way round", TOP E1 RETRO KEEP, TOP E1 E2 RETRO KEEP,
	    NULL, TOP E2, 0 },
	{ "an item added there", TOP E1 RETRO KEEP, NULL,
	    TOP E1 RETRO KEEP "- 하나 더\n",
	    "# 2026-11-23\n" RETRO "\n### KEEP\n\n- 하나 더\n", 0 },
	{ "a day removed here, its entry edited there", TOP E1 RETRO KEEP, NULL,
	    TOP H1 "다르다.\n" RETRO KEEP, TOP H1 GONE "\n\n다르다.\n", 1 },
	{ "removed here, and as it was there", TOP E1 RETRO KEEP, NULL,
	    TOP E1 RETRO KEEP, NULL, 0 },
	{ "what is never closed hides the rest", TOP E1, TOP E1 "\n```\n하나\n",
	    TOP E1 E2, NULL, 0 },
};

/* NULL: there is none. */
static struct study_version
version(const char *text)
{
	return (struct study_version){ text, text != NULL ? strlen(text) : 0 };
}

static int
merge(struct strbuf *out, size_t *marks, const char *base, const char *ours,
    const char *theirs)
{
	struct study_merge m = {
		.base = version(base),
		.ours = version(ours),
		.theirs = version(theirs),
		.day_ends = 240,
		.lang = "ko",
		.date = "2026-11-23",
	};

	return study_merge(out, marks, &m);
}

static void
test_cases(void)
{
	size_t i, marks;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct strbuf out = STRBUF_INIT;
		int rc = merge(&out, &marks, cases[i].base, cases[i].ours,
		    cases[i].theirs);

		is_str(rc == 1 ? out.buf : NULL, cases[i].want, "%s",
		    cases[i].name);
		ok(marks == cases[i].marks, "%s: %zu marks", cases[i].name,
		    cases[i].marks);
		strbuf_release(&out);
	}
}

/* ---- a step ------------------------------------------------------------ */

static const struct {
	const char *name, *base, *theirs, *ours, *want; /* NULL: not done */
	enum study_step step;
} steps[] = {
	{ "an entry goes, and another one stays", TOP E1 E2, TOP E1, TOP E1 E2,
	    TOP E1, STUDY_STEP_DONE },
	{ "text below the one before it stays there", TOP E1 E2, TOP E1,
	    TOP E1 "\n더 쓴 글.\n" E2, TOP E1 "\n더 쓴 글.\n",
	    STUDY_STEP_DONE },
	{ "an entry that says more now", TOP E1 E2, TOP E1,
	    TOP E1 E2 "\n더 쓴 글.\n", NULL, STUDY_STEP_CLASH },
	{ "one in the middle", TOP E3 E1 E2, TOP E3 E2,
	    TOP E3 E1 "\n더 쓴 글.\n" E2, NULL, STUDY_STEP_CLASH },
	{ "one with other times", TOP E1 E2, TOP E1,
	    TOP E1 "\n### 22:00–22:30 파이프\n\n64 KiB에서 막힌다.\n", NULL,
	    STUDY_STEP_CLASH },
	{ "one that is gone", TOP E1 E2, TOP E1, TOP E3 E1, TOP E3 E1,
	    STUDY_STEP_DONE },
	{ "an item goes, its headings have another one", TOP E1 RETRO KEEP,
	    TOP E1, TOP E1 RETRO KEEP "- 손으로\n",
	    TOP E1 RETRO "\n### KEEP\n\n- 손으로\n", STUDY_STEP_DONE },
	{ "an item that has something below it", TOP E1 RETRO KEEP, TOP E1,
	    TOP E1 RETRO KEEP "  - 더\n", NULL, STUDY_STEP_CLASH },
	{ "an entry comes", TOP E1, TOP E1 E2, TOP E3 E1, TOP E3 E1 E2,
	    STUDY_STEP_DONE },
	{ "one that is there", TOP E1, TOP E1 E2, TOP E1 E2 NIGHT,
	    TOP E1 E2 NIGHT, STUDY_STEP_DONE },
	{ "one that is there with another text", TOP E1, TOP E1 E2,
	    TOP E1 E2 "\n더 쓴 글.\n", NULL, STUDY_STEP_CLASH },
	{ "one of two that are the same", TOP E1 E1, TOP E1, TOP E1 E1 NIGHT,
	    TOP E1 NIGHT, STUDY_STEP_DONE },
	{ "of which one is there", TOP E1 E1, TOP E1, TOP E1 NIGHT,
	    TOP E1 NIGHT, STUDY_STEP_DONE },
	{ "a list that is there, with more", TOP E1, TOP E1 RETRO KEEP,
	    TOP E1 RETRO KEEP "- 더\n", TOP E1 RETRO KEEP "- 더\n",
	    STUDY_STEP_DONE },
	{ "entries that change places", TOP E1 E2, TOP E2 E1, TOP E1 E2 NIGHT,
	    NULL, STUDY_STEP_LINES },
	{ "blank lines", TOP E1 E2, TOP E1 "\n\n" E2, TOP E1 E2 NIGHT, NULL,
	    STUDY_STEP_LINES },
	{ "a text that both change", TOP E1 "\n둘째.\n",
	    TOP E1 "\n다른 둘째.\n", TOP E1 "\n둘째.\n\n셋째.\n", NULL,
	    STUDY_STEP_LINES },
	{ "what is never closed", TOP E1, TOP E1 E2, TOP E1 "\n```\n", NULL,
	    STUDY_STEP_LINES },
	{ "a mark of an earlier merge is none of this one", TOP E1 E2, TOP E1,
	    TOP E1 E2 "\n" BOTH "\n", NULL, STUDY_STEP_CLASH },
	{ "ends of line are those of the day", TOP E1, TOP E1 E2,
	    "# 2026-11-23\r\n\r\n## 리뷰\r\n\r\n"
	    "### 21:00–21:28 도커: 레이어 캐시\r\n\r\n순서가 중요하다.\r\n",
	    "# 2026-11-23\r\n\r\n## 리뷰\r\n\r\n"
	    "### 21:00–21:28 도커: 레이어 캐시\r\n\r\n순서가 중요하다.\r\n\r\n"
	    "### 22:00–22:20 파이프\r\n\r\n64 KiB에서 막힌다.\r\n",
	    STUDY_STEP_DONE },
	{ "the file goes", TOP E1 RETRO KEEP, NULL, TOP E1 RETRO KEEP, NULL,
	    STUDY_STEP_GONE },
	{ "the file goes, and another entry stays", TOP E1 RETRO KEEP, NULL,
	    TOP E1 E2 RETRO KEEP, TOP E2, STUDY_STEP_DONE },
	{ "or an item", TOP E1, NULL, TOP E1 RETRO KEEP,
	    "# 2026-11-23\n" RETRO KEEP, STUDY_STEP_DONE },
	{ "or front matter", TOP E1, NULL, "---\ntags: [a]\n---\n" TOP E1,
	    "---\ntags: [a]\n---\n# 2026-11-23\n", STUDY_STEP_DONE },
	{ "or another title", TOP E1, NULL,
	    "# 2026-11-23 월요일\n\n## 리뷰\n" E1, "# 2026-11-23 월요일\n",
	    STUDY_STEP_DONE },
	{ "an entry that says more now, in a file that goes", TOP E1, NULL,
	    TOP E1 "\n더 쓴 글.\n", NULL, STUDY_STEP_CLASH },
	{ "a file that goes, and went", TOP E1, NULL, TOP E2, NULL,
	    STUDY_STEP_LINES },
	{ "a file comes where one is", NULL, TOP E1, TOP E2 RETRO KEEP,
	    TOP E1 E2 RETRO KEEP, STUDY_STEP_DONE },
	{ "with the entry in it", NULL, TOP E1, TOP E1 E2, TOP E1 E2,
	    STUDY_STEP_DONE },
	{ "with another text of it", NULL, TOP E1, TOP E1 "\n더 쓴 글.\n", NULL,
	    STUDY_STEP_CLASH },
};

static void
test_steps(void)
{
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		struct strbuf out = STRBUF_INIT;
		struct study_merge m = {
			.base = version(steps[i].base),
			.ours = version(steps[i].ours),
			.theirs = version(steps[i].theirs),
			.day_ends = 240,
		};

		strbuf_adds(&out, "앞");
		ok(study_step(&out, &m) == steps[i].step, "step: %s",
		    steps[i].name);
		is_str(out.buf + strlen("앞"),
		    steps[i].want != NULL ? steps[i].want : "", "%s: the day",
		    steps[i].name);
		strbuf_release(&out);
	}
}

/* ---- any two versions -------------------------------------------------- */

static unsigned seed = 20261123;

static unsigned
pick(unsigned n)
{
	seed = seed * 1664525U + 1013904223U;
	return (seed >> 16) % n;
}

#define SLOTS 12

/* A day of at most so many entries and items, each with a version; 0: none. */
struct made {
	unsigned entry[SLOTS], item[SLOTS];
};

static const char *const words[SLOTS] = { "작은 예제로 확인했다",
	"문서부터 읽었다", "overlayfs를 그려 보았다", "산책하며 생각했다",
	"커밋을 잘게 나누었다", "파이프 용량을 재었다", "strace가 빨랐다",
	"질문을 적어 두었다", "시그널은 어렵다", "밤에는 졸리다",
	"epoll로 바꾸었다", "cgroup 이름을 외웠다" };

static void
write_day(struct strbuf *out, const struct made *d)
{
	size_t i;

	strbuf_adds(out, TOP);
	for (i = 0; i < SLOTS; i++)
		if (d->entry[i] > 0)
			strbuf_addf(out,
			    "\n### %02zu:10–%02zu:30 주제%zu\n\n글 %zu-%u.\n",
			    i + 8, i + 8, i, i, d->entry[i]);
	strbuf_adds(out, RETRO "\n### KEEP\n\n");
	for (i = 0; i < SLOTS; i++)
		if (d->item[i] > 0)
			strbuf_addf(out, "- %s %u\n", words[i], d->item[i]);
}

static void
change_day(struct made *d, unsigned version)
{
	unsigned n = 1 + pick(5);

	while (n-- > 0) {
		unsigned *slot = pick(2) ? d->entry : d->item;

		slot[pick(SLOTS)] = pick(4) == 0 ? 0 : version + pick(2);
	}
}

/* Each line that a side has and base has not is there. */
static bool
has_new(const char *base, const char *side, const char *out)
{
	bool all = true;

	while (*side != '\0' && all) {
		size_t n = strcspn(side, "\n") + 1;
		char *line = xstrndup(side, n);

		all = strstr(base, line) != NULL || strstr(out, line) != NULL;
		if (!all)
			tap_show("lost: ", line);
		free(line);
		side += n;
	}
	return all;
}

static void
test_any(void)
{
	struct strbuf text[3] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	struct strbuf out = STRBUF_INIT, back = STRBUF_INIT;
	unsigned round, bad = 0;
	size_t marks, other;

	for (round = 0; round < 1500; round++) {
		struct made day[3] = { { { 0 }, { 0 } } };
		size_t i;

		change_day(&day[0], 1);
		change_day(&day[0], 1);
		day[1] = day[2] = day[0];
		change_day(&day[1], 3);
		change_day(&day[2], 5);
		for (i = 0; i < 3; i++) {
			strbuf_clear(&text[i]);
			write_day(&text[i], &day[i]);
		}
		strbuf_clear(&out);
		strbuf_clear(&back);
		if (merge(&out, &marks, text[0].buf, text[1].buf,
			text[2].buf) != 1 ||
		    merge(&back, &other, text[0].buf, text[2].buf,
			text[1].buf) != 1 ||
		    marks != other ||
		    !has_new(text[0].buf, text[1].buf, out.buf) ||
		    !has_new(text[0].buf, text[2].buf, out.buf) ||
		    !has_new(text[0].buf, text[1].buf, back.buf) ||
		    !has_new(text[0].buf, text[2].buf, back.buf)) {
			if (bad++ == 0) {
				tap_show("base: ", text[0].buf);
				tap_show("ours: ", text[1].buf);
				tap_show("theirs: ", text[2].buf);
				tap_show("got: ", out.buf);
			}
			continue;
		}
		/* Merged once more, nothing is new. */
		strbuf_clear(&back);
		if (merge(&back, &other, text[0].buf, out.buf, text[2].buf) ==
			1 &&
		    marks == 0 && strcmp(back.buf, out.buf) != 0) {
			tap_show("base: ", text[0].buf);
			tap_show("theirs: ", text[2].buf);
			tap_show("once: ", out.buf);
			tap_show("twice: ", back.buf);
			bad++;
		}
	}
	ok(bad == 0, "whatever two sides make of a day, nothing new is lost");
	for (round = 0; round < 3; round++)
		strbuf_release(&text[round]);
	strbuf_release(&out);
	strbuf_release(&back);
}

int
main(void)
{
	test_cases();
	test_steps();
	test_any();
	return done_testing();
}
