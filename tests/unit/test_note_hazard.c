/* test_note_hazard.c: what is refused before it is parsed, and what is not */
#include "tap.h"

#include <cmark-gfm.h>

#include "note/note_int.h"

static const struct note_opts opts = { .unsafe = false };

#define GFM(n) ((29 << 16) | (n))

/* n times a, then b, then m times c, then d. */
struct shape {
	const char *name;
	enum note_flaw_id flaw;
	int line, col;
	size_t n;
	const char *a, *b;
	size_t m;
	const char *c, *d;
};

static void
make(struct strbuf *sb, const struct shape *s)
{
	size_t i;

	strbuf_clear(sb);
	for (i = 0; i < s->n; i++)
		strbuf_adds(sb, s->a);
	strbuf_adds(sb, s->b);
	for (i = 0; i < s->m; i++)
		strbuf_adds(sb, s->c);
	strbuf_adds(sb, s->d);
}

static bool
found(struct note_hazard *h, const struct strbuf *sb, int number)
{
	return note_hazard_find(h, sb->buf, sb->len, number);
}

/* The shapes of the advisories, as large as they have to be. */
static const struct shape hostile[] = {
	{ "http://a.b/()))", NOTE_FLAW_AUTOLINK, 1, 1, 1, "http://a.b/(", "",
	    60000, ")", "" },
	{ "www._", NOTE_FLAW_AUTOLINK, 3, 4, 1, "x\n\nyy ", "", 8000, "www._",
	    "\n" },
	{ "*a _a*_", NOTE_FLAW_AUTOLINK, 3, 1, 1, "\n\n", "", 20000, "*a _a*_ ",
	    "" },
	{ "[a]: long [a][a]", NOTE_FLAW_AUTOLINK, 3, 15418, 1, "[a]: /",
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "\n\n",
	    5200, "[A]", "" },
	{ "mailto:", NOTE_FLAW_AUTOLINK, 1, 450007, 40000, "mailto:s@p.com/",
	    "", 0, "", "" },
	{ "<?x", NOTE_FLAW_MARKUP, 2, 1, 1, "\na ", "", 20000, "<?x", "" },
	{ "<!A", NOTE_FLAW_MARKUP, 1, 1, 20000, "a <!A ", "", 0, "", "" },
	{ "<![CDATA[", NOTE_FLAW_MARKUP, 1, 1, 20000, "a<![CDATA[", "", 0, "",
	    "" },
	{ "![[]()", NOTE_FLAW_BRACKETS, 1, 75892, 20000, "![[]()", "", 0, "",
	    "" },
	{ "- - - x", NOTE_FLAW_NESTING, 2, 1, 1, "\n", "", 1001, "- ", "x" },
	{ "1. 1. x", NOTE_FLAW_NESTING, 1, 1, 1001, "1. ", "x", 0, "", "" },
	{ ">>>> x", NOTE_FLAW_NESTING, 1, 1, 1001, ">", "a*", 0, "", "" },
	{ "> - - -", NOTE_FLAW_NESTING, 1, 1, 1, "> ", "", 1001, "- ", "x" },
	{ "[^1]:[^1]:", NOTE_FLAW_NESTING, 1, 1, 1001, "[^1]:", "x", 0, "",
	    "" },
	{ "- - and empty lines", NOTE_FLAW_NESTING, 20001, 1, 500, "- ", "x\n",
	    30000, "\n", "" },
	{ "indented into - -", NOTE_FLAW_NESTING, 20001, 1, 500, "- ", "x\n",
	    30000, "  y\n", "" },
	{ "a table of one row", NOTE_FLAW_TABLE, 1, 2, 0, "", "|", 9000, "-|",
	    "\n" },
	{ "rows of one cell", NOTE_FLAW_TABLE, 1, 1, 0, "",
	    "|a|b|c|d|e|f|g|h|i|j|k|\n|-|-|-|-|-|-|-|-|-|-|-|\n", 11000, "|x\n",
	    "" },
	{ "rows in a quote", NOTE_FLAW_TABLE, 1, 1, 0, "",
	    "> |a|b|c|d|e|f|g|h|i|j|k|\n> |-|-|-|-|-|-|-|-|-|-|-|\n", 11000,
	    "> x\r\n", "" },
};

static void
test_hostile(void)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		const struct shape *s = &hostile[i];
		struct note_hazard h = { .what = "" };
		bool hit;

		make(&sb, s);
		hit = found(&h, &sb, GFM(6));
		ok(hit && h.flaw == s->flaw && *h.what != '\0', "%s: %s, %s",
		    s->name, note_flaws[s->flaw].cve,
		    hit ? h.what : "not found");
		ok(!found(&h, &sb, note_flaws[s->flaw].fixed),
		    "not in the release that has it mended");
	}
	strbuf_release(&sb);
}

/* Where it is said to be; that of a paragraph is its first line. */
static void
test_place(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct note_hazard h;
	size_t i, good = 0;

	for (i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		const struct shape *s = &hostile[i];

		make(&sb, s);
		if (found(&h, &sb, GFM(6)) && h.line == s->line &&
		    (h.col == s->col || s->flaw == NOTE_FLAW_TABLE ||
			s->line > 20000))
			good++;
		else
			printf("# %s: %d:%d\n", s->name, h.line, h.col);
	}
	ok(good == i, "each at its line and column");
	strbuf_release(&sb);
}

/* What people write, and programs: large, odd, and no harm in it. */
static const struct shape good[] = {
	{ "nothing", 0, 0, 0, 0, "", "", 0, "", "" },
	{ "a long line", 0, 0, 0, 0, "", "", 200000, "word ", "\n" },
	{ "one long word", 0, 0, 0, 0, "", "", 1000000, "w", "\n" },
	{ "addresses", 0, 0, 0, 0, "", "", 20000,
	    "see (http://www.example.org/a_(b)) and <me@example.org>\n", "" },
	{ "a paragraph of emphasis", 0, 0, 0, 0, "", "", 4000, "**a** _b_ *c* ",
	    "" },
	{ "many paragraphs of it", 0, 0, 0, 0, "", "", 40000,
	    "*a* _b_ **c** __d__\n\n", "" },
	{ "brackets", 0, 0, 0, 0, "", "", 30000, "[a](b) ![c](d) [e] ", "" },
	{ "pictures that are links", 0, 0, 0, 0, "", "", 30000, "[![a](b)](c) ",
	    "" },
	{ "a table", 0, 0, 0, 0, "", "|a|b|c|\n|-|:-:|-|\n", 50000,
	    "| x | y | z |\n", "" },
	{ "a table whose last cells are left out", 0, 0, 0, 0, "",
	    "|a|b|c|\n|-|:-:|-|\n", 40000, "| x \n", "" },
	{ "lists in lists", 0, 0, 0, 0, "", "", 30000,
	    "- a\n  - b\n    - c\n      - d\n\n", "" },
	{ "a reply to a reply", 0, 0, 0, 0, "", "", 5000,
	    ">>>>>>>>>>>>>>>>>>>> x\n", "" },
	{ "a rule", 0, 0, 0, 0, "", "", 3000, "- ", "\n" },
	{ "another", 0, 0, 0, 0, "", "", 3000, "* ", "\n" },
	{ "a rule in a quote", 0, 0, 0, 1, "> ", "", 3000, "- ", "\n" },
	{ "bars and dashes", 0, 0, 0, 0, "", "", 30000, "-----|-----\n\n", "" },
	{ "PHP in a fence", 0, 0, 0, 1, "```php\n", "", 30000, "<?php x\n",
	    "```\n" },
	{ "a table in a fence", 0, 0, 0, 1, "~~~ text\n",
	    "|a|b|c|d|e|f|g|h|i|j|k|\n|-|-|-|-|-|-|-|-|-|-|-|\n", 20000, "|x\n",
	    "~~~\n" },
	{ "a fence in a list", 0, 0, 0, 1, "- ```\n", "", 30000,
	    "  <? a * _ [[\n", "  ```\n" },
	{ "PHP that is closed", 0, 0, 0, 0, "", "", 30000, "<?php x ?> ", "" },
	{ "declarations", 0, 0, 0, 0, "", "", 30000,
	    "<!DOCTYPE x> <![CDATA[ y ]]> ", "" },
	{ "an old Mac", 0, 0, 0, 0, "", "", 30000, "- *a* _b_ <?\r\r", "" },
	{ "references", 0, 0, 0, 1000, "[a][b] [b]\n\n",
	    "[b]: https://example.org/a-rather-long-address/of-some-page/"
	    "that-is-cited-a-thousand-times/in-one-note/index.html\n",
	    0, "", "" },
	{ "Hangul", 0, 0, 0, 0, "", "", 50000, "한글 문단입니다. **강조**를 ",
	    "" },
};

static void
test_good(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct note_hazard h;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		bool hit;

		make(&sb, &good[i]);
		hit = found(&h, &sb, GFM(6));
		ok(!hit, "%s: not refused%s%s", good[i].name, hit ? ": " : "",
		    hit ? h.what : "");
	}
	/* A fence that is closed by a shorter one is not closed; behind its
	 * end everything counts again. */
	strbuf_clear(&sb);
	strbuf_adds(&sb, "````\n```\n");
	for (i = 0; i < 1001; i++)
		strbuf_adds(&sb, "- ");
	strbuf_adds(&sb, "x\n````\n");
	ok(!found(&h, &sb, GFM(6)), "a fence within a fence");
	for (i = 0; i < 1001; i++)
		strbuf_adds(&sb, "- ");
	strbuf_adds(&sb, "x\n");
	ok(found(&h, &sb, GFM(6)) && h.line == 5, "and what is behind it");
	strbuf_release(&sb);
}

/* The number of the library, its name, and the releases that mend it. */
static void
test_library(void)
{
	size_t i, low = 0;

	ok(note_library_number() == cmark_version() &&
		strncmp(note_library_version(), "0.", 2) == 0,
	    "the library is %s", note_library_version());
	for (i = 0; i < NOTE_FLAW_N; i++)
		low += note_flaw_in((enum note_flaw_id)i, GFM(6)) &&
		       !note_flaw_in((enum note_flaw_id)i, GFM(13)) &&
		       strncmp(note_flaws[i].cve, "CVE-2023-", 9) == 0;
	ok(low == NOTE_FLAW_N && low == 7, "gfm.6 has seven, gfm.13 none");
	ok(note_flaw_in(NOTE_FLAW_NESTING, GFM(10)) &&
		!note_flaw_in(NOTE_FLAW_MARKUP, GFM(10)),
	    "gfm.10 has some of them");
}

/* What the writer sees: the place counts the front matter, the source is
 * escaped, and a private note stays so. */
static void
test_refused(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct arena *a = arena_new();
	struct diag_list d = DIAG_LIST_INIT;
	struct note_src src = { "notes/h.md", 6, NULL, 0 };
	struct note n;
	size_t i;

	strbuf_adds(&sb, "---\nprivate: true\ntitle: 제목\n---\n<b>\n\n");
	for (i = 0; i < 1001; i++)
		strbuf_adds(&sb, "> ");
	strbuf_adds(&sb, "x\xff\n");
	src.text = sb.buf;
	src.len = sb.len;
	note_parse(&n, &src, &opts, a, &d);
	if (!note_flaw_in(NOTE_FLAW_NESTING, note_library_number())) {
		ok(!n.failed && d.n == 1, "the linked library can take it");
		goto out;
	}
	ok(n.failed && n.meta.private && strcmp(n.title, "제목") == 0 &&
		strstr(n.html, "&lt;b&gt;") != NULL &&
		strchr(n.html, '\xff') == NULL && n.n_holes == 0,
	    "its source is there, escaped");
	diag_sort(&d);
	ok(d.n == 2 && d.v[0].id == DIAG_BUDGET && d.v[0].line == 7 &&
		d.v[0].col == 1 && d.v[1].id == DIAG_ENCODING,
	    "told once, at its line");
out:
	diag_release(&d);
	strbuf_release(&sb);
	arena_free(a);
}

static void
test_line(void)
{
	ok(note_hazard_line("", 0) == 1, "an empty text has a line");
	ok(note_hazard_line("a\nb\n", 4) == 1, "no markup: the first");
	ok(note_hazard_line("a\n|-|\n**\n", 9) == 2, "most of it: the second");
	ok(note_hazard_line("a\n\n[[[[", 7) == 3, "the last has no end");
}

int
main(void)
{
	test_library();
	test_hostile();
	test_place();
	test_good();
	test_refused();
	test_line();
	return done_testing();
}
