/* note_prop.h: wiki links in the properties of front matter */
#ifndef NOTE_NOTE_PROP_H
#define NOTE_NOTE_PROP_H

#include "base/yamldoc.h"
#include "note/note_int.h"

/*
 * Add the wiki links in the values of front matter, a mapping that was read
 * from `yaml`, to b->props; the first line of that is the second of the note.
 */
void note_prop_links(
    struct note_build *b, const struct yamldoc *doc, const char *yaml);

/* What "[[target#fragment|text]]" says, of len bytes: those three of `l`. */
void note_link_wiki_read(
    struct note_link *l, const char *raw, size_t len, struct arena *a);

/* "[[" at s; the length through "]]", 0 when it is no wiki link: one that
 * names neither a page nor a heading is none. */
size_t note_link_wiki_len(const char *s);

#endif
