/* hang.h: who waits for whom among processes, and whether that can end */
#ifndef HANG_HANG_H
#define HANG_HANG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

/*
 * Theory of operation. hang_read() turns what /proc says of some processes
 * into a snapshot, twice for what moves: plain data, which can be written to
 * a file and read back. hang_explain() looks at nothing but the snapshot. It
 * decodes the system call in which each task sleeps into clauses: the task
 * goes on when each of its clauses is satisfied, and a clause is satisfied by
 * any one of its edges, that is by a task that could wake it. Whoever cannot
 * go on, even if everything that is not known turns out well, is stuck.
 *
 * Nothing is attached to, stopped or changed, and no privilege is needed for
 * processes of one's own. What cannot be read makes the verdict weaker.
 */
struct hang_snap;

struct hang_read_opts {
	int wait_ms; /* between the two looks; 0: as long as is usual */
	/* Without the second look where the first one tells already that it is
	 * no proven deadlock: who moves in between can only wake others. */
	bool glance;
	/* Whether a program may have set an alarm(2) is known already. */
	bool no_alarms;
	/* It is process 1 of a sandbox, which only waits and wakes nobody. */
	bool init;
	/* And starts or ends nobody any more: who could come is there. */
	bool closed;
};

/*
 * Look at process `pid`, its descendants, and whoever could wake one of those.
 * Takes wait_ms, unless a glance is enough, and the time to read. The snapshot lives in `a`. Fails, with
 * code ERR_NOTHING if there is no such process.
 */
int hang_read(struct hang_snap **out, struct arena *a, int pid,
    const struct hang_read_opts *opts, struct err *e);

/* Ask py-spy, if it is there, where in its code each task of Python stands.
 * Takes 3 s for a process at most. */
void hang_frames(struct hang_snap *s);

/* As text, one fact a line (see hang_snap.c), and back. What is no snapshot
 * fails with the line; what is not known in it is passed over. */
void hang_snap_render(struct strbuf *out, const struct hang_snap *s);
int hang_snap_parse(struct hang_snap **out, struct arena *a, const char *text,
    size_t len, struct err *e);

/* From the strongest to the weakest. */
enum hang_verdict {
	HANG_PROVEN,        /* tasks wait for each other, and for nobody else */
	HANG_PROVEN_EXCEPT, /* the same, unless something that is named happens */
	HANG_STUCK_OPEN,    /* all wait, and somebody outside can wake them */
	HANG_SLOW,          /* some task still moves */
	HANG_LIVE,          /* nobody moves now, but time alone wakes one */
};
/* "proven-except", as in the JSON. */
const char *hang_verdict_name(enum hang_verdict v);

/* What may move a task without any other task; each is stronger than those
 * before it. */
enum hang_mover {
	HANG_NOBODY,
	HANG_NEWCOMER, /* what cannot be ruled out: a signal that is handled, a
			  process that opens what has a name */
	HANG_OUTSIDE,  /* a terminal, the network, a signal */
	HANG_TIME,
	HANG_MOVES, /* it runs, or is about to */
};

struct hang_edge {
	int pid, tid; /* who could wake it; tid 0: any task of the process */
	const char *evidence;
};

struct hang_clause {
	size_t task; /* whose clause it is, an index */
	enum hang_mover open;
	const char *unless; /* what may happen, if open is HANG_NEWCOMER */
	const char *object; /* "pipe 77326"; the same for all who wait for it */
	const char *evidence;
	struct hang_edge *edges;
	size_t n_edges;
	/* So may any other thread of its process: it can shut a socket down,
	 * add to what is watched, start a child. */
	bool by_threads;
	/* A newcomer may be whoever is asked for and lives. */
	bool by_asked;
};

/* One task; its clauses are those from `clause` on. */
struct hang_wait {
	int pid, tid;
	const char *name;
	enum hang_mover self;
	bool handles;  /* what moves it is a signal that it handles, no more */
	bool by_asked; /* so may whoever is asked for and lives, by a signal */
	bool alarm; /* its process may be ended by a timer that is not seen */
	const char *unless;
	const char *what;   /* "waits for the end of process 12" */
	const char *how;    /* the evidence: "wait4(12)", and from where */
	const char *frames; /* of Python, the innermost first, a line each; or
			       NULL */
	size_t clause, n_clauses;
	bool blind; /* nobody but root may look into it */
	bool asked; /* of the process that was asked for, or its descendant */
	bool wakes; /* so it can reach the others, if it lives */
	bool stuck, cycle;
};

struct hang {
	enum hang_verdict verdict;
	struct hang_wait *tasks;
	size_t n_tasks;
	struct hang_clause *clauses;
	size_t n_clauses;
	size_t *cycle; /* indexes of tasks: each waits for the next, the last
			  for the first */
	size_t n_cycle;
	const char *sentence; /* the verdict, for people */
	const char *thread;   /* "thread of", for the picture; may be NULL */
};

/* The verdict of a snapshot. Never fails; all lives in `a`. */
void hang_explain(struct hang *out, const struct hang_snap *s, struct arena *a);

/*
 * The same for a record: only the tasks that are stuck, those of the cycle
 * first, with the numbers that they have inside the namespace of the process
 * that was asked for. What differs from run to run of one program is left out.
 */
void hang_keep(struct hang *out, const struct hang_snap *s, struct arena *a);

/* The three forms. Text is UTF-8 of strangers in part: see cmd_print(). */
void hang_text(struct strbuf *out, const struct hang *h);
void hang_json(struct strbuf *out, const struct hang *h);
/* An <svg> element, valid in HTML and as a file of its own. */
void hang_svg(struct strbuf *out, const struct hang *h);

#endif
