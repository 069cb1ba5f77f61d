/* test_note_safe.c: hostile HTML in notes, and what comes out of it */
#include "tap.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/html.h"
#include "base/utf8.h"
#include "note/note.h"

/* What the renderer of Markdown and the allow-list may write. */
static const char *const elements[] = { "a", "abbr", "b", "bdi", "bdo",
	"blockquote", "br", "caption", "center", "cite", "code", "col",
	"colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
	"figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
	"img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp",
	"rt", "ruby", "s", "samp", "section", "small", "span", "strike",
	"strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
	"th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr", NULL };
static const char *const attributes[] = { "align", "alt", "cite", "colspan",
	"datetime", "dir", "height", "href", "lang", "open", "reversed",
	"rowspan", "scope", "src", "start", "title", "type", "valign", "width",
	"class", "id", "checked", "disabled", "aria-label", NULL };
/* Of footnotes; they have no value. */
static const char *const bare[] = { "data-footnotes", "data-footnote-ref",
	"data-footnote-backref", NULL };
static const char *const empty[] = { "br", "col", "hr", "img", "input", "wbr",
	NULL };

static bool
listed(const char *const *list, const char *s, size_t len)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == len && strncmp(*list, s, len) == 0)
			return true;
	return false;
}

/* A reader of HTML that knows only the strict form that we write. */
struct reader {
	const char *s;
	const char *open[128];
	size_t lens[128], n;
	const char *problem;
};

/* The value of a URL without its character references, as a browser sees it;
 * names that could hide a scheme are all undone. */
static bool
url_good(const char *s, size_t len)
{
	static const char *const names[][2] = { { "&amp;", "&" },
		{ "&colon;", ":" }, { "&Tab;", "\t" }, { "&NewLine;", "\n" },
		{ "&#39;", "'" }, { "&quot;", "\"" }, { "&lt;", "<" },
		{ "&gt;", ">" }, { "&sol;", "/" }, { "&lpar;", "(" } };
	struct strbuf sb = STRBUF_INIT;
	size_t i, k;
	bool good;

	for (i = 0; i < len; i++) {
		if (s[i] != '&') {
			strbuf_addc(&sb, s[i]);
			continue;
		}
		if (s[i + 1] == '#') {
			bool hex = s[i + 2] == 'x' || s[i + 2] == 'X';
			char *end;
			long c = strtol(s + i + 2 + hex, &end, hex ? 16 : 10);

			strbuf_addc(&sb, c > 0 && c < 128 ? (char)c : '?');
			i = (size_t)(end - s) - (*end != ';');
			continue;
		}
		for (k = 0; k < sizeof(names) / sizeof(*names); k++)
			if (strncmp(s + i, names[k][0], strlen(names[k][0])) ==
			    0)
				break;
		if (k == sizeof(names) / sizeof(*names)) {
			strbuf_addc(&sb, '&');
			continue;
		}
		strbuf_adds(&sb, names[k][1]);
		i += strlen(names[k][0]) - 1;
	}
	good = html_url_safe(sb.buf, sb.len);
	strbuf_release(&sb);
	return good;
}

static void
read_attrs(struct reader *r)
{
	const char *seen[32];
	size_t lens[32], n = 0, i;

	while (*r->s == ' ') {
		const char *name = ++r->s, *value;
		size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz-");

		if (strncmp(name, "/>", 2) == 0) {
			r->s++;
			return;
		}
		if (listed(bare, name, len)) {
			r->s = name + len;
			continue;
		}
		if (!listed(attributes, name, len))
			r->problem = "an attribute that is not allowed";
		if (name[len] != '=' || name[len + 1] != '"') {
			r->problem = "an attribute without a quoted value";
			return;
		}
		for (i = 0; i < n; i++)
			if (lens[i] == len && strncmp(seen[i], name, len) == 0)
				r->problem = "an attribute twice";
		if (n < 32) {
			seen[n] = name;
			lens[n++] = len;
		}
		value = name + len + 2;
		r->s = value + strcspn(value, "\"<>");
		if (*r->s != '\"') {
			r->problem = "a value with < or > in it";
			return;
		}
		if ((listed(
			(const char *const[]){ "href", "src", "cite", NULL },
			name, len)) &&
		    !url_good(value, (size_t)(r->s - value)))
			r->problem = "an unsafe URL";
		r->s++;
	}
}

static void
read_tag(struct reader *r)
{
	bool end = r->s[1] == '/';
	const char *name = r->s + 1 + end;
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");

	r->s = name + len;
	if (!listed(elements, name, len)) {
		r->problem = "an element that is not allowed";
		return;
	}
	if (!end)
		read_attrs(r);
	if (r->problem != NULL)
		return;
	if (*r->s != '>') {
		r->problem = "a tag that does not end";
		return;
	}
	r->s++;
	if (listed(empty, name, len)) {
		if (end)
			r->problem = "the end of a void element";
	} else if (!end && r->n == 128) {
		r->problem = "too deep";
	} else if (!end) {
		r->open[r->n] = name;
		r->lens[r->n++] = len;
	} else if (r->n == 0 || r->lens[r->n - 1] != len ||
		   strncmp(r->open[r->n - 1], name, len) != 0) {
		r->problem = "an end tag that fits nothing";
	} else
		r->n--;
}

/* What is wrong with this HTML, or NULL. */
static const char *
html_problem(const char *html)
{
	struct reader r = { .s = html };

	if (utf8_invalid_at(html, strlen(html)) >= 0)
		return "bytes that are not UTF-8";
	while (*r.s != '\0' && r.problem == NULL) {
		r.s += strcspn(r.s, "<");
		if (*r.s == '<')
			read_tag(&r);
	}
	if (r.problem == NULL && r.n > 0)
		r.problem = "an element that is left open";
	return r.problem;
}

static void
fill(struct strbuf *out, const struct note_hole *h, void *payload)
{
	const struct note *n = payload;

	if (h->kind == NOTE_HOLE_HEADING)
		strbuf_adds(out, " id=\"x\"");
	else if (h->kind == NOTE_HOLE_EXAMPLE)
		strbuf_adds(out, "<figure></figure>");
	else if (n->links[h->index].attr != NOTE_ATTR_NONE)
		strbuf_addf(out, " %s=\"x\"",
		    note_link_attr_name(n->links[h->index].attr));
	else if (n->links[h->index].kind == NOTE_LINK_EMBED ||
		 n->links[h->index].kind == NOTE_LINK_IMAGE)
		strbuf_adds(out, "<img src=\"x.png\" alt=\"\">");
	else
		strbuf_adds(out, "<a href=\"x\">");
}

/* Whether a note of this text is fine as HTML; says what is not. */
static bool
note_good(const char *text)
{
	static const struct note_opts opts = { .unsafe = false };
	struct note_src src = { "notes/x.md", 6, text, strlen(text) };
	struct arena *a = arena_new();
	struct strbuf html = STRBUF_INIT;
	const char *problem;
	struct note n;

	note_parse(&n, &src, &opts, a, NULL);
	note_html_fill(&html, &n, fill, &n);
	problem = html_problem(html.buf);
	if (problem != NULL) {
		tap_show("", problem);
		tap_show("note: ", text);
		tap_show("html: ", html.buf);
	}
	strbuf_release(&html);
	arena_free(a);
	return problem == NULL;
}

/* Where a snippet may stand. */
static const char *const places[] = {
	"%s\n",
	"글 %s 뒤\n\n다음 문단\n",
	"- 항목 %s\n- 둘\n\n  %s\n\n끝\n",
	"> %s\n>\n> 속 %s\n\n밖\n",
	"| 가 | 나 |\n|---|---|\n| %s | x |\n| y | %s |\n\n밖\n",
	"# %s\n\n밖 %s\n=====\n",
	"*%s* **굵게 %s** ~~%s~~\n",
	"[글 %s 뒤](x.md) ![그림 %s](y.png) [[z|%s]]\n",
	"각주[^1]\n\n[^1]: %s\n\n    더 %s\n",
	"1. %s\n\n   ```c {.run}\n   %s\n   ```\n2. 둘\n",
	"<div>\n\n%s\n\n문단\n\n</div>\n",
	"<table><tr><td>\n%s\n\n문단 %s\n",
	"가\n%s\n나\n",
	"> [!warning]- %s\n> 글 %s\n>\n> - %s\n\n밖\n",
	"글 %s ^id1\n\n- %s ^id2\n\n%s\n^id3\n",
};

static void
hostile(const char *snippet)
{
	struct strbuf sb = STRBUF_INIT;
	bool good = true;
	char name[72];
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const char *s = places[i], *at;

		strbuf_clear(&sb);
		for (; (at = strstr(s, "%s")) != NULL; s = at + 2) {
			strbuf_add(&sb, s, (size_t)(at - s));
			strbuf_adds(&sb, snippet);
		}
		strbuf_adds(&sb, s);
		good = note_good(sb.buf) && good;
	}
	for (i = 0; i + 1 < sizeof(name) && snippet[i] != '\0'; i++)
		name[i] =
		    isprint((unsigned char)snippet[i]) && snippet[i] != '#'
			? snippet[i]
			: '.';
	name[i] = '\0';
	ok(good, "%s", name);
	strbuf_release(&sb);
}

static const char *const snippets[] = {
	/* elements that run or load something */
	"<script>alert(1)</script>",
	"<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
	"<script\n>alert(1)</script\n>",
	"<script/x>alert(1)</script>",
	"<script>",
	"</script>",
	"<script>\"</script>\"<img src=x onerror=alert(1)>",
	"<scr<script>ipt>alert(1)</scr</script>ipt>",
	"<<script>alert(1)//<</script>",
	"<style>*{background:url(javascript:alert(1))}</style>",
	"<style><!--</style><script>alert(1)</script>",
	"<link rel=stylesheet href=//evil.test/x.css>",
	"<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
	"<base href=//evil.test/>",
	"<iframe src=javascript:alert(1)></iframe>",
	"<iframe srcdoc=\"&lt;script>alert(1)&lt;/script>\">",
	"<object data=data:text/html;base64,PHNjcmlwdD4=></object>",
	"<embed src=//evil.test/x.swf>",
	"<applet code=x></applet>",
	"<form action=javascript:alert(1)><input type=submit></form>",
	"<button formaction=javascript:alert(1)>x</button>",
	"<isindex type=image src=1 onerror=alert(1)>",
	"<video><source onerror=alert(1)></video>",
	"<audio src=x onerror=alert(1)></audio>",
	"<portal src=javascript:alert(1)></portal>",
	"<frameset onload=alert(1)></frameset>",
	"<body onload=alert(1)>",
	"<html><head></head><body>",
	"<marquee onstart=alert(1)>x</marquee>",
	"<keygen autofocus onfocus=alert(1)>",
	"<dialog open onclose=alert(1)>x</dialog>",
	"<slot name=x></slot><template><script>1</script></template>",
	/* SVG and MathML */
	"<svg onload=alert(1)>",
	"<svg><script>alert(1)</script></svg>",
	"<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
	"<svg><animate onbegin=alert(1) attributeName=x></svg>",
	"<svg><foreignObject><img src=x onerror=alert(1)></foreignObject>",
	"<svg><style><img src=\"</style><img src=x onerror=alert(1)>\">",
	"<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
	"<math href=javascript:alert(1)>x</math>",
	"<svg/><b onclick=alert(1)>x</b>",
	/* handlers and other attributes */
	"<img src=x onerror=alert(1)>",
	"<img src=x OnErRoR=alert(1)>",
	"<img/src=x/onerror=alert(1)>",
	"<img src=x\tonerror\n=\nalert(1)>",
	"<img src=\"x\"onerror=\"alert(1)\">",
	"<img src='x'onerror='alert(1)'>",
	"<img src=`x` onerror=`alert(1)`>",
	"<img \"onerror=alert(1)\" src=x>",
	"<img src=x alt=\"&quot; onerror=alert(1) \">",
	"<img src=x alt='\" onerror=alert(1) '>",
	"<img src=x title=x\"onerror=alert(1)//>",
	"<img src=x alt=\"<script>alert(1)</script>\">",
	"<img =x src=x>",
	"<img src=x src=javascript:alert(1) alt=a alt=b>",
	"<b style=\"position:fixed;top:0\">x</b>",
	"<b id=main class=site-nav name=x>x</b>",
	"<b is=x-y slot=z data-x=1 aria-hidden=true tabindex=1>x</b>",
	"<p contenteditable onfocus=alert(1) autofocus>x",
	"<a target=_blank ping=//evil.test href=x download>x</a>",
	"<b onclick=alert(1) <b onclick=alert(2)>x</b>",
	"<b\x0b"
	"onclick=alert(1)>x</b>",
	"<b\x0c"
	"onclick=alert(1)>x</b>",
	"<b-x onclick=alert(1)>x</b-x>",
	/* URLs in HTML */
	"<a href=javascript:alert(1)>x</a>",
	"<a href=\"JaVaScRiPt:alert(1)\">x</a>",
	"<a href=\" javascript:alert(1)\">x</a>",
	"<a href=\"java\tscript:alert(1)\">x</a>",
	"<a href=\"java\nscript:alert(1)\">x</a>",
	"<a href=\"\x01javascript:alert(1)\">x</a>",
	"<a href=javascript&colon;alert(1)>x</a>",
	"<a href=javascript&#58;alert(1)>x</a>",
	"<a href=javascript&#x3a;alert(1)>x</a>",
	"<a href=javascript&#0000058alert(1)>x</a>",
	"<a href=&#106;avascript:alert(1)>x</a>",
	"<a href=&#x6A&#x61&#x76&#x61script:alert(1)>x</a>",
	"<a href=\"java&Tab;script:alert(1)\">x</a>",
	"<a href=\"java&NewLine;script:alert(1)\">x</a>",
	"<a href=\"javascript\n:alert(1)\">x</a>",
	"<a href='vbscript:msgbox(1)'>x</a>",
	"<a href=data:text/html,<script>alert(1)</script>>x</a>",
	"<a href=file:///etc/passwd>x</a>",
	"<a href=blob:x>x</a><a href=view-source:x>x</a>",
	"<a href=x:javascript:alert(1)>x</a>",
	"<blockquote cite=javascript:alert(1)>x</blockquote>",
	"<img src=data:image/svg+xml;base64,PHN2Zz4=>",
	"<a href=\"https://a.b/?x=1&y=<2>\">x</a>",
	"<a href=?x&colon;y>x</a><a href=/x&colon;y>x</a>",
	/* URLs in Markdown */
	"[x](javascript:alert(1))",
	"[x](<java\tscript:alert(1)>)",
	"[x](&#106;avascript:alert(1))",
	"[x](javascript&colon;alert(1))",
	"[x](JAVASCRIPT\\:alert(1))",
	"[x](data:text/html,x) [y](vbscript:x) [z](file:///x)",
	"![x](javascript:alert(1)) ![x](data:image/svg+xml,x)",
	"<javascript:alert(1)> <vbscript:x> <data:text/html,x>",
	"[x][j]\n\n[j]: javascript:alert(1) \"t\"",
	"[x](y.md \"\\\"onclick=alert(1)\") [x](y.md '\">')",
	"[x](http://a.b/\"onclick=alert(1))",
	"![\"onerror=alert(1)](x.png \"<\">\")",
	"[[javascript:alert(1)]] [[x|<img src=x onerror=alert(1)>]]",
	"[[\"><script>alert(1)</script>]]",
	"![[x.png|\" onerror=alert(1)]]",
	"http://a.b/<script>alert(1)</script>",
	"ftp://a.b/x www.a.b/\"x x@y.z",
	"```c {#x .run a=\"<script>\"}\n</pre><script>1</script>\n```",
	"```<script>alert(1)\nx\n```",
	"```\"><script>\nx\n```",
	/* comments, declarations and pieces of tags */
	"<!--><img src=x onerror=alert(1)>-->",
	"<!---><img src=x onerror=alert(1)>-->",
	"<!-- --!><img src=x onerror=alert(1)> -->",
	"<!-- never closed <b>",
	"<![CDATA[<img src=x onerror=alert(1)>]]>",
	"<![CDATA[x]]><script>alert(1)</script>",
	"<?php echo '<script>alert(1)</script>' ?>",
	"<?x><img src=x onerror=alert(1)>?>",
	"<!DOCTYPE html [<!ENTITY x '<script>'>]>&x;",
	"<!x><img src=x onerror=alert(1)>",
	"</ script><img src=x onerror=alert(1)>",
	"</b onclick=alert(1)>",
	"<img src=\"x",
	"<a href=\"x",
	"<a href='x>y</a>\" onclick=alert(1)>z",
	"<",
	"</",
	"<b",
	"<b <b <b",
	"< img src=x onerror=alert(1)>",
	"\xef\xbc\x9cscript\xef\xbc\x9e",
	"&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
	"<img src=x onerror=\xff\xfe>",
	"\xffl0\xfe \xff"
	"e0\xfe \xffh0\xfe",
	"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
	"<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
	"<title></title><xmp><img src=x onerror=alert(1)></xmp>",
	"<plaintext><b>x",
	"<select><option><img src=x onerror=alert(1)></select>",
	/* out of the page, and what does not balance */
	"</article></main></body></html><h1>mine</h1>",
	"</div></div></div></section></p></li></ul>",
	"</td></tr></table><p>x",
	"<div><div><div><table><tr><td><p>",
	"<ul><li><ol><li>x</ul></div>",
	"<p><b><i>x</p></b></i>",
	"<table><p><td><div></table>",
	"<a href=x><a href=y><a href=z>x</a>",
	"<details><summary>x<details><summary>y",
	"<h1><h2><h3>x</h1>",
	"<br></br><hr/></hr><img></img>",
	"<pre><code>x</pre>",
	"<b></B><I></i><DIV></div>",
	"<b>x <i>y",
	"y</i> z</b>",
	"<div\n\nclass=x>",
	"<dl><dt>x<dd>y</dl><blockquote><p>x",
	"<p>\n\n- x\n\n</p>\n\n<li>\n\n> y\n\n</li>",
};

/* Every level is kept or dropped, and what is kept is closed again. */
static void
test_deep(void)
{
	struct strbuf sb = STRBUF_INIT;
	bool good = true;
	int i, k;

	for (k = 1; k < 80; k++) {
		strbuf_clear(&sb);
		for (i = 0; i < k; i++)
			strbuf_adds(&sb, i % 2 ? "<b>" : "<i>");
		strbuf_adds(&sb, "x");
		for (i = 0; i < k - k / 3; i++)
			strbuf_adds(&sb, i % 3 ? "</b>" : "</i>");
		good = good && note_good(sb.buf);
	}
	ok(good, "up to 80 elements in each other");
	strbuf_release(&sb);
}

/* Pieces put together by chance, always the same chance. */
static void
test_chance(void)
{
	static const char *const pieces[] = { "<b", ">", "</b>", "\"", "'",
		"<a ", "href=", "javascript:", "x", " ", "\n", "<!--", "-->",
		"<script", "</script>", "<svg", "</svg>", "<div>", "</div>",
		"<p>", "</p>", "/", "=", "&colon;", "`", "*", "[", "](", ")",
		"[[", "]]", "|", "<img ", "onerror=", "alert(1)", "- ", "> ",
		"\n\n", "#", "<?", "?>", "<![CDATA[", "]]>", "<table>", "<td>",
		"</table>", "한", "\xff", "\\", "![", "```", "    ", "<!x",
		"title=", "<br", "~~" };
	struct strbuf sb = STRBUF_INIT;
	unsigned seed = 12345, bad = 0;
	int i, k;

	for (i = 0; i < 4000; i++) {
		strbuf_clear(&sb);
		for (k = 0; k < 24; k++) {
			seed = seed * 1103515245u + 12345u;
			strbuf_adds(
			    &sb, pieces[(seed >> 16) %
					(sizeof(pieces) / sizeof(*pieces))]);
		}
		if (bad < 5)
			bad += !note_good(sb.buf);
	}
	ok(bad == 0, "4,000 notes of pieces");
	strbuf_release(&sb);
}

static void
html_is(const char *text, const char *want)
{
	static const struct note_opts opts = { .unsafe = false };
	struct note_src src = { "notes/x.md", 6, text, strlen(text) };
	struct arena *a = arena_new();
	struct note n;

	note_parse(&n, &src, &opts, a, NULL);
	is_str(n.html, want, "what is allowed stays as it is");
	arena_free(a);
}

static void
test_kept(void)
{
	html_is("<kbd>Ctrl</kbd>+<kbd>C</kbd>\n",
	    "<p><kbd>Ctrl</kbd>+<kbd>C</kbd></p>\n");
	html_is("<details open><summary>더 보기</summary>\n\n**굵게**\n\n"
		"</details>\n",
	    "<details open=\"\"><summary>더 보기</summary>\n"
	    "<p><strong>굵게</strong></p>\n</details>\n");
	html_is("H<sub>2</sub>O<br/>x <ruby>漢<rt>한</rt></ruby>\n",
	    "<p>H<sub>2</sub>O<br>x <ruby>漢<rt>한</rt></ruby></p>\n");
	html_is("<a href='https://a.b/?x=1&amp;y=2' title=t>x</a> a & b\n",
	    "<p><a href=\"https://a.b/?x=1&amp;y=2\" title=\"t\">x</a> a &amp; "
	    "b</p>\n");
	html_is("x <!-- 숨은 말 --> y\n", "<p>x  y</p>\n");
	html_is("1 < 2 && 3 > 2\n", "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>\n");
	html_is("<script>x</script>\n\n뒤\n", "\n<p>뒤</p>\n");
	html_is("<div>\na<b, <3 <i>x</i> \"<b\n</div>\n",
	    "<div>\na&lt;b, &lt;3 <i>x</i> \"&lt;b\n</div>\n");
	html_is("<div>\n<i title=\"a<b\">x</i> <i title='>\n</div>\n",
	    "<div>\n<i title=\"a&lt;b\">x</i> &lt;i title='>\n</div>\n");
	html_is("`<script>` and\n\n    <script>\n",
	    "<p><code>&lt;script&gt;</code> and</p>\n<pre><code>&lt;script&gt;\n"
	    "</code></pre>\n");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(snippets) / sizeof(*snippets); i++)
		hostile(snippets[i]);
	test_deep();
	test_chance();
	test_kept();
	return done_testing();
}
