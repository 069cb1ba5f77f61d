/* build_pack.c: our scripts and our stylesheet, without what says nothing */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "build/build_int.h"

/* Whether a statement cannot end with this line, so that the next may follow
 * in it: but for a comment, which the end of the line ends. */
static bool
pack_joins(const char *line, size_t n)
{
	return n > 1 && strchr("{([,;=>|&?:", line[n - 2]) != NULL &&
	       memmem(line, n, "//", 2) == NULL;
}

/* Whether each text that begins in this line ends there, and nothing in it
 * could be a pattern or a comment. */
static bool
pack_plain(const char *line, size_t n)
{
	char quote = '\0';
	size_t i;

	for (i = 0; i < n; i++) {
		if (line[i] == '/' || line[i] == '\\')
			return false;
		if (quote == '\0' && strchr("\"'`", line[i]) != NULL)
			quote = line[i];
		else if (line[i] == quote)
			quote = '\0';
	}
	return quote == '\0';
}

/*
 * One line of a script without the spaces beside signs that need none. "+" and
 * "-" are not among these: "a - -b" is another thing than "a--b". Text is left
 * alone, and so is a line of which it is not sure what is text in it.
 */
static void
pack_line(struct strbuf *out, const char *line, size_t n)
{
	static const char alone[] = ",;:?={}()[]|&<>*";
	char quote = '\0';
	size_t i;

	if (!pack_plain(line, n)) {
		strbuf_add(out, line, n);
		return;
	}
	for (i = 0; i < n; i++) {
		if (quote != '\0') {
			if (line[i] == quote)
				quote = '\0';
		} else if (strchr("\"'`", line[i]) != NULL)
			quote = line[i];
		else if (line[i] == ' ' && i > 0 && i + 1 < n &&
			 (strchr(alone, line[i - 1]) != NULL ||
			     strchr(alone, line[i + 1]) != NULL))
			continue;
		strbuf_addc(out, line[i]);
	}
}

void
build_pack_js(struct strbuf *out, const char *text, size_t len)
{
	size_t at, n;

	for (at = 0; at < len; at += n) {
		const char *line = text + at;
		size_t blank = 0;

		n = text_line(line, len - at);
		while (blank < n && isspace((unsigned char)line[blank]))
			blank++;
		if (blank < n && !text_starts(line + blank, "//"))
			pack_line(out, line + blank,
			    n - blank - pack_joins(line + blank, n - blank));
	}
}

/* The length of a text in quotes, with these. */
static size_t
pack_quoted(const char *s, size_t len)
{
	size_t n = 1;

	while (n < len && s[n] != *s)
		n += s[n] == '\\' && n + 1 < len ? 2 : 1;
	return n < len ? n + 1 : len;
}

/* The length of the blanks and comments at `s`; 0 when there are none. */
static size_t
pack_nothing(const char *s, size_t len)
{
	size_t n = 0;
	const char *end;

	while (n < len) {
		if (isspace((unsigned char)s[n])) {
			n++;
			continue;
		}
		if (n + 1 >= len || s[n] != '/' || s[n + 1] != '*')
			break;
		end = memmem(s + n + 2, len - n - 2, "*/", 2);
		n = end != NULL ? (size_t)(end - s) + 2 : len;
	}
	return n;
}

/* Whether the "0" that `out` would end with is that of "0.5": the number needs
 * none. Within a name there is another letter, digit or "-" before. */
static bool
pack_zero(const struct strbuf *out, const char *s, size_t len)
{
	size_t n = out->len;

	if (len < 3 || s[0] != '0' || s[1] != '.' ||
	    !isdigit((unsigned char)s[2]) || n == 0)
		return false;
	if (out->buf[n - 1] == '-' && n > 1)
		n--;
	return strchr(" :,(", out->buf[n - 1]) != NULL;
}

/*
 * A blank beside these parts nothing: but those around ":" and "(", which a
 * selector needs before them ("li :hover", "and ("), and around "+" and "-", as
 * calc() does. What is written behind ":" may follow at once.
 */
void
build_pack_css(struct strbuf *out, const char *text, size_t len)
{
	size_t at = 0, n;

	while (at < len) {
		char last = out->len > 0 ? out->buf[out->len - 1] : '{';
		char next;

		n = pack_nothing(text + at, len - at);
		at += n;
		next = at < len ? text[at] : '}';
		if (n > 0 && strchr("{};,:>(", last) == NULL &&
		    strchr("{};,>!)", next) == NULL)
			strbuf_addc(out, ' ');
		if (at == len)
			break;
		n = 1;
		if (next == '"' || next == '\'')
			n = pack_quoted(text + at, len - at);
		else if (next == '}' && last == ';')
			strbuf_trunc(out, out->len - 1);
		else if (pack_zero(out, text + at, len - at))
			at++;
		strbuf_add(out, text + at, n);
		at += n;
	}
}
