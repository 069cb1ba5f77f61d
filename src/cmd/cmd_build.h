/* cmd_build.h: one call of `halfhour build` */
#ifndef CMD_CMD_BUILD_H
#define CMD_CMD_BUILD_H

#include "build/build.h"
#include "cmd/cmd.h"
#include "wiki/wiki_kept.h"
#include "wiki/wiki_still.h"

struct build_opts {
	const char *out;
	int jobs;
	bool allow_broken, drafts, force, verify, profile;
	struct profile *times; /* owned; NULL without --profile */
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
/* Keep what came of a build for the next one, and its folders. */
void cmd_build_keep(struct cmd_ctx *ctx, struct wiki_still *before,
    const struct build_done *done, const struct graph *g,
    const struct strbuf *folders);

/* ---- cmd_build_part.c ---------------------------------------------------- */

/* What the last build has left. */
struct cmd_last {
	struct wiki_last was;
	const char *p; /* of wiki_still_last() */
	size_t len;
};
/*
 * Where only a few notes have changed, and for few pages: bring the site to what
 * they say, and keep what came of it. false: all is to be built.
 */
bool cmd_build_part(struct cmd_ctx *ctx, const struct build_opts *o,
    struct wiki_still *before, const struct cmd_last *last,
    struct build_done *done);
/* ---- cmd_build_joined.c -------------------------------------------------- */

struct graph_kept;
struct graph_kept_now;
/* What joining has found, and what goes with it. */
struct cmd_joined {
	struct wiki_kept all, more; /* which stays; which changes */
	uint64_t sum;               /* of the former */
	struct graph_kept *kept;
	const struct graph_kept_now *now; /* of each page */
	uint64_t kinds, days; /* page_kinds_of(); of wiki_days_keep() */
	/* With one day more: owned, and to be kept instead of the former. */
	struct strbuf again;
	struct graph_kept_now *now_again;
};
/* What was kept with the files as they were then; false when there is nothing. */
bool cmd_joined_load(
    struct cmd_joined *j, const struct wiki *w, const struct still *files);
void cmd_joined_release(struct cmd_joined *j);
/* Have one page more, a day that nobody links to: graph_kept_more(). */
struct note;
bool cmd_joined_add(
    struct cmd_joined *j, const struct note *day, const char *url, size_t *at);
/* Keep what changes with each edit, of as many pages, with these files. */
void cmd_joined_store(const struct cmd_joined *j, const struct wiki *w,
    const struct still *files, const struct graph_kept_now *now);
/* Keep all of it. */
void cmd_joined_keep(
    const struct wiki *w, const struct still *files, const struct graph *g);
/* What is known of the pages and of their words: as the last build has left it,
 * and for the next one. */
#define CMD_MEMORIES 3
struct cmd_memory {
	struct wiki_kept was[CMD_MEMORIES];
	struct strbuf left[CMD_MEMORIES];
	struct wiki_keeping *words; /* instead of one of these; or NULL */
};
/* Load it for this build, or with `force` nothing; whether some of it is
 * damaged, which then is nothing, too. */
bool cmd_memory_load(struct cmd_memory *m, const struct wiki *w,
    struct build_how *how, bool force);
/* The same for build_site_part(), which needs little of it. */
bool cmd_memory_load_part(
    struct cmd_memory *m, const struct wiki *w, struct build_how *how);
void cmd_memory_store(struct cmd_memory *m, const struct wiki *w);
void cmd_memory_release(struct cmd_memory *m);
/* Add what the parser needed for each note that was not kept. */
void cmd_build_parsed(struct profile *p, const struct wiki *w);
/* Say what took long, and free it; NULL is fine. */
void cmd_build_profile(struct profile *p);
/*
 * Read the notes and make their site once more, with nothing that was kept,
 * and compare it with what the build has left: the files, and the mistakes in
 * the notes. What differs is told; then it is -1.
 */
int cmd_build_verify(
    struct cmd_ctx *ctx, const struct build_opts *o, struct err *e);

#endif
