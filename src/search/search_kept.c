/* search_kept.c: the words of pages, kept from one index to the next
 *
 * To read all notes for their words again is most of the work of an index. So
 * its arrays are kept as they are before they are sorted: then those of a page
 * stand together. Numbers are of 64 bits in the order of this machine:
 *
 *	how many groups, entries, more, texts, and bytes of pieces and texts
 *	the groups; the entries; the more; where each text begins
 *	the pieces; the texts, each with a NUL
 *
 * An entry begins with the word (search_index_int.h), and a word that is no CJK
 * is the number of a text, which is another one in each index.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xalloc.h"
#include "search/search_index_int.h"
#include "search/search_kept.h"

struct kept_head {
	uint64_t groups, entries, more, texts, pieces, bytes;
};

struct search_kept {
	struct kept_head n;
	const struct search_group *groups; /* borrowed, as all of these */
	const uint64_t *entries;
	const struct index_more *more;
	const uint64_t *texts;
	const char *pieces, *bytes;
	uint64_t *words; /* owned: of each text in the index; 0: not yet */
};

/* The next n elements of this size; NULL when there are not so many. */
static const void *
kept_next(const char **p, size_t *left, uint64_t n, size_t size)
{
	const char *at = *p;

	if (n > *left / size)
		return NULL;
	*p += n * size;
	*left -= n * size;
	return at;
}

/* Whether the groups are in order, and have what there is. */
static bool
kept_holds(const struct search_kept *k)
{
	size_t i;

	for (i = 0; i < k->n.groups; i++) {
		const struct search_group *g = &k->groups[i];

		if (g->entries > k->n.entries ||
		    g->n_entries > k->n.entries - g->entries ||
		    g->more > k->n.more || g->n_more > k->n.more - g->more ||
		    g->pieces > k->n.pieces ||
		    g->n_pieces > k->n.pieces - g->pieces ||
		    (i > 0 && g[-1].number >= g->number))
			return false;
	}
	for (i = 0; i < k->n.texts; i++)
		if (k->texts[i] >= k->n.bytes)
			return false;
	return k->n.bytes == 0 || k->bytes[k->n.bytes - 1] == '\0';
}

struct search_kept *
search_kept_new(const void *bytes, size_t len)
{
	struct search_kept *k = xcalloc(1, sizeof(*k));
	const char *p = bytes;

	if (len >= sizeof(k->n)) {
		memcpy(&k->n, p, sizeof(k->n));
		p += sizeof(k->n);
		len -= sizeof(k->n);
		k->groups =
		    kept_next(&p, &len, k->n.groups, sizeof(*k->groups));
		k->entries =
		    kept_next(&p, &len, k->n.entries, sizeof(*k->entries));
		k->more = kept_next(&p, &len, k->n.more, sizeof(*k->more));
		k->texts = kept_next(&p, &len, k->n.texts, sizeof(*k->texts));
		k->pieces = kept_next(&p, &len, k->n.pieces, 1);
		k->bytes = kept_next(&p, &len, k->n.bytes, 1);
	}
	if (k->bytes == NULL || k->pieces == NULL || k->texts == NULL ||
	    k->more == NULL || k->entries == NULL || k->groups == NULL ||
	    len != 0 || !kept_holds(k))
		k->n = (struct kept_head){ .groups = 0 };
	k->words = xcalloc(k->n.texts + 1, sizeof(*k->words));
	return k;
}

void
search_kept_free(struct search_kept *k)
{
	if (k == NULL)
		return;
	free(k->words);
	free(k);
}

void
search_kept_again(struct search_kept *k)
{
	memset(k->words, 0, (k->n.texts + 1) * sizeof(*k->words));
}

size_t
search_kept_len(const struct search_kept *k)
{
	return k->n.groups;
}

const struct search_group *
search_kept_at(const struct search_kept *k, size_t i)
{
	return &k->groups[i];
}

uint64_t
search_groups_id(const struct search_group *v, size_t n)
{
	static const uint64_t key[2] = { 0xc0ac29b7c97c50dd,
		0x3f84d5b5b5470917 };

	return n == 0 ? 0 : hash_keyed(key, v, n * sizeof(*v));
}

uint64_t
search_kept_id(const struct search_kept *k)
{
	return search_groups_id(k->groups, k->n.groups);
}

static int
group_cmp(const void *pa, const void *pb)
{
	const struct search_group *a = pa, *b = pb;

	return (a->number > b->number) - (a->number < b->number);
}

const struct search_group *
search_kept_find(const struct search_kept *k, uint64_t number)
{
	const struct search_group want = { .number = number };

	return k->n.groups == 0 ? NULL
				: bsearch(&want, k->groups, k->n.groups,
				      sizeof(want), group_cmp);
}

void
search_group_begin(
    struct search_group *out, const struct search_index *x, uint64_t number)
{
	*out = (struct search_group){ .number = number,
		.entries = x->n_entries,
		.more = x->n_more,
		.pieces = x->pieces.len };
}

void
search_group_end(struct search_group *g, const struct search_index *x)
{
	g->n_entries = x->n_entries - g->entries;
	g->n_more = x->n_more - g->more;
	g->n_pieces = x->pieces.len - g->pieces;
}

static bool
kept_entry_holds(const struct search_kept *k, uint64_t entry)
{
	uint64_t word = entry >> INDEX_PAGE;

	return (word & INDEX_TEXT) == 0 || (word ^ INDEX_TEXT) < k->n.texts;
}

/* Whether a list of pieces, a number of them and then that many, ends in these
 * bytes. */
static bool
kept_pieces_hold(const char *pieces, uint64_t len)
{
	const unsigned char *s = (const unsigned char *)pieces, *end = s + len;
	uint64_t n = 0, i;
	int shift = 0;

	for (; s < end && *s & 0x80 && shift < 28; shift += 7)
		n |= (uint64_t)(*s++ & 0x7f) << shift;
	if (s == end || *s & 0x80)
		return false;
	n |= (uint64_t)*s++ << shift;
	for (i = 0; i < n; i++) {
		while (s < end && *s & 0x80)
			s++;
		if (s++ == end)
			return false;
	}
	return true;
}

/* Whether a group can be taken: all its words are there, and its pieces. */
static bool
kept_group_holds(const struct search_kept *k, const struct search_group *g)
{
	const uint64_t *v = k->entries + g->entries;
	const struct index_more *more = k->more + g->more;
	size_t i;

	for (i = 0; i < g->n_entries; i++)
		if (!kept_entry_holds(k, v[i]))
			return false;
	for (i = 0; i < g->n_more; i++)
		if (!kept_entry_holds(k, more[i].entry) ||
		    more[i].pieces < g->pieces ||
		    more[i].pieces - g->pieces >= g->n_pieces ||
		    !kept_pieces_hold(k->pieces + more[i].pieces,
			g->n_pieces - (more[i].pieces - g->pieces)))
			return false;
	return true;
}

/* The entry as this index has it. */
static uint64_t
kept_entry(struct search_index *x, struct search_kept *k, uint64_t entry)
{
	const uint64_t page = ((uint64_t)1 << INDEX_PAGE) - 1;
	uint64_t word = entry >> INDEX_PAGE, *known;

	if ((word & INDEX_TEXT) == 0)
		return entry;
	known = &k->words[word ^ INDEX_TEXT];
	if (*known == 0) {
		const char *s = k->bytes + k->texts[word ^ INDEX_TEXT];

		*known = index_text(x, s, strlen(s));
	}
	return *known << INDEX_PAGE | (entry & page);
}

bool
search_kept_add(
    struct search_index *x, struct search_kept *k, const struct search_group *g)
{
	const uint64_t *v = k->entries + g->entries;
	const struct index_more *more = k->more + g->more;
	size_t base = x->pieces.len, i;

	if (!kept_group_holds(k, g))
		return false;
	for (i = 0; i < g->n_entries; i++)
		*VEC_PUSH(x->entries, x->n_entries, x->cap_entries) =
		    kept_entry(x, k, v[i]);
	for (i = 0; i < g->n_more; i++)
		*VEC_PUSH(x->more, x->n_more, x->cap_more) =
		    (struct index_more){ kept_entry(x, k, more[i].entry),
			    more[i].pieces - g->pieces + base };
	strbuf_add(&x->pieces, k->pieces + g->pieces, g->n_pieces);
	return true;
}

/* The texts: where each begins, or all of them, each with a NUL. */
static void
kept_texts(struct strbuf *out, const struct search_index *x, bool begins)
{
	uint64_t at = 0;
	size_t i;

	for (i = 0; i < x->n_texts; at += x->texts[i++].len + 1)
		if (begins)
			strbuf_add(out, &at, sizeof(at));
		else
			strbuf_add(out, x->texts[i].s, x->texts[i].len + 1);
}

typedef void (*kept_put_fn)(void *to, const void *p, size_t len);

static void
kept_pack(kept_put_fn put, void *to, const struct search_index *x,
    const struct search_group *v, size_t n)
{
	struct kept_head head = { .groups = n,
		.entries = x->n_entries,
		.more = x->n_more,
		.texts = x->n_texts,
		.pieces = x->pieces.len };
	struct strbuf texts = STRBUF_INIT;
	size_t i;

	for (i = 0; i < x->n_texts; i++)
		head.bytes += x->texts[i].len + 1;
	put(to, &head, sizeof(head));
	put(to, v, n * sizeof(*v));
	put(to, x->entries, x->n_entries * sizeof(*x->entries));
	put(to, x->more, x->n_more * sizeof(*x->more));
	kept_texts(&texts, x, true);
	put(to, texts.buf, texts.len);
	put(to, x->pieces.buf, x->pieces.len);
	strbuf_clear(&texts);
	kept_texts(&texts, x, false);
	put(to, texts.buf, texts.len);
	strbuf_release(&texts);
}

static void
put_strbuf(void *to, const void *p, size_t len)
{
	strbuf_add(to, p, len);
}

/* Whether the disk took it is asked at the end. */
static void
put_spool(void *to, const void *p, size_t len)
{
	spool_add(to, p, len);
}

void
search_kept_pack(struct strbuf *out, const struct search_index *x,
    const struct search_group *v, size_t n)
{
	kept_pack(put_strbuf, out, x, v, n);
}

void
search_kept_spool(struct spool *out, const struct search_index *x,
    const struct search_group *v, size_t n)
{
	kept_pack(put_spool, out, x, v, n);
}
