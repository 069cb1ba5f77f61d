/* wiki_symlink.c: symbolic links among the notes */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "wiki/wiki_int.h"

/*
 * A note has one page, however many ways there are to its file: Obsidian does
 * not look through a link to a folder of the same vault for the same reason. So
 * no file is read through a link. A link is another name of what it leads to,
 * and the graph knows all of them by both.
 */

/* The place below the notes that an absolute path is, or NULL. */
static const char *
symlink_below(const struct wiki *w, const char *real)
{
	char *notes = *w->notes_dir != '\0' ? path_join(w->root, w->notes_dir)
					    : xstrdup(w->root);
	size_t len = strlen(notes);
	const char *below = NULL;

	if (text_starts(real, notes) &&
	    (real[len] == '/' || real[len] == '\0' || len == 1))
		below = real + len + (real[len] == '/');
	free(notes);
	return below;
}

/* What is wrong with a link that leads to `real`; NULL: nothing. */
static const char *
symlink_problem(const char *below, const char *real)
{
	struct stat st;

	if (below == NULL)
		return "it leads out of the notes, so what is there is not "
		       "read; put the file itself here";
	if (*below == '.' || strstr(below, "/.") != NULL)
		return "it leads to what is hidden, and that is not read";
	if (stat(real, &st) == -1 ||
	    !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
		return "it leads to what is neither a file nor a folder";
	return NULL;
}

static const char *
symlink_read(struct wiki *w, const char *path, const char **why)
{
	char *at = path_join(w->root, path), *real = realpath(at, NULL);
	const char *below, *to = NULL;

	*why = "it leads nowhere";
	if (real != NULL) {
		below = symlink_below(w, real);
		*why = symlink_problem(below, real);
		if (*why == NULL)
			to = arena_strdup(w->arena, below);
	}
	free(real);
	free(at);
	return to;
}

void
wiki_symlinks(struct wiki *w, const char *const *paths, size_t n)
{
	struct graph_symlink *v = arena_alloc(w->arena, n * sizeof(*v));
	size_t i;

	w->n_symlinks = 0;
	for (i = 0; i < n; i++) {
		const char *why, *to = symlink_read(w, paths[i], &why);

		if (to == NULL)
			diag(&w->diags, DIAG_SYMLINK, paths[i], 0, 0,
			    "this is a symbolic link: %s", why);
		else
			v[w->n_symlinks++] = (struct graph_symlink){
				paths[i] + wiki_notes_skip(w), to
			};
	}
	w->symlinks = v;
}

int
wiki_notes_failed(const struct wiki *w, struct err *e)
{
	const char *dir = *w->notes_dir != '\0' ? w->notes_dir : ".";
	enum err_code code = e->code;
	struct stat st;
	char *msg;

	if (fs_stat(w->root_fd, dir, &st) == -1)
		return errno != ENOENT && errno != ENOTDIR
			   ? -1
			   : err_code(e, code,
				 "the folder %s of %s is gone; bring it back, "
				 "as with 'git restore %s'",
				 dir, w->root, dir);
	if (!S_ISDIR(st.st_mode))
		return err_code(e, code,
		    "%s in %s is no folder, where the notes are to be; give "
		    "it another name, and 'git restore %s' brings back what "
		    "was committed",
		    dir, w->root, dir);
	if (faccessat(w->root_fd, dir, R_OK | X_OK, 0) == 0)
		return -1;
	msg = xstrdup(e->msg);
	err_code(e, code, "%s; 'chmod u+rwx %s' in %s lets its owner in", msg,
	    dir, w->root);
	free(msg);
	return -1;
}

int
wiki_notes_real(const struct wiki *w, struct err *e)
{
	char *notes = path_join(w->root, WIKI_NOTES);
	struct stat st;
	int rc = 0;

	if (lstat(notes, &st) == 0 && S_ISLNK(st.st_mode))
		rc = err_set(e,
		    "%s is a symbolic link, and git would keep the link and "
		    "none of the notes; put the folder itself in its place",
		    notes);
	free(notes);
	return rc;
}
