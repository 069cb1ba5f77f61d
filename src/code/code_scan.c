/* code_scan.c: the steps that all lexers are made of */
#include <assert.h>
#include <string.h>

#include "base/xalloc.h"
#include "code/code_int.h"

/* The longest word of any list is shorter. */
#define WORD_MAX 24

char
code_byte(const struct code_scan *c, size_t at)
{
	return at < c->len ? c->s[at] : '\0';
}

bool
code_is(const struct code_scan *c, const char *s)
{
	size_t n = strlen(s);

	return n <= c->len - c->at && memcmp(c->s + c->at, s, n) == 0;
}

bool
code_first(const struct code_scan *c, size_t at)
{
	while (at > 0 && code_blank(c->s[at - 1]))
		at--;
	return at == 0 || c->s[at - 1] == '\n';
}

bool
code_blank(char ch)
{
	return ch == ' ' || ch == '\t';
}

bool
code_is_start(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	       ch == '_' || (unsigned char)ch >= 0x80;
}

static bool
code_is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

bool
code_is_name(char ch)
{
	return code_is_start(ch) || code_is_digit(ch);
}

void
code_mark(struct code_scan *c, enum code_class class, size_t from)
{
	struct code_span *last = c->n > 0 ? &c->v[c->n - 1] : NULL;

	assert(c->at <= c->len && (last == NULL || from >= last->to));
	if (from >= c->at)
		return;
	if (last != NULL && last->class == class && last->to == from)
		last->to = c->at;
	else
		*VEC_PUSH(c->v, c->n, c->cap) =
		    (struct code_span){ from, c->at, class };
}

void
code_skip(struct code_scan *c, size_t n)
{
	c->at = n < c->len - c->at ? c->at + n : c->len;
}

void
code_skip_blank(struct code_scan *c)
{
	while (code_blank(code_byte(c, c->at)))
		c->at++;
}

void
code_skip_name(struct code_scan *c)
{
	while (code_is_name(code_byte(c, c->at)))
		c->at++;
}

void
code_skip_line(struct code_scan *c)
{
	const char *nl = memchr(c->s + c->at, '\n', c->len - c->at);

	c->at = nl != NULL ? (size_t)(nl - c->s) : c->len;
}

void
code_skip_past(struct code_scan *c, const char *s)
{
	size_t n = strlen(s);
	const char *hit = memmem(c->s + c->at, c->len - c->at, s, n);

	c->at = hit != NULL ? (size_t)(hit - c->s) + n : c->len;
}

void
code_skip_number(struct code_scan *c)
{
	char ch, last = '\0';

	/* "0..9" is a range, "1.max(2)" a call, and "1e-5" one number. */
	for (; (ch = code_byte(c, c->at)) != '\0'; last = ch, c->at++) {
		if (ch == '.' && code_is_digit(code_byte(c, c->at + 1)))
			continue;
		if ((ch == '+' || ch == '-') &&
		    (last == 'e' || last == 'E' || last == 'p' ||
			last == 'P') &&
		    code_is_digit(code_byte(c, c->at + 1)))
			continue;
		/* 1'000 in C++ */
		if (ch == '\'' && code_is_digit(last) &&
		    code_is_digit(code_byte(c, c->at + 1)))
			continue;
		if ((unsigned char)ch >= 0x80 || !code_is_name(ch))
			break;
	}
}

void
code_skip_quote(struct code_scan *c, bool escape, bool lines)
{
	char quote = code_byte(c, c->at), ch;

	for (c->at++; c->at < c->len; c->at++) {
		ch = c->s[c->at];
		if (ch == quote) {
			c->at++;
			return;
		}
		if (ch == '\n' && !lines)
			return;
		/* A line may go on behind a backslash. */
		if (ch == '\\' && escape && c->at + 1 < c->len)
			c->at++;
	}
}

/* -1, 0, 1: as strcmp() of the n bytes and the word. */
static int
word_cmp(const char *s, size_t n, const char *word)
{
	int order = strncmp(s, word, n);

	return order != 0 ? order : word[n] == '\0' ? 0 : -1;
}

bool
code_word_in(const struct code_words *w, const char *s, size_t n)
{
	size_t from = 0, to = w->n;

	/* Shorter and longer ones are none, and a NUL ends no word. */
	if (n == 0 || n > WORD_MAX || memchr(s, '\0', n) != NULL)
		return false;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int order = word_cmp(s, n, w->v[mid]);

		if (order == 0)
			return true;
		if (order < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return false;
}

bool
code_word_in_case(const struct code_words *w, const char *s, size_t n)
{
	char low[WORD_MAX];
	size_t i;

	if (n > WORD_MAX)
		return false;
	for (i = 0; i < n; i++)
		low[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
	return code_word_in(w, low, n);
}

void
code_part(struct code_scan *c, size_t end, code_lexer lex)
{
	size_t whole = c->len;

	assert(end >= c->at && end <= whole);
	c->len = end;
	lex(c);
	c->at = end;
	c->len = whole;
}
