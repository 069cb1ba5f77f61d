/* cmd_edit.h: the user's editor */
#ifndef CMD_CMD_EDIT_H
#define CMD_CMD_EDIT_H

#include "base/err.h"

/* $VISUAL, $EDITOR, or vi on a terminal; borrowed. NULL: there is none. */
char *cmd_editor(struct err *e);
/* Open the file in it and wait. It may hold arguments, as in "code --wait",
 * and is read by the shell, as git reads it. -1 when it does not end well. */
int cmd_editor_run(const char *editor, const char *path, struct err *e);

#endif
