/* study_hint.c: whether a TRY is too vague to be followed
 *
 * A TRY can be followed when it says how much (a digit, or 두 번, three, 三回),
 * when (매일, every, 明日), or what is done (a verb). Verbs are not known, only their endings:
 * in Korean and Japanese the last letter of a word, in English a text of three
 * words. Words that promise without saying anything (더, 잘하자, better,
 * もっと) are taken out first. It is a guess, and so it only hints.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "study/study_tries.h"

static const char *const whens[] = { "매일", "날마다", "매주", "오늘", "내일",
	"아침", "저녁", "전에", "후에", "먼저", "때마다", "다음에", "毎日",
	"毎週", "今日", "明日", "朝", "夜", "前に", "後に", NULL };
static const char *const whens_en[] = { "every", "daily", "weekly", "today",
	"tomorrow", "before", "after", "first", "when", "until", "each", "once",
	"twice", "morning", "evening", NULL };
/* Beginnings of Korean words. */
static const char *const empty_ko[] = { "더", "잘", "열심", "꾸준", "노력",
	"많이", "좀", "조금", "제대로", "최선", "집중", "화이팅", "파이팅",
	"공부하", "하자", "하기", "해보자", "신경", NULL };
static const char *const empty_ja[] = { "もっと", "頑張", "がんば", "ちゃんと",
	"しっかり", "よく", "うまく", "努力", "意識", "勉強する", NULL };
static const char *const empty_en[] = { "better", "harder", "more", "well",
	"properly", "best", "do", "be", "try", "to", "study", "focus", "work",
	"improve", "the", "a", "and", "it", "my", "on", "hard", "get", "at",
	NULL };
/* Numbers that are words, alone or before one of the things they count. */
static const char *const numbers_ko[] = { "하나", "둘", "셋", "넷", "한", "두",
	"세", "석", "네", "넉", "다섯", "여섯", "일곱", "여덟", "아홉", "열",
	"스무", "서른", "십", "이십", "삼십", "사십", "오십", "백", "반",
	NULL };
static const char *const counts_ko[] = { "", "번", "번씩", "개", "개씩", "권",
	"쪽", "쪽씩", "장", "장씩", "문제", "문제씩", "가지", "시간", "분",
	"줄", "문장", "단어", "회", "페이지", NULL };
static const char *const numbers_ja[] = { "一", "二", "三", "四", "五", "六",
	"七", "八", "九", "十", "半", NULL };
static const char *const counts_ja[] = { "回", "問", "冊", "分", "時間", "日",
	"本", "枚", "行", "章", "個", "つ", "ページ", NULL };
static const char *const numbers_en[] = { "one", "two", "three", "four", "five",
	"six", "seven", "eight", "nine", "ten", "half", NULL };
static const char *const ends_ko[] = { "다", "자", "기", "요", "음", "함", "것",
	"보", "지", "게", NULL };
static const char *const ends_ja[] = { "る", "う", "く", "す", "む", "つ", "ぶ",
	"ぐ", "た", "て", NULL };

static bool
ends_in(const char *s, const char *const *list)
{
	size_t len = strlen(s);

	for (; *list != NULL; list++)
		if (len > strlen(*list) &&
		    strcmp(s + len - strlen(*list), *list) == 0)
			return true;
	return false;
}

static bool
holds(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strstr(s, *list) != NULL)
			return true;
	return false;
}

static bool
starts_in(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (text_starts(s, *list))
			return true;
	return false;
}

static bool
among(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(s, *list) == 0)
			return true;
	return false;
}

/* A number of things, in one word: 두, 세번. Two of that form count nothing:
 * 한번 (for once), 십분 (to the full). */
static bool
counts(const char *word)
{
	const char *const *n;

	if (strcmp(word, "한번") == 0 || strcmp(word, "십분") == 0)
		return false;
	for (n = numbers_ko; *n != NULL; n++)
		if (text_starts(word, *n) &&
		    among(word + strlen(*n), counts_ko))
			return true;
	return among(word, numbers_en);
}

/* The same where no spaces are: 三回. */
static bool
holds_count(const char *text)
{
	const char *const *n, *const *c, *at;

	for (n = numbers_ja; *n != NULL; n++)
		for (at = strstr(text, *n); at != NULL; at = strstr(at + 1, *n))
			for (c = counts_ja; *c != NULL; c++)
				if (text_starts(at + strlen(*n), *c))
					return true;
	return false;
}

/* The word without what is punctuation at its end. */
static void
bare(char *word)
{
	size_t len = strlen(word);

	while (len > 0 && ispunct((unsigned char)word[len - 1]))
		word[--len] = '\0';
}

/* Whether this word says what is done; ASCII words are counted instead. */
static bool
says(const char *word, int *english)
{
	if (*word == '#' || *word == '\0')
		return false;
	if (counts(word))
		return true;
	if ((unsigned char)*word < 0x80) {
		*english += !among(word, empty_en);
		return among(word, whens_en);
	}
	if (ends_in(word, ends_ja) && !holds(word, empty_ja))
		return true;
	return !starts_in(word, empty_ko) && ends_in(word, ends_ko);
}

bool
study_try_vague(const char *text)
{
	char *folded = utf8_fold(text), *p = folded;
	bool clear = strpbrk(folded, "0123456789`") != NULL ||
		     holds(folded, whens) || holds_count(folded);
	int english = 0;

	while (!clear && *p != '\0') {
		size_t len = strcspn(p, " \t\n");
		bool last = p[len] == '\0';

		p[len] = '\0';
		bare(p);
		clear = says(p, &english) || english >= 2;
		p += len + !last;
	}
	free(folded);
	return !clear;
}
