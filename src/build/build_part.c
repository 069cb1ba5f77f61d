/* build_part.c: a site of which few notes have changed
 *
 * Theory of operation. To join all notes and to plan all pages is work for the
 * whole wiki, and an edit that changes a paragraph changes none of it. So where
 * it is known which notes have changed, and that no other page shows more of
 * them than what stands around their links (wiki_part.h, note_same.h), there is
 * a graph of these notes and of what they are linked with, as they were and as
 * they are.
 *
 * Nothing is taken for granted: the fingerprint that each page has in the graph
 * as it was must be the one that the last build has kept of it. Then that graph
 * has all that the page shows, and so has the other one. If it is another, all
 * is built.
 */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "build/build_int.h"
#include "page/page.h"

#define NO_ROW ((size_t)-1)
#define PART_MORE 2 /* the page of a day, and its preview */

/* A page that is not what it was. */
struct part_page {
	size_t row; /* of what is known of it, or NO_ROW */
	const char *path;
	struct strbuf bytes;
};

struct part_site {
	const struct build_part *part;
	const struct graph *now; /* of which a page is made */
	struct page_theme look;
	struct page_prints common;
	struct profile *profile;    /* borrowed; or NULL */
	struct build_print *prints; /* owned: of all pages */
	size_t n_prints;
	size_t n_more; /* behind them: of new pages */
	struct part_page *v;
	size_t n, cap;
	struct arena *plan, *a;
	struct strbuf room;
};

/* Where it is among all; false: nothing is known of it. */
static bool
part_row(const struct part_site *s, const char *path, size_t *row)
{
	const struct build_print *found =
	    build_prints_find(s->prints, s->n_prints, build_prints_path(path));

	if (found == NULL)
		return false;
	*row = (size_t)(found - s->prints);
	return true;
}

/* Make a page; 1 or -1. */
static int
part_make(
    struct part_site *s, const struct page *page, size_t row, struct err *e)
{
	struct part_page *to = VEC_PUSH(s->v, s->n, s->cap);
	int64_t began = profile_clock(s->profile);
	int rc;

	*to = (struct part_page){ row, page->path, STRBUF_INIT };
	rc = page_render(&to->bytes, page, s->now, &s->look, s->a, e);
	build_took(s->profile, page, s->a, profile_clock(s->profile) - began);
	arena_clear(s->a);
	return rc == -1 ? -1 : 1;
}

/* Whether it is of a day that was not there. */
static bool
part_is_fresh(const struct part_site *s, const struct page *page)
{
	return page->subject != NULL &&
	       (size_t)(page->subject - s->part->now->pages) == s->part->fresh;
}

/* A page that was not there: 1, 0 or -1. */
static int
part_page_more(struct part_site *s, const struct page *page, struct err *e)
{
	struct build_print *print = &s->prints[s->n_prints + s->n_more];
	size_t row;

	if (part_row(s, page->path, &row) || s->n_more == PART_MORE ||
	    !page_print(
		&print->print, page, s->part->now, &s->common, &s->room))
		return 0;
	print->path = build_prints_path(page->path);
	return part_make(s, page, s->n_prints + s->n_more++, e);
}

/* The same, if it has changed: 1, 0 or -1. */
static int
part_page(struct part_site *s, const struct page *was, const struct page *now,
    struct err *e)
{
	struct page_print print;
	struct build_print *known;
	size_t row;

	if (part_is_fresh(s, now))
		return part_page_more(s, now, e);
	if (!part_row(s, now->path, &row) ||
	    !page_print(&print, was, s->part->was, &s->common, &s->room))
		return 0;
	known = &s->prints[row];
	if (known->print.a != print.a || known->print.b != print.b ||
	    !page_print(&print, now, s->part->now, &s->common, &s->room))
		return 0;
	if (known->print.a == print.a && known->print.b == print.b)
		return 1;
	known->print = print;
	return part_make(s, now, row, e);
}

static int
part_pages(struct part_site *s, struct err *e)
{
	const struct build_part *part = s->part;
	struct page *was, *now;
	size_t i, n, n_now;
	int rc = 1;

	page_plan_some(&was, &n, part->was, part->v, part->n, s->plan);
	page_plan_some(&now, &n_now, part->now, part->v, part->n, s->plan);
	for (i = 0; i < n && rc == 1; i++)
		rc = part_page(s, &was[i], &now[i], e);
	return rc;
}

/* The dates of pages in the sitemap as the last build has left it, and the day
 * that is new. */
static int
part_sitemap(struct part_site *s, const struct build_out *o)
{
	const struct build_part *part = s->part;
	bool fresh = part->fresh != (size_t)-1, good;
	struct strbuf was = STRBUF_INIT, more = STRBUF_INIT;
	struct part_page *to;

	if ((part->n_dated == 0 && !fresh) ||
	    !page_kinds_have(part->kinds, PAGE_SITEMAP))
		return 1;
	to = VEC_PUSH(s->v, s->n, s->cap);
	*to = (struct part_page){ NO_ROW, PAGE_SITEMAP, STRBUF_INIT };
	good = build_out_read(o, PAGE_SITEMAP, &was) &&
	       (!fresh || page_sitemap_more(&more, &was, part->now,
			      &part->now->pages[part->fresh], s->plan)) &&
	       page_sitemap_dates(&to->bytes, fresh ? &more : &was, part->now,
		   part->dated, part->n_dated, s->plan);
	strbuf_release(&more);
	strbuf_release(&was);
	return good;
}

/* What is linked with what, of all pages. */
static int
part_graph(struct part_site *s, struct err *e)
{
	const struct graph *some = s->part->now;
	struct page page;
	int rc = 0;

	s->now = s->part->whole(s->part->payload);
	if (s->now != NULL) {
		page = page_of_graph(s->now, s->plan);
		rc = part_make(s, &page, NO_ROW, e);
	}
	s->now = some;
	return rc;
}

/* What lists days and commits. */
static int
part_lists(struct part_site *s, const struct build_out *o, struct err *e)
{
	const struct build_part *part = s->part;
	size_t *changed = xcalloc(part->n + 1, sizeof(*changed)), i, n = 0;
	struct page_days days;
	int rc = 1;

	for (i = 0; i < part->n; i++)
		if (part->v[i].changed)
			changed[n++] = part->v[i].page;
	if (page_kinds_have(part->kinds, PAGE_GRAPH) &&
	    (part->fresh != (size_t)-1 ||
		!page_graph_same(part->was, part->now, changed, n, s->plan)))
		rc = part_graph(s, e);
	if (rc == 1)
		rc = page_plan_days(&days, part->was, part->now, part->kinds,
		    changed, n, s->plan);
	for (i = 0; rc == 1 && i < days.n_lists; i++)
		rc = part_make(s, &days.lists[i], NO_ROW, e);
	for (i = 0; rc == 1 && i < days.n_tags; i++)
		rc = part_page(s, &days.was[i], &days.now[i], e);
	if (rc == 1)
		rc = part_sitemap(s, o);
	free(changed);
	return rc;
}

/* Put them there, where each is as it was left. */
static int
part_write(struct part_site *s, struct build_out *o, struct err *e)
{
	struct build_at at = BUILD_AT_INIT;
	size_t i, written = 0;
	int rc = 1;

	for (i = 0; i < s->n && rc == 1; i++) {
		struct part_page *p = &s->v[i];
		struct still before = at.sum;
		int wrote;

		build_out_may_add(o, p->row != NO_ROW && p->row >= s->n_prints);
		wrote = build_out_put(
		    o, p->path, p->bytes.buf, p->bytes.len, &at, e);
		if (wrote == -1) {
			rc = -1;
			break;
		}
		written += (size_t)wrote;
		if (p->row == NO_ROW)
			continue;
		s->prints[p->row].a = at.sum.a - before.a;
		s->prints[p->row].b = at.sum.b - before.b;
	}
	build_out_may_add(o, false);
	build_out_wrote(o, written);
	fs_folder_release(&at.folder);
	return rc;
}

static void
part_release(struct part_site *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		strbuf_release(&s->v[i].bytes);
	free(s->v);
	free(s->prints);
	strbuf_release(&s->room);
	arena_free(s->a);
	arena_free(s->plan);
}

/* A copy of what is known of all pages, to be changed. */
static bool
part_prints(struct part_site *s, const struct build_how *how)
{
	const struct build_print *v;

	if (!build_prints_take(&v, &s->n_prints, &how->prints))
		return false;
	s->prints = xcalloc(s->n_prints + PART_MORE + 1, sizeof(*v));
	if (s->n_prints > 0)
		memcpy(s->prints, v, s->n_prints * sizeof(*v));
	return true;
}

int
build_site_part(struct build_done *done, const struct build_part *part,
    const struct build_theme *theme, const struct build_how *how, int out_fd,
    struct err *e)
{
	struct build_out *o = build_out_part(out_fd, part->folders);
	struct part_site s = { .part = part,
		.now = part->now,
		.profile = how->profile,
		.plan = arena_new(),
		.a = arena_new(),
		.room = STRBUF_INIT };
	int rc = 0;

	build_look(&s.look, theme);
	s.look.words = page_theme_words(part->now, s.plan);
	page_print_common(&s.common, part->now, &s.look, theme->print, &s.room);
	if (part_prints(&s, how))
		rc = part_pages(&s, e);
	if (rc == 1 && part->lists)
		rc = part_lists(&s, o, e);
	if (rc == 1)
		rc = part_write(&s, o, e);
	if (rc == 1)
		rc = build_search_part(o, part, how, &s.common, e);
	if (rc == 1 && build_out_part_end(o, e) == -1)
		rc = -1;
	if (rc == -1 && build_out_lost(o))
		rc = 0;
	if (rc == 1) {
		done->written = build_out_written(o);
		done->removed = 0;
		done->days += part->fresh != (size_t)-1;
		done->pages += part->fresh != (size_t)-1;
		if (s.n_more > 0)
			build_prints_pack(
			    how->left, s.prints, s.n_prints + s.n_more);
		else if (s.n > 0)
			strbuf_add(how->left, s.prints,
			    s.n_prints * sizeof(*s.prints));
	}
	part_release(&s);
	build_out_free(o);
	return rc;
}
