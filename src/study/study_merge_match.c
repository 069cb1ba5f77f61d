/* study_merge_match.c: which piece of a day is which in another version
 *
 * From the surest sign to the weakest: the same bytes; a heading that there is
 * once; the id of a try; the time and the topic of an entry; the words of an
 * item; and last, in the gap between two pieces that are known, an item that
 * says much the same. What is not found is new on the one side and removed on
 * the other, and then it is kept: a wrong guess costs a mark, never a word.
 */
#include <stdlib.h>
#include <string.h>

#include "study/study_merge_int.h"
#include "study/study_tries.h"

typedef bool (*fits_fn)(const struct study_cut *, const struct study_cut *);

static bool
both_entries(const struct study_cut *a, const struct study_cut *b)
{
	return a->entry != NULL && b->entry != NULL;
}

bool
study_cut_twins(const struct study_cut *a, const struct study_cut *b)
{
	return both_entries(a, b) && a->entry->start == b->entry->start &&
	       a->entry->end == b->entry->end &&
	       strcmp(a->entry->topic, b->entry->topic) == 0 &&
	       strcmp(a->entry->title, b->entry->title) == 0;
}

/* Of two entries with one heading, the one whose mark was removed. */
static bool
fits_settled(const struct study_cut *a, const struct study_cut *b)
{
	return study_cut_twins(a, b) && study_merge_settled(a, b);
}

static bool
fits_topic(const struct study_cut *a, const struct study_cut *b)
{
	return both_entries(a, b) && a->entry->start == b->entry->start &&
	       strcmp(a->entry->topic, b->entry->topic) == 0;
}

static bool
fits_names(const struct study_cut *a, const struct study_cut *b)
{
	return both_entries(a, b) &&
	       strcmp(a->entry->topic, b->entry->topic) == 0 &&
	       strcmp(a->entry->title, b->entry->title) == 0;
}

static bool
fits_start(const struct study_cut *a, const struct study_cut *b)
{
	return both_entries(a, b) && a->entry->start >= 0 &&
	       a->entry->start == b->entry->start;
}

/* What a day has once, or each kind of list once. */
static bool
fits_place(const struct study_cut *a, const struct study_cut *b)
{
	return a->kind == b->kind && a->kind <= STUDY_CUT_LIST &&
	       a->list == b->list;
}

static bool
fits_section(const struct study_cut *a, const struct study_cut *b)
{
	return a->kind == STUDY_CUT_SECTION && b->kind == STUDY_CUT_SECTION &&
	       study_cut_bytes(a->p, a->head, b->p, b->head);
}

static bool
both_items(const struct study_cut *a, const struct study_cut *b)
{
	return a->item != NULL && b->item != NULL && a->list == b->list;
}

static bool
fits_id(const struct study_cut *a, const struct study_cut *b)
{
	return both_items(a, b) && a->item->id != NULL && b->item->id != NULL &&
	       strcmp(a->item->id, b->item->id) == 0;
}

bool
study_cut_versions(const struct study_cut *a, const struct study_cut *b)
{
	return fits_id(a, b) && a->list == STUDY_TRY;
}

/* Two tries of two ids are two. */
static bool
may_fit(const struct study_cut *a, const struct study_cut *b)
{
	return both_items(a, b) && (a->item->id == NULL || b->item->id == NULL);
}

static bool
fits_words(const struct study_cut *a, const struct study_cut *b)
{
	return may_fit(a, b) && strcmp(a->item->text, b->item->text) == 0;
}

/* Only between the same two neighbours. */
static bool
fits_beside(const struct study_cut *a, const struct study_cut *b)
{
	if (a->kind == STUDY_CUT_PROSE && b->kind == STUDY_CUT_PROSE)
		return a->list == b->list;
	return may_fit(a, b) && study_alike(a->item->text, b->item->text);
}

static void
pair(struct study_cut *a, struct study_cut *b)
{
	a->with = b;
	b->with = a;
}

static bool
is_free(const struct study_cut *c)
{
	return c->with == NULL && !c->taken;
}

static void
pass(struct study_cuts *x, struct study_cuts *y, fits_fn fits)
{
	size_t i, k;

	for (k = 0; k < y->n; k++)
		for (i = 0; i < x->n && is_free(&y->v[k]); i++)
			if (is_free(&x->v[i]) && fits(&x->v[i], &y->v[k]))
				pair(&x->v[i], &y->v[k]);
}

/* What is between the same two neighbours, and in the same order. Words are
 * compared with those of a few only, for that takes time. */
#define NEAR 16
static void
pass_beside(struct study_cuts *x, struct study_cuts *y)
{
	size_t i = 0, k, n;

	for (k = 0; k < y->n; k++) {
		if (y->v[k].with != NULL) {
			i = (size_t)(y->v[k].with - x->v) + 1;
			continue;
		}
		for (n = i; n < x->n && n < i + NEAR && is_free(&x->v[n]); n++)
			if (is_free(&y->v[k]) &&
			    fits_beside(&x->v[n], &y->v[k])) {
				pair(&x->v[n], &y->v[k]);
				i = n + 1;
				break;
			}
	}
}

static const fits_fn sure[] = { study_cut_same, fits_place, fits_id,
	fits_settled, study_cut_twins, fits_section, fits_words, NULL };
static const fits_fn likely[] = { fits_topic, fits_names, fits_start, NULL };
static const fits_fn equal[] = { study_cut_same, NULL };

static void
passes(struct study_cuts *x, struct study_cuts *y, const fits_fn *fits)
{
	for (; *fits != NULL; fits++)
		pass(x, y, *fits);
}

/* Compare a side with base, where that was done before. */
static void
resume(struct study_cuts *base, struct study_cuts *side, size_t s)
{
	size_t i;

	for (i = 0; i < base->n; i++)
		base->v[i].with = base->v[i].side[s];
	for (i = 0; i < side->n; i++) {
		side->v[i].with = side->v[i].base;
		side->v[i].taken = side->v[i].other != NULL;
	}
}

/* Note what was found. */
static void
note(struct study_cuts *base, struct study_cuts *side, size_t s)
{
	size_t i;

	for (i = 0; i < base->n; i++) {
		base->v[i].side[s] = base->v[i].with;
		base->v[i].with = NULL;
	}
	for (i = 0; i < side->n; i++) {
		side->v[i].base = side->v[i].with;
		side->v[i].with = NULL;
	}
}

/* Of what is new on both sides, only what is surely the same is one: an entry
 * by its whole heading. */
static void
match_new(
    struct study_cuts *ours, struct study_cuts *theirs, const fits_fn *fits)
{
	struct study_cuts *const sides[] = { ours, theirs };
	size_t i, s;

	for (s = 0; s < 2; s++)
		for (i = 0; i < sides[s]->n; i++) {
			struct study_cut *c = &sides[s]->v[i];

			c->with = c->other;
			c->taken = c->base != NULL;
		}
	passes(ours, theirs, fits);
	for (s = 0; s < 2; s++)
		for (i = 0; i < sides[s]->n; i++) {
			sides[s]->v[i].other = sides[s]->v[i].with;
			sides[s]->v[i].with = NULL;
		}
}

void
study_cuts_match(
    struct study_cuts *base, struct study_cuts *ours, struct study_cuts *theirs)
{
	struct study_cuts *const sides[] = { ours, theirs };
	size_t i, s;

	for (s = 0; s < 2; s++) {
		passes(base, sides[s], sure);
		note(base, sides[s], s);
	}
	/* What both have made alike is no guess, and comes before those. */
	match_new(ours, theirs, equal);
	for (s = 0; s < 2; s++) {
		resume(base, sides[s], s);
		passes(base, sides[s], likely);
		pass_beside(base, sides[s]);
		note(base, sides[s], s);
	}
	match_new(ours, theirs, sure);
	for (s = 0; s < 2; s++)
		for (i = 0; i < sides[s]->n; i++) {
			struct study_cut *c = &sides[s]->v[i];

			if (c->base != NULL)
				c->other = c->base->side[1 - s];
		}
}
