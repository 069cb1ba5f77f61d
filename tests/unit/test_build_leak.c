/* test_build_leak.c: what is private is found in a page, however it is there */
#include "tap.h"

#include "base/conf.h"
#include "build/build_leak.h"

#define MAX 16
#define SECRET                                                                 \
	"아무에게도 보이지 않을 문장이 여기에 이렇게 길게 한 줄로 쓰여 있다"

static struct arena *arena;
static struct conf conf;
static struct note notes[MAX];
static struct note_src srcs[MAX];
static size_t n_notes;

static void
add(const char *path, const char *text)
{
	static const struct note_opts opts = { .unsafe = false };
	struct diag_list d = DIAG_LIST_INIT;

	srcs[n_notes] = (struct note_src){ path, 6, text, strlen(text) };
	note_parse(&notes[n_notes], &srcs[n_notes], &opts, arena, &d);
	n_notes++;
	diag_release(&d);
}

static struct build_leak *
leak(void)
{
	const struct graph_src src = {
		.conf = &conf,
		.today = { 2026, 11, 24 },
		.notes = notes,
		.n_notes = n_notes,
	};

	return build_leak_new(
	    graph_build(&src, arena, NULL), notes, srcs, n_notes);
}

static char why[ERR_MAX];

static bool
passes(const struct build_leak *l, const char *path, const char *bytes)
{
	struct err e = ERR_INIT;
	int rc = build_leak_check(l, path, bytes, strlen(bytes), &e);

	memcpy(why, e.msg, sizeof(why));
	return rc == 0;
}

static void
test_text(void)
{
	static const char *const found[] = {
		"<p>" SECRET "</p>",
		"아무에게도 <b>보이지</b> 않을 문장이 여기에 이렇게 길게 한 "
		"줄로\n쓰여 있다",
		"{\"text\":\"아무에게도\\n보이지 않을 \\u003cb\\u003e문장이 "
		"여기에 이렇게 길게 한 줄로 쓰여\"}",
		"아무에게도-보이지&nbsp;않을&#160;문장이 여기에 이렇게 길게 한",
		"보이지 않을 문장이 여기에 이렇게 길게",
		"x = 1; IT JUMPS OVER &lt;lazy&gt; <i>dogs</i>, and nobody in the "
		"village: has ever seen it",
	};
	static const char *const unseen[] = {
		"",
		"<p>보이지 않을 문장</p>",
		"여기에 이렇게 길게 다른 문장이 아무에게도 한 줄로 쓰여 있다",
		"<a href=\"other.html\">공개</a>",
	};
	struct build_leak *l = leak();
	size_t i;

	for (i = 0; i < sizeof(found) / sizeof(*found); i++)
		ok(!passes(l, "a.html", found[i]) &&
			strstr(why, "a.html would show text of notes/") != NULL,
		    "found: %s", found[i]);
	ok(strstr(why, "보이지") == NULL && strstr(why, "dogs") == NULL,
	    "and not told");
	for (i = 0; i < sizeof(unseen) / sizeof(*unseen); i++)
		ok(passes(l, "a.html", unseen[i]), "not so: %s", unseen[i]);
	build_leak_free(l);
}

static void
test_pages(void)
{
	struct build_leak *l = leak();

	ok(!passes(l, "비밀/일기.html", "<p>x</p>"), "its page");
	ok(!passes(l, "a.html",
	       "<a "
	       "href=\"../%EB%B9%84%EB%B0%80/%EC%9D%BC%EA%B8%B0.html#x\">"),
	    "a link to it");
	is_str(why,
	    "a.html would link to notes/비밀/일기.md, which is private or a "
	    "draft",
	    "says which");
	ok(passes(l, "stats.html", "<a href=\"stats.html\">"),
	    "a list of ours with the name of a private note");
	ok(passes(l, "b/draft.html", "<a href=\"b/draft.html\">"),
	    "a note that is shown, with the name of a draft elsewhere");
	ok(!passes(l, "draft.html", "x"), "the draft");
	build_leak_free(l);
}

/* Whatever stands in a note that is shown may be seen. */
static void
test_shown(void)
{
	struct build_leak *l;

	add("notes/인용.md", "# 인용\n\n> " SECRET "\n");
	l = leak();
	ok(passes(l, "인용.html", "<p>" SECRET "</p>"),
	    "what is shown in another note is no secret");
	ok(!passes(l, "a.html",
	       "Dogs, and nobody in the village has ever seen it."),
	    "other texts of the same note still are");
	build_leak_free(l);
	n_notes = 1;
	l = leak();
	ok(passes(l, "a.html", "<p>" SECRET "</p>"),
	    "where nothing is private all passes");
	build_leak_free(l);
}

int
main(void)
{
	struct diag_list d = DIAG_LIST_INIT;

	arena = arena_new();
	conf_parse(&conf, NULL, 0, "ko", arena, &d);
	add("notes/b/draft.md", "# 공개\n\n누구나 본다.\n");
	add("notes/비밀/일기.md",
	    "---\nprivate: true\n---\n# 일기\n\n" SECRET ".\n\n"
	    "The [fox](x.md) *jumps* over `<lazy>` dogs, and nobody in the "
	    "village has ever seen it.\n");
	add("notes/stats.md", "---\nprivate: true\n---\n짧다.\n");
	add("notes/draft.md", "---\ndraft: true\n---\n초안.\n");
	test_text();
	test_pages();
	test_shown();
	arena_free(arena);
	return done_testing();
}
