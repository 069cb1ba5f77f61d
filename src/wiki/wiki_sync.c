/* wiki_sync.c: the wiki here and the one elsewhere made one */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "study/study_merge.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_sync.h"

struct sync_days {
	struct wiki *w;
	const char **v; /* owned: days with marks */
	size_t n, cap;
};

/*
 * A day that does not merge by entry may do by lines, as when both have
 * changed its front matter in two places.
 */
static int
sync_merge(void *payload, struct strbuf *out, const char *path,
    const struct repo_text *base, const struct repo_text *ours,
    const struct repo_text *theirs, struct err *e)
{
	struct sync_days *s = payload;
	struct study_merge m = {
		.base = { base->p, base->len },
		.ours = { ours->p, ours->len },
		.theirs = { theirs->p, theirs->len },
		.day_ends = s->w->conf.day_ends,
		.lang = s->w->conf.lang,
	};
	size_t marks, i;

	if (!wiki_is_day(s->w, path))
		return REPO_SYNC_LINES;
	if (study_merge(out, &marks, &m) == 0)
		return base->p != NULL ? repo_merge3(out, base, ours, theirs, e)
				       : 0;
	for (i = 0; i < s->n && strcmp(s->v[i], path) != 0; i++)
		;
	/* Where somebody else came first, it was merged before. */
	if (marks > 0 && i == s->n)
		*VEC_PUSH(s->v, s->n, s->cap) = arena_strdup(s->w->arena, path);
	return 1;
}

int
wiki_sync(
    struct wiki *w, const char *remote, struct wiki_synced *done, struct err *e)
{
	struct sync_days days = { .w = w };
	struct repo_sync_opts o = {
		.remote = remote,
		.when = w->now,
		.merge = sync_merge,
		.payload = &days,
	};
	int rc;

	memset(done, 0, sizeof(*done));
	rc = repo_sync(w->repo, &o, &done->repo, e);
	done->marked = arena_copy(w->arena, days.v, days.n, sizeof(*days.v));
	done->n_marked = days.n;
	free(days.v);
	return rc;
}

void
wiki_synced_release(struct wiki_synced *done)
{
	repo_synced_release(&done->repo);
}
