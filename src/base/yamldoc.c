/* yamldoc.c: YAML read into a plain tree */
#include <stdbool.h>
#include <string.h>
#include <yaml.h>

#include "base/yamldoc.h"

#define YAMLDOC_SIZE (64 * 1024)
#define YAMLDOC_DEPTH 16

struct yamldoc_reader {
	yaml_parser_t parser;
	struct arena *a;
	int line, col; /* of what is wrong */
	struct err *e;
};

static int
yamldoc_fail(struct yamldoc_reader *r, yaml_mark_t at, const char *what)
{
	r->line = (int)at.line + 1;
	r->col = (int)at.column + 1;
	return err_set(r->e, "%d:%d: %s", r->line, r->col, what);
}

static int
yamldoc_event(struct yamldoc_reader *r, yaml_event_t *ev)
{
	if (yaml_parser_parse(&r->parser, ev))
		return 0;
	return yamldoc_fail(r, r->parser.problem_mark,
	    r->parser.problem ? r->parser.problem : "not YAML");
}

static struct yamldoc *
yamldoc_new(struct yamldoc_reader *r, enum yamldoc_kind kind, yaml_mark_t at)
{
	struct yamldoc *d = arena_alloc(r->a, sizeof(*d));

	d->kind = kind;
	d->line = (int)at.line + 1;
	d->col = (int)at.column + 1;
	return d;
}

static int yamldoc_node(struct yamldoc_reader *, struct yamldoc **,
    yaml_event_t *, int);

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

/* The node that the event begins; the event is consumed in any case. */
static int
yamldoc_node(struct yamldoc_reader *r, struct yamldoc **out, yaml_event_t *ev,
    int depth)
{
	yaml_mark_t at = ev->start_mark;
	int rc = 0;

	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		*out = yamldoc_new(r, YAMLDOC_SCALAR, at);
		(*out)->text = arena_strndup(r->a,
		    (const char *)ev->data.scalar.value,
		    ev->data.scalar.length);
		if (ev->data.scalar.anchor != NULL)
			rc = yamldoc_fail(r, at, "anchors are not read here");
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

	*out = NULL;
	*line = *col = 1;
	if (len > YAMLDOC_SIZE)
		return err_set(e, "1:1: longer than %d bytes", YAMLDOC_SIZE);
	if (!yaml_parser_initialize(&r.parser))
		return err_set(e, "1:1: cannot start the YAML parser");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text,
	    len);
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
