/* repo_attr_missing.c: files whose filter is not at work in this clone
 *
 * A clone in which git-crypt is locked has no filter of that name, and git takes
 * files as they are: what is encrypted lies in the work tree, and what is added
 * goes into the history as plain text. So it is with git-lfs, where it is not
 * installed: a pointer lies in the place of the file. Both may also be so where
 * the filter is there, since it was set up after the checkout, or told to skip.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"
#include "repo/repo_plan_int.h"

#define CRYPT_HEAD "\0GITCRYPT\0"
#define LFS_HEAD "version https://git-lfs.github.com/spec/v1\n"
#define OUT_CRYPT "unlock it: git-crypt unlock"
#define OUT_LFS "let git-lfs get it: git lfs install && git lfs pull"

static bool
is_crypt(const char *name)
{
	return strcmp(name, "git-crypt") == 0 ||
	       text_starts(name, "git-crypt-");
}

int
repo_attr_raw(const char *path, const struct repo_file *f, struct err *e)
{
	size_t n = sizeof(CRYPT_HEAD) - 1, m = sizeof(LFS_HEAD) - 1;

	if (!f->there)
		return 0;
	if (f->text.len >= n && memcmp(f->text.buf, CRYPT_HEAD, n) == 0)
		return err_set(e,
		    "%s: nothing is written, for the file is encrypted; "
		    "" OUT_CRYPT,
		    path);
	if (f->text.len >= m && memcmp(f->text.buf, LFS_HEAD, m) == 0)
		return err_set(e,
		    "%s: nothing is written, for a pointer of git-lfs is in "
		    "the place of the file; " OUT_LFS,
		    path);
	return 0;
}

/* Whether the filter of this name has something to do it by: 1 or 0; -1. */
static int
is_there(struct repo *r, const char *name, struct err *e)
{
	static const char *const keys[] = { "clean", "process" };
	struct strbuf out = STRBUF_INIT;
	size_t i;
	int rc = 1;

	for (i = 0; i < 2 && rc == 1; i++) {
		char *key = xasprintf("filter.%s.%s", name, keys[i]);
		const char *const argv[] = { REPO_GIT, "config", "--get", key,
			NULL };

		/* It ends with 1 when there is none. */
		rc = repo_git_run(r, argv, NULL, NULL, &out, e);
		free(key);
	}
	strbuf_release(&out);
	return rc == 0 ? 1 : rc == 1 ? 0 : -1;
}

/* The answer is the path, "filter" and its value, each ended by a NUL. */
int
repo_attr_missing(struct repo *r, const char *path, struct err *e)
{
	const char *const argv[] = { REPO_GIT, "check-attr", "-z", "filter",
		"--", path, NULL };
	struct strbuf out = STRBUF_INIT;
	const char *name;
	int rc = 0;

	if (r->git != NULL && repo_attr_none(r, path))
		return 0;
	if (repo_git_run(r, argv, NULL, NULL, &out, e) != 0) {
		strbuf_release(&out);
		return -1;
	}
	name = out.buf + strlen(path) + sizeof("filter") + 1;
	if (out.len > (size_t)(name - out.buf) &&
	    (is_crypt(name) || strcmp(name, "lfs") == 0) &&
	    (rc = is_there(r, name, e)) != -1)
		rc = rc == 1
			 ? 0
			 : err_set(e,
			       "%s is to go through the filter '%s', which "
			       "is not set up in this clone; %s",
			       path, name,
			       is_crypt(name) ? OUT_CRYPT
					      : "set it up: git lfs install");
	strbuf_release(&out);
	return rc;
}

/* A blob as git would check it out there. */
static int
smudged(struct repo *r, const char *hex, const char *path, struct strbuf *out,
    struct err *e)
{
	char *as = xasprintf("--path=%s", path);
	const char *const argv[] = { REPO_GIT, "cat-file", "--filters", as, hex,
		NULL };
	int rc = repo_git_run(r, argv, NULL, NULL, out, e);

	free(as);
	return rc == 0 ? 0 : err_wrap(e, "%s", path);
}

int
repo_path_text(struct repo *r, const git_oid *oid, const char *path,
    struct arena *mem, struct repo_text *out, struct err *e)
{
	char hex[REPO_OID];
	const char *filter = NULL;
	struct strbuf text = STRBUF_INIT;
	int rc;

	if (git_oid_is_zero(oid) || repo_attr_none(r, path))
		return repo_blob_text(r, oid, mem, out, e);
	if (repo_attr_filter(r, path, &filter) == -1 || filter == NULL)
		return repo_blob_text(r, oid, mem, out, e);
	git_oid_tostr(hex, sizeof(hex), oid);
	rc = smudged(r, hex, path, &text, e);
	if (rc == 0)
		*out = (struct repo_text){
			arena_copy(mem, text.buf, text.len + 1, 1), text.len
		};
	strbuf_release(&text);
	return rc;
}
