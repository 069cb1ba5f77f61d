/* build_int.h: what the files of this room share */
#ifndef BUILD_BUILD_INT_H
#define BUILD_BUILD_INT_H

#include <stdbool.h>

#include "base/fs.h"
#include "base/strbuf.h"
#include "build/build.h"
#include "page/page_print.h"

/* A file of the theme that is served as it is. */
struct build_asset {
	char *path; /* owned: "assets/style-0123456789.css"; NULL for none */
	struct strbuf bytes;
};

struct build_theme {
	struct tmpl_set *templates;
	uint64_t print; /* of all files of it */
	struct build_asset style, script, search, preview, replay, graph;
};

/* The hash of its bytes is in its name, so that it may be cached for ever. */
void build_asset_set(
    struct build_asset *a, const char *name, const char *bytes, size_t len);
void build_asset_release(struct build_asset *a);

/*
 * A script without its indentation, its empty lines and those that are a
 * comment, and without spaces and ends of lines that say nothing; a stylesheet
 * likewise, without the last semicolon of a rule and the zero of "0.5". It is a
 * third of what a reader would have to load. Only for our own: no text of a
 * script of ours goes over several lines.
 */
void build_pack_js(struct strbuf *out, const char *text, size_t len);
void build_pack_css(struct strbuf *out, const char *text, size_t len);

/* So many notes that were read are a few megabytes. */
#define BUILD_EASE 512
static inline void
build_ease(const struct build_how *how)
{
	if (how->ease != NULL)
		how->ease(how->ease_payload);
}

/* build_search.c: the files of the search, below search/. */
struct build_out;
/* Paths that most of them will have, in the arena; how many. */
size_t build_search_paths(
    const char ***paths, const struct graph *g, struct arena *a);
int build_search(struct build_out *o, const struct graph *g,
    const struct build_how *how, const struct page_prints *common,
    struct err *e);

/* ---- build_words.c ------------------------------------------------------ */

/* The files of words, and what is kept of the last build's. */
struct build_words;
struct search_group;
struct search_index;
struct build_words *build_words_new(
    struct build_out *o, const struct build_how *how);
void build_words_free(struct build_words *w);
/* The group of this number in the last build, or NULL. */
const struct search_group *build_words_then(
    const struct build_words *w, uint64_t number);
/* The next group: as it was, or as it is in the index of those that were made
 * anew. */
void build_words_add(
    struct build_words *w, const struct search_group *g, bool anew);
/* A file of words was written. */
void build_words_wrote(
    struct build_words *w, const char *path, const struct still *as);
/* All files of words, when all groups are there; `x` has those that were made
 * anew, and is done with. */
int build_words_finish(
    struct build_words *w, struct search_index *x, struct err *e);

/* build_pages.c: all pages and the files of the search, made by as many threads
 * as `how` says; how many pages there are to a reader. */
int build_pages(struct build_out *o, const struct graph *g,
    const struct build_theme *theme, const struct build_how *how, size_t *n,
    struct err *e);

/* ---- build_prints.c ---------------------------------------------------- */

/* What is known of a page, and of its file as a build left it. */
struct build_print {
	uint64_t path; /* a hash; 0: nothing is known */
	struct page_print print;
	uint64_t a, b; /* of a `struct still` of that file alone */
};
/* Those of a build before, in place; false when they make no sense. */
bool build_prints_take(
    const struct build_print **out, size_t *n, const struct build_was *bytes);
/* The one of this path, or NULL. */
const struct build_print *build_prints_find(
    const struct build_print *v, size_t n, uint64_t path);
uint64_t build_prints_path(const char *path);
/* Append what build_prints_take() reads. Sorts v. */
void build_prints_pack(struct strbuf *out, struct build_print *v, size_t n);

/* ---- build_write.c ----------------------------------------------------- */

/*
 * Begin to write below out_fd. The list of files that the last build wrote
 * is .halfhour in it; without that, files that are there are not ours.
 */
struct build_out *build_out_open(int out_fd);
/* The same into a sink: no list, nothing to be removed. */
struct build_out *build_out_to(const struct build_sink *to);
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
/* Remove what the last build wrote and this one did not; store the list. */
int build_out_finish(
    struct build_out *o, struct build_done *done, struct err *e);
/* Append what is known of the folders; behind build_out_finish(). `began` is
 * the clock before a file of the site was looked at, or 0. */
void build_out_folders(struct build_out *o, struct strbuf *out, int64_t began);
void build_out_free(struct build_out *o);

/* ---- what is kept ------------------------------------------------------- */

/* Bytes that nobody trusts. */
struct build_reader {
	const char *p, *end;
	bool bad; /* they make no sense */
};
/* A number of at most `max`, and the space or newline behind it. */
uint64_t build_read_number(struct build_reader *in, uint64_t max);

/* build_folders.c: a site, for whoever makes one. */
struct build_folders *build_folders_new(void);
/* A file, or several, all in the folder of `path`, are left so. */
void build_folders_add(
    struct build_folders *f, const char *path, const struct still *files);
/* All files are there: look at the folders. */
void build_folders_look(struct build_folders *f, int out_fd, int64_t began);

#endif
