/* yamldoc.c: YAML read into a plain tree */
#include <stdbool.h>
#include <string.h>
#include <yaml.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/yamldoc.h"

#define YAMLDOC_SIZE (64 * 1024)
#define YAMLDOC_DEPTH 16

struct yamldoc_reader {
	yaml_parser_t parser;
	const char *text; /* borrowed */
	size_t len;
	struct arena *a;
	size_t line_no, line_at;  /* a line begun already, and its offset */
	size_t col_chars, col_at; /* a column of it, and its offset */
	int line, col;            /* of what is wrong */
	struct err *e;
};

/* The column in bytes, as everywhere in this program; libyaml counts
 * characters. Marks only go forward, but for those of a problem. */
static int
yamldoc_col(struct yamldoc_reader *r, yaml_mark_t at)
{
	size_t k;

	if (at.line < r->line_no)
		r->line_no = r->line_at = 0;
	if (at.line != r->line_no || at.column < r->col_chars ||
	    r->col_at < r->line_at)
		r->col_chars = 0;
	for (; r->line_no < at.line; r->line_no++) {
		const char *line = r->text + r->line_at;

		k = text_line_cr(line, r->len - r->line_at);
		if (text_chomp(line, k) == k)
			break;
		r->line_at += k;
	}
	if (r->col_chars == 0)
		r->col_at = r->line_at;
	while (r->col_at < r->len && r->col_chars < at.column) {
		r->col_at++;
		r->col_chars +=
		    r->col_at == r->len ||
		    ((unsigned char)r->text[r->col_at] & 0xc0) != 0x80;
	}
	return (int)(r->col_at - r->line_at + at.column - r->col_chars) + 1;
}

static int
yamldoc_fail(struct yamldoc_reader *r, yaml_mark_t at, const char *what)
{
	r->line = (int)at.line + 1;
	r->col = yamldoc_col(r, at);
	return err_set(r->e, "%d:%d: %s", r->line, r->col, what);
}

/* Bytes that are not text at all: the parser gives only their offset. */
static yaml_mark_t
yamldoc_mark(const struct yamldoc_reader *r)
{
	size_t at = r->parser.problem_offset, i;
	yaml_mark_t mark = { 0, 0, 0 };

	for (i = 0; i < at && i < r->len; i++)
		if (r->text[i] == '\n' ||
		    (r->text[i] == '\r' &&
			(i + 1 == r->len || r->text[i + 1] != '\n'))) {
			mark.line++;
			mark.column = 0;
		} else
			mark.column +=
			    ((unsigned char)r->text[i] & 0xc0) != 0x80;
	return mark;
}

static int
yamldoc_event(struct yamldoc_reader *r, yaml_event_t *ev)
{
	if (yaml_parser_parse(&r->parser, ev))
		return 0;
	return yamldoc_fail(r,
	    r->parser.error == YAML_READER_ERROR ? yamldoc_mark(r)
						 : r->parser.problem_mark,
	    r->parser.problem ? r->parser.problem : "not YAML");
}

static struct yamldoc *
yamldoc_new(struct yamldoc_reader *r, enum yamldoc_kind kind, yaml_mark_t at)
{
	struct yamldoc *d = arena_alloc(r->a, sizeof(*d));

	d->kind = kind;
	d->line = (int)at.line + 1;
	d->col = yamldoc_col(r, at);
	d->from = r->col_at;
	return d;
}

static int yamldoc_node(
    struct yamldoc_reader *, struct yamldoc **, yaml_event_t *, int);

/* The children of a sequence or mapping up to its end. */
static int
yamldoc_children(struct yamldoc_reader *r, struct yamldoc *parent, int depth)
{
	struct yamldoc **tail = &parent->first, *key;
	yaml_event_t ev;

	for (;;) {
		if (yamldoc_event(r, &ev) == -1)
			return -1;
		if (ev.type == YAML_SEQUENCE_END_EVENT ||
		    ev.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&ev);
			return 0;
		}
		key = NULL;
		if (parent->kind == YAMLDOC_MAPPING) {
			if (yamldoc_node(r, &key, &ev, depth) == -1)
				return -1;
			if (key->kind != YAMLDOC_SCALAR)
				return yamldoc_fail(r, r->parser.mark,
				    "a key must be plain text");
			if (yamldoc_event(r, &ev) == -1)
				return -1;
		}
		if (yamldoc_node(r, tail, &ev, depth) == -1)
			return -1;
		if (key != NULL) {
			(*tail)->key = key->text;
			(*tail)->line = key->line;
			(*tail)->col = key->col;
		}
		tail = &(*tail)->next;
	}
}

static bool
yamldoc_has_anchor(const yaml_event_t *ev)
{
	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		return ev->data.scalar.anchor != NULL;
	case YAML_SEQUENCE_START_EVENT:
		return ev->data.sequence_start.anchor != NULL;
	case YAML_MAPPING_START_EVENT:
		return ev->data.mapping_start.anchor != NULL;
	default:
		return false;
	}
}

/* The node that the event begins; the event is consumed in any case. */
static int
yamldoc_node(
    struct yamldoc_reader *r, struct yamldoc **out, yaml_event_t *ev, int depth)
{
	yaml_mark_t at = ev->start_mark;
	int rc = 0;

	if (yamldoc_has_anchor(ev)) {
		yaml_event_delete(ev);
		return yamldoc_fail(r, at, "anchors are not read here");
	}
	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		*out = yamldoc_new(r, YAMLDOC_SCALAR, at);
		(*out)->text =
		    arena_strndup(r->a, (const char *)ev->data.scalar.value,
			ev->data.scalar.length);
		yamldoc_col(r, ev->end_mark);
		(*out)->to = r->col_at;
		break;
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		*out = yamldoc_new(r,
		    ev->type == YAML_MAPPING_START_EVENT ? YAMLDOC_MAPPING
							 : YAMLDOC_SEQUENCE,
		    at);
		yaml_event_delete(ev);
		if (depth >= YAMLDOC_DEPTH)
			return yamldoc_fail(r, at, "nested too deeply");
		return yamldoc_children(r, *out, depth + 1);
	case YAML_ALIAS_EVENT:
		rc = yamldoc_fail(r, at, "aliases are not read here");
		break;
	default:
		rc = yamldoc_fail(r, at, "a value is missing");
		break;
	}
	yaml_event_delete(ev);
	return rc;
}

/* The stream and document events around the one node. */
static int
yamldoc_document(struct yamldoc_reader *r, struct yamldoc **out)
{
	yaml_event_t ev;

	for (;;) {
		bool end;

		if (yamldoc_event(r, &ev) == -1)
			return -1;
		if (ev.type == YAML_STREAM_START_EVENT ||
		    ev.type == YAML_DOCUMENT_START_EVENT ||
		    ev.type == YAML_DOCUMENT_END_EVENT ||
		    ev.type == YAML_STREAM_END_EVENT) {
			end = ev.type == YAML_STREAM_END_EVENT;
			yaml_event_delete(&ev);
			if (end)
				return 0;
			continue;
		}
		if (*out != NULL) {
			yaml_mark_t at = ev.start_mark;

			yaml_event_delete(&ev);
			return yamldoc_fail(r, at, "a second document");
		}
		if (yamldoc_node(r, out, &ev, 0) == -1)
			return -1;
	}
}

int
yamldoc_parse(struct yamldoc **out, const char *text, size_t len,
    struct arena *a, int *line, int *col, struct err *e)
{
	struct yamldoc_reader r = { .a = a, .e = e, .line = 1, .col = 1 };
	int rc;

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	r.text = text;
	r.len = len;
	*out = NULL;
	*line = *col = 1;
	if (len > YAMLDOC_SIZE)
		return err_set(e, "1:1: longer than %d bytes", YAMLDOC_SIZE);
	if (!yaml_parser_initialize(&r.parser))
		return err_set(e, "1:1: cannot start the YAML parser");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &r.parser, (const unsigned char *)text, len);
	rc = yamldoc_document(&r, out);
	yaml_parser_delete(&r.parser);
	if (rc == -1)
		*out = NULL;
	*line = r.line;
	*col = r.col;
	return rc;
}

const struct yamldoc *
yamldoc_get(const struct yamldoc *map, const char *key)
{
	const struct yamldoc *d;

	if (map == NULL || map->kind != YAMLDOC_MAPPING)
		return NULL;
	for (d = map->first; d != NULL; d = d->next)
		if (strcmp(d->key, key) == 0)
			return d;
	return NULL;
}

/* Whether YAML has no such character, takes it for the end of a line, or for
 * the mark of an encoding. */
static bool
yamldoc_is_special(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029 || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

void
yamldoc_escape(struct strbuf *out, const char *s, char quote)
{
	size_t len = strlen(s), i, n;
	int32_t c;

	for (i = 0; i < len; i += n) {
		n = utf8_next(s + i, len - i, &c);
		if (quote == '"' && yamldoc_is_special(c)) {
			strbuf_addf(out, "\\u%04x", (unsigned)c);
			continue;
		}
		if (c == quote)
			strbuf_addc(out, quote == '"' ? '\\' : '\'');
		else if (c == '\\' && quote == '"')
			strbuf_addc(out, '\\');
		strbuf_add(out, s + i, n);
	}
}

const char *
yamldoc_library_version(void)
{
	return yaml_get_version_string();
}
