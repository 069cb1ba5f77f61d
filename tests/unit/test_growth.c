/* test_growth.c: what our own passes cost grows no faster than their text */
#include "tap.h"

#include <sys/wait.h>
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#define GROWTH_COUNTS
#endif
#endif
#ifndef GROWTH_COUNTS
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS_AT(name) (void)(name)
#endif

#include "base/text.h"
#include "base/utf8.h"
#include "code/code.h"
#include "graph/graph.h"
#include "note/note_int.h"
#include "study/study.h"
#include "tmpl/tmpl.h"

/*
 * Each family of texts is made at one size and at four times that size, and
 * the machine's instructions are counted, those of the libraries with ours.
 * The count is the same on every machine that has as much to do, so a test
 * may depend on it, as it may not on a time. If it grows as size^x, x is 1
 * for what is linear and 2 for what is quadratic; what is linear and has a
 * quadratic part that is small yet is in between.
 *
 * The program starts itself under valgrind, with "measure" as its argument.
 */
#define GROWTH_MOST 1.2
#define GROWTH_TIMES 4

enum growth_pass {
	GROWTH_NOTE,    /* all that is done to a note: the parser, our passes */
	GROWTH_TRUSTED, /* the same, with raw HTML as it is */
	GROWTH_HAZARD,  /* the filter in front of it */
	GROWTH_SAFE,    /* raw HTML */
	GROWTH_SLUG,
	GROWTH_WIRE,
	GROWTH_DAY,
	GROWTH_FILES, /* links, and as many files, each in a folder "f" */
	GROWTH_NAMES, /* links, and as many notes: fN/e/x, and fN/y */
	GROWTH_TMPL,  /* a template, parsed and rendered */
	GROWTH_CODE,  /* colours: the text is a program in every language */
};

/* head, n times unit, mid, n times other, tail. "%d" is the number. */
struct growth_family {
	const char *name;
	enum growth_pass pass;
	int n;
	const char *head, *unit, *mid, *other, *tail;
};

static const struct growth_family families[] = {
	/* links */
	{ "wiki links", GROWTH_NOTE, 1000, "", "[[a%d]] ", "", "", "\n" },
	{ "wiki links that are not as written", GROWTH_NOTE, 1000, "",
	    "[[a&amp;b]] ", "", "", "\n" },
	{ "the same in a table", GROWTH_NOTE, 400, "|x|\n|-|\n",
	    "|[[a&amp;b]]|\n", "", "", "\n" },
	{ "wiki links in code", GROWTH_NOTE, 1000, "`", "[[a%d]] ", "", "",
	    "`\n" },
	{ "wiki links in a picture's text", GROWTH_NOTE, 1000, "![", "[[a%d]] ",
	    "", "", "](x.png)\n" },
	{ "lines that end with a carriage return", GROWTH_NOTE, 20000, "",
	    "글\r", "", "", "" },
	{ "[[", GROWTH_NOTE, 2000, "", "[[", "", "", "\n" },
	{ "[[ and ]]", GROWTH_NOTE, 1500, "", "[[a", "", "]]", "\n" },
	{ "[[a|b", GROWTH_NOTE, 1500, "", "[[a|b|", "", "", "\n" },
	{ "embeds", GROWTH_NOTE, 1000, "", "![[a%d]]\n\n", "", "", "" },
	{ "escaped links", GROWTH_NOTE, 1500, "", "\\[[a]] ", "", "", "\n" },
	{ "links by path", GROWTH_NOTE, 800, "", "[x%d](a.md#b) ", "", "",
	    "\n" },
	{ "pictures", GROWTH_NOTE, 800, "", "![x%d](a.png \"t\") ", "", "",
	    "\n" },
	{ "links by path that are not as written", GROWTH_NOTE, 300, "",
	    "[x&ouml;%d](a&ouml;.md) ", "", "", "\n" },
	{ "references", GROWTH_NOTE, 500, "[x]: a.md\n\n", "[x] [y%d][x] ", "",
	    "", "\n" },
	{ "links by path in lines of a paragraph", GROWTH_NOTE, 200, "",
	    "[x%d](a.md)\n", "", "\\[x](a.md)\n", "" },
	{ "links by path behind code", GROWTH_NOTE, 150, "", "[x%d](a.md) ", "",
	    "`` ` ", "\n" },
	{ "links by path behind brackets", GROWTH_NOTE, 200, "", "\\[ ", "",
	    "[%d](a.md) ", "\n" },
	{ "links by path behind comments", GROWTH_NOTE, 200, "x ",
	    "<!-- [x](a.md) --> ", "", "[%d](a.md) ", "\n" },
	{ "comments in quotes", GROWTH_NOTE, 150, "",
	    "> x <!-- [x]\n> y --> [%d](a.md)\n\n", "", "", "" },
	{ "tags with brackets that are not as written", GROWTH_NOTE, 200,
	    "|x|\n|-|\n", "|<b title='[\\|%d'> [x](a.md)|\n", "", "", "" },
	{ "titles with links", GROWTH_NOTE, 300, "",
	    "[x](a.md \"[y](b%d.md)\") ", "", "", "\n" },
	{ "pictures in links", GROWTH_NOTE, 200, "", "[![x%d](a.png)](a.md) ",
	    "", "", "\n" },
	{ "links by path in quotes", GROWTH_NOTE, 150, "",
	    "> [x%d](a.md) &amp;&ouml;\n\n", "", "", "" },
	{ "links in a table", GROWTH_NOTE, 300, "|x|\n|-|\n",
	    "|[[a%d]] [x](y.md)|\n", "", "", "\n" },
	{ "footnotes with links", GROWTH_NOTE, 400, "", "a[^%d]\n\n", "",
	    "[^%d]: [[x%d]]\n\n", "" },
	{ "footnotes in the text", GROWTH_NOTE, 300, "", "a^[b [[c%d]]] ", "",
	    "", "\n" },
	{ "footnotes of the text in each other", GROWTH_NOTE, 800, "", "^[a ",
	    "", "] ", "\n" },
	{ "footnotes of the text without an end", GROWTH_NOTE, 1500, "",
	    "^[a [b ", "", "\\] ", "\n" },
	/* marked text */
	{ "marked text", GROWTH_NOTE, 1000, "", "==a%d== ", "", "가==나 ",
	    "\n" },
	{ "marked text without an end", GROWTH_NOTE, 1500, "", "==가 ", "",
	    "<b>==</b> ", "\n" },
	{ "bare addresses in bold", GROWTH_NOTE, 300, "",
	    "**https://a.org/%d**을 ", "", "", "\n" },
	{ "addresses that are long words", GROWTH_NOTE, 800, "**",
	    "https://a.org/)", "", "*을", "\n" },
	/* nesting */
	{ "nested emphasis", GROWTH_NOTE, 600, "", "*a [[x]] ", "", "b* ",
	    "\n" },
	{ "nested quotes", GROWTH_NOTE, 100, "", ">", "", "", "[[x]]\n" },
	{ "callouts", GROWTH_NOTE, 300, "", "> [!note] [[x%d]]\n> y\n\n", "",
	    "", "" },
	{ "callouts in each other", GROWTH_NOTE, 40, "", "> [!note] x\n", "",
	    ">", " y\n" },
	/* anchors and ids */
	{ "headings of one name", GROWTH_NOTE, 600, "", "# a\n", "", "", "" },
	{ "headings that take the numbers", GROWTH_NOTE, 500, "", "# a-%d\n",
	    "", "# a\n", "" },
	{ "block ids", GROWTH_NOTE, 1000, "", "a ^b%d\n\n", "", "", "" },
	{ "carets", GROWTH_NOTE, 3000, "", "a ^b ", "", "", "(\n" },
	/* examples */
	{ "examples", GROWTH_NOTE, 500, "", "```c {.run}\nx\n```\n\n", "", "",
	    "" },
	{ "examples of one id", GROWTH_NOTE, 500, "",
	    "```c {#a .run}\nx\n```\n\n", "", "", "" },
	{ "files of examples that are not there", GROWTH_NOTE, 300, "",
	    "```text {file=a of=none%d}\nx\n```\n\n", "",
	    "```c {#no%d .run}\nx\n```\n\n", "" },
	{ "attributes", GROWTH_NOTE, 1500, "```c {.run ", "k%d=v ", "", "",
	    "}\nx\n```\n" },
	{ "attributes without an end", GROWTH_NOTE, 1500, "```c {.run ",
	    "k=\"v%d ", "", "", "\nx\n```\n" },
	/* comments */
	{ "comments", GROWTH_NOTE, 1000, "", "a %% b %%\n", "", "", "" },
	{ "comments without an end", GROWTH_NOTE, 1500, "", "a %% b\n\n", "",
	    "%%\n> c %%%%\n", "" },
	{ "comments in a line", GROWTH_NOTE, 3000, "", "a %% b ", "", "",
	    "\n" },
	{ "comments in a line, and those of HTML", GROWTH_NOTE, 3000, "",
	    "%% a <!-- ", "", "", "\n" },
	{ "code in comments", GROWTH_NOTE, 400, "", "`` %% ` ", "", "``` ",
	    "\n" },
	/* front matter */
	{ "aliases", GROWTH_NOTE, 1000, "---\naliases: [", "a%d, ", "", "",
	    "z]\n---\nx\n" },
	{ "keys", GROWTH_NOTE, 500, "---\n", "k%d: v\n", "", "", "---\nx\n" },
	{ "one key again and again", GROWTH_NOTE, 1000, "---\n", "tag: a%d\n",
	    "", "", "---\nx\n" },
	{ "properties with links", GROWTH_NOTE, 300, "---\n",
	    "k%d: \"[[a%d]]\"\n", "", "", "---\nx\n" },
	{ "links in one property", GROWTH_NOTE, 300, "---\nk: \"", "[[a%d]] ",
	    "", "[[\\x61]] ", "\"\n---\nx\n" },
	{ "front matter that is none", GROWTH_NOTE, 1500, "---\n", "a: [\n", "",
	    "", "---\nx\n" },
	{ "front matter without an end", GROWTH_NOTE, 2000, "---\n",
	    "private\n", "", "", "" },
	/* the filter */
	{ "brackets and labels", GROWTH_HAZARD, 4000, "[a]: x\n\n", "[a]![",
	    "\n\n", "]", "" },
	{ "markers", GROWTH_HAZARD, 4000, "", "> - [^", "\n", "1. ", "x" },
	{ "dashes", GROWTH_HAZARD, 8000, "", "- ", "x\n", "- ", "" },
	{ "fences", GROWTH_HAZARD, 3000, "", "````\n", "x", "`", "" },
	{ "long references", GROWTH_HAZARD, 300, "",
	    "[a%d]: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
	    "\n", "[a%d]", "" },
	{ "words with www.", GROWTH_HAZARD, 4000, "", "www.:", " ", "):", "" },
	/* raw HTML */
	{ "tags", GROWTH_SAFE, 2000, "", "<b>", "", "</i>", "" },
	{ "tags without an end", GROWTH_SAFE, 3000, "", "<a ", "", "<a '", "" },
	{ "quotes without an end", GROWTH_SAFE, 3000, "", "<a \"", "", "<b ",
	    "" },
	{ "quotes in quotes", GROWTH_SAFE, 2000, "", "<a \"<b '", "", "' \"",
	    "" },
	{ "comments without an end", GROWTH_SAFE, 4000, "", "<!-", "", "<!--",
	    "" },
	{ "attributes of a tag", GROWTH_SAFE, 2000, "<a ", "title%d=x ", "",
	    "title ", ">" },
	{ "a script that goes on", GROWTH_SAFE, 2000, "<script>", "</scrip>",
	    "", "<script>", "" },
	{ "raw HTML in a note", GROWTH_NOTE, 1000, "", "<b>x</i> ", "", "",
	    "\n" },
	{ "a block of it", GROWTH_NOTE, 1500, "<div>\n", "<a \"\n", "", "<b ",
	    "" },
	{ "addresses in it", GROWTH_NOTE, 800, "", "<a href=\"x%d.md\">y</a> ",
	    "", "", "\n" },
	{ "the same in a block", GROWTH_NOTE, 800, "<div>\n",
	    "<img src=x%d.png>\n", "", "", "" },
	{ "addresses that are not as written", GROWTH_NOTE, 300, "|x|\n|-|\n",
	    "|<img src='x\\|%d.png'>|\n", "", "", "" },
	{ "addresses of entities", GROWTH_NOTE, 1500, "<div>\n<a href=\"",
	    "&#46;&sol;", "", "&#x61", "\">\n" },
	{ "trusted tags in tags", GROWTH_TRUSTED, 1500, "<div>\n", "<a<",
	    "<a href=x>", "<!-<a '", "" },
	{ "trusted addresses", GROWTH_TRUSTED, 800, "<div>\n",
	    "<video src=x poster='%d.png'>\n", "<script>", "<a href=x>", "" },
	{ "comments beside an address", GROWTH_NOTE, 1500, "", "`<!--` ",
	    "<img src='\"'>", "<a href=x ", "\n" },
	/* names */
	{ "a long slug", GROWTH_SLUG, 8000, "", "가-- ", "", "é", "" },
	{ "combining marks", GROWTH_SLUG, 3000, "a", "\xcc\x81", "", "\xcc\x96",
	    "" },
	{ "a note through the pipe", GROWTH_WIRE, 300, "",
	    "# a%d\n\n[[b]] ^c%d\n\n", "", "```c {.run}\nx\n```\n\n", "" },
	/* the day file */
	{ "entries", GROWTH_DAY, 500, "# 2026-11-23\n\n",
	    "### 09:00–09:10 a%d\n\nx\n\n", "", "", "" },
	{ "tries", GROWTH_DAY, 600, "# 2026-11-23\n\n## 회고\n\n### TRY\n\n",
	    "- [ ] a%d #b ^tabcd\n", "", "", "" },
	{ "headings that are nothing", GROWTH_DAY, 1000, "", "### KEP%d\n", "",
	    "#", "\n" },
	{ "fences in a day", GROWTH_DAY, 2000, "", "```\n", "", "- x\n", "" },
	{ "bullets in each other", GROWTH_DAY, 80, "### TRY\n\n", "- ", "x\n",
	    "  ", "- y\n" },
	/* attached files */
	{ "files that are found by their names", GROWTH_FILES, 400, "",
	    "![[%d.png]] ", "", "", "\n" },
	{ "the same by paths", GROWTH_FILES, 400, "", "![x](f/%d.png) ", "", "",
	    "\n" },
	{ "files that are not there", GROWTH_FILES, 400, "", "![[x%d.gif]] ",
	    "", "", "\n" },
	/* notes of one name */
	{ "a name of many notes", GROWTH_NAMES, 400, "", "[[x|%d]] ", "", "",
	    "\n" },
	{ "the end of many paths", GROWTH_NAMES, 400, "", "[[e/x|%d]] ", "", "",
	    "\n" },
	{ "an alias of many notes", GROWTH_NAMES, 400, "", "[[z|%d]] ", "", "",
	    "\n" },
	{ "an old name of many notes", GROWTH_NAMES, 400, "", "[[old|%d]] ", "",
	    "", "\n" },
	{ "many old names", GROWTH_NAMES, 400, "", "[[f%d/old]] ", "", "",
	    "\n" },
	/* templates */
	{ "variables", GROWTH_TMPL, 1000, "", "{{a}} ", "", "x\n", "" },
	{ "sections", GROWTH_TMPL, 600, "", "{{#a}}x{{/a}}\n", "", "{{! c }}\n",
	    "" },
	{ "sections in each other", GROWTH_TMPL, 150, "", "{{#a}}\n", "x\n",
	    "{{/a}}\n", "" },
	{ "other delimiters", GROWTH_TMPL, 600, "", "{{=<% %>=}}<%={{ }}=%>",
	    "", "{{a", "" },
	{ "tags of templates without an end", GROWTH_TMPL, 2000, "", "{{a ", "",
	    "", "" },
	/* colours */
	{ "words of a program", GROWTH_CODE, 200, "", "while (a%d) {\n", "",
	    "size_t x = 0x1f; ", "" },
	{ "quotes of a program", GROWTH_CODE, 500, "", "\"a\\", "\n", "'b`",
	    "" },
	{ "quotes that stay open", GROWTH_CODE, 300, "", "\"\"\"a'", "",
	    "R\"x(r#\"", "" },
	{ "comments that stay open", GROWTH_CODE, 500, "", "/*", "", "<!--",
	    "" },
	{ "regular expressions", GROWTH_CODE, 500, "", "=/[", "", "=/a/", "" },
	{ "blanks", GROWTH_CODE, 500, "", "a      ", "", "   #", "" },
	{ "hashes", GROWTH_CODE, 300, "", "r#####", "\"", "\"####", "" },
	{ "texts of a shell", GROWTH_CODE, 150, "", "a <<E%d <<F <<G\nx\n", "",
	    "${\"$(\n", "" },
	{ "sessions", GROWTH_CODE, 200, "", "$ a\\\n", "b\n", "> <<\n# x\n",
	    "" },
	{ "prompts that are none", GROWTH_CODE, 300, "", "(a@b/", "", "/a[(\n",
	    "" },
	{ "variables of make", GROWTH_CODE, 500, "", "$(", "\n", "a$(b:", "" },
	{ "instructions", GROWTH_CODE, 150, "", "ONBUILD RUN a\\\n#b\n", "",
	    "FROM a AS b\n", "" },
	{ "keys", GROWTH_CODE, 300, "", "- a%d: |\n", "", "  - b: \"\n", "" },
	{ "keys that are none", GROWTH_CODE, 500, "", "a:b ", "\n", "\"c\"  ",
	    "" },
	{ "tags of HTML", GROWTH_CODE, 300, "", "<script>", "", "<a b='&amp",
	    "" },
	{ "lines of a diff", GROWTH_CODE, 300, "", "--- a\n", "", "+++ b\n",
	    "" },
};
#define FAMILIES (sizeof(families) / sizeof(*families))

static void
repeat(struct strbuf *sb, const char *s, int n)
{
	const char *from, *at;
	int i;

	for (i = 0; i < n && *s != '\0'; i++) {
		for (from = s; (at = strstr(from, "%d")) != NULL;
		     from = at + 2) {
			strbuf_add(sb, from, (size_t)(at - from));
			strbuf_addf(sb, "%d", i);
		}
		strbuf_adds(sb, from);
	}
}

static void
make(struct strbuf *sb, const struct growth_family *f, int n)
{
	strbuf_clear(sb);
	strbuf_adds(sb, f->head);
	repeat(sb, f->unit, n);
	strbuf_adds(sb, f->mid);
	repeat(sb, f->other, n);
	strbuf_adds(sb, f->tail);
}

static void
run_tmpl(const struct strbuf *sb, struct arena *a)
{
	struct tmpl_set *set = tmpl_set_new();
	struct tmpl_val *scope = tmpl_object(a);
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;

	tmpl_bool(a, scope, "a", true);
	if (tmpl_set_add(set, "x", sb->buf, sb->len, &e) == 0)
		tmpl_render(&out, set, "x", scope, &e);
	tmpl_set_free(set);
	strbuf_release(&out);
}

static void
run_note(const struct strbuf *sb, struct arena *a, bool wire, bool trusted)
{
	struct note_opts opts = { .unsafe = trusted };
	struct note_src src = { "notes/x.md", 6, sb->buf, sb->len };
	struct diag_list d = DIAG_LIST_INIT;
	struct strbuf bytes = STRBUF_INIT;
	struct note n, m = { .path = "" };

	note_parse(&n, &src, &opts, a, &d);
	if (wire) {
		note_pack(&bytes, &n);
		note_unpack(&m, bytes.buf, bytes.len, a);
	}
	diag_release(&d);
	strbuf_release(&bytes);
}

/* The files are there by number, so those that are named otherwise are not. */
static void
run_files(const struct strbuf *sb, struct arena *a)
{
	static const struct note_opts opts = { .unsafe = false };
	struct note_src one = { "notes/x.md", 6, sb->buf, sb->len };
	struct note *n = arena_alloc(a, sizeof(*n));
	struct graph_src src = { .notes = n, .n_notes = 1 };
	const char **files;
	size_t i;

	note_parse(n, &one, &opts, a, NULL);
	files = arena_alloc(a, n->n_links * sizeof(*files));
	for (i = 0; i < n->n_links; i++)
		files[i] = arena_printf(a, "f/%zu.png", i);
	src.files = files;
	src.n_files = n->n_links;
	graph_build(&src, a, NULL);
}

/* One of as many notes, which have a name and aliases in common, and one that
 * links to the nearest of that name. To parse them would take so long that one
 * would not see what the links take. */
static void
run_names_add(struct note *n, size_t i, struct arena *a)
{
	static const struct note_link link = { .kind = NOTE_LINK_WIKI,
		.target = "x",
		.text = "x",
		.context = "" };
	const char **aliases = arena_alloc(a, 2 * sizeof(*aliases));

	aliases[0] = "z";
	aliases[1] = arena_printf(a, "o/f%zu/old", i);
	n[0] = (struct note){ .title = "x", .html = "", .text = "" };
	n[0].id = arena_printf(a, "f%zu/e/x", i);
	n[0].path = n[0].id;
	n[0].meta.aliases = aliases;
	n[0].meta.n_aliases = 2;
	n[1] = (struct note){ .title = "y", .html = "", .text = "" };
	n[1].id = arena_printf(a, "f%zu/y", i);
	n[1].path = n[1].id;
	n[1].links = &link;
	n[1].n_links = 1;
}

static void
run_names(const struct strbuf *sb, struct arena *a)
{
	static const struct note_opts opts = { .unsafe = false };
	struct note_src one = { "notes/first.md", 6, sb->buf, sb->len };
	struct graph_src src = { .n_notes = 1 };
	struct note *n, first;
	size_t i;

	note_parse(&first, &one, &opts, a, NULL);
	n = arena_alloc(a, (1 + 2 * first.n_links) * sizeof(*n));
	n[0] = first;
	for (i = 0; i < first.n_links; i++) {
		run_names_add(&n[src.n_notes], i, a);
		src.n_notes += 2;
	}
	src.notes = n;
	graph_build(&src, a, NULL);
}

static void
run_code(const struct strbuf *sb)
{
	static const struct code_lines lines = { "a", 1 };
	struct strbuf out = STRBUF_INIT;
	const char *names;
	size_t i;

	for (i = 0; (names = code_lang_names(i)) != NULL; i++)
		code_html(&out, code_lang_find(names, strcspn(names, " ")),
		    sb->buf, sb->len, &lines);
	strbuf_release(&out);
}

static void
run(const struct growth_family *f, const struct strbuf *sb)
{
	struct arena *a = arena_new();
	struct diag_list d = DIAG_LIST_INIT;
	struct note_hazard h;
	struct note_safe safe = { .n = 0 };
	struct strbuf out = STRBUF_INIT;
	struct study_day day;

	switch (f->pass) {
	case GROWTH_NOTE:
	case GROWTH_WIRE:
		run_note(sb, a, f->pass == GROWTH_WIRE, false);
		break;
	case GROWTH_TRUSTED:
		run_note(sb, a, false, true);
		break;
	case GROWTH_HAZARD:
		note_hazard_find(&h, sb->buf, sb->len, 0);
		break;
	case GROWTH_SAFE:
		note_safe_html(&out, &safe, sb->buf, sb->len);
		break;
	case GROWTH_SLUG:
		free(text_slug(sb->buf));
		break;
	case GROWTH_DAY:
		study_day_parse(&day, "x.md", (struct date){ 2026, 11, 23 },
		    sb->buf, sb->len, a, &d);
		break;
	case GROWTH_FILES:
		run_files(sb, a);
		break;
	case GROWTH_NAMES:
		run_names(sb, a);
		break;
	case GROWTH_TMPL:
		run_tmpl(sb, a);
		break;
	case GROWTH_CODE:
		run_code(sb);
		break;
	}
	diag_release(&d);
	strbuf_release(&out);
	arena_free(a);
}

static int
measure(void)
{
	struct strbuf sb = STRBUF_INIT;
	char name[64];
	size_t i;
	int k;

	/* What is done once is done before anything is counted. */
	make(&sb, &families[0], 1);
	run(&families[0], &sb);
	for (i = 0; i < FAMILIES; i++)
		for (k = 0; k < 2; k++) {
			int n = families[i].n * (k ? GROWTH_TIMES : 1);

			make(&sb, &families[i], n);
			snprintf(name, sizeof(name), "growth:%zu:%d:%zu.", i, k,
			    sb.len);
			CALLGRIND_ZERO_STATS;
			run(&families[i], &sb);
			CALLGRIND_DUMP_STATS_AT(name);
		}
	strbuf_release(&sb);
	return 0;
}

struct growth_count {
	double steps, size;
};

/* One dump of callgrind's: which family it is of, and its total. */
static void
read_dump(const char *path, struct growth_count (*counts)[2])
{
	FILE *f = fopen(path, "r");
	char line[512], *at;
	size_t family = FAMILIES, size = 0;
	double total = 0;
	int k = 0;

	if (f == NULL)
		return;
	while (fgets(line, sizeof(line), f) != NULL) {
		at = strstr(line, "growth:");
		if (at != NULL &&
		    sscanf(at, "growth:%zu:%d:%zu.", &family, &k, &size) != 3)
			family = FAMILIES;
		/* Lines of a call graph begin otherwise. */
		if (strncmp(line, "totals: ", 8) == 0 ||
		    strncmp(line, "summary: ", 9) == 0)
			total = strtod(strchr(line, ' '), NULL);
	}
	fclose(f);
	if (family < FAMILIES && (k == 0 || k == 1))
		counts[family][k] =
		    (struct growth_count){ total, (double)size };
}

/* Run this program under valgrind; 0 when it has counted. */
static int
start(const char *self, const char *dir)
{
	char out[600];
	int status, null;
	pid_t pid;

	snprintf(out, sizeof(out), "--callgrind-out-file=%s/out", dir);
	pid = fork();
	if (pid == -1)
		return -1;
	if (pid == 0) {
		null = open("/dev/null", O_RDWR);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execlp("valgrind", "valgrind", "-q", "--tool=callgrind", out,
		    self, "measure", (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) == -1)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

static void judge(struct growth_count (*counts)[2])
{
	size_t i;

	for (i = 0; i < FAMILIES; i++) {
		struct growth_count *c = counts[i];
		double x = c[0].steps > 0 && c[1].steps > 0
			       ? log(c[1].steps / c[0].steps) /
				     log(c[1].size / c[0].size)
			       : 99;

		ok(x < GROWTH_MOST,
		    "%s: size^%.2f, %.0f instructions a byte at %.0f bytes",
		    families[i].name, x, c[1].steps / c[1].size, c[1].size);
	}
}

int
main(int argc, char **argv)
{
	static struct growth_count counts[FAMILIES][2];
	char dir[] = "/tmp/halfhour-growth.XXXXXX", path[600];
	struct dirent *ent;
	DIR *d;
	int rc;

	if (argc == 2 && strcmp(argv[1], "measure") == 0)
		return measure();
#if !defined(GROWTH_COUNTS) || defined(__SANITIZE_ADDRESS__)
	printf("1..0 # SKIP no valgrind, or a sanitizer that it cannot run\n");
	return 0;
#endif
	if (mkdtemp(dir) == NULL)
		return 1;
	rc = start(argv[0], dir);
	if ((d = opendir(dir)) == NULL)
		return 1;
	while ((ent = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", dir, ent->d_name);
		read_dump(path, counts);
		if (*ent->d_name != '.')
			unlink(path);
	}
	closedir(d);
	rmdir(dir);
	if (rc == -1) {
		printf("1..0 # SKIP valgrind cannot run here\n");
		return 0;
	}
	judge(counts);
	return done_testing();
}
