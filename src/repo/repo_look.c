/* repo_look.c: how the repository is, without touching it */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "repo/repo_sync_int.h"

void
repo_library_version(char out[32])
{
	struct err ignored = ERR_INIT;
	int major = 0, minor = 0, rev = 0;

	if (repo_lib_open(&ignored) == 0) {
		git_libgit2_version(&major, &minor, &rev);
		git_libgit2_shutdown();
	}
	snprintf(out, 32, "%d.%d.%d", major, minor, rev);
}

/* The lock files that git would take for a commit, below the common folder;
 * each to be freed. The last is NULL when HEAD cannot be read. */
#define LOOK_LOCKS 5

static void
look_locks(struct repo *r, char *paths[LOOK_LOCKS])
{
	struct err ignored = ERR_INIT;
	char *branch = NULL;
	git_oid oid;

	paths[0] = repo_git_path(r, "index.lock");
	paths[1] = repo_git_path(r, "HEAD.lock");
	paths[2] = xstrdup("packed-refs.lock");
	paths[3] = xstrdup("config.lock");
	paths[4] = NULL;
	if (r->git != NULL && repo_head(r, &branch, &oid, &ignored) != -1)
		paths[4] = xasprintf("%s.lock", branch);
	free(branch);
}

/* Whether another process of ours has the flock, which is given back. */
static bool
look_busy(struct repo *r)
{
	int fd = fs_open(r->state_fd, "lock", O_RDONLY, 0);
	bool busy = false;

	if (fd == -1)
		return false;
	busy = flock(fd, LOCK_SH | LOCK_NB) == -1 && errno == EWOULDBLOCK;
	close(fd);
	return busy;
}

static int
look_owed(struct repo *r, size_t *owed, struct err *e)
{
	char **ids;
	size_t i;
	int rc = repo_intent_list(r, false, &ids, owed, e);

	for (i = 0; rc == 0 && i < *owed; i++)
		free(ids[i]);
	free(ids);
	return rc;
}

bool
repo_rests(int state_fd, int common_fd)
{
	/* What these need of a repository is its folders. */
	struct repo r = { .root_fd = -1,
		.git_fd = -1,
		.common_fd = common_fd,
		.state_fd = state_fd,
		.common = ".git" };
	struct err ignored = ERR_INIT;
	int kept;

	if (repo_sync_begun(state_fd))
		return false;
	for (kept = 0; kept < 2; kept++) {
		char **ids;
		size_t i, n;
		int rc = repo_intent_list(&r, kept, &ids, &n, &ignored);

		for (i = 0; i < n; i++)
			free(ids[i]);
		free(ids);
		if (rc == -1 || n > 0)
			return false;
	}
	return repo_lock_left(&r, &ignored) == 0;
}

int
repo_look(struct repo *r, struct arena *mem, const char ***out, size_t *n,
    size_t *owed, struct err *e)
{
	const char **v = arena_alloc(mem, (LOOK_LOCKS + 1) * sizeof(*v));
	char *paths[LOOK_LOCKS];
	size_t i;
	int rc = 0;

	*out = v;
	*n = *owed = 0;
	look_locks(r, paths);
	for (i = 0; i < LOOK_LOCKS; i++) {
		struct err held = ERR_INIT;

		if (paths[i] != NULL &&
		    repo_there(r->common_fd, paths[i], &held) != 0) {
			repo_lock_held(r, paths[i], &held);
			v[(*n)++] = arena_strdup(mem, held.msg);
		}
		free(paths[i]);
	}
	/* The folder is made by the first commit, not by who looks. */
	if (r->state_fd == -1)
		r->state_fd = fs_open(
		    r->common_fd, "halfhour", O_RDONLY | O_DIRECTORY, 0);
	if (r->state_fd == -1)
		return 0;
	if (look_busy(r))
		v[(*n)++] = "another halfhour is at work here; wait until it "
			    "is done";
	rc = look_owed(r, owed, e);
	return rc;
}

int
repo_may_save(struct repo *r, struct err *e)
{
	static const char *const names[] = { ".", "lock", "pending", "drafts" };
	int state = repo_state_fd(r, e);
	size_t i;

	if (state == -1)
		return -1;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (faccessat(state, names[i], W_OK, AT_EACCESS) == -1 &&
		    errno != ENOENT)
			return err_set(e,
			    "nothing is read, for %s/halfhour/%s cannot be "
			    "written, and no text could be saved: %s; make it "
			    "yours, as with chown or chmod u+w",
			    r->common, i == 0 ? "" : names[i], strerror(errno));
	return 0;
}

bool
repo_look_held(struct repo *r, struct err *e)
{
	char *paths[LOOK_LOCKS];
	bool held = false;
	size_t i;

	look_locks(r, paths);
	for (i = 0; i < LOOK_LOCKS; i++) {
		if (!held && paths[i] != NULL &&
		    repo_there(r->common_fd, paths[i], e) == 1) {
			repo_lock_held(r, paths[i], e);
			held = true;
		}
		free(paths[i]);
	}
	return held;
}

/* Why this one waits, as far as that can be told without trying. */
static void
look_why(struct repo *r, const struct repo_intent *in, struct err *e)
{
	if (!repo_look_held(r, e) && repo_guard(r, in, e) == 0)
		err_code(e, ERR_CONFLICT,
		    "%s/halfhour/pending/%s cannot be finished now", r->common,
		    in->id);
}

/* The failure that one intent of this work tree is; 0 when it is another's. */
static int
look_unpaid(
    struct repo *r, const char *id, const struct err *why, struct err *e)
{
	struct repo_intent in;
	int len, rc = 0;

	if (repo_intent_load(r, &in, id, e) == -1)
		return -1;
	if (strcmp(in.place, r->place) == 0) {
		len = (int)strcspn(in.message, "\n");
		if (why != NULL)
			*e = *why;
		else
			look_why(r, &in, e);
		rc = err_wrap(
		    e, "'%.*s' is saved, not committed", len, in.message);
	}
	repo_intent_release(&in);
	return rc;
}

int
repo_owes(struct repo *r, const struct err *why, struct err *e)
{
	char **ids = NULL;
	size_t n = 0;
	int rc;

	if ((rc = repo_there(r->common_fd, "halfhour/pending", e)) < 1)
		return rc;
	if (repo_state_fd(r, e) == -1 ||
	    repo_intent_list(r, false, &ids, &n, e) == -1)
		return -1;
	/* The newest is what the user has in mind. */
	for (rc = 0; n > 0; free(ids[n])) {
		n--;
		if (rc == 0)
			rc = look_unpaid(r, ids[n], why, e);
	}
	free(ids);
	return rc;
}

int
repo_paid(struct repo *r, struct err *e)
{
	return repo_owes(r, NULL, e);
}
