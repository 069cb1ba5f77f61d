/* test_page.c: every kind of page, from a graph made by hand */
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"

#include "base/arena.h"
#include "base/path.h"
#include "page/page_int.h"
#include "tmpl/embed.h"

static struct arena *arena;
static struct page_theme theme = { .style = "style.css" };

/* ---- a small wiki ------------------------------------------------------- */

static const struct note_heading pipe_headings[] = {
	{ 1, 1, "파이프 & EOF", "파이프-eof" },
	{ 2, 3, "하나", "하나" },
	{ 2, 5, "둘", "둘" },
	{ 3, 7, "셋", "셋" },
};

static const struct note_link pipe_links[] = {
	{ NOTE_LINK_WIKI, "a&b", 0, NULL, NULL, "다른 글", NULL,
	    "이것은 다른 글 이다", 3, 1, 0, 0, NULL, NOTE_ATTR_NONE, false,
	    false, (long)sizeof("이것은 ") - 1 },
	{ NOTE_LINK_WIKI, "none", 0, NULL, NULL, "없는 글", NULL, "없는 글", 4,
	    1, 0, 0, NULL, NOTE_ATTR_NONE, false, false, -1 },
	{ NOTE_LINK_WIKI, "", 0, "둘", NULL, "둘", NULL, "둘", 5, 1, 0, 0, NULL,
	    NOTE_ATTR_NONE, false, false, -1 },
	{ NOTE_LINK_IMAGE, "그림.png", 0, NULL, NULL, "그림 \"1\"", NULL, "", 6,
	    1, 0, 0, NULL, NOTE_ATTR_NONE, false, false, -1 },
	{ NOTE_LINK_IMAGE, "none.png", 0, NULL, NULL, "없는 <그림>", NULL, "",
	    7, 1, 0, 0, NULL, NOTE_ATTR_NONE, false, false, -1 },
	{ NOTE_LINK_PATH, "x.tar", 0, NULL, NULL, "묶음", NULL, "묶음", 8, 1, 0,
	    0, NULL, NOTE_ATTR_NONE, false, false, -1 },
	{ NOTE_LINK_WIKI, "a&b", 0, "none", NULL, "제목", NULL, "제목", 9, 1, 0,
	    0, NULL, NOTE_ATTR_NONE, false, false, -1 },
	{ NOTE_LINK_EMBED, "그림.png", 0, NULL, NULL, "그림.png", NULL, "", 9,
	    1, 0, 0, NULL, NOTE_ATTR_NONE, false, false, -1 },
};

static const struct note_example pipe_examples[] = {
	{ .id = "good",
	    .lang = "c",
	    .run = true,
	    .code = "a < b && c\n",
	    .code_len = 11 },
	{ .id = "stale",
	    .lang = "python",
	    .run = true,
	    .code = "x\n",
	    .code_len = 2,
	    .html = "<b>x</b>\n" },
	{ .id = "둘", .lang = "sh", .run = true, .code = "y\n", .code_len = 2 },
	{ .id = "good-lib.h",
	    .lang = "c",
	    .of = "good",
	    .file = "lib.h",
	    .code = "z\n",
	    .code_len = 2 },
};

static const struct graph_record record_good = {
	.outcome = "timeout",
	.detail = "",
	.as_expected = true,
	.expect = "timeout",
	.out = "a\033[31mred\033[0m\033]0;title\ab\r\nc\rd\b\x7f\n",
	.err = "<script>&\xe2\x80\xae\xc2\x85",
	.build = "warning: x\n",
	.err_cut = 120,
	.wall_ms = 2004,
	.tool = "gcc 12.2.0",
	.machine = "x86_64",
	.sandbox = "bubblewrap",
	.when = { 1795350000, 32400 },
};

static const struct graph_record record_stale = {
	.outcome = "signal",
	.expect = "exit:3",
	.detail = "SIGSEGV",
	.out = "",
	.err = "",
	.build = "",
	.wall_ms = 12345,
	.tool = "python",
	.machine = "x86_64",
	.sandbox = "",
	.stale = "the <code> changed",
};

static const struct graph_record *const pipe_records[] = { &record_good,
	&record_stale, NULL, NULL };

static const char pipe_html[] =
    "<p>앞</p>\n<h1@H0>파이프 <em>&amp;</em> EOF</h1>\n<h2@H1>하나</h2>\n"
    "<p>@L0다른 글</a> @L1없는 글</a> @L2둘</a></p>\n<h2@H2>둘</h2>\n"
    "<p>@L3 @L4 @L5묶음</a> @L6제목</a> @L7</p>\n@E0@E1@E2@E3"
    "<h3@H3>셋</h3>\n<ul>\n<li><input type=\"checkbox\" disabled=\"\" /> "
    "할</li>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> "
    "함</li>\n</ul>\n<pre><code>x</code></pre>\n";

static const struct note_heading day_headings[] = {
	{ 1, 1, "2026-11-23", "2026-11-23" },
	{ 2, 3, "리뷰", "리뷰" },
	{ 3, 5, "21:00–21:42 pipe: EOF", "2100-2142-pipe-eof" },
	{ 2, 8, "회고", "회고" },
	{ 3, 10, "KEEP", "keep" },
	{ 4, 12, "안", "안" },
	{ 3, 14, "PROBLEM", "problem" },
	{ 3, 16, "속", "속" },
	{ 3, 18, "TRY", "try" },
};

static const char day_html[] =
    "<h1@H0>2026-11-23</h1>\n<h2@H1>리뷰</h2>\n<h3@H2>21:00–21:42 pipe: "
    "EOF</h3>\n<p>글</p>\n<h2@H3>회고</h2>\n<h3@H4>KEEP</h3>\n<ul>\n"
    "<li>좋다</li>\n</ul>\n<h4@H5>안</h4>\n<p>아직 KEEP</p>\n"
    "<h3@H6>PROBLEM</h3>\n<blockquote>\n<h3@H7>속</h3>\n</blockquote>\n"
    "<p>아직 PROBLEM</p>\n<h3@H8>TRY</h3>\n<ul>\n<li>해 보기</li>\n</ul>\n"
    "<section class=\"footnotes\">\n<ol><li>각주</li></ol>\n</section>\n";

static const struct study_item day_tries[] = {
	{ .text = "`strace -f`로 [[pipe|파이프]] **보기** <b>",
	    .id = "t7k2",
	    .line = 19 },
	{ .text = "버린 것",
	    .id = "t7k3",
	    .state = STUDY_DROPPED,
	    .state_note = "2026-11-24: 왜",
	    .line = 20 },
};

static const struct study_entry day_entry = { 1260, 1302, 42, "pipe",
	"EOF & <끝>", "", 0, 5 };
static const struct study_entry bare_entry = { -1, -1, 0, "docker", "", "글", 3,
	3 };

enum {
	PAGE_AB,
	PAGE_D21,
	PAGE_D23,
	PAGE_INDEX,
	PAGE_IPC,
	PAGE_PIPE,
	PAGES
};

struct wiki {
	struct conf conf;
	struct note notes[PAGES];
	struct study_day days[2];
	struct graph_page pages[PAGES];
	struct graph_link links[8];
	struct graph_backlink backlinks[2];
	struct graph_study studies[3];
	const struct graph_page *by_date[2];
	struct graph_topic topics[2];
	struct graph g;
};

/* "@L0" in the HTML is a hole for link 0, @E and @H likewise. */
static void
set_html(struct note *n, const char *html)
{
	struct strbuf sb = STRBUF_INIT;
	struct note_hole *holes = arena_alloc(arena, 32 * sizeof(*holes));

	for (; *html != '\0'; html++) {
		if (*html != '@') {
			strbuf_addc(&sb, *html);
			continue;
		}
		holes[n->n_holes].kind = html[1] == 'L'   ? NOTE_HOLE_LINK
					 : html[1] == 'E' ? NOTE_HOLE_EXAMPLE
							  : NOTE_HOLE_HEADING;
		holes[n->n_holes].index = (size_t)(html[2] - '0');
		holes[n->n_holes++].at = sb.len;
		html += 2;
	}
	n->html = arena_strdup(arena, sb.buf);
	n->html_len = sb.len;
	n->holes = holes;
	strbuf_release(&sb);
}

static void
set_page(
    struct wiki *w, int i, const char *id, const char *title, const char *html)
{
	struct note *n = &w->notes[i];

	n->path = arena_printf(arena, "notes/%s.md", id);
	n->id = id;
	n->title = title;
	n->text = "";
	set_html(n, html);
	w->pages[i] = (struct graph_page){ .note = n,
		.id = id,
		.title = title,
		.url = arena_printf(arena, "%s.html", id) };
}

static void
set_pipe(struct wiki *w)
{
	static const char *tags[] = { "ipc", "a<b" };
	struct note *n = &w->notes[PAGE_PIPE];
	size_t i;

	set_page(w, PAGE_PIPE, "ipc/pipe", "파이프 & EOF", pipe_html);
	n->headings = pipe_headings;
	n->n_headings = 4;
	n->titled = true;
	n->links = pipe_links;
	n->n_links = 8;
	n->examples = pipe_examples;
	n->n_examples = 4;
	n->meta.tags = tags;
	n->meta.n_tags = 2;
	n->meta.description = "설명 \"따옴\"";
	for (i = 0; i < 8; i++)
		w->links[i].link = &pipe_links[i];
	w->links[0].to = w->links[6].to = &w->pages[PAGE_AB];
	w->links[1].problem = "there is no page \"none\"";
	w->links[2].to = &w->pages[PAGE_PIPE];
	w->links[2].anchor = "둘";
	w->links[3].file = w->links[7].file = "ipc/그림.png";
	w->links[4].problem = "there is no such file";
	w->links[5].file = "x.tar";
	w->links[6].problem = "there is no heading \"none\"";
	w->pages[PAGE_PIPE].links = w->links;
	w->pages[PAGE_PIPE].records = pipe_records;
	w->backlinks[0] =
	    (struct graph_backlink){ &w->pages[PAGE_AB], &pipe_links[0] };
	w->backlinks[1] =
	    (struct graph_backlink){ &w->pages[PAGE_D23], &pipe_links[1] };
	w->pages[PAGE_PIPE].backlinks = w->backlinks;
	w->pages[PAGE_PIPE].n_backlinks = 2;
	w->pages[PAGE_PIPE].studies = &w->studies[0];
	w->pages[PAGE_PIPE].n_studies = 1;
}

static void
set_days(struct wiki *w)
{
	struct study_day *d = w->days;

	set_page(w, PAGE_D21, "daily/2026-11-21", "2026-11-21", "<p>글</p>\n");
	set_page(w, PAGE_D23, "daily/2026-11-23", "2026-11-23", day_html);
	w->notes[PAGE_D23].headings = day_headings;
	w->notes[PAGE_D23].n_headings = 9;
	w->notes[PAGE_D23].titled = true;
	d[0] = (struct study_day){ .date = { 2026, 11, 23 },
		.entries = &day_entry,
		.n_entries = 1,
		.minutes = 42 };
	d[0].lists[STUDY_KEEP].line = 10;
	d[0].lists[STUDY_PROBLEM].line = 14;
	d[0].lists[STUDY_TRY] = (struct study_items){ day_tries, 2, 18 };
	d[1] = (struct study_day){
		.date = { 2026, 11, 21 }, .entries = &bare_entry, .n_entries = 1
	};
	w->studies[0] = (struct graph_study){ &w->pages[PAGE_D23], &day_entry,
		&w->pages[PAGE_PIPE] };
	w->studies[1] =
	    (struct graph_study){ &w->pages[PAGE_D21], &bare_entry, NULL };
	w->pages[PAGE_D23].day = &d[0];
	w->pages[PAGE_D23].studies = &w->studies[0];
	w->pages[PAGE_D23].prev = &w->pages[PAGE_D21];
	w->pages[PAGE_D21].day = &d[1];
	w->pages[PAGE_D21].studies = &w->studies[1];
	w->pages[PAGE_D21].next = &w->pages[PAGE_D23];
	w->pages[PAGE_D23].n_studies = w->pages[PAGE_D21].n_studies = 1;
	w->by_date[0] = &w->pages[PAGE_D23];
	w->by_date[1] = &w->pages[PAGE_D21];
	w->topics[0] = (struct graph_topic){ "pipe", &w->pages[PAGE_PIPE],
		&w->studies[0], 1, 42, NULL, 0 };
	w->topics[1] = (struct graph_topic){ "docker", NULL, &w->studies[1], 1,
		0, NULL, 0 };
}

static struct wiki *
wiki_new(const char *lang)
{
	struct wiki *w = arena_alloc(arena, sizeof(*w));

	w->conf = (struct conf){ .title = "위키 <&>",
		.author = "",
		.base_url = "https://example.org/w",
		.lang = lang,
		.timebox = 30 };
	set_page(w, PAGE_AB, "a&b #c?", "<b>A & B</b>", "<p>글</p>\n");
	set_page(w, PAGE_INDEX, "index", "처음", "<p>여기서부터</p>\n");
	set_page(w, PAGE_IPC, "ipc/index", "대화", "<p>글</p>\n");
	set_days(w);
	set_pipe(w);
	w->g = (struct graph){ .conf = &w->conf,
		.today = { 2026, 11, 24 },
		.pages = w->pages,
		.n_pages = PAGES,
		.home = &w->pages[PAGE_INDEX],
		.days = w->by_date,
		.n_days = 2,
		.topics = w->topics,
		.n_topics = 2 };
	return w;
}

/* ---- asking ------------------------------------------------------------- */

/* The page of this path; NULL when it is not in the plan. */
static const char *
render(const struct graph *g, const char *path)
{
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;
	struct page *pages;
	const char *html = NULL;
	size_t i, n;

	page_plan(&pages, &n, g, arena);
	theme.words = page_theme_words(g, arena);
	for (i = 0; i < n; i++) {
		if (strcmp(pages[i].path, path) != 0)
			continue;
		html = page_render(&out, &pages[i], g, &theme, arena, &e) == 0
			   ? arena_strdup(arena, out.buf)
			   : arena_strdup(arena, e.msg);
	}
	strbuf_release(&out);
	return html;
}

static bool
is_page(const char *path)
{
	return strstr(path, ".html") != NULL;
}

static void
has(const char *html, const char *want, const char *why)
{
	if (!ok(html != NULL && strstr(html, want) != NULL, "%s", why))
		printf("# not in it: %s\n", want);
}

static void
has_not(const char *html, const char *want, const char *why)
{
	ok(html != NULL && strstr(html, want) == NULL, "%s", why);
}

static int
count(const char *html, const char *what)
{
	int n = 0;

	for (; (html = strstr(html, what)) != NULL; html++)
		n++;
	return n;
}

static bool
is_void(const char *name, size_t len)
{
	static const char *const names[] = { "meta", "link", "img", "input",
		"br", "hr" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return true;
	return false;
}

/* NULL when every element that begins also ends, in order; else where not. */
static const char *
unbalanced(const char *s)
{
	const char *open[64];
	size_t depth = 0, len[64];

	for (; (s = strchr(s, '<')) != NULL; s++) {
		bool end = s[1] == '/';
		const char *name = s + 1 + end, *close = strchr(s, '>');
		size_t n = strcspn(name, " >/\n");

		if (*name == '!' || is_void(name, n) || close[-1] == '/')
			continue;
		if (!end) {
			if (depth == 64)
				return s;
			open[depth] = name;
			len[depth++] = n;
		} else if (depth == 0 || len[depth - 1] != n ||
			   memcmp(open[depth - 1], name, n) != 0) {
			return s;
		} else {
			depth--;
		}
	}
	return depth ? open[depth - 1] : NULL;
}

/* An id that two elements have; NULL when there is none. */
static const char *
id_twice(const char *html)
{
	const char *s = html;

	for (; (s = strstr(s, " id=\"")) != NULL; s++) {
		size_t n = strcspn(s + 5, "\"") + 6;
		char *id = arena_strndup(arena, s, n);

		if (strstr(s + 1, id) != NULL)
			return id;
	}
	return NULL;
}

/* ---- cases -------------------------------------------------------------- */

static void
test_plan(void)
{
	static const char *const want[] = { "404.html", "a&b #c?.html",
		"daily/2026-11-21.html", "daily/2026-11-23.html", "days.html",
		"feed.json", "feed.xml", "graph.html", "index.html",
		"ipc/index.html", "ipc/pipe.html", "notes.html",
		"preview/note/a&b #c?.htm", "preview/note/daily/2026-11-21.htm",
		"preview/note/daily/2026-11-23.htm", "preview/note/index.htm",
		"preview/note/ipc/index.htm", "preview/note/ipc/pipe.htm",
		"robots.txt", "search.html", "sitemap.xml", "stats.html",
		"tags.html", "tags/ab-048f9eb6.html", "tags/ipc.html",
		"today.html", "topics.html", "topics/docker.html",
		"topics/pipe.html", "tries.html" };
	struct wiki *w = wiki_new("ko");
	struct page *pages;
	size_t i, n;

	page_plan(&pages, &n, &w->g, arena);
	ok(n == 30, "there are thirty");
	for (i = 0; i < n && i < 30; i++)
		is_str(pages[i].path, want[i], "plan: %s", want[i]);
	w->pages[PAGE_IPC].url = "topics.html";
	page_plan(&pages, &n, &w->g, arena);
	ok(n == 30 && pages[26].subject == &w->pages[PAGE_IPC],
	    "a note takes the place of a page of ours");
	w->g.n_pages = w->g.n_days = w->g.n_topics = 0;
	w->g.home = NULL;
	page_plan(&pages, &n, &w->g, arena);
	ok(n == 14, "an empty wiki has fourteen");
	for (i = 0; i < n; i++)
		ok(!is_page(pages[i].path) ||
			unbalanced(render(&w->g, pages[i].path)) == NULL,
		    "empty: %s", pages[i].path);
	w->conf.base_url = "";
	page_plan(&pages, &n, &w->g, arena);
	ok(n == 10, "ten when nobody knows where it will be");
}

static void
test_every_page(const char *lang)
{
	struct wiki *w = wiki_new(lang);
	struct page *pages;
	size_t i, n;

	page_plan(&pages, &n, &w->g, arena);
	for (i = 0; i < n; i++) {
		const char *path = pages[i].path;
		const char *html = render(&w->g, path), *where;

		if (!is_page(path)) {
			is_str(
			    render(&w->g, path), html, "%s: same again", path);
			continue;
		}
		where = unbalanced(html);
		if (!ok(where == NULL, "%s %s: balanced", lang, path))
			printf("# %.60s\n", where);
		where = id_twice(html);
		if (!ok(where == NULL, "%s %s: ids are unique", lang, path))
			printf("# %s\n", where);
		is_str(
		    render(&w->g, path), html, "%s %s: same again", lang, path);
		ok(!strstr(html, "<script") && !strstr(html, " style=") &&
			!strstr(html, " onclick"),
		    "%s %s: nothing inline", lang, path);
		has(html,
		    "http-equiv=\"Content-Security-Policy\" "
		    "content=\"default-src 'none'; img-src 'self' https: http: data:; ",
		    "it has a policy");
		has_not(html, "<b>A", "no title is markup");
		ok(count(html, "<h1") == 1, "it has one title");
	}
}

static void
test_note(void)
{
	struct wiki *w = wiki_new("ko");
	const char *html = render(&w->g, "ipc/pipe.html");

	has(html, "<title>파이프 &amp; EOF · 위키 &lt;&amp;&gt;</title>",
	    "title of the document");
	has(html, "<h1 id=\"파이프-eof\">파이프 <em>&amp;</em> EOF</h1>",
	    "the title comes out of the text");
	has(html, "<p>앞</p>\n<h2 id=\"하나\">하나</h2>", "and leaves no gap");
	has(html, "content=\"설명 &quot;따옴&quot;\"", "description");
	has(html, "href=\"../style.css\"", "style is relative");
	has(html, "<li><a href=\"index.html\">ipc</a></li>", "breadcrumb");
	has(html,
	    "<a class=\"tag\" href=\"../tags/ab-048f9eb6.html\">a&lt;b</a>",
	    "tags are escaped");
	has(html, "og:url\" content=\"https://example.org/w/ipc/pipe.html\"",
	    "address of the page");
	has(html, "<a href=\"../notes.html\" aria-current=\"true\">",
	    "current entry of the navigation");
	has(html, "href=\"../daily/2026-11-23.html#2100-2142-pipe-eof\"",
	    "the day it was studied");
	has(html, "<li class=\"h3\"><a href=\"#%EC%85%8B\">셋</a></li>",
	    "contents list");
	has(html, "<p>이것은 <mark>다른 글</mark> 이다</p>",
	    "backlink with context");
	has(html, "aria-label=\"할 일\" type=\"checkbox\" disabled",
	    "a task has a name");
	has(html, "aria-label=\"한 일\" type=\"checkbox\" checked",
	    "and another when done");
	has(html, "<pre tabindex=\"0\"><code>x", "code can be reached");
	w->notes[PAGE_PIPE].titled = false;
	html = render(&w->g, "ipc/pipe.html");
	has(html, "<h1>파이프 &amp; EOF</h1>", "a title of its own");
	w->notes[PAGE_PIPE].failed = true;
	has(render(&w->g, "ipc/pipe.html"), "원문을 그대로",
	    "failed notes say so");
}

static void
test_links(void)
{
	struct wiki *w = wiki_new("ko");
	const char *html = render(&w->g, "ipc/pipe.html");

	has(html, "<a class=\"link\" href=\"../a%26b%20%23c%3F.html\">다른 글",
	    "a link to a page");
	has(html,
	    "<a class=\"link broken\" title=\"가리키는 글이나 파일이 없다\">"
	    "없는 글</a>",
	    "a broken link");
	has(html, "<a class=\"link\" href=\"#%EB%91%98\">둘</a>",
	    "a link inside the page");
	has(html,
	    "<img src=\"%EA%B7%B8%EB%A6%BC.png\" alt=\"그림 "
	    "&quot;1&quot;\" loading=\"lazy\">",
	    "an image");
	has(html,
	    "<span class=\"broken\" title=\"가리키는 글이나 파일이 없다\">없는 "
	    "&lt;그림&gt;</span>",
	    "an image that is not there");
	has(html, "<a class=\"link file\" href=\"../x.tar\">묶음</a>",
	    "a link to a file");
	has(html,
	    "href=\"../a%26b%20%23c%3F.html\" title=\"그 글에 이런 제목은 "
	    "없다\">제목",
	    "a heading that is not there");
	has(html,
	    "<img src=\"%EA%B7%B8%EB%A6%BC.png\" alt=\"그림.png\" "
	    "loading=\"lazy\">",
	    "an embedded image");
}

static void
test_example(void)
{
	struct wiki *w = wiki_new("ko");
	const char *html = render(&w->g, "ipc/pipe.html");

	has(html, "<figure class=\"example\" id=\"good\">", "a card");
	has(html, "<code class=\"language-c\">a &lt; b &amp;&amp; c\n</code>",
	    "its code");
	has(html, "<code class=\"language-python\"><b>x</b>\n</code>",
	    "another in colours");
	has(html,
	    "<span class=\"badge good\">시간 초과<span "
	    "class=\"verdict\">기대한 대로</span></span>",
	    "its outcome");
	has(html, "2.00 s · gcc 12.2.0 · x86_64", "time and machine");
	has(html, "<samp>aredb\nc␍d␈␡\n</samp>",
	    "colours are dropped, control characters are shown");
	has(html, "<samp>&lt;script&gt;&amp;\xef\xbf\xbd\xef\xbf\xbd</samp>",
	    "output is text, and cannot turn the line around");
	has(html, "… 120바이트를 더 썼지만", "what was cut");
	has(html, "<time datetime=\"2026-11-22\">", "when it was recorded");
	has(html,
	    "<span class=\"badge bad\">시그널로 끝남 <span "
	    "class=\"detail\">SIGSEGV</span>",
	    "one that went wrong");
	has(html, "기대와 다름 · 기대한 것: 오류 종료 3</span>",
	    "and what was expected");
	has(html, "직접 돌려 보기 <code>halfhour run ipc/pipe#good</code>",
	    "a recorded one says how to run it");
	has(html, "12.3 s", "and took long");
	has(html, "<span class=\"why\">the &lt;code&gt; changed</span>",
	    "why it is stale");
	has(html, "<p>출력 없음</p>", "no output");
	has(html, "<code>halfhour run ipc/pipe#둘</code>", "not run yet");
	has(html, "id=\"example^둘\"", "an id that is a heading's already");
	has(html, "href=\"#good-lib.h\">lib.h</a>", "a further file");
	has(html, "<a href=\"#good\">good</a>", "and what it belongs to");
}

static void
test_day(void)
{
	struct wiki *w = wiki_new("ko");
	const char *html = render(&w->g, "daily/2026-11-23.html");

	has(html,
	    "<h1><time datetime=\"2026-11-23\">2026년 11월 23일 "
	    "월요일</time></h1>",
	    "the date is the title");
	has_not(html, "id=\"2026-11-23\"", "and not twice");
	has(html, "21:00–21:42", "times");
	has(html,
	    "<a href=\"../ipc/pipe.html\">pipe</a> <a class=\"quiet\" "
	    "href=\"#2100-2142-pipe-eof\">EOF &amp; &lt;끝&gt;</a>",
	    "entry");
	has(html, "<span class=\"over\">12분 넘김</span>", "over the timebox");
	has(html, "width=\"100\" height=\"4\"/></svg>", "a full bar");
	has(html, "<h3 id=\"2100-2142-pipe-eof\" class=\"entry\">",
	    "heading of an entry");
	has(html, "<section class=\"kpt keep\">\n<h3 id=\"keep\">", "KEEP");
	has(html, "아직 KEEP</p>\n</section>\n<section class=\"kpt problem\">",
	    "it holds headings below it");
	has(html, "아직 PROBLEM</p>\n</section>\n<section class=\"kpt try\">",
	    "a heading in a quote does not end it");
	has(html, "</ul>\n</section>\n<section class=\"footnotes\">",
	    "it ends before the footnotes");
	has(html,
	    "<span class=\"state open\">열림 1</span> <span "
	    "class=\"state dropped\">접음 1</span>",
	    "states of tries");
	has(html, "class=\"prev\" rel=\"prev\" href=\"2026-11-21.html\"",
	    "the day before");
	has_not(html, "rel=\"next\"", "no day after");
	has(html, "today.html\" aria-current=\"true\"", "the newest is today");
	html = render(&w->g, "daily/2026-11-21.html");
	has(html, "<span class=\"when\">시각 없음</span>", "no times");
	has(html, "rel=\"next\"", "a day after");
	has(html, "days.html\" aria-current=\"true\"", "an older day");
}

static void
test_home(void)
{
	struct wiki *w = wiki_new("ko");
	const char *html = render(&w->g, "index.html");

	has(html, "<dt>연속</dt><dd>2일</dd>", "streak over a free day");
	has(html, "<dt>공부한 날</dt><dd>2일</dd>", "days");
	has(html, "<dt>모두</dt><dd>42분</dd>", "minutes");
	has(html, "<a href=\"daily/2026-11-23.html\"><rect class=\"lv4\"",
	    "a full day in the heatmap");
	has(html,
	    "<a href=\"daily/2026-11-21.html\" tabindex=\"-1\"><rect "
	    "class=\"lv1\"",
	    "a day without times");
	has(html, "<title>2026년 11월 23일 월요일, 42분</title>", "its name");
	ok(count(html, "<rect class=\"lv") == 52 * 7 + 2,
	    "52 weeks and up to today");
	has(html,
	    "<code>strace -f</code>로 파이프 <strong>보기</strong> "
	    "&lt;b&gt;",
	    "a try is drawn");
	has(html, "여기서부터", "the note of the page");
	w->conf.week_starts = 6;
	ok(count(render(&w->g, "index.html"), "<rect class=\"lv") == 52 * 7 + 3,
	    "weeks that begin on Sunday");
	w->conf.week_starts = 0;
	w->g.today = (struct date){ 2026, 11, 26 };
	has(render(&w->g, "index.html"), "<dt>연속</dt><dd>2일</dd>",
	    "two days missed in a row are free");
	w->g.today = (struct date){ 2026, 11, 27 };
	has(render(&w->g, "index.html"), "<dt>연속</dt><dd>0일</dd>",
	    "a broken streak");
	w->g.home = NULL;
	w->pages[PAGE_INDEX].url = "other.html";
	has(render(&w->g, "index.html"), "<h1>위키 &lt;&amp;&gt;</h1>",
	    "without notes/index.md");
}

static void
test_lists(void)
{
	struct wiki *w = wiki_new("en");
	const char *html = render(&w->g, "days.html");

	has(html,
	    "<h2 id=\"2026-11\">November 2026 <span class=\"num\">42 "
	    "min</span></h2>",
	    "days by month");
	has(html, "Mon, 23 Nov", "a day");
	html = render(&w->g, "notes.html");
	has(html,
	    "<h2 id=\"ipc\"><a href=\"ipc/index.html\"><span>대화"
	    "</span></a>",
	    "notes by folder");
	has(html, "4 notes", "how many");
	html = render(&w->g, "topics.html");
	has(html,
	    "<h2 id=\"topic-docker\"><a href=\"topics/docker.html\">"
	    "docker</a> <span class=\"num\">1 time</span></h2>",
	    "a topic");
	has(html, "Mon, 23 Nov", "its day");
	html = render(&w->g, "tries.html");
	has(html, "<li class=\"open\">", "an open try");
	has(html, "1 day ago", "its age");
	has(html,
	    "dropped</span> <time datetime=\"2026-11-24\">Tue, 24 Nov</time>, "
	    "after 1 day: 왜</p>",
	    "when and why one was dropped");
	w->g.today.y = 2027;
	has(render(&w->g, "days.html"), "Mon, 23 Nov 2026", "another year");
	html = render(&w->g, "today.html");
	has(html, "content=\"0; url=daily/2026-11-23.html\"", "today leads on");
	html = render(&w->g, "404.html");
	has(html, "href=\"/w/style.css\"", "404 counts from the root");
	w->conf.base_url = "";
	html = render(&w->g, "404.html");
	has(html, "href=\"style.css\"", "when it knows where that is");
	has_not(html, "canonical", "and has no address then");
}

/* Words are looked up by name, and a missing one would show as nothing. */
static void
test_words(const struct tmpl_file *f)
{
	static const struct page_ctx c = { .lang = 0 };
	const char *s = (const char *)f->bytes;

	for (; (s = strstr(s, "{{words.")) != NULL; s++) {
		const char *from = s + strlen("{{words.");
		char *key = arena_strndup(arena, from, strcspn(from, "}"));

		ok(page_word(&c, key) != NULL, "%s: %s is a word", f->name,
		    key);
	}
}

static void
load_theme(void)
{
	struct tmpl_set *set = tmpl_set_new();
	const struct tmpl_file *f;
	struct err e = ERR_INIT;

	for (f = tmpl_files; f->name != NULL; f++) {
		const char *ext = strrchr(f->name, '.');

		if (strncmp(f->name, "templates/", 10) != 0 ||
		    strcmp(ext, ".html") != 0)
			continue;
		if (!ok(tmpl_set_add(set, f->name + 10, (const char *)f->bytes,
			    f->len, &e) == 0,
			"%s is a template", f->name))
			printf("# %s\n", e.msg);
		test_words(f);
	}
	theme.templates = set;
}

/* ---- what git knows ----------------------------------------------------- */

static void
test_dates(void)
{
	/* 2026-11-20 and 2026-11-25, both at 01:30 in Seoul. */
	static const struct graph_dates dates = { { 1795105800, 32400 },
		{ 1795537800, 32400 }, true, true };
	static const struct graph_dates once = { { 1795537800, 32400 },
		{ 1795537800, 32400 }, true, true };
	static const struct graph_dates cut = { { 0, 0 }, { 1795537800, 32400 },
		false, true };
	static const struct graph_dates unknown = { { 0, 0 }, { 0, 0 }, false,
		false };
	struct wiki *w = wiki_new("ko");
	struct graph_page *p = &w->pages[PAGE_AB];
	const char *html = render(&w->g, "a&b #c?.html");

	has_not(html, "<dl class=\"meta\"", "not committed: nothing is said");
	has_not(html, "article:", "not committed: nor to programs");
	p->dates = &dates;
	html = render(&w->g, "a&b #c?.html");
	has(html,
	    "<dt>만든 날</dt><dd><time datetime=\"2026-11-20T01:30:00+09:00\">"
	    "11월 20일 (금)</time>",
	    "the day it was made");
	has(html,
	    "<dt>고친 날</dt><dd><time datetime=\"2026-11-25T01:30:00+09:00\">"
	    "11월 25일 (수)</time>",
	    "the day it was changed");
	has(html,
	    "article:published_time\" content=\"2026-11-20T01:30:00+09:00\"",
	    "and for programs");
	has(html,
	    "article:modified_time\" content=\"2026-11-25T01:30:00+09:00\"",
	    "both of them");
	has(render(&w->g, "sitemap.xml"),
	    "<loc>https://example.org/w/a%26b%20%23c%3F.html</loc>"
	    "<lastmod>2026-11-25T01:30:00+09:00</lastmod>",
	    "the sitemap has the latter");
	w->notes[PAGE_AB].meta.date = (struct date){ 2026, 11, 21 };
	html = render(&w->g, "a&b #c?.html");
	has_not(html, "만든 날", "what its writer says counts more");
	has(html, "<dt>쓴 날</dt><dd><time datetime=\"2026-11-21\">",
	    "so it is");
	has(html, "published_time\" content=\"2026-11-21\"",
	    "for programs, too");
	has(html, "고친 날", "it was changed all the same");
	has(render(&w->g, "feed.xml"),
	    "<published>2026-11-21T00:00:00Z</published>\n"
	    "<updated>2026-11-24T16:30:00Z</updated>",
	    "the feed has both");
	has(render(&w->g, "feed.json"),
	    "\"date_modified\": \"2026-11-24T16:30:00Z\"", "JSON, too");
	w->notes[PAGE_AB].meta.date = (struct date){ .y = 0 };
	p->dates = &once;
	html = render(&w->g, "a&b #c?.html");
	has(html, "만든 날", "one that was made at once");
	has_not(html, "고친 날", "was not changed");
	p->dates = &cut;
	html = render(&w->g, "a&b #c?.html");
	has_not(html, "만든 날", "of a shallow clone nothing is invented");
	has(html, "고친 날", "and what is known is told");
	p->dates = &unknown;
	has_not(render(&w->g, "a&b #c?.html"), "<dl class=\"meta\"",
	    "of nothing nothing");
	/* The day of study ends at four in the night. */
	w->conf.day_ends = 240;
	w->pages[PAGE_D23].dates = &once;
	has(render(&w->g, "daily/2026-11-23.html"),
	    "고친 날 <time datetime=\"2026-11-25T01:30:00+09:00\">",
	    "a day that was changed on another");
	w->days[0].date = (struct date){ 2026, 11, 24 };
	has_not(render(&w->g, "daily/2026-11-23.html"), "고친 날",
	    "but not in its own night");
}

static void
test_changes(void)
{
	struct wiki *w = wiki_new("ko");
	const struct graph_page *two[] = { &w->pages[PAGE_PIPE],
		&w->pages[PAGE_D23] };
	const struct graph_page *many[10];
	struct graph_change v[] = {
		{ { 1795537800, 32400 }, "c0ffee", "고친다 <b>&", two, 2 },
		{ { 1795537700, 0 }, "c0ffef", NULL, two, 1 },
		{ { 1795105800, 32400 }, "c0fff0", "많이", many, 10 },
	};
	const char *html;
	size_t i;

	for (i = 0; i < 10; i++)
		many[i] = &w->pages[PAGE_AB];
	ok(render(&w->g, "changes.html") == NULL, "without git there is none");
	has_not(render(&w->g, "index.html"), "changes.html", "nor a way to it");
	w->g.changes = v;
	w->g.n_changes = 3;
	html = render(&w->g, "changes.html");
	ok(html != NULL && unbalanced(html) == NULL && id_twice(html) == NULL,
	    "it is sound");
	has(html,
	    "<h2 id=\"2026-11-25\"><time datetime=\"2026-11-25\">"
	    "2026년 11월 25일 수요일</time></h2>",
	    "by day");
	has(html,
	    "<li><time class=\"when\" datetime=\"2026-11-25T01:30:00+09:00\">"
	    "01:30</time> <span class=\"what\">고친다 &lt;b&gt;&amp;</span>\n"
	    "<span class=\"where\"><a href=\"ipc/pipe.html\">파이프 &amp; EOF"
	    "</a> <a href=\"daily/2026-11-23.html\">11월 23일 (월)</a> </span>",
	    "its time, its subject, its notes");
	has(html, "<h2 id=\"2026-11-24\">",
	    "as the clock of its author showed");
	has(html,
	    "datetime=\"2026-11-24T16:28:20+00:00\">16:28</time>\n"
	    "<span class=\"where\"><a",
	    "without a subject there are only notes");
	ok(count(html, "<a href=\"a%26b%20%23c%3F.html\">") == 8,
	    "not too many of them");
	has(html, "그 밖에 2곳", "but how many");
	has(render(&w->g, "index.html"),
	    "<a href=\"changes.html\">바뀐 것 모두 보기</a>",
	    "the home page leads there");
	has(render(&w->g, "sitemap.xml"), "w/changes.html</loc></url>",
	    "and the sitemap");
}

/* An address is the same by either way of making one: path_relative() and
 * page_encode(), for what is long; and in one go. */
static void
test_href(void)
{
	static const char *const paths[] = { "index.html", "a/b.html",
		"a/c d.html", "a/b/c.html", "글/하나.html", "글/둘.html",
		"a:b.html", "a/a:b/c.html", "x~-_.html" };
	struct page page = { .kind = &(struct page_kind){ .name = "note" } };
	struct wiki *w = wiki_new("ko");
	struct page_ctx c = { .g = &w->g, .page = &page, .a = arena };
	size_t i, k, n = sizeof(paths) / sizeof(*paths), same = 0;
	char *far = memset(arena_alloc(arena, 901), 'x', 900);

	for (i = 0; i < n; i++)
		for (k = 0; k < n; k++) {
			struct strbuf want = STRBUF_INIT;
			char *way = path_relative(paths[i], paths[k]);

			page.path = paths[i];
			if (i != k)
				page_encode(&want, way);
			strbuf_adds(&want, "#%EC%A0%88");
			same += strcmp(page_href(&c, paths[k], "절"),
				    want.buf) == 0;
			free(way);
			strbuf_release(&want);
		}
	ok(same == n * n, "%zu addresses of %zu", same, n * n);
	page.path = "a/b.html";
	is_str(page_href(&c, "a/b.html", NULL), "b.html", "of the page itself");
	is_str(page_href(&c, arena_printf(arena, "a/%s 글", far), NULL),
	    arena_printf(arena, "%s%%20%%EA%%B8%%80", far), "a long one");
	is_str(page_href(&c, "a/b.html", far), arena_printf(arena, "#%s", far),
	    "and a long place");
}

static void
test_broken_theme(void)
{
	struct tmpl_set *good = (struct tmpl_set *)theme.templates;
	struct tmpl_set *bad = tmpl_set_new();
	struct wiki *w = wiki_new("ko");
	struct err e = ERR_INIT;

	tmpl_set_add(bad, "note.html", "{{html}}", 8, &e);
	tmpl_set_add(bad, "example.html", "-", 1, &e);
	theme.templates = bad;
	is_str(render(&w->g, "ipc/pipe.html"),
	    "templates/note.html:1:1: \"html\" is HTML already: write "
	    "{{{…}}} (on ipc/pipe.html)",
	    "a theme that is wrong is told where");
	is_str(render(&w->g, "days.html"),
	    "templates/days.html: there is no such template (on days.html)",
	    "and what it lacks");
	theme.templates = good;
	tmpl_set_free(bad);
}

int
main(void)
{
	arena = arena_new();
	load_theme();
	test_plan();
	test_every_page("ko");
	test_every_page("en");
	test_every_page("ja");
	test_note();
	test_links();
	test_example();
	test_day();
	test_home();
	test_lists();
	test_dates();
	test_changes();
	test_href();
	test_broken_theme();
	tmpl_set_free((struct tmpl_set *)theme.templates);
	arena_free(arena);
	return done_testing();
}
