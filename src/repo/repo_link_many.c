/* repo_link_many.c: a remote that git pushes to several addresses */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/xalloc.h"
#include "repo/repo_link.h"

struct many {
	const char *key;
	struct arena *mem;
	struct map *seen; /* address → anything */
	size_t n;
};

/* One that is set twice, here and by a file that is included, is one. */
static int
many_add(const git_config_entry *x, void *payload)
{
	struct many *m = payload;

	if (strcmp(x->name, m->key) != 0 || map_get(m->seen, x->value) != NULL)
		return 0;
	map_put(m->seen, arena_strdup(m->mem, x->value), m);
	m->n++;
	return 0;
}

/* How many values a setting of the remote has. */
static size_t
many_count(git_config *conf, const char *remote, const char *what)
{
	char *key = xasprintf("remote.%s.%s", remote, what);
	struct many m = { key, arena_new(), map_new(), 0 };

	git_config_foreach(conf, many_add, &m);
	map_free(m.seen);
	arena_free(m.mem);
	free(key);
	return m.n;
}

size_t
repo_link_addresses(struct repo *r, const char *remote)
{
	git_config *conf = NULL;
	size_t n = 0;

	if (git_repository_config_snapshot(&conf, r->git) == 0) {
		n = many_count(conf, remote, "pushurl");
		if (n == 0)
			n = many_count(conf, remote, "url");
	}
	git_config_free(conf);
	return n > 0 ? n : 1;
}
