/* search_words.c: folded text into the words that an index knows */
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "search/search_index.h"
#include "search/search_int.h"

enum letter {
	LETTER_NONE,
	LETTER_MARK, /* of a word that has begun */
	LETTER_WORD,
	LETTER_CJK
};

/* Written without spaces, or with particles behind the word. */
const int32_t search_cjk[][2] = {
	{ 0x1100, 0x11ff }, /* Jamo that compose to no syllable */
	{ 0x3005, 0x3007 }, /* 々〆〇 */
	{ 0x3041, 0x3096 }, /* Hiragana */
	{ 0x309d, 0x309f },
	{ 0x30a1, 0x30fa }, /* Katakana */
	{ 0x30fc, 0x30ff },
	{ 0x3105, 0x312f }, /* Bopomofo */
	{ 0x3131, 0x318e }, /* Jamo as they are typed */
	{ 0x31a0, 0x31bf },
	{ 0x31f0, 0x31ff },
	{ 0x3400, 0x4dbf }, /* Han */
	{ 0x4e00, 0x9fff },
	{ 0xa960, 0xa97c },
	{ 0xac00, 0xd7fb }, /* Hangul */
	{ 0xf900, 0xfaff },
	{ 0xff66, 0xffdc }, /* of half the width */
	{ 0x1b000, 0x1b16f },
	{ 0x20000, 0x3ffff },
	{ 0, 0 },
};

bool
search_is_cjk(int32_t c)
{
	size_t i;

	if (c >= 0xac00 && c <= 0xd7a3)
		return true;
	for (i = 0; search_cjk[i][1] != 0; i++)
		if (c <= search_cjk[i][1])
			return c >= search_cjk[i][0];
	return false;
}

/* utf8_next(), fast for Hangul and Han: folded text is UTF-8. */
static size_t
letter_next(const char *s, size_t len, int32_t *c)
{
	const unsigned char *u = (const unsigned char *)s;

	if (len < 3 || u[0] < 0xe3 || u[0] > 0xed)
		return utf8_next(s, len, c);
	*c = (u[0] & 0xf) << 12 | (u[1] & 0x3f) << 6 | (u[2] & 0x3f);
	return 3;
}

/* What the character at s is, and its code; *n is how many bytes it has. */
static enum letter
letter_at(const char *s, size_t len, size_t *n, int32_t *c)
{
	*n = 1;
	*c = (unsigned char)*s;
	if (*c < 0x80)
		return search_is_ascii_word(*s) ? LETTER_WORD : LETTER_NONE;
	*n = letter_next(s, len, c);
	if (search_is_cjk(*c))
		return LETTER_CJK;
	if (!utf8_is_word(*c))
		return LETTER_NONE;
	return utf8_is_mark(*c) ? LETTER_MARK : LETTER_WORD;
}

/* A word, cut where it is too long to be one. */
static void
words_say(const char *s, size_t len, search_word_fn fn, void *payload)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80 && n++ == SEARCH_WORD)
			break;
	fn(s, i, 0, payload);
}

/* The parts of a word with "_" in it. */
static void
words_parts(const char *s, size_t len, search_word_fn fn, void *payload)
{
	size_t i = 0, k;

	if (memchr(s, '_', len) == NULL)
		return;
	for (; i < len; i += k + 1) {
		for (k = 0; i + k < len && s[i + k] != '_'; k++)
			;
		if (k > 0)
			words_say(s + i, k, fn, payload);
	}
}

/* The word that begins at s; its length in bytes. */
static size_t
words_letters(const char *s, size_t len, search_word_fn fn, void *payload)
{
	size_t i = 0, n, signs = 0;
	int32_t c;

	while (i < len) {
		enum letter l = letter_at(s + i, len - i, &n, &c);

		if (l != LETTER_WORD && l != LETTER_MARK)
			break;
		i += n;
	}
	words_say(s, i, fn, payload);
	words_parts(s, i, fn, payload);
	while (signs < 2 && i + signs < len &&
	       (s[i + signs] == '+' || s[i + signs] == '#'))
		signs++;
	if (signs > 0)
		words_say(s, i + signs, fn, payload);
	return i;
}

/* The characters that stand side by side from s on; their bytes. */
static size_t
words_cjk(const char *s, size_t len, search_word_fn fn, void *payload)
{
	size_t i = 0, n, before = 0;
	uint64_t last = 0;
	int32_t c;

	while (i < len && letter_at(s + i, len - i, &n, &c) == LETTER_CJK) {
		uint64_t code = (uint64_t)c;

		if (before > 0)
			fn(s + i - before, before + n,
			    last << SEARCH_CODE | code, payload);
		fn(s + i, n, code, payload);
		last = code;
		before = n;
		i += n;
	}
	return i;
}

void
search_words(const char *folded, size_t len, search_word_fn fn, void *payload)
{
	size_t i = 0, n;
	int32_t c;

	while (i < len) {
		switch (letter_at(folded + i, len - i, &n, &c)) {
		case LETTER_WORD:
			n = words_letters(folded + i, len - i, fn, payload);
			break;
		case LETTER_CJK:
			n = words_cjk(folded + i, len - i, fn, payload);
			break;
		default:
			break;
		}
		i += n;
	}
}
