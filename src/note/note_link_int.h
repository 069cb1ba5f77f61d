/* note_link_int.h: what links of Markdown and wiki links are made with */
#ifndef NOTE_NOTE_LINK_INT_H
#define NOTE_NOTE_LINK_INT_H

#include "note/note_md.h"

/* A new link of the tree, that stands at this node. */
struct note_link *note_link_add(
    struct note_build *b, enum note_link_kind kind, cmark_node *node);
/* Split "target#fragment" at this "#"; NULL: it has none. */
void note_link_split(
    struct note_link *l, const char *s, const char *hash, struct arena *a);
/* "300" or "300x200" that is all of s. */
bool note_link_size_read(struct note_link *l, const char *s);
/* The size at the end of a picture's text, as Obsidian has it: "300" alone or
 * behind a bar. It is taken out of the text. */
void note_link_size(struct note_link *l, struct arena *a);
/* The line and column of an offset into the body. */
void note_link_place(
    struct note_link *l, const struct note_build *b, size_t at);
/* A text of the tree. */
cmark_node *note_link_text_node(const char *s, size_t len);
/* Whether the name has an ending that no note has. */
bool note_link_is_file(const char *target);
/* Inside a link there are no further links. */
bool note_link_inside(cmark_node *n);

#endif
