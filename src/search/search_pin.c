/* search_pin.c: notes that cannot have a word, told from their bytes alone */
#include <string.h>

#include "search/search_int.h"

/*
 * Theory of operation. To fold a note costs more than to look for a few bytes
 * in it, and most notes do not have the word. Hangul syllables and Han have no
 * case. So where one stands in the folded text it stands in the text, too, or
 * there is another character in its place that becomes it: a syllable is
 * composed of Jamo (U+1100 to U+11FF), and Han are made of the compatibility
 * ideographs (U+F900 to U+FAFF, U+2F800 to U+2FA1F). All of these begin with
 * bytes that few notes in Korean or Chinese have.
 *
 * So each word has a pin, its longest run of syllables or of Han, with the
 * spaces between them. A note has the word only where it, or its name, has the
 * pin or one of those bytes; or the pin with markup in it, which search_plain.c
 * tells. A space comes from itself or from what is no text, which is folded to
 * one.
 */
enum pin_kind {
	PIN_NONE,
	PIN_HANGUL,
	PIN_HAN
};

/* Of the character at s, which is three bytes long unless PIN_NONE. */
static enum pin_kind
pin_kind(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	unsigned c;

	if (len < 3 || (u[0] & 0xf0) != 0xe0)
		return PIN_NONE;
	c = (u[0] & 0xfu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
	if (c >= 0xac00 && c <= 0xd7a3)
		return PIN_HANGUL;
	return c >= 0x4e00 && c <= 0x9fff ? PIN_HAN : PIN_NONE;
}

/* The bytes of the run of one kind that begins at s, no space behind it. */
static size_t
pin_run(const char *s, size_t len, enum pin_kind kind)
{
	size_t i = 0, n = 0;

	while (i < len)
		if (pin_kind(s + i, len - i) == kind)
			n = i += 3;
		else if (n > 0 && s[i] == ' ')
			i++;
		else
			break;
	return n;
}

void
search_pin_set(struct search_term *t)
{
	/* Its stem is enough to be found by. */
	size_t len = t->stem > 0 ? t->stem : t->len, i, k;

	for (i = 0; i<len; i += k> 0 ? k : 1) {
		enum pin_kind kind = pin_kind(t->text + i, len - i);

		k = kind == PIN_NONE ? 0 : pin_run(t->text + i, len - i, kind);
		if (k > t->pin_len) {
			t->pin = t->text + i;
			t->pin_len = k;
			t->pin_han = kind == PIN_HAN;
		}
	}
}

/* Whether the text has the pin, or what may become it. */
static bool
pin_in(const struct search_term *t, const char *s, size_t n)
{
	if (search_through(s, n, t->pin, t->pin_len) != NULL ||
	    search_through_entity(s, n, t->pin) != NULL)
		return true;
	if (!t->pin_han)
		return memchr(s, 0xe1, n) != NULL;
	return memchr(s, 0xef, n) != NULL ||
	       memmem(s, n, "\xf0\xaf", 2) != NULL;
}

bool
search_pin_may(const struct search_query *q, const char *name, const char *text,
    size_t len)
{
	size_t i;

	for (i = 0; i < q->n; i++)
		if (q->v[i].pin_len > 0 && !pin_in(&q->v[i], text, len) &&
		    !pin_in(&q->v[i], name, strlen(name)))
			return false;
	return true;
}
