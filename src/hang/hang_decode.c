/* hang_decode.c: the call in which a task sleeps, as clauses and edges */
#include <fcntl.h>
#include <string.h>

#include "base/xalloc.h"
#include "hang/hang_decode.h"

/* ---- clauses -------------------------------------------------------------- */

struct hang_clause *
decode_clause(struct decode *d, const char *object, const char *evidence)
{
	struct hang *h = d->h;
	struct hang_clause *c;

	h->clauses = hang_grow(d->a, h->clauses, h->n_clauses, &d->cap_clauses,
	    sizeof(*h->clauses));
	c = &h->clauses[h->n_clauses++];
	d->w->n_clauses++;
	d->cap_edges = 0;
	c->task = (size_t)(d->w - h->tasks);
	c->object = object;
	c->evidence = evidence;
	return c;
}

void
decode_edge(struct decode *d, struct hang_clause *c, int pid, int tid,
    const char *evidence)
{
	struct hang_edge *e;
	size_t i;

	for (i = 0; i < c->n_edges; i++)
		if (c->edges[i].pid == pid && c->edges[i].tid == tid)
			return;
	c->edges = hang_grow(
	    d->a, c->edges, c->n_edges, &d->cap_edges, sizeof(*c->edges));
	e = &c->edges[c->n_edges++];
	e->pid = pid;
	e->tid = tid;
	e->evidence = evidence;
}

void
decode_open(struct hang_clause *c, enum hang_mover by, const char *unless)
{
	if (by < c->open)
		return;
	if (c->open != by || c->unless == NULL)
		c->unless = unless;
	c->open = by;
}

void
decode_newcomer(struct decode *d, struct hang_clause *c, const char *unless)
{
	if (!d->s->closed)
		decode_open(c, HANG_NEWCOMER, unless);
	c->by_asked = true;
}

void
decode_self(struct decode *d, enum hang_mover by, const char *what)
{
	d->w->self = by;
	d->w->what = what;
}

/* ---- processes and threads ------------------------------------------------ */

static bool
has_ended(const struct hang_snap *s, int pid)
{
	size_t i;

	for (i = 0; i < s->n_tasks; i++)
		if (s->tasks[i].pid == pid &&
		    strchr("ZX", s->tasks[i].look[0].state) == NULL)
			return false;
	return true;
}

/* wait4(2) and waitid(2); `wanted` is 0 for any child. */
static void
decode_children(struct decode *d, uint32_t wanted)
{
	const struct hang_snap *s = d->s;
	int only = wanted ? hang_pid_of(s, d->t->pid, wanted) : 0;
	struct hang_clause *c;
	size_t i;

	c = decode_clause(d,
	    wanted ? arena_printf(d->a, "process %d", only)
		   : arena_printf(d->a, "children of %d", d->t->pid),
	    d->w->how);
	for (i = 0; i < s->n_processes; i++) {
		const struct hang_process *p = &s->processes[i];

		if ((p->ppid != d->t->pid && p->tracer != d->t->pid) ||
		    (wanted && p->pid != only))
			continue;
		if (has_ended(s, p->pid))
			decode_open(c, HANG_MOVES, NULL);
		decode_edge(d, c, p->pid, 0,
		    p->ppid == d->t->pid ? "a child of it" : "it traces that");
	}
	c->by_threads = !wanted;
	d->w->what =
	    wanted ? arena_printf(d->a, "waits for the end of process %d", only)
		   : "waits for the end of any child";
	if (c->n_edges == 0)
		decode_open(c, HANG_MOVES, NULL);
}

/* Whether a newcomer can find what is mapped there, by its name. */
static bool
has_name(const char *path)
{
	size_t n = strlen(path);

	if (strncmp(path, "/SYSV", 5) == 0)
		return true;
	return n > 0 && (n < 10 || strcmp(path + n - 10, " (deleted)") != 0);
}

static void
decode_mappers(
    struct decode *d, struct hang_clause *c, const struct hang_map *m)
{
	const struct hang_snap *s = d->s;
	uint64_t at = d->call.arg[0] - m->start + m->offset;
	size_t i;

	for (i = 0; i < s->n_maps; i++) {
		const struct hang_map *o = &s->maps[i];

		if (o->shared && strcmp(o->file, m->file) == 0 &&
		    at >= o->offset && at - o->offset < o->end - o->start)
			decode_edge(d, c, o->pid, 0, "has mapped it");
	}
	for (i = 0; i < s->n_fds; i++)
		if (strncmp(s->fds[i].is, "file:", 5) == 0 &&
		    strcmp(s->fds[i].is + 5, m->file) == 0)
			decode_edge(d, c, s->fds[i].pid, 0,
			    arena_printf(
				d->a, "its fd %d can be mapped", s->fds[i].fd));
	decode_carried(d, c);
	if (has_name(m->path))
		decode_newcomer(d, c,
		    arena_printf(d->a, "another process opens %s", m->path));
}

static void
decode_owned(struct decode *d, const struct hang_futex *f)
{
	static const char *const what[] = {
		[FUTEX_JOIN] = "waits for the end of thread %d",
		[FUTEX_ROBUST] = "waits for a mutex that task %d holds",
		[FUTEX_PI] = "waits for a mutex that task %d holds",
		[FUTEX_MUTEX] = "waits for a mutex that task %d holds",
		[FUTEX_RWLOCK] = "waits for a rwlock that task %d holds",
	};
	bool kernel = f->kind == FUTEX_ROBUST || f->kind == FUTEX_PI;
	const struct hang_snap *s = d->s;
	struct strbuf sb = STRBUF_INIT;
	struct hang_clause *c;
	size_t i;

	/* The words are those above, with one number each. */
	strbuf_add(&sb, what[f->kind], strcspn(what[f->kind], "%"));
	strbuf_addf(&sb, "%d", f->owner);
	strbuf_adds(&sb, strchr(what[f->kind], '%') + 2);
	d->w->what = arena_strdup(d->a, sb.buf);
	strbuf_release(&sb);
	c = decode_clause(d, f->key, f->said);
	for (i = 0; i < s->n_tasks; i++) {
		const struct hang_task *t = &s->tasks[i];

		if (t->tid != f->owner)
			continue;
		decode_edge(d, c, t->pid, f->owner,
		    f->kind == FUTEX_JOIN ? "the thread itself" : "its owner");
		/* Any thread can end its process, and then the kernel lets go
		 * what that had. */
		if (kernel && t->pid != d->t->pid)
			decode_edge(d, c, t->pid, 0, "its end lets it go");
	}
	/* POSIX forbids it and glibc does it: who locks a mutex a second time
	 * may have meant that another one unlocks it. */
	if (f->kind == FUTEX_MUTEX && f->owner == d->t->tid) {
		c->by_threads = true;
		if (f->map != NULL)
			decode_mappers(d, c, f->map);
	}
}

/* Other processes than ours that have all of its memory, as clone(2) makes them
 * with CLONE_VM. */
static void
decode_same_memory(struct decode *d, struct hang_clause *c)
{
	const struct hang_snap *s = d->s;
	size_t i;

	for (i = 0; i < s->n_processes; i++)
		if (d->p->memory != 0 && s->processes[i].pid != d->p->pid &&
		    s->processes[i].memory == d->p->memory)
			decode_edge(d, c, s->processes[i].pid, 0,
			    "its memory is the same");
}

static void
decode_unowned(struct decode *d, const struct hang_futex *f)
{
	struct hang_clause *c = decode_clause(d, f->key, f->said);

	d->orphan = f->orphan;
	d->w->what = f->rwlock ? "waits for a rwlock whose owner is gone"
		     : f->orphan
			 ? "waits for a mutex whose owner is gone"
			 : "waits for a lock, semaphore or condition variable";
	if (f->private) {
		decode_edge(
		    d, c, d->t->pid, 0, "only its threads can reach it");
		decode_same_memory(d, c);
		decode_rings(d, c);
	} else if (f->map != NULL)
		decode_mappers(d, c, f->map);
	else
		decode_open(c, HANG_OUTSIDE,
		    "who shares its memory, which could not be read");
}

static void
decode_futex(struct decode *d)
{
	struct hang_futex f;

	hang_futex_read(&f, d->s, d->t, &d->call, d->a);
	if (f.kind == FUTEX_NONE)
		decode_self(d, HANG_MOVES, "is in futex(2), and waits not");
	else if (f.timed)
		decode_self(d, HANG_TIME, "waits on a futex, with a time-out");
	else if (f.kind == FUTEX_UNOWNED)
		decode_unowned(d, &f);
	else
		decode_owned(d, &f);
}

/* ---- System V --------------------------------------------------------------- */

/*
 * Nobody holds a semaphore set or a queue. Of those who could use it, we think
 * of the ones that run the same program in the same namespace; everybody else
 * there is a newcomer.
 */
static void
decode_sysv(struct decode *d, const char *kind, const char *name)
{
	const struct hang_snap *s = d->s;
	const struct hang_process *me = d->p;
	int id = (int)d->call.arg[0];
	struct hang_clause *c;
	size_t i;

	d->w->what = arena_printf(d->a, "waits for %s %d", name, id);
	c = decode_clause(d, arena_printf(d->a, "%s %d", name, id), d->w->how);
	decode_newcomer(
	    d, c, arena_printf(d->a, "another process uses %s %d", name, id));
	for (i = 0; i < s->n_processes; i++) {
		const struct hang_process *p = &s->processes[i];

		if (me->exe[0] != '\0' && strcmp(p->exe, me->exe) == 0 &&
		    strcmp(p->ipcns, me->ipcns) == 0)
			decode_edge(d, c, p->pid, 0, "runs the same program");
	}
	for (i = 0; i < s->n_sysv; i++)
		if (s->sysv[i].id == id && strcmp(s->sysv[i].kind, kind) == 0 &&
		    strcmp(s->sysv[i].ipcns, me->ipcns) == 0 &&
		    s->sysv[i].last_pid > 0)
			c->evidence = arena_printf(d->a,
			    "%s; process %d was the last to touch it",
			    d->w->how, s->sysv[i].last_pid);
}

/* ---- calls ------------------------------------------------------------------ */

/* Whether the call ends by itself after a time that it was given. */
static bool
is_timed(const struct hang_call *c)
{
	switch (c->id) {
	case CALL_POLL:
		return (int)c->arg[2] >= 0;
	case CALL_EPOLL:
		return (int)c->arg[3] >= 0;
	case CALL_PPOLL:
	case CALL_SIGTIMEDWAIT:
		return c->arg[2] != 0;
	case CALL_SELECT:
	case CALL_PSELECT:
	case CALL_MQ_SEND:
	case CALL_MQ_RECEIVE:
		return c->arg[4] != 0;
	case CALL_EPOLL_PWAIT2:
	case CALL_SEMTIMEDOP:
		return c->arg[3] != 0;
	case CALL_RECEIVE:
		return strcmp(c->name, "recvmmsg") == 0 && c->arg[4] != 0;
	default:
		return c->id == CALL_SLEEP;
	}
}

/* In a sandbox that nobody comes into, those who are there could open it. */
static void
decode_fifo(struct decode *d, const char *path)
{
	const struct hang_snap *s = d->s;
	struct hang_clause *c = decode_clause(d, path, d->w->how);
	size_t i;

	decode_newcomer(d, c, NULL);
	c->by_threads = true;
	for (i = 0; i < s->n_processes; i++)
		if (s->processes[i].asked && s->processes[i].pid != s->init &&
		    s->processes[i].pid != d->t->pid &&
		    !has_ended(s, s->processes[i].pid))
			decode_edge(
			    d, c, s->processes[i].pid, 0, "it could open that");
}

static void
decode_open_call(struct decode *d)
{
	uint64_t at = d->call.arg[d->call.nr == 2 ? 0 : 1];
	const unsigned char *p = NULL;
	size_t n;

	for (n = 256; n > 0 && p == NULL; n /= 2)
		p = hang_memory_of(d->s, d->t->pid, at, n);
	decode_self(d, d->s->closed && d->t->fifo ? HANG_NOBODY : HANG_OUTSIDE,
	    "waits for a FIFO to be opened");
	if (p != NULL && memchr(p, '\0', 2 * n) != NULL)
		d->w->what = arena_printf(d->a,
		    "waits for the other end of %s to be opened",
		    (const char *)p);
	else
		p = NULL;
	if (d->w->self == HANG_NOBODY)
		decode_fifo(d, p != NULL ? (const char *)p : "a FIFO");
	else
		d->w->unless = "the other end of a FIFO is opened";
}

static void
decode_waitid(struct decode *d)
{
	const struct hang_call *c = &d->call;

	/* P_PID; of the others any child will do. */
	if (c->id == CALL_WAIT4)
		decode_children(
		    d, (int)c->arg[0] > 0 ? (uint32_t)c->arg[0] : 0);
	else
		decode_children(d, c->arg[0] == 1 ? (uint32_t)c->arg[1] : 0);
}

static void
decode_call(struct decode *d)
{
	const struct hang_call *c = &d->call;

	if (is_timed(c)) {
		decode_self(d, HANG_TIME,
		    c->id == CALL_SLEEP ? "sleeps for a time"
					: "waits, with a time-out");
		return;
	}
	switch (c->id) {
	case CALL_NONE:
		decode_self(d, HANG_MOVES, "is about to run");
		break;
	case CALL_WAIT4:
	case CALL_WAITID:
		decode_waitid(d);
		break;
	case CALL_FUTEX:
		decode_futex(d);
		break;
	case CALL_SEMOP:
	case CALL_SEMTIMEDOP:
		decode_sysv(d, "sem", "System V semaphore set");
		break;
	case CALL_MSGSND:
	case CALL_MSGRCV:
		decode_sysv(d, "msg", "System V message queue");
		break;
	case CALL_FLOCK:
	case CALL_FCNTL:
		decode_lock(d);
		break;
	case CALL_OPEN:
		decode_open_call(d);
		break;
	case CALL_SIGNAL:
	case CALL_SIGTIMEDWAIT:
		decode_self(d, HANG_OUTSIDE, "waits for a signal");
		d->w->unless = "a signal comes";
		break;
	case CALL_OTHER:
		decode_self(d, HANG_OUTSIDE,
		    arena_printf(d->a, "waits in %s", c->name));
		break;
	default:
		decode_ends(d);
	}
}

/* ---- tasks ------------------------------------------------------------------ */

/* Handlers that are likely to be there to wake somebody. */
static const struct waker {
	int number;
	const char *name;
} wakers[] = { { 1, "SIGHUP" }, { 10, "SIGUSR1" }, { 12, "SIGUSR2" },
	{ 15, "SIGTERM" }, { 26, "SIGVTALRM" }, { 27, "SIGPROF" } };
#define SIGNAL_ALARM 14
/* And those that nobody handles who has not asked for them to come. */
static const struct waker callers[] = { { SIGNAL_ALARM, "SIGALRM" },
	{ 29, "SIGIO" } };
#define SIGNAL_CHILD 17
#define RT_FIRST 34 /* glibc has the two before for itself */
/* Handled for what the process does itself: SIGILL, SIGBUS, SIGFPE and SIGSEGV;
 * then SIGCHLD. All others may be meant for somebody to send. */
#define SIGNALS_OWN                                                            \
	(1u << 3 | 1u << 6 | 1u << 7 | 1u << 10 | 1u << (SIGNAL_CHILD - 1))

static bool
catches(const struct hang_process *p, int number)
{
	return p->caught >> (number - 1) & 1;
}

static bool
is_alone(const struct decode *d)
{
	const struct hang_clause *c = &d->h->clauses[d->w->clause];
	size_t i;

	for (i = 0; i < d->s->n_tasks; i++)
		if (d->s->tasks[i].pid == d->t->pid &&
		    d->s->tasks[i].tid != d->t->tid)
			return false;
	return d->call.id == CALL_FUTEX && c->n_edges == 1 &&
	       c->edges[0].pid == d->t->pid && c->edges[0].tid == 0;
}

/* A handler interrupts any wait, so it may come from wherever. */
static void
decode_signals(struct decode *d)
{
	const struct hang_process *p = d->p;
	const char *name =
	    p->caught >> (RT_FIRST - 1) ? "a real-time signal" : NULL;
	size_t i, k;

	for (i = 0; i < sizeof(wakers) / sizeof(wakers[0]); i++)
		if (catches(p, wakers[i].number))
			name = wakers[i].name;
	d->w->by_asked = (uint32_t)p->caught & 0x7fffffffu & ~SIGNALS_OWN;
	/* That is how programs wait to be ended, as with pause(2); but nobody
	 * takes a mutex for that, and in a sandbox there may be nobody who
	 * ends it. */
	if (!d->orphan && is_alone(d) && d->s->closed)
		d->w->by_asked = true;
	else if (!d->orphan && is_alone(d)) {
		d->w->self = HANG_OUTSIDE;
		d->w->unless = "a signal comes";
		return;
	}
	if (name != NULL) {
		d->w->self = HANG_NEWCOMER;
		d->w->unless = arena_printf(
		    d->a, "%s comes, which process %d handles", name, p->pid);
	}
	d->w->alarm = p->alarms && !catches(p, SIGNAL_ALARM);
	for (i = 0; i < sizeof(callers) / sizeof(callers[0]); i++)
		if (catches(p, callers[i].number)) {
			d->w->self = HANG_OUTSIDE;
			d->w->unless =
			    arena_printf(d->a, "%s comes", callers[i].name);
		}
	d->w->handles = d->w->self != HANG_NOBODY && !p->timers;
	if (p->timers)
		d->w->self = HANG_TIME;
	if (!catches(p, SIGNAL_CHILD))
		return;
	for (i = 0; i < d->s->n_processes; i++)
		for (k = 0;
		     d->s->processes[i].ppid == p->pid && k < d->w->n_clauses;
		     k++) {
			struct hang_clause *c =
			    &d->h->clauses[d->w->clause + k];

			d->cap_edges = c->n_edges;
			decode_edge(d, c, d->s->processes[i].pid, 0,
			    "its end is a signal that is handled");
		}
}

static const char *
decode_how(const struct decode *d)
{
	const struct hang_call *c = &d->call;

	return arena_printf(d->a, "%s(0x%llx, 0x%llx, 0x%llx, …)", c->name,
	    (unsigned long long)c->arg[0], (unsigned long long)c->arg[1],
	    (unsigned long long)c->arg[2]);
}

static void
decode_task(struct decode *d)
{
	const struct hang_look *was = &d->t->look[0], *is = &d->t->look[1];

	if (strchr("ZX", was->state) != NULL && was->state != '\0') {
		decode_self(d, HANG_NOBODY, "has ended");
		return;
	}
	if (was->state != is->state || was->switches != is->switches ||
	    was->cpu != is->cpu || strcmp(was->call, is->call) != 0) {
		decode_self(d, HANG_MOVES, "has moved between the two looks");
		return;
	}
	hang_call_parse(
	    &d->call, d->a, d->p->foreign ? "" : d->s->machine, was->call);
	d->w->how = decode_how(d);
	if (strchr("Tt", was->state) != NULL) {
		decode_self(d, HANG_OUTSIDE, "is stopped");
		d->w->unless = "somebody lets it go on";
	} else if (was->state != 'S')
		decode_self(d, HANG_MOVES,
		    was->state == 'R' ? "runs" : "works in the kernel");
	else if (was->call[0] == '\0') {
		decode_self(d, HANG_OUTSIDE, "cannot be looked into");
		d->w->how = "";
		d->w->blind = true;
	} else if (d->t->held[0] != '\0') {
		decode_self(d, HANG_OUTSIDE,
		    arena_printf(d->a, "is held, by %s", d->t->held));
		d->w->unless = "what holds it lets it go on";
	} else
		decode_call(d);
	if (d->w->n_clauses > 0)
		decode_signals(d);
}

void
hang_decode(struct hang *h, const struct hang_snap *s, struct arena *a)
{
	static const struct hang_process nobody = { .exe = "", .ipcns = "" };
	struct decode d = { .h = h, .s = s, .a = a };
	size_t i;

	d.ends = arena_alloc(a, HANG_ENDS * sizeof(*d.ends));
	h->n_tasks = s->n_tasks;
	h->tasks = arena_alloc(a, (s->n_tasks + 1) * sizeof(*h->tasks));
	for (i = 0; i < s->n_tasks; i++) {
		d.t = &s->tasks[i];
		d.p = hang_process_of(s, d.t->pid);
		if (d.p == NULL)
			d.p = &nobody;
		d.w = &h->tasks[i];
		d.orphan = false;
		*d.w = (struct hang_wait){ .pid = d.t->pid,
			.tid = d.t->tid,
			.name = d.t->name,
			.what = "",
			.how = "",
			.frames = d.t->frames,
			.clause = h->n_clauses,
			.asked = d.p->asked };
		decode_task(&d);
		/* Process 1 may be about to start somebody. */
		d.w->wakes =
		    d.p->asked && (d.p->pid != d.s->init || !d.s->closed ||
				      d.w->self == HANG_MOVES);
	}
}
