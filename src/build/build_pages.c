/* build_pages.c: the pages and the search of the site, by several threads */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "build/build_int.h"
#include "page/page.h"

/*
 * Theory of operation. A page is a pure function of the graph, which nobody
 * changes any more, so threads share it without a lock; each has an arena and
 * a buffer of its own, used again from page to page. A thread takes the next
 * few pages of the plan, which is in the order of their paths: then two
 * threads are seldom in one folder, where the kernel would let one wait for
 * the other.
 *
 * The index of the search is one thing, which one thread makes, a quarter of the
 * work. So the first thread does that while the others are at the pages, and
 * then helps them; it alone says what files there are besides the pages.
 *
 * Where pages fail, the first of the plan is the one that is told, as if there
 * was one thread: pages behind it are left out, and those before it are still
 * looked at.
 */
#define PAGES_TAKE 64 /* pages at a time, of a large site */

struct pages {
	struct build_out *o;
	const struct graph *g;
	struct page_theme look;
	struct page *v;
	size_t n, take;
	const struct step *step;
	const struct build_how *how;
	struct page_prints common;      /* to many pages */
	const struct build_print *then; /* of the last build */
	size_t n_then;
	struct build_print *now; /* as v; NULL: nobody asks */
	atomic_size_t next;      /* that nobody has taken */
	atomic_size_t limit;     /* the first that failed; at first n */
};

struct pages_thread {
	struct pages *all;
	pthread_t id;
	bool tells;
	size_t written, made;
	struct build_at at;
	size_t failed;           /* which page; behind all of them: none */
	struct profile *profile; /* of this thread; or NULL */
	struct err why;
};

static void
pages_failed(struct pages_thread *t, size_t i)
{
	size_t limit = atomic_load(&t->all->limit);

	t->failed = i;
	while (i < limit &&
	       !atomic_compare_exchange_weak(&t->all->limit, &limit, i))
		;
}

void
build_took(struct profile *profile, const struct page *page, struct arena *a,
    int64_t ns)
{
	if (profile == NULL)
		return;
	profile_add(profile, PROFILE_TEMPLATE, page_template_name(page, a), ns);
	if (page->subject != NULL)
		profile_add(
		    profile, PROFILE_NOTE, page->subject->note->path, ns);
}

/* Make a page and put it there: whether bytes were written, or -1. */
static int
pages_make(struct pages_thread *t, const struct page *page,
    struct build_print *now, struct arena *a, struct strbuf *html)
{
	struct pages *all = t->all;
	struct still before = t->at.sum;
	int wrote;

	int64_t began = profile_clock(t->profile);

	strbuf_clear(html);
	wrote = page_render(html, page, all->g, &all->look, a, &t->why);
	build_took(t->profile, page, a, profile_clock(t->profile) - began);
	arena_clear(a);
	if (++t->made % BUILD_EASE == 0)
		build_ease(all->how);
	if (wrote == 0)
		wrote = build_out_put(
		    all->o, page->path, html->buf, html->len, &t->at, &t->why);
	if (wrote != -1 && now != NULL) {
		now->a = t->at.sum.a - before.a;
		now->b = t->at.sum.b - before.b;
	}
	return wrote;
}

/* The same, unless it is made of what it was made of, and its file is as it
 * was left. */
static int
pages_one(
    struct pages_thread *t, size_t i, struct arena *a, struct strbuf *room)
{
	struct pages *all = t->all;
	const struct page *page = &all->v[i];
	const struct build_print *then;
	struct build_print *now = all->now != NULL ? &all->now[i] : NULL;
	struct still file = { .n = 0 };

	if (now != NULL &&
	    page_print(&now->print, page, all->g, &all->common, room)) {
		now->path = build_prints_path(page->path);
		then = build_prints_find(all->then, all->n_then, now->path);
		if (then != NULL && then->print.a == now->print.a &&
		    then->print.b == now->print.b &&
		    build_out_look(all->o, page->path, &t->at.folder, &file) &&
		    file.a == then->a && file.b == then->b) {
			*now = *then;
			return 0;
		}
	}
	return pages_make(t, page, now, a, room);
}

static void *
pages_work(void *payload)
{
	struct pages_thread *t = payload;
	struct pages *all = t->all;
	struct arena *a = arena_new();
	struct strbuf room = STRBUF_INIT;
	size_t from, i;

	while ((from = atomic_fetch_add(&all->next, all->take)) < all->n)
		for (i = from;
		     i < from + all->take && i < atomic_load(&all->limit);
		     i++) {
			int wrote = pages_one(t, i, a, &room);

			if (wrote == -1) {
				pages_failed(t, i);
				break;
			}
			t->written += (size_t)wrote;
			if (t->tells)
				step_tell(all->step, "writing", i, all->n);
		}
	strbuf_release(&room);
	arena_free(a);
	return NULL;
}

/* Start the others; how many there are then. One that cannot be started is
 * missed by nobody. */
static size_t
pages_start(struct pages *all, struct pages_thread *v, size_t jobs)
{
	size_t i, started = 1;

	for (i = 0; i < jobs; i++)
		v[i] = (struct pages_thread){ .all = all,
			.tells = i == 0,
			.failed = all->n,
			.at = BUILD_AT_INIT,
			.profile = profile_more(all->how->profile),
			.why = ERR_INIT };
	for (; started < jobs; started++)
		if (pthread_create(
			&v[started].id, NULL, pages_work, &v[started]) != 0)
			break;
	return started;
}

static int
pages_run(struct pages *all, size_t jobs, struct err *e)
{
	struct pages_thread *v = xcalloc(jobs, sizeof(*v));
	size_t i, first = 0, started = pages_start(all, v, jobs);
	struct err search = ERR_INIT;
	int rc;

	profile_phase(all->how->profile, "search");
	rc = build_search(all->o, all->g, all->how, &all->common, &search);
	profile_phase(all->how->profile, "pages");

	pages_work(&v[0]);
	for (i = 1; i < started; i++)
		pthread_join(v[i].id, NULL);
	for (i = 0; i < jobs; i++)
		profile_join(all->how->profile, v[i].profile);
	for (i = 0; i < started; i++) {
		build_out_wrote(all->o, v[i].written);
		fs_folder_release(&v[i].at.folder);
		if (v[i].failed < v[first].failed)
			first = i;
	}
	if (v[first].failed < all->n) {
		*e = v[first].why;
		rc = -1;
	} else if (rc == -1) {
		*e = search;
	}
	free(v);
	return rc;
}

/* How the files of all pages are left. */
static void
pages_left(const struct pages *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		const struct still as = {
			.a = all->now[i].a, .b = all->now[i].b, .n = 1
		};

		build_out_left(all->o, all->v[i].path, &as);
	}
}

/* What is known of the pages of the build before. */
static void
pages_prints(struct pages *all, const struct build_theme *theme,
    const struct build_how *how)
{
	struct strbuf room = STRBUF_INIT;

	page_print_all(&all->common, all->g, &all->look, theme->print, &room);
	all->now = xcalloc(all->n + 1, sizeof(*all->now));
	build_prints_take(&all->then, &all->n_then, &how->prints);
	strbuf_release(&room);
}

void
build_look(struct page_theme *out, const struct build_theme *theme)
{
	*out = (struct page_theme){
		.templates = theme->templates,
		.style = theme->style.path,
		.script = theme->script.path,
		.search = theme->search.path,
		.preview = theme->preview.path,
		.replay = theme->replay.path,
		.graph = theme->graph.path,
	};
}

/* What may be said before the threads begin. */
static int
pages_ahead(struct pages *all, struct err *e)
{
	struct arena *a = arena_new();
	const char **more;
	size_t n = build_search_paths(&more, all->g, a);
	int rc = build_out_ahead(all->o, more, n, e);

	arena_free(a);
	return rc;
}

int
build_pages(struct build_out *o, const struct graph *g,
    const struct build_theme *theme, const struct build_how *how, size_t *n,
    struct err *e)
{
	struct arena *plan = arena_new();
	struct pages all = { .o = o, .g = g, .how = how, .step = how->step };
	size_t i, jobs = how->jobs < 1 ? 1 : (size_t)how->jobs;
	int rc = 0;

	build_look(&all.look, theme);
	all.look.words = page_theme_words(g, plan);
	page_plan(&all.v, &all.n, g, plan);
	if (how->left != NULL)
		pages_prints(&all, theme, how);
	for (i = 0, *n = 0; i < all.n && rc == 0; i++) {
		/* Feeds and the like are no pages to a reader. */
		*n += path_has_suffix(all.v[i].path, ".html");
		rc = build_out_expect(o, all.v[i].path, e);
	}
	if (build_out_to_sink(o))
		jobs = 1;
	all.take = all.n / (jobs * 4) + 1;
	if (all.take > PAGES_TAKE)
		all.take = PAGES_TAKE;
	atomic_init(&all.next, 0);
	atomic_init(&all.limit, all.n);
	if (rc == 0)
		rc = pages_ahead(&all, e);
	if (rc == 0)
		rc = pages_run(&all, jobs, e);
	if (rc == 0 && all.now != NULL) {
		pages_left(&all);
		build_prints_pack(how->left, all.now, all.n);
	}
	free(all.now);
	arena_free(plan);
	return rc;
}
