/* wiki_sparse.h: what a sparse checkout leaves out, read all the same */
#ifndef WIKI_WIKI_SPARSE_H
#define WIKI_WIKI_SPARSE_H

#include "base/sweep.h"
#include "wiki/wiki.h"

/* wiki_state.c: whether the work tree that `dir` is in is sparse, or was. */
bool wiki_is_sparse(const char *dir);

/*
 * As fs_read() of a file below the root of the wiki; one that git knows, and a
 * sparse checkout leaves out of the work tree, is read all the same.
 */
int wiki_file_read(
    struct wiki *w, const char *path, struct strbuf *out, struct err *e);
/* Whether it is a file that is left out. */
bool wiki_sparse_has(struct wiki *w, const char *path);
/* Of those that are left out, give the notes in and below the folder `from`
 * to these functions, as sweep_files() would; nothing where none can be. */
int wiki_sparse_sweep(struct wiki *w, const char *from, const struct sweep *s,
    void *payload, struct err *e);

#endif
