/* study_import.c: entries of other programs become entries of a day */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "study/study_import_int.h"

#define DAY 1440
#define ERRORS_MAX 20

/* ---- lines and messages ------------------------------------------------ */

void
study_import_begin(struct import_lines *l, const char *text, size_t len)
{
	*l = (struct import_lines){ .p = text, .end = text + len };
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		l->p += 3;
}

bool
study_import_next(struct import_lines *l, const struct study_import *im)
{
	size_t n;

	if (l->p == l->end || im->errors >= ERRORS_MAX)
		return false;
	n = text_line(l->p, (size_t)(l->end - l->p));
	l->at = l->p;
	l->len = text_chomp(l->p, n);
	l->p += n;
	l->line++;
	return true;
}

void
study_import_bad(struct study_import *im, int line, const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	diag(im->d, DIAG_IMPORT, im->path, line, 0, "%s", sb.buf);
	strbuf_release(&sb);
	im->errors++;
}

void
study_import_warn(struct study_import *im, int line, const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list ap;

	if (im->warnings++ >= STUDY_IMPORT_WARNINGS)
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	diag(im->d, DIAG_IMPORT_AS, im->path, line, 0, "%s", sb.buf);
	strbuf_release(&sb);
}

void
study_import_release(struct study_import *im)
{
	free(im->v);
	im->v = NULL;
	im->n = im->cap = 0;
}

/* ---- words ------------------------------------------------------------- */

static bool
is_tag(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 ||
	       (c != '\0' && strchr("-_+/", c) != NULL);
}

const char *
study_import_tag(struct arena *a, const char *s, size_t len, char mark)
{
	size_t i, n;

	for (i = 0; i < len; i++) {
		if (s[i] != mark ||
		    (i > 0 && !isspace((unsigned char)s[i - 1])))
			continue;
		for (n = 0; i + 1 + n < len && is_tag(s[i + 1 + n]); n++)
			;
		if (n > 0)
			return arena_strndup(a, s + i + 1, n);
	}
	return NULL;
}

size_t
study_import_ymd(struct date *out, const char *p, size_t len)
{
	char day[11];

	if (len < 10 || (p[4] != '-' && p[4] != '/') || p[7] != p[4])
		return 0;
	memcpy(day, p, 10);
	day[4] = day[7] = '-';
	day[10] = '\0';
	return date_parse(out, day) == 0 ? 10 : 0;
}

/* ---- an entry ---------------------------------------------------------- */

/* Whether the title begins with a topic: "docker: layer cache", but not "What
 * I learned today: nothing". */
static bool
names_topic(const char *title)
{
	const char *p, *colon = strstr(title, ": ");
	int words = 1;

	if (colon == NULL || colon == title)
		return false;
	for (p = title; p < colon; p++)
		words += *p == ' ';
	return words <= 3;
}

/* "#docker layer cache" of docker: the tag need not be said twice. */
static const char *
without_tag(const char *title, const char *topic)
{
	size_t n = strlen(topic);

	if ((*title != '#' && *title != '@') ||
	    strncmp(title + 1, topic, n) != 0)
		return title;
	if (title[n + 1] == '\0')
		return "";
	return title[n + 1] == ' ' ? title + n + 2 : title;
}

/* Topic and title. What of the two the heading cannot have goes into the body;
 * a topic that was taken out of a text need not stand there twice. */
static void
set_heading(struct study_add *add, struct strbuf *body, struct study_import *im,
    const struct import_entry *x)
{
	struct err ignored = ERR_INIT;
	const char *topic = x->topic, *title = x->title, *none;

	if (topic == NULL && !names_topic(title))
		topic = x->group != NULL ? x->group : im->topic;
	if (topic != NULL) {
		title = without_tag(title, topic);
		title = arena_printf(
		    im->a, "%s%s%s", topic, *title != '\0' ? ": " : "", title);
	}
	if (study_topic_parse(
		&add->topic, &add->title, title, im->a, &ignored) == 0)
		return;
	add->title = "";
	if (topic == NULL ||
	    study_topic_parse(&add->topic, &none, topic, im->a, &ignored) ==
		-1 ||
	    *none != '\0') {
		add->topic = im->topic;
		if (x->apart && topic != NULL && *topic != '\0')
			strbuf_addf(body, "%s\n\n", topic);
	}
	if (*x->title != '\0')
		strbuf_addf(body, "%s\n\n", x->title);
}

/* The study day and the minutes, from the calendar's. */
static void
set_times(struct study_add *add, struct study_import *im,
    const struct import_entry *x)
{
	int days = x->start / DAY, minute = x->start % DAY;

	add->date = x->day;
	add->start = add->end = -1;
	if (!x->timed)
		return;
	if (minute < 0) {
		minute += DAY;
		days--;
	}
	add->date = date_add(x->day, days - (minute < im->day_ends));
	/* A heading cannot say more: study_head.c takes it for a slip. */
	if (x->minutes > DAY / 2)
		return;
	add->start = minute;
	add->end = minute + x->minutes;
}

/*
 * The lines, each behind "> ": in a quote nothing is a heading. Blank ones
 * around them are left out, as they are without a quote.
 */
static char *
quoted(const char *s, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	size_t len = strlen(s), n;
	char *out;

	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	for (; len > 0; s += n, len -= n) {
		bool blank;

		n = text_line(s, len);
		blank = strspn(s, " \t\r\n") >= n;
		if (blank && sb.len == 0)
			continue;
		strbuf_adds(&sb, blank ? ">" : "> ");
		strbuf_add(&sb, s, n);
	}
	out = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return out;
}

/* Add one entry; a text that would be read as more than that is quoted. */
static int
patch_one(struct strbuf *out, const char *old, size_t len,
    const struct study_add *add, bool *quote, struct arena *a, struct err *e)
{
	struct study_add again = *add;
	struct err ignored = ERR_INIT;

	*quote = false;
	if (study_patch(out, old, len, add, e) == 0)
		return 0;
	again.body = quoted(add->body, a);
	*quote = true;
	return study_patch(out, old, len, &again, &ignored);
}

/* Whether a day can have it at all, told while its line is known. */
static void
check(struct study_import *im, const struct study_add *add, int line)
{
	struct strbuf day = STRBUF_INIT;
	struct err e = ERR_INIT;
	bool quote;

	/* Too much for any day, and study_import_sort() says so. */
	if (strlen(add->body) > STUDY_IMPORT_BYTES)
		return;
	if (patch_one(&day, NULL, 0, add, &quote, im->a, &e) == -1)
		study_import_bad(im, line, "%s", e.msg);
	else if (quote)
		study_import_warn(im, line,
		    "the text has headings, or opens what it does not close: "
		    "it is imported as a quote");
	strbuf_release(&day);
}

void
study_import_add(struct study_import *im, const struct import_entry *x)
{
	struct study_add add = {
		.entry = true, .day_ends = im->day_ends, .lang = im->lang
	};
	struct strbuf body = STRBUF_INIT;
	struct study_record *r;

	set_times(&add, im, x);
	if (x->span != NULL && add.start == -1) {
		strbuf_addf(&body, "%s\n\n", x->span);
		study_import_warn(im, x->line,
		    "%s: it becomes an entry without times, and its text says "
		    "%s",
		    x->timed ? "this is more than twelve hours"
			     : "this has no time of day",
		    x->span);
	}
	set_heading(&add, &body, im, x);
	strbuf_adds(&body, x->body);
	add.body = arena_strdup(im->a, body.buf);
	strbuf_release(&body);
	if (!date_valid(add.date)) {
		study_import_bad(im, x->line, "there is no such day");
		return;
	}
	check(im, &add, x->line);
	r = VEC_PUSH(im->v, im->n, im->cap);
	*r = (struct study_record){ add, im->path, x->line, im->n, false };
}

/* ---- all of them ------------------------------------------------------- */

static int
by_day(const void *pa, const void *pb)
{
	const struct study_record *a = pa, *b = pb;
	int c = date_cmp(a->add.date, b->add.date);

	return c != 0 ? c : (a->nth > b->nth) - (a->nth < b->nth);
}

void
study_import_sort(struct study_import *im)
{
	size_t i, n = 0, bytes = 0;

	if (im->n > 1)
		qsort(im->v, im->n, sizeof(*im->v), by_day);
	for (i = 0; i < im->n; i++) {
		const struct study_record *r = &im->v[i];

		if (i == 0 || date_cmp(r[-1].add.date, r->add.date) != 0)
			n = bytes = 0;
		n++;
		bytes += strlen(r->add.body);
		if (n != STUDY_IMPORT_ENTRIES + 1 &&
		    (bytes <= STUDY_IMPORT_BYTES ||
			bytes - strlen(r->add.body) > STUDY_IMPORT_BYTES))
			continue;
		im->path = r->path;
		study_import_bad(im, r->line,
		    "more than %d entries or %zu KiB of text on one day: "
		    "split the day, or leave it out",
		    STUDY_IMPORT_ENTRIES, STUDY_IMPORT_BYTES >> 10);
	}
}

/* ---- bytes ------------------------------------------------------------- */

/* Each entry as study_add.c packs it, behind its length in eight digits. */
void
study_import_pack(struct strbuf *out, const struct study_record *v, size_t n)
{
	struct strbuf one = STRBUF_INIT;
	size_t i;

	for (i = 0; i < n; i++) {
		strbuf_clear(&one);
		study_add_pack(&one, &v[i].add);
		strbuf_addf(out, "%08zx", one.len);
		strbuf_add(out, one.buf, one.len);
	}
	strbuf_release(&one);
}

/* The length in front, or -1; in->p is not moved. */
static long
packed_len(const char *p, size_t left)
{
	char digits[9];
	char *end;
	unsigned long n;

	if (left < 8)
		return -1;
	memcpy(digits, p, 8);
	digits[8] = '\0';
	n = strtoul(digits, &end, 16);
	return *end != '\0' || n > left - 8 ? -1 : (long)n;
}

static int
unpack(struct study_record **v, size_t *n, struct arena *a, const char *p,
    size_t left, struct err *e)
{
	size_t cap = 0;

	while (left > 0) {
		long len = packed_len(p, left);
		struct study_record *r = VEC_PUSH(*v, *n, cap);

		memset(r, 0, sizeof(*r));
		if (len == -1 ||
		    study_add_unpack(&r->add, a, p + 8, (size_t)len, e) == -1)
			return err_set(e, "these entries are damaged");
		p += 8 + len;
		left -= 8 + (size_t)len;
	}
	return 0;
}

/* The day with those of the entries that it does not have. */
static int
patch_all(struct strbuf *day, bool fresh, const struct study_record *v,
    size_t n, struct arena *a, struct err *e)
{
	bool *there = xcalloc(n + 1, sizeof(*there)), quote;
	struct strbuf next = STRBUF_INIT;
	struct study_day old;
	size_t i;
	int rc = 0;

	study_day_parse(&old, "", v[0].add.date, day->buf, day->len, a, NULL);
	study_import_there(&old, v, n, there);
	for (i = 0; i < n && rc == 0; i++) {
		if (there[i])
			continue;
		strbuf_clear(&next);
		rc = patch_one(&next, fresh ? NULL : day->buf, day->len,
		    &v[i].add, &quote, a, e);
		strbuf_clear(day);
		strbuf_add(day, next.buf, next.len);
		fresh = false;
	}
	strbuf_release(&next);
	free(there);
	return rc;
}

int
study_import_patch(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e)
{
	struct arena *a = arena_new();
	struct study_record *v = NULL;
	struct strbuf day = STRBUF_INIT;
	size_t n = 0;
	int rc = unpack(&v, &n, a, bytes, len, e);

	strbuf_add(&day, old, old != NULL ? old_len : 0);
	if (rc == 0 && n > 0)
		rc = patch_all(&day, old == NULL, v, n, a, e);
	if (rc == 0)
		strbuf_add(out, day.buf, day.len);
	strbuf_release(&day);
	free(v);
	arena_free(a);
	return rc;
}
