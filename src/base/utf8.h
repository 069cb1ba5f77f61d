/* utf8.h: Unicode: validity, NFC, case folding, cell width */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* Offset of the first byte that is not UTF-8, or -1 when all of it is. */
ptrdiff_t utf8_invalid_at(const char *s, size_t len);
/* Append s with U+FFFD for each byte that is not UTF-8, and for each NUL. */
void utf8_repair(struct strbuf *out, const char *s, size_t len);

/*
 * Append what ends the embeddings, overrides and isolates of direction that s
 * leaves open (UAX #9, 3.3.2), so that it turns no text that follows it.
 */
void utf8_bidi_end(struct strbuf *out, const char *s, size_t len);

/*
 * Read the character at s (len bytes, at least 1) into *c; returns the bytes
 * it takes. A byte that is not UTF-8 gives U+FFFD and 1.
 */
size_t utf8_next(const char *s, size_t len, int32_t *c);

/*
 * Normalization Form C (UAX #15): what files, links and ids are compared in,
 * since a name made on a Mac arrives decomposed. The caller frees it; a
 * string that is not UTF-8 comes back as a plain copy.
 */
char *utf8_nfc(const char *s);
/* NFC with case folded (Unicode 3.13): the key of a link. Caller frees. */
char *utf8_fold(const char *s);
/* Whether it is plain to see that this would change nothing. */
bool utf8_is_folded(const char *s);

/* The libutf8proc that is linked: "2.8.0". */
const char *utf8_library_version(void);

/* Terminal cells (UAX #11, wide is 2; combining marks and Jamo vowels 0). */
int utf8_width(const char *s);
/* The same of one character. */
int utf8_cells(int32_t c);
/* How many bytes of s fit in so many cells: whole characters, with the marks
 * that stand on the last one. */
size_t utf8_fit(const char *s, int cells);
/* Letter, mark or number in any script, as in a word. */
bool utf8_is_word(int32_t c);
/* A mark alone: what stands on the letter before it. */
bool utf8_is_mark(int32_t c);
/* White space or a control character. */
bool utf8_is_space(int32_t c);
/* Punctuation: the categories P of Unicode, and all of ASCII's that is
 * neither letter, digit nor white space. */
bool utf8_is_punct(int32_t c);
/* A symbol beyond ASCII: the categories S of Unicode, and what is assigned to
 * emoji that the linked library does not know yet (UTS #51, 1F000 to 1FAFF). */
bool utf8_is_symbol(int32_t c);

/*
 * Text of strangers made fit for a terminal: control characters of C0 but
 * \n and \t, DEL and C1 become visible as ^X, direction overrides and bytes
 * that are not UTF-8 become U+FFFD. The caller frees it.
 */
char *utf8_for_terminal(const char *s, size_t len);

#endif
