/* wiki_still.h: whether all that a site is made of is as it was */
#ifndef WIKI_WIKI_STILL_H
#define WIKI_WIKI_STILL_H

#include "base/hash.h"
#include "base/still.h"
#include "wiki/wiki.h"

/* All that a site is made of, at one moment. */
struct wiki_still {
	bool known;          /* false: it cannot be told, or kept */
	char key[HASH_HEX];  /* of the program and the settings */
	char mark[HASH_HEX]; /* of what the dates depend on: HEAD alone */
	struct date today;   /* the study day */
	struct still files;  /* the notes, records, templates, halfhour.yaml */
	struct still_rows rows; /* owned: each of them */
	int64_t now;            /* by the clock of that file system; or 0 */
};

/*
 * Look, without reading a note. `opts` is what the site depends on besides. A
 * wiki with symbolic links among its notes, or without a repository, is never
 * known.
 */
void wiki_still_look(
    struct wiki_still *out, struct wiki *w, const char *opts, int jobs);
void wiki_still_release(struct wiki_still *s);
/* What is the same as when something was kept last. */
struct wiki_last {
	bool same;          /* all */
	bool same_mark;     /* HEAD */
	bool same_day;      /* the study day */
	struct date today;  /* as it was */
	struct still files; /* as they were */
};
/*
 * Append what wiki_still_keep() was given last, under the same key. False: there
 * is nothing, or it is of another key; or damaged, and *damaged is set.
 */
bool wiki_still_last(struct strbuf *out, struct wiki_last *last,
    const struct wiki_still *s, const struct wiki *w, bool *damaged);
/* The clock, for wiki_still_keep(): to be asked before anything is read. The
 * settings were read when the wiki was opened; if they are others, it is no
 * longer known. */
void wiki_still_begin(struct wiki_still *s, const struct wiki *w);
/* still_older(), by the clock that wiki_still_begin() has read. */
bool wiki_still_older(const struct wiki_still *s, const struct still *files);
/*
 * Keep these bytes, for as long as all is as it was in `s`, which was looked at
 * and begun before anything was read. If a file was as new then as that clock
 * can tell, it may have been written once more at the same time: then the
 * files will never be the same again, and only the bytes are kept. What was kept
 * before is gone in any case.
 */
void wiki_still_keep(const struct wiki_still *s, const struct wiki *w,
    const void *p, size_t len);

#endif
