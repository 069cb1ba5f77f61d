/* study_import_klog.c: the time records of klog
 *
 *	2026-11-23 (8h!)
 *	What the day was about #docker
 *	    9:00 - 9:28 #docker layer cache
 *	        more of it
 *	    <23:30 - 0:10
 *	    1h30m reading
 *	    -20m lunch
 *	    22:00 - ?
 *
 * The first tag of an entry, or else of its record, is the topic. What klog
 * counts without a time of day, durations and pauses, has no place on a
 * clock: it becomes an entry without times whose text says how long. The
 * summary of a record goes to its first entry.
 */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "study/study_import_int.h"

#define DAY 1440

/* What is left of a line. */
struct rest {
	const char *p, *end;
};

/* The record that is being read, and its entry. */
struct record {
	bool open, used; /* there is one; its summary went to an entry */
	bool running;    /* an entry of it has no end yet */
	struct date day;
	int line;
	size_t indent; /* of its first entry */
	struct strbuf summary;
	bool entry; /* one is being read */
	struct import_entry x;
	const char *first; /* the first line of its summary */
	struct strbuf more;
};

static size_t
indent_of(const struct import_lines *l)
{
	size_t i, n = 0;

	for (i = 0; i < l->len && (l->at[i] == ' ' || l->at[i] == '\t'); i++)
		n += l->at[i] == '\t' ? 4 : 1;
	return n;
}

static bool
is_blank(const struct import_lines *l)
{
	return strspn(l->at, " \t") >= l->len;
}

static int
number(struct rest *r, int max)
{
	int v = 0, n = 0;

	for (; r->p < r->end && isdigit((unsigned char)*r->p); r->p++, n++)
		if (n < 6)
			v = v * 10 + (*r->p - '0');
	return n == 0 || n > 6 || v > max ? -1 : v;
}

static bool
eat(struct rest *r, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(r->end - r->p) < n || memcmp(r->p, word, n) != 0)
		return false;
	r->p += n;
	return true;
}

/* "9:00", "<23:30", "0:30>", "9:00am": minutes from this day's midnight. */
static bool
time_at(int *out, struct rest *r)
{
	struct rest t = *r;
	int day = eat(&t, "<") ? -1 : 0, h, m;

	if ((h = number(&t, 24)) == -1 || !eat(&t, ":") || t.end - t.p < 2 ||
	    !isdigit((unsigned char)t.p[1]) || (m = number(&t, 59)) == -1)
		return false;
	if (eat(&t, "am") || eat(&t, "pm")) {
		if (h < 1 || h > 12)
			return false;
		h = h % 12 + (t.p[-2] == 'p' ? 12 : 0);
	}
	if (h == 24 && m > 0)
		return false;
	if (day == 0 && eat(&t, ">"))
		day = 1;
	*out = day * DAY + h * 60 + m;
	*r = t;
	return true;
}

/* "1h30m", "45m", "-20m": its length, or 0 when it is none. */
static size_t
duration(const struct rest *r)
{
	struct rest t = *r, u;
	bool any = false;

	if (!eat(&t, "-"))
		eat(&t, "+");
	u = t;
	if (number(&u, 999999) != -1 && eat(&u, "h")) {
		t = u;
		any = true;
	}
	u = t;
	if (number(&u, 999999) != -1 && eat(&u, "m")) {
		t = u;
		any = true;
	}
	return any && (t.p == t.end || isspace((unsigned char)*t.p))
		   ? (size_t)(t.p - r->p)
		   : 0;
}

/* "9:00 - 9:28" or "22:00 - ?"; *running tells the second. */
static bool
range(struct import_entry *x, bool *running, struct rest *r)
{
	struct rest t = *r;
	int end;

	*running = false;
	if (!time_at(&x->start, &t))
		return false;
	while (eat(&t, " "))
		;
	if (!eat(&t, "-") && !eat(&t, "–"))
		return false;
	while (eat(&t, " "))
		;
	if (eat(&t, "?")) {
		*running = true;
		end = x->start;
		while (eat(&t, "?"))
			;
	} else if (!time_at(&end, &t))
		return false;
	if (t.p < t.end && !isspace((unsigned char)*t.p))
		return false;
	x->minutes = end - x->start;
	*r = t;
	return true;
}

static void
finish_entry(struct study_import *im, struct record *rec)
{
	struct import_entry *x = &rec->x;
	struct strbuf body = STRBUF_INIT;

	if (!rec->entry)
		return;
	rec->entry = false;
	x->title = rec->first;
	x->topic = study_import_tag(im->a, rec->first, strlen(rec->first), '#');
	if (x->topic == NULL)
		x->topic =
		    study_import_tag(im->a, rec->more.buf, rec->more.len, '#');
	x->group =
	    study_import_tag(im->a, rec->summary.buf, rec->summary.len, '#');
	strbuf_add(&body, rec->more.buf, rec->more.len);
	if (!rec->used && rec->summary.len > 0)
		strbuf_addf(
		    &body, "%s%s", body.len > 0 ? "\n" : "", rec->summary.buf);
	rec->used = true;
	x->body = body.buf;
	study_import_add(im, x);
	strbuf_release(&body);
}

/*
 * At the end of a record; one without entries may still say something. While
 * one is running, the summary waits for it, or a later import would bring it
 * twice.
 */
static void
finish(struct study_import *im, struct record *rec)
{
	finish_entry(im, rec);
	if (rec->open && !rec->used && !rec->running && rec->summary.len > 0) {
		rec->x =
		    (struct import_entry){ .line = rec->line, .day = rec->day };
		rec->first = "";
		strbuf_clear(&rec->more);
		rec->entry = true;
		finish_entry(im, rec);
	}
	rec->open = false;
}

/* "2026-11-23" or "2026/11/23", with "(8h!)" behind it or not. */
static void
open_record(
    struct study_import *im, struct record *rec, const struct import_lines *l)
{
	size_t n = study_import_ymd(&rec->day, l->at, l->len);

	while (n > 0 && n < l->len && isspace((unsigned char)l->at[n]))
		n++;
	if (n == 0 ||
	    (n < l->len && (l->at[n] != '(' || l->at[l->len - 1] != ')'))) {
		study_import_bad(im, l->line,
		    "this is not klog: a record begins with its day, as in "
		    "2026-11-23");
		return;
	}
	rec->open = true;
	rec->used = rec->running = false;
	rec->line = l->line;
	rec->indent = 0;
	strbuf_clear(&rec->summary);
}

static void
open_entry(
    struct study_import *im, struct record *rec, const struct import_lines *l)
{
	struct rest r = { l->at, l->at + l->len };
	bool running = false;
	const char *from;
	size_t n;

	finish_entry(im, rec);
	while (r.p < r.end && isspace((unsigned char)*r.p))
		r.p++;
	rec->x = (struct import_entry){ .line = l->line, .day = rec->day };
	from = r.p;
	if (range(&rec->x, &running, &r))
		rec->x.timed = true;
	else if ((n = duration(&r)) > 0)
		r.p += n;
	else {
		study_import_bad(im, l->line,
		    "this is no entry of klog: it begins with a duration or a "
		    "range, as in 30m or 9:00 - 9:28");
		return;
	}
	if (rec->x.minutes < 0) {
		study_import_bad(im, l->line, "this ends before it begins");
		return;
	}
	rec->x.span = arena_strndup(im->a, from, (size_t)(r.p - from));
	rec->first =
	    text_trim(arena_strndup(im->a, r.p, (size_t)(r.end - r.p)));
	strbuf_clear(&rec->more);
	rec->entry = !running;
	rec->running |= running;
	im->running += running;
}

/* A line inside a record. */
static void
inside(
    struct study_import *im, struct record *rec, const struct import_lines *l)
{
	size_t indent = indent_of(l), n;

	if (indent == 0) {
		strbuf_add(&rec->summary, l->at, l->len);
		strbuf_addc(&rec->summary, '\n');
		if (rec->indent > 0)
			study_import_bad(im, l->line,
			    "a line of the record's summary stands behind an "
			    "entry: put a blank line above a new record");
		return;
	}
	if (rec->indent > 0 && indent > rec->indent) {
		for (n = 0; n < l->len && isspace((unsigned char)l->at[n]); n++)
			;
		if (rec->entry) {
			strbuf_add(&rec->more, l->at + n, l->len - n);
			strbuf_addc(&rec->more, '\n');
		}
		return;
	}
	rec->indent = indent;
	open_entry(im, rec, l);
}

void
study_import_klog(struct study_import *im, const char *text, size_t len)
{
	struct record rec = { .summary = STRBUF_INIT, .more = STRBUF_INIT };
	struct import_lines l;

	study_import_begin(&l, text, len);
	while (study_import_next(&l, im)) {
		if (is_blank(&l))
			finish(im, &rec);
		else if (rec.open)
			inside(im, &rec, &l);
		else
			open_record(im, &rec, &l);
	}
	finish(im, &rec);
	strbuf_release(&rec.summary);
	strbuf_release(&rec.more);
}
