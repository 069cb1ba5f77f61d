/* page_embed.c: a note, or a part of one, shown in another */
#include <string.h>

#include "base/html.h"
#include "page/page_int.h"

/*
 * An embed that stands in what it embeds would never end: the way that led
 * to it tells. Notes that embed others twice, which do the same, grow with
 * each step, so depth, number and bytes have limits as well. What is not
 * shown for one of these reasons is a link to it. So is what would tear a line
 * of text open: there only the words of a paragraph, item or heading can be.
 */
#define EMBED_DEPTH 5
#define EMBED_MAX 500
#define EMBED_BYTES ((size_t)1 << 20)

static bool
embed_is_circle(const struct graph_link *l, const struct note_span *part,
    const struct page_embed *way)
{
	for (; way != NULL; way = way->up)
		if (way->page == l->to && way->hole >= part->hole &&
		    way->hole < part->hole_end)
			return true;
	return false;
}

/* The prefix of an inner embed, "e1^", is there already. Nothing else begins
 * so: what comes behind it stands behind a "^" in no other id. `caret` is how
 * that is written there. */
static bool
embed_has_prefix(const char *id, const char *caret)
{
	size_t n = strspn(id + (*id == 'e'), "0123456789");

	return *id == 'e' && n > 0 &&
	       strncmp(id + n + 1, caret, strlen(caret)) == 0;
}

/*
 * Append html with its ids made unique: a page may show a note twice. Only
 * what stands in a tag is changed. References to footnotes go with them when
 * they are there, and else to the page that has them. The number of a line of
 * code leads to itself, wherever that is.
 */
static void
embed_ids(struct strbuf *out, const struct strbuf *html, size_t number,
    const char *footnotes)
{
	static const char id[] = " id=\"", fn[] = " href=\"#fn";
	static const char self[] = "<a class=\"l\" ", to[] = " href=\"#";
	const char *s = html->buf;
	bool tag = false, line = false;

	for (; *s != '\0'; s++) {
		if (*s == '<' || *s == '>')
			tag = *s == '<';
		if (*s == '<')
			line = strncmp(s, self, strlen(self)) == 0;
		if (tag && strncmp(s, id, strlen(id)) == 0) {
			s += strlen(id);
			strbuf_adds(out, id);
			if (!embed_has_prefix(s, "^"))
				strbuf_addf(out, "e%zu^", number);
		} else if (tag && line && strncmp(s, to, strlen(to)) == 0) {
			s += strlen(to);
			strbuf_adds(out, to);
			if (!embed_has_prefix(s, "%5E"))
				strbuf_addf(out, "e%zu%%5E", number);
		} else if (tag && strncmp(s, fn, strlen(fn)) == 0) {
			s += strlen(fn);
			strbuf_addf(out, " href=\"%sfn", footnotes);
		}
		strbuf_addc(out, *s);
	}
}

static const char *
embed_lang(struct page_ctx *c, const struct graph_page *p)
{
	const char *lang = page_note_lang(c, p->note);

	return lang != NULL ? lang : c->g->conf->lang;
}

/* What is around a part: an item needs its list. */
static void
embed_begin(struct strbuf *out, const struct note_span *part, bool item)
{
	if (!part->block)
		strbuf_adds(out, "<p>");
	else if (item && part->list >= 0)
		strbuf_addf(out, "<ol start=\"%d\">\n", part->list);
	else if (item)
		strbuf_adds(out, "<ul>\n");
}

static void
embed_end(struct strbuf *out, const struct note_span *part, bool item)
{
	if (!part->block)
		strbuf_adds(out, "</p>\n");
	else if (item)
		strbuf_adds(out, part->list >= 0 ? "\n</ol>\n" : "\n</ul>\n");
	strbuf_adds(out, "</div>");
}

static void
embed_head(struct strbuf *out, struct page_ctx *c, const struct graph_link *l,
    const struct page_embed *way)
{
	const char *text = l->link->text, *lang = embed_lang(c, l->to);

	strbuf_adds(out, "<div class=\"embed\"");
	if (strcmp(lang, embed_lang(c, way->page)) != 0)
		strbuf_addf(out, " lang=\"%s\"", lang);
	strbuf_adds(out, ">\n<p class=\"embed-title\">"
			 "<a class=\"link\" href=\"");
	strbuf_adds(out, page_href(c, l->to->url, l->anchor));
	strbuf_adds(out, "\">");
	if (l->anchor == NULL)
		text = l->to->title;
	html_text(out, text, strlen(text));
	strbuf_adds(out, "</a></p>\n");
}

int
page_embed(struct strbuf *out, struct page_ctx *c, const struct graph_link *l,
    const struct page_embed *way, struct err *e)
{
	struct page_html html = { STRBUF_INIT, STRBUF_INIT };
	bool line = way->page->note->holes[way->hole].kind == NOTE_HOLE_LINK;
	bool item = !line && l->item != NULL;
	const struct note_span *part = item ? l->item : l->part;
	const char *footnotes;
	size_t number;
	int rc;

	if (l->to == NULL || part == NULL || (line && part->block) ||
	    embed_is_circle(l, part, way) || way->depth > EMBED_DEPTH ||
	    c->n_embeds >= EMBED_MAX || c->embedded >= EMBED_BYTES)
		return 0;
	number = ++c->n_embeds;
	footnotes = l->anchor == NULL ? arena_printf(c->a, "#e%zu^", number)
				      : arena_printf(c->a, "%s#",
					    page_href(c, l->to->url, NULL));
	rc = page_html_part(&html, c, l->to, part, way, e);
	if (rc == 0) {
		size_t from = out->len;

		if (line) {
			strbuf_adds(out, "<span class=\"embed-line\">");
		} else {
			embed_head(out, c, l, way);
			embed_begin(out, part, item);
		}
		embed_ids(out, &html.html, number, footnotes);
		if (line)
			strbuf_adds(out, "</span>");
		else
			embed_end(out, part, item);
		c->embedded += out->len - from;
	}
	strbuf_release(&html.html);
	strbuf_release(&html.title);
	return rc == 0 ? 1 : -1;
}
