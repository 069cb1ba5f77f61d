/* repo_git_version.c: a version of a file as the user's git has it */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "repo/repo_git.h"

/* "MODE … OID …\tPATH", of ls-tree and ls-files: whether there is one. */
static int
version_row(const struct strbuf *row, bool tree, const char *path,
    struct repo_git_version *v, struct err *e)
{
	char type[8] = "blob", stage[2] = "0";

	if (row->len == 0)
		return 0;
	if (sscanf(row->buf, tree ? "%o %7s %64s" : "%o %64s %1s", &v->mode,
		tree ? type : v->hex, tree ? v->hex : stage) != 3)
		return err_set(e, "%s: git says of it what is not known", path);
	if (strcmp(stage, "0") != 0)
		return err_code(e, ERR_CONFLICT,
		    "%s has a conflict that is not resolved; resolve it, then: "
		    "git add '%s'",
		    path, path);
	if (strcmp(type, "blob") != 0 ||
	    (v->mode != GIT_FILEMODE_BLOB &&
		v->mode != GIT_FILEMODE_BLOB_EXECUTABLE))
		return err_set(e,
		    "%s is not a regular file in git; commit what you have "
		    "made of it first",
		    path);
	v->there = true;
	return 0;
}

int
repo_git_version(struct repo *r, bool head, const char *path,
    struct repo_git_version *v, struct err *e)
{
	const char *const tree[] = { REPO_GIT, "ls-tree", "-z", "--full-tree",
		"HEAD", "--", path, NULL };
	const char *const staged[] = { REPO_GIT, "--literal-pathspecs",
		"ls-files", "-s", "-z", "--", path, NULL };
	char *from = xasprintf("--path=%s", path);
	const char *const show[] = { REPO_GIT, "cat-file", "--filters", from,
		v->hex, NULL };
	struct strbuf row = STRBUF_INIT;
	int rc = -1;

	*v = (struct repo_git_version){ .text = STRBUF_INIT };
	if (repo_git_run(r, head ? tree : staged, NULL, NULL, &row, e) == 0)
		rc = version_row(&row, head, path, v, e);
	if (rc == 0 && v->there &&
	    repo_git_run(r, show, NULL, NULL, &v->text, e) != 0)
		rc = -1;
	strbuf_release(&row);
	free(from);
	return rc;
}
