/* note_md.h: what the passes over the Markdown tree share */
#ifndef NOTE_NOTE_MD_H
#define NOTE_NOTE_MD_H

#include <cmark-gfm.h>

#include "note/note_int.h"

/* The text of a node and all below it, without its markup. */
void note_md_text(struct strbuf *out, cmark_node *node);
/* The mark of a hole: kind is 'l' link, 'e' example, 'h' heading. */
char *note_md_mark(char kind, size_t index);
/* A node of raw HTML, HTML_INLINE or HTML_BLOCK. */
cmark_node *note_md_raw_node(cmark_node_type type, const char *html);
/* Put `node` in front of `sibling`, where it is allowed to stand. */
void note_md_before(cmark_node *sibling, cmark_node *node);
bool note_md_is_block(cmark_node *n);

/* A block quote that begins with [!type] becomes a callout; first its title
 * becomes a paragraph of its own. */
void note_callout_split(cmark_node *quote);
void note_callout(cmark_node *quote);
/* "^id" at the end of a paragraph or heading becomes an anchor. */
void note_block_id(cmark_node *block, struct note_build *b);
/* [text](target.md) and ![alt](image.png) that stay inside the wiki. */
void note_link_markdown(cmark_node *node, struct note_build *b);
/* [[target#fragment|text]] and ![[target]] inside a text node. For each text,
 * code span, inline HTML and image, in order: it has to know them all to find
 * the links in the source. */
void note_link_wiki(cmark_node *text, struct note_build *b);
/* The offsets in the body, in order, at which a text such as "[[a|b]]" stands;
 * in *first, which is the first from `from` on. NULL when there is none. */
struct note_spots {
	size_t *at;
	size_t n, cap;
};
const struct note_spots *note_spot_find(struct note_build *b, const char *raw,
    size_t len, size_t from, size_t *first);
/* What each link's block says, once there are no more [[brackets]] in it. */
void note_link_contexts(struct note_build *b);

#endif
