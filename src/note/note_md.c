/* note_md.c: Markdown to HTML with holes, by cmark-gfm and passes on its tree */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_mark.h"
#include "note/note_md.h"

/*
 * Theory of operation. The library parses; passes change its tree; the
 * library renders. Where the page decides what stands there, a pass puts a
 * node of raw HTML into the tree whose text is a mark: a byte that no UTF-8
 * text holds, a letter, a number, another such byte. The rendered HTML is
 * then read once, and each mark becomes a hole. So the library's own renderer
 * is used as it is, and its output is what CommonMark says. Raw HTML and not
 * custom nodes, because the library's table cells refuse those.
 *
 * The library renders with CMARK_OPT_UNSAFE, since that option drops the
 * marks too: what is unsafe is gone by then. Every node of raw HTML has been
 * through note_safe.c, every URL through html_url_safe().
 */
#define EXCERPT_MAX 300

/* Passes look at what is around a node, up to the root, as the library does
 * when a node is moved. Browsers stop at some 500 elements. */
#define DEPTH_MAX 1000

static void
note_md_register(void)
{
	cmark_gfm_core_extensions_ensure_registered();
}

/*
 * Of this project's own: one tilde stands between times and numbers in
 * Korean (10~20분), so only two strike out.
 */
static int
note_md_options(const struct note_opts *opts)
{
	int options = CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES;

	if (opts->unsafe || !opts->no_wiki)
		options |= CMARK_OPT_UNSAFE;
	if (!opts->no_wiki)
		options |= CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
	return options;
}

cmark_node *
note_md_after(cmark_node *root, cmark_node *n, bool in)
{
	cmark_node *next = in ? cmark_node_first_child(n) : NULL;

	for (; next == NULL && n != root; n = cmark_node_parent(n))
		next = cmark_node_next(n);
	return next;
}

/* Make text that the library has cut inside a character UTF-8 again: it does
 * so to "[^label" that goes over the end of a line (note_mark.c). */
static void
note_md_valid(cmark_node *root)
{
	cmark_node *n;

	for (n = root; n != NULL; n = note_md_after(root, n, true)) {
		const char *s = cmark_node_get_type(n) == CMARK_NODE_TEXT
				    ? cmark_node_get_literal(n)
				    : NULL;
		struct strbuf sb = STRBUF_INIT;

		if (s == NULL || utf8_invalid_at(s, strlen(s)) < 0)
			continue;
		utf8_repair(&sb, s, strlen(s));
		cmark_node_set_literal(n, sb.buf);
		strbuf_release(&sb);
	}
}

static cmark_node *
note_md_tree(const char *text, size_t len, int options)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	static const char *const extensions[] = { "table", "strikethrough",
		"autolink", "tasklist" };
	cmark_parser *parser;
	cmark_node *root;
	size_t i;

	pthread_once(&once, note_md_register);
	parser = cmark_parser_new(options);
	for (i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		cmark_parser_attach_syntax_extension(
		    parser, cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(parser, text, len);
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	/* However the "^" is written. */
	if (memchr(text, '^', len) != NULL || memchr(text, '&', len) != NULL)
		note_md_valid(root);
	return root;
}

static char *
note_md_html(cmark_node *root, int options)
{
	static const char *const extensions[] = { "table", "strikethrough",
		"tasklist" };
	cmark_mem *mem = cmark_get_default_mem_allocator();
	cmark_llist *list = NULL;
	char *html;
	size_t i;

	for (i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		list = cmark_llist_append(
		    mem, list, cmark_find_syntax_extension(extensions[i]));
	html = cmark_render_html(root, options, list);
	cmark_llist_free(mem, list);
	return html;
}

char *
note_md_mark(char kind, size_t index)
{
	return xasprintf(
	    "%c%c%zu%c", NOTE_MARK_BEGIN, kind, index, NOTE_MARK_END);
}

void
note_md_mark_add(struct strbuf *out, char kind, size_t index)
{
	char *mark = note_md_mark(kind, index);

	strbuf_adds(out, mark);
	free(mark);
}

bool
note_md_is_block(cmark_node *n)
{
	return (cmark_node_get_type(n) & CMARK_NODE_TYPE_MASK) ==
	       CMARK_NODE_TYPE_BLOCK;
}

void
note_md_text(struct strbuf *out, cmark_node *node)
{
	note_md_text_raw(out, node, NULL, NULL);
}

void
note_md_text_raw(
    struct strbuf *out, cmark_node *node, note_md_raw_fn fn, void *payload)
{
	cmark_node *n;

	for (n = node; n != NULL; n = note_md_after(node, n, true)) {
		cmark_node_type type = cmark_node_get_type(n);

		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
			strbuf_adds(out, cmark_node_get_literal(n));
		else if (type == CMARK_NODE_SOFTBREAK ||
			 type == CMARK_NODE_LINEBREAK)
			strbuf_addc(out, ' ');
		else if (type == CMARK_NODE_HTML_INLINE && fn != NULL)
			fn(cmark_node_get_literal(n), out->len, payload);
		else if (note_md_is_block(n) && n != node && out->len > 0 &&
			 out->buf[out->len - 1] != ' ')
			strbuf_addc(out, ' ');
	}
}

cmark_node *
note_md_raw_node(cmark_node_type type, const char *html)
{
	cmark_node *n = cmark_node_new(type);

	cmark_node_set_literal(n, html);
	return n;
}

void
note_md_before(cmark_node *sibling, cmark_node *node)
{
	int ok = cmark_node_insert_before(sibling, node);

	assert(ok);
	(void)ok;
}

static void
note_md_heading(cmark_node *node, struct note_build *b)
{
	struct strbuf text = STRBUF_INIT;
	struct note_heading *h;
	char *s = note_md_mark('h', b->n_headings);

	note_md_text(&text, node);
	h = VEC_PUSH(b->headings, b->n_headings, b->cap_headings);
	*h = (struct note_heading){
		.level = cmark_node_get_heading_level(node),
		.line = cmark_node_get_start_line(node) + b->body_line,
		.text = arena_strndup(b->a, text.buf, text.len),
	};
	cmark_node_prepend_child(
	    node, note_md_raw_node(CMARK_NODE_HTML_INLINE, s));
	strbuf_release(&text);
	free(s);
}

/*
 * Raw HTML of one container, in order, so that its elements are closed where
 * it ends and what is around it cannot be torn open.
 */
static void
note_md_raw(cmark_node *parent)
{
	struct note_safe safe = { .n = 0 };
	struct strbuf html = STRBUF_INIT;
	cmark_node *n, *next, *last = NULL;

	for (n = cmark_node_first_child(parent); n != NULL; n = next) {
		cmark_node_type type = cmark_node_get_type(n);
		const char *raw;

		next = cmark_node_next(n);
		if (type != CMARK_NODE_HTML_BLOCK &&
		    type != CMARK_NODE_HTML_INLINE) {
			if (safe.skip != NULL)
				cmark_node_free(n);
			continue;
		}
		raw = cmark_node_get_literal(n);
		strbuf_clear(&html);
		note_safe_html(&html, &safe, raw, strlen(raw));
		cmark_node_set_literal(n, html.buf);
		last = n;
	}
	if (last != NULL && safe.n > 0) {
		strbuf_clear(&html);
		note_safe_close(&html, &safe);
		cmark_node_append_child(parent,
		    note_md_raw_node(cmark_node_get_type(last), html.buf));
	}
	strbuf_release(&html);
}

/*
 * All nodes in document order, so that passes may change the tree. What is
 * inside an image is not among them: it is rendered as plain text.
 */
static cmark_node **
note_md_nodes(cmark_node *root, size_t *n)
{
	cmark_node **v = NULL, *node;
	size_t cap = 0;

	*n = 0;
	for (node = root; node != NULL;
	     node = note_md_after(
		 root, node, cmark_node_get_type(node) != CMARK_NODE_IMAGE))
		*VEC_PUSH(v, *n, cap) = node;
	return v;
}

typedef void (*note_md_visit)(cmark_node *, void *);

void
note_md_parents(cmark_node *root, note_md_visit fn, void *payload)
{
	size_t i, k = 0, n;
	cmark_node **v = note_md_nodes(root, &n), *first;

	for (i = 0; i < n; i++) {
		first = cmark_node_first_child(v[i]);
		if (first != NULL && !note_md_is_block(first) &&
		    cmark_node_get_type(v[i]) != CMARK_NODE_IMAGE)
			v[k++] = v[i];
	}
	for (i = 0; i < k; i++)
		fn(v[i], payload);
	free(v);
}

static bool
note_md_is(cmark_node_type type, const cmark_node_type *types)
{
	for (; *types != CMARK_NODE_NONE; types++)
		if (type == *types)
			return true;
	return false;
}

/* Whether there are children that may hold one of these types. */
static bool
note_md_holds(cmark_node *node, cmark_node_type type, bool blocks)
{
	cmark_node *first = blocks ? cmark_node_first_child(node) : NULL;

	return type != CMARK_NODE_IMAGE &&
	       (first == NULL || note_md_is_block(first));
}

/*
 * Call fn for each node of these types; it may change what is below, and free
 * what is of other types. Where all of them are blocks, nothing is looked at
 * that stands in a line: that is most of a tree.
 */
static void
note_md_each(cmark_node *root, const cmark_node_type *types, note_md_visit fn,
    void *payload)
{
	size_t i, n = 0, cap = 0;
	cmark_node **v = NULL, *node;
	bool blocks = true;

	for (i = 0; types[i] != CMARK_NODE_NONE; i++)
		blocks = blocks && (types[i] & CMARK_NODE_TYPE_MASK) ==
				       CMARK_NODE_TYPE_BLOCK;
	for (node = root; node != NULL;) {
		cmark_node_type type = cmark_node_get_type(node);

		if (note_md_is(type, types))
			*VEC_PUSH(v, n, cap) = node;
		node = note_md_after(
		    root, node, note_md_holds(node, type, blocks));
	}
	for (i = 0; i < n; i++)
		fn(v[i], payload);
	free(v);
}

struct note_md_pass {
	struct note_build *b;
};

static void
note_md_visit_fence(cmark_node *node, void *payload)
{
	note_example(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_code(cmark_node *node, void *payload)
{
	note_code_block(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_quote(cmark_node *node, void *payload)
{
	note_callout(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_title(cmark_node *node, void *payload)
{
	(void)payload;
	note_callout_split(node);
}

static void
note_md_visit_item(cmark_node *node, void *payload)
{
	note_task(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_block(cmark_node *node, void *payload)
{
	note_block_id(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_link(cmark_node *node, void *payload)
{
	struct note_build *b = ((struct note_md_pass *)payload)->b;
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
		note_link_markdown(node, b);
	else if (!b->opts->verbatim)
		note_raw_links(node, b);
}

static void
note_md_visit_refused(cmark_node *node, void *payload)
{
	note_raw_refused(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_text(cmark_node *node, void *payload)
{
	note_link_wiki(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_tag(cmark_node *node, void *payload)
{
	note_tag_text(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_para(cmark_node *node, void *payload)
{
	note_embed_blocks(node, ((struct note_md_pass *)payload)->b);
}

static void
note_md_visit_heading(cmark_node *node, void *payload)
{
	note_md_heading(node, ((struct note_md_pass *)payload)->b);
}

/* Whether raw HTML stands directly below it. */
static bool
note_md_has_raw(cmark_node *node)
{
	cmark_node *n;

	for (n = cmark_node_first_child(node); n != NULL;
	     n = cmark_node_next(n))
		if (cmark_node_get_type(n) == CMARK_NODE_HTML_BLOCK ||
		    cmark_node_get_type(n) == CMARK_NODE_HTML_INLINE)
			return true;
	return false;
}

static void
note_md_safe(cmark_node *root)
{
	size_t i, n;
	cmark_node **v = note_md_nodes(root, &n);

	/* From the end, since what is skipped inside a <script> is freed
	 * with all that is below it. */
	for (i = n; i > 0; i--)
		if (note_md_has_raw(v[i - 1]))
			note_md_raw(v[i - 1]);
	free(v);
}

static void
note_md_passes(cmark_node *root, struct note_build *b, bool raw)
{
	static const cmark_node_type fences[] = { CMARK_NODE_CODE_BLOCK,
		CMARK_NODE_NONE };
	static const cmark_node_type quotes[] = { CMARK_NODE_BLOCK_QUOTE,
		CMARK_NODE_NONE };
	static const cmark_node_type items[] = { CMARK_NODE_ITEM,
		CMARK_NODE_NONE };
	static const cmark_node_type blocks[] = { CMARK_NODE_PARAGRAPH,
		CMARK_NODE_HEADING, CMARK_NODE_NONE };
	static const cmark_node_type only_text[] = { CMARK_NODE_TEXT,
		CMARK_NODE_NONE };
	static const cmark_node_type paras[] = { CMARK_NODE_PARAGRAPH,
		CMARK_NODE_NONE };
	static const cmark_node_type headings[] = { CMARK_NODE_HEADING,
		CMARK_NODE_NONE };
	static const cmark_node_type links[] = { CMARK_NODE_LINK,
		CMARK_NODE_IMAGE, CMARK_NODE_HTML_INLINE, CMARK_NODE_HTML_BLOCK,
		CMARK_NODE_NONE };
	static const cmark_node_type texts[] = { CMARK_NODE_TEXT,
		CMARK_NODE_IMAGE, CMARK_NODE_NONE };
	static const cmark_node_type raws[] = { CMARK_NODE_HTML_INLINE,
		CMARK_NODE_HTML_BLOCK, CMARK_NODE_NONE };
	struct note_md_pass pass = { b };

	/* Raw HTML is balanced in each paragraph, so what becomes another one
	 * has to be on its own before. */
	note_md_each(root, quotes, note_md_visit_title, &pass);
	note_spot_pass(b, root);
	if (!b->opts->unsafe && raw) {
		note_md_each(root, raws, note_md_visit_refused, &pass);
		note_raw_end(b);
		note_md_safe(root);
	}
	note_span_sections(root);
	note_md_each(root, fences, note_md_visit_fence, &pass);
	note_example_files(b);
	note_md_each(root, quotes, note_md_visit_quote, &pass);
	note_md_each(root, items, note_md_visit_item, &pass);
	if (b->mark->guards > 0)
		note_md_each(root, only_text, note_md_visit_tag, &pass);
	note_md_each(root, blocks, note_md_visit_block, &pass);
	if (strstr(b->body, "==") != NULL)
		note_high(root);
	note_md_each(root, texts, note_md_visit_text, &pass);
	note_md_each(root, links, note_md_visit_link, &pass);
	if (b->mark->signs > 0)
		note_aside(root, b);
	note_link_contexts(b);
	if (note_embed_any(b))
		note_md_each(root, paras, note_md_visit_para, &pass);
	note_md_each(root, headings, note_md_visit_heading, &pass);
	note_md_each(root, fences, note_md_visit_code, &pass);
}

/* The text of the first paragraphs, for descriptions and previews. */
static const char *
note_md_excerpt(cmark_node *root, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *copy;
	cmark_node *n;

	for (n = cmark_node_first_child(root);
	     n != NULL && sb.len < EXCERPT_MAX; n = cmark_node_next(n)) {
		if (cmark_node_get_type(n) != CMARK_NODE_PARAGRAPH)
			continue;
		if (sb.len > 0)
			strbuf_addc(&sb, ' ');
		note_md_text(&sb, n);
	}
	if (sb.len > EXCERPT_MAX) {
		size_t cut = EXCERPT_MAX;

		while (((unsigned char)sb.buf[cut] & 0xc0) == 0x80)
			cut--;
		strbuf_trunc(&sb, cut);
		strbuf_adds(&sb, "…");
	}
	copy = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return copy;
}

/* Where each line of the body starts, and the end behind the last; a "\r"
 * alone ends a line too, as for the library. */
static void
note_md_lines(struct note_build *b)
{
	const char *s = b->body;
	size_t i, n = b->body_len;

	*VEC_PUSH(b->lines, b->n_lines, b->cap_lines) = 0;
	for (i = strcspn(s, "\r\n"); i < n; i += 1 + strcspn(s + i + 1, "\r\n"))
		if (s[i] == '\n' || i + 1 == n || s[i + 1] != '\n')
			*VEC_PUSH(b->lines, b->n_lines, b->cap_lines) = i + 1;
	if (n > 0 && s[n - 1] != '\n' && s[n - 1] != '\r')
		*VEC_PUSH(b->lines, b->n_lines, b->cap_lines) = n;
}

/* Whether the tree is no deeper than passes may walk up; else it is told.
 * Emphasis nests as lists do, and no fault of the library is needed. *raw: there
 * is raw HTML in it. */
static bool
note_md_shallow(cmark_node *root, const struct note_build *b, bool *raw)
{
	cmark_node *n = root, *block = root, *next;
	size_t depth = 0;

	*raw = false;
	for (; n != NULL && depth <= DEPTH_MAX; n = next) {
		cmark_node_type type = cmark_node_get_type(n);

		*raw = *raw || type == CMARK_NODE_HTML_BLOCK ||
		       type == CMARK_NODE_HTML_INLINE;
		if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK)
			block = n;
		if ((next = cmark_node_first_child(n)) != NULL) {
			depth++;
			continue;
		}
		for (; next == NULL && n != root; n = cmark_node_parent(n)) {
			next = cmark_node_next(n);
			depth -= next == NULL;
		}
	}
	if (depth <= DEPTH_MAX)
		return true;
	diag(b->d, DIAG_BUDGET, b->src->path,
	    cmark_node_get_start_line(block) + b->body_line,
	    cmark_node_get_start_column(block),
	    "here something is nested more than %d deep, so the source of the "
	    "note is shown; split it, or put it into a code block",
	    DEPTH_MAX);
	return false;
}

/* The tree of a body with our own rules in it; NULL when it is too deep. */
static cmark_node *
note_md_marked(struct note_build *b, struct note_mark *mark, int options)
{
	const char *written = b->body;
	char *body = strstr(written, "%%") != NULL
			 ? xstrndup(written, b->body_len)
			 : NULL;
	size_t open = b->body_len;
	bool raw, hidden = body != NULL &&
			   note_comment_hide(body, b->body_len, &open) > 0;
	cmark_node *root;

	if (open < b->body_len)
		note_comment_open(b, open);
	if (hidden)
		b->body = body;
	note_mark_text(mark, b->body, b->body_len);
	root = note_md_tree(mark->text.buf, mark->text.len, options);
	note_mark_clean(mark, root);
	if (hidden)
		note_comment_clean(root);
	b->mark = mark;
	note_md_lines(b);
	if (note_md_shallow(root, b, &raw)) {
		note_md_passes(root, b, raw);
	} else {
		cmark_node_free(root);
		root = NULL;
	}
	note_mark_release(mark);
	b->mark = NULL;
	b->body = written;
	free(body);
	return root;
}

int
note_md_parse(struct note *out, struct note_build *b)
{
	int options = note_md_options(b->opts);
	struct note_mark mark;
	cmark_node *root = b->opts->no_wiki
			       ? note_md_tree(b->body, b->body_len, options)
			       : note_md_marked(b, &mark, options);
	char *html;

	if (root == NULL)
		return -1;
	out->text = note_md_excerpt(root, b->a);
	html = note_md_html(root, options);
	if (b->opts->no_wiki) {
		out->html_len = strlen(html);
		out->html = arena_copy(b->a, html, out->html_len + 1, 1);
	} else {
		note_anchor_all(b, html);
		note_span_read(out, html, b);
	}
	free(html);
	cmark_node_free(root);
	return 0;
}
