/* repo_left_out.h: files that a sparse checkout leaves out of the work tree */
#ifndef REPO_REPO_LEFT_OUT_H
#define REPO_REPO_LEFT_OUT_H

#include "base/sweep.h"
#include "repo/repo.h"

/*
 * Whether a sparse checkout leaves the file `path` out: git knows it, and it
 * is not in the work tree, but not for having been deleted. 1 or 0; -1.
 */
int repo_left_out(struct repo *r, const char *path, struct err *e);
/*
 * Let the file be in the work tree, whole and on the disk, if it is left out.
 * git takes a file that is there for one that is to be there. 0 or -1.
 */
int repo_left_restore(struct repo *r, const char *path, struct err *e);
/* 1, and what the work file would be is appended; 0 when it is not left out. */
int repo_left_text(
    struct repo *r, const char *path, struct strbuf *out, struct err *e);

/*
 * All regular files that are left out in and below the folder `below` of
 * `dir`, an absolute path in a work tree; paths are seen from there. They are
 * asked for and given as by sweep_files(), in the order of git's index, and
 * nothing else of `s` is used. No repository need be open, and none is opened.
 * -1 when git cannot tell, with some of them given.
 */
int repo_left_files(const char *dir, const char *below, const struct sweep *s,
    void *payload, struct err *e);

#endif
