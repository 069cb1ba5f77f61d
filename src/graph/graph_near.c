/* graph_near.c: what may be meant by a link that leads nowhere */
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "graph/graph_int.h"

/*
 * To find the nearest name all names are compared with the misspelt one. Each
 * misspelt name is looked for once, however many links have it; and after so
 * many comparisons no more of them are looked for: who has thousands of
 * broken links has another mistake than a slip, and the time of a build must
 * not grow with the square of the wiki. A thousand names have five hundred
 * answers.
 */
#define NEAR_MOST 500000

/* A name that is looked for, and the nearest one so far. */
struct near {
	const char *key; /* what is known of it is known by this */
	const char *best;
	int least;
};

static void
near_try(struct near *s, int far, const char *means)
{
	if (far >= s->least)
		return;
	s->least = far;
	s->best = means;
}

/* Whether it is to be looked for among so many names: not if it was before,
 * and then best is what was found. */
static bool
near_begin(const struct graph_build *b, struct near *s, size_t names)
{
	const char *known = map_get(b->near->known, s->key);

	*s = (struct near){ s->key, NULL, TEXT_FAR };
	if (known != NULL) {
		s->best = *known != '\0' ? known : NULL;
		return false;
	}
	if (b->near->sought >= NEAR_MOST)
		return false;
	b->near->sought += names;
	return true;
}

static void
near_end(const struct graph_build *b, const struct near *s)
{
	map_put(b->near->known, s->key, (void *)(s->best ? s->best : ""));
}

/* The ids of all pages and then their aliases, folded; made when the first link
 * asks. Of names that are as near the first is taken, so the id is. */
/* Whether a link can be written that means this alias; a path out of the notes
 * or a URL is none, and brackets end it. */
static bool
near_linkable(const char *alias)
{
	return *alias != '.' && path_is_inside(alias) &&
	       strpbrk(alias, "[]|#") == NULL;
}

static void
near_names(const struct graph_build *b)
{
	struct graph_near *all = b->near;
	size_t i, k, n = b->g->n_pages;

	if (all->names != NULL)
		return;
	for (i = 0; i < b->g->n_pages; i++)
		n += b->pages[i].note->meta.n_aliases;
	all->names = arena_alloc(b->a, n * sizeof(*all->names));
	for (i = 0; i < b->g->n_pages; i++) {
		const char *id = b->pages[i].id;

		all->names[all->n++] =
		    (struct graph_near_name){ graph_fold(b->a, id), id };
	}
	for (i = 0; i < b->g->n_pages; i++) {
		const struct note_meta *meta = &b->pages[i].note->meta;

		for (k = 0; k < meta->n_aliases; k++) {
			if (!near_linkable(meta->aliases[k]))
				continue;
			all->names[all->n++] = (struct graph_near_name){
				graph_fold(b->a, meta->aliases[k]),
				meta->aliases[k]
			};
		}
	}
}

/* What was written, folded, without what only says from where the path goes;
 * *md tells whether ".md" was there, which is taken off. */
static const char *
near_typed(const struct graph_build *b, const char *target, bool *md)
{
	size_t len, stem;

	while (*target == '/' || strncmp(target, "./", 2) == 0 ||
	       strncmp(target, "../", 3) == 0)
		target = strchr(target, '/') + 1;
	len = strlen(target);
	stem = path_note_len(target, len);
	*md = stem > 0;
	return graph_fold(b->a, arena_strndup(b->a, target, *md ? stem : len));
}

const char *
graph_near_page(const struct graph_build *b, const char *target)
{
	bool md;
	const char *typed = near_typed(b, target, &md);
	struct near s = { .key = arena_printf(
			      b->a, "%s/%s", md ? "md" : "page", typed) };
	size_t i, n;

	near_names(b);
	/* With ".md" a file is meant, and not an alias. */
	n = md ? b->g->n_pages : b->near->n;
	if (!near_begin(b, &s, n))
		return s.best;
	for (i = 0; i < n; i++) {
		const struct graph_near_name *name = &b->near->names[i];
		int far = text_slip(typed, name->key);

		if (far == TEXT_FAR)
			far = text_slip(path_base(typed), path_base(name->key));
		near_try(&s, far, name->name);
	}
	if (s.best != NULL && md)
		s.best = arena_printf(b->a, "%s.md", s.best);
	near_end(b, &s);
	return s.best;
}

/* The name of a file without its folders and its ending, folded. */
static const char *
near_stem(const struct graph_build *b, const char *path)
{
	const char *base = path_base(path), *dot = strrchr(base, '.');

	return graph_fold(b->a, arena_strndup(b->a, base,
				    dot ? (size_t)(dot - base) : strlen(base)));
}

/* Names without endings: these are too much alike to tell anything. */
const char *
graph_near_file(const struct graph_build *b, const char *target)
{
	const char *stem = near_stem(b, target);
	struct near s = { .key = arena_printf(b->a, "file/%s", stem) };
	size_t i;

	if (b->near->stems == NULL)
		b->near->stems = arena_alloc(
		    b->a, b->src->n_files * sizeof(*b->near->stems));
	if (!near_begin(b, &s, b->src->n_files))
		return s.best;
	for (i = 0; i < b->src->n_files; i++) {
		const char *file = b->src->files[i];

		if (b->near->stems[i] == NULL)
			b->near->stems[i] = near_stem(b, file);
		near_try(&s, text_slip(stem, b->near->stems[i]), file);
	}
	near_end(b, &s);
	return s.best;
}

/* The name of a page may have a dot, too, so the ending has to be the same. */
const char *
graph_near_attached(const struct graph_build *b, const struct note_link *link)
{
	const char *dot = strrchr(path_base(link->target), '.'), *near;

	if (dot == NULL || dot[1] == '\0' || link->kind == NOTE_LINK_PATH ||
	    path_is_note(link->target))
		return NULL;
	near = graph_near_file(b, link->target);
	return near != NULL && path_has_suffix(near, dot) ? near : NULL;
}

static void
near_top_add(const struct graph_build *b, const char *path)
{
	size_t n = strcspn(path, "/");

	if (path[n] == '/')
		map_put(b->near->tops,
		    graph_fold(b->a, arena_strndup(b->a, path, n)), b->near);
}

bool
graph_near_top(const struct graph_build *b, const char *target)
{
	size_t i;

	if (b->near->tops == NULL) {
		b->near->tops = map_new();
		for (i = 0; i < b->g->n_pages; i++)
			near_top_add(b, b->pages[i].id);
		for (i = 0; i < b->src->n_files; i++)
			near_top_add(b, b->src->files[i]);
	}
	target += strspn(target, "/");
	return map_get(b->near->tops,
		   graph_fold(b->a, arena_strndup(b->a, target,
					strcspn(target, "/")))) != NULL;
}

/* The part of a fragment that names the place, behind the headings above it. */
static const char *
near_last(const char *fragment)
{
	const char *hash = strrchr(fragment, '#');

	return hash != NULL && hash[1] != '\0' ? hash + 1 : fragment;
}

/* A heading as the link would name it: by its text, but as in Markdown by its
 * anchor, and so where the text cannot stand between the brackets. */
static const char *
near_heading(const struct note_heading *h, const struct note_link *link)
{
	return note_link_by_path(link) || strpbrk(h->text, "[]|#^") ? h->slug
								    : h->text;
}

const char *
graph_near_place(const struct graph_build *b, const struct graph_page *to,
    const struct note_link *link)
{
	const struct note *n = to->note;
	const char *last = near_last(link->fragment);
	const char *typed = graph_fold(b->a, last + (*last == '^'));
	bool path = note_link_by_path(link), block = *last == '^';
	struct near s = { .key = arena_printf(b->a, "%s/%s#%s%s",
			      path ? "slug" : "text", to->id, block ? "^" : "",
			      typed) };
	size_t i;

	if (!near_begin(b, &s, block ? n->n_ids : 2 * n->n_headings))
		return s.best;
	for (i = 0; block && i < n->n_ids; i++)
		near_try(&s, text_slip(typed, n->ids[i]), n->ids[i]);
	for (i = 0; !block && i < n->n_headings; i++) {
		const struct note_heading *h = &n->headings[i];
		const char *name = near_heading(h, link);

		near_try(&s, text_slip(typed, graph_fold(b->a, h->text)), name);
		near_try(&s, text_slip(typed, h->slug), name);
	}
	if (block && s.best != NULL)
		s.best = arena_printf(b->a, "^%s", s.best);
	near_end(b, &s);
	return s.best;
}
