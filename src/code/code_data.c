/* code_data.c: JSON, YAML and TOML */
#include <string.h>

#include "code/code_int.h"

static const char *const data_value_list[] = { "-inf", "-nan", "false", "inf",
	"nan", "no", "null", "off", "on", "true", "yes", "~" };
static const struct code_words data_values = CODE_WORDS(data_value_list);

static bool
data_is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* Whether these bytes are a number, a date or a time, and nothing else. */
static bool
data_is_number(const char *s, size_t n)
{
	size_t i = n > 0 && (*s == '-' || *s == '+' || *s == '.');

	if (i >= n || !data_is_digit(s[i]))
		return false;
	for (; i < n; i++)
		if (!code_is_name(s[i]) && strchr("+-.:", s[i]) == NULL)
			return false;
	return true;
}

/* Mark what was stepped over since `from` if it is a value by its looks. */
static void
data_value(struct code_scan *c, size_t from)
{
	const char *s = c->s + from;
	size_t n = c->at - from;

	if (data_is_number(s, n) || code_word_in_case(&data_values, s, n))
		code_mark(c, CODE_NUMBER, from);
}

/* ---- JSON --------------------------------------------------------------- */

void
code_lex_json(struct code_scan *c)
{
	while (c->at < c->len) {
		size_t from = c->at, next;
		char ch = c->s[from];

		if (ch == '"') {
			code_skip_quote(c, true, false);
			for (next = c->at; code_blank(code_byte(c, next));
			     next++)
				;
			code_mark(c,
			    code_byte(c, next) == ':' ? CODE_VAR : CODE_STRING,
			    from);
		} else if (code_is(c, "//")) {
			code_skip_line(c);
			code_mark(c, CODE_COMMENT, from);
		} else if (code_is(c, "/*")) {
			code_skip_past(c, "*/");
			code_mark(c, CODE_COMMENT, from);
		} else if (code_is_name(ch) || ch == '-') {
			while (code_is_name(code_byte(c, c->at)) ||
			       (code_byte(c, c->at) != '\0' &&
				   strchr("+-.", code_byte(c, c->at))))
				c->at++;
			data_value(c, from);
		} else
			c->at++;
	}
}

/* ---- YAML --------------------------------------------------------------- */

/* The length of a key at `at`, without the ":"; 0 when there is none. */
static size_t
yaml_key(struct code_scan *c)
{
	size_t from = c->at, at = from, len = 0;
	char ch = code_byte(c, at);

	if (ch == '"' || ch == '\'') {
		code_skip_quote(c, ch == '"', false);
		at = c->at;
		c->at = from;
		while (code_blank(code_byte(c, at)))
			at++;
		len = code_byte(c, at) == ':' ? at - from : 0;
	} else if (ch != '\0' && strchr("#[]{},&*!|>%@`", ch) == NULL) {
		for (; (ch = code_byte(c, at)) != '\0' && ch != '\n'; at++)
			if (ch == ':' || (ch == '#' && at > from &&
					     code_blank(c->s[at - 1]))) {
				char next = code_byte(c, at + 1);

				if (ch == '#')
					return 0;
				if (code_blank(next) || next == '\n' ||
				    next == '\0')
					break;
			}
		len = ch == ':' ? at - from : 0;
	}
	return len;
}

/* A text in a flow or behind a key: up to what ends it. */
static void
yaml_plain(struct code_scan *c)
{
	size_t from = c->at, end = from;
	char ch, next;

	for (; (ch = code_byte(c, c->at)) != '\0' && ch != '\n'; c->at++) {
		next = code_byte(c, c->at + 1);
		if (strchr(",[]{}", ch) != NULL ||
		    (ch == '#' && code_blank(c->s[c->at - 1])))
			break;
		if (ch == ':' && (code_blank(next) || next == '\n'))
			break;
		if (!code_blank(ch))
			end = c->at + 1;
	}
	if (ch == ':') {
		code_mark(c, CODE_VAR, from);
		return;
	}
	c->at = end;
	data_value(c, from);
}

/* What is behind a key or a dash. Returns whether it is "|" or ">", and the
 * lines below are one text. */
static bool
yaml_value(struct code_scan *c)
{
	bool text = false;

	while (c->at < c->len && c->s[c->at] != '\n') {
		size_t from = c->at;
		char ch = c->s[from];

		if (ch == '#' && (from == 0 || code_blank(c->s[from - 1]) ||
				     c->s[from - 1] == '\n')) {
			code_skip_line(c);
			code_mark(c, CODE_COMMENT, from);
		} else if (ch == '"' || ch == '\'') {
			code_skip_quote(c, ch == '"', false);
			code_mark(c, CODE_STRING, from);
		} else if (ch == '&' || ch == '*' || ch == '!' || ch == '|' ||
			   ch == '>') {
			while (c->at < c->len && !code_blank(c->s[c->at]) &&
			       c->s[c->at] != '\n' && c->s[c->at] != ',')
				c->at++;
			code_mark(c, ch == '!' ? CODE_TYPE : CODE_PRE, from);
			text = text || ch == '|' || ch == '>';
		} else if (code_blank(ch) || strchr(",[]{}:", ch) != NULL) {
			c->at++;
		} else
			yaml_plain(c);
		if (c->at == from)
			c->at++;
	}
	return text;
}

/* Whether the line at `at` belongs to the text below a key that stands in
 * column `col` of its line. */
static bool
yaml_in_text(const struct code_scan *c, size_t col)
{
	size_t at = c->at;

	while (code_byte(c, at) == ' ')
		at++;
	return at - c->at > col || code_byte(c, at) == '\n' || at == c->len;
}

static void
yaml_line(struct code_scan *c, size_t start, bool *text, size_t *col)
{
	size_t from, len;

	code_skip_blank(c);
	*col = c->at - start;
	while ((code_byte(c, c->at) == '-' || code_byte(c, c->at) == '?') &&
	       code_blank(code_byte(c, c->at + 1))) {
		code_skip(c, 1);
		code_skip_blank(c);
	}
	from = c->at;
	len = yaml_key(c);
	if (len > 0) {
		*col = from - start;
		c->at += len;
		code_mark(c, CODE_VAR, from);
		code_skip(c, 1);
	}
	*text = yaml_value(c);
}

void
code_lex_yaml(struct code_scan *c)
{
	bool text = false;
	size_t col = 0;

	while (c->at < c->len) {
		size_t from = c->at;

		if (text && yaml_in_text(c, col)) {
			code_skip_line(c);
			code_skip(c, 1);
			code_mark(c, CODE_STRING, from);
			continue;
		}
		if (code_is(c, "---") || code_is(c, "...") ||
		    c->s[from] == '%') {
			text = false;
			code_skip_line(c);
			code_mark(c, CODE_PRE, from);
		} else
			yaml_line(c, from, &text, &col);
		code_skip(c, 1);
	}
}

/* ---- TOML --------------------------------------------------------------- */

static void
toml_quote(struct code_scan *c)
{
	size_t from = c->at;
	char quote = c->s[from];

	if (code_is(c, "\"\"\"") || code_is(c, "'''")) {
		code_skip(c, 3);
		code_skip_past(c, quote == '"' ? "\"\"\"" : "'''");
	} else
		code_skip_quote(c, quote == '"', false);
}

/* A key, bare or quoted or dotted, with "=" behind it; else a value. */
static void
toml_word(struct code_scan *c)
{
	size_t from = c->at, next;
	char ch = c->s[from];
	bool quoted = ch == '"' || ch == '\'';

	if (quoted)
		toml_quote(c);
	else
		while ((ch = code_byte(c, c->at)) != '\0' &&
		       (code_is_name(ch) || strchr("+-.:", ch) != NULL))
			c->at++;
	for (next = c->at; code_blank(code_byte(c, next)); next++)
		;
	ch = code_byte(c, next);
	if (ch == '=' || (ch == '.' && quoted))
		code_mark(c, CODE_VAR, from);
	else if (quoted)
		code_mark(c, CODE_STRING, from);
	else
		data_value(c, from);
}

void
code_lex_toml(struct code_scan *c)
{
	while (c->at < c->len) {
		size_t from = c->at;
		char ch = c->s[from];

		if (ch == '#') {
			code_skip_line(c);
			code_mark(c, CODE_COMMENT, from);
		} else if (ch == '[' && (from == 0 || c->s[from - 1] == '\n')) {
			while (c->at < c->len && c->s[c->at] != '\n' &&
			       c->s[c->at] != '#')
				c->at++;
			code_mark(c, CODE_HUNK, from);
		} else if (code_is_name(ch) ||
			   (ch != '\0' && strchr("\"'+-", ch) != NULL)) {
			toml_word(c);
		} else
			c->at++;
	}
}
