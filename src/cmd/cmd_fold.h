/* cmd_fold.h: lines that go on below where a window ends */
#ifndef CMD_CMD_FOLD_H
#define CMD_CMD_FOLD_H

#include "cmd/cmd.h"

/*
 * As cmd_print(), of rows whose last column begins behind `col` cells. On a
 * terminal that column is folded, and stands below the others where the window
 * has no room for it beside them.
 */
void cmd_print_rows(const char *s, size_t len, int col);
/* What `help` has made: on a terminal its paragraphs and tables are folded. */
void cmd_print_help(const char *s, size_t len);

#endif
