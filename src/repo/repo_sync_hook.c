/* repo_sync_hook.c: the hook that looks at what is merged
 *
 * pre-merge-commit finds the merged files in the index and in the work tree,
 * and may change both. In the work tree of the user they come to be when the
 * commit is made, and what is not committed there is none of it. So git checks
 * the merge out into a folder in the state folder, and the hook runs there, as
 * in a linked work tree; what it leaves in the index is committed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"
#include "repo/repo_sync_int.h"

#define HOOK "pre-merge-commit"
#define DIR "sync-tree"

/* The tree that the index holds by now. */
static int
write_tree(struct repo *r, const char *const *env, git_oid *tree, struct err *e)
{
	const char *const argv[] = { REPO_GIT, "write-tree", NULL };
	struct strbuf out = STRBUF_INIT;
	int rc = -1;

	if (repo_git_run(r, argv, env, NULL, &out, e) == 0)
		rc = git_oid_fromstrn(
			 tree, out.buf, text_chomp(out.buf, out.len)) == 0
			 ? 0
			 : err_set(e, "git write-tree names no tree");
	strbuf_release(&out);
	return rc;
}

/* `hooks` says where they are: a path that is not whole is not below DIR. */
static int
run_hook(struct repo *r, const char *const *env, const char *dir,
    const char *hooks, struct err *e)
{
	const char *const fill[] = { REPO_GIT, "checkout-index", "-a", "-u",
		"-f", "-q", NULL };
	const char *const run[] = { REPO_GIT, "-C", dir, "-c", hooks, "hook",
		"run", "--ignore-missing", HOOK, NULL };
	struct strbuf out = STRBUF_INIT;
	int rc = -1;

	if (repo_git_run(r, fill, env, NULL, &out, e) == 0 &&
	    repo_git_run(r, run, env, NULL, &out, e) == 0)
		rc = 0;
	strbuf_release(&out);
	return rc;
}

int
repo_sync_hook(
    struct repo *r, const char *index, int state, git_oid *tree, struct err *e)
{
	char *hook = repo_hook(r, HOOK), *dir = repo_state_path(r, DIR);
	char *work = xasprintf("GIT_WORK_TREE=%s", dir);
	char *git = xasprintf("GIT_DIR=%s", git_repository_path(r->git)),
	     *hooks;
	const char *const env[] = { index, work, git, "GIT_EDITOR=:", NULL };
	int rc = 0;

	if (hook != NULL) {
		hooks = xasprintf(
		    "core.hooksPath=%.*s", (int)(path_base(hook) - hook), hook);
		if (fs_remove_tree(state, DIR, e) == -1 ||
		    fs_mkdirs(state, DIR, e) == -1)
			rc = -1;
		else if (run_hook(r, env, dir, hooks, e) == -1)
			rc = err_set(e,
			    HOOK ": %s; where it needs more than the merged "
				 "files, git runs it in the work tree: git "
				 "pull, then git push",
			    e->msg);
		else
			rc = write_tree(r, env, tree, e);
		free(hooks);
	}
	repo_sync_hook_drop(state);
	free(git);
	free(work);
	free(dir);
	free(hook);
	return rc;
}

void
repo_sync_hook_drop(int state)
{
	struct err ignored = ERR_INIT;

	fs_remove_tree(state, DIR, &ignored);
}
