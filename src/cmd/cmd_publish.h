/* cmd_publish.h: what `publish` says of what it did */
#ifndef CMD_CMD_PUBLISH_H
#define CMD_CMD_PUBLISH_H

#include "cmd/cmd.h"
#include "repo/repo_publish.h"

/* To standard output: a line, or with `dry` also one for each file; or JSON. */
void cmd_publish_report(const struct cmd_ctx *ctx,
    const struct repo_publish_opts *o, const struct repo_published *done);

#endif
