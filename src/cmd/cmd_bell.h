/* cmd_bell.h: the bell at the end of a timebox, and the hooks */
#ifndef CMD_CMD_BELL_H
#define CMD_CMD_BELL_H

#include "cmd/cmd_box.h"

/*
 * Run the hook `name` ("start", "bell", "stop") of the configuration, if
 * there is one. It is a line for /bin/sh; what it is about stands in
 * its environment, never in the line. Waits a few seconds for it and says
 * when it failed; what takes longer is left to itself.
 */
void cmd_hook(const struct wiki *w, const char *name,
    const struct study_box *box, int minutes);

/* What a terminal is sent: BEL, and what some turn into a notification. */
void cmd_bell_bytes(struct strbuf *out, const char *title, const char *text);

/*
 * Have a process of its own ring when the time is up, if this timebox still
 * runs then. Nothing happens with $HALFHOUR_NOW, where time stands still.
 */
void cmd_bell_arm(const struct wiki *w, const struct cmd_box *b);

/* The timebox is over: nobody waits for its end any more. Before its folder is
 * closed. */
void cmd_bell_end(const struct cmd_box *b);

/*
 * After any command: if a timebox runs, and the process that waits for its end
 * is of another boot or was killed, leave a new one behind. Nothing else is changed, nothing
 * is said; where that is not possible, no bell rings.
 */
void cmd_bell_again(struct wiki *w);

/* `start --wait`: count down until the time is up, the timebox is ended by
 * another command, or Ctrl-C. Returns the exit code, or -1. */
int cmd_start_wait(struct cmd_ctx *ctx, struct cmd_box *b, struct err *e);
/* Its line, for a window of so many cells; never as wide as the window. */
void cmd_start_line(struct strbuf *out, const struct study_box *box,
    const struct study_box_time *t, int width, struct arena *a);

#endif
