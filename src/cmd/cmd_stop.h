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

#endif
