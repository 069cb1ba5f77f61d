/* study_head_int.h: what the words of a heading say, shared inside this room */
#ifndef STUDY_STUDY_HEAD_INT_H
#define STUDY_STUDY_HEAD_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "study/study.h"

/* What a heading names, by its words alone. */
enum study_name_kind {
	STUDY_NAME_NONE,
	STUDY_NAME_REVIEW,
	STUDY_NAME_RETRO,
	STUDY_NAME_LIST,
};

/* How sure that is: the context decides what is enough. */
enum study_name_fit {
	STUDY_EXACT, /* all of it is the name */
	STUDY_WEAK,  /* a word that is often something else */
	STUDY_TYPO,  /* letters swapped or doubled, PROBLEM with one wrong */
	STUDY_TYPO_LOOSE, /* one letter wrong in a short name */
	STUDY_PREFIX,     /* the name, and then other words */
};

struct study_name {
	enum study_name_kind kind;
	enum study_name_fit fit;
	enum study_list_kind list;
	const char *lang; /* of the word; NULL for the English list names */
};

struct study_name study_name_of(const char *s, size_t len);
const char *study_name_list(enum study_list_kind list); /* "KEEP" */
/* The heading of a group in that language; unknown ones are English. */
const char *study_name_group(enum study_name_kind kind, const char *lang);

/* The parts of the day that are said beside an hour. */
enum study_period {
	STUDY_ANY_TIME, /* none is said */
	STUDY_AM,
	STUDY_PM,
	STUDY_JA_AM, /* 午前12時 and 午後12時 are each read both ways: neither */
	STUDY_JA_PM,
	STUDY_DAWN,
	STUDY_MORNING,
	STUDY_NOON,
	STUDY_EVENING,
	STUDY_NIGHT,
};
/* The Korean or Japanese word for one, if it is next: *p moves behind it. */
enum study_period study_period_take(const char **p, const char *end);
/* The minute of the day, past 1440 in the night that follows it; -1: there is
 * no such time. */
int study_period_minutes(enum study_period period, int hour, int minute);

/* One time as it is written; the grammar is told in study_clock.c. */
struct study_clock {
	enum study_period period;
	int hour, minute; /* as written, be there such a time or not */
	enum study_clock_form {
		STUDY_CLOCK_NUMBER, /* only a number, which may be anything */
		STUDY_CLOCK_COLON,
		STUDY_CLOCK_WORD, /* 9시, 10 PM */
	} form;
};
/* Read one at *p, which moves behind it; false: there is none. */
bool study_clock_take(struct study_clock *out, const char **p, const char *end);

/* The words of an entry's heading. */
struct study_head {
	bool timed;      /* there are times in front (or in brackets behind) */
	const char *bad; /* why they cannot be, or NULL; start is -1 then */
	int start, end;
	const char *topic, *title;
};

/* Only the times; *words and *n_words are what is left. */
void study_head_times(struct study_head *out, const char *s, size_t len,
    const char **words, size_t *n_words);
/* "docker: layer cache": only the topic and the title. */
void study_head_split(
    struct study_head *out, const char *s, size_t n, struct arena *a);
void study_head_parse(
    struct study_head *out, const char *s, size_t len, struct arena *a);
/* The heading line of an entry, without an end of line. */
void study_head_write(struct strbuf *out, int level, int start, int end,
    const char *topic, const char *title);

#endif
