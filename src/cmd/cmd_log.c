/* cmd_log.c: `halfhour log`, an entry after the fact */
#include <stddef.h>
#include <string.h>

#include "cmd/cmd_entry.h"

struct log_opts {
	const char *at;
	int minutes;
	struct opt_list body, keep, problem, try;
};

static const struct opt log_table[] = {
	{ "at", 0, OPT_TEXT, offsetof(struct log_opts, at), "TIME",
	    "when it began: 21:00, yesterday 21:00, -40m" },
	{ "minutes", 0, OPT_COUNT, offsetof(struct log_opts, minutes), "N",
	    "how long it took; default 30, or since --at" },
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
	    "Without --at, it is the last 30 minutes. Without a TOPIC, only\n"
	    "KEEP, PROBLEM and TRY are added. TOPIC - reads standard input:\n"
	    "its first line is TOPIC: TITLE, the rest is the body.\n"
	    "TIME is 21:00, 2026-11-23 21:00, yesterday 21:00, 어제 밤 9시 "
	    "or -40m.\n",
	.opts = log_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_log_exec,
};

/* The entry would end at `end`, later than now: how to say what is meant. A
 * clock time alone is of the running study day, so just after that has begun
 * it may be that of the night before. */
static int
log_future(
    const struct wiki *w, struct moment start, struct moment end, struct err *e)
{
	char now[MOMENT_MAX], then[MOMENT_MAX], meant[MOMENT_MAX];
	struct moment before = moment_local(start.t - 24 * 60 * 60);
	struct date today = moment_date(w->now);
	const char *way = "give --at a time that has been";
	int64_t ago = date_days(today) - date_days(moment_date(before));

	moment_format(now, w->now);
	moment_format(then, end);
	moment_format(meant, before);
	if ((ago == 0 || ago == 1) && before.t + end.t - start.t <= w->now.t)
		way = arena_printf(w->arena,
		    "give --at with a day, as in --at '%s %.5s'",
		    ago == 0 ? "today" : "yesterday", meant + 11);
	return err_code(e, ERR_USAGE,
	    "the entry would end at %.16s, which is in the future: it is "
	    "%.16s; %s, or fewer --minutes",
	    then, now, way);
}

/* Start and end of the entry on the clock, and its study day. */
static int
log_times(struct study_add *add, struct moment *when, const struct wiki *w,
    const struct log_opts *o, struct err *e)
{
	struct moment start = w->now;
	int minutes = o->minutes ? o->minutes : w->conf.timebox;

	if (o->at == NULL)
		start = moment_local(w->now.t - (int64_t)minutes * 60);
	else if (study_when_parse(&start, o->at, w->now, w->conf.day_ends, e) ==
		 -1)
		return -1;
	else if (o->minutes == 0 && w->now.t >= start.t + 60 &&
		 w->now.t < start.t + (int64_t)minutes * 60)
		minutes = (int)((w->now.t - start.t) / 60);
	if (cmd_entry_minutes("--minutes", minutes, e) == -1)
		return -1;
	if (start.t + (int64_t)minutes * 60 > w->now.t + 59)
		return log_future(
		    w, start, moment_local(start.t + (int64_t)minutes * 60), e);
	/* A commit of git can have no earlier time. */
	if (start.t < 0)
		return err_code(e, ERR_USAGE,
		    "the entry would begin before 1970, and git knows no such "
		    "time; add it by 'halfhour edit DAY'");
	add->date = moment_study_day(start, w->conf.day_ends);
	add->start = moment_minute(start);
	add->end = add->start + minutes;
	*when = moment_local(start.t + (int64_t)minutes * 60);
	return 0;
}

/* TOPIC: TITLE and the body, from the operands and options. */
static int
log_entry(struct study_add *add, struct wiki *w, const struct log_opts *o,
    const char *topic, struct err *e)
{
	const char *rest = NULL;

	add->title = add->body = "";
	if (topic == NULL && o->body.n > 0)
		return err_code(e, ERR_USAGE,
		    "--body is the text of an entry: name its TOPIC, too");
	if (topic == NULL)
		return 0;
	if (strcmp(topic, "-") == 0) {
		if ((topic = cmd_entry_text(w, topic, e)) == NULL)
			return -1;
		if ((rest = strchr(topic, '\n')) != NULL) {
			topic = arena_strndup(
			    w->arena, topic, (size_t)(rest - topic));
			rest++;
		}
	}
	if (study_topic_parse(&add->topic, &add->title, topic, w->arena, e) ==
	    -1)
		return -1;
	add->entry = true;
	add->body = cmd_entry_body(w, rest, &o->body, e);
	return add->body != NULL ? 0 : -1;
}

static int
log_run(struct cmd_ctx *ctx, const struct log_opts *o, const char *topic,
    struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct study_add add = { .lang = w->conf.lang,
		.day_ends = w->conf.day_ends };
	const struct opt_list *const lists[] = { &o->body, &o->keep,
		&o->problem, &o->try };
	struct moment when;

	/* Before standard input is read: nothing else has the text of it. */
	if (cmd_entry_stdin(topic, lists, 4, e) == -1 ||
	    log_times(&add, &when, w, o, e) == -1 ||
	    log_entry(&add, w, o, topic, e) == -1 ||
	    cmd_entry_items(&add, STUDY_KEEP, &o->keep, w, e) == -1 ||
	    cmd_entry_items(&add, STUDY_PROBLEM, &o->problem, w, e) == -1 ||
	    cmd_entry_items(&add, STUDY_TRY, &o->try, w, e) == -1 ||
	    cmd_entry_try_ids(&add, w, e) == -1)
		return -1;
	if (!add.entry && o->keep.n + o->problem.n + o->try.n == 0)
		return err_code(e, ERR_USAGE,
		    "log what? as in: halfhour log "
		    "\"docker: layer cache\" -t \"read about overlayfs\"");
	return cmd_entry_write(ctx, &add, when, NULL, e);
}

static int
cmd_log_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct log_opts o = { .at = NULL };
	struct strbuf topic = STRBUF_INIT;
	int i, n, rc = -1;

	n = cmd_opts(&cmd_log_entry, &o, argc, argv, e);
	/* The topic may come as several words, without quotes. */
	for (i = 1; i <= n; i++)
		strbuf_addf(&topic, "%s%s", i > 1 ? " " : "", argv[i]);
	if (n != -1)
		rc = log_run(ctx, &o, n > 0 ? topic.buf : NULL, e);
	opt_list_release(&o.body);
	opt_list_release(&o.keep);
	opt_list_release(&o.problem);
	opt_list_release(&o.try);
	strbuf_release(&topic);
	return rc;
}
