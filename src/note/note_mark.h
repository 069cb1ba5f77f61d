/* note_mark.h: what is done to the source before the parser sees it */
#ifndef NOTE_NOTE_MARK_H
#define NOTE_NOTE_MARK_H

#include <cmark-gfm.h>

#include "note/note_int.h"

/*
 * On which side of the run of "*" or "~" from s[from] to before s[to] a mark
 * lets it both begin and end emphasis: -1 before it, 1 behind it, 0 when none
 * is needed. s is the whole text of `len` bytes, UTF-8.
 */
int note_cjk_side(const char *s, size_t len, size_t from, size_t to);
/* Whether a run between these two characters, ' ' for the end of a line, may
 * begin and may end something, as "*" may by the same rules. */
void note_cjk_flank(int32_t before, int32_t after, bool *begins, bool *ends);

/* In the text of the tree: the "#" of a tag, and a "!" that is no callout's. */
#define NOTE_MARK_TAG 6
#define NOTE_MARK_BANG 7
/* What is in the place of each byte of a comment within a line. */
#define NOTE_MARK_FILL '\b'
/* Behind "^" it says that a footnote begins with the "[" that follows; behind
 * "[", "]" or "=", that there was a backslash before that. */
#define NOTE_MARK_SIGN 14

/* Whether CJK text begins at s, which ends with a NUL. */
bool note_cjk_at(const char *s);

/* "#" at s: the length of the tag, 0 when it is none. */
size_t note_tag_len(const char *s);

/* The text that the parser is given, and how to get back from it. */
struct note_mark {
	struct strbuf text;
	const char *mark; /* the character that is put in; NULL: none is */
	size_t *at;       /* where marks were put in, as offsets of the body */
	size_t n, cap;
	bool may_guard;   /* [[links]] can be guarded */
	size_t guards;    /* and how many are */
	const char *sign; /* another such character; NULL: none */
	bool asides;      /* there may be ^[footnotes] */
	size_t signs;     /* how many were put in */
	/* Up to where the last code span goes, and the backticks before it. */
	size_t code_end, ticks_end;
	/* Bare addresses that end earlier than the library would have them. */
	struct note_stretch *bare;
	size_t n_bare, cap_bare, next_bare;
};

/* Set m->bare. The text is UTF-8 with a NUL behind it and none in it. */
void note_bare_find(struct note_mark *m, const char *s, size_t len);

/* Mark the body, UTF-8 with a NUL behind it and none in it. It does not change
 * when there is nothing to mark. */
void note_mark_text(struct note_mark *m, const char *s, size_t len);
/* Take every mark out of the tree again. */
void note_mark_clean(const struct note_mark *m, cmark_node *root);
/* The column of the body for a column of the marked text, in the line that
 * begins at the offset `line`. */
int note_mark_col(const struct note_mark *m, size_t line, int col);
void note_mark_release(struct note_mark *m);

#endif
