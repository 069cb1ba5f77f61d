/* test_run_match.c: what is the same in two outputs, and what is wanted of one */
#include <stdlib.h>

#include "tap.h"
#include "run/run_int.h"

static const struct run_compare kept;
static const struct run_compare exact = { RUN_ORDER_KEPT, true };
static const struct run_compare any = { RUN_ORDER_ANY, false };
static const struct run_compare process = { RUN_ORDER_PROCESS, false };

/* ---- canonical forms ----------------------------------------------------------- */

static void
canon_is(const char *text, const char *want)
{
	struct strbuf sb = STRBUF_INIT, again = STRBUF_INIT;

	run_canon(&sb, text, strlen(text), true);
	is_str(sb.buf, want, "%s", text);
	run_canon(&again, sb.buf, sb.len, true);
	is_str(again.buf, want, "and it stays");
	strbuf_release(&sb);
	strbuf_release(&again);
}

/* What is no such thing stays, byte by byte. */
static void
stays(const char *text)
{
	canon_is(text, text);
}

static void
test_pid(void)
{
	canon_is("부모 pid 12, 자식 pid 13, 부모 pid=12",
	    "부모 pid ‹pid1›, 자식 pid ‹pid2›, 부모 pid=‹pid1›");
	canon_is("getpid() = 4711\ngetppid()=12\n",
	    "getpid() = ‹pid1›\ngetppid()=‹pid2›\n");
	canon_is("[pid 7] PID: 8 child_pid 9", "[pid ‹pid1›] PID: ‹pid2› "
					       "child_pid ‹pid3›");
	canon_is("pid는 12, pid가 13", "pid는 ‹pid1›, pid가 ‹pid2›");
	canon_is("tid 5 pgid 6 sid 7", "tid ‹pid1› pgid ‹pid2› sid ‹pid3›");
	stays("pid 0, pid 1, pid -1");
	stays("rapid 12, stupid 13");
	stays("pid12 12 pid, pid 12a, pid 3.5, pid 12345678");
	stays("프로세스 12개, 자식 3, child 4");
	stays("pid");
}

static void
test_address(void)
{
	canon_is("0x7ffd1234abcd 0x55d0c0ffee00 0x7ffd1234abcd",
	    "‹address1› ‹address2› ‹address1›");
	canon_is("(0x00007ffd1234abcd)에", "(‹address1›)에");
	canon_is("<obj at 0x7F12DEADBEEF>", "<obj at ‹address1›>");
	stays("0xdeadbeef 0xffffffff 0x0 0x404040");
	stays("0xcbf29ce484222325 0xffffffffffffffff");
	stays("a0x7ffd1234abcd 0x7ffd1234abcdg");
}

static void
test_port_inode(void)
{
	canon_is("127.0.0.1:43210에서 localhost:43211, [::1]:43210",
	    "127.0.0.1:‹port1›에서 localhost:‹port2›, [::1]:‹port1›");
	canon_is("포트 60999, port=32768", "포트 ‹port1›, port=‹port2›");
	stays("127.0.0.1:8080 port 61000 포트 32767");
	stays("1:43210 43210 port43210");
	canon_is("pipe:[4711] socket:[12] pipe:[4711]",
	    "pipe:[‹inode1›] socket:[‹inode2›] pipe:[‹inode1›]");
	canon_is("net:[4026531840]", "net:[‹inode1›]");
	stays("[4711] a:[4711] pipe:[x]");
}

static void
test_time(void)
{
	canon_is("2026-11-23", "‹time›");
	canon_is("2026-11-23T21:28:00+09:00에", "‹time›에");
	canon_is("2026-11-23 21:28:00.123456 시작", "‹time› 시작");
	canon_is("2026-11-23T21:28:00Z", "‹time›");
	canon_is("[21:28:00] 시작", "[‹time›] 시작");
	canon_is("21:28:00,123 INFO", "‹time› INFO");
	canon_is("Mon Nov 23 21:28:00 2026\n", "‹time›\n");
	canon_is("Mon Nov  3 21:28:00 UTC 2026", "‹time›");
	stays("2026-13-23 2026-00-01 2026-11-32 1899-01-01");
	stays("24:00:00 12:60:00 1:02:03 12:30");
	stays("2026-11-23-1 1-2026-11-23 01:02:03:04");
	canon_is("2026-11-23 1 21:28:00x", "‹time› 1 21:28:00x");
	canon_is("21:28:00+09:00ms", "‹time›+09:‹duration›");
	canon_is("3.5초21:28:00", "3.5초‹time›");
	stays("Man Nov 23 2026, Mon Nov 23");
	canon_is("12 ms, 3.5ms, 7µs, 8 ns", "‹duration›, ‹duration›, "
					    "‹duration›, ‹duration›");
	canon_is("0.03초만에, 12밀리초", "‹duration›만에, ‹duration›");
	canon_is("1.50 s, 0.25 seconds", "‹duration›, ‹duration›");
	canon_is("real\t0m0.003s", "real\t‹duration›");
	stays("2 s, 3초, 10 seconds, 5 min");
	stays("12 msgs, 12 mss, v1.5.2 s, 1.5 x, 100%");
}

static void
test_canon_shape(void)
{
	static const char text[] = "pid 12\npid 13\n";
	struct strbuf sb = STRBUF_INIT;

	run_canon(&sb, text, sizeof(text) - 1, false);
	is_str(sb.buf, "pid ‹pid›\npid ‹pid›\n", "without names all are one");
	strbuf_clear(&sb);
	run_canon(&sb, "pid\0 12", 7, true);
	ok(sb.len == 7 && memcmp(sb.buf, "pid\0 12", 7) == 0,
	    "a NUL is no blank");
	strbuf_release(&sb);
}

/* ---- properties ----------------------------------------------------------------- */

static unsigned
chance(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

/* Text of pieces that mean something, nearly mean something, or nothing. */
static void
random_text(struct strbuf *sb, unsigned *seed)
{
	static const char *const pieces[] = { "pid ", "12", "7", "=", ":", " ",
		"\n", "0x", "7ffd1234abcd", "ms", " ms", ".",
		"127.0.0.1:", "43210", "2026-11-23", "T", "21:28:00", "+09:00",
		"pipe:[", "]", "파이프", "는", "초", "‹", "›", "‹pid1›",
		"Mon Nov 23 ", " 2026", "a", "-", "0m0.003s", "\xff",
		"자식: ", "1" };
	unsigned n = chance(seed, 24);

	while (n-- > 0)
		strbuf_adds(
		    sb, pieces[chance(seed, sizeof(pieces) / sizeof(*pieces))]);
}

static size_t
lines_in(const struct strbuf *sb)
{
	size_t i, n = 0;

	for (i = 0; i < sb->len; i++)
		n += sb->buf[i] == '\n';
	return n;
}

static void
test_random(void)
{
	struct strbuf text = STRBUF_INIT, one = STRBUF_INIT, two = STRBUF_INIT;
	size_t unstable = 0, torn = 0, unlike = 0, unseen = 0, i;
	unsigned seed = 20261123;
	int line;

	for (i = 0; i < 10000; i++) {
		struct run_wanted want;
		bool named = i & 1;

		strbuf_clear(&text);
		strbuf_clear(&one);
		strbuf_clear(&two);
		random_text(&text, &seed);
		run_canon(&one, text.buf, text.len, named);
		run_canon(&two, one.buf, one.len, named);
		unstable += one.len != two.len ||
			    memcmp(one.buf, two.buf, one.len) != 0;
		torn += lines_in(&one) != lines_in(&text);
		unlike += !run_same(
		    text.buf, text.len, text.buf, text.len, kept, NULL);
		want = (struct run_wanted){ text.buf, text.len, 0 };
		unlike += !run_wanted_match(
		    &want, text.buf, text.len, kept, &line, NULL);
		unlike += !run_wanted_match(
		    &want, text.buf, text.len, any, &line, NULL);
		unlike += !run_wanted_match(
		    &want, text.buf, text.len, process, &line, NULL);
		/* A letter more, at any place, is a difference. */
		strbuf_clear(&two);
		strbuf_add(&two, text.buf, text.len);
		strbuf_insert(
		    &two, chance(&seed, (unsigned)text.len + 1), "@", 1);
		unseen +=
		    run_same(text.buf, text.len, two.buf, two.len, kept, NULL);
		unseen +=
		    run_same(text.buf, text.len, two.buf, two.len, any, NULL);
		unseen += run_same(
		    text.buf, text.len, two.buf, two.len, process, NULL);
	}
	ok(unstable == 0, "canon(canon(x)) is canon(x): %zu", unstable);
	ok(torn == 0, "it has as many lines: %zu", torn);
	ok(unlike == 0, "a text is the same as itself: %zu", unlike);
	ok(unseen == 0, "a letter more is seen: %zu", unseen);
	strbuf_release(&text);
	strbuf_release(&one);
	strbuf_release(&two);
}

/* Another run of a program that did the same: other pids and addresses, other
 * times. */
static void
test_other_run(void)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	unsigned seed = 7, i, k;
	size_t wrong = 0;

	for (i = 0; i < 500; i++) {
		strbuf_clear(&a);
		strbuf_clear(&b);
		for (k = 0; k < 12; k++) {
			unsigned who = chance(&seed, 4);

			strbuf_addf(&a, "자식 pid %u: %#lx, %u ms\n", 10 + who,
			    0x7ffd00000000ul + who, chance(&seed, 999));
			strbuf_addf(&b, "자식 pid %u: %#lx, %u ms\n", 90 - who,
			    0x55d000000000ul + who * 8, chance(&seed, 999));
		}
		wrong += !run_same(a.buf, a.len, b.buf, b.len, kept, NULL);
		wrong += !run_same(a.buf, a.len, b.buf, b.len, process, NULL);
		wrong += run_same(a.buf, a.len, b.buf, b.len, exact, NULL);
	}
	ok(wrong == 0, "other pids, addresses and times: %zu", wrong);
	strbuf_release(&a);
	strbuf_release(&b);
}

/* ---- two outputs ------------------------------------------------------------------ */

static void
same_is(const char *a, const char *b, struct run_compare how, bool want,
    const char *name)
{
	ok(run_same(a, strlen(a), b, strlen(b), how, NULL) == want, "%s", name);
	ok(run_same(b, strlen(b), a, strlen(a), how, NULL) == want,
	    "and the other way round");
}

static void
test_same(void)
{
	same_is("하나\n", "하나\n", kept, true, "equal");
	same_is("하나\n", "하나", kept, false, "the last newline counts");
	same_is("", "", kept, true, "nothing");
	same_is("", "\n", kept, false, "an empty line is a line");
	same_is("pid 5, pid 5\n", "pid 9, pid 9\n", kept, true, "one pid");
	same_is("pid 5, pid 5\n", "pid 9, pid 8\n", kept, false, "two pids");
	same_is("pid 5\n", "pid 9\n", exact, false, "byte by byte");
	same_is("가\n나\n", "나\n가\n", kept, false, "the order counts");
	same_is("가\n나\n", "나\n가\n", any, true, "any order");
	same_is("가\n가\n나\n", "가\n나\n나\n", any, false,
	    "a line twice is twice");
	same_is("가\n나", "나\n가", any, true, "the last line is any line");
	same_is("pid 5\npid 6\n", "pid 6\npid 6\n", any, true,
	    "in any order nobody is told apart");
}

static void
test_process(void)
{
	same_is("자식 1: 가\n자식 2: 가\n자식 1: 나\n",
	    "자식 2: 가\n자식 1: 가\n자식 1: 나\n", process, true,
	    "told apart by what stands before the colon");
	same_is("자식 1: 가\n자식 1: 나\n", "자식 1: 나\n자식 1: 가\n", process,
	    false, "the lines of one have their order");
	same_is("자식 1: 가\n자식 2: 나\n", "자식 2: 가\n자식 1: 나\n", process,
	    false, "and it matters whose they are");
	same_is("[a] 가\n[b] 나\n", "[b] 나\n[a] 가\n", process, true,
	    "by brackets");
	same_is("가 pid 5\n나 pid 6\n다 pid 5\n",
	    "나 pid 9\n가 pid 8\n다 pid 8\n", process, true, "by a pid");
	same_is("가 pid 5\n다 pid 5\n나 pid 6\n",
	    "가 pid 8\n다 pid 9\n나 pid 9\n", process, false,
	    "a line of another process");
	same_is("가\n나\n", "나\n가\n", process, false,
	    "whoever has no name is one process");
	same_is("가\n자식: 나\n다\n", "자식: 나\n가\n다\n", process, true,
	    "beside those that have one");
	same_is("pid 5: 가\npid 6: 나\n", "pid 5: 가\npid 5: 나\n", process,
	    false, "two that say one thing each are not one that says both");
}

/* ---- differences -------------------------------------------------------------------- */

static void
diff_is(const char *a, const char *b, struct run_compare how, const char *want,
    const char *name)
{
	struct strbuf sb = STRBUF_INIT;

	run_same(a, strlen(a), b, strlen(b), how, &sb);
	is_str(sb.buf, want, "%s", name);
	strbuf_release(&sb);
}

static void
test_diff(void)
{
	diff_is("pid 5\n가\n", "pid 9\n나\n", kept, " pid 9\n-가\n+나\n",
	    "what is the same but for its pid is no difference");
	diff_is("안녕, 파이프\n", "안녕, 소켓\n", kept,
	    "-안녕, 파이프\n+안녕, 소켓\n?      ^^^^\n",
	    "what is another is marked, by cells");
	diff_is("가나다라\n", "가라\n", kept, "-가나다라\n+가라\n?  ^\n",
	    "what is missing, too");
	diff_is("가\n나\n", "다\n라\n", kept, "-가\n-나\n+다\n+라\n",
	    "two lines have no marks");
	diff_is("값 1: \x1b[31m1\n", "값 1: \x1b[31m2\n", kept,
	    "-값 1: ^[[31m1\n+값 1: ^[[31m2\n?            ^\n",
	    "no escape gets through, and marks fit what is shown");
	diff_is("pid 5\npid 6\n", "pid 5\npid 5\n", kept,
	    " pid 5\n-pid 6\n+pid 5\n?    ^\n",
	    "another pid where it was the same");
	diff_is("가\n나\n다\n", "다\n라\n가\n", any, " 가\n-나\n 다\n+라\n",
	    "in any order");
}

/* ---- wanted ----------------------------------------------------------------------- */

static void
wanted_how(const char *text, const char *out, struct run_compare how, int want,
    const char *name)
{
	struct run_wanted w = { text, strlen(text), 0 };
	struct strbuf diff = STRBUF_INIT;
	int line = -1;
	bool same = run_wanted_match(&w, out, strlen(out), how, &line, &diff);

	ok(same == (want == -1) && (same || line == want), "%s", name);
	if (same != (want == -1) || (!same && line != want))
		printf("# line %d\n", line);
	ok(same == (diff.len == 0), "a difference is shown if there is one");
	strbuf_release(&diff);
}

/* want: the line that is not met, 0 for more than wanted, -1 when it fits */
static void
wanted_is(const char *text, const char *out, int want)
{
	char name[128];

	snprintf(name, sizeof(name), "%s / %s", text, out);
	for (char *s = name; *s != '\0'; s++)
		if (*s == '\n')
			*s = '|';
	wanted_how(text, out, kept, want, name);
}

static void
test_wanted_lines(void)
{
	struct run_wanted none = { NULL, 0, 0 };
	int line;

	ok(run_wanted_match(&none, "x", 1, kept, &line, NULL),
	    "nothing is wanted");
	wanted_is("", "", -1);
	wanted_is("", "가\n", 0);
	wanted_is("가\n나\n", "가\n나\n", -1);
	wanted_is("가\n나\n", "가\n나", -1);
	wanted_is("가\n나\n", "가\n다\n", 2);
	wanted_is("가\n나\n", "가\n", 2);
	wanted_is("가\n", "가\n나\n", 0);
	wanted_is("pid 100, pid 100\n", "pid 5, pid 5\n", -1);
	wanted_is("pid 100, pid 100\n", "pid 5, pid 6\n", 1);
	wanted_is("12 ms\n", "700 ms\n", -1);
	wanted_is("...\n", "", -1);
	wanted_is("...\n", "가\n나\n", -1);
	wanted_is("가\n...\n다\n", "가\n나\n라\n다\n", -1);
	wanted_is("가\n...\n다\n", "가\n다\n다\n", -1);
	wanted_is("가\n...\n다\n", "가\n나\n", 3);
	wanted_is("...\n나\n...\n라\n", "가\n나\n다\n라\n", -1);
	wanted_is("...\n나\n...\n라\n", "가\n나\n다\n마\n", 4);
	wanted_is("가 ... 다\n", "가 나나나 다\n", -1);
	wanted_is("가...\n", "가\n", -1);
	wanted_is("가...\n", "나\n", 1);
	wanted_is("loading...\n", "loading...\n", -1);
	wanted_is("100*? ...\n", "100*? 끝\n", -1);
	wanted_is("100*? ...\n", "1000 끝\n", 1);
	wanted_is("pid 77 ... 끝\n", "pid 5 가 끝\n", -1);
	wanted_is("...0.5...\n", "값 0.5 ms\n", -1);
}

static void
test_wanted_patterns(void)
{
	wanted_is("*.c: ? (glob)\n", "가나.c: 다\n", -1);
	wanted_is("*.c: ? (glob)\n", "가나.c: 다라\n", 1);
	wanted_is("a\\*b (glob)\n", "a*b\n", -1);
	wanted_is("a\\*b (glob)\n", "axb\n", 1);
	wanted_is("** (glob)\n", "\n", -1);
	wanted_is("?? (glob)\n", "한글\n", -1);
	wanted_is("이 줄은 (glob)\n", "이 줄은 (glob)\n", -1);
	wanted_is("[0-9]+번 (regex)\n", "12번\n", -1);
	wanted_is("[0-9]+번 (regex)\n", "12번째\n", 1);
	wanted_is("(가|나)+ (regex)\n", "가나가\n", -1);
	wanted_is("^가.$ (regex)\n", "가나\n", -1);
	wanted_is("[가나다]{2} (regex)\n", "다가\n", -1);
	wanted_is("[^a-z]{2} (regex)\n", "한글\n", -1);
	wanted_is(". (regex)\n", "한\n", -1);
	wanted_is("a|b (regex)\n", "bc\n", 1);
	wanted_is("( (regex)\n", "( (regex)\n", -1);
	wanted_is("( (regex)\n", "(\n", 1);
	wanted_is(
	    "...\nx[0-9] (regex)\n...\ny* (glob)\n", "가\nx1\n나\nx\nyy\n", -1);
}

static void
problem_is(const char *text, int want_line, const char *want)
{
	struct run_wanted w = { text, strlen(text), 0 };
	int line = 0;
	char *why = run_wanted_problem(&w, &line);

	ok((why == NULL) == (want == NULL) &&
		(why == NULL || (line == want_line && strstr(why, want))),
	    "%s", want ? want : "no problem");
	if (why != NULL && (want == NULL || strstr(why, want) == NULL))
		printf("# %d: %s\n", line, why);
	free(why);
}

static void
test_wanted_limits(void)
{
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;
	struct run_wanted w;
	int i, line;

	problem_is("가\n[0-9]{4}-[0-9]{2} (regex)\n", 0, NULL);
	problem_is("가\n( (regex)\n", 2, "nmatched");
	problem_is("(a*)\\1 (regex)\n", 1, "refers back");
	problem_is("\\\\1 (regex)\n", 0, NULL);
	problem_is("[가-힣] (regex)\n", 1, "are of ASCII");
	problem_is("((a{100}){100}){100} (regex)\n", 1, "too often");
	problem_is("a{99999999999} (regex)\n", 1, "too often");
	for (i = 0; i < 70; i++)
		strbuf_adds(&text, "(a)");
	strbuf_adds(&text, " (regex)\n");
	problem_is(text.buf, 1, "longer than 200 bytes");

	/* What makes a matcher that goes back try for years. */
	strbuf_clear(&text);
	for (i = 0; i < 200; i++)
		strbuf_adds(&text, "(a|aa)*(a*)*b (regex)\n...\n");
	for (i = 0; i < 2000; i++)
		strbuf_adds(&out, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac\n");
	w = (struct run_wanted){ text.buf, text.len, 0 };
	ok(!run_wanted_match(&w, out.buf, out.len, kept, &line, NULL),
	    "a regular expression that could take long");
	strbuf_clear(&text);
	for (i = 0; i < 50; i++)
		strbuf_adds(&text, "*a*a*a*a*a*a*a*a*b (glob)\n");
	w = (struct run_wanted){ text.buf, text.len, 0 };
	ok(!run_wanted_match(&w, out.buf, out.len, any, &line, NULL),
	    "and a glob");
	/* Many lines, and the last of them is another. */
	strbuf_clear(&text);
	strbuf_clear(&out);
	strbuf_adds(&text, "...\n");
	for (i = 0; i < 30000; i++) {
		strbuf_adds(&text, "가\n");
		strbuf_adds(&out, "가\n");
	}
	for (i = 0; i < 30000; i++)
		strbuf_adds(&out, "가\n");
	strbuf_adds(&text, "나\n");
	w = (struct run_wanted){ text.buf, text.len, 0 };
	ok(!run_wanted_match(&w, out.buf, out.len, kept, &line, NULL),
	    "nor many lines");
	strbuf_release(&text);
	strbuf_release(&out);
}

static void
test_wanted_order(void)
{
	wanted_how("가\n나\n", "나\n가\n", any, -1, "any order");
	wanted_how("가\n나\n", "나\n다\n", any, 1, "one that is not there");
	wanted_how("가\n", "나\n가\n", any, 0, "one too many");
	wanted_how("가\n...\n", "나\n가\n다\n", any, -1, "others may be there");
	wanted_how("* (glob)\n가* (glob)\n가나 (glob)\n", "가나\n가\n다\n", any,
	    -1, "each pattern finds a line, whatever others could take");
	wanted_how("가* (glob)\n가나\n", "가나\n나\n", any, 1,
	    "and no line is taken twice");
	wanted_how("자식 1: 가\n자식 1: ...\n자식 2: 나\n",
	    "자식 2: 나\n자식 1: 가\n자식 1: 셋\n", process, -1, "per process");
	wanted_how("자식 1: 가\n...\n자식 2: 나\n",
	    "자식 1: 가\n자식 2: 나\n자식 1: 다\n자식 1: 라\n", process, -1,
	    "... is of the process before it");
	wanted_how("자식 1: 가\n자식 2: 나\n...\n",
	    "자식 1: 가\n자식 2: 나\n자식 1: 다\n", process, 1,
	    "and of no other");
	wanted_how("...\n자식 1: 가\n", "자식 2: 나\n자식 1: 가\n", process, -1,
	    "as the first line it lets others be");
	wanted_how("자식 1: 가\n자식 1: 나\n", "자식 1: 나\n자식 1: 가\n",
	    process, 1, "the lines of one have their order");
	wanted_how("pid 1000: 가\npid 1000: 나\npid 1001: 가\n",
	    "pid 4: 가\npid 3: 가\npid 4: 나\n", process, -1,
	    "pids are told apart");
}

int
main(void)
{
	test_pid();
	test_address();
	test_port_inode();
	test_time();
	test_canon_shape();
	test_random();
	test_other_run();
	test_same();
	test_process();
	test_diff();
	test_wanted_lines();
	test_wanted_patterns();
	test_wanted_limits();
	test_wanted_order();
	return done_testing();
}
