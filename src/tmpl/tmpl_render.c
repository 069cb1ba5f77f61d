/* tmpl_render.c: operations and a scope into text, escaping by default */
#include <string.h>

#include "base/html.h"
#include "base/utf8.h"
#include "tmpl/tmpl_int.h"

/* The scope stack lives on the stack of C, innermost first. */
struct tmpl_scope {
	const struct tmpl_val *v;
	const struct tmpl_scope *up;
};

struct tmpl_run {
	struct strbuf *out;
	const struct tmpl_set *set;
	struct strbuf indent; /* of the partials around */
	int partials;
	struct err *e;
};

static int tmpl_ops(struct tmpl_run *r, const struct tmpl *t, size_t from,
    size_t to, const struct tmpl_scope *scope);

/*
 * The first part of a dotted name is looked up outwards; the rest must be
 * members of what was found, so that a.b never means a and another's b.
 */
static const struct tmpl_val *
tmpl_lookup(const struct tmpl_scope *scope, const char *name, size_t len)
{
	const struct tmpl_val *v = NULL;
	size_t n;

	if (len == 1 && name[0] == '.')
		return scope->v;
	for (n = 0; n < len && name[n] != '.'; n++)
		;
	for (; scope != NULL && v == NULL; scope = scope->up)
		v = tmpl_get(scope->v, name, n);
	while (v != NULL && n < len) {
		name += n + 1;
		len -= n + 1;
		for (n = 0; n < len && name[n] != '.'; n++)
			;
		v = tmpl_get(v, name, n);
	}
	return v;
}

static int
tmpl_run_fail(struct tmpl_run *r, const struct tmpl *t,
    const struct tmpl_op *op, const char *what)
{
	return err_set(r->e, "%s:%d:%d: \"%.*s\" %s", t->name, op->line,
	    op->col, (int)op->len, op->s, what);
}

static bool
tmpl_truthy(const struct tmpl_val *v)
{
	if (v == NULL)
		return false;
	switch (v->kind) {
	case TMPL_FALSE:
		return false;
	case TMPL_TEXT:
	case TMPL_HTML:
		return v->len > 0;
	case TMPL_LIST:
		return v->n > 0;
	default:
		return true;
	}
}

static int
tmpl_variable(struct tmpl_run *r, const struct tmpl *t,
    const struct tmpl_op *op, const struct tmpl_scope *scope)
{
	const struct tmpl_val *v = tmpl_lookup(scope, op->s, op->len);

	if (v == NULL)
		return 0;
	switch (v->kind) {
	case TMPL_FALSE:
		return 0;
	case TMPL_TRUE:
		strbuf_adds(r->out, "true");
		return 0;
	case TMPL_HTML:
		if (op->kind == TMPL_OP_ESCAPED)
			return tmpl_run_fail(
			    r, t, op, "is HTML already: write {{{…}}}");
		strbuf_add(r->out, v->text, v->len);
		return 0;
	case TMPL_TEXT:
		if (op->kind == TMPL_OP_ESCAPED) {
			html_attr(r->out, v->text, v->len);
			/* What stands around it is the template's. */
			utf8_bidi_end(r->out, v->text, v->len);
		} else {
			strbuf_add(r->out, v->text, v->len);
		}
		return 0;
	default:
		return tmpl_run_fail(
		    r, t, op, "is a list or an object, not a text");
	}
}

static int
tmpl_section(struct tmpl_run *r, const struct tmpl *t, size_t at,
    const struct tmpl_scope *scope)
{
	const struct tmpl_op *op = &t->ops[at];
	const struct tmpl_val *v = tmpl_lookup(scope, op->s, op->len);
	struct tmpl_scope in = { v, scope };
	size_t i;

	if (tmpl_truthy(v) == (op->kind == TMPL_OP_INVERTED))
		return 0;
	if (op->kind == TMPL_OP_INVERTED)
		return tmpl_ops(r, t, at + 1, op->end, scope);
	if (v->kind != TMPL_LIST)
		return tmpl_ops(r, t, at + 1, op->end, &in);
	for (i = 0; i < v->n; i++) {
		in.v = v->v[i].v;
		if (tmpl_ops(r, t, at + 1, op->end, &in) == -1)
			return -1;
	}
	return 0;
}

static int
tmpl_partial(struct tmpl_run *r, const struct tmpl *t, const struct tmpl_op *op,
    const struct tmpl_scope *scope)
{
	const struct tmpl *to = tmpl_find(r->set, op->s, op->len);
	struct strbuf indent = STRBUF_INIT, outer = r->indent;
	int rc;

	if (to == NULL)
		return 0;
	if (r->partials == TMPL_PARTIALS)
		return tmpl_run_fail(r, t, op, "is too many partials deep");
	/* In the middle of a line a partial is just text: no indentation. */
	if (op->indent != NULL) {
		strbuf_add(&indent, outer.buf, outer.len);
		strbuf_add(&indent, op->indent, op->indent_len);
	}
	r->partials++;
	r->indent = indent;
	rc = tmpl_ops(r, to, 0, to->n, scope);
	r->indent = outer;
	r->partials--;
	strbuf_release(&indent);
	return rc;
}

static int
tmpl_ops(struct tmpl_run *r, const struct tmpl *t, size_t from, size_t to,
    const struct tmpl_scope *scope)
{
	int rc = 0;

	while (from < to && rc == 0) {
		const struct tmpl_op *op = &t->ops[from];
		size_t next = from + 1;

		switch (op->kind) {
		case TMPL_OP_LITERAL:
			strbuf_add(r->out, op->s, op->len);
			break;
		case TMPL_OP_LINE:
			strbuf_add(r->out, r->indent.buf, r->indent.len);
			break;
		case TMPL_OP_ESCAPED:
		case TMPL_OP_RAW:
			rc = tmpl_variable(r, t, op, scope);
			break;
		case TMPL_OP_SECTION:
		case TMPL_OP_INVERTED:
			rc = tmpl_section(r, t, from, scope);
			next = op->end;
			break;
		case TMPL_OP_PARTIAL:
			rc = tmpl_partial(r, t, op, scope);
			break;
		}
		from = next;
	}
	return rc;
}

int
tmpl_render(struct strbuf *out, const struct tmpl_set *set, const char *name,
    const struct tmpl_val *scope, struct err *e)
{
	const struct tmpl *t = tmpl_find(set, name, strlen(name));
	struct tmpl_scope top = { scope, NULL };
	struct tmpl_run r = { out, set, STRBUF_INIT, 0, e };
	size_t start = out->len;

	if (t == NULL)
		return err_set(e, "%s: there is no such template", name);
	if (tmpl_ops(&r, t, 0, t->n, &top) == -1) {
		strbuf_trunc(out, start);
		return -1;
	}
	return 0;
}
