/* wiki_looks.h: which files of a wiki are not as the last build saw them */
#ifndef WIKI_WIKI_LOOKS_H
#define WIKI_WIKI_LOOKS_H

#include "wiki/wiki_still.h"

/* Keep how each file of `before` looked, which was begun before anything was
 * read. */
void wiki_looks_keep(const struct wiki *w, const struct wiki_still *before);

/*
 * The paths, as still_path() has them, of the files that are not as they were
 * when all files were as in `then`; the vector is to be freed. False when that
 * is not known, when there are more than `most`, or when one was added, removed or
 * renamed.
 */
bool wiki_looks_changed(const struct wiki *w, const struct still *then,
    const struct wiki_still *now, size_t most, uint64_t **paths, size_t *n);

#endif
