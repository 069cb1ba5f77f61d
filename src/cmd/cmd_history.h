/* cmd_history.h: what a version changed, word by word */
#ifndef CMD_CMD_HISTORY_H
#define CMD_CMD_HISTORY_H

#include "base/arena.h"
#include "repo/repo_dates.h"

enum history_op {
	HISTORY_KEEP,
	HISTORY_REMOVE,
	HISTORY_ADD
};

struct history_part {
	enum history_op op;
	const char *p; /* borrowed from the version */
	size_t len;
};

/* A line in which something changed. */
struct history_line {
	size_t line; /* in the new text, from 1; 0: all of it is gone */
	struct history_part *parts;
	size_t n, cap;
};

struct history_diff {
	struct history_line *lines; /* owned, and their parts */
	size_t n, cap;
	size_t added, removed; /* words */
};

/* Fill *out, to be released; `mem` is for what is needed meanwhile. */
int cmd_history_diff(struct history_diff *out, const struct repo_version *v,
    struct arena *mem, struct err *e);
void cmd_history_release(struct history_diff *d);

#endif
