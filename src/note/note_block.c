/* note_block.c: ^id at the end of a block, which links lead to */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/xalloc.h"
#include "note/note_md.h"

/* Whether s is the state of a try, or the start of one (study_mark.c). */
static bool
block_is_state(const char *s)
{
	static const char *const states[] = { "(done ", "(dropped ",
		"(retried as ^" };
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (strncmp(s, states[i], strlen(states[i])) == 0)
			return true;
	return false;
}

/*
 * The "^id" that ends s, as Obsidian writes it: at the start or behind white
 * space, letters, digits and hyphens. Behind the id of a try its state may
 * follow in parentheses, which may name another id, and if s is not the `last`
 * text it must. Returns where the "^" is, NULL when there is none; *len is
 * the length of the id.
 */
static const char *
block_id(const char *s, bool last, size_t *len)
{
	const char *at, *end;

	for (at = strchr(s, '^'); at != NULL; at = strchr(at + 1, '^')) {
		if (at != s && !isspace((unsigned char)at[-1]))
			continue;
		for (end = at + 1; isalnum((unsigned char)*end) || *end == '-';
		     end++)
			;
		*len = (size_t)(end - at) - 1;
		while (isspace((unsigned char)*end))
			end++;
		if (*len > 0 && ((last && *end == '\0') || block_is_state(end)))
			return at;
	}
	return NULL;
}

/* The text of the block that has its id: the last, or one before a state that
 * is more than text. */
static cmark_node *
block_text(cmark_node *block, const char **at, size_t *len)
{
	cmark_node *last = cmark_node_last_child(block), *n;
	const char *s;

	if (last == NULL || cmark_node_get_type(last) != CMARK_NODE_TEXT)
		return NULL;
	for (n = last; n != NULL; n = cmark_node_previous(n)) {
		if (cmark_node_get_type(n) != CMARK_NODE_TEXT)
			continue;
		s = cmark_node_get_literal(n);
		if ((*at = block_id(s, n == last, len)) != NULL)
			return n;
		if (n == last && (*s == '\0' || s[strlen(s) - 1] != ')'))
			return NULL;
	}
	return NULL;
}

/* The anchor and the mark that begins what the id stands for, as one node. */
static cmark_node *
block_begin(cmark_node_type type, char kind, const char *id, size_t index)
{
	char *mark = note_md_mark(kind, index);
	char *html = xasprintf("<span id=\"^%s\"></span>%s", id, mark);
	cmark_node *n = note_md_raw_node(type, html);

	free(html);
	free(mark);
	return n;
}

static cmark_node *
block_end(cmark_node_type type, char kind, size_t index)
{
	char *mark = note_md_mark(kind, index);
	cmark_node *n = note_md_raw_node(type, mark);

	free(mark);
	return n;
}

/* "^id" alone in a paragraph names the block before it: a table, a list. */
static void
block_name_before(cmark_node *para, const char *id, size_t index)
{
	cmark_node *before = cmark_node_previous(para);

	note_md_before(
	    before, block_begin(CMARK_NODE_HTML_BLOCK, 'P', id, index));
	note_md_before(para, block_end(CMARK_NODE_HTML_BLOCK, 'Q', index));
	cmark_node_free(para);
}

/* "^id" behind the words of a block; `text` is the node with it. */
static void
block_name(cmark_node *block, cmark_node *text, const char *at, size_t len,
    const char *id, size_t index)
{
	const char *s = cmark_node_get_literal(text);
	size_t kept = at > s ? (size_t)(at - s) - 1 : 0;
	char *rest = xasprintf("%.*s%s", (int)kept, s, at + 1 + len);

	note_md_before(cmark_node_first_child(block),
	    block_begin(CMARK_NODE_HTML_INLINE, 'p', id, index));
	cmark_node_append_child(
	    block, block_end(CMARK_NODE_HTML_INLINE, 'q', index));
	/* An id in a line of its own takes that line with it. */
	if (*rest == '\0' && at == s)
		cmark_node_free(cmark_node_previous(text));
	cmark_node_set_literal(text, rest);
	free(rest);
}

/* The number of the item. In a long list each is counted from the one before. */
static int
block_number(struct note_build *b, cmark_node *item)
{
	cmark_node *list = cmark_node_parent(item), *n = b->item;

	if (b->list != list) {
		b->list = list;
		b->item_number = cmark_node_get_list_start(list);
		n = cmark_node_first_child(list);
	}
	for (; n != item; n = cmark_node_next(n))
		b->item_number++;
	b->item = item;
	return b->item_number;
}

/* The id of the first paragraph of an item is that of the item, too: all of it
 * is embedded where there is room. */
static void
block_item(struct note_build *b, cmark_node *para, size_t index)
{
	cmark_node *item = cmark_node_parent(para);

	if (cmark_node_get_type(para) != CMARK_NODE_PARAGRAPH ||
	    cmark_node_get_type(item) != CMARK_NODE_ITEM ||
	    cmark_node_first_child(item) != para)
		return;
	cmark_node_prepend_child(
	    para, block_end(CMARK_NODE_HTML_INLINE, 'i', index));
	if (cmark_node_get_list_type(cmark_node_parent(item)) ==
	    CMARK_ORDERED_LIST)
		cmark_node_prepend_child(
		    para, block_end(CMARK_NODE_HTML_INLINE, 'n',
			      (size_t)block_number(b, item)));
	/* In a paragraph without <p> a block would begin a line. */
	if (cmark_node_last_child(item) == para)
		cmark_node_append_child(
		    para, block_end(CMARK_NODE_HTML_INLINE, 'j', index));
	else
		cmark_node_append_child(
		    item, block_end(CMARK_NODE_HTML_BLOCK, 'j', index));
}

static bool
block_is_break(cmark_node *n)
{
	return n != NULL && (cmark_node_get_type(n) == CMARK_NODE_SOFTBREAK ||
				cmark_node_get_type(n) == CMARK_NODE_LINEBREAK);
}

/* Say where a second ^id stands, which is in this line of the body. */
static void
block_twice(const struct note_build *b, size_t line, const char *id)
{
	size_t from, to;
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

/* The id of a block, which stands in this line of the body; NULL, and told,
 * when another one has it: the first of that name. */
static const char *
block_take(struct note_build *b, int line, const char *s, size_t len)
{
	const char *id = arena_strndup(b->a, s, len);

	if (map_get(b->taken_ids, id) != NULL) {
		block_twice(b, (size_t)line, id);
		return NULL;
	}
	map_put(b->taken_ids, id, (void *)id);
	*VEC_PUSH(b->ids, b->n_ids, b->cap_ids) = id;
	return id;
}

void
note_block_callout(cmark_node *quote, cmark_node *title, struct note_build *b)
{
	cmark_node *last = cmark_node_last_child(title), *end;
	const char *s, *at, *id;
	size_t len, index = b->n_ids, kept;
	char *rest;

	if (cmark_node_get_type(last) != CMARK_NODE_TEXT)
		return;
	s = cmark_node_get_literal(last);
	/* At the start of a text it may stand behind other markup: **a**^b. */
	if ((at = block_id(s, true, &len)) == NULL || at[1 + len] != '\0' ||
	    (at == s && cmark_node_previous(last) != NULL))
		return;
	id = block_take(b, cmark_node_get_start_line(quote), at + 1, len);
	if (id == NULL)
		return;
	kept = (size_t)(at - s);
	while (kept > 0 && isspace((unsigned char)s[kept - 1]))
		kept--;
	rest = xstrndup(s, kept);
	cmark_node_set_literal(last, rest);
	free(rest);
	note_md_before(
	    quote, block_begin(CMARK_NODE_HTML_BLOCK, 'P', id, index));
	end = block_end(CMARK_NODE_HTML_BLOCK, 'Q', index);
	cmark_node_insert_after(quote, end);
}

void
note_block_id(cmark_node *block, struct note_build *b)
{
	const char *s, *at, *id;
	size_t len, index = b->n_ids;
	cmark_node *text = block_text(block, &at, &len), *prev;

	if (text == NULL)
		return;
	s = cmark_node_get_literal(text);
	prev = cmark_node_previous(text);
	if (at == s && !block_is_break(prev) &&
	    (prev != NULL || cmark_node_previous(block) == NULL ||
		at[1 + len] != '\0'))
		return;
	id = block_take(b, cmark_node_get_end_line(block), at + 1, len);
	if (id == NULL)
		return;
	if (at == s && prev == NULL)
		block_name_before(block, id, index);
	else {
		block_name(block, text, at, len, id, index);
		block_item(b, block, index);
	}
}
