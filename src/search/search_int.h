/* search_int.h: what the files of this room share */
#ifndef SEARCH_SEARCH_INT_H
#define SEARCH_SEARCH_INT_H

#include <stdint.h>

#include "search/search.h"

#define SEARCH_TERMS 32

struct search_term {
	const char *text; /* folded; owned by the query */
	size_t len;
	size_t stem;     /* its length without a particle; 0: there is none */
	bool tag;        /* "#" and a name */
	bool plain;      /* markup may stand in it: not a word of English */
	bool alone;      /* one letter of ASCII: only as a word of its own */
	const char *pin; /* a part of the text; see search_pin.c */
	size_t pin_len;  /* 0: there is none */
	bool pin_han;
};

struct search_query {
	struct search_term v[SEARCH_TERMS];
	size_t n;
	char *all; /* the words in a row, one space between; folded */
};

/*
 * The first place of a term in folded text, from the offset `from` on; NULL:
 * there is none. *len is what of it stands there: all, or its stem.
 */
const char *search_find(const struct search_term *t, const char *s, size_t n,
    size_t from, size_t *len);

/*
 * Append the text, which is folded, as a reader sees it, without markup; lines
 * stay lines, and each is read as it would be alone. from, if not NULL, has
 * room for len numbers: of each byte that is appended, where that begins which
 * stands for it.
 */
void search_plain(struct strbuf *out, size_t *from, const char *s, size_t len);
/* How many bytes at s stand for one text: of "\_" and "&amp;" all, else 1. */
size_t search_plain_unit(const char *s, size_t len);
/*
 * The first place at which search_plain() may make a text of this that begins
 * as it does and has the word there: NULL only if it has it nowhere but where
 * the text itself has it, or begins with an entity. search_through_entity():
 * the first entity with which the word may begin. The text need not be folded
 * if of the word nothing but a space comes from other bytes.
 */
const char *search_through(
    const char *s, size_t n, const char *word, size_t len);
const char *search_through_entity(const char *s, size_t n, const char *word);

/* Find the pin of a term whose text and stem are known. */
void search_pin_set(struct search_term *t);
/* False only if the note, as its file is, cannot have all the words. */
bool search_pin_may(const struct search_query *q, const char *name,
    const char *text, size_t len);

/* The characters of CJK, from and to, in order; { 0, 0 } ends it. */
extern const int32_t search_cjk[][2];
bool search_is_cjk(int32_t c);

/* Whether a letter, digit or "_" of ASCII. */
bool search_is_ascii_word(char c);

/*
 * Append the text with case folded, in NFC; letters and signs of full width,
 * as an input method for Korean or Japanese writes them, are those of ASCII.
 * Lines stay lines. Returns whether
 * each byte stands where it stood: then offsets are those of the source.
 */
bool search_fold(struct strbuf *out, const char *text, size_t len);

#endif
