/* wiki_mv_raw.c: the address in an attribute of raw HTML, as it is written */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "note/note_entity.h"
#include "wiki/wiki_mv_int.h"

#define VALUE_MAX 12000 /* bytes: a long path, all of it entities */

char *
mv_percent(const char *s, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] == '%' && len - i >= 3 &&
		    isxdigit((unsigned char)s[i + 1]) &&
		    isxdigit((unsigned char)s[i + 2])) {
			char hex[3] = { s[i + 1], s[i + 2], '\0' };

			strbuf_addc(&sb, (char)strtol(hex, NULL, 16));
			i += 2;
		} else
			strbuf_addc(&sb, s[i]);
	return strbuf_take(&sb);
}

/* What note_raw.c reads in a value, up to its "#", which *n becomes: entities,
 * then "%20"; no white space at the end, nor tabs and line ends. */
static char *
raw_decode(const char *s, size_t *n)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i, k;
	char *target;

	for (i = 0; i < *n; i += k) {
		size_t len = sb.len;

		if ((k = note_entity_read(&sb, s + i, *n - i)) == 0) {
			strbuf_addc(&sb, s[i]);
			k = 1;
		}
		if (sb.buf[len] == '#') {
			strbuf_trunc(&sb, len);
			break;
		}
		if (strchr("\t\r\n", sb.buf[len]))
			strbuf_trunc(&sb, len);
	}
	/* The space before a "#" is one of the name. */
	while (i == *n && i > 0 && isspace((unsigned char)s[i - 1])) {
		*n = --i;
		if (sb.len > 0 && sb.buf[sb.len - 1] == ' ')
			strbuf_trunc(&sb, sb.len - 1);
	}
	*n = i;
	target = mv_percent(sb.buf, sb.len);
	strbuf_release(&sb);
	return target;
}

/* Whether the name of an address stands before s[at]. */
static bool
raw_named(const char *s, size_t at)
{
	static const char *const names[] = { "href", "src", "cite", "poster" };
	size_t i, n;

	while (at > 0 && isspace((unsigned char)s[at - 1]))
		at--;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		n = strlen(names[i]);
		if (at > n && strncasecmp(s + at - n, names[i], n) == 0)
			return true;
	}
	return false;
}

char *
mv_raw_value(const char *s, size_t *at, size_t *n, bool *quoted)
{
	const char *end = " \t\r\n>";

	if (!raw_named(s, *at))
		return NULL;
	*at += 1 + strspn(s + *at + 1, " \t\r\n");
	*quoted = s[*at] == '"' || s[*at] == '\'';
	if (*quoted) {
		end = s[*at] == '"' ? "\"" : "'";
		*at += 1 + strspn(s + *at + 1, " \t\r\n");
	}
	*n = strcspn(s + *at, end);
	return *n > VALUE_MAX ? NULL : raw_decode(s + *at, n);
}
