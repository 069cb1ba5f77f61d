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
#include "page/page.h"
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
	/* What build_folders_take() reads is appended to it; or NULL. `began`
	 * is the clock before a file of the site was looked at, by the file
	 * system; 0 where it does not tell. Needs `left`. */
	struct strbuf *folders;
	int64_t began;
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

/* ---- what is kept: the folders, then what came of it --------------------- */

/*
 * The folders of a site, and how the files in each were left (build_kept.c).
 * From bytes that nobody trusts, up to which *p goes on; NULL when they make no
 * sense.
 */
struct build_folders;
struct build_folders *build_folders_take(const char **p, size_t *len);
void build_folders_free(struct build_folders *f); /* NULL is fine */
/* Whether each of them looks as it did, so that the site in the folder `out_fd`
 * is as it was left, but for what is written into a file where it stands. */
bool build_folders_stay(struct build_folders *f, int out_fd);
/* When they do not: whether the site is as it was left all the same, by the
 * files of those folders that do not. `began` is the clock before that; or 0. */
bool build_folders_check(
    struct build_folders *f, int out_fd, int64_t began, int jobs);
/* Whether that has shown more folders to be known by their look. */
bool build_folders_learned(const struct build_folders *f);
/* When the site is as it was left: a file is changed, `was` is its look before
 * that and `now` behind it, of nothing where there is none. Its folder is known
 * by its files then. */
void build_folders_change(struct build_folders *f, const char *path,
    const struct still *was, const struct still *now);
/* Append them, as they are known now. */
void build_folders_pack(struct strbuf *out, const struct build_folders *f);

/* Where a few notes have changed, and it is known that they have changed for few
 * pages: those, in the graph as it was and as it is (graph_part.h). */
struct build_part {
	const struct graph *was, *now;
	const struct page_some *v;
	size_t n;
	/* Where days or commits have changed, also what lists these: the kinds
	 * that the site has (page_kinds_of()), and pages whose dates changed. */
	bool lists;
	uint64_t kinds;
	const size_t *dated;
	size_t n_dated;
	size_t fresh; /* a day that is in `now` alone; (size_t)-1: none */
	struct build_folders *folders; /* kept up to date */
	/* `now` with the links of all pages; or NULL. */
	const struct graph *(*whole)(void *payload);
	void *payload;
};
/*
 * Bring a site that is as the last build left it to what the graph says now, as
 * build_site() would. *done is what that build left. How each of these pages was
 * made has to be what is known of it, or else nothing here is sure. 1; or 0, and
 * all has to be built: some files may have been written by then; or -1.
 */
int build_site_part(struct build_done *done, const struct build_part *part,
    const struct build_theme *theme, const struct build_how *how, int out_fd,
    struct err *e);

/* Append what came of a build, and what it said of the notes. */
void build_kept_pack(struct strbuf *out, const struct build_done *done,
    const struct diag_list *d);
/* The other way round, from bytes that nobody trusts; false, and *d is as it
 * was, when they make no sense. */
bool build_kept_take(
    struct build_done *done, struct diag_list *d, const char *p, size_t len);
/* Whether the site in the folder `out_fd` is as the build left it that has kept
 * these bytes, of both. */
bool build_kept_stays(const char *p, size_t len, int out_fd, int jobs);

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
