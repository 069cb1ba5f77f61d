/* jsonw.h: writing JSON (RFC 8259) into a string */
#ifndef BASE_JSONW_H
#define BASE_JSONW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/*
 * Values are appended one after another and commas find their places. Keys
 * stand in the order of the calls, so the same calls give the same bytes.
 */
struct jsonw {
	struct strbuf *out; /* borrowed */
	bool pretty;        /* two spaces a level, else all in one line */
	int depth;
	bool first; /* nothing in the innermost object or array yet */
	bool keyed; /* a key is waiting for its value */
};

void jsonw_begin(struct jsonw *j, struct strbuf *out, bool pretty);
void jsonw_open(struct jsonw *j, char bracket);  /* '{' or '[' */
void jsonw_close(struct jsonw *j, char bracket); /* '}' or ']' */
void jsonw_key(struct jsonw *j, const char *key);
void jsonw_str(struct jsonw *j, const char *s); /* NULL gives null */
/* Bytes that are not UTF-8 become U+FFFD; < > & are escaped, so that the
 * text may stand in a script element. */
void jsonw_strn(struct jsonw *j, const char *s, size_t len);
void jsonw_int(struct jsonw *j, long long v);
void jsonw_bool(struct jsonw *j, bool v);
void jsonw_null(struct jsonw *j);

#endif
