/* page_tidy_wide.c: what a table takes in width, guessed from its source */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "page/page_tidy_int.h"

#define WIDE_COLUMNS 3
#define WIDE_LONG 14  /* characters of a cell that make it long */
#define WIDE_LOOK 800 /* bytes of it that are looked at */
/* and of a first row; tables in tables are looked at again and again */
#define WIDE_ROW 16384

static bool
wide_tag(const char *s, const char *end, const char *name)
{
	size_t len = strlen(name);

	return (size_t)(end - s) > len && strncasecmp(s, name, len) == 0 &&
	       !isalpha((unsigned char)s[len]);
}

bool
page_tidy_wide(const char *s, const char *end)
{
	static const char span[] = "colspan";
	const char *cell;
	int n = 0;

	if (end - s > WIDE_ROW)
		end = s + WIDE_ROW;
	for (; (s = memchr(s, '<', (size_t)(end - s))) != NULL; s++) {
		if (wide_tag(s, end, "</tr") || wide_tag(s, end, "</table"))
			break;
		if (!wide_tag(s, end, "<td") && !wide_tag(s, end, "<th"))
			continue;
		cell = memchr(s, '>', (size_t)(end - s));
		/* How many columns it spans is not worth the reading. */
		if (cell != NULL && memmem(s, (size_t)(cell - s), span,
					sizeof(span) - 1) != NULL)
			return true;
		n++;
	}
	return n >= WIDE_COLUMNS;
}

const char *
page_tidy_cell(const char *s, const char *end)
{
	bool tag = false, digits = false, other = false;
	int n = 0;

	if (end - s > WIDE_LOOK)
		end = s + WIDE_LOOK;
	for (; s < end && n < WIDE_LONG; s++) {
		unsigned char ch = (unsigned char)*s;

		if (wide_tag(s, end, "</td") || wide_tag(s, end, "</th") ||
		    wide_tag(s, end, "<td") || wide_tag(s, end, "<th") ||
		    wide_tag(s, end, "</tr"))
			break;
		tag |= ch == '<';
		/* A character is counted at its first byte. */
		if (!tag && (ch & 0xc0) != 0x80) {
			n++;
			digits |= isdigit(ch) != 0;
			other |= strchr("0123456789.,:%+- /\n", ch) == NULL;
		}
		tag &= ch != '>';
	}
	if (n >= WIDE_LONG)
		return "long";
	return digits && !other ? "num" : NULL;
}
