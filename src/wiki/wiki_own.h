/* wiki_own.h: the state folder, and which of its files are of one wiki alone */
#ifndef WIKI_WIKI_OWN_H
#define WIKI_WIKI_OWN_H

#include <stdbool.h>

#include "base/err.h"

/*
 * Several wikis may lie in one repository, which has one state folder. The
 * lock, pending/, drafts/ and what is known of the history are common to all.
 * The timebox, its bell, the copy of a day that an editor has, the counts of
 * tries, the parsed notes and what came of the last build are not: those of a
 * wiki at the root of the work tree lie in the state folder itself, those of
 * another in wikis/HASH/, a hash of its path.
 */
struct wiki_own {
	char dir[32]; /* "", or "wikis/HASH/": put in front of a name */
	/* An earlier halfhour kept those of any wiki in the state folder. There
	 * is none at the root, so what lies there may be taken over. */
	bool heir;
};

/* Of the wiki with this root, which is absolute and without links. */
void wiki_own_init(struct wiki_own *out, const char *root);
/* Make its folder, if it has one, below the state folder `fd`: 0 or -1. */
int wiki_own_make(const struct wiki_own *own, int fd, struct err *e);
/*
 * Take over a file of an earlier halfhour by its name, "box" say: 1 when that
 * was there and is now in own->dir; 0 when there is nothing to be done; -1.
 * `fd` is the state folder.
 */
int wiki_own_take(
    const struct wiki_own *own, int fd, const char *name, struct err *e);
/* Whether such a file waits there to be taken over. */
bool wiki_own_waits(const struct wiki_own *own, int fd, const char *name);

/* The wiki's state folder alone, .git/halfhour: no repository is opened, no
 * configuration read, nothing finished or made. */
struct wiki_state {
	char *root; /* of the wiki, absolute */
	char *path; /* of the state folder; NULL: in no repository */
	int fd;     /* of the state folder; -1 while there is none */
	struct wiki_own own;
};
int wiki_state_open(struct wiki_state *out, const char *dir, struct err *e);
/* Whether opening the wiki would find nothing left to be finished. */
bool wiki_state_rests(const struct wiki_state *s);
void wiki_state_close(struct wiki_state *s);

#endif
