/* wiki_looks.h: which files of a wiki are not as the last build saw them */
#ifndef WIKI_WIKI_LOOKS_H
#define WIKI_WIKI_LOOKS_H

#include "wiki/wiki_still.h"

/* Keep how each file of `before` looked, which was begun before anything was
 * read. */
void wiki_looks_keep(const struct wiki *w, const struct wiki_still *before);

/* Files that are not as they were: paths, as still_path() has them. */
struct wiki_looks {
	uint64_t may_be_new; /* given: the one that may not have been there */
	bool is_new;         /* and was not */
	uint64_t *paths;     /* to be freed: of others */
	size_t n;
};
/*
 * Those of now, when all files were as in `then`. False when that is not known,
 * when there are more than `most`, or when another was added, or one removed or
 * renamed.
 */
bool wiki_looks_changed(struct wiki_looks *out, const struct wiki *w,
    const struct still *then, const struct wiki_still *now, size_t most);

#endif
