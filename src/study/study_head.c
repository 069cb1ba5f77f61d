/* study_head.c: the heading of an entry: times, topic and title */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "study/study_int.h"

#define DAY 1440
#define HALF (DAY / 2)

/* What is left of a heading while it is read. */
struct words {
	const char *p, *end;
};

static void
skip_blanks(struct words *w)
{
	while (w->p < w->end && (*w->p == ' ' || *w->p == '\t'))
		w->p++;
}

static bool
eat(struct words *w, const char *s)
{
	size_t n = strlen(s);

	if ((size_t)(w->end - w->p) < n || memcmp(w->p, s, n) != 0)
		return false;
	w->p += n;
	return true;
}

/* A dash or tilde between two times, with or without spaces. */
static bool
eat_dash(struct words *w)
{
	static const char *const dashes[] = { "-", "–", "~", "～", "〜", "—",
		"−" };
	struct words t = *w;
	size_t i;

	skip_blanks(&t);
	for (i = 0; i < sizeof(dashes) / sizeof(*dashes); i++) {
		if (!eat(&t, dashes[i]))
			continue;
		skip_blanks(&t);
		*w = t;
		return true;
	}
	return false;
}

/* Whether this hour may be of either half of the day. */
static bool
either_half(const struct study_clock *c)
{
	return c->period == STUDY_ANY_TIME && c->hour >= 1 && c->hour <= 12;
}

/*
 * Which half of the day is meant where it is said of one time only, as in
 * "오후 2시~4시" and "9:30 - 10 PM": the one that is within twelve hours, for
 * an entry is no longer. The other is twelve hours more, so there is one.
 */
static const char *
share_half(const struct study_clock *a, const struct study_clock *b, int *start,
    int *end)
{
	int apart = ((*end - *start) % HALF + HALF) % HALF;
	bool first = a->period != STUDY_ANY_TIME && either_half(b);
	bool second = b->period != STUDY_ANY_TIME && either_half(a);

	if (!first && !second)
		return NULL;
	if (apart == 0)
		return "it may be no time or twelve hours: say AM or PM, 오전 "
		       "or 오후, of both";
	if (first)
		*end = *start + apart;
	else
		*start = *end - apart + (*end < apart ? DAY : 0);
	return NULL;
}

/* What these two times mean; b is NULL when there is only the one. */
static void
set_span(struct study_head *out, const struct study_clock *a,
    const struct study_clock *b)
{
	int start = study_period_minutes(a->period, a->hour, a->minute);
	int end = start;

	out->timed = true;
	out->start = out->end = -1;
	if (b != NULL)
		end = study_period_minutes(b->period, b->hour, b->minute);
	if (start == -1 || end == -1) {
		out->bad = "there is no such time of day";
		return;
	}
	if (b != NULL && (out->bad = share_half(a, b, &start, &end)) != NULL)
		return;
	/* 24:00 is the end of a day, and 밤 1시 is of the next. */
	start %= DAY;
	if (end > DAY || b == NULL)
		end %= DAY;
	if (end < start)
		end += DAY;
	if (end - start > STUDY_MINUTES_MAX) {
		out->bad = "that is more than twelve hours";
		return;
	}
	out->start = start;
	out->end = end;
}

/*
 * "21:00–21:28" or "21:00" at w; w moves behind it. A number alone is a time
 * only where the other one says what it is, "9~10시", and an hour in words only
 * beside another one: "9시 뉴스" is a topic.
 */
static bool
span_at(struct study_head *out, struct words *w)
{
	struct study_clock a, b;
	struct words t = *w, rest;

	if (!study_clock_take(&a, &t.p, t.end))
		return false;
	rest = t;
	if (eat_dash(&rest) && study_clock_take(&b, &rest.p, rest.end) &&
	    b.form != STUDY_CLOCK_NUMBER &&
	    (a.form != STUDY_CLOCK_NUMBER || a.period != STUDY_ANY_TIME ||
		b.form == STUDY_CLOCK_WORD || b.period != STUDY_ANY_TIME)) {
		set_span(out, &a, &b);
		*w = rest;
		return true;
	}
	if (a.form != STUDY_CLOCK_COLON)
		return false;
	set_span(out, &a, NULL);
	*w = t;
	return true;
}

/* Times in front: bare or in brackets, and a mark behind them. */
static bool
times_in_front(struct study_head *out, struct words *w)
{
	struct words t = *w;
	char close = '\0';

	if (eat(&t, "["))
		close = ']';
	else if (eat(&t, "("))
		close = ')';
	if (!span_at(out, &t))
		return false;
	if (close != '\0') {
		if (t.p == t.end || *t.p != close)
			goto no;
		t.p++;
	}
	if (t.p < t.end && memchr(" \t:,|", *t.p, 5) == NULL)
		goto no;
	if (t.p < t.end && memchr(":,|", *t.p, 3) != NULL)
		t.p++;
	skip_blanks(&t);
	if (eat(&t, "- ") || eat(&t, "| "))
		skip_blanks(&t);
	*w = t;
	return true;
no:
	out->timed = false;
	out->bad = NULL;
	return false;
}

/* Times behind, which need their brackets: "docker (21:00~21:30)". */
static bool
times_behind(struct study_head *out, struct words *w)
{
	struct words t;
	const char *p;

	if (w->p == w->end || w->end[-1] != ')')
		return false;
	for (p = w->end - 1; p > w->p && *p != '('; p--)
		;
	if (*p != '(' || p == w->p || w->end - p > 40)
		return false;
	t.p = p + 1;
	t.end = w->end - 1;
	if (!span_at(out, &t) || t.p != t.end) {
		out->timed = false;
		out->bad = NULL;
		return false;
	}
	w->end = p;
	return true;
}

void
study_head_times(struct study_head *out, const char *s, size_t len,
    const char **words, size_t *n_words)
{
	struct words w = { s, s + len };

	out->timed = false;
	out->bad = NULL;
	out->start = out->end = -1;
	out->topic = out->title = "";
	if (!times_in_front(out, &w) && !times_behind(out, &w)) {
		out->start = out->end = -1;
	}
	*words = w.p;
	*n_words = (size_t)(w.end - w.p);
}

/* Cut white space off both ends, the wide one of Japanese included. */
static void
trim(const char **s, size_t *n)
{
	static const char wide[] = "\xe3\x80\x80", hard[] = "\xc2\xa0";
	const char *p = *s, *end = *s + *n;

	for (;;) {
		if (p < end && isspace((unsigned char)*p))
			p++;
		else if (end - p >= 3 && memcmp(p, wide, 3) == 0)
			p += 3;
		else if (end - p >= 2 && memcmp(p, hard, 2) == 0)
			p += 2;
		else
			break;
	}
	for (;;) {
		if (end > p && isspace((unsigned char)end[-1]))
			end--;
		else if (end - p >= 3 && memcmp(end - 3, wide, 3) == 0)
			end -= 3;
		else if (end - p >= 2 && memcmp(end - 2, hard, 2) == 0)
			end -= 2;
		else
			break;
	}
	*s = p;
	*n = (size_t)(end - p);
}

static bool
unwrap(const char **s, size_t *n, const char *open, const char *close)
{
	size_t a = strlen(open), b = strlen(close), i;

	if (*n <= a + b || memcmp(*s, open, a) != 0 ||
	    memcmp(*s + *n - b, close, b) != 0)
		return false;
	for (i = a; i + b < *n; i++)
		if ((*s)[i] == close[0])
			return false;
	*s += a;
	*n -= a + b;
	trim(s, n);
	return true;
}

/* A topic is a name: [[docker]], `docker` and **docker** are all docker. */
static void
unwrap_topic(const char **s, size_t *n)
{
	while (unwrap(s, n, "[[", "]]") || unwrap(s, n, "**", "**") ||
	       unwrap(s, n, "`", "`"))
		;
}

/* Where the title begins: behind the first ": " (or "："); else at the end. */
static const char *
find_title(const char *s, size_t n, size_t *topic_len)
{
	const char *end = s + n, *p;

	for (p = s; p < end; p++) {
		size_t mark = 1;

		if (end - p >= 3 && memcmp(p, "：", 3) == 0)
			mark = 3;
		else if (*p != ':' ||
			 (p + 1 < end && p[1] != ' ' && p[1] != '\t'))
			continue;
		*topic_len = (size_t)(p - s);
		return p + mark;
	}
	*topic_len = n;
	return end;
}

/* A string of its own; bytes that end a C string early become U+FFFD. */
static const char *
keep(const char *s, size_t n, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *out;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == '\0')
			strbuf_adds(&sb, "\xef\xbf\xbd");
		else
			strbuf_addc(&sb, s[i]);
	}
	out = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return out;
}

void
study_head_split(
    struct study_head *out, const char *s, size_t n, struct arena *a)
{
	const char *title;
	size_t topic_len, title_len;
	char *nfc;

	trim(&s, &n);
	title = find_title(s, n, &topic_len);
	title_len = (size_t)(s + n - title);
	trim(&s, &topic_len);
	unwrap_topic(&s, &topic_len);
	trim(&title, &title_len);
	/* Links are looked up in NFC, and a topic is looked up like one. */
	nfc = utf8_nfc(keep(s, topic_len, a));
	out->topic = arena_strdup(a, nfc);
	out->title = keep(title, title_len, a);
	free(nfc);
}

void
study_head_parse(
    struct study_head *out, const char *s, size_t len, struct arena *a)
{
	const char *words;
	size_t n;

	study_head_times(out, s, len, &words, &n);
	study_head_split(out, words, n, a);
}

static void
add_times(struct strbuf *out, int start, int end)
{
	int s = start % DAY, e = end % DAY;

	strbuf_addf(out, "%02d:%02d", s / 60, s % 60);
	if (start != end)
		strbuf_addf(out, "–%02d:%02d", e / 60, e % 60);
}

void
study_head_write(struct strbuf *out, int level, int start, int end,
    const char *topic, const char *title)
{
	size_t i, len;

	for (i = 0; i < (size_t)level; i++)
		strbuf_addc(out, '#');
	strbuf_addc(out, ' ');
	if (start >= 0) {
		add_times(out, start, end);
		if (*topic != '\0')
			strbuf_addc(out, ' ');
	}
	strbuf_adds(out, topic);
	if (*title != '\0')
		strbuf_addf(out, ": %s", title);
	/* Markdown would take "#" at the end for the end of the heading. */
	for (len = out->len; len > 0 && out->buf[len - 1] == '#'; len--)
		;
	if (len < out->len && (len == 0 || out->buf[len - 1] == ' '))
		strbuf_adds(out, " #");
}

char *
study_times(const struct study_entry *entry, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	char *out;

	if (entry->start >= 0)
		add_times(&sb, entry->start, entry->end);
	out = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return out;
}

struct moment
study_entry_start(
    const struct study_day *day, const struct study_entry *entry, int day_ends)
{
	bool after_midnight = entry->start < day_ends;

	return moment_at(
	    after_midnight ? date_add(day->date, 1) : day->date, entry->start);
}
