/* hang_int.h: the parts of a snapshot, for the inside of the room */
#ifndef HANG_HANG_INT_H
#define HANG_HANG_INT_H

#include <stdint.h>

#include "hang/hang.h"

/* The numbers of a process or task: first that of the reader's pid namespace,
 * last the one by which it knows itself, as in NSpid of proc_pid_status(5). */
#define HANG_NS 6
struct hang_ids {
	int v[HANG_NS], n;
};

/* All text is borrowed from the arena of the snapshot. */
struct hang_process {
	int pid, ppid;
	struct hang_ids ns;
	const char *pidns, *ipcns, *netns, *exe; /* "" if not readable */
	const char *name;
	uint64_t caught; /* signals that it handles, bit 0 is signal 1 */
	bool glibc;      /* glibc is mapped */
	bool timers;     /* it has timers of timer_create(2) */
	bool alarms;     /* it may have one of alarm(2), which nobody sees */
	bool foreign;    /* its calls have the numbers of another machine */
	bool aio;        /* the kernel may have work of io_submit(2) for it */
	int tracer;      /* who traces it, and is told when it ends */
	int memory;      /* a process whose memory is its own as well */
	int files;       /* and one whose table of descriptors is */
	bool fds;        /* its descriptors could be read */
	bool asked;
};

/* One look at a task. */
struct hang_look {
	char state;        /* as in proc_pid_stat(5); 0: it was gone */
	uint64_t switches; /* how often it was put on a processor */
	uint64_t cpu;      /* for how long, in nanoseconds */
	const char *call;  /* the line of /proc/P/task/T/syscall; "" unread */
};

struct hang_task {
	int pid, tid;
	struct hang_ids ns;
	const char *name;
	struct hang_look look[2];
	const char *frames; /* of Python, a line each; "" if none are known */
	const char *held;   /* by what, in the midst of its call; "" if not */
	bool fifo;          /* what it opens is a FIFO without another end */
};

/* A descriptor. `is` tells which object it is of: "pipe:[12]", "socket:[3]",
 * "eventfd:4", "file:fe:00:15" (device and inode), "tty:…", "epoll", … */
struct hang_fd {
	int pid, fd;
	bool read, write; /* neither, where nobody waits for the object */
	bool carries;     /* a socket with descriptors that wait in it */
	const char *is;
	const char *path; /* of what has a name; "" else */
};

/* What an epoll descriptor watches: an object, by the number that it had. */
struct hang_watch {
	int pid, epoll, fd;
	uint32_t events;
	uint64_t inode; /* of the object; 0: not known */
};

/* A line of /proc/locks, or, with `by` set, of /proc/BY/fdinfo/FD: then `by`
 * has the description that holds the lock. `pid` is who took it, -1 if the
 * kernel does not say. */
struct hang_lock {
	int number, pid, by, fd;
	bool waits;
	const char *kind; /* FLOCK, POSIX or OFDLCK */
	const char *file; /* "fe:00:15" */
	bool write;
	uint64_t start, end; /* the bytes; end UINT64_MAX is the end of file */
};

struct hang_memory {
	int pid;
	uint64_t at;
	struct hang_bytes {
		size_t len;
		const unsigned char *v;
	} bytes;
};

struct hang_map {
	int pid;
	uint64_t start, end, offset;
	bool shared;
	const char *file; /* "fe:00:15" */
	const char *path;
};

/* A socket that somebody waits on. The times are its SO_RCVTIMEO and
 * SO_SNDTIMEO in milliseconds: 0 for ever, -1 not known. */
struct hang_socket {
	const char *is;   /* "socket:[3]" */
	const char *peer; /* the same of its other end; "" if there is none
			     here, "none" if it was closed */
	const char *kind; /* "unix stream", "tcp", … */
	bool listens;
	bool pending;        /* the peer listens, and has not accepted it yet */
	long queue, backlog; /* of one that listens, where they are known: how
				many wait in it; more than backlog is full */
	long receive_ms, send_ms;
};

/* A System V semaphore or queue: who touched it last. */
struct hang_sysv {
	const char *ipcns, *kind; /* "sem" or "msg" */
	int id, last_pid;
};

#define HANG_LIST(type, name)                                                  \
	struct type *name;                                                     \
	size_t n_##name, cap_##name

struct hang_snap {
	struct arena *a;
	const char *machine;
	int asked, wait_ms;
	int init;    /* process 1 of a sandbox, which wakes nobody, or 0 */
	bool closed; /* nobody comes into that sandbox */
	int lines;   /* in its file, beside the first two; 0: not known */
	HANG_LIST(hang_process, processes);
	HANG_LIST(hang_task, tasks);
	HANG_LIST(hang_fd, fds);
	HANG_LIST(hang_watch, watches);
	HANG_LIST(hang_lock, locks);
	HANG_LIST(hang_memory, memory);
	HANG_LIST(hang_map, maps);
	HANG_LIST(hang_socket, sockets);
	HANG_LIST(hang_sysv, sysv);
};

/* One more element, zeroed; it lives in the snapshot's arena. */
#define HANG_ADD(s, name)                                                      \
	((s)->name = hang_grow((s)->a, (s)->name, (s)->n_##name,               \
	     &(s)->cap_##name, sizeof(*(s)->name)),                            \
	    &(s)->name[(s)->n_##name++])
void *hang_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size);

struct hang_snap *hang_snap_new(struct arena *a);

/* ---- looking things up in a snapshot (hang_find.c) --------------------- */

/* NULL: it has none; the reader of /proc writes to it. */
struct hang_process *hang_process_of(const struct hang_snap *s, int pid);
const struct hang_fd *hang_fd_of(const struct hang_snap *s, int pid, int fd);
const struct hang_socket *hang_socket_of(
    const struct hang_snap *s, const char *is);
const struct hang_map *hang_map_of(
    const struct hang_snap *s, int pid, uint64_t at);
/* So many bytes of memory of the process; NULL when they were not read. */
const unsigned char *hang_memory_of(
    const struct hang_snap *s, int pid, uint64_t at, size_t len);
/* The task that a process calls `tid`: 0 when there is none. `like` is a task
 * that sees the same numbers. */
int hang_tid_of(const struct hang_snap *s, int like_pid, uint32_t tid);
/* Likewise of processes. */
int hang_pid_of(const struct hang_snap *s, int like_pid, uint32_t pid);

/* What py-spy prints of a process, into its tasks (hang_frames.c). */
void hang_frames_parse(struct hang_snap *s, int pid, const char *text);

/* ---- the verdict (hang_graph.c) ---------------------------------------- */

/* From tasks and clauses, which hang_decode() has made, to the rest. */
void hang_decide(struct hang *h, struct arena *a);
void hang_decode(struct hang *h, const struct hang_snap *s, struct arena *a);

#endif
