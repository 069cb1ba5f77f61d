/* graph_link.c: where each link leads, and what links to a page */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "graph/graph_int.h"

/* How many folders, from the root, two ids share. */
static int
link_near(const char *a, const char *b)
{
	int n = 0;

	for (; *a != '\0' && *a == *b; a++, b++)
		n += *a == '/';
	return n;
}

/* The one of these names that stands nearest to `from`, if one does. */
static const struct graph_page *
link_nearest(const struct graph_names *names, const struct graph_page *from,
    struct arena *a, const char **candidates)
{
	const struct graph_page *best = NULL;
	const struct graph_names *one;
	int depth = -1, ties = 0;

	for (one = names; one != NULL; one = one->next) {
		int near = link_near(one->page->id, from->id);

		if (near > depth) {
			depth = near;
			best = one->page;
			ties = 0;
		} else if (near == depth && one->page != best)
			ties++;
	}
	if (ties == 0)
		return best;
	for (one = names; one != NULL; one = one->next)
		*candidates = arena_printf(a, "%s%s%s", one->page->id,
		    **candidates ? ", " : "", *candidates);
	return NULL;
}

/* "./x" and "../x" from the folder of `from`; other paths as they are. NULL
 * when it leads out of the notes. */
static const char *
link_from_folder(struct arena *a, const char *from, const char *target)
{
	char *dir = path_dir(from), *slash;
	const char *out = NULL;

	for (;;) {
		if (strncmp(target, "./", 2) == 0) {
			target += 2;
		} else if (strncmp(target, "../", 3) == 0) {
			if (*dir == '\0')
				goto out;
			slash = strrchr(dir, '/');
			*(slash ? slash : dir) = '\0';
			target += 3;
		} else
			break;
	}
	out = *dir ? arena_printf(a, "%s/%s", dir, target)
		   : arena_strdup(a, target);
out:
	free(dir);
	return out;
}

static const struct graph_page *
link_exact(const struct graph_build *b, const char *key)
{
	const struct graph_page *page = map_get(b->ids, key);
	char *index;

	if (page != NULL)
		return page;
	index = path_join(key, "index"); /* a folder is its index */
	page = map_get(b->ids, index);
	free(index);
	return page;
}

const struct graph_page *
graph_resolve(const struct graph_build *b, const struct graph_page *from,
    const char *target, const char **candidates)
{
	const struct graph_page *page;
	const struct graph_names *names;
	const char *key, *near;
	size_t len;

	*candidates = "";
	len = strlen(target);
	if (path_has_suffix(target, ".md"))
		len -= 3;
	while (len > 1 && target[len - 1] == '/')
		len--;
	key = graph_fold(b->a, arena_strndup(b->a, target, len));
	near = link_from_folder(b->a, from->id, key);
	if (*key == '.')
		return near ? link_exact(b, near) : NULL;
	if ((page = link_exact(b, key)) != NULL)
		return page;
	if (near != NULL && (page = link_exact(b, near)) != NULL)
		return page;
	if ((names = map_get(b->aliases, key)) != NULL)
		return link_nearest(names, from, b->a, candidates);
	if (strchr(key, '/') == NULL && (names = map_get(b->bases, key)) != NULL)
		return link_nearest(names, from, b->a, candidates);
	return NULL;
}

/* The file below notes/ that a link means: as a path from the note's folder,
 * from the root, or by its name when only one file has it. */
static const char *
link_file(const struct graph_build *b, const struct graph_page *from,
    const char *target)
{
	const char *key = graph_fold(b->a, target), *file = NULL;
	const char *near = link_from_folder(b->a, from->id, key);
	size_t i;

	if (near != NULL && (file = map_get(b->files, near)) != NULL)
		return file;
	if ((file = map_get(b->files, key)) != NULL || strchr(key, '/') != NULL)
		return file;
	for (i = 0; i < b->src->n_files; i++) {
		const char *base = path_base(b->src->files[i]);

		if (strcmp(graph_fold(b->a, base), key) != 0)
			continue;
		if (file != NULL)
			return NULL;
		file = b->src->files[i];
	}
	return file;
}

/* The page whose name is nearest to a misspelt one, if one is near. */
static const char *
link_suggest(const struct graph_build *b, const char *target)
{
	const char *best = NULL, *key = graph_fold(b->a, target);
	int least = TEXT_FAR;
	size_t i;

	for (i = 0; i < b->g->n_pages; i++) {
		const char *id = graph_fold(b->a, b->pages[i].id);
		int far = text_slip(key, id);

		if (far == TEXT_FAR)
			far = text_slip(path_base(key), path_base(id));
		if (far < least) {
			least = far;
			best = b->pages[i].id;
		}
	}
	return best;
}

/* The anchor of "^id": the same, when the page has such a block. */
static const char *
link_block(const struct graph_page *to, const char *fragment)
{
	size_t i;

	for (i = 0; i < to->note->n_ids; i++)
		if (strcmp(to->note->ids[i], fragment + 1) == 0)
			return fragment;
	return NULL;
}

/* The anchor of a fragment: a heading by its text or its slug. */
static const char *
link_anchor(const struct graph_page *to, const char *fragment)
{
	const char *anchor = NULL;
	char *slug = text_slug(fragment);
	size_t i;

	for (i = 0; i < to->note->n_headings && anchor == NULL; i++) {
		const struct note_heading *h = &to->note->headings[i];
		char *own = text_slug(h->text);

		if (strcmp(h->slug, fragment) == 0 || strcmp(own, slug) == 0)
			anchor = h->slug;
		free(own);
	}
	free(slug);
	return anchor;
}

static void
link_broken(const struct graph_build *b, const struct graph_page *from,
    struct graph_link *l, const char *candidates)
{
	const struct note_link *link = l->link;
	const char *near;

	if (*candidates != '\0') {
		l->problem = arena_printf(b->a,
		    "%s may be one of: %s; write which", link->target,
		    candidates);
		diag(b->d, DIAG_LINK_AMBIGUOUS, from->note->path, link->line,
		    link->col, "%s", l->problem);
		return;
	}
	near = link_suggest(b, link->target);
	if (near != NULL)
		l->problem = arena_printf(b->a,
		    "there is no page %s; is it %s?", link->target, near);
	else
		l->problem = arena_printf(b->a,
		    "there is no page or file %s", link->target);
	diag(b->d, DIAG_LINK_BROKEN, from->note->path, link->line, link->col,
	    "%s", l->problem);
}

static void
link_resolve(const struct graph_build *b, const struct graph_page *from,
    struct graph_link *l)
{
	const struct note_link *link = l->link;
	const char *candidates = "";

	if (link->kind != NOTE_LINK_IMAGE)
		l->to = *link->target ? graph_resolve(b, from, link->target,
					    &candidates)
				      : from;
	if (l->to == NULL)
		l->file = link_file(b, from, link->target);
	if (l->to == NULL && l->file == NULL) {
		link_broken(b, from, l, candidates);
		return;
	}
	if (l->to == NULL || link->fragment == NULL || *link->fragment == '\0')
		return;
	l->anchor = *link->fragment == '^'
	    ? link_block(l->to, link->fragment)
	    : link_anchor(l->to, link->fragment);
	if (l->anchor == NULL)
		diag(b->d, DIAG_LINK_ANCHOR, from->note->path, link->line,
		    link->col, "%s has no place '%s'", l->to->id,
		    link->fragment);
}

void
graph_links(struct graph_build *b)
{
	size_t i, k;

	for (i = 0; i < b->g->n_pages; i++) {
		struct graph_page *p = &b->pages[i];
		struct graph_link *v;

		v = arena_alloc(b->a, p->note->n_links * sizeof(*v));
		for (k = 0; k < p->note->n_links; k++) {
			v[k].link = &p->note->links[k];
			link_resolve(b, p, &v[k]);
		}
		p->links = v;
	}
}

/* Whether one of the links of p before k goes to the same page. */
static bool
link_again(const struct graph_page *p, size_t k)
{
	size_t i;

	for (i = 0; i < k; i++)
		if (p->links[i].to == p->links[k].to)
			return true;
	return false;
}

/* Once to count, once to fill: the arrays are exact. Pages are in the order
 * of their ids, so backlinks are too. */
static void
link_backlinks_round(struct graph_build *b, bool fill)
{
	size_t i, k;

	for (i = 0; i < b->g->n_pages; i++) {
		const struct graph_page *from = &b->pages[i];

		for (k = 0; k < from->note->n_links; k++) {
			const struct graph_page *to = from->links[k].to;
			struct graph_page *target;

			if (to == NULL || to == from || link_again(from, k))
				continue;
			target = &b->pages[to - b->pages];
			if (fill)
				((struct graph_backlink *)target->backlinks)
				    [target->n_backlinks] =
				    (struct graph_backlink){ from,
					    from->links[k].link };
			target->n_backlinks++;
		}
	}
}

void
graph_backlinks(struct graph_build *b)
{
	size_t i;

	link_backlinks_round(b, false);
	for (i = 0; i < b->g->n_pages; i++) {
		struct graph_page *p = &b->pages[i];

		p->backlinks = arena_alloc(b->a,
		    p->n_backlinks * sizeof(*p->backlinks));
		p->n_backlinks = 0;
	}
	link_backlinks_round(b, true);
}
