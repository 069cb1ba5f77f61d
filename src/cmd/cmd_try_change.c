/* cmd_try_change.c: done, dropped, retried: one commit each */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "cmd/cmd_done.h"
#include "cmd/cmd_try.h"

/* What is done to one try. */
struct change {
	const struct study_try *one;
	const char *verb; /* as in the subject of the commit */
	const char *id;   /* of the try; a new one if it has none yet */
	struct study_mark mark;
	const char *keep;         /* of today; NULL for none */
	const char *text, *newer; /* of the try it goes on as, and its id */
	struct date today;
};

const char *
cmd_try_text(struct wiki *w, const char *what, const char *s, struct err *e)
{
	char *own = NULL, *nfc, *p;
	const char *out = NULL;

	if (strcmp(s, "-") == 0 && (own = cmd_stdin(w, e)) == NULL)
		return NULL;
	s = own != NULL ? own : s;
	if (utf8_invalid_at(s, strlen(s)) >= 0) {
		err_code(e, ERR_USAGE, "%s is not UTF-8", what);
		free(own);
		return NULL;
	}
	nfc = utf8_nfc(s);
	for (p = nfc; *p != '\0'; p++)
		if (*p == '\n' || *p == '\r' || *p == '\t')
			*p = ' ';
	p = text_trim(nfc);
	if (*p == '\0')
		err_code(e, ERR_USAGE, "%s is empty", what);
	else
		out = arena_strdup(w->arena, p);
	free(nfc);
	free(own);
	return out;
}

static const char *
change_message(const struct change *c, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	char born[DATE_MAX], today[DATE_MAX];
	const char *text;

	date_format(born, c->one->day->date);
	date_format(today, c->today);
	strbuf_addf(&sb, "try: %s %s", c->verb, c->id);
	if (c->newer != NULL)
		strbuf_addf(&sb, " as %s", c->newer);
	strbuf_addf(&sb, "\n\nHalfhour-Day: %s\n", born);
	if ((c->keep != NULL || c->newer != NULL) && strcmp(born, today) != 0)
		strbuf_addf(&sb, "Halfhour-Day: %s\n", today);
	strbuf_addf(&sb, "Halfhour-Try: %s\n", c->id);
	if (c->newer != NULL)
		strbuf_addf(&sb, "Halfhour-Try: %s\n", c->newer);
	text = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return text;
}

static void
change_report(const struct change *c, const struct repo_done *done)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s %s: %s", study_state_name(c->mark.state), c->id,
	    c->one->item->text);
	if (c->newer != NULL)
		strbuf_addf(&sb, " → %s: %s", c->newer, c->text);
	if (c->keep != NULL)
		strbuf_addf(&sb, " → KEEP: %s", c->keep);
	strbuf_addf(&sb, " → %s", c->one->day->path);
	if (done->oid[0] != '\0')
		strbuf_addf(&sb, " [%.7s]", done->oid);
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
	if (done->unchanged && done->oid[0] == '\0')
		cmd_note("%s has this try in your work file only; it is "
			 "marked there, and git has it when you commit the "
			 "file",
		    c->one->day->path);
}

static void
change_json(const struct change *c, const struct repo_done *done)
{
	char day[DATE_MAX];

	date_format(day, c->one->day->date);
	cmd_done_json(
	    &(struct cmd_done){ .did = study_state_name(c->mark.state),
		.id = c->id,
		.what = c->newer != NULL ? c->text : c->one->item->text,
		.keep = c->keep,
		.newer = c->newer,
		.day = day,
		.path = c->one->day->path,
		.repo = done });
}

int
cmd_try_may(const struct wiki *w, struct err *e)
{
	if (w->repo != NULL)
		return 0;
	return err_set(e,
	    "%s is in no git repository; 'halfhour init %s' makes one, and "
	    "touches nothing that is there",
	    w->root, w->root);
}

/* What today gets; false when that is nothing. */
static bool
change_today(struct study_add *add, struct change *c)
{
	if (c->keep != NULL) {
		add->items[STUDY_KEEP] = &c->keep;
		add->n_items[STUDY_KEEP] = 1;
	}
	if (c->newer != NULL) {
		add->items[STUDY_TRY] = &c->text;
		add->n_items[STUDY_TRY] = 1;
		add->try_ids = &c->newer;
	}
	return c->keep != NULL || c->newer != NULL;
}

int
cmd_try_kept(
    struct wiki *w, enum study_list_kind kind, const char *text, struct err *e)
{
	struct study_add add = { .lang = w->conf.lang };
	struct err why = *e;
	const char *draft;

	if (w->repo == NULL)
		return -1;
	add.date = moment_study_day(w->now, w->conf.day_ends);
	add.items[kind] = &text;
	add.n_items[kind] = 1;
	if ((draft = wiki_draft(w, &add)) != NULL)
		err_code(
		    e, why.code, "%s; your text is kept in %s", why.msg, draft);
	return -1;
}

/* Why a try is dropped, as it would stand behind it. */
static int
change_why_kept(
    struct wiki *w, const struct study_try *one, const char *why, struct err *e)
{
	const char *id = one->item->id;

	return cmd_try_kept(w, STUDY_TRY,
	    arena_printf(w->arena, "~~%s~~%s%s (dropped: %s)", one->item->text,
		id != NULL ? " ^" : "", id != NULL ? id : "", why),
	    e);
}

static int
change_closed(const char *path, const struct study_item *it, struct err *e)
{
	return err_code(e, ERR_CONFLICT, "%s:%d: this try is %s%s%s%s", path,
	    it->line, study_state_name(it->state), it->state_note ? " (" : "",
	    it->state_note ? it->state_note : "", it->state_note ? ")" : "");
}

/* A change as it is asked for once more, when nobody else can commit. */
struct change_wish {
	struct wiki *w;
	const struct change *c;
};

/*
 * Whether the try is open still, and the id of the new one free. Another
 * terminal may have closed it since the days were read. The patch cannot tell
 * that from its own mark, because it has to pass over a mark that is there:
 * whoever finishes what a dead process left may find it half done.
 */
static int
change_ask(void *payload, struct err *e)
{
	const struct change_wish *wish = payload;
	const struct change *c = wish->c;
	const struct study_mark newer = { .id = c->newer };
	const char *path = c->one->day->path;
	const struct study_item *it;
	struct study_day day;

	if (wiki_read_day(wish->w, c->one->day->date, &day, e) == -1)
		return -1;
	if ((it = study_mark_find(&day, &c->mark)) == NULL)
		return err_code(e, ERR_CONFLICT,
		    "%s: this try has gone, or has got an id; 'halfhour try "
		    "--all' lists them",
		    path);
	if (it->state != STUDY_OPEN)
		return change_closed(path, it, e);
	if (c->newer == NULL)
		return 0;
	if (wiki_read_day(wish->w, c->today, &day, e) == -1)
		return -1;
	if (study_mark_find(&day, &newer) == NULL)
		return 0;
	return err_code(e, ERR_CONFLICT,
	    "%s: another command has added this try just now; say it again, "
	    "if you mean a second one",
	    day.path);
}

/* The birth line and today's additions: two files, unless they are one.
 * 1 and `e` when none of it is saved. */
static int
change_commit(struct cmd_ctx *ctx, struct change *c, struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct study_add adds[2];
	struct change_wish wish = { w, c };
	struct repo_commit commit = {
		.when = w->now, .ask = change_ask, .payload = &wish
	};
	struct repo_done done = { .saved = false };
	size_t n = 1;
	int rc;

	if (cmd_try_may(w, e) == -1)
		return -1;
	adds[0] = (struct study_add){ .date = c->one->day->date,
		.day_ends = w->conf.day_ends,
		.lang = w->conf.lang,
		.marks = &c->mark,
		.n_marks = 1 };
	adds[1] = (struct study_add){ .date = c->today,
		.day_ends = w->conf.day_ends,
		.lang = w->conf.lang };
	if (date_cmp(c->one->day->date, c->today) == 0)
		change_today(&adds[0], c);
	else if (change_today(&adds[1], c))
		n = 2;
	commit.message = change_message(c, w->arena);
	rc = wiki_log_days(w, adds, n, &commit, &done, e);
	if (rc == -1 && !done.saved)
		return 1;
	if (ctx->json && (rc == 0 || done.saved)) {
		change_json(c, &done);
	} else if (!ctx->quiet && (rc == 0 || done.saved)) {
		change_report(c, &done);
		cmd_try_hints(w, &adds[n - 1]);
	}
	if (rc == 0)
		cmd_done_note(&done, c->one->day->path);
	return rc;
}

/* What all three begin with; a closed try is ERR_CONFLICT. */
static int
change_init(struct change *c, const struct cmd_ctx *ctx,
    const struct study_tries *t, const struct study_try *one, struct err *e)
{
	struct wiki *w = ctx->wiki;
	char id[6];

	memset(c, 0, sizeof(*c));
	if (one->item->state != STUDY_OPEN)
		return change_closed(one->day->path, one->item, e);
	c->one = one;
	c->today = moment_study_day(w->now, w->conf.day_ends);
	c->id = one->item->id;
	if (c->id == NULL) {
		study_tries_id(id, t, one->day->date, one->item->text);
		c->id = arena_strdup(w->arena, id);
		c->mark.text = one->item->text;
	}
	c->mark.id = c->id;
	return 0;
}

int
cmd_try_done(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, const char *keep, struct err *e)
{
	int rc = 1;
	char today[DATE_MAX];
	struct change c;

	if (change_init(&c, ctx, t, one, e) == 0) {
		date_format(today, c.today);
		c.verb = "done";
		c.mark.state = STUDY_DONE;
		c.mark.note = today;
		c.keep = keep != NULL ? study_item_bare(keep) : NULL;
		rc = change_commit(ctx, &c, e);
	}
	if (rc == 1 && keep != NULL)
		cmd_try_kept(ctx->wiki, STUDY_KEEP, keep, e);
	return rc == 0 ? 0 : -1;
}

int
cmd_try_drop(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, const char *why, struct err *e)
{
	int rc = 1;
	char today[DATE_MAX];
	struct change c;

	if (change_init(&c, ctx, t, one, e) == 0) {
		date_format(today, c.today);
		c.verb = "drop";
		c.mark.state = STUDY_DROPPED;
		c.mark.note =
		    arena_printf(ctx->wiki->arena, "%s: %s", today, why);
		rc = change_commit(ctx, &c, e);
	}
	if (rc == 1)
		change_why_kept(ctx->wiki, one, why, e);
	return rc == 0 ? 0 : -1;
}

int
cmd_try_retry(struct cmd_ctx *ctx, const struct study_tries *t,
    const struct study_try *one, const char *text, struct err *e)
{
	int rc = 1;
	struct change c;
	char newer[6];

	text = study_item_bare(text);
	if (strcmp(text, one->item->text) == 0)
		return err_code(e, ERR_USAGE,
		    "the new text is the old one; change it, or leave it open");
	if (change_init(&c, ctx, t, one, e) == 0) {
		study_tries_id(newer, t, c.today, text);
		c.verb = "retry";
		c.mark.state = STUDY_RETRIED;
		c.mark.note = c.newer = newer;
		c.text = text;
		rc = change_commit(ctx, &c, e);
	}
	if (rc == 1)
		cmd_try_kept(ctx->wiki, STUDY_TRY, text, e);
	return rc == 0 ? 0 : -1;
}
