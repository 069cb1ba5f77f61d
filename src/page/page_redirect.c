/* page_redirect.c: pages at the other names of notes, which lead to them */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/path.h"
#include "base/utf8.h"
#include "page/page_int.h"

/* The longest name of a folder or a file, with room for what is added. */
#define REDIRECT_NAME_MAX 200

/* Whether an alias can be the path of a page: it is free text. */
static bool
redirect_fits(const char *alias)
{
	const char *s = alias;
	size_t n;

	if (!path_is_inside(alias) || strpbrk(alias, "\\?#\"<>|*:\t\n") != NULL)
		return false;
	for (; *s != '\0'; s += n + (s[n] == '/')) {
		n = strcspn(s, "/");
		/* A folder of that name would stand in the way of a page. */
		if (*s == '.' || n > REDIRECT_NAME_MAX ||
		    (n > 5 && strncmp(s + n - 5, ".html", 5) == 0))
			return false;
	}
	return true;
}

/* Names are compared as a file system without case does it. */
static const char *
redirect_key(struct arena *a, const char *path)
{
	char *fold = utf8_fold(path);
	const char *key = arena_strdup(a, fold);

	free(fold);
	return key;
}

struct redirect {
	const char *path;
	const struct graph_page *to; /* NULL: two notes have that name */
};

static void
redirect_add(struct map *names, struct redirect *v, size_t *n,
    const struct graph_page *to, const char *alias, struct arena *a)
{
	const char *path = arena_printf(a, "%s.html", alias);
	const char *key = redirect_key(a, path);
	struct redirect *other = map_get(names, key);

	if (other != NULL) {
		if (other->to != to)
			other->to = NULL;
		return;
	}
	v[*n] = (struct redirect){ path, to };
	map_put(names, key, &v[(*n)++]);
}

/* What stands there already: pages, and files that go into the site. */
static void
redirect_taken(struct map *names, struct redirect *none, const struct graph *g,
    const struct page *pages, size_t n, struct arena *a)
{
	size_t i;

	for (i = 0; i < n; i++)
		map_put(names, redirect_key(a, pages[i].path), none);
	for (i = 0; i < g->n_files; i++)
		map_put(names, redirect_key(a, g->files[i]), none);
}

size_t
page_redirects(struct page *out, const struct page_kind *kind,
    const struct graph *g, const struct page *pages, size_t n, struct arena *a)
{
	struct redirect none = { NULL, NULL };
	struct map *names = map_new();
	struct redirect *v;
	size_t i, j, count = 0, kept = 0;

	v = arena_alloc(a, (page_aliases(g) + 1) * sizeof(*v));
	redirect_taken(names, &none, g, pages, n, a);
	for (i = 0; i < g->n_pages; i++) {
		const struct note_meta *meta = &g->pages[i].note->meta;

		for (j = 0; j < meta->n_aliases; j++)
			if (redirect_fits(meta->aliases[j]))
				redirect_add(names, v, &count, &g->pages[i],
				    meta->aliases[j], a);
	}
	for (i = 0; i < count; i++)
		if (v[i].to != NULL)
			out[kept++] = (struct page){ v[i].path, kind, v[i].to };
	map_free(names);
	return kept;
}

size_t
page_aliases(const struct graph *g)
{
	size_t i, n = 0;

	for (i = 0; i < g->n_pages; i++)
		n += g->pages[i].note->meta.n_aliases;
	return n;
}

int
page_redirect_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct graph_page *to = c->page->subject;

	(void)e;
	page_head(c, m, to->title, NULL);
	tmpl_text(c->a, m, "go", page_href(c, to->url, NULL));
	return 0;
}
