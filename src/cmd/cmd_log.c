/* cmd_log.c: `halfhour log`, an entry after the fact */
#include <stddef.h>
#include <string.h>

#include "cmd/cmd_entry.h"
#include "cmd/cmd_log.h"

struct log_opts {
	struct cmd_log_wish wish;
	struct opt_list body, keep, problem, try;
};

static const struct opt log_table[] = {
	{ "at", 0, OPT_TEXT, offsetof(struct log_opts, wish.at), "TIME",
	    "when it began: 21:00, yesterday 21:00, -40m" },
	{ "minutes", 0, OPT_COUNT, offsetof(struct log_opts, wish.minutes), "N",
	    "how long it took; default 30, or since --at or the last entry" },
	{ "body", 'b', OPT_LIST, offsetof(struct log_opts, body), "TEXT",
	    "what you learned, in Markdown; - reads standard input" },
	{ "keep", 'k', OPT_LIST, offsetof(struct log_opts, keep), "TEXT",
	    "a KEEP of the day; may be given often" },
	{ "problem", 'p', OPT_LIST, offsetof(struct log_opts, problem), "TEXT",
	    "a PROBLEM of the day" },
	{ "try", 't', OPT_LIST, offsetof(struct log_opts, try), "TEXT",
	    "a TRY of the day; it gets an id" },
	{ .name = NULL },
};

static int cmd_log_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_log_entry = {
	.name = "log",
	.usage = "log [TOPIC[: TITLE]] [--at TIME] [--minutes N] [-b TEXT]… "
		 "[-k TEXT]… [-p TEXT]… [-t TEXT]…",
	.summary = "add an entry to the day, and commit it",
	.help =
	    "Without --at, it is the last 30 minutes, or what of them is "
	    "behind the\nlast entry. Without a TOPIC, only KEEP, PROBLEM and "
	    "TRY are added.\nTOPIC - reads standard input: its first line is "
	    "TOPIC: TITLE, the rest\nis the body.\n"
	    "TIME is 21:00, 2026-11-23 21:00, yesterday 21:00, 어제 밤 9시 "
	    "or -40m.\n",
	.opts = log_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_log_exec,
};

/* What can be told without reading standard input, whose text nothing else
 * has. */
static int
log_check(struct cmd_entry_args *args, struct study_add *add,
    const struct log_opts *o, struct wiki *w, struct err *e)
{
	const char *topic = args->first;

	if (cmd_entry_check(args, e) == -1)
		return -1;
	add->title = add->body = "";
	if (topic == NULL && o->body.n > 0)
		return err_code(e, ERR_USAGE,
		    "--body is the text of an entry: name its TOPIC, too");
	if (topic == NULL && o->keep.n + o->problem.n + o->try.n == 0)
		return err_code(e, ERR_USAGE,
		    "log what? as in: halfhour log "
		    "\"docker: layer cache\" -t \"read about overlayfs\"");
	add->entry = topic != NULL;
	if (topic == NULL || strcmp(topic, "-") == 0)
		return 0;
	return study_topic_parse(&add->topic, &add->title, topic, w->arena, e);
}

/* TOPIC: TITLE in the first line of standard input; what is behind it, or
 * NULL. If it is none, all of it is left as the body of no entry. */
static const char *
log_first(struct study_add *add, struct wiki *w, struct err *e)
{
	const char *text = cmd_entry_text(w, "-", e);
	size_t n;

	if (text == NULL)
		return NULL;
	n = strcspn(text, "\n");
	if (study_topic_parse(&add->topic, &add->title,
		arena_strndup(w->arena, text, n), w->arena, e) == 0)
		return text + n + (text[n] == '\n');
	add->entry = false;
	add->body = text;
	return NULL;
}

static int
log_read(struct study_add *add, const char *topic, const struct log_opts *o,
    struct wiki *w, struct err *e)
{
	const char *rest = NULL, *body;

	if (topic != NULL && strcmp(topic, "-") == 0 &&
	    (rest = log_first(add, w, e)) == NULL)
		return -1;
	if (add->entry) {
		if ((body = cmd_entry_body(w, rest, &o->body, e)) == NULL)
			return -1;
		add->body = body;
	}
	if (cmd_entry_items(add, STUDY_KEEP, &o->keep, w, e) == -1 ||
	    cmd_entry_items(add, STUDY_PROBLEM, &o->problem, w, e) == -1 ||
	    cmd_entry_items(add, STUDY_TRY, &o->try, w, e) == -1)
		return -1;
	return cmd_entry_try_ids(add, w, e);
}

/* 1: it is refused, and what was made of it is in `add`. */
static int
log_run(struct cmd_ctx *ctx, const struct log_opts *o,
    struct cmd_entry_args *args, struct study_add *add, struct err *e)
{
	const struct study_add none = *add;
	struct wiki *w = ctx->wiki;
	struct cmd_log_time when;
	int rc;

	if (log_check(args, add, o, w, e) == -1 ||
	    cmd_log_times(add, &when, w, &o->wish, e) == -1) {
		*add = none; /* its topic or its times may be none */
		return 1;
	}
	if (log_read(add, args->first, o, w, e) == -1) {
		add->entry = add->entry && add->topic != NULL;
		return 1;
	}
	rc = cmd_entry_write(ctx, add, when.end, NULL, e);
	if (rc == 0 && when.note != NULL && !ctx->quiet)
		cmd_note("%s", when.note);
	return rc;
}

static int
cmd_log_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct log_opts o = { .wish = { NULL, 0 } };
	const struct opt_list *const lists[] = { &o.body, &o.keep, &o.problem,
		&o.try };
	struct cmd_entry_args args = {
		.lists = lists, .n = 4, .bodies = 1, .topic = true
	};
	struct wiki *w = ctx->wiki;
	struct study_add add = { .lang = w->conf.lang,
		.day_ends = w->conf.day_ends,
		.date = moment_study_day(w->now, w->conf.day_ends) };
	int rc = cmd_opts(&cmd_log_entry, &o, argc, argv, e);

	/* The topic may come as several words, without quotes. */
	args.first = cmd_words(w->arena, argv, 1, rc);
	rc = rc == -1 ? 1 : log_run(ctx, &o, &args, &add, e);
	if (rc == 1)
		cmd_entry_refused(w, &add, &args, e);
	opt_list_release(&o.body);
	opt_list_release(&o.keep);
	opt_list_release(&o.problem);
	opt_list_release(&o.try);
	return rc == 0 ? 0 : -1;
}
