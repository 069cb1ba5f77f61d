/* page.c: which pages there are, and each one's HTML */
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "page/page_int.h"
#include "tmpl/embed.h"

enum {
	PAGE_HOME,
	PAGE_NOTE,
	PAGE_DAY,
	PAGE_MOVED,
	PAGE_TAG,
	PAGE_FOLDER,
	PAGE_TOPIC,
	PAGE_PREVIEW
};

static const struct page_kind page_kinds[] = {
	[PAGE_HOME] = { "home", "index.html", "home", page_home_model, NULL },
	[PAGE_NOTE] = { "note", NULL, "notes", page_note_model, NULL },
	[PAGE_DAY] = { "day", NULL, "days", page_day_model, NULL },
	[PAGE_MOVED] = { "moved", NULL, "notes", page_moved_model, NULL },
	[PAGE_TAG] = { "tag", NULL, "notes", page_tag_model, NULL },
	[PAGE_FOLDER] = { "folder", NULL, "notes", page_folder_model, NULL },
	[PAGE_TOPIC] = { "topic", NULL, "topics", page_topic_model, NULL },
	[PAGE_PREVIEW] = { .name = "preview", .render = page_preview_render },
	{ "days", "days.html", "days", page_days_model, NULL },
	{ "notes", "notes.html", "notes", page_notes_model, NULL },
	{ "tags", "tags.html", "notes", page_tags_model, NULL },
	{ "graph", PAGE_GRAPH, "notes", page_graph_model, NULL },
	{ "topics", "topics.html", "topics", page_topics_model, NULL },
	{ "tries", "tries.html", "tries", page_tries_model, NULL },
	{ "stats", "stats.html", "stats", page_stats_model, NULL },
	{ "changes", "changes.html", NULL, page_changes_model, NULL },
	{ "search", "search.html", "search", page_search_model, NULL },
	{ "today", "today.html", "today", page_today_model, NULL },
	{ "404", "404.html", NULL, page_404_model, NULL },
	{ .name = "atom", .path = PAGE_ATOM, .render = page_atom_render },
	{ .name = "json", .path = PAGE_JSON, .render = page_json_render },
	{ .name = "sitemap",
	    .path = "sitemap.xml",
	    .render = page_sitemap_render },
	{ .name = "robots",
	    .path = "robots.txt",
	    .render = page_robots_render },
};

#define PAGE_KINDS (sizeof(page_kinds) / sizeof(*page_kinds))

static int
page_cmp(const void *a, const void *b)
{
	return strcmp(
	    ((const struct page *)a)->path, ((const struct page *)b)->path);
}

static const struct page_kind *
page_kind_of(const struct graph *g, const struct graph_page *p)
{
	if (p == g->home)
		return &page_kinds[PAGE_HOME];
	return &page_kinds[p->day != NULL ? PAGE_DAY : PAGE_NOTE];
}

/* Whether it shows days and what is in them, or commits: what a folder that is
 * no wiki does not have. */
static bool
page_is_study(const struct page_kind *kind)
{
	static const char *const names[] = { "days", "topics", "tries", "today",
		"stats", "changes" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(kind->name, names[i]) == 0)
			return true;
	return false;
}

/* Whether a note links to this file below notes/: it is part of the site, and
 * the writer's own robots.txt is better than ours. */
static bool
page_has_file(const struct graph *g, const char *path)
{
	size_t i, k;

	for (i = 0; i < g->n_files; i++)
		if (strcmp(g->files[i], path) == 0)
			break;
	if (i == g->n_files)
		return false;
	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++) {
			const char *file = g->pages[i].links[k].file;

			if (file != NULL && strcmp(file, path) == 0)
				return true;
		}
	return false;
}

/* Whether the page of ours with this path is to be there. */
static bool
page_wanted(const struct graph *g, const struct page_kind *kind)
{
	if (g->plain && page_is_study(kind))
		return false;
	if (kind->render != NULL)
		return *g->conf->base_url != '\0' &&
		       !page_has_file(g, kind->path);
	if (strcmp(kind->name, "changes") == 0)
		return g->n_changes > 0 || page_has_marked(g);
	return strcmp(kind->name, "tags") != 0 || page_has_tags(g);
}

/* The pages while they are planned. */
struct page_plan {
	struct page *v;
	size_t n;
	struct map *taken; /* path → its page */
};

static void
page_add(struct page_plan *plan, const char *path, const struct page_kind *kind,
    const struct graph_page *subject, const struct page_group *group)
{
	if (path == NULL || map_get(plan->taken, path) != NULL)
		return;
	plan->v[plan->n] = (struct page){
		.path = path, .kind = kind, .subject = subject, .group = group
	};
	map_put(plan->taken, path, &plan->v[plan->n++]);
}

static void
page_add_preview(const struct page *preview, void *payload)
{
	struct page_plan *plan = payload;
	struct page *page = &plan->v[plan->n++];

	*page = *preview;
	page->kind = &page_kinds[PAGE_PREVIEW];
}

void
page_plan(struct page **out, size_t *n, const struct graph *g, struct arena *a)
{
	struct page_index *index = page_index_new(g, a);
	struct page_group *dirs, *topics;
	size_t n_tags = page_tags(index, g, a), n_dirs = page_dirs(&dirs, g, a);
	size_t n_topics = page_topics(&topics, g, a);
	size_t i, most = g->n_pages + PAGE_KINDS + n_tags + n_dirs + n_topics +
			 page_moved_most(g) + page_preview_most(g);
	struct page_plan plan = { arena_alloc(a, most * sizeof(*plan.v)), 0,
		map_new() };

	for (i = 0; i < g->n_pages; i++)
		page_add(&plan, g->pages[i].url, page_kind_of(g, &g->pages[i]),
		    &g->pages[i], NULL);
	for (i = 0; i < PAGE_KINDS; i++)
		if (page_kinds[i].path != NULL &&
		    page_wanted(g, &page_kinds[i]))
			page_add(&plan, page_kinds[i].path, &page_kinds[i],
			    NULL, NULL);
	for (i = 0; i < n_dirs; i++)
		page_add(&plan, dirs[i].path, &page_kinds[PAGE_FOLDER], NULL,
		    &dirs[i]);
	for (i = 0; i < n_tags; i++)
		page_add(&plan, index->tags[i].path, &page_kinds[PAGE_TAG],
		    NULL, &index->tags[i]);
	for (i = 0; i < n_topics; i++)
		page_add(&plan, topics[i].path, &page_kinds[PAGE_TOPIC], NULL,
		    &topics[i]);
	plan.n +=
	    page_moved_plan(plan.v, plan.n, g, &page_kinds[PAGE_MOVED], a);
	page_preview_plan(g, a, page_add_preview, &plan);
	map_free(plan.taken);
	for (i = 0; i < plan.n; i++)
		plan.v[i].index = index;
	qsort(plan.v, plan.n, sizeof(*plan.v), page_cmp);
	index->pages = plan.v;
	index->n_pages = plan.n;
	*out = plan.v;
	*n = plan.n;
}

void
page_plan_some(struct page **out, size_t *n, const struct graph *g,
    const struct page_some *v, size_t n_v, struct arena *a)
{
	const struct page_index *index = page_index_new(g, a);
	struct page_plan plan = { NULL, 0, NULL };
	size_t i, most = n_v;

	for (i = 0; i < n_v; i++)
		most += v[i].changed ? 1 + v[i].n_places : 0;
	plan.v = arena_alloc(a, most * sizeof(*plan.v));
	for (i = 0; i < n_v; i++) {
		const struct graph_page *p = &g->pages[v[i].page];

		if (p != g->home)
			plan.v[plan.n++] = (struct page){ .path = p->url,
				.kind = page_kind_of(g, p),
				.subject = p };
		if (v[i].changed)
			page_preview_of(p, v[i].places, v[i].n_places, a,
			    page_add_preview, &plan);
	}
	for (i = 0; i < plan.n; i++)
		plan.v[i].index = index;
	*out = plan.v;
	*n = plan.n;
}

uint64_t
page_kinds_of(const struct graph *g)
{
	uint64_t kinds = 0;
	size_t i, k;

	for (k = 0; k < PAGE_KINDS; k++) {
		const char *path = page_kinds[k].path;

		if (path == NULL || !page_wanted(g, &page_kinds[k]))
			continue;
		for (i = 0; i < g->n_pages; i++)
			if (strcmp(g->pages[i].url, path) == 0)
				break;
		kinds |= i == g->n_pages ? (uint64_t)1 << k : 0;
	}
	return kinds;
}

struct page
page_of_graph(const struct graph *g, struct arena *a)
{
	struct page_index *index = page_index_new(g, a);
	size_t k = 0;

	page_tags(index, g, a);
	while (page_kinds[k].path == NULL ||
	       strcmp(page_kinds[k].path, PAGE_GRAPH) != 0)
		k++;
	return (struct page){
		.path = PAGE_GRAPH, .kind = &page_kinds[k], .index = index
	};
}

bool
page_kinds_have(uint64_t kinds, const char *path)
{
	size_t k;

	for (k = 0; k < PAGE_KINDS; k++)
		if (page_kinds[k].path != NULL &&
		    strcmp(page_kinds[k].path, path) == 0)
			return kinds >> k & 1;
	return false;
}

/* Whether a page of ours shows days or commits, and has no fingerprint. */
static bool
page_lists_days(const struct page_kind *kind)
{
	static const char *const names[] = { "home", "days", "topics", "tries",
		"today", "stats", "changes", "atom", "json" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(kind->name, names[i]) == 0)
			return true;
	return false;
}

/* Two graphs of one wiki, and the pages that have changed between them. */
struct page_change {
	const struct graph *was, *now;
	const size_t *changed;
	size_t n;
	struct map *topics; /* owned: name → struct graph_topic of `was` */
	struct map *tried;  /* owned: what tries are about, folded */
	struct arena *a;
};

/* Whether both have the same topics, and no note is where their pages are. */
static bool
page_same_topics(struct page_change *x)
{
	const struct graph *was = x->was, *now = x->now;
	size_t i;
	bool same = was->n_topics == now->n_topics;

	for (i = 0; i < was->n_topics; i++)
		map_put(
		    x->topics, was->topics[i].name, (void *)&was->topics[i]);
	for (i = 0; i < now->n_topics && same; i++)
		same = map_get(x->topics, now->topics[i].name) != NULL;
	i = page_folder_first(now, "topics");
	return same &&
	       (i == now->n_pages || !text_starts(now->pages[i].id, "topics/"));
}

static bool
page_is_changed(const struct page_change *x, const struct graph_page *p)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (p == &x->now->pages[x->changed[i]])
			return true;
	return false;
}

static const char *
page_folded(const struct page_change *x, const char *s)
{
	char *fold = utf8_fold(s);
	const char *copy = arena_strdup(x->a, fold);

	free(fold);
	return copy;
}

/* Find what the tries of a graph are about, or those that are open. */
static void
page_tried(const struct page_change *x, const struct graph *g, bool all)
{
	size_t i, k;

	for (i = 0; i < g->n_days; i++) {
		const struct study_items *v =
		    &g->days[i]->day->lists[STUDY_TRY];

		for (k = 0; k < v->n; k++)
			if (v->v[k].topic != NULL &&
			    (all || v->v[k].state == STUDY_OPEN))
				map_put(x->tried, page_folded(x, v->v[k].topic),
				    x->tried);
	}
}

/* Whether its page has tries, as page_topic_model() finds them. */
static bool
page_is_tried(const struct page_change *x, const struct graph_topic *t)
{
	return map_len(x->tried) > 0 &&
	       (map_get(x->tried, page_folded(x, t->name)) != NULL ||
		   (t->page != NULL &&
		       map_get(x->tried,
			   page_folded(x, path_base(t->page->id))) != NULL));
}

static bool
page_has_tries(const struct graph_page *p)
{
	return p->day != NULL && p->day->lists[STUDY_TRY].n > 0;
}

/* Whether tries on pages of topics may have changed, and where they stand. */
static bool
page_all_tries(const struct page_change *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (page_has_tries(&x->was->pages[x->changed[i]]) ||
		    page_has_tries(&x->now->pages[x->changed[i]]))
			return true;
	return false;
}

/* Whether all of them have changed: each has a bar as long as its part of the
 * most minutes of any. */
static bool
page_all_topics(const struct page_change *x)
{
	return x->now->n_topics > 0 &&
	       x->was->topics[0].minutes != x->now->topics[0].minutes;
}

/* Whether its page shows what it showed: the same entries, of days that have not
 * changed, and links from such pages. */
static bool
page_same_topic(const struct page_change *x, const struct graph_topic *now)
{
	const struct graph_topic *was = map_get(x->topics, now->name);
	size_t i;

	if (was->n_studies != now->n_studies ||
	    was->n_backlinks != now->n_backlinks)
		return false;
	for (i = 0; i < now->n_studies; i++)
		if (page_is_changed(x, now->studies[i].day) ||
		    was->studies[i].day - x->was->pages !=
			now->studies[i].day - x->now->pages)
			return false;
	for (i = 0; i < now->n_backlinks; i++)
		if (page_is_changed(x, now->backlinks[i].from) ||
		    was->backlinks[i].from - x->was->pages !=
			now->backlinks[i].from - x->now->pages)
			return false;
	return true;
}

/* The tags that changed pages have, each once, in one graph. */
static void
page_plan_tags(struct page **out, size_t *n_out, const struct graph *g,
    const size_t *changed, size_t n, struct arena *a)
{
	struct page_index *index = page_index_new(g, a);
	const struct page of = { .index = index };
	struct page_ctx c = { .g = g, .page = &of, .a = a };
	struct map *wanted = map_new();
	size_t i, k, most = 0;

	for (i = 0; i < n; i++)
		most += g->pages[changed[i]].note->meta.n_tags;
	if (most > 0)
		page_tags(index, g, a);
	for (i = 0; i < n; i++) {
		const struct note_meta *meta = &g->pages[changed[i]].note->meta;

		for (k = 0; k < meta->n_tags; k++)
			map_put(
			    wanted, page_tag_path(&c, meta->tags[k]), index);
	}
	*n_out = 0;
	*out = arena_alloc(a, most * sizeof(**out));
	for (i = 0; i < index->n_tags && *n_out < most; i++)
		if (map_get(wanted, index->tags[i].path) != NULL)
			(*out)[(*n_out)++] =
			    (struct page){ .path = index->tags[i].path,
				    .kind = &page_kinds[PAGE_TAG],
				    .group = &index->tags[i],
				    .index = index };
	map_free(wanted);
}

/* The lists of `now`; false when one would come or go. */
static bool
page_plan_lists(struct page_days *out, const struct page_change *x,
    uint64_t kinds, struct arena *a)
{
	const struct graph *now = x->now;
	struct page_group *topics;
	size_t i, n = page_topics(&topics, now, a);
	bool all = page_all_topics(x), tries = page_all_tries(x);

	/* Those that are open tell how old they are. */
	if (tries || date_cmp(x->was->today, now->today) != 0) {
		page_tried(x, x->was, tries);
		page_tried(x, now, tries);
	}

	out->lists = arena_alloc(a, (PAGE_KINDS + 1 + n) * sizeof(*out->lists));
	for (i = 0; i < PAGE_KINDS; i++) {
		const struct page_kind *kind = &page_kinds[i];
		bool is = kinds >> i & 1;

		if (kind->path == NULL || !page_lists_days(kind))
			continue;
		if (is && !page_wanted(now, kind))
			return false;
		if (!is && strcmp(kind->name, "changes") == 0 &&
		    page_wanted(now, kind))
			return false;
		if (is)
			out->lists[out->n_lists++] =
			    (struct page){ .path = kind->path, .kind = kind };
	}
	if (now->home != NULL)
		out->lists[out->n_lists++] =
		    (struct page){ .path = now->home->url,
			    .kind = &page_kinds[PAGE_HOME],
			    .subject = now->home };
	for (i = 0; i < n; i++)
		if (all || page_is_tried(x, &now->topics[i]) ||
		    !page_same_topic(x, &now->topics[i]))
			out->lists[out->n_lists++] =
			    (struct page){ .path = topics[i].path,
				    .kind = &page_kinds[PAGE_TOPIC],
				    .group = &topics[i] };
	return true;
}

bool
page_plan_days(struct page_days *out, const struct graph *was,
    const struct graph *now, uint64_t kinds, const size_t *changed, size_t n,
    struct arena *a)
{
	const struct page_index *index = page_index_new(now, a);
	struct page_change x = { was, now, changed, n, map_new(), map_new(),
		a };
	size_t i, n_was;
	bool same;

	*out = (struct page_days){ .n_lists = 0 };
	same = page_same_topics(&x) && page_plan_lists(out, &x, kinds, a);
	map_free(x.topics);
	map_free(x.tried);
	if (!same)
		return false;
	page_plan_tags(&out->was, &n_was, was, changed, n, a);
	page_plan_tags(&out->now, &out->n_tags, now, changed, n, a);
	for (i = 0; i < out->n_lists; i++)
		out->lists[i].index = index;
	return n_was == out->n_tags;
}

void
page_taken(const struct graph *g, struct diag_list *d)
{
	size_t i, k;

	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < PAGE_KINDS; k++) {
			const char *path = page_kinds[k].path;

			if (k == PAGE_HOME || path == NULL ||
			    (g->plain && page_is_study(&page_kinds[k])) ||
			    strcmp(path, g->pages[i].url) != 0)
				continue;
			diag(d, DIAG_PAGE_TAKEN, g->pages[i].note->path, 0, 0,
			    "this note is shown in place of the page of that "
			    "name; rename it to have both");
		}
}

struct tmpl_val *
page_theme_words(const struct graph *g, struct arena *a)
{
	return page_words(a, page_lang(g->conf->lang));
}

struct page_name
page_name_of(const struct graph_page *p, const struct graph *g, struct arena *a)
{
	struct page_ctx c = {
		.g = g, .a = a, .lang = page_lang(g->conf->lang)
	};
	const char *lang = page_note_lang(&c, p->note);

	if (p->day != NULL)
		return (struct page_name){ page_date_long(&c, p->day->date),
			NULL, lang };
	return (struct page_name){ p->title, lang, lang };
}

const char *
page_template_name(const struct page *p, struct arena *a)
{
	return p->kind->render != NULL
		   ? p->kind->name
		   : arena_printf(a, "%s.html", p->kind->name);
}

int
page_render(struct strbuf *out, const struct page *p, const struct graph *g,
    const struct page_theme *theme, struct arena *a, struct err *e)
{
	struct page_ctx c = { .g = g, .page = p, .theme = theme, .a = a };
	struct tmpl_val *m = tmpl_object(a);
	size_t from = out->len;

	c.lang = page_lang(g->conf->lang);
	c.words = theme->words;
	if (p->kind->render != NULL) {
		if (p->kind->render(out, &c, e) == -1)
			return err_wrap(e, "%s", p->path);
		return 0;
	}
	page_frame(&c, m);
	if (p->kind->model(&c, m, e) == -1 ||
	    tmpl_render(
		out, theme->templates, page_template_name(p, a), m, e) == -1) {
		struct err inner = *e;

		/* What may go wrong is all in templates. */
		return err_set(e, TMPL_DIR "/%s (on %s)", inner.msg, p->path);
	}
	html_clean(out, from);
	return 0;
}
