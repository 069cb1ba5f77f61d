/* page_token.c: the tags of some HTML, read one by one */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "page/page_int.h"

size_t
page_token_read(struct page_token *t, const char *s, size_t len)
{
	size_t i = 1;
	char quote = '\0';

	*t = (struct page_token){ .end = len > 1 && s[1] == '/' };
	i += t->end;
	if (i >= len || !isalpha((unsigned char)s[i]))
		return 0;
	t->name = s + i;
	while (i < len && (isalnum((unsigned char)s[i]) || s[i] == '-'))
		i++;
	t->len = (size_t)(s + i - t->name);
	t->attrs = s + i;
	for (; i < len && (quote != '\0' || s[i] != '>'); i++)
		if (quote == '\0' && (s[i] == '"' || s[i] == '\''))
			quote = s[i];
		else if (s[i] == quote)
			quote = '\0';
	t->attrs_len = (size_t)(s + i - t->attrs);
	return i < len ? i + 1 : len;
}

size_t
page_token_comment(const char *s, size_t len)
{
	const char *end;

	if (len < 2 || (s[1] != '!' && s[1] != '?'))
		return 0;
	if (len >= 4 && memcmp(s, "<!--", 4) == 0) {
		end = memmem(s + 4, len - 4, "-->", 3);
		return end != NULL ? (size_t)(end - s) + 3 : len;
	}
	end = memchr(s, '>', len);
	return end != NULL ? (size_t)(end - s) + 1 : len;
}

bool
page_token_has(const struct page_token *t, const char *what)
{
	return memmem(t->attrs, t->attrs_len, what, strlen(what)) != NULL;
}

bool
page_token_is(const struct page_token *t, const char *names)
{
	const char *s = names;
	size_t n;
	char first;

	if (t->len == 0)
		return false;
	first = (char)tolower((unsigned char)*t->name);
	for (; *s != '\0'; s += n + (s[n] == ' ')) {
		for (n = 1; s[n] > ' '; n++)
			;
		if (*s == first && n == t->len &&
		    strncasecmp(s, t->name, n) == 0)
			return true;
	}
	return false;
}

bool
page_names_know(
    struct page_names *names, const char *name, size_t len, unsigned char **is)
{
	struct page_named *x;
	size_t at = 7 * len;

	/* Such that the names that are met most are apart. */
	if (len > 0)
		at += 27 * (size_t)(unsigned char)name[0] +
		      21 * (size_t)(unsigned char)name[len - 1];
	x = &names->v[at % PAGE_NAMES];
	*is = &x->is;
	if (x->len == len && len > 0 && memcmp(x->name, name, len) == 0)
		return true;
	/* What is too long is never known. */
	x->len = len <= sizeof(x->name) ? (unsigned char)len : 0;
	memcpy(x->name, name, x->len);
	return false;
}

size_t
page_token_skip(const struct page_token *t, const char *s, size_t len, bool raw)
{
	size_t i = 0, depth = 1;

	while (i < len && depth > 0) {
		struct page_token in;
		size_t n =
		    s[i] == '<' ? page_token_read(&in, s + i, len - i) : 0;
		bool same = n > 0 && in.len == t->len &&
			    strncasecmp(in.name, t->name, t->len) == 0;

		/* Text that is no HTML may hold what looks like tags. */
		if (n == 0 || (raw && !(same && in.end))) {
			i++;
			continue;
		}
		i += n;
		if (same && in.end)
			depth--;
		else if (same)
			depth++;
	}
	return i;
}
