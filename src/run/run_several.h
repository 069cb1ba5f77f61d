/* run_several.h: the parts of a job, and jobs of more than one run */
#ifndef RUN_RUN_SEVERAL_H
#define RUN_RUN_SEVERAL_H

#include "run/run_int.h"

/* ---- run.c: the parts of a job -------------------------------------------- */

/* Files of a step: the code, more files, and for C the finished program. */
struct run_puts {
	struct run_put v[RUN_FILES_MAX];
	size_t n;
};
void run_puts_release(struct run_puts *p);
int run_put_add(struct run_puts *p, const char *name, const void *bytes,
    size_t len, struct err *e);
/* The code, by the name that the language has for it, and the job's files. */
int run_put_job(struct run_puts *p, const struct run_job *job,
    const struct run_lang *lang, struct err *e);

/* The argv of the program's step. */
struct run_argv {
	const char **v;
	size_t n, cap, own; /* from `own` on the words are ours */
};
int run_argv_make(struct run_argv *a, const struct run_lang *lang,
    const char *args, struct err *e);
void run_argv_release(struct run_argv *a);

/*
 * 1: there is a program, and it is the last of `puts`. 0: the compiler refused
 * it, and the result is complete. -1: it could not be tried.
 */
int run_build(struct run_result *r, struct run_puts *puts,
    const struct run_job *job, const struct run_lang *lang,
    const struct run_limits *limits, struct err *e);
void run_why(struct run_result *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* What a program's status, as waitpid() says it, means. */
void run_ended(struct run_result *r, int status);
/* What the step's end means. */
void run_judge(struct run_result *r, const struct run_step *s);

/* The step of a program that is there, among `puts`; in: its input, or -1. */
int run_program(struct run_result *r, const struct run_puts *puts,
    const char *const *argv, int in, const struct run_job *job,
    const struct run_limits *limits, struct err *e);

/* ---- run_repeat.c: a job that is run many times ---------------------------- */

/* One run of a job that is built, into a result that is new; 0 or -1. */
typedef int (*run_once_fn)(
    struct run_result *one, void *payload, struct err *e);
/* All its runs, counted by kind. */
int run_repeat(struct run_result *r, const struct run_job *job,
    const struct run_limits *limits, run_once_fn once, void *payload,
    struct err *e);

/* ---- run_several.c: a job of several programs ----------------------------- */

/* As run_exec() of a job whose tools are there; in: its input, or -1. */
int run_several(struct run_result *r, const struct run_job *job,
    const struct run_limits *limits, int in, struct err *e);
/*
 * The program that a run of several is judged by: the first that is not as it
 * is expected, else the main one, or the first that was not ended by us.
 */
const struct run_piece *run_several_judged(
    const struct run_result *r, size_t main);

/* ---- run_lanes.c: what several programs have printed ----------------------- */

/* A line, without its end, as it came. */
typedef void (*run_lane_fn)(int64_t ms, const struct run_piece *part, bool err,
    const char *s, size_t len, void *payload);
/* All lines of a result of several programs, in the order in which they have
 * ended. */
void run_lanes(const struct run_result *r, run_lane_fn tell, void *payload);

/* ---- run_console.c: a session --------------------------------------------- */

/* As run_exec() of a session, whose shell is there. */
int run_console(struct run_result *r, const struct run_puts *puts,
    const char *const *argv, const struct run_job *job,
    const struct run_limits *limits, struct err *e);

#endif
