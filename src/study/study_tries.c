/* study_tries.c: the tries of all days */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "base/utf8.h"
#include "study/study_tries.h"

const char *
study_state_name(enum study_state state)
{
	static const char *const names[] = { "open", "done", "dropped",
		"retried" };

	return names[state];
}

static size_t
count(const struct study_day *days, size_t n)
{
	size_t i, all = 0;

	for (i = 0; i < n; i++)
		all += days[i].lists[STUDY_TRY].n;
	return all;
}

static const char *
key_of(
    const struct study_day *day, const struct study_item *it, struct arena *a)
{
	char id[6];

	if (it->id != NULL)
		return it->id;
	study_try_id(id, day->date, it->text, 0);
	return arena_strdup(a, id);
}

void
study_tries(struct study_tries *out, const struct study_day *days, size_t n,
    struct date today, struct arena *a)
{
	struct map *ids = map_new();
	size_t i, k;
	int number = 0;

	out->n = 0;
	out->v = arena_alloc(a, count(days, n) * sizeof(*out->v));
	for (i = 0; i < n; i++)
		for (k = 0; k < days[i].lists[STUDY_TRY].n; k++) {
			const struct study_item *it =
			    &days[i].lists[STUDY_TRY].v[k];
			struct study_try *t = &out->v[out->n];

			if (it->id != NULL && map_get(ids, it->id) != NULL)
				continue;
			if (it->id != NULL)
				map_put(ids, it->id, t);
			out->n++;
			t->item = it;
			t->day = &days[i];
			t->key = key_of(&days[i], it, a);
			/* Where the clock was set back, it is of today. */
			t->age = date_cmp(days[i].date, today) > 0
				     ? 0
				     : (int)(date_days(today) -
					     date_days(days[i].date));
			if (it->state == STUDY_OPEN)
				t->number = ++number;
		}
	map_free(ids);
}

void
study_tries_id(char out[6], const struct study_tries *t, struct date born,
    const char *text)
{
	bool taken = true;
	size_t i;
	int salt;

	for (salt = 0; taken && salt < 1000; salt++) {
		study_try_id(out, born, text, salt);
		taken = false;
		for (i = 0; i < t->n && !taken; i++)
			taken = t->v[i].item->id != NULL &&
				strcmp(t->v[i].item->id, out) == 0;
	}
}

/* ---- names ------------------------------------------------------------- */

static const struct study_try *
by_id(const struct study_tries *t, const char *id)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->v[i].item->id != NULL &&
		    strcmp(t->v[i].item->id, id) == 0)
			return &t->v[i];
	return NULL;
}

static bool
begins(const struct study_try *t, const char *folded)
{
	char *text = utf8_fold(t->item->text);
	bool yes = text_starts(text, folded);

	free(text);
	return yes;
}

static const struct study_try *
by_text(const struct study_tries *t, const char *name, struct err *e)
{
	char *folded = utf8_fold(name);
	const struct study_try *found = NULL;
	struct strbuf several = STRBUF_INIT;
	size_t i, n = 0;

	for (i = 0; i < t->n && !text_blank(folded); i++) {
		const struct study_try *one = &t->v[i];

		if (one->item->state != STUDY_OPEN || !begins(one, folded))
			continue;
		found = one;
		if (++n <= 5)
			strbuf_addf(&several, "%s%d \"%.60s\"",
			    n > 1 ? ", " : "", one->number, one->item->text);
	}
	free(folded);
	if (n == 0)
		err_code(e, ERR_NOTHING,
		    "no try has the id '%.80s', and no open one begins so; "
		    "'halfhour try' lists them",
		    name);
	else if (n > 1)
		err_code(e, ERR_USAGE,
		    "%zu open tries begin with '%.80s': %s; give the number or "
		    "more of the text",
		    n, name, several.buf);
	strbuf_release(&several);
	return n == 1 ? found : NULL;
}

const struct study_try *
study_tries_find(const struct study_tries *t, const char *name, struct err *e)
{
	const struct study_try *found = by_id(t, name + (*name == '^'));
	long number;
	size_t i;

	if (found != NULL)
		return found;
	if (*name == '\0' || strspn(name, "0123456789") != strlen(name))
		return by_text(t, name, e);
	if (text_number(&number, name, 1, 1000000) == 0)
		for (i = 0; i < t->n; i++)
			if (t->v[i].number == number)
				return &t->v[i];
	err_code(e, ERR_NOTHING,
	    "no open try has the number %.20s; 'halfhour try' lists them",
	    name);
	return NULL;
}
