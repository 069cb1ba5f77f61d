/* build_prints.c: what is known of pages, kept from build to build */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "build/build_int.h"

/*
 * An array of struct build_print as this machine has it, sorted by the hash of
 * the path. Where two paths have the same hash one of them is found, and is of
 * no use to the other, since path and fingerprint go together: that page is
 * made each time.
 */
uint64_t
build_prints_path(const char *path)
{
	static const uint64_t key[2] = { 0x636920d871574e69,
		0xa458fea3f4933d7e };
	uint64_t h = hash_keyed(key, path, strlen(path));

	return h != 0 ? h : 1;
}

static int
print_cmp(const void *pa, const void *pb)
{
	const struct build_print *a = pa, *b = pb;

	return (a->path > b->path) - (a->path < b->path);
}

bool
build_prints_take(
    const struct build_print **out, size_t *n, const struct build_was *bytes)
{
	const struct build_print *v = bytes->p;
	size_t i;

	*out = NULL;
	*n = 0;
	if (bytes->len % sizeof(*v) != 0)
		return false;
	for (i = 1; i < bytes->len / sizeof(*v); i++)
		if (v[i - 1].path > v[i].path)
			return false;
	*out = v;
	*n = bytes->len / sizeof(*v);
	return true;
}

const struct build_print *
build_prints_find(const struct build_print *v, size_t n, uint64_t path)
{
	const struct build_print want = { .path = path };

	return n == 0 ? NULL : bsearch(&want, v, n, sizeof(*v), print_cmp);
}

void
build_prints_pack(struct strbuf *out, struct build_print *v, size_t n)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		if (v[i].path != 0)
			v[k++] = v[i];
	if (k > 1)
		qsort(v, k, sizeof(*v), print_cmp);
	strbuf_add(out, v, k * sizeof(*v));
}
