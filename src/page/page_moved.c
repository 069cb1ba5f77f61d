/* page_moved.c: a page at an old address, which leads on to the note */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/path.h"
#include "base/utf8.h"
#include "page/page_int.h"

#define PART_MAX 200

/*
 * Whether an alias could be the id of a page, so that there may be links to
 * its address. What stands in a file's place as a folder would be in the way.
 */
static bool
moved_is_id(const char *alias)
{
	const char *s;
	size_t n;

	if (!path_is_inside(alias) ||
	    strpbrk(alias, "#^[]|\\:*?\"<>") != NULL ||
	    strstr(alias, ".html/") != NULL)
		return false;
	for (s = alias; *s != '\0'; s += n + (s[n] == '/')) {
		n = strcspn(s, "/");
		if (n == 0 || n > PART_MAX || *s == '.' || *s == ' ')
			return false;
	}
	for (s = alias; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

/* Paths are compared without case: not every disk knows the difference. */
static const char *
moved_key(const char *path, struct arena *a)
{
	const char *key;
	char *fold;

	if (utf8_is_folded(path))
		return path;
	fold = utf8_fold(path);
	key = arena_strdup(a, fold);
	free(fold);
	return key;
}

/* The path of the redirect; NULL when the alias is none of a page. */
static const char *
moved_path(const char *alias, struct arena *a)
{
	return moved_is_id(alias)
		   ? arena_join(a, "", alias, strlen(alias), ".html")
		   : NULL;
}

size_t
page_moved_most(const struct graph *g)
{
	size_t i, n = 0;

	for (i = 0; i < g->n_pages; i++)
		n += g->pages[i].note->meta.n_aliases;
	return n;
}

/* The address of an alias; what has the same key has only the first of them. */
struct moved {
	const char *path, *key;
	const struct graph_page *page;
	bool taken; /* by something else, or by another note's alias */
};

/* Those of all notes; how many. */
static size_t
moved_all(
    struct moved *v, const struct graph *g, struct arena *a, struct map *first)
{
	size_t i, k, n = 0;

	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->meta.n_aliases; k++) {
			const struct graph_page *p = &g->pages[i];
			const char *path =
			    moved_path(p->note->meta.aliases[k], a);
			struct moved m = { path, NULL, p, false }, *was;

			if (path == NULL)
				continue;
			m.key = moved_key(path, a);
			was = map_get(first, m.key);
			if (was != NULL) {
				/* Of two notes: of none. */
				was->taken = was->taken || was->page != p;
				continue;
			}
			v[n] = m;
			map_put(first, m.key, &v[n++]);
		}
	return n;
}

static void
moved_take(const struct map *first, const char *path, struct arena *a)
{
	struct moved *m = map_get(first, moved_key(path, a));

	if (m != NULL)
		m->taken = true;
}

size_t
page_moved_plan(struct page *v, size_t n, const struct graph *g,
    const struct page_kind *kind, struct arena *a)
{
	size_t i, all, was = n, most = page_moved_most(g);
	struct moved *moved;
	struct map *first;

	if (most == 0)
		return 0;
	first = map_new();
	moved = arena_alloc(a, most * sizeof(*moved));
	all = moved_all(moved, g, a, first);
	for (i = 0; i < n; i++)
		moved_take(first, v[i].path, a);
	for (i = 0; i < g->n_files; i++)
		moved_take(first, g->files[i], a);
	for (i = 0; i < all; i++)
		if (!moved[i].taken)
			v[n++] = (struct page){
				.path = moved[i].path,
				.kind = kind,
				.subject = moved[i].page,
			};
	map_free(first);
	return n - was;
}

int
page_moved_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct graph_page *p = c->page->subject;

	(void)e;
	page_head(c, m, p->title, NULL);
	tmpl_text(c->a, m, "go", page_href(c, p->url, NULL));
	tmpl_text(c->a, m, "label", p->title);
	return 0;
}
