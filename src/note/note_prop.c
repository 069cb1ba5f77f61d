/* note_prop.c: wiki links in the properties of front matter */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "note/note_prop.h"

/*
 * A property of Obsidian's, such as `related: "[[pipe]]"` or a list of them, is
 * text or holds text, and the wiki links in it are links of the note. Keys that
 * say something to us already hold names and no links.
 *
 * The tree of the YAML says what a text is, and where it stands; where in it a
 * link stands, the source says. A link that is written with escapes is not
 * found there, and is told where the line of its key or item begins.
 */
#define PROP_FAR 16   /* how often all of a text is searched in vain, */
#define PROP_NEAR 256 /* and how much of it from then on */
#define PROP_KEY 60   /* bytes of a key that a backlink quotes */

static const char *const prop_keys[] = { "alias", "aliases", "date",
	"description", "draft", "lang", "private", "publish", "tag", "tags",
	"title" };

struct prop {
	struct note_build *b;
	const char *yaml;
	const char *key; /* of the property */
	size_t at;       /* up to here links were found */
	int line;        /* a line, and the offset it begins at */
	size_t line_at;
	int lost; /* links that were not found */
};

/* Where in this text the link stands; NULL: not as written. */
static const char *
prop_find(struct prop *p, const struct yamldoc *v, const char *raw, size_t len)
{
	size_t from = p->at > v->from ? p->at : v->from, left;
	const char *s = p->yaml + from, *hit = NULL;
	struct strbuf as = STRBUF_INIT;
	char quote = p->yaml[v->from];

	if (quote == '"' || quote == '\'')
		yamldoc_escape(&as, arena_strndup(p->b->a, raw, len), quote);
	else
		strbuf_add(&as, raw, len);
	left = v->to > from ? v->to - from : 0;
	if (p->lost >= PROP_FAR && left > PROP_NEAR)
		left = PROP_NEAR;
	hit = memmem(s, left, as.buf, as.len);
	p->lost += hit == NULL;
	if (hit != NULL)
		p->at = (size_t)(hit - p->yaml) + as.len;
	strbuf_release(&as);
	return hit;
}

/* Go on to the line that `hit` is in. */
static void
prop_line(struct prop *p, const char *hit)
{
	const char *s = p->yaml + p->line_at;
	size_t k;

	for (; s < hit; s += k) {
		k = text_line_cr(s, (size_t)(hit - s));
		if (text_chomp(s, k) == k)
			break;
		p->line++;
	}
	p->line_at = (size_t)(s - p->yaml);
}

static void
prop_link(struct prop *p, const struct yamldoc *v, const char *raw, size_t len)
{
	struct note_build *b = p->b;
	const char *hit = prop_find(p, v, raw, len);
	struct note_link *l = VEC_PUSH(b->props, b->n_props, b->cap_props);

	*l = (struct note_link){ .kind = NOTE_LINK_WIKI, .meta = true };
	note_link_wiki_read(l, raw, len, b->a);
	l->context = l->text;
	if (strlen(p->key) <= PROP_KEY) {
		l->context = arena_printf(b->a, "%s: %s", p->key, l->text);
		l->hit = (long)strlen(p->key) + 2;
	}
	l->line = v->line + 1; /* behind the line "---" */
	l->col = v->col;
	if (hit == NULL)
		return;
	prop_line(p, hit);
	l->line = p->line + 1;
	l->col = (int)((size_t)(hit - p->yaml) - p->line_at) + 1;
}

/*
 * `up: [[pipe]]` without quotation marks: to YAML a list in a list, and what
 * was meant is a link. What stands between the brackets is as it is written.
 */
static bool
prop_bare(struct prop *p, const struct yamldoc *v)
{
	const char *s = p->yaml + v->from;
	struct yamldoc bare = *v;
	size_t n;

	if (v->kind != YAMLDOC_SEQUENCE || v->first == NULL ||
	    v->first->next != NULL || v->first->kind != YAMLDOC_SEQUENCE ||
	    s[0] != '[' || s[1] != '[' || (n = note_link_wiki_len(s)) == 0 ||
	    memchr(s, '\n', n) != NULL || memchr(s, '\r', n) != NULL)
		return false;
	bare.to = v->from + n;
	prop_link(p, &bare, arena_strndup(p->b->a, s, n), n);
	return true;
}

static void
prop_value(struct prop *p, const struct yamldoc *v)
{
	const struct yamldoc *one;
	const char *s;
	size_t n;

	if (prop_bare(p, v))
		return;
	for (one = v->kind == YAMLDOC_SCALAR ? NULL : v->first; one != NULL;
	     one = one->next)
		prop_value(p, one);
	if (v->kind != YAMLDOC_SCALAR)
		return;
	for (s = v->text; (s = strstr(s, "[[")) != NULL; s += n > 0 ? n : 1) {
		n = note_link_wiki_len(s);
		if (n > 0 && memchr(s, '\n', n) == NULL)
			prop_link(p, v, s, n);
	}
}

void
note_prop_links(
    struct note_build *b, const struct yamldoc *doc, const char *yaml)
{
	struct prop p = { .b = b, .yaml = yaml, .line = 1 };
	const struct yamldoc *v;
	size_t i;

	for (v = doc->first; v != NULL; v = v->next) {
		for (i = 0; i < sizeof(prop_keys) / sizeof(*prop_keys); i++)
			if (text_ieq(v->key, prop_keys[i]))
				break;
		p.key = v->key;
		if (i == sizeof(prop_keys) / sizeof(*prop_keys))
			prop_value(&p, v);
	}
}
