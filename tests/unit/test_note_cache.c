/* test_note_cache.c: notes that were parsed before, and caches that lie */
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "note/note_cache.h"
#include "note/note_int.h"

#define MANY 12

static const struct note_opts opts = { .lang = "ko" };
static const char stamp[HASH_HEX] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
static const char other[HASH_HEX] =
    "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static struct note_src srcs[MANY];

/* The folder of the files, and those that notes point into: to the end. */
static int folder = -1;
static struct spool **files;
static size_t n_files, cap_files;

static struct spool *
file_new(void)
{
	return *VEC_PUSH(files, n_files, cap_files) = spool_new(folder);
}

/* Write the file of a cache, and append its bytes; false when it has none. */
static bool
file_write(struct strbuf *out, struct note_cache *c)
{
	struct err e = ERR_INIT;

	if (!note_cache_write(c))
		return false;
	ok(spool_put(files[n_files - 1], "kept/cache", &e) == 0 &&
		fs_read(out, folder, "kept/cache", STRBUF_MAX, &e) == 0,
	    "the file is there%s", e.msg);
	return true;
}

static void
make_srcs(struct arena *a)
{
	size_t i;

	for (i = 0; i < MANY; i++) {
		const char *text = arena_printf(a,
		    "---\ntitle: 노트 %zu\n---\n\n# 글 %zu\n\n[[%zu]] "
		    "**강조(Korean)**을%s\n\n## 절\n\n```c {#x%s}\n;\n```\n",
		    i, i, i + 1, i % 5 == 0 ? " \xff" : "",
		    i % 4 == 0 ? " .run timeout=" : " .run");

		srcs[i] =
		    (struct note_src){ arena_printf(a, "notes/%02zu.md", i), 6,
			    text, strlen(text) };
	}
}

/* All notes through a cache that begins with these bytes, or none. What is to
 * be kept then is in `out`; returns whether it differs. */
static bool
pass(const struct strbuf *in, const char *with, struct strbuf *out,
    struct note *notes, struct arena *a, struct diag_list *d, bool *damaged)
{
	struct err e = ERR_INIT;
	struct note_cache *c = note_cache_new(
	    in ? in->buf : NULL, in ? in->len : 0, with, damaged);
	bool differs;

	note_cache_to(c, file_new());
	if (note_cache_parse(c, notes, srcs, MANY, 2, &opts, a, d, &e) == -1)
		ok(false, "no parser can be started: %s", e.msg);
	*damaged |= note_cache_damaged(c);
	differs = file_write(out, c);
	note_cache_free(c);
	return differs;
}

static bool
same_notes(const struct note *a, const struct note *b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	bool same = true;
	size_t i;

	for (i = 0; i < MANY; i++) {
		strbuf_clear(&x);
		strbuf_clear(&y);
		note_pack(&x, &a[i]);
		note_pack(&y, &b[i]);
		same = same && x.len == y.len &&
		       memcmp(x.buf, y.buf, x.len) == 0 &&
		       strcmp(a[i].id, b[i].id) == 0 &&
		       strcmp(a[i].path, b[i].path) == 0;
	}
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

static bool
same_diags(struct diag_list *a, struct diag_list *b)
{
	bool same = a->n == b->n;
	size_t i;

	diag_sort(a);
	diag_sort(b);
	for (i = 0; i < a->n && same; i++)
		same = a->v[i].id == b->v[i].id &&
		       strcmp(a->v[i].path, b->v[i].path) == 0 &&
		       strcmp(a->v[i].msg, b->v[i].msg) == 0 &&
		       a->v[i].line == b->v[i].line &&
		       a->v[i].col == b->v[i].col;
	return same;
}

/* A note whose text is `lie` in a cache shows whether it came from there. */
static void
test_used(const struct strbuf *bytes, struct arena *a)
{
	struct note notes[MANY], plain[MANY];
	struct strbuf out = STRBUF_INIT;
	struct note_src was = srcs[3];
	struct err e = ERR_INIT;
	char *text = arena_printf(a, "# 다른 글\n");
	bool damaged;

	srcs[3].text = text;
	srcs[3].len = strlen(text);
	ok(pass(bytes, stamp, &out, notes, a, NULL, &damaged) && !damaged,
	    "one note changes: the cache does");
	ok(note_pool_parse(plain, srcs, MANY, 2, &opts, a, NULL, &e) == 0 &&
		same_notes(notes, plain),
	    "and all notes are what the parser makes of them");
	ok(memmem(out.buf, out.len, "다른 글", strlen("다른 글")) != NULL &&
		memmem(out.buf, out.len, "노트 3", strlen("노트 3")) == NULL,
	    "the new note is kept, the old one is not");
	srcs[3] = was;
	strbuf_clear(&out);
	was = srcs[4];
	srcs[4].path = "notes/moved.md";
	ok(pass(bytes, stamp, &out, notes, a, NULL, &damaged) &&
		strcmp(notes[4].id, "moved") == 0,
	    "a note that moves is another one");
	srcs[4] = was;
	strbuf_release(&out);
}

/* All notes through two caches; what is to be kept of the upper one is in
 * `out`, and *all says whether it takes the place of both. */
static bool
pass_two(const struct strbuf *base, const struct strbuf *more,
    struct strbuf *out, struct note *notes, struct arena *a, bool *all)
{
	struct err e = ERR_INIT;
	bool damaged, differs;
	struct note_cache *b =
	    note_cache_new(base->buf, base->len, stamp, &damaged);
	struct note_cache *c = note_cache_new(
	    more ? more->buf : NULL, more ? more->len : 0, stamp, &damaged);

	note_cache_over(c, b);
	note_cache_to(c, file_new());
	if (note_cache_parse(c, notes, srcs, MANY, 2, &opts, a, NULL, &e) == -1)
		ok(false, "no parser can be started: %s", e.msg);
	*all = note_cache_join(c);
	strbuf_clear(out);
	differs = file_write(out, c);
	note_cache_free(c);
	note_cache_free(b);
	return differs;
}

/* What one cache has not is in the other; in a small wiki one note that changes
 * makes one of both. */
static void
test_two(const struct strbuf *bytes, const struct note *plain, struct arena *a)
{
	struct strbuf more = STRBUF_INIT, both = STRBUF_INIT;
	struct note notes[MANY];
	struct note_src was = srcs[5];
	char *text = arena_printf(a, "# 새 글\n");
	bool all;

	ok(!pass_two(bytes, NULL, &more, notes, a, &all) && !all &&
		same_notes(notes, plain),
	    "all is in the base: nothing to write");
	ok(notes[5].print[0] != 0 && notes[5].print[0] != notes[6].print[0] &&
		notes[5].took == 0,
	    "each note has a hash of its own, and took no time");
	srcs[5].text = text;
	srcs[5].len = strlen(text);
	ok(pass_two(bytes, NULL, &both, notes, a, &all) && all,
	    "one note changes: both become one");
	ok(memmem(both.buf, both.len, "새 글", strlen("새 글")) != NULL &&
		memmem(both.buf, both.len, "노트 5", strlen("노트 5")) ==
		    NULL &&
		memmem(both.buf, both.len, "노트 6", strlen("노트 6")) != NULL,
	    "with the new note and the others, and without the old one");
	ok(notes[5].took > 0 && notes[6].took == 0,
	    "only what is parsed takes time");
	ok(!pass_two(&both, NULL, &more, notes, a, &all) && !all &&
		strcmp(notes[5].title, "새 글") == 0,
	    "and that has all of them");
	srcs[5] = was;
	strbuf_release(&more);
	strbuf_release(&both);
}

/* Whatever happens to a byte, the notes are right. */
static void
test_damage(const struct strbuf *bytes, const struct note *plain)
{
	struct strbuf bad = STRBUF_INIT, out = STRBUF_INIT;
	size_t i, told = 0, wrong = 0, n = 0;
	struct note notes[MANY];
	bool damaged;

	for (i = 0; i < bytes->len; i += i < 400 ? 13 : 997) {
		struct arena *a = arena_new();

		strbuf_clear(&bad);
		strbuf_add(&bad, bytes->buf, bytes->len);
		bad.buf[i] ^= 1;
		strbuf_clear(&out);
		pass(&bad, stamp, &out, notes, a, NULL, &damaged);
		/* A stamp of one bit less is another's. */
		told += damaged;
		n += i < 17 || i >= 17 + 64;
		wrong += !same_notes(notes, plain);
		arena_free(a);
	}
	ok(wrong == 0 && told == n, "a changed byte: %zu of %zu told", told, n);
	for (i = 0, n = 0, told = 0; i < bytes->len; i += i < 200 ? 21 : 1999) {
		struct arena *a = arena_new();

		strbuf_clear(&bad);
		strbuf_add(&bad, bytes->buf, i);
		strbuf_clear(&out);
		pass(&bad, stamp, &out, notes, a, NULL, &damaged);
		n++;
		told += damaged;
		wrong += !same_notes(notes, plain);
		arena_free(a);
	}
	ok(wrong == 0 && told == n, "an end cut off: %zu of %zu told", told, n);
	strbuf_release(&bad);
	strbuf_release(&out);
}

/* Where the body of a note is, in bytes of which it has the title; or 0. */
static size_t
body_at(const struct strbuf *bytes, const char *title)
{
	const char *at = memmem(bytes->buf, bytes->len, title, strlen(title));

	return at != NULL ? (size_t)(at - bytes->buf) : 0;
}

/* A note whose body is damaged is parsed again, and no other; the next cache is
 * whole. */
static void
test_body(const struct strbuf *bytes, const struct note *plain, struct arena *a)
{
	struct strbuf bad = STRBUF_INIT, out = STRBUF_INIT, more = STRBUF_INIT;
	struct note notes[MANY];
	size_t i, at, parsed = 0;
	bool damaged;

	strbuf_add(&bad, bytes->buf, bytes->len);
	at = body_at(bytes, "노트 7");
	ok(at != 0 &&
		pass(bytes, stamp, &out, notes, a, NULL, &damaged) == false &&
		!damaged,
	    "all bodies are whole");
	bad.buf[at] ^= 1;
	ok(pass(&bad, stamp, &out, notes, a, NULL, &damaged) && damaged &&
		same_notes(notes, plain),
	    "one that is damaged is told, and the notes are right");
	for (i = 0; i < MANY; i++)
		parsed += notes[i].took != 0;
	ok(parsed == 1 && notes[7].took != 0, "its note is parsed, no other");
	ok(!pass(&out, stamp, &more, notes, a, NULL, &damaged) && !damaged &&
		same_notes(notes, plain) && out.len == bytes->len,
	    "and what is kept then is whole");
	strbuf_release(&bad);
	strbuf_release(&out);
	strbuf_release(&more);
}

/* How many of these keys a cache of these bytes has a note of, the same as it
 * was; none of them is kept by that. */
static size_t
gets(const struct strbuf *bytes, const char *with, const struct note *plain,
    bool *damaged)
{
	struct arena *a = arena_new();
	size_t i, n = 0;
	bool one;
	struct note_cache *c =
	    note_cache_new(bytes->buf, bytes->len, with, damaged);
	struct note_cache *over = note_cache_new(NULL, 0, with, &one);

	note_cache_over(over, c);
	for (i = 0; i < MANY; i++) {
		struct note_src src = { srcs[i].path, srcs[i].skip, NULL, 0 };
		struct note got[MANY];

		memcpy(got, plain, sizeof(got));
		n += note_cache_get(
			 over, plain[i].print, &got[i], &src, a, NULL) &&
		     got[i].print[0] == plain[i].print[0] && got[i].took == 0 &&
		     same_notes(got, plain);
	}
	*damaged |= note_cache_damaged(over);
	note_cache_to(over, file_new());
	if (note_cache_write(over))
		n = 0;
	note_cache_free(over);
	note_cache_free(c);
	arena_free(a);
	return n;
}

/* Notes one at a time. */
static void
test_get(const struct strbuf *bytes, struct arena *a)
{
	char keys[MANY][HASH_HEX] = { "" };
	struct strbuf bad = STRBUF_INIT;
	struct note notes[MANY];
	struct err e = ERR_INIT;
	bool damaged;
	struct note_cache *c =
	    note_cache_new(bytes->buf, bytes->len, stamp, &damaged);

	note_cache_keys(c, keys);
	ok(note_cache_parse(c, notes, srcs, MANY, 2, &opts, a, NULL, &e) == 0,
	    "keys are asked for");
	note_cache_free(c);
	ok(gets(bytes, stamp, notes, &damaged) == MANY && !damaged,
	    "each note by its key, and nothing to write for that");
	ok(gets(bytes, other, notes, &damaged) == 0 && !damaged,
	    "none of another stamp, which is no damage");
	strbuf_add(&bad, bytes->buf, bytes->len);
	bad.buf[body_at(bytes, "노트 7")] ^= 1;
	ok(gets(&bad, stamp, notes, &damaged) == MANY - 1 && damaged,
	    "a damaged body costs that note");
	bad.buf[body_at(bytes, "노트 7")] ^= 1;
	/* Before the number and the sum: the row of one of them. */
	bad.buf[bad.len - 8 - 8 - 30] ^= 1;
	ok(gets(&bad, stamp, notes, &damaged) == 0 && damaged,
	    "a damaged row all of them");
	ok(gets(bytes, stamp, notes, &damaged) == MANY,
	    "and they are there as they were");
	notes[2].print[0] ^= 1;
	ok(gets(bytes, stamp, notes, &damaged) == MANY - 1 && !damaged,
	    "one that nobody knows is not there");
	strbuf_release(&bad);
}

/* Where the disk takes nothing, all is as it is without it. */
static void
test_full(const struct note *plain, struct arena *a)
{
	struct note notes[MANY];
	struct err e = ERR_INIT;
	bool damaged;
	struct spool *none = spool_new(-1);
	struct note_cache *c = note_cache_new(NULL, 0, stamp, &damaged);

	note_cache_to(c, none);
	ok(note_cache_parse(c, notes, srcs, MANY, 2, &opts, a, NULL, &e) == 0 &&
		same_notes(notes, plain),
	    "without a disk the notes are the same");
	ok(!note_cache_write(c) && spool_put(none, "cache", &e) == -1,
	    "and nothing is kept");
	note_cache_free(c);
	spool_free(none);
	ok(same_notes(notes, plain), "they do not point there");
}

/* A note whose key is known needs no text; one that the cache has not does. */
static void
test_keys(const struct strbuf *bytes, const struct note *plain, struct arena *a)
{
	char keys[MANY][HASH_HEX] = { "" };
	struct note_src was[MANY];
	struct note notes[MANY];
	struct err e = ERR_INIT;
	bool damaged;
	size_t i, had = 0;
	struct note_cache *c =
	    note_cache_new(bytes->buf, bytes->len, stamp, &damaged);

	memcpy(was, srcs, sizeof(was));
	note_cache_keys(c, keys);
	ok(note_cache_parse(c, notes, srcs, MANY, 2, &opts, a, NULL, &e) == 0,
	    "keys are asked for");
	for (i = 0; i < MANY; i++)
		had += note_cache_has(c, keys[i]);
	ok(had == MANY && !note_cache_has(c, stamp), "and the cache has them");
	note_cache_free(c);
	c = note_cache_new(bytes->buf, bytes->len, stamp, &damaged);
	for (i = 1; i < MANY; i++) {
		srcs[i].text = NULL;
		srcs[i].len = 0;
	}
	*keys[0] = '\0';
	note_cache_keys(c, keys);
	ok(note_cache_parse(c, notes, srcs, MANY, 2, &opts, a, NULL, &e) == 0 &&
		same_notes(notes, plain) && *keys[0] != '\0',
	    "with them, notes without a text are the same");
	memcpy(keys[3], stamp, HASH_HEX);
	note_cache_keys(c, keys);
	ok(note_cache_parse(c, notes, srcs, MANY, 2, &opts, a, NULL, &e) ==
		    -1 &&
		strstr(e.msg, "notes/03.md") != NULL,
	    "with another, it is told of which note there is nothing");
	note_cache_free(c);
	memcpy(srcs, was, sizeof(was));
}

int
main(void)
{
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
	struct diag_list d0 = DIAG_LIST_INIT, d1 = DIAG_LIST_INIT,
			 d2 = DIAG_LIST_INIT;
	struct note plain[MANY], notes[MANY];
	struct arena *a = arena_new();
	struct err e = ERR_INIT;
	char dir[] = "/tmp/halfhour-unit.XXXXXX";
	bool damaged = true;
	size_t i;

	ok(mkdtemp(dir) != NULL && (folder = fs_open_dir(dir, &e)) != -1,
	    "a folder");
	make_srcs(a);
	ok(note_pool_parse(plain, srcs, MANY, 2, &opts, a, &d0, &e) == 0 &&
		d0.n > 2,
	    "notes, and %zu diagnostics", d0.n);
	ok(pass(NULL, stamp, &first, notes, a, &d1, &damaged) && !damaged &&
		same_notes(notes, plain) && same_diags(&d0, &d1),
	    "with an empty cache: the same");
	ok(!pass(&first, stamp, &second, notes, a, &d2, &damaged) && !damaged &&
		second.len == 0 && same_notes(notes, plain) &&
		same_diags(&d0, &d2),
	    "with a full one: the same, and nothing to write");
	ok(pass(&first, other, &second, notes, a, NULL, &damaged) && !damaged &&
		same_notes(notes, plain) && second.len == first.len,
	    "of another stamp: all are parsed, and nothing is told");
	test_used(&first, a);
	test_two(&first, plain, a);
	test_keys(&first, plain, a);
	test_body(&first, plain, a);
	test_get(&first, a);
	test_damage(&first, plain);
	test_full(plain, a);
	for (i = 0; i < n_files; i++)
		spool_free(files[i]);
	free(files);
	ok(fs_remove_tree(folder, "kept", &e) == 0 && rmdir(dir) == 0,
	    "nothing is left");
	close(folder);
	strbuf_release(&first);
	strbuf_release(&second);
	diag_release(&d0);
	diag_release(&d1);
	diag_release(&d2);
	arena_free(a);
	return done_testing();
}
