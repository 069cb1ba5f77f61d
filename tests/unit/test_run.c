/* test_run.c: records, staleness, expectations and differences */
#include <stdlib.h>

#include "tap.h"
#include "run/run_console.h"
#include "base/xalloc.h"
#include "hang/hang.h"
#include "run/run_int.h"

static struct arena *arena;
static const struct run_compare as_is;

static struct run_record
sample(void)
{
	struct run_record r = {
		.example = "ipc/pipe#hello",
		.lang = "c",
		.expect = "ok",
		.outcome = RUN_OK,
		.why = "it ended with exit status 0",
		.rung = "bubblewrap",
		.out = "hello\n",
		.out_len = 6,
		.err = "",
		.build = "",
		.wall_ms = 8,
		.cpu_ms = 5,
		.peak_memory = 1589248,
		.key = { .tool = "cc 12.2.0, glibc 2.36",
		    .machine = "x86_64",
		    .profile = "plain/1" },
	};

	memset(r.key.hash, 'a', 64);
	memset(r.key.source, 'b', 64);
	moment_parse(&r.when, "2026-11-23T21:28:00+09:00");
	return r;
}

/* ---- records -------------------------------------------------------------- */

static bool
round_trip(
    const struct run_record *rec, struct run_record *back, struct strbuf *json)
{
	struct strbuf again = STRBUF_INIT;
	struct err e = ERR_INIT;
	bool same;

	strbuf_clear(json);
	run_record_render(json, rec);
	if (run_record_parse(back, arena, json->buf, json->len, &e) == -1) {
		printf("# %s\n", e.msg);
		return false;
	}
	run_record_render(&again, back);
	same = again.len == json->len &&
	       memcmp(again.buf, json->buf, json->len) == 0;
	strbuf_release(&again);
	return same;
}

static void
test_round_trip(void)
{
	static const char odd[] =
	    "안녕\x1b[31m\0\"\\\x7f\xc2\x9b\t\r\n\xef\xbf\xbd";
	static const char bad[] = "\xff\xfe\0x\xed\xa0\x80";
	static struct run_leak leaks[] = { { "zombie", (char *)"prog", 2 },
		{ "shm", (char *)"공유\x1b]0;x", 5 } };
	struct strbuf json = STRBUF_INIT;
	struct run_record r = sample(), back;
	size_t len;

	ok(round_trip(&r, &back, &json), "a record survives");
	is_str(back.example, "ipc/pipe#hello", "its example");
	is_str(back.out, "hello\n", "its output");
	is_str(back.key.tool, r.key.tool, "its tool");
	ok(back.signal == NULL, "no signal");
	ok(back.when.t == r.when.t && back.when.offset == 9 * 3600, "its time");
	ok(strstr(json.buf, "\n  \"out\": \"hello\\n\",\n") != NULL,
	    "one member a line");

	r.out = odd;
	r.out_len = sizeof(odd) - 1;
	ok(round_trip(&r, &back, &json), "odd text survives");
	ok(back.out_len == r.out_len && memcmp(back.out, odd, r.out_len) == 0,
	    "byte for byte");
	ok(strstr(json.buf, "안녕") != NULL, "Korean can be read in it");
	ok(strchr(json.buf, '\x1b') == NULL &&
		strchr(json.buf, '\x7f') == NULL &&
		strstr(json.buf, "\xc2\x9b") == NULL,
	    "control characters are escaped");

	for (len = 1; len < sizeof(bad); len++) {
		r.err = bad;
		r.err_len = len;
		ok(round_trip(&r, &back, &json) && back.err_len == len &&
			memcmp(back.err, bad, len) == 0,
		    "%zu bytes that are not UTF-8 survive", len);
	}
	ok(strstr(json.buf, "\"err_base64\": \"//4AeO2ggA==\"") != NULL,
	    "as base64");
	r.leaks = leaks;
	r.n_leaks = 2;
	ok(round_trip(&r, &back, &json), "what was left survives");
	ok(back.n_leaks == 2 && back.leaks[1].n == 5, "all of it");
	is_str(back.leaks[1].what, "공유\x1b]0;x", "with its name");
	ok(strchr(json.buf, '\x1b') == NULL, "which is escaped");
	ok(run_record_same(&r, &back, as_is, NULL), "it is the same");
	back.n_leaks = 1;
	ok(run_record_same(&r, &back, as_is, NULL), "and so is one with less");
	r.outcome = RUN_SIGNAL;
	r.signal = "SEGV";
	ok(round_trip(&r, &back, &json), "a signal survives");
	is_str(back.signal, "SEGV", "by name");
	strbuf_release(&json);
}

#define HANG                                                                   \
	"  \"hang\": {\n    \"sentence\": \"s\",\n    \"cycle\": 1,\n"         \
	"    \"tasks\": [\n      {\"pid\": 2, \"tid\": 3, \"name\": "          \
	"\"이름 \\u001b\", \"what\": \"w\", \"waits\": [\n"                  \
	"        {\"object\": \"o\", \"because\": \"b\", \"for\": [\n"         \
	"          {\"pid\": 2, \"tid\": 0, \"how\": \"h\"}]}]}\n    ]\n  },\n"

static void
test_hang(void)
{
	struct hang_edge edge = { 2, 0, "h" };
	struct hang_clause clause = {
		.object = "o", .evidence = "b", .edges = &edge, .n_edges = 1
	};
	struct hang_wait task = { .pid = 2,
		.tid = 3,
		.name = "이름 \x1b",
		.what = "w",
		.n_clauses = 1 };
	struct hang h = { .tasks = &task,
		.n_tasks = 1,
		.clauses = &clause,
		.n_clauses = 1,
		.n_cycle = 1,
		.sentence = "s" };
	struct run_record r = sample(), back;
	struct strbuf json = STRBUF_INIT;

	r.hang = &h;
	ok(round_trip(&r, &back, &json), "who waited for whom survives");
	ok(strstr(json.buf, HANG) != NULL, "as it is written");
	ok(back.hang != NULL && back.hang->n_tasks == 1 &&
		back.hang->cycle[0] == 0 && back.hang->tasks[0].cycle &&
		back.hang->tasks[0].stuck,
	    "and has its cycle");
	is_str(back.hang->tasks[0].name, "이름 \x1b", "names");
	is_str(back.hang->clauses[0].edges[0].evidence, "h", "and evidence");
	back.hang = NULL;
	ok(run_record_same(&r, &back, as_is, NULL),
	    "no difference is made of it");
	strbuf_release(&json);
}

/* A session of two commands, in the record `r`. */
static void
as_session(struct run_record *r)
{
	static const struct run_command commands[] = {
		{ .shown = "$ echo 안녕 \\\n> \x1b[2J", .len = 4, .ms = 7 },
		{ .shown = "$ cat", .len = 2, .exit = -1, .ms = 1000 },
	};

	r->lang = "console";
	r->commands = commands;
	r->n_commands = 2;
}

static void
test_session(void)
{
	struct strbuf json = STRBUF_INIT;
	struct run_record r = sample(), back;

	as_session(&r);
	ok(round_trip(&r, &back, &json), "a session survives");
	ok(back.n_commands == 2 && back.commands[0].len == 4 &&
		back.commands[1].len == 2,
	    "each command has its output");
	ok(back.commands[0].exit == 0 && back.commands[1].exit == -1,
	    "and its end");
	ok(back.commands[0].ms == 7 && back.commands[1].ms == 1000,
	    "and its time");
	is_str(back.commands[0].shown, "$ echo 안녕 \\\n> \x1b[2J",
	    "and its text");
	ok(strchr(json.buf, '\x1b') == NULL, "which is escaped");
	run_console_flat(&back, arena);
	is_str(back.out,
	    "$ echo 안녕 \\\n> \x1b[2J\nhell\n$ cat\no\n[not ended]\n",
	    "it is compared as it was to be seen");
	strbuf_release(&json);
}

static void
damaged(const char *from, const char *to, const char *want)
{
	struct strbuf json = STRBUF_INIT, cut = STRBUF_INIT;
	struct run_record r = sample(), back;
	struct err e = ERR_INIT;
	char *at;

	if (strstr(from, "bytes") != NULL || strstr(from, "null") != NULL ||
	    strstr(from, "session") != NULL)
		as_session(&r);
	run_record_render(&json, &r);
	at = strstr(json.buf, from);
	if (at == NULL) {
		ok(false, "the sample has what is to be damaged");
		return;
	}
	strbuf_add(&cut, json.buf, (size_t)(at - json.buf));
	strbuf_adds(&cut, to);
	strbuf_adds(&cut, at + strlen(from));
	ok(run_record_parse(&back, arena, cut.buf, cut.len, &e) == -1 &&
		strstr(e.msg, want) != NULL,
	    "refused: %s", want);
	if (strstr(e.msg, want) == NULL)
		printf("# %s\n", e.msg);
	strbuf_release(&json);
	strbuf_release(&cut);
}

static void
test_damaged(void)
{
	static const char old[] = "  \"key\": {\n";

	damaged(old, "  \"leaks\": [{\"kind\": \"x\"}],\n  \"key\": {\n",
	    "\"kind\" is nothing that can be left");
	damaged(old, "  \"leaks\": 3,\n  \"key\": {\n", "is not a list");
	damaged(old, "  \"hang\": 3,\n  \"key\": {\n",
	    "\"hang\" does not tell who waits for whom");
	damaged(old,
	    "  \"hang\": {\"sentence\": \"\", \"cycle\": 1, \"tasks\": []},\n"
	    "  \"key\": {\n",
	    "\"hang\" does not tell");
	damaged(old,
	    "  \"hang\": {\"sentence\": \"\", \"cycle\": 0, \"tasks\": "
	    "[{\"pid\": -1}]},\n  \"key\": {\n",
	    "\"hang\" does not tell");
	damaged("\"bytes\": 2", "\"bytes\": 3", "is more than there is");
	damaged("\"bytes\": 4", "\"bytes\": -4", "\"bytes\"");
	damaged("\"exit\": null", "\"exit\": 256", "\"exit\"");
	damaged("\"session_ms\"", "\"session_s\"", "\"session_ms\"");
	damaged("    \"session_ms\": [\n      7,", "    \"session_ms\": [",
	    "\"session_ms\" is not of the commands");
	damaged("    \"session_ms\": [\n      7,",
	    "    \"session_ms\": [\n      true,", "has no time");
	damaged(old, "  \"leaks\": [7],\n  \"key\": {\n", "is missing");
	struct strbuf json = STRBUF_INIT;
	struct run_record r = sample(), back;
	struct err e = ERR_INIT;
	size_t i, good = 0;

	damaged("\"schema\": 1", "\"schema\": 2", "another version");
	damaged("  \"why\": \"it ended with exit status 0\",\n", "",
	    "\"why\" is missing");
	damaged("\"outcome\": \"ok\"", "\"outcome\": \"fine\"", "\"outcome\"");
	damaged("\"outcome\": \"ok\"", "\"outcome\": \"signal\"", "\"signal\"");
	damaged("\"exit\": 0", "\"exit\": -1", "\"exit\"");
	damaged("\"exit\": 0", "\"exit\": 0.5", "\"exit\"");
	damaged("\"out_cut\": 0", "\"out_cut\": \"0\"", "\"out_cut\"");
	damaged("\"wall_ms\": 8", "\"wall_ms\": 99999999999999999999", "line");
	damaged("\"out\": ", "\"out_base64\": ", "base64");
	damaged("\"lang\": \"c\"", "\"lang\": \"c\\u0000d\"", "\"lang\"");
	damaged("\"lang\": \"c\"", "\"lang\": null", "\"lang\"");
	damaged("\"key\": {", "\"key\": {\"new\": 1,", "does not know");
	damaged("\"hash\": \"a", "\"hash\": \"A", "\"hash\"");
	damaged("2026-11-23T", "2026-11-33T", "\"when\"");
	damaged("{\n", "{\n\"lang\": \"c\",", "line");
	damaged("{\n  \"schema\": 1", "[{}]\n", "line");

	run_record_render(&json, &r);
	for (i = 0; i < json.len - 1; i++) /* the last byte is a newline */
		if (run_record_parse(&back, arena, json.buf, i, &e) == 0)
			good++;
	ok(good == 0, "no part of a record is a record");
	ok(run_record_parse(&back, arena, json.buf, (size_t)9 << 20, &e) == -1,
	    "a huge one is refused before it is read");
	strbuf_release(&json);
}

/* ---- keys ---------------------------------------------------------------------- */

static struct run_key
key_of(struct run_tools *tools, struct run_job job)
{
	struct err e = ERR_INIT;
	struct run_key key;

	job.code_len = strlen(job.code);
	if (run_key(&key, &job, tools, &e) == -1) {
		memset(&key, 0, sizeof(key));
		printf("# %s\n", e.msg);
	}
	return key;
}

static void
test_key(void)
{
	struct run_tools *tools = run_tools_new();
	struct run_file file = { "a.h", "x", 1 }, other = { "a.h", "y", 1 };
	struct run_job base = { .example = "x#y", .lang = "sh", .code = "a" };
	struct run_job job = base;
	struct run_key key = key_of(tools, base), k;
	struct err e = ERR_INIT;

	ok(strlen(key.hash) == 64 && strlen(key.source) == 64, "two hashes");
	is_str(key_of(tools, base).hash, key.hash, "which are the same again");
	ok(strstr(key.tool, "glibc 2.") != NULL, "the C library: %s", key.tool);
	is_str(key.profile, "plain/1", "the profile");
	job.example = "z#z";
	is_str(
	    key_of(tools, job).hash, key.hash, "a moved example is the same");
	job.expect = "ok";
	is_str(key_of(tools, job).hash, key.hash, "ok is expected by default");
#define DIFFERS(member, value)                                                 \
	job = base;                                                            \
	job.member = value;                                                    \
	ok(strcmp(key_of(tools, job).source, key.source) != 0,                 \
	    #member " is part of it")
	DIFFERS(code, "b");
	DIFFERS(args, "b");
	DIFFERS(args, "");
	DIFFERS(input, "b");
	DIFFERS(expect, "exit:1");
	DIFFERS(timeout_ms, 1);
	DIFFERS(lang, "python");
#undef DIFFERS
	job = base;
	job.n_files = 1;
	job.files = &file;
	k = key_of(tools, job);
	ok(strcmp(k.source, key.source) != 0, "a file is part of it");
	job.files = &other;
	ok(strcmp(key_of(tools, job).source, k.source) != 0, "and its text");
	job.lang = "go";
	ok(run_key(&k, &job, tools, &e) == -1 &&
		strstr(e.msg, "the languages are c, python, sh, console") !=
		    NULL,
	    "an unknown language has no key: %s", e.msg);
	run_tools_free(tools);
	run_tools_free(NULL);
}

static void
test_stale(void)
{
	struct run_record r = sample();
	struct run_key key = r.key;

	ok(run_record_stale(&r, &key, arena) == NULL, "fresh");
	key.hash[0] = 'c';
	is_str(run_record_stale(&r, &key, arena),
	    "it is built or started in another way now", "the flags");
	key.tool = "cc 14.1.0, glibc 2.40";
	is_str(run_record_stale(&r, &key, arena),
	    "cc 12.2.0 → 14.1.0, glibc 2.36 → 2.40", "the compiler");
	key.tool = "cc 12.2.0, glibc 2.41";
	is_str(run_record_stale(&r, &key, arena), "glibc 2.36 → 2.41",
	    "the C library");
	r.key.tool = "gcc (Debian 12.2.0-14) 12.2.0, glibc 2.36";
	key.tool = "gcc (GCC) 14.1.0, glibc 2.36";
	is_str(run_record_stale(&r, &key, arena), "gcc 12.2.0 → 14.1.0",
	    "its version alone");
	key.tool = "gcc (Debian 12.2.0-15) 12.2.0, glibc 2.36";
	is_str(run_record_stale(&r, &key, arena),
	    "gcc (Debian 12.2.0-14) 12.2.0 → gcc (Debian 12.2.0-15) 12.2.0",
	    "or all of it where the version is the same");
	key.tool = "clang 19.1.0, glibc 2.36";
	is_str(run_record_stale(&r, &key, arena),
	    "gcc (Debian 12.2.0-14) 12.2.0 → clang 19.1.0", "another compiler");
	r.key.tool = "dash";
	key.tool = "bash, glibc 2.36";
	is_str(run_record_stale(&r, &key, arena), "dash → bash, glibc 2.36",
	    "of another shape");
	r.key.tool =
	    "Python 3.11.2, glibc 2.36; cc (Debian) 12.2.0, glibc 2.36";
	key.tool = "Python 3.12.1, glibc 2.36; cc (Debian) 12.2.0, glibc 2.36";
	is_str(run_record_stale(&r, &key, arena), "Python 3.11.2 → 3.12.1",
	    "one of two tools");
	key.tool = "Python 3.12.1, glibc 2.41; cc (GCC) 14.1.0, glibc 2.41";
	is_str(run_record_stale(&r, &key, arena),
	    "Python 3.11.2 → 3.12.1, glibc 2.36 → 2.41, cc 12.2.0 → 14.1.0",
	    "all of two, each once");
	key.tool = "";
	ok(run_record_stale(&r, &key, arena) == NULL,
	    "a compiler that is not there makes nothing stale");
	key.profile = "plain/2";
	is_str(run_record_stale(&r, &key, arena),
	    "the sandbox is another one: plain/1 → plain/2", "the sandbox");
	key.machine = "aarch64";
	is_str(run_record_stale(&r, &key, arena),
	    "it ran on x86_64, and this is aarch64", "the machine");
	key.source[0] = 'c';
	is_str(run_record_stale(&r, &key, arena), "the code has changed",
	    "the code comes first");
}

/* ---- what is expected ------------------------------------------------------------ */

static bool
expected(enum run_outcome o, int code, const char *signal, const char *expect)
{
	struct run_result r;
	bool yes;

	run_result_init(&r);
	r.outcome = o;
	r.exit = code;
	r.signal = signal;
	yes = run_as_expected(&r, expect);
	run_result_release(&r);
	return yes;
}

static void
test_expect(void)
{
	static const char *const bad[] = { "", "OK", "exit", "exit:", "exit:x",
		"exit:-1", "exit: 1", "exit:256", "exit:1x",
		"signal:", "signal:FOO", "signal:11", "okay", "limits" };
	static const char *const good[] = { "ok", "exit:0", "exit:255",
		"signal:SEGV", "signal:SIGSEGV", "signal:abrt", "timeout",
		"limit" };
	size_t i;

	ok(expected(RUN_OK, 0, NULL, NULL), "ok by default");
	ok(expected(RUN_OK, 0, NULL, "ok"), "ok");
	ok(expected(RUN_OK, 0, NULL, "exit:0"), "exit:0 is ok");
	ok(!expected(RUN_EXIT, 1, NULL, NULL), "1 is not ok");
	ok(expected(RUN_EXIT, 3, NULL, "exit:3"), "exit:3");
	ok(!expected(RUN_EXIT, 4, NULL, "exit:3"), "not exit:3");
	ok(!expected(RUN_LIMIT, 0, NULL, "exit:0"), "a limit is no exit");
	ok(expected(RUN_SIGNAL, 0, "SEGV", "signal:SEGV"), "signal:SEGV");
	ok(expected(RUN_SIGNAL, 0, "SEGV", "signal:SIGSEGV"), "with SIG");
	ok(!expected(RUN_SIGNAL, 0, "ABRT", "signal:SEGV"), "another signal");
	ok(expected(RUN_TIMEOUT, 0, NULL, "timeout"), "timeout");
	ok(!expected(RUN_TIMEOUT, 0, NULL, "ok"), "a timeout is not ok");
	ok(!expected(RUN_BUILD, 0, NULL, "ok"), "a refused one is not ok");
	ok(expected(RUN_LIMIT, 0, NULL, "limit") &&
		!expected(RUN_EXIT, 137, NULL, "limit"),
	    "a limit can be expected");
	ok(!expected(RUN_TIMEOUT, 0, NULL, "deadlock") &&
		expected(RUN_DEADLOCK, 0, NULL, "deadlock") &&
		!expected(RUN_DEADLOCK, 0, NULL, "timeout"),
	    "a deadlock is no mere timeout");
	ok(run_expect_problem(NULL) == NULL, "nothing is a good word");
	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		ok(run_expect_problem(good[i]) == NULL, "%s is a word",
		    good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(run_expect_problem(bad[i]) != NULL, "\"%s\" is none",
		    bad[i]);
	ok(run_expect_problem("deadlock") == NULL &&
		run_expect_problem("deadlock,ok") == NULL,
	    "deadlock is a word");
}

/* ---- differences ------------------------------------------------------------------- */

static void
diff_is(const char *a, const char *b, const char *want, const char *name)
{
	struct strbuf sb = STRBUF_INIT;

	run_diff(&sb, a, strlen(a), b, strlen(b));
	is_str(sb.buf, want, "%s", name);
	strbuf_release(&sb);
}

static void
test_diff(void)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, sb = STRBUF_INIT;
	int i;

	diff_is("a\n", "b\n", "-a\n+b\n", "one line");
	diff_is("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\n6\n7\n",
	    " 2\n 3\n-4\n+x\n 5\n 6\n", "two lines around it");
	diff_is("a\nb\nc\n", "b\nc\nd\n", "-a\n b\n c\n+d\n", "a shift");
	diff_is("", "a\n", "+a\n", "from nothing");
	diff_is("a\n", "", "-a\n", "to nothing");
	diff_is("a", "a\n", "-a (no newline at the end)\n+a\n", "a newline");
	diff_is("a\n", "\x1b[2J\x07\xff\n", "-a\n+^[[2J^G\xef\xbf\xbd\n",
	    "what would reach the terminal is spelled out");
	for (i = 0; i < 1000; i++) {
		strbuf_addf(&a, "%d\n", i);
		strbuf_addf(&b, "%d\n", i + 5000);
	}
	run_diff(&sb, a.buf, a.len, b.buf, b.len);
	ok(strstr(sb.buf, "… and 1960 more lines\n") != NULL, "it is capped");
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&sb);
}

static void
test_same(void)
{
	struct run_record a = sample(), b = sample();
	struct strbuf sb = STRBUF_INIT;

	b.wall_ms = 99;
	b.when.t++;
	b.peak_memory = 1;
	ok(run_record_same(&a, &b, as_is, &sb) && sb.len == 0,
	    "timings do not count");
	b.outcome = RUN_EXIT;
	b.exit = 3;
	b.out = "hallo\n";
	ok(!run_record_same(&a, &b, as_is, NULL), "they differ");
	ok(!run_record_same(&a, &b, as_is, &sb), "and how");
	is_str(sb.buf,
	    "@@ outcome @@\n-ok\n+exit 3\n@@ out @@\n-hello\n+hallo\n"
	    "? ^\n",
	    "is told");
	strbuf_release(&sb);
}

/* ---- what is missing ------------------------------------------------------------------ */

static void
missing_is(const struct run_lang *lang, const char *want)
{
	char *why = run_lang_missing(lang);

	is_str(why, want, "a missing %s", lang->name);
	free(why);
}

static void
problem_has(const char *said, const char *want)
{
	char *why = run_bwrap_problem(said);

	ok(strstr(why, want) != NULL, "%s", want);
	if (strstr(why, want) == NULL)
		printf("# %s\n", why);
	free(why);
}

static void
test_missing(void)
{
	struct run_lang none = { .name = "c",
		.tool = "/usr/bin/no-such-cc",
		.package = "gcc libc6-dev" };
	struct run_lang away = {
		.name = "sh", .tool = "/proc/self/exe", .package = "dash"
	};
	struct run_job job = { .example = "x#y", .lang = "cobol", .code = "" };
	char *why = run_missing(&job, NULL), *version = run_lang_version(&none);

	is_str(why,
	    "examples in \"cobol\" cannot run; the languages are c, python, sh, console",
	    "a language that is not there");
	is_str(version, "", "what is not there has no version");
	missing_is(&none, "/usr/bin/no-such-cc is not there, and c examples "
			  "need it: apt-get install gcc libc6-dev");
	missing_is(&away, "/proc/self/exe leads out of /usr, where the sandbox "
			  "cannot see it: apt-get install --reinstall dash");
	problem_has("bwrap: No permissions to create new namespace\n",
	    "(bwrap: No permissions to create new namespace): ");
	problem_has("bwrap: Can't find source path /x: No such file", "inside");
	free(why);
	free(version);
}

static int tried;

static char *
try_box(enum run_profile profile)
{
	tried++;
	return profile == RUN_PLAIN ? NULL : xstrdup("여기서는 안 된다");
}

/* A sandbox costs as much as a small example, so it is tried once. */
static void
test_box_once(void)
{
	struct run_tools *tools = run_tools_new();
	int i;

	for (i = 0; i < 3; i++) {
		char *why = run_tools_box(tools, RUN_CONTAINER, try_box);

		ok(run_tools_box(tools, RUN_PLAIN, try_box) == NULL,
		    "that it works is known");
		is_str(why, "여기서는 안 된다", "and why another does not");
		free(why);
	}
	ok(tried == 2, "each was tried once");
	free(run_tools_box(NULL, RUN_CONTAINER, try_box));
	ok(tried == 3, "and again for those who keep nothing");
	run_tools_free(tools);
}

int
main(void)
{
	arena = arena_new();
	test_round_trip();
	test_hang();
	test_session();
	test_damaged();
	test_key();
	test_stale();
	test_expect();
	test_diff();
	test_same();
	test_missing();
	test_box_once();
	arena_free(arena);
	return done_testing();
}
