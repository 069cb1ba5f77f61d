/* search_index_write.c: the lists of words, spread over files by hash */
#include <sys/mman.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/words.h"
#include "base/xalloc.h"
#include "search/search_index_int.h"

/* What a file of words holds on average, at most. */
#define SHARD_MEAN 8192
#define SHARD_BITS 12
#define KEY_CHARS 4
/* Syllables that are in more pages say nothing of them: of such, those are
 * listed where it is a heading, or often. A search that has other words does
 * without. */
#define SYLLABLE_MAX 1000

/* So many entries, which are of no use any more, are a megabyte. */
#define DROP ((size_t)1 << 17)

/* Give back the memory of some entries of an array, of all pages of memory that
 * they alone are in: what is in them is lost. */
static void
entries_drop(uint64_t *v, size_t n)
{
	uintptr_t size = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t from = ((uintptr_t)v + size - 1) / size * size;
	uintptr_t to = (uintptr_t)(v + n) / size * size;

	if (from < to)
		madvise((void *)from, to - from, MADV_DONTNEED);
}

/*
 * By page they are sorted already, now by word: each pass keeps the order of
 * what is equal (LSD radix sort). It goes from one array to another, of which
 * each is memory only as far as it is full.
 */
static void
entries_sort(struct search_index *x)
{
	enum {
		BITS = 10,
		DIGITS = 1 << BITS
	};
	const int end = INDEX_PAGE + 2 * SEARCH_CODE + 1;
	uint64_t *v = x->entries, *to;
	size_t n = x->n_entries, i, dropped;
	int shift;

	if (n == 0)
		return;
	to = xreallocarray(NULL, n, sizeof(*to));
	for (shift = INDEX_PAGE; shift < end; shift += BITS) {
		size_t at[DIGITS + 1] = { 0 };
		uint64_t *swap = v;

		for (i = 0; i < n; i++)
			at[(v[i] >> shift & (DIGITS - 1)) + 1]++;
		for (i = 1; i <= DIGITS; i++)
			at[i] += at[i - 1];
		for (i = 0, dropped = 0; i < n; i++) {
			to[at[v[i] >> shift & (DIGITS - 1)]++] = v[i];
			if (i + 1 - dropped == DROP) {
				entries_drop(v + dropped, DROP);
				dropped = i + 1;
			}
		}
		v = to;
		to = swap;
	}
	free(to);
	x->entries = v;
	x->cap_entries = n;
}

static int
more_cmp(const void *pa, const void *pb)
{
	const struct index_more *a = pa, *b = pb;

	return (a->entry > b->entry) - (a->entry < b->entry);
}

/* A word, and its entries of both kinds, from and up to. */
struct list {
	const struct search_index *x;
	uint64_t word;
	size_t v, v_end, more, more_end;
	unsigned shard; /* the file that it is for */
};

/* CJK by code, then texts by their bytes: their numbers are given in the order
 * in which they are met. */
static int
list_cmp(const void *pa, const void *pb)
{
	const struct list *a = pa, *b = pb;

	if (a->word & b->word & INDEX_TEXT)
		return strcmp(a->x->texts[a->word ^ INDEX_TEXT].s,
		    b->x->texts[b->word ^ INDEX_TEXT].s);
	return (a->word > b->word) - (a->word < b->word);
}

/* Words other than CJK go by their first characters, so that one file has all
 * words that begin with what is typed so far. */
uint32_t
index_file_hash(const char *s, size_t len, bool text)
{
	size_t i, n = 0;

	for (i = 0; i < len && text; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80 && n++ == KEY_CHARS)
			len = i;
	return index_hash(s, len);
}

static uint32_t
list_hash(struct strbuf *aid, const struct list *l)
{
	strbuf_clear(aid);
	index_spell(aid, l->x, l->word);
	return index_file_hash(aid->buf, aid->len, l->word & INDEX_TEXT);
}

/* By file, then by word: so many small sorts cost less than a large one. Frees
 * v and returns the other. */
static struct list *
lists_sort(struct list *v, size_t n, unsigned bits)
{
	size_t shards = (size_t)1 << bits, i, at = 0;
	size_t *from = xcalloc(shards + 1, sizeof(*from));
	struct list *to = xcalloc(n + 1, sizeof(*to));

	for (i = 0; i < n; i++)
		from[v[i].shard + 1]++;
	for (i = 0; i < shards; i++)
		from[i + 1] += from[i];
	for (i = 0; i < n; i++)
		to[from[v[i].shard]++] = v[i];
	for (i = 0; i < shards; at = from[i++])
		if (from[i] - at > 1)
			qsort(to + at, from[i] - at, sizeof(*to), list_cmp);
	free(from);
	free(v);
	return to;
}

/* All words, sorted by file; the caller frees them. */
static struct list *
lists_make(struct search_index *x, size_t *n, unsigned bits)
{
	struct strbuf aid = STRBUF_INIT;
	struct list *v = NULL, *l;
	size_t i = 0, k = 0, cap = 0;

	entries_sort(x);
	if (x->n_more > 1)
		qsort(x->more, x->n_more, sizeof(*x->more), more_cmp);
	for (*n = 0; i < x->n_entries || k < x->n_more;) {
		uint64_t a =
		    i < x->n_entries ? x->entries[i] >> INDEX_PAGE : UINT64_MAX;
		uint64_t b =
		    k < x->n_more ? x->more[k].entry >> INDEX_PAGE : UINT64_MAX;
		uint64_t word = a < b ? a : b;

		l = VEC_PUSH(v, *n, cap);
		*l = (struct list){ x, word, i, i, k, k, 0 };
		l->shard = list_hash(&aid, l) & ((1u << bits) - 1);
		while (i < x->n_entries && x->entries[i] >> INDEX_PAGE == word)
			i++;
		while (k < x->n_more && x->more[k].entry >> INDEX_PAGE == word)
			k++;
		l->v_end = i;
		l->more_end = k;
	}
	strbuf_release(&aid);
	return lists_sort(v, *n, bits);
}

unsigned
index_lowest(const uint32_t ranks[4])
{
	unsigned rank = RANK_TITLE;
	uint32_t sum = ranks[RANK_TITLE];

	while (rank > RANK_TEXT && sum + ranks[rank - 1] <= SYLLABLE_MAX)
		sum += ranks[--rank];
	return rank;
}

/* The lowest rank that is listed; of a syllable, the state is told. */
static unsigned
list_rank(const struct list *l)
{
	struct search_syllable one = { .word = l->word };
	struct search_state *s = l->x->state;
	size_t i;

	if (l->word >> SEARCH_CODE)
		return RANK_TEXT;
	for (i = l->v; i < l->v_end; i++)
		one.ranks[l->x->entries[i] >> 1 & 3]++;
	for (i = l->more; i < l->more_end; i++)
		one.ranks[l->x->more[i].entry >> 1 & 3]++;
	if (s != NULL)
		*VEC_PUSH(s->v, s->n, s->cap) = one;
	return index_lowest(one.ranks);
}

size_t
index_pieces_len(const char *pieces)
{
	const unsigned char *s = (const unsigned char *)pieces;
	uint32_t n = 0, i;
	size_t at = 0;
	int shift = 0;

	do {
		n |= (uint32_t)(s[at] & 0x7f) << shift;
		shift += 7;
	} while (s[at++] & 0x80);
	for (i = 0; i < n; i++)
		while (s[at++] & 0x80)
			;
	return at;
}

/* The list of a word: entries of both kinds, by page. */
static void
list_write(struct strbuf *out, const struct list *l)
{
	const uint64_t page = ((uint64_t)1 << INDEX_PAGE) - 1;
	const struct search_index *x = l->x;
	unsigned rank = list_rank(l);
	size_t i = l->v, k = l->more;
	uint32_t before = 0, entry;

	while (i < l->v_end || k < l->more_end) {
		bool more =
		    i == l->v_end ||
		    (k < l->more_end && x->more[k].entry < x->entries[i]);

		entry = (uint32_t)((more ? x->more[k].entry : x->entries[i]) &
				   page);
		if ((entry >> 1 & 3) >= rank) {
			index_varint(out, entry - (before & ~(uint32_t)7));
			before = entry;
			if (more)
				strbuf_add(out,
				    x->pieces.buf + x->more[k].pieces,
				    index_pieces_len(
					x->pieces.buf + x->more[k].pieces));
		}
		i += !more;
		k += more;
	}
}

/* The words of one file, from v on; *n is how many they are. */
static void
shard_write(struct strbuf *out, const struct list *v, size_t left, size_t *n)
{
	struct strbuf aid = STRBUF_INIT;

	for (*n = 0; *n < left && v[*n].shard == v->shard; ++*n) {
		strbuf_clear(&aid);
		index_spell(&aid, v->x, v[*n].word);
		index_varint(out, (uint32_t)aid.len);
		strbuf_add(out, aid.buf, aid.len);
		strbuf_clear(&aid);
		list_write(&aid, &v[*n]);
		index_varint(out, (uint32_t)aid.len);
		strbuf_add(out, aid.buf, aid.len);
	}
	strbuf_release(&aid);
}

/* The size of a file as a letter: "A" is no file, "B" one of up to 1024 bytes,
 * and so on to "Z". */
char
index_size(size_t len)
{
	size_t units = (len + 1023) / 1024;

	return (char)('A' + (units < 25 ? units : 25));
}

/* The tables of this room as what stands in a regular expression: CJK between
 * brackets, particles between parentheses. */
static void
meta_tables(struct jsonw *j)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i, n, k;
	const char *const *particles = words_particles(&n);
	const char *const *behind = words_particles_behind(&k);

	for (i = 0; search_cjk[i][1] != 0; i++)
		strbuf_addf(&sb, "\\u{%x}-\\u{%x}", (unsigned)search_cjk[i][0],
		    (unsigned)search_cjk[i][1]);
	jsonw_key(j, "cjk");
	jsonw_str(j, sb.buf);
	strbuf_clear(&sb);
	for (i = 0; i < n; i++)
		strbuf_addf(&sb, "%s%s", i > 0 ? "|" : "", particles[i]);
	strbuf_adds(&sb, "|(?:-"); /* no word has both ends of it */
	for (i = 0; i < n; i++)
		if (words_particle_stacks(particles[i]))
			strbuf_addf(&sb, "|%s", particles[i]);
	strbuf_adds(&sb, ")(?:-");
	for (i = 0; i < k; i++)
		strbuf_addf(&sb, "|%s", behind[i]);
	strbuf_addc(&sb, ')');
	jsonw_key(j, "particles");
	jsonw_str(j, sb.buf);
	strbuf_release(&sb);
}

int
index_write_meta(unsigned bits, const char *sizes, search_file_fn fn,
    void *payload, struct err *e)
{
	struct strbuf out = STRBUF_INIT;
	struct jsonw j;
	int rc;

	jsonw_begin(&j, &out, false);
	jsonw_open(&j, '{');
	jsonw_key(&j, "schema");
	jsonw_int(&j, 1);
	jsonw_key(&j, "bits");
	jsonw_int(&j, bits);
	jsonw_key(&j, "sizes");
	jsonw_str(&j, sizes);
	meta_tables(&j);
	jsonw_close(&j, '}');
	strbuf_addc(&out, '\n');
	rc = fn("search/index.json", out.buf, out.len, payload, e);
	strbuf_release(&out);
	return rc;
}

/* How many files there are, as bits: an entry has about three bytes in a
 * file, and a text has to be spelt. */
unsigned
index_bits(uint64_t texts, uint64_t pieces, uint64_t entries)
{
	uint64_t all = 12 * texts + pieces + 3 * entries;
	unsigned bits = 0;

	while (bits < SHARD_BITS && all >> bits > SHARD_MEAN)
		bits++;
	return bits;
}

static int
syllable_cmp(const void *pa, const void *pb)
{
	const struct search_syllable *a = pa, *b = pb;

	return (a->word > b->word) - (a->word < b->word);
}

/* What search_index_tell() asks for; `sizes` is handed over. */
static void
index_told(struct search_index *x, unsigned bits, char *sizes)
{
	struct search_state *s = x->state;

	if (s == NULL) {
		free(sizes);
		return;
	}
	s->bits = bits;
	s->texts = x->n_texts;
	s->pieces = x->pieces.len;
	s->entries = x->n_entries + x->n_more;
	s->sizes = sizes;
	if (s->n > 1)
		qsort(s->v, s->n, sizeof(*s->v), syllable_cmp);
}

int
index_write_words(struct search_index *x, struct err *e)
{
	unsigned bits =
	    index_bits(x->n_texts, x->pieces.len, x->n_entries + x->n_more);
	size_t n, i, all, shards = (size_t)1 << bits;
	struct list *v = lists_make(x, &all, bits);
	struct strbuf out = STRBUF_INIT;
	char *sizes = xcalloc(shards + 1, 1), path[SEARCH_PATH_MAX];
	int rc = 0;

	memset(sizes, index_size(0), shards);
	for (i = 0; i < all && rc == 0; i += n) {
		strbuf_clear(&out);
		shard_write(&out, v + i, all - i, &n);
		sizes[v[i].shard] = index_size(out.len);
		search_words_path(path, v[i].shard);
		rc = x->fn(path, out.buf, out.len, x->payload, e);
	}
	if (rc == 0)
		rc = index_write_meta(bits, sizes, x->fn, x->payload, e);
	free(v);
	index_told(x, bits, sizes);
	strbuf_release(&out);
	return rc;
}
