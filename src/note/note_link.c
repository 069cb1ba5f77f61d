/* note_link.c: links of the Markdown tree, and what all links have in common */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_mark.h"
#include "note/note_link_int.h"

/* The nearest block around an inline node: what a backlink quotes. */
static cmark_node *
link_block(cmark_node *n)
{
	while (n != NULL && !note_md_is_block(n))
		n = cmark_node_parent(n);
	return n;
}

bool
note_link_by_path(const struct note_link *l)
{
	return l->kind == NOTE_LINK_PATH || l->kind == NOTE_LINK_IMAGE ||
	       l->path_embed;
}

const char *
note_link_decode(const char *s, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *out, *p;

	for (p = s; *p != '\0'; p++)
		if (*p == '%' && isxdigit((unsigned char)p[1]) &&
		    isxdigit((unsigned char)p[2])) {
			char hex[3] = { p[1], p[2], '\0' };

			strbuf_addc(&sb, (char)strtol(hex, NULL, 16));
			p += 2;
		} else
			strbuf_addc(&sb, *p);
	out = utf8_invalid_at(sb.buf, sb.len) >= 0 ||
		      memchr(sb.buf, '\0', sb.len) != NULL
		  ? arena_strdup(a, s)
		  : arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return out;
}

/* Whether a URL may be a path inside the wiki: no scheme, no host. */
static bool
link_is_path(const char *url)
{
	size_t n = strcspn(url, ":/?#");

	return *url != '\0' && *url != '?' && url[n] != ':' &&
	       !html_url_leaves(url, strlen(url));
}

struct note_link *
note_link_add(struct note_build *b, enum note_link_kind kind, cmark_node *node)
{
	size_t n = b->n_links;
	struct note_link *l = VEC_PUSH(b->links, b->n_links, b->cap_links);

	*VEC_PUSH(b->blocks, n, b->cap_blocks) = link_block(node);

	*l = (struct note_link){ .kind = kind, .target = "", .text = "" };
	return l;
}

void
note_link_split(
    struct note_link *l, const char *s, const char *hash, struct arena *a)
{
	l->target = arena_strndup(a, s, hash ? (size_t)(hash - s) : strlen(s));
	l->fragment = hash ? arena_strdup(a, hash + 1) : NULL;
}

/* The same of a URL. It is split first: "%23" is a "#" of a name, and "%3F" a
 * "?". */
static void
link_set_url(struct note_link *l, const char *url, struct arena *a)
{
	const char *mark, *path = "";

	note_link_split(l, url, strchr(url, '#'), a);
	if ((mark = strchr(l->target, '?')) != NULL) {
		path = arena_strndup(a, url, (size_t)(mark - l->target));
		path = note_link_decode(path, a);
		l->path = strlen(path);
	}
	l->target = note_link_decode(l->target, a);
	/* What is no UTF-8 is not decoded, which may be the query alone. */
	if (l->path > 0 && (strncmp(l->target, path, l->path) != 0 ||
			       l->target[l->path] != '?'))
		l->path = 0;
	if (*url == '/')
		l->url = arena_strdup(a, url);
	if (l->fragment != NULL)
		l->fragment = note_link_decode(l->fragment, a);
}

bool
note_link_size_read(struct note_link *l, const char *s)
{
	size_t n = strspn(s, "0123456789"), k = 0;

	if (s[n] == 'x')
		k = strspn(s + n + 1, "0123456789");
	if (n < 1 || n > 4 || k > 4 || (k == 0 && s[n] != '\0') ||
	    (k > 0 && s[n + 1 + k] != '\0'))
		return false;
	l->width = (int)strtol(s, NULL, 10);
	l->height = k > 0 ? (int)strtol(s + n + 1, NULL, 10) : 0;
	return true;
}

void
note_link_size(struct note_link *l, struct arena *a)
{
	const char *bar = strrchr(l->text, '|');

	if (note_link_size_read(l, bar ? bar + 1 : l->text))
		l->text = arena_strndup(
		    a, l->text, bar ? (size_t)(bar - l->text) : 0);
}

void
note_link_place(struct note_link *l, const struct note_build *b, size_t at)
{
	size_t low = 0, high = b->n_lines - 1;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (b->lines[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	l->line = (int)low + 1 + b->body_line;
	l->col = (int)(at - b->lines[low]) + 1;
}

/* Where it starts in the source; if it is not there as written, where the
 * library says. */
void
note_link_set_start(
    struct note_link *l, struct note_build *b, cmark_node *node, long at)
{
	int line = cmark_node_get_start_line(node);

	if (at >= 0) {
		note_link_place(l, b, (size_t)at);
		return;
	}
	l->col = cmark_node_get_start_column(node);
	if (line < 1 || (size_t)line >= b->n_lines)
		return;
	l->line = line + b->body_line;
	l->col = note_mark_col(b->mark, b->lines[line - 1], l->col);
}

/* A picture of elsewhere with a size behind a bar in its text, as those of the
 * wiki have it: the library cannot draw that. */
static void
link_far_image(cmark_node *node, const struct note_build *b)
{
	const char *url = cmark_node_get_url(node);
	const char *title = cmark_node_get_title(node);
	struct strbuf text = STRBUF_INIT, html = STRBUF_INIT;
	struct note_link l = { .text = NULL };

	note_md_text(&text, node);
	l.text = text.buf;
	note_link_size(&l, b->a);
	if (l.width > 0) {
		strbuf_adds(&html, "<img src=\"");
		html_url(&html, url, strlen(url));
		strbuf_adds(&html, "\" alt=\"");
		html_attr(&html, l.text, strlen(l.text));
		if (*title != '\0') {
			strbuf_adds(&html, "\" title=\"");
			html_attr(&html, title, strlen(title));
		}
		strbuf_addf(&html, "\" width=\"%d\"", l.width);
		if (l.height > 0)
			strbuf_addf(&html, " height=\"%d\"", l.height);
		strbuf_adds(&html, " />");
		note_md_before(
		    node, note_md_raw_node(CMARK_NODE_HTML_INLINE, html.buf));
		cmark_node_free(node);
	}
	strbuf_release(&text);
	strbuf_release(&html);
}

/* "//host" has the scheme of the page. That is no other host's where the page
 * is a file: it gets one. */
static void
link_host(cmark_node *node, const struct note_build *b)
{
	const char *url = cmark_node_get_url(node);

	if (!b->opts->unsafe && html_url_has_host(url, strlen(url)))
		cmark_node_set_url(node, arena_printf(b->a, "https:%s", url));
}

cmark_node *
note_link_text_node(const char *s, size_t len)
{
	cmark_node *n = cmark_node_new(CMARK_NODE_TEXT);
	char *copy = xstrndup(s, len);

	cmark_node_set_literal(n, copy);
	free(copy);
	return n;
}

bool
note_link_is_file(const char *target)
{
	const char *dot = strrchr(path_base(target), '.');

	return dot != NULL && !path_is_note(target);
}

bool
note_link_inside(cmark_node *n)
{
	for (n = cmark_node_parent(n); n != NULL; n = cmark_node_parent(n))
		if (cmark_node_get_type(n) == CMARK_NODE_LINK)
			return true;
	return false;
}

/* Remember of the pictures in a link, which is about to go, that they are. */
static void
link_hold_images(cmark_node *link, struct note_build *b)
{
	cmark_iter *it = cmark_iter_new(link);

	while (cmark_iter_next(it) != CMARK_EVENT_DONE)
		if (cmark_node_get_type(cmark_iter_get_node(it)) ==
		    CMARK_NODE_IMAGE)
			cmark_node_set_user_data(cmark_iter_get_node(it), b);
	cmark_iter_free(it);
}

/*
 * What is written like a picture, and is none: a note is an embed, as Obsidian
 * writes it when wiki links are off, and another file a link to it. In a link
 * there can be neither.
 */
static void
link_image_kind(struct note_link *l, cmark_node *node, struct arena *a)
{
	const char *path = l->target, *base;
	size_t len;

	if (l->path > 0)
		path = arena_strndup(a, path, l->path);
	base = path_base(path);
	len = path_note_len(base, strlen(base));
	if (note_link_inside(node) || cmark_node_get_user_data(node) != NULL ||
	    path_is_image(path) || (len == 0 && !note_link_is_file(path)) ||
	    path_has_suffix(path, "."))
		return;
	l->kind = len > 0 ? NOTE_LINK_EMBED : NOTE_LINK_PATH;
	l->path_embed = len > 0;
	l->width = l->height = 0;
	if (*l->text != '\0')
		return;
	l->text = len == 0 ? base : arena_strndup(a, base, len);
	if (len > 0 && l->fragment != NULL)
		l->text = arena_printf(a, "%s#%s", l->text, l->fragment);
}

/* The start tag of a link is in front of the node: what it shows, and the end.
 * What is written like a picture shows text alone. */
static void
link_show(cmark_node *node, const struct note_link *l)
{
	cmark_node *child;

	if (cmark_node_get_type(node) == CMARK_NODE_IMAGE)
		note_md_before(
		    node, note_link_text_node(l->text, strlen(l->text)));
	else
		while ((child = cmark_node_first_child(node)) != NULL)
			note_md_before(node, child);
	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_INLINE, "</a>"));
}

void
note_link_markdown(cmark_node *node, struct note_build *b)
{
	const char *url = cmark_node_get_url(node);
	bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
	struct strbuf text = STRBUF_INIT;
	struct note_link *l;
	char *mark;

	if (!link_is_path(url)) {
		if (note_scheme_refuse(node, b))
			return;
		link_host(node, b);
		if (image && strpbrk(url, ":/") != NULL)
			link_far_image(node, b);
		return;
	}
	note_md_text(&text, node);
	mark = note_md_mark('l', b->n_links);
	l = note_link_add(b, image ? NOTE_LINK_IMAGE : NOTE_LINK_PATH, node);
	link_set_url(l, url, b->a);
	l->text = arena_strndup(b->a, text.buf, text.len);
	if (image) {
		note_link_size(l, b->a);
		link_image_kind(l, node, b->a);
	} else
		link_hold_images(node, b);
	if (*cmark_node_get_title(node) != '\0')
		l->title = arena_strdup(b->a, cmark_node_get_title(node));
	note_link_set_start(l, b, node, note_path_find(b, node, text.buf));
	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_INLINE, mark));
	if (l->kind == NOTE_LINK_PATH) /* of others, the hole is all of it */
		link_show(node, l);
	cmark_node_free(node);
	strbuf_release(&text);
	free(mark);
}

struct note_link *
note_link_raw(struct note_build *b, cmark_node *node, const char *url,
    enum note_link_attr attr)
{
	bool page = attr == NOTE_ATTR_HREF || attr == NOTE_ATTR_CITE;
	struct note_link *l;

	if (!link_is_path(url))
		return NULL;
	l = note_link_add(b, page ? NOTE_LINK_PATH : NOTE_LINK_IMAGE, node);
	l->attr = attr;
	link_set_url(l, url, b->a);
	l->url = arena_strdup(b->a, url);
	return l;
}

/*
 * The library's columns are of no use: inside of a block they are wrong behind
 * a soft line break, a tab or a title of two lines. A footnote comes at the end
 * of the tree, wherever it was written; the cells of a table row stand in one
 * line, and do not know where it ends.
 */
bool
note_link_range(
    const struct note_build *b, cmark_node *node, size_t *from, size_t *end)
{
	cmark_node *block = link_block(node);
	size_t first, last;

	/* The title of a callout has no lines, but those of the quote. */
	while (cmark_node_get_start_line(block) < 1 &&
	       cmark_node_parent(block) != NULL)
		block = cmark_node_parent(block);
	first = (size_t)cmark_node_get_start_line(block);
	last = (size_t)cmark_node_get_end_line(block);
	if (first < 1 || first >= b->n_lines)
		return false;
	if (strcmp(cmark_node_get_type_string(block), "table_cell") == 0 ||
	    last >= b->n_lines)
		last = b->n_lines - 1;
	*from = b->lines[first - 1];
	*end = b->lines[last < first ? first : last];
	return true;
}
