/* opt.h: option tables: argv into values, and the words of the help */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

enum opt_kind {
	OPT_FLAG,  /* bool */
	OPT_TEXT,  /* const char *, borrowed from argv; the last one holds */
	OPT_ONCE,  /* the same, for a text to be kept: a second is refused */
	OPT_LIST,  /* struct opt_list: may be given many times */
	OPT_COUNT, /* int, 1 to 100000 */
};

struct opt_list {
	const char **v; /* owned; its texts are borrowed from argv */
	size_t n, cap;
};

/* One row an option; a table ends with a row whose name is NULL. */
struct opt {
	const char *name; /* without "--" */
	char letter;      /* 0: none */
	enum opt_kind kind;
	size_t at;       /* offset in the struct that is filled */
	const char *arg; /* "TEXT" in the usage; NULL for a flag */
	const char *help;
};

/*
 * Read argv[1…] into `into`. Options and operands may come in any order, and
 * after "--" all are operands. A lone "-" and a "-" before a digit or a blank
 * are operands, so that TIME can be -40m and TEXT a list. The operands are
 * moved to argv[1…] and their number is returned; -1 with ERR_USAGE when it is
 * wrong. Then the rest is read all the same, for the texts in it, and a NULL
 * stands behind the operands.
 */
int opt_parse(
    const struct opt *table, void *into, int argc, char **argv, struct err *e);
void opt_list_release(struct opt_list *l);

/* The lines of the help, one an option. */
void opt_help(struct strbuf *out, const struct opt *table);

#endif
