/* wiki_state.c: the wiki and its state folder, found without opening either */
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
#include "wiki/wiki.h"

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

/* The common git folder of the work tree that `dir` is in; NULL for none. */
static char *
common_folder(const char *dir)
{
	char *at = xstrdup(dir), *git = NULL, *common = NULL, *slash;
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
	free(at);
	if (git == NULL)
		return NULL;
	common = pointer(git, "commondir", "");
	if (common == NULL)
		return git;
	free(git);
	return common;
}

int
wiki_state_open(struct wiki_state *out, const char *dir, struct err *e)
{
	char *common;
	int fd;

	*out = (struct wiki_state){ .fd = -1 };
	if ((out->root = wiki_find(dir, e)) == NULL)
		return -1;
	if ((common = common_folder(out->root)) == NULL)
		return 0;
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
