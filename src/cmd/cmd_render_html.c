/* cmd_render_html.c: the HTML of a note that stands alone */
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cmd/cmd_render.h"

/* A name is never a scheme: [[javascript:x]] is a page in this folder. */
static void
render_name(struct strbuf *out, const char *s, size_t len)
{
	for (; len > 1 && s[0] == '/' && s[1] == '/'; len--)
		s++; /* nor does it begin with a host */
	if (memchr(s, ':', strcspn(s, "/")) != NULL)
		strbuf_adds(out, "./");
	html_url(out, s, len);
}

/* The id that the heading has where it is rendered; of a#b, that of b. */
static void
render_anchor(struct strbuf *out, const char *fragment)
{
	const char *last = strrchr(fragment, '#');
	const char *s = last != NULL ? last + 1 : fragment;
	char *slug = *s == '^' || *s == '\0' ? xstrdup(s) : text_slug(s);

	strbuf_addc(out, '#');
	html_url(out, slug, strlen(slug));
	free(slug);
}

/* The bytes of a target that are the name of a note, without ".md" and a query;
 * 0 when it is none. */
static size_t
render_note_len(const struct note_link *l)
{
	size_t len = path_note_len(l->target, strlen(l->target));

	return len > 0 ? len : path_note_len(l->target, l->path);
}

/* The page of a note is its name with .html; other files are as they are. */
static void
render_target(struct strbuf *out, const struct note_link *l)
{
	size_t note = render_note_len(l);
	size_t len = note > 0 ? note : strlen(l->target);

	/* Nobody knows here whether it is the host's. */
	if (l->url != NULL && note == 0) {
		html_url(out, l->url, strlen(l->url));
		return;
	}
	render_name(out, l->target, len);
	if (len > 0 && (note > 0 || strchr(path_base(l->target), '.') == NULL))
		strbuf_adds(out, ".html");
	if (l->fragment != NULL)
		render_anchor(out, l->fragment);
}

/* Behind the value of an attribute that is not closed yet. */
static void
render_title(struct strbuf *out, const struct note_link *l)
{
	if (l->title == NULL)
		return;
	strbuf_adds(out, "\" title=\"");
	html_attr(out, l->title, strlen(l->title));
}

/* An attribute of raw HTML: what it was, but that a note is its page. */
static void
render_raw(struct strbuf *out, const struct note_link *l)
{
	strbuf_addf(out, " %s=\"", note_link_attr_name(l->attr));
	if (render_note_len(l) > 0)
		render_target(out, l);
	else
		html_attr(out, l->url, strlen(l->url));
	strbuf_addc(out, '"');
}

static void
render_link(struct strbuf *out, const struct note_link *l)
{
	if (l->attr != NOTE_ATTR_NONE) {
		render_raw(out, l);
		return;
	}
	if (l->kind == NOTE_LINK_IMAGE ||
	    (l->kind == NOTE_LINK_EMBED && path_is_image(l->target))) {
		strbuf_adds(out, "<img src=\"");
		if (l->url != NULL)
			html_url(out, l->url, strlen(l->url));
		else
			render_name(out, l->target, strlen(l->target));
		strbuf_adds(out, "\" alt=\"");
		html_attr(out, l->text, strlen(l->text));
		render_title(out, l);
		strbuf_addc(out, '"');
		if (l->width > 0)
			strbuf_addf(out, " width=\"%d\"", l->width);
		if (l->height > 0)
			strbuf_addf(out, " height=\"%d\"", l->height);
		strbuf_addc(out, '>');
		return;
	}
	strbuf_adds(out, "<a href=\"");
	render_target(out, l);
	render_title(out, l);
	strbuf_adds(out, "\">");
	if (l->kind == NOTE_LINK_EMBED) {
		html_text(out, l->text, strlen(l->text));
		strbuf_adds(out, "</a>");
	}
}

static void
render_hole(struct strbuf *out, const struct note_hole *hole, void *payload)
{
	const struct note *n = payload;
	const struct note_example *x;
	const char *slug;

	switch (hole->kind) {
	case NOTE_HOLE_LINK:
		render_link(out, &n->links[hole->index]);
		break;
	case NOTE_HOLE_EMBED:
		strbuf_adds(out, "<p>");
		render_link(out, &n->links[hole->index]);
		strbuf_adds(out, "</p>");
		break;
	case NOTE_HOLE_HEADING:
		slug = n->headings[hole->index].slug;
		strbuf_adds(out, " id=\"");
		html_attr(out, slug, strlen(slug));
		strbuf_addc(out, '"');
		break;
	case NOTE_HOLE_EXAMPLE:
		x = &n->examples[hole->index];
		strbuf_adds(out, "<pre><code class=\"language-");
		html_attr(out, x->lang, strlen(x->lang));
		strbuf_adds(out, "\">");
		if (x->html != NULL)
			strbuf_adds(out, x->html);
		else
			html_text(out, x->code, x->code_len);
		strbuf_adds(out, "</code></pre>");
		break;
	}
}

void
cmd_render_html(struct strbuf *out, const struct note *n)
{
	note_html_fill(out, n, render_hole, (void *)n);
}
