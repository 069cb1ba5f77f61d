/* cmd_run.h: one call of `halfhour run`: what is run, and what comes of it */
#ifndef CMD_CMD_RUN_H
#define CMD_CMD_RUN_H

#include "cmd/cmd.h"

struct run_opts {
	bool all, check, accept, trust;
	int jobs;
};

enum run_status {
	RUN_AS_EXPECTED,
	RUN_UNEXPECTED, /* not the outcome that the example expects */
	RUN_DIFFERS,    /* as expected, but not as recorded */
	RUN_SKIPPED,    /* this machine cannot run it */
	RUN_REFUSED,    /* nobody can run it as it is written */
	RUN_STATUSES
};

struct run_item {
	const struct note *note;
	const struct note_example *example;
	struct run_job job;
	struct run_key key;
	struct run_result result;
	enum run_status status;
	char *why; /* owned; of skipped and refused */
	/* What follows is known when it is finished. */
	bool finished;
	const char *told;     /* of its record; "" for nothing */
	const char *unwanted; /* where the output is not as written, or NULL */
	bool changed; /* it went otherwise than its record, or has none */
	struct wiki_file record; /* to be stored; its path is NULL for none */
	struct wiki_file cast;   /* its recording, likewise */
};

struct run_session {
	struct cmd_ctx *ctx;
	struct wiki *w;
	struct run_opts o;
	struct run_item *items;
	size_t n, cap;
	struct wiki_file *files; /* what is to be stored */
	size_t n_files, cap_files;
	size_t n_records, n_casts; /* of them */
	size_t count[RUN_STATUSES];
	struct strbuf json_text;
	struct jsonw json;
};

/* The examples that the operands name; none of that name is an error. */
int run_session_select(
    struct run_session *s, int n, char **names, struct err *e);
/* Skip those of profile=container and refuse those with needs=docker that
 * nobody has trusted, and remember those that --trust is given for. */
int run_session_trust(struct run_session *s, struct err *e);
/* Run them, so many at a time, and take each as it ends. 0; the signal that has
 * stopped it; or -1. */
int run_session_run(struct run_session *s, struct err *e);
/* Compare an item that has ended with its record, report it, note what to
 * store. */
void run_session_take(struct run_session *s, struct run_item *item);
/* Append a difference, as run_same() makes them, fit for a terminal; with
 * `color` in colours. */
void run_session_diff(struct strbuf *out, const char *diff, bool color);
/* Store, sum up; the exit code, or -1. */
int run_session_end(struct run_session *s, struct err *e);
void run_session_release(struct run_session *s);

#endif
