/* study_day.c: a day file, read
 *
 * What the program writes, and what it takes for granted least:
 *
 *	# 2026-11-23
 *
 *	## 리뷰
 *
 *	### 21:00–21:28 docker: layer cache
 *
 *	Free Markdown.
 *
 *	## 회고
 *
 *	### KEEP
 *
 *	- …
 *
 * then PROBLEM and TRY likewise; the items are told in study_item.c. Any of
 * it may be missing, and most of it may look otherwise: study_scan.c says
 * what a heading is, study_name.c what the groups and lists are called,
 * study_head.c how the times may be written, study_map.c how it is decided
 * which heading begins what. An entry reaches to the next heading that is not
 * deeper than its own, so deeper ones belong to its text.
 *
 * An entry whose start is before the day ends (04:00, say) is of the night
 * that follows. That every minute of the clock comes once in a study day is
 * why an entry needs no date, and why two entries that share a minute overlap
 * whatever the hour is at which the day ends.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "study/study_int.h"
#include "study/study_merge.h"

#define DAY 1440

/* A day while it is read. */
struct reader {
	struct study_day *day;
	const struct study_map *m;
	struct arena *a;
	struct diag_list *d;
	struct study_entry *entries;
	size_t n, cap;
	int owner[DAY]; /* the line of the entry that has this minute */
};

static int
column(const struct study_line *l)
{
	return (int)(l->text - l->at) + 1;
}

static void
check_encoding(const struct reader *r)
{
	ptrdiff_t bad = utf8_invalid_at(r->m->text, r->m->len);
	size_t i;

	if (bad < 0)
		return;
	for (i = 0; i < r->m->n_lines; i++)
		if ((size_t)bad < r->m->lines[i].next)
			break;
	diag(r->d, DIAG_ENCODING, r->day->path, (int)i + 1,
	    (int)((size_t)bad - r->m->lines[i].at) + 1,
	    "this byte is not UTF-8: save the file as UTF-8");
}

/* A day that was copied from another one has that one's date as its title. Only
 * what is surely a date is judged: words may say anything. */
static void
check_title(const struct reader *r, const struct study_part *part)
{
	const struct study_line *l = &r->m->lines[part->first];
	char text[DATE_MAX], day[DATE_MAX];
	struct date d;

	if (l->n < 10 ||
	    (l->n > 10 && isalnum((unsigned char)r->m->text[l->text + 10])))
		return;
	snprintf(text, sizeof(text), "%.10s", r->m->text + l->text);
	if (date_parse(&d, text) == -1 ||
	    date_days(d) == date_days(r->day->date))
		return;
	date_format(day, r->day->date);
	diag(r->d, DIAG_DAY, r->day->path, (int)part->first + 1, column(l),
	    "the title is %s, but by its name the file is the day %s; its "
	    "entries count for that one",
	    text, day);
}

/* Say once if the entry shares a minute with one before it. */
static void
check_overlap(struct reader *r, const struct study_entry *en)
{
	int i, *owner;
	bool said = false;

	for (i = en->start; i < en->end; i++) {
		owner = &r->owner[i % DAY];
		if (*owner != 0 && !said) {
			diag(r->d, DIAG_DAY, r->day->path, en->line, 0,
			    "this entry overlaps the one on line %d", *owner);
			said = true;
		}
		*owner = en->line;
	}
}

/* The text between the headings, without blank lines around it. */
static void
set_body(struct study_entry *en, const struct reader *r,
    const struct study_part *part)
{
	const struct study_line *lines = r->m->lines;
	size_t first = part->first + 1, end = part->end, len;
	char *body;

	while (first < end && lines[first].kind == STUDY_BLANK)
		first++;
	while (end > first && lines[end - 1].kind == STUDY_BLANK)
		end--;
	en->body = "";
	if (first == end)
		return;
	len = lines[end - 1].at + lines[end - 1].len - lines[first].at;
	body = arena_alloc(r->a, len + 1);
	memcpy(body, r->m->text + lines[first].at, len);
	en->body = body;
	en->body_len = len;
}

static void
read_entry(struct reader *r, const struct study_part *part)
{
	const struct study_line *l = &r->m->lines[part->first];
	struct study_entry *en;
	struct study_head head;

	study_head_parse(&head, r->m->text + l->text, l->n, r->a);
	en = VEC_PUSH(r->entries, r->n, r->cap);
	memset(en, 0, sizeof(*en));
	en->start = head.start;
	en->end = head.end;
	en->minutes = head.start >= 0 ? head.end - head.start : 0;
	en->topic = head.topic;
	en->title = head.title;
	en->line = (int)part->first + 1;
	set_body(en, r, part);
	if (head.bad != NULL)
		diag(r->d, DIAG_DAY, r->day->path, en->line, column(l),
		    "these times cannot be, %s: the entry counts no minutes",
		    head.bad);
	if (head.start >= 0)
		check_overlap(r, en);
	r->day->minutes += en->minutes;
}

static void
read_list(struct reader *r, struct study_item_list *items,
    const struct study_part *part)
{
	const struct study_line *l = &r->m->lines[part->first];
	struct study_items *list = &r->day->lists[part->list];

	if (list->line == 0)
		list->line = (int)part->first + 1;
	if (part->typo)
		diag(r->d, DIAG_DAY, r->day->path, (int)part->first + 1,
		    column(l), "'%.*s' is read as %s", (int)l->n,
		    r->m->text + l->text, study_name_list(part->list));
	study_items_parse(items, r->m, part, r->a);
}

static void
check_ids(const struct reader *r, const struct study_items *tries)
{
	struct map *ids = map_new();
	size_t i;

	for (i = 0; i < tries->n; i++) {
		const struct study_item *it = &tries->v[i], *first;

		if (it->id == NULL)
			continue;
		first = map_get(ids, it->id);
		if (first == NULL)
			map_put(ids, it->id, (void *)it);
		else
			diag(r->d, DIAG_DAY, r->day->path, it->line, 0,
			    "the id ^%s is on line %d already", it->id,
			    first->line);
	}
	map_free(ids);
}

/* What two sides have edited is there twice, until its owner settles it. */
static void
check_marks(const struct reader *r)
{
	size_t i, k;

	for (i = r->m->head; i < r->m->n_lines; i++) {
		const struct study_line *l = &r->m->lines[i];
		const char *p = r->m->text + l->at;

		if (l->kind == STUDY_HIDDEN)
			continue;
		for (k = 0; k < l->len && (p[k] == ' ' || p[k] == '\t'); k++)
			;
		if (!study_merge_is_mark(p + k, l->len - k))
			continue;
		r->day->n_marked++;
		diag(r->d, DIAG_SYNC, r->day->path, (int)i + 1, (int)k + 1,
		    "this was edited on two sides, or removed on one, and is "
		    "kept as it is here: settle it, and remove this line");
	}
}

void
study_day_parse(struct study_day *out, const char *path, struct date date,
    const char *text, size_t len, struct arena *a, struct diag_list *d)
{
	struct study_item_list items[STUDY_LISTS] = { { NULL, 0, 0 } };
	struct study_map m;
	struct reader r = { .day = out, .m = &m, .a = a, .d = d };
	size_t i;

	memset(out, 0, sizeof(*out));
	out->date = date;
	out->path = path;
	out->text = text;
	out->text_len = len;
	study_map_init(&m, text, len);
	check_encoding(&r);
	for (i = 0; i < m.n_parts; i++) {
		if (m.parts[i].kind == STUDY_ENTRY)
			read_entry(&r, &m.parts[i]);
		else if (m.parts[i].kind == STUDY_LIST)
			read_list(&r, &items[m.parts[i].list], &m.parts[i]);
		else if (m.parts[i].kind == STUDY_TITLE)
			check_title(&r, &m.parts[i]);
	}
	if (m.unclosed != 0)
		diag(d, DIAG_DAY, path, (int)m.unclosed, 0,
		    "what is opened here is never closed, and hides all that "
		    "follows");
	out->entries = arena_copy(a, r.entries, r.n, sizeof(*r.entries));
	out->n_entries = r.n;
	study_meta_rules(&items[STUDY_TRY], &m, path, a, d);
	for (i = 0; i < STUDY_LISTS; i++) {
		out->lists[i].v =
		    arena_copy(a, items[i].v, items[i].n, sizeof(*items[i].v));
		out->lists[i].n = items[i].n;
		free(items[i].v);
	}
	check_ids(&r, &out->lists[STUDY_TRY]);
	check_marks(&r);
	free(r.entries);
	study_map_release(&m);
}

void
study_day_shape(struct strbuf *out, struct date d, const char *lang)
{
	char day[DATE_MAX];
	int list;

	date_format(day, d);
	strbuf_addf(out, "# %s\n\n## %s\n\n## %s\n", day,
	    study_name_group(STUDY_NAME_REVIEW, lang),
	    study_name_group(STUDY_NAME_RETRO, lang));
	for (list = 0; list < STUDY_LISTS; list++)
		strbuf_addf(out, "\n### %s\n",
		    study_name_list((enum study_list_kind)list));
}
