/* cmd.h: commands: one file each, one table, whose rows are the help */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include <signal.h>
#include <stdbool.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/jsonw.h"
#include "base/opt.h"
#include "base/strbuf.h"
#include "wiki/wiki.h"

/*
 * To add a command: write cmd_NAME.c, which exports only cmd_NAME_entry; add
 * its row to the table in cmd.c; write notes/manual/NAME.md, whose Synopsis
 * and Options are the entry's words; write tests/cmd/NAME.sh.
 */
enum cmd_flags {
	CMD_WIKI = 1,   /* ctx->wiki is open */
	CMD_REPO = 2,   /* and it is in a git repository */
	CMD_STATE = 4,  /* ctx->state is open, and nothing else is */
	CMD_FOLDER = 8, /* with CMD_WIKI: any folder of Markdown will do */
	CMD_NOTES = 16, /* with both: it reads notes and nothing else, so that
			   mostly the repository is not opened */
	CMD_TELLS = 32, /* the mistakes of the settings are among its own */
};

/* What main() has prepared for the command. */
struct cmd_ctx {
	const char *dir;          /* -C DIR; "." without */
	bool json, quiet;         /* --json, --quiet */
	bool color;               /* standard output may have colours */
	struct wiki *wiki;        /* with CMD_WIKI */
	struct wiki_state *state; /* with CMD_STATE */
};

struct cmd_entry {
	const char *name;
	const char *usage; /* operands and options, as in "log [TOPIC]" */
	const char *summary;
	const char *help; /* further lines for `help NAME`; NULL for none */
	const struct opt *opts; /* NULL: it takes no options */
	int flags;
	/*
	 * Returns the exit code; or -1 with `e` filled, which main() prints,
	 * and then e->code is the exit code. argv[0] is the command's name.
	 */
	int (*exec)(struct cmd_ctx *ctx, int argc, char **argv, struct err *e);
};

extern const struct cmd_entry *const cmd_table[]; /* ends with NULL */

/* The entry of this name; NULL and a message with the nearest name. */
const struct cmd_entry *cmd_find(const char *name, struct err *e);
/* What `help` and `help NAME` print. */
void cmd_help_all(struct strbuf *out);
void cmd_help_one(struct strbuf *out, const struct cmd_entry *entry);

/* ---- what several commands do ------------------------------------------ */

/* Parse the options of the entry; the number of operands, or -1. */
int cmd_opts(const struct cmd_entry *entry, void *into, int argc, char **argv,
    struct err *e);
/* The nth operand and those behind it, with a space between them, of those that
 * cmd_opts() has counted; -1: of a wrong command line. NULL: there is none. */
const char *cmd_words(struct arena *a, char **argv, int nth, int n);
/* More than `max` operands: -1 with the usage. */
int cmd_operands(const struct cmd_entry *entry, int n, int max, struct err *e);
/*
 * All of standard input, as UTF-8 text without its last line end and without
 * a byte order mark; the caller frees it. NULL with `e` filled; what was read
 * is kept as a draft in the wiki, if one is given, for nothing else has it;
 * of what is too long at most 64 MiB. Where no draft could be kept, nothing is
 * read.
 */
char *cmd_stdin(struct wiki *w, struct err *e);
/* Its bytes, at most `max`, into `out`, which this initializes. -1 with `e`
 * filled, and in `out` what was read and nothing else has: of a pipe. */
int cmd_stdin_read(
    struct strbuf *out, struct wiki *w, size_t max, struct err *e);
/* Bytes that were read and cannot be used are kept as a draft, and the message
 * in `e` says where. */
void cmd_kept(struct wiki *w, const void *bytes, size_t len, struct err *e);
/* Print to standard output; on a terminal, what could steer it is made
 * visible. */
void cmd_print(const char *s, size_t len);
/* Cells in a line of the terminal; 0 when standard output is none, or one that
 * does not tell. */
int cmd_window(void);
/* As cmd_print(), and on a terminal each line is cut to its width. */
void cmd_print_lines(const char *s, size_t len);
/* One entry as `list --json` and `show --json` have it. */
void cmd_json_entry(struct jsonw *j, const struct study_day *day,
    const struct study_entry *entry, const struct wiki *w);
/* So many steps back (or forth) as `steps` says, NULL for one, and a line of
 * each: "undone: log: docker 28m [1a2b3c4]". One that fails ends it, and `e`
 * says how many were done; those stay. */
int cmd_undo_steps(
    struct cmd_ctx *ctx, bool redo, const char *steps, struct err *e);
/* "PATH:LINE:COL: error: … [code]" and a newline, the only one: another is
 * shown as ^J. For a terminal, by cmd_print() only. */
void cmd_diag_line(struct strbuf *out, const struct diag *d);
/* How many processes --jobs N means; 0: one for each core. */
int cmd_jobs(int n);
/* Print the diagnostics to standard error; quiet leaves out all but errors. */
void cmd_diags(struct diag_list *d, bool quiet);
/* Read the days from `since` to `until`, which are --since and --until as they
 * were given, or NULL: w->days. */
int cmd_read_days(
    struct wiki *w, const char *since, const char *until, struct err *e);
/*
 * As cmd_diags(), of a command that has printed what it found in the days: `rc`; or
 * ERR_FAILED where that is not all, because a day cannot be read, or with
 * `text`, whose bytes are handed on, is no UTF-8.
 */
int cmd_diags_days(struct wiki *w, bool quiet, bool text, int rc);
/*
 * Between the two, what is printed to a pipe that nobody reads does not end the
 * process: something is still to be done. At the end all of it is put out, and
 * what got lost is told by main(), as on a full disk. `old` is for the caller
 * to hold.
 */
void cmd_pipe_hold(sigset_t *old);
void cmd_pipe_give(const sigset_t *old);
/* A line to standard error: "halfhour: note: …". */
void cmd_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
