/* page_preview.c: fragments: the start of a note, for a card beside a link
 *
 * The fragment of the page ipc/pipe.html is preview/note/ipc/pipe.htm, and that
 * of its section "reading" is preview/place/ipc/pipe/reading.htm; preview.js
 * makes the same of an address. No page can be in the way, since pages end in
 * .html, and a place is not taken for a note.
 *
 * It is made of the note, and of what became of the tries in it, so that it
 * changes only with these: an embed is the words of a link, a picture is
 * nothing.
 */
#include <string.h>

#include "base/html.h"
#include "base/path.h"
#include "page/page_int.h"

/* What a card has room for. */
#define PREVIEW_CELLS 600
/* HTML that is looked at, most of which may be tags. */
#define PREVIEW_READ 16384
/* Room for the name of a file. */
#define PREVIEW_NAME_MAX 200
/* A language tag may have 35 characters (RFC 5646, 4.4.1). */
#define PREVIEW_LANG_MAX 35

/* ---- which there are ---------------------------------------------------- */

static const char *
preview_path(const struct graph_page *p, const char *anchor, struct arena *a)
{
	int len = (int)(strlen(p->url) - strlen(".html"));

	if (anchor == NULL)
		return arena_printf(a, "preview/note/%.*s.htm", len, p->url);
	return arena_printf(
	    a, "preview/place/%.*s/%s.htm", len, p->url, anchor);
}

/* Whether the link is one that preview.js looks at, to a place of a note. */
static bool
preview_has_place(const struct graph_link *l)
{
	return l->to != NULL && l->anchor != NULL &&
	       l->link->attr == NOTE_ATTR_NONE &&
	       strlen(l->anchor) <= PREVIEW_NAME_MAX && *l->anchor != '.' &&
	       strchr(l->anchor, '/') == NULL;
}

size_t
page_preview_most(const struct graph *g)
{
	size_t i, k, n = g->n_pages;

	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++)
			n += preview_has_place(&g->pages[i].links[k]);
	return n;
}

void
page_preview_plan(
    const struct graph *g, struct arena *a, page_preview_fn fn, void *payload)
{
	size_t i, k;

	for (i = 0; i < g->n_pages; i++) {
		const struct graph_page *p = &g->pages[i];

		fn(p, preview_path(p, NULL, a), NULL, payload);
		for (k = 0; k < p->note->n_links; k++) {
			const struct graph_link *l = &p->links[k];

			/* A link within a page needs no card. */
			if (l->to != p && preview_has_place(l))
				fn(l->to, preview_path(l->to, l->anchor, a),
				    l->anchor, payload);
		}
	}
}

/* ---- one of them -------------------------------------------------------- */

static void
preview_text(struct strbuf *out, const char *s)
{
	html_text(out, s, strlen(s));
}

static void
preview_example(struct strbuf *out, const struct note_example *x)
{
	strbuf_adds(out, "<pre><code>");
	if (x->html != NULL)
		strbuf_adds(out, x->html);
	else
		html_text(out, x->code, x->code_len);
	strbuf_adds(out, "</code></pre>");
}

/* The words of an embed; of any other link they follow. */
static void
preview_link(struct strbuf *out, const struct note_link *l)
{
	if (l->kind == NOTE_LINK_EMBED && !path_is_image(l->target))
		preview_text(out, l->text);
}

/* What page_cut() makes nothing of need not be written. */
static void
preview_hole(struct strbuf *out, const struct note_hole *hole, void *payload)
{
	const struct graph_page *p = payload;
	const struct note *n = p->note;

	switch (hole->kind) {
	case NOTE_HOLE_LINK:
		preview_link(out, &n->links[hole->index]);
		break;
	case NOTE_HOLE_EMBED:
		strbuf_adds(out, "<p>");
		preview_link(out, &n->links[hole->index]);
		strbuf_adds(out, "</p>");
		break;
	case NOTE_HOLE_EXAMPLE:
		preview_example(out, &n->examples[hole->index]);
		break;
	case NOTE_HOLE_HEADING:
		/* The title is above all already. */
		if ((hole->index == 0 && n->titled) ||
		    page_bare(p, hole->index))
			strbuf_adds(out, " hidden");
		break;
	}
}

/* The part that the anchor names; all of the note when it names none. */
static struct note_span
preview_part(const struct note *n, const char *anchor)
{
	struct note_span all = { 0, n->html_len, 0, n->n_holes, true, 0 };
	size_t i;

	for (i = 0; anchor != NULL && i < n->n_headings; i++)
		if (strcmp(n->headings[i].slug, anchor) == 0)
			return n->sections != NULL && n->sections[i].to > 0
				   ? n->sections[i]
				   : all;
	for (i = 0; anchor != NULL && *anchor == '^' && i < n->n_ids; i++)
		if (strcmp(n->ids[i], anchor + 1) == 0)
			return n->blocks != NULL && n->blocks[i].to > 0
				   ? n->blocks[i]
				   : all;
	return all;
}

/* No more of it than is looked at, in whole characters; a tag that is cut is
 * none. */
static void
preview_shorten(struct note_span *part, const struct note *n)
{
	if (part->to - part->from <= PREVIEW_READ)
		return;
	part->to = part->from + PREVIEW_READ;
	while (((unsigned char)n->html[part->to] & 0xc0) == 0x80)
		part->to--;
	while (part->hole_end > part->hole &&
	       n->holes[part->hole_end - 1].at > part->to)
		part->hole_end--;
}

/* Title, description and text, as the page has them, before it is cut. */
static void
preview_html(struct strbuf *out, struct page_ctx *c, const char *anchor)
{
	const struct graph_page *p = c->page->subject;
	const struct note *n = p->note;
	struct note_span part = preview_part(n, anchor);

	strbuf_adds(out, "<h1>");
	preview_text(
	    out, p->day != NULL ? page_date_long(c, p->day->date) : p->title);
	strbuf_adds(out, "</h1>");
	if (part.from == 0 && n->meta.description != NULL) {
		strbuf_adds(out, "<p>");
		preview_text(out, n->meta.description);
		strbuf_adds(out, "</p>");
	}
	preview_shorten(&part, n);
	note_html_fill_span(out, n, &part, preview_hole, (void *)p);
	page_became(out, c, p);
}

int
page_preview_render(struct strbuf *out, struct page_ctx *c, struct err *e)
{
	const char *lang = c->page->subject->note->meta.lang;
	struct page_cut most = { PAGE_PREVIEW_MAX, PREVIEW_CELLS };
	struct strbuf html = STRBUF_INIT;
	size_t from = out->len;

	(void)e;
	if (lang != NULL && (strlen(lang) > PREVIEW_LANG_MAX ||
				strcmp(lang, c->g->conf->lang) == 0))
		lang = NULL;
	if (lang != NULL) {
		strbuf_adds(out, "<div lang=\"");
		html_attr(out, lang, strlen(lang));
		strbuf_adds(out, "\">");
	}
	preview_html(&html, c, c->page->anchor);
	html_clean(&html, 0);
	most.bytes -= out->len - from + strlen("</div>\n");
	page_cut(out, html.buf, html.len, &most);
	strbuf_adds(out, lang != NULL ? "</div>\n" : "\n");
	strbuf_release(&html);
	return 0;
}
