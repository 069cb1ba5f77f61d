/* wiki_pipe.c: what comes through a pipe, kept on disk while it is read */
/*
 * Nothing else has what is read from a pipe, so no byte is taken out of it
 * for which there is no room in a draft: the room is reserved, then so much is
 * read and written there. On a full disk the text stays where it is. The draft
 * goes when the text is saved; one of a process that died stays, and has what
 * was read and nothing else: the room is behind its end.
 *
 * Ctrl-C comes while somebody types, so it is heard here: the reading ends,
 * the message says where the text is, and the signal does its work when main()
 * gives the signals back what they had.
 */
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
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

/* ---- signals ----------------------------------------------------------- */

struct reader {
	int from, draft;
	int signals; /* a signalfd; -1: none is heard */
	sigset_t old;
};

/* Hold back those that would end us; what is ignored stays so. */
static void
signals_hold(struct reader *r)
{
	static const int deadly[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction is;
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < sizeof(deadly) / sizeof(*deadly); i++)
		if (sigaction(deadly[i], NULL, &is) == 0 &&
		    is.sa_handler == SIG_DFL)
			sigaddset(&set, deadly[i]);
	r->signals = signalfd(-1, &set, SFD_CLOEXEC);
	sigemptyset(&r->old);
	pthread_sigmask(r->signals != -1 ? SIG_BLOCK : SIG_SETMASK,
	    r->signals != -1 ? &set : NULL, &r->old);
}

/* Wait until there is something to read: 0; -1 when a signal came first, which
 * stays pending. */
static int
signals_wait(const struct reader *r, int ms, struct err *e)
{
	struct pollfd fds[2] = { { r->signals, POLLIN, 0 },
		{ r->from, POLLIN, 0 } };

	while (r->signals != -1 && poll(fds, ms == 0 ? 1 : 2, ms) == -1 &&
	       errno == EINTR)
		;
	if (fds[0].revents == 0)
		return 0;
	return err_set(e,
	    "a signal came, as Ctrl-C sends it, before standard input was at "
	    "its end");
}

/* One that came is held back still, until the text is kept. */
static void
signals_give(struct reader *r, bool came)
{
	if (r->signals != -1)
		close(r->signals);
	if (!came)
		pthread_sigmask(SIG_SETMASK, &r->old, NULL);
}

/* ---- the draft --------------------------------------------------------- */

/* Room behind the end of the draft; where the file system has no such thing,
 * the file gets longer, and is cut afterwards. */
static int
pipe_room(int draft, size_t at, size_t room)
{
	int rc;

	do
		rc = fallocate(
		    draft, FALLOC_FL_KEEP_SIZE, (off_t)at, (off_t)room);
	while (rc == -1 && errno == EINTR);
	if (rc == -1 && (errno == EOPNOTSUPP || errno == ENOSYS)) {
		do
			errno = posix_fallocate(draft, (off_t)at, (off_t)room);
		while (errno == EINTR);
		rc = errno == 0 ? 0 : -1;
	}
	return rc;
}

/* Read what there is, at most `room`: 1; 0 at the end; -1 with `e` filled. */
static int
pipe_step(
    struct strbuf *out, const struct reader *r, size_t room, struct err *e)
{
	char buf[ROOM_MAX];
	ssize_t n;

	if (pipe_room(r->draft, out->len, room) == -1) {
		if (out->len == 0)
			return err_errno(
			    e, "nothing is read, for it could not be kept");
		return err_errno(e,
		    "standard input is read up to byte %zu, for no more of it "
		    "could be kept",
		    out->len);
	}
	if (signals_wait(r, -1, e) == -1)
		return -1;
	do
		n = read(r->from, buf, room);
	while (n == -1 && errno == EINTR);
	if (n > 0 && fs_write_all(r->draft, buf, (size_t)n) == -1)
		err_errno(e, "cannot keep what is read from standard input");
	else if (n == -1)
		err_errno(e, "cannot read standard input");
	else if (n == 0)
		return signals_wait(r, 0, e);
	if (n > 0)
		strbuf_add(out, buf, (size_t)n);
	return e->code == ERR_NONE ? 1 : -1;
}

int
wiki_pipe_read(struct strbuf *out, struct wiki *w, int fd, struct err *e)
{
	struct reader r = { .from = fd };
	struct err own = ERR_INIT, ignored = ERR_INIT;
	int state = repo_state_fd(w->repo, e), rc = 1;
	size_t room = ROOM_MIN;

	if (state == -1 || (r.draft = pipe_open(w, state, e)) == -1)
		return -1;
	signals_hold(&r);
	while (rc == 1 && !out->full) {
		rc = pipe_step(out, &r, room, &own);
		room = room < ROOM_MAX ? room * 2 : ROOM_MAX;
	}
	/* What was reserved and not needed is given back. */
	if (ftruncate(r.draft, (off_t)out->len) == -1 && rc != -1)
		rc = err_errno(&own, "cannot keep what was read");
	close(r.draft);
	if (out->len == 0)
		wiki_pipe_drop(w);
	signals_give(&r, signals_wait(&r, 0, &ignored) == -1);
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
