/* note_block.c: ^id at the end of a block, which links lead to */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "note/note_md.h"

/*
 * The "^id" that ends s, as Obsidian writes it: behind white space, letters,
 * digits and hyphens. Behind the id of a try its state may follow in
 * parentheses. Returns where the "^" is, NULL when there is none; *len is
 * the length of the id.
 */
static const char *
block_id(const char *s, size_t *len)
{
	const char *at = strrchr(s, '^'), *end;

	if (at == NULL || at == s || !isspace((unsigned char)at[-1]))
		return NULL;
	for (end = at + 1; isalnum((unsigned char)*end) || *end == '-'; end++)
		;
	*len = (size_t)(end - at) - 1;
	if (*len == 0)
		return NULL;
	while (isspace((unsigned char)*end))
		end++;
	return *end == '\0' || *end == '(' ? at : NULL;
}

void
note_block_id(cmark_node *block, struct note_build *b)
{
	cmark_node *last = cmark_node_last_child(block);
	const char *s, *at;
	char *anchor, *rest;
	const char *id;
	size_t len;

	if (last == NULL || cmark_node_get_type(last) != CMARK_NODE_TEXT)
		return;
	s = cmark_node_get_literal(last);
	if ((at = block_id(s, &len)) == NULL)
		return;
	id = arena_strndup(b->a, at + 1, len);
	if (map_get(b->taken_ids, id) != NULL)
		return; /* the first of that name has it */
	map_put(b->taken_ids, id, b);
	*VEC_PUSH(b->ids, b->n_ids, b->cap_ids) = id;
	anchor = xasprintf("<span id=\"^%.*s\"></span>", (int)len, at + 1);
	note_md_before(cmark_node_first_child(block),
	    note_md_raw_node(CMARK_NODE_HTML_INLINE, anchor));
	rest = xasprintf("%.*s%s", (int)(at - s) - 1, s, at + 1 + len);
	cmark_node_set_literal(last, rest);
	free(anchor);
	free(rest);
}
