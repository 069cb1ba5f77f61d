/* hang_decode.h: what the decoders of calls share, for the inside of the room */
#ifndef HANG_HANG_DECODE_H
#define HANG_HANG_DECODE_H

#include "hang/hang_call.h"

/* The task that is being decoded. Clauses are added to the last task only. */
struct decode {
	struct hang *h;
	const struct hang_snap *s;
	struct arena *a;
	const struct hang_task *t;
	const struct hang_process *p;
	struct hang_wait *w;
	struct hang_call call;
	struct hang_end *ends; /* room for HANG_ENDS, for the call's */
	const char *object;    /* of the lock, while one is decoded */
	bool orphan;           /* it waits for a mutex whose owner is gone */
	size_t cap_clauses, cap_edges;
};

/* One more clause of the task. It moves when the next is added, and its edges
 * are all added before that. */
struct hang_clause *decode_clause(
    struct decode *d, const char *object, const char *evidence);
/* Whoever is there already is not added again. */
void decode_edge(struct decode *d, struct hang_clause *c, int pid, int tid,
    const char *evidence);
/* The clause may also be satisfied by that, if nothing stronger is known. */
void decode_open(struct hang_clause *c, enum hang_mover by, const char *unless);
/* Likewise by a newcomer: one that comes, or one who is there and lives. */
void decode_newcomer(
    struct decode *d, struct hang_clause *c, const char *unless);
/* And by those who have sockets with descriptors in them that wait there: any
 * of these may be of the object. */
void decode_carried(struct decode *d, struct hang_clause *c);
/* And by those whose descriptors could not be read. */
void decode_hidden(struct decode *d, struct hang_clause *c);
/* And by the kernel, if one of its edges has a ring of io_uring. */
void decode_rings(struct decode *d, struct hang_clause *c);
/* The task needs nobody. */
void decode_self(struct decode *d, enum hang_mover by, const char *what);

/* Descriptors: hang_ends.c; locks of files: hang_lock.c. */
void decode_ends(struct decode *d);
void decode_lock(struct decode *d);

#endif
