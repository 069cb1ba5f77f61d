/* build.c: the graph to a site on disk */
#include <stdlib.h>

#include "base/fs.h"
#include "base/map.h"
#include "base/path.h"
#include "build/build_int.h"
#include "page/page.h"

static int
build_asset(struct build_out *o, const struct build_asset *a, struct err *e)
{
	if (a->path == NULL)
		return 0;
	return build_out_file(o, a->path, a->bytes.buf, a->bytes.len, e);
}

/* The files below notes/ that shown pages link to: what nothing shown refers
 * to is not published. */
static struct map *
build_wanted(const struct graph *g)
{
	struct map *wanted = map_new();
	size_t i, k;

	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++) {
			const char *file = g->pages[i].links[k].file;

			if (file != NULL)
				map_put(wanted, file, (void *)file);
		}
	return wanted;
}

/* The files below notes/ that pages link to, each once. */
static int
build_files(struct build_out *o, const struct graph *g, int root_fd,
    struct diag_list *d, struct err *e)
{
	struct strbuf bytes = STRBUF_INIT;
	struct map *wanted = build_wanted(g);
	int rc = 0;
	size_t i;

	for (i = 0; i < g->n_files && rc == 0; i++) {
		struct err own = ERR_INIT;
		char *path;

		if (map_get(wanted, g->files[i]) == NULL)
			continue;
		path = path_join(g->notes_dir, g->files[i]);
		strbuf_clear(&bytes);
		/* One file that cannot be there costs that file. */
		if (build_out_has(o, g->files[i]))
			diag(d, DIAG_FILE, path, 0, 0,
			    "a page of the site is called so already; rename "
			    "the file or the note");
		else if (fs_read(&bytes, root_fd, path, FS_READ_MAX, &own) == 0)
			rc = build_out_file(
			    o, g->files[i], bytes.buf, bytes.len, e);
		else
			diag(d, DIAG_FILE, path, 0, 0, "%s", own.msg);
		free(path);
	}
	map_free(wanted);
	strbuf_release(&bytes);
	return rc;
}

/* The recordings of one page, beside it. */
static int
build_page_casts(struct build_out *o, const struct graph_page *p, int root_fd,
    struct arena *a, struct diag_list *d, struct err *e)
{
	struct strbuf bytes = STRBUF_INIT;
	int rc = 0;
	size_t i;

	for (i = 0; i < p->note->n_examples && rc == 0; i++) {
		const struct graph_record *r = p->records[i];
		struct err own = ERR_INIT;

		if (r == NULL || r->cast == NULL)
			continue;
		strbuf_clear(&bytes);
		if (fs_read(&bytes, root_fd, r->cast, FS_READ_MAX, &own) == 0)
			rc = build_out_file(o,
			    page_cast_path(a, p->url, p->note->examples[i].id),
			    bytes.buf, bytes.len, e);
		else
			diag(d, DIAG_FILE, r->cast, 0, 0, "%s", own.msg);
	}
	strbuf_release(&bytes);
	return rc;
}

static int
build_casts(struct build_out *o, const struct graph *g, int root_fd,
    struct diag_list *d, struct err *e)
{
	struct arena *a = arena_new();
	int rc = 0;
	size_t i;

	for (i = 0; i < g->n_pages && rc == 0; i++)
		if (g->pages[i].records != NULL)
			rc =
			    build_page_casts(o, &g->pages[i], root_fd, a, d, e);
	arena_free(a);
	return rc;
}

static size_t
build_links(const struct graph *g)
{
	size_t i, k, n = 0;

	for (i = 0; i < g->n_pages; i++)
		for (k = 0; k < g->pages[i].note->n_links; k++)
			n += g->pages[i].links[k].to != NULL;
	return n;
}

/* All of it; `o` is freed. */
static int
build_into(struct build_out *o, struct build_done *done, const struct graph *g,
    const struct build_theme *theme, const struct build_how *how, int root_fd,
    struct diag_list *d, struct err *e)
{
	size_t pages = 0;
	int rc;

	profile_phase(how->profile, "plan");
	rc = build_pages(o, g, theme, how, &pages, e);
	profile_phase(how->profile, "other files");
	if (rc == 0)
		rc = build_asset(o, &theme->style, e);
	if (rc == 0)
		rc = build_asset(o, &theme->script, e);
	if (rc == 0)
		rc = build_asset(o, &theme->preview, e);
	if (rc == 0)
		rc = build_asset(o, &theme->replay, e);
	if (rc == 0)
		rc = build_asset(o, &theme->graph, e);
	if (rc == 0)
		rc = build_asset(o, &theme->search, e);
	if (rc == 0)
		rc = build_casts(o, g, root_fd, d, e);
	if (rc == 0)
		rc = build_files(o, g, root_fd, d, e);
	if (rc == 0)
		rc = build_out_finish(o, done, e);
	if (rc == 0 && how->folders != NULL)
		build_out_folders(o, how->folders, how->began);
	done->pages = pages;
	done->notes = g->n_pages - g->n_days;
	done->days = g->n_days;
	done->links = build_links(g);
	build_out_free(o);
	return rc;
}

int
build_site(struct build_done *done, const struct graph *g,
    const struct build_theme *theme, const struct build_how *how, int root_fd,
    int out_fd, struct diag_list *d, struct err *e)
{
	return build_into(
	    build_out_open(out_fd), done, g, theme, how, root_fd, d, e);
}

int
build_site_to(struct build_done *done, const struct graph *g,
    const struct build_theme *theme, int root_fd, const struct build_sink *to,
    struct diag_list *d, struct err *e)
{
	const struct build_how alone = { .jobs = 1 };

	return build_into(
	    build_out_to(to), done, g, theme, &alone, root_fd, d, e);
}
