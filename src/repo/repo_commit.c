/* repo_commit.c: a commit that survives everything and disturbs nothing */
/*
 * Theory of operation
 *
 * A commit changes three things that no operation changes together: the work
 * files, the index, the branch. A process can be killed and a machine can
 * lose power between any two of them, the user's own git may be at work at
 * the same time, or in the middle of a merge that forbids us to go on.
 *
 * So what is owed is written down first, as an intent (repo_intent.c), and
 * each of the things has a token in the intent's folder. A thing is done by
 * preparing its new content in the token and renaming the token onto it: the
 * new work file, the new index, the new value of the branch. rename(2) is one
 * step for the file system, so at any moment, the thing is done if and only
 * if its token is gone. Nobody has to guess from the content, which the user
 * may have changed since. The order is
 *
 *  1. the lock of .git/halfhour; what the dead left is finished, lock files
 *     of git that they held are removed (repo_lock.c);
 *  2. the intent, synced: from here on it is saved, whatever happens; the
 *     file that the commit uses up, if it does, goes. The name of the intent's
 *     folder may be synced with what comes next (may_wait() says when): power
 *     is what can be lost then, and nobody was told yet;
 *  3. the work files (repo_work.c), whole where a sparse checkout had left
 *     them out (repo_left_out.c), which comes before 2;
 *  4. the guards (repo_guard.c): if git cannot commit now, the rest is put
 *     off, and the next command comes back to it;
 *  5. the objects, each read back (repo_tree.c); the new index is written
 *     as soon as its blobs are known, so that the disk has begun with that,
 *     the largest file, when the trees and the commit are ready;
 *  6. the index (repo_index.c), before the branch: should we die between the
 *     two, our entry is staged; the other way round its removal would be. The
 *     two are synced together. A file system without a journal may keep the
 *     second alone when the power goes, and adopt() sees to that;
 *  7. the branch (repo_ref.c), if it still is where it was at step 5; else
 *     once more from there;
 *  8. the intent is laid aside, and the next commands look once more whether
 *     its commit is still there (repo_again.c). The token of step 7 is the
 *     last one to go, so an intent without it is done.
 *
 * Each version of a file, HEAD's, the index's and the one on disk, gets the
 * change on its own, so what the user has edited and not staged, or staged
 * and not committed, stays just that. Between a crash and its repair, or
 * while a commit is put off, the user may do with the files what they like:
 * add, commit, reset, edit. Where that is possible, repo_tree.c looks whether
 * a version has got the change from the user already (repo_seen.c).
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_below.h"
#include "repo/repo_left_out.h"
#include "repo/repo_sync_int.h"

/* Who does not get the lock has saved nothing, so it is worth a wait. */
#define LOCK_WAIT_MS 15000
#define TRIES 5
#define SAVED "saved, not committed"

/* ---- one at a time, and in peace --------------------------------------- */

struct turn {
	int fd;
	sigset_t old;
};

/*
 * While a step is being done, signals that a user sends wait: to be killed
 * in the middle is provided for, but it should not be the normal case.
 */
static int
turn_take(struct repo *r, struct turn *t, struct err *e)
{
	sigset_t set;
	int state = repo_state_fd(r, e);
	bool below;

	if (state == -1)
		return -1;
	below = repo_below(r);
	t->fd = lock_take(state, "lock", below ? 0 : LOCK_WAIT_MS, e);
	if (t->fd == -1 && below && e->code == ERR_LOCKED)
		err_code(e, ERR_LOCKED,
		    "a hook of the commit that another halfhour makes has "
		    "called this one, which can make none before that is done; "
		    "call it behind the other one");
	if (t->fd == -1)
		return -1;
	r->waited = false;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTSTP);
	pthread_sigmask(SIG_BLOCK, &set, &t->old);
	return 0;
}

static void
turn_drop(struct turn *t)
{
	lock_drop(t->fd);
	pthread_sigmask(SIG_SETMASK, &t->old, NULL);
}

/* ---- doing what is owed ------------------------------------------------ */

/* The SHA-256 of a file of the state folder: 1; 0 when it is not there. */
static int
state_sum(struct repo *r, const char *name, char sum[HASH_HEX], struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	int rc = repo_there(r->state_fd, name, e);

	if (rc == 1 && fs_read(&sb, r->state_fd, name, STRBUF_MAX - 1, e) == -1)
		rc = -1;
	if (rc == 1)
		hash_hex(sum, sb.buf, sb.len);
	strbuf_release(&sb);
	return rc;
}

/* Nothing is owed any more: its owner has committed it with git, as one does
 * where a hook or a signature keeps us from it. */
static int
drop_owed(struct repo *r, struct repo_intent *in, struct repo_done *done,
    struct err *e)
{
	done->unchanged = true;
	if (repo_token_drop(r, in, REPO_TOKEN_INDEX, e) == -1)
		return -1;
	return repo_let_go(r, in, e);
}

/*
 * Where the branch goes to a commit that is there already: 1, and the plan has
 * what that holds; 0, HEAD is there or has gone elsewhere since, and nothing
 * is owed; -1.
 */
static int
plan_target(struct repo *r, const struct repo_intent *in, struct repo_plan *p,
    struct err *e)
{
	char head[REPO_OID] = "";

	if (repo_plan_target(r, in, p, e) == -1)
		return -1;
	if (p->parent != NULL)
		git_oid_tostr(head, REPO_OID, git_commit_id(p->parent));
	if (strcmp(head, in->base) == 0)
		return 1;
	repo_plan_release(p);
	return 0;
}

/* Steps 5 to 7, once. Returns 1 when the branch has moved in the meantime. */
static int
attempt(struct repo *r, struct repo_intent *in, struct repo_done *done,
    struct err *e)
{
	struct repo_index_job index;
	struct repo_plan plan;
	size_t i;
	int rc;

	if (in->target[0] != '\0') {
		if ((rc = plan_target(r, in, &plan, e)) < 1)
			return rc == 0 ? drop_owed(r, in, done, e) : -1;
	} else if (repo_plan_make(r, in, &plan, e) == -1) {
		return -1;
	}
	for (i = 0; i < plan.n; i++)
		done->ignored |= plan.skip[i];
	rc = repo_index_begin(r, in, &plan, &index, e);
	if (rc == 0 && plan.changed && in->target[0] == '\0')
		rc = repo_plan_commit(r, in, &plan, e);
	if (rc == 0 && plan.changed)
		rc = repo_ref_ready(r, in, &plan, e);
	if (rc == 0)
		rc = repo_index_end(r, in, &index, e);
	repo_index_drop(r, &index);
	if (rc == 0 && plan.changed)
		rc = repo_ref_move(r, in, &plan, e);
	if (rc == 0 && plan.changed) {
		git_oid_tostr(done->oid, sizeof(done->oid), &plan.commit);
		/* One from elsewhere is not looked at again: what it brings
		 * is not known by its lines alone. */
		if (in->target[0] == '\0')
			memcpy(in->commit, done->oid, REPO_OID);
	}
	if (rc == 0 && !plan.changed) {
		done->unchanged = true;
		if (plan.parent != NULL)
			git_oid_tostr(
			    in->commit, REPO_OID, git_commit_id(plan.parent));
		rc = fsync(r->git_fd) == -1
			 ? err_errno(e, "cannot sync %s", r->gitdir)
			 : repo_let_go(r, in, e);
	}
	repo_plan_release(&plan);
	return rc;
}

/*
 * Remove the file that the commit uses up. Between the intent and this the
 * file may stay behind; so who finishes the intent asks again, and the bytes
 * tell it from a later file of the same name.
 */
static int
spend(struct repo *r, const struct repo_intent *in, struct err *e)
{
	char sum[HASH_HEX];

	if (in->spends == NULL)
		return 0;
	switch (state_sum(r, in->spends, sum, e)) {
	case -1:
		return -1;
	case 0:
		return 0;
	}
	if (strcmp(sum, in->spends_sum) != 0)
		return 0;
	return fs_unlink(r->state_fd, in->spends, FS_DURABLE, e);
}

/* Whether HEAD is where it was when the intent was made. */
static bool
is_at_base(struct repo *r, const struct repo_intent *in)
{
	struct err ignored = ERR_INIT;
	char *branch = NULL, head[REPO_OID] = "";
	git_oid oid;
	int born = repo_head(r, &branch, &oid, &ignored);

	free(branch);
	if (born == 1)
		git_oid_tostr(head, REPO_OID, &oid);
	return born != -1 && strcmp(head, in->base) == 0;
}

/* Steps 3 to 7. Whether it `may` run git, whose hooks can take their time. */
static int
do_owed(struct repo *r, struct repo_intent *in, bool may,
    struct repo_done *done, struct err *e)
{
	int tries, rc = 1, guard;

	/* Files that others have made stay away while git cannot take them. */
	if (in->target[0] != '\0' && repo_guard(r, in, e) != 0)
		return -1;
	if (in->target[0] != '\0' && !is_at_base(r, in))
		return drop_owed(r, in, done, e);
	if (repo_work_apply(r, in, e) == -1)
		return -1;
	guard = repo_guard(r, in, e);
	if (guard == REPO_BY_GIT && in->target[0] == '\0' && repo_held(r, in)) {
		repo_by_git_resume(r, in);
		return drop_owed(r, in, done, e);
	}
	if (guard != 0 && repo_held(r, in))
		return drop_owed(r, in, done, e);
	if (guard != 0)
		return guard == -1 || in->target[0] != '\0'
			   ? -1
			   : repo_by_git(r, in, may, done, e);
	for (tries = 0; tries < TRIES && rc == 1; tries++)
		rc = attempt(r, in, done, e);
	if (rc == 1)
		rc = err_code(e, ERR_CONFLICT,
		    "the branch moves all the time; let the program that "
		    "moves it finish");
	return rc;
}

/* Steps 3 to 8. */
static int
settle(struct repo *r, struct repo_intent *in, bool may, struct repo_done *done,
    struct err *e)
{
	int rc = repo_token_there(r, in, REPO_TOKEN_REF, e);

	if (rc == 1)
		rc = do_owed(r, in, may, done, e);
	/* When it is put off, intent and work files are there all the same. */
	if (sync_wait(&r->later) == -1 && rc == 0)
		rc = err_errno(e, "cannot sync %s", r->root);
	if (done->oid[0] != '\0' && in->target[0] == '\0')
		repo_sync_queue_add(r);
	if (rc == -1)
		return -1;
	return in->commit[0] != '\0' ? repo_intent_keep(r, in, e)
				     : repo_intent_remove(r, in, e);
}

/* Another work tree's is for a command there, as long as there is one: the
 * main one, which "." stands for, has the common folder. */
static int
is_for_us(struct repo *r, const struct repo_intent *in, struct err *e)
{
	int there;

	if (strcmp(in->place, r->place) == 0)
		return 1;
	if (strcmp(in->place, ".") == 0)
		return 0;
	there = repo_there(r->common_fd, in->place, e);
	return there == -1 ? -1 : !there;
}

/* Finish one of another command: 0, or -1 with the reason. GIVEN_UP, and `e`
 * says so: nothing of it is owed any more, which happens only if it `may`. */
#define GIVEN_UP 1
static int
finish(struct repo *r, struct repo_intent *in, struct repo_done *done, bool may,
    bool git, struct err *e)
{
	int rc = spend(r, in, e);

	if (rc == 0)
		rc = is_for_us(r, in, e);
	if (rc == 1 && (rc = repo_stale(r, in, e)) == 0)
		return settle(r, in, git, done, e);
	if (rc < 1 || !may)
		return rc == -1 ? -1 : 0;
	return repo_stale_draft(r, in, e) == -1 ? -1 : GIVEN_UP;
}

/* Several that wait may have got lost at one stroke: each is told by how the
 * file is now, before the first is written into it again. */
static void
owe_anew(struct repo *r, char *const *ids, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct err ignored = ERR_INIT;
		struct repo_intent in;

		/* What fails here fails once more, and is told then. */
		if (repo_intent_load(r, &in, ids[i], &ignored) == 0 &&
		    is_for_us(r, &in, &ignored) == 1 &&
		    repo_token_there(r, &in, REPO_TOKEN_REF, &ignored) == 1)
			repo_work_owe(r, &in, &ignored);
		if (in.mem != NULL)
			repo_intent_release(&in);
	}
}

/*
 * What the dead left. One that cannot be finished does not stop the others,
 * nor a new commit: it stays, and `e` has the reason of the first. A rename
 * that does not fit any more is given up, one in a turn, and only if somebody
 * `hears` of it, for that is said but once; so it comes before the reasons of
 * those that stay.
 */
static int
recover(struct repo *r, size_t *made, bool hears, struct err *e)
{
	char **ids = NULL;
	size_t i, n = 0;
	bool gave = false;
	int rc = 0;

	*made = 0;
	if (repo_sync_begun(r->state_fd))
		repo_sync_back(r);
	if (repo_lock_sweep(r, e) == -1 || repo_intent_sweep(r, e) == -1 ||
	    repo_intent_list(r, false, &ids, &n, e) == -1)
		return err_wrap(e, SAVED);
	if (n > 1)
		owe_anew(r, ids, n);
	for (i = 0; i < n; i++) {
		struct err why = ERR_INIT;
		struct repo_intent in;
		struct repo_done done = { .oid = "" };
		int one = repo_intent_load(r, &in, ids[i], &why);

		if (one == 0)
			one =
			    finish(r, &in, &done, hears && !gave, !hears, &why);
		if (one == 0 && done.oid[0] != '\0')
			(*made)++;
		if (one == -1)
			err_wrap(&why, SAVED);
		if (one == GIVEN_UP || (one == -1 && rc == 0)) {
			*e = why;
			rc = -1;
		}
		gave |= one == GIVEN_UP;
		if (in.mem != NULL)
			repo_intent_release(&in);
		free(ids[i]);
	}
	free(ids);
	return rc;
}

/*
 * One that was done and is pending still: who did it died before laying it
 * aside, or the power went. What it became is part of HEAD, so it is kept with
 * that; repo_again() looks whether the index has it, too.
 */
static void
adopt(struct repo *r)
{
	struct err ignored = ERR_INIT;
	char **ids = NULL, *branch;
	size_t i, n = 0;
	git_oid head;

	repo_intent_list(r, false, &ids, &n, &ignored);
	for (i = 0; i < n; i++) {
		struct repo_intent in;

		branch = NULL;
		/* What fails here is met again, and told, in recover(). */
		if (repo_intent_load(r, &in, ids[i], &ignored) == 0 &&
		    is_for_us(r, &in, &ignored) == 1 &&
		    repo_token_there(r, &in, REPO_TOKEN_REF, &ignored) == 0 &&
		    in.target[0] == '\0' && r->git != NULL &&
		    repo_head(r, &branch, &head, &ignored) == 1) {
			git_oid_tostr(in.commit, REPO_OID, &head);
			repo_intent_keep(r, &in, &ignored);
		}
		if (in.mem != NULL)
			repo_intent_release(&in);
		free(branch);
		free(ids[i]);
	}
	free(ids);
}

int
repo_finish_pending(struct repo *r, struct err *e)
{
	struct err ignored = ERR_INIT, closed = ERR_INIT;
	struct turn t;
	size_t made = 0;
	int rc;

	if ((rc = repo_there(r->common_fd, "halfhour/pending", e)) < 1)
		return rc;
	if (turn_take(r, &t, &closed) == -1) {
		/* What is owed here is being done, by who waits for us. */
		if (closed.code == ERR_LOCKED && repo_below(r))
			return 0;
		/* Who only reads may have a wiki that is not theirs to write,
		 * and is told of it where something is owed. */
		if (closed.code == ERR_FAILED && repo_paid(r, &ignored) == 0)
			return 0;
		*e = closed;
		return err_wrap(e, "saved, not committed");
	}
	/* Here, and not before each commit: who commits has been here first. */
	adopt(r);
	repo_again(r, &ignored);
	rc = recover(r, &made, true, e);
	turn_drop(&t);
	return rc == -1 ? -1 : (int)made;
}

int
repo_pay(struct repo *r, struct err *e)
{
	struct err why = ERR_INIT;
	size_t made, len = strlen(SAVED ": ");
	struct turn t;
	int rc;

	if (repo_paid(r, e) == 0 || repo_look_held(r, &why))
		return repo_paid(r, e);
	rc = turn_take(r, &t, &why);
	if (rc == 0) {
		rc = recover(r, &made, false, &why);
		turn_drop(&t);
	}
	if (rc == 0)
		return repo_paid(r, e);
	/* It is said of the very one. */
	if (strncmp(why.msg, SAVED ": ", len) == 0)
		memmove(why.msg, why.msg + len, strlen(why.msg + len) + 1);
	return repo_owes(r, &why, e);
}

/* ---- a new commit ------------------------------------------------------ */

/* The three versions of a file as they are before anything is done. */
static int
look(struct repo *r, struct repo_intent *in, size_t i,
    const struct repo_change *c, const struct repo_index *index, struct err *e)
{
	struct repo_file f = { .text = STRBUF_INIT };
	struct strbuf after = STRBUF_INIT;
	struct repo_part *p = &in->parts[i];
	int rc = -1;

	p->path = c->path;
	p->kind = c->kind;
	p->bytes = c->bytes != NULL ? c->bytes : "";
	p->len = c->len;
	repo_head_oid(r, p->path, p->head);
	if (index != NULL)
		repo_index_oid(index, p->path, p->index);
	else
		memcpy(p->index, "?", 2);
	if (repo_work_read(r, c->path, &f, e) == -1 ||
	    repo_attr_encoding(r, c->path, &f, e) == -1 ||
	    (strcmp(c->kind, REPO_SYNC_KIND) != 0 &&
		repo_attr_raw(c->path, &f, e) == -1))
		goto out;
	if (f.there) {
		p->before = arena_copy(in->mem, f.text.buf, f.text.len + 1, 1);
		p->before_len = f.text.len;
	}
	strbuf_init(&after, STRBUF_MAX);
	rc = repo_part_patch(r, p, &after, p->before, p->before_len, e);
	if (rc == -1)
		goto out;
	if (rc != REPO_GONE)
		p->after = arena_copy(in->mem, after.buf, after.len + 1, 1);
	p->after_len = after.len;
	p->mode = f.there ? f.st.st_mode & 07777 : 0;
	p->known = true;
	rc = 0;
out:
	strbuf_release(&after);
	strbuf_release(&f.text);
	return rc;
}

/* Two commits cannot use up one file: we have the lock, and it is there. */
static int
name_spent(struct repo *r, const struct repo_commit *c, struct repo_intent *in,
    struct err *e)
{
	char sum[HASH_HEX];
	int there;

	if (c->spends == NULL)
		return 0;
	there = state_sum(r, c->spends, sum, e);
	if (there == 0)
		return err_code(e, ERR_CONFLICT,
		    "%s/halfhour/%s is gone; another command has used it",
		    r->common, c->spends);
	in->spends = c->spends;
	in->spends_sum = arena_strdup(in->mem, there == 1 ? sum : "");
	return there == 1 ? 0 : -1;
}

/* Where HEAD is. */
static void
note_base(struct repo *r, struct repo_intent *in)
{
	struct err ignored = ERR_INIT;
	char *branch = NULL;
	git_oid oid;
	int born = r->git != NULL ? repo_head(r, &branch, &oid, &ignored) : -1;

	memcpy(in->base, "?", 2);
	if (born == 1)
		git_oid_tostr(in->base, REPO_OID, &oid);
	else if (born == 0)
		*in->base = '\0';
	free(branch);
}

/* The mode of a new file that takes the place of another, or is to be run. */
static void
take_mode(
    struct repo *r, const struct repo_commit *c, struct repo_part *p, bool runs)
{
	struct stat st;
	mode_t mask;

	if (p->before != NULL)
		return;
	if (runs) {
		/* There is no other way to ask. */
		mask = umask(077);
		umask(mask);
		p->mode = 0777 & ~mask;
	}
	if (c->mode_to != NULL && strcmp(p->path, c->mode_to) == 0 &&
	    fs_stat(r->root_fd, c->mode_from, &st) == 0 && S_ISREG(st.st_mode))
		p->mode = st.st_mode & 07777;
}

/* Make the intent of a commit, and save it. */
static int
intend(struct repo *r, const struct repo_commit *c, struct repo_intent *in,
    struct err *e)
{
	struct err ignored = ERR_INIT;
	const struct repo_index *index = NULL;
	int rc = 0;
	size_t i;

	memset(in, 0, sizeof(*in));
	in->mem = arena_new();
	in->place = r->place;
	in->author = r->author != NULL ? r->author : "";
	note_base(r, in);
	in->log = repo_log_end(r);
	if (c->target != NULL)
		memcpy(in->target, c->target, REPO_OID);
	in->message = c->message;
	in->when = c->when;
	in->n = c->n;
	rc = name_spent(r, c, in, e);
	in->parts = arena_alloc(in->mem, c->n * sizeof(*in->parts));
	if (r->git != NULL)
		index = repo_index_now(r, &ignored);
	for (i = 0; i < c->n && rc == 0; i++) {
		rc = look(r, in, i, &c->changes[i], index, e);
		if (rc == 0)
			take_mode(
			    r, c, &in->parts[i], c->runs != NULL && c->runs[i]);
	}
	if (rc == 0)
		rc = repo_intent_save(r, in, e);
	if (rc == -1)
		repo_intent_release(in);
	return rc;
}

int
repo_commit(struct repo *r, const struct repo_commit *c, struct repo_done *done,
    struct err *e)
{
	struct err older = ERR_INIT;
	struct repo_intent in;
	struct turn t;
	size_t i;
	int rc;

	memset(done, 0, sizeof(*done));
	if (turn_take(r, &t, e) == -1)
		return -1;
	/* What stops an older one most often stops this one too, and is told
	 * then; if it does not, this one shall not suffer from it. */
	recover(r, &done->finished, false, &older);
	rc = c->ask != NULL ? c->ask(c->payload, e) : 0;
	/* What comes from elsewhere leaves out what the checkout does. */
	for (i = 0; i < c->n && rc == 0 && c->target == NULL; i++)
		rc = repo_left_restore(r, c->changes[i].path, e);
	if (rc == 0)
		rc = intend(r, c, &in, e);
	if (rc == 0) {
		done->saved = true;
		rc = spend(r, &in, e);
		if (rc == 0)
			rc = settle(r, &in, true, done, e);
		repo_intent_release(&in);
		if (rc == -1)
			err_wrap(e, SAVED);
	}
	turn_drop(&t);
	return rc;
}
