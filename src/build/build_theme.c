/* build_theme.c: the templates of the program, and of the wiki over them */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "build/build_int.h"
#include "tmpl/embed.h"

/* One file of the theme: a template, or an asset. */
static int
theme_add(struct build_theme *t, const char *name, const char *bytes,
    size_t len, struct err *e)
{
	const uint64_t print[] = { t->print, hash_fast(name, strlen(name)),
		hash_fast(bytes, len) };

	t->print = hash_fast(print, sizeof(print));
	if (path_has_suffix(name, ".html") || path_has_suffix(name, ".xml"))
		return tmpl_set_add(t->templates, name, bytes, len, e);
	if (strcmp(name, "style.css") == 0)
		build_asset_set(&t->style, name, bytes, len);
	else if (strcmp(name, "script.js") == 0)
		build_asset_set(&t->script, name, bytes, len);
	else if (strcmp(name, "search.js") == 0)
		build_asset_set(&t->search, name, bytes, len);
	else if (strcmp(name, "preview.js") == 0)
		build_asset_set(&t->preview, name, bytes, len);
	else if (strcmp(name, "replay.js") == 0)
		build_asset_set(&t->replay, name, bytes, len);
	else if (strcmp(name, "graph.js") == 0)
		build_asset_set(&t->graph, name, bytes, len);
	return 0;
}

/* A file of the program's own theme. */
static int
theme_ours(struct build_theme *t, const struct tmpl_file *f, struct err *e)
{
	const char *name = f->name + strlen(TMPL_DIR "/");
	const char *bytes = (const char *)f->bytes;
	struct strbuf packed = STRBUF_INIT;
	int rc;

	if (path_has_suffix(name, ".js"))
		build_pack_js(&packed, bytes, f->len);
	else if (path_has_suffix(name, ".css"))
		build_pack_css(&packed, bytes, f->len);
	else
		return theme_add(t, name, bytes, f->len, e);
	rc = theme_add(t, name, packed.buf, packed.len, e);
	strbuf_release(&packed);
	return rc;
}

/* Whether a wiki's file is a copy of ours: then ours is there already. */
static bool
theme_copied(const char *path, const struct strbuf *text)
{
	size_t i;

	for (i = 0; i < tmpl_files_n; i++)
		if (strcmp(tmpl_files[i].name, path) == 0)
			return tmpl_files[i].len == text->len &&
			       memcmp(tmpl_files[i].bytes, text->buf,
				   text->len) == 0;
	return false;
}

struct theme_walk {
	struct build_theme *t;
	int root_fd;
};

static int
theme_own(const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct theme_walk *walk = payload;
	struct strbuf text = STRBUF_INIT;
	int rc;

	(void)st;
	rc = fs_read(&text, walk->root_fd, path, FS_READ_MAX, e);
	if (rc == 0 && !theme_copied(path, &text) &&
	    theme_add(walk->t, path + strlen(TMPL_DIR "/"), text.buf, text.len,
		e) == -1) {
		struct err inner = *e;

		rc = err_set(e, TMPL_DIR "/%s", inner.msg);
	}
	strbuf_release(&text);
	return rc;
}

/* What stands in the place of a template, or of all, and is passed over: its
 * writer would look for the mistake elsewhere. */
static int
theme_no_file(int root_fd, struct err *e)
{
	struct stat st;
	size_t i;

	if (fs_stat(root_fd, TMPL_DIR, &st) == 0 && S_ISLNK(st.st_mode))
		return err_set(e,
		    TMPL_DIR ": this is a symbolic link, which is not "
			     "followed; put the folder itself here");
	for (i = 0; i < tmpl_files_n; i++)
		if (text_starts(tmpl_files[i].name, TMPL_DIR "/") &&
		    fs_stat(root_fd, tmpl_files[i].name, &st) == 0 &&
		    !S_ISREG(st.st_mode))
			return err_set(e,
			    "%s: this is %s; put the file itself here",
			    tmpl_files[i].name,
			    S_ISLNK(st.st_mode)
				? "a symbolic link, which is not followed"
				: "no file");
	return 0;
}

int
build_theme_load(struct build_theme **out, int root_fd, struct err *e)
{
	struct build_theme *t = xcalloc(1, sizeof(*t));
	struct theme_walk walk = { t, root_fd };
	struct stat st;
	size_t i;

	t->templates = tmpl_set_new();
	for (i = 0; i < tmpl_files_n; i++) {
		const struct tmpl_file *f = &tmpl_files[i];

		if (text_starts(f->name, TMPL_DIR "/") &&
		    theme_ours(t, f, e) == -1)
			goto fail;
	}
	if (root_fd != -1 && theme_no_file(root_fd, e) == -1)
		goto fail;
	if (root_fd != -1 && fs_stat(root_fd, TMPL_DIR, &st) == 0 &&
	    S_ISDIR(st.st_mode) &&
	    fs_walk(root_fd, TMPL_DIR, theme_own, &walk, e) != 0)
		goto fail;
	/* In Mustache a partial that is not there is nothing at all; here it is
	 * a name that was typed wrong. */
	if (tmpl_set_check(t->templates, e) == -1) {
		struct err inner = *e;

		err_set(e, TMPL_DIR "/%s", inner.msg);
		goto fail;
	}
	*out = t;
	return 0;
fail:
	build_theme_free(t);
	return -1;
}

void
build_theme_free(struct build_theme *t)
{
	if (t == NULL)
		return;
	tmpl_set_free(t->templates);
	build_asset_release(&t->style);
	build_asset_release(&t->script);
	build_asset_release(&t->search);
	build_asset_release(&t->preview);
	build_asset_release(&t->replay);
	build_asset_release(&t->graph);
	free(t);
}
