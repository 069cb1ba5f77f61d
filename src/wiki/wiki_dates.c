/* wiki_dates.c: what git knows of the notes: their dates, their versions */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "graph/graph_kept.h"
#include "wiki/wiki_dates.h"
#include "wiki/wiki_int.h"

static const char *
dates_repo_path(struct wiki *w, const char *path)
{
	char *joined = path_join(w->prefix, path);
	const char *copy = arena_strdup(w->arena, joined);

	free(joined);
	return copy;
}

static struct repo_which
dates_which(struct wiki *w)
{
	return (struct repo_which){ .dir = dates_repo_path(w, w->notes_dir),
		.suffix = ".md",
		.anew = w->force || w->cold,
		.aside = w->cold };
}

int
wiki_dates(struct wiki *w, struct err *e)
{
	struct repo_which which;
	struct repo_dates *dates;

	w->dates = NULL;
	if (w->repo == NULL)
		return 0;
	which = dates_which(w);
	dates = arena_alloc(w->arena, sizeof(*dates));
	if (repo_dates(w->repo, &which, w->arena, dates, e) == -1)
		return -1;
	w->dates = dates;
	return 0;
}

/* ---- for the graph ----------------------------------------------------- */

const struct graph_dates *
wiki_graph_dates(const struct note *n, void *payload)
{
	struct wiki *w = payload;
	const struct repo_dated *f;
	struct graph_dates *g;

	if (w->dates == NULL)
		return NULL;
	f = repo_dates_find(w->dates, dates_repo_path(w, n->path));
	/* What is not committed yet has no dates, whatever was called so. */
	if (f == NULL || !f->there)
		return NULL;
	g = arena_alloc(w->arena, sizeof(*g));
	*g = (struct graph_dates){ f->first, f->last, f->born && f->dated,
		f->dated };
	return g;
}

/* Compare a path in the repository with that of a note below `prefix`. */
static int
dates_cmp(const char *have, const char *prefix, const char *path)
{
	size_t n = strlen(prefix);
	int c = n > 0 ? strncmp(have, prefix, n) : 0;

	if (c != 0 || n == 0)
		return c != 0 ? c : strcmp(have, path);
	return have[n] != '/' ? (unsigned char)have[n] - '/'
			      : strcmp(have + n + 1, path);
}

/* The file of a note, or NULL; `at`, from 0 on, is where to look first: notes
 * and files are in nearly the same order. */
static const struct repo_dated *
dates_file(const struct wiki *w, const char *path, size_t *at)
{
	struct repo_dated *const *files = w->dates->files;
	size_t low = 0, high = w->dates->n;

	if (*at == high || dates_cmp(files[*at]->path, w->prefix, path) != 0) {
		while (low < high) {
			size_t mid = low + (high - low) / 2;

			if (dates_cmp(files[mid]->path, w->prefix, path) < 0)
				low = mid + 1;
			else
				high = mid;
		}
		*at = low;
	}
	if (*at == w->dates->n ||
	    dates_cmp(files[*at]->path, w->prefix, path) != 0)
		return NULL;
	return files[(*at)++];
}

void
wiki_dates_now(const struct wiki *w, const struct note *notes, size_t n,
    struct graph_kept_now *now)
{
	size_t i, at = 0;

	for (i = 0; i < n; i++) {
		const struct repo_dated *f = NULL;
		struct graph_kept_now *to = &now[i];

		to->dated = false;
		to->dates = (struct graph_dates){ .has_first = false };
		if (w->dates != NULL)
			f = dates_file(w, notes[i].path, &at);
		if (f == NULL || !f->there)
			continue;
		to->dated = true;
		to->dates.first.t = f->first.t;
		to->dates.first.offset = f->first.offset;
		to->dates.last.t = f->last.t;
		to->dates.last.offset = f->last.offset;
		to->dates.has_first = f->born && f->dated;
		to->dates.has_last = f->dated;
	}
}

/* Of each file the note that it is now, or NULL; to be freed. */
static const struct note **
dates_notes(const struct wiki *w)
{
	const struct note **notes = xcalloc(w->dates->n + 1, sizeof(*notes));
	size_t i, at = 0;

	for (i = 0; i < w->n_notes; i++) {
		const struct repo_dated *f =
		    dates_file(w, w->notes[i].path, &at);

		if (f != NULL)
			notes[f->at] = &w->notes[i];
	}
	return notes;
}

/* The first line of the message, as text: none of it may steer anything. */
static const char *
dates_subject(struct wiki *w, const char *oid)
{
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	const char *subject;
	char *copy, *s;

	if (repo_subject(w->repo, oid, w->arena, &subject, &ignored) == -1)
		return NULL;
	utf8_repair(&sb, subject, strlen(subject));
	copy = arena_strdup(w->arena, sb.buf);
	for (s = copy; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = ' ';
	strbuf_release(&sb);
	return copy;
}

/* One commit for the graph; whether anything of it may be shown. */
static bool
dates_commit(struct wiki *w, const struct note *const *notes, bool drafts,
    const struct repo_event *ev, struct graph_commit *out)
{
	const struct note **v = arena_alloc(w->arena, ev->n * sizeof(*v));
	size_t i, shown = 0;

	*out = (struct graph_commit){ .when = ev->when, .oid = ev->oid };
	for (i = 0; i < ev->n; i++) {
		const struct note *n = notes[ev->files[i]->at];

		if (n == NULL) {
			out->others = true;
			continue;
		}
		v[out->n++] = n;
		shown += !n->meta.private && (drafts || !n->meta.draft);
	}
	out->notes = v;
	/* Nobody sees it otherwise; to read it takes time. */
	if (shown > 0 && shown == out->n && !out->others)
		out->subject = dates_subject(w, ev->oid);
	return shown > 0;
}

const struct graph_commit *
wiki_commits(struct wiki *w, bool drafts, size_t *n_commits)
{
	const struct note **notes;
	struct graph_commit *v;
	size_t i, n = 0;

	*n_commits = 0;
	if (w->dates == NULL)
		return NULL;
	v = arena_alloc(w->arena, GRAPH_CHANGES * sizeof(*v));
	notes = dates_notes(w);
	for (i = 0; i < w->dates->n_events && n < GRAPH_CHANGES; i++)
		n +=
		    dates_commit(w, notes, drafts, &w->dates->events[i], &v[n]);
	free(notes);
	*n_commits = n;
	return v;
}

/* ---- for a reader ------------------------------------------------------ */

/* The page that the word means: its file as the disk calls it, or as it may
 * have been called. */
static int
versions_path(struct wiki *w, const char *arg, const char **out, struct err *e)
{
	const char *id = wiki_page_id(w, arg, e), *path = NULL;
	struct date day;

	if (id == NULL || wiki_page_find(w, id, &path, e) == -1)
		return -1;
	if (path == NULL && date_parse(&day, id) == 0) {
		*out = wiki_day_path(w, day);
		return 0;
	}
	*out = path != NULL ? path : wiki_page_path(w, id);
	return 0;
}

int
wiki_versions(struct wiki *w, const char *arg, size_t limit,
    struct repo_versions *out, struct err *e)
{
	struct repo_which which = dates_which(w);
	const char *path;

	if (versions_path(w, arg, &path, e) == -1 ||
	    repo_versions(w->repo, dates_repo_path(w, path), &which, limit,
		w->arena, out, e) == -1)
		return -1;
	if (out->total > 0)
		return 0;
	if (out->cut)
		return err_code(e, ERR_NOTHING,
		    "%s is older than what this shallow clone has; 'git fetch "
		    "--unshallow' brings the rest",
		    path);
	return err_code(e, ERR_NOTHING, "no commit has ever had %s", path);
}
