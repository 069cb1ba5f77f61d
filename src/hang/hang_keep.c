/* hang_keep.c: a verdict as it is kept, and the same for the same deadlock
 *
 * Numbers of processes are those by which the processes of a sandbox know
 * themselves: what they print fits, and in the next sandbox they are the same.
 * Pipes, sockets and futexes are numbered as they are told, and addresses,
 * which are others in each run, are left out.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "hang/hang_int.h"

#define OUTSIDE (1 << 30) /* added to the number of who is not inside */
#define TASKS_MOST 24     /* as many as a picture has */
#define DIGITS_MOST 8     /* of a number that is no address */

/* ---- numbers ---------------------------------------------------------------- */

struct inside {
	const struct hang_snap *s; /* with the numbers that we see */
	int depth;                 /* of the namespace of the sandbox */
};

static int
number(const struct inside *in, const struct hang_ids *ids, bool asked, int own)
{
	if (asked && ids->n >= in->depth)
		return ids->v[in->depth - 1];
	return own + OUTSIDE;
}

static int
pid_inside(const struct inside *in, int pid)
{
	const struct hang_process *p =
	    pid > 0 ? hang_process_of(in->s, pid) : NULL;

	if (pid <= 0 || p == NULL)
		return pid <= 0 ? pid : pid + OUTSIDE;
	return number(in, &p->ns, p->asked, pid);
}

/* Without the namespaces above. */
static struct hang_ids
ids_inside(const struct inside *in, const struct hang_ids *ids, int first)
{
	struct hang_ids out = { { first }, 1 };
	int i;

	for (i = in->depth; i < ids->n && first < OUTSIDE; i++)
		out.v[out.n++] = ids->v[i];
	return out;
}

#define COPY(to, from, a, name)                                                \
	((to)->name = arena_copy(                                              \
	     a, (from)->name, (from)->n_##name, sizeof(*(from)->name)))

static void
copy_tasks(struct hang_snap *out, const struct inside *in)
{
	size_t i;

	for (i = 0; i < out->n_processes; i++) {
		struct hang_process *p = &out->processes[i];

		p->ppid = pid_inside(in, p->ppid);
		p->tracer = pid_inside(in, p->tracer);
		p->memory = pid_inside(in, p->memory);
		p->files = pid_inside(in, p->files);
		p->pid = number(in, &p->ns, p->asked, p->pid);
		p->ns = ids_inside(in, &p->ns, p->pid);
	}
	for (i = 0; i < out->n_tasks; i++) {
		struct hang_task *t = &out->tasks[i];
		const struct hang_process *p = hang_process_of(in->s, t->pid);

		t->pid = pid_inside(in, t->pid);
		t->tid = number(in, &t->ns, p != NULL && p->asked, t->tid);
		t->ns = ids_inside(in, &t->ns, t->tid);
	}
}

/* The snapshot with other numbers; the rest of it is shared. */
static struct hang_snap
copy_inside(const struct inside *in, struct arena *a)
{
	struct hang_snap out = *in->s;
	size_t i;

	COPY(&out, in->s, a, processes);
	COPY(&out, in->s, a, tasks);
	COPY(&out, in->s, a, fds);
	COPY(&out, in->s, a, watches);
	COPY(&out, in->s, a, locks);
	COPY(&out, in->s, a, memory);
	COPY(&out, in->s, a, maps);
	COPY(&out, in->s, a, sysv);
	copy_tasks(&out, in);
	out.init = pid_inside(in, out.init);
	for (i = 0; i < out.n_fds; i++)
		out.fds[i].pid = pid_inside(in, out.fds[i].pid);
	for (i = 0; i < out.n_watches; i++)
		out.watches[i].pid = pid_inside(in, out.watches[i].pid);
	for (i = 0; i < out.n_locks; i++) {
		out.locks[i].pid = pid_inside(in, out.locks[i].pid);
		out.locks[i].by = pid_inside(in, out.locks[i].by);
	}
	for (i = 0; i < out.n_memory; i++)
		out.memory[i].pid = pid_inside(in, out.memory[i].pid);
	for (i = 0; i < out.n_maps; i++)
		out.maps[i].pid = pid_inside(in, out.maps[i].pid);
	for (i = 0; i < out.n_sysv; i++)
		out.sysv[i].last_pid = pid_inside(in, out.sysv[i].last_pid);
	return out;
}

/* ---- words ------------------------------------------------------------------ */

/* What was told so far: "pipe 77326" is the first pipe. */
struct told {
	struct arena *a;
	const char *names[4 * TASKS_MOST];
	size_t n;
};

static const char *const counted[] = { "pipe ", "socket ", "eventfd ",
	"futex 0x", "futex " };
#define N_COUNTED (sizeof(counted) / sizeof(counted[0]))

/* Which of its kind the thing is that s begins with, of len bytes; 0 when
 * there are too many. */
static int
told_number(struct told *t, const char *s, size_t len, size_t kind)
{
	const char *name = arena_strndup(t->a, s, len);
	size_t i;
	int n = 1;

	for (i = 0; i < t->n; i++) {
		if (strcmp(t->names[i], name) == 0)
			return n;
		n += strncmp(t->names[i], name, kind) == 0;
	}
	if (t->n == sizeof(t->names) / sizeof(t->names[0]))
		return 0;
	t->names[t->n++] = name;
	return n;
}

/* A name of an object at s, which is the start of a word; its length, 0. */
static size_t
tell_object(struct told *t, struct strbuf *out, const char *s)
{
	size_t i, len, kind;

	for (i = 0; i < N_COUNTED; i++) {
		kind = strlen(counted[i]);
		if (strncmp(s, counted[i], kind) != 0)
			continue;
		len = kind + strspn(s + kind, "0123456789");
		/* All of a futex's name tells it: an address and a process, or
		 * a file and a place in it. */
		if (strncmp(s, "futex ", 6) == 0 && isxdigit(s[6]))
			len = strlen(s);
		if (len == kind)
			continue;
		kind = strcspn(s, " ");
		strbuf_addf(
		    out, "%.*s %d", (int)kind, s, told_number(t, s, len, kind));
		return len;
	}
	return 0;
}

static const char *
tell(struct told *t, const char *s)
{
	struct strbuf sb = STRBUF_INIT;
	bool begins = true;
	const char *text;
	size_t n;

	while (*s != '\0') {
		n = strncmp(s, "0x", 2) == 0
			? 2 + strspn(s + 2, "0123456789abcdef")
			: 0;
		if (n > 2 + DIGITS_MOST)
			strbuf_adds(&sb, "…");
		else if ((n = begins ? tell_object(t, &sb, s) : 0) == 0) {
			n = 1;
			strbuf_addc(&sb, *s);
		}
		begins = s[n - 1] == ' ';
		s += n;
	}
	text = arena_strdup(t->a, sb.buf);
	strbuf_release(&sb);
	return text;
}

/* ---- what is kept ------------------------------------------------------------ */

static bool
is_kept(const struct hang *h, int pid)
{
	size_t i;

	for (i = 0; i < h->n_tasks; i++)
		if (h->tasks[i].pid == pid)
			return true;
	return false;
}

static void
keep_clause(struct hang *out, const struct hang_clause *from, struct told *t)
{
	struct hang_clause *c = &out->clauses[out->n_clauses++];
	size_t i;

	*c = (struct hang_clause){ .object = tell(t, from->object),
		.evidence = tell(t, from->evidence) };
	c->edges = arena_alloc(t->a, (from->n_edges + 1) * sizeof(*c->edges));
	for (i = 0; i < from->n_edges; i++) {
		if (!is_kept(out, from->edges[i].pid))
			continue;
		c->edges[c->n_edges] = from->edges[i];
		c->edges[c->n_edges++].evidence =
		    tell(t, from->edges[i].evidence);
	}
}

static void
keep_waits(struct hang *out, const struct hang *from, struct told *t)
{
	size_t i, k;

	out->clauses =
	    arena_alloc(t->a, (from->n_clauses + 1) * sizeof(*out->clauses));
	for (i = 0; i < out->n_tasks; i++) {
		struct hang_wait *w = &out->tasks[i];
		size_t first = w->clause;

		w->what = tell(t, w->what);
		w->how = tell(t, w->how);
		w->clause = out->n_clauses;
		for (k = 0; k < w->n_clauses; k++) {
			keep_clause(out, &from->clauses[first + k], t);
			out->clauses[out->n_clauses - 1].task = i;
		}
	}
}

static void
keep_tasks(struct hang *out, const struct hang *from, struct arena *a)
{
	size_t i;

	out->tasks = arena_alloc(a, TASKS_MOST * sizeof(*out->tasks));
	out->cycle = arena_alloc(a, TASKS_MOST * sizeof(*out->cycle));
	for (i = 0; i < from->n_cycle && i < TASKS_MOST; i++) {
		out->cycle[i] = i;
		out->tasks[out->n_tasks++] = from->tasks[from->cycle[i]];
	}
	out->n_cycle = from->n_cycle > TASKS_MOST ? 0 : out->n_tasks;
	for (i = 0; i < from->n_tasks && out->n_tasks < TASKS_MOST; i++)
		if (from->tasks[i].stuck && !from->tasks[i].cycle)
			out->tasks[out->n_tasks++] = from->tasks[i];
}

void
hang_keep(struct hang *out, const struct hang_snap *s, struct arena *a)
{
	const struct hang_process *asked = hang_process_of(s, s->asked);
	struct inside in = { .s = s, .depth = asked != NULL ? asked->ns.n : 1 };
	struct told told = { .a = a };
	struct hang_snap copy;
	struct hang h;

	if (in.depth < 1)
		in.depth = 1;
	copy = copy_inside(&in, a);
	hang_explain(&h, &copy, a);
	*out = (struct hang){ .verdict = h.verdict, .sentence = h.sentence };
	keep_tasks(out, &h, a);
	keep_waits(out, &h, &told);
}
