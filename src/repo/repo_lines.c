/* repo_lines.c: where two texts differ, line by line */
#include <string.h>

#include "repo/repo_dates_int.h"

int
repo_diff_lines(const struct repo_text *a, const struct repo_text *b,
    struct arena *mem, struct repo_hunk **out, size_t *n, struct err *e)
{
	git_diff_options opts;
	git_patch *patch = NULL;
	size_t i;
	int rc = -1;

	*n = 0;
	if (repo_lib_open(e) == -1)
		return -1;
	git_diff_options_init(&opts, GIT_DIFF_OPTIONS_VERSION);
	opts.context_lines = 0;
	opts.interhunk_lines = 0;
	/* What it takes for binary would have no lines. */
	opts.flags = GIT_DIFF_FORCE_TEXT;
	if (git_patch_from_buffers(
		&patch, a->p, a->len, NULL, b->p, b->len, NULL, &opts) < 0) {
		repo_err_git(e, "cannot compare two versions");
		goto out;
	}
	*n = git_patch_num_hunks(patch);
	*out = arena_alloc(mem, *n * sizeof(**out));
	for (i = 0; i < *n; i++) {
		const git_diff_hunk *h;

		if (git_patch_get_hunk(&h, NULL, patch, i) < 0) {
			repo_err_git(e, "cannot compare two versions");
			goto out;
		}
		/* Of no lines at all, the start is that of the line before. */
		(*out)[i] = (struct repo_hunk){
			(size_t)h->old_start - (h->old_lines > 0),
			(size_t)h->old_lines,
			(size_t)h->new_start - (h->new_lines > 0),
			(size_t)h->new_lines,
		};
	}
	rc = 0;
out:
	git_patch_free(patch);
	git_libgit2_shutdown();
	return rc;
}
