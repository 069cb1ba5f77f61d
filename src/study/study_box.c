/* study_box.c: the running timebox, as data */
/*
 * The timebox is a file, .git/halfhour/box, not a process: nothing has to
 * stay alive while somebody studies. It looks like this:
 *
 *	halfhour-box 1
 *	id 5f0c1d2e3a4b5c6d                  chosen at random when it began
 *	start 2026-11-23T21:00:00+09:00      what the clock showed then
 *	boot 1d6…-… 123456 120000            the boot of the machine, and
 *	                                     CLOCK_BOOTTIME and CLOCK_MONOTONIC
 *	                                     then, in milliseconds; or: boot none
 *	minutes 30                           planned
 *	topic 6                              the length of a text, and the text
 *	docker
 *	title 0
 *
 *	lines 2                              and each of them as
 *	text 13                              text, keep, problem or try
 *	Layers stack.
 *	try 4
 *	read
 *	end
 *
 * There is no checksum: the file is replaced as a whole, and a person who
 * has to can mend it by hand. Anything else than the above is damage; the
 * reader says so and leaves the bytes to whoever asked.
 *
 * Three clocks, because each lies on its own: the clock of the day is set by
 * people and changes its zone, the monotonic one stands still while the
 * machine sleeps, and neither it nor the boot clock survive a boot.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "study/study_box.h"

#define FIRST_LINE "halfhour-box 1\n"
#define TEXT_MAX ((size_t)4 << 20)
#define LINES_MAX 100000
/* Clocks drift and are corrected; less than this is nobody's hand. */
#define MOVED_MIN 60

static const char *const kinds[STUDY_BOX_KINDS] = { "keep", "problem", "try",
	"text" };

/* ---- bytes ------------------------------------------------------------- */

static void
add_text(struct strbuf *out, const char *key, const char *s)
{
	strbuf_addf(out, "%s %zu\n%s\n", key, strlen(s), s);
}

void
study_box_render(struct strbuf *out, const struct study_box *box)
{
	const struct date_clock *c = &box->start;
	char start[MOMENT_MAX];
	size_t i;

	moment_format(start, c->now);
	strbuf_addf(out, FIRST_LINE "id %s\nstart %s\n", box->id, start);
	if (c->boot[0] != '\0')
		strbuf_addf(out, "boot %s %" PRId64 " %" PRId64 "\n", c->boot,
		    c->boot_ms, c->mono_ms);
	else
		strbuf_adds(out, "boot none\n");
	strbuf_addf(out, "minutes %d\n", box->minutes);
	add_text(out, "topic", box->topic);
	add_text(out, "title", box->title);
	strbuf_addf(out, "lines %zu\n", box->n_lines);
	for (i = 0; i < box->n_lines; i++)
		add_text(out, kinds[box->lines[i].kind], box->lines[i].text);
	strbuf_adds(out, "end\n");
}

/* Where the parser stands; `bad` once something is not as it has to be. */
struct cursor {
	const char *p, *end;
	struct arena *mem;
	bool bad;
};

/* The rest of a line "key rest"; "" when it is another line. */
static const char *
take_line(struct cursor *c, const char *key)
{
	size_t n = strlen(key);
	const char *nl =
	    c->bad ? NULL : memchr(c->p, '\n', (size_t)(c->end - c->p));
	const char *rest;

	if (nl == NULL || (size_t)(nl - c->p) < n + 2 ||
	    memcmp(c->p, key, n) != 0 || c->p[n] != ' ' ||
	    memchr(c->p, '\0', (size_t)(nl - c->p)) != NULL) {
		c->bad = true;
		return "";
	}
	rest = arena_strndup(c->mem, c->p + n + 1, (size_t)(nl - c->p) - n - 1);
	c->p = nl + 1;
	return rest;
}

/* A number as rendering writes it: no sign, no leading zero. */
static long
to_number(struct cursor *c, const char *s, long max)
{
	long n = 0;

	if (!isdigit((unsigned char)*s) || (s[0] == '0' && s[1] != '\0') ||
	    text_number(&n, s, 0, max) == -1)
		c->bad = true;
	return c->bad ? 0 : n;
}

static const char *
take_text(struct cursor *c, const char *key)
{
	size_t len = (size_t)to_number(c, take_line(c, key), (long)TEXT_MAX);
	const char *s = c->p;

	if (c->bad || (size_t)(c->end - s) <= len || s[len] != '\n' ||
	    memchr(s, '\0', len) != NULL || utf8_invalid_at(s, len) >= 0) {
		c->bad = true;
		return "";
	}
	c->p += len + 1;
	return arena_strndup(c->mem, s, len);
}

static void
take_id(struct cursor *c, char out[STUDY_BOX_ID])
{
	const char *s = take_line(c, "id");

	if (strlen(s) != STUDY_BOX_ID - 1 ||
	    strspn(s, "0123456789abcdef") != STUDY_BOX_ID - 1)
		c->bad = true;
	else
		memcpy(out, s, STUDY_BOX_ID);
}

static void
take_clock(struct cursor *c, struct date_clock *out)
{
	char again[MOMENT_MAX];
	const char *s = take_line(c, "start");
	char *boot, *mono;

	if (moment_parse(&out->now, s) == -1)
		c->bad = true;
	moment_format(again, out->now);
	if (strcmp(again, s) != 0)
		c->bad = true;
	s = take_line(c, "boot");
	if (strcmp(s, "none") == 0 || c->bad)
		return;
	boot = strchr(s, ' ');
	mono = boot ? strchr(boot + 1, ' ') : NULL;
	if (mono == NULL || boot == s || boot - s >= (int)sizeof(out->boot)) {
		c->bad = true;
		return;
	}
	*boot = *mono = '\0';
	memcpy(out->boot, s, strlen(s) + 1);
	out->boot_ms = to_number(c, boot + 1, INT64_MAX);
	out->mono_ms = to_number(c, mono + 1, INT64_MAX);
}

static void
take_lines(struct cursor *c, struct study_box *box)
{
	size_t i, n = (size_t)to_number(c, take_line(c, "lines"), LINES_MAX);
	struct study_box_line *v = arena_alloc(c->mem, n * sizeof(*v));

	for (i = 0; i < n && !c->bad; i++) {
		int k = 0;

		while (k < STUDY_BOX_KINDS &&
		       ((size_t)(c->end - c->p) <= strlen(kinds[k]) ||
			   memcmp(c->p, kinds[k], strlen(kinds[k])) != 0 ||
			   c->p[strlen(kinds[k])] != ' '))
			k++;
		if (k == STUDY_BOX_KINDS) {
			c->bad = true;
			return;
		}
		v[i].kind = (enum study_box_kind)k;
		v[i].text = take_text(c, kinds[k]);
	}
	box->lines = v;
	box->n_lines = n;
}

int
study_box_parse(struct study_box *out, const char *text, size_t len,
    struct arena *a, struct err *e)
{
	struct cursor c = { text, text + len, a, false };
	struct study_box box = { .minutes = 0 };
	size_t first = strlen(FIRST_LINE);

	if (len < first || memcmp(text, FIRST_LINE, first) != 0)
		return err_set(e, "it does not begin as a timebox does");
	c.p += first;
	take_id(&c, box.id);
	take_clock(&c, &box.start);
	box.minutes =
	    (int)to_number(&c, take_line(&c, "minutes"), STUDY_MINUTES_MAX);
	box.topic = take_text(&c, "topic");
	box.title = take_text(&c, "title");
	take_lines(&c, &box);
	if (c.bad || box.minutes < 1 || *box.topic == '\0' ||
	    c.end - c.p != 4 || memcmp(c.p, "end\n", 4) != 0)
		return err_set(
		    e, "it is damaged near byte %zu", (size_t)(c.p - text) + 1);
	*out = box;
	return 0;
}

/* ---- time -------------------------------------------------------------- */

void
study_box_time(struct study_box_time *out, const struct study_box *box,
    const struct date_clock *now)
{
	const struct date_clock *then = &box->start;
	int64_t wall = now->now.t - then->now.t;
	int64_t planned = (int64_t)box->minutes * 60;
	bool same = then->boot[0] != '\0' &&
		    strcmp(then->boot, now->boot) == 0 &&
		    now->boot_ms >= then->boot_ms;

	*out = (struct study_box_time){ .elapsed = wall };
	if (same) {
		int64_t boot_ms = now->boot_ms - then->boot_ms;
		int64_t slept = boot_ms - (now->mono_ms - then->mono_ms);

		out->elapsed = boot_ms / 1000;
		out->suspended = slept > 0 ? slept / 1000 : 0;
		out->moved = wall - out->elapsed;
		if (llabs(out->moved) < MOVED_MIN)
			out->moved = 0;
	} else if (wall < 0) {
		out->unknown = true;
		out->elapsed = 0;
	}
	if (out->elapsed < planned)
		out->left = planned - out->elapsed;
	else
		out->over = out->elapsed - planned;
}

int
study_box_minutes(int64_t seconds)
{
	int64_t n = (seconds + 30) / 60;

	return n < 1 ? 1 : n > INT32_MAX ? INT32_MAX : (int)n;
}

/* ---- what was added ---------------------------------------------------- */

const char **
study_box_lines(const struct study_box *box, enum study_box_kind kind,
    size_t *n, struct arena *a)
{
	const char **v = arena_alloc(a, box->n_lines * sizeof(*v));
	size_t i;

	*n = 0;
	for (i = 0; i < box->n_lines; i++)
		if (box->lines[i].kind == kind)
			v[(*n)++] = box->lines[i].text;
	return v;
}

static bool
is_bullet(const char *s)
{
	return text_starts(s, "- ") || text_starts(s, "* ");
}

static void
add_part(struct strbuf *sb, const char **last, const char *s)
{
	if (*last != NULL)
		strbuf_adds(
		    sb, is_bullet(*last) && is_bullet(s) ? "\n" : "\n\n");
	strbuf_adds(sb, s);
	*last = s;
}

const char *
study_box_body(const struct study_box *box, const char *more, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *last = NULL, *out;
	size_t i;

	for (i = 0; i < box->n_lines; i++)
		if (box->lines[i].kind == STUDY_BOX_TEXT)
			add_part(&sb, &last, box->lines[i].text);
	if (more != NULL && *more != '\0')
		add_part(&sb, &last, more);
	out = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return out;
}
