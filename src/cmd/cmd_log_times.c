/* cmd_log_times.c: when an entry was: as it is asked for, or as is left free */
#include "cmd/cmd_box.h"
#include "cmd/cmd_entry.h"
#include "cmd/cmd_log.h"

/* An entry that stands in the log, as moments. */
struct span {
	const struct study_day *day;
	const struct study_entry *entry;
	int64_t from, to; /* seconds since 1970 */
};

/* The days whose entries may be near one of twelve hours that ends at `end`:
 * its own, and the one before. The timebox that is running counts as an entry
 * until now, in a day of its own. */
struct near {
	struct wiki *w;
	struct study_day days[3];
	struct study_entry box;
	size_t n, day, entry;
};

static void
near_box(struct near *near)
{
	struct wiki *w = near->w;
	struct study_day *day = &near->days[near->n];
	struct err ignored = ERR_INIT;
	struct study_box box;
	struct moment start;
	int64_t seconds;
	int fd = repo_state_fd(w->repo, &ignored);

	/* One that cannot be read is told by those who are about to use it. */
	if (fd == -1 ||
	    cmd_box_peek(&box, fd, &w->own, w->arena, &ignored) != 1)
		return;
	/* By the clocks of here, as all entries of these days are read. */
	start = moment_local(box.start.now.t);
	seconds = w->now.t - (start.t - start.t % 60);
	if (seconds <= 0 || seconds > STUDY_MINUTES_MAX * 60)
		return;
	near->box = (struct study_entry){
		.start = moment_minute(start),
		.minutes = (int)((seconds + 59) / 60),
		.topic = box.topic,
		.title = box.title,
	};
	near->box.end = near->box.start + near->box.minutes;
	*day = (struct study_day){
		.date = moment_study_day(start, w->conf.day_ends),
		.entries = &near->box,
		.n_entries = 1,
	};
	near->n++;
}

static void
near_init(struct near *near, struct wiki *w, struct moment end)
{
	struct date d = moment_study_day(end, w->conf.day_ends);
	int back;

	*near = (struct near){ .w = w };
	for (back = 1; back >= 0; back--) {
		/* A day that cannot be read cannot be written to, and that
		 * is told then. */
		struct err ignored = ERR_INIT;

		if (wiki_read_day(w, date_add(d, -back), &near->days[near->n],
			&ignored) == 0)
			near->n++;
	}
	near_box(near);
}

/* The next entry that has minutes. */
static bool
near_next(struct near *near, struct span *out)
{
	for (; near->day < near->n; near->day++, near->entry = 0) {
		const struct study_day *day = &near->days[near->day];

		while (near->entry < day->n_entries) {
			const struct study_entry *en =
			    &day->entries[near->entry++];

			if (en->minutes == 0)
				continue;
			out->day = day;
			out->entry = en;
			out->from =
			    study_entry_start(day, en, near->w->conf.day_ends)
				.t;
			out->to = out->from + (int64_t)en->minutes * 60;
			return true;
		}
	}
	return false;
}

static const char *
span_name(const struct span *s, struct arena *a)
{
	return arena_printf(a, "%s %s%s%s", study_times(s->entry, a),
	    s->entry->topic, *s->entry->title ? ": " : "", s->entry->title);
}

/*
 * The start of an entry that ends now and takes `minutes` at the most: behind
 * the last entry that has begun. No minutes are made up where that one reaches
 * until now, and none are counted twice.
 */
static struct moment
log_free(struct wiki *w, int minutes, struct cmd_log_time *out)
{
	int64_t from = w->now.t - (int64_t)minutes * 60;
	struct near near;
	struct span s, last = { .day = NULL };

	near_init(&near, w, w->now);
	while (near_next(&near, &s)) {
		if (s.from > w->now.t || s.to <= from)
			continue;
		from = s.to;
		last = s;
	}
	if (last.day != NULL && w->now.t < from + 60)
		out->note = arena_printf(w->arena,
		    "%s lasts until now, so this entry counts no minutes; to "
		    "give it some, 'halfhour undo' and log it with --at or "
		    "--minutes",
		    span_name(&last, w->arena));
	return moment_local(from < w->now.t ? from : w->now.t);
}

/* Times that were asked for may be those of another entry: that is told. */
static void
log_overlap(
    struct wiki *w, struct moment start, int minutes, struct cmd_log_time *out)
{
	int64_t from = start.t - start.t % 60;
	int64_t to = from + (int64_t)minutes * 60;
	struct span s, first = { .day = NULL };
	struct near near;
	size_t more = 0;

	near_init(&near, w, moment_local(to));
	while (near_next(&near, &s)) {
		if (s.from >= to || s.to <= from)
			continue;
		if (first.day == NULL)
			first = s;
		else
			more++;
	}
	if (first.day == NULL)
		return;
	out->note = arena_printf(
	    w->arena, "it overlaps %s", span_name(&first, w->arena));
	if (more > 0)
		out->note =
		    arena_printf(w->arena, "%s, and %zu more", out->note, more);
}

/* The entry would end at `end`, later than now: how to say what is meant. A
 * clock time alone is of the running study day, so just after that has begun
 * it may be that of the night before. */
static int
log_future(
    const struct wiki *w, struct moment start, struct moment end, struct err *e)
{
	char now[MOMENT_MAX], then[MOMENT_MAX], meant[MOMENT_MAX];
	struct moment before = moment_local(start.t - 24 * 60 * 60);
	struct date today = moment_date(w->now);
	const char *way = "give --at a time that has been";
	int64_t ago = date_days(today) - date_days(moment_date(before));

	moment_format(now, w->now);
	moment_format(then, end);
	moment_format(meant, before);
	if ((ago == 0 || ago == 1) && before.t + end.t - start.t <= w->now.t)
		way = arena_printf(w->arena,
		    "give --at with a day, as in --at '%s %.5s'",
		    ago == 0 ? "today" : "yesterday", meant + 11);
	return err_code(e, ERR_USAGE,
	    "the entry would end at %.16s, which is in the future: it is "
	    "%.16s; %s, or fewer --minutes",
	    then, now, way);
}

int
cmd_log_times(struct study_add *add, struct cmd_log_time *out, struct wiki *w,
    const struct cmd_log_wish *wish, struct err *e)
{
	bool asked = wish->at != NULL || wish->minutes > 0;
	int minutes = wish->minutes ? wish->minutes : w->conf.timebox;
	struct moment start = moment_local(w->now.t - (int64_t)minutes * 60);

	out->note = NULL;
	if (wish->at != NULL && study_when_parse(&start, wish->at, w->now,
				    w->conf.day_ends, e) == -1)
		return -1;
	if (!asked && add->entry)
		start = log_free(w, minutes, out);
	/* Until now, but no longer than that. */
	if (wish->minutes == 0 && w->now.t >= start.t + (asked ? 60 : 0) &&
	    w->now.t < start.t + (int64_t)minutes * 60)
		minutes = (int)((w->now.t - start.t) / 60);
	if (cmd_entry_minutes("--minutes", minutes, e) == -1)
		return -1;
	out->end = moment_local(start.t + (int64_t)minutes * 60);
	if (out->end.t > w->now.t + 59)
		return log_future(w, start, out->end, e);
	/* A commit of git can have no earlier time. */
	if (start.t < 0)
		return err_code(e, ERR_USAGE,
		    "the entry would begin before 1970, and git knows no such "
		    "time; add it by 'halfhour edit DAY'");
	add->date = moment_study_day(start, w->conf.day_ends);
	add->start = moment_minute(start);
	add->end = add->start + minutes;
	if (asked && add->entry)
		log_overlap(w, start, minutes, out);
	return 0;
}
