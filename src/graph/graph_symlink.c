/* graph_symlink.c: symbolic links are more names of notes and files */
#include <string.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "graph/graph_int.h"

/* As many as the kernel follows. Where a link leads there is none on the way,
 * so a path has no more of them than parts; but in another case there may be. */
#define SYMLINK_MOST 40

/* The path as pages are looked up, without ".md". */
static const char *
symlink_page(const struct graph_build *b, const char *path)
{
	return arena_strndup(b->a, path, path_note_len(path, strlen(path)));
}

/* A link to a note, by its path and by its name. */
static void
symlink_note(struct graph_build *b, const char *from, const char *to)
{
	const char *key = symlink_page(b, from), *base = path_base(key);
	struct graph_page *page = map_get(b->ids, symlink_page(b, to));

	if (map_get(b->symlinks, key) == NULL)
		map_put(b->symlinks, key, (void *)symlink_page(b, to));
	if (page == NULL)
		return;
	/* Of several that lead to one note, each does. */
	if (map_get(b->linked, base) != NULL &&
	    map_get(b->linked, base) != page)
		map_put(b->linked, base, b);
	else
		map_put(b->linked, base, page);
}

void
graph_symlinks(struct graph_build *b)
{
	size_t i;

	if (b->src->n_symlinks == 0)
		return;
	b->symlinks = map_new();
	b->linked = map_new();
	for (i = 0; i < b->src->n_symlinks; i++) {
		const char *from = graph_fold(b->a, b->src->symlinks[i].from);
		const char *to = graph_fold(b->a, b->src->symlinks[i].to);
		const char *file = map_get(b->files, to);

		if (strlen(from) > b->symlink_max)
			b->symlink_max = strlen(from);
		if (strcmp(from, to) != 0)
			map_put(b->symlinks, from, (void *)to);
		if (path_is_note(from) && path_is_note(to))
			symlink_note(b, from, to);
		else if (file != NULL &&
			 map_get(b->named, path_base(from)) == NULL)
			map_put(b->named, path_base(from), (void *)file);
	}
}

/* The path with the first link in it followed; NULL when there is none. */
static const char *
symlink_follow(const struct graph_build *b, const char *path)
{
	size_t n = 0;

	for (;;) {
		const char *to;

		n += strcspn(path + n, "/");
		if (n > b->symlink_max)
			return NULL;
		to = map_get(b->symlinks, arena_strndup(b->a, path, n));
		if (to != NULL)
			return arena_printf(b->a, "%s%s", to,
			    path + n + (*to == '\0' && path[n] == '/'));
		if (path[n] == '\0')
			return NULL;
		n++;
	}
}

const char *
graph_symlink_real(const struct graph_build *b, const char *path)
{
	const char *real = NULL, *next = path;
	int n;

	for (n = 0; b->symlinks != NULL && n < SYMLINK_MOST; n++) {
		if ((next = symlink_follow(b, next)) == NULL)
			return real;
		real = next;
	}
	return NULL;
}

const struct graph_page *
graph_symlink_named(const struct graph_build *b, const char *name)
{
	void *found = b->linked != NULL ? map_get(b->linked, name) : NULL;

	return found != b ? found : NULL;
}
