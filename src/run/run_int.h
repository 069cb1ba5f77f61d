/* run_int.h: what the files of this room know of each other */
#ifndef RUN_RUN_INT_H
#define RUN_RUN_INT_H

#include "run/run.h"
#include "run/run_box.h"

/* ---- run_lang.c: how a language is built and run ------------------------ */

struct run_lang {
	const char *name; /* "c" */
	const char *file; /* what the code is written to: "main.c"; or NULL */
	const char *tool; /* the compiler or interpreter */
	const char *package;      /* what brings it: apt-get install … */
	const char *build;        /* a line for sh that makes `prog`, or NULL */
	const char *const *run;   /* the program's argv, before job->args */
	const char *const *probe; /* prints the version of the tool, or NULL */
	bool session; /* its code is typed on a terminal, line by line */
};

const struct run_lang *run_lang_find(const char *name); /* NULL: unknown */
/* "c, python, sh, console", for messages. */
const char *run_lang_names(void);
/* NULL, or why the tool cannot be used; the caller frees it. */
char *run_lang_missing(const struct run_lang *lang);
/* What the tool says its version is; "" when it cannot be asked. */
char *run_lang_version(const struct run_lang *lang);

struct run_step;
struct run_typing;

/* ---- run.c: the parts of a job -------------------------------------------- */

/* Files of a step: the code, more files, and for C the finished program. */
struct run_puts {
	struct run_put v[RUN_FILES_MAX];
	size_t n;
};
void run_why(struct run_result *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* What a program's status, as waitpid() says it, means. */
void run_ended(struct run_result *r, int status);
/* What the step's end means. */
void run_judge(struct run_result *r, const struct run_step *s);

/* ---- run_console.c: a session --------------------------------------------- */

/* As run_exec() of a session, whose shell is there. */
int run_console(struct run_result *r, const struct run_puts *puts,
    const char *const *argv, const struct run_job *job,
    const struct run_limits *limits, struct err *e);

/* ---- run_keep.c: one program from its start to its end ------------------- */

enum run_end {
	RUN_END_EXIT, /* all have ended; see their `status` */
	RUN_END_TIME, /* killed, like all of these */
	RUN_END_MEMORY,
	RUN_END_PROCESSES,
	RUN_END_OUTPUT,
};

/* One of the programs that a step runs in one sandbox. */
struct run_prog {
	const char *const *argv;
	const char *const *env; /* NAME=VALUE, ends with NULL; may be NULL */
	bool terminal;          /* standard output is a terminal */
	int after; /* started after that one, behind it in the list; -1 */
	const char *until; /* and not before that one has printed this; NULL */

	struct strbuf *out, *err; /* their `max` caps them; may be the same */
	size_t out_cut, err_cut;
	bool started, ended;
	int status; /* as waitpid() says it; when it has ended */
};

struct run_step {
	struct run_prog *progs;
	size_t n_progs; /* RUN_PROGRAMS_MAX at most */
	const struct run_put *puts;
	size_t n_puts;
	int in;    /* the first program's 0; -1: /dev/null */
	int extra; /* its 4, or -1: none */
	enum run_profile profile;
	int timeout_ms;
	size_t memory;
	int processes;
	struct run_trace *trace;   /* NULL: nobody wants to know */
	struct run_typing *typing; /* the program is a session; or NULL */

	enum run_end end;
	bool crowded; /* it had as many processes as it may have */
	int64_t wall_ms, cpu_ms;
	size_t peak;
	const char *rung; /* how it was held; static */
};

/* 0: the step has ended and nothing of it is left. -1: it did not start. */
int run_keep(struct run_step *step, struct err *e);

/* A new file in memory that holds these bytes; -1 when that fails. */
int run_keep_file(const void *p, size_t len, struct err *e);

/* ---- run_out.c: the output of one program --------------------------------- */

#define RUN_COLUMNS 80 /* of its terminal */
#define RUN_ROWS 24

/* Both ends of its standard output and of its errors; -1: closed. */
struct run_out {
	int out, err; /* ours */
	int their_out, their_err;
};
#define RUN_OUT_INIT ((struct run_out){ -1, -1, -1, -1 })
/* 0, or -1, errno, and what there is must be released. */
int run_out_open(struct run_out *o, const struct run_prog *p);
void run_out_close_theirs(struct run_out *o); /* once they are handed over */
void run_out_release(struct run_out *o);
/*
 * Read what is there: how many bytes, 0 for none. `kept` of them had room, the
 * others are added to `cut`, which may be NULL. At its end *fd is closed.
 */
size_t run_out_read(int *fd, struct strbuf *to, size_t *cut, size_t *kept);

/* ---- run_inside.c: process 1, seen from outside --------------------------- */

/* Process 1 as a file; -1 when that fails. */
int run_inside_file(struct err *e);
/* The words of process 1, for these programs. Free it with
 * run_inside_words_free(). */
char **run_inside_words(const struct run_step *step);
void run_inside_words_free(char **words); /* NULL is fine */
enum run_heard {
	RUN_HEARD_NOTHING, /* that is of interest */
	RUN_HEARD_THERE,
	RUN_HEARD_END, /* a program has ended, and its status is set */
	RUN_HEARD_DONE /* it has told all that is left */
};
/* One line that process 1 has said; what it says is only believed if it can
 * be. */
enum run_heard run_inside_hear(const char *line, struct run_step *step);

/* ---- run_trace.c: what was written when, and what is left ------------------ */

/* `len` bytes more of the output or the errors of a program. */
void run_trace_chunk(
    struct run_trace *t, int64_t ms, int prog, bool err, size_t len);
void run_trace_leak(
    struct run_trace *t, const char *kind, const char *what, size_t n);

/* ---- run_record.c -------------------------------------------------------- */

/* Append a JSON string, with all control characters escaped; what is not UTF-8
 * becomes U+FFFD. */
void run_quote(struct strbuf *out, const char *s, size_t len);

/* ---- run_match.c --------------------------------------------------------- */

/* "SEGV" for 11; NULL when there is no such signal. */
const char *run_signal_name(int number);
/* Append how the lines of `b` differ from those of `a`, at most 40 lines. */
void run_diff(struct strbuf *out, const char *a, size_t a_len, const char *b,
    size_t b_len);

#endif
