/* page_feed.c: the latest days and notes as Atom and as JSON Feed
 *
 * Atom is RFC 4287, its ids are tag URIs (RFC 4151); JSON Feed is version
 * 1.1 (jsonfeed.org). Both need whole addresses, so they are only made when
 * the configuration says where the site will be.
 *
 * What is in a feed is of a day: that of the log, or the `date` of a note. A
 * day has no clock that is the same everywhere, so its times are midnight in
 * UTC; only when it was changed last, git knows better. The id of an entry is made of the host, that day and the path: neither
 * another title nor another text changes it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/jsonw.h"
#include "page/page_int.h"

/* Readers fetch a feed again and again: of a longer text it has the summary. */
#define FEED_CONTENT_MAX 32768

struct feed_item {
	const struct graph_page *p;
	struct date d;
};

static int
feed_cmp(const void *a, const void *b)
{
	const struct feed_item *x = a, *y = b;
	int d = -date_cmp(x->d, y->d);

	return d ? d : strcmp(x->p->id, y->p->id);
}

/* The newest first; what is dated ahead waits for its day. */
static size_t
feed_items(struct page_ctx *c, struct feed_item **out)
{
	const struct graph *g = c->g;
	struct feed_item *v = arena_alloc(c->a, (g->n_pages + 1) * sizeof(*v));
	size_t i, n = 0;

	for (i = 0; i < g->n_pages; i++) {
		const struct graph_page *p = &g->pages[i];
		const struct note_meta *meta = &p->note->meta;
		struct date d = p->day != NULL ? p->day->date : meta->date;

		if (d.y == 0 || date_cmp(d, g->today) > 0 || meta->draft ||
		    p == g->home)
			continue;
		v[n++] = (struct feed_item){ p, d };
	}
	qsort(v, n, sizeof(*v), feed_cmp);
	*out = v;
	return n < PAGE_FEED_MAX ? n : PAGE_FEED_MAX;
}

/* Midnight of that day; of no day at all, the beginning of time. */
static const char *
feed_time(struct page_ctx *c, const struct feed_item *x)
{
	if (x == NULL)
		return "1970-01-01T00:00:00Z";
	return arena_printf(c->a, "%sT00:00:00Z", page_iso(c, x->d));
}

/* When it was changed last, or else when it is of, in UTC like the latter, and
 * never before it. */
static const char *
feed_changed(struct page_ctx *c, const struct feed_item *x)
{
	const char *published = feed_time(c, x), *changed;
	const struct graph_dates *d = x->p->dates;

	if (d == NULL || !d->has_last)
		return published;
	changed = page_moment(c, (struct moment){ d->last.t, 0 });
	changed = arena_printf(c->a, "%.19sZ", changed);
	return strcmp(changed, published) > 0 ? changed : published;
}

/* The latest of them; of nothing at all, the beginning of time. */
static const char *
feed_latest(struct page_ctx *c, const struct feed_item *v, size_t n)
{
	const char *latest = feed_time(c, NULL);
	size_t i;

	for (i = 0; i < n; i++) {
		const char *changed = feed_changed(c, &v[i]);

		if (strcmp(changed, latest) > 0)
			latest = changed;
	}
	return latest;
}

/* "tag:example.org,2026-11-23:/wiki/daily/2026-11-23.html" */
static const char *
feed_id(struct page_ctx *c, const struct feed_item *x)
{
	const char *url = page_url(c, x->p->url);
	const char *host = strstr(url, "://") + 3, *path = strchr(host, '/');

	return arena_printf(c->a, "tag:%.*s,%s:%s", (int)strcspn(host, ":/"),
	    host, page_iso(c, x->d), path);
}

/* A day is called by its date and what it was about. */
static const char *
feed_title(struct page_ctx *c, const struct graph_page *p)
{
	const char *title, *sep = ": ";
	size_t i, k;

	if (p->day == NULL)
		return p->title;
	title = page_date_long(c, p->day->date);
	for (i = 0; i < p->n_studies; i++) {
		const char *topic = p->studies[i].entry->topic;

		for (k = 0; k < i; k++)
			if (strcmp(p->studies[k].entry->topic, topic) == 0)
				break;
		if (k < i)
			continue;
		title = arena_printf(c->a, "%s%s%s", title, sep, topic);
		sep = page_word(c, "comma");
	}
	return title;
}

static const char *
feed_summary(const struct graph_page *p)
{
	return p->note->meta.description ? p->note->meta.description
					 : p->note->text;
}

/* The text as HTML; empty when it is too long for a feed. */
static int
feed_html(struct strbuf *out, struct page_ctx *c, const struct graph_page *p,
    struct err *e)
{
	struct page_html h = { STRBUF_INIT, STRBUF_INIT };
	int rc = page_html(&h, c, p, e);

	strbuf_clear(out);
	if (rc == 0 && h.html.len <= FEED_CONTENT_MAX)
		strbuf_add(out, h.html.buf, h.html.len);
	strbuf_release(&h.html);
	strbuf_release(&h.title);
	return rc;
}

static const char *
feed_lang(const struct page_ctx *c, const struct graph_page *p)
{
	return p->note->meta.lang ? p->note->meta.lang : c->g->conf->lang;
}

/* RFC 4287 asks for an author; without one the site is its own. */
static const char *
feed_author(const struct page_ctx *c)
{
	const struct conf *conf = c->g->conf;

	return *conf->author != '\0' ? conf->author : conf->title;
}

/* ---- Atom -------------------------------------------------------------- */

static void
atom_attr(struct strbuf *out, const char *name, const char *value)
{
	strbuf_addf(out, " %s=\"", name);
	html_xml(out, value, strlen(value));
	strbuf_addc(out, '"');
}

static void
atom_text(struct strbuf *out, const char *name, const char *text)
{
	strbuf_addf(out, "<%s>", name);
	html_xml(out, text, strlen(text));
	strbuf_addf(out, "</%s>\n", name);
}

static void
atom_link(
    struct strbuf *out, const char *rel, const char *type, const char *href)
{
	strbuf_adds(out, "<link");
	atom_attr(out, "rel", rel);
	atom_attr(out, "type", type);
	atom_attr(out, "href", href);
	strbuf_adds(out, "/>\n");
}

static int
atom_entry(struct strbuf *out, struct page_ctx *c, const struct feed_item *x,
    struct err *e)
{
	const struct note_meta *meta = &x->p->note->meta;
	const char *url = page_url(c, x->p->url);
	struct strbuf html = STRBUF_INIT;
	int rc = feed_html(&html, c, x->p, e);
	size_t i;

	strbuf_adds(out, "<entry");
	atom_attr(out, "xml:lang", feed_lang(c, x->p));
	strbuf_adds(out, ">\n");
	atom_text(out, "title", feed_title(c, x->p));
	atom_text(out, "id", feed_id(c, x));
	atom_link(out, "alternate", "text/html", url);
	atom_text(out, "published", feed_time(c, x));
	atom_text(out, "updated", feed_changed(c, x));
	for (i = 0; i < meta->n_tags; i++) {
		strbuf_adds(out, "<category");
		atom_attr(out, "term", meta->tags[i]);
		strbuf_adds(out, "/>\n");
	}
	if (*feed_summary(x->p) != '\0')
		atom_text(out, "summary", feed_summary(x->p));
	if (html.len > 0) {
		strbuf_adds(out, "<content type=\"html\"");
		atom_attr(out, "xml:base", url);
		strbuf_addc(out, '>');
		html_xml(out, html.buf, html.len);
		strbuf_adds(out, "</content>\n");
	}
	strbuf_adds(out, "</entry>\n");
	strbuf_release(&html);
	return rc;
}

int
page_atom_render(struct strbuf *out, struct page_ctx *c, struct err *e)
{
	const struct conf *conf = c->g->conf;
	struct feed_item *v;
	size_t i, n = feed_items(c, &v);

	c->whole = true;
	strbuf_adds(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
			 "<feed xmlns=\"http://www.w3.org/2005/Atom\"");
	atom_attr(out, "xml:lang", conf->lang);
	strbuf_adds(out, ">\n");
	atom_text(out, "title", conf->title);
	atom_text(out, "id", page_url(c, c->page->path));
	atom_text(out, "updated", feed_latest(c, v, n));
	atom_link(
	    out, "self", "application/atom+xml", page_url(c, c->page->path));
	atom_link(out, "alternate", "text/html", page_url(c, ""));
	strbuf_adds(out, "<author>\n");
	atom_text(out, "name", feed_author(c));
	strbuf_adds(out, "</author>\n<generator>halfhour</generator>\n");
	for (i = 0; i < n; i++)
		if (atom_entry(out, c, &v[i], e) == -1)
			return -1;
	strbuf_adds(out, "</feed>\n");
	return 0;
}

/* ---- JSON Feed --------------------------------------------------------- */

static void
json_text(struct jsonw *j, const char *key, const char *text)
{
	jsonw_key(j, key);
	jsonw_str(j, text);
}

static int
json_item(struct jsonw *j, struct page_ctx *c, const struct feed_item *x,
    struct err *e)
{
	const struct note_meta *meta = &x->p->note->meta;
	struct strbuf html = STRBUF_INIT;
	int rc = feed_html(&html, c, x->p, e);
	size_t i;

	jsonw_open(j, '{');
	json_text(j, "id", feed_id(c, x));
	json_text(j, "url", page_url(c, x->p->url));
	json_text(j, "title", feed_title(c, x->p));
	if (*feed_summary(x->p) != '\0')
		json_text(j, "summary", feed_summary(x->p));
	/* An item has a text of one kind at least. */
	if (html.len > 0) {
		jsonw_key(j, "content_html");
		jsonw_strn(j, html.buf, html.len);
	} else
		json_text(j, "content_text", feed_summary(x->p));
	json_text(j, "date_published", feed_time(c, x));
	json_text(j, "date_modified", feed_changed(c, x));
	json_text(j, "language", feed_lang(c, x->p));
	if (meta->n_tags > 0) {
		jsonw_key(j, "tags");
		jsonw_open(j, '[');
		for (i = 0; i < meta->n_tags; i++)
			jsonw_str(j, meta->tags[i]);
		jsonw_close(j, ']');
	}
	jsonw_close(j, '}');
	strbuf_release(&html);
	return rc;
}

int
page_json_render(struct strbuf *out, struct page_ctx *c, struct err *e)
{
	const struct conf *conf = c->g->conf;
	struct feed_item *v;
	struct jsonw j;
	size_t i, n = feed_items(c, &v);
	int rc = 0;

	c->whole = true;
	jsonw_begin(&j, out, true);
	jsonw_open(&j, '{');
	json_text(&j, "version", "https://jsonfeed.org/version/1.1");
	json_text(&j, "title", conf->title);
	json_text(&j, "home_page_url", page_url(c, ""));
	json_text(&j, "feed_url", page_url(c, c->page->path));
	json_text(&j, "language", conf->lang);
	jsonw_key(&j, "authors");
	jsonw_open(&j, '[');
	jsonw_open(&j, '{');
	json_text(&j, "name", feed_author(c));
	jsonw_close(&j, '}');
	jsonw_close(&j, ']');
	jsonw_key(&j, "items");
	jsonw_open(&j, '[');
	for (i = 0; i < n && rc == 0; i++)
		rc = json_item(&j, c, &v[i], e);
	jsonw_close(&j, ']');
	jsonw_close(&j, '}');
	strbuf_addc(out, '\n');
	return rc;
}
