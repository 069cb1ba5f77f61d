/* repo_dates_file.c: what repo_dates() found, kept for the next time
 *
 * .git/halfhour/history holds fields, each ended by a NUL, for a path may have
 * any other byte in it:
 *
 *	halfhour history 4
 *	the folder; the ending; a hash of .git/shallow; the commit
 *	how many files; how many events
 *	of each file, by path:	path
 *				first, its offset, last, its offset, flags
 *	of each event:		commit, time, offset, numbers of its files
 *	a hash of all before
 *
 * Nobody needs it: what is damaged, of another version, or about other files
 * is passed over and written anew. It is not synced for the same reason.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/xalloc.h"
#include "repo/repo_dates_int.h"

#define MAGIC "halfhour history 4"
#define KEPT_MAX ((size_t)256 << 20)
#define HASH_DIGITS 16

enum {
	FLAG_BORN = 1,
	FLAG_DATED = 2,
	FLAG_THERE = 4,
};

/* What it is a file for: another work tree, or another wiki of the same
 * repository, has one of its own. To be freed. */
static char *
kept_name(const struct repo *r, const struct repo_which *which)
{
	char *key, *name;

	if (strcmp(r->place, ".") == 0 && strcmp(which->dir, "notes") == 0)
		return xstrdup("history");
	key = xasprintf("%s\n%s", r->place, which->dir);
	name = xasprintf("history-%016" PRIx64, hash_fast(key, strlen(key)));
	free(key);
	return name;
}

/* A clone that is made deeper knows more of the same commits. */
static int
kept_shallow(struct repo *r, char out[HASH_HEX])
{
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	int rc = repo_shallow(r, &sb, &ignored);

	hash_hex(out, sb.buf, sb.len);
	strbuf_release(&sb);
	return rc;
}

/* ---- reading ----------------------------------------------------------- */

struct kept_reader {
	const char *p, *end;
	bool bad;
};

static const char *
read_field(struct kept_reader *in)
{
	const char *s = in->p;
	const char *nul = memchr(s, '\0', (size_t)(in->end - s));

	if (nul == NULL) {
		in->bad = true;
		return "";
	}
	in->p = nul + 1;
	return s;
}

static void
read_want(struct kept_reader *in, const char *want)
{
	if (strcmp(read_field(in), want) != 0)
		in->bad = true;
}

/* The next number of a field; *s moves behind it. */
static int64_t
read_number(struct kept_reader *in, const char **s)
{
	char *end;
	int64_t v = strtoll(*s, &end, 10);

	if (end == *s)
		in->bad = true;
	*s = end;
	return v;
}

/* As many as there can be: each takes more than a byte. */
static size_t
read_count(struct kept_reader *in)
{
	const char *s = read_field(in);
	int64_t n = read_number(in, &s);

	if (n < 0 || n > in->end - in->p) {
		in->bad = true;
		return 0;
	}
	return (size_t)n;
}

static void
read_oid(struct kept_reader *in, char out[41], const char *s)
{
	if (strspn(s, "0123456789abcdef") != 40)
		in->bad = true;
	else
		memcpy(out, s, 40);
	out[40] = '\0';
}

static void
read_file(struct kept_reader *in, struct repo_dated *f, struct arena *mem)
{
	const char *s;
	int64_t flags;

	f->path = arena_strdup(mem, read_field(in));
	s = read_field(in);
	f->first.t = read_number(in, &s);
	f->first.offset = (int)read_number(in, &s);
	f->last.t = read_number(in, &s);
	f->last.offset = (int)read_number(in, &s);
	flags = read_number(in, &s);
	f->born = (flags & FLAG_BORN) != 0;
	f->dated = (flags & FLAG_DATED) != 0;
	f->there = (flags & FLAG_THERE) != 0;
}

static void
read_event(struct kept_reader *in, struct repo_event *ev,
    const struct repo_dates *d, struct arena *mem)
{
	const char *s = read_field(in);
	size_t cap = strlen(s) / 2;

	read_oid(in, ev->oid, s);
	if (in->bad)
		return;
	s += 40;
	ev->when.t = read_number(in, &s);
	ev->when.offset = (int)read_number(in, &s);
	ev->files = arena_alloc(mem, cap * sizeof(*ev->files));
	while (*s != '\0' && !in->bad && ev->n < cap) {
		int64_t i = read_number(in, &s);

		if (i < 0 || (size_t)i >= d->n)
			in->bad = true;
		else
			ev->files[ev->n++] = d->files[i];
	}
}

static void
read_all(struct kept_reader *in, struct arena *mem, struct repo_kept *out)
{
	struct repo_dates *d = &out->dates;
	struct repo_dated *files;
	size_t i;

	read_oid(in, out->oid, read_field(in));
	d->n = read_count(in);
	d->n_events = read_count(in);
	files = arena_alloc(mem, d->n * sizeof(*files));
	d->files = arena_alloc(mem, d->n * sizeof(*d->files));
	d->events = arena_alloc(mem, d->n_events * sizeof(*d->events));
	for (i = 0; i < d->n && !in->bad; i++) {
		read_file(in, &files[i], mem);
		files[i].at = i;
		d->files[i] = &files[i];
	}
	for (i = 0; i < d->n_events && !in->bad; i++)
		read_event(in, &d->events[i], d, mem);
}

/* Whether the hash at the end is that of what stands before it. */
static bool
kept_whole(const struct strbuf *sb)
{
	size_t len = sb->len - HASH_DIGITS;
	char want[HASH_DIGITS + 1];

	if (sb->len < HASH_DIGITS)
		return false;
	snprintf(want, sizeof(want), "%016" PRIx64, hash_sum(sb->buf, len));
	return memcmp(sb->buf + len, want, HASH_DIGITS) == 0;
}

bool
repo_kept_read(struct repo *r, const struct repo_which *which,
    struct arena *mem, struct repo_kept *out)
{
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char *name = kept_name(r, which), *path = NULL;
	char shallow[HASH_HEX];
	bool good = false;

	*out = (struct repo_kept){ .oid = "" };
	/* Who only looks does not make the folder. */
	path = xasprintf("halfhour/%s", name);
	if (fs_read(&sb, r->common_fd, path, KEPT_MAX, &ignored) == 0 &&
	    kept_whole(&sb) && kept_shallow(r, shallow) == 0) {
		struct kept_reader in = { sb.buf, sb.buf + sb.len - HASH_DIGITS,
			false };

		read_want(&in, MAGIC);
		read_want(&in, which->dir);
		read_want(&in, which->suffix);
		read_want(&in, shallow);
		if (!in.bad)
			read_all(&in, mem, out);
		good = !in.bad && in.p == in.end;
	}
	free(path);
	free(name);
	strbuf_release(&sb);
	return good;
}

/* ---- writing ----------------------------------------------------------- */

static void
write_field(struct strbuf *out, const char *s)
{
	strbuf_add(out, s, strlen(s) + 1);
}

/* A number, and the byte behind it: there are tens of thousands of them, for
 * which printf() takes longer than all else. */
static void
write_number(struct strbuf *out, int64_t v, char end)
{
	char digits[24], *s = digits + sizeof(digits);
	uint64_t n = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	*--s = end;
	do
		*--s = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	if (v < 0)
		*--s = '-';
	strbuf_add(out, s, (size_t)(digits + sizeof(digits) - s));
}

static void
write_file(struct strbuf *out, const struct repo_dated *f)
{
	int flags = (f->born ? FLAG_BORN : 0) | (f->dated ? FLAG_DATED : 0) |
		    (f->there ? FLAG_THERE : 0);

	write_field(out, f->path);
	write_number(out, f->first.t, ' ');
	write_number(out, f->first.offset, ' ');
	write_number(out, f->last.t, ' ');
	write_number(out, f->last.offset, ' ');
	write_number(out, flags, '\0');
}

static void
write_event(struct strbuf *out, const struct repo_event *ev)
{
	size_t i;

	strbuf_adds(out, ev->oid);
	strbuf_addc(out, ' ');
	write_number(out, ev->when.t, ' ');
	write_number(out, ev->when.offset, ev->n > 0 ? ' ' : '\0');
	for (i = 0; i < ev->n; i++)
		write_number(
		    out, (int64_t)ev->files[i]->at, i + 1 < ev->n ? ' ' : '\0');
}

void
repo_kept_write(
    struct repo *r, const struct repo_which *which, const struct repo_kept *k)
{
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char *name = kept_name(r, which);
	char shallow[HASH_HEX];
	size_t i;
	int fd = repo_state_fd(r, &ignored);

	if (fd != -1 && kept_shallow(r, shallow) == 0) {
		write_field(&sb, MAGIC);
		write_field(&sb, which->dir);
		write_field(&sb, which->suffix);
		write_field(&sb, shallow);
		write_field(&sb, k->oid);
		strbuf_addf(&sb, "%zu", k->dates.n);
		strbuf_addc(&sb, '\0');
		strbuf_addf(&sb, "%zu", k->dates.n_events);
		strbuf_addc(&sb, '\0');
		for (i = 0; i < k->dates.n; i++)
			write_file(&sb, k->dates.files[i]);
		for (i = 0; i < k->dates.n_events; i++)
			write_event(&sb, &k->dates.events[i]);
		strbuf_addf(&sb, "%016" PRIx64, hash_sum(sb.buf, sb.len));
		fs_write(fd, name, sb.buf, sb.len, 0, &ignored);
	}
	free(name);
	strbuf_release(&sb);
}
