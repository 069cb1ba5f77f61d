/* run_int.h: what the files of this room know of each other */
#ifndef RUN_RUN_INT_H
#define RUN_RUN_INT_H

#include "run/run.h"
#include "run/run_box.h"

/* ---- run_lang.c: how a language is built and run ------------------------ */

struct run_lang {
	const char *name;         /* "c" */
	const char *file;         /* what the code is written to: "main.c" */
	const char *tool;         /* the compiler or interpreter */
	const char *package;      /* what brings it: apt-get install … */
	const char *build;        /* a line for sh that makes `prog`, or NULL */
	const char *const *run;   /* the program's argv, before job->args */
	const char *const *probe; /* prints the version of the tool, or NULL */
};

const struct run_lang *run_lang_find(const char *name); /* NULL: unknown */
/* "c, python, sh", for messages. */
const char *run_lang_names(void);
/* NULL, or why the tool cannot be used; the caller frees it. */
char *run_lang_missing(const struct run_lang *lang);
/* What the tool says its version is; "" when it cannot be asked. */
char *run_lang_version(const struct run_lang *lang);

/* ---- run_keep.c: one program from its start to its end ------------------- */

enum run_end {
	RUN_END_EXIT, /* it ended; see `code` */
	RUN_END_TIME, /* killed, like all of these */
	RUN_END_MEMORY,
	RUN_END_PROCESSES,
	RUN_END_OUTPUT,
};

struct run_step {
	const char *const *argv;
	const struct run_put *puts;
	size_t n_puts;
	int in;        /* the program's 0; -1: /dev/null */
	int extra;     /* its 4, or -1: none */
	bool terminal; /* standard output is a terminal */
	enum run_profile profile;
	int timeout_ms;
	size_t memory;
	int processes;

	struct strbuf *out, *err; /* their `max` caps them; may be the same */
	size_t out_cut, err_cut;
	enum run_end end;
	int code;     /* 128 + N for signal N */
	bool told;    /* the shell had a word for a signal */
	bool crowded; /* it had as many processes as it may have */
	int64_t wall_ms, cpu_ms;
	size_t peak;
	const char *rung; /* how it was held; static */
};

/* 0: the step has ended and nothing of it is left. -1: it did not start. */
int run_keep(struct run_step *step, struct err *e);

/* A new file in memory that holds these bytes; -1 when that fails. */
int run_keep_file(const void *p, size_t len, struct err *e);

/* ---- run_match.c --------------------------------------------------------- */

/* "SEGV" for 11; NULL when there is no such signal. */
const char *run_signal_name(int number);
/* Append how the lines of `b` differ from those of `a`, at most 40 lines. */
void run_diff(struct strbuf *out, const char *a, size_t a_len, const char *b,
    size_t b_len);

#endif
