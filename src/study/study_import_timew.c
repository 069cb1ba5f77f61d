/* study_import_timew.c: the data files of timewarrior
 *
 *	inc 20200429T210849Z - 20200429T213000Z # tag "two words" # "why"
 *
 * An interval a line, in UTC. The first tag is the topic. The annotation, or
 * without one the other tags, is the title. An interval without an end is
 * still running.
 */
#include <ctype.h>
#include <string.h>

#include "study/study_import_int.h"

/* What is left of a line. */
struct rest {
	const char *p, *end;
};

static void
skip(struct rest *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t'))
		r->p++;
}

static bool
eat(struct rest *r, const char *word)
{
	size_t n = strlen(word);

	skip(r);
	if ((size_t)(r->end - r->p) < n || memcmp(r->p, word, n) != 0)
		return false;
	r->p += n;
	return true;
}

static int
digits(const char *p, int n)
{
	int v = 0;

	for (; n > 0; n--, p++) {
		if (!isdigit((unsigned char)*p))
			return -1;
		v = v * 10 + (*p - '0');
	}
	return v;
}

/* "20200429T210849Z" as seconds; false when it is not that. */
static bool
instant(int64_t *out, struct rest *r)
{
	const char *p;
	struct date d;
	int h, m, s;

	skip(r);
	p = r->p;
	if (r->end - p < 16 || p[8] != 'T' || p[15] != 'Z')
		return false;
	d = (struct date){ digits(p, 4), digits(p + 4, 2), digits(p + 6, 2) };
	h = digits(p + 9, 2);
	m = digits(p + 11, 2);
	s = digits(p + 13, 2);
	if (!date_valid(d) || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 ||
	    s > 60)
		return false;
	*out = date_days(d) * 86400 + h * 3600 + m * 60 + s;
	r->p += 16;
	return true;
}

/* A word, or one in quotes, without them; NULL at the end, at a "#", and at
 * quotes that do not end, where r stays. */
static const char *
word(struct rest *r, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *out, *from;

	skip(r);
	from = r->p;
	if (r->p == r->end || *r->p == '#')
		return NULL;
	if (*r->p != '"') {
		while (r->p < r->end && *r->p != ' ')
			strbuf_addc(&sb, *r->p++);
	} else {
		for (r->p++; r->p < r->end && *r->p != '"'; r->p++) {
			if (*r->p == '\\' && r->p + 1 < r->end)
				r->p++;
			strbuf_addc(&sb, *r->p);
		}
		if (r->p == r->end) {
			strbuf_release(&sb);
			r->p = from;
			return NULL;
		}
		r->p++;
	}
	out = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return out;
}

/* The tags and the annotation behind the times; false when damaged. */
static bool
words_of(struct import_entry *x, struct rest *r, struct study_import *im)
{
	struct strbuf others = STRBUF_INIT;
	const char *w, *note = NULL;

	if (eat(r, "#")) {
		x->topic = word(r, im->a);
		while ((w = word(r, im->a)) != NULL)
			strbuf_addf(
			    &others, "%s%s", others.len > 0 ? ", " : "", w);
		if (eat(r, "#") && (note = word(r, im->a)) != NULL) {
			/* Old versions wrote it without quotes. */
			skip(r);
			if (r->p < r->end)
				note = arena_printf(im->a, "%s %.*s", note,
				    (int)(r->end - r->p), r->p);
			r->p = r->end;
		}
	}
	x->title = note != NULL ? note : arena_strdup(im->a, others.buf);
	x->body = note == NULL || others.len == 0
		      ? ""
		      : arena_strdup(im->a, others.buf);
	strbuf_release(&others);
	skip(r);
	return r->p == r->end;
}

static void
interval(struct study_import *im, struct import_lines *l)
{
	struct rest r = { l->at, l->at + l->len };
	struct import_entry x = {
		.line = l->line, .timed = true, .apart = true
	};
	int64_t start, end = 0;
	bool ended;

	if (!eat(&r, "inc ") || !instant(&start, &r))
		goto bad;
	if ((ended = eat(&r, "-")) && !instant(&end, &r))
		goto bad;
	if (!words_of(&x, &r, im))
		goto bad;
	if (!ended) {
		im->running++;
		return;
	}
	if (end < start) {
		study_import_bad(im, l->line, "this ends before it begins");
		return;
	}
	x.day = moment_date(moment_local(start));
	x.start = moment_minute(moment_local(start));
	/* Whole minutes, as the clock showed them. */
	end = end / 60 - start / 60;
	x.minutes = end > 100000 ? 100000 : (int)end;
	x.span = arena_printf(im->a, "%d min", x.minutes);
	study_import_add(im, &x);
	return;
bad:
	study_import_bad(im, l->line,
	    "this is not of timewarrior: a line is as in inc "
	    "20261123T120000Z - 20261123T122800Z # tag");
}

void
study_import_timew(struct study_import *im, const char *text, size_t len)
{
	struct import_lines l;

	study_import_begin(&l, text, len);
	while (study_import_next(&l, im))
		if (strspn(l.at, " \t") < l.len)
			interval(im, &l);
}
