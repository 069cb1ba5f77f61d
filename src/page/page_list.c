/* page_list.c: the pages that list: days, notes, topics and tries */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "page/page_int.h"

/* Days of a topic in the list of all; its own page has the others. */
#define LIST_TOPIC_DAYS 5

static void
list_begin(struct page_ctx *c, struct tmpl_val *m, const char *key)
{
	page_head(c, m, page_word(c, key), NULL);
	page_crumbs(c, m, "");
}

const char *
page_month_anchor(struct page_ctx *c, struct date d)
{
	return arena_printf(c->a, "%04d-%02d", d.y, d.m);
}

/* One month of days, from *i on; *i is moved behind it. */
static void
list_month(struct page_ctx *c, struct tmpl_val *months, struct tmpl_val *toc,
    size_t *i)
{
	struct tmpl_val *month = tmpl_push_object(c->a, months);
	struct tmpl_val *days = tmpl_list(c->a);
	struct date first = c->g->days[*i]->day->date;
	const char *anchor = page_month_anchor(c, first);
	long minutes = 0;

	for (; *i < c->g->n_days; ++*i) {
		const struct graph_page *p = c->g->days[*i];

		if (p->day->date.m != first.m || p->day->date.y != first.y)
			break;
		page_day_item(c, days, p);
		minutes += p->day->minutes;
	}
	tmpl_text(c->a, month, "label", page_month(c, first));
	tmpl_text(c->a, month, "anchor", anchor);
	page_toc_item(c, toc, 2, page_month(c, first), anchor);
	tmpl_text(c->a, month, "total",
	    minutes > 0 ? page_minutes(c, minutes) : NULL);
	tmpl_set(c->a, month, "days", days);
}

int
page_days_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	struct tmpl_val *months = tmpl_list(c->a), *toc = tmpl_list(c->a);
	size_t i = 0;

	(void)e;
	list_begin(c, m, "days");
	while (i < c->g->n_days)
		list_month(c, months, toc, &i);
	tmpl_set(c->a, m, "months", months);
	page_toc(c, m, toc);
	return 0;
}

struct list_note {
	const struct graph_page *p;
	const char *dir; /* "" at the top */
	bool index;      /* the page of that folder */
};

/* By folder; the page of the folder is first, the rest by title, numbers in
 * it by their value. */
static int
list_note_cmp(const void *a, const void *b)
{
	const struct list_note *x = a, *y = b;
	int d = strcmp(x->dir, y->dir);

	if (d == 0)
		d = (int)y->index - (int)x->index;
	if (d == 0)
		d = strverscmp(x->p->title, y->p->title);
	return d ? d : strcmp(x->p->id, y->p->id);
}

static size_t
list_notes(struct page_ctx *c, struct list_note **out)
{
	struct list_note *v =
	    arena_alloc(c->a, (c->g->n_pages + 1) * sizeof(*v));
	size_t i, n = 0;

	for (i = 0; i < c->g->n_pages; i++) {
		const struct graph_page *p = &c->g->pages[i];
		const char *base = path_base(p->id);

		if (p->day != NULL)
			continue;
		v[n].p = p;
		v[n].dir = base == p->id ? ""
					 : arena_strndup(c->a, p->id,
					       (size_t)(base - p->id) - 1);
		v[n++].index = strcmp(path_base(p->url), "index.html") == 0;
	}
	qsort(v, n, sizeof(*v), list_note_cmp);
	*out = v;
	return n;
}

void
page_note_item(
    struct page_ctx *c, struct tmpl_val *list, const struct graph_page *p)
{
	struct tmpl_val *item = tmpl_push_object(c->a, list);

	tmpl_kept(c->a, item, "url", page_href(c, p->url, NULL));
	tmpl_kept(c->a, item, "label", p->title);
	tmpl_kept(c->a, item, "note_lang", page_note_lang(c, p->note));
	tmpl_kept(c->a, item, "about", p->note->meta.description);
	page_tag_list(c, item, "tags", &p->note->meta);
}

/* The heading of a folder; its page, if it has one, gives it a name. */
static struct tmpl_val *
list_folder(struct page_ctx *c, struct tmpl_val *folders, struct tmpl_val *toc,
    const struct list_note *first)
{
	struct tmpl_val *folder = tmpl_push_object(c->a, folders);
	struct tmpl_val *notes = tmpl_list(c->a);
	const struct graph_page *p =
	    first->index && *first->dir ? first->p : NULL;

	tmpl_text(c->a, folder, "dir", *first->dir ? first->dir : NULL);
	tmpl_text(c->a, folder, "anchor",
	    *first->dir ? page_folder_anchor(c, first->dir) : NULL);
	tmpl_text(c->a, folder, "label", p ? p->title : NULL);
	tmpl_text(
	    c->a, folder, "note_lang", p ? page_note_lang(c, p->note) : NULL);
	tmpl_text(c->a, folder, "url",
	    *first->dir ? page_href(c, page_folder_path(c->a, first->dir), NULL)
			: NULL);
	tmpl_text(c->a, folder, "about", p ? p->note->meta.description : NULL);
	tmpl_set(c->a, folder, "notes", notes);
	if (*first->dir)
		tmpl_text(c->a,
		    page_toc_item(c, toc, 2, p ? p->title : first->dir,
			page_folder_anchor(c, first->dir)),
		    "text_lang", p ? page_note_lang(c, p->note) : NULL);
	return notes;
}

size_t
page_folders(struct page_ctx *c, struct tmpl_val *m, struct tmpl_val *toc)
{
	struct tmpl_val *folders = tmpl_list(c->a), *notes = NULL;
	struct list_note *v;
	size_t i, n = list_notes(c, &v);

	for (i = 0; i < n; i++) {
		if (i == 0 || strcmp(v[i].dir, v[i - 1].dir) != 0) {
			notes = list_folder(c, folders, toc, &v[i]);
			/* The home page has no heading to be named by. */
			if (v[i].index && *v[i].dir)
				continue;
		}
		page_note_item(c, notes, v[i].p);
	}
	page_list(c, m, "folders", folders);
	return n;
}

int
page_notes_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	struct tmpl_val *toc = tmpl_list(c->a);
	size_t n;

	(void)e;
	list_begin(c, m, "notes");
	n = page_folders(c, m, toc);
	tmpl_text(c->a, m, "total", page_count(c, "n_notes", (long)n));
	page_toc(c, m, toc);
	tmpl_text(c->a, m, "graph_url", page_href(c, "graph.html", NULL));
	tmpl_text(c->a, m, "tags_url",
	    page_has_tags(c->g) ? page_href(c, "tags.html", NULL) : NULL);
	return 0;
}

int
page_topics_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	struct tmpl_val *topics = tmpl_list(c->a), *toc = tmpl_list(c->a);
	size_t i;

	(void)e;
	list_begin(c, m, "topics");
	for (i = 0; i < c->g->n_topics; i++) {
		const struct graph_topic *t = &c->g->topics[i];

		page_topic_item(c, topics, t, LIST_TOPIC_DAYS);
		page_toc_item(
		    c, toc, 2, t->name, page_topic_anchor(c, t->name));
	}
	tmpl_set(c->a, m, "topics", topics);
	page_toc(c, m, toc);
	return 0;
}
