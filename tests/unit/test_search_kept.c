/* test_search_kept.c: words of pages that were kept, and bytes that are none */
#include "tap.h"

#include <sys/mman.h>
#include <unistd.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/xalloc.h"
#include "base/fs.h"
#include "base/hash.h"
#include "search/search_index_int.h"
#include "search/search_kept.h"

#define PAGES 40

static struct arena *arena;

/* A page by its number in the order of the index. */
struct row {
	uint32_t number;
	struct search_page page;
	struct search_section section;
};
static struct row rows[PAGES];

static int
row_cmp(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;

	return (a->number > b->number) - (a->number < b->number);
}

/* Words of both kinds, some in many pages, and every fifth page is so long that
 * it has several pieces. */
static void
make_rows(void)
{
	size_t i, k;

	for (i = 0; i < PAGES; i++) {
		struct strbuf text = STRBUF_INIT;

		for (k = 0; k < (i % 5 == 0 ? 900 : 9); k++)
			strbuf_addf(&text, "word%zu 파이프 층%zu shared%zu\n",
			    k, i, i % 7);
		rows[i].section = (struct search_section){ "", "",
			arena_strdup(arena, text.buf) };
		rows[i].page = (struct search_page){
			.path = arena_printf(arena, "쪽/%zu.html", i),
			.id = arena_printf(arena, "쪽/%zu", i),
			.title = arena_printf(arena, "제목 %zu", i),
			.n_sections = 1,
		};
		rows[i].number = search_page_number(rows[i].page.path);
		strbuf_release(&text);
	}
	qsort(rows, PAGES, sizeof(*rows), row_cmp);
	for (i = 0; i < PAGES; i++)
		rows[i].page.sections = &rows[i].section;
}

/* All files of words, one behind the other. */
static int
put_file(const char *path, const void *bytes, size_t len, void *payload,
    struct err *e)
{
	struct strbuf *out = payload;

	(void)e;
	if (strncmp(path, "search/text/", strlen("search/text/")) == 0)
		return 0;
	strbuf_addf(out, "%s %zu\n", path, len);
	strbuf_add(out, bytes, len);
	return 0;
}

/* The same bytes into a file; and what tells them from others. */
static void
spooled(const struct search_index *x, const struct search_group *v, size_t n)
{
	struct strbuf left = STRBUF_INIT;
	struct err e = ERR_INIT;
	int fd = fs_open_dir("/tmp", &e);
	struct spool *to = spool_new(fd);
	struct search_kept *k;
	const char *p;
	size_t len;

	search_kept_pack(&left, x, v, n);
	k = search_kept_new(left.buf, left.len);
	spool_sums(to);
	search_kept_spool(to, x, v, n);
	ok(spool_sum(to) == hash_sum(left.buf, left.len) &&
		(p = spool_take(to, &len)) != NULL && len == left.len &&
		memcmp(p, left.buf, len) == 0 && munmap((void *)p, len) == 0,
	    "in a file there is the same");
	ok(search_groups_id(v, n) == search_kept_id(k) &&
		search_groups_id(v, n - 1) != search_kept_id(k),
	    "and they are told apart by their groups");
	search_kept_free(k);
	spool_free(to);
	strbuf_release(&left);
	close(fd);
}

/*
 * An index of all pages; what is kept goes to `left`. Pages that `in` has are
 * taken from there, but for those that `changed` says. How many were taken.
 */
static size_t
make(struct strbuf *out, struct strbuf *left, const struct strbuf *in,
    size_t changed)
{
	struct search_index *x = search_index_new(put_file, out);
	struct search_kept *k =
	    search_kept_new(in ? in->buf : NULL, in ? in->len : 0);
	struct search_group groups[PAGES];
	struct err e = ERR_INIT;
	size_t i, n = 0, files, taken = 0;

	for (i = 0; i < PAGES; i++, n++) {
		const struct search_group *g =
		    search_kept_find(k, rows[i].number);

		search_group_begin(&groups[n], x, rows[i].number);
		if (g != NULL && i != changed && search_kept_add(x, k, g)) {
			taken++;
		} else {
			search_index_add(x, &rows[i].page, &e);
			search_index_end(x, &files, &e);
			groups[n].files = files;
		}
		search_group_end(&groups[n], x);
	}
	search_kept_pack(left, x, groups, n);
	spooled(x, groups, n);
	search_index_finish(x, &e);
	search_kept_free(k);
	search_index_free(x);
	return taken;
}

static bool
same(const struct strbuf *a, const struct strbuf *b)
{
	return a->len == b->len && memcmp(a->buf, b->buf, a->len) == 0;
}

static void
test_taken(const struct strbuf *cold, const struct strbuf *kept)
{
	struct strbuf out = STRBUF_INIT, left = STRBUF_INIT, anew = STRBUF_INIT;
	struct search_section was = rows[3].section;

	ok(make(&out, &left, kept, PAGES) == PAGES, "all pages are taken");
	ok(same(&out, cold), "and the words are the same");
	strbuf_clear(&out);
	ok(make(&out, &anew, &left, PAGES) == PAGES,
	    "from what that leaves, too");
	ok(same(&out, cold), "and they stay the same");
	rows[3].section.text = "only this 새로운 층";
	strbuf_clear(&out);
	strbuf_clear(&left);
	ok(make(&out, &left, kept, 3) == PAGES - 1, "one page has other words");
	strbuf_clear(&anew);
	ok(!same(&out, cold), "which changes files");
	make(&anew, &left, NULL, PAGES);
	ok(same(&out, &anew), "as in an index of all from nothing");
	rows[3].section = was;
	strbuf_release(&out);
	strbuf_release(&left);
	strbuf_release(&anew);
}

/* Bytes that were changed or cut off may give other words, but no more. */
static void
test_nonsense(const struct strbuf *kept)
{
	struct strbuf bad = STRBUF_INIT, out = STRBUF_INIT, left = STRBUF_INIT;
	struct search_kept *k;
	size_t i, cut = 0, n = 0;

	for (i = 0; i < kept->len; i += i < 64 ? 1 : 1301) {
		k = search_kept_new(kept->buf, i);
		cut += search_kept_len(k) == 0;
		search_kept_free(k);
		n++;
	}
	ok(cut == n, "of bytes that are cut off nothing is taken");
	for (i = 0; i < kept->len; i += i < 4096 ? 37 : 1999) {
		strbuf_clear(&bad);
		strbuf_add(&bad, kept->buf, kept->len);
		bad.buf[i] ^= 0x41;
		strbuf_clear(&out);
		strbuf_clear(&left);
		make(&out, &left, &bad, PAGES);
	}
	ok(out.len > 0, "a changed byte breaks nothing");
	k = search_kept_new(NULL, 0);
	ok(search_kept_find(k, rows[0].number) == NULL, "nothing is nothing");
	search_kept_free(k);
	search_kept_free(NULL);
	strbuf_release(&bad);
	strbuf_release(&out);
	strbuf_release(&left);
}

int
main(void)
{
	struct strbuf cold = STRBUF_INIT, kept = STRBUF_INIT;

	arena = arena_new();
	make_rows();
	ok(make(&cold, &kept, NULL, PAGES) == 0, "an index from nothing");
	test_taken(&cold, &kept);
	test_nonsense(&kept);
	strbuf_release(&cold);
	strbuf_release(&kept);
	arena_free(arena);
	return done_testing();
}
