/* repo_place.c: whether there could be a file where none is yet */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_place.h"
#include "repo/repo_plan_int.h"

/* What is at a path in HEAD: 'f' no folder, 'd' a folder, 0 nothing, or not
 * known; then the commit will say what it is. */
static char
place_head(git_tree *tree, const char *path)
{
	git_tree_entry *entry = NULL;
	char kind = '\0';

	if (tree != NULL && git_tree_entry_bypath(&entry, tree, path) == 0)
		kind =
		    git_tree_entry_type(entry) == GIT_OBJECT_TREE ? 'd' : 'f';
	git_tree_entry_free(entry);
	return kind;
}

/* The same in the index. */
static char
place_index(const struct repo_index *ix, const char *path)
{
	char *below = xasprintf("%s/", path), kind = '\0';
	unsigned stage;
	size_t at, n = strlen(below);

	for (stage = 0; stage < 4 && kind == '\0'; stage++)
		if (repo_index_find(ix, path, stage, &at) != NULL)
			kind = 'f';
	if (kind == '\0') {
		repo_index_find(ix, below, 0, &at);
		if (at < ix->n && ix->rows[at].name_len >= n &&
		    memcmp(ix->rows[at].name, below, n) == 0)
			kind = 'd';
	}
	free(below);
	return kind;
}

/* The same on the disk, with 'l' for a symbolic link; -1 when it cannot be
 * told. */
static int
place_work(struct repo *r, const char *path, char *kind, struct err *e)
{
	struct stat st;

	*kind = '\0';
	if (fs_stat(r->root_fd, path, &st) == 0)
		*kind = S_ISDIR(st.st_mode)   ? 'd'
			: S_ISLNK(st.st_mode) ? 'l'
					      : 'f';
	else if (errno != ENOENT && errno != ENOTDIR)
		return err_errno(e, "cannot look at %s", path);
	return 0;
}

/* A folder on the way to a file, or (last) the file itself. */
static int
place_step(struct repo *r, git_tree *tree, const struct repo_index *ix,
    const char *path, bool last, struct err *e)
{
	char wrong = last ? 'd' : 'f', kind;

	if (place_work(r, path, &kind, e) == -1)
		return -1;
	if (!last && kind == 'l')
		return err_code(e, ERR_CONFLICT,
		    "%s is a symbolic link, and git does not look behind "
		    "those; nothing is changed",
		    path);
	if (kind == wrong)
		return err_code(e, ERR_CONFLICT,
		    last ? "%s is a folder; nothing is changed"
			 : "%s is no folder, so there can be nothing below it; "
			   "nothing is changed",
		    path);
	if (place_head(tree, path) == wrong ||
	    (ix != NULL && place_index(ix, path) == wrong))
		return err_code(e, ERR_CONFLICT,
		    "%s is %s for git; commit what you have made of it first: "
		    "nothing is changed",
		    path, last ? "a folder" : "a file");
	return 0;
}

int
repo_place(struct repo *r, const char *path, struct err *e)
{
	char *copy = xstrdup(path), *s;
	struct err ignored = ERR_INIT;
	const struct repo_index *ix = NULL;
	git_tree *tree = NULL;
	int rc = 0;

	if (r->git != NULL) {
		ix = repo_index_now(r, &ignored);
		repo_head_tree(r, &tree);
	}
	for (s = copy; rc == 0 && (s = strchr(s, '/')) != NULL; s++) {
		*s = '\0';
		rc = place_step(r, tree, ix, copy, false, e);
		*s = '/';
	}
	if (rc == 0)
		rc = place_step(r, tree, ix, path, true, e);
	git_tree_free(tree);
	free(copy);
	return rc;
}

bool
repo_ignored(struct repo *r, const char *path)
{
	struct err ignored = ERR_INIT;
	const struct repo_index *ix;
	int yes = 0;
	size_t at;

	if (r->git == NULL ||
	    git_ignore_path_is_ignored(&yes, r->git, path) < 0 || !yes)
		return false;
	ix = repo_index_now(r, &ignored);
	return ix == NULL || repo_index_find(ix, path, 0, &at) == NULL;
}
