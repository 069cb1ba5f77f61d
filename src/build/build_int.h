/* build_int.h: what the files of this room share */
#ifndef BUILD_BUILD_INT_H
#define BUILD_BUILD_INT_H

#include <stdbool.h>

#include "base/fs.h"
#include "base/strbuf.h"
#include "build/build.h"
#include "build/build_out_int.h"
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

/* The same where the groups that were added have changed, and no others: 1; or 0
 * when all files have to be made; or -1. */
int build_words_finish_part(
    struct build_words *w, const struct search_index *x, struct err *e);

/* build_search.c: the files of the search where these pages have changed, by
 * their places in both graphs, and no others: 1; or 0 when all of them have to
 * be made; or -1. */
struct build_part;
int build_search_part(struct build_out *o, const struct build_part *part,
    const struct build_how *how, const struct page_prints *common,
    struct err *e);

/* build_pages.c: what pages share, beside the graph, but for its words. */
void build_look(struct page_theme *out, const struct build_theme *theme);

/* build_pages.c: what making a page needed, if somebody asks. */
void build_took(struct profile *profile, const struct page *page,
    struct arena *a, int64_t ns);

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
/* Remove from them what was never put in the place of a file. */
void build_folders_sweep(const struct build_folders *f, int out_fd);
/* All files are there: look at the folders. */
void build_folders_look(struct build_folders *f, int out_fd, int64_t began);

#endif
