/* repo_place.h: where a file could be, and whether git would keep it */
#ifndef REPO_REPO_PLACE_H
#define REPO_REPO_PLACE_H

#include "repo/repo.h"

/* Whether a file that is not there could be at `path`: each folder on the way
 * is one or is missing, on the disk, in HEAD and in the index. 0, or -1 with
 * ERR_CONFLICT and what stands there. */
int repo_place(struct repo *r, const char *path, struct err *e);
/* Whether git is told to ignore a file there that it does not know. */
bool repo_ignored(struct repo *r, const char *path);

#endif
