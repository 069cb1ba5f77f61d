/* tmpl_parse.c: the text of a template into operations */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "tmpl/tmpl_int.h"

#define TMPL_DELIM 16

/*
 * A template becomes one flat array of operations; a section knows where it
 * ends. A tag that is alone on its line and shows nothing itself takes the
 * whole line away with it ("standalone" in mustache(5)). Every other line
 * that is not empty begins with TMPL_OP_LINE, so that a partial can be
 * indented without touching what its variables hold.
 */
struct tmpl_parser {
	struct tmpl *t;
	const char *s;
	size_t len, pos;
	char open[TMPL_DELIM], close[TMPL_DELIM];
	int line;                 /* of `counted`, which follows the tags */
	size_t counted, line_at;  /* and where that line starts */
	size_t stack[TMPL_DEPTH]; /* sections that are open */
	size_t depth;
	struct err *e;
};

struct tmpl_tag {
	size_t from, to; /* with its delimiters */
	char sigil;      /* # ^ / > ! = & {, or 0 */
	const char *name;
	size_t len;
	int line, col;
};

static int
tmpl_fail(struct tmpl_parser *p, int line, int col, const char *what)
{
	return err_set(p->e, "%s:%d:%d: %s", p->t->name, line, col, what);
}

static bool
tmpl_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct tmpl_op *
tmpl_emit(struct tmpl_parser *p, enum tmpl_op_kind kind)
{
	struct tmpl_op *op = VEC_PUSH(p->t->ops, p->t->n, p->t->cap);

	memset(op, 0, sizeof(*op));
	op->kind = kind;
	return op;
}

static bool
tmpl_at_line(const struct tmpl_parser *p, size_t at)
{
	return at == 0 || p->s[at - 1] == '\n';
}

static void
tmpl_literal(struct tmpl_parser *p, size_t from, size_t to)
{
	while (from < to) {
		const char *nl = memchr(p->s + from, '\n', to - from);
		size_t end = nl ? (size_t)(nl - p->s) + 1 : to;
		struct tmpl_op *op;

		if (tmpl_at_line(p, from) && p->s[from] != '\n' &&
		    p->s[from] != '\r')
			tmpl_emit(p, TMPL_OP_LINE);
		op = tmpl_emit(p, TMPL_OP_LITERAL);
		op->s = p->s + from;
		op->len = end - from;
		from = end;
	}
}

static bool
tmpl_blank(const struct tmpl_parser *p, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!tmpl_is_space(p->s[from]))
			return false;
	return true;
}

/* The end of the line behind a tag, or 0 when more than blanks stand there. */
static size_t
tmpl_rest(const struct tmpl_parser *p, size_t at)
{
	while (at < p->len && p->s[at] != '\n') {
		if (!tmpl_is_space(p->s[at]))
			return 0;
		at++;
	}
	return at < p->len ? at + 1 : at;
}

/* Split "<% %>" out of {{=<% %>=}}. */
static int
tmpl_delimiters(struct tmpl_parser *p, const struct tmpl_tag *tag)
{
	const char *s = tag->name, *end = s + tag->len;
	const char *gap = s, *last;

	while (gap < end && !tmpl_is_space(*gap))
		gap++;
	last = end;
	while (last > gap && !tmpl_is_space(last[-1]))
		last--;
	if (gap == s || last == end || gap == end || gap - s >= TMPL_DELIM ||
	    end - last >= TMPL_DELIM || memchr(s, '=', tag->len) != NULL ||
	    !tmpl_blank(p, (size_t)(gap - p->s), (size_t)(last - p->s)))
		return tmpl_fail(p, tag->line, tag->col,
		    "two delimiters are wanted here, as in {{=<% %>=}}");
	memset(p->open, 0, sizeof(p->open));
	memset(p->close, 0, sizeof(p->close));
	memcpy(p->open, s, (size_t)(gap - s));
	memcpy(p->close, last, (size_t)(end - last));
	return 0;
}

static void
tmpl_count(struct tmpl_parser *p, size_t at)
{
	for (; p->counted < at; p->counted++)
		if (p->s[p->counted] == '\n') {
			p->line++;
			p->line_at = p->counted + 1;
		}
}

/* What is between the delimiters of the tag at tag->from. */
static int
tmpl_read_tag(struct tmpl_parser *p, struct tmpl_tag *tag)
{
	size_t at = tag->from + strlen(p->open), end;
	char close[TMPL_DELIM + 1];
	const char *found;

	tmpl_count(p, tag->from);
	tag->line = p->line;
	tag->col = (int)(tag->from - p->line_at) + 1;
	tag->sigil = 0;
	if (at < p->len && strchr("#^/>!=&{$<", p->s[at]) != NULL &&
	    p->s[at] != '\0')
		tag->sigil = p->s[at++];
	close[0] = '\0';
	if (tag->sigil == '{' || tag->sigil == '=')
		memcpy(close, tag->sigil == '{' ? "}" : "=", 2);
	memcpy(close + strlen(close), p->close, strlen(p->close) + 1);
	found = memmem(p->s + at, p->len - at, close, strlen(close));
	if (found == NULL)
		return tmpl_fail(p, tag->line, tag->col, "this tag has no end");
	end = (size_t)(found - p->s);
	tag->to = end + strlen(close);
	while (at < end && tmpl_is_space(p->s[at]))
		at++;
	while (end > at && tmpl_is_space(p->s[end - 1]))
		end--;
	tag->name = p->s + at;
	tag->len = end - at;
	return 0;
}

static int
tmpl_check_name(struct tmpl_parser *p, const struct tmpl_tag *tag)
{
	size_t i;

	if (tag->sigil == '$' || tag->sigil == '<')
		return tmpl_fail(p, tag->line, tag->col,
		    "blocks and parents are not known here, use a partial");
	if (tag->len == 0)
		return tmpl_fail(p, tag->line, tag->col, "a name is missing");
	for (i = 0; i < tag->len; i++)
		if (tmpl_is_space(tag->name[i]))
			return tmpl_fail(
			    p, tag->line, tag->col, "a name is one word");
	return 0;
}

static int
tmpl_close_section(struct tmpl_parser *p, const struct tmpl_tag *tag)
{
	struct tmpl_op *op;

	if (p->depth == 0)
		return tmpl_fail(
		    p, tag->line, tag->col, "no section is open here");
	op = &p->t->ops[p->stack[p->depth - 1]];
	if (op->len != tag->len || memcmp(op->s, tag->name, op->len) != 0)
		return err_set(p->e,
		    "%s:%d:%d: this ends \"%.*s\", but \"%.*s\" of line %d is "
		    "open",
		    p->t->name, tag->line, tag->col, (int)tag->len, tag->name,
		    (int)op->len, op->s, op->line);
	op->end = p->t->n;
	p->depth--;
	return 0;
}

static enum tmpl_op_kind
tmpl_op_of(char sigil)
{
	switch (sigil) {
	case '#':
		return TMPL_OP_SECTION;
	case '^':
		return TMPL_OP_INVERTED;
	case '>':
		return TMPL_OP_PARTIAL;
	case '&':
	case '{':
		return TMPL_OP_RAW;
	default:
		return TMPL_OP_ESCAPED;
	}
}

/* The tag as an operation; `indent` is the blanks before it, when alone. */
static int
tmpl_tag_op(struct tmpl_parser *p, const struct tmpl_tag *tag, bool alone)
{
	struct tmpl_op *op;

	if (tag->sigil == '!')
		return 0;
	if (tag->sigil == '=')
		return tmpl_delimiters(p, tag);
	if (tmpl_check_name(p, tag) == -1)
		return -1;
	if (tag->sigil == '/')
		return tmpl_close_section(p, tag);
	op = tmpl_emit(p, tmpl_op_of(tag->sigil));
	op->s = tag->name;
	op->len = tag->len;
	op->line = tag->line;
	op->col = tag->col;
	if (op->kind == TMPL_OP_PARTIAL && alone) {
		op->indent = p->s + p->line_at;
		op->indent_len = tag->from - p->line_at;
	}
	if (op->kind != TMPL_OP_SECTION && op->kind != TMPL_OP_INVERTED)
		return 0;
	if (p->depth == TMPL_DEPTH)
		return tmpl_fail(p, tag->line, tag->col,
		    "too many sections inside each other");
	p->stack[p->depth++] = p->t->n - 1;
	return 0;
}

/* The text up to the next tag, and the tag. */
static int
tmpl_step(struct tmpl_parser *p)
{
	const char *found =
	    memmem(p->s + p->pos, p->len - p->pos, p->open, strlen(p->open));
	struct tmpl_tag tag = { 0 };
	size_t start, rest = 0;

	if (found == NULL) {
		tmpl_literal(p, p->pos, p->len);
		p->pos = p->len;
		return 0;
	}
	tag.from = (size_t)(found - p->s);
	if (tmpl_read_tag(p, &tag) == -1)
		return -1;
	start = p->line_at;
	if (start >= p->pos && tag.sigil != 0 && tag.sigil != '&' &&
	    tag.sigil != '{' && tmpl_blank(p, start, tag.from))
		rest = tmpl_rest(p, tag.to);
	tmpl_literal(p, p->pos, rest ? start : tag.from);
	if (rest == 0 && tmpl_at_line(p, tag.from))
		tmpl_emit(p, TMPL_OP_LINE);
	if (tmpl_tag_op(p, &tag, rest != 0) == -1)
		return -1;
	p->pos = rest ? rest : tag.to;
	return 0;
}

/* What is no text would stand in every page as it is. */
static int
tmpl_no_text(struct tmpl_parser *p)
{
	const char *nul = memchr(p->s, '\0', p->len);
	ptrdiff_t bad = utf8_invalid_at(p->s, p->len);
	size_t at = nul != NULL ? (size_t)(nul - p->s) : p->len, i;
	int line = 1, col = 1;

	if (bad >= 0 && (size_t)bad < at)
		at = (size_t)bad;
	if (at == p->len)
		return 0;
	for (i = 0; i < at; i++, col++)
		if (p->s[i] == '\n') {
			line++;
			col = 0;
		}
	return tmpl_fail(p, line, col, "this is no UTF-8");
}

int
tmpl_parse(struct tmpl *t, size_t len, struct err *e)
{
	struct tmpl_parser p = { 0 };

	p.t = t;
	p.s = t->text;
	p.len = len;
	p.line = 1;
	p.e = e;
	memcpy(p.open, "{{", 3);
	memcpy(p.close, "}}", 3);
	if (tmpl_no_text(&p) == -1)
		return -1;
	while (p.pos < p.len)
		if (tmpl_step(&p) == -1)
			return -1;
	if (p.depth > 0) {
		const struct tmpl_op *op = &t->ops[p.stack[p.depth - 1]];

		return err_set(e, "%s:%d:%d: the section \"%.*s\" has no end",
		    t->name, op->line, op->col, (int)op->len, op->s);
	}
	return 0;
}
