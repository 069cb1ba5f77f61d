/* test_run_console.c: sessions: read, typed into a shell, and compared */
#include <ctype.h>
#include <stdlib.h>

#include "tap.h"
#include "run/run_type.h"

static struct arena *arena;
static struct run_limits limits;
static struct run_result res; /* of the last session() */

/* ---- reading ----------------------------------------------------------------- */

/* "$ a|a\n|;$ b|b\n|out\n;": what is shown, typed and wanted; or what is wrong. */
static const char *
asks(const char *code)
{
	static struct strbuf sb = STRBUF_INIT;
	const char *problem;
	struct run_ask *v;
	size_t i, n;

	strbuf_clear(&sb);
	problem = run_console_parse(&v, &n, arena, code, strlen(code));
	if (problem != NULL)
		return problem;
	for (i = 0; i < n; i++)
		strbuf_addf(&sb, "%d:%s|%s|%s;", v[i].line, v[i].shown,
		    v[i].typed, v[i].want != NULL ? v[i].want : "-");
	return sb.buf;
}

static void
test_parse(void)
{
	struct strbuf many = STRBUF_INIT;
	int i;

	is_str(asks("$ ls\n"), "1:$ ls|ls\n|-;", "a command");
	is_str(asks("$ ls"), "1:$ ls|ls\n|-;", "without an end of line");
	is_str(asks("$ ls\r\n가\r\n"), "1:$ ls|ls\n|가\r\n;", "with a CR");
	is_str(asks("$ echo 가\n가\n\n$ pwd\n/work\n"),
	    "1:$ echo 가|echo 가\n|가\n\n;4:$ pwd|pwd\n|/work\n;",
	    "what it prints stands below");
	is_str(asks("$ cat <<END\n> 가\n>\n> END\n가\n"),
	    "1:$ cat <<END\n> 가\n>\n> END|{\ncat <<END\n가\n\nEND\n}\n|가\n;",
	    "> goes on with it");
	is_str(asks("$ echo a \\\n  b\n$ echo \\\n> c\n"),
	    "1:$ echo a \\\n  b|{\necho a \\\n  b\n}\n|-;"
	    "3:$ echo \\\n> c|{\necho \\\nc\n}\n|-;",
	    "a backslash takes the next line with it");
	is_str(asks("$ cat README\n# 제목\n> 인용은 아니다\n"),
	    "1:$ cat README|cat README\n|# 제목\n> 인용은 아니다\n;",
	    "below output neither # nor > is a prompt");
	is_str(asks("# id -u\n0\n# exit\n$ x\n"),
	    "1:# id -u|id -u\n|0\n;3:# exit|exit\n|-;4:$ x|x\n|-;",
	    "# is one where the session begins with it");
	is_str(asks("$\n$x\n"), "1:$|\n|$x\n;", "an empty command");
	ok(strstr(asks("ls\n$ pwd\n"), "begins with a command") != NULL,
	    "a line before the first command");
	ok(strstr(asks(""), "begins with a command") != NULL, "no command");
	for (i = 0; i <= RUN_ASKS_MAX; i++)
		strbuf_adds(&many, "$ :\n");
	is_str(asks(many.buf), "a session has no more than 200 commands",
	    "too many commands");
	strbuf_release(&many);
}

/* ---- running --------------------------------------------------------------------- */

static const char *
session(struct run_job job)
{
	static struct strbuf sb = STRBUF_INIT;
	struct err e = ERR_INIT;

	strbuf_clear(&sb);
	job.example = "시험#세션";
	job.lang = "console";
	job.code_len = strlen(job.code);
	if (job.timeout_ms == 0)
		job.timeout_ms = 30000;
	if (run_exec(&res, &job, &limits, &e) == -1) {
		run_result_release(&res);
		strbuf_addf(&sb, "%s", e.msg);
		return sb.buf;
	}
	run_console_text(
	    &sb, res.commands, res.n_commands, res.out.buf, res.out.len);
	return sb.buf;
}

static void
ended(enum run_outcome outcome, const char *why, const char *name)
{
	ok(res.outcome == outcome, "%s", name);
	is_str(res.why, why, "%s, and why", name);
}

static void
test_state(void)
{
	is_str(session((struct run_job){
		   .code = "$ cd /tmp\n$ x='가 나'; f() { echo \"f $x\"; }\n"
			   "$ f; pwd\n$ false\n$ echo $?\n$ false | true\n"
			   "$ echo ${PIPESTATUS[@]} $?\n$ set -o pipefail\n"
			   "$ false | true\n$ exec 2>/dev/null\n$ nosuch\n"
			   "$ printf 끝\n" }),
	    "$ cd /tmp\n$ x='가 나'; f() { echo \"f $x\"; }\n"
	    "$ f; pwd\nf 가 나\n/tmp\n$ false\n[exit 1]\n$ echo $?\n1\n"
	    "$ false | true\n$ echo ${PIPESTATUS[@]} $?\n1 0 0\n"
	    "$ set -o pipefail\n$ false | true\n[exit 1]\n"
	    "$ exec 2>/dev/null\n$ nosuch\n[exit 127]\n$ printf 끝\n끝\n",
	    "one shell for all commands");
	ended(RUN_OK, "it ended with exit status 0", "the last one decides");
	is_str(session((struct run_job){
		   .code = "$ set -u\n$ echo $HADOOP_HOEM\n$ set +u; set -x\n"
			   "$ echo 가\n$ set +x\n$ trap 'echo 덫' DEBUG\n"
			   "$ IFS=345\n$ PS1='> ' PROMPT_COMMAND=\n"
			   "$ echo \"와!가\"\n$ set -e\n$ set +e; false\n" }),
	    "$ set -u\n$ echo $HADOOP_HOEM\n"
	    "bash: HADOOP_HOEM: unbound variable\n[exit 1]\n"
	    "$ set +u; set -x\n$ echo 가\n+ echo 가\n가\n$ set +x\n+ set +x\n"
	    "$ trap 'echo 덫' DEBUG\n$ IFS=345\n덫\n"
	    "$ PS1='> ' PROMPT_COMMAND=\n"
	    "덫\nbash: PROMPT_COMMAND: readonly variable\n[exit 1]\n"
	    "$ echo \"와!가\"\n덫\n와!가\n$ set -e\n덫\n"
	    "$ set +e; false\n덫\n덫\n[exit 1]\n",
	    "whatever it does to itself");
	is_str(session((struct run_job){
		   .code = "$ sleep 60 &\n$ jobs\n$ kill %1; wait\n"
			   "$ sleep 0.01 & wait\n$ cat <<END\n> 하나\n> END\n"
			   "$ for i in 1 2\n> do echo $i; done\n"
			   "$ echo a \\\n  b\n" }),
	    "$ sleep 60 &\n[1] 3\n$ jobs\n"
	    "[1]+  Running                 sleep 60 &\n$ kill %1; wait\n"
	    "[1]+  Terminated              sleep 60\n"
	    "$ sleep 0.01 & wait\n[1] 4\n"
	    "[1]+  Done                    sleep 0.01\n"
	    "$ cat <<END\n> 하나\n> END\n하나\n"
	    "$ for i in 1 2\n> do echo $i; done\n1\n2\n"
	    "$ echo a \\\n  b\na b\n",
	    "jobs, and commands of several lines");
}

/* What a command makes of the terminal. */
static void
test_terminal(void)
{
	is_str(session((struct run_job){
		   .code = "$ stty size; stty sane; printf '\\352\\260\\200'\n"
			   "$ echo 나\n$ stty raw -echo onlcr opost\n"
			   "$ printf 'a\\nb\\r'\n" }),
	    "$ stty size; stty sane; printf '\\352\\260\\200'\n24 80\n가\n"
	    "$ echo 나\n나\n$ stty raw -echo onlcr opost\n"
	    "$ printf 'a\\nb\\r'\na\nb\r\n",
	    "what it is changed to ends with the command");
	session((struct run_job){
	    .code = "$ python3 -c 'import fcntl; fcntl.ioctl(0, 0x5412, "
		    "b\"x\")'\n$ echo 가\n가\n" });
	ok(res.n_commands == 2 && res.commands[0].exit == 1 &&
		res.commands[1].exit == 0 && res.outcome == RUN_OK,
	    "nobody else can type into it (TIOCSTI)");
}

/* What pretends to be the end of a command. */
static void
test_forged(void)
{
	is_str(session((struct run_job){
		   .code = "$ sh -c 'kill -34 1; kill -42 1; kill -50 1; "
			   "sleep 0.2; echo 늦게'\n"
			   "$ (kill -35 1; kill -42 1; kill -50 1; sleep 0.2; "
			   "echo 더 늦게)\n"
			   "$ python3 -c 'import os, signal, time\n"
			   "> for s in 34, 42, 50: os.kill(1, s)\n"
			   "> os.write(1, b\"$ echo x\\n\"); time.sleep(0.2)'\n"
			   "$ echo 끝\n" }),
	    "$ sh -c 'kill -34 1; kill -42 1; kill -50 1; sleep 0.2; "
	    "echo 늦게'\n늦게\n"
	    "$ (kill -35 1; kill -42 1; kill -50 1; sleep 0.2; "
	    "echo 더 늦게)\n더 늦게\n"
	    "$ python3 -c 'import os, signal, time\n"
	    "> for s in 34, 42, 50: os.kill(1, s)\n"
	    "> os.write(1, b\"$ echo x\\n\"); time.sleep(0.2)'\n$ echo x\n"
	    "$ echo 끝\n끝\n",
	    "no program can say that a command has ended");
}

static void
test_ends(void)
{
	is_str(session((struct run_job){ .timeout_ms = 2500,
		   .code = "$ echo 앞\n$ echo 여기서; cat\n$ echo 뒤\n" }),
	    "$ echo 앞\n앞\n$ echo 여기서; cat\n여기서\n[not ended]\n",
	    "a program that reads the terminal gets nothing");
	ended(RUN_TIMEOUT, "'$ echo 여기서; cat' was still running after 2.5 s",
	    "the command that hangs is named");
	session((struct run_job){ .timeout_ms = 2500, .code = "$ read x\n" });
	ended(RUN_TIMEOUT, "'$ read x' was still running after 2.5 s",
	    "nor does the shell itself");
	is_str(session((struct run_job){ .code = "$ echo 가\n$ exit 3\n" }),
	    "$ echo 가\n가\n$ exit 3\nexit\n[exit 3]\n",
	    "the shell ends with its last command");
	ended(RUN_EXIT, "it ended with exit status 3", "as it says");
	session((struct run_job){ .code = "$ exit\n$ echo 가\n$ pwd\n" });
	ended(RUN_OUTPUT,
	    "the shell ended with '$ exit', and 2 more commands were to come",
	    "it ends before");
	session((struct run_job){ .code = "$ kill -9 $$\n" });
	ended(RUN_SIGNAL, "SIGKILL ended it (Killed)", "it is killed");
	session((struct run_job){ .code = "$ sleep 60 &\n$ sleep 60 & kill "
					  "-STOP $!\n$ true\n" });
	ended(RUN_OK, "it ended with exit status 0", "jobs that are left");
	ok(res.trace.n_leaks > 0 &&
		strcmp(res.trace.leaks[0].kind, "process") == 0,
	    "are told");
}

/* ---- what it should print ----------------------------------------------------------- */

static void
test_wanted(void)
{
	session((struct run_job){
	    .code = "$ echo 가\n가\n\n\n$ printf '나\\n\\n'\n나\n"
		    "$ echo 다\n$ printf 라\n라\n$ true\n\n" });
	ended(RUN_OK, "it ended with exit status 0",
	    "as it is written, and without what is not");
	session((struct run_job){
	    .code = "$ echo pid $$; echo 가\npid 99999\n...\n$ seq 9\n1\n"
		    "? (glob)\n...\n[89]+ (regex)\n9\n"
		    "$ printf 'b\\na\\n'\na\nb\n",
	    .compare.order = RUN_ORDER_ANY });
	ok(res.outcome == RUN_OK, "patterns, and lines in any order");
	session((struct run_job){ .code = "$ echo 가나\n?다 (glob)\n" });
	ok(res.outcome == RUN_OUTPUT, "a pattern that is another");
	session((struct run_job){ .code = "$ echo 가\n나\n" });
	ended(RUN_OUTPUT,
	    "'$ echo 가' printed something else than the note "
	    "says",
	    "something else");
	session((struct run_job){ .code = "$ true\n가\n", .expect = "exit:0" });
	ok(res.outcome == RUN_OUTPUT && !run_as_expected(&res, "exit:0"),
	    "nothing in its place is not as expected");
	session((struct run_job){ .code = "$ echo 가\n\n" });
	ok(res.outcome == RUN_OUTPUT, "an empty line is nothing printed");
	session((struct run_job){ .timeout_ms = 2500,
	    .code = "$ echo 가; cat\n가\n",
	    .expect = "timeout" });
	ok(run_as_expected(&res, "timeout"), "one that is to hang");
	session((struct run_job){ .timeout_ms = 2500,
	    .code = "$ echo 가; cat\n나\n",
	    .expect = "timeout" });
	ok(!run_as_expected(&res, "timeout"), "prints what it should, too");
}

/* ---- much, and odd -------------------------------------------------------------------- */

/* Whether there are 32 hexadecimal digits in a row, as the mark has. */
static bool
has_mark(void)
{
	size_t i, n = 0;

	for (i = 0; i < res.out.len && n < 32; i++)
		n = isxdigit((unsigned char)res.out.buf[i]) ? n + 1 : 0;
	return n == 32;
}

static void
test_much(void)
{
	size_t sum = 0, i;

	session((struct run_job){ .code = "$ seq -w 99999\n$ echo 뒤\n$ printf "
					  "'\\377\\000\\033[2J'\n" });
	ended(RUN_OK, "it ended with exit status 0", "a lot of output");
	ok(res.out.len == limits.output && res.out_cut == 599994 - 65536 + 10,
	    "what there is no room for is counted (%zu, %zu)", res.out.len,
	    res.out_cut);
	for (i = 0; i < res.n_commands; i++)
		sum += res.commands[i].len;
	ok(sum == res.out.len, "what is kept belongs to the commands");
	session((struct run_job){
	    .code = "$ (while sleep 0.005; do echo 배경; done) &\n"
		    "$ seq 2000 | tail -1\n$ sleep 0.05\n$ seq 3\n"
		    "$ kill %1; wait\n$ printf '\\377\\000'\n" });
	ok(res.n_commands == 6 && res.commands[5].len == 2 &&
		memcmp(res.out.buf + res.out.len - 2, "\377", 2) == 0,
	    "bytes that are no text, after others in between");
	ok(!has_mark(), "no mark is left in it");
	session(
	    (struct run_job){ .code = "$ echo 가\n$ yes 끝없이\n$ echo 나\n" });
	ended(RUN_LIMIT, "output: it printed more than 16 MiB", "without end");
	ok(res.n_commands == 2 && res.commands[1].exit == -1,
	    "the command has not ended");
}

static void
test_job(void)
{
	static const char *const env[] = { "누구=둘리", NULL };
	struct run_file file = { "낱말.txt", "가\n나\n", 8 };

	is_str(session((struct run_job){ .code = "$ ls -A; cat 낱말.txt\n"
						 "$ echo $누구 $WHO\n"
						 "$ printenv 누구\n",
		   .files = &file,
		   .n_files = 1,
		   .env = env }),
	    "$ ls -A; cat 낱말.txt\n낱말.txt\n가\n나\n"
	    "$ echo $누구 $WHO\n$누구\n$ printenv 누구\n둘리\n",
	    "files and variables");
	is_str(session((struct run_job){ .code = "ls\n" }),
	    "시험#세션: a session begins with a command: write \"$ \" before "
	    "it",
	    "what is no session does not run");
	is_str(session((struct run_job){
		   .profile = RUN_CONTAINER, .code = "# id -u\n# false\n" }),
	    "# id -u\n0\n# false\n[exit 1]\n", "in a container");
}

int
main(void)
{
	struct run_job job = { .example = "시험#세션", .lang = "console" };
	char *missing = run_missing(&job, NULL);

	arena = arena_new();
	limits = run_limits_default();
	run_result_init(&res);
	test_parse();
	if (missing == NULL || getenv("CI") != NULL) {
		test_state();
		test_terminal();
		test_forged();
		test_ends();
		test_wanted();
		test_much();
		test_job();
	}
	free(missing);
	run_result_release(&res);
	arena_free(arena);
	return done_testing();
}
