/* search_fold.c: text in NFC with case folded, fast where there is little to
 * do */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "search/search_int.h"

/*
 * How many bytes at s are one character that NFC and case folding leave as it
 * is and that composes with nothing before it: 0 when that is not known. Those
 * known are the Hangul syllables, Kana without the combining marks, Han, the
 * punctuation of Latin-1, of CJK and of U+2010 to U+205E, arrows and boxes:
 * what notes in Korean and Japanese are made of.
 */
static size_t
fold_plain(const unsigned char *s, size_t len)
{
	if (len >= 2 && s[0] == 0xc2)
		return s[1] != 0xb5 ? 2 : 0; /* U+00B5, the micro sign */
	if (len < 3 || (s[1] & 0xc0) != 0x80 || (s[2] & 0xc0) != 0x80)
		return 0;
	switch (s[0]) {
	case 0xe2:
		if (s[1] == 0x80)
			return s[2] >= 0x90 ? 3 : 0;
		if (s[1] == 0x86)
			return s[2] >= 0x90 ? 3 : 0;
		/* U+2190 to U+22FF, U+2500 to U+27BF */
		return (s[1] >= 0x87 && s[1] <= 0x8b) ||
			       (s[1] >= 0x94 && s[1] <= 0x9e)
			   ? 3
			   : 0;
	case 0xe3:
		if (s[1] == 0x82 && (s[2] == 0x99 || s[2] == 0x9a))
			return 0; /* combining voiced sound marks */
		/* U+3000 to U+302F but the tone marks, and Kana */
		return (s[1] == 0x80 && s[2] < 0xaa) ||
			       (s[1] >= 0x81 && s[1] <= 0x83) || s[1] >= 0x90
			   ? 3
			   : 0;
	case 0xea:
		return s[1] >= 0xb0 ? 3 : 0;
	case 0xed:
		return s[1] < 0x9e || (s[1] == 0x9e && s[2] <= 0xa3) ? 3 : 0;
	default:
		return (s[0] >= 0xe4 && s[0] <= 0xe9) || s[0] == 0xeb ||
			       s[0] == 0xec
			   ? 3
			   : 0;
	}
}

/* As long as all is plain: how far that is. */
static size_t
fold_fast(char *out, const char *text, size_t len)
{
	size_t i = 0, n;

	while (i < len) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x80) {
			out[i++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
			continue;
		}
		n = fold_plain((const unsigned char *)text + i, len - i);
		if (n == 0)
			break;
		memcpy(out + i, text + i, n);
		i += n;
	}
	return i;
}

/* Any text. Bytes that are no UTF-8 and NUL bytes are no words of anybody. */
static void
fold_slow(struct strbuf *out, const char *text, size_t len)
{
	struct strbuf clean = STRBUF_INIT;
	char *folded;
	size_t i, n;

	for (i = 0; i < len; i += n) {
		int32_t c;

		n = utf8_next(text + i, len - i, &c);
		if (c == 0 || c == 0xfffd)
			strbuf_addc(&clean, ' ');
		else
			strbuf_add(&clean, text + i, n);
	}
	folded = utf8_fold(clean.buf);
	strbuf_adds(out, folded);
	free(folded);
	strbuf_release(&clean);
}

bool
search_fold(struct strbuf *out, const char *text, size_t len)
{
	char *fast = xmalloc(len + 1);
	bool whole = fold_fast(fast, text, len) == len;

	if (whole)
		strbuf_add(out, fast, len);
	else
		fold_slow(out, text, len);
	free(fast);
	return whole;
}
