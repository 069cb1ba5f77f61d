/* test_page_tidy.c: the HTML of notes, where it must stand and what it says */
#include <stdio.h>
#include <string.h>

#include "tap.h"

#include "base/arena.h"
#include "page/page_int.h"

static struct arena *arena;

static const char *
tidy(const char *html, bool line, bool trusted)
{
	struct conf conf = { .lang = "ko", .html_trusted = trusted };
	struct graph g = { .conf = &conf };
	struct page_ctx c = { .g = &g, .a = arena };
	struct strbuf sb = STRBUF_INIT;
	const char *out;

	strbuf_adds(&sb, html);
	page_tidy(&sb, &c, line);
	out = arena_strdup(arena, sb.buf);
	strbuf_release(&sb);
	return out;
}

static const struct {
	const char *in, *out; /* NULL: the same */
} cases[] = {
	/* what is as it should be */
	{ "", NULL },
	{ "글 & 기호", NULL },
	{ "<p>글 <b>굵게</b></p>\n<ul>\n<li>하나\n<ul>\n<li>둘</li>\n</ul>\n"
	  "</li>\n</ul>\n",
	    NULL },
	{ "<ol start=\"3\" reversed><li><p>하나</p></li></ol>", NULL },
	{ "<pre tabindex=\"0\"><code class=\"language-c\"><b>int</b> x;\n"
	  "</code></pre>",
	    NULL },
	{ "<p><a class=\"link\" href=\"a.html\"><em>글</em></a></p>", NULL },
	{ "<a href=\"a.html\"><p>안에 문단</p></a>", NULL },
	{ "<ruby>漢字<rp>(</rp><rt>한자</rt><rp>)</rp></ruby>", NULL },
	{ "<p><svg class=\"x\"><g><text>글</text></g></svg></p>", NULL },
	{ "<p><a class=\"l\" id=\"code-L1\" href=\"#code-L1\" tabindex=\"-1\" "
	  "aria-hidden=\"true\"></a>줄</p>",
	    NULL },
	/* what stands where it must not */
	{ "<p>앞 <ul><li>하나</li></ul> 뒤</p>",
	    "<p>앞 </p><ul><li>하나</li></ul> 뒤" },
	{ "<p>하나<p>둘</p></p>", "<p>하나</p><p>둘</p>" },
	{ "<ul><li>하나<li>둘</li></li></ul>",
	    "<ul><li>하나</li><li>둘</li></ul>" },
	{ "<ul><ul><li>하나</li></ul></ul>", "<ul><li>하나</li></ul>" },
	{ "<li>하나</li><td>둘</td>", "하나둘" },
	{ "<span>앞<div>안</div></span>", "<span>앞</span><div>안</div>" },
	{ "<p><a href=\"a\">앞<div>안</div></a></p>",
	    "<p><a href=\"a\">앞안</a></p>" },
	{ "<h2><p>글</p></h2>", "<h2>글</h2>" },
	{ "<a href=\"a\">하나 <a href=\"b\">둘</a></a>",
	    "<a href=\"a\">하나 둘</a>" },
	{ "<a href=\"a\"><b><a href=\"b\">둘</a></b></a>",
	    "<a href=\"a\"><b>둘</b></a>" },
	{ "<table><p>글</p><tr><td>1<td>2</td></td></tr></table>",
	    "<table>글<tr><td>1</td><td>2</td></tr></table>" },
	{ "<table><tr><td>1<tr><td>2</td></tr></td></tr></table>",
	    "<table><tr><td>1</td></tr><tr><td>2</td></tr></table>" },
	{ "<table><tbody><tr><td>1</td></tr></tbody><thead><tr><th>2</th></tr>"
	  "</thead><caption>늦다</caption></table>",
	    "<table><tbody><tr><td>1</td></tr></tbody><tr><th scope=\"col\">2</th></tr>"
	    "늦다</table>" },
	{ "<dl><dt>하나<dd>둘</dd></dt></dl>",
	    "<dl><dt>하나</dt><dd>둘</dd></dl>" },
	{ "<table><tr><th><h2>머리</h2></th></tr></table>",
	    "<table><tr><th scope=\"col\">머리</th></tr></table>" },
	{ "<table><tr><td>1</td></tr><tbody><tr><td>2</td></tr></tbody></table>",
	    "<table><tr><td>1</td></tr><tr><td>2</td></tr></table>" },
	{ "<a href=\"a\"><details><summary>x</summary></details></a>",
	    "<a href=\"a\">x</a>" },
	{ "a > b", "a &gt; b" },
	{ "<p><del><ul><li>x</li></ul></del></p>", "<p><del>x</del></p>" },
	{ "<details>글</details>",
	    "<details><summary>자세히</summary>글</details>" },
	{ "<details></details>",
	    "<details><summary>자세히</summary></details>" },
	{ "<details><summary>하나</summary><summary>둘</summary></details>",
	    "<details><summary>하나</summary>둘</details>" },
	{ "<summary>밖</summary>", "밖" },
	/* what is out of date */
	{ "<center>글</center>", "<div class=\"align-center\">글</div>" },
	{ "<p align=\"Right\">글</p>", "<p class=\"align-right\">글</p>" },
	{ "<table><tr><td align=\"center\" valign=\"top\" width=\"3\">1</td>"
	  "</tr></table>",
	    "<table><tr><td class=\"align-center\">1</td></tr></table>" },
	{ "<p class=\"x\" align=\"right\">글</p>", "<p class=\"x\">글</p>" },
	{ "<strike>글</strike> <tt>x</tt>", "<s>글</s> <code>x</code>" },
	{ "<p>글<br />글</p><hr />", "<p>글<br>글</p><hr>" },
	{ "<input type=\"checkbox\" checked=\"\" disabled=\"\" />",
	    "<input type=\"checkbox\" checked disabled>" },
	{ "<details open=\"\"><summary>x</summary></details>",
	    "<details open><summary>x</summary></details>" },
	/* Three columns scroll; what a cell holds says how it breaks. */
	{ "<table><tr><td>1,024 %<td>가나다라마바사아자차카타파하 가나다라마바<td>-</table>끝",
	    "<div class=\"wide\" tabindex=\"0\" role=\"group\" "
	    "aria-label=\"표\"><table><tr><td class=\"num\">1,024 %</td>"
	    "<td class=\"long\">가나다라마바사아자차카타파하 가나다라마바</td><td>-</td></tr></table></div>끝" },
	{ "<table><thead><tr><th>x</th></tr></thead></table>",
	    "<table><thead><tr><th scope=\"col\">x</th></tr></thead></table>" },
	/* what says nothing */
	{ "<img src=\"a.png\" width=\"3\">",
	    "<img src=\"a.png\" width=\"3\" alt=\"\">" },
	{ "<img class=\"broken\" alt=\"글\">",
	    "<span class=\"broken\">글</span>" },
	{ "<a href=\"a&amp;b\"></a>",
	    "<a class=\"bare\" href=\"a&amp;b\">a&amp;b</a>" },
	{ "<a href=\"a\"><img src=\"b\" alt=\"\"></a>",
	    "<a href=\"a\"><img src=\"b\" alt=\"\"><span class=\"said\">a"
	    "</span></a>" },
	{ "<a href=\"a\"><img src=\"b\" alt=\"글\"></a>", NULL },
	{ "<a href=\"http://a/\">http://a/</a>",
	    "<a class=\"bare\" href=\"http://a/\">http://a/</a>" },
	{ "<a href=\"b\"><i>a</i>b</a>", NULL },
	{ "<span href=\"x\">x</span><code href=\"y\"></code>", NULL },
	{ "<h2></h2><h3>1</h3>", "<h2>1</h2>" },
	{ "<h2 id=\"x\"></h2>글", "글" },
	{ "<h3><img src=\"a\" alt=\"\"></h3>",
	    "<p><img src=\"a\" alt=\"\"></p>" },
	/* ranks */
	{ "<h2>1</h2><h4>2</h4><h4>3</h4><h3>4</h3><h6>5</h6><h2>6</h2>",
	    "<h2>1</h2><h3>2</h3><h3>3</h3><h3>4</h3><h4>5</h4><h2>6</h2>" },
	{ "<h1>1</h1><h2>2</h2><h1>3</h1>", "<h2>1</h2><h3>2</h3><h2>3</h2>" },
	{ "<h1>1</h1><h2>2</h2><h3>3</h3><h4>4</h4><h5>5</h5><h6>6</h6>",
	    "<h2>1</h2><h3>2</h3><h4>3</h4><h5>4</h5><h6>5</h6><h6>6</h6>" },
	{ "<h2>1</h2><h3>2</h3><div class=\"embed\"><h2>3</h2><h3>4</h3></div>"
	  "<h3>5</h3>",
	    "<h2>1</h2><h3>2</h3><div class=\"embed\"><h4>3</h4><h5>4</h5>"
	    "</div><h3>5</h3>" },
	/* and what is no HTML at all */
	{ "a < b <", "a &lt; b &lt;" },
	{ "<p>글</b></p></div>", "<p>글</p>" },
	{ "<p><b>글", "<p><b>글</b></p>" },
	{ "<p title=\"a > b\">글</p>", NULL },
};

int
main(void)
{
	size_t i;

	arena = arena_new();
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *want = cases[i].out ? cases[i].out : cases[i].in;
		const char *got = tidy(cases[i].in, false, false);

		is_str(got, want, "case %zu", i);
		is_str(tidy(got, false, false), got, "case %zu again", i);
	}
	is_str(tidy("<b>글</b><ul><li>x</li></ul>", true, false), "<b>글</b>x",
	    "in a line of text there is no list");
	is_str(tidy("<center>글</center>", false, true), "<center>글</center>",
	    "trusted HTML stays as it is");
	arena_free(arena);
	return done_testing();
}
