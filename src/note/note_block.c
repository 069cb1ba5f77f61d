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

/* Say where the block of a second ^id ends, for there the id stands. */
static void
block_twice(const struct note_build *b, cmark_node *block, const char *id)
{
	size_t line = (size_t)cmark_node_get_end_line(block), from, to;
	char *source, *at, *want = xasprintf("^%s", id);
	int col = 1;

	if (line >= 1 && line < b->n_lines) {
		from = b->lines[line - 1];
		to = b->lines[line];
		source = xstrndup(b->body + from, to - from);
		if ((at = strstr(source, want)) != NULL)
			col = (int)(at - source) + 1;
		free(source);
	}
	diag(b->d, DIAG_ID_TWICE, b->src->path, (int)line + b->body_line, col,
	    "%s is the id of another block already; links lead to that one",
	    want);
	free(want);
}

void
note_block_id(cmark_node *block, struct note_build *b)
{
	cmark_node *last = cmark_node_last_child(block);
	const char *s, *at;
	char *anchor, *rest;
	size_t len, i;

	if (last == NULL || cmark_node_get_type(last) != CMARK_NODE_TEXT)
		return;
	s = cmark_node_get_literal(last);
	if ((at = block_id(s, &len)) == NULL)
		return;
	for (i = 0; i < b->n_ids; i++)
		if (strncmp(b->ids[i], at + 1, len) == 0 &&
		    b->ids[i][len] == '\0') {
			/* The first of that name has it. */
			block_twice(b, block, b->ids[i]);
			return;
		}
	*VEC_PUSH(b->ids, b->n_ids, b->cap_ids) =
	    arena_strndup(b->a, at + 1, len);
	anchor = xasprintf("<span id=\"^%.*s\"></span>", (int)len, at + 1);
	note_md_before(cmark_node_first_child(block),
	    note_md_raw_node(CMARK_NODE_HTML_INLINE, anchor));
	rest = xasprintf("%.*s%s", (int)(at - s) - 1, s, at + 1 + len);
	cmark_node_set_literal(last, rest);
	free(anchor);
	free(rest);
}
