/* cmd_entry.h: an entry made of words of the command line, and its commit */
#ifndef CMD_CMD_ENTRY_H
#define CMD_CMD_ENTRY_H

#include "cmd/cmd.h"

/* One text argument, checked; "-" is standard input. Each line ends with a
 * newline, before which there may be a carriage return. In the wiki's arena, or
 * NULL with `e` filled. */
const char *cmd_entry_text(struct wiki *w, const char *s, struct err *e);
/* The texts of a command line, before standard input is read. */
struct cmd_entry_args {
	const char *first; /* "-" is one of them, all else is checked by others;
			      NULL: none */
	const struct opt_list *const *lists;
	size_t n;
	size_t bodies; /* so many lists, which come first, are Markdown; the
			  others are KEEP, PROBLEM and TRY */
	bool topic;    /* `first` is a TOPIC, which alone is no text */
	bool piped;    /* one of them is to be read: set by cmd_entry_check() */
};
/* All that can be refused without reading: more than one "-", for standard
 * input can be read once, and a text that could not be used. ERR_USAGE. */
int cmd_entry_check(struct cmd_entry_args *args, struct err *e);
/* Such texts as the paragraphs of a body, in the order they were given, after
 * `first` (NULL: none). "" when there is nothing; NULL with `e` filled. */
const char *cmd_entry_body(struct wiki *w, const char *first,
    const struct opt_list *list, struct err *e);
/* One KEEP, PROBLEM or TRY of such texts: NFC, trimmed, without
 * the bullet of a list in front, never empty. */
const char *cmd_entry_item(struct wiki *w, const char *s, struct err *e);
/* Those of an option become the items of this kind. */
int cmd_entry_items(struct study_add *add, enum study_list_kind kind,
    const struct opt_list *list, struct wiki *w, struct err *e);
/* More minutes than an entry can have: ERR_USAGE, and `option` is named. */
int cmd_entry_minutes(const char *option, int minutes, struct err *e);
/*
 * An id for each new try that no other in the wiki has. The moment goes into
 * it, and but with $HALFHOUR_NOW a random number: an older version of the day,
 * in HEAD or in the index, or another clone may hold a try of the same text
 * that the work file does not have.
 */
int cmd_entry_try_ids(struct study_add *add, struct wiki *w, struct err *e);

/* What cannot be added is not lost: it is kept as a draft, and the message in
 * `e` says where. */
void cmd_entry_kept(struct wiki *w, const struct study_add *add, struct err *e);

/* The same of a command line that is refused: what was made of it so far (NULL:
 * nothing), and each text of it that is not in that. None: nothing is kept. */
void cmd_entry_refused(struct wiki *w, const struct study_add *had,
    const struct cmd_entry_args *args, struct err *e);

/*
 * Write and commit it, and print the line that says so. `when` is its end.
 * `spends`: see struct repo_commit; NULL for none. What cannot be written is
 * kept as a draft, which the message names. A try whose id another command has
 * used meanwhile gets another one.
 */
int cmd_entry_write(struct cmd_ctx *ctx, const struct study_add *add,
    struct moment when, const char *spends, struct err *e);

#endif
