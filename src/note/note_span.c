/* note_span.c: HTML with marks to HTML with holes, and parts to embed */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "note/note_md.h"

static void
span_mark_before(cmark_node *node, char kind)
{
	char *mark = note_md_mark(kind, 0);

	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_BLOCK, mark));
	free(mark);
}

void
note_span_sections(cmark_node *root)
{
	cmark_node *n;

	for (n = cmark_node_first_child(root); n != NULL;
	     n = cmark_node_next(n)) {
		if (cmark_node_get_type(n) == CMARK_NODE_HEADING)
			span_mark_before(n, 's');
		/* Footnotes come last, whatever section they were in. */
		if (cmark_node_get_type(n) == CMARK_NODE_FOOTNOTE_DEFINITION) {
			span_mark_before(n, 'z');
			break;
		}
	}
}

#define SPAN_LEVELS 6

struct span_read {
	struct note_build *b;
	struct strbuf html;
	bool section;                 /* the next heading begins one */
	size_t section_from;          /* where that is */
	size_t open[SPAN_LEVELS + 1]; /* of each level: heading, from 1 */
	int list;                     /* of the next item */
};

static void
span_begin(struct span_read *r, struct note_span *span, size_t from, bool block)
{
	*span = (struct note_span){ .from = from, .block = block };
	span->hole = r->b->n_holes;
}

static void
span_end(struct span_read *r, struct note_span *span, size_t to)
{
	span->to = to;
	span->hole_end = r->b->n_holes;
}

/* End the open sections of this level and below it. */
static void
span_close(struct span_read *r, int level, size_t to)
{
	for (; level <= SPAN_LEVELS; level++) {
		if (r->open[level] > 0)
			span_end(r, &r->b->sections[r->open[level] - 1], to);
		r->open[level] = 0;
	}
}

static void
span_hole(struct span_read *r, enum note_hole_kind kind, size_t index)
{
	struct note_build *b = r->b;
	struct note_hole *hole;

	if (kind == NOTE_HOLE_HEADING && r->section) {
		int level = b->headings[index].level;

		span_close(r, level, r->section_from);
		span_begin(r, &b->sections[index], r->section_from, true);
		r->open[level] = index + 1;
		r->section = false;
	}
	hole = VEC_PUSH(b->holes, b->n_holes, b->cap_holes);
	*hole = (struct note_hole){ r->html.len, kind, index };
	if (kind == NOTE_HOLE_HEADING) {
		/* The mark is behind the ">" of the start tag. */
		hole->at--;
	}
}

/* An item begins where its start tag does, which is before its paragraph. */
static void
span_item(struct span_read *r, struct note_span *span)
{
	size_t at = r->html.len;

	while (at > 0 && strncmp(r->html.buf + at, "<li>", 4) != 0)
		at--;
	span_begin(r, span, at, true);
	span->list = r->list;
	r->list = -1;
}

/* And ends behind its end tag, which is the next one. */
static void
span_items_end(struct span_read *r)
{
	static const char end[] = "</li>";
	size_t i;

	for (i = 0; i < r->b->n_ids; i++) {
		struct note_span *span = &r->b->item_spans[i];
		const char *s = r->html.buf + span->to;

		if (span->to == 0)
			continue;
		s = strstr(s, end);
		span->to =
		    s == NULL ? 0 : (size_t)(s - r->html.buf) + sizeof(end) - 1;
	}
}

/* Do what a mark says; s is behind it, and where to go on is returned: a
 * mark that stands between blocks has a line of its own, which is none. */
static const char *
span_take(struct span_read *r, char kind, size_t index, const char *s)
{
	struct note_span *spans = r->b->id_spans;

	switch (kind) {
	case 'l':
		span_hole(r, NOTE_HOLE_LINK, index);
		return s;
	case 'e':
		span_hole(r, NOTE_HOLE_EXAMPLE, index);
		return s;
	case 'h':
		span_hole(r, NOTE_HOLE_HEADING, index);
		return s;
	case 'm':
		span_hole(r, NOTE_HOLE_EMBED, index);
		return s;
	case 'p':
		span_begin(r, &spans[index], r->html.len, false);
		return s;
	case 'q':
		span_end(r, &spans[index], r->html.len);
		return s;
	case 'P':
		span_begin(r, &spans[index], r->html.len, true);
		break;
	case 'Q':
		span_end(r, &spans[index], r->html.len);
		break;
	case 'n':
		r->list = (int)index;
		break;
	case 'i':
		span_item(r, &r->b->item_spans[index]);
		break;
	case 'j':
		span_end(r, &r->b->item_spans[index], r->html.len);
		break;
	case 'c':
	case 'd':
	case 't':
	case 'u':
		return note_callout_html(
		    &r->html, kind, &r->b->callouts[index], s);
	case 's':
		r->section = true;
		r->section_from = r->html.len;
		break;
	default:
		span_close(r, 1, r->html.len);
		break;
	}
	return *s == '\n' ? s + 1 : s;
}

void
note_span_read(struct note *out, const char *html, struct note_build *b)
{
	struct span_read r = { .b = b, .html = STRBUF_INIT, .list = -1 };
	const char *s = html, *mark;

	b->sections = xcalloc(b->n_headings + 1, sizeof(*b->sections));
	b->id_spans = xcalloc(b->n_ids + 1, sizeof(*b->id_spans));
	b->item_spans = xcalloc(b->n_ids + 1, sizeof(*b->item_spans));
	while ((mark = strchr(s, NOTE_MARK_BEGIN)) != NULL) {
		size_t index;
		char *end;

		strbuf_add(&r.html, s, (size_t)(mark - s));
		index = strtoul(mark + 2, &end, 10);
		s = span_take(&r, mark[1], index, end + 1);
	}
	strbuf_adds(&r.html, s);
	span_close(&r, 1, r.html.len);
	span_items_end(&r);
	out->html = arena_copy(b->a, r.html.buf, r.html.len + 1, 1);
	out->html_len = r.html.len;
	strbuf_release(&r.html);
}
