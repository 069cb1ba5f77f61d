/* wiki_mv_graph.c: which links a rename changes, and what they become
 *
 * Theory of operation. The links are not judged by their looks. All notes are
 * joined into a graph as they are, and into another one in which the note has
 * its new name. A link that leads elsewhere in the second has to be written in
 * another way, and so has one that names the note by its old name and would
 * only be led on by the redirect. For each of these there are a few ways to
 * write it, the one that is most like the old first: they are tried in turn,
 * all links at once, and each graph tells which of them lead where they led.
 */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "wiki/wiki_mv_int.h"

#define ATTEMPTS 4

const struct graph *
mv_graph(
    struct mv *m, const struct note *notes, const struct graph_page **pages)
{
	struct graph_src src = {
		.conf = &m->w->conf,
		.today = moment_study_day(m->w->now, m->w->conf.day_ends),
		.notes = notes,
		.n_notes = m->w->n_notes,
		.days = m->w->days,
		.n_days = m->w->n_days,
		.files = m->w->files,
		.n_files = m->w->n_files,
		.symlinks = m->w->symlinks,
		.n_symlinks = m->w->n_symlinks,
		.drafts = true,
	};
	const struct graph *g = graph_build(&src, m->w->arena, NULL);
	size_t i;

	memset(pages, 0, m->w->n_notes * sizeof(*pages));
	for (i = 0; i < g->n_pages; i++)
		pages[g->pages[i].note - notes] = &g->pages[i];
	return g;
}

/* ---- one link ------------------------------------------------------------ */

/* Whether it leads to the same folder, which may have got an index or README
 * that is its page. */
static bool
link_same_folder(const struct graph_link *a, const struct graph_link *b)
{
	const char *id = b->to ? b->to->id : "", *base = path_base(id);
	size_t n = strlen(a->folder);

	if (b->folder != NULL)
		return strcmp(a->folder, b->folder) == 0;
	return (text_ieq(base, "index") || text_ieq(base, "readme")) &&
	       (size_t)(base - id) == n + (n > 0) &&
	       strncmp(id, a->folder, n) == 0;
}

static bool
link_same(
    const struct mv *m, const struct graph_link *a, const struct graph_link *b)
{
	if (a->folder != NULL)
		return link_same_folder(a, b);
	if (a->to == NULL || b->to == NULL)
		return a->to == b->to && a->file == b->file;
	return a->to->note - m->before == b->to->note - m->after;
}

static char *
link_key(const char *target)
{
	char *key = utf8_fold(target);
	size_t len = strlen(key);

	if (path_is_note(key))
		len = path_note_len(key, len);
	while (len > 1 && key[len - 1] == '/')
		len--;
	key[len] = '\0';
	return key;
}

/* What the link says without its query. */
static const char *
link_target(const struct mv *m, const struct graph_link *l)
{
	const char *target = l->link->target;

	return arena_strndup(
	    m->w->arena, target, strlen(target) - strlen(l->query));
}

/* Whether the path is `end`, or ends so behind a slash. Both are folded. */
static bool
link_is_end(const char *path, const char *end)
{
	size_t n = strlen(path), k = strlen(end);

	return k <= n && strcmp(path + n - k, end) == 0 &&
	       (k == n || path[n - k - 1] == '/');
}

/* Whether the link names the note by an alias that it has had, or by the end of
 * one, as it may when nothing is called so: that stays. */
static bool
link_by_alias(const struct mv *m, const char *target)
{
	const struct note *n = &m->w->notes[m->moved];
	char *key = link_key(target), *id = utf8_fold(n->id);
	bool named = link_is_end(id, key), is = false;
	size_t i;

	for (i = 0; i < n->meta.n_aliases && !is; i++) {
		char *alias = utf8_fold(n->meta.aliases[i]);

		is = named ? strcmp(alias, key) == 0 : link_is_end(alias, key);
		free(alias);
	}
	free(id);
	free(key);
	return is;
}

/* Whether a link leads anywhere that will be there: its folder is gone with the
 * last note in it. */
static bool
link_leads(const struct mv *m, const struct graph_link *a)
{
	size_t i, n;

	if (a->folder == NULL || *a->folder == '\0')
		return a->to != NULL || a->file != NULL || a->folder != NULL;
	n = strlen(a->folder);
	for (i = 0; i < m->w->n_notes; i++)
		if (strncmp(m->after[i].id, a->folder, n) == 0 &&
		    m->after[i].id[n] == '/')
			return true;
	return false;
}

/* ---- how a link may be written ------------------------------------------- */

struct way {
	const char *target; /* what it says, without its query */
	bool by_path;       /* of Markdown: relative to the note first */
	const char *from;   /* the note it stands in, as it will be called */
	const char *full;   /* what it leads to, from the root of the notes */
	bool relative;      /* it was relative to its folder */
	bool rooted;        /* it was the whole id */
};

/* Whether a target is a folder by its looks: then a "/" at the end keeps it one
 * beside a note of the same name. */
static bool
way_is_folder(const char *target)
{
	const char *base = path_base(target);

	return *base == '\0' || strcmp(base, ".") == 0 ||
	       strcmp(base, "..") == 0;
}

/* "ipc/index" as "ipc", when the link named the folder; a file has the ending
 * that it has, ".md" or ".MD". */
static const char *
way_full(const struct mv *m, const char *target, const struct note *to)
{
	bool md = path_is_note(target), slash = way_is_folder(target);
	const char *id = to->id, *base = path_base(id);
	const char *end = to->path + path_note_len(to->path, strlen(to->path));
	char *key = link_key(target);
	bool named = strcmp(path_base(key), "index") == 0;

	free(key);
	if (strcmp(base, "index") == 0 && base != id && !md && !named)
		return arena_printf(m->w->arena, "%.*s%s", (int)(base - id) - 1,
		    id, slash ? "/" : "");
	return arena_printf(m->w->arena, "%s%s", id, md ? end : "");
}

/* Whether the target, taken from this folder (NULL: the root), is the page or
 * the file that the link led to. */
static bool
way_from(const char *folder_of, const char *target, const char *dest)
{
	char *from = folder_of ? utf8_fold(folder_of) : NULL;
	char *want = utf8_fold(dest), *key = link_key(target), *got = key;
	char *way = from ? path_relative(from, want) : xstrdup(want);
	size_t len = strlen(way);
	bool is;

	while (text_starts(got, "./"))
		got += 2;
	is = strcmp(got, way) == 0;
	/* A folder stands for its index. */
	if (!is && path_has_suffix(way, "/index")) {
		len -= strlen("/index");
		is = strncmp(got, way, len) == 0 && got[len] == '\0';
	}
	free(way);
	free(key);
	free(want);
	free(from);
	return is;
}

static void
way_init(struct way *y, const struct mv *m, const struct mv_link *l)
{
	const struct graph_page *page = m->p1[l->note];
	const struct graph_link *g = &page->links[l->link];
	const char *old = g->to ? g->to->id : g->file ? g->file : g->folder;

	*y = (struct way){ .target = link_target(m, g) };
	y->by_path = note_link_by_path(g->link);
	y->from = m->after[l->note].id;
	if (g->to != NULL)
		y->full =
		    way_full(m, y->target, &m->after[g->to->note - m->before]);
	else if (g->file != NULL)
		y->full = g->file;
	else
		y->full = arena_printf(m->w->arena, "%s%s", g->folder,
		    *g->folder && way_is_folder(y->target) ? "/" : "");
	y->rooted = way_from(NULL, y->target, old);
	y->relative = way_from(page->id, y->target, old);
}

/* The way from a note to the folder of all notes. */
static char *
way_to_root(const char *from)
{
	struct strbuf sb = STRBUF_INIT;

	while ((from = strchr(from, '/')) != NULL) {
		strbuf_adds(&sb, "../");
		from++;
	}
	if (sb.len == 0)
		strbuf_adds(&sb, "./");
	return strbuf_take(&sb);
}

static const char *
way_relative(const struct mv *m, const struct way *y)
{
	char *rel =
	    *y->full ? path_relative(y->from, y->full) : way_to_root(y->from);
	bool dot = *y->target == '.' && y->target[1] != '.';
	/* A wiki link without a dot would be looked for from the root. */
	bool need = !y->by_path && *y->target == '.';
	const char *out = arena_printf(
	    m->w->arena, "%s%s", (dot || need) && *rel != '.' ? "./" : "", rel);

	free(rel);
	return out;
}

/* The n-th way to write the link, the most like the old one first; NULL: there
 * is none any more. */
static const char *
way_nth(const struct mv *m, const struct way *y, int n)
{
	const char *v[ATTEMPTS + 1] = { NULL }, *target = y->target;
	const char *root = arena_printf(m->w->arena, "/%s", y->full);
	const char *slash = y->full + strlen(y->full);
	int k = 0;

	/* The last part; behind it may be a "/" of a folder. */
	while (slash > y->full && (slash[-1] != '/' || slash[0] == '\0'))
		slash--;
	if (*target == '/')
		v[k++] = root;
	else if (y->by_path && (y->relative || !y->rooted))
		v[k++] = way_relative(m, y);
	else if (y->by_path)
		v[k++] = y->full;
	else if (*target == '.')
		v[k++] = way_relative(m, y);
	else if (strchr(target, '/') == NULL)
		v[k++] = slash;
	else if (!y->rooted && y->relative)
		v[k++] = way_relative(m, y);
	v[k++] = y->by_path ? way_relative(m, y) : y->full;
	v[k++] = root;
	return n < k ? v[n] : NULL;
}

/* ---- all links ------------------------------------------------------------ */

/* The links of a note as they will be, a copy when first one changes. */
static void
links_set(struct mv *m, const struct mv_link *l)
{
	struct note *n = &m->after[l->note];
	struct note_link *v;

	if (n->links == m->w->notes[l->note].links)
		n->links = arena_copy(
		    m->w->arena, n->links, n->n_links, sizeof(*n->links));
	v = (struct note_link *)n->links;
	/* Which "#" ends the name is known by now. */
	v[l->link].fragment = m->p1[l->note]->links[l->link].link->fragment;
	v[l->link].whole = NULL;
	v[l->link].target = l->target;
	v[l->link].path = l->target[l->path] == '?' ? l->path : 0;
}

/*
 * Whether a link by path in the moved note is the way to where it leads no
 * more. We might find that by its name still, but no other program would.
 */
static bool
link_strayed(const struct mv *m, size_t note, const struct graph_link *a)
{
	const char *target = link_target(m, a);
	const char *old = a->to ? a->to->id : a->file ? a->file : a->folder;
	const char *new = a->to == m->p1[m->moved] ? m->to : old;

	return note == m->moved && note_link_by_path(a->link) &&
	       *target != '/' && way_from(m->from, target, old) &&
	       !way_from(m->to, target, new);
}

/* Those that lead elsewhere, or to the note by its old name. */
static void
links_collect(struct mv *m)
{
	size_t i, k;

	for (i = 0; i < m->w->n_notes; i++) {
		if (m->p1[i] == NULL || m->p2[i] == NULL)
			continue;
		for (k = 0; k < m->before[i].n_links; k++) {
			const struct graph_link *a = &m->p1[i]->links[k];
			const struct graph_link *b = &m->p2[i]->links[k];

			if (*a->link->target == '\0' || !link_leads(m, a))
				continue;
			if (link_same(m, a, b) && !link_strayed(m, i, a) &&
			    (a->to != m->p1[m->moved] ||
				link_by_alias(m, link_target(m, a))))
				continue;
			*VEC_PUSH(m->links, m->n_links, m->cap_links) =
			    (struct mv_link){ .note = i, .link = k };
		}
	}
}

static int
link_hopeless(const struct mv *m, const struct mv_link *l, struct err *e)
{
	const struct note *n = &m->w->notes[l->note];

	return err_code(e, ERR_CONFLICT,
	    "%s:%d:%d: no way is found to write the link %s so that it still "
	    "leads to where it leads; nothing is changed",
	    n->path, n->links[l->link].line, n->links[l->link].col,
	    n->links[l->link].target);
}

/* Set the next way of each link that is not right yet; how many, or -1. */
static long
links_try(struct mv *m, bool first, struct err *e)
{
	long tried = 0;
	size_t i;

	for (i = 0; i < m->n_links; i++) {
		struct mv_link *l = &m->links[i];
		const struct graph_link *old = &m->p1[l->note]->links[l->link];
		const char *target;
		struct way y;

		if (!first &&
		    link_same(m, old, &m->p2[l->note]->links[l->link]))
			continue;
		way_init(&y, m, l);
		target = way_nth(m, &y, l->attempt++);
		if (target == NULL)
			return link_hopeless(m, l, e);
		l->path = strlen(target);
		l->target =
		    arena_printf(m->w->arena, "%s%s", target, old->query);
		links_set(m, l);
		tried++;
	}
	return tried;
}

int
mv_links(struct mv *m, struct err *e)
{
	bool first = true;
	long tried;

	mv_graph(m, m->after, m->p2);
	links_collect(m);
	while ((tried = links_try(m, first, e)) > 0) {
		mv_graph(m, m->after, m->p2);
		first = false;
	}
	return tried == 0 ? 0 : -1;
}

int
mv_verify(struct mv *m, struct err *e)
{
	size_t i, k;

	mv_graph(m, m->after, m->p2);
	for (i = 0; i < m->w->n_notes; i++) {
		const struct note *n = &m->w->notes[i];

		if (m->p1[i] == NULL)
			continue;
		if (m->p2[i] == NULL ||
		    m->after[i].n_links != m->before[i].n_links)
			return err_code(e, ERR_CONFLICT,
			    "%s would be read in another way; nothing is "
			    "changed",
			    n->path);
		for (k = 0; k < m->before[i].n_links; k++)
			if (link_leads(m, &m->p1[i]->links[k]) &&
			    !link_same(
				m, &m->p1[i]->links[k], &m->p2[i]->links[k]))
				return err_code(e, ERR_CONFLICT,
				    "%s:%d:%d: the link %s would lead "
				    "elsewhere; nothing is changed",
				    n->path, n->links[k].line, n->links[k].col,
				    n->links[k].target);
	}
	return 0;
}
