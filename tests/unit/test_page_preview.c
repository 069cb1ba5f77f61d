/* test_page_preview.c: the start of a note: whole elements, in so many bytes */
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "page/page_int.h"

static struct arena *arena;

static const char *
cut_to(const char *html, size_t bytes, int cells)
{
	struct page_cut most = { bytes, cells };
	struct strbuf out = STRBUF_INIT;
	const char *text;

	page_cut(&out, html, strlen(html), &most);
	text = arena_strdup(arena, out.buf);
	strbuf_release(&out);
	return text;
}

static const char *
cut(const char *html)
{
	return cut_to(html, 4096, 4096);
}

/* Where a tag does not end what was begun last; NULL when all do. */
static const char *
unbalanced(const char *s)
{
	const char *open[64];
	size_t n = 0, len[64];

	for (; (s = strchr(s, '<')) != NULL; s++) {
		bool end = s[1] == '/';
		const char *name = s + 1 + end;
		size_t k = strcspn(name, " >");

		if (strncmp(name, "br>", 3) == 0)
			continue;
		if (end && (n == 0 || len[n - 1] != k ||
			       strncmp(open[n - 1], name, k) != 0))
			return s;
		if (!end && n == 64)
			return s;
		if (end)
			n--;
		else {
			open[n] = name;
			len[n++] = k;
		}
	}
	return n > 0 ? open[n - 1] : NULL;
}

/* ---- what is kept ------------------------------------------------------- */

static void
test_kept(void)
{
	is_str(cut("<p>파이프는 <strong>64 KiB</strong>다.</p>\n"),
	    "<p>파이프는 <strong>64 KiB</strong>다.</p>", "a paragraph");
	is_str(cut("<h2 id=\"a\">절</h2>\n<p>글</p>"),
	    "<p class=\"h\">절</p><p>글</p>", "a heading loses its anchor");
	is_str(cut("<ul>\n<li>하나\n<ul>\n<li>속</li>\n</ul>\n</li>\n"
		   "<li>\n<p>둘</p>\n</li>\n</ul>"),
	    "<ul><li>하나<ul><li>속</li></ul></li><li><p>둘</p></li></ul>",
	    "lists");
	is_str(
	    cut("<table>\n<thead>\n<tr>\n<th align=\"left\">가</th>\n</tr>\n"
		"</thead>\n<tbody>\n<tr>\n<td>나</td>\n</tr></tbody></table>"),
	    "<table><thead><tr><th>가</th></tr></thead><tbody><tr><td>나</td>"
	    "</tr></tbody></table>",
	    "a table");
	is_str(cut("<pre tabindex=\"0\"><code class=\"language-c\">\n"
		   "<a class=\"l\" id=\"L1\" href=\"#L1\"></a><b>int</b> "
		   "<span class=\"f\">main</span>\n\tx;\n</code></pre>"),
	    "<pre><code><b>int</b> <span class=\"f\">main</span>\n\tx;\n"
	    "</code></pre>",
	    "code keeps its colours and its white space");
	is_str(
	    cut("<p><span class=\"tag\">#태그</span> <a href=\"x\">링크</a></p>"),
	    "<p>#태그 링크</p>", "links and tags are their words");
	is_str(cut("<blockquote>\n<p>말</p>\n</blockquote><p>a<br />\nb</p>"),
	    "<blockquote><p>말</p></blockquote><p>a<br>b</p>", "a quote");
	is_str(
	    cut("<ul><li><input type=\"checkbox\" disabled=\"\" /> 할 일</li>"
		"<li><input type=\"checkbox\" checked=\"\" /> 한 일</li></ul>"),
	    "<ul><li>☐ 할 일</li><li>☑ 한 일</li></ul>", "tasks");
	is_str(cut("<p>a &amp; b &lt;c&gt; &#44032;</p>"),
	    "<p>a &amp; b &lt;c&gt; &#44032;</p>", "entities");
}

static void
test_left_out(void)
{
	is_str(
	    cut("<p><img src=\"a.png\" alt=\"x\" /></p><p></p><hr /><p>글</p>"),
	    "<p>글</p>", "pictures, and what is empty then");
	is_str(
	    cut("<script>let a = \"<p>\";</script><style>p{}</style><p>글</p>"),
	    "<p>글</p>", "scripts and styles with what is in them");
	is_str(cut("<svg><text>그림</text><svg>x</svg>y</svg><p>글</p>"),
	    "<p>글</p>", "pictures of elements");
	is_str(
	    cut("<h1 hidden>제목</h1><p>글<sup class=\"footnote-ref\"><a>1</a>"
		"</sup></p><section class=\"footnotes\"><p>각주</p></section>"),
	    "<p>글</p>", "the title and footnotes");
	is_str(
	    cut("<p onclick=\"x()\" style=\"a\" id=\"b\" class=\"c\">글</p>"),
	    "<p>글</p>", "attributes");
	is_str(cut("<p title=\"a > b\">글</p><!-- <p>숨김</p> --><!x><?y?>"),
	    "<p>글</p>", "comments; a quoted > ends no tag");
	is_str(cut("<div class=\"callout\"><p>가</p></div><details><summary>나"
		   "</summary>다</details>"),
	    "<p>가</p><p>나</p><p>다</p>", "boxes, but not what is in them");
	is_str(
	    cut("<p><span class=\"x y\">a</span><span class=\"f\">b</span></p>"),
	    "<p>ab</p>", "colours outside of code");
}

/* The writer's own HTML may be anything. */
static void
test_mended(void)
{
	is_str(cut("a & b < c > d"), "<p>a &amp; b &lt; c &gt; d</p>",
	    "bare characters");
	is_str(cut("<p>가<p>나<b>다<p>라"),
	    "<p>가</p><p>나<b>다</b></p><p>라</p>",
	    "a paragraph ends the last");
	is_str(cut("<b><i>a</b>b</i>c"), "<p><b><i>a</i></b>bc</p>",
	    "what ends across another");
	is_str(cut("</p></div></b>글</ul>"), "<p>글</p>", "ends without begin");
	is_str(cut("<ul><li>가<li>나</ul>다"),
	    "<ul><li>가</li><li>나</li></ul><p>다</p>", "items without ends");
	is_str(cut("<ul>글<p>글</p><b>글</b><li>가</li></ul>"),
	    "<ul><li>가</li></ul>", "text between items has no place");
	is_str(cut("<li>가</li><td>나</td><tr><td>다</td></tr>"),
	    "<p>가나다</p>", "items of no list");
	is_str(cut("<p>글<b"), "<p>글</p>", "a tag that is cut");
	is_str(cut("<p>글</p><script>x"), "<p>글</p>", "a script without end");
	is_str(cut("<p>\xff\xea\xb0</p>"),
	    "<p>\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd</p>",
	    "bytes that are not UTF-8");
}

/* ---- how much ----------------------------------------------------------- */

static void
test_end(void)
{
	is_str(cut_to("<p>하나 둘 셋</p>", 26, 4096), "<p>하나…</p>",
	    "a word that does not fit is left out");
	is_str(cut_to("<p>가나다라마바사아자차카타파하</p><p>x</p>", 4096, 34),
	    "<p>가나다라마…</p>", "so is half of one without spaces");
	is_str(cut_to("<ul><li>하나</li><li>둘</li></ul>", 45, 4096),
	    "<ul><li>하나</li></ul><p>…</p>", "and an item");
	is_str(cut_to("<p>하나</p><p>둘</p>", 4096, 40), "<p>하나</p><p>…</p>",
	    "and a paragraph");
	is_str(cut_to("<p>a &amp;&amp;&amp; b</p>", 27, 4096), "<p>a…</p>",
	    "an entity is a character");
	is_str(cut_to("<p>e\xcc\x81\xcc\x81\xcc\x81\xcc\x81 a</p>", 19, 4096),
	    "<p>…</p>", "so is a letter with its marks");
	is_str(cut_to("<p>글</p>", 9, 4096), "", "no room at all");
	is_str(cut_to("<p>글</p>", 20, 4096), "<p>글</p>", "just enough");
}

/* However little there is room for, all of it is whole. */
static void
test_every_size(void)
{
	static const char html[] =
	    "<h1>파이프 &amp; EOF</h1><p>파이프는 <strong>하나의 <code>fd[2]"
	    "</code></strong> 쌍이다. e\xcc\x81t\xc3\xa9 &lt;끝&gt;</p><ul><li>"
	    "첫째<ul><li>속 <em>항목</em></li></ul></li><li><p>둘째</p></li></ul>"
	    "<pre><code><b>int</b> fd[2];\n<span class=\"f\">pipe</span>(fd);\n"
	    "</code></pre><table><thead><tr><th>머리</th></tr></thead><tbody>"
	    "<tr><td>몸</td><td>글</td></tr></tbody></table><blockquote>"
	    "漢字仮名交じり文漢字仮名交じり文漢字仮名交じり文</blockquote>";
	size_t bytes, wrong = 0, before = 0;
	int cells;

	for (bytes = 0; bytes < 700; bytes++) {
		const char *s = cut_to(html, bytes, 4096);
		size_t len = strlen(s);

		if (len > bytes || unbalanced(s) != NULL || len < before / 2 ||
		    utf8_invalid_at(s, len) != -1 || strstr(s, "><") == s ||
		    strstr(s, "<b></b>") || strstr(s, "<li></li>"))
			wrong++;
		before = len;
	}
	ok(wrong == 0, "every number of bytes: %zu are wrong", wrong);
	is_str(cut_to(html, 699, 4096), cut_to(html, 4096, 4096),
	    "the last of them is all of it");
	for (cells = 0; cells < 400; cells++)
		if (unbalanced(cut_to(html, 4096, cells)) != NULL)
			wrong++;
	ok(wrong == 0, "every number of cells: %zu are wrong", wrong);
}

/* Bytes that are no HTML at all: what comes out is, in so many bytes. */
static void
test_noise(void)
{
	static const char *const parts[] = { "<p>", "</p>", "<ul>", "<li>",
		"</li>", "<b>", "</b>", "<pre>", "<code>", "</pre>", "<table>",
		"<tr>", "<td>", "</table>", "가나", " ", "&", "&amp;", "<",
		"\xea", "<blockquote>", "</blockquote>", "<script>",
		"</script>", "\n", "<span class=\"f\">", "</span>", "<div>",
		"</div>", "<svg>", "</svg>", "<br>", "<input type=checkbox>",
		"<!--", "-->", "\"" };
	uint64_t seed = 20261126;
	size_t wrong = 0;
	int round, i;

	for (round = 0; round < 3000; round++) {
		struct strbuf in = STRBUF_INIT;
		const char *s;

		for (i = 0; i < 40; i++) {
			seed =
			    seed * 6364136223846793005u + 1442695040888963407u;
			strbuf_adds(
			    &in, parts[(seed >> 33) %
				       (sizeof(parts) / sizeof(*parts))]);
		}
		s = cut_to(in.buf, 120, 300);
		if (strlen(s) > 120 || unbalanced(s) != NULL ||
		    utf8_invalid_at(s, strlen(s)) != -1 ||
		    strcmp(s, cut_to(in.buf, 120, 300)) != 0) {
			printf("# %s\n# gives %s\n", in.buf, s);
			wrong++;
		}
		strbuf_release(&in);
	}
	ok(wrong == 0, "noise: %zu are wrong", wrong);
}

/* What is known of a name is that of no other, wherever that would stand. */
static void
test_names(void)
{
	struct page_names names = { 0 };
	unsigned char *is;
	char name[24];
	int round, i, wrong = 0, known = 0;

	for (round = 0; round < 2; round++)
		for (i = 0; i < 2000; i++) {
			snprintf(name, sizeof(name), "%.*s%d", i % 12,
			    "abcdefghijkl", i);
			if (page_names_know(&names, name, strlen(name), &is))
				wrong += *is != i % 251;
			*is = (unsigned char)(i % 251);
			if (!page_names_know(&names, name, strlen(name), &is))
				known += strlen(name) <= 14;
		}
	ok(wrong == 0, "no name is taken for another (%d)", wrong);
	ok(known == 0, "and what was said last is known (%d)", known);
	ok(!page_names_know(&names, "", 0, &is) &&
		!page_names_know(&names, "", 0, &is),
	    "of no name nothing is");
}

int
main(void)
{
	arena = arena_new();
	test_kept();
	test_left_out();
	test_mended();
	test_end();
	test_every_size();
	test_noise();
	test_names();
	arena_free(arena);
	return done_testing();
}
