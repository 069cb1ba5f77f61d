/* test_study_import.c: logs of other programs, whole and damaged */
#include <stdlib.h>

#include "tap.h"

#include "base/strbuf.h"
#include "base/xalloc.h"
#include "study/study_import.h"

/* What is read, in a few lines: "2026-11-23 1260 1288 docker: title {body}",
 * "! 3 message" for an error and "? 3 message" for a warning. */
static char *
read_all(study_import_fn *fn, const char *text, size_t len)
{
	struct diag_list d = DIAG_LIST_INIT;
	struct study_import im = { .a = arena_new(),
		.d = &d,
		.path = "f",
		.topic = "기타",
		.lang = "ko",
		.day_ends = 240 };
	struct strbuf out = STRBUF_INIT;
	char day[DATE_MAX];
	size_t i;

	fn(&im, text, len);
	study_import_sort(&im);
	for (i = 0; i < im.n; i++) {
		const struct study_add *add = &im.v[i].add;

		date_format(day, add->date);
		strbuf_addf(&out, "%s", day);
		if (add->start >= 0)
			strbuf_addf(&out, " %d %d", add->start, add->end);
		strbuf_addf(&out, " %s%s%s {%s}\n", add->topic,
		    *add->title ? ": " : "", add->title, add->body);
	}
	diag_sort(&d);
	for (i = 0; i < d.n; i++)
		strbuf_addf(&out, "%c %d %.24s\n",
		    d.v[i].id == DIAG_IMPORT ? '!' : '?', d.v[i].line,
		    d.v[i].msg);
	if (im.running > 0)
		strbuf_addf(&out, "running %zu\n", im.running);
	ok((im.errors > 0) == (strstr(out.buf, "! ") != NULL),
	    "errors are counted");
	study_import_release(&im);
	diag_release(&d);
	arena_free(im.a);
	return strbuf_take(&out);
}

static const struct {
	const char *name;
	study_import_fn *fn;
	const char *text, *want;
} cases[] = {
	{ "jrnl: two entries", study_import_jrnl,
	    "[2026-11-23 21:00] 도커: 레이어. 본문.\n둘째 줄\n\n"
	    "[2026-11-23 22:00] Called in sick. Slept\n",
	    "2026-11-23 1260 1260 도커: 레이어. {본문.\n둘째 줄\n\n}\n"
	    "2026-11-23 1320 1320 기타: Called in sick. {Slept\n}\n" },
	{ "jrnl: a tag is the topic", study_import_jrnl,
	    "[2026-11-23 21:00] About: me and @도커\nx @other a@b\n",
	    "2026-11-23 1260 1260 도커: About: me and @도커 {\nx @other "
	    "a@b\n}\n" },
	{ "jrnl: seconds and noon", study_import_jrnl,
	    "[2026-11-23 09:05:30 PM] a\n[2026-11-23 12:10:00 AM] b\n",
	    "2026-11-22 10 10 기타: b {\n}\n"
	    "2026-11-23 1265 1265 기타: a {\n}\n" },
	{ "jrnl: an hour of one digit", study_import_jrnl,
	    "[2026-11-23 9:05 PM] 밤\n[2026-11-23 9:07:30 am] 아침\n"
	    "[2026-11-23 10:00 PM] 열\n\n[2026-11-23 8:00] 여덟\n",
	    "2026-11-23 1265 1265 기타: 밤 {\n}\n"
	    "2026-11-23 547 547 기타: 아침 {\n}\n"
	    "2026-11-23 1320 1320 기타: 열 {\n\n[2026-11-23 8:00] 여덟\n}\n"
	    "? 2 this stamp is written ot\n"
	    "? 5 this time is not underst\n" },
	{ "jrnl: days without times", study_import_jrnl,
	    "[2026-11-23] a\n\n[2026/11/24] b\n",
	    "2026-11-23 기타: a {\n\n}\n2026-11-24 기타: b {\n}\n" },
	{ "jrnl: stamps of several forms", study_import_jrnl,
	    "[2026-11-23 21:00] 가\n\n[2026-11-20] 나\n\n"
	    "[2026-11-21 09:00 PM] 다\n[2026-11-22 09:00 PM] 라\n",
	    "2026-11-20 기타: 나 {\n\n}\n"
	    "2026-11-21 1260 1260 기타: 다 {\n}\n"
	    "2026-11-22 1260 1260 기타: 라 {\n}\n"
	    "2026-11-23 1260 1260 기타: 가 {\n\n}\n"
	    "? 3 this stamp is written ot\n? 5 this stamp is written ot\n" },
	{ "jrnl: times that are not understood", study_import_jrnl,
	    "[2026-11-23 21:00] 가\n\n[23.11.2026 21:00] 나\n"
	    "[Nov 23 2026] 다\n[1] [2026] [v1.2.3] x\n\n[2026 [11] y\n",
	    "2026-11-23 1260 1260 기타: 가 {\n\n[23.11.2026 21:00] 나\n"
	    "[Nov 23 2026] 다\n[1] [2026] [v1.2.3] x\n\n[2026 [11] y\n}\n"
	    "? 3 this time is not underst\n? 4 this time is not underst\n"
	    "? 7 this time is not underst\n" },
	{ "jrnl: none of them is", study_import_jrnl, "[23.11.2026 21:00] 가\n",
	    "! 1 this is not jrnl: an ent\n" },
	{ "jrnl: another form inside a text", study_import_jrnl,
	    "[2026-11-23 21:00] 가\n로그:\n[2026-11-20] 나\n",
	    "2026-11-23 1260 1260 기타: 가 {\n로그:\n[2026-11-20] 나\n}\n"
	    "? 3 this stamp stands inside\n" },
	{ "jrnl: a stamp inside a text", study_import_jrnl,
	    "[2026-11-23 21:00] a\nlog:\n[2026-11-20 10:00] b\n",
	    "2026-11-23 1260 1260 기타: a {\nlog:\n[2026-11-20 10:00] b\n}\n"
	    "? 3 this stamp stands inside\n" },
	{ "jrnl: no such day is text", study_import_jrnl,
	    "[2026-11-23 21:00] a\n\n[2026-02-30 10:00] b\n",
	    "2026-11-23 1260 1260 기타: a {\n\n[2026-02-30 10:00] b\n}\n"
	    "? 3 this time is not underst\n" },
	{ "jrnl: CRLF and a BOM", study_import_jrnl,
	    "\xef\xbb\xbf[2026-11-23 21:00] a\r\nb\r\n",
	    "2026-11-23 1260 1260 기타: a {\nb\n}\n" },
	{ "jrnl: a heading in the text", study_import_jrnl,
	    "[2026-11-23 21:00] a\n### KEEP\n",
	    "2026-11-23 1260 1260 기타: a {\n### KEEP\n}\n"
	    "? 1 the text has headings, o\n" },
	{ "jrnl: something else", study_import_jrnl, "# 2026-11-23\n\n- a\n",
	    "! 1 this is not jrnl: an ent\n" },
	{ "jrnl: nothing", study_import_jrnl, "", "" },
	{ "jrnl: only a bracket", study_import_jrnl, "[",
	    "! 1 this is not jrnl: an ent\n" },

	{ "klog: ranges", study_import_klog,
	    "2026-11-23\n    9:00 - 9:28 docker: layers\n"
	    "    10:00-11:30 #도커 레이어\n    1:00pm - 1:10pm\n",
	    "2026-11-23 540 568 docker: layers {}\n"
	    "2026-11-23 600 690 도커: 레이어 {}\n"
	    "2026-11-23 780 790 기타 {}\n" },
	{ "klog: around midnight", study_import_klog,
	    "2026-11-23\n  <23:30 - 0:10 a\n  23:40 - 0:10> b\n"
	    "  0:30> - 1:00> c\n  23:00 - 24:00 d\n",
	    "2026-11-22 1410 1450 기타: a {}\n"
	    "2026-11-23 1420 1450 기타: b {}\n"
	    "2026-11-23 30 60 기타: c {}\n"
	    "2026-11-23 1380 1440 기타: d {}\n" },
	{ "klog: durations", study_import_klog,
	    "2026-11-23 (8h!)\n\t1h30m read\n\t-20m lunch\n",
	    "2026-11-23 기타: read {1h30m\n\n}\n"
	    "2026-11-23 기타: lunch {-20m\n\n}\n"
	    "? 2 this has no time of day:\n? 3 this has no time of day:\n" },
	{ "klog: summaries", study_import_klog,
	    "2026/11/23\nday #work\n    9:00 - 9:30 a\n        more\n"
	    "    10:00 - 10:30 ipc: b\n",
	    "2026-11-23 540 570 work: a {more\n\nday #work\n}\n"
	    "2026-11-23 600 630 ipc: b {}\n" },
	{ "klog: a day with a summary only", study_import_klog,
	    "2026-11-23\n쉬었다\n\n2026-11-24\n",
	    "2026-11-23 기타 {쉬었다\n}\n" },
	{ "klog: still running", study_import_klog,
	    "2026-11-23\nday\n    9:00 - ?? a\n        b\n", "running 1\n" },
	{ "klog: backwards", study_import_klog,
	    "2026-11-23\n    9:00 - 8:00 a\n",
	    "! 2 this ends before it begi\n" },
	{ "klog: too long for a day", study_import_klog,
	    "2026-11-23\n    9:00 - 23:00 a\n",
	    "2026-11-23 기타: a {9:00 - 23:00\n\n}\n"
	    "? 2 this is more than twelve\n" },
	{ "klog: no entry", study_import_klog, "2026-11-23\n    hello\n",
	    "! 2 this is no entry of klog\n" },
	{ "klog: no record", study_import_klog, "hello\n",
	    "! 1 this is not klog: a reco\n" },
	{ "klog: numbers too large", study_import_klog,
	    "2026-11-23\n    99999999999:00 - 9:00 a\n",
	    "! 2 this is no entry of klog\n" },

	{ "timewarrior: tags", study_import_timew,
	    "inc 20261123T120000Z - 20261123T122859Z # docker \"layer "
	    "cache\" x\n",
	    "2026-11-23 1260 1288 docker: layer cache, x {}\n" },
	{ "timewarrior: an annotation", study_import_timew,
	    "inc 20261123T120000Z - 20261123T123000Z # 성경 책 # \"3장 "
	    "\\\"읽기\\\"\"\n",
	    "2026-11-23 1260 1290 성경: 3장 \"읽기\" {책}\n" },
	{ "timewarrior: the night belongs to the day before",
	    study_import_timew, "inc 20261123T153000Z - 20261123T160000Z\n",
	    "2026-11-23 30 60 기타 {}\n" },
	{ "timewarrior: still running", study_import_timew,
	    "inc 20261123T120000Z # a\n\n", "running 1\n" },
	{ "timewarrior: too long", study_import_timew,
	    "inc 20261123T000000Z - 20261123T200000Z # a\n",
	    "2026-11-23 a {1200 min\n\n}\n? 1 this is more than twelve\n" },
	{ "timewarrior: tags that are no topic", study_import_timew,
	    "inc 20261124T120000Z - 20261124T121000Z # \"../비밀 계획\" docker "
	    "# \"한 일\"\n"
	    "inc 20261124T122000Z - 20261124T123000Z # \"#1234\"\n"
	    "inc 20261124T123000Z - 20261124T124000Z # \"가\033[31m\" b c\n"
	    "inc 20261124T124000Z - 20261124T125000Z # \"\"\n",
	    "2026-11-24 1260 1270 기타 {../비밀 계획\n\n한 일\n\ndocker}\n"
	    "2026-11-24 1280 1290 기타 {#1234\n\n}\n"
	    "2026-11-24 1290 1300 기타 {가\033[31m\n\nb, c\n\n}\n"
	    "2026-11-24 1300 1310 기타 {}\n" },
	{ "jrnl: a topic that cannot be stands in its text once",
	    study_import_jrnl, "[2026-11-23 21:00] @가//나 글\n",
	    "2026-11-23 1260 1260 기타 {@가//나 글\n\n\n}\n" },
	{ "timewarrior: damaged", study_import_timew,
	    "inc 20261123T120000Z - 2026\ninc 20261399T120000Z\nx\n"
	    "inc 20261123T120000Z - 20261123T123000Z # \"a\n"
	    "inc 20261123T120000Z - 20261123T113000Z\n",
	    "! 1 this is not of timewarri\n! 2 this is not of timewarri\n"
	    "! 3 this is not of timewarri\n! 4 this is not of timewarri\n"
	    "! 5 this ends before it begi\n" },
};

static void
test_cases(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *got =
		    read_all(cases[i].fn, cases[i].text, strlen(cases[i].text));

		is_str(got, cases[i].want, "%s", cases[i].name);
		free(got);
	}
}

/* Every beginning of every case is read without harm, too. */
static void
test_cut(void)
{
	size_t i, n;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (n = 0; n < strlen(cases[i].text); n++) {
			char *part = xstrndup(cases[i].text, n);

			free(read_all(cases[i].fn, part, n));
			free(part);
		}
}

/* Read `text`, and add it to the day `old` twice over. */
static void
test_patch(
    const char *old, const char *text, const char *want, const char *name)
{
	struct study_import im = { .a = arena_new(),
		.path = "f",
		.topic = "기타",
		.lang = "ko",
		.day_ends = 240 };
	struct strbuf packed = STRBUF_INIT, once = STRBUF_INIT;
	struct strbuf twice = STRBUF_INIT;
	struct err e = ERR_INIT;

	study_import_jrnl(&im, text, strlen(text));
	study_import_sort(&im);
	study_import_pack(&packed, im.v, im.n);
	ok(study_import_patch(&once, old, old != NULL ? strlen(old) : 0,
	       packed.buf, packed.len, &e) == 0,
	    "%s: is added", name);
	is_str(once.buf, want, "%s", name);
	study_import_patch(
	    &twice, once.buf, once.len, packed.buf, packed.len, &e);
	is_str(twice.buf, want, "%s: twice is once", name);
	ok(study_import_patch(
	       &twice, NULL, 0, packed.buf, packed.len - 1, &e) == -1,
	    "%s: damaged bytes are refused", name);
	strbuf_release(&packed);
	strbuf_release(&once);
	strbuf_release(&twice);
	study_import_release(&im);
	arena_free(im.a);
}

static void
test_patches(void)
{
	test_patch(NULL, "[2026-11-23 21:00] a: b\n\n[2026-11-23 20:00] c\n",
	    "# 2026-11-23\n\n## 리뷰\n\n### 20:00 기타: c\n\n"
	    "### 21:00 a: b\n",
	    "a new day");
	test_patch("### 21:00 a: b\n\n내 글\n", "[2026-11-23 21:00] a: b\n",
	    "### 21:00 a: b\n\n내 글\n", "an entry that is there");
	test_patch("### 21:00 a: b\n\n내 글\n", "[2026-11-23 21:00] a: b\nx\n",
	    "### 21:00 a: b\n\n내 글\n\n### 21:00 a: b\n\nx\n",
	    "an entry of that heading with another text");
	test_patch(
	    "### 21:00 a: b\r\n\r\n먼저\r\nx \r\n사이\r\n\r\n\r\ny\r\n뒤\r\n",
	    "[2026-11-23 21:00] a: b\nx\n\ny\n",
	    "### 21:00 a: b\r\n\r\n먼저\r\nx \r\n사이\r\n\r\n\r\ny\r\n뒤\r\n",
	    "one that its owner wrote around");
	test_patch("### 21:00 a: b\n\ny\nx\n",
	    "[2026-11-23 21:00] a: b\nx\ny\n",
	    "### 21:00 a: b\n\ny\nx\n\n### 21:00 a: b\n\nx\ny\n",
	    "its lines in another order");
	test_patch("### 21:00 a: b\n\nx\ny\n",
	    "[2026-11-23 21:00] a: b\nx\n\n[2026-11-23 21:00] a: b\nx\ny\n",
	    "### 21:00 a: b\n\nx\ny\n\n### 21:00 a: b\n\nx\n",
	    "one whose text begins another");
	test_patch(NULL,
	    "[2026-11-23 21:00] a: b\nx\n\n[2026-11-23 21:00] "
	    "a: b\ny\n",
	    "# 2026-11-23\n\n## 리뷰\n\n### 21:00 a: b\n\nx\n\n"
	    "### 21:00 a: b\n\ny\n",
	    "two of one name are two");
	test_patch(NULL, "[2026-11-23 21:00] a: b\n\n# 회고\n\n### KEEP\n- k\n",
	    "# 2026-11-23\n\n## 리뷰\n\n### 21:00 a: b\n\n> # 회고\n>\n"
	    "> ### KEEP\n> - k\n",
	    "headings are quoted");
}

/* A tag of 101 characters has no place in a heading. */
static void
test_long_tag(void)
{
	struct strbuf sb = STRBUF_INIT, tag = STRBUF_INIT;
	char *got;
	int i;

	for (i = 0; i < 101; i++)
		strbuf_adds(&tag, "가");
	strbuf_addf(&sb,
	    "inc 20261124T120000Z - 20261124T121000Z # \"%s\" 도커\n", tag.buf);
	got = read_all(study_import_timew, sb.buf, sb.len);
	strbuf_clear(&sb);
	strbuf_addf(
	    &sb, "2026-11-24 1260 1270 기타 {%s\n\n도커\n\n}\n", tag.buf);
	is_str(got, sb.buf, "a tag that is too long goes into the text");
	free(got);
	strbuf_release(&sb);
	strbuf_release(&tag);
}

static void
test_too_much(void)
{
	struct strbuf sb = STRBUF_INIT;
	char *got;
	int i;

	for (i = 0; i < 302; i++)
		strbuf_addf(&sb, "[2026-11-23 21:00] n%d\n", i);
	got = read_all(study_import_jrnl, sb.buf, sb.len);
	ok(strstr(got, "! 301 more than 300 entries") != NULL &&
		strstr(got, "! 302") == NULL,
	    "too many entries of one day are refused, once");
	free(got);
	strbuf_clear(&sb);
	for (i = 0; i < 5000; i++)
		strbuf_adds(&sb, "x\n");
	got = read_all(study_import_timew, sb.buf, sb.len);
	ok(strstr(got, "! 20 ") != NULL && strstr(got, "! 21 ") == NULL,
	    "reading ends after twenty errors");
	free(got);
	strbuf_release(&sb);
}

static void
test_days(void)
{
	static const struct {
		const char *path;
		int found;
	} names[] = { { "2026-11-22.md", 0 }, { "a/TIL_20261122.md", 0 },
		{ "2026.11.22 (일).md", 0 }, { "회고 2026_11_22.txt", 0 },
		{ "2026-02-30.md", -1 }, { "12026-11-22.md", -1 },
		{ "2026-11-221.md", -1 }, { "2026-11-22", 0 }, { "22.md", -1 },
		{ "2026-11-22~2026-11-24.md", -1 }, { "2026-11-22/a.md", -1 },
		{ "2026-11.22.md", -1 }, { "", -1 } };
	static const struct {
		const char *text;
		int found;
	} texts[] = { { "# 2026-11-22\n", 0 }, { "글\n\n# 2026-11-22 일\n", 0 },
		{ "---\ntitle: x\ndate: 2026-11-22\n---\n", 0 },
		{ "---\ndate: \"2026-11-22T10:00\"\n---\n", 0 },
		{ "## 2026-11-22\n", -1 }, { "# 리뷰\n\n# 2026-11-22\n", -1 },
		{ "```\n# 2026-11-22\n```\n", -1 },
		{ "date: 2026-11-22\n", -1 }, { "", -1 } };
	struct date d;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		d = (struct date){ 2026, 11, 22 };
		ok(study_import_name_day(&d, names[i].path) == names[i].found &&
			d.d == 22,
		    "the day of '%s'", names[i].path);
	}
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		ok(study_import_text_day(&d, texts[i].text,
		       strlen(texts[i].text)) == texts[i].found,
		    "the day of a text, %zu", i);
}

int
main(void)
{
	setenv("HALFHOUR_NOW", "2026-11-23T21:28:00+09:00", 1);
	test_cases();
	test_cut();
	test_patches();
	test_long_tag();
	test_too_much();
	test_days();
	return done_testing();
}
