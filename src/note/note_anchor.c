/* note_anchor.c: the ids of headings, that nothing else in a page has */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "note/note_md.h"

/* What the templates call parts of a page that shows a note; a test reads
 * them and compares. Of several things of one id browsers know the first. */
static const char *const anchor_pages[] = { "_backlinks", "_closed", "_days",
	"_folders", "_grass", "_latest", "_main", "_marked", "_open",
	"_studied", "_topics", "_tries" };

/* Each id is kept with the number that a heading of that name last got behind
 * it, so that many of a name take no longer. */
static void
anchor_take(struct map *taken, const char *id, struct arena *a)
{
	if (map_get(taken, id) == NULL)
		map_put(taken, id, arena_alloc(a, sizeof(int)));
}

/*
 * The ids that are in the HTML before the headings have theirs: the library's
 * of footnotes and their references, whose names it tells in no other way, and
 * the writer's own where HTML is trusted. Text has no quotation marks in it.
 */
static void
anchor_take_html(struct map *taken, const char *html, struct arena *a)
{
	static const char id[] = " id=\"";
	const char *s = html, *end;

	while ((s = strstr(s, id)) != NULL) {
		const char *name;

		s += strlen(id);
		if ((end = strchr(s, '"')) == NULL)
			return;
		name = arena_strndup(a, s, (size_t)(end - s));
		anchor_take(taken, name, a);
		/* A fragment is decoded before it is looked for. */
		anchor_take(taken, note_link_decode(name, a), a);
		s = end;
	}
}

static const char *
anchor_new(struct map *taken, const char *text, struct arena *a)
{
	char *slug = text_slug(text);
	const char *anchor = arena_strdup(a, slug);
	int *n = map_get(taken, anchor);

	while (map_get(taken, anchor) != NULL)
		anchor = arena_printf(a, "%s-%d", slug, ++*n);
	anchor_take(taken, anchor, a);
	free(slug);
	return anchor;
}

void
note_anchor_all(struct note_build *b, const char *html)
{
	struct map *taken = map_new();
	size_t i;

	for (i = 0; i < sizeof(anchor_pages) / sizeof(*anchor_pages); i++)
		anchor_take(taken, anchor_pages[i], b->a);
	anchor_take_html(taken, html, b->a);
	for (i = 0; i < b->n_headings; i++)
		b->headings[i].slug =
		    anchor_new(taken, b->headings[i].text, b->a);
	map_free(taken);
}
