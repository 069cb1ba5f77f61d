/* build_theme.c: the templates of the program, and of the wiki over them */
#include <ctype.h>
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
	else if (strcmp(name, "graph.js") == 0)
		build_asset_set(&t->graph, name, bytes, len);
	return 0;
}

/* Whether a statement cannot end with this line, so that the next may follow
 * in it: but for a comment, which the end of the line ends. */
static bool
theme_joins(const char *line, size_t n)
{
	return n > 1 && strchr("{([,;=>|&?:", line[n - 2]) != NULL &&
	       memmem(line, n, "//", 2) == NULL;
}

/*
 * One line of a script without the spaces beside signs that need none. "+" and
 * "-" are not among these: "a - -b" is another thing than "a--b". Where there
 * could be text, a pattern or a comment, the line stays as it is.
 */
static void
theme_line(struct strbuf *out, const char *line, size_t n)
{
	static const char alone[] = ",;:?={}()[]|&<>*";
	size_t i;

	for (i = 0; i < n && strchr("\"'`/\\", line[i]) == NULL; i++)
		;
	if (i < n) {
		strbuf_add(out, line, n);
		return;
	}
	for (i = 0; i < n; i++)
		if (line[i] != ' ' || i == 0 || i + 1 == n ||
		    (strchr(alone, line[i - 1]) == NULL &&
			strchr(alone, line[i + 1]) == NULL))
			strbuf_addc(out, line[i]);
}

/*
 * A script of the program without its indentation, its empty lines and those
 * that are a comment, and without spaces and ends of lines that say nothing: a
 * third of what a reader would have to load. That is only done to ours, where
 * no text goes over several lines.
 */
static void
theme_pack(struct strbuf *out, const char *text, size_t len)
{
	size_t at, n;

	for (at = 0; at < len; at += n) {
		const char *line = text + at;
		size_t blank = 0;

		n = text_line(line, len - at);
		while (blank < n && isspace((unsigned char)line[blank]))
			blank++;
		if (blank < n && !text_starts(line + blank, "//"))
			theme_line(out, line + blank,
			    n - blank - theme_joins(line + blank, n - blank));
	}
}

/* A file of the program's own theme. */
static int
theme_ours(struct build_theme *t, const struct tmpl_file *f, struct err *e)
{
	const char *name = f->name + strlen(TMPL_DIR "/");
	const char *bytes = (const char *)f->bytes;
	struct strbuf packed = STRBUF_INIT;
	int rc;

	if (!path_has_suffix(name, ".js"))
		return theme_add(t, name, bytes, f->len, e);
	theme_pack(&packed, bytes, f->len);
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
	build_asset_release(&t->graph);
	free(t);
}
