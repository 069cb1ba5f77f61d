/* cmd_log.c: `halfhour log`, an entry after the fact */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "cmd/cmd_try.h"

struct log_opts {
	const char *at, *body;
	int minutes;
	struct opt_list keep, problem, try;
};

static const struct opt log_table[] = {
	{ "at", 0, OPT_TEXT, offsetof(struct log_opts, at), "TIME",
	    "when it began: 21:00, yesterday 21:00, -40m" },
	{ "minutes", 0, OPT_COUNT, offsetof(struct log_opts, minutes), "N",
	    "how long it took; default 30, or since --at" },
	{ "body", 'b', OPT_TEXT, offsetof(struct log_opts, body), "TEXT",
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
	.usage = "log [TOPIC[: TITLE]] [--at TIME] [--minutes N] [-b TEXT] "
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

/* Start and end of the entry on the clock, and its study day. */
static int
log_times(struct study_add *add, struct moment *when, const struct wiki *w,
    const struct log_opts *o, struct err *e)
{
	struct moment start = w->now;
	int minutes = o->minutes ? o->minutes : w->conf.timebox;
	char now[MOMENT_MAX], then[MOMENT_MAX];

	if (o->at == NULL)
		start = moment_local(w->now.t - (int64_t)minutes * 60);
	else if (study_when_parse(&start, o->at, w->now, w->conf.day_ends, e) ==
		 -1)
		return -1;
	else if (o->minutes == 0 && w->now.t >= start.t + 60 &&
		 w->now.t < start.t + (int64_t)minutes * 60)
		minutes = (int)((w->now.t - start.t) / 60);
	if (minutes > 24 * 60)
		return err_code(e, ERR_USAGE,
		    "--minutes: %d minutes are more "
		    "than a day",
		    minutes);
	if (start.t + (int64_t)minutes * 60 > w->now.t + 59) {
		moment_format(now, w->now);
		moment_format(
		    then, moment_local(start.t + (int64_t)minutes * 60));
		return err_code(e, ERR_USAGE,
		    "the entry would end at %.16s, "
		    "which is in the future: it is %.16s; give --at with a "
		    "day, as in --at 'yesterday 21:00', or fewer --minutes",
		    then, now);
	}
	add->date = moment_study_day(start, w->conf.day_ends);
	add->start = moment_minute(start);
	add->end = add->start + minutes;
	*when = moment_local(start.t + (int64_t)minutes * 60);
	return 0;
}

/* One text argument: "-" is standard input. */
static const char *
log_text(struct wiki *w, const char *s, struct err *e)
{
	const char *copy;
	char *own;

	if (strcmp(s, "-") != 0) {
		if (utf8_invalid_at(s, strlen(s)) >= 0) {
			err_code(e, ERR_USAGE,
			    "a text is not UTF-8; type it "
			    "in a UTF-8 terminal, or give it by - from a file");
			return NULL;
		}
		return s;
	}
	if ((own = cmd_stdin(e)) == NULL)
		return NULL;
	copy = arena_strdup(w->arena, own);
	free(own);
	return copy;
}

static int
log_items(struct study_add *add, enum study_list_kind kind,
    const struct opt_list *list, struct wiki *w, struct err *e)
{
	const char **v = arena_alloc(w->arena, list->n * sizeof(*v));
	size_t i;

	for (i = 0; i < list->n; i++) {
		char *nfc;
		const char *text = log_text(w, list->v[i], e);

		if (text == NULL)
			return -1;
		nfc = utf8_nfc(text);
		v[i] = arena_strdup(w->arena, text_trim(nfc));
		free(nfc);
		if (*v[i] == '\0')
			return err_code(e, ERR_USAGE,
			    "a KEEP, PROBLEM or TRY "
			    "is empty; leave the option out");
	}
	add->items[kind] = v;
	add->n_items[kind] = list->n;
	return 0;
}

static bool
log_id_taken(const struct wiki *w, const char *id)
{
	size_t i, k;

	for (i = 0; i < w->n_days; i++) {
		const struct study_items *tries = &w->days[i].lists[STUDY_TRY];

		for (k = 0; k < tries->n; k++)
			if (tries->v[k].id != NULL &&
			    strcmp(tries->v[k].id, id) == 0)
				return true;
	}
	return false;
}

/*
 * An id for each new try that no other in the wiki has. The moment goes into
 * it: an older version of the day, in HEAD or in the index, may hold a try
 * of the same text that the work file has no more.
 */
static int
log_try_ids(struct study_add *add, struct wiki *w, struct err *e)
{
	size_t i, k, n = add->n_items[STUDY_TRY];
	int first = (int)(w->now.t % 1000000);
	const char **ids = arena_alloc(w->arena, n * sizeof(*ids));
	struct err ignored = ERR_INIT;

	/* A PROBLEM is compared with earlier ones; that is no reason to fail. */
	if (n > 0 && wiki_read_days(w, e) == -1)
		return -1;
	if (n == 0 && add->n_items[STUDY_PROBLEM] > 0)
		wiki_read_days(w, &ignored);
	for (i = 0; i < n; i++) {
		bool taken = true;
		char id[6];
		int salt;

		for (salt = first; taken && salt < first + 1000; salt++) {
			study_try_id(
			    id, add->date, add->items[STUDY_TRY][i], salt);
			taken = log_id_taken(w, id);
			for (k = 0; k < i; k++)
				taken |= strcmp(ids[k], id) == 0;
		}
		ids[i] = arena_strdup(w->arena, id);
	}
	add->try_ids = ids;
	return 0;
}

/* TOPIC: TITLE and the body, from the operands and options. */
static int
log_entry(struct study_add *add, struct wiki *w, const struct log_opts *o,
    const char *topic, struct err *e)
{
	const char *rest = NULL;

	add->title = add->body = "";
	if (topic == NULL)
		return 0;
	if (strcmp(topic, "-") == 0) {
		if ((topic = log_text(w, topic, e)) == NULL)
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
	if (o->body != NULL)
		rest = log_text(w, o->body, e);
	if (o->body != NULL && rest == NULL)
		return -1;
	add->body = rest ? rest : "";
	return 0;
}

static char *
log_message(const struct study_add *add, struct arena *a)
{
	char day[DATE_MAX];
	struct study_entry entry = { .start = add->start, .end = add->end };

	date_format(day, add->date);
	if (!add->entry)
		return arena_printf(a,
		    "log: retrospective of %s\n\n"
		    "Halfhour-Day: %s\n",
		    day, day);
	return arena_printf(a,
	    "log: %s %dm\n\nHalfhour-Day: %s\n"
	    "Halfhour-Entry: %s %s%s%s\nHalfhour-Minutes: %d\n",
	    add->topic, add->end - add->start, day, study_times(&entry, a),
	    add->topic, *add->title ? ": " : "", add->title,
	    add->end - add->start);
}

static void
log_report(
    const struct study_add *add, const struct repo_done *done, struct wiki *w)
{
	struct study_entry entry = { .start = add->start, .end = add->end };
	struct strbuf sb = STRBUF_INIT;
	char day[DATE_MAX];

	date_format(day, add->date);
	if (add->entry)
		strbuf_addf(&sb, "%s %s %s%s%s (%d min)", day,
		    study_times(&entry, w->arena), add->topic,
		    *add->title ? ": " : "", add->title, add->end - add->start);
	else
		strbuf_addf(&sb, "%s KEEP %zu, PROBLEM %zu, TRY %zu", day,
		    add->n_items[STUDY_KEEP], add->n_items[STUDY_PROBLEM],
		    add->n_items[STUDY_TRY]);
	strbuf_addf(&sb, " → %s", wiki_day_path(w, add->date));
	if (done->oid[0] != '\0')
		strbuf_addf(&sb, " [%.7s]", done->oid);
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

/* What cannot be added is not lost: it is kept, and the message says where. */
static void
log_draft(struct wiki *w, const struct study_add *add, struct err *e)
{
	const char *draft = wiki_draft(w, add);
	struct err why = *e;

	if (draft != NULL)
		err_code(
		    e, why.code, "%s; your text is kept in %s", why.msg, draft);
}

static int
log_run(struct cmd_ctx *ctx, const struct log_opts *o, const char *topic,
    struct err *e)
{
	struct wiki *w = ctx->wiki;
	struct study_add add = { .lang = w->conf.lang,
		.day_ends = w->conf.day_ends };
	struct repo_done done;
	struct moment when;
	int rc;

	if (log_entry(&add, w, o, topic, e) == -1 ||
	    log_times(&add, &when, w, o, e) == -1 ||
	    log_items(&add, STUDY_KEEP, &o->keep, w, e) == -1 ||
	    log_items(&add, STUDY_PROBLEM, &o->problem, w, e) == -1 ||
	    log_items(&add, STUDY_TRY, &o->try, w, e) == -1 ||
	    log_try_ids(&add, w, e) == -1)
		return -1;
	if (!add.entry && o->keep.n + o->problem.n + o->try.n == 0)
		return err_code(e, ERR_USAGE,
		    "log what? as in: halfhour log "
		    "\"docker: layer cache\" -t \"read about overlayfs\"");
	rc = wiki_log(w, &add, log_message(&add, w->arena), when, &done, e);
	if (rc == -1 && !done.saved)
		log_draft(w, &add, e);
	if (!ctx->quiet && (rc == 0 || done.saved)) {
		log_report(&add, &done, w);
		cmd_try_hints(w, &add);
	}
	return rc;
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
	opt_list_release(&o.keep);
	opt_list_release(&o.problem);
	opt_list_release(&o.try);
	strbuf_release(&topic);
	return rc;
}
