/* cmd_import.h: what the two halves of `halfhour import` share */
#ifndef CMD_CMD_IMPORT_H
#define CMD_CMD_IMPORT_H

#include "cmd/cmd.h"

struct import_opts {
	const char *date, *from, *topic;
	char **files; /* n of them */
	int n;
	struct strbuf piped; /* what standard input gave, as it is */
	bool saved;          /* all that was read, or there is nothing to do */
};

/* A FILE, or "-", as UTF-8 text in the wiki's arena; NULL with `e` filled. */
const char *cmd_import_read(struct wiki *w, struct import_opts *o,
    const char *path, size_t *len, struct err *e);
/* Begin the object that --json prints, up to and with the commit. */
void cmd_import_json(struct jsonw *j, struct strbuf *out, size_t imported,
    size_t there, const struct repo_done *done);
/* `import --from`: entries of other programs. */
int cmd_import_from(struct cmd_ctx *ctx, struct import_opts *o, struct err *e);

#endif
