/* repo_merge.c: three versions of a text made one */
#include "repo/repo_int.h"

int
repo_merge3(struct strbuf *out, const struct repo_text *base,
    const struct repo_text *mine, const struct repo_text *theirs, struct err *e)
{
	git_merge_file_input a, m, t;
	git_merge_file_result merged = { 0 };
	int rc = -1;

	if (repo_lib_open(e) == -1)
		return -1;
	git_merge_file_input_init(&a, GIT_MERGE_FILE_INPUT_VERSION);
	m = t = a;
	a.ptr = base->p;
	a.size = base->len;
	m.ptr = mine->p;
	m.size = mine->len;
	t.ptr = theirs->p;
	t.size = theirs->len;
	if (git_merge_file(&merged, &a, &m, &t, NULL) < 0) {
		repo_err_git(e, "cannot merge");
		goto out;
	}
	rc = merged.automergeable ? 1 : 0;
	if (rc == 1)
		strbuf_add(out, merged.ptr, merged.len);
out:
	git_merge_file_result_free(&merged);
	git_libgit2_shutdown();
	return rc;
}
