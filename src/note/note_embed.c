/* note_embed.c: embeds that have lines of their own, and are blocks */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "note/note_md.h"

/*
 * Theory of operation. For the library "![[note]]" below a line of text is
 * part of its paragraph; a reader sees a block there, as Obsidian shows it. So
 * a paragraph is cut at the lines that have nothing but embeds: its other lines
 * become paragraphs before and behind them. A line inside of an element of raw
 * HTML, or of a link, stays where it is, or that element would be cut in two.
 * The marks of the id of the paragraph, which stand in it, become those of a
 * block: what the id stands for is all of the pieces then.
 */
struct embed {
	struct note_build *b;
	cmark_node *para;
	cmark_node *rest; /* the paragraph that is being filled, or NULL */
};

bool
note_embed_any(const struct note_build *b)
{
	size_t i;

	for (i = 0; i < b->n_links; i++)
		if (b->links[i].kind == NOTE_LINK_EMBED)
			return true;
	return false;
}

/* The kind of mark that the node is, 0 when it is none; one of an id may stand
 * behind its anchor. */
static char
embed_mark(cmark_node *n)
{
	const char *s;

	if (cmark_node_get_type(n) != CMARK_NODE_HTML_INLINE)
		return '\0';
	s = cmark_node_get_literal(n);
	if (strncmp(s, "<span id=\"^", 11) == 0 &&
	    strchr(s, NOTE_MARK_BEGIN) != NULL)
		s = strchr(s, NOTE_MARK_BEGIN);
	return s[0] == NOTE_MARK_BEGIN ? s[1] : '\0';
}

static const struct note_link *
embed_link(const struct embed *m, cmark_node *n)
{
	if (embed_mark(n) != 'l')
		return NULL;
	return &m->b->links[strtoul(cmark_node_get_literal(n) + 2, NULL, 10)];
}

/* The link whose embed this node is, if it can be more than a picture. */
static const struct note_link *
embed_of(const struct embed *m, cmark_node *n)
{
	const struct note_link *l = embed_link(m, n);

	return l != NULL && l->kind == NOTE_LINK_EMBED &&
		       !path_is_image(l->target)
		   ? l
		   : NULL;
}

static bool
embed_is_break(cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);

	return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

/* Whether it marks what an id stands for: note_block.c. */
static bool
embed_is_id(cmark_node *n)
{
	char mark = embed_mark(n);

	return mark != '\0' && strchr("pqnij", mark) != NULL;
}

/* How many more elements are open behind a node than before it. */
static int
embed_depth(const struct embed *m, cmark_node *n)
{
	const struct note_link *l = embed_link(m, n);
	int ignored;

	if (l != NULL)
		return l->kind == NOTE_LINK_WIKI || l->kind == NOTE_LINK_PATH;
	return cmark_node_get_type(n) == CMARK_NODE_HTML_INLINE
		   ? note_cut_depth(n, &ignored)
		   : 0;
}

/* The end of the line that begins at n: a break or NULL. *only: it has an embed
 * and nothing else; *depth is kept. */
static cmark_node *
embed_line(const struct embed *m, cmark_node *n, int *depth, bool *only)
{
	bool other = *depth != 0, found = false;

	for (; n != NULL && !embed_is_break(n); n = cmark_node_next(n)) {
		*depth += embed_depth(m, n);
		if (embed_of(m, n) != NULL)
			found = true;
		else if (!embed_is_id(n) &&
			 (cmark_node_get_type(n) != CMARK_NODE_TEXT ||
			     !text_blank(cmark_node_get_literal(n))))
			other = true;
	}
	*only = found && !other;
	return n;
}

/* An embed, or the mark of an id, as a block in front of the paragraph. */
static void
embed_block(struct embed *m, cmark_node *n)
{
	const char *s = cmark_node_get_literal(n);
	size_t at = (size_t)(strchr(s, NOTE_MARK_BEGIN) - s) + 1;
	char *html = arena_strdup(m->b->a, s);
	static const char inside[] = "lpq", around[] = "mPQ";
	const char *kind = strchr(inside, html[at]);

	if (kind != NULL)
		html[at] = around[kind - inside];
	note_md_before(m->para, note_md_raw_node(CMARK_NODE_HTML_BLOCK, html));
	cmark_node_free(n);
}

/* What is left of the paragraph goes on in one of its own. */
static void
embed_rest(struct embed *m, cmark_node *n)
{
	if (m->rest == NULL) {
		m->rest = cmark_node_new(CMARK_NODE_PARAGRAPH);
		note_md_before(m->para, m->rest);
	}
	cmark_node_append_child(m->rest, n);
}

/* Without the break at its end. */
static void
embed_rest_end(struct embed *m)
{
	cmark_node *last =
	    m->rest != NULL ? cmark_node_last_child(m->rest) : NULL;

	if (last != NULL && embed_is_break(last))
		cmark_node_free(last);
	m->rest = NULL;
}

static void
embed_cut(struct embed *m)
{
	cmark_node *n, *next, *end;
	int depth = 0;
	bool only;

	for (n = cmark_node_first_child(m->para); n != NULL; n = next) {
		end = embed_line(m, n, &depth, &only);
		if (only)
			embed_rest_end(m);
		for (; n != end; n = next) {
			next = cmark_node_next(n);
			if (embed_is_id(n) || (only && embed_of(m, n) != NULL))
				embed_block(m, n);
			else if (only)
				cmark_node_free(n);
			else
				embed_rest(m, n);
		}
		next = end != NULL ? cmark_node_next(end) : NULL;
		if (end != NULL && only)
			cmark_node_free(end);
		else if (end != NULL)
			embed_rest(m, end);
	}
	embed_rest_end(m);
	cmark_node_free(m->para);
}

void
note_embed_blocks(cmark_node *para, struct note_build *b)
{
	struct embed m = { b, para, NULL };
	cmark_node *n;
	int depth = 0;
	bool only = false;

	for (n = cmark_node_first_child(para); n != NULL && !only;) {
		n = embed_line(&m, n, &depth, &only);
		n = n != NULL ? cmark_node_next(n) : NULL;
	}
	if (only)
		embed_cut(&m);
}
