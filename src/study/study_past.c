/* study_past.c: whether what was added to a day has been taken out of it
 *
 * The lines of an entry cannot tell: where two branches had each added one in
 * the same place and a merge left one of them out, the other one stands there,
 * as if the first had been changed into it. So days are compared as what they
 * say. What is not there word for word may still be there, changed by hand, and
 * then it is not gone: an entry that has some of the same minutes, or the same
 * words at other times; an item that has the id, or is alike.
 */
#include <string.h>

#include "study/study_int.h"
#include "study/study_past.h"
#include "study/study_tries.h"

static bool
has_entry(const struct study_day *day, const struct study_entry *en)
{
	size_t i;

	for (i = 0; i < day->n_entries; i++)
		if (study_same_entry(&day->entries[i], en))
			return true;
	return false;
}

static bool
has_item(const struct study_items *list, const struct study_item *it)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (study_same_item(&list->v[i], it))
			return true;
	return false;
}

/* Whether one may be what became of the other. */
static bool
entry_became(const struct study_entry *a, const struct study_entry *b)
{
	if (strcmp(a->topic, b->topic) == 0 &&
	    strcmp(a->title, b->title) == 0 &&
	    (*a->title != '\0' || a->body_len == 0 ||
		(a->body_len == b->body_len &&
		    memcmp(a->body, b->body, a->body_len) == 0)))
		return true;
	return a->start >= 0 && b->start >= 0 &&
	       (a->start == b->start ||
		   (a->start < b->end && b->start < a->end));
}

static bool
item_became(const struct study_item *a, const struct study_item *b)
{
	if (a->id != NULL && b->id != NULL)
		return strcmp(a->id, b->id) == 0;
	return strcmp(a->text, b->text) == 0 || study_alike(a->text, b->text);
}

/* -1: the change took entries away or altered them; else how many it added, and
 * *gone is false if one of these is in `now`. */
static int
gone_entries(const struct study_day *before, const struct study_day *after,
    const struct study_day *now, bool *gone)
{
	size_t i, k;
	int added = 0;

	for (i = 0; i < before->n_entries; i++)
		if (!has_entry(after, &before->entries[i]))
			return -1;
	for (i = 0; i < after->n_entries; i++) {
		const struct study_entry *en = &after->entries[i];

		if (has_entry(before, en))
			continue;
		added++;
		for (k = 0; k < now->n_entries; k++)
			if (!has_entry(before, &now->entries[k]) &&
			    entry_became(en, &now->entries[k]))
				*gone = false;
	}
	return added;
}

static int
gone_items(const struct study_items *before, const struct study_items *after,
    const struct study_items *now, bool *gone)
{
	size_t i, k;
	int added = 0;

	for (i = 0; i < before->n; i++)
		if (!has_item(after, &before->v[i]))
			return -1;
	for (i = 0; i < after->n; i++) {
		const struct study_item *it = &after->v[i];

		if (has_item(before, it))
			continue;
		added++;
		for (k = 0; k < now->n; k++)
			if (!has_item(before, &now->v[k]) &&
			    item_became(it, &now->v[k]))
				*gone = false;
	}
	return added;
}

enum study_past
study_past(const char *const text[3], const size_t len[3])
{
	static const struct date any = { 2000, 1, 1 };
	struct arena *a = arena_new();
	struct study_day day[3];
	bool gone = true;
	int i, n, added;

	for (i = 0; i < 3; i++)
		study_day_parse(&day[i], "", any, text[i] ? text[i] : "",
		    text[i] ? len[i] : 0, a, NULL);
	added = gone_entries(&day[0], &day[1], &day[2], &gone);
	for (i = 0; i < STUDY_LISTS && added != -1; i++) {
		n = gone_items(&day[0].lists[i], &day[1].lists[i],
		    &day[2].lists[i], &gone);
		added = n == -1 ? -1 : added + n;
	}
	arena_free(a);
	if (added <= 0)
		return STUDY_PAST_OTHER;
	return gone ? STUDY_PAST_GONE : STUDY_PAST_BECAME;
}
