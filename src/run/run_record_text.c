/* run_record_text.c: texts in a record: JSON strings, and base64 */
#include "base/utf8.h"
#include "run/run_int.h"

/* A JSON string. Control characters of C1 are escaped as those of C0 are. */
void
run_quote(struct strbuf *out, const char *s, size_t len)
{
	size_t i = 0;

	strbuf_addc(out, '"');
	while (i < len) {
		int32_t c;
		size_t n = utf8_next(s + i, len - i, &c);

		if (c == '\n')
			strbuf_adds(out, "\\n");
		else if (c == '\t')
			strbuf_adds(out, "\\t");
		else if (c == '"' || c == '\\')
			strbuf_addf(out, "\\%c", (char)c);
		else if (c < ' ' || (c >= 0x7f && c < 0xa0))
			strbuf_addf(out, "\\u%04x", (unsigned)c);
		else if (c == 0xfffd)
			strbuf_adds(out, "\xef\xbf\xbd");
		else
			strbuf_add(out, s + i, n);
		i += n;
	}
	strbuf_addc(out, '"');
}

void
run_base64(struct strbuf *out, const char *s, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s;

	strbuf_addc(out, '"');
	for (; len > 0; p += 3, len -= len < 3 ? len : 3) {
		unsigned v = (unsigned)p[0] << 16;

		if (len > 1)
			v |= (unsigned)p[1] << 8;
		if (len > 2)
			v |= p[2];
		strbuf_addc(out, digits[v >> 18]);
		strbuf_addc(out, digits[v >> 12 & 63]);
		strbuf_addc(out, len > 1 ? digits[v >> 6 & 63] : '=');
		strbuf_addc(out, len > 2 ? digits[v & 63] : '=');
	}
	strbuf_addc(out, '"');
}

/* The value of a digit; -1 if it is none. */
static int
text_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Bytes out of base64, into `to`, which has room; false if it is not that. */
bool
run_unbase64(char *to, size_t *to_len, const char *s, size_t len)
{
	size_t i, pad = 0;

	*to_len = 0;
	if (len % 4 != 0)
		return false;
	while (pad < 2 && pad < len && s[len - 1 - pad] == '=')
		pad++;
	for (i = 0; i < len; i += 4) {
		size_t j, n = i + 4 == len ? 3 - pad : 3;
		unsigned v = 0;

		for (j = 0; j < 4; j++) {
			bool is_pad = i + j >= len - pad;
			int d = is_pad ? 0 : text_digit(s[i + j]);

			if (d == -1)
				return false;
			v = v << 6 | (unsigned)d;
		}
		for (j = 0; j < n; j++)
			to[(*to_len)++] = (char)(v >> (16 - 8 * j));
	}
	return true;
}
