/* search_patch.c: files of words, changed where a few pages have other words
 *
 * Theory of operation. To spread all words over their files is work for the
 * whole wiki, of which one edit changes ten words. A file has in it all that it
 * is made of (search_index.c), but for syllables that are in so many pages that
 * some of those are not listed; of such, the numbers are kept. So the words that
 * the edited pages had and have are compared, and of the files in which there is
 * a difference the lists of these words are written anew, with the other pages
 * as they stand there.
 *
 * What is found in a file has to be what the pages had. If it is not, if a
 * syllable comes to be listed in other pages than before, or if there are to be
 * more files or fewer, nothing is written, and the caller makes all anew.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "search/search_index_int.h"

/* A word that a page had, or has. */
struct change {
	size_t file;
	const char *s; /* the word; in the arena */
	size_t len;
	uint64_t code; /* of CJK; 0: it is a text */
	uint32_t entry;
	const char *pieces; /* borrowed; "": in the first piece alone */
	size_t n_pieces;
	bool now;
};

/* A file as it will be. */
struct patched {
	size_t file;
	struct strbuf bytes;
};

struct patch {
	struct search_state state; /* as it will be; sizes are not its own */
	struct arena *a;
	struct change *v;
	size_t n, cap;
	struct patched *files;
	size_t n_files, cap_files;
	struct strbuf was, list, aid;
	bool lost; /* all has to be made anew */
};

/* ---- what changes --------------------------------------------------------- */

static int
word_cmp(const struct change *a, const struct change *b)
{
	int c;

	if (a->code != 0 && b->code != 0)
		return (a->code > b->code) - (a->code < b->code);
	if (a->code != 0 || b->code != 0)
		return a->code != 0 ? -1 : 1;
	c = memcmp(a->s, b->s, a->len < b->len ? a->len : b->len);
	return c != 0 ? c : (a->len > b->len) - (a->len < b->len);
}

static int
change_cmp(const void *pa, const void *pb)
{
	const struct change *a = pa, *b = pb;
	int c;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if ((c = word_cmp(a, b)) != 0)
		return c;
	if (a->entry >> 3 != b->entry >> 3)
		return a->entry >> 3 < b->entry >> 3 ? -1 : 1;
	return (int)a->now - (int)b->now;
}

static void
patch_entry(struct patch *p, const struct search_index *x, uint64_t entry,
    const char *pieces, bool now)
{
	uint64_t word = entry >> INDEX_PAGE;
	bool text = word & INDEX_TEXT;
	struct change *c = VEC_PUSH(p->v, p->n, p->cap);
	size_t mask = ((size_t)1 << p->state.bits) - 1;

	strbuf_clear(&p->aid);
	index_spell(&p->aid, x, word);
	*c = (struct change){
		.file = index_file_hash(p->aid.buf, p->aid.len, text) & mask,
		.s = arena_strndup(p->a, p->aid.buf, p->aid.len),
		.len = p->aid.len,
		.code = text ? 0 : word,
		.entry = (uint32_t)(entry & (((uint64_t)1 << INDEX_PAGE) - 1)),
		.pieces = pieces != NULL ? pieces : "",
		.n_pieces = pieces != NULL ? index_pieces_len(pieces) : 0,
		.now = now
	};
}

static void
patch_collect(struct patch *p, const struct search_index *x, bool now)
{
	size_t i;

	for (i = 0; i < x->n_entries; i++)
		patch_entry(p, x, x->entries[i], NULL, now);
	for (i = 0; i < x->n_more; i++)
		patch_entry(p, x, x->more[i].entry,
		    x->pieces.buf + x->more[i].pieces, now);
}

static bool
change_same(const struct change *a, const struct change *b)
{
	return a->file == b->file && word_cmp(a, b) == 0 &&
	       a->entry == b->entry && a->n_pieces == b->n_pieces &&
	       memcmp(a->pieces, b->pieces, a->n_pieces) == 0;
}

/* In order, without those that a page had and has. */
static void
patch_sort(struct patch *p)
{
	size_t i, n = 0;

	if (p->n > 1)
		qsort(p->v, p->n, sizeof(*p->v), change_cmp);
	for (i = 0; i < p->n; i++)
		if (n > 0 && p->v[i].now && !p->v[n - 1].now &&
		    change_same(&p->v[n - 1], &p->v[i]))
			n--;
		else
			p->v[n++] = p->v[i];
	p->n = n;
}

/* ---- one list --------------------------------------------------------------- */

/* A number of a file; 0 and *s is NULL when there is none. */
static uint32_t
read_varint(const char **s, const char *end)
{
	uint32_t v = 0;
	int shift = 0;

	for (; *s < end && shift < 35; shift += 7) {
		unsigned char byte = (unsigned char)*(*s)++;

		v |= (uint32_t)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0)
			return v;
	}
	*s = NULL;
	return 0;
}

/* What a list says of one page. */
struct listed {
	uint32_t entry;
	const char *pieces;
	size_t n_pieces;
};

/* The next one of a list; false when it ends, or makes no sense: then *s is
 * NULL. */
static bool
listed_next(struct listed *l, const char **s, const char *end)
{
	uint32_t n;

	if (*s == end)
		return false;
	l->entry = (l->entry & ~(uint32_t)7) + read_varint(s, end);
	l->pieces = *s;
	l->n_pieces = 0;
	if (*s == NULL)
		return false;
	if ((l->entry & 1) == 0)
		return true;
	for (n = read_varint(s, end); *s != NULL && n > 0; n--)
		read_varint(s, end);
	if (*s == NULL)
		return false;
	l->n_pieces = (size_t)(*s - l->pieces);
	return true;
}

static void
list_put(struct strbuf *out, uint32_t *before, uint32_t entry,
    const char *pieces, size_t n)
{
	index_varint(out, entry - (*before & ~(uint32_t)7));
	*before = entry;
	strbuf_add(out, pieces, n);
}

/* Whether a page stands in the list as it had the word. */
static bool
listed_is(const struct listed *l, const struct change *c)
{
	return l->entry == c->entry && l->n_pieces == c->n_pieces &&
	       memcmp(l->pieces, c->pieces, c->n_pieces) == 0;
}

/* The list from s up to `end`, changed, into p->list; entries of a rank below
 * `rank` are not listed. */
static void
list_patch(struct patch *p, const char *s, const char *end,
    const struct change *v, size_t n, unsigned rank)
{
	struct listed l = { .entry = 0 };
	uint32_t before = 0;
	bool more = listed_next(&l, &s, end);
	size_t i;

	strbuf_clear(&p->list);
	for (i = 0; i < n; i++) {
		const struct change *c = &v[i];

		if ((c->entry >> 1 & 3) < rank)
			continue;
		for (; more && l.entry >> 3 < c->entry >> 3;
		     more = listed_next(&l, &s, end))
			list_put(
			    &p->list, &before, l.entry, l.pieces, l.n_pieces);
		if (c->now) {
			p->lost |= more && l.entry >> 3 == c->entry >> 3;
			list_put(&p->list, &before, c->entry, c->pieces,
			    c->n_pieces);
		} else if (more && listed_is(&l, c)) {
			more = listed_next(&l, &s, end);
		} else {
			p->lost = true;
		}
	}
	for (; more; more = listed_next(&l, &s, end))
		list_put(&p->list, &before, l.entry, l.pieces, l.n_pieces);
	p->lost |= s != end;
}

/* ---- one word ----------------------------------------------------------------- */

static struct search_syllable *
patch_syllable(struct patch *p, uint64_t word)
{
	struct search_state *s = &p->state;
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (s->v[mid].word < word)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < s->n && s->v[lo].word == word)
		return &s->v[lo];
	VEC_PUSH(s->v, s->n, s->cap);
	memmove(&s->v[lo + 1], &s->v[lo], (s->n - 1 - lo) * sizeof(*s->v));
	s->v[lo] = (struct search_syllable){ .word = word };
	return &s->v[lo];
}

/* Count the pages of a syllable anew. Returns the lowest rank that is listed;
 * *any: whether the file has it, and then, whether some page does. */
static unsigned
patch_ranks(struct patch *p, const struct change *v, size_t n, bool *any)
{
	struct search_syllable *y = patch_syllable(p, v->code);
	unsigned before = index_lowest(y->ranks), rank;
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i < 4; i++)
		sum += y->ranks[i];
	p->lost |= (sum > 0) != *any;
	for (i = 0; i < n; i++) {
		uint32_t *count = &y->ranks[v[i].entry >> 1 & 3];

		p->lost |= !v[i].now && *count == 0;
		*count += v[i].now ? 1 : UINT32_MAX;
	}
	for (i = 0, sum = 0; i < 4; i++)
		sum += y->ranks[i];
	*any = sum > 0;
	rank = index_lowest(y->ranks);
	p->lost |= rank != before;
	if (sum == 0) {
		i = (size_t)(y - p->state.v);
		memmove(y, y + 1, (p->state.n - i - 1) * sizeof(*y));
		p->state.n--;
	}
	return rank;
}

/* n changes of one word, whose list was from s to `end`; `there` is whether it
 * was in the file. Appends what the file has of it. */
static void
word_patch(struct patch *p, struct strbuf *out, const char *s, const char *end,
    bool there, const struct change *v, size_t n)
{
	bool syllable = v->code != 0 && v->code >> SEARCH_CODE == 0;
	bool any = there;
	unsigned rank = syllable ? patch_ranks(p, v, n, &any) : RANK_TEXT;

	list_patch(p, s, end, v, n, rank);
	if (!syllable)
		any = p->list.len > 0;
	if (v->code == 0)
		p->state.texts += (uint64_t)any - (uint64_t)there;
	if (!any)
		return;
	index_varint(out, (uint32_t)v->len);
	strbuf_add(out, v->s, v->len);
	index_varint(out, (uint32_t)p->list.len);
	strbuf_add(out, p->list.buf, p->list.len);
}

/* ---- one file ------------------------------------------------------------------- */

/* A word of a file as one of those that change. */
static struct change
word_read(const char *s, size_t len)
{
	struct change c = { .s = s, .len = len };
	int32_t first = 0, second;
	size_t n = len > 0 ? utf8_next(s, len, &first) : 0;

	if (n == 0 || !search_is_cjk(first))
		return c;
	c.code = (uint64_t)first;
	if (n < len) {
		utf8_next(s + n, len - n, &second);
		c.code = c.code << SEARCH_CODE | (uint64_t)second;
	}
	return c;
}

/* How many of the n changes are of the first one's word. */
static size_t
same_word(const struct change *v, size_t n)
{
	size_t i = 1;

	while (i < n && word_cmp(v, &v[i]) == 0)
		i++;
	return i;
}

/* The file from s up to `end`, with n changes, into `out`. */
static void
file_patch(struct patch *p, struct strbuf *out, const char *s, const char *end,
    const struct change *v, size_t n)
{
	while (s < end && !p->lost) {
		const char *from = s, *list;
		size_t len = read_varint(&s, end), k;
		struct change here;
		int c = -1;

		if (s == NULL || len > (size_t)(end - s))
			break;
		here = word_read(s, len);
		s += len;
		len = read_varint(&s, end);
		if (s == NULL || len > (size_t)(end - s))
			break;
		list = s;
		s += len;
		while (n > 0 && (c = word_cmp(v, &here)) <= 0) {
			k = same_word(v, n);
			word_patch(p, out, c == 0 ? list : s, s, c == 0, v, k);
			v += k;
			n -= k;
			if (c == 0)
				break;
		}
		/* Unless that was its word. */
		if (c != 0)
			strbuf_add(out, from, (size_t)(s - from));
	}
	p->lost |= s != end;
	while (n > 0 && !p->lost) {
		size_t k = same_word(v, n);

		word_patch(p, out, end, end, false, v, k);
		v += k;
		n -= k;
	}
}

static size_t
same_file(const struct change *v, size_t n)
{
	size_t i = 1;

	while (i < n && v[i].file == v->file)
		i++;
	return i;
}

static void
patch_files(struct patch *p, search_read_fn read, void *payload)
{
	char path[SEARCH_PATH_MAX];
	size_t i, n;

	for (i = 0; i < p->n && !p->lost; i += n) {
		struct patched *f =
		    VEC_PUSH(p->files, p->n_files, p->cap_files);

		n = same_file(p->v + i, p->n - i);
		*f = (struct patched){ p->v[i].file, STRBUF_INIT };
		strbuf_init(&f->bytes, STRBUF_MAX);
		strbuf_clear(&p->was);
		search_words_path(path, f->file);
		if (p->state.sizes[f->file] != SEARCH_NO_FILE &&
		    !read(path, &p->was, payload))
			p->lost = true;
		else
			file_patch(p, &f->bytes, p->was.buf,
			    p->was.buf + p->was.len, p->v + i, n);
	}
}

/* ---- all of them -------------------------------------------------------------- */

static int
patch_write(struct patch *p, search_file_fn fn, void *payload, struct err *e)
{
	char path[SEARCH_PATH_MAX];
	int rc = 0;
	size_t i;

	for (i = 0; i < p->n_files && rc == 0; i++) {
		struct patched *f = &p->files[i];

		p->state.sizes[f->file] = index_size(f->bytes.len);
		search_words_path(path, f->file);
		if (f->bytes.len > 0)
			rc = fn(path, f->bytes.buf, f->bytes.len, payload, e);
	}
	if (rc == 0)
		rc = index_write_meta(
		    (unsigned)p->state.bits, p->state.sizes, fn, payload, e);
	return rc == 0 ? 1 : -1;
}

static void
patch_release(struct patch *p)
{
	size_t i;

	for (i = 0; i < p->n_files; i++)
		strbuf_release(&p->files[i].bytes);
	strbuf_release(&p->was);
	strbuf_release(&p->list);
	strbuf_release(&p->aid);
	free(p->files);
	free(p->v);
	arena_free(p->a);
}

int
search_patch(struct search_state *s, const struct search_index *was,
    const struct search_index *now, search_read_fn read, void *payload,
    struct err *e)
{
	struct patch p = { .state = *s, .a = arena_new() };
	int rc = 0;

	/* The syllables are changed while it may yet come to nothing. */
	p.state.v = xreallocarray(NULL, s->n + 1, sizeof(*s->v));
	if (s->n > 0)
		memcpy(p.state.v, s->v, s->n * sizeof(*s->v));
	p.state.cap = s->n + 1;
	p.state.pieces += now->pieces.len - was->pieces.len;
	p.state.entries += now->n_entries + now->n_more;
	p.state.entries -= was->n_entries + was->n_more;
	strbuf_init(&p.was, STRBUF_MAX);
	strbuf_init(&p.list, STRBUF_MAX);
	strbuf_init(&p.aid, STRBUF_MAX);
	patch_collect(&p, was, false);
	patch_collect(&p, now, true);
	patch_sort(&p);
	patch_files(&p, read, payload);
	p.lost |= index_bits(p.state.texts, p.state.pieces, p.state.entries) !=
		  s->bits;
	if (!p.lost)
		rc = patch_write(&p, now->fn, now->payload, e);
	if (rc == 1) {
		free(s->v);
		*s = p.state;
	} else
		free(p.state.v);
	patch_release(&p);
	return rc;
}
