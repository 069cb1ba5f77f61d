/* repo.c: opening and making a repository */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_int.h"

int
repo_err_git(struct err *e, const char *fmt, ...)
{
	const git_error *last = git_error_last();
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) == -1)
		xalloc_die();
	va_end(ap);
	err_set(e, "%s: %s", s,
	    last != NULL && last->message != NULL ? last->message
						  : "git gives no reason");
	free(s);
	return -1;
}

int
repo_there(int dirfd, const char *path, struct err *e)
{
	struct stat st;

	if (fs_stat(dirfd, path, &st) == 0)
		return 1;
	if (errno == ENOENT || errno == ENOTDIR)
		return 0;
	return err_errno(e, "cannot look for %s", path);
}

/* libgit2 ends its folders with a slash; we do not. */
static char *
no_slash(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return xstrndup(path, len);
}

static struct repo *
repo_new(struct err *e)
{
	struct repo *r;

	if (repo_lib_open(e) == -1)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->root_fd = r->git_fd = r->common_fd = r->state_fd = -1;
	r->settings_fd = -1;
	return r;
}

static void
close_fd(int fd)
{
	if (fd != -1)
		close(fd);
}

void
repo_free(struct repo *r)
{
	if (r == NULL)
		return;
	close_fd(r->root_fd);
	close_fd(r->git_fd);
	close_fd(r->common_fd);
	close_fd(r->state_fd);
	close_fd(r->settings_fd);
	sync_release(&r->later);
	repo_index_release(&r->index);
	git_repository_free(r->git);
	git_libgit2_shutdown();
	free(r->cannot);
	free(r->root);
	free(r->gitdir);
	free(r->common);
	free(r->place);
	free(r->author);
	free(r);
}

/* The folders are known: open them, and see how one lies in the other. */
static int
open_folders(struct repo *r, struct err *e)
{
	size_t len = strlen(r->common);

	if (strcmp(r->gitdir, r->common) == 0)
		r->place = xstrdup(".");
	else if (strncmp(r->gitdir, r->common, len) == 0 &&
		 r->gitdir[len] == '/')
		r->place = xstrdup(r->gitdir + len + 1);
	else
		return err_set(e,
		    "%s: its git folder %s is not inside %s; halfhour cannot "
		    "work with that",
		    r->root, r->gitdir, r->common);
	if ((r->root_fd = fs_open_dir(r->root, e)) == -1 ||
	    (r->git_fd = fs_open_dir(r->gitdir, e)) == -1 ||
	    (r->common_fd = fs_open_dir(r->common, e)) == -1)
		return -1;
	return 0;
}

/* The first line of a small file, as an absolute path seen from `base`. */
static char *
path_in_file(const char *base, const char *file, const char *lead)
{
	char line[4096], *s = line, *joined, *real = NULL;
	FILE *f = fopen(file, "re");

	if (f == NULL)
		return NULL;
	if (fgets(line, sizeof(line), f) != NULL &&
	    strncmp(line, lead, strlen(lead)) == 0) {
		s += strlen(lead);
		s[strcspn(s, "\r\n")] = '\0';
		joined = *s == '/' ? xstrdup(s) : path_join(base, s);
		real = realpath(joined, NULL);
		free(joined);
	}
	fclose(f);
	return real;
}

/*
 * Find the folders of a repository that libgit2 refuses to open, so that an
 * entry can still be saved: .git is a folder, or a file that names one.
 */
static int
find_by_hand(struct repo *r, const char *dir)
{
	char *at = realpath(dir, NULL), *dot = NULL, *file, *slash;

	while (at != NULL) {
		dot = path_join(at, ".git");
		if (access(dot, F_OK) == 0)
			break;
		free(dot);
		dot = NULL;
		slash = strrchr(at, '/');
		if (slash == NULL || slash == at)
			break;
		*slash = '\0';
	}
	if (dot == NULL) {
		free(at);
		return -1;
	}
	r->root = at;
	r->gitdir = path_in_file(at, dot, "gitdir: ");
	if (r->gitdir == NULL)
		r->gitdir = realpath(dot, NULL);
	free(dot);
	if (r->gitdir == NULL)
		return -1;
	file = path_join(r->gitdir, "commondir");
	r->common = path_in_file(r->gitdir, file, "");
	free(file);
	if (r->common == NULL)
		r->common = xstrdup(r->gitdir);
	return 0;
}

/* The repository is another user's, and git says so in its own words. */
static int
err_owner(struct repo *r, const char *dir, struct err *e)
{
	struct stat st;
	struct passwd *pw = NULL;

	if (find_by_hand(r, dir) == 0 && stat(r->root, &st) == 0)
		pw = getpwuid(st.st_uid);
	return err_set(e,
	    "the repository %s belongs to %s, not to you, and git does not "
	    "trust it; if you do: git config --global --add safe.directory %s",
	    r->root ? r->root : dir, pw ? pw->pw_name : "another user",
	    r->root ? r->root : dir);
}

/* libgit2 failed with rc: what that means, in our words. */
static int
not_opened(struct repo *r, const char *dir, int rc, struct err *e)
{
	const git_error *last = git_error_last();
	const char *msg = last && last->message ? last->message : "";

	if (rc == GIT_EOWNER || strstr(msg, "safe.directory") != NULL)
		return err_owner(r, dir, e);
	if (rc == GIT_ENOTFOUND)
		return err_set(e,
		    "%s is not in a git repository; make one with: halfhour "
		    "init %s",
		    dir, dir);
	r->cannot = xasprintf("git can, but halfhour cannot read this "
			      "repository (%s)",
	    strstr(msg, "objectformat") != NULL
		? "its objects are named by SHA-256"
		: msg);
	if (find_by_hand(r, dir) == -1)
		return err_set(
		    e, "cannot open the git repository of %s: %s", dir, msg);
	return open_folders(r, e);
}

/* What libgit2 has opened, in our terms. */
static int
opened(struct repo *r, struct err *e)
{
	struct err why = ERR_INIT;

	if (git_repository_is_bare(r->git) ||
	    git_repository_workdir(r->git) == NULL)
		return err_set(e,
		    "%s is a bare repository, without files to work on; clone "
		    "it: git clone %s",
		    git_repository_path(r->git), git_repository_path(r->git));
	r->root = no_slash(git_repository_workdir(r->git));
	r->gitdir = no_slash(git_repository_path(r->git));
	r->common = no_slash(git_repository_commondir(r->git));
	if (open_folders(r, e) == -1)
		return -1;
	if (repo_settings(r, &why) == 0)
		return 0;
	/* What it is told to do is not known, so git itself is to do it. */
	git_repository_free(r->git);
	r->git = NULL;
	r->cannot =
	    xasprintf("halfhour cannot read this repository (%s)", why.msg);
	return 0;
}

int
repo_open(struct repo **out, const char *dir, struct err *e)
{
	struct repo *r = repo_new(e);
	int rc;

	if (r == NULL)
		return -1;
	/* Not FROM_ENV: a GIT_DIR or GIT_INDEX_FILE that a hook or an editor
	 * left in the environment is about another repository than `dir`. */
	rc = git_repository_open_ext(
	    &r->git, dir, 0, getenv("GIT_CEILING_DIRECTORIES"));
	rc = rc < 0 ? not_opened(r, dir, rc, e) : opened(r, e);
	if (rc == -1) {
		repo_free(r);
		return -1;
	}
	*out = r;
	return 0;
}

/* init.defaultBranch, or main; to be freed. */
static char *
default_branch(void)
{
	git_config *conf = NULL;
	git_buf name = GIT_BUF_INIT;
	char *out = NULL;
	int ok;

	if (git_config_open_default(&conf) == 0 &&
	    git_config_get_string_buf(&name, conf, "init.defaultBranch") == 0 &&
	    *name.ptr != '\0') {
		out = xasprintf("refs/heads/%s", name.ptr);
		if (git_reference_name_is_valid(&ok, out) < 0 || !ok) {
			free(out);
			out = NULL;
		} else {
			memmove(out, name.ptr, strlen(name.ptr) + 1);
		}
	}
	git_buf_dispose(&name);
	git_config_free(conf);
	return out ? out : xstrdup("main");
}

int
repo_init(struct repo **out, const char *dir, struct err *e)
{
	git_repository_init_options opts;
	char *dot = path_join(dir, ".git"), *branch = NULL;
	git_repository *made = NULL;
	int rc = -1;

	if (access(dot, F_OK) == 0) {
		rc = repo_open(out, dir, e);
		goto out;
	}
	if (repo_lib_open(e) == -1)
		goto out;
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	git_repository_init_options_init(
	    &opts, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	branch = default_branch();
	opts.flags = GIT_REPOSITORY_INIT_MKDIR | GIT_REPOSITORY_INIT_MKPATH;
	opts.initial_head = branch;
	if (git_repository_init_ext(&made, dir, &opts) < 0)
		repo_err_git(e, "cannot make a git repository in %s", dir);
	else
		rc = repo_open(out, dir, e);
	git_repository_free(made);
	git_libgit2_shutdown();
out:
	free(branch);
	free(dot);
	return rc;
}

const char *
repo_root(const struct repo *r)
{
	return r->root;
}

int
repo_root_fd(const struct repo *r)
{
	return r->root_fd;
}

int
repo_state_fd(struct repo *r, struct err *e)
{
	if (r->state_fd != -1)
		return r->state_fd;
	if (fs_mkdirs(r->common_fd, "halfhour", e) == -1)
		return err_wrap(e, "%s", r->common);
	r->state_fd =
	    fs_open(r->common_fd, "halfhour", O_RDONLY | O_DIRECTORY, 0);
	if (r->state_fd == -1)
		err_errno(e, "cannot open %s/halfhour", r->common);
	return r->state_fd;
}

char *
repo_state_path(const struct repo *r, const char *name)
{
	return xasprintf("%s/halfhour/%s", r->common, name);
}

void
repo_set_author(struct repo *r, const char *name)
{
	free(r->author);
	r->author = name != NULL && *name != '\0' ? xstrdup(name) : NULL;
}

void
repo_set_kinds(struct repo *r, const struct repo_kind *kinds)
{
	r->kinds = kinds;
}

char *
repo_git_path(const struct repo *r, const char *name)
{
	return path_join(r->place, name);
}
