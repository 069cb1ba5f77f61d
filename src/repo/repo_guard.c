/* repo_guard.c: what a commit needs and what stands in its way, found first */
/*
 * A repository can be in a state in which nobody should commit: the entry waits
 * in the work file and in the intent, and the user is told. And it can ask for
 * things that libgit2 does not do: hooks, signatures, filters. A commit without
 * them would be a wrong one, so git itself makes it (repo_by_git.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_plan_int.h"

/* ---- identity ---------------------------------------------------------- */

/*
 * As git looks for them (git-commit(1), "Commit Information"): the environment,
 * then author.KEY or committer.KEY, then user.KEY; and what it takes for an
 * address after that. It would go on to guess; nobody wants that in a commit.
 * To be freed, or NULL.
 */
static char *
who(struct repo *r, bool committer, bool mail)
{
	static const char *const env[2][2] = {
		{ "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL" },
		{ "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL" },
	};
	static const char *const keys[2][2] = {
		{ "author.name", "author.email" },
		{ "committer.name", "committer.email" },
	};
	const char *value = getenv(env[committer][mail]);
	git_config *conf = NULL;
	char *out = NULL;

	if (value != NULL && *value != '\0')
		return xstrdup(value);
	if (git_repository_config_snapshot(&conf, r->git) == 0 &&
	    ((git_config_get_string(&value, conf, keys[committer][mail]) == 0 &&
		 *value != '\0') ||
		(git_config_get_string(
		     &value, conf, mail ? "user.email" : "user.name") == 0 &&
		    *value != '\0')))
		out = xstrdup(value);
	git_config_free(conf);
	if (out == NULL && mail && (value = getenv("EMAIL")) != NULL &&
	    *value != '\0')
		out = xstrdup(value);
	return out;
}

/* Without the signs that no commit can have in a name: as git itself does,
 * strbuf_addstr_without_crud() in its ident.c. */
static void
drop_crud(char *s)
{
	char *out = s;

	for (; s != NULL && *s != '\0'; s++)
		if (*s != '<' && *s != '>' && *s != '\n')
			*out++ = *s;
	if (s != NULL)
		*out = '\0';
}

int
repo_signature(struct repo *r, git_signature **out, const char *author,
    struct moment when, bool committer, struct err *e)
{
	char *name = who(r, committer, false), *mail = who(r, committer, true);
	int rc = -1;

	if (author != NULL && *author != '\0') {
		free(name);
		name = xstrdup(author);
	}
	drop_crud(name);
	drop_crud(mail);
	if (name == NULL)
		err_set(e, "git does not know your name; type: git config "
			   "--global user.name 'Your Name'");
	else if (mail == NULL)
		err_set(e, "git does not know your e-mail address; type: git "
			   "config --global user.email you@example.org");
	else if (git_signature_new(out, name, mail, when.t, when.offset / 60) <
		 0)
		repo_err_git(e,
		    "git cannot use your name '%s' and address "
		    "'%s'",
		    name, mail);
	else
		rc = 0;
	free(name);
	free(mail);
	return rc;
}

static int
check_identity(struct repo *r, const char *author, struct err *e)
{
	git_signature *sig = NULL;
	struct moment now = { 0, 0 };
	int rc;

	rc = repo_signature(r, &sig, author, now, false, e);
	git_signature_free(sig);
	if (rc == -1)
		return -1;
	sig = NULL;
	rc = repo_signature(r, &sig, author, now, true, e);
	git_signature_free(sig);
	return rc;
}

int
repo_check_identity(struct repo *r, struct err *e)
{
	if (r->git == NULL)
		return err_set(e, "%s", r->cannot);
	return check_identity(r, r->author, e);
}

/* ---- the state of the repository --------------------------------------- */

/* It goes on only when nothing is changed, and our line in the work file is a
 * change. */
#define REBASE_OUT                                                             \
	"finish it with git stash, git rebase --continue, git stash pop; or "  \
	"with git rebase --abort"

#define DETACHED                                                               \
	"HEAD is detached, so a commit would belong to no branch; go to one: " \
	"git switch BRANCH, or git switch -c NEW"

static int
check_state(struct repo *r, struct err *e)
{
	static const struct {
		int state;
		const char *what, *out;
	} rows[] = {
		{ GIT_REPOSITORY_STATE_MERGE, "a merge",
		    "finish it with git commit, or git merge --abort" },
		{ GIT_REPOSITORY_STATE_REVERT, "a revert",
		    "finish it with git revert --continue or --abort" },
		{ GIT_REPOSITORY_STATE_REVERT_SEQUENCE, "a revert",
		    "finish it with git revert --continue or --abort" },
		{ GIT_REPOSITORY_STATE_CHERRYPICK, "a cherry-pick",
		    "finish it with git cherry-pick --continue or --abort" },
		{ GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE, "a cherry-pick",
		    "finish it with git cherry-pick --continue or --abort" },
		{ GIT_REPOSITORY_STATE_BISECT, "a bisect",
		    "finish it with git bisect reset" },
		{ GIT_REPOSITORY_STATE_REBASE, "a rebase", REBASE_OUT },
		{ GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, "a rebase",
		    REBASE_OUT },
		{ GIT_REPOSITORY_STATE_REBASE_MERGE, "a rebase", REBASE_OUT },
		{ GIT_REPOSITORY_STATE_APPLY_MAILBOX, "git am",
		    "finish it with git am --continue or --abort" },
		{ GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE, "git am",
		    "finish it with git am --continue or --abort" },
	};
	int state = git_repository_state(r->git);
	size_t i;

	if (state == GIT_REPOSITORY_STATE_NONE)
		return 0;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].state == state)
			return err_code(e, ERR_CONFLICT,
			    "%s is in progress; %s", rows[i].what, rows[i].out);
	return err_code(e, ERR_CONFLICT,
	    "git is in the middle of something; see: git status");
}

/* The same of one that libgit2 cannot open, by the files that git keeps then
 * (gitrepository-layout(5), and worktree.c of git). */
static int
check_files(struct repo *r, struct err *e)
{
	static const char *const names[] = { "MERGE_HEAD", "REVERT_HEAD",
		"CHERRY_PICK_HEAD", "BISECT_LOG", "rebase-merge",
		"rebase-apply" };
	struct strbuf head = STRBUF_INIT;
	size_t i;
	int rc = 0, there;

	for (i = 0; i < sizeof(names) / sizeof(*names) && rc == 0; i++) {
		there = repo_there(r->git_fd, names[i], e);
		if (there == 1)
			err_code(e, ERR_CONFLICT,
			    "git is in the middle of something (%s); see: git "
			    "status",
			    names[i]);
		rc = there == 0 ? 0 : -1;
	}
	if (rc == 0 && (rc = fs_read(&head, r->git_fd, "HEAD", 4096, e)) == 0 &&
	    !text_starts(head.buf, "ref: refs/heads/"))
		rc = err_code(e, ERR_CONFLICT, DETACHED);
	strbuf_release(&head);
	return rc;
}

/* HEAD is a link to the file of a branch, as git made it long ago: libgit2 takes
 * that for a commit that is checked out. */
static int
head_is_link(struct repo *r, struct err *e)
{
	char to[256];
	ssize_t n = readlinkat(r->git_fd, "HEAD", to, sizeof(to) - 1);

	if (n <= 0)
		return 0;
	to[n] = '\0';
	return err_code(e, ERR_CONFLICT,
	    "%s/HEAD is a symbolic link, which halfhour does not follow; have "
	    "git write it as a file: git symbolic-ref HEAD %s",
	    r->gitdir, to);
}

static int
check_head(struct repo *r, struct err *e)
{
	char *branch = NULL;
	git_oid oid;
	int rc = 0;

	if (head_is_link(r, e) == -1 || repo_head(r, &branch, &oid, e) == -1)
		return -1;
	if (strcmp(branch, "HEAD") == 0)
		rc = err_code(e, ERR_CONFLICT, DETACHED);
	else if (strncmp(branch, "refs/heads/", 11) != 0)
		rc = err_code(e, ERR_CONFLICT,
		    "HEAD is at %s, which is no branch; go to one: git switch "
		    "BRANCH",
		    branch);
	free(branch);
	return rc;
}

/* ---- what only git itself does ----------------------------------------- */

/* Put the way out behind it. A commit that is there is brought in by git alone;
 * another waits, all the same. */
static int
by_git(const struct repo_intent *in, const char *file, struct err *e)
{
	if (in->target[0] != '\0')
		err_set(
		    e, "%s; do it with git: git pull, then git push", e->msg);
	else
		err_set(e,
		    "%s; git does that with the next entry, or now: git add "
		    "'%s' && git commit",
		    e->msg, file);
	return REPO_BY_GIT;
}

/* The folder of hooks; to be freed. */
static char *
hooks_dir(struct repo *r, git_config *conf)
{
	git_buf path = GIT_BUF_INIT;
	char *out;

	if (git_config_get_path(&path, conf, "core.hooksPath") == 0)
		out = *path.ptr == '/' ? xstrdup(path.ptr)
				       : path_join(r->root, path.ptr);
	else
		out = path_join(r->common, "hooks");
	git_buf_dispose(&path);
	return out;
}

char *
repo_hook(struct repo *r, const char *name)
{
	git_config *conf = NULL;
	char *dir, *path;
	struct stat st;

	if (git_repository_config_snapshot(&conf, r->git) < 0)
		return NULL;
	dir = hooks_dir(r, conf);
	path = path_join(dir, name);
	if (stat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
	    access(path, X_OK) == -1) {
		free(path);
		path = NULL;
	}
	free(dir);
	git_config_free(conf);
	return path;
}

/* A commit that is there already comes without those that make one: only what
 * wants to know of the branch while it moves is in the way. */
static int
check_hooks(struct repo *r, const struct repo_intent *in, const char *file,
    struct err *e)
{
	static const char *const names[] = { "reference-transaction",
		"pre-commit", "prepare-commit-msg", "commit-msg",
		"post-commit" };
	size_t i, n = in->target[0] != '\0' ? 1 : 5;
	int rc = 0;

	for (i = 0; rc == 0 && i < n; i++) {
		char *path = repo_hook(r, names[i]);

		if (path != NULL) {
			err_set(e,
			    "this repository has a hook, which only git runs: "
			    "%s",
			    path);
			rc = by_git(in, file, e);
		}
		free(path);
	}
	return rc;
}

static int
check_attrs(struct repo *r, const struct repo_intent *in, const char *path,
    struct err *e)
{
	const char *filter = NULL, *code = NULL;

	if (repo_attr_none(r, path))
		return 0;
	if (repo_attr_filter(r, path, &filter) == -1 ||
	    git_attr_get(&code, r->git, 0, path, "working-tree-encoding") < 0)
		return repo_err_git(
		    e, "cannot read the attributes of %s", path);
	if (filter != NULL) {
		err_set(e,
		    "%s goes through the filter '%s', which only git runs",
		    path, filter);
		return by_git(in, path, e);
	}
	if (git_attr_value(code) == GIT_ATTR_VALUE_STRING) {
		err_set(e,
		    "%s has the working-tree-encoding %s, which only git "
		    "knows",
		    path, code);
		return by_git(in, path, e);
	}
	return 0;
}

/* Whether something in the configuration keeps libgit2 from it: 0, or
 * REPO_BY_GIT; -1. */
static int
check_config(struct repo *r, const struct repo_intent *in, struct err *e)
{
	const char *first = in->n > 0 ? in->parts[0].path : ".";
	git_config *conf = NULL;
	int sign = 0, rc = -1;
	size_t i;

	if (git_repository_config_snapshot(&conf, r->git) < 0)
		return repo_err_git(e, "cannot read git's config");
	git_config_get_bool(&sign, conf, "commit.gpgSign");
	if (sign && in->target[0] == '\0') {
		err_set(e, "commit.gpgSign is on, and only git signs");
		rc = by_git(in, first, e);
		goto out;
	}
	rc = check_hooks(r, in, first, e);
	for (i = 0; i < in->n && rc == 0; i++)
		rc = check_attrs(r, in, in->parts[i].path, e);
out:
	git_config_free(conf);
	return rc;
}

/* What has come from elsewhere is as its maker's git made it. */
static int
check_missing(struct repo *r, const struct repo_intent *in, struct err *e)
{
	size_t i;

	for (i = 0; i < in->n && in->target[0] == '\0'; i++)
		if (repo_attr_missing(r, in->parts[i].path, e) == -1)
			return -1;
	return 0;
}

int
repo_guard(struct repo *r, const struct repo_intent *in, struct err *e)
{
	if (r->git == NULL) {
		if (check_files(r, e) == -1 || check_missing(r, in, e) == -1)
			return -1;
		err_set(e, "%s", r->cannot);
		return by_git(in, in->n > 0 ? in->parts[0].path : ".", e);
	}
	if (check_state(r, e) == -1 || check_head(r, e) == -1 ||
	    check_identity(r, in->author, e) == -1)
		return -1;
	/* Of a damaged index our reason has the way out, git's has not. */
	if (repo_index_now(r, e) == NULL && !r->index.foreign)
		return -1;
	if (check_missing(r, in, e) == -1)
		return -1;
	return r->index.foreign ? REPO_BY_GIT : check_config(r, in, e);
}

int
repo_ready(struct repo *r, struct err *e)
{
	struct repo_intent none = {
		.author = r->author != NULL ? r->author : "",
	};

	return repo_guard(r, &none, e) == -1 ? -1 : 0;
}
