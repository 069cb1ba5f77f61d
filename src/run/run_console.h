/* run_console.h: a session of a terminal, as a note has it and as it went */
#ifndef RUN_RUN_CONSOLE_H
#define RUN_RUN_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "run/run.h"

/* A command of a session, and what the note says that it prints. */
struct run_ask {
	const char *shown; /* its lines, with their prompts: "$ cd /tmp" */
	const char *typed; /* what the shell gets, to the last newline */
	const char *want;  /* the lines below it; NULL when there are none */
	size_t want_len;
	int line; /* of the code, from 1 */
};
#define RUN_ASKS_MAX 200

/*
 * The commands of a session, into the arena; *v ends after *n. A line that
 * begins with "$ " is one, and so is "# " when the first line begins so; "> "
 * goes on with it, as does what follows a backslash. NULL, or what is wrong
 * with the session, in the arena.
 */
const char *run_console_parse(struct run_ask **v, size_t *n, struct arena *a,
    const char *code, size_t len);

/*
 * The first command from `i` on that printed something else than the note
 * says, which it was made of; n_commands when there is none. How it differs
 * is appended to `diff` (may be NULL), fit for a terminal. Of the record its
 * commands, output and `expect` are read.
 */
size_t run_console_differs(struct strbuf *diff, const struct run_record *r,
    const struct run_ask *asks, size_t i, struct run_compare how);

/*
 * The session as it was to be seen, commands and all, with the exit status
 * below each command where that is not 0.
 */
void run_console_text(struct strbuf *out, const struct run_command *v, size_t n,
    const char *said, size_t len);
/* Of a record of a session: what can be compared, its text as its output. */
void run_console_flat(struct run_record *rec, struct arena *a);

#endif
