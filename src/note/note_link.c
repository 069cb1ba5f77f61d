/* note_link.c: wiki links and links by path, out of the Markdown tree */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_entity.h"
#include "note/note_mark.h"
#include "note/note_md.h"

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

static struct note_link *
link_add(struct note_build *b, enum note_link_kind kind, cmark_node *node)
{
	size_t n = b->n_links;
	struct note_link *l = VEC_PUSH(b->links, b->n_links, b->cap_links);

	*VEC_PUSH(b->blocks, n, b->cap_blocks) = link_block(node);

	*l = (struct note_link){ .kind = kind, .target = "", .text = "" };
	return l;
}

/* Split "target#fragment" at this "#"; NULL: it has none. */
static void
link_split(
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

	link_split(l, url, strchr(url, '#'), a);
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

/* "300" or "300x200" that is all of s. */
static bool
link_size_read(struct note_link *l, const char *s)
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

/* The size at the end of a picture's text, as Obsidian has it: "300" alone or
 * behind a bar. It is taken out of the text. */
static void
link_size(struct note_link *l, struct arena *a)
{
	const char *bar = strrchr(l->text, '|');

	if (link_size_read(l, bar ? bar + 1 : l->text))
		l->text = arena_strndup(
		    a, l->text, bar ? (size_t)(bar - l->text) : 0);
}

/* The line and column of an offset into the body. */
static void
link_set_place(struct note_link *l, const struct note_build *b, size_t at)
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
		link_set_place(l, b, (size_t)at);
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
	link_size(&l, b->a);
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

static cmark_node *
link_text_node(const char *s, size_t len)
{
	cmark_node *n = cmark_node_new(CMARK_NODE_TEXT);
	char *copy = xstrndup(s, len);

	cmark_node_set_literal(n, copy);
	free(copy);
	return n;
}

/* Whether the name has an ending that no note has. */
static bool
link_is_file(const char *target)
{
	const char *dot = strrchr(path_base(target), '.');

	return dot != NULL && !path_is_note(target);
}

/* Inside a link there are no further links. */
static bool
link_inside_link(cmark_node *n)
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
	if (link_inside_link(node) || cmark_node_get_user_data(node) != NULL ||
	    path_is_image(path) || (len == 0 && !link_is_file(path)) ||
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
		note_md_before(node, link_text_node(l->text, strlen(l->text)));
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
	l = link_add(b, image ? NOTE_LINK_IMAGE : NOTE_LINK_PATH, node);
	link_set_url(l, url, b->a);
	l->text = arena_strndup(b->a, text.buf, text.len);
	if (image) {
		link_size(l, b->a);
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
	l = link_add(b, page ? NOTE_LINK_PATH : NOTE_LINK_IMAGE, node);
	l->attr = attr;
	link_set_url(l, url, b->a);
	l->url = arena_strdup(b->a, url);
	return l;
}

/* A stretch of the body that is searched, from front to back. */
struct link_source {
	struct note_build *b;
	size_t at, end;
};

/*
 * Find `raw`, which the tree has, in the source (a table's "\|" is "|" in the
 * tree), and move behind it. The library merges text and forgets which
 * brackets were escaped, so the source decides. Returns 1 with its offset, 0
 * when one of its brackets is escaped there, -1 when it is not there as
 * written.
 */
static int
link_source_find(
    struct link_source *src, const char *raw, size_t raw_len, size_t *offset)
{
	const char *s = src->b->body;
	size_t at, i, j, k;
	const struct note_spots *spots =
	    note_spot_find(src->b, raw, raw_len, src->at, &k);

	for (; spots != NULL && k < spots->n && spots->v[k].at < src->end;
	     k++) {
		at = spots->v[k].at;
		if (spots->v[k].escaped) {
			src->at = spots->v[k].to;
			return 0;
		}
		for (i = at, j = 0; j < raw_len && i < src->end; i++, j++) {
			if (s[i] == '\\' && i + 1 < src->end &&
			    s[i + 1] == '|' && raw[j] == '|')
				i++;
			if (s[i] != raw[j])
				break;
		}
		if (j < raw_len)
			continue;
		src->at = i;
		*offset = at;
		return 1;
	}
	return -1;
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

/* What is left to search for the inline nodes of a block, which come in the
 * order of the source. */
static bool
link_source_init(
    struct link_source *src, struct note_build *b, cmark_node *node)
{
	size_t from;

	if (!note_link_range(b, node, &from, &src->end))
		return false;
	src->b = b;
	if (b->link_at < from || b->link_at > src->end)
		b->link_at = from;
	src->at = b->link_at;
	return true;
}

size_t
note_link_wiki_len(const char *s)
{
	const char *p = s + 2, *named;

	while (*p != '\0' && *p != ']' && *p != '[')
		p++;
	if (p[0] != ']' || p[1] != ']')
		return 0;
	named = s + 2 + strspn(s + 2, " \t#");
	return *named == '|' || named == p ? 0 : (size_t)(p + 2 - s);
}

/* The "#" that ends the target of a wiki link, which that of "&#38;" is not. */
static const char *
link_wiki_hash(const char *s, bool entities)
{
	struct strbuf ignored = STRBUF_INIT;
	size_t n;

	while (*s != '\0' && *s != '#') {
		n = entities ? note_entity_text(&ignored, s, strlen(s)) : 0;
		s += n > 0 ? n : 1;
	}
	strbuf_release(&ignored);
	return *s == '#' ? s : NULL;
}

void
note_link_wiki_read(
    struct note_link *l, const char *raw, size_t len, struct arena *a)
{
	char *inner = xstrndup(raw + 2, len - 4), *bar = strchr(inner, '|');
	char *target, *name;
	const char *hash;

	if (bar != NULL)
		*bar++ = '\0';
	target = text_trim(inner);
	/* Front matter has no entities. */
	hash = link_wiki_hash(target, !l->meta);
	link_split(l, target, hash, a);
	if (hash != NULL) { /* "[[page # Heading]]" */
		name = xstrdup(l->target);
		l->target = arena_strdup(a, text_trim(name));
		free(name);
		l->fragment += strspn(l->fragment, " \t");
	}
	if (bar != NULL && !text_blank(bar))
		l->text = arena_strdup(a, text_trim(bar));
	else
		l->text = arena_strdup(a, *target == '#' ? target + 1 : target);
	free(inner);
}

/* Without entities, as all text of Markdown is read. */
static const char *
link_entities(const char *s, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *out = s;
	size_t n;

	if (s == NULL || strchr(s, '&') == NULL)
		return s;
	for (; *s != '\0'; s += n)
		if ((n = note_entity_text(&sb, s, strlen(s))) == 0) {
			strbuf_addc(&sb, *s);
			n = 1;
		}
	out = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return out;
}

static struct note_link *
link_wiki_add(struct note_build *b, cmark_node *node, const char *raw,
    size_t len, bool embed)
{
	struct note_link *l =
	    link_add(b, embed ? NOTE_LINK_EMBED : NOTE_LINK_WIKI, node);

	note_link_wiki_read(l, raw, len, b->a);
	l->target = link_entities(l->target, b->a);
	l->fragment = link_entities(l->fragment, b->a);
	l->text = link_entities(l->text, b->a);
	if (!embed || memchr(raw, '|', len) == NULL)
		return l;
	if (path_is_image(l->target))
		link_size(l, b->a);
	else if (link_is_file(l->target) && link_size_read(l, l->text))
		/* A film or a PDF, which is a link: shown by its name. */
		l->text = l->target;
	return l;
}

/* Put the link in front of `node`; `named`: its text is not its target. */
static void
link_wiki_insert(
    cmark_node *node, const struct note_link *l, size_t index, bool named)
{
	char *mark = note_md_mark('l', index);

	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_INLINE, mark));
	if (l->kind != NOTE_LINK_EMBED) {
		if (named)
			note_link_shown(node, l->text);
		else
			note_md_before(
			    node, link_text_node(l->text, strlen(l->text)));
		note_md_before(
		    node, note_md_raw_node(CMARK_NODE_HTML_INLINE, "</a>"));
	}
	free(mark);
}

/* What looks like a link in the text of a picture or link: move behind it. */
static void
link_pass_over(struct link_source *src, const char *s)
{
	size_t k, where;

	for (; (s = strstr(s, "[[")) != NULL; s += k ? k : 1)
		if ((k = note_link_wiki_len(s)) > 0)
			link_source_find(src, s, k, &where);
}

/* The links of a text node, which is replaced if there are any. */
static void
link_wiki_text(cmark_node *node, struct note_build *b, struct link_source *src)
{
	char *copy = xstrdup(cmark_node_get_literal(node)), *s, *rest, *at;
	size_t k, where = 0;

	for (s = rest = copy; (at = strstr(s, "[[")) != NULL;) {
		bool embed = at > rest && at[-1] == '!', named;
		struct note_link *l;

		k = note_link_wiki_len(at);
		if (k == 0 || link_source_find(src, at, k, &where) != 1) {
			s = at + (k ? k : 1);
			continue;
		}
		embed = embed && !(where > 1 && b->body[where - 2] == '\\');
		l = link_wiki_add(b, node, at, k, embed);
		link_set_place(l, b, where - embed);
		if ((size_t)(at - rest) > embed)
			note_md_before(node,
			    link_text_node(rest, (size_t)(at - rest) - embed));
		named = !embed && memchr(at, '|', k) != NULL;
		link_wiki_insert(node, l, b->n_links - 1, named);
		if (named)
			l->text = note_link_no_ticks(l->text, b->a);
		s = rest = at + k;
	}
	if (rest != copy) {
		if (*rest != '\0')
			note_md_before(
			    node, link_text_node(rest, strlen(rest)));
		cmark_node_free(node);
	}
	free(copy);
}

void
note_link_wiki(cmark_node *node, struct note_build *b)
{
	cmark_node_type type = cmark_node_get_type(node);
	struct strbuf text = STRBUF_INIT;
	struct link_source src;

	if (type == CMARK_NODE_IMAGE)
		note_md_text(&text, node);
	else if (type == CMARK_NODE_TEXT)
		strbuf_adds(&text, cmark_node_get_literal(node));
	if (strstr(text.buf, "[[") != NULL && link_source_init(&src, b, node)) {
		if (type == CMARK_NODE_TEXT && !link_inside_link(node))
			link_wiki_text(node, b, &src);
		else
			link_pass_over(&src, text.buf);
		b->link_at = src.at;
	}
	strbuf_release(&text);
}

bool
note_link_has_embeds(const struct note_build *b)
{
	size_t i;

	for (i = 0; i < b->n_links; i++)
		if (b->links[i].kind == NOTE_LINK_EMBED)
			return true;
	return false;
}

/* The link whose embed this node is, if it can be more than a picture. */
static const struct note_link *
link_embed_of(cmark_node *n, const struct note_build *b, size_t *index)
{
	const char *s = cmark_node_get_literal(n);
	const struct note_link *l;

	if (cmark_node_get_type(n) != CMARK_NODE_HTML_INLINE ||
	    s[0] != NOTE_MARK_BEGIN || s[1] != 'l')
		return NULL;
	*index = strtoul(s + 2, NULL, 10);
	l = &b->links[*index];
	return l->kind == NOTE_LINK_EMBED && !path_is_image(l->target) ? l
								       : NULL;
}

static bool
link_is_blank(cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);

	return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
	       (type == CMARK_NODE_TEXT &&
		   text_blank(cmark_node_get_literal(n)));
}

void
note_link_embeds(cmark_node *para, struct note_build *b)
{
	cmark_node *n, *first = cmark_node_first_child(para);
	size_t index, found = 0;

	for (n = first; n != NULL; n = cmark_node_next(n)) {
		if (link_embed_of(n, b, &index) != NULL)
			found++;
		else if (!link_is_blank(n))
			return;
	}
	if (found == 0)
		return;
	for (n = first; n != NULL; n = cmark_node_next(n)) {
		char *mark;

		if (link_embed_of(n, b, &index) == NULL)
			continue;
		mark = note_md_mark('m', index);
		note_md_before(
		    para, note_md_raw_node(CMARK_NODE_HTML_BLOCK, mark));
		free(mark);
	}
	cmark_node_free(para);
}
