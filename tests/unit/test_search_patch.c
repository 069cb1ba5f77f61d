/* test_search_patch.c: files of words that are changed are as made anew */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/xalloc.h"
#include "search/search_index_int.h"

/* As many as a syllable must have before some are not listed, and some more. */
#define PAGES 1030
#define EDITS 80

/* A page, if there is one of this number. */
struct row {
	uint32_t number;
	bool there;
	char *path, *text; /* owned */
};
static struct row rows[PAGES];
static unsigned state = 10;

static unsigned
chance(unsigned n)
{
	state = state * 1103515245u + 12345u;
	return (state >> 16) % n;
}

static int
row_cmp(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;

	return (a->number > b->number) - (a->number < b->number);
}

/* Words that few pages have and words that all have, of both kinds; of the
 * syllable 층 there are about as many as are listed. */
static void
row_write(struct row *r)
{
	struct strbuf text = STRBUF_INIT;
	unsigned i, n = chance(40) == 0 ? 900 : 1 + chance(6);

	for (i = 0; i < n; i++)
		strbuf_addf(&text, "word%u shared%u 파이%s\n", chance(900),
		    chance(5), chance(2) ? "프" : "썬");
	if (chance(34) != 0)
		strbuf_adds(&text, chance(9) ? "층" : "층 층 층 층 층");
	if (chance(60) == 0)
		strbuf_addf(&text, " 뷁%u c++ 쀍", chance(9));
	free(r->text);
	r->text = strbuf_take(&text);
}

static void
make_rows(void)
{
	size_t i;

	for (i = 0; i < PAGES; i++) {
		rows[i].path = xasprintf("쪽/%zu.html", i);
		rows[i].number = search_page_number(rows[i].path);
		rows[i].there = true;
		row_write(&rows[i]);
	}
	qsort(rows, PAGES, sizeof(*rows), row_cmp);
	/* Of pages of one number the first. */
	for (i = 1; i < PAGES; i++)
		rows[i].there = rows[i].number != rows[i - 1].number;
}

/* ---- files ------------------------------------------------------------------ */

struct store {
	struct strbuf *words; /* by number; owned */
	size_t n, cap;
	struct strbuf meta;
};

static void
store_clear(struct store *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		strbuf_release(&s->words[i]);
	free(s->words);
	strbuf_release(&s->meta);
	*s = (struct store){ .meta = STRBUF_INIT };
}

/* The file of this path, or NULL for a text. */
static struct strbuf *
store_at(struct store *s, const char *path)
{
	size_t file;

	if (strcmp(path, "search/index.json") == 0)
		return &s->meta;
	if (sscanf(path, "search/words/%zu.bin", &file) != 1)
		return NULL;
	while (file >= s->n) {
		struct strbuf *to = VEC_PUSH(s->words, s->n, s->cap);

		strbuf_init(to, STRBUF_MAX);
	}
	return &s->words[file];
}

static int
store_put(const char *path, const void *bytes, size_t len, void *payload,
    struct err *e)
{
	struct strbuf *to = store_at(payload, path);

	(void)e;
	if (to == NULL)
		return 0;
	strbuf_clear(to);
	strbuf_add(to, bytes, len);
	return 0;
}

static bool
store_read(const char *path, struct strbuf *out, void *payload)
{
	const struct strbuf *from = store_at(payload, path);

	strbuf_add(out, from->buf, from->len);
	return true;
}

/* Whether they have the same files; those that `st` says are not there are
 * passed over. */
static bool
store_same(struct store *a, struct store *b, const struct search_state *st)
{
	size_t i;

	if (a->meta.len != b->meta.len ||
	    memcmp(a->meta.buf, b->meta.buf, a->meta.len) != 0)
		return false;
	for (i = 0; i < (size_t)1 << st->bits; i++) {
		const struct strbuf *x, *y;
		char path[SEARCH_PATH_MAX];

		search_words_path(path, i);
		x = store_at(a, path);
		y = store_at(b, path);
		if (st->sizes[i] == SEARCH_NO_FILE
			? y->len != 0
			: x->len != y->len ||
			      memcmp(x->buf, y->buf, x->len) != 0)
			return false;
	}
	return true;
}

/* ---- indexes ---------------------------------------------------------------- */

static void
add(struct search_index *x, const struct row *r)
{
	const struct search_section section = { "", "", r->text };
	const struct search_page page = { .path = r->path,
		.id = r->path,
		.title = "제목",
		.sections = &section,
		.n_sections = 1 };
	struct err e = ERR_INIT;
	size_t files;

	search_index_add(x, &page, &e);
	search_index_end(x, &files, &e);
}

static void
make_all(struct store *to, struct search_state *st)
{
	struct search_index *x = search_index_new(store_put, to);
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < PAGES; i++)
		if (rows[i].there)
			add(x, &rows[i]);
	search_index_tell(x, st);
	search_index_finish(x, &e);
	search_index_free(x);
}

/* Write, remove or add up to three pages; what they were and are in two. */
static void
edit(struct search_index *was, struct search_index *now)
{
	size_t i, from = chance(PAGES - 3), to = from + 1 + chance(3);

	for (i = from; i < to; i++) {
		struct row *r = &rows[i];

		if (i > 0 && r->number == rows[i - 1].number)
			continue;
		if (r->there)
			add(was, r);
		r->there = chance(8) != 0;
		row_write(r);
		if (r->there)
			add(now, r);
	}
}

static int
patch(struct search_state *st, struct store *files)
{
	struct search_index *was = search_index_new(store_put, files);
	struct search_index *now = search_index_new(store_put, files);
	struct err e = ERR_INIT;
	int rc;

	edit(was, now);
	rc = search_patch(st, was, now, store_read, files, &e);
	search_index_free(was);
	search_index_free(now);
	return rc;
}

static bool
state_same(const struct search_state *a, const struct search_state *b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	bool same;

	search_state_pack(&x, a);
	search_state_pack(&y, b);
	same = x.len == y.len && memcmp(x.buf, y.buf, x.len) == 0;
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

static void
test_edits(void)
{
	struct store files = { .meta = STRBUF_INIT }, cold = files;
	struct search_state st, want;
	size_t i, done = 0, refused = 0, wrong = 0, other = 0;

	make_all(&files, &st);
	for (i = 0; i < EDITS; i++) {
		int rc = patch(&st, &files);

		store_clear(&cold);
		make_all(&cold, &want);
		if (rc == 1) {
			done++;
			wrong += !store_same(&cold, &files, &want);
			other += !state_same(&st, &want);
			search_state_release(&want);
			continue;
		}
		refused++;
		store_clear(&files);
		search_state_release(&st);
		make_all(&files, &st);
		search_state_release(&want);
	}
	ok(wrong == 0, "after each edit the files are as made anew");
	ok(other == 0, "and so is what is known of them");
	ok(done > EDITS / 2, "most edits change files (%zu)", done);
	ok(refused > 0, "some syllable is listed otherwise (%zu)", refused);
	search_state_release(&st);
	store_clear(&files);
	store_clear(&cold);
}

/* A file that is not what the pages had. */
static void
test_other(void)
{
	struct store files = { .meta = STRBUF_INIT };
	struct search_state st;
	size_t i, k, taken = 0;

	make_all(&files, &st);
	for (i = 0; i < files.n; i++)
		for (k = 0; k < files.words[i].len; k++)
			files.words[i].buf[k] ^= 0x15;
	for (i = 0; i < 5; i++)
		taken += patch(&st, &files) != 0;
	ok(taken == 0, "a file of other words is not changed");
	search_state_release(&st);
	store_clear(&files);
}

static void
test_state(void)
{
	struct store files = { .meta = STRBUF_INIT };
	struct strbuf bytes = STRBUF_INIT;
	struct search_state st, then;
	const char *p;
	size_t i, len, taken = 0;

	make_all(&files, &st);
	search_state_pack(&bytes, &st);
	strbuf_add(&bytes, "rest", 4);
	p = bytes.buf;
	len = bytes.len;
	ok(search_state_take(&then, &p, &len) && len == 4 &&
		memcmp(p, "rest", 4) == 0 && state_same(&st, &then),
	    "what is known is kept, and what follows is left");
	search_state_release(&then);
	for (i = 0; i < bytes.len - 4; i++) {
		p = bytes.buf;
		len = i;
		taken += search_state_take(&then, &p, &len);
	}
	ok(taken == 0, "no part of it is taken for the whole");
	search_state_release(&st);
	strbuf_release(&bytes);
	store_clear(&files);
}

int
main(void)
{
	size_t i;

	make_rows();
	test_edits();
	test_other();
	test_state();
	for (i = 0; i < PAGES; i++) {
		free(rows[i].path);
		free(rows[i].text);
	}
	return done_testing();
}
