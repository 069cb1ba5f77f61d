/* hang_call.h: system calls that wait, and futexes, for the inside of the room */
#ifndef HANG_HANG_CALL_H
#define HANG_HANG_CALL_H

#include "hang/hang_int.h"

/* ---- system calls (hang_call.c) ---------------------------------------- */

enum hang_call_id {
	CALL_OTHER, /* one that is not in the table */
	CALL_NONE,  /* none: it runs, or sleeps in the kernel otherwise */
	CALL_READ,
	CALL_WRITE,
	CALL_SPLICE, /* from one descriptor to another */
	CALL_RECEIVE,
	CALL_SEND,
	CALL_ACCEPT,
	CALL_CONNECT,
	CALL_OPEN,
	CALL_POLL,
	CALL_PPOLL,
	CALL_SELECT,
	CALL_PSELECT,
	CALL_EPOLL,
	CALL_EPOLL_PWAIT2,
	CALL_WAIT4,
	CALL_WAITID,
	CALL_FUTEX,
	CALL_SEMOP,
	CALL_SEMTIMEDOP,
	CALL_MSGSND,
	CALL_MSGRCV,
	CALL_MQ_SEND,
	CALL_MQ_RECEIVE,
	CALL_FLOCK,
	CALL_FCNTL,
	CALL_SLEEP,
	CALL_SIGNAL,       /* pause and the like */
	CALL_SIGTIMEDWAIT, /* the same, with a time-out in argument 2 */
};

struct hang_call {
	enum hang_call_id id;
	const char *name; /* "wait4"; "call 450" of one that is not known */
	long nr;
	uint64_t arg[6];
};

struct hang_call_row {
	enum hang_call_id id;
	const char *name;
	int x86_64, aarch64; /* -1: not there */
};
extern const struct hang_call_row hang_calls[]; /* ends with a NULL name */

/* The line of /proc/P/task/T/syscall, of a machine: "x86_64". */
void hang_call_parse(struct hang_call *out, struct arena *a,
    const char *machine, const char *line);

/* Memory that decoding the call needs, the i-th piece of it; false when there
 * are no more. */
bool hang_call_memory(
    const struct hang_call *c, int i, uint64_t *at, size_t *len);

/* A descriptor that a call waits for, in one direction. */
struct hang_end {
	int fd;
	bool write; /* it waits to write, else to read */
};
#define HANG_ENDS 4096 /* as many as we think of, of one call */
/* Those that satisfy it, any one of them; into out[max], and their number, of
 * which more than max were cut. -1: they cannot be told. */
int hang_call_ends(const struct hang_snap *s, int pid,
    const struct hang_call *c, struct hang_end *out, int max);

/* ---- futexes (hang_futex.c) -------------------------------------------- */

enum hang_futex_kind {
	FUTEX_UNOWNED, /* semaphores, condition variables, … */
	FUTEX_JOIN,
	FUTEX_ROBUST,
	FUTEX_PI,
	FUTEX_MUTEX,
	FUTEX_RWLOCK,
	FUTEX_NONE, /* no waiting at all, as far as is known */
};

struct hang_futex {
	enum hang_futex_kind kind;
	int owner; /* the task, 0 without */
	bool timed;
	bool orphan;                /* a mutex of glibc whose owner is gone */
	bool rwlock;                /* or a rwlock, rather */
	bool private;               /* only tasks of the process can wake it */
	const struct hang_map *map; /* what it is in, if shared */
	const char *key;            /* equal for equal futexes */
	const char *said;           /* the words that were seen */
};
void hang_futex_read(struct hang_futex *out, const struct hang_snap *s,
    const struct hang_task *t, const struct hang_call *c, struct arena *a);

#endif
