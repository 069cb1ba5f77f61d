/* cmd_build.h: one call of `halfhour build` */
#ifndef CMD_CMD_BUILD_H
#define CMD_CMD_BUILD_H

#include "build/build.h"
#include "cmd/cmd.h"
#include "wiki/wiki_still.h"

struct build_opts {
	const char *out;
	int jobs;
	bool allow_broken, drafts, force, verify;
};

/* The folder of the site, made if it is not there: --out, or NULL. */
int cmd_build_out(const struct wiki *w, const char *out, struct err *e);
/*
 * Whether all that the site is made of, and all of the site, is as the last
 * build left it. Then *done, and the mistakes in the notes, are what that build
 * said, and nothing is to be done. *before is for cmd_build_keep().
 */
bool cmd_build_still(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, struct build_done *done);
/* Keep what came of a build for the next one. */
void cmd_build_keep(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, const struct build_done *done);
/*
 * Read the notes and make their site once more, with nothing that was kept,
 * and compare it with what the build has left: the files, and the mistakes in
 * the notes. What differs is told; then it is -1.
 */
int cmd_build_verify(
    struct cmd_ctx *ctx, const struct build_opts *o, struct err *e);

#endif
