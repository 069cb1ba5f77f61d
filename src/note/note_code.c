/* note_code.c: the colours and the line anchors of a code block */
#include <string.h>

#include "base/html.h"
#include "code/code.h"
#include "note/note_md.h"

/* What the ids of the lines begin with: the example's id, or "code-1", "code-2"
 * where no example has that. */
static const char *
code_lines_id(const struct note_example *x, struct note_build *b)
{
	const char *id = x->id;

	while (id == NULL) {
		id = arena_printf(b->a, "code-%zu", ++b->n_numbered);
		if (map_get(b->taken_examples, id) != NULL)
			id = NULL;
	}
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
note_code_block(cmark_node *node, struct note_build *b)
{
	const char *info = cmark_node_get_fence_info(node), *problem;
	const char *html;
	struct note_example x;
	struct strbuf out = STRBUF_INIT;

	/* What is wrong with it has been told. Braces that are not ours say
	 * nothing of its lines. */
	if (info == NULL)
		return;
	if (note_fence_parse(&x, info, b->a, &problem) != 0)
		x.lines = false;
	html = note_code_html(&x, cmark_node_get_literal(node), b);
	if (html == NULL)
		return;
	/* As the library writes it. */
	strbuf_adds(&out, "<pre><code class=\"language-");
	html_attr(&out, x.lang, strlen(x.lang));
	strbuf_addf(&out, "\">%s</code></pre>\n", html);
	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_BLOCK, out.buf));
	cmark_node_free(node);
	strbuf_release(&out);
}
