/* wiki_dates.h: what git knows of the notes: their dates, their versions */
#ifndef WIKI_WIKI_DATES_H
#define WIKI_WIKI_DATES_H

#include "repo/repo_dates.h"
#include "wiki/wiki.h"

/*
 * Ask git when the notes were committed, for the next wiki_graph(). Without a
 * repository or a commit there are no dates, and that is no failure. -1 when
 * the history cannot be read: then there are none either.
 */
int wiki_dates(struct wiki *w, struct err *e);

struct graph_kept_now;
/* What git has said, of each of these notes, into dates and `dated`. */
void wiki_dates_now(const struct wiki *w, const struct note *notes, size_t n,
    struct graph_kept_now *now);
/* The latest commits, as they changed w->notes, as wiki_graph() has them. */
const struct graph_commit *wiki_commits(struct wiki *w, bool drafts, size_t *n);

/* The versions of the page that a word of the command line means, a day by its
 * date, too; ERR_NOTHING when git knows of none. In the arena. */
int wiki_versions(struct wiki *w, const char *arg, size_t limit,
    struct repo_versions *out, struct err *e);

#endif
