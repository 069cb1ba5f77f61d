/* wiki_page.h: pages by name: `new` and `mv` */
#ifndef WIKI_WIKI_PAGE_H
#define WIKI_WIKI_PAGE_H

#include "wiki/wiki.h"

/* The page id that a word of the command line means, "ipc/pipe" or
 * "notes/ipc/pipe.md": NFC, in the arena. NULL with ERR_USAGE and the reason
 * when no page may be called so. */
const char *wiki_page_id(struct wiki *w, const char *arg, struct err *e);
/* Whether links to this id mean a day: "daily/2026-11-23", "2026-11-23". */
bool wiki_page_is_day(const char *id);
/* notes/ipc/pipe.md, in the arena. */
const char *wiki_page_path(struct wiki *w, const char *id);
/* The same for a file to be made: a folder that is there already in another
 * case or normal form is the one that is meant, as the disk calls it. */
const char *wiki_page_file(struct wiki *w, const char *id);
/* The id of that file: "ipc/y" of "Ipc/y" beside notes/ipc; in the arena. */
const char *wiki_page_spelt(struct wiki *w, const char *id);
/* The file of the page as the disk calls it, in the arena, in *path: NULL if
 * there is none. Neither case nor normal form matters. */
int wiki_page_find(
    struct wiki *w, const char *id, const char **path, struct err *e);
/* Whether a new file could be at this path, as the disk and git are: 0, or -1
 * with ERR_CONFLICT and what stands in the way. */
int wiki_page_place(struct wiki *w, const char *path, struct err *e);
/* 0 when no file is this page and one could be; else ERR_CONFLICT with what is
 * there. */
int wiki_page_vacant(struct wiki *w, const char *id, struct err *e);
/* Make a file that is not there yet; ERR_CONFLICT when it is. */
int wiki_page_make(struct wiki *w, const struct wiki_file *f, struct err *e);
/* Take back a file that was made, and the folders made for it; absent is
 * fine. The notes' own folder stays. */
void wiki_page_remove(struct wiki *w, const char *path);
/* Remove the folders on the way to `path` that hold nothing any more. */
void wiki_page_prune(struct wiki *w, const char *path);
/*
 * Commit that file; what becomes of it meanwhile stays. Unless it is `made`
 * already, it is made, too, and only if there is none (ERR_CONFLICT): then the
 * commit is what is saved first, so that a file without one is never left.
 * Without a repository there is no commit.
 */
int wiki_page_commit(struct wiki *w, const struct wiki_file *f, bool made,
    const char *message, struct repo_done *done, struct err *e);
/* For repo_commit.ask: no file of this path has been made by somebody else. */
struct wiki_page_wish {
	struct wiki *w;
	const char *path; /* below the wiki's root */
};
int wiki_page_ask(void *payload, struct err *e);

#endif
