/* note_flaw.c: the Markdown library that is linked, and what is wrong with it */
#include <cmark-gfm.h>

#include "note/note_flaw.h"

#define GFM(n) ((0 << 24) | (29 << 16) | (0 << 8) | (n))

/*
 * From the security advisories of github/cmark-gfm, each with the first
 * release whose changelog says that it is mended. Most cost time or memory
 * that grows with the square of the text. Debian 12 has gfm.6 and mends none
 * of them, because the soname changes with each release.
 */
const struct note_flaw note_flaws[NOTE_FLAW_N] = {
	/* GHSA-29g3-96g3-jg6c, seven shapes of input */
	[NOTE_FLAW_AUTOLINK] = { "CVE-2023-22483",
	    "addresses, emphasis and references",
	    "such text is refused before it is parsed", GFM(7) },
	/* GHSA-24f7-9frr-5h2r */
	[NOTE_FLAW_MARKUP] = { "CVE-2023-22484",
	    "<? and <! that are not closed",
	    "such text is refused before it is parsed", GFM(7) },
	/* GHSA-c944-cv5f-hpvr */
	[NOTE_FLAW_PROTOCOL] = { "CVE-2023-22485",
	    "one byte in front of the text is read",
	    "it is read in a child process that nothing depends on", GFM(7) },
	/* GHSA-r572-jvj2-3m8p */
	[NOTE_FLAW_BRACKETS] = { "CVE-2023-22486", "![ that is not closed",
	    "such text is refused before it is parsed", GFM(7) },
	/* GHSA-66g8-4hjf-77xh */
	[NOTE_FLAW_NESTING] = { "CVE-2023-24824",
	    "lists and quotes nested very deeply",
	    "such text is refused before it is parsed", GFM(11) },
	/* GHSA-r8vr-c48j-fcc5; the HTML writer is linear */
	[NOTE_FLAW_WRITERS] = { "CVE-2023-26485",
	    "the writers of CommonMark, man and plain text",
	    "none of them is ever called", GFM(10) },
	/* GHSA-w4qg-3vf7-m9x5 */
	[NOTE_FLAW_TABLE] = { "CVE-2023-37463",
	    "tables with very many columns, or cells left out",
	    "such text is refused before it is parsed", GFM(12) },
};

const char *
note_library_version(void)
{
	return cmark_version_string();
}

int
note_library_number(void)
{
	return cmark_version();
}

bool
note_flaw_in(enum note_flaw_id id, int number)
{
	return number < note_flaws[id].fixed;
}
