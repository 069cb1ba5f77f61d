/* page_html.c: the HTML of a note with its links, examples and headings */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/html.h"
#include "base/path.h"
#include "page/page_group_int.h"
#include "page/page_int.h"

/*
 * The holes are filled from front to back, and what is there so far can be
 * read. Two things need that. The first heading is taken out when it is the
 * title, since the page shows it above. And the lists of a day become
 * sections: one begins before the heading KEEP, PROBLEM or TRY and ends
 * before the next heading of its rank. Only headings that stand in nothing
 * else may begin and end one, so the elements around are counted.
 */
struct html_fill {
	struct page_ctx *c;
	const struct graph_page *p;
	size_t scanned;          /* how far the elements are counted */
	struct page_names names; /* whether an element is a container */
	int depth;               /* containers open there */
	int section;  /* rank of the heading whose section is open, or 0 */
	bool titled;  /* the title was met */
	size_t title; /* where its <h1 begins */
	const struct page_embed *way; /* NULL: this is the page itself */
	int rc;
	struct err *e;
};

/* How a #tag of the text comes out of the parser, */
#define TAG_BEGIN "<span class=\"tag\">#"
#define TAG_END "</span>"
/* and the way back from a footnote, */
#define BACK_BEGIN "<a href=\"#fnref-"
/* which is called so in English only. */
#define BACK_NAME " aria-label=\"Back to content\""
#define BACK_NUMBER "<sup class=\"footnote-ref\">"

static const char *const list_classes[STUDY_LISTS] = {
	[STUDY_KEEP] = "keep",
	[STUDY_PROBLEM] = "problem",
	[STUDY_TRY] = "try",
};

static bool
html_is_container(struct html_fill *f, const char *name, size_t len)
{
	const struct page_token t = { .name = name, .len = len };
	unsigned char *is;

	if (!page_names_know(&f->names, name, len, &is))
		*is = page_token_is(&t,
		    "li blockquote ol div section details table dl dd figure article "
		    "aside center td");
	return *is;
}

static void
html_scan(struct html_fill *f, const char *s, size_t to)
{
	size_t i = f->scanned, n;
	const char *next;

	while (i < to && (next = memchr(s + i, '<', to - i)) != NULL) {
		bool end = next[1] == '/';

		i = (size_t)(next - s) + 1 + end;
		for (n = 0; isalnum((unsigned char)s[i + n]); n++)
			;
		if (html_is_container(f, s + i, n))
			f->depth += end ? -1 : 1;
		i += n;
	}
	f->scanned = to;
}

static void
html_add_attr(struct strbuf *out, const char *name, const char *value)
{
	strbuf_addc(out, ' ');
	strbuf_adds(out, name);
	strbuf_adds(out, "=\"");
	html_attr(out, value, strlen(value));
	strbuf_addc(out, '"');
}

/* The page of a PDF, the second of a film: "page=3" is for the browser. */
static const char *
html_fragment(struct page_ctx *c, const char *href, const char *fragment)
{
	struct strbuf sb = STRBUF_INIT;
	const char *out, *s;

	strbuf_addf(&sb, "%s#", href);
	for (s = fragment; *s != '\0'; s++)
		if (isalnum((unsigned char)*s) || strchr("-._~/=&,", *s))
			strbuf_addc(&sb, *s);
		else
			strbuf_addf(&sb, "%%%02X", (unsigned char)*s);
	out = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return out;
}

/* In a feed an address of the host needs the host. */
static void
html_host(struct strbuf *out, struct page_ctx *c)
{
	const char *base = c->whole ? page_url(c, "") : "";
	const char *host = strstr(base, "://");

	if (host != NULL)
		html_url(out, base,
		    (size_t)(host + 3 - base) + strcspn(host + 3, "/"));
}

/* The address that a link leads to; false when it leads nowhere. */
static bool
html_add_address(struct strbuf *out, struct html_fill *f, const char *name,
    const struct graph_link *l)
{
	const char *href = NULL;

	if (l->to != NULL)
		href = page_href(f->c, l->to->url, l->anchor);
	else if (l->file != NULL)
		href = page_href(f->c, l->file, NULL);
	else if (l->folder != NULL)
		href =
		    page_href(f->c, page_folder_path(f->c->a, l->folder), NULL);
	else if (l->topic != NULL)
		href = page_href(
		    f->c, page_topic_path(f->c->a, l->topic->name), NULL);
	if (l->file != NULL && l->link->fragment != NULL)
		href = html_fragment(f->c, href, l->link->fragment);
	if (href != NULL)
		html_add_attr(out, name, href);
	else if (l->url != NULL) {
		strbuf_addf(out, " %s=\"", name);
		html_host(out, f->c);
		html_url(out, l->url, strlen(l->url));
		strbuf_addc(out, '"');
	}
	return href != NULL || l->url != NULL;
}

/* What is wrong with it, for a reader: `check` tells the writer more. */
static const char *
html_problem(struct html_fill *f, const struct graph_link *l)
{
	if (l->problem == NULL)
		return NULL;
	return page_word_of(
	    f->c, f->p->note, l->to != NULL ? "broken_part" : "broken");
}

/* What stands where a picture or an embed would: one that says but its size
 * would be nothing. */
static const char *
html_instead(const struct graph_link *l)
{
	return *l->link->text != '\0' ? l->link->text : l->link->target;
}

static void
html_image(struct strbuf *out, struct html_fill *f, const struct graph_link *l)
{
	const char *alt = l->link->text;

	if (l->file == NULL && l->url == NULL) {
		strbuf_adds(out, "<span class=\"broken\"");
		if (l->problem != NULL)
			html_add_attr(out, "title", html_problem(f, l));
		strbuf_addc(out, '>');
		alt = html_instead(l);
		html_text(out, alt, strlen(alt));
		strbuf_adds(out, "</span>");
		return;
	}
	strbuf_adds(out, "<img");
	html_add_address(out, f, "src", l);
	html_add_attr(out, "alt", alt);
	if (l->link->title != NULL)
		html_add_attr(out, "title", l->link->title);
	if (l->link->width > 0)
		strbuf_addf(out, " width=\"%d\"", l->link->width);
	if (l->link->height > 0)
		strbuf_addf(out, " height=\"%d\"", l->link->height);
	strbuf_adds(out, " loading=\"lazy\">");
}

/* An attribute of raw HTML. What leads nowhere loses it, and looks like that;
 * in trusted HTML, it may have a class already. */
static void
html_raw(struct strbuf *out, struct html_fill *f, const struct graph_link *l)
{
	const struct conf *conf = f->c->g->conf;

	if (html_add_address(out, f, note_link_attr_name(l->link->attr), l) ||
	    l->link->attr == NOTE_ATTR_CITE ||
	    (conf != NULL && conf->html_trusted))
		return;
	html_add_attr(out, "class", "broken");
}

static void
html_link(struct strbuf *out, struct html_fill *f, size_t index)
{
	const struct graph_link *l = &f->p->links[index];
	const char *class = "link", *problem = html_problem(f, l), *text;

	if (l->link->attr != NOTE_ATTR_NONE) {
		html_raw(out, f, l);
		return;
	}
	if (l->link->kind == NOTE_LINK_IMAGE ||
	    (l->link->kind == NOTE_LINK_EMBED && l->file != NULL &&
		path_is_image(l->file))) {
		html_image(out, f, l);
		return;
	}
	if (l->url != NULL)
		class = problem = NULL;
	else if (l->to == NULL && l->folder == NULL && l->topic == NULL)
		class = l->file != NULL ? "link file" : "link broken";
	strbuf_adds(out, "<a");
	if (class != NULL)
		html_add_attr(out, "class", class);
	html_add_address(out, f, "href", l);
	/* A page whose heading is gone is still worth going to. */
	if (problem != NULL || l->link->title != NULL)
		html_add_attr(out, "title", problem ? problem : l->link->title);
	strbuf_addc(out, '>');
	if (l->link->kind == NOTE_LINK_EMBED) {
		text = html_instead(l);
		html_text(out, text, strlen(text));
		strbuf_adds(out, "</a>");
	}
}

/* Show what it embeds; false when a link has to do. */
static bool
html_embed(
    struct strbuf *out, struct html_fill *f, const struct note_hole *hole)
{
	struct page_embed way = { f->way, f->p,
		(size_t)(hole - f->p->note->holes),
		f->way ? f->way->depth + 1 : 1 };
	int shown = 0;

	if (f->rc == 0)
		shown = page_embed(
		    out, f->c, &f->p->links[hole->index], &way, f->e);
	if (shown == -1)
		f->rc = -1;
	return shown != 0;
}

static bool
html_is_entry(const struct graph_page *p, int line)
{
	size_t i;

	for (i = 0; p->day != NULL && i < p->day->n_entries; i++)
		if (p->day->entries[i].line == line)
			return true;
	return false;
}

/* How many tries of the day are in which state, beside their heading. */
static void
html_states(struct strbuf *out, struct html_fill *f)
{
	static const char *const keys[] = { "open", "done", "dropped",
		"retried" };
	const struct study_items *tries = &f->p->day->lists[STUDY_TRY];
	size_t n[4] = { 0 }, i;

	if (tries->n == 0)
		return;
	for (i = 0; i < tries->n; i++)
		n[tries->v[i].state]++;
	strbuf_adds(out, "<p class=\"states\">");
	for (i = 0; i < 4; i++) {
		const char *word = page_word_of(f->c, f->p->note, keys[i]);

		if (n[i] == 0)
			continue;
		strbuf_addf(out, "<span class=\"state %s\">", keys[i]);
		html_text(out, word, strlen(word));
		strbuf_addf(out, " %zu</span> ", n[i]);
	}
	strbuf_adds(out, "</p>\n");
}

/* Begin and end sections in front of the "<hN" that `out` ends in. */
static void
html_sections(
    struct strbuf *out, struct html_fill *f, const struct note_heading *h)
{
	int kind = page_list_at(f->p, h->line);
	bool bare = page_bare(f->p, (size_t)(h - f->p->note->headings));

	html_scan(f, out->buf, out->len - 3);
	if (f->depth != (f->section ? 1 : 0))
		return;
	strbuf_trunc(out, out->len - 3);
	if (f->section && h->level <= f->section) {
		strbuf_adds(out, "</section>\n");
		f->section = 0;
	}
	if (f->section == 0 && kind < STUDY_LISTS) {
		strbuf_addf(out, "<section class=\"kpt %s\"%s>\n",
		    list_classes[kind], bare ? " hidden" : "");
		if (kind == STUDY_TRY)
			html_states(out, f);
		f->section = h->level;
	}
	html_scan(f, out->buf, out->len);
	strbuf_addf(out, "<h%d", h->level);
}

static void
html_heading(struct strbuf *out, struct html_fill *f, size_t index)
{
	const struct note_heading *h = &f->p->note->headings[index];

	if (f->p->day != NULL && f->way == NULL)
		html_sections(out, f, h);
	if (index == 0 && f->p->note->titled) {
		f->titled = true;
		f->title = out->len - 3;
	}
	html_add_attr(out, "id", h->slug);
	if (html_is_entry(f->p, h->line))
		html_add_attr(out, "class", "entry");
	if (f->way == NULL && page_bare(f->p, index))
		strbuf_adds(out, " hidden");
}

static void
html_fill_hole(struct strbuf *out, const struct note_hole *hole, void *payload)
{
	struct html_fill *f = payload;

	switch (hole->kind) {
	case NOTE_HOLE_LINK:
		if (!html_embed(out, f, hole))
			html_link(out, f, hole->index);
		break;
	case NOTE_HOLE_EMBED:
		if (html_embed(out, f, hole))
			break;
		strbuf_adds(out, "<p>");
		html_link(out, f, hole->index);
		strbuf_adds(out, "</p>");
		break;
	case NOTE_HOLE_EXAMPLE:
		if (f->rc == 0)
			f->rc =
			    page_example(out, f->c, f->p, hole->index, f->e);
		break;
	case NOTE_HOLE_HEADING:
		html_heading(out, f, hole->index);
		break;
	}
}

/* The last section of a day ends before the footnotes, if there are any. */
static void
html_end_section(struct strbuf *out, struct html_fill *f)
{
	static const char end[] = "</section>\n";
	const char *notes;

	html_scan(f, out->buf, out->len);
	if (f->section == 0)
		return;
	notes = strstr(out->buf, "<section class=\"footnotes\"");
	strbuf_insert(out, notes ? (size_t)(notes - out->buf) : out->len, end,
	    sizeof(end) - 1);
}

/* Take the heading that is the title out of the HTML. */
static void
html_take_title(struct page_html *out, size_t at)
{
	const char *s = out->html.buf + at, *from = strchr(s, '>');
	const char *to = strstr(s, "</h1>");
	size_t end;

	if (from == NULL || to == NULL || to < from)
		return;
	strbuf_add(&out->title, from + 1, (size_t)(to - from) - 1);
	end = (size_t)(to - out->html.buf) + strlen("</h1>");
	end += out->html.buf[end] == '\n';
	memmove(
	    out->html.buf + at, out->html.buf + end, out->html.len - end + 1);
	strbuf_trunc(&out->html, out->html.len - (end - at));
}

/* The next of the tags below from s on; which it is, in *which. */
static const char *
html_next(const char *s, const char *const *tags, size_t n, size_t *which)
{
	for (; (s = strchr(s, '<')) != NULL; s++)
		for (*which = 0; *which < n; ++*which)
			if (s[1] == tags[*which][1] &&
			    strncmp(s, tags[*which], strlen(tags[*which])) == 0)
				return s;
	return NULL;
}

/* The tag that begins at s, as a link to its page; what is behind it. Of what
 * a writer's own HTML has in such an element no page knows. */
static const char *
html_tag(struct strbuf *out, struct page_ctx *c, const char *s)
{
	const char *name = s + strlen(TAG_BEGIN);
	const char *end = name + strcspn(name, "<&\n");
	char *tag;

	if (strncmp(end, TAG_END, strlen(TAG_END)) != 0 || end == name) {
		strbuf_adds(out, TAG_BEGIN);
		return name;
	}
	tag = arena_strndup(c->a, name, (size_t)(end - name));
	strbuf_adds(out, "<a");
	html_add_attr(out, "class", "tag");
	html_add_attr(out, "href", page_href(c, page_tag_path(c, tag), NULL));
	strbuf_adds(out, ">#");
	html_text(out, tag, strlen(tag));
	strbuf_adds(out, "</a>");
	return end + strlen(TAG_END);
}

/* The way back from a footnote that begins at s, with a name that the reader
 * of this note understands; what is behind that. */
static const char *
html_back(
    struct strbuf *out, struct page_ctx *c, const struct note *n, const char *s)
{
	const char *end = s + strcspn(s, ">");
	const char *name =
	    memmem(s, (size_t)(end - s), BACK_NAME, sizeof(BACK_NAME) - 1);
	const char *word = page_word_of(c, n, "back");
	const char *which = end + strcspn(end, "<");

	if (name == NULL) {
		strbuf_adds(out, BACK_BEGIN);
		return s + strlen(BACK_BEGIN);
	}
	/* The second way back shows its number, so its name has it. */
	if (strncmp(which, BACK_NUMBER, strlen(BACK_NUMBER)) == 0) {
		which += strlen(BACK_NUMBER);
		word = arena_printf(
		    c->a, "%s %.*s", word, (int)strcspn(which, "<"), which);
	}
	strbuf_add(out, s, (size_t)(name - s));
	html_add_attr(out, "aria-label", word);
	return name + strlen(BACK_NAME);
}

/*
 * What the Markdown library leaves out: a box to tick says what it is, and
 * code that scrolls can be reached with the keyboard. And a tag leads to its
 * page.
 */
static void
html_mend(struct strbuf *html, struct page_ctx *c, const struct note *n)
{
	static const char *const tags[] = {
		"<input type=\"checkbox\" checked",
		"<input type=\"checkbox\"",
		"<pre><code",
		TAG_BEGIN,
		BACK_BEGIN,
	};
	static const char *const words[] = { "task_done", "task_open" };
	struct strbuf out = STRBUF_INIT;
	const char *s = html->buf, *at;
	size_t k;

	for (; (at = html_next(s, tags, 5, &k)) != NULL;) {
		strbuf_add(&out, s, (size_t)(at - s));
		if (k < 2) {
			strbuf_adds(&out, "<input");
			html_add_attr(
			    &out, "aria-label", page_word_of(c, n, words[k]));
			s = at + strlen("<input");
		} else if (k == 3) {
			s = html_tag(&out, c, at);
		} else if (k == 4) {
			s = html_back(&out, c, n, at);
		} else {
			strbuf_adds(&out, "<pre tabindex=\"0\">");
			s = at + strlen("<pre>");
		}
	}
	strbuf_adds(&out, s);
	strbuf_release(html);
	*html = out;
}

int
page_html(struct page_html *out, struct page_ctx *c, const struct graph_page *p,
    struct err *e)
{
	struct html_fill f = { .c = c, .p = p, .e = e };

	note_html_fill(&out->html, p->note, html_fill_hole, &f);
	html_end_section(&out->html, &f);
	if (f.titled)
		html_take_title(out, f.title);
	page_became(&out->html, c, p);
	html_mend(&out->html, c, p->note);
	page_tidy(&out->html, c, false);
	page_tidy(&out->title, c, true);
	return f.rc;
}

int
page_html_part(struct page_html *out, struct page_ctx *c,
    const struct graph_page *p, const struct note_span *part,
    const struct page_embed *way, struct err *e)
{
	struct html_fill f = { .c = c, .p = p, .way = way, .e = e };

	note_html_fill_span(&out->html, p->note, part, html_fill_hole, &f);
	if (f.titled)
		html_take_title(out, f.title);
	page_became(&out->html, c, p);
	html_mend(&out->html, c, p->note);
	return f.rc;
}

int
page_html_set(struct page_ctx *c, struct tmpl_val *m,
    const struct graph_page *p, struct err *e)
{
	struct page_html h = { STRBUF_INIT, STRBUF_INIT };
	int rc = page_html(&h, c, p, e);

	if (rc == 0) {
		tmpl_html(c->a, m, "html", h.html.buf, h.html.len);
		if (h.title.len > 0) {
			tmpl_html(
			    c->a, m, "title_html", h.title.buf, h.title.len);
			tmpl_text(
			    c->a, m, "title_id", p->note->headings[0].slug);
		}
	}
	tmpl_text(c->a, m, "replay_script",
	    c->replays && c->theme->replay != NULL
		? page_href(c, c->theme->replay, NULL)
		: NULL);
	strbuf_release(&h.html);
	strbuf_release(&h.title);
	return rc;
}
