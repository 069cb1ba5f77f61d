/* test_search.c: words in notes: what is found, and what counts most */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "search/search.h"
#include "search/search_int.h"
#include "tap.h"

static struct arena *arena;
static struct search_scratch scratch = { STRBUF_INIT };

/* The score of a text for these words; 0: it does not have them. */
static int
score(const char *words, const char *name, const char *text)
{
	struct err e = ERR_INIT;
	struct search_query *q = search_query_new(&words, 1, &e);
	struct search_hit hit;
	bool found = q != NULL && search_note(&hit, q, name, text, strlen(text),
				      &scratch, arena);

	search_query_free(q);
	return found ? hit.score : 0;
}

static void
finds(const char *words, const char *text, const char *desc)
{
	ok(score(words, "x.md", text) > 0, "%s", desc);
}

static void
misses(const char *words, const char *text, const char *desc)
{
	ok(score(words, "x.md", text) == 0, "%s", desc);
}

static void
marks(const char *words, const char *line, const char *want)
{
	struct err e = ERR_INIT;
	struct search_query *q = search_query_new(&words, 1, &e);
	struct strbuf out = STRBUF_INIT;

	search_mark(&out, q, line, strlen(line), "<", ">");
	is_str(out.buf, want, "mark '%s'", words);
	strbuf_release(&out);
	search_query_free(q);
}

static void
test_words(void)
{
	finds("도커", "나는 도커를 쓴다\n", "도커 finds 도커를");
	finds("도커", "도커에서\n", "and 도커에서");
	finds("도커를", "도커 이미지\n", "도커를 finds 도커");
	misses("나를", "나무\n", "but 나를 does not look for 나");
	finds("공유메모리에서", "공유메모리\n", "a long word by its stem");
	finds("fork()", "x fork() y\n", "fork() as it is written");
	misses("fork()", "fork (2)\n", "and only so");
	finds("C++", "the C++ language\n", "C++");
	misses("C++", "the C language\n", "which is not C");
	finds("shm_open", "call shm_open(3)\n", "shm_open");
	misses("shm_open", "shm open\n", "which is one word");
	finds("c", "C언어와\n", "a letter that stands alone");
	misses("c", "docker\n", "but not inside of a word");
	finds("FORK", "fork\n", "case does not matter");
	finds("straße", "STRASSE\n", "in any script");
	finds("도커 fork", "fork\n\n도커\n", "all words, anywhere");
	misses("도커 fork", "fork\n", "all of them");
	finds("\"layer cache\"", "a layer cache\n", "a phrase in quotes");
	misses("\"layer cache\"", "layer of cache\n", "is one word");
	finds("쓰레드",
	    "\341\204\212\341\205\263\341\204\205\341\205\246\341\204\203"
	    "\341\205\263\n",
	    "decomposed text");
	finds("\341\204\212\341\205\263\341\204\205\341\205\246\341\204\203"
	      "\341\205\263",
	    "쓰레드\n", "decomposed words");
	finds("ガ", "\343\202\253\343\202\231\n", "decomposed Kana");
	finds("é", "e\314\201\n", "decomposed Latin");
	finds("끝", "\377\376 bad \200\n끝\n", "behind bytes that are no text");
	misses("파이프", "", "nothing in an empty note");
}

/* Each character that is taken as it is, is as it is; but what is not known
 * may be slow, not wrong. */
static void
test_fold(void)
{
	int32_t c;
	int wrong = 0;

	for (c = 1; c < 0x30000; c++) {
		struct strbuf fast = STRBUF_INIT;
		char s[5] = "";
		char *slow;

		if (c >= 0xd800 && c < 0xe000)
			continue;
		if (c < 0x80)
			s[0] = (char)c;
		else if (c < 0x800) {
			s[0] = (char)(0xc0 | c >> 6);
			s[1] = (char)(0x80 | (c & 63));
		} else if (c < 0x10000) {
			s[0] = (char)(0xe0 | c >> 12);
			s[1] = (char)(0x80 | (c >> 6 & 63));
			s[2] = (char)(0x80 | (c & 63));
		} else {
			s[0] = (char)(0xf0 | c >> 18);
			s[1] = (char)(0x80 | (c >> 12 & 63));
			s[2] = (char)(0x80 | (c >> 6 & 63));
			s[3] = (char)(0x80 | (c & 63));
		}
		search_fold(&fast, s, strlen(s));
		slow = utf8_fold(s);
		if (c != 0xfffd && strcmp(fast.buf, slow) != 0) {
			wrong++;
			printf("# U+%04X\n", (unsigned)c);
		}
		free(slow);
		strbuf_release(&fast);
	}
	ok(wrong == 0, "every character is folded as the library does");
}

static void
test_rank(void)
{
	int body = score("도커", "x.md", "# 글\n\n도커\n");
	int heading = score("도커", "x.md", "# 글\n\n## 도커\n");
	int title = score("도커", "x.md", "# 도커 이야기\n\n글\n");
	int front = score("도커", "x.md", "---\ntitle: 도커 이야기\n---\n글\n");
	int alias = score("도커", "x.md", "---\naliases:\n  - 도커\n---\n글\n");
	int other = score("도커", "x.md", "---\nfoo: 도커\n---\n글\n");
	int name = score("도커", "도커.md", "글\n");

	ok(title > heading && heading > body, "title, heading, body");
	ok(front > heading && alias > heading, "a title in front matter, too");
	ok(other < body, "other front matter is the least");
	ok(name > title, "the name, when it is just that, is the best");
	ok(score("도커", "x.md", "# 글\n```\n## 도커\n```\n") == body,
	    "a comment in a code block is no heading");
	ok(score("도커", "x.md", "# 글\n````\n```\n## 도커\n````\n") == body,
	    "nor in a longer one");
	ok(score("도커", "x.md", "# 글\n\n도커 도커\n\n도커\n") > body,
	    "more often is more");
	ok(score("art", "x.md", "art\n") > score("art", "x.md", "cartoon\n"),
	    "a whole word is more than a part");
	ok(score("도커를", "x.md", "도커를\n") >
		score("도커를", "x.md", "도커\n"),
	    "as written is more than its stem");
	ok(score("레이어 캐시", "x.md", "레이어 캐시\n") >
		    score("레이어 캐시", "x.md", "캐시 레이어\n") &&
		score("레이어 캐시", "x.md", "캐시 레이어\n") >
		    score("레이어 캐시", "x.md", "캐시\n레이어\n"),
	    "in a row is more than in a line, and that than apart");
}

static void
test_mark(void)
{
	struct strbuf line = STRBUF_INIT;
	struct strbuf want = STRBUF_INIT;
	int i;

	marks("도커 c", "C와 도커를, docker", "<C>와 <도커>를, docker");
	marks("FORK()", "a fork() b", "a <fork()> b");
	marks("strasse", "eine Straße", "eine <Straße>");
	marks("쓰레드",
	    "\341\204\212\341\205\263\341\204\205\341\205\246\341\204\203"
	    "\341\205\263!",
	    "<쓰레드>!");
	marks("없음", "아무것도", "아무것도");
	for (i = 0; i < 200; i++)
		strbuf_adds(&line, "가");
	strbuf_adds(&line, "도커");
	for (i = 0; i < 200; i++)
		strbuf_adds(&line, "나");
	strbuf_adds(&want, "…");
	for (i = 0; i < 60; i++)
		strbuf_adds(&want, "가");
	strbuf_adds(&want, "<도커>");
	for (i = 0; i < 98; i++)
		strbuf_adds(&want, "나");
	strbuf_adds(&want, "…");
	marks("도커", line.buf, want.buf);
	strbuf_release(&line);
	strbuf_release(&want);
}

static void
test_query(void)
{
	const char *none[] = { " ", "", "\"\"" }, *bad = "\377";
	struct err e = ERR_INIT;
	struct strbuf many = STRBUF_INIT;
	const char *text;
	int i;

	ok(search_query_new(none, 3, &e) == NULL && e.code == ERR_USAGE,
	    "no word is wrong usage");
	ok(search_query_new(&bad, 1, &e) == NULL && e.code == ERR_USAGE,
	    "so is what is no text");
	for (i = 0; i < 100; i++)
		strbuf_addf(&many, "w%d ", i);
	text = many.buf;
	ok(search_query_new(&text, 1, &e) == NULL && e.code == ERR_USAGE,
	    "and a hundred words");
	strbuf_release(&many);
	search_query_free(NULL);
}

int
main(void)
{
	arena = arena_new();
	test_words();
	test_fold();
	test_rank();
	test_mark();
	test_query();
	strbuf_release(&scratch.folded);
	arena_free(arena);
	return done_testing();
}
