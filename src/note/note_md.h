/* note_md.h: what the passes over the Markdown tree share */
#ifndef NOTE_NOTE_MD_H
#define NOTE_NOTE_MD_H

#include <cmark-gfm.h>

#include "note/note_int.h"
#include "note/note_prop.h"

/* The text of a node and all below it, without its markup. */
void note_md_text(struct strbuf *out, cmark_node *node);
/* The same; fn is told of raw HTML in it, and how much text is before that. */
typedef void (*note_md_raw_fn)(const char *html, size_t at, void *payload);
void note_md_text_raw(
    struct strbuf *out, cmark_node *node, note_md_raw_fn fn, void *payload);
/*
 * A mark: kind is that of a hole ('l' link, 'e' example, 'h' heading, 'm'
 * embed), or the begin and end of what an id stands for ('p' 'q' inside of a
 * block, 'P' 'Q' around it), in an item that the id is of its number, if it has
 * one, and its begin and end ('n' 'i' 'j'), or 's' in front of a heading that stands in
 * nothing else, 'z' where the last section ends, or the begin and end of a
 * callout ('c' 'd') and of its title ('t' 'u').
 */
#define NOTE_MARK_BEGIN '\xff'
#define NOTE_MARK_END '\xfe'
char *note_md_mark(char kind, size_t index);
void note_md_mark_add(struct strbuf *out, char kind, size_t index);
/* A node of raw HTML, HTML_INLINE or HTML_BLOCK. */
cmark_node *note_md_raw_node(cmark_node_type type, const char *html);
/* Put `node` in front of `sibling`, where it is allowed to stand. */
void note_md_before(cmark_node *sibling, cmark_node *node);
bool note_md_is_block(cmark_node *n);
/*
 * The node below root that comes next in the document, or NULL; what is in `n`
 * is passed over unless `in`. The library's own iterator comes to each node
 * twice, and a note is walked through a dozen times.
 */
cmark_node *note_md_after(cmark_node *root, cmark_node *n, bool in);

/*
 * Take what stands between "%%" out of a text, and leave every other byte where
 * it is; how many such comments there were. If there were any, the tree that is
 * made of it has to be cleaned. *open is where a comment begins, with its line,
 * that has no end, so that it is text; `len` when none does.
 */
size_t note_comment_hide(char *s, size_t len, size_t *open);
void note_comment_clean(cmark_node *root);
/* Tell where that is: who writes a comment means to hide it. */
void note_comment_open(const struct note_build *b, size_t open);
/* A block quote that begins with [!type] becomes a callout; first its title
 * becomes a paragraph of its own. */
void note_callout_split(cmark_node *quote);
void note_callout(cmark_node *quote, struct note_build *b);
/* Do in the HTML what a mark of a callout says: give the quote and its title
 * their own tags. s is behind the mark; where to go on is returned. */
const char *note_callout_html(struct strbuf *html, char kind,
    const struct note_callout *callout, const char *s);
/* ---- note_cut.c: a text in pieces ---------------------------------------- */

/* A text of the tree that is taken apart from front to back. */
struct note_cut {
	cmark_node *node;
	char *s; /* owned: all of it */
	size_t pos;
};
/* What is before s[at] of this text, and was not cut off yet, becomes a text of
 * its own before it; `skip` bytes from there on are dropped. The pieces of one
 * text come in order. */
void note_cut_to(struct note_cut *c, cmark_node *text, size_t at, size_t skip);
/* The text is what is left of it, or is freed when nothing is. */
void note_cut_end(struct note_cut *c);
/* How many more elements are open behind a node of raw HTML than before it, and
 * in *least, at most 0, the least number on the way. */
int note_cut_depth(cmark_node *html, int *least);
/* Call fn for each node with inline nodes in it, but for pictures. */
void note_md_parents(cmark_node *root,
    void (*fn)(cmark_node *parent, void *payload), void *payload);

/* ==text== becomes <mark>. */
void note_high(cmark_node *root);
/* ^[text] becomes a footnote, once the links in it are known; and the signs in
 * the text go. */
void note_aside(cmark_node *root, struct note_build *b);

/* A code block with attributes becomes an example; other ones stay. */
void note_example(cmark_node *fence, struct note_build *b);
/* Once all are known: say which have of= that names none of them. */
void note_example_files(struct note_build *b);
/* An item of a list that begins with "[ ]" or "[x]" becomes a task. */
void note_task(cmark_node *item, struct note_build *b);
/* The text of a code block in colours; NULL when it has none: its language is
 * not known, and its lines have no anchors. In the arena. */
const char *note_code_html(
    const struct note_example *x, const char *text, struct note_build *b);
/* The same for a block that is no example, in its place. The links of the raw
 * HTML are known by then, or the anchors would be among them. */
void note_code_block(cmark_node *node, struct note_build *b);
/* "^id" at the end of the title of a callout, of which all but that is gone, is
 * the id of the callout. */
void note_block_callout(
    cmark_node *quote, cmark_node *title, struct note_build *b);
/* "^id" at the end of a paragraph or heading becomes an anchor. */
void note_block_id(cmark_node *block, struct note_build *b);
/* Give the headings their ids: each its own, and none that the rendered HTML
 * or a page around it has already. */
void note_anchor_all(struct note_build *b, const char *html);
/* "%20" and the like undone; not UTF-8 then: the text as it was. */
const char *note_link_decode(const char *s, struct arena *a);
/* Mark where sections begin; before a callout becomes something else. */
void note_span_sections(cmark_node *root);
/* HTML as rendered, marks in it, to HTML without, holes and spans. */
void note_span_read(struct note *out, const char *html, struct note_build *b);
/* [text](target.md) and ![alt](image.png) that stay inside the wiki. */
void note_link_markdown(cmark_node *node, struct note_build *b);
/* Whether the link or image, which leads out of the wiki, has an address that
 * is not let through, or none: that is told, and its text is left of it, but
 * for a link to nothing, which leads to the page itself. */
bool note_scheme_refuse(cmark_node *node, struct note_build *b);
/* Say of an address that it is not let through; of `at` the place counts. */
void note_scheme_tell(
    struct note_build *b, const struct note_link *at, const char *url);
/* A node of raw HTML: the addresses in it that stay inside the wiki. */
void note_raw_links(cmark_node *node, struct note_build *b);
/* Before what is unsafe is gone from it: say which addresses are. */
void note_raw_refused(cmark_node *node, struct note_build *b);
/* Behind the last node: the next pass begins with the first one. */
void note_raw_end(struct note_build *b);
/* As note_md_text_raw(); of a block that is raw HTML, what is not in its tags,
 * and fn is told of nothing. */
void note_raw_block_text(
    struct strbuf *out, cmark_node *block, note_md_raw_fn fn, void *payload);
/* A new link for an address in raw HTML; NULL when it leads out of the wiki. */
struct note_link *note_link_raw(struct note_build *b, cmark_node *node,
    const char *url, enum note_link_attr attr);
/* The place of a link that starts at this offset of the body; at -1, where the
 * library says. */
void note_link_set_start(
    struct note_link *l, struct note_build *b, cmark_node *node, long at);
/* Where the block that the node stands in is, in the body; false when the
 * library does not say. */
bool note_link_range(
    const struct note_build *b, cmark_node *node, size_t *from, size_t *end);
/* The offset in the body of a link or image that note_link_markdown() meets,
 * which says `text`; to be called once for each, in order. -1 when it is not
 * there as written. */
long note_path_find(struct note_build *b, cmark_node *node, const char *text);
/* Whether behind the end of a line at s, "\n", "\r" or both, there is nothing
 * or a blank line, of a quote or not: what began before ends there. */
bool note_path_ends_block(const char *s, const char *end);
/* Behind the code span at s, or behind its backticks when it has no end. */
const char *note_path_behind_code(const char *s, const char *end);
/* [[target#fragment|text]] and ![[target]] inside a text node. For each text
 * and image, in order: it has to know them all to find the links in the
 * source. */
void note_link_wiki(cmark_node *text, struct note_build *b);
/*
 * Put what the writer has a wiki link say in front of a node, with the code in
 * it. Backticks that begin code without an end are text, and so is all behind
 * them: that is looked for only once.
 */
void note_link_shown(cmark_node *node, const char *s);
/* The same text as that of its block has it, without backticks; s itself, or in
 * the arena. */
const char *note_link_no_ticks(const char *s, struct arena *a);
/* The #tags of a text node; escaped ones become text. */
void note_tag_text(cmark_node *text, struct note_build *b);
/* A line of a paragraph that has nothing but embeds gives way to them, if there
 * are any; the lines around it are paragraphs then. */
bool note_embed_any(const struct note_build *b);
void note_embed_blocks(cmark_node *para, struct note_build *b);
/* Look where raw HTML, code, addresses and titles stand, in which there is no
 * link; while the tree has them as they are written. */
void note_spot_pass(struct note_build *b, cmark_node *root);
/* The first of b->passed that does not end before the offset `at`. */
size_t note_spot_passed(const struct note_build *b, size_t at);
/* Where the body has what is "[[a|b]]" in the tree: a link, or the same by
 * brackets that are `escaped`, one of them at least. */
struct note_spot {
	size_t at, to;
	bool escaped;
};
/* The places of one such text, in order; in *first, which is the first from
 * `from` on. NULL when there is none. */
struct note_spots {
	struct note_spot *v;
	size_t n, cap;
};
const struct note_spots *note_spot_find(struct note_build *b, const char *raw,
    size_t len, size_t from, size_t *first);
/* What each link's block says, once there are no more [[brackets]] in it. */
void note_link_contexts(struct note_build *b);

#endif
