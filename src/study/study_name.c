/* study_name.c: the names that groups and lists have in the wild */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "study/study_int.h"

#define NAME_MAX_LEN 120

/*
 * Case-folded, without spaces. A weak name is also an everyday word that
 * somebody may well have studied: it needs company to be read as a list.
 */
static const struct word {
	const char *word;
	enum study_name_kind kind;
	enum study_list_kind list;
	bool weak;
	const char *lang;
} words[] = {
	{ "review", STUDY_NAME_REVIEW, 0, false, "en" },
	{ "reviews", STUDY_NAME_REVIEW, 0, false, "en" },
	{ "whatidid", STUDY_NAME_REVIEW, 0, false, "en" },
	{ "whatilearned", STUDY_NAME_REVIEW, 0, false, "en" },
	{ "리뷰", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "학습리뷰", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "학습내용", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "학습기록", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "공부한내용", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "배운것", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "배운점", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "한일", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "오늘한일", STUDY_NAME_REVIEW, 0, false, "ko" },
	{ "やったこと", STUDY_NAME_REVIEW, 0, false, "ja" },
	{ "学んだこと", STUDY_NAME_REVIEW, 0, false, "ja" },
	{ "勉強したこと", STUDY_NAME_REVIEW, 0, false, "ja" },
	{ "学習内容", STUDY_NAME_REVIEW, 0, false, "ja" },
	{ "レビュー", STUDY_NAME_REVIEW, 0, false, "ja" },
	{ "retrospective", STUDY_NAME_RETRO, 0, false, "en" },
	{ "retro", STUDY_NAME_RETRO, 0, false, "en" },
	{ "reflection", STUDY_NAME_RETRO, 0, false, "en" },
	{ "kpt", STUDY_NAME_RETRO, 0, false, NULL },
	{ "회고", STUDY_NAME_RETRO, 0, false, "ko" },
	{ "하루회고", STUDY_NAME_RETRO, 0, false, "ko" },
	{ "오늘회고", STUDY_NAME_RETRO, 0, false, "ko" },
	{ "오늘의회고", STUDY_NAME_RETRO, 0, false, "ko" },
	{ "kpt회고", STUDY_NAME_RETRO, 0, false, "ko" },
	{ "회고kpt", STUDY_NAME_RETRO, 0, false, "ko" },
	{ "ふりかえり", STUDY_NAME_RETRO, 0, false, "ja" },
	{ "振り返り", STUDY_NAME_RETRO, 0, false, "ja" },
	{ "振りかえり", STUDY_NAME_RETRO, 0, false, "ja" },
	{ "今日の振り返り", STUDY_NAME_RETRO, 0, false, "ja" },
	{ "今日のふりかえり", STUDY_NAME_RETRO, 0, false, "ja" },
	{ "kptふりかえり", STUDY_NAME_RETRO, 0, false, "ja" },
	{ "kpt振り返り", STUDY_NAME_RETRO, 0, false, "ja" },
	{ "keep", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "keeps", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "keepdoing", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "좋았던점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "좋은점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "잘한점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "잘한것", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "잘했던점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "잘된점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "잘하고있는점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "만족한점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "유지할점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "유지할것", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "계속할점", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "계속할것", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "유지", STUDY_NAME_LIST, STUDY_KEEP, true, NULL },
	{ "続けること", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "続けたいこと", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "よかったこと", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "良かったこと", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "よかった点", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "良かった点", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "良い点", STUDY_NAME_LIST, STUDY_KEEP, false, NULL },
	{ "キープ", STUDY_NAME_LIST, STUDY_KEEP, true, NULL },
	{ "problem", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "problems", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "아쉬운점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "아쉬웠던점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "어려운점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "어려웠던점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "힘든점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "힘들었던점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "부족한점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "부족했던점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "불편했던점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "문제점", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "문제", STUDY_NAME_LIST, STUDY_PROBLEM, true, NULL },
	{ "困りごと", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "困ったこと", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "うまくいかなかったこと", STUDY_NAME_LIST, STUDY_PROBLEM, false,
	    NULL },
	{ "問題点", STUDY_NAME_LIST, STUDY_PROBLEM, false, NULL },
	{ "問題", STUDY_NAME_LIST, STUDY_PROBLEM, true, NULL },
	{ "課題", STUDY_NAME_LIST, STUDY_PROBLEM, true, NULL },
	{ "不満", STUDY_NAME_LIST, STUDY_PROBLEM, true, NULL },
	{ "try", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "tries", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "trynext", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "시도할점", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "시도할것", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "시도해볼점", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "시도해볼것", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "해볼것", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "해볼점", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "다음에시도할것", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "다음에해볼것", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "시도", STUDY_NAME_LIST, STUDY_TRY, true, NULL },
	{ "試すこと", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "次に試すこと", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "試したいこと", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "やってみること", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "次にやること", STUDY_NAME_LIST, STUDY_TRY, false, NULL },
	{ "トライ", STUDY_NAME_LIST, STUDY_TRY, true, NULL },
};

#define N_WORDS (sizeof(words) / sizeof(*words))

static const char *const list_names[STUDY_LISTS] = { "keep", "problem", "try" };

const char *
study_name_list(enum study_list_kind list)
{
	static const char *const names[STUDY_LISTS] = { "KEEP", "PROBLEM",
		"TRY" };

	return names[list];
}

const char *
study_name_group(enum study_name_kind kind, const char *lang)
{
	bool review = kind == STUDY_NAME_REVIEW;

	if (lang != NULL && strcmp(lang, "ko") == 0)
		return review ? "리뷰" : "회고";
	if (lang != NULL && strcmp(lang, "ja") == 0)
		return review ? "やったこと" : "ふりかえり";
	return review ? "Review" : "Retrospective";
}

/*
 * A letter. Not a digit, not what only changes the look of the character
 * before it, and not one of the numbers that stand in a circle: all of these
 * are ornaments in front of a heading ("1. KEEP", "1️⃣ KEEP").
 */
static bool
is_letter(int32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	if ((c >= 0xfe00 && c <= 0xfe0f) || c == 0x200d || c == 0x20e3)
		return false;
	if ((c >= 0x2460 && c <= 0x24ff) || (c >= 0x2776 && c <= 0x2793))
		return false;
	return utf8_is_word(c) && !(c >= 0xff10 && c <= 0xff19);
}

static bool
is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_separator(int32_t c)
{
	return c == '(' || c == '[' || c == ':' || c == '-' || c == '/' ||
	       c == '|' || c == ',' || c == '&' || c == 0xb7 || c == 0x2013 ||
	       c == 0x2014 || c == 0xff08 || c == 0xff1a || c == 0xff0f;
}

static const struct word *
find_word(const char *s)
{
	size_t i;

	for (i = 0; i < N_WORDS; i++)
		if (strcmp(words[i].word, s) == 0)
			return &words[i];
	return NULL;
}

/* a without its letters that repeat the one before: "keeep" gives "kep". */
static void
squeeze(char *out, const char *a, size_t size)
{
	size_t n = 0;

	for (; *a != '\0' && n + 1 < size; a++)
		if (n == 0 || out[n - 1] != *a)
			out[n++] = *a;
	out[n] = '\0';
}

/* Whether b is a with two neighbours swapped. */
static bool
is_swap(const char *a, const char *b)
{
	size_t i, n = strlen(a);

	if (strlen(b) != n)
		return false;
	for (i = 0; i < n && a[i] == b[i]; i++)
		;
	return i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] &&
	       strcmp(a + i + 2, b + i + 2) == 0;
}

/*
 * A list name with one letter wrong. PROBLEM is long enough that nothing
 * else comes near it; "deep" and "tray" are as near to KEEP and TRY as a
 * slip is, so for these only letters swapped or doubled are sure.
 */
static struct study_name
find_typo(const char *s)
{
	struct study_name out = { STUDY_NAME_NONE, STUDY_EXACT, 0, NULL };
	char a[16], b[16];
	int i;

	if (strlen(s) < 2 || strlen(s) > 10)
		return out;
	for (i = 0; i < STUDY_LISTS; i++) {
		const char *name = list_names[i];

		if (text_distance(s, name, 2) > 1)
			continue;
		squeeze(a, s, sizeof(a));
		squeeze(b, name, sizeof(b));
		out.kind = STUDY_NAME_LIST;
		out.list = (enum study_list_kind)i;
		out.fit = STUDY_TYPO_LOOSE;
		if (i == STUDY_PROBLEM || is_swap(s, name) || strcmp(a, b) == 0)
			out.fit = STUDY_TYPO;
		return out;
	}
	return out;
}

/* "1️⃣ KEEP (좋았던 점)" as words without spaces, each ended by a NUL. */
static int
split(struct strbuf *out, const char *s)
{
	size_t len = strlen(s), i, n, start = 0;
	int count = 0;

	for (i = 0; i <= len; i += n) {
		int32_t c = '/';

		n = i < len ? utf8_next(s + i, len - i, &c) : 1;
		/* In front a digit is an ornament, in "try2" it is not. */
		if (is_letter(c) || (out->len > start && is_digit(c))) {
			strbuf_add(out, s + i, n);
		} else if (is_separator(c) && out->len > start) {
			strbuf_addc(out, '\0');
			start = out->len;
			count++;
		}
	}
	return count;
}

static struct study_name
name_of_words(const char *first, int count)
{
	struct study_name out = { STUDY_NAME_NONE, STUDY_EXACT, 0, NULL };
	const struct word *w = find_word(first), *other;
	const char *p = first;

	if (w == NULL)
		return count == 1 ? find_typo(first) : out;
	out.kind = w->kind;
	out.list = w->list;
	out.lang = w->lang;
	out.fit = w->weak ? STUDY_WEAK : STUDY_EXACT;
	for (; --count > 0;) {
		p += strlen(p) + 1;
		other = find_word(p);
		if (other == NULL || other->kind != w->kind ||
		    other->list != w->list)
			out.fit = STUDY_PREFIX;
		else if (out.fit == STUDY_WEAK && !other->weak)
			out.fit = STUDY_EXACT;
	}
	if (out.fit == STUDY_PREFIX && out.kind != STUDY_NAME_LIST)
		out.kind = STUDY_NAME_NONE;
	return out;
}

struct study_name
study_name_of(const char *s, size_t len)
{
	struct study_name out = { STUDY_NAME_NONE, STUDY_EXACT, 0, NULL };
	struct strbuf split_words = STRBUF_INIT;
	char plain[NAME_MAX_LEN + 1], *fold;
	int count;

	if (len == 0 || len > NAME_MAX_LEN || memchr(s, '\0', len) != NULL)
		return out;
	memcpy(plain, s, len);
	plain[len] = '\0';
	fold = utf8_fold(plain);
	count = split(&split_words, fold);
	if (count > 0)
		out = name_of_words(split_words.buf, count);
	strbuf_release(&split_words);
	free(fold);
	return out;
}
