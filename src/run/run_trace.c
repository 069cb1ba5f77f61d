/* run_trace.c: how the output of a run came, and what was left after it */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "run/run_int.h"

#define TRACE_CHUNKS 20000 /* what comes later is as if it came with these */
#define TRACE_LEAKS 64

void
run_trace_release(struct run_trace *t)
{
	size_t i;

	for (i = 0; i < t->n_leaks; i++)
		free(t->leaks[i].what);
	free(t->leaks);
	free(t->chunks);
	arena_free(t->hang_in);
	memset(t, 0, sizeof(*t));
}

void
run_trace_chunk(struct run_trace *t, int64_t ms, int prog, bool err, size_t len)
{
	struct run_chunk *last =
	    t->n_chunks > 0 ? &t->chunks[t->n_chunks - 1] : NULL;

	if (len == 0)
		return;
	if (last != NULL && last->prog == prog && last->err == err &&
	    last->ms == ms) {
		last->len += len;
		return;
	}
	if (t->n_chunks == TRACE_CHUNKS)
		return;
	*VEC_PUSH(t->chunks, t->n_chunks, t->cap_chunks) =
	    (struct run_chunk){ ms, prog, err, len };
}

const char *
run_leak_kind(const char *name)
{
	static const char *const kinds[] = { "process", "zombie", "pipe", "shm",
		"mqueue", "sysv-shm", "sysv-sem", "sysv-msg" };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i], name) == 0)
			return kinds[i];
	return NULL;
}

void
run_trace_leak(
    struct run_trace *t, const char *kind, const char *what, size_t n)
{
	const char *known = run_leak_kind(kind);

	if (known != NULL && t->n_leaks < TRACE_LEAKS)
		*VEC_PUSH(t->leaks, t->n_leaks, t->cap_leaks) =
		    (struct run_leak){ known, xstrdup(what), n };
}
