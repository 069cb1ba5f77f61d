/* page_tidy.c: the HTML of a note in the shape that HTML asks for
 *
 * By now it is well-formed: what began ends, in order (note_safe.c). But what
 * writers put into it may stand where it must not: a list in a paragraph, a
 * link in a link, a cell in no table. Browsers mend that, each reader of a
 * page in its own way, so it is mended here, by the content models of the
 * HTML standard (4, "The elements of HTML"). What cannot stay loses its tags
 * and keeps its text. Markup that is out of date becomes what took its place.
 *
 * And what a reader could not make sense of: headings go down one rank at a
 * time, below the one of the page, and none is empty; a link has a text, and a
 * picture a text for those who do not see it.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "page/page_int.h"
#include "page/page_tidy_int.h"

/* An element that has begun. */
struct tidy_open {
	const struct tidy_element *el;
	const char *name;     /* in the page: "h3" of an <h2> */
	bool gone;            /* without tags, or ended already */
	bool summed;          /* of <details>: it has its <summary> */
	int order;            /* of a table: how far it is */
	size_t at;            /* in the output, of its start tag */
	size_t texts, things; /* how many there were before it */
	const char *href; /* of a link that has to say something; borrowed */
	size_t href_len;
	bool wide;                /* a table that scrolls by itself */
	bool classed;             /* it has a class of its own */
	bool embed;               /* it holds another note, */
	struct page_ranks around; /* and stands below these headings */
};

struct tidy {
	struct page_ctx *c;
	struct strbuf out;
	const char *end;        /* of what is read */
	struct tidy_open *open; /* owned */
	size_t n, cap;
	bool line; /* it stands in a line of text */
	struct page_ranks ranks;
	size_t texts, things; /* words; pictures and the like */
	struct page_names names;
};

/* A tag: its name, what is behind that, and where it ends. */
struct tidy_tag {
	const char *name, *rest, *end; /* end: behind ">" */
	const struct tidy_element *el;
	bool closing;
};

int
page_rank(struct page_ranks *r, int level)
{
	while (r->n > 0 && r->level[r->n - 1] >= level)
		r->n--;
	r->level[r->n++] = level;
	return r->below + r->n < 5 ? r->below + r->n + 1 : 6;
}

/* ---- what may stand where ------------------------------------------------- */

/* The innermost of the first n that is there; n when there is none. */
static size_t
tidy_outer(const struct tidy *t, size_t n)
{
	size_t i;

	for (i = n; i > 0; i--)
		if (!t->open[i - 1].gone)
			return i - 1;
	return n;
}

static bool
tidy_is_in(const struct tidy *t, const char *name)
{
	size_t i;

	for (i = t->n; i > 0; i--)
		if (!t->open[i - 1].gone &&
		    page_tidy_is(t->open[i - 1].el, name))
			return true;
	return false;
}

/* Whether el may stand in the innermost of the first n. */
static bool
tidy_fits(const struct tidy *t, const struct tidy_element *el, size_t n)
{
	static const struct tidy_element page = { .name = "",
		.holds = TIDY_FLOW };
	static const struct tidy_element line = { .name = "",
		.holds = TIDY_PHRASING };
	size_t at = tidy_outer(t, n);

	if (at == n)
		return page_tidy_fits(el, t->line ? &line : &page, 0);
	if (t->open[at].el->holds == TIDY_AS_OUTER)
		return tidy_fits(t, el, at);
	return page_tidy_fits(el, t->open[at].el, t->open[at].order);
}

/* ---- ends ------------------------------------------------------------------ */

/* <details> without a summary says nothing of what it hides. */
static void
tidy_sum(struct tidy *t, struct tidy_open *o)
{
	if (!page_tidy_is(o->el, "details") || o->summed)
		return;
	o->summed = true;
	strbuf_addf(
	    &t->out, "<summary>%s</summary>", page_word(t->c, "details"));
}

/* A heading without words: nothing, or a paragraph if it has a picture. */
static bool
tidy_empty_heading(struct tidy *t, struct tidy_open *o)
{
	if (!page_tidy_is_heading(o->el) || t->texts > o->texts)
		return false;
	t->ranks = o->around;
	if (t->things == o->things) {
		strbuf_trunc(&t->out, o->at);
		return true;
	}
	memmove(t->out.buf + o->at + 2, t->out.buf + o->at + 3,
	    t->out.len - o->at - 2);
	t->out.buf[o->at + 1] = 'p';
	strbuf_trunc(&t->out, t->out.len - 1);
	strbuf_adds(&t->out, "</p>");
	return true;
}

/* A link without words says where it leads: beside a picture, to those who do
 * not see that. */
static void
tidy_say_link(struct tidy *t, const struct tidy_open *o)
{
	bool picture = t->things > o->things;

	if (picture)
		strbuf_adds(&t->out, "<span class=\"said\">");
	strbuf_add(&t->out, o->href, o->href_len);
	if (picture)
		strbuf_adds(&t->out, "</span>");
	t->texts++;
}

/* A link that is its own address: on paper it is not said twice. */
static void
tidy_bare(struct tidy *t, const struct tidy_open *o)
{
	static const char class[] = " class=\"bare\"";
	struct strbuf *out = &t->out;
	size_t text = out->len - o->href_len;

	if (o->classed || out->len < o->at + o->href_len + 1 ||
	    memcmp(out->buf + text, o->href, o->href_len) != 0 ||
	    memchr(out->buf + o->at, '>', out->len - o->at) !=
		out->buf + text - 1)
		return;
	strbuf_insert(out, o->at + 2, class, sizeof(class) - 1);
}

/* End what is at i, with all that is its own; its end tag comes to nothing
 * later. */
static void
tidy_end(struct tidy *t, size_t i)
{
	struct tidy_open *o = &t->open[i];

	if (o->embed)
		t->ranks = o->around;
	if (o->gone)
		return;
	o->gone = true;
	tidy_sum(t, o);
	if (tidy_empty_heading(t, o))
		return;
	if (o->href != NULL && t->texts == o->texts)
		tidy_say_link(t, o);
	if (o->href != NULL)
		tidy_bare(t, o);
	strbuf_adds(&t->out, "</");
	strbuf_adds(&t->out, o->name);
	strbuf_addc(&t->out, '>');
	if (o->wide)
		strbuf_adds(&t->out, "</div>");
}

/* Whether what begins in it, but may not stand there, ends it: a paragraph or
 * bold text rather than the list in it. Not a link: that would lead from
 * nothing. */
static bool
tidy_gives_way(const struct tidy_element *el)
{
	return el->ends ||
	       (el->is == TIDY_PHRASING && el->holds == TIDY_PHRASING);
}

/* Make room for el, ending what ends where it begins; false when there is
 * none. */
static bool
tidy_room(struct tidy *t, const struct tidy_element *el)
{
	size_t i, n = t->n;

	/* What is clicked holds nothing else that is. */
	if ((page_tidy_is(el, "a") || page_tidy_is(el, "details")) &&
	    tidy_is_in(t, "a"))
		return false;
	while (!tidy_fits(t, el, n)) {
		i = tidy_outer(t, n);
		if (i == n || !tidy_gives_way(t->open[i].el))
			return false;
		n = i;
	}
	for (i = t->n; i > n; i--)
		tidy_end(t, i - 1);
	return true;
}

/* ---- tags ------------------------------------------------------------------ */

struct tidy_attr {
	const char *name, *value; /* value NULL: it has none */
	size_t len, value_len;
};

/* The next attribute from s on; behind it, or NULL when there is none. */
static const char *
tidy_attr_next(struct tidy_attr *at, const char *s, const char *end)
{
	while (s < end && (isspace((unsigned char)*s) || *s == '/'))
		s++;
	if (s >= end)
		return NULL;
	at->name = s;
	while (s < end && !isspace((unsigned char)*s) && *s != '=' && *s != '/')
		s++;
	at->len = (size_t)(s - at->name);
	at->value = NULL;
	at->value_len = 0;
	if (s + 1 >= end || s[0] != '=' || s[1] != '"')
		return s < end && *s == '=' ? s + 1 : s;
	at->value = s + 2;
	s = memchr(at->value, '"', (size_t)(end - at->value));
	if (s == NULL)
		s = end;
	at->value_len = (size_t)(s - at->value);
	return s < end ? s + 1 : end;
}

static bool
tidy_attr_is(const struct tidy_attr *at, const char *name)
{
	return at->len == strlen(name) && memcmp(at->name, name, at->len) == 0;
}

/* What HTML has no more, but in styles. */
static bool
tidy_attr_old(const struct tidy_attr *at, const struct tidy_element *el)
{
	return tidy_attr_is(at, "align") || tidy_attr_is(at, "valign") ||
	       (!page_tidy_is(el, "img") && el != &page_tidy_unknown &&
		   (tidy_attr_is(at, "width") || tidy_attr_is(at, "height"))) ||
	       (tidy_attr_is(at, "type") &&
		   (page_tidy_is(el, "ul") || page_tidy_is(el, "li")));
}

static bool
tidy_attr_flag(const struct tidy_attr *at)
{
	return at->value_len == 0 &&
	       (at->value == NULL || tidy_attr_is(at, "checked") ||
		   tidy_attr_is(at, "disabled") || tidy_attr_is(at, "open") ||
		   tidy_attr_is(at, "reversed"));
}

/* The class that stands for an align="…". */
static const char *
tidy_align(const struct tidy_attr *at)
{
	static const char *const names[][2] = { { "left", "align-left" },
		{ "right", "align-right" }, { "center", "align-center" },
		{ "middle", "align-center" } };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (tidy_attr_is(at, "align") &&
		    at->value_len == strlen(names[i][0]) &&
		    strncasecmp(names[i][0], at->value, at->value_len) == 0)
			return names[i][1];
	return NULL;
}

/* The headings of an embedded note stand below the one that it stands under. */
static void
tidy_embed(struct tidy *t, struct tidy_open *o, const struct tidy_attr *at)
{
	static const char name[] = "embed";

	if (at->value_len != sizeof(name) - 1 ||
	    memcmp(at->value, name, at->value_len) != 0)
		return;
	o->embed = true;
	o->around = t->ranks;
	t->ranks = (struct page_ranks){ .below = t->ranks.below + t->ranks.n };
}

/* What scrolls is reached by keyboard, too, and has a name then. What is
 * embedded comes here twice, and has its scroller already. */
static void
tidy_scroller(struct tidy *t, const struct tidy_tag *tag, struct tidy_open *o)
{
	const char *div;
	size_t len;

	if (!page_tidy_is(tag->el, "table") ||
	    !page_tidy_wide(tag->end, t->end))
		return;
	div = arena_printf(t->c->a,
	    "<div class=\"wide\" tabindex=\"0\" role=\"group\" "
	    "aria-label=\"%s\">",
	    page_word(t->c, "table"));
	len = strlen(div);
	if (t->out.len >= len &&
	    memcmp(t->out.buf + t->out.len - len, div, len) == 0)
		return;
	o->wide = true;
	strbuf_add(&t->out, div, len);
}

/* The class that the text of a cell asks for, in a table that may be wide. */
static const char *
tidy_cell(const struct tidy *t, const struct tidy_tag *tag)
{
	size_t i;

	if (!page_tidy_is(tag->el, "td") && !page_tidy_is(tag->el, "th"))
		return NULL;
	for (i = t->n; i > 0; i--)
		if (page_tidy_is(t->open[i - 1].el, "table"))
			return t->open[i - 1].wide
				   ? page_tidy_cell(tag->end, t->end)
				   : NULL;
	return NULL;
}

/* Append the start tag under its name of today, without what is out of date,
 * and with what is missing. */
static void
tidy_start_tag(struct tidy *t, const struct tidy_tag *tag, struct tidy_open *o)
{
	const struct tidy_element *el = tag->el;
	const char *s = tag->rest, *class = el->class;
	const char *cell = tidy_cell(t, tag);
	bool alt = false, scope = false;
	struct tidy_attr at;

	strbuf_addc(&t->out, '<');
	strbuf_adds(&t->out, o->name);
	while ((s = tidy_attr_next(&at, s, tag->end - 1)) != NULL) {
		if (class == NULL)
			class = tidy_align(&at);
		if (tidy_attr_old(&at, el))
			continue;
		if (tidy_attr_is(&at, "class")) {
			o->classed = true;
			tidy_embed(t, o, &at);
		}
		scope |= tidy_attr_is(&at, "scope");
		if (tidy_attr_is(&at, "alt")) {
			alt = true;
			t->texts += at.value_len > 0;
		}
		if (page_tidy_is(el, "a") && tidy_attr_is(&at, "href")) {
			o->href = at.value;
			o->href_len = at.value_len;
		}
		if (tidy_attr_is(&at, "aria-hidden"))
			t->texts++;
		strbuf_addc(&t->out, ' ');
		strbuf_add(&t->out, at.name, at.len);
		if (tidy_attr_flag(&at))
			continue;
		strbuf_adds(&t->out, "=\"");
		strbuf_add(&t->out, at.value, at.value_len);
		strbuf_addc(&t->out, '"');
	}
	if ((class != NULL || cell != NULL) && !o->classed)
		strbuf_addf(&t->out, " class=\"%s%s%s\"", class ? class : "",
		    class && cell ? " " : "", cell ? cell : "");
	if (page_tidy_is(el, "img") && !alt)
		strbuf_adds(&t->out, " alt=\"\"");
	if (page_tidy_is(el, "th") && !scope)
		strbuf_adds(&t->out, " scope=\"col\"");
	strbuf_addc(&t->out, '>');
}

/* A picture that is nowhere is what it says; true when it is none. */
static bool
tidy_lost(struct tidy *t, const struct tidy_tag *tag)
{
	const char *s = tag->rest;
	struct tidy_attr at, alt = { .value = "" };

	if (!page_tidy_is(tag->el, "img"))
		return false;
	while ((s = tidy_attr_next(&at, s, tag->end - 1)) != NULL) {
		if (tidy_attr_is(&at, "src"))
			return false;
		if (tidy_attr_is(&at, "alt"))
			alt = at;
	}
	strbuf_addf(&t->out, "<span class=\"broken\">%.*s</span>",
	    (int)alt.value_len, alt.value);
	t->texts += alt.value_len > 0;
	return true;
}

static const char *
tidy_name(struct tidy *t, const struct tidy_tag *tag)
{
	static const char *const ranks[] = { "h2", "h3", "h4", "h5", "h6" };

	if (tag->el == &page_tidy_unknown)
		return arena_strndup(
		    t->c->a, tag->name, (size_t)(tag->rest - tag->name));
	if (page_tidy_is_heading(tag->el))
		return ranks[page_rank(&t->ranks, tag->el->name[1] - '0') - 2];
	return tag->el->now != NULL ? tag->el->now : tag->el->name;
}

/* What a start tag means to the element around it. */
static void
tidy_note_outer(struct tidy *t, struct tidy_open *o)
{
	size_t at = tidy_outer(t, t->n);
	struct tidy_open *outer = at < t->n ? &t->open[at] : NULL;

	if (outer == NULL)
		return;
	if (!page_tidy_is(o->el, "summary"))
		tidy_sum(t, outer);
	else if (outer->summed)
		o->gone = true;
	outer->summed = true;
	if (o->el->order > outer->order)
		outer->order = o->el->order;
}

static void
tidy_start(struct tidy *t, const struct tidy_tag *tag)
{
	struct tidy_open o = { .el = tag->el };

	o.gone = !tidy_room(t, tag->el);
	if (!o.gone)
		tidy_note_outer(t, &o);
	o.texts = t->texts;
	o.things = t->things;
	o.at = t->out.len;
	if (!o.gone && !tidy_lost(t, tag)) {
		o.around = t->ranks;
		o.name = tidy_name(t, tag);
		tidy_scroller(t, tag, &o);
		tidy_start_tag(t, tag, &o);
	}
	if (tag->el->holds == TIDY_NOTHING)
		t->things += !page_tidy_is(tag->el, "br") &&
			     !page_tidy_is(tag->el, "wbr");
	else
		*VEC_PUSH(t->open, t->n, t->cap) = o;
}

/* An end tag ends what it names, and what is open in that. */
static void
tidy_end_tag(struct tidy *t, const struct tidy_tag *tag)
{
	size_t len = (size_t)(tag->rest - tag->name), i;

	for (i = t->n; i > 0; i--)
		if (t->open[i - 1].el == tag->el &&
		    (tag->el != &page_tidy_unknown || t->open[i - 1].gone ||
			(strlen(t->open[i - 1].name) == len &&
			    memcmp(t->open[i - 1].name, tag->name, len) == 0)))
			break;
	if (i == 0)
		return;
	while (t->n >= i)
		tidy_end(t, --t->n);
}

/* ---- the whole ------------------------------------------------------------- */

static void
tidy_text(struct tidy *t, const char *s, const char *end)
{
	const char *word = s;
	size_t at = tidy_outer(t, t->n);

	while (word < end && isspace((unsigned char)*word))
		word++;
	if (word < end) {
		t->texts++;
		if (at < t->n)
			tidy_sum(t, &t->open[at]);
	}
	/* A ">" alone is text; browsers know, validators do not like it. */
	for (; (word = memchr(s, '>', (size_t)(end - s))) != NULL;
	     s = word + 1) {
		strbuf_add(&t->out, s, (size_t)(word - s));
		strbuf_adds(&t->out, "&gt;");
	}
	strbuf_add(&t->out, s, (size_t)(end - s));
}

/* Read the tag at s, "<"; false when it is none. */
static bool
tidy_tag(struct tidy *t, struct tidy_tag *tag, const char *s, const char *end)
{
	bool quoted = false;

	*tag = (struct tidy_tag){ .closing = s + 1 < end && s[1] == '/' };
	tag->name = s + 1 + tag->closing;
	if (tag->name >= end || !isalpha((unsigned char)*tag->name))
		return false;
	for (s = tag->name; s < end && isalnum((unsigned char)*s); s++)
		;
	tag->rest = s;
	for (; s < end && (quoted || *s != '>'); s++)
		quoted ^= *s == '"';
	if (s == end)
		return false;
	tag->end = s + 1;
	tag->el = page_tidy_find(
	    &t->names, tag->name, (size_t)(tag->rest - tag->name));
	return true;
}

/* The end of a picture of ours, which is as it should be. */
static const char *
tidy_picture(struct tidy *t, const char *s, const char *end)
{
	static const char close[] = "</svg>";
	const char *stop =
	    memmem(s, (size_t)(end - s), close, sizeof(close) - 1);

	stop = stop != NULL ? stop + sizeof(close) - 1 : end;
	strbuf_add(&t->out, s, (size_t)(stop - s));
	t->things++;
	t->texts++;
	return stop;
}

void
page_tidy(struct strbuf *html, struct page_ctx *c, bool line)
{
	const char *s = html->buf, *end = s + html->len, *lt;
	struct tidy t = {
		.c = c, .line = line, .out = STRBUF_INIT, .end = end
	};
	struct tidy_tag tag;

	/* Trusted HTML is as its writer wants it. */
	if (c->g->conf->html_trusted)
		return;
	while (s < end) {
		lt = memchr(s, '<', (size_t)(end - s));
		tidy_text(&t, s, lt != NULL ? lt : end);
		if (lt == NULL)
			break;
		if (!tidy_tag(&t, &tag, lt, end)) {
			strbuf_adds(&t.out, "&lt;");
			s = lt + 1;
		} else if (!tag.closing && strncmp(lt, "<svg", 4) == 0) {
			s = tidy_picture(&t, lt, end);
		} else {
			if (tag.closing)
				tidy_end_tag(&t, &tag);
			else
				tidy_start(&t, &tag);
			s = tag.end;
		}
	}
	while (t.n > 0)
		tidy_end(&t, --t.n);
	free(t.open);
	strbuf_release(html);
	*html = t.out;
}
