/* search_plain.c: a text as it is read, without the signs of Markdown */
#include <ctype.h>
#include <string.h>

#include "base/html.h"
#include "base/utf8.h"
#include "search/search_int.h"

/*
 * Theory of operation. **레이어** 캐시 is read as 레이어 캐시, **굵**은말 as one
 * word, [[page|글]]을 as 글을, shm\_open as shm_open and AT&amp;T as AT&T. So
 * what is not found as it is written is looked for once more without markup.
 * That is no parser: what it takes out too much costs a line that is found for
 * no reason, never one that is lost, for the text as it is written counts
 * first.
 *
 * Nothing of it reaches beyond its line, so a line alone is read as it is
 * among others. search_through() tells in advance, from the bytes of the file,
 * which lines are worth it. Between two letters that stand side by side in the
 * plain text only markup was taken out, and all of that begins with one of a
 * few signs. Where a "[", a "<", a "](" or an entity follows, which may take
 * letters with it or stand for one, the answer is yes without a further look.
 */
#define PLAIN_URL 2000  /* bytes of an address or a tag */
#define PLAIN_ENTITY 40 /* and of an entity */

static bool
plain_blank(const char *s, size_t len, size_t at)
{
	return at >= len || isspace((unsigned char)s[at]);
}

/* Whether the run of signs of emphasis from `at` to before `to` is text: with
 * white space on both sides, or, as in snake_case, within a word. */
static bool
plain_is_text(const char *s, size_t len, size_t at, size_t to)
{
	bool blank = at == 0 || plain_blank(s, len, at - 1);
	bool word = at > 0 && search_is_ascii_word(s[at - 1]);

	if (s[at] == '`')
		return false;
	if ((s[at] == '~' || s[at] == '=') && to - at != 2)
		return true;
	return (blank && plain_blank(s, len, to)) ||
	       (word && to < len && search_is_ascii_word(s[to]) &&
		   to - at == 1);
}

/* The bytes of an address in parentheses, or of a tag, from s on, up to `end`;
 * 0 when it is none. */
static size_t
plain_until(const char *s, size_t len, char end)
{
	size_t i, depth = 1;

	for (i = 1; i < len && i < PLAIN_URL && s[i] != '\n'; i++) {
		if (s[i] == end && --depth == 0)
			return i + 1;
		if (s[i] == '[' || s[i] == ']' || s[i] == '<')
			break;
		depth += s[i] == '(' && s[0] == '(';
	}
	return 0;
}

/* Of [[page|text]] at s, the bytes before its text; of others the brackets. */
static size_t
plain_wiki(const char *s, size_t len)
{
	size_t i, bar = 0;

	for (i = 2; i + 1 < len && s[i] != '\n' && s[i] != '['; i++)
		if (s[i] == '|' && bar == 0)
			bar = i + 1;
		else if (s[i] == ']')
			return s[i + 1] == ']' && bar > 0 ? bar : 2;
	return 2;
}

/* How many bytes at s[at] are markup. */
static size_t
plain_markup(const char *s, size_t len, size_t at)
{
	size_t to = at, left = len - at, n;
	char next = left > 1 ? s[at + 1] : '\0';

	switch (s[at]) {
	case '*':
	case '_':
	case '~':
	case '=':
	case '`':
		while (to < len && s[to] == s[at])
			to++;
		return plain_is_text(s, len, at, to) ? 0 : to - at;
	case '!':
		return next == '[' ? 1 : 0;
	case '[':
		return next == '[' ? plain_wiki(s + at, left) : 1;
	case ']':
		n = next == '(' ? plain_until(s + at + 1, left - 1, ')') : 0;
		return n + 1;
	case '<':
		return isalpha((unsigned char)next) || next == '/'
			   ? plain_until(s + at, left, '>')
			   : 0;
	default:
		return 0;
	}
}

/* What the entity at s stands for, folded and without an end of a line, is
 * appended to `out`. Returns its length, 0 if there is none. */
static size_t
plain_entity(struct strbuf *out, const char *s, size_t len)
{
	struct strbuf text = STRBUF_INIT;
	size_t n, i;

	n = html_entity_read(&text, s, len < PLAIN_ENTITY ? len : PLAIN_ENTITY);
	if (n > 0 && s[n - 1] != ';')
		n = 0;
	for (i = 0; i < text.len; i++)
		if (isspace((unsigned char)text.buf[i]))
			text.buf[i] = ' ';
	if (n > 0)
		search_fold(out, text.buf, text.len);
	strbuf_release(&text);
	return n;
}

/* Append what s[at] is the first byte of: of "\_" the sign, of an entity its
 * text, a run of signs that is text as a whole. Returns its length. */
static size_t
plain_text(struct strbuf *out, const char *s, size_t len, size_t at)
{
	size_t n = search_plain_unit(s + at, len - at);

	if (s[at] == '&' && n > 1)
		return plain_entity(out, s + at, len - at);
	if (s[at] == '\\' && n > 1) {
		strbuf_addc(out, s[at + 1]);
		return n;
	}
	if (strchr("*_~=", s[at]) != NULL)
		while (at + n < len && s[at + n] == s[at])
			n++;
	strbuf_add(out, s + at, n);
	return n;
}

size_t
search_plain_unit(const char *s, size_t len)
{
	struct strbuf ignored = STRBUF_INIT;
	size_t n = 1;

	if (*s == '\\' && len > 1 && ispunct((unsigned char)s[1]))
		return 2;
	if (*s == '&') {
		n = plain_entity(&ignored, s, len);
		strbuf_release(&ignored);
	}
	return n > 0 ? n : 1;
}

void
search_plain(struct strbuf *out, size_t *from, const char *s, size_t len)
{
	size_t i, k, n, had, begin = out->len;

	for (i = 0; i < len; i += n) {
		if ((n = plain_markup(s, len, i)) > 0)
			continue;
		had = out->len;
		n = plain_text(out, s, len, i);
		for (k = had; from != NULL && k < out->len; k++)
			from[k - begin] =
			    i + (strchr("\\&", s[i]) == NULL ? k - had : 0);
	}
}

/* Whether it may begin markup that ends before the next letter, or never. */
static bool
through_sign(char c)
{
	return c != '\0' && strchr("*_~=`\\!]", c) != NULL;
}

/* Whether s may be what is folded to a space: NUL, and bytes that are no
 * UTF-8. */
static bool
through_no_text(const char *s, const char *end)
{
	int32_t c;

	if ((unsigned char)*s < 0x80)
		return *s == '\0';
	utf8_next(s, (size_t)(end - s), &c);
	return c == 0xfffd;
}

/* Whether the word, whose first byte stands at s, does so markup aside, or
 * may. */
static bool
through_at(const char *s, const char *end, const char *word, size_t len)
{
	size_t i = 1;

	for (s++; i < len; s++) {
		if (s == end)
			return false;
		if (*s == '[' || *s == '<' || *s == '&' ||
		    (*s == ']' && s + 1 < end && s[1] == '('))
			return true;
		if (*s == word[i])
			i++;
		else if (word[i] == ' ' && through_no_text(s, end))
			return true;
		else if (!through_sign(*s))
			return false;
	}
	return true;
}

const char *
search_through(const char *s, size_t n, const char *word, size_t len)
{
	size_t last = 0; /* of the first letter: the rarest of its bytes */
	const char *at = s, *end = s + n;

	while (last + 1 < len && ((unsigned char)word[last + 1] & 0xc0) == 0x80)
		last++;
	if (n <= last)
		return NULL;
	at += last;
	while ((at = memchr(at, word[last], (size_t)(end - at))) != NULL) {
		if (memcmp(at - last, word, last) == 0 &&
		    through_at(at, end, word + last, len - last))
			return at - last;
		at++;
	}
	return NULL;
}

const char *
search_through_entity(const char *s, size_t n, const char *word)
{
	struct strbuf text = STRBUF_INIT;
	const char *at = s, *end = s + n;

	for (; (at = memchr(at, '&', (size_t)(end - at))) != NULL; at++) {
		strbuf_clear(&text);
		if (plain_entity(&text, at, (size_t)(end - at)) > 0 &&
		    memchr(text.buf, *word, text.len) != NULL)
			break;
	}
	strbuf_release(&text);
	return at;
}
