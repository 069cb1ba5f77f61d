/* note_cjk.c: emphasis that touches Korean, Japanese or Chinese text */
#include <string.h>

#include "base/utf8.h"
#include "note/note_mark.h"

/*
 * Theory of operation. CommonMark tells what may begin and end emphasis by
 * the characters on both sides of a run of "*": with punctuation on its one
 * side and a letter on the other, a run can only do one of the two. Languages
 * that put no spaces between words suffer: the second run of **말(word)**을
 * could only begin something. The rule here is the CommonMark amendment known
 * as CJK-friendly (github.com/tats-u/markdown-cjk-friendly): beside a CJK
 * character, punctuation counts as a letter does.
 *
 * Wherever the two rules differ, the amendment's answer is that the run may
 * both begin and end emphasis. That is also what CommonMark says of a run
 * between two punctuation characters. So note_mark.c puts one more of these,
 * the mark, on the side of such a run where the letter is; the library then
 * pairs the runs as it always does, with all that belongs to it (links, code,
 * "***", nesting); and the marks are taken out of the tree. Text without CJK
 * characters gets no mark, so CommonMark has it as it always had.
 *
 * The library knows punctuation as CommonMark 0.29 has it. Since 0.31 symbols
 * count as punctuation, too, so that **done!**🎉 is bold: between punctuation
 * and a symbol a run may do both, and gets a mark in the same way, CJK or not.
 *
 * Underscores need none of this: within a word they are literal, and the
 * amendment leaves that so.
 */

/*
 * East Asian Width W, F or H without the characters that are emoji by
 * default, and all of Hangul (UAX #11, UAX #24, UTS #51). Gaps of unassigned
 * characters are closed.
 */
static const struct {
	int32_t first, last;
} cjk_ranges[] = {
	{ 0x1100, 0x11ff },   /* Hangul Jamo */
	{ 0x20a9, 0x20a9 },   /* the won */
	{ 0x2329, 0x232a },   /* angle brackets */
	{ 0x2e80, 0x303e },   /* radicals, CJK punctuation */
	{ 0x3041, 0x3247 },   /* Kana, Bopomofo, compatibility Jamo */
	{ 0x3250, 0xa4cf },   /* ideographs, Yi */
	{ 0xa960, 0xa97f },   /* Jamo Extended-A */
	{ 0xac00, 0xd7ff },   /* Hangul syllables, Jamo Extended-B */
	{ 0xf900, 0xfaff },   /* compatibility ideographs */
	{ 0xfe10, 0xfe19 },   /* vertical forms */
	{ 0xfe30, 0xfe6f },   /* compatibility and small forms */
	{ 0xff01, 0xffee },   /* full-width and half-width forms */
	{ 0x16fe0, 0x18dff }, /* Tangut, Khitan, Nushu */
	{ 0x1aff0, 0x1b2ff }, /* more Kana */
	{ 0x1f200, 0x1f200 }, /* squared Kana and ideographs */
	{ 0x1f202, 0x1f202 }, { 0x1f210, 0x1f219 }, { 0x1f21b, 0x1f22e },
	{ 0x1f230, 0x1f231 }, { 0x1f237, 0x1f237 }, { 0x1f23b, 0x1f248 },
	{ 0x1f260, 0x1f265 }, { 0x20000, 0x3fffd }, /* more ideographs */
};

static bool
cjk_is(int32_t c)
{
	size_t low = 0, high = sizeof(cjk_ranges) / sizeof(*cjk_ranges);

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c > cjk_ranges[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	return low < sizeof(cjk_ranges) / sizeof(*cjk_ranges) &&
	       c >= cjk_ranges[low].first;
}

/* White space as CommonMark has it: Zs, tab, and the ends of lines. */
static bool
cjk_is_space(int32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' ||
	       (c >= 0xa0 && utf8_is_space(c));
}

/* The character that ends before `at`, and where it begins. */
static size_t
cjk_before(const char *s, size_t at, int32_t *c)
{
	size_t from = at;

	*c = '\n';
	if (at == 0)
		return 0;
	do
		from--;
	while (from > 0 && ((unsigned char)s[from] & 0xc0) == 0x80);
	utf8_next(s + from, at - from, c);
	return from;
}

/* The library looks through "~" for what a "*" touches, because struck out
 * text is no word of its own; of "~" themselves it does not. */
static size_t
cjk_skip_back(const char *s, size_t at, char run)
{
	while (run == '*' && at > 0 && s[at - 1] == '~')
		at--;
	return at;
}

static size_t
cjk_skip_on(const char *s, size_t at, size_t len, char run)
{
	while (run == '*' && at < len && s[at] == '~')
		at++;
	return at;
}

/* Through a comment, which a reader does not see and the library has for a
 * letter. */
static size_t
cjk_hidden_back(const char *s, size_t at)
{
	while (at > 0 && s[at - 1] == NOTE_MARK_FILL)
		at--;
	return at;
}

static size_t
cjk_hidden_on(const char *s, size_t at, size_t len)
{
	while (at < len && s[at] == NOTE_MARK_FILL)
		at++;
	return at;
}

/* Whether the character before is CJK; a variation selector is part of the
 * character that it varies, and one of the second kind is always CJK. */
static bool
cjk_is_before(const char *s, size_t from, int32_t c)
{
	if (c >= 0xfe00 && c <= 0xfe0e)
		cjk_before(s, from, &c);
	return cjk_is(c) || (c >= 0xe0100 && c <= 0xe01ef);
}

/* A symbol, or what an emoji may end with: the keycap around a digit, the tags
 * of a flag (UTS #51). */
static bool
cjk_is_symbol(int32_t c)
{
	return utf8_is_symbol(c) || c == 0x20e3 ||
	       (c >= 0xe0020 && c <= 0xe007f);
}

static bool
cjk_symbol_before(const char *s, size_t from, int32_t c)
{
	if (c >= 0xfe00 && c <= 0xfe0f)
		cjk_before(s, from, &c);
	return cjk_is_symbol(c);
}

/* A digit in a keycap is an emoji, with or without the selector between. */
static bool
cjk_symbol_at(const char *s, size_t len)
{
	int32_t c = '\n';
	size_t n = 0;

	if (len > 0)
		n = utf8_next(s, len, &c);
	if (cjk_is_symbol(c) || c < '0' || c > '9' || n == len)
		return cjk_is_symbol(c);
	n += utf8_next(s + n, len - n, &c);
	if (c == 0xfe0f && n < len)
		utf8_next(s + n, len - n, &c);
	return c == 0x20e3;
}

bool
note_cjk_at(const char *s)
{
	int32_t c;

	if (*s == '\0')
		return false;
	utf8_next(s, strnlen(s, 4), &c);
	return cjk_is(c);
}

void
note_cjk_flank(int32_t before, int32_t after, bool *begins, bool *ends)
{
	bool space_before = cjk_is_space(before), space = cjk_is_space(after);
	bool sign_before = utf8_is_punct(before), sign = utf8_is_punct(after);

	if (!space_before && !space &&
	    (cjk_is(before) || cjk_is(after) ||
		(sign && cjk_is_symbol(before)) ||
		(sign_before && cjk_is_symbol(after))))
		sign_before = sign = true;
	*begins = !space && (!sign || space_before || sign_before);
	*ends = !space_before && (!sign_before || space || sign);
}

/* The same of a run beside a comment, from one side of it or both: -2 when it
 * is as if there were none. Between two letters, as the library has it, a run
 * may do both already. */
static int
cjk_side_hidden(bool hidden, bool hidden_after, int32_t before, int32_t after)
{
	bool sign = utf8_is_punct(before), sign_after = utf8_is_punct(after);

	if (hidden && hidden_after)
		return 0;
	if (hidden_after && sign)
		return sign_after || cjk_is_space(after) ? 1 : -2;
	if (hidden && sign_after)
		return sign || cjk_is_space(before) ? -1 : -2;
	return hidden || hidden_after ? 0 : -2;
}

int
note_cjk_side(const char *s, size_t len, size_t from, size_t to)
{
	size_t near = cjk_skip_back(s, from, s[from]), start;
	size_t near_on = cjk_skip_on(s, to, len, s[from]);
	size_t back = cjk_hidden_back(s, near);
	size_t on = cjk_hidden_on(s, near_on, len);
	int32_t before, after = '\n';
	bool sign, sign_after;
	int side;

	start = cjk_before(s, back, &before);
	if (on < len)
		utf8_next(s + on, len - on, &after);
	side = cjk_side_hidden(back<near, on> near_on, before, after);
	if (side != -2)
		return side;
	/* Behind the "~" that are looked through may be a mark of theirs. */
	sign = utf8_is_punct(before) ||
	       (near < from && note_cjk_side(s, len, near, from) < 0);
	sign_after = utf8_is_punct(after) ||
		     (near_on > to && note_cjk_side(s, len, to, near_on) > 0);
	if (cjk_is_space(before) || cjk_is_space(after) || sign == sign_after)
		return 0;
	if (!cjk_is(after) && !cjk_is_before(s, start, before) &&
	    !(sign ? cjk_symbol_at(s + on, len - on)
		   : cjk_symbol_before(s, start, before)))
		return 0;
	return sign ? 1 : -1;
}
