/* wiki_search.c: words looked for in all notes */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "wiki/wiki_int.h"
#include "wiki/wiki_search.h"

/*
 * Theory of operation. There is no index: all notes are read, which for ten
 * thousand of them takes as long as it takes to open so many files. Threads
 * take the next few paths until there are none; each has its own memory, and
 * nothing is shared but the number of the next path. The order in which they
 * find notes does not matter, for the hits are sorted.
 */
#define TAKE 64 /* paths at a time */

struct search_pool {
	struct wiki *w;
	const struct search_query *q;
	bool private;
	struct wiki_skip skip;
	const char **paths;
	size_t n, cap, next;
	pthread_mutex_t mutex;
};

struct search_worker {
	struct search_pool *pool;
	struct arena *arena;
	struct search_hit *hits;
	size_t n, cap, hidden;
	struct diag_list diags;
};

static int
search_found(
    const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct search_pool *p = payload;

	(void)st;
	(void)e;
	if (p->w->folder && wiki_folder_skips(p->w, &p->skip, path))
		return 0;
	if (path_has_suffix(path, ".md"))
		*VEC_PUSH(p->paths, p->n, p->cap) =
		    arena_strdup(p->w->arena, path);
	return 0;
}

static void
search_lost(const char *path, void *payload, const struct err *why)
{
	struct search_pool *p = payload;

	if (p->w->folder && wiki_folder_skips(p->w, &p->skip, path))
		return;
	diag(&p->w->diags, DIAG_FILE, path, 0, 0, "%s", why->msg);
}

/* Most notes do not have the word, and their front matter is not read. */
static bool
hit_private(const struct search_hit *h, const char *text, struct arena *a)
{
	struct note_meta meta;

	/* An open front matter hides a note, too, so all is looked at. */
	if (strncmp(text, "---", 3) != 0 && strncmp(text, "\xef\xbb\xbf", 3))
		return false;
	if (strcasestr(h->head_len > 0 ? h->head : text, "private") == NULL)
		return false;
	note_meta_read(&meta, text, strlen(text), a);
	return meta.private;
}

static void
search_one(struct search_worker *me, const char *path, struct strbuf *text,
    struct search_scratch *scratch)
{
	struct search_pool *p = me->pool;
	const char *name = path + wiki_notes_skip(p->w);
	struct err e = ERR_INIT;
	struct search_hit hit;

	strbuf_clear(text);
	if (fs_read(text, p->w->root_fd, path, FS_READ_MAX, &e) == -1) {
		diag(&me->diags, DIAG_BUDGET, path, 0, 0, "%s", e.msg);
		return;
	}
	if (!search_note(
		&hit, p->q, name, text->buf, text->len, scratch, me->arena))
		return;
	if (!p->private && hit_private(&hit, text->buf, me->arena)) {
		me->hidden++;
		return;
	}
	hit.path = path;
	*VEC_PUSH(me->hits, me->n, me->cap) = hit;
}

static void *
search_thread(void *arg)
{
	struct search_worker *me = arg;
	struct search_pool *p = me->pool;
	struct search_scratch scratch = { STRBUF_INIT };
	struct strbuf text = STRBUF_INIT;
	size_t i, end;

	do {
		pthread_mutex_lock(&p->mutex);
		i = p->next;
		end = i + TAKE < p->n ? i + TAKE : p->n;
		p->next = end;
		pthread_mutex_unlock(&p->mutex);
		for (; i < end; i++)
			search_one(me, p->paths[i], &text, &scratch);
	} while (end < p->n);
	strbuf_release(&text);
	strbuf_release(&scratch.folded);
	return NULL;
}

/* A hit in the arena of the wiki, out of that of a thread. */
static struct search_hit
hit_copy(struct wiki *w, const struct search_hit *from)
{
	struct search_hit h = *from;
	size_t i;

	for (i = 0; i < h.n_lines; i++)
		h.lines[i].text =
		    arena_strndup(w->arena, h.lines[i].text, h.lines[i].len);
	h.head = arena_strndup(w->arena, h.head, h.head_len);
	if (h.heading != NULL)
		h.heading = arena_strdup(w->arena, h.heading);
	return h;
}

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
			out->v[out->n++] = hit_copy(w, &v[i].hits[k]);
		for (k = 0; k < v[i].diags.n; k++)
			diag(&w->diags, v[i].diags.v[k].id,
			    v[i].diags.v[k].path, 0, 0, "%s",
			    v[i].diags.v[k].msg);
		out->hidden += v[i].hidden;
		free(v[i].hits);
		diag_release(&v[i].diags);
		arena_free(v[i].arena);
	}
	search_sort(out->v, out->n);
}

int
wiki_search(struct wiki *w, const struct search_query *q, bool private,
    int jobs, struct wiki_hits *out, struct err *e)
{
	struct search_pool p = { .w = w,
		.q = q,
		.private = private,
		.mutex = PTHREAD_MUTEX_INITIALIZER };
	size_t n = jobs < 1 ? 1 : (size_t)jobs, i, started = 0;
	struct search_worker *v = xcalloc(n, sizeof(*v));
	pthread_t *threads = xcalloc(n, sizeof(*threads));
	int rc = fs_walk_past(
	    w->root_fd, w->notes_dir, search_found, search_lost, &p, e);

	*out = (struct wiki_hits){ .n = 0 };
	for (i = 0; i < n; i++)
		v[i] =
		    (struct search_worker){ .pool = &p, .arena = arena_new() };
	/* This thread is the first one, so one at least there is. */
	for (i = 1; i < n && rc == 0 && i * TAKE < p.n; i++)
		if (pthread_create(
			&threads[started], NULL, search_thread, &v[i]) == 0)
			started++;
	if (rc == 0)
		search_thread(&v[0]);
	while (started > 0)
		pthread_join(threads[--started], NULL);
	search_gather(w, v, n, out);
	free(p.skip.dir);
	free(threads);
	free(v);
	free(p.paths);
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
	id[strlen(id) - 3] = '\0';
	return id;
}
