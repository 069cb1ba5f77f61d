/* test_run_cast.c: runs as recordings of a terminal */
#include "tap.h"
#include "run/run_int.h"

static struct run_result res;

/* The events of `res`, without the header. */
static const char *
cast(void)
{
	static struct strbuf sb = STRBUF_INIT;
	struct run_job job = { .example = "셸/가#나" };
	struct moment when = { 1795400880, 9 * 3600 };
	const char *nl;

	strbuf_clear(&sb);
	run_cast_render(&sb, &res, &job, when);
	nl = strchr(sb.buf, '\n');
	return nl != NULL ? nl + 1 : "";
}

static void
fresh(const char *out, size_t len)
{
	run_result_release(&res);
	strbuf_add(&res.out, out, len);
}

static void
test_header(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct run_job job = { .example = "셸/가#\"나\x1b" };
	struct moment when = { 1795400880, 9 * 3600 };

	fresh("", 0);
	run_cast_render(&sb, &res, &job, when);
	is_str(sb.buf,
	    "{\"version\": 3, \"term\": {\"cols\": 80, \"rows\": 24}, "
	    "\"timestamp\": 1795400880, \"title\": \"\\\"나\\u001b\"}\n"
	    "[0.000, \"x\", \"0\"]\n",
	    "a program that prints nothing");
	strbuf_release(&sb);
}

static void
test_streams(void)
{
	fresh("가\n나\n", 8);
	strbuf_adds(&res.err, "오류\n");
	run_trace_chunk(&res.trace, 5, 0, false, 4);
	run_trace_chunk(&res.trace, 1205, 0, true, 7);
	run_trace_chunk(&res.trace, 1300, 0, false, 4);
	res.wall_ms = 61400;
	res.outcome = RUN_EXIT;
	res.exit = 3;
	is_str(cast(),
	    "[0.005, \"o\", \"가\\u000d\\n\"]\n"
	    "[1.200, \"m\", \"stderr\"]\n"
	    "[0.000, \"o\", \"오류\\u000d\\n\"]\n"
	    "[0.095, \"m\", \"stdout\"]\n"
	    "[0.000, \"o\", \"나\\u000d\\n\"]\n"
	    "[60.100, \"x\", \"3\"]\n",
	    "both streams, in their order");
	res.outcome = RUN_SIGNAL;
	res.signal = "SEGV";
	ok(strstr(cast(), "[60.100, \"x\", \"139\"]\n") != NULL, "a signal");
	res.outcome = RUN_TIMEOUT;
	res.out_cut = 7;
	ok(strstr(cast(), "[60.100, \"m\", \"7 bytes were not kept\"]\n"
			  "[0.000, \"m\", \"timeout\"]\n") != NULL,
	    "a timeout has no status, and what was cut is told");
	ok(strstr(cast(), "\"x\"") == NULL, "no other one");
}

static void
test_bytes(void)
{
	/* A character in three chunks, and in between an error. */
	fresh("\xea\xb0\x80\r\n\xf0\x9f\x98\x80\x1b[31m\"\\\0\xff\xc2\x9b\xea",
	    21);
	strbuf_adds(&res.err, "\n");
	run_trace_chunk(&res.trace, 1, 0, false, 1);
	run_trace_chunk(&res.trace, 2, 0, true, 1);
	run_trace_chunk(&res.trace, 3, 0, false, 1);
	run_trace_chunk(&res.trace, 4, 0, false, 2);
	run_trace_chunk(&res.trace, 5, 0, false, 4);
	run_trace_chunk(&res.trace, 6, 0, false, 13);
	is_str(cast(),
	    "[0.002, \"m\", \"stderr\"]\n"
	    "[0.000, \"o\", \"\\u000d\\n\"]\n"
	    "[0.002, \"m\", \"stdout\"]\n"
	    "[0.000, \"o\", \"가\\u000d\"]\n"
	    "[0.001, \"o\", \"\\n\"]\n"
	    "[0.001, \"o\", \"😀\\u001b[31m\\\"\\\\\\u0000\xef\xbf\xbd"
	    "\\u009b\"]\n"
	    "[0.000, \"o\", \"\xef\xbf\xbd\"]\n"
	    "[0.000, \"x\", \"0\"]\n",
	    "characters are whole, ends of lines one, and the rest escaped");
	fresh("가나", 6);
	res.wall_ms = 9;
	is_str(cast(), "[0.009, \"o\", \"가나\"]\n[0.000, \"x\", \"0\"]\n",
	    "what no chunk tells of comes at the end");
}

static void
test_several(void)
{
	static const struct run_piece parts[] = {
		{ .name = "종",
		    .outcome = RUN_STOPPED,
		    .out = "열었다\n끝",
		    .out_len = 13,
		    .err = "",
		    .err_len = 0 },
		{ .name = "guest",
		    .outcome = RUN_EXIT,
		    .exit = 3,
		    .out = "a\r\nb\n",
		    .out_len = 5,
		    .err = "\x1b[2J\n",
		    .err_len = 5,
		    .out_cut = 4 },
	};

	fresh("", 0);
	res.parts = parts;
	res.n_parts = 2;
	res.outcome = RUN_EXIT;
	res.exit = 3;
	res.wall_ms = 50;
	run_trace_chunk(&res.trace, 1, 0, false, 6);
	run_trace_chunk(&res.trace, 2, 1, false, 4);
	run_trace_chunk(&res.trace, 4, 0, false, 4);
	run_trace_chunk(&res.trace, 8, 1, true, 5);
	is_str(cast(),
	    "[0.002, \"o\", \"guest │ a\\u000d\\n\"]\n"
	    "[0.002, \"o\", \"종    │ 열었다\\u000d\\n\"]\n"
	    "[0.004, \"o\", \"guest err │ \\u001b[2J\\u000d\\n\"]\n"
	    "[0.042, \"o\", \"종    │ 끝\\u000d\\n\"]\n"
	    "[0.000, \"o\", \"guest │ b\\u000d\\n\"]\n"
	    "[0.000, \"m\", \"종: stop\"]\n"
	    "[0.000, \"m\", \"guest: exit 3, 4 bytes were not kept\"]\n"
	    "[0.000, \"x\", \"3\"]\n",
	    "several programs: whole lines, and whose they are");
	res.parts = NULL;
	res.n_parts = 0;
}

static void
test_session(void)
{
	struct run_command commands[] = {
		{ .shown = "$ echo 가 \\\n> 나", .len = 4, .start_ms = 10 },
		{ .shown = "$ true", .start_ms = 20 },
		{ .shown = "$ seq 2", .len = 4, .start_ms = 30 },
		{ .shown = "$", .start_ms = 50, .exit = 1 },
	};
	static const char want[] =
	    "[0.010, \"o\", \"$ \"]\n"
	    "[0.000, \"i\", \"echo 가 \\\\\\n\"]\n"
	    "[0.000, \"o\", \"echo 가 \\\\\\u000d\\n\"]\n"
	    "[0.000, \"o\", \"> \"]\n"
	    "[0.000, \"i\", \"나\\n\"]\n"
	    "[0.000, \"o\", \"나\\u000d\\n\"]\n"
	    "[0.002, \"o\", \"가\\u000d\\n\"]\n"
	    "[0.008, \"o\", \"$ \"]\n"
	    "[0.000, \"i\", \"true\\n\"]\n"
	    "[0.000, \"o\", \"true\\u000d\\n\"]\n"
	    "[0.010, \"o\", \"$ \"]\n"
	    "[0.000, \"i\", \"seq 2\\n\"]\n"
	    "[0.000, \"o\", \"seq 2\\u000d\\n\"]\n"
	    "[0.005, \"o\", \"1\\u000d\\n2\\u000d\\n\"]\n"
	    "[0.015, \"o\", \"$\"]\n"
	    "[0.000, \"i\", \"\\n\"]\n"
	    "[0.000, \"o\", \"\\u000d\\n\"]\n"
	    "[0.010, \"x\", \"1\"]\n";

	fresh("가\n1\n2\n", 8);
	run_trace_chunk(&res.trace, 12, 0, false, 4);
	run_trace_chunk(&res.trace, 35, 0, false, 4);
	res.commands = commands;
	res.n_commands = 4;
	res.outcome = RUN_EXIT;
	res.exit = 1;
	res.wall_ms = 60;
	is_str(cast(), want, "a session: what was typed, what came");
	/* One chunk over the border of two commands. */
	run_trace_release(&res.trace);
	run_trace_chunk(&res.trace, 12, 0, false, 8);
	ok(strstr(cast(),
	       "[0.000, \"o\", \"seq 2\\u000d\\n\"]\n"
	       "[0.000, \"o\", \"1\\u000d\\n2\\u000d\\n\"]\n") != NULL,
	    "each has its own");
	run_trace_release(&res.trace);
	ok(strstr(cast(), "seq 2\\u000d\\n\"]\n[0.020, \"o\", \"1") != NULL,
	    "even with no chunks");
	run_result_release(&res);
}

int
main(void)
{
	run_result_init(&res);
	test_header();
	test_streams();
	test_bytes();
	test_several();
	test_session();
	return done_testing();
}
