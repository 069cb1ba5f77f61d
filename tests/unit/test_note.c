/* test_note.c: front matter, headings, links, examples of one note */
#include "tap.h"

#include <stdlib.h>

#include "note/note.h"
#include "note/note_int.h"

static struct arena *arena;
static struct diag_list diags;

static struct note
parsed(const char *path, const char *text, size_t len)
{
	static const struct note_opts opts = { .unsafe = false };
	struct note_src src = { path, strlen("notes/"), text, len };
	struct note n;

	diag_release(&diags);
	note_parse(&n, &src, &opts, arena, &diags);
	return n;
}

static struct note
note_of(const char *text)
{
	return parsed("notes/ipc/파이프.md", text, strlen(text));
}

/* Each hole as {L0}, {E1}, {H2}. */
static void
hole_mark(struct strbuf *out, const struct note_hole *h, void *payload)
{
	(void)payload;
	strbuf_addf(out, "{%c%zu}", "LEH"[h->kind], h -> index);
}

static void
html_is(const char *text, const char *want)
{
	struct note n = note_of(text);
	struct strbuf sb = STRBUF_INIT;

	note_html_fill(&sb, &n, hole_mark, NULL);
	is_str(sb.buf, want, "HTML of %zu bytes", strlen(text));
	strbuf_release(&sb);
}

/* All links: "line:col kind target#fragment|text", one a line. */
static void
links_are(const char *text, const char *want)
{
	struct note n = note_of(text);
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < n.n_links; i++) {
		const struct note_link *l = &n.links[i];

		strbuf_addf(&sb, "%d:%d %c %s%s%s|%s\n", l->line, l->col,
		    "wepi"[l->kind], l -> target, l -> fragment ? "#" : "",
		    l->fragment ? l->fragment : "", l->text);
	}
	is_str(sb.buf, want, "links of %zu bytes", strlen(text));
	strbuf_release(&sb);
}

/* Its only diagnostic, as "code line:col message". */
static void
says(const char *text, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	note_of(text);
	for (i = 0; i < diags.n; i++)
		strbuf_addf(&sb, "%s%s %d:%d %s", i ? "\n" : "",
		    diag_code(diags.v[i].id), diags.v[i].line, diags.v[i].col,
		    diags.v[i].msg);
	ok(strncmp(sb.buf, want, strlen(want)) == 0 &&
		(*want != '\0' || sb.len == 0),
	    "says: %s", *want ? want : "nothing");
	if (strncmp(sb.buf, want, strlen(want)) != 0)
		tap_show("got: ", sb.buf);
	strbuf_release(&sb);
}

static void
test_meta(void)
{
	struct note n =
	    note_of("---\ntitle: '제목: 하나'\naliases: [가, ' 나 ', \"\"]\n"
		    "tags: 하나\ndate: 2026-11-23\ndraft: yes\n"
		    "private: false\ndescription: 설명\nlang: ko\n"
		    "unknown: {a: [b]}\n---\n# 다른 제목\n");

	is_str(n.title, "제목: 하나", "title");
	ok(n.meta.n_aliases == 2 && strcmp(n.meta.aliases[1], "나") == 0 &&
		n.meta.n_tags == 1 && strcmp(n.meta.tags[0], "하나") == 0,
	    "lists, and a text for a list of one");
	ok(n.meta.date.y == 2026 && n.meta.date.d == 23 && n.meta.draft &&
		!n.meta.private && strcmp(n.meta.description, "설명") == 0 &&
		strcmp(n.meta.lang, "ko") == 0,
	    "and the rest");
	ok(diags.n == 0 && !n.titled && n.headings[0].line == 12,
	    "unknown keys are ignored; lines count on");

	n = note_of(
	    "\xef\xbb\xbf---\r\ntitle: t\r\n---  \r\n# 머리\r\n[[x]]\r\n");
	ok(diags.n == 0 && strcmp(n.title, "t") == 0 && n.n_links == 1 &&
		n.links[0].line == 5 && n.links[0].col == 1 &&
		n.headings[0].line == 4,
	    "a BOM and CRLF");
	n = note_of("\xef\xbb\xbf# 머리\n");
	ok(strcmp(n.title, "머리") == 0 && n.titled, "a BOM alone");
	n = note_of("---\n...\n글\n");
	ok(diags.n == 0 && strcmp(n.html, "<p>글</p>\n") == 0,
	    "nothing in it; ... ends it too");
	n = note_of("---\n---");
	ok(diags.n == 0 && *n.html == '\0' && *n.text == '\0',
	    "nothing behind it");
	n = note_of("");
	ok(diags.n == 0 && strcmp(n.title, "파이프") == 0 && n.html_len == 0 &&
		strcmp(n.id, "ipc/파이프") == 0,
	    "an empty note has its name");
	n = note_of(" ---\ntitle: x\n---\n");
	ok(n.meta.title == NULL, "it begins in the first column");
	n = note_of("----\ntitle: x\n----\n");
	ok(n.meta.title == NULL, "and with three hyphens");
	n = note_of("---\ntitle: a\ntitle: b\ndate:\naliases:\ntags: ~\n---\n");
	ok(diags.n == 0 && n.meta.date.y == 0 && n.meta.n_aliases == 0,
	    "keys without a value say nothing");
	n = parsed("notes/\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab.md", "", 0);
	ok(strcmp(n.id, "한") == 0, "the id is NFC");
}

/* Two names of one list, and one name twice. */
static void
test_meta_twice(void)
{
	struct note n = note_of("---\ntag: 가\ntags: [나, 다]\ntags: 라\n"
				"alias: a\naliases: b\n---\n");

	ok(n.meta.n_tags == 4 && strcmp(n.meta.tags[0], "가") == 0 &&
		strcmp(n.meta.tags[2], "다") == 0 &&
		strcmp(n.meta.tags[3], "라") == 0,
	    "all tags are there");
	ok(n.meta.n_aliases == 2 && strcmp(n.meta.aliases[0], "a") == 0 &&
		strcmp(n.meta.aliases[1], "b") == 0,
	    "and all aliases");
}

/* As Obsidian reads them: keys in any case, and one text for several. */
static void
test_meta_obsidian(void)
{
	struct note n = note_of("---\nAliases: 하나 말, 둘,, 셋\nTAGS: [가]\n"
				"Title: 제목\nDate: 2026-11-23\nLang: ko\n"
				"Description: 설명\n---\n# 글\n");

	ok(n.meta.n_aliases == 3 && strcmp(n.meta.aliases[0], "하나 말") == 0 &&
		strcmp(n.meta.aliases[1], "둘") == 0 &&
		strcmp(n.meta.aliases[2], "셋") == 0 &&
		n.meta.alias_at[2].line == 2,
	    "one text with commas is several aliases");
	ok(n.meta.n_tags == 1 && n.meta.date.d == 23 &&
		strcmp(n.title, "제목") == 0 &&
		strcmp(n.meta.lang, "ko") == 0 &&
		strcmp(n.meta.description, "설명") == 0 && diags.n == 0,
	    "the case of a key does not matter");
	n = note_of("---\nALIAS: [\"하나, 둘\", 셋]\n---\n");
	ok(n.meta.n_aliases == 2 && strcmp(n.meta.aliases[0], "하나, 둘") == 0,
	    "in a list a comma is part of the name");
}

static void
test_meta_wrong(void)
{
	says(
	    "---\ntitle: a: b\n---\n", "meta 2:9 the front matter is not YAML");
	says("---\r\nx: 1\r\ntitle: 가: 나\r\n---\r\n", "meta 3:11 the front");
	says("---\nx: 1\ntitle: \"a\n---\n", "meta ");
	says("---\na: *x\n---\n", "meta 2:4 the front matter is not YAML: "
				  "aliases");
	says("---\na: &x 1\n---\n", "meta 2:4 the front matter is not YAML: "
				    "anchors");
	says("---\n- a\n---\n", "meta 2:1 the front matter is not lines");
	says("---\nx: 1\ndate: 23.11.2026\n---\n",
	    "meta-date 3:1 date: '23.11.2026' is no "
	    "date");
	says("---\ndate: 2026-02-30\n---\n",
	    "meta-date 2:1 date: '2026-02-30' is no date");
	says("---\ndate: [2026-01-01, 2026-01-02]\n---\n",
	    "meta-date 2:1 date: '…' is no date");
	says("---\nx: \x01\n---\n", "meta 2:4 the front matter is not YAML: "
				    "control");
	says("글\n한\xff\n", "encoding 2:4 this is not UTF-8");
	says("---\n\n글\n", "");
	says("---\n글: 쓰기\n", "");
}

/* Whatever goes wrong, what was meant to be private stays private. */
static void
test_private(void)
{
	static const char *const hidden[] = {
		"---\nprivate: true\n---\n",
		"---\nprivate: True\n---\n",
		"---\nprivate: YES\n---\n",
		"---\nprivate: on\n---\n",
		"---\nprivate: 1\n---\n",
		"---\nprivate: y\n---\n",
		"---\nprivate: \"true\"\n---\n",
		"---\nprivate: 예\n---\n",
		"---\nPrivate: true\n---\n",
		"---\nprivate: [x]\n---\n",
		"---\nprivate: true # 비밀\n---\n",
		"---\nprivate: true\nprivate: false\n---\n",
		"---\nprivate: true\ntitle: a: b\n---\n",
		"---\ntitle: a: b\nprivate:   true\n---\n",
		"---\ntitle: [a\nprivate : yes\n---\n",
		"---\nx: &a 1\nprivate: true\n---\n",
		"---\r\nprivate: true\r\ntitle: \"a\r\n---\r\n",
		"---\nprivate: true\n\n글\n",
		"---\nprivate: true",
		"\xef\xbb\xbf---\nprivate: true\n# 글\n",
	};
	static const char *const shown[] = {
		"---\nprivate: false\n---\n",
		"---\nprivate: no\n---\n",
		"---\nprivate:\n---\n",
		"---\nprivate: ~\n---\n",
		"---\nprivate: Off\n---\n",
		"---\nprivately: true\n---\n",
		"---\ntitle: a: b\nprivate: false\n---\n",
		"private: true\n",
		"글\n\n---\nprivate: true\n---\n",
		"---\n\nprivate: true\n",
	};
	size_t i;

	for (i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
		ok(note_of(hidden[i]).meta.private, "hidden, case %zu", i);
	for (i = 0; i < sizeof(shown) / sizeof(*shown); i++)
		ok(!note_of(shown[i]).meta.private, "shown, case %zu", i);
	ok(note_of("---\ndraft: true\ntitle: a: b\n---\n").meta.draft,
	    "a draft too");
}

static void
test_headings(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct note n;
	size_t i;

	n = note_of("---\nx: 1\n---\n\n# 파이프 & `pipe(2)`\n## 쓰기\n## 쓰기\n"
		    "## 쓰기-1\n### [링크](a.md) *강조* [[b|글]]\n#\n"
		    "밑줄\n===\n- # 안\n> ## 인용\n\n####### 아님\n");
	for (i = 0; i < n.n_headings; i++)
		strbuf_addf(&sb, "%d:%d %s #%s\n", n.headings[i].line,
		    n.headings[i].level, n.headings[i].text,
		    n.headings[i].slug);
	is_str(sb.buf,
	    "5:1 파이프 & pipe(2) #파이프-pipe2\n6:2 쓰기 #쓰기\n"
	    "7:2 쓰기 #쓰기-1\n8:2 쓰기-1 #쓰기-1-1\n9:3 링크 강조 글 #링크-강조-글\n"
	    "10:1  #section\n11:1 밑줄 #밑줄\n13:1 안 #안\n14:2 인용 #인용\n",
	    "headings and their slugs");
	ok(n.titled && strcmp(n.title, "파이프 & pipe(2)") == 0,
	    "the first one is the title");
	strbuf_clear(&sb);
	html_is("# 가 [[나]]\n\n## `x`\n",
	    "<h1{H0}>가 {L0}나</a></h1>\n<h2{H1}><code>x</code></h2>\n");
	html_is("# [[나]]\n", "<h1{H0}>{L0}나</a></h1>\n");
	html_is("# ![[나]]\n#\n", "<h1{H0}>{L0}</h1>\n<h1{H1}></h1>\n");
	n = note_of("## 둘\n");
	ok(!n.titled && strcmp(n.title, "둘") == 0, "any first heading");
	n = note_of("#\n");
	is_str(n.title, "파이프", "but not an empty one");
	for (i = 0; i < 3000; i++)
		strbuf_adds(&sb, "## 회고\n");
	n = note_of(sb.buf);
	is_str(n.headings[2999].slug, "회고-2999", "3,000 of one name");
	strbuf_release(&sb);
}

static void
test_wiki_links(void)
{
	links_are(
	    "[[a]] 한글 [[ 나 | 글 ]] [[c#머리 글|x]] [[#d]] ![[e.png|300]]\n",
	    "1:1 w a|a\n1:14 w 나|글\n1:30 w c#머리 글|x\n1:49 w #d|d\n"
	    "1:56 e e.png|\n");
	links_are(
	    "---\nt: 1\n---\n\n한글 앞 [[b]] 그리고 [[b]] 끝\n둘째 [[b]]\n   들여 [[d]]\n",
	    "5:12 w b|b\n5:28 w b|b\n6:8 w b|b\n7:11 w d|d\n");
	links_are(
	    "- 항목 [[e]]\n  - 속 [[f]]\n  둘\n  [[g]]\n\n1) 말\n   [[h]]\n"
	    "게으른 [[i]]\n- [ ] 일 [[j]]\n-\t탭 [[k]]\n",
	    "1:10 w e|e\n2:9 w f|f\n4:3 w g|g\n7:4 w h|h\n8:11 w i|i\n"
	    "9:11 w j|j\n10:7 w k|k\n");
	links_are("> 인용 [[g]]\n> 둘 [[h]]\n게으른 [[i]]\n>\n> > 속 [[j]]\n",
	    "1:10 w g|g\n2:7 w h|h\n3:11 w i|i\n5:9 w j|j\n");
	links_are(
	    "| 표 [[머]] | 둘 |\n|---|---|\n| [[j\\|글자]] | 한 [[k]] [[k]] |\n"
	    "| [[k]] | `[[k]]` [[k]] |\n",
	    "1:7 w 머|머\n3:3 w j|글자\n3:23 w k|k\n3:29 w k|k\n4:3 w k|k\n"
	    "4:19 w k|k\n");
	links_are("*[[l]]* **굵은 [[m]]** ~~[[n]]~~ [[l]]\n\n# 제목 [[o]]\n\n"
		  "밑줄 [[p]]\n====\n",
	    "1:2 w l|l\n1:18 w m|m\n1:28 w n|n\n1:36 w l|l\n3:10 w o|o\n"
	    "5:8 w p|p\n");
	links_are("각주[^1] [[a]]\n\n[^1]: 글 [[b]]\n\n끝 [[c]]\n",
	    "1:12 w a|a\n5:5 w c|c\n3:11 w b|b\n");
	links_are(
	    "[[R&D]] [[a_b_c]] [[C++]] [[a/b c]] [[a.md]] [[[x]]] ![[[y]]]\n",
	    "1:1 w R&D|R&D\n1:9 w a_b_c|a_b_c\n1:19 w C++|C++\n1:27 w a/b c|a/b c\n"
	    "1:37 w a.md|a.md\n1:47 w x|x\n1:56 w y|y\n");
	links_are(
	    "a\r[[x]]\rb [[y]]\r\n[[z]]", "2:1 w x|x\n3:3 w y|y\n4:1 w z|z\n");
	links_are(
	    "[a](/x\n\"title\") [[b]]\n\n`c\nd` [[e]]\n\n<b\ntitle=x> [[f]]\n",
	    "2:10 w b|b\n5:4 w e|e\n8:10 w f|f\n1:1 p /x|a\n");
}

static void
test_no_wiki_links(void)
{
	links_are("`[[a]]` ``[[b]]`` <b title=\"[[c]]\">\n\n```\n[[d]]\n```\n\n"
		  "    [[e]]\n\n~~~\n[[f]]\n~~~\n\n<div>\n[[g]]\n</div>\n",
	    "");
	links_are("\\[[a]] [\\[b]] \\\\[[c]] \\![[d]] \\\\\\[[e]] &#91;[f]]\n",
	    "1:17 w c|c\n1:25 w d|d\n");
	links_are(
	    "[[]] [[ ]] [[|x]] [[#]] [[ # |x]] [[a\nb]] [[a[b]] [a]] [[b]\n",
	    "");
	links_are("\\[[a]] [[a]] `[[a]]` [[a]]\n", "1:8 w a|a\n1:22 w a|a\n");
	links_are("[글 [[in]] 뒤](u.md) [[[t]]](v.md)\n",
	    "1:1 p u.md|글 [[in]] 뒤\n1:24 p v.md|[[t]]\n");
	links_are("![그림 [[in]]](i.png) [[in]]\n",
	    "1:25 w in|in\n1:1 i i.png|그림 [[in]]\n");
	html_is("[[a]](b.md) [[c]]\n", "<p>{L1}[a]</a> {L0}c</a></p>\n");
	html_is("[[a]](b) [[c]]\n", "<p>{L0}a</a>(b) {L1}c</a></p>\n");
	html_is("`[[a]]` \\[[b]]\n", "<p><code>[[a]]</code> [[b]]</p>\n");
	html_is("![[a]] 앞![[b|글]]\n", "<p>{L0} 앞{L1}</p>\n");
	html_is("[[a|<b>]] [[<i>x]]\n",
	    "<p>{L0}&lt;b&gt;</a> {L1}&lt;i&gt;x</a></p>\n");
	links_are("가 [[#`fork()` 호출]] [[a`b|`c`]] `d`\n",
	    "1:5 w #`fork()` 호출|`fork()` 호출\n1:26 w a`b|c\n");
	links_are("[[사람@예.kr]] ![[R&amp;D|A&D]] [[std::vector<int>]]\n",
	    "1:1 w 사람@예.kr|사람@예.kr\n1:19 e R&D|A&D\n"
	    "1:36 w std::vector<int>|std::vector<int>\n");
	html_is("`[[가` [[나]] `[[다` 라`마]]\n",
	    "<p><code>[[가</code> {L0}나</a> <code>[[다</code> "
	    "라`마]]</p>\n");
	html_is(
	    "` 홀로\n\n[[가`나]]`\n", "<p>` 홀로</p>\n<p>{L0}가`나</a>`</p>\n");
	html_is("[[a|1 < 2 & 3]]\n", "<p>{L0}1 &lt; 2 &amp; 3</a></p>\n");
}

static void
test_raw_links(void)
{
	static const char *const urls[] = { "https://a.b/", "//a.b/x.md",
		"mailto:a@b.c", "tel:1", "?x", "", "#", "#TOP",
		"java&#115;cript:x", "javascript&colon;x",
		"data:image/png;base64,x" };
	size_t i;

	links_are(
	    "<a href=\"b.md#x\">글</a> <img src='그림/관.png'> [가](c.md)\n",
	    "1:1 p b.md#x|글\n1:26 i 그림/관.png|\n1:53 p c.md|가\n");
	links_are(
	    "<A\nHREF = b.md>글</A> <q cite=c>x</q> <a href=\"#절\">y</a>\n",
	    "1:1 p b.md|글\n2:21 p c|\n2:37 p #절|y\n");
	links_are("> `<img src=y.png>` <img src=y.png>\n> \\<img src=y.png> "
		  "<img src=y.png>\n",
	    "1:21 i y.png|\n2:20 i y.png|\n");
	links_are("가\n\n- <div>\n  <p>y.png<img\n  alt='>' src=\"y.png\">"
		  "<img src=y.png></p>\n  </div>\n",
	    "4:11 i y.png|\n5:23 i y.png|\n");
	links_are("| a |\n|---|\n| <a href=x.md>글</a> |\n| [[y]] |\n",
	    "4:3 w y|y\n3:3 p x.md|글\n");
	links_are("<a href=\"R&amp;D &lt;1&gt;.md\">a</a> "
		  "<a href='&#46;&#x2e;&sol;x&period;md&num;y'>b</a> "
		  "<a href=\" %EA%B0%80%20a.md \">c</a> <a href=/x>d</a>\n",
	    "1:1 p R&D <1>.md|a\n1:38 p ../x.md#y|b\n1:88 p 가 a.md|c\n"
	    "1:123 p /x|d\n");
	for (i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		char text[100];

		snprintf(text, sizeof(text),
		    "<a href=\"%s\">x</a> <img src=\"%s\">\n", urls[i],
		    urls[i]);
		links_are(text, "");
	}
	links_are(
	    "<b href=x.md src=y.png>x</b> <a src=x.md title=\"href=y\">\n", "");
	links_are(
	    "<!-- <a href=x.md> --> <a href=x.md>a</a>\n", "1:24 p x.md|a\n");
	links_are(
	    "x <!-- <a href=x.md> --> `<a href=x.md>` &lt;a href=x.md&gt; "
	    "<script><a href=x.md></script> \\<a href=x.md>\n",
	    "");
	links_are("가<img alt=''\nsrc='나\"다.png'> <img src='%20 x.png '>\n",
	    "1:4 i 나\"다.png|\n2:20 i   x.png|\n");
	links_are("<a href=b.md", "");
	html_is("<a title=t href=b.md>글</a> <img src=c.png alt=x>\n",
	    "<p><a title=\"t\"{L0}>글</a> <img{L1} alt=\"x\"></p>\n");
	html_is("<a href=b.md href=c.md>x</a> <img src=https://a.b/ src=x>\n",
	    "<p><a{L0}>x</a> <img src=\"https://a.b/\"></p>\n");
}

/* HTML that is trusted stays as it is around the addresses in it. */
static void
test_raw_trusted(void)
{
	static const char text[] =
	    "<div class=x><a  class='y'\nhref = 'b.md' >글</a><!-- <a href=x.md>\n"
	    "--><video poster=\"p.png\" src=v.mp4></video></div>\n\n"
	    "a <script>1<a href=x.md></script> <a href=\"#x\">b</a> "
	    "<x-a href=y.md> <style>\"</style><img src='c.png'/>\n\n"
	    "<script>\n\"<a href=x.md>\" < '</script>\n";
	static const struct note_opts opts = { .unsafe = true };
	struct note_src src = { "notes/x.md", 6, text, strlen(text) };
	struct strbuf sb = STRBUF_INIT;
	struct note n;

	note_parse(&n, &src, &opts, arena, NULL);
	note_html_fill(&sb, &n, hole_mark, NULL);
	is_str(sb.buf,
	    "<div class=x><a  class='y'\n{L0} >글</a><!-- <a href=x.md>\n"
	    "--><video{L1}{L2}></video></div>\n"
	    "<p>a <script>1<a href=x.md></script> <a href=\"#x\">b</a> "
	    "<x-a href=y.md> <style>&quot;</style><img{L3}/></p>\n"
	    "<script>\n\"<a href=x.md>\" < '</script>\n",
	    "what is around the links of trusted HTML stays");
	strbuf_release(&sb);
}

static void
test_path_links(void)
{
	links_are(
	    "[가](b.md) [나](가%20나.md#x%20y) [다](./c.md) [라](../d/) [마](<e f.md>) "
	    "[바](#머리) [사](g.md \"t\")\n",
	    "1:1 p b.md|가\n1:13 p 가 나.md#x y|나\n1:39 p ./c.md|다\n"
	    "1:53 p ../d/|라\n1:66 p e f.md|마\n1:82 p #머리|바\n1:97 p g.md|사\n");
	links_are(
	    "[a](http://x/y.md) [b](//x/y) [c](/x) [d](?x) [e](mailto:a@b.c) "
	    "[f]() <http://a.b> http://a.b [g](x:y)\n",
	    "1:31 p /x|c\n");
	links_are("![그림](/그림/관.png) [글](/하위/쪽#절) [#](/) [x](//h)\n",
	    "1:1 i /그림/관.png|그림\n1:28 p /하위/쪽#절|글\n1:51 p /|#\n");
	links_are("[a](%zz%.md) [b](a%00b.md) [c](%ff.md) [d](%41%EA%B0%80.md) "
		  "[e](a&amp;b.md) [f](\\*.md)\n",
	    "1:1 p %zz%.md|a\n1:14 p a%00b.md|b\n1:28 p %ff.md|c\n"
	    "1:40 p A가.md|d\n1:61 p a&b.md|e\n1:77 p *.md|f\n");
	links_are(
	    "![그림](그림/관.png) [![작은](s.png)](큰.md) ![원격](https://a.b/c.png)\n",
	    "1:1 i 그림/관.png|그림\n1:27 p 큰.md|작은\n1:28 i s.png|작은\n");
	links_are("[r][x] [x] [X][]\n\n[x]: 한.md#y\n",
	    "1:1 p 한.md#y|r\n1:8 p 한.md#y|x\n1:12 p 한.md#y|X\n");
	html_is("[a *b*](c.md) ![d](e.png) [f](javascript:x) [g](http://h)\n",
	    "<p>{L0}a <em>b</em></a> {L1} f "
	    "<a href=\"http://h\">g</a></p>\n");
	html_is("[![작은](s.png)](큰.md)\n", "<p>{L0}{L1}</a></p>\n");
}

static void
test_context(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct note n;
	int i;

	n = note_of("앞 말.\n\n- 한 *줄* `x` [[a|보임]] 뒤\n  둘째 줄\n\n끝\n");
	is_str(n.links[0].context, "한 줄 x 보임 뒤 둘째 줄",
	    "the block around it");
	n = note_of("# 제목 [[a]]\n");
	is_str(n.links[0].context, "제목 a", "a heading");
	n = note_of("| 가 | 나 |\n|---|---|\n| `shm` | [[a]] |\n");
	is_str(n.links[0].context, "shm a", "of a cell, its row");
	for (i = 0; i < 200; i++)
		strbuf_adds(&sb, "가나다 ");
	strbuf_adds(&sb, "[[찾을 것]] ");
	for (i = 0; i < 200; i++)
		strbuf_adds(&sb, "라마바 ");
	n = note_of(sb.buf);
	ok(strlen(n.links[0].context) < 260 &&
		strstr(n.links[0].context, "찾을 것") != NULL &&
		strncmp(n.links[0].context, "…", 3) == 0,
	    "a long one is cut");
	ok(strlen(n.text) <= 303 && strncmp(n.text, "가나다", 9) == 0 &&
		strcmp(n.text + strlen(n.text) - 3, "…") == 0,
	    "so is the text for previews");
	strbuf_release(&sb);
}

/* The words of each link, "[]" around them where its context has them. */
static void
test_context_hits(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct note n;
	size_t i;

	n = note_of(
	    "파이프와 [[파이프]], [[파이프|파이프]] [파이프](a.md) 파이프 "
	    "![그림](b.png) <a href=\"c.md\">파이프</a>\n\n"
	    "- 파이프 **[[a|파이프]]**\n\n"
	    "| 파이프 | [[a\\|파이프]] | [파이프](b.md) | 끝 |\n"
	    "|---|---|---|---|\n| 1 | 2 | [[b]] | 3 |\n");
	for (i = 0; i < n.n_links; i++) {
		const struct note_link *l = &n.links[i];

		if (l->hit >= 0)
			strbuf_addf(&sb, "%.*s[%s]\n", (int)l->hit, l->context,
			    l->text);
		else
			strbuf_addf(&sb, "%s\n", l->text);
	}
	is_str(sb.buf,
	    "파이프와 [파이프]\n"
	    "파이프와 파이프, [파이프]\n"
	    "파이프 [파이프]\n"
	    "파이프 [파이프]\n"
	    "1 2 [b]\n"
	    "파이프와 파이프, 파이프 [파이프]\n"
	    "그림\n"
	    "파이프와 파이프, 파이프 파이프 파이프  [파이프]\n"
	    "파이프 파이프 [파이프]\n",
	    "the words of a link are told from the same words before it");
	strbuf_release(&sb);
}

/* Links far from each other, with texts that stand elsewhere too, and one
 * whose text is not in the block as written. */
static void
test_contexts_far(void)
{
	static const char *const texts[] = { "가", "나", "가", "다 라", "x" };
	struct strbuf sb = STRBUF_INIT;
	struct note n;
	size_t i, k, good = 0;

	for (i = 0; i < 5; i++) {
		for (k = 0; k < 1500; k++)
			strbuf_addf(&sb, "낱말%zu ", i);
		strbuf_addf(&sb, "앞%zu [[쪽|%s]] 뒤%zu ", i, texts[i], i);
	}
	strbuf_adds(&sb, "앞5 ![없는 글](그림.png) [글](a.md) 뒤5\n");
	n = note_of(sb.buf);
	for (i = 0; i < 5; i++) {
		char before[16];

		snprintf(before, sizeof(before), "앞%zu ", i);
		good += strstr(n.links[i].context, before) != NULL &&
			strlen(n.links[i].context) < 260;
	}
	ok(n.n_links == 7 && good == 5, "each context is around its link");
	ok(strstr(n.links[6].context, "앞5") != NULL,
	    "and that of a link by path, which comes later");
	strbuf_release(&sb);
}

/* What is nested too deeply for a tree that is walked up. */
static void
test_depth(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct note n;
	int k, i;

	for (k = 800; k <= 1100; k += 300) {
		strbuf_clear(&sb);
		strbuf_adds(&sb, "# 제목\n\n");
		for (i = 0; i < k; i++)
			strbuf_adds(&sb, "*a ");
		for (i = 0; i < k; i++)
			strbuf_adds(&sb, "b* ");
		diag_release(&diags);
		n = note_of(sb.buf);
		ok(n.failed == (k > 1000), "emphasis nested %d deep", k);
	}
	ok(diags.n == 1 && diags.v[0].id == DIAG_BUDGET &&
		diags.v[0].line == 3 && diags.v[0].col == 1,
	    "is told with its place");
	ok(strncmp(n.html, "<pre class=\"failed\"># 제목", 20) == 0 &&
		n.n_headings == 0,
	    "and the source is shown");
	diag_release(&diags);
	strbuf_release(&sb);
}

static void
test_examples(void)
{
	struct note n = note_of(
	    "---\nx: 1\n---\n```c {#pipe .run timeout=5s expect=exit:3 "
	    "args=\"a b\" stdin='x \"y\"'}\nint x;\n```\n\n```py {.run}\n"
	    "print('가')\n```\n\n```text {of=pipe file=in.txt}\n1\n```\n\n"
	    "```c\nplain\n```\n\n```sh {.note k=v}\nx\n```\n");

	ok(n.n_examples == 3 && diags.n == 0, "three examples");
	ok(strcmp(n.examples[0].id, "pipe") == 0 && n.examples[0].run &&
		strcmp(n.examples[0].lang, "c") == 0 &&
		n.examples[0].line == 4 &&
		strcmp(n.examples[0].code, "int x;\n") == 0 &&
		n.examples[0].code_len == 7,
	    "one with an id");
	ok(strcmp(note_attr(&n.examples[0], "expect"), "exit:3") == 0 &&
		strcmp(note_attr(&n.examples[0], "args"), "a b") == 0 &&
		strcmp(note_attr(&n.examples[0], "stdin"), "x \"y\"") == 0 &&
		note_attr(&n.examples[0], "net") == NULL,
	    "its attributes");
	ok(strcmp(n.examples[1].id, "py-2") == 0 && n.examples[1].line == 8,
	    "one without");
	ok(!n.examples[2].run && strcmp(n.examples[2].of, "pipe") == 0 &&
		strcmp(n.examples[2].file, "in.txt") == 0 &&
		strcmp(n.examples[2].id, "pipe-in.txt") == 0,
	    "a further file");
	html_is("> ```c {.run}\n> x\n> ```\n\n- ~~~ sh {#b}\n  y\n  ~~~\n",
	    "<blockquote>\n{E0}\n</blockquote>\n<ul>\n<li>\n{E1}\n</li>\n</ul>\n");
	says("```c {#a .run}\n```\n```c {#a .run}\n```\n",
	    "example-twice 3:1 #a is an example already, on line 1");
	says("```c {.run\n```\n",
	    "example 1:1 the attributes have no closing }");
	says("글\n\n```c {.run a=\"b}\n```\n",
	    "example 3:1 a quote is not closed");
	says("```c {#가 .run}\n```\n", "example 1:1 #가 is no id");
	says("```c {# .run}\n```\n", "example 1:1 # is no id");
	says("```c {.run timeout}\n```\n",
	    "example 1:1 'timeout' is no attribute");
	says("```css {{ title: 'x' }}\n```\n```js {1,3-5}\n```\n", "");
	says("```c {=x .run}\n```\n", "example 1:1 '=' is no attribute");
	says("```c {.run} rest\n```\n", "");
	says("```{.run}\n```\n\n    ```c {.run\n", "");
}

/* Ids are addresses and names of files. */
static void
test_example_ids(void)
{
	struct note n =
	    note_of("```c {#c-2 .run}\n```\n```c {.run}\n```\n"
		    "```c {#x}\n```\n```c {#x}\n```\n```c {#x-4}\n```\n"
		    "```c {of=a file=b}\n```\n```c {of=a file=b}\n```\n"
		    "```c {#a-b}\n```\n```../../etc {.run}\n```\n"
		    "```c {of=.. file=../../../x}\n```\n"
		    "```한글 {.run}\n```\n");
	bool unique = true, tame = true;
	size_t i, k;

	for (i = 0; i < n.n_examples; i++) {
		const char *id = n.examples[i].id;

		for (k = 0; k < i; k++)
			unique = unique && strcmp(id, n.examples[k].id) != 0;
		tame = tame && *id != '.' && *id != '\0' &&
		       strchr(id, '/') == NULL && strlen(id) < 80;
	}
	ok(n.n_examples == 11 && unique, "no two examples have one id");
	ok(tame, "and none leads out of a folder");
}

static void
test_bytes(void)
{
	struct note n = parsed("notes/x.md", "a\0b\xff[[c]]", 9);

	is_str(n.html,
	    "<p>a\xef\xbf\xbd"
	    "b\xef\xbf\xbd"
	    "c</a></p>\n",
	    "NUL and bytes that are not UTF-8");
	ok(n.n_holes == 1 && n.holes[0].at == 3 + 1 + 3 + 1 + 3,
	    "a hole behind them");
	n = parsed("notes/x.md", "x", 0);
	is_str(n.html, "", "no bytes at all");
	n = note_of("\xffl0\xfe [[a]] \xff"
		    "e0\xfe");
	ok(n.n_holes == 1, "marks of holes cannot be written by hand");
}

static void
test_plain(void)
{
	static const struct note_opts plain = { .no_wiki = true };
	static const struct note_opts unsafe = { .unsafe = true };
	const char *text = "---\nx: y\n---\n# [[a]] <b onclick=x>\n"
			   "[j](javascript:x)\n";
	struct note_src src = { "notes/x.md", 6, text, strlen(text) };
	struct note n;

	note_parse(&n, &src, &plain, arena, &diags);
	is_str(n.html,
	    "<hr />\n<h2>x: y</h2>\n<h1>[[a]] <!-- raw HTML omitted "
	    "--></h1>\n<p><a href=\"\">j</a></p>\n",
	    "no_wiki");
	note_parse(&n, &src, &unsafe, arena, &diags);
	is_str(n.html,
	    "<h1>a</a> <b onclick=x></h1>\n"
	    "<p><a href=\"javascript:x\">j</a></p>\n",
	    "unsafe");
}

int
main(void)
{
	arena = arena_new();
	test_meta();
	test_meta_twice();
	test_meta_obsidian();
	test_meta_wrong();
	test_private();
	test_headings();
	test_wiki_links();
	test_no_wiki_links();
	test_path_links();
	test_raw_links();
	test_raw_trusted();
	test_context();
	test_context_hits();
	test_contexts_far();
	test_depth();
	test_examples();
	test_example_ids();
	test_bytes();
	test_plain();
	diag_release(&diags);
	arena_free(arena);
	return done_testing();
}
