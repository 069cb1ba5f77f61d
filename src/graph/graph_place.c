/* graph_place.c: the places within a page that links lead to */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "graph/graph_int.h"

static void
place_add(const struct graph_build *b, struct map *m, const char *anchor,
    const struct note_span *part, const struct note_span *item)
{
	struct graph_place *place = arena_alloc(b->work, sizeof(*place));

	place->anchor = anchor;
	place->part = part != NULL && part->to > 0 ? part : NULL;
	place->item = item != NULL && item->to > 0 ? item : NULL;
	map_put(m, anchor, place);
}

/*
 * What the text of a heading is looked up by: folded, and with a byte behind
 * it that neither a slug nor the id of a block has. The slugs of C, C++ and C#
 * differ only by the order of the headings, and that of an emoji says nothing.
 */
static const char *
place_text(struct arena *a, const char *text)
{
	return arena_printf(a, "%s\001", graph_fold(a, text));
}

/* The same as Obsidian fills it in: what has a meaning in a link is a space. */
static const char *
place_loose(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text), *to = copy;
	const char *s;

	for (s = copy; *s != '\0'; s++) {
		bool gap = strchr(":#|^\\ ", *s) != NULL;

		if (gap && (to == copy || to[-1] == ' '))
			continue;
		*to++ = gap ? ' ' : *s;
	}
	while (to > copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return arena_printf(a, "%s\002", graph_fold(a, copy));
}

/* The same place by another name, unless that is the name of one already. */
static void
place_also(struct map *m, const char *name, const char *known)
{
	if (map_get(m, name) == NULL)
		map_put(m, name, map_get(m, known));
}

/* The places of a page by their names: texts and slugs of headings, of equal
 * texts the first one, and "^id" of blocks.
 * Made when the first link asks, and only once: both may be many. */
static struct map *
place_all(const struct graph_build *b, const struct graph_page *to)
{
	struct map **m = &b->places[to - b->pages];
	const struct note *n = to->note;
	size_t i;

	if (*m != NULL)
		return *m;
	*m = map_new();
	for (i = 0; i < n->n_headings; i++) {
		const char *text = n->headings[i].text;
		const char *slug = n->headings[i].slug;

		place_add(
		    b, *m, slug, n->sections ? &n->sections[i] : NULL, NULL);
		place_also(*m, place_text(b->work, text), slug);
		place_also(*m, place_loose(b->work, text), slug);
	}
	for (i = 0; i < n->n_ids; i++)
		place_add(b, *m, arena_printf(b->a, "^%s", n->ids[i]),
		    n->blocks ? &n->blocks[i] : NULL,
		    n->items ? &n->items[i] : NULL);
	for (i = 0; i < n->n_ids; i++) {
		const char *id = arena_printf(b->work, "^%s", n->ids[i]);

		place_also(*m, graph_fold(b->work, id), id);
	}
	return *m;
}

/*
 * The chains that lead to a heading: of the headings it stands below, any
 * that are left out. There are at most 2^5 of them.
 */
static void
place_chains_add(const struct graph_build *b, struct map *m,
    const char *const *above, int depth, const char *own, const char *slug)
{
	struct strbuf key = STRBUF_INIT;
	int mask, i;

	for (mask = 1; mask < 1 << depth; mask++) {
		strbuf_clear(&key);
		for (i = 0; i < depth; i++)
			if (mask & 1 << i)
				strbuf_addf(&key, "%s#", above[i]);
		strbuf_adds(&key, own);
		if (map_get(m, key.buf) == NULL)
			map_put(
			    m, arena_strdup(b->work, key.buf), (void *)slug);
	}
	strbuf_release(&key);
}

/* Made when the first link asks, as the places are. */
static const struct map *
place_chains(const struct graph_build *b, const struct graph_page *to)
{
	struct map **m = &b->chains[to - b->pages];
	const char *above[8], *texts[8];
	int levels[8], depth = 0;
	size_t i;

	if (*m != NULL)
		return *m;
	*m = map_new();
	for (i = 0; i < to->note->n_headings; i++) {
		const struct note_heading *h = &to->note->headings[i];
		char *slug = text_slug(h->text);
		const char *own = arena_strdup(b->work, slug);

		free(slug);
		while (depth > 0 && h->level <= levels[depth - 1])
			depth--;
		place_chains_add(b, *m, above, depth, own, h->slug);
		place_chains_add(
		    b, *m, texts, depth, place_text(b->work, h->text), h->slug);
		above[depth] = own;
		texts[depth] = graph_fold(b->work, h->text);
		levels[depth++] = h->level;
	}
	return *m;
}

/* The slug of a#b#c: of the heading c below b, which is below a. NULL when
 * there is no such chain. */
static const char *
place_chain(const struct graph_build *b, const struct graph_page *to,
    const char *fragment)
{
	struct strbuf key = STRBUF_INIT;
	char *copy = xstrdup(fragment), *next = copy;
	const char *slug =
	    map_get(place_chains(b, to), place_text(b->aid, fragment));

	while (slug == NULL && next != NULL) {
		char *name = strsep(&next, "#"), *part;

		if (text_blank(name))
			continue;
		part = text_slug(name);
		strbuf_addf(&key, "%s%s", key.len > 0 ? "#" : "", part);
		free(part);
	}
	if (slug == NULL)
		slug = map_get(place_chains(b, to), key.buf);
	strbuf_release(&key);
	free(copy);
	return slug;
}

/* Without backticks: a heading is copied with them, and its text has none. */
static const char *
place_no_code(const struct graph_build *b, const char *s)
{
	char *out = arena_strdup(b->aid, s), *to = out;

	for (; *s != '\0'; s++)
		if (*s != '`')
			*to++ = *s;
	*to = '\0';
	return out;
}

/* A block, in whatever case its id is written. */
static const struct graph_place *
place_block(
    const struct graph_build *b, const struct map *places, const char *id)
{
	const struct graph_place *place = map_get(places, id);

	return place != NULL ? place : map_get(places, graph_fold(b->aid, id));
}

const struct graph_place *
graph_place(const struct graph_build *b, const struct graph_page *to,
    const struct note_link *link)
{
	const struct map *places = place_all(b, to);
	const char *fragment = link->fragment, *chained;
	const struct graph_place *place = map_get(places, fragment), *text;
	char *slug;

	if (*fragment == '^')
		return place_block(b, places, fragment);
	/* Obsidian writes texts, and Markdown slugs. */
	text = map_get(places, place_text(b->aid, fragment));
	if (text == NULL && strchr(fragment, '`') != NULL)
		text = map_get(
		    places, place_text(b->aid, place_no_code(b, fragment)));
	if (text != NULL && (place == NULL || !note_link_by_path(link)))
		return text;
	if (place != NULL)
		return place;
	slug = text_slug(fragment);
	place = map_get(places, slug);
	free(slug);
	if (strchr(fragment, '#') != NULL) {
		const char *block = strrchr(fragment, '#') + 1;

		if (*block == '^')
			return place_block(b, places, block);
		chained = place_chain(b, to, fragment);
		place = chained ? map_get(places, chained) : place;
	}
	return place != NULL ? place
			     : map_get(places, place_loose(b->aid, fragment));
}
