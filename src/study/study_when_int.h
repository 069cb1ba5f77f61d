/* study_when_int.h: the words that times and days are made of, in this room
 *
 * The text is folded and has one space at most between two words. What is next
 * at *p is taken, with the space behind it, and *p moves there; where it is
 * something else *p stays.
 */
#ifndef STUDY_STUDY_WHEN_INT_H
#define STUDY_STUDY_WHEN_INT_H

#include "study/study_head_int.h"

void study_when_space(const char **p);
/* This word; an English one must end there. */
bool study_when_word(const char **p, const char *word);
/* One of these, the last of which is NULL. */
bool study_when_any(const char **p, const char *const *words);
/* Up to four digits, at least one, without the space behind them; -1 when
 * there are none or more. `digits` (NULL is fine) gets how many. */
int study_when_number(const char **p, int *digits);
/* "아홉", "nine", "九": 9, else -1. */
int study_when_count(const char **p);

struct study_when_day {
	struct date date;
	enum study_period period; /* the part of it that is meant, if said */
};
/* A day, if there is one. "Today" may be a study day; the year is always the
 * `calendar`'s. The grammar is told in study_when_day.c. */
bool study_when_day_take(const char **p, struct study_when_day *out,
    struct date today, struct date calendar);

#endif
