/* cmd_new.h: the words of a template for a note, filled in */
#ifndef CMD_CMD_NEW_H
#define CMD_CMD_NEW_H

#include "base/arena.h"
#include "base/strbuf.h"

/* What stands in a template for what; a list of them ends with NULL. */
struct cmd_new_word {
	const char *word; /* "{{title}}" */
	const char *value;
};

/*
 * Append the template with its words replaced. In the front matter a value
 * that YAML would read as something else is put into quotation marks, or the
 * marks that it stands in are heeded; elsewhere it stands as it is. All other
 * bytes stay.
 */
void cmd_new_fill(struct strbuf *out, const struct strbuf *text,
    const struct cmd_new_word *words, struct arena *a);

#endif
