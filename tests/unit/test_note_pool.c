/* test_note_pool.c: notes through a pipe, and parsers that may die */
#include "tap.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/xalloc.h"
#include "note/note.h"
#include "note/note_int.h"

/* With AddressSanitizer there is no limit on memory, and a gigabyte to fill. */
#if defined(__has_feature)
#if !__has_feature(address_sanitizer)
#define POOL_LIMITS_MEMORY
#endif
#elif !defined(__SANITIZE_ADDRESS__)
#define POOL_LIMITS_MEMORY
#endif

static const struct note_opts opts = { .unsafe = false };

static const char rich[] =
    "---\ntitle: 제목\naliases: [가, 나]\ntags: [t]\ndate: 2026-11-23\n"
    "description: d\nlang: ko\ndraft: true\n---\n# 머리 [[a#b|c]]\n\n"
    "글 [d](e.md#f) ![g](h.png) ^b1\n\n```c {#x .run k=v l=\"m n\" .numberLines startFrom=3}\nint y;\n```\n\n"
    "```text {of=x file=f}\n\n```\n";

static void
is_same(const struct note *a, const struct note *b, const char *name)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;

	note_pack(&x, a);
	note_pack(&y, b);
	ok(x.len == y.len && memcmp(x.buf, y.buf, x.len) == 0 &&
		strcmp(a->id, b->id) == 0 && strcmp(a->path, b->path) == 0,
	    "%s", name);
	strbuf_release(&x);
	strbuf_release(&y);
}

/* Read every byte that an unpacked note says it has. */
static size_t
weigh(const struct note *n)
{
	size_t i, k, sum = strlen(n->title) + strlen(n->text);

	for (i = 0; i < n->html_len; i++)
		sum += (unsigned char)n->html[i];
	for (i = 0; i < n->n_links; i++) {
		const struct note_link *l = &n->links[i];

		sum += strlen(l->target) + strlen(l->text) +
		       strlen(l->context) +
		       (l->fragment ? strlen(l->fragment) : 0);
	}
	for (i = 0; i < n->n_headings; i++)
		sum +=
		    strlen(n->headings[i].text) + strlen(n->headings[i].slug);
	for (i = 0; i < n->n_examples; i++) {
		const struct note_example *x = &n->examples[i];

		sum += strlen(x->id) + strlen(x->lang) + x->code_len +
		       (size_t)x->code[x->code_len] +
		       (x->html ? strlen(x->html) : 0);
		for (k = 0; k < x->n_attrs; k++)
			sum +=
			    strlen(x->attrs[k].key) + strlen(x->attrs[k].value);
	}
	for (i = 0; i < n->n_ids; i++)
		sum += strlen(n->ids[i]);
	for (i = 0; i < n->meta.n_tags; i++)
		sum += strlen(n->meta.tags[i]);
	for (i = 0; i < n->meta.n_aliases; i++)
		sum += strlen(n->meta.aliases[i]);
	return sum;
}

static void
no_hole(struct strbuf *out, const struct note_hole *h, void *payload)
{
	(void)payload;
	strbuf_addf(out, "{%zu}", h->index);
}

static void
test_wire(void)
{
	struct note_src src = { "notes/x.md", 6, rich, sizeof(rich) - 1 };
	struct arena *a = arena_new(), *each;
	struct strbuf bytes = STRBUF_INIT, html = STRBUF_INIT;
	struct note n, m;
	size_t i, bit, cut = 0, good = 0, sum = 0;

	note_parse(&n, &src, &opts, a, NULL);
	note_pack(&bytes, &n);
	m = (struct note){ .path = n.path, .id = n.id };
	ok(note_unpack(&m, bytes.buf, bytes.len, a) == 0, "unpacked");
	is_same(&n, &m, "there and back");
	for (i = 0; i < bytes.len; i++) {
		/* Exactly as many bytes as there are, so that a reader who
		 * goes too far is seen. */
		char *part = xmalloc(i);

		memcpy(part, bytes.buf, i);
		each = arena_new();
		cut += note_unpack(&m, part, i, each) == -1;
		arena_free(each);
		free(part);
	}
	ok(cut == bytes.len, "cut off anywhere, it is refused");
	strbuf_addc(&bytes, '\0');
	ok(note_unpack(&m, bytes.buf, bytes.len, a) == -1,
	    "so is a byte too many");
	strbuf_trunc(&bytes, bytes.len - 1);
	for (i = 0; i < bytes.len; i++)
		for (bit = 0; bit < 8; bit++) {
			bytes.buf[i] = (char)(bytes.buf[i] ^ (1 << bit));
			each = arena_new();
			m = (struct note){ .path = n.path, .id = n.id };
			if (note_unpack(&m, bytes.buf, bytes.len, each) == 0) {
				good++;
				sum += weigh(&m);
				strbuf_clear(&html);
				note_html_fill(&html, &m, no_hole, NULL);
			}
			arena_free(each);
			bytes.buf[i] = (char)(bytes.buf[i] ^ (1 << bit));
		}
	ok(good > 0 && sum > 0, "each bit turned: %zu of %zu are still notes",
	    good, bytes.len * 8);
	strbuf_release(&bytes);
	strbuf_release(&html);
	arena_free(a);
}

#define MANY 60

static void
test_order(void)
{
	struct note_src srcs[MANY];
	struct note one[MANY], three[MANY], many[MANY];
	struct diag_list d1 = DIAG_LIST_INIT, d3 = DIAG_LIST_INIT;
	struct arena *a = arena_new();
	struct err e = ERR_INIT;
	bool same = true;
	size_t i;

	for (i = 0; i < MANY; i++) {
		char *text = arena_printf(a, "# 글 %zu\n\n[[%zu]] %s\xff\n", i,
		    i + 1, i % 7 == 0 ? "\n```c {.run x\n```\n" : "");

		srcs[i] =
		    (struct note_src){ arena_printf(a, "notes/%02zu.md", i), 6,
			    text, strlen(text) };
	}
	srcs[5].text = rich;
	srcs[5].len = sizeof(rich) - 1;
	ok(note_pool_parse(one, srcs, MANY, 1, &opts, a, &d1, &e) == 0 &&
		note_pool_parse(three, srcs, MANY, 3, &opts, a, &d3, &e) == 0 &&
		note_pool_parse(many, srcs, MANY, 64, &opts, a, NULL, &e) == 0,
	    "1, 3 and more jobs than notes");
	for (i = 0; i < MANY; i++) {
		struct note here;

		note_parse(&here, &srcs[i], &opts, a, NULL);
		same = same && strcmp(one[i].html, here.html) == 0 &&
		       strcmp(three[i].html, here.html) == 0 &&
		       strcmp(many[i].html, here.html) == 0 &&
		       strcmp(three[i].path, srcs[i].path) == 0 &&
		       !one[i].failed;
	}
	ok(same, "give the same notes in the same order");
	is_same(&one[5], &three[5], "whole ones");
	diag_sort(&d1);
	diag_sort(&d3);
	same = d1.n == d3.n && d1.n == MANY - 1 + MANY / 7 + 1;
	for (i = 0; i < d1.n && same; i++)
		same = strcmp(d1.v[i].path, d3.v[i].path) == 0 &&
		       strcmp(d1.v[i].msg, d3.v[i].msg) == 0 &&
		       d1.v[i].line == d3.v[i].line &&
		       d1.v[i].col == d3.v[i].col;
	ok(same, "and the same %zu diagnostics", d1.n);
	ok(note_pool_parse(one, srcs, 0, 4, &opts, a, NULL, &e) == 0 &&
		note_pool_parse(one, srcs, 0, 0, &opts, a, NULL, &e) == 0 &&
		note_pool_parse(one, srcs, 1, -1, &opts, a, NULL, &e) == 0 &&
		strcmp(one[0].title, "글 0") == 0,
	    "no notes, no jobs");
	diag_release(&d1);
	diag_release(&d3);
	arena_free(a);
}

/* head, then n times body, then tail. */
static char *
repeated(struct arena *a, const char *head, const char *body, int n,
    const char *tail)
{
	struct strbuf sb = STRBUF_INIT;
	char *s;
	int i;

	strbuf_adds(&sb, head);
	for (i = 0; i < n; i++)
		strbuf_adds(&sb, body);
	strbuf_adds(&sb, tail);
	s = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return s;
}

static char *
deep(struct arena *a, int n)
{
	return repeated(a, repeated(a, "", "- ", n, "x"), "\n", n, "");
}

/* n columns, and rows of one cell: the library fills in the others. */
static char *
table(struct arena *a, int n)
{
	struct strbuf sb = STRBUF_INIT;
	char *s;
	int i;

	for (i = 0; i < n; i++)
		strbuf_adds(&sb, "|x");
	strbuf_adds(&sb, "\n");
	for (i = 0; i < n; i++)
		strbuf_adds(&sb, "|-");
	strbuf_adds(&sb, "\n");
	for (i = 0; i < n; i++)
		strbuf_adds(&sb, "|x\n");
	s = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return s;
}

#ifdef POOL_LIMITS_MEMORY
static char *
references(struct arena *a, int n)
{
	char *x = repeated(a, "[a]: /", "x", n, "\n\n");

	return repeated(a, x, "[a]", n, "\n");
}
#endif

/*
 * One after the other, with a good note behind each: those that take too
 * long, too much memory or the process cost themselves and nothing else.
 */
static void
test_hostile(void)
{
	struct arena *a = arena_new();
	const char *secret = arena_printf(a,
	    "---\nprivate: true\n"
	    "title: 비밀 <b>\n---\n%s\xff",
	    table(a, 2500));
	struct {
		const char *name, *text;
	} cases[] = {
		{ "2,500 columns in 13 kB", secret },
		{ "deep lists", deep(a, 3000) },
		{ "<?x", repeated(a, "a ", "<?x", 20000, "") },
		{ "*a _a*_", repeated(a, "", "*a _a*_ ", 8000, "") },
		{ "deep quotes", repeated(a, repeated(a, "", ">", 3000, ""),
				     "a*", 3000, "") },
		{ "![[]()", repeated(a, "", "![[]()", 8000, "") },
		{ "footnotes", repeated(a, repeated(a, "", "[^1]:", 3000, "x"),
				   "\n", 3000, "") },
		{ "www._", repeated(a, "", "www._", 2000, "") },
		{ "wiki links", repeated(a, "", "[[a]] ", 8000, "\n") },
		{ "headings", repeated(a, "", "# a\n", 20000, "") },
		{ "<b>", repeated(a, "", "<b>", 20000, "\n") },
		{ "[[", repeated(a, "", "[[", 8000, "\n") },
#ifdef POOL_LIMITS_MEMORY
		{ "references that multiply", references(a, 130000) },
#endif
	};
	enum {
		N = sizeof(cases) / sizeof(*cases)
	};
	struct note_src srcs[2 * N];
	struct note notes[2 * N];
	struct diag_list d = DIAG_LIST_INIT;
	struct err e = ERR_INIT;
	int64_t began = date_ticks();
	size_t i, failed = 0, budget = 0, schemes = 0;
	int rc;

	for (i = 0; i < N; i++) {
		srcs[2 * i] =
		    (struct note_src){ arena_printf(a, "notes/%zu.md", i), 6,
			    cases[i].text, strlen(cases[i].text) };
		srcs[2 * i + 1] = (struct note_src){ "notes/good.md", 6, rich,
			sizeof(rich) - 1 };
	}
	rc = note_pool_parse(notes, srcs, 2 * N, 3, &opts, a, &d, &e);
	ok(rc == 0, "the pool ends after %d ms", (int)(date_ticks() - began));
	for (i = 0; i < N; i++) {
		const struct note *n = &notes[2 * i];

		failed += n->failed;
		ok(!notes[2 * i + 1].failed &&
			notes[2 * i + 1].n_examples == 2 &&
			(!n->failed ||
			    strncmp(n->html, "<pre class=\"failed\">", 20) ==
				0) &&
			n->title != NULL && n->text != NULL &&
			strcmp(n->path, srcs[2 * i].path) == 0,
		    "%s: %s; its neighbour is whole", cases[i].name,
		    n->failed ? "failed" : "parsed");
	}
	ok(notes[0].failed, "the table is too much");
	ok(notes[0].meta.private && strcmp(notes[0].title, "비밀 <b>") == 0,
	    "a note that costs its parser is private all the same");
	ok(strstr(notes[0].html, "&lt;b&gt;") != NULL &&
		strchr(notes[0].html, '\xff') == NULL &&
		notes[0].n_holes == 0 &&
		notes[0].html_len == strlen(notes[0].html),
	    "its source is escaped, and is UTF-8");
	for (i = 0; i < d.n; i++) {
		budget += d.v[i].id == DIAG_BUDGET && d.v[i].line > 0 &&
			  d.v[i].col > 0;
		/* Some are full of links that may not lead anywhere. */
		schemes += d.v[i].id == DIAG_LINK_SCHEME;
	}
	ok(budget == failed && d.n - schemes == failed + 1,
	    "each that failed is told once, and the byte that is not UTF-8");
	diag_release(&d);
	arena_free(a);
}

/* Front matter that is broken too. */
static void
test_source(void)
{
	static const char text[] =
	    "---\nprivate: true\ntitle: a: b\n---\n# x\n";
	struct note_src src = { "notes/b.md", 6, text, sizeof(text) - 1 };
	struct arena *a = arena_new();
	struct diag_list d = DIAG_LIST_INIT;
	struct note n;

	note_parse_source(&n, &src, &opts, a, &d);
	ok(n.failed && n.meta.private && strcmp(n.title, "b") == 0 &&
		*n.text == '\0' && d.n == 1 && d.v[0].id == DIAG_META,
	    "not even its front matter can be read: private all the same");
	diag_release(&d);
	arena_free(a);
}

int
main(void)
{
	test_wire();
	test_order();
	test_hostile();
	test_source();
	return done_testing();
}
