/* wiki_pipe.c: what comes through a pipe, kept on disk while it is read */
/*
 * Nothing else has what is read from a pipe, so no byte is taken out of it
 * for which there is no room in a draft: the room is reserved, then so much is
 * read and written there. On a full disk the text stays where it is. The draft
 * goes when the text is saved; one of a process that died stays.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "wiki/wiki_pipe.h"

#define ROOM_MIN ((size_t)4 << 10) /* most texts have less */
#define ROOM_MAX ((size_t)64 << 10)

/* The draft as a new file; -1 with `e` filled. */
static int
pipe_open(struct wiki *w, int state, struct err *e)
{
	char now[MOMENT_MAX];
	const char *name = NULL;
	int n, fd = -1;

	if (fs_mkdirs(state, "drafts", e) == -1)
		return err_wrap(e, "nothing is read, for it could not be kept");
	moment_format(now, w->now);
	for (n = 0; n < 100 && fd == -1; n++) {
		name = arena_printf(w->arena, "drafts/%.19s-%02d.txt", now, n);
		fd = fs_open(state, name, O_WRONLY | O_CREAT | O_EXCL, 0666);
		if (fd == -1 && errno != EEXIST)
			break;
	}
	if (fd == -1)
		return err_errno(e,
		    "nothing is read, for it could not be kept: "
		    ".git/halfhour/%s",
		    name);
	w->pipe = name;
	return fd;
}

/* Read what there is, at most `room`: 1; 0 at the end; -1 with `e` filled. */
static int
pipe_step(struct strbuf *out, int draft, size_t room, int fd, struct err *e)
{
	char buf[ROOM_MAX];
	ssize_t n;

	do
		errno = posix_fallocate(draft, (off_t)out->len, (off_t)room);
	while (errno == EINTR);
	if (errno != 0 && out->len == 0)
		return err_errno(
		    e, "nothing is read, for it could not be kept");
	if (errno != 0)
		return err_errno(e,
		    "standard input is read up to byte %zu, for no more of it "
		    "could be kept",
		    out->len);
	do
		n = read(fd, buf, room);
	while (n == -1 && errno == EINTR);
	if (n > 0 && fs_write_all(draft, buf, (size_t)n) == -1)
		err_errno(e, "cannot keep what is read from standard input");
	else if (n == -1)
		err_errno(e, "cannot read standard input");
	else if (n == 0)
		return 0;
	if (n > 0)
		strbuf_add(out, buf, (size_t)n);
	return e->code == ERR_NONE ? 1 : -1;
}

int
wiki_pipe_read(struct strbuf *out, struct wiki *w, int fd, struct err *e)
{
	struct err own = ERR_INIT;
	int state = repo_state_fd(w->repo, e), draft, rc = 1;
	size_t room = ROOM_MIN;

	if (state == -1 || (draft = pipe_open(w, state, e)) == -1)
		return -1;
	while (rc == 1 && !out->full) {
		rc = pipe_step(out, draft, room, fd, &own);
		room = room < ROOM_MAX ? room * 2 : ROOM_MAX;
	}
	/* What was reserved and not needed is given back. */
	if (ftruncate(draft, (off_t)out->len) == -1 && rc != -1)
		rc = err_errno(&own, "cannot keep what was read");
	close(draft);
	if (out->len == 0)
		wiki_pipe_drop(w);
	if (rc == -1)
		*e = own;
	return rc == -1 ? -1 : 0;
}

const char *
wiki_pipe_kept(struct wiki *w)
{
	struct err ignored = ERR_INIT;
	const char *name = w->pipe;
	int state, fd;

	if (name == NULL || (state = repo_state_fd(w->repo, &ignored)) == -1)
		return NULL;
	w->pipe = NULL;
	/* Where the disk fails, it is still the only file that has the text. */
	if ((fd = fs_open(state, name, O_RDONLY, 0)) != -1) {
		fsync(fd);
		close(fd);
	}
	if ((fd = fs_open(state, "drafts", O_RDONLY | O_DIRECTORY, 0)) != -1) {
		fsync(fd);
		close(fd);
	}
	return arena_printf(w->arena, ".git/halfhour/%s", name);
}

void
wiki_pipe_drop(struct wiki *w)
{
	struct err ignored = ERR_INIT;
	int state;

	if (w->pipe != NULL && (state = repo_state_fd(w->repo, &ignored)) != -1)
		fs_unlink(state, w->pipe, 0, &ignored);
	w->pipe = NULL;
}
