/* graph_broken.c: what is said of links that lead nowhere, or not to one page */
#include <string.h>

#include "base/path.h"
#include "graph/graph_int.h"

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
	return graph_by_path(b, from, stem) != NULL
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
	       graph_from_folder(b->aid, from, link->target) != NULL &&
	       !graph_near_top(b, link->target);
}

bool
graph_is_there(const struct graph_build *b, const char *target)
{
	const char *key = graph_key(b, target);
	size_t i;

	if (b->near->there == NULL) {
		b->near->there = map_new();
		for (i = 0; i < b->src->n_notes; i++) {
			const char *id =
			    graph_fold(b->work, b->src->notes[i].id);

			map_put(b->near->there, id, (void *)id);
		}
	}
	return map_get(b->near->there, key) != NULL;
}

/*
 * The command that makes the note, "" when the name may mean something else: a
 * path, a file, a day, or a note that is there and private. What a shell would read in
 * another way is not for copying.
 */
static const char *
link_offer(const struct graph_build *b, const struct note_link *link)
{
	const char *name = link->target, *quote;
	const char *dot = strrchr(path_base(name), '.');
	struct date ignored;

	if (b->src->folder || link->path_embed ||
	    (link->kind != NOTE_LINK_WIKI && link->kind != NOTE_LINK_EMBED) ||
	    *name == '\0' || strchr("./-", *name) != NULL ||
	    name[strlen(name) - 1] == '/' ||
	    (dot != NULL && !path_is_note(name)) ||
	    date_parse(&ignored, path_base(name)) == 0 ||
	    strpbrk(name, "\"'`$\\!*?<>|&;()~#{}[]:") != NULL ||
	    graph_is_there(b, name))
		return "";
	quote = strchr(name, ' ') != NULL ? "\"" : "";
	return arena_printf(
	    b->a, "; 'halfhour new %s%s%s' makes it", quote, name, quote);
}

void
graph_link_broken(const struct graph_build *b, const struct graph_page *from,
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
		l->problem = arena_printf(b->a, "there is no page or file %s%s",
		    link->target, link_offer(b, link));
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

void
graph_link_no_place(const struct graph_build *b, const struct graph_page *from,
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

/* The pages of this alias other than `page`. */
static const char *
link_others(const struct graph_names *names, const struct graph_page *page,
    struct arena *a)
{
	const struct graph_page *v[GRAPH_CANDIDATES + 1];
	struct graph_names others = { v, 0 };
	size_t i;

	/* One more than are named, for then it is said that there are more. */
	for (i = 0; i < names->n && others.n <= GRAPH_CANDIDATES; i++)
		if (names->pages[i] != page)
			v[others.n++] = names->pages[i];
	return graph_candidates(&others, a);
}

/* Say that an alias is the name of another page, or an alias of others. */
static void
link_alias(struct graph_build *b, const struct graph_page *p, size_t i)
{
	const struct note_meta *m = &p->note->meta;
	const char *key = graph_fold(b->aid, m->aliases[i]);
	const struct graph_names *names = map_get(b->aliases, key);
	const struct graph_page *named = map_get(b->ids, key);
	struct note_at at = { 0, 0 };

	if (m->alias_at != NULL)
		at = m->alias_at[i];
	if (named != NULL && named != p)
		diag(b->d, DIAG_ALIAS_TWICE, p->note->path, at.line, at.col,
		    "%s is an alias of %s and the name of another page, to "
		    "which links by it go",
		    m->aliases[i], p->id);
	else if (named == NULL && names != NULL && names->n >= 2)
		diag(b->d, DIAG_ALIAS_TWICE, p->note->path, at.line, at.col,
		    "%s is an alias of %s, too; a link by it goes to the "
		    "nearer note, or is ambiguous",
		    m->aliases[i], link_others(names, p, b->a));
}

void
graph_aliases(struct graph_build *b)
{
	size_t i, k;

	for (i = 0; i < b->g->n_pages && b->d != NULL; i++)
		for (k = 0; k < b->pages[i].note->meta.n_aliases; k++)
			link_alias(b, &b->pages[i], k);
}
