/* wiki_check.c: what is wrong in a wiki that the notes alone do not tell */
#include <string.h>

#include "base/fs.h"
#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include "study/study_past.h"
#include "wiki/wiki.h"

struct check {
	struct wiki *w;
	int flags;
	struct run_tools *tools;
	struct map *records; /* the paths of the records of all examples */
};

/*
 * A note that no other note links to and no day is about is hard to come by.
 * The home page, the first page of a folder and a day have their places.
 */
static void
check_orphan(struct wiki *w, const struct graph_page *p)
{
	if (p->n_backlinks > 0 || p->n_studies > 0 || p->day != NULL ||
	    strcmp(path_base(p->url), "index.html") == 0 ||
	    text_starts(p->id, WIKI_DAILY "/"))
		return;
	diag(&w->diags, DIAG_ORPHAN, p->note->path, 0, 0,
	    "no other note links to %s, and no day is about it", p->id);
}

/* The day that a name nearly is, which there may not be; NULL: it is no such
 * name. Between year, month and day is any of - . _ or a blank, or nothing. */
static const char *
check_day_meant(struct wiki *w, const char *name)
{
	static const char digits[] = "0123456789";
	size_t year = strspn(name, digits), month, day;
	const char *at;

	if (year == 8)
		return arena_printf(
		    w->arena, "%.4s-%.2s-%.2s", name, name + 4, name + 6);
	if (year != 4 || name[4] == '\0' || strchr("-._ ", name[4]) == NULL)
		return NULL;
	at = name + 5;
	month = strspn(at, digits);
	if (month < 1 || month > 2 || at[month] == '\0' ||
	    strchr("-._ ", at[month]) == NULL)
		return NULL;
	day = strspn(at + month + 1, digits);
	if (day < 1 || day > 2)
		return NULL;
	return arena_printf(w->arena, "%.4s-%s%.*s-%s%.*s", name,
	    month == 1 ? "0" : "", (int)month, at, day == 1 ? "0" : "",
	    (int)day, at + month + 1);
}

/* A file among the days whose name is only nearly that of a day is a note like
 * any other: its entries are in no list, and nobody would say so. */
static void
check_day_name(struct wiki *w, const struct graph_page *p)
{
	const char *meant;
	struct date d;

	if (p->day != NULL || !text_starts(p->id, WIKI_DAILY "/"))
		return;
	meant = check_day_meant(w, p->id + strlen(WIKI_DAILY "/"));
	if (meant == NULL)
		return;
	diag(&w->diags, DIAG_DAY, p->note->path, 0, 0,
	    date_parse(&d, meant) == 0
		? "this is no day file, and its entries are in no list; is it "
		  "%s.md?"
		: "this is no day file, and its entries are in no list: there "
		  "is no day %s",
	    meant);
}

/* Entries that a change of `day_ends` has moved by 24 hours, where the order of
 * their day tells. */
static void
check_day_end(struct wiki *w, const struct study_day *day)
{
	int now = w->conf.day_ends, then = study_day_end(day, now);
	size_t i;

	for (i = 0; i < day->n_entries; i++) {
		int start = day->entries[i].start;

		if (start < 0 || (start < now) == (start < then))
			continue;
		diag(&w->diags, DIAG_DAY_ENDS, day->path, day->entries[i].line,
		    1,
		    "with day_ends %02d:%02d this entry is of %s, but it "
		    "stands among those of %s: was day_ends changed? then set "
		    "it back, or move the entry to the day %s",
		    now / 60, now % 60,
		    start < now ? "the night that follows" : "the morning",
		    start < now ? "the morning" : "the night that follows",
		    start < now ? "before" : "after");
	}
}

/* The record, by what `run` would ask: the compiler and the machine, too. */
static void
check_record(struct check *c, const struct note *n,
    const struct note_example *x, const struct run_job *job)
{
	struct err e = ERR_INIT;
	struct run_record rec;
	struct run_key key;
	const char *why;

	if (run_key(&key, job, c->tools, &e) == -1) {
		diag(&c->w->diags, DIAG_EXAMPLE, n->path, x->line, 1, "%s",
		    e.msg);
		return;
	}
	/* That there is none is fine, and a damaged one is told already. */
	if (wiki_record(c->w, n, x, &rec, &e) != 1)
		return;
	why = run_record_stale(&rec, &key, c->w->arena);
	/* Of the code the graph has said so. */
	if (why != NULL && strcmp(rec.key.source, key.source) == 0)
		diag(&c->w->diags, DIAG_RECORD_STALE, n->path, x->line, 1,
		    "the record of #%s is stale: %s; 'halfhour run %s#%s' "
		    "makes a new one",
		    x->id, why, n->id, x->id);
}

static void
check_examples(struct check *c, const struct note *n)
{
	struct run_job job;
	size_t i;

	for (i = 0; i < n->n_examples; i++) {
		const struct note_example *x = &n->examples[i];

		if (note_example_runs(x) && x->of == NULL &&
		    wiki_job(c->w, n, x, &job) == 0 &&
		    (c->flags & WIKI_CHECK_TOOLS))
			check_record(c, n, x, &job);
	}
}

/* Two tries of one id, in whatever days: links and commands take the first. */
static void
check_tries(struct wiki *w, const struct study_day *day, struct map *seen)
{
	const struct study_items *tries = &day->lists[STUDY_TRY];
	size_t i;

	for (i = 0; i < tries->n; i++) {
		const struct study_item *it = &tries->v[i];
		const char *first;

		if (it->id == NULL)
			continue;
		if ((first = map_get(seen, it->id)) == NULL)
			map_put(seen, it->id, (void *)day->path);
		else if (first != day->path) /* in one note it is told there */
			diag(&w->diags, DIAG_ID_TWICE, day->path, it->line, 1,
			    "^%s is the id of a try in %s already; give one "
			    "of them another id",
			    it->id, first);
	}
}

static int
check_found(
    const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct check *c = payload;

	(void)st;
	(void)e;
	if ((path_has_suffix(path, ".json") ||
		path_has_suffix(path, ".cast")) &&
	    map_get(c->records, path) == NULL)
		diag(&c->w->diags, DIAG_RECORD_STALE, path, 0, 0,
		    "this is the %s of no example any more; remove it "
		    "with 'git rm'",
		    path_has_suffix(path, ".json") ? "record" : "recording");
	return 0;
}

static void
check_lost(const char *path, void *payload, const struct err *why)
{
	struct check *c = payload;

	diag(&c->w->diags, DIAG_FILE, path, 0, 0, "%s", why->msg);
}

/* Records whose example is gone; private notes have records, too. */
static int
check_records(struct check *c, struct err *e)
{
	struct stat st;
	size_t i, k;

	/* Nobody knows the examples of notes that cannot be read. */
	if (fs_stat(c->w->root_fd, WIKI_RUNS, &st) == -1 || c->w->n_lost > 0)
		return 0;
	for (i = 0; i < c->w->n_notes; i++) {
		const struct note *n = &c->w->notes[i];

		/* Nor those of a note that does not parse. */
		if (n->failed)
			return 0;
		for (k = 0; k < n->n_examples; k++) {
			map_put(c->records,
			    wiki_record_path(c->w, n, &n->examples[k]), c);
			map_put(c->records,
			    wiki_cast_path(c->w, n, &n->examples[k]), c);
		}
	}
	return fs_walk_past(
	    c->w->root_fd, WIKI_RUNS, check_found, check_lost, c, e);
}

/* Attached files that a page links to, each once, as the build reads them. */
static void
check_files(struct wiki *w, const struct graph *g)
{
	struct map *seen = map_new();
	size_t i, k;

	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++) {
			const char *file = g->pages[i].links[k].file, *path;
			struct err e = ERR_INIT;

			if (file == NULL || map_get(seen, file) != NULL)
				continue;
			map_put(seen, file, w);
			path = *g->notes_dir == '\0'
				   ? file
				   : arena_printf(
					 w->arena, "%s/%s", g->notes_dir, file);
			if (fs_readable(w->root_fd, path, FS_READ_MAX, &e) ==
			    -1)
				diag(&w->diags, DIAG_FILE, path, 0, 0, "%s",
				    e.msg);
		}
	map_free(seen);
}

int
wiki_check(struct wiki *w, const struct graph *g, int flags, struct err *e)
{
	struct check c = { w, flags, NULL, map_new() };
	struct map *ids = map_new();
	size_t i;
	int rc = 0;

	if (flags & WIKI_CHECK_TOOLS)
		c.tools = run_tools_new();
	for (i = 0; i < g->n_pages; i++) {
		if (flags & WIKI_CHECK_ORPHANS)
			check_orphan(w, &g->pages[i]);
		check_day_name(w, &g->pages[i]);
		check_examples(&c, g->pages[i].note);
	}
	if (flags & WIKI_CHECK_FILES)
		check_files(w, g);
	for (i = g->n_days; i > 0; i--) {
		check_tries(w, g->days[i - 1]->day, ids);
		if (flags & WIKI_CHECK_ORPHANS)
			check_day_end(w, g->days[i - 1]->day);
	}
	if (flags & WIKI_CHECK_TOOLS)
		rc = check_records(&c, e);
	run_tools_free(c.tools);
	map_free(c.records);
	map_free(ids);
	return rc;
}
