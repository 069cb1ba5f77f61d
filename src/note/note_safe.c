/* note_safe.c: the allow-list for raw HTML */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/html.h"
#include "note/note_int.h"

/* Elements that have no end tag (HTML, 13.1.2 "void elements"). */
static const char *const safe_void[] = { "br", "col", "hr", "img", "wbr",
	NULL };

static const char *const safe_elements[] = { "a", "abbr", "b", "bdi", "bdo",
	"blockquote", "br", "caption", "center", "cite", "code", "col",
	"colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
	"figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
	"img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt",
	"ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
	"summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
	"time", "tr", "tt", "u", "ul", "var", "wbr", NULL };

static const char *const safe_attrs[] = { "align", "alt", "cite", "colspan",
	"datetime", "dir", "height", "href", "lang", "open", "reversed",
	"rowspan", "scope", "src", "start", "title", "type", "valign", "width",
	NULL };

/* Elements whose content is not text for people. */
static const char *const safe_skip[] = { "script", "style", "iframe", "object",
	"embed", "noscript", "template", "textarea", "title", "xmp", "svg",
	"math", "noembed", "noframes", "select", NULL };

static const char *
safe_in(const char *const *list, const char *s, size_t len)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == len && strncasecmp(*list, s, len) == 0)
			return *list;
	return NULL;
}

const char *
note_safe_attr_next(struct note_safe_attr *out, const char *s, const char *end)
{
	while (s < end && (isspace((unsigned char)*s) || *s == '/'))
		s++;
	if (s >= end)
		return NULL;
	*out = (struct note_safe_attr){ .name = s, .value = "" };
	while (s < end && !isspace((unsigned char)*s) && *s != '/' &&
	       (*s != '=' || s == out->name))
		s++;
	out->name_len = (size_t)(s - out->name);
	while (s < end && isspace((unsigned char)*s))
		s++;
	if (s >= end || *s != '=')
		return s;
	for (s++; s < end && isspace((unsigned char)*s); s++)
		;
	if (s < end && (*s == '"' || *s == '\'')) {
		char quote = *s++;
		const char *q = memchr(s, quote, (size_t)(end - s));

		out->value = s;
		out->value_len = (size_t)((q ? q : end) - s);
		return q ? q + 1 : end;
	}
	out->value = s;
	while (s < end && !isspace((unsigned char)*s))
		s++;
	out->value_len = (size_t)(s - out->value);
	return s;
}

/* Entities may disguise a scheme: what they stand for counts. Those that are
 * not known stand for no letter of a scheme, and for no ":". */
bool
note_safe_url(const char *s, size_t len, bool image)
{
	struct strbuf url = STRBUF_INIT;
	size_t i, n;
	bool good;

	for (i = 0; i < len; i += n)
		if ((n = html_entity_read(&url, s + i, len - i)) == 0) {
			strbuf_addc(&url, s[i]);
			n = 1;
		}
	good = image ? html_url_safe_image(url.buf, url.len)
		     : html_url_safe(url.buf, url.len);
	strbuf_release(&url);
	return good;
}

static bool
safe_is_url(const char *attr)
{
	return strcmp(attr, "href") == 0 || strcmp(attr, "src") == 0 ||
	       strcmp(attr, "cite") == 0;
}

static void
safe_start_tag(
    struct strbuf *out, const char *name, const char *s, const char *end)
{
	const char *seen[sizeof(safe_attrs) / sizeof(*safe_attrs)] = { NULL };
	struct note_safe_attr at;
	size_t n = 0;

	strbuf_addf(out, "<%s", name);
	while ((s = note_safe_attr_next(&at, s, end)) != NULL) {
		const char *known = safe_in(safe_attrs, at.name, at.name_len);
		size_t i;

		/* Of two of a name only the first counts in HTML. */
		if (known == NULL || safe_in(seen, known, strlen(known)))
			continue;
		seen[n++] = known;
		if (safe_is_url(known) && !note_safe_url(at.value, at.value_len,
					      strcmp(known, "src") == 0))
			continue;
		strbuf_addf(out, " %s=\"%s", known,
		    safe_is_url(known) &&
			    html_url_has_host(at.value, at.value_len)
			? "https:"
			: "");
		/* Entities stay; only what could end the value is escaped. */
		for (i = 0; i < at.value_len; i++)
			if (at.value[i] == '&')
				strbuf_addc(out, '&');
			else
				html_attr(out, at.value + i, 1);
		strbuf_addc(out, '"');
	}
	strbuf_addc(out, '>');
}

static void
safe_end_tag(struct strbuf *out, struct note_safe *st, const char *name)
{
	size_t i = st->n;

	while (i > 0 && strcmp(st->open[i - 1], name) != 0)
		i--;
	if (i == 0)
		return;
	while (st->n >= i)
		strbuf_addf(out, "</%s>", st->open[--st->n]);
}

/* The next quote of this kind, or NULL. What is known not to be there is not
 * looked for again: `none` is where the last search in vain began. */
static const char *
safe_quote_end(const char **none, const char *s, const char *end, char quote)
{
	const char *q;

	if (*none != NULL && s >= *none)
		return NULL;
	q = memchr(s, quote, (size_t)(end - s));
	if (q == NULL)
		*none = s;
	return q;
}

const char *
note_safe_tag_end(struct note_safe_none *none, const char *s, const char *end)
{
	for (; s < end; s++)
		if (*s == '>')
			return s + 1;
		else if (*s == '<')
			break;
		else if (*s == '"' || *s == '\'') {
			s = safe_quote_end(
			    *s == '"' ? &none->twice : &none->once, s + 1, end,
			    *s);
			if (s == NULL)
				break;
		}
	return NULL;
}

/* The tag at s ("<" and behind it a letter or "/"); its end is `stop`. */
static void
safe_tag(
    struct strbuf *out, struct note_safe *st, const char *s, const char *stop)
{
	bool closing = s[1] == '/';
	const char *name = s + 1 + closing, *p = name, *known;

	/* A name goes on to white space, "/" or ">": <b-x> is no <b>. */
	while (p < stop - 1 && !isspace((unsigned char)*p) && *p != '/')
		p++;
	known = safe_in(safe_skip, name, (size_t)(p - name));
	if (st->skip != NULL) {
		if (closing && known == st->skip)
			st->skip = NULL;
		return;
	}
	if (known != NULL) {
		/* <embed> and the like have no content to skip. */
		if (!closing && strcmp(known, "embed") != 0 && stop[-2] != '/')
			st->skip = known;
		return;
	}
	known = safe_in(safe_elements, name, (size_t)(p - name));
	if (known == NULL)
		return;
	if (closing) {
		safe_end_tag(out, st, known);
		return;
	}
	if (safe_in(safe_void, known, strlen(known)) == NULL) {
		if (st->n == NOTE_SAFE_DEPTH)
			return;
		st->open[st->n++] = known;
	}
	safe_start_tag(out, known, p, stop - 1);
}

/* What stands at "<" but is no tag: a comment, a declaration, text. Returns
 * the place behind it. */
static const char *
safe_other(
    struct strbuf *out, struct note_safe *st, const char *s, const char *end)
{
	const char *stop;

	if (end - s >= 4 && memcmp(s, "<!--", 4) == 0) {
		stop = memmem(s + 4, (size_t)(end - s - 4), "-->", 3);
		return stop ? stop + 3 : end;
	}
	if (end - s >= 2 && (s[1] == '!' || s[1] == '?')) {
		stop = memchr(s, '>', (size_t)(end - s));
		return stop ? stop + 1 : end;
	}
	if (st->skip == NULL)
		strbuf_adds(out, "&lt;");
	return s + 1;
}

void
note_safe_html(
    struct strbuf *out, struct note_safe *st, const char *html, size_t len)
{
	const char *s = html, *end = html + len;
	struct note_safe_none none = { NULL, NULL };

	while (s < end) {
		const char *lt = memchr(s, '<', (size_t)(end - s));
		const char *text_end = lt ? lt : end, *stop = NULL;

		if (st->skip == NULL)
			strbuf_add(out, s, (size_t)(text_end - s));
		if (lt == NULL)
			break;
		if (end - lt > 1 && (isalpha((unsigned char)lt[1]) ||
					(lt[1] == '/' && end - lt > 2 &&
					    isalpha((unsigned char)lt[2]))))
			stop = note_safe_tag_end(&none, lt + 1, end);
		if (stop != NULL) {
			safe_tag(out, st, lt, stop);
			s = stop;
		} else
			s = safe_other(out, st, lt, end);
	}
}

void
note_safe_close(struct strbuf *out, struct note_safe *st)
{
	while (st->n > 0)
		strbuf_addf(out, "</%s>", st->open[--st->n]);
	st->skip = NULL;
}
