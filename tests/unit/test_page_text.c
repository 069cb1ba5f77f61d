/* test_page_text.c: what a page says, by heading, for the search */
#include "tap.h"

#include "base/arena.h"
#include "page/page.h"

static struct arena *arena;

/* The sections of a note: "anchor|heading|text" of each, "/" between lines and
 * a line end behind each. */
static const char *
sections(const char *md, bool trusted)
{
	const struct note_src src = { "notes/x.md", 6, md, strlen(md) };
	const struct note_opts opts = { .unsafe = trusted };
	struct diag_list d = DIAG_LIST_INIT;
	struct strbuf out = STRBUF_INIT;
	struct note note;
	struct graph_page subject = { .note = &note };
	const struct page page = { .subject = &subject };
	struct page_section *v;
	const char *s;
	size_t i, n;

	note_parse(&note, &src, &opts, arena, &d);
	n = page_sections(&v, &page, NULL, arena);
	for (i = 0; i < n; i++) {
		strbuf_addf(&out, "%s|%s|", v[i].anchor, v[i].heading);
		for (s = v[i].text; *s != '\0'; s++)
			strbuf_addc(&out, (char)(*s == '\n' ? '/' : *s));
		strbuf_addc(&out, '\n');
	}
	diag_release(&d);
	s = arena_strdup(arena, out.buf);
	strbuf_release(&out);
	return s;
}

static void
test_text(void)
{
	is_str(sections("", false), "||\n", "nothing");
	is_str(sections("# 제목\n\n첫\n줄\n\n둘째 **굵은** 글\n", false),
	    "||첫 줄/둘째 굵은 글\n", "the title is no section of its own");
	is_str(sections(
		   "머리말\n\n## 하나 `a<b>`\n\n가 &amp; 나\n\n## 하나\n\n다\n",
		   false),
	    "||머리말\n하나-ab|하나 a<b>|가 & 나\n하나|하나|다\n",
	    "headings begin one");
	is_str(
	    sections("- 하나\n- 둘\n  - 셋\n\n> 인용\n\n| a | b |\n|---|---|\n"
		     "| c | d |\n",
		false),
	    "||하나/둘/셋/인용/a b/c d\n", "blocks are lines");
	is_str(sections("```c\nint a;\n\n  b < c;\n```\n", false),
	    "||int a;/b < c;\n", "and so are those of code");
	is_str(sections("```c {#x .run}\nint a;\n```\n끝\n", false),
	    "||int a;/끝\n", "the code of an example");
}

static void
test_links(void)
{
	is_str(
	    sections("[[다른 글|이름]]과 [글](a.md), ![그림](g.png).\n", false),
	    "||이름과 글, 그림.\n", "the text of links and pictures");
	is_str(sections("앞 ![[비밀]] 뒤\n\n![[비밀#절]]\n\n끝\n", false),
	    "||앞 뒤/끝\n", "nothing of an embed");
	is_str(sections("## [[가|나]] 다 ![라](m.png)\n\n마\n", false),
	    "||\n나-다|나 다 |마\n", "a link in a heading is there once");
}

static void
test_html(void)
{
	is_str(sections("<p title=\"a > b\">가<br>나</p>\n\n<a href=\"x.md\" "
			"title='>'>다</a>라\n",
		   false),
	    "||가/나/다라\n", "tags are none of the text");
	is_str(sections("<!-- 안 -->가<script>x < y && \"</b>\"</script>나"
			"<style>p > q {}</style>\n",
		   true),
	    "||가/나\n", "nor are comments, scripts and styles");
	is_str(sections("<b>a < b</b> <i\n", true), "||a < b <i\n",
	    "what is no tag is text");
	is_str(sections("<h2>손으로</h2>\n\n글\n", false), "||손으로/글\n",
	    "a heading of raw HTML is text");
}

int
main(void)
{
	arena = arena_new();
	test_text();
	test_links();
	test_html();
	arena_free(arena);
	return done_testing();
}
