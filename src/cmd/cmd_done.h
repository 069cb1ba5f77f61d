/* cmd_done.h: what a command that writes has done, as JSON */
#ifndef CMD_CMD_DONE_H
#define CMD_CMD_DONE_H

#include "cmd/cmd.h"

/* NULL and 0 are left out, but for the commit, which is null then. */
struct cmd_done {
	const char *did;  /* "logged", "done", "undone" */
	const char *what; /* the text, or the subject of the commit */
	const char *id, *keep, *newer; /* of a try */
	const char *day, *path;
	const char *topic, *title, *times;
	int minutes;
	const struct repo_done *repo; /* NULL: no commit is made of it */
};

/* Say it when git is told to ignore the file, which then is in no commit. */
void cmd_done_note(const struct repo_done *done, const char *path);
/* Add it as one object: {"schema": 1, "did": …, "commit": …}. */
void cmd_done_add(struct jsonw *j, const struct cmd_done *d);
/* Print that, and nothing else. */
void cmd_done_json(const struct cmd_done *d);

#endif
