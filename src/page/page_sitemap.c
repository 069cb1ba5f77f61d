/* page_sitemap.c: what search engines read: sitemap.xml and robots.txt */
#include <string.h>

#include "base/html.h"
#include "base/path.h"
#include "base/text.h"
#include "page/page_int.h"

/* The most that one file may name (sitemaps.org, protocol 0.9). */
#define SITEMAP_MAX 50000

/* A page for readers: not the error page, none that only leads on, nothing
 * that is not finished. */
static bool
sitemap_wants(const struct page *p)
{
	const char *kind = p->kind->name;

	return p->kind->render == NULL && strcmp(kind, "404") != 0 &&
	       strcmp(kind, "today") != 0 && strcmp(kind, "moved") != 0 &&
	       (p->subject == NULL || !p->subject->note->meta.draft);
}

/* When the note was changed last, as far as git knows. */
static void
sitemap_changed(struct strbuf *out, const struct graph_page *p)
{
	char text[MOMENT_MAX];

	if (p == NULL || p->dates == NULL || !p->dates->has_last)
		return;
	moment_format(text, p->dates->last);
	strbuf_adds(out, "<lastmod>");
	strbuf_adds(out, text);
	strbuf_adds(out, "</lastmod>");
}

/* How the row of a page begins, up to its date; `base` is the address of the
 * site, which the home page has. */
static void
sitemap_row(struct strbuf *out, const char *base, const char *path)
{
	strbuf_adds(out, "<url><loc>");
	html_xml(out, base, strlen(base));
	if (strcmp(path, "index.html") != 0)
		page_encode(out, path);
	strbuf_adds(out, "</loc>");
}

int
page_sitemap_render(struct strbuf *out, struct page_ctx *c, struct err *e)
{
	const struct page *pages = c->page->index->pages;
	const char *base = page_url(c, "");
	size_t i, n = c->page->index->n_pages, kept = 0;

	(void)e;
	strbuf_adds(out,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset "
	    "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (i = 0; i < n && kept < SITEMAP_MAX; i++) {
		if (!sitemap_wants(&pages[i]))
			continue;
		kept++;
		sitemap_row(out, base, pages[i].path);
		sitemap_changed(out, pages[i].subject);
		strbuf_adds(out, "</url>\n");
	}
	strbuf_adds(out, "</urlset>\n");
	return 0;
}

/* A part of an address as the bytes that it stands for, up to `end`. */
static const char *
sitemap_decode(const char *s, const char *end, struct arena *a)
{
	char *out = arena_strndup(a, s, (size_t)(end - s));

	text_unpercent(out);
	return out;
}

bool
page_sitemap_more(struct strbuf *out, const struct strbuf *from,
    const struct graph *g, const struct graph_page *p, struct arena *a)
{
	struct page_ctx c = { .g = g, .a = a };
	struct strbuf in = STRBUF_INIT;
	const char *base = page_url(&c, ""), *at = from->buf, *end, *row;
	const char *name = path_base(p->url);
	size_t n = 0, len = strlen(base);

	for (row = at; (row = strchr(row, '\n')) != NULL; row++)
		n++;
	/* The rows of its folder, which are together, in the order of paths. */
	strbuf_adds(&in, "<url><loc>");
	html_xml(&in, base, len);
	page_encode(&in, arena_strndup(a, p->url, (size_t)(name - p->url)));
	at = strstr(at, in.buf);
	while (at != NULL && strncmp(at, in.buf, in.len) == 0) {
		end = strstr(at + in.len, "</loc>");
		row = strchr(at, '\n');
		if (end == NULL || row == NULL ||
		    strcmp(sitemap_decode(at + in.len, end, a), name) > 0)
			break;
		at = row + 1;
	}
	strbuf_release(&in);
	if (at == NULL || n >= SITEMAP_MAX)
		return false;
	strbuf_add(out, from->buf, (size_t)(at - from->buf));
	sitemap_row(out, base, p->url);
	sitemap_changed(out, p);
	strbuf_adds(out, "</url>\n");
	strbuf_adds(out, at);
	return true;
}

bool
page_sitemap_dates(struct strbuf *out, const struct strbuf *from,
    const struct graph *g, const size_t *pages, size_t n, struct arena *a)
{
	struct page_ctx c = { .g = g, .a = a };
	const char *base = page_url(&c, "");
	struct strbuf row = STRBUF_INIT;
	bool good = true;
	size_t i;

	strbuf_add(out, from->buf, from->len);
	for (i = 0; i < n && good; i++) {
		const struct graph_page *p = &g->pages[pages[i]];
		const char *at, *end;

		if (p->note->meta.draft)
			continue;
		strbuf_clear(&row);
		sitemap_row(&row, base, p->url);
		at = strstr(out->buf, row.buf);
		end = at != NULL ? strchr(at, '\n') : NULL;
		good = end != NULL;
		if (!good)
			break;
		at += row.len;
		strbuf_clear(&row);
		sitemap_changed(&row, p);
		strbuf_adds(&row, "</url>");
		end = arena_strdup(a, end);
		strbuf_trunc(out, (size_t)(at - out->buf));
		strbuf_add(out, row.buf, row.len);
		strbuf_adds(out, end);
	}
	strbuf_release(&row);
	return good;
}

int
page_robots_render(struct strbuf *out, struct page_ctx *c, struct err *e)
{
	(void)e;
	strbuf_addf(out, "User-agent: *\nAllow: /\n\nSitemap: %s\n",
	    page_url(c, "sitemap.xml"));
	return 0;
}
