/* repo_below.h: whether a hook has called this command */
#ifndef REPO_REPO_BELOW_H
#define REPO_REPO_BELOW_H

#include "repo/repo.h"

/* Whether this command was called, by a hook, below one that holds the lock of
 * this state folder: to wait for that would be to wait for oneself. */
bool repo_below(struct repo *r);

#endif
