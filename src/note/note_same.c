/* note_same.c: whether an edit changes a note for nobody else */
#include <string.h>

#include "note/note_same.h"

static bool
same_str(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
same_list(const char **a, size_t n_a, const char **b, size_t n_b)
{
	size_t i;

	for (i = 0; n_a == n_b && i < n_a; i++)
		if (strcmp(a[i], b[i]) != 0)
			return false;
	return n_a == n_b;
}

/* Of one with a date there are feeds. */
static bool
same_meta(const struct note_meta *a, const struct note_meta *b)
{
	return same_str(a->title, b->title) &&
	       same_list(a->aliases, a->n_aliases, b->aliases, b->n_aliases) &&
	       same_list(a->tags, a->n_tags, b->tags, b->n_tags) &&
	       same_str(a->description, b->description) &&
	       same_str(a->lang, b->lang) && a->date.y == 0 && b->date.y == 0 &&
	       a->draft == b->draft && !a->private && !b->private;
}

/* Whether they lead to the same place, whatever stands around them. */
static bool
same_link(const struct note_link *a, const struct note_link *b)
{
	return a->kind == b->kind && strcmp(a->target, b->target) == 0 &&
	       a->path == b->path && same_str(a->fragment, b->fragment) &&
	       same_str(a->whole, b->whole) && same_str(a->url, b->url) &&
	       a->attr == b->attr && a->meta == b->meta &&
	       a->path_embed == b->path_embed;
}

static bool
same_places(const struct note *a, const struct note *b)
{
	size_t i;

	if (a->n_headings != b->n_headings)
		return false;
	for (i = 0; i < a->n_headings; i++)
		if (a->headings[i].level != b->headings[i].level ||
		    strcmp(a->headings[i].text, b->headings[i].text) != 0 ||
		    strcmp(a->headings[i].slug, b->headings[i].slug) != 0)
			return false;
	return same_list(a->ids, a->n_ids, b->ids, b->n_ids);
}

static bool
note_runs(const struct note *n)
{
	size_t i;

	for (i = 0; i < n->n_examples; i++)
		if (note_example_runs(&n->examples[i]))
			return true;
	return false;
}

bool
note_same_outside(const struct note *was, const struct note *now, bool places)
{
	size_t i;

	if (was->failed || now->failed || note_runs(was) || note_runs(now) ||
	    strcmp(was->title, now->title) != 0 ||
	    !same_meta(&was->meta, &now->meta) || was->n_links != now->n_links)
		return false;
	for (i = 0; i < was->n_links; i++)
		if (!same_link(&was->links[i], &now->links[i]))
			return false;
	return !places || same_places(was, now);
}
