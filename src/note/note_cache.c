/* note_cache.c: what the parser made of notes, kept for the next time */
/*
 * Format: numbers are 64-bit in the order of this machine, for it stays
 * there.
 *
 *	halfhour-notes 3
 *	STAMP			64 hexadecimal digits
 *	the bodies of the frames, in the order in which they came
 *	n times: key, at, sum, frame
 *				64 digits; the offset of the frame's body;
 *				hash_sum() of the body; its head; sorted by key
 *	n			the number of notes
 *	SUM			hash_sum() of all behind the bodies
 *
 * The key is the SHA-256 of all that one note is parsed from. Frames are
 * those that come from the parser's processes, and are no more trusted: see
 * note_wire.c. The sums find what the disk has changed; nothing in here could
 * tell who wrote it, so the caller keeps it where only its user writes. Each
 * body has its own, so that one that nobody asks for is not even read. Notes
 * point into the bodies: to copy them costs as much as all else does. All of
 * them are more than what else a build has in memory, so a body goes to the
 * disk as soon as it comes, and is read from there.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "note/note_cache.h"
#include "note/note_work_int.h"

#define MAGIC "halfhour-notes 3\n"
#define MAGIC_ANY "halfhour-notes "
#define DIGITS (HASH_HEX - 1)
#define HEAD (sizeof(MAGIC) - 1 + DIGITS)
#define TAIL (2 * sizeof(uint64_t))

struct row {
	char key[DIGITS];
	uint64_t at, sum;
	struct note_frame head;
};

/* What is known of a body. */
enum {
	BODY_UNKNOWN,
	BODY_WHOLE,
	BODY_DAMAGED
};

struct entry {
	char key[DIGITS];
	uint64_t sum;
	struct note_frame head;
	const char *body; /* in the old bytes, the new file, or an arena */
	uint64_t at;      /* in the new file; 0: it is not there yet */
};

struct note_cache {
	const char *p;         /* borrowed; NULL when there is nothing */
	size_t len, n, rows;   /* where the rows begin */
	unsigned char *bodies; /* owned; of each row, what is known of it */
	bool damaged;          /* of one, that it is */
	char stamp[HASH_HEX];
	struct entry *kept; /* owned */
	size_t n_kept, cap;
	bool changed; /* kept has a note that the old bytes have not */
	struct note_cache *base; /* borrowed; or NULL */
	char (*keys)[HASH_HEX];  /* borrowed: of the notes; or NULL */
	struct spool *to;        /* borrowed; the new file; or NULL */
};

static struct row
row_at(const struct note_cache *c, size_t i)
{
	struct row row;

	memcpy(&row, c->p + c->rows + i * sizeof(row), sizeof(row));
	return row;
}

/* ---- reading ----------------------------------------------------------- */

/* Whether the rows are in order, and their bodies among the bytes. */
static bool
rows_hold(const struct note_cache *c)
{
	struct row row, last;
	size_t i;

	for (i = 0; i < c->n; i++) {
		row = row_at(c, i);
		if (row.at < HEAD || row.at > c->rows ||
		    row.head.len > c->rows - row.at ||
		    (i > 0 && memcmp(last.key, row.key, DIGITS) >= 0))
			return false;
		last = row;
	}
	return true;
}

/* 1 when its rows are whole and it has this stamp, 0 for another one's, or
 * another version; -1. */
static int
check(struct note_cache *c)
{
	const char *stamp = c->p + sizeof(MAGIC) - 1;
	uint64_t n, sum;
	size_t end = c->len - TAIL;

	if (c->len < HEAD + TAIL)
		return -1;
	if (memcmp(c->p, MAGIC, sizeof(MAGIC) - 1) != 0)
		return -(memcmp(c->p, MAGIC_ANY, sizeof(MAGIC_ANY) - 1) != 0);
	if (memcmp(stamp, c->stamp, DIGITS) != 0)
		return 0;
	memcpy(&n, c->p + end, sizeof(n));
	memcpy(&sum, c->p + end + sizeof(n), sizeof(sum));
	if (n > (end - HEAD) / sizeof(struct row))
		return -1;
	c->n = (size_t)n;
	c->rows = end - c->n * sizeof(struct row);
	if (sum != hash_sum(c->p + c->rows, end + sizeof(n) - c->rows))
		return -1;
	return rows_hold(c) ? 1 : -1;
}

struct note_cache *
note_cache_new(
    const char *p, size_t len, const char stamp[HASH_HEX], bool *damaged)
{
	struct note_cache *c = xcalloc(1, sizeof(*c));
	int whole = 0;

	*damaged = false;
	memcpy(c->stamp, stamp, HASH_HEX);
	c->p = p;
	c->len = len;
	if (p != NULL)
		whole = check(c);
	if (whole != 1) {
		*damaged = whole == -1;
		c->p = NULL;
		c->n = 0;
	}
	c->bodies = xcalloc(c->n + 1, 1);
	return c;
}

void
note_cache_free(struct note_cache *c)
{
	if (c == NULL)
		return;
	free(c->kept);
	free(c->bodies);
	free(c);
}

/* ---- parsing ----------------------------------------------------------- */

static void
key_of(char key[HASH_HEX], const struct note_src *src,
    const struct note_opts *opts, struct strbuf *room)
{
	char text[HASH_HEX];

	hash_hex(text, src->text, src->len);
	strbuf_clear(room);
	strbuf_addf(room, "%s %d%d%d %s %zu %s", text, opts->unsafe,
	    opts->verbatim, opts->no_wiki, opts->lang != NULL ? opts->lang : "",
	    src->skip, src->path);
	hash_hex(key, room->buf, room->len);
}

static struct entry *
keep(struct note_cache *c, const char *key, const struct note_frame *head,
    const char *body, uint64_t sum)
{
	struct entry *x = VEC_PUSH(c->kept, c->n_kept, c->cap);

	memcpy(x->key, key, DIGITS);
	x->head = *head;
	x->body = body;
	x->sum = sum;
	x->at = 0;
	return x;
}

/* The first half of a key, as the note keeps it. */
static void
print_of(struct note *n, const char *key)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		char half[17];

		memcpy(half, key + 16 * i, 16);
		half[16] = '\0';
		n->print[i] = strtoull(half, NULL, 16);
	}
}

/* The other way round. */
#define PRINT_DIGITS 32
static void
print_key(char key[PRINT_DIGITS + 1], const uint64_t print[2])
{
	snprintf(key, PRINT_DIGITS + 1, "%016" PRIx64 "%016" PRIx64, print[0],
	    print[1]);
}

/* Whether the body of row i is as it was written; looked at once. */
static bool
body_whole(struct note_cache *c, size_t i, const struct row *row)
{
	if (c->bodies[i] == BODY_UNKNOWN) {
		bool whole =
		    hash_sum(c->p + row->at, (size_t)row->head.len) == row->sum;

		c->bodies[i] = whole ? BODY_WHOLE : BODY_DAMAGED;
		c->damaged |= !whole;
	}
	return c->bodies[i] == BODY_WHOLE;
}

/* The row whose key begins so, with `len` digits, if its body is whole; false
 * when there is none. */
static bool
row_find(struct note_cache *c, const char *key, size_t len, struct row *row)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		/* The key begins the row. */
		int cmp = memcmp(key, c->p + c->rows + mid * sizeof(*row), len);

		if (cmp == 0) {
			*row = row_at(c, mid);
			return body_whole(c, mid, row);
		}
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

/* The same, and of which of the two caches it is; NULL when there is none. */
static struct note_cache *
rows_find(struct note_cache *c, const char *key, size_t len, struct row *row)
{
	for (; c != NULL; c = c->base)
		if (row_find(c, key, len, row))
			return c;
	return NULL;
}

bool
note_cache_get(struct note_cache *c, const uint64_t print[2], struct note *out,
    const struct note_src *src, struct arena *a, struct diag_list *d)
{
	char key[PRINT_DIGITS + 1];
	struct row row;
	struct note_cache *in;

	print_key(key, print);
	in = rows_find(c, key, PRINT_DIGITS, &row);
	if (in == NULL ||
	    note_frame_take(out, src, &row.head, in->p + row.at, a, d) == -1)
		return false;
	print_of(out, key);
	return true;
}

void
note_cache_stay(struct note_cache *c, const uint64_t (*without)[2], size_t n)
{
	size_t i, k, own = c->n_kept;

	for (i = 0; i < c->n; i++) {
		struct row row = row_at(c, i);
		char key[PRINT_DIGITS + 1];
		bool stays = true;

		for (k = 0; k < n && stays; k++) {
			print_key(key, without[k]);
			stays = memcmp(row.key, key, PRINT_DIGITS) != 0;
		}
		for (k = 0; k < own && stays; k++)
			stays = memcmp(row.key, c->kept[k].key, DIGITS) != 0;
		if (stays)
			keep(c, row.key, &row.head, c->p + row.at, row.sum);
	}
}

/* Whether the cache has a note; then it is in `out`, and kept. */
static bool
take(struct note_cache *c, const char *key, struct note *out,
    const struct note_src *src, struct arena *a, struct diag_list *d)
{
	struct row row;
	struct note_cache *in = rows_find(c, key, DIGITS, &row);

	if (in == NULL ||
	    note_frame_take(out, src, &row.head, in->p + row.at, a, d) == -1)
		return false;
	print_of(out, key);
	keep(in, key, &row.head, in->p + row.at, row.sum);
	return true;
}

void
note_cache_keys(struct note_cache *c, char (*keys)[HASH_HEX])
{
	c->keys = keys;
}

bool
note_cache_has(struct note_cache *c, const char *key)
{
	struct row row;

	return rows_find(c, key, DIGITS, &row) != NULL;
}

bool
note_cache_damaged(const struct note_cache *c)
{
	return c->damaged || (c->base != NULL && c->base->damaged);
}

/* The notes that have to be parsed. */
struct rest {
	struct note_cache *c;
	struct note_src *srcs;
	size_t *at; /* each one's place among all */
	char (*keys)[HASH_HEX];
	struct entry
	    *came; /* of those whose frame has come; else without body */
	size_t n;
	struct arena *a;
};

void
note_cache_to(struct note_cache *c, struct spool *to)
{
	c->to = to;
}

/* A body behind what is in the new file; NULL when it cannot be there. */
static const char *
file_add(struct note_cache *c, const char *body, size_t len, uint64_t *at)
{
	if (spool_len(c->to) == 0 &&
	    (spool_add(c->to, MAGIC, sizeof(MAGIC) - 1) == NULL ||
		spool_add(c->to, c->stamp, DIGITS) == NULL))
		return NULL;
	*at = spool_len(c->to);
	return spool_add(c->to, body, len);
}

/* The body of a frame, as it came: to the disk, or else into the arena. */
static const char *
rest_body(
    size_t i, const struct note_frame *head, const char *body, void *payload)
{
	struct rest *rest = payload;
	struct entry *x = &rest->came[i];
	size_t len = (size_t)head->len;

	x->head = *head;
	x->head.took = 0; /* to take it from here takes no time */
	x->sum = hash_sum(body, len);
	x->body = NULL;
	if (rest->c->to != NULL)
		x->body = file_add(rest->c, body, len, &x->at);
	if (x->body == NULL) {
		x->at = 0;
		x->body = arena_copy(rest->a, body, len, 1);
	}
	return x->body;
}

/* Keep the notes that have been parsed; not one that the parser did not
 * survive, which may have been the machine's fault. */
static void
keep_rest(const struct rest *rest, const struct note *v)
{
	size_t i;

	for (i = 0; i < rest->n; i++) {
		const struct entry *x = &rest->came[i];

		if (v[i].failed || x->body == NULL)
			continue;
		keep(rest->c, rest->keys[i], &x->head, x->body, x->sum)->at =
		    x->at;
		rest->c->changed = true;
	}
}

/* Parse the rest. */
static int
parse_rest(struct rest *rest, struct note *out, int jobs,
    const struct note_opts *opts, struct diag_list *d, struct err *e)
{
	const struct note_stay stay = { rest_body, rest };
	struct note_opts with = *opts;
	struct note *v = xcalloc(rest->n + 1, sizeof(*v));
	int rc;
	size_t i;

	rest->came = xcalloc(rest->n + 1, sizeof(*rest->came));
	with.stay = &stay;
	rc =
	    note_pool_parse(v, rest->srcs, rest->n, jobs, &with, rest->a, d, e);
	for (i = 0; i < rest->n && rc == 0; i++) {
		out[rest->at[i]] = v[i];
		print_of(&out[rest->at[i]], rest->keys[i]);
	}
	if (rc == 0)
		keep_rest(rest, v);
	free(rest->came);
	free(v);
	return rc;
}

int
note_cache_parse(struct note_cache *c, struct note *out,
    const struct note_src *srcs, size_t n, int jobs,
    const struct note_opts *opts, struct arena *a, struct diag_list *d,
    struct err *e)
{
	struct strbuf room = STRBUF_INIT;
	struct rest rest = { .c = c, .a = a };
	size_t i;
	int rc = 0;

	if (c == NULL)
		return note_pool_parse(out, srcs, n, jobs, opts, a, d, e);
	rest.srcs = xcalloc(n + 1, sizeof(*rest.srcs));
	rest.at = xcalloc(n + 1, sizeof(*rest.at));
	rest.keys = xcalloc(n + 1, sizeof(*rest.keys));
	for (i = 0; i < n; i++) {
		char *key = rest.keys[rest.n];

		if (c->keys != NULL && *c->keys[i] != '\0')
			memcpy(key, c->keys[i], HASH_HEX);
		else
			key_of(key, &srcs[i], opts, &room);
		if (c->keys != NULL)
			memcpy(c->keys[i], key, HASH_HEX);
		if (take(c, key, &out[i], &srcs[i], a, d))
			continue;
		if (srcs[i].text == NULL) {
			rc = err_set(e,
			    "%s: what was kept of it makes no sense; build "
			    "--force makes it anew",
			    srcs[i].path);
			break;
		}
		rest.srcs[rest.n] = srcs[i];
		rest.at[rest.n++] = i;
	}
	if (rc == 0)
		rc = parse_rest(&rest, out, jobs, opts, d, e);
	strbuf_release(&room);
	free(rest.srcs);
	free(rest.at);
	free(rest.keys);
	return rc;
}

/* ---- two of them ------------------------------------------------------- */

/* One note in so many is a good part: of a small wiki any. */
#define JOIN_PART 32

void
note_cache_over(struct note_cache *c, struct note_cache *base)
{
	c->base = base;
}

bool
note_cache_join(struct note_cache *c)
{
	struct note_cache *base = c->base;
	size_t i;

	if (base == NULL ||
	    (c->n_kept * JOIN_PART <= base->n_kept &&
		(base->n - base->n_kept) * JOIN_PART <= base->n_kept))
		return false;
	for (i = 0; i < base->n_kept; i++)
		keep(c, base->kept[i].key, &base->kept[i].head,
		    base->kept[i].body, base->kept[i].sum);
	c->changed = true;
	return true;
}

/* ---- writing ----------------------------------------------------------- */

static int
by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return memcmp(x->key, y->key, DIGITS);
}

/* What stands behind the bodies. */
static bool
rows_write(struct note_cache *c)
{
	struct strbuf out = STRBUF_INIT;
	uint64_t n = c->n_kept, sum;
	bool wrote;
	size_t i;

	for (i = 0; i < c->n_kept; i++) {
		struct row row = { .at = c->kept[i].at,
			.sum = c->kept[i].sum,
			.head = c->kept[i].head };

		memcpy(row.key, c->kept[i].key, DIGITS);
		strbuf_add(&out, &row, sizeof(row));
	}
	strbuf_add(&out, &n, sizeof(n));
	sum = hash_sum(out.buf, out.len);
	strbuf_add(&out, &sum, sizeof(sum));
	wrote = !out.full && spool_add(c->to, out.buf, out.len) != NULL;
	strbuf_release(&out);
	return wrote;
}

bool
note_cache_write(struct note_cache *c)
{
	uint64_t none;
	size_t i;

	/* All that was kept came from there, each once. */
	if (c->to == NULL || (!c->changed && c->n_kept == c->n))
		return false;
	if (c->n_kept > 0)
		qsort(c->kept, c->n_kept, sizeof(*c->kept), by_key);
	if (c->n_kept == 0 && file_add(c, "", 0, &none) == NULL)
		return false;
	for (i = 0; i < c->n_kept; i++) {
		struct entry *x = &c->kept[i];

		if (x->at == 0 &&
		    file_add(c, x->body, (size_t)x->head.len, &x->at) == NULL)
			return false;
	}
	return rows_write(c);
}
