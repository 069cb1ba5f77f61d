/* text.h: small things one does with text */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Cut white space off both ends, in place; returns s moved forward. */
char *text_trim(char *s);
bool text_starts(const char *s, const char *prefix);
/* Compare without case in ASCII. */
bool text_ieq(const char *a, const char *b);
/* Whether there is nothing but white space in it. */
bool text_blank(const char *s);

/* The number in s, all of it, between min and max; 0 or -1. */
int text_number(long *out, const char *s, long min, long max);

/*
 * The anchor of a heading: NFC, lower case, letters and digits of every
 * script kept, white space and hyphens to one "-", the rest dropped; never
 * empty ("section" then). Caller frees.
 */
char *text_slug(const char *s);

/* The length of the line at s (len bytes), its "\n" or "\r\n" included. */
size_t text_line(const char *s, size_t len);
/* The same where a "\r" alone ends a line, too, as in Markdown and YAML. */
size_t text_line_cr(const char *s, size_t len);
/* The same, less its end of line. */
size_t text_chomp(const char *s, size_t len);

/* Insertions, deletions, substitutions and swaps of neighbours that make b
 * out of a (optimal string alignment), at most `max`. Characters count, so
 * one wrong syllable of Hangul is one; beyond 64 of them it is `max`. */
int text_distance(const char *a, const char *b, int max);
/*
 * The distance when `typed` looks like a slip for `name`: one character in
 * three at the most, and not all of them; else a number too large to be the
 * least of any.
 */
#define TEXT_FAR 1000
int text_slip(const char *typed, const char *name);

/* Put the byte that it stands for in the place of each %XX (RFC 3986, 2.1) that
 * we have written ourselves. */
void text_unpercent(char *s);

#endif
