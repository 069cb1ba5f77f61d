/* search_plain.c: a text as it is read, without the signs of Markdown */
#include <ctype.h>
#include <string.h>

#include "search/search_int.h"

/*
 * Theory of operation. **레이어** 캐시 is read as 레이어 캐시, **굵**은말 as one
 * word, and [[page|글]]을 as 글을. So what is not found as it is written is
 * looked for once more without markup. That is no parser: what it takes out
 * too much costs a line that is found for no reason, never one that is lost,
 * for the text as it is written counts first.
 *
 * search_through() tells in advance, from the bytes of the file, whether it is
 * worth it. Between two letters that stand side by side in the plain text only
 * markup was taken out, and all of that begins with one of a few signs. Where
 * a "[", a "<" or a "](" follows, which may take letters with it, the answer
 * is yes without a further look.
 */
#define PLAIN_URL 2000 /* bytes of an address or a tag */

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
	case '\\':
		return ispunct((unsigned char)next) ? 1 : 0;
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

bool
search_plain(struct strbuf *out, size_t *from, const char *s, size_t len)
{
	size_t i = 0, n, begin = out->len;

	while (i < len)
		if ((n = plain_markup(s, len, i)) > 0)
			i += n;
		else {
			/* A run that is text is text as a whole. */
			do {
				if (from != NULL)
					from[out->len - begin] = i;
				strbuf_addc(out, s[i++]);
			} while (i < len && s[i] == s[i - 1] &&
				 strchr("*_~=", s[i]) != NULL);
		}
	return out->len - begin < len;
}

/* Whether s[i] may begin markup that ends before the next letter, or never. */
static bool
through_sign(char c)
{
	return c != '\0' && strchr("*_~=`\\!]", c) != NULL;
}

/* Whether the word stands at s, markup aside, or may. */
static bool
through_at(const char *s, const char *end, const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < len; s++) {
		if (s == end)
			return false;
		if (*s == word[i]) {
			i++;
			continue;
		}
		if (i > 0 && (*s == '[' || *s == '<' ||
				 (*s == ']' && s + 1 < end && s[1] == '(')))
			return true;
		if (i == 0 || !through_sign(*s))
			return false;
	}
	return true;
}

bool
search_through(const char *s, size_t n, const char *word, size_t len)
{
	size_t first = 1;
	const char *at = s, *end = s + n;

	while (first < len && ((unsigned char)word[first] & 0xc0) == 0x80)
		first++;
	while ((at = memmem(at, (size_t)(end - at), word, first)) != NULL) {
		if (through_at(at, end, word, len))
			return true;
		at++;
	}
	return false;
}
