/* page_became.c: what became of a try, on the page of its day
 *
 * The line of a try ends in its state, as study_mark.c writes it:
 *
 *	- [x] text ^t7k2 (done 2026-11-25)
 *	- [x] ~~text~~ ^t7k2 (dropped 2026-11-25: why)
 *	- [x] text ^t7k2 (retried as ^t9qa)
 *
 * These are words of the file, and English. A page says them in its language,
 * with the way to that day or try; the reason stays as its writer put it. The
 * search and the backlinks say the same as text.
 */
#include <string.h>

#include "base/html.h"
#include "base/text.h"
#include "page/page_int.h"
#include "study/study_tries.h"

/* Tries stand in the HTML in their order. When some are not there, it is no
 * list of tries, and to look through all of it for each would take long. */
#define MISSED_MAX 16

/* One such end in the HTML. */
struct became_place {
	size_t text; /* where the line's own text begins */
	size_t from; /* its "(" */
	size_t why;  /* behind the words that are ours */
	size_t to;   /* its ")" */
};

static void
became_adds(struct strbuf *out, const char *s)
{
	html_text(out, s, strlen(s));
}

/* Where the text at `at` ends: with its block, or where another begins. */
static size_t
became_end(const struct strbuf *html, size_t at)
{
	static const char *const ends[] = { "\n<", "</li>", "</p>" };
	size_t i;

	for (; at < html->len; at++)
		for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
			if (text_starts(html->buf + at, ends[i]))
				return at;
	return at;
}

/* How the state begins on its line. A reason may stand there alone, without a
 * date. */
static const char *
became_mark(const struct page_try *t, struct arena *a)
{
	static const char *const words[] = { "", "done ", "dropped ",
		"retried as ^" };

	return arena_printf(a, "(%s%.*s", words[t->item->state],
	    t->item->state == STUDY_RETRIED ? (int)strlen(t->item->state_note)
	    : t->closed.y != 0              ? 10
					    : 0,
	    t->item->state_note);
}

/*
 * Find the end of the line of this try, from `at` on. Its id is in front of its
 * text there. The words have to be the last of their line, as in the file.
 */
static bool
became_find(struct became_place *out, const struct strbuf *html, size_t at,
    const struct page_try *t, struct arena *a)
{
	const char *id = arena_printf(a, "id=\"^%s\"></span>", t->item->id);
	const char *s = strstr(html->buf + at, id);
	const char *want = became_mark(t, a);
	size_t end;

	if (s == NULL)
		return false;
	out->text = (size_t)(s - html->buf) + strlen(id);
	end = became_end(html, out->text);
	s = html->buf + out->text;
	for (; (s = strstr(s, want)) != NULL; s++) {
		out->from = (size_t)(s - html->buf);
		out->why = out->from + strlen(want);
		out->to = end - 1;
		if (out->why > out->to)
			return false;
		if (html->buf[out->to] == ')')
			return true;
	}
	return false;
}

/* A date that leads to its day, or to the next try. */
static void
became_date(struct strbuf *out, struct page_ctx *c, const struct page_try *t)
{
	const struct graph_page *day = page_try_day(c, t);
	const char *href = t->next != NULL ? page_try_href(c, t->next)
			   : day != NULL   ? page_href(c, day->url, NULL)
					   : NULL;

	if (href != NULL) {
		strbuf_adds(out, "<a class=\"link\" href=\"");
		html_attr(out, href, strlen(href));
		strbuf_adds(out, "\">");
	}
	strbuf_addf(out, "<time datetime=\"%s\">", page_iso(c, t->closed));
	became_adds(out, page_date(c, t->closed));
	strbuf_adds(out, "</time>");
	if (href != NULL)
		strbuf_adds(out, "</a>");
}

/* "접음 11월 25일 (수), 2일 만에", in the language of the interface. */
static void
became_say(struct strbuf *out, struct page_ctx *c, const struct page_try *t)
{
	const char *state = study_state_name(t->item->state), *took;

	strbuf_adds(out, "<span");
	if (page_note_lang(c, t->day->note) != NULL) {
		strbuf_adds(out, " lang=\"");
		html_attr(out, c->g->conf->lang, strlen(c->g->conf->lang));
		strbuf_addc(out, '"');
	}
	strbuf_addf(out, "><span class=\"state %s\">", state);
	became_adds(out, page_word(c, state));
	strbuf_adds(out, "</span>");
	if (t->closed.y != 0) {
		strbuf_addc(out, ' ');
		became_date(out, c, t);
		took = page_try_took(c, t);
		if (took != NULL) {
			became_adds(out, page_word(c, "comma"));
			became_adds(out, took);
		}
	} else if (t->item->state == STUDY_RETRIED) {
		strbuf_adds(out, " <code>^");
		became_adds(out, t->item->state_note);
		strbuf_adds(out, "</code>");
	}
	strbuf_adds(out, "</span>");
}

/* Whether something in the line is struck, or not closed before its state. */
static bool
became_struck(const struct strbuf *html, const struct became_place *at)
{
	const char *s = html->buf + at->text, *end = html->buf + at->from;
	int depth = 0;

	if (memmem(s, (size_t)(end - s), "<del", 4) != NULL)
		return true;
	for (; (s = memchr(s, '<', (size_t)(end - s))) != NULL; s++)
		if (!text_starts(s, "<br") && !text_starts(s, "<img"))
			depth += s[1] == '/' ? -1 : 1;
	return depth != 0;
}

/* Whether the reason stands behind the word itself. */
static bool
became_bare(const struct page_try *t)
{
	return t->closed.y == 0 && t->item->state != STUDY_RETRIED;
}

/* Write the line anew, from its text on. */
static void
became_put(struct strbuf *out, struct page_ctx *c, const struct page_try *t,
    const struct strbuf *html, const struct became_place *at)
{
	if (t->item->state == STUDY_DROPPED && !became_struck(html, at)) {
		size_t len = at->from - at->text;

		while (len > 0 && html->buf[at->text + len - 1] == ' ')
			len--;
		strbuf_adds(out, "<del>");
		strbuf_add(out, html->buf + at->text, len);
		strbuf_adds(out, "</del> ");
	} else {
		strbuf_add(out, html->buf + at->text, at->from - at->text);
	}
	strbuf_adds(out, "<span class=\"became\">");
	became_say(out, c, t);
	if (became_bare(t))
		strbuf_adds(out, ": ");
	strbuf_add(out, html->buf + at->why, at->to - at->why);
	strbuf_adds(out, "</span>");
}

void
page_became(
    struct strbuf *html, struct page_ctx *c, const struct graph_page *day)
{
	struct strbuf out = STRBUF_INIT;
	const struct study_items *tries;
	struct became_place place;
	size_t i, at = 0, missed = 0;

	if (day->day == NULL)
		return;
	tries = &day->day->lists[STUDY_TRY];
	for (i = 0; i < tries->n && missed < MISSED_MAX; i++) {
		const struct page_try *t = page_try_of(c, &tries->v[i]);

		if (t == NULL || t->item->state == STUDY_OPEN ||
		    t->item->state_note == NULL)
			continue;
		if (!became_find(&place, html, at, t, c->a)) {
			missed++;
			continue;
		}
		strbuf_add(&out, html->buf + at, place.text - at);
		became_put(&out, c, t, html, &place);
		at = place.to + 1;
	}
	strbuf_add(&out, html->buf + at, html->len - at);
	strbuf_release(html);
	*html = out;
}

/* The same words as became_say(). */
static void
became_say_text(
    struct strbuf *out, struct page_ctx *c, const struct page_try *t)
{
	const char *took;

	strbuf_adds(out, page_word(c, study_state_name(t->item->state)));
	if (t->closed.y != 0) {
		took = page_try_took(c, t);
		strbuf_addf(out, " %s%s%s", page_date(c, t->closed),
		    took != NULL ? page_word(c, "comma") : "",
		    took != NULL ? took : "");
	} else if (t->item->state == STUDY_RETRIED) {
		strbuf_addf(out, " ^%s", t->item->state_note);
	}
	if (became_bare(t))
		strbuf_adds(out, ": ");
}

bool
page_became_text(struct strbuf *line, size_t from, struct page_ctx *c,
    const struct page_try *t)
{
	const char *want, *s, *why;
	size_t at;

	if (t->item->state == STUDY_OPEN || t->item->state_note == NULL ||
	    line->len == from || line->buf[line->len - 1] != ')')
		return false;
	want = became_mark(t, c->a);
	s = strstr(line->buf + from, want);
	if (s == NULL)
		return false;
	at = (size_t)(s - line->buf);
	why = arena_strndup(c->a, s + strlen(want),
	    line->len - at - strlen(want) - strlen(")"));
	while (at > from && line->buf[at - 1] == ' ')
		at--;
	strbuf_trunc(line, at);
	strbuf_adds(line, at > from ? " · " : "");
	became_say_text(line, c, t);
	strbuf_adds(line, why);
	return true;
}
