/* repo_link_git.c: the same by the user's own git, where libgit2 does not do */
/*
 * libgit2 1.5 follows commits beyond the end of a shallow clone, to tell the
 * other side what it has, and does not find them; and it runs no pre-push hook.
 * Then git talks to the other side. It keeps to the same rules: no reference of
 * ours is moved by a fetch, and the other side moves its branch only from where
 * we saw it, which is what git calls a lease; that the new commit descends from
 * there is for our callers to see to, so nothing is forced.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_git.h"
#include "repo/repo_link.h"

int
repo_link_git_look(
    struct repo_link *l, const char *ref, git_oid *oid, struct err *e)
{
	/* Of all branches, for one may be in the way of another. */
	const char *const argv[] = { REPO_GIT, "ls-remote", "-q", "--heads",
		"--", l->url, NULL };
	struct strbuf out = STRBUF_INIT;
	size_t at, n;
	int found = 0;

	if (repo_git_run(l->r, argv, NULL, NULL, &out, e) != 0) {
		strbuf_release(&out);
		return err_wrap(e, "cannot reach %s", l->name);
	}
	/* "OID\tREF" */
	for (at = 0; at < out.len && !found; at += n) {
		const char *row = out.buf + at;
		char *name;

		n = text_line(row, out.len - at);
		if (n < GIT_OID_HEXSZ + 2)
			continue;
		name = xstrndup(row + GIT_OID_HEXSZ + 1,
		    text_chomp(row, n) - GIT_OID_HEXSZ - 1);
		if (strcmp(name, ref) == 0)
			found = git_oid_fromstrn(oid, row, GIT_OID_HEXSZ) == 0;
		else if (repo_link_clash(ref, name))
			found = repo_link_in_way(l, ref, name, e);
		free(name);
	}
	strbuf_release(&out);
	return found;
}

int
repo_link_git_fetch(struct repo_link *l, const char *ref, struct err *e)
{
	const char *const argv[] = { REPO_GIT, "fetch", "-q", "--no-tags",
		"--no-write-fetch-head", "--no-auto-gc",
		"--no-recurse-submodules", "--refmap=", "--", l->url, ref,
		NULL };
	struct strbuf out = STRBUF_INIT;
	int rc = repo_git_run(l->r, argv, NULL, NULL, &out, e);

	strbuf_release(&out);
	return rc == 0 ? 0 : err_wrap(e, "cannot fetch from %s", l->name);
}

/* Why the other side, or git, did not take it, from a line of --porcelain,
 * "!\tFROM:TO\t[rejected] (why)"; to be freed, or NULL. */
static char *
link_refused(const struct strbuf *out)
{
	size_t at, n;

	for (at = 0; at < out->len; at += n) {
		const char *row = out->buf + at, *why;
		size_t len;

		n = text_line(row, out->len - at);
		if (*row != '!')
			continue;
		len = text_chomp(row, n);
		why = memchr(row, '(', len);
		if (why != NULL && row[len - 1] == ')')
			return xstrndup(why + 1, (size_t)(row + len - why) - 2);
		return xstrndup(row + 1, len - 1);
	}
	return NULL;
}

static int
link_push(struct repo_link *l, const char *lease, const char *to,
    const char *spec, struct strbuf *out, struct err *e)
{
	const char *const argv[] = { REPO_GIT, "push", "-q", "--porcelain",
		"--no-follow-tags", "--recurse-submodules=no",
		l->hooks ? "--verify" : "--no-verify", lease, "--", to, spec,
		NULL };

	return repo_git_run(l->r, argv, NULL, NULL, out, e);
}

int
repo_link_git_push(
    struct repo_link *l, const char *from, const char *ref, struct err *e)
{
	char old[GIT_OID_HEXSZ + 1] = "";
	char *spec = xasprintf("%s:%s", from, ref), *lease;
	struct strbuf out = STRBUF_INIT;
	int rc;

	if (!git_oid_is_zero(&l->old))
		git_oid_tostr(old, sizeof(old), &l->old);
	lease = xasprintf("--force-with-lease=%s:%s", ref, old);
	/* A hook is told the remote as its user calls it. */
	rc = link_push(
	    l, lease, l->hooks && l->named ? l->name : l->url, spec, &out, e);
	if (rc != 0) {
		l->refused = link_refused(&out);
		strbuf_add(&l->told, e->msg, strlen(e->msg));
		err_wrap(e, "cannot push to %s", l->name);
	}
	strbuf_release(&out);
	free(lease);
	free(spec);
	return rc == 0 ? 0 : -1;
}
