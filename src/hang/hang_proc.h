/* hang_proc.h: the reader of /proc, for the inside of the room */
#ifndef HANG_HANG_PROC_H
#define HANG_HANG_PROC_H

#include "hang/hang_call.h"

/* A process of the machine, whether or not it gets into the snapshot. */
struct proc_seen {
	int pid, ppid, group, session;
	char state;
	bool kernel, added, fds_read, maps_read;
	const char *exe; /* once it was asked for */
};

struct proc {
	struct hang_snap *s;
	struct arena *a;
	int dir; /* /proc */
	struct proc_seen *seen;
	size_t n_seen, cap_seen;
	struct hang_fd *fds; /* of all processes that are not in the snapshot */
	size_t n_fds, cap_fds;
	bool alarms;              /* whether they may be there is asked */
	bool all_locks;           /* somebody waits for the lock of a file */
	struct hang_end *ends;    /* room for HANG_ENDS, for one call's */
	struct hang_unix *unixes; /* those of the namespace unix_ns */
	size_t n_unixes;
	const char *unix_ns;
	size_t tasks_done;  /* tasks whose wants are followed */
	const char **wants; /* objects whose holders get into the snapshot */
	size_t n_wants, cap_wants, wants_done;
};

/* A file below /proc into buf, which is then a string; its length, -1. */
int proc_read(const struct proc *r, const char *path, char *buf, size_t size);
struct proc_seen *proc_seen_of(const struct proc *r, int pid);
/* Put a process and its tasks into the snapshot. */
void proc_add(struct proc *r, int pid, bool asked);
/* Whether it runs the same program, in the same session and IPC namespace. */
bool proc_is_alike(const struct proc *r, const struct hang_process *me,
    const struct proc_seen *p);
/* Fill one look at a task: 0 is the first. */
void proc_look(const struct proc *r, struct hang_task *t, int which);

/* "fe00:15", of the file that a process which was seen runs; "" if it cannot
 * be read. */
const char *proc_exe(const struct proc *r, int pid);

/* hang_proc_alarm.c: whether the program that it runs names alarm(2) or
 * setitimer(2), and so may have a timer that nobody sees. */
bool proc_knows_alarm(const struct proc *r, int pid);

/* hang_proc_doubt.c: once all have been looked at twice. */
void proc_doubt(struct proc *r);

/* hang_proc_fd.c: the descriptors of a process; of all the others. */
void proc_fds(struct proc *r, const struct proc_seen *p, bool keep);
/* What a kept descriptor is of, once that matters. */
void proc_name(struct proc *r, int pid, int fd);
void proc_want(struct proc *r, const char *is);
/* Whether one in the snapshot may have come from it, or it from that, or both
 * from a third. */
bool proc_is_related(const struct proc *r, const struct proc_seen *p);
void proc_holders(struct proc *r);
/* Whether the kept ones, of what somebody waits for, can be read and written;
 * again, where there is more of either. */
void proc_modes(struct proc *r);

/* hang_proc_wait.c: read what the call of a task needs. */
void proc_follow(struct proc *r, size_t task);

/* hang_proc_lock.c: /proc/locks and who holds them. */
void proc_locks(struct proc *r);

/* hang_proc_ns.c: ask inside a namespace of a process, "net" or "ipc"; fn runs
 * in a child and writes the answer to its descriptor. */
typedef void (*proc_inside_fn)(int out, const void *payload);
void proc_inside(const struct proc *r, int pid, const char *name,
    proc_inside_fn fn, const void *payload, struct strbuf *out);
/* Who touched the System V object of the call last. */
void proc_sysv(struct proc *r, int pid, const struct hang_call *c);

/* hang_proc_sock.c: the sockets that are waited on, and their other ends. */
void proc_socket(struct proc *r, int pid, int fd);
/* That which a call connects, and who listens there. */
void proc_connect(struct proc *r, int pid, const struct hang_call *c);

#endif
