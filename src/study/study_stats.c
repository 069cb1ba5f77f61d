/* study_stats.c: what the days add up to */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "study/study_int.h"
#include "study/study_stats.h"

#define FREE_A_WEEK 2
#define FREE_IN_A_ROW 2
#define SCORE_DAYS 30

bool
study_entry_earns(const struct study_entry *entry)
{
	return entry->minutes > 0 || !study_blank(entry->body, entry->body_len);
}

size_t
study_day_earns(const struct study_day *day)
{
	size_t i, n = 0;

	for (i = 0; i < day->n_entries; i++)
		n += study_entry_earns(&day->entries[i]);
	return n;
}

int
study_day_level(const struct study_day *day, int timebox)
{
	int full = timebox > 0 ? timebox : 30;

	if (study_day_earns(day) == 0)
		return 0;
	if (day->minutes >= full)
		return 4;
	/* A day without times is a day all the same. */
	return 1 + 3 * day->minutes / full;
}

/* ---- streak and score -------------------------------------------------- */

struct walk {
	struct study_streak *out;
	int week_starts;
	int64_t week; /* the first day of the week that `missed` is of */
	int missed;   /* in that week, since the streak began */
	int in_a_row;
};

static int64_t
week_of(const struct walk *w, struct date d)
{
	return date_days(d) - (date_weekday(d) - w->week_starts + 7) % 7;
}

static void
enter_week(struct walk *w, struct date d)
{
	int64_t week = week_of(w, d);

	if (week != w->week)
		w->missed = 0;
	w->week = week;
}

static void
smooth(struct study_streak *s, double x)
{
	s->score += 2.0 / (SCORE_DAYS + 1) * (x - s->score);
}

static void
walk_counts(struct walk *w, struct date d)
{
	enter_week(w, d);
	if (w->out->days == 0)
		w->missed = 0;
	w->in_a_row = 0;
	if (++w->out->days > w->out->longest)
		w->out->longest = w->out->days;
	smooth(w->out, 100);
}

static void
walk_missed(struct walk *w, struct date d)
{
	enter_week(w, d);
	if (w->out->days > 0 && ++w->missed <= FREE_A_WEEK &&
	    ++w->in_a_row <= FREE_IN_A_ROW)
		return;
	w->out->days = 0;
	smooth(w->out, 0);
}

void
study_streak(struct study_streak *out, const struct date *days, size_t n,
    struct date today, int week_starts)
{
	struct walk w = { .out = out, .week_starts = week_starts };
	struct date d;
	size_t i = 0;

	*out = (struct study_streak){ .days = 0 };
	if (n == 0)
		return;
	for (d = days[0]; date_cmp(d, today) <= 0; d = date_add(d, 1)) {
		while (i < n && date_cmp(days[i], d) < 0)
			i++;
		if (i < n && date_cmp(days[i], d) == 0)
			walk_counts(&w, d);
		else if (date_cmp(d, today) < 0)
			walk_missed(&w, d);
	}
	if (out->days == 0)
		return;
	enter_week(&w, today);
	out->free_left = FREE_A_WEEK - w.missed;
	if (out->free_left > FREE_IN_A_ROW - w.in_a_row)
		out->free_left = FREE_IN_A_ROW - w.in_a_row;
}

/* ---- topics ------------------------------------------------------------ */

struct topics {
	struct map *by_name;
	struct study_topic *v;
	size_t n;
	struct arena *a;
};

static void
topics_add(
    struct topics *t, const struct study_day *day, const struct study_entry *x)
{
	char *folded = utf8_fold(x->topic);
	const char *key = arena_strdup(t->a, folded);
	struct study_topic *topic = map_get(t->by_name, key);

	free(folded);
	if (topic == NULL) {
		topic = &t->v[t->n++];
		map_put(t->by_name, key, topic);
	}
	topic->topic = x->topic;
	topic->minutes += x->minutes;
	topic->entries++;
	topic->last = day->date;
}

static int
topic_cmp(const void *a, const void *b)
{
	const struct study_topic *x = a, *y = b;

	if (x->minutes != y->minutes)
		return x->minutes < y->minutes ? 1 : -1;
	if (x->entries != y->entries)
		return x->entries < y->entries ? 1 : -1;
	if (date_cmp(x->last, y->last) != 0)
		return -date_cmp(x->last, y->last);
	return strcmp(x->topic, y->topic);
}

void
study_stats(struct study_stats *out, const struct study_day *days, size_t n,
    const struct study_stats_opts *o, struct arena *a)
{
	struct topics t = { .a = a };
	struct date *counting = arena_alloc(a, n * sizeof(*counting));
	size_t i, k, all = 0, n_counting = 0;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < n; i++)
		all += days[i].n_entries;
	t.v = arena_alloc(a, all * sizeof(*t.v));
	t.by_name = map_new();
	for (i = 0; i < n; i++) {
		if (study_day_earns(&days[i]) == 0)
			continue;
		counting[n_counting++] = days[i].date;
		if (date_cmp(days[i].date, o->since) < 0)
			continue;
		out->days++;
		for (k = 0; k < days[i].n_entries; k++) {
			const struct study_entry *x = &days[i].entries[k];

			if (!study_entry_earns(x))
				continue;
			out->entries++;
			out->minutes += x->minutes;
			topics_add(&t, &days[i], x);
		}
	}
	map_free(t.by_name);
	if (t.n > 1)
		qsort(t.v, t.n, sizeof(*t.v), topic_cmp);
	out->topics = t.v;
	out->n_topics = t.n;
	study_streak(
	    &out->streak, counting, n_counting, o->today, o->week_starts);
}
