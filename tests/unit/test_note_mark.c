/* test_note_mark.c: what the source is given, and that none of it is left */
#include "tap.h"

#include <stdlib.h>

#include "base/fs.h"
#include "note/note_mark.h"

#define MARK "\xf0\x9b\xb2\x9f"

static struct arena *arena;

/* The marked text, each mark as "^" and what is guarded as its number. */
static void
marked(const char *text, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct note_mark m;
	const char *s;

	note_mark_text(&m, text, strlen(text));
	for (s = m.text.buf; *s != '\0'; s++)
		if (m.mark != NULL && strncmp(s, m.mark, 4) == 0) {
			strbuf_addc(&sb, '^');
			s += 3;
		} else if (*s >= 1 && *s <= 7)
			strbuf_addf(&sb, "%d", *s);
		else if (*s >= 15 && *s <= 18)
			strbuf_addc(&sb, (char)('A' + *s - 15));
		else
			strbuf_addc(&sb, *s);
	is_str(sb.buf, want, "marks of %s", text);
	strbuf_release(&sb);
	note_mark_release(&m);
}

static void
html_is(const char *text, const char *want, const char *desc)
{
	static const struct note_opts opts = { .unsafe = false };
	struct note_src src = { "notes/x.md", 6, text, strlen(text) };
	struct note n;

	note_parse(&n, &src, &opts, arena, NULL);
	is_str(n.html, want, "%s", desc);
}

static void
test_runs(void)
{
	marked("**가(a)**을", "**가(a)**^을");
	marked("가**(a)**", "가^**(a)**");
	marked("a**「나」**b", "a^**「나」**^b");
	marked("**가**나 *a* (*b*)", "**가**나 *a* (*b*)");
	marked("a**(b)**c", "a**(b)**c");
	marked("가** (b) **나", "가** (b) **나");
	marked("가~~(b)~~나", "가^~~(b)~~^나");
	marked("가**~~(b)~~**나", "가^**~~(b)~~**^나");
	marked("\\*\\*(b)\\*\\*나", "\\*\\*(b)\\*\\*나");
	marked("\\\\**(b)**나", "\\\\**(b)**^나");
	marked("`(b)\\**나", "`(b)\\**^나");
	marked("\xe8\x91\x9b\xf3\xa0\x84\x80**(b)",
	    "\xe8\x91\x9b\xf3\xa0\x84\x80^**(b)");
	marked("。\xef\xb8\x80**b", "。\xef\xb8\x80**b");
	marked("가\xef\xb8\x80**(b)", "가\xef\xb8\x80^**(b)");
	marked("**a!**\xf0\x9f\x8e\x89", "**a!**^\xf0\x9f\x8e\x89");
	marked("\xf0\x9f\x8e\x89**(a)**", "\xf0\x9f\x8e\x89^**(a)**");
	marked("**a!**\xe2\x98\x85 **a!**€", "**a!**^\xe2\x98\x85 **a!**^€");
	marked("**a!**1\xef\xb8\x8f\xe2\x83\xa3",
	    "**a!**^1\xef\xb8\x8f\xe2\x83\xa3");
	marked("**a!**1\xe2\x83\xa3 **a!**1", "**a!**^1\xe2\x83\xa3 **a!**1");
	marked("\xe2\x98\xba\xef\xb8\x8f**(a)**",
	    "\xe2\x98\xba\xef\xb8\x8f^**(a)**");
	marked("a\xef\xb8\x8f**(a)**", "a\xef\xb8\x8f**(a)**");
	marked(
	    "**a**\xf0\x9f\x8e\x89 **a€**b", "**a**\xf0\x9f\x8e\x89 **a€**b");
	marked("**", "**");
	marked("가**", "가**");
}

static void
test_guard(void)
{
	marked("[[a*b_c~d]]", "[4a1b2c3d5]");
	marked(
	    "![[a]] \\[[*b*]] [[*c*]](d.e)", "![4a5] \\[[*b*]] [[*c*]](d.e)");
	marked("[[가]](Docker)를 [[fork]]()", "[4가5]^(Docker)를 [4fork5]^()");
	marked("[[a]](b/c) [[a]](#b) [[a]](<b>)",
	    "[[a]](b/c) [[a]](#b) [[a]](<b>)");
	marked("[[]] [[a\nb]] [[`a`]]", "[[]] [[a\nb]] [4AaA5]");
	marked("[[R&D]] [[<b>]] [[a@b]] & < @ `",
	    "[4RBD5] [4Cb>5] [4aDb5] & < @ `");
	marked("`[[a` `b]]` [[c`]]", "`[[a` `b]]` [4cA5]");
	marked("`` [[a`]] ``", "`` [[a`]] ``");
	marked("` \n > \n[[a`]]", "` \n > \n[4aA5]");
	marked("` \r\r[[a`]]", "` \r\r[4aA5]");
	marked("\\`[[a`]] `", "\\`[4aA5] `");
	marked("#a b#c \\#d #1 #가/나", "6a b#c \\#d #1 6가/나");
	marked("> \\[!note] [!a]", "> \\[7note] [!a]");
	marked("\\[![a](b)]", "\\[![a](b)]");
	marked("[^가**(나)]**(a)**나 [^x\n**(a)**나",
	    "[^가**(나)]**(a)**^나 [^^x\n**(a)**^나");
	marked("[[a#*b*!]]", "[4a#1b1!5]");
	marked("[[[*a*]]]", "[[41a15]]");
	marked("[[a]]: b **가(c)**는", "[4a5]^: b **가(c)**^는");
}

/* What stands in for something must not be in the text itself. */
static void
test_taken(void)
{
	struct note_mark m;

	note_mark_text(&m, "가**(" MARK, strlen("가**(" MARK));
	ok(m.n == 1 && memcmp(m.mark, MARK, 4) != 0,
	    "a text that has the mark gets another one");
	note_mark_release(&m);
	html_is(MARK " **가(a)**를",
	    "<p>" MARK " <strong>가(a)</strong>를</p>\n", "and keeps its own");
	html_is("&#x1bC9F;&#113823; **가(a)**를",
	    "<p>" MARK MARK " <strong>가(a)</strong>를</p>\n",
	    "so it does as an entity");
	html_is(MARK "&#x16AF5;&#74864; **가(a)**를",
	    "<p>" MARK "\xf0\x96\xab\xb5\xf0\x92\x91\xb0 **가(a)**를</p>\n",
	    "with all of them it stays as CommonMark has it");
	html_is("\001 `\002` &#3; &#x000004; [[__x__]]",
	    "<p>\001 <code>\002</code> \003 \004 [[<strong>x</strong>]]</p>\n",
	    "control characters stay, and no link is guarded then");
}

static void
test_columns(void)
{
	static const char text[] = "가**(a)**나 [x](y.md)\n가**(a)** [z](w.md)";
	static const struct note_opts opts = { .unsafe = false };
	struct note_src src = { "notes/x.md", 6, text, strlen(text) };
	struct note n;

	note_parse(&n, &src, &opts, arena, NULL);
	ok(n.n_links == 2 && n.links[0].line == 1 && n.links[0].col == 15,
	    "a column is that of the text without marks");
}

/* "[[page]]: word" is a link and a word, not the definition of a reference. */
static void
test_definition(void)
{
	static const char text[] = "[[가|나]]: http://x.y\n\n> [[*a*]]: b\n\n"
				   "- [ ] [[c]]: d\n\n[a[^1]] [가|나]\n\n"
				   "[^1]: [[e]]: f\n";
	static const struct note_opts opts = { .unsafe = false };
	struct note_src src = { "notes/x.md", 6, text, strlen(text) };
	struct note n;

	note_parse(&n, &src, &opts, arena, NULL);
	ok(n.n_links == 4 && n.links[0].line == 1 && n.links[0].col == 1 &&
		n.links[1].line == 3 && n.links[1].col == 3 &&
		n.links[2].line == 5 && n.links[2].col == 7 &&
		n.links[3].line == 9 && n.links[3].col == 7,
	    "[[page]]: is a link in every block, at its place");
	ok(strstr(n.html, "나</a>: <a href=\"http://x.y\">") != NULL &&
		strstr(n.html, "*a*</a>: b</p>") != NULL &&
		strstr(n.html, "c</a>: d") != NULL &&
		strstr(n.html, "e</a>: f") != NULL,
	    "and what is behind it stays");
	/* Every mark is in the text, so that no link is guarded. */
	html_is("[[가]](Docker)를", "<p>가</a>(Docker)를</p>\n",
	    "a word in parentheses is no URL");
	html_is(MARK "\xf0\x96\xab\xb5\xf0\x92\x91\xb0\n\n[[__a__]]: /b",
	    "<p>" MARK "\xf0\x96\xab\xb5\xf0\x92\x91\xb0</p>\n"
	    "<p>[[<strong>a</strong>]]: /b</p>\n",
	    "without a mark it is no definition either");
}

/* The specifications have no CJK text, so nothing of them may change; but in
 * "[[foo]]: /url" there is a link, and where there is a "^[", which is in a
 * regular expression here, escaped brackets have their signs. */
static void
test_specs(void)
{
	static const char *const paths[] = { "build/spec/commonmark.txt",
		"build/spec/gfm.txt" };
	struct err e = ERR_INIT;
	int fd = fs_open_dir(".", &e);
	size_t i, k, links;

	for (i = 0; i < 2; i++) {
		struct strbuf text = STRBUF_INIT;
		struct note_mark m;

		if (fs_read(&text, fd, paths[i], FS_READ_MAX, &e) == 0) {
			note_mark_text(&m, text.buf, text.len);
			for (k = links = 0; k < m.n; k++)
				links += memcmp(text.buf + m.at[k] - 7,
					     "[[foo]]:", 8) == 0;
			ok(links == 2 && m.n == links + m.signs &&
				text.len > 100000,
			    "no mark in %s but that of a link", paths[i]);
			note_mark_release(&m);
		} else
			ok(true, "%s # SKIP make test-deps fetches it",
			    paths[i]);
		strbuf_release(&text);
	}
}

/* Long texts of the shapes that cost pairing most. */
static void
test_long(void)
{
	static const struct {
		const char *shape, *html;
	} rows[] = {
		{ "**가", "<strong>가</strong>가" },
		{ "**가(a)**를", "<strong>가(a)</strong>를" },
		{ ")**가", ")<strong>가)</strong>가" },
		{ "가**(", "가<strong>(가</strong>(" },
	};
	size_t i, k, n = 20000;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct strbuf text = STRBUF_INIT, want = STRBUF_INIT;
		bool two = i != 1;

		strbuf_adds(&want, "<p>");
		for (k = 0; k < n; k++)
			strbuf_adds(&text, rows[i].shape);
		for (k = 0; k < (two ? n / 2 : n); k++)
			strbuf_adds(&want, rows[i].html);
		strbuf_adds(&want, "</p>\n");
		html_is(text.buf, want.buf, rows[i].shape);
		strbuf_release(&text);
		strbuf_release(&want);
	}
}

int
main(void)
{
	arena = arena_new();
	test_runs();
	test_guard();
	test_taken();
	test_columns();
	test_definition();
	test_specs();
	test_long();
	arena_free(arena);
	return done_testing();
}
