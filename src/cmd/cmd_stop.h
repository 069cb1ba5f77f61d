/* cmd_stop.h: how long a timebox has been, as `stop` writes it */
#ifndef CMD_CMD_STOP_H
#define CMD_CMD_STOP_H

#include "cmd/cmd_box.h"

struct cmd_stop_wish {
	int cap; /* --cap N; 0: none */
	bool keep_all, discard;
};

/*
 * The minutes to write, 0 to write nothing; -1 with `e` filled when the
 * timebox shall go on. Asks on a terminal: about the time that the machine
 * slept, and about what is over the planned time. Without one it subtracts
 * nothing, caps at the planned time, and says so unless `quiet`.
 */
int cmd_stop_minutes(const struct cmd_box *b, const struct cmd_stop_wish *wish,
    bool quiet, struct arena *a, struct err *e);
/* What an editor had in hand; `name` is below the state folder. */
struct cmd_stop_draft {
	const char *name; /* NULL: there was no editor */
	bool whole;       /* all of it is in what is to be added */
};
/*
 * Let the user edit what is to be added; what others add to the timebox
 * meanwhile comes behind it. -1 when it is not to be written, and the message
 * says where the text is: the timebox goes on, unless b->there is false
 * because another command has ended it.
 */
int cmd_stop_edit(struct study_add *add, struct cmd_box *b, struct wiki *w,
    struct cmd_stop_draft *draft, struct err *e);
/* Afterwards: remove the draft of an entry that is saved whole, or say where
 * it is. */
void cmd_stop_edited(
    const struct cmd_box *b, const struct cmd_stop_draft *draft, bool saved);

#endif
