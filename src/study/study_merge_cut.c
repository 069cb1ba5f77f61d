/* study_merge_cut.c: a day cut into the pieces that are merged as a whole
 *
 * An entry is one piece from its heading to the next. Of a list the heading is
 * one, and each item with what is nested below it; what stands between items
 * is one more. So is the text below a heading of any other kind. Put together
 * in order, with the blank lines between them, they are the file.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "study/study_merge_int.h"

struct cutter {
	struct study_cuts *out;
	const struct study_map *m;
	const struct study_day *day;
};

/* One piece of lines [first, end), if there is anything in them. */
static struct study_cut *
cut(struct cutter *c, enum study_cut_kind kind, size_t first, size_t end)
{
	const struct study_line *lines = c->m->lines;
	struct study_cut *out;

	while (first < end && lines[first].kind == STUDY_BLANK)
		first++;
	while (end > first && lines[end - 1].kind == STUDY_BLANK)
		end--;
	if (first == end)
		return NULL;
	out = VEC_PUSH(c->out->v, c->out->n, c->out->cap);
	memset(out, 0, sizeof(*out));
	out->kind = kind;
	out->p = c->m->text + lines[first].at;
	out->len = lines[end - 1].at + lines[end - 1].len - lines[first].at;
	return out;
}

/* One past the lines of a heading: it may be underlined. */
static size_t
heading_end(const struct cutter *c, const struct study_part *part)
{
	size_t i = part->first + 1;

	return i < part->end && c->m->lines[i].goes_on ? i + 1 : i;
}

static const struct study_entry *
entry_at(const struct study_day *day, size_t line)
{
	size_t i;

	for (i = 0; i < day->n_entries; i++)
		if (day->entries[i].line == (int)line + 1)
			return &day->entries[i];
	return NULL;
}

static const struct study_item *
item_at(const struct study_items *items, size_t line)
{
	size_t i;

	for (i = 0; i < items->n; i++)
		if (items->v[i].line == (int)line + 1)
			return &items->v[i];
	return NULL;
}

/* Heading and text in one. */
static void
cut_whole(
    struct cutter *c, enum study_cut_kind kind, const struct study_part *part)
{
	const struct study_line *last = &c->m->lines[heading_end(c, part) - 1];
	struct study_cut *out = cut(c, kind, part->first, part->end);

	out->head = last->at + last->len - c->m->lines[part->first].at;
	if (kind == STUDY_CUT_ENTRY)
		out->entry = entry_at(c->day, part->first);
}

/* Whether a line of a list begins a piece; `prose`: the one before is no item. */
static bool
begins(const struct cutter *c, size_t i, bool prose)
{
	const struct study_line *l = &c->m->lines[i];

	if (l->kind == STUDY_BLANK || l->depth > 0 || l->goes_on)
		return l->kind == STUDY_BULLET && l->depth == 0;
	if (l->kind == STUDY_HIDDEN || l->kind == STUDY_OTHER)
		return !prose || c->m->lines[i - 1].kind == STUDY_BLANK;
	return true;
}

static void
cut_list(struct cutter *c, const struct study_part *part)
{
	const struct study_items *items = &c->day->lists[part->list];
	size_t i = heading_end(c, part), end;
	struct study_cut *out = cut(c, STUDY_CUT_LIST, part->first, i);

	out->list = part->list;
	for (; i < part->end; i = end) {
		const struct study_item *item = item_at(items, i);
		const struct study_line *l = &c->m->lines[i];

		for (end = i + 1; end < part->end; end++)
			if (begins(c, end, item == NULL))
				break;
		out = cut(
		    c, item != NULL ? STUDY_CUT_ITEM : STUDY_CUT_PROSE, i, end);
		if (out == NULL)
			continue;
		out->list = part->list;
		out->item = item;
		if (item != NULL && l->kind == STUDY_BULLET)
			out->indent = l->text - l->at;
	}
}

static void
cut_part(struct cutter *c, const struct study_part *part)
{
	enum study_cut_kind kind = STUDY_CUT_TITLE;
	size_t head;

	switch (part->kind) {
	case STUDY_LIST:
		cut_list(c, part);
		return;
	case STUDY_ENTRY:
		cut_whole(c, STUDY_CUT_ENTRY, part);
		return;
	case STUDY_SECTION:
		cut_whole(c, STUDY_CUT_SECTION, part);
		return;
	case STUDY_REVIEW:
		kind = STUDY_CUT_REVIEW;
		break;
	case STUDY_RETRO:
		kind = STUDY_CUT_RETRO;
		break;
	case STUDY_TITLE:
		break;
	}
	head = heading_end(c, part);
	cut(c, kind, part->first, head);
	cut(c, STUDY_CUT_PROSE, head, part->end);
}

void
study_cuts_init(
    struct study_cuts *out, const struct study_version *text, struct arena *a)
{
	struct study_day day;
	struct study_map m;
	struct cutter c = { out, &m, &day };
	size_t i;

	memset(out, 0, sizeof(*out));
	out->text = *text;
	if (text->p == NULL)
		out->text = (struct study_version){ "", 0 };
	study_map_init(&m, out->text.p, out->text.len);
	study_day_parse(
	    &day, "", (struct date){ 0 }, out->text.p, out->text.len, a, NULL);
	out->odd = m.unclosed != 0;
	cut(&c, STUDY_CUT_FRONT, 0,
	    m.n_parts > 0 ? m.parts[0].first : m.n_lines);
	for (i = 0; i < m.n_parts; i++)
		cut_part(&c, &m.parts[i]);
	study_map_release(&m);
}

void
study_cuts_release(struct study_cuts *c)
{
	free(c->v);
	c->v = NULL;
}

/* Over the "\r" of a "\r\n". */
static size_t
over_cr(const char *p, size_t i, size_t len)
{
	return i + 1 < len && p[i] == '\r' && p[i + 1] == '\n' ? i + 1 : i;
}

bool
study_cut_bytes(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t i = 0, k = 0;

	for (; i < a_len && k < b_len; i++, k++) {
		i = over_cr(a, i, a_len);
		k = over_cr(b, k, b_len);
		if (a[i] != b[k])
			return false;
	}
	return i == a_len && k == b_len;
}

bool
study_cut_same(const struct study_cut *a, const struct study_cut *b)
{
	return a->kind == b->kind && a->list == b->list &&
	       study_cut_bytes(a->p, a->len, b->p, b->len);
}
