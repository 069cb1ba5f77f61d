/* hang_graph.c: who can still move, and the verdict
 *
 * The graph is AND over the clauses of a task and OR over the edges of a
 * clause, as MUST has it for MPI (Hilbrich et al., Scientific Programming 21,
 * 2013): a cycle alone proves nothing. We look for the least set of tasks that
 * holds everybody who can move by himself, and everybody all of whose clauses
 * have an edge into the set. Who is not in it will never move. Three such sets
 * differ in what counts as moving by oneself: all that is not ruled out; all
 * but newcomers; nothing but time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "hang/hang_int.h"

struct graph {
	struct hang *h;
	struct arena *a;
	size_t *by_pid; /* tasks, in the order of their pids */
	bool *live;
	bool alarms;          /* those that may be there end who has them */
	bool asked_lives;     /* somebody does who is asked for */
	size_t *queue, *from; /* of the search for a cycle */
};

/* ---- tasks of a process ----------------------------------------------------- */

/* The place of its first task in by_pid; their number. */
static size_t
tasks_of(const struct graph *g, int pid, size_t *n)
{
	const struct hang_wait *t = g->h->tasks;
	size_t low = 0, high = g->h->n_tasks, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (t[g->by_pid[mid]].pid < pid)
			low = mid + 1;
		else
			high = mid;
	}
	for (*n = 0;
	     low + *n < g->h->n_tasks && t[g->by_pid[low + *n]].pid == pid;
	     ++*n)
		;
	return low;
}

/* Tasks of one process in the order they have, the leader first. */
static void
sort_by_pid(struct graph *g)
{
	const struct hang_wait *t = g->h->tasks;
	size_t i, k;

	for (i = 0; i < g->h->n_tasks; i++) {
		for (k = i; k > 0 && t[g->by_pid[k - 1]].pid > t[i].pid; k--)
			g->by_pid[k] = g->by_pid[k - 1];
		g->by_pid[k] = i;
	}
}

static bool
has_ended(const struct hang_wait *t)
{
	return t->self == HANG_NOBODY && t->n_clauses == 0;
}

/* ---- who can move ----------------------------------------------------------- */

static bool
edge_lives(const struct graph *g, const struct hang_edge *e)
{
	size_t n, at = tasks_of(g, e->pid, &n), i;
	bool seen = false;

	for (i = at; i < at + n; i++) {
		const struct hang_wait *t = &g->h->tasks[g->by_pid[i]];

		if (e->tid != 0 && t->tid != e->tid)
			continue;
		seen = true;
		if (g->live[g->by_pid[i]])
			return true;
	}
	/* Who is not in the snapshot may do anything. */
	return !seen;
}

static bool
clause_lives(
    const struct graph *g, const struct hang_clause *c, enum hang_mover least)
{
	size_t i;

	if (c->open >= least || (c->by_asked && g->asked_lives))
		return true;
	if (c->by_threads &&
	    edge_lives(
		g, &(struct hang_edge){ .pid = g->h->tasks[c->task].pid }))
		return true;
	for (i = 0; i < c->n_edges; i++)
		if (edge_lives(g, &c->edges[i]))
			return true;
	return false;
}

static bool
task_lives(
    const struct graph *g, const struct hang_wait *t, enum hang_mover least)
{
	size_t i;

	if (t->self >= least || (t->alarm && g->alarms) ||
	    (t->by_asked && g->asked_lives))
		return true;
	if (t->n_clauses == 0)
		return false;
	for (i = 0; i < t->n_clauses; i++)
		if (!clause_lives(g, &g->h->clauses[t->clause + i], least))
			return false;
	return true;
}

/* Fill g->live: who may move, if all movers from `least` on do. */
static void
spread(struct graph *g, enum hang_mover least)
{
	bool more = true;
	size_t i;

	memset(g->live, 0, g->h->n_tasks * sizeof(*g->live));
	g->asked_lives = false;
	while (more) {
		more = false;
		for (i = 0; i < g->h->n_tasks; i++)
			if (!g->live[i] &&
			    task_lives(g, &g->h->tasks[i], least)) {
				g->live[i] = more = true;
				g->asked_lives |= g->h->tasks[i].wakes;
			}
	}
}

static bool
is_stuck(const struct graph *g, size_t i)
{
	return !g->live[i] && !has_ended(&g->h->tasks[i]);
}

/* ---- the cycle -------------------------------------------------------------- */

struct search {
	size_t head, tail, start;
	bool apart; /* pass over who waits for the same thing */
};

static bool
waits_for(const struct hang *h, size_t i, const char *object)
{
	const struct hang_wait *t = &h->tasks[i];
	size_t k;

	for (k = 0; k < t->n_clauses; k++)
		if (strcmp(h->clauses[t->clause + k].object, object) == 0)
			return true;
	return false;
}

/* Whether `to` stands for its whole process: then it is the one to show. */
static bool
is_leader(const struct graph *g, size_t to)
{
	size_t n, at = tasks_of(g, g->h->tasks[to].pid, &n), i;

	for (i = at; i < at + n; i++)
		if (is_stuck(g, g->by_pid[i]))
			return g->by_pid[i] == to;
	return false;
}

/* One step of the search along an edge; true when it is back at its start. */
static bool
step(struct graph *g, struct search *s, size_t from,
    const struct hang_clause *c, const struct hang_edge *e)
{
	size_t n, at = tasks_of(g, e->pid, &n), i;
	bool same = e->pid == g->h->tasks[from].pid;

	for (i = at; i < at + n; i++) {
		size_t to = g->by_pid[i];

		if (e->tid != 0 ? g->h->tasks[to].tid != e->tid
		    : same      ? to == from
				: !is_leader(g, to))
			continue;
		if (!is_stuck(g, to) || (s->apart && to != s->start &&
					    waits_for(g->h, to, c->object)))
			continue;
		if (to == s->start && s->apart && from != to &&
		    waits_for(g->h, to, c->object))
			continue;
		if (to == s->start) {
			g->from[s->start] = from;
			return true;
		}
		if (g->from[to] != SIZE_MAX)
			continue;
		g->from[to] = from;
		g->queue[s->tail++] = to;
	}
	return false;
}

static bool
search_from(struct graph *g, struct search *s)
{
	struct hang *h = g->h;
	size_t i, k, m;

	for (i = 0; i < h->n_tasks; i++)
		g->from[i] = SIZE_MAX;
	s->head = 0;
	s->tail = 1;
	g->queue[0] = s->start;
	while (s->head < s->tail) {
		const struct hang_wait *t = &h->tasks[g->queue[s->head]];
		size_t from = g->queue[s->head++];

		for (k = 0; k < t->n_clauses; k++) {
			const struct hang_clause *c =
			    &h->clauses[t->clause + k];

			for (m = 0; m < c->n_edges; m++)
				if (step(g, s, from, c, &c->edges[m]))
					return true;
		}
	}
	return false;
}

/* A clause that nobody but the task itself could satisfy. */
static bool
is_dead_end(const struct graph *g, size_t i)
{
	const struct hang_wait *t = &g->h->tasks[i];
	size_t k, m, n;

	for (k = 0; k < t->n_clauses; k++) {
		const struct hang_clause *c = &g->h->clauses[t->clause + k];
		bool others = c->open > HANG_NOBODY;

		for (m = 0; m < c->n_edges; m++) {
			tasks_of(g, c->edges[m].pid, &n);
			if (c->edges[m].pid != t->pid || n > 1)
				others = true;
		}
		if (!others)
			return true;
	}
	return false;
}

static void
keep_cycle(struct graph *g, size_t start)
{
	struct hang *h = g->h;
	size_t at = start, n = 0, i;

	h->cycle = arena_alloc(g->a, (h->n_tasks + 1) * sizeof(*h->cycle));
	do {
		h->cycle[n++] = at;
		at = g->from[at];
	} while (at != start && at != SIZE_MAX);
	/* It was followed backwards: start, last, … second. */
	for (i = 1; i < (n + 1) / 2; i++) {
		size_t swap = h->cycle[i];

		h->cycle[i] = h->cycle[n - i];
		h->cycle[n - i] = swap;
	}
	h->n_cycle = n;
	for (i = 0; i < n; i++)
		h->tasks[h->cycle[i]].cycle = true;
}

/* Who is asked for and stuck is taken first, and of those one in a cycle. */
static bool
find_cycle(struct graph *g, bool apart)
{
	struct hang *h = g->h;
	int asked;
	size_t i;

	for (asked = 1; asked >= 0; asked--)
		for (i = 0; i < h->n_tasks; i++) {
			struct search s = { .start = i, .apart = apart };

			if (h->tasks[i].asked != asked || !is_stuck(g, i))
				continue;
			if (!apart && is_dead_end(g, i)) {
				g->from[i] = SIZE_MAX;
				keep_cycle(g, i);
				return true;
			}
			if (search_from(g, &s)) {
				keep_cycle(g, i);
				return true;
			}
		}
	return false;
}

/* ---- the verdict ------------------------------------------------------------ */

static size_t
count_stuck(struct graph *g, bool asked, bool mark)
{
	size_t i, n = 0;

	for (i = 0; i < g->h->n_tasks; i++)
		if (is_stuck(g, i)) {
			if (mark)
				g->h->tasks[i].stuck = true;
			n += !asked || g->h->tasks[i].asked;
		}
	return n;
}

static size_t
count_asked(const struct hang *h)
{
	size_t i, n = 0;

	for (i = 0; i < h->n_tasks; i++)
		n += h->tasks[i].asked && !has_ended(&h->tasks[i]);
	return n;
}

/* What a verdict does not rule out; NULL if nothing of that strength. */
static const char *
find_unless(const struct graph *g, enum hang_mover by)
{
	const struct hang *h = g->h;
	size_t i, k;

	for (i = 0; i < h->n_tasks; i++) {
		const struct hang_wait *t = &h->tasks[i];

		if (!is_stuck(g, i))
			continue;
		if (t->self == by && t->unless != NULL)
			return t->unless;
		for (k = 0; k < t->n_clauses; k++)
			if (h->clauses[t->clause + k].open == by &&
			    h->clauses[t->clause + k].unless != NULL)
				return h->clauses[t->clause + k].unless;
	}
	return NULL;
}

static void
say_proven(struct graph *g)
{
	struct hang *h = g->h;
	size_t n;

	h->verdict = HANG_PROVEN;
	n = count_stuck(g, false, true);
	find_cycle(g, false);
	if (h->n_cycle == 0)
		h->sentence = arena_printf(g->a,
		    "This is a deadlock: %zu tasks wait, and nobody can wake "
		    "them.",
		    n);
	else if (h->n_cycle > 1)
		h->sentence = arena_printf(g->a,
		    "This is a deadlock: %zu tasks wait for each other, and "
		    "nobody else can wake them.",
		    h->n_cycle);
	else
		h->sentence = "This is a deadlock: a task waits for what only "
			      "itself could do.";
}

/* The same, if nobody has a timer that is not seen. */
static void
say_alarm(struct graph *g)
{
	struct hang *h = g->h;
	size_t i;

	h->verdict = HANG_PROVEN_EXCEPT;
	count_stuck(g, false, true);
	find_cycle(g, false);
	for (i = 0; i < h->n_tasks; i++)
		if (h->tasks[i].stuck && h->tasks[i].alarm)
			break;
	h->sentence = arena_printf(g->a,
	    "This is a deadlock, unless process %d has set an alarm(2), which "
	    "ends it.",
	    h->tasks[i].pid);
}

static void
say_except(struct graph *g)
{
	struct hang *h = g->h;
	const char *unless = find_unless(g, HANG_NEWCOMER);

	h->verdict = HANG_PROVEN_EXCEPT;
	count_stuck(g, false, true);
	h->sentence =
	    arena_printf(g->a, "This is a deadlock of %zu tasks, unless %s.",
		h->n_cycle, unless != NULL ? unless : "somebody new comes");
}

/* Why all wait. A task that nobody may look into may be what they wait for. */
static const char *
say_stuck(struct graph *g)
{
	struct hang *h = g->h;
	const char *unless = find_unless(g, HANG_OUTSIDE);
	size_t i, blind = 0;

	for (i = 0; i < h->n_tasks; i++)
		blind += h->tasks[i].blind;
	if (unless == NULL && blind > 0)
		return arena_printf(g->a,
		    "Not known: %zu of %zu tasks cannot be looked into, but "
		    "by root.",
		    blind, h->n_tasks);
	if (unless == NULL)
		unless = find_unless(g, HANG_NEWCOMER);
	return arena_printf(g->a, "No deadlock: all wait until %s.",
	    unless != NULL ? unless : "something comes from outside");
}

/* No deadlock: all wait for something outside, or somebody moves. */
static void
say_open(struct graph *g)
{
	struct hang *h = g->h;
	size_t i, moves = 0;

	for (i = 0; i < h->n_tasks; i++)
		moves += h->tasks[i].self == HANG_MOVES;
	spread(g, HANG_TIME);
	if (count_stuck(g, true, false) == count_asked(h)) {
		h->verdict = HANG_STUCK_OPEN;
		h->sentence = say_stuck(g);
	} else if (moves > 0) {
		h->verdict = HANG_SLOW;
		h->sentence = arena_printf(g->a,
		    "No deadlock: %zu of %zu tasks still move.", moves,
		    h->n_tasks);
	} else {
		h->verdict = HANG_LIVE;
		h->sentence = "No deadlock: time alone will wake who waits.";
	}
}

void
hang_decide(struct hang *h, struct arena *a)
{
	size_t n = h->n_tasks + 1;
	struct graph g = { .h = h, .a = a };

	g.by_pid = arena_alloc(a, n * sizeof(*g.by_pid));
	g.live = arena_alloc(a, n * sizeof(*g.live));
	g.queue = arena_alloc(a, n * sizeof(*g.queue));
	g.from = arena_alloc(a, n * sizeof(*g.from));
	sort_by_pid(&g);
	g.alarms = true;
	spread(&g, HANG_NEWCOMER);
	if (count_stuck(&g, true, false) > 0) {
		say_proven(&g);
		return;
	}
	g.alarms = false;
	spread(&g, HANG_NEWCOMER);
	if (count_stuck(&g, true, false) > 0) {
		say_alarm(&g);
		return;
	}
	spread(&g, HANG_OUTSIDE);
	if (count_stuck(&g, true, false) > 0 && find_cycle(&g, true))
		say_except(&g);
	else
		say_open(&g);
}

void
hang_explain(struct hang *out, const struct hang_snap *s, struct arena *a)
{
	*out = (struct hang){ .verdict = HANG_LIVE, .sentence = "" };
	hang_decode(out, s, a);
	hang_decide(out, a);
}
