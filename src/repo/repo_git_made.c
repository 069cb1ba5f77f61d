/* repo_git_made.c: after a commit that the user's git has made */
/*
 * Such a commit is made from an index of its own, which goes with it; and a
 * hook writes into that. What it adds there is in HEAD then and not in the
 * user's index, where it would be staged to be taken out again; and what it
 * takes out there is in no commit.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"

/* The tree with nothing in it, by the hash of this repository. */
static int
empty_tree(struct repo *r, char hex[REPO_GIT_HEX], struct err *e)
{
	const char *const argv[] = { REPO_GIT, "hash-object", "-t", "tree",
		"--stdin", NULL };
	struct repo_text none = { "", 0 };
	struct strbuf out = STRBUF_INIT;
	int rc = repo_git_run(r, argv, NULL, &none, &out, e) == 0 ? 0 : -1;

	strbuf_trunc(&out, text_chomp(out.buf, out.len));
	if (rc == 0 && out.len < REPO_GIT_HEX)
		memcpy(hex, out.buf, out.len + 1);
	strbuf_release(&out);
	return rc;
}

int
repo_git_name(
    struct repo *r, const char *name, char hex[REPO_GIT_HEX], struct err *e)
{
	const char *const argv[] = { REPO_GIT, "rev-parse", "-q", "--verify",
		name, NULL };
	struct strbuf out = STRBUF_INIT;
	int rc = repo_git_run(r, argv, NULL, NULL, &out, e);

	strbuf_trunc(&out, text_chomp(out.buf, out.len));
	if (rc == 0 && out.len < REPO_GIT_HEX)
		memcpy(hex, out.buf, out.len + 1);
	strbuf_release(&out);
	return rc == 0 ? 1 : rc == 1 ? 0 : -1;
}

/* ---- what a hook has put into it ---------------------------------------- */

/* A row ":MODE MODE OID OID STATUS" and a path, each ended by NUL, of the raw
 * format of git-diff-tree(1): moves *at behind it; false at the end. */
static bool
next_row(const char **at, const char *end, const char **row, const char **path)
{
	if (*at >= end)
		return false;
	*row = *at;
	*path = *row + strlen(*row) + 1;
	if (*path >= end)
		return false;
	*at = *path + strlen(*path) + 1;
	return true;
}

static bool
is_part(const struct repo_intent *in, const char *path)
{
	size_t i;

	for (i = 0; i < in->n; i++)
		if (strcmp(in->parts[i].path, path) == 0)
			return true;
	return false;
}

/* The rows that the index gets, for git-update-index(1): what has changed, but
 * for what the user has staged. */
static int
follow_rows(const struct repo_intent *in, const struct strbuf *changed,
    const struct strbuf *staged, struct strbuf *out, struct err *e)
{
	struct map *own = map_new();
	const char *at, *row, *path;
	int rc = 0;

	for (at = staged->buf;
	     next_row(&at, staged->buf + staged->len, &row, &path);)
		map_put(own, path, own);
	for (at = changed->buf;
	     next_row(&at, changed->buf + changed->len, &row, &path);) {
		char from[REPO_GIT_HEX], to[REPO_GIT_HEX];
		unsigned mode;

		if (sscanf(row, ":%*o %o %64s %64s", &mode, from, to) != 3)
			rc = err_set(
			    e, "%s: git says of it what is not known", path);
		else if (map_get(own, path) == NULL && !is_part(in, path)) {
			/* Mode 0 takes a row away; any name will do then. */
			strbuf_addf(out, "%o %s\t%s", mode,
			    mode == 0 ? from : to, path);
			strbuf_addc(out, '\0');
		}
	}
	map_free(own);
	return rc;
}

int
repo_git_follow(struct repo *r, const struct repo_intent *in, const char *was,
    const char *made, struct err *e)
{
	char from[REPO_GIT_HEX] = "";
	const char *const diff[] = { REPO_GIT, "diff-tree", "-r", "-z", "--raw",
		"--no-abbrev", "--no-renames", from, made, NULL };
	const char *const index[] = { REPO_GIT, "diff-index", "--cached", "-z",
		"--raw", "--no-abbrev", "--no-renames", from, NULL };
	const char *const put[] = { REPO_GIT, "update-index", "-z", "--add",
		"--remove", "--index-info", NULL };
	struct strbuf changed = STRBUF_INIT, staged = STRBUF_INIT;
	struct strbuf rows = STRBUF_INIT, out = STRBUF_INIT;
	struct repo_text text;
	int rc = 0;

	if (*was == '\0')
		rc = empty_tree(r, from, e);
	else
		memcpy(from, was, strlen(was) + 1);
	if (rc == 0 && repo_git_run(r, diff, NULL, NULL, &changed, e) == 0 &&
	    repo_git_run(r, index, NULL, NULL, &staged, e) == 0)
		rc = follow_rows(in, &changed, &staged, &rows, e);
	else
		rc = -1;
	text = (struct repo_text){ rows.buf, rows.len };
	if (rc == 0 && rows.len > 0 &&
	    repo_git_run(r, put, NULL, &text, &out, e) != 0)
		rc = -1;
	strbuf_release(&out);
	strbuf_release(&rows);
	strbuf_release(&staged);
	strbuf_release(&changed);
	return rc;
}

/* ---- what a hook has left of it ------------------------------------------ */

int
repo_git_take_back(
    struct repo *r, const char *was, const char *made, struct err *e)
{
	static const char why[] = "halfhour: a hook left nothing to commit";
	const char *const back[] = { REPO_GIT, "update-ref", "-m", why, "HEAD",
		was, made, NULL };
	const char *const gone[] = { REPO_GIT, "update-ref", "-m", why, "-d",
		"HEAD", made, NULL };
	char parent[REPO_GIT_HEX] = "", from[REPO_GIT_HEX] = "";
	char to[REPO_GIT_HEX] = "";
	char *above = xasprintf("%s^", made), *tree = xasprintf("%s:", made);
	char *before = xasprintf("%s:", was);
	struct strbuf out = STRBUF_INIT;
	int rc;

	rc = repo_git_name(r, above, parent, e);
	if (rc != -1)
		rc = repo_git_name(r, tree, to, e);
	if (rc != -1)
		rc = *was == '\0' ? empty_tree(r, from, e)
				  : repo_git_name(r, before, from, e);
	if (rc != -1)
		rc = strcmp(parent, was) == 0 && strcmp(from, to) == 0;
	if (rc == 1)
		rc = repo_git_run(r, *was == '\0' ? gone : back, NULL, NULL,
			 &out, e) == 0
			 ? 1
			 : -1;
	strbuf_release(&out);
	free(before);
	free(tree);
	free(above);
	return rc;
}
