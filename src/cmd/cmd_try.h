/* cmd_try.h: the tries, as `try` shows and changes them */
#ifndef CMD_CMD_TRY_H
#define CMD_CMD_TRY_H

#include "cmd/cmd.h"
#include "study/study_tries.h"

/* Read the days of the wiki, and how often each try was shown. */
int cmd_try_load(struct cmd_ctx *ctx, struct study_tries *out, struct err *e);

/* ---- cmd_try_change.c: each is one commit, and says what it did -------- */

/* Done today; `keep` (NULL: none) becomes a KEEP of today. */
int cmd_try_done(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, const char *keep, struct err *e);
int cmd_try_drop(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, const char *why, struct err *e);
/* It goes on as a new try of today with this text. */
int cmd_try_retry(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, const char *text, struct err *e);
/* Whether a try can be changed at all; -1 in no repository, with the way out. */
int cmd_try_may(const struct wiki *w, struct err *e);
/* A text in one line, as an item of a day needs it; in the arena. NULL with
 * `e` filled when it is empty or not UTF-8. "-" reads standard input. */
const char *cmd_try_text(
    struct wiki *w, const char *what, const char *s, struct err *e);
/* A text that cannot be written, for what `e` says, is kept as a draft of
 * today, and `e` says where. Always -1, to be returned. */
int cmd_try_kept(
    struct wiki *w, enum study_list_kind kind, const char *text, struct err *e);

/* ---- cmd_try_seen.c: how often a try was shown ------------------------- */

/* Fill in `seen` of each; a damaged file is none, and told. */
void cmd_try_seen(struct wiki *w, struct study_tries *t);
/* These were shown today: counted once a day. */
void cmd_try_saw(struct wiki *w, struct study_tries *t,
    struct study_try *const *shown, size_t n);

/* ---- cmd_try_hint.c ---------------------------------------------------- */

/* One line, of an open try with a rule in it: on how many days it held. */
void cmd_try_rule(
    struct strbuf *sb, const struct wiki *w, const struct study_try *t);
/*
 * After something was added: an earlier PROBLEM that one of these resembles,
 * with the TRY beside it; and to a vague TRY a hint. The days of the wiki are
 * those before the addition.
 */
void cmd_try_hints(const struct wiki *w, const struct study_add *add);

/* ---- cmd_try_review.c -------------------------------------------------- */

/*
 * Show at most three open tries, the oldest first; on a terminal, ask of each
 * what has become of it. 0 also when there is none, and nothing is printed.
 */
int cmd_try_review(struct cmd_ctx *ctx, struct err *e);

#endif
