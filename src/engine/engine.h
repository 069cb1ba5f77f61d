/* engine.h: a container engine, by its command: docker or podman */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/strbuf.h"

/*
 * The engine is only ever spoken to through its command, with the environment
 * that halfhour has: so DOCKER_HOST, DOCKER_CONTEXT and the context that the
 * user has chosen count as they do in the user's terminal, and the engine may
 * be another machine.
 */
struct engine {
	char *path;       /* owned: of the command */
	const char *name; /* static: "docker" or "podman" */
};

/*
 * Look for docker, then podman, in the folders of `path` (NULL: $PATH). 0, or
 * -1, ERR_NOTHING, and how to get one.
 */
int engine_find(struct engine *out, const char *path, struct err *e);
void engine_release(struct engine *g);

/* One call of the command. All is borrowed. */
struct engine_call {
	const char *const *argv; /* its words without the first; ends in NULL */
	const char *const *env;  /* NAME=VALUE beside ours; NULL for none */
	int in;                  /* its standard input; 0: /dev/null */
	int timeout_ms; /* then it is told to end, and after 2 s it is killed */
	size_t output;  /* bytes that are kept of each stream; 0: 1 MiB */
	int stop;       /* when this can be read, it is to end; 0: never */
	/* Each piece of output as it comes, `ms` after the start. */
	void (*heard)(
	    void *payload, bool err, const char *s, size_t len, int64_t ms);
	void *payload;
};

struct engine_said {
	struct strbuf out, err;
	size_t out_cut, err_cut; /* bytes that did not fit */
	int status; /* its exit status; 128 and the signal that has ended it */
	bool late, stopped; /* why it was ended, if we have ended it */
	int64_t ms;
};
#define ENGINE_SAID_INIT                                                       \
	{                                                                      \
		.out = STRBUF_INIT, .err = STRBUF_INIT                         \
	}
void engine_said_release(struct engine_said *s);

/*
 * Call it and wait for its end: a session and a process group of its own, no
 * descriptor but the three. 0: it has ended or was ended, see `out`, which is
 * overwritten. -1: it could not be started.
 */
int engine_call(struct engine_said *out, const struct engine *g,
    const struct engine_call *c, struct err *e);
/*
 * The same where only its success is of use: what it has printed, less the
 * end of the last line, the caller's to free. NULL when it failed; then `e` is
 * "docker run: " and the line in which it says why.
 */
char *engine_ask(
    const struct engine *g, const struct engine_call *c, struct err *e);
/* What went wrong in a call, as engine_ask() tells it; -1. */
int engine_problem(const struct engine *g, const struct engine_call *c,
    const struct engine_said *s, struct err *e);

/*
 * Start it with these three descriptors, which are borrowed; with `terminal`
 * the first is its controlling terminal. Returns its pid, which is its process
 * group, a child of ours that ends with the thread that started it; or -1.
 */
pid_t engine_start(const struct engine *g, const char *const *argv,
    const char *const *env, const int fds[3], bool terminal, struct err *e);

/*
 * Whether the engine answers: "docker 20.10.24", the caller's to free, or
 * NULL, and in `e` what it says and the way out.
 */
char *engine_version(const struct engine *g, int stop, struct err *e);

/* ---- engine_sweep.c: what is ours, and its removal ------------------------ */

/*
 * All that is made gets a label: ENGINE_LABEL "=ID", where the ID tells the
 * machine, the process and the run: --label halfhour.run=…
 */
#define ENGINE_LABEL "halfhour.run"
#define ENGINE_LABEL_MAX 128
/* A new label for one run: "halfhour.run=…". */
void engine_label(char out[ENGINE_LABEL_MAX]);
/*
 * Remove the containers, networks, volumes and images that have this label,
 * whatever state they are in. How many there were, or -1 when the engine does
 * not remove all of them.
 */
int engine_sweep(const struct engine *g, const char *label, struct err *e);
/* The same for those that a halfhour of this machine and user has made which
 * runs no more: one that was killed, or a machine that lost its power. */
int engine_sweep_dead(const struct engine *g, struct err *e);
/* How many these are; or -1. Nothing is removed. */
int engine_dead(const struct engine *g, struct err *e);
/* Whether this label is of such a one. */
bool engine_label_dead(const char *label);

#endif
