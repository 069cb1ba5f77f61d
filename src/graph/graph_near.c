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
 * not grow with the square of the wiki. A thousand notes have five hundred
 * answers.
 */
#define NEAR_MOST 500000

/* A name that is looked for, and the nearest one so far. */
struct near {
	const char *key; /* "page/" or "file/" and the name, folded */
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
	const char *known = map_get(b->nears, s->key);

	*s = (struct near){ s->key, NULL, TEXT_FAR };
	if (known != NULL) {
		s->best = *known != '\0' ? known : NULL;
		return false;
	}
	if (*b->sought >= NEAR_MOST)
		return false;
	*b->sought += names;
	return true;
}

static void
near_end(const struct graph_build *b, const struct near *s)
{
	map_put(b->nears, s->key, (void *)(s->best ? s->best : ""));
}

const char *
graph_near_page(const struct graph_build *b, const char *target)
{
	const char *name = graph_fold(b->a, target);
	struct near s = { .key = arena_printf(b->a, "page/%s", name) };
	size_t i;

	if (!near_begin(b, &s, b->g->n_pages))
		return s.best;
	for (i = 0; i < b->g->n_pages; i++) {
		const char *id = b->folds[i];
		int far;

		if (id == NULL)
			id = b->folds[i] = graph_fold(b->a, b->pages[i].id);
		far = text_slip(name, id);
		if (far == TEXT_FAR)
			far = text_slip(path_base(name), path_base(id));
		near_try(&s, far, b->pages[i].id);
	}
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

	if (!near_begin(b, &s, b->src->n_files))
		return s.best;
	for (i = 0; i < b->src->n_files; i++) {
		const char *file = b->src->files[i];

		if (b->stems[i] == NULL)
			b->stems[i] = near_stem(b, file);
		near_try(&s, text_slip(stem, b->stems[i]), file);
	}
	near_end(b, &s);
	return s.best;
}
