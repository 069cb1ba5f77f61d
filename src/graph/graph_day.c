/* graph_day.c: days in order, and what their entries say about topics */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/xalloc.h"
#include "graph/graph_int.h"

static int
day_cmp_newest(const void *a, const void *b)
{
	const struct graph_page *x = *(const struct graph_page *const *)a;
	const struct graph_page *y = *(const struct graph_page *const *)b;

	return date_cmp(y->day->date, x->day->date);
}

/* Tie each day to the page of its note, and put them in order. */
static void
day_pages(struct graph_build *b)
{
	const struct graph_page **v;
	char date[DATE_MAX];
	size_t i, n = 0;

	v = arena_alloc(b->a, b->src->n_days * sizeof(*v));
	for (i = 0; i < b->src->n_days; i++) {
		struct graph_page *p;

		date_format(date, b->src->days[i].date);
		p = map_get(b->ids, arena_printf(b->a, "daily/%s", date));
		if (p == NULL) /* private, or a draft */
			continue;
		p->day = &b->src->days[i];
		v[n++] = p;
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), day_cmp_newest);
	for (i = 0; i < n; i++) {
		struct graph_page *p = &b->pages[v[i] - b->pages];

		p->next = i > 0 ? v[i - 1] : NULL;
		p->prev = i + 1 < n ? v[i + 1] : NULL;
	}
	b->g->days = v;
	b->g->n_days = n;
}

/* The note that a topic is, or NULL. */
static const struct graph_page *
day_topic(struct graph_build *b, const struct graph_page *day, const char *name)
{
	const char *ignored;
	const void *found;

	if (b->named_topics == NULL)
		return graph_resolve(b, day, name, &ignored);
	found = map_get(b->named_topics, name);
	b->unnamed |= found == NULL;
	return found != b->g ? found : NULL;
}

static void
day_entries(struct graph_build *b, struct graph_page *p)
{
	const struct study_day *day = p->day;
	struct graph_study *v;
	size_t i;

	v = arena_alloc(b->a, day->n_entries * sizeof(*v));
	for (i = 0; i < day->n_entries; i++)
		v[i] = (struct graph_study){ p, &day->entries[i],
			day_topic(b, p, day->entries[i].topic) };
	p->studies = v;
	p->n_studies = day->n_entries;
}

/* The studies of one topic or note while they are collected. */
struct day_bucket {
	const char *name;
	const struct graph_page *page;
	struct graph_study *v;
	size_t n, cap;
	int minutes;
	struct day_bucket *next;
};

static void
day_bucket_add(struct graph_build *b, struct map *m, struct day_bucket **list,
    const struct graph_study *s)
{
	const char *key =
	    s->topic ? s->topic->id : graph_fold(b->a, s->entry->topic);
	struct day_bucket *k = map_get(m, key);

	if (k == NULL) {
		k = arena_alloc(b->a, sizeof(*k));
		k->name = s->entry->topic;
		k->page = s->topic;
		k->next = *list;
		*list = k;
		map_put(m, key, k);
	}
	*VEC_PUSH(k->v, k->n, k->cap) = *s;
	k->minutes += s->entry->minutes;
}

static int
day_topic_cmp(const void *a, const void *b)
{
	const struct graph_topic *x = a, *y = b;

	if (x->minutes != y->minutes)
		return x->minutes < y->minutes ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void
day_topics(struct graph_build *b)
{
	struct day_bucket *list = NULL, *k;
	struct map *m = map_new();
	struct graph_topic *topics;
	size_t i, j, n = 0;

	for (i = 0; i < b->g->n_days; i++)
		for (j = b->g->days[i]->n_studies; j > 0; j--)
			day_bucket_add(
			    b, m, &list, &b->g->days[i]->studies[j - 1]);
	topics = arena_alloc(b->a, map_len(m) * sizeof(*topics));
	for (k = list; k != NULL; k = k->next) {
		struct graph_study *v =
		    arena_copy(b->a, k->v, k->n, sizeof(*v));

		topics[n++] = (struct graph_topic){ k->name, k->page, v, k->n,
			k->minutes, NULL, 0 };
		if (k->page != NULL && k->page->day == NULL) {
			struct graph_page *p = &b->pages[k->page - b->pages];

			p->studies = v;
			p->n_studies = k->n;
		}
		free(k->v);
	}
	if (n > 1)
		qsort(topics, n, sizeof(*topics), day_topic_cmp);
	for (i = 0; i < n; i++)
		if (topics[i].page == NULL)
			map_put(b->topics, graph_fold(b->a, topics[i].name),
			    &topics[i]);
	b->g->topics = topics;
	b->g->n_topics = n;
	map_free(m);
}

void
graph_days(struct graph_build *b)
{
	size_t i;

	day_pages(b);
	for (i = 0; i < b->g->n_days; i++)
		day_entries(b, &b->pages[b->g->days[i] - b->pages]);
	day_topics(b);
}
