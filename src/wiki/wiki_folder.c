/* wiki_folder.c: a folder of Markdown that never saw this program */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "wiki/wiki_int.h"

#define FOLDER_SITE ".halfhour" /* the list of a site that was built there */

static bool
folder_has(const char *dir, const char *name)
{
	char *path = path_join(dir, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

bool
wiki_folder_looks(const char *dir)
{
	bool found =
	    folder_has(dir, WIKI_NOTES) || folder_has(dir, ".obsidian");
	DIR *d = found ? NULL : opendir(dir);
	struct dirent *entry;

	while (d != NULL && !found && (entry = readdir(d)) != NULL)
		found = path_is_note(entry->d_name);
	if (d != NULL)
		closedir(d);
	return found;
}

static int
folder_open(struct wiki *w, const char *dir, bool closed, struct err *owed,
    struct err *e)
{
	char *root = wiki_find(dir, e);
	int rc = -1;

	if (root != NULL) {
		rc = closed ? wiki_open_closed(w, root, e)
			    : wiki_open_root(w, root, owed, e);
	} else if (wiki_folder_looks(dir)) {
		*e = (struct err)ERR_INIT;
		rc = wiki_open_plain(w, dir, e);
	}
	free(root);
	return rc;
}

int
wiki_open_folder(
    struct wiki *w, const char *dir, struct err *owed, struct err *e)
{
	return folder_open(w, dir, false, owed, e);
}

int
wiki_open_notes(struct wiki *w, const char *dir, struct err *e)
{
	return folder_open(w, dir, true, NULL, e);
}

bool
wiki_folder_skips(struct wiki *w, struct wiki_skip *last, const char *path)
{
	char *dir = path_dir(path), *slash;

	if (last->dir != NULL && strcmp(last->dir, dir) == 0) {
		free(dir);
		return last->skip;
	}
	free(last->dir);
	last->dir = xstrdup(dir);
	last->skip = false;
	while (*dir != '\0' && !last->skip) {
		char *list = path_join(dir, FOLDER_SITE);

		last->skip = strcmp(path_base(dir), "node_modules") == 0 ||
			     fs_exists(w->root_fd, list);
		free(list);
		slash = strrchr(dir, '/');
		dir[slash ? slash - dir : 0] = '\0';
	}
	free(dir);
	return last->skip;
}

struct folder_beside {
	struct wiki *w;
	struct wiki_skip skip;
	size_t n; /* found */
};

static int
folder_found_beside(
    const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct folder_beside *walk = payload;

	(void)st;
	(void)e;
	return path_is_note(path) && !text_starts(path, WIKI_NOTES "/") &&
	       !wiki_folder_skips(walk->w, &walk->skip, path);
}

bool
wiki_folder_only_notes(struct wiki *w)
{
	struct folder_beside walk = { .w = w };
	struct err e = ERR_INIT;
	struct stat st;
	bool only;

	/* To Obsidian the folder is the vault, pictures and all. */
	if (fs_stat(w->root_fd, WIKI_NOTES, &st) == -1 ||
	    !S_ISDIR(st.st_mode) || fs_exists(w->root_fd, ".obsidian"))
		return false;
	/* What cannot be walked over is told when it is read. */
	only = fs_walk(w->root_fd, "", folder_found_beside, &walk, &e) == 0;
	free(walk.skip.dir);
	return only;
}

/* The README of a program is none of its notes. */
static int
folder_count_beside(
    const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct folder_beside *walk = payload;

	if (strcasecmp(path, "readme.md") != 0)
		walk->n += (size_t)folder_found_beside(path, st, payload, e);
	return 0;
}

size_t
wiki_folder_beside(struct wiki *w)
{
	struct folder_beside walk = { .w = w };
	struct err e = ERR_INIT;

	fs_walk(w->root_fd, "", folder_count_beside, &walk, &e);
	free(walk.skip.dir);
	return walk.n;
}
