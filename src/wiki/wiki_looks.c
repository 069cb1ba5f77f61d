/* wiki_looks.c: how each file of a wiki looked to the last build
 *
 * looks.cache (wiki_kept.c) has the sum over all files, and then of each file
 * and folder a hash of its path and how it looked, as still_add() has it, by the
 * first of them. One that was as new as the clock can tell may have been written
 * once more: of it there are zeros, which no file looks like.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_looks.h"

#define LOOKS "looks.cache"

struct look {
	uint64_t path, a, b, folder;
};

struct looks_head {
	uint64_t a, b, n;
};

static int
look_cmp(const void *pa, const void *pb)
{
	const struct look *a = pa, *b = pb;

	return (a->path > b->path) - (a->path < b->path);
}

void
wiki_looks_keep(const struct wiki *w, const struct wiki_still *before)
{
	const struct looks_head head = { before->files.a, before->files.b,
		before->files.n };
	size_t i, n = before->rows.n;
	struct look *v = xcalloc(n + 1, sizeof(*v));
	struct strbuf out = STRBUF_INIT;

	for (i = 0; i < n; i++) {
		const struct still_row *row = &before->rows.v[i];
		const struct still one = { .newest = row->newest,
			.coarse = before->files.coarse };

		v[i] =
		    (struct look){ .path = row->path, .folder = row->folder };
		if (!wiki_still_older(before, &one))
			continue;
		v[i].a = row->a;
		v[i].b = row->b;
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), look_cmp);
	strbuf_init(&out, STRBUF_MAX);
	strbuf_add(&out, &head, sizeof(head));
	strbuf_add(&out, v, n * sizeof(*v));
	wiki_kept_store(w, LOOKS, out.buf, out.len);
	strbuf_release(&out);
	free(v);
}

/* Go through those of now and of then; false: nobody knows what changed. */
static bool
looks_compare(const struct look *v, size_t n, const struct wiki_still *now,
    struct wiki_looks *out, size_t most)
{
	size_t i, cap = 0;

	if (n != now->rows.n && n + 1 != now->rows.n)
		return false;
	for (i = 0; i < now->rows.n; i++) {
		const struct still_row *row = &now->rows.v[i];
		const struct look want = { .path = row->path };
		const struct look *was =
		    bsearch(&want, v, n, sizeof(*v), look_cmp);

		if (was == NULL && row->path == out->may_be_new &&
		    !row->folder && !out->is_new) {
			out->is_new = true;
			continue;
		}
		if (was == NULL || was->folder != row->folder)
			return false;
		/* What a folder has is looked at; its own time says less. */
		if (row->folder || (was->a == row->a && was->b == row->b))
			continue;
		if (out->n == most)
			return false;
		*VEC_PUSH(out->paths, out->n, cap) = row->path;
	}
	if (n + out->is_new != now->rows.n)
		return false;
	/* As many, each of them known; two of one hash could be one twice. */
	for (i = 1; i < n; i++)
		if (v[i - 1].path >= v[i].path)
			return false;
	return true;
}

bool
wiki_looks_changed(struct wiki_looks *out, const struct wiki *w,
    const struct still *then, const struct wiki_still *now, size_t most)
{
	struct wiki_kept kept;
	struct looks_head head;
	bool known = false, ignored;

	out->is_new = false;
	out->paths = NULL;
	out->n = 0;
	wiki_kept_load(&kept, w, LOOKS, &ignored);
	if (kept.p != NULL && kept.len >= sizeof(head) &&
	    (kept.len - sizeof(head)) % sizeof(struct look) == 0) {
		memcpy(&head, kept.p, sizeof(head));
		known = head.a == then->a && head.b == then->b &&
			head.n == then->n &&
			looks_compare(
			    (const void *)((const char *)kept.p + sizeof(head)),
			    (kept.len - sizeof(head)) / sizeof(struct look),
			    now, out, most);
	}
	wiki_kept_release(&kept);
	if (!known) {
		free(out->paths);
		out->paths = NULL;
		out->n = 0;
	}
	return known;
}
