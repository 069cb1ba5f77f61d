/* page_preview.c: fragments: the start of a note, for a card beside a link
 *
 * The fragment of the page ipc/pipe.html begins preview/note/ipc/pipe.htm, and
 * those of its sections and blocks that are linked to follow, each behind a
 * comment with its anchor as it is in an address. That is one file to make and
 * one to fetch. Few notes have so many such places that it would be long; those
 * that are left over have files of their own, as
 * preview/place/ipc/pipe/reading.htm. preview.js makes the same of an address.
 * No page can be in the way, since pages end in .html, and a place is not taken
 * for a note.
 *
 * It is made of the note, and of what became of the tries in it, so that it
 * changes only with these: an embed is the words of a link, a picture is
 * nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "page/page_int.h"

/* What a card has room for. */
#define PREVIEW_CELLS 600
/* HTML that is looked at, most of which may be tags. */
#define PREVIEW_READ 16384
/* Room for the name of a file. */
#define PREVIEW_NAME_MAX 200
/* Places in the file of their note; preview.js knows it, too. */
#define PREVIEW_TOGETHER 8
/* A language tag may have 35 characters (RFC 5646, 4.4.1). */
#define PREVIEW_LANG_MAX 35

/* ---- which there are ---------------------------------------------------- */

static const char *
preview_path(const struct graph_page *p, const char *anchor, struct arena *a)
{
	size_t len = strlen(p->url) - strlen(".html");

	if (anchor == NULL)
		return arena_join(a, "preview/note/", p->url, len, ".htm");
	return arena_printf(
	    a, "preview/place/%.*s/%s.htm", (int)len, p->url, anchor);
}

/* Whether a place has a fragment. */
static bool
preview_is_place(const char *anchor)
{
	return strlen(anchor) <= PREVIEW_NAME_MAX && *anchor != '.' &&
	       strchr(anchor, '/') == NULL;
}

/* Whether the link is one that preview.js looks at, to a place of a note. */
static bool
preview_has_place(const struct graph_link *l)
{
	return l->to != NULL && l->anchor != NULL &&
	       l->link->attr == NOTE_ATTR_NONE && preview_is_place(l->anchor);
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

/* A place that a link of another page leads to. */
struct preview_place {
	const struct graph_page *to;
	const char *anchor;
};

static int
preview_place_cmp(const void *pa, const void *pb)
{
	const struct preview_place *a = pa, *b = pb;

	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return strcmp(a->anchor, b->anchor);
}

/* All of them by page, each once; the caller frees them. */
static struct preview_place *
preview_places(size_t *n, const struct graph *g)
{
	struct preview_place *v = NULL;
	size_t i, k, cap = 0, all = 0;

	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++) {
			const struct graph_link *l = &g->pages[i].links[k];

			/* A link within a page needs no card. */
			if (l->to != &g->pages[i] && preview_has_place(l))
				*VEC_PUSH(v, all, cap) =
				    (struct preview_place){ l->to, l->anchor };
		}
	if (all > 1)
		qsort(v, all, sizeof(*v), preview_place_cmp);
	for (i = *n = 0; i < all; i++)
		if (i == 0 || preview_place_cmp(&v[i - 1], &v[i]) != 0)
			v[(*n)++] = v[i];
	return v;
}

/* Those of one page, whose anchors are in order, each once. */
static void
preview_plan_one(const struct graph_page *p, const char *const *anchors,
    size_t n, struct arena *a, page_preview_fn fn, void *payload)
{
	struct page own = { .subject = p,
		.path = preview_path(p, NULL, a),
		.places = anchors,
		.n_places = n < PREVIEW_TOGETHER ? n : PREVIEW_TOGETHER };
	size_t i;

	fn(&own, payload);
	for (i = own.n_places; i < n; i++)
		fn(&(struct page){ .subject = p,
		       .anchor = anchors[i],
		       .path = preview_path(p, anchors[i], a) },
		    payload);
}

void
page_preview_of(const struct graph_page *p, const char *const *anchors,
    size_t n, struct arena *a, page_preview_fn fn, void *payload)
{
	const char **v = arena_alloc(a, (n + 1) * sizeof(*v));
	size_t i, kept = 0;

	for (i = 0; i < n; i++)
		if (preview_is_place(anchors[i]))
			v[kept++] = anchors[i];
	preview_plan_one(p, v, kept, a, fn, payload);
}

void
page_preview_plan(
    const struct graph *g, struct arena *a, page_preview_fn fn, void *payload)
{
	size_t i, k, n, at = 0;
	struct preview_place *v = preview_places(&n, g);
	const char **anchors = arena_alloc(a, (n + 1) * sizeof(*anchors));

	for (i = 0; i < n; i++)
		anchors[i] = v[i].anchor;
	for (i = 0; i < g->n_pages; i++) {
		for (k = at; k < n && v[k].to == &g->pages[i]; k++)
			;
		preview_plan_one(
		    &g->pages[i], anchors + at, k - at, a, fn, payload);
		at = k;
	}
	free(v);
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

/* Append the fragment of the place, or of the note. */
static void
preview_one(struct strbuf *out, struct page_ctx *c, const char *anchor)
{
	const char *lang = c->page->subject->note->meta.lang;
	struct page_cut most = { PAGE_PREVIEW_MAX, PREVIEW_CELLS };
	struct strbuf html = STRBUF_INIT;
	size_t from = out->len;

	if (lang != NULL && (strlen(lang) > PREVIEW_LANG_MAX ||
				strcmp(lang, c->g->conf->lang) == 0))
		lang = NULL;
	if (lang != NULL) {
		strbuf_adds(out, "<div lang=\"");
		html_attr(out, lang, strlen(lang));
		strbuf_adds(out, "\">");
	}
	preview_html(&html, c, anchor);
	html_clean(&html, 0);
	most.bytes -= out->len - from + strlen("</div>\n");
	page_cut(out, html.buf, html.len, &most);
	strbuf_adds(out, lang != NULL ? "</div>\n" : "\n");
	strbuf_release(&html);
}

int
page_preview_render(struct strbuf *out, struct page_ctx *c, struct err *e)
{
	size_t i;

	(void)e;
	preview_one(out, c, c->page->anchor);
	for (i = 0; i < c->page->n_places; i++) {
		strbuf_adds(out, "<!--");
		page_encode(out, c->page->places[i]);
		strbuf_adds(out, "-->\n");
		preview_one(out, c, c->page->places[i]);
	}
	return 0;
}
