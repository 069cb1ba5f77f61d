/* note_meta_rescue.c: private all the same, by front matter that nobody reads */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "note/note_int.h"

bool
note_meta_false(const char *s)
{
	static const char *const words[] = { "", "false", "no", "off", "n", "0",
		"null", "~" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_ieq(s, words[i]))
			return true;
	return false;
}

/* The length of what may stand around a key or a value: white space, also that
 * which is none to YAML (a no-break space, which a Mac types with Option held,
 * or that of Korean and Japanese), and the signs of lists and quotes. */
static size_t
meta_around(const char *s, size_t len)
{
	static const char *const wide[] = { "\xc2\xa0", "\xe3\x80\x80",
		"\xe2\x80\xaf", "\xe2\x80\x8b", "\xe2\x81\xa0",
		"\xef\xbb\xbf" };
	size_t at = 0, i;

	while (at < len) {
		if (s[at] != '\0' &&
		    strchr(" \t\r\n-?,'\"[]{}", s[at]) != NULL) {
			at++;
			continue;
		}
		for (i = 0; i < sizeof(wide) / sizeof(*wide); i++)
			if (len - at >= strlen(wide[i]) &&
			    memcmp(s + at, wide[i], strlen(wide[i])) == 0)
				break;
		if (i == sizeof(wide) / sizeof(*wide))
			break;
		at += strlen(wide[i]);
	}
	return at;
}

/* The length of a sign that parts a key from its value, ":" or what a keyboard
 * for Korean, Japanese or Chinese makes of it, or "="; 0 when none is there. */
static size_t
meta_colon(const char *s, size_t len)
{
	if (len > 0 && (*s == ':' || *s == '='))
		return 1;
	return len >= 3 && (memcmp(s, "\xef\xbc\x9a", 3) == 0 ||
			       memcmp(s, "\xef\xb9\x95", 3) == 0)
		   ? 3
		   : 0;
}

/* The value on a line that begins as `key:` does, however it is spaced and
 * quoted; its length in *n. NULL for another line. */
static const char *
meta_value(const char *s, size_t len, const char *key, size_t *n)
{
	size_t at = meta_around(s, len), k = strlen(key), colon;

	if (len - at < k || strncasecmp(s + at, key, k) != 0)
		return NULL;
	at += k;
	at += meta_around(s + at, len - at);
	colon = meta_colon(s + at, len - at);
	if (colon == 0)
		return NULL;
	at += colon;
	at += meta_around(s + at, len - at);
	*n = len - at;
	return s + at;
}

/* Whether one of these lines is `key:` and says no, or something else. */
static bool
meta_says(const char *s, size_t len, const char *key, bool no)
{
	size_t at, k, n;
	bool so = false;

	for (at = 0; at < len && !so; at += k) {
		const char *value;
		char *word;

		k = text_line_cr(s + at, len - at);
		value = meta_value(s + at, text_chomp(s + at, k), key, &n);
		if (value == NULL)
			continue;
		word = xstrndup(value, n);
		so = note_meta_false(text_trim(word)) == no;
		free(word);
	}
	return so;
}

void
note_meta_rescue(struct note_meta *out, const char *s, size_t len)
{
	out->private = out->private || meta_says(s, len, "private", false) ||
		       meta_says(s, len, "publish", true);
	out->draft = out->draft || meta_says(s, len, "draft", false);
}
