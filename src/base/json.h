/* json.h: writing JSON (RFC 8259) into a string */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/*
 * Values are appended one after another and commas find their places. Keys
 * stand in the order of the calls, so the same calls give the same bytes.
 */
struct json {
	struct strbuf *out; /* borrowed */
	bool pretty;	    /* two spaces a level, else all in one line */
	int depth;
	bool first; /* nothing in the innermost object or array yet */
	bool keyed; /* a key is waiting for its value */
};

void json_begin(struct json *j, struct strbuf *out, bool pretty);
void json_open(struct json *j, char bracket); /* '{' or '[' */
void json_close(struct json *j, char bracket); /* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_str(struct json *j, const char *s); /* NULL gives null */
/* Bytes that are not UTF-8 become U+FFFD; < > & are escaped, so that the
 * text may stand in a script element. */
void json_strn(struct json *j, const char *s, size_t len);
void json_int(struct json *j, long long v);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);

#endif
