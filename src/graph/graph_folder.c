/* graph_folder.c: links to folders, which have pages of their own */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/path.h"
#include "graph/graph_int.h"

/* Every folder above the page, and the root. */
static void
folder_add(const struct graph_build *b, struct map *m, const char *id)
{
	const char *s = id;

	for (; (s = strchr(s, '/')) != NULL; s++) {
		const char *dir = arena_strndup(b->aid, id, (size_t)(s - id));
		const char *key = graph_fold(b->aid, dir);

		if (map_get(m, key) == NULL)
			map_put(m, arena_strdup(b->work, key),
			    arena_strdup(b->a, dir));
	}
}

/* The folders that are on the site: those with a note in them that is no day.
 * Made when the first link asks, which few wikis have. */
static struct map *
folder_all(struct graph_build *b)
{
	struct map *days;
	char date[DATE_MAX];
	size_t i;

	if (b->folders != NULL)
		return b->folders;
	days = map_new();
	b->folders = map_new();
	for (i = 0; i < b->src->n_days; i++) {
		date_format(date, b->src->days[i].date);
		map_put(days, arena_printf(b->aid, "daily/%s", date), b);
	}
	for (i = 0; i < b->g->n_pages; i++)
		if (map_get(days, b->pages[i].id) == NULL)
			folder_add(b, b->folders, b->pages[i].id);
	map_free(days);
	return b->folders;
}

const char *
graph_folder(struct graph_build *b, const char *path)
{
	const char *dir, *real;

	if (*path == '\0')
		return "";
	dir = map_get(folder_all(b), path);
	if (dir == NULL && (real = graph_symlink_real(b, path)) != NULL)
		dir = map_get(folder_all(b), real);
	return dir;
}

/* What a folder begins with. */
static const char *const firsts[] = { "index", "readme" };
#define FIRSTS (sizeof(firsts) / sizeof(*firsts))

void
graph_folder_add(struct graph_build *b, const char *key)
{
	const char *base = path_base(key);
	size_t i;

	for (i = 0; i < FIRSTS && base > key; i++)
		if (strcmp(base, firsts[i]) == 0)
			map_put(b->firsts,
			    arena_strndup(
				b->work, key, (size_t)(base - key) - 1),
			    b);
}

/* Whether it is known to have none, as most of what links name: it is a note. */
static bool
folder_bare(const struct graph_build *b, const char *path)
{
	size_t len = strlen(path);

	return len > 0 && strcmp(path, ".") != 0 && path[len - 1] != '/' &&
	       map_get(b->firsts, path) == NULL;
}

void *
graph_folder_first(
    const struct graph_build *b, const struct map *m, const char *path)
{
	void *found = NULL;
	size_t i;

	for (i = 0; i < FIRSTS && !found && !folder_bare(b, path); i++) {
		char *first = path_join(path, firsts[i]);

		found = map_get(m, first);
		free(first);
	}
	return found;
}

const struct graph_page *
graph_folder_page(const struct graph_build *b, const char *path)
{
	const struct graph_page *page = graph_folder_first(b, b->ids, path);
	const char *real;

	if (page == NULL && (real = graph_symlink_real(b, path)) != NULL)
		page = graph_folder_first(b, b->ids, real);
	return page;
}
