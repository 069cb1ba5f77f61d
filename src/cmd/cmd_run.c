/* cmd_run.c: `halfhour run`, the examples of notes and their records */
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmd_run.h"

static const struct opt run_table[] = {
	{ "all", 0, OPT_FLAG, offsetof(struct run_opts, all), NULL,
	    "every example of every note" },
	{ "check", 0, OPT_FLAG, offsetof(struct run_opts, check), NULL,
	    "compare with the records, store nothing" },
	{ "accept", 0, OPT_FLAG, offsetof(struct run_opts, accept), NULL,
	    "store what differs, too" },
	{ "trust", 0, OPT_FLAG, offsetof(struct run_opts, trust), NULL,
	    "also those of profile=container, from now on" },
	{ "jobs", 0, OPT_COUNT, offsetof(struct run_opts, jobs), "N",
	    "run N at a time; default 2" },
	{ .name = NULL },
};

static int cmd_run_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_run_entry = {
	.name = "run",
	.usage = "run [PAGE[#ID]]… [--all] [--check] [--accept] [--trust] "
		 "[--jobs N]",
	.summary = "run examples in a sandbox, and record what they do",
	.help =
	    "A record is stored, and committed, where there is none or the old\n"
	    "one is stale. Where a run differs from a valid record, the\n"
	    "difference is shown and nothing is stored without --accept. Then,\n"
	    "and when an example is not what it expects, the exit code is 1.\n",
	.opts = run_table,
	.flags = CMD_WIKI,
	.exec = cmd_run_exec,
};

/* Threads take the next item until there is none. */
struct run_pool {
	struct run_item *items;
	size_t n, next;
	const struct run_limits *limits;
	struct run_tools *tools;
	pthread_mutex_t mutex;
	pthread_cond_t done;
};

static void
run_one(struct run_item *item, const struct run_pool *p)
{
	struct err e = ERR_INIT;
	char *missing;

	if (item->status == RUN_REFUSED || item->status == RUN_SKIPPED)
		return;
	if (run_key(&item->key, &item->job, p->tools, &e) == -1) {
		item->status = RUN_REFUSED;
		item->why = xstrdup(e.msg);
	} else if ((missing = run_missing(&item->job)) != NULL) {
		item->status = RUN_SKIPPED;
		item->why = missing;
	} else if (run_exec(&item->result, &item->job, p->limits, &e) == -1) {
		item->status = RUN_REFUSED;
		item->why = xstrdup(e.msg);
	} else if (!run_as_expected(&item->result, item->job.expect))
		item->status = RUN_UNEXPECTED;
	else
		item->status = RUN_AS_EXPECTED;
}

static void *
run_thread(void *arg)
{
	struct run_pool *p = arg;

	pthread_mutex_lock(&p->mutex);
	while (p->next < p->n) {
		struct run_item *item = &p->items[p->next++];

		pthread_mutex_unlock(&p->mutex);
		run_one(item, p);
		pthread_mutex_lock(&p->mutex);
		item->finished = true;
		pthread_cond_broadcast(&p->done);
	}
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

/* Wait for the items in order, and hand each to fn as it is finished. */
static int
run_items(struct run_session *s, struct run_pool *p, size_t jobs, struct err *e)
{
	pthread_t *threads = xcalloc(jobs, sizeof(*threads));
	size_t i, started = 0;
	int rc = 0;

	for (; started < jobs; started++)
		if (pthread_create(&threads[started], NULL, run_thread, p) != 0)
			break;
	if (started == 0)
		rc = err_set(e, "cannot start a thread");
	for (i = 0; i < p->n && started > 0; i++) {
		pthread_mutex_lock(&p->mutex);
		while (!p->items[i].finished)
			pthread_cond_wait(&p->done, &p->mutex);
		pthread_mutex_unlock(&p->mutex);
		if (rc == 0)
			rc = run_session_take(s, &p->items[i], e);
	}
	while (started > 0)
		pthread_join(threads[--started], NULL);
	free(threads);
	return rc;
}

static int
run_all(struct run_session *s, struct err *e)
{
	struct run_limits limits = wiki_limits(s->w);
	struct run_pool p = { s->items, s->n, 0, &limits, run_tools_new(),
		PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER };
	size_t jobs = (size_t)(s->o.jobs ? s->o.jobs : s->w->conf.run_jobs);
	int rc;

	rc = run_items(s, &p, jobs < s->n ? jobs : s->n, e);
	if (rc == 0)
		rc = run_session_end(s, e);
	run_tools_free(p.tools);
	return rc;
}

static int
cmd_run_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct run_session s = { .ctx = ctx, .w = ctx->wiki };
	int n, rc = -1;

	n = cmd_opts(&cmd_run_entry, &s.o, argc, argv, e);
	if (n == -1)
		return -1;
	if (n == 0 && !s.o.all)
		return err_code(e, ERR_USAGE,
		    "run what? name a page, as in "
		    "'halfhour run ipc/pipe', or give --all");
	if (wiki_read(s.w, s.w->conf.run_jobs, e) == -1)
		return -1;
	if (run_session_select(&s, n, argv + 1, e) == 0 &&
	    run_session_trust(&s, e) == 0)
		rc = run_all(&s, e);
	cmd_diags(&s.w->diags, true);
	run_session_release(&s);
	return rc;
}
