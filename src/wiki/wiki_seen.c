/* wiki_seen.c: notes of which it is known what is in them, without reading
 *
 * Theory of operation. A note that is where it was, as large, of the same inode
 * and with the same times has the bytes that it had, as git's index takes it,
 * too. So with each note that a build has read its look, as still_add() takes it
 * with the path, and the key of its text (note_cache.h) are kept in notes.seen:
 *
 *	a hash of what else the keys depend on
 *	of each note the two sums of its look, and the key, 64 digits; by the
 *	first of the sums
 *
 * A note that is as new as the clock can tell may be written again and look the
 * same: it is not kept, nor is one that the parser has not survived.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_still.h"

#define SEEN "notes.seen"
#define DIGITS (HASH_HEX - 1)

struct seen_row {
	uint64_t a, b;
	char key[DIGITS];
};

/* What a key depends on besides path and text. */
static uint64_t
seen_opts(const struct wiki *w, const struct note_opts *opts)
{
	struct strbuf sb = STRBUF_INIT;
	uint64_t h;

	strbuf_addf(&sb, "%d%d%d %s %zu", opts->unsafe, opts->verbatim,
	    opts->no_wiki, opts->lang != NULL ? opts->lang : "",
	    wiki_notes_skip(w));
	h = hash_sum(sb.buf, sb.len);
	strbuf_release(&sb);
	return h;
}

void
wiki_seen_open(struct wiki_seen *s, const struct wiki *w,
    const struct note_opts *opts, bool *damaged)
{
	uint64_t as;

	*damaged = false;
	*s = (struct wiki_seen){ .opts = seen_opts(w, opts) };
	if (w->began == 0 || w->force)
		return;
	wiki_kept_load(&s->kept, w, SEEN, damaged);
	if (s->kept.p == NULL || s->kept.len < sizeof(as) ||
	    (s->kept.len - sizeof(as)) % sizeof(*s->v) != 0)
		return;
	memcpy(&as, s->kept.p, sizeof(as));
	if (as != s->opts)
		return;
	s->v = (const void *)((const char *)s->kept.p + sizeof(as));
	s->n = (s->kept.len - sizeof(as)) / sizeof(*s->v);
}

void
wiki_seen_close(struct wiki_seen *s)
{
	wiki_kept_release(&s->kept);
	*s = (struct wiki_seen){ .n = 0 };
}

static int
seen_cmp(const void *pa, const void *pb)
{
	const struct seen_row *a = pa, *b = pb;

	return (a->a > b->a) - (a->a < b->a);
}

const char *
wiki_seen_find(const struct wiki_seen *s, const struct still *look)
{
	const struct seen_row want = { .a = look->a };
	const struct seen_row *row =
	    s->n == 0 ? NULL
		      : bsearch(&want, s->v, s->n, sizeof(*row), seen_cmp);

	return row != NULL && row->b == look->b ? row->key : NULL;
}

void
wiki_seen_keep(const struct wiki_seen *s, const struct wiki *w,
    const struct wiki_look *looks, char (*keys)[HASH_HEX])
{
	const struct wiki_still clock = { .now = w->began };
	struct seen_row *v = xcalloc(w->n_notes + 1, sizeof(*v));
	struct strbuf out = STRBUF_INIT;
	size_t i, n = 0;

	for (i = 0; i < w->n_notes; i++) {
		const struct still *as = &looks[i].as;

		/* What git has, and is in no folder, has no look. */
		if (as->n != 1 || as->odd || w->notes[i].failed ||
		    !wiki_still_older(&clock, as))
			continue;
		v[n].a = as->a;
		v[n].b = as->b;
		memcpy(v[n++].key, keys[i], DIGITS);
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), seen_cmp);
	strbuf_add(&out, &s->opts, sizeof(s->opts));
	strbuf_add(&out, v, n * sizeof(*v));
	if (n != s->n || (n > 0 && memcmp(v, s->v, n * sizeof(*v)) != 0))
		wiki_kept_store(w, SEEN, out.buf, out.len);
	strbuf_release(&out);
	free(v);
}
