/* test_search.c: words in notes: what is found, and what counts most */
#include <stdint.h>
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
	finds("도커까지도", "도커 이미지\n", "도커까지도 finds 도커");
	finds("도커로부터도", "도커 이미지\n", "so does 도커로부터도");
	finds("도커에서부터는", "도커 이미지\n", "and 도커에서부터는");
	finds("도커에는", "도커 이미지\n", "and 도커에는");
	misses("고양이는", "고양시\n", "but 고양이는 does not look for 고양");
	finds("docker", "ＤＯＣＫＥＲ 이미지\n", "letters of full width");
	finds("ＤＯＣＫＥＲ", "Docker\n", "on the other side, too");
	finds("fork()", "ｆｏｒｋ（）\n", "and signs");
	finds("\"레이어 캐시\"", "a **레이어** 캐시\n",
	    "a phrase across emphasis");
	finds("\"layer cache\"", "a *layer* `cache`\n", "and code");
	finds("굵은말", "**굵**은말\n", "a word across emphasis");
	finds("은말을", "굵~~은~~말\n", "by its stem");
	finds("텍스트를", "[[쪽|텍스트]]를\n", "across the end of a link");
	finds("한글말", "한[글](http://x.y/z_(a) \"제목\")말\n",
	    "and one by path");
	finds("한글말", "한<b class=x>글</b>말\n", "and tags");
	finds("한글말", "한![[글]]말\n", "and what is embedded");
	misses("\"쪽 텍스트\"", "[[쪽|텍스트]]\n", "but not what is not shown");
	misses("은말글", "굵은말 [글]\n", "nor across a space");
	misses("\"2 3\"", "2 * 3\n", "nor a sign that is text");
	finds(
	    "shm_open", "call shm\\_open(3)\n", "an escaped sign is its text");
	finds("fork()", "fork\\(\\)\n", "in any word");
	finds("C++", "C\\+\\+로 쓴\n", "C++, too");
	finds("AT&T", "AT&amp;T\n", "an entity is what it stands for");
	finds("std::vector", "std::`vector`\n", "what stands beside code");
	finds(
	    "도커를", "&#46020;&#XCEE4; 이미지\n", "any letter as its number");
	finds("도커", "도&#xcee4;\n", "also behind others");
	finds("<b>", "&lt;b&gt;\n", "a sign that Markdown would take");
	finds("\"a b\"", "*a* b\n", "a phrase");
	finds("\"a\nb\"", "a b\n", "also with its line broken");
	misses("a&b", "a\n&amp;\nb\n", "but not across lines");
	misses("a&", "a &ampere;\n", "nor what is no entity");
	misses("\"a b\"", "a&#x;b\n\na\nb\n", "nor a number that is none");
	misses("*a", "&#42\na\n", "nor one that is open");
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

static void
put_utf8(char s[5], int32_t c)
{
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
		put_utf8(s, c);
		search_fold(&fast, s, strlen(s));
		if (c >= 0xff01 && c <= 0xff5e)
			snprintf(s, sizeof(s), "%c", (char)(c - 0xff01 + '!'));
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

/* The pieces of random texts: what folds, composes, decomposes or is no text,
 * and what looks like it. */
static const char *const pieces[] = { "도", "커", "독", "가", "각", "간", "나",
	"\341\204\203", "\341\205\251", "\341\206\250", "\341\204\200",
	"\341\205\241", "\341\206\253", "a", "A", "k", "K", "\342\204\252", "s",
	"S", "\305\277", "ß", "ﬁ", "f", "i", "I", "İ", "e", "é", "\314\201",
	"\314\247", "\314\200", "豈", "\357\244\200", "更", "\357\244\201",
	"丽", "\360\257\240\200", "か", "が", "\343\202\231", "Ж", "ж", "→",
	"（", "🙂", "*", "**", "`", "~~", "[[", "]]", "|", "[", "](", ")",
	"<b>", "\\", "\\_", "&amp;", "&#46020;", "&#xAC01;", "&#64257;", "&",
	"+", "()", "_", "!", " ", "\n", "-", "8", "\355\225", "\377", "\341",
	"을", "에서" };
#define PIECES (sizeof(pieces) / sizeof(*pieces))

/* The same numbers in every run. */
static size_t
any(size_t below)
{
	static uint64_t state = 20261123;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % below;
}

static void
any_text(struct strbuf *out, size_t least, size_t more)
{
	size_t n = least + any(more + 1);

	strbuf_clear(out);
	while (n-- > 0)
		strbuf_adds(out, pieces[any(PIECES)]);
}

/* The text folded all at once, by the library alone. */
static char *
fold_whole(const char *text)
{
	struct strbuf clean = STRBUF_INIT;
	size_t len = strlen(text), i, n;
	char *folded;

	for (i = 0; i < len; i += n) {
		int32_t c;

		n = utf8_next(text + i, len - i, &c);
		if (c == 0xfffd)
			strbuf_addc(&clean, ' ');
		else if (c >= 0xff01 && c <= 0xff5e)
			strbuf_addc(&clean, (char)(c - 0xff01 + '!'));
		else
			strbuf_add(&clean, text + i, n);
	}
	folded = utf8_fold(clean.buf);
	strbuf_release(&clean);
	return folded;
}

/* Whether each of the words is somewhere, looked for in all of the text. */
static bool
has_slowly(const struct search_query *q, const char *name, const char *text)
{
	char *in_text = fold_whole(text), *in_name = fold_whole(name);
	struct strbuf plain = STRBUF_INIT;
	bool all = true;
	size_t i, ignored;

	search_plain(&plain, NULL, in_text, strlen(in_text));
	for (i = 0; i < q->n; i++)
		all =
		    all &&
		    (search_find(&q->v[i], in_text, strlen(in_text), 0,
			 &ignored) != NULL ||
			search_find(&q->v[i], in_name, strlen(in_name), 0,
			    &ignored) != NULL ||
			(q->v[i].plain && search_find(&q->v[i], plain.buf,
					      plain.len, 0, &ignored) != NULL));
	strbuf_release(&plain);
	free(in_text);
	free(in_name);
	return all;
}

static void
test_fast(void)
{
	struct strbuf text = STRBUF_INIT, name = STRBUF_INIT,
		      words = STRBUF_INIT, fast = STRBUF_INIT;
	int wrong_fold = 0, wrong_hit = 0, hits = 0, i;

	for (i = 0; i < 60000; i++) {
		struct err e = ERR_INIT;
		struct search_query *q;
		struct search_hit hit;
		const char *operand;
		char *whole;
		bool found;

		any_text(&text, 0, 24);
		any_text(&name, 0, 2);
		any_text(&words, 1, 2);
		if (any(3) == 0) {
			any_text(&fast, 1, 1);
			strbuf_insert(&words, 0, "\"", 1);
			strbuf_addf(&words, " %s\"", fast.buf);
		}
		strbuf_clear(&fast);
		search_fold(&fast, text.buf, text.len);
		whole = fold_whole(text.buf);
		wrong_fold += strcmp(fast.buf, whole) != 0;
		free(whole);
		operand = words.buf;
		q = search_query_new(&operand, 1, &e);
		if (q == NULL)
			continue;
		found = search_note(
		    &hit, q, name.buf, text.buf, text.len, &scratch, arena);
		if (found != has_slowly(q, name.buf, text.buf) &&
		    wrong_hit++ < 5)
			printf("# '%s' in '%s'\n", words.buf, text.buf);
		hits += found;
		search_query_free(q);
	}
	ok(wrong_fold == 0, "parts are folded as the whole is");
	ok(wrong_hit == 0 && hits > 1000,
	    "what is passed over has not got the words (%d notes have them)",
	    hits);
	strbuf_release(&text);
	strbuf_release(&name);
	strbuf_release(&words);
	strbuf_release(&fast);
}

/* No character but those that search_pin.c names becomes Hangul or Han. */
static void
test_pin(void)
{
	int32_t c;
	int wrong = 0;

	for (c = 0x80; c < 0x110000; c++) {
		char s[5] = "", *folded;
		struct search_term t = { .text = NULL };

		if (c >= 0xd800 && c < 0xe000)
			continue;
		put_utf8(s, c);
		folded = utf8_fold(s);
		t.text = folded;
		t.len = strlen(folded);
		search_pin_set(&t);
		if (t.pin_len > 0 && strstr(s, t.pin) == NULL &&
		    (t.pin_han ? strstr(s, "\xef") == NULL &&
				     strstr(s, "\360\257") == NULL
			       : strstr(s, "\xe1") == NULL)) {
			printf("# U+%04X\n", (unsigned)c);
			wrong++;
		}
		free(folded);
	}
	ok(wrong == 0, "a pin comes from itself or from few others");
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
	marks("굵은말 \"글 뒤\"", "앞 **굵**은말 [[쪽|글]] 뒤",
	    "앞 **<굵**은말> [[쪽|<글]] 뒤>");
	marks("shm_open AT&T C+", "a shm\\_open, AT&amp;T, C&plus;",
	    "a <shm\\_open>, <AT&amp;T>, <C&plus;>");
	marks("docker를", "나는 ＤＯＣＫＥＲ를", "나는 <ＤＯＣＫＥＲ를>");
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
	test_fast();
	test_pin();
	test_rank();
	test_mark();
	test_query();
	strbuf_release(&scratch.folded);
	arena_free(arena);
	return done_testing();
}
