/* graph.c: notes, days and facts about them, joined into one graph */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "graph/graph_int.h"

/* So many parts at most has the end of a path by which a page is found. */
#define ENDS_MAX 32

const char *
graph_fold(struct arena *a, const char *s)
{
	char *fold = utf8_fold(s);
	const char *copy = arena_strdup(a, fold);

	free(fold);
	return copy;
}

static bool
graph_shown(const struct graph_src *src, const struct note *n)
{
	return !n->meta.private && (src->drafts || !n->meta.draft);
}

static int
graph_page_cmp(const void *a, const void *b)
{
	const struct graph_page *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c ? c : strcmp(x->note->path, y->note->path);
}

/* The notes that are shown, in order, one for each id. */
static void
graph_pages(struct graph_build *b)
{
	size_t i, n = 0, kept = 0;

	b->pages = arena_alloc(b->a, b->src->n_notes * sizeof(*b->pages));
	for (i = 0; i < b->src->n_notes; i++) {
		const struct note *note = &b->src->notes[i];

		if (!graph_shown(b->src, note))
			continue;
		b->pages[n++] = (struct graph_page){
			.note = note,
			.id = note->id,
			.title = note->title,
			.url = arena_printf(b->a, "%s.html", note->id),
		};
	}
	if (n > 1)
		qsort(b->pages, n, sizeof(*b->pages), graph_page_cmp);
	for (i = 0; i < n; i++) {
		const char *key = graph_fold(b->work, b->pages[i].id);
		const struct graph_page *other = map_get(b->ids, key);

		if (other != NULL) {
			diag(b->d, DIAG_PAGE_TWICE, b->pages[i].note->path, 0,
			    0,
			    "this is the page %s, as %s is already; rename "
			    "one of them",
			    b->pages[i].id, other->note->path);
			continue;
		}
		b->pages[kept] = b->pages[i];
		map_put(b->ids, key, &b->pages[kept++]);
	}
	b->g->pages = b->pages;
	b->g->n_pages = kept;
}

/* A README is the page of its folder where there is no index, as on GitHub,
 * and has the address of one. */
static void
graph_readmes(struct graph_build *b)
{
	size_t i;

	for (i = 0; i < b->g->n_pages; i++) {
		struct graph_page *p = &b->pages[i];
		char *dir, *index;

		if (!text_ieq(path_base(p->id), "readme"))
			continue;
		dir = path_dir(p->id);
		index = path_join(dir, "index");
		if (map_get(b->ids, graph_fold(b->aid, index)) == NULL)
			p->url = arena_printf(b->a, "%s.html", index);
		free(index);
		free(dir);
	}
}

/* Pages come in the order of their ids. */
static void
graph_name(struct graph_build *b, struct map *names, const char *key,
    const struct graph_page *page)
{
	struct graph_names *all = map_get(names, key);
	const struct graph_page **more;

	if (all == NULL) {
		all = arena_alloc(b->work, sizeof(*all));
		map_put(names, key, all);
	}
	if (all->n > 0 && all->pages[all->n - 1] == page)
		return; /* one page with an alias in two cases */
	if ((all->n & (all->n - 1)) == 0) { /* none, or a power of two: full */
		more = arena_alloc(
		    b->work, (all->n > 0 ? 2 * all->n : 1) * sizeof(*more));
		if (all->n > 0)
			memcpy(more, all->pages, all->n * sizeof(*more));
		all->pages = more;
	}
	all->pages[all->n++] = page;
}

/* The page has as its names the ends of a path, from that of ENDS_MAX parts to
 * the last part alone. The path is folded, and lives as long. */
static void
graph_name_ends(struct graph_build *b, struct map *names, const char *path,
    const struct graph_page *page)
{
	const char *s = path + strlen(path);
	int n = 0;

	for (; s > path && n < ENDS_MAX; s--)
		if (s[-1] == '/') {
			graph_name(b, names, s, page);
			n++;
		}
}

static void
graph_index(struct graph_build *b)
{
	const char *key;
	size_t i, k;

	for (i = 0; i < b->g->n_pages; i++) {
		const struct graph_page *p = &b->pages[i];

		key = graph_fold(b->work, p->id);
		graph_folder_add(b, key);
		graph_name_ends(b, b->ends, key, p);
		if (path_base(key) == key)
			graph_name(b, b->ends, key, p);
		for (k = 0; k < p->note->meta.n_aliases; k++) {
			key = graph_fold(b->work, p->note->meta.aliases[k]);
			graph_folder_add(b, key);
			graph_name(b, b->aliases, key, p);
			graph_name_ends(b, b->olds, key, p);
		}
	}
	for (i = 0; i < b->src->n_files; i++) {
		const char *file = b->src->files[i];
		const char *base;

		key = graph_fold(b->work, file);
		map_put(b->files, key, (void *)file);
		base = path_base(key);
		map_put(b->named, base,
		    (void *)(map_get(b->named, base) ? "" : file));
	}
}

static void
graph_records(struct graph_build *b)
{
	size_t i, k;

	for (i = 0; i < b->g->n_pages; i++) {
		struct graph_page *p = &b->pages[i];
		const struct graph_record **v;

		v = arena_alloc(b->a, p->note->n_examples * sizeof(*v));
		for (k = 0; k < p->note->n_examples; k++)
			if (b->src->record != NULL &&
			    note_example_runs(&p->note->examples[k]))
				v[k] = b->src->record(p->note,
				    &p->note->examples[k], b->src->payload);
		p->records = v;
	}
}

struct graph *
graph_build(const struct graph_src *src, struct arena *a, struct diag_list *d)
{
	struct graph *g = arena_alloc(a, sizeof(*g));
	struct graph_near near = { .known = map_new() };
	struct graph_build b = { .src = src,
		.g = g,
		.a = a,
		.work = arena_new(),
		.aid = arena_new(),
		.d = d,
		.ids = map_new(),
		.aliases = map_new(),
		.firsts = map_new(),
		.ends = map_new(),
		.olds = map_new(),
		.files = map_new(),
		.topics = map_new(),
		.named = map_new(),
		.near = &near };

	g->conf = src->conf;
	g->today = src->today;
	g->files = src->files;
	g->n_files = src->n_files;
	graph_pages(&b);
	graph_readmes(&b);
	graph_index(&b);
	graph_symlinks(&b);
	g->home = map_get(b.ids, "index");
	if (g->home == NULL)
		g->home = map_get(b.ids, "readme");
	g->notes_dir = src->notes_dir ? src->notes_dir : "notes";
	g->plain = src->folder && src->n_days == 0;
	graph_records(&b);
	graph_aliases(&b);
	graph_days(&b);
	graph_links(&b);
	graph_backlinks(&b);
	graph_embeds(&b);
	graph_changes(&b);
	map_free(b.ids);
	map_free(b.aliases);
	map_free(b.firsts);
	map_free(b.ends);
	map_free(b.olds);
	map_free(b.files);
	map_free(b.topics);
	map_free(b.named);
	map_free(b.symlinks);
	map_free(b.folders);
	map_free(b.linked);
	map_free(near.known);
	map_free(near.tops);
	map_free(near.there);
	arena_free(b.work);
	arena_free(b.aid);
	return g;
}

const struct graph_page *
graph_find(const struct graph *g, const char *id)
{
	const struct graph_page *found = NULL;
	char *want = utf8_fold(id);
	size_t i;

	for (i = 0; i < g->n_pages && found == NULL; i++) {
		char *have = utf8_fold(g->pages[i].id);

		if (strcmp(have, want) == 0)
			found = &g->pages[i];
		free(have);
	}
	free(want);
	return found;
}
