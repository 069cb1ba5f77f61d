/* code_markup.c: HTML and XML */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "code/code_int.h"

static bool
markup_is_name(char ch)
{
	return code_is_name(ch) || ch == '-' || ch == ':' || ch == '.';
}

static void
markup_value(struct code_scan *c)
{
	size_t from = c->at;
	char ch = code_byte(c, from);

	if (ch == '"' || ch == '\'')
		code_skip_quote(c, false, true);
	else
		while ((ch = code_byte(c, c->at)) != '\0' && ch != '>' &&
		       !isspace((unsigned char)ch))
			c->at++;
	code_mark(c, CODE_STRING, from);
}

/* Attributes, through the ">". */
static void
markup_attrs(struct code_scan *c)
{
	while (c->at < c->len) {
		size_t from = c->at;
		char ch = c->s[from];

		/* A tag that is not closed ends where another begins. */
		if (ch == '<')
			return;
		if (ch == '>') {
			c->at++;
			return;
		}
		if (markup_is_name(ch) || ch == '@') {
			while (markup_is_name(code_byte(c, c->at)) ||
			       code_byte(c, c->at) == '@')
				c->at++;
			code_mark(c, CODE_VAR, from);
		} else if (ch == '=') {
			c->at++;
			while (isspace((unsigned char)code_byte(c, c->at)))
				c->at++;
			markup_value(c);
		} else
			c->at++;
	}
}

/* What is in <script> or <style>, to its end tag. */
static void
markup_inside(struct code_scan *c, const char *name)
{
	size_t n = strlen(name), end;

	for (end = c->at; end < c->len; end++)
		if (c->s[end] == '<' && c->len - end >= n + 2 &&
		    c->s[end + 1] == '/' &&
		    strncasecmp(c->s + end + 2, name, n) == 0)
			break;
	if (*name == 's' && name[1] == 'c')
		code_part(c, end, code_lex_js);
	else
		c->at = end;
}

static void
markup_tag(struct code_scan *c)
{
	bool end = code_byte(c, c->at + 1) == '/';
	size_t name, n;

	code_skip(c, end ? 2 : 1);
	name = c->at;
	while (markup_is_name(code_byte(c, c->at)))
		c->at++;
	n = c->at - name;
	code_mark(c, CODE_KEYWORD, name);
	markup_attrs(c);
	if (end || c->s[c->at - 1] != '>' || c->s[c->at - 2] == '/')
		return;
	if (n == 6 && strncasecmp(c->s + name, "script", 6) == 0)
		markup_inside(c, "script");
	else if (n == 5 && strncasecmp(c->s + name, "style", 5) == 0)
		markup_inside(c, "style");
}

/* "&amp;", "&#x20;": the longest name of HTML has 31 letters. */
static void
markup_entity(struct code_scan *c)
{
	size_t from = c->at++, n;

	for (n = 0; n < 33 && (isalnum((unsigned char)code_byte(c, c->at)) ||
				  (n == 0 && code_byte(c, c->at) == '#'));
	     n++)
		c->at++;
	if (n > 0 && code_byte(c, c->at) == ';') {
		c->at++;
		code_mark(c, CODE_NUMBER, from);
	}
}

void
code_lex_markup(struct code_scan *c)
{
	while (c->at < c->len) {
		size_t from = c->at;
		char next = code_byte(c, from + 1);

		if (code_is(c, "<!--")) {
			code_skip_past(c, "-->");
			code_mark(c, CODE_COMMENT, from);
		} else if (code_is(c, "<![CDATA[")) {
			code_skip_past(c, "]]>");
			code_mark(c, CODE_STRING, from);
		} else if (code_is(c, "<!") || code_is(c, "<?")) {
			code_skip_past(c, ">");
			code_mark(c, CODE_PRE, from);
		} else if (c->s[from] == '<' &&
			   (code_is_start(next) || next == '/')) {
			markup_tag(c);
		} else if (c->s[from] == '&') {
			markup_entity(c);
		} else
			c->at++;
	}
}
