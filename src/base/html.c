/* html.c: text into HTML; the name of the function says where it may stand */
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/html.h"
#include "base/utf8.h"

static const char *
html_entity(char c, bool attr)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return attr ? "&quot;" : NULL;
	case '\'':
		return attr ? "&#39;" : NULL;
	default:
		return NULL;
	}
}

/* Sixteen bytes at a time; a vector is what the compiler makes of it on this
 * machine. A comparison gives all ones where it holds. */
typedef unsigned char html_bytes __attribute__((vector_size(16)));

static bool
html_holds(html_bytes v)
{
	uint64_t any[2];

	memcpy(any, &v, sizeof(any));
	return (any[0] | any[1]) != 0;
}

/* How many bytes from s on hold none of these. */
static size_t
html_skip_plain(const char *s, size_t len)
{
	size_t at = 0;

	for (; len - at >= sizeof(html_bytes); at += sizeof(html_bytes)) {
		html_bytes v;

		memcpy(&v, s + at, sizeof(v));
		if (html_holds((html_bytes)(v == '&') | (html_bytes)(v == '<') |
			       (html_bytes)(v == '>') | (html_bytes)(v == '"') |
			       (html_bytes)(v == '\'')))
			break;
	}
	return at;
}

static void
html_escape(struct strbuf *out, const char *s, size_t len, bool attr)
{
	size_t i, from = 0;

	for (i = html_skip_plain(s, len); i < len; i++) {
		const char *entity;

		/* All of them are among these, and hardly anything else. */
		if ((unsigned char)s[i] > '>' ||
		    (entity = html_entity(s[i], attr)) == NULL)
			continue;
		strbuf_add(out, s + from, i - from);
		strbuf_adds(out, entity);
		from = i + 1;
	}
	strbuf_add(out, s + from, len - from);
}

void
html_text(struct strbuf *out, const char *s, size_t len)
{
	html_escape(out, s, len, false);
}

void
html_attr(struct strbuf *out, const char *s, size_t len)
{
	html_escape(out, s, len, true);
}

/* The Char of XML 1.0, 2.2. */
static bool
html_xml_has(int32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return c != 0xfffe && c != 0xffff;
}

void
html_xml(struct strbuf *out, const char *s, size_t len)
{
	size_t at = 0, n;
	int32_t c;

	for (; at < len; at += n) {
		n = utf8_next(s + at, len - at, &c);
		/* A parser reads a bare CR as LF (XML 1.0, 2.11). */
		if (c == '\r')
			strbuf_adds(out, "&#13;");
		else if (c == 0xfffd || !html_xml_has(c))
			strbuf_adds(out, "\xef\xbf\xbd");
		else
			html_attr(out, s + at, n);
	}
}

/* Whether one may be at s: an ASCII control character, or the first byte of
 * one that is longer. */
static bool
html_may_forbid(unsigned char c)
{
	return c < 0x20 || c == 0x7f || c == 0xc2 || c == 0xef || c >= 0xf0;
}

static bool
html_forbids(int32_t c)
{
	if (c < 0x20)
		return c != '\t' && c != '\n' && c != '\f' && c != '\r';
	return (c >= 0x7f && c < 0xa0) || (c >= 0xfdd0 && c <= 0xfdef) ||
	       (c & 0xfffe) == 0xfffe;
}

/*
 * How many bytes from s on hold nothing that may be forbidden, 16 at a time:
 * nearly all of them, in nearly every page, and every byte of every page is
 * looked at here.
 */
static size_t
html_skip_clean(const char *s, size_t len)
{
	size_t at = 0;

	for (; len - at >= sizeof(html_bytes); at += sizeof(html_bytes)) {
		html_bytes v;

		memcpy(&v, s + at, sizeof(v));
		if (html_holds((html_bytes)((v < 0x20) & (v != '\n')) |
			       (html_bytes)(v == 0x7f) |
			       (html_bytes)(v == 0xc2) |
			       (html_bytes)(v >= 0xef)))
			break;
	}
	return at;
}

void
html_clean(struct strbuf *doc, size_t from)
{
	struct strbuf clean = STRBUF_INIT;
	const char *s = doc->buf;
	size_t at = from, done = 0, slow = from, n;
	int32_t c;

	for (; at < doc->len; at += n) {
		/* What has stopped it is among the next 16. */
		if (at >= slow) {
			at += html_skip_clean(s + at, doc->len - at);
			slow = at + 16;
			n = 0;
			continue;
		}
		n = 1;
		if (!html_may_forbid((unsigned char)s[at]))
			continue;
		n = utf8_next(s + at, doc->len - at, &c);
		if (!html_forbids(c))
			continue;
		strbuf_add(&clean, s + done, at - done);
		strbuf_adds(&clean, "\xef\xbf\xbd");
		done = at + n;
	}
	if (done == 0) {
		strbuf_release(&clean);
		return;
	}
	strbuf_add(&clean, s + done, doc->len - done);
	strbuf_release(doc);
	*doc = clean;
}

void
html_url(struct strbuf *out, const char *s, size_t len)
{
	static const char keep[] = "-._~:/?#[]@!$()*+,;=%";
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '&')
			strbuf_adds(out, "&amp;");
		else if (c < 0x80 && (isalnum(c) || (c && strchr(keep, c))))
			strbuf_addc(out, (char)c);
		else
			strbuf_addf(out, "%%%02X", c);
	}
}

/* Each with its semicolon; the first eight are known without it, too. */
static const struct {
	const char *name;
	char c;
} html_names[] = {
	{ "amp;", '&' },
	{ "lt;", '<' },
	{ "gt;", '>' },
	{ "quot;", '"' },
	{ "AMP;", '&' },
	{ "LT;", '<' },
	{ "GT;", '>' },
	{ "QUOT;", '"' },
	{ "Tab;", '\t' },
	{ "NewLine;", '\n' },
	{ "excl;", '!' },
	{ "num;", '#' },
	{ "dollar;", '$' },
	{ "percnt;", '%' },
	{ "apos;", '\'' },
	{ "lpar;", '(' },
	{ "rpar;", ')' },
	{ "ast;", '*' },
	{ "midast;", '*' },
	{ "plus;", '+' },
	{ "comma;", ',' },
	{ "period;", '.' },
	{ "sol;", '/' },
	{ "colon;", ':' },
	{ "semi;", ';' },
	{ "equals;", '=' },
	{ "quest;", '?' },
	{ "commat;", '@' },
	{ "lsqb;", '[' },
	{ "lbrack;", '[' },
	{ "bsol;", '\\' },
	{ "rsqb;", ']' },
	{ "rbrack;", ']' },
	{ "Hat;", '^' },
	{ "lowbar;", '_' },
	{ "UnderBar;", '_' },
	{ "grave;", '`' },
	{ "DiacriticalGrave;", '`' },
	{ "lcub;", '{' },
	{ "lbrace;", '{' },
	{ "verbar;", '|' },
	{ "vert;", '|' },
	{ "VerticalLine;", '|' },
	{ "rcub;", '}' },
	{ "rbrace;", '}' },
};
#define HTML_NAMES (sizeof(html_names) / sizeof(*html_names))
#define HTML_OLD_NAMES 8

static void
html_add_code(struct strbuf *out, uint32_t c)
{
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	if (c < 0x80) {
		strbuf_addc(out, (char)c);
		return;
	}
	if (c < 0x800)
		strbuf_addc(out, (char)(0xc0 | c >> 6));
	else if (c < 0x10000)
		strbuf_addc(out, (char)(0xe0 | c >> 12));
	else
		strbuf_addc(out, (char)(0xf0 | c >> 18));
	if (c >= 0x10000)
		strbuf_addc(out, (char)(0x80 | (c >> 12 & 0x3f)));
	if (c >= 0x800)
		strbuf_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	strbuf_addc(out, (char)(0x80 | (c & 0x3f)));
}

/* "&#54028;" and "&#xd30c"; no further than a number may go. */
static size_t
html_number_read(struct strbuf *out, const char *s, size_t len)
{
	bool hex = len > 2 && (s[2] == 'x' || s[2] == 'X');
	size_t i = hex ? 3 : 2, from = i;
	uint32_t c = 0;

	for (; i < len && (hex ? isxdigit((unsigned char)s[i])
			       : isdigit((unsigned char)s[i]));
	     i++) {
		uint32_t digit = s[i] <= '9'   ? (uint32_t)(s[i] - '0')
				 : s[i] <= 'F' ? (uint32_t)(s[i] - 'A') + 10
					       : (uint32_t)(s[i] - 'a') + 10;

		if (c <= 0x10ffff)
			c = c * (hex ? 16 : 10) + digit;
	}
	if (i == from)
		return 0;
	html_add_code(out, c);
	return i + (i < len && s[i] == ';');
}

size_t
html_entity_read(struct strbuf *out, const char *s, size_t len)
{
	size_t i, n;

	if (len < 3 || s[0] != '&')
		return 0;
	if (s[1] == '#')
		return html_number_read(out, s, len);
	for (i = 0; i < HTML_NAMES; i++) {
		n = strlen(html_names[i].name);
		if (len > n && memcmp(s + 1, html_names[i].name, n) == 0)
			break;
		if (i >= HTML_OLD_NAMES || len < n ||
		    memcmp(s + 1, html_names[i].name, n - 1) != 0)
			continue;
		/* In x=1&lt=2 it is none. */
		if (len == n ||
		    (s[n] != '=' && !isalnum((unsigned char)s[n]))) {
			n--;
			break;
		}
	}
	if (i == HTML_NAMES)
		return 0;
	strbuf_addc(out, html_names[i].c);
	return n + 1;
}

/* A drive of Windows, "C:" or "C|", and its path, or nothing more. */
static bool
html_is_drive(const char *s, size_t len)
{
	s += len > 0 && *s == '/';
	return isalpha((unsigned char)s[0]) && (s[1] == ':' || s[1] == '|') &&
	       (s[2] == '/' || s[2] == '\0');
}

bool
html_url_leaves(const char *s, size_t len)
{
	char begin[5] = ""; /* of what browsers read */
	size_t i, n = 0;

	for (i = 0; i < len && n + 1 < sizeof(begin); i++) {
		unsigned char c = (unsigned char)s[i];

		if (c <= (n == 0 ? ' ' : 0x1f) || c == 0x7f)
			continue;
		begin[n++] = (char)(c == '\\' ? '/' : c);
	}
	return (begin[0] == '/' && begin[1] == '/') || html_is_drive(begin, n);
}

bool
html_url_has_host(const char *s, size_t len)
{
	unsigned char c = len > 2 ? (unsigned char)s[2] : '\0';

	return len > 2 && s[0] == '/' && s[1] == '/' &&
	       (isalnum(c) || c == '[' || c >= 0x80);
}

bool
html_url_safe(const char *s, size_t len)
{
	static const char *const good[] = { "http", "https", "mailto", "tel" };
	char scheme[16];
	size_t i, n = 0;

	if (html_url_leaves(s, len))
		return html_url_has_host(s, len);
	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c <= ' ' || c == 0x7f)
			continue;
		if (c == ':')
			break;
		if (c == '/' || c == '?' || c == '#')
			return true;
		if (n + 1 < sizeof(scheme))
			scheme[n++] = (char)c;
	}
	if (i == len)
		return true;
	scheme[n] = '\0';
	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (strcasecmp(scheme, good[i]) == 0)
			return true;
	return false;
}

bool
html_url_safe_image(const char *s, size_t len)
{
	static const char *const good[] = { "data:image/png;",
		"data:image/png,", "data:image/gif;", "data:image/gif,",
		"data:image/jpeg;", "data:image/jpeg,", "data:image/webp;",
		"data:image/webp,", "data:image/avif;", "data:image/avif," };
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (len >= strlen(good[i]) &&
		    strncasecmp(s, good[i], strlen(good[i])) == 0)
			return true;
	return html_url_safe(s, len);
}
