/* build.h: the site on disk: pages, assets, and nothing else */
#ifndef BUILD_BUILD_H
#define BUILD_BUILD_H

#include <stddef.h>

#include "base/diag.h"
#include "base/err.h"
#include "base/profile.h"
#include "base/spool.h"
#include "base/step.h"
#include "base/still.h"
#include "graph/graph.h"
#include "tmpl/tmpl.h"

/*
 * The default theme is in the program; a file of the same name in the wiki's
 * own templates/ takes its place.
 */
struct build_theme;

/* `root_fd` is the wiki's root; -1 for the theme of the program. A template that does not parse fails it,
 * with templates/NAME:line:col. */
int build_theme_load(struct build_theme **out, int root_fd, struct err *e);
void build_theme_free(struct build_theme *t); /* NULL is fine */

struct build_done {
	size_t notes, days; /* that became pages */
	size_t links;       /* from one of them to another */
	size_t pages;       /* of the site */
	size_t written;     /* files whose bytes changed */
	size_t removed;     /* files of an earlier build that are no more */
	struct still files; /* of the site, as they were left */
};

/* What a build before has left. */
struct build_was {
	const void *p; /* borrowed; begins where any type may */
	size_t len;
};

struct build_how {
	int jobs;                /* threads; fewer than 1 are 1 */
	const struct step *step; /* borrowed; or NULL */
	struct profile *profile; /* of what it needs; or NULL */
	/* Called now and then, by any thread: what the notes are made of need
	 * not be in memory, if it can be had again. NULL: it has to. */
	void (*ease)(void *payload);
	void *ease_payload;
	/* What the last build has put in `left`: pages of which nothing has
	 * changed are not made again. Nobody's bytes are trusted to make sense,
	 * but these are trusted to be ours. Without a byte there was none. */
	struct build_was prints;
	struct strbuf *left; /* for the next build; NULL: there is none */
	/* The same of the words of the search, and what has become of them
	 * since. Nothing is added to `words_left` when the old one is as good. */
	struct build_was words, more;
	struct spool *words_left;
	struct strbuf *more_left;
};

/*
 * Bring the folder `out_fd` to what the graph says: every page, the assets,
 * the files below notes/ that pages link to (`root_fd` is the wiki's root).
 * A file is written only when its bytes change. Files of an earlier build
 * that are no part of this one are removed; a file that no build wrote is
 * never touched, and where a page would take its place the build fails. However
 * many threads there are, the bytes are the same. A file below notes/ that cannot be read, or has the name of a page, is a
 * diagnostic.
 */
int build_site(struct build_done *done, const struct graph *g,
    const struct build_theme *theme, const struct build_how *how, int root_fd,
    int out_fd, struct diag_list *d, struct err *e);

/* Append what came of a build, and what it said of the notes. */
void build_kept_pack(struct strbuf *out, const struct build_done *done,
    const struct diag_list *d);
/* The other way round, from bytes that nobody trusts; false, and *d is as it
 * was, when they make no sense, or when a file of the site in the folder
 * `out_fd` is not as that build left it; with -1 files are not looked at. */
bool build_kept_take(struct build_done *done, struct diag_list *d,
    const char *p, size_t len, int out_fd, int jobs);
/*
 * Append the folders of a site as they are, which are added to *sum; none with
 * -1. A file that is new, removed or put in the place of another changes its
 * folder, so whoever knows the files need not look at each of them again. One
 * that is written where it stands does not; and as nobody waits for the disk
 * while a site is written, files may be lost with the power, so folders are
 * known only until the machine starts anew.
 */
void build_folders_pack(
    struct strbuf *out, struct still *sum, int out_fd, int jobs);
/* Whether folders are as these bytes say, up to which *p goes on. */
bool build_folders_take(const char **p, size_t *len, int out_fd, int jobs);

/* Where the files of a site go that is to be in no folder. -1 ends it. */
struct build_sink {
	int (*file)(void *payload, const char *path, const void *bytes,
	    size_t len, struct err *e);
	void *payload;
};
/* The same site, each file of it handed over, once and in no order to count
 * on; nothing is written. */
int build_site_to(struct build_done *done, const struct graph *g,
    const struct build_theme *theme, int root_fd, const struct build_sink *to,
    struct diag_list *d, struct err *e);

/* A file of a site that is not as it should be. */
struct build_differ {
	const char *path; /* in the site */
	const char *how;  /* "differs", "is missing" */
};
struct build_verified {
	size_t files;           /* that were compared */
	struct build_differ *v; /* owned; by path */
	size_t n;
};
/*
 * Make the same site once more, in memory, and compare every byte of it with
 * what a build has left in the folder `out_fd`, where nothing is changed. The
 * paths are in the arena.
 */
int build_site_verify(struct build_verified *out, const struct graph *g,
    const struct build_theme *theme, int root_fd, int out_fd, struct arena *mem,
    struct diag_list *d, struct err *e);
void build_verified_release(struct build_verified *v);

#endif
