/* page_group.c: what notes and entries have in common: tags, folders, topics
 *
 * The path of such a page is made of the name alone, so that a link to it can
 * be written without looking at the other notes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "page/page_int.h"

/* Room for the name of a file, whatever a tag is called. */
#define GROUP_SLUG_MAX 80

/*
 * A name fit for a path. What differs only in what a slug drops ("c", "c++"),
 * or is too long, gets the hash of all of it.
 */
static const char *
group_path(struct arena *a, const char *folder, const char *name)
{
	char *slug = text_slug(name), *fold = utf8_fold(name);
	size_t len = strlen(slug);
	const char *path;

	if (strcmp(slug, fold) == 0 && len <= GROUP_SLUG_MAX)
		path = arena_printf(a, "%s/%s.html", folder, slug);
	else {
		/* Not in the middle of a character. */
		while (len > GROUP_SLUG_MAX || (slug[len] & 0xc0) == 0x80)
			len--;
		path = arena_printf(a, "%s/%.*s-%08x.html", folder, (int)len,
		    slug, (unsigned)hash_fast(fold, strlen(fold)));
	}
	free(fold);
	free(slug);
	return path;
}

static int
tag_cmp(const void *a, const void *b)
{
	return strcmp(((const struct page_tag *)a)->tag,
	    ((const struct page_tag *)b)->tag);
}

/* Most often it is one of those that the plan has met. */
const char *
page_tag_path(struct page_ctx *c, const char *tag)
{
	const struct page_index *x = c->page->index;
	const struct page_tag want = { .tag = tag }, *found = NULL;

	if (x != NULL && x->n_tag_paths > 0)
		found = bsearch(&want, x->tag_paths, x->n_tag_paths,
		    sizeof(*x->tag_paths), tag_cmp);
	return found != NULL ? found->path : group_path(c->a, "tags", tag);
}

const char *
page_topic_path(struct arena *a, const char *topic)
{
	return group_path(a, "topics", topic);
}

const char *
page_folder_path(struct arena *a, const char *dir)
{
	return *dir == '\0'
		   ? "index.html"
		   : arena_join(a, "", dir, strlen(dir), "/index.html");
}

/* ---- which there are --------------------------------------------------- */

static int
group_cmp(const void *a, const void *b)
{
	return strcmp(((const struct page_group *)a)->path,
	    ((const struct page_group *)b)->path);
}

/* The notes of a tag by title, numbers by their value; then the days, the newest first. */
static int
group_member_cmp(const void *a, const void *b)
{
	const struct graph_page *x = *(const struct graph_page *const *)a;
	const struct graph_page *y = *(const struct graph_page *const *)b;
	int d;

	if ((x->day == NULL) != (y->day == NULL))
		return x->day == NULL ? -1 : 1;
	if (x->day != NULL)
		return date_cmp(y->day->date, x->day->date);
	d = strverscmp(x->title, y->title);
	return d ? d : strcmp(x->id, y->id);
}

/* The tags while they are collected: notes share a few of them. */
struct group_tags {
	struct page_group *v;
	struct page_tag *paths; /* as they are written */
	size_t n, n_paths;
	struct map *by_tag, *by_path;
	struct arena *a;
};

static struct page_group *
group_of_tag(struct group_tags *t, const char *tag)
{
	struct page_group *x = map_get(t->by_tag, tag);
	const char *path;

	if (x != NULL)
		return x;
	path = group_path(t->a, "tags", tag);
	x = map_get(t->by_path, path);
	if (x == NULL) {
		x = &t->v[t->n++];
		*x = (struct page_group){ tag, path, NULL, NULL, 0, 0 };
		map_put(t->by_path, path, x);
	}
	map_put(t->by_tag, tag, x);
	t->paths[t->n_paths++] = (struct page_tag){ tag, path };
	return x;
}

static void
group_add(struct page_group *x, const struct graph_page *p, struct arena *a)
{
	const struct graph_page **was = x->pages;

	/* A note may have the same tag twice. */
	if (x->n > 0 && x->pages[x->n - 1] == p)
		return;
	if (x->n == x->cap) {
		x->cap = x->cap ? 2 * x->cap : 4;
		x->pages = arena_alloc(a, x->cap * sizeof(*x->pages));
		if (x->n > 0)
			memcpy(x->pages, was, x->n * sizeof(*was));
	}
	x->pages[x->n++] = p;
}

/* Tags are counted first, so that the groups can stay where they are. */
size_t
page_tags(struct page_index *x, const struct graph *g, struct arena *a)
{
	struct group_tags t = {
		.by_tag = map_new(), .by_path = map_new(), .a = a
	};
	size_t i, k, most = 0;

	for (i = 0; i < g->n_pages; i++)
		most += g->pages[i].note->meta.n_tags;
	t.v = arena_alloc(a, most * sizeof(*t.v));
	t.paths = arena_alloc(a, most * sizeof(*t.paths));
	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->meta.n_tags; k++)
			group_add(
			    group_of_tag(&t, g->pages[i].note->meta.tags[k]),
			    &g->pages[i], a);
	map_free(t.by_tag);
	map_free(t.by_path);
	for (i = 0; i < t.n; i++)
		qsort(t.v[i].pages, t.v[i].n, sizeof(*t.v[i].pages),
		    group_member_cmp);
	qsort(t.v, t.n, sizeof(*t.v), group_cmp);
	qsort(t.paths, t.n_paths, sizeof(*t.paths), tag_cmp);
	x->tags = t.v;
	x->n_tags = t.n;
	x->tag_paths = t.paths;
	x->n_tag_paths = t.n_paths;
	return t.n;
}

bool
page_has_tags(const struct graph *g)
{
	size_t i;

	for (i = 0; i < g->n_pages; i++)
		if (g->pages[i].note->meta.n_tags > 0)
			return true;
	return false;
}

size_t
page_topics(struct page_group **out, const struct graph *g, struct arena *a)
{
	struct page_group *v = arena_alloc(a, g->n_topics * sizeof(*v));
	size_t i;

	for (i = 0; i < g->n_topics; i++)
		v[i] = (struct page_group){ g->topics[i].name,
			page_topic_path(a, g->topics[i].name), &g->topics[i],
			NULL, 0, 0 };
	*out = v;
	return g->n_topics;
}

/* Every folder that a note is in; one whose README or index is its page has
 * that at the same path. */
size_t
page_dirs(struct page_group **out, const struct graph *g, struct arena *a)
{
	struct map *known = map_new();
	struct page_group *v;
	size_t i, n = 0, most = 0;
	const char *s;

	for (i = 0; i < g->n_pages; i++)
		for (s = g->pages[i].id; (s = strchr(s, '/')) != NULL; s++)
			most++;
	v = arena_alloc(a, most * sizeof(*v));
	for (i = 0; i < g->n_pages; i++) {
		const char *id = g->pages[i].id;

		if (g->pages[i].day != NULL)
			continue;
		for (s = id; (s = strchr(s, '/')) != NULL; s++) {
			const char *dir =
			    arena_strndup(a, id, (size_t)(s - id));

			if (map_get(known, dir) != NULL)
				continue;
			v[n] = (struct page_group){ dir,
				page_folder_path(a, dir), NULL, NULL, 0, 0 };
			map_put(known, dir, &v[n++]);
		}
	}
	map_free(known);
	*out = v;
	return n;
}

/* ---- their pages ------------------------------------------------------- */

/* Where it is: home, and the list that it is in. */
static void
group_crumbs(struct page_ctx *c, struct tmpl_val *m, const char *key)
{
	struct tmpl_val *list = tmpl_list(c->a), *item;

	item = tmpl_push_object(c->a, list);
	tmpl_text(c->a, item, "label", page_word(c, "home"));
	tmpl_text(c->a, item, "url", page_href(c, "index.html", NULL));
	item = tmpl_push_object(c->a, list);
	tmpl_text(c->a, item, "label", page_word(c, key));
	tmpl_text(c->a, item, "url",
	    page_href(c, arena_printf(c->a, "%s.html", key), NULL));
	page_list(c, m, "crumbs", list);
}

/* How many notes have a tag, and how many days: a day is no note, here as
 * anywhere on the site. */
static const char *
group_total(struct page_ctx *c, const struct page_group *x)
{
	const char *notes, *days;
	size_t i, n = 0;

	for (i = 0; i < x->n; i++)
		n += x->pages[i]->day == NULL;
	notes = page_count(c, "n_notes", (long)n);
	days = page_count(c, "n_days", (long)(x->n - n));
	if (n == 0)
		return days;
	return n == x->n ? notes : arena_printf(c->a, "%s · %s", notes, days);
}

int
page_tags_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	struct tmpl_val *list = tmpl_list(c->a);
	const struct page_group *v = c->page->index->tags;
	size_t i, n = c->page->index->n_tags;

	(void)e;
	page_head(c, m, page_word(c, "tags"), NULL);
	group_crumbs(c, m, "notes");
	for (i = 0; i < n; i++) {
		struct tmpl_val *item = tmpl_push_object(c->a, list);

		tmpl_text(c->a, item, "name", v[i].name);
		tmpl_text(c->a, item, "url", page_href(c, v[i].path, NULL));
		tmpl_text(c->a, item, "total", group_total(c, &v[i]));
	}
	page_list(c, m, "tags", list);
	return 0;
}

int
page_tag_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct page_group *x = c->page->group;
	struct tmpl_val *notes = tmpl_list(c->a), *days = tmpl_list(c->a);
	const char *total = group_total(c, x);
	size_t i;

	(void)e;
	page_head(c, m, arena_printf(c->a, "#%s", x->name),
	    arena_printf(c->a, "%s · %s", page_word(c, "tags"), total));
	group_crumbs(c, m, "tags");
	tmpl_text(c->a, m, "total", total);
	for (i = 0; i < x->n; i++)
		if (x->pages[i]->day == NULL)
			page_note_item(c, notes, x->pages[i]);
		else
			page_day_item(c, days, x->pages[i]);
	page_list(c, m, "notes", notes);
	page_list(c, m, "days", days);
	return 0;
}

size_t
page_folder_first(const struct graph *g, const char *dir)
{
	size_t low = 0, high = g->n_pages, len = strlen(dir);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int cmp = strncmp(g->pages[mid].id, dir, len);

		if (cmp < 0 ||
		    (cmp == 0 && (unsigned char)g->pages[mid].id[len] < '/'))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A folder in this one, of n notes. */
static void
group_sub(struct page_ctx *c, struct tmpl_val *list, const char *dir, long n)
{
	struct tmpl_val *item;

	if (dir == NULL)
		return;
	item = tmpl_push_object(c->a, list);
	tmpl_text(c->a, item, "name", path_base(dir));
	tmpl_text(
	    c->a, item, "url", page_href(c, page_folder_path(c->a, dir), NULL));
	tmpl_text(c->a, item, "total", page_count(c, "n_notes", n));
}

/* Pages are in the order of their ids, so a folder is a stretch of them, and
 * so is each folder in it. */
int
page_folder_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct graph *g = c->g;
	const char *dir = c->page->group->name, *sub = NULL;
	const char *in = arena_printf(c->a, "%s/", dir);
	struct tmpl_val *dirs = tmpl_list(c->a), *notes = tmpl_list(c->a);
	size_t i, len = strlen(in);
	long all = 0, n = 0;

	(void)e;
	for (i = page_folder_first(g, dir); i < g->n_pages; i++) {
		const char *id = g->pages[i].id, *slash;

		if (strncmp(id, in, len) != 0)
			break;
		if (g->pages[i].day != NULL)
			continue;
		all++;
		slash = strchr(id + len, '/');
		if (slash == NULL) {
			page_note_item(c, notes, &g->pages[i]);
			continue;
		}
		if (sub == NULL || strncmp(sub, id, strlen(sub)) != 0 ||
		    id + strlen(sub) != slash) {
			group_sub(c, dirs, sub, n);
			sub = arena_strndup(c->a, id, (size_t)(slash - id));
			n = 0;
		}
		n++;
	}
	group_sub(c, dirs, sub, n);
	page_head(c, m, path_base(dir),
	    arena_printf(c->a, "%s · %s", in, page_count(c, "n_notes", all)));
	page_crumbs(c, m, dir);
	tmpl_text(c->a, m, "total", page_count(c, "n_notes", all));
	page_list(c, m, "dirs", dirs);
	page_list(c, m, "notes", notes);
	return 0;
}

/* Whether a try is about this topic: its #tag is a name of it. */
static bool
group_about(const struct study_item *x, const struct graph_topic *t)
{
	char *want, *have, *base;
	bool same;

	if (x->topic == NULL)
		return false;
	want = utf8_fold(x->topic);
	have = utf8_fold(t->name);
	base = utf8_fold(t->page != NULL ? path_base(t->page->id) : "");
	same = strcmp(want, have) == 0 || strcmp(want, base) == 0;
	free(base);
	free(have);
	free(want);
	return same;
}

int
page_topic_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	const struct graph_topic *t = c->page->group->topic;
	struct page_tries want = { ~0, (size_t)-1, group_about, t };
	struct tmpl_val *list = tmpl_list(c->a), *item;
	const char *days = page_count(c, "n_times", (long)t->n_studies);
	const char *total = t->minutes > 0 ? page_minutes(c, t->minutes) : NULL;

	(void)e;
	page_head(c, m, t->name,
	    arena_printf(c->a, "%s · %s%s%s", page_word(c, "topics"), days,
		total ? " · " : "", total ? total : ""));
	group_crumbs(c, m, "topics");
	item = page_topic_item(c, list, t, (size_t)-1);
	tmpl_set(c->a, m, "topic", item);
	tmpl_text(c->a, m, "times", days);
	tmpl_text(c->a, m, "total", total);
	tmpl_text(c->a, m, "note_url",
	    t->page ? page_href(c, t->page->url, NULL) : NULL);
	tmpl_text(c->a, m, "note_label", t->page ? t->page->title : NULL);
	page_try_rows(c, m, "tries", &want);
	page_backlinks(c, m, t->backlinks, t->n_backlinks);
	return 0;
}
