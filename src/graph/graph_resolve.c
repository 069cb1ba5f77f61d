/* graph_resolve.c: which page a name or a path means */
#include <string.h>

#include "base/path.h"
#include "base/strbuf.h"
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

const char *
graph_candidates(const struct graph_names *names, struct arena *a)
{
	const char *out = "";
	size_t i;

	for (i = 0; i < names->n && i < GRAPH_CANDIDATES; i++)
		out = arena_printf(
		    a, "%s%s%s", out, i > 0 ? ", " : "", names->pages[i]->id);
	return i < names->n ? arena_printf(a, "%s, …", out) : out;
}

/*
 * The one of these pages that stands nearest to `from`, if one does. They are
 * in the order of their ids, and so those that share most with the id of
 * `from` are beside the place where that would stand, and what is farther from
 * there shares no more: a name that ten thousand notes have costs a few steps.
 */
static const struct graph_page *
link_nearest(const struct graph_names *names, const struct graph_page *from,
    struct arena *a, const char **candidates)
{
	const struct graph_page **v = names->pages;
	size_t low = 0, high = names->n;
	int before, behind;
	bool tie = true;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (strcmp(v[mid]->id, from->id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	before = low > 0 ? link_near(v[low - 1]->id, from->id) : -1;
	behind = low < names->n ? link_near(v[low]->id, from->id) : -1;
	if (before > behind)
		tie = low > 1 && link_near(v[low - 2]->id, from->id) == before;
	else if (behind > before)
		tie = low + 1 < names->n &&
		      link_near(v[low + 1]->id, from->id) == behind;
	if (!tie)
		return v[before > behind ? low - 1 : low];
	*candidates = graph_candidates(names, a);
	return NULL;
}

const char *
graph_from_folder(
    struct arena *a, const struct graph_page *from, const char *target)
{
	struct strbuf sb = STRBUF_INIT;
	const char *out = NULL, *slash = strrchr(from->id, '/');
	size_t n;

	if (slash != NULL && *target != '/')
		strbuf_adds(
		    &sb, graph_fold(a, arena_strndup(a, from->id,
					   (size_t)(slash - from->id))));
	for (; *target != '\0'; target += n + (target[n] == '/')) {
		n = strcspn(target, "/");
		if (n == 0 || (n == 1 && target[0] == '.'))
			continue;
		if (n == 2 && target[0] == '.' && target[1] == '.') {
			if (sb.len == 0)
				goto out;
			slash = strrchr(sb.buf, '/');
			strbuf_trunc(&sb, slash ? (size_t)(slash - sb.buf) : 0);
			continue;
		}
		if (sb.len > 0)
			strbuf_addc(&sb, '/');
		strbuf_add(&sb, target, n);
	}
	out = arena_strdup(a, sb.buf);
out:
	strbuf_release(&sb);
	return out;
}

/* What the map has of this path; a folder is its index. */
static void *
link_lookup(const struct graph_build *b, const struct map *m, const char *path)
{
	void *found = map_get(m, path);

	return found != NULL ? found : graph_folder_first(b, m, path);
}

static const struct graph_page *
link_exact(const struct graph_build *b, const char *key)
{
	const struct graph_page *page = link_lookup(b, b->ids, key);
	const char *real;

	if (page == NULL && (real = graph_symlink_real(b, key)) != NULL)
		page = link_lookup(b, b->ids, real);
	return page;
}

const char *
graph_key(const struct graph_build *b, const char *target)
{
	size_t len = strlen(target);

	if (path_is_note(target))
		len = path_note_len(target, len);
	while (len > 1 && target[len - 1] == '/')
		len--;
	return graph_fold(b->aid, arena_strndup(b->aid, target, len));
}

/* The page at this path from the folder of `from`; NULL: it leads out. */
static const struct graph_page *
link_at(const struct graph_build *b, const char *near)
{
	return near != NULL ? link_exact(b, near) : NULL;
}

const struct graph_page *
graph_by_path(const struct graph_build *b, const struct graph_page *from,
    const char *target)
{
	return link_at(
	    b, graph_from_folder(b->aid, from, graph_key(b, target)));
}

/* What was at this path before it was renamed: it has that path as an alias. */
static const struct graph_names *
link_old_path(const struct graph_build *b, const char *near)
{
	return near != NULL ? link_lookup(b, b->aliases, near) : NULL;
}

const struct graph_page *
graph_resolve(const struct graph_build *b, const struct graph_page *from,
    const char *target, const char **candidates)
{
	const struct graph_page *page;
	const struct graph_names *names;
	const char *key = graph_key(b, target), *near;
	bool path = *key == '/' || *key == '.';

	*candidates = "";
	if (*key == '\0')
		return NULL;
	if (!path && (page = link_exact(b, key)) != NULL)
		return page;
	near = graph_from_folder(b->aid, from, key);
	if ((page = link_at(b, near)) != NULL)
		return page;
	if (path)
		names = link_old_path(b, near);
	else if ((names = map_get(b->aliases, key)) == NULL &&
		 (names = map_get(b->ends, key)) == NULL &&
		 (names = link_old_path(b, near)) == NULL)
		names = map_get(b->olds, key);
	if (names == NULL && strchr(key, '/') == NULL)
		return graph_symlink_named(b, key);
	return names ? link_nearest(names, from, b->aid, candidates) : NULL;
}

const struct graph_page *
graph_resolve_path(const struct graph_build *b, const struct graph_page *from,
    const char *target, bool raw, const char **candidates)
{
	const char *near =
	    graph_from_folder(b->aid, from, graph_key(b, target));
	const struct graph_page *page = link_at(b, near);
	const struct graph_names *names;

	if (page != NULL)
		return page;
	names = link_old_path(b, near);
	if (names != NULL)
		return link_nearest(names, from, b->aid, candidates);
	return raw ? NULL : graph_resolve(b, from, target, candidates);
}
