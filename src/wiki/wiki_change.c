/* wiki_change.c: a file made another text, whatever became of it meanwhile */
/*
 * The bytes of a change of the kind "edit": a line "BASE MINE", each the
 * length of a text or "-" for no such file, and then the texts. That of a day
 * file is "BASE MINE END", END the minute at which days end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "study/study_merge.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_pipe.h"

#define NO_DAY (-1) /* where a minute of the day stands for a day file */
#define DAY_MINUTES 1440
#define CHANGE_GONE 2

/* ---- one version ------------------------------------------------------- */

static bool
change_same(const struct repo_text *a, const struct repo_text *b)
{
	if (a->p == NULL || b->p == NULL)
		return a->p == b->p;
	return a->len == b->len && memcmp(a->p, b->p, a->len) == 0;
}

/*
 * The text with ends of line as those of `like`: a blob has LF where git makes
 * CRLF of it for the work file, and each gets the change in its own manner.
 */
static struct repo_text
change_ends(
    const struct repo_text *t, const struct repo_text *like, struct strbuf *sb)
{
	const char *nl = memchr(like->p, '\n', like->len), *at = t->p;
	bool crlf = nl != NULL && nl > like->p && nl[-1] == '\r';
	const char *end = t->p + t->len;

	for (; at < end; at++) {
		if (*at == '\r' && at + 1 < end && at[1] == '\n')
			continue;
		if (*at == '\n' && crlf)
			strbuf_addc(sb, '\r');
		strbuf_addc(sb, *at);
	}
	return (struct repo_text){ sb->buf, sb->len };
}

/* Merge, and once more with the ends of line of the version if need be. */
static int
change_lines(struct strbuf *out, const struct wiki_change *c,
    const struct repo_text *old, struct err *e)
{
	struct strbuf b = STRBUF_INIT, m = STRBUF_INIT;
	struct repo_text base, mine;
	int rc = repo_merge3(out, &c->base, &c->mine, old, e);

	if (rc == 0) {
		base = change_ends(&c->base, old, &b);
		mine = change_ends(&c->mine, old, &m);
		rc = repo_merge3(out, &base, &mine, old, e);
	}
	strbuf_release(&b);
	strbuf_release(&m);
	return rc;
}

/* By entries and items where it is a day and they tell the change, else by
 * lines: 1, or CHANGE_GONE when nothing is left; 0 for a conflict; -1. */
static int
change_merge(struct strbuf *out, const struct wiki_change *c,
    const struct repo_text *old, int day_ends, struct err *e)
{
	struct study_merge m = {
		.base = { c->base.p, c->base.len },
		.ours = { old->p, old->len },
		.theirs = { c->mine.p, c->mine.len },
		.day_ends = day_ends,
	};

	switch (day_ends == NO_DAY ? STUDY_STEP_LINES : study_step(out, &m)) {
	case STUDY_STEP_DONE:
		return 1;
	case STUDY_STEP_GONE:
		return CHANGE_GONE;
	case STUDY_STEP_CLASH:
		return 0;
	case STUDY_STEP_LINES:
		break;
	}
	/* A file that only two of the three have is nothing to merge by lines. */
	if (c->base.p == NULL || c->mine.p == NULL)
		return 0;
	return change_lines(out, c, old, e);
}

/*
 * What the change makes of a version; *gone: no file is left. A file that only
 * one of the three has is nothing to merge.
 */
static enum wiki_fit
change_fit(struct strbuf *out, bool *gone, const struct wiki_change *c,
    const struct repo_text *old, int day_ends, struct err *e)
{
	size_t from = out->len;
	int rc;

	*gone = false;
	if (change_same(old, &c->mine))
		return WIKI_FIT_NOTHING;
	if (change_same(old, &c->base)) {
		*gone = c->mine.p == NULL;
		if (c->mine.p != NULL)
			strbuf_add(out, c->mine.p, c->mine.len);
		return WIKI_FIT_CLEAN;
	}
	if (old->p == NULL || c->blind)
		return WIKI_FIT_CONFLICT;
	rc = change_merge(out, c, old, day_ends, e);
	if (rc == -1 || rc == 0)
		return rc == 0 ? WIKI_FIT_CONFLICT : WIKI_FIT_FAILED;
	*gone = rc == CHANGE_GONE;
	if (*gone)
		return WIKI_FIT_CLEAN;
	return out->len - from == old->len &&
		       memcmp(out->buf + from, old->p, old->len) == 0
		   ? WIKI_FIT_NOTHING
		   : WIKI_FIT_CLEAN;
}

/* ---- packed ------------------------------------------------------------ */

static void
change_pack(struct strbuf *out, const struct wiki_change *c, int day_ends)
{
	const struct repo_text *const both[] = { &c->base, &c->mine };
	size_t i;

	for (i = 0; i < 2; i++) {
		if (both[i]->p != NULL)
			strbuf_addf(out, "%zu", both[i]->len);
		else
			strbuf_addc(out, '-');
		if (i == 0)
			strbuf_addc(out, ' ');
	}
	if (day_ends != NO_DAY)
		strbuf_addf(out, " %d", day_ends);
	strbuf_addc(out, '\n');
	for (i = 0; i < 2; i++)
		if (both[i]->p != NULL)
			strbuf_add(out, both[i]->p, both[i]->len);
}

/* A number; moves *at behind it. */
static size_t
change_number(const char **at, const char *end)
{
	size_t n = 0;

	while (*at < end && **at >= '0' && **at <= '9' && n < STRBUF_MAX)
		n = n * 10 + (size_t)(*(*at)++ - '0');
	return n;
}

/* Whether this character comes next; moves *at behind it then. */
static bool
change_next(const char **at, const char *end, char c)
{
	if (*at == end || **at != c)
		return false;
	(*at)++;
	return true;
}

static int
change_unpack(struct wiki_change *c, int *day_ends, const char *p, size_t len,
    struct err *e)
{
	struct repo_text *const both[] = { &c->base, &c->mine };
	const char *at = p, *end = p + len;
	bool none[2], good;
	size_t i;

	none[0] = change_next(&at, end, '-');
	c->base.len = change_number(&at, end);
	good = change_next(&at, end, ' ');
	none[1] = change_next(&at, end, '-');
	c->mine.len = change_number(&at, end);
	*day_ends = NO_DAY;
	if (change_next(&at, end, ' '))
		*day_ends = (int)(change_number(&at, end) % DAY_MINUTES);
	good = change_next(&at, end, '\n') && good;
	for (i = 0; i < 2 && good; i++) {
		good = both[i]->len <= (none[i] ? 0 : (size_t)(end - at));
		both[i]->p = none[i] ? NULL : at;
		at += good ? both[i]->len : 0;
	}
	return good ? 0 : err_set(e, "a change on disk is damaged");
}

int
wiki_patch_edit(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e)
{
	struct repo_text version = { old, old_len };
	struct wiki_change c = { .path = "" };
	bool gone;
	int day_ends;

	if (change_unpack(&c, &day_ends, bytes, len, e) == -1)
		return -1;
	switch (change_fit(out, &gone, &c, &version, day_ends, e)) {
	case WIKI_FIT_FAILED:
		return -1;
	case WIKI_FIT_CLEAN:
		return gone ? REPO_GONE : 0;
	case WIKI_FIT_NOTHING:
	case WIKI_FIT_CONFLICT:
		break;
	}
	/* A commit that could not be finished for this would be in the way of
	 * all that come after it. */
	strbuf_clear(out);
	if (old == NULL)
		return REPO_GONE;
	strbuf_add(out, old, old_len);
	return 0;
}

/* ---- on disk ----------------------------------------------------------- */

static int
change_day(const struct wiki *w, const struct wiki_change *c)
{
	return wiki_is_day(w, c->path) ? w->conf.day_ends : NO_DAY;
}

enum wiki_fit
wiki_change_fit(struct wiki *w, const struct wiki_change *c,
    enum repo_where where, struct err *e)
{
	struct strbuf out = STRBUF_INIT;
	struct repo_text old;
	enum wiki_fit fit;
	bool gone;

	if (repo_text_read(w->repo, where, c->path, w->arena, &old, e) == -1)
		return WIKI_FIT_FAILED;
	fit = change_fit(&out, &gone, c, &old, change_day(w, c), e);
	strbuf_release(&out);
	return fit;
}

int
wiki_change(struct wiki *w, const struct wiki_change *c, size_t n,
    const struct repo_commit *how, struct repo_done *done, struct err *e)
{
	struct repo_change *changes = xcalloc(n + 1, sizeof(*changes));
	struct strbuf *packed = xcalloc(n + 1, sizeof(*packed));
	struct repo_commit commit = *how;
	size_t i;
	int rc;

	commit.when = w->now;
	commit.changes = changes;
	commit.n = n;
	for (i = 0; i < n; i++) {
		strbuf_init(&packed[i], STRBUF_MAX);
		change_pack(&packed[i], &c[i], change_day(w, &c[i]));
		changes[i] = (struct repo_change){ c[i].path, "edit",
			packed[i].buf, packed[i].len };
	}
	rc = repo_commit(w->repo, &commit, done, e);
	if (done->saved)
		wiki_pipe_drop(w);
	for (i = 0; i < n; i++)
		strbuf_release(&packed[i]);
	free(packed);
	free(changes);
	return rc;
}
