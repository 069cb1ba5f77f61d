/* run_type.h: the one who types a session; for this room only */
#ifndef RUN_RUN_TYPE_H
#define RUN_RUN_TYPE_H

#include <termios.h>

#include "run/run_console.h"
#include "run/run_int.h"

/* Where the typing of one command is. */
enum run_typing_at {
	RUN_TYPED,  /* it was typed, and runs */
	RUN_ASKED,  /* the shell is back, and was given an empty line */
	RUN_MARK,   /* the end of its output is to be marked */
	RUN_MARKED, /* and the mark is on its way to us */
	RUN_LEFT,   /* all were typed, or the shell is gone */
};

/* A session under way: see run_type.c. */
struct run_typing {
	const struct run_ask *asks; /* borrowed */
	size_t n;
	struct run_command *done; /* as asks; borrowed */

	enum run_typing_at state;
	bool setup; /* it is ours: what comes before the first command */
	size_t at;  /* the command that runs; those before it have ended */
	bool gone;  /* the shell has ended, as `status` says it */
	int status; /* of the command */
	int64_t typed, left;       /* when; on the clock of date_ticks() */
	struct strbuf input, tail; /* to be typed; read, and not judged yet */
	size_t input_at;
	int slave; /* the side of the programs, to put the mark there; or -1 */
	struct termios modes; /* of the terminal, as it was in the beginning */
	char mark[33];
};

/* `asks` and `done` are borrowed, and of n elements each. */
void run_type_init(struct run_typing *t, const struct run_ask *asks,
    struct run_command *done, size_t n);
void run_type_release(struct run_typing *t);
/* The terminal is there; our side of it is `master`. 0 or -1 and errno. */
int run_type_open(struct run_typing *t, int master);
/* Type what is to be typed now; the session began at `started`. */
void run_type_turn(struct run_typing *t, int master, int64_t started);
/* The shell says that it waits, and how its last command has ended. */
void run_type_prompt(struct run_typing *t, int status);
/* The shell has ended; status as waitpid() says it. */
void run_type_gone(struct run_typing *t, int status);
/* Read what is there, as run_out_read() does, to the command that runs. */
size_t run_type_read(struct run_typing *t, int *fd, struct run_prog *p,
    struct run_trace *trace, int64_t ms);
/*
 * Whether all is typed and read, and the shell has ended, or does not after
 * so many ms: then it is left to be killed.
 */
bool run_type_over(const struct run_typing *t, bool ended, int ms);
/* The end, whatever there was: the command that still runs has not ended. */
void run_type_finish(struct run_typing *t, struct run_prog *p,
    struct run_trace *trace, int64_t ms);

#endif
