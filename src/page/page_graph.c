/* page_graph.c: notes, topics and days, and what each links to
 *
 * The page is a list, and graph.js draws what it reads in there. It is the one
 * page that grows with the links of a wiki, so it has a limit: the notes and
 * topics with the most links, and the latest days.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/path.h"
#include "page/page_int.h"

#define NET_NODES 2000
#define NET_DAYS 366

/* A note, a day, or a topic that is no note. */
struct net_node {
	const char *id, *url, *label;
	const char *lang; /* of the label; NULL: that of the wiki */
	size_t *to;       /* the nodes it links to, each once */
	size_t n_to, cap_to;
	size_t links; /* to it and from it */
	size_t seen;  /* the last node that linked to it, and one */
	bool day, topic;
	bool shown;
};

/* Pages come first, in their order; topics follow. */
struct net {
	struct page_ctx *c;
	struct net_node *v;
	size_t n;
	size_t *topics; /* of each topic that is no note: its node */
};

static void
net_link(struct net *net, size_t from, size_t to)
{
	struct net_node *x = &net->v[from];

	if (from == to || net->v[to].seen == from + 1)
		return;
	net->v[to].seen = from + 1;
	if (x->n_to == x->cap_to) {
		const size_t *was = x->to;

		x->cap_to = x->cap_to ? 2 * x->cap_to : 4;
		x->to = arena_alloc(net->c->a, x->cap_to * sizeof(*x->to));
		if (x->n_to > 0)
			memcpy(x->to, was, x->n_to * sizeof(*was));
	}
	x->to[x->n_to++] = to;
	x->links++;
	net->v[to].links++;
}

static size_t
net_of(const struct net *net, const struct graph_page *p)
{
	return (size_t)(p - net->c->g->pages);
}

static void
net_pages(struct net *net)
{
	const struct graph *g = net->c->g;
	size_t i;

	for (i = 0; i < g->n_pages; i++) {
		const struct graph_page *p = &g->pages[i];

		net->v[net->n++] = (struct net_node){
			.id = p->id,
			.url = p->url,
			.label = p->day != NULL
				     ? page_date(net->c, p->day->date)
				     : p->title,
			.lang = p->day != NULL
				    ? NULL
				    : page_note_lang(net->c, p->note),
			.day = p->day != NULL,
		};
	}
}

static void
net_topics(struct net *net)
{
	const struct graph *g = net->c->g;
	size_t i;

	net->topics =
	    arena_alloc(net->c->a, g->n_topics * sizeof(*net->topics));
	for (i = 0; i < g->n_topics; i++) {
		const struct graph_topic *t = &g->topics[i];

		if (t->page != NULL)
			continue;
		net->topics[i] = net->n;
		net->v[net->n++] = (struct net_node){ .id = t->name,
			.url = page_topic_path(net->c->a, t->name),
			.label = t->name,
			.topic = true };
	}
}

/* What a page links to, and the notes that were studied on that day. */
static void
net_page_links(struct net *net, size_t from)
{
	const struct graph_page *p = &net->c->g->pages[from];
	size_t k;

	for (k = 0; k < p->note->n_links; k++)
		if (p->links[k].to != NULL)
			net_link(net, from, net_of(net, p->links[k].to));
		else if (p->links[k].topic != NULL)
			net_link(net, from,
			    net->topics[p->links[k].topic - net->c->g->topics]);
	for (k = 0; p->day != NULL && k < p->n_studies; k++)
		if (p->studies[k].topic != NULL)
			net_link(net, from, net_of(net, p->studies[k].topic));
}

/* Whether the one links to the other already. */
static bool
net_has(const struct net *net, size_t from, size_t to)
{
	size_t i;

	for (i = 0; i < net->v[from].n_to; i++)
		if (net->v[from].to[i] == to)
			return true;
	return false;
}

/* A topic leads to the notes that have its name as a tag, and the days on
 * which it was studied lead to it. */
static void
net_topic_links(struct net *net, size_t topic, const struct map *tags)
{
	const struct graph_topic *t = &net->c->g->topics[topic];
	size_t i, day, at = net->topics[topic];
	const struct page_group *tag = map_get(tags, path_base(net->v[at].url));
	const struct graph_page *last = NULL;

	for (i = 0; tag != NULL && i < tag->n; i++)
		if (tag->pages[i]->day == NULL)
			net_link(net, at, net_of(net, tag->pages[i]));
	for (i = 0; i < t->n_studies; i++) {
		/* A topic may be studied twice on a day, or be linked there. */
		if (t->studies[i].day == last)
			continue;
		last = t->studies[i].day;
		day = net_of(net, last);
		net->v[at].seen = 0;
		if (!net_has(net, day, at))
			net_link(net, day, at);
	}
}

static void
net_build(struct net *net)
{
	const struct graph *g = net->c->g;
	struct map *tags = map_new();
	const struct page_group *v = net->c->page->index->tags;
	size_t i, n = net->c->page->index->n_tags;

	net->v = arena_alloc(
	    net->c->a, (g->n_pages + g->n_topics) * sizeof(*net->v));
	net_pages(net);
	net_topics(net);
	for (i = 0; i < g->n_pages; i++)
		net_page_links(net, i);
	for (i = 0; i < n; i++)
		map_put(tags, path_base(v[i].path), (void *)&v[i]);
	for (i = 0; i < g->n_topics; i++)
		if (g->topics[i].page == NULL)
			net_topic_links(net, i, tags);
	map_free(tags);
}

/* What a page is linked with, in the order in which it comes first: the pages, and
 * the names of topics that are none. */
static size_t
net_sequence(
    const char ***out, const struct graph *g, size_t page, struct arena *a)
{
	const struct graph_page *p = &g->pages[page];
	const char **v =
	    arena_alloc(a, (p->note->n_links + p->n_studies) * sizeof(*v));
	size_t i, k, n = 0;

	for (i = 0; i < p->note->n_links + p->n_studies; i++) {
		const struct graph_page *to;
		const char *topic;

		if (i < p->note->n_links) {
			const struct graph_link *l = &p->links[i];

			to = l->to;
			topic = l->topic != NULL ? l->topic->name : NULL;
		} else {
			const struct graph_study *s =
			    &p->studies[i - p->note->n_links];

			to = s->topic;
			topic = to == NULL ? s->entry->topic : NULL;
		}
		if (to == NULL && topic == NULL)
			continue;
		v[n] = to != NULL ? to->id : topic;
		for (k = 0; k < n && strcmp(v[k], v[n]) != 0;)
			k++;
		n += k == n;
	}
	*out = v;
	return n;
}

/* Whether topics that are no notes are in the same order: days have them so. */
static bool
net_same_topics(const struct graph *was, const struct graph *now)
{
	size_t i, k;

	for (i = k = 0; i < was->n_topics || k < now->n_topics;) {
		if (i < was->n_topics && was->topics[i].page != NULL)
			i++;
		else if (k < now->n_topics && now->topics[k].page != NULL)
			k++;
		else if (i == was->n_topics || k == now->n_topics ||
			 strcmp(was->topics[i++].name, now->topics[k++].name) !=
			     0)
			return false;
	}
	return true;
}

bool
page_graph_same(const struct graph *was, const struct graph *now,
    const size_t *pages, size_t n, struct arena *a)
{
	const char **v[2];
	size_t i, k, len;

	for (i = 0; i < n; i++) {
		len = net_sequence(&v[0], was, pages[i], a);
		if (net_sequence(&v[1], now, pages[i], a) != len)
			return false;
		for (k = 0; k < len; k++)
			if (strcmp(v[0][k], v[1][k]) != 0)
				return false;
	}
	return net_same_topics(was, now);
}

/* ---- the lists ---------------------------------------------------------- */

/* Most links first. */
static int
net_cmp(const void *a, const void *b)
{
	const struct net_node *x = *(const struct net_node *const *)a;
	const struct net_node *y = *(const struct net_node *const *)b;

	if (x->links != y->links)
		return x->links > y->links ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* The newest first: the id of a day may be in any folder. */
static size_t
net_days(const struct net *net, struct net_node **out)
{
	const struct graph *g = net->c->g;
	size_t i;

	for (i = 0; i < g->n_days && i < NET_DAYS; i++)
		out[i] = &net->v[net_of(net, g->days[i])];
	return i;
}

static size_t
net_most(const struct net *net, struct net_node **out)
{
	size_t i, n = 0;

	for (i = 0; i < net->n; i++)
		if (!net->v[i].day)
			out[n++] = &net->v[i];
	qsort(out, n, sizeof(*out), net_cmp);
	return n;
}

static void
net_row(const struct net *net, struct tmpl_val *rows, const struct net_node *x)
{
	struct arena *a = net->c->a;
	struct tmpl_val *row = tmpl_push_object(a, rows), *to = tmpl_list(a);
	size_t i;

	tmpl_kept(a, row, "url", page_href(net->c, x->url, NULL));
	tmpl_kept(a, row, "label", x->label);
	tmpl_kept(a, row, "note_lang", x->lang);
	for (i = 0; i < x->n_to; i++) {
		const struct net_node *y = &net->v[x->to[i]];
		struct tmpl_val *item;

		if (!y->shown)
			continue;
		item = tmpl_push_object(a, to);
		tmpl_kept(a, item, "url", page_href(net->c, y->url, NULL));
		tmpl_kept(a, item, "label", y->label);
		tmpl_kept(a, item, "note_lang", y->lang);
	}
	page_list(net->c, row, "links", to);
}

/* One list of those of v that are of this kind. */
static bool
net_list(const struct net *net, struct tmpl_val *lists, const char *kind,
    struct net_node *const *v, size_t n)
{
	struct arena *a = net->c->a;
	struct tmpl_val *rows = tmpl_list(a), *list;
	const char *word = arena_printf(a, "%ss", kind);
	size_t i;

	for (i = 0; i < n; i++)
		if (v[i]->topic == (*kind == 't'))
			net_row(net, rows, v[i]);
	if (tmpl_len(rows) == 0)
		return false;
	list = tmpl_push_object(a, lists);
	tmpl_text(a, list, "kind", kind);
	tmpl_text(a, list, "anchor", arena_printf(a, "_%s", word));
	tmpl_text(a, list, "label", page_word(net->c, word));
	tmpl_int(a, list, "total", (long)tmpl_len(rows));
	tmpl_set(a, list, "rows", rows);
	return true;
}

int
page_graph_model(struct page_ctx *c, struct tmpl_val *m, struct err *e)
{
	struct net net = { .c = c };
	struct net_node **most, **days;
	struct tmpl_val *lists = tmpl_list(c->a);
	size_t i, n, n_days, all;

	(void)e;
	page_head(c, m, page_word(c, "graph"), NULL);
	page_crumbs(c, m, "");
	net_build(&net);
	most = arena_alloc(c->a, net.n * sizeof(*most));
	days = arena_alloc(c->a, NET_DAYS * sizeof(*days));
	all = net_most(&net, most);
	n = all < NET_NODES ? all : NET_NODES;
	n_days = net_days(&net, days);
	for (i = 0; i < n; i++)
		most[i]->shown = true;
	for (i = 0; i < n_days; i++)
		days[i]->shown = true;
	net_list(&net, lists, "note", most, n);
	net_list(&net, lists, "topic", most, n);
	tmpl_bool(
	    c->a, m, "has_days", net_list(&net, lists, "day", days, n_days));
	page_list(c, m, "lists", lists);
	/* One dot is no drawing, and days are drawn when they are asked for. */
	tmpl_bool(c->a, m, "has_net", n > 0 && n + n_days > 1);
	tmpl_text(c->a, m, "capped",
	    n < all ? page_count(c, "n_linked", (long)n) : NULL);
	tmpl_text(c->a, m, "graph_script",
	    c->theme->graph ? page_href(c, c->theme->graph, NULL) : NULL);
	return 0;
}
