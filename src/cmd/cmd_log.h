/* cmd_log.h: when an entry was, as `log` finds out */
#ifndef CMD_CMD_LOG_H
#define CMD_CMD_LOG_H

#include "cmd/cmd.h"

struct cmd_log_wish {
	const char *at; /* --at TIME; NULL: none */
	int minutes;    /* --minutes N; 0: none */
};

/* What was found out beside the day, the start and the end on the clock. */
struct cmd_log_time {
	struct moment end;
	/* What is to be told once it is written, in the arena; NULL: nothing. */
	const char *note;
};

/*
 * The times that are asked for. Without any, an entry is the last `timebox`
 * minutes; of these only what is behind the last entry of the log, so that
 * several of them in a row adjoin; a timebox that runs is one until now. Where
 * nothing is left it has its start and no minutes. -1 for what cannot be: a
 * time in the future, say.
 */
int cmd_log_times(struct study_add *add, struct cmd_log_time *out,
    struct wiki *w, const struct cmd_log_wish *wish, struct err *e);

#endif
