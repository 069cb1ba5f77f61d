/* test_study_box.c: the timebox as bytes, and where it stands */
#include "tap.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "study/study.h"

#define HEAD                                                                   \
	"halfhour-box 1\nid 0123456789abcdef\n"                                \
	"start 2026-11-23T21:00:00+09:00\n"
#define BOOT "1d6f0000-0000-4000-8000-00000000abcd"
#define TAIL "minutes 30\ntopic 6\n도커\ntitle 0\n\nlines 0\nend\n"

static struct arena *mem;

static int
parse(struct study_box *box, const char *text, size_t len)
{
	struct err e = ERR_INIT;
	/* Memory of just that size, so that a byte too far is seen. */
	char *copy = xmalloc(len + 1);
	int rc;

	memcpy(copy, text, len);
	rc = study_box_parse(box, copy, len, mem, &e);
	free(copy);
	return rc;
}

static void
test_round(void)
{
	static const struct study_box_line lines[] = {
		{ STUDY_BOX_TEXT, "레이어는 쌓인다\n\n- 안쪽" },
		{ STUDY_BOX_KEEP, "end" },
		{ STUDY_BOX_PROBLEM, "problem 3\nabc" },
		{ STUDY_BOX_TRY, "👩‍👩‍👧 읽는다" },
		{ STUDY_BOX_TEXT, "" },
	};
	struct study_box box = {
		.id = "0123456789abcdef",
		.start = { { 1795435200, 32400 }, BOOT, 123456, 120000 },
		.minutes = 30,
		.topic = "성경 3장 읽기",
		.title = "",
		.lines = lines,
		.n_lines = 5,
	};
	struct strbuf sb = STRBUF_INIT, again = STRBUF_INIT;
	struct study_box got;
	size_t i, bad = 0;

	study_box_render(&sb, &box);
	ok(parse(&got, sb.buf, sb.len) == 0, "what is rendered is parsed");
	study_box_render(&again, &got);
	is_str(again.buf, sb.buf, "and says the same");
	is_str(got.lines[2].text, "problem 3\nabc",
	    "a text that looks like the format is a text");
	for (i = 0; i < sb.len; i++)
		bad += parse(&got, sb.buf, i) == 0;
	ok(bad == 0, "no part of it is taken for the whole");
	strbuf_addc(&sb, '\n');
	ok(parse(&got, sb.buf, sb.len) == -1, "nor is more than it");
	strbuf_release(&sb);
	strbuf_release(&again);
}

static const struct {
	const char *text, *what;
} damaged[] = {
	{ "", "nothing" },
	{ "halfhour-box 2\n", "another version" },
	{ "halfhour-box 1\nid 0123456789abcdeF\n"
	  "start 2026-11-23T21:00:00+09:00\nboot none\n" TAIL,
	    "an id in capitals" },
	{ "halfhour-box 1\nid 0123456789abcdef\n"
	  "start 2026-11-23T21:00:00Z\nboot none\n" TAIL,
	    "a start written otherwise" },
	{ "halfhour-box 1\nid 0123456789abcdef\n"
	  "start 2026-02-30T21:00:00+09:00\nboot none\n" TAIL,
	    "a start that is no day" },
	{ HEAD "boot " BOOT "\n" TAIL, "a boot without clocks" },
	{ HEAD "boot " BOOT " 1\n" TAIL, "a boot with one clock" },
	{ HEAD "boot " BOOT " -1 5\n" TAIL, "a clock below zero" },
	{ HEAD "boot " BOOT " 1 99999999999999999999\n" TAIL,
	    "a clock that is too large" },
	{ HEAD "boot " BOOT BOOT " 1 2\n" TAIL, "a boot id too long" },
	{ HEAD "boot none\nminutes 0\ntopic 1\na\ntitle 0\n\nlines 0\nend\n",
	    "no minutes" },
	{ HEAD "boot none\nminutes 721\ntopic 1\na\ntitle 0\n\nlines 0\nend\n",
	    "more than twelve hours" },
	{ HEAD "boot none\nminutes 30\ntopic 0\n\ntitle 0\n\nlines 0\nend\n",
	    "no topic" },
	{ HEAD "boot none\nminutes 30\ntopic 2\na\ntitle 0\n\nlines 0\nend\n",
	    "a topic of another length" },
	{ HEAD
	    "boot none\nminutes 30\ntopic 1\n\xff\ntitle 0\n\nlines 0\nend\n",
	    "a topic that is not UTF-8" },
	{ HEAD "boot none\nminutes 30\ntopic 9999999\na\n",
	    "a topic longer than all" },
	{ HEAD "boot none\nminutes 30\ntopic 1\na\ntitle 0\n\nlines 2\n"
	       "text 1\na\nend\n",
	    "a line less than told" },
	{ HEAD "boot none\nminutes 30\ntopic 1\na\ntitle 0\n\nlines 1\n"
	       "note 1\na\nend\n",
	    "a line of no kind" },
	{ HEAD "boot none\nminutes 30\ntopic 1\na\ntitle 0\n\nlines 99999999\n",
	    "lines without end" },
	{ HEAD "boot none\nminutes 030\ntopic 1\na\ntitle 0\n\nlines 0\nend\n",
	    "a number with a zero before it" },
};

static void
test_damaged(void)
{
	struct study_box box;
	size_t i;

	ok(parse(&box, HEAD "boot none\n" TAIL,
	       strlen(HEAD "boot none\n" TAIL)) == 0,
	    "the frame of these tests is right");
	for (i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++)
		ok(parse(&box, damaged[i].text, strlen(damaged[i].text)) == -1,
		    "refused: %s", damaged[i].what);
	ok(parse(&box,
	       HEAD "boot none\nminutes 30\ntopic 1\n\0\ntitle 0\n\nlines 0\n"
		    "end\n",
	       strlen(HEAD) + strlen("boot none\nminutes 30\ntopic 1\n") + 1 +
		   strlen("\ntitle 0\n\nlines 0\nend\n")) == -1,
	    "refused: a NUL");
}

/* A box of 30 minutes that began at t = 0, with 1000 s on the other clocks. */
static struct study_box_time
at(const char *boot, int64_t wall, int64_t boot_s, int64_t mono_s)
{
	struct study_box box = {
		.start = { { 0, 32400 }, BOOT, 1000000, 1000000 },
		.minutes = 30,
	};
	struct date_clock now = { { wall, 0 }, "", (1000 + boot_s) * 1000,
		(1000 + mono_s) * 1000 };
	struct study_box_time t;

	memcpy(now.boot, boot, strlen(boot) + 1);
	study_box_time(&t, &box, &now);
	return t;
}

static void
test_time(void)
{
	struct study_box_time t = at(BOOT, 600, 600, 600);

	ok(t.elapsed == 600 && t.left == 1200 && t.over == 0 &&
		t.suspended == 0 && t.moved == 0 && !t.unknown,
	    "ten minutes of thirty");
	t = at(BOOT, 1800, 1800, 1800);
	ok(t.left == 0 && t.over == 0, "all of it, and no more");
	t = at(BOOT, 2550, 2550, 2550);
	ok(t.left == 0 && t.over == 750, "over");
	t = at(BOOT, 2400, 2400, 1500);
	ok(t.elapsed == 2400 && t.suspended == 900, "asleep for 15 minutes");
	t = at(BOOT, -3000, 600, 600);
	ok(t.elapsed == 600 && t.moved == -3600 && !t.unknown,
	    "a clock set back by an hour changes nothing");
	t = at(BOOT, 4200, 600, 600);
	ok(t.elapsed == 600 && t.moved == 3600, "nor does one set forward");
	t = at(BOOT, 630, 600, 600);
	ok(t.moved == 0, "a little drift is not told");
	t = at("other", 1200, -900, -900);
	ok(t.elapsed == 1200 && t.suspended == 0 && t.moved == 0,
	    "after a boot the clock of the day counts");
	t = at("", 1200, 0, 0);
	ok(t.elapsed == 1200, "and so it does when no boot is known");
	t = at("other", -60, 5, 5);
	ok(t.unknown && t.elapsed == 0 && t.left == 1800,
	    "a boot and a clock set back: nobody knows");
	t = at(BOOT, 600, -1, -1);
	ok(t.elapsed == 600, "a boot clock that ran back is not believed");
	ok(study_box_minutes(0) == 1 && study_box_minutes(29) == 1 &&
		study_box_minutes(89) == 1 && study_box_minutes(90) == 2 &&
		study_box_minutes(1829) == 30 && study_box_minutes(1830) == 31,
	    "minutes are rounded, and one at least");
	ok(study_box_minutes(INT64_MAX / 2) == INT32_MAX,
	    "also those of a forgotten century");
}

static void
test_body(void)
{
	static const struct study_box_line lines[] = {
		{ STUDY_BOX_TEXT, "첫째" },
		{ STUDY_BOX_KEEP, "계속" },
		{ STUDY_BOX_TEXT, "- 하나" },
		{ STUDY_BOX_TEXT, "- 둘" },
		{ STUDY_BOX_TEXT, "끝" },
	};
	struct study_box box = { .lines = lines, .n_lines = 5 };
	size_t n;
	const char **v = study_box_lines(&box, STUDY_BOX_KEEP, &n, mem);

	ok(n == 1 && strcmp(v[0], "계속") == 0, "the lines of one kind");
	is_str(study_box_body(&box, NULL, mem), "첫째\n\n- 하나\n- 둘\n\n끝",
	    "paragraphs, and one list");
	is_str(study_box_body(&box, "더", mem),
	    "첫째\n\n- 하나\n- 둘\n\n끝\n\n더", "and more behind them");
	box.n_lines = 0;
	is_str(study_box_body(&box, NULL, mem), "", "nothing is nothing");
	is_str(study_box_body(&box, "더", mem), "더", "or what is given");
}

int
main(void)
{
	mem = arena_new();
	test_round();
	test_damaged();
	test_time();
	test_body();
	arena_free(mem);
	return done_testing();
}
