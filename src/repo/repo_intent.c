/* repo_intent.c: what a commit owes, on disk before anything is done */
/*
 * An intent is a folder, .git/halfhour/pending/ID. The id begins with the time
 * it was made, so that names sort by age. Inside it are the tokens, told in
 * repo_intent_int.h, and the file `intent`:
 *
 *	halfhour-intent 1
 *	place .                     the git folder, seen from the common one
 *	time 1795436880 32400       the author's: seconds since 1970, offset
 *	author 3                    the author's name: its length, its bytes
 *	Ada
 *	message 20
 *	log: docker 28m
 *	...
 *	spends box                  if it uses up a file: its name, and
 *	spent 64 digits             the SHA-256 of what that holds
 *	base 40 digits              HEAD's commit then; none, unknown
 *	log 5120                    the length of logs/HEAD then, if there is one
 *	target 40 digits            if the branch goes to a commit that is there
 *	changes 1                   and for each of them:
 *	path 25
 *	notes/daily/2026-11-23.md
 *	kind 5
 *	entry
 *	bytes 120                   what the kind's patch function is given
 *	...
 *	before 310                  the work file then, or: before none
 *	...
 *	after 430                   what the change makes of that, or none
 *	...
 *	head none                   the blob in HEAD then; none, unknown
 *	index none                  the blob in the index then
 *	sum 64 digits               SHA-256 of all bytes above this line
 *
 * Every text has its length before it and a newline behind it, so that no
 * byte in it needs an escape. The folder is filled under the name ID.tmp,
 * synced, and renamed: a folder without .tmp is whole. It goes the same way
 * back, so that folders named .tmp are nobody's and are swept. One that has
 * become a commit is kept for a while as .git/halfhour/kept/ID-COMMIT.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "repo/repo_int.h"

#define PENDING "pending"
#define KEPT "kept"
#define FIRST_LINE "halfhour-intent 1\n"

void
repo_token_work(char out[REPO_TOKEN_MAX], size_t i)
{
	snprintf(out, REPO_TOKEN_MAX, "work-%zu", i);
}

void
repo_intent_release(struct repo_intent *in)
{
	arena_free(in->mem);
	free(in->id);
	free(in->dir);
	memset(in, 0, sizeof(*in));
}

/* ---- the file ---------------------------------------------------------- */

static void
add_text(struct strbuf *sb, const char *key, const char *p, size_t len)
{
	strbuf_addf(sb, "%s %zu\n", key, len);
	strbuf_add(sb, p, len);
	strbuf_addc(sb, '\n');
}

static void
add_oid(struct strbuf *sb, const char *key, const char *oid)
{
	strbuf_addf(sb, "%s %s\n", key,
	    *oid == '\0'  ? "none"
	    : *oid == '?' ? "unknown"
			  : oid);
}

static void
intent_render(struct strbuf *sb, const struct repo_intent *in)
{
	char sum[HASH_HEX];
	size_t i;

	strbuf_adds(sb, FIRST_LINE);
	strbuf_addf(sb, "place %s\n", in->place);
	strbuf_addf(sb, "time %" PRId64 " %d\n", in->when.t, in->when.offset);
	add_text(sb, "author", in->author, strlen(in->author));
	add_text(sb, "message", in->message, strlen(in->message));
	if (in->spends != NULL)
		strbuf_addf(
		    sb, "spends %s\nspent %s\n", in->spends, in->spends_sum);
	add_oid(sb, "base", in->base);
	if (in->log >= 0)
		strbuf_addf(sb, "log %" PRId64 "\n", in->log);
	if (in->target[0] != '\0')
		add_oid(sb, "target", in->target);
	strbuf_addf(sb, "changes %zu\n", in->n);
	for (i = 0; i < in->n; i++) {
		const struct repo_part *p = &in->parts[i];

		add_text(sb, "path", p->path, strlen(p->path));
		add_text(sb, "kind", p->kind, strlen(p->kind));
		add_text(sb, "bytes", p->bytes, p->len);
		if (p->before != NULL)
			add_text(sb, "before", p->before, p->before_len);
		else
			strbuf_adds(sb, "before none\n");
		if (p->after != NULL)
			add_text(sb, "after", p->after, p->after_len);
		else
			strbuf_adds(sb, "after none\n");
		add_oid(sb, "head", p->head);
		add_oid(sb, "index", p->index);
	}
	hash_hex(sum, sb->buf, sb->len);
	strbuf_addf(sb, "sum %s\n", sum);
}

/* Where a parser stands; `bad` once something was not as it has to be. */
struct cursor {
	const char *p, *end;
	struct arena *mem;
	bool bad;
};

/* The rest of a line "key rest"; borrowed from the arena, "" when bad. */
static const char *
take_line(struct cursor *c, const char *key)
{
	size_t n = strlen(key);
	const char *nl = memchr(c->p, '\n', (size_t)(c->end - c->p));
	const char *rest;

	if (c->bad || nl == NULL || (size_t)(nl - c->p) <= n ||
	    memcmp(c->p, key, n) != 0 || c->p[n] != ' ') {
		c->bad = true;
		return "";
	}
	rest = arena_strndup(c->mem, c->p + n + 1, (size_t)(nl - c->p) - n - 1);
	c->p = nl + 1;
	return rest;
}

static size_t
take_number(struct cursor *c, const char *s)
{
	char *end;
	unsigned long long v;

	errno = 0;
	v = strtoull(s, &end, 10);
	if (!isdigit((unsigned char)*s) || *end != '\0' || errno != 0 ||
	    v > STRBUF_MAX) {
		c->bad = true;
		return 0;
	}
	return (size_t)v;
}

/* A text with its length before it; NULL for "none". */
static const char *
take_text(struct cursor *c, const char *key, size_t *len)
{
	const char *s = take_line(c, key);
	char *text;

	*len = 0;
	if (strcmp(s, "none") == 0)
		return NULL;
	*len = take_number(c, s);
	if (c->bad || (size_t)(c->end - c->p) <= *len || c->p[*len] != '\n') {
		c->bad = true;
		*len = 0;
		return NULL;
	}
	/* Bytes, in which a NUL is as good as any; one more ends them. */
	text = arena_alloc(c->mem, *len + 1);
	memcpy(text, c->p, *len);
	c->p += *len + 1;
	return text;
}

static const char *
take_string(struct cursor *c, const char *key)
{
	size_t len;
	const char *s = take_text(c, key, &len);

	if (s == NULL || strlen(s) != len)
		c->bad = true;
	return s != NULL ? s : "";
}

static void
take_oid(struct cursor *c, const char *key, char out[REPO_OID])
{
	const char *s = take_line(c, key);

	*out = '\0';
	if (strcmp(s, "unknown") == 0)
		memcpy(out, "?", 2);
	else if (strlen(s) == REPO_OID - 1)
		memcpy(out, s, REPO_OID);
	else if (strcmp(s, "none") != 0)
		c->bad = true;
}

/* Whether the next line has this key. */
static bool
is_next(const struct cursor *c, const char *key)
{
	size_t n = strlen(key);

	return !c->bad && (size_t)(c->end - c->p) > n &&
	       memcmp(c->p, key, n) == 0 && c->p[n] == ' ';
}

static void
take_part(struct cursor *c, struct repo_part *p)
{
	p->path = take_string(c, "path");
	p->kind = take_string(c, "kind");
	p->bytes = take_text(c, "bytes", &p->len);
	p->before = take_text(c, "before", &p->before_len);
	/* Older versions left it to be asked for again. Who died may have put
	 * something else into the token. */
	p->known = is_next(c, "after");
	p->filled = true;
	if (p->known)
		p->after = take_text(c, "after", &p->after_len);
	take_oid(c, "head", p->head);
	take_oid(c, "index", p->index);
	if (p->bytes == NULL || !path_is_inside(p->path))
		c->bad = true;
}

/* Most intents have none, and neither had those of older versions. */
static void
take_spends(struct cursor *c, struct repo_intent *in)
{
	if (!is_next(c, "spends"))
		return;
	in->spends = take_line(c, "spends");
	in->spends_sum = take_line(c, "spent");
	if (!path_is_inside(in->spends))
		c->bad = true;
}

static int
intent_parse(struct repo_intent *in, const struct strbuf *sb)
{
	struct cursor c = { sb->buf, sb->buf + sb->len, in->mem, false };
	size_t first = strlen(FIRST_LINE), tail = strlen("sum \n") + 64, i;
	char sum[HASH_HEX];
	const char *s;
	char *end;

	if (sb->len < first + tail || memcmp(c.p, FIRST_LINE, first) != 0)
		return -1;
	hash_hex(sum, c.p, sb->len - tail);
	if (memcmp(c.end - tail + 4, sum, 64) != 0)
		return -1;
	c.p += first;
	c.end -= tail;
	in->place = take_line(&c, "place");
	s = take_line(&c, "time");
	in->when.t = strtoll(s, &end, 10);
	in->when.offset = (int)strtol(end, NULL, 10);
	in->author = take_string(&c, "author");
	in->message = take_string(&c, "message");
	take_spends(&c, in);
	memcpy(in->base, "?", 2);
	if (is_next(&c, "base"))
		take_oid(&c, "base", in->base);
	in->log = is_next(&c, "log")
		      ? (int64_t)take_number(&c, take_line(&c, "log"))
		      : -1;
	if (is_next(&c, "target"))
		take_oid(&c, "target", in->target);
	in->n = take_number(&c, take_line(&c, "changes"));
	if (c.bad || in->n > sb->len)
		return -1;
	in->parts = arena_alloc(in->mem, in->n * sizeof(*in->parts));
	for (i = 0; i < in->n && !c.bad; i++)
		take_part(&c, &in->parts[i]);
	return c.bad || c.p != c.end ? -1 : 0;
}

/* ---- the folder -------------------------------------------------------- */

char *
repo_token_path(const struct repo_intent *in, const char *token)
{
	return path_join(in->dir, token);
}

int
repo_token_there(struct repo *r, const struct repo_intent *in,
    const char *token, struct err *e)
{
	char *path = repo_token_path(in, token);
	int there = repo_there(r->state_fd, path, e);

	free(path);
	return there;
}

/* A new file, whole, and in the set of those that are to be synced. */
static int
put_file(int dirfd, const char *path, const struct repo_text *text, mode_t mode,
    struct sync *sync, struct err *e)
{
	int fd = fs_open(dirfd, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd != -1)
		sync_add(sync, fd);
	if (fd == -1 || fs_write_all(fd, text->p, text->len) == -1 ||
	    (mode != 0 && fchmod(fd, mode & 07777) == -1))
		return err_errno(e, "cannot write .git/halfhour/%s", path);
	return 0;
}

int
repo_token_write(struct repo *r, const struct repo_intent *in,
    const char *token, const struct repo_text *text, mode_t mode,
    struct sync *sync, struct err *e)
{
	char *path = repo_token_path(in, token);
	char *fresh = xasprintf("%s.new", path);
	int rc = put_file(r->state_fd, fresh, text, mode, sync, e);

	free(fresh);
	free(path);
	return rc;
}

int
repo_token_turn(struct repo *r, const struct repo_intent *in, const char *token,
    struct err *e)
{
	char *path = repo_token_path(in, token);
	char *fresh = xasprintf("%s.new", path);
	int rc = renameat(r->state_fd, fresh, r->state_fd, path);

	if (rc == -1)
		err_errno(e, "cannot write .git/halfhour/%s", path);
	free(fresh);
	free(path);
	return rc;
}

int
repo_token_drop(struct repo *r, const struct repo_intent *in, const char *token,
    struct err *e)
{
	char *path = repo_token_path(in, token);
	int rc = fs_unlink(r->state_fd, path, 0, e);

	free(path);
	return rc;
}

static int
sync_folder(int dirfd, const char *path, struct err *e)
{
	int fd = fs_open(dirfd, path, O_RDONLY | O_DIRECTORY, 0);
	int rc = fd == -1 || fsync(fd) == -1 ? -1 : 0;

	if (rc == -1)
		err_errno(e, "cannot sync .git/halfhour/%s", path);
	if (fd != -1)
		close(fd);
	return rc;
}

/* Make the folder ID.tmp for a new id; in->id and in->dir name it. */
static int
new_folder(struct repo *r, struct repo_intent *in, struct err *e)
{
	struct moment now;
	struct date d;
	int i;

	if (moment_now(&now, e) == -1 ||
	    fs_mkdirs(r->state_fd, PENDING, e) == -1)
		return -1;
	now.offset = 0;
	d = moment_date(now);
	for (i = 0; i < 100; i++) {
		int m = moment_minute(now);
		char *done;
		bool taken;

		free(in->id);
		free(in->dir);
		/* Ticks, because two in one second have an order too. */
		in->id = xasprintf(
		    "%04d%02d%02dT%02d%02d%02dZ-%012" PRId64 "-%ld-%02d", d.y,
		    d.m, d.d, m / 60, m % 60, (int)(((now.t % 60) + 60) % 60),
		    date_ticks(), (long)getpid(), i);
		done = xasprintf(PENDING "/%s", in->id);
		in->dir = xasprintf("%s.tmp", done);
		taken = fs_exists(r->state_fd, done);
		free(done);
		if (!taken && mkdirat(r->state_fd, in->dir, 0777) == 0)
			return 0;
		if (!taken && errno != EEXIST)
			break;
	}
	return err_errno(e, "cannot make %s/halfhour/%s", r->common, in->dir);
}

/* A token whose content is not known yet: another name of the intent, or an
 * empty file where there are no hard links. */
static int
put_token(struct repo *r, const struct repo_intent *in, const char *token,
    struct sync *sync, struct err *e)
{
	static const struct repo_text none = { "", 0 };
	char *path = repo_token_path(in, token);
	char *intent = repo_token_path(in, "intent");
	int rc = linkat(r->state_fd, intent, r->state_fd, path, 0);

	if (rc == -1)
		rc = put_file(r->state_fd, path, &none, 0, sync, e);
	free(intent);
	free(path);
	return rc;
}

static int
fill_folder(struct repo *r, struct repo_intent *in, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	struct sync sync = SYNC_INIT;
	char token[REPO_TOKEN_MAX], *path;
	struct repo_text text;
	int rc = -1;
	size_t i;

	intent_render(&sb, in);
	text = (struct repo_text){ sb.buf, sb.len };
	path = repo_token_path(in, "intent");
	if (put_file(r->state_fd, path, &text, 0, &sync, e) == -1)
		goto out;
	for (i = 0; i < in->n; i++) {
		const struct repo_part *p = &in->parts[i];

		text = (struct repo_text){ p->after, p->after_len };
		repo_token_work(token, i);
		free(path);
		path = repo_token_path(in, token);
		if (put_file(r->state_fd, path, &text, p->mode, &sync, e) == -1)
			goto out;
	}
	if (put_token(r, in, REPO_TOKEN_INDEX, &sync, e) == -1 ||
	    put_token(r, in, REPO_TOKEN_REF, &sync, e) == -1)
		goto out;
	if (sync_add_path(&sync, r->state_fd, in->dir) == -1 ||
	    sync_wait(&sync) == -1)
		err_errno(e, "cannot sync .git/halfhour/%s", in->dir);
	else
		rc = 0;
out:
	sync_release(&sync);
	free(path);
	strbuf_release(&sb);
	return rc;
}

/* Take the .tmp off the folder's name, or put it back; synced. */
static int
rename_folder(struct repo *r, const char *from, const char *to, struct err *e)
{
	if (renameat(r->state_fd, from, r->state_fd, to) == -1)
		return err_errno(e, "cannot make .git/halfhour/%s", to);
	return sync_folder(r->state_fd, PENDING, e);
}

/*
 * Whether the folder's name may reach the disk together with what is done next
 * instead of before it. Where the power fails in between, the worst is that a
 * work file has the change and no intent tells of it, as if it had been typed
 * there. That is too much where a file goes, is used up, or is one of several.
 */
static bool
may_wait(const struct repo_intent *in)
{
	return in->n == 1 && in->parts[0].after != NULL && in->spends == NULL;
}

/* Take the .tmp off the name, which is synced now or as soon as may be. */
static int
name_folder(struct repo *r, const struct repo_intent *in, const char *whole,
    struct err *e)
{
	if (!may_wait(in))
		return rename_folder(r, in->dir, whole, e);
	if (sync_add_path(&r->later, r->state_fd, PENDING) == -1 ||
	    renameat(r->state_fd, in->dir, r->state_fd, whole) == -1)
		return err_errno(e, "cannot make .git/halfhour/%s", whole);
	return 0;
}

int
repo_intent_save(struct repo *r, struct repo_intent *in, struct err *e)
{
	struct err ignored = ERR_INIT;
	char *whole;

	if (new_folder(r, in, e) == -1)
		return -1;
	whole = xasprintf(PENDING "/%s", in->id);
	if (fill_folder(r, in, e) == -1 || name_folder(r, in, whole, e) == -1) {
		/* What is told to have failed must not come true later. */
		rename_folder(r, whole, in->dir, &ignored);
		fs_remove_tree(r->state_fd, in->dir, &ignored);
		free(whole);
		return -1;
	}
	free(in->dir);
	in->dir = whole;
	return 0;
}

/* Read the file in its folder. */
static int
load(struct repo *r, struct repo_intent *in, struct err *e)
{
	struct strbuf sb = STRBUF_INIT;
	char *path;
	int rc;

	in->mem = arena_new();
	path = repo_token_path(in, "intent");
	rc = fs_read(&sb, r->state_fd, path, STRBUF_MAX - 1, e);
	if (rc == 0 && intent_parse(in, &sb) == -1)
		rc = err_set(e,
		    "%s/halfhour/%s is damaged: what it holds is "
		    "left there for you to read",
		    r->common, path);
	free(path);
	strbuf_release(&sb);
	if (rc == -1)
		repo_intent_release(in);
	return rc;
}

int
repo_intent_load(
    struct repo *r, struct repo_intent *in, const char *id, struct err *e)
{
	memset(in, 0, sizeof(*in));
	in->id = xstrdup(id);
	in->dir = xasprintf(PENDING "/%s", id);
	return load(r, in, e);
}

int
repo_intent_load_kept(
    struct repo *r, struct repo_intent *in, const char *name, struct err *e)
{
	const char *dash = strrchr(name, '-');

	if (dash == NULL || strlen(dash + 1) != REPO_OID - 1)
		return err_set(
		    e, "%s/halfhour/" KEPT "/%s is not ours", r->common, name);
	memset(in, 0, sizeof(*in));
	memcpy(in->commit, dash + 1, REPO_OID);
	in->id = xstrndup(name, (size_t)(dash - name));
	in->dir = xasprintf(KEPT "/%s", name);
	return load(r, in, e);
}

/* Names in a folder of intents that end in .tmp, or those that do not. */
static int
names(struct repo *r, const char *folder, bool tmp, char ***out, size_t *n,
    struct err *e)
{
	struct dirent **v = NULL;
	size_t cap = 0;
	int i, count, fd;

	*out = NULL;
	*n = 0;
	fd = fs_open(r->state_fd, folder, O_RDONLY | O_DIRECTORY, 0);
	if (fd == -1 && errno == ENOENT)
		return 0;
	count = fd == -1 ? -1 : scandirat(fd, ".", &v, NULL, alphasort);
	if (count == -1)
		err_errno(e, "cannot read %s/halfhour/%s", r->common, folder);
	for (i = 0; i < count; i++) {
		const char *name = v[i]->d_name;

		if (*name != '.' && path_has_suffix(name, ".tmp") == tmp)
			*VEC_PUSH(*out, *n, cap) = xstrdup(name);
		free(v[i]);
	}
	free(v);
	if (fd != -1)
		close(fd);
	return count == -1 ? -1 : 0;
}

int
repo_intent_list(
    struct repo *r, bool kept, char ***out, size_t *n, struct err *e)
{
	return names(r, kept ? KEPT : PENDING, false, out, n, e);
}

bool
repo_pending_spends(
    int state_fd, const char *name, const void *bytes, size_t len)
{
	/* What these two need of a repository is its state folder. */
	struct repo r = { .state_fd = state_fd, .common = ".git" };
	struct err ignored = ERR_INIT;
	char **ids = NULL, sum[HASH_HEX];
	bool spent = false;
	size_t i, n = 0;

	if (repo_intent_list(&r, false, &ids, &n, &ignored) == -1 || n == 0)
		return false;
	hash_hex(sum, bytes, len);
	for (i = 0; i < n; i++) {
		struct repo_intent in;

		if (!spent &&
		    repo_intent_load(&r, &in, ids[i], &ignored) == 0) {
			spent = in.spends != NULL &&
				strcmp(in.spends, name) == 0 &&
				strcmp(in.spends_sum, sum) == 0;
			repo_intent_release(&in);
		}
		free(ids[i]);
	}
	free(ids);
	return spent;
}

int
repo_intent_sweep(struct repo *r, struct err *e)
{
	char **v, *path;
	size_t i, n;
	int rc;

	rc = names(r, PENDING, true, &v, &n, e);
	for (i = 0; i < n; i++) {
		path = xasprintf(PENDING "/%s", v[i]);
		if (rc == 0)
			rc = fs_remove_tree(r->state_fd, path, e);
		free(path);
		free(v[i]);
	}
	free(v);
	return rc;
}

int
repo_intent_remove(struct repo *r, struct repo_intent *in, struct err *e)
{
	char *gone = xasprintf("%s.tmp", in->dir);
	int rc;

	/* Not synced: should it come back, its tokens are gone all the same. */
	rc = renameat(r->state_fd, in->dir, r->state_fd, gone);
	if (rc == -1)
		err_errno(e, "cannot remove .git/halfhour/%s", in->dir);
	else
		rc = fs_remove_tree(r->state_fd, gone, e);
	free(gone);
	return rc;
}

int
repo_intent_keep(struct repo *r, struct repo_intent *in, struct err *e)
{
	char *to = xasprintf(KEPT "/%s-%s", in->id, in->commit);
	int rc = renameat(r->state_fd, in->dir, r->state_fd, to);

	if (rc == -1 && errno == ENOENT && fs_mkdirs(r->state_fd, KEPT, e) == 0)
		rc = renameat(r->state_fd, in->dir, r->state_fd, to);
	/* Not synced: should it come back, its tokens are gone all the same,
	 * and it is kept already. */
	if (rc == -1 && (errno == ENOTEMPTY || errno == EEXIST))
		rc = repo_intent_remove(r, in, e);
	else if (rc == -1)
		err_errno(e, "cannot make .git/halfhour/%s", to);
	free(to);
	return rc;
}

int64_t
repo_intent_ticks(const struct repo_intent *in)
{
	const char *z = strstr(in->id, "Z-");

	return z != NULL ? strtoll(z + 2, NULL, 10) : 0;
}

/* Its id, if it were made now; to be freed. */
static char *
fresh_id(const struct repo_intent *in)
{
	const char *z = strstr(in->id, "Z-"), *rest;

	if (z == NULL || (rest = strchr(z + 2, '-')) == NULL)
		return xstrdup(in->id);
	return xasprintf("%.*s%012" PRId64 "%s", (int)(z + 2 - in->id), in->id,
	    date_ticks(), rest);
}

int
repo_intent_reopen(struct repo *r, struct repo_intent *in, struct err *e)
{
	struct sync sync = SYNC_INIT;
	char *id = fresh_id(in), *to = xasprintf(PENDING "/%s", id);
	int rc = -1;

	/* The branch's last: without it the intent counts as done. */
	if (put_token(r, in, REPO_TOKEN_INDEX, &sync, e) == -1 ||
	    put_token(r, in, REPO_TOKEN_REF, &sync, e) == -1)
		goto out;
	if (sync_add_path(&sync, r->state_fd, in->dir) == -1 ||
	    sync_wait(&sync) == -1)
		err_errno(e, "cannot sync .git/halfhour/%s", in->dir);
	else
		rc = rename_folder(r, in->dir, to, e);
out:
	sync_release(&sync);
	free(to);
	free(id);
	return rc;
}
