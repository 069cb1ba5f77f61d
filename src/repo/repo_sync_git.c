/* repo_sync_git.c: hooks and signatures of a commit that merges
 *
 * git runs them for a merge of its own, which it would have to make in the work
 * tree. So they are run as it would: pre-merge-commit (repo_sync_hook.c);
 * prepare-commit-msg and commit-msg, with an index that holds what was merged;
 * git-commit-tree(1), which signs; and, when all is in its place, post-merge. A
 * crash leaves files that the next sync writes over.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"
#include "repo/repo_sync_int.h"

/* In the state folder, whose sync.lock we hold. */
#define INDEX "sync-index"
#define MESSAGE "sync-message"

static bool
wants_signature(struct repo *r)
{
	git_config *conf = NULL;
	int sign = 0;

	if (git_repository_config_snapshot(&conf, r->git) == 0)
		git_config_get_bool(&sign, conf, "commit.gpgSign");
	git_config_free(conf);
	return sign;
}

bool
repo_sync_git_wanted(struct repo *r)
{
	static const char *const names[] = { "pre-merge-commit",
		"prepare-commit-msg", "commit-msg" };
	bool wanted = wants_signature(r);
	size_t i;

	for (i = 0; !wanted && i < sizeof(names) / sizeof(*names); i++) {
		char *path = repo_hook(r, names[i]);

		wanted = path != NULL;
		free(path);
	}
	return wanted;
}

static void
drop_files(int state)
{
	static const char *const names[] = { INDEX, INDEX ".lock", MESSAGE };
	struct err ignored = ERR_INIT;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		fs_unlink(state, names[i], 0, &ignored);
	repo_sync_hook_drop(state);
}

/* The hooks that may change the message, or refuse it. */
static int
run_hooks(
    struct repo *r, const char *const *env, const char *file, struct err *e)
{
	const char *const prepare[] = { REPO_GIT, "hook", "run",
		"--ignore-missing", "prepare-commit-msg", "--", file, "merge",
		NULL };
	const char *const check[] = { REPO_GIT, "hook", "run",
		"--ignore-missing", "commit-msg", "--", file, NULL };
	struct strbuf out = STRBUF_INIT;
	int rc = -1;

	if (repo_git_run(r, prepare, env, NULL, &out, e) != 0)
		err_wrap(e, "prepare-commit-msg");
	else if (repo_git_run(r, check, env, NULL, &out, e) != 0)
		err_wrap(e, "commit-msg");
	else
		rc = 0;
	strbuf_release(&out);
	return rc;
}

static int
make_commit(struct repo *r, const char *const *env,
    const struct repo_sync_pair *pair, const char *file, git_oid *out,
    struct err *e)
{
	const char *sign = wants_signature(r) ? "-S" : "--no-gpg-sign";
	char tree[REPO_OID], here[REPO_OID], there[REPO_OID];
	const char *const argv[] = { REPO_GIT, "commit-tree", sign, "-p", here,
		"-p", there, "-F", file, tree, NULL };
	struct strbuf hex = STRBUF_INIT;
	int rc = -1;

	git_oid_tostr(tree, sizeof(tree), pair->tree);
	git_oid_tostr(here, sizeof(here), pair->here);
	git_oid_tostr(there, sizeof(there), pair->there);
	if (repo_git_run(r, argv, env, NULL, &hex, e) == 0) {
		strbuf_trunc(&hex, text_chomp(hex.buf, hex.len));
		rc = git_oid_fromstr(out, hex.buf) == 0
			 ? 0
			 : err_set(e, "git commit-tree names no commit");
	}
	strbuf_release(&hex);
	return rc;
}

/* All of it, with this environment, the index first, and the message in `file`. */
static int
merge_by_git(struct repo *r, const char *const *env, int state,
    const struct repo_sync_pair *pair, const char *file, git_oid *out,
    struct err *e)
{
	char hex[REPO_OID];
	const char *const argv[] = { REPO_GIT, "read-tree", hex, NULL };
	struct strbuf text = STRBUF_INIT;
	git_oid tree = *pair->tree;
	struct repo_sync_pair hooked = *pair;
	int rc = -1;

	hooked.tree = &tree;
	git_oid_tostr(hex, sizeof(hex), pair->tree);
	if (fs_write(state, MESSAGE, pair->message, strlen(pair->message), 0,
		e) == -1 ||
	    repo_git_run(r, argv, env, NULL, &text, e) != 0 ||
	    repo_sync_hook(r, env[0], state, &tree, e) == -1 ||
	    run_hooks(r, env, file, e) == -1)
		goto out;
	strbuf_clear(&text);
	if (fs_read(&text, state, MESSAGE, FS_READ_MAX, e) == -1)
		goto out;
	if (text_blank(text.buf))
		err_set(e, "a hook has left no message for the commit");
	else
		rc = make_commit(r, env, &hooked, file, out, e);
out:
	strbuf_release(&text);
	return rc;
}

int
repo_sync_git_commit(struct repo *r, const struct repo_sync_opts *o,
    const struct repo_sync_pair *pair, git_oid *out, struct err *e)
{
	int state = repo_state_fd(r, e), offset = o->when.offset / 60, rc;
	char *file = repo_state_path(r, MESSAGE);
	char *index = xasprintf("GIT_INDEX_FILE=%s/halfhour/" INDEX, r->common);
	char *when = xasprintf("@%lld %c%02d%02d", (long long)o->when.t,
	    offset < 0 ? '-' : '+', abs(offset) / 60, abs(offset) % 60);
	char *authored = xasprintf("GIT_AUTHOR_DATE=%s", when);
	char *committed = xasprintf("GIT_COMMITTER_DATE=%s", when);
	char *author =
	    xasprintf("GIT_AUTHOR_NAME=%s", r->author != NULL ? r->author : "");
	char *committer = xasprintf(
	    "GIT_COMMITTER_NAME=%s", r->author != NULL ? r->author : "");
	const char *const env[] = { index, authored, committed,
		"GIT_EDITOR=:", r->author != NULL ? author : NULL, committer,
		NULL };

	rc = state == -1 ? -1 : 0;
	if (rc == 0) {
		drop_files(state);
		rc = merge_by_git(r, env, state, pair, file, out, e);
		drop_files(state);
	}
	free(committer);
	free(author);
	free(committed);
	free(authored);
	free(when);
	free(index);
	free(file);
	return rc == -1 ? err_wrap(e, "nothing is synced") : 0;
}

void
repo_sync_git_after(struct repo *r)
{
	const char *const argv[] = { REPO_GIT, "hook", "run",
		"--ignore-missing", "post-merge", "--", "0", NULL };
	struct strbuf out = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char *hook = repo_hook(r, "post-merge");

	/* What it says changes nothing any more, githooks(5). */
	if (hook != NULL)
		repo_git_run(r, argv, NULL, NULL, &out, &ignored);
	strbuf_release(&out);
	free(hook);
}
