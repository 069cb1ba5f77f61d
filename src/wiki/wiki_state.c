/* wiki_state.c: the wiki and its state folder, found without opening either */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "wiki/wiki_sparse.h"

/*
 * A prompt asks for the timebox before every line that is typed, so this
 * does not go through libgit2, which reads half of .git to open it. It is
 * what gitrepository-layout(5) says: .git is a folder, or a file that names
 * one; a folder with `commondir` in it belongs to another work tree's.
 */
#define POINTER_MAX 4096

/* The first line of a small file, less `lead`, as a path seen from `base`;
 * NULL when the file is not there or says something else. */
static char *
pointer(const char *base, const char *name, const char *lead)
{
	struct strbuf sb = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char *to = NULL, *real = NULL;
	int fd = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd != -1 && fs_read(&sb, fd, name, POINTER_MAX, &ignored) == 0 &&
	    text_starts(sb.buf, lead)) {
		sb.buf[strcspn(sb.buf, "\r\n")] = '\0';
		to = sb.buf + strlen(lead);
		to = *to == '/' ? xstrdup(to) : path_join(base, to);
		real = realpath(to, NULL);
		free(to);
	}
	if (fd != -1)
		close(fd);
	strbuf_release(&sb);
	return real;
}

/* The git folder of the work tree that `dir` is in; NULL for none. The first
 * *top bytes of `dir` are the root of the work tree. */
static char *
git_folder(const char *dir, size_t *top)
{
	char *at = xstrdup(dir), *git = NULL, *slash;
	struct stat st;

	for (;;) {
		char *dot = path_join(at, ".git");

		if (stat(dot, &st) == 0)
			git = S_ISDIR(st.st_mode)
				  ? realpath(dot, NULL)
				  : pointer(at, ".git", "gitdir: ");
		free(dot);
		slash = strrchr(at, '/');
		if (git != NULL || slash == NULL || at[1] == '\0')
			break;
		slash[slash == at] = '\0';
	}
	*top = strlen(at);
	free(at);
	return git;
}

/* The one that all of its work trees have in common. */
static char *
common_folder(const char *dir, size_t *top)
{
	char *git = git_folder(dir, top), *common;

	if (git == NULL || (common = pointer(git, "commondir", "")) == NULL)
		return git;
	free(git);
	return common;
}

bool
wiki_is_sparse(const char *dir)
{
	size_t top;
	char *git = git_folder(dir, &top), *patterns;
	bool sparse = false;

	if (git != NULL) {
		patterns = path_join(git, "info/sparse-checkout");
		sparse = access(patterns, F_OK) == 0;
		free(patterns);
	}
	free(git);
	return sparse;
}

/* The part of `root` below `top` is what makes a name of its own. */
static void
own_init(struct wiki_own *out, const char *root, size_t top)
{
	const char *below = root + top + (root[top] == '/');
	char hex[HASH_HEX], *at, *notes;
	struct stat st;

	*out = (struct wiki_own){ .heir = false };
	if (*below == '\0')
		return;
	hash_hex(hex, below, strlen(below));
	snprintf(out->dir, sizeof(out->dir), "wikis/%.16s/", hex);
	at = xstrndup(root, top);
	notes = path_join(at, WIKI_NOTES);
	out->heir = stat(notes, &st) == -1 || !S_ISDIR(st.st_mode);
	free(notes);
	free(at);
}

void
wiki_own_init(struct wiki_own *out, const char *root)
{
	size_t top;
	char *common = common_folder(root, &top);

	*out = (struct wiki_own){ .heir = false };
	if (common != NULL)
		own_init(out, root, top);
	free(common);
}

int
wiki_own_make(const struct wiki_own *own, int fd, struct err *e)
{
	char *dir = path_dir(own->dir);
	int rc = *dir == '\0' ? 0 : fs_mkdirs(fd, dir, e);

	free(dir);
	return rc == 0 ? 0 : err_wrap(e, ".git/halfhour");
}

bool
wiki_own_waits(const struct wiki_own *own, int fd, const char *name)
{
	char *mine;
	bool waits;

	if (!own->heir || !fs_exists(fd, name))
		return false;
	mine = xasprintf("%s%s", own->dir, name);
	waits = !fs_exists(fd, mine);
	free(mine);
	return waits;
}

int
wiki_own_take(
    const struct wiki_own *own, int fd, const char *name, struct err *e)
{
	char *mine, *dir;
	int rc = 0;

	if (!wiki_own_waits(own, fd, name))
		return 0;
	mine = xasprintf("%s%s", own->dir, name);
	dir = path_dir(mine);
	rc = fs_mkdirs(fd, dir, e);
	/* Of two wikis that ask at once one gets it, and none writes over what
	 * is there. Both folders are of one file system, which orders this
	 * before all that is synced later. */
	if (rc == 0 && renameat2(fd, name, fd, mine, RENAME_NOREPLACE) == 0)
		rc = 1;
	else if (rc == 0 && errno != ENOENT && errno != EEXIST)
		rc = err_errno(
		    e, "cannot move .git/halfhour/%s to %s", name, mine);
	free(dir);
	free(mine);
	return rc;
}

int
wiki_state_open(struct wiki_state *out, const char *dir, struct err *e)
{
	char *common;
	size_t top;
	int fd;

	*out = (struct wiki_state){ .fd = -1 };
	if ((out->root = wiki_find(dir, e)) == NULL)
		return -1;
	if ((common = common_folder(out->root, &top)) == NULL)
		return 0;
	own_init(&out->own, out->root, top);
	out->path = path_join(common, "halfhour");
	free(common);
	fd = open(out->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 && errno != ENOENT) {
		err_errno(e, "cannot open the folder %s", out->path);
		wiki_state_close(out);
		return -1;
	}
	out->fd = fd;
	return 0;
}

bool
wiki_state_rests(const struct wiki_state *s)
{
	char *common;
	int fd;
	bool rests = false;

	if (s->fd == -1)
		return true;
	common = path_dir(s->path);
	fd = open(common, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd != -1) {
		rests = repo_rests(s->fd, fd);
		close(fd);
	}
	free(common);
	return rests;
}

void
wiki_state_close(struct wiki_state *s)
{
	if (s->fd != -1)
		close(s->fd);
	free(s->root);
	free(s->path);
	*s = (struct wiki_state){ .fd = -1 };
}
