/* utf8.c: Unicode: validity, NFC, case folding, cell width */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/xalloc.h"

/* How many bytes from s on are ASCII: eight at a time as long as all of them
 * are. */
static size_t
utf8_ascii(const unsigned char *s, size_t len)
{
	size_t n = 0;
	uint64_t v;

	for (; len - n >= sizeof(v); n += sizeof(v)) {
		memcpy(&v, s + n, sizeof(v));
		if ((v & 0x8080808080808080) != 0)
			break;
	}
	while (n < len && s[n] < 0x80)
		n++;
	return n;
}

/* Whether three bytes are a character of a range in which each such is one:
 * nearly all of Hangul, Han and Kana. */
static bool
utf8_is_three(const unsigned char *s, size_t len)
{
	return len > 2 && s[0] > 0xe0 && s[0] < 0xed && (s[1] & 0xc0) == 0x80 &&
	       (s[2] & 0xc0) == 0x80;
}

ptrdiff_t
utf8_invalid_at(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i = 0;

	while (i < len) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n;

		if (p[i] < 0x80) {
			i += utf8_ascii(p + i, len - i);
			continue;
		}
		if (utf8_is_three(p + i, len - i)) {
			i += 3;
			continue;
		}
		n = utf8proc_iterate(p + i, (utf8proc_ssize_t)(len - i), &c);
		if (n <= 0)
			return (ptrdiff_t)i;
		i += (size_t)n;
	}
	return -1;
}

size_t
utf8_next(const char *s, size_t len, int32_t *c)
{
	const unsigned char *u = (const unsigned char *)s;
	utf8proc_ssize_t n;

	if (len > 0 && (unsigned char)*s < 0x80) {
		*c = (unsigned char)*s;
		return 1;
	}
	if (utf8_is_three(u, len)) {
		*c = (u[0] & 0xf) << 12 | (u[1] & 0x3f) << 6 | (u[2] & 0x3f);
		return 3;
	}
	n = utf8proc_iterate(
	    (const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, c);
	if (n > 0)
		return (size_t)n;
	*c = 0xfffd;
	return 1;
}

/* How many bytes of s, at most len, are mapped at once. Marks on one letter
 * are sorted by the library, in time that grows with the square of their
 * number: so they end after MARKS_MAX of them, as UAX #15, 13 (Stream-Safe
 * Text Format) has it, and the others are mapped on their own. */
#define MARKS_MAX 30

static size_t
utf8_span(const char *s, size_t len)
{
	size_t i = 0, n, marks = 0;
	int32_t c;

	while (i < len) {
		if ((unsigned char)s[i] < 0x80) {
			marks = 0;
			i++;
			continue;
		}
		n = utf8_next(s + i, len - i, &c);
		marks = utf8proc_get_property(c)->combining_class != 0
			    ? marks + 1
			    : 0;
		if (marks > MARKS_MAX)
			break;
		i += n;
	}
	return i;
}

static char *
utf8_mapped(const char *s, utf8proc_option_t options)
{
	size_t len = strlen(s), i, n;
	struct strbuf all = STRBUF_INIT;
	utf8proc_uint8_t *out;

	for (i = 0; i == 0 || i < len; i += n) {
		utf8proc_ssize_t got;

		n = utf8_span(s + i, len - i);
		got = utf8proc_map((const utf8proc_uint8_t *)s + i,
		    (utf8proc_ssize_t)n, &out,
		    options | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
		if (got < 0) {
			strbuf_release(&all);
			return xstrdup(s);
		}
		if (n == len)
			return (char *)out;
		strbuf_add(&all, out, (size_t)got);
		free(out);
	}
	return strbuf_take(&all);
}

void
utf8_repair(struct strbuf *out, const char *s, size_t len)
{
	size_t i, n;
	int32_t c;

	for (i = 0; i < len; i += n) {
		n = utf8_next(s + i, len - i, &c);
		if (c == 0xfffd || c == 0)
			strbuf_adds(out, "\xef\xbf\xbd");
		else
			strbuf_add(out, s + i, n);
	}
}

/*
 * Letters that most text here is made of: Latin as far as the spacing ones
 * go, kana, Han, Hangul syllables. None of them is changed by NFC or becomes
 * one with another of them, so a text of them alone need not be mapped: UAX
 * #15, 9 (Detecting Normalization Forms).
 */
static bool
is_inert(int32_t c)
{
	return c < 0x300 || (c >= 0xac00 && c <= 0xd7a3) ||
	       (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3041 && c <= 0x3096) ||
	       (c >= 0x30a1 && c <= 0x30fa);
}

static bool
is_nfc(const char *s)
{
	size_t len = strlen(s), i = 0;
	int32_t c = 0;

	while (i < len && is_inert(c))
		i += utf8_next(s + i, len - i, &c);
	return is_inert(c);
}

char *
utf8_nfc(const char *s)
{
	return is_nfc(s) ? xstrdup(s) : utf8_mapped(s, 0);
}

/*
 * Whether there is nothing but ASCII and whole Hangul syllables: what most
 * words of these notes are. Nothing combines with anything there, syllables
 * have no case, and letters have that of C.
 */
static bool
is_plain(const char *s)
{
	size_t len = strlen(s), i;
	int32_t c;

	for (i = 0; i < len;) {
		if ((unsigned char)s[i] < 0x80) {
			i++;
			continue;
		}
		i += utf8_next(s + i, len - i, &c);
		if (c < 0xac00 || c > 0xd7a3)
			return false;
	}
	return true;
}

bool
utf8_is_folded(const char *s)
{
	size_t i;

	for (i = 0; s[i] != '\0'; i++)
		if (s[i] >= 'A' && s[i] <= 'Z')
			return false;
	return is_plain(s);
}

char *
utf8_fold(const char *s)
{
	char *plain, *p;

	if (is_plain(s)) {
		plain = xstrdup(s);
		for (p = plain; *p != '\0'; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p - 'A' + 'a');
		return plain;
	}
	return utf8_mapped(s, UTF8PROC_CASEFOLD);
}

int
utf8_cells(int32_t c)
{
	/* Hangul and Han first: nearly all that is not ASCII here. */
	if ((c >= 0xac00 && c <= 0xd7a3) || (c >= 0x4e00 && c <= 0x9fff))
		return 2;
	/* Conjoining vowels and finals stand on the leading Jamo. */
	if ((c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7ff))
		return 0;
	return utf8proc_charwidth(c);
}

const char *
utf8_library_version(void)
{
	return utf8proc_version();
}

int
utf8_width(const char *s)
{
	size_t len = strlen(s), i = 0;
	int width = 0;

	while (i < len) {
		int32_t c;

		i += utf8_next(s + i, len - i, &c);
		width += utf8_cells(c);
	}
	return width;
}

size_t
utf8_fit(const char *s, int cells)
{
	size_t len = strlen(s), i = 0, n;

	for (; i < len; i += n) {
		int32_t c;

		n = utf8_next(s + i, len - i, &c);
		cells -= utf8_cells(c);
		if (cells < 0)
			break;
	}
	return i;
}

bool
utf8_is_word(int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

bool
utf8_is_mark(int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);

	return category == UTF8PROC_CATEGORY_MN ||
	       category == UTF8PROC_CATEGORY_MC ||
	       category == UTF8PROC_CATEGORY_ME;
}

bool
utf8_is_space(int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
		return true;
	default:
		return false;
	}
}

bool
utf8_is_punct(int32_t c)
{
	if (c < 0x80)
		return c > ' ' && c < 0x7f && !utf8_is_word(c);
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO:
		return true;
	default:
		return false;
	}
}

bool
utf8_is_symbol(int32_t c)
{
	if (c < 0x80)
		return false;
	if (c >= 0x1f000 && c <= 0x1faff)
		return true;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_SM:
	case UTF8PROC_CATEGORY_SC:
	case UTF8PROC_CATEGORY_SK:
	case UTF8PROC_CATEGORY_SO:
		return true;
	default:
		return false;
	}
}

/* Characters that turn the direction of the text around them. */
static bool
utf8_is_bidi(int32_t c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

void
utf8_bidi_end(struct strbuf *out, const char *s, size_t len)
{
	struct strbuf open = STRBUF_INIT;
	size_t i, n, k;
	int32_t c;

	const char *next;

	for (i = 0; (next = memchr(s + i, 0xe2, len - i)) != NULL; i += n) {
		i = (size_t)(next - s);
		n = utf8_next(s + i, len - i, &c);
		if (c >= 0x202a && c <= 0x202e && c != 0x202c)
			strbuf_addc(&open, 'e');
		else if (c >= 0x2066 && c <= 0x2068)
			strbuf_addc(&open, 'i');
		else if (c == 0x202c && open.len > 0 &&
			 open.buf[open.len - 1] == 'e')
			strbuf_trunc(&open, open.len - 1);
		/* The end of an isolate ends what was begun inside of it. */
		for (k = c == 0x2069 ? open.len : 0; k > 0; k--)
			if (open.buf[k - 1] == 'i') {
				strbuf_trunc(&open, k - 1);
				break;
			}
	}
	for (k = open.len; k > 0; k--)
		strbuf_adds(out,
		    open.buf[k - 1] == 'e' ? "\xe2\x80\xac" : "\xe2\x81\xa9");
	strbuf_release(&open);
}

char *
utf8_for_terminal(const char *s, size_t len)
{
	struct strbuf out = STRBUF_INIT;
	size_t i = 0;

	while (i < len) {
		int32_t c;
		size_t n = utf8_next(s + i, len - i, &c);

		if (c == 0x7f || (c < 0x20 && c != '\n' && c != '\t'))
			strbuf_addf(&out, "^%c", (char)(c ^ 0x40));
		else if (c >= 0x80 && c < 0xa0)
			strbuf_addf(&out, "^[%c", (char)(c - 0x40));
		else if (c == 0xfffd || utf8_is_bidi(c))
			strbuf_adds(&out, "\xef\xbf\xbd");
		else
			strbuf_add(&out, s + i, n);
		i += n;
	}
	return strbuf_take(&out);
}
