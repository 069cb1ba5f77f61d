/* note_link.c: wiki links and links by path, out of the Markdown tree */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_md.h"

#define CONTEXT_MAX 240

/* The nearest block around an inline node: what a backlink quotes. */
static cmark_node *
link_block(cmark_node *n)
{
	while (n != NULL && !note_md_is_block(n))
		n = cmark_node_parent(n);
	return n;
}

static size_t
link_char_start(const char *s, size_t at)
{
	while (at > 0 && ((unsigned char)s[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* The text of a block, cut around the link when it is long. */
static const char *
link_context(cmark_node *block, const char *text, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *out, *hit;
	size_t from = 0, to;

	note_md_text(&sb, block);
	to = sb.len;
	if (sb.len > CONTEXT_MAX) {
		hit = strstr(sb.buf, text);
		from = hit ? (size_t)(hit - sb.buf) : 0;
		from = from > CONTEXT_MAX / 2 ? from - CONTEXT_MAX / 2 : 0;
		from = link_char_start(sb.buf, from);
		to = from + CONTEXT_MAX < sb.len
		    ? link_char_start(sb.buf, from + CONTEXT_MAX)
		    : sb.len;
	}
	out = arena_printf(a, "%s%.*s%s", from > 0 ? "…" : "",
	    (int)(to - from), sb.buf + from, to < sb.len ? "…" : "");
	strbuf_release(&sb);
	return out;
}

void
note_link_contexts(struct note_build *b)
{
	size_t i;

	for (i = 0; i < b->n_links; i++)
		b->links[i].context =
		    link_context(b->blocks[i], b->links[i].text, b->a);
}

/* "%20" and the like undone; not UTF-8 then: the text as it was. */
static const char *
link_decode(const char *s, struct arena *a)
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

/* Whether a URL is a path inside the wiki: no scheme, no host, no root. */
static bool
link_is_path(const char *url)
{
	size_t n = strcspn(url, ":/?#");

	return *url != '\0' && *url != '/' && *url != '?' && url[n] != ':';
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

/* Split "target#fragment". */
static void
link_set_target(struct note_link *l, const char *s, struct arena *a)
{
	const char *hash = strchr(s, '#');

	l->target = arena_strndup(a, s, hash ? (size_t)(hash - s) : strlen(s));
	l->fragment = hash ? arena_strdup(a, hash + 1) : NULL;
}

void
note_link_markdown(cmark_node *node, struct note_build *b)
{
	const char *url = cmark_node_get_url(node);
	bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
	struct strbuf text = STRBUF_INIT;
	struct note_link *l;
	cmark_node *child;
	char *mark;

	if (!link_is_path(url)) {
		if (!b->opts->unsafe && !html_url_safe(url, strlen(url)))
			cmark_node_set_url(node, "");
		return;
	}
	note_md_text(&text, node);
	mark = note_md_mark('l', b->n_links);
	l = link_add(b, image ? NOTE_LINK_IMAGE : NOTE_LINK_PATH, node);
	link_set_target(l, link_decode(url, b->a), b->a);
	l->text = arena_strndup(b->a, text.buf, text.len);
	l->line = cmark_node_get_start_line(node);
	l->line = l->line ? l->line + b->body_line : 0;
	l->col = cmark_node_get_start_column(node);
	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_INLINE, mark));
	if (!image) { /* of an image, the hole is all of it */
		while ((child = cmark_node_first_child(node)) != NULL)
			note_md_before(node, child);
		note_md_before(node,
		    note_md_raw_node(CMARK_NODE_HTML_INLINE, "</a>"));
	}
	cmark_node_free(node);
	strbuf_release(&text);
	free(mark);
}

/* The line of the body with this number (from 1), or NULL. */
static const char *
link_source_line(const struct note_build *b, int line, size_t *len)
{
	const char *s;

	if (line < 1 || (size_t)line >= b->n_lines)
		return NULL;
	s = b->body + b->lines[line - 1];
	*len = text_chomp(s, b->lines[line] - b->lines[line - 1]);
	return s;
}

/*
 * Where `raw`, which the tree has, stands in its source line from *from on
 * (a table's "\|" is "|" in the tree). The library merges text and forgets
 * which brackets were escaped, so the source decides. Returns the column
 * from 1, and moves *from behind it; 0 when it is not there as written.
 */
static int
link_source_col(const char *line, size_t len, const char *raw, size_t raw_len,
    size_t *from)
{
	size_t at, i, j;

	for (at = *from; at + 2 <= len; at++) {
		if (line[at] != '[' || line[at + 1] != '[')
			continue;
		for (i = at, j = 0; j < raw_len && i < len; i++, j++) {
			if (line[i] == '\\' && i + 1 < len &&
			    line[i + 1] == '|' && raw[j] == '|')
				i++;
			if (line[i] != raw[j])
				break;
		}
		if (j < raw_len)
			continue;
		*from = i;
		for (j = at; j > 0 && line[j - 1] == '\\'; j--)
			;
		return (at - j) % 2 == 0 ? (int)at + 1 : 0;
	}
	return 0;
}

/* "[[" at s; the length through "]]", 0 when it is no wiki link. */
static size_t
link_wiki_len(const char *s)
{
	const char *p = s + 2;

	while (*p != '\0' && *p != ']' && *p != '[')
		p++;
	if (p == s + 2 || p[0] != ']' || p[1] != ']')
		return 0;
	return (size_t)(p + 2 - s);
}

/* What stands between the brackets. */
static struct note_link *
link_wiki_add(struct note_build *b, cmark_node *node, const char *raw,
    size_t len, bool embed)
{
	char *inner = xstrndup(raw + 2, len - 4), *bar = strchr(inner, '|');
	struct note_link *l =
	    link_add(b, embed ? NOTE_LINK_EMBED : NOTE_LINK_WIKI, node);
	char *target;

	if (bar != NULL)
		*bar++ = '\0';
	target = text_trim(inner);
	link_set_target(l, target, b->a);
	if (bar != NULL && !text_blank(bar))
		l->text = arena_strdup(b->a, text_trim(bar));
	else
		l->text = arena_strdup(b->a,
		    *target == '#' ? target + 1 : target);
	free(inner);
	return l;
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

/* Inside a link there are no further links. */
static bool
link_inside_link(cmark_node *n)
{
	for (n = cmark_node_parent(n); n != NULL; n = cmark_node_parent(n))
		if (cmark_node_get_type(n) == CMARK_NODE_LINK)
			return true;
	return false;
}

/* Put the link and what stands before it in front of `node`. */
static void
link_wiki_insert(cmark_node *node, const char *before, size_t before_len,
    struct note_link *l, size_t index)
{
	char *mark = note_md_mark('l', index);

	if (before_len > 0)
		note_md_before(node, link_text_node(before, before_len));
	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_INLINE, mark));
	if (l->kind != NOTE_LINK_EMBED) {
		note_md_before(node, link_text_node(l->text, strlen(l->text)));
		note_md_before(node,
		    note_md_raw_node(CMARK_NODE_HTML_INLINE, "</a>"));
	}
	free(mark);
}

void
note_link_wiki(cmark_node *node, struct note_build *b)
{
	const char *literal = cmark_node_get_literal(node), *line;
	size_t len = 0, from, k;
	char *copy, *s, *rest, *at;
	int col = cmark_node_get_start_column(node);

	if (strstr(literal, "[[") == NULL || link_inside_link(node))
		return;
	line = link_source_line(b, cmark_node_get_start_line(node), &len);
	if (line == NULL)
		return;
	from = col > 0 && (size_t)col <= len ? (size_t)col - 1 : 0;
	copy = xstrdup(literal);
	for (s = rest = copy; (at = strstr(s, "[[")) != NULL;) {
		bool embed = at > rest && at[-1] == '!';
		struct note_link *l;

		k = link_wiki_len(at);
		col = k ? link_source_col(line, len, at, k, &from) : 0;
		if (col == 0) {
			s = at + (k ? k : 1);
			continue;
		}
		l = link_wiki_add(b, node, at, k, embed);
		l->line = cmark_node_get_start_line(node) + b->body_line;
		l->col = col - embed;
			link_wiki_insert(node, rest, (size_t)(at - rest) - embed, l,
		    b->n_links - 1);
		s = rest = at + k;
	}
	if (rest != copy) {
		if (*rest != '\0')
			note_md_before(node,
			    link_text_node(rest, strlen(rest)));
		cmark_node_free(node);
	}
	free(copy);
}
