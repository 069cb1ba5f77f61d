/* study_map.c: the headings of a day file, and which piece each one begins
 *
 * People write days in many ways: with the groups 리뷰 and 회고 or without,
 * with lists one level below, on the same level, or as bold lines. So a first
 * look over all headings gathers what there is, and the second decides each
 * of them by its words, its level and what stands around it.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "study/study_int.h"

/* What the file has somewhere. */
struct facts {
	bool review, retro;
	bool list[STUDY_LISTS]; /* by its exact name */
	int lists;              /* how many of them */
	int tops;               /* headings of level 1 */
	bool deeper;            /* one that may be an entry or group below it */
	size_t first;           /* the line of the first heading, or n_lines */
};

struct mapper {
	struct study_map *m;
	struct facts facts;
	enum study_part_kind group;
	int group_level, part_level;
	enum study_part_kind part; /* the kind of the open piece */
	bool flat;        /* the children of the group are on its level */
	bool after_retro; /* a retrospective has ended */
};

static struct study_name
name_at(const struct study_map *m, const struct study_line *l)
{
	return study_name_of(m->text + l->text, l->n);
}

static void
look(struct study_map *m, struct facts *f)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	f->first = m->n_lines;
	for (i = m->head; i < m->n_lines; i++) {
		const struct study_line *l = &m->lines[i];
		struct study_name name;

		if (l->kind != STUDY_HEADING)
			continue;
		if (f->first == m->n_lines)
			f->first = i;
		name = name_at(m, l);
		f->tops += l->level == 1;
		f->deeper |= l->level > 1 && name.kind != STUDY_NAME_LIST;
		f->review |= name.kind == STUDY_NAME_REVIEW;
		f->retro |= name.kind == STUDY_NAME_RETRO;
		if (name.kind == STUDY_NAME_LIST && name.fit == STUDY_EXACT &&
		    !f->list[name.list]) {
			f->list[name.list] = true;
			f->lists++;
		}
	}
}

/* "2026-11-23", "2026년 11월 23일", "2026. 11. 23. (월)". */
static bool
begins_with_date(const char *s, size_t n)
{
	size_t i;

	if (n < 8)
		return false;
	for (i = 0; i < 4; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	return memchr("-./", s[4], 3) != NULL || memcmp(s + 4, "년", 3) == 0;
}

/*
 * The title of the page: the first heading, when it is a date, or the only
 * one of level 1 with other headings below it.
 */
static bool
is_title(const struct mapper *w, size_t i)
{
	const struct study_line *l = &w->m->lines[i];

	if (i != w->facts.first || l->level == STUDY_BOLD)
		return false;
	return begins_with_date(w->m->text + l->text, l->n) ||
	       (l->level == 1 && w->facts.tops == 1 && w->facts.deeper);
}

/* Whether a name of a list means a list here. */
static bool
is_list(const struct mapper *w, const struct study_name *name)
{
	const struct facts *f = &w->facts;
	bool company = f->lists > f->list[name->list] && !f->retro;

	if (name->kind != STUDY_NAME_LIST)
		return false;
	if (w->group == STUDY_RETRO) {
		if (name->fit == STUDY_TYPO || name->fit == STUDY_TYPO_LOOSE)
			return !f->list[name->list];
		return true;
	}
	/* Under 리뷰 "try" is what was studied, unless the file has no 회고
	 * and two of the three stand here. */
	if (w->group == STUDY_REVIEW)
		return name->fit == STUDY_EXACT && !f->retro && f->lists >= 2;
	switch (name->fit) {
	case STUDY_EXACT:
		return true;
	case STUDY_WEAK:
		return company;
	case STUDY_TYPO:
		return !f->list[name->list] &&
		       (company || name->list == STUDY_PROBLEM);
	default:
		return false;
	}
}

/* Whether the next heading is on this one's level and no group or list. */
static bool
is_flat(const struct study_map *m, size_t i)
{
	int level = m->lines[i].level;

	while (++i < m->n_lines)
		if (m->lines[i].kind == STUDY_HEADING)
			return m->lines[i].level == level &&
			       name_at(m, &m->lines[i]).kind == STUDY_NAME_NONE;
	return false;
}

/* A heading that is not deeper ends the group, but for its flat children. */
static void
leave_group(struct mapper *w, int level, const struct study_name *name)
{
	if (w->group == STUDY_SECTION || level > w->group_level)
		return;
	if (level == w->group_level && w->flat)
		return;
	if (level == w->group_level && w->group == STUDY_RETRO &&
	    is_list(w, name))
		return;
	w->after_retro |= w->group == STUDY_RETRO;
	w->group = STUDY_SECTION;
}

/* Whether a heading below the open entry, list or section is a part of it. */
static bool
is_inside(const struct mapper *w, int level)
{
	switch (w->part) {
	case STUDY_ENTRY:
	case STUDY_LIST:
	case STUDY_SECTION:
		return w->part_level > 0 && level > w->part_level;
	default:
		return false;
	}
}

/* Whether the name begins a group here. */
static bool
is_group(const struct mapper *w, int level, const struct study_name *name)
{
	if (name->kind != STUDY_NAME_REVIEW && name->kind != STUDY_NAME_RETRO)
		return false;
	if (w->group == STUDY_RETRO)
		return false;
	if (name->kind == STUDY_NAME_RETRO)
		return level == STUDY_BOLD || !is_inside(w, level);
	return w->group == STUDY_SECTION && !is_inside(w, level);
}

static void
begin_group(struct mapper *w, size_t i, enum study_name_kind kind)
{
	w->group = kind == STUDY_NAME_RETRO ? STUDY_RETRO : STUDY_REVIEW;
	w->group_level = w->m->lines[i].level;
	w->flat = kind == STUDY_NAME_REVIEW && is_flat(w->m, i);
}

/* The kind of the piece that this heading begins; -1: it begins none. */
static int
decide(struct mapper *w, size_t i, const struct study_name *name)
{
	const struct study_line *l = &w->m->lines[i];
	const char *words;
	struct study_head head;
	size_t n;

	study_head_times(&head, w->m->text + l->text, l->n, &words, &n);
	if (!head.timed && is_group(w, l->level, name)) {
		begin_group(w, i, name->kind);
		return w->group;
	}
	if (!head.timed && is_list(w, name) &&
	    (!is_inside(w, l->level) || name->fit == STUDY_EXACT))
		return STUDY_LIST;
	if (is_inside(w, l->level))
		return -1;
	if (!head.timed && is_title(w, i))
		return STUDY_TITLE;
	if (l->level == STUDY_BOLD)
		return -1;
	if (head.timed)
		return STUDY_ENTRY;
	if (l->n == 0 || w->group == STUDY_RETRO)
		return STUDY_SECTION;
	if (w->group == STUDY_REVIEW)
		return STUDY_ENTRY;
	return w->facts.review || w->after_retro ? STUDY_SECTION : STUDY_ENTRY;
}

static void
map_heading(struct mapper *w, size_t i)
{
	const struct study_line *l = &w->m->lines[i];
	struct study_name name = name_at(w->m, l);
	struct study_part *p;
	int kind;

	leave_group(w, l->level, &name);
	kind = decide(w, i, &name);
	if (kind == -1)
		return;
	w->part = (enum study_part_kind)kind;
	w->part_level = l->level;
	p = VEC_PUSH(w->m->parts, w->m->n_parts, w->m->cap_parts);
	memset(p, 0, sizeof(*p));
	p->kind = w->part;
	p->list = name.list;
	p->group = w->group;
	p->typo = name.fit == STUDY_TYPO || name.fit == STUDY_TYPO_LOOSE;
	p->level = l->level;
	p->first = i;
}

void
study_map_init(struct study_map *m, const char *text, size_t len)
{
	struct mapper w = {
		.m = m, .group = STUDY_SECTION, .part = STUDY_TITLE
	};
	size_t i;

	memset(m, 0, sizeof(*m));
	m->text = text;
	m->len = len;
	study_scan(m);
	look(m, &w.facts);
	for (i = m->head; i < m->n_lines; i++)
		if (m->lines[i].kind == STUDY_HEADING)
			map_heading(&w, i);
	for (i = 0; i < m->n_parts; i++)
		m->parts[i].end =
		    i + 1 < m->n_parts ? m->parts[i + 1].first : m->n_lines;
}

void
study_map_release(struct study_map *m)
{
	free(m->lines);
	free(m->parts);
	memset(m, 0, sizeof(*m));
}
