/* wiki_mv.h: a note renamed, and every link that leads to it */
#ifndef WIKI_WIKI_MV_H
#define WIKI_WIKI_MV_H

#include "wiki/wiki.h"

/* What a rename would do; all of it in the arena. */
struct wiki_mv {
	const char *from, *to;       /* page ids */
	const char *old_path, *path; /* of the file, below the wiki's root */
	struct wiki_change *changes; /* the new file first, then the old one */
	size_t n;
	const char *redirect; /* the alias that leads on, or NULL */
	const char **taken;   /* paths of notes that lose it; NULL at the end */
	size_t links;         /* that are rewritten, */
	size_t notes;         /* in so many notes */
	/* "notes/a.md:3:7: [[x]] → [[y]]", one for each of these links */
	const char **lines;
	/* Symbolic links to the file, which lead nowhere then: where each is,
	 * below the wiki's root, and the way from there to the new place. */
	struct wiki_mv_symlink {
		const char *at, *to;
	} * symlinks;
	size_t n_symlinks;
};

/*
 * Find out what a rename of the page `from` (an id that is there) to the id
 * `to` takes: links to it are rewritten as they are written, links of others
 * that would come to mean something else, and its own relative links when its
 * folder is another; and, with `redirect`, an alias of the old id in its front
 * matter. All notes must have been read by wiki_read(). Nothing is written.
 * ERR_CONFLICT with the place: a link that cannot be rewritten, or a file with
 * changes that a commit of ours would mix with.
 */
int wiki_mv_plan(struct wiki *w, const char *from, const char *to,
    bool redirect, struct wiki_mv *out, struct err *e);
/* Whether a rename changes nothing but case: then its folders are called what
 * it says, and not what they are. */
bool wiki_mv_respells(const char *from, const char *to);
/* Whether a rename of another passes over the links of this note, by its index
 * in w->notes: it is not UTF-8, so they do not stand where the parser, which
 * reads it with other bytes in their place, has found them. */
bool wiki_mv_skips(const struct wiki *w, size_t note);
/* Do it, in one commit; ERR_CONFLICT, and nothing is done, when a file of the
 * new name has appeared meanwhile. */
int wiki_mv(struct wiki *w, const struct wiki_mv *mv, struct repo_done *done,
    struct err *e);

#endif
