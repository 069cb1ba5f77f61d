/* html.h: text into HTML; the name of the function says where it may stand */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Between tags: & < > are escaped. */
void html_text(struct strbuf *out, const char *s, size_t len);
/* Inside a double-quoted attribute: & < > " ' are escaped. */
void html_attr(struct strbuf *out, const char *s, size_t len);
/* Anywhere in XML 1.0, in UTF-8: as html_attr, and what XML cannot hold
 * (control characters, bytes that are not UTF-8) becomes U+FFFD. */
void html_xml(struct strbuf *out, const char *s, size_t len);
/*
 * In the HTML that stands in doc from `from` on: what no document may hold
 * (HTML, 13.2.3.5: control characters other than white space, noncharacters)
 * becomes U+FFFD. Markup has none of it, so it need not be known.
 */
void html_clean(struct strbuf *doc, size_t from);
/*
 * A path or URL inside a double-quoted attribute: what RFC 3986 does not
 * allow is percent-encoded, then the rest is escaped as in html_attr. Says
 * nothing about whether the scheme is one to trust: see html_url_safe.
 */
void html_url(struct strbuf *out, const char *s, size_t len);
/*
 * What the entity at s, "&", stands for: it is appended to `out` as UTF-8.
 * Returns its length, 0 if it is none. Of those with a name, only such as
 * stand for ASCII are known, for all others mean nothing to a URL's scheme or
 * in HTML (HTML, 13.2.5.72 ff., in an attribute).
 */
size_t html_entity_read(struct strbuf *out, const char *s, size_t len);

/*
 * Whether an address without a scheme is one of another host, "//host", or of
 * another file, where the page is a file: "////etc/passwd" and "/C:/x". What
 * browsers skip or take for a slash is no disguise: white space, control bytes,
 * "\\" (WHATWG URL, "basic URL parser").
 */
bool html_url_leaves(const char *s, size_t len);
/* Whether it is "//host", without any disguise. */
bool html_url_has_host(const char *s, size_t len);
/*
 * Whether a link or an image may point there: http, https, mailto, tel, or
 * no scheme at all, and then it leaves only for "//host". White space and control bytes inside the scheme, which
 * browsers skip, do not disguise it (WHATWG URL, "basic URL parser").
 */
bool html_url_safe(const char *s, size_t len);
/* The same for the source of a picture, which may also be in the URL itself:
 * data: of a raster format, nothing that a browser would run. */
bool html_url_safe_image(const char *s, size_t len);

#endif
