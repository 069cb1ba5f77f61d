/* graph_link.c: where each link leads, and what links to a page */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "graph/graph_int.h"

/* How many pages that a name may mean are named. */
#define CANDIDATES_MAX 8

/* How many folders, from the root, two ids share. */
static int
link_near(const char *a, const char *b)
{
	int n = 0;

	for (; *a != '\0' && *a == *b; a++, b++)
		n += *a == '/';
	return n;
}

/* Those that a name may mean, for the writer to choose. */
static const char *
link_candidates(const struct graph_names *names, struct arena *a)
{
	const char *out = "";
	size_t i;

	for (i = 0; i < names->n && i < CANDIDATES_MAX; i++)
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
	*candidates = link_candidates(names, a);
	return NULL;
}

/* The path `target` from the folder of the page `from`, or from the root of the
 * notes when a "/" is before it, without "." and ".."; folded, as `target` is.
 * NULL when it leads out of the notes. */
static const char *
link_from_folder(
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
link_lookup(const struct map *m, const char *path)
{
	void *found = map_get(m, path);

	return found != NULL ? found : graph_folder_first(m, path);
}

static const struct graph_page *
link_exact(const struct graph_build *b, const char *key)
{
	const struct graph_page *page = link_lookup(b->ids, key);
	const char *real;

	if (page == NULL && (real = graph_symlink_real(b, key)) != NULL)
		page = link_lookup(b->ids, real);
	return page;
}

/* What pages are looked up by: folded, without ".md" and a "/" at the end. */
static const char *
link_key(const struct graph_build *b, const char *target)
{
	size_t len = strlen(target);

	if (path_is_note(target))
		len = path_note_len(target, len);
	while (len > 1 && target[len - 1] == '/')
		len--;
	return graph_fold(b->a, arena_strndup(b->a, target, len));
}

/* Where a link leads that is a path, as in Markdown. */
static const struct graph_page *
link_by_path(const struct graph_build *b, const struct graph_page *from,
    const char *target)
{
	const char *near = link_from_folder(b->a, from, link_key(b, target));

	return near != NULL ? link_exact(b, near) : NULL;
}

/* What was at this path before it was renamed: it has that path as an alias. */
static const struct graph_names *
link_old_path(const struct graph_build *b, const struct graph_page *from,
    const char *target)
{
	const char *near = link_from_folder(b->a, from, link_key(b, target));

	return near != NULL ? link_lookup(b->aliases, near) : NULL;
}

const struct graph_page *
graph_resolve(const struct graph_build *b, const struct graph_page *from,
    const char *target, const char **candidates)
{
	const struct graph_page *page;
	const struct graph_names *names;
	const char *key = link_key(b, target);
	bool path = *key == '/' || *key == '.';

	*candidates = "";
	if (*key == '\0')
		return NULL;
	if ((!path && (page = link_exact(b, key)) != NULL) ||
	    (page = link_by_path(b, from, target)) != NULL)
		return page;
	if (path)
		names = link_old_path(b, from, target);
	else if ((names = map_get(b->aliases, key)) == NULL &&
		 (names = map_get(b->ends, key)) == NULL &&
		 (names = link_old_path(b, from, target)) == NULL)
		names = map_get(b->olds, key);
	if (names == NULL && strchr(key, '/') == NULL)
		return graph_symlink_named(b, key);
	return names ? link_nearest(names, from, b->a, candidates) : NULL;
}

/* The same of a link of Markdown, of which its path counts first; an address in
 * HTML (`raw`) is a path and no name. */
static const struct graph_page *
link_path_resolve(const struct graph_build *b, const struct graph_page *from,
    const char *target, bool raw, const char **candidates)
{
	const struct graph_page *page = link_by_path(b, from, target);
	const struct graph_names *names;

	if (page != NULL)
		return page;
	names = link_old_path(b, from, target);
	if (names != NULL)
		return link_nearest(names, from, b->a, candidates);
	return raw ? NULL : graph_resolve(b, from, target, candidates);
}

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
	const char *key = graph_fold(b->a, target), *file = NULL;
	const char *near = link_from_folder(b->a, from, key);

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
	const char *key = link_key(b, link->target), *dir = NULL;
	const char *near = link_from_folder(b->a, from, key);

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
	const char *key = link_key(b, link->target), *ways[2];
	bool root = *key != '.' && *key != '/' && link->attr == NOTE_ATTR_NONE;
	bool part = link->fragment != NULL && *link->fragment != '\0';
	int i, near = root && link->kind != NOTE_LINK_PATH;

	if (link->kind == NOTE_LINK_IMAGE || !link_says_folder(link->target))
		return false;
	ways[near] = link_from_folder(b->a, from, key);
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

/* Whether the link can only mean an attached file. */
static bool
link_wants_file(const struct note_link *link)
{
	const char *dot = strrchr(path_base(link->target), '.');

	return link->kind == NOTE_LINK_IMAGE || path_is_image(link->target) ||
	       (link->kind == NOTE_LINK_PATH && dot != NULL && dot[1] != '\0' &&
		   !path_is_note(link->target));
}

/* Of x.html, the address of a page in the site, x.md if there is that note. */
static const char *
link_of_html(const struct graph_build *b, const struct graph_page *from,
    const char *target)
{
	size_t len = strlen(target);
	const char *stem;

	if (!path_has_suffix(target, ".html"))
		return NULL;
	stem = arena_strndup(b->a, target, len - strlen(".html"));
	return link_by_path(b, from, stem) != NULL
		   ? arena_printf(b->a, "%s.md", stem)
		   : NULL;
}

/* What may be meant; in raw HTML that is a path, and here one from the root. */
static const char *
link_meant(const struct graph_build *b, const struct note_link *link,
    const char *(*near)(const struct graph_build *b, const char *target))
{
	const char *target = link->target;

	if (link->attr == NOTE_ATTR_NONE)
		return near(b, target);
	if (near == graph_near_page && !path_is_note(target))
		target = arena_printf(b->a, "%s.md", target);
	target = near(b, target);
	return target != NULL ? arena_printf(b->a, "/%s", target) : NULL;
}

/* "page^id", where "page#^id" is meant, if there is that page. */
static const char *
link_block(const struct graph_build *b, const struct graph_page *from,
    const char *target)
{
	const char *caret = strrchr(target, '^'), *ignored, *page;

	if (caret == NULL || caret == target || caret[1] == '\0')
		return NULL;
	page = arena_strndup(b->a, target, (size_t)(caret - target));
	return graph_resolve(b, from, page, &ignored) != NULL
		   ? arena_printf(b->a, "%s#%s", page, caret)
		   : NULL;
}

/*
 * Whether a path from the root that is not in the notes may be one of the host
 * that the site is on: /about. What begins in a folder of the notes, leaves
 * them or names a Markdown file is a mistake.
 */
static bool
link_may_be_host(const struct graph_build *b, const struct graph_page *from,
    const struct note_link *link)
{
	return link->url != NULL && *link->url == '/' &&
	       !path_is_note(link->target) &&
	       link_from_folder(b->a, from, link->target) != NULL &&
	       !graph_near_top(b, link->target);
}

/* Say that the link, which is that of `l` or that without its query, leads
 * nowhere. */
static void
link_broken(const struct graph_build *b, const struct graph_page *from,
    const struct note_link *link, struct graph_link *l, const char *candidates)
{
	enum diag_id id = DIAG_LINK_BROKEN;
	const char *near;

	if (*candidates != '\0') {
		l->problem =
		    arena_printf(b->a, "%s may be one of: %s; write which",
			link->target, candidates);
		diag(b->d, DIAG_LINK_AMBIGUOUS, from->note->path, link->line,
		    link->col, "%s", l->problem);
		return;
	}
	if (link_may_be_host(b, from, link))
		l->url = link->url;
	if (b->d == NULL) /* nobody is told, and to look for names is slow */
		return;
	if (link_wants_file(link)) {
		id = DIAG_FILE_MISSING;
		near = link_of_html(b, from, link->target);
		if (near == NULL)
			near = link_meant(b, link, graph_near_file);
		l->problem = arena_printf(b->a, "there is no file %s%s%s%s",
		    link->target, near ? "; is it " : "", near ? near : "",
		    near ? "?" : "");
	} else if ((near = link_block(b, from, link->target)) != NULL ||
		   (near = link_meant(b, link, graph_near_page)) != NULL)
		l->problem = arena_printf(
		    b->a, "there is no page %s; is it %s?", link->target, near);
	else if ((near = graph_near_attached(b, link)) != NULL)
		l->problem =
		    arena_printf(b->a, "there is no page or file %s; is it %s?",
			link->target, near);
	else
		l->problem = arena_printf(
		    b->a, "there is no page or file %s", link->target);
	if (l->url != NULL) {
		id = DIAG_LINK_ROOT;
		l->problem = arena_printf(b->a,
		    "%s%s it stays an address of the site's host; if that is "
		    "meant, write the whole URL",
		    l->problem, near ? "" : ";");
	}
	diag(b->d, id, from->note->path, link->line, link->col, "%s",
	    l->problem);
}

/* The page is there, and not the place in it. */
static void
link_no_place(const struct graph_build *b, const struct graph_page *from,
    const struct graph_link *l)
{
	const struct note_link *link = l->link;
	const char *near = NULL;

	if (b->d == NULL) /* nobody is told */
		return;
	if (l->to != NULL)
		near = graph_near_place(b, l->to, link);
	diag(b->d, DIAG_LINK_ANCHOR, from->note->path, link->line, link->col,
	    "%s has no place '%s'%s%s%s", l->to ? l->to->id : link->target,
	    link->fragment, near ? "; is it " : "", near ? near : "",
	    near ? "?" : "");
}

/* Set the page, the file or the folder that the link leads to, if any. */
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
		    link_path_resolve(b, from, link->target, raw, candidates);
	else if (link->kind != NOTE_LINK_IMAGE)
		l->to = graph_resolve(b, from, link->target, candidates);
	if (l->to == NULL)
		l->file = link_file(b, from, link->target, raw);
	if (l->to == NULL && l->file == NULL && **candidates == '\0')
		l->folder = link_folder(b, from, link);
	return l->to != NULL || l->file != NULL || l->folder != NULL;
}

/* The same, and of an address such as x.md?raw=true, which GitHub knows, what
 * is before the "?", unless a name has all of it. */
static bool
link_find(
    struct graph_build *b, const struct graph_page *from, struct graph_link *l)
{
	struct note_link bare = *l->link;
	const char *candidates;

	l->query = "";
	if (link_lead(b, from, l->link, l, &candidates))
		return true;
	if (bare.path > 0 && *candidates == '\0') {
		l->query = bare.target + bare.path;
		bare.target = arena_strndup(b->a, bare.target, bare.path);
		if (link_lead(b, from, &bare, l, &candidates))
			return true;
	}
	link_broken(b, from, &bare, l, candidates);
	return false;
}

static void
link_resolve(
    struct graph_build *b, const struct graph_page *from, struct graph_link *l)
{
	const struct note_link *link = l->link;
	const struct graph_place *place;

	if (!link_find(b, from, l))
		return;
	if (l->file != NULL)
		return;
	if (link->fragment == NULL || *link->fragment == '\0') {
		if (link->kind == NOTE_LINK_EMBED && l->to != NULL)
			l->part = link_whole(b, l->to->note);
		return;
	}
	if (l->folder != NULL) {
		link_no_place(b, from, l);
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
		link_no_place(b, from, l);
}

/* The pages of this alias other than `page`. */
static const char *
link_others(const struct graph_names *names, const struct graph_page *page,
    struct arena *a)
{
	const struct graph_page *v[CANDIDATES_MAX + 1];
	struct graph_names others = { v, 0 };
	size_t i;

	/* One more than are named, for then it is said that there are more. */
	for (i = 0; i < names->n && others.n <= CANDIDATES_MAX; i++)
		if (names->pages[i] != page)
			v[others.n++] = names->pages[i];
	return link_candidates(&others, a);
}

void
graph_aliases(struct graph_build *b)
{
	size_t i, k;

	for (i = 0; i < b->g->n_pages && b->d != NULL; i++) {
		const struct graph_page *p = &b->pages[i];
		const struct note_meta *m = &p->note->meta;

		for (k = 0; k < m->n_aliases; k++) {
			const struct graph_names *names = map_get(
			    b->aliases, graph_fold(b->a, m->aliases[k]));
			struct note_at at = { 0, 0 };

			if (names == NULL || names->n < 2)
				continue;
			if (m->alias_at != NULL)
				at = m->alias_at[k];
			diag(b->d, DIAG_ALIAS_TWICE, p->note->path, at.line,
			    at.col,
			    "%s is an alias of %s, too; a link by it goes to "
			    "the nearer note, or is ambiguous",
			    m->aliases[k], link_others(names, p, b->a));
		}
	}
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
}
