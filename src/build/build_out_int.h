/* build_out_int.h: files of a site, put where they belong (build_write.c) */
#ifndef BUILD_BUILD_OUT_INT_H
#define BUILD_BUILD_OUT_INT_H

#include <stdbool.h>

#include "base/fs.h"
#include "base/strbuf.h"
#include "build/build.h"

/*
 * Begin to write below out_fd. The list of files that the last build wrote
 * is .halfhour in it; without that, files that are there are not ours.
 */
struct build_out *build_out_open(int out_fd);
/* The same into a sink: no list, nothing to be removed. */
struct build_out *build_out_to(const struct build_sink *to);
/* Where the site is as the last build left it, change files of it: only such as
 * are there, in one thread. Folders are kept up to date. */
struct build_out *build_out_part(int out_fd, struct build_folders *folders);
/* From here on files that are not there are new ones; or no longer. They are put
 * into the list in order by build_out_part_end(); 0 or -1. */
void build_out_may_add(struct build_out *o, bool may);
int build_out_part_end(struct build_out *o, struct err *e);
/* Whether a file was to be changed that is not there: then -1 of a function says
 * only that all has to be built. */
bool build_out_lost(const struct build_out *o);
/* How many files were written. */
size_t build_out_written(const struct build_out *o);
/* One file of the site; 0 or -1. */
int build_out_file(struct build_out *o, const char *path, const void *bytes,
    size_t len, struct err *e);
/* What a thread has put there, and where it was last. */
struct build_at {
	struct still sum; /* of the files */
	struct fs_folder folder;
};
#define BUILD_AT_INIT                                                          \
	{                                                                      \
		.folder = FS_FOLDER_INIT                                       \
	}
/*
 * The same in two steps, for files that threads make: say that there will be
 * such a file, in one thread; then put it there, in any. 1 when bytes were
 * written, 0 when they are there already, -1; *at is this thread's own, and the
 * file is added to its sum. One thread counts them with build_out_wrote(), and
 * says with build_out_left() how they are left.
 */
int build_out_expect(struct build_out *o, const char *path, struct err *e);
/*
 * In a new site: say in the list that the files that are expected so far are
 * ours, and these, which there may be, and write it once for all of them. Before
 * threads put any of them there; 0 or -1.
 */
int build_out_ahead(
    struct build_out *o, const char *const *more, size_t n, struct err *e);
int build_out_put(struct build_out *o, const char *path, const void *bytes,
    size_t len, struct build_at *at, struct err *e);
/* Add a file of the last build, as it is, to *sum; false if there is none. `in`
 * is this thread's own. */
bool build_out_look(const struct build_out *o, const char *path,
    struct fs_folder *in, struct still *sum);
/* Append a file of the last build; false if there is none. */
bool build_out_read(
    const struct build_out *o, const char *path, struct strbuf *out);
void build_out_wrote(struct build_out *o, size_t n);
/* How a file of this build is left, or several, all in the folder of `path`. */
void build_out_left(
    struct build_out *o, const char *path, const struct still *files);
/* Whether it is a sink, which is not called by two threads. */
bool build_out_to_sink(const struct build_out *o);
/* What the last build wrote, borrowed; how many. */
size_t build_out_listed(const struct build_out *o, const char *const **paths);
/* The list of files in the folder of a site, each line of it, and the path that
 * such a line is, or a part of one, in the arena. False: there is none. */
#define BUILD_LIST ".halfhour"
bool build_list_each(int out_fd,
    void (*fn)(const char *line, size_t len, void *payload), void *payload);
const char *build_list_path(struct arena *a, const char *line, size_t len);
/* Whether there is such a file in this build. */
bool build_out_has(const struct build_out *o, const char *path);
/* Remove what the last build wrote and this one did not, and what builds that
 * were killed left half written; store the list. */
int build_out_finish(
    struct build_out *o, struct build_done *done, struct err *e);
/* Append what is known of the folders; behind build_out_finish(). `began` is
 * the clock before a file of the site was looked at, or 0. */
void build_out_folders(struct build_out *o, struct strbuf *out, int64_t began);
void build_out_free(struct build_out *o);

#endif
