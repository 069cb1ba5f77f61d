/* test_run_several.c: examples of several programs */
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"
#include "base/xalloc.h"
#include "run/run_int.h"

static const struct run_compare as_is = { RUN_ORDER_KEPT, true };
static struct run_limits limits;
static struct run_result res; /* of the last run() */
static struct arena *arena;

/* Programs, the last of which is the main one. */
static struct run_job
job_of(struct run_actor *v, size_t n)
{
	struct run_job job = { .example = "시험#여럿",
		.actors = v,
		.n_actors = n,
		.main = n - 1,
		.timeout_ms = 20000 };
	size_t i;

	for (i = 0; i < n; i++)
		v[i].code_len = strlen(v[i].code);
	job.lang = v[n - 1].lang;
	job.code = v[n - 1].code;
	job.code_len = v[n - 1].code_len;
	return job;
}

static void
run(struct run_job job)
{
	struct err e = ERR_INIT;

	if (run_exec(&res, &job, &limits, &e) == -1) {
		printf("# %s\n", e.msg);
		run_result_release(&res);
		res.outcome = RUN_BUILD;
		res.why = "it could not run";
	}
}

#define RUN(v) run(job_of((v), sizeof(v) / sizeof(*(v))))

/* "서버 stop; client exit 1": how all have ended. */
static const char *
ends(void)
{
	static struct strbuf sb = STRBUF_INIT;
	size_t i;

	strbuf_clear(&sb);
	for (i = 0; i < res.n_parts; i++) {
		const struct run_piece *p = &res.parts[i];

		strbuf_addf(&sb, "%s%s %s", i > 0 ? "; " : "", p->name,
		    run_outcome_name(p->outcome));
		if (p->outcome == RUN_EXIT)
			strbuf_addf(&sb, " %d", p->exit);
		if (p->outcome == RUN_SIGNAL)
			strbuf_addf(&sb, " %s", p->signal);
	}
	return sb.buf;
}

static void
show(void)
{
	size_t i;

	printf("# %s: %s\n", run_outcome_name(res.outcome), res.why);
	for (i = 0; i < res.n_parts; i++) {
		tap_show(res.parts[i].name, res.parts[i].out);
		tap_show(res.parts[i].name, res.parts[i].err);
		tap_show(res.parts[i].name, res.parts[i].build);
	}
}

static void
ended(const char *want, const char *name)
{
	if (!ok(strcmp(ends(), want) == 0, "%s", name)) {
		printf("# not \"%s\" but \"%s\"\n", want, ends());
		show();
	}
}

/* ---- who talks with whom ----------------------------------------------------- */

static const char tcp_server[] =
    "#include <arpa/inet.h>\n#include <err.h>\n#include <stdio.h>\n"
    "#include <unistd.h>\n"
    "int main(void) { struct sockaddr_in at = { .sin_family = AF_INET,\n"
    ".sin_port = htons(7000),\n"
    ".sin_addr.s_addr = htonl(INADDR_LOOPBACK) };\n"
    "int s = socket(AF_INET, SOCK_STREAM, 0), c; char b[64]; ssize_t n;\n"
    "if (bind(s, (void *)&at, sizeof at) || listen(s, 8)) err(1, \"bind\");\n"
    "puts(\"듣는다\");\n"
    "while ((c = accept(s, 0, 0)) != -1) {\n"
    "while ((n = read(c, b, sizeof b)) > 0) {\n"
    "printf(\"받음 %d\\n\", (int)n); if (write(c, b, n) != n) err(1, \"w\");\n"
    "} close(c); } }\n";

static void
test_tcp(void)
{
	struct run_actor v[] = {
		{ .name = "서버",
		    .lang = "c",
		    .code = tcp_server,
		    .expect = "stop",
		    .after = -1 },
		{ .name = "손님",
		    .lang = "python",
		    .args = "안녕",
		    .code = "import socket, sys\n"
			    "s = socket.create_connection(('127.0.0.1', "
			    "7000))\n"
			    "s.sendall(sys.argv[1].encode())\n"
			    "print(s.recv(64).decode())\n" },
	};

	RUN(v);
	ended("서버 stop; 손님 ok", "a server in C, a client in Python");
	ok(res.outcome == RUN_OK && run_as_expected(&res, NULL),
	    "all of it is as expected");
	is_str(res.parts[0].out, "듣는다\n받음 6\n", "the server's output");
	is_str(res.parts[1].out, "안녕\n", "the client's is another");
	is_str(res.parts[0].build, "", "the compiler said nothing");
	ok(res.out.len == 0 && res.err.len == 0, "there is no third one");
	ok(res.trace.n_leaks == 0, "who is ended is not told as left");
	ok(res.parts[0].wall_ms >= res.parts[1].wall_ms &&
		res.wall_ms >= res.parts[0].wall_ms,
	    "the client ran within the server's time");
}

static void
test_fifo_and_socket(void)
{
	struct run_actor fifo[] = {
		{ .name = "쓰는이",
		    .lang = "sh",
		    .code = "mkfifo 길; echo 길이 있다; echo 하나 >길",
		    .after = -1 },
		{ .name = "읽는이",
		    .lang = "python",
		    .code = "print('읽음', open('길').read(), end='')\n" },
	};
	struct run_actor local[] = {
		{ .name = "server",
		    .lang = "python",
		    .code = "import socket\n"
			    "s = socket.socket(socket.AF_UNIX)\n"
			    "s.bind('문'); s.listen(); print('열림', flush="
			    "True)\n"
			    "c, _ = s.accept(); c.sendall(b'1234')\n",
		    .after = -1 },
		{ .name = "client",
		    .lang = "python",
		    .code = "import socket\n"
			    "s = socket.socket(socket.AF_UNIX)\n"
			    "s.connect('문'); print(s.recv(9))\n" },
	};

	RUN(fifo);
	ended("쓰는이 ok; 읽는이 ok", "a FIFO in the folder of both");
	is_str(res.parts[1].out, "읽음 하나\n", "what was written is read");
	RUN(local);
	ended("server ok; client ok", "a Unix socket");
	is_str(res.parts[1].out, "b'1234'\n", "is a file of both, too");
}

/* ---- the order ----------------------------------------------------------------- */

static void
test_order(void)
{
	struct run_actor chain[] = {
		{ .name = "셋",
		    .lang = "sh",
		    .code = "echo 셋 >>순서",
		    .after = 1 },
		{ .name = "둘",
		    .lang = "sh",
		    .code = "echo 둘 >>순서",
		    .after = 2 },
		{ .name = "하나",
		    .lang = "sh",
		    .code = "sleep 0.1; echo 하나 >>순서",
		    .after = -1 },
		{ .name = "끝",
		    .lang = "sh",
		    .code = "cat 순서 -; echo 끝 >&2",
		    .after = 0 },
	};
	struct run_actor line[] = {
		{ .name = "말",
		    .lang = "sh",
		    .code = "printf 반; sleep 0.1; touch 준비; echo; "
			    "while ! test -e 다음; do sleep 0.01; done",
		    .after = -1 },
		{ .name = "때",
		    .lang = "sh",
		    .code = "test -e 준비 && echo 있다; touch 다음" },
	};
	struct run_job job;

	job = job_of(chain, 4);
	job.input = "입력\n";
	run(job);
	ended("셋 ok; 둘 ok; 하나 ok; 끝 ok", "each after the end of another");
	is_str(res.parts[3].out, "하나\n둘\n셋\n입력\n",
	    "in this order, and the main program has the input");
	is_str(res.parts[3].err, "끝\n", "and its errors apart");
	RUN(line);
	ended("말 ok; 때 ok", "after a line of one that goes on");
	is_str(res.parts[1].out, "있다\n", "half a line is none");
}

static void
test_until(void)
{
	struct run_actor v[] = {
		{ .name = "서버",
		    .lang = "sh",
		    .code =
			"echo 하나; sleep 0.1; touch 준비; echo '이제 연다'; "
			"sleep 60",
		    .expect = "stop",
		    .after = -1 },
		{ .name = "손님",
		    .lang = "sh",
		    .until = "연다",
		    .code = "test -e 준비" },
	};

	RUN(v);
	ended("서버 stop; 손님 ok", "after a text");
	v[1].until = "닫는다";
	v[0].code = "echo 하나; exit 0";
	v[0].expect = "ok";
	RUN(v);
	ended("서버 ok; 손님 unstarted", "a text that never comes");
	ok(res.outcome == RUN_UNSTARTED && !run_as_expected(&res, NULL),
	    "is unexpected");
	is_str(res.why,
	    "손님: it was not started: what it waits for, of 서버, has not come",
	    "and why");
	v[0].code = "echo 하나; exit 4";
	RUN(v);
	is_str(res.why, "서버: it ended with exit status 4",
	    "whose fault it is comes first");
}

/* ---- the end ------------------------------------------------------------------- */

static void
test_stop(void)
{
	struct run_actor v[] = {
		{ .name = "차분", .lang = "sh", .expect = "stop", .after = -1 },
		{ .name = "고집",
		    .lang = "sh",
		    .code =
			"trap '' TERM; echo 있다; while :; do sleep 60; done",
		    .expect = "stop",
		    .after = 0 },
		{ .name = "본", .lang = "sh", .code = "exit 0", .after = 1 },
	};

	v[0].code = "trap 'echo 안녕히; exit 7' TERM; echo 있다; "
		    "while :; do sleep 0.01; done";
	RUN(v);
	ended("차분 stop; 고집 stop; 본 ok",
	    "who would run for ever is ended, whether it obeys or not");
	is_str(res.parts[0].out, "있다\n안녕히\n", "it may say something");
	ok(run_as_expected(&res, NULL), "that is as expected");
	v[0].code = "exit 0"; /* so that 본 waits for its end */
	v[1].after = -1;
	v[1].code = "echo 있다; sleep 60";
	v[2].after = 0;
	RUN(v);
	ended("차분 ok; 고집 stop; 본 ok", "one that ends by itself");
	ok(!run_as_expected(&res, NULL), "is not what was expected");
	is_str(res.why, "차분: it ended with exit status 0", "and why");
}

static void
test_signals(void)
{
	struct run_actor v[] = {
		{ .name = "하나", .lang = "sh", .after = -1 },
		{ .name = "둘", .lang = "sh", .after = -1 },
	};

	v[0].code = "kill -KILL 0";
	v[0].expect = "signal:KILL";
	v[1].code = "sleep 0.2; exit 3";
	v[1].expect = "exit:3";
	RUN(v);
	ended("하나 signal KILL; 둘 exit 3", "one that ends its own group");
	ok(run_as_expected(&res, NULL) && res.outcome == RUN_EXIT &&
		res.exit == 3,
	    "the whole is as the main program");
}

static void
test_timeout(void)
{
	struct run_actor v[] = {
		{ .name = "하나",
		    .lang = "sh",
		    .code = "echo 기다림; sleep 60",
		    .expect = "timeout",
		    .after = -1 },
		{ .name = "둘", .lang = "sh", .code = "exit 0", .after = 0 },
	};
	struct run_job job;

	job = job_of(v, 2);
	job.timeout_ms = 500;
	run(job);
	ended("하나 timeout; 둘 ok", "the time is over for one of them");
	ok(run_as_expected(&res, NULL), "as it says");
	is_str(res.parts[0].out, "기다림\n", "what it said before is there");
	v[0].code = "sleep 60";
	job = job_of(v, 2);
	job.timeout_ms = 500;
	run(job);
	ended("하나 timeout; 둘 unstarted", "and the other never began");
	ok(!run_as_expected(&res, NULL), "which is not as it says");
}

static void
test_build(void)
{
	struct run_actor v[] = {
		{ .name = "좋음",
		    .lang = "sh",
		    .code = "touch x",
		    .after = -1 },
		{ .name = "나쁨",
		    .lang = "c",
		    .code = "int main(void) { return x; }\n",
		    .after = -1 },
		{ .name = "본", .lang = "sh", .code = ":", .after = -1 },
	};

	RUN(v);
	ended("좋음 unstarted; 나쁨 build; 본 unstarted",
	    "one that does not compile: none is started");
	ok(res.outcome == RUN_BUILD &&
		strstr(res.parts[1].build, "main.c:1:") != NULL,
	    "the compiler's words are that program's");
}

/* ---- the record ------------------------------------------------------------------ */

static void
test_record(void)
{
	struct run_actor v[] = {
		{ .name = "가",
		    .lang = "sh",
		    .code = "printf 'a\\000b\\377'",
		    .after = -1 },
		{ .name = "나", .lang = "sh", .code = "echo x", .after = -1 },
	};
	struct strbuf json = STRBUF_INIT, again = STRBUF_INIT,
		      diff = STRBUF_INIT;
	struct run_tools *tools = run_tools_new();
	struct run_job job = job_of(v, 2);
	struct run_record rec, back;
	struct err e = ERR_INIT;
	struct run_key key, other;
	struct run_piece part;

	run(job);
	ok(run_key(&key, &job, tools, &e) == 0, "a key");
	rec = run_record_of(&res, &job, &key, (struct moment){ 0, 0 });
	run_record_render(&json, &rec);
	ok(run_record_parse(&back, arena, json.buf, json.len, &e) == 0,
	    "its record is one (%s)", e.msg);
	run_record_render(&again, &back);
	is_str(again.buf, json.buf, "a record survives");
	ok(back.n_parts == 2 && back.parts[0].out_len == 4 &&
		memcmp(back.parts[0].out, "a\0b\377", 4) == 0,
	    "with all bytes");
	ok(run_record_same(&rec, &back, as_is, NULL), "it is the same");
	part = back.parts[1];
	part.out = "y\n";
	part.out_len = 2;
	back.parts = &part;
	rec.parts = &res.parts[1];
	back.n_parts = rec.n_parts = 1;
	ok(!run_record_same(&rec, &back, as_is, &diff),
	    "another output differs");
	is_str(diff.buf, "@@ 나 out @@\n-x\n+y\n", "and whose it is");
	v[0].args = "하나";
	ok(run_key(&other, &job, tools, &e) == 0 &&
		strcmp(other.source, key.source) != 0,
	    "the key is over what all of them say");
	strbuf_release(&json);
	strbuf_release(&again);
	strbuf_release(&diff);
	run_tools_free(tools);
}

/* ---- inputs, and many runs ------------------------------------------------------ */

static void
test_input(void)
{
	struct run_actor v[] = {
		{ .name = "가",
		    .lang = "sh",
		    .after = -1,
		    .input = "하나\n",
		    .code = "cat; echo x >&0 || echo 못 쓴다" },
		{ .name = "나", .lang = "sh", .after = -1, .code = "wc -c" },
		{ .name = "다",
		    .lang = "python",
		    .after = -1,
		    .input = "둘\n셋\n",
		    .code = "print(len(open('/dev/stdin').readlines()))" },
		{ .name = "라", .lang = "sh", .after = -1, .code = "cat" },
	};
	struct run_job job = job_of(v, 4);

	job.input = "본문\n";
	run(job);
	ended("가 ok; 나 ok; 다 ok; 라 ok", "programs with inputs");
	is_str(res.parts[0].out, "하나\n못 쓴다\n",
	    "one behind the first has its own, and cannot write to it");
	is_str(res.parts[1].out, "0\n", "one without has none");
	is_str(res.parts[2].out, "2\n", "it can be opened by its name");
	is_str(res.parts[3].out, "본문\n", "the main program has that of all");
}

/* "ok 3 of 4 (가: x); …": the kinds, and what the first of each printed. */
static const char *
kinds(void)
{
	static struct strbuf sb = STRBUF_INIT;
	size_t i;

	strbuf_clear(&sb);
	for (i = 0; i < res.n_parts; i++)
		strbuf_addf(&sb, "%s%s %zu of %zu", i > 0 ? "; " : "",
		    res.parts[i].name, res.parts[i].n, res.runs);
	return sb.buf;
}

/* Each run takes one line of a list, so what comes of them is certain. */
static void
test_runs(void)
{
	struct run_actor v[] = {
		{ .name = "종",
		    .lang = "c",
		    .after = -1,
		    .expect = "stop",
		    .code = "#include <stdio.h>\n#include <unistd.h>\n"
			    "int main(void) { puts(\"열었다\"); pause(); }\n" },
		{ .name = "손님",
		    .lang = "python",
		    .after = 0,
		    .input = "입력",
		    .expect = "ok,exit:1",
		    .code = "import sys, queue\nprint(sys.stdin.read())\n"
			    "raise queue.Empty\n" },
		{ .name = "끝", .lang = "sh", .after = 1, .code = "exit 0" },
	};
	struct run_job job = job_of(v, 3);

	job.runs = 3;
	job.main = 1;
	job.lang = v[1].lang;
	job.code = v[1].code;
	job.code_len = v[1].code_len;
	job.expect = v[1].expect;
	job.input = "입력";
	v[1].input = NULL;
	run(job);
	is_str(kinds(), "Empty 3 of 3",
	    "many runs are of the main program's kind");
	ok(run_as_expected(&res, job.expect), "and as expected");
	is_str(res.n_parts == 1 ? res.parts[0].out : "",
	    "종: 열었다\n손님: 입력\n",
	    "all that one printed is kept, in its order");
	ok(res.n_parts == 1 &&
		strstr(res.parts[0].err, "손님: _queue.Empty\n") != NULL,
	    "and its errors");
	v[2].code = "echo 셌다; exit 1";
	v[2].code_len = strlen(v[2].code);
	run(job);
	is_str(kinds(), "끝: exit 1 3 of 3", "or of one that is unexpected");
	ok(!run_as_expected(&res, job.expect) && res.exit == 1,
	    "which the expectation of the main program does not excuse");
	job.counts = (const char *const[]){ "셌다", NULL };
	run(job);
	is_str(kinds(), "셌다 3 of 3", "any of them prints what is counted");
	v[0].code = "int main(void) { return }";
	v[0].code_len = strlen(v[0].code);
	run(job);
	ok(res.runs == 0 && res.outcome == RUN_BUILD && res.n_parts == 3,
	    "a compiler that refuses one is not asked again");
}

static void
test_runs_record(void)
{
	struct run_actor v[] = {
		{ .name = "가", .lang = "sh", .after = -1, .code = "exit 1" },
		{ .name = "나",
		    .lang = "sh",
		    .after = -1,
		    .code = "exit 1",
		    .expect = "exit:1" },
	};
	struct run_job job = job_of(v, 2);
	struct run_tools *tools = run_tools_new();
	struct strbuf json = STRBUF_INIT, again = STRBUF_INIT;
	struct run_record rec, back;
	struct run_result old = { .runs = 2 };
	struct err e = ERR_INIT;
	struct run_key key;

	job.runs = 2;
	job.expect = "exit:1";
	run(job);
	ok(run_key(&key, &job, tools, &e) == 0, "a key");
	rec = run_record_of(&res, &job, &key, (struct moment){ 0, 0 });
	run_record_render(&json, &rec);
	ok(run_record_parse(&back, arena, json.buf, json.len, &e) == 0,
	    "the record of many runs is one (%s)", e.msg);
	run_record_render(&again, &back);
	is_str(again.buf, json.buf, "and survives");
	old.parts = back.parts;
	old.n_parts = back.n_parts;
	ok(back.n_parts == 1 && !run_as_expected(&old, back.expect),
	    "with what was expected of whom");
	strbuf_release(&json);
	strbuf_release(&again);
	run_tools_free(tools);
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
	test_tcp();
	test_fifo_and_socket();
	test_order();
	test_until();
	test_stop();
	test_signals();
	test_timeout();
	test_build();
	test_record();
	test_input();
	test_runs();
	test_runs_record();
	run_result_release(&res);
	arena_free(arena);
	return done_testing();
}
