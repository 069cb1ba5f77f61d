/* search_fold.c: text in NFC with case folded, fast where there is little to
 * do */
#include <endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
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

/* How many bytes at s are ASCII: code and English, eight at a time. */
static size_t
fold_span_ascii(const char *s, size_t len)
{
	uint64_t eight;
	size_t i = 0;

	for (; len - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, s + i, sizeof(eight));
		eight = le64toh(eight) & 0x8080808080808080;
		if (eight != 0)
			return i + (size_t)__builtin_ctzll(eight) / 8;
	}
	while (i < len && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

/* How many are characters of three that begin with E4 to E9, EB or EC: Han,
 * and most of Hangul. None of them but is plain. */
static size_t
fold_span_three(const char *s, size_t len)
{
	uint32_t four;
	size_t i = 0;

	for (; len - i >= sizeof(four); i += 3) {
		memcpy(&four, s + i, sizeof(four));
		four = le32toh(four);
		if ((four & 0xc0c0f0) != 0x8080e0 ||
		    (0x1bf0 >> (four & 15) & 1) == 0)
			break;
	}
	return i;
}

/* How many bytes are plain, from the first on; *last is where the last
 * character of them begins. */
static size_t
fold_span(const char *s, size_t len, size_t *last)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i = 0, n;

	*last = 0;
	while (i < len) {
		if (u[i] < 0x80) {
			i += fold_span_ascii(s + i, len - i);
			*last = i - 1;
			continue;
		}
		if ((n = fold_span_three(s + i, len - i)) > 0) {
			i += n;
			*last = i - 3;
			continue;
		}
		if ((n = fold_plain(u + i, len - i)) == 0)
			break;
		*last = i;
		i += n;
	}
	return i;
}

/* The letters of ASCII, eight bytes at a time: the top bit of a byte is set
 * in the one sum from "A" on, in the other behind "Z". */
static void
fold_ascii(char *s, size_t len)
{
	const uint64_t ones = 0x0101010101010101, tops = ones << 7;
	uint64_t v, low;
	size_t i;

	for (i = 0; i + sizeof(v) <= len; i += sizeof(v)) {
		memcpy(&v, s + i, sizeof(v));
		low = v & ~tops;
		low = ((low + (0x80 - 'A') * ones) ^
			  (low + (0x7f - 'Z') * ones)) &
		      ~v & tops;
		v |= low >> 2;
		memcpy(s + i, &v, sizeof(v));
	}
	for (; i < len; i++)
		if (s[i] >= 'A' && s[i] <= 'Z')
			s[i] |= 0x20;
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
		else if (c >= 0xff01 && c <= 0xff5e)
			strbuf_addc(&clean, (char)(c - 0xff01 + '!'));
		else
			strbuf_add(&clean, text + i, n);
	}
	folded = utf8_fold(clean.buf);
	strbuf_adds(out, folded);
	free(folded);
	strbuf_release(&clean);
}

/* How many bytes are not plain, or may be no character at all. */
static size_t
fold_odd(const char *s, size_t len)
{
	size_t i = 0, ignored;
	int32_t c;

	while (i < len &&
	       fold_span(s + i, len - i < 4 ? len - i : 4, &ignored) == 0)
		i += utf8_next(s + i, len - i, &c);
	return i;
}

bool
search_fold(struct strbuf *out, const char *text, size_t len)
{
	size_t i, n, last, from = out->len;
	bool whole = true;

	for (i = 0; i < len; i += n) {
		n = fold_span(text + i, len - i, &last);
		if (i + n == len)
			last = n;
		/* The character before one that is not plain may compose with
		 * it, and nothing composes over a plain one. */
		strbuf_add(out, text + i, last);
		fold_ascii(out->buf + from, out->len - from);
		if (last < n || n == 0) {
			n += fold_odd(text + i + n, len - i - n);
			fold_slow(out, text + i + last, n - last);
			whole = false;
		}
		from = out->len;
	}
	return whole;
}
