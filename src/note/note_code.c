/* note_code.c: the colours and the line anchors of a code block */
#include <string.h>

#include "base/html.h"
#include "base/xalloc.h"
#include "code/code.h"
#include "note/note_md.h"

/* What the ids of the lines begin with: the block's, or "code-1", "code-2". */
static const char *
code_lines_id(const struct note_example *x, struct note_build *b)
{
	const char *id = x->id;
	size_t n;

	if (b->taken_lines == NULL)
		b->taken_lines = map_new();
	n = map_len(b->taken_lines) + 1;
	if (id == NULL)
		id = arena_printf(b->a, "code-%zu", n);
	/* A block may be called so. */
	while (map_get(b->taken_lines, id) != NULL)
		id = arena_printf(b->a, "code-%zu", n++);
	map_put(b->taken_lines, id, b);
	return id;
}

static void
code_block_html(struct strbuf *out, const struct note_example *x,
    const struct code_lang *lang, const char *text, struct note_build *b)
{
	struct code_lines lines = { NULL, 1 };

	if (x->lines) {
		lines.id = code_lines_id(x, b);
		lines.first = x->first_line;
	}
	code_html(out, lang, text, strlen(text), x->lines ? &lines : NULL);
}

const char *
note_code_html(
    const struct note_example *x, const char *text, struct note_build *b)
{
	const struct code_lang *lang = code_lang_find(x->lang, strlen(x->lang));
	struct strbuf html = STRBUF_INIT;
	const char *copy;

	if (lang == NULL && !x->lines)
		return NULL;
	code_block_html(&html, x, lang, text, b);
	copy = arena_strndup(b->a, html.buf, html.len);
	strbuf_release(&html);
	return copy;
}

void
note_code_block(
    cmark_node *node, const struct note_example *x, struct note_build *b)
{
	const char *text = cmark_node_get_literal(node);
	const struct code_lang *lang = code_lang_find(x->lang, strlen(x->lang));
	struct strbuf html = STRBUF_INIT;

	if (lang == NULL && !x->lines)
		return;
	/* As the library writes it. */
	strbuf_adds(&html, "<pre><code class=\"language-");
	html_attr(&html, x->lang, strlen(x->lang));
	strbuf_adds(&html, "\">");
	code_block_html(&html, x, lang, text, b);
	strbuf_adds(&html, "</code></pre>\n");
	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_BLOCK, html.buf));
	cmark_node_free(node);
	strbuf_release(&html);
}
