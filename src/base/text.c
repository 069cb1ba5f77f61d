/* text.c: small things one does with text */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"

char *
text_trim(char *s)
{
	size_t len;

	while (isspace((unsigned char)*s))
		s++;
	len = strlen(s);
	while (len > 0 && isspace((unsigned char)s[len - 1]))
		s[--len] = '\0';
	return s;
}

bool
text_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
text_ieq(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}

bool
text_blank(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return *s == '\0';
}

int
text_number(long *out, const char *s, long min, long max)
{
	char *end;
	long v;

	if (!isdigit((unsigned char)*s) && *s != '-')
		return -1;
	errno = 0;
	v = strtol(s, &end, 10);
	if (errno != 0 || *end != '\0' || v < min || v > max)
		return -1;
	*out = v;
	return 0;
}

char *
text_slug(const char *s)
{
	struct strbuf out = STRBUF_INIT;
	char *fold = utf8_fold(s);
	size_t len = strlen(fold), i, n;
	bool gap = false;

	for (i = 0; i < len; i += n) {
		int32_t c;

		n = utf8_next(fold + i, len - i, &c);
		if (utf8_is_space(c) || c == '-' || c == 0x2013 ||
		    c == 0x2014) {
			gap = true;
			continue;
		}
		if (!utf8_is_word(c) && c != '_')
			continue;
		if (gap && out.len > 0)
			strbuf_addc(&out, '-');
		gap = false;
		strbuf_add(&out, fold + i, n);
	}
	free(fold);
	if (out.len == 0)
		strbuf_adds(&out, "section");
	return strbuf_take(&out);
}

size_t
text_line(const char *s, size_t len)
{
	const char *nl = memchr(s, '\n', len);

	return nl ? (size_t)(nl - s) + 1 : len;
}

size_t
text_line_cr(const char *s, size_t len)
{
	size_t at, part = 64;

	/* By parts, for the one of the two bytes may be far behind the other,
	 * or in none of all the lines. */
	for (at = 0; at < len; at += part, part *= 2) {
		size_t n = len - at < part ? len - at : part;
		const char *nl = memchr(s + at, '\n', n), *cr;

		if (nl != NULL)
			n = (size_t)(nl - s) - at;
		if ((cr = memchr(s + at, '\r', n)) != NULL) {
			n = (size_t)(cr - s) + 1;
			return n + (n < len && s[n] == '\n');
		}
		if (nl != NULL)
			return (size_t)(nl - s) + 1;
	}
	return len;
}

size_t
text_chomp(const char *s, size_t len)
{
	if (len > 0 && s[len - 1] == '\n')
		len--;
	if (len > 0 && s[len - 1] == '\r')
		len--;
	return len;
}

static int
min3(int a, int b, int c)
{
	int m = a < b ? a : b;

	return m < c ? m : c;
}

/* At most `max` characters of s into c; how many, or max + 1. */
static size_t
text_chars(int32_t *c, size_t max, const char *s)
{
	size_t len = strlen(s), i = 0, n = 0;

	while (i < len && n < max)
		i += utf8_next(s + i, len - i, &c[n++]);
	return i < len ? max + 1 : n;
}

int
text_distance(const char *a, const char *b, int max)
{
	enum {
		SIDE = 64
	};
	int row[3][SIDE + 1], *two = row[0], *one = row[1], *now = row[2], *t;
	int32_t x[SIDE], y[SIDE];
	size_t n = text_chars(x, SIDE, a), k = text_chars(y, SIDE, b), i, j;

	if (n > SIDE || k > SIDE || (n > k ? n - k : k - n) >= (size_t)max)
		return max;
	for (j = 0; j <= k; j++)
		one[j] = (int)j;
	for (i = 1; i <= n; i++) {
		now[0] = (int)i;
		for (j = 1; j <= k; j++) {
			int cost = x[i - 1] != y[j - 1];

			now[j] =
			    min3(one[j] + 1, now[j - 1] + 1, one[j - 1] + cost);
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] &&
			    x[i - 2] == y[j - 1] && two[j - 2] + 1 < now[j])
				now[j] = two[j - 2] + 1;
		}
		t = two;
		two = one;
		one = now;
		now = t;
	}
	return one[k] < max ? one[k] : max;
}

int
text_slip(const char *typed, const char *name)
{
	int32_t c[64];
	int n = (int)text_chars(c, 64, typed), most = n < 6 ? 1 : n / 3;
	int far = text_distance(typed, name, most + 1);

	return far <= most && far < n ? far : TEXT_FAR;
}

void
text_unpercent(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++) {
		char hex[3] = { s[0] == '%' ? s[1] : '\0', '\0', '\0' };

		if (hex[0] != '\0' && (hex[1] = s[2]) != '\0') {
			*to++ = (char)strtol(hex, NULL, 16);
			s += 2;
		} else
			*to++ = *s;
	}
	*to = '\0';
}
