/* wiki_sync.c: the wiki here and the one elsewhere made one */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "study/study_merge.h"
#include "wiki/wiki_sync.h"

struct sync_days {
	struct wiki *w;
	char *dir;      /* owned: notes/daily/, below the repository */
	const char **v; /* owned: days with marks */
	size_t n, cap;
};

/* As repo_sync_opts.named: whether a file is that of a day: of this wiki, or of another one of the
 * repository, for all of them are merged, whoever is in which. */
static bool
sync_is_day(void *payload, const char *path)
{
	const struct sync_days *s = payload;
	static const char below[] = WIKI_NOTES "/" WIKI_DAILY "/";
	size_t len = strlen(path), n = sizeof(below) - 1;
	size_t own = strlen(s->dir) - strlen(WIKI_DAILY "/");
	const char *at = path + len - 13;
	char name[DATE_MAX];
	struct date d;

	if (len < n + 13 || strcmp(path + len - 3, ".md") != 0 ||
	    strncmp(at - n, below, n) != 0 ||
	    (at - n > path && at[-(ptrdiff_t)n - 1] != '/'))
		return false;
	/* A folder of that name among our notes holds no days. */
	if (strncmp(path, s->dir, own) == 0 &&
	    strlen(s->dir) != (size_t)(at - path))
		return false;
	memcpy(name, at, 10);
	name[10] = '\0';
	return date_parse(&d, name) == 0;
}

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
	char date[DATE_MAX];
	int rc;

	if (!sync_is_day(s, path))
		return REPO_SYNC_LINES;
	snprintf(date, sizeof(date), "%.10s", path + strlen(path) - 13);
	m.date = date;
	rc = study_merge(out, &marks, &m);
	if (rc == STUDY_MERGE_GONE)
		return REPO_SYNC_GONE;
	if (rc == 0)
		return base->p != NULL && ours->p != NULL && theirs->p != NULL
			   ? repo_merge3(out, base, ours, theirs, e)
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
		.named = sync_is_day,
		.payload = &days,
	};
	char *notes = path_join(w->prefix, WIKI_NOTES);
	int rc;

	memset(done, 0, sizeof(*done));
	days.dir = xasprintf("%s/" WIKI_DAILY "/", notes);
	rc = repo_sync(w->repo, &o, &done->repo, e);
	done->marked = arena_copy(w->arena, days.v, days.n, sizeof(*days.v));
	done->n_marked = days.n;
	free(days.v);
	free(days.dir);
	free(notes);
	return rc;
}

void
wiki_synced_release(struct wiki_synced *done)
{
	repo_synced_release(&done->repo);
}
