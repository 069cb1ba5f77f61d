/* study_mark.c: the state of a try, written on its birth line
 *
 *	- [ ] text ^t7k2		becomes
 *	- [x] text ^t7k2 (done 2026-11-25)
 *	- [x] ~~text~~ ^t7k2 (dropped 2026-11-25: why)
 *	- [x] text ^t7k2 (retried as ^t9qa)
 *
 * The box is the one byte of a day that is ever replaced; all else is put in
 * between. As with every patch the day is read again afterwards, and nothing
 * but this try may have changed.
 */
#include <ctype.h>
#include <string.h>

#include "study/study_int.h"

/* Where the pieces of an item are in the text. */
struct place {
	size_t begin; /* of its text, behind the box */
	size_t box;   /* of the character in the box */
	bool bullet, boxed;
	size_t end;    /* of its text, in front of the id */
	size_t id_end; /* of the id, if it has one, else as `end` */
};

static bool
same_str(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

const struct study_item *
study_mark_find(const struct study_day *day, const struct study_mark *mark)
{
	const struct study_items *tries = &day->lists[STUDY_TRY];
	size_t i;

	for (i = 0; i < tries->n; i++)
		if (same_str(tries->v[i].id, mark->id))
			return &tries->v[i];
	for (i = 0; i < tries->n && mark->text != NULL; i++)
		if (tries->v[i].id == NULL && tries->v[i].state == STUDY_OPEN &&
		    same_str(tries->v[i].text, mark->text))
			return &tries->v[i];
	return NULL;
}

/* "[ ] " at `at`, before `end`. */
static bool
is_box(const struct strbuf *text, size_t at, size_t end)
{
	const char *p = text->buf + at;

	return end - at >= 3 && p[0] == '[' && p[2] == ']' &&
	       (p[1] == ' ' || p[1] == 'x' || p[1] == 'X') &&
	       (end - at == 3 || isspace((unsigned char)p[3]));
}

/* Find the pieces of this open try; false when they are not as they seem. */
static bool
locate(
    struct place *out, const struct strbuf *text, const struct study_item *it)
{
	struct study_map m;
	size_t first = (size_t)it->line - 1, last, id_len;
	const struct study_line *l;
	bool sure = true;

	study_map_init(&m, text->buf, text->len);
	last = study_item_last(&m, first);
	l = &m.lines[first];
	out->bullet = l->kind == STUDY_BULLET;
	if (l->n == 0 && last > first)
		l++;
	out->begin = l->text;
	out->boxed = is_box(text, l->text, l->text + l->n);
	out->box = l->text + 1;
	if (out->boxed)
		out->begin += 3;
	l = &m.lines[last];
	out->end = out->id_end = l->text + l->n;
	if (it->id != NULL) {
		id_len = strlen(it->id) + 1;
		sure = l->n >= id_len && text->buf[out->end - id_len] == '^' &&
		       memcmp(text->buf + out->end - id_len + 1, it->id,
			   id_len - 1) == 0;
		if (sure)
			out->end -= id_len;
	}
	while (out->begin < out->end &&
	       isspace((unsigned char)text->buf[out->begin]))
		out->begin++;
	while (out->end > out->begin &&
	       isspace((unsigned char)text->buf[out->end - 1]))
		out->end--;
	study_map_release(&m);
	return sure && out->begin < out->end;
}

/* From the end to the front, so that the places in front stay right. */
static void
write_mark(struct strbuf *text, const struct place *p,
    const struct study_item *it, const struct study_mark *mark)
{
	struct strbuf tail = STRBUF_INIT;
	const char *note = mark->note != NULL ? mark->note : "";

	if (it->id == NULL)
		strbuf_addf(&tail, " ^%s", mark->id);
	switch (mark->state) {
	case STUDY_OPEN:
		break;
	case STUDY_DONE:
		strbuf_addf(&tail, " (done %s)", note);
		break;
	case STUDY_DROPPED:
		strbuf_addf(&tail, " (dropped %s)", note);
		break;
	case STUDY_RETRIED:
		strbuf_addf(&tail, " (retried as ^%s)", note);
		break;
	}
	strbuf_insert(text, p->id_end, tail.buf, tail.len);
	if (mark->state == STUDY_DROPPED) {
		strbuf_insert(text, p->end, "~~", 2);
		strbuf_insert(text, p->begin, "~~", 2);
	}
	if (p->boxed)
		text->buf[p->box] = mark->state == STUDY_OPEN ? ' ' : 'x';
	else
		strbuf_insert(text, p->begin,
		    mark->state == STUDY_OPEN ? "[ ] " : "[x] ", 4);
	if (!p->bullet)
		strbuf_insert(text, p->begin, "- ", 2);
	strbuf_release(&tail);
}

/* Nothing but this try of the first differs, and that says what is meant. */
static bool
only_this(const struct study_day *a, const struct study_day *b,
    const struct study_item *it, const struct study_mark *mark)
{
	size_t i;
	int kind;

	if (a->n_entries != b->n_entries)
		return false;
	for (i = 0; i < a->n_entries; i++)
		if (!study_same_entry(&a->entries[i], &b->entries[i]))
			return false;
	for (kind = 0; kind < STUDY_LISTS; kind++) {
		const struct study_items *x = &a->lists[kind];
		const struct study_items *y = &b->lists[kind];

		if (x->n != y->n)
			return false;
		for (i = 0; i < x->n; i++) {
			struct study_item want = x->v[i];

			if (&x->v[i] == it) {
				want.id = mark->id;
				want.state = mark->state;
				want.state_note = mark->note;
			}
			if (!study_same_item(&want, &y->v[i]))
				return false;
		}
	}
	return true;
}

static int
mark_one(struct strbuf *text, const struct study_add *add,
    const struct study_mark *mark, struct arena *a, struct err *e)
{
	struct study_day before, after;
	const struct study_item *it;
	struct place place;

	study_day_parse(&before, "", add->date, text->buf, text->len, a, NULL);
	if ((it = study_mark_find(&before, mark)) == NULL)
		return 0;
	if (it->id != NULL && it->state == mark->state &&
	    same_str(it->state_note, mark->note))
		return 0;
	if (it->state != STUDY_OPEN)
		return err_code(e, ERR_CONFLICT,
		    "the try on line %d is closed already (%s)", it->line,
		    it->state_note != NULL ? it->state_note
					   : "its box is "
					     "ticked");
	if (locate(&place, text, it)) {
		write_mark(text, &place, it, mark);
		study_day_parse(
		    &after, "", add->date, text->buf, text->len, a, NULL);
		if (only_this(&before, &after, it, mark))
			return 0;
	}
	return err_code(e, ERR_CONFLICT,
	    "the try on line %d of the day cannot be marked safely: change it "
	    "by hand",
	    it->line);
}

int
study_mark(struct strbuf *text, const struct study_add *add, struct err *e)
{
	struct arena *a = arena_new();
	size_t i;
	int rc = 0;

	for (i = 0; i < add->n_marks && rc == 0; i++)
		rc = mark_one(text, add, &add->marks[i], a, e);
	arena_free(a);
	return rc;
}
