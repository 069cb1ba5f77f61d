/* note_context.c: what the block around a link says, for its backlink
 *
 * A mark stands in the tree where a link begins, so its words are known from
 * the same words elsewhere in the block.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_md.h"

#define CONTEXT_MAX 240

/* The text of a block, and where in it each link of the note begins. */
struct context {
	struct strbuf text;
	size_t *places; /* SIZE_MAX: it is none of this block, or unknown */
	size_t n;
};

/* A node of raw HTML may be the marks of several links. */
static void
context_mark(const char *html, size_t at, void *payload)
{
	struct context *c = payload;
	size_t i;

	while ((html = strchr(html, NOTE_MARK_BEGIN)) != NULL) {
		if (*++html != 'l')
			continue;
		i = strtoul(html + 1, NULL, 10);
		if (i < c->n)
			c->places[i] = at;
	}
}

/* A cell of a table is often nothing but the link: its row says more. */
static cmark_node *
context_block(cmark_node *block)
{
	return strcmp(cmark_node_get_type_string(block), "table_cell") == 0
		   ? cmark_node_parent(block)
		   : block;
}

static size_t
context_char_start(const char *s, size_t at)
{
	while (at > 0 && ((unsigned char)s[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* The text of the block, cut around this place when it is long; and where in
 * that the text of the link is. */
static void
context_set(
    struct note_link *l, const struct strbuf *block, size_t at, struct arena *a)
{
	size_t from = 0, to = block->len, len = strlen(l->text);
	const char *more = "";

	if (block->len > CONTEXT_MAX) {
		from = at > CONTEXT_MAX / 2 ? at - CONTEXT_MAX / 2 : 0;
		from = context_char_start(block->buf, from);
		to = from + CONTEXT_MAX < block->len
			 ? context_char_start(block->buf, from + CONTEXT_MAX)
			 : block->len;
	}
	if (from > 0)
		more = "…";
	l->context = arena_printf(a, "%s%.*s%s", more, (int)(to - from),
	    block->buf + from, to < block->len ? "…" : "");
	l->hit = -1;
	if (len > 0 && at + len <= to &&
	    memcmp(block->buf + at, l->text, len) == 0)
		l->hit = (long)(strlen(more) + at - from);
}

void
note_link_contexts(struct note_build *b)
{
	struct context c = { STRBUF_INIT, NULL, b->n_links };
	cmark_node *block, *last = NULL;
	size_t i, at = 0;

	c.places = xcalloc(b->n_links + 1, sizeof(*c.places));
	for (i = 0; i < b->n_links; i++)
		c.places[i] = SIZE_MAX;
	/* Links of one block stand together, those in [[ ]] before the others:
	 * its text is made once for each kind. */
	for (i = 0; i < b->n_links; i++) {
		block = context_block(b->blocks[i]);
		if (i == 0 || block != last ||
		    note_link_by_path(&b->links[i]) !=
			note_link_by_path(&b->links[i - 1])) {
			strbuf_clear(&c.text);
			note_raw_block_text(&c.text, block, context_mark, &c);
			at = 0;
		}
		last = block;
		/* Where that is unknown, it is behind the last one. */
		if (c.places[i] != SIZE_MAX)
			at = c.places[i];
		context_set(&b->links[i], &c.text, at, b->a);
	}
	strbuf_release(&c.text);
	free(c.places);
}
