/* test_run_repeat.c: examples that are run many times */
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"
#include "base/xalloc.h"
#include "run/run_int.h"

static const struct run_compare as_is = { RUN_ORDER_KEPT, true };
static struct run_limits limits;
static struct run_result res; /* of the last run() */
static struct arena *arena;

/* With so many runs a coin falls on one side only by a wonder. */
#define RUNS 60
#define COIN "x=$(od -An -N1 -tu1 /dev/urandom); test $x -lt 128"

static void
run(struct run_job *job)
{
	struct err e = ERR_INIT;

	job->example = "시험#여러번";
	job->code_len = strlen(job->code);
	if (job->timeout_ms == 0)
		job->timeout_ms = 20000;
	if (run_exec(&res, job, &limits, &e) == -1) {
		printf("# %s\n", e.msg);
		run_result_release(&res);
		res.outcome = RUN_BUILD;
		res.why = "it could not run";
	}
}

static const struct run_piece *
kind(const char *name)
{
	size_t i;

	for (i = 0; i < res.n_parts; i++)
		if (strcmp(res.parts[i].name, name) == 0)
			return &res.parts[i];
	return NULL;
}

static size_t
count(const char *name)
{
	const struct run_piece *p = kind(name);

	return p == NULL ? 0 : p->n;
}

static void
test_certain(void)
{
	struct run_job job = { .lang = "c",
		.runs = 5,
		.expect = "exit:3",
		.input = "입력",
		.code = "#include <stdio.h>\n"
			"int main(void) { char b[64]; "
			"if (fgets(b, sizeof b, stdin)) puts(b); return 3; "
			"}\n" };

	run(&job);
	ok(res.runs == 5 && res.n_parts == 1 && count("exit 3") == 5,
	    "what always ends alike is of one kind");
	is_str(res.parts[0].out, "입력\n",
	    "each run has the input from its start");
	ok(res.outcome == RUN_EXIT && res.exit == 3 &&
		run_as_expected(&res, job.expect),
	    "it is as expected");
	is_str(res.why, "5 of 5 exit 3", "and this is told");
	ok(res.out.len == 0 && res.build.len == 0, "it is compiled once");
	job.expect = "ok";
	run(&job);
	ok(!run_as_expected(&res, job.expect), "or not as expected");
	job.code = "int main(void) { return x; }\n";
	run(&job);
	ok(res.outcome == RUN_BUILD && res.n_parts == 0,
	    "what does not compile is not run");
}

/* The last result, had its programs been expected to end well. */
static void
only_ok(struct run_result *only, struct run_piece parts[2])
{
	size_t i;

	*only = res;
	only->n_parts = res.n_parts < 2 ? res.n_parts : 2;
	memcpy(parts, res.parts, only->n_parts * sizeof(*parts));
	for (i = 0; i < only->n_parts; i++)
		parts[i].expect = "ok";
	only->parts = parts;
}

static void
test_chance(void)
{
	static const char *const counts[] = { "둘째", "아무도 아닌", NULL };
	struct run_job job = {
		.lang = "sh", .runs = RUNS, .expect = "ok,exit:1", .code = COIN
	};
	struct run_piece parts[2];
	struct run_result only;

	run(&job);
	ok(res.runs == RUNS && res.n_parts == 2 && count("ok") > 0 &&
		count("exit 1") > 0 && count("ok") + count("exit 1") == RUNS,
	    "a coin: both sides are counted (%s)", res.why);
	ok(res.parts[0].n >= res.parts[1].n, "the more frequent one first");
	ok(run_as_expected(&res, job.expect), "one of two is expected");
	only_ok(&only, parts);
	ok(!run_as_expected(&only, "ok"), "the first alone is not enough");
	job.counts = counts;
	job.code = COIN " && echo 둘째 것 >&2; exit 0";
	run(&job);
	ok(count("둘째") > 0 && count("ok") > 0 &&
		count("둘째") + count("ok") == RUNS,
	    "by a text that is printed (%s)", res.why);
	is_str(kind("둘째")->err, "둘째 것\n", "with what the first printed");
	ok(run_as_expected(&res, "ok"), "all have ended well");
}

static void
test_timeout(void)
{
	struct run_job job = { .lang = "sh",
		.runs = 2,
		.expect = "timeout",
		.timeout_ms = 300,
		.code = "sleep 60 & sleep 60" };

	run(&job);
	ok(count("timeout") == 2 && run_as_expected(&res, "timeout"),
	    "the time is that of each run");
	ok(res.wall_ms >= 600, "so together it is more (%d ms)",
	    (int)res.wall_ms);
	job.code = "sleep 60 & exit 0";
	run(&job);
	ok(res.trace.n_leaks == 1 && res.trace.leaks[0].n == 1,
	    "what is left is told of one run");
}

static void
test_exceptions(void)
{
	static const struct {
		const char *code, *kind;
	} all[] = {
		{ "import queue\nqueue.Queue().get_nowait()", "Empty" },
		{ "raise KeyError('가: 나')", "KeyError" },
		{ "raise ValueError", "ValueError" },
		{ "import sys\nsys.exit('queue.Empty')", "exit 1" },
		{ "import sys\nprint('Traceback (most recent call last):', "
		  "file=sys.stderr)\nsys.exit('a <b>: c')",
		    "exit 1" },
		{ "import os, signal\nos.kill(0, signal.SIGTERM)", "SIGTERM" },
	};
	struct run_job job = { .lang = "python", .runs = 1 };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(*all); i++) {
		job.code = all[i].code;
		run(&job);
		ok(res.n_parts == 1, "one kind");
		is_str(res.n_parts == 1 ? res.parts[0].name : "", all[i].kind,
		    "by its exception, else by its end");
	}
	job.lang = "sh";
	job.code = "echo 'Traceback (most recent call last):\nE' >&2; exit 1";
	run(&job);
	is_str(res.parts[0].name, "exit 1", "of Python alone");
}

/* ---- the record ---------------------------------------------------------------- */

static void
test_record(void)
{
	struct strbuf json = STRBUF_INIT, again = STRBUF_INIT,
		      diff = STRBUF_INIT;
	struct run_job job = { .lang = "sh",
		.runs = RUNS,
		.expect = "ok,exit:1",
		.code = COIN "; echo $x; exit $(( x < 128 ))" };
	struct run_tools *tools = run_tools_new();
	struct run_record rec, back;
	struct run_piece parts[2];
	struct run_key key, other;
	struct err e = ERR_INIT;

	run(&job);
	ok(res.n_parts == 2 && run_key(&key, &job, tools, &e) == 0, "a run");
	rec = run_record_of(&res, &job, &key, (struct moment){ 0, 0 });
	run_record_render(&json, &rec);
	ok(run_record_parse(&back, arena, json.buf, json.len, &e) == 0,
	    "its record is one (%s)", e.msg);
	run_record_render(&again, &back);
	is_str(again.buf, json.buf, "a record survives");
	ok(back.runs == RUNS && back.n_parts == 2 &&
		strcmp(back.parts[1].expect, job.expect) == 0,
	    "with all that it had");
	memcpy(parts, back.parts, sizeof(parts));
	back.parts = parts;
	parts[0].n = 1;
	parts[0].out = "";
	parts[0].out_len = 0;
	ok(run_record_same(&rec, &back, as_is, &diff) && diff.len == 0,
	    "how many there are of a kind, and what they print, is chance");
	back.n_parts = 1;
	parts[0] = parts[1];
	parts[0].name = "SIGSEGV";
	parts[0].n = 1;
	rec.n_parts = 0;
	ok(run_record_same(&back, &rec, as_is, &diff) &&
		run_record_same(&rec, &back, as_is, NULL),
	    "a kind that came once may be missed");
	parts[0].n = 8;
	ok(run_record_same(&back, &rec, as_is, NULL), "one of 8 in 60, too");
	parts[0].n = 9;
	ok(!run_record_same(&back, &rec, as_is, NULL), "not one of 9");
	rec.n_parts = 2;
	parts[0].n = 60;
	ok(!run_record_same(&back, &rec, as_is, &diff),
	    "another kind is another");
	ok(strstr(diff.buf, "-SIGSEGV (60 of 60)\n") != NULL &&
		strstr(diff.buf, "\n+") != NULL,
	    "and is told");
	job.runs++;
	ok(run_key(&other, &job, tools, &e) == 0 &&
		strcmp(other.source, key.source) != 0,
	    "the number is of the key");
	strbuf_release(&json);
	strbuf_release(&again);
	strbuf_release(&diff);
	run_tools_free(tools);
}

static void
test_expect(void)
{
	ok(run_expect_problem("ok,exit:1") == NULL, "one of two");
	ok(run_expect_problem("signal:SEGV,timeout,exit:9") == NULL, "or more");
	ok(run_expect_problem("ok,") != NULL, "but not of nothing");
	ok(run_expect_problem("ok,exit:256") != NULL, "or of what is none");
	ok(run_expect_problem("stop") == NULL &&
		run_expect_problem("ok,stop") != NULL,
	    "stop stands alone");
}

int
main(void)
{
	struct run_job job = { .example = "test#exec", .lang = "c" };
	char *missing = run_missing(&job, NULL);

	if (missing != NULL && getenv("CI") == NULL) {
		printf("1..0 # SKIP %s\n", missing);
		free(missing);
		return 0;
	}
	if (missing != NULL)
		ok(false, "%s", missing);
	free(missing);
	limits = run_limits_default();
	run_result_init(&res);
	arena = arena_new();
	test_expect();
	test_certain();
	test_chance();
	test_timeout();
	test_exceptions();
	test_record();
	run_result_release(&res);
	arena_free(arena);
	return done_testing();
}
