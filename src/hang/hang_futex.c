/* hang_futex.c: a futex, and what it is a part of
 *
 * The kernel knows no owner of a futex but of the PI kind. Whose lock it is
 * has to be read in the memory of the process, in the layout of glibc 2.25 and
 * later (nptl/descr.h, sysdeps/nptl/bits/struct_mutex.h, struct_rwlock.h). All
 * that is seen has to fit, down to an owner who is alive; else the futex has
 * no owner as far as we know, and whoever can reach it may wake it.
 */
#include <linux/futex.h>
#include <string.h>

#include "hang/hang_call.h"

#define MUTEX_KINDS 1024 /* all bits that glibc sets in __kind are below */
#define MUTEX_USERS 100000

struct look {
	const struct hang_snap *s;
	const struct hang_task *t;
	uint64_t at;
	int op;
	bool flagged; /* the call says that it is private */
	uint32_t val;
	struct arena *a;
};

/* The word at so many bytes from the futex. */
static bool
word(uint32_t *out, const struct look *l, int off)
{
	const unsigned char *p = hang_memory_of(
	    l->s, l->t->pid, l->at + (uint64_t)(int64_t)off, sizeof(*out));

	if (p == NULL)
		return false;
	memcpy(out, p, sizeof(*out));
	return true;
}

static int
alive(const struct look *l, uint32_t tid)
{
	return tid == 0 ? 0 : hang_tid_of(l->s, l->t->pid, tid);
}

/* As the kernel keeps it: the owner is in the word itself. */
static bool
is_pi(struct hang_futex *out, const struct look *l)
{
	uint32_t now;

	if (l->op != FUTEX_LOCK_PI && l->op != FUTEX_LOCK_PI2)
		return false;
	if (!word(&now, l, 0) ||
	    (out->owner = alive(l, now & FUTEX_TID_MASK)) == 0)
		return false;
	out->kind = FUTEX_PI;
	out->said = arena_printf(l->a,
	    "the futex, which the kernel keeps, names task %u",
	    now & FUTEX_TID_MASK);
	return true;
}

/* A thread's number, which the kernel clears when the thread has ended. */
static bool
is_join(struct hang_futex *out, const struct look *l)
{
	uint32_t now;
	int tid;

	if (l->op != FUTEX_WAIT_BITSET || l->flagged || !word(&now, l, 0) ||
	    now != l->val || (tid = alive(l, now)) == 0 || tid == l->t->tid)
		return false;
	out->kind = FUTEX_JOIN;
	out->owner = tid;
	out->said = arena_printf(l->a,
	    "the futex holds %u, the number of a thread, until it has ended",
	    now);
	return true;
}

static bool
is_robust(struct hang_futex *out, const struct look *l)
{
	uint32_t now;

	if (l->op != FUTEX_WAIT || !(l->val & FUTEX_WAITERS) ||
	    l->val & FUTEX_OWNER_DIED || !word(&now, l, 0) || now != l->val ||
	    (out->owner = alive(l, now & FUTEX_TID_MASK)) == 0)
		return false;
	out->kind = FUTEX_ROBUST;
	out->said = arena_printf(l->a, "a robust mutex: it holds its owner, %u",
	    now & FUTEX_TID_MASK);
	return true;
}

/*
 * Whether the owner is a thread of another process, and the memory is ours
 * alone: fork(2) has copied a lock that was held, and the copy has nobody to
 * let it go.
 */
static bool
is_elsewhere(const struct hang_futex *f, const struct look *l, int owner)
{
	size_t i;

	for (i = 0; f->private && i < l->s->n_tasks; i++)
		if (l->s->tasks[i].tid == owner)
			return l->s->tasks[i].pid != l->t->pid;
	return false;
}

/* int lock, unsigned count, int owner, unsigned nusers, int kind */
static bool
is_mutex(struct hang_futex *out, const struct look *l)
{
	uint32_t lock, owner, users, kind;

	if (l->op != FUTEX_WAIT || l->val != 2 || !word(&lock, l, 0) ||
	    !word(&owner, l, 8) || !word(&users, l, 12) || !word(&kind, l, 16))
		return false;
	if (lock != 2 || users == 0 || users > MUTEX_USERS ||
	    kind >= MUTEX_KINDS)
		return false;
	if ((out->owner = alive(l, owner)) == 0 ||
	    is_elsewhere(out, l, out->owner)) {
		/* Whoever has that memory could still let it go. */
		out->orphan = owner != 0;
		if (out->orphan)
			out->said = arena_printf(l->a,
			    "like a mutex of glibc, whose owner %u is %s: "
			    "lock 2, users %u, kind %u",
			    owner,
			    out->owner == 0 ? "gone" : "of another process",
			    users, kind);
		return false;
	}
	out->kind = FUTEX_MUTEX;
	out->said = arena_printf(l->a,
	    "a mutex of glibc: lock 2, owner %u, users %u, kind %u", owner,
	    users, kind);
	return true;
}

/*
 * unsigned readers, writers, wrphase_futex, writers_futex, pad[2],
 * int cur_writer, shared. One waits on either futex.
 */
static bool
is_rwlock(struct hang_futex *out, const struct look *l)
{
	static const int starts[] = { -8, -12 };
	uint32_t readers, phase, pad1, pad2, writer, shared;
	size_t i;

	for (i = 0; i < 2 && l->op == FUTEX_WAIT_BITSET; i++) {
		int at = starts[i];

		if (!word(&readers, l, at) || !word(&phase, l, at + 8) ||
		    !word(&pad1, l, at + 16) || !word(&pad2, l, at + 20) ||
		    !word(&writer, l, at + 24) || !word(&shared, l, at + 28))
			continue;
		/* Bits 0 and 1 of readers: a writer's phase, a writer has it;
		 * of a futex: its value, and somebody waits. */
		if ((readers & 3) != 3 || phase > 3 || pad1 != 0 || pad2 != 0 ||
		    shared > 1 || (out->owner = alive(l, writer)) == 0)
			continue;
		if (is_elsewhere(out, l, out->owner)) {
			out->orphan = out->rwlock = true;
			out->said = arena_printf(l->a,
			    "like a rwlock of glibc, which task %u of another "
			    "process writes",
			    writer);
			return false;
		}
		out->kind = FUTEX_RWLOCK;
		out->said = arena_printf(
		    l->a, "a rwlock of glibc: task %u writes", writer);
		return true;
	}
	return false;
}

/*
 * Whether numbers in it may be those of another pid namespace: then the task
 * that has the number here need not be the one that is meant.
 */
static bool
is_mixed(const struct look *l, const struct hang_map *m)
{
	const struct hang_process *p = hang_process_of(l->s, l->t->pid), *of;
	size_t i;

	for (i = 0; m != NULL && p != NULL && i < l->s->n_maps; i++) {
		const struct hang_map *o = &l->s->maps[i];

		if (!o->shared || strcmp(o->file, m->file) != 0)
			continue;
		of = hang_process_of(l->s, o->pid);
		if (of == NULL || strcmp(of->pidns, p->pidns) != 0)
			return true;
	}
	return false;
}

static void
find_key(struct hang_futex *out, const struct look *l)
{
	const struct hang_map *m = hang_map_of(l->s, l->t->pid, l->at);

	/* Private memory has its futexes for itself, whatever the call says. */
	if (m != NULL && !m->shared)
		out->private = true;
	else if (!out->private)
		out->map = m;
	if (out->map != NULL)
		out->key = arena_printf(l->a, "futex %s+0x%llx", m->file,
		    (unsigned long long)(l->at - m->start + m->offset));
	else
		out->key = arena_printf(l->a, "futex 0x%llx of process %d",
		    (unsigned long long)l->at, l->t->pid);
}

void
hang_futex_read(struct hang_futex *out, const struct hang_snap *s,
    const struct hang_task *t, const struct hang_call *c, struct arena *a)
{
	const struct hang_process *p = hang_process_of(s, t->pid);
	struct look l = { .s = s, .t = t, .at = c->arg[0], .a = a };
	uint32_t now;
	bool mixed;

	l.op = (int)c->arg[1] & FUTEX_CMD_MASK;
	l.flagged = c->arg[1] & FUTEX_PRIVATE_FLAG;
	l.val = (uint32_t)c->arg[2];
	*out = (struct hang_futex){ .kind = FUTEX_NONE, .said = "" };
	out->private = l.flagged;
	out->timed = c->arg[3] != 0;
	if (l.op != FUTEX_WAIT && l.op != FUTEX_WAIT_BITSET &&
	    l.op != FUTEX_LOCK_PI && l.op != FUTEX_LOCK_PI2 &&
	    l.op != FUTEX_WAIT_REQUEUE_PI)
		return;
	find_key(out, &l);
	mixed = is_mixed(&l, out->map);
	if (!mixed && is_pi(out, &l))
		return;
	if (!mixed && p != NULL && p->glibc &&
	    (is_join(out, &l) || is_robust(out, &l) || is_mutex(out, &l) ||
		is_rwlock(out, &l)))
		return;
	out->kind = FUTEX_UNOWNED;
	out->owner = 0;
	if (out->said[0] != '\0')
		return;
	out->said =
	    word(&now, &l, 0)
		? arena_printf(a, "the futex holds %u: it names no owner", now)
		: "the futex could not be read";
}
