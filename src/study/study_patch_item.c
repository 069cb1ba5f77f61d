/* study_patch_item.c: add to KEEP, PROBLEM and TRY of a day that is patched */
#include <ctype.h>
#include <string.h>

#include "study/study_patch_int.h"

/* The last bullet of this list; STUDY_NOWHERE when there is none. `loose` tells if a
 * blank line stands before it and the bullet above it. */
static size_t
last_bullet(const struct patcher *p, const struct study_part *part, bool *loose)
{
	size_t i, last = STUDY_NOWHERE;

	*loose = false;
	for (i = part->first + 1; i < part->end; i++) {
		const struct study_line *l = &p->m.lines[i];

		if (l->kind != STUDY_BULLET || l->depth > 0)
			continue;
		*loose = last != STUDY_NOWHERE && study_patch_blank(p, i - 1);
		last = i;
	}
	return last;
}

/* The marker that follows the one of this bullet: "- ", "3. ", "\t* ". */
static void
add_marker(struct strbuf *out, const struct patcher *p, size_t line)
{
	const struct study_line *l = &p->m.lines[line];
	const char *s = p->m.text + l->at, *mark = s;
	long n = 0;

	while (*mark == ' ' || *mark == '\t')
		mark++;
	strbuf_add(out, s, (size_t)(mark - s));
	if (!isdigit((unsigned char)*mark)) {
		strbuf_addf(out, "%c ", *mark);
		return;
	}
	for (; isdigit((unsigned char)*mark); mark++)
		n = n * 10 + (*mark - '0');
	strbuf_addf(out, "%ld%c ", n < 999999999 ? n + 1 : n, *mark);
}

/* The bullet that any list of the file has, "- " else. */
static void
add_marker_of_file(struct strbuf *out, const struct patcher *p)
{
	const char *mark;
	size_t i, line;
	bool loose;

	for (i = 0; i < p->m.n_parts; i++) {
		if (p->m.parts[i].kind != STUDY_LIST)
			continue;
		line = last_bullet(p, &p->m.parts[i], &loose);
		if (line == STUDY_NOWHERE)
			continue;
		mark = p->m.text + p->m.lines[line].at;
		mark += strspn(mark, " \t");
		if (*mark == '*' || *mark == '+') {
			strbuf_addf(out, "%c ", *mark);
			return;
		}
	}
	strbuf_adds(out, "- ");
}

/*
 * One item behind its marker, which is in `out` already. The id is at the
 * end of the first paragraph, further lines are indented as far as its text.
 */
static void
add_item_text(struct strbuf *out, enum study_list_kind kind, const char *text,
    const char *id)
{
	size_t indent = out->len, i, last = 0;
	struct study_map m;

	study_map_init(&m, text, strlen(text));
	while (last + 1 < m.n_lines && m.lines[last + 1].goes_on &&
	       m.lines[last + 1].kind == STUDY_TEXT)
		last++;
	if (kind == STUDY_TRY)
		strbuf_adds(out, "[ ] ");
	for (i = 0; i < m.n_lines; i++) {
		const struct study_line *l = &m.lines[i];
		size_t k;

		if (i > 0)
			strbuf_addc(out, '\n');
		for (k = 0; i > 0 && l->len > 0 && k < indent; k++)
			strbuf_addc(out,
			    k < out->len && out->buf[k] == '\t' ? '\t' : ' ');
		strbuf_add(out, m.text + l->at, l->len);
		if (i == last && id != NULL)
			strbuf_addf(out, " ^%s", id);
	}
	study_map_release(&m);
}

/* Where a list that is missing goes, in the order KEEP, PROBLEM, TRY. */
static size_t
place_list(struct patcher *p, enum study_list_kind kind, struct strbuf *lines)
{
	const struct study_part *prev = NULL, *next = NULL, *retro, *review;
	const struct study_part *last;
	int level = 2;
	size_t i;

	for (i = 0; i < p->m.n_parts; i++) {
		const struct study_part *part = &p->m.parts[i];

		if (part->kind != STUDY_LIST || p->at_end)
			continue;
		if (part->list < kind)
			prev = part;
		else if (next == NULL)
			next = part;
	}
	if (prev != NULL || next != NULL) {
		last = prev != NULL ? prev : next;
		study_patch_heading(lines, last->level, study_name_list(kind));
		return prev != NULL
			   ? study_patch_trim(p, prev->first, prev->end)
			   : next->first;
	}
	retro = study_patch_part(p, STUDY_RETRO);
	if (retro != NULL && !p->at_end) {
		level = retro->level == STUDY_BOLD
			    ? STUDY_BOLD
			    : study_patch_below(retro->level);
		study_patch_heading(lines, level, study_name_list(kind));
		return study_patch_trim(p, retro->first, retro->end);
	}
	/* At the end, and not as a part of what stands there. */
	review = study_patch_part(p, STUDY_REVIEW);
	if (review != NULL)
		level = study_patch_hashes(review);
	for (i = 0; i < p->m.n_parts; i++)
		if ((p->m.parts[i].kind == STUDY_ENTRY ||
			p->m.parts[i].kind == STUDY_SECTION) &&
		    p->m.parts[i].level < level)
			level = p->m.parts[i].level;
	study_patch_title(lines, p);
	study_patch_group(lines, p, level, STUDY_NAME_RETRO);
	study_patch_heading(
	    lines, study_patch_below(level), study_name_list(kind));
	return study_patch_trim(p, p->m.head, p->m.n_lines);
}

int
study_patch_item(struct patcher *p, enum study_list_kind kind, const char *text,
    const char *id, struct err *e)
{
	struct strbuf lines = STRBUF_INIT, item = STRBUF_INIT;
	const struct study_part *part = NULL;
	int around = BLANK_BEFORE | BLANK_AFTER, rc;
	size_t i, at, line = STUDY_NOWHERE;
	bool loose = false;

	for (i = 0; i < p->m.n_parts; i++)
		if (p->m.parts[i].kind == STUDY_LIST &&
		    p->m.parts[i].list == kind)
			part = &p->m.parts[i];
	if (part == NULL) {
		at = place_list(p, kind, &lines);
		strbuf_adds(&lines, "\n\n");
	} else {
		line = last_bullet(p, part, &loose);
		at = study_items_end(&p->m, part) + 1;
		if (line != STUDY_NOWHERE)
			around = loose ? BLANK_BEFORE : TIGHT;
	}
	if (line != STUDY_NOWHERE)
		add_marker(&item, p, line);
	else
		add_marker_of_file(&item, p);
	add_item_text(&item, kind, text, id);
	strbuf_add(&lines, item.buf, item.len);
	rc = study_patch_insert(p, at, &lines, around, e);
	strbuf_release(&item);
	strbuf_release(&lines);
	return rc;
}
