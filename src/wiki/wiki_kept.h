/* wiki_kept.h: bytes in the state folder, from one build to the next */
#ifndef WIKI_WIKI_KEPT_H
#define WIKI_WIKI_KEPT_H

#include "wiki/wiki.h"

/*
 * Append what was kept under this name. False, and nothing is appended, when
 * there is nothing, or another program, user or place has kept it; so too when
 * it is damaged, and *damaged is set.
 */
bool wiki_kept_load(
    struct strbuf *out, const struct wiki *w, const char *name, bool *damaged);
/* Keep these bytes; where nothing can be kept, nothing happens. */
void wiki_kept_store(
    const struct wiki *w, const char *name, const void *p, size_t len);

#endif
