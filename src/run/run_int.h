/* run_int.h: what the files of this room know of each other */
#ifndef RUN_RUN_INT_H
#define RUN_RUN_INT_H

#include "run/run.h"
#include "run/run_hang.h"
#include "run/run_box.h"
#include "run/run_lines.h"

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

/* ---- run_key.c: what is asked for once ------------------------------------ */

/* What `try` says of a profile: it is called once for each. The caller frees
 * it; NULL is fine and is kept, too. Without tools it is called. */
char *run_tools_box(struct run_tools *t, enum run_profile profile,
    char *(*try)(enum run_profile profile));

/* The version of the compiler or interpreter; "" if it is not there. */
const char *run_tools_version(struct run_tools *t, const struct run_lang *lang);

/* ---- run_built.c: finished programs ---------------------------------------- */

#define RUN_BUILT_NAME (6 + 65)
/* The name of the file that a program of this job is kept in; false when none
 * may be kept, because nobody knows the compiler. */
bool run_built_name(char out[RUN_BUILT_NAME], const struct run_job *job,
    const struct run_lang *lang, struct run_tools *tools);
/* The program as a file in memory, and what the compiler had said is added to
 * `said`; -1 when it is not kept. */
int run_built_load(int folder, const char *name, struct strbuf *said);
void run_built_store(
    int folder, const char *name, const struct strbuf *said, int program);

/* ---- run_keep.c: one program from its start to its end ------------------- */

enum run_end {
	RUN_END_EXIT, /* all have ended; see their `status` */
	RUN_END_TIME, /* killed, like all of these */
	RUN_END_MEMORY,
	RUN_END_PROCESSES,
	RUN_END_OUTPUT,
	RUN_END_DEADLOCK,
};

/* One of the programs that a step runs in one sandbox. */
struct run_prog {
	const char *const *argv;
	const char *const *env; /* NAME=VALUE, ends with NULL; may be NULL */
	bool terminal;          /* standard output is a terminal */
	int in;    /* standard input, but of the first; -1: /dev/null */
	int after; /* started after that one of the list; -1 */
	/* And not before that one has printed this; NULL: it has printed a
	 * line, or has ended. */
	const char *until;
	bool stop; /* it is ended when all that are not have ended */

	struct strbuf *out, *err; /* their `max` caps them; may be the same */
	size_t out_cut, err_cut;
	bool started, ended;
	bool stopped;             /* it was told to end */
	int status;               /* as waitpid() says it; when it has ended */
	int64_t start_ms, end_ms; /* after the start of the step */
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
	int stop;                  /* as in the limits */
	struct run_trace *trace;   /* NULL: nobody wants to know */
	struct run_typing *typing; /* the program is a session; or NULL */

	enum run_hang_of hang;
	char hung[160]; /* the sentence that says that it is a deadlock */

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
/* The same that nobody can write to: an input, which another run may get. */
int run_keep_input(const char *text, struct err *e);

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
/* One line that process 1 has said, so long after the start; what it says is
 * only believed if it can be. */
enum run_heard run_inside_hear(
    const char *line, struct run_step *step, int64_t ms);

/* ---- run_trace.c: what was written when, and what is left ------------------ */

/* `len` bytes more of the output or the errors of a program. */
void run_trace_chunk(
    struct run_trace *t, int64_t ms, int prog, bool err, size_t len);
void run_trace_leak(
    struct run_trace *t, const char *kind, const char *what, size_t n);

/* ---- run_record_text.c -------------------------------------------------------- */

/* Append a JSON string, with all control characters escaped; what is not UTF-8
 * becomes U+FFFD. */
void run_quote(struct strbuf *out, const char *s, size_t len);
void run_base64(struct strbuf *out, const char *s, size_t len);
/* Bytes out of base64, into `to`, which has room; false if it is not that. */
bool run_unbase64(char *to, size_t *to_len, const char *s, size_t len);

/* ---- run_match.c --------------------------------------------------------- */

/* "SEGV" for 11; NULL when there is no such signal. */
const char *run_signal_name(int number);

#endif
