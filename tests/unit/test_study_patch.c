/* test_study_patch.c: adding to days without changing what is there */
#include <stdlib.h>

#include "tap.h"

#include "base/strbuf.h"
#include "base/xalloc.h"
#include "study/study.h"

/* What is added, with an entry when there is a topic. */
struct one {
	int start, end;
	const char *topic, *title, *body;
	const char *keep, *problem, *try;
};

static int
patch(struct strbuf *out, const char *old, size_t len, const struct one *o,
    struct err *e)
{
	const char *keep = o->keep, *problem = o->problem, *try = o->try;
	static const char *id = "t7k2";
	struct study_add add = { .date = { 2026, 11, 23 },
		.day_ends = 240,
		.start = o->start,
		.end = o->end,
		.topic = o->topic,
		.title = o->title,
		.body = o->body,
		.lang = "ko",
		.entry = o->topic != NULL,
		.try_ids = &id,
		.items = { &keep, &problem, &try },
		.n_items = { keep != NULL, problem != NULL, try != NULL } };

	return study_patch(out, old, len, &add, e);
}

static const struct {
	const char *name, *old;
	struct one add;
	const char *want;
} cases[] = {
	{ "a new day, all of it", NULL,
	    { 1260, 1288, "docker", "layer cache", "Free Markdown.\n", "하나",
		"둘", "셋 #docker" },
	    "# 2026-11-23\n\n## 리뷰\n\n### 21:00–21:28 docker: layer cache\n\n"
	    "Free Markdown.\n\n## 회고\n\n### KEEP\n\n- 하나\n\n### PROBLEM\n\n"
	    "- 둘\n\n### TRY\n\n- [ ] 셋 #docker ^t7k2\n" },
	{ "a new day, an entry without a text", NULL,
	    { 1420, 1450, "docker", "", NULL, NULL, NULL, NULL },
	    "# 2026-11-23\n\n## 리뷰\n\n### 23:40–00:10 docker\n" },
	{ "a new day, only a try", NULL,
	    { 0, 0, NULL, NULL, NULL, NULL, NULL, "셋" },
	    "# 2026-11-23\n\n## 회고\n\n### TRY\n\n- [ ] 셋 ^t7k2\n" },
	{ "an empty file is a new day", "",
	    { 1260, 1288, "docker", "", "", NULL, NULL, NULL },
	    "# 2026-11-23\n\n## 리뷰\n\n### 21:00–21:28 docker\n" },
	{ "so is one with front matter only", "---\ntags: [a]\n---\n",
	    { 1260, 1288, "docker", "", "", NULL, NULL, NULL },
	    "---\ntags: [a]\n---\n\n# 2026-11-23\n\n## 리뷰\n\n"
	    "### 21:00–21:28 docker\n" },
	{ "and one of a BOM", "\xef\xbb\xbf",
	    { 1260, 1288, "docker", "", "", NULL, NULL, NULL },
	    "\xef\xbb\xbf# 2026-11-23\n\n## 리뷰\n\n"
	    "### 21:00–21:28 docker\n" },
	{ "in order of time, untimed ones stay",
	    "# 2026-11-23\n\n## 리뷰\n\n### 20:00–20:30 a\n\nx\n\n### u\n\ny\n"
	    "\n### 22:00–22:30 b\n\nz\n",
	    { 1260, 1288, "c", "", "w", NULL, NULL, NULL },
	    "# 2026-11-23\n\n## 리뷰\n\n### 20:00–20:30 a\n\nx\n\n### u\n\ny\n"
	    "\n### 21:00–21:28 c\n\nw\n\n### 22:00–22:30 b\n\nz\n" },
	{ "after midnight comes last",
	    "## 리뷰\n\n### 23:00–23:30 a\n\n### 01:00–01:10 b\n",
	    { 40, 50, "c", "", NULL, NULL, NULL, NULL },
	    "## 리뷰\n\n### 23:00–23:30 a\n\n### 00:40–00:50 c\n\n"
	    "### 01:00–01:10 b\n" },
	{ "as what begins in the evening does before it",
	    "## 리뷰\n\n### 01:00–01:10 b\n",
	    { 1380, 1390, "c", "", NULL, NULL, NULL, NULL },
	    "## 리뷰\n\n### 23:00–23:10 c\n\n### 01:00–01:10 b\n" },
	{ "a log by hand keeps its levels and its tightness",
	    "## 리뷰\n### docker\n- a\n\t1. b\n## 회고\n### KEEP\n- c\n"
	    "### PROBELM\n- \n### TRY\n- d",
	    { 1260, 1288, "e", "", "f", "g", "h", "i" },
	    "## 리뷰\n### docker\n- a\n\t1. b\n\n### 21:00–21:28 e\n\nf\n\n"
	    "## 회고\n### KEEP\n- c\n- g\n### PROBELM\n- \n- h\n### TRY\n- d\n"
	    "- [ ] i ^t7k2\n" },
	{ "no final newline after an entry", "## 리뷰\n\n### docker\n\nx",
	    { 1260, 1288, "e", "", "f", "g", NULL, NULL },
	    "## 리뷰\n\n### docker\n\nx\n\n### 21:00–21:28 e\n\nf\n\n"
	    "## 회고\n\n### KEEP\n\n- g\n" },
	{ "CRLF", "## 리뷰\r\n\r\n### a\r\n\r\n## 회고\r\n\r\n### KEEP\r\n",
	    { 1260, 1288, "e", "", "f\ng\r\nh", "i\nj", NULL, NULL },
	    "## 리뷰\r\n\r\n### a\r\n\r\n### 21:00–21:28 e\r\n\r\nf\r\ng\r\nh"
	    "\r\n\r\n## 회고\r\n\r\n### KEEP\r\n\r\n- i\r\n  j\r\n" },
	{ "stars, nesting, looseness",
	    "## 회고\n\n### KEEP\n\n* a\n\n* b\n\t* c\n\n  d\n\n"
	    "### PROBLEM\n\nx\n",
	    { 0, 0, NULL, NULL, NULL, "e", "f", "g" },
	    "## 회고\n\n### KEEP\n\n* a\n\n* b\n\t* c\n\n  d\n\n* e\n\n"
	    "### PROBLEM\n\nx\n\n* f\n\n### TRY\n\n* [ ] g ^t7k2\n" },
	{ "numbers go on, tabs stay",
	    "## 회고\n### KEEP\n1. a\n2. b\n### TRY\n\t- c\n",
	    { 0, 0, NULL, NULL, NULL, "e", NULL, "f" },
	    "## 회고\n### KEEP\n1. a\n2. b\n3. e\n### TRY\n\t- c\n"
	    "\t- [ ] f ^t7k2\n" },
	{ "a missing list finds its place",
	    "## 회고\n\n### KEEP\n\n- a\n\n### TRY\n\n- b\n\n## 링크\n\nx\n",
	    { 0, 0, NULL, NULL, NULL, NULL, "c", NULL },
	    "## 회고\n\n### KEEP\n\n- a\n\n### PROBLEM\n\n- c\n\n### TRY\n\n"
	    "- b\n\n## 링크\n\nx\n" },
	{ "before the first one too", "## 회고\n### TRY\n- b\n",
	    { 0, 0, NULL, NULL, NULL, "a", NULL, NULL },
	    "## 회고\n\n### KEEP\n\n- a\n\n### TRY\n- b\n" },
	{ "in a retrospective without lists", "## Retro\n\nwords\n\n## Links\n",
	    { 0, 0, NULL, NULL, NULL, "a", NULL, NULL },
	    "## Retro\n\nwords\n\n### KEEP\n\n- a\n\n## Links\n" },
	{ "bold lists stay bold", "### docker\nx\n\n**KEEP**\n- a\n",
	    { 1260, 1288, "e", "", NULL, NULL, NULL, "b" },
	    "### docker\nx\n\n### 21:00–21:28 e\n\n**KEEP**\n- a\n\n"
	    "**TRY**\n\n- [ ] b ^t7k2\n" },
	{ "no groups: beside the entries", "# docker\nx\n",
	    { 1260, 1288, "e", "", NULL, "b", NULL, NULL },
	    "# docker\nx\n\n# 21:00–21:28 e\n\n# 회고\n\n## KEEP\n\n- b\n" },
	{ "a review for a day that has none",
	    "# 2026-11-23\n\n쉬려고 했다.\n\n## Retrospective\n\n### KEEP\n\n"
	    "- a\n",
	    { 1260, 1288, "e", "", NULL, NULL, NULL, NULL },
	    "# 2026-11-23\n\n쉬려고 했다.\n\n## Review\n\n### 21:00–21:28 e\n\n"
	    "## Retrospective\n\n### KEEP\n\n- a\n" },
	{ "lists without a group stay out of it", "### KEEP\n\n- a\n",
	    { 1260, 1288, "e", "", "x", NULL, NULL, NULL },
	    "### 리뷰\n\n#### 21:00–21:28 e\n\nx\n\n### KEEP\n\n- a\n" },
	{ "lists on the level of their group", "## 회고\n## KEEP\n- a\n",
	    { 0, 0, NULL, NULL, NULL, NULL, NULL, "b" },
	    "## 회고\n## KEEP\n- a\n\n## TRY\n\n- [ ] b ^t7k2\n" },
	{ "setext headings", "회고\n====\nKEEP\n----\n\nTRY\n---\n- x\n",
	    { 0, 0, NULL, NULL, NULL, "a", "b", NULL },
	    "회고\n====\nKEEP\n----\n\n- a\n\n## PROBLEM\n\n- b\n\nTRY\n---\n"
	    "- x\n" },
	{ "above a fence that is never closed",
	    "## 리뷰\n\n### 22:00–22:10 a\n\n```\nx\n",
	    { 1260, 1288, "e", "", "x", NULL, NULL, NULL },
	    "## 리뷰\n\n### 21:00–21:28 e\n\nx\n\n### 22:00–22:10 a\n\n```\nx\n" },
	{ "a body with deeper headings, fences, blank lines around",
	    "## 리뷰\n\n### a\n",
	    { 1260, 1288, "e", "t #",
		"\n \n    code\n\n"
		"#### b\n\n```\n# c\n### KEEP\n```\n\n",
		NULL, NULL, NULL },
	    "## 리뷰\n\n### a\n\n### 21:00–21:28 e: t # #\n\n    code\n\n"
	    "#### b\n\n```\n# c\n### KEEP\n```\n" },
	{ "a try of several lines",
	    "## 회고\n\n### TRY\n\n- [ ] a ^t222\n  - b\n",
	    { 0, 0, NULL, NULL, NULL, NULL, NULL, "c\nd\n\n- e\n" },
	    "## 회고\n\n### TRY\n\n- [ ] a ^t222\n  - b\n- [ ] c\n  d ^t7k2\n\n"
	    "  - e\n" },
	{ "half of a CRLF at the end", "## 리뷰\r\n\r\n### a\r\n\r\nx\r",
	    { 1260, 1288, "e", "", NULL, NULL, NULL, NULL },
	    "## 리뷰\r\n\r\n### a\r\n\r\nx\r\n\r\n### 21:00–21:28 e\r\n" },
	{ "where a list would change what is read, the end will do",
	    "### 문제\n\n풀었다\n\n### PROBELM\n- a\n",
	    { 0, 0, NULL, NULL, NULL, NULL, NULL, "b" },
	    "### 문제\n\n풀었다\n\n### PROBELM\n- a\n\n## 회고\n\n### TRY\n\n"
	    "- [ ] b ^t7k2\n" },
	{ "a paragraph below is kept apart",
	    "회고\n===\nKEEP\n---\n- \nTRY\n---\n- x\n",
	    { 0, 0, NULL, NULL, NULL, "b", NULL, NULL },
	    "회고\n===\nKEEP\n---\n- \n- b\n\nTRY\n---\n- x\n" },
	{ "bytes that are not UTF-8 stay", "## 리뷰\n\n### a\n\n\xff\xfe\n",
	    { 1260, 1288, "e", "", NULL, NULL, NULL, NULL },
	    "## 리뷰\n\n### a\n\n\xff\xfe\n\n### 21:00–21:28 e\n" },
	{ "untimed", "## 리뷰\n\n### 20:00–20:10 a\n",
	    { -1, -1, "e", "x", NULL, NULL, NULL, NULL },
	    "## 리뷰\n\n### 20:00–20:10 a\n\n### e: x\n" },
};

static void
test_cases(void)
{
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *old = cases[i].old;

		strbuf_clear(&out);
		if (patch(&out, old, old != NULL ? strlen(old) : 0,
			&cases[i].add, &e) == 0)
			is_str(out.buf, cases[i].want, "%s", cases[i].name);
		else
			ok(false, "%s: %s", cases[i].name, e.msg);
	}
	strbuf_release(&out);
}

static const struct {
	const char *name, *old;
	struct one add;
	enum err_code code;
	const char *says;
} refused[] = {
	{ "a heading in the text", "## 리뷰\n\n### a\n",
	    { 1260, 1288, "e", "", "x\n\n## y\n", NULL, NULL, NULL }, ERR_USAGE,
	    "line 3 of the text is a heading of level 2, which would end the "
	    "entry: use #### or deeper inside an entry" },
	{ "a heading on the level of the entry", NULL,
	    { 1260, 1288, "e", "", "### y\n", NULL, NULL, NULL }, ERR_USAGE,
	    "line 1 of the text is a heading of level 3" },
	{ "a fence in the text that is not closed", NULL,
	    { 1260, 1288, "e", "", "a\n```\nb", NULL, NULL, NULL }, ERR_USAGE,
	    "line 2 of the text opens a code block" },
	{ "a bold list in the text", "### a\n",
	    { 1260, 1288, "e", "", "x\n\n**KEEP**\n\n- y", NULL, NULL, NULL },
	    ERR_USAGE, "headings" },
	{ "below a fence that is never closed", "## 리뷰\n\n### a\n\n```\nx\n",
	    { 1260, 1288, "e", "", "x", NULL, NULL, NULL }, ERR_CONFLICT,
	    "line 5 opens a code block or a comment that is never closed" },
	{ "below a comment that is never closed", "x\n\n<!-- y\n",
	    { 0, 0, NULL, NULL, NULL, "x", NULL, NULL }, ERR_CONFLICT,
	    "line 3 opens" },
	{ "an empty item", NULL, { 0, 0, NULL, NULL, NULL, " \n", NULL, NULL },
	    ERR_USAGE, "a KEEP is empty" },
	{ "an item that is a bullet", NULL,
	    { 0, 0, NULL, NULL, NULL, "- x", NULL, NULL }, ERR_USAGE,
	    "plain sentence" },
	{ "an item that is a fence", NULL,
	    { 0, 0, NULL, NULL, NULL, "```\nx", NULL, NULL }, ERR_USAGE, "" },
	{ "an item that is a box", NULL,
	    { 0, 0, NULL, NULL, NULL, "[x] y", NULL, NULL }, ERR_USAGE,
	    "plain sentence" },
	{ "a TRY that is a bullet", NULL,
	    { 0, 0, NULL, NULL, NULL, NULL, NULL, "- x" }, ERR_USAGE,
	    "plain sentence" },
	{ "a TRY that is a ticked box", NULL,
	    { 0, 0, NULL, NULL, NULL, NULL, NULL, "[x] y" }, ERR_USAGE,
	    "plain sentence" },
	{ "an item with bytes that are not UTF-8", NULL,
	    { 0, 0, NULL, NULL, NULL, "\xff", NULL, NULL }, ERR_USAGE,
	    "not UTF-8" },
	{ "a text with bytes that are not UTF-8", NULL,
	    { 0, 1, "e", "", "\xff", NULL, NULL, NULL }, ERR_USAGE,
	    "not UTF-8" },
	{ "an id that is taken", "## 회고\n### TRY\n- [ ] a ^t7k2\n",
	    { 0, 0, NULL, NULL, NULL, NULL, NULL, "b" }, ERR_CONFLICT,
	    "^t7k2 is on line 3" },
	{ "an untimed topic that names a group", "## 리뷰\n\n### a\n",
	    { -1, -1, "회고", "", NULL, NULL, NULL, NULL }, ERR_USAGE, "" },
};

static void
test_refused(void)
{
	struct strbuf out = STRBUF_INIT;
	struct err e;
	size_t i;

	strbuf_adds(&out, "kept");
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const char *old = refused[i].old;
		int rc;

		e = (struct err)ERR_INIT;
		rc = patch(&out, old, old != NULL ? strlen(old) : 0,
		    &refused[i].add, &e);
		ok(rc == -1 && e.code == refused[i].code &&
			strstr(e.msg, refused[i].says) != NULL,
		    "refused: %s", refused[i].name);
		if (rc != -1 || strstr(e.msg, refused[i].says) == NULL)
			tap_show("message: ", e.msg);
	}
	is_str(out.buf, "kept", "and nothing was written");
	strbuf_release(&out);
}

static const struct {
	const char *name, *old;
	struct study_mark mark;
	const char *want; /* NULL: refused */
} marks[] = {
	{ "done", "## 회고\n### TRY\n- [ ] a #b ^t222\n- [ ] c ^t333\n",
	    { "t222", NULL, STUDY_DONE, "2026-11-25" },
	    "## 회고\n### TRY\n- [x] a #b ^t222 (done 2026-11-25)\n"
	    "- [ ] c ^t333\n" },
	{ "dropped", "## 회고\n### TRY\n- [ ] a `b` ^t222",
	    { "t222", NULL, STUDY_DROPPED, "2026-11-25: 너무 (커서)" },
	    "## 회고\n### TRY\n- [x] ~~a `b`~~ ^t222 (dropped 2026-11-25: 너무 "
	    "(커서))" },
	{ "retried, over two lines, CRLF",
	    "## 회고\r\n### TRY\r\n* [ ] a\r\n  b ^t222\r\n  - c\r\n",
	    { "t222", NULL, STUDY_RETRIED, "t333" },
	    "## 회고\r\n### TRY\r\n* [x] a\r\n  b ^t222 (retried as ^t333)\r\n"
	    "  - c\r\n" },
	{ "without a box", "## 회고\n### TRY\n1. a ^t222\n",
	    { "t222", NULL, STUDY_DONE, "2026-11-25" },
	    "## 회고\n### TRY\n1. [x] a ^t222 (done 2026-11-25)\n" },
	{ "without an id: it gets one", "## 회고\n### TRY\n- b\n- a #b\n",
	    { "t222", "a #b", STUDY_DROPPED, "2026-11-25: x" },
	    "## 회고\n### TRY\n- b\n- [x] ~~a #b~~ ^t222 (dropped 2026-11-25: "
	    "x)\n" },
	{ "only the id", "## 회고\n### TRY\n-\n  a\n",
	    { "t222", "a", STUDY_OPEN, NULL },
	    "## 회고\n### TRY\n-\n  [ ] a ^t222\n" },
	{ "a paragraph becomes an item", "## 회고\n### TRY\na\nb\n",
	    { "t222", "a b", STUDY_DONE, "2026-11-25" },
	    "## 회고\n### TRY\n- [x] a\nb ^t222 (done 2026-11-25)\n" },
	{ "again: nothing is to do",
	    "## 회고\n### TRY\n- [x] a ^t222 (done 2026-11-25)\n",
	    { "t222", NULL, STUDY_DONE, "2026-11-25" },
	    "## 회고\n### TRY\n- [x] a ^t222 (done 2026-11-25)\n" },
	{ "one that is not there", "## 회고\n### TRY\n- a\n",
	    { "t222", NULL, STUDY_DONE, "2026-11-25" },
	    "## 회고\n### TRY\n- a\n" },
	{ "in no file", NULL, { "t222", NULL, STUDY_DONE, "2026-11-25" }, "" },
	{ "closed in another way",
	    "## 회고\n### TRY\n- [x] a ^t222 (retried as ^t333)\n",
	    { "t222", NULL, STUDY_DONE, "2026-11-25" }, NULL },
	{ "opened again by hand",
	    "## 회고\n### TRY\n- [ ] a ^t222 (done 2026-11-24)\n",
	    { "t222", NULL, STUDY_DONE, "2026-11-25" }, NULL },
	{ "a reason of two lines", "## 회고\n### TRY\n- [ ] a ^t222\n",
	    { "t222", NULL, STUDY_DROPPED, "2026-11-25: x\n## y" }, NULL },
};

static void
test_marks(void)
{
	struct strbuf out = STRBUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		struct study_add add = { .date = { 2026, 11, 23 },
			.marks = &marks[i].mark,
			.n_marks = 1 };
		const char *old = marks[i].old;
		struct err e = ERR_INIT;
		int rc;

		strbuf_clear(&out);
		rc = study_patch(
		    &out, old, old != NULL ? strlen(old) : 0, &add, &e);
		if (marks[i].want == NULL)
			ok(rc == -1 && e.code == ERR_CONFLICT && out.len == 0,
			    "not marked: %s", marks[i].name);
		else
			is_str(rc == 0 ? out.buf : e.msg, marks[i].want,
			    "marked: %s", marks[i].name);
	}
	strbuf_release(&out);
}

static bool
is_subsequence(const char *a, size_t n, const struct strbuf *b)
{
	size_t i = 0, k;

	for (k = 0; k < b->len && i < n; k++)
		i += a[i] == b->buf[k];
	return i == n;
}

static unsigned dice = 20261123;

static int
roll(int n)
{
	dice = dice * 1103515245 + 12345;
	return (int)((dice >> 8) % (unsigned)n);
}

/* A file as somebody may have left it. */
static void
random_file(struct strbuf *out)
{
	static const char *const pieces[] = { "# 2026-11-23\n", "## 리뷰\n",
		"### docker\n", "### 21:00–21:30 a: b\n", "- x\n", "\t- y\n",
		"\n", "\n", "문장이다.\n", "```\n# z\n```\n", "## 회고\n",
		"### KEEP\n", "### PROBELM\n", "### TRY\n", "- \n", "* [ ] w\n",
		"**TRY**\n", "> q\n", "---\n", "#### 속\n", "1. 하나\n",
		"<!-- c -->\n", "회고\n===\n", "## 메모\n", "# 제목\n",
		"#### 23:00~00:10 밤\n", "### 문제\n", "  이어서\n",
		"- [x] ~~v~~ ^t2 (dropped 2026-11-24: u)\n", "\xff\n" };
	const char *eol = roll(4) == 0 ? "\r\n" : "\n";
	int n = roll(25);

	strbuf_clear(out);
	if (roll(10) == 0)
		strbuf_adds(out, "\xef\xbb\xbf");
	while (n-- > 0) {
		const char *p;

		p = pieces[roll((int)(sizeof(pieces) / sizeof(*pieces)))];
		for (; *p != '\0'; p++)
			if (*p == '\n')
				strbuf_adds(out, eol);
			else
				strbuf_addc(out, *p);
	}
	if (out->len > 0 && roll(4) == 0)
		strbuf_trunc(out, out->len - 1);
}

/* How many of each: entries, then the lists. */
static void
count(size_t n[4], const struct strbuf *text)
{
	struct arena *a = arena_new();
	struct study_day day;
	int i;

	study_day_parse(&day, "", (struct date){ 2026, 11, 23 }, text->buf,
	    text->len, a, NULL);
	n[0] = day.n_entries;
	for (i = 0; i < STUDY_LISTS; i++)
		n[i + 1] = day.lists[i].n;
	arena_free(a);
}

static void
test_random(void)
{
	static const char *const bodies[] = { NULL, "글",
		"글\n\n#### 속\n\n- a", "~~~\n# x\n~~~",
		"- a\n  ```\n  b\n  ```" };
	struct strbuf now = STRBUF_INIT, next = STRBUF_INIT;
	int i, k, bad = 0, done = 0, no = 0;

	for (i = 0; i < 1000; i++) {
		random_file(&now);
		for (k = 0; k < 5; k++) {
			int start = roll(1440), kind = roll(5);
			struct one o = { start, start + roll(60), NULL,
				roll(2) ? "" : "제목", bodies[roll(5)], NULL,
				NULL, NULL };
			size_t a[4], b[4];
			struct err e = ERR_INIT;

			o.topic = kind >= 3 ? "주제" : NULL;
			o.keep = kind == 0 || kind == 4 ? "좋다" : NULL;
			o.problem = kind == 1 ? "어렵다" : NULL;
			o.try = kind == 2 && k == 2 ? "해 본다" : NULL;
			strbuf_clear(&next);
			if (patch(&next, now.buf, now.len, &o, &e) == -1) {
				no++;
				continue;
			}
			done++;
			count(a, &now);
			count(b, &next);
			bad += !is_subsequence(now.buf, now.len, &next);
			bad += b[0] != a[0] + (o.topic != NULL);
			bad += b[1] != a[1] + (o.keep != NULL);
			bad += b[2] != a[2] + (o.problem != NULL);
			bad += b[3] != a[3] + (o.try != NULL);
			strbuf_clear(&now);
			strbuf_add(&now, next.buf, next.len);
		}
	}
	ok(bad == 0, "random adds to random files: nothing lost, each once");
	ok(done > 100 * no, "hardly any is refused: %d of %d", no, done + no);
	strbuf_release(&now);
	strbuf_release(&next);
}

static void
test_truncated(void)
{
	static const char text[] =
	    "\xef\xbb\xbf---\nx: y\n---\n# 2026-11-23\n"
	    "\n## 리뷰\n\n### 20:00–20:28 docker: a\n\n- x\n  ```c\n  y\n  ```\n"
	    "\n~~~\nz\n~~~\n<!-- w -->\n\n### 22:00~22:10 b\n\n## 회고\r\n"
	    "### KEEP\r\n- a\r\n  b\r\n**PROBELM**\n1. c\nTRY\n---\n- [ ] d "
	    "#태그 ^t222 (done 2026-11-24)\n";
	struct one o = { 1260, 1288, "e", "t", "f", "g", "h", "i" };
	struct strbuf out = STRBUF_INIT;
	int bad = 0, no = 0;
	size_t i;

	for (i = 0; i < sizeof(text); i++) {
		char *cut = xstrndup(text, i); /* so that ASan sees its end */
		struct err e = ERR_INIT;

		strbuf_clear(&out);
		if (patch(&out, cut, i, &o, &e) == -1) {
			no++;
			bad += out.len > 0 || *e.msg == '\0';
		} else {
			bad += !is_subsequence(cut, i, &out);
		}
		free(cut);
	}
	ok(bad == 0, "cut at every byte: all kept, or refused with a reason");
	ok(no < 60, "refused %d of %zu", no, sizeof(text));
	strbuf_release(&out);
}

static void
test_pack(void)
{
	static const char *keep[] = { "하나", "둘" }, *try[] = { "셋" };
	static const char *ids[] = { "t7k2" };
	static const struct study_mark mark = { "t222", NULL, STUDY_DROPPED,
		"2026-11-25: x" };
	struct study_add add = { .date = { 2026, 11, 23 },
		.entry = true,
		.start = 1260,
		.end = 1288,
		.day_ends = 240,
		.topic = "docker",
		.title = "",
		.body = "글\n",
		.items = { keep, NULL, try },
		.n_items = { 2, 0, 1 },
		.try_ids = ids,
		.marks = &mark,
		.n_marks = 1,
		.lang = "en" };
	struct strbuf packed = STRBUF_INIT, again = STRBUF_INIT;
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct arena *arena = arena_new();
	struct study_add back;
	struct err e = ERR_INIT;
	size_t i, bad = 0;

	study_add_pack(&packed, &add);
	ok(study_add_unpack(&back, arena, packed.buf, packed.len, &e) == 0,
	    "what is packed is unpacked");
	study_add_pack(&again, &back);
	ok(packed.len == again.len &&
		memcmp(packed.buf, again.buf, again.len) == 0,
	    "and is the same");
	study_patch(&a, NULL, 0, &add, &e);
	study_patch_packed(&b, NULL, 0, packed.buf, packed.len, &e);
	is_str(b.buf, a.buf, "and adds the same");
	for (i = 0; i < packed.len; i++) {
		char *cut = xmalloc(i + 1);

		memcpy(cut, packed.buf, i);
		cut = xreallocarray(cut, i > 0 ? i : 1, 1);
		bad += study_add_unpack(&back, arena, cut, i, &e) == 0;
		free(cut);
	}
	ok(bad == 0, "cut at any byte it is refused");
	for (i = 0; i < packed.len; i++) {
		char was = packed.buf[i];

		packed.buf[i] = (char)0xff;
		study_add_unpack(&back, arena, packed.buf, packed.len, &e);
		packed.buf[i] = was;
	}
	ok(true, "spoilt at any byte it does no harm");
	strbuf_addc(&packed, '\0');
	ok(study_add_unpack(&back, arena, packed.buf, packed.len, &e) == -1,
	    "nothing may follow");
	strbuf_release(&packed);
	strbuf_release(&again);
	strbuf_release(&a);
	strbuf_release(&b);
	arena_free(arena);
}

int
main(void)
{
	test_cases();
	test_refused();
	test_marks();
	test_pack();
	test_truncated();
	test_random();
	return done_testing();
}
