/* wiki_search.c: words looked for in all notes */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/sweep.h"
#include "base/xalloc.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_search.h"
#include "wiki/wiki_sparse.h"

/*
 * Theory of operation. There is no index: all notes are read, which for ten
 * thousand of them takes as long as it takes to open so many files. Threads
 * share that work (base/sweep.h); each has its own memory, and nothing is
 * shared. The order in which they find notes does not matter, for the hits
 * are sorted.
 */
struct search_worker {
	struct wiki *w;
	const struct search_query *q;
	bool private;
	struct wiki_skip skip;
	struct search_scratch scratch;
	struct arena *arena;
	struct search_hit *hits;
	size_t n, cap, hidden;
	struct diag_list diags;
};

static bool
search_want(const char *path, void *payload)
{
	struct search_worker *me = payload;

	return path_is_note(path) &&
	       !(me->w->folder && wiki_folder_skips(me->w, &me->skip, path));
}

static void
search_lost(const char *path, void *payload, const struct err *why)
{
	struct search_worker *me = payload;

	if (me->w->folder && wiki_folder_skips(me->w, &me->skip, path))
		return;
	diag(&me->diags, DIAG_FILE, path, 0, 0, "%s", why->msg);
}

/* Most notes do not have the word, and their front matter is not read. */
static bool
hit_private(const struct search_hit *h, const char *text, struct arena *a)
{
	const char *head = text;
	struct note_meta meta;

	/* Front matter that is open, or stands below blank lines, hides a
	 * note, too, so all is looked at. */
	text += strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	if (strncmp(text + strspn(text, " \t\r\n"), "---", 3) != 0)
		return false;
	if (h->head_len > 0)
		head = h->head;
	if (strcasestr(head, "private") == NULL &&
	    strcasestr(head, "publish") == NULL)
		return false;
	note_meta_read(&meta, text, strlen(text), a);
	return meta.private;
}

static void
search_one(const char *path, const struct strbuf *text, const struct err *why,
    void *payload)
{
	struct search_worker *me = payload;
	struct search_hit hit;

	if (why != NULL) {
		diag(&me->diags, DIAG_BUDGET, path, 0, 0, "%s", why->msg);
		return;
	}
	if (!search_note(&hit, me->q, path + wiki_notes_skip(me->w), text->buf,
		text->len, &me->scratch, me->arena))
		return;
	if (!me->private && hit_private(&hit, text->buf, me->arena)) {
		me->hidden++;
		return;
	}
	hit.path = arena_strdup(me->arena, path);
	*VEC_PUSH(me->hits, me->n, me->cap) = hit;
}

/* What all have found. Their memory becomes that of the wiki. */
static void
search_gather(
    struct wiki *w, struct search_worker *v, size_t n, struct wiki_hits *out)
{
	size_t i, k, all = 0;

	for (i = 0; i < n; i++)
		all += v[i].n;
	out->v = arena_alloc(w->arena, all * sizeof(*out->v));
	for (i = 0; i < n; i++) {
		for (k = 0; k < v[i].n; k++)
			out->v[out->n++] = v[i].hits[k];
		for (k = 0; k < v[i].diags.n; k++)
			diag(&w->diags, v[i].diags.v[k].id,
			    v[i].diags.v[k].path, 0, 0, "%s",
			    v[i].diags.v[k].msg);
		out->hidden += v[i].hidden;
		free(v[i].hits);
		free(v[i].skip.dir);
		diag_release(&v[i].diags);
		strbuf_release(&v[i].scratch.folded);
		arena_take(w->arena, &v[i].arena);
	}
	search_sort(out->v, out->n);
}

int
wiki_search(struct wiki *w, const struct search_query *q, bool private,
    int jobs, struct wiki_hits *out, struct err *e)
{
	static const struct sweep sweep = { .want = search_want,
		.file = search_one,
		.lost = search_lost,
		.max = FS_READ_MAX };
	size_t n = jobs < 1 ? 1 : (size_t)jobs, i;
	struct search_worker *v = xcalloc(n, sizeof(*v));
	void **payloads = xcalloc(n, sizeof(*payloads));
	int rc;

	*out = (struct wiki_hits){ .n = 0 };
	for (i = 0; i < n; i++) {
		v[i] = (struct search_worker){ .w = w,
			.q = q,
			.private = private,
			.scratch = { STRBUF_INIT },
			.arena = arena_new() };
		payloads[i] = &v[i];
	}
	rc = sweep_files(w->root_fd, w->notes_dir, &sweep, payloads, n, e);
	if (rc == -1)
		wiki_notes_failed(w, e);
	else
		rc = wiki_sparse_sweep(w, w->notes_dir, &sweep, &v[0], e);
	search_gather(w, v, n, out);
	free(payloads);
	free(v);
	return rc;
}

const char *
wiki_hit_title(struct wiki *w, const struct search_hit *h)
{
	struct note_meta meta;
	char *id;

	note_meta_read(&meta, h->head, h->head_len, w->arena);
	if (meta.title != NULL)
		return meta.title;
	if (h->heading != NULL && *h->heading != '\0')
		return h->heading;
	id = arena_strdup(w->arena, path_base(h->path));
	id[path_note_len(id, strlen(id))] = '\0';
	return id;
}
