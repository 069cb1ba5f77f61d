/* note_link_code.c: code in the text of a wiki link */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "note/note_md.h"

static cmark_node *
shown_text(const char *s, size_t len)
{
	cmark_node *n = cmark_node_new(CMARK_NODE_TEXT);
	char *copy = xstrndup(s, len);

	cmark_node_set_literal(n, copy);
	free(copy);
	return n;
}

/* The code that begins with the backticks at s, as CommonMark has it: how many
 * of them there are, and in *len the bytes of the code; 0 when it has no end. */
static size_t
shown_code(const char *s, size_t *len)
{
	size_t n = strspn(s, "`"), k;
	const char *p = s + n;

	while ((p = strchr(p, '`')) != NULL) {
		k = strspn(p, "`");
		*len = (size_t)(p - s) - n;
		if (k == n)
			return n;
		p += k;
	}
	return 0;
}

static void
shown_insert(cmark_node *node, const char *s, size_t len)
{
	cmark_node *code = cmark_node_new(CMARK_NODE_CODE);
	bool pad =
	    len > 2 && s[0] == ' ' && s[len - 1] == ' ' && strspn(s, " ") < len;
	char *copy = xstrndup(s + pad, len - 2 * pad);

	cmark_node_set_literal(code, copy);
	note_md_before(node, code);
	free(copy);
}

void
note_link_shown(cmark_node *node, const char *s)
{
	const char *tick;
	size_t n, len;

	while ((tick = strchr(s, '`')) != NULL &&
	       (n = shown_code(tick, &len)) > 0) {
		if (tick > s)
			note_md_before(node, shown_text(s, (size_t)(tick - s)));
		shown_insert(node, tick + n, len);
		s = tick + 2 * n + len;
	}
	if (*s != '\0')
		note_md_before(node, shown_text(s, strlen(s)));
}

const char *
note_link_no_ticks(const char *s, struct arena *a)
{
	char *copy, *to;

	if (strchr(s, '`') == NULL)
		return s;
	for (copy = to = arena_strdup(a, s); *s != '\0'; s++)
		if (*s != '`')
			*to++ = *s;
	*to = '\0';
	return copy;
}
