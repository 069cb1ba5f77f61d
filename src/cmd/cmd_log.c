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
	struct cmd_log_time when;
	int rc;

	add.entry = topic != NULL;
	/* Before standard input is read: nothing else has the text of it. */
	if (cmd_entry_stdin(topic, lists, 4, e) == -1 ||
	    cmd_log_times(&add, &when, w, &o->wish, e) == -1 ||
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
	rc = cmd_entry_write(ctx, &add, when.end, NULL, e);
	if (rc == 0 && when.note != NULL && !ctx->quiet)
		cmd_note("%s", when.note);
	return rc;
}

static int
cmd_log_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct log_opts o = { .wish = { NULL, 0 } };
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
