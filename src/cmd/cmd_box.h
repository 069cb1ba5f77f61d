/* cmd_box.h: the timebox on disk, for the commands that start and end it */
#ifndef CMD_CMD_BOX_H
#define CMD_CMD_BOX_H

#include "cmd/cmd.h"

#define CMD_BOX "box" /* where it is kept, below what wiki_own.h tells */

/* The timebox, held by this command and no other. */
struct cmd_box {
	int fd;                     /* of the state folder; borrowed */
	const struct wiki_own *own; /* borrowed */
	const char *file;           /* its name below the state folder */
	int lock;                   /* -1: not held */
	bool there;                 /* whether one is running */
	struct study_box box;
	struct date_clock now;
	struct study_box_time time; /* with `there` */
};

/*
 * Wait for the lock, finish what a dead process left, and read it. None
 * running is no failure. A damaged one is moved to the drafts, never thrown
 * away, and that is a failure which says where.
 */
int cmd_box_open(struct cmd_box *b, struct wiki *w, struct err *e);
/* The same, where one must be running: ERR_NOTHING with the way out. */
int cmd_box_need(struct cmd_box *b, struct wiki *w, struct err *e);
void cmd_box_close(struct cmd_box *b);

/* Only look, without a lock: 1; 0 when none runs; -1 when it cannot be read,
 * -2 when it is damaged, or larger than a day. Nothing is moved. CMD_BOX_SPENT: it has ended, and
 * its entry is saved, by a process that died before it removed the file. */
#define CMD_BOX_SPENT 2
int cmd_box_peek(struct study_box *out, int fd, const struct wiki_own *own,
    struct arena *a, struct err *e);
/* Whether there is one, be it as it may. */
bool cmd_box_there(int fd, const struct wiki_own *own);

/* Write it, durably. One that is larger than 16 MiB is refused. */
int cmd_box_save(struct cmd_box *b, struct err *e);
/* Keep all of it as a draft, then remove it: `add`, which has its lines and
 * more, or NULL for its lines. The path of the draft, in the arena; NULL when
 * nothing was changed. */
const char *cmd_box_drop(struct cmd_box *b, const struct study_add *add,
    struct wiki *w, struct err *e);

/* The same, and say where the draft is: `cancel`. Closes it. */
int cmd_cancel_box(struct cmd_ctx *ctx, struct cmd_box *b,
    const struct study_add *add, struct err *e);

/* What it would add to the day if it had taken so many minutes: all lines
 * checked by a patch of an empty day, so that `stop` cannot fail on them. */
int cmd_box_entry(struct study_add *add, const struct study_box *box,
    int minutes, struct wiki *w, struct err *e);

/* "docker: layer cache" of a timebox, in the arena. */
const char *cmd_box_name(const struct study_box *box, struct arena *a);
/* "+12:30" or "7:05"; an hour is 1:00:00. */
const char *cmd_box_clock(int64_t seconds, bool plus, struct arena *a);
/* "21:30" where the planned time is up, as local clocks will show it. */
const char *cmd_box_end(const struct study_box *box, struct arena *a);
/* The object of `status --json`; NULL for none running; `unsynced` commits wait
 * for the next sync, -1 where that is not told. */
void cmd_box_json(
    const struct study_box *box, const struct study_box_time *t, long unsynced);

#endif
