/* search_index.c: pages in, and which word is in which of them
 *
 * Theory of operation. A reader's browser has no server to ask, so it fetches
 * a few files, whatever the size of the wiki:
 *
 * search/index.json          how many files of words there are, their sizes,
 *                            and what templates/search.js has to know
 * search/words/163.bin       words whose hash ends in these bits, and where
 *                            each of them is
 * search/text/12/803126-0.json  the text of a page, or its first piece; the
 *                            others are 803126-1.json and so on
 *
 * A page is known by a number of 22 bits, the hash of its path; of a day, what
 * is left of them after its date, so that of days that are as good the newest
 * come first. Two pages may have the same one: then they have their files
 * together, and the text says which of them has the words. So nothing but its own words moves when a page
 * comes or goes, and one edit changes few files.
 *
 * A file of words holds, sorted, for each word:
 *
 *	varint  its bytes; and these
 *	varint  the bytes of its list; and that, for each page:
 *		varint  8 * its number, less that of the page before it
 *			+ 2 * rank, + 1 if more follows:
 *		varint  in how many pieces it is, then for each
 *		varint  the piece, less the one before it
 *
 * Without more, it is in piece 0 alone, as most pages have no other.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "search/search_index_int.h"

uint32_t
index_hash(const char *s, size_t len)
{
	uint32_t h = 2166136261u;
	size_t i;
	int32_t c;

	for (i = 0; i < len;) {
		i += utf8_next(s + i, len - i, &c);
		h = (h ^ (uint32_t)c) * 16777619u;
	}
	return h ^ h >> 15;
}

/* 65,536 days, the last of which is one in 2149. */
#define INDEX_DAYS (1u << 16)

uint32_t
search_page_number(const char *path)
{
	const uint32_t all = 1u << INDEX_NUMBER;
	const char *base = path_base(path);
	char day[11] = "";
	struct date d;

	if (strlen(base) == 10 + strlen(".html")) {
		memcpy(day, base, 10);
		if (date_parse(&d, day) == 0 && date_days(d) >= 0)
			return all - 1 - (uint32_t)date_days(d) % INDEX_DAYS;
	}
	return index_hash(path, strlen(path)) & (all - 1);
}

void
index_varint(struct strbuf *out, uint32_t v)
{
	unsigned char bytes[5];
	size_t n = 0;

	if (v < 0x80) {
		strbuf_addc(out, (char)v);
		return;
	}
	for (; v >= 0x80; v >>= 7)
		bytes[n++] = (unsigned char)(v | 0x80);
	bytes[n++] = (unsigned char)v;
	strbuf_add(out, bytes, n);
}

struct search_index *
search_index_new(search_file_fn fn, void *payload)
{
	struct search_index *x = xcalloc(1, sizeof(*x));

	x->fn = fn;
	x->payload = payload;
	x->a = arena_new();
	/* As in base/map.c: the order of the slots shows nowhere. */
	x->key[0] = (uint64_t)(uintptr_t)x;
	x->key[1] = (uint64_t)(uintptr_t)&search_index_new;
	x->n_text_slots = x->n_seen_slots = 1024;
	x->text_slots = xcalloc(x->n_text_slots, sizeof(*x->text_slots));
	x->seen_slots = xcalloc(x->n_seen_slots, sizeof(*x->seen_slots));
	strbuf_init(&x->pieces, STRBUF_MAX);
	strbuf_init(&x->folded, STRBUF_MAX);
	return x;
}

void
search_index_free(struct search_index *x)
{
	size_t i;

	if (x == NULL)
		return;
	for (i = 0; i < x->n_files; i++)
		strbuf_release(&x->files[i]);
	strbuf_release(&x->pieces);
	strbuf_release(&x->folded);
	free(x->files);
	free(x->entries);
	free(x->more);
	free(x->places);
	free(x->sorted);
	free(x->seen);
	free(x->seen_slots);
	free(x->texts);
	free(x->text_slots);
	arena_free(x->a);
	free(x);
}

/* ---- words as numbers -------------------------------------------------- */

/* Of a word, by a key that nobody knows who writes words: each 8 bytes are
 * multiplied by it, and the halves of the product mixed. */
static uint32_t
text_hash(const struct search_index *x, const char *s, size_t len)
{
	uint64_t h = x->key[0] ^ len, word;
	unsigned __int128 wide;

	do {
		size_t n = len < sizeof(word) ? len : sizeof(word);

		word = 0;
		memcpy(&word, s, n);
		s += n;
		len -= n;
		wide = (unsigned __int128)(h ^ word) * (x->key[1] | 1);
		wide ^= wide >> 64;
		h = (uint64_t)wide * 0x9e3779b97f4a7c15u;
		h ^= h >> 32;
	} while (len > 0);
	return (uint32_t)h;
}

static struct index_text_slot *
text_slot(
    const struct search_index *x, uint32_t hash, const char *s, size_t len)
{
	size_t mask = x->n_text_slots - 1, i = hash & mask;

	for (; x->text_slots[i].n != 0; i = (i + 1) & mask) {
		const struct index_text *t;

		/* The text itself is far away in memory. */
		if (x->text_slots[i].hash != hash)
			continue;
		t = &x->texts[x->text_slots[i].n - 1];
		if (t->len == len && memcmp(t->s, s, len) == 0)
			break;
	}
	return &x->text_slots[i];
}

static void
text_double(struct search_index *x)
{
	struct index_text_slot *old = x->text_slots;
	size_t n = x->n_text_slots, mask = 2 * n - 1, i, to;

	x->n_text_slots *= 2;
	x->text_slots = xcalloc(x->n_text_slots, sizeof(*x->text_slots));
	for (i = 0; i < n; i++) {
		if (old[i].n == 0)
			continue;
		for (to = old[i].hash & mask; x->text_slots[to].n != 0;)
			to = (to + 1) & mask;
		x->text_slots[to] = old[i];
	}
	free(old);
}

uint64_t
index_text(struct search_index *x, const char *s, size_t len)
{
	uint32_t hash = text_hash(x, s, len);
	struct index_text_slot *slot = text_slot(x, hash, s, len);

	if (slot->n != 0)
		return INDEX_TEXT | (slot->n - 1);
	*VEC_PUSH(x->texts, x->n_texts, x->cap_texts) =
	    (struct index_text){ arena_strndup(x->a, s, len), len };
	*slot = (struct index_text_slot){ hash, (unsigned)x->n_texts };
	if (x->n_texts * 2 >= x->n_text_slots)
		text_double(x);
	return INDEX_TEXT | (x->n_texts - 1);
}

/* A character of CJK, three or four bytes in UTF-8. */
static void
spell_code(struct strbuf *out, uint32_t c)
{
	if (c >= 0x10000) {
		strbuf_addc(out, (char)(0xf0 | c >> 18));
		strbuf_addc(out, (char)(0x80 | (c >> 12 & 0x3f)));
	} else {
		strbuf_addc(out, (char)(0xe0 | c >> 12));
	}
	strbuf_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	strbuf_addc(out, (char)(0x80 | (c & 0x3f)));
}

void
index_spell(struct strbuf *out, const struct search_index *x, uint64_t word)
{
	const uint32_t code = ((uint32_t)1 << SEARCH_CODE) - 1;

	if (word & INDEX_TEXT) {
		const struct index_text *t = &x->texts[word ^ INDEX_TEXT];

		strbuf_add(out, t->s, t->len);
		return;
	}
	if (word >> SEARCH_CODE)
		spell_code(out, (uint32_t)(word >> SEARCH_CODE));
	spell_code(out, (uint32_t)word & code);
}

/* ---- the words of a page ------------------------------------------------- */

static unsigned *
seen_slot(const struct search_index *x, uint64_t word)
{
	size_t mask = x->n_seen_slots - 1, i;

	/* The upper half of a product depends on all of its factors. */
	i = (size_t)(((word ^ x->key[0]) * 0x9e3779b97f4a7c15u) >> 32) & mask;
	while (
	    x->seen_slots[i] != 0 && x->seen[x->seen_slots[i] - 1].word != word)
		i = (i + 1) & mask;
	return &x->seen_slots[i];
}

static void
seen_double(struct search_index *x)
{
	size_t i;

	free(x->seen_slots);
	x->n_seen_slots *= 2;
	x->seen_slots = xcalloc(x->n_seen_slots, sizeof(*x->seen_slots));
	for (i = 0; i < x->n_seen; i++) {
		unsigned *slot = seen_slot(x, x->seen[i].word);

		x->seen[i].slot = (size_t)(slot - x->seen_slots);
		*slot = (unsigned)i + 1;
	}
}

struct index_noting {
	struct search_index *x;
	enum index_rank rank;
};

static void
index_note_word(const char *s, size_t len, uint64_t cjk, void *payload)
{
	struct index_noting *n = payload;
	struct search_index *x = n->x;
	uint64_t word = cjk != 0 ? cjk : index_text(x, s, len);
	unsigned *slot = seen_slot(x, word);
	struct index_seen *seen;
	bool again = *slot != 0;

	if (again) {
		seen = &x->seen[*slot - 1];
	} else {
		seen = VEC_PUSH(x->seen, x->n_seen, x->cap_seen);
		*seen = (struct index_seen){ .word = word,
			.slot = (size_t)(slot - x->seen_slots),
			.rank = n->rank };
		*slot = (unsigned)x->n_seen;
	}
	seen->times++;
	if (n->rank > seen->rank)
		seen->rank = n->rank;
	if (again && seen->piece == x->piece)
		return;
	seen->piece = (unsigned)x->piece;
	seen->pieces++;
	*VEC_PUSH(x->places, x->n_places, x->cap_places) =
	    (struct index_place){ (unsigned)(seen - x->seen),
		    (unsigned)x->piece };
	if (x->n_seen * 2 > x->n_seen_slots)
		seen_double(x);
}

bool
index_note(
    struct search_index *x, const char *text, size_t len, enum index_rank rank)
{
	struct index_noting n = { x, rank };
	bool whole;

	strbuf_clear(&x->folded);
	whole = search_fold(&x->folded, text, len);
	search_words(x->folded.buf, x->folded.len, index_note_word, &n);
	return whole;
}

static int
place_cmp(const void *pa, const void *pb)
{
	const struct index_place *a = pa, *b = pb;

	if (a->seen != b->seen)
		return a->seen < b->seen ? -1 : 1;
	return (a->piece > b->piece) - (a->piece < b->piece);
}

/* The places by word; those of a word stay in order. */
static void
places_sort(struct search_index *x)
{
	size_t i, at = 0;

	while (x->cap_sorted < x->n_places)
		x->sorted = xgrow(x->sorted, x->cap_sorted, &x->cap_sorted,
		    sizeof(*x->sorted));
	for (i = 0; i < x->n_seen; i++) {
		size_t n = x->seen[i].pieces;

		x->seen[i].pieces = (unsigned)at;
		at += n;
	}
	for (i = 0; i < x->n_places; i++)
		x->sorted[x->seen[x->places[i].seen].pieces++] = x->places[i];
	memcpy(x->places, x->sorted, x->n_places * sizeof(*x->places));
}

/* The n places are all of one word. */
static void
index_list(struct search_index *x, const struct index_place *v, size_t n)
{
	const struct index_seen *seen = &x->seen[v->seen];
	enum index_rank rank = seen->rank;
	bool more = n > 1 || v->piece > 0;
	unsigned before = 0;
	uint64_t entry;
	size_t i;

	if (rank == RANK_TEXT && seen->times >= INDEX_OFTEN)
		rank = RANK_OFTEN;
	entry = seen->word << INDEX_PAGE | (uint64_t)x->number << 3 |
		(uint64_t)rank << 1 | more;
	if (!more) {
		*VEC_PUSH(x->entries, x->n_entries, x->cap_entries) = entry;
		return;
	}
	*VEC_PUSH(x->more, x->n_more, x->cap_more) =
	    (struct index_more){ entry, x->pieces.len };
	index_varint(&x->pieces, (uint32_t)n);
	for (i = 0; i < n; i++) {
		index_varint(&x->pieces, v[i].piece - before);
		before = v[i].piece;
	}
}

/* The pages of one number are complete. */
static int
index_end_page(struct search_index *x, struct err *e)
{
	size_t i, n;

	/* In pages of one piece each word is there once. */
	if (x->mixed)
		qsort(x->places, x->n_places, sizeof(*x->places), place_cmp);
	else if (x->used_files > 1)
		places_sort(x);
	for (i = 0; i < x->n_places; i += n) {
		for (n = 1; i + n < x->n_places &&
			    x->places[i + n].seen == x->places[i].seen;
		     n++)
			;
		index_list(x, &x->places[i], n);
	}
	for (i = 0; i < x->n_seen; i++)
		x->seen_slots[x->seen[i].slot] = 0;
	x->n_places = x->n_seen = 0;
	return index_write_texts(x, e);
}

int
search_index_add(
    struct search_index *x, const struct search_page *p, struct err *e)
{
	uint32_t number = search_page_number(p->path);

	if (x->open && number != x->number && index_end_page(x, e) == -1)
		return -1;
	x->mixed = x->open && number == x->number;
	x->open = true;
	x->number = number;
	index_add_texts(x, p);
	return 0;
}

int
search_index_end(struct search_index *x, size_t *files, struct err *e)
{
	*files = x->used_files;
	x->open = false;
	return index_end_page(x, e);
}

int
search_index_finish(struct search_index *x, struct err *e)
{
	if (index_end_page(x, e) == -1)
		return -1;
	return index_write_words(x, e);
}
