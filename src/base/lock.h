/* lock.h: one process at a time */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/err.h"

/*
 * Take the advisory lock (flock(2)) on the file `name` in the directory
 * `dirfd`, made if it is not there; wait up to wait_ms. Returns a descriptor
 * that no child inherits, and that lock_drop() or the end of the process
 * gives back; -1 with code ERR_LOCKED when another process kept it.
 */
int lock_take(int dirfd, const char *name, int wait_ms, struct err *e);
void lock_drop(int fd); /* -1 is fine */

#endif
