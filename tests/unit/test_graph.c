/* test_graph.c: where links lead, and what is known about pages and days */
#include "tap.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "graph/graph.h"

static struct arena *arena;
static struct diag_list diags;
static struct graph *g;

/* Path below notes/ and text, one after the other; NULL ends them. */
static struct graph *
graph_drafts(const char *const *texts, const char *const *files, bool drafts)
{
	static const struct note_opts opts = { .unsafe = false };
	struct graph_src src = { .today = { 2026, 11, 24 }, .drafts = drafts };
	struct study_day *days;
	struct note *notes;
	size_t n = 0;

	diag_release(&diags);
	while (texts[2 * n] != NULL)
		n++;
	notes = arena_alloc(arena, n * sizeof(*notes));
	days = arena_alloc(arena, n * sizeof(*days));
	for (; src.n_notes < n; src.n_notes++) {
		const char *text = texts[2 * src.n_notes + 1];
		const char *path =
		    arena_printf(arena, "notes/%s", texts[2 * src.n_notes]);
		struct note_src one = { path, 6, text, strlen(text) };
		char day[11];
		struct date d;

		note_parse(&notes[src.n_notes], &one, &opts, arena, &diags);
		snprintf(day, sizeof(day), "%s", path_base(path));
		if (strncmp(path, "notes/daily/", 12) == 0 &&
		    date_parse(&d, day) == 0)
			study_day_parse(&days[src.n_days++], path, d, text,
			    strlen(text), arena, &diags);
	}
	src.notes = notes;
	src.days = days;
	src.files = files;
	for (; files != NULL && files[src.n_files] != NULL; src.n_files++)
		;
	return graph_build(&src, arena, &diags);
}

static void
graph_of(const char *const *texts, const char *const *files)
{
	g = graph_drafts(texts, files, false);
}

/* The links of a page: where each leads, one a line. */
static void
lead(const char *id, const char *want)
{
	const struct graph_page *p = graph_find(g, id);
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; p != NULL && i < p->note->n_links; i++) {
		const struct graph_link *l = &p->links[i];

		if (l->link != &p->note->links[i])
			strbuf_adds(&sb, "(another link) ");
		if (l->to != NULL)
			strbuf_addf(&sb, "%s%s%s\n", l->to->id,
			    l->anchor ? "#" : "", l->anchor ? l->anchor : "");
		else if (l->file != NULL)
			strbuf_addf(&sb, "file %s\n", l->file);
		else if (l->folder != NULL)
			strbuf_addf(&sb, "folder %s/\n", l->folder);
		else if (l->url != NULL)
			strbuf_addf(&sb, "host %s\n", l->url);
		else
			strbuf_addf(&sb, "! %s\n", l->problem);
	}
	is_str(sb.buf, want, "links of %s", id);
	strbuf_release(&sb);
}

static void
said(const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	diag_sort(&diags);
	for (i = 0; i < diags.n; i++)
		strbuf_addf(&sb, "%s:%d:%d %s\n", diags.v[i].path,
		    diags.v[i].line, diags.v[i].col, diag_code(diags.v[i].id));
	is_str(sb.buf, want, "what is said");
	strbuf_release(&sb);
}

static void
test_order(void)
{
	static const char *const texts[] = {
		"index.md",
		"# 집\n",
		"pipe.md",
		"# 뿌리의 파이프\n",
		"ipc/index.md",
		"# ipc\n\n[a](index.md) [[index]] [b](../index.md) "
		"[c](..) [d](.) [e](./)\n",
		"ipc/pipe.md",
		"# 파이프\n",
		"ipc/fifo.md",
		"[[pipe]] [[ipc/pipe]] [[./pipe]] [p](pipe.md) "
		"[[../pipe]] [[ipc]] [[IPC/Pipe.md]] [[ipc/]]\n",
		"ipc/deep/a.md",
		"[[fifo]] [[only]] [[twin]] [x](../fifo.md) "
		"[y](../../pipe.md) [z](b/../../pipe) "
		"[w](../../../pipe.md)\n",
		"ipc/deep/twin.md",
		"",
		"py/twin.md",
		"",
		"py/b.md",
		"[[twin]] [[deep/twin]] [[py/twin]] [[nofolder/]]\n",
		"py/sub/only.md",
		"",
		"z.md",
		"[[twin]] [[한글 별명]] [[pipe2]] [[nothing at all]]\n",
		"alias.md",
		"---\naliases: [twin2, 한글 별명, pipe, Other]\n---\n",
		"other.md",
		"",
		"zz.md",
		"[[OTHER]] [[fifo]] [[a]] [[b]]\n",
		NULL,
	};

	graph_of(texts, NULL);
	lead("ipc/index",
	    "index\nipc/index\nindex\nindex\nipc/index\nipc/index\n");
	lead("ipc/fifo", "pipe\nipc/pipe\nipc/pipe\npipe\nipc/index\nipc/pipe\n"
			 "ipc/index\nipc/pipe\n");
	lead("ipc/deep/a",
	    "ipc/fifo\npy/sub/only\nipc/deep/twin\nipc/fifo\npipe\n"
	    "ipc/pipe\n! there is no page "
	    "../../../pipe.md; is it ipc/pipe.md?\n");
	lead("py/b", "py/twin\nipc/deep/twin\npy/twin\n! there is no page or "
		     "file nofolder/\n");
	lead("z", "! twin may be one of: ipc/deep/twin, py/twin; write which\n"
		  "alias\n! there is no page pipe2; is it ipc/pipe?\n"
		  "! there is no page or file nothing at all; 'halfhour "
		  "new \"nothing at all\"' makes it\n");
	lead("zz", "other\nipc/fifo\nipc/deep/a\npy/b\n");
}

/* What a note was called before `mv` is an alias of it that is a path. */
static void
test_old_names(void)
{
	static const char *const texts[] = {
		"관로.md",
		"---\naliases: [ipc/깊은/파이프, tcp/셋]\n---\n",
		"a/둘.md",
		"---\naliases: [예전/x, 예전/이름, 예전/셋]\n---\n[[셋]]\n",
		"b/이름.md",
		"---\naliases: [x]\n---\n[[x]]\n",
		"c/d.md",
		"---\naliases: [예전/셋, 예전/셋]\n---\n[[이름]] [[셋]]\n",
		"z.md",
		"[[파이프]] [[깊은/파이프]] [[ipc/깊은/파이프]] [[깊은]] "
		"[[이름]] [[x]] [[셋]] [[예전/셋]] [p](파이프.md)\n",
		NULL,
	};

	graph_of(texts, NULL);
	lead("z",
	    "관로\n관로\n관로\n! there is no page or file 깊은; 'halfhour new "
	    "깊은' makes it\n"
	    "b/이름\nb/이름\n"
	    "! 셋 may be one of: a/둘, c/d, 관로; write which\n"
	    "! 예전/셋 may be one of: a/둘, c/d; write which\n관로\n");
	lead("a/둘", "a/둘\n");
	lead("c/d", "b/이름\nc/d\n");
}

/* The nearest of many is found wherever it stands among them. */
static void
test_nearest(void)
{
	static const char *const texts[] = { "a/x.md", "[[y]]\n", "b.md",
		"[[x]]\n", "b/b/c.md", "[[x]] [[y]]\n", "b/b/x.md", "",
		"b/c/d/e.md", "[[x]] [[y]]\n", "b/c/x.md", "[[x]] [[y]]\n",
		"b/d.md", "[[x]] [[d/x]]\n", "b/d/d/x.md", "", "c/a/y.md", "",
		"c/b/e.md", "[[x]] [[y]]\n", "c/b/z/y.md", "", NULL };

	graph_of(texts, NULL);
	lead("a/x", "! y may be one of: c/a/y, c/b/z/y; write which\n");
	lead("b",
	    "! x may be one of: a/x, b/b/x, b/c/x, b/d/d/x; write which\n");
	lead(
	    "b/b/c", "b/b/x\n! y may be one of: c/a/y, c/b/z/y; write which\n");
	lead("b/c/d/e",
	    "b/c/x\n! y may be one of: c/a/y, c/b/z/y; write which\n");
	lead(
	    "b/c/x", "b/c/x\n! y may be one of: c/a/y, c/b/z/y; write which\n");
	lead("b/d",
	    "! x may be one of: a/x, b/b/x, b/c/x, b/d/d/x; write which\n"
	    "b/d/d/x\n");
	lead("c/b/e",
	    "! x may be one of: a/x, b/b/x, b/c/x, b/d/d/x; write which\n"
	    "c/b/z/y\n");
}

static void
test_many_candidates(void)
{
	static const char *const texts[] = { "a/x.md", "", "b/x.md", "",
		"c/x.md", "", "d/x.md", "", "e/x.md", "", "f/x.md", "",
		"g/x.md", "", "h/x.md", "", "i/x.md", "", "k/a/x.md", "",
		"k/b/a/x.md", "", "z.md", "[[x]] [[a/x]] [[b/a/x]]\n", NULL };

	graph_of(texts, NULL);
	lead("z", "! x may be one of: a/x, b/x, c/x, d/x, e/x, f/x, g/x, h/x, "
		  "…; write which\na/x\nk/b/a/x\n");
	said("notes/z.md:1:1 link-ambiguous\n");
}

static void
test_names(void)
{
	/* 한글 decomposed, as a Mac writes it. */
#define NFD                                                                    \
	"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"                                 \
	"\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf"
	static const char *const texts[] = {
		"a.md",
		"[[" NFD "]] [[한글]] [x](" NFD ".md) "
		"[y](%ED%95%9C%EA%B8%80.md) [[둘]] [[" NFD " 별명]]\n",
		"한글.md",
		"",
		NFD "둘.md",
		"---\naliases: [한글 별명, 둘]\n---\n",
		"Docker/Über.md",
		"[x](./über.md) [y](image.md) [[image]] "
		"[z](./Image.md) [[DOCKER/IMAGE#HEAD]]\n",
		"Docker/Image.md",
		"# Head\n\n# Straße\n",
		"straße.md",
		"[[STRASSE]] [[docker/image#STRASSE]]\n",
		NULL,
	};

	graph_of(texts, NULL);
	lead("a", "한글\n한글\n한글둘\n한글둘\n한글\n한글\n");
	lead("docker/über", "Docker/Image\nDocker/Image#head\nDocker/Über\n"
			    "Docker/Image\nDocker/Image\n");
	lead("STRASSE", "straße\nDocker/Image#strasse\n");
	said("");
	ok(graph_find(g, NFD) != NULL && graph_find(g, NFD "둘") != NULL &&
		graph_find(g, "DOCKER/image") != NULL &&
		graph_find(g, "docker") == NULL && graph_find(g, "") == NULL,
	    "pages are found in any form and case");
	ok(strcmp(graph_find(g, NFD)->url, "한글.html") == 0,
	    "their addresses are NFC");
#undef NFD
}

static void
test_anchors(void)
{
	static const char *const texts[] = {
		"a.md",
		"# 가 나\n\n[[#가 나]] [[#다]] [[b#둘째 (2)]] [[b#둘째-2]] "
		"[[b#둘]] [[b#]] [x](b.md#%EB%91%98-1) [[b#^x1]] "
		"[[b#^x2]] [[b#없음]]\n",
		"b.md",
		"# 둘\n\n## 둘째 (2)\n\n## 둘\n\n글 ^x1\n",
		NULL,
	};

	graph_of(texts, NULL);
	lead("a",
	    "a#가-나\na\nb#둘째-2\nb#둘째-2\nb#둘\nb\nb#^x1\nb\nb\nb#둘-1\n");
	said("notes/a.md:3:14 link-anchor\nnotes/a.md:3:104 link-anchor\n"
	     "notes/a.md:3:114 link-anchor\n");
}

/* a#b#c is the heading c below b, below a. */
/* Headings whose slugs differ only by their order are told by their texts. */
static void
test_texts(void)
{
	static const char *const texts[] = {
		"a.md",
		"[[b#C]] [[b#C++]] [[b#C#]] [[b#c#]] [[b#🎉]] [[b#!!!]] "
		"[[b#언어#C++]] [[b#다른 언어#C#]] [[b#c-1]] [[b#같음]] "
		"[[b#fork()]] [x](b.md#c) [x](b.md#c-1) [x](b.md#C%2B%2B) "
		"![[b#C#]] [[b#\341\204\200\341\205\241]]\n",
		"b.md",
		"# 언어\n\n## C++\n\n둘\n\n## C\n\n## C#\n\n## !!!\n\n"
		"## 🎉\n\n## 같음\n\n## 같음\n\n## `fork()`\n\n## fork\n\n"
		"# 다른 언어\n\n## C#\n\n## 가\n",
		NULL,
	};

	graph_of(texts, NULL);
	said("");
	lead("a", "b#c-1\nb#c\nb#c-2\nb#c-2\nb#section-1\nb#section\n"
		  "b#c\nb#c-3\nb#c-1\nb#같음\nb#fork\nb#c-2\nb#가\n"
		  "b#c\nb#c-1\nb#c\n");
}

static void
test_chains(void)
{
	static const char *const texts[] = {
		"a.md",
		"[[b#하나#같음]] [[b#둘#같음]] [[b#위#둘#같음]] "
		"[[b#셋#같음]] [[b#하나#둘]] [[b#둘#^x]] [[b##둘]]\n",
		"b.md",
		"# 위\n\n## 하나\n\n### 같음\n\n## 둘\n\n### 같음\n\n"
		"글 ^x\n\n## 셋\n",
		NULL,
	};

	graph_of(texts, NULL);
	lead("a", "b#같음\nb#같음-1\nb#같음-1\nb\nb\nb#^x\nb#둘\n");
	said("notes/a.md:1:59 link-anchor\nnotes/a.md:1:76 link-anchor\n");
}

/* What each embed of a page shows of the HTML. */
static void
shows(const char *id, const char *want)
{
	const struct graph_page *p = graph_find(g, id);
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; p != NULL && i < p->note->n_links; i++) {
		const struct graph_link *l = &p->links[i];

		if (l->part == NULL)
			strbuf_adds(&sb, "(nothing)");
		else
			strbuf_add(&sb, l->to->note->html + l->part->from,
			    l->part->to - l->part->from);
		strbuf_addc(&sb, '|');
	}
	is_str(sb.buf, want, "embeds of %s", id);
	strbuf_release(&sb);
}

static void
test_embeds(void)
{
	static const char *const texts[] = {
		"a.md",
		"![[b]]\n\n![[b#하나]]\n![[b#^p]] ![[b#^t]]\n\n"
		"![[b#안]]\n\n[[b]]\n\n![[b#없음]]\n",
		"b.md",
		"# 나\n\n글 ^p\n\n## 하나\n\n- 하나\n- 둘\n\n^t\n\n"
		"### 아래\n\n## 둘\n\n> ## 안\n",
		NULL,
	};
	const struct graph_page *b;

	graph_of(texts, NULL);
	b = graph_find(g, "b");
	shows("a", arena_printf(arena,
		       "%s|<h2>하나</h2>\n<span id=\"^t\"></span><ul>\n"
		       "<li>하나</li>\n<li>둘</li>\n</ul>\n<h3>아래</h3>\n|"
		       "글|<ul>\n<li>하나</li>\n<li>둘</li>\n</ul>\n|"
		       "(nothing)|(nothing)|(nothing)|",
		       b->note->html));
	said("notes/a.md:10:1 link-anchor\n");
}

static void
test_embed_circles(void)
{
	static const char *const texts[] = {
		"a.md",
		"![[b]]\n\n## 절\n\n![[#다른 절]]\n\n## 다른 절\n\n글\n",
		"b.md",
		"![[c]]\n\n![[c]]\n",
		"c.md",
		"말 ![[a]] 안의 것은 링크다.\n\n## 위\n\n![[b]]\n",
		"d.md",
		"# 나\n\n![[d]]\n\n## 아래\n\n![[#나]]\n\n![[a#절]]\n",
		NULL,
	};

	graph_of(texts, NULL);
	said("notes/c.md:5:1 embed-cycle\nnotes/d.md:3:1 embed-cycle\n"
	     "notes/d.md:7:1 embed-cycle\n");
}

static void
test_files(void)
{
	static const char *const files[] = { "a/그림.png", "a/x.png", "b/x.png",
		"data.csv", "한 글.pdf", NULL };
	static const char *const texts[] = {
		"a/n.md",
		"![](그림.png) ![](x.png) ![](../data.csv) "
		"![[그림.png]] [x](../%ED%95%9C%20%EA%B8%80.pdf) "
		"![](../b/x.png) ![](../../x.png) ![[b/X.PNG]]\n",
		"c/m.md",
		"![](그림.png) ![](x.png) ![[data.csv|200]] [[한 글.pdf]] "
		"![](없음.png) ![](n.md)\n",
		NULL,
	};

	graph_of(texts, files);
	lead("a/n",
	    "file a/그림.png\nfile b/x.png\nfile a/그림.png\nfile a/x.png\n"
	    "file data.csv\nfile 한 글.pdf\nfile b/x.png\n"
	    "! there is no file ../../x.png; is it a/x.png?\n");
	lead("c/m", "file data.csv\nfile 한 글.pdf\nfile a/그림.png\n"
		    "! there is no file x.png; is it a/x.png?\n"
		    "! there is no file 없음.png\n"
		    "a/n\n");
}

/* A path from the root is one in the notes, and else the host's. */
static void
test_root(void)
{
	static const char *const files[] = { "그림/가.png", "하위/그림/가.png",
		"하위/나.png", NULL };
	static const char *const texts[] = {
		"index.md",
		"",
		"쪽.md",
		"# 절\n",
		"하위/쪽.md",
		"",
		"하위/글.md",
		"[[/그림/가.png]] [[/쪽]] ![x](/그림/가.png) ![x](/하위/나.png)\n"
		"[p](/쪽.md) [p](/쪽#절) [p](/하위/쪽/) [p](/하위/../쪽) [h](/)\n\n"
		"![x](/나.png) [u](/url) [u](/url/쪽?a#b) [u](/가.html)\n"
		"![x](/그림/나.png) [p](/하위/없음) [p](/없음.md) [p](/../쪽)\n"
		"[p](/%2e%2e/쪽) [p](/a/../../쪽)\n",
		NULL,
	};

	graph_of(texts, files);
	lead("하위/글",
	    "file 그림/가.png\n쪽\nfile 그림/가.png\nfile 하위/나.png\n"
	    "쪽\n쪽#절\n하위/쪽\n쪽\nindex\n"
	    "host /나.png\nhost /url\nhost /url/쪽?a#b\nhost /가.html\n"
	    "! there is no file /그림/나.png; is it 하위/나.png?\n"
	    "! there is no page or file /하위/없음\n"
	    "! there is no page or file /없음.md\n"
	    "! there is no page /../쪽; is it 쪽?\n"
	    "! there is no page /../쪽; is it 쪽?\n"
	    "! there is no page /a/../../쪽; is it 쪽?\n");
	said("notes/하위/글.md:4:1 link-root\n"
	     "notes/하위/글.md:4:16 link-root\n"
	     "notes/하위/글.md:4:26 link-root\n"
	     "notes/하위/글.md:4:44 link-root\n"
	     "notes/하위/글.md:5:1 file-missing\n"
	     "notes/하위/글.md:5:23 link-broken\n"
	     "notes/하위/글.md:5:43 link-broken\n"
	     "notes/하위/글.md:5:59 link-broken\n"
	     "notes/하위/글.md:6:1 link-broken\n"
	     "notes/하위/글.md:6:18 link-broken\n");
}

/* Addresses in raw HTML are paths, and no names. */
static void
test_raw(void)
{
	static const char *const files[] = { "a b.pdf", "그림/가.png",
		"하위/나.png", NULL };
	static const char *const texts[] = {
		"쪽.md",
		"---\naliases: [별명]\n---\n# 절\n",
		"하위/쪽.md",
		"",
		"비밀.md",
		"---\nprivate: true\n---\n",
		"초안.md",
		"---\ndraft: true\n---\n",
		"하위/글.md",
		"<a href=\"쪽.md\">1</a> <a href='../쪽.md#절'>2</a> "
		"<a href=/쪽>3</a> <q cite=../쪽>4</q> <a href=글.md#없음>5</a>\n"
		"<img src=\"나.png\"> <img src=../그림/가.png> "
		"<a href=\"../a%20b.pdf\">6</a>\n\n"
		"<div>\n<img src=가.png> <a href=그림/가.png>1</a>\n"
		"<a href=별명>2</a> <a href=../비밀.md>3</a>\n"
		"<a href=\"../초안\">4</a> <a href=../쪽.html>5</a>\n"
		"<a href=../../쪽.md>6</a> <a href=&#46;./%2e%2e/쪽>7</a>\n"
		"<a href=/about>8</a> <img src=/그림/나.png> <a href=..>9</a>\n"
		"</div>\n",
		NULL,
	};

	graph_of(texts, files);
	lead("하위/글", "하위/쪽\n쪽#절\n쪽\n쪽\n하위/글\nfile 하위/나.png\n"
			"file 그림/가.png\nfile a b.pdf\n"
			"! there is no file 가.png; is it /그림/가.png?\n"
			"! there is no file 그림/가.png; is it /그림/가.png?\n"
			"! there is no page or file 별명\n"
			"! there is no page or file ../비밀.md\n"
			"! there is no page or file ../초안\n"
			"! there is no file ../쪽.html; is it ../쪽.md?\n"
			"! there is no page ../../쪽.md; is it /쪽.md?\n"
			"! there is no page ../../쪽; is it /쪽.md?\n"
			"host /about\n"
			"! there is no file /그림/나.png; is it /하위/나.png?\n"
			"folder /\n");
	said("notes/하위/글.md:1:94 link-anchor\n"
	     "notes/하위/글.md:5:1 file-missing\n"
	     "notes/하위/글.md:5:19 file-missing\n"
	     "notes/하위/글.md:6:1 link-broken\n"
	     "notes/하위/글.md:6:22 link-broken\n"
	     "notes/하위/글.md:7:1 link-broken\n"
	     "notes/하위/글.md:7:27 file-missing\n"
	     "notes/하위/글.md:8:1 link-broken\n"
	     "notes/하위/글.md:8:28 link-broken\n"
	     "notes/하위/글.md:9:1 link-root\n"
	     "notes/하위/글.md:9:22 file-missing\n");
	ok(graph_find(g, "쪽")->n_backlinks == 1 &&
		strstr(graph_find(g, "쪽")->backlinks->link->context,
		    "1 2 3") != NULL,
	    "they link back, with the text around them");
}

static const char secret_day[] =
    "---\nprivate: true\n---\n# 2026-11-22\n\n## 리뷰\n\n### 21:00–21:30 비밀 주제: x\n";

static void
test_private(void)
{
	static const char *const texts[] = {
		"open.md",
		"---\naliases: [열린]\n---\n[[hidden]] [[draft]] [[별명]] "
		"[x](hidden.md)\n",
		"hidden.md",
		"---\nprivate: true\naliases: [별명]\n---\n# 비밀\n\n"
		"[[open]] [[nowhere]] ![](secret.png)\n",
		"draft.md",
		"---\ndraft: true\n---\n[[open]]\n",
		"broken.md",
		"---\nprivate: true\ntitle: a: b\n---\n[[open]]\n",
		"daily/2026-11-21.md",
		"# 2026-11-21\n\n## 리뷰\n\n"
		"### 21:00–21:30 hidden: y\n",
		"daily/2026-11-22.md",
		secret_day,
		"daily/2026-11-23.md",
		"# 2026-11-23\n\n## 리뷰\n\n"
		"### 21:00–21:30 open: z\n\n[[open]]\n",
		NULL,
	};
	static const char *const files[] = { "secret.png", NULL };
	bool seen = false;
	size_t i;

	graph_of(texts, files);
	ok(g->n_pages == 3 && graph_find(g, "hidden") == NULL &&
		graph_find(g, "draft") == NULL &&
		graph_find(g, "broken") == NULL &&
		graph_find(g, "daily/2026-11-22") == NULL,
	    "private notes and drafts are no pages");
	lead("open", "! there is no page or file hidden\n"
		     "! there is no page or file draft\n"
		     "! there is no page or file 별명; 'halfhour new 별명' "
		     "makes it\n"
		     "! there is no page or file hidden.md\n");
	ok(graph_find(g, "open")->n_backlinks == 1 &&
		strcmp(graph_find(g, "open")->backlinks[0].from->id,
		    "daily/2026-11-23") == 0,
	    "they link back from nowhere");
	ok(g->n_days == 2 && strcmp(g->days[0]->id, "daily/2026-11-23") == 0 &&
		g->days[0]->prev == g->days[1] &&
		g->days[1]->next == g->days[0],
	    "a private day is not between the others");
	for (i = 0; i < g->n_topics; i++)
		seen = seen || strcmp(g->topics[i].name, "비밀 주제") == 0;
	ok(!seen && g->n_topics == 2, "nor are its topics");
	for (i = 0; i < g->n_topics; i++)
		if (strcmp(g->topics[i].name, "hidden") == 0)
			ok(g->topics[i].page == NULL,
			    "a topic does not lead to a private note");
	for (i = 0; i < diags.n; i++)
		seen = seen || strstr(diags.v[i].msg, "비밀") != NULL ||
		       strstr(diags.v[i].msg, "nowhere") != NULL;
	ok(!seen, "and nothing is said of them");

	g = graph_drafts(texts, files, true);
	ok(graph_find(g, "draft") != NULL && graph_find(g, "hidden") == NULL,
	    "drafts are shown when asked for, private notes never");
}

static void
test_backlinks(void)
{
	static const char *const texts[] = {
		"a.md",
		"앞 [[c]] 뒤\n\n둘 [[c]] [[c#x]] [d](c.md)\n",
		"b.md",
		"[[c]] [[a]] [[c]]\n",
		"c.md",
		"# x\n\n[[c]] [[#x]] [[a]]\n",
		"가.md",
		"[[c]]\n",
		NULL,
	};
	const struct graph_page *c;

	graph_of(texts, NULL);
	c = graph_find(g, "c");
	ok(c->n_backlinks == 3 && strcmp(c->backlinks[0].from->id, "a") == 0 &&
		strcmp(c->backlinks[1].from->id, "b") == 0 &&
		strcmp(c->backlinks[2].from->id, "가") == 0,
	    "one a page, by page, none from itself");
	is_str(c->backlinks[0].link->context, "앞 c 뒤", "with the first link");
	ok(graph_find(g, "a")->n_backlinks == 2 &&
		graph_find(g, "b")->n_backlinks == 0,
	    "of the others");
}

static void
test_days(void)
{
	static const char *const texts[] = {
		"ipc/pipe.md",
		"---\naliases: [파이프]\n---\n",
		"docker.md",
		"",
		"daily/2026-11-20.md",
		"# 2026-11-20\n\n## 리뷰\n\n"
		"### 21:00–21:20 pipe: 하나\n\n"
		"### 22:00–22:10 기타: 둘\n",
		"daily/2026-11-22.md",
		"# 2026-11-22\n\n## 리뷰\n\n"
		"### 21:00–21:28 Docker: 셋\n\n"
		"### 22:00–22:30 파이프: 넷\n\n"
		"### 시간 없음\n",
		"daily/2026-11-21.md",
		"# 2026-11-21\n",
		"daily/2025-12-31.md",
		"# 2025-12-31\n\n## 리뷰\n\n"
		"### 23:50–00:10 기타: 다섯\n",
		"daily/메모.md",
		"",
		NULL,
	};
	const struct graph_page *p;

	graph_of(texts, NULL);
	ok(g->n_days == 4 && strcmp(g->days[0]->id, "daily/2026-11-22") == 0 &&
		strcmp(g->days[1]->id, "daily/2026-11-21") == 0 &&
		strcmp(g->days[2]->id, "daily/2026-11-20") == 0 &&
		strcmp(g->days[3]->id, "daily/2025-12-31") == 0,
	    "newest first");
	ok(g->days[0]->next == NULL && g->days[0]->prev == g->days[1] &&
		g->days[1]->next == g->days[0] &&
		g->days[2]->prev == g->days[3] && g->days[3]->prev == NULL,
	    "each with its neighbours");
	ok(graph_find(g, "daily/메모")->day == NULL &&
		graph_find(g, "docker")->prev == NULL,
	    "other notes are no days");
	p = graph_find(g, "ipc/pipe");
	ok(p->n_studies == 2 && strcmp(p->studies[0].entry->title, "넷") == 0 &&
		strcmp(p->studies[1].entry->title, "하나") == 0 &&
		p->studies[0].day == g->days[0],
	    "a note knows when it was studied, by name and alias");
	ok(g->n_topics == 4 && g->topics[0].page == p &&
		g->topics[0].minutes == 50 && g->topics[0].n_studies == 2,
	    "topics: the one of most minutes first");
	ok(strcmp(g->topics[0].name, "파이프") == 0, "by its newest name");
	ok(strcmp(g->topics[1].name, "기타") == 0 &&
		g->topics[1].minutes == 30 && g->topics[1].page == NULL &&
		strcmp(g->topics[2].name, "Docker") == 0 &&
		g->topics[2].minutes == 28 &&
		g->topics[2].page == graph_find(g, "docker"),
	    "those without a note too");
	p = graph_find(g, "daily/2026-11-22");
	ok(p->n_studies == 3 && strcmp(p->studies[0].entry->title, "셋") == 0,
	    "a day has its entries in their order");
}

static void
test_newest(void)
{
	static const char *const texts[] = {
		"daily/2026-11-22.md",
		"# 2026-11-22\n\n## 리뷰\n\n"
		"### 21:00–21:10 x: 하나\n\n"
		"### 22:00–22:10 x: 둘\n",
		"daily/2026-11-23.md",
		"# 2026-11-23\n\n## 리뷰\n\n"
		"### 21:00–21:10 X: 셋\n\n"
		"### 22:00–22:10 x: 넷\n",
		NULL,
	};
	const struct graph_topic *t;

	graph_of(texts, NULL);
	t = g->topics;
	ok(g->n_topics == 1 && t->n_studies == 4 && t->minutes == 40 &&
		strcmp(t->studies[0].entry->title, "넷") == 0 &&
		strcmp(t->studies[1].entry->title, "셋") == 0 &&
		strcmp(t->studies[3].entry->title, "하나") == 0,
	    "the studies of a topic, newest first, whatever its case");
}

static void
test_twice(void)
{
	static const char *const texts[] = {
		"pipe.md",
		"---\nprivate: true\n---\n",
		"Pipe.md",
		"# 하나\n",
		"PIPE.md",
		"# 둘\n",
		"ipc.md",
		"# 파일\n",
		"ipc/index.md",
		"# 폴더\n",
		"a.md",
		"[[pipe]] [[ipc]] [[ipc/index]]\n",
		"b.md",
		"---\naliases: [twin, Twin]\n---\n",
		"c.md",
		"---\naliases: [TWIN, a]\n---\n[[twin]] [[a]]\n",
		"\xed\x95\x9c.md",
		"",
		"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab.md",
		"",
		NULL,
	};

	graph_of(texts, NULL);
	lead("a", "PIPE\nipc\nipc/index\n");
	lead("c", "! twin may be one of: b, c; write which\na\n");
	said("notes/Pipe.md:0:0 page-twice\nnotes/b.md:2:11 alias-twice\n"
	     "notes/b.md:2:17 alias-twice\nnotes/c.md:2:11 alias-twice\n"
	     "notes/c.md:2:17 alias-twice\nnotes/c.md:4:1 link-ambiguous\n"
	     "notes/\xed\x95\x9c.md:0:0 page-twice\n");
	ok(g->n_pages == 7, "one page for each id");
}

static void
test_home(void)
{
	static const char *const none[] = { NULL };
	static const char *const texts[] = { "Index.md", "", "daily/index.md",
		"", NULL };

	graph_of(none, NULL);
	ok(g->n_pages == 0 && g->home == NULL && g->n_days == 0 &&
		g->n_topics == 0,
	    "no notes");
	graph_of(texts, NULL);
	ok(g->home == graph_find(g, "index") && g->home != NULL, "home");
}

/* An entry that is about nothing is not about the home page. */
static void
test_no_topic(void)
{
	static const char *const texts[] = {
		"index.md",
		"",
		"daily/index.md",
		"",
		"daily/2026-11-23.md",
		"# 2026-11-23\n\n## 리뷰\n\n"
		"### 21:00–21:10\n\n### 22:00–22:10 : x\n",
		NULL,
	};
	size_t i, wrong = 0;

	graph_of(texts, NULL);
	for (i = 0; i < g->n_topics; i++)
		wrong += g->topics[i].page != NULL;
	ok(wrong == 0 && graph_find(g, "index")->n_studies == 0,
	    "an entry without a topic has no note");
}

/* Nothing takes more than its share: many links, headings and misspellings. */
static void
test_many(void)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	const char *texts[2 * 600 + 1];
	int64_t began;
	int i;

	for (i = 0; i < 8000; i++)
		strbuf_addf(&a, "[[#h %d]]\n[[b#h %d]]\n\n", i, i);
	for (i = 0; i < 8000; i++) {
		strbuf_addf(&a, "# h %d\n", i);
		strbuf_addf(&b, "# h %d\n", i);
	}
	texts[0] = "a.md";
	texts[1] = a.buf;
	texts[2] = "b.md";
	texts[3] = b.buf;
	for (i = 2; i < 600; i++) {
		texts[2 * i] = arena_printf(arena, "폴더/쪽 %d.md", i);
		texts[2 * i + 1] = "[[없는 쪽]]\n";
	}
	texts[1200] = NULL;
	began = date_ticks();
	graph_of(texts, NULL);
	ok(diags.n == 598 && g->n_pages == 600 &&
		graph_find(g, "b")->n_backlinks == 1 &&
		strcmp(graph_find(g, "a")->links[15999].anchor, "h-7999") == 0,
	    "16,000 links and 16,000 headings after %d ms",
	    (int)(date_ticks() - began));
	strbuf_release(&a);
	strbuf_release(&b);
}

static void
test_near(void)
{
	static const char *const texts[] = {
		"도커.md",
		"---\naliases: [별명표, C/D, ../../나쁨, \"https://e.org/x\"]\n---\n",
		"ipc/pipe.md",
		"",
		"a.md",
		"[[도켜]] [x](도켜.md) [x](./도켜.md) [x](/ipc/pipp.md) "
		"[x](ipc/pipp.md) [[별면표]] [x](별면표.md) [[c/e]] "
		"[[ipc/pipp.md]]\n",
		"ipc/b.md",
		"[x](../도켜.md) [x](pipp.md) [[./pipp]] [x](..) "
		"[x](../../도켜.md) [[../../나쁨]] [[https://e.org/y]]\n",
		NULL,
	};

	graph_of(texts, NULL);
	/* Wiki links come first. */
	lead("a", "! there is no page 도켜; is it 도커?\n"
		  "! there is no page 별면표; is it 별명표?\n"
		  "! there is no page c/e; is it C/D?\n"
		  "! there is no page ipc/pipp.md; is it ipc/pipe.md?\n"
		  "! there is no page 도켜.md; is it 도커.md?\n"
		  "! there is no page ./도켜.md; is it 도커.md?\n"
		  "! there is no page /ipc/pipp.md; is it ipc/pipe.md?\n"
		  "! there is no page ipc/pipp.md; is it ipc/pipe.md?\n"
		  "! there is no page or file 별면표.md\n");
	lead("ipc/b", "! there is no page ./pipp; is it ipc/pipe?\n"
		      "! there is no page or file ../../나쁨\n"
		      "! there is no page or file https://e.org/y\n"
		      "! there is no page ../도켜.md; is it 도커.md?\n"
		      "! there is no page pipp.md; is it ipc/pipe.md?\n"
		      "folder /\n"
		      "! there is no page ../../도켜.md; is it 도커.md?\n");
}

/* Every name is looked for once, and in the end no more of them are: the cost
 * of broken links has a bound. */
static void
test_many_broken(void)
{
	enum {
		PAGES = 1600,
		AGAIN = 1000
	};
	const char **texts = xcalloc(2 * PAGES + 3, sizeof(*texts));
	struct strbuf sb = STRBUF_INIT;
	size_t i, near = 0, same = 0;

	for (i = 0; i < PAGES; i++) {
		texts[2 * i] = arena_printf(arena, "note-%04zu.md", i);
		texts[2 * i + 1] =
		    arena_printf(arena, "[[nota-%04zu]] \n", PAGES - i);
	}
	texts[2 * i] = "again.md";
	for (i = 0; i < AGAIN; i++)
		strbuf_adds(&sb, "[[agian]] ");
	strbuf_addc(&sb, '\n');
	texts[2 * PAGES + 1] = sb.buf;
	graph_of(texts, NULL);
	for (i = 0; i < diags.n; i++) {
		same += strstr(diags.v[i].msg, "agian; is it again?") != NULL;
		near += strstr(diags.v[i].msg, "is it note-") != NULL;
	}
	ok(diags.n == PAGES + AGAIN, "each broken link is told");
	ok(same == AGAIN, "one name is looked for once, for all");
	ok(near >= 300 && near < 350, "of the others so many: %zu", near);
	strbuf_release(&sb);
	free(texts);
}

/* ---- commits ------------------------------------------------------------- */

static const struct graph_dates *
dates_of(const struct note *n, void *payload)
{
	static struct graph_dates dates = { { 1, 0 }, { 2, 0 }, true, true };

	(void)payload;
	return strcmp(n->id, "a") == 0 ? &dates : NULL;
}

/* What is not shown is not told of, nor what was said when it was changed. */
static void
test_commits(void)
{
	static const struct note notes[] = {
		{ .id = "a", .path = "notes/a.md", .title = "a" },
		{ .id = "b", .path = "notes/b.md", .title = "b" },
		{ .id = "c",
		    .path = "notes/c.md",
		    .title = "c",
		    .meta = { .private = true } },
		{ .id = "d",
		    .path = "notes/d.md",
		    .title = "d",
		    .meta = { .draft = true } },
	};
	static const struct note *const ab[] = { &notes[0], &notes[1] };
	static const struct note *const ac[] = { &notes[0], &notes[2] };
	static const struct note *const d[] = { &notes[3] };
	const struct graph_commit commits[] = {
		{ { 5, 0 }, "5", "둘", ab, 2, false },
		{ { 4, 0 }, "4", "비밀", &ac[1], 1, false },
		{ { 3, 0 }, "3", "비밀과 하나", ac, 2, false },
		{ { 2, 0 }, "2", "하나와 없는 것", ac, 1, true },
		{ { 1, 0 }, "1", "초안", d, 1, false },
	};
	struct graph_src src = { .notes = notes,
		.n_notes = 4,
		.dates = dates_of,
		.commits = commits,
		.n_commits = 5 };

	g = graph_build(&src, arena, NULL);
	ok(g->n_changes == 3, "commits: of what is shown alone");
	is_str(g->changes[0].subject, "둘", "commits: what one says");
	ok(g->changes[0].n_pages == 2 && g->changes[0].pages[1] == &g->pages[1],
	    "commits: and the pages that it changed");
	ok(g->changes[1].subject == NULL && g->changes[1].n_pages == 1,
	    "commits: not what is said of what is private, too");
	ok(g->changes[2].subject == NULL,
	    "commits: nor of what is here no more");
	ok(g->pages[0].dates != NULL && g->pages[1].dates == NULL,
	    "commits: pages have their dates");
	src.drafts = true;
	g = graph_build(&src, arena, NULL);
	ok(g->n_changes == 4, "commits: drafts are shown when asked for");
	is_str(g->changes[3].subject, "초안", "commits: and what is said");
}

int
main(void)
{
	setenv("HALFHOUR_NOW", "2026-11-24T21:00:00+09:00", 1);
	arena = arena_new();
	test_order();
	test_old_names();
	test_nearest();
	test_many_candidates();
	test_names();
	test_anchors();
	test_texts();
	test_chains();
	test_embeds();
	test_embed_circles();
	test_files();
	test_root();
	test_raw();
	test_private();
	test_backlinks();
	test_days();
	test_newest();
	test_twice();
	test_home();
	test_no_topic();
	test_many();
	test_near();
	test_many_broken();
	test_commits();
	diag_release(&diags);
	arena_free(arena);
	return done_testing();
}
