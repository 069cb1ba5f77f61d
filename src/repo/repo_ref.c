/* repo_ref.c: HEAD, and moving its branch by compare and set */
/*
 * libgit2 can do this too, but a process killed inside it leaves a lock on
 * the branch that nothing tells from the lock of a living git. So the lock is
 * ours (repo_lock.c), and what git does under it is done here: the old value
 * is compared, the reflogs are written, and the new value is renamed into
 * place, which is what takes the intent's last token.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

int
repo_head(struct repo *r, char **branch, git_oid *oid, struct err *e)
{
	char *name = xstrdup("HEAD");
	int depth, rc, born = -1;

	for (depth = 0; depth < 5 && born == -1; depth++) {
		git_reference *ref = NULL;

		rc = git_reference_lookup(&ref, r->git, name);
		if (rc == GIT_ENOTFOUND && depth > 0) {
			born = 0;
		} else if (rc < 0) {
			repo_err_git(e, "cannot read %s", name);
			break;
		} else if (git_reference_type(ref) == GIT_REFERENCE_DIRECT) {
			git_oid_cpy(oid, git_reference_target(ref));
			born = 1;
		} else {
			free(name);
			name = xstrdup(git_reference_symbolic_target(ref));
		}
		git_reference_free(ref);
	}
	if (born == -1 && depth == 5)
		err_set(e, "HEAD goes in a circle");
	if (born == -1) {
		free(name);
		return -1;
	}
	*branch = name;
	return born;
}

/* Whether HEAD still is what the plan was made from; -1 if not to be read. */
static int
unmoved(struct repo *r, const struct repo_plan *p, struct err *e)
{
	char *branch = NULL;
	git_oid oid;
	int born = repo_head(r, &branch, &oid, e), same;

	if (born == -1)
		return -1;
	same = strcmp(branch, p->branch) == 0 && born == (p->parent != NULL) &&
	       (!born || git_oid_equal(&oid, git_commit_id(p->parent)));
	free(branch);
	return same;
}

/*
 * A branch a/b cannot be where a branch a is, nor the other way round. The
 * file system sees to it for loose ones; packed ones have to be asked for.
 */
int
repo_ref_check_name(struct repo *r, const char *branch, struct err *e)
{
	char *part = xstrdup(branch), *slash, *glob = NULL;
	git_reference_iterator *it = NULL;
	const char *other = NULL;
	int rc = 0;

	while ((slash = strrchr(part, '/')) != NULL &&
	       strcmp(part, "refs/heads") != 0) {
		git_reference *ref = NULL;

		*slash = '\0';
		if (git_reference_lookup(&ref, r->git, part) == 0) {
			rc = err_set(e,
			    "there cannot be a branch %s beside "
			    "the branch %s",
			    branch, part);
			git_reference_free(ref);
			goto out;
		}
	}
	glob = xasprintf("%s/*", branch);
	if (git_reference_iterator_glob_new(&it, r->git, glob) == 0 &&
	    git_reference_next_name(&other, it) == 0)
		rc = err_set(e,
		    "there cannot be a branch %s beside the "
		    "branch %s",
		    branch, other);
out:
	git_reference_iterator_free(it);
	free(glob);
	free(part);
	return rc;
}

/* Add a line to one reflog; `make` is whether to begin one. */
static int
log_append(int dirfd, const char *ref, const struct strbuf *line, bool make,
    struct err *e)
{
	char *path = xasprintf("logs/%s", ref), *dir = path_dir(path);
	int fd = -1, rc = -1;

	if (make && fs_mkdirs(dirfd, dir, e) == -1)
		goto out;
	fd = fs_open(
	    dirfd, path, O_WRONLY | O_APPEND | (make ? O_CREAT : 0), 0666);
	if (fd == -1 && !make && (errno == ENOENT || errno == ENOTDIR)) {
		rc = 0;
		goto out;
	}
	/* One write, because a git of the user may append at the same time. */
	if (fd == -1 || fs_write_all(fd, line->buf, line->len) == -1)
		err_errno(e, "cannot write .git/%s", path);
	else
		rc = 0;
out:
	if (fd != -1)
		close(fd);
	free(dir);
	free(path);
	return rc;
}

/* core.logAllRefUpdates: git keeps reflogs unless told not to. */
static bool
keeps_logs(struct repo *r)
{
	git_config *conf = NULL;
	const char *value = NULL;
	int on = 1;

	if (git_repository_config_snapshot(&conf, r->git) == 0 &&
	    git_config_get_string(&value, conf, "core.logAllRefUpdates") == 0 &&
	    git_config_parse_bool(&on, value) < 0)
		on = 1;
	git_config_free(conf);
	return on != 0;
}

static int
write_logs(struct repo *r, const struct repo_plan *p, struct err *e)
{
	static const git_oid none;
	struct strbuf line = STRBUF_INIT;
	char old[GIT_OID_HEXSZ + 1], new[GIT_OID_HEXSZ + 1];
	const git_signature *who;
	git_commit *commit = NULL;
	const char *subject;
	bool make = keeps_logs(r);
	int rc = -1, offset;

	if (git_commit_lookup(&commit, r->git, &p->commit) < 0)
		return repo_err_git(e, "cannot read the new commit");
	who = git_commit_committer(commit);
	subject = git_commit_summary(commit);
	offset = abs(who->when.offset);
	git_oid_tostr(
	    old, sizeof(old), p->parent ? git_commit_id(p->parent) : &none);
	git_oid_tostr(new, sizeof(new), &p->commit);
	strbuf_addf(&line, "%s %s %s <%s> %" PRId64 " %c%02d%02d\t%s: %s\n",
	    old, new, who->name, who->email, (int64_t)who->when.time,
	    who->when.offset < 0 ? '-' : '+', offset / 60, offset % 60,
	    p->word != NULL ? p->word
	    : p->parent     ? "commit"
			    : "commit (initial)",
	    subject ? subject : "");
	if (log_append(r->common_fd, p->branch, &line, make, e) == 0 &&
	    log_append(r->git_fd, "HEAD", &line, make, e) == 0)
		rc = 0;
	git_commit_free(commit);
	strbuf_release(&line);
	return rc;
}

/* Rename the token into place, and see that it stays there. */
static int
put(struct repo *r, struct repo_intent *in, const char *branch, struct err *e)
{
	char *from = repo_token_path(in, REPO_TOKEN_REF), *dir;
	int rc, fd;

	rc = renameat(r->state_fd, from, r->common_fd, branch);
	/* git leaves empty folders where branches of longer names were. */
	if (rc == -1 && errno == EISDIR &&
	    unlinkat(r->common_fd, branch, AT_REMOVEDIR) == 0)
		rc = renameat(r->state_fd, from, r->common_fd, branch);
	dir = path_dir(branch);
	fd = fs_open(r->common_fd, dir, O_RDONLY | O_DIRECTORY, 0);
	if (fd != -1)
		sync_add(&r->later, fd);
	if (fd == -1 || sync_add_path(&r->later, r->git_fd, ".") == -1)
		rc = -1;
	if (rc == 0) {
		/* To let go of the old index frees its blocks, which takes a
		 * while; the disk leaves us time for that. */
		sync_begin(&r->later);
		repo_index_release(&r->index);
		rc = sync_wait(&r->later);
	}
	if (rc == -1)
		err_errno(e, "cannot move %s", branch);
	free(dir);
	free(from);
	return rc;
}

int
repo_ref_ready(struct repo *r, const struct repo_intent *in,
    const struct repo_plan *p, struct err *e)
{
	char hex[GIT_OID_HEXSZ + 2], *lock = xasprintf("%s.lock", p->branch);
	struct repo_text text = { hex, GIT_OID_HEXSZ + 1 };
	int rc = repo_lock_wait(r, lock, e);

	free(lock);
	if (rc == -1)
		return -1;
	git_oid_tostr(hex, GIT_OID_HEXSZ + 1, &p->commit);
	hex[GIT_OID_HEXSZ] = '\n';
	return repo_token_write(r, in, REPO_TOKEN_REF, &text, 0, &r->later, e);
}

int
repo_ref_move(struct repo *r, struct repo_intent *in, const struct repo_plan *p,
    struct err *e)
{
	char *path = xasprintf("%s.lock", p->branch), *dir = path_dir(path);
	struct repo_lock lock = { NULL, NULL };
	int rc = -1, same;

	/* An unborn branch, and a packed one, may have no folder yet. */
	if ((p->parent == NULL && repo_ref_check_name(r, p->branch, e) == -1) ||
	    fs_mkdirs(r->common_fd, dir, e) == -1 ||
	    repo_lock_take(r, &lock, path, e) == -1)
		goto out;
	if ((same = unmoved(r, p, e)) != 1) {
		rc = same == 0 ? 1 : -1;
		goto out;
	}
	if (repo_token_turn(r, in, REPO_TOKEN_REF, e) == -1 ||
	    write_logs(r, p, e) == -1 || put(r, in, p->branch, e) == -1)
		goto out;
	rc = 0;
out:
	repo_lock_drop(r, &lock);
	free(dir);
	free(path);
	return rc;
}
