/* build_leak.h: whether a file of the site shows what is private */
#ifndef BUILD_BUILD_LEAK_H
#define BUILD_BUILD_LEAK_H

#include "base/err.h"
#include "graph/graph.h"

/*
 * A second look at what goes out, which knows nothing of how pages are made:
 * no page of a private note or a draft, no link to one, and nothing of its text,
 * unless a note that is shown has the same. Compared are letters and digits alone, so
 * that markup and escapes do not hide a text. What is shorter than a line is
 * not seen.
 */
struct build_leak;

/* srcs[i] is what notes[i] was read from; `g` is what the site is made of. All
 * is borrowed. */
struct build_leak *build_leak_new(const struct graph *g,
    const struct note *notes, const struct note_src *srcs, size_t n);
void build_leak_free(struct build_leak *l); /* NULL is fine */
/* Whether this file of the site shows nothing of them: 0; -1 with the note,
 * but not its text: messages of a CI are public, too. */
int build_leak_check(const struct build_leak *l, const char *path,
    const void *bytes, size_t len, struct err *e);

#endif
