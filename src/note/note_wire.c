/* note_wire.c: a parsed note as bytes, and back */
#include <stdint.h>
#include <limits.h>
#include <string.h>

#include "note/note_int.h"

/*
 * Format: numbers are 64-bit in the order of this machine, for the bytes
 * only go through a pipe. A string is its length (NONE for NULL), its bytes
 * and a NUL, so that what is unpacked points into the bytes. These come from a
 * process in which a broken parser may have done anything: every length, index
 * and NUL is checked.
 */
#define WIRE_NONE UINT64_MAX

static void
pack_int(struct strbuf *out, uint64_t v)
{
	strbuf_add(out, &v, sizeof(v));
}

/* Several in a row: a note has thousands of numbers, and each call costs more
 * than its eight bytes. */
#define PACK(out, ...)                                                         \
	strbuf_add(out, (const uint64_t[]){ __VA_ARGS__ },                     \
	    sizeof((const uint64_t[]){ __VA_ARGS__ }))

static void
pack_strn(struct strbuf *out, const char *s, size_t len)
{
	pack_int(out, len);
	strbuf_add(out, s, len);
	strbuf_addc(out, '\0');
}

static void
pack_str(struct strbuf *out, const char *s)
{
	size_t len;

	if (s == NULL) {
		pack_int(out, WIRE_NONE);
		return;
	}
	len = strlen(s);
	pack_int(out, len);
	strbuf_add(out, s, len + 1); /* with its NUL */
}

static void
pack_list(struct strbuf *out, const char **v, size_t n)
{
	size_t i;

	pack_int(out, n);
	for (i = 0; i < n; i++)
		pack_str(out, v[i]);
}

static void
pack_meta(struct strbuf *out, const struct note_meta *m)
{
	size_t i;

	pack_str(out, m->title);
	pack_list(out, m->aliases, m->n_aliases);
	for (i = 0; i < m->n_aliases; i++) {
		pack_int(out, (uint64_t)m->alias_at[i].line);
		pack_int(out, (uint64_t)m->alias_at[i].col);
	}
	pack_list(out, m->tags, m->n_tags);
	pack_str(out, m->description);
	pack_str(out, m->lang);
	pack_int(out, (uint64_t)m->date.y);
	pack_int(out, (uint64_t)m->date.m);
	pack_int(out, (uint64_t)m->date.d);
	pack_int(out, m->draft);
	pack_int(out, m->private);
}

static void
pack_link(struct strbuf *out, const struct note_link *l)
{
	pack_int(out, l->kind);
	pack_str(out, l->target);
	pack_int(out, l->path);
	pack_str(out, l->fragment);
	pack_str(out, l->whole);
	pack_str(out, l->text);
	pack_str(out, l->title);
	pack_str(out, l->url);
	PACK(out, l->attr, l->meta, l->path_embed);
	pack_str(out, l->context);
	PACK(out, (uint64_t)(l->hit + 1), (uint64_t)l->line, (uint64_t)l->col,
	    (uint64_t)l->width, (uint64_t)l->height);
}

static void
pack_example(struct strbuf *out, const struct note_example *x)
{
	size_t i;

	pack_str(out, x->id);
	pack_str(out, x->lang);
	pack_int(out, x->run);
	pack_int(out, x->lines);
	pack_int(out, (uint64_t)x->first_line);
	pack_str(out, x->of);
	pack_str(out, x->file);
	pack_strn(out, x->code, x->code_len);
	pack_str(out, x->html);
	pack_int(out, (uint64_t)x->line);
	pack_int(out, x->n_attrs);
	for (i = 0; i < x->n_attrs; i++) {
		pack_str(out, x->attrs[i].key);
		pack_str(out, x->attrs[i].value);
	}
}

static void
pack_spans(struct strbuf *out, const struct note_span *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		PACK(out, v[i].from, v[i].to, v[i].hole, v[i].hole_end,
		    v[i].block, (uint64_t)(v[i].list + 1));
}

void
note_pack(struct strbuf *out, const struct note *n)
{
	size_t i;

	pack_str(out, n->title);
	pack_meta(out, &n->meta);
	pack_strn(out, n->html, n->html_len);
	pack_str(out, n->text);
	pack_int(out, n->titled);
	pack_int(out, n->failed);
	pack_list(out, n->ids, n->n_ids);
	pack_int(out, n->n_holes);
	for (i = 0; i < n->n_holes; i++)
		PACK(out, n->holes[i].at, n->holes[i].kind, n->holes[i].index);
	pack_int(out, n->n_headings);
	for (i = 0; i < n->n_headings; i++) {
		PACK(out, (uint64_t)n->headings[i].level,
		    (uint64_t)n->headings[i].line);
		pack_str(out, n->headings[i].text);
		pack_str(out, n->headings[i].slug);
	}
	pack_int(out, n->n_links);
	for (i = 0; i < n->n_links; i++)
		pack_link(out, &n->links[i]);
	pack_int(out, n->n_examples);
	for (i = 0; i < n->n_examples; i++)
		pack_example(out, &n->examples[i]);
	pack_spans(out, n->sections, n->n_headings);
	pack_spans(out, n->blocks, n->n_ids);
	pack_spans(out, n->items, n->n_ids);
}

/* What is left to read; `bad` once something was wrong, then all is 0. */
struct wire {
	const char *s;
	size_t len;
	bool bad;
	struct arena *a;
};

static uint64_t
unpack_int(struct wire *w)
{
	uint64_t v;

	if (w->bad || w->len < sizeof(v)) {
		w->bad = true;
		return 0;
	}
	memcpy(&v, w->s, sizeof(v));
	w->s += sizeof(v);
	w->len -= sizeof(v);
	return v;
}

/* A number that is at most max. */
static uint64_t
unpack_max(struct wire *w, uint64_t max)
{
	uint64_t v = unpack_int(w);

	if (v > max) {
		w->bad = true;
		return 0;
	}
	return v;
}

/* NULL only where the packed string was NULL and `may` says it may be. */
static const char *
unpack_strn(struct wire *w, size_t *len, bool may)
{
	uint64_t n = unpack_int(w);
	const char *s = w->s;

	*len = 0;
	if (n == WIRE_NONE && may && !w->bad)
		return NULL;
	if (w->bad || n >= w->len || s[n] != '\0') {
		w->bad = true;
		return "";
	}
	*len = (size_t)n;
	w->s += n + 1;
	w->len -= (size_t)n + 1;
	return s;
}

static const char *
unpack_str(struct wire *w, bool may)
{
	size_t len;

	return unpack_strn(w, &len, may);
}

/* What is asked for when notes are joined, and by lists: a copy, for where the
 * bytes are a file it is not to be read for that. */
static const char *
unpack_name(struct wire *w, bool may)
{
	const char *s = unpack_str(w, may);

	return s != NULL ? arena_strdup(w->a, s) : NULL;
}

/* A count of things that each take at least `least` bytes, and an array. */
static void *
unpack_array(struct wire *w, size_t *n, size_t least, size_t size)
{
	*n = (size_t)unpack_max(w, w->len / least);
	return arena_alloc(w->a, *n * size);
}

static const char **
unpack_list(struct wire *w, size_t *n)
{
	const char **v = unpack_array(w, n, 9, sizeof(*v));
	size_t i;

	for (i = 0; i < *n; i++)
		v[i] = unpack_name(w, false);
	return v;
}

static void
unpack_meta(struct wire *w, struct note_meta *m)
{
	size_t i;

	m->title = unpack_name(w, true);
	m->aliases = unpack_list(w, &m->n_aliases);
	m->alias_at = arena_alloc(w->a, m->n_aliases * sizeof(*m->alias_at));
	for (i = 0; i < m->n_aliases; i++) {
		m->alias_at[i].line = (int)unpack_max(w, INT32_MAX);
		m->alias_at[i].col = (int)unpack_max(w, INT32_MAX);
	}
	m->tags = unpack_list(w, &m->n_tags);
	m->description = unpack_name(w, true);
	m->lang = unpack_name(w, true);
	m->date.y = (int)unpack_max(w, 9999);
	m->date.m = (int)unpack_max(w, 12);
	m->date.d = (int)unpack_max(w, 31);
	m->draft = unpack_max(w, 1);
	m->private = unpack_max(w, 1);
}

static void
unpack_example(struct wire *w, struct note_example *x)
{
	struct note_attr *attrs;
	size_t i;

	x->id = unpack_str(w, false);
	x->lang = unpack_str(w, false);
	x->run = unpack_max(w, 1);
	x->lines = unpack_max(w, 1);
	x->first_line = (int)unpack_max(w, NOTE_LINE_MAX);
	x->of = unpack_str(w, true);
	x->file = unpack_str(w, true);
	x->code = unpack_strn(w, &x->code_len, false);
	x->html = unpack_str(w, true);
	x->line = (int)unpack_max(w, INT32_MAX);
	attrs = unpack_array(w, &x->n_attrs, 18, sizeof(*attrs));
	for (i = 0; i < x->n_attrs; i++) {
		attrs[i].key = unpack_str(w, false);
		attrs[i].value = unpack_str(w, false);
	}
	x->attrs = attrs;
}

static void
unpack_links(struct wire *w, struct note *n)
{
	struct note_link *v = unpack_array(w, &n->n_links, 112, sizeof(*v));
	size_t i, len;

	for (i = 0; i < n->n_links; i++) {
		v[i].kind = (enum note_link_kind)unpack_max(w, NOTE_LINK_IMAGE);
		v[i].target = unpack_strn(w, &len, false);
		v[i].target = arena_strndup(w->a, v[i].target, len);
		v[i].path = (size_t)unpack_max(w, len);
		v[i].fragment = unpack_name(w, true);
		v[i].whole = unpack_name(w, true);
		v[i].text = unpack_str(w, false);
		v[i].title = unpack_str(w, true);
		v[i].url = unpack_str(w, true);
		v[i].attr =
		    (enum note_link_attr)unpack_max(w, NOTE_ATTR_POSTER);
		v[i].meta = unpack_max(w, 1);
		v[i].path_embed = unpack_max(w, 1);
		v[i].context = unpack_strn(w, &len, false);
		v[i].hit = (long)unpack_max(w, len + 1) - 1;
		v[i].line = (int)unpack_max(w, INT32_MAX);
		v[i].col = (int)unpack_max(w, INT32_MAX);
		v[i].width = (int)unpack_max(w, 9999);
		v[i].height = (int)unpack_max(w, 9999);
	}
	n->links = v;
}

static void
unpack_headings(struct wire *w, struct note *n)
{
	struct note_heading *v =
	    unpack_array(w, &n->n_headings, 34, sizeof(*v));
	size_t i;

	for (i = 0; i < n->n_headings; i++) {
		v[i].level = (int)unpack_max(w, 6);
		v[i].line = (int)unpack_max(w, INT32_MAX);
		v[i].text = unpack_name(w, false);
		v[i].slug = unpack_name(w, false);
	}
	n->headings = v;
}

/* Holes are in order, inside the HTML, and name things that are there. */
static bool
holes_good(const struct note *n)
{
	size_t i, at = 0;

	for (i = 0; i < n->n_holes; i++) {
		const struct note_hole *h = &n->holes[i];
		size_t max = h->kind == NOTE_HOLE_EXAMPLE   ? n->n_examples
			     : h->kind == NOTE_HOLE_HEADING ? n->n_headings
							    : n->n_links;

		if (h->at < at || h->at > n->html_len || h->index >= max)
			return false;
		at = h->at;
	}
	return true;
}

/* A part of the HTML, with the holes that are in it and no others. */
static bool
span_good(const struct note_span *s, const struct note *n)
{
	if (s->from > s->to || s->to > n->html_len || s->hole > s->hole_end ||
	    s->hole_end > n->n_holes)
		return false;
	return s->hole == s->hole_end ||
	       (n->holes[s->hole].at >= s->from &&
		   n->holes[s->hole_end - 1].at <= s->to);
}

static const struct note_span *
unpack_spans(struct wire *w, const struct note *n, size_t count)
{
	struct note_span *v;
	size_t i;

	if (w->bad || count > w->len / 48) {
		w->bad = true;
		return NULL;
	}
	v = arena_alloc(w->a, count * sizeof(*v));
	for (i = 0; i < count; i++) {
		v[i].from = (size_t)unpack_int(w);
		v[i].to = (size_t)unpack_int(w);
		v[i].hole = (size_t)unpack_int(w);
		v[i].hole_end = (size_t)unpack_int(w);
		v[i].block = unpack_max(w, 1);
		v[i].list = (int)unpack_max(w, INT_MAX) - 1;
		w->bad = w->bad || !span_good(&v[i], n);
	}
	return v;
}

int
note_unpack(struct note *out, const char *bytes, size_t len, struct arena *a)
{
	struct wire w = { bytes, len, len == 0, a };
	struct note_example *examples;
	struct note_hole *holes;
	size_t i;

	out->title = unpack_name(&w, false);
	unpack_meta(&w, &out->meta);
	out->html = unpack_strn(&w, &out->html_len, false);
	out->text = unpack_str(&w, false);
	out->titled = unpack_max(&w, 1);
	out->failed = unpack_max(&w, 1);
	out->ids = unpack_list(&w, &out->n_ids);
	holes = unpack_array(&w, &out->n_holes, 24, sizeof(*holes));
	for (i = 0; i < out->n_holes; i++) {
		holes[i].at = (size_t)unpack_int(&w);
		holes[i].kind =
		    (enum note_hole_kind)unpack_max(&w, NOTE_HOLE_EMBED);
		holes[i].index = (size_t)unpack_int(&w);
	}
	out->holes = holes;
	unpack_headings(&w, out);
	unpack_links(&w, out);
	examples = unpack_array(&w, &out->n_examples, 80, sizeof(*examples));
	for (i = 0; i < out->n_examples; i++)
		unpack_example(&w, &examples[i]);
	out->examples = examples;
	if (w.bad || !holes_good(out))
		return -1;
	out->sections = unpack_spans(&w, out, out->n_headings);
	out->blocks = unpack_spans(&w, out, out->n_ids);
	out->items = unpack_spans(&w, out, out->n_ids);
	return w.bad || w.len != 0 ? -1 : 0;
}
