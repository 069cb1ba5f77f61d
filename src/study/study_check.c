/* study_check.c: whether a patched day says what was meant, and all of it
 *
 * The text that is added is free Markdown, and so is what it is added to; no
 * rule about either is as sure as reading the result again. What differs is
 * not written: the caller keeps the text as a draft.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "study/study_int.h"

#define DAY 1440

static bool
is_subsequence(const char *a, size_t n, const struct strbuf *b)
{
	size_t i = 0, k;

	for (k = 0; k < b->len && i < n; k++)
		if (a[i] == b->buf[k])
			i++;
	return i == n;
}

static bool
same_str(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
study_same_entry(const struct study_entry *a, const struct study_entry *b)
{
	return a->start == b->start && a->end == b->end &&
	       same_str(a->topic, b->topic) && same_str(a->title, b->title) &&
	       a->body_len == b->body_len &&
	       memcmp(a->body, b->body, a->body_len) == 0;
}

bool
study_same_item(const struct study_item *a, const struct study_item *b)
{
	return same_str(a->text, b->text) && same_str(a->id, b->id) &&
	       same_str(a->topic, b->topic) && a->state == b->state &&
	       same_str(a->state_note, b->state_note);
}

/* The same lines, whatever ends them and whatever is blank around them. */
static bool
same_body(const char *a, const char *b, size_t b_len)
{
	size_t a_len = strlen(a), i = 0, k = 0, n;

	while (a_len > 0 && isspace((unsigned char)a[a_len - 1]))
		a_len--;
	while ((n = text_line(a, a_len)) < a_len && strspn(a, " \t\r\n") >= n) {
		a += n;
		a_len -= n;
	}
	while (b_len > 0 && isspace((unsigned char)b[b_len - 1]))
		b_len--;
	while (i < a_len && k < b_len) {
		if (a[i] == '\r' && i + 1 < a_len && a[i + 1] == '\n')
			i++;
		if (b[k] == '\r' && k + 1 < b_len && b[k + 1] == '\n')
			k++;
		if (a[i++] != b[k++])
			return false;
	}
	return i == a_len && k == b_len;
}

static bool
is_added_entry(const struct study_add *add, const struct study_entry *en)
{
	int start = add->start, end = add->end;

	if (start < 0) {
		start = end = -1;
	} else {
		end += start % DAY - start;
		start %= DAY;
	}
	return en->start == start && en->end == end &&
	       same_str(en->topic, add->topic != NULL ? add->topic : "") &&
	       same_str(en->title, add->title != NULL ? add->title : "") &&
	       same_body(
		   add->body != NULL ? add->body : "", en->body, en->body_len);
}

static int
check_entries(const struct study_day *old, const struct study_day *new,
    const struct study_add *add, struct err *e)
{
	size_t i = 0, k;
	bool found = !add->entry;

	for (k = 0; k < new->n_entries; k++) {
		const struct study_entry *en = &new->entries[k];

		if (i < old->n_entries &&
		    study_same_entry(&old->entries[i], en))
			i++;
		else if (!found && is_added_entry(add, en))
			found = true;
		else
			break;
	}
	if (i < old->n_entries)
		return err_code(e, ERR_CONFLICT,
		    "with this added, the entry on line %d of the day would be "
		    "read differently: add it by hand",
		    old->entries[i].line);
	if (k == new->n_entries && found)
		return 0;
	return err_code(e, ERR_USAGE,
	    "the entry would not be read back as it was given: leave out of "
	    "its text headings and bold lines that name a list or a group, "
	    "such as KEEP or 회고");
}

/* The first paragraph in one line, as an item's text is read. */
static void
flatten(struct strbuf *out, const char *text)
{
	struct study_map m;
	size_t i;

	study_map_init(&m, text, strlen(text));
	for (i = 0; i < m.n_lines; i++) {
		const struct study_line *l = &m.lines[i];
		const char *p = m.text + l->at;
		size_t n = l->len;

		if (i > 0 && (l->kind != STUDY_TEXT || !l->goes_on))
			break;
		while (n > 0 && isspace((unsigned char)p[n - 1]))
			n--;
		while (n > 0 && isspace((unsigned char)*p)) {
			p++;
			n--;
		}
		if (i > 0)
			strbuf_addc(out, ' ');
		strbuf_add(out, p, n);
	}
	study_map_release(&m);
}

static bool
is_added_item(const struct study_item *it, const char *text, const char *id)
{
	struct strbuf flat = STRBUF_INIT;
	bool same;

	flatten(&flat, text);
	same = strcmp(it->text, flat.buf) == 0 && same_str(it->id, id) &&
	       it->state == STUDY_OPEN && it->state_note == NULL;
	strbuf_release(&flat);
	return same;
}

static int
check_list(const struct study_day *old, const struct study_day *new,
    const struct study_add *add, int kind, struct err *e)
{
	const struct study_items *a = &old->lists[kind], *b = &new->lists[kind];
	const char *name = study_name_list((enum study_list_kind)kind);
	size_t i;

	for (i = 0; i < a->n; i++)
		if (i >= b->n || !study_same_item(&a->v[i], &b->v[i]))
			return err_code(e, ERR_CONFLICT,
			    "with this added, the %s on line %d of the day "
			    "would be read differently: add it by hand",
			    name, a->v[i].line);
	for (i = 0; i < add->n_items[kind]; i++) {
		const char *id = NULL;

		if (kind == STUDY_TRY && add->try_ids != NULL)
			id = add->try_ids[i];
		if (a->n + i >= b->n ||
		    study_item_marked(add->items[kind][i]) ||
		    !is_added_item(&b->v[a->n + i], add->items[kind][i], id))
			return err_code(e, ERR_USAGE,
			    "the %s \"%.80s\" would not be read back as it was "
			    "given: write it as a plain sentence, without a "
			    "bullet or a box in front",
			    name, add->items[kind][i]);
	}
	if (b->n != a->n + add->n_items[kind])
		return err_code(e, ERR_USAGE,
		    "the text would add to %s by itself: leave out of it "
		    "headings that name a list",
		    name);
	return 0;
}

/* What cannot be added anywhere. */
static int
check_add(
    const struct study_day *old, const struct study_add *add, struct err *e)
{
	const struct study_items *tries = &old->lists[STUDY_TRY];
	size_t i, k;
	int kind;

	if (add->body != NULL &&
	    utf8_invalid_at(add->body, strlen(add->body)) >= 0)
		return err_code(e, ERR_USAGE,
		    "the text of the entry is not UTF-8: convert it first");
	for (kind = 0; kind < STUDY_LISTS; kind++) {
		for (i = 0; i < add->n_items[kind]; i++) {
			const char *text = add->items[kind][i];

			if (text_blank(text))
				return err_code(e, ERR_USAGE, "a %s is empty",
				    study_name_list(
					(enum study_list_kind)kind));
			if (utf8_invalid_at(text, strlen(text)) >= 0)
				return err_code(e, ERR_USAGE,
				    "the %s \"%.80s\" is not UTF-8: convert it "
				    "first",
				    study_name_list((enum study_list_kind)kind),
				    text);
		}
	}
	for (i = 0; add->try_ids != NULL && i < add->n_items[STUDY_TRY]; i++)
		for (k = 0; k < tries->n; k++)
			if (add->try_ids[i] != NULL &&
			    same_str(add->try_ids[i], tries->v[k].id))
				return err_code(e, ERR_CONFLICT,
				    "the id ^%s is on line %d of the day "
				    "already",
				    add->try_ids[i], tries->v[k].line);
	return 0;
}

int
study_patch_check(const struct strbuf *after, const char *old, size_t old_len,
    const struct study_add *add, struct err *e)
{
	struct arena *a = arena_new();
	struct study_day before, now;
	int kind, rc = -1;

	study_day_parse(
	    &before, "", add->date, old != NULL ? old : "", old_len, a, NULL);
	study_day_parse(&now, "", add->date, after->buf, after->len, a, NULL);
	if (check_add(&before, add, e) == -1)
		goto out;
	if (after->full || !is_subsequence(old, old_len, after)) {
		err_set(e, "the day would lose text: it is left as it is");
		goto out;
	}
	if (check_entries(&before, &now, add, e) == -1)
		goto out;
	for (kind = 0; kind < STUDY_LISTS; kind++)
		if (check_list(&before, &now, add, kind, e) == -1)
			goto out;
	rc = 0;
out:
	arena_free(a);
	return rc;
}
