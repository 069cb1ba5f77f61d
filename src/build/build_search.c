/* build_search.c: the pages of the graph into the index of the search */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "build/build_int.h"
#include "page/page.h"
#include "search/search_index.h"
#include "search/search_kept.h"

/* A page in the order that the index wants. */
struct search_row {
	uint32_t number;
	const struct graph_page *page;
};

static int
search_row_cmp(const void *pa, const void *pb)
{
	const struct search_row *a = pa, *b = pb;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->page->url, b->page->url);
}

static struct search_row *
search_rows(const struct graph *g)
{
	struct search_row *v = xcalloc(g->n_pages + 1, sizeof(*v));
	size_t i;

	for (i = 0; i < g->n_pages; i++) {
		v[i].page = &g->pages[i];
		v[i].number = search_page_number(g->pages[i].url);
	}
	qsort(v, g->n_pages, sizeof(*v), search_row_cmp);
	return v;
}

/* The index of what is made anew. */
struct search_out {
	struct build_out *o;
	const struct graph *g;
	const struct page_prints *common;
	struct search_index *x;
	struct build_words *words;
	const struct build_how *how;
	size_t made;        /* groups */
	struct build_at at; /* its files: of the group that is made now */
	struct arena *a;
	struct strbuf room;
};

static int
search_file(const char *path, const void *bytes, size_t len, void *payload,
    struct err *e)
{
	struct search_out *s = payload;
	struct still before = s->at.sum, one;
	int wrote;

	s->at.sum = (struct still){ .n = 0 };
	if (build_out_expect(s->o, path, e) == -1 ||
	    (wrote = build_out_put(s->o, path, bytes, len, &s->at, e)) == -1)
		return -1;
	one = s->at.sum;
	build_out_wrote(s->o, (size_t)wrote);
	build_out_left(s->o, path, &one);
	build_words_wrote(s->words, path, &one);
	still_join(&s->at.sum, &before);
	return 0;
}

static int
search_add(struct search_index *x, const struct page *page,
    const struct graph *g, struct arena *a, struct err *e)
{
	const struct graph_page *p = page->subject;
	const struct note_meta *meta = &p->note->meta;
	struct page_name name = page_name_of(p, g, a);
	struct search_page s = { .path = p->url,
		.id = p->id,
		.title = name.title,
		.title_lang = name.lang,
		.text_lang = name.text_lang };
	const char **tags = arena_alloc(a, (meta->n_tags + 1) * sizeof(*tags));
	const char **names =
	    arena_alloc(a, (meta->n_aliases + 1) * sizeof(*names));
	struct search_section *sections;
	struct page_section *v;
	size_t i, n = page_sections(&v, page, g, a);

	/* A day is called by its date; a title of its own is one more name. */
	for (; s.n_names < meta->n_aliases; s.n_names++)
		names[s.n_names] = meta->aliases[s.n_names];
	if (p->day != NULL && strcmp(p->title, path_base(p->id)) != 0)
		names[s.n_names++] = p->title;
	for (; s.n_tags < meta->n_tags; s.n_tags++)
		tags[s.n_tags] = meta->tags[s.n_tags];
	if (meta->description != NULL)
		tags[s.n_tags++] = meta->description;
	sections = arena_alloc(a, n * sizeof(*sections));
	for (i = 0; i < n; i++)
		sections[i] = (struct search_section){ v[i].anchor,
			v[i].heading, v[i].text };
	s.names = names;
	s.tags = tags;
	s.sections = sections;
	s.n_sections = n;
	return search_index_add(x, &s, e);
}

/* Whether the files of the group's text are as they were left. */
static bool
search_stays(
    struct search_out *s, const struct search_group *g, struct still *now)
{
	char path[SEARCH_PATH_MAX];
	size_t i;

	for (i = 0; i < g->files; i++) {
		search_text_path(path, (uint32_t)g->number, i);
		if (!build_out_look(s->o, path, &s->at.folder, now))
			return false;
	}
	return now->a == g->still[0] && now->b == g->still[1];
}

/* Take a group as it was, and its files as they are; 0 or -1. */
static int
search_take(struct search_out *s, const struct search_group *then,
    const struct still *files, struct err *e)
{
	char path[SEARCH_PATH_MAX];
	size_t i;

	for (i = 0; i < then->files; i++) {
		search_text_path(path, (uint32_t)then->number, i);
		if (build_out_expect(s->o, path, e) == -1)
			return -1;
	}
	/* All are in one folder. */
	if (then->files > 0)
		build_out_left(s->o, path, files);
	build_words_add(s->words, then, false);
	return 0;
}

/* A hash of all that these pages are made of; false: nobody knows. */
static bool
search_print(uint64_t out[2], struct search_out *s, const struct page *page,
    const struct search_row *v, size_t n)
{
	struct page one = *page;
	struct page_print p;
	bool known = true;
	size_t i;

	out[0] = out[1] = n;
	for (i = 0; i < n && known; i++) {
		one.subject = v[i].page;
		known = page_print_search(&p, &one, s->g, s->common, &s->room);
		/* Their order counts. */
		out[0] = out[0] * 3 + p.a;
		out[1] = out[1] * 3 + p.b;
	}
	return known;
}

/* Read the pages of a group for their words, and write its files. */
static int
search_make(struct search_out *s, struct search_group *now, struct page *page,
    const struct search_row *v, size_t n, struct err *e)
{
	size_t i, files;

	s->at.sum = (struct still){ .n = 0 };
	for (i = 0; i < n; i++) {
		page->subject = v[i].page;
		if (search_add(s->x, page, s->g, s->a, e) == -1)
			return -1;
		arena_clear(s->a);
	}
	if (search_index_end(s->x, &files, e) == -1)
		return -1;
	now->files = files;
	now->still[0] = s->at.sum.a;
	now->still[1] = s->at.sum.b;
	search_group_end(now, s->x);
	build_words_add(s->words, now, true);
	/* They come in no order of the notes, so each costs what stands around
	 * it, too. */
	if (++s->made % (BUILD_EASE / 4) == 0)
		build_ease(s->how);
	return 0;
}

/* The pages of one number, made only if they are not what they were. */
static int
search_group(struct search_out *s, struct page *page,
    const struct search_row *v, size_t n, struct err *e)
{
	struct search_group now;
	const struct search_group *then = NULL;
	struct still files = { .n = 0 };

	search_group_begin(&now, s->x, v->number);
	if (s->how->words_left != NULL &&
	    search_print(now.print, s, page, v, n))
		then = build_words_then(s->words, v->number);
	if (then != NULL && then->print[0] == now.print[0] &&
	    then->print[1] == now.print[1] && search_stays(s, then, &files))
		return search_take(s, then, &files, e);
	return search_make(s, &now, page, v, n, e);
}

/* All pages, in groups of one number. */
static int
search_groups(
    struct search_out *s, const struct search_row *rows, struct err *e)
{
	struct arena *all = arena_new();
	struct page page = { .index = page_index_new(s->g, all) };
	size_t i, n;
	int rc = 0;

	for (i = 0; i < s->g->n_pages && rc == 0; i += n) {
		for (n = 1; i + n < s->g->n_pages &&
			    rows[i + n].number == rows[i].number;
		     n++)
			;
		rc = search_group(s, &page, &rows[i], n, e);
	}
	arena_free(all);
	return rc;
}

static void
search_begin(struct search_out *s, struct build_out *o,
    const struct build_how *how, const struct page_prints *common)
{
	*s = (struct search_out){ .o = o,
		.common = common,
		.at = BUILD_AT_INIT,
		.room = STRBUF_INIT };
	s->x = search_index_new(search_file, s);
	s->words = build_words_new(o, how);
	s->how = how;
	s->a = arena_new();
}

static void
search_end(struct search_out *s)
{
	strbuf_release(&s->room);
	fs_folder_release(&s->at.folder);
	build_words_free(s->words);
	arena_free(s->a);
	search_index_free(s->x);
}

/* The first piece of each group's text. */
size_t
build_search_paths(const char ***paths, const struct graph *g, struct arena *a)
{
	struct search_row *rows = search_rows(g);
	const char **v = arena_alloc(a, (g->n_pages + 1) * sizeof(*v));
	char path[SEARCH_PATH_MAX];
	size_t i, n = 0;

	for (i = 0; i < g->n_pages; i++) {
		if (i > 0 && rows[i].number == rows[i - 1].number)
			continue;
		search_text_path(path, rows[i].number, 0);
		v[n++] = arena_strdup(a, path);
	}
	free(rows);
	*paths = v;
	return n;
}

int
build_search(struct build_out *o, const struct graph *g,
    const struct build_how *how, const struct page_prints *common,
    struct err *e)
{
	struct search_row *rows = search_rows(g);
	struct search_out s;
	int rc;

	search_begin(&s, o, how, common);
	s.g = g;
	rc = search_groups(&s, rows, e);
	if (rc == 0)
		rc = build_words_finish(s.words, s.x, e);
	search_end(&s);
	free(rows);
	return rc;
}

/* ---- of a few pages -------------------------------------------------------- */

/* A page that was not there, the only one of its number: 1, 0 or -1. */
static int
search_more(struct search_out *s, const struct build_part *part,
    struct search_row *row, struct page *page, struct err *e)
{
	struct search_group now;
	int rc;

	s->g = part->now;
	row->page = &part->now->pages[part->fresh];
	search_group_begin(&now, s->x, row->number);
	if (!search_print(now.print, s, page, row, 1))
		return 0;
	build_out_may_add(s->o, true);
	rc = search_make(s, &now, page, row, 1, e);
	build_out_may_add(s->o, false);
	return rc == -1 ? -1 : 1;
}

/* One page that changed, the only one of its number: 1, 0 or -1. */
static int
search_some(struct search_out *s, const struct build_part *part, size_t at,
    const struct page_index *was, struct page *page, struct err *e)
{
	struct search_row row = { .page = &part->was->pages[at] };
	struct page old = { .index = was };
	const struct search_group *then;
	struct search_group now;
	uint64_t print[2];

	row.number = search_page_number(row.page->url);
	then = build_words_then(s->words, row.number);
	if (at == part->fresh)
		return then != NULL ? 0 : search_more(s, part, &row, page, e);
	s->g = part->was;
	if (then == NULL || !search_print(print, s, &old, &row, 1) ||
	    print[0] != then->print[0] || print[1] != then->print[1])
		return 0;
	s->g = part->now;
	row.page = &part->now->pages[at];
	search_group_begin(&now, s->x, row.number);
	if (!search_print(now.print, s, page, &row, 1))
		return 0;
	if (now.print[0] == print[0] && now.print[1] == print[1])
		return 1;
	if (search_make(s, &now, page, &row, 1, e) == -1)
		return -1;
	return now.files == then->files;
}

int
build_search_part(struct build_out *o, const struct build_part *part,
    const struct build_how *how, const struct page_prints *common,
    struct err *e)
{
	struct search_out s;
	struct arena *all = arena_new();
	struct search_row *rows = xcalloc(part->n + 1, sizeof(*rows));
	const struct page_index *was = page_index_new(part->was, all);
	struct page page = { .index = page_index_new(part->now, all) };
	size_t i, n = 0;
	int rc = 1;

	search_begin(&s, o, how, common);
	for (i = 0; i < part->n; i++)
		if (part->v[i].changed) {
			rows[n].page = &part->now->pages[part->v[i].page];
			rows[n].number = search_page_number(rows[n].page->url);
			n++;
		}
	if (n > 1)
		qsort(rows, n, sizeof(*rows), search_row_cmp);
	for (i = 0; i < n && rc == 1; i++)
		rc = search_some(&s, part,
		    (size_t)(rows[i].page - part->now->pages), was, &page, e);
	if (rc == 1)
		rc = build_words_finish_part(s.words, s.x, e);
	search_end(&s);
	free(rows);
	arena_free(all);
	return rc;
}
