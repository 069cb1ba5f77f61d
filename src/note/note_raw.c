/* note_raw.c: addresses in raw HTML, as links of the note */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "note/note_entity.h"
#include "note/note_md.h"

/*
 * An address in <a href> or <img src> that stays inside the wiki is a link by
 * path like any other, but its hole is the attribute alone: what is around it
 * stays. The text of a node of raw HTML has been through note_safe.c by now,
 * unless the notes are trusted; then it may be any HTML, and only its tags are
 * looked at.
 */
#define RAW_NEAR 4096 /* bytes of source that are searched for any tag */
#define RAW_FAR 16    /* how often more than that is */
#define RAW_LOST 64   /* after so many in vain, */
#define RAW_LEAST 256 /* no more than this */

/* Which attributes of which elements hold an address that is a link. */
static const struct {
	const char *element;
	enum note_link_attr attr;
} raw_addresses[] = {
	{ "a", NOTE_ATTR_HREF },
	{ "img", NOTE_ATTR_SRC },
	{ "area", NOTE_ATTR_HREF },
	{ "audio", NOTE_ATTR_SRC },
	{ "blockquote", NOTE_ATTR_CITE },
	{ "del", NOTE_ATTR_CITE },
	{ "ins", NOTE_ATTR_CITE },
	{ "q", NOTE_ATTR_CITE },
	{ "source", NOTE_ATTR_SRC },
	{ "track", NOTE_ATTR_SRC },
	{ "video", NOTE_ATTR_SRC },
	{ "video", NOTE_ATTR_POSTER },
};

/* What stands in these is no HTML. */
static const char *const raw_texts[] = { "iframe", "noembed", "noframes",
	"script", "style", "textarea", "title", "xmp", NULL };

const char *
note_link_attr_name(enum note_link_attr attr)
{
	static const char *const names[] = { "", "href", "src", "cite",
		"poster" };

	return names[attr];
}

/* One tag of a node. */
struct raw_tag {
	struct note_build *b;
	cmark_node *node;
	const char *name, *end; /* behind "<"; behind ">" */
	size_t name_len;
	const char *stop; /* the end of the node's text */
	long at;          /* of the tag in the body; -2: not known yet */
	bool refused; /* addresses that are not let through are looked for */
};

static bool
raw_is(const char *name, const char *s, size_t len)
{
	return strlen(name) == len && strncasecmp(name, s, len) == 0;
}

static enum note_link_attr
raw_attr(const struct raw_tag *t, const struct note_safe_attr *at)
{
	size_t i;

	for (i = 0; i < sizeof(raw_addresses) / sizeof(*raw_addresses); i++)
		if (raw_is(raw_addresses[i].element, t->name, t->name_len) &&
		    raw_is(note_link_attr_name(raw_addresses[i].attr), at->name,
			at->name_len))
			return raw_addresses[i].attr;
	return NOTE_ATTR_NONE;
}

/* The address that a value says: entities undone, white space around it and
 * line ends and tabs in it dropped (WHATWG URL, "basic URL parser"). */
static void
raw_url(struct strbuf *out, const char *s, size_t len)
{
	size_t i, n, from = out->len;

	for (i = 0; i < len; i += n) {
		if ((n = note_entity_read(out, s + i, len - i)) == 0) {
			strbuf_addc(out, s[i]);
			n = 1;
		}
		if (out->len > from && strchr("\t\r\n", out->buf[out->len - 1]))
			strbuf_trunc(out, out->len - 1);
		else if (out->len == from + 1 && out->buf[from] == ' ')
			strbuf_trunc(out, from);
	}
	while (out->len > from && out->buf[out->len - 1] == ' ')
		strbuf_trunc(out, out->len - 1);
}

/* Whether it is the place of this page that every browser knows, or one that
 * only the raw HTML of trusted notes can have. */
static bool
raw_is_here(const struct raw_tag *t, const char *url, enum note_link_attr attr)
{
	return *url == '#' &&
	       (attr != NOTE_ATTR_HREF || t->b->opts->unsafe ||
		   url[1] == '\0' || strcasecmp(url, "#top") == 0);
}

/* ---- where it stands in the source ---------------------------------------- */

/* Behind the address, if an attribute of the tag at s has it. */
static const char *
raw_address_in(
    const struct raw_tag *t, const char *s, const char *end, const char *url)
{
	struct strbuf other = STRBUF_INIT;
	struct note_safe_attr at;
	bool is = false;

	s += 1 + t->name_len;
	while (!is && (s = note_safe_attr_next(&at, s, end - 1)) != NULL) {
		if (raw_attr(t, &at) == NOTE_ATTR_NONE)
			continue;
		strbuf_clear(&other);
		raw_url(&other, at.value, at.value_len);
		is = strcmp(other.buf, url) == 0;
	}
	strbuf_release(&other);
	return s;
}

/* The tag of this name that has the address, from s on. */
static const char *
raw_search(
    const struct raw_tag *t, const char *s, const char *end, const char *url)
{
	bool text = cmark_node_get_type(t->node) == CMARK_NODE_HTML_INLINE;
	struct note_safe_none none = { NULL, NULL };
	const char *stop, *behind, *comment = s;

	while (s < end) {
		if (comment != NULL && strncmp(s, "<!--", 4) == 0 &&
		    (comment = memmem(s, (size_t)(end - s), "-->", 3)) !=
			NULL) {
			s = comment;
			continue;
		}
		if (text && *s == '`') {
			s = note_path_behind_code(s, end);
			continue;
		}
		if (*s == '<' && (size_t)(end - s) > t->name_len &&
		    strncasecmp(s + 1, t->name, t->name_len) == 0 &&
		    (stop = note_safe_tag_end(&none, s + 1, end)) != NULL &&
		    (behind = raw_address_in(t, s, stop, url)) != NULL) {
			t->b->raw_at = (size_t)(behind - t->b->body);
			return s;
		}
		s += text && *s == '\\' ? 2 : 1;
	}
	return NULL;
}

/* The offset of the tag in the body, -1 when it is not there as written. Tags
 * come in the order of the source. */
static long
raw_find(const struct raw_tag *t, const char *url)
{
	struct note_build *b = t->b;
	const char *s, *end, *hit;
	size_t from, to, near = b->raw_lost < RAW_LOST ? RAW_NEAR : RAW_LEAST;

	if (!note_link_range(b, t->node, &from, &to))
		return -1;
	if (b->raw_at < from || b->raw_at > to)
		b->raw_at = from;
	s = b->body + b->raw_at;
	end = b->body + to;
	hit = raw_search(t, s, (size_t)(end - s) > near ? s + near : end, url);
	if (hit == NULL && (size_t)(end - s) > near && b->raw_far < RAW_FAR) {
		b->raw_far++;
		hit = raw_search(t, s, end, url);
	}
	b->raw_lost += hit == NULL;
	return hit != NULL ? hit - b->body : -1;
}

/* ---- links ----------------------------------------------------------------- */

/* The text behind the tag, which a backlink is quoted around. */
static const char *
raw_text(const struct raw_tag *t)
{
	const char *lt = memchr(t->end, '<', (size_t)(t->stop - t->end));
	cmark_node *next = cmark_node_next(t->node);

	if (t->end < t->stop)
		return arena_strndup(t->b->a, t->end,
		    (size_t)((lt != NULL ? lt : t->stop) - t->end));
	return next != NULL && cmark_node_get_type(next) == CMARK_NODE_TEXT
		   ? arena_strdup(t->b->a, cmark_node_get_literal(next))
		   : "";
}

/* Make a link of the attribute, if it is one; its mark then stands for it. */
static bool
raw_link(struct strbuf *out, struct raw_tag *t, const struct note_safe_attr *at)
{
	enum note_link_attr attr = raw_attr(t, at);
	struct strbuf url = STRBUF_INIT;
	struct note_link *l = NULL;

	if (attr == NOTE_ATTR_NONE)
		return false;
	raw_url(&url, at->value, at->value_len);
	/* Bytes that are not UTF-8 are the parser's doing; let it be. */
	if (!raw_is_here(t, url.buf, attr) &&
	    utf8_invalid_at(url.buf, url.len) < 0)
		l = note_link_raw(t->b, t->node, url.buf, attr);
	if (l != NULL && t->at == -2)
		t->at = raw_find(t, url.buf);
	strbuf_release(&url);
	if (l == NULL)
		return false;
	if (attr == NOTE_ATTR_HREF)
		l->text = raw_text(t);
	note_link_set_start(l, t->b, t->node, t->at);
	note_md_mark_add(out, 'l', t->b->n_links - 1);
	return true;
}

/* Append a start tag to `out`, with marks for its links. */
static void
raw_start_tag(struct strbuf *out, struct raw_tag *t)
{
	const char *s = t->name + t->name_len, *copied = t->name - 1;
	struct note_safe_attr at;
	bool seen[NOTE_ATTR_POSTER + 1] = { false };

	while ((s = note_safe_attr_next(&at, s, t->end - 1)) != NULL) {
		const char *from = at.name;
		enum note_link_attr attr = raw_attr(t, &at);
		size_t len = out->len;

		if (attr == NOTE_ATTR_NONE || seen[attr])
			continue; /* of two of a name the first counts */
		seen[attr] = true;
		from -= from[-1] == ' ';
		strbuf_add(out, copied, (size_t)(from - copied));
		if (raw_link(out, t, &at))
			copied = s;
		else
			strbuf_trunc(out, len);
	}
	strbuf_add(out, copied, (size_t)(t->end - copied));
}

/* Say which addresses of a start tag are not let through. */
static void
raw_refused(struct raw_tag *t)
{
	const char *s = t->name + t->name_len;
	struct note_safe_attr at;
	bool seen[NOTE_ATTR_POSTER + 1] = { false };
	struct note_link l = { .kind = NOTE_LINK_PATH };

	while ((s = note_safe_attr_next(&at, s, t->end - 1)) != NULL) {
		enum note_link_attr attr = raw_attr(t, &at);
		struct strbuf url = STRBUF_INIT;

		if (attr == NOTE_ATTR_NONE || seen[attr])
			continue; /* of two of a name the first counts */
		seen[attr] = true;
		if (note_safe_url(
			at.value, at.value_len, attr == NOTE_ATTR_SRC))
			continue;
		raw_url(&url, at.value, at.value_len);
		if (t->at == -2)
			t->at = raw_find(t, url.buf);
		note_link_set_start(&l, t->b, t->node, t->at);
		note_scheme_tell(t->b, &l, url.buf);
		strbuf_release(&url);
	}
}

/* What begins at "<" and is a comment or a declaration; the end of it. */
static const char *
raw_behind_other(const char *s, const char *end)
{
	bool comment = end - s >= 4 && memcmp(s, "<!--", 4) == 0;
	const char *stop = comment
			       ? memmem(s + 4, (size_t)(end - s - 4), "-->", 3)
			       : memchr(s, '>', (size_t)(end - s));

	return stop == NULL ? end : stop + (comment ? 3 : 1);
}

/* What begins at the "<" of s, up to where it returns, is appended to `out`. */
static const char *
raw_take(struct strbuf *out, struct raw_tag *t, const char *s,
    struct note_safe_none *none)
{
	const char *skip = t->b->raw_skip, *to = s + 1;
	bool end = s[1] == '/';
	size_t i, n;

	t->name = s + 1 + end;
	t->name_len = n = strcspn(t->name, " \t\r\n\f/<>");
	if (skip != NULL) {
		if (end && raw_is(skip, t->name, n))
			t->b->raw_skip = NULL;
	} else if (s[1] == '!' || s[1] == '?')
		to = raw_behind_other(s, t->stop);
	else if (!end && isalpha((unsigned char)s[1]) &&
		 (t->end = note_safe_tag_end(none, s + 1, t->stop)) != NULL) {
		for (i = 0; raw_texts[i] != NULL && skip == NULL; i++)
			if (raw_is(raw_texts[i], t->name, n))
				skip = raw_texts[i];
		t->b->raw_skip = skip;
		t->at = -2;
		if (t->refused)
			raw_refused(t);
		else
			raw_start_tag(out, t);
		return t->end;
	}
	strbuf_add(out, s, (size_t)(to - s));
	return to;
}

static void
raw_node(cmark_node *node, struct note_build *b, bool refused)
{
	const char *s = cmark_node_get_literal(node), *lt;
	struct raw_tag t = {
		.b = b, .node = node, .stop = s + strlen(s), .refused = refused
	};
	struct note_safe_none none = { NULL, NULL };
	struct strbuf out = STRBUF_INIT;
	size_t links = b->n_links;

	if (*s == NOTE_MARK_BEGIN) /* a pass before this one put it there */
		return;
	if (b->raw_parent != cmark_node_parent(node)) {
		b->raw_parent = cmark_node_parent(node);
		b->raw_skip = NULL;
	}
	while ((lt = memchr(s, '<', (size_t)(t.stop - s))) != NULL) {
		strbuf_add(&out, s, (size_t)(lt - s));
		s = raw_take(&out, &t, lt, &none);
	}
	strbuf_add(&out, s, (size_t)(t.stop - s));
	if (b->n_links > links)
		cmark_node_set_literal(node, out.buf);
	strbuf_release(&out);
}

void
note_raw_links(cmark_node *node, struct note_build *b)
{
	raw_node(node, b, false);
}

void
note_raw_refused(cmark_node *node, struct note_build *b)
{
	raw_node(node, b, true);
}

void
note_raw_end(struct note_build *b)
{
	b->raw_at = 0;
	b->raw_far = b->raw_lost = 0;
	b->raw_parent = NULL;
	b->raw_skip = NULL;
}

static void
raw_plain(struct strbuf *out, const char *s)
{
	const char *end = s + strlen(s);
	bool space = false;
	size_t n;

	while (s < end) {
		if (*s == '<') {
			s = raw_behind_other(s, end);
			space = true;
		} else if (isspace((unsigned char)*s)) {
			s++;
			space = true;
		} else {
			if (space && out->len > 0)
				strbuf_addc(out, ' ');
			space = false;
			n = note_entity_read(out, s, (size_t)(end - s));
			if (n == 0)
				strbuf_addc(out, *s);
			s += n > 0 ? n : 1;
		}
	}
}

void
note_raw_block_text(
    struct strbuf *out, cmark_node *block, note_md_raw_fn fn, void *payload)
{
	if (cmark_node_get_type(block) == CMARK_NODE_HTML_BLOCK)
		raw_plain(out, cmark_node_get_literal(block));
	else
		note_md_text_raw(out, block, fn, payload);
}
