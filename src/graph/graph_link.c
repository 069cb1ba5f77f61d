/* graph_link.c: where each link leads, and what links to a page */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "graph/graph_int.h"

static const char *
link_file_at(const struct graph_build *b, const char *path)
{
	const char *file = map_get(b->files, path), *real;

	if (file == NULL && (real = graph_symlink_real(b, path)) != NULL)
		file = map_get(b->files, real);
	return file;
}

/* The file below notes/ that a link means: as a path from the note's folder,
 * and unless that has to be it (`exact`) from the root, or by its name when
 * only one file has it. */
static const char *
link_file(const struct graph_build *b, const struct graph_page *from,
    const char *target, bool exact)
{
	const char *key = graph_fold(b->aid, target), *file = NULL;
	const char *near = graph_from_folder(b->aid, from, key);

	if (near != NULL && (file = link_file_at(b, near)) != NULL)
		return file;
	if (exact)
		return NULL;
	if ((file = link_file_at(b, key)) != NULL || strchr(key, '/') != NULL)
		return file;
	file = map_get(b->named, key);
	return file != NULL && *file != '\0' ? file : NULL;
}

/* The folder that a link means: from the note's folder, and but for an address
 * in HTML, from the root. */
static const char *
link_folder(struct graph_build *b, const struct graph_page *from,
    const struct note_link *link)
{
	const char *key = graph_key(b, link->target), *dir = NULL;
	const char *near = graph_from_folder(b->aid, from, key);

	if (link->kind == NOTE_LINK_IMAGE || path_is_note(link->target))
		return NULL;
	if (near != NULL)
		dir = graph_folder(b, near);
	if (dir == NULL && *key != '.' && link->attr == NOTE_ATTR_NONE)
		dir = graph_folder(b, key);
	return dir;
}

/* Whether the target can be nothing but a folder in any other program. */
static bool
link_says_folder(const char *target)
{
	const char *base = path_base(target);

	return *target != '\0' && (*base == '\0' || strcmp(base, ".") == 0 ||
				      strcmp(base, "..") == 0);
}

/* Lead to the folder that the target says it is, even if a note has its name:
 * to its index, or unless a place in it is meant to the list of what it has. */
static bool
link_lead_folder(struct graph_build *b, const struct graph_page *from,
    const struct note_link *link, struct graph_link *l)
{
	const char *key = graph_key(b, link->target), *ways[2];
	bool root = *key != '.' && *key != '/' && link->attr == NOTE_ATTR_NONE;
	bool part = link->fragment != NULL && *link->fragment != '\0';
	int i, near = root && link->kind != NOTE_LINK_PATH;

	if (link->kind == NOTE_LINK_IMAGE || !link_says_folder(link->target))
		return false;
	ways[near] = graph_from_folder(b->aid, from, key);
	ways[!near] = root ? key : NULL;
	for (i = 0; i < 2; i++) {
		if (ways[i] == NULL)
			continue;
		l->to = graph_folder_page(b, ways[i]);
		if (l->to == NULL && !part)
			l->folder = graph_folder(b, ways[i]);
		if (l->to != NULL || l->folder != NULL)
			return true;
	}
	return false;
}

/* All of a page, as an embed shows it. */
static const struct note_span *
link_whole(const struct graph_build *b, const struct note *n)
{
	struct note_span *all = arena_alloc(b->a, sizeof(*all));

	*all = (struct note_span){ 0, n->html_len, 0, n->n_holes, true, 0 };
	return all;
}

/* What was studied and is no note, not even a private one: the site has a page
 * of it. Only a name means that, no path. */
static const struct graph_topic *
link_topic(const struct graph_build *b, const struct note_link *link)
{
	const struct graph_topic *topic;

	if (link->kind != NOTE_LINK_WIKI &&
	    (link->kind != NOTE_LINK_EMBED || link->path_embed))
		return NULL;
	topic = map_get(b->topics, graph_fold(b->aid, link->target));
	return topic != NULL && !graph_is_there(b, link->target) ? topic : NULL;
}

/* Set the page, the file, the folder or the topic that the link leads to, if
 * any. */
static bool
link_lead(struct graph_build *b, const struct graph_page *from,
    const struct note_link *link, struct graph_link *l, const char **candidates)
{
	bool raw = link->attr != NOTE_ATTR_NONE;

	*candidates = "";
	if (link_lead_folder(b, from, link, l))
		return true;
	if (link->kind != NOTE_LINK_IMAGE && *link->target == '\0')
		l->to = from;
	else if (link->kind == NOTE_LINK_PATH || link->path_embed)
		l->to =
		    graph_resolve_path(b, from, link->target, raw, candidates);
	else if (link->kind != NOTE_LINK_IMAGE)
		l->to = graph_resolve(b, from, link->target, candidates);
	if (l->to == NULL)
		l->file = link_file(b, from, link->target, raw);
	if (l->to == NULL && l->file == NULL && **candidates == '\0')
		l->folder = link_folder(b, from, link);
	if (l->to == NULL && l->file == NULL && l->folder == NULL &&
	    **candidates == '\0')
		l->topic = link_topic(b, link);
	return l->to != NULL || l->file != NULL || l->folder != NULL ||
	       l->topic != NULL;
}

/*
 * The same of a wiki link with a "#", which may be one of a name, as in [[C#]]
 * and [[C##Syntax]]: the longest name that there is. Obsidian has no such notes;
 * a folder that others write may.
 */
static bool
link_whole_name(struct graph_build *b, const struct graph_page *from,
    struct graph_link *l, const char **candidates)
{
	struct note_link *named = arena_copy(b->a, l->link, 1, sizeof(*named));
	const char *whole = named->whole, *rest;
	size_t first = strcspn(whole, "#"), n = strlen(whole);

	named->whole = NULL;
	for (; n > first; n--) {
		if (whole[n] != '\0' && whole[n] != '#')
			continue;
		named->target = text_trim(arena_strndup(b->a, whole, n));
		rest = whole[n] == '#' ? whole + n + 1 : NULL;
		named->fragment = rest ? rest + strspn(rest, " \t") : NULL;
		if (*named->target == '\0' ||
		    (!link_lead(b, from, named, l, candidates) &&
			**candidates == '\0'))
			continue;
		l->link = named;
		return **candidates == '\0';
	}
	return false;
}

/* The same, and of an address such as x.md?raw=true, which GitHub knows, what
 * is before the "?", unless a name has all of it. */
static bool
link_find(
    struct graph_build *b, const struct graph_page *from, struct graph_link *l)
{
	struct note_link bare;
	const char *candidates = "";

	l->query = "";
	if (l->link->whole != NULL && link_whole_name(b, from, l, &candidates))
		return true;
	if (*candidates == '\0' && link_lead(b, from, l->link, l, &candidates))
		return true;
	bare = *l->link;
	if (bare.whole != NULL && *bare.fragment == '\0')
		bare.target = bare.whole;
	if (bare.path > 0 && *candidates == '\0') {
		l->query = bare.target + bare.path;
		bare.target = arena_strndup(b->a, bare.target, bare.path);
		if (link_lead(b, from, &bare, l, &candidates))
			return true;
	}
	graph_link_broken(b, from, &bare, l, candidates);
	return false;
}

static void
link_resolve(
    struct graph_build *b, const struct graph_page *from, struct graph_link *l)
{
	const struct note_link *link;
	const struct graph_place *place;

	if (!link_find(b, from, l))
		return;
	link = l->link; /* it may have become another */
	if (l->file != NULL)
		return;
	if (link->fragment == NULL || *link->fragment == '\0') {
		if (link->kind == NOTE_LINK_EMBED && l->to != NULL)
			l->part = link_whole(b, l->to->note);
		return;
	}
	if (l->to == NULL) {
		graph_link_no_place(b, from, l);
		return;
	}
	place = graph_place(b, l->to, link);
	if (place != NULL) {
		l->anchor = place->anchor;
		if (link->kind == NOTE_LINK_EMBED) {
			l->part = place->part;
			l->item = place->item;
		}
	} else
		graph_link_no_place(b, from, l);
}

void
graph_links(struct graph_build *b)
{
	size_t i, k;

	b->places = xcalloc(b->g->n_pages, sizeof(*b->places));
	b->chains = xcalloc(b->g->n_pages, sizeof(*b->chains));
	for (i = 0; i < b->g->n_pages; i++) {
		struct graph_page *p = &b->pages[i];
		struct graph_link *v;

		v = arena_alloc(b->a, p->note->n_links * sizeof(*v));
		for (k = 0; k < p->note->n_links; k++) {
			v[k].link = &p->note->links[k];
			link_resolve(b, p, &v[k]);
		}
		p->links = v;
		arena_clear(b->aid);
	}
	for (i = 0; i < b->g->n_pages; i++) {
		map_free(b->places[i]);
		map_free(b->chains[i]);
	}
	free(b->places);
	free(b->chains);
}

/*
 * Once to count, once to fill: the arrays are exact. Pages are in the order
 * of their ids, so backlinks are too; `last` is, for each page, the last one
 * that was seen to link to it, so that each counts once.
 */
static void
link_backlinks_round(struct graph_build *b, bool fill)
{
	const struct graph_page **last = xcalloc(b->g->n_pages, sizeof(*last));
	size_t i, k;

	for (i = 0; i < b->g->n_pages; i++) {
		const struct graph_page *from = &b->pages[i];

		for (k = 0; k < from->note->n_links; k++) {
			const struct graph_page *to = from->links[k].to;
			struct graph_page *target;

			if (to == NULL || to == from ||
			    last[to - b->pages] == from)
				continue;
			last[to - b->pages] = from;
			target = &b->pages[to - b->pages];
			if (fill)
				((struct graph_backlink *)target
					->backlinks)[target->n_backlinks] =
				    (struct graph_backlink){ from,
					    from->links[k].link };
			target->n_backlinks++;
		}
	}
	free(last);
}

/* The same of the topics. */
static void
link_topics_round(struct graph_build *b, bool fill)
{
	const struct graph_page **last = xcalloc(b->g->n_topics, sizeof(*last));
	size_t i, k;

	for (i = 0; i < b->g->n_pages; i++) {
		const struct graph_page *from = &b->pages[i];

		for (k = 0; k < from->note->n_links; k++) {
			const struct graph_link *l = &from->links[k];
			struct graph_topic *t = (struct graph_topic *)l->topic;

			if (t == NULL || last[t - b->g->topics] == from)
				continue;
			last[t - b->g->topics] = from;
			if (fill)
				((struct graph_backlink *)
					t->backlinks)[t->n_backlinks] =
				    (struct graph_backlink){ from, l->link };
			t->n_backlinks++;
		}
	}
	free(last);
}

static void
link_topics(struct graph_build *b)
{
	size_t i;

	link_topics_round(b, false);
	for (i = 0; i < b->g->n_topics; i++) {
		struct graph_topic *t = (struct graph_topic *)&b->g->topics[i];

		t->backlinks =
		    arena_alloc(b->a, t->n_backlinks * sizeof(*t->backlinks));
		t->n_backlinks = 0;
	}
	link_topics_round(b, true);
}

void
graph_backlinks(struct graph_build *b)
{
	size_t i;

	link_backlinks_round(b, false);
	for (i = 0; i < b->g->n_pages; i++) {
		struct graph_page *p = &b->pages[i];

		p->backlinks =
		    arena_alloc(b->a, p->n_backlinks * sizeof(*p->backlinks));
		p->n_backlinks = 0;
	}
	link_backlinks_round(b, true);
	link_topics(b);
}
