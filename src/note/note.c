/* note.c: the bytes of one file to a struct note */
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "note/note_int.h"

const char *
note_attr(const struct note_example *x, const char *key)
{
	size_t i;

	for (i = 0; i < x->n_attrs; i++)
		if (strcmp(x->attrs[i].key, key) == 0)
			return x->attrs[i].value;
	return NULL;
}

bool
note_example_runs(const struct note_example *x)
{
	return x->run || (x->of == NULL && note_attr(x, "needs") != NULL);
}

void
note_html_fill_span(struct strbuf *out, const struct note *n,
    const struct note_span *span, note_fill_fn fn, void *payload)
{
	size_t i, at = span->from;

	for (i = span->hole; i < span->hole_end; i++) {
		strbuf_add(out, n->html + at, n->holes[i].at - at);
		at = n->holes[i].at;
		fn(out, &n->holes[i], payload);
	}
	strbuf_add(out, n->html + at, span->to - at);
}

void
note_html_fill(
    struct strbuf *out, const struct note *n, note_fill_fn fn, void *payload)
{
	struct note_span all = { 0, n->html_len, 0, n->n_holes, true, 0 };

	note_html_fill_span(out, n, &all, fn, payload);
}

/* A line and column for an offset into the text. */
static void
note_locate(const char *text, size_t at, int *line, int *col)
{
	size_t i, start = 0;

	*line = 1;
	for (i = 0; i < at; i++)
		if (text[i] == '\n' ||
		    (text[i] == '\r' && text[i + 1] != '\n')) {
			++*line;
			start = i + 1;
		}
	*col = (int)(at - start) + 1;
}

/* Bytes that are not UTF-8 become U+FFFD, and the first one is reported. */
static char *
note_utf8(const struct note_src *src, struct diag_list *d, size_t *len)
{
	struct strbuf sb = STRBUF_INIT;
	ptrdiff_t bad = utf8_invalid_at(src->text, src->len);

	if (bad < 0 && memchr(src->text, '\0', src->len) == NULL) {
		strbuf_add(&sb, src->text, src->len);
		goto out;
	}
	if (bad >= 0) {
		int line, col;

		note_locate(src->text, (size_t)bad, &line, &col);
		diag(d, DIAG_ENCODING, src->path, line, col,
		    "this is not UTF-8; save the file as UTF-8");
	}
	utf8_repair(&sb, src->text, src->len);
out:
	*len = sb.len;
	return strbuf_take(&sb);
}

const char *
note_id(const char *path, struct arena *a)
{
	char *nfc = utf8_nfc(path);
	const char *id;

	if (path_is_note(nfc))
		nfc[path_note_len(nfc, strlen(nfc))] = '\0';
	id = arena_strdup(a, nfc);
	free(nfc);
	return id;
}

static const char *
note_title(struct note *n)
{
	if (n->n_headings > 0 && n->headings[0].level == 1)
		n->titled = n->meta.title == NULL ||
			    strcmp(n->meta.title, n->headings[0].text) == 0;
	if (n->meta.title != NULL)
		return n->meta.title;
	if (n->n_headings > 0 && *n->headings[0].text != '\0')
		return n->headings[0].text;
	return path_base(n->id);
}

static void
note_build_release(struct note_build *b)
{
	map_free(b->taken_ids);
	map_free(b->taken_examples);
	map_free(b->spots);
	free(b->passed);
	free(b->headings);
	free(b->links);
	free(b->ids);
	free(b->blocks);
	free(b->props);
	free(b->examples);
	free(b->holes);
	free(b->callouts);
	free(b->tags);
	free(b->sections);
	free(b->id_spans);
	free(b->item_spans);
	free(b->lines);
}

/* Path, id and front matter, and the rest of the text as b's body. */
static void
note_begin(struct note *out, struct note_build *b, const char *text, size_t len)
{
	size_t body = 0;

	*out = (struct note){ .path = arena_strdup(b->a, b->src->path) };
	out->id = note_id(b->src->path + b->src->skip, b->a);
	if (!b->opts->no_wiki)
		body = note_meta_parse(&out->meta, text, len, &b->body_line, b);
	b->lang = out->meta.lang ? out->meta.lang : b->opts->lang;
	b->body = text + body;
	b->body_len = len - body;
}

void
note_meta_read(
    struct note_meta *out, const char *text, size_t len, struct arena *a)
{
	struct note_src src = { .path = "", .text = text, .len = len };
	struct note_opts opts = { .unsafe = false };
	struct note_build b = { .src = &src, .opts = &opts, .a = a };
	int lines;

	*out = (struct note_meta){ .title = NULL };
	note_meta_parse(out, text, len, &lines, &b);
	note_build_release(&b);
}

size_t
note_output_max(size_t len)
{
	return NOTE_OUTPUT_TIMES * (len > 16384 ? len : 16384);
}

/* The text as it is, escaped, in the place of its HTML. */
static void
note_source(struct note *out, const char *text, size_t len, struct arena *a)
{
	struct strbuf html = STRBUF_INIT;

	strbuf_adds(&html, "<pre class=\"failed\">");
	html_text(&html, text, len);
	strbuf_adds(&html, "</pre>\n");
	out->html = arena_copy(a, html.buf, html.len + 1, 1);
	out->html_len = html.len;
	out->text = "";
	out->title = note_title(out);
	out->failed = true;
	strbuf_release(&html);
}

void
note_parse_source(struct note *out, const struct note_src *src,
    const struct note_opts *opts, struct arena *a, struct diag_list *d)
{
	struct note_build b = { .src = src, .opts = opts, .a = a, .d = d };
	size_t len;
	char *text = note_utf8(src, d, &len);

	note_begin(out, &b, text, len);
	note_source(out, text, len, a);
	note_build_release(&b);
	free(text);
}

/* Whether the body is a shape that the library cannot take, which is told. */
static bool
note_refused(const struct note_build *b)
{
	struct note_hazard h;

	if (!note_hazard_find(&h, b->body, b->body_len, note_library_number()))
		return false;
	diag(b->d, DIAG_BUDGET, b->src->path, h.line + b->body_line, h.col,
	    "%s: cmark-gfm %s would run away on it (%s), so the source of the "
	    "note is shown; split it, or put it into a code block",
	    h.what, note_library_version(), note_flaws[h.flaw].cve);
	return true;
}

/* Those of the front matter come last: the text around a link says more. */
static void
note_links_all(struct note *out, struct note_build *b)
{
	size_t i;

	for (i = 0; i < b->n_props; i++)
		*VEC_PUSH(b->links, b->n_links, b->cap_links) = b->props[i];
	out->links = arena_copy(b->a, b->links, b->n_links, sizeof(*b->links));
	out->n_links = b->n_links;
}

void
note_parse(struct note *out, const struct note_src *src,
    const struct note_opts *opts, struct arena *a, struct diag_list *d)
{
	struct note_build b = { .src = src, .opts = opts, .a = a, .d = d };
	size_t len;
	char *text = note_utf8(src, d, &len);

	b.taken_ids = map_new();
	b.taken_examples = map_new();
	note_begin(out, &b, text, len);
	if (note_refused(&b) || note_md_parse(out, &b) == -1) {
		note_source(out, text, len, a);
		goto out;
	}
	note_tag_merge(&out->meta, &b);
	out->headings =
	    arena_copy(a, b.headings, b.n_headings, sizeof(*b.headings));
	note_links_all(out, &b);
	out->examples =
	    arena_copy(a, b.examples, b.n_examples, sizeof(*b.examples));
	out->holes = arena_copy(a, b.holes, b.n_holes, sizeof(*b.holes));
	out->n_headings = b.n_headings;
	out->n_examples = b.n_examples;
	out->n_holes = b.n_holes;
	out->ids = arena_copy(a, b.ids, b.n_ids, sizeof(*b.ids));
	out->n_ids = b.n_ids;
	out->sections =
	    arena_copy(a, b.sections, b.n_headings, sizeof(*b.sections));
	out->blocks = arena_copy(a, b.id_spans, b.n_ids, sizeof(*b.id_spans));
	out->items =
	    arena_copy(a, b.item_spans, b.n_ids, sizeof(*b.item_spans));
	out->title = note_title(out);
out:
	note_build_release(&b);
	free(text);
}
