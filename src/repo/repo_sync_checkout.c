/* repo_sync_checkout.c: a commit that is there brought in by the user's git
 *
 * Links, submodules, modes, filters, a folder in the place of a file, a split
 * index, a hook that looks at references: git knows how, by git-read-tree(1)
 * and git-update-ref(1), as it does for a merge that only goes forward. It
 * refuses where something is not committed, before it changes anything; but it
 * overwrites what it is told to ignore, so that is asked for first, and so are
 * filters, which may fail, once it has begun.
 *
 * Unlike the way of repo_sync_part.c it can be killed between two files, which
 * is what repo_sync_back.c is for.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"
#include "repo/repo_sync_int.h"

#define LOCK_MS 15000
#define TRIED ((size_t)1 << 20) /* bytes of a filter that are read */
#define OUT "commit what you have changed, or put it away: git stash -u"

struct checkout {
	struct repo *r;
	const struct repo_sync_way *way;
	git_diff *diff;                    /* borrowed */
	char from[REPO_OID], to[REPO_OID]; /* what git knows the trees by */
};

static bool
delta_is_gone(const git_diff_delta *d)
{
	return d->status == GIT_DELTA_DELETED;
}

static const char *
delta_path(const git_diff_delta *d)
{
	return delta_is_gone(d) ? d->old_file.path : d->new_file.path;
}

/* ---- what stands in the way -------------------------------------------- */

/* The first file on the way to a path, itself or in the place of a folder, in
 * the arena; NULL when there is none. */
static const char *
first_there(struct repo *r, const char *path, struct arena *mem)
{
	char *part = arena_strdup(mem, path), *slash = part;
	struct stat st;

	while ((slash = strchr(slash, '/')) != NULL) {
		*slash = '\0';
		if (fs_stat(r->root_fd, part, &st) == -1)
			return NULL;
		if (!S_ISDIR(st.st_mode))
			return part;
		*slash++ = '/';
	}
	return fs_stat(r->root_fd, path, &st) == 0 ? path : NULL;
}

/* Of these paths one that git does not know: 1, and its name in `out`; 0. */
#define BATCH 500
static int
one_unknown(struct repo *r, const char *const *paths, size_t n,
    struct strbuf *out, struct err *e)
{
	static const char *const words[] = { REPO_GIT, "--literal-pathspecs",
		"ls-files", "--others", "-z", "--" };
	const size_t lead = sizeof(words) / sizeof(*words);
	const char **argv = xcalloc(lead + BATCH + 1, sizeof(*argv));
	size_t at, k;
	int rc = 0;

	memcpy(argv, words, sizeof(words));
	for (at = 0; rc == 0 && out->len == 0 && at < n; at += k) {
		for (k = 0; k < BATCH && at + k < n; k++)
			argv[lead + k] = paths[at + k];
		argv[lead + k] = NULL;
		rc = repo_git_run(r, argv, NULL, NULL, out, e);
	}
	free(argv);
	return rc != 0 ? -1 : out->len > 0;
}

/* Nothing that git does not know, or ignores, is where something is to come. */
static int
check_unknown(struct checkout *c, struct err *e)
{
	struct strbuf out = STRBUF_INIT;
	struct arena *mem = arena_new();
	const char **paths = NULL;
	size_t i, n = 0, cap = 0;
	int rc;

	for (i = 0; i < git_diff_num_deltas(c->diff); i++) {
		const git_diff_delta *d = git_diff_get_delta(c->diff, i);
		const char *there = d->status == GIT_DELTA_ADDED
					? first_there(c->r, delta_path(d), mem)
					: NULL;

		if (there != NULL)
			*VEC_PUSH(paths, n, cap) = there;
	}
	rc = n > 0 ? one_unknown(c->r, paths, n, &out, e) : 0;
	if (rc == 1)
		rc = err_code(e, ERR_CONFLICT,
		    "nothing is changed: %s is not in git, and something of "
		    "that name comes in; move it away",
		    out.buf);
	free(paths);
	strbuf_release(&out);
	arena_free(mem);
	return rc;
}

static int
try_filter(struct checkout *c, const git_diff_file *f, const char *filter,
    struct err *e)
{
	char hex[REPO_OID], *as = xasprintf("--path=%s", f->path);
	const char *const argv[] = { REPO_GIT, "cat-file", "--filters", as, hex,
		NULL };
	struct strbuf out;
	int rc;

	/* One that has begun to give the file goes on with it. */
	strbuf_init(&out, TRIED);
	git_oid_tostr(hex, sizeof(hex), &f->id);
	rc = repo_git_run(c->r, argv, NULL, NULL, &out, e);
	if (out.full)
		rc = 0;
	else if (rc != 0)
		err_set(e,
		    "nothing is changed: %s goes through the filter '%s', "
		    "which fails: %s",
		    f->path, filter, e->msg);
	strbuf_release(&out);
	free(as);
	return rc == 0 ? 0 : -1;
}

/* Filters do what they have to with all that comes in. */
static int
check_filters(struct checkout *c, struct err *e)
{
	size_t i, n = git_diff_num_deltas(c->diff);
	int rc = 0;

	for (i = 0; i < n && rc == 0; i++) {
		const git_diff_delta *d = git_diff_get_delta(c->diff, i);
		const char *filter = NULL;

		if (!delta_is_gone(d) && repo_sync_is_file(d->new_file.mode) &&
		    repo_attr_filter(c->r, delta_path(d), &filter) == 0 &&
		    filter != NULL)
			rc = try_filter(c, &d->new_file, filter, e);
	}
	return rc;
}

/* ---- doing it ---------------------------------------------------------- */

/* What has come in is on the disk before the branch says so. */
static int
sync_files(struct checkout *c, struct err *e)
{
	struct sync sync = SYNC_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; i < git_diff_num_deltas(c->diff) && rc == 0; i++) {
		const git_diff_delta *d = git_diff_get_delta(c->diff, i);
		struct stat st;

		if (!delta_is_gone(d) &&
		    fs_stat(c->r->root_fd, delta_path(d), &st) == 0 &&
		    S_ISREG(st.st_mode))
			rc = sync_add_path(&sync, c->r->root_fd, delta_path(d));
	}
	if (sync_wait(&sync) == -1 || rc == -1)
		rc = err_errno(e, "cannot sync %s", c->r->root);
	sync_release(&sync);
	return rc;
}

/* Move the branch, which is where it was; its reflog calls it a pull. */
static int
move_branch(struct checkout *c, const char *branch, struct err *e)
{
	static const char none[] = "0000000000000000000000000000000000000000";
	git_commit *commit = NULL;
	const char *subject = NULL;
	char *message;
	struct strbuf out = STRBUF_INIT;
	int rc;

	if (git_commit_lookup(&commit, c->r->git, &c->way->to) == 0)
		subject = git_commit_summary(commit);
	message = xasprintf("pull: %s", subject != NULL ? subject : "");
	{
		const char *const argv[] = { REPO_GIT, "update-ref", "-m",
			message, branch, c->to,
			strcmp(c->from, REPO_SYNC_EMPTY) == 0 ? none : c->from,
			NULL };

		rc = repo_git_run(c->r, argv, NULL, NULL, &out, e);
	}
	strbuf_release(&out);
	free(message);
	git_commit_free(commit);
	return rc == 0 ? 0 : -1;
}

/* Have git do it. Where the branch does not move, it goes back. */
static int
do_step(struct checkout *c, const char *branch, struct err *e)
{
	struct err ignored = ERR_INIT;

	repo_sync_refresh(c->r, NULL);
	if (repo_sync_read_tree(c->r, c->from, c->to, true, e) == -1)
		return err_code(e, ERR_CONFLICT,
		    "nothing is changed: %s, so git brings in what is new, and "
		    "it says: %s; " OUT,
		    c->way->why, e->msg);
	if (repo_sync_begin(c->r, c->from, &c->way->to, e) == -1)
		return -1;
	if (repo_sync_read_tree(c->r, c->from, c->to, false, e) == -1 ||
	    sync_files(c, e) == -1)
		return err_set(e,
		    "git has brought in a part of what is new, then: %s; sync "
		    "again, that goes on with it",
		    e->msg);
	if (move_branch(c, branch, e) == 0)
		return repo_sync_end(c->r, e);
	if (repo_sync_read_tree(c->r, c->to, c->from, false, &ignored) == 0)
		repo_sync_end(c->r, &ignored);
	return -1;
}

/* Whether HEAD is where it is to be: 0, and its branch; REPO_SYNC_MOVED. */
static int
look_head(struct checkout *c, char **branch, struct err *e)
{
	git_oid head;
	int born = repo_head(c->r, branch, &head, e);

	if (born == -1)
		return -1;
	return born == !git_oid_is_zero(&c->way->from) &&
		       (!born || git_oid_equal(&head, &c->way->from))
		   ? 0
		   : REPO_SYNC_MOVED;
}

static int
checkout(struct checkout *c, struct err *e)
{
	char *lock = repo_git_path(c->r, "index.lock"), *branch = NULL;
	int rc = look_head(c, &branch, e);

	if (rc == 0 &&
	    (repo_paid(c->r, e) == -1 || repo_lock_wait(c->r, lock, e) == -1 ||
		check_unknown(c, e) == -1 || check_filters(c, e) == -1))
		rc = -1;
	if (rc == 0)
		rc = do_step(c, branch, e);
	free(branch);
	free(lock);
	return rc;
}

int
repo_sync_checkout(struct repo *r, const struct repo_sync_way *way,
    git_diff *diff, struct err *e)
{
	struct checkout c = { .r = r, .way = way, .diff = diff };
	int state = repo_state_fd(r, e), turn, rc;

	if (state == -1 || (turn = lock_take(state, "lock", LOCK_MS, e)) == -1)
		return -1;
	memcpy(c.from, REPO_SYNC_EMPTY, sizeof(REPO_SYNC_EMPTY));
	if (!git_oid_is_zero(&way->from))
		git_oid_tostr(c.from, sizeof(c.from), &way->from);
	git_oid_tostr(c.to, sizeof(c.to), &way->to);
	rc = checkout(&c, e);
	lock_drop(turn);
	return rc;
}
