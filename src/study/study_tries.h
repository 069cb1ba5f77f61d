/* study_tries.h: the tries of all days, and what can be said of them */
#ifndef STUDY_STUDY_TRIES_H
#define STUDY_STUDY_TRIES_H

#include "study/study.h"

struct study_try {
	const struct study_item *item;
	const struct study_day *day; /* it was born on */
	int age;                     /* days */
	/* Its id, or the one it would get: what is known of it elsewhere is
	 * kept under this. */
	const char *key;
	int number; /* of an open one: its place among these, from 1 */
	int seen;   /* how often it was shown; for the caller to fill in */
};

struct study_tries {
	struct study_try *v;
	size_t n;
};

/* All tries, the oldest first; `days` are in order. The state of a try stands
 * on its birth line: a later line with the same id only refers to it. */
void study_tries(struct study_tries *out, const struct study_day *days,
    size_t n, struct date today, struct arena *a);

/*
 * The try of this name: its id, with or without ^; for an open one also its
 * number, or the beginning of its text, if no other open one begins so. None:
 * ERR_NOTHING; several: ERR_USAGE, and the message names them.
 */
const struct study_try *study_tries_find(
    const struct study_tries *t, const char *name, struct err *e);

/* An id that no try of these has, for one of this day and text. */
void study_tries_id(char out[6], const struct study_tries *t, struct date born,
    const char *text);

/* "open", "done", "dropped", "retried" */
const char *study_state_name(enum study_state state);

/* Whether a TRY says neither what is done, nor how much, nor when, as does
 * "더 잘하자". A guess, for a hint: study_hint.c tells how. */
bool study_try_vague(const char *text);

/* A TRY that the log itself can judge; the grammar is told in study_rule.c. */
struct study_rule {
	int days;          /* of a week; 7: every day */
	int most, least;   /* minutes of such a day; 0: no such limit */
	const char *topic; /* folded; NULL: any */
};
bool study_rule_parse(
    struct study_rule *out, const char *text, struct arena *a);
/* That of a try: what the front matter of its day says, else its text. */
bool study_rule_of(
    struct study_rule *out, const struct study_item *it, struct arena *a);
/* On how many of the last `*of` days it held: seven at most, none before the
 * day after its birth, today only once there is something in it. */
void study_rule_judge(int *held, int *of, const struct study_rule *rule,
    const struct study_day *days, size_t n, struct date born,
    struct date today);

/* An earlier PROBLEM that resembles this text. */
struct study_like {
	const struct study_day *day; /* its tries stood beside it */
	const struct study_item *problem;
	double score; /* 0 to 1 */
};
/* Of those that do one with tries beside it, then the one that resembles it
 * most, then the later; false: none does. */
bool study_like(struct study_like *out, const struct study_day *days, size_t n,
    const char *text);
/* Whether two texts are alike by the same measure. */
bool study_alike(const char *a, const char *b);

#endif
