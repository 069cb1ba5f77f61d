/* cmd_completion.h: what a shell is told of a command */
#ifndef CMD_CMD_COMPLETION_H
#define CMD_CMD_COMPLETION_H

#include "cmd/cmd.h"

/* What may stand in a place. */
enum complete_kind {
	COMPLETE_WORDS = 1, /* some words, known beforehand */
	COMPLETE_TOPIC = 2,
	COMPLETE_TRY = 4, /* the id of an open try */
	COMPLETE_DAY = 8,
	COMPLETE_FILE = 16,
	COMPLETE_DIR = 32,
	COMPLETE_COMMAND = 64,
	COMPLETE_PAGE = 128, /* the name of a note */
};

/* A place: an operand, or the value of an option. */
struct complete_place {
	int kinds;           /* enum complete_kind, or'ed */
	struct strbuf words; /* with spaces between */
};

/* The operands of a command, all places as one; but only the first of one that
 * has words with operands of their own, as `try` has `done`: true. */
bool cmd_complete_operands(
    struct complete_place *out, const struct cmd_entry *entry);
/* Those behind such a word. */
void cmd_complete_behind(struct complete_place *out,
    const struct cmd_entry *entry, const char *word, size_t len);
/* The value of an option that takes one. */
void cmd_complete_value(struct complete_place *out,
    const struct cmd_entry *entry, const struct opt *o);

/* The scripts. */
void cmd_complete_bash(struct strbuf *out);
void cmd_complete_zsh(struct strbuf *out);
void cmd_complete_fish(struct strbuf *out);

#endif
