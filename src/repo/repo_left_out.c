/* repo_left_out.c: files that a sparse checkout leaves out of the work tree */
/*
 * git-sparse-checkout(1) marks the row of such a file in the index and has no
 * work file. To take that for an empty day, and to write a work file with
 * nothing but the new entry, would be to delete all older ones: git clears the
 * mark of a file that is there, and its next commit takes it as it is. So who
 * reads gets the text that the index has, and who writes has the file put back
 * first, as git itself does where a merge needs it. `git sparse-checkout
 * reapply` takes it out again once it is committed.
 *
 * What it would be is asked of git: a sparse clone is often a partial one too,
 * and git alone fetches what is missing; and it may go through a filter.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_child.h"
#include "repo/repo_git.h"
#include "repo/repo_left_out.h"
#include "repo/repo_plan_int.h"

#define PATTERNS "info/sparse-checkout" /* there as soon as one was sparse */

/* ---- one file ----------------------------------------------------------- */

/* The same where only git can read the index. */
static int
marked_by_git(struct repo *r, const char *path, struct err *e)
{
	const char *const argv[] = { REPO_GIT, "--literal-pathspecs",
		"ls-files", "-t", "-z", "--", path, NULL };
	struct strbuf row = STRBUF_INIT;
	int rc = repo_there(r->git_fd, PATTERNS, e);

	if (rc == 1)
		rc = repo_git_run(r, argv, NULL, NULL, &row, e) == 0 ? 1 : -1;
	if (rc == 1)
		rc = text_starts(row.buf, "S ");
	strbuf_release(&row);
	return rc;
}

int
repo_left_out(struct repo *r, const char *path, struct err *e)
{
	const struct repo_index_row *row;
	const struct repo_index *ix = NULL;
	struct repo_index_entry entry;
	struct err ignored = ERR_INIT;
	int there = repo_there(r->root_fd, path, &ignored);

	/* What else is wrong with the path is told by who opens it. */
	if (there != 0)
		return 0;
	if (r->git != NULL)
		ix = repo_index_now(r, &ignored);
	/* One that is damaged keeps nobody from saving an entry. */
	if (ix == NULL)
		return r->git == NULL || r->index.foreign
			   ? marked_by_git(r, path, e)
			   : 0;
	if ((row = repo_index_find(ix, path, 0, NULL)) == NULL)
		return 0;
	repo_index_get(row, &entry);
	return (entry.extended & REPO_INDEX_SKIPPED) != 0;
}

/* What the index has of one that is left out, as git would check it out: 1, or
 * 0 when it is none. The text is to be released in any case. */
static int
left_version(
    struct repo *r, const char *path, struct repo_git_version *v, struct err *e)
{
	int rc = repo_left_out(r, path, e);

	*v = (struct repo_git_version){ .text = STRBUF_INIT };
	if (rc == 1 && repo_git_version(r, false, path, v, e) == -1)
		rc = -1;
	if (rc != -1)
		return rc == 1 && v->there;
	return err_wrap(e,
	    "%s is left out of the work tree by a sparse checkout, and cannot "
	    "be read, as it can after: git sparse-checkout disable",
	    path);
}

int
repo_left_text(
    struct repo *r, const char *path, struct strbuf *out, struct err *e)
{
	struct repo_git_version v;
	int rc = left_version(r, path, &v, e);

	if (rc == 1)
		strbuf_add(out, v.text.buf, v.text.len);
	strbuf_release(&v.text);
	return rc;
}

int
repo_left_restore(struct repo *r, const char *path, struct err *e)
{
	struct repo_git_version v;
	struct stat st;
	int rc = left_version(r, path, &v, e);

	if (rc == 1 && fs_write(r->root_fd, path, v.text.buf, v.text.len,
			   FS_NEW | FS_DURABLE, e) == -1)
		/* Somebody has put it there: then it is theirs. */
		rc = e->code == ERR_CONFLICT ? 0 : -1;
	if (rc == 1 && v.mode == GIT_FILEMODE_BLOB_EXECUTABLE &&
	    (fs_stat(r->root_fd, path, &st) == -1 ||
		fchmodat(r->root_fd, path,
		    (st.st_mode & 07777) | ((st.st_mode & 0444) >> 2),
		    0) == -1))
		rc = err_errno(e, "cannot write %s", path);
	strbuf_release(&v.text);
	return rc == -1 ? -1 : 0;
}

/* ---- all of them -------------------------------------------------------- */

/* "S MODE OID STAGE\tPATH": the path, seen from the top, of a regular file
 * that may be left out; NULL for any other row. */
static const char *
row_path(const char *row, char hex[REPO_GIT_HEX])
{
	const char *tab = strchr(row, '\t');
	unsigned mode;

	if (tab == NULL || sscanf(row, "S %o %64s 0", &mode, hex) != 2 ||
	    (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE))
		return NULL;
	/* git is asked for each in a line. */
	return strchr(tab, '\n') == NULL ? tab + 1 : NULL;
}

/*
 * Have `c`, a git-cat-file(1), give a text. What it says of the length is that
 * before the filters, so its end is known by a second question, to which the
 * answer cannot be part of the text: it has the text's own hash in it. 1; 0 when
 * it has none to give; -1 when it has ended.
 */
static int
ask_text(struct repo_child *c, const char *hex, const char *path,
    struct strbuf *out, struct err *e)
{
	char *ask = xasprintf("%s %s\nhalfhour-%s\n", hex, path, hex);
	char *end = xasprintf("\nhalfhour-%s missing\n", hex);
	char *lead = xasprintf("%s blob ", hex), buf[8192];
	struct strbuf said = STRBUF_INIT;
	size_t len = strlen(end), head;
	ssize_t n = repo_child_write(c, ask, strlen(ask)) == -1 ? 0 : 1;
	int rc = 1;

	strbuf_clear(out);
	while (n > 0 && (said.len < len ||
			    memcmp(said.buf + said.len - len, end, len) != 0)) {
		do
			n = recv(c->fd, buf, sizeof(buf), 0);
		while (n == -1 && errno == EINTR);
		if (n > 0)
			strbuf_add(&said, buf, (size_t)n);
	}
	head = strcspn(said.buf, "\n") + 1;
	if (n < 1)
		rc = -1;
	else if (text_starts(said.buf, lead) && head + len <= said.len &&
		 !said.full)
		strbuf_add(out, said.buf + head, said.len - len - head);
	else
		rc = 0;
	if (rc < 1)
		err_set(e,
		    "it is left out of the work tree by a sparse checkout, and "
		    "git does not give it");
	strbuf_release(&said);
	free(lead);
	free(end);
	free(ask);
	return rc;
}

/* Each of the rows of the index that is wanted; `skip` bytes of their paths
 * lead to the folder. */
static void
each_row(struct repo *r, const struct strbuf *rows, size_t skip,
    const struct sweep *s, void *payload)
{
	const char *const argv[] = { REPO_GIT, "cat-file", "--batch",
		"--filters", NULL };
	struct repo_child c = REPO_CHILD_INIT;
	const char *row = rows->buf, *end = rows->buf + rows->len, *path;
	struct strbuf text = STRBUF_INIT;
	char hex[REPO_GIT_HEX];
	struct err why = ERR_INIT;
	struct stat st;
	/* Of one that has ended nothing more is to be had. */
	int rc = repo_git_start(r, &c, argv, NULL, &why);

	for (; row < end; row += strlen(row) + 1) {
		if ((path = row_path(row, hex)) == NULL ||
		    strlen(path) <= skip ||
		    fs_stat(r->root_fd, path + skip, &st) == 0 ||
		    !s->want(path + skip, payload))
			continue;
		if (rc != -1)
			rc = ask_text(&c, hex, path, &text, &why);
		if (rc == 1 && text.len > s->max)
			rc = err_set(&why, "it is too long") + 1;
		s->file(path + skip, &text, rc == 1 ? NULL : &why, payload);
	}
	repo_child_release(&c);
	strbuf_release(&text);
}

int
repo_left_files(const char *dir, const char *below, const struct sweep *s,
    void *payload, struct err *e)
{
	const char *const where[] = { REPO_GIT, "rev-parse", "--show-prefix",
		NULL };
	const char *const list[] = { REPO_GIT, "--literal-pathspecs",
		"ls-files", "-s", "-t", "-z", "--full-name", "--",
		*below != '\0' ? below : ".", NULL };
	struct strbuf prefix = STRBUF_INIT, rows = STRBUF_INIT;
	/* What these need of a repository is its folder. */
	struct repo r = { .git_fd = -1, .common_fd = -1, .state_fd = -1 };
	int rc = -1;

	r.root = xstrdup(dir);
	if ((r.root_fd = fs_open_dir(dir, e)) != -1 &&
	    repo_git_run(&r, where, NULL, NULL, &prefix, e) == 0 &&
	    repo_git_run(&r, list, NULL, NULL, &rows, e) == 0) {
		each_row(
		    &r, &rows, text_chomp(prefix.buf, prefix.len), s, payload);
		rc = 0;
	}
	if (r.root_fd != -1)
		close(r.root_fd);
	strbuf_release(&rows);
	strbuf_release(&prefix);
	free(r.root);
	return rc;
}
