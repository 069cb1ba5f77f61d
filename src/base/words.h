/* words.h: text cut into words, so that two texts can be compared by them */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum words_kind {
	WORDS_LINE,  /* an end of line, "\n" or "\r\n" */
	WORDS_SPACE, /* blanks and the like, as many as there are */
	WORDS_WORD,  /* letters, marks and digits of one script */
	WORDS_SIGN,  /* one character of any other kind */
};

/*
 * A piece of a text, which it borrows. Scripts are told apart, so the particle
 * of `pipe를` is a piece of its own, and Japanese, which has no spaces, is cut
 * where kanji and kana meet.
 */
struct words_piece {
	const char *p;
	size_t len;
	enum words_kind kind;
	bool begins; /* a word, and none stands right before it */
};

/* All pieces of a text, in the arena; how many. */
size_t words_split(
    struct words_piece **out, const char *s, size_t len, struct arena *a);

/*
 * How many bytes two words of Hangul have in common from their beginning, whole
 * syllables that leave something of one of them: of 파이프는 and 파이프를 it is
 * 파이프. 0 of all else.
 */
size_t words_stem(const struct words_piece *x, const struct words_piece *y);

/* The particles that a Korean word may end in, the long ones first; *n is how
 * many. */
const char *const *words_particles(size_t *n);
/* Those that may stand behind another one, as 도 in 까지도, and whether one may
 * stand before them: of one syllable only a few, for 고양이는 ends in 는. */
const char *const *words_particles_behind(size_t *n);
bool words_particle_stacks(const char *particle);
/* Whether the text (len bytes) is one of them, or one with a 는, 도, 만, 의, 은 or
 * 을 behind it, as in 에서도; "" is none. */
bool words_is_particle(const char *s, size_t len);

/* How many words these pieces have in them, begun or not. */
size_t words_count(const struct words_piece *v, size_t n);

#endif
