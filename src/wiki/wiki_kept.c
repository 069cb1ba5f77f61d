/* wiki_kept.c: bytes in the state folder, from one build to the next
 *
 * .git/halfhour/NAME (in wikis/ there, as notes.cache is) holds
 *
 *	the stamp of the program, the place and the user, 64 digits
 *	the bytes
 *	hash_sum() of all before, 8 bytes in the order of this machine
 *
 * The last finds what the disk has changed; who wrote it can be told by nobody
 * but the file system, so only a file that only its user can write is taken.
 */
#include <sys/stat.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_kept.h"

#define DIGITS (HASH_HEX - 1)
#define LARGE ((size_t)1 << 20) /* what is not copied to be kept */

/* The state folder, the file there, to be freed, and the stamp; false where
 * nothing is kept. */
static bool
kept_open(struct wiki_state *state, char **file, char stamp[HASH_HEX],
    const struct wiki *w, const char *name)
{
	struct err ignored = ERR_INIT;

	if (w->folder || w->cold ||
	    wiki_state_open(state, w->root, &ignored) == -1)
		return false;
	if (state->fd == -1 || !wiki_stamp(stamp, state->fd)) {
		wiki_state_close(state);
		return false;
	}
	*file = xasprintf("%s%s", state->own.dir, name);
	return true;
}

/* Whether the bytes are whole. */
static bool
kept_whole(const struct wiki_map *m)
{
	uint64_t sum;
	size_t end = m->len - sizeof(sum);

	if (m->len < DIGITS + sizeof(sum))
		return false;
	memcpy(&sum, m->p + end, sizeof(sum));
	return sum == hash_sum(m->p, end);
}

static void
kept_load(struct wiki_kept *out, const struct wiki *w, const char *name,
    bool whole, bool *damaged)
{
	struct wiki_state state;
	struct wiki_map m;
	char stamp[HASH_HEX], *file;

	*damaged = false;
	*out = (struct wiki_kept){ .p = NULL };
	if (!kept_open(&state, &file, stamp, w, name))
		return;
	wiki_map_open(&m, state.fd, file);
	free(file);
	wiki_state_close(&state);
	if (m.p == NULL)
		return;
	/* What another version has made need not be whole to this one. */
	*damaged = m.len < DIGITS || (memcmp(m.p, stamp, DIGITS) == 0 &&
					 (m.len < DIGITS + sizeof(uint64_t) ||
					     (whole && !kept_whole(&m))));
	if (*damaged || memcmp(m.p, stamp, DIGITS) != 0) {
		wiki_map_close(&m);
		return;
	}
	out->p = m.p + DIGITS;
	out->len = m.len - DIGITS - sizeof(uint64_t);
	out->map = (void *)m.p;
	out->map_len = m.len;
}

void
wiki_kept_load(struct wiki_kept *out, const struct wiki *w, const char *name,
    bool *damaged)
{
	kept_load(out, w, name, true, damaged);
}

void
wiki_kept_map(struct wiki_kept *out, const struct wiki *w, const char *name)
{
	bool ignored;

	kept_load(out, w, name, false, &ignored);
}

void
wiki_kept_release(struct wiki_kept *k)
{
	struct wiki_map m = { k->map, k->map_len };

	wiki_map_close(&m);
	*k = (struct wiki_kept){ .p = NULL };
}

void
wiki_kept_sweep(const struct wiki *w)
{
	struct wiki_state state;
	char stamp[HASH_HEX], *file;

	if (!kept_open(&state, &file, stamp, w, ""))
		return;
	fs_sweep(state.fd, file);
	free(file);
	wiki_state_close(&state);
}

/* ---- a large one ------------------------------------------------------- */

struct wiki_keeping {
	struct wiki_state state;
	char *file; /* owned */
	struct spool *to;
};

struct wiki_keeping *
wiki_keeping_new(const struct wiki *w, const char *name)
{
	struct wiki_keeping *k = xcalloc(1, sizeof(*k));
	char stamp[HASH_HEX];

	if (!kept_open(&k->state, &k->file, stamp, w, name)) {
		free(k);
		return NULL;
	}
	k->to = spool_new(k->state.fd);
	spool_sums(k->to);
	spool_add(k->to, stamp, DIGITS);
	return k;
}

struct spool *
wiki_keeping_to(struct wiki_keeping *k)
{
	return k->to;
}

void
wiki_keeping_end(struct wiki_keeping *k)
{
	struct err ignored = ERR_INIT;
	uint64_t sum = spool_sum(k->to);

	if (spool_len(k->to) > DIGITS &&
	    spool_add(k->to, &sum, sizeof(sum)) != NULL)
		spool_put(k->to, k->file, &ignored);
}

void
wiki_keeping_free(struct wiki_keeping *k)
{
	if (k == NULL)
		return;
	spool_free(k->to);
	free(k->file);
	wiki_state_close(&k->state);
	free(k);
}

/* ---- a small one ------------------------------------------------------- */

void
wiki_kept_store(
    const struct wiki *w, const char *name, const void *p, size_t len)
{
	struct strbuf all = STRBUF_INIT;
	struct wiki_state state;
	struct err ignored = ERR_INIT;
	char stamp[HASH_HEX], *file;
	struct wiki_keeping *k;
	uint64_t sum;

	if (len >= LARGE) {
		k = wiki_keeping_new(w, name);
		if (k != NULL && spool_add(k->to, p, len) != NULL)
			wiki_keeping_end(k);
		wiki_keeping_free(k);
		return;
	}
	if (!kept_open(&state, &file, stamp, w, name))
		return;
	strbuf_init(&all, STRBUF_MAX);
	strbuf_add(&all, stamp, DIGITS);
	strbuf_add(&all, p, len);
	sum = hash_sum(all.buf, all.len);
	strbuf_add(&all, &sum, sizeof(sum));
	fs_write(state.fd, file, all.buf, all.len, FS_PRIVATE, &ignored);
	strbuf_release(&all);
	free(file);
	wiki_state_close(&state);
}
