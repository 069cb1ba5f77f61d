/* cmd_run.c: `halfhour run`, the examples of notes and their records */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>

#include "cmd/cmd_run.h"

static const struct opt run_table[] = {
	{ "all", 0, OPT_FLAG, offsetof(struct run_opts, all), NULL,
	    "every example of every note" },
	{ "check", 0, OPT_FLAG, offsetof(struct run_opts, check), NULL,
	    "compare with the records, store nothing" },
	{ "accept", 0, OPT_FLAG, offsetof(struct run_opts, accept), NULL,
	    "store what differs, too" },
	{ "trust", 0, OPT_FLAG, offsetof(struct run_opts, trust), NULL,
	    "also those of profile=container and needs=docker, from now on" },
	{ "jobs", 0, OPT_COUNT, offsetof(struct run_opts, jobs), "N",
	    "run N at a time; default one for each core" },
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

static int
run_all(struct run_session *s, struct err *e)
{
	int stopped, rc;

	if ((stopped = run_session_run(s, e)) == -1)
		return -1;
	rc = run_session_end(s, e);
	if (stopped == 0)
		return rc;
	if (rc == -1)
		return -1;
	/* Who has started us learns that it was the signal. */
	cmd_diags(&s->w->diags, true);
	cmd_note("stopped before all had ended");
	fflush(stdout);
	signal(stopped, SIG_DFL);
	raise(stopped);
	return ERR_FAILED;
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
	if (wiki_read(s.w, cmd_jobs(0), e) == -1)
		return -1;
	if (run_session_select(&s, n, argv + 1, e) == 0 &&
	    run_session_trust(&s, e) == 0)
		rc = run_all(&s, e);
	cmd_diags(&s.w->diags, true);
	run_session_release(&s);
	return rc;
}
