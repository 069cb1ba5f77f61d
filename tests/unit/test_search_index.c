/* test_search_index.c: words of an index, its files, and what an edit changes */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/xalloc.h"
#include "search/search_index_int.h"
#include "tap.h"

static struct arena *arena;

/* ---- words ---------------------------------------------------------------- */

static void
put_word(const char *s, size_t len, uint64_t cjk, void *payload)
{
	struct strbuf *out = payload;

	(void)cjk;
	if (out->len > 0)
		strbuf_addc(out, ' ');
	strbuf_add(out, s, len);
}

/* Whether one of the words begins with this one, or is it. */
static bool
begins(const char *words, const char *word, size_t len)
{
	for (; *words != '\0'; words += strcspn(words, " ")) {
		words += *words == ' ';
		if (strncmp(words, word, len) == 0)
			return true;
	}
	return false;
}

static void
test_row(char *row)
{
	char *want = strchr(row, '\t'), *need = strchr(want + 1, '\t');
	struct strbuf folded = STRBUF_INIT, words = STRBUF_INIT;
	const char *s;

	*want++ = '\0';
	*need++ = '\0';
	search_fold(&folded, row, strlen(row));
	search_words(folded.buf, folded.len, put_word, &words);
	is_str(words.buf, want, "the words of %s", row);
	for (s = need; *s != '\0'; s += strcspn(s, " ")) {
		s += *s == ' ';
		if (!begins(want, s, strcspn(s, " ")))
			break;
	}
	ok(*s == '\0', "what is looked for is among them");
	strbuf_release(&folded);
	strbuf_release(&words);
}

static void
test_words(void)
{
	FILE *f = fopen("tests/unit/search_words.txt", "r");
	char line[400];
	int n = 0;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strchr(line, '\t') == NULL)
			continue;
		test_row(line);
		n++;
	}
	if (f != NULL)
		fclose(f);
	ok(n > 30, "the table of words is there");
}

/* ---- files ------------------------------------------------------------------ */

struct file {
	const char *path, *bytes;
	size_t len;
};

struct files {
	struct map *map; /* path → struct file */
	struct file *v[20000];
	size_t n;
	bool fails, wrong;
};

static int
put_file(const char *path, const void *bytes, size_t len, void *payload,
    struct err *e)
{
	struct files *f = payload;
	struct file *file = arena_alloc(arena, sizeof(*file));
	char *copy = arena_alloc(arena, len + 1);

	if (f->fails)
		return err_set(e, "no room for %s", path);
	if (map_get(f->map, path) != NULL || len == 0 ||
	    strncmp(path, "search/", 7) != 0)
		f->wrong = true;
	memcpy(copy, bytes, len);
	*file = (struct file){ arena_strdup(arena, path), copy, len };
	map_put(f->map, file->path, file);
	f->v[f->n++] = file;
	return 0;
}

static int
number_cmp(const void *pa, const void *pb)
{
	uint32_t a = search_page_number(((const struct search_page *)pa)->path);
	uint32_t b = search_page_number(((const struct search_page *)pb)->path);

	return a != b ? (a < b ? -1 : 1) : 0;
}

/* The index of these pages; sorts them. */
static struct files *
make(struct search_page *v, size_t n)
{
	struct files *f = arena_alloc(arena, sizeof(*f));
	struct search_index *x;
	struct err e = ERR_INIT;
	size_t i;
	int rc = 0;

	f->map = map_new();
	x = search_index_new(put_file, f);
	qsort(v, n, sizeof(*v), number_cmp);
	for (i = 0; i < n; i++)
		rc |= search_index_add(x, &v[i], &e);
	rc |= search_index_finish(x, &e);
	ok(rc == 0 && !f->wrong, "an index of %zu pages: %zu files", n, f->n);
	search_index_free(x);
	return f;
}

/* How many files are not the same in both. */
static size_t
differ(const struct files *a, const struct files *b)
{
	size_t i, n = 0;

	for (i = 0; i < a->n; i++) {
		const struct file *f = map_get(b->map, a->v[i]->path);

		if (f == NULL || f->len != a->v[i]->len ||
		    memcmp(f->bytes, a->v[i]->bytes, f->len) != 0)
			n++;
	}
	for (i = 0; i < b->n; i++)
		n += map_get(a->map, b->v[i]->path) == NULL;
	return n;
}

static uint32_t
varint(const char **s)
{
	uint32_t v = 0;
	int shift = 0;

	do {
		v |= (uint32_t)(**s & 0x7f) << shift;
		shift += 7;
	} while (*(*s)++ & 0x80);
	return v;
}

/* The rank of a word in this page and, in *pieces, how many pieces of it have
 * the word; -1: it is not listed. */
static int
listed(const struct files *f, const char *word, uint32_t page, uint32_t *pieces)
{
	const struct file *meta = map_get(f->map, "search/index.json"), *shard;
	unsigned bits = (unsigned)atol(strstr(meta->bytes, "\"bits\":") + 7);
	size_t key = strlen(word), n;
	const char *s, *end;

	if ((unsigned char)*word < 0x80 && key > 4)
		key = 4;
	shard =
	    map_get(f->map, arena_printf(arena, "search/words/%u.bin",
				index_hash(word, key) & ((1u << bits) - 1)));
	for (s = shard ? shard->bytes : "", end = s + (shard ? shard->len : 0);
	     s < end;) {
		const char *name, *list;
		uint32_t at = 0, v;

		n = varint(&s);
		name = s;
		s += n;
		key = varint(&s);
		list = s;
		s += key;
		if (n != strlen(word) || memcmp(name, word, n) != 0)
			continue;
		while (list < s) {
			v = varint(&list);
			at += v >> 3;
			*pieces = v & 1 ? varint(&list) : 1;
			for (n = v & 1 ? *pieces : 0; n > 0; n--)
				varint(&list);
			if (at == page)
				return (int)(v >> 1 & 3);
		}
	}
	return -1;
}

static int
rank(const struct files *f, const char *word, const char *path)
{
	uint32_t ignored;

	return listed(f, word, search_page_number(path), &ignored);
}

static const struct file *
text_file(const struct files *f, const char *path, int piece)
{
	unsigned n = search_page_number(path);

	return map_get(f->map, arena_printf(arena, "search/text/%u/%u-%d.json",
				   n >> 16, n, piece));
}

static void
test_ranks(void)
{
	static const char *const names[] = { "pipe", "관" };
	static const char *const tags[] = { "ipc", "막히는 파이프" };
	static const struct search_section sections[] = {
		{ "", "", "첫 문단\n두 번째" },
		{ "용량", "용량은 64 KiB", "write가 막힌다\n<b>\"x\"</b>" },
		{ "끝", "끝", "막 막 막 막" },
	};
	struct search_page v[] = { { "ipc/파이프 & 큐.html", "ipc/파이프 & 큐",
				       "이름 <b>", names, 2, tags, 2, sections,
				       3, "en", "ja" },
		{ .path = "빈.html", .id = "빈", .title = "빈 글" } };
	const char *path = v[0].path;
	struct files *f = make(v, 2);
	const struct file *text = text_file(f, path, 0);

	ok(rank(f, "이름", path) == 3 && rank(f, "pipe", path) == 3 &&
		rank(f, "관", path) == 3,
	    "title and aliases count most");
	ok(rank(f, "파이", path) == 3, "and so does the name of the file");
	ok(rank(f, "용량", path) == 2 && rank(f, "막히", path) == 2,
	    "then headings, tags and the description");
	ok(rank(f, "막", path) == 2 && rank(f, "문단", path) == 0 &&
		rank(f, "write", path) == 0,
	    "then the text");
	ok(rank(f, "문단", "빈.html") == -1, "of this page alone");
	ok(rank(f, "ipc", path) == 2, "the best place counts");
	ok(rank(f, "빈", "빈.html") == 3, "a page without text is there");
	is_str(text ? text->bytes : NULL,
	    "[{\"url\":\"ipc/%ED%8C%8C%EC%9D%B4%ED%94%84%20%26%20%ED%81%90.html\",\"id\":\"ipc/파이프 \\u0026 "
	    "큐\",\"title\":\"이름 \\u003cb\\u003e\",\"title_lang\":\"en\",\"text_lang\":\"ja\",\"names\":[\"pipe\",\"관\"],"
	    "\"tags\":[\"ipc\",\"막히는 파이프\"],\"sections\":[[\"\",\"\",\"첫 "
	    "문단\\n두 번째\"],[\"용량\",\"용량은 64 KiB\",\"write가 막힌다\\n"
	    "\\u003cb\\u003e\\\"x\\\"\\u003c/b\\u003e\"],[\"끝\",\"끝\",\"막 막 막 "
	    "막\"]]}]\n",
	    "its text is there");
	map_free(f->map);
}

static void
test_often(void)
{
	static const struct search_section often[] = { { "", "",
	    "나무 나무 나무 나무 숲" } };
	struct search_page v[] = { { .path = "a.html",
	    .id = "a",
	    .title = "a",
	    .sections = often,
	    .n_sections = 1 } };
	struct files *f = make(v, 1);

	ok(rank(f, "나무", "a.html") == 1 && rank(f, "숲", "a.html") == 0,
	    "what is there often counts more");
	map_free(f->map);
}

/* ---- many pages ------------------------------------------------------------- */

#define MANY 400

/* A syllable of Hangul, of the i-th of many texts. */
static void
add_syllable(struct strbuf *out, unsigned i)
{
	unsigned c = 0xac00 + i * 7919u % 2000;
	const char bytes[] = { (char)(0xe0 | c >> 12),
		(char)(0x80 | (c >> 6 & 63)), (char)(0x80 | (c & 63)) };

	strbuf_add(out, bytes, 3);
}

static struct search_page *
many(const char *more)
{
	struct search_page *v = arena_alloc(arena, (MANY + 1) * sizeof(*v));
	unsigned i, k;

	for (i = 0; i < MANY; i++) {
		struct search_section *s = arena_alloc(arena, sizeof(*s));
		struct strbuf text = STRBUF_INIT;

		for (k = 0; k < 60; k++) {
			add_syllable(&text, i + k * k);
			add_syllable(&text, i * k);
			strbuf_addf(&text, " word%u ", (i * 31 + k) % 997);
		}
		if (i == 77)
			strbuf_adds(&text, more);
		*s = (struct search_section){ "", "",
			arena_strdup(arena, text.buf) };
		strbuf_release(&text);
		v[i] = (struct search_page){ .path = arena_printf(
						 arena, "n/%u.html", i),
			.id = arena_printf(arena, "n/%u", i),
			.title = arena_printf(arena, "노트 %u", i),
			.sections = s,
			.n_sections = 1 };
	}
	return v;
}

static void
test_edit(void)
{
	struct files *before = make(many(""), MANY), *after;
	struct search_page *v;

	after = make(many(""), MANY);
	ok(before->n > MANY + 50 && differ(before, after) == 0,
	    "the same pages give the same bytes");
	map_free(after->map);
	/* A word of its own file, five of CJK, and the text; the size of one of
	 * these files may be a letter further. */
	after = make(many(" zebra 얼룩말"), MANY);
	ok(differ(before, after) <= 8, "two more words change %zu files",
	    differ(before, after));
	ok(differ(before, after) >= 2, "and these do change");
	ok(rank(after, "zebra", "n/77.html") == 0 &&
		rank(after, "얼룩", "n/77.html") == 0,
	    "they are found");
	map_free(after->map);
	v = many("");
	v[MANY] = (struct search_page){
		.path = "new.html", .id = "new", .title = "xylophone"
	};
	after = make(v, MANY + 1);
	ok(differ(before, after) <= 4, "a page more, of two words: %zu files",
	    differ(before, after));
	map_free(after->map);
	map_free(before->map);
}

/* A syllable that is everywhere is listed where it says most. */
static void
test_common(void)
{
	static const struct search_section text[] = { { "", "", "이것 이" } };
	static const struct search_section often[] = { { "", "",
	    "이 이 이 이것" } };
	struct search_page *v = arena_alloc(arena, 1300 * sizeof(*v));
	struct files *f;
	size_t i, n = 0, two = 0;

	for (i = 0; i < 1300; i++)
		v[i] = (struct search_page){ .path = arena_printf(
						 arena, "%zu.html", i),
			.id = "x",
			.title = i == 5 ? "이 책" : "x",
			.sections = i % 2 ? text : often,
			.n_sections = 1 };
	f = make(v, 1300);
	for (i = 0; i < 1300; i++) {
		n += rank(f, "이", v[i].path) >= 0;
		two += rank(f, "이것", v[i].path) >= 0;
	}
	ok(n == 651 && rank(f, "이", "5.html") == 3 &&
		rank(f, "이", "7.html") == -1 && rank(f, "이", "8.html") == 1,
	    "a syllable of 1300 pages is listed with the %zu best", n);
	ok(two == 1300, "words of two with all");
	map_free(f->map);
}

/* Two paths of the same number: both pages are in the one file. */
static void
test_same_number(void)
{
	static const struct search_section one[] = { { "", "", "하나" } };
	static const struct search_section two[] = { { "", "", "둘이다" } };
	struct map *seen = map_new();
	struct search_page v[2];
	struct files *f;
	const char *a = NULL, *b = NULL;
	const struct file *text;
	unsigned i;

	for (i = 0; a == NULL && i < 100000; i++) {
		const char *path = arena_printf(arena, "p/%u.html", i);
		const char *key = arena_printf(
		    arena, "%u", (unsigned)search_page_number(path));

		a = map_get(seen, key);
		map_put(seen, key, (void *)path);
		b = path;
	}
	map_free(seen);
	ok(a != NULL, "%s and %s have the same number", a, b);
	v[0] = (struct search_page){ .path = a,
		.id = "a",
		.title = "a",
		.sections = one,
		.n_sections = 1 };
	v[1] = (struct search_page){ .path = b,
		.id = "b",
		.title = "b",
		.sections = two,
		.n_sections = 1 };
	f = make(v, 2);
	text = text_file(f, a, 0);
	ok(text != NULL && strstr(text->bytes, "하나") != NULL &&
		strstr(text->bytes, "둘이다") != NULL,
	    "both are in one file");
	ok(rank(f, "하나", a) == 0 && rank(f, "둘이", a) == 0 && f->n >= 3,
	    "and listed as one");
	map_free(f->map);
}

/* ---- long and hostile pages --------------------------------------------------- */

static void
test_long(void)
{
	struct strbuf all = STRBUF_INIT, bad = STRBUF_INIT;
	struct search_section s[3] = { { "", "", "짧다" } };
	struct search_page v[] = { { .path = "long.html",
	    .id = "long",
	    .sections = s,
	    .n_sections = 3 } };
	const struct file *text;
	struct files *f;
	uint32_t pieces = 0;
	size_t most = 0;
	int i, n = 0;

	for (i = 0; i < 3000; i++)
		strbuf_addf(&all, "%d번째 줄이다 <%d>\n", i, i);
	for (i = 0; i < 100000; i++)
		strbuf_adds(&bad, "<가");
	v[0].title = bad.buf;
	s[1] = (struct search_section){ "줄", bad.buf, all.buf };
	s[2] = (struct search_section){ bad.buf, "", bad.buf };
	f = make(v, 1);
	for (i = 0; (text = text_file(f, "long.html", i)) != NULL; i++) {
		most = text->len > most ? text->len : most;
		n += strstr(text->bytes, "번째 줄이다") != NULL;
	}
	ok(n > 10 && i > 100 && most < 6000,
	    "a long page has %d pieces of at most %zu bytes", i, most);
	ok(listed(f, "번째", search_page_number("long.html"), &pieces) == 1 &&
		pieces == (uint32_t)n,
	    "a word is listed with each that has it: %u", pieces);
	ok(listed(f, "2999", search_page_number("long.html"), &pieces) == 0 &&
		pieces == 1,
	    "and one of the end with one");
	map_free(f->map);
	strbuf_release(&all);
	strbuf_release(&bad);
}

static void
test_fails(void)
{
	struct search_page v[] = {
		{ .path = "a.html", .id = "a", .title = "a" }
	};
	struct files *f = arena_alloc(arena, sizeof(*f));
	struct search_index *x;
	struct err e = ERR_INIT;

	f->map = map_new();
	f->fails = true;
	x = search_index_new(put_file, f);
	ok(search_index_add(x, v, &e) == 0 && search_index_finish(x, &e) == -1,
	    "a file that cannot be written: %s", e.msg);
	search_index_free(x);
	search_index_free(NULL);
	map_free(f->map);
}

int
main(void)
{
	arena = arena_new();
	test_words();
	test_ranks();
	test_often();
	test_edit();
	test_common();
	test_same_number();
	test_long();
	test_fails();
	arena_free(arena);
	return done_testing();
}
