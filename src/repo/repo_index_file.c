/* repo_index_file.c: the bytes of git's index: parsed, and patched in place */
/*
 * gitformat-index(5). An entry is 62 bytes of fixed fields, two more in
 * version 3 if a flag says so, and the name; in versions 2 and 3 one to eight
 * NULs fill it up to a multiple of eight, in version 4 the name is told as a
 * number of bytes to take off the end of the name before and what follows
 * them. Behind the entries are extensions: four letters, a length, bytes. One
 * with a small first letter must be understood by who reads the file.
 */
#include <arpa/inet.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/xalloc.h"
#include "repo/repo_index_int.h"

#define HEADER 12
#define FIXED 62
#define SUM HASH_SHA1
#define NAME_MASK 0xfffu
#define RANGE_MIN 4096 /* less is copied */
#define DEPTH_MAX 256  /* of folders; git itself has paths of 4096 bytes */

uint32_t
repo_index_u32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return ntohl(v);
}

void
repo_index_set_u32(unsigned char *p, uint32_t v)
{
	v = htonl(v);
	memcpy(p, &v, sizeof(v));
}

static unsigned
flags_of(const unsigned char *raw)
{
	return (unsigned)raw[REPO_INDEX_FLAGS] << 8 | raw[REPO_INDEX_FLAGS + 1];
}

int
repo_index_map(struct repo_index *ix, int fd)
{
	void *p;

	if (fstat(fd, &ix->st) == -1)
		return -1;
	if (ix->st.st_size == 0)
		return 0;
	/* As git does: who writes an index puts a new file in its place. */
	p = mmap(NULL, (size_t)ix->st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return -1;
	ix->p = p;
	ix->len = (size_t)ix->st.st_size;
	ix->mapped = true;
	return 0;
}

void
repo_index_release(struct repo_index *ix)
{
	if (ix->mapped)
		munmap((void *)ix->p, ix->len);
	arena_free(ix->mem);
	memset(ix, 0, sizeof(*ix));
}

/* ---- parsing ----------------------------------------------------------- */

/* The number before a name of version 4: gitformat-pack(5), offset encoding.
 * Moves *p; -1 when it does not end in time. */
static long
take_varint(const unsigned char **p, const unsigned char *end)
{
	unsigned long v;

	if (*p >= end)
		return -1;
	v = **p & 0x7f;
	while (*(*p)++ & 0x80) {
		if (*p >= end || v > (ULONG_MAX >> 9))
			return -1;
		v = ((v + 1) << 7) | (**p & 0x7f);
	}
	return (long)(v & LONG_MAX);
}

/* Read the name of a row of version 4; its end, or NULL. */
static const unsigned char *
take_name4(struct repo_index *ix, struct repo_index_row *row,
    const struct repo_index_row *before, const unsigned char *p,
    const unsigned char *end)
{
	long strip = take_varint(&p, end);
	const unsigned char *nul;
	unsigned had = before != NULL ? before->name_len : 0;
	size_t keep, more;
	char *name;

	nul = p < end ? memchr(p, '\0', (size_t)(end - p)) : NULL;
	if (strip < 0 || strip > (long)had || nul == NULL)
		return NULL;
	keep = had - (size_t)strip;
	more = (size_t)(nul - p);
	if (keep + more > UINT_MAX / 2)
		return NULL;
	name = arena_alloc(ix->mem, keep + more + 1);
	if (keep > 0)
		memcpy(name, before->name, keep);
	memcpy(name + keep, p, more);
	row->name = name;
	row->name_len = (unsigned)(keep + more);
	return nul + 1;
}

/* Read one entry; where the next begins, or NULL. */
static const unsigned char *
take_row(struct repo_index *ix, struct repo_index_row *row,
    const struct repo_index_row *before, const unsigned char *p,
    const unsigned char *end)
{
	size_t head = FIXED, len;
	const unsigned char *nul;

	if ((size_t)(end - p) < FIXED + 2)
		return NULL;
	row->raw = p;
	row->stage = flags_of(p) >> 12 & 3;
	if (flags_of(p) & REPO_INDEX_EXTENDED) {
		if (ix->version < 3)
			return NULL;
		head += 2;
	}
	if (ix->version == 4)
		return take_name4(ix, row, before, p + head, end);
	nul = memchr(p + head, '\0', (size_t)(end - p) - head);
	if (nul == NULL)
		return NULL;
	row->name = (const char *)p + head;
	row->name_len = (unsigned)(nul - p - (long)head);
	len = (head + row->name_len + 8) & ~(size_t)7;
	return len <= (size_t)(end - p) ? p + len : NULL;
}

static int
compare(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int c = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return c != 0 ? c : (a_len > b_len) - (a_len < b_len);
}

/* A row must not come before the one before it, or nothing is found. */
static bool
in_order(const struct repo_index_row *a, const struct repo_index_row *b)
{
	int c = compare(a->name, a->name_len, b->name, b->name_len);

	return c < 0 || (c == 0 && a->stage < b->stage);
}

/* Whether each extension is whole, and one that we may copy or drop. */
static int
check_extensions(struct repo_index *ix, struct err *e)
{
	const unsigned char *p = ix->p + ix->rows_end;
	const unsigned char *end = ix->p + ix->len - SUM;

	while (p < end) {
		size_t left = (size_t)(end - p);

		if (left < 8 || repo_index_u32(p + 4) > left - 8)
			return err_set(e, REPO_INDEX_DAMAGED);
		ix->foreign = *p < 'A' || *p > 'Z';
		if (memcmp(p, "link", 4) == 0)
			return err_set(e,
			    "it is split; end that with: git update-index "
			    "--no-split-index");
		if (memcmp(p, "sdir", 4) == 0)
			return err_set(e, "it is sparse; end that with: git "
					  "sparse-checkout disable");
		if (ix->foreign)
			return err_set(e,
			    "halfhour does not know its extension '%.4s'", p);
		p += 8 + repo_index_u32(p + 4);
	}
	return 0;
}

int
repo_index_parse(struct repo_index *ix, struct err *e)
{
	const unsigned char *p = ix->p, *end;
	bool ordered = true;
	size_t i, n;

	arena_free(ix->mem);
	ix->mem = arena_new();
	ix->n = 0;
	ix->version = 2;
	if (ix->len == 0)
		return 0;
	if (ix->len < HEADER + SUM || memcmp(p, "DIRC", 4) != 0)
		return err_set(e, REPO_INDEX_DAMAGED);
	end = p + ix->len - SUM;
	ix->version = repo_index_u32(p + 4);
	ix->foreign = ix->version < 2 || ix->version > 4;
	if (ix->foreign)
		return err_set(e,
		    "its version is %u; give it one that halfhour knows: git "
		    "update-index --index-version 2",
		    ix->version);
	n = repo_index_u32(p + 8);
	p += HEADER;
	if (n > (size_t)(end - p) / FIXED)
		return err_set(e, REPO_INDEX_DAMAGED);
	ix->rows = arena_alloc(ix->mem, (n + 1) * sizeof(*ix->rows));
	for (i = 0; i < n; i++) {
		p = take_row(
		    ix, &ix->rows[i], i > 0 ? &ix->rows[i - 1] : NULL, p, end);
		if (p == NULL)
			return err_set(e, REPO_INDEX_DAMAGED);
		ordered = ordered &&
			  (i == 0 || in_order(&ix->rows[i - 1], &ix->rows[i]));
	}
	ix->n = n;
	ix->rows_end = (size_t)(p - ix->p);
	/* First: of a split index, rows have no name and are in no order. */
	if (check_extensions(ix, e) == -1)
		return -1;
	return ordered ? 0 : err_set(e, REPO_INDEX_DAMAGED);
}

bool
repo_index_is_sound(const struct repo_index *ix)
{
	static const unsigned char none[SUM];
	unsigned char sum[SUM];
	const unsigned char *end;

	if (ix->len == 0)
		return true;
	end = ix->p + ix->len - SUM;
	/* index.skipHash of newer versions of git leaves it zero. */
	if (memcmp(end, none, SUM) == 0)
		return true;
	hash_sha1(sum, ix->p, ix->len - SUM);
	return memcmp(end, sum, SUM) == 0;
}

/* ---- looking ----------------------------------------------------------- */

const struct repo_index_row *
repo_index_find(
    const struct repo_index *ix, const char *path, unsigned stage, size_t *at)
{
	size_t low = 0, high = ix->n, mid, len = strlen(path);

	while (low < high) {
		const struct repo_index_row *row;
		int c;

		mid = low + (high - low) / 2;
		row = &ix->rows[mid];
		c = compare(row->name, row->name_len, path, len);
		if (c < 0 || (c == 0 && row->stage < stage))
			low = mid + 1;
		else
			high = mid;
	}
	if (at != NULL)
		*at = low;
	if (low < ix->n && ix->rows[low].stage == stage &&
	    ix->rows[low].name_len == len &&
	    memcmp(ix->rows[low].name, path, len) == 0)
		return &ix->rows[low];
	return NULL;
}

void
repo_index_get(const struct repo_index_row *row, struct repo_index_entry *out)
{
	memcpy(out->fixed, row->raw, FIXED);
	out->extended = 0;
	if (flags_of(row->raw) & REPO_INDEX_EXTENDED)
		out->extended =
		    (unsigned)row->raw[FIXED] << 8 | row->raw[FIXED + 1];
}

/* ---- writing ----------------------------------------------------------- */

static void
add_u32(struct strbuf *out, uint32_t v)
{
	v = htonl(v);
	strbuf_add(out, &v, sizeof(v));
}

/* As take_varint reads it. */
static void
add_varint(struct strbuf *out, size_t v)
{
	unsigned char b[16];
	size_t i = sizeof(b) - 1;

	b[i] = v & 0x7f;
	while (v >>= 7)
		b[--i] = 0x80 | (--v & 0x7f);
	strbuf_add(out, b + i, sizeof(b) - i);
}

/* A name as it is behind the fixed fields, which begin at `start`. */
static void
add_name(struct strbuf *out, unsigned version, size_t start, const char *name,
    size_t len, const struct repo_index_edit *last,
    const struct repo_index_row *before)
{
	static const char nuls[8];
	const char *had = last != NULL ? last->path
			  : before     ? before->name
				       : "";
	size_t had_len = last != NULL ? strlen(last->path)
			 : before     ? before->name_len
				      : 0;
	size_t same = 0;

	if (version == 4) {
		while (same < had_len && same < len && had[same] == name[same])
			same++;
		add_varint(out, had_len - same);
		strbuf_add(out, name + same, len - same);
		strbuf_addc(out, '\0');
		return;
	}
	strbuf_add(out, name, len);
	strbuf_add(out, nuls, 8 - (out->len - start) % 8);
}

/* What the output ends with: the name that the next one is told from. */
struct ending {
	const struct repo_index_edit *edit; /* of the two, one is NULL, */
	const struct repo_index_row *row;   /* or both at the beginning */
};

static void
add_edit(const struct repo_index *ix, const struct repo_index_edit *edit,
    const struct ending *last, struct strbuf *out)
{
	const struct repo_index_entry *ent = edit->entry;
	size_t len = strlen(edit->path), start = out->len;
	unsigned flags = flags_of(ent->fixed) & ~(NAME_MASK | 0x3000u);
	unsigned char two[2];

	/* The flags hold the length as far as it goes; the stage is zero. */
	flags |= len < NAME_MASK ? (unsigned)len : NAME_MASK;
	flags &= ~REPO_INDEX_EXTENDED;
	if (ix->version > 2 && ent->extended != 0)
		flags |= REPO_INDEX_EXTENDED;
	strbuf_add(out, ent->fixed, REPO_INDEX_FLAGS);
	two[0] = (unsigned char)(flags >> 8);
	two[1] = (unsigned char)flags;
	strbuf_add(out, two, 2);
	if (flags & REPO_INDEX_EXTENDED) {
		two[0] = (unsigned char)(ent->extended >> 8);
		two[1] = (unsigned char)ent->extended;
		strbuf_add(out, two, 2);
	}
	add_name(
	    out, ix->version, start, edit->path, len, last->edit, last->row);
}

static const unsigned char *
row_end(const struct repo_index *ix, size_t i)
{
	return i + 1 < ix->n ? ix->rows[i + 1].raw : ix->p + ix->rows_end;
}

/* Many bytes of the old file are named, few are copied. */
static void
add_range(struct repo_index_out *out, const unsigned char *p, size_t len)
{
	struct repo_index_range *range;

	if (len < RANGE_MIN) {
		strbuf_add(&out->own, p, len);
		return;
	}
	range = VEC_PUSH(out->ranges, out->n, out->cap);
	range->at = out->own.len;
	range->p = p;
	range->len = len;
}

/* Copy the rows from `from` on and before `to` as they are; of version 4 the
 * first is told anew if it follows another one than it did. */
static void
add_rows(const struct repo_index *ix, size_t from, size_t to,
    struct ending *last, struct repo_index_out *out)
{
	const struct repo_index_row *was =
	    from > 0 ? &ix->rows[from - 1] : NULL;
	const struct repo_index_row *row;

	if (from == to)
		return;
	if (ix->version == 4 && (last->edit != NULL || last->row != was)) {
		size_t head = FIXED;

		row = &ix->rows[from];
		if (flags_of(row->raw) & REPO_INDEX_EXTENDED)
			head += 2;
		strbuf_add(&out->own, row->raw, head);
		add_name(&out->own, 4, 0, row->name, row->name_len, last->edit,
		    last->row);
		from++;
	}
	if (from < to)
		add_range(out, ix->rows[from].raw,
		    (size_t)(row_end(ix, to - 1) - ix->rows[from].raw));
	*last = (struct ending){ NULL, &ix->rows[to - 1] };
}

/* ---- the cached trees -------------------------------------------------- */

struct trees {
	const unsigned char *p, *end;
	const struct repo_index_edit *edits;
	size_t n;
	struct strbuf path; /* of the folder at hand, with a slash */
};

static bool
is_edited(const struct trees *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (strncmp(t->edits[i].path, t->path.buf, t->path.len) == 0)
			return true;
	return false;
}

/* A decimal number, perhaps negative, and the byte that ends it. */
static int
take_number(struct trees *t, char stop, long *out)
{
	char text[16];
	const unsigned char *at = memchr(t->p, stop, (size_t)(t->end - t->p));
	char *rest;

	if (at == NULL || at == t->p || at - t->p >= (long)sizeof(text))
		return -1;
	memcpy(text, t->p, (size_t)(at - t->p));
	text[at - t->p] = '\0';
	*out = strtol(text, &rest, 10);
	t->p = at + 1;
	return *rest == '\0' ? 0 : -1;
}

/* Copy the node of a folder and those below it. One in which something
 * changes is marked as not known any more, and git makes it anew. */
static int
copy_node(struct trees *t, struct strbuf *out, int depth)
{
	const unsigned char *start = t->p;
	const unsigned char *nul = memchr(t->p, 0, (size_t)(t->end - t->p));
	size_t had = t->path.len;
	long entries, below, i;

	if (nul == NULL || depth > DEPTH_MAX)
		return -1;
	strbuf_add(&t->path, t->p, (size_t)(nul - t->p));
	if (depth > 0)
		strbuf_addc(&t->path, '/');
	t->p = nul + 1;
	if (take_number(t, ' ', &entries) == -1 ||
	    take_number(t, '\n', &below) == -1 || below < 0)
		return -1;
	if (entries >= 0) {
		if (t->end - t->p < SUM)
			return -1;
		t->p += SUM;
	}
	if (entries >= 0 && is_edited(t)) {
		strbuf_add(out, start, (size_t)(nul + 1 - start));
		strbuf_addf(out, "-1 %ld\n", below);
	} else {
		strbuf_add(out, start, (size_t)(t->p - start));
	}
	for (i = 0; i < below; i++)
		if (copy_node(t, out, depth + 1) == -1)
			return -1;
	strbuf_trunc(&t->path, had);
	return 0;
}

/*
 * The extensions. The cached trees are kept, as are conflicts that have been
 * resolved. Others are about what they were written beside: a list of files
 * that are not tracked, places of entries by number; git makes them anew.
 */
static void
add_extensions(const struct repo_index *ix, const struct repo_index_edit *edits,
    size_t n, struct strbuf *out)
{
	const unsigned char *p = ix->p + ix->rows_end;
	const unsigned char *end = ix->p + ix->len - SUM;

	for (; p < end; p += 8 + repo_index_u32(p + 4)) {
		size_t size = repo_index_u32(p + 4), start = out->len;

		if (memcmp(p, "REUC", 4) == 0)
			strbuf_add(out, p, 8 + size);
		if (memcmp(p, "TREE", 4) == 0 && size > 0) {
			struct trees t = { p + 8, p + 8 + size, edits, n,
				STRBUF_INIT };

			strbuf_adds(out, "TREE");
			add_u32(out, 0);
			if (copy_node(&t, out, 0) == -1 || t.p != t.end)
				strbuf_trunc(out, start);
			else
				repo_index_set_u32(
				    (unsigned char *)out->buf + start + 4,
				    (uint32_t)(out->len - start - 8));
			strbuf_release(&t.path);
		}
	}
}

/* The pieces of a new index in their order, to be freed: their number. */
static size_t
pieces(const struct repo_index_out *out, struct iovec **v)
{
	size_t i, n = 0, done = 0;

	*v = xcalloc(2 * out->n + 1, sizeof(**v));
	for (i = 0; i < out->n; i++) {
		const struct repo_index_range *range = &out->ranges[i];

		(*v)[n].iov_base = out->own.buf + done;
		(*v)[n++].iov_len = range->at - done;
		(*v)[n].iov_base = (void *)range->p;
		(*v)[n++].iov_len = range->len;
		done = range->at;
	}
	(*v)[n].iov_base = out->own.buf + done;
	(*v)[n++].iov_len = out->own.len - done;
	return n;
}

void
repo_index_write(const struct repo_index *ix,
    const struct repo_index_edit *edits, size_t n, struct repo_index_out *out)
{
	struct ending last = { NULL, NULL };
	size_t i, at, next = 0, count = ix->n;
	unsigned char sum[SUM];
	struct iovec *v;

	memset(out, 0, sizeof(*out));
	strbuf_init(&out->own, STRBUF_MAX);
	strbuf_add(&out->own, "DIRC", 4);
	add_u32(&out->own, ix->version);
	add_u32(&out->own, 0);
	for (i = 0; i < n; i++) {
		bool had = repo_index_find(ix, edits[i].path, 0, &at) != NULL;

		add_rows(ix, next, at, &last, out);
		next = had ? at + 1 : at;
		if (edits[i].entry != NULL) {
			add_edit(ix, &edits[i], &last, &out->own);
			last = (struct ending){ &edits[i], NULL };
		}
		count += (edits[i].entry != NULL) - (size_t)had;
	}
	add_rows(ix, next, ix->n, &last, out);
	repo_index_set_u32((unsigned char *)out->own.buf + 8, (uint32_t)count);
	if (ix->len > 0)
		add_extensions(ix, edits, n, &out->own);
	n = pieces(out, &v);
	hash_sha1v(sum, v, n);
	free(v);
	strbuf_add(&out->own, sum, SUM);
}

int
repo_index_put(const struct repo_index_out *out, int fd)
{
	struct iovec *v;
	size_t i, n = pieces(out, &v);
	int rc = 0;

	for (i = 0; i < n && rc == 0; i++)
		rc = fs_write_all(fd, v[i].iov_base, v[i].iov_len);
	free(v);
	return rc;
}

void
repo_index_out_release(struct repo_index_out *out)
{
	strbuf_release(&out->own);
	free(out->ranges);
}
