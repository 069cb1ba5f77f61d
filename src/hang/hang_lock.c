/* hang_lock.c: flock(2) and fcntl(2): who holds what a task waits for
 *
 * /proc/locks says who waits, and for POSIX locks, which belong to a process,
 * who holds. The other two kinds belong to an open description, that every
 * process may let go which has a descriptor of it: those are the ones whose
 * fdinfo shows the lock.
 */
#include <fcntl.h>
#include <string.h>

#include "hang/hang_decode.h"

/*
 * The line that says what the task waits for; NULL when it waits no more. Of
 * several that ask for the same, as of threads that wait for one lock, any
 * will do; `matches` is how many differ.
 */
static const struct hang_lock *
find_waiting(
    const struct decode *d, const char *kind, const char *file, int *matches)
{
	const struct hang_lock *found = NULL;
	size_t i;

	*matches = 0;
	for (i = 0; i < d->s->n_locks; i++) {
		const struct hang_lock *l = &d->s->locks[i];

		if (!l->waits || l->by != 0 || strcmp(l->kind, kind) != 0 ||
		    strcmp(l->file, file) != 0 ||
		    (l->pid != d->t->pid && l->pid != -1))
			continue;
		*matches += found == NULL || l->write != found->write ||
			    l->start != found->start || l->end != found->end;
		found = l;
	}
	return found;
}

static bool
is_in_the_way(const struct hang_lock *l, const struct hang_lock *wanted)
{
	bool flocks = strcmp(l->kind, "FLOCK") == 0;

	return !l->waits && strcmp(l->file, wanted->file) == 0 &&
	       flocks == (strcmp(wanted->kind, "FLOCK") == 0) &&
	       (l->write || wanted->write) && l->start <= wanted->end &&
	       wanted->start <= l->end;
}

/* All who have the description that the i-th line tells of. */
static void
add_description(
    struct decode *d, const struct hang_lock *l, const struct hang_lock *wanted)
{
	const struct hang_snap *s = d->s;
	struct hang_clause *c;
	size_t i;

	c = decode_clause(d, d->object, d->w->how);
	for (i = 0; i < s->n_locks; i++) {
		const struct hang_lock *o = &s->locks[i];

		if (o->by != 0 && o->pid == l->pid &&
		    strcmp(o->kind, l->kind) == 0 && is_in_the_way(o, wanted))
			decode_edge(d, c, o->by, 0,
			    arena_printf(
				d->a, "its fd %d has the lock", o->fd));
	}
	decode_hidden(d, c);
}

static void
add_owner(struct decode *d, const struct hang_lock *l)
{
	const struct hang_snap *s = d->s;
	const struct hang_process *owner = hang_process_of(s, l->pid);
	size_t i;
	struct hang_clause *c = decode_clause(d, d->object,
	    arena_printf(
		d->a, "%s; /proc/locks: process %d has it", d->w->how, l->pid));

	decode_edge(d, c, l->pid, 0, "it has the lock, says /proc/locks");
	for (i = 0; owner != NULL && owner->files != 0 && i < s->n_processes;
	     i++)
		if (s->processes[i].files == owner->files)
			decode_edge(d, c, s->processes[i].pid, 0,
			    "its descriptors are the same");
}

/*
 * Whether the i-th line needs no clause: a line before it told of the same
 * description, or the task itself has that, and then it is in nobody's way.
 */
static bool
is_told(const struct decode *d, size_t i, const struct hang_lock *wanted)
{
	const struct hang_lock *v = d->s->locks, *l = &v[i];
	size_t k;

	for (k = 0; k < d->s->n_locks; k++) {
		if (v[k].by == 0 || v[k].pid != l->pid ||
		    strcmp(v[k].kind, l->kind) != 0 ||
		    !is_in_the_way(&v[k], wanted))
			continue;
		if (k < i ||
		    (v[k].by == d->t->pid && v[k].fd == (int)d->call.arg[0]))
			return true;
	}
	return false;
}

void
decode_lock(struct decode *d)
{
	const struct hang_fd *fd =
	    hang_fd_of(d->s, d->t->pid, (int)d->call.arg[0]);
	const char *kind = d->call.id == CALL_FLOCK         ? "FLOCK"
			   : d->call.arg[1] == F_SETLKW     ? "POSIX"
			   : d->call.arg[1] == F_OFD_SETLKW ? "OFDLCK"
							    : NULL;
	const struct hang_lock *wanted = NULL;
	int matches = 0;
	size_t i;

	if (kind != NULL && fd != NULL && strncmp(fd->is, "file:", 5) == 0)
		wanted = find_waiting(d, kind, fd->is + 5, &matches);
	/* Of several that wait we cannot tell which is this one. */
	if (wanted == NULL || matches > 1) {
		decode_self(d, wanted ? HANG_OUTSIDE : HANG_MOVES,
		    "waits for a lock that is not seen");
		return;
	}
	d->object = arena_printf(
	    d->a, "lock on %s", fd->path[0] != '\0' ? fd->path : fd->is);
	d->w->what = arena_printf(d->a, "waits for the %s", d->object);
	for (i = 0; i < d->s->n_locks; i++) {
		const struct hang_lock *l = &d->s->locks[i];
		bool posix = strcmp(l->kind, "POSIX") == 0;

		if (!is_in_the_way(l, wanted))
			continue;
		/* A process is not in its own way. */
		if (posix && l->by == 0 &&
		    !(l->pid == d->t->pid && strcmp(kind, "POSIX") == 0))
			add_owner(d, l);
		else if (!posix && l->by != 0 && !is_told(d, i, wanted))
			add_description(d, l, wanted);
	}
	if (d->w->n_clauses == 0)
		decode_self(d, HANG_OUTSIDE,
		    "waits for a lock whose holder is not seen");
}
