/* test_note_same.c: which edits of a note others see */
#include "tap.h"

#include "note/note_same.h"

static struct arena *arena;

static struct note
note_of(const char *text)
{
	static const struct note_opts opts = { .lang = "ko" };
	struct note_src src = { "notes/ipc/파이프.md", 6, text, strlen(text) };
	struct note n;

	note_parse(&n, &src, &opts, arena, NULL);
	return n;
}

/* The note that is edited: front matter, and what stands below it. */
#define HEAD                                                                   \
	"title: 파이프\n"                                                   \
	"aliases: [관, 관로]\n"                                             \
	"tags: [ipc, 커널]\n"                                                \
	"description: 한 줄로\n"                                            \
	"lang: ko\n"                                                           \
	"draft: false\n"                                                       \
	"private: false\n"                                                     \
	"see: \"[[도커]]\"\n"
#define BODY                                                                   \
	"# 파이프\n\n"                                                      \
	"앞의 말 [[도커#층|도커의 층]] 뒤의 말 #통신\n\n"       \
	"## 읽기\n\n"                                                        \
	"한 문단 ^a1\n\n"                                                   \
	"[글](../노트.md?raw=1#절 \"제목\") <a href=\"셋.md\">셋</a> " \
	"[집](/ipc/넷.md)\n\n"                                               \
	"[[C#]] ![[그림.png|300]]\n\n"                                       \
	"![[다섯]]\n\n"                                                      \
	"| 하나 | 둘 |\n| --- | --- |\n| 셋 | 넷 |\n\n"                   \
	"```c {#one}\nint x;\n```\n"

/* The text with the first `from` in it as `to`. */
static const char *
edited(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	if (at == NULL) {
		ok(false, "the note has %s", from);
		return text;
	}
	return arena_printf(
	    arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

enum seen {
	NOBODY, /* sees it */
	PLACES, /* who asks for places does */
	ALL,
};

static enum seen
seen_by(const char *was, const char *now)
{
	struct note a = note_of(was), b = note_of(now);
	bool same = note_same_outside(&a, &b, false);
	bool same_places = note_same_outside(&a, &b, true);

	/* Whoever edits it back is seen by the same. */
	if (same != note_same_outside(&b, &a, false) ||
	    same_places != note_same_outside(&b, &a, true))
		ok(false, "both ways are the same: %s", now);
	/* And each is as it is itself. */
	if (!note_same_outside(&a, &a, true))
		ok(false, "a note is as it is: %s", was);
	return !same ? ALL : !same_places ? PLACES : NOBODY;
}

struct edit {
	enum seen seen;
	const char *from, *to, *desc;
};

static const struct edit edits[] = {
	{ ALL, "title: 파이프", "title: 관", "the title" },
	{ ALL, "title: 파이프\n", "", "no title, but a heading of it" },
	{ ALL, "[관, 관로]", "[관, 도관]", "an alias" },
	{ ALL, "[관, 관로]", "[관]", "an alias less" },
	{ ALL, "[관, 관로]", "[관로, 관]", "aliases in another order" },
	{ ALL, "[ipc, 커널]", "[ipc, 셸]", "a tag" },
	{ ALL, "[ipc, 커널]", "[ipc]", "a tag less" },
	{ ALL, "#통신", "#소켓", "a tag in the text" },
	{ ALL, "#통신", "통신", "none" },
	{ ALL, "한 줄로", "두 줄로", "the description" },
	{ ALL, "description: 한 줄로\n", "", "no description" },
	{ ALL, "lang: ko", "lang: en", "the language" },
	{ ALL, "lang: ko\n", "", "that of the wiki" },
	{ ALL, "draft: false", "draft: true", "a draft" },
	{ ALL, "private: false", "private: true", "a private note" },
	{ ALL, "lang: ko", "lang: ko\ndate: 2026-11-23", "a date" },
	{ ALL, "[[도커]]", "[[노트]]", "a link of the front matter" },
	{ ALL, "see: \"[[도커]]\"\n", "", "which goes" },
	{ ALL, "[[도커#층", "[[관#층", "where a link leads" },
	{ ALL, "[[도커#층", "[[도커#틈", "and to which place" },
	{ ALL, "[[도커#층", "[[도커", "to none" },
	{ ALL, "[[도커#층", "![[도커#층", "a link that is embedded" },
	{ ALL, "[[도커#층|도커의 층]]", "[도커의 층](도커#층)",
	    "one of Markdown instead" },
	{ ALL, "[[도커#층|도커의 층]]", "", "a link less" },
	{ ALL, "한 문단", "한 [[문단]]", "a link more" },
	{ ALL, "../노트.md?", "../메모.md?", "where one of Markdown leads" },
	{ ALL, "raw=1", "raw=2", "what it asks for" },
	{ ALL, "노트.md?raw=1", "노트.md%3Fraw=1", "a name and no query" },
	{ ALL, "#절", "#장", "its place" },
	{ ALL, "href=\"셋.md\"", "href=\"넷.md\"", "one of raw HTML" },
	{ ALL, "<a href=\"셋.md\">셋</a>",
	    "<blockquote cite=\"셋.md\">셋</blockquote>", "another attribute" },
	{ ALL, "(/ipc/넷.md)", "(/넷.md)", "one from the root" },
	{ ALL, "(/ipc/넷.md)", "(/ipc/%EB%84%B7.md)", "as it is written" },
	{ ALL, "[[C#]]", "[[C]]", "a name that ends in a sign" },
	{ ALL, "![[그림.png|300]]", "![](그림.png)", "a picture by its path" },
	{ ALL, "![[다섯]]", "![](다섯.md)", "a note by its path" },
	{ ALL, "![[다섯]]", "[[다섯]]", "what is not embedded any more" },
	{ ALL, "c {#one}", "c {#one .run}", "an example that runs" },
	{ ALL, "c {#one}", "console {#one needs=docker}",
	    "a session in a container" },
	{ PLACES, "## 읽기", "## 쓰기", "a heading" },
	{ PLACES, "## 읽기", "### 읽기", "its level" },
	{ PLACES, "## 읽기\n\n", "", "which goes" },
	{ PLACES, "## 읽기", "## 읽기\n\n## 읽기", "twice the same" },
	{ PLACES, "# 파이프\n", "# 관\n",
	    "the first heading, where the front matter has a title" },
	{ PLACES, "^a1", "^a2", "a block" },
	{ PLACES, "^a1", "", "which goes" },
	{ PLACES, "^a1", "^a1\n\n- 칸 ^b2", "or comes" },
	{ NOBODY, "한 문단", "두 문단", "words" },
	{ NOBODY, "한 문단", "한 문단\n\n또 한 문단", "a paragraph" },
	{ NOBODY, "앞의 말", "다른 말\n", "words around a link" },
	{ NOBODY, "|도커의 층", "|층들", "what a link is called" },
	{ NOBODY, "\"제목\"", "\"이름\"", "its title" },
	{ NOBODY, "|300]]", "|200x100]]", "the size of a picture" },
	{ NOBODY, "| 셋 | 넷 |", "| 다섯 | **여섯** |", "a table" },
	{ NOBODY, "int x;", "int y;", "code that is not run" },
	{ NOBODY, "c {#one}", "python {#two}", "its name and language" },
	{ NOBODY, "## 읽기", "> [!note] 말\n> 안\n\n## 읽기", "a callout" },
	{ NOBODY, "한 문단", "한 [문단](https://example.org/)",
	    "a link to elsewhere" },
	{ NOBODY, "lang: ko", "lang: ko\nmood: 좋음", "a key of one's own" },
	{ NOBODY, "도커의 층", "도커의 층", "nothing" },
};

static void
test_edits(void)
{
	static const char text[] = "---\n" HEAD "---\n\n" BODY;
	static const char *const who[] = { "nobody", "places", "all" };
	size_t i;

	for (i = 0; i < sizeof(edits) / sizeof(*edits); i++) {
		const struct edit *x = &edits[i];
		enum seen seen = seen_by(text, edited(text, x->from, x->to));

		ok(seen == x->seen, "%s: seen by %s, to be seen by %s", x->desc,
		    who[seen], who[x->seen]);
	}
}

/* What makes a note one of which others show more, whatever is edited. */
static void
test_never(void)
{
	static const char *const texts[][2] = {
		{ "---\ndate: 2026-11-23\n---\n# 날\n\n말\n", "a date" },
		{ "---\nprivate: true\n---\n# 몰래\n\n말\n", "private" },
		{ "# 돌다\n\n말\n\n```c {#x .run}\nint x;\n```\n",
		    "an example that runs" },
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct note a = note_of(texts[i][0]);
		struct note b = note_of(edited(texts[i][0], "말", "글"));

		ok(!note_same_outside(&a, &b, false), "words, with %s",
		    texts[i][1]);
	}
}

/* Without front matter the first heading is the title, or the name is. */
static void
test_title(void)
{
	ok(seen_by("# 하나\n\n글\n", "# 둘\n\n글\n") == ALL,
	    "a heading that is the title");
	ok(seen_by("글\n", "# 하나\n\n글\n") == ALL,
	    "one in place of the name");
	ok(seen_by("글\n", "# 파이프\n\n글\n") == PLACES,
	    "one that says the same");
	ok(seen_by("글\n", "글 둘\n") == NOBODY, "words below a name");
	ok(seen_by("", "글\n") == NOBODY, "words where there were none");
	ok(seen_by("---\ntitle: 하나\n---\n", "# 하나\n") == ALL,
	    "a title in another place");
}

/* One that the parser did not survive is nothing to compare. */
static void
test_failed(void)
{
	struct note a = note_of("# 글\n"), b = note_of("# 글\n");

	b.failed = true;
	ok(!note_same_outside(&a, &b, false), "a note that fails");
	ok(!note_same_outside(&b, &a, false), "one that did");
}

/* All fields of a link that are not text, one by one: no text has them all. */
static void
test_link(void)
{
	struct note a = note_of("[[#가]] [글](x.md?q)\n"), b = a;
	struct note_link was[2], now[2];
	size_t i;

	ok(a.n_links == 2, "two links");
	memcpy(was, a.links, sizeof(was));
	b.links = now;
	for (i = 0; i < 7; i++) {
		memcpy(now, was, sizeof(now));
		now[1].kind = i == 0 ? NOTE_LINK_IMAGE : now[1].kind;
		now[1].path += i == 1;
		now[1].whole = i == 2 ? "x" : now[1].whole;
		now[1].url = i == 3 ? "x" : now[1].url;
		now[1].attr = i == 4 ? NOTE_ATTR_SRC : now[1].attr;
		now[1].meta = i == 5;
		now[1].path_embed = i == 6;
		ok(!note_same_outside(&a, &b, false), "field %zu is seen", i);
	}
	memcpy(now, was, sizeof(now));
	now[1].text = now[1].title = now[1].context = "x";
	now[1].line = now[1].col = now[1].width = now[1].height = 77;
	now[1].hit = 7;
	ok(note_same_outside(&a, &b, true), "the others are not");
}

int
main(void)
{
	arena = arena_new();
	test_edits();
	test_never();
	test_title();
	test_failed();
	test_link();
	arena_free(arena);
	return done_testing();
}
