/* note_task.c: - [ ] tasks where the library sees only lists */
#include <stdlib.h>
#include <string.h>
#include <cmark-gfm-core-extensions.h>

#include "base/xalloc.h"
#include "note/note_mark.h"
#include "note/note_md.h"

/* "[ ]", "[x]" or "[X]", white space, and text. */
static bool
task_box(const char *s)
{
	return s[0] == '[' && strchr(" xX", s[1]) && s[1] != '\0' &&
	       s[2] == ']' && (s[3] == ' ' || s[3] == '\t');
}

/* Whether the paragraph begins like that in the source too, where "\[ ]" is
 * no box. */
static bool
task_in_source(const struct note_build *b, cmark_node *para)
{
	int line = cmark_node_get_start_line(para), col;
	size_t at;

	if (line < 1 || (size_t)line >= b->n_lines)
		return false;
	at = b->lines[line - 1];
	col = note_mark_col(b->mark, at, cmark_node_get_start_column(para));
	at += (size_t)col - 1;
	return at < b->body_len && task_box(b->body + at);
}

/*
 * The library looks for a task at the start of a line, so it finds none in a
 * quote, in a callout or behind another bullet.
 */
void
note_task(cmark_node *item, struct note_build *b)
{
	cmark_node *para = cmark_node_first_child(item), *text;
	const char *s;
	char *rest;
	bool done;

	if (cmark_node_get_syntax_extension(item) != NULL || para == NULL ||
	    cmark_node_get_type(para) != CMARK_NODE_PARAGRAPH)
		return;
	text = cmark_node_first_child(para);
	if (text == NULL || cmark_node_get_type(text) != CMARK_NODE_TEXT)
		return;
	s = cmark_node_get_literal(text);
	if (!task_box(s) || !task_in_source(b, para))
		return;
	done = s[1] != ' ';
	rest = xstrdup(s + 3 + strspn(s + 3, " \t"));
	cmark_node_set_literal(text, rest);
	free(rest);
	cmark_node_set_syntax_extension(
	    item, cmark_find_syntax_extension("tasklist"));
	cmark_gfm_extensions_set_tasklist_item_checked(item, done);
}
