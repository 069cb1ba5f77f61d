/* note_cut.c: a text of the tree in pieces, with other nodes between them */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "note/note_md.h"

static void
cut_piece(struct note_cut *c, size_t at)
{
	char *piece = xstrndup(c->s + c->pos, at - c->pos);
	cmark_node *n = cmark_node_new(CMARK_NODE_TEXT);

	cmark_node_set_literal(n, piece);
	note_md_before(c->node, n);
	free(piece);
	c->pos = at;
}

void
note_cut_end(struct note_cut *c)
{
	if (c->node == NULL)
		return;
	if (c->s[c->pos] != '\0')
		cmark_node_set_literal(c->node, c->s + c->pos);
	else
		cmark_node_free(c->node);
	free(c->s);
	*c = (struct note_cut){ NULL, NULL, 0 };
}

void
note_cut_to(struct note_cut *c, cmark_node *text, size_t at, size_t skip)
{
	if (c->node != text) {
		note_cut_end(c);
		*c = (struct note_cut){ text,
			xstrdup(cmark_node_get_literal(text)), 0 };
	}
	if (at > c->pos)
		cut_piece(c, at);
	c->pos = at + skip;
}

/* Elements without an end tag, as raw HTML may have them. */
static bool
cut_is_void(const char *name, size_t len)
{
	static const char *const names[] = { "area", "br", "col", "embed", "hr",
		"img", "input", "link", "meta", "source", "track", "wbr" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len &&
		    strncasecmp(names[i], name, len) == 0)
			return true;
	return false;
}

int
note_cut_depth(cmark_node *html, int *least)
{
	const char *s = cmark_node_get_literal(html), *end;
	int depth = 0;

	*least = 0;
	if (*s == NOTE_MARK_BEGIN)
		return 0;
	for (; (s = strchr(s, '<')) != NULL; s = end) {
		end = s + 1 + strcspn(s + 1, "<");
		if (s[1] == '!' || s[1] == '?')
			continue;
		if (s[1] == '/')
			*least = --depth < *least ? depth : *least;
		else if (!cut_is_void(s + 1, strcspn(s + 1, " \t\r\n/>")) &&
			 !(end - s > 1 && end[-1] == '>' && end[-2] == '/'))
			depth++;
	}
	return depth;
}
