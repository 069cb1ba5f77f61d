/* note_aside.c: ^[footnotes that stand in the text] */
#include <stdlib.h>
#include <string.h>
#include <cmark-gfm/node.h>

#include "base/map.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "note/note_mark.h"
#include "note/note_md.h"

/*
 * Theory of operation. As in Obsidian and Pandoc, what stands between "^[" and
 * the bracket that closes it becomes a footnote. note_mark.c says which "^["
 * begins one, and which brackets have a backslash before them. The links are
 * known by now, so their brackets are no longer there: what is between the two
 * is moved, node by node, into a definition as the library makes them, and a
 * reference to it takes its place. So the library numbers and draws both kinds
 * of footnotes alike. Its order is that of the text, and with more of them it
 * has to be found anew.
 *
 * Both ends have to stand in the same node of the tree and around the same
 * elements of raw HTML, or what is moved would tear them. Of one in another the
 * outer one counts.
 */

/* A "[" that has no end yet. */
struct aside_open {
	cmark_node *text;
	size_t at;
	int depth; /* in elements of raw HTML */
	bool begins;
	size_t pairs; /* that were found before it */
};

/* From "^" to "]". */
struct aside_pair {
	cmark_node *from, *to;
	size_t at, end;
};

struct aside {
	struct note_build *b;
	cmark_node *root;
	struct map *labels; /* of all definitions; NULL: not asked yet */
	size_t n_labels;
	/* of the parent that is looked at */
	struct aside_open *open;
	struct aside_pair *pairs;
	size_t n_open, cap_open, n_pairs, cap_pairs;
	int depth;
	bool link; /* in the text of a link */
	/* all definitions, in the order of their references */
	cmark_node **defs;
	size_t n_defs, cap_defs;
};

/* ---- which there are ------------------------------------------------------- */

static bool
aside_blank(const struct aside_open *o, cmark_node *to, size_t end)
{
	const char *s = cmark_node_get_literal(to);
	size_t i;

	if (o->text != to)
		return false;
	for (i = o->at + 1; i < end; i++)
		if (strchr(" \t", s[i]) == NULL)
			return false;
	return true;
}

static void
aside_text(struct aside *a, cmark_node *text)
{
	const char *s = cmark_node_get_literal(text), *at;

	for (at = s; (at = strpbrk(at, "[]")) != NULL; at++) {
		struct aside_open o = { text, (size_t)(at - s), a->depth,
			at - s > 1 && at[-1] == NOTE_MARK_SIGN && at[-2] == '^',
			a->n_pairs };

		if (at[1] == NOTE_MARK_SIGN)
			continue;
		if (*at == '[') {
			*VEC_PUSH(a->open, a->n_open, a->cap_open) = o;
			continue;
		}
		if (a->n_open == 0)
			continue;
		o = a->open[--a->n_open];
		if (!o.begins || o.depth != a->depth ||
		    aside_blank(&o, text, (size_t)(at - s)))
			continue;
		a->n_pairs = o.pairs; /* those in it are none */
		*VEC_PUSH(a->pairs, a->n_pairs, a->cap_pairs) =
		    (struct aside_pair){ o.text, text, o.at - 2,
			    (size_t)(at - s) };
	}
}

/* Elements that were left cannot be gone back into. */
static void
aside_html(struct aside *a, cmark_node *html)
{
	const char *s = cmark_node_get_literal(html);
	int least, change = note_cut_depth(html, &least);

	if (s[0] == NOTE_MARK_BEGIN && s[1] == 'l') {
		const struct note_link *l =
		    &a->b->links[strtoul(s + 2, NULL, 10)];

		a->link =
		    l->kind == NOTE_LINK_WIKI || l->kind == NOTE_LINK_PATH;
		return;
	}
	if (a->link && strcmp(s, "</a>") == 0) {
		a->link = false;
		return;
	}
	while (a->n_open > 0 && a->open[a->n_open - 1].depth > a->depth + least)
		a->n_open--;
	a->depth += change;
}

/* ---- what becomes of them -------------------------------------------------- */

/* A label that no other footnote has. */
static const char *
aside_label(struct aside *a)
{
	cmark_node *n = cmark_node_first_child(a->root);
	const char *label;

	if (a->labels == NULL) {
		a->labels = map_new();
		for (; n != NULL; n = cmark_node_next(n))
			if (n->type == CMARK_NODE_FOOTNOTE_DEFINITION)
				map_put(a->labels,
				    arena_strndup(a->b->a,
					(const char *)n->as.literal.data,
					(size_t)n->as.literal.len),
				    n);
	}
	do
		label = arena_printf(a->b->a, "inline-%zu", ++a->n_labels);
	while (map_get(a->labels, label) != NULL);
	return label;
}

/* A definition with an empty paragraph in it, and a reference to it. */
static cmark_node *
aside_new(struct aside *a, cmark_node **para)
{
	cmark_node *def = cmark_node_new(CMARK_NODE_FOOTNOTE_DEFINITION);
	cmark_node *ref = cmark_node_new(CMARK_NODE_FOOTNOTE_REFERENCE);

	*para = cmark_node_new(CMARK_NODE_PARAGRAPH);
	cmark_node_append_child(def, *para);
	cmark_chunk_set_cstr(
	    cmark_node_mem(def), &def->as.literal, aside_label(a));
	def->footnote.def_count = 1;
	ref->footnote.ref_ix = 1;
	ref->parent_footnote_def = def;
	return ref;
}

/* The links in it are quoted by what it says. */
static void
aside_links(struct aside *a, cmark_node *para)
{
	cmark_iter *it = cmark_iter_new(para);
	cmark_event_type ev;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		const char *s = cmark_node_get_type(n) == CMARK_NODE_HTML_INLINE
				    ? cmark_node_get_literal(n)
				    : NULL;

		while (s != NULL && (s = strchr(s, NOTE_MARK_BEGIN)) != NULL)
			if (*++s == 'l')
				a->b->blocks[strtoul(s + 1, NULL, 10)] = para;
	}
	cmark_iter_free(it);
}

static void
aside_take(struct aside *a, struct note_cut *cut, const struct aside_pair *p)
{
	cmark_node *para, *n, *next, *ref = aside_new(a, &para);

	note_cut_to(cut, p->from, p->at, strlen("^s["));
	note_md_before(p->from, ref);
	if (p->to != p->from)
		note_cut_end(cut);
	note_cut_to(cut, p->to, p->end, 1);
	for (n = cmark_node_next(ref); n != p->to; n = next) {
		next = cmark_node_next(n);
		cmark_node_append_child(para, n);
	}
	aside_links(a, para);
}

static void
aside_parent(cmark_node *parent, void *payload)
{
	struct aside *a = payload;
	struct note_cut cut = { NULL, NULL, 0 };
	cmark_node *n;
	size_t i;

	a->n_open = a->n_pairs = 0;
	a->depth = 0;
	a->link = false;
	for (n = cmark_node_first_child(parent); n != NULL;
	     n = cmark_node_next(n))
		if (cmark_node_get_type(n) == CMARK_NODE_HTML_INLINE)
			aside_html(a, n);
		else if (cmark_node_get_type(n) == CMARK_NODE_TEXT && !a->link)
			aside_text(a, n);
	for (i = 0; i < a->n_pairs; i++)
		aside_take(a, &cut, &a->pairs[i]);
	note_cut_end(&cut);
}

/* ---- their numbers --------------------------------------------------------- */

static void
aside_def(struct aside *a, cmark_node *def)
{
	if (cmark_node_get_user_data(def) != NULL)
		return;
	*VEC_PUSH(a->defs, a->n_defs, a->cap_defs) = def;
	cmark_node_set_user_data(def, (void *)a->n_defs);
}

/* The references below a node, and what they refer to. */
static void
aside_refs(struct aside *a, cmark_node *node)
{
	cmark_iter *it = cmark_iter_new(node);
	cmark_event_type ev;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it), *def;
		char *number;

		if (n->type != CMARK_NODE_FOOTNOTE_REFERENCE ||
		    (def = n->parent_footnote_def) == NULL)
			continue;
		aside_def(a, def);
		number =
		    xasprintf("%zu", (size_t)cmark_node_get_user_data(def));
		cmark_chunk_set_cstr(cmark_node_mem(n), &n->as.literal, number);
		free(number);
	}
	cmark_iter_free(it);
}

/* The definitions stand at the end, in the order of their references: those in
 * the text first, then those in footnotes. */
static void
aside_number(struct aside *a)
{
	cmark_node *n = cmark_node_first_child(a->root);
	size_t i;

	for (; n != NULL; n = cmark_node_next(n))
		if (n->type != CMARK_NODE_FOOTNOTE_DEFINITION)
			aside_refs(a, n);
	for (i = 0; i < a->n_defs; i++)
		aside_refs(a, a->defs[i]);
	/* One that is left was referred to by what is gone. */
	for (n = cmark_node_first_child(a->root); n != NULL;
	     n = cmark_node_next(n))
		if (n->type == CMARK_NODE_FOOTNOTE_DEFINITION)
			aside_def(a, n);
	for (i = 0; i < a->n_defs; i++) {
		cmark_node_unlink(a->defs[i]);
		cmark_node_append_child(a->root, a->defs[i]);
	}
}

/* Take the signs out of the text. */
static void
aside_clean(cmark_node *root)
{
	cmark_iter *it = cmark_iter_new(root);
	cmark_event_type ev;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		const char *s = cmark_node_get_type(n) == CMARK_NODE_TEXT
				    ? cmark_node_get_literal(n)
				    : NULL;
		struct strbuf sb = STRBUF_INIT;

		if (s == NULL || strchr(s, NOTE_MARK_SIGN) == NULL)
			continue;
		for (; *s != '\0'; s++)
			if (*s != NOTE_MARK_SIGN)
				strbuf_addc(&sb, *s);
		cmark_node_set_literal(n, sb.buf);
		strbuf_release(&sb);
	}
	cmark_iter_free(it);
}

void
note_aside(cmark_node *root, struct note_build *b)
{
	struct aside a = { .b = b, .root = root };

	if (b->mark->asides) {
		note_md_parents(root, aside_parent, &a);
		if (a.n_labels > 0)
			aside_number(&a);
	}
	aside_clean(root);
	map_free(a.labels);
	free(a.open);
	free(a.pairs);
	free(a.defs);
}
