/* build_kept.c: what came of a build, for one that has nothing to do */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/xalloc.h"
#include "build/build_int.h"

/*
 * Numbers in decimal, each ended by a newline or a space; the sum of the files
 * of the site; notes, days, links and pages; how many mistakes there are in the notes,
 * and of each its id, line, column and the lengths of the two texts that
 * follow.
 */
void
build_kept_pack(struct strbuf *out, const struct build_done *done,
    const struct diag_list *d)
{
	size_t i;

	strbuf_addf(out, "%" PRIu64 " %" PRIu64 " %zu\n", done->files.a,
	    done->files.b, done->files.n);
	strbuf_addf(out, "%zu %zu %zu %zu\n%zu\n", done->notes, done->days,
	    done->links, done->pages, d->n);
	for (i = 0; i < d->n; i++) {
		const struct diag *x = &d->v[i];

		strbuf_addf(out, "%d %d %d %zu %zu\n", (int)x->id, x->line,
		    x->col, strlen(x->path), strlen(x->msg));
		strbuf_addf(out, "%s%s\n", x->path, x->msg);
	}
}

struct kept_reader {
	const char *p, *end;
	bool bad;
};

/* A number of at most `max`, and the byte behind it. */
static uint64_t
read_number(struct kept_reader *in, uint64_t max)
{
	uint64_t n = 0;
	const char *from = in->p;

	for (; in->p < in->end && *in->p >= '0' && *in->p <= '9'; in->p++) {
		unsigned digit = (unsigned)(*in->p - '0');

		if (n > (max - digit) / 10) {
			in->bad = true;
			return 0;
		}
		n = n * 10 + digit;
	}
	if (in->p == from || in->p == in->end ||
	    (*in->p != ' ' && *in->p != '\n')) {
		in->bad = true;
		return 0;
	}
	in->p++;
	return n;
}

static void
read_diag(struct kept_reader *in, struct diag_list *d)
{
	uint64_t id = read_number(in, DIAG_N - 1);
	uint64_t line = read_number(in, INT32_MAX);
	uint64_t col = read_number(in, INT32_MAX), left;
	uint64_t path = read_number(in, SIZE_MAX), msg;
	char *name;

	msg = read_number(in, SIZE_MAX);
	left = (uint64_t)(in->end - in->p);
	if (in->bad || path >= left || msg >= left - path) {
		in->bad = true;
		return;
	}
	name = xstrndup(in->p, (size_t)path);
	in->p += path;
	diag(d, (enum diag_id)id, name, (int)line, (int)col, "%.*s", (int)msg,
	    in->p);
	in->p += msg + 1;
	free(name);
}

bool
build_kept_take(struct build_done *done, struct diag_list *d, const char *p,
    size_t len, int out_fd, int jobs)
{
	struct kept_reader in = { p, p + len, false };
	struct diag_list own = DIAG_LIST_INIT;
	struct still now = { .n = 0 };
	uint64_t n;

	*done = (struct build_done){ .written = 0 };
	done->files.a = read_number(&in, UINT64_MAX);
	done->files.b = read_number(&in, UINT64_MAX);
	done->files.n = (size_t)read_number(&in, SIZE_MAX);
	done->notes = (size_t)read_number(&in, SIZE_MAX);
	done->days = (size_t)read_number(&in, SIZE_MAX);
	done->links = (size_t)read_number(&in, SIZE_MAX);
	done->pages = (size_t)read_number(&in, SIZE_MAX);
	for (n = read_number(&in, SIZE_MAX); n > 0 && !in.bad; n--)
		read_diag(&in, &own);
	if (!in.bad && in.p == in.end && out_fd != -1) {
		build_out_still(&now, out_fd, jobs);
		in.bad = !still_same(&done->files, &now);
	}
	if (in.bad || in.p != in.end) {
		diag_release(&own);
		return false;
	}
	diag_release(d);
	*d = own;
	return true;
}

bool
build_kept_stays(const char *p, size_t len, int out_fd, int jobs)
{
	struct kept_reader in;
	struct still then = { .n = 0 }, now = { .n = 0 };

	if (build_folders_take(&p, &len, out_fd, jobs))
		return true;
	in = (struct kept_reader){ p, p + len, false };
	then.a = read_number(&in, UINT64_MAX);
	then.b = read_number(&in, UINT64_MAX);
	then.n = (size_t)read_number(&in, SIZE_MAX);
	if (in.bad)
		return false;
	build_out_still(&now, out_fd, jobs);
	return still_same(&then, &now);
}

/* ---- folders ------------------------------------------------------------ */

/*
 * How many folders there are, how many bytes their paths have, the sum, and a
 * hash of what the kernel calls this start of the machine; then the paths, each
 * with a NUL.
 */
#define BOOT_DIR "/proc/sys/kernel/random"

/* 0: it cannot be told. */
static uint64_t
boot_hash(void)
{
	static const uint64_t key[2] = { 0x9216d5d98979fb1b,
		0xd1310ba698dfb5ac };
	struct strbuf id = STRBUF_INIT;
	struct err none = ERR_INIT;
	int fd = fs_open_dir(BOOT_DIR, &none);
	uint64_t h = 0;

	if (fd != -1 && fs_read(&id, fd, "boot_id", 256, &none) == 0 &&
	    id.len > 0)
		h = hash_keyed(key, id.buf, id.len);
	if (fd != -1)
		close(fd);
	strbuf_release(&id);
	return h;
}

/* Those of these paths, each once; the array is to be freed. */
static size_t
folders_of(
    const char ***out, const char *const *paths, size_t n, struct arena *a)
{
	struct map *seen = map_new();
	size_t i, n_out = 0, cap = 0;

	*out = NULL;
	*VEC_PUSH(*out, n_out, cap) = ".";
	for (i = 0; i < n; i++) {
		const char *slash = strrchr(paths[i], '/'), *last, *dir;
		size_t len = slash != NULL ? (size_t)(slash - paths[i]) : 0;

		last = (*out)[n_out - 1];
		if (len == 0 ||
		    (strlen(last) == len && memcmp(last, paths[i], len) == 0))
			continue;
		dir = arena_strndup(a, paths[i], len);
		if (map_get(seen, dir) != NULL)
			continue;
		map_put(seen, dir, (void *)dir);
		*VEC_PUSH(*out, n_out, cap) = dir;
	}
	map_free(seen);
	return n_out;
}

void
build_folders_pack(struct strbuf *out, struct still *sum, int out_fd, int jobs)
{
	struct arena *a = arena_new();
	const char **paths = NULL, **dirs = NULL;
	uint64_t boot = boot_hash();
	size_t i, n = 0, len = 0;

	if (out_fd != -1 && boot != 0) {
		n = build_list_read(&paths, out_fd, a);
		n = folders_of(&dirs, paths, n, a);
		still_files(sum, out_fd, dirs, n, (size_t)jobs);
	}
	if (sum->odd)
		n = 0;
	for (i = 0; i < n; i++)
		len += strlen(dirs[i]) + 1;
	strbuf_addf(out, "%zu %zu %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", n,
	    len, sum->a, sum->b, boot);
	for (i = 0; i < n; i++)
		strbuf_add(out, dirs[i], strlen(dirs[i]) + 1);
	free(paths);
	free(dirs);
	arena_free(a);
}

bool
build_folders_take(const char **p, size_t *len, int out_fd, int jobs)
{
	struct kept_reader in = { *p, *p + *len, false };
	size_t n = (size_t)read_number(&in, SIZE_MAX), i;
	size_t bytes = (size_t)read_number(&in, SIZE_MAX);
	struct still then = { .n = n }, now = { .n = 0 };
	const char **dirs;
	uint64_t boot;

	then.a = read_number(&in, UINT64_MAX);
	then.b = read_number(&in, UINT64_MAX);
	boot = read_number(&in, UINT64_MAX);
	if (in.bad || bytes > (size_t)(in.end - in.p) || n > bytes ||
	    (bytes > 0 && in.p[bytes - 1] != '\0'))
		return false;
	*len -= (size_t)(in.p - *p) + bytes;
	*p = in.p + bytes;
	if (n == 0 || boot == 0 || boot != boot_hash())
		return false;
	dirs = xcalloc(n, sizeof(*dirs));
	for (i = 0; i < n && in.p < *p; i++) {
		dirs[i] = in.p;
		in.p += strlen(in.p) + 1;
	}
	if (i == n && in.p == *p)
		still_files(&now, out_fd, dirs, n, (size_t)jobs);
	free(dirs);
	return still_same(&then, &now);
}
