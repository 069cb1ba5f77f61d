/* build_verify.c: a site on disk beside the one that the graph makes now */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/map.h"
#include "base/xalloc.h"
#include "build/build_int.h"

/* What is found while the files of the second site come. */
struct verify {
	struct build_verified *out;
	struct arena *mem;
	int fd;
	struct map *listed; /* path → itself: what the first build has noted */
	struct map *made;   /* the same of the second */
	struct strbuf bytes;
	size_t cap;
};

static void
verify_add(struct verify *v, const char *path, const char *how)
{
	*VEC_PUSH(v->out->v, v->out->n, v->cap) =
	    (struct build_differ){ path, how };
}

static int
verify_file(void *payload, const char *path, const void *bytes, size_t len,
    struct err *e)
{
	struct verify *v = payload;
	const char *copy = arena_strdup(v->mem, path);
	struct err own = ERR_INIT;

	(void)e;
	v->out->files++;
	map_put(v->made, copy, (void *)copy);
	strbuf_clear(&v->bytes);
	if (fs_read(&v->bytes, v->fd, path, FS_READ_MAX, &own) == -1)
		verify_add(v, copy,
		    own.code == ERR_NOTHING ? "is missing" : "cannot be read");
	else if (v->bytes.len != len || memcmp(v->bytes.buf, bytes, len) != 0)
		verify_add(v, copy, "differs");
	else if (map_get(v->listed, copy) == NULL)
		verify_add(v, copy, "is not in the list of the site");
	return 0;
}

/* Files of the first build that the second has not. */
static void
verify_left(struct verify *v, const char *const *paths, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (map_get(v->made, paths[i]) == NULL)
			verify_add(v, arena_strdup(v->mem, paths[i]),
			    "should not be there");
}

static int
differ_cmp(const void *a, const void *b)
{
	return strcmp(((const struct build_differ *)a)->path,
	    ((const struct build_differ *)b)->path);
}

int
build_site_verify(struct build_verified *out, const struct graph *g,
    const struct build_theme *theme, int root_fd, int out_fd, struct arena *mem,
    struct diag_list *d, struct err *e)
{
	struct verify v = { .out = out, .mem = mem, .fd = out_fd };
	const struct build_sink sink = { verify_file, &v };
	struct build_out *first = build_out_open(out_fd);
	const char *const *paths;
	struct build_done done;
	size_t i, n = build_out_listed(first, &paths);
	int rc;

	*out = (struct build_verified){ .n = 0 };
	strbuf_init(&v.bytes, STRBUF_MAX);
	v.listed = map_new();
	v.made = map_new();
	for (i = 0; i < n; i++)
		map_put(v.listed, paths[i], (void *)paths[i]);
	rc = build_site_to(&done, g, theme, root_fd, &sink, d, e);
	verify_left(&v, paths, n);
	if (out->n > 1)
		qsort(out->v, out->n, sizeof(*out->v), differ_cmp);
	map_free(v.listed);
	map_free(v.made);
	strbuf_release(&v.bytes);
	build_out_free(first);
	return rc;
}

void
build_verified_release(struct build_verified *v)
{
	free(v->v);
	*v = (struct build_verified){ .n = 0 };
}
