/* cmd_build_say.h: what `halfhour build` says while it works, and at its end */
#ifndef CMD_CMD_BUILD_SAY_H
#define CMD_CMD_BUILD_SAY_H

#include "base/step.h"
#include "build/build.h"

/* A bar on standard error, if that is a terminal, of what takes longer than
 * half a second. */
struct cmd_bar {
	bool on;
	bool drawn;
	int64_t began, last; /* date_ticks() */
	struct step step;    /* to be given to who works */
};
void cmd_bar_init(struct cmd_bar *b, bool quiet);
/* Take it away; nothing is drawn any more. */
void cmd_bar_end(struct cmd_bar *b);

/* The last line: what was built, in how many milliseconds, into `out`. */
void cmd_build_say(const struct build_done *d, const char *out, int64_t ms);

#endif
