/* repo_child.c: another program, spoken to over a socket */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_child.h"

#define END_MS 5000
#define SAID_MAX ((off_t)700) /* bytes of its last words that are told */

extern char **environ;

/* What `git rev-parse --local-env-vars` lists, but for settings: it is about the
 * repository of who called us, and would lead a git that we call into that one.
 * Settings of `git -c` hold for us as for any git that is called there. */
static bool
env_is_local(const char *s)
{
	static const char *const names[] = { "GIT_DIR", "GIT_WORK_TREE",
		"GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
		"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_PREFIX",
		"GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_NAMESPACE",
		"GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
		"GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX",
		"GIT_PROTOCOL", "GIT_QUARANTINE_PATH" };
	size_t i, len = strcspn(s, "=");

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len && strncmp(names[i], s, len) == 0)
			return true;
	return false;
}

/* Whether one of these sets the variable of `s`. */
static bool
env_sets(const char *const *env, const char *s)
{
	size_t len = strcspn(s, "=") + 1;

	for (; env != NULL && *env != NULL; env++)
		if (strncmp(*env, s, len) == 0)
			return true;
	return false;
}

/* The environment without those, and with what is more; the array is to be
 * freed. */
static const char **
env_clean(const char *const *more)
{
	const char **env;
	size_t i, k = 0, n = 0;

	for (i = 0; environ[i] != NULL; i++)
		;
	for (k = 0; more != NULL && more[k] != NULL; k++)
		;
	env = xcalloc(i + k + 1, sizeof(*env));
	for (i = 0; environ[i] != NULL; i++)
		if (!env_is_local(environ[i]) && !env_sets(more, environ[i]))
			env[n++] = environ[i];
	for (i = 0; i < k; i++)
		env[n++] = more[i];
	return env;
}

static int
spawn(struct repo_child *c, const char *const *argv, const char *const *more,
    const char *dir, int its)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t usual, none;
	const char **env = env_clean(more);
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir_np(&actions, dir);
	posix_spawn_file_actions_adddup2(&actions, its, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, its, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, c->said, STDERR_FILENO);
	posix_spawnattr_init(&attr);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	posix_spawnattr_setsigdefault(&attr, &usual);
	/* What waits for us in the middle of a commit need not for others. */
	sigemptyset(&none);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(
	    &attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	/* The words of both are not changed: the type is that of exec(3). */
	rc = posix_spawnp(&c->pid, argv[0], &actions, &attr,
	    (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	free(env);
	if (rc != 0)
		c->pid = 0;
	return rc;
}

int
repo_child_start(struct repo_child *c, const char *const *argv,
    const char *const *env, const char *dir, struct err *e)
{
	int pair[2];

	*c = (struct repo_child)REPO_CHILD_INIT;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == -1)
		return err_errno(e, "cannot make a socket");
	c->fd = pair[0];
	c->said = memfd_create("halfhour", MFD_CLOEXEC);
	if (c->said == -1)
		errno = err_errno(e, "cannot keep what %s says", argv[0]);
	else
		errno = spawn(c, argv, env, dir, pair[1]);
	close(pair[1]);
	if (c->pid > 0)
		return 0;
	if (errno == ENOENT)
		err_set(e, "the program %s is not there; install it", argv[0]);
	else if (errno > 0)
		err_errno(e, "cannot start %s", argv[0]);
	repo_child_release(c);
	return -1;
}

int
repo_child_write(struct repo_child *c, const char *p, size_t len)
{
	while (len > 0) {
		/* One that has ended is a failure here, no signal. */
		ssize_t n = send(c->fd, p, len, MSG_NOSIGNAL);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int
repo_child_read_all(struct repo_child *c, struct strbuf *out)
{
	shutdown(c->fd, SHUT_WR);
	return fs_read_all(out, c->fd);
}

int
repo_child_end(struct repo_child *c)
{
	int status = -1, fd;
	struct pollfd p;

	if (c->fd != -1)
		close(c->fd);
	c->fd = -1;
	if (c->pid == 0)
		return -1;
	fd = (int)syscall(SYS_pidfd_open, c->pid, 0);
	p = (struct pollfd){ fd, POLLIN, 0 };
	if (fd != -1 && poll(&p, 1, END_MS) == 0)
		kill(c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) == -1 && errno == EINTR)
		;
	if (fd != -1)
		close(fd);
	c->pid = 0;
	return status;
}

char *
repo_child_said(const struct repo_child *c)
{
	off_t end = c->said == -1 ? -1 : lseek(c->said, 0, SEEK_END), from;
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	if (end <= 0)
		return NULL;
	from = end > SAID_MAX ? end - SAID_MAX : 0;
	lseek(c->said, from, SEEK_SET);
	fs_read_all(&sb, c->said);
	strbuf_trunc(&sb, text_chomp(sb.buf, sb.len));
	for (i = 0; i < sb.len; i++)
		if ((unsigned char)sb.buf[i] < ' ')
			sb.buf[i] = ' ';
	if (sb.len > 0)
		return strbuf_take(&sb);
	strbuf_release(&sb);
	return NULL;
}

void
repo_child_release(struct repo_child *c)
{
	repo_child_end(c);
	if (c->said != -1)
		close(c->said);
	c->said = -1;
}
