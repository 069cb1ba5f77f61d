/* cmd_build_part.c: `halfhour build` where a few notes have changed
 *
 * What has to hold, or else all is built: the settings and the site are as the
 * last build left them; of the files of the wiki only notes and days have changed,
 * and few of them; there are no mistakes in these; nobody else shows more of
 * them than the words around their links, what days tell of a topic, and tries;
 * and commits since then have changed the dates of few pages.
 *
 * What cannot be told from a few notes is then found out by the fingerprints:
 * build_part.c.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "cmd/cmd_build.h"
#include "graph/graph_kept.h"
#include "note/note_same.h"
#include "wiki/wiki_dates.h"
#include "wiki/wiki_looks.h"
#include "wiki/wiki_part.h"
#include "wiki/wiki_sparse.h"

#define PART_MOST 8    /* notes that have changed */
#define PART_PAGES 512 /* pages that may have changed with them */

/* A note that has changed; of a new one there is no `was`. */
struct part_note {
	size_t page;
	const struct note *was, *now;
};

/* Pages, each once. */
struct part_pages {
	size_t *v; /* owned */
	size_t n, cap;
};

struct part {
	struct wiki *w;
	const struct build_opts *o;
	const struct cmd_last *last;
	struct date today;
	struct cmd_joined joined;
	struct graph_kept_now *now; /* owned: of each page, as it is */
	struct note *listed;        /* of each page, what lists show of it */
	struct wiki_part *notes;
	struct build_folders *folders;
	struct part_note v[PART_MOST + 1];
	size_t n;
	size_t fresh; /* the page of a day that was not there, or none */
	struct part_pages pages; /* those that may change */
	struct part_pages whole; /* these, and what is shown in others */
	struct part_pages dated; /* of which git says other dates */
	struct wiki_part_days days;
	struct diag_list said_was, said_now; /* of their text alone */
	bool lists, shows_days;
	bool tries;                /* other tries than before */
	const struct note **known; /* owned: of each page, as it was */
	bool makes_now;            /* which of both graphs is made */
	const struct graph_commit *commits;
	size_t n_commits;
};

static void
pages_add(struct part_pages *to, size_t page)
{
	size_t i;

	for (i = 0; i < to->n; i++)
		if (to->v[i] == page)
			return;
	*VEC_PUSH(to->v, to->n, to->cap) = page;
}

/* ---- what has changed ------------------------------------------------------ */

/* Take a note that has changed; false: for others, too. */
static bool
part_take(struct part *p, size_t page)
{
	const struct graph_kept *k = p->joined.kept;
	const char *path = graph_kept_path(k, page);
	const uint64_t *print = p->joined.now[page].print;
	int asked = graph_kept_asked(k, page);
	struct part_note *x = &p->v[p->n];
	size_t said = p->said_now.n;

	*x = (struct part_note){ .page = page,
		.now = wiki_part_now(p->notes, path, print, &p->said_now) };
	/* It was written once more, and has the same text. */
	if (x->now != NULL &&
	    memcmp(x->now->print, print, sizeof(x->now->print)) == 0) {
		diag_trunc(&p->said_now, said);
		return true;
	}
	x->was = wiki_part_was(p->notes, path, print, &p->said_was);
	if (x->was == NULL || x->now == NULL || asked & GRAPH_ASKED_EMBED ||
	    !note_same_outside(x->was, x->now, asked & GRAPH_ASKED_PLACE))
		return false;
	memcpy(p->now[page].print, x->now->print, sizeof(x->now->print));
	p->lists |= graph_kept_listed(k, page) || asked & GRAPH_ASKED_IN_TOPIC;
	p->n++;
	return true;
}

/* The notes of these paths, which are all that has changed. */
static bool
part_notes(struct part *p, const uint64_t *paths, size_t n)
{
	const struct graph_kept *k = p->joined.kept;
	size_t i, j, found = 0;

	for (i = 0; i < graph_kept_len(k) && found < n; i++) {
		uint64_t path = still_path(graph_kept_path(k, i));

		for (j = 0; j < n && paths[j] != path;)
			j++;
		if (j == n)
			continue;
		found++;
		if (!part_take(p, i))
			return false;
	}
	return found == n;
}

/* Whether there is nothing about a day but what is written in it. */
static bool
part_is_plain(const struct note *n)
{
	const struct note_meta *meta = &n->meta;

	return n->n_links == 0 && n->n_examples == 0 && !n->failed &&
	       meta->n_tags == 0 && meta->n_aliases == 0 &&
	       meta->description == NULL && meta->lang == NULL &&
	       meta->date.y == 0 && !meta->private && !meta->draft &&
	       strcmp(n->title, path_base(n->id)) == 0;
}

/* Take today, which has its first entry. */
static bool
part_fresh(struct part *p)
{
	const char *path = wiki_day_path(p->w, p->today);
	const struct note *n =
	    wiki_part_now(p->notes, path, NULL, &p->said_now);

	if (n == NULL || !part_is_plain(n) ||
	    !cmd_joined_add(&p->joined, n,
		arena_printf(p->w->arena, "%s.html", n->id), &p->fresh))
		return false;
	p->v[p->n++] = (struct part_note){ p->fresh, NULL, n };
	p->days.more = (struct study_day){ .path = n->path, .date = p->today };
	p->lists = true;
	return true;
}

/* What git says of all pages now. */
static bool
part_dates(struct part *p)
{
	size_t i, n = graph_kept_len(p->joined.kept);
	struct err e = ERR_INIT;

	/* What is not in the work tree is as HEAD has it. */
	if (wiki_is_sparse(p->w->root) || wiki_dates(p->w, &e) == -1)
		return false;
	wiki_dates_now(p->w, p->listed, n, p->now);
	for (i = 0; i < n; i++) {
		const struct graph_kept_now *a = &p->joined.now[i];

		if (memcmp(&a->dates, &p->now[i].dates, sizeof(a->dates)) ==
			0 &&
		    a->dated == p->now[i].dated)
			continue;
		if (i == p->fresh)
			continue;
		if (p->dated.n == PART_PAGES)
			return false;
		pages_add(&p->dated, i);
	}
	p->lists = true;
	return true;
}

/* ---- days ------------------------------------------------------------------ */

static bool
same_str(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether the tries of a day are the same, but for their lines. */
static bool
same_tries(const struct study_day *was, const struct study_day *now)
{
	const struct study_items *a = &was->lists[STUDY_TRY];
	const struct study_items *b = &now->lists[STUDY_TRY];
	size_t i;

	for (i = 0; a->n == b->n && i < a->n; i++)
		if (strcmp(a->v[i].text, b->v[i].text) != 0 ||
		    !same_str(a->v[i].id, b->v[i].id) ||
		    !same_str(a->v[i].topic, b->v[i].topic) ||
		    !same_str(a->v[i].rule, b->v[i].rule) ||
		    a->v[i].state != b->v[i].state ||
		    !same_str(a->v[i].state_note, b->v[i].state_note) ||
		    !same_str(a->v[i].body, b->v[i].body))
			return false;
	return a->n == b->n;
}

/* Whether each try has an id of its own, as wiki_check() sees to. */
static bool
part_ids(const struct part *p)
{
	struct map *ids = map_new();
	bool good = true;
	size_t i, k;

	for (i = 0; i < p->days.n_now; i++)
		for (k = 0; k < p->days.now[i].lists[STUDY_TRY].n; k++) {
			const char *id =
			    p->days.now[i].lists[STUDY_TRY].v[k].id;

			good = good && (id == NULL || map_get(ids, id) == NULL);
			if (id != NULL)
				map_put(ids, id, ids);
		}
	map_free(ids);
	return good;
}

/* The notes that the entries of a day are about. */
static bool
part_topics(struct part *p, const struct study_day *day)
{
	size_t i, page;

	for (i = 0; i < day->n_entries; i++) {
		if (!graph_kept_topic(
			p->joined.kept, day->entries[i].topic, &page))
			return false;
		if (page != GRAPH_KEPT_NONE)
			pages_add(&p->pages, page);
	}
	return true;
}

/* Where tries are others, all days may say so, and what they link to. */
static bool
part_tries(struct part *p)
{
	const struct graph_kept *k = p->joined.kept;
	size_t i;

	if (!p->tries)
		return true;
	for (i = 0; i < graph_kept_len(k); i++) {
		if (!graph_kept_day(k, i))
			continue;
		if (graph_kept_asked(k, i) & GRAPH_ASKED_EMBED)
			return false;
		pages_add(&p->pages, i);
		graph_kept_targets(
		    k, i, &p->pages.v, &p->pages.n, &p->pages.cap);
		if (p->pages.n > PART_PAGES)
			return false;
	}
	return part_ids(p);
}

/* The page of this day is concerned, too; false when it is not shown. */
static bool
part_day_page(struct part *p, const struct study_day *day)
{
	size_t i, n = graph_kept_len(p->joined.kept);

	for (i = 0; i < n; i++)
		if (strcmp(graph_kept_path(p->joined.kept, i), day->path) == 0)
			break;
	if (i < n)
		pages_add(&p->pages, i);
	return i < n;
}

/* Whether some try was closed on that day, and leads to it now. */
static bool
part_closed_on(const struct part *p, struct date day)
{
	char text[DATE_MAX];
	size_t i, k;

	date_format(text, day);
	for (i = 0; i < p->days.n; i++) {
		const struct study_items *v = &p->days.was[i].lists[STUDY_TRY];

		for (k = 0; k < v->n; k++)
			if (v->v[k].state_note != NULL &&
			    strstr(v->v[k].state_note, text) != NULL)
				return true;
	}
	return false;
}

/* What a day changes that was not there: the days beside it lead to it. */
static bool
part_day_more(struct part *p)
{
	const struct study_day *days = p->days.now;
	size_t i = p->days.more_at;

	if (p->days.more.path == NULL)
		return true;
	while (i > 0 && !part_day_page(p, &days[i - 1]))
		i--;
	i = p->days.more_at + 1;
	while (i < p->days.n_now && !part_day_page(p, &days[i]))
		i++;
	p->tries |= p->days.more.lists[STUDY_TRY].n > 0 ||
		    part_closed_on(p, p->days.more.date);
	return part_topics(p, &p->days.more);
}

/* What changed days change. */
static bool
part_days(struct part *p)
{
	const char *changed[PART_MOST];
	size_t i, k, n = 0;

	for (i = 0; i < p->n; i++)
		if (p->v[i].was != NULL &&
		    graph_kept_day(p->joined.kept, p->v[i].page))
			changed[n++] = p->v[i].now->path;
	if (!p->shows_days && !p->lists && n == 0)
		return true;
	if (!wiki_part_days(p->notes, p->joined.days, changed, n, &p->days,
		&p->said_was, &p->said_now))
		return false;
	for (i = 0; i < p->days.n; i++) {
		bool behind = p->days.more.path != NULL && i >= p->days.more_at;
		const struct study_day *was = &p->days.was[i],
				       *now = &p->days.now[i + behind];

		for (k = 0; k < n && strcmp(was->path, changed[k]) != 0;)
			k++;
		if (k == n)
			continue;
		p->tries |= !same_tries(was, now);
		if (!part_topics(p, was) || !part_topics(p, now))
			return false;
	}
	return part_day_more(p) && part_tries(p);
}

/* ---- mistakes -------------------------------------------------------------- */

static bool
same_said(const struct diag *a, const struct diag *b)
{
	return a->id == b->id && a->line == b->line && a->col == b->col &&
	       strcmp(a->path, b->path) == 0 && strcmp(a->msg, b->msg) == 0;
}

/* The link that stands there in a note as it was, where it is now; or NULL. */
static const struct note_link *
said_link(const struct part_note *x, const struct diag *d)
{
	size_t i;

	if (x->was == NULL)
		return NULL;
	for (i = 0; i < x->was->n_links; i++)
		if (x->was->links[i].line == d->line &&
		    x->was->links[i].col == d->col)
			return &x->now->links[i];
	return NULL;
}

/* Whether a mistake that was told of this note is one of its text alone: `found`
 * has one mark for each of these. */
static bool
said_of_text(const struct part *p, const struct diag *d, bool *found)
{
	size_t i;

	for (i = 0; i < p->said_was.n; i++)
		if (!found[i] && same_said(&p->said_was.v[i], d)) {
			found[i] = true;
			return true;
		}
	return false;
}

/* The note that this was told of, or NULL. */
static const struct part_note *
said_note(const struct part *p, const struct diag *d)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->v[i].now->path, d->path) == 0)
			return &p->v[i];
	return NULL;
}

/* What is said of the notes now: instead of mistakes in the text of those that
 * changed the ones that are there, and those of links where these are. False
 * where another kind of mistake was told of them. */
static bool
part_said(struct part *p)
{
	struct diag_list all = DIAG_LIST_INIT;
	bool *found = xcalloc(p->said_was.n + 1, sizeof(*found)), good = true;
	size_t i;

	for (i = 0; i < p->w->diags.n && good; i++) {
		const struct diag *d = &p->w->diags.v[i];
		const struct part_note *x = said_note(p, d);
		const struct note_link *l;

		if (x == NULL)
			diag(&all, d->id, d->path, d->line, d->col, "%s",
			    d->msg);
		if (x == NULL || said_of_text(p, d, found))
			continue;
		good = (l = said_link(x, d)) != NULL;
		if (good)
			diag(&all, d->id, d->path, l->line, l->col, "%s",
			    d->msg);
	}
	for (i = 0; i < p->said_was.n; i++)
		good = good && found[i];
	for (i = 0; i < p->said_now.n; i++) {
		const struct diag *d = &p->said_now.v[i];

		diag(&all, d->id, d->path, d->line, d->col, "%s", d->msg);
	}
	diag_release(&p->w->diags);
	p->w->diags = all;
	free(found);
	return good;
}

/* ---- pages ----------------------------------------------------------------- */

/* Those that changed, and what they link to, which shows the words around the
 * links. */
static void
part_changed(struct part *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		pages_add(&p->pages, p->v[i].page);
		graph_kept_targets(p->joined.kept, p->v[i].page, &p->pages.v,
		    &p->pages.n, &p->pages.cap);
	}
	for (i = 0; i < p->dated.n; i++)
		pages_add(&p->pages, p->dated.v[i]);
	for (i = 0; i < p->pages.n; i++)
		p->shows_days |=
		    graph_kept_day(p->joined.kept, p->pages.v[i]) ||
		    graph_kept_asked(p->joined.kept, p->pages.v[i]) &
			GRAPH_ASKED_BY_DAY;
}

/* These, the home page and what feeds show. */
static void
part_whole(struct part *p)
{
	const struct graph_kept *k = p->joined.kept;
	size_t latest[PAGE_FEED_MAX], i, n, home = graph_kept_home(k);

	for (i = 0; i < p->pages.n; i++)
		pages_add(&p->whole, p->pages.v[i]);
	if (!p->lists)
		return;
	if (home != GRAPH_KEPT_NONE)
		pages_add(&p->whole, home);
	n = graph_kept_latest(k, p->today, latest, PAGE_FEED_MAX);
	for (i = 0; i < n; i++)
		pages_add(&p->whole, latest[i]);
}

/* ---- the graphs ------------------------------------------------------------ */

static const struct note *
part_note(size_t page, void *payload)
{
	struct part *p = payload;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->v[i].page == page)
			return p->makes_now ? p->v[i].now : p->v[i].was;
	if (p->known[page] == NULL)
		p->known[page] = wiki_part_was(p->notes,
		    graph_kept_path(p->joined.kept, page),
		    p->joined.now[page].print, NULL);
	return p->known[page];
}

static const struct graph *
part_graph(struct part *p, bool now)
{
	struct graph_part_src src = { .kept = p->joined.kept,
		.now = now ? p->now : p->joined.now,
		.notes = p->listed,
		.conf = &p->w->conf,
		.today = now ? p->today : p->last->was.today,
		.days = now ? p->days.now : p->days.was,
		.n_days = now ? p->days.n_now : p->days.n,
		.absent = now ? GRAPH_KEPT_NONE : p->fresh,
		.lists = p->lists,
		.pages = p->whole.v,
		.n_pages = p->whole.n,
		.note = part_note,
		.payload = p };

	if (now && p->lists && p->commits == NULL) {
		p->w->notes = p->listed;
		p->w->n_notes = graph_kept_len(p->joined.kept);
		p->commits = wiki_commits(p->w, p->o->drafts, &p->n_commits);
	}
	if (now) {
		src.commits = p->commits;
		src.n_commits = p->n_commits;
	}
	p->makes_now = now;
	return graph_part(&src, p->w->arena);
}

/* With the links of all pages, and no page that is whole. */
static const struct graph *
part_links(void *payload)
{
	struct part *p = payload;
	const struct graph_part_src src = { .kept = p->joined.kept,
		.now = p->now,
		.notes = p->listed,
		.conf = &p->w->conf,
		.today = p->today,
		.days = p->days.now,
		.n_days = p->days.n_now,
		.absent = GRAPH_KEPT_NONE,
		.links = true };

	return graph_part(&src, p->w->arena);
}

/* Whether it has changed, or days tell other things about it. */
static bool
part_is_changed(const struct part *p, size_t page)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->v[i].page == page)
			return true;
	return p->tries && graph_kept_day(p->joined.kept, page);
}

/* Fill what build_site_part() wants; `v` has room for all pages. */
static bool
part_plan(struct part *p, struct build_part *out, struct page_some *v)
{
	const struct graph_kept *k = p->joined.kept;
	size_t i;

	*out = (struct build_part){ .was = part_graph(p, false),
		.v = v,
		.n = p->pages.n,
		.lists = p->lists,
		.kinds = p->joined.kinds,
		.dated = p->dated.v,
		.n_dated = p->dated.n,
		.fresh = p->fresh,
		.folders = p->folders,
		.whole = part_links,
		.payload = p };
	if (out->was == NULL || (out->now = part_graph(p, true)) == NULL)
		return false;
	for (i = 0; i < p->pages.n; i++) {
		v[i] = (struct page_some){ .page = p->pages.v[i],
			.changed = part_is_changed(p, p->pages.v[i]) };
		if (v[i].changed)
			v[i].n_places = graph_kept_places(
			    k, p->pages.v[i], p->w->arena, &v[i].places);
	}
	return true;
}

/* ---- the site -------------------------------------------------------------- */

static bool
part_site(struct part *p, int fd, struct build_done *done)
{
	struct build_how how = { .jobs = cmd_jobs(p->o->jobs),
		.profile = p->o->times };
	struct page_some *v = xcalloc(p->pages.n + 1, sizeof(*v));
	struct build_theme *theme = NULL;
	struct cmd_memory kept;
	struct build_part part;
	struct err e = ERR_INIT;
	size_t i;
	bool made;

	for (i = 0; i < p->n; i++)
		if (p->v[i].now->took > 0)
			profile_add(p->o->times, PROFILE_NOTE,
			    p->v[i].now->path, p->v[i].now->took);
	profile_phase(p->o->times, "graph of these");
	made = part_plan(p, &part, v);
	profile_phase(p->o->times, "pages that changed");
	made = made && build_theme_load(&theme, p->w->root_fd, &e) == 0;
	if (made) {
		made = cmd_memory_load_part(&kept, p->w, &how) &&
		       build_site_part(done, &part, theme, &how, fd, &e) == 1;
		if (made)
			cmd_memory_store(&kept, p->w);
		cmd_memory_release(&kept);
	}
	build_theme_free(theme);
	free(v);
	return made;
}

static void
part_keep(
    struct part *p, struct wiki_still *before, const struct build_done *done)
{
	struct strbuf kept = STRBUF_INIT;

	wiki_part_keep(p->notes);
	if (p->days.n > 0)
		p->joined.days =
		    wiki_days_keep(p->w, p->days.now, p->days.n_now);
	cmd_joined_store(&p->joined, p->w, &before->files, p->now);
	wiki_looks_keep(p->w, before);
	strbuf_init(&kept, STRBUF_MAX);
	build_folders_pack(&kept, p->folders);
	build_kept_pack(&kept, done, &p->w->diags);
	wiki_still_keep(before, p->w, kept.buf, kept.len);
	strbuf_release(&kept);
}

/* Whether the site is as the last build left it. */
static bool
part_stays(struct part *p, int fd, const struct wiki_still *before,
    struct build_done *done)
{
	const char *kept = p->last->p;
	size_t len = p->last->len;

	p->folders = build_folders_take(&kept, &len);
	return p->folders != NULL &&
	       (build_folders_stay(p->folders, fd) ||
		   build_folders_check(
		       p->folders, fd, before->now, cmd_jobs(p->o->jobs))) &&
	       build_kept_take(done, &p->w->diags, kept, len);
}

/* What has changed, and what that changes. */
static bool
part_find(struct part *p, const struct wiki_looks *looks)
{
	const struct graph_kept *k;
	size_t len;

	p->notes = wiki_part_open(p->w);
	if (p->notes == NULL || (looks->is_new && !part_fresh(p)))
		return false;
	k = p->joined.kept;
	len = graph_kept_len(k);
	p->now = xcalloc(len + 1, sizeof(*p->now));
	memcpy(p->now, p->joined.now, len * sizeof(*p->now));
	p->known = xcalloc(len + 1, sizeof(*p->known));
	p->listed = graph_kept_notes(k, p->joined.now, p->w->arena);
	/* What is made for years is not looked at in the year's first build. */
	if (p->last->was.today.y != p->today.y)
		return false;
	p->lists |= !p->last->was.same_day;
	if (p->fresh != GRAPH_KEPT_NONE)
		memcpy(p->now[p->fresh].print, p->v[0].now->print,
		    sizeof(p->v[0].now->print));
	if (!part_notes(p, looks->paths, looks->n) ||
	    ((p->lists || !p->last->was.same_mark) && !part_dates(p)))
		return false;
	part_changed(p);
	if (!part_days(p) || !part_said(p))
		return false;
	part_whole(p);
	return p->whole.n <= PART_PAGES;
}

static void
part_close(struct part *p)
{
	wiki_part_close(p->notes);
	build_folders_free(p->folders);
	cmd_joined_release(&p->joined);
	free(p->now);
	free(p->known);
	free(p->pages.v);
	free(p->whole.v);
	free(p->dated.v);
	diag_release(&p->said_was);
	diag_release(&p->said_now);
}

bool
cmd_build_part(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, const struct cmd_last *last,
    struct build_done *done)
{
	struct part p = { .w = ctx->wiki,
		.o = o,
		.last = last,
		.today = before->today,
		.joined.again = STRBUF_INIT,
		.fresh = GRAPH_KEPT_NONE };
	struct wiki_looks looks = { .may_be_new = still_path(
					wiki_day_path(p.w, p.today)) };
	struct diag_list said = p.w->diags; /* of the settings */
	struct err e = ERR_INIT;
	int fd = -1;
	bool made = false;

	profile_phase(o->times, "what changed");
	p.w->diags = (struct diag_list)DIAG_LIST_INIT;
	wiki_still_begin(before, p.w);
	if (before->known &&
	    wiki_looks_changed(
		&looks, p.w, &last->was.files, before, PART_MOST) &&
	    cmd_joined_load(&p.joined, p.w, &last->was.files) &&
	    (fd = cmd_build_out(p.w, o->out, &e)) != -1 &&
	    part_stays(&p, fd, before, done) && part_find(&p, &looks))
		made = part_site(&p, fd, done);
	profile_phase(o->times, "kept");
	if (made)
		part_keep(&p, before, done);
	/* What the last build said is said once more, or anew. */
	diag_release(made ? &said : &p.w->diags);
	if (!made)
		p.w->diags = said;
	if (fd != -1)
		close(fd);
	free(looks.paths);
	part_close(&p);
	return made;
}
