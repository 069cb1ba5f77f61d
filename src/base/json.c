/* json.c: writing JSON (RFC 8259) into a string */
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

/* jansson, which reads JSON elsewhere, has symbols that begin with json_
 * too, but none of these names. */

void
json_begin(struct json *j, struct strbuf *out, bool pretty)
{
	*j = (struct json){ .out = out, .pretty = pretty, .first = true };
}

static void
json_newline(struct json *j)
{
	int i;

	if (!j->pretty)
		return;
	strbuf_addc(j->out, '\n');
	for (i = 0; i < j->depth; i++)
		strbuf_adds(j->out, "  ");
}

/* What stands before a value or a key. */
static void
json_before(struct json *j)
{
	if (j->keyed) {
		j->keyed = false;
		return;
	}
	if (!j->first)
		strbuf_addc(j->out, ',');
	if (j->depth > 0)
		json_newline(j);
	j->first = false;
}

void
json_open(struct json *j, char bracket)
{
	json_before(j);
	strbuf_addc(j->out, bracket);
	j->depth++;
	j->first = true;
}

void
json_close(struct json *j, char bracket)
{
	j->depth--;
	if (!j->first)
		json_newline(j);
	strbuf_addc(j->out, bracket);
	j->first = false;
}

void
json_key(struct json *j, const char *key)
{
	json_str(j, key);
	strbuf_adds(j->out, j->pretty ? ": " : ":");
	j->keyed = true;
}

void
json_strn(struct json *j, const char *s, size_t len)
{
	size_t i, n;

	json_before(j);
	strbuf_addc(j->out, '"');
	for (i = 0; i < len; i += n) {
		int32_t c;

		n = utf8_next(s + i, len - i, &c);
		if (c == '"' || c == '\\')
			strbuf_addf(j->out, "\\%c", (char)c);
		else if (c == '\n')
			strbuf_adds(j->out, "\\n");
		else if (c == '\t')
			strbuf_adds(j->out, "\\t");
		else if (c < 0x20 || c == 0x7f || c == '<' || c == '>' ||
		    c == '&' || c == 0x2028 || c == 0x2029)
			strbuf_addf(j->out, "\\u%04x", (unsigned)c);
		else if (c == 0xfffd)
			strbuf_adds(j->out, "\xef\xbf\xbd");
		else
			strbuf_add(j->out, s + i, n);
	}
	strbuf_addc(j->out, '"');
}

void
json_str(struct json *j, const char *s)
{
	if (s == NULL)
		json_null(j);
	else
		json_strn(j, s, strlen(s));
}

void
json_int(struct json *j, long long v)
{
	json_before(j);
	strbuf_addf(j->out, "%lld", v);
}

void
json_bool(struct json *j, bool v)
{
	json_before(j);
	strbuf_adds(j->out, v ? "true" : "false");
}

void
json_null(struct json *j)
{
	json_before(j);
	strbuf_adds(j->out, "null");
}
