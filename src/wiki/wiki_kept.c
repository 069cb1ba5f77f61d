/* wiki_kept.c: bytes in the state folder, from one build to the next
 *
 * .git/halfhour/NAME (in wikis/ there, as notes.cache is) holds
 *
 *	the stamp of the program, the place and the user, 64 digits
 *	the bytes
 *	SHA-256 of all before, 64 digits
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

static bool
kept_ours(int fd, const char *file)
{
	struct stat st;

	return fs_stat(fd, file, &st) == 0 && S_ISREG(st.st_mode) &&
	       st.st_uid == geteuid() && (st.st_mode & 022) == 0;
}

bool
wiki_kept_load(
    struct strbuf *out, const struct wiki *w, const char *name, bool *damaged)
{
	struct strbuf all = STRBUF_INIT;
	struct wiki_state state;
	struct err e = ERR_INIT;
	char stamp[HASH_HEX], sum[HASH_HEX], *file;
	bool same = false;

	*damaged = false;
	if (!kept_open(&state, &file, stamp, w, name))
		return false;
	strbuf_init(&all, STRBUF_MAX);
	if (kept_ours(state.fd, file) &&
	    fs_read(&all, state.fd, file, STRBUF_MAX - 1, &e) == 0) {
		if (all.len >= 2 * DIGITS)
			hash_hex(sum, all.buf, all.len - DIGITS);
		*damaged = all.len < 2 * DIGITS ||
			   memcmp(sum, all.buf + all.len - DIGITS, DIGITS) != 0;
		same = !*damaged && memcmp(all.buf, stamp, DIGITS) == 0;
	}
	if (same)
		strbuf_add(out, all.buf + DIGITS, all.len - 2 * DIGITS);
	strbuf_release(&all);
	free(file);
	wiki_state_close(&state);
	return same;
}

void
wiki_kept_store(
    const struct wiki *w, const char *name, const void *p, size_t len)
{
	struct strbuf all = STRBUF_INIT;
	struct wiki_state state;
	struct err ignored = ERR_INIT;
	char stamp[HASH_HEX], sum[HASH_HEX], *file;

	if (!kept_open(&state, &file, stamp, w, name))
		return;
	strbuf_init(&all, STRBUF_MAX);
	strbuf_add(&all, stamp, DIGITS);
	strbuf_add(&all, p, len);
	hash_hex(sum, all.buf, all.len);
	strbuf_add(&all, sum, DIGITS);
	fs_write(state.fd, file, all.buf, all.len, FS_PRIVATE, &ignored);
	strbuf_release(&all);
	free(file);
	wiki_state_close(&state);
}
