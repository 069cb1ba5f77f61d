/* study_import_jrnl.c: the text of jrnl, `[2026-11-23 21:00] Title. Body`
 *
 * jrnl takes every line that begins with a date in brackets for an entry, and
 * splits a text that only quotes such a line. It writes a blank line between
 * entries, so here a stamp is one where a blank line, another stamp's line or
 * nothing stands above it. Its user chooses how stamps are written, and may
 * change that: so they need not all be alike, but a new form is told. Any
 * other line is text, and told if it might be more: nobody would look for an
 * entry in the text of another one.
 */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "study/study_import_int.h"

/* How a stamp is written. */
enum form {
	FORM_DAY = 1,
	FORM_TIME = 2,
	FORM_SECONDS = 4,
	FORM_NOON = 8, /* AM and PM */
};

/* Bytes; what has no bracket by then begins a sentence. */
#define STAMP_MAX 48

struct stamp {
	struct date day;
	int minute, form;
	size_t len; /* with the brackets */
};

static int
two(const char *p, const char *end)
{
	if (end - p < 2 || !isdigit((unsigned char)p[0]) ||
	    !isdigit((unsigned char)p[1]))
		return -1;
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* "21:00", "21:00:30", "09:00 PM", "9:00:30 PM" at p; its end or NULL. */
static const char *
clock_of(struct stamp *s, const char *p, const char *end)
{
	int h = two(p, end), digits = 2, m, sec, noon;
	const char *q;

	if (h == -1 && p < end && isdigit((unsigned char)*p)) {
		h = *p - '0';
		digits = 1;
	}
	if (h == -1 || end - p < digits + 3 || p[digits] != ':' ||
	    (m = two(p + digits + 1, end)) == -1)
		return NULL;
	p += digits + 3;
	s->form = FORM_TIME;
	if (p < end && *p == ':') {
		if ((sec = two(p + 1, end)) == -1 || sec > 60)
			return NULL;
		s->form |= FORM_SECONDS;
		p += 3;
	}
	q = p < end && *p == ' ' ? p + 1 : p;
	if (end - q >= 2 && (q[1] == 'M' || q[1] == 'm') &&
	    strchr("AaPp", q[0]) != NULL) {
		noon = q[0] == 'P' || q[0] == 'p' ? 12 : 0;
		if (h < 1 || h > 12)
			return NULL;
		h = h % 12 + noon;
		s->form |= FORM_NOON;
		p = q + 2;
	} else if (digits == 1) {
		/* Only hours of twelve are written so; another program's. */
		return NULL;
	}
	s->minute = h * 60 + m;
	return h > 23 || m > 59 ? NULL : p;
}

static bool
stamp_of(struct stamp *s, const char *p, size_t len)
{
	const char *end = p + len, *q = p + 1;

	*s = (struct stamp){ .form = FORM_DAY };
	if (len < 12 || *p != '[' ||
	    study_import_ymd(&s->day, q, (size_t)(end - q)) == 0)
		return false;
	q += 10;
	if (*q == ' ' || *q == 'T')
		q = clock_of(s, q + 1, end);
	if (q == NULL || q == end || *q != ']')
		return false;
	q++;
	if (q < end && *q != ' ')
		return false;
	s->len = (size_t)(q - p);
	return true;
}

/*
 * Whether a line begins with something like a date in brackets that is none of
 * those that are read: [23.11.2026 21:00], [Nov 23 2026]. It has a number that
 * may be a year, and another one.
 */
static bool
like_stamp(const char *p, size_t len)
{
	size_t i, n, numbers = 0;
	bool year = false;

	if (len == 0 || *p != '[')
		return false;
	for (i = 1; i < len && i < STAMP_MAX && p[i] != ']'; i += n) {
		for (n = 0; i + n < len && isdigit((unsigned char)p[i + n]);)
			n++;
		numbers += n > 0;
		year |= n == 4 && (p[i] == '1' || p[i] == '2');
		n += n == 0;
	}
	return i < len && p[i] == ']' && (i + 1 == len || p[i + 1] == ' ') &&
	       year && numbers > 1;
}

/* Where the first sentence of a line ends: behind its mark; or the line's
 * end. */
static size_t
sentence(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i + 1 < len; i++)
		if (strchr(".!?", s[i]) != NULL && s[i + 1] == ' ')
			return i + 1;
	return len;
}

/* The entry that is being read. */
struct one {
	struct stamp stamp;
	int line;
	bool open;
	struct strbuf text; /* its first line behind the stamp, and the rest */
};

static void
finish(struct study_import *im, struct one *one)
{
	struct strbuf *t = &one->text;
	struct import_entry x = { .line = one->line,
		.day = one->stamp.day,
		.start = one->stamp.minute,
		.timed = (one->stamp.form & FORM_TIME) != 0 };
	size_t first, title;

	if (!one->open)
		return;
	first = text_chomp(t->buf, text_line(t->buf, t->len));
	title = sentence(t->buf, first);
	x.title = text_trim(arena_strndup(im->a, t->buf, title));
	x.topic = study_import_tag(im->a, t->buf, t->len, '@');
	while (title < first && t->buf[title] == ' ')
		title++;
	x.body = t->buf + title;
	study_import_add(im, &x);
	one->open = false;
}

static void
start(struct one *one, const struct stamp *s, const struct import_lines *l)
{
	size_t n = s->len;

	while (n < l->len && l->at[n] == ' ')
		n++;
	one->stamp = *s;
	one->line = l->line;
	one->open = true;
	strbuf_clear(&one->text);
	strbuf_add(&one->text, l->at + n, l->len - n);
	strbuf_addc(&one->text, '\n');
}

/* A line that is no entry's first, though it looks like one. */
static void
tell_text(struct study_import *im, const struct import_lines *l, bool stamp)
{
	if (stamp)
		study_import_warn(im, l->line,
		    "this stamp stands inside a text and is taken for text: "
		    "if it begins an entry, put a blank line above it");
	else
		study_import_warn(im, l->line,
		    "this time is not understood, and the line is taken for "
		    "text: if it begins an entry, write it as in "
		    "[2026-11-23 21:00]");
}

/* A form that no stamp above has. `forms` has a bit for each. */
static void
tell_form(struct study_import *im, const struct import_lines *l,
    const struct stamp *s, unsigned *forms)
{
	unsigned form = 1U << s->form;

	if (*forms != 0 && !(*forms & form))
		study_import_warn(im, l->line,
		    "this stamp is written otherwise than those above it; it "
		    "begins an entry all the same");
	*forms |= form;
}

void
study_import_jrnl(struct study_import *im, const char *text, size_t len)
{
	struct one one = { .text = STRBUF_INIT };
	struct import_lines l;
	bool may = true; /* a stamp may stand here */
	unsigned forms = 0;
	struct stamp s;

	study_import_begin(&l, text, len);
	while (study_import_next(&l, im)) {
		bool stamp = stamp_of(&s, l.at, l.len);
		bool like = !stamp && may && like_stamp(l.at, l.len);

		if (stamp && may) {
			finish(im, &one);
			tell_form(im, &l, &s, &forms);
			start(&one, &s, &l);
			continue;
		}
		may = like || strspn(l.at, " \t") >= l.len;
		if (one.open) {
			if (stamp || like)
				tell_text(im, &l, stamp);
			strbuf_add(&one.text, l.at, l.len);
			strbuf_addc(&one.text, '\n');
		} else if (!may || like) {
			study_import_bad(im, l.line,
			    "this is not jrnl: an entry begins with its time "
			    "in brackets, as in [2026-11-23 21:00] Title.");
			break;
		}
	}
	finish(im, &one);
	strbuf_release(&one.text);
}
