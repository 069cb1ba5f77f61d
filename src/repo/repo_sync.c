/* repo_sync.c: fetch, merge, push
 *
 * In this order, so that a crash anywhere leaves both repositories whole and
 * the next sync goes on: look where the branch is there, and get its commits;
 * where both have new ones, merge them into a commit, which is an object that
 * nothing names yet; move the branch here to it, with index and work files, as
 * one durable step (repo_commit.c); and push, which the other side does only if
 * its branch is where we saw it. If somebody was faster, all of it once more.
 *
 * Our own note of where the other side was, below refs/halfhour/synced/, is
 * from where what waits is counted; the user's refs/remotes/ follow as they
 * would after a fetch.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_publish_int.h"
#include "repo/repo_sync_int.h"

#define LOCK "sync.lock"
#define LOCK_MS 2000
#define TRIES 8

struct sync_run {
	struct repo *r;
	const struct repo_sync_opts *o;
	struct repo_synced *done;
	struct repo_link *link; /* owned */
	char *branch;           /* owned: refs/heads/main */
	char *ref;              /* owned: the branch there, likewise */
	char *noted;            /* owned: our note of where that was */
	git_oid here, there;    /* zero: nowhere */
};

/* ---- which one --------------------------------------------------------- */

/* A text of the settings, to be freed; NULL. */
static char *
setting(struct repo *r, const char *fmt, const char *name)
{
	char *key = xasprintf(fmt, name), *out = NULL;
	git_config *conf = NULL;
	const char *value;

	if (git_repository_config_snapshot(&conf, r->git) == 0 &&
	    git_config_get_string(&value, conf, key) == 0)
		out = xstrdup(value);
	git_config_free(conf);
	free(key);
	return out;
}

/* The branch's own remote; else origin, or the only one there is. */
static char *
default_remote(struct repo *r, const char *branch, struct err *e)
{
	char *name = setting(r, "branch.%s.remote", branch);
	git_strarray all = { NULL, 0 };
	git_remote *origin = NULL;

	/* "." is this repository: the branch follows another one here. */
	if (name != NULL && strcmp(name, ".") != 0)
		return name;
	free(name);
	name = NULL;
	if (git_remote_lookup(&origin, r->git, "origin") == 0)
		name = xstrdup("origin");
	else if (git_remote_list(&all, r->git) == 0 && all.count == 1)
		name = xstrdup(all.strings[0]);
	if (name == NULL && all.count > 1)
		err_code(e, ERR_USAGE,
		    "there are %zu remotes, and none is the branch's own; name "
		    "one by --remote, or by git branch --set-upstream-to",
		    all.count);
	else if (name == NULL)
		err_set(e, "there is no remote to sync with; name one by git "
			   "remote add origin URL, or by --remote");
	git_strarray_dispose(&all);
	git_remote_free(origin);
	return name;
}

/* Which branch, and which one there: the one that it follows, if it is of
 * this remote; else that of its name. */
static int
name_branches(struct sync_run *s, struct err *e)
{
	char *own = NULL, *merge = NULL, hex[HASH_HEX];
	int born = repo_head(s->r, &s->branch, &s->here, e);
	const char *name;

	if (born == -1)
		return -1;
	name = s->branch + strlen("refs/heads/");
	s->done->branch = xstrdup(name);
	s->done->remote = s->o->remote != NULL ? xstrdup(s->o->remote)
					       : default_remote(s->r, name, e);
	if (s->done->remote == NULL)
		return -1;
	own = setting(s->r, "branch.%s.remote", name);
	if (own != NULL && strcmp(own, s->done->remote) == 0)
		merge = setting(s->r, "branch.%s.merge", name);
	s->ref = merge != NULL && strncmp(merge, "refs/heads/", 11) == 0
		     ? xstrdup(merge)
		     : xstrdup(s->branch);
	hash_hex(hex, s->done->remote, strlen(s->done->remote));
	s->noted = xasprintf("refs/halfhour/synced/%.12s/%s", hex,
	    s->ref + strlen("refs/heads/"));
	free(merge);
	free(own);
	return 0;
}

/* Where a reference is here; zero for nowhere. */
static void
ref_at(struct repo *r, const char *name, git_oid *oid)
{
	if (git_reference_name_to_id(oid, r->git, name) < 0)
		memset(oid, 0, sizeof(*oid));
}

/* refs/remotes/origin/main, if the remote's settings have such a one; to be
 * freed, or NULL. */
static char *
tracking_ref(struct sync_run *s)
{
	git_remote *remote = NULL;
	git_buf buf = GIT_BUF_INIT;
	char *out = NULL;
	size_t i, n;

	if (git_remote_lookup(&remote, s->r->git, s->done->remote) < 0)
		return NULL;
	n = git_remote_refspec_count(remote);
	for (i = 0; i < n && out == NULL; i++) {
		const git_refspec *spec = git_remote_get_refspec(remote, i);

		if (git_refspec_direction(spec) == GIT_DIRECTION_FETCH &&
		    git_refspec_src_matches(spec, s->ref) &&
		    git_refspec_transform(&buf, spec, s->ref) == 0 &&
		    strncmp(buf.ptr, "refs/remotes/", 13) == 0)
			out = xstrdup(buf.ptr);
		git_buf_dispose(&buf);
	}
	git_remote_free(remote);
	return out;
}

/* Note where the other side is. What cannot be noted is looked at again. */
static void
note_there(struct sync_run *s, const git_oid *oid)
{
	struct err ignored = ERR_INIT;
	char *tracking = tracking_ref(s);
	git_oid old;

	repo_publish_note(s->r, s->noted, oid, &ignored);
	if (tracking != NULL) {
		ref_at(s->r, tracking, &old);
		if (!git_oid_equal(&old, oid))
			repo_publish_move(s->r, tracking, &old, oid, &ignored);
	}
	free(tracking);
}

/* ---- what waits -------------------------------------------------------- */

/* Count what the other side does not have, by what is known of it. While this
 * is done nobody else commits, so that no commit is left out. */
static void
count_waiting(struct sync_run *s)
{
	struct err ignored = ERR_INIT;
	int state = repo_state_fd(s->r, &ignored), turn;
	char *branch = NULL, *tracking;
	git_oid here = { { 0 } }, there;

	if (s->noted == NULL || state == -1 ||
	    (turn = lock_take(state, "lock", LOCK_MS, &ignored)) == -1)
		return;
	ref_at(s->r, s->noted, &there);
	tracking = tracking_ref(s);
	if (git_oid_is_zero(&there) && tracking != NULL)
		ref_at(s->r, tracking, &there);
	if (repo_head(s->r, &branch, &here, &ignored) == 1)
		s->done->waiting = repo_sync_ahead(s->r, &here, &there);
	repo_sync_queue_set(s->r, s->done->waiting, &ignored);
	lock_drop(turn);
	free(tracking);
	free(branch);
}

/* ---- what stands in the way -------------------------------------------- */

/* libgit2 looks for attributes in the index, too, and gives up where it cannot
 * read that, as one that is split. Those in the work tree will do. */
static void
bare_index(struct repo *r)
{
	git_index *none = NULL;

	if (git_index_new(&none) == 0)
		git_repository_set_index(r->git, none);
	git_index_free(none);
}

static int
check_ready(struct repo *r, struct err *e)
{
	struct repo_intent none = {
		.author = r->author != NULL ? r->author : "",
		.target = "?",
	};

	if (r->git == NULL)
		return err_set(e, "%s; do it with git: git pull, then git push",
		    r->cannot);
	/* What only git does, it does: repo_sync_checkout.c. */
	if (repo_guard(r, &none, e) == -1 || repo_paid(r, e) == -1)
		return err_wrap(e, "nothing is synced");
	if (r->index.foreign)
		bare_index(r);
	return 0;
}

/* ---- what the dead left ------------------------------------------------ */

/* Packs that were never finished: libgit2 has one under a name of its own
 * until it is whole. One that is being written is not as old; the clock is
 * that of the file system. */
#define PACK_AGE 3600
static void
sweep_packs(struct repo *r, int lock)
{
	int fd =
	    fs_open(r->common_fd, "objects/pack", O_RDONLY | O_DIRECTORY, 0);
	DIR *dir = fd != -1 ? fdopendir(fd) : NULL;
	const struct dirent *d;
	struct stat now, st;

	if (dir == NULL && fd != -1)
		close(fd);
	if (dir == NULL || futimens(lock, NULL) == -1 ||
	    fstat(lock, &now) == -1)
		goto out;
	while ((d = readdir(dir)) != NULL)
		if (strncmp(d->d_name, "pack_git2_", 10) == 0 &&
		    fs_stat(fd, d->d_name, &st) == 0 &&
		    st.st_mtim.tv_sec + PACK_AGE < now.st_mtim.tv_sec)
			unlinkat(fd, d->d_name, 0);
out:
	if (dir != NULL)
		closedir(dir);
}

/* Half a note of where a branch is: below refs/ it would be a reference of no
 * name that there can be, and libgit2 would read none. Nobody writes one there
 * any more; they are of before. */
static void
sweep_notes(struct repo *r, const char *path)
{
	int fd = fs_open(r->common_fd, path, O_RDONLY | O_DIRECTORY, 0);
	DIR *dir = fd != -1 ? fdopendir(fd) : NULL;
	const struct dirent *d;
	char *below;

	if (dir == NULL && fd != -1)
		close(fd);
	while (dir != NULL && (d = readdir(dir)) != NULL) {
		if (strncmp(d->d_name, ".halfhour-", 10) == 0)
			unlinkat(fd, d->d_name, 0);
		if (d->d_name[0] == '.' || d->d_type == DT_REG)
			continue;
		below = path_join(path, d->d_name);
		sweep_notes(r, below);
		free(below);
	}
	if (dir != NULL)
		closedir(dir);
}

/* What git was bringing in when it was killed. */
static int
take_back(struct repo *r, int state, struct err *e)
{
	int turn;

	if (!repo_sync_begun(state))
		return 0;
	if ((turn = lock_take(state, "lock", LOCK_MS, e)) == -1)
		return -1;
	repo_sync_back(r);
	lock_drop(turn);
	return 0;
}

/* ---- fetch ------------------------------------------------------------- */

static int
fetch(struct sync_run *s, struct err *e)
{
	int found;

	repo_link_free(s->link);
	s->link = NULL;
	if (repo_link_open(&s->link, s->r, s->done->remote, e) == -1)
		return -1;
	found = repo_link_look(s->link, s->ref, &s->there, e);
	if (found == -1 ||
	    (found && repo_link_fetch(s->link, s->ref, &s->there, e) == -1))
		return -1;
	if (found)
		note_there(s, &s->there);
	return 0;
}

/* ---- merge ------------------------------------------------------------- */

/* What the merged commit calls the other side, to be freed: all who have the
 * branch will read it, so no path or address of this machine. */
static char *
public_name(struct sync_run *s)
{
	git_strarray all = { NULL, 0 };
	git_remote *remote = NULL;
	char *name = NULL;
	size_t i;

	if (git_remote_list(&all, s->r->git) < 0)
		all.count = 0;
	for (i = 0; i < all.count && name == NULL; i++) {
		const char *url = NULL;

		if (git_remote_lookup(&remote, s->r->git, all.strings[i]) == 0)
			url = git_remote_url(remote);
		if (strcmp(all.strings[i], s->done->remote) == 0 ||
		    (url != NULL && strcmp(url, s->link->url) == 0))
			name = xstrdup(all.strings[i]);
		git_remote_free(remote);
		remote = NULL;
	}
	git_strarray_dispose(&all);
	return name != NULL ? name : xstrdup("another repository");
}

static int
write_merge(struct sync_run *s, const struct repo_sync_pair *pair, git_oid *out,
    struct err *e)
{
	git_signature *author = NULL, *committer = NULL;
	git_commit *parents[2] = { NULL, NULL };
	git_tree *tree = NULL;
	int rc = -1;

	if (repo_signature(s->r, &author, s->r->author, s->o->when, false, e) ==
		-1 ||
	    repo_signature(
		s->r, &committer, s->r->author, s->o->when, true, e) == -1)
		goto out;
	if (git_tree_lookup(&tree, s->r->git, pair->tree) < 0 ||
	    git_commit_lookup(&parents[0], s->r->git, pair->here) < 0 ||
	    git_commit_lookup(&parents[1], s->r->git, pair->there) < 0 ||
	    git_commit_create(out, s->r->git, NULL, author, committer, NULL,
		pair->message, tree, 2, (const git_commit **)parents) < 0)
		repo_err_git(e, "cannot write the merged commit");
	else
		rc = 0;
out:
	git_tree_free(tree);
	git_commit_free(parents[0]);
	git_commit_free(parents[1]);
	git_signature_free(author);
	git_signature_free(committer);
	return rc;
}

static int
merge_commit(
    struct sync_run *s, const git_oid *tree, git_oid *out, struct err *e)
{
	char *from = public_name(s);
	char *message = xasprintf("sync: %zu here, %zu from %s\n",
	    repo_sync_ahead(s->r, &s->here, &s->there),
	    repo_sync_ahead(s->r, &s->there, &s->here), from);
	struct repo_sync_pair pair = { &s->here, &s->there, tree, message };
	int rc;

	if (repo_sync_git_wanted(s->r))
		rc = repo_sync_git_commit(s->r, s->o, &pair, out, e);
	else
		rc = write_merge(s, &pair, out, e);
	free(message);
	free(from);
	return rc;
}

static int
conflict(struct sync_run *s, struct err *e)
{
	const struct repo_synced *done = s->done;

	return err_code(e, ERR_CONFLICT,
	    "both sides have changed %s%s; nothing is changed here, and "
	    "nothing is pushed. Merge with git: git pull --no-rebase %s %s, "
	    "settle it in the files, git commit -a, and sync again",
	    done->n_conflicts > 0 ? done->conflicts[0] : "the same files",
	    done->n_conflicts > 1 ? " and others" : "", s->link->name,
	    s->ref + strlen("refs/heads/"));
}

/* Have here what is there: 0; REPO_SYNC_MOVED; -1. */
static int
bring_in(struct sync_run *s, struct err *e)
{
	git_oid to = s->there, tree;
	size_t n;
	int rc;

	if (repo_sync_descends(s->r, &s->here, &s->there))
		return 0;
	n = repo_sync_ahead(s->r, &s->there, &s->here);
	if (!repo_sync_descends(s->r, &s->there, &s->here)) {
		rc = repo_sync_merge(
		    s->r, s->o, &s->here, &s->there, &tree, s->done, e);
		if (rc == 0)
			return conflict(s, e);
		if (rc == -1 || merge_commit(s, &tree, &to, e) == -1)
			return -1;
	}
	rc = repo_sync_apply(s->r, &s->here, &to, s->o->when, s->done, e);
	if (rc != 0)
		return rc;
	repo_sync_git_after(s->r);
	s->done->in += n;
	s->done->merged |= !git_oid_equal(&to, &s->there);
	s->here = to;
	return 0;
}

/* ---- push -------------------------------------------------------------- */

static int
push(struct sync_run *s, struct err *e)
{
	char *hook;
	size_t n;

	if (git_oid_is_zero(&s->here) || git_oid_equal(&s->here, &s->there))
		return 0;
	n = repo_sync_ahead(s->r, &s->here, &s->there);
	hook = repo_hook(s->r, "pre-push");
	s->link->hooks = hook != NULL;
	free(hook);
	if (repo_link_push(s->link, s->branch, s->ref, &s->there, e) == -1)
		return -1;
	s->there = s->link->new;
	note_there(s, &s->there);
	s->done->out += n;
	return 0;
}

static int
once(struct sync_run *s, struct err *e)
{
	char *branch = NULL;
	int born = repo_head(s->r, &branch, &s->here, e), rc;

	if (born == 0)
		memset(&s->here, 0, sizeof(s->here));
	rc = born == -1 ? -1 : strcmp(branch, s->branch) != 0;
	free(branch);
	if (rc == 1)
		return err_set(e, "another branch was switched to meanwhile; "
				  "sync again");
	if (rc == -1 || fetch(s, e) == -1)
		return -1;
	rc = bring_in(s, e);
	return rc != 0 ? rc : push(s, e);
}

static int
sync_all(struct sync_run *s, struct err *e)
{
	int tries, rc = REPO_SYNC_MOVED;

	if (name_branches(s, e) == -1)
		return -1;
	if (!git_oid_is_zero(&s->here))
		git_oid_tostr(s->done->was, 41, &s->here);
	for (tries = 0; tries < TRIES && rc == REPO_SYNC_MOVED; tries++) {
		rc = once(s, e);
		if (rc == -1 && s->link != NULL && s->link->moved)
			rc = REPO_SYNC_MOVED;
	}
	if (rc == REPO_SYNC_MOVED)
		rc = err_code(e, ERR_CONFLICT,
		    "others push to %s all the time; what is here is saved, "
		    "sync again",
		    s->link->name);
	return rc;
}

int
repo_sync(struct repo *r, const struct repo_sync_opts *o,
    struct repo_synced *done, struct err *e)
{
	struct sync_run s = { .r = r, .o = o, .done = done };
	struct err ignored = ERR_INIT;
	char *branch = NULL;
	int lock = -1, state, rc = -1;
	git_oid head;

	memset(done, 0, sizeof(*done));
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	if (check_ready(r, e) == -1 || (state = repo_state_fd(r, e)) == -1 ||
	    (lock = lock_take(state, LOCK, LOCK_MS, e)) == -1)
		return -1;
	sweep_packs(r, lock);
	sweep_notes(r, "refs/halfhour");
	sweep_notes(r, "refs/remotes");
	rc = take_back(r, state, e);
	if (rc == 0)
		rc = sync_all(&s, e);
	count_waiting(&s);
	if (repo_head(r, &branch, &head, &ignored) == 1)
		git_oid_tostr(done->oid, 41, &head);
	free(branch);
	repo_link_free(s.link);
	free(s.branch);
	free(s.ref);
	free(s.noted);
	lock_drop(lock);
	return rc;
}

static void
free_all(char **v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(v[i]);
	free(v);
}

void
repo_synced_release(struct repo_synced *done)
{
	free_all(done->changed, done->n_changed);
	free_all(done->conflicts, done->n_conflicts);
	free(done->remote);
	free(done->branch);
	memset(done, 0, sizeof(*done));
}
