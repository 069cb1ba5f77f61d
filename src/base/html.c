/* html.c: text into HTML; the name of the function says where it may stand */
#include <ctype.h>
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

static void
html_escape(struct strbuf *out, const char *s, size_t len, bool attr)
{
	size_t i, from = 0;

	for (i = 0; i < len; i++) {
		const char *entity = html_entity(s[i], attr);

		if (entity == NULL)
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

bool
html_url_safe(const char *s, size_t len)
{
	static const char *const good[] = { "http", "https", "mailto", "tel" };
	char scheme[16];
	size_t i, n = 0;

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
