/* jsonw.c: writing JSON (RFC 8259) into a string */
#include <string.h>

#include "base/jsonw.h"
#include "base/utf8.h"

void
jsonw_begin(struct jsonw *j, struct strbuf *out, bool pretty)
{
	*j = (struct jsonw){ .out = out, .pretty = pretty, .first = true };
}

static void
jsonw_newline(struct jsonw *j)
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
jsonw_before(struct jsonw *j)
{
	if (j->keyed) {
		j->keyed = false;
		return;
	}
	if (!j->first)
		strbuf_addc(j->out, ',');
	if (j->depth > 0)
		jsonw_newline(j);
	j->first = false;
}

void
jsonw_open(struct jsonw *j, char bracket)
{
	jsonw_before(j);
	strbuf_addc(j->out, bracket);
	j->depth++;
	j->first = true;
}

void
jsonw_close(struct jsonw *j, char bracket)
{
	j->depth--;
	if (!j->first)
		jsonw_newline(j);
	strbuf_addc(j->out, bracket);
	j->first = false;
}

void
jsonw_key(struct jsonw *j, const char *key)
{
	jsonw_str(j, key);
	strbuf_adds(j->out, j->pretty ? ": " : ":");
	j->keyed = true;
}

/* What stands for itself is added in one go, from `from` on. */
void
jsonw_strn(struct jsonw *j, const char *s, size_t len)
{
	size_t i, n, from = 0;

	jsonw_before(j);
	strbuf_addc(j->out, '"');
	for (i = 0; i < len; i += n) {
		int32_t c = (unsigned char)s[i];

		if (c > '>' && c < 0x7f && c != '\\') {
			n = 1;
			continue;
		}
		n = c < 0x80 ? 1 : utf8_next(s + i, len - i, &c);
		if (c >= 0x20 && c != '"' && c != '\\' && c != '<' &&
		    c != '>' && c != '&' && !(c >= 0x7f && c < 0xa0) &&
		    c != 0x2028 && c != 0x2029 && c != 0xfffd)
			continue;
		strbuf_add(j->out, s + from, i - from);
		from = i + n;
		if (c == '"' || c == '\\')
			strbuf_addf(j->out, "\\%c", (char)c);
		else if (c == '\n')
			strbuf_adds(j->out, "\\n");
		else if (c == '\t')
			strbuf_adds(j->out, "\\t");
		else if (c == 0xfffd)
			strbuf_adds(j->out, "\xef\xbf\xbd");
		else
			strbuf_addf(j->out, "\\u%04x", (unsigned)c);
	}
	strbuf_add(j->out, s + from, len - from);
	strbuf_addc(j->out, '"');
}

void
jsonw_str(struct jsonw *j, const char *s)
{
	if (s == NULL)
		jsonw_null(j);
	else
		jsonw_strn(j, s, strlen(s));
}

void
jsonw_int(struct jsonw *j, long long v)
{
	jsonw_before(j);
	strbuf_addf(j->out, "%lld", v);
}

void
jsonw_bool(struct jsonw *j, bool v)
{
	jsonw_before(j);
	strbuf_adds(j->out, v ? "true" : "false");
}

void
jsonw_null(struct jsonw *j)
{
	jsonw_before(j);
	strbuf_adds(j->out, "null");
}
