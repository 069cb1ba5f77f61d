/* note_flaw.h: the Markdown library that is linked, and what is wrong with it */
#ifndef NOTE_NOTE_FLAW_H
#define NOTE_NOTE_FLAW_H

#include <stdbool.h>
#include <stddef.h>

enum note_flaw_id {
	NOTE_FLAW_AUTOLINK, /* addresses that the autolink extension finds */
	NOTE_FLAW_MARKUP,   /* <? <! <![CDATA[ without their ends */
	NOTE_FLAW_PROTOCOL, /* a byte in front of the text is read */
	NOTE_FLAW_BRACKETS, /* ![ that are never closed, links behind them */
	NOTE_FLAW_NESTING,  /* lists and quotes in each other */
	NOTE_FLAW_WRITERS,  /* writers of formats that are no HTML */
	NOTE_FLAW_TABLE,    /* columns, and cells that rows leave out */
	NOTE_FLAW_N
};

/* A hole that some releases of cmark-gfm have. */
struct note_flaw {
	const char *cve;  /* "CVE-2023-37463" */
	const char *what; /* what runs away, in a few words */
	const char *met;  /* what this program does about it */
	int fixed;        /* note_library_number() of the first without it */
};

/* All that are known, indexed by their id. */
extern const struct note_flaw note_flaws[NOTE_FLAW_N];

/* The library that is linked now, not that of the build: "0.29.0.gfm.6", and
 * as a number that grows with each release. */
const char *note_library_version(void);
int note_library_number(void);
/* Whether a release of this number has the hole. */
bool note_flaw_in(enum note_flaw_id id, int number);

#endif
