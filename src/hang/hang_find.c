/* hang_find.c: looking things up in a snapshot */
#include <string.h>

#include "base/xalloc.h"
#include "hang/hang_int.h"

void *
hang_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
	void *more = v;

	if (n == *cap) {
		*cap = *cap ? 2 * *cap : 16;
		more = arena_alloc(a, *cap * size);
		if (n > 0)
			memcpy(more, v, n * size);
	}
	memset((char *)more + n * size, 0, size);
	return more;
}

struct hang_snap *
hang_snap_new(struct arena *a)
{
	struct hang_snap *s = arena_alloc(a, sizeof(*s));

	s->a = a;
	s->machine = "";
	return s;
}

struct hang_process *
hang_process_of(const struct hang_snap *s, int pid)
{
	size_t i;

	for (i = 0; i < s->n_processes; i++)
		if (s->processes[i].pid == pid)
			return &s->processes[i];
	return NULL;
}

const struct hang_fd *
hang_fd_of(const struct hang_snap *s, int pid, int fd)
{
	size_t i;

	for (i = 0; i < s->n_fds; i++)
		if (s->fds[i].pid == pid && s->fds[i].fd == fd)
			return &s->fds[i];
	return NULL;
}

const struct hang_socket *
hang_socket_of(const struct hang_snap *s, const char *is)
{
	size_t i;

	for (i = 0; i < s->n_sockets; i++)
		if (strcmp(s->sockets[i].is, is) == 0)
			return &s->sockets[i];
	return NULL;
}

const struct hang_map *
hang_map_of(const struct hang_snap *s, int pid, uint64_t at)
{
	size_t i;

	for (i = 0; i < s->n_maps; i++)
		if (s->maps[i].pid == pid && s->maps[i].start <= at &&
		    at < s->maps[i].end)
			return &s->maps[i];
	return NULL;
}

const unsigned char *
hang_memory_of(const struct hang_snap *s, int pid, uint64_t at, size_t len)
{
	size_t i;

	for (i = 0; i < s->n_memory; i++) {
		const struct hang_memory *m = &s->memory[i];

		if (m->pid == pid && m->at <= at &&
		    at - m->at <= m->bytes.len &&
		    m->bytes.len - (size_t)(at - m->at) >= len)
			return m->bytes.v + (at - m->at);
	}
	return NULL;
}

/*
 * A process knows by a number what is in its namespace or in one below that:
 * both count the namespaces from the same one, so its number there stands as
 * deep in the list as the own one of the process that uses it. Of two
 * namespaces of one depth only the same can be meant.
 */
static bool
is_called(const struct hang_process *by, const struct hang_process *of,
    const struct hang_ids *ids, uint32_t number)
{
	int depth = by->ns.n;

	if (depth == 0 || ids->n < depth || ids->v[depth - 1] != (int)number)
		return false;
	return ids->n > depth || strcmp(by->pidns, of->pidns) == 0;
}

int
hang_tid_of(const struct hang_snap *s, int like_pid, uint32_t tid)
{
	const struct hang_process *by = hang_process_of(s, like_pid), *of;
	size_t i;

	for (i = 0; by != NULL && i < s->n_tasks; i++) {
		const struct hang_task *t = &s->tasks[i];

		of = t->pid == like_pid ? by : hang_process_of(s, t->pid);
		if (of != NULL && is_called(by, of, &t->ns, tid))
			return t->tid;
	}
	return 0;
}

int
hang_pid_of(const struct hang_snap *s, int like_pid, uint32_t pid)
{
	const struct hang_process *by = hang_process_of(s, like_pid);
	size_t i;

	for (i = 0; by != NULL && i < s->n_processes; i++)
		if (is_called(by, &s->processes[i], &s->processes[i].ns, pid))
			return s->processes[i].pid;
	return 0;
}
