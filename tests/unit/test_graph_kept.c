/* test_graph_kept.c: what joining has found, kept, and pages of it back */
#include "tap.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "graph/graph_kept.h"

static const char *texts[] = { "index.md", "# 집\n\n[[ipc/파이프]] [[도커]]\n",
	"ipc/파이프.md",
	"---\ntags: [통신, ipc]\naliases: [관]\ndescription: 두 프로세스 사이\n"
	"---\n\n# 파이프\n\n## 읽기\n\n막힌다. ^b1\n\n[[#읽기]] [[소켓]]\n",
	"소켓.md",
	"# 소켓\n\n[[파이프#읽기]] 앞 [[관#^b1]] ![[파이프#읽기]] [[없다]]\n",
	"도커.md",
	"---\ndate: 2026-11-02\n---\n\n# 도커\n\n![[소켓]] ![](그림.png) "
	"[폴더](ipc/)\n",
	"C#.md", "# C#\n\n[[캐시]]\n", "이름.md", "# 이름\n\n[[C#]]\n",
	"비밀.md", "---\nprivate: true\n---\n\n[[파이프]]\n",
	"daily/2026-11-22.md",
	"# 2026-11-22\n\n## 리뷰\n\n### 21:00–21:20 파이프: 처음\n\n"
	"### 21:30–21:40 캐시: 층\n",
	"daily/2026-11-23.md",
	"# 2026-11-23\n\n## 리뷰\n\n### 21:00–21:20 캐시: 둘\n\n[[소켓]]\n\n"
	"## 회고\n\n### TRY\n\n- [ ] [[파이프]]를 다시 ^tabc\n",
	/* The last is a day more, for test_more(). */
	"daily/2026-11-24.md",
	"# 2026-11-24\n\n## 리뷰\n\n### 21:00–21:20 파이프: 셋\n\n"
	"### 21:30–21:40 캐시: 넷\n",
	NULL };
static const char *const files[] = { "그림.png" };

static struct arena *arena;
static struct note *notes;
static struct study_day *days;
static struct graph_src src = {
	.today = { 2026, 11, 24 }, .files = files, .n_files = 1
};
static struct graph *g;

/* All of them but for so many at the end. */
static void
join(size_t without)
{
	static const struct note_opts opts = { .unsafe = false };
	size_t i, n = 0;

	while (texts[2 * n] != NULL)
		n++;
	n -= without;
	src.n_days = 0;
	notes = arena_alloc(arena, n * sizeof(*notes));
	days = arena_alloc(arena, n * sizeof(*days));
	for (i = 0; i < n; i++) {
		const char *text = texts[2 * i + 1];
		const char *path =
		    arena_printf(arena, "notes/%s", texts[2 * i]);
		struct note_src one = { path, 6, text, strlen(text) };
		char day[11];
		struct date d;

		note_parse(&notes[i], &one, &opts, arena, NULL);
		notes[i].print[0] = i + 1;
		snprintf(day, sizeof(day), "%s", path_base(path));
		if (date_parse(&d, day) == 0)
			study_day_parse(&days[src.n_days++], path, d, text,
			    strlen(text), arena, NULL);
	}
	src.notes = notes;
	src.n_notes = n;
	src.days = days;
	g = graph_build(&src, arena, NULL);
}

static const struct note *
note_of(size_t page, void *payload)
{
	const struct graph *whole = payload;

	return whole->pages[page].note;
}

/* Pages that are whole: all, or those of one bit. */
static const struct graph *
part_of(const struct graph_kept *k, const struct graph_kept_now *now,
    size_t one, bool links, struct arena *a)
{
	size_t v[16], n = 0, i;
	struct graph_part_src p = { .kept = k,
		.now = now,
		.notes = graph_kept_notes(k, now, a),
		.days = days,
		.n_days = src.n_days,
		.lists = true,
		.links = links,
		.absent = GRAPH_KEPT_NONE,
		.pages = v,
		.note = note_of,
		.payload = g };

	for (i = 0; i < graph_kept_len(k) && n < 16; i++)
		if (one == SIZE_MAX || i == one)
			v[n++] = i;
	p.n_pages = n;
	return graph_part(&p, a);
}

static void
add(struct strbuf *sb, const char *what, const char *s)
{
	if (s != NULL)
		strbuf_addf(sb, " %s=%s", what, s);
}

/* All that a page is linked with. */
static char *
told(const struct graph_page *p)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	strbuf_addf(&sb, "%s %s %s\n", p->id, p->title, p->url);
	for (i = 0; i < p->note->n_links; i++) {
		const struct graph_link *l = &p->links[i];

		add(&sb, "to", l->to != NULL ? l->to->id : NULL);
		add(&sb, "file", l->file);
		add(&sb, "folder", l->folder);
		add(&sb, "topic", l->topic != NULL ? l->topic->name : NULL);
		add(&sb, "anchor", l->anchor);
		add(&sb, "problem", l->problem);
		if (l->part != NULL)
			strbuf_addf(
			    &sb, " part=%zu-%zu", l->part->from, l->part->to);
		strbuf_addc(&sb, '\n');
	}
	for (i = 0; i < p->n_backlinks; i++)
		strbuf_addf(&sb, "from %s %s\n", p->backlinks[i].from->id,
		    p->backlinks[i].link->context);
	for (i = 0; i < p->n_studies; i++)
		strbuf_addf(&sb, "study %s %s\n", p->studies[i].day->id,
		    p->studies[i].topic != NULL ? p->studies[i].topic->id : "");
	add(&sb, "prev", p->prev != NULL ? p->prev->id : NULL);
	add(&sb, "next", p->next != NULL ? p->next->id : NULL);
	return strbuf_take(&sb);
}

/* One page whole, or all. */
static void
test_same(const struct graph_kept *k, const struct graph_kept_now *now)
{
	size_t i;

	for (i = 0; i < g->n_pages; i++) {
		struct arena *a = arena_new();
		const struct graph *part = part_of(k, now, i, false, a);
		char *want = told(&g->pages[i]), *is;

		/* [[C#]] leads where another link does, which is not kept. */
		if (strcmp(g->pages[i].id, "이름") == 0) {
			ok(part == NULL, "%s cannot be had", g->pages[i].id);
		} else if (part == NULL) {
			ok(false, "%s can be had", g->pages[i].id);
		} else {
			is = told(&part->pages[i]);
			is_str(is, want, "%s", g->pages[i].id);
			free(is);
		}
		free(want);
		arena_free(a);
	}
}

static size_t
page(const char *id)
{
	return (size_t)(graph_find(g, id) - g->pages);
}

static void
test_asked(const struct graph_kept *k)
{
	const char *const *places;
	size_t *v = NULL, n = 0, cap = 0, latest[4], to;

	ok(graph_kept_asked(k, page("ipc/파이프")) ==
		(GRAPH_ASKED_PLACE | GRAPH_ASKED_EMBED | GRAPH_ASKED_BY_DAY),
	    "a note is asked for its places, shown, and studied");
	ok(graph_kept_asked(k, page("c#")) & GRAPH_ASKED_IN_TOPIC,
	    "another leads to a topic");
	ok(graph_kept_asked(k, page("도커")) == 0, "of a third nobody asks");
	n = graph_kept_places(k, page("ipc/파이프"), arena, &places);
	ok(n == 2 && strcmp(places[0], "^b1") == 0 &&
		strcmp(places[1], "읽기") == 0,
	    "places, each once");
	n = 0;
	graph_kept_targets(k, page("소켓"), &v, &n, &cap);
	ok(n == 1 && v[0] == page("ipc/파이프"), "what it links to, once");
	free(v);
	n = graph_kept_latest(k, (struct date){ 2026, 11, 22 }, latest, 4);
	ok(n == 2 && latest[0] == page("daily/2026-11-22") &&
		latest[1] == page("도커"),
	    "the latest with a date, none that is ahead");
	ok(graph_kept_topic(k, "캐시", &to) && to == GRAPH_KEPT_NONE &&
		graph_kept_topic(k, "파이프", &to) &&
		to == page("ipc/파이프") && !graph_kept_topic(k, "처음", &to),
	    "what entries call so");
	ok(graph_kept_home(k) == page("index") &&
		graph_kept_day(k, page("daily/2026-11-23")) &&
		!graph_kept_day(k, page("도커")),
	    "home and days");
}

static void
test_listed(const struct graph_kept *k, const struct graph_kept_now *now)
{
	const struct graph *part = part_of(k, now, page("도커"), true, arena);
	size_t i = page("ipc/파이프");
	const struct note *n;

	if (part == NULL) {
		ok(false, "a graph of one page can be had");
		return;
	}
	n = part->pages[i].note;
	ok(n->meta.n_tags == 2 && strcmp(n->meta.tags[1], "ipc") == 0 &&
		strcmp(n->meta.description, "두 프로세스 사이") == 0 &&
		n->print[0] == g->pages[i].note->print[0],
	    "others have what lists show");
	ok(part->n_topics == g->n_topics && part->n_days == 2, "all topics");
	for (i = 0; i < part->n_topics; i++)
		ok(part->topics[i].n_backlinks == g->topics[i].n_backlinks &&
			strcmp(part->topics[i].name, g->topics[i].name) == 0,
		    "and what leads to %s", g->topics[i].name);
}

/* A day more is as if it had been there. */
static void
test_more(const struct graph_kept *k)
{
	struct note day = { .path = "notes/daily/2026-11-24.md",
		.id = "daily/2026-11-24",
		.title = "2026-11-24" };
	struct strbuf bytes = STRBUF_INIT;
	size_t at, n = g->n_pages;
	struct graph_kept_now *all;
	struct graph_kept *more;

	day.id = "daily/2026-11-23";
	ok(!graph_kept_more(&bytes, k, &day, "x.html", &at) && bytes.len == 0,
	    "a page that is there is none more");
	day.id = "daily/2026-11-24";
	ok(graph_kept_more(&bytes, k, &day, "daily/2026-11-24.html", &at),
	    "a day more");
	join(0);
	more = graph_kept_new(bytes.buf, bytes.len);
	ok(more != NULL && graph_kept_len(more) == n + 1 &&
		at == page("daily/2026-11-24") && graph_kept_day(more, at),
	    "is where it would be");
	all = graph_kept_of(g);
	if (more != NULL)
		test_same(more, all);
	free(all);
	graph_kept_free(more);
	strbuf_release(&bytes);
}

/* Links that may lead to a day that comes, by what is written in them. */
static void
test_fixed(void)
{
	static const char *const with[] = { "[[2026-11-24]]",
		"[[daily/2026-11-25|모레]]", "[x](../daily/2026-11-26.md)" };
	const char *text = texts[3];
	struct note day = { .path = "notes/daily/2026-11-24.md",
		.id = "daily/2026-11-24",
		.title = "2026-11-24" };
	size_t i, at;

	for (i = 0; i < sizeof(with) / sizeof(*with); i++) {
		struct strbuf bytes = STRBUF_INIT, more = STRBUF_INIT;
		struct graph_kept *k;

		texts[3] = with[i];
		join(1);
		graph_kept_pack(&bytes, g);
		k = graph_kept_new(bytes.buf, bytes.len);
		ok(k != NULL && !graph_kept_more(&more, k, &day, "x.html", &at),
		    "none where a note has %s", with[i]);
		graph_kept_free(k);
		strbuf_release(&bytes);
		strbuf_release(&more);
	}
	texts[3] = text;
}

/* Nothing is read outside of bytes that make no sense. */
static void
test_damaged(const struct strbuf *bytes, const struct graph_kept_now *now)
{
	char *bad = xcalloc(bytes->len + 1, 1);
	size_t i, n = 0;

	for (i = 0; i < bytes->len; i++) {
		struct graph_kept *k;
		struct arena *a = arena_new();
		char *cut = xcalloc(i + 1, 1);

		memcpy(cut, bytes->buf, i);
		k = graph_kept_new(cut, i);
		n += k != NULL;
		graph_kept_free(k);
		free(cut);
		memcpy(bad, bytes->buf, bytes->len);
		bad[i] = (char)(bad[i] ^ (1 << i % 8));
		k = graph_kept_new(bad, bytes->len);
		if (k != NULL && graph_kept_len(k) == g->n_pages) {
			part_of(k, now, SIZE_MAX, false, a);
			part_of(k, now, i % g->n_pages, true, a);
		}
		graph_kept_free(k);
		arena_free(a);
	}
	ok(n == 0, "of what is cut short nothing is taken");
	free(bad);
}

int
main(void)
{
	struct strbuf bytes = STRBUF_INIT;
	struct graph_kept_now *now;
	struct graph_kept *k;

	arena = arena_new();
	join(1);
	ok(graph_kept_pack(&bytes, g), "a graph is kept");
	now = graph_kept_of(g);
	k = graph_kept_new(bytes.buf, bytes.len);
	ok(k != NULL && graph_kept_len(k) == g->n_pages, "and had back");
	if (k != NULL) {
		test_same(k, now);
		test_asked(k);
		test_listed(k, now);
		test_damaged(&bytes, now);
		test_more(k);
	}
	test_fixed();
	graph_kept_free(k);
	free(now);
	strbuf_release(&bytes);
	arena_free(arena);
	return done_testing();
}
