/* study_stats.h: what the days add up to: streak, score, minutes by topic */
#ifndef STUDY_STUDY_STATS_H
#define STUDY_STUDY_STATS_H

#include "study/study.h"

/* Whether there is something in it: minutes, or a text that is not blank. */
bool study_entry_earns(const struct study_entry *entry);
/* The entries of a day that earn; a day with one of them counts. */
size_t study_day_earns(const struct study_day *day);
/* 0 for a day that does not count, 1 to 4 up to a full timebox. */
int study_day_level(const struct study_day *day, int timebox);

/*
 * The streak, over days that count, in order and each once. A missed day is
 * free when it is the first or second that is missed in its week, and the two
 * days before it are not both missed. A free day neither adds nor breaks; any
 * other missed day ends the streak, and the next day that counts begins one.
 * A week begins on `week_starts` (0 is Monday), and what was missed before
 * the streak began is not held against it. Today is not missed before it is
 * over; days after today are passed over.
 */
struct study_streak {
	int days;      /* of the one that is running; 0 for none */
	int longest;   /* ever */
	int free_left; /* days still free in this week, while it is running */
	/*
	 * Exponentially smoothed, 0 to 100: each day S += a * (x - S) with
	 * a = 2/31, the weight that gives it the mean age of an average of 30
	 * days (NIST/SEMATECH e-Handbook of Statistical Methods, 6.4.3.1; a =
	 * 2/(N+1) with N = 30). x is 100 on a day that counts, 0 on a missed
	 * one; a free day and an empty today leave S alone.
	 */
	double score;
};
void study_streak(struct study_streak *out, const struct date *days, size_t n,
    struct date today, int week_starts);

struct study_topic {
	const char *topic; /* as it is spelt last */
	int minutes;
	size_t entries;
	struct date last;
};

struct study_stats {
	size_t days, entries; /* those that count */
	long minutes;
	struct study_streak streak;
	const struct study_topic *topics; /* most minutes first */
	size_t n_topics;
};

/* How long a topic may lie before it is called untouched. */
#define STUDY_UNTOUCHED 14

/*
 * All of it. Days, entries, minutes and topics are of `since` and later; the
 * streak and the score are of all days. `days` are in order.
 */
struct study_stats_opts {
	struct date today, since;
	int week_starts;
};
void study_stats(struct study_stats *out, const struct study_day *days,
    size_t n, const struct study_stats_opts *o, struct arena *a);

#endif
