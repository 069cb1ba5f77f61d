/* run_box.c: the sandbox: bubblewrap, a system call filter, limits */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "run/run_int.h"

/*
 * The sandbox is bubblewrap's; run_bwrap.c has the words for it and says what
 * a program sees inside. bwrap does not close the descriptors that it inherits,
 * has no list of system calls that fail and sets no limits: descriptors and the
 * list are made here and put into their places, and the leash (run_leash.c),
 * which is what is started, closes all others and sets the limits.
 */
#define BOX_USER 65534 /* "nobody", who runs bwrap when root runs us */

/* Whether one of the ranges in a uid_map or gid_map has the id `nobody`. */
static bool
box_maps_nobody(const char *path)
{
	unsigned long first, outside, count;
	bool found = false;
	FILE *f = fopen(path, "re");

	if (f == NULL)
		return false;
	while (fscanf(f, "%lu %lu %lu", &first, &outside, &count) == 3)
		if (first <= BOX_USER && BOX_USER - first < count)
			found = true;
	fclose(f);
	return found;
}

/* Whether we are root and can become nobody. */
static bool
box_can_drop(void)
{
	return geteuid() == 0 && box_maps_nobody("/proc/self/uid_map") &&
	       box_maps_nobody("/proc/self/gid_map");
}

/* ---- the leash --------------------------------------------------------------- */

/* What the leash is started with. */
struct box_start {
	int fds[RUN_FD_N + 1], n_fds; /* which goes to which place; -1: none */
	int moved[RUN_FD_N + 1], n_moved; /* ours, to be closed */
	char **words;                     /* owned; ends with NULL */
	size_t n_words, cap_words;
};

static void
box_word(struct box_start *s, char *word)
{
	*VEC_PUSH(s->words, s->n_words, s->cap_words) = word;
}

static void
box_number(struct box_start *s, long n)
{
	box_word(s, xasprintf("%ld", n));
}

/* What run_init.h says that it is told. `words` are those of bwrap. */
static void
box_words(struct box_start *s, const struct run_box *box, bool drop,
    const char *bwrap, char **words)
{
	size_t i;

	box_word(s, xstrdup(RUN_LEASH));
	box_number(s, (long)getpid());
	box_number(s, drop ? BOX_USER : -1);
	box_number(s, box->cpu_s);
	box_number(s, s->n_fds);
	box_number(s, box->warm != -1 ? s->n_fds : -1);
	box_word(s, xstrdup(bwrap));
	for (i = 1; words[i] != NULL; i++)
		box_word(s, xstrdup(words[i]));
	box_word(s, NULL);
}

static void
box_start_release(struct box_start *s)
{
	while (s->n_moved > 0)
		close(s->moved[--s->n_moved]);
	run_bwrap_words_free(s->words);
}

/* Out of the way, above all places, so that none is lost when another takes
 * the place in which it is. */
static int
box_move(struct box_start *s, int *fd)
{
	if (*fd == -1 || *fd > RUN_FD_N)
		return 0;
	if ((*fd = fcntl(*fd, F_DUPFD_CLOEXEC, RUN_FD_N + 1)) == -1)
		return errno;
	s->moved[s->n_moved++] = *fd;
	return 0;
}

/* fds[i] to i, and all others are closed. 0, or the reason why not. */
static int
box_places(struct box_start *s, posix_spawn_file_actions_t *actions)
{
	int i, rc = 0;

	for (i = 0; i < s->n_fds && rc == 0; i++)
		if ((rc = box_move(s, &s->fds[i])) == 0)
			rc = s->fds[i] == -1
				 ? posix_spawn_file_actions_addclose(actions, i)
				 : posix_spawn_file_actions_adddup2(
				       actions, s->fds[i], i);
	return rc != 0 ? rc
		       : posix_spawn_file_actions_addclosefrom_np(
			     actions, s->n_fds);
}

/*
 * Signals are all blocked from the first moment on, as the leash wants them.
 * It is started by its place, for it has no name.
 */
static int
box_spawn(pid_t *pid, struct box_start *s)
{
	static char *const none[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	char path[32];
	sigset_t all;
	int rc;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", RUN_FD_INIT);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &all);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	rc = box_places(s, &actions);
	if (rc == 0)
		rc = posix_spawn(pid, path, &actions, &attr, s->words, none);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return rc;
}

/* ---- what the others call -------------------------------------------------- */

void
run_box_own(int fd)
{
	int rc = 0;

	/* It fails for a root that cannot become nobody, as it should. */
	if (geteuid() == 0)
		rc = fchown(fd, BOX_USER, BOX_USER);
	(void)rc; /* it can be used all the same, but not by /dev/stdout */
}

/* Which descriptor goes to which place. */
static void
box_fill(struct box_start *s, const struct run_box *box, int null, int filter)
{
	size_t i;

	s->fds[0] = box->in != -1 ? box->in : null;
	s->fds[1] = box->out;
	s->fds[2] = box->err;
	s->fds[RUN_FD_TALK] = box->talk;
	s->fds[RUN_FD_EXTRA] = box->extra;
	s->fds[RUN_FD_INIT] = box->init;
	for (i = 0; i < RUN_FD_STATUS - RUN_FD_PROGRAM; i++) {
		int fd = i < (size_t)box->n_more ? box->more[i] : -1;

		if (i < (size_t)box->n_more && i % RUN_FD_EACH == 0 && fd == -1)
			fd = null;
		s->fds[RUN_FD_PROGRAM + i] = fd;
	}
	s->fds[RUN_FD_STATUS] = box->status;
	s->fds[RUN_FD_FILTER] = filter;
	for (i = 0; i < box->n_puts; i++) {
		lseek(box->puts[i].fd, 0, SEEK_SET);
		s->fds[RUN_FD_PUT + i] = box->puts[i].fd;
	}
	s->n_fds = RUN_FD_PUT + (int)box->n_puts;
}

/* NULL, or why it cannot be started; static. */
static const char *
box_problem(const struct run_box *box, const char *bwrap, bool drop)
{
	if (bwrap == NULL)
		return "bwrap is not there, and examples run only in "
		       "its sandbox: apt-get install bubblewrap";
	if (box->profile == RUN_CONTAINER && geteuid() == 0 && !drop)
		return "examples of profile=container do not run as root, and "
		       "this root cannot become nobody: run halfhour as an "
		       "ordinary user";
	return box->n_puts > RUN_FILES_MAX ? "the example has too many files"
					   : NULL;
}

pid_t
run_box_start(const struct run_box *box, struct err *e)
{
	struct box_start s = { .n_fds = 0 };
	char *bwrap = run_bwrap_find(), **words = NULL;
	bool drop = box_can_drop();
	const char *problem = box_problem(box, bwrap, drop);
	int filter = -1, null = -1;
	pid_t pid = -1;

	if (problem != NULL) {
		err_set(e, "%s", problem);
		goto out;
	}
	if ((filter = run_filter_make(box->profile, e)) == -1)
		goto out;
	if ((null = open("/dev/null", O_RDONLY | O_CLOEXEC)) == -1) {
		err_errno(e, "cannot open /dev/null");
		goto out;
	}
	words = run_bwrap_words(box, geteuid() == 0 && !drop);
	box_fill(&s, box, null, filter);
	box_words(&s, box, drop, bwrap, words);
	s.fds[s.n_fds++] = box->warm;
	if ((errno = box_spawn(&pid, &s)) != 0) {
		err_errno(e, "cannot start the sandbox");
		pid = -1;
	}
out:
	if (filter != -1)
		close(filter);
	if (null != -1)
		close(null);
	box_start_release(&s);
	run_bwrap_words_free(words);
	free(bwrap);
	return pid;
}

/*
 * Since Linux 5.14 processes are counted for each user namespace. Before, all
 * processes of the user counted, also those outside, and a limit that is good
 * for an example would be reached at once; then only the keeper's looks
 * (run_watch.c) limit them.
 */
static bool
box_counts_apart(void)
{
	struct utsname u;
	char *end;
	long major, minor;

	if (uname(&u) == -1)
		return false;
	major = strtol(u.release, &end, 10);
	minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
	return major > 5 || (major == 5 && minor >= 14);
}

int
run_box_tasks(int n)
{
	return box_counts_apart() ? n : 0;
}
