/* repo_by_hand.c: what the user has committed since an intent was made */
/*
 * A version of a day without an entry that waits is one of two things: the
 * user has taken the entry out and committed that, or git has moved HEAD to a
 * version that knows nothing of it. The graph of commits cannot tell the two
 * apart: the end of a rebase that is given up, the tip of the branch after a
 * bisect and what a pull brings all descend from where HEAD was, and nobody
 * who made them meant the entry. But git writes down each move of HEAD, in the
 * order they come and with the command that made it, in logs/HEAD
 * (git-reflog(1)). So the intent knows how long that was, and of what has come
 * since only the commits count that are made from the work tree and the index:
 * those of git-commit(1), and of a rebase that goes on with what was resolved
 * if they show a part of the entry at least. What cannot be read here was not
 * meant, and the entry is written once more: that can be taken back.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "repo/repo_plan_int.h"

#define LOG "logs/HEAD"

int64_t
repo_log_end(struct repo *r)
{
	struct stat st;

	return fs_stat(r->git_fd, LOG, &st) == 0 ? (int64_t)st.st_size : -1;
}

/* The lines of the log since the intent, NUL at the end: 1; 0 when they cannot
 * be told, as when the log is off, or older lines of it have been removed. */
static int
read_since(struct repo *r, const struct repo_intent *in, struct strbuf *out)
{
	bool ok = false;
	char last;
	int fd;

	if (in->log < 0 || strcmp(in->place, r->place) != 0)
		return 0;
	fd = fs_open(r->git_fd, LOG, O_RDONLY, 0);
	if (fd == -1)
		return 0;
	if (in->log == 0 ||
	    (pread(fd, &last, 1, in->log - 1) == 1 && last == '\n'))
		ok = lseek(fd, in->log, SEEK_SET) != -1 &&
		     fs_read_all(out, fd) == 0 && !out->full;
	close(fd);
	return ok && out->len > 0;
}

/* The two ids and the message of a line "OLD NEW NAME <MAIL> TIME ZONE\tMSG". */
static bool
parse_line(
    const char *line, size_t len, git_oid *old, git_oid *new, const char **msg)
{
	const char *tab = memchr(line, '\t', len);

	if (len < 82 || tab == NULL || line[40] != ' ' || line[81] != ' ' ||
	    git_oid_fromstrn(old, line, 40) < 0 ||
	    git_oid_fromstrn(new, line + 41, 40) < 0)
		return false;
	*msg = tab + 1;
	return true;
}

/* Which command it was: 2, a commit of the user's; 1, one of theirs with which
 * a rebase goes on; 0, anything else. */
static int
hand_of(const char *msg, size_t len)
{
	static const char next[] = "(continue)";
	const char *colon = memchr(msg, ':', len);
	size_t n = colon != NULL ? (size_t)(colon - msg) : 0, k;

	if (n >= 6 && memcmp(msg, "commit", 6) == 0 &&
	    (n == 6 || msg[6] == ' '))
		return 2;
	k = sizeof(next) - 1;
	return n > k && memcmp(colon - k, next, k) == 0;
}

/* The blob that a commit has at path; zero for none: 0, or -1. */
static int
blob_at(const git_commit *commit, const char *path, git_oid *out)
{
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	int rc = git_commit_tree(&tree, commit);

	memset(out, 0, sizeof(*out));
	if (rc == 0)
		rc = git_tree_entry_bypath(&entry, tree, path);
	if (rc == 0)
		git_oid_cpy(out, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return rc == 0 || rc == GIT_ENOTFOUND ? 0 : -1;
}

/* Whether a commit brings a version of the file, in `blob`, that neither its
 * parents have nor where HEAD was before it; and is none of ours. */
static bool
brings(struct repo *r, const git_oid *id, const git_oid *old, const char *path,
    git_oid *blob)
{
	git_commit *commit = NULL, *other = NULL;
	unsigned i, n;
	git_oid was;
	size_t len;
	bool new;

	if (git_commit_lookup(&commit, r->git, id) < 0)
		return false;
	n = git_commit_parentcount(commit);
	new =
	    blob_at(commit, path, blob) == 0 &&
	    repo_trailer(git_commit_message(commit), "Halfhour-", &len) == NULL;
	for (i = 0; new &&i <= n; i++) {
		if (i == n && git_oid_is_zero(old))
			break;
		new = (i < n ? git_commit_parent(&other, commit, i)
			     : git_commit_lookup(&other, r->git, old)) == 0 &&
		      blob_at(other, path, &was) == 0 &&
		      !git_oid_equal(blob, &was);
		git_commit_free(other);
		other = NULL;
	}
	git_commit_free(commit);
	return new;
}

/* How much of the part a version of its file shows. */
static enum repo_seen
seen_in(struct repo *r, const struct repo_part *p, const git_oid *oid)
{
	enum repo_seen seen = REPO_SEEN_NONE;
	struct err ignored = ERR_INIT;
	git_blob *blob = NULL;
	const char *text;

	if (git_oid_is_zero(oid) || git_blob_lookup(&blob, r->git, oid) < 0)
		return seen;
	text = git_blob_rawcontent(blob);
	repo_part_seen(r, p, text != NULL ? text : "",
	    (size_t)git_blob_rawsize(blob), &seen, &ignored);
	git_blob_free(blob);
	return seen;
}

/* Whether one move of HEAD was it. */
static bool
is_meant(struct repo *r, const struct repo_part *p, const git_oid *head,
    const char *line, size_t len)
{
	char hex[REPO_OID] = "";
	git_oid old, new, blob;
	const char *msg;
	int hand;

	if (!parse_line(line, len, &old, &new, &msg) ||
	    (hand = hand_of(msg, (size_t)(line + len - msg))) == 0 ||
	    !brings(r, &new, &old, p->path, &blob))
		return false;
	if (!git_oid_is_zero(&blob))
		git_oid_tostr(hex, sizeof(hex), &blob);
	/* A version that was there when the intent was made. */
	if (strcmp(hex, p->head) == 0 || strcmp(hex, p->index) == 0)
		return false;
	if (hand == 1 && seen_in(r, p, &blob) == REPO_SEEN_NONE)
		return false;
	return git_oid_equal(head, &new) ||
	       git_graph_descendant_of(r->git, head, &new) == 1;
}

bool
repo_by_hand(
    struct repo *r, const struct repo_intent *in, const struct repo_part *p)
{
	struct strbuf log = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char *branch = NULL;
	const char *s, *nl;
	bool meant = false;
	git_oid head;

	if (r->git != NULL && repo_head(r, &branch, &head, &ignored) == 1 &&
	    read_since(r, in, &log))
		for (s = log.buf; !meant && (nl = strchr(s, '\n')) != NULL;
		     s = nl + 1)
			meant = is_meant(r, p, &head, s, (size_t)(nl - s));
	free(branch);
	strbuf_release(&log);
	return meant;
}

/* Whether a version of the file that is there has all of the part. One that
 * moves no line but blank ones is in all of them. */
static bool
is_shown(struct repo *r, const struct repo_part *p)
{
	struct repo_file f = { .text = STRBUF_INIT };
	enum repo_seen seen = REPO_SEEN_NONE;
	struct err ignored = ERR_INIT;
	char hex[REPO_OID];
	git_oid oid;

	if (p->after == NULL ||
	    repo_part_seen(r, p, p->after, p->after_len, &seen, &ignored) ==
		-1 ||
	    seen != REPO_SEEN_ALL)
		return true;
	seen = REPO_SEEN_NONE;
	if (repo_work_read(r, p->path, &f, &ignored) == 0 && f.there)
		repo_part_seen(r, p, f.text.buf, f.text.len, &seen, &ignored);
	strbuf_release(&f.text);
	repo_head_oid(r, p->path, hex);
	if (seen != REPO_SEEN_ALL && git_oid_fromstr(&oid, hex) == 0)
		seen = seen_in(r, p, &oid);
	return seen == REPO_SEEN_ALL;
}

int
repo_let_go(struct repo *r, const struct repo_intent *in, struct err *e)
{
	bool shown = r->git == NULL || in->target[0] != '\0';
	size_t i;

	for (i = 0; !shown && i < in->n && is_shown(r, &in->parts[i]); i++)
		;
	if (!shown && i < in->n && repo_draft(r, in, e) == -1)
		return -1;
	return repo_token_drop(r, in, REPO_TOKEN_REF, e);
}
