/* run_docker.h: a session in a container; for this room only */
#ifndef RUN_RUN_DOCKER_H
#define RUN_RUN_DOCKER_H

#include "engine/engine.h"
#include "run/run_console.h"
#include "run/run_int.h"

#define RUN_OUTPUT_MAX ((size_t)16 << 20) /* then it is ended */

/* ---- run_docker_env.c: the environment of a shell ----------------------------- */

/* Sorted NAME=VALUE; in an arena. */
struct run_env {
	const char **v;
	size_t n;
};
/*
 * What `declare -px` of bash prints: each exported variable that has a value,
 * its quotes undone, but for those that change on their own or are told
 * otherwise: _, SHLVL, PWD, OLDPWD. What is not of that form is passed over.
 */
struct run_env run_env_parse(struct arena *a, const char *s, size_t len);
/* What has changed: NAME=VALUE for one that was set, NAME for one that is not
 * set any more; ends with NULL. */
const char *const *run_env_change(
    struct arena *a, const struct run_env *before, const struct run_env *after);

/* ---- run_docker_shell.c: typing ------------------------------------------------ */

enum run_shell_end {
	RUN_SHELL_DONE, /* all commands have ended */
	RUN_SHELL_GONE, /* the shell has ended, as `status` says */
	RUN_SHELL_LATE, /* the time is over */
	RUN_SHELL_STOPPED,
	RUN_SHELL_FLOOD, /* more output than RUN_OUTPUT_MAX */
};

/* A session to be typed, and how it went. What is not said is borrowed. */
struct run_shell {
	const struct engine *engine;
	const char *const *argv; /* what starts the shell: exec -it … */
	const struct run_ask *asks;
	size_t n;
	struct run_result *r; /* gets output, commands and trace */
	int timeout_ms;
	int stop; /* as in the limits */

	enum run_shell_end end;
	int status;           /* of the shell, as a shell says it */
	size_t at;            /* commands that have ended */
	bool typed;           /* and one more was typed */
	struct strbuf before; /* what came before the first command; owned */
	struct run_env env;   /* at the start; in the arena of r */
	bool started;         /* the shell has said that it is there */
};
/* Type all of it, until its end. 0, or -1 when it could not be started. */
int run_shell(struct run_shell *s, struct err *e);
void run_shell_release(struct run_shell *s);

/* ---- run_docker_host.c: a shell on this machine ----------------------------------- */

/* What a session of shell=host is typed into. */
struct run_host {
	struct engine shell;     /* stands where the engine's command stands */
	const char *const *argv; /* in an arena: what starts it */
	char *folder;            /* owned: all that it has here */
};
/* In it `docker` is `g`, and what that makes gets the label. Closing ends what
 * it has started, and removes its folder; without an engine that stays for
 * the next run. Twice is fine. */
int run_host_open(struct run_host *h, const struct engine *g, const char *label,
    struct arena *a, struct err *e);
void run_host_close(struct run_host *h, const struct engine *g);
/* A folder of the shell, "." for that in which it starts. */
const char *run_host_cwd(
    const struct run_host *h, struct arena *a, const char *cwd);
/* End every process of this session, for good. */
void run_host_end(pid_t session);
/* The same of those that know of this folder: what was started below it and
 * has left the session has it in its PATH, or stands in it. */
void run_host_end_folder(const char *folder);
/* Take the names from images that have got them in it, and what compose has
 * made from files in it. */
void run_host_untag(const char *folder, const struct engine *g);

/* ---- run_docker_left.c: what a run has, and a dead one has left ------------------ */

#define RUN_FOLDER_HOST "host"
#define RUN_FOLDER_BUILD "build"
/* A new folder for temporary files of the run of this label, the caller's to
 * remove, which frees it; or NULL. The file "run" in it is taken. */
char *run_folder_new(const char *kind, const char *label, struct err *e);
void run_folder_remove(char *path); /* may be NULL */
/* Those of dead runs: how many. `fn` (may be NULL) gets each, to free it. */
size_t run_folder_dead(void (*fn)(char *path, void *payload), void *payload);
/* Remove all that dead runs have left: how much it was, or -1. */
int run_docker_sweep(const struct engine *g, struct err *e);
/* Make the volumes that these words of `docker run` name, with the label, as
 * the engine gives none to those; one that is there stays as it is. */
int run_docker_volumes(const struct engine *g, const char *const *words,
    size_t n, const char *label, struct err *e);

/* ---- run_docker.c --------------------------------------------------------------- */

/* NULL, or why no container can run; the caller frees it. Removes what dead
 * runs have left behind. */
char *run_docker_missing(void);
/* NULL, or why a container does not reach what job->reach names; the caller
 * frees it. */
char *run_docker_unreached(const struct run_job *job);
/* As run_exec(), for a job with needs=docker. */
int run_docker(struct run_result *r, const struct run_job *job,
    const struct run_limits *limits, struct err *e);

/* ---- run_docker_build.c --------------------------------------------------------- */

/* The same of a Dockerfile: it is built, and with job->edit built again. */
int run_docker_build(struct run_result *r, const struct run_job *job,
    const struct run_limits *limits, struct err *e);

/* ---- run_console.c ------------------------------------------------------------- */

/* The result of a session whose commands have ended is another one when they
 * have not printed what the note says. */
void run_console_noted(struct run_result *r, const struct run_ask *asks,
    const struct run_job *job);
/* The first line of a command, for a sentence. */
const char *run_console_name(struct run_result *r, const struct run_ask *ask);

#endif
