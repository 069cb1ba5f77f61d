/* wiki_mv_int.h: what the files of a rename share */
#ifndef WIKI_WIKI_MV_INT_H
#define WIKI_WIKI_MV_INT_H

#include "wiki/wiki_mv.h"

/* A stretch of a text that becomes another. */
struct mv_edit {
	size_t at, len;
	const char *text;
};

/* A link that has to be written in another way. */
struct mv_link {
	size_t note, link; /* indices: w->notes[note].links[link] */
	const char *target;
	size_t path; /* bytes of target before its query */
	int attempt;
};

/* The edits of one note, and what it becomes. */
struct mv_note {
	size_t note;
	struct mv_edit *edits; /* in no order */
	size_t n, cap;
};

struct mv {
	struct wiki *w;
	size_t moved; /* the index of the note */
	const char *from, *to;
	/* The notes as they are and as they will be: nothing is private here,
	 * for links in private notes count as well. */
	struct note *before, *after;
	const struct graph *g1;
	const struct graph_page **p1, **p2; /* by the index of the note */
	struct mv_link *links;
	size_t n_links, cap_links;
	struct mv_note *notes;
	size_t n_notes, cap_notes;
};

/* ---- wiki_mv_graph.c: which links, and what they become ------------------ */

/* The graph of these notes, and the page of each by its index. */
const struct graph *mv_graph(
    struct mv *m, const struct note *notes, const struct graph_page **pages);
/* Fill m->links, each with a target that leads where it led. */
int mv_links(struct mv *m, struct err *e);
/* Whether each link of `after`, joined, leads where it led before. */
int mv_verify(struct mv *m, struct err *e);

/* ---- wiki_mv_text.c: where a link stands in the source -------------------- */

/* The edits of a note, made when first asked for. */
struct mv_note *mv_note_of(struct mv *m, size_t note);
void mv_edit_add(struct mv_note *n, size_t at, size_t len, const char *text);
/* The text of a note with these edits; in the arena. */
const char *mv_apply(struct wiki *w, const struct note_src *src,
    const struct mv_edit *edits, size_t n, size_t *len);
/* Make the edits of all of m->links. */
int mv_edits(struct mv *m, struct err *e);

/* ---- wiki_mv_md.c: [text](target) and href="target" in the source --------- */

/* The edits of all links by path. ERR_CONFLICT with the place of one that
 * cannot be found. */
int mv_md_edits(struct mv *m, struct err *e);

/* ---- wiki_mv_raw.c: the address in an attribute of raw HTML ---------------- */

/* "%20" and the like undone; the caller's. */
char *mv_percent(const char *s, size_t len);
/*
 * The value of an attribute whose "=" is at s[*at]; s ends with a NUL. If an
 * address may stand there, the target that it says as the parser reads it,
 * which is the caller's, and *at and *n are where; else NULL.
 */
char *mv_raw_value(const char *s, size_t *at, size_t *n, bool *quoted);

/* ---- wiki_mv_alias.c: front matter ----------------------------------------- */

/*
 * An edit that adds these aliases to the front matter of a text, and takes out
 * one that is `own`, the name that the note gets: 1; 0 when there is nothing to
 * change. ERR_CONFLICT when it cannot be read, or would say something else
 * then; for the sake of `own` alone nothing fails, and it stays.
 */
int mv_alias_edit(struct wiki *w, const struct note_src *src, const char *own,
    const char *const *names, size_t n, struct mv_edit *out, struct err *e);

#endif
