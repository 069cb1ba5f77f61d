/* wiki_sync.h: the wiki here and the one elsewhere made one */
#ifndef WIKI_WIKI_SYNC_H
#define WIKI_WIKI_SYNC_H

#include "repo/repo_sync.h"
#include "wiki/wiki.h"

struct wiki_synced {
	struct repo_synced repo;
	const char *const
	    *marked; /* days in which both are kept; in the arena */
	size_t n_marked;
};

/*
 * repo_sync() with days merged by entry: `remote` NULL is the branch's own.
 * *done is to be released in any case.
 */
int wiki_sync(struct wiki *w, const char *remote, struct wiki_synced *done,
    struct err *e);
void wiki_synced_release(struct wiki_synced *done);

#endif
