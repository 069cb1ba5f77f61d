/* repo_sync_text.c: the texts of a file that both sides have changed
 *
 * A file that goes through a filter, as with git-crypt or LFS, is another in
 * git than in the work tree: what git has may be no text at all, or only tell
 * where one is. So git gives us the three as it would check them out, and takes
 * what became of them as it would add it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"
#include "repo/repo_sync_int.h"

/* As git would check it out. */
static int
read_by_git(struct repo *r, const char *path, const git_oid *oid,
    struct arena *mem, struct repo_text *out, struct err *e)
{
	char hex[REPO_OID];
	char *as = arena_printf(mem, "--path=%s", path);
	const char *const argv[] = { REPO_GIT, "cat-file", "--filters", as, hex,
		NULL };
	struct strbuf text = STRBUF_INIT;
	int rc = -1;

	strbuf_init(&text, STRBUF_MAX);
	git_oid_tostr(hex, sizeof(hex), oid);
	if (repo_git_run(r, argv, NULL, NULL, &text, e) != 0)
		err_wrap(e, "%s", path);
	else if (text.full)
		err_set(e, "%s is too long", path);
	else
		rc = 0;
	out->p = rc == 0 ? arena_copy(mem, text.buf, text.len + 1, 1) : NULL;
	out->len = text.len;
	strbuf_release(&text);
	return rc;
}

int
repo_sync_text_read(struct repo *r, const struct repo_sync_file *f,
    const git_oid *oid, struct arena *mem, struct repo_text *out, struct err *e)
{
	if (!f->filtered || git_oid_is_zero(oid))
		return repo_blob_text(r, oid, mem, out, e);
	return read_by_git(r, f->path, oid, mem, out, e);
}

int
repo_sync_text_write(struct repo *r, const struct repo_sync_file *f,
    const struct strbuf *text, git_oid *out, struct err *e)
{
	char *as = xasprintf("--path=%s", f->path);
	const char *const argv[] = { REPO_GIT, "hash-object", "-w", as,
		"--stdin", NULL };
	struct repo_text in = { text->buf, text->len };
	struct strbuf hex = STRBUF_INIT;
	int rc = -1;

	if (!f->filtered) {
		if (git_blob_create_from_buffer(
			out, r->git, text->buf, text->len) == 0)
			rc = 0;
		else
			repo_err_git(e, "cannot merge %s", f->path);
	} else if (repo_git_run(r, argv, NULL, &in, &hex, e) != 0) {
		err_wrap(e, "%s", f->path);
	} else if (git_oid_fromstrn(
		       out, hex.buf, text_chomp(hex.buf, hex.len)) < 0) {
		err_set(e, "%s: git gives its blob no name", f->path);
	} else {
		rc = 0;
	}
	strbuf_release(&hex);
	free(as);
	return rc;
}

bool
repo_sync_is_text(const struct repo_text *text)
{
	return text->p != NULL && memchr(text->p, '\0', text->len) == NULL;
}
