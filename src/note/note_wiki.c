/* note_wiki.c: [[wiki links]] and ![[embeds]], out of the text of the tree */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "note/note_entity.h"
#include "note/note_link_int.h"

/* A stretch of the body that is searched, from front to back. */
struct wiki_source {
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
wiki_source_find(
    struct wiki_source *src, const char *raw, size_t raw_len, size_t *offset)
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

/* What is left to search for the inline nodes of a block, which come in the
 * order of the source. */
static bool
wiki_source_init(
    struct wiki_source *src, struct note_build *b, cmark_node *node)
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
wiki_hash(const char *s, bool entities)
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
	hash = wiki_hash(target, !l->meta);
	note_link_split(l, target, hash, a);
	if (hash != NULL) { /* "[[page # Heading]]" */
		name = xstrdup(l->target);
		l->target = arena_strdup(a, text_trim(name));
		free(name);
		l->fragment += strspn(l->fragment, " \t");
		l->whole = hash > target ? arena_strdup(a, target) : NULL;
	}
	if (bar != NULL && !text_blank(bar))
		l->text = arena_strdup(a, text_trim(bar));
	else
		l->text = arena_strdup(a, *target == '#' ? target + 1 : target);
	free(inner);
}

/* Without entities, as all text of Markdown is read. */
static const char *
wiki_entities(const char *s, struct arena *a)
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
wiki_add(struct note_build *b, cmark_node *node, const char *raw, size_t len,
    bool embed)
{
	struct note_link *l =
	    note_link_add(b, embed ? NOTE_LINK_EMBED : NOTE_LINK_WIKI, node);

	note_link_wiki_read(l, raw, len, b->a);
	l->target = wiki_entities(l->target, b->a);
	l->fragment = wiki_entities(l->fragment, b->a);
	l->whole = wiki_entities(l->whole, b->a);
	l->text = wiki_entities(l->text, b->a);
	if (!embed || memchr(raw, '|', len) == NULL)
		return l;
	if (path_is_image(l->target))
		note_link_size(l, b->a);
	else if (note_link_is_file(l->target) &&
		 note_link_size_read(l, l->text))
		/* A film or a PDF, which is a link: shown by its name. */
		l->text = l->target;
	return l;
}

/* Put the link in front of `node`; `named`: its text is not its target. */
static void
wiki_insert(
    cmark_node *node, const struct note_link *l, size_t index, bool named)
{
	char *mark = note_md_mark('l', index);

	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_INLINE, mark));
	if (l->kind != NOTE_LINK_EMBED) {
		if (named)
			note_link_shown(node, l->text);
		else
			note_md_before(node,
			    note_link_text_node(l->text, strlen(l->text)));
		note_md_before(
		    node, note_md_raw_node(CMARK_NODE_HTML_INLINE, "</a>"));
	}
	free(mark);
}

/* What looks like a link in the text of a picture or link: move behind it. */
static void
wiki_pass_over(struct wiki_source *src, const char *s)
{
	size_t k, where;

	for (; (s = strstr(s, "[[")) != NULL; s += k ? k : 1)
		if ((k = note_link_wiki_len(s)) > 0)
			wiki_source_find(src, s, k, &where);
}

/* The links of a text node, which is replaced if there are any. */
static void
wiki_text(cmark_node *node, struct note_build *b, struct wiki_source *src)
{
	char *copy = xstrdup(cmark_node_get_literal(node)), *s, *rest, *at;
	size_t k, where = 0;

	for (s = rest = copy; (at = strstr(s, "[[")) != NULL;) {
		bool embed = at > rest && at[-1] == '!', named;
		struct note_link *l;

		k = note_link_wiki_len(at);
		if (k == 0 || wiki_source_find(src, at, k, &where) != 1) {
			s = at + (k ? k : 1);
			continue;
		}
		embed = embed && !(where > 1 && b->body[where - 2] == '\\');
		l = wiki_add(b, node, at, k, embed);
		note_link_place(l, b, where - embed);
		if ((size_t)(at - rest) > embed)
			note_md_before(node, note_link_text_node(rest,
						 (size_t)(at - rest) - embed));
		named = !embed && memchr(at, '|', k) != NULL;
		wiki_insert(node, l, b->n_links - 1, named);
		if (named)
			l->text = note_link_no_ticks(l->text, b->a);
		s = rest = at + k;
	}
	if (rest != copy) {
		if (*rest != '\0')
			note_md_before(
			    node, note_link_text_node(rest, strlen(rest)));
		cmark_node_free(node);
	}
	free(copy);
}

void
note_link_wiki(cmark_node *node, struct note_build *b)
{
	cmark_node_type type = cmark_node_get_type(node);
	struct strbuf text = STRBUF_INIT;
	struct wiki_source src;

	if (type == CMARK_NODE_IMAGE)
		note_md_text(&text, node);
	else if (type == CMARK_NODE_TEXT)
		strbuf_adds(&text, cmark_node_get_literal(node));
	if (strstr(text.buf, "[[") != NULL && wiki_source_init(&src, b, node)) {
		if (type == CMARK_NODE_TEXT && !note_link_inside(node))
			wiki_text(node, b, &src);
		else
			wiki_pass_over(&src, text.buf);
		b->link_at = src.at;
	}
	strbuf_release(&text);
}
