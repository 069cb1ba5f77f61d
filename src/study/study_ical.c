/* study_ical.c: days as a calendar (iCalendar, RFC 5545) */
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "study/study_export.h"

#define FOLD 75 /* octets of a line at the most, its end not counted (3.1) */

/* A content line while it is written. */
struct folded {
	struct strbuf *out;
	size_t n; /* octets on the line so far */
};

/* One character, whole: a fold never comes between its octets. */
static void
fold_add(struct folded *f, const char *s, size_t n)
{
	if (f->n + n > FOLD) {
		strbuf_adds(f->out, "\r\n ");
		f->n = 1;
	}
	strbuf_add(f->out, s, n);
	f->n += n;
}

/* A value of type TEXT (3.3.11). Controls have no place in one. */
static void
fold_text(struct folded *f, const char *s, size_t len)
{
	size_t i = 0, n;
	int32_t c;

	while (i < len) {
		n = utf8_next(s + i, len - i, &c);
		if (c == '\\' || c == ';' || c == ',') {
			char pair[2] = { '\\', s[i] };

			fold_add(f, pair, 2);
		} else if (c == '\n')
			fold_add(f, "\\n", 2);
		else if (c == 0xfffd)
			fold_add(f, "\xef\xbf\xbd", 3);
		else if (c == '\t' || (c >= 0x20 && c != 0x7f))
			fold_add(f, s + i, n);
		i += n;
	}
}

static void
text_line_of(struct strbuf *out, const char *name, const char *s, size_t len)
{
	struct folded f = { out, strlen(name) + 1 };

	strbuf_addf(out, "%s:", name);
	fold_text(&f, s, len);
	strbuf_adds(out, "\r\n");
}

/* An instant in UTC (3.3.5, form 2). */
static void
utc_line(struct strbuf *out, const char *name, int64_t t)
{
	struct moment m = { t, 0 };
	struct date d = moment_date(m);
	int minute = moment_minute(m);

	strbuf_addf(out, "%s:%04d%02d%02dT%02d%02d00Z\r\n", name, d.y, d.m, d.d,
	    minute / 60, minute % 60);
}

struct slots {
	struct arena *a;
	struct map *counts;
};

/*
 * The same at every export, also after the title, the end or the text was
 * changed: made of the day, the start, the topic, and which of several such
 * it is, which `seen` counts.
 */
static void
uid_line(struct strbuf *out, const struct study_day *day,
    const struct study_entry *en, struct slots *seen)
{
	char hex[HASH_HEX], date[DATE_MAX], *key;
	size_t *nth;

	date_format(date, day->date);
	key = arena_printf(seen->a, "%s %d %s", date, en->start, en->topic);
	if ((nth = map_get(seen->counts, key)) == NULL) {
		nth = arena_alloc(seen->a, sizeof(*nth));
		map_put(seen->counts, key, nth);
	}
	key = arena_printf(seen->a, "%zu %s", (*nth)++, key);
	hash_hex(hex, key, strlen(key));
	strbuf_addf(out, "UID:%s-%.32s@halfhour\r\n", date, hex);
}

static void
event(struct strbuf *out, const struct study_export *x,
    const struct study_day *day, const struct study_entry *en,
    struct slots *seen)
{
	struct strbuf summary = STRBUF_INIT;
	struct date next = date_add(day->date, 1);
	int64_t start = date_days(day->date) * 86400;

	if (en->start >= 0)
		start = study_entry_start(day, en, x->day_ends).t;
	strbuf_adds(out, "BEGIN:VEVENT\r\n");
	uid_line(out, day, en, seen);
	/* No clock, so that the same days give the same bytes. */
	utc_line(out, "DTSTAMP", start + (int64_t)en->minutes * 60);
	if (en->start < 0)
		strbuf_addf(out,
		    "DTSTART;VALUE=DATE:%04d%02d%02d\r\n"
		    "DTEND;VALUE=DATE:%04d%02d%02d\r\n",
		    day->date.y, day->date.m, day->date.d, next.y, next.m,
		    next.d);
	else
		utc_line(out, "DTSTART", start);
	/* An end has to be later than the start (3.8.2.2). */
	if (en->minutes > 0)
		utc_line(out, "DTEND", start + (int64_t)en->minutes * 60);
	strbuf_addf(
	    &summary, "%s%s%s", en->topic, *en->title ? ": " : "", en->title);
	text_line_of(out, "SUMMARY", summary.buf, summary.len);
	if (*en->topic != '\0')
		text_line_of(out, "CATEGORIES", en->topic, strlen(en->topic));
	if (en->body_len > 0)
		text_line_of(out, "DESCRIPTION", en->body, en->body_len);
	strbuf_adds(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
	strbuf_release(&summary);
}

void
study_export_ical(struct strbuf *out, const struct study_export *x)
{
	struct slots seen = { arena_new(), map_new() };
	size_t i, k;

	strbuf_adds(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
			 "PRODID:-//halfhour//halfhour//EN\r\n");
	for (i = 0; i < x->n; i++)
		for (k = 0; k < x->days[i].n_entries; k++)
			event(
			    out, x, &x->days[i], &x->days[i].entries[k], &seen);
	strbuf_adds(out, "END:VCALENDAR\r\n");
	map_free(seen.counts);
	arena_free(seen.a);
}
