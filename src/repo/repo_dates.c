/* repo_dates.c: when files were committed first and last
 *
 * Theory of operation. The commits come one behind the other, each behind its
 * parents, and of each the files that it changed are looked up by the name that
 * they have there. One that is added is new, or goes on where a file of that
 * name was; one that a commit renames takes all that is known of it along. A
 * merge is compared with each of its sides: what differs from all of them it
 * has changed itself, and the renames of one side hold for what was done on
 * the other under the old name. First and last are the least and the greatest
 * of the times, so it does not matter which of two sides comes first.
 *
 * What is known at a commit is kept (repo_dates_file.c). The next walk ends
 * there when every new commit comes behind it; when a side branch from before
 * it was merged meanwhile, all begins anew, so that the answer never depends on
 * when it was asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "repo/repo_dates_int.h"

/* Files of all kept commits together; more of them are never shown. */
#define REFS_MAX 262144

/* A file of which something is known before the walk, by the name it had. */
struct dates_name {
	const char *path;
	struct repo_dated *file;
};

/* What is known while the commits come. */
struct dates_state {
	struct repo *r;
	const struct repo_which *which;
	struct arena *mem, *scratch;
	struct dates_name *kept; /* owned, by path; `names` says it better */
	size_t n_kept;
	struct map *names; /* path → struct repo_dated, or &left_name */
	struct map *left; /* path → what was called so, until it was renamed */
	struct repo_dated **files;
	struct repo_event *events;
	size_t n_files, cap_files, n_events, cap_events;
	long place; /* of the latest event */
	bool line;  /* each commit has one parent, the one that came before */
};

/* What it has become in the end. */
static struct repo_dated *
dated_now(struct repo_dated *f)
{
	while (f->into != NULL)
		f = f->into;
	return f;
}

/* In `names`: what was called so is called otherwise now. */
static struct repo_dated left_name;

static int
name_cmp(const void *a, const void *b)
{
	return strcmp(((const struct dates_name *)a)->path,
	    ((const struct dates_name *)b)->path);
}

/* The file that has this name, or NULL. A commit changes few of those that are
 * known: to put all of them into a map takes longer than to look for these. */
static struct repo_dated *
state_named(const struct dates_state *s, const char *path)
{
	const struct dates_name want = { .path = path }, *found;
	struct repo_dated *f = map_get(s->names, path);

	if (f != NULL || s->n_kept == 0)
		return f == &left_name ? NULL : f;
	found = bsearch(&want, s->kept, s->n_kept, sizeof(*s->kept), name_cmp);
	return found != NULL ? found->file : NULL;
}

static struct repo_dated *
state_file(struct dates_state *s, const char *path)
{
	struct repo_dated *f = state_named(s, path);

	if (f != NULL)
		return f;
	f = arena_alloc(s->mem, sizeof(*f));
	f->path = arena_strdup(s->mem, path);
	/* Born at its first time, whenever that comes. */
	f->born = true;
	map_put(s->names, f->path, f);
	*VEC_PUSH(s->files, s->n_files, s->cap_files) = f;
	return f;
}

static void
dated_touch(struct repo_dated *f, struct moment when)
{
	if (!f->dated && f->born)
		f->first = f->last = when;
	if (!f->dated || f->last.t < when.t)
		f->last = when;
	if (f->born && f->first.t > when.t)
		f->first = when;
	f->dated = true;
}

/* Two that were one, on two sides of a merge. */
static void
dated_join(struct repo_dated *into, struct repo_dated *f)
{
	bool born = into->born && f->born;

	f->into = into;
	if (f->dated)
		dated_touch(into, f->last);
	if (f->dated && born)
		dated_touch(into, f->first);
	into->born = born;
}

/* The same file under a second name, as on two sides that renamed it each in
 * its own way: it was born once. */
static void
state_again(struct dates_state *s, const char *from, const char *to)
{
	const struct repo_dated *was = map_get(s->left, from);
	struct repo_dated *f;

	if (was == NULL || state_named(s, to) != NULL)
		return;
	f = state_file(s, to);
	f->born = was->born;
	if (was->dated && was->born)
		dated_touch(f, was->first);
}

static void
state_rename(struct dates_state *s, const char *from, const char *to)
{
	struct repo_dated *f = state_named(s, from);
	struct repo_dated *other = state_named(s, to);

	if (f == NULL) {
		state_again(s, from, to);
		return;
	}
	map_put(s->names, f->path, &left_name);
	map_put(s->left, f->path, f);
	if (other != NULL) {
		dated_join(other, f);
		return;
	}
	f->path = arena_strdup(s->mem, to);
	map_put(s->names, f->path, f);
}

/* ---- one commit -------------------------------------------------------- */

static int
delta_cmp(const void *a, const void *b)
{
	return strcmp(((const struct repo_delta *)a)->path,
	    ((const struct repo_delta *)b)->path);
}

static const struct repo_delta *
deltas_find(const struct repo_deltas *d, const char *path)
{
	const struct repo_delta want = { .path = path };

	return d->n > 0 ? bsearch(&want, d->v, d->n, sizeof(*d->v), delta_cmp)
			: NULL;
}

/* Whether the commit itself made the file what it is there: it has another text
 * than on each side, or another name. One that another side calls otherwise is
 * gone from there, and none that was deleted. */
static bool
state_changed(
    const struct repo_deltas *sides, size_t n, const struct repo_delta *first)
{
	bool text = true, name = true;
	size_t i;

	for (i = 0; i < n; i++) {
		const struct repo_delta *d =
		    i == 0 ? first : deltas_find(&sides[i], first->path);

		if (d == NULL || d->gone)
			return false;
		text &= !git_oid_equal(&d->from, &d->to);
		name &= d->was != NULL || git_oid_is_zero(&d->from);
	}
	return text || name;
}

static void
state_event(struct dates_state *s, const struct repo_node *by,
    const struct repo_deltas *sides, size_t n)
{
	const struct repo_deltas *d = &sides[0];
	struct repo_event ev = { .when = by->when, .place = ++s->place };
	size_t i;

	memcpy(ev.oid, by->hex, sizeof(ev.oid));
	ev.files = arena_alloc(s->mem, d->n * sizeof(*ev.files));
	for (i = 0; i < d->n; i++) {
		struct repo_dated *f;

		if (!state_changed(sides, n, &d->v[i]))
			continue;
		f = state_file(s, d->v[i].path);
		dated_touch(f, by->when);
		ev.files[ev.n++] = f;
	}
	if (ev.n > 0)
		*VEC_PUSH(s->events, s->n_events, s->cap_events) = ev;
}

/* In one line of commits, the files that each leaves there are all of them. */
static void
state_there(struct dates_state *s, const struct repo_deltas *d)
{
	struct repo_dated *f;
	size_t i;

	for (i = 0; i < d->n; i++)
		if ((f = state_named(s, d->v[i].path)) != NULL)
			f->there = !git_oid_is_zero(&d->v[i].to);
}

/* The files of a first commit, or of the end of a shallow clone, of which only
 * that they are there is known. */
static int
state_root(struct dates_state *s, const struct repo_node *by, struct err *e)
{
	struct repo_deltas d = { NULL, 0, 0 };
	int rc =
	    repo_deltas(s->r, s->which, NULL, &by->tree, s->scratch, &d, e);
	size_t i;

	if (rc == 0 && !by->cut)
		state_event(s, by, &d, 1);
	for (i = 0; rc == 0 && by->cut && i < d.n; i++)
		state_file(s, d.v[i].path)->born = false;
	free(d.v);
	return rc;
}

static int
state_commit(struct dates_state *s, const struct repo_node *by, struct err *e)
{
	struct repo_deltas *sides;
	size_t i, k, n = by->n_parents;
	int rc = 0;

	if (n == 0)
		return state_root(s, by, e);
	sides = xcalloc(n, sizeof(*sides));
	for (i = 0; i < n && rc == 0; i++) {
		rc = repo_deltas(s->r, s->which, &by->parents[i]->tree,
		    &by->tree, s->scratch, &sides[i], e);
		if (rc == 0)
			rc = repo_renames(s->r, by, &sides[i], e);
		for (k = 0; rc == 0 && k < sides[i].n; k++)
			if (sides[i].v[k].was != NULL)
				state_rename(
				    s, sides[i].v[k].was, sides[i].v[k].path);
		if (n > 1 && sides[i].n > 1)
			qsort(sides[i].v, sides[i].n, sizeof(*sides[i].v),
			    delta_cmp);
	}
	if (rc == 0)
		state_event(s, by, sides, n);
	if (rc == 0 && s->line)
		state_there(s, &sides[0]);
	for (i = 0; i < n; i++)
		free(sides[i].v);
	free(sides);
	arena_clear(s->scratch);
	return rc;
}

/* ---- the answer -------------------------------------------------------- */

static int
file_cmp(const void *a, const void *b)
{
	return strcmp((*(struct repo_dated *const *)a)->path,
	    (*(struct repo_dated *const *)b)->path);
}

static int
event_cmp(const void *a, const void *b)
{
	const struct repo_event *x = a, *y = b;

	if (x->when.t != y->when.t)
		return x->when.t < y->when.t ? 1 : -1;
	return x->place < y->place ? 1 : -1;
}

/* The files of an event as they are called now, each once. */
static void
event_settle(struct repo_event *ev)
{
	size_t i, n = 0;

	for (i = 0; i < ev->n; i++)
		ev->files[i] = dated_now((struct repo_dated *)ev->files[i]);
	if (ev->n > 1)
		qsort(ev->files, ev->n, sizeof(*ev->files), file_cmp);
	for (i = 0; i < ev->n; i++)
		if (n == 0 || ev->files[n - 1] != ev->files[i])
			ev->files[n++] = ev->files[i];
	ev->n = n;
}

/* The latest events, but no more than can be kept. */
static void
state_events(struct dates_state *s, struct repo_dates *out)
{
	size_t refs = 0, n;

	if (s->n_events > 1)
		qsort(s->events, s->n_events, sizeof(*s->events), event_cmp);
	for (n = 0; n < s->n_events && n < REPO_EVENTS; n++) {
		event_settle(&s->events[n]);
		refs += s->events[n].n;
		if (n > 0 && refs > REFS_MAX)
			break;
	}
	out->n_events = n;
	out->events = arena_copy(s->mem, s->events, n, sizeof(*s->events));
}

/* Which files are there in the end. */
static int
state_look(struct dates_state *s, const git_oid *tree, struct err *e)
{
	struct repo_deltas d = { NULL, 0, 0 };
	int rc = repo_deltas(s->r, s->which, NULL, tree, s->scratch, &d, e);
	size_t i;

	for (i = 0; i < s->n_files; i++)
		s->files[i]->there = false;
	state_there(s, &d);
	free(d.v);
	return rc;
}

static void
state_answer(struct dates_state *s, struct repo_dates *out)
{
	size_t i, n = 0;

	for (i = 0; i < s->n_files; i++)
		if (s->files[i]->into == NULL)
			s->files[n++] = s->files[i];
	/* Most often they are in order, as they were kept. */
	for (i = 1; i < n && file_cmp(&s->files[i - 1], &s->files[i]) < 0; i++)
		;
	if (i < n)
		qsort(s->files, n, sizeof(*s->files), file_cmp);
	for (i = 0; i < n; i++)
		s->files[i]->at = i;
	out->n = n;
	out->files = arena_copy(s->mem, s->files, n, sizeof(*s->files));
	state_events(s, out);
}

/* Go on from what is known already. */
static void
state_begin(struct dates_state *s, const struct repo_dates *d)
{
	size_t i;

	s->kept = xcalloc(d->n + 1, sizeof(*s->kept));
	s->n_kept = d->n;
	for (i = 0; i < d->n; i++) {
		*VEC_PUSH(s->files, s->n_files, s->cap_files) = d->files[i];
		s->kept[i] =
		    (struct dates_name){ d->files[i]->path, d->files[i] };
	}
	/* They are in order, and before all that come. */
	for (i = 0; i < d->n_events; i++) {
		d->events[i].place = -(long)i;
		*VEC_PUSH(s->events, s->n_events, s->cap_events) = d->events[i];
	}
}

/* Whether these commits follow one another, and the first one this. */
static bool
dates_line(const struct repo_order *order, const char *oid)
{
	size_t i;

	for (i = 0; i < order->n; i++) {
		const struct repo_node *by = order->v[i];

		if (by->n_parents != 1 || strcmp(by->parents[0]->hex, oid) != 0)
			return false;
		oid = by->hex;
	}
	return true;
}

/* Walk on from `kept` (its oid "" for the beginning) and put into it what is
 * known in the end. */
static int
dates_walk(struct repo *r, const struct repo_which *which,
    const struct repo_order *order, struct arena *mem, struct repo_kept *kept,
    struct err *e)
{
	struct dates_state s = { .r = r,
		.which = which,
		.mem = mem,
		.scratch = arena_new(),
		.names = map_new(),
		.left = map_new(),
		.line = dates_line(order, kept->oid) };
	const struct repo_node *head = order->v[order->n - 1];
	int rc = 0;
	size_t i;

	state_begin(&s, &kept->dates);
	for (i = 0; i < order->n && rc == 0; i++)
		rc = state_commit(&s, order->v[i], e);
	if (rc == 0 && !s.line)
		rc = state_look(&s, &head->tree, e);
	if (rc == 0)
		state_answer(&s, &kept->dates);
	memcpy(kept->oid, head->hex, sizeof(kept->oid));
	free(s.kept);
	free(s.files);
	free(s.events);
	map_free(s.left);
	map_free(s.names);
	arena_free(s.scratch);
	return rc;
}

static int
dates_at(struct repo *r, const struct repo_which *which, const git_oid *head,
    struct arena *mem, struct repo_dates *out, struct err *e)
{
	struct repo_kept kept = { .oid = "" };
	struct arena *nodes = arena_new();
	struct repo_order order;
	char hex[41];
	int rc = 0;

	git_oid_tostr(hex, sizeof(hex), head);
	if (which->anew || !repo_kept_read(r, which, mem, &kept))
		kept = (struct repo_kept){ .oid = "" };
	if (strcmp(kept.oid, hex) != 0) {
		rc = repo_order(r, head, kept.oid, nodes, &order, e);
		if (rc == 0 && order.rooted && *kept.oid != '\0') {
			kept = (struct repo_kept){ .oid = "" };
			rc = repo_order(r, head, "", nodes, &order, e);
		}
		if (rc == 0)
			rc = dates_walk(r, which, &order, mem, &kept, e);
		if (rc == 0 && !which->aside)
			repo_kept_write(r, which, &kept);
	}
	if (rc == 0)
		*out = kept.dates;
	arena_free(nodes);
	return rc;
}

/* Append what an answer for this commit depends on; NULL: there is none. */
static int
mark_add(struct repo *r, const git_oid *head, struct strbuf *out, struct err *e)
{
	char hex[41];

	if (head != NULL) {
		git_oid_tostr(hex, sizeof(hex), head);
		strbuf_adds(out, hex);
	}
	strbuf_addc(out, '\n');
	return repo_shallow(r, out, e);
}

int
repo_dates_mark(struct repo *r, struct strbuf *out, struct err *e)
{
	char *branch = NULL;
	git_oid head;
	int born;

	if (r->git == NULL)
		return err_set(e, "%s", r->cannot);
	if ((born = repo_head(r, &branch, &head, e)) == -1)
		return -1;
	free(branch);
	return mark_add(r, born ? &head : NULL, out, e);
}

int
repo_dates(struct repo *r, const struct repo_which *which, struct arena *mem,
    struct repo_dates *out, struct err *e)
{
	struct strbuf mark = STRBUF_INIT;
	char *branch = NULL;
	git_oid head;
	size_t cache;
	int rc, born;

	*out = (struct repo_dates){ .n = 0 };
	if (r->git == NULL)
		return err_set(e, "%s", r->cannot);
	if ((born = repo_head(r, &branch, &head, e)) == -1)
		return -1;
	free(branch);
	rc = mark_add(r, born ? &head : NULL, &mark, e);
	if (rc == 0 && born) {
		repo_order_frugal(&cache);
		rc = dates_at(r, which, &head, mem, out, e);
		repo_order_lavish(cache);
	}
	if (rc == 0)
		out->mark = arena_strdup(mem, mark.buf);
	strbuf_release(&mark);
	return rc;
}

const struct repo_dated *
repo_dates_find(const struct repo_dates *d, const char *path)
{
	struct repo_dated want = { .path = path }, *key = &want, **found;

	if (d->n == 0)
		return NULL;
	found = bsearch(&key, d->files, d->n, sizeof(*d->files), file_cmp);
	return found != NULL ? *found : NULL;
}

int
repo_subject(struct repo *r, const char *oid, struct arena *mem,
    const char **out, struct err *e)
{
	git_commit *commit = NULL;
	const char *subject;
	git_oid id;

	if (git_oid_fromstr(&id, oid) < 0 ||
	    git_commit_lookup(&commit, r->git, &id) < 0)
		return repo_err_git(e, "cannot read the commit %.7s", oid);
	subject = git_commit_summary(commit);
	*out = arena_strdup(mem, subject != NULL ? subject : "");
	git_commit_free(commit);
	return 0;
}
