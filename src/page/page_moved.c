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
	char *fold = utf8_fold(path);
	const char *key = arena_strdup(a, fold);

	free(fold);
	return key;
}

/* The path of the redirect; NULL when the alias is none of a page. */
static const char *
moved_path(const char *alias, struct arena *a)
{
	return moved_is_id(alias) ? arena_printf(a, "%s.html", alias) : NULL;
}

size_t
page_moved_most(const struct graph *g)
{
	size_t i, n = 0;

	for (i = 0; i < g->n_pages; i++)
		n += g->pages[i].note->meta.n_aliases;
	return n;
}

size_t
page_moved_plan(struct page *v, size_t n, const struct graph *g,
    const struct page_kind *kind, struct arena *a)
{
	struct map *taken = map_new(), *once = map_new();
	size_t i, k, was = n;
	const char *path;

	for (i = 0; i < n; i++)
		map_put(taken, moved_key(v[i].path, a), &v[i]);
	for (i = 0; i < g->n_files; i++)
		map_put(taken, moved_key(g->files[i], a), v);
	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->meta.n_aliases; k++) {
			const struct graph_page *p = &g->pages[i], *other;
			const char *key;

			path = moved_path(p->note->meta.aliases[k], a);
			if (path == NULL)
				continue;
			key = moved_key(path, a);
			other = map_get(once, key);
			if (other == NULL)
				map_put(once, key, (void *)p);
			else if (other != p) /* of two notes: of none */
				map_put(taken, key, v);
		}
	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->meta.n_aliases; k++) {
			path = moved_path(g->pages[i].note->meta.aliases[k], a);
			if (path == NULL ||
			    map_get(taken, moved_key(path, a)) != NULL)
				continue;
			map_put(taken, moved_key(path, a), v);
			v[n++] = (struct page){
				.path = path,
				.kind = kind,
				.subject = &g->pages[i],
			};
		}
	map_free(once);
	map_free(taken);
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
