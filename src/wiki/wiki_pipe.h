/* wiki_pipe.h: what comes through a pipe, kept on disk while it is read */
#ifndef WIKI_WIKI_PIPE_H
#define WIKI_WIKI_PIPE_H

#include "wiki/wiki.h"

/*
 * Append all that is left to read of a pipe to `out`, at most what that holds.
 * It is in a draft before it is read on, so that what cannot be kept stays in
 * the pipe: -1 then, with what was read in `out`. So it is when SIGINT, SIGTERM
 * or SIGHUP comes, which stays blocked and pending, for main() to let it end
 * the process after all is said. Needs w->repo.
 */
int wiki_pipe_read(struct strbuf *out, struct wiki *w, int fd, struct err *e);
/* The draft stays, for nothing else has its text: its path, in the arena;
 * NULL when there is none. */
const char *wiki_pipe_kept(struct wiki *w);
/* The text is saved, here or in a draft: this one goes, if there is one. */
void wiki_pipe_drop(struct wiki *w);

#endif
